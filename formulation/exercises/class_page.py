"""A class's table as one page: what each earned, what was hardest, and what was answered instead."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from formulation.exercises.classroom import (
    Classroom,
    Struggle,
    points_in_words,
    share_in_words,
)
from formulation.exercises.html_sheet import asset, policy, rendered

__all__ = ["class_as_page"]

_MOST_STRUGGLES = 30
#: the shade of a cell by the share earned; the number stands in the cell too
_SHADES = 5


class _Cell(NamedTuple):
    """What one student earned for one sheet."""

    words: str
    shade: int | None


def class_as_page(room: Classroom) -> str:
    """Return the table of a class as a page that loads nothing.

    Parameters
    ----------
    room
        The marked answers of all.
    """
    look = asset("sheet.css") + asset("class.css")
    return rendered(
        "class.html.j2",
        sheets=[_heading(room, sheet) for sheet in room.sheets],
        rows=[(name, [_cell(room, name, sheet) for sheet in room.sheets]) for name in room.names],
        kinds=_kinds(room),
        by_kind=[(name, _shares(room, name)) for name in room.names],
        struggles=[_told(one) for one in room.struggles[:_MOST_STRUGGLES]],
        more=max(len(room.struggles) - _MOST_STRUGGLES, 0),
        policy=policy(look),
        look=Markup(look),
    )


def _heading(room: Classroom, sheet: str) -> tuple[str, str]:
    marking = next(one for one in room.markings if one.sheet == sheet)
    return sheet, f"{marking.title}: {marking.case}"


def _cell(room: Classroom, name: str, sheet: str) -> _Cell:
    marking = room.of(name, sheet)
    if marking is None or not marking.of:
        return _Cell(points_in_words(marking), None)
    return _Cell(points_in_words(marking), _shade(marking.points / marking.of))


def _shade(share: float) -> int:
    return min(int(share * _SHADES), _SHADES - 1)


def _kinds(room: Classroom) -> list[str]:
    return list(dict.fromkeys(one.kind for one in room.markings))


def _shares(room: Classroom, name: str) -> list[_Cell]:
    earned = room.by_kind(name)
    return [
        _Cell(share_in_words(earned[kind]), _shade(earned[kind]))
        if kind in earned
        else _Cell("–", None)
        for kind in _kinds(room)
    ]


class _Told(NamedTuple):
    """How a class did with one question, in words."""

    about: str
    share: str
    chance: str
    answered: str
    other: str
    reason: str


def _told(one: Struggle) -> _Told:
    other = f"{one.commonest[0]} ({one.commonest[1]})" if one.commonest else "–"
    return _Told(
        f"{one.title}, question {one.question} ({one.sheet})",
        share_in_words(one.share),
        share_in_words(one.chance),
        f"{one.answered} of {one.asked}",
        other,
        one.reason,
    )
