"""What the checks share: how a gap is put into words, and which statements are asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from formulation.errors import shortened
from formulation.model.base import Statement, ended, in_list
from formulation.model.case import Case
from formulation.model.claims import Claim

__all__ = [
    "Asks",
    "Missing",
    "claims_of",
    "is_of_patient",
    "listed",
    "named",
    "placed",
    "quoted",
    "several",
    "told_as",
]

#: so many are named, the rest are counted: a list that nobody reads helps nobody
_MOST_NAMED = 5


class Missing(NamedTuple):
    """What one check found missing: whom it is about, a sentence, a question, where to look."""

    about: tuple[str, ...]
    told: str
    question: str
    place: str


#: one check: what it finds missing in a case
Asks = Callable[[Case], Iterator[Missing]]


def placed(case: Case) -> Iterator[tuple[str, Statement]]:
    """Yield every statement with its id, derived where none was given."""
    return zip(case.ids, case.statements, strict=True)


def told_as(text: str) -> str:
    """Return words as a sentence: with a capital and a full stop."""
    return ended(text[:1].upper() + text[1:])


def quoted(text: str) -> str:
    """Return someone's text in quotation marks, on one line and without its full stop."""
    line = shortened(text)
    return f"“{line[:-1] if line.endswith('.') and not line.endswith('..') else line}”"


def listed(words: Sequence[str], most: int = _MOST_NAMED) -> str:
    """Join words as a sentence does, naming the first and counting the rest.

    >>> listed(["a", "b", "c", "d"], most=2)
    'a, b and 2 more'
    """
    kept = list(words) if len(words) <= most + 1 else [*words[:most], f"{len(words) - most} more"]
    return in_list(kept)


def named(case: Case, ids: Sequence[str], most: int = _MOST_NAMED) -> str:
    """Name several by their ids, the first of those that are named apart, and count the rest."""
    first = list(dict.fromkeys(map(case.name, ids[: 10 * most])))
    if len(ids) <= most + 1 and len(first) == len(ids):
        return in_list(first)
    shown = first[:most]
    return in_list([*shown, f"{len(ids) - len(shown)} more"])


def several(parts: Sequence[str], most: int = 3) -> str:
    """Join clauses that hold commas of their own, naming the first and counting the rest."""
    kept = list(parts) if len(parts) <= most + 1 else [*parts[:most], f"{len(parts) - most} more"]
    return "; ".join(kept)


def is_of_patient(case: Case, statement: Statement) -> bool:
    """Tell whether a statement is the patient's own; in a case with no one patient, any is."""
    return case.patient is None or case.patient in case.by_whom(statement)


def claims_of(case: Case) -> Iterator[tuple[str, Claim]]:
    """Yield the claims that are made of this case, with their ids.

    What the literature says of people in general has a caveat instead; what a later claim revises
    is history.
    """
    revised = {claim.revises for claim in case.claims if isinstance(claim, Claim)}
    for id, claim in placed(case):
        if isinstance(claim, Claim) and claim.scope != "general" and id not in revised:
            yield id, claim
