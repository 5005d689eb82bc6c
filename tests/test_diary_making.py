"""From a filled sheet to a case: nothing dropped, nothing inferred, every unreadable row told."""

from __future__ import annotations

import csv
import io
import pickle
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from formulation.casefile import read_case, write_case
from formulation.dates import parse_span
from formulation.diary import (
    Asked,
    Diary,
    Map,
    RowsError,
    empty_sheet,
    read_diary,
    read_map,
    starting_map,
)
from formulation.errors import CaseError
from formulation.model.events import Conflict, Escalation, Rating

HEAD = """\
diary: 1
id: lea
date: Day
basis: reported
people:
  lea: {name: Lea, role: patient}
  ben: {name: Ben}
  dora: {name: Dora}
symptoms:
  pain: {name: back pain}
  nausea: {name: nausea}
"""
PAIN = "Pain: {rating: pain, scale: 0..10, escalation: {of: pain, threshold: 7, gap: 3 days}}"
QUARREL = "Quarrel: {conflict: [ben, dora]}"
FIRST = date(2024, 3, 1)


def map_of(*columns: str, more: str = "") -> Map:
    return read_map(StringIO(HEAD + more + "columns:\n" + "".join(f"  {c}\n" for c in columns)))


def read(text: str, map: Map, **said: Any) -> Diary:
    return read_diary(BytesIO(text.encode()), map, **said)


def events(diary: Diary) -> list[str]:
    """The events that a diary makes, bare, with their dates."""
    return [f"{event.told(str)} {event.when}" for event in diary.case.events]


def faults_of(text: str, map: Map) -> list[str]:
    with pytest.raises(CaseError) as error:
        read(text, map)
    return [str(fault).partition("\n")[0] for fault in error.value.faults]


def observed(diary: Diary) -> dict[str, tuple[str, ...]]:
    return dict(diary.case.observed)


# --- what a cell says, and what a blank does not ------------------------------------------------


def test_a_filled_cell_was_observed_and_a_blank_was_not() -> None:
    """No and 0 are observations; a blank, and a row that is missing, say nothing at all."""
    diary = read(
        "Day,Pain,Quarrel\n2024-03-01,0,no\n2024-03-02,,yes\n2024-03-03,3,\n2024-03-06,8,NO\n",
        map_of(PAIN, QUARREL),
    )

    assert events(diary) == [
        "None is rated on pain: 0 2024-03-01",
        "ben and dora are in conflict 2024-03-02",
        "None is rated on pain: 3 2024-03-03",
        "None is rated on pain: 8 2024-03-06",
        "pain flares (severity 8 of 10) 2024-03-06",
    ]
    assert observed(diary) == {
        "rating": ("2024-03-01", "2024-03-03", "2024-03-06"),
        "escalation": ("2024-03-01", "2024-03-03", "2024-03-06"),
        "conflict": ("2024-03-01/2024-03-02", "2024-03-06"),
    }
    assert diary.watched == {"rating": 3, "escalation": 3, "conflict": 3}
    assert diary.made == {"rating": 3, "conflict": 1, "escalation": 1}


def test_pain_kept_daily_and_quarrels_told_weekly_are_two_watches() -> None:
    """A weekly cell speaks for the seven days that end on its date, and its event was in them."""
    weekly = QUARREL.replace("dora]", "dora], covers: 7 days")
    rows = "".join(f"2024-03-{n:02},{n % 4},{'yes' if n == 10 else ''}\n" for n in range(8, 13))

    diary = read("Day,Pain,Quarrel\n" + rows + "2024-03-24,,no\n", map_of(PAIN, weekly))

    assert observed(diary)["escalation"] == ("2024-03-08/2024-03-12",)
    assert observed(diary)["conflict"] == ("2024-03-04/2024-03-10", "2024-03-18/2024-03-24")
    [quarrel] = [event for event in diary.case.events if isinstance(event, Conflict)]
    assert quarrel.when == "[2024-03-04..2024-03-10]"


def test_two_columns_of_one_kind_are_observed_where_both_were_filled() -> None:
    """And where that is less than either, the numbers are told; a column can be left out of it."""
    other = "Dora and Lea: {conflict: [dora, lea]}"
    text = "Day,Quarrel,Dora and Lea\n2024-03-01,no,no\n2024-03-02,no,\n2024-03-03,yes,no\n"

    both = read(text, map_of(QUARREL, other))
    one = read(text, map_of(QUARREL, other.replace("lea]", "lea], watches: false")))

    assert observed(both)["conflict"] == ("2024-03-01", "2024-03-03")
    assert observed(one)["conflict"] == ("2024-03-01/2024-03-03",)
    assert one.notes == ()
    assert [note.problem for note in both.notes] == [
        "'conflict' counts as observed on the 2 days that all its columns were filled: 'Quarrel' "
        "on 3 days and 'Dora and Lea' on 2 days; watches: false leaves a column out"
    ]


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("{conflict: $cell}", "Ben and Dora", ["ben and dora are in conflict"]),
        (
            "{conflict: $cell}",
            '"Dora / Lea; Ben & Dora\nLea, Ben"',
            [
                "dora and lea are in conflict",
                "ben and dora are in conflict",
                "lea and ben are in conflict",
            ],
        ),
        ("{conflict: [lea, $cell], over: tea}", "Ben", ["lea and ben are in conflict over tea"]),
        ("{conflict: [ben, dora], over: $cell}", "tea", ["ben and dora are in conflict over tea"]),
        ("{conflict: [ben, dora], over: $cell}", "yes", ["ben and dora are in conflict"]),
        ("{conflict: [ben, dora], count: true}", "2", ["ben and dora are in conflict"] * 2),
        ("{rally: $cell}", "Dora", ["dora rallies around None"]),
        ("{rally: [ben, dora]}", "x", ["ben and dora rally around None"]),
        ("{escalation: pain, severity: $cell}", '"6,5"', ["pain flares (severity 6.5 of 10)"]),
        ("{escalation: pain, severity: $cell}", "yes", ["pain flares"]),
        ("{escalation: $cell}", "Nausea and back pain", ["nausea and pain flare"]),
        ("{care: lea, form: $cell}", "comfort", ["lea is cared for (comfort)"]),
        ("{harm: lea, by: $cell}", "Ben", ["lea is hurt by ben"]),
        ("{life_event: $cell}", '"moved; at last"', ["moved; at last"]),
        ('{life_event: $cell, split: ";"}', '"moved; slept"', ["moved", "slept"]),
        ("{feeling: $cell}", "angry", ["None feels: angry"]),
        (
            "{resolution: [ben, dora], quality: truce}",
            "1",
            ["the conflict between ben and dora comes to rest (truce)"],
        ),
    ],
)  # fmt: skip
def test_a_column_reads_like_a_statement(column: str, cell: str, told: list[str]) -> None:
    """The cell says whether it happened, how often, or what stands where ``$cell`` does."""
    diary = read(f"Day,What\n2024-03-01,{cell}\n", map_of(f"What: {column}"))

    assert [statement.told(str) for statement in diary.case.statements] == told
    assert {s.when for s in diary.case.statements} == {"2024-03-01"}


@pytest.mark.parametrize(
    "column",
    [
        "{conflict: $cell}", "{escalation: pain, severity: $cell}", "{life_event: $cell}",
        "{conflict: [ben, dora], count: true}", "{care: lea, form: $cell}", "{rally: [ben]}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("cell", ["no", "0"])
def test_no_is_no_event_and_an_observation(column: str, cell: str) -> None:
    """In every column but that of a rating, where 0 is a rating."""
    diary = read(f"Day,What\n2024-03-01,{cell}\n", map_of(f"What: {column}"))

    assert diary.case.statements == ()
    assert set(observed(diary).values()) == {("2024-03-01",)}


def test_times_of_day_are_kept_to_the_minute() -> None:
    """From their own column or behind the date; without one a row is of its day."""
    text = "Day,Time,Pain\n2024-03-01,8:15,3\n2024-03-01,20:00,4\n"
    text += "2024-03-02 07:30,,5\n2024-03-03,,6\n"

    diary = read(text, map_of("Pain: {rating: pain}", more="time: Time\n"))

    assert [event.when for event in diary.case.events] == [
        "2024-03-01T08:15", "2024-03-01T20:00", "2024-03-02T07:30", "2024-03-03"
    ]  # fmt: skip
    assert observed(diary)["rating"] == ("2024-03-01/2024-03-03",)


def test_when_a_row_was_written_is_kept_beside_when_it_was() -> None:
    """So that what was filled in afterwards can be counted apart."""
    text = "Day,Stamp,Pain\n2024-03-01,05/03/2024 21:10,8\n2024-03-02,,3\n"

    diary = read(text, map_of(PAIN, more="recorded: {column: Stamp, form: DD/MM/YYYY}\n"))

    assert [event.recorded for event in diary.case.events] == ["2024-03-05T21:10"] * 2 + [None]


def test_words_for_missing_are_blanks() -> None:
    """Those of the map and no others."""
    diary = read("Day,Pain\n2024-03-01,NA\n2024-03-02,99\n2024-03-03,2\n",
                 map_of(PAIN, more='words: {missing: [na, "99"]}\n'))  # fmt: skip

    assert observed(diary)["rating"] == ("2024-03-03",)
    assert diary.rows == 3


# --- ratings and flares -------------------------------------------------------------------------


def test_a_flare_is_kept_with_the_ratings_and_the_rule_that_made_it() -> None:
    """It lasts from its first day to its last; the ratings stay; source and basis are theirs."""
    text = "Day,Pain\n" + "".join(f"2024-03-0{n},{v}\n" for n, v in enumerate((3, 7, 9, 2, 7), 1))

    diary = read(text, map_of(PAIN))

    [flare] = [event for event in diary.case.events if isinstance(event, Escalation)]
    assert flare == Escalation(
        of="pain",
        severity=9,
        when="2024-03-02/2024-03-05",
        source="diary",
        basis="reported",
        note="Rated 7, 9, 7. "
        "Rule: a rating of 7 or more; such ratings at most 3 days apart are one flare.",
    )
    assert sum(isinstance(event, Rating) for event in diary.case.events) == 5
    assert diary.case.sources[0].note == (
        "Read from 5 rows of a diary. 'Pain' tells of rating; an escalation is a rating of 7 or "
        "more; such ratings at most 3 days apart are one flare."
    )


def test_a_baseline_is_the_persons_own_and_its_level_is_kept() -> None:
    """Median 3, deviation 1.4826: more than 5.965 is unusual for her, and 6 is."""
    values = [1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6]
    text = "Day,Pain\n" + "".join(f"2024-03-{n:02},{v}\n" for n, v in enumerate(values, 1))
    rule = "{of: pain, baseline: {deviations: 2}, gap: 1 day}"

    diary = read(text, map_of(f"Pain: {{rating: pain, escalation: {rule}}}"))

    [flare] = [event for event in diary.case.events if isinstance(event, Escalation)]
    assert (flare.when, flare.severity) == ("2024-03-11", None)
    assert (diary.case.sources[0].note or "").endswith(
        "In this diary the median is 3, the deviation 1.483, the level 5.965."
    )


def test_a_baseline_without_deviations_is_refused_at_the_map() -> None:
    """Nothing is written by another rule than the one that was stated."""
    text = "Day,Pain\n" + "".join(f"2024-03-{n:02},{8 * (n == 3)}\n" for n in range(1, 13))
    rule = "{of: pain, baseline: {deviations: 2}, gap: 1 day}"

    assert faults_of(text, map_of(f"Pain: {{rating: pain, escalation: {rule}}}")) == [
        "text:13:3: 'Pain': more than half of the ratings are 0, so that there is no usual "
        "deviation from it (the MAD is 0) (accepted: threshold: …, a rating that is high enough)"
    ]


def test_a_weekly_rating_dates_its_flare_to_the_week() -> None:
    """Two weeks in a row are one flare, begun some time in the first."""
    weekly = PAIN.replace("{rating", "{covers: 7 days, rating").replace("3 days", "7 days")

    diary = read("Day,Pain\n2024-03-10,8\n2024-03-17,9\n2024-03-24,2\n", map_of(weekly))

    [flare] = [event for event in diary.case.events if isinstance(event, Escalation)]
    assert (flare.when, flare.severity) == ("[2024-03-04..2024-03-10]", 9)
    assert observed(diary)["escalation"] == ("2024-03-04/2024-03-24",)


# --- what cannot be read ------------------------------------------------------------------------

BAD_ROWS = """\
Day,Pain,Quarrel,Who
2024-03-01,3,no,no
2024-03-02,strong,no,no
03/04/2024,3,no,no
,3,no,no
2024-03-05,11,maybe,no
2024-03-06,3,no,Ben and Dorra
2024-03-07,3,no,Ben
2024-03-08,3,5,no,no
2024-03-09,3,no,no
2024-03-09,4,no,no
2025-03-10,3,no,no
24-03-11,3,no,no
2024-03-12,=1+1,no,no
2024-03-13,3,no,Ben and Dora; Ben and Ben
"""
TOLD = """\
text:3:2: row 3, 'Pain': 'strong' is no number (accepted: a number, written 7 or 7.5 or 7,5; a blank where nothing was noted)
text:4:1: row 4, 'Day': '03/04/2024' could be 3 April 2024 or 4 March 2024 (accepted: form: DD/MM/YYYY or form: MM/DD/YYYY in the map)
text:5:1: row 5, 'Day': is blank, and other cells of the row are not (accepted: a date)
text:6:2: row 6, 'Pain': '11' lies outside the scale (accepted: 0 to 10, as the map says)
text:6:3: row 6, 'Quarrel': 'maybe' is neither yes nor no (accepted: yes or no, or a blank; other words under words: in the map; a number with count: true)
text:7:4: row 7, 'Who': 'Ben and Dorra' names nobody that the map knows: 'Dorra'; did you mean 'dora'? (accepted: lea, ben, dora; other words under words: {names: {…}} in the map)
text:8:4: row 8, 'Who': 'Ben' names 1, and a conflict needs 2 figures (accepted: names joined with and, & or a comma; ; between two events)
text:9:3: row 9, 'Quarrel': '5' is neither yes nor no (accepted: yes or no, or a blank; other words under words: in the map; a number with count: true)
text:9:5: row 9, '(no column)': 'no' stands in a row of 5 cells under 4 columns (accepted: quotes around a cell that holds the delimiter; a name for each column)
text:10:1: row 10, 'Day': '2024-03-09' is the date of row 11 too (accepted: one row a day, a column for the time, or rows_a_day: several in the map)
text:11:1: row 11, 'Day': '2024-03-09' is the date of row 10 too (accepted: one row a day, a column for the time, or rows_a_day: several in the map)
text:12:1: row 12, 'Day': '2025-03-10' lies outside the time the diary was kept (accepted: 2024)
text:13:1: row 13, 'Day': '24-03-11' has a year of two digits (accepted: all four digits of the year)
text:14:2: row 14, 'Pain': '=1+1' is the text of a formula, not its value (accepted: a number, written 7 or 7.5 or 7,5; a blank where nothing was noted)
text:15:4: row 15, 'Who': 'Ben and Dora; Ben and Ben' names 1, and a conflict needs 2 figures (accepted: names joined with and, & or a comma; ; between two events)
"""  # noqa: E501 - each sentence as a person reads it


def test_every_unreadable_row_is_told_at_once_by_number() -> None:
    """With column, value, cure and nearest word; nothing is made then."""
    kept = map_of(PAIN, QUARREL, "Who: {conflict: $cell}", more="kept: 2024\n")

    with pytest.raises(RowsError) as error:
        read(BAD_ROWS, kept)

    assert "".join(f"{fault}\n" for fault in error.value.faults) == TOLD
    assert (error.value.left_out, error.value.rows) == (tuple(range(3, 16)), 1)
    again = pickle.loads(pickle.dumps(error.value))
    assert (again.faults, again.left_out, again.rows) == (
        error.value.faults, error.value.left_out, 1
    )  # fmt: skip


def test_what_cannot_be_read_can_be_left_out_and_the_case_says_so() -> None:
    """Whole rows: none of their cells makes a statement, and their days are not observed."""
    kept = map_of(PAIN, QUARREL, "Who: {conflict: $cell}", more="kept: 2024\n")

    diary = read(BAD_ROWS + "2024-03-20,9,yes,no\n", kept, keep_going=True)

    assert (diary.rows, diary.left_out) == (2, tuple(range(3, 16)))
    assert "".join(f"{fault}\n" for fault in diary.faults) == TOLD
    assert observed(diary)["escalation"] == ("2024-03-01", "2024-03-20")
    assert diary.made == {"rating": 2, "escalation": 1, "conflict": 1}
    assert "Left out, for it could not be read: rows 3 to 15." in (diary.case.sources[0].note or "")


def test_of_very_many_faults_the_rows_are_still_all_told() -> None:
    """Two hundred in words, the others by number."""
    rows = [f"{FIRST + timedelta(days=n)},bad\n" for n in range(250)]

    faults = faults_of("Day,Pain\n" + "".join(rows), map_of(PAIN))

    assert len(faults) == 201
    assert faults[-1] == "text: 50 more rows cannot be read: 202 to 251"


def test_a_row_of_merged_cells_is_told() -> None:
    """What one value over several rows means, nobody can know."""
    book = load_workbook(BytesIO(empty_sheet(map_of(PAIN, QUARREL), FIRST, 5, is_workbook=True)))
    sheet: Any = book.active
    sheet["B2"], sheet["B3"], sheet["C4"] = 3, 2, "no"
    sheet.merge_cells("C4:C5")
    written = BytesIO()
    book.save(written)

    with pytest.raises(RowsError) as error:
        read_diary(BytesIO(written.getvalue()), map_of(PAIN, QUARREL))

    assert [str(fault) for fault in error.value.faults] == [
        f"text:{row}:3: row {row}, 'Quarrel': is part of merged cells "
        "(accepted: each cell by itself, with its own value)"
        for row in (4, 5)
    ]


def test_formulas_and_errors_of_a_workbook_are_told_wherever_they_stand() -> None:
    """In the date, the time, the date of writing and the rating alike: none of them is a blank."""
    map = map_of("Pain: {rating: pain}", more="time: Time\nrecorded: Stamp\n")
    book = load_workbook(BytesIO(empty_sheet(map, FIRST, 4, is_workbook=True)))
    sheet: Any = book.active
    for cell in ("A2", "B3", "C4", "D5"):
        sheet[cell] = "#REF!" if cell == "A2" else "=A1"
    sheet["A2"].data_type = "e"
    written = BytesIO()
    book.save(written)

    with pytest.raises(RowsError) as error:
        read_diary(BytesIO(written.getvalue()), map)

    formula = "'=' is a formula that was never reckoned"
    assert [str(fault) for fault in error.value.faults] == [
        "text:2:1: row 2, 'Day': '#REF!' is an error that the spreadsheet program found "
        "(accepted: a date)",
        f"text:3:2: row 3, 'Time': {formula} (accepted: 14:30, 2:30 pm)",
        f"text:4:3: row 4, 'Stamp': {formula} (accepted: a date)",
        f"text:5:4: row 5, 'Pain': {formula} (accepted: the value itself, as a number or a text)",
    ]


@pytest.mark.parametrize(
    ("column", "row", "told"),
    [
        (
            "{harm: lea, by: dora}",
            "2024-03-01,perhaps",
            "'perhaps' is neither yes nor no (accepted: yes or no, or a blank; other words under "
            "words: in the map; a number with count: true)",
        ),
        (
            "{harm: $cell}",
            "2024-03-01,Ben and Dora",
            "'Ben and Dora' names 2 where one is asked for (accepted: one name)",
        ),
        (
            "{escalation: pain, severity: $cell}",
            "2024-03-01,12",
            "'12' is refused: severity cannot be this (accepted: 10 or less)",
        ),
        (
            "{care: lea, form: $cell}",
            "2024-03-01,comfrot",
            "'comfrot' is refused: form: 'comfrot' is not a word for the form of care; "
            "did you mean 'comfort'? (accepted: comfort, help, relief from duty)",
        ),
        (
            "{separation: $cell}",
            "2024-03-01,Lea & Ben & Dora",
            "'Lea & Ben & Dora' is refused: separation holds too many (accepted: at most 2)",
        ),
        (
            "{conflict: [ben, dora], covers: 7 days}",
            "0001-01-03,yes",
            "'yes' covers days before the year 1 (accepted: a later date)",
        ),
        (
            "{conflict: $cell}",
            "2024-03-01,;",
            "';' is not so many events as a day has (accepted: 1 to 50 events)",
        ),
    ],
)
def test_what_no_statement_can_hold_is_told_as_a_fault_of_its_cell(
    column: str, row: str, told: str
) -> None:
    """What the record refuses, the diary tells at the row."""
    [fault] = faults_of(f"Day,What\n{row}\n", map_of(f"What: {column}"))

    assert fault == f"text:2:2: row 2, 'What': {told}"


def test_a_date_of_writing_that_cannot_be_read_is_told() -> None:
    """It would else be taken for written on the day."""
    text = "Day,Stamp,Pain\n2024-03-01,soon,8\n"

    assert faults_of(text, map_of(PAIN, more="recorded: Stamp\n")) == [
        "text:2:2: row 2, 'Stamp': 'soon' is no date (accepted: year-month-day, 2024-03-01; "
        "or form: in the map, such as DD.MM.YYYY)"
    ]


def test_a_column_that_is_not_there_is_told_at_the_map_with_the_nearest() -> None:
    """So are two of one name, where it is not clear which is meant."""
    text = "Day,Pian,Quarrel,Quarrel\n2024-03-01,3,no,no\n"

    assert faults_of(text, map_of(PAIN, QUARREL)) == [
        "text:13:3: text has no column 'Pain'; did you mean 'Pian'? (accepted: Day, Pian, Quarrel)",
        "text:14:3: 2 columns of text are called 'Quarrel' (accepted: a name of its own for each)",
    ]


def test_a_column_the_map_does_not_speak_of_is_told_as_not_read() -> None:
    """One that it passes over on purpose is not, but the case says both."""
    text = "Day,,Pain,,Notes,Weather\n2024-03-01,,3,y,x,rain\n"

    diary = read(text, map_of("Pain: {rating: pain}", "Notes: not read"))

    assert diary.not_read == ("column 4, without a name", "Notes", "Weather")
    assert [str(note) for note in diary.notes] == [
        "text: the map does not speak of 'column 4, without a name': that column is not read "
        "(accepted: column 4, without a name: not read, to say so; or what it tells of)",
        "text: the map does not speak of 'Weather': that column is not read "
        "(accepted: Weather: not read, to say so; or what it tells of)",
    ]
    assert (diary.case.sources[0].note or "").endswith(
        "Not read: column 4, without a name, Notes and Weather."
    )


@pytest.mark.parametrize("text", ["Day,Pain\n", "Day,Pain\n,\n,,\n"])
def test_a_sheet_without_rows_is_told(text: str) -> None:
    """Rows that are blank throughout are none."""
    assert faults_of(text, map_of("Pain: {rating: pain}")) == [
        "text: there is no row to be read "
        "(accepted: rows below the names of the columns, each with its date)"
    ]


def test_nothing_is_left_out_where_no_row_can_be_read() -> None:
    """A case of nothing would look like a diary in which nothing happened."""
    with pytest.raises(RowsError) as error:
        read("Day,Pain\nmonday,3\n", map_of(PAIN), keep_going=True)

    assert error.value.rows == 0


def test_a_time_is_told_where_it_cannot_be_read() -> None:
    """Or where it is another than the one behind the date."""
    text = "Day,Time,Pain\n2024-03-01,noon,3\n2024-03-02 08:00,09:00,3\n2024-03-03 08:00,08:00,3\n"

    assert faults_of(text, map_of("Pain: {rating: pain}", more="time: Time\n")) == [
        "text:2:2: row 2, 'Time': 'noon' is no time of day (accepted: 14:30, 2:30 pm)",
        "text:3:2: row 3, 'Time': '09:00' is another time than that of the date, 08:00 "
        "(accepted: one time)",
    ]


def test_a_day_may_have_many_rows_where_the_map_says_so() -> None:
    """A log of events: each row counts, and the same row twice counts twice."""
    text = "Day,Who\n2024-03-01,Ben and Dora\n2024-03-01,Lea and Ben\n2024-03-01,Ben and Dora\n"

    diary = read(text, map_of("Who: {conflict: $cell}", more="rows_a_day: several\n"))

    assert diary.made == {"conflict": 3}
    assert observed(diary) == {"conflict": ("2024-03-01",)}


# --- written, read back, in any order, in any file ----------------------------------------------

FILLED = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 10)), st.sampled_from([None, "yes", "no"])),
    min_size=1,
    max_size=40,
)
STARTING = read_map(StringIO(starting_map(Asked())))
_RATED, _QUARRELLED = (column.name for column in STARTING.columns)


def filled_text(sheet: bytes, cells: list[tuple[int | None, str | None]]) -> str:
    """An empty sheet of text, filled in: the first columns after the date."""
    header, *rows = sheet.decode().splitlines()
    lines = [header]
    for row, told in zip(rows, cells, strict=True):
        day = row.partition(",")[0]
        lines.append(",".join([day, *("" if cell is None else str(cell) for cell in told), ""]))
    return "\n".join(lines) + "\n"


def filled_book(sheet: bytes, cells: list[tuple[int | None, str | None]]) -> bytes:
    """An empty workbook, filled in alike."""
    book = load_workbook(BytesIO(sheet))
    for row, told in enumerate(cells, 2):
        for column, cell in enumerate(told, 2):
            book.active.cell(row, column).value = cell  # type: ignore[union-attr]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def days_of(periods: tuple[str, ...]) -> set[date]:
    return {
        date.fromordinal(minute // 1440 + 1)
        for period in periods
        for span in [parse_span(period)]
        for minute in range(span.start_earliest, span.end_latest + 1, 1440)
    }


@settings(max_examples=40)
@given(FILLED)
def test_what_is_filled_into_the_empty_sheet_is_what_the_case_says(
    cells: list[tuple[int | None, str | None]],
) -> None:
    """Every rating and quarrel on its day, and observed are just the days that were filled."""
    days = [FIRST + timedelta(days=n) for n in range(len(cells))]
    sheet = empty_sheet(STARTING, FIRST, len(cells))

    diary = read(filled_text(sheet, cells), STARTING)

    ratings = {e.when: e.value for e in diary.case.events if isinstance(e, Rating)}
    quarrels = {e.when for e in diary.case.events if isinstance(e, Conflict)}
    told = list(zip(days, cells, strict=True))
    assert ratings == {str(day): pain for day, (pain, _) in told if pain is not None}
    assert quarrels == {str(day) for day, (_, quarrel) in told if quarrel == "yes"}
    seen = observed(diary)
    assert days_of(seen.get("rating", ())) == {day for day, (pain, _) in told if pain is not None}
    assert seen.get("escalation") == seen.get("rating")
    assert days_of(seen.get("conflict", ())) == {d for d, (_, quarrel) in told if quarrel}
    assert read_case(StringIO(write_case(diary.case))) == diary.case


@settings(max_examples=15)
@given(FILLED, st.randoms(use_true_random=False))
def test_neither_the_file_nor_the_order_of_its_rows_matters(
    cells: list[tuple[int | None, str | None]], chance: Any
) -> None:
    """CSV and XLSX of the same rows make the same case, to the byte, and so do shuffled rows."""
    header, *rows = filled_text(empty_sheet(STARTING, FIRST, len(cells)), cells).splitlines()
    book = filled_book(empty_sheet(STARTING, FIRST, len(cells), is_workbook=True), cells)
    shuffled = list(rows)
    chance.shuffle(shuffled)

    texts = {
        write_case(read("\n".join([header, *some]), STARTING).case) for some in (rows, shuffled)
    }

    assert texts == {write_case(read_diary(BytesIO(book), STARTING).case)}


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2024-03-01", "2024-03-02", "03/04/2024", ""]),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_hostile_text_is_kept_or_told_and_never_breaks_anything(
    rows: list[tuple[str, str]],
) -> None:
    """Whatever stands in a cell: the case is written and read back, or the row is told."""
    text = io.StringIO()
    csv.writer(text).writerows([["Day", "What"], *rows])
    events_of = map_of("What: {life_event: $cell}", more="rows_a_day: several\n")

    try:
        diary = read_diary(BytesIO(text.getvalue().encode()), events_of, keep_going=True)
    except CaseError:
        return

    assert read_case(StringIO(write_case(diary.case))) == diary.case
    assert diary.rows + len(diary.left_out) <= len(rows)


# --- the empty sheet ----------------------------------------------------------------------------


def test_the_empty_sheet_has_a_row_for_each_day() -> None:
    """Quiet days too; nothing is observed until a cell is filled."""
    sheet = empty_sheet(STARTING, FIRST, 3)

    assert sheet.decode() == (
        "Date,Headache (0 to 10),Ben and Dora quarrelled (yes or no),Remarks\n"
        "2024-03-01,,,\n2024-03-02,,,\n2024-03-03,,,\n"
    )
    assert read(sheet.decode(), STARTING).case.observed == {}


def test_the_empty_sheet_follows_its_map() -> None:
    """The form of dates, the decimal comma, the row of the header, letters beyond ASCII."""
    german = read_map(
        StringIO(
            HEAD.replace("date: Day", "date: {column: Tag, form: DD.MM.YYYY}")
            + 'header: 3\ndecimal: ","\ncolumns: {Müde: {rating: fatigue}}\n'
        )
    )
    sheet = empty_sheet(german, FIRST, 1)

    assert sheet == "\ufeff\n\nTag;Müde\n01.03.2024;\n".encode()
    assert read_diary(BytesIO(sheet.replace(b"2024;", b"2024;2,5")), german).made == {"rating": 1}


def test_the_empty_workbook_offers_yes_and_no() -> None:
    """Dates are real dates, the header stays in sight."""
    book = load_workbook(BytesIO(empty_sheet(STARTING, FIRST, 3, is_workbook=True)))
    sheet: Any = book.active

    [rule] = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("C2:C4", '"yes,no"')
    assert [cell.value.isoformat()[:10] for cell in sheet["A"][1:]] == [
        "2024-03-01", "2024-03-02", "2024-03-03"
    ]  # fmt: skip
    assert sheet.freeze_panes == "B2"


@pytest.mark.parametrize(
    ("names", "first", "days", "sentence"),
    [
        (["Pain"], FIRST, 0, "a sheet has 1 to 3,660 days: '0' (accepted: several sheets)"),
        (["Pain"], date(9999, 12, 31), 2, "a sheet ends before the year 10000: '9999-12-31'"),
        (
            ["'=HYPERLINK(1)'"],
            FIRST,
            1,
            "a column cannot be called so in a sheet: '=HYPERLINK(1)' "
            "(accepted: a name that begins with a letter or a digit)",
        ),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(
    names: list[str], first: date, days: int, sentence: str
) -> None:
    """Too many days, days that there are not, and names that a program would reckon."""
    with pytest.raises(CaseError) as error:
        empty_sheet(map_of(*(f"{name}: {{rating: pain}}" for name in names)), first, days)

    assert str(error.value) == sentence


@settings(max_examples=40)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1, max_size=3
    ),
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8),
            min_size=2,
            max_size=2,
            unique_by=str.casefold,
        ).map(tuple),
        max_size=3,
    ),
)
def test_a_starting_map_is_read_whatever_the_names(
    symptoms: list[str], quarrels: list[tuple[str, str]]
) -> None:
    """Names in any script, with braces, colons and quotes, become ids of their own."""
    read_back = read_map(StringIO(starting_map(Asked(symptoms, quarrels))))

    named = {person.name for person in read_back.case.people} - {None}
    assert {name.casefold() for name in named if name} <= {
        name.casefold() for pair in quarrels for name in pair
    }
    assert {symptom.name for symptom in read_back.case.symptoms} == set(symptoms)
