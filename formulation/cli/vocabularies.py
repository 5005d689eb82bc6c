"""The command ``terms``: the words a case file may use, each with its meaning and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formulation.cli.case_files import AsJson
from formulation.cli.completing import vocabulary_names
from formulation.cli.speaking import Heading, json_text, paragraph, say, table

if TYPE_CHECKING:
    from formulation.terms import Term, Vocabulary

__all__ = ["KINDS", "terms"]

#: the name under which the kinds of statement are told beside the vocabularies
KINDS = "kinds"

Name = Annotated[
    str | None, typer.Argument(metavar="NAME", hidden=True, autocompletion=vocabulary_names)
]


def terms(name: Name = None, json: AsJson = False) -> None:
    """Look up the words of the field, each with its meaning and whose word it is.

    NAME is a list of words, such as defense or role, or any word in one of them; "kinds" tells the
    kinds of statement with their keys; without it the lists are named.  In an open list a new word
    is kept; in a closed one it is a fault.
    """
    from formulation.terms import VOCABULARIES, vocabulary

    if name == KINDS:
        say(json_text({"kinds": _kinds()})) if json else say(*_kinds_in_words())
        return
    if name is None:
        every = [vocabulary(one) for one in VOCABULARIES]
        heads = {"vocabularies": [_head(v) for v in every]}
        say(json_text(heads)) if json else say(*_listed(every))
        return
    found = list(_meant(name))
    if json:
        told = [{**_head(v), "terms": [_term(t) for t in listed]} for v, listed in found]
        say(json_text(told[0] if name in VOCABULARIES else {"vocabularies": told}))
    else:
        for one, listed in found:
            say(*_in_words(one, listed))


def _meant(name: str) -> Iterator[tuple[Vocabulary, tuple[Term, ...]]]:
    """Yield a vocabulary with all its terms, or each that holds the word `name` with that term."""
    from formulation.errors import UnknownName
    from formulation.terms import VOCABULARIES, vocabulary

    if name in VOCABULARIES:
        yield vocabulary(name), vocabulary(name).terms
        return
    every = [vocabulary(one) for one in VOCABULARIES]
    holding = [(v, (term,)) for v in every if (term := v.get(name)) is not None]
    if not holding:
        words = (word for v in every for word in v.words)
        raise UnknownName(name, "vocabulary or term", (*VOCABULARIES, *words))
    yield from holding


def _kinds() -> list[dict[str, Any]]:
    """Return each kind of statement: its key, its section, its own keys, and what it says."""
    from formulation.model.base import Statement
    from formulation.model.kinds import kinds

    shared = set(Statement.keys().values())
    return [
        {
            "kind": kind,
            "section": cls.section,
            "keys": [key for key in cls.keys().values() if key not in shared and key != kind],
            "meaning": (cls.__doc__ or "").partition("\n")[0],
        }
        for kind, cls in kinds().items()
    ]


def _kinds_in_words() -> list[str]:
    """Tell the kinds section by section, then the keys that every statement has."""
    from formulation.model.base import Statement

    lines: list[str] = []
    section = ""
    for told in _kinds():
        if told["section"] != section:
            section = told["section"]
            lines += ["", Heading(section)]
        keys = f" Own keys: {', '.join(told['keys'])}." if told["keys"] else ""
        lines += paragraph(f"{told['kind']}: {told['meaning']}{keys}", "  ", "      ")
    every = ", ".join(Statement.keys().values())
    return [*lines[1:], "", Heading("every statement"), *paragraph(every, "  ", "      ")]


def _head(v: Vocabulary) -> dict[str, Any]:
    told = {"name": v.name, "title": v.title, "version": v.version}
    return {**told, "is_open": v.is_open, "count": len(v.terms)}


def _term(term: Term) -> dict[str, Any]:
    return {**term._asdict(), "aliases": list(term.aliases)}


def _listed(every: Iterable[Vocabulary]) -> list[str]:
    rows = [(v.name, f"{len(v.terms):3}", _openness(v), v.title) for v in every]
    hint = (
        "'formulation terms NAME' tells what each word of a list means, "
        "'formulation terms kinds' the kinds of statement."
    )
    return [*table(rows), "", *paragraph(hint)]


def _openness(v: Vocabulary) -> str:
    return "open" if v.is_open else "closed"


def _in_words(v: Vocabulary, listed: Iterable[Term]) -> list[str]:
    lines: list[str] = [Heading(f"{v.name}: {v.title} ({_openness(v)}, version {v.version})")]
    group = ""
    for term in listed:
        if term.group != group:
            group = term.group
            lines += ["", Heading(group)]
        lines += paragraph(_meaning(term), "  ", "      ")
    return [*lines, ""]


def _meaning(term: Term) -> str:
    level = "" if term.level is None else f" (level {term.level})"
    also = f" Also: {', '.join(term.aliases)}." if term.aliases else ""
    return f"{term.word}{level}: {term.meaning}. [{term.source}]{also}"
