"""What the dates of a case decide, for exercises about time: surely before, and what cannot be.

A student has the sheet and nothing else.  What a question claims is therefore reckoned from the
statements that it tells, in a case of those alone (:func:`only_told`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from formulation.dates import span_in_words
from formulation.model.base import Statement
from formulation.model.case import Case

__all__ = [
    "born_told",
    "disputed",
    "has_time",
    "is_consistent",
    "is_solid",
    "is_surely_before",
    "named_by",
    "only_told",
    "replaced",
    "tied_to",
    "undated",
]


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
    ids = zip(case.ids, case.statements, strict=True)
    return _with_statements(
        case,
        [
            changed[n].model_copy(update={"id": id}) if n in changed else statement
            for n, (id, statement) in enumerate(ids)
        ],
    )


def only_told(case: Case, told: Collection[int]) -> Case:
    """Return the case with no statements but those told, by index, under the same ids.

    What they name and nobody tells stays named, and says nothing.
    """
    ids = {case.ids[n] for n in told}
    kept = []
    for n in sorted(told):
        statement = case.statements[n]
        other = statement.alternative_of
        update = {"id": case.ids[n], "alternative_of": other if other in ids else None}
        kept.append(statement.model_copy(update=update))
    return _with_statements(case, kept)


def _with_statements(case: Case, statements: Iterable[Statement]) -> Case:
    sections: dict[str, list[Statement]] = {"bonds": [], "inner": [], "events": [], "claims": []}
    for statement in statements:
        sections[statement.section].append(statement)
    fields: dict[str, Any] = {name: getattr(case, name) for name in type(case).model_fields}
    fields |= {name: tuple(listed) for name, listed in sections.items()}
    return Case.model_construct(**fields)


def undated(case: Case, index: int) -> Case:
    """Return the case with one statement whose date nobody tells; its age and order stay."""
    return replaced(case, {index: case.statements[index].model_copy(update={"when": None})})


def named_by(case: Case, index: int) -> list[int]:
    """Return the indices of the statements that one names, in the order in which it does."""
    names = (id for _, id in case.statements[index].ids_named())
    return list(dict.fromkeys(case.index_of[id] for id in names if id in case.index_of))


def tied_to(case: Case, index: int) -> frozenset[int]:
    """Return the indices of all statements that some chain of names or ages ties to one."""
    beside: dict[int, set[int]] = {n: set() for n in range(len(case.statements))}
    for n in beside:
        for other in named_by(case, n):
            beside[n].add(other)
            beside[other].add(n)
    aged = {n for n, s in enumerate(case.statements) if s.age}
    reached, ahead = {index}, [index]
    while ahead:
        at = ahead.pop()
        new = (beside[at] | (aged if at in aged else set())) - reached
        reached |= new
        ahead += new
    return frozenset(reached)


def disputed(case: Case) -> frozenset[int]:
    """Return the indices of statements beside which another account stands."""
    return frozenset(n for n, id in enumerate(case.ids) if id in case.disputed)


def is_solid(case: Case, index: int, open_: Collection[int]) -> bool:
    """Tell whether a statement is an event, no conclusion, and hangs on nothing disputed.

    Parameters
    ----------
    case, index
        The case, and the statement's index in it.
    open_
        The indices of what is disputed; see :func:`disputed`.
    """
    statement = case.statements[index]
    is_plain = statement.section == "events" and statement.basis != "inferred"
    return is_plain and index not in open_ and not set(named_by(case, index)) & set(open_)


def born_told(case: Case) -> list[str]:
    """Return the sentence that says when the patient was born; ages are reckoned from it."""
    born = next((p.born for p in case.people if p.id == case.patient and p.born), None)
    return [f"{case.name(case.patient)} was born {span_in_words(born)}."] if born else []
