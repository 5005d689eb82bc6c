"""A teacher's own marks, read from a table: name, sheet, question, share, reason.

The class's own table will do, its last two columns filled in by hand: rows without a share are
passed over, so a teacher marks what no program can, or marks otherwise, and leaves the rest.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from formulation.diary.cells import folded
from formulation.diary.sheets import Row, read_sheet
from formulation.errors import CaseError, Fault, nearest_word, shortened
from formulation.exercises.classroom import COLUMNS, name_of
from formulation.exercises.marking import Mark, Marking, Override

__all__ = ["OwnMark", "OwnMarks", "read_own"]

_COLUMNS = ("name", "sheet", "question", "share", "reason")
_NEEDED = ("question", "share")
_SHARE = "a number from 0 to 1: 0.5, 0,5 or 50 %"
_QUOTED = 'a cell with a comma in it stands in quotes: "0,5", "well argued, and brief"'
#: what stands before a cell that a spreadsheet would have taken for a formula
_APOSTROPHE = re.compile("(^|[,;|])'(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")


#: how far a share may be off in a table, and how long a reason is told there
_SLIP, _CELL = 1e-2, 1_000


class OwnMark(NamedTuple):
    """One row of the table: where it stands, which sheet it is for, and the mark."""

    line: int
    sheet: str
    override: Override

    def is_for(self, sheet: str, name: str) -> bool:
        """Tell whether it is for somebody's answers to a sheet; what it does not say fits all."""
        own = self.override.name
        return self.sheet in ("", sheet) and (own is None or folded(own) == folded(name))


@dataclass(frozen=True)
class OwnMarks:
    """The rows of a table.

    Attributes
    ----------
    file
        Its name, for messages.
    rows
        In order.
    """

    file: str = ""
    rows: tuple[OwnMark, ...] = ()

    def of(self, sheet: str, name: str) -> list[Override]:
        """Return the marks for somebody's answers to a sheet, what is said of one student first.

        Parameters
        ----------
        sheet
            The id of the sheet.
        name
            What the student goes by.
        """
        own = [row for row in self.rows if row.is_for(sheet, name)]
        own.sort(key=lambda row: (row.override.name is None, row.sheet == ""))
        return [row.override.model_copy(update={"name": None}) for row in own]

    def unused(self, markings: Sequence[Marking]) -> list[Fault]:
        """Return a fault for each row that is for nothing which was handed in."""
        return [
            fault.at(self.file, row.line, None)
            for row in self.rows
            if (fault := _unused(row, markings)) is not None
        ]

    def missing_in(self, markings: Sequence[Marking]) -> list[OwnMark]:
        """Return the rows that no marking holds: written over, they would be lost."""
        return [row for row in self.rows if not any(_holds(one, row) for one in markings)]


def _holds(marking: Marking, row: OwnMark) -> bool:
    """Tell whether a marking tells the mark of a row, its share and its reason."""
    if not row.is_for(marking.sheet, name_of(marking)):
        return False
    mine = row.override
    return any(_same(mark, mine) for mark in marking.marks if mark.question == mine.question)


def _same(mark: Mark, mine: Override) -> bool:
    if not mark.is_overridden or abs(mark.points - mine.share * mark.of) > _SLIP:
        return False
    told = mark.reasons[0].text if mark.reasons else ""
    return mine.reason is None or shortened(told, _CELL) == shortened(mine.reason, _CELL)


def _unused(row: OwnMark, markings: Sequence[Marking]) -> Fault | None:
    """Return what keeps a mark from being for anything: its sheet, its name or its question."""
    name, question = row.override.name, row.override.question
    fitting = [m for m in markings if row.sheet in ("", m.sheet)]
    if not fitting:
        return _strange("nobody handed in answers to this sheet", row.sheet, _sheets(markings))
    own = [m for m in fitting if row.is_for(m.sheet, name_of(m))]
    if not own:
        names = list(dict.fromkeys(map(name_of, fitting)))
        what = "these answers" if not row.sheet else f"answers to {row.sheet}"
        return _strange(f"nobody of this name handed in {what}", name or "", names)
    asked = list(dict.fromkeys(mark.question for m in own for mark in m.marks))
    if question in asked:
        return None
    return _strange("no question of this number was asked", question, asked)


def _sheets(markings: Iterable[Marking]) -> list[str]:
    return list(dict.fromkeys(marking.sheet for marking in markings))


def _strange(problem: str, value: str, known: Sequence[str]) -> Fault:
    shown = ", ".join(known[:10]) + (" and others" if len(known) > 10 else "")
    return Fault(problem, value, shown, nearest_word(value, known))


# -- reading -------------------------------------------------------------------------------------


def read_own(path: str | os.PathLike[str]) -> OwnMarks:
    """Read a teacher's own marks from a CSV file or a workbook.

    Parameters
    ----------
    path
        A table with the columns ``question`` and ``share`` (0 to 1), and where wanted ``name``
        (whose answer; everybody's where it is empty), ``sheet`` and ``reason``.  The other columns
        of :meth:`formulation.exercises.classroom.Classroom.to_csv` may stand there too.

    Raises
    ------
    CaseError
        With everything wrong in the table, each with its line.
    """
    try:
        table = read_sheet(path, wanted=_COLUMNS)
    except CaseError as error:
        raise CaseError([_told_here(fault) for fault in error.faults]) from error
    head = [folded(name) for name in table.header]
    faults = _wrong_head(head, table.file, table.header_row)
    if faults:
        raise CaseError(faults)
    rows = list[OwnMark]()
    for row in table.rows:
        try:
            rows += _own_marks(head, row)
        except CaseError as error:
            faults += [fault.at(table.file, row.number, None) for fault in error.faults]
    faults += [fault.at(table.file, line, None) for line, fault in _twice(rows)]
    if faults:
        raise CaseError(sorted(faults, key=lambda fault: fault.line or 0))
    return OwnMarks(table.file, tuple(rows))


def _told_here(fault: Fault) -> Fault:
    """Return why a table cannot be read with a cure that fits a teacher's marks, and no diary."""
    if fault.problem == "the file is empty":
        return replace(fault, accepted=f"a table with the columns {', '.join(_COLUMNS)}")
    if fault.problem.endswith("is not UTF-8"):
        return replace(fault, accepted="the table saved as CSV in UTF-8, or as XLSX")
    return replace(fault, accepted=fault.accepted.replace("a diary", "a table"))


def _wrong_head(head: Sequence[str], file: str, line: int) -> list[Fault]:
    accepted = ", ".join(_COLUMNS)
    faults = [
        Fault("there is no such column", cell, accepted, nearest_word(cell, _COLUMNS))
        for cell in head
        if cell not in {*_COLUMNS, *COLUMNS, ""}
    ]
    faults += [
        Fault(f"the table needs a column {column!r}", "", accepted)
        for column in _NEEDED
        if column not in head
    ]
    faults += [
        Fault("two columns have this name", cell, accepted)
        for cell in dict.fromkeys(head)
        if cell and head.count(cell) > 1
    ]
    return [fault.at(file, line, None) for fault in faults]


def _own_marks(head: Sequence[str], row: Row) -> list[OwnMark]:
    """Return the mark of a row; none where no share is filled in.

    A row with more cells than there are columns is not read: where a comma parts the cells, a
    decimal comma without quotes makes two of one, and what stands in the others is not theirs.
    """
    if len(row.cells) > len(head):
        problem = f"this row has {len(row.cells)} cells, and there are {len(head)} columns"
        raise CaseError([Fault(problem, "", _QUOTED)])
    cells = {
        name: _APOSTROPHE.sub(r"\1", cell.text.strip())
        for name, cell in zip(head, row.cells, strict=False)
        if name in _COLUMNS
    }
    cells = {name: text for name, text in cells.items() if text}
    if "share" not in cells:
        if set(cells) <= {"name", "sheet", "question"}:
            return []
        raise CaseError([Fault("a reason without a share changes no mark", "", _SHARE)])
    if "question" not in cells:
        problem = "it is not said which question this mark is for"
        raise CaseError([Fault(problem, "", "the number of the question")])
    sheet = cells.pop("sheet", "")
    told: dict[str, Any] = {**cells, "share": _share(cells["share"])}
    return [OwnMark(row.number, sheet, Override(**told))]


def _share(text: str) -> float:
    bare = text.removesuffix("%").strip().replace(",", ".", 1)
    try:
        share = float(bare) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:  # which also refuses what is no number
        raise CaseError([Fault("this is no share of the points", text, _SHARE)])
    return share


def _twice(rows: Iterable[OwnMark]) -> list[tuple[int, Fault]]:
    """Return a fault for each row that marks anew what another marks otherwise."""
    first: dict[tuple[str, str, str], OwnMark] = {}
    found = []
    for row in rows:
        about = (folded(row.override.name or ""), row.sheet, row.override.question)
        before = first.setdefault(about, row)
        if before.override.share != row.override.share:
            problem = f"line {before.line} marks the same answer otherwise"
            found.append((row.line, Fault(problem, "", "one mark for one answer")))
    return found
