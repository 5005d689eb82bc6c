"""The search: a pattern compiled to joins over the columns of a timeline.

A partial match is one row of a table: a number for each letter, a row of the timeline for each
step, and how certain it is so far.  Each step widens the table by a join on the letters it shares
and on the stretch of time in which it must begin; what is left is judged.  Matches stay columns; a
``Finding`` is made when it is asked for.  ``docs/decisions/semantics.md`` numbers the clauses
followed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np

from formulation.dates import Truth
from formulation.patterns.candidates import candidates_for, fitting
from formulation.patterns.gathering import GROUP, Lists, gathered
from formulation.patterns.ordering import in_order, named_elsewhere
from formulation.patterns.pattern import Pattern
from formulation.patterns.plan import Plan, StepPlan, Swap, Variant, relations_between
from formulation.patterns.ranges import Pairs, all_alike, is_exact, joined
from formulation.patterns.relations import Constraint, Truths, judge_pairs
from formulation.patterns.table import CASE, UNBOUND, Table, stacked
from formulation.patterns.watching import is_watched
from formulation.timeline import Flags, Ints, Timeline

__all__ = ["Extension", "Forbidden", "Matches", "all_required", "extended", "search"]

_NO_ROWS: Ints = np.empty(0, dtype=np.int64)
# looked up once: an enumeration is asked by name a thousand times a search
_SURELY, _MAYBE, _NOT = (np.int8(t) for t in (Truth.CERTAIN, Truth.POSSIBLE, Truth.IMPOSSIBLE))


class Extension(NamedTuple):
    """Ways to bind a step: which partial match, which row, the letters read, and how certain."""

    match: Ints
    rows: Ints
    letters: Mapping[str, Ints]
    truth: Truths

    def take(self, index: Ints | Flags) -> Extension:
        """Return the ways chosen by `index`."""
        letters = {name: column[index] for name, column in self.letters.items()}
        return Extension(self.match[index], self.rows[index], letters, self.truth[index])


class Forbidden(NamedTuple):
    """Matches that an absent step ended: which, by which step, and the rows that did."""

    step: StepPlan
    table: Table
    rows: Ints


@dataclass
class Matches:
    """All matches of one pattern, as columns, and what was met on the way.

    Attributes
    ----------
    plan
        The compiled pattern.
    table
        The matches.
    lists
        The statements of repeated steps, and how many were asked for where there were too few.
    forbidden
        The matches that an absent step ended, for the near misses.
    """

    plan: Plan
    table: Table
    lists: Lists
    forbidden: list[Forbidden] = field(default_factory=list)

    def columns(self) -> dict[str, Ints]:
        """Return the row of the timeline bound for each step, one entry a match; -1 for none."""
        return {name: self.table[name] for name in self.plan.columns}


def search(t: Timeline, pattern: Pattern) -> Matches:
    """Return every match of `pattern` in a timeline, as columns.

    Raises
    ------
    LimitReached
        Where the combinations would not fit in memory.
    """
    plan = pattern.plan
    forbidden: list[Forbidden] = []
    tables = []
    started: Started = {(): Table.start(t.case_count)}
    for variant in plan.variants:
        order = in_order(t, plan, variant)
        table = all_required(t, plan, variant, order, started)[-1]
        table = table.without(variant.for_anyone) if variant.for_anyone else table
        for step in variant.absent:
            table, ended = _without(t, plan, table, step)
            forbidden.append(Forbidden(step, *ended))
        tables.append(table)
    table, lists = gathered(t, plan, stacked(tables))
    for choice in plan.optional:
        table = _left_joined(t, plan, table, choice, lists)
    return Matches(plan, table, lists, forbidden)


#: partial matches by the steps that are bound in them, in order, and the swaps settled
Started = dict[tuple[object, ...], Table]


def extended(
    t: Timeline,
    plan: Plan,
    table: Table,
    step: StepPlan,
    *,
    in_time: bool = True,
    ahead: Variant | None = None,
) -> Extension:
    """Return the ways to bind `step`.

    Parameters
    ----------
    t, plan, table, step
        Where, for what pattern, beside which partial matches, and which step.
    in_time
        Whether to leave out at once what time forbids; else it comes with its truth, 0.
    ahead
        The variant whose other steps are looked ahead to, to leave out what they could not join.
    """
    if not len(table) or (step.step.optional and not set(step.needs) <= set(table.steps)):
        return _nothing(table, step)
    found = candidates_for(
        t, plan, step, partial(_may_stand_for, t, plan, table, ahead is not None)
    )
    for name in step.names:  # a step bound before may name the statement that this one must be
        if name in table.letters:
            found.letters[name] = t.own_code[found.rows]
    apart = ahead.apart if ahead and _is_crisp(t, ahead) else {}
    pairs = (
        joined(t, plan, table, step, found, apart) if in_time else all_alike(t, plan, table, found)
    )
    new = [name for name in found.letters if name not in table]
    if not step.step.absent:  # letters found only in an absent step mean anyone
        for name in (n for n in new if n in plan.figures):
            for old in (n for n in table.letters if n in plan.figures):
                same = found.letters[name][pairs.candidate] == table[old][pairs.match]
                pairs = pairs.take(~same) if same.any() else pairs
    rows = found.rows[pairs.candidate]
    pairs, rows = _joinable(t, table, step, pairs, rows)
    truth = _weakest(t, plan, table, step, pairs, rows, in_time=in_time)
    letters = {name: found.letters[name][pairs.candidate] for name in new}
    return Extension(pairs.match, rows, letters, truth)


def _weakest(
    t: Timeline,
    plan: Plan,
    table: Table,
    step: StepPlan,
    pairs: Pairs,
    rows: Ints,
    *,
    in_time: bool,
) -> Truths:
    """Return how certain a newly bound step is: the weakest of its relations."""
    truth = np.full(len(rows), _SURELY, dtype=np.int8)
    for constraint in judged_now(table, step):
        if not (in_time and is_exact(t, plan, step, constraint)):
            truth = np.minimum(truth, _judged(t, table, step, constraint, rows, pairs.match))
    return truth


def judged_now(table: Table, step: StepPlan) -> Sequence[Constraint]:
    """Return the relations to judge: with what is bound, and for an optional step all its own.

    An optional step that refers to an unbound one stays unbound, and so does one that refers to a
    step that comes after it.
    """
    return step.constraints if step.step.optional else [*relations_between(step, table.steps)]


def _nothing(table: Table, step: StepPlan) -> Extension:
    """Return no way at all, beside no match."""
    new = [letter for letter in step.step.letters() if letter not in table.letters]
    letters = dict.fromkeys(new, _NO_ROWS)
    return Extension(_NO_ROWS, _NO_ROWS, letters, np.empty(0, dtype=np.int8))


def _is_crisp(t: Timeline, variant: Variant) -> bool:
    """Tell whether every onset is known to the minute, so that distances add up along a chain."""
    kinds = {step.step.kind for step in variant.required}
    return t.is_plain and all(t.facts_of(kind).starts_crisp for kind in kinds)


def _may_stand_for(
    t: Timeline, plan: Plan, table: Table, is_ahead: bool, letter: str, is_worth_it: bool
) -> Flags | None:
    """Return which of a case's numbers a letter may stand for; ``None`` if it may be any.

    Where it pays, those are left out that no partial match binds, or that no other step names.
    """
    if is_worth_it and letter in table.letters:
        flags = np.zeros(t.case_count * t.stride, dtype=np.bool_)
        flags[t.flat_in(table[CASE], table[letter])] = True
        return flags
    fits = fitting(t, plan, letter)
    if not is_worth_it or not is_ahead:
        return fits
    named = named_elsewhere(t, plan, letter)
    return named if fits is None else fits if named is None else fits & named


def _joinable(
    t: Timeline, table: Table, step: StepPlan, pairs: Pairs, rows: Ints
) -> tuple[Pairs, Ints]:
    """Keep rows that may stand beside those bound before: not the same, nor another account."""
    keep: Flags | None = None
    for name in step.rivals:
        if name in table.steps:
            other = table[name][pairs.match] != rows
            keep = other if keep is None else keep & other
    if not t.is_plain:
        account = t.account[rows]
        for name in table.steps if (account >= 0).any() else ():
            others = table[name][pairs.match]
            same = (
                (account >= 0) & (others >= 0) & (account == t.account[others]) & (others != rows)
            )
            keep = ~same if keep is None else keep & ~same
    if keep is None or keep.all():
        return pairs, rows
    return pairs.take(keep), rows[keep]


def _judged(
    t: Timeline, table: Table, step: StepPlan, c: Constraint, rows: Ints, match: Ints
) -> Truths:
    """Return how certain one relation of a newly bound step is; not at all to what is unbound."""
    name = c.beside(step.name)
    if name not in table.steps:
        return np.zeros(len(rows), dtype=np.int8)
    others = table[name][match]
    y, x = (rows, others) if c.step == step.name else (others, rows)
    if others.min(initial=0) >= 0:
        return judge_pairs(t, c, y, x)
    truth = np.zeros(len(rows), dtype=np.int8)
    bound = np.flatnonzero(others != UNBOUND)
    truth[bound] = judge_pairs(t, c, y[bound], x[bound])
    return truth


def all_required(
    t: Timeline,
    plan: Plan,
    variant: Variant,
    order: Sequence[StepPlan],
    started: Started,
    *,
    is_ahead: bool = True,
) -> list[Table]:
    """Bind the required steps of a variant; what others began alike is not begun again.

    Returned are the partial matches in front of each step, and the matches; where nothing is left
    to be carried further it is the last but one that are empty, and the list ends early.

    A swap is settled as soon as the letters it moves are bound, which halves what follows.

    Parameters
    ----------
    t, plan, variant
        Where, for what pattern, which of its variants.
    order
        The steps, in the order to bind them in.
    started
        What has been begun; what this begins is added.
    is_ahead
        Whether to leave out at once what steps to come could not join.
    """
    key: tuple[object, ...] = ()
    settled: set[Swap] = set()
    tables = [started[key]]
    for step in order:
        table = tables[-1]
        if not len(table):
            return [*tables, table.widened(*_nothing_bound(order), table.truth)]
        named = {*table.letters, *step.step.letters()}
        ripe = [s for s in variant.swaps if s not in settled and named.issuperset(s.letters)]
        settled.update(ripe)
        key = (*key, step.step.as_, *ripe)
        if key not in started:
            wider = _required(t, plan, table, step, variant if is_ahead else None)
            started[key] = _once(t, wider, ripe)
        tables.append(started[key])
    return tables


def _nothing_bound(steps: Sequence[StepPlan]) -> tuple[dict[str, Ints], dict[str, Ints]]:
    """Return empty columns for all letters and names of some steps."""
    letters = {letter: _NO_ROWS for step in steps for letter in step.step.letters()}
    return letters, {name: _NO_ROWS for step in steps for name in step.names}


def _required(
    t: Timeline, plan: Plan, table: Table, step: StepPlan, ahead: Variant | None
) -> Table:
    """Return the table widened by the ways to bind a required step that time allows."""
    found = extended(t, plan, table, step, ahead=ahead)
    possible = found.truth > _NOT
    found = found if possible.all() else found.take(possible)
    wider = table.take(found.match)
    truth = np.minimum(wider.truth, found.truth)
    return wider.widened(dict(found.letters), dict.fromkeys(step.names, found.rows), truth)


def _once(t: Timeline, table: Table, swaps: Sequence[Swap]) -> Table:
    """Keep one of the matches that differ only by a swap of letters which leaves the pattern alike.

    The one kept has its ids rising by code point.
    """
    if not swaps or not len(table):
        return table
    keep = np.ones(len(table), dtype=np.bool_)
    letters = {name for swap in swaps for name in (*swap.letters, *swap.become)}
    place = {name: t.ranks[t.flat_in(table[CASE], table[name])] for name in letters}
    for swap in swaps:
        less = np.zeros(len(table), dtype=np.bool_)
        tied = np.ones(len(table), dtype=np.bool_)
        for name, other in zip(swap.letters, swap.become, strict=True):
            less |= tied & (place[name] < place[other])
            tied &= place[name] == place[other]
        keep &= less | tied
    return table if keep.all() else table.take(keep)


def _without(
    t: Timeline, plan: Plan, table: Table, step: StepPlan
) -> tuple[Table, tuple[Table, Ints]]:
    """Drop matches in which a step that must be absent is there for certain.

    Where it is there perhaps, or nobody was watching for it the whole time, the match is possible.
    The matches that were dropped are returned beside, with the row that ended each.
    """
    found = extended(t, plan, table, step)
    there = np.zeros(len(table), dtype=np.int8)
    np.maximum.at(there, found.match, found.truth)
    unwatched = ~is_watched(t, table, step.step.kind, step.constraints)
    truth = np.where((there == _MAYBE) | unwatched, _MAYBE, _SURELY)
    judged = table.widened({}, {}, np.minimum(table.truth, truth.astype(np.int8)))
    surely = found.take(found.truth == _SURELY)
    _, first = np.unique(surely.match, return_index=True)
    ended = table.take(surely.match[first]), surely.rows[first]
    return judged.take(there < _SURELY), ended


def _left_joined(
    t: Timeline, plan: Plan, table: Table, choice: tuple[StepPlan, ...], lists: Lists
) -> Table:
    """Bind an optional step, or one of a choice, where something fits; keep the rest unbound."""
    matched = np.zeros(len(table), dtype=np.bool_)
    parts: list[Table] = []
    for step in choice:
        for index, part in _by_unbound(table, step):
            found = extended(t, plan, part, step)
            found = found.take(found.truth > _NOT)
            found = found.take(_beside_lists(t, plan, part, step, found, lists))
            matched[index[found.match]] = True
            parts.append(_bound_optionally(part.take(found.match), step, found))
    rest = table.take(~matched)
    return stacked([*parts, rest.widened({}, _none(choice, len(rest)), rest.truth)])


def _beside_lists(
    t: Timeline, plan: Plan, table: Table, step: StepPlan, found: Extension, lists: Lists
) -> Flags:
    """Tell which ways stand beside the lists of repeated steps: not in them, nor accounts of them.

    A figure that a counted letter stands for is taken, too.
    """
    keep = np.ones(len(found.rows), dtype=np.bool_)
    if not lists.rows:
        return keep
    groups = table[GROUP][found.match]
    for n, (group, row) in enumerate(zip(groups.tolist(), found.rows.tolist(), strict=True)):
        for name, listed in lists.rows.items():
            own = listed[group]
            keep[n] &= not (name in step.rivals and row in own)
            accounts = t.account[own]
            keep[n] &= not ((accounts >= 0) & (accounts == t.account[row]) & (own != row)).any()
        for letter, codes in found.letters.items():
            if letter in plan.figures:
                keep[n] &= all(codes[n] not in own[group] for own in lists.each.values())
    return keep


def _none(choice: tuple[StepPlan, ...], count: int) -> dict[str, Ints]:
    unbound = np.full(count, UNBOUND, dtype=np.int64)
    return {name: unbound for step in choice for name in step.names}


def _bound_optionally(table: Table, step: StepPlan, found: Extension) -> Table:
    wider = table.widened(dict(found.letters), dict.fromkeys(step.names, found.rows), table.truth)
    before = 0 if wider.optional_truth is None else wider.optional_truth
    wider.optional_truth = before + found.truth.astype(np.int64)
    return wider


def _by_unbound(table: Table, step: StepPlan) -> Iterator[tuple[Ints, Table]]:
    """Yield the matches grouped by which of the step's letters are unbound, those letters left out.

    A letter that an earlier optional step would have bound is free for this one to bind.
    """
    letters = [name for name in step.step.letters() if name in table.letters]
    unbound = {name: table[name] == UNBOUND for name in letters}
    loose = [name for name in letters if unbound[name].any()]
    if not loose:
        yield np.arange(len(table)), table
        return
    code = sum(unbound[name].astype(np.int64) << n for n, name in enumerate(loose))
    for kind in np.unique(code):
        index = np.flatnonzero(code == kind)
        free = [name for n, name in enumerate(loose) if int(kind) >> n & 1]
        yield index, table.take(index).without(free)
