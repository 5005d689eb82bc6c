"""A sheet as Markdown, to be printed, mailed or filled in with any editor, and read back.

What people wrote stands on one line each, escaped, behind a sign that no answer begins with; so
the sheet reads back whatever its case says.  Reading is generous: an x or a tick in a box, letters
in one line or one on each, with or without their numbers.

>>> from formulation.exercises.sheet import Option, Question, Sheet
>>> offered = [Option(id="a", text="her brother"), Option(id="b", text="her doctor")]
>>> question = Question(id="1", form="choose", ask="Who is idealized?", options=offered)
>>> sheet = Sheet(id="s", kind="k", level=1, title="t", case="c", questions=[question])
>>> text = sheet_as_markdown(sheet).replace("- [ ] a)", "- [x] a)")
>>> answers_from_markdown(text).given
{'1': ('a',)}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import dedent

from formulation.errors import CaseError, Fault, nearest_word
from formulation.exercises.sheet import FORMS, Answers, Question, Sheet, letters_in
from formulation.exercises.telling import (
    about_words,
    blank_of,
    how_words,
    level_words,
    term_words,
)
from formulation.model.base import in_list
from formulation.views.report.markdown import escaped

__all__ = ["WANTED", "answers_from_markdown", "sheet_as_markdown"]

_BLANK = "____"
#: what a text of answers should be
WANTED = "the sheet of an exercise, filled in"
#: longer than the fence a student may want within an answer
_FENCE = "````"
_INFO = {"write": "text", "case": "yaml"}

# no sign of these stands at the start of what others wrote: that begins with >, ** or a letter
_HEAD = re.compile(r"[*_\s]*(Sheet|Name)[*_]*\s*:[*_]*(.*)", re.IGNORECASE)
_QUESTION = re.compile(r"\s{0,3}##\s+Question\s+(\S.*)")
_HEADING = re.compile(r"\s{0,3}##\s")
#: boxes that some programs make of [ ] and [x], and how a sign may be told to be an emoji or none
_SIGNS, _VARIANT = "☐☑☒✅✓✔", "\ufe0e\ufe0f"
_BOX = re.compile(
    rf"\s*[-*+]\s*(?:\[([^\]]*)\]|([{_SIGNS}][{_VARIANT}]?))\s*(?=\S)((?:\\.|[^\\)])+)\)(?:\s.*)?"
)
_OFFERED = re.compile(r"\s*[-*+]\s+(?=\S)((?:\\.|[^\\)])+)\)\s.*")
_ANSWER = re.compile(r"\s*Answer\s*:(.*)", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:\d+[.)]|[-*+])(?:\s+|$)")
_FENCED = re.compile(r"\s{0,3}(`{3,40}|~{3,40})([^`]*)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LEVEL = re.compile(r"\s*Level \d of \d")
_CHOSEN = frozenset("x × v ✓ ✔ ✅ ✗ ✘ ☑ ☒ ■ ● * + yes".split())
_PLAIN = str.maketrans(dict.fromkeys(_VARIANT, ""))
_NOT_CHOSEN = frozenset(("", "_", "☐", "□", "○", "no"))


# -- writing -------------------------------------------------------------------------------------


def sheet_as_markdown(sheet: Sheet) -> str:
    """Return a sheet as Markdown with boxes, blanks and room for texts.

    Parameters
    ----------
    sheet
        The sheet; :func:`answers_from_markdown` reads what is filled in.
    """
    lines = [f"# {escaped(sheet.title)}", "", f"Sheet: {_escaped_id(sheet.id)}", "", "Name:", ""]
    lines += [escaped(f"{level_words(sheet.level)} {about_words(sheet)}"), ""]
    if sheet.content_note:
        lines += [f"**Before you read.** {escaped(sheet.content_note)}", ""]
    lines += [_HOW, ""]
    if sheet.story:
        lines += ["## The story", ""]
        lines += [line for told in sheet.story for line in (f"> {escaped(told)}", "")]
    for question in sheet.questions:
        lines += _question(question)
    lines += _hints(sheet) + _word_lists(sheet)
    return "\n".join(lines).rstrip() + "\n"


_HOW = (
    "Put an x between the brackets of what you choose, write over the lines, and keep the rest of "
    "the sheet as it is."
)


def _escaped_id(id: str) -> str:
    """Return an id, its brackets escaped too: a letter ends where the first bare one stands."""
    return re.sub(r"\\.|\)", lambda found: "\\)" if found[0] == ")" else found[0], escaped(id))


def _question(question: Question) -> list[str]:
    lines = [f"## Question {_escaped_id(question.id)}", ""]
    lines += [line for told in question.given for line in (f"> {escaped(told)}", "")]
    lines += [f"**{escaped(question.ask)}**", "", f"*{escaped(how_words(question))}*", ""]
    box = "" if question.form == "order" else "[ ] "
    lines += [f"- {box}{_escaped_id(o.id)}) {escaped(o.text)}" for o in question.options]
    lines += [""] if question.options else []
    if question.form in ("order", "term"):
        blanks = [f"{n}. {_BLANK}" for n in range(1, blank_of(question) + 1)]
        return [*lines, "Answer:", "", *blanks, ""]
    if info := _INFO.get(question.form):
        return [*lines, "Answer:", "", _FENCE + info, "", _FENCE, ""]
    return lines


def _hints(sheet: Sheet) -> list[str]:
    hints = [
        f"- Question {_escaped_id(question.id)}: {escaped(question.hint)}"
        for question in sheet.questions
        if question.hint
    ]
    return ["## Hints, for when you are stuck", "", *hints, ""] if hints else []


def _word_lists(sheet: Sheet) -> list[str]:
    """Return the words that can be written, once for each vocabulary that is asked from."""
    lists = dict.fromkeys(words for question in sheet.questions if (words := term_words(question)))
    lines = [line for words in lists for line in (escaped(", ".join(words)), "")]
    return ["## Words to choose from", "", *lines] if lines else []


# -- reading -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    """A line of the text and its number."""

    number: int
    text: str

    def fault(self, problem: str, value: str, accepted: str, nearest: str = "") -> Fault:
        column = max(self.text.find(value), 0) + 1
        return Fault(problem, value, accepted, nearest).at("", self.number, column, self.text)


@dataclass
class _Part:
    """What stands under one question: its heading, its lines, and what was written under it."""

    head: _Line
    id: str
    form: str = ""
    boxes: list[tuple[_Line, str, str]] = field(default_factory=list)
    offered: list[tuple[_Line, str]] = field(default_factory=list)
    rest: list[_Line] = field(default_factory=list)
    answer: list[_Line] = field(default_factory=list)
    has_answer: bool = False


def answers_from_markdown(text: str, file: str = "") -> Answers:
    """Read what a student filled in.

    Parameters
    ----------
    text
        The sheet as :func:`sheet_as_markdown` wrote it, with answers.
    file
        Its name, for messages.

    Raises
    ------
    CaseError
        Where it is not said which sheet was answered, or an answer cannot be read.
    """
    if not _plain(text).strip():
        raise CaseError([Fault("the file is empty", "", WANTED, file=file)])
    lines = [_Line(n, line) for n, line in enumerate(_plain(text).split("\n"), 1)]
    faults: list[Fault] = []
    head = _head(lines)
    parts = list(_parts(lines))
    if not head.get("sheet"):
        problem = "it is not said which sheet this answers"
        faults.append(lines[0].fault(problem, "", "the line 'Sheet:' as it stood at the top"))
    if not parts:
        cure = "the sheet with its headings, ## Question 1"
        faults.append(lines[0].fault("no question stands here", "", cure))
    given: dict[str, tuple[str, ...]] = {}
    for part in parts:
        if part.id in given:
            problem = f"question {part.id} stands here twice"
            faults.append(part.head.fault(problem, part.id, "each question once"))
        given[part.id] = tuple(_answer(part, faults))
    if faults:
        raise CaseError([one.at(file, one.line, one.column, one.text) for one in faults])
    kept = {id: answer for id, answer in given.items() if answer}
    return Answers(sheet=head["sheet"], name=head.get("name") or None, given=kept)


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _filled(text: str) -> str:
    """Return what was written over a blank, without what is left of the line under it."""
    return _unescaped(text.strip().strip("_").strip())


def _head(lines: list[_Line]) -> dict[str, str]:
    """Return the id of the sheet and the name, from above the first heading."""
    told: dict[str, str] = {}
    is_below = False  # whether the name may stand under its word, and not behind it
    for line in lines:
        if _HEADING.match(line.text):
            break
        if found := _HEAD.fullmatch(line.text):
            key, words = found[1].casefold(), _filled(found[2].strip().strip("*`"))
            is_below = key == "name" and not words
            told.setdefault(key, words)
        elif is_below and line.text.strip():
            is_below = False
            told["name"] = "" if _LEVEL.match(line.text) else _filled(line.text)
    return told


def _parts(lines: list[_Line]) -> Iterator[_Part]:
    """Yield the questions with their lines sorted; a fenced text is no heading whatever it says."""
    part: _Part | None = None
    fenced_until = -1
    for at, line in enumerate(lines):
        if part and at <= fenced_until:
            part.answer.append(line)
        elif _HEADING.match(line.text):
            if part:
                yield part
            found = _QUESTION.fullmatch(line.text)
            part = _Part(line, _unescaped(found[1].strip())) if found else None
        elif part:
            fenced_until = _end_of_fence(lines, at) if part.has_answer else -1
            _sort(part, line)
    if part:
        yield part


def _end_of_fence(lines: list[_Line], at: int) -> int:
    """Return where the fence ends that a line opens; -1 where it opens none, or it never ends.

    Where another opens before it ends, its end was lost, and the next heading ends it.
    """
    opened = _FENCED.fullmatch(lines[at].text)
    if not opened:
        return -1
    for later in range(at + 1, len(lines)):
        found = _FENCED.fullmatch(lines[later].text)
        if found and found[1].startswith(opened[1]):
            return -1 if found[2].strip() else later
    return -1


def _sort(part: _Part, line: _Line) -> None:
    """Put a line where it belongs: a box, an option, how to answer, the answer, or neither."""
    found = _BOX.fullmatch(line.text)
    if found and (part.boxes or not part.has_answer):
        mark = found[2] if found[1] is None else found[1]
        part.boxes.append((line, mark.translate(_PLAIN), _unescaped(found[3]).strip()))
    elif part.has_answer:
        part.answer.append(line)
    elif found := _ANSWER.fullmatch(line.text):
        part.has_answer = True
        part.answer += [_Line(line.number, found[1])] if _filled(found[1]) else []
    elif found := _OFFERED.fullmatch(line.text):
        part.offered.append((line, _unescaped(found[1]).strip()))
    elif form := _form_told(line.text):
        part.form = form
    elif part.boxes and line.text.strip():  # above the boxes stand the case's own words
        part.rest.append(line)


def _form_told(line: str) -> str:
    bare = _unescaped(line.strip().strip("*_"))
    return next((form for form, told in FORMS.items() if bare.startswith(told)), "")


def _answer(part: _Part, faults: list[Fault]) -> list[str]:
    if part.boxes or part.form in ("choose", "choose-many"):
        return _ticked(part, faults)
    if part.offered:
        return _ordered(part, faults)
    if part.form == "term":
        cells = (_filled(_NUMBERED.sub("", line.text, count=1)) for line in part.answer)
        return [cell for cell in cells if cell]
    text = _written(part.answer)
    return [text] if text.strip() else []


def _ticked(part: _Part, faults: list[Fault]) -> list[str]:
    """Return the options whose box holds a mark; letters written under them count as well."""
    chosen, ids = set(), [id for _, _, id in part.boxes]
    for line, mark, id in part.boxes:
        word = _unescaped(mark).strip().casefold()
        if word in _CHOSEN or word == id.casefold():
            chosen.add(id)
        elif word not in _NOT_CHOSEN:
            problem = f"{word!r} does not tell whether {id} is chosen"
            faults.append(line.fault(problem, mark.strip(), "[x] for chosen, [ ] for not chosen"))
    for line, told in part.offered:
        if len(told.split()) < 3:  # a note of the student's own may hold a bracket too
            problem = f"{told!r} has lost its box"
            faults.append(line.fault(problem, told, f"- [x] {told.split()[-1]}) … if it is chosen"))
    for line in part.answer:
        chosen.update(_letters(line, ids, faults))
    for line in part.rest:
        found, strange = letters_in(_filled(line.text), ids)
        chosen.update(() if strange else found)
    return [id for id in ids if id in chosen]


def _ordered(part: _Part, faults: list[Fault]) -> list[str]:
    placed: list[str] = []
    ids = [id for _, id in part.offered]
    for line in part.answer:
        for id in _letters(line, ids, faults):
            if id in placed:
                faults.append(line.fault(f"{id} stands in the order twice", id, "each letter once"))
            placed.append(id)
    return placed


def _letters(line: _Line, ids: list[str], faults: list[Fault]) -> list[str]:
    """Return the letters on a line of an answer, with or without number and the option's words."""
    cell = line.text if _filled(line.text) in ids else _NUMBERED.sub("", line.text, count=1)
    found, strange = letters_in(_filled(cell), ids)
    for word in strange:
        problem = f"the question offers no {word!r}"
        faults.append(line.fault(problem, word, in_list(ids, "or"), nearest_word(word, ids)))
    return found


def _written(lines: list[_Line]) -> str:
    """Return a text without the fence around it, as far as it still has one."""
    told = [line.text for line in lines]
    first = next((n for n, line in enumerate(told) if line.strip()), len(told))
    opened = _FENCED.fullmatch(told[first]) if first < len(told) else None
    if opened:
        end = _end_of_fence(lines, first)
        after = told[end + 1 :] if end > 0 else []
        told = told[first + 1 : end if end > 0 else len(told)] + after
    return dedent("\n".join(told)).strip("\n").rstrip()
