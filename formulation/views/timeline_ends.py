"""When a symptom is told to be over: by a remission, or by a change that says it ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from formulation.dates import FOREVER, Span, Truth, is_after
from formulation.model.base import Statement
from formulation.model.figures import Symptom
from formulation.views.timeline_labels import is_told_twice

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["endings_of", "lasting_until"]


def endings_of(case: Case) -> dict[str, tuple[int, int]]:
    """Return the first and the last minute at which each symptom can have ended, by its id.

    The last ending told counts, if the symptom does not surely flare after it.  Where another
    account says otherwise, or no date bounds it, the last minute is not known.

    Parameters
    ----------
    case
        The case.
    """
    found: dict[str, tuple[int, int]] = {}
    flares = list(_told(case, "escalation"))
    for id, span, is_sure in _told(case, "remission", "change"):
        returns = any(whose == id and _is_later(flare, span) for whose, flare, _ in flares)
        if returns or span.start_earliest <= -FOREVER:
            continue
        end = (span.start_earliest, span.start_latest if is_sure else FOREVER)
        found[id] = max(found.get(id, end), end)
    return found


def _told(case: Case, *kinds: str) -> Iterator[tuple[str, Span, bool]]:
    """Yield of which symptom such a statement is, when it was, and whether all accounts agree."""
    symptoms = {symptom.id: symptom for symptom in case.symptoms}
    for id, statement, span in zip(case.ids, case.statements, case.chronology.spans, strict=True):
        if statement.kind not in kinds or getattr(statement, "how", "ended") != "ended":
            continue
        if getattr(statement, "aspect", None) or statement.recurring:
            continue  # that it ended in one respect, or time and again, is no end of it
        for whose in statement.subjects:
            symptom = symptoms.get(whose)
            if symptom and _is_owners(case, statement, symptom):
                yield whose, span, not is_told_twice(case, statement, id)


def _is_owners(case: Case, statement: Statement, symptom: Symptom) -> bool:
    by = getattr(statement, "by", None)
    return by is None or by == (symptom.of or case.patient)


def _is_later(flare: Span, ending: Span) -> bool:
    return is_after(flare, ending) is Truth.CERTAIN


def lasting_until(onset: Span, first: int, last: int) -> Span:
    """Return what began at an onset and lasted until some time from `first` to `last`."""
    latest = max(last, onset.start_earliest)
    earliest = min(max(first, onset.start_earliest), latest)
    return onset._replace(
        start_latest=min(onset.start_latest, latest),
        end_earliest=earliest,
        end_latest=latest,
        is_interval=True,
    )
