"""A pattern made ready to be searched for: how each step is read, joined and judged.

Nothing here depends on a case; a pattern is made ready once, however often it is searched for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from formulation.dates import FOREVER, parse_duration
from formulation.model.distances import Net
from formulation.patterns.judging import space_of
from formulation.patterns.pattern import Pattern
from formulation.patterns.relations import Constraint
from formulation.patterns.step import AnyOf, Asked, Step, is_letter
from formulation.patterns.symmetry import Place, renamings

__all__ = [
    "Plan",
    "Reading",
    "Repeated",
    "StepPlan",
    "Swap",
    "Variant",
    "constraints_of",
    "plan_of",
    "readings_of",
    "relations_between",
    "swaps_of",
]


class Reading(NamedTuple):
    """One thing a step asks of one key of a statement.

    Attributes
    ----------
    key
        The key of the file.
    asks
        ``letter``, ``text`` (a letter for words), ``step``, ``term``, ``level`` or ``value``.
    word
        The letter, the step's name, the term or the condition.
    apart_from
        Letters under the same key, which stand for others.
    """

    key: str
    asks: str
    word: str
    apart_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepPlan:
    """One step, ready to be bound.

    Attributes
    ----------
    step
        The step as written.
    names
        The names under which its statements are kept: its own, and that of the choice it is of.
    readings
        What it asks of its statements, whatever their time.
    constraints
        The relations to judge: its own to other steps, and those of required steps to it; each
        once both are bound.
    rivals
        Steps that need another statement: of the same kind and letters.
    needs
        Steps whose statement this one must name, so that they are bound before.
    """

    step: Step
    names: tuple[str, ...]
    readings: tuple[Reading, ...]
    constraints: tuple[Constraint, ...]
    rivals: tuple[str, ...]
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The step's name."""
        return self.names[0]


class Swap(NamedTuple):
    """A renaming of letters that leaves a pattern alike: those it moves, and what they become."""

    letters: tuple[str, ...]
    become: tuple[str, ...]


class Variant(NamedTuple):
    """A pattern in which every required choice among steps has been made.

    `apart` says of two required steps, by name, how many minutes the onset of the second lies
    after that of the first at the least and at the most, if all are known to the minute: a truce
    within a month of the flare that came within a fortnight of the quarrel lies within 44 days.
    `for_anyone` are letters that mean anyone, once all steps are bound.
    """

    required: tuple[StepPlan, ...]
    absent: tuple[StepPlan, ...]
    swaps: tuple[Swap, ...]
    apart: Mapping[tuple[str, str], tuple[int, int]]
    for_anyone: tuple[str, ...] = ()


class Repeated(NamedTuple):
    """A repeated step: how many it asks for, and what is counted if not its statements."""

    name: str
    least: int
    each: str | None
    anniversary_of: str | None


@dataclass(frozen=True)
class Plan:
    """A pattern ready to be searched for.

    Attributes
    ----------
    figures
        The letters that stand for figures; different ones are different figures.
    spaces
        What each letter stands for: figure, symptom, statement, any, term or text.
    variants
        The pattern with each choice among required steps made.
    optional
        The optional steps: one, or the steps of a choice.
    repeated
        The repeated steps.
    roles
        The letters that required steps name: the roles of a finding.
    columns
        The names under which statements are kept, required and optional, in the order written.
    kinds
        The kinds of statement that may stand for each step or choice.
    may_be_unbound
        The names of optional steps and choices.
    orders
        In what order steps are best bound, by variant and the size of the timeline.
    """

    pattern: Pattern
    figures: frozenset[str]
    spaces: Mapping[str, str]
    variants: tuple[Variant, ...]
    optional: tuple[tuple[StepPlan, ...], ...]
    repeated: tuple[Repeated, ...]
    roles: tuple[str, ...]
    columns: tuple[str, ...]
    kinds: Mapping[str, tuple[str, ...]]
    may_be_unbound: frozenset[str]
    orders: dict[tuple[int, ...], tuple[StepPlan, ...]] = field(default_factory=dict)


def plan_of(pattern: Pattern) -> Plan:
    """Make `pattern` ready to be searched for."""
    spaces = _spaces(pattern)
    figures = frozenset(letter for letter, space in spaces.items() if space == "figure")
    repeated = tuple(_repeated(pattern))
    return Plan(
        pattern=pattern,
        figures=figures,
        spaces=spaces,
        variants=tuple(_variants(pattern)),
        optional=tuple(_optional(pattern)),
        repeated=repeated,
        roles=_roles(pattern, repeated),
        columns=tuple(dict.fromkeys(n for s in pattern.settled_steps for n in _columns(s))),
        kinds=_kinds(pattern),
        may_be_unbound=frozenset(
            name for s in pattern.settled_steps if s.optional for _, n in _parts(s) for name in n
        ),
    )


def _spaces(pattern: Pattern) -> dict[str, str]:
    """Return what each letter stands for; the plainest word any step says of it."""
    found: dict[str, str] = {}
    for step in pattern.every_step:
        for key, asked in step.asks.items():
            for letter in filter(is_letter, asked if isinstance(asked, tuple) else ()):
                space = space_of(step, key)
                if found.get(letter, "any") == "any":
                    found[letter] = space
    return found


def _repeated(pattern: Pattern) -> Iterator[Repeated]:
    for one in pattern.required:
        if one.times:
            other = one.anniversary_of[0] if one.anniversary_of else None
            yield Repeated(one.name, one.least_times, one.each, other)


def _roles(pattern: Pattern, repeated: Iterable[Repeated]) -> tuple[str, ...]:
    """Return the letters that tell findings apart: required, and not counted by ``each``."""
    found = dict.fromkeys(letter for one in pattern.required for letter in one.letters())
    counted = {one.each for one in repeated}
    return tuple(letter for letter in found if letter not in counted)


def _for_anyone(taken: Sequence[Place]) -> tuple[str, ...]:
    """Return letters that only some steps of a repeated choice name, and no other required step."""
    kept = _kept(taken)
    named = (letter for place in taken for step in place.steps for letter in step.letters())
    return tuple(letter for letter in dict.fromkeys(named) if letter not in kept)


def _kept(taken: Sequence[Place]) -> set[str]:
    return {
        letter
        for place in taken
        for letter in set.intersection(*(set(step.letters()) for step in place.steps))
    }


def _kinds(pattern: Pattern) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in pattern.settled_steps:
        for step, names in _parts(one):
            for name in names:
                found[name] = (*found.get(name, ()), step.kind)
    return found


def _columns(one: Step | AnyOf) -> tuple[str, ...]:
    if one.absent:
        return ()
    if isinstance(one, Step) or one.times:
        return (one.name,)
    return tuple(step.as_ for step in one.any_of)


#: a step that can stand for what is asked, with the names its statements are kept under
Part = tuple[Step, tuple[str, ...]]


def _parts(one: Step | AnyOf) -> tuple[Part, ...]:
    """Return each step that can stand for `one`, with the names its statements are kept under."""
    if isinstance(one, Step):
        return ((one, (one.as_,)),)
    if one.times:
        return tuple((step, (one.name,)) for step in one.placed())
    return tuple((step, (step.as_, one.name)) for step in one.placed())


def _variants(pattern: Pattern) -> Iterator[Variant]:
    """Yield the pattern with each choice made, but none that only renames an earlier one.

    A repeated choice is one list, whichever of its steps a statement fits: as long as letters are
    compared it is left open.
    """
    absent = [step for one in pattern.settled_steps if one.absent for step, _ in _parts(one)]
    known: list[tuple[Place, ...]] = []
    for taken in product(*(_places(one) for one in pattern.required)):
        places = (*taken, *_other_places(pattern))
        if any(True for before in known for _ in renamings(pattern, places, before)):
            continue
        known.append(places)
        swaps = tuple(_swaps(pattern, taken, places))
        anyone = _for_anyone(taken)
        for chosen in _chosen(pattern, taken):
            required = tuple(_planned(step, names, chosen) for step, names in chosen)
            kept = tuple(_planned(step, (step.as_,), chosen) for step in absent)
            yield Variant(required, kept, swaps, _apart(required), anyone)


def _places(one: Step | AnyOf) -> list[Place]:
    """Return each place that what is asked may come to: a step, or a list of any of them."""
    if isinstance(one, Step):
        return [Place(one.as_, (one,))]
    if one.times:
        return [Place(one.name, one.placed())]
    return [Place(one.name, (step,)) for step in one.placed()]


def _other_places(pattern: Pattern) -> Iterator[Place]:
    for one in pattern.settled_steps:
        if one.absent:
            yield from (Place(step.as_, (step,)) for step, _ in _parts(one))
        elif one.optional:
            yield Place(one.name, tuple(step for step, _ in _parts(one)))


def _chosen(pattern: Pattern, taken: Sequence[Place]) -> Iterator[tuple[Part, ...]]:
    """Yield, for the places taken, each choice of one step of every repeated choice."""
    parts = (
        [part for part in _parts(one) if part[0] in place.steps]
        for one, place in zip(pattern.required, taken, strict=True)
    )
    yield from product(*parts)


def _apart(steps: Sequence[StepPlan]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return what the relations of all steps say together of the distance of each two."""
    number = {name: n for n, step in enumerate(steps) for name in step.names}
    net = Net()
    for step in steps:
        for c in step.constraints:
            if c.step == step.name and c.relation != "anniversary_of":
                a, b = number[c.other], number[c.step]
                a, b = (b, a) if c.relation == "before" else (a, b)
                strict = 0 if c.relation in ("from", "during") else 1
                net.bound(b, a, -max(strict, c.at_least_minutes or 0))
                if c.within_minutes is not None and c.relation != "after_end_of":
                    net.bound(a, b, c.within_minutes)
    reach = [net.shortest(n)[0] for n in range(len(steps))]
    return {
        (one.name, other.name): (-reach[b].get(a, FOREVER), reach[a].get(b, FOREVER))
        for a, one in enumerate(steps)
        for b, other in enumerate(steps)
        if a != b and (b in reach[a] or a in reach[b])
    }


def _optional(pattern: Pattern) -> Iterator[tuple[StepPlan, ...]]:
    before = [part for one in pattern.required for part in _parts(one)]
    for one in (s for s in pattern.settled_steps if s.optional):
        parts = _parts(one)
        yield tuple(_planned(step, names, before) for step, names in parts)
        before += parts


def _planned(step: Step, names: tuple[str, ...], others: Sequence[Part]) -> StepPlan:
    """Make one step ready, to be bound beside others; those that are optional ask nothing of it."""
    own = constraints_of(step, names[0])
    theirs = (
        constraint
        for other, columns in others
        if other is not step and other.is_required
        for constraint in constraints_of(other, columns[0])
        if constraint.other in names
    )
    alike = (
        columns[0]
        for other, columns in others
        if other is not step and other.kind == step.kind
        if set(other.letters()) == set(step.letters())
    )
    readings = tuple(readings_of(step))
    needs = tuple(reading.word for reading in readings if reading.asks == "step")
    return StepPlan(step, names, readings, (*own, *theirs), tuple(dict.fromkeys(alike)), needs)


def relations_between(step: StepPlan, bound: Collection[str]) -> Iterator[Constraint]:
    """Yield the relations between a step and those that are bound: its own, then theirs."""
    for c in step.constraints:
        if c.beside(step.name) in bound:
            yield c


def constraints_of(step: Step, name: str = "") -> Iterator[Constraint]:
    """Yield the relations a step is written with, its window with each of them."""
    within = parse_duration(step.within).longest if step.within else None
    at_least = parse_duration(step.at_least).shortest if step.at_least else None
    for relation, other in step.relations():
        yield Constraint(name or step.as_, relation, other, within, at_least)


def readings_of(step: Step) -> Iterator[Reading]:
    """Yield what a step asks, what costs least to ask first."""
    found = [one for key, asked in step.asks.items() for one in _read(step, key, asked)]
    order = ("term", "letter", "step", "text", "level", "value")
    yield from sorted(found, key=lambda one: order.index(one.asks))


def _read(step: Step, key: str, asked: Asked) -> Iterator[Reading]:
    space = space_of(step, key)
    if isinstance(asked, dict):
        yield Reading(key, "level", asked["level"])
        return
    words = (asked,) if isinstance(asked, str) else asked
    for word in words:
        if is_letter(word):
            others = tuple(w for w in words if w != word)
            yield Reading(key, "text" if space == "text" else "letter", word, others)
        elif space == "term":
            yield Reading(key, "term", word)
        elif space in ("", "text"):
            yield Reading(key, "value", word)
        else:
            yield Reading(key, "step", word)


def swaps_of(pattern: Pattern) -> Iterator[dict[str, str]]:
    """Yield each renaming of letters, other than none, that leaves the pattern as it is."""
    parts = ((one.name, _parts(one)) for one in pattern.settled_steps)
    places = [Place(name, tuple(step for step, _ in own)) for name, own in parts]
    yield from (swap for swap in renamings(pattern, places, places) if _moves(swap))


def _moves(swap: Mapping[str, str]) -> bool:
    return any(a != b for a, b in swap.items())


def _swaps(pattern: Pattern, taken: Sequence[Place], places: Sequence[Place]) -> Iterator[Swap]:
    """Yield the swaps of a variant, told by the letters that every match of it binds."""
    counted = {step.each for place in taken for step in place.steps}
    kept = {letter for letter in _kept(taken) if letter not in counted}
    for swap in filter(_moves, renamings(pattern, places, places)):
        moved = tuple(a for a in pattern.letters() if a in kept and swap[a] != a)
        if moved and kept.issuperset(swap[a] for a in moved):
            yield Swap(moved, tuple(swap[a] for a in moved))
