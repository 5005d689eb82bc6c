"""Marking: what an answer earned, and why, in one record.

>>> from formulation.exercises.sheet import Answers, Credit, Key, Solution
>>> right = Credit(answer="a", share=1, reason="He asks for help and thanks for it.")
>>> solution = Solution(question="1", form="choose", credits=[right])
>>> key = Key(sheet="s", kind="k", level=1, title="t", case="c", solutions=[solution])
>>> marking = mark(key, Answers(sheet="s", given={"1": "a"}))
>>> marking.points, marking.of, marking.marks[0].reasons[0].text
(1.0, 1.0, 'He asks for help and thanks for it.')
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from formulation.errors import CaseError, Fault, shortened
from formulation.exercises.rules import share_of, spelt
from formulation.exercises.sheet import (
    Answers,
    Credit,
    Key,
    Points,
    Question,
    Quote,
    Share,
    Sheet,
    Solution,
    letters_in,
)
from formulation.model.base import Record, in_list
from formulation.model.fields import Text, Texts, Truth
from formulation.terms import vocabulary

__all__ = [
    "Mark",
    "Marking",
    "Override",
    "Reason",
    "astray",
    "mark",
    "otherwise",
    "unlisted",
    "words_in",
]

#: what stands between several words of a list
_BETWEEN = re.compile(r"[,;/+&\n]|\b(?:and|or)\b", re.IGNORECASE)
#: where a term is asked for and no sheet says of which vocabulary
_USUAL = "defense"


class Reason(Record):
    """Why something of an answer earned what it earned.

    Attributes
    ----------
    about
        The answer it is about, in words.
    text
        The reason, told to the student.
    reading
        Whose reading it is, where readings differ.
    """

    about: Text | None = None
    text: Text
    reading: Text | None = None


class Mark(Record):
    """What one answer earned.

    Attributes
    ----------
    question
        The number of the question.
    given
        What was answered.
    verdict
        ``right``, ``partly right``, ``not yet``, ``no answer``, ``for your teacher`` or, where it
        cannot be read as what was asked for, ``not marked``.
    points, of
        What it earned and what could be earned; both nought where only a teacher can say, and
        where it is not marked.
    chance
        What a blind answer earns on the average, in points.
    reasons
        Why, one for each part of the answer.
    quotes
        The statements of the case that decide it.
    look_at
        What to look at next; absent where all is right.
    model
        An answer as it could be given; absent where all is right.
    is_overridden
        Whether a teacher set the points.
    """

    question: Text
    given: Texts = ()
    verdict: Text
    points: Points = 0.0
    of: Points = 0.0
    chance: Points = 0.0
    reasons: tuple[Reason, ...] = ()
    quotes: tuple[Quote, ...] = ()
    look_at: Text | None = None
    model: Text | None = None
    is_overridden: Truth = False


class Marking(Record):
    """A sheet marked: one :class:`Mark` for each question.

    Attributes
    ----------
    sheet, kind, level, title, case
        As on the key.
    name
        Who answered, where somebody said so.
    marks
        In the order of the questions.
    notes
        What could not be used of the answers, and why.
    """

    sheet: Text
    kind: Text
    level: int
    title: Text
    case: Text
    name: Text | None = None
    marks: tuple[Mark, ...] = ()
    notes: Texts = ()

    @property
    def points(self) -> float:
        """What was earned in all."""
        return sum(mark.points for mark in self.marks)

    @property
    def of(self) -> float:
        """What could be earned in all."""
        return sum(mark.of for mark in self.marks)

    @property
    def chance(self) -> float:
        """What blind answers to all questions earn on the average."""
        return sum(mark.chance for mark in self.marks)

    def to_dict(self) -> dict[str, Any]:
        """Return it as one document of plain values, the sums included."""
        told: dict[str, Any] = self.model_dump(mode="json")
        return {**told, "points": self.points, "of": self.of, "chance": self.chance}

    def __str__(self) -> str:
        """Return what was earned, and what guessing earns."""
        from formulation.exercises.telling import headline

        return f"{self.title} ({self.sheet}). {headline(self)}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return it as a page and as text, for a notebook."""
        from formulation.exercises.notebook_sheet import shown

        return shown(self)._repr_mimebundle_()


class Override(Record):
    """A teacher's own mark for one answer, which stands in place of the computed one.

    Attributes
    ----------
    name
        The student's; everybody's where it is not said.
    question
        The number of the question.
    share
        The share of the points, from 0 to 1.
    reason
        What the student is told.
    """

    name: Text | None = None
    question: Text
    share: Share
    reason: Text | None = None


def mark(
    key: Key, answers: Answers, *, sheet: Sheet | None = None, overrides: Iterable[Override] = ()
) -> Marking:
    """Mark the answers to one sheet.

    Parameters
    ----------
    key
        The key of the sheet.
    answers
        What was answered.
    sheet
        The sheet itself, for the words of the options; the key's own copy unless it is given.
    overrides
        A teacher's own marks.

    Raises
    ------
    CaseError
        Where the answers, or the sheet, belong to another key.
    """
    sheet = sheet or key.asked
    _belong_together(key, answers, sheet)
    own = list(overrides)
    marks = [_mark(s, answers, _question(sheet, s), own) for s in key.solutions]
    head = {"kind": key.kind, "level": key.level, "title": key.title, "case": key.case}
    notes = (*_strange(key, answers), *_unmarked(marks))
    return Marking(sheet=key.sheet, name=answers.name, marks=tuple(marks), notes=notes, **head)


def _belong_together(key: Key, answers: Answers, sheet: Sheet | None) -> None:
    told = [("these answers", answers.sheet)] + ([("this sheet", sheet.id)] if sheet else [])
    faults = [
        Fault(f"{what} belong{'s' if what == 'this sheet' else ''} to another key", id, key.sheet)
        for what, id in told
        if id != key.sheet
    ]
    if faults:
        raise CaseError(faults)


def _question(sheet: Sheet | None, solution: Solution) -> Question | None:
    if sheet is None:
        return None
    return next((q for q in sheet.questions if q.id == solution.question), None)


def _strange(key: Key, answers: Answers) -> Iterator[str]:
    asked = {solution.question for solution in key.solutions}
    for id in answers.given:
        if id not in asked:
            yield f"The sheet has no question {id}; what was written there is not marked."


def _unmarked(marks: Iterable[Mark]) -> Iterator[str]:
    for one in marks:
        if one.verdict == "not marked":
            yield f"Question {one.question} is not marked, and not counted, until it is mended."


# -- one answer ----------------------------------------------------------------------------------


def _mark(
    solution: Solution, answers: Answers, question: Question | None, overrides: Sequence[Override]
) -> Mark:
    given = _understood(solution, question, answers.to(solution.question))
    own = next((o for o in overrides if _is_about(o, solution, answers)), None)
    if own is not None:
        return _overridden(solution, given, own)
    if solution.form == "case":
        from formulation.exercises.whole import mark_case

        return mark_case(solution, given)
    if solution.form == "write":
        return _for_teacher(solution, given)
    share = share_of(solution, given)
    return _marked(solution, given, share, tuple(_reasons(solution, question, given)))


def _understood(
    solution: Solution, question: Question | None, given: Sequence[str]
) -> tuple[str, ...]:
    """Return the answers as the key spells them, letters one by one, words by their first spelling.

    So a list of letters on one line, which a page never saves and a person may write, is no other
    answer than the letters in a list.
    """
    if solution.form == "term":
        name = _vocabulary_of(question)
        return tuple(spelt(word, name) for cell in given for word in words_in(cell, name))
    if solution.form in ("write", "case"):
        return tuple(given)
    ids = list(_letters_of(solution, question))
    return tuple(letter for cell in given for letter in _one_by_one(cell, ids))


def _letters_of(solution: Solution, question: Question | None) -> Iterator[str]:
    """Yield the letters that are offered, as the key spells them where it does."""
    yield from (option.id for option in (question.options if question else ()))
    yield from (credit.answer for credit in solution.credits)
    for order in solution.orders:
        yield from (order.earlier, order.later)


def _one_by_one(cell: str, ids: Sequence[str]) -> list[str]:
    found, strange = letters_in(cell, ids)
    strange = [word.casefold() for word in strange]
    return [*found, *strange] if found else [cell.strip().casefold()]


def _vocabulary_of(question: Question | None) -> str:
    return (question.vocabulary if question else None) or _USUAL


def words_in(text: str, vocabulary_name: str) -> list[str]:
    """Return what somebody wrote as the words it is made of, or whole where none of them is one.

    Parameters
    ----------
    text
        What was written: one word, or several with commas, "and" or "or" between them.
    vocabulary_name
        One of the vocabularies of :mod:`formulation.terms`.

    Examples
    --------
    >>> words_in("Denial, repression", "defense"), words_in("denial and", "defense")
    (['Denial', 'repression'], ['denial'])
    >>> words_in("I do not know, and cannot", "defense")
    ['I do not know, and cannot']
    """
    words = vocabulary(vocabulary_name)
    parts = [text] if text in words else [part.strip() for part in _BETWEEN.split(text)]
    return list(filter(None, parts)) if any(part in words for part in parts) else [text]


def unlisted(word: str, vocabulary_name: str) -> str:
    """Return, as a sentence, that a word is none of a list, and which may be meant.

    >>> unlisted("represion", "defense")
    "No word of the list is spelt 'represion'; is 'repression' meant?"
    """
    near = vocabulary(vocabulary_name).nearest(word)
    told = f"No word of the list is spelt '{shortened(word)}'"
    if near:
        return f"{told}; is '{near}' meant?"
    return f"{told}; 'formulation terms {vocabulary_name}' shows the list."


def _is_about(override: Override, solution: Solution, answers: Answers) -> bool:
    return override.question == solution.question and override.name in (None, answers.name)


def _overridden(solution: Solution, given: tuple[str, ...], own: Override) -> Mark:
    reason = Reason(text=own.reason or "Your teacher marked this answer.")
    marked = _marked(solution, given, own.share, (reason,))
    return marked.model_copy(update={"is_overridden": True})


def _for_teacher(solution: Solution, given: tuple[str, ...]) -> Mark:
    """Return a mark without points: what is written freely is read by a person."""
    told = {"quotes": solution.quotes, "look_at": solution.look_at, "model": solution.model}
    verdict = "for your teacher" if given else "no answer"
    return Mark(question=solution.question, given=given, verdict=verdict, **told)


def _marked(
    solution: Solution, given: tuple[str, ...], share: float, reasons: tuple[Reason, ...]
) -> Mark:
    is_right = share >= 1
    return Mark(
        question=solution.question,
        given=given,
        verdict=_verdict(given, share),
        points=share * solution.points,
        of=solution.points,
        chance=solution.chance * solution.points,
        reasons=reasons,
        quotes=solution.quotes,
        look_at=None if is_right else solution.look_at,
        model=None if is_right else solution.model,
    )


def _verdict(given: Sequence[str], share: float) -> str:
    if share >= 1:
        return "right"
    if share > 0:
        return "partly right"
    return "not yet" if given else "no answer"


# -- why -----------------------------------------------------------------------------------------


def _reasons(
    solution: Solution, question: Question | None, given: Sequence[str]
) -> Iterator[Reason]:
    if solution.form == "order":
        yield from _reasons_of_order(solution, question, given)
        return
    known = {credit.answer: credit for credit in solution.credits}
    for word in dict.fromkeys(given):
        yield _reason(solution, question, word, known.get(word))
    if solution.form in ("choose", "term") and len(set(given)) > 1:
        asked = "word" if solution.form == "term" else "answer"
        yield Reason(text=f"One {asked} was asked for; of several the one that earns least counts.")
    if solution.form == "choose-many" and given:
        yield from _left_out(question, known, set(given))


def _reason(
    solution: Solution, question: Question | None, word: str, credit: Credit | None
) -> Reason:
    about = _worded(question, word)
    if credit is not None:
        return Reason(about=about, text=credit.reason, reading=credit.reading)
    if solution.form == "term":
        return Reason(about=about, text=otherwise(solution, question, word))
    letters = in_list([c.answer for c in solution.credits], "or")
    return Reason(about=about, text=f"The question offers no {word}; it offers {letters}.")


def otherwise(solution: Solution, question: Question | None, word: str) -> str:
    """Return what is told of a word that earns nothing: that it is another, or none of the list.

    Parameters
    ----------
    solution
        What the question's answers are worth.
    question
        The question, for its vocabulary.
    word
        What was answered.
    """
    name = _vocabulary_of(question)
    words = vocabulary(name)
    if word in words or (words.is_open and not words.nearest(word)):
        return solution.otherwise or "This is not what is asked here."
    return unlisted(word, name)


def _left_out(
    question: Question | None, known: dict[str, Credit], given: set[str]
) -> Iterator[Reason]:
    for answer, credit in known.items():
        if credit.share == 1 and answer not in given:
            about = _worded(question, answer)
            yield Reason(about=about, text=f"Left out. {credit.reason}", reading=credit.reading)


def _worded(question: Question | None, answer: str) -> str:
    """Return an answer as the sheet words it: its letter and what stands there."""
    options = question.options if question else ()
    text = next((option.text for option in options if option.id == answer), "")
    return f"{answer}: {text}" if text else answer


def _reasons_of_order(
    solution: Solution, question: Question | None, given: Sequence[str]
) -> Iterator[Reason]:
    """Tell only the pairs that stand wrongly with nothing astray between: the rest follow."""
    letters = {letter for order in solution.orders for letter in (order.earlier, order.later)}
    placed = list(dict.fromkeys(word for word in given if word in letters))
    said = {(order.earlier, order.later): order.reason for order in solution.orders}
    for before, after in astray(placed, said):
        first, second = _worded(question, after), _worded(question, before)
        yield Reason(about=f"{first} comes before {second}", text=said[after, before])
    missing = sorted(letters - set(placed))
    if given and missing:
        yield Reason(text=f"Not placed: {in_list(missing)}; what is not placed earns nothing.")
    offered = letters | {option.id for option in (question.options if question else ())}
    strange = [word for word in dict.fromkeys(given) if word not in offered]
    if strange:
        yield Reason(text=f"The question offers no {in_list(strange, 'or')}.")


def astray(placed: Sequence[str], said: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that stand the wrong way round and hold no such pair between them.

    Parameters
    ----------
    placed
        What was put into order.
    said
        Which stands before which; two of which nothing is said may stand either way.
    """
    wrong = {(b, a) for b, a in combinations(placed, 2) if (a, b) in said}
    for start, before in enumerate(placed):
        for end in range(start + 1, len(placed)):
            after, between = placed[end], placed[start + 1 : end]
            if (before, after) in wrong and not any(
                (before, one) in wrong or (one, after) in wrong for one in between
            ):
                yield before, after
