"""Which formulation is this story's?  One that was written of it, among three of other people.

Names are replaced by roles, as a report for teaching does it, and every patient is called she, so
that neither decides.

Source: matched and mismatched formulations after Sørbye et al. (2019).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    Offer,
    UnsuitableError,
    lettered,
    quoted,
    told_barely,
    with_chance,
)
from formulation.exercises.readings import whose
from formulation.exercises.sheet import Question, Solution
from formulation.exercises.wording import content_words, nameless, sentence
from formulation.model.base import Record, Statement, ended, in_list
from formulation.model.case import Case
from formulation.model.claims import Claim
from formulation.model.figures import Person

__all__ = ["KIND"]

_OTHERS = 3
_FEWEST, _MOST = 2, 3
#: by a third about the same story it would show which option comes back each time
_MOST_QUESTIONS = 2
_FEWEST_SHARED = 3
_INNER = ("inner_conflict", "bind")
_CORNERS = ("feeling", "fear", "defense")
_UNTIMED = {
    "when": None,
    "age": None,
    "after": (),
    "before": (),
    "apart": None,
    "lasts": None,
    "recurring": False,
    "often": None,
    "what": None,
}
_AS_SHE = {"he": "she", "him": "her", "his": "her", "himself": "herself"}
_MEN = re.compile(r"\b(?:father|brother|husband|son|uncle|grandfather|stepfather)\b")
_SAID_OF_HIM = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
#: a figure that has only a letter tells a reader nothing
_LETTERED = re.compile(r"\b(?:person|group|institution|belief|figure|friends) [A-Z]\d?\b")


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a formulation: what it says in disguise, and the statement it stands for.

    `about` is the id of what it is an account of; several accounts have the same.
    """

    says: str
    statement: Statement
    about: str

    @cached_property
    def words(self) -> frozenset[str]:
        """What it is about."""
        return content_words(self.says)


@dataclass(frozen=True)
class _Formulated:
    """A case that can be matched: its story, and the sentences that say how it hangs together."""

    case: Case
    story: tuple[str, ...]
    sentences: tuple[_Sentence, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """What the story is about."""
        return content_words(" ".join(self.story))

    @cached_property
    def things(self) -> frozenset[str]:
        """What the sentences are about; several accounts of one thing are one."""
        return frozenset(one.about for one in self.sentences)

    def telling(self, among: Iterable[_Sentence], beside: _Formulated) -> list[_Sentence]:
        """Return claims that share a word with this story which the other story has not."""
        own = self.words - beside.words
        return [one for one in among if isinstance(one.statement, Claim) and one.words & own]


#: what was made of the cases that come with the library, by the identity of each
_KNOWN: dict[int, _Formulated] = {}


def make(material: Material) -> list[Made]:
    """Offer one formulation of the story and three of other stories."""
    if not material.story:
        raise UnsuitableError("it has no story to match a formulation with")
    own = _formulated(material.case, material.story)
    if len(own.things) < _FEWEST:
        raise UnsuitableError("it has no two claims or inner conflicts to make a formulation of")
    others = _others(material, own)
    if len(others) < _OTHERS:
        raise UnsuitableError("it has no three other cases beside it that can be told apart")
    made: list[Made] = []
    while len(made) < min(material.most, _MOST_QUESTIONS):
        beside = sorted(material.drawn(others, _OTHERS), key=lambda one: one.case.id)
        one = _made(material, own, beside, str(len(made) + 1))
        if one is None:
            break
        question, drawn = one
        made.append(question)
        left = tuple(s for s in own.sentences if s not in drawn)
        own = _Formulated(own.case, own.story, left)
    if not made:
        raise UnsuitableError(
            "it has no two sentences (claims, inner conflicts) by which it can be told from others"
        )
    return made


# -- what there is to match -----------------------------------------------------------------------


def _others(material: Material, own: _Formulated) -> list[_Formulated]:
    """Return the cases of like origin that are about somebody else and can be told apart from it.

    A case that shares two names with this one tells of the same people.
    """
    stories = material.stories()
    found = []
    for case in material.cases():
        if case.origin != own.case.origin or case.id == own.case.id or case.id not in stories:
            continue
        if len(_names(case) & _names(own.case)) > 1:
            continue
        if id(case) not in _KNOWN:
            _KNOWN[id(case)] = _formulated(case, stories[case.id])
        other = _KNOWN[id(case)]
        if len(other.things) >= _FEWEST and other.telling(other.sentences, own):
            found.append(other)
    return sorted(found, key=lambda one: one.case.id)


def _names(case: Case) -> frozenset[str]:
    """Return the names that people go by; a treating colleague may write of several patients."""
    return frozenset(
        p.label for p in case.people if p.role != "therapist" and p.label[:1].isupper()
    )


def _formulated(case: Case, story: tuple[str, ...]) -> _Formulated:
    from formulation.views.report.profiles import shown_as

    disguised = shown_as(case, "teaching")
    is_him = (_patient(case) or "").casefold() in ("male", "man", "m")
    told = [
        _Sentence(_as_she(says) if is_him else says, statement, statement.alternative_of or id)
        for id, statement, shown in zip(
            case.ids, case.statements, disguised.statements, strict=True
        )
        if (says := _said(disguised, shown)) and not _LETTERED.search(says)
    ]
    # an order that no name decides: "her father" is left as it is, and "Karl" is not
    return _Formulated(case, story, tuple(sorted(told, key=lambda one: nameless(case, one.says))))


def _patient(case: Case) -> str | None:
    figure: Record | None = case[case.patient] if case.patient else None
    return figure.gender if isinstance(figure, Person) else None


def _said(case: Case, statement: Statement) -> str:
    """Return a sentence of a formulation; nothing for what is none of this patient's."""
    if isinstance(statement, Claim):
        return "" if statement.scope else sentence(statement.text)
    if statement.kind in _INNER and _is_patients(case, statement):
        return sentence(told_barely(case, statement.model_copy(update=_UNTIMED)))
    return ""


def _is_patients(case: Case, statement: Statement) -> bool:
    who: Any = statement.subjects if statement.kind == "bind" else case.by_whom(statement)
    return tuple(who) == (case.patient,)


def _as_she(says: str) -> str:
    """Call a man she, but for words that may mean another man who was named before.

    >>> _as_she("The horse stands for the father, whom he loves and whose rival he is.")
    'The horse stands for the father, whom she loves and whose rival she is.'
    >>> _as_she("A fright taught him to fear."), _as_she("Love for the father against hate of him.")
    ('A fright taught her to fear.', 'Love for the father against hate of him.')
    """

    def turned(found: re.Match[str]) -> str:
        word = found[0]
        if word.lower() != "he" and _MEN.search(says[: found.start()].lower()):
            return word
        told = _AS_SHE[word.lower()]
        return told.capitalize() if word[:1].isupper() else told

    return _SAID_OF_HIM.sub(turned, says)


# -- the question ---------------------------------------------------------------------------------


def _made(
    material: Material, own: _Formulated, beside: Sequence[_Formulated], number: str
) -> tuple[Made, list[_Sentence]] | None:
    """Return a question, and the sentences of the right answer; nothing where these run out."""
    count = min([_MOST, *(len(one.things) for one in (own, *beside))])
    right = _drawn(material, own, beside, count)
    if count < _FEWEST or len(right) < count:
        return None
    offers = [_right(own, right, beside)]
    for other in beside:
        offers.append(_wrong(other, _drawn(material, other, [own], count), own))
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose",
        ask=(
            "One of these was written of the person in this story, the others of other people. "
            "Which one? All go by their roles, and every patient is called she."
        ),
        options=options,
        hint="Ask of each sentence: what in the story could it be about?",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(own.case, [one.statement for one in right]),
        look_at="Take one sentence at a time. A formulation fits when each has its place.",
        model=offers[0].text,
    )
    return Made(question, with_chance(solution)), right


def _drawn(
    material: Material, one: _Formulated, beside: Iterable[_Formulated], count: int
) -> list[_Sentence]:
    """Return so many sentences, one of which tells the case from those beside it.

    Of several accounts of one thing only one is taken.
    """
    first = list(one.sentences)
    for other in beside:
        first = one.telling(first, other)
    drawn = material.drawn(first, 1)
    for more in material.shuffled(one.sentences):
        if drawn and len(drawn) < count and more.about not in {s.about for s in drawn}:
            drawn.append(more)
    return material.shuffled(drawn)


def _told(sentences: Iterable[_Sentence]) -> str:
    return " ".join(one.says for one in sentences)


def _right(own: _Formulated, right: list[_Sentence], beside: Sequence[_Formulated]) -> Offer:
    telling = _telling(own, right, beside)
    told = [f"It is of this person. “{telling.says}”", *_borne_out(own, telling)]
    disputed = [one for one in right if one.about in own.case.other_accounts]
    readers = [whose(own.case, one.statement) for one in disputed]
    for one, reader in zip(disputed, readers, strict=True):
        of = f"; this one: {reader}" if reader else ""
        told.append(f"There is another reading of “{one.says}”{ended(of) if of else ''}")
    # of several readings each has its reader, and stands beside it in the reason
    alone = readers[0] if len(readers) == 1 else None
    return Offer(_told(right), 1, " ".join(told), alone or None)


def _telling(own: _Formulated, right: list[_Sentence], beside: Sequence[_Formulated]) -> _Sentence:
    """Return the sentence that tells this case from those beside it."""
    first = list(right)
    for other in beside:
        first = own.telling(first, other)
    return first[0]


def _borne_out(own: _Formulated, sentence: _Sentence) -> Iterator[str]:
    """Yield where the story says it, or else what of the case the statement ties together."""
    if passage := _passage(own, sentence):
        yield f"In the story: “{passage}”"
    elif rests_on := _rests_on(own.case, sentence.statement):
        yield f"In the case it is about {in_list(rests_on)}."


def _passage(own: _Formulated, sentence: _Sentence) -> str:
    """Return the sentence of the story that says the same; nothing where none comes near it.

    It has most of the words, and three at the least; what shares one noun can be about anything.
    """
    names = content_words(" ".join(_names(own.case)))
    said = sentence.words - names
    scored = [
        (len(content_words(passage) & said), -place, passage)
        for place, passage in enumerate(_in_sentences(own.story))
    ]
    shared, _, passage = max(scored, default=(0, 0, ""))
    return passage if shared >= _FEWEST_SHARED and 2 * shared > len(said) else ""


def _rests_on(case: Case, statement: Statement) -> list[str]:
    """Return what the statement ties together, as noun phrases."""
    if isinstance(statement, Claim):
        ids = (*statement.from_, *statement.to)
    else:
        named = (getattr(statement, name, None) for name in _CORNERS)
        ids = tuple(id for id in named if isinstance(id, str) and id in case.index_of)
    return list(dict.fromkeys(case.name(id) for id in ids))


def _in_sentences(story: Iterable[str]) -> list[str]:
    """Return the sentences of a story; an initial, as in Herr K., ends none."""
    return [s for paragraph in story for s in re.split(r"(?<=[^A-Z][.!?]) +", paragraph) if s]


def _wrong(other: _Formulated, sentences: list[_Sentence], own: _Formulated) -> Offer:
    """Return another person's formulation, and what in it has no place in this story."""
    stray = other.telling(sentences, own)
    line = stray[0].says if stray else sentences[0].says
    whose_ = other.case.title or other.case.id
    reason = f"It was written of another person ({whose_}). Nothing in this story is like “{line}”"
    return Offer(_told(sentences), 0, reason)


KIND = Kind(
    name="match-formulation",
    title="Whose formulation is this?",
    level=1,
    trains="To hold a formulation against the story, sentence by sentence.",
    make=make,
    shows_story=True,
)
