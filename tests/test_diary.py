"""What the cells of a diary mean: numbers, dates, words, rules for flares, days watched."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulation.dates import parse_span
from formulation.diary import read_map
from formulation.diary.cells import Cell, UnreadableError, folded, read_number, rows_in_words, spelt
from formulation.diary.moments import check_form, read_date, read_time, write_date
from formulation.diary.rules import ROBUST, Baseline, Level, Rated, Rule, flares, level_of
from formulation.diary.watches import common, day_count, joined, periods
from formulation.model.events import Rating

FORMS = [
    None, "YYYY-MM-DD", "DD.MM.YYYY", "MM/DD/YYYY", "D.M.YYYY", "M/D/YYYY", "DD MMM YYYY",
    "MMM D, YYYY", "YYYYMMDD", "YYYY/MM/DD", "D. MMM YYYY", "DD-MM-YYYY",
]  # fmt: skip
DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 31))


def told(error: pytest.ExceptionInfo[UnreadableError]) -> str:
    """What is wrong and what would do, in one line."""
    return f"{error.value.problem} ({error.value.accepted})"


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("7", None, 7.0), ("7.5", None, 7.5), ("7,5", None, 7.5), ("07", None, 7.0),
        ("+3", None, 3.0), ("-3", None, -3.0), ("\N{MINUS SIGN}3", None, -3.0), (".5", None, 0.5),
        ("0,125", None, 0.125), ("1,2345", None, 1.2345), ("1.234", None, 1.234),
        ("1,234", ",", 1.234), ("7,5", ",", 7.5), ("7.5", ".", 7.5),
    ],
)  # fmt: skip
def test_a_number_is_read_with_either_decimal_mark(
    text: str, decimal: str | None, number: float
) -> None:
    """7.5 and 7,5 are one number where the map declares no mark."""
    assert read_number(Cell(text), decimal) == number


@pytest.mark.parametrize(
    ("text", "decimal", "sentence"),
    [
        (
            "strong",
            None,
            "is no number (a number, written 7 or 7.5 or 7,5; a blank where nothing was noted)",
        ),
        ("7/10", ",", "is no number (a number, written 7 or 7,5; a blank where nothing was noted)"),
        (
            "=1+1",
            ".",
            "is the text of a formula, not its value "
            "(a number, written 7 or 7.5; a blank where nothing was noted)",
        ),
        (
            "1,234",
            None,
            'could be 1.234 or 1234 (decimal: "," in the map, or decimal: ".")',
        ),
        ("7.5", ",", "has another decimal mark than the map says, ',' (1,5)"),
    ],
)
def test_what_is_no_number_is_told_with_what_would_do(
    text: str, decimal: str | None, sentence: str
) -> None:
    """The cure names the decimal mark that the map declares."""
    with pytest.raises(UnreadableError) as error:
        read_number(Cell(text), decimal)

    assert told(error) == sentence


@pytest.mark.parametrize("text", ["", "-", ".", "1e5", "inf", "nan", "1 000", "7-8", "7%", "१"])
def test_nothing_else_is_taken_for_a_number(text: str) -> None:
    """Ranges, words of mathematics and digits of other scripts are not guessed at."""
    with pytest.raises(UnreadableError, match="is no number"):
        read_number(Cell(text))


def test_a_workbook_says_that_a_cell_is_a_number_or_a_date() -> None:
    """A number is one whatever mark the map declares; 3/4 that became a date is no rating."""
    with pytest.raises(UnreadableError) as error:
        read_number(Cell("2024-03-04", "date"))

    assert read_number(Cell("7.5", "number"), ",") == 7.5
    assert told(error) == (
        "is a date, and a number is asked for "
        "(a number; spreadsheet programs take 3/4 for a date unless the column holds text)"
    )


@given(st.integers(-10_000, 10_000), st.integers(0, 9), st.sampled_from(".,"))
def test_every_written_number_reads_back(whole: int, tenth: int, mark: str) -> None:
    """Whatever the decimal mark."""
    assert read_number(Cell(f"{whole}{mark}{tenth}")) == float(f"{whole}.{tenth}")


# --- dates --------------------------------------------------------------------------------------


@given(DAYS, st.sampled_from(FORMS))
def test_a_date_reads_back_in_each_form(day: date, form: str | None) -> None:
    """What the empty sheet writes, the map reads; and year-month-day is read whatever the form."""
    assert check_form(form or "YYYY-MM-DD") is None
    assert read_date(Cell(write_date(day, form)), form) == day.isoformat()
    assert read_date(Cell(day.isoformat()), form) == day.isoformat()


@given(DAYS, st.booleans())
def test_a_count_of_days_reads_back_in_both_calendars(day: date, is_1904: bool) -> None:
    """Spreadsheet programs count from 1900, or from 1904 in old workbooks."""
    form = "serial 1904" if is_1904 else "serial"
    day = max(day, date(1904, 3, 1))
    cell = Cell(write_date(day, form), "number")

    assert read_date(cell, form) == day.isoformat()
    assert read_date(cell, "serial", is_1904=is_1904) == day.isoformat()


@pytest.mark.parametrize(
    ("number", "is_1904", "day"),
    [
        ("61", False, "1900-03-01"),
        ("45352", False, "2024-03-01"),
        ("43890", True, "2024-03-01"),
        ("45352.604166666664", False, "2024-03-01T14:30"),
        ("45351.99999999", False, "2024-03-01"),
        ("2958465", False, "9999-12-31"),
    ],
)
def test_counted_days_are_those_of_spreadsheet_programs(
    number: str, is_1904: bool, day: str
) -> None:
    """By the documented systems: 61 is 1 March 1900, the two counts differ by 1,462 days."""
    assert read_date(Cell(number, "number"), "serial", is_1904=is_1904) == day


@pytest.mark.parametrize(
    ("text", "form", "moment"),
    [
        ("2024-3-1", None, "2024-03-01"),
        ("2024-03-01T14:30", None, "2024-03-01T14:30"),
        ("2024-03-01 9:05:59", None, "2024-03-01T09:05"),
        ("2024-03-01 14:30+01:00", None, "2024-03-01T14:30+01:00"),
        ("1.3.2024", "DD.MM.YYYY", "2024-03-01"),
        ("01.03.2024, 14:30", "DD.MM.YYYY", "2024-03-01T14:30"),
        ("3/1/2024 2:30:15 PM", "MM/DD/YYYY", "2024-03-01T14:30"),
        ("1 March 2024", "D MMM YYYY", "2024-03-01"),
        ("20240301", "YYYYMMDD", "2024-03-01"),
    ],
)
def test_a_date_may_carry_its_time(text: str, form: str | None, moment: str) -> None:
    """Seconds are dropped, an offset is kept; days and months may have one digit."""
    assert read_date(Cell(text), form) == moment
    assert str(parse_span(moment))


@pytest.mark.parametrize(
    ("cell", "form", "sentence"),
    [
        (
            Cell("03/04/2024"),
            None,
            "could be 3 April 2024 or 4 March 2024 "
            "(form: DD/MM/YYYY or form: MM/DD/YYYY in the map)",
        ),
        (Cell("13.04.2024"), None, "is not year-month-day (form: DD.MM.YYYY in the map)"),
        (Cell("04.13.2024"), None, "is not year-month-day (form: MM.DD.YYYY in the map)"),
        (Cell("04.04.2024"), None, "is not year-month-day (form: DD.MM.YYYY in the map)"),
        (Cell("2024/03/01"), None, "is not written with hyphens (form: YYYY/MM/DD in the map)"),
        (Cell("01/03/24"), None, "has a year of two digits (all four digits of the year)"),
        (
            Cell("01/03/24"),
            "DD/MM/YYYY",
            "has a year of two digits (all four digits of the year, as in DD/MM/YYYY)",
        ),
        (
            Cell("1 March"),
            "DD/MM/YYYY",
            "is not written DD/MM/YYYY (DD/MM/YYYY, as the map says, or YYYY-MM-DD)",
        ),
        (Cell("2024-02-30"), None, "is no day of the calendar (a day that there was)"),
        (Cell("0000-01-01"), None, "is no day of the calendar (a day that there was)"),
        (
            Cell("1 Ju 2024"),
            "D MMM YYYY",
            "is not written D MMM YYYY (D MMM YYYY, as the map says, or YYYY-MM-DD)",
        ),
        (
            Cell("1 Mai 2024"),
            "D MMM YYYY",
            "names no month: Mai (Jan to Dec, or January to December)",
        ),
        (
            Cell("yesterday"),
            None,
            "is no date (year-month-day, 2024-03-01; or form: in the map, such as DD.MM.YYYY)",
        ),
        (
            Cell("45352", "number"),
            None,
            "is a bare number, not a date (form: serial in the map, where days are counted so "
            "(45352 is then 2024-03-01); or a date)",
        ),
        (
            Cell("20240301", "number"),
            None,
            "is a bare number, not a date (form: serial in the map, where days are counted so; "
            "or a date)",
        ),
        (
            Cell("60", "number"),
            "serial",
            "is no count of days that stands for a date "
            "(days counted from 1900 (45352 is 2024-03-01), or a date as text)",
        ),
        (Cell("1.3.2024"), "serial", "is no count of days (a number such as 45352, or YYYY-MM-DD)"),
        (Cell("2024-03-01T25:00"), None, "is no time of day (14:30, 2:30 pm; hours 00 to 23)"),
    ],
)
def test_a_date_that_could_be_two_or_none_is_told_with_the_form_that_decides(
    cell: Cell, form: str | None, sentence: str
) -> None:
    """Nothing is guessed: not the order of day and month, and no century."""
    with pytest.raises(UnreadableError) as error:
        read_date(cell, form)

    assert told(error) == sentence


@pytest.mark.parametrize("text", ["2024-03", "2024-03-01~", "[2024-03-01..2024-03-04]", "1" * 99])
def test_a_row_has_one_day(text: str) -> None:
    """What a case file may leave open, a row of a diary may not."""
    with pytest.raises(UnreadableError, match="is no date"):
        read_date(Cell(text))


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ("DD.MM.YY", "a year of two digits could be of any century"),
        ("DD/MM/YYYY HH:MM", "the time is read without being declared"),
        ("MM/YYYY", "a form of dates has a year, a month and a day"),
        ("DD DD MM YYYY", "a form of dates has a year, a month and a day"),
        ("YYYY-MM-DDx", "a form of dates has a year, a month and a day"),
    ],
)
def test_a_form_that_leaves_something_open_is_refused(form: str, problem: str) -> None:
    """Before any row is read."""
    fault = check_form(form)

    assert fault is not None
    assert (fault.problem, fault.value) == (problem, form)


@given(st.text(max_size=80), st.sampled_from([*FORMS, "serial"]))
def test_no_text_breaks_the_reading_of_dates(text: str, form: str | None) -> None:
    """A hostile cell is a date or is told; what is read is a date of the case file."""
    try:
        moment = read_date(Cell(text.strip()), form)
    except UnreadableError:
        return
    assert parse_span(moment).start_precision <= 1


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        (Cell("14:30"), "14:30"), (Cell("9:05"), "09:05"), (Cell("14:30:59"), "14:30"),
        (Cell("14.30"), "14:30"), (Cell("14h30"), "14:30"), (Cell("2:30 pm"), "14:30"),
        (Cell("12:00 a.m."), "00:00"), (Cell("12 PM"), "12:00"), (Cell("9am"), "09:00"),
        (Cell("14:30Z"), "14:30Z"), (Cell("14:30-0530"), "14:30-05:30"),
        (Cell("14:30+01"), "14:30+01:00"), (Cell("08:15", "time"), "08:15"),
        (Cell("0.6041666667", "number"), "14:30"),
    ],
)  # fmt: skip
def test_a_time_is_read_as_clocks_tell_it(cell: Cell, time: str) -> None:
    """With a colon, a full stop or an h, of twelve hours or of twenty-four."""
    assert read_time(cell) == time


@pytest.mark.parametrize(
    "text", ["24:00", "13 pm", "0 am", "9", "930", "noon", "14:60", "14:30+25:00", "9:5", "٩:٠٥"]
)
def test_what_is_no_time_is_told(text: str) -> None:
    """24:00 is no time of that day."""
    with pytest.raises(UnreadableError, match="is no time of day") as error:
        read_time(Cell(text))

    assert error.value.accepted.startswith("14:30, 2:30 pm")


# --- words --------------------------------------------------------------------------------------

CAST = """\
diary: 1
id: cast
date: Day
people:
  lea: {name: Lea Maria, role: patient}
  ben: {name: Ben}
  ben2: {name: Ben}
  dora: {name: Dora-Ann}
  parents: {name: Mum and Dad, kind: group}
  mum: {name: Mum}
symptoms:
  pain: {name: back pain}
  tics: {name: tics}
words:
  yes: [ja, o]
  no: [nein, x]
  missing: ["-", NA]
  and: [und]
  names: {Ann: dora, the two: [lea, dora]}
columns: {Pain: {rating: pain}}
"""
LEXICON = read_map(StringIO(CAST)).lexicon


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("yes", True), ("Y", True), (" JA ", True), ("✓", True), ("1", True), ("true", True),
        ("no", False), ("Nein", False), ("0", False), ("none", False), ("X", False),
    ],
)  # fmt: skip
def test_yes_and_no_in_any_spelling_and_the_maps_own(text: str, answer: bool) -> None:
    """The map's word wins: x is yes unless the map says it is no."""
    assert LEXICON.read_answer(Cell(text.strip())) is answer


def test_an_answer_that_is_neither_is_told_with_the_nearest() -> None:
    """No third answer is taken for one of the two."""
    with pytest.raises(UnreadableError) as error:
        LEXICON.read_answer(Cell("nien"))

    assert error.value.nearest == "nein"
    assert told(error) == (
        "is neither yes nor no (yes or no, or a blank; other words under words: in the map; "
        "a number with count: true)"
    )


@pytest.mark.parametrize(
    ("text", "is_missing"), [("", True), ("-", True), ("na", True), ("?", False)]
)
def test_only_a_blank_and_the_maps_words_are_missing(text: str, is_missing: bool) -> None:
    """A question mark is something that was noted, and is told, not dropped."""
    assert LEXICON.is_missing(Cell(text)) is is_missing


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Dora-Ann", ["dora"]),
        ("Ann and mum", ["dora", "mum"]),
        ("lea maria, Ann & MUM", ["lea", "dora", "mum"]),
        ("Ann und Mum", ["dora", "mum"]),
        ("Ann - Mum", ["dora", "mum"]),
        ("Ann/Mum", ["dora", "mum"]),
        ("Ann, and Mum", ["dora", "mum"]),
        ("Mum vs. Ann", ["mum", "dora"]),
        ("Mum and Dad", ["parents"]),
        ("the two + Mum", ["lea", "dora", "mum"]),
        ("ben2 and mum", ["ben2", "mum"]),
        ("Ann and Ann", ["dora"]),
    ],
)
def test_names_are_found_as_people_join_them(text: str, ids: list[str]) -> None:
    """A hyphen within a name does not part it; a whole name is not taken apart."""
    assert LEXICON.read_names(text, LEXICON.figures) == ids


@pytest.mark.parametrize(
    ("text", "sentence", "near"),
    [
        (
            "Mum and Anne",
            "names nobody that the map knows: 'Anne' (lea, lea maria, ben, ben2, dora, dora-ann, "
            "parents, mum and dad, mum, ann, the two; "
            "other words under words: {names: {…}} in the map)",
            "ann",
        ),
        (
            "Mum and Ben",
            "could be ben or ben2: 'Ben' (words: {names: {Ben: …}} in the map)",
            "",
        ),
        (
            ", ".join("abcdefghijklmnopqrstu"),
            "names more than anybody counts (at most 20 names)",
            "",
        ),
    ],
)
def test_a_name_that_is_nobodys_or_two_peoples_is_told(text: str, sentence: str, near: str) -> None:
    """With those that are known, and the nearest of them."""
    with pytest.raises(UnreadableError) as error:
        LEXICON.read_names(text, LEXICON.figures)

    assert (told(error), error.value.nearest) == (sentence, near)


def test_a_symptom_is_named_as_figures_are() -> None:
    """By id or by name, and people are no symptoms."""
    assert LEXICON.read_names("Back pain and tics", LEXICON.symptoms) == ["pain", "tics"]
    with pytest.raises(UnreadableError, match="names no symptom that the map knows: 'lea'"):
        LEXICON.read_names("lea", LEXICON.symptoms)


@pytest.mark.parametrize(("text", "count"), [("0", 0), ("no", 0), ("ja", 1), ("3", 3), ("2.0", 2)])
def test_a_count_is_a_whole_number(text: str, count: int) -> None:
    """Yes is once, no is none."""
    assert LEXICON.read_count(Cell(text), 50) == count


@pytest.mark.parametrize("text", ["2.5", "-1", "51"])
def test_no_other_number_is_a_count(text: str) -> None:
    """Half a quarrel, or a thousand, is a slip."""
    with pytest.raises(UnreadableError) as error:
        LEXICON.read_count(Cell(text), 50)

    assert told(error) == "is no number of times (a whole number from 0 to 50)"


@given(st.text(max_size=30))
def test_words_are_compared_without_capitals_and_wide_blanks(text: str) -> None:
    """Folding twice changes nothing; the name of a column keeps its capitals."""
    assert folded(folded(text)) == folded(text)
    assert folded(f" {text}\n") == folded(text)
    assert spelt(spelt(text)) == spelt(text)


def test_rows_are_told_as_one_says_them() -> None:
    """Runs are made one, whatever the order."""
    assert rows_in_words([9, 3, 4, 5, 12, 13, 3]) == "3 to 5, 9 and 12 to 13"
    assert rows_in_words([7]) == "7"
    assert rows_in_words([]) == ""


# --- rules for flares ---------------------------------------------------------------------------


def rule(**said: object) -> Rule:
    return Rule(**{"of": "pain", "gap": "3 days", **said})


def rated(values: dict[int, float]) -> list[Rated]:
    """Ratings on days of March 2024."""
    whens = {day: f"2024-03-{day:02}" for day in values}
    return [
        Rated(parse_span(whens[day]), Rating(of="pain", value=value, when=whens[day]))
        for day, value in sorted(values.items())
    ]


def days_of(found: list[list[Rated]]) -> list[list[int]]:
    return [[int((one.rating.when or "")[-2:]) for one in flare] for flare in found]


def test_a_threshold_is_reached_and_days_within_the_gap_are_one_flare() -> None:
    """7 is 7 or more; the 1st and the 4th are three days apart, the 4th and the 8th are four."""
    ratings = rated({1: 7, 2: 3, 4: 8, 8: 9, 9: 6.9})
    level = level_of(rule(threshold=7), [r.value for r in ratings])

    assert level == Level(7.0, is_beyond=False)
    assert days_of(flares(ratings, rule(threshold=7), level)) == [[1, 4], [8]]


@pytest.mark.parametrize(("gap", "count"), [("0 days", 5), ("1 day", 2), ("1 week", 1)])
def test_the_gap_decides_what_is_one_flare(gap: str, count: int) -> None:
    """Without any, each day is a flare of its own."""
    ratings = rated({1: 8, 2: 8, 3: 8, 9: 8, 10: 8})

    assert len(flares(ratings, rule(threshold=7, gap=gap), Level(7, is_beyond=False))) == count


def test_within_a_day_the_gap_is_counted_in_minutes() -> None:
    """Where both have a time; where one has none, the days decide."""
    times = ["2024-03-01T08:00", "2024-03-01T11:00", "2024-03-01T14:01", "2024-03-01"]
    ratings = [Rated(parse_span(t), Rating(of="pain", value=8, when=t)) for t in times]
    hours = rule(threshold=7, gap="3 hours")

    assert [len(f) for f in flares(ratings[:3], hours, Level(7, is_beyond=False))] == [2, 1]
    assert [len(f) for f in flares(ratings[2:], hours, Level(7, is_beyond=False))] == [2]


def test_a_robust_deviation_is_that_of_r() -> None:
    """The example of R's own page, mad(c(1:9)), is 2.9652; one more 5 leaves it so."""
    level = level_of(rule(baseline=Baseline(deviations=1)), [*range(1, 10), 5])

    assert level.value - 5 == pytest.approx(2.9652)
    assert level_of(rule(baseline=Baseline(deviations=2)), [*range(1, 10), 1, 9]).value == (
        pytest.approx(5 + 2 * ROBUST * 3)
    )
    assert level.is_beyond
    assert level.told == "the median is 5, the deviation 2.965, the level 7.965"


def test_a_baseline_is_exceeded_not_reached() -> None:
    """A rating of just the level is still within it."""
    level = Level(7.0, is_beyond=True)

    assert days_of(flares(rated({1: 7, 20: 7.01}), rule(threshold=1), level)) == [[20]]


def test_lower_ratings_can_be_the_worse_ones() -> None:
    """For mood or sleep: the same ratings turned round give the same flares."""
    values = {day: float((day * 5) % 9) for day in range(1, 25)}
    turned = {day: -value for day, value in values.items()}
    high, low = (
        rule(baseline=Baseline(deviations=1)),
        rule(baseline=Baseline(deviations=1), worse="lower"),
    )

    found = [
        days_of(flares(rated(some), one, level_of(one, list(some.values()))))
        for one, some in ((high, values), (low, turned))
    ]

    assert found[0] == found[1] != []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            [3.0] * 9 + [8.0] * 8,
            "more than half of the ratings are 3, so that there is no usual deviation from it "
            "(the MAD is 0) (threshold: …, a rating that is high enough)",
        ),
        (
            [float(n) for n in range(9)],
            "9 ratings are too few for a baseline, which takes 10 "
            "(threshold: …, a rating that is high enough)",
        ),
    ],
)
def test_where_there_is_no_baseline_a_threshold_is_asked_for(
    values: list[float], sentence: str
) -> None:
    """No other measure silently takes the place of the median absolute deviation."""
    with pytest.raises(UnreadableError) as error:
        level_of(rule(baseline=Baseline(deviations=2)), values)

    assert told(error) == sentence


@given(
    st.dictionaries(st.integers(1, 28), st.integers(0, 10), max_size=28),
    st.integers(0, 10),
    st.integers(0, 5),
)
def test_flares_hold_just_the_days_that_meet_the_rule(
    values: dict[int, int], threshold: int, gap: int
) -> None:
    """Each such day is in one flare; flares are further apart than the gap, their days are not."""
    asked = rule(threshold=threshold, gap=f"{gap} days")
    found = days_of(flares(rated(values), asked, level_of(asked, list(values.values()))))

    assert [day for flare in found for day in flare] == sorted(
        day for day, value in values.items() if value >= threshold
    )
    assert all(b - a <= gap for flare in found for a, b in pairwise(flare))
    pairs = pairwise(found)
    assert all(later[0] - earlier[-1] > gap for earlier, later in pairs)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"threshold": 7},
            "a rating of 7 or more; such ratings at most 3 days apart are one flare",
        ),
        (
            {"threshold": 2.5, "worse": "lower", "gap": "1 week"},
            "a rating of 2.5 or less; such ratings at most 1 week apart are one flare",
        ),
        (
            {"baseline": Baseline(deviations=2)},
            "a rating more than 2 robust deviations above the median; "
            "such ratings at most 3 days apart are one flare",
        ),
    ],
)
def test_a_rule_says_itself_in_words(said: dict[str, object], sentence: str) -> None:
    """As it is kept beside each flare that it made."""
    assert rule(**said).sentence() == sentence


# --- days that were watched ---------------------------------------------------------------------

RUNS = st.lists(
    st.tuples(st.integers(700_000, 700_060), st.integers(0, 8)).map(lambda r: (r[0], sum(r))),
    max_size=8,
)


def days_in(runs: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> set[int]:
    return {day for first, last in runs for day in range(first, last + 1)}


@given(RUNS, RUNS)
def test_watches_are_sets_of_days(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    """Joining keeps the days and parts the runs; what two watches share is their intersection."""
    a, b = joined(one), joined(other)

    assert days_in(a) == days_in(one)
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(a))
    assert days_in(common(a, b)) == days_in(a) & days_in(b)
    assert day_count(a) == len(days_in(one))


@given(RUNS)
def test_periods_are_the_days_as_a_case_file_reads_them(runs: list[tuple[int, int]]) -> None:
    """Each day of a run is in one period, and no other day is."""
    found = set()
    for text in periods(joined(runs)):
        first, _, last = text.partition("/")
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        found |= {(start + timedelta(n)).toordinal() for n in range((end - start).days + 1)}
        assert parse_span(text)

    assert found == days_in(runs)
