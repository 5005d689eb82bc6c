"""The patterns that come with the library: plain files, read top to bottom, one pattern each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from formulation.errors import CaseError, Fault, PatternError, UnknownName
from formulation.notation import (
    Document,
    key_at,
    node_at,
    plain,
    read_document,
)
from formulation.patterns.pattern import Pattern, pattern_and_faults

__all__ = ["catalogue", "pattern_named", "read_patterns", "with_catalogue"]


@cache
def catalogue() -> tuple[Pattern, ...]:
    """Return the patterns that come with the library, in the order of their names."""
    folder = Path(__file__).parent
    return tuple(p for path in sorted(folder.glob("*.yaml")) for p in read_patterns(path))


def read_patterns(path: str | os.PathLike[str]) -> tuple[Pattern, ...]:
    """Read the patterns of a YAML or JSON file: one pattern, or a list of them.

    Raises
    ------
    PatternError
        With everything wrong in the file, each with its place and cure.
    """
    try:
        document = read_document(path)
    except CaseError as error:
        raise PatternError(error.faults) from None
    faults = list(document.faults)
    if document.root is None:
        raise PatternError(faults)
    data = plain(document.root)
    listed = isinstance(data, list)
    found = []
    for index, fields in enumerate(data if listed else [data]):
        pattern, wrong = _read(document, fields, (index,) if listed else ())
        faults += wrong
        found.append(pattern)
    if faults:
        raise PatternError(sorted(faults, key=lambda f: (f.line or 0, f.column or 0)))
    patterns = tuple(pattern for pattern in found if pattern is not None)
    _refuse_repeats(patterns, document.file)
    return patterns


def _read(
    document: Document, fields: Any, at: tuple[Any, ...]
) -> tuple[Pattern | None, list[Fault]]:
    """Return a pattern of a file and everything wrong with it, at its place."""
    root = document.root
    assert root is not None
    if not isinstance(fields, dict):
        cure = "pattern: a-name, title: …, steps: [...]"
        return None, [document.fault(node_at(root, at), "this is not a pattern", accepted=cure)]
    if "formulation" in fields and "pattern" not in fields:
        cure = "formulation check, for a case"
        return None, [document.fault(root, "this is a case, not a pattern", accepted=cure)]
    placed = []
    pattern, faults = pattern_and_faults(fields)
    for path, fault in faults:
        node = node_at(root, (*at, *path)) if path else key_at(root, at)
        placed.append(document.at_node(node, fault))
    return pattern, placed


def _refuse_repeats(patterns: Sequence[Pattern], file: str) -> None:
    seen: set[str] = set()
    for pattern in patterns:
        if pattern.pattern in seen:
            problem = f"the pattern {pattern.pattern!r} is there twice"
            raise PatternError([Fault(problem, pattern.pattern, "a name of its own", file=file)])
        seen.add(pattern.pattern)


def with_catalogue(more: Sequence[Pattern], file: str = "") -> tuple[Pattern, ...]:
    """Return the catalogue with `more` patterns added; a repeated name is refused."""
    patterns = (*catalogue(), *more)
    _refuse_repeats(patterns, file)
    return patterns


def pattern_named(name: str, patterns: Sequence[Pattern] | None = None) -> Pattern:
    """Return the pattern of that name.

    Raises
    ------
    UnknownName
        Where none has it; the nearest one is offered.
    """
    known = {p.pattern: p for p in (catalogue() if patterns is None else patterns)}
    if name not in known:
        raise UnknownName(name, "pattern", known)
    return known[name]
