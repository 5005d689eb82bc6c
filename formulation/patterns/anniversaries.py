"""The calendar distance of an onset from the anniversaries of another (clause L6).

The day of a loss comes round each year; 29 February is met on 1 March in years without one.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from formulation.dates import FOREVER, MINUTES_PER_DAY, Truth
from formulation.timeline import Flags, Ints, Timeline

__all__ = ["anniversary_number", "calendar_days", "days_off", "near_anniversary"]

#: an onset known less closely than this many days is no date to have an anniversary of
CLOSELY = 31
_DAYS_A_YEAR = 365.2425
_EPOCH = np.datetime64("0001-01-01", "D").astype(np.int64)


def calendar_days(day: int) -> date:
    """Return the calendar date of a whole day counted from 1 January of the year 1."""
    return date.fromordinal(day + 1)


def _calendar(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the year, and the month and the day of the month from nought, of each whole day."""
    dates = (days + _EPOCH).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    return year, months.astype(np.int64) % 12, (dates - months).astype(np.int64)


def _in_year(days: Ints, year: Ints) -> Ints:
    """Return the whole day on which the calendar day of `days` falls in `year`.

    The 29th day of February, counted on from the 1st, is 1 March in a year without it.
    """
    _, month, day = _calendar(days)
    first = ((year - 1970) * 12 + month).astype("datetime64[M]").astype("datetime64[D]")
    return first.astype(np.int64) + day - _EPOCH


def _has_a_day(t: Timeline, rows: Ints) -> Flags:
    """Tell which onsets have a date, known closely enough: what always was, and is, has none."""
    first, last = t.starts_from[rows], t.starts_to[rows]
    is_close = last // MINUTES_PER_DAY - first // MINUTES_PER_DAY < CLOSELY
    return is_close & (first > -FOREVER) & (last < FOREVER)


def near_anniversary(t: Timeline, y: Ints, x: Ints, within_days: int) -> NDArray[np.int8]:
    """Judge whether the onset of `y` lies near the day of `x` in a later year.

    Parameters
    ----------
    t
        The timeline the rows belong to.
    y, x
        Rows, one entry a pair.
    within_days
        How many whole days before or after the day it may be.

    Returns
    -------
    numpy.ndarray
        One :class:`~formulation.dates.Truth` a pair.
    """
    day = MINUTES_PER_DAY
    first_x, last_x = t.starts_from[x] // day, t.starts_to[x] // day
    first_y, last_y = t.starts_from[y] // day, t.starts_to[y] // day
    truth = np.zeros(len(y), dtype=np.int8)
    on = np.flatnonzero(_has_a_day(t, y) & _has_a_day(t, x))
    if not len(on):
        return truth
    always, ever = np.ones(len(on), dtype=np.bool_), np.zeros(len(on), dtype=np.bool_)
    for later in range(int((last_x - first_x)[on].max()) + 1):
        base = np.minimum(first_x[on] + later, last_x[on])
        some, every = _one_day(base, first_y[on], last_y[on], within_days)
        always, ever = always & every, ever | some
    truth[on] = np.where(always, Truth.CERTAIN, np.where(ever, Truth.POSSIBLE, Truth.IMPOSSIBLE))
    return truth


def _one_day(
    base: Ints, first: Ints, last: Ints, within_days: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell whether some day from `first` to `last`, and whether every one, is near enough.

    Windows of up to 90 days either way never touch, so that every day near enough is near one.
    """
    year = _calendar(first)[0]
    some, every = np.zeros(len(base), dtype=np.bool_), np.zeros(len(base), dtype=np.bool_)
    for ahead in (-1, 0, 1, 2):
        on = year + ahead
        day = _in_year(base, on)
        is_later = on > _calendar(base)[0]
        some |= is_later & (first <= day + within_days) & (last >= day - within_days)
        every |= is_later & (first >= day - within_days) & (last <= day + within_days)
    return some, every


def anniversary_number(t: Timeline, y: Ints, x: Ints) -> Ints:
    """Return which anniversary of `x` the onset of `y` is nearest to, counted in years."""
    apart = (t.starts_from[y] - t.starts_from[x]) / MINUTES_PER_DAY
    return np.rint(apart / _DAYS_A_YEAR).astype(np.int64)


def days_off(t: Timeline, y: int, x: int) -> int | None:
    """Return by how many days an onset misses the nearest anniversary; negative before it.

    ``None`` where either has no date, or one known too loosely to have an anniversary.
    """
    if not _has_a_day(t, np.array([y, x])).all():
        return None
    day = MINUTES_PER_DAY
    first_x, last_x = int(t.starts_from[x]) // day, int(t.starts_to[x]) // day
    first_y, last_y = int(t.starts_from[y]) // day, int(t.starts_to[y]) // day
    base = np.full(4, first_x)
    year = np.maximum(_calendar(np.array([first_y]))[0] + np.arange(-1, 3), _calendar(base)[0] + 1)
    late = first_y - _in_year(np.full(4, last_x), year)
    early = last_y - _in_year(base, year)
    off = np.where(late > 0, late, np.where(early < 0, early, 0))
    return int(off[np.argmin(np.abs(off))])
