"""The exact test of two rates, its interval, and the correction for several questions.

The arithmetic is scipy's; it is opened when a question can be asked, not before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Exact", "adjusted", "exact_test", "rate_interval"]

_TAIL = 0.025  # on either side of a 95 % interval


class Exact(NamedTuple):
    """How two rates compare, given how many events there were in all.

    `ratio` is the first rate over the second, from `low` to `high` in 95 of 100; ``nan`` where
    there is no event or no time, and infinite where the second rate is nought.  `expected` is how
    many of all events would fall on the first side at one even rate.
    """

    p: float
    ratio: float
    low: float
    high: float
    expected: float


def exact_test(x1: int, x0: int, t1: float, t0: float) -> Exact:
    """Compare the rates of events in two stretches of time.

    Given all ``x1 + x0`` events, those of the first are binomial with the share of time as their
    probability; the interval is Clopper and Pearson's, turned into a ratio of rates.

    Parameters
    ----------
    x1, x0
        Events on the first side and on the second.
    t1, t0
        Time on either side, in the same unit.

    Returns
    -------
    Exact
        Its p is twice the smaller tail, at most 1, and never nought.

    Notes
    -----
    Events are taken to come one by one, whatever came before.  Where they cluster the test is too
    easily convinced, which is why it never decides alone.  Przyborowski and Wilenski (1940),
    Homogeneity of results in testing samples from Poisson series, Biometrika 31:313-323.
    """
    n = x1 + x0
    if n == 0 or t1 <= 0 or t0 <= 0:
        return Exact(1.0, math.nan, math.nan, math.nan, math.nan)
    from scipy.special import bdtr, bdtrc, betaincinv

    share = t1 / (t1 + t0)
    upper = 1.0 if x1 == 0 else bdtrc(x1 - 1, n, share)
    p = min(1.0, 2 * min(float(bdtr(x1, n, share)), float(upper)))
    low = 0.0 if x1 == 0 else float(betaincinv(x1, n - x1 + 1, _TAIL))
    high = 1.0 if x0 == 0 else float(betaincinv(x1 + 1, n - x1, 1 - _TAIL))
    ratio = math.inf if x0 == 0 else x1 * t0 / (x0 * t1)
    low, high = (_odds(end) * t0 / t1 for end in (low, high))
    return Exact(max(p, math.ulp(0.0)), ratio, low, high, n * share)


def _odds(p: float) -> float:
    return math.inf if p >= 1 else p / (1 - p)


def rate_interval(events: int, time: float) -> tuple[float, float]:
    """Return the exact 95 % interval of a rate: Garwood's, by the gamma function.

    Source: Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28:437-442.

    >>> rate_interval(0, 10)[0]
    0.0
    """
    if time <= 0:
        return 0.0, math.inf
    from scipy.special import gammaincinv

    low = float(gammaincinv(events, _TAIL)) if events else 0.0
    return low / time, float(gammaincinv(events + 1, 1 - _TAIL)) / time


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return p values corrected for how many were looked at: Benjamini and Hochberg's.

    Each is the smallest rate of false discoveries at which it would be told.

    Source: Benjamini and Hochberg (1995), Controlling the false discovery rate, J R Stat Soc B
    57:289-300.

    >>> adjusted([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    count, found, least = len(p_values), [1.0] * len(p_values), 1.0
    by_size = sorted(range(count), key=p_values.__getitem__)
    for rank, index in reversed(list(enumerate(by_size, 1))):
        least = min(least, p_values[index] * count / rank)
        found[index] = least
    return found
