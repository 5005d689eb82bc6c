"""What to know of some files before a comparison of them is read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from formulation.compare.figures import LEAST_ALIKE
from formulation.compare.pairing import joined
from formulation.compare.texts import names_alike, words_in
from formulation.model.base import in_list
from formulation.model.case import Case

__all__ = ["notes_on"]

_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
#: what anybody's patient may be called
_NOBODY = words_in("patient client analysand")


def notes_on(names: Sequence[str], cases: Sequence[Case]) -> tuple[str, ...]:
    """Return that files seem to be of different people, or that two of them are one, in sentences.

    Parameters
    ----------
    names
        What the files are called.
    cases
        What stands in them.
    """
    again = [
        f"{names[i]} and {names[j]} are the same file twice."
        for i, j in combinations(range(len(cases)), 2)
        if cases[i] == cases[j]
    ]
    people = _people(cases)
    if len(people) < 2:
        return tuple(again)
    count = _NUMBERS.get(len(people), str(len(people)))
    told = f"These seem to be {count} people: {in_list(people)}."
    return (f"{told} What follows is read as if they were one.", *again)


def _people(cases: Sequence[Case]) -> list[str]:
    """Return the patients who seem to be different people: by another name and another id."""
    called = [(case.id, _patient(case)) for case in cases]
    known = [(id, name) for id, name in called if name]
    ties = [
        (later, first)
        for first, later in combinations(range(len(known)), 2)
        if _may_be_one(known[first], known[later])
    ]
    return [known[n][1] for n in dict.fromkeys(joined(len(known), ties))]


def _patient(case: Case) -> str:
    """Return the patient's name; none where it is only said that it is a patient."""
    names = [person.label for person in case.people if person.id == case.patient and person.name]
    return names[0] if names and not words_in(names[0]) <= _NOBODY else ""


def _may_be_one(one: tuple[str, str], two: tuple[str, str]) -> bool:
    return one[0] == two[0] or names_alike(one[1], two[1]) >= LEAST_ALIKE
