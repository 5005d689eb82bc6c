"""What holds of all statements of one kind, asked once and kept."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from formulation.dates import FOREVER

if TYPE_CHECKING:
    from formulation.timeline import Ints, Timeline

__all__ = ["KindFacts"]


class KindFacts:
    """What holds of all statements of one kind, so that a search need not ask it of each."""

    def __init__(self, t: Timeline, kind: str) -> None:
        self._t = t
        self._kind = kind

    def _column(self, name: str) -> NDArray[Any]:
        return self._t.column(self._kind, name)

    @cached_property
    def starts_crisp(self) -> bool:
        """Whether every onset is known to the minute."""
        return self.widest == 0 and bool(self._column("is_crisp").all())

    @cached_property
    def ends_crisp(self) -> bool:
        """Whether every onset and every end is known to the minute."""
        is_known = bool((self._column("end_is_crisp") & self._column("is_interval")).all())
        apart = self._column("ends_from") != self._column("ends_to")
        return is_known and self.starts_crisp and not apart.any()

    @cached_property
    def widest(self) -> int:
        """By how many minutes the least known onset is uncertain."""
        start, to = self._column("starts_from"), self._column("starts_to")
        return 0 if start is to else int((to - start).max(initial=0))

    @cached_property
    def is_bounded(self) -> bool:
        """Whether every onset has an earliest moment: nothing has always been so."""
        return int(self._column("starts_from").min(initial=0)) > -FOREVER

    @cached_property
    def _lengths(self) -> Ints:
        lengths: Ints = self._column("ends_to") - self._column("starts_from")
        return lengths

    @cached_property
    def longest(self) -> int:
        """How many minutes the longest may have lasted; ``FOREVER`` where one may have no end."""
        longest = int(self._lengths.max(initial=0))
        return longest if longest < FOREVER // 2 else FOREVER

    @cached_property
    def usual(self) -> int:
        """How many minutes they last on the average; ``FOREVER`` where one may have no end."""
        is_bounded = len(self._lengths) and self.longest < FOREVER
        return int(self._lengths.mean()) if is_bounded else FOREVER

    @cached_property
    def is_sorted(self) -> bool:
        """Whether onsets rise with the rows."""
        start = self._column("starts_from")
        return bool((start[1:] >= start[:-1]).all())
