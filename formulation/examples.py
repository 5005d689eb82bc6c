"""The example cases that come with the library, and the page of each: its story, and what to see.

A case stands in ``examples/NAME.yaml`` and its page in ``examples/pages/NAME.md``.  A page has a
title, a note on what is hard to read in it, and four sections by fixed names (:data:`SECTIONS`), so
that an exercise can print the story and keep the rest for later.  Nothing is parsed before it is
asked for: a shell lists the names at a press of Tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from formulation.errors import CaseError, Fault, UnknownName, nearest_word

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = [
    "SECTIONS",
    "Page",
    "content_note",
    "example_file",
    "example_names",
    "example_page",
    "examples_folder",
    "page_names",
    "page_of",
    "read_example",
]

#: the sections of a page, in their order
SECTIONS = (
    "The story",
    "What a supervisor would accept",
    "What is disputed",
    "What to notice",
)
#: how far into a file its first key is looked for, behind comments
_HEAD_CHARACTERS = 16_384
_BEGINS_AS_CASE = re.compile(r"^formulation:", re.MULTILINE)
_TITLE = re.compile(r"\A# (.+)$", re.MULTILINE)
_CONTENT_NOTE = re.compile(
    r"^\*\*Content note\.\*\* *(.+?)(?=\n\n|\n#|\Z)", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
#: emphasis, code and links, each with what is left of it in plain words
_MARKS = (
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\*\*(.+?)\*\*|`([^`]+)`"), r"\1\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+)(?<=\S)\*(?![\w*])"), r"\1"),
)
_LIST_ITEM = re.compile(r"(?:[-*]|\d+\.) ")


@dataclass(frozen=True, slots=True)
class Page:
    """What a teacher tells of an example case, in plain words.

    Every text has one paragraph a line, with an empty line between two; an item of a list is a line
    that begins with ``- `` or its number.

    Attributes
    ----------
    name
        The name of the case, which is also its id.
    title
        The title of the page.
    content_note
        What is hard to read in the case; "Nothing violent." where there is nothing.
    story
        What happened, in the order of time, with no interpretation.
    accepted
        What a supervisor would accept as a reading of it.
    disputed
        What is disputed or, in a case that was made up, what holds by construction.
    notice
        What is worth a second look.
    """

    name: str
    title: str
    content_note: str
    story: str
    accepted: str
    disputed: str
    notice: str


def examples_folder() -> Path:
    """Return where the examples stand: in the installed package, or beside it in its repository."""
    package = Path(__file__).parent
    installed = package / "_examples"
    return installed if installed.is_dir() else package.parent / "examples"


def example_names() -> list[str]:
    """Return the names of the example cases; the map of a diary stands there too and is no case."""
    return sorted(path.stem for path in examples_folder().glob("*.yaml") if _begins_as_case(path))


def _begins_as_case(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        return _BEGINS_AS_CASE.search(file.read(_HEAD_CHARACTERS)) is not None


def page_names() -> list[str]:
    """Return the names of the examples that have a page."""
    return sorted(path.stem for path in (examples_folder() / "pages").glob("*.md"))


def example_file(name: str) -> Path:
    """Return the file of an example, which may be named with or without ``.yaml``, or is a ``.py``.

    Raises
    ------
    UnknownName
        Where no example is called so; with the nearest that is.
    """
    stem = name.removesuffix(".yaml").removesuffix(".py")
    names = example_names()
    file = examples_folder() / (f"{stem}.py" if name.endswith(".py") else f"{stem}.yaml")
    # asked of the list first, so that no name leads out of the folder
    if stem not in names or not file.is_file():
        raise UnknownName(name, "example", names)
    return file


def read_example(name: str) -> Case:
    """Return an example case by its name.

    Raises
    ------
    UnknownName
        Where no example is called so; with the nearest that is.

    Examples
    --------
    >>> print(read_example("elizabeth").title)
    Elizabeth and her superheroes
    """
    from formulation.casefile import read_case

    return read_case(example_file(name.removesuffix(".py")))


def content_note(case: Case) -> tuple[str, str]:
    """Return what a case says of itself, and apart from it what in it is hard to read.

    The note is what stands behind "Content:" at the end of ``about``; either may be empty.
    """
    about, _, note = (case.about or "").partition("Content:")
    return about.strip(), note.strip()


def example_page(name: str) -> Page:
    """Return the page of an example: its story, and what a teacher would say of it.

    Raises
    ------
    UnknownName
        Where no example is called so, or it has no page.
    CaseError
        Where the page lacks a title, its content note or a section.

    Examples
    --------
    >>> example_page("elizabeth").story.partition(",")[0]
    'At fifteen'
    """
    stem = name.removesuffix(".yaml").removesuffix(".py")
    if stem not in example_names():
        raise UnknownName(name, "example", example_names())
    if stem not in page_names():
        raise UnknownName(name, "page of an example", page_names())
    path = examples_folder() / "pages" / f"{stem}.md"
    return page_of(stem, path.read_text(encoding="utf-8"), file=str(path))


def page_of(name: str, text: str, *, file: str = "") -> Page:
    """Return a page from its Markdown.

    Parameters
    ----------
    name
        The name of the case.
    text
        The page: ``# Title``, a paragraph that begins with ``**Content note.**``, and the sections
        of :data:`SECTIONS`, each under ``## ``.
    file
        Where it stands, for what is wrong with it.

    Raises
    ------
    CaseError
        With everything that the page lacks, or has and should not.
    """
    title, note = _TITLE.search(text), _CONTENT_NOTE.search(text)
    _, *parts = _HEADING.split(text)
    headings, bodies = parts[::2], [_plain(body) for body in parts[1::2]]
    faults = [
        *([] if title else [Fault("the page has no title", accepted="# Title")]),
        *([] if note else [Fault("the page has no content note", accepted="**Content note.** …")]),
        *_faulty_sections(headings, bodies),
    ]
    if title is None or note is None or faults:
        raise CaseError(fault.at(file, None, None) for fault in faults)
    return Page(name, _plain(title[1]), _plain(note[1]), *bodies)


def _faulty_sections(headings: Sequence[str], bodies: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with the sections of a page, each for itself, their order last."""
    for heading, body in zip(headings, bodies, strict=True):
        if heading not in SECTIONS:
            nearest = nearest_word(heading, SECTIONS)
            accepted = ", ".join(SECTIONS)
            yield Fault("no section of a page is called so", heading, accepted, nearest)
        elif not body:
            yield Fault("the section is empty", heading)
    lacking = [section for section in SECTIONS if section not in headings]
    yield from (Fault("the page lacks a section", section) for section in lacking)
    if not lacking and headings != list(SECTIONS) and set(headings) == set(SECTIONS):
        yield Fault("the sections stand once each, in this order", accepted=", ".join(SECTIONS))


def _plain(markdown: str) -> str:
    """Return a text of a page in plain words, one paragraph or item of a list a line."""
    lines: list[str] = []
    for line in map(str.strip, markdown.strip().split("\n")):
        if line and lines and lines[-1] and not _LIST_ITEM.match(line):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    text = "\n".join(lines)
    for mark, left in _MARKS:
        text = mark.sub(left, text)
    return text
