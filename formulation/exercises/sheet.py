"""What an exercise is written on: the student's sheet, the teacher's key, and the answers.

The three are records of their own, kept in files of their own, so that a sheet can be handed out
without its key.  A sheet holds nothing that gives an answer away; a key says of every answer how
much of the point it earns *and why*; answers hold nothing but what was given.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from formulation.errors import Fault, counted
from formulation.model.base import Record
from formulation.model.fields import Text, Texts, Truth, refused

__all__ = [
    "FORMS",
    "Answers",
    "Credit",
    "Key",
    "Option",
    "Order",
    "Question",
    "Quote",
    "Sheet",
    "Solution",
    "letters_in",
]

Form = Literal["choose", "choose-many", "order", "term", "write", "case"]
#: how a question is answered, and what a student is told of it
FORMS: dict[str, str] = {
    "choose": "Choose one.",
    "choose-many": "Choose all that apply.",
    "order": "Put all of them into order, the earliest first.",
    "term": "Write one word of the field.",
    "write": "Write a few sentences. Your teacher reads them.",
    "case": "Write a case file.",
}
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


def _first(version: str) -> str:
    if version != "1":
        raise refused(Fault("this form of the file is not known", version, "1"))
    return version


def _without_blanks(value: object) -> object:
    """Return answers without those that hold nothing: a line left blank is no answer."""
    if value is None or isinstance(value, str):
        value = [value or ""]
    if isinstance(value, list | tuple):
        return [one for one in value if not isinstance(one, str) or one.strip()]
    return value


Given = Annotated[tuple[Text, ...], BeforeValidator(_without_blanks)]
Version = Annotated[str, AfterValidator(_first)]
_GAPS, _SIGNS = re.compile(r"[\s,;]+"), re.compile(r"[.:()\[\]<>→/&+-]+")
_JOINERS = ("and", "then")


def letters_in(typed: str, ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the options that a line names, as the sheet spells them, and what names none.

    Letters may stand apart or, where each is one sign, together; a line that begins as an option
    does, ``a) her brother``, names that option and no other.

    Parameters
    ----------
    typed
        One line, wherever it was written.
    ids
        The letters of the question's options.

    Examples
    --------
    >>> letters_in("C, a > b", ["a", "b", "c"]), letters_in("cab", ["a", "b", "c"])
    ((['c', 'a', 'b'], []), (['c', 'a', 'b'], []))
    >>> letters_in("a and x", ["a", "b"]), letters_in("b) a doctor", ["a", "b"])
    ((['a'], ['x']), (['b'], []))
    """
    known = {id.casefold(): id for id in ids}
    bare = typed.strip().casefold()
    if whole := known.get(bare) or known.get(_copied(bare, known)):
        return [whole], []
    found, strange = [], []
    for word in filter(None, _words(typed, known)):
        parts = _parts(word.casefold(), known)
        found += [known[part] for part in parts]
        strange += [] if parts or word.casefold() in _JOINERS else [word]
    return found, strange


def _copied(line: str, known: Container[str]) -> str:
    """Return the letter of an option that was copied with its words; nothing where more follow."""
    letter, bracket, rest = line.partition(") ")
    is_list = rest.partition(")")[0].strip() in known
    return letter if bracket and letter in known and not is_list else ""


def _words(typed: str, known: Container[str]) -> Iterator[str]:
    """Yield the words of a line; signs part them too, unless they belong to an option."""
    for word in _GAPS.split(typed):
        yield from [word] if word.casefold() in known else _SIGNS.split(word)


def _parts(word: str, known: Container[str]) -> list[str]:
    """Return a word as the options it names: itself, or its letters where all of them are."""
    if word in known:
        return [word]
    return list(word) if all(letter in known for letter in word) else []


class Option(Record):
    """One of the answers that a question offers, under its letter."""

    id: Text
    text: Text


class Question(Record):
    """One question of a sheet.

    Attributes
    ----------
    id
        Its number on the sheet, "1".
    form
        How it is answered; one of :data:`FORMS`.
    ask
        What is asked.
    given
        The paragraphs it is asked about: excerpts, scenes, a table told in words.
    options
        What can be answered, under letters, for the forms that offer anything.
    vocabulary
        The vocabulary of :mod:`formulation.terms` of which a word is asked.
    is_open
        Whether more than one answer is acceptable, each with whose reading it is.
    hint
        Where to look, without saying what is seen there.
    """

    id: Text
    form: Form
    ask: Text
    given: Texts = ()
    options: tuple[Option, ...] = ()
    vocabulary: Text | None = None
    is_open: Truth = False
    hint: Text | None = None


class Sheet(Record):
    """An exercise as the student gets it: questions, and nothing that answers them.

    Attributes
    ----------
    exercise
        The form of the file, ``1``.
    id
        What it goes by; its key and the answers to it carry the same.
    kind, level, title
        What is trained, on which rung of the ladder (1-4), and what it is called.
    case, origin, content_note
        The title of the case it was made from, where that comes from, and what a reader should
        know before reading.
    story
        The case told in paragraphs, where it helps.
    questions
        In the order in which they are asked.
    """

    exercise: Version = "1"
    id: Text
    kind: Text
    level: Annotated[int, Field(ge=1, le=4)]
    title: Text
    case: Text
    origin: Text | None = None
    content_note: Text | None = None
    story: Texts = ()
    questions: tuple[Question, ...] = ()

    def question(self, id: str) -> Question:
        """Return a question by its number.

        Raises
        ------
        KeyError
            Where the sheet has none of that number.
        """
        for question in self.questions:
            if question.id == id:
                return question
        raise KeyError(id)

    def __str__(self) -> str:
        """Return what it is: "Which defense? (code-defense-dora-3): 5 questions."."""
        return f"{self.title} ({self.id}): {counted(len(self.questions), 'question')}."

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return it as a page and as text, for a notebook."""
        from formulation.exercises.notebook_sheet import shown

        return shown(self)._repr_mimebundle_()


class Quote(Record):
    """A statement of the case that decides a question, as the case tells it."""

    statement: Text
    says: Text
    source: Text | None = None


class Credit(Record):
    """What an answer earns, and why.

    Attributes
    ----------
    answer
        An option's letter, or a word of the vocabulary.
    share
        Of the question's points: 1 right, 0 wrong, between them partly right.
    reason
        Told to whoever gave that answer.
    reading
        Whose reading it is, where readings differ.
    """

    answer: Text
    share: Share
    reason: Text
    reading: Text | None = None


class Order(Record):
    """That one option comes before another, and what says so; no date orders the other pairs."""

    earlier: Text
    later: Text
    reason: Text


class Solution(Record):
    """What a question's answers are worth.

    Attributes
    ----------
    question
        The number of the question.
    form
        How it is answered, as on the sheet.
    points
        What it counts for; a teacher may change it.
    credits
        What each answer earns.  Every option has one.  Of a vocabulary those that earn anything;
        `otherwise` is told of the others.
    orders
        What must stand before what; each pair kept earns the same part of the point.
    quotes
        The statements that decide it.
    look_at
        What to look at next, told to whoever has not got it yet.
    model
        An answer as it could be given, in words.
    reference
        A case file to compare a whole formulation with.
    chance
        The share that an answer made blindly earns on the average.
    """

    question: Text
    form: Form
    points: Points = 1.0
    credits: tuple[Credit, ...] = ()
    otherwise: Text | None = None
    orders: tuple[Order, ...] = ()
    quotes: tuple[Quote, ...] = ()
    look_at: Text | None = None
    model: Text | None = None
    reference: Text | None = None
    chance: Share = 0.0

    @property
    def right(self) -> tuple[str, ...]:
        """The answers that are wholly right."""
        return tuple(credit.answer for credit in self.credits if credit.share == 1)


class Key(Record):
    """The teacher's half of an exercise.

    Attributes
    ----------
    key
        The form of the file, ``1``.
    sheet
        The id of the sheet that it belongs to.
    kind, level, title, case
        As on the sheet.
    solutions
        One for each question, in order.
    asked
        The sheet itself, so that the key alone is enough to mark by.
    """

    key: Version = "1"
    sheet: Text
    kind: Text
    level: Annotated[int, Field(ge=1, le=4)]
    title: Text
    case: Text
    solutions: tuple[Solution, ...] = ()
    asked: Sheet | None = None

    def __str__(self) -> str:
        """Return what it is the key of, and nothing that it holds."""
        return f"The key of {self.title} ({self.sheet})."


class Answers(Record):
    """What one student answered.

    Attributes
    ----------
    answers
        The form of the file, ``1``.
    sheet
        The id of the sheet that was answered.
    name
        Who answered; nobody need say.
    given
        By question: the option's letter or letters, a word, or a text.
    """

    answers: Version = "1"
    sheet: Text
    name: Text | None = None
    given: dict[str, Given] = Field(default_factory=dict)

    def to(self, question: str) -> tuple[str, ...]:
        """Return what was answered to a question; nothing where it was left out."""
        return self.given.get(question, ())

    def __str__(self) -> str:
        """Return whose they are, and how many."""
        whose = f" of {self.name}" if self.name else ""
        return f"Answers{whose} to {self.sheet}: {counted(len(self.given), 'question')} answered."
