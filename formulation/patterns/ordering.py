"""In what order the required steps of a pattern are bound: so that little is carried along.

The order changes what the search costs and never what it finds.  It is guessed from how many
statements of each kind there are, how many figures a letter may stand for, and how long the windows
are, and kept for timelines of about the same size.
"""

from __future__ import annotations

from collections.abc import Sequence

from formulation.patterns.plan import Plan, StepPlan, Variant, relations_between
from formulation.patterns.relations import Constraint
from formulation.timeline import Timeline

__all__ = ["in_order"]

#: what part of the pairs a relation without a window is guessed to leave
_ORDERED, _DURING = 0.5, 0.3


def in_order(t: Timeline, plan: Plan, variant: Variant) -> tuple[StepPlan, ...]:
    """Return the required steps of a variant in the order in which they are best bound."""
    steps = variant.required
    if len(steps) < 3 or len(t) < 64:
        return steps
    sizes = tuple(_size(t, step) for step in steps)
    key = (id(variant), t.case_count.bit_length(), *(int(size).bit_length() for size in sizes))
    if key not in plan.orders:
        plan.orders[key] = _cheapest(t, plan, steps, sizes)
    return plan.orders[key]


def _size(t: Timeline, step: StepPlan) -> float:
    """Return in how many ways a step could be bound by itself."""
    count = len(t.rows_of(step.step.kind))
    found = float(count)
    for reading in step.readings:
        if reading.asks == "letter" and count:
            found *= len(t.parties(step.step.kind, reading.key)[0]) / count
    return found


def _cheapest(
    t: Timeline, plan: Plan, steps: Sequence[StepPlan], sizes: Sequence[float]
) -> tuple[StepPlan, ...]:
    """Return the order that carries least along, of those that always take the next best step."""
    figures = _figures_of(t, plan, steps, sizes)
    tried = []
    for first in range(len(steps)):
        if steps[first].needs:
            continue
        order, carried, total = [first], sizes[first], sizes[first]
        while len(order) < len(steps):
            bound = [steps[n] for n in order]
            names = {name for step in bound for name in step.names}
            left = [
                (carried * _share(t, steps[n], bound, figures) * sizes[n], n)
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
    t: Timeline, step: StepPlan, bound: Sequence[StepPlan], figures: dict[str, float]
) -> float:
    """Return what part of all pairs of a match and a statement of `step` is guessed to be left."""
    known = {letter for other in bound for letter in other.step.letters()}
    share = 1.0 / t.case_count
    for letter in step.step.letters():
        share /= figures[letter] if letter in known else 1.0
    names = {name for other in bound for name in other.names}
    for c in relations_between(step, names):
        share *= _left_by(t, c)
    return share


def _left_by(t: Timeline, c: Constraint) -> float:
    if c.within_minutes is not None and c.relation != "anniversary_of":
        return min(1.0, (c.within_minutes + 1) / max(t.minutes, 1))
    return _DURING if c.relation == "during" else _ORDERED
