"""Near misses: how far the search came, which relation failed, and by how much.

For each partial match that no statement could carry further, the candidate that came nearest is
taken, and what kept it out is told as a clinician would: too late by three days, not idealized
then, none recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from formulation.dates import FOREVER, MINUTES_PER_DAY, Truth, duration_in_words
from formulation.findings import Failure
from formulation.patterns.match import Matches, Table, extended
from formulation.patterns.plan import StepPlan
from formulation.patterns.relations import Constraint, bounds_of, judge_pairs
from formulation.timeline import Timeline

__all__ = ["Near", "near_misses"]

#: failing partial matches that are looked at, a step; the rest could only repeat them
_MOST_LOOKED_AT = 2_000
_STATES = {
    "idealizes": "not idealized then",
    "devalues": "not devalued then",
    "relationship": "not together then",
    "defense": "not defended so then",
}


@dataclass(frozen=True)
class Near:
    """One near miss, as rows.

    Attributes
    ----------
    rows
        The row bound for each step so far.
    letters
        The number that stands for each letter so far.
    failed
        What kept the next step from being bound.
    truth
        How certain the steps bound so far are.
    """

    rows: dict[str, int]
    letters: dict[str, int]
    failed: Failure
    truth: int

    def rank(self) -> tuple[int, int, tuple[int, ...]]:
        """Return what near misses are sorted by: the deepest first, then the nearest."""
        away = FOREVER if self.failed.by_minutes is None else self.failed.by_minutes
        return -len(self.rows), away, tuple(self.rows.values())


def near_misses(t: Timeline, matches: Matches, limit: int) -> list[Near]:
    """Return the near misses of one pattern, nearest first, at most `limit`.

    Told are starts that nothing carried further, each with the statement that came nearest, and
    statements that stand in no match, each with the start it came nearest to.  A start counts that
    bound at least half of the required steps, and at least two where nothing like the next is
    recorded at all; the same statements are told once.
    """
    plan = matches.plan
    found: dict[tuple[str, str | None, frozenset[int]], Near] = {}
    least = (len(plan.required) + 1) // 2
    for depth in range(len(plan.required) - 1, least - 1, -1):
        step = plan.required[depth]
        for near in _failing(t, matches, matches.before[depth], step):
            if depth < 2 and near.failed.nearest is None:
                continue
            key = (near.failed.step, near.failed.nearest, frozenset(near.rows.values()))
            if key not in found or _letters_first(t, near) < _letters_first(t, found[key]):
                found[key] = near
    return sorted(found.values(), key=Near.rank)[:limit]


def _letters_first(t: Timeline, near: Near) -> tuple[str, ...]:
    return tuple(t.word(code) for code in near.letters.values())


def _failing(t: Timeline, matches: Matches, table: Table, step: StepPlan) -> Iterator[Near]:
    ways = extended(t, table, step, matches.plan)
    reached = np.zeros(len(table), dtype=np.bool_)
    reached[ways.pairs.match[ways.truth > Truth.IMPOSSIBLE]] = True
    for start in np.flatnonzero(~reached)[:_MOST_LOOKED_AT]:
        candidates = np.unique(ways.rows[ways.pairs.match == start])
        pairs = [_pair(t, table, step, int(start), int(row)) for row in candidates]
        yield _nearest(pairs) or _start(table, int(start), Failure(step.name, "none recorded"))
    fitting = ways.rows[ways.truth > Truth.IMPOSSIBLE]
    for row in np.setdiff1d(ways.rows, fitting)[:_MOST_LOOKED_AT]:
        starts = ways.pairs.match[ways.rows == row][:_MOST_LOOKED_AT]
        if near := _nearest([_pair(t, table, step, int(start), int(row)) for start in starts]):
            yield near


def _start(table: Table, start: int, failed: Failure) -> Near:
    """Return one partial match as rows, with what kept it from being carried further."""
    bound = {name: int(column[start]) for name, column in table.rows.items()}
    letters = {
        name: int(column[start]) for name, column in table.letters.items() if name[:1].isupper()
    }
    return Near(bound, letters, failed, int(table.truth[start]))


def _pair(t: Timeline, table: Table, step: StepPlan, start: int, row: int) -> Near:
    """Return one partial match with one statement that could not carry it further."""
    bound = {name: int(column[start]) for name, column in table.rows.items()}
    return _start(table, start, _failure(t, step, bound, row))


def _nearest(near: list[Near]) -> Near | None:
    return min(near, key=lambda n: (n.rank()[1], n.failed.nearest or "", n.rank()), default=None)


def _failure(t: Timeline, step: StepPlan, bound: dict[str, int], row: int) -> Failure:
    """Return the relation a candidate failed by most."""
    found = []
    for c in step.constraints:
        y, x = (row, bound[c.other]) if c.step == step.name else (bound[c.step], row)
        if judge_pairs(t, c, np.array([y]), np.array([x]))[0] == Truth.IMPOSSIBLE:
            reason, by = _told(t, c, y, x)
            other = t.id_of(x if c.step == step.name else y)
            found.append(Failure(step.name, reason, by, t.id_of(row), other))
    return max(found, key=lambda f: f.by_minutes if f.by_minutes is not None else FOREVER)


def _told(t: Timeline, c: Constraint, y: int, x: int) -> tuple[str, int | None]:
    """Return why a relation cannot hold, in words, and by how many minutes."""
    if t.recurring[y] or t.recurring[x]:
        return "order unknown", None
    if c.relation == "during" and _outside(t, y, x) is not None:
        return _not_then(t, y, x)
    least, most = (int(side[0]) for side in bounds_of(t, c.relation, np.array([y]), np.array([x])))
    if c.within_minutes is not None and least > c.within_minutes:
        by = least - c.within_minutes
        word = "too early" if c.relation == "before" else "too late"
        return f"{word} by {duration_in_words(by)}{_still_open(t, y, x)}", by
    if c.at_least_minutes is not None and 0 <= most < c.at_least_minutes:
        by = c.at_least_minutes - most
        return f"too soon by {duration_in_words(by)}", by
    by = max(0, -most)
    word = "too late" if c.relation == "before" else "too early"
    if by >= FOREVER:
        return "order unknown", None
    return f"{word} by {duration_in_words(by)}" if by else f"{word}, the same moment", by


def _outside(t: Timeline, y: int, x: int) -> int | None:
    """Return by how many minutes the onset of y misses x; negative before it, ``None`` within."""
    before = int(t.starts_from[x] - t.starts_to[y])
    after = int(t.starts_from[y] - t.ends_to[x])
    if before > 0:
        return -before
    return after if after > 0 else None


def _not_then(t: Timeline, y: int, x: int) -> tuple[str, int]:
    """Tell that x did not hold at the onset of y: not begun, or over."""
    missed = _outside(t, y, x) or 0
    by = abs(missed)
    if not t.is_crisp[y]:
        by = -(-by // MINUTES_PER_DAY) * MINUTES_PER_DAY
    kind = t.statement(x).kind
    if t.is_state[x]:
        return _STATES.get(kind, f"no {kind.replace('_', ' ')} then"), by
    side = "before it began" if missed < 0 else "after it was over"
    return f"{duration_in_words(by)} {side}", by


def _still_open(t: Timeline, y: int, x: int) -> str:
    """Say that a quarrel was still open, which a window from its onset hides."""
    if t.statement(x).kind != "conflict":
        return ""
    lasting = Constraint("", "during", "")
    is_open = judge_pairs(t, lasting, np.array([y]), np.array([x]))[0] == Truth.CERTAIN
    return "; the quarrel was still open" if is_open else ""
