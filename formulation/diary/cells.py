"""One cell of a diary: a number, a date, a word or a blank, and never a guess.

What a cell holds is told as the text a person reads in it.  A workbook also knows whether it is a
number or a date; a text file does not, so that a text is read as what the map says it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from formulation.errors import Fault, shortened

__all__ = [
    "BLANK",
    "Cell",
    "UnreadableError",
    "folded",
    "named_in_words",
    "read_number",
    "rows_in_words",
    "spelt",
]

Kind = Literal["text", "number", "date", "time", "wrong"]

_NUMBER = re.compile(r"([+-]?)([0-9]{0,15})(?:([.,])([0-9]{1,15}))?")
_LONGEST = 60


class Cell(NamedTuple):
    """What stands in one cell.

    Attributes
    ----------
    text
        What a person reads there, without blanks around it; ``""`` where it is blank.
    kind
        What a workbook says it is; everything in a text file is ``text``.  A date and a time have
        their text in ISO form, whatever the screen shows.  ``wrong`` is what cannot be read
        whatever is asked for.
    problem
        Why it is ``wrong``, as the end of a sentence.
    """

    text: str
    kind: Kind = "text"
    problem: str = ""


BLANK = Cell("")


class UnreadableError(Exception):
    """A cell that cannot be read as what the map says it is."""

    def __init__(self, problem: str, accepted: str = "", nearest: str = "") -> None:
        self.problem, self.accepted, self.nearest = problem, accepted, nearest
        super().__init__(problem)

    def fault(self, file: str, row: int, column: int, name: str, cell: Cell) -> Fault:
        """Return what is wrong as a fault of its file, row and column.

        Parameters
        ----------
        file
            The diary.
        row, column
            Where the cell stands, both counted from 1 as a spreadsheet counts them.
        name
            What the column is called.
        cell
            What stands there.
        """
        value = shortened(cell.text, _LONGEST)
        holds = f"'{value}' " if value else ""
        told = f"row {row}, {shortened(name, _LONGEST)!r}: {holds}{self.problem}"
        return Fault(told, value, self.accepted, self.nearest, file, row, column)


def folded(text: str) -> str:
    r"""Return a text as cells are compared: capitals and the width of blanks make no difference.

    >>> folded(" Mum\n and  DAD")
    'mum and dad'
    """
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def spelt(name: str) -> str:
    """Return the name of a column as it is compared: only blanks and composed letters are made one.

    >>> spelt("Pain  (0-10)")
    'Pain (0-10)'
    """
    return " ".join(unicodedata.normalize("NFC", name).split())


def read_number(cell: Cell, decimal: str | None = None) -> float:
    """Return the number in a cell.

    Parameters
    ----------
    cell
        The cell; not a blank one.
    decimal
        The decimal mark that the map declares, ``","`` or ``"."``; without one either is read,
        but for ``1,234``, which could be two numbers.

    Raises
    ------
    UnreadableError
        Where it holds anything else.
    """
    if cell.kind == "number":
        return float(cell.text)
    if cell.kind == "date":
        cure = "a number; spreadsheet programs take 3/4 for a date unless the column holds text"
        raise UnreadableError("is a date, and a number is asked for", cure)
    text = cell.text.replace("\N{MINUS SIGN}", "-")
    found = _NUMBER.fullmatch(text)
    if found is None or not (found[2] or found[4]):
        raise UnreadableError(_no_number(cell), _numbers(decimal))
    sign, whole, mark, rest = found.groups()
    if mark and decimal and mark != decimal:
        raise UnreadableError(
            f"has another decimal mark than the map says, {decimal!r}", f"1{decimal}5"
        )
    if mark == "," and decimal is None and len(rest) == 3 and whole not in ("", "0"):
        both = f"{whole}.{rest} or {whole}{rest}"
        raise UnreadableError(f"could be {both}", 'decimal: "," in the map, or decimal: "."')
    return float(f"{sign}{whole or 0}.{rest or 0}")


def _no_number(cell: Cell) -> str:
    if cell.text.startswith("="):
        return "is the text of a formula, not its value"
    return "is no number"


def _numbers(decimal: str | None) -> str:
    mark = decimal or "."
    also = " or 7,5" if decimal is None else ""
    return f"a number, written 7 or 7{mark}5{also}; a blank where nothing was noted"


def rows_in_words(numbers: list[int] | tuple[int, ...]) -> str:
    """Return the numbers of rows as one says them.

    >>> rows_in_words([3, 5, 6, 7, 12])
    '3, 5 to 7 and 12'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return named_in_words([" to ".join(str(n) for n in run) for run in runs])


def named_in_words(words: list[str]) -> str:
    """Join words as a sentence does: with commas, and before the last with *and*."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
