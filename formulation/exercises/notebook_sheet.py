"""A sheet and its marks in a notebook: as HTML that does nothing by itself, and always in words.

One answers in the next cell, with ``Answers``; nothing runs behind the page.

>>> from formulation.exercises.sheet import Question, Sheet
>>> asked = Question(id="1", form="write", ask="What is missing?")
>>> sheet = Sheet(id="s", kind="k", level=1, title="t", case="c", questions=[asked])
>>> print(shown(sheet).text.splitlines()[-1])
Answers(sheet='s', given={'1': '…'})
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formulation.errors import shortened
from formulation.exercises.marking import Mark, Marking
from formulation.exercises.sheet import Question, Sheet
from formulation.exercises.telling import (
    about_words,
    answer_lines,
    headline,
    how_words,
    level_words,
    marking_in_words,
    points_words,
    question_of,
    quote_words,
    reasons_of,
    sheet_in_words,
    verdict_words,
)
from formulation.views.quoting import showable, svg_text

__all__ = ["Shown", "shown"]

_LOOK = "text-align:left;max-width:46em;overflow-wrap:anywhere"
_QUOTE = "margin:0.4em 0;padding-left:0.8em;border-left:4px solid #888"
_TEXT = "white-space:pre-wrap"
#: how long one text may be
_LONGEST = 20_000
_SAMPLE, _SAMPLES = "'…'", {"choose": "'a'", "choose-many": "['a', 'b']", "order": "['b', 'a']"}


@dataclass(frozen=True)
class Shown:
    """What a notebook shows of a sheet or of its marks.

    Attributes
    ----------
    html
        For a page.
    text
        For where no page is shown; the same in words.
    """

    html: str
    text: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return it by media type."""
        return {"text/html": self.html, "text/plain": self.text}

    def __str__(self) -> str:
        """Return it in words."""
        return self.text


def shown(record: Sheet | Marking, sheet: Sheet | None = None) -> Shown:
    """Return a sheet, or what its answers earned, as a notebook shows it.

    Parameters
    ----------
    record
        A sheet or its marking.
    sheet
        The sheet that was marked, for what was asked.

    Raises
    ------
    TypeError
        For anything else; a key is the teacher's and is shown nowhere.
    """
    if isinstance(record, Sheet):
        words, page = [*sheet_in_words(record), "", *_how(record)], _sheet_html(record)
    elif isinstance(record, Marking):
        words, page = marking_in_words(record, sheet), _marking_html(record, sheet)
    else:
        kind = type(record).__name__
        raise TypeError(f"a notebook shows a sheet or its marking, not {kind!r}")
    html = "\n".join([f'<div class="formulation" style="{_LOOK}">', *page, "</div>"]) + "\n"
    return Shown(html, showable("\n".join(words)))


def _how(sheet: Sheet) -> Iterator[str]:
    """Yield how one answers in the next cell, with this sheet's own questions."""
    yield "Answer in the next cell:"
    told = (f"{one.id!r}: {_SAMPLES.get(one.form, _SAMPLE)}" for one in sheet.questions)
    yield f"Answers(sheet={sheet.id!r}, given={{{', '.join(told)}}})"


def _sheet_html(sheet: Sheet) -> Iterator[str]:
    yield _tag("p", f"<strong>{_escaped(sheet.title)}</strong>")
    yield _tag("p", _escaped(f"{level_words(sheet.level)} {about_words(sheet)}"))
    if sheet.content_note:
        yield _tag("p", f"<strong>Before you read.</strong> {_escaped(sheet.content_note)}")
    if sheet.story:
        opened = "" if sheet.content_note else " open"
        yield f"<details{opened}><summary>The story</summary>"
        yield from (_tag("p", _escaped(paragraph)) for paragraph in sheet.story)
        yield "</details>"
    for question in sheet.questions:
        yield from _question_html(question)
    first, code = _how(sheet)
    yield _tag("p", f"{_escaped(first)}<br><code>{_escaped(code)}</code>")


def _question_html(question: Question) -> Iterator[str]:
    yield _tag("p", f"<strong>Question {_escaped(question.id)}</strong>")
    yield from (_tag("blockquote", _escaped(told), _QUOTE) for told in question.given)
    yield _tag("p", f"<strong>{_escaped(question.ask)}</strong> {_escaped(how_words(question))}")
    if question.options:
        told = (f"<b>{_escaped(one.id)})</b> {_escaped(one.text)}" for one in question.options)
        yield _tag("p", "<br>".join(told))
    if question.hint:
        hint = _escaped(question.hint)
        yield f"<details><summary>A hint</summary>{_tag('p', hint)}</details>"


def _marking_html(marking: Marking, sheet: Sheet | None) -> Iterator[str]:
    who = f", answered by {_escaped(marking.name)}" if marking.name else ""
    yield _tag("p", f"<strong>{_escaped(marking.title)}</strong>{who}")
    yield _tag("p", f"<strong>{_escaped(headline(marking))}</strong>")
    yield from (_tag("p", _escaped(note)) for note in marking.notes)
    for mark in marking.marks:
        yield from _mark_html(mark, question_of(sheet, mark))


def _mark_html(mark: Mark, question: Question | None) -> Iterator[str]:
    head = f"Question {mark.question}: {verdict_words(mark)}"
    yield _tag("p", f"<strong>{_escaped(head)}</strong><br>{_escaped(points_words(mark))}")
    if question:
        yield _tag("p", _escaped(question.ask))
    yield from _part("Your answer", ["\n".join(answer_lines(mark, question))])
    told = [f"{about}\n{why}" if about else why for about, why in reasons_of(mark, question)]
    yield from _part("Why", told)
    yield from _part("What the case says", [quote_words(quote) for quote in mark.quotes])
    yield from _part("Look at this next", [mark.look_at or ""])
    yield from _part("An answer as it could be given", [mark.model or ""])


def _part(heading: str, texts: list[str]) -> Iterator[str]:
    told = [_escaped(text) for text in texts if text]
    if told:
        yield _tag("p", f"<em>{heading}</em>")
        yield from (_tag("blockquote", text, f"{_QUOTE};{_TEXT}") for text in told)


def _tag(name: str, inner: str, look: str = "") -> str:
    style = f' style="{look}"' if look else ""
    return f"<{name}{style}>{inner}</{name}>"


def _escaped(text: str) -> str:
    """Return anybody's words as they stand in a page."""
    return svg_text(text if len(text) <= _LONGEST else shortened(text, _LONGEST))
