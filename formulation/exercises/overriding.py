"""A teacher's own marks, read from a table: name, question, share, reason."""

from __future__ import annotations

import csv
import os

from formulation.errors import CaseError, Fault, nearest_word
from formulation.exercises.marking import Override
from formulation.notation import read_text

__all__ = ["read_overrides"]

_COLUMNS = ("name", "sheet", "question", "share", "reason")
_NEEDED = ("question", "share")


def read_overrides(path: str | os.PathLike[str]) -> dict[str, list[Override]]:
    """Read a teacher's own marks from a CSV file.

    Parameters
    ----------
    path
        A table with the columns ``question`` and ``share`` (0 to 1), and where wanted ``name``
        (whose answer; everybody's where it is empty), ``sheet`` and ``reason``.

    Returns
    -------
    dict
        The marks by sheet; those for every sheet under the empty text.

    Raises
    ------
    CaseError
        With everything wrong in the table, each with its line.
    """
    text, file = read_text(path)
    rows = list(csv.reader(text.splitlines()))
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    faults = _wrong_head(head, file)
    if faults:
        raise CaseError(faults)
    told: dict[str, list[Override]] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(head, (cell.strip() for cell in row), strict=False))
        try:
            told.setdefault(cells.pop("sheet", ""), []).append(_override(cells))
        except CaseError as error:
            faults += [_placed(fault, file, number) for fault in error.faults]
    if faults:
        raise CaseError(faults)
    return told


def _wrong_head(head: list[str], file: str) -> list[Fault]:
    accepted = ", ".join(_COLUMNS)
    strange = [cell for cell in head if cell not in _COLUMNS]
    faults = [
        Fault("there is no such column", cell, accepted, nearest_word(cell, _COLUMNS), file, 1)
        for cell in strange
    ]
    missing = [column for column in _NEEDED if column not in head]
    faults += [Fault(f"the table needs a column {c!r}", "", accepted, "", file, 1) for c in missing]
    return faults


def _override(cells: dict[str, str]) -> Override:
    told = {name: value for name, value in cells.items() if value}
    return Override(**told)


def _placed(fault: Fault, file: str, line: int) -> Fault:
    return Fault(fault.problem, fault.value, fault.accepted, fault.nearest, file, line)
