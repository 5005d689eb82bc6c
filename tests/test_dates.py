"""Dates, durations and ages are read as a clinician means them, and refused with the cure.

The forms come from the EDTF specification of the Library of Congress (4 February 2019); the bounds
were worked out by hand with a calendar and the padding table of ``formulation.dates``.
"""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from formulation.dates import (
    FOREVER,
    MINUTES_PER_DAY,
    PADDING,
    UNKNOWN,
    Age,
    Duration,
    Precision,
    Span,
    Truth,
    add_months,
    distance,
    duration_in_words,
    is_after,
    is_after_end,
    is_at_least,
    is_before,
    is_during,
    is_from,
    is_within,
    parse_age,
    parse_duration,
    parse_span,
    span_in_words,
    to_text,
    weakest,
)
from formulation.errors import DateError

CERTAIN, POSSIBLE, IMPOSSIBLE = Truth.CERTAIN, Truth.POSSIBLE, Truth.IMPOSSIBLE
DAY = MINUTES_PER_DAY


def minute(text: str) -> int:
    """Count the minutes of ``2020-03-01 10:30`` by numpy's calendar, not by the library's."""
    return int((np.datetime64(text) - np.datetime64("0001-01-01T00:00")) // np.timedelta64(1, "m"))


def bound(day: str, clock: str) -> int:
    """Count up to a time of a day; a text with its own time keeps it, ``-`` and ``+`` have none."""
    if day in ("-", "+"):
        return -FOREVER if day == "-" else FOREVER
    return minute(day if " " in day else f"{day} {clock}")


def first(day: str) -> int:
    """Count up to the first minute of a day."""
    return bound(day, "00:00")


def last(day: str) -> int:
    """Count up to the last minute of a day."""
    return bound(day, "23:59")


# text, first day, last day, precision
SINGLE = [
    # level 0: calendar dates, and a date with a time
    ("1985-04-12", "1985-04-12", "1985-04-12", Precision.DAY),
    ("1985-04", "1985-04-01", "1985-04-30", Precision.MONTH),
    ("1985", "1985-01-01", "1985-12-31", Precision.YEAR),
    ("2024-02", "2024-02-01", "2024-02-29", Precision.MONTH),
    ("1900-02", "1900-02-01", "1900-02-28", Precision.MONTH),
    ("0001-01-01", "0001-01-01", "0001-01-01", Precision.DAY),
    ("9999", "9999-01-01", "9999-12-31", Precision.YEAR),
    ("1985-04-12T23:20", "1985-04-12 23:20", "1985-04-12 23:20", Precision.MINUTE),
    ("1985-04-12T23:20:30", "1985-04-12 23:20", "1985-04-12 23:20", Precision.MINUTE),
    ("1985-04-12T23:20:59.999", "1985-04-12 23:20", "1985-04-12 23:20", Precision.MINUTE),
    ("1985-04-12T23:20:30Z", "1985-04-12 23:20", "1985-04-12 23:20", Precision.MINUTE),
    ("1985-04-12T23:20:30-04", "1985-04-12 23:20", "1985-04-12 23:20", Precision.MINUTE),
    ("1985-04-12T00:00+04:30", "1985-04-12 00:00", "1985-04-12 00:00", Precision.MINUTE),
    # level 1: seasons, northern, a month wider at either side
    ("2001-21", "2001-02-01", "2001-06-30", Precision.SEASON),
    ("2001-22", "2001-05-01", "2001-09-30", Precision.SEASON),
    ("2001-23", "2001-08-01", "2001-12-31", Precision.SEASON),
    ("2001-24", "2001-11-01", "2002-03-31", Precision.SEASON),
    ("2001-23~", "2001-07-01", "2002-01-31", Precision.SEASON),
    ("2001-23%", "2001-06-01", "2002-02-28", Precision.SEASON),
    ("9999-24", "9999-11-01", "9999-12-31", Precision.SEASON),
    # level 1: uncertain, approximate, both
    ("1984?", "1983-01-01", "1985-12-31", Precision.YEAR),
    ("1984~", "1983-01-01", "1985-12-31", Precision.YEAR),
    ("1984%", "1982-01-01", "1986-12-31", Precision.YEAR),
    ("2004-06?", "2004-05-01", "2004-07-31", Precision.MONTH),
    ("2004-01%", "2003-11-01", "2004-03-31", Precision.MONTH),
    ("2004-06-11%", "2004-06-09", "2004-06-13", Precision.DAY),
    ("2004-02-29~", "2004-02-28", "2004-03-01", Precision.DAY),
    ("0001-01-01%", "0001-01-01", "0001-01-03", Precision.DAY),
    ("9999-12-31~", "9999-12-30", "9999-12-31", Precision.DAY),
    ("0001~", "0001-01-01", "0002-12-31", Precision.YEAR),
    # level 1: unspecified digits
    ("201X", "2010-01-01", "2019-12-31", Precision.DECADE),
    ("20XX", "2000-01-01", "2099-12-31", Precision.CENTURY),
    ("201X~", "2000-01-01", "2029-12-31", Precision.DECADE),
    ("18XX?", "1700-01-01", "1999-12-31", Precision.CENTURY),
    ("000X", "0001-01-01", "0009-12-31", Precision.DECADE),
    ("2004-XX", "2004-01-01", "2004-12-31", Precision.YEAR),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", Precision.YEAR),
    ("1985-04-XX", "1985-04-01", "1985-04-30", Precision.MONTH),
    ("1985-04-XX~", "1985-03-01", "1985-05-31", Precision.MONTH),
    # level 2: one of a set
    ("[1667,1668, 1670..1672]", "1667-01-01", "1672-12-31", Precision.YEAR),
    ("[1985..1986]", "1985-01-01", "1986-12-31", Precision.YEAR),
    ("[..1760-12-03]", "-", "1760-12-03", Precision.DAY),
    ("[1760-12..]", "1760-12-01", "+", Precision.MONTH),
    ("[1760-01, 1760-02, 1760-12..]", "1760-01-01", "+", Precision.MONTH),
    ("[1880-11-02..1881]", "1880-11-02", "1881-12-31", Precision.YEAR),
    ("[1985~]", "1984-01-01", "1986-12-31", Precision.YEAR),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), SINGLE)
def test_a_single_date_spans_its_unit(
    text: str, start: str, end: str, precision: Precision
) -> None:
    """A date begins and ends somewhere in its unit, padded as its mark says."""
    bounds = first(start), last(end)

    assert parse_span(text) == Span(*bounds, *bounds, precision, precision, False)


# text, earliest and latest start, earliest and latest end
INTERVALS = [
    ("1964/2008", "1964-01-01", "1964-12-31", "2008-01-01", "2008-12-31"),
    ("2004-06/2006-08", "2004-06-01", "2004-06-30", "2006-08-01", "2006-08-31"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2004-02-01", "2005-02-08", "2005-02-08"),
    ("2004-02-01/2005-02", "2004-02-01", "2004-02-01", "2005-02-01", "2005-02-28"),
    ("2005/2006-02", "2005-01-01", "2005-12-31", "2006-02-01", "2006-02-28"),
    ("1984~/2004-06", "1983-01-01", "1985-12-31", "2004-06-01", "2004-06-30"),
    ("2004-06-04?/2004-06-12%", "2004-06-03", "2004-06-05", "2004-06-10", "2004-06-14"),
    ("1985-04-12/..", "1985-04-12", "1985-04-12", "+", "+"),
    ("../1985-04", "-", "-", "1985-04-01", "1985-04-30"),
    ("1985-04-12/", "1985-04-12", "1985-04-12", "1985-04-12 00:00", "+"),
    ("/1985-04-12", "-", "1985-04-12 23:59", "1985-04-12", "1985-04-12"),
    ("../..", "-", "-", "+", "+"),
    ("../", "-", "-", "-", "+"),
    ("/..", "-", "+", "+", "+"),
    ("1985 / 1986", "1985-01-01", "1985-12-31", "1986-01-01", "1986-12-31"),
    # neither end reaches beyond the other: what began in 1880 and ended in March began by March
    ("1880/1880-03", "1880-01-01", "1880-03-31", "1880-03-01", "1880-03-31"),
    ("1880-11-02/1880", "1880-11-02", "1880-11-02", "1880-11-02", "1880-12-31"),
    ("2020-03-05~/2020-03-04", "2020-03-04", "2020-03-04", "2020-03-04", "2020-03-04"),
]


@pytest.mark.parametrize(("text", "a", "b", "c", "d"), INTERVALS)
def test_an_interval_has_a_span_at_each_end(text: str, a: str, b: str, c: str, d: str) -> None:
    """The ends of ``a/b`` are read apart, then each is clipped to what the other allows."""
    span = parse_span(text)

    assert span[:4] == (first(a), last(b), first(c), last(d))
    assert span.is_interval


def test_each_end_of_an_interval_keeps_its_precision() -> None:
    """An open or blank end has none; the others keep the unit in which they were written."""
    text = "2022-23/2023-01-05T10:30"

    assert parse_span(text)[4:] == (Precision.SEASON, Precision.MINUTE, True)
    assert parse_span("2022/..")[4:] == (Precision.YEAR, Precision.NONE, True)
    assert parse_span("/202X")[4:] == (Precision.NONE, Precision.DECADE, True)


def test_only_a_time_of_day_is_crisp() -> None:
    """A start is crisp if it is known to the minute, not merely written in minutes."""
    told = ["2020-03-01T10:30", "2020-03-01T10:30/..", "2020-03-01", "../2020"]
    choice = "[2020-03-01T10:30,2020-03-01T11:00]"

    assert [parse_span(text).is_crisp for text in told] == [True, True, False, False]
    assert not parse_span(choice).is_crisp


def test_unknown_is_without_any_bound() -> None:
    """Of what has no date nothing is known, not even that it lasted."""
    anywhen = (-FOREVER, FOREVER)

    assert (*anywhen, *anywhen, Precision.NONE, Precision.NONE, False) == UNKNOWN


def test_blanks_around_a_date_do_not_matter() -> None:
    """A date is read the same with blanks or a line's end around it."""
    assert parse_span("  2011~\n") == parse_span("2011~")


def test_a_span_crosses_a_process_whole() -> None:
    """A pickled span is the same span, and prints as its recipe."""
    span = parse_span("2011~/..")

    assert pickle.loads(pickle.dumps(span)) == span
    assert repr(span).startswith("Span(start_earliest=")


def test_the_padding_grows_with_the_mark_and_the_unit() -> None:
    """``%`` is never narrower than ``~``, nor a coarser unit than a finer one."""
    months = [row for unit, row in PADDING.items() if unit is not Precision.DAY]

    assert all(plain < one < two for plain, one, two in PADDING.values())
    assert [row[1] for row in months] == sorted(row[1] for row in months)


ANY = "1880, 1880-07, 1880-07-17, 1880-07-17T14:30, 1880-23 (autumn), 188X, 2011~, 1880/1881"
IN_NUMBERS = f"a date is written in numbers: {{}} (accepted: {ANY})"
SET = "(accepted: [1985,1986] or [1985..1986])"
TIME = "a time is the hour and minute of a day: {!r} (accepted: 2020-03-01T10:30)"
YEAR = "this year is not read: {!r} (accepted: 0001 to 9999)"
MARK = "a mark stands at the end, for the whole date: {!r}; did you mean {!r}? (accepted: 1880-07~)"
PLACES = "only the last places can be unknown: {!r} (accepted: 188X, 18XX, 1880-XX)"
SEASONS = "only four seasons are read: {!r} (accepted: 21 spring to 24 winter, northern)"
DRAFT = "'open' is a form of the 2012 draft"
BLANK = "(accepted: 1880, 1880/1881, /1881; or leave it out)"
ORDER = "a date is year-month-day: {!r}{} (accepted: YYYY-MM-DD)"

# text, the whole sentence
REFUSED = [
    ("", f"no date stands here {BLANK}"),
    ("  ", f"no date stands here {BLANK}"),
    ("/", f"no date stands here: '/' {BLANK}"),
    ("{1900,1901}", "a set in { } means all of its dates: '{1900,1901}' "
     "(accepted: two statements, one for each date)"),
    ("1880-~07", MARK.format("1880-~07", "1880-07~")),
    ("?1880", MARK.format("?1880", "1880?")),
    ("?1880-07-~17", "a mark stands at the end, for the whole date: '?1880-07-~17' "
     "(accepted: 1880-07~)"),
    ("2020-25", SEASONS.format("2020-25")),
    ("2020-41", SEASONS.format("2020-41")),
    ("2020-42", "no month has the number 42: '2020-42' (accepted: 01 to 12)"),
    ("2020-13-01", "no month has the number 13: '2020-13-01' (accepted: 01 to 12)"),
    ("2020-00", "no month has the number 00: '2020-00' (accepted: 01 to 12)"),
    ("Y17e7", YEAR.format("Y17e7")),
    ("1950S2", YEAR.format("1950S2")),
    ("-0044", YEAR.format("-0044")),
    ("0000", YEAR.format("0000")),
    ("12020", YEAR.format("12020")),
    ("2021-02-30", "February 2021 has 28 days: '2021-02-30'"),
    ("2020-02-30", "February 2020 has 29 days: '2020-02-30'"),
    ("1880-04-31/1881", "April 1880 has 30 days: '1880-04-31'"),
    ("1880-12-00", "December 1880 has 31 days: '1880-12-00'"),
    ("1880?~", "'?~' is a form of the 2012 draft: '1880?~'; did you mean '1880%'? "
     "(accepted: % for uncertain and approximate)"),
    ("199u", "'u' is a form of the 2012 draft: '199u'; did you mean '199X'? "
     "(accepted: X for an unknown digit)"),
    ("2011/open", f"{DRAFT} (accepted: 2011/.. without end, 2011/ where the end is unknown)"),
    ("3/1/2020", ORDER.format("3/1/2020", "")),
    ("01.03.2020", ORDER.format("01.03.2020", "")),
    ("13/1/2020", ORDER.format("13/1/2020", "; did you mean '2020-01-13'?")),
    ("1/13/2020", ORDER.format("1/13/2020", "; did you mean '2020-01-13'?")),
    ("3.3.2020", ORDER.format("3.3.2020", "; did you mean '2020-03-03'?")),
    ("2020/3/1", ORDER.format("2020/3/1", "; did you mean '2020-03-01'?")),
    ("31/31/2020", ORDER.format("31/31/2020", "")),
    ("3/1/20", ORDER.format("3/1/20", "")),
    ("20200301", "a date needs its hyphens: '20200301'; did you mean '2020-03-01'? "
     "(accepted: 2020-03-01)"),
    ("2020-3-1", "month and day have two digits: '2020-3-1'; did you mean '2020-03-01'? "
     "(accepted: 2020-03-01)"),
    ("March 2020", IN_NUMBERS.format("'March 2020'; did you mean '2020-03'?")),
    ("March 1st, 2020", IN_NUMBERS.format("'March 1st, 2020'; did you mean '2020-03-01'?")),
    ("1 Mar. 2020", IN_NUMBERS.format("'1 Mar. 2020'; did you mean '2020-03-01'?")),
    ("30 February 2020", IN_NUMBERS.format("'30 February 2020'")),
    ("autumn 2022", IN_NUMBERS.format("'autumn 2022'; did you mean '2022-23'?")),
    ("before March 2020", IN_NUMBERS.format("'before March 2020'")),
    ("yesterday", IN_NUMBERS.format("'yesterday'")),
    ("about 2011", "'about' is written ~: 'about 2011'; did you mean '2011~'? (accepted: 2011~)"),
    ("the 1880s", "a decade is written with an X: 'the 1880s'; did you mean '188X'? "
     "(accepted: 188X)"),
    ("２０２０-03-01", f"digits are 0 to 9: '２０２０-03-01' (accepted: {ANY})"),
    ("2020-03-0١", f"digits are 0 to 9: '2020-03-0١' (accepted: {ANY})"),
    ("2" * 201, f"a date has at most 200 characters: '{'2' * 79}…'"),
    ("2020-03-01 10:30", "a day and its time are joined by T: '2020-03-01 10:30'; "
     "did you mean '2020-03-01T10:30'?"),
    ("2020-03-01T24:00", "24:00 is 00:00 of the next day: '2020-03-01T24:00' "
     "(accepted: hours 00 to 23)"),
    ("2020-03-01T25:00", TIME.format("2020-03-01T25:00")),
    ("2020-03-01T10:60", TIME.format("2020-03-01T10:60")),
    ("2020-03-01T10", TIME.format("2020-03-01T10")),
    ("2020-03T10:30", TIME.format("2020-03T10:30")),
    ("2020-03-01T10:30+25:00", TIME.format("2020-03-01T10:30+25:00")),
    ("2020-03-01T10:30~", "a time of day takes no mark: '2020-03-01T10:30~'; "
     "did you mean '2020-03-01~'? (accepted: the mark on the day alone)"),
    ("188x", "an unknown digit is a capital X: '188x'; did you mean '188X'? (accepted: 188X)"),
    ("188X-07", PLACES.format("188X-07")),
    ("1XXX", PLACES.format("1XXX")),
    ("1880-XX-05", PLACES.format("1880-XX-05")),
    ("1880 – 1882", "a slash joins two dates: '1880 – 1882'; did you mean '1880/1882'? "
     "(accepted: 1880/1882)"),
    ("1880..1882", "dates with '..' stand in brackets: '1880..1882'; "
     f"did you mean '[1880..1882]'? {SET}"),
    ("1985,1986", "dates with ',' stand in brackets: '1985,1986'; "
     f"did you mean '[1985,1986]'? {SET}"),
    ("[1985", f"a set begins with [ and ends with ]: '[1985' {SET}"),
    ("[1985,,1986]", f"a set needs a date in every place: '[1985,,1986]' {SET}"),
    ("[..]", f"a set needs a date in every place: '[..]' {SET}"),
    ("[....]", f"a set needs a date in every place: '[....]' {SET}"),
    ("[1985....]", f"a set needs a date in every place: '[1985....]' {SET}"),
    ("[1990..1980]", "the range runs backwards: '[1990..1980]'; did you mean '[1980..1990]'?"),
    ("[1985,1986]/1990", "a set cannot be the end of an interval: '[1985,1986]' "
     "(accepted: one date at each end, 1985/1986)"),
    ("1990/1980", "the interval ends before it starts: '1990/1980'; did you mean '1980/1990'?"),
    ("2020-03-05/2020-03-04", "the interval ends before it starts: '2020-03-05/2020-03-04'; "
     "did you mean '2020-03-04/2020-03-05'?"),
    ("1880/1881/1882", "an interval has one slash: '1880/1881/1882' (accepted: 1880/1881)"),
    ("2020-23-05", f"this is not a date: '2020-23-05' (accepted: {ANY})"),
    ("2020-W05", f"this is not a date: '2020-W05' (accepted: {ANY})"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_a_date_that_cannot_be_read_is_refused_with_its_cure(text: str, sentence: str) -> None:
    """The sentence names the problem, the part that is wrong and what would be accepted."""
    with pytest.raises(DateError) as caught:
        parse_span(text)

    assert str(caught.value) == sentence
    assert len(caught.value.faults) == 1


def test_a_refused_date_is_a_value_error_with_its_parts() -> None:
    """Programs find the wrong part and the cure as attributes of the one fault."""
    with pytest.raises(ValueError, match="numbers") as caught:
        parse_span("1985/March 1986")

    assert isinstance(caught.value, DateError)
    assert caught.value.faults[0].value == "March 1986"
    assert caught.value.faults[0].nearest == "1986-03"


DURATIONS = [
    ("7 days", 7 * 1440, 7 * 1440, "day"),
    ("7days", 7 * 1440, 7 * 1440, "day"),
    (" 1 Hour ", 60, 60, "hour"),
    ("90 minutes", 90, 90, "minute"),
    ("4..5 weeks", 28 * 1440, 35 * 1440, "week"),
    ("4 .. 5 weeks~", 21 * 1440, 42 * 1440, "week"),
    ("9 months~", 240 * 1440, 300 * 1440, "month"),
    ("2 years", 730 * 1440, 730 * 1440, "year"),
    ("3 days?", 2 * 1440, 4 * 1440, "day"),
    ("3 days%", 1440, 5 * 1440, "day"),
    ("1 day%", 0, 3 * 1440, "day"),
    ("0 days", 0, 0, "day"),
]


@pytest.mark.parametrize(("text", "shortest", "longest", "unit"), DURATIONS)
def test_a_duration_is_counted_in_minutes(
    text: str, shortest: int, longest: int, unit: str
) -> None:
    """A month is 30 days and a year 365; a mark pads by units, never below nothing."""
    assert parse_duration(text) == Duration(shortest, longest, unit)


AGES = [
    ("15", 180, 192),
    ("15 years", 180, 192),
    ("1 year", 12, 24),
    ("8..9", 96, 120),
    ("8..9 years", 96, 120),
    ("15~", 168, 204),
    ("15?", 168, 204),
    ("15%", 156, 216),
    ("0~", 0, 24),
    ("18 months", 18, 19),
    ("6..9 months", 6, 10),
    ("18 months~", 17, 20),
    ("150", 1800, 1812),
]


@pytest.mark.parametrize(("text", "months_from", "months_to"), AGES)
def test_an_age_lasts_until_the_next_birthday(text: str, months_from: int, months_to: int) -> None:
    """Who is 15 has lived 180 months or more, but not yet 192."""
    assert parse_age(text) == Age(months_from, months_to)


LENGTHS = (
    "(accepted: 7 days, 90 minutes, 4..5 weeks, 9 months~; "
    "minutes, hours, days, weeks, months, years)"
)
YEARS = "(accepted: 15, 8..9, 15~, 18 months)"

BAD_DURATIONS = [
    ("", f"a duration is a whole number and its unit {LENGTHS}"),
    ("7", f"a duration needs a unit: '7' {LENGTHS}"),
    ("about 7 days", f"a duration is a whole number and its unit: 'about 7 days' {LENGTHS}"),
    ("1.5 hours", f"a duration is a whole number and its unit: '1.5 hours' {LENGTHS}"),
    ("-1 day", f"a duration is a whole number and its unit: '-1 day' {LENGTHS}"),
    ("٧ days", f"a duration is a whole number and its unit: '٧ days' {LENGTHS}"),
    ("7 dyas", f"a duration is not given in dyas: '7 dyas'; did you mean '7 days'? {LENGTHS}"),
    ("2 fortnights", f"a duration is not given in fortnights: '2 fortnights' {LENGTHS}"),
    ("5..4 weeks", "the range runs backwards: '5..4 weeks'; did you mean '4..5 weeks'?"),
]


@pytest.mark.parametrize(("text", "sentence"), BAD_DURATIONS)
def test_a_duration_that_cannot_be_read_is_refused_with_its_cure(text: str, sentence: str) -> None:
    """The sentence says what is wrong, and offers the unit spelt most alike."""
    with pytest.raises(DateError) as caught:
        parse_duration(text)

    assert str(caught.value) == sentence


BAD_AGES = [
    ("", f"an age is a whole number and its unit {YEARS}"),
    ("fifteen", f"an age is a whole number and its unit: 'fifteen' {YEARS}"),
    ("15 s", f"an age is a whole number and its unit: '15 s' {YEARS}"),
    ("15 weeks", f"an age is not given in weeks: '15 weeks' {YEARS}"),
    ("15 yers", f"an age is not given in yers: '15 yers'; did you mean '15 years'? {YEARS}"),
    ("1985", f"no one is older than 150 years: '1985' {YEARS}"),
    ("9..8 months~", "the range runs backwards: '9..8 months~'; did you mean '8..9 months~'?"),
]


@pytest.mark.parametrize(("text", "sentence"), BAD_AGES)
def test_an_age_that_cannot_be_read_is_refused_with_its_cure(text: str, sentence: str) -> None:
    """The sentence says what is wrong; a year of birth in place of an age is noticed."""
    with pytest.raises(DateError) as caught:
        parse_age(text)

    assert str(caught.value) == sentence


MONTHS_LATER = [
    ("2020-03-01 10:30", 1, "2020-04-01 10:30"),
    ("2020-01-31 10:30", 1, "2020-02-29 10:30"),
    ("2020-02-29 00:00", 12, "2021-02-28 00:00"),
    ("2020-02-29 23:59", -48, "2016-02-29 23:59"),
    ("2020-01-15 00:00", -1, "2019-12-15 00:00"),
    ("1969-07-04 00:00", 180, "1984-07-04 00:00"),
    ("9999-06-05 01:00", 24, "9999-12-05 01:00"),
    ("0001-06-05 01:00", -24, "0001-01-05 01:00"),
]


@pytest.mark.parametrize(("start", "months", "end"), MONTHS_LATER)
def test_a_month_later_is_the_same_day_or_the_last(start: str, months: int, end: str) -> None:
    """The day of the month is kept, clipped to the month's end and to the years that are read."""
    assert add_months(minute(start), months) == minute(end)


def test_forever_does_not_move_by_months() -> None:
    """No number of months changes a moment without bound."""
    assert [add_months(m, 5) for m in (-FOREVER, FOREVER)] == [-FOREVER, FOREVER]


WRITTEN = [
    (Precision.NONE, "1880-07-17T09:05"),
    (Precision.MINUTE, "1880-07-17T09:05"),
    (Precision.DAY, "1880-07-17"),
    (Precision.MONTH, "1880-07"),
    (Precision.SEASON, "1880-07"),
    (Precision.YEAR, "1880"),
    (Precision.DECADE, "188X"),
    (Precision.CENTURY, "18XX"),
]


@pytest.mark.parametrize(("precision", "text"), WRITTEN)
def test_a_moment_is_written_in_the_unit_asked_for(precision: Precision, text: str) -> None:
    """A moment is cut to its unit; a season has no number of its own here, so its month stands."""
    assert to_text(minute("1880-07-17 09:05"), precision) == text


def test_a_moment_without_bound_is_two_dots() -> None:
    """What has no bound is written as EDTF writes an open end; early years keep four digits."""
    assert [to_text(-FOREVER), to_text(FOREVER, Precision.DAY)] == ["..", ".."]
    assert to_text(0, Precision.YEAR) == "0001"


WORDS = [
    ("2020-03-01", "1 March 2020"),
    (" 2020-03 ", "March 2020"),
    ("2020", "2020"),
    ("0044", "44"),
    ("2011~", "about 2011"),
    ("1880-07-17?", "perhaps 17 July 1880"),
    ("1899-03%", "perhaps about March 1899"),
    ("2022-23", "autumn 2022"),
    ("2022-24~", "about winter 2022"),
    ("188X", "the 1880s"),
    ("188X~", "about the 1880s"),
    ("18XX", "the years 1800 to 1899"),
    ("1880-XX", "some month in 1880"),
    ("1880-XX-XX", "some day in 1880"),
    ("1880-07-XX", "some day in July 1880"),
    ("2020-03-01T10:30:15+02:00", "1 March 2020 at 10:30"),
    ("2011~/2023-01", "from about 2011 to January 2023"),
    ("2022-23/..", "autumn 2022 onwards"),
    ("../1881", "until 1881"),
    ("/1881", "from an unknown date to 1881"),
    ("1881/", "from 1881 to an unknown date"),
    ("../..", "always"),
    ("../", "until an unknown date"),
    ("/..", "an unknown date onwards"),
    ("[1985..1986]", "some time from 1985 to 1986"),
    ("[1985, 1986]", "1985 or 1986"),
    ("[..1880]", "1880 or earlier"),
    ("[1875,1880-05..]", "1875 or May 1880 or later"),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_a_date_is_told_in_words(text: str, words: str) -> None:
    """A sentence can take the words as they are."""
    assert span_in_words(text) == words


def test_what_is_no_date_has_no_words() -> None:
    """Words are made of dates alone; anything else is refused as when read."""
    with pytest.raises(DateError, match=r"^February 2021 has 28 days: '2021-02-30'$"):
        span_in_words("2021-02-30")


LENGTH_WORDS = [
    (0, "0 minutes"),
    (1, "1 minute"),
    (45, "45 minutes"),
    (60, "1 hour"),
    (125, "2 hours 5 minutes"),
    (1440, "1 day"),
    (3 * 1440, "3 days"),
    (-3 * 1440, "3 days"),
    (1500, "1 day 1 hour"),
    (FOREVER, "a time without bound"),
]


@pytest.mark.parametrize(("minutes", "words"), LENGTH_WORDS)
def test_a_length_of_time_is_told_in_words(minutes: int, words: str) -> None:
    """Whole days where they divide; the direction is left to the sentence around it."""
    assert duration_in_words(minutes) == words


def test_a_truth_is_told_in_a_word() -> None:
    """The three values print as words and are ordered from no to yes."""
    assert [str(t) for t in sorted(Truth)] == ["impossible", "possible", "certain"]
    assert f"{CERTAIN}" == "certain"


def test_together_relations_hold_as_far_as_the_weakest() -> None:
    """One impossible relation makes all impossible; no relation at all asks nothing."""
    assert weakest(CERTAIN, POSSIBLE) is POSSIBLE
    assert weakest(POSSIBLE, IMPOSSIBLE, CERTAIN) is IMPOSSIBLE
    assert weakest() is CERTAIN


# y, x, after, before, from
ORDERS = [
    ("2020-03-02", "2020-03-01", CERTAIN, IMPOSSIBLE, CERTAIN),
    ("2020-03-01", "2020-03-02", IMPOSSIBLE, CERTAIN, IMPOSSIBLE),
    ("2020-03-01", "2020-03-01", POSSIBLE, POSSIBLE, POSSIBLE),
    ("2020-03-01T10:31", "2020-03-01T10:30", CERTAIN, IMPOSSIBLE, CERTAIN),
    ("2020-03-01T10:30", "2020-03-01T10:30", IMPOSSIBLE, IMPOSSIBLE, CERTAIN),
    ("2020-03-01T00:00", "2020-03-01", IMPOSSIBLE, POSSIBLE, POSSIBLE),
    ("2020-03-01T23:59", "2020-03-01", POSSIBLE, IMPOSSIBLE, CERTAIN),
    ("2020-03-03", "2020-03-01~", CERTAIN, IMPOSSIBLE, CERTAIN),
    ("2020-03-02", "2020-03-01~", POSSIBLE, POSSIBLE, POSSIBLE),
    ("2020/2029", "2021/2022", IMPOSSIBLE, CERTAIN, IMPOSSIBLE),
    ("2020", "../2029", CERTAIN, IMPOSSIBLE, CERTAIN),
    ("2020", "/2019", CERTAIN, IMPOSSIBLE, CERTAIN),
    ("2019", "/2020", POSSIBLE, POSSIBLE, POSSIBLE),
    ("[1990..]", "1989", CERTAIN, IMPOSSIBLE, CERTAIN),
]


@pytest.mark.parametrize(("y", "x", "after", "before", "not_before"), ORDERS)
def test_onsets_are_ordered_on_their_minutes(
    y: str, x: str, after: Truth, before: Truth, not_before: Truth
) -> None:
    """Only onsets count; two plain dates on one day are ordered possibly."""
    spans = parse_span(y), parse_span(x)

    assert (is_after(*spans), is_before(*spans), is_from(*spans)) == (after, before, not_before)


# y, x, least and most minutes between their onsets
DISTANCES = [
    ("2020-03-15", "2020-03-01", 14 * DAY, 14 * DAY),
    ("2020-03-01", "2020-03-15", -14 * DAY, -14 * DAY),
    ("2020-03-15T08:00", "2020-03-01", 14 * DAY, 14 * DAY),
    ("2020-03-15T00:05", "2020-03-14T23:55", 10, 10),
    ("2020-03-15", "2020-03-14T23:55", DAY, DAY),
    ("2020-03-15~", "2020-03-01", 13 * DAY, 15 * DAY),
    ("2020-04", "2020-03-31", DAY, 30 * DAY),
    ("2021", "2020", DAY, 730 * DAY),
    ("2021", "../2020", FOREVER, FOREVER),
    ("2021", "/2020", DAY, FOREVER),
    ("/2020", "2021", -FOREVER, -DAY),
    ("../2020", "2021", -FOREVER, -FOREVER),
    ("../2020", "../2021", -FOREVER, FOREVER),
    ("[2021..]", "2020-12-31", DAY, FOREVER),
    ("2020-12-31", "[2021..]", -FOREVER, -DAY),
]


@pytest.mark.parametrize(("y", "x", "least", "most"), DISTANCES)
def test_distance_counts_calendar_days_unless_both_are_exact(
    y: str, x: str, least: int, most: int
) -> None:
    """The 1st to the 15th is 14 days exactly; what has no bound is forever away."""
    assert distance(parse_span(y), parse_span(x)) == (least, most)


def test_the_distance_from_the_unknown_is_unknown() -> None:
    """Nothing bounds the distance to what has no date."""
    day = parse_span("2020-03-01")

    assert distance(day, UNKNOWN) == (-FOREVER, FOREVER)
    assert distance(UNKNOWN, UNKNOWN) == (-FOREVER, FOREVER)


def test_never_is_forever_away() -> None:
    """A start put off without end lies forever after any day, and no sum goes beyond that."""
    day = parse_span("2020-03-01")
    never = UNKNOWN._replace(start_earliest=FOREVER, end_earliest=FOREVER)

    assert distance(never, day) == (FOREVER, FOREVER)
    assert distance(day, never) == (-FOREVER, -FOREVER)


def test_fourteen_days_are_within_fourteen_days() -> None:
    """Limits are inclusive at both sides, and a day less is too little."""
    y, x = parse_span("2020-03-15"), parse_span("2020-03-01")
    about = parse_span("2020-03-15~")

    assert [is_within(y, x, d * DAY) for d in (14, 13)] == [CERTAIN, IMPOSSIBLE]
    assert [is_at_least(y, x, d * DAY) for d in (14, 15)] == [CERTAIN, IMPOSSIBLE]
    assert [is_within(about, x, d * DAY) for d in (15, 14, 12)] == [CERTAIN, POSSIBLE, IMPOSSIBLE]
    assert [is_at_least(about, x, d * DAY) for d in (13, 14, 16)] == [CERTAIN, POSSIBLE, IMPOSSIBLE]


# y, x, whether y began during x, whether it began after the end of x
DURING = [
    # a start or an end given to the day takes in the whole day
    ("2020-03-01T00:00", "2020-03-01/2020-03-10", CERTAIN, IMPOSSIBLE),
    ("2020-03-01", "2020-03-01/2020-03-10", CERTAIN, IMPOSSIBLE),
    ("2020-03-10T23:59", "2020-03-01/2020-03-10", CERTAIN, POSSIBLE),
    ("2020-02-29", "2020-03-01/2020-03-10", IMPOSSIBLE, IMPOSSIBLE),
    ("2020-03-11", "2020-03-01/2020-03-10", IMPOSSIBLE, CERTAIN),
    ("2020-03", "2020-03-01/2020-03-10", POSSIBLE, POSSIBLE),
    # also where a mark pads it
    ("2020-03-02T00:00", "2020-03-01~/2020-03-10", CERTAIN, IMPOSSIBLE),
    ("2020-03-01", "2020-03-01~/2020-03-10", POSSIBLE, IMPOSSIBLE),
    ("2020-03-09", "2020-03-01/2020-03-10~", CERTAIN, POSSIBLE),
    ("2020-03-11", "2020-03-01/2020-03-10~", POSSIBLE, POSSIBLE),
    ("2020-03-12", "2020-03-01/2020-03-10~", IMPOSSIBLE, CERTAIN),
    # a coarser one lies somewhere in its unit
    ("2020-05-05", "2020-03/2020-06", CERTAIN, IMPOSSIBLE),
    ("2020-03-05", "2020-03/2020-06", POSSIBLE, IMPOSSIBLE),
    ("2020-06-05", "2020-03/2020-06", POSSIBLE, POSSIBLE),
    ("2020-06-01T00:00", "2020-03/2020-06", CERTAIN, IMPOSSIBLE),
    # an exact one is exact
    ("2020-03-01T10:29", "2020-03-01T10:30/2020-03-01T11:00", IMPOSSIBLE, IMPOSSIBLE),
    ("2020-03-01T10:30", "2020-03-01T10:30/2020-03-01T11:00", CERTAIN, IMPOSSIBLE),
    ("2020-03-01T11:00", "2020-03-01T10:30/2020-03-01T11:00", CERTAIN, IMPOSSIBLE),
    ("2020-03-01T11:01", "2020-03-01T10:30/2020-03-01T11:00", IMPOSSIBLE, CERTAIN),
    ("2020-03-01", "2020-03-01T10:30/2020-03-01T11:00", POSSIBLE, POSSIBLE),
    # open ends hold, blank ends may
    ("2030", "2020/..", CERTAIN, IMPOSSIBLE),
    ("1930", "../2020", CERTAIN, IMPOSSIBLE),
    ("2030", "2020/", POSSIBLE, POSSIBLE),
    ("1930", "/2020", POSSIBLE, IMPOSSIBLE),
    ("2021", "/2020", IMPOSSIBLE, CERTAIN),
    ("1930", "../..", CERTAIN, IMPOSSIBLE),
    # what has a single date was so at some time then
    ("2020-03-05", "2020", POSSIBLE, POSSIBLE),
    ("2020-03-05", "2020-03-05", POSSIBLE, POSSIBLE),
    ("2019", "2020", IMPOSSIBLE, IMPOSSIBLE),
    ("2021", "2020", IMPOSSIBLE, POSSIBLE),
]


@pytest.mark.parametrize(("y", "x", "during", "after_end"), DURING)
def test_an_onset_lies_during_or_after_what_lasted(
    y: str, x: str, during: Truth, after_end: Truth
) -> None:
    """Both ends of what lasted belong to it; after its end is strictly later."""
    spans = parse_span(y), parse_span(x)

    assert (is_during(*spans), is_after_end(*spans)) == (during, after_end)


def test_a_day_narrowed_by_an_order_still_counts_whole() -> None:
    """A start or end known to the day takes in its day also where it is tightened within it."""
    noon, night = minute("2020-03-05 12:00"), minute("2020-03-05 22:00")
    x = Span(noon, noon, night, night, Precision.DAY, Precision.DAY, True)
    before, after = (
        ("2020-03-04T23:00", "2020-03-05T01:00"),
        ("2020-03-05T23:00", "2020-03-06T01:00"),
    )

    assert is_during(parse_span(before[1]), x) is is_during(parse_span(after[0]), x) is CERTAIN
    assert is_during(parse_span(before[0]), x) is is_during(parse_span(after[1]), x) is IMPOSSIBLE
    assert is_during(parse_span(f"[{'..'.join(before)}]"), x) is POSSIBLE
    assert is_during(parse_span(f"[{'..'.join(after)}]"), x) is POSSIBLE


def test_nothing_is_certain_of_the_unknown() -> None:
    """Of what has no date it can be that it lasted then, or had ended, or had not begun."""
    day = parse_span("2020-03-01")
    relations = (is_after, is_before, is_from, is_during, is_after_end)

    assert {relation(day, UNKNOWN) for relation in relations} == {POSSIBLE}
    assert is_within(day, UNKNOWN, DAY) is POSSIBLE
    assert is_at_least(day, UNKNOWN, DAY) is POSSIBLE


def test_the_founding_case_is_told_with_its_certainties() -> None:
    """About 2011 to January 2023: a flare in 2012 fell within the pain or just before its onset."""
    pain = parse_span("2011~/2023-01")

    assert is_during(parse_span("2013"), pain) is CERTAIN
    assert is_during(parse_span("2012"), pain) is POSSIBLE
    assert is_after_end(parse_span("2023-02"), pain) is CERTAIN
