"""In what order the required steps of a pattern are bound: so that little is carried along.

The order changes what the search costs and never what it finds.  It is guessed from how many
statements of each kind there are, how many figures a letter may stand for, and how long the windows
are, and kept for timelines of about the same size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formulation.dates import FOREVER
from formulation.patterns.plan import Plan, StepPlan, Variant, relations_between
from formulation.patterns.relations import Constraint
from formulation.timeline import Flags, Timeline

__all__ = ["in_order", "named_elsewhere"]

#: what part of the pairs a relation without a window is guessed to leave
_ORDERED, _DURING = 0.5, 0.3
#: a table of names is small if another is so many times larger
_SMALL = 4
_WORTH_COUNTING = 2_000
#: rows below which the order written is as good as any
_FEW = 64


def in_order(t: Timeline, plan: Plan, variant: Variant) -> tuple[StepPlan, ...]:
    """Return the required steps of a variant in the order in which they are best bound."""
    steps = variant.required
    if len(steps) < 3 or len(t) < _FEW:
        return steps
    sizes = tuple(_size(t, plan, step) for step in steps)
    key = (id(variant), t.case_count.bit_length(), *(int(size).bit_length() for size in sizes))
    if key not in plan.orders:
        plan.orders[key] = _cheapest(t, plan, variant, sizes)
    return plan.orders[key]


def named_elsewhere(t: Timeline, plan: Plan, letter: str) -> Flags | None:
    """Return which numbers the smallest table of names has for a letter; ``None`` if none is small.

    Only required steps count, and only in a pattern without choices, where each must be bound.
    """
    if len(plan.variants) > 1:
        return None
    tables = [
        (t.count_named(step.step.kind, reading.key), step.step.kind, reading.key)
        for step in plan.variants[0].required
        for reading in step.readings
        if reading.word == letter and reading.asks == "letter"
    ]
    if not tables or _SMALL * min(tables)[0] > max(tables)[0]:
        return None
    _, kind, key = min(tables)
    return t.named_under(kind, key)


def _size(t: Timeline, plan: Plan, step: StepPlan) -> float:
    """Return in how many ways a step could be bound by itself."""
    count = len(t.rows_of(step.step.kind))
    found = float(count)
    for reading in step.readings:
        if reading.asks == "letter" and count:
            found *= t.count_named(step.step.kind, reading.key) / count
            if count > _WORTH_COUNTING and reading.word not in plan.pattern.roles:
                named = named_elsewhere(t, plan, reading.word)
                found *= 1.0 if named is None else float(named.mean())
    return found


def _cheapest(
    t: Timeline, plan: Plan, variant: Variant, sizes: Sequence[float]
) -> tuple[StepPlan, ...]:
    """Return the order that carries least along, of those that always take the next best step."""
    steps = variant.required
    figures = _figures_of(t, plan, steps, sizes)
    apart = variant.apart if t.is_plain else {}
    tried = []
    for first in range(len(steps)):
        if steps[first].needs:
            continue
        order, carried, total = [first], sizes[first], sizes[first]
        while len(order) < len(steps):
            bound = [steps[n] for n in order]
            names = {name for step in bound for name in step.names}
            left = [
                (carried * _share(t, steps[n], bound, figures, apart) * sizes[n], n)
                for n in range(len(steps))
                if n not in order and names.issuperset(steps[n].needs)
            ]
            carried, best = min(left)
            order.append(best)
            total += carried
        tried.append((total, order))
    return tuple(steps[n] for n in min(tried)[1])


def _figures_of(
    t: Timeline, plan: Plan, steps: Sequence[StepPlan], sizes: Sequence[float]
) -> dict[str, float]:
    """Return for how many figures of a case each letter may stand."""
    found: dict[str, float] = {}
    for step, size in zip(steps, sizes, strict=True):
        for letter in step.step.letters():
            most = min(size / t.case_count, t.stride)
            found[letter] = max(1.0, min(found.get(letter, most), most))
    return found | dict.fromkeys((w for w in plan.pattern.roles if w in found), 1.0)


def _share(
    t: Timeline,
    step: StepPlan,
    bound: Sequence[StepPlan],
    figures: Mapping[str, float],
    apart: Mapping[tuple[str, str], tuple[int, int]],
) -> float:
    """Return what part of all pairs of a match and a statement of `step` is guessed to be left."""
    known = {letter for other in bound for letter in other.step.letters()}
    share = 1.0 / t.case_count
    for letter in step.step.letters():
        share /= figures[letter] if letter in known else 1.0
    names = {name for other in bound for name in other.names}
    kinds = {name: other.step.kind for other in (*bound, step) for name in other.names}
    left = [_left_by(t, c, kinds) for c in relations_between(step, names)]
    for other in bound:
        least, most = apart.get((other.name, step.name), (-FOREVER, FOREVER))
        if most - least < t.minutes:
            left.append((most - least + 1) / t.minutes)
    # of two windows round one moment the narrower says it all
    return share * min(left, default=1.0)


def _left_by(t: Timeline, c: Constraint, kinds: Mapping[str, str]) -> float:
    if c.within_minutes is not None and c.relation != "anniversary_of":
        return min(1.0, (c.within_minutes + 1) / max(t.minutes, 1))
    if c.relation != "during":
        return _ORDERED
    return min(_DURING, (t.facts_of(kinds[c.other]).usual + 1) / max(t.minutes, 1))
