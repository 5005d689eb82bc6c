"""XLSX workbooks, in and out, by openpyxl, which is opened only where a workbook is met.

A workbook is a zip of XML that somebody else made: it is looked over before it is opened, and
whatever goes wrong inside is told as one sentence.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import chain, repeat
from typing import Any, NamedTuple

from formulation.diary.cells import BLANK, Cell
from formulation.diary.sheets import Merged
from formulation.errors import CaseError, Fault, nearest_word, shortened

__all__ = ["Book", "read_workbook", "write_workbook"]

_MOST_XML = 128 * 2**20
_MOST_CELLS = 5_000_000  # a stray cell far to the right makes its whole row
_MOST_PARTS = 2_000
_LARGEST = 10**15
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3}[0-9]+):([A-Z]{1,3}[0-9]+)"""
)


class Book(NamedTuple):
    """One sheet of a workbook: its rows, its merged cells, and from when it counts days."""

    rows: Sequence[tuple[int, list[Cell]]]
    merged: tuple[Merged, ...]
    is_1904: bool


def read_workbook(data: bytes, file: str, name: str | None = None) -> Book:
    """Read one sheet of an XLSX workbook.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name for messages.
    name
        Which sheet; needed where there are several.

    Raises
    ------
    CaseError
        Where it is no workbook, is too large, or has no sheet of that name.
    """
    try:
        parts = _looked_over(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that no diary needs
            return _read(data, parts, name)
    except CaseError as error:
        raise CaseError([fault.at(file, None, None) for fault in error.faults]) from None
    except Exception as error:
        problem = f"this could not be read as an XLSX workbook ({type(error).__name__})"
        cure = "the workbook opened and saved again as XLSX, or CSV"
        raise CaseError([Fault(problem, "", cure, file=file)]) from error


def _looked_over(data: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook that hold XML; refuse what would not let itself be read."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        if any(entry.filename == "mimetype" for entry in entries):
            raise CaseError([Fault("this is no XLSX workbook", "", "a sheet saved as XLSX or CSV")])
        xml = [e for e in entries if e.filename.lower().endswith((".xml", ".rels"))]
        size = sum(entry.file_size for entry in entries)
        if size > _MOST_XML or len(entries) > _MOST_PARTS:
            problem = f"this workbook unpacks to more than the {_MOST_XML:,} bytes that are read"
            raise CaseError([Fault(problem, "", "the sheet alone, in a workbook of its own")])
        parts = {entry.filename: archive.read(entry) for entry in xml}
    if any(
        _DECLARED.search(part) or part[:2] in (b"\xff\xfe", b"\xfe\xff") for part in parts.values()
    ):
        problem = "this workbook holds XML that no spreadsheet program writes"
        raise CaseError([Fault(problem, "", "the workbook opened and saved again, or CSV")])
    return parts


def _read(data: bytes, parts: dict[str, bytes], name: str | None) -> Book:
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheet: Any = book[_sheet_named(name, [s.title for s in book.worksheets])]
    xml = parts.get(sheet._worksheet_path, b"")
    formulas = None
    if _FORMULA.search(xml):
        whole = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        formulas = whole[sheet.title]
    rows = list(_rows(sheet, formulas))
    merged = tuple(_block(first, last) for first, last in _MERGED.findall(xml))
    return Book(rows, merged, book.epoch == CALENDAR_MAC_1904)


def _sheet_named(name: str | None, names: list[str]) -> str:
    """Return which sheet is meant; where several could be, it must be said."""
    listed = ", ".join(shortened(known, 40) for known in names[:12])
    if not names:
        raise CaseError([Fault("there is no sheet in this workbook", "", "a sheet with rows")])
    if name is None and len(names) > 1:
        problem = f"this workbook has {len(names)} sheets, and none is named"
        raise CaseError(
            [Fault(problem, "", f"--sheet NAME, or sheet: in the map, with one of {listed}")]
        )
    if name is not None and name not in names:
        problem = f"no sheet of this workbook is called {shortened(name, 40)!r}"
        raise CaseError([Fault(problem, shortened(name, 40), listed, nearest_word(name, names))])
    return name or names[0]


def _rows(sheet: Any, formulas: Any) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows that are not blank; beside each value stands its formula, if it has one."""
    left = _MOST_CELLS
    sheet.reset_dimensions()  # what a file says of its own size may be anything
    written: Any = repeat(())
    if formulas is not None:
        formulas.reset_dimensions()
        written = chain(formulas.iter_rows(), repeat(()))
    for number, (row, beside) in enumerate(zip(sheet.iter_rows(), written), 1):  # noqa: B905
        left -= len(row)
        if left < 0:
            problem = f"this sheet has more than the {_MOST_CELLS:,} cells that are read"
            raise CaseError([Fault(problem, "", "a sheet without cells far from its table")])
        cells = [_cell(found) for found in row]
        for n, found in enumerate(beside[: len(cells)]):
            if found.data_type == "f" and not cells[n].text:
                cells[n] = Cell("=", "wrong", "is a formula that was never reckoned")
        if any(cell.text for cell in cells):
            yield number, cells


def _cell(found: Any) -> Cell:
    """Return a cell of a workbook as a diary reads it."""
    value = found.value
    if value is None:
        return BLANK
    if found.data_type == "e":
        return Cell(str(value), "wrong", "is an error that the spreadsheet program found")
    if isinstance(value, bool):
        return Cell("true" if value else "false")
    if isinstance(value, int | float):
        return _counted(value)
    if isinstance(value, datetime):
        return _dated(value)
    if isinstance(value, date):
        return Cell(value.isoformat(), "date")
    if isinstance(value, time):
        return Cell(f"{value:%H:%M}", "time")
    if isinstance(value, timedelta):
        return _lasting(value)
    return Cell(str(value).replace("\r\n", "\n").strip())


def _counted(value: float) -> Cell:
    """Return a number; one beyond what any reader counts cannot be read."""
    if not abs(value) <= _LARGEST:
        return Cell("a number", "wrong", "is beyond what is counted")
    return Cell(f"{value:.15g}", "number")


def _dated(value: datetime) -> Cell:
    """Return a date, with its time of day where it has one.

    Every date of a workbook has the time of midnight, and programs show it or not as they like: so
    midnight to the second is no time.
    """
    rounded = value + timedelta(milliseconds=500)  # a fraction of a day is never exact
    has_time = (rounded.hour, rounded.minute, rounded.second) != (0, 0, 0)
    return Cell(rounded.strftime("%Y-%m-%dT%H:%M" if has_time else "%Y-%m-%d"), "date")


def _lasting(value: timedelta) -> Cell:
    """Return a length of time; within one day it is a time of day."""
    minutes = round(value.total_seconds()) // 60
    if 0 <= minutes < 24 * 60:
        return Cell(f"{minutes // 60:02}:{minutes % 60:02}", "time")
    return Cell(str(value), "wrong", "is a length of time")


def _block(first: bytes, last: bytes) -> Merged:
    from openpyxl.utils.cell import coordinate_to_tuple

    (top, left), (bottom, right) = (coordinate_to_tuple(c.decode()) for c in (first, last))
    return Merged(top, bottom, left, right)


def write_workbook(
    header: Sequence[str],
    days: Sequence[date],
    choices: Mapping[int, str],
    *,
    header_row: int = 1,
    title: str | None = None,
) -> bytes:
    """Return a workbook with one row a day, ready to be filled in.

    Parameters
    ----------
    header
        The names of the columns; the first is that of the dates.
    days
        The dates of the rows.
    choices
        What is offered in a column, by its position from 0: ``"yes,no"``.
    header_row
        The row in which the names stand.
    title
        What the sheet is called.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = title or "Diary"
    for column, name in enumerate(header, 1):
        cell = sheet.cell(header_row, column)
        cell.value, cell.data_type, cell.font = name, "s", Font(bold=True)  # never a formula
        sheet.column_dimensions[cell.column_letter].width = max(12, min(len(name) + 2, 60))
    for row, day in enumerate(days, header_row + 1):
        sheet.cell(row, 1, day).number_format = "yyyy-mm-dd"
    for column, offered in choices.items():
        _offer(sheet, column + 1, offered, header_row + 1, header_row + len(days))
    sheet.freeze_panes = f"B{header_row + 1}"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _offer(sheet: Any, column: int, offered: str, first: int, last: int) -> None:
    """Let a column offer its answers; others can be written all the same."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
    rule.errorStyle = "warning"
    letter = get_column_letter(column)
    rule.add(f"{letter}{first}:{letter}{last}")
    sheet.add_data_validation(rule)
