"""The legend of a timeline, made from what is shown and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from formulation.dates import UNKNOWN
from formulation.views.sheet import Sheet
from formulation.views.strokes import text_width
from formulation.views.style import Style
from formulation.views.timeline_draw import draw_mark, draw_part
from formulation.views.timeline_items import Item
from formulation.views.timeline_marks import Part
from formulation.views.timeline_rows import Block, Strip

__all__ = ["Entry", "draw_key", "entries_of", "key_rows"]

_SAMPLE = 34.0
_PITCH, _GAP = 17.0, 22.0
_PARTS = {
    "solid": "was so, for at least so long",
    "falling": "fading: its beginning or end is not known",
    "range": "some time in it",
    "again": "recurring",
    "open-right": "goes on; no end told",
    "open-left": "from before; no beginning told",
    "order": "by order only: between its neighbours, on no known day",
}
_SAME = {"rising": "falling"}


class Entry(NamedTuple):
    """A sign of the legend, and what it means."""

    sign: str
    words: str


def entries_of(
    blocks: Iterable[Block],
    strips: Sequence[Strip],
    style: Style,
    *,
    has_bands: bool,
    has_breaks: bool,
    has_arrows: bool,
) -> list[Entry]:
    """Return the signs that are shown, with their meanings.

    Parameters
    ----------
    blocks, strips
        All that is drawn in rows and in strips.
    style
        How things look.
    has_bands, has_breaks, has_arrows
        Whether there are found episodes, breaks in the axis, and arrows between chains.
    """
    shown = list(blocks)
    items = [block.item for block in shown]
    parts = {part.manner for block in shown for part in block.glyph.parts}
    parts = {_SAME.get(manner, manner) for manner in parts}
    marks = {item.mark for item in items if not item.is_state}
    marks |= {unit.item.mark for strip in strips for unit in strip.units} - {"state"}
    entries = [Entry(f"mark {name}", look.words) for name, look in style.marks.items()
               if name in marks]  # fmt: skip
    entries += [Entry(f"part {name}", words) for name, words in _PARTS.items() if name in parts]
    if any(item.is_inferred for item in items):
        entries.append(Entry("inferred", "broken outline: inferred"))
    ticks = [unit for strip in strips for unit in strip.units if unit.is_tick]
    if ticks:
        entries.append(Entry("tick", "one of many of a kind, piled up where they fall together"))
    if any(unit.item.is_inferred or unit.item.manner != "dated" for unit in ticks):
        entries.append(Entry("hollow", "such a one, inferred or by order only"))
    if any(not unit.is_tick for strip in strips for unit in strip.units):
        entries.append(Entry("thin", "one of many that last, or lie some time in this"))
    entries += [Entry("arrow", "comes before")] * has_arrows
    entries += [Entry("break", "time left out, or another scale")] * has_breaks
    entries += [Entry("band", "a found episode, with its number")] * has_bands
    return entries


def _placed(
    entries: Sequence[Entry], width: float, points: float
) -> Iterator[tuple[Entry, float, int]]:
    x, row = 0.0, 0
    for entry in entries:
        wide = _SAMPLE + 6 + text_width(entry.words, points)
        if x and x + wide > width:
            x, row = 0.0, row + 1
        yield entry, x, row
        x += wide + _GAP


def key_rows(entries: Sequence[Entry], width: float, points: float) -> float:
    """Return how high the legend is in a width, in points."""
    return (max((row for *_, row in _placed(entries, width, points)), default=-1) + 1) * _PITCH


def draw_key(sheet: Sheet, entries: Sequence[Entry], left: float, width: float, top: float) -> None:
    """Draw the legend from a height downward."""
    points = sheet.style.badge_points
    for entry, x, row in _placed(entries, width, points):
        middle = top + row * _PITCH + _PITCH / 2
        _draw_sign(sheet, entry.sign, left + x, middle)
        sheet.text(left + x + _SAMPLE + 6, middle + points * 0.36, entry.words, size=points)


def _sample(*, is_inferred: bool = False) -> Item:
    """Return something that lasts, to draw a sign with."""
    return Item("", "", -1, "wish", "inner", "state", "", UNKNOWN, "dated", is_inferred=is_inferred)


def _draw_sign(sheet: Sheet, sign: str, x: float, y: float) -> None:
    kind, _, name = sign.partition(" ")
    if kind == "mark":
        draw_mark(sheet, name, x + _SAMPLE / 2, y)
    elif kind == "part":
        _draw_part_sign(sheet, name, x, y)
    else:
        _SIGNS[kind](sheet, x, y)


def _draw_part_sign(sheet: Sheet, name: str, x: float, y: float) -> None:
    item, right = _sample(), x + _SAMPLE
    if name == "open-right":
        draw_part(sheet, item, Part("solid", x, right - 10), y)
        draw_part(sheet, item, Part(name, right - 10, right - 10), y)
    elif name == "open-left":
        draw_part(sheet, item, Part("solid", x + 10, right), y)
        draw_part(sheet, item, Part(name, x + 10, x + 10), y)
    elif name == "order":
        draw_part(sheet, item, Part(name, x + 10, right - 2), y)
    else:
        draw_part(sheet, item, Part(name, x, right), y)


def _draw_inferred(sheet: Sheet, x: float, y: float) -> None:
    draw_part(sheet, _sample(is_inferred=True), Part("solid", x, x + _SAMPLE), y)


def _draw_ticks(sheet: Sheet, x: float, y: float) -> None:
    for n, level in ((0, 0), (1, 0), (1, 1), (2, 0)):
        sheet.rect(x + 10 + 6 * n, y + 1 - 6 * level, 2, 5, fill=sheet.style.ink)


def _draw_hollow(sheet: Sheet, x: float, y: float) -> None:
    style = sheet.style
    sheet.rect(x + 16, y - 3, 2.2, 6, fill=style.paper, stroke=style.ink, line=0.7)


def _draw_thin(sheet: Sheet, x: float, y: float) -> None:
    ink, right = sheet.style.muted_ink, x + _SAMPLE
    sheet.line([(x, y - 2), (right - 8, y - 2)], line=2.2, stroke=ink)
    sheet.line([(x + 6, y + 3), (right, y + 3)], line=2.0, stroke=ink, is_dashed=True)


def _draw_arrow(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x, y), (x + _SAMPLE, y)], has_arrow=True)


def _draw_cut(sheet: Sheet, x: float, y: float) -> None:
    draw_break(sheet, x + _SAMPLE / 2, y - 6, y + 6)


def _draw_band(sheet: Sheet, x: float, y: float) -> None:
    sheet.rect(x + 6, y - 7, _SAMPLE - 12, 14, fill=sheet.style.glow)
    for edge in (x + 6, x + _SAMPLE - 6):
        sheet.line([(edge, y - 7), (edge, y + 7)], stroke=sheet.style.muted_ink, line=0.8)


_SIGNS = {
    "inferred": _draw_inferred,
    "tick": _draw_ticks,
    "hollow": _draw_hollow,
    "thin": _draw_thin,
    "arrow": _draw_arrow,
    "break": _draw_cut,
    "band": _draw_band,
}


def draw_break(sheet: Sheet, x: float, top: float, foot: float) -> None:
    """Draw the sign of a broken axis: two slanting strokes."""
    middle = (top + foot) / 2
    for aside in (-3.0, 3.0):
        ends = [(x + aside - 3, middle + 6), (x + aside + 3, middle - 6)]
        sheet.line(ends, stroke=sheet.style.ink, line=1.3)
