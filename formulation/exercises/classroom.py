"""A class: who struggled with what, from the marked answers of all."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from formulation.exercises.marking import Mark, Marking

__all__ = ["Classroom", "Struggle", "share_in_words"]

_NAMELESS = "(no name)"
_HEAD = (
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
)
#: a spreadsheet takes a cell that begins so for a formula and may run it
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Struggle:
    """How a class did with one question.

    Attributes
    ----------
    sheet, question
        Which question of which sheet.
    title, kind
        What the exercise is called, and its kind.
    answered, asked
        How many answered it, and how many were given it.
    share, chance
        The part of its points that was earned on the average, by all who were given it; and the
        part that guessing earns.
    commonest
        The commonest answer among those that were not wholly right, and how many gave it.
    reason
        What those who gave it were told.
    """

    sheet: str
    question: str
    title: str
    kind: str
    answered: int
    asked: int
    share: float
    chance: float
    commonest: tuple[str, int] | None = None
    reason: str = ""


@dataclass(frozen=True)
class Classroom:
    """The marked answers of a class, to any number of sheets.

    Attributes
    ----------
    markings
        One for each sheet that somebody handed in.
    """

    markings: tuple[Marking, ...]

    @cached_property
    def names(self) -> list[str]:
        """Who handed something in, in the order of the alphabet."""
        return sorted({name_of(marking) for marking in self.markings}, key=str.casefold)

    @cached_property
    def sheets(self) -> list[str]:
        """The sheets that were answered, those of the lower rungs first."""
        levels = {marking.sheet: marking.level for marking in self.markings}
        return sorted(levels, key=lambda sheet: (levels[sheet], sheet))

    def of(self, name: str, sheet: str) -> Marking | None:
        """Return what somebody earned for a sheet; the last that was handed in."""
        handed_in = [m for m in self.markings if name_of(m) == name and m.sheet == sheet]
        return handed_in[-1] if handed_in else None

    def by_kind(self, name: str) -> dict[str, float]:
        """Return the share that somebody earned in each kind of exercise."""
        earned: dict[str, list[Marking]] = {}
        for marking in self.markings:
            if name_of(marking) == name and marking.of:
                earned.setdefault(marking.kind, []).append(marking)
        return {
            kind: sum(m.points for m in listed) / sum(m.of for m in listed)
            for kind, listed in earned.items()
        }

    @cached_property
    def struggles(self) -> list[Struggle]:
        """How the class did with each question that is counted, the hardest first.

        Hardest is what stays farthest below guessing, or least above it.
        """
        told: dict[tuple[str, str], list[tuple[Marking, Mark]]] = {}
        for marking in self.markings:
            for mark in marking.marks:
                if mark.of:
                    told.setdefault((marking.sheet, mark.question), []).append((marking, mark))
        found = [_struggle(listed) for listed in told.values()]
        return sorted(found, key=lambda s: (s.share - s.chance, s.sheet, s.question))

    def to_csv(self) -> str:
        """Return a row for each answer of each student, for a spreadsheet.

        A cell that a spreadsheet would take for a formula has an apostrophe in front.
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_HEAD)
        for marking in self.markings:
            for mark in marking.marks:
                writer.writerow([_inert(cell) for cell in _row(marking, mark)])
        return text.getvalue()

    def to_rows(self) -> list[tuple[str, ...]]:
        """Return the table of the class: a row for each student, a column for each sheet."""
        head = ("", *self.sheets)
        return [head, *(self._row(name) for name in self.names)]

    def _row(self, name: str) -> tuple[str, ...]:
        return (name, *(points_in_words(self.of(name, sheet)) for sheet in self.sheets))


def name_of(marking: Marking) -> str:
    """Return who answered, or that nobody said."""
    return marking.name or _NAMELESS


def points_in_words(marking: Marking | None) -> str:
    """Return what was earned of what could be; a dash where nothing was handed in."""
    if marking is None:
        return "–"
    return f"{marking.points:.3g} of {marking.of:.3g}" if marking.of else "for you"


def share_in_words(share: float) -> str:
    """Return a share as a whole number of percent.

    >>> share_in_words(2 / 3)
    '67 %'
    """
    return f"{100 * share:.0f} %"


def _struggle(listed: Sequence[tuple[Marking, Mark]]) -> Struggle:
    marking, first = listed[0]
    marks = [mark for _, mark in listed]
    # a teacher may weigh one class's question otherwise than another's: shares are compared
    shares = [mark.points / mark.of for mark in marks]
    commonest, reason = _commonest(marks)
    return Struggle(
        sheet=marking.sheet,
        question=first.question,
        title=marking.title,
        kind=marking.kind,
        answered=sum(bool(mark.given) for mark in marks),
        asked=len(marks),
        share=sum(shares) / len(shares),
        chance=first.chance / first.of,
        commonest=commonest,
        reason=reason,
    )


def _commonest(marks: Iterable[Mark]) -> tuple[tuple[str, int] | None, str]:
    """Return the commonest answer that is not wholly right, and why it is not."""
    missed = [mark for mark in marks if mark.given and mark.verdict != "right"]
    counted = Counter(", ".join(mark.given) for mark in missed)
    if not counted:
        return None, ""
    most = max(counted.values())
    answer = min(answer for answer, count in counted.items() if count == most)
    told = next(mark for mark in missed if ", ".join(mark.given) == answer)
    return (answer, most), told.reasons[0].text if told.reasons else ""


def _row(marking: Marking, mark: Mark) -> tuple[str, ...]:
    return (
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
        "yes" if mark.is_overridden else "no",
    )


def _number(value: float) -> str:
    return f"{round(value, _DIGITS):g}"


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
