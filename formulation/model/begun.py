"""What had begun at a date: by its own onset, by what it is due to, by what was seen of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from formulation.dates import FOREVER, UNKNOWN, Span, Truth, is_during, parse_span
from formulation.model.figures import Person, Symptom

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["begun", "life_of", "not_yet_begun", "surely_begun"]

_SEEN = ("escalation", "remission", "change")


def begun(when: str | None, now: Span | None) -> Truth:
    """Return whether what began then had begun; it is not asked whether it ended."""
    if now is None:
        return Truth.CERTAIN
    span = parse_span(when) if when else UNKNOWN
    return is_during(now, span._replace(end_earliest=FOREVER, end_latest=FOREVER, is_interval=True))


def surely_begun(case: Case, now: Span | None) -> set[str]:
    """Return the ids of what surely flared, eased or changed by then, and so had begun."""
    told = zip(case.statements, case.chronology.spans, strict=True)
    return {
        id
        for statement, span in told
        if now and statement.kind in _SEEN and span.start_latest <= now.start_latest
        for id in statement.subjects
    }


def not_yet_begun(case: Case, now: Span | None, there: Collection[str] = ()) -> set[str]:
    """Return the symptoms that cannot have begun yet: by their onset, or by all that caused them.

    An onset that is told counts for more than a cause; without one a symptom is no older than the
    first of what it is due to.

    Parameters
    ----------
    case
        The case.
    now
        The date; without one everything had begun.
    there
        The ids of what had begun for other reasons.
    """
    if now is None:
        return set()
    truths = {symptom.id: begun(symptom.onset, now) for symptom in case.symptoms}
    in_doubt = [s for s in case.symptoms if truths[s.id] is Truth.POSSIBLE and s.id not in there]
    waiting = {symptom.id: {*symptom.due_to} for symptom in in_doubt}
    effects: dict[str, list[str]] = {}
    for id, causes in waiting.items():
        for cause in causes:
            effects.setdefault(cause, []).append(id)
    later = {id for id, truth in truths.items() if truth is Truth.IMPOSSIBLE}
    left = [*later, *(id for id in effects if _happens_later(case, id, now))]
    while left:
        for id in effects.get(cause := left.pop(), ()):
            waiting[id].discard(cause)
            if not waiting[id] and id not in later:
                later.add(id)
                left.append(id)
    return later


def life_of(
    record: Person | Symptom, now: Span | None, later: Collection[str], there: Collection[str]
) -> dict[str, bool]:
    """Return whether someone is past, yet to come, or a symptom that may have begun.

    Parameters
    ----------
    record, now
        Who or what, and the date.
    later, there
        The ids of what cannot have begun, and of what surely had.
    """
    if isinstance(record, Person):
        is_past = bool(
            now and record.died and parse_span(record.died).end_latest < now.start_earliest
        )
        is_future = begun(record.born, now) is Truth.IMPOSSIBLE
        return {"is_past": is_past, "is_future": is_future, "is_possible": False}
    is_told = record.id in later or record.id in there
    is_possible = not is_told and begun(record.onset, now) is Truth.POSSIBLE
    return {"is_past": False, "is_future": record.id in later, "is_possible": is_possible}


def _happens_later(case: Case, id: str, now: Span) -> bool:
    index = case.index_of.get(id)
    return index is not None and case.chronology.spans[index].start_earliest > now.start_latest
