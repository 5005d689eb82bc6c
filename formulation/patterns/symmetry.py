"""Which renamings of letters turn a pattern into itself, so that one match is not told twice.

Two figures who are asked the same things can change places.  Letters that stand in the same kinds
of place are tried for one another, and a renaming counts if the steps can be paired off so that
what they ask and how they lie in time is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product
from math import factorial, prod
from typing import NamedTuple

from formulation.patterns.judging import space_of
from formulation.patterns.pattern import Pattern
from formulation.patterns.step import Asked, Step

__all__ = ["Place", "renamings"]

#: renamings beyond which none are looked for
_MOST_TRIED = 720


class Place(NamedTuple):
    """What one statement, or one list of statements, may stand for: a step, or any of several."""

    name: str
    steps: tuple[Step, ...]

    def letters(self) -> set[str]:
        """Return the letters that its steps name."""
        return {letter for step in self.steps for letter in step.letters()}


def renamings(
    pattern: Pattern, places: Sequence[Place], others: Sequence[Place]
) -> Iterator[dict[str, str]]:
    """Yield each renaming of letters that turns `places` into `others`.

    Parameters
    ----------
    pattern
        Whose roles and kinds letters must keep.
    places, others
        Places whose relations name places of the same sequence; both may be the same.
    """
    if _kinds(places) != _kinds(others):
        return
    mine, theirs = _standing_alike(pattern, places), _standing_alike(pattern, others)
    if {k: len(v) for k, v in mine.items()} != {k: len(v) for k, v in theirs.items()}:
        return
    if prod(factorial(len(letters)) for letters in mine.values()) > _MOST_TRIED:
        return
    for chosen in product(*(permutations(theirs[where]) for where in mine)):
        pairs = zip(mine.values(), chosen, strict=True)
        renamed = {a: b for ours, own in pairs for a, b in zip(ours, own, strict=True)}
        if _leaves_alike(places, others, renamed):
            yield renamed


def _kinds(places: Sequence[Place]) -> list[list[str]]:
    return sorted(sorted(step.kind for step in place.steps) for place in places)


def _standing_alike(pattern: Pattern, places: Sequence[Place]) -> dict[str, list[str]]:
    """Group the letters by the kinds of place in which they stand."""
    letters = {letter for place in places for letter in place.letters()}
    found: dict[str, list[str]] = {}
    for letter in (w for w in pattern.letters() if w in letters):
        stands = sorted(_standing(place, letter) for place in places if letter in place.letters())
        where = repr((stands, pattern.roles.get(letter), pattern.kinds.get(letter)))
        found.setdefault(where, []).append(letter)
    return found


def _standing(place: Place, letter: str) -> str:
    """Return a place with one letter marked and the others hidden."""
    hidden = dict.fromkeys(place.letters(), "another") | {letter: "this"}
    return repr(_look(place, hidden))


def _leaves_alike(
    places: Sequence[Place], others: Sequence[Place], renamed: Mapping[str, str]
) -> bool:
    plain = [_look(other, {}) for other in others]
    looks = [_look(place, renamed) for place in places]
    choices = [
        [other for other, seen in zip(others, plain, strict=True) if seen == look] for look in looks
    ]
    return all(choices) and _has_bijection(places, choices, renamed, {})


def _look(place: Place, renamed: Mapping[str, str]) -> list[str]:
    """Return all of a place but its name and relations, letters renamed, without order."""
    return sorted(repr(_asking(step, renamed)) for step in place.steps)


def _asking(
    step: Step, renamed: Mapping[str, str], names: Mapping[str, str] | None = None
) -> tuple[object, ...]:
    """Return what a step asks, letters renamed, parties without order.

    Steps that it names go by `names`, or without a name where there are none.
    """

    def words(key: str, asked: Asked) -> tuple[str, ...]:
        if isinstance(asked, dict):
            return tuple(f"{k}: {v}" for k, v in asked.items())
        if isinstance(asked, str):
            is_step = space_of(step, key) in ("figure", "statement", "any")
            return (
                asked if not is_step else "a step" if names is None else names.get(asked, asked),
            )
        return tuple(sorted(renamed.get(word, word) for word in asked))

    asks = tuple(sorted((key, words(key, value)) for key, value in step.asks.items()))
    each = renamed.get(step.each, step.each) if step.each else None
    return asks, each, step.within, step.at_least, step.times, step.optional, step.absent


def _has_bijection(
    places: Sequence[Place],
    choices: Sequence[Sequence[Place]],
    renamed: Mapping[str, str],
    names: dict[str, str],
) -> bool:
    """Tell whether places can be renamed one to one so that their relations stay as written."""
    if len(names) == len(places):
        return all(
            _related(place, renamed, names) == _related(other, {}, {})
            for place, options in zip(places, choices, strict=True)
            for other in options
            if names[place.name] == other.name
        )
    place = places[len(names)]
    return any(
        _has_bijection(places, choices, renamed, names | {place.name: other.name})
        for other in choices[len(names)]
        if other.name not in names.values()
    )


def _related(place: Place, renamed: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """Return how each of a place's steps lies to other places."""
    told = (
        (_asking(step, renamed, names), sorted((r, names.get(o, o)) for r, o in step.relations()))
        for step in place.steps
    )
    return sorted(map(repr, told))
