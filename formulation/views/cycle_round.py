"""A pattern as a round: its steps as stations, and what a case shows on the way between them.

A pattern is an order of steps and not yet a circle.  Steps that only hold meanwhile (an
idealization during which a quarrel falls) are conditions of the round and no stations in it; steps
of one kind with the same place in time are one station.  Whether the last step leads back to the
first is asked of the file's claims and of nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from formulation.errors import UnknownName, shortened
from formulation.findings import Finding, NearMiss, Weight, each_of
from formulation.model.base import in_list
from formulation.patterns.pattern import AnyOf, Pattern, Step
from formulation.views.asking import in_own_letters

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["Evidence", "Station", "evidence_of", "has_order", "stations_of"]

_LASTING = ("bonds", "inner")


@dataclass(frozen=True, slots=True)
class Station:
    """One step of the round, or several that stand at one place.

    Attributes
    ----------
    steps
        The names of the steps, and of each of a choice.
    name
        What it is called in the pattern.
    words
        What it asks for, with people's names as far as the findings agree on them.
    kinds
        The kinds of statement that it asks for.
    follows
        The names of the steps that the pattern asks to come before, by chain as well.
    is_optional
        Whether the pattern does without it.
    ids
        The statements that findings bind to it, each once.
    """

    steps: tuple[str, ...]
    name: str
    words: str
    kinds: frozenset[str]
    follows: frozenset[str] = frozenset()
    is_optional: bool = False
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What a search and a weighing brought back of one pattern in one case.

    Attributes
    ----------
    found, near
        The findings, and the near misses.
    weights
        The weights of its questions.
    names
        Who stands for each letter, where findings, or else near misses, agree.
    """

    found: tuple[Finding, ...]
    near: tuple[NearMiss, ...]
    weights: tuple[Weight, ...]
    names: dict[str, str] = field(default_factory=dict)

    @property
    def dated(self) -> tuple[Finding, ...]:
        """The findings that can be counted."""
        return tuple(one for one in self.found if one.certainty != "described")

    def ids_of(self, steps: Sequence[str]) -> tuple[str, ...]:
        """Return the statements bound to any of these steps: by findings, else by near misses."""
        source = self.found or self.near
        bound = (each_of(f.steps[s]) for f in source for s in steps if s in f.steps)
        return tuple(dict.fromkeys(id for ids in bound for id in ids))


def evidence_of(
    case: Case, pattern: Pattern, findings: Sequence[Finding], weights: Sequence[Weight]
) -> Evidence:
    """Return what belongs to a pattern of all that was found and weighed.

    Raises
    ------
    UnknownName
        Where a finding of the pattern speaks of another case, or of a statement it does not have.
    """
    own = [one for one in findings if one.pattern == pattern.pattern]
    for one in own:
        if one.case != case.id:
            raise UnknownName(one.case, "case here", [case.id])
        for id in one.statements:
            if id not in case.index_of:
                raise UnknownName(id, "statement of this case", case.ids)
    found = tuple(one for one in own if not isinstance(one, NearMiss))
    near = tuple(one for one in own if isinstance(one, NearMiss))
    return Evidence(
        found=found,
        near=near,
        weights=tuple(w for w in weights if w.pattern == pattern.pattern and w.case == case.id),
        names=_names(case, found or near),
    )


def _names(case: Case, found: Sequence[Finding]) -> dict[str, str]:
    together: dict[str, dict[str, None]] = {}
    for one in found:
        for letter, bound in one.roles.items():
            together.setdefault(letter, {}).update(dict.fromkeys(each_of(bound)))
    return {
        letter: case.name(next(iter(ids))) if next(iter(ids)) in case else next(iter(ids))
        for letter, ids in together.items()
        if len(ids) == 1
    }


def stations_of(
    case: Case, pattern: Pattern, evidence: Evidence
) -> tuple[list[Station], list[Station], list[str]]:
    """Return the stations of a pattern in their order, its conditions, and what must not be there.

    Parameters
    ----------
    case, pattern, evidence
        The case, the pattern, and what was found of it.
    """
    steps = [one for one in pattern.settled_steps if not one.absent]
    absent = [_in_letters(one) for one in pattern.settled_steps if one.absent]
    within = {other for one in steps for rel, other in one.relations() if rel == "during"}
    held = [one for one in steps if _is_condition(one, within)]
    if len(held) == len(steps):
        held = []
    free = _in_order([one for one in steps if one not in held])
    stations: list[tuple[Station, object]] = []
    for one, follows in free:
        made = (_station(case, one, evidence, follows), one.placing())
        if stations and _are_alike(stations[-1], made):
            stations[-1] = (_joined(case, stations[-1][0], made[0]), made[1])
        else:
            stations.append(made)
    conditions = [_station(case, one, evidence, frozenset()) for one in held]
    return [station for station, _ in stations], conditions, absent


def has_order(pattern: Pattern) -> bool:
    """Tell whether a pattern asks that one of its steps comes before another."""
    steps = [one for one in pattern.settled_steps if not one.absent]
    return any(follows for _, follows in _in_order(steps))


def _in_order(steps: Sequence[Step | AnyOf]) -> list[tuple[Step | AnyOf, frozenset[str]]]:
    """Return steps in the order that the pattern asks for, else as it is written.

    Beside each stand the names of those that must come before.
    """
    place = {name: n for n, one in enumerate(steps) for name in _names_of(one)}
    before: list[set[int]] = [set() for _ in steps]
    for n, one in enumerate(steps):
        for relation, other in _relations_of(one):
            if other in place and place[other] != n:
                first, then = (n, place[other]) if relation == "before" else (place[other], n)
                before[then].add(first)
    done: list[int] = []
    while len(done) < len(steps):
        left = [n for n in range(len(steps)) if n not in done]
        ready = [n for n in left if before[n] <= set(done)]
        n = (ready or left)[0]
        before[n] |= {far for near in before[n] & set(done) for far in before[near]}
        done.append(n)
    return [
        (steps[n], frozenset(name for b in before[n] for name in _names_of(steps[b]))) for n in done
    ]


def _names_of(one: Step | AnyOf) -> tuple[str, ...]:
    return (one.name,) if isinstance(one, Step) else (one.name, *(s.as_ for s in one.any_of))


def _relations_of(one: Step | AnyOf) -> Iterator[tuple[str, str]]:
    for part in (one,) if isinstance(one, Step) else one.placed():
        yield from part.relations()


def _is_condition(one: Step | AnyOf, within: set[str]) -> bool:
    parts = (one,) if isinstance(one, Step) else one.placed()
    return (
        bool(within & set(_names_of(one)))
        and all(part.record.section in _LASTING for part in parts)
        and not list(_relations_of(one))
    )


def _station(case: Case, one: Step | AnyOf, evidence: Evidence, follows: frozenset[str]) -> Station:
    parts = (one,) if isinstance(one, Step) else one.placed()
    names = _names_of(one)
    ids = evidence.ids_of(names)
    return Station(
        steps=names,
        name=one.name.replace("_", " "),
        words=_one_of(case, ids) or _with_names(one, evidence.names),
        kinds=frozenset(part.kind for part in parts),
        follows=follows,
        is_optional=one.optional,
        ids=ids,
    )


def _one_of(case: Case, ids: Sequence[str]) -> str:
    """Return what the only statement bound is called; nothing where there are several."""
    return shortened(case.name(ids[0]).removeprefix("the "), 300) if len(ids) == 1 else ""


def _are_alike(one: tuple[Station, object], other: tuple[Station, object]) -> bool:
    return one[1] == other[1] and one[0].kinds == other[0].kinds and len(one[0].kinds) == 1


def _joined(case: Case, one: Station, other: Station) -> Station:
    ids = tuple(dict.fromkeys((*one.ids, *other.ids)))
    words = _one_of(case, ids) or f"{one.words}; {other.words}"
    name = f"{one.name}, {other.name}"
    return replace(one, steps=one.steps + other.steps, name=name, words=words, ids=ids)


def _in_letters(one: Step | AnyOf) -> str:
    parts = (one,) if isinstance(one, Step) else one.placed()
    return in_list(list(dict.fromkeys(in_own_letters(part) for part in parts)), "or")


def _with_names(one: Step | AnyOf, names: dict[str, str]) -> str:
    """Return what a step asks for, letters replaced by the names they stand for.

    Where the pattern's own words hold a capital letter by itself, "plan B", they stay as they are.
    """
    parts = (one,) if isinstance(one, Step) else one.placed()
    told = [_named(part, names) for part in parts]
    return in_list(list(dict.fromkeys(told)), "or").removeprefix("the ")


def _named(step: Step, names: dict[str, str]) -> str:
    letters = set(step.letters())
    phrase = in_own_letters(step)
    if any(set(re.findall(r"\b[A-Z][0-9]?\b", text)) & letters for text in _own_texts(step)):
        return phrase
    known = letters & names.keys()
    return re.sub(r"\b[A-Z][0-9]?\b", lambda m: names[m[0]] if m[0] in known else m[0], phrase)


def _own_texts(step: Step) -> Iterator[str]:
    for asked in step.asks.values():
        words = [asked] if isinstance(asked, str) else asked
        yield from (word for word in words if word not in step.letters())
