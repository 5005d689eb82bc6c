"""The best assignment of two lists to one another, and what is tied within one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulation.compare.tables import Floats

__all__ = ["best_pairs", "best_total", "joined"]

#: likenesses are compared to so many parts of one
_PARTS = 1_000_000


def best_pairs(alike: Sequence[Sequence[float]] | Floats, least: float) -> list[tuple[int, int]]:
    """Return which row goes with which column so that the likeness of all pairs is greatest.

    Among equally good ones it takes those with the most pairs.  Nothing less alike than `least`
    is paired.

    Parameters
    ----------
    alike
        The likeness of each row to each column, from 0 to 1.
    least
        The least likeness of a pair.

    Returns
    -------
    list of (int, int)
        Row and column of each pair, by rows.

    Notes
    -----
    The Hungarian method, by ``scipy.optimize.linear_sum_assignment``.
    """
    if not len(alike) or not len(alike[0]):
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    table = np.asarray(alike, dtype=np.float64)
    allowed = table >= least
    # whole numbers, so that a tie is a tie; one more for each pair, so that more pairs win it; and
    # reckoned in one place, for a diary beside another has millions of them
    cost = table * -_PARTS
    np.rint(cost, out=cost)
    cost *= min(table.shape) + 1
    cost -= 1
    cost[~allowed] = 0
    rows, columns = linear_sum_assignment(cost)
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if allowed[r, c]]


def best_total(alike: Sequence[Sequence[float]]) -> float:
    """Return the greatest total likeness of rows and columns that are paired one to one.

    >>> best_total([[1.0, 0.5], [0.75, 0.0]])
    1.25
    """
    if len(alike) == 1:
        return max(alike[0], default=0.0)
    if alike and len(alike[0]) == 1:
        return max(row[0] for row in alike)
    return sum(alike[r][c] for r, c in best_pairs(alike, 0.0))


def joined(count: int, ties: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each of so many things the one that it hangs on in the end, itself if on none.

    Parameters
    ----------
    count
        How many things there are.
    ties
        A thing, and what it hangs on.

    Examples
    --------
    >>> joined(5, [(1, 0), (2, 1), (4, 3)])
    [0, 0, 0, 3, 3]
    """
    root = list(range(count))

    def found(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    for n, other in ties:
        root[found(n)] = found(other)
    return [found(n) for n in range(count)]
