"""The text of a case, in and out: every word read knows its place, every text written reads back.

YAML and JSON become nodes (:class:`Scalar`, :class:`Sequence`, :class:`Mapping`) that know where
they stand; plain values become canonical YAML.  A scalar is its text and nothing else: ``no`` is
not false, ``1985`` no number.  Nothing here knows what a case is.  Input is hostile until read:
:class:`Limits` bound it, aliases are never followed, and faults are gathered with their places.
"""

from __future__ import annotations

from formulation.notation.documents import read_document
from formulation.notation.files import read_text, write_atomically
from formulation.notation.from_json import json_document, parse_json
from formulation.notation.from_yaml import parse_yaml
from formulation.notation.nodes import (
    Document,
    Limits,
    Mapping,
    Node,
    Place,
    Scalar,
    Sequence,
    key_at,
    node_at,
    plain,
)
from formulation.notation.writing import write_flow, write_scalar

__all__ = [
    "Document",
    "Limits",
    "Mapping",
    "Node",
    "Place",
    "Scalar",
    "Sequence",
    "json_document",
    "key_at",
    "node_at",
    "parse_json",
    "parse_yaml",
    "plain",
    "read_document",
    "read_text",
    "write_atomically",
    "write_flow",
    "write_scalar",
]
