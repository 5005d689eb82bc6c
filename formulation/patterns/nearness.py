"""By how much pairs of rows fail a relation, for whole columns at once.

:mod:`formulation.patterns.near` tells the nearest of thousands of candidates in words; here it is
found which one that is.  The numbers are the ones that are told; a test holds the two together.
"""

from __future__ import annotations

import numpy as np

from formulation.dates import FOREVER, MINUTES_PER_DAY, Truth
from formulation.patterns.anniversaries import days_off
from formulation.patterns.plan import StepPlan, relations_between
from formulation.patterns.relations import Constraint, bounds_of, judge_pairs
from formulation.patterns.table import Table
from formulation.timeline import Flags, Ints, Timeline

__all__ = ["far_off", "shortfalls"]


def far_off(t: Timeline, table: Table, step: StepPlan, starts: Ints, rows: Ints) -> Ints:
    """Return by how many minutes each row fails to carry each start further.

    Parameters
    ----------
    t
        The timeline.
    table
        The partial matches.
    step
        The step that the rows were tried for.
    starts, rows
        Numbers of partial matches, and of the rows tried for them; one entry a pair.

    Returns
    -------
    numpy.ndarray
        The relation it fails by most, in minutes; ``FOREVER`` where that is not known.
    """
    worst = np.full(len(rows), -1, dtype=np.int64)
    for c in relations_between(step, table.steps):
        other = table[c.beside(step.name)][starts]
        at = np.flatnonzero(other >= 0)
        y, x = (rows[at], other[at]) if c.step == step.name else (other[at], rows[at])
        at_fault = judge_pairs(t, c, y, x) <= Truth.IMPOSSIBLE
        at, y, x = at[at_fault], y[at_fault], x[at_fault]
        worst[at] = np.maximum(worst[at], shortfalls(t, c, y, x))
    return worst


def shortfalls(t: Timeline, c: Constraint, y: Ints, x: Ints) -> Ints:
    """Return by how many minutes each pair that fails a relation does so.

    ``FOREVER`` where the order is not known, or something has always been so.
    """
    if c.relation == "anniversary_of":
        short = np.array([_off_the_day(t, c, *pair) for pair in zip(y, x, strict=True)], np.int64)
    else:
        short = _from_bounds(t, c, y, x)
    if c.relation == "during":
        missed, is_outside = _outside(t, y, x)
        short = np.where(is_outside, missed, short)
    return np.where(t.recurring[y] | t.recurring[x], FOREVER, short)


def _from_bounds(t: Timeline, c: Constraint, y: Ints, x: Ints) -> Ints:
    least, most = bounds_of(t, c.relation, y, x)
    short = np.maximum(0, -most)
    short = np.where(short >= FOREVER, FOREVER, short)
    if c.at_least_minutes is not None:
        is_too_soon = (most >= 0) & (most < c.at_least_minutes)
        short = np.where(is_too_soon, c.at_least_minutes - most, short)
    if c.within_minutes is not None:
        over = least - c.within_minutes
        # what has always been so has no onset to count from
        over = np.where(over >= FOREVER // 4, FOREVER, over)
        short = np.where(least > c.within_minutes, over, short)
    return short


def _outside(t: Timeline, y: Ints, x: Ints) -> tuple[Ints, Flags]:
    """Return by how many minutes onsets of y miss x, in whole days where they are not exact."""
    before, after = t.starts_from[x] - t.starts_to[y], t.starts_from[y] - t.ends_to[x]
    missed = np.where(before > 0, before, after)
    day = MINUTES_PER_DAY
    return np.where(t.is_crisp[y], missed, -(-missed // day) * day), (before > 0) | (after > 0)


def _off_the_day(t: Timeline, c: Constraint, y: int, x: int) -> int:
    days = days_off(t, int(y), int(x))
    return FOREVER if days is None else abs(days) * MINUTES_PER_DAY - (c.within_minutes or 0)
