"""A sheet as one page that works offline and keeps its answers, and its marks as another.

A page loads nothing: its style and its script stand in it, and its policy lets these run, each by
its sum, and nothing else.  People's words are escaped wherever they stand.  The page of a sheet is
made from the sheet alone, so no part of the key can be in it; without its script it can still be
read, and printed as a worksheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from formulation.exercises.marking import Mark, Marking
from formulation.exercises.sheet import Option, Question, Sheet
from formulation.exercises.telling import (
    about_words,
    answer_lines,
    headline,
    how_words,
    level_words,
    points_words,
    question_of,
    reasons_of,
    term_words,
    verdict_words,
)
from formulation.views.lone_page import as_data, environment, policy

__all__ = [
    "answers_file_name",
    "asset",
    "marking_as_page",
    "rendered",
    "sheet_as_page",
]

_LONGEST_NAME = 100


def sheet_as_page(sheet: Sheet) -> str:
    """Return a sheet as a page in which it is answered.

    The answers are kept in the browser's own storage under the sheet's id, and saved as a file
    that :func:`formulation.exercises.read_answers` reads.

    Parameters
    ----------
    sheet
        The sheet.
    """
    look, script = asset("sheet.css"), asset("sheet.js")
    return rendered(
        "sheet.html.j2",
        sheet=sheet,
        level=level_words(sheet.level),
        about=about_words(sheet),
        questions=list(_asked(sheet)),
        policy=policy(look, script),
        look=Markup(look),
        script=Markup(script),
        data=Markup(_data(sheet)),
    )


def marking_as_page(marking: Marking, sheet: Sheet) -> str:
    """Return marked answers as a page: each verdict in words, why, and what to look at next.

    Parameters
    ----------
    marking
        What the answers earned.
    sheet
        The sheet that was answered, for what was asked.
    """
    look = asset("sheet.css")
    return rendered(
        "marking.html.j2",
        marking=marking,
        level=level_words(marking.level),
        about=about_words(sheet),
        headline=headline(marking),
        marks=[_told(mark, question_of(sheet, mark)) for mark in marking.marks],
        policy=policy(look),
        look=Markup(look),
    )


def answers_file_name(sheet: Sheet) -> str:
    """Return the name under which a page saves the answers to a sheet.

    >>> answers_file_name(Sheet(id="rivals: dora/3", kind="k", level=1, title="t", case="c"))
    'answers-rivals-dora-3.json'
    """
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", sheet.id).strip("-.")[:_LONGEST_NAME]
    return f"answers-{plain or 'sheet'}.json"


# -- what the templates are given ----------------------------------------------------------------


class _Asked(NamedTuple):
    """A question as the page of a sheet shows it."""

    name: str
    id: str
    form: str
    ask: str
    how: str
    given: tuple[str, ...]
    options: tuple[Option, ...]
    words: tuple[str, ...]
    hint: str | None


class _Told(NamedTuple):
    """A mark as its page shows it."""

    mark: Mark
    question: Question | None
    verdict: str
    points: str
    answer: list[str]
    text: str
    tag: str
    reasons: list[tuple[str, str]]


def _asked(sheet: Sheet) -> Iterator[_Asked]:
    for number, one in enumerate(sheet.questions, 1):
        words, how = term_words(one), how_words(one)
        name = f"question-{number}"
        told = (name, one.id, one.form, one.ask, how, one.given, one.options, words, one.hint)
        yield _Asked(*told)


def _told(mark: Mark, question: Question | None) -> _Told:
    form = question.form if question else ""
    answer = answer_lines(mark, question)
    return _Told(
        mark=mark,
        question=question,
        verdict=verdict_words(mark),
        points=points_words(mark),
        answer=answer,
        text="\n".join(answer) if form in ("write", "case") else "",
        tag="ol" if form == "order" else "ul",
        reasons=reasons_of(mark, question),
    )


def _data(sheet: Sheet) -> str:
    """Return what the script needs to know, as data."""
    asked = [[one.id, one.form, one.name] for one in _asked(sheet)]
    told = {"sheet": sheet.id, "file": answers_file_name(sheet), "questions": asked}
    return as_data(told)


# -- a page that loads nothing -------------------------------------------------------------------


def rendered(name: str, **told: Any) -> str:
    """Return a template of this room filled in, every text in it escaped.

    Parameters
    ----------
    name
        The file of the template.
    told
        What it is given; a text is never taken for markup.
    """
    return _environment().from_string(asset(name)).render(told)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment()


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """Return the text of a template, a style or a script of the exercises' pages."""
    return (files("formulation.exercises") / "templates" / name).read_text(encoding="utf-8")
