"""How far ratings on a scale differ before an event and after it: effect sizes, never a verdict.

Ratings of one person follow one another and are alike, so these numbers describe; the p of a
change needs a start that was drawn by lot, among twenty possible ones for p = .05.  Everything is
arithmetic on ranks: a scale's steps need not be equally wide.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from formulation.chance.words import p_is

__all__ = [
    "Detrended",
    "Effect",
    "Ranked",
    "baseline_corrected_tau",
    "kendall",
    "nap",
    "tau",
    "theil_sen",
    "without_trend",
]

Floats = npt.NDArray[np.float64]

#: Fewer ratings than this on either side say nothing: the least with which the What Works
#: Clearinghouse lets a phase count at all (Kratochwill et al. 2010, Single-case designs technical
#: documentation); five is what it asks for.
LEAST_RATINGS = 3
_EXACT_TO = 60  # ratings; counted out in whole numbers up to here, by the normal curve beyond
_Z = 1.959963984540054  # of a 95 % interval


class Effect(NamedTuple):
    """An effect size with its 95 % interval; each ``None`` where there are too few ratings.

    `because` says why there is no number, or what was done to the ratings first.
    """

    value: float | None
    low: float | None
    high: float | None
    because: str = ""


class Ranked(NamedTuple):
    """Kendall's tau-b, from -1 to 1, and its two-sided p."""

    tau: float
    p: float


class Detrended(NamedTuple):
    """Ratings without the trend they already had before the event.

    `slope` is what was taken off for each unit of time, ``None`` where nothing was; `p` is that of
    the test for a trend.
    """

    before: Floats
    after: Floats
    slope: float | None
    p: float


def nap(
    before: npt.ArrayLike, after: npt.ArrayLike, *, better: Literal["lower", "higher"] = "lower"
) -> Effect:
    """Tell in what share of pairs the later rating is the better: nonoverlap of all pairs.

    Every rating before is held against every rating after; a tie counts half.  .5 is no
    difference, 1 is that the worst rating after is better than the best before.

    Parameters
    ----------
    before, after
        Ratings in any order; what is not a number was not recorded.
    better
        Whether low ratings are the good ones (pain) or high ones (mood).

    Returns
    -------
    Effect
        From 0 to 1.

    Notes
    -----
    Parker and Vannest (2009), An improved effect size for single-case research: nonoverlap of all
    pairs, Behavior Therapy 40:357-367.  It is the Mann-Whitney U over the number of pairs.  The
    interval is Newcombe's method 5 (2006, Statistics in Medicine 25:559-573), as in the R package
    SingleCaseES.  It takes ratings to be independent, so where one day resembles the last it is
    too narrow.  A trend that was there before counts as an effect: see `baseline_corrected_tau`.

    >>> nap([7, 8, 6, 7], [5, 7, 4]).value
    0.8333333333333334
    """
    if better not in ("lower", "higher"):
        raise ValueError(f"better is {better!r}; it can be 'lower' or 'higher'.")
    earlier, later = _recorded(before), _recorded(after)
    if lacking := _too_few(earlier, later):
        return lacking
    if better == "lower":
        earlier, later = -earlier, -later
    share = _share_higher(earlier, later)
    return Effect(share, *_newcombe(share, len(earlier), len(later)))


def tau(before: npt.ArrayLike, after: npt.ArrayLike) -> Effect:
    """Tell how far ratings rose (above 0) or fell (below 0): nonoverlap on a scale from -1 to 1.

    The share of pairs in which the later rating is the higher, less the share in which it is the
    lower.

    Parameters
    ----------
    before, after
        Ratings in any order; what is not a number was not recorded.

    Returns
    -------
    Effect
        Twice the nonoverlap of all pairs less 1, and so its interval, with the same limits.

    Notes
    -----
    Parker, Vannest, Davis and Sauber (2011), Combining nonoverlap and trend for single-case
    research: Tau-U, Behavior Therapy 42:284-299.  With ties it is Somers' d, not Kendall's tau-b.

    >>> tau([7, 8, 6, 7], [5, 7, 4]).value
    -0.6666666666666667
    """
    share = nap(before, after, better="higher")
    if share.value is None or share.low is None or share.high is None:
        return share
    return Effect(2 * share.value - 1, 2 * share.low - 1, 2 * share.high - 1)


def baseline_corrected_tau(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    *,
    at: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    level: float = 0.05,
) -> Effect:
    """Tell how far ratings rose or fell beyond the way they were already going.

    If the ratings before the event have a trend, it is carried on through those after and taken
    off all of them; what is left is ranked with the side it is on, by Kendall's tau-b.

    Parameters
    ----------
    before, after
        Ratings in the order of time; what is not a number was not recorded.
    at
        When each was made, before and after, in one unit (days); without it they count as made at
        even distances.
    level
        A trend is taken off where its test gives a p this small.

    Returns
    -------
    Effect
        From -1 to 1, below 0 where ratings fell; `because` says whether a trend was taken off.

    Notes
    -----
    Tarlow (2017), An improved rank correlation effect size statistic for single-case designs:
    baseline corrected tau, Behavior Modification 41:427-467.  The interval is his calculator's:
    tau ± 1.96 times the root of 2(1 - tau²)/n, kept within -1 and 1.  It knows nothing of how
    uncertain the trend is and takes ratings to be independent.  A side of an event is one of two
    values, so tau-b cannot reach 1: with as many ratings before as after, about .71 is the most.
    SingleCaseES by default takes the trend off whether or not it is more than chance, and gives
    `tau` of what is left (`without_trend` with level 1).  Fewer than five ratings before can never
    show a trend.  A trend carried on may leave the scale.

    >>> baseline_corrected_tau([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]).value
    0.0
    """
    left = without_trend(before, after, at=at, level=level)
    if lacking := _too_few(left.before, left.after):
        return lacking
    count = len(left.before) + len(left.after)
    sides = np.repeat([0.0, 1.0], [len(left.before), len(left.after)])
    value = kendall(sides, np.concatenate([left.before, left.after])).tau
    reach = _Z * math.sqrt(2 / count * (1 - value * value))
    return Effect(value, max(value - reach, -1.0), min(value + reach, 1.0), _told(left))


def _told(left: Detrended) -> str:
    count = len(left.before)
    if left.slope is not None:
        return f"a trend in the {count} ratings before was taken off all ({p_is(left.p)})"
    if count < 5:
        return f"{count} ratings before are too few to show a trend, so none was taken off"
    return f"no trend in the {count} ratings before ({p_is(left.p)}), so none was taken off"


def without_trend(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    *,
    at: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    level: float = 0.05,
) -> Detrended:
    """Take off all ratings the trend of those before the event, if they have one.

    Parameters
    ----------
    before, after, at, level
        As for `baseline_corrected_tau`.  With level 1 the trend is taken off whatever its test
        says.

    Returns
    -------
    Detrended
        Where nothing was taken off, the ratings that were recorded, as they are.

    Notes
    -----
    The test is Kendall's between time and rating, the trend the median of all slopes between two
    ratings: Theil (1950) and Sen (1968).  What is left is rounded to a thousand-millionth of the
    largest rating, so that what is equal stays equal.
    """
    sides = _recorded_at(before, after, at)
    (earlier, begun), (later, _) = sides
    if len(earlier) < LEAST_RATINGS or not len(later):
        return Detrended(earlier, later, None, 1.0)
    p = kendall(begun, earlier).p
    if p > level:
        return Detrended(earlier, later, None, p)
    slope = theil_sen(begun, earlier)
    grain = max(float(np.abs(np.concatenate([earlier, later])).max()), 1e-300)
    left = [np.round((values - slope * times) / grain, 9) * grain for values, times in sides]
    return Detrended(left[0], left[1], slope, p)


def theil_sen(at: npt.ArrayLike, values: npt.ArrayLike) -> float:
    """Return the median of all slopes between two ratings: a trend that outliers do not bend.

    Parameters
    ----------
    at, values
        When, and what; pairs made at one time have no slope.

    Returns
    -------
    float
        Change of the rating in one unit of time; 0 where no two were made at different times.

    Notes
    -----
    Sen (1968), Estimates of the regression coefficient based on Kendall's tau, Journal of the
    American Statistical Association 63:1379-1389.

    >>> theil_sen([0, 1, 2, 3], [1, 2, 3, 40])
    7.0
    """
    x, y = np.asarray(at, dtype=np.float64), np.asarray(values, dtype=np.float64)
    first, second = np.triu_indices(len(x), 1)
    run = x[second] - x[first]
    rise = (y[second] - y[first])[run != 0]
    return float(np.median(rise / run[run != 0])) if len(rise) else 0.0


def kendall(x: npt.ArrayLike, y: npt.ArrayLike) -> Ranked:
    """Return how far two series rise together: Kendall's tau-b, and its two-sided p.

    Parameters
    ----------
    x, y
        Series of equal length.

    Returns
    -------
    Ranked
        0 and 1 where all of a series is one value.

    Notes
    -----
    Kendall (1970), Rank correlation methods.  Up to 60 values, and with ties in one series at
    most, p counts out all arrangements, ties kept; else it is the normal curve's, with variance
    corrected for ties and 1 taken off for continuity.  R counts out only where there are no ties.

    >>> round(kendall([1, 2, 3, 4, 5], [1, 1, 3, 2, 5]).tau, 3)
    0.738
    """
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    s = sum(int(np.sign(a[i + 1 :] - a[i]) @ np.sign(b[i + 1 :] - b[i])) for i in range(len(a)))
    ties = [np.unique(one, return_counts=True)[1] for one in (a, b)]
    pairs = math.comb(len(a), 2)
    one, other = (pairs - int((many * (many - 1) // 2).sum()) for many in ties)
    if not one or not other:
        return Ranked(0.0, 1.0)
    exact = len(a) <= _EXACT_TO and pairs in (one, other)
    p = _counted_out(s, min(ties, key=len)) if exact else _by_normal_curve(s, *ties)
    return Ranked(s / math.sqrt(one * other), p)


def _counted_out(s: int, ties: npt.NDArray[np.int64]) -> float:
    """Return the share of arrangements of values, tied as told, at least as far from none as `s`.

    Their numbers by inversions are the coefficients of the Gaussian multinomial: the product of
    ``1 - q**j`` over all values, divided by that over each group of ties.
    """
    count = int(ties.sum())
    most = math.comb(count, 2) - sum(math.comb(int(many), 2) for many in ties)
    ways = [1] + [0] * most
    for j in range(1, count + 1):
        for k in range(most, j - 1, -1):
            ways[k] -= ways[k - j]
    for j in (j for many in ties for j in range(1, int(many) + 1)):
        for k in range(j, most + 1):
            ways[k] += ways[k - j]
    return sum(w for k, w in enumerate(ways) if abs(most - 2 * k) >= abs(s)) / sum(ways)


def _by_normal_curve(s: int, *ties: npt.NDArray[np.int64]) -> float:
    n = int(ties[0].sum())
    spread = (n * (n - 1) * (2 * n + 5) - _over(ties, lambda t: t * (t - 1) * (2 * t + 5))) / 18
    threes = [float((t * (t - 1) * (t - 2)).sum()) for t in ties]
    twos = [float((t * (t - 1)).sum()) for t in ties]
    spread += threes[0] * threes[1] / (9 * n * (n - 1) * (n - 2))
    spread += twos[0] * twos[1] / (2 * n * (n - 1))
    return math.erfc(max(abs(s) - 1, 0) / math.sqrt(2 * spread))


def _over(
    ties: tuple[npt.NDArray[np.int64], ...],
    term: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.int64]],
) -> float:
    return sum(float(term(many).sum()) for many in ties)


def _recorded(values: npt.ArrayLike) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    return found[np.isfinite(found)]


def _recorded_at(
    before: npt.ArrayLike, after: npt.ArrayLike, at: tuple[npt.ArrayLike, npt.ArrayLike] | None
) -> list[tuple[Floats, Floats]]:
    """Return the ratings and their times, before and after; those not recorded keep their place."""
    sides = [np.asarray(side, dtype=np.float64) for side in (before, after)]
    even = np.arange(sum(len(side) for side in sides), dtype=np.float64)
    times = np.split(even, [len(sides[0])]) if at is None else at
    whens = [np.asarray(when, dtype=np.float64) for when in times]
    if [len(when) for when in whens] != [len(side) for side in sides]:
        raise ValueError(
            f"{sum(map(len, whens))} times for {even.size} ratings; each rating has one time, "
            "before and after apart."
        )
    kept = [np.isfinite(side) & np.isfinite(when) for side, when in zip(sides, whens, strict=True)]
    return [(side[k], when[k]) for side, when, k in zip(sides, whens, kept, strict=True)]


def _too_few(earlier: Floats, later: Floats) -> Effect | None:
    if min(len(earlier), len(later)) >= LEAST_RATINGS:
        return None
    return Effect(
        None,
        None,
        None,
        f"there are {len(earlier)} before and {len(later)} after, and at least {LEAST_RATINGS} on "
        "either side are needed",
    )


def _share_higher(earlier: Floats, later: Floats) -> float:
    """Return the share of pairs in which the later is the higher, ties half."""
    ordered = np.sort(earlier)
    below = np.searchsorted(ordered, later, side="left").sum()
    upto = np.searchsorted(ordered, later, side="right").sum()
    return float(below + upto) / 2 / (len(earlier) * len(later))


def _newcombe(share: float, m: int, n: int) -> tuple[float, float]:
    """Return the ends of the interval: shares from which `share` is just 1.96 deviations away."""
    half = (m + n) / 2 - 1

    def is_outside(theta: float) -> bool:
        inner = 1 + half * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        return (share - theta) ** 2 > _Z**2 * theta * (1 - theta) * inner / (m * n)

    return _edge(is_outside, 0.0, share), _edge(is_outside, 1.0, share)


def _edge(is_outside: Callable[[float], bool], outside: float, inside: float) -> float:
    """Return, by halving, where the interval begins between a point outside and one within."""
    for _ in range(60):
        middle = (outside + inside) / 2
        outside, inside = (middle, inside) if is_outside(middle) else (outside, middle)
    return (outside + inside) / 2
