"""Whether someone was watching: "none recorded" means "none" only in time that was observed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from formulation.dates import FOREVER, MINUTES_PER_DAY, Precision, Span
from formulation.patterns.relations import Constraint
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


def _window(t: Timeline, constraints: Iterable[Constraint], rows: Mapping[str, int]) -> Window:
    """Return the time in which an absent step could have been, at its widest."""
    first, last = -FOREVER, FOREVER
    for c in constraints:
        x = rows[c.other]
        from_, to = int(t.starts_from[x]), int(t.starts_to[x])
        if c.relation == "before":
            last = min(last, to)
            first = max(first, from_ - c.within_minutes) if c.within_minutes else first
            continue
        if c.relation == "after_end_of":
            from_, to = int(t.ends_from[x]), int(t.ends_to[x])
        first = max(first, from_)
        if c.relation == "during":
            last = min(last, int(t.ends_to[x]))
        if c.within_minutes is not None:
            last = min(last, to + c.within_minutes)
    return first, last


def is_watched(
    t: Timeline, rows: Mapping[str, Ints], kind: str, constraints: tuple[Constraint, ...]
) -> Flags:
    """Tell, for each match, whether statements of `kind` would have been noticed all the while.

    Parameters
    ----------
    t
        The timeline.
    rows
        For each bound step, a column of rows, one entry a match.
    kind
        The kind of the step that must be absent.
    constraints
        Its relations, which make its window.
    """
    count = len(next(iter(rows.values())))
    found = np.zeros(count, dtype=np.bool_)
    pieces = {n: watched_periods(t.observed(n, kind)) for n in range(len(t.cases))}
    for n in range(count):
        bound = {name: int(column[n]) for name, column in rows.items()}
        case = int(t.case_of[next(iter(bound.values()))])
        if pieces[case]:
            first, last = _window(t, constraints, bound)
            found[n] = any(a <= first and last <= b for a, b in pieces[case])
    return found
