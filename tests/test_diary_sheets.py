"""Sheets as people save them: encodings, delimiters, quotes, workbooks, and hostile files."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from formulation.diary import sheets
from formulation.diary.sheets import Sheet, read_sheet
from formulation.errors import CaseError
from formulation.notation import Limits

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def of_text(text: str, encoding: str = "utf-8", **said: Any) -> Sheet:
    return read_sheet(io.BytesIO(text.encode(encoding)), **said)


def faults_of(data: bytes, **said: Any) -> list[str]:
    """The sentences with which a file is refused."""
    with pytest.raises(CaseError) as error:
        read_sheet(io.BytesIO(data), **said)
    return [str(fault) for fault in error.value.faults]


def workbook(rows: Sequence[Sequence[Any]], adding: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with one sheet of these rows, changed as asked."""
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    if adding is not None:
        adding(sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def repacked(data: bytes, changed: dict[str, bytes]) -> bytes:
    """A workbook with some of its parts replaced or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        parts = {name: old.read(name) for name in old.namelist()} | changed
        for name, content in parts.items():
            new.writestr(name, content)
    return written.getvalue()


# --- text files ---------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_read_however_it_was_saved(delimiter: str, end: str, encoding: str) -> None:
    """Delimiter, line ends and byte-order mark make no difference."""
    rows = [["Day", "Schmerz & Müdigkeit"], ["2024-03-01", "7"], ["2024-03-02", "müde"]]
    text = end.join(delimiter.join(row) for row in rows) + end

    sheet = of_text(text, encoding)

    assert sheet.header == ("Day", "Schmerz & Müdigkeit")
    assert texts(sheet) == rows[1:]
    assert [row.number for row in sheet.rows] == [2, 3]


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2).filter(any), max_size=6))
def test_whatever_was_quoted_comes_back(rows: list[list[str]]) -> None:
    """Every cell as it was, but for blanks around it; a row of blanks is no row."""
    written = io.StringIO()
    csv.writer(written).writerows([["Day", "Note"], *rows])

    sheet = of_text(written.getvalue(), wanted=["Day", "Note"])

    read = [[*row, ""][:2] for row in texts(sheet)]
    assert read == rows


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    """A line end within quotes begins no row; blank rows are counted, and left out."""
    sheet = of_text('Day,Note\n2024-03-01,"one\r\ntwo"\n\n,\n2024-03-02,x\n')

    assert [(row.number, row.cells[1].text) for row in sheet.rows] == [(2, "one\ntwo"), (5, "x")]


def test_the_columns_that_are_wanted_decide_between_delimiters() -> None:
    """A header with more commas than semicolons is still parted at the semicolons."""
    text = "Day;Pain, sleep, mood;Quarrel\n2024-03-01;7;no\n"

    assert of_text(text, wanted=["Day", "Quarrel"]).header == (
        "Day",
        "Pain, sleep, mood",
        "Quarrel",
    )


def test_a_quote_that_belongs_to_another_delimiter_does_not_matter() -> None:
    """Only the one that is chosen has to be able to read the file."""
    text = 'Day;"Pain; now";Quarrel\n2024-03-01;7;no\n'

    assert of_text(text, wanted=["Day"]).header == ("Day", "Pain; now", "Quarrel")


def test_a_first_line_may_say_the_delimiter() -> None:
    """As some programs write it; the numbers of the rows still count it."""
    sheet = of_text("sep=|\r\nDay|Pain\r\n2024-03-01|7\r\n")

    assert (sheet.header, sheet.header_row, sheet.rows[0].number) == (("Day", "Pain"), 2, 3)


def test_the_header_may_stand_lower() -> None:
    """Above it a title may stand; without a word the first row that is not blank is taken."""
    text = "\nMy diary,\n\nDay,Pain\n2024-03-01,7\n"

    assert of_text(text).header == ("My diary",)
    assert of_text(text, header=4).header == ("Day", "Pain")
    assert faults_of(text.encode(), header=3) == [
        "text: row 3 holds no names of columns: it is blank "
        "(accepted: a first row that names the columns)"
    ]


def test_older_encodings_are_read_only_where_declared() -> None:
    """Each byte could be another letter in another encoding: nothing is guessed."""
    data = "Day,Müde\n2024-03-01,7\n".encode("cp1252")

    assert read_sheet(io.BytesIO(data), encoding="cp1252").header == ("Day", "Müde")
    assert faults_of(data) == [
        "text:1: the byte 0xFC is not UTF-8 (accepted: the sheet saved as UTF-8; or encoding: "
        "cp1252 in the map, for one saved by older Windows programs)"
    ]
    assert faults_of(b"Day\n\x81\n", encoding="cp1252") == [
        "text:2: the byte 0x81 is not CP1252 (accepted: the sheet saved as UTF-8)"
    ]


def test_a_byte_order_mark_wins_over_what_is_declared() -> None:
    """It says for certain what the file is."""
    data = "Day,Müde\n2024-03-01,7\n".encode("utf-8-sig")

    assert read_sheet(io.BytesIO(data), encoding="cp1252").header == ("Day", "Müde")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            b"",
            "text: the file is empty (accepted: a sheet; 'formulation new --diary' writes an "
            "empty one to fill in)",
        ),
        (
            b"Day,\0Pain\n",
            "text: this holds NUL bytes: it is no text (accepted: a sheet saved as CSV in UTF-8, "
            "or as XLSX)",
        ),
        ("Day".encode("utf-32"), "text: this is UTF-32 (accepted: the sheet saved as UTF-8)"),
        (
            b'Day,Note\n2024-03-01,"open\n2024-03-02,x\n',
            'text:2: in row 2 a quote (") is opened and not closed, or closed within a cell; '
            'reading stops at line 3 (accepted: a cell in quotes to its end: "…", '
            "with quotes in it written twice)",
        ),
        (
            b'Day,Note\n2024-03-01,"a" b\n',
            'text:2: in row 2 a quote (") is opened and not closed, or closed within a cell; '
            'reading stops at line 2 (accepted: a cell in quotes to its end: "…", '
            "with quotes in it written twice)",
        ),
        (
            b"Day,Note\n2024-03-01," + b"x" * 140_000 + b"\n",
            "text:2: row 2 has a cell of more than 131,072 characters; reading stops at line 2 "
            "(accepted: a shorter text)",
        ),
        (
            b"Day" + b"," * 1000 + b"x\n",
            "text:1: row 1 has more than the 1,000 columns that are read (accepted: fewer columns)",
        ),
        (
            b"\xd0\xcf\x11\xe0 and so on",
            "text: this is an old workbook (.xls), or one with a password (accepted: a workbook "
            "saved as XLSX, or CSV)",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_told_with_what_would_do(data: bytes, sentence: str) -> None:
    """One sentence, the row where there is one, and the cure."""
    assert faults_of(data) == [sentence]


def test_a_file_that_is_too_large_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither in bytes nor in rows."""
    data = b"Day\n" + b"2024-03-01\n" * 9
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)

    assert faults_of(data, limits=Limits(bytes=20)) == [
        "text: this has more than the 20 bytes that are read "
        "(accepted: a diary in parts, each with its map)"
    ]
    assert faults_of(data) == [
        "text: this has more than the 5 rows that are read "
        "(accepted: a diary in parts, each imported)"
    ]


def test_what_is_piped_in_is_read_as_a_file_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """And where there is nothing to be piped from, that is told."""
    pipe = io.TextIOWrapper(io.BytesIO(b"Day\n2024-03-01\n"))
    monkeypatch.setattr("sys.stdin", pipe)
    sheet = read_sheet("-")
    monkeypatch.setattr("sys.stdin", None)

    assert (sheet.file, texts(sheet)) == ("standard input", [["2024-03-01"]])
    with pytest.raises(CaseError, match="there is no standard input here"):
        read_sheet("-")


def test_a_file_that_is_not_there_is_told_with_its_neighbour(tmp_path: Path) -> None:
    """As for every other file."""
    (tmp_path / "diary.csv").write_text("Day\n")
    with pytest.raises(CaseError) as error:
        read_sheet(tmp_path / "dairy.csv")
    with pytest.raises(CaseError, match="this is a folder, not a file"):
        read_sheet(tmp_path)

    assert str(error.value) == (
        f"{tmp_path / 'dairy.csv'}: there is no such file; "
        f"did you mean {str(tmp_path / 'diary.csv')!r}?"
    )


# --- workbooks ----------------------------------------------------------------------------------


def test_a_workbook_tells_numbers_dates_and_texts_apart() -> None:
    """Each as a person reads it, dates in ISO form whatever the screen shows."""
    rows = [
        ["Day", "What"],
        [date(2024, 3, 1), 7],
        [datetime.fromisoformat("2024-03-02T14:30"), 7.5],
        ["2024-03-03", True],
        [45355, time(8, 15)],
        [date(2024, 3, 6), " two\r\nlines "],
        [date(2024, 3, 7), timedelta(hours=9, minutes=5)],
    ]

    sheet = read_sheet(io.BytesIO(workbook(rows)))

    assert [[(cell.text, cell.kind) for cell in row.cells] for row in sheet.rows] == [
        [("2024-03-01", "date"), ("7", "number")],
        [("2024-03-02T14:30", "date"), ("7.5", "number")],
        [("2024-03-03", "text"), ("true", "text")],
        [("45355", "number"), ("08:15", "time")],
        [("2024-03-06", "date"), ("two\nlines", "text")],
        [("2024-03-07", "date"), ("09:05", "time")],
    ]


def test_midnight_is_no_time_of_day() -> None:
    """Every date of a workbook has it, and programs show it or not as they like."""
    days = [datetime.fromisoformat(f"2024-03-0{n}") for n in (1, 2)]

    def show_time(sheet: Any) -> None:
        sheet["A3"].number_format = "yyyy-mm-dd hh:mm"

    sheet = read_sheet(io.BytesIO(workbook([["Day", "x"], *([d, 1] for d in days)], show_time)))

    assert [row.cells[0].text for row in sheet.rows] == ["2024-03-01", "2024-03-02"]


def test_a_workbook_may_count_its_days_from_1904() -> None:
    """Real dates are right in either; bare numbers are told apart by the workbook."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.active
    for row in (["Day", "x"], [date(2024, 3, 1), 1], [43891, 1]):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)

    read = read_sheet(io.BytesIO(written.getvalue()))

    assert read.is_1904
    assert [row.cells[0].text for row in read.rows] == ["2024-03-01", "43891"]


def test_a_formula_is_its_value_and_never_a_blank() -> None:
    """One that was never reckoned cannot be read; an error is told as one."""

    def formulas(sheet: Any) -> None:
        sheet["B2"], sheet["B3"], sheet["B4"] = "=1+6", "=A1", "#DIV/0!"
        sheet["B4"].data_type = "e"

    rows = [["Day", "Pain"], ["2024-03-01"], ["2024-03-02"], ["2024-03-03"], ["2024-03-04", "'=1"]]
    data = workbook(rows, formulas)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml")
    # how the blank value is written depends on whether lxml is installed
    filled = re.sub(rb"<f>1.6</f><v ?(/>|></v>)", rb"<f>1+6</f><v>7</v>", xml)
    reckoned = repacked(data, {"xl/worksheets/sheet1.xml": filled})

    cells = [row.cells[1] for row in read_sheet(io.BytesIO(reckoned)).rows]

    assert b"<v>7</v>" in zipfile.ZipFile(io.BytesIO(reckoned)).read("xl/worksheets/sheet1.xml")
    assert (cells[0].text, cells[0].kind) == ("7", "number")
    assert (cells[1].kind, cells[1].problem) == ("wrong", "is a formula that was never reckoned")
    assert (cells[2].text, cells[2].kind) == ("#DIV/0!", "wrong")
    assert (cells[3].text, cells[3].kind) == ("'=1", "text")


def test_a_number_beyond_counting_and_a_length_of_time_cannot_be_read() -> None:
    """They are told as what they are, and break nothing."""
    rows = [["Day", "x"], [1e300, timedelta(days=2, hours=1)], [10**18, -1.5]]

    sheet = read_sheet(io.BytesIO(workbook(rows)))

    assert [[cell.problem for cell in row.cells] for row in sheet.rows] == [
        ["is beyond what is counted", "is a length of time"],
        ["is beyond what is counted", ""],
    ]


def test_a_sheet_with_cells_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stray cell far to the right in every row would make a table of millions."""
    monkeypatch.setattr("formulation.diary.workbooks._MOST_CELLS", 5)

    assert faults_of(workbook([["Day", "Pain"]] * 3)) == [
        "text: this sheet has more than the 5 cells that are read "
        "(accepted: a sheet without cells far from its table)"
    ]


def test_merged_cells_are_told_and_those_in_a_title_are_not() -> None:
    """Rows and columns counted from 1; what lies above the header does not matter."""

    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("B3:B5")

    rows = [["My diary", None], ["Day", "Quarrel"], ["2024-03-01", "no"], ["2024-03-02"]]
    sheet = read_sheet(io.BytesIO(workbook(rows, merge)), header=2)

    assert sheet.merged == (sheets.Merged(3, 5, 2, 2),)


def test_of_several_sheets_one_must_be_named() -> None:
    """The names are offered, and the nearest to a slip."""
    book = Workbook()
    first: Any = book.active
    first.title = "January"
    for name, sheet in (("x", first), ("y", book.create_sheet("February"))):
        sheet.append(["Day", name])
    written = io.BytesIO()
    book.save(written)
    data = written.getvalue()

    assert read_sheet(io.BytesIO(data), name="February").header == ("Day", "y")
    assert faults_of(data) == [
        "text: this workbook has 2 sheets, and none is named "
        "(accepted: --sheet NAME, or sheet: in the map, with one of January, February)"
    ]
    assert faults_of(data, name="Febuary") == [
        "text: no sheet of this workbook is called 'Febuary'; did you mean 'February'? "
        "(accepted: January, February)"
    ]


def test_a_cell_far_away_does_not_matter() -> None:
    """Neither far below the table nor beside it; blank rows are passed over."""

    def far(sheet: Any) -> None:
        sheet["A104857"].number_format = "0.0"
        sheet["CV3"].number_format = "0.0"

    sheet = read_sheet(io.BytesIO(workbook([["Day", "Pain"], [], ["2024-03-01", 7]], far)))

    assert [(row.number, len(row.cells)) for row in sheet.rows] == [(3, 2)]


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        (
            {"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            "this workbook holds XML that no spreadsheet program writes",
        ),
        ({"mimetype": b"application/vnd.oasis.opendocument"}, "this is no XLSX workbook"),
        ({"xl/media/large.bin": bytes(200)}, "this workbook unpacks to more than the 10,000 bytes"),
        ({"xl/workbook.xml": b"<workbook"}, "this could not be read as an XLSX workbook"),
        ({"xl/worksheets/sheet1.xml": b"<a"}, "this could not be read as an XLSX workbook"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_workbook_is_refused_in_one_sentence(
    parts: dict[str, bytes], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Declared entities, other formats, bombs and broken XML never reach a person as they are."""
    data = workbook([["Day"], ["2024-03-01"]])
    if "xl/media/large.bin" in parts:
        monkeypatch.setattr("formulation.diary.workbooks._MOST_XML", 10_000)

    [told] = faults_of(repacked(data, parts))

    assert told.startswith(f"text: {problem}")
    assert "accepted:" in told


def test_a_zip_that_breaks_off_is_refused_in_one_sentence() -> None:
    """Its first bytes promise a workbook."""
    assert faults_of(b"PK\x03\x04 and nothing more") == [
        "text: this could not be read as an XLSX workbook (BadZipFile) "
        "(accepted: the workbook opened and saved again as XLSX, or CSV)"
    ]


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.dates(date(1901, 1, 1), date(2100, 1, 1)),
            st.one_of(st.integers(-999, 999), st.decimals(-9, 9, places=2).map(float)),
            TEXTS.filter(lambda text: not text.startswith("=")),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_workbook_and_a_text_file_of_the_same_rows_read_alike(
    rows: list[tuple[date, float, str]],
) -> None:
    """Cell by cell the same text, the same numbers of the rows."""
    listed = [["Day", "Pain", "Note"], *([day, pain, note or None] for day, pain, note in rows)]
    written = io.StringIO()
    csv.writer(written).writerows(
        [["Day", "Pain", "Note"], *([day, f"{pain:.15g}", note] for day, pain, note in rows)]
    )

    book, text = read_sheet(io.BytesIO(workbook(listed))), of_text(written.getvalue())

    assert book.header == text.header
    assert texts(book) == texts(text)
    assert [row.number for row in book.rows] == [row.number for row in text.rows]
