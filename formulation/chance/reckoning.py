"""The numbers of a weight: one exposure a draw of the dates, brought together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from formulation.chance.exposure import Sides
from formulation.chance.nulls import MOST_SHIFTS, p_two_sided, shifts_of
from formulation.chance.rates import Exact

__all__ = ["Reckoned", "finite", "median", "reckoned"]


@dataclass(frozen=True)
class Reckoned:
    """What was counted and reckoned; medians where dates were drawn.

    Attributes
    ----------
    in_exposed, in_unexposed, exposed_days, unexposed_days
        Outcomes and time on either side.
    exact
        The exact test.
    p_shift
        The shift test, of the mean over the draws.
    share_above
        In what share of the draws the ratio is above one; ``None`` where nothing was drawn.
    """

    in_exposed: float
    in_unexposed: float
    exposed_days: float
    unexposed_days: float
    exact: Exact
    p_shift: float
    share_above: float | None = None

    @property
    def outcomes(self) -> float:
        """How many outcomes counted."""
        return self.in_exposed + self.in_unexposed


def reckoned(draws: Sequence[Sides], *, seed: int, most: int = MOST_SHIFTS) -> Reckoned:
    """Reckon the rates and the tests of one question.

    Parameters
    ----------
    draws
        One exposure a draw of the dates, or the only one.
    seed
        Draws the shifts where there are more than `most`.
    most
        How many shifts to make; fewer do for what is told beside a weight.

    Notes
    -----
    The shift test stays one valid test: the statistic is the mean, over the draws, of the outcomes
    in exposed time, and the same shifts are made in every draw.
    """
    counts = np.array([sides.counts for sides in draws], dtype=np.float64)
    x1, x0, t1, t0 = np.median(counts, axis=0)
    per_day = draws[0].clock.per_day
    exact = _median([sides.exact for sides in draws])
    share = None
    if len(draws) > 1:
        share = float(np.mean(counts[:, 0] * counts[:, 3] > counts[:, 1] * counts[:, 2]))
    p = _p_shift(draws, seed=seed, most=most)
    x1, x0, t1, t0 = (float(number) for number in (x1, x0, t1 / per_day, t0 / per_day))
    return Reckoned(x1, x0, t1, t0, exact, p, share)


def _median(tests: Sequence[Exact]) -> Exact:
    """Return the median of each number; an infinite ratio is more than any other."""
    if len(tests) == 1:
        return tests[0]
    return Exact._make(median(column) for column in zip(*tests, strict=True))


def finite(number: float) -> float | None:
    """Return a number, ``None`` for one that is infinite or none at all."""
    return number if math.isfinite(number) else None


def median(numbers: Iterable[float]) -> float:
    """Return the median of numbers, of which some may be infinite; what is none is left out."""
    values = [number for number in numbers if not math.isnan(number)]
    if not values:
        return math.nan
    rising = sorted(values)
    low, high = rising[(len(rising) - 1) // 2], rising[len(rising) // 2]
    return low if low == high else (low + high) / 2


def _p_shift(draws: Sequence[Sides], *, seed: int, most: int) -> float:
    shortest = min(len(sides.flags) for sides in draws)
    shifts = shifts_of(shortest, draws[0].clock.per_day, seed=seed, most=most)
    observed = float(np.mean([sides.counts[0] for sides in draws]))
    return p_two_sided(observed, np.mean([sides.rolled(shifts) for sides in draws], axis=0))
