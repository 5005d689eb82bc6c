"""Sheets, keys and answers in files: written as JSON, read from JSON or YAML."""

from __future__ import annotations

import json
import os
from typing import TypeVar

from pydantic import ValidationError

from formulation.errors import CaseError, Fault
from formulation.exercises.sheet import Answers, Key, Sheet
from formulation.model.base import Record, faults_by_key
from formulation.notation import (
    Document,
    json_document,
    key_at,
    node_at,
    parse_yaml,
    plain,
    read_text,
)

__all__ = ["read_answers", "read_key", "read_sheet", "text_of"]

_R = TypeVar("_R", Sheet, Key, Answers)
#: the first key of each kind of file, and what such a file is called
_FILES: dict[type[Record], tuple[str, str]] = {
    Sheet: ("exercise", "the sheet of an exercise"),
    Key: ("key", "the key of an exercise"),
    Answers: ("answers", "answers to an exercise"),
}


def text_of(record: Sheet | Key | Answers) -> str:
    """Return a sheet, a key or answers as JSON that reads back equal."""
    first = _FILES[type(record)][0]
    told = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps({first: "1", **told}, ensure_ascii=False, indent=1) + "\n"


def read_sheet(path: str | os.PathLike[str]) -> Sheet:
    """Read a sheet; raises :class:`CaseError` with everything wrong in the file."""
    return _read(path, Sheet)


def read_key(path: str | os.PathLike[str]) -> Key:
    """Read a key; raises :class:`CaseError` with everything wrong in the file."""
    return _read(path, Key)


def read_answers(path: str | os.PathLike[str]) -> Answers:
    """Read answers; raises :class:`CaseError` with everything wrong in the file."""
    return _read(path, Answers)


def _read(path: str | os.PathLike[str], cls: type[_R]) -> _R:
    text, file = read_text(path)
    is_json = str(path).lower().endswith(".json")
    document = json_document(text, file) if is_json else parse_yaml(text, file)
    if document.faults or document.root is None:
        raise CaseError(document.faults)
    data = plain(document.root)
    first, what = _FILES[cls]
    if not isinstance(data, dict) or first not in data:
        cure = f"{first}: 1 among its keys{_other(data)}"
        raise CaseError([document.fault(document.root, f"this is not {what}", accepted=cure)])
    try:
        return cls.from_keys(data)
    except ValidationError as error:
        raise CaseError(_placed(document, error, cls)) from None


def _other(data: object) -> str:
    """Return words for what the file is instead, where that can be told."""
    keys = data if isinstance(data, dict) else {}
    told = next((what for first, what in _FILES.values() if first in keys), "")
    return f"; this looks like {told}" if told else ""


def _placed(document: Document, error: ValidationError, cls: type[Record]) -> list[Fault]:
    assert document.root is not None
    told = []
    for path, fault in faults_by_key(error, cls):
        is_strange = bool(path) and fault.value == path[-1]
        node = (key_at if is_strange else node_at)(document.root, path)
        placed = document.fault(
            node, fault.problem, value=fault.value, accepted=fault.accepted, nearest=fault.nearest
        )
        told.append(placed)
    return sorted(told, key=lambda fault: (fault.line or 0, fault.column or 0))
