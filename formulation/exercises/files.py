"""Sheets, keys and answers in files: written as JSON, read from JSON or YAML.

What is wrong in a file is told all at once, each fault where it stands and in the words of the
part it stands in: a credit's own keys for a key misspelt in a credit.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from pydantic import ValidationError

from formulation.errors import CaseError, Fault, nearest_word
from formulation.exercises.sheet import (
    FORMS,
    Answers,
    Credit,
    Key,
    Option,
    Order,
    Question,
    Quote,
    Sheet,
    Solution,
)
from formulation.model.base import Record, faults_by_key, in_list
from formulation.notation import (
    Document,
    plain,
    read_document,
)

__all__ = ["asking_for", "read_answers", "read_key", "read_sheet", "text_of"]

_R = TypeVar("_R", Sheet, Key, Answers)
_Placed = tuple[tuple[str | int, ...], Fault]  # with the keys and positions that lead to it
#: the first key of each kind of file, and what such a file is called
_FILES: dict[type[Record], tuple[str, str]] = {
    Sheet: ("exercise", "the sheet of an exercise"),
    Key: ("key", "the key of an exercise"),
    Answers: ("answers", "answers to an exercise"),
}
#: which keys hold records of their own
_PARTS: dict[type[Record], dict[str, type[Record]]] = {
    Sheet: {"questions": Question},
    Question: {"options": Option},
    Key: {"solutions": Solution},
    Solution: {"credits": Credit, "orders": Order, "quotes": Quote},
}
#: what a key takes, told of the whole and not of the one limit that was passed
_TAKES = {
    "form": in_list(list(FORMS), "or"),
    "level": "1, 2, 3 or 4",
    "share": "a number from 0 to 1",
    "chance": "a number from 0 to 1",
    "points": "a number from 0 to 100",
    "given": "for each question its answer, {1: b, 2: [a, c]}",
    **{key: f"a list of {key}" for parts in _PARTS.values() for key in parts},
}
#: of which of its parts there is one for each, and what tells them apart
_ONCE: dict[type[Record], tuple[str, str]] = {
    Sheet: ("questions", "id"),
    Question: ("options", "id"),
    Key: ("solutions", "question"),
}
_NOUNS: dict[type[Record], str] = {
    Sheet: "question {}",
    Question: "option {}",
    Key: "the solution of question {}",
}
_MOST_TOLD = 200  # nobody mends more in one go, and a hostile file may hold millions


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
    first, what = _FILES[cls]
    document = _document(path, what)
    if document.faults or document.root is None:
        raise CaseError(document.faults)
    data = plain(document.root)
    if not isinstance(data, dict) or first not in data:
        cure = f"{first}: 1 among its keys{_other(data)}"
        raise CaseError([document.fault(document.root, f"this is not {what}", accepted=cure)])
    found = list(islice(_wrong(cls, data), _MOST_TOLD))
    if found:
        raise CaseError(document.placed(found))
    return cls.from_keys(data)


def _document(path: str | os.PathLike[str], what: str) -> Document:
    try:
        return read_document(path)
    except CaseError as error:
        raise asking_for(what, error) from error.__cause__


def asking_for(what: str, error: CaseError) -> CaseError:
    """Return why a file cannot be read, with a cure that fits it and not a case.

    Parameters
    ----------
    what
        What the file should hold: "the sheet of an exercise".
    error
        Raised by whatever reads any file.
    """
    return CaseError([replace(one, accepted=_cure(what, one)) for one in error.faults])


def _cure(what: str, fault: Fault) -> str:
    if fault.problem == "the file is empty":
        return what
    return f"{what}, saved as UTF-8" if "UTF-8" in fault.accepted else fault.accepted


def _other(data: object) -> str:
    """Return words for what the file is instead, where that can be told."""
    keys = data if isinstance(data, dict) else {}
    told = next((what for first, what in _FILES.values() if first in keys), "")
    return f"; this looks like {told}" if told else ""


# -- what is wrong, in the words of the part it stands in -----------------------------------------


def _wrong(cls: type[Record], keys: Mapping[str, Any]) -> Iterator[_Placed]:
    """Yield everything wrong with a record: first within its parts, then beside them."""
    told: set[str | int] = set()
    for key, part in _PARTS.get(cls, {}).items():
        for path, item in _items(key, keys.get(key)):
            for within, fault in _of_part(part, item):
                told.add(key)
                yield (*path, *within), fault
    yield from _twice(cls, keys)
    try:
        cls.from_keys(keys)
    except ValidationError as error:
        beside = ((at, one) for at, one in faults_by_key(error, cls) if not told & set(at[:1]))
        yield from ((at, _plainer(at, one)) for at, one in beside)


def _items(key: str, value: object) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Yield the parts that stand in a list under a key, each with its path."""
    if isinstance(value, list):
        yield from (((key, n), item) for n, item in enumerate(value))


def _twice(cls: type[Record], keys: Mapping[str, Any]) -> Iterator[_Placed]:
    """Yield a fault for each part that is there a second time: which counts is not said."""
    key, name = _ONCE.get(cls, ("", ""))
    seen = set[str]()
    for path, item in _items(key, keys.get(key)):
        if not isinstance(item, Mapping) or not isinstance(item.get(name), str | int):
            continue
        told, noun = str(item[name]), key.removesuffix("s")
        if told in seen:
            problem = f"{_NOUNS[cls].format(told)} stands here twice"
            yield (*path, name), Fault(problem, "", f"each {noun} once")
        seen.add(told)


def _of_part(part: type[Record], item: object) -> Iterator[_Placed]:
    if isinstance(item, Mapping):
        yield from _wrong(part, item)
        return
    noun, shown = part.__name__.lower(), item if isinstance(item, str) else ""
    yield (), Fault(f"this is no {noun}", shown, f"its keys: {', '.join(part.keys().values())}")


def _plainer(path: tuple[str | int, ...], fault: Fault) -> Fault:
    """Return a fault of one field told by what that field takes as a whole."""
    key = next((str(step) for step in path if isinstance(step, str)), "")
    if key == "given" and len(path) > 1:
        problem = f"the answer to question {str(path[1])!r} cannot be read"
        return replace(fault, problem=problem, accepted="a letter, a word or a text, or a list")
    if key in _TAKES and "cannot be this" in fault.problem:
        near = nearest_word(fault.value, FORMS) if key == "form" else ""
        return replace(fault, accepted=_TAKES[key], nearest=near)
    # the one record whose name is more than one
    return replace(fault, problem=fault.problem.replace("an answers ", "a file of answers ", 1))
