"""The joins of the search: by letters, and by a stretch of time in which an onset must lie.

Statements are sorted once by the letters they share with the matches and by onset; two binary
searches then find, for each match, the run of those that could be in time.  Where every onset
concerned is known to the minute, what lies in the run is in time for certain, and need not be
judged again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from formulation.dates import FOREVER, MINUTES_PER_DAY
from formulation.patterns.candidates import Candidates, spread
from formulation.patterns.plan import Plan, StepPlan, relations_between
from formulation.patterns.relations import Constraint
from formulation.patterns.table import CASE, UNBOUND, Table
from formulation.timeline import Flags, Ints, Timeline

__all__ = ["Pairs", "all_alike", "is_exact", "joined", "stretch"]

#: an onset that is known less closely than this is looked at by itself, for it stretches every run
_WIDE_MINUTES = 800 * MINUTES_PER_DAY
_MOST_KEYS = 1 << 62
#: candidates below which it costs more to sift them than to sort them
_WORTH_SIFTING = 4_000

#: how far apart two steps can be, by their names: least and most minutes
Apart = Mapping[tuple[str, str], tuple[int, int]]


class Pairs(NamedTuple):
    """Which partial match is joined with which candidate: two columns of one length."""

    match: Ints
    candidate: Ints

    def take(self, index: Ints | Flags) -> Pairs:
        """Return the pairs chosen by `index`."""
        return Pairs(self.match[index], self.candidate[index])


def is_exact(t: Timeline, plan: Plan, step: StepPlan, c: Constraint) -> bool:
    """Tell whether all statements of a run in time hold a relation for certain.

    That is so where all onsets are known to the minute, no order is stated beside the dates, and
    nothing recurs.
    """
    if not t.is_plain or c.relation == "anniversary_of":
        return False
    other = c.beside(step.name)
    if other in plan.may_be_unbound or not t.facts_of(step.step.kind).starts_crisp:
        return False
    facts = [t.facts_of(kind) for kind in plan.kinds[other]]
    if c.relation in ("during", "after_end_of"):
        return c.step == step.name and all(f.ends_crisp for f in facts)
    return all(f.starts_crisp for f in facts)


def joined(
    t: Timeline, plan: Plan, table: Table, step: StepPlan, found: Candidates, apart: Apart
) -> Pairs:
    """Return the pairs of a match and a candidate that agree on letters and could be in time.

    Parameters
    ----------
    t, plan, table, step, found
        Where, for what pattern, beside which partial matches, which step, and what could be it.
    apart
        What the relations of all steps say together, where all onsets are known to the minute.
    """
    runs = [stretch(t, plan, step, c, table) for c in relations_between(step, table.steps)]
    runs += _taken_together(t, table, step, apart)
    if not runs:
        keys = _keys(t, plan, table, found)
        return _alike(keys[0], keys[1])
    lo, hi = runs[0]
    for more_lo, more_hi in runs[1:]:
        lo, hi = np.maximum(lo, more_lo), np.minimum(hi, more_hi)
    wide = _wide(t, step, found)
    if wide is None and len(found) > _WORTH_SIFTING:
        near = _sifted(t, step, table, found, lo, hi)
        if near is not None:
            pairs = _in_time(t, step, _keys(t, plan, table, near[1]), near[1], (lo, hi))
            return Pairs(pairs.match, near[0][pairs.candidate])
    keys = _keys(t, plan, table, found)
    if wide is None:
        return _in_time(t, step, keys, found, (lo, hi))
    narrow = np.flatnonzero(~wide)
    pairs = _in_time(t, step, (keys[0], keys[1][narrow], keys[2]), found.take(narrow), (lo, hi))
    pairs = Pairs(pairs.match, narrow[pairs.candidate])
    wide_ones = np.flatnonzero(wide)
    rest = _alike(keys[0], keys[1][wide_ones])
    candidate = wide_ones[rest.candidate]
    return Pairs(
        np.concatenate([pairs.match, rest.match]), np.concatenate([pairs.candidate, candidate])
    )


def _taken_together(
    t: Timeline, table: Table, step: StepPlan, apart: Apart
) -> Iterator[tuple[Ints, Ints]]:
    """Yield the stretches of time that follow from chains of relations through other steps."""
    told = {c.beside(step.name) for c in step.constraints}
    for name in table.steps:
        least, most = apart.get((name, step.name), (-FOREVER, FOREVER))
        if name not in told and most < FOREVER and least > -FOREVER:
            start = t.starts_from[table[name]]
            yield start + least, start + most


def _sifted(
    t: Timeline, step: StepPlan, table: Table, found: Candidates, lo: Ints, hi: Ints
) -> tuple[Ints, Candidates] | None:
    """Leave out candidates at times where no match has a stretch; ``None`` where it does not pay.

    Time is cut into pieces as long as the longest stretch, so that each stretch lies in two.
    """
    if not len(lo) or len(table) > len(found):
        return None
    lo = lo - t.facts_of(step.step.kind).widest
    length = int((hi - lo).max()) + 1
    first, last = t.first_minute, t.first_minute + t.minutes
    if length <= 0 or length * 8 > last - first:
        return None
    pieces = (last - first) // length + 3
    hit = np.zeros(t.case_count * pieces, dtype=np.bool_)
    before = table[CASE] * pieces if t.case_count > 1 else 0
    for edge in (lo, hi):
        hit[before + np.clip((edge - first) // length + 1, 0, pieces - 1)] = True
    piece = (t.starts_from[found.rows] - first) // length + 1
    if t.case_count > 1:
        piece += t.case_of[found.rows] * pieces
    near = np.flatnonzero(hit[piece])
    return (near, found.take(near)) if 4 * len(near) < 3 * len(found) else None


def all_alike(t: Timeline, plan: Plan, table: Table, found: Candidates) -> Pairs:
    """Return the pairs of a match and a candidate that agree on letters, whatever their time."""
    left, right, _ = _keys(t, plan, table, found)
    return _alike(left, right)


def _wide(t: Timeline, step: StepPlan, found: Candidates) -> Flags | None:
    """Tell which onsets are known too loosely to be sorted among the rest; ``None`` for none."""
    facts = t.facts_of(step.step.kind)
    if t.is_plain and facts.widest <= _WIDE_MINUTES and facts.is_bounded:
        return None
    rows = found.rows
    wide = t.recurring[rows] | (t.starts_to[rows] - t.starts_from[rows] > _WIDE_MINUTES)
    wide |= t.starts_from[rows] <= -FOREVER
    return wide if wide.any() else None


Keys = tuple[Ints, Ints, int]


def _keys(t: Timeline, plan: Plan, table: Table, found: Candidates) -> Keys:
    """Number what must be alike on both sides of a join; the third is one more than the highest."""
    columns: list[tuple[Ints, Ints, int]] = []
    if t.case_count > 1:
        columns.append((table[CASE], t.case_of[found.rows], t.case_count))
    for name, right in found.letters.items():
        if name in table.letters:
            columns.append((table[name], right, _width(t, plan.spaces.get(name, ""))))
        elif name in table.steps:
            columns.append((_own_codes(t, table[name]), right, t.own_stride + 1))
    if not columns:
        return _one(len(table)), _one(len(found)), 1
    left, right, size = columns[0]
    for more_left, more_right, width in columns[1:]:
        if size * width > _MOST_KEYS // (1 << 24):
            left, right, size = _renumbered(left, right)
        left, right, size = left * width + more_left, right * width + more_right, size * width
    return left, right, size


def _width(t: Timeline, space: str) -> int:
    """Return one more than the highest number that a letter, or a named step, stands for."""
    if space in ("term", "text"):
        return t.term_count
    return t.stride if space in ("figure", "symptom") else t.own_stride


def _one(count: int) -> Ints:
    return np.zeros(count, dtype=np.int64)


def _own_codes(t: Timeline, rows: Ints) -> Ints:
    """Return the numbers of the statements' ids; a number that none has for what is unbound."""
    return np.where(rows == UNBOUND, t.own_stride, t.own_code[rows])


def _renumbered(left: Ints, right: Ints) -> Keys:
    """Number the keys of both sides afresh, without gaps."""
    known, numbers = np.unique(right, return_inverse=True)
    place = np.minimum(np.searchsorted(known, left), max(len(known) - 1, 0))
    unknown = known[place] != left if len(known) else np.ones(len(left), dtype=np.bool_)
    return np.where(unknown, len(known), place), numbers.reshape(-1), len(known) + 1


def _alike(left: Ints, right: Ints) -> Pairs:
    """Return every pair with one key."""
    order = np.argsort(right)
    ordered = right[order]
    first = np.searchsorted(ordered, left, side="left")
    count = np.searchsorted(ordered, left, side="right") - first
    match, place = spread(first, count)
    return Pairs(match, order[place])


def _in_time(
    t: Timeline, step: StepPlan, keys: Keys, found: Candidates, within: tuple[Ints, Ints]
) -> Pairs:
    """Return the pairs with one key whose candidate may begin in its match's stretch of time."""
    left, right, size = keys
    if not len(right) or not len(left):
        return Pairs(_one(0), _one(0))
    start = t.starts_from[found.rows]
    facts = t.facts_of(step.step.kind)
    base, top = t.first_minute, t.first_minute + t.minutes
    lo, hi = within
    # np.clip says the same and takes four times as long on few
    lo = np.minimum(np.maximum(lo - min(facts.widest, _WIDE_MINUTES), base), top + 1)
    hi = np.minimum(np.maximum(hi, base - 1), top)
    span = top - base + 2
    if size * span > _MOST_KEYS:
        left, right, size = _renumbered(left, right)
    order, ordered = _sorted(right, start - base, span, size, is_sorted=facts.is_sorted)
    left = left * span - base
    first = np.searchsorted(ordered, left + lo, side="left")
    count = np.maximum(np.searchsorted(ordered, left + hi, side="right") - first, 0)
    match, place = spread(first, count)
    return Pairs(match, place if order is None else order[place])


def _sorted(
    keys: Ints, start: Ints, span: int, size: int, *, is_sorted: bool
) -> tuple[Ints | None, Ints]:
    """Sort by key, then onset; the order is ``None`` where it is as it was."""
    both = start if size == 1 else keys * span + start
    rises = is_sorted and size <= 1 << 16 and bool((start[1:] >= start[:-1]).all())
    if rises and size == 1:
        return None, both
    # few keys sort by counting
    order = np.argsort(keys.astype(np.uint16), kind="stable") if rises else np.argsort(both)
    return order, both[order]


def stretch(
    t: Timeline, plan: Plan, step: StepPlan, c: Constraint, table: Table
) -> tuple[Ints, Ints]:
    """Return the first and the last minute at which a candidate may begin, for each match."""
    name = c.beside(step.name)
    other = table[name]
    if c.step == step.name:
        lo, hi = _of_the_later(t, c, other)
    else:
        lo, hi = _of_the_earlier(t, c, other, t.facts_of(step.step.kind).longest)
    if not is_exact(t, plan, step, c):
        lo, hi = lo - MINUTES_PER_DAY, hi + MINUTES_PER_DAY
    if not t.is_plain or name in plan.may_be_unbound:
        lo = np.where(t.recurring[other], -FOREVER, lo)
        hi = np.where(t.recurring[other], FOREVER, hi)
        unbound = other == UNBOUND
        lo, hi = np.where(unbound, FOREVER, lo), np.where(unbound, -FOREVER, hi)
    return lo, hi


def _of_the_later(t: Timeline, c: Constraint, x: Ints) -> tuple[Ints, Ints]:
    """Return when the onset may be that lies so to a bound statement `x`."""
    least, strict = c.at_least_minutes or 0, int(c.relation not in ("from", "during"))
    first, last = t.starts_from[x], t.starts_to[x]
    if c.relation == "before":
        hi = last - max(strict, least)
        return (first - c.within_minutes if c.within_minutes is not None else _ever(x)), hi
    if c.relation == "anniversary_of":
        return first, -_ever(x)
    if c.relation == "after_end_of":
        first = np.where(t.is_interval[x], t.ends_from[x], first)
        last = np.where(t.is_interval[x], t.ends_to[x], FOREVER)
    lo = first + max(strict, least)
    hi = -_ever(x) if c.within_minutes is None else last + c.within_minutes
    if c.relation == "during":
        hi = np.minimum(hi, t.ends_to[x])
    return lo, hi


def _of_the_earlier(t: Timeline, c: Constraint, y: Ints, longest: int) -> tuple[Ints, Ints]:
    """Return when the onset may be to which a bound statement `y` lies so.

    What lasts `longest` minutes at most and holds at `y` began no earlier than that before it.
    """
    nearest = max(c.at_least_minutes or 0, int(c.relation in ("after", "before")))
    first, last = t.starts_from[y], t.starts_to[y]
    if c.relation == "before":
        end = -_ever(y) if c.within_minutes is None else last + c.within_minutes
        return first + nearest, end
    is_from_end = c.relation in ("after_end_of", "anniversary_of")
    if is_from_end:
        return _ever(y), last
    least = FOREVER if c.within_minutes is None else c.within_minutes
    if c.relation == "during":
        least = min(least, longest)
    return (_ever(y) if least >= FOREVER else first - least), last - nearest


def _ever(rows: Ints) -> Ints:
    """Return the beginning of all time, for each row."""
    return np.full(len(rows), -FOREVER, dtype=np.int64)
