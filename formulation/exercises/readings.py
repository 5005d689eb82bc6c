"""Several readings of one thing: a statement and the other accounts of it, with whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from formulation.model.base import Statement
from formulation.model.case import Case
from formulation.model.inner import Feeling
from formulation.terms.term import folded

__all__ = [
    "Readings",
    "accounts",
    "denials",
    "denies",
    "gives_away",
    "is_tentative",
    "noted",
    "readings",
    "whose",
]

#: how a source is called that is no publication but what the writer of the file reads
_OWN = "this file"


class Readings(NamedTuple):
    """A statement, and the other accounts of the same thing, in the order of the file."""

    first: Statement
    others: tuple[Statement, ...]

    @property
    def all(self) -> tuple[Statement, ...]:
        """Every account, the first in front."""
        return (self.first, *self.others)


def readings(case: Case, kind: str) -> Iterator[Readings]:
    """Yield the statements of a kind that are not themselves another account, with those that are.

    Parameters
    ----------
    case
        The case.
    kind
        A kind of statement, such as ``defense``.
    """
    for id, statement in zip(case.ids, case.statements, strict=True):
        if statement.kind == kind and statement.alternative_of is None:
            yield accounts(case, id)


def accounts(case: Case, id: str) -> Readings:
    """Return a statement with every other account of the same thing, of whichever it was told."""
    first = case.first_account(id)
    told = case.statements[case.index_of[id]]
    others = [
        statement
        for other, statement in zip(case.ids, case.statements, strict=True)
        if (statement.alternative_of or other == first) and statement is not told
        if case.first_account(other) == first
    ]
    return Readings(told, tuple(others))


def denials(case: Case, id: str) -> list[Statement]:
    """Return the other accounts that leave nothing of a statement: that there was no such love."""
    first, *others = accounts(case, id).all
    return [other for other in others if denies(other, first)]


def denies(account: Statement, first: Statement) -> bool:
    """Tell whether another account says that there was nothing of the kind, or nothing hidden.

    Parameters
    ----------
    account
        The other account.
    first
        What it is an account of.
    """
    was_hidden = isinstance(first, Feeling) and first.hidden
    is_hidden = isinstance(account, Feeling) and account.hidden
    return account.kind != first.kind or (was_hidden and not is_hidden)


def noted(statement: Statement) -> str:
    """Return what the file notes of a statement, as a sentence to add to a reason."""
    return f" The file notes: “{' '.join(statement.note.split())}”" if statement.note else ""


def whose(case: Case, statement: Statement) -> str:
    """Return whose account a statement is, and where it stands, in words; empty where untold.

    A source holds what was published, and who wrote it need not have read it so: what is concluded
    from it is the file's reading unless the file says whose it is.
    """
    cites = {source.id: source.cite or source.id for source in case.sources}
    told = [cites.get(id, id).rstrip(".") for id in statement.source]
    if statement.said_by:
        return "; ".join([case.name(statement.said_by), *told])
    if not _is_a_reading(statement):
        return "; ".join(told)
    own = [cite for cite in told if _OWN in folded(cite)]
    after = [cite for cite in told if cite not in own]
    return f"This file's own reading, after {'; '.join(after)}" if after else "; ".join(own)


def _is_a_reading(statement: Statement) -> bool:
    """Tell whether somebody concluded a statement; a claim or what is within, unless told not."""
    if statement.basis:
        return statement.basis == "inferred"
    return statement.section in ("inner", "claims")


def is_tentative(statement: Statement) -> bool:
    """Tell whether a statement is a conclusion of low confidence, to be argued for."""
    return statement.basis == "inferred" and statement.confidence == "low"


def gives_away(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text holds one of these words, in any spelling of capitals and hyphens."""
    told = f" {folded(text)} "
    return any(folded(word) in told for word in words)
