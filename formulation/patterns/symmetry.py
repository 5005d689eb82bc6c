"""Which renamings of letters turn a pattern into itself, so that one match is not told twice.

Two figures who are asked the same things can change places.  Letters that stand in the same kinds
of place are tried for one another, and a renaming counts if the steps can be paired off so that
what they ask and how they lie in time is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product
from math import factorial, prod

from formulation.patterns.pattern import Pattern
from formulation.patterns.step import Asked, Step

__all__ = ["renamings"]

#: renamings beyond which none are looked for
_MOST_TRIED = 720


def renamings(
    pattern: Pattern, steps: Sequence[Step], others: Sequence[Step]
) -> Iterator[dict[str, str]]:
    """Yield each renaming of letters that turns `steps` into `others`.

    Parameters
    ----------
    pattern
        Whose roles and kinds letters must keep.
    steps, others
        Steps whose relations name steps of the same sequence; both may be the same.
    """
    if sorted(step.kind for step in steps) != sorted(step.kind for step in others):
        return
    mine, theirs = _places(pattern, steps), _places(pattern, others)
    if sorted(map(len, mine.values())) != sorted(map(len, theirs.values())):
        return
    if mine.keys() != theirs.keys() or prod(factorial(len(c)) for c in mine.values()) > _MOST_TRIED:
        return
    for chosen in product(*(permutations(theirs[place]) for place in mine)):
        pairs = zip(mine.values(), chosen, strict=True)
        renamed = {a: b for ours, own in pairs for a, b in zip(ours, own, strict=True)}
        if _leaves_alike(steps, others, renamed):
            yield renamed


def _places(pattern: Pattern, steps: Sequence[Step]) -> dict[str, list[str]]:
    """Group the letters by the kinds of place in which they stand."""
    letters = {letter for step in steps for letter in step.letters()}
    found: dict[str, list[str]] = {}
    for letter in (w for w in pattern.letters() if w in letters):
        stands = sorted(_standing(step, letter) for step in steps if letter in step.letters())
        place = repr((stands, pattern.roles.get(letter), pattern.kinds.get(letter)))
        found.setdefault(place, []).append(letter)
    return found


def _standing(step: Step, letter: str) -> str:
    """Return a step with one letter marked and the others hidden."""
    hidden = dict.fromkeys(step.letters(), "another") | {letter: "this"}
    return repr(_look(step, hidden))


def _leaves_alike(
    steps: Sequence[Step], others: Sequence[Step], renamed: Mapping[str, str]
) -> bool:
    plain = [_look(other, {}) for other in others]
    looks = [_look(step, renamed) for step in steps]
    choices = [
        [other for other, seen in zip(others, plain, strict=True) if seen == look] for look in looks
    ]
    return all(choices) and _has_bijection(steps, choices, {})


def _look(step: Step, renamed: Mapping[str, str]) -> tuple[object, ...]:
    """Return all of a step but its name and relations, letters renamed, parties without order."""

    def words(asked: Asked) -> tuple[str, ...]:
        if isinstance(asked, tuple):
            return tuple(sorted(renamed.get(word, word) for word in asked))
        return tuple(f"{k}: {v}" for k, v in asked.items()) if isinstance(asked, dict) else (asked,)

    asks = tuple(sorted((key, words(value)) for key, value in step.asks.items()))
    each = renamed.get(step.each, step.each) if step.each else None
    return asks, each, step.within, step.at_least, step.times, step.optional, step.absent


def _has_bijection(
    steps: Sequence[Step], choices: Sequence[Sequence[Step]], names: dict[str, str]
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
