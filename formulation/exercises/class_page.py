"""A class's table as a page: what each earned, what was hardest, what was answered instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from formulation.errors import counted, shortened
from formulation.exercises.classroom import (
    Classroom,
    Column,
    Struggle,
    points_in_words,
    share_in_words,
    share_of,
)
from formulation.exercises.html_sheet import asset, rendered
from formulation.exercises.marking import Marking
from formulation.views.lone_page import policy

__all__ = ["class_as_page"]

_MOST_STRUGGLES, _MOST_SHOWN = 30, 10
#: the shade of a cell by the share earned; the number stands in the cell too
_SHADES = 5
_LONGEST_GIVEN, _LONGEST_NAME = 240, 80


class _Cell(NamedTuple):
    """What one student earned for one exercise."""

    words: str
    shade: int | None


def class_as_page(room: Classroom, notes: Sequence[str] = ()) -> str:
    """Return the table of a class as a page that loads nothing.

    Parameters
    ----------
    room
        The marked answers of all.
    notes
        What a teacher should know besides: files that could not be marked, names missing.
    """
    look = asset("sheet.css") + asset("class.css")
    columns: list[Column | None] = [*room.columns]
    columns += [None] if len(columns) > 1 else []
    return rendered(
        "class.html.j2",
        summary=_summary(room),
        notes=notes,
        columns=[_heading(column) for column in columns],
        rows=[(_short(name), [_cell(room.of(name, c)) for c in columns]) for name in room.names],
        everybody=[_share(share_of(room.in_column(one))) for one in columns],
        kinds=room.kinds if len(room.columns) > len(room.kinds) > 1 else [],
        by_kind=[(_short(name), _shares(room, name)) for name in room.names],
        struggles=[_told(one) for one in room.struggles[:_MOST_STRUGGLES]],
        shown=_MOST_SHOWN,
        more=max(len(room.struggles) - _MOST_STRUGGLES, 0),
        policy=policy(look),
        look=Markup(look),
    )


def _summary(room: Classroom) -> str:
    sheets = counted(len(room.markings), "sheet")
    students = counted(len(room.names), "student")
    return f"{sheets} of {students}, {counted(len(room.columns), 'exercise')}."


def _short(name: str) -> str:
    return shortened(name, _LONGEST_NAME)


def _heading(column: Column | None) -> tuple[str, str]:
    if column is None:
        return "together", ""
    return _short(column.name), _short(f"{column.title} ({column.case})")


def _cell(markings: Iterable[Marking]) -> _Cell:
    listed = list(markings)
    share = share_of(listed)
    words = points_in_words(listed).replace(" of ", "\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}")
    return _Cell(words, None if share is None else _shade(share))


def _share(share: float | None) -> _Cell:
    return _Cell(share_in_words(share), None if share is None else _shade(share))


def _shade(share: float) -> int:
    return min(int(share * _SHADES), _SHADES - 1)


def _shares(room: Classroom, name: str) -> list[_Cell]:
    earned = room.by_kind(name)
    return [_share(earned.get(kind)) for kind in room.kinds]


class _Told(NamedTuple):
    """How a class did with one question, in words."""

    title: str
    where: str
    asked: str
    share: str
    chance: str
    answered: str
    slip: str
    slips: str
    reason: str


def _told(one: Struggle) -> _Told:
    return _Told(
        title=f"{one.title} ({one.case})",
        where=one.where,
        asked=shortened(one.asked_about, _LONGEST_GIVEN),
        share=share_in_words(one.share),
        chance=share_in_words(one.chance),
        answered=f"{one.answered} of {one.asked}",
        slip=shortened(one.slip.words, _LONGEST_GIVEN) if one.slip else "–",
        slips=f"{one.slips} of {one.answered}" if one.slip else "",
        reason=one.slip.reason if one.slip else "",
    )
