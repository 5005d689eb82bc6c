"""What has no time at all: listed under the lanes, each in a frame of its own, never dropped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from formulation.views.sheet import Sheet
from formulation.views.strokes import text_width
from formulation.views.style import Style
from formulation.views.timeline_items import LANES, Item, Items
from formulation.views.timeline_rows import Caps, label_lines

__all__ = ["Frame", "Listed", "draw_listed", "listed_of"]

_NAMES = {**LANES, "claims": "Claims, goals"}
_PITCH, _HIGH = 19.0, 15.0
_WIDEST, _GAP, _PADDING = 232.0, 6.0, 5.0
_HIGHEST_HEAP = 90.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A few words in a frame, and where it stands."""

    item: Item
    words: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Listed:
    """One lane of what has no time.

    Attributes
    ----------
    name
        The lane.
    frames
        What is written out.
    heap
        What is too much for that: each a small square.
    pitch
        How far apart the squares stand.
    rows_height, height
        How high the frames are together, and all of it.
    """

    name: str
    frames: tuple[Frame, ...]
    heap: tuple[Item, ...]
    pitch: float
    rows_height: float
    height: float


def listed_of(
    items: Items, left: float, right: float, style: Style, caps: Caps
) -> tuple[Listed, ...]:
    """Return what has no time, by lane.

    Parameters
    ----------
    items
        All things.
    left, right
        Where they may stand.
    style, caps
        How things look, and how many rows are written out.
    """
    untimed = items.of("untimed")
    made = []
    for lane, name in _NAMES.items():
        held = [item for item in untimed if item.lane == lane]
        if held:
            made.append(_lane(name, held, left, right, style, caps))
    return tuple(made)


def _lane(
    name: str, held: Sequence[Item], left: float, right: float, style: Style, caps: Caps
) -> Listed:
    frames: list[Frame] = []
    x, row = left, 0
    for n, item in enumerate(held):
        words = label_lines(item, _WIDEST - 2 * _PADDING, style.badge_points, 1)[0]
        width = text_width(words, style.badge_points) + 2 * _PADDING
        if x > left and x + width > right:
            x, row = left, row + 1
        if row >= caps.listed_rows:
            return _with_heap(name, frames, held[n:], right - left)
        frames.append(Frame(item, words, x, row * _PITCH, width))
        x += width + _GAP
    height = (row + 1) * _PITCH
    return Listed(name, tuple(frames), (), 0.0, height, height)


def _with_heap(name: str, frames: list[Frame], over: Sequence[Item], width: float) -> Listed:
    pitch = min(7.0, math.sqrt(width * _HIGHEST_HEAP / len(over)))
    high = math.ceil(len(over) / int(width / pitch)) * pitch
    rows_height = frames[-1].y + _PITCH
    return Listed(name, tuple(frames), tuple(over), pitch, rows_height, rows_height + 15 + high)


def draw_listed(sheet: Sheet, listed: Listed, left: float, right: float, top: float) -> None:
    """Draw one lane of what has no time."""
    style = sheet.style
    for frame in listed.frames:
        if frame.item.is_statement:
            with sheet.statement(frame.item.id, frame.item.told):
                _draw_frame(sheet, frame, top)
        else:
            _draw_frame(sheet, frame, top)
    if not listed.heap:
        return
    foot = top + listed.rows_height
    words = f"and {len(listed.heap):,} more, a square each"
    sheet.text(left, foot + style.badge_points * 0.95, words, size=style.badge_points,
               is_italic=True)  # fmt: skip
    each = int((right - left) / listed.pitch)
    for n, item in enumerate(listed.heap):
        x, y = left + n % each * listed.pitch, foot + 15 + n // each * listed.pitch
        if item.is_statement:
            with sheet.statement(item.id, item.told):
                sheet.rect(x, y, listed.pitch * 0.75, listed.pitch * 0.75, fill=style.muted_ink)
        else:
            sheet.rect(x, y, listed.pitch * 0.75, listed.pitch * 0.75, fill=style.muted_ink)


def _draw_frame(sheet: Sheet, frame: Frame, top: float) -> None:
    style, y = sheet.style, top + frame.y
    sheet.rect(
        frame.x, y, frame.width, _HIGH, fill=style.paper, stroke=style.muted_ink, line=0.8,
        rounded=3, is_dashed=frame.item.is_inferred,
    )  # fmt: skip
    foot = y + _HIGH / 2 + style.badge_points * 0.36
    sheet.text(frame.x + _PADDING, foot, frame.words, size=style.badge_points)
