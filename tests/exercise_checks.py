"""What the tests of exercises share: exercises made once, answers, and cases told otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain, combinations, permutations
from typing import Any
from unittest.mock import patch

from formulation.errors import CaseError
from formulation.examples import example_names, read_example
from formulation.exercises import Answers, Key, Question, Sheet, Solution, make_exercise
from formulation.exercises.kinds import KINDS
from formulation.exercises.rules import share_of
from formulation.model import Case
from formulation.model.base import Record
from formulation.terms import vocabulary
from formulation.views.report.disguise import goes_by_a_noun
from tests.hostile_case import text_fields

Exercise = tuple[Sheet, Key]

#: small cases first: of each kind the first two that it suits are asked in the plain run
_IN_TURN = ("dora", "lookalikes", "elizabeth", "lucy_r", "elizabeth_diary", "anna_o")
#: hundreds of statements; fewer seeds are enough to try them
LONG = ("elizabeth_diary", "elizabeth_diary_any_quarrel", "elizabeth_diary_unlinked")
LONGEST = "elizabeth_diary_confounded"
_SENTENCE = re.compile(r"(?<=[.!?…]) ")

case_named = cache(read_example)


def asked_of(case: Case, kind: str, seed: int = 0, most: int = 2) -> Exercise | None:
    """The exercise made from a case, or nothing where the kind does not suit it."""
    # what else would suit is for a reader of the fault, and takes as long as all kinds together
    with patch("formulation.exercises.making.kinds_for", return_value=[]), suppress(CaseError):
        return make_exercise(case, kind, seed=seed, most=most)
    return None


@cache
def exercise(name: str, kind: str, seed: int = 0, most: int = 2) -> Exercise | None:
    """The exercise made from an example, or nothing where the kind does not suit it."""
    return asked_of(case_named(name), kind, seed, most)


@cache
def made(kind: str, seeds: int = 3, most: int = 2) -> tuple[Exercise, ...]:
    """Exercises of a kind from the first two of a few cases that it suits."""
    suited = [name for name in _IN_TURN if exercise(name, kind, 0, most)][:2]
    drawn = ((name, seed) for n, name in enumerate(suited) for seed in range(1 if n else seeds))
    found = [exercise(name, kind, seed, most) for name, seed in drawn]
    return tuple(one for one in found if one)


def every_kind() -> list[str]:
    """The names of all kinds of exercises."""
    return list(KINDS)


def every_case() -> list[str]:
    """The names of all examples."""
    return list(example_names())


def questions_of(exercises: Sequence[Exercise]) -> Iterator[tuple[Question, Solution]]:
    """Every question with what its answers are worth."""
    for sheet, key in exercises:
        yield from zip(sheet.questions, key.solutions, strict=True)


def perfect(solution: Solution) -> tuple[str, ...]:
    """An answer that earns everything, written from the key."""
    if solution.form == "choose-many":
        return solution.right
    if solution.form == "order":
        return tuple((solution.model or "").split(", "))
    if solution.form == "case":
        return (solution.reference or "",)
    return solution.right[:1]


def answers(key: Key, given: Mapping[str, Sequence[str]]) -> Answers:
    """Answers to the sheet of a key."""
    return Answers(sheet=key.sheet, given={id: tuple(words) for id, words in given.items()})


def every_answer(question: Question) -> Iterator[tuple[str, ...]]:
    """Every answer that could be given to a closed question blindly, each as likely as another."""
    letters = [option.id for option in question.options]
    if question.form == "choose":
        yield from ((letter,) for letter in letters)
    elif question.form == "choose-many":
        sizes = range(len(letters) + 1)
        yield from chain.from_iterable(combinations(letters, size) for size in sizes)
    elif question.form == "order":
        yield from permutations(letters)
    elif question.form == "term":
        yield from ((word,) for word in vocabulary(question.vocabulary or "").words)


def average(question: Question, solution: Solution) -> float:
    """What blind answers earn, by trying every one of them."""
    earned = [share_of(solution, given) for given in every_answer(question)]
    return sum(earned) / len(earned)


def texts_of(record: object) -> Iterator[str]:
    """Every text in a sheet, wherever it stands."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, Record):
        for name in type(record).model_fields:
            yield from texts_of(getattr(record, name))
    elif isinstance(record, tuple | list):
        for one in record:
            yield from texts_of(one)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, whatever their order and whichever name they begin with."""
    return tuple(sorted(_SENTENCE.split(text.casefold())))


# -- a case with other names, told in another order -----------------------------------------------


def renamed(case: Case, ids: Mapping[str, str]) -> Case:
    """The case with other ids for its people, and other names for those who have one.

    Parameters
    ----------
    case
        The case.
    ids
        The new id of each person.
    """
    fields: dict[str, Any] = {name: getattr(case, name) for name in Case.model_fields}
    people = [
        person.model_copy(update={"id": ids[person.id], "name": _new_name(person, n)})
        for n, person in enumerate(case.people)
    ]
    labels = {one.label: other.label for one, other in zip(case.people, people, strict=True)}
    for section in ("symptoms", "bonds", "inner", "events", "claims"):
        fields[section] = tuple(_naming(record, ids, labels) for record in fields[section])
    return Case(**fields | {"people": people})


def _new_name(person: Any, number: int) -> str:
    if goes_by_a_noun(person):  # "her father" is nobody's name, and a disguise leaves it as it is
        return str(person.name)
    # a verb agrees with the name of several
    return f"Qx{number:02}" + (" friends" if person.is_several else "")


def _naming(record: Any, ids: Mapping[str, str], labels: Mapping[str, str]) -> Any:
    """A record that speaks of the people by their new ids and names."""

    def new(value: Any, is_ref: bool) -> Any:
        if isinstance(value, tuple):
            return tuple(new(one, is_ref) for one in value)
        if is_ref and value in ids:
            return ids[value]
        return _replaced(value, labels) if isinstance(value, str) else value

    refs, spoken = record.refs(), {*text_fields(type(record))} - {"source", "name"}
    told = {
        name: new(value, name in refs)
        for name, value in record.said()
        if name in refs or name in spoken
    }
    return record.model_copy(update=told)


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, words[word])
    return text


def told_backwards(case: Case) -> Case:
    """The case with the statements of each section in the reverse of their order."""
    fields: dict[str, Any] = {name: getattr(case, name) for name in Case.model_fields}
    ids = dict(zip(map(id, case.statements), case.ids, strict=True))
    for section in ("bonds", "inner", "events", "claims"):
        told = (s.model_copy(update={"id": ids[id(s)]}) for s in fields[section])
        fields[section] = tuple(told)[::-1]
    return Case(**fields)


def with_old_names(text: str, old: Case, new: Case) -> str:
    """A text in which people have the names back that they had before."""
    text = _replaced(text, {n.label: o.label for o, n in zip(old.people, new.people, strict=True)})
    return text.replace("..", ".")
