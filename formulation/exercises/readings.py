"""Several readings of one thing: a statement and the other accounts of it, with whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from formulation.model.base import Statement
from formulation.model.case import Case
from formulation.terms.term import folded

__all__ = ["Readings", "gives_away", "readings", "whose"]


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
    others: dict[str, list[Statement]] = {}
    for statement in case.statements:
        if statement.alternative_of:
            others.setdefault(statement.alternative_of, []).append(statement)
    for id, statement in zip(case.ids, case.statements, strict=True):
        if statement.kind == kind and statement.alternative_of is None:
            yield Readings(statement, tuple(others.get(id, ())))


def whose(case: Case, statement: Statement) -> str:
    """Return whose account a statement is, and where it stands, in words; empty where untold."""
    cites = {source.id: source.cite or source.id for source in case.sources}
    told = [case.name(statement.said_by)] if statement.said_by else []
    told += [cites.get(id, id).rstrip(".") for id in statement.source]
    return "; ".join(told)


def gives_away(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text holds one of these words, in any spelling of capitals and hyphens."""
    told = f" {folded(text)} "
    return any(folded(word) in told for word in words)
