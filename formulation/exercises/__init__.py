"""Exercises made from cases, marked with reasons.

`sheet` holds the records (sheet, key, answers), `kinds` makes questions from a case, each kind in
a module of its own, `making` makes a whole exercise with a seed, `rules` says what an answer earns
and `marking` why.

>>> from formulation import read_case
>>> from formulation.exercises import Answers, make_exercise, mark
>>> sheet, key = make_exercise(read_case("examples/elizabeth.yaml"), "observed-or-inferred")
>>> mark(key, Answers(sheet=sheet.id)).points
0.0
"""

from formulation.exercises.files import read_answers, read_key, read_sheet, text_of
from formulation.exercises.html_sheet import marking_as_page, sheet_as_page
from formulation.exercises.making import kinds_for, make_exercise
from formulation.exercises.markdown_sheet import answers_from_markdown, sheet_as_markdown
from formulation.exercises.marking import Mark, Marking, Override, mark
from formulation.exercises.sheet import Answers, Key, Question, Sheet, Solution

__all__ = [
    "Answers",
    "Key",
    "Mark",
    "Marking",
    "Override",
    "Question",
    "Sheet",
    "Solution",
    "answers_from_markdown",
    "kinds_for",
    "make_exercise",
    "mark",
    "marking_as_page",
    "read_answers",
    "read_key",
    "read_sheet",
    "sheet_as_markdown",
    "sheet_as_page",
    "text_of",
]
