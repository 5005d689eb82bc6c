"""How long after antecedents outcomes came, beside what the same records give once shifted."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from formulation.chance.nulls import shifts_of
from formulation.chance.pieces import Pieces, length, places
from formulation.dates import MINUTES_PER_DAY
from formulation.findings import Lags
from formulation.timeline import Ints

__all__ = ["lags_of"]

_MINUTES_PER_HOUR = 60
#: a window is told in about so many bars, and as many windows are looked at on either side
_BARS, _WINDOWS = 7, 2
#: clocks beyond which no lags are told, to spare time
_LONGEST = 400_000
#: pairs that are sooner counted one by one than by the transform
_FEW_PAIRS = 100_000


def lags_of(
    antecedents: Ints, outcomes: Ints, watched: Pieces, window_minutes: int, *, seed: int = 0
) -> Lags | None:
    """Return how often outcomes came so long after, and before, antecedents.

    The stretches of watched time are joined into one clock, which is rolled by every day (or hour)
    for what chance alone would give: both streams keep their clustering.

    Parameters
    ----------
    antecedents, outcomes
        Onsets, in minutes.
    watched
        The time in which both were watched, in minutes.
    window_minutes
        The window of the question: told in days if it has several, else in hours.
    seed
        Draws the rolls where there are more than 999.

    Returns
    -------
    Lags or None
        ``None`` where the watched time is shorter than what is looked at, or too long to hold.
    """
    is_days = window_minutes >= 2 * MINUTES_PER_DAY
    unit = MINUTES_PER_DAY if is_days else _MINUTES_PER_HOUR
    window = max(window_minutes // unit, 1)
    clock = np.unique(watched // unit, axis=0)
    clock[1:, 0] = np.maximum(clock[1:, 0], clock[:-1, 1] + 1)  # two pieces may share a unit
    clock = clock[clock[:, 0] <= clock[:, 1]]
    total, bar = length(clock), max(round(window / _BARS), 1)
    edges = _edges(window, bar)
    if not edges[-1] - edges[0] < total <= _LONGEST:
        return None
    streams = [_on_clock(onsets // unit, clock, total) for onsets in (antecedents, outcomes)]
    each = _pairs_by_lag(*streams)
    rolls = np.r_[0, shifts_of(total, 1, seed=seed)]
    until = np.r_[0, np.cumsum(np.concatenate([each, each]))]  # twice around the clock
    binned = np.array([_within(until, a, b, rolls) for a, b in pairwise(edges)])
    low, high = np.quantile(binned, (0.025, 0.975), axis=1)
    return Lags(
        unit="day" if is_days else "hour",
        edges=tuple(edges),
        counts=tuple(binned[:, 0].tolist()),
        expected=tuple(binned.mean(axis=1).tolist()),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        window=window,
    )


def _edges(window: int, bar: int) -> list[int]:
    """Return bars alike on both sides of a bar for lag 0; one ends where the window does.

    >>> _edges(4, 3)
    [-8, -7, -4, -3, 0, 1, 4, 5, 8, 9]
    """
    ends = {*range(0, window, bar), window}
    ends |= {window * n + end for n in range(1, _WINDOWS) for end in ends}
    rising = sorted(ends)
    return [*(-end for end in reversed(rising)), *(1 + end for end in rising)]


def _on_clock(onsets: Ints, clock: Pieces, total: int) -> npt.NDArray[np.int64]:
    place = places(clock, onsets)
    return np.bincount(place[place >= 0], minlength=total)


def _pairs_by_lag(before: npt.NDArray[np.int64], after: npt.NDArray[np.int64]) -> Ints:
    """Return, for each lag around the clock, how many pairs lie so far apart."""
    first, then = np.flatnonzero(before), np.flatnonzero(after)
    if len(first) * len(then) <= _FEW_PAIRS:
        apart = (then - first[:, None]) % len(before)
        weights = before[first][:, None] * after[then]
        counts = np.bincount(apart.ravel(), weights.ravel(), minlength=len(before))
        return counts.astype(np.int64)
    product = np.conj(np.fft.rfft(before)) * np.fft.rfft(after)
    return np.rint(np.fft.irfft(product, n=len(before))).astype(np.int64)


def _within(until: Ints, first: int, beyond: int, rolls: Ints) -> Ints:
    """Return how many pairs have a lag from `first` and below `beyond`, for each roll.

    `until` holds how many have a lag below each, twice around the clock.
    """
    least = (rolls + first) % (len(until) // 2)
    found: Ints = until[least + beyond - first] - until[least]
    return found
