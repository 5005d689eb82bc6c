"""Coding a defense from an excerpt: a word of the DMRS or a classical one, with its level.

Beside a reading that the case holds another word of its level earns a quarter, for the level is
half of what a coding says; a word of another level earns nothing, nor does the opposite of the
reading, though its level is the same.  Where the file reads it with low confidence alone, the
question is open, and another word of its level, or beside a classical one, earns half.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    UnsuitableError,
    quoted,
    with_chance,
)
from formulation.exercises.readings import Readings, gives_away, is_tentative, readings, whose
from formulation.exercises.sheet import Credit, Question, Solution
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.model.inner import Defense
from formulation.terms import Term, vocabulary

__all__ = ["KIND"]

#: what another word of the level of a reading earns; beside one of low confidence
_SAME_LEVEL, _ARGUABLE = 0.25, 0.5
#: the classical words have no level; A. Freud (1936) lists them along with repression and
#: reaction formation, which have level 5 now, and draws no line between them
_BESIDE_CLASSICAL = ("classical", "Neurotic")
#: an image made better and the same image made worse
_OPPOSITES = frozenset(
    frozenset(pair)
    for pair in (
        ("idealization-of-other", "devaluation-of-other"),
        ("idealization-of-self", "devaluation-of-self"),
        ("omnipotence", "devaluation-of-self"),
    )
)


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
    accepted, terms = list(_accepted(case, reading)), _terms(reading)
    is_unsure = _is_unsure(reading)
    known = {credit.answer for credit in accepted}
    near = [c for c in _near(terms, is_unsure=is_unsure) if c.answer not in known]
    words = in_list([credit.answer for credit in accepted], "or")
    question = Question(
        id=number,
        form="term",
        ask="Which defense may show in this?",
        given=_excerpts(reading),
        vocabulary="defense",
        is_open=is_unsure or len(accepted) > 1,
        hint="Ask what is kept out of mind, and what is done instead.",
    )
    solution = Solution(
        question=number,
        form="term",
        credits=[*accepted, *near],
        otherwise=_otherwise(terms, is_unsure=is_unsure),
        quotes=quoted(case, reading.all),
        look_at="'formulation terms defense' tells what each word means, level by level.",
        model=f"{words}: this file's reading, with low confidence" if is_unsure else words,
    )
    return Made(question, with_chance(solution, words=len(vocabulary("defense").words)))


def _is_unsure(reading: Readings) -> bool:
    """Tell whether a case reads it so with low confidence alone."""
    return all(is_tentative(s) for s in reading.all if isinstance(s, Defense))


def _accepted(case: Case, reading: Readings) -> Iterator[Credit]:
    """Yield every reading that the case holds, each with whose it is."""
    told: dict[str, Statement] = {}
    for statement in reading.all:
        if isinstance(statement, Defense):
            told.setdefault(statement.of, statement)
    for word, statement in told.items():
        is_unsure = is_tentative(statement)
        how = "This file reads it so, with low confidence." if is_unsure else "It can be read so."
        yield Credit(
            answer=word,
            share=1,
            reason=f"{how} {_meaning(word)}.",
            reading=whose(case, statement) or None,
        )


# -- what other words earn ------------------------------------------------------------------------


def _near(accepted: Sequence[Term], *, is_unsure: bool) -> Iterator[Credit]:
    """Yield the words near a reading, those opposite to one, and how each differs."""
    for term in vocabulary("defense").terms:
        beside = [one for one in accepted if _is_near(term, one)]
        opposite = [one for one in accepted if frozenset((term.word, one.word)) in _OPPOSITES]
        if opposite:
            reason = f"The level is right, but this is the opposite. {_both(term, opposite[0])}"
            yield Credit(answer=term.word, share=0, reason=reason)
        elif is_unsure and _is_arguable(term, accepted):
            yield Credit(answer=term.word, share=_ARGUABLE, reason=_argue(term, accepted))
        elif beside:
            one = min(beside, key=lambda one: abs((term.level or 0) - (one.level or 0)))
            share = _SAME_LEVEL if term.level == one.level else 0
            reason = f"{_where(term, one)}, but another defense. {_both(term, one)}"
            yield Credit(answer=term.word, share=share, reason=reason)


def _is_near(term: Term, accepted: Term) -> bool:
    """Tell whether two words stand on one level, or on two beside one another."""
    return bool(term.level and accepted.level and abs(term.level - accepted.level) <= 1)


def _is_arguable(term: Term, accepted: Sequence[Term]) -> bool:
    """Tell whether a word is of the level of a reading, or classical or neurotic as one is."""
    is_classical = any(one.group == "classical" for one in accepted)
    is_level = bool(term.level) and any(term.level == one.level for one in accepted)
    return is_level or (is_classical and term.group in _BESIDE_CLASSICAL)


def _where(term: Term, accepted: Term) -> str:
    if term.level == accepted.level:
        return f"The same level ({accepted.level}, {accepted.group.lower()})"
    return f"The level next to it ({term.level}, not {accepted.level})"


def _both(term: Term, accepted: Term) -> str:
    return f"{_meaning(term.word)}; {_meaning(accepted.word)}."


def _argue(term: Term, accepted: Sequence[Term]) -> str:
    words = in_list([one.word for one in accepted], "or")
    hedge = f"This file reads it as {words}, with low confidence; argue for yours."
    return f"{hedge} {_meaning(term.word)}."


def _meaning(word: str) -> str:
    term = vocabulary("defense").get(word)
    return f"{word}: {term.meaning}" if term else word


def _otherwise(accepted: Sequence[Term], *, is_unsure: bool) -> str:
    levels = [f"level {t.level}" if t.level else "the classical words" for t in accepted]
    where = in_list(list(dict.fromkeys(levels)), "or")
    told = f"That word means something else. Look again at {where}."
    return f"{told} This file is not sure of its own reading, either." if is_unsure else told


KIND = Kind(
    name="code-defense",
    title="Which defense?",
    level=4,
    trains="To name a defense from what somebody does, and to know its neighbours.",
    make=make,
)
