"""What would have to be recorded for a near miss to fit: when, and in what order."""

from __future__ import annotations

from datetime import date

import numpy as np

from formulation.dates import FOREVER, MINUTES_PER_DAY, span_in_words
from formulation.patterns.plan import Plan, StepPlan, relations_between
from formulation.patterns.ranges import is_exact, stretch
from formulation.patterns.table import Table
from formulation.timeline import Timeline

__all__ = ["wanted"]

_LAST_DAY = date.max.toordinal() - 1


def wanted(t: Timeline, plan: Plan, table: Table, step: StepPlan, start: int) -> str:
    """Return when the next step would have to begin, in words; empty where no time is asked.

    Parameters
    ----------
    t, plan
        Where, and for what pattern.
    table, start
        The partial matches, and which of them.
    step
        The step that is wanting.
    """
    one = table.take(np.array([start]))
    asked = [*relations_between(step, table.steps)]
    bound = [int(one[c.beside(step.name)][0]) for c in asked]
    if not bound:
        return ""
    if any(t.recurring[row] for row in bound if row >= 0):
        return "told in its order to what is described, by after: or before:"
    lo, hi = -FOREVER, FOREVER
    for c in asked:
        if c.relation != "anniversary_of":
            more_lo, more_hi = stretch(t, plan, step, c, one)
            lo, hi = max(lo, int(more_lo[0])), min(hi, int(more_hi[0]))
    by_days = not all(is_exact(t, plan, step, c) for c in asked)
    return _dates(lo, hi, slack=MINUTES_PER_DAY if by_days else 0)


def _dates(lo: int, hi: int, slack: int) -> str:
    """Return a stretch of time in words; the day that whole days are given is taken off again."""
    first, last = (lo + slack) // MINUTES_PER_DAY, (hi - slack) // MINUTES_PER_DAY
    if first > last or last < 0:
        return ""
    is_open, is_endless = lo <= -FOREVER // 2, hi >= FOREVER // 2
    if is_open and is_endless:
        return ""
    if is_open:
        return f"dated by {_day(last)}"
    return f"dated from {_day(first)} on" if is_endless else _between(first, last)


def _between(first: int, last: int) -> str:
    return f"dated from {_day(first)} to {_day(last)}" if first < last else f"dated {_day(first)}"


def _day(day: int) -> str:
    return span_in_words(date.fromordinal(min(max(day, 0), _LAST_DAY) + 1).isoformat())
