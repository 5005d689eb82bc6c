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
from formulation.findings import Bound, Failure, each_of
from formulation.patterns.anniversaries import days_off
from formulation.patterns.gathering import bound_letter, bound_steps
from formulation.patterns.match import Forbidden, Matches, Started, all_required, extended
from formulation.patterns.nearness import far_off
from formulation.patterns.plan import Plan, StepPlan, relations_between
from formulation.patterns.relations import Constraint, bounds_of, judge_pairs
from formulation.patterns.table import CASE, Table
from formulation.patterns.wanting import wanted
from formulation.timeline import Flags, Ints, Timeline

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
    """One near miss.

    Attributes
    ----------
    case
        The number of its case.
    steps, roles
        The statements bound for each step so far, and who stands for each letter, by their ids.
    choices
        The names of the choices among which one step is bound.
    failed
        What kept the next step from being bound.
    truth
        How certain the steps bound so far are.
    """

    case: int
    steps: dict[str, Bound]
    roles: dict[str, Bound]
    choices: frozenset[str]
    failed: Failure
    truth: int

    def away(self) -> int:
        """Return by how many minutes it failed, without end where that is not known."""
        return FOREVER if self.failed.by_minutes is None else self.failed.by_minutes

    def rank(self) -> tuple[int, int, int, tuple[str, ...]]:
        """Return what near misses are sorted by: the deepest first, then the nearest."""
        ids = tuple(id for bound in self.steps.values() for id in each_of(bound))
        return -len(self.steps), self.away(), self.case, ids


def near_misses(t: Timeline, matches: Matches, limit: int) -> list[Near]:
    """Return the near misses of one pattern, nearest first, at most `limit`.

    Told are starts that nothing carried further, each with the statement that came nearest, and
    statements that stand in no match, each with the start it came nearest to; matches that a
    statement ended which must be absent; and repetitions with too few statements.  A start counts
    that bound at least half of the required steps, and at least two where nothing like the next is
    recorded at all; the same statements are told once.
    """
    found: dict[object, Near] = {}
    for near in _all(t, matches):
        ids = frozenset(id for bound in near.steps.values() for id in each_of(bound))
        key = (near.case, near.failed.step, near.failed.nearest, ids)
        if key not in found or list(near.roles.values()) < list(found[key].roles.values()):
            found[key] = near
    return sorted(found.values(), key=Near.rank)[:limit]


def _all(t: Timeline, matches: Matches) -> Iterator[Near]:
    repeated = {one.name: one.least for one in matches.plan.repeated}
    is_gathered = bool(matches.lists.short) or len(matches.table) > 0
    for table, name, count in matches.lists.short:
        if 2 * count >= repeated[name]:
            reason = f"{count} of at least {repeated[name]} recorded"
            yield _start(t, matches, table, 0, Failure(name, reason))
    for ended in matches.forbidden:
        yield from _ended(t, matches, ended)
    for reached in _reached(t, matches.plan):
        least = (reached.of + 1) // 2
        # of what is repeated the count tells; one flare more without comfort is no near miss
        names = {name for step in reached.steps for name in step.names} | {*reached.table.steps}
        if reached.depth < least or (is_gathered and names & repeated.keys()):
            continue
        for near in _failing(t, matches, reached):
            if reached.depth >= 2 or near.failed.nearest is not None:
                yield near


@dataclass(frozen=True)
class _Reached:
    """The partial matches in front of a required step, or of a choice among steps.

    `depth` is how many required steps are bound, of `of` in all.
    """

    table: Table
    steps: list[StepPlan]
    depth: int
    of: int


def _reached(t: Timeline, plan: Plan) -> list[_Reached]:
    """Bind the required steps in the order written, and return how far each start came."""
    started: Started = {(): Table.start(t.case_count)}
    found: dict[tuple[str, ...], _Reached] = {}
    for variant in plan.variants:
        steps = variant.required
        tables = all_required(t, plan, variant, steps, started, is_ahead=False)
        for depth, (step, table) in enumerate(zip(steps, tables, strict=False)):
            names = tuple(before.step.as_ for before in steps[:depth])
            here = found.setdefault(names, _Reached(table, [], depth, len(steps)))
            if all(step.step.as_ != known.step.as_ for known in here.steps):
                here.steps.append(step)
    return list(found.values())


def _ended(t: Timeline, matches: Matches, ended: Forbidden) -> Iterator[Near]:
    """Yield matches that a statement ended which must not be recorded."""
    for number, row in enumerate(ended.rows[:_MOST_LOOKED_AT]):
        failed = Failure(ended.step.name, "recorded", nearest=t.id_of(int(row)))
        yield _start(t, matches, ended.table, number, failed)


def _failing(t: Timeline, matches: Matches, reached: _Reached) -> Iterator[Near]:
    """Yield starts that no step carried further, and statements that carried none."""
    plan, table = matches.plan, reached.table
    tried = [(step, extended(t, plan, table, step, in_time=False)) for step in reached.steps]
    carried = np.zeros(len(table), dtype=np.bool_)
    for _, ways in tried:
        carried[ways.match[ways.truth > Truth.IMPOSSIBLE]] = True
    # the pairs are many and the nearest few; only what stands nearest is put into words
    aways = [far_off(t, table, step, ways.match, ways.rows) for step, ways in tried]
    for start in np.flatnonzero(~carried)[:_MOST_LOOKED_AT]:
        pairs = [
            _pair(t, matches, table, step, int(start), int(row))
            for (step, ways), away in zip(tried, aways, strict=True)
            for row in _nearest(t, ways.rows, away, ways.match == start)
        ]
        if pairs:
            yield min(pairs, key=_nearness)
        else:
            step = tried[0][0]
            words = wanted(t, plan, table, step, int(start))
            failed = Failure(step.name, "none recorded", wanted=words)
            yield _start(t, matches, table, int(start), failed)
    for (step, ways), away in zip(tried, aways, strict=True):
        fitting = ways.rows[ways.truth > Truth.IMPOSSIBLE]
        for row in np.setdiff1d(ways.rows, fitting)[:_MOST_LOOKED_AT]:
            at = np.flatnonzero(ways.rows == row)[:_MOST_LOOKED_AT]
            starts = ways.match[at[away[at] == away[at].min()]]
            yield min(
                (_pair(t, matches, table, step, int(one), int(row)) for one in np.unique(starts)),
                key=_nearness,
            )


def _nearest(t: Timeline, rows: Ints, away: Ints, is_tried: Flags) -> list[int]:
    """Return the row among those tried that is least far off, the first id among equals."""
    at = np.flatnonzero(is_tried)
    if not len(at):
        return []
    tied = np.unique(rows[at[away[at] == away[at].min()]])
    return [min(map(int, tied), key=t.id_of)]


def _nearness(near: Near) -> tuple[object, ...]:
    return near.away(), near.failed.nearest or "", near.rank()


def _start(t: Timeline, matches: Matches, table: Table, start: int, failed: Failure) -> Near:
    """Return one partial match with what kept it from being carried further."""
    case = int(table[CASE][start])
    plan = matches.plan
    steps = bound_steps(t, plan, table, matches.lists, start)
    choices = frozenset(
        name for name in table.steps if name not in plan.columns and table[name][start] >= 0
    )
    letters = (name for name in table.letters if name in plan.spaces)
    named = ((name, bound_letter(t, plan, table, name, start)) for name in letters)
    roles: dict[str, Bound] = {name: own for name, own in named if own is not None}
    return Near(case, steps, roles, choices, failed, int(table.truth[start]))


def _pair(
    t: Timeline, matches: Matches, table: Table, step: StepPlan, start: int, row: int
) -> Near:
    """Return one partial match with one statement that could not carry it further."""
    failed = _failure(t, matches.plan, table, step, start, row)
    return _start(t, matches, table, start, failed)


def _failure(
    t: Timeline, plan: Plan, table: Table, step: StepPlan, start: int, row: int
) -> Failure:
    """Tell which relation kept a statement out: the one it failed by most."""
    worst: tuple[int, str, int | None, int] | None = None
    for c in relations_between(step, table.steps):
        other = int(table[c.beside(step.name)][start])
        y, x = (row, other) if c.step == step.name else (other, row)
        if other < 0 or judge_pairs(t, c, np.array([y]), np.array([x]))[0] > Truth.IMPOSSIBLE:
            continue
        reason, by = _reason(t, c, y, x)
        away = FOREVER if by is None else by
        if worst is None or away > worst[0]:
            worst = (away, reason, by, other)
    assert worst is not None
    _, reason, by, other = worst
    return Failure(
        step.name,
        reason,
        by,
        nearest=t.id_of(row),
        against=t.id_of(other),
        wanted=wanted(t, plan, table, step, start),
    )


def _reason(t: Timeline, c: Constraint, y: int, x: int) -> tuple[str, int | None]:
    """Return why a relation cannot hold, in words, and by how many minutes."""
    if t.recurring[y] or t.recurring[x]:
        return "order unknown", None
    if c.relation == "anniversary_of":
        return _off_the_day(t, c, y, x)
    if c.relation == "during" and _outside(t, y, x) is not None:
        return _not_then(t, y, x)
    least, most = (int(side[0]) for side in bounds_of(t, c.relation, np.array([y]), np.array([x])))
    if c.within_minutes is not None and least > c.within_minutes:
        by = least - c.within_minutes
        if by >= FOREVER // 4:  # what has always been so has no onset to count from
            return "order unknown", None
        word = "too early" if c.relation == "before" else "too late"
        return f"{word} by {duration_in_words(by)}{_still_open(t, y, x)}", by
    if c.at_least_minutes is not None and 0 <= most < c.at_least_minutes:
        by = c.at_least_minutes - most
        return f"too soon by {duration_in_words(by)}", by
    by = max(0, -most)
    word = "too late" if c.relation == "before" else "too early"
    if by >= FOREVER:
        return "order unknown", None
    return f"{word} by {duration_in_words(by)}" if by else f"{word}, {_by_nothing(t, c, y, x)}", by


def _by_nothing(t: Timeline, c: Constraint, y: int, x: int) -> str:
    """Tell of what is off by no time that can be counted whether it was at the same moment."""
    later, earlier = (x, y) if c.relation == "before" else (y, x)
    first, last = t.starts_from[earlier], t.starts_to[earlier]
    if c.relation == "after_end_of" and t.is_interval[earlier]:
        first, last = t.ends_from[earlier], t.ends_to[earlier]
    most = int(t.starts_to[later] - first)
    if c.relation != "after_end_of":
        most = min(most, int(t.gaps(np.array([earlier]), np.array([later]))[1][0]))
    if most < 0:
        return "by a time that is not known"
    not_then, bound = ("earlier", "earliest") if c.relation == "before" else ("later", "latest")
    is_known = t.starts_from[later] == last
    return "at the same moment " + (f"and not {not_then}" if is_known else f"at the {bound}")


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


def _off_the_day(t: Timeline, c: Constraint, y: int, x: int) -> tuple[str, int | None]:
    """Tell by how many days the window round the nearest anniversary was missed."""
    days = days_off(t, y, x)
    if days is None:
        return "not dated closely enough for an anniversary", None
    over = abs(days) * MINUTES_PER_DAY - (c.within_minutes or 0)
    return f"too {'late' if days > 0 else 'early'} by {duration_in_words(over)}", over
