"""Repetition: matches that differ only in their repeated steps are gathered into one.

A repeated step then binds the list of its statements; how many different ones there are, and how
many of them for certain, makes the match certain, possible or none (clauses L3 to L6).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from formulation.dates import Truth
from formulation.findings import Bound
from formulation.patterns.anniversaries import anniversary_number
from formulation.patterns.plan import Plan, Repeated
from formulation.patterns.relations import Truths
from formulation.patterns.table import CASE, Table, numbered
from formulation.timeline import Ints, Timeline

__all__ = ["GROUP", "Lists", "bound_letter", "bound_steps", "gathered"]

#: the column that holds the number of each gathered match
GROUP = "the gathered"


@dataclass
class Lists:
    """The statements of repeated steps.

    Attributes
    ----------
    rows
        For each repeated step, the rows of each gathered match, by onset and id.
    each
        For each letter that is counted, the numbers it stands for in each gathered match.
    short
        Gathered matches with too few statements: the match, the step, how many there are.
    """

    rows: dict[str, list[Ints]] = field(default_factory=dict)
    each: dict[str, list[Ints]] = field(default_factory=dict)
    short: list[tuple[Table, str, int]] = field(default_factory=list)


def gathered(t: Timeline, plan: Plan, table: Table) -> tuple[Table, Lists]:
    """Return the matches, those that differ only in repeated steps gathered, and the lists."""
    if not plan.repeated:
        return table, Lists()
    group, first = _groups(t, plan, table)
    lists = Lists()
    truth = np.full(len(first), Truth.CERTAIN, dtype=np.int8)
    count: dict[str, Ints] = {}
    for one in plan.repeated:
        lists.rows[one.name] = _listed(t, group, table[one.name], len(first))
        surely, perhaps = _counted(t, one, table, group, len(first))
        many = t.recurring[table[one.name][first]]
        count[one.name] = np.where(many, one.least, perhaps)
        enough = np.where(surely >= one.least, Truth.CERTAIN, Truth.POSSIBLE)
        enough = np.where(perhaps >= one.least, enough, Truth.IMPOSSIBLE)
        truth = np.minimum(truth, np.where(many, Truth.CERTAIN, enough).astype(np.int8))
        if one.each:
            lists.each[one.each] = _named(t, group, table, one.each, len(first))
    heads = _heads(plan, table, first, lists, truth)
    for number in np.flatnonzero(truth == Truth.IMPOSSIBLE):
        few = next(r for r in plan.repeated if count[r.name][number] < r.least)
        told = heads.take(np.array([number]))
        told.truth = table.truth[first[[number]]]  # what there is of it may well be certain
        lists.short.append((told, few.name, int(count[few.name][number])))
    return heads.take(truth > Truth.IMPOSSIBLE), lists


def _groups(t: Timeline, plan: Plan, table: Table) -> tuple[Ints, Ints]:
    """Number the matches by what is not repeated; return the numbers, and a match of each."""
    repeated = {one.name for one in plan.repeated}
    keys = [table[CASE], *(table[letter] for letter in plan.roles if letter in table.letters)]
    for name in table.steps:
        rows = table[name]
        # a recurring statement tells of repetition by itself
        keys.append(
            np.where(t.recurring[rows] & (rows >= 0), rows, -1) if name in repeated else rows
        )
    group = numbered(keys)
    _, first = np.unique(group, return_index=True)
    return group, first


def _heads(plan: Plan, table: Table, first: Ints, lists: Lists, truth: Truths) -> Table:
    """Return one match for each group, its repeated steps bound to the first of their lists."""
    head = table.take(first)
    letters = [name for name in head.letters if name not in plan.roles]
    steps = {
        name: np.array([rows[0] for rows in listed], dtype=np.int64)
        for name, listed in lists.rows.items()
    }
    number = {GROUP: np.arange(len(first), dtype=np.int64)}
    # a gathered match is as certain as its counts, which count what the single matches are
    return head.without(letters).widened(number, steps, truth)


def _listed(t: Timeline, group: Ints, rows: Ints, count: int) -> list[Ints]:
    """Return the different rows of each group, by onset and id."""
    both = np.unique(np.stack([group, rows]), axis=1)
    order = np.lexsort([t.id_ranks(both[1]), t.starts_from[both[1]], both[0]])
    return _split(both[:, order], count)


def _split(both: Ints, count: int) -> list[Ints]:
    """Return what belongs to each of so many groups: `both` are groups that rise, and members."""
    groups, members = both
    return np.split(members, np.searchsorted(groups, np.arange(1, count)))[:count]


def _counted(
    t: Timeline, one: Repeated, table: Table, group: Ints, count: int
) -> tuple[Ints, Ints]:
    """Return how many different ones each group has for certain, and how many perhaps."""
    rows = table[one.name]
    unit = np.where(t.account[rows] >= 0, t.account[rows], rows)
    if one.each:
        unit = table[one.each]
    elif one.anniversary_of:
        unit = anniversary_number(t, rows, table[one.anniversary_of])
    unit = np.unique(unit, return_inverse=True)[1].reshape(-1)
    pairs, which = np.unique(group * (int(unit.max(initial=0)) + 1) + unit, return_inverse=True)
    best = np.zeros(len(pairs), dtype=np.int8)
    np.maximum.at(best, which.reshape(-1), table.truth)
    owner = pairs // (int(unit.max(initial=0)) + 1)
    perhaps = np.bincount(owner, minlength=count)
    surely = np.bincount(owner[best == Truth.CERTAIN], minlength=count)
    return surely, perhaps


def _named(t: Timeline, group: Ints, table: Table, letter: str, count: int) -> list[Ints]:
    """Return the different figures of each group, by id."""
    both = np.unique(np.stack([group, table[letter]]), axis=1)
    case = np.zeros(count, dtype=np.int64)
    case[group] = table[CASE]
    ranks = t.ranks[t.flat_in(case[both[0]], both[1])]
    return _split(both[:, np.lexsort([ranks, both[0]])], count)


def bound_steps(
    t: Timeline, plan: Plan, table: Table, lists: Lists, match: int
) -> dict[str, Bound]:
    """Return the ids bound for each step of one match, in the order of the pattern."""
    found: dict[str, Bound] = {}
    for name in (name for name in plan.columns if name in table.steps):
        row = int(table[name][match])
        if name in lists.rows and GROUP in table.letters:
            rows = lists.rows[name][int(table[GROUP][match])]
            found[name] = tuple(t.id_of(int(one)) for one in rows)
        elif row >= 0:
            found[name] = t.id_of(row)
    return found


def bound_letter(t: Timeline, plan: Plan, table: Table, letter: str, match: int) -> str | None:
    """Return the id or the word that a letter stands for in one match; ``None`` if it is free."""
    code = int(table[letter][match])
    if code < 0:
        return None
    is_word = plan.spaces[letter] in ("term", "text")
    return t.term(code) if is_word else t.word(int(table[CASE][match]), code)
