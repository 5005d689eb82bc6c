"""When something happened, as far as it is known.

A case says "about 2011", "autumn 2022" or "from 1880 to some day in 1881".  Here such a text
becomes one :class:`Span`: the earliest and the latest minute at which it can have begun and ended.
Two spans are then compared in three values, because a relation between uncertain dates holds
certainly, possibly or not at all.

Texts are EDTF (ISO 8601-2:2019, as specified by the Library of Congress on 4 February 2019),
levels 0 and 1, and of level 2 the one-of-a-set.  A minute is a whole number counted from
0001-01-01T00:00 on the clock on the wall.  Relations say how `y` stands to `x`, by their onsets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

from formulation.errors import DateError, Fault, nearest_word, shortened

FOREVER = 2**60  # a bound of -FOREVER or FOREVER is none; twice as much still fits 64 bits
MINUTES_PER_DAY = 1440


class Truth(IntEnum):
    """How far a relation holds: in no reading of the dates, in some, or in all."""

    IMPOSSIBLE = 0
    POSSIBLE = 1
    CERTAIN = 2

    def __str__(self) -> str:
        return self.name.lower()


class Precision(IntEnum):
    """The unit in which one end of a span was written; ``NONE`` where it is open or unknown."""

    NONE = -1
    MINUTE = 0
    DAY = 1
    MONTH = 2
    SEASON = 3
    YEAR = 4
    DECADE = 5
    CENTURY = 6


#: How far off a date may be, each way: as it stands, with ``~`` or ``?``, and with ``%``; in days
#: for a day, else in months.  EDTF leaves it open.  One unit: who means more names the next unit
#: up, and a day widened by months would make every window of days untestable.  ``%`` says both
#: things and counts twice.  Seasons are vague as they stand: one's late summer is another's autumn.
PADDING: dict[Precision, tuple[int, int, int]] = {
    Precision.DAY: (0, 1, 2),
    Precision.MONTH: (0, 1, 2),
    Precision.SEASON: (1, 2, 3),
    Precision.YEAR: (0, 12, 24),
    Precision.DECADE: (0, 120, 240),
    Precision.CENTURY: (0, 1200, 2400),
}
_UNIT_MONTHS = dict(zip(list(PADDING)[1:], (1, 3, 12, 120, 1200), strict=True))
_TEXT_LENGTHS = dict(zip(PADDING, (10, 7, 7, 4, 3, 2), strict=True))  # of a season, its month
_MARK_UNITS = {None: 0, "": 0, "~": 1, "?": 1, "%": 2}
_MARK_WORDS = {None: "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


class Span(NamedTuple):
    """The earliest and latest minute at which something can have begun, and ended.

    Minutes are whole and included; ``-FOREVER`` and ``FOREVER`` are no bound.  An interval lasted
    from one date to another (``a/b``); what is none was so some time in a single date, whose
    bounds are then those of its start and of its end.
    """

    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int
    start_precision: Precision
    end_precision: Precision
    is_interval: bool

    @property
    def is_crisp(self) -> bool:
        """Whether its start is known to the minute."""
        return self.start_precision == Precision.MINUTE and self.start_earliest == self.start_latest


#: Nothing is known about when.
UNKNOWN = Span(-FOREVER, FOREVER, -FOREVER, FOREVER, Precision.NONE, Precision.NONE, False)


class Duration(NamedTuple):
    """How long something lasted, in minutes from `shortest` to `longest`; `unit` as ``"day"``."""

    shortest: int
    longest: int
    unit: str


class Age(NamedTuple):
    """How old someone was: `months_from` whole months since birth, below `months_to`."""

    months_from: int
    months_to: int


class _NoFormError(Exception):
    """The text, first argument, has no form of a date; what would mend it is not yet looked for."""


_Bounds = tuple[int, int, Precision]  # the first and the last minute of one date, and its unit
_LAST_MINUTE = date.max.toordinal() * MINUTES_PER_DAY - 1
_NAMES = (
    "January February March April May June July August September October November December "
    "spring summer autumn winter"
)
_NUMBERED = dict(zip([*range(1, 13), *range(21, 25)], _NAMES.split(), strict=True))
_UNITS = ("minute", "hour", "day", "week", "month", "year")  # a month is 30 days, a year 365
_UNIT_MINUTES = dict(zip(_UNITS, (1, 60, 1440, 7 * 1440, 30 * 1440, 365 * 1440), strict=True))
_DURATIONS = "7 days, 90 minutes, 4..5 weeks, 9 months~; minutes, hours, days, weeks, months, years"
_AGE_MONTHS = {"": 12, "year": 12, "month": 1}
_AGES = "15, 8..9, 15~, 18 months"
_DATE = re.compile(  # year, month or season, day, hour, minute, mark
    r"((?!0000)[0-9]{4}|[0-9]{2}[0-9X]X(?!-))"
    r"(?:-(0[1-9]|1[0-2]|2[1-4](?!-)|XX(?!-[0-9]))(?:-([0-9]{2}|XX))?)?"
    r"(?:(?<=-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9](?:\.[0-9]+)?)?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?|([~?%]))?"
)


@lru_cache(maxsize=1 << 16)
def parse_span(text: str) -> Span:
    """Return when `text` can have been; a `DateError` says how to write what is no date."""
    if len(text) == 10 and text[4] == "-" == text[7]:  # most dates are plain days
        with suppress(ValueError):
            first = (date.fromisoformat(text).toordinal() - 1) * MINUTES_PER_DAY
            last = first + MINUTES_PER_DAY - 1
            return Span(first, last, first, last, Precision.DAY, Precision.DAY, False)
    try:
        return _read_span(text)
    except _NoFormError as wrong:
        raise _unreadable(wrong.args[0]) from None


def _read_span(text: str) -> Span:
    if len(text) > 200:
        raise _refusal("a date has at most 200 characters", shortened(text))
    text = text.strip()
    if "/" in text:
        return _read_interval(text)
    is_set = text.startswith("[") and text.endswith("]")
    first, last, unit = _hull_of_set(text) if is_set else _read_date(text)
    return Span(first, last, first, last, unit, unit, False)


def _read_interval(text: str) -> Span:
    start, end = (part.strip() for part in text.split("/", 1))
    if not start + end or "/" in end:
        raise _NoFormError(text)
    first, start_latest, start_unit = _read_end(start, -FOREVER)
    end_earliest, last, end_unit = _read_end(end, FOREVER)
    if last < first:
        raise _refusal("the interval ends before it starts", text, nearest=f"{end}/{start}")
    inner = min(start_latest, last), max(end_earliest, first)
    return Span(first, *inner, last, start_unit, end_unit, True)


def _read_end(text: str, without_end: int) -> _Bounds:
    if text == "..":
        return without_end, without_end, Precision.NONE
    return _read_date(text) if text else (-FOREVER, FOREVER, Precision.NONE)


def _hull_of_set(text: str) -> _Bounds:
    read: list[_Bounds] = []
    for one, other in _members_of(text):
        if not one + other or ".." in other:
            raise _refusal("a set needs a date in every place", text, _SET)
        first, last = _read_end(one or "..", -FOREVER), _read_end(other or "..", FOREVER)
        if last[1] < first[0]:
            raise _refusal("the range runs backwards", text, nearest=f"[{other}..{one}]")
        read += first, last
    firsts, lasts, units = zip(*read, strict=True)
    return min(firsts), max(lasts), max(units)


def _members_of(text: str) -> list[tuple[str, str]]:
    """Return the first and last date of each place of a set; twice the same for a single date."""
    places = [place.partition("..") for place in text[1:-1].split(",")]
    return [(a.strip(), b.strip() if dots else a.strip()) for a, dots, b in places]


def _parts_of(text: str) -> tuple[str | Any, ...]:
    """Return year, month or season, day, hour, minute and mark, ``None`` where there is none."""
    found = _DATE.fullmatch(text)
    if not found:
        raise _NoFormError(text)
    return found.groups()


def _read_date(text: str) -> _Bounds:
    year, month, day, hour, minute, mark = _parts_of(text)
    index = int(year.replace("X", "0")) * 12
    if "X" in year:
        return _months(index, Precision.CENTURY if year[2] == "X" else Precision.DECADE, mark)
    if month in (None, "XX"):
        return _months(index, Precision.YEAR, mark)
    if int(month) > 20:  # 21, spring, begins in March
        return _months(index + 3 * int(month) - 61, Precision.SEASON, mark)
    index += int(month) - 1
    if day in (None, "XX"):
        return _months(index, Precision.MONTH, mark)
    start, following = _month_start(index), _month_start(index + 1)
    first = start + (int(day) - 1) * MINUTES_PER_DAY
    if not start <= first < following:
        days = (following - start) // MINUTES_PER_DAY
        raise _refusal(f"{_NUMBERED[int(month)]} {int(year)} has {days} days", text)
    if hour:
        moment = first + int(hour) * 60 + int(minute)
        return moment, moment, Precision.MINUTE
    pad = PADDING[Precision.DAY][_MARK_UNITS[mark]] * MINUTES_PER_DAY
    return max(first - pad, 0), min(first + MINUTES_PER_DAY - 1 + pad, _LAST_MINUTE), Precision.DAY


def _months(index: int, unit: Precision, mark: str | None) -> _Bounds:
    """Return the bounds of the unit that begins with the month `index`, padded by its mark."""
    pad = PADDING[unit][_MARK_UNITS[mark]]
    return _month_start(index - pad), _month_start(index + _UNIT_MONTHS[unit] + pad) - 1, unit


def _month_start(index: int) -> int:
    """Return the first minute of the month `index`, which is 12 times the year, plus month - 1."""
    if not 12 <= index < 120_000:
        return 0 if index < 12 else _LAST_MINUTE + 1
    return (date(index // 12, index % 12 + 1, 1).toordinal() - 1) * MINUTES_PER_DAY


def _refusal(problem: str, value: str, accepted: str = "", nearest: str = "") -> DateError:
    return DateError([Fault(problem, value, accepted, nearest)])


def _unreadable(text: str) -> DateError:
    """Return what is wrong with a text that has no form of a date, and how to write it."""
    for pattern, mended, problem, accepted in _CURES:
        if found := re.search(pattern, text):
            near = _if_readable(re.sub(pattern, mended, text)) if mended else ""
            return _refusal(found.expand(problem), text, accepted, near)
    return _refusal("this is not a date", text, _ACCEPTED)


def _if_readable(text: str) -> str:
    """Return `text` if it is a date, so that no advice is given that would be refused."""
    with suppress(DateError, _NoFormError):
        _read_span(text)
        return text
    return ""


def _rearranged(found: re.Match[str]) -> str:
    """Return the one date that 13/1/2020 or "March 1st, 2020" can be, and none for 3/1/2020."""
    words = re.findall(r"[0-9]+|[a-z]{3,}", found[0].lower())
    named = [str(n) for n, name in _NUMBERED.items() if name.lower().startswith(tuple(words))]
    years = [word for word in words if word.isdigit() and len(word) > 2]
    rest = [n.zfill(2) for n in [*named, *words] if n.isdigit() and n not in years]
    orders = [rest] if named or words[:1] == years else [rest, rest[::-1]]
    told = {_if_readable("-".join(years + order)) for order in orders} - {""}
    return told.pop() if len(told) == 1 and len(years + rest) == len(words) else ""


_ACCEPTED = "1880, 1880-07, 1880-07-17, 1880-07-17T14:30, 1880-23 (autumn), 188X, 2011~, 1880/1881"
_SET = "[1985,1986] or [1985..1986]"
_OLD = r"'\g<0>' is a form of the 2012 draft"
#: what is found in a text that cannot be read, what would mend it, the problem, what is accepted
_CURES: tuple[tuple[str, str | Callable[[re.Match[str]], str], str, str], ...] = (
    (r"^[ /]*$", "", "no date stands here", "1880, 1880/1881, /1881; or leave it out"),
    (r"(?![0-9])\d", "", "digits are 0 to 9", _ACCEPTED),
    (r"^(?!\d{4}-)\d+([./-])\d\d?\1\d+$", _rearranged, "a date is year-month-day", "YYYY-MM-DD"),
    (r"/", "", "an interval has one slash", "1880/1881"),
    (r"^\{|\}$", "", "a set in { } means all of its dates", "two statements, one for each date"),
    (r"\?~|~\?", "%", _OLD, "% for uncertain and approximate"),
    (r"(?<=[0-9u-])u", "X", _OLD, "X for an unknown digit"),
    (r"^(open|unknown)$", "", _OLD, "2011/.. without end, 2011/ where the end is unknown"),
    (r"^([0-9]{4})([0-9]{2})([0-9]{2})$", r"\1-\2-\3", "a date needs its hyphens", "2020-03-01"),
    (r"^(0000|[0-9]{5}|-|Y[0-9-])|[0-9][ES][0-9]", "", "this year is not read", "0001 to 9999"),
    (r"T24:00", "", "24:00 is 00:00 of the next day", "hours 00 to 23"),
    (r"T.*([~?%])$", r"\1", "a time of day takes no mark", "the mark on the day alone"),
    (r"^([0-9-]{10})[ t] *(?=[0-9])", r"\1T", "a day and its time are joined by T", ""),
    (r"(?<=[0-9X])T", "", "a time is the hour and minute of a day", "2020-03-01T10:30"),
    (r"(?<=[0-9x-])x", "X", "an unknown digit is a capital X", "188X"),
    (r"^(.*?)([~?%])(.+)$", r"\1\3\2", "a mark stands at the end, for the whole date", "1880-07~"),
    (r"(?<=[0-9-])X", "", "only the last places can be unknown", "188X, 18XX, 1880-XX"),
    (
        r"^.{5}(2[5-9]|3\d|4[01])$",
        "",
        "only four seasons are read",
        "21 spring to 24 winter, northern",
    ),
    (r"^([0-9]{4}) *[-\u2013] *([0-9]{4})$", r"\1/\2", "a slash joins two dates", "1880/1882"),
    (r"^\d{4}-(00|1[3-9]|20|4[2-9]|[5-9]\d)(?!\d)", "", r"no month has the number \1", "01 to 12"),
    (r"^(?:the )?([0-9]{3})0'?s$", r"\1X", "a decade is written with an X", "188X"),
    (r"^(?:about|around|circa|ca?\.?) *([0-9].*)$", r"\1~", "'about' is written ~", "2011~"),
    (r"(?i)^.*[a-z]{3}.*$", _rearranged, "a date is written in numbers", _ACCEPTED),
    (r"^[^\[\]]*(,|\.\.)[^\[\]]*$", r"[\g<0>]", r"dates with '\1' stand in brackets", _SET),
    (r"^\[.*\]$", "", "a set cannot be the end of an interval", "one date at each end, 1985/1986"),
    (r"\[|\]", "", "a set begins with [ and ends with ]", _SET),
    (r"-([0-9])(?![0-9])", r"-0\1", "month and day have two digits", "2020-03-01"),
)


def parse_duration(text: str) -> Duration:
    """Return how long ``7 days``, ``4..5 weeks`` or ``9 months~`` is, or raise a `DateError`.

    A month is 30 days, a year 365.  ``~`` and ``?`` widen by one unit each way, ``%`` by two.
    """
    return Duration(*_read_amount(text, "a duration", _UNIT_MINUTES, _DURATIONS))


def parse_age(text: str) -> Age:
    """Return how old ``15``, ``8..9``, ``15~`` or ``18 months`` is, or raise a `DateError`.

    ``~`` and ``?`` widen by one unit each way, ``%`` by two, but not to before birth.
    """
    youngest, oldest, unit = _read_amount(text, "an age", _AGE_MONTHS, _AGES)
    if oldest > 150 * 12:
        raise _refusal("no one is older than 150 years", text.strip(), _AGES)
    return Age(youngest, oldest + _AGE_MONTHS[unit])


def _read_amount(text: str, what: str, units: dict[str, int], cure: str) -> tuple[int, int, str]:
    """Return the least and the most, padded by the mark, and the unit in the singular."""
    text = text.strip().lower()
    number = r"([0-9]{1,6})(?: *\.\. *([0-9]{1,6}))?"
    found = re.fullmatch(number + " *(?:([a-z]*[a-rt-z])s?)? *([~?%]?)", text)
    if not found:
        raise _refusal(f"{what} is a whole number and its unit", text, cure)
    low, high, unit = int(found[1]), int(found[2] or found[1]), found[3] or ""
    turned = re.sub(number, r"\2..\1", text) if high < low else text
    if unit not in units:
        problem = f"{what} is not given in {unit}s" if unit else f"{what} needs a unit"
        near = nearest_word(f"{unit}s", [f"{known}s" for known in units])[:-1]
        raise _refusal(problem, text, cure, near and turned.replace(unit, near))
    if turned != text:
        raise _refusal("the range runs backwards", text, nearest=turned)
    size, pad = units[unit], _MARK_UNITS[found[4]]
    return max(low - pad, 0) * size, (high + pad) * size, unit


def add_months(minute: int, months: int) -> int:
    """Return the same day and time so many months later, or that month's last day if shorter.

    A moment without bound stays as it is; one beyond year 1 or 9999 stops in its outermost month.
    """
    if not 0 <= minute <= _LAST_MINUTE:
        return minute
    day, time_of_day = divmod(minute, MINUTES_PER_DAY)
    then = date.fromordinal(day + 1)
    index = min(max(then.year * 12 + then.month - 1 + months, 12), 119_999)
    same_day = _month_start(index) + (then.day - 1) * MINUTES_PER_DAY
    return min(same_day, _month_start(index + 1) - MINUTES_PER_DAY) + time_of_day


def to_text(minute: int, precision: Precision = Precision.MINUTE) -> str:
    """Return a moment as a date is written: ``2020-03-01`` to the day, ``..`` without bound."""
    if not 0 <= minute <= _LAST_MINUTE:
        return ".."
    day, time_of_day = divmod(minute, MINUTES_PER_DAY)
    text = f"{date.fromordinal(day + 1)}T{time_of_day // 60:02}:{time_of_day % 60:02}"
    length = _TEXT_LENGTHS.get(precision, len(text))
    return text[:length] + "X" * (4 - length)


@lru_cache(maxsize=1 << 14)  # map, timeline and tables tell the same dates
def span_in_words(text: str) -> str:
    """Return a date as a sentence says it: "about 2011", "autumn 2022 onwards"."""
    parse_span(text)
    if text.strip().startswith("["):
        return " or ".join(_range_in_words(a, b) for a, b in _members_of(text.strip()))
    start, slash, end = (part.strip() for part in text.partition("/"))
    first, last = (_date_in_words(d) if d.strip(".") else "an unknown date" for d in (start, end))
    if start == "..":
        return "always" if end == ".." else f"until {last}"
    if end == "..":
        return f"{first} onwards"
    return f"from {first} to {last}" if slash else first


def _range_in_words(first: str, last: str) -> str:
    if first and last and first != last:
        return f"some time from {_date_in_words(first)} to {_date_in_words(last)}"
    side = "" if first == last else " or later" if first else " or earlier"
    return _date_in_words(first or last) + side


def _date_in_words(text: str) -> str:
    year, month, day, hour, minute, mark = _parts_of(text)
    words = year.replace("X", "0").lstrip("0") or "0"
    if "X" in year:
        words = f"the {words}s" if year[2] != "X" else f"the years {words} to {year[:2]}99"
    elif month == "XX":
        words = f"some {'day' if day else 'month'} in {words}"
    elif month:
        words = f"{_NUMBERED[int(month)]} {words}"
        if day:
            words = f"some day in {words}" if day == "XX" else f"{int(day)} {words}"
    return _MARK_WORDS[mark] + words + (f" at {hour}:{minute}" if hour else "")


def duration_in_words(minutes: int) -> str:
    """Return a length of time in days, hours and minutes; its direction is the caller's to say."""
    if abs(minutes) >= FOREVER:
        return "a time without bound"
    days, rest = divmod(abs(minutes), MINUTES_PER_DAY)
    counted = {"day": days, "hour": rest // 60, "minute": rest % 60}
    told = [f"{n} {unit}" + "s" * (n != 1) for unit, n in counted.items() if n]
    return " ".join(told) or "0 minutes"


def _truth(is_certain: bool, is_impossible: bool) -> Truth:
    return Truth.CERTAIN if is_certain else Truth.IMPOSSIBLE if is_impossible else Truth.POSSIBLE


def is_after(y: Span, x: Span) -> Truth:
    """Return whether `y` began later than `x` began."""
    return _truth(y.start_earliest > x.start_latest, y.start_latest <= x.start_earliest)


def is_before(y: Span, x: Span) -> Truth:
    """Return whether `y` began earlier than `x` began."""
    return is_after(x, y)


def is_from(y: Span, x: Span) -> Truth:
    """Return whether `y` began no earlier than `x` began."""
    return _truth(y.start_earliest >= x.start_latest, y.start_latest < x.start_earliest)


def distance(y: Span, x: Span) -> tuple[int, int]:
    """Return the least and the most minutes from the onset of `x` to the onset of `y`.

    Where either onset is known no better than to the day, whole calendar days are counted, so that
    the 1st to the 15th is 14 days exactly; ``-FOREVER`` and ``FOREVER`` are no bound.
    """
    is_exact = y.start_precision == x.start_precision == Precision.MINUTE
    step = 1 if is_exact else MINUTES_PER_DAY
    least = -_most_apart(x.start_latest, y.start_earliest, step)
    return least, _most_apart(y.start_latest, x.start_earliest, step)


def _most_apart(later: int, earlier: int, step: int) -> int:
    if later >= FOREVER or earlier <= -FOREVER:
        return FOREVER
    if later <= -FOREVER or earlier >= FOREVER:
        return -FOREVER
    return (later // step - earlier // step) * step


def is_within(y: Span, x: Span, limit: int) -> Truth:
    """Return whether `y` began at most `limit` minutes after `x`; earlier counts as nearer."""
    least, most = distance(y, x)
    return _truth(most <= limit, least > limit)


def is_at_least(y: Span, x: Span, limit: int) -> Truth:
    """Return whether `y` began `limit` minutes after `x` or later still."""
    least, most = distance(y, x)
    return _truth(least >= limit, most < limit)


def is_during(y: Span, x: Span) -> Truth:
    """Return whether `y` began while `x` lasted, its first and last moment included.

    A start or end given to the day takes in that whole day.  What has a single date was so at some
    time then, so nothing is certainly during it.
    """
    first, surely_from, surely_to, last = x[:4]
    if x.start_precision == Precision.DAY:
        first -= first % MINUTES_PER_DAY
        surely_from -= surely_from % MINUTES_PER_DAY
    if x.end_precision == Precision.DAY:
        surely_to += -(surely_to + 1) % MINUTES_PER_DAY
        last += -(last + 1) % MINUTES_PER_DAY
    lies_surely = surely_from <= y.start_earliest and y.start_latest <= surely_to
    lies_outside = y.start_latest < first or y.start_earliest > last
    return _truth(x.is_interval and lies_surely, lies_outside)


def is_after_end(y: Span, x: Span) -> Truth:
    """Return whether `y` began later than `x` ended; when a single date ended is unknown."""
    ended_from, ended_to = x[2:4] if x.is_interval else (x.start_earliest, FOREVER)
    return _truth(y.start_earliest > ended_to, y.start_latest <= ended_from)


def weakest(*truths: Truth) -> Truth:
    """Return how far all of several relations hold together; of none, certainly."""
    return min(truths, default=Truth.CERTAIN)
