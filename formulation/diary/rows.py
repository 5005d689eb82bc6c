"""The rows of a diary, each read whole or not at all, with all that could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from pydantic import ValidationError

from formulation.dates import MINUTES_PER_DAY, Precision, Span, parse_span, to_text
from formulation.diary.cells import BLANK, Cell, UnreadableError, rows_in_words, spelt
from formulation.diary.columns import Column
from formulation.diary.map import Map
from formulation.diary.moments import read_date, read_time
from formulation.diary.reading_cells import read_cell
from formulation.diary.sheets import Row, Sheet
from formulation.diary.watches import joined
from formulation.errors import CaseError, Fault, counted, nearest_word, shortened
from formulation.model.base import Statement, faults_of

__all__ = ["Entry", "Rows", "read_rows"]

#: nobody mends more in one go; of the others the numbers are told
_MOST_TOLD = 200


class Entry(NamedTuple):
    """One row as it was read.

    Attributes
    ----------
    row
        Its number in the sheet.
    when, span
        Its date, with the time where it has one; as written and as a span.
    told
        What each filled cell says, by the name of its column; an empty list where it says that
        nothing happened.  A column whose cell is blank is not there.
    """

    row: int
    when: str
    span: Span
    told: dict[str, list[Statement]]

    @property
    def day(self) -> int:
        """Its day, 1 January of year 1 being day 1."""
        return self.span.start_earliest // MINUTES_PER_DAY + 1


@dataclass(frozen=True)
class Rows:
    """What the rows of a diary say.

    Attributes
    ----------
    entries
        The rows that could be read, in the order of their dates.
    faults
        Why others could not; of more than two hundred only the numbers.
    left_out
        The numbers of all rows that could not be read.
    not_read
        The columns of the sheet that the map passes over, or does not speak of.
    """

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    left_out: tuple[int, ...]
    not_read: tuple[str, ...]


def read_rows(sheet: Sheet, map: Map) -> Rows:
    """Read all rows of a sheet as its map says.

    Parameters
    ----------
    sheet
        The diary.
    map
        What its columns mean.

    Raises
    ------
    CaseError
        Where a column that the map names is not there, or is there twice.
    """
    at = _places(sheet, map)
    reading = _RowReading(sheet, map, at)
    read = [reading.entry(row) for row in sheet.rows]
    if map.layout.rows_a_day == "one":
        reading.tell_repeats()
    entries = [entry for entry in read if entry is not None and entry.row not in reading.wrong]
    entries.sort(key=lambda entry: (entry.span.start_earliest, entry.when, entry.row))
    return Rows(tuple(entries), *reading.told(), tuple(_others(sheet, at.values())))


def _others(sheet: Sheet, read: Iterable[int]) -> Iterator[str]:
    """Yield the columns that are not read; one without a name only where something stands in it."""
    passed_over = sorted({*range(len(sheet.header))} - {*read})
    for index in passed_over:
        is_filled = any(len(row.cells) > index and row.cells[index].text for row in sheet.rows)
        if sheet.header[index] or is_filled:
            yield sheet.header[index] or f"column {index + 1}, without a name"


def _places(sheet: Sheet, map: Map) -> dict[str, int]:
    """Return where each column stands that the map names, the first being 0."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(sheet.header):
        found[name].append(index)
    known = [name for name in found if name]
    at, wrong = {}, []
    for name in dict.fromkeys(map.names):
        places = found.get(spelt(name), [])
        if len(places) == 1:
            at[name] = places[0]
            continue
        place = map.places[name]
        if places:
            problem = f"{len(places)} columns of {sheet.file} are called {shortened(name)!r}"
            wrong.append(replace(place, problem=problem, accepted="a name of its own for each"))
        else:
            problem = f"{sheet.file} has no column {shortened(name)!r}"
            listed = ", ".join(shortened(known_name, 40) for known_name in known[:20])
            near = nearest_word(name, known)
            wrong.append(replace(place, problem=problem, value=name, accepted=listed, nearest=near))
    if wrong:
        raise CaseError(wrong)
    return at


class _RowReading:
    """Reads one row after another and keeps what is wrong."""

    def __init__(self, sheet: Sheet, map: Map, at: dict[str, int]) -> None:
        self.sheet, self.map, self.at = sheet, map, at
        self.faults: list[Fault] = []
        self.wrong: set[int] = set()
        self.dated: dict[str, list[int]] = defaultdict(list)
        self.merged = dict(self._merged_rows())
        self.kept = parse_span(map.layout.kept) if map.layout.kept else None

    def told(self) -> tuple[tuple[Fault, ...], tuple[int, ...]]:
        """Return the faults in the order of the rows, and the numbers of all rows with one."""
        self.faults.sort(key=lambda fault: (fault.line or 0, fault.column or 0))
        faults = self.faults[:_MOST_TOLD]
        untold = sorted(self.wrong - {fault.line for fault in faults})
        if untold:
            problem = f"{counted(len(untold), 'more row')} cannot be read: {rows_in_words(untold)}"
            faults.append(Fault(problem, file=self.sheet.file))
        return tuple(faults), tuple(sorted(self.wrong))

    def tell(self, row: int, name: str, cell: Cell, error: UnreadableError) -> None:
        """Take in why a row cannot be read."""
        self.wrong.add(row)
        column = self.at.get(name, len(self.sheet.header)) + 1
        self.faults.append(error.fault(self.sheet.file, row, column, name, cell))

    def _merged_rows(self) -> Iterator[tuple[int, str]]:
        """Yield each row with merged cells in a column that is read, with the column's name."""
        last = self.sheet.rows[-1].number if self.sheet.rows else 0
        for name, index in self.at.items():
            over = [b for b in self.sheet.merged if b.first_column <= index + 1 <= b.last_column]
            for first, end in joined((block.first_row, block.last_row) for block in over):
                yield from ((row, name) for row in range(first, min(end, last) + 1))

    def cell(self, row: Row, name: str) -> Cell:
        """Return the cell of a column in a row; what stands for a blank is blank."""
        index = self.at[name]
        found = row.cells[index] if index < len(row.cells) else BLANK
        return BLANK if self.map.lexicon.is_missing(found) else found

    def entry(self, row: Row) -> Entry | None:
        """Return what a row says, or ``None`` where any of it cannot be read."""
        before = len(self.faults)
        self._look_over(row)
        when = self._when(row)
        if when is not None:
            self.dated[when].append(row.number)
        told = {}
        recorded = self._recorded(row)
        for column in self.map.columns:
            cell = self.cell(row, column.name)
            if not cell.text:
                continue
            try:
                keys = read_cell(column, cell, self.map.lexicon, self.map.layout.decimal)
                own = {"when": _window(column, when)} if when else {}
                told[column.name] = [_made(column, {**k, **own, **recorded}) for k in keys]
            except UnreadableError as error:
                self.tell(row.number, column.name, cell, error)
        if len(self.faults) > before or when is None:
            return None
        return Entry(row.number, when, parse_span(when), told)

    def _look_over(self, row: Row) -> None:
        """Tell merged cells, and cells that no column is above."""
        if row.number in self.merged:
            cure = "each cell by itself, with its own value"
            error = UnreadableError("is part of merged cells", cure)
            self.tell(row.number, self.merged[row.number], BLANK, error)
        extra = len(row.cells) - len(self.sheet.header)
        if extra > 0:
            cell = row.cells[len(self.sheet.header)]
            problem = (
                f"stands in a row of {len(row.cells)} cells under {len(self.sheet.header)} columns"
            )
            cure = "quotes around a cell that holds the delimiter; a name for each column"
            self.tell(row.number, "(no column)", cell, UnreadableError(problem, cure))

    def _when(self, row: Row) -> str | None:
        """Return the date of a row, with its time where it has one."""
        stamp = self.map.date
        cell = self.cell(row, stamp.column)
        try:
            if not cell.text:
                raise UnreadableError("is blank, and other cells of the row are not", "a date")
            if cell.kind == "wrong":
                raise UnreadableError(cell.problem, "a date")
            when = read_date(cell, stamp.form, is_1904=self.sheet.is_1904)
            self._check_kept(when)
        except UnreadableError as error:
            self.tell(row.number, stamp.column, cell, error)
            return None
        return self._with_time(row, when)

    def _check_kept(self, when: str) -> None:
        span = parse_span(when)
        if (
            self.kept
            and not self.kept.start_earliest <= span.start_earliest <= self.kept.end_latest
        ):
            raise UnreadableError(
                "lies outside the time the diary was kept", f"{self.map.layout.kept}"
            )

    def _with_time(self, row: Row, when: str) -> str | None:
        stamp = self.map.time
        cell = BLANK if stamp is None else self.cell(row, stamp.column)
        if stamp is None or not cell.text:
            return when
        try:
            if cell.kind in ("wrong", "date"):
                raise UnreadableError(cell.problem or "is a date", "14:30, 2:30 pm")
            clock = read_time(cell)
            if "T" in when and not when.endswith(f"T{clock}"):
                raise UnreadableError(
                    f"is another time than that of the date, {when[11:]}", "one time"
                )
        except UnreadableError as error:
            self.tell(row.number, stamp.column, cell, error)
            return None
        return f"{when[:10]}T{clock}"

    def _recorded(self, row: Row) -> dict[str, str]:
        """Return when a row was written down, where a column says so."""
        stamp = self.map.recorded
        cell = BLANK if stamp is None else self.cell(row, stamp.column)
        if stamp is None or not cell.text:
            return {}
        try:
            if cell.kind == "wrong":
                raise UnreadableError(cell.problem, "a date")
            return {"recorded": read_date(cell, stamp.form, is_1904=self.sheet.is_1904)}
        except UnreadableError as error:
            self.tell(row.number, stamp.column, cell, error)
            return {}

    def tell_repeats(self) -> None:
        """Tell the rows whose date another has too, whatever else is wrong with them."""
        for when, rows in self.dated.items():
            for row in rows if len(rows) > 1 else ():
                others = rows_in_words([other for other in rows if other != row])
                told = f"is the date of row {others} too"
                cure = "one row a day, a column for the time, or rows_a_day: several in the map"
                self.tell(row, self.map.date.column, Cell(when), UnreadableError(told, cure))


def _window(column: Column, when: str) -> str:
    """Return when what a cell tells of was: on its date, or some time in the days it covers."""
    days = column.reads.days
    if days == 1:
        return when
    last = parse_span(when).start_earliest
    first = last - (days - 1) * MINUTES_PER_DAY
    if first < 0:
        raise UnreadableError("covers days before the year 1", "a later date")
    return f"[{to_text(first, Precision.DAY)}..{when[:10]}]"


def _made(column: Column, keys: dict[str, Any]) -> Statement:
    """Return the statement; what the record refuses is a fault of the cell."""
    try:
        return column.cls.from_keys(keys)
    except ValidationError as error:
        fault = faults_of(error, column.cls)[0]
        problem = f"is refused: {fault.problem}"
        raise UnreadableError(problem, fault.accepted, fault.nearest) from None
