"""Whether someone was watching: "none recorded" means "none" only in time that was observed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from formulation.dates import FOREVER, MINUTES_PER_DAY, Precision, Span
from formulation.patterns.relations import Constraint
from formulation.patterns.table import CASE, Table
from formulation.timeline import Flags, Ints, Timeline

__all__ = ["is_watched", "watched_periods"]

Window = tuple[int, int]


def watched_periods(spans: Iterable[Span]) -> list[Window]:
    """Return the time that was surely observed: first and last minute of each piece, joined.

    A start or end given to the day includes that day.
    """
    pieces = sorted(_surely(span) for span in spans)
    joined: list[Window] = []
    for first, last in pieces:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        elif first <= last:
            joined.append((first, last))
    return joined


def _surely(span: Span) -> Window:
    first, last = span.start_latest, span.end_earliest
    if not span.is_interval:  # "2020" as a period is the whole of that year
        return span.start_earliest, span.end_latest
    if span.start_precision is Precision.DAY:
        first -= first % MINUTES_PER_DAY
    if span.end_precision is Precision.DAY:
        last += MINUTES_PER_DAY - 1 - last % MINUTES_PER_DAY
    return first, last


def _windows(t: Timeline, constraints: Iterable[Constraint], table: Table) -> tuple[Ints, Ints]:
    """Return the time in which an absent step could have been, at its widest, for each match."""
    first = np.full(len(table), -FOREVER, dtype=np.int64)
    last = np.full(len(table), FOREVER, dtype=np.int64)
    for c in constraints:
        x, within = table[c.other], c.within_minutes
        from_, to = t.starts_from[x], t.starts_to[x]
        if c.relation == "before":
            last = np.minimum(last, to)
            first = np.maximum(first, from_ - within) if within is not None else first
            continue
        if c.relation == "after_end_of":
            # what was so at some time, and is not known to have ended, may have lasted for ever
            from_ = np.where(t.is_interval[x], t.ends_from[x], from_)
            to = np.where(t.is_interval[x], t.ends_to[x], FOREVER)
        first = np.maximum(first, from_)
        if c.relation == "during":
            last = np.minimum(last, t.ends_to[x])
        if within is not None and c.relation != "anniversary_of":
            last = np.minimum(last, to + within)
    return first, last


def is_watched(t: Timeline, table: Table, kind: str, constraints: tuple[Constraint, ...]) -> Flags:
    """Tell, for each match, whether statements of `kind` would have been noticed all the while.

    Parameters
    ----------
    t
        The timeline.
    table
        The matches.
    kind
        The kind of the step that must be absent.
    constraints
        Its relations, which make its window.
    """
    first, last = _windows(t, constraints, table)
    found = first > last  # in no time at all there was nothing to be seen
    pieces = [watched_periods(t.observed(n, kind)) for n in range(len(t.cases))]
    if not any(pieces):
        return found
    case = table[CASE]
    for number in np.unique(case):
        own = case == number
        for a, b in pieces[number]:
            found |= own & (a <= first) & (last <= b)
    return found
