"""What the dates of a case decide, for exercises about time: surely before, and what cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from formulation.model.base import Statement
from formulation.model.case import Case

__all__ = [
    "differing",
    "disputed",
    "has_time",
    "is_consistent",
    "is_surely_before",
    "replaced",
    "undated",
]

#: what says when a statement was so, as it is where nothing does
_UNSAID = {"when": None, "age": None, "after": (), "before": (), "apart": None, "lasts": None}


def has_time(statement: Statement) -> bool:
    """Tell whether a statement says when it was, by a date, an age or an order."""
    return bool(statement.when or statement.age or statement.after or statement.before)


def is_surely_before(case: Case, one: int, other: int) -> bool:
    """Tell whether one statement began before another, whatever their dates leave open.

    Parameters
    ----------
    case
        The case.
    one, other
        Indices among its statements.
    """
    spans = case.chronology.spans
    if spans[one].start_latest < spans[other].start_earliest:
        return True
    gap = case.chronology.gap(one, other)
    return gap is not None and gap.least_minutes >= 1


def is_consistent(case: Case) -> bool:
    """Tell whether the times of a case can all be so."""
    return not case.chronology.clashes


def replaced(case: Case, changed: Mapping[int, Statement]) -> Case:
    """Return the case with some of its statements replaced, by index, under the same ids.

    It is not judged anew: :func:`is_consistent` tells whether its times can be.
    """
    statements = [
        changed[n].model_copy(update={"id": case.ids[n]}) if n in changed else s
        for n, s in enumerate(case.statements)
    ]
    sections: dict[str, list[Statement]] = {}
    for statement in statements:
        sections.setdefault(statement.section, []).append(statement)
    fields: dict[str, Any] = {name: getattr(case, name) for name in type(case).model_fields}
    fields |= {name: tuple(listed) for name, listed in sections.items()}
    return Case.model_construct(**fields)


def undated(case: Case, *indices: int) -> Case:
    """Return the case with some statements that no longer say when they were."""
    bare = {n: case.statements[n].model_copy(update=_UNSAID) for n in indices}
    return replaced(case, bare)


def disputed(case: Case) -> frozenset[int]:
    """Return the indices of statements beside which another account stands."""
    told = [(n, s.alternative_of) for n, s in enumerate(case.statements) if s.alternative_of]
    return frozenset(n for index, first in told for n in (index, case.index_of[first]))


def differing(statements: Sequence[Statement], case: Case) -> list[Statement]:
    """Return statements of which no two are told in the same words."""
    told: dict[str, Statement] = {}
    for statement in statements:
        told.setdefault(case.tell(statement), statement)
    return list(told.values())
