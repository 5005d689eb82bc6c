"""What holds of all statements of one kind, asked once and kept."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from formulation.dates import FOREVER

if TYPE_CHECKING:
    from formulation.timeline import Ints, Timeline

__all__ = ["KindFacts"]


class KindFacts:
    """What holds of all statements of one kind, so that a search need not ask it of each."""

    def __init__(self, t: Timeline, kind: str) -> None:
        self._t = t
        self._rows = t.rows_of(kind)

    @cached_property
    def starts_crisp(self) -> bool:
        """Whether every onset is known to the minute."""
        return self.widest == 0 and bool(self._t.is_crisp[self._rows].all())

    @cached_property
    def ends_crisp(self) -> bool:
        """Whether every onset and every end is known to the minute."""
        t, rows = self._t, self._rows
        known = t.end_is_crisp[rows] & t.is_interval[rows] & (t.ends_from[rows] == t.ends_to[rows])
        return self.starts_crisp and bool(known.all())

    @cached_property
    def widest(self) -> int:
        """By how many minutes the least known onset is uncertain."""
        t = self._t
        if t.starts_to is t.starts_from:
            return 0
        return int((t.starts_to[self._rows] - t.starts_from[self._rows]).max(initial=0))

    @cached_property
    def _lengths(self) -> Ints:
        return self._t.ends_to[self._rows] - self._t.starts_from[self._rows]

    @cached_property
    def longest(self) -> int:
        """How many minutes the longest may have lasted; ``FOREVER`` where one may have no end."""
        longest = int(self._lengths.max(initial=0))
        return longest if longest < FOREVER // 2 else FOREVER

    @cached_property
    def usual(self) -> int:
        """How many minutes they last on the average; ``FOREVER`` where one may have no end."""
        is_bounded = len(self._rows) and self.longest < FOREVER
        return int(self._lengths.mean()) if is_bounded else FOREVER

    @cached_property
    def is_sorted(self) -> bool:
        """Whether onsets rise with the rows."""
        start = self._t.starts_from[self._rows]
        return bool((start[1:] >= start[:-1]).all())
