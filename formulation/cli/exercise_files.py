"""The files of exercises: sheets, keys and answers as a command is given them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from formulation.errors import CaseError, Fault

if TYPE_CHECKING:
    from formulation.exercises.marking import Marking
    from formulation.exercises.sheet import Answers, Key, Sheet

__all__ = ["answers_in", "feedback_name", "files_in", "keys_in", "told_as"]

_LONGEST_NAME = 60


def told_as(record: Sheet | Key, ending: str) -> str:
    """Return a sheet as a page, a Markdown sheet or JSON; a key is JSON alone."""
    from formulation.exercises.files import text_of
    from formulation.exercises.sheet import Sheet

    if isinstance(record, Sheet) and ending == "html":
        from formulation.exercises.html_sheet import sheet_as_page

        return sheet_as_page(record)
    if isinstance(record, Sheet) and ending == "md":
        from formulation.exercises.markdown_sheet import sheet_as_markdown

        return sheet_as_markdown(record)
    return text_of(record)


def files_in(paths: Sequence[str], endings: Sequence[str], what: str) -> list[str]:
    """Return the files that paths stand for; a folder stands for those with these endings.

    Raises
    ------
    CaseError
        Where a path is nothing, or a folder holds none.
    """
    found, faults = list[str](), list[Fault]()
    accepted = " or ".join(f".{ending}" for ending in endings)
    for path in paths:
        place = Path(path)
        if place.is_dir():
            inside = sorted(str(f) for f in place.iterdir() if f.suffix.lower()[1:] in endings)
            found += inside
            if not inside:
                faults.append(Fault(f"no {what} are in this folder", "", accepted, file=path))
        elif place.is_file():
            found.append(path)
        else:
            faults.append(Fault("there is no such file", "", accepted, file=path))
    if faults:
        raise CaseError(faults)
    return found


def keys_in(paths: Sequence[str]) -> dict[str, Key]:
    """Return the keys of files and folders, by the sheet they belong to.

    Raises
    ------
    CaseError
        With the faults of all of them together.
    """
    from formulation.exercises.files import read_key

    keys: dict[str, Key] = {}
    faults: list[Fault] = []
    for file in files_in(paths, ("json",), "keys"):
        try:
            key = read_key(file)
        except CaseError as error:
            faults += error.faults
            continue
        keys[key.sheet] = key
    if faults:
        raise CaseError(faults)
    return keys


def answers_in(files: Sequence[str]) -> Iterator[tuple[str, Answers]]:
    """Yield each file with the answers in it.

    Raises
    ------
    CaseError
        With the faults of all of them together.
    """
    read, faults = list[tuple[str, "Answers"]](), list[Fault]()
    for file in files:
        try:
            read.append((file, _answers(file)))
        except CaseError as error:
            faults += error.faults
    if faults:
        raise CaseError(faults)
    yield from read


def _answers(file: str) -> Answers:
    from formulation.exercises.files import read_answers
    from formulation.exercises.markdown_sheet import answers_from_markdown
    from formulation.notation import read_text

    if file.lower().endswith(".md"):
        text, name = read_text(file)
        return answers_from_markdown(text, name)
    return read_answers(file)


def feedback_name(marking: Marking) -> str:
    """Return the name of a page of feedback: whose it is, and for which sheet."""
    told = f"{marking.name or 'no-name'}-{marking.sheet}"
    plain = re.sub(r"[^\w.-]+", "-", told).strip("-.")[:_LONGEST_NAME]
    return f"{plain}.html"
