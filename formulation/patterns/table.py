"""Partial matches as columns that are filled in only when they are asked for.

A table is made from the one before it by choosing some of its rows and adding columns.  It keeps
the choice and not the copies: most columns of most steps are never looked at again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from formulation.dates import Truth
from formulation.patterns.relations import Truths
from formulation.timeline import Flags, Ints

__all__ = ["CASE", "UNBOUND", "Table", "numbered", "packed", "stacked"]

#: the column that holds the number of each match's case
CASE = "the case"
#: what stands in a column where nothing is bound
UNBOUND = -1

#: of a number that is put together of several
_BITS, _MOST_NUMBERS = 62, 1 << 62


class Table:
    """Partial matches, one a row of every column.

    A column is named by a letter (the number that stands for it), by a step (its row of the
    timeline), or :data:`CASE`; what is not bound is :data:`UNBOUND`.

    Attributes
    ----------
    letters, steps
        The letters and the steps that have a column, in the order they were bound.
    truth
        The weakest :class:`~formulation.dates.Truth` of the required steps so far.
    optional_truth
        The sum over optional steps of how certain each is; ``None`` as long as none is bound.
    """

    def __init__(
        self,
        truth: Truths,
        letters: tuple[str, ...],
        steps: tuple[str, ...],
        columns: dict[str, Ints],
        *,
        before: Sequence[tuple[Table, Ints | None]] = (),
        optional_truth: Ints | None = None,
    ) -> None:
        self.truth = truth
        self.letters = letters
        self.steps = steps
        self.optional_truth = optional_truth
        self._columns = columns
        self._before = tuple(before)

    @classmethod
    def start(cls, cases: int) -> Table:
        """Return one empty match for each case."""
        truth = np.full(cases, Truth.CERTAIN, dtype=np.int8)
        return cls(truth, (), (), {CASE: np.arange(cases, dtype=np.int64)})

    def __len__(self) -> int:
        """Return the number of partial matches."""
        return len(self.truth)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a column of that name."""
        return name == CASE or name in self.letters or name in self.steps

    def __getitem__(self, name: str) -> Ints:
        """Return a column; where nothing is bound it holds :data:`UNBOUND`."""
        if name not in self._columns:
            parts = [self._part(table, index, name) for table, index in self._before]
            self._columns[name] = np.concatenate(parts) if len(parts) > 1 else parts[0]
        return self._columns[name]

    @staticmethod
    def _part(table: Table, index: Ints | None, name: str) -> Ints:
        if name not in table:
            count = len(table) if index is None else len(index)
            return np.full(count, UNBOUND, dtype=np.int64)
        column = table[name]
        return column if index is None else column[index]

    def take(self, index: Ints | Flags) -> Table:
        """Return the partial matches chosen by `index`, in its order."""
        index = np.flatnonzero(index) if index.dtype == np.bool_ else index.astype(np.int64)
        optional = None if self.optional_truth is None else self.optional_truth[index]
        return Table(
            self.truth[index],
            self.letters,
            self.steps,
            {},
            before=((self, index),),
            optional_truth=optional,
        )

    def widened(self, letters: dict[str, Ints], steps: dict[str, Ints], truth: Truths) -> Table:
        """Return the same matches with more columns, and as certain as `truth` says."""
        return Table(
            truth,
            tuple(dict.fromkeys((*self.letters, *letters))),
            tuple(dict.fromkeys((*self.steps, *steps))),
            letters | steps,
            before=((self, None),),
            optional_truth=self.optional_truth,
        )

    def without(self, letters: Sequence[str]) -> Table:
        """Return the same matches with some letters free again."""
        kept = tuple(name for name in self.letters if name not in letters)
        return Table(
            self.truth,
            kept,
            self.steps,
            {},
            before=((self, None),),
            optional_truth=self.optional_truth,
        )


def stacked(tables: Sequence[Table]) -> Table:
    """Return the matches of several tables, one after another."""
    if len(tables) == 1:
        return tables[0]
    optional = None
    if any(table.optional_truth is not None for table in tables):
        none = [
            np.zeros(len(t), dtype=np.int64) if t.optional_truth is None else t.optional_truth
            for t in tables
        ]
        optional = np.concatenate(none)
    return Table(
        np.concatenate([table.truth for table in tables]),
        tuple(dict.fromkeys(name for table in tables for name in table.letters)),
        tuple(dict.fromkeys(name for table in tables for name in table.steps)),
        {},
        before=[(table, None) for table in tables],
        optional_truth=optional,
    )


def numbered(columns: Sequence[Ints]) -> Ints:
    """Number the rows of some columns: rows that are alike in all of them have one number."""
    numbers, count = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        width = int(column.max(initial=0)) + 2  # -1 stands for what is not bound
        if count * width > _MOST_NUMBERS:
            numbers = np.unique(numbers, return_inverse=True)[1].reshape(-1)
            count = int(numbers.max(initial=0)) + 1
        numbers, count = numbers * width + column + 1, count * width
    return np.unique(numbers, return_inverse=True)[1].reshape(-1)


def packed(keys: Sequence[Ints]) -> list[Ints]:
    """Put keys to sort by, the first the most important, into fewer that sort alike.

    >>> [key.tolist() for key in packed([np.array([1, 0]), np.array([-3, 4])])]
    [[8, 7]]
    """
    made: list[Ints] = []
    room = 0
    for key in keys:
        low = int(key.min())
        bits = (int(key.max()) - low).bit_length()
        if not made or bits > room:
            made.append(key - low)
            room = _BITS - bits
        else:
            made[-1] = (made[-1] << bits) | (key - low)
            room -= bits
    return made
