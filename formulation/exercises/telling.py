"""Sheets and marks in plain words: the sentences that the terminal, the pages and a notebook share.

Nothing here is escaped: where the words go to decides how.  A verdict is told by a sign and in
words, never by a colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formulation.errors import counted, shortened
from formulation.exercises.kind import LEVELS
from formulation.exercises.marking import Mark, Marking, Reason
from formulation.exercises.sheet import FORMS, Question, Quote, Sheet
from formulation.model.base import in_list
from formulation.terms import vocabulary

__all__ = [
    "OPEN",
    "SIGNS",
    "about_words",
    "answer_lines",
    "blank_of",
    "headline",
    "how_words",
    "level_words",
    "marking_in_words",
    "points_words",
    "question_in_words",
    "question_of",
    "quote_words",
    "reason_words",
    "reasons_of",
    "sheet_in_words",
    "term_words",
    "verdict_words",
]

#: the sign before each verdict
SIGNS = {
    "right": "✓",
    "partly right": "◐",
    "not yet": "○",
    "no answer": "–",
    "for your teacher": "✎",
    "not marked": "?",
}
OPEN = "More than one answer can be right here."
_NOTHING, _UNCOUNTED = "Nothing is answered.", "Nothing is counted."
_IN = "  "
#: so much of what was asked about is told again beside the mark
_LONGEST_GIVEN = 600


# -- the sheet -----------------------------------------------------------------------------------


def level_words(level: int) -> str:
    """Return a rung of the ladder as a student reads it.

    >>> level_words(3)
    'Level 3 of 4: model.'
    """
    return f"Level {level} of {len(LEVELS)}: {LEVELS.get(level, '')}."


def about_words(sheet: Sheet) -> str:
    """Return from which case a sheet was made, and where that comes from."""
    meaning = vocabulary("origin").get(sheet.origin or "")
    told = f"The case: {sheet.case}" + (f" ({meaning.meaning})" if meaning else "")
    return told if told.endswith((".", "?", "!")) else f"{told}."


def how_words(question: Question) -> str:
    """Return how a question is answered, and whether it is open."""
    return FORMS[question.form] + (f" {OPEN}" if question.is_open else "")


def term_words(question: Question) -> tuple[str, ...]:
    """Return the words that can be written for a question which asks for one of the field's."""
    return vocabulary(question.vocabulary).words if question.vocabulary else ()


def blank_of(question: Question) -> int:
    """Return how many blanks a question has on paper: one for each thing to be put in order."""
    return max(len(question.options), 1) if question.form == "order" else 1


def question_in_words(question: Question, indent: str = _IN) -> list[str]:
    """Return a question as plain lines: what it is about, what is asked, what is offered.

    Parameters
    ----------
    question
        The question.
    indent
        Stands before every line but the first.
    """
    told = [*question.given, question.ask, how_words(question)]
    offered = [f"{option.id}) {option.text}" for option in question.options]
    return [f"Question {question.id}", *(indent + line for line in (*told, *offered))]


def sheet_in_words(sheet: Sheet) -> list[str]:
    """Return a whole sheet as plain lines, the content note before everything else."""
    lines = [sheet.title, level_words(sheet.level), about_words(sheet)]
    lines += [f"Before you read. {sheet.content_note}"] if sheet.content_note else []
    lines += ["", "The story", *(_IN + paragraph for paragraph in sheet.story)] * bool(sheet.story)
    for question in sheet.questions:
        lines += ["", *question_in_words(question)]
    return lines


# -- the marks -----------------------------------------------------------------------------------


def headline(marking: Marking) -> str:
    """Return what was earned in all, and what guessing earns on the average."""
    told = [mark.verdict for mark in marking.marks]
    by_teacher = told.count("for your teacher")
    if marking.marks and set(told) == {"no answer"}:
        return f"Nothing is answered: 0 of {_points(marking.of)}." if marking.of else _NOTHING
    if not marking.of:
        return "Your teacher reads these answers; nothing is counted." if by_teacher else _UNCOUNTED
    earned = f"You earned {_number(marking.points)} of {_points(marking.of)}."
    earned += f" Guessing would earn about {_number(marking.chance)}."
    if by_teacher:
        earned += f" Your teacher reads {counted(by_teacher, 'answer')} more."
    return earned


def points_words(mark: Mark) -> str:
    """Return what one answer earned, and what guessing earns, or that a teacher set it."""
    if mark.verdict == "not marked":
        return "It is neither right nor wrong, for it cannot be marked yet."
    if not mark.of:
        return "No points are counted here."
    told = f"{_number(mark.points)} of {_points(mark.of)}."
    if mark.is_overridden:
        return f"{told} Your teacher set these points."
    return told + (f" Guessing earns about {_number(mark.chance)}." if mark.chance else "")


def verdict_words(mark: Mark) -> str:
    """Return a verdict in words, behind its sign."""
    return f"{SIGNS.get(mark.verdict, '')} {mark.verdict}".strip()


def answer_lines(mark: Mark, question: Question | None) -> list[str]:
    """Return what was answered, a line each: letters with the words beside them, or the text.

    Of several letters the reasons tell the words, one by one.
    """
    if question and question.form == "choose-many":
        return [in_list(mark.given)] if mark.given else []
    options = {option.id: option.text for option in question.options} if question else {}
    return [
        line
        for word in mark.given
        for line in (f"{word}: {options[word]}" if word in options else word).split("\n")
    ]


def reason_words(reason: Reason) -> str:
    """Return why an answer earned what it earned, and whose reading that is."""
    return reason.text + (f" Whose reading: {reason.reading}." if reason.reading else "")


def marking_in_words(marking: Marking, sheet: Sheet | None = None) -> list[str]:
    """Return a marked sheet as plain lines for a terminal.

    Parameters
    ----------
    marking
        What the answers earned, and why.
    sheet
        The sheet, for what was asked; without it only numbers and letters are told.
    """
    who = f", answered by {marking.name}" if marking.name else ""
    lines = [f"{marking.title}{who}", f"The case: {marking.case}", headline(marking)]
    lines += marking.notes
    for mark in marking.marks:
        lines += ["", *_mark_in_words(mark, question_of(sheet, mark))]
    return lines


def question_of(sheet: Sheet | None, mark: Mark) -> Question | None:
    """Return the question that a mark is for; nothing where the sheet is not there."""
    asked = sheet.questions if sheet else ()
    return next((question for question in asked if question.id == mark.question), None)


def _mark_in_words(mark: Mark, question: Question | None) -> Iterator[str]:
    yield f"Question {mark.question}: {verdict_words(mark)}. {points_words(mark)}"
    if question:
        yield from (_IN + shortened(told, _LONGEST_GIVEN) for told in question.given)
        yield _IN + question.ask
    yield from _headed("Your answer:", answer_lines(mark, question))
    yield from _headed("Why:", [*_why(mark, question)])
    yield from _headed("What the case says:", [quote_words(quote) for quote in mark.quotes])
    if mark.look_at:
        yield f"{_IN}Look at this next: {mark.look_at}"
    yield from _headed("An answer as it could be given:", (mark.model or "").split("\n"))


def reasons_of(mark: Mark, question: Question | None) -> list[tuple[str, str]]:
    """Return for each reason what it is about, and the reason.

    What it is about is left out where that is the answer itself, which stands above it; of an
    order only the letters are told, for its words stand above as well.
    """
    if question and question.form == "order":
        return [(_lettered(one.about or "", question), reason_words(one)) for one in mark.reasons]
    is_lone = len(mark.reasons) < 2
    return [("" if is_lone else one.about or "", reason_words(one)) for one in mark.reasons]


def _lettered(about: str, question: Question) -> str:
    for option in question.options:
        about = about.replace(f"{option.id}: {option.text}", option.id)
    return about


def _why(mark: Mark, question: Question | None) -> Iterator[str]:
    for about, reason in reasons_of(mark, question):
        if about:
            yield about
        yield _IN + reason if about else reason


def quote_words(quote: Quote) -> str:
    """Return a statement of the case with the id it has there, and its source."""
    source = f"; {quote.source}" if quote.source else ""
    return f"{quote.says} (statement {quote.statement}{source})"


def _headed(heading: str, lines: Sequence[str]) -> list[str]:
    told = [line for line in lines if line.strip()]
    if len(told) == 1 and not told[0].startswith(" "):
        return [f"{_IN}{heading} {told[0]}"]
    return [_IN + heading, *(_IN * 2 + line for line in told)] if told else []


def _points(number: float) -> str:
    return counted(1, "point") if number == 1 else f"{_number(number)} points"


def _number(value: float) -> str:
    """Return points as a student reads them: 2, 0.5, 0.67."""
    return f"{round(value, 2):g}"
