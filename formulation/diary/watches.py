"""Which days were watched: those whose cells were filled, and no others.

Days are counted as Python does, 1 January of year 1 being day 1; a run of days is its first and
last day, both included.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

__all__ = ["Run", "common", "day_count", "joined", "periods"]

Run = tuple[int, int]


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs of days in order, those that touch or overlap made one.

    >>> joined([(5, 6), (1, 2), (3, 3)])
    ((1, 3), (5, 6))
    """
    found: list[Run] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def common(one: Sequence[Run], other: Sequence[Run]) -> tuple[Run, ...]:
    """Return the days that two watches share; each must be in order, as :func:`joined` leaves it.

    >>> common([(1, 5), (9, 12)], [(4, 10)])
    ((4, 5), (9, 10))
    """
    found: list[Run] = []
    a = b = 0
    while a < len(one) and b < len(other):
        first, last = max(one[a][0], other[b][0]), min(one[a][1], other[b][1])
        if first <= last:
            found.append((first, last))
        if one[a][1] < other[b][1]:
            a += 1
        else:
            b += 1
    return joined(found)


def day_count(runs: Iterable[Run]) -> int:
    """Return how many days there are in runs that do not overlap."""
    return sum(last - first + 1 for first, last in runs)


def periods(runs: Iterable[Run]) -> tuple[str, ...]:
    """Return runs of days as a case file tells when something was observed.

    >>> periods([(738946, 738948), (738951, 738951)])
    ('2024-03-01/2024-03-03', '2024-03-06')
    """
    return tuple("/".join(dict.fromkeys((_told(first), _told(last)))) for first, last in runs)


def _told(day: int) -> str:
    return date.fromordinal(day).isoformat()
