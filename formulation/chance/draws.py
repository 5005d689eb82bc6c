"""Dates drawn within what is known of them, so that uncertain ones weigh as what they are."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from formulation.chance.exposure import DAYS, MINUTES, Clock, Stream
from formulation.dates import FOREVER
from formulation.timeline import Flags, Ints, Timeline

__all__ = ["DRAWS", "Dated", "clock_for", "dated", "is_narrow"]

#: how often uncertain dates are drawn
DRAWS = 200

#: of each timeline that is in use, as every question asks it anew
_TOLD_AS_SPANS: WeakKeyDictionary[Timeline, Flags] = WeakKeyDictionary()


class Dated(NamedTuple):
    """Onsets and ends on one clock: a row for each draw, a column for each statement.

    There is a single draw where every date is known on that clock.
    """

    first: npt.NDArray[np.int64]
    last: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of draws."""
        return len(self.first)

    def stream(self, draw: int, chosen: slice | Flags) -> Stream:
        """Return some statements as they fell in one draw."""
        draw = min(draw, len(self.first) - 1)
        return Stream(self.first[draw][chosen], self.last[draw][chosen])


def clock_for(t: Timeline, rows: Ints) -> Clock:
    """Return the clock of minutes where every onset is told to the minute, else that of days."""
    crisp = t.is_crisp[rows] & (t.starts_from[rows] == t.starts_to[rows])
    return MINUTES if len(rows) and crisp.all() else DAYS


def is_narrow(t: Timeline, rows: Ints, most_minutes: int) -> Flags:
    """Tell which onsets are known within so many minutes: a wider date says too little."""
    narrow: Flags = t.starts_to[rows] - t.starts_from[rows] + 1 <= most_minutes
    return narrow


def dated(t: Timeline, rows: Ints, clock: Clock, *, seed: int, is_settled: bool = False) -> Dated:
    """Return when statements began and ended, drawn where that is not known on the clock.

    Stated orders between statements are kept in every draw; dates are otherwise drawn evenly from
    what they may be, each by itself.

    Parameters
    ----------
    t, rows
        The statements, none of them without bounds.
    clock
        Minutes or days.
    seed
        Makes the draws.
    is_settled
        Whether a quarrel that a later truce ended counts as a span; else only what is told as one.
    """
    low, high = t.starts_from[rows] // clock.minutes, t.starts_to[rows] // clock.minutes
    is_span = t.is_interval[rows] & (t.ends_to[rows] < FOREVER)
    is_span &= is_settled | _is_told_as_span(t, rows)
    ends_low = np.where(is_span, t.ends_from[rows] // clock.minutes, low)
    ends_high = np.where(is_span, t.ends_to[rows] // clock.minutes, low)
    if clock is MINUTES:  # an end told to the day may be its last minute
        ends_low = ends_high
    loose = np.flatnonzero(low < high)
    if not len(loose) and (ends_low >= ends_high).all():
        return Dated(low[None], np.maximum(low, ends_high)[None])
    rng = np.random.default_rng(seed)
    first = np.tile(low, (DRAWS, 1))
    first[:, loose] = _onsets(t, rows[loose], low[loose], high[loose], rng)
    share = rng.random((DRAWS, len(rows)))
    ends = ends_low + np.floor(share * (ends_high - ends_low + 1)).astype(np.int64)
    return Dated(first, np.where(is_span, np.maximum(first, ends), first))


def _is_told_as_span(t: Timeline, rows: Ints) -> Flags:
    """Tell which statements are told as spans themselves, by dates or by how long they lasted."""
    if t not in _TOLD_AS_SPANS:
        told = (span.is_interval for case in t.cases for span in case.chronology.spans)
        _TOLD_AS_SPANS[t] = np.fromiter(told, dtype=np.bool_, count=len(t))
    return _TOLD_AS_SPANS[t][rows]


def _onsets(
    t: Timeline, rows: Ints, low: Ints, high: Ints, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Draw onsets one after another, each between what its span and those drawn before allow.

    Bounds on distances are shortest paths already, so what is drawn first never leaves what
    follows without a place.
    """
    found = np.empty((DRAWS, len(rows)), dtype=np.int64)
    tied = np.flatnonzero(t.ordered[rows])
    for n in range(len(rows)):
        least = np.full(DRAWS, low[n])
        most = np.full(DRAWS, high[n])
        before = tied[tied < n] if n in tied else tied[:0]
        if len(before):
            gaps = t.gaps(rows[before], np.full(len(before), rows[n]))
            least = np.maximum(least, (found[:, before] + gaps[2]).max(axis=1))
            most = np.minimum(most, (found[:, before] + gaps[3]).min(axis=1))
        most = np.maximum(most, least)
        share = rng.random(DRAWS)
        found[:, n] = least + np.floor(share * (most - least + 1)).astype(np.int64)
    return found
