"""What chance alone would give: null models, each saying what it keeps and what it forgets.

A null model is a small pure function from a record to how it might have come out.  None of them
ever says that something cannot be chance: what happened is counted among what might have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from formulation.timeline import Flags, Ints

__all__ = [
    "MOST_SHIFTS",
    "PERMUTED",
    "SHIFTED",
    "Bernoullis",
    "p_two_sided",
    "permuted_sums",
    "poisson_binomial",
    "rolled_counts",
    "shifts_of",
]

Floats = npt.NDArray[np.float64]

#: shifts beyond which a seed draws so many
MOST_SHIFTS = 999
#: clocks above which counting each shift by itself needs less memory than the transform
_LONGEST_TRANSFORM = 400_000
#: places, over all shifts, that are sooner looked up one by one than by the transform
_FEW_PLACES = 300_000
#: means of whole numbers differ by no less than this, and rounding by no more
_TIE = 1e-9

SHIFTED = (
    "The shift test rolls the exposed time along the watched time by every whole day. It keeps how "
    "either stream clusters and the time of day, and forgets only how the two are aligned."
)
PERMUTED = (
    "Within each set of quarrels of like age it is left to chance which of them ended. It keeps "
    "how long quarrels lasted and when flares came, and forgets which of the open ones ended."
)


def shifts_of(total: int, step: int, *, seed: int, most: int = MOST_SHIFTS) -> Ints:
    """Return by how much a clock is rolled: every whole day, or as many as are drawn by seed.

    Parameters
    ----------
    total
        The length of the clock, in its units.
    step
        How many units make a day.
    seed
        Draws so many of them where there are more.
    most
        How many that is.
    """
    count = max((total - 1) // step, 0)
    if count <= most:
        return np.arange(1, count + 1, dtype=np.int64) * step
    drawn = np.random.default_rng(seed).choice(count, size=most, replace=False)
    return (np.sort(drawn).astype(np.int64) + 1) * step


def rolled_counts(outcomes: Ints, exposed: Flags, shifts: Ints) -> Ints:
    """Count the outcomes in exposed time, once the exposed time is rolled along the clock.

    It keeps both streams' clustering, and with whole days the time of day; it forgets how the two
    are aligned.

    Parameters
    ----------
    outcomes
        Where outcomes stand on the clock of time at risk, in its units.
    exposed
        For each unit of that clock whether it is exposed.
    shifts
        By how many units to roll; 0 is the record as it is.

    Returns
    -------
    numpy.ndarray
        One count a shift.
    """
    total = len(exposed)
    if not len(shifts) or not total:
        return np.zeros(len(shifts), dtype=np.int64)
    twice = np.concatenate([exposed, exposed]).view(np.int8)
    if len(outcomes) * len(shifts) <= _FEW_PLACES:
        places: Ints = outcomes + total - (shifts % total)[:, None]
        looked_up: Ints = twice[places].sum(axis=1, dtype=np.int64)
        return looked_up
    if total <= _LONGEST_TRANSFORM:
        return _correlated(np.bincount(outcomes, minlength=total), exposed)[shifts % total]
    placed = np.sort(outcomes) + total
    counts = (int(twice[placed - shift].sum(dtype=np.int64)) for shift in (shifts % total).tolist())
    return np.fromiter(counts, dtype=np.int64, count=len(shifts))


def _correlated(events: npt.NDArray[np.int64], flags: npt.NDArray[np.generic]) -> Ints:
    """Return, for every shift of the flags along the clock, the sum of events where they stand."""
    total = len(flags)
    product = np.fft.rfft(events) * np.conj(np.fft.rfft(flags.astype(np.float64)))
    return np.rint(np.fft.irfft(product, n=total)).astype(np.int64)


def p_two_sided(observed: float, null: npt.ArrayLike) -> float:
    """Return how often chance does as well, on the side where that is rarer, twice; ties are half.

    What happened is counted with what might have, so it is never nought.

    >>> p_two_sided(9, [1, 2, 3])
    0.5
    >>> p_two_sided(2, [2, 2, 2])
    1.0
    """
    values = np.asarray(null, dtype=np.float64)
    ties = np.abs(values - observed) <= _TIE
    above = np.count_nonzero((values > observed) & ~ties)
    below = np.count_nonzero((values < observed) & ~ties)
    rarer = 1 + min(above, below) + np.count_nonzero(ties) / 2
    return float(min(1.0, 2 * rarer / (len(values) + 1)))


class Bernoullis(NamedTuple):
    """How probable each sum of independent yes-or-no draws is, from none to all."""

    pmf: Floats

    def p_two_sided(self, observed: int) -> float:
        """Return twice the smaller tail, at most 1 and never nought."""
        lower, upper = self.pmf[: observed + 1].sum(), self.pmf[observed:].sum()
        return float(min(1.0, max(2 * min(lower, upper), np.finfo(float).tiny)))


def poisson_binomial(shares: Sequence[float] | Floats) -> Bernoullis:
    """Return how probable each number of successes is, where each draw has its own probability.

    Source: Wang (1993), On the number of successes in independent trials, Statistica Sinica
    3:295-312.

    >>> poisson_binomial([0.5, 0.5]).pmf.tolist()
    [0.25, 0.5, 0.25]
    """
    pmf = np.ones(1)
    for share in np.asarray(shares, dtype=np.float64).tolist():
        pmf = np.concatenate([pmf * (1 - share), [0.0]]) + np.concatenate([[0.0], pmf * share])
    return Bernoullis(pmf)


def permuted_sums(flared: Ints, at_risk: Ints, ended: Ints, *, seed: int) -> Ints:
    """Return 999 sums of draws that leave to chance, within each set, which of its members it was.

    It keeps each set and how many of it were exposed; it forgets which of them the event befell.
    Where several of one set ended, nobody is drawn twice.

    Parameters
    ----------
    flared, at_risk, ended
        For each set how many were exposed, how many there were, and how many of them it befell.
    seed
        Makes the draws.
    """
    rng = np.random.default_rng(seed)
    size = (MOST_SHIFTS, len(flared))
    drawn = rng.hypergeometric(flared, at_risk - flared, ended, size=size)
    sums: Ints = drawn.sum(axis=1).astype(np.int64)
    return sums
