"""Coding a defense from an excerpt: a word of the DMRS or a classical one, with its level.

Beside a reading that the case holds another word of its level earns a quarter, for the level is
half of what a coding says; a word of another level earns nothing, nor does the opposite of the
reading, though its level is the same.  Where the file reads it with low confidence alone, the
question is open, and another word of its level, or beside a classical one, earns half.  It is open
as well where another account denies what the defense is against: who was fond of nobody has
nothing to keep away.  What the case reads otherwise of the same event is right then, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    UnsuitableError,
    quoted,
    told_barely,
    with_chance,
)
from formulation.exercises.readings import (
    Readings,
    denials,
    gives_away,
    is_tentative,
    noted,
    readings,
    whose,
)
from formulation.exercises.sheet import Credit, Question, Solution
from formulation.model.base import Statement, ended, in_list
from formulation.model.case import Case
from formulation.model.inner import Defense, Feeling, InnerConflict
from formulation.terms import Term, vocabulary

__all__ = ["KIND"]

#: what another word of the level of a reading earns; beside one of low confidence
_SAME_LEVEL, _ARGUABLE = 0.25, 0.5
#: the classical words have no level; A. Freud (1936) lists them along with repression and
#: reaction formation, which have level 5 now, and draws no line between them
_BESIDE_CLASSICAL = ("classical", "Neurotic")
_LETTERS = re.compile(r"[^\W\d_]+")
#: shorter words, such as "her", do not tell one person from another
_TELLING = 4
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
    return _words_of([s for s in reading.all if isinstance(s, Defense)])


def _words_of(defenses: Sequence[Defense]) -> list[Term]:
    return [term for one in defenses if (term := vocabulary("defense").get(one.of))]


@dataclass(frozen=True)
class _Coding:
    """What a case reads from one excerpt, and what it holds against that reading."""

    case: Case
    reading: Readings

    @cached_property
    def terms(self) -> list[Term]:
        """The words of the reading."""
        return _terms(self.reading)

    @cached_property
    def is_unsure(self) -> bool:
        """Whether the case reads it so with low confidence alone."""
        return all(is_tentative(s) for s in self.reading.all if isinstance(s, Defense))

    @cached_property
    def against(self) -> list[Statement]:
        """The accounts that deny what is kept away, whichever defense of the reading it is."""
        denied = [
            account
            for one in self.reading.all
            if isinstance(one, Defense)
            for id in _kept_away(self.case, one)
            for account in denials(self.case, id)
        ]
        return list({id(account): account for account in denied}.values())

    @property
    def is_open(self) -> bool:
        """Whether more can be argued for than the case reads."""
        return self.is_unsure or bool(self.against)

    @cached_property
    def beside(self) -> list[Defense]:
        """What the case reads otherwise of the same event, by an account that denies the first."""
        if not self.against:
            return []
        own = [s for s in self.reading.all if isinstance(s, Defense)]
        others = [s for s in self.case.statements if isinstance(s, Defense) and s not in own]
        return [
            other
            for other in others
            if any(_is_of_one_event(self.case, one, other) for one in own)
            if not _kept_away(self.case, other)
        ]

    @property
    def denial(self) -> str:
        """What the accounts say against it, as sentences to add; empty where there are none."""
        return "".join(f" {_denial(self.case, account)}" for account in self.against)


def _kept_away(case: Case, defense: Defense) -> list[str]:
    """Return the ids of the feelings that a defense keeps away, by a conflict or in its words."""
    here = case.ids[next(n for n, s in enumerate(case.statements) if s is defense)]
    knots = [s for s in case.statements if isinstance(s, InnerConflict) and s.defense == here]
    named = [knot.feeling for knot in knots if knot.feeling in case.index_of]
    worded = [
        id
        for id, s in zip(case.ids, case.statements, strict=True)
        if isinstance(s, Feeling) and case.by_whom(s) == case.by_whom(defense)
        if _is_named(case, s, defense)
    ]
    return list(dict.fromkeys([*filter(None, named), *worded]))


def _is_named(case: Case, feeling: Feeling, defense: Defense) -> bool:
    """Tell whether a defense is against a feeling by its words: this love, of this person."""
    against = set(_LETTERS.findall((defense.against or "").casefold()))
    if not set(_LETTERS.findall(feeling.text.casefold())) <= against:
        return False
    of = {word for id in feeling.toward for word in _LETTERS.findall(case.name(id).casefold())}
    is_said = any(len(word) >= _TELLING and word in against for word in of)
    return is_said or bool({*feeling.toward} & {*defense.toward}) or not feeling.toward


def _is_of_one_event(case: Case, one: Defense, other: Defense) -> bool:
    """Tell whether two defenses are of one person, toward one person, at one event."""
    is_toward_one = bool({*one.toward} & {*other.toward})
    is_at_one = bool({*one.after, *one.before} & {*other.after, *other.before})
    return is_toward_one and is_at_one and case.by_whom(one) == case.by_whom(other)


def _denial(case: Case, account: Statement) -> str:
    of, told = whose(case, account), told_barely(case, account)
    return (
        f"Another account denies what it would keep away{f' ({of})' if of else ''}: {ended(told)}"
    )


def _made(case: Case, reading: Readings, number: str) -> Made:
    coding = _Coding(case, reading)
    accepted = list(_accepted(coding))
    known = {credit.answer for credit in accepted}
    near = [c for c in _near(coding) if c.answer not in known]
    question = Question(
        id=number,
        form="term",
        ask="Which defense may show in this?",
        given=_excerpts(reading),
        vocabulary="defense",
        is_open=coding.is_open or len(accepted) > 1,
        hint="Ask what is kept out of mind, and what is done instead.",
    )
    solution = Solution(
        question=number,
        form="term",
        credits=[*accepted, *near],
        otherwise=_otherwise(coding),
        quotes=quoted(case, [*reading.all, *coding.against, *coding.beside]),
        look_at="'formulation terms defense' tells what each word means, level by level.",
        model=_model(coding, accepted),
    )
    return Made(question, with_chance(solution, words=len(vocabulary("defense").words)))


def _model(coding: _Coding, accepted: Sequence[Credit]) -> str:
    words = in_list([credit.answer for credit in accepted], "or")
    if coding.is_unsure:
        return f"{words}: this file's reading, with low confidence"
    return f"{words}: what it would keep away is disputed" if coding.against else words


def _accepted(coding: _Coding) -> Iterator[Credit]:
    """Yield every reading that the case holds, each with whose it is."""
    case = coding.case
    told: dict[str, Statement] = {}
    for statement in coding.reading.all:
        if isinstance(statement, Defense):
            told.setdefault(statement.of, statement)
    for word, statement in told.items():
        is_unsure = is_tentative(statement)
        how = "This file reads it so, with low confidence." if is_unsure else "It can be read so."
        yield Credit(
            answer=word,
            share=1,
            reason=f"{how} {_meaning(word)}.{noted(statement)}{coding.denial}",
            reading=whose(case, statement) or None,
        )
    for other in {one.of: one for one in reversed(coding.beside) if one.of not in told}.values():
        how = "It can be read so, if there was nothing of the kind to keep away."
        yield Credit(
            answer=other.of,
            share=1,
            reason=f"{how} {_meaning(other.of)}.{noted(other)}{coding.denial}",
            reading=whose(case, other) or None,
        )


# -- what other words earn ------------------------------------------------------------------------


def _near(coding: _Coding) -> Iterator[Credit]:
    """Yield the words near a reading, those opposite to one, and how each differs."""
    accepted = coding.terms
    for term in vocabulary("defense").terms:
        beside = [one for one in accepted if _is_near(term, one)]
        opposite = [one for one in accepted if frozenset((term.word, one.word)) in _OPPOSITES]
        if opposite:
            reason = f"The level is right, but this is the opposite. {_both(term, opposite[0])}"
            yield Credit(answer=term.word, share=0, reason=f"{reason}{coding.denial}")
        elif coding.is_open and _is_arguable(term, accepted):
            yield Credit(answer=term.word, share=_ARGUABLE, reason=_argue(term, coding))
        elif beside:
            one = min(beside, key=lambda one: abs((term.level or 0) - (one.level or 0)))
            share = _SAME_LEVEL if term.level == one.level else 0
            reason = f"{_where(term, one)}, but another defense. {_both(term, one)}{coding.denial}"
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


def _argue(term: Term, coding: _Coding) -> str:
    words = in_list([one.word for one in coding.terms], "or")
    how = f"This file reads it as {words}"
    hedge = f"{how}, with low confidence" if coding.is_unsure else how
    return f"{hedge}; argue for yours. {_meaning(term.word)}.{coding.denial}"


def _meaning(word: str) -> str:
    term = vocabulary("defense").get(word)
    return f"{word}: {term.meaning}" if term else word


def _otherwise(coding: _Coding) -> str:
    accepted = [*coding.terms, *_words_of(coding.beside)]
    levels = [f"level {t.level}" if t.level else "the classical words" for t in accepted]
    where = in_list(list(dict.fromkeys(levels)), "or")
    told = f"That word means something else. Look again at {where}."
    told = f"{told} This file is not sure of its own reading, either." if coding.is_unsure else told
    return f"{told}{coding.denial}"


KIND = Kind(
    name="code-defense",
    title="Which defense?",
    level=4,
    trains="To name a defense from what somebody does, and to know its neighbours.",
    make=make,
)
