"""Coding a defense from an excerpt: a word of the DMRS or a classical one, with its level."""

from __future__ import annotations

from collections.abc import Iterator

from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    UnsuitableError,
    quoted,
    with_chance,
)
from formulation.exercises.readings import Readings, gives_away, readings, whose
from formulation.exercises.sheet import Credit, Question, Solution
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.model.inner import Defense
from formulation.terms import Term, vocabulary

__all__ = ["KIND"]

_SAME_LEVEL, _NEXT_LEVEL = 0.5, 0.25


def make(material: Material) -> list[Made]:
    """Ask of an excerpt which defense shows in it."""
    told = [one for one in _by_excerpt(material.case) if _is_told(one)]
    if not told:
        raise UnsuitableError("it has no defense with an excerpt ('what') that does not name it")
    drawn = material.drawn(told, material.most)
    return [_made(material.case, one, str(n)) for n, one in enumerate(drawn, 1)]


def _by_excerpt(case: Case) -> list[Readings]:
    """Return every defense with its other accounts; those read from one excerpt are one."""
    found: dict[tuple[str, ...], Readings] = {}
    for one in readings(case, "defense"):
        known = found.get(_excerpts(one))
        merged = known._replace(others=(*known.others, *one.all)) if known else one
        found[_excerpts(one)] = merged
    return list(found.values())


def _is_told(reading: Readings) -> bool:
    """Tell whether there is an excerpt, and none of its readings is named in it."""
    excerpts = _excerpts(reading)
    spellings = [spelling for term in _terms(reading) for spelling in term.spellings]
    return bool(excerpts) and not any(gives_away(told, spellings) for told in excerpts)


def _excerpts(reading: Readings) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.what for s in reading.all if s.what))


def _terms(reading: Readings) -> list[Term]:
    words = [s.of for s in reading.all if isinstance(s, Defense)]
    return [term for word in words if (term := vocabulary("defense").get(word))]


def _made(case: Case, reading: Readings, number: str) -> Made:
    accepted = list(_accepted(case, reading))
    credits = [*accepted, *_near(_terms(reading), {credit.answer for credit in accepted})]
    question = Question(
        id=number,
        form="term",
        ask="Which defense may show in this?",
        given=_excerpts(reading),
        vocabulary="defense",
        is_open=len(accepted) > 1,
        hint="Ask what is kept out of mind, and what is done instead.",
    )
    solution = Solution(
        question=number,
        form="term",
        credits=credits,
        otherwise=_otherwise(_terms(reading)),
        quotes=quoted(case, reading.all),
        look_at="'formulation terms defense' tells what each word means, level by level.",
        model=in_list([credit.answer for credit in accepted], "or"),
    )
    return Made(question, with_chance(solution, words=len(vocabulary("defense").words)))


def _accepted(case: Case, reading: Readings) -> Iterator[Credit]:
    """Yield every reading that the case holds, each with whose it is."""
    told: dict[str, Statement] = {}
    for statement in reading.all:
        if isinstance(statement, Defense):
            told.setdefault(statement.of, statement)
    for word, statement in told.items():
        term = vocabulary("defense").get(word)
        meaning = f"{word}: {term.meaning}" if term else word
        reading_of = whose(case, statement) or None
        yield Credit(
            answer=word, share=1, reason=f"It can be read so. {meaning}.", reading=reading_of
        )


def _near(accepted: list[Term], known: set[str]) -> Iterator[Credit]:
    """Yield the words of the same level and of the next, with how they differ."""
    for term in vocabulary("defense").terms:
        levels = [(abs(term.level - a.level), a) for a in accepted if term.level and a.level]
        apart, nearest = min(levels, key=lambda pair: pair[0], default=(9, None))
        if term.word in known or nearest is None or apart > 1:
            continue
        share = _NEXT_LEVEL if apart else _SAME_LEVEL
        yield Credit(answer=term.word, share=share, reason=_how_near(term, nearest, apart))


def _how_near(term: Term, accepted: Term, apart: int) -> str:
    same = f"The same level ({accepted.level}, {accepted.group.lower()})"
    where = f"The level next to it ({term.level}, not {accepted.level})" if apart else same
    meanings = "; ".join(f"{one.word}: {one.meaning}" for one in (term, accepted))
    return f"{where}, but another defense. {meanings}."


def _otherwise(accepted: list[Term]) -> str:
    levels = [f"level {t.level}" if t.level else "the classical words" for t in accepted]
    where = in_list(list(dict.fromkeys(levels)), "or")
    return f"That word means something else. Look again at {where}."


KIND = Kind(
    name="code-defense",
    title="Which defense?",
    level=4,
    trains="To name a defense from what somebody does, and to know its neighbours.",
    make=make,
)
