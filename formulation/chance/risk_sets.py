"""Quarrels of like age compared: whether one that has flared ends sooner than one that has not.

Every quarrel ends, and a long one has more time for a flare, so that flares seem to end quarrels
even where they do not.  At each end the quarrels that were still open at that age are the risk set,
and the question is whether the one that ended had flared more often than those beside it.

Sources: Mantel and Byar (1974), Evaluation of response-time data involving transient states, J Am
Stat Assoc 69:81-86; Liddell, McDonald and Thomas (1977), Methods of cohort analysis, J R Stat Soc A
140:469-491; Suissa (2008), Immortal time bias, Am J Epidemiol 167:492-499.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from formulation.chance.nulls import p_two_sided, permuted_sums, poisson_binomial
from formulation.chance.rates import Exact
from formulation.chance.reckoning import Reckoned, median
from formulation.timeline import Flags, Ints

__all__ = ["Ages", "ages_of", "reckoned_by_age"]

Floats = npt.NDArray[np.float64]

_TAIL = 0.025
_WIDEST = 20.0  # natural logarithm of the largest ratio that is looked at
_ACROSS = 64
_ROUNDS = 4
#: so many quarrels are looked at together, over all ends whose risk sets are told at once
_MOST_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Ages:
    """Quarrels, at each end of which those of like age are compared.

    Attributes
    ----------
    ended
        Which quarrels are seen to end; the other arrays have an entry for each quarrel.
    ages
        How long each was open, or followed.
    at_risk, flared
        How many were open at that age, and how many of these had flared; 0 where none ended.
    had_flared
        Whether the one that ended had.
    exposed_units, open_units
        Time in which a quarrel was open after a flare, and in which one was open at all.
    """

    ended: Flags
    ages: Ints
    at_risk: Ints
    flared: Ints
    had_flared: Flags
    exposed_units: int
    open_units: int

    @cached_property
    def shares(self) -> Floats:
        """For each end the share of its risk set that had flared; 0 where none ended."""
        return self.flared / np.maximum(self.at_risk, 1)

    @cached_property
    def ends(self) -> float:
        """How many quarrels are seen to end."""
        return float(self.ended.sum())

    @cached_property
    def hits(self) -> float:
        """How many of them had flared."""
        return float(self.had_flared[self.ended].sum())

    @cached_property
    def is_telling(self) -> bool:
        """Whether in some risk set some had flared, some had not, and some stayed open."""
        flared, at_risk, ended = self.sets
        return bool(((flared > 0) & (flared < at_risk) & (ended < at_risk)).any())

    @cached_property
    def sets(self) -> tuple[Ints, Ints, Ints]:
        """For each age at which some ended: how many had flared, were open, and ended."""
        ages = self.ages[self.ended]
        first, count = np.unique(ages, return_index=True, return_counts=True)[1:]
        return self.flared[self.ended][first], self.at_risk[self.ended][first], count

    @cached_property
    def exact(self) -> Exact:
        """The test, by the Poisson-binomial sum of the risk sets, and its interval.

        The ratio is that of Mantel and Haenszel for matched sets; the interval holds the hazard
        ratios that the exact test does not reject.  Where several end at one age both take them
        for separate sets, which makes them a little too careful; the permutation does not.
        """
        e, share = self.had_flared[self.ended], self.shares[self.ended]
        hit, miss = float((1 - share)[e].sum()), float(share[~e].sum())
        if not self.is_telling:
            return Exact(1.0, math.nan, math.nan, math.nan, float(share.sum()))
        ratio = hit / miss if miss else math.inf
        p = poisson_binomial(share).p_two_sided(int(e.sum()))
        low, high = _interval(self.flared[self.ended], self.at_risk[self.ended], int(e.sum()))
        return Exact(p, ratio, low, high, float(share.sum()))


def ages_of(
    starts: Ints,
    exits: Ints,
    ended: Flags,
    flares: Ints,
    window: int,
    *,
    is_same_unit_before: bool = False,
) -> Ages:
    """Return the risk sets of quarrels.

    Parameters
    ----------
    starts, exits
        When each quarrel began, and when it ended or was followed no longer.
    ended
        Which of them are seen to end.
    flares
        Onsets of flares.
    window
        For how many units after a flare an end counts as following it.
    is_same_unit_before
        Whether a flare in the very unit of the end came before it.
    """
    flares = np.sort(flares)
    ages = exits - starts
    at_risk, flared = np.zeros((2, len(starts)), dtype=np.int64)
    had_flared = np.zeros(len(starts), dtype=np.bool_)
    side: Literal["left", "right"] = "right" if is_same_unit_before else "left"
    at_once = max(_MOST_AT_ONCE // max(len(starts), 1), 1)
    which = np.flatnonzero(ended)
    for own in (which[n : n + at_once] for n in range(0, len(which), at_once)):
        then = starts + ages[own, None]  # a row for each end, a column for each quarrel
        has = _has_flared(flares, starts, then, window, side)
        is_open = ages >= ages[own, None]
        at_risk[own], flared[own] = is_open.sum(axis=1), (has & is_open).sum(axis=1)
        had_flared[own] = has[np.arange(len(own)), own]
    times = _open_time(starts, exits, flares, window)
    return Ages(ended, ages, at_risk, flared, had_flared, *times)


def _has_flared(
    flares: Ints, starts: Ints, then: Ints, window: int, side: Literal["left", "right"]
) -> Flags:
    """Tell whether a quarrel had a flare within the window before a moment in it."""
    if not len(flares):
        return np.zeros(then.shape, dtype=np.bool_)
    place = np.searchsorted(flares, then, side=side) - 1
    last = flares[np.maximum(place, 0)]
    flags: Flags = (place >= 0) & (last >= starts) & (then - last <= window)
    return flags


def _open_time(starts: Ints, exits: Ints, flares: Ints, window: int) -> tuple[int, int]:
    """Return the time in which quarrels were open after a flare in them, and open at all.

    A flare's time lasts to the end of its window, to the next flare or to the end of the quarrel.
    """
    first = np.searchsorted(flares, starts, side="left")
    behind = np.searchsorted(flares, exits, side="left")
    has = behind > first
    until_next = np.r_[0, np.cumsum(np.minimum(np.diff(flares), window))]
    between = until_next[behind[has] - 1] - until_next[first[has]]
    after_last = np.minimum(exits[has] - flares[behind[has] - 1], window)
    exposed = int((between + after_last).sum())
    return exposed, int(np.maximum(exits - starts, 0).sum())


def _interval(flared: Ints, at_risk: Ints, observed: int) -> tuple[float, float]:
    """Return the hazard ratios between which neither tail of the exact test is below 2.5 %."""
    apart = (flared > 0) & (flared < at_risk)
    observed -= int((flared == at_risk).sum())
    odds = (flared / np.maximum(at_risk - flared, 1))[apart]
    low = 0.0 if observed <= 0 else _crossing(lambda r: _tails(odds, r, observed)[1])
    high = (
        math.inf
        if observed >= len(odds)
        else _crossing(lambda r: 1 - _tails(odds, r, observed)[0], 1 - _TAIL)
    )
    return low, high


def _tails(odds: Floats, ratios: Floats, observed: int) -> tuple[Floats, Floats]:
    """Return for each hazard ratio how probable so few, and so many, of those that flared are."""
    pmf = np.zeros((len(ratios), len(odds) + 1))
    pmf[:, 0] = 1.0
    shares = odds[:, None] * ratios / (1 + odds[:, None] * ratios)
    for n, share in enumerate(shares[:, :, None]):
        more = pmf[:, : n + 1] * share
        pmf[:, : n + 1] *= 1 - share
        pmf[:, 1 : n + 2] += more
    return pmf[:, : observed + 1].sum(axis=1), pmf[:, observed:].sum(axis=1)


def _crossing(rising: Callable[[Floats], Floats], level: float = _TAIL) -> float:
    """Return the ratio at which a tail that rises with it reaches a level."""
    low, high = -_WIDEST, _WIDEST
    for _ in range(_ROUNDS):
        grid = np.linspace(low, high, _ACROSS)
        place = int(np.searchsorted(rising(np.exp(grid)), level))
        low, high = grid[max(place - 1, 0)], grid[min(place, _ACROSS - 1)]
    return math.exp((low + high) / 2)


def reckoned_by_age(draws: Sequence[Ages], units_per_day: int, *, seed: int) -> Reckoned:
    """Reckon risk sets; medians, and one test of the mean, where dates were drawn.

    Parameters
    ----------
    draws
        One set of risk sets a draw.
    units_per_day
        Of the clock.
    seed
        Draws which of the open quarrels ended.
    """
    many = Counter(id(one) for one in draws)  # draws that fell alike are one and the same
    unlike = list({id(one): one for one in draws}.values())
    share_of_draws = np.array([many[id(one)] for one in unlike]) / len(draws)
    beyond = np.array([one.hits - one.shares.sum() for one in unlike])
    null = np.array([permuted_sums(*one.sets, seed=seed) - one.shares.sum() for one in unlike])
    p = p_two_sided(float(share_of_draws @ beyond), share_of_draws @ null)
    tests = [one.exact for one in draws]
    share = None
    if len(draws) > 1:
        share = float(np.mean([test.ratio > 1 for test in tests]))
    return Reckoned(
        median(one.hits for one in draws),
        median(one.ends - one.hits for one in draws),
        median(one.exposed_units / units_per_day for one in draws),
        median((one.open_units - one.exposed_units) / units_per_day for one in draws),
        Exact._make(median(column) for column in zip(*tests, strict=True)),
        p,
        share,
    )
