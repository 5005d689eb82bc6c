"""A file of either notation, read: JSON where its name ends so, YAML otherwise."""

from __future__ import annotations

import os

from formulation.notation.files import read_text
from formulation.notation.from_json import json_document
from formulation.notation.from_yaml import parse_yaml
from formulation.notation.nodes import Document


def read_document(path: str | os.PathLike[str]) -> Document:
    """Read a file whose nodes know their places; what is wrong with its text is in its faults.

    Raises
    ------
    CaseError
        Where there is no text to read; see :func:`~formulation.notation.read_text`.
    """
    text, file = read_text(path)
    is_json = str(path).lower().endswith(".json")
    return json_document(text, file) if is_json else parse_yaml(text, file)
