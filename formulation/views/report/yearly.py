"""Dates told to the year whose order within the year stays.

Where a page tells only years, a picture to scale would either give the days away or draw all of a
year as one.  Here the days on which anything can have begun or ended are put at even distances
within their year: what came first stands first, and how long after is not to be seen.  As every
moment of a case moves alike, an order that was certain stays certain, and one in doubt in doubt.
"""

from __future__ import annotations

import copy
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from formulation.dates import FOREVER, MINUTES_PER_DAY, Span
from formulation.model.case import Case
from formulation.model.chronology import Chronology

__all__ = ["evened_out", "in_true_order"]

_ENDS = ("start_earliest", "start_latest", "end_earliest", "end_latest")


def in_true_order(coarse: Case, true: Case) -> Chronology:
    """Return the chronology of a case told to the year, in the order of the case it was told from.

    Parameters
    ----------
    coarse
        The case with its dates to the year.
    true
        The same case with its own dates; as many statements, in the same order.
    """
    spans = true.chronology.spans
    moved = evened_out(minute for span in spans for minute in span[:4])
    chronology = copy.copy(coarse.chronology)
    chronology.spans = [
        _moved(span, told, moved) for span, told in zip(spans, chronology.spans, strict=True)
    ]
    return chronology


def _moved(span: Span, told: Span, moved: dict[int, int]) -> Span:
    """Return when something was, at its place within the year and no finer than it is told."""
    own = {name: moved.get(getattr(span, name), getattr(span, name)) for name in _ENDS}
    return span._replace(
        **own, start_precision=told.start_precision, end_precision=told.end_precision
    )


def evened_out(minutes: Iterable[int]) -> dict[int, int]:
    """Return where each minute goes: days stand at even distances in their year, hours in no day.

    The first and the last day of a year stay, for a whole year reaches from the one to the other.

    >>> day = MINUTES_PER_DAY
    >>> {a // day: b // day for a, b in evened_out([3 * day, 5 * day, 200 * day]).items()}
    {3: 91, 5: 182, 200: 273}
    """
    known = {minute for minute in minutes if 0 <= minute < FOREVER}
    days: dict[int, set[int]] = defaultdict(set)
    hours: dict[int, set[int]] = defaultdict(set)
    for minute in known:
        day = minute // MINUTES_PER_DAY
        hours[day].add(minute % MINUTES_PER_DAY)
        days[date.fromordinal(day + 1).year].add(day)
    to_day: dict[int, int] = {}
    for year, own in days.items():
        first, last = (date(year, *ends).toordinal() - 1 for ends in ((1, 1), (12, 31)))
        to_day |= _spread(own, first, last)
    to_minute = {day: _spread(own, 0, MINUTES_PER_DAY - 1) for day, own in hours.items()}
    made: dict[int, int] = {}
    for minute in sorted(known):
        day, rest = divmod(minute, MINUTES_PER_DAY)
        made[minute] = to_day[day] * MINUTES_PER_DAY + to_minute[day][rest]
    return made


def _spread(numbers: set[int], first: int, last: int) -> dict[int, int]:
    """Return numbers at even distances between two that stay where they are."""
    inner = sorted(numbers - {first, last})
    told = {number: number for number in numbers & {first, last}}
    return told | {
        number: first + (bisect_left(inner, number) + 1) * (last - first) // (len(inner) + 1)
        for number in inner
    }
