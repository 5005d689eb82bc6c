"""A pattern made ready for one timeline: candidates, the order of steps, and its symmetries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from formulation.dates import parse_duration
from formulation.patterns.candidates import Candidates, candidates_for, figure_letters
from formulation.patterns.pattern import Asked, Pattern, Step
from formulation.patterns.relations import Constraint
from formulation.timeline import Timeline

__all__ = ["Plan", "StepPlan", "constraints_of", "plan_of", "swaps_of"]

#: letters beyond which swaps are not looked for: so many could be swapped in 5,040 ways
_MOST_SWAPPED = 6


@dataclass(frozen=True)
class StepPlan:
    """One step, ready to be bound.

    Attributes
    ----------
    step
        The step as written.
    candidates
        The statements that could stand for it.
    constraints
        The relations to judge once it is bound: its own to steps bound before, and theirs to it.
    """

    step: Step
    candidates: Candidates
    constraints: tuple[Constraint, ...]

    @property
    def name(self) -> str:
        """The step's name."""
        return self.step.as_


@dataclass(frozen=True)
class Plan:
    """A pattern ready to be searched for in one timeline."""

    pattern: Pattern
    figures: frozenset[str]
    required: tuple[StepPlan, ...]
    absent: tuple[StepPlan, ...]
    optional: tuple[StepPlan, ...]
    swaps: tuple[Mapping[str, str], ...]

    def same_letters(self, a: str, b: str) -> bool:
        """Tell whether two steps name the same letters, so that they need two statements."""
        steps = self.pattern.by_name
        return set(steps[a].letters()) == set(steps[b].letters())


def plan_of(t: Timeline, pattern: Pattern) -> Plan:
    """Make `pattern` ready to be searched for in `t`."""
    groups = (
        [s for s in pattern.steps if s.is_required],
        [s for s in pattern.steps if s.absent],
        [s for s in pattern.steps if s.optional],
    )
    bound: list[str] = []
    made: list[tuple[StepPlan, ...]] = []
    for steps in groups:
        plans = []
        for step in steps:
            on = tuple(_judged_with(pattern, step, bound))
            plans.append(StepPlan(step, candidates_for(t, pattern, step), on))
            if not step.absent:
                bound.append(step.as_)
        made.append(tuple(plans))
    required, absent, optional = made
    swaps = tuple(swaps_of(pattern))
    return Plan(pattern, figure_letters(pattern), required, absent, optional, swaps)


def constraints_of(step: Step) -> Iterator[Constraint]:
    """Yield the relations a step is written with, its window with each of them."""
    within = parse_duration(step.within).longest if step.within else None
    at_least = parse_duration(step.at_least).shortest if step.at_least else None
    for relation, other in step.relations():
        yield Constraint(step.as_, relation, other, within, at_least)


def _judged_with(pattern: Pattern, step: Step, bound: Iterable[str]) -> Iterator[Constraint]:
    """Yield the relations that can be judged once `step` is bound after the steps in `bound`."""
    bound = set(bound)
    yield from (c for c in constraints_of(step) if c.other in bound or step.optional)
    for name in bound:
        for constraint in constraints_of(pattern.by_name[name]):
            if constraint.other == step.as_ and not pattern.by_name[name].optional:
                yield constraint


def swaps_of(pattern: Pattern) -> Iterator[dict[str, str]]:
    """Yield each renaming of letters, other than none, that leaves the pattern as it is."""
    letters = pattern.letters()
    if len(letters) > _MOST_SWAPPED:
        return
    for renamed in permutations(letters):
        swap = dict(zip(letters, renamed, strict=True))
        if any(a != b for a, b in swap.items()) and _leaves_alike(pattern, swap):
            yield swap


def _leaves_alike(pattern: Pattern, swap: Mapping[str, str]) -> bool:
    for wanted in (pattern.roles, pattern.kinds):
        if any(wanted.get(a) != wanted.get(b) for a, b in swap.items()):
            return False
    choices = [
        [other for other in pattern.steps if _look(step, swap) == _look(other, {})]
        for step in pattern.steps
    ]
    return _has_bijection(pattern.steps, choices, {})


def _look(step: Step, swap: Mapping[str, str]) -> object:
    """Return all of a step but its name and relations, letters renamed, parties without order."""

    def renamed(asked: Asked) -> object:
        if isinstance(asked, tuple):
            return tuple(sorted(swap.get(word, word) for word in asked))
        return tuple(sorted(asked.items())) if isinstance(asked, dict) else asked

    asks = tuple(sorted((key, repr(renamed(value))) for key, value in step.asks.items()))
    return asks, step.within, step.at_least, step.optional, step.absent


def _has_bijection(
    steps: tuple[Step, ...], choices: list[list[Step]], names: dict[str, str]
) -> bool:
    """Tell whether steps can be renamed one to one so that their relations stay as written."""
    if len(names) == len(steps):
        return all(
            _related(step, names) == _related(other, {})
            for step, options in zip(steps, choices, strict=True)
            for other in options
            if names[step.as_] == other.as_
        )
    step = steps[len(names)]
    return any(
        _has_bijection(steps, choices, names | {step.as_: other.as_})
        for other in choices[len(names)]
        if other.as_ not in names.values()
    )


def _related(step: Step, names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted((relation, names.get(other, other)) for relation, other in step.relations())
