"""What still holds at a date, and what may be over: a symptom, a separation, any statement."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from formulation.dates import FOREVER, MINUTES_PER_DAY, Span, Truth, is_during, parse_span
from formulation.model.base import Statement
from formulation.model.figures import Symptom

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["apart_until", "endings_of", "holds_at", "over_at"]

_SEEN = ("escalation", "change")
_REUNITING = ("resolution", "repair", "change")


# -- symptoms ------------------------------------------------------------------------------------


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
    last_flare: dict[str, int] = {}
    for id, span, _ in _told(case, "escalation"):
        last_flare[id] = max(span.start_earliest, last_flare.get(id, -FOREVER))
    for id, span, is_sure in _told(case, "remission", "change"):
        returns = last_flare.get(id, -FOREVER) > span.start_latest
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
                yield whose, span, id not in case.disputed


def _is_owners(case: Case, statement: Statement, symptom: Symptom) -> bool:
    by = getattr(statement, "by", None)
    return by is None or by == (symptom.of or case.patient)


def over_at(case: Case, now: Span | None) -> dict[str, Truth]:
    """Return the symptoms that are over at a date for certain, and those that possibly are.

    One is over where an ending is told and nothing of it can have come later.  It may be over
    after the last date at which it is known to be there, where the file gives its onset as a time
    that ended, or says that it resolved.

    Parameters
    ----------
    case
        The case.
    now
        The date; without one nothing is asked.
    """
    if now is None:
        return {}
    ends, seen, last = endings_of(case), *_sightings(case)
    found = {}
    for symptom in case.symptoms:
        if symptom.id in ends:
            first, latest = ends[symptom.id]
            is_over = max(latest, last[symptom.id]) < now.start_earliest
            known = max(first, seen[symptom.id])
        else:
            is_over, known = False, max(_known_until(symptom), seen[symptom.id])
        if is_over:
            found[symptom.id] = Truth.CERTAIN
        elif known < now.start_earliest:
            found[symptom.id] = Truth.POSSIBLE
    return found


def _sightings(case: Case) -> tuple[dict[str, int], dict[str, int]]:
    """Return until when each symptom was surely seen, and how late it can have been, by its id."""
    seen: dict[str, int] = defaultdict(lambda: -FOREVER)
    latest: dict[str, int] = defaultdict(lambda: -FOREVER)
    for statement, span in zip(case.statements, case.chronology.spans, strict=True):
        if statement.kind not in _SEEN or getattr(statement, "how", None) == "ended":
            continue
        for id in statement.subjects:
            if not statement.recurring:
                seen[id] = max(seen[id], span.start_earliest)
            if statement.kind == "escalation":
                end = span.end_latest if statement.recurring else span.start_latest
                latest[id] = max(latest[id], end)
    return seen, latest


def _known_until(symptom: Symptom) -> int:
    """Return until when a symptom lasts by its own record; for ever where nothing ends it."""
    onset = parse_span(symptom.onset) if symptom.onset else None
    if onset and onset.is_interval and onset.end_latest < FOREVER:
        return onset.end_earliest
    if symptom.course == "resolved":
        return onset.start_latest if onset else -FOREVER
    return FOREVER


# -- separations ---------------------------------------------------------------------------------


def apart_until(case: Case) -> dict[str, int]:
    """Return until when at the latest a separation without an end of its own holds, by its id.

    It ends with a reunion: a resolution, a repair or a change that names it as ended, or a
    resolution or a bond of the same two that surely begins later.  Without one it may hold on.
    """
    told = list(zip(case.ids, case.statements, case.chronology.spans, strict=True))
    partings = [
        (id, frozenset(statement.subjects), span.start_latest)
        for id, statement, span in told
        if statement.kind == "separation" and not (span.is_interval or statement.recurring)
    ]
    if not partings:
        return {}
    named, joined = _reunions((statement, span) for _, statement, span in told)
    return {
        id: min([named[id], *(own.after(parted) for who, own in joined.items() if who >= both)])
        for id, both, parted in partings
    }


class _Later:
    """When those who are told of together come together, by the earliest that it can have been."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans, key=lambda span: span.start_earliest)
        self._starts = [span.start_earliest for span in ordered]
        latest = accumulate((span.start_latest for span in reversed(ordered)), min)
        self._soonest = [*reversed(list(latest)), FOREVER]

    def after(self, minute: int) -> int:
        """Return by when at the latest one has begun that surely begins later."""
        return self._soonest[bisect_right(self._starts, minute)]


def _reunions(
    told: Iterable[tuple[Statement, Span]],
) -> tuple[dict[str, int], dict[frozenset[str], _Later]]:
    """Return when what is named comes to its end, and when those told of together do so."""
    named: dict[str, int] = defaultdict(lambda: FOREVER)
    joined: dict[frozenset[str], list[Span]] = defaultdict(list)
    for other, when in told:
        if other.recurring or getattr(other, "how", "ended") != "ended":
            continue
        for id in other.subjects if other.kind in _REUNITING else ():
            named[id] = min(named[id], when.start_latest)
        if other.kind in ("resolution", "relationship"):
            joined[frozenset(other.subjects)].append(when)
    return named, {both: _Later(spans) for both, spans in joined.items()}


# -- statements ----------------------------------------------------------------------------------


def holds_at(now: Span | None, statement: Statement, span: Span, until: int = -FOREVER) -> Truth:
    """Return whether what a statement says holds at some time of a date, and how surely.

    Parameters
    ----------
    now
        The date; without one everything holds.
    statement, span
        What is said, and when it was.
    until
        How long an event with one date may hold on, as a separation does.
    """
    if now is None:
        return Truth.CERTAIN
    if span.start_earliest - MINUTES_PER_DAY > now.start_latest:
        return Truth.IMPOSSIBLE  # it begins on a later day, as at any date half of all does
    if statement.section == "events" and not span.is_interval:
        latest = max(span.start_latest, until)
        if latest + MINUTES_PER_DAY < now.start_earliest:
            return Truth.IMPOSSIBLE
        span = span._replace(end_latest=latest)
    truth = is_during(now, span)
    if statement.recurring:  # its dates bound the episodes, and no episode is dated
        return min(truth, Truth.POSSIBLE)
    begins_then = now.start_earliest <= span.start_earliest <= span.start_latest <= now.start_latest
    return Truth.CERTAIN if statement.section == "events" and begins_then else truth
