"""What every kind of exercise is made with: a case, chance with a seed, and letters for options."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from formulation.exercises.rules import chance_of
from formulation.exercises.sheet import Credit, Option, Question, Quote, Solution
from formulation.model.base import Statement
from formulation.model.case import Case

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = [
    "LEVELS",
    "Kind",
    "Made",
    "Material",
    "Offer",
    "UnsuitableError",
    "lettered",
    "quoted",
    "told_barely",
    "with_chance",
]

#: the ladder: what is asked of a student on each rung
LEVELS = {
    1: "recognize",
    2: "tell the illness narrative",
    3: "model",
    4: "name the elements",
}
_T = TypeVar("_T")
_MOST_OPTIONS = len(ascii_lowercase)


class UnsuitableError(Exception):
    """A case has not what a kind of exercise asks about; the message says what is missing."""


class Offer(NamedTuple):
    """An option before it has its letter: its words, what it earns and why, whose reading."""

    text: str
    share: float
    reason: str
    reading: str | None = None


class Made(NamedTuple):
    """A question and what its answers are worth."""

    question: Question
    solution: Solution


@dataclass(frozen=True)
class Kind:
    """One kind of exercise.

    Attributes
    ----------
    name
        What it is asked for by: small letters and hyphens.
    title
        What it is called on the sheet.
    level
        Its rung, from 1 to 4; see :data:`LEVELS`.
    trains
        What it trains, as a sentence for the teacher.
    make
        Makes the questions, at most ``material.most``, numbered from "1"; raises
        :class:`UnsuitableError` where the case has nothing to ask about.
    shows_story
        Whether the case's story stands above the questions, where it has one.
    """

    name: str
    title: str
    level: int
    trains: str
    make: Callable[[Material], Sequence[Made]]
    shows_story: bool = False


@dataclass(frozen=True)
class Material:
    """What the questions are made from.

    Attributes
    ----------
    case
        The case.
    story
        The case told in paragraphs without interpretation; empty where nobody has told it.
    rng
        Draws, from the teacher's seed; the only chance there is.
    most
        How many questions are wanted.
    cases
        Other cases, to mismatch with or to take wrong answers from, asked for when needed.
    stories
        The stories of other cases, by case id, asked for when needed.
    """

    case: Case
    story: tuple[str, ...]
    rng: Generator
    most: int
    cases: Callable[[], Sequence[Case]]
    stories: Callable[[], dict[str, tuple[str, ...]]]

    def shuffled(self, things: Iterable[_T]) -> list[_T]:
        """Return things in an order drawn by the seed."""
        listed = list(things)
        return [listed[at] for at in self.rng.permutation(len(listed))]

    def drawn(self, things: Iterable[_T], most: int) -> list[_T]:
        """Return at most so many of the things, drawn by the seed."""
        return self.shuffled(things)[:most]


def lettered(material: Material, offers: Iterable[Offer]) -> tuple[list[Option], list[Credit]]:
    """Return options under letters in an order drawn by the seed, and what each earns.

    Offers of the same words are one, the one that earns most: no two options read alike.
    """
    best: dict[str, Offer] = {}
    for offer in offers:
        known = best.get(offer.text)
        if known is None or offer.share > known.share:
            best[offer.text] = offer
    drawn = material.shuffled(best.values())[:_MOST_OPTIONS]
    letters = list(zip(ascii_lowercase, drawn, strict=False))
    options = [Option(id=letter, text=offer.text) for letter, offer in letters]
    credits = [
        Credit(answer=letter, share=offer.share, reason=offer.reason, reading=offer.reading)
        for letter, offer in letters
    ]
    return options, credits


def told_barely(case: Case, statement: Statement) -> str:
    """Return a statement as a sentence that does not say how it is known, or how surely."""
    unsaid = dict.fromkeys(("basis", "inference", "confidence"))
    return case.tell(statement.model_copy(update=unsaid))


def quoted(case: Case, statements: Iterable[Statement]) -> list[Quote]:
    """Return statements of a case as the reasons of a mark quote them."""
    ids = {id(statement): name for statement, name in zip(case.statements, case.ids, strict=True)}
    return [
        Quote(statement=ids[id(s)], says=case.tell(s), source=", ".join(s.source) or None)
        for s in statements
    ]


def with_chance(solution: Solution, words: int = 0) -> Solution:
    """Return a solution that knows what a blind answer earns; see :func:`chance_of`."""
    return solution.model_copy(update={"chance": chance_of(solution, words)})
