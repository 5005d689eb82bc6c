"""The search: a pattern compiled to joins over the columns of a timeline.

A partial match is one row of a table: a number for each letter, a row of the timeline for each
step, and how certain it is so far.  Each step widens the table by a join on the letters it shares,
then the pairs its relations cannot hold for are dropped.  Matches stay columns; a ``Finding`` is
made when it is asked for.  ``docs/decisions/semantics.md`` numbers the clauses followed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple

import numpy as np

from formulation.dates import Truth
from formulation.patterns.candidates import CASE, Candidates, refuse_too_many
from formulation.patterns.pattern import Pattern
from formulation.patterns.plan import Plan, StepPlan, plan_of
from formulation.patterns.relations import Constraint, Truths, judge_pairs
from formulation.patterns.watching import is_watched
from formulation.timeline import Flags, Ints, Timeline

__all__ = ["Matches", "Table", "extended", "search"]

_UNBOUND = -1


@dataclass
class Table:
    """Partial matches, one a row of every column.

    Attributes
    ----------
    letters
        For each letter, and each step's own id, the number that stands for it; -1 if unbound.
    rows
        For each step bound so far, rows of the timeline; -1 where an optional step stays unbound.
    truth
        The weakest :class:`~formulation.dates.Truth` of the required steps so far.
    optional_truth
        The sum over optional steps of how certain each is.
    """

    letters: dict[str, Ints]
    rows: dict[str, Ints]
    truth: Truths
    optional_truth: Ints

    @classmethod
    def start(cls, cases: int) -> Table:
        """Return one empty match for each case."""
        none = np.zeros(cases, dtype=np.int64)
        letters = {CASE: np.arange(cases, dtype=np.int64)}
        return cls(letters, {}, np.full(cases, Truth.CERTAIN, dtype=np.int8), none)

    def __len__(self) -> int:
        """Return the number of partial matches."""
        return len(self.truth)

    def take(self, index: Ints | Flags) -> Table:
        """Return the partial matches chosen by `index`, in its order."""
        return Table(
            {name: column[index] for name, column in self.letters.items()},
            {name: column[index] for name, column in self.rows.items()},
            self.truth[index],
            self.optional_truth[index],
        )


class Pairs(NamedTuple):
    """Which partial match is joined with which candidate: two columns of one length."""

    match: Ints
    candidate: Ints


def _keys(columns: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Number the combinations of several columns alike on both sides of a join."""
    left, right = columns[0]
    for more_left, more_right in columns[1:]:
        width = int(max(more_left.max(initial=0), more_right.max(initial=0))) + 2
        both = np.concatenate([left * width + more_left, right * width + more_right])
        numbers = np.unique(both, return_inverse=True)[1].reshape(-1)
        left, right = numbers[: len(left)], numbers[len(left) :]
    return left, right


def joined(table: Table, candidates: Candidates) -> Pairs:
    """Return every pair of a partial match and a candidate that agree on their shared letters."""
    shared = [name for name in candidates.letters if name in table.letters]
    keys = [(table.letters[name], candidates.letters[name]) for name in shared]
    left, right = _keys(keys)
    order = np.argsort(right, kind="stable")
    first = np.searchsorted(right[order], left, side="left")
    count = np.searchsorted(right[order], left, side="right") - first
    total = int(count.sum())
    refuse_too_many(total)
    match = np.repeat(np.arange(len(left)), count)
    within = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    return Pairs(match, order[np.repeat(first, count) + within])


def _distinct(table: Table, candidates: Candidates, pairs: Pairs, plan: Plan) -> Flags:
    """Tell which pairs keep different letters for different figures, and accounts apart."""
    keep = np.ones(len(pairs.match), dtype=np.bool_)
    for new in (n for n in candidates.letters if n in plan.figures and n not in table.letters):
        for old in (n for n in table.letters if n in plan.figures):
            keep &= candidates.letters[new][pairs.candidate] != table.letters[old][pairs.match]
    return keep


def _joinable(
    t: Timeline, table: Table, step: StepPlan, rows: Ints, match: Ints, plan: Plan
) -> Flags:
    """Tell which rows may stand beside those bound before: not the same, nor another account."""
    keep = np.ones(len(rows), dtype=np.bool_)
    for name, column in table.rows.items():
        others = column[match]
        bound = others != _UNBOUND
        if plan.same_letters(step.name, name):
            keep &= ~bound | (others != rows)
        account = t.account[rows]
        same_fact = (account >= 0) & (account == t.account[others]) & (others != rows)
        keep &= ~(bound & same_fact)
    return keep


def _judged(
    t: Timeline, table: Table, rows: Ints, match: Ints, on: Iterable[Constraint], name: str
) -> Truths:
    """Return how certain the relations of a newly bound step are, the weakest of them."""
    truth = np.full(len(rows), Truth.CERTAIN, dtype=np.int8)
    for constraint in on:
        if constraint.step == name:
            y, x = rows, table.rows[constraint.other][match]
        else:
            y, x = table.rows[constraint.step][match], rows
        bound = (y != _UNBOUND) & (x != _UNBOUND)
        truth[~bound] = Truth.IMPOSSIBLE
        truth[bound] = np.minimum(truth[bound], judge_pairs(t, constraint, y[bound], x[bound]))
    return truth


class Extension(NamedTuple):
    """Pairs of a partial match and a candidate row for the next step, with their truth."""

    pairs: Pairs
    rows: Ints
    truth: Truths


def extended(t: Timeline, table: Table, step: StepPlan, plan: Plan) -> Extension:
    """Return every way to bind `step`, those that time forbids included (truth 0)."""
    pairs = joined(table, step.candidates)
    if not step.step.absent:  # letters found only in an absent step mean anyone
        pairs = _chosen(pairs, _distinct(table, step.candidates, pairs, plan))
    rows = step.candidates.rows[pairs.candidate]
    keep = _joinable(t, table, step, rows, pairs.match, plan)
    pairs, rows = _chosen(pairs, keep), rows[keep]
    truth = _judged(t, table, rows, pairs.match, step.constraints, step.name)
    return Extension(pairs, rows, truth)


def _chosen(pairs: Pairs, keep: Flags) -> Pairs:
    return Pairs(pairs.match[keep], pairs.candidate[keep])


def _bound(table: Table, step: StepPlan, found: Extension, *, optional: bool) -> Table:
    """Return the table widened by the ways found that time allows."""
    possible = found.truth > Truth.IMPOSSIBLE
    pairs, rows, truth = _chosen(found.pairs, possible), found.rows[possible], found.truth[possible]
    wider = table.take(pairs.match)
    for name, column in step.candidates.letters.items():
        wider.letters[name] = column[pairs.candidate]
    wider.rows[step.name] = rows
    if optional:
        wider.optional_truth = wider.optional_truth + truth
    else:
        wider.truth = np.minimum(wider.truth, truth)
    return wider


def _left_joined(t: Timeline, table: Table, step: StepPlan, plan: Plan) -> Table:
    """Bind an optional step where something fits, and keep it unbound where nothing does."""
    parts: list[Table] = []
    for part in _by_unbound(table, step):
        found = extended(t, part, step, plan)
        parts.append(_bound(part, step, found, optional=True))
        matched = np.zeros(len(part), dtype=np.bool_)
        matched[found.pairs.match[found.truth > Truth.IMPOSSIBLE]] = True
        rest = part.take(~matched)
        for name in step.candidates.letters:
            rest.letters.setdefault(name, np.full(len(rest), _UNBOUND, dtype=np.int64))
        rest.rows[step.name] = np.full(len(rest), _UNBOUND, dtype=np.int64)
        parts.append(rest)
    return reduce(_stacked, parts)


def _by_unbound(table: Table, step: StepPlan) -> Iterator[Table]:
    """Yield the matches grouped by which of the step's letters are unbound, those letters left out.

    A letter that an earlier optional step would have bound is free for this one to bind.
    """
    shared = [name for name in step.candidates.letters if name in table.letters]
    unbound = np.stack([table.letters[name] == _UNBOUND for name in shared], axis=1)
    kinds, group = np.unique(unbound, axis=0, return_inverse=True)
    if not len(table):
        yield table
    for number, free in enumerate(kinds):
        part = table.take(group.reshape(-1) == number)
        for name in (n for n, is_free in zip(shared, free, strict=True) if is_free):
            del part.letters[name]
        yield part


def _stacked(a: Table, b: Table) -> Table:
    return Table(
        {name: np.concatenate([a.letters[name], b.letters[name]]) for name in a.letters},
        {name: np.concatenate([a.rows[name], b.rows[name]]) for name in a.rows},
        np.concatenate([a.truth, b.truth]),
        np.concatenate([a.optional_truth, b.optional_truth]),
    )


def _once(table: Table, plan: Plan, t: Timeline) -> Table:
    """Keep one of the matches that differ only by a swap of letters which leaves the pattern alike.

    The one kept has its ids rising by code point.
    """
    if not plan.swaps or not len(table):
        return table
    rank = _ranks(t)
    keep = np.ones(len(table), dtype=np.bool_)
    letters = [name for name in plan.pattern.letters() if name in table.letters]
    for swap in plan.swaps:
        less = np.zeros(len(table), dtype=np.bool_)
        tied = np.ones(len(table), dtype=np.bool_)
        for name in letters:
            mine, other = rank[table.letters[name]], rank[table.letters[swap.get(name, name)]]
            less |= tied & (mine < other)
            tied &= mine == other
        keep &= less | tied
    return table.take(keep)


def _ranks(t: Timeline) -> Ints:
    """Return, for each number, the place of its word among all words by code point."""
    words = [t.word(code) for code in range(t.vocabulary_size)]
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.empty(len(words), dtype=np.int64)
    rank[order] = np.arange(len(words))
    return rank


@dataclass
class Matches:
    """All matches of one pattern, as columns, and what was met on the way.

    Attributes
    ----------
    plan
        The compiled pattern.
    table
        The matches.
    before
        The partial matches in front of each required step, for the near misses.
    """

    plan: Plan
    table: Table
    before: list[Table] = field(default_factory=list)


def search(t: Timeline, pattern: Pattern) -> Matches:
    """Return every match of `pattern` in a timeline, as columns.

    Raises
    ------
    LimitReached
        Where the combinations would not fit in memory.
    """
    plan = plan_of(t, pattern)
    table = Table.start(len(t.cases))
    before: list[Table] = []
    for step in plan.required:
        before.append(table)
        table = _bound(table, step, extended(t, table, step, plan), optional=False)
    table = _once(table, plan, t)
    for step in plan.absent:
        table = _without(t, table, step, plan)
    for step in plan.optional:
        table = _left_joined(t, table, step, plan)
    return Matches(plan, table, before)


def _without(t: Timeline, table: Table, step: StepPlan, plan: Plan) -> Table:
    """Drop matches in which a step that must be absent is there for certain.

    Where it is there perhaps, or nobody was watching for it the whole time, the match is possible.
    """
    found = extended(t, table, step, plan)
    there = np.zeros(len(table), dtype=np.int8)
    np.maximum.at(there, found.pairs.match, found.truth)
    unwatched = ~is_watched(t, table.rows, step.step.kind, step.constraints)
    truth = np.where((there == Truth.POSSIBLE) | unwatched, Truth.POSSIBLE, Truth.CERTAIN)
    table = table.take(np.arange(len(table)))
    table.truth = np.minimum(table.truth, truth.astype(np.int8))
    return table.take(there < Truth.CERTAIN)
