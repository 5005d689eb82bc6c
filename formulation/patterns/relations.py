"""How pairs of rows lie in time, three-valued, for whole columns of pairs at once.

The scalar functions of :mod:`formulation.dates` say what each relation means; these say the same
of arrays, and the tests hold them to it.  ``docs/decisions/semantics.md`` numbers the clauses.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from formulation.dates import FOREVER, MINUTES_PER_DAY, Truth
from formulation.patterns.anniversaries import near_anniversary
from formulation.timeline import Flags, Ints, Timeline

__all__ = ["Bounds", "Constraint", "distances", "judge_pairs"]

Truths = NDArray[np.int8]
_SURELY, _MAYBE, _NOT = np.int8(Truth.CERTAIN), np.int8(Truth.POSSIBLE), np.int8(Truth.IMPOSSIBLE)


class Constraint(NamedTuple):
    """One relation between two steps of a pattern.

    `step` lies `relation` the step `other`, at most `within_minutes` and at least
    `at_least_minutes` away; ``None`` leaves that side open.
    """

    step: str
    relation: str
    other: str
    within_minutes: int | None = None
    at_least_minutes: int | None = None

    def beside(self, name: str) -> str:
        """Return the step at the other end, seen from the step called `name`."""
        return self.other if self.step == name else self.step


class Bounds(NamedTuple):
    """Least and most distance of each pair, in minutes; ``±FOREVER`` where there is no bound."""

    least: Ints
    most: Ints


def _truth(certain: Flags, impossible: Flags) -> Truths:
    return np.where(impossible, _NOT, np.where(certain, _SURELY, _MAYBE)).astype(np.int8)


def _most_apart(later: Ints, earlier: Ints, exact: Flags) -> Ints:
    """Return later - earlier, by whole days where not `exact`, open where either side is open."""
    step = np.where(exact, 1, MINUTES_PER_DAY)
    apart = (later // step - earlier // step) * step
    apart = np.where((later <= -FOREVER) | (earlier >= FOREVER), -FOREVER, apart)
    return np.where((later >= FOREVER) | (earlier <= -FOREVER), FOREVER, apart)


def _apart(lo: Ints, hi: Ints, from_lo: Ints, from_hi: Ints, exact: Flags) -> Bounds:
    """Return the distance from [from_lo, from_hi] to [lo, hi], in days where not `exact`."""
    return Bounds(-_most_apart(from_hi, lo, exact), _most_apart(hi, from_lo, exact))


def _first_minute(minutes: Ints) -> Ints:
    """Return the first minute of each day; what has no bound stays without."""
    whole = minutes // MINUTES_PER_DAY * MINUTES_PER_DAY
    return np.where(np.abs(minutes) >= FOREVER, minutes, whole)


def _last_minute(minutes: Ints) -> Ints:
    """Return the last minute of each day; what has no bound stays without."""
    return np.where(
        np.abs(minutes) >= FOREVER, minutes, _first_minute(minutes) + MINUTES_PER_DAY - 1
    )


def distances(t: Timeline, y: Ints, x: Ints) -> Bounds:
    """Return onset(y) - onset(x) of each pair of rows, in minutes, tightened by stated orders."""
    exact = t.is_crisp[y] & t.is_crisp[x]
    found = _apart(t.starts_from[y], t.starts_to[y], t.starts_from[x], t.starts_to[x], exact)
    if t.is_plain:
        return found
    least, most, least_days, most_days = t.gaps(x, y)
    least = np.where(exact, least, _in_minutes(least_days))
    most = np.where(exact, most, _in_minutes(most_days))
    return Bounds(np.maximum(found.least, least), np.minimum(found.most, most))


def _in_minutes(days: Ints) -> Ints:
    return np.where(np.abs(days) >= FOREVER, days, days * MINUTES_PER_DAY)


def _later(t: Timeline, y: Ints, x: Ints, slack: int) -> Truths:
    """Judge onset(y) >= onset(x) + `slack`: 1 for the strict "after", 0 for "from"."""
    certain = t.starts_from[y] >= t.starts_to[x] + slack
    impossible = t.starts_to[y] < t.starts_from[x] + slack
    if not t.is_plain:
        least, most = t.gaps(x, y)[:2]
        certain, impossible = certain | (least >= slack), impossible | (most < slack)
    return _truth(certain, impossible)


def _during(t: Timeline, y: Ints, x: Ints) -> Truths:
    """Judge whether onset(y) lies within x, both ends included."""
    first, surely_from = (
        np.where(t.start_is_day[x], _first_minute(start), start)
        for start in (t.starts_from[x], t.starts_to[x])
    )
    surely_to, last = (
        np.where(t.end_is_day[x], _last_minute(end), end) for end in (t.ends_from[x], t.ends_to[x])
    )
    inside = (t.starts_from[y] >= surely_from) & (t.starts_to[y] <= surely_to) & t.is_interval[x]
    outside = (t.starts_to[y] < first) | (t.starts_from[y] > last)
    if not t.is_plain:
        outside |= t.gaps(x, y)[1] < 0
    return _truth(inside & ~outside, outside)


def _past_end(t: Timeline, y: Ints, x: Ints) -> Truths:
    """Judge whether onset(y) is strictly later than the end of x."""
    open_end = ~t.is_interval[x]
    end_to = np.where(open_end, FOREVER, t.ends_to[x])
    end_from = np.where(open_end, t.starts_from[x], t.ends_from[x])
    return _truth(t.starts_from[y] > end_to, t.starts_to[y] <= end_from)


def _plain(t: Timeline, relation: str, y: Ints, x: Ints) -> Truths:
    if relation == "after":
        return _later(t, y, x, 1)
    if relation == "from":
        return _later(t, y, x, 0)
    if relation == "before":
        return _later(t, x, y, 1)
    return _during(t, y, x) if relation == "during" else _past_end(t, y, x)


def _from_end(t: Timeline, y: Ints, x: Ints) -> Bounds:
    ends_from = np.where(t.is_interval[x], t.ends_from[x], t.starts_from[x])
    ends_to = np.where(t.is_interval[x], t.ends_to[x], FOREVER)
    exact = t.is_crisp[y] & t.end_is_crisp[x]
    return _apart(t.starts_from[y], t.starts_to[y], ends_from, ends_to, exact)


def bounds_of(t: Timeline, relation: str, y: Ints, x: Ints) -> Bounds:
    """Return the distance of each pair in the direction of the relation."""
    if relation == "before":
        return distances(t, x, y)
    return _from_end(t, y, x) if relation == "after_end_of" else distances(t, y, x)


def _dated(t: Timeline, c: Constraint, y: Ints, x: Ints) -> Truths:
    truth = _plain(t, c.relation, y, x)
    if c.within_minutes is None and c.at_least_minutes is None:
        return truth
    least, most = bounds_of(t, c.relation, y, x)
    if c.within_minutes is not None:
        window = _truth(most <= c.within_minutes, least > c.within_minutes)
        truth = np.minimum(truth, window)
    if c.at_least_minutes is not None:
        window = _truth(least >= c.at_least_minutes, most < c.at_least_minutes)
        truth = np.minimum(truth, window)
    return truth


def _described(t: Timeline, c: Constraint, y: Ints, x: Ints) -> Truths:
    """Judge pairs of which at least one is recurring (clause M5): it holds or it does not.

    Order is known only from stated orders, distances only where they are stated, and "during"
    asks whether the spans may overlap.
    """
    if c.relation == "anniversary_of":
        return np.full(len(y), _NOT)
    if c.relation == "during":
        apart = (t.ends_to[y] < t.starts_from[x]) | (t.starts_from[y] > t.ends_to[x])
        holds = ~apart
    else:
        later, earlier = (x, y) if c.relation == "before" else (y, x)
        least, most = t.gaps(earlier, later)[:2]
        holds = least >= (0 if c.relation == "from" else 1)
        if c.within_minutes is not None:
            holds &= least <= c.within_minutes
        if c.at_least_minutes is not None:
            holds &= most >= c.at_least_minutes
    mixed = (t.recurring[y] != t.recurring[x]) & ~t.is_state[y] & ~t.is_state[x]
    for n in np.flatnonzero(mixed & holds):
        holds[n] = t.names(int(y[n]), int(x[n]))
    return _truth(holds, ~holds)


def judge_pairs(t: Timeline, c: Constraint, y: Ints, x: Ints) -> Truths:
    """Judge one constraint for pairs of rows.

    Parameters
    ----------
    t
        The timeline the rows belong to.
    c
        The constraint; `y` are rows of its step, `x` rows of the other.
    y, x
        Row numbers, one entry a pair; both of one length.

    Returns
    -------
    numpy.ndarray
        One :class:`~formulation.dates.Truth` a pair, as int8.
    """
    if c.relation == "anniversary_of":
        truth = near_anniversary(t, y, x, (c.within_minutes or 0) // MINUTES_PER_DAY)
    else:
        truth = _dated(t, c, y, x)
    repeated = np.flatnonzero(t.recurring[y] | t.recurring[x])
    if len(repeated):
        truth[repeated] = _described(t, c, y[repeated], x[repeated])
    return truth
