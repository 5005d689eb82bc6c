"""Stretches of time as whole numbers: rows of (first, last), both included, apart and rising."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from formulation.timeline import Flags, Ints

__all__ = [
    "Pieces",
    "difference",
    "holds",
    "intersection",
    "length",
    "pieces",
    "places",
    "trimmed",
    "union",
]

Pieces = npt.NDArray[np.int64]


def pieces(pairs: Iterable[tuple[int, int]] | Pieces) -> Pieces:
    """Return stretches as sorted rows, those that touch or overlap made one, empty ones left out.

    >>> pieces([(5, 9), (1, 4), (20, 19)]).tolist()
    [[1, 9]]
    """
    rows = np.array(pairs if isinstance(pairs, np.ndarray) else list(pairs), dtype=np.int64)
    rows = rows.reshape(-1, 2)
    rows = rows[rows[:, 0] <= rows[:, 1]]
    if len(rows) < 2:
        return rows
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    reach = np.maximum.accumulate(rows[:, 1])
    begins = np.r_[True, rows[1:, 0] > reach[:-1] + 1]
    first = np.flatnonzero(begins)
    return np.column_stack([rows[first, 0], reach[np.r_[first[1:] - 1, len(rows) - 1]]])


def union(one: Pieces, other: Pieces) -> Pieces:
    """Return what lies in either.

    >>> union(pieces([(1, 3)]), pieces([(3, 6)])).tolist()
    [[1, 6]]
    """
    return pieces(np.concatenate([one, other]))


def intersection(one: Pieces, other: Pieces) -> Pieces:
    """Return what lies in both.

    >>> intersection(pieces([(1, 5), (8, 9)]), pieces([(4, 8)])).tolist()
    [[4, 5], [8, 8]]
    """
    if not len(one) or not len(other):
        return np.empty((0, 2), dtype=np.int64)
    low = np.searchsorted(other[:, 1], one[:, 0], side="left")
    high = np.searchsorted(other[:, 0], one[:, 1], side="right")
    count = np.maximum(high - low, 0)
    mine = np.repeat(np.arange(len(one)), count)
    theirs = np.arange(len(mine)) + np.repeat(low - (np.cumsum(count) - count), count)
    first = np.maximum(one[mine, 0], other[theirs, 0])
    return np.column_stack([first, np.minimum(one[mine, 1], other[theirs, 1])])


def difference(one: Pieces, other: Pieces) -> Pieces:
    """Return what lies in the first and not in the second.

    >>> difference(pieces([(1, 9)]), pieces([(3, 4), (9, 12)])).tolist()
    [[1, 2], [5, 8]]
    """
    if not len(one):
        return one
    low, high = int(one[0, 0]) - 1, int(one[-1, 1]) + 1
    inner = intersection(other, np.array([[low + 1, high - 1]], dtype=np.int64))
    first = np.r_[low, inner[:, 1] + 1]
    last = np.r_[inner[:, 0] - 1, high]
    return intersection(one, pieces(np.column_stack([first, last])))


def trimmed(one: Pieces, by: int) -> Pieces:
    """Return each stretch without its first `by` units.

    >>> trimmed(pieces([(1, 5), (10, 11)]), 2).tolist()
    [[3, 5]]
    """
    return pieces(one + np.array([by, 0], dtype=np.int64))


def length(one: Pieces) -> int:
    """Return how many units lie in the stretches."""
    return int((one[:, 1] - one[:, 0] + 1).sum())


def holds(one: Pieces, units: Ints) -> Flags:
    """Tell which units lie in a stretch."""
    return places(one, units) >= 0


def places(one: Pieces, units: Ints) -> Ints:
    """Return where units stand once the stretches are joined into one clock; -1 outside.

    >>> places(pieces([(1, 3), (10, 12)]), np.array([1, 10, 5])).tolist()
    [0, 3, -1]
    """
    if not len(one):
        return np.full(len(units), -1, dtype=np.int64)
    which = np.searchsorted(one[:, 0], units, side="right") - 1
    inside = (which >= 0) & (units <= one[np.maximum(which, 0), 1])
    lengths = one[:, 1] - one[:, 0] + 1
    before = np.cumsum(lengths) - lengths
    place = before[which] + units - one[which, 0]
    return np.where(inside, place, -1)
