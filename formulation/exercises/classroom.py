"""A class: who earned what, and what was hardest, from the marked answers of all.

Students may have had different sheets of one exercise.  These count as one column, and what was
asked on several of them as one question, whatever its number and its letters there.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from statistics import fmean
from typing import NamedTuple

from formulation.errors import shortened
from formulation.exercises.marking import Mark, Marking, astray, otherwise
from formulation.exercises.sheet import Key, Question, Solution
from formulation.model.base import ended

__all__ = ["COLUMNS", "NAMELESS", "Classroom", "Column", "Slip", "Struggle", "share_in_words"]

#: what somebody goes by who did not say
NAMELESS = "(no name)"
#: the columns of a class's table; the last two are a teacher's to fill in
COLUMNS = (
    "name",
    "sheet",
    "kind",
    "level",
    "case",
    "question",
    "given",
    "verdict",
    "points",
    "of",
    "chance",
    "set_by_teacher",
    "share",
    "reason",
)
#: a spreadsheet takes a cell that begins so for a formula and may run it; some take what follows a
#: separator of theirs for a cell
_FORMULA = re.compile("(^|[,;|\t\r\n])(?=[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")
_VARIANT = re.compile(r"-\d+(-of-\d+)?$")
_DIGITS = 4
_LONGEST_CELL, _LONGEST_WORDS = 1_000, 120


class Column(NamedTuple):
    """An exercise, whichever of its sheets somebody had: rung, name, title and case."""

    level: int
    name: str
    title: str
    case: str


class Slip(NamedTuple):
    """What was answered and was not wholly right, in words, and what is told of it."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Struggle:
    """How a class did with one question.

    Attributes
    ----------
    title, kind, case
        The exercise that it belongs to.
    ask, given
        What was asked, and about what; empty where the keys hold no copy of their sheets.
    places
        On which sheets it stands, with its number there.
    answered, asked
        How many answered it, and how many were given it.
    share, chance
        The part of its points that was earned on the average, by all who were given it; and the
        part that guessing earns.
    slip, slips
        The commonest answer that was not wholly right, and how many gave it.
    """

    title: str
    kind: str
    case: str
    ask: str
    given: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    answered: int
    asked: int
    share: float
    chance: float
    slip: Slip | None = None
    slips: int = 0

    @property
    def where(self) -> str:
        """Where it stands, in words: the first of its sheets, and how many more.

        A class of thirty may have it on thirty.
        """
        sheet, question = self.places[0]
        more = len(self.places) - 1
        return f"question {question} of {sheet}" + (f" and {more} more" if more else "")

    @property
    def asked_about(self) -> str:
        """What was asked, in words: what it is about, then the question."""
        return " ".join([*map(ended, self.given), self.ask]).strip()

    def to_dict(self) -> dict[str, object]:
        """Return its keys in ``formulation exercise mark --json``."""
        return {
            "title": self.title,
            "kind": self.kind,
            "case": self.case,
            "ask": self.ask,
            "given": list(self.given),
            "places": [{"sheet": sheet, "question": question} for sheet, question in self.places],
            "answered": self.answered,
            "asked": self.asked,
            "share": round(self.share, _DIGITS),
            "chance": round(self.chance, _DIGITS),
            "slip": self.slip.words if self.slip else None,
            "slips": self.slips,
            "reason": self.slip.reason if self.slip else None,
        }


class _Told(NamedTuple):
    """One student's mark for one question, with what was asked and what answers are worth."""

    marking: Marking
    mark: Mark
    question: Question | None
    solution: Solution | None


@dataclass(frozen=True)
class Classroom:
    """The marked answers of a class, to any number of sheets.

    Attributes
    ----------
    markings
        One for each sheet that somebody handed in; whoever goes by one name is one student.
    keys
        The keys of the sheets, for what was asked.
    """

    markings: tuple[Marking, ...]
    keys: Mapping[str, Key] = field(default_factory=dict)

    @cached_property
    def names(self) -> list[str]:
        """Who handed something in, in the order of the alphabet."""
        return sorted({name_of(m) for m in self.markings}, key=lambda name: (name.casefold(), name))

    @cached_property
    def columns(self) -> list[Column]:
        """The exercises that were answered, those of the lower rungs first."""
        return sorted({column_of(marking) for marking in self.markings})

    def of(self, name: str, column: Column | None = None) -> list[Marking]:
        """Return what somebody handed in for an exercise, or for all of them."""
        own = [marking for marking in self.markings if name_of(marking) == name]
        return [marking for marking in own if column in (None, column_of(marking))]

    def in_column(self, column: Column | None = None) -> list[Marking]:
        """Return what all handed in for an exercise, or for all of them."""
        return [one for one in self.markings if column in (None, column_of(one))]

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds of exercises that were answered, those of the lower rungs first."""
        levels = {marking.kind: marking.level for marking in self.markings}
        return sorted(levels, key=lambda kind: (levels[kind], kind))

    def by_kind(self, name: str) -> dict[str, float]:
        """Return the share that somebody earned in each kind of exercise that is counted."""
        own = self.of(name)
        shares = {kind: share_of([m for m in own if m.kind == kind]) for kind in self.kinds}
        return {kind: share for kind, share in shares.items() if share is not None}

    @cached_property
    def struggles(self) -> list[Struggle]:
        """How the class did with each question that is counted, the hardest first.

        Hardest is what stays farthest below guessing, or least above it.
        """
        listed: dict[object, list[_Told]] = {}
        for told in self._told():
            if told.mark.of:
                listed.setdefault(_identity(told), []).append(told)
        found = [_struggle(together) for together in listed.values()]
        return sorted(found, key=lambda s: (s.share - s.chance, s.places))

    def _told(self) -> Iterator[_Told]:
        for marking in self.markings:
            key = self.keys.get(marking.sheet)
            asked = {q.id: q for q in key.asked.questions} if key and key.asked else {}
            worth = {solution.question: solution for solution in key.solutions} if key else {}
            for mark in marking.marks:
                yield _Told(marking, mark, asked.get(mark.question), worth.get(mark.question))

    def to_csv(self) -> str:
        """Return a row for each answer of each student, for a spreadsheet.

        A cell that a spreadsheet would take for a formula has an apostrophe in front.  The last
        two columns are there to be filled in; :func:`formulation.exercises.overriding.read_own`
        reads them.
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for marking in self.markings:
            for mark in marking.marks:
                writer.writerow([_inert(cell) for cell in _row(marking, mark)])
        return text.getvalue()

    def to_rows(self) -> list[tuple[str, ...]]:
        """Return the table of the class: a row for each student, a column for each exercise."""
        columns = [*self.columns, *([None] if len(self.columns) > 1 else [])]
        head = ("", *(column.name if column else "together" for column in columns))
        rows = [
            (name, *(points_in_words(self.of(name, column)) for column in columns))
            for name in self.names
        ]
        shares = (share_of(self.in_column(column)) for column in columns)
        return [head, *rows, ("all", *(share_in_words(share) for share in shares))]


def name_of(marking: Marking) -> str:
    """Return who answered, or that nobody said."""
    return marking.name or NAMELESS


def column_of(marking: Marking) -> Column:
    """Return the exercise that a sheet is one of: its id without the number of the variant."""
    name = _VARIANT.sub("", marking.sheet) or marking.sheet
    return Column(marking.level, name, marking.title, marking.case)


def share_of(markings: Iterable[Marking]) -> float | None:
    """Return the part of the points that was earned; ``None`` where nothing is counted."""
    listed = list(markings)
    of = sum(marking.of for marking in listed)
    return sum(marking.points for marking in listed) / of if of else None


def points_in_words(markings: Iterable[Marking]) -> str:
    """Return what was earned of what could be; a dash where nothing was handed in."""
    listed = list(markings)
    if not listed:
        return "–"
    points, of = sum(m.points for m in listed), sum(m.of for m in listed)
    verdicts = {mark.verdict for m in listed for mark in m.marks}
    told = [f"{_number(points, 2)} of {_number(of, 2)}"] if of else []
    told += ["to be read"] if "for your teacher" in verdicts else []
    told += ["not marked"] if "not marked" in verdicts else []
    return ", and ".join(told) or "to be read"


def share_in_words(share: float | None) -> str:
    """Return a share as a whole number of percent; a dash where there is none.

    >>> share_in_words(2 / 3), share_in_words(None)
    ('67 %', '–')
    """
    return "–" if share is None else f"{100 * share:.0f} %"


# -- what was hardest ----------------------------------------------------------------------------


def _identity(told: _Told) -> object:
    """Return what makes two questions one: what is asked and offered, not number and letters."""
    marking, question = told.marking, told.question
    if question is None:
        return marking.sheet, told.mark.question
    offered = frozenset(option.text for option in question.options)
    return marking.kind, marking.case, question.form, question.ask, question.given, offered


def _struggle(together: list[_Told]) -> Struggle:
    first = together[0]
    marks = [told.mark for told in together]
    slip, slips = _commonest(together)
    return Struggle(
        title=first.marking.title,
        kind=first.marking.kind,
        case=first.marking.case,
        ask=first.question.ask if first.question else "",
        given=first.question.given if first.question else (),
        places=tuple(sorted({(told.marking.sheet, told.mark.question) for told in together})),
        answered=sum(bool(mark.given) for mark in marks),
        asked=len(marks),
        # a teacher may weigh a question otherwise in another key: shares are compared
        share=fmean(mark.points / mark.of for mark in marks),
        chance=fmean(mark.chance / mark.of for mark in marks),
        slip=slip,
        slips=slips,
    )


def _commonest(together: Iterable[_Told]) -> tuple[Slip | None, int]:
    """Return the commonest slip and how many made it; of equally common ones by the alphabet."""
    counted = Counter(slip for told in together for slip in dict.fromkeys(_slips(told)))
    return min(counted.items(), key=lambda one: (-one[1], one[0]), default=(None, 0))


def _slips(told: _Told) -> Iterator[Slip]:
    """Yield what of an answer was not wholly right, without letters: each sheet has its own."""
    given, solution = told.mark.given, told.solution
    if solution is None or not given or told.mark.verdict == "right":
        return
    texts = {option.id: option.text for option in told.question.options} if told.question else {}
    worth = {credit.answer: credit for credit in solution.credits}
    if solution.form in ("choose", "term"):
        for word in given:
            is_word = solution.form == "term"
            reason = otherwise(solution, told.question, word) if is_word else ""
            yield Slip(texts.get(word, word), worth[word].reason if word in worth else reason)
    elif solution.form == "choose-many":
        for word, credit in worth.items():
            if (credit.share, word in given) in ((0, True), (1, False)):
                how = "chosen" if credit.share == 0 else "left out"
                yield Slip(f"{how}: {texts.get(word, word)}", credit.reason)
    elif solution.form == "order":
        said = {(order.earlier, order.later): order.reason for order in solution.orders}
        letters = {letter for pair in said for letter in pair}
        placed = [word for word in dict.fromkeys(given) if word in letters]
        for before, after in astray(placed, said):
            words = f"{texts.get(before, before)} (before) {texts.get(after, after)}"
            yield Slip(words, said[after, before])


# -- rows ----------------------------------------------------------------------------------------


def _row(marking: Marking, mark: Mark) -> tuple[str, ...]:
    own = mark.is_overridden
    cells = (
        name_of(marking),
        marking.sheet,
        marking.kind,
        str(marking.level),
        marking.case,
        mark.question,
        "; ".join(mark.given),
        mark.verdict,
        _number(mark.points),
        _number(mark.of),
        _number(mark.chance),
        "yes" if own else "no",
        _number(mark.points / mark.of) if own and mark.of else "",
        mark.reasons[0].text if own and mark.reasons else "",
    )
    # on one line each: a line end within a cell ends the row for some programs
    return tuple(shortened(cell, _LONGEST_CELL) for cell in cells)


def _number(value: float, digits: int = _DIGITS) -> str:
    return f"{round(value, digits):g}"


def _inert(cell: str) -> str:
    return _FORMULA.sub(r"\1'", cell)
