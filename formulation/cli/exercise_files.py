"""The files of exercises: sheets, keys and answers as a command is given them.

A folder of answers is what came by mail or out of a course's download: folders within it, files
that are something else, a name forgotten, one name twice.  What can be marked is marked; the rest
is told, file by file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from formulation.errors import CaseError, Fault, nearest_word

if TYPE_CHECKING:
    from formulation.exercises.marking import Marking
    from formulation.exercises.sheet import Answers, Key, Sheet

__all__ = [
    "HandedIn",
    "Inbox",
    "answers_in",
    "feedback_names",
    "keys_in",
    "keys_of_file",
    "told_as",
]

_LONGEST_NAME = 80
_DATA, _TEXTS = (".json", ".yaml", ".yml"), (".md", ".markdown", ".txt")
_WANTED = "the .json file that the page saves, or a filled-in .md sheet"
#: what a program that packs folders adds to them
_PACKING = "__MACOSX"
_FEEDBACK = "feedback-"


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


def _files_in(path: str) -> tuple[list[str], bool]:
    """Return the files that a path stands for, and whether it is a folder.

    Raises
    ------
    CaseError
        Where it is nothing; the nearest name beside it is offered.
    """
    place = Path(path)
    if place.is_dir():
        return [str(file) for file in sorted(place.rglob("*")) if _is_open(file, place)], True
    if place.is_file():
        return [path], False
    beside = place.parent.iterdir() if place.parent.is_dir() else ()
    near = nearest_word(place.name, [one.name for one in beside])
    raise CaseError([Fault("there is no such file", path, nearest=near)])


def _is_open(file: Path, folder: Path) -> bool:
    """Tell whether something is a file that a person put there."""
    within = file.relative_to(folder).parts
    return file.is_file() and not any(p.startswith(".") or p == _PACKING for p in within)


# -- keys ----------------------------------------------------------------------------------------


def keys_in(paths: Sequence[str]) -> tuple[dict[str, Key], list[str]]:
    """Return the keys of files and folders by the sheet they belong to, and what was passed over.

    Raises
    ------
    CaseError
        With the faults of all of them together; two keys that differ and are for one sheet, and a
        folder without a key, are faults too.
    """
    from formulation.exercises.files import read_key

    keys: dict[str, tuple[str, Key]] = {}
    faults, notes = list[Fault](), list[str]()
    for file, folder in _all_files(paths, faults):
        if folder and not _may_be_key(file):
            notes.append(f"{file}: passed over, it is no key.")
            continue
        try:
            key = read_key(file)
        except CaseError as error:
            faults += error.faults
            continue
        other, before = keys.setdefault(key.sheet, (file, key))
        if before != key:
            problem = f"this key and {other} are both for one sheet, and differ"
            faults.append(Fault(problem, key.sheet, "one key for a sheet", file=file))
    if not keys and not faults:
        cure = "the .json files that 'formulation exercise make' wrote with --key"
        faults += [Fault("no key is in this folder", "", cure, file=path) for path in paths]
    if faults:
        raise CaseError(faults)
    return {sheet: key for sheet, (_, key) in keys.items()}, notes


def _all_files(paths: Iterable[str], faults: list[Fault]) -> Iterator[tuple[str, str]]:
    """Yield each file once, with the folder it was found in, if it was; note what is not there."""
    seen = set()
    for path in paths:
        try:
            files, is_folder = _files_in(path)
        except CaseError as error:
            faults += error.faults
            continue
        for file in files:
            if (place := Path(file).resolve()) not in seen:
                seen.add(place)
                yield file, path if is_folder else ""


def _may_be_key(file: str) -> bool:
    if Path(file).suffix.lower() not in _DATA:
        return False
    keys = keys_of_file(file)
    return keys is None or "key" in keys  # what cannot be read is told of, not passed over


def keys_of_file(file: str) -> set[str] | None:
    """Return the keys that a file begins with; ``None`` where it cannot be read at all."""
    from formulation.notation import json_document, parse_yaml, plain, read_text

    try:
        text, name = read_text(file)
    except CaseError:
        return None
    document = (json_document if file.lower().endswith(".json") else parse_yaml)(text, name)
    if document.faults or document.root is None:
        return None
    data = plain(document.root)
    return set(data) if isinstance(data, dict) else set()


# -- answers -------------------------------------------------------------------------------------


class HandedIn(NamedTuple):
    """A file of answers, with the name that its writer goes by in the class."""

    file: str
    answers: Answers


@dataclass(frozen=True)
class Inbox:
    """What was handed in.

    Attributes
    ----------
    handed_in
        The answers that can be read, each under a name.
    faults
        What keeps other files from being read.
    notes
        What a teacher should know: files passed over, names missing or given twice.
    """

    handed_in: tuple[HandedIn, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def answers_in(paths: Sequence[str]) -> Inbox:
    """Return the answers of files and folders, and all that cannot be marked, told file by file.

    A folder stands for the answers in it and in the folders within it.
    """
    read, faults, notes = list[HandedIn](), list[Fault](), list[str]()
    for file, folder in _all_files(paths, faults):
        if folder and _is_ours(file):
            continue
        if folder and _is_something_else(file):
            notes.append(f"{file}: passed over; answers are in {_WANTED}.")
            continue
        try:
            read.append(HandedIn(file, _answers(file)))
        except CaseError as error:
            faults += error.faults
    if not read and not faults:
        faults += [Fault("no answers are in this folder", "", _WANTED, file=path) for path in paths]
    blank = [one for one in read if not (one.answers.given or one.answers.name)]
    notes += [f"{one.file}: passed over; no name and no answer stands in it." for one in blank]
    named, of_names = _named([one for one in read if one not in blank])
    notes += [f"{one.file}: nothing is answered in it." for one in named if not one.answers.given]
    return Inbox(tuple(named), tuple(faults), (*notes, *of_names))


def _answers(file: str) -> Answers:
    from formulation.exercises.files import asking_for, read_answers
    from formulation.exercises.markdown_sheet import WANTED, answers_from_markdown
    from formulation.notation import read_text

    ending = Path(file).suffix.lower()
    if ending in _TEXTS:
        try:
            text, name = read_text(file)
        except CaseError as error:
            raise asking_for(WANTED, error) from None
        return answers_from_markdown(text, name)
    if ending in _DATA:
        return read_answers(file)
    raise CaseError([Fault("answers are not read from such a file", ending, _WANTED, file=file)])


def _is_ours(file: str) -> bool:
    """Tell whether a file is one that marking wrote: feedback, or the class's table."""
    name, ending = Path(file).name, Path(file).suffix.lower()
    return ending == ".csv" or (ending == ".html" and name.startswith(_FEEDBACK))


def _is_something_else(file: str) -> bool:
    """Tell whether a file in a folder was never meant for answers: a sheet, a key, a picture."""
    ending = Path(file).suffix.lower()
    if ending not in _DATA:
        return ending not in _TEXTS
    keys = keys_of_file(file)
    if keys is None:
        return False  # what cannot be read is told of, not passed over
    return bool(keys & {"key", "exercise"}) or not keys & {"answers", "sheet", "given"}


# -- names ---------------------------------------------------------------------------------------


def _named(read: Sequence[HandedIn]) -> tuple[list[HandedIn], list[str]]:
    """Return the answers, each under the name that its writer goes by, and notes about names.

    One name however spelt is one student.  Whoever gave none goes by the file; so do two files
    under one name for one sheet, which may be one student's or two's: that is not guessed.
    """
    notes = list[str]()
    files = _short_names([one.file for one in read])
    together: dict[tuple[str, str], list[HandedIn]] = {}
    for one in _called(read, files, notes):
        together.setdefault((one.answers.name or "", one.answers.sheet), []).append(one)
    apart = {one.file: one for same in together.values() for one in _told_apart(same, files, notes)}
    return [apart[one.file] for one in read if one.file in apart], notes


def _short_names(files: Sequence[str]) -> dict[str, str]:
    """Return for each file the shortest name that no other has: without ending, with, in folder."""
    shorter: tuple[Callable[[Path], str], ...] = (
        lambda path: path.stem,
        lambda path: path.name,
        lambda path: f"{path.parent.name}/{path.name}",
    )
    found = {file: file for file in files}
    for name_of in reversed(shorter):
        names = {file: name_of(Path(file)) for file in files}
        counts = Counter(map(str.casefold, names.values()))
        found |= {file: name for file, name in names.items() if counts[name.casefold()] == 1}
    return found


def _called(
    read: Iterable[HandedIn], files: Mapping[str, str], notes: list[str]
) -> Iterator[HandedIn]:
    from formulation.diary.cells import folded

    spelt: dict[str, str] = {}
    for one in read:
        name = " ".join((one.answers.name or "").split())
        if name:
            name = spelt.setdefault(folded(name), name)
        else:
            name = files[one.file]
            notes.append(f"{one.file}: no name stands in it; it goes by '{name}'.")
        yield _renamed(one, name)


def _told_apart(
    same: Sequence[HandedIn], files: Mapping[str, str], notes: list[str]
) -> list[HandedIn]:
    """Return the files under one name for one sheet, each with a name of its own."""
    from formulation.model.base import in_list

    if len(same) == 1:
        return list(same)
    name, sheet = same[0].answers.name or "", same[0].answers.sheet
    listed = in_list([one.file for one in same])
    if all(one.answers.given == same[0].answers.given for one in same):
        notes.append(f"{name}: {listed} hold the same answers to {sheet}; they count once.")
        return [same[0]]
    notes.append(
        f"{name}: {listed} hold different answers to {sheet}. Each is marked, under its file's "
        "name; leave out what does not count."
    )
    return [_renamed(one, f"{name} ({files[one.file]})") for one in same]


def _renamed(one: HandedIn, name: str) -> HandedIn:
    return HandedIn(one.file, one.answers.model_copy(update={"name": name}))


def feedback_names(markings: Iterable[Marking]) -> list[str]:
    """Return a name for each page of feedback: whose it is, for which sheet, no two alike."""
    seen = Counter[str]()
    names = []
    for marking in markings:
        told = f"{marking.name or 'no-name'}-{marking.sheet}"
        plain = re.sub(r"[^\w.]+", "-", told).strip("-.")[:_LONGEST_NAME].strip("-.")
        seen[plain.casefold()] += 1
        again = seen[plain.casefold()]
        names.append(f"{_FEEDBACK}{plain}{f'-({again})' if again > 1 else ''}.html")
    return names
