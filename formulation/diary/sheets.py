"""A diary as rows of cells with their numbers, whether it is a text file or a workbook.

A row has the number that a spreadsheet program shows beside it: quoted line ends within a cell do
not count, blank rows do.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import IO, NamedTuple

from formulation.diary.cells import Cell, folded, spelt
from formulation.errors import CaseError, Fault
from formulation.notation import Limits, read_text

__all__ = ["ENCODINGS", "Merged", "Row", "Sheet", "Source", "read_sheet"]

Source = str | os.PathLike[str] | IO[bytes]

#: how a text file may be written; UTF-16 says so itself by its first two bytes
ENCODINGS = ("utf-8", "cp1252")
MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
_DELIMITERS = ",;\t"
_MARKS = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Row(NamedTuple):
    """One row that is not blank, with its number and its cells from the first column on."""

    number: int
    cells: tuple[Cell, ...]


class Merged(NamedTuple):
    """A block of cells that were made one; all counted from 1 and included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """A diary as it was read: the names of its columns and the rows below them.

    Attributes
    ----------
    file
        Its name for messages.
    header, header_row
        What its columns are called, blanks in them made one, and the row that says so.
    rows
        The rows below, without those that are blank throughout.
    is_1904
        Whether bare numbers count days from 1904.
    merged
        Blocks of cells that were made one, below the header.
    """

    file: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    is_1904: bool = False
    merged: tuple[Merged, ...] = field(default=())


def read_sheet(
    source: Source,
    *,
    wanted: Collection[str] = (),
    header: int | None = None,
    name: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Sheet:
    """Read a diary from its file: CSV with commas, semicolons or tabs, or an XLSX workbook.

    Parameters
    ----------
    source
        A path, ``"-"`` for standard input, or a file open for reading bytes.  What it is, is told
        from what it holds, not from its name.
    wanted
        Names of columns that should be there; they decide between delimiters.
    header
        The number of the row with the names of the columns; the first that is not blank unless
        said.
    name
        Which sheet of a workbook; needed where it has several.
    encoding
        One of :data:`ENCODINGS`; UTF-8 unless said.
    limits
        How large the file may be; 32 MiB unless said.

    Raises
    ------
    CaseError
        Where it cannot be read as a table at all.
    """
    data, file = _bytes_of(source, limits or Limits())
    if data.startswith(_OLD_OFFICE):
        problem = "this is an old workbook (.xls), or one with a password"
        raise CaseError([Fault(problem, "", "a workbook saved as XLSX, or CSV", file=file)])
    if data.startswith(_ZIP):
        from formulation.diary.workbooks import read_workbook

        book = read_workbook(data, file, name)
        named, header_row, rows = _with_header(book.rows, header, file)
        merged = tuple(block for block in book.merged if block.last_row > header_row)
        return Sheet(file, named, header_row, rows, book.is_1904, merged)
    listed = _texts(_decoded(data, file, encoding), file, wanted, header)
    return Sheet(file, *_with_header(listed, header, file))


def _bytes_of(source: Source, limits: Limits) -> tuple[bytes, str]:
    """Return what a file holds, and its name for messages; why it cannot be read is told."""
    if not isinstance(source, str | os.PathLike):
        name = getattr(source, "name", None)
        return _at_most(source, "text", limits), name if isinstance(name, str) else "text"
    if source == "-":
        if sys.stdin is None:
            raise CaseError([Fault("there is no standard input here", "", "a file")])
        return _at_most(sys.stdin.buffer, "standard input", limits), "standard input"
    try:
        with Path(source).open("rb") as file:
            return _at_most(file, os.fspath(source), limits), os.fspath(source)
    except (OSError, ValueError):
        read_text(source, limits=limits)  # says in words why not, and which file is near
        raise


def _at_most(file: IO[bytes], name: str, limits: Limits) -> bytes:
    data = bytearray()
    while len(data) <= limits.bytes and (part := file.read(limits.bytes + 1 - len(data))):
        data += part
    if len(data) > limits.bytes:
        problem = f"this has more than the {limits.bytes:,} bytes that are read"
        raise CaseError([Fault(problem, "", "a diary in parts, each with its map", file=name)])
    return bytes(data)


def _decoded(data: bytes, file: str, declared: str | None) -> str:
    """Return the text of a file: as its first bytes say, else as declared, else UTF-8."""
    mark = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    encoding = mark or declared or "utf-8"
    if encoding == "UTF-32":
        raise CaseError([Fault("this is UTF-32", "", "the sheet saved as UTF-8", file=file)])
    if mark != "utf-16" and b"\0" in data:
        cure = "a sheet saved as CSV in UTF-8, or as XLSX"
        raise CaseError([Fault("this holds NUL bytes: it is no text", "", cure, file=file)])
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CaseError([_undecodable(error, encoding, declared, file)]) from None
    if not text.strip():
        cure = "a sheet; 'formulation new --diary' writes an empty one to fill in"
        raise CaseError([Fault("the file is empty", "", cure, file=file)])
    return text


def _undecodable(
    error: UnicodeDecodeError, encoding: str, declared: str | None, file: str
) -> Fault:
    line = error.object.count(b"\n", 0, error.start) + 1
    problem = f"the byte 0x{error.object[error.start]:02X} is not {encoding.upper()}"
    cure = "the sheet saved as UTF-8"
    if declared is None and encoding == "utf-8":
        cure += "; or encoding: cp1252 in the map, for one saved by older Windows programs"
    return Fault(problem, "", cure, file=file, line=line)


# --- text files ---------------------------------------------------------------------------------


def _texts(
    text: str, file: str, wanted: Collection[str], header: int | None
) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows of a text file with their numbers."""
    first, _, rest = text.partition("\n")
    found = re.fullmatch(r'"?sep=(.)"?\s*', first)  # as some spreadsheet programs begin a file
    skipped, text = (1, rest) if found else (0, text)
    delimiter = found[1] if found else _delimiter_of(text, wanted, header or 1)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = skipped
    try:
        for number, row in enumerate(reader, skipped + 1):
            yield number, [Cell(_lines(cell)) for cell in row]
    except csv.Error as error:
        raise CaseError([_misquoted(error, number + 1, reader.line_num, file)]) from None


def _lines(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _misquoted(error: csv.Error, row: int, line: int, file: str) -> Fault:
    if "field larger" in str(error):
        problem, cure = f"row {row} has a cell of more than 131,072 characters", "a shorter text"
    else:
        problem = f'in row {row} a quote (") is opened and not closed, or closed within a cell'
        cure = 'a cell in quotes to its end: "…", with quotes in it written twice'
    return Fault(f"{problem}; reading stops at line {line}", "", cure, file=file, line=row)


def _delimiter_of(text: str, wanted: Collection[str], header: int) -> str:
    """Return the delimiter with which most of the wanted columns are there, then most cells."""
    sought = {folded(name) for name in wanted}

    def likeness(delimiter: str) -> tuple[int, int]:
        named = _first_names(text, delimiter, header)
        return len(sought & {folded(name) for name in named}), len(named)

    return max(_DELIMITERS, key=likeness)


def _first_names(text: str, delimiter: str, header: int) -> list[str]:
    """Return the cells of the header, as far as they can be read with this delimiter."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            if number >= header and any(cell.strip() for cell in row):
                return row
    except csv.Error:
        return []
    return []


# --- both ---------------------------------------------------------------------------------------


def _with_header(
    listed: Iterable[tuple[int, list[Cell]]], header: int | None, file: str
) -> tuple[tuple[str, ...], int, tuple[Row, ...]]:
    """Return the names of the columns, the row that says them, and the rows below it."""
    names: tuple[str, ...] = ()
    header_row, rows = 0, []
    for number, cells in listed:
        cells = _trimmed(cells)
        if len(cells) > MOST_COLUMNS:
            problem = f"row {number} has more than the {MOST_COLUMNS:,} columns that are read"
            raise CaseError([Fault(problem, "", "fewer columns", file=file, line=number)])
        if not cells or (header is not None and number < header):
            continue
        if not names:
            names, header_row = tuple(spelt(cell.text) for cell in cells), number
            continue
        rows.append(Row(number, tuple(cells)))
        if len(rows) > MOST_ROWS:
            problem = f"this has more than the {MOST_ROWS:,} rows that are read"
            raise CaseError([Fault(problem, "", "a diary in parts, each imported", file=file)])
    if not names or (header is not None and header_row != header):
        where = f"row {header}" if header is not None else "this sheet"
        problem = f"{where} holds no names of columns: it is blank"
        raise CaseError([Fault(problem, "", "a first row that names the columns", file=file)])
    return names, header_row, tuple(rows)


def _trimmed(cells: list[Cell]) -> list[Cell]:
    """Return cells without the blank ones at their end."""
    last = max((n for n, cell in enumerate(cells) if cell.text), default=-1)
    return cells[: last + 1]
