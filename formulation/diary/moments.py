"""Dates and times as people write them in a sheet, and never one that could be two.

A date is year-month-day, or has the form that the map declares.  ``03/04/2024`` without a form, and
a year of two digits with any, are refused.  Times are those of the clock on the wall.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from formulation.diary.cells import Cell, UnreadableError
from formulation.errors import Fault

__all__ = ["SERIAL", "SERIAL_1904", "check_form", "read_date", "read_time", "write_date"]

SERIAL = "serial"
SERIAL_1904 = "serial 1904"

_FORMS = "YYYY-MM-DD, DD.MM.YYYY, MM/DD/YYYY, D MMM YYYY, serial"
_TOKENS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MMM": r"(?P<name>[A-Za-z]{3,9})\.?",
    "MM": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{1,2})",
}
_FIXED = {**_TOKENS, "MM": r"(?P<month>[0-9]{2})", "DD": r"(?P<day>[0-9]{2})"}
_TOKEN = re.compile("YYYY|MMM|MM?|DD?")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
#: a date and what may follow it: the time of day
_WITH_TIME = re.compile(r"(.*?[^\s,T])[T,\s]\s*([0-9]{1,2}(?:[:h][0-9]{2}|\s*[ap]\.?m).*)", re.I)
_LONGEST = 60  # no date is longer, and a hostile cell may hold a million blanks
_TIME = re.compile(
    r"([0-9]{1,2})(?:[:.h]([0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?)?"
    r"\s*(?:([ap])\.?m\.?|(Z|[+-][0-9]{2}(?::?[0-9]{2})?))?",
    re.IGNORECASE,
)
_THREE_NUMBERS = re.compile(r"([0-9]{1,4})\s*([./-])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})")
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_A_DATE = "year-month-day, 2024-03-01; or form: in the map, such as DD.MM.YYYY"
_TIMES = "14:30, 2:30 pm"
_DAYS_TO_1904 = 1462
_LAST_SERIAL = 2_958_465  # 9999-12-31
_NEW_YEARS_EVE_1899 = date(1899, 12, 30)
_SECONDS_A_DAY = 86_400


class _Read(NamedTuple):
    """A form of date made ready: what it looks like, and the same with a year of two digits."""

    pattern: re.Pattern[str]
    short: re.Pattern[str]


def check_form(form: str) -> Fault | None:
    """Return what is wrong with a declared form of dates, or ``None``."""
    if form in (SERIAL, SERIAL_1904):
        return None
    tokens = _TOKEN.findall(form)
    if "YYYY" not in tokens and re.search("Y{1,3}", form):
        return Fault("a year of two digits could be of any century", form, _FORMS)
    if re.search("(?i)h", form):
        return Fault("the time is read without being declared", form, "the form of the date alone")
    kinds = sorted({"YYYY": "Y", "MMM": "M"}.get(token, token[0]) for token in tokens)
    if len(tokens) != 3 or kinds != ["D", "M", "Y"] or _TOKEN.sub("", form).strip(" .,/-_"):
        return Fault("a form of dates has a year, a month and a day", form, _FORMS)
    return None


def _ready(form: str) -> _Read:
    """Return the patterns of a declared form; blanks in it may be of any width."""
    is_run_on = re.fullmatch("[YMD]+", form) is not None
    tokens = _FIXED if is_run_on else _TOKENS
    parts, end = [], 0
    for found in _TOKEN.finditer(form):
        parts += [_literal(form[end : found.start()]), tokens[_full(found[0])]]
        end = found.end()
    text = "".join(parts) + _literal(form[end:])
    short = text.replace("[0-9]{4}", "[0-9]{2}")
    return _Read(re.compile(text), re.compile(short))


def _full(token: str) -> str:
    return {"M": "MM", "D": "DD"}.get(token, token)


def _literal(text: str) -> str:
    return r"\s*".join(re.escape(part) for part in re.split(r"\s+", text)) if text else ""


def read_date(cell: Cell, form: str | None = None, *, is_1904: bool = False) -> str:
    """Return the date in a cell as a case file writes it, with the time where it has one.

    Parameters
    ----------
    cell
        The cell; not a blank one.
    form
        How the map says that dates are written: ``DD.MM.YYYY``, or ``serial`` for the days that
        spreadsheet programs count.  Without one only year-month-day is read.  A date that is
        written year-month-day is read whatever the form.
    is_1904
        Whether the workbook counts its days from 1904.

    Raises
    ------
    UnreadableError
        Where it holds no date, or one that could be two; with the form that would decide.
    """
    if cell.kind == "date":
        return cell.text
    if len(cell.text) > _LONGEST:
        raise UnreadableError("is no date", _A_DATE)
    is_counted = cell.kind == "number" or re.fullmatch(r"[0-9]{1,7}(\.[0-9]+)?", cell.text)
    if form in (SERIAL, SERIAL_1904) and is_counted:
        return _from_serial(float(cell.text), is_1904 or form == SERIAL_1904)
    written, clock = _parted(cell.text)
    found = _ISO.fullmatch(written)
    if found is None and form not in (None, SERIAL, SERIAL_1904):
        found = _declared(written, str(form))
    if found is None:
        raise _undeclared(cell, written, form, is_1904)
    day = _day_of(found.groupdict())
    return f"{day}T{_clock(clock)}" if clock else day


def _parted(text: str) -> tuple[str, str]:
    found = _WITH_TIME.fullmatch(text)
    return (found[1], found[2] or "") if found else (text, "")


def _declared(written: str, form: str) -> re.Match[str]:
    patterns = _ready(form)
    if found := patterns.pattern.fullmatch(written):
        return found
    if patterns.short.fullmatch(written):
        raise UnreadableError(
            "has a year of two digits", f"all four digits of the year, as in {form}"
        )
    raise UnreadableError(f"is not written {form}", f"{form}, as the map says, or YYYY-MM-DD")


def _day_of(parts: dict[str, str | None]) -> str:
    name = parts.get("name")
    month = _month_named(name) if name else int(parts.get("month") or 0)
    year, day = int(parts["year"] or 0), int(parts["day"] or 0)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise UnreadableError("is no day of the calendar", "a day that there was") from None


def _month_named(name: str) -> int:
    near = [n for n, month in enumerate(_MONTHS, 1) if month.lower().startswith(name.lower())]
    if len(near) != 1:
        raise UnreadableError(f"names no month: {name}", "Jan to Dec, or January to December")
    return near[0]


def _from_serial(number: float, is_1904: bool) -> str:
    """Return the day that a spreadsheet program counts so; its fraction is the time of day.

    The count from 1900 has a 29 February 1900 that there was not; what comes before is refused.
    """
    seconds = round(number * _SECONDS_A_DAY)
    days, rest = divmod(seconds, _SECONDS_A_DAY)
    days += _DAYS_TO_1904 if is_1904 else 0
    if not 61 <= days <= _LAST_SERIAL:
        cure = "days counted from 1900 (45352 is 2024-03-01), or a date as text"
        raise UnreadableError("is no count of days that stands for a date", cure)
    day = (_NEW_YEARS_EVE_1899 + timedelta(days=days)).isoformat()
    return day if rest == 0 else f"{day}T{_of_seconds(rest)}"


def _of_seconds(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _undeclared(cell: Cell, written: str, form: str | None, is_1904: bool) -> UnreadableError:
    """Return what is wrong with a text that is no date as it stands, and the form that decides."""
    if form in (SERIAL, SERIAL_1904):
        return UnreadableError("is no count of days", "a number such as 45352, or YYYY-MM-DD")
    if cell.kind == "number":
        return _counted(cell, is_1904)
    found = _THREE_NUMBERS.fullmatch(written)
    if found is None:
        return UnreadableError("is no date", _A_DATE)
    first, mark, second, third = found.groups()
    if max(len(first), len(third)) <= 2:
        return UnreadableError("has a year of two digits", "all four digits of the year")
    if len(first) == 4:
        form_of = f"YYYY{mark}MM{mark}DD"
        return UnreadableError("is not written with hyphens", f"form: {form_of} in the map")
    forms = [f"DD{mark}MM{mark}YYYY", f"MM{mark}DD{mark}YYYY"]
    one, other = int(first), int(second)
    if one != other and max(one, other) <= 12:
        told = f"could be {_told(one, other, third)} or {_told(other, one, third)}"
        return UnreadableError(told, f"form: {forms[0]} or form: {forms[1]} in the map")
    return UnreadableError("is not year-month-day", f"form: {forms[one <= 12 < other]} in the map")


def _told(day: int, month: int, year: str) -> str:
    return f"{day} {_MONTHS[month - 1]} {year}"


def _counted(cell: Cell, is_1904: bool) -> UnreadableError:
    """Return what is wrong with a bare number where a date should be, and the day it may count."""
    try:
        meant = f" ({cell.text} is then {_from_serial(float(cell.text), is_1904)})"
    except (UnreadableError, OverflowError):
        meant = ""
    cure = f"form: serial in the map, where days are counted so{meant}; or a date"
    return UnreadableError("is a bare number, not a date", cure)


def write_date(day: date, form: str | None = None) -> str:
    """Return a date as a map declares it, year-month-day unless it declares anything.

    >>> write_date(date(2024, 3, 1), "D MMM YYYY"), write_date(date(2024, 3, 1), "serial")
    ('1 Mar 2024', '45352')
    """
    if form is None:
        return day.isoformat()
    if form in (SERIAL, SERIAL_1904):
        days = (day - _NEW_YEARS_EVE_1899).days
        return str(days - (_DAYS_TO_1904 if form == SERIAL_1904 else 0))
    told = {
        "YYYY": f"{day.year:04}",
        "MMM": _MONTHS[day.month - 1][:3],
        "MM": f"{day.month:02}",
        "M": str(day.month),
        "DD": f"{day.day:02}",
        "D": str(day.day),
    }
    return _TOKEN.sub(lambda found: told[found[0]], form)


def read_time(cell: Cell) -> str:
    """Return the time of day in a cell as ``HH:MM``, seconds dropped, an offset kept.

    Raises
    ------
    UnreadableError
        Where it holds no time of day.
    """
    if cell.kind == "time":
        return cell.text
    if cell.kind == "number":
        seconds = round(float(cell.text) * _SECONDS_A_DAY)
        if 0 <= seconds < _SECONDS_A_DAY:
            return _of_seconds(seconds)
    return _clock(cell.text)


def _clock(text: str) -> str:
    found = _TIME.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None or not (found[2] or found[3]):
        raise UnreadableError("is no time of day", _TIMES)
    hour, minute, half, offset = int(found[1]), int(found[2] or 0), found[3], found[4]
    if half:
        if not 1 <= hour <= 12:
            raise UnreadableError("is no time of day", _TIMES)
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if hour > 23 or minute > 59:
        raise UnreadableError("is no time of day", f"{_TIMES}; hours 00 to 23")
    return f"{hour:02}:{minute:02}{_offset(offset)}"


def _offset(text: str | None) -> str:
    """Return an offset as a case file writes it: +01:00."""
    if not text or text.upper() == "Z":
        return (text or "").upper()
    hours, minutes = text[:3], text[3:].lstrip(":") or "00"
    if int(hours[1:]) > 23 or int(minutes) > 59:
        raise UnreadableError("is no time of day", f"{_TIMES}; an offset such as +01:00")
    return f"{hours}:{minutes}"
