"""Symptom and event diaries: sheets with columns of any name become statements of a case.

A map says what each column means.  Every row that cannot be read is told with its number; a filled
cell was observed, a blank one was not, and nothing is concluded from a row that is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from formulation.diary.empty import Asked, empty_sheet, starting_map
from formulation.diary.making import case_of, watch_notes, watches
from formulation.diary.map import Map, read_map
from formulation.diary.rows import read_rows
from formulation.diary.sheets import Source, read_sheet
from formulation.diary.watches import day_count
from formulation.errors import CaseError, Fault, shortened
from formulation.model.case import Case
from formulation.notation import Limits

__all__ = [
    "Asked",
    "Diary",
    "Map",
    "RowsError",
    "empty_sheet",
    "read_diary",
    "read_map",
    "starting_map",
]


class RowsError(CaseError):
    """Rows that cannot be read; ``.left_out`` has their numbers, ``.rows`` how many could be."""

    def __init__(
        self, faults: Iterable[Fault] | str, left_out: tuple[int, ...] = (), rows: int = 0
    ) -> None:
        super().__init__(faults)
        self.left_out, self.rows = left_out, rows

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by what it was made from."""
        return type(self), (self.faults, self.left_out, self.rows)


@dataclass(frozen=True)
class Diary:
    """A diary that was read.

    Attributes
    ----------
    case
        The case it makes.
    rows
        How many rows were read.
    left_out, faults
        The numbers of the rows that could not be read, and why.
    made
        How many statements of each kind the diary makes.
    not_read
        Columns of the sheet that the map passes over or does not speak of.
    watched
        On how many days each kind of event would have been noticed.
    notes
        What is worth a second look.
    """

    case: Case
    rows: int
    left_out: tuple[int, ...]
    faults: tuple[Fault, ...]
    made: dict[str, int]
    not_read: tuple[str, ...]
    watched: dict[str, int]
    notes: tuple[Fault, ...]


def read_diary(
    source: Source,
    map: Map,
    *,
    sheet: str | None = None,
    keep_going: bool = False,
    limits: Limits | None = None,
) -> Diary:
    r"""Read a diary as its map says.

    Parameters
    ----------
    source
        The sheet: a path (CSV, TSV or XLSX), ``"-"`` for standard input, or a file open for
        reading bytes.
    map
        What its columns mean; see :func:`read_map`.
    sheet
        Which sheet of a workbook, where the map does not say.
    keep_going
        Whether to leave out rows that cannot be read.  They are told all the same, and the case
        says which they were.
    limits
        How large the file may be.

    Raises
    ------
    RowsError
        A `CaseError`: where any row cannot be read, unless told to keep going; where no row can.
    CaseError
        Where the file cannot be read as a table, a column is not there, or a baseline cannot be
        told.

    Examples
    --------
    >>> from io import BytesIO, StringIO
    >>> diary = "Day,Pain\n2024-03-01,8\n2024-03-02,2\n"
    >>> told = "diary: 1\nid: a\ndate: Day\npeople: {anna: {role: patient}}\n"
    >>> map = read_map(StringIO(told + "columns: {Pain: {rating: pain}}"))
    >>> read = read_diary(BytesIO(diary.encode()), map)
    >>> read.case.events[0].value, dict(read.case.observed)
    (8.0, {'rating': ('2024-03-01/2024-03-02',)})
    """
    layout = map.layout
    found = read_sheet(
        source,
        wanted=map.names,
        header=layout.header,
        name=sheet or layout.sheet,
        encoding=layout.encoding,
        limits=limits,
    )
    rows = read_rows(found, map)
    if rows.faults and not (keep_going and rows.entries):
        raise RowsError(rows.faults, rows.left_out, len(rows.entries))
    if not rows.entries:
        cure = "rows below the names of the columns, each with its date"
        raise CaseError([Fault("there is no row to be read", "", cure, file=found.file)])
    case = case_of(rows, map)
    watched = {kind: day_count(days) for kind, days in watches(rows, map).items()}
    unspoken = [name for name in rows.not_read if name not in map.passed_over]
    notes = [*map.notes, *(_unspoken(name, found.file) for name in unspoken)]
    notes += [Fault(told, file=found.file, is_warning=True) for told in watch_notes(rows, map)]
    return Diary(
        case=case,
        rows=len(rows.entries),
        left_out=rows.left_out,
        faults=rows.faults,
        made=_made(case, map.case),
        not_read=rows.not_read,
        watched=watched,
        notes=tuple(notes),
    )


def _made(case: Case, before: Case) -> dict[str, int]:
    """Return how many statements of each kind came to those that the map had."""
    counts = Counter(statement.kind for statement in case.statements)
    counts.subtract(statement.kind for statement in before.statements)
    return {kind: count for kind, count in counts.items() if count}


def _unspoken(name: str, file: str) -> Fault:
    """Return the note that a column was not read."""
    told = f"the map does not speak of {shortened(name)!r}: that column is not read"
    cure = f"{shortened(name, 40)}: not read, to say so; or what it tells of"
    return Fault(told, "", cure, file=file, is_warning=True)
