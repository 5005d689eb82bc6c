"""Days and lengths of time as a recipe says them, and the days of a diary as numbers from 0."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from formulation.dates import MINUTES_PER_DAY, parse_duration, parse_span
from formulation.errors import DateError, Fault
from formulation.model.fields import refused, when_text

__all__ = [
    "Day",
    "Days",
    "Lag",
    "Periods",
    "WholeNumber",
    "date_of",
    "days_between",
    "days_of",
    "month_around",
    "observed_pieces",
    "period_of",
    "week_around",
]

Piece = tuple[int, int]

_LONGEST = 3650  # ten years; the simulation begins as long before the diary
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _readable(text: str) -> None:
    try:
        parse_span(text)
    except DateError as error:
        raise refused(error.faults[0]) from None


def _day(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise refused(Fault("this is not a single day", text, "2021-03-01"))
    _readable(text)
    return text


def _period(text: str) -> str:
    ends = [part.strip() for part in text.split("/")]
    if len(ends) > 2 or not all(_DAY.fullmatch(end) for end in ends):
        cure = "2022-07-01/2022-07-14, or a single day"
        raise refused(Fault("this is not a period of days", text, cure))
    _readable("/".join(ends))
    return "/".join(ends)


def days_of(text: str) -> Piece:
    """Return the least and the most whole days that a length of time says.

    >>> days_of("2 weeks"), days_of("0..3 days")
    ((14, 14), (0, 3))
    """
    length = parse_duration(text)
    return length.shortest // MINUTES_PER_DAY, length.longest // MINUTES_PER_DAY


def _length(text: str) -> str:
    try:
        length = parse_duration(text)
    except DateError as error:
        raise refused(error.faults[0]) from None
    if length.shortest % MINUTES_PER_DAY or length.longest % MINUTES_PER_DAY:
        raise refused(Fault("this is not a number of whole days", text, "3 days, 2 weeks"))
    if length.longest > _LONGEST * MINUTES_PER_DAY:
        raise refused(Fault("this is too long a window", text, f"{_LONGEST} days at most"))
    return text


def _exact_length(text: str) -> str:
    least, most = days_of(_length(text))
    if not most:
        raise refused(Fault("this is no time at all", text, "a day or more: 14 days"))
    if least != most:
        cure = "one length of a day or more: 14 days"
        raise refused(Fault("a length from here to there will not do here", text, cure))
    return text


def _whole_number(value: object) -> object:
    """Read a whole number of days, from 1 on."""
    text = str(value).strip()
    is_number = isinstance(value, int | str) and not isinstance(value, bool)
    if not is_number or not re.fullmatch(r"0*[1-9][0-9]{0,8}", text, re.ASCII):
        raise refused(Fault("this is not a number of days", str(value), "a whole number from 1"))
    return int(text)


def _several(value: object) -> object:
    if isinstance(value, str | date):
        value = (value,)
    return tuple(map(when_text, value)) if isinstance(value, list | tuple) else value


Day = Annotated[str, BeforeValidator(when_text), AfterValidator(_day)]
Days = Annotated[str, AfterValidator(_exact_length)]
Lag = Annotated[str, AfterValidator(_length)]
Periods = Annotated[tuple[Annotated[str, AfterValidator(_period)], ...], BeforeValidator(_several)]
WholeNumber = Annotated[int, BeforeValidator(_whole_number)]


def date_of(start: str, day: int) -> str:
    """Return the date of a day of the diary, whose first is 0."""
    return (date.fromisoformat(start) + timedelta(days=day)).isoformat()


def days_between(start: str, day: str) -> int:
    """Return the number of a date in a diary that begins on `start`."""
    return (date.fromisoformat(day) - date.fromisoformat(start)).days


def observed_pieces(start: str, days: int, gaps: Iterable[str]) -> list[Piece]:
    """Return the pieces of a diary in which it was kept, as first and last day, rising."""
    pieces, begin = [], 0
    for first, last in sorted(_ends(start, gap) for gap in gaps):
        if first > begin:
            pieces.append((begin, min(first, days) - 1))
        begin = max(begin, last + 1)
    if begin < days:
        pieces.append((begin, days - 1))
    return pieces


def _ends(start: str, period: str) -> Piece:
    first, _, last = period.partition("/")
    return days_between(start, first), days_between(start, last or first)


def period_of(start: str, piece: Piece) -> str:
    """Return a piece of a diary as the text of a case file.

    >>> period_of("2021-03-01", (0, 6)), period_of("2021-03-01", (3, 3))
    ('2021-03-01/2021-03-07', '2021-03-04')
    """
    first, last = (date_of(start, day) for day in piece)
    return first if first == last else f"{first}/{last}"


def week_around(start: str, day: int) -> Piece:
    """Return the week, Monday to Sunday, of a day of the diary."""
    monday = day - (date.fromisoformat(start) + timedelta(days=day)).weekday()
    return monday, monday + 6


def month_around(start: str, day: int) -> Piece:
    """Return the calendar month of a day of the diary."""
    then = date.fromisoformat(start) + timedelta(days=day)
    first = day - then.day + 1
    return first, first + monthrange(then.year, then.month)[1] - 1
