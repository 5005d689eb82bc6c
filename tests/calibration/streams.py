"""Made-up streams of events, one a day at most: independent, in bursts, on a slow drift, or both.

Days are numbered from 0.  A stream runs for a while before its first day, so that a diary may
begin in the middle of a burst.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from formulation.chance.exposure import DAYS, Sides, Stream, sides_of
from formulation.chance.pieces import pieces

Days = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MONTH = 30
YEAR = 365
_BEFORE = 60


class Kind(NamedTuple):
    """How the events of a stream come together, each stream for itself.

    `bursts`: an event brings others with it, some days later on average (2 to 6; Neyman and Scott's
    clusters); how many, on average, is between the two numbers of `more`.  `drift`: the rate
    wanders, by a factor of 1.35 to 2.2 for one standard deviation, and is forgotten after `lasts`
    days (from, to).  `fold`: by how much the rate has risen, steadily, on the last day.
    """

    name: str
    bursts: bool = False
    drift: bool = False
    lasts: tuple[float, float] = (15, 60)
    fold: float = 1.0
    more: tuple[float, float] = (0.5, 1.5)


INDEPENDENT = Kind("each event for itself")
BURSTS = Kind("bursts", bursts=True)
DRIFT = Kind("slow drift", drift=True)
CLUSTERED = Kind("bursts and slow drift", bursts=True, drift=True)
KINDS = (INDEPENDENT, BURSTS, DRIFT, CLUSTERED)


def drifting(rng: np.random.Generator, days: int, *, spread: float, lasts: float) -> Floats:
    """Return a factor a day, 1 on average: the exponential of an autoregressive series."""
    # 700 is where exponentials leave the range of floats; no diary here comes near it
    forgets = np.exp(-np.arange(days) / lasts)
    shocks = rng.standard_normal(days) * np.sqrt(1 - np.exp(-2 / lasts))
    shocks[0] = rng.standard_normal()
    return np.exp(spread * forgets * np.cumsum(shocks / forgets) - spread**2 / 2)


def stream(
    rng: np.random.Generator,
    days: int,
    per_month: float,
    kind: Kind,
    driver: Floats | None = None,
) -> Days:
    """Return the days of a stream, rising.

    Parameters
    ----------
    rng, days
        Where the numbers come from, and how long the diary is.
    per_month
        How many events 30 days have, on average.
    kind
        How they cluster.
    driver
        A factor a day that raises this stream, and perhaps others with it.
    """
    rate = np.full(_BEFORE + days, per_month / MONTH)
    if kind.drift:
        spread, lasts = rng.uniform(0.3, 0.8), rng.uniform(*kind.lasts)
        rate *= drifting(rng, len(rate), spread=spread, lasts=lasts)
    if kind.fold != 1:
        rate *= np.linspace(1, kind.fold, len(rate)) * 2 / (1 + kind.fold)
    if driver is not None:
        rate[_BEFORE:] *= driver
    if kind.bursts:
        found = _bursting(rng, rate, rng.uniform(*kind.more))
    else:
        found = np.flatnonzero(rng.random(len(rate)) < rate)
    found = found.astype(np.int64) - _BEFORE
    return found[(found >= 0) & (found < days)]


def _bursting(rng: np.random.Generator, rate: Floats, more: float) -> Days:
    lag = rng.uniform(2, 6)
    first = np.flatnonzero(rng.random(len(rate)) < rate / (1 + more))
    begun = np.repeat(first, rng.poisson(more, len(first)))
    return np.unique(np.r_[first, begun + np.ceil(rng.exponential(lag, len(begun))).astype(int)])


class Diary(NamedTuple):
    """Quarrels and flares, for how long they were watched, and the window that is asked about."""

    quarrels: Days
    flares: Days
    days: int
    window: int

    def sides(self) -> Sides:
        """Return the exposure, as ``weigh`` has it on the clock of days."""
        watched = pieces([(0, self.days - 1)])
        return sides_of(self.quarrels, Stream.at(self.flares), watched, self.window, DAYS)


def null_diary(rng: np.random.Generator, kind: Kind) -> Diary:
    """Return one to three years in which quarrels and flares have nothing to do with each other."""
    days, window = int(rng.integers(YEAR, 3 * YEAR + 1)), int(rng.choice([7, 14]))
    quarrels = stream(rng, days, rng.uniform(0.7, 3), kind)
    return Diary(quarrels, stream(rng, days, rng.uniform(0.5, 4), kind), days, window)


def exposed_days(quarrels: Days, days: int, window: int) -> npt.NDArray[np.bool_]:
    """Tell of each day whether a quarrel came on one of the `window` days before it."""
    steps = np.bincount(quarrels + 1, minlength=days + window + 2)
    steps[window:] -= np.bincount(quarrels + 1, minlength=days + 2)[: days + 2]
    return np.cumsum(steps)[:days] > 0


def linked_diary(
    rng: np.random.Generator,
    days: int,
    monthly: tuple[float, float],
    lift: float,
    kind: Kind,
    window: int = 14,
) -> Diary:
    """Return a diary in which flares come `lift` times as often after quarrels.

    Parameters
    ----------
    rng, days, kind, window
        As above.
    monthly
        Quarrels and flares in 30 days; flares are as many in all, whatever the lift.
    lift
        The rate on the days 1 to `window` after a quarrel, over the rate on other days.

    Notes
    -----
    Flares are made as often as they would come if every day were one of the worse, and those of
    the other days are then struck out by lot: so they keep their clusters, and the lift is what
    was planted.
    """
    quarrels = stream(rng, days, monthly[0], kind)
    stays = np.where(exposed_days(quarrels, days, window), lift, 1.0) / max(lift, 1.0)
    flares = stream(rng, days, monthly[1] / stays.mean(), kind)
    kept = rng.random(len(flares)) < stays[flares]
    return Diary(quarrels, flares[kept], days, window)
