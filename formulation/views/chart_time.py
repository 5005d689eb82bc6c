"""Time on paper: rows of days, ticks with dates, stretches cut to rows, and what lies between.

Minutes are whole and counted from 0001-01-01T00:00 on the clock on the wall.  A place in a row is
days from the row's beginning, never an instant of a computer's clock: no time zone can move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from formulation.dates import MINUTES_PER_DAY, Precision, to_text
from formulation.findings import Exposure, Piece

__all__ = [
    "MONTHS",
    "Row",
    "Tick",
    "between",
    "date_words",
    "days_in",
    "gaps_in",
    "gaps_of",
    "in_rows",
    "joined",
    "rows_of",
    "stretch_words",
    "ticks",
    "whole_days",
    "whole_of",
]

_LAST = date.max.toordinal() * MINUTES_PER_DAY - 1
_MOST_ROWS = 12
_MOST_IN_A_YEAR = 150
_MONTHS_IN_A_ROW = (3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 12000)
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTHS_IN_ALL = 120_000
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000, 60000)


class Row(NamedTuple):
    """One row of time: its name, its first minute, and the minute after its last."""

    name: str
    first: int
    end: int

    def place(self, minute: int) -> float:
        """Return how many days a minute is from the row's beginning."""
        return (minute - self.first) / MINUTES_PER_DAY


class Tick(NamedTuple):
    """A minute on the scale, and what is written there."""

    minute: int
    words: str


# -- dates in words ------------------------------------------------------------------------------


def date_words(minute: int, *, clock: bool = True) -> str:
    """Return a moment as ``2021-03-05``, with its time of day where that is not midnight.

    >>> date_words(0), date_words(61), date_words(61, clock=False)
    ('0001-01-01', '0001-01-01 01:01', '0001-01-01')
    """
    minute = min(max(minute, 0), _LAST)
    if not clock or minute % MINUTES_PER_DAY == 0:
        return to_text(minute, Precision.DAY)
    return to_text(minute).replace("T", " ")


def stretch_words(piece: Piece) -> str:
    """Return a stretch as its first and last day; one day where it is no longer."""
    first, last = (date_words(minute, clock=False) for minute in piece)
    return first if first == last else f"{first} to {last}"


# -- stretches -----------------------------------------------------------------------------------


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return stretches in order, those that touch made one; what no calendar holds is cut off.

    >>> joined([(5, 9), (0, 4), (20, 30)])
    [(0, 9), (20, 30)]
    """
    made: list[Piece] = []
    for first, last in sorted((max(a, 0), min(b, _LAST)) for a, b in pieces):
        if first > last:
            continue
        if made and first <= made[-1][1] + 1:
            made[-1] = made[-1][0], max(made[-1][1], last)
        else:
            made.append((first, last))
    return made


def between(pieces: Sequence[Piece], whole: Piece) -> list[Piece]:
    """Return what of `whole` lies in none of the stretches, which are apart and in order.

    >>> between([(2, 3), (6, 9)], (0, 9))
    [(0, 1), (4, 5)]
    """
    edges = [whole[0] - 1, *(edge for piece in pieces for edge in piece), whole[1] + 1]
    return [(a + 1, b - 1) for a, b in zip(edges[::2], edges[1::2], strict=True) if a + 1 < b]


def days_in(pieces: Iterable[Piece]) -> float:
    """Return how many days stretches that are apart last together."""
    return sum(last - first + 1 for first, last in pieces) / MINUTES_PER_DAY


def in_rows(pieces: Iterable[Piece], rows: Sequence[Row]) -> Iterator[tuple[int, float, float]]:
    """Yield the number of each row that a stretch runs through, and from where to where in it."""
    for first, last in pieces:
        for number, row in enumerate(rows):
            start, end = max(first, row.first), min(last + 1, row.end)
            if start < end:
                yield number, row.place(start), row.place(end)


def whole_of(exposure: Exposure) -> Piece | None:
    """Return the days that a picture of an exposure must show; ``None`` where there are none."""
    ends = [end for piece in joined(exposure.at_risk) for end in piece]
    ends += [minute for minute, _ in exposure.antecedents]
    ends += [minute for minute, *_ in exposure.outcomes]
    return whole_days(min(ends), max(ends)) if ends else None


def whole_days(first: int, last: int) -> Piece:
    """Return the days from that of a first minute to that of a last."""
    first, last = max(first, 0), min(last, _LAST)
    return first - first % MINUTES_PER_DAY, last + MINUTES_PER_DAY - 1 - last % MINUTES_PER_DAY


def gaps_of(exposure: Exposure) -> list[Piece]:
    """Return the stretches between first and last day that do not count.

    The days of what came first, which are on neither side, are left out of them.
    """
    whole = whole_of(exposure)
    if whole is None:
        return []
    own = {minute // MINUTES_PER_DAY for minute, _ in exposure.antecedents}
    return [(a, b) for a, b in gaps_in(exposure.at_risk, whole) if not _are_all_in(own, a, b)]


def gaps_in(pieces: Iterable[Piece], whole: Piece) -> list[Piece]:
    """Return the stretches of `whole` in none of the pieces, but for those too short to be seen.

    Shorter than a day counts as that, unless all of it is a few days long.
    """
    least = min(MINUTES_PER_DAY, (whole[1] - whole[0]) // 100)
    return [(a, b) for a, b in between(joined(pieces), whole) if b - a + 1 >= least]


def _are_all_in(days: set[int], first: int, last: int) -> bool:
    numbers = range(first // MINUTES_PER_DAY, last // MINUTES_PER_DAY + 1)
    return len(numbers) <= len(days) and all(number in days for number in numbers)


# -- rows and ticks ------------------------------------------------------------------------------


def rows_of(whole: Piece, *, is_narrow: bool = False, marks: int = 0) -> list[Row]:
    """Return the rows that a time is drawn in: one, or calendar units below each other.

    A row of a year is about two points a day wide, so that a window of a week can still be seen;
    there are never more than twelve rows.

    Parameters
    ----------
    whole
        The first and last minute to be shown.
    is_narrow
        Whether the page has the width of a telephone.
    marks
        How many events stand in it; where they crowd, rows are shorter.
    """
    first, last = whole_days(*whole)
    days = (last + 1 - first) // MINUTES_PER_DAY
    is_crowded = marks > _MOST_IN_A_YEAR * max(days / 365, 1)
    if days <= (120 if is_narrow or is_crowded else 380):
        return [Row("", first, last + 1)]
    for months in _MONTHS_IN_A_ROW if is_narrow or is_crowded else _MONTHS_IN_A_ROW[2:]:
        rows = list(_units(first, last + 1, months))
        if len(rows) <= _MOST_ROWS:
            break
    return rows


def _units(first: int, end: int, months: int) -> Iterator[Row]:
    """Yield the units of so many months that a time runs through."""
    for index in range(_month_of(first) // months * months, _MONTHS_IN_ALL, months):
        row = Row(_unit_name(index, months), _month_start(index), _month_start(index + months))
        if row.first >= end:
            return
        yield row


def _month_of(minute: int) -> int:
    """Return which month a minute is in, counted from January of a year 0."""
    day = _day(minute)
    return day.year * 12 + day.month - 1


def _month_start(index: int) -> int:
    """Return a month's first minute; the calendar's own ends where there is no such month."""
    if index >= _MONTHS_IN_ALL:
        return _LAST + 1
    year, month = divmod(max(index, 12), 12)
    return (date(year, month + 1, 1).toordinal() - 1) * MINUTES_PER_DAY


def _unit_name(index: int, months: int) -> str:
    year, month = divmod(index, 12)
    if months < 12:
        return f"{MONTHS[month]}–{MONTHS[month + months - 1]} {year}"
    last = min(year + months // 12 - 1, 9999)
    return str(year) if months == 12 else f"{max(year, 1)}–{last}"


def ticks(whole: Piece, most: int) -> list[Tick]:
    """Return dates to write under a time, `most` at most: days, firsts of months, or of years.

    The first one, and the first of each year, names its year.
    """
    first, last = whole
    for step in _DAY_STEPS:
        if (last - first) / MINUTES_PER_DAY / step <= most - 1:
            return _named(_every_days(first, last, step) or [first], by_day=True)
    months = _month_of(last) - _month_of(first)
    step = next(n for n in _MONTH_STEPS if months // n < most)
    at = list(_every_months(first, last, step))
    return _named(at or [first], by_day=not at)


def _every_days(first: int, last: int, days: int) -> list[int]:
    step = days * MINUTES_PER_DAY
    return list(range(first + -first % MINUTES_PER_DAY, last + 1, step))


def _every_months(first: int, last: int, months: int) -> Iterator[int]:
    for index in range(_month_of(first) // months * months, _MONTHS_IN_ALL, months):
        start = _month_start(index)
        if start > last:
            return
        if start >= first and index >= 12:
            yield start


def _named(minutes: Sequence[int], *, by_day: bool) -> list[Tick]:
    made, year = [], None
    are_years = not by_day and all(_day(minute).month == 1 for minute in minutes)
    for minute in minutes:
        day = _day(minute)
        words = f"{day.day} {MONTHS[day.month - 1]}" if by_day else MONTHS[day.month - 1]
        if are_years:
            words = str(day.year)
        elif day.year != year:
            words = f"{words} {day.year}"
        year = day.year
        made.append(Tick(minute, words))
    return made


def _day(minute: int) -> date:
    return date.fromordinal(minute // MINUTES_PER_DAY + 1)
