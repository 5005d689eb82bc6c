"""The strokes of a timeline: marks, bars, brackets, strips of ticks, and arrows between chains."""

from __future__ import annotations

import math
from collections.abc import Sequence

from formulation.views.sheet import Point, Sheet
from formulation.views.timeline_items import Item
from formulation.views.timeline_marks import MARK, Part
from formulation.views.timeline_rows import GLYPH, LINE, Block, Strip, Unit

__all__ = ["colour_of", "draw_block", "draw_mark", "draw_part", "draw_strip"]

_BAR = 6.0
_EACH = 15.0
_STAR = [
    (math.sin(n * math.pi / 5) * (1.0 if n % 2 == 0 else 0.45),
     -math.cos(n * math.pi / 5) * (1.0 if n % 2 == 0 else 0.45))
    for n in range(10)
]  # fmt: skip
_THIRD = 0.34
#: the corners of each shape, in half sizes around its middle
_CORNERS: dict[str, Sequence[Point]] = {
    "diamond": ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
    "triangle-up": ((0, -1), (1, 0.85), (-1, 0.85)),
    "triangle-down": ((0, 1), (1, -0.85), (-1, -0.85)),
    "triangle-right": ((1, 0), (-0.8, 1), (-0.8, -1)),
    "square": ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
    "star": [(1.15 * x, 1.15 * y) for x, y in _STAR],
    "plus": (
        (-_THIRD, -1), (_THIRD, -1), (_THIRD, -_THIRD), (1, -_THIRD), (1, _THIRD),
        (_THIRD, _THIRD), (_THIRD, 1), (-_THIRD, 1), (-_THIRD, _THIRD), (-1, _THIRD),
        (-1, -_THIRD), (-_THIRD, -_THIRD),
    ),
}  # fmt: skip


def colour_of(sheet: Sheet, item: Item) -> str:
    """Return the colour of a thing, as the map has it too."""
    if item.mark != "state":
        fill = sheet.style.marks[item.mark].fill
        return sheet.style.muted_ink if fill == sheet.style.paper else fill
    if not item.is_statement:
        return sheet.style.line("escalation").colour
    colour = sheet.style.line(item.kind).colour
    return sheet.style.muted_ink if colour == sheet.style.ink else colour


def draw_mark(
    sheet: Sheet, name: str, x: float, y: float, *, size: float = MARK, is_dashed: bool = False
) -> None:
    """Draw the mark of a kind of event around a point; broken and unfilled where inferred."""
    look, half, ink = sheet.style.marks[name], size / 2, sheet.style.ink
    fill = sheet.style.paper if is_dashed else look.fill or sheet.style.paper
    if look.shape == "cross":
        for way in (1, -1):
            ends = [
                (x - half * 0.85, y - way * half * 0.85),
                (x + half * 0.85, y + way * half * 0.85),
            ]
            sheet.line(ends, stroke=look.fill, line=2.2, is_dashed=is_dashed)
    elif look.shape in ("circle", "ring"):
        is_ring = look.shape == "ring"
        turn = f"a{half * 0.9:.2f} {half * 0.9:.2f} 0 1 0 "
        path = f"M{x - half * 0.9:.2f} {y:.2f}{turn}{half * 1.8:.2f} 0{turn}{-half * 1.8:.2f} 0z"
        sheet.path(
            path,
            stroke=look.fill if is_ring else ink,
            fill=sheet.style.paper if is_ring else fill,
            line=2.0 if is_ring else 1.0,
            is_dashed=is_dashed,
        )
    else:
        points = [(x + a * half, y + b * half) for a, b in _CORNERS[look.shape]]
        path = "M" + " L".join(f"{a:.2f} {b:.2f}" for a, b in points) + "z"
        sheet.path(path, stroke=ink, fill=fill, line=0.9, is_dashed=is_dashed)


def draw_part(sheet: Sheet, item: Item, part: Part, middle: float, *, high: float = _BAR) -> None:
    """Draw one piece of the drawing of a thing, around a height.

    Parameters
    ----------
    sheet, item, part
        On what, of what, and which piece.
    middle
        How far down its middle is.
    high
        How high a bar is.
    """
    colour, top, width = colour_of(sheet, item), middle - high / 2, part.right - part.x
    dashed = item.is_inferred
    if part.manner == "solid":
        fill = sheet.style.faded(colour)
        sheet.rect(part.x, top, width, high, fill=fill, stroke=colour, line=1.0, is_dashed=dashed)
    elif part.manner in ("rising", "falling"):
        is_rising = part.manner == "rising"
        sheet.fading(part.x, top, width, high, fill=colour, is_rising=is_rising)
        if dashed:
            for y in (top, top + high):
                sheet.line([(part.x, y), (part.right, y)], stroke=colour, line=0.8, is_dashed=True)
    elif part.manner == "range":
        _draw_range(sheet, part, top, high, colour, is_dashed=dashed)
    elif part.manner == "again":
        _draw_again(sheet, item, part, middle)
    elif part.manner == "order":
        _draw_order(sheet, part, middle)
    elif part.manner == "mark":
        draw_mark(sheet, item.mark, part.x, middle, is_dashed=dashed)
    else:
        _draw_open_end(sheet, part, middle, colour)


def _draw_range(
    sheet: Sheet, part: Part, top: float, high: float, colour: str, *, is_dashed: bool
) -> None:
    """Draw a hatched stretch in brackets: some time in it."""
    sheet.rect(part.x, top, part.right - part.x, high, is_hatched=True)
    for y in (top, top + high):
        sheet.line([(part.x, y), (part.right, y)], stroke=colour, line=0.8, is_dashed=is_dashed)
    for x, inner in ((part.x, 3), (part.right, -3)):
        low, up = top - 1.5, top + high + 1.5
        sheet.line([(x + inner, low), (x, low), (x, up), (x + inner, up)], line=1.2)


def _draw_again(sheet: Sheet, item: Item, part: Part, middle: float) -> None:
    """Draw a band with a repeated mark: again and again in this time."""
    width = part.right - part.x
    sheet.rect(
        part.x, middle - 5, width, 10, fill=sheet.style.ground, stroke=sheet.style.muted_line,
        line=0.8, rounded=5, is_dashed=item.is_inferred,
    )  # fmt: skip
    count = min(max(int(width / _EACH), 2), 40)
    for n in range(count):
        x = part.x + width * (n + 0.5) / count
        if item.is_state:
            colour = colour_of(sheet, item)
            sheet.rect(x - 4, middle - 2, 8, 4, fill=colour, rounded=1)
        else:
            draw_mark(sheet, item.mark, x, middle, size=6.5)


def _draw_order(sheet: Sheet, part: Part, middle: float) -> None:
    """Draw a dotted line between angles: somewhere between its neighbours."""
    left, right = part.x - 9, part.right
    ends = [(left, middle), (right, middle)]
    sheet.line(ends, stroke=sheet.style.muted_ink, line=1.1, is_dotted=True)
    for x, way in ((left, 1), (right, -1)):
        points = [(x + 3 * way, middle - 3.5), (x, middle), (x + 3 * way, middle + 3.5)]
        sheet.line(points, stroke=sheet.style.muted_ink, line=1.1)


def _draw_open_end(sheet: Sheet, part: Part, middle: float, colour: str) -> None:
    way = 1 if part.manner == "open-right" else -1
    x = part.x
    points = [(x, middle - 6), (x + 9 * way, middle), (x, middle + 6)]
    sheet.polygon(points, fill=sheet.style.paper, stroke=colour)


# -- things in rows ------------------------------------------------------------------------------


def draw_block(sheet: Sheet, block: Block, top: float) -> None:
    """Draw a thing with its label, from a height downward."""
    if block.item.is_statement:
        with sheet.statement(block.item.id, block.item.told):
            _draw_within(sheet, block, top)
    else:
        _draw_within(sheet, block, top)


def _draw_within(sheet: Sheet, block: Block, top: float) -> None:
    points = sheet.style.badge_points
    step = points * LINE
    middle = top + len(block.lines) * step + GLYPH / 2 - 1
    if block.is_beside:
        middle = top + block.height / 2
    for part in block.glyph.parts:
        draw_part(sheet, block.item, part, middle)
    foot = top + points * 0.95
    if block.is_beside:
        foot = middle - (len(block.lines) - 1) * step / 2 + points * 0.36
    for n, line in enumerate(block.lines):
        sheet.text(block.label_x, foot + n * step, line, size=points)


def draw_strip(
    sheet: Sheet, strip: Strip, left: float, top: float, *, is_brief: bool = False
) -> None:
    """Draw many of a kind: the words above, then ticks in piles, then thin bars.

    Parameters
    ----------
    sheet, strip
        On what, and what.
    left, top
        Where it begins.
    is_brief
        Whether the sentences of single ones are left out, for want of room in a file.
    """
    points = sheet.style.badge_points
    marks = {unit.item.mark for unit in strip.units}
    middle = top + (points * 0.6 if strip.head else strip.height / 2)
    if len(marks) == 1 and marks != {"state"}:
        draw_mark(sheet, marks.pop(), left + 3, middle, size=7.5)
        left += 11
    sheet.text(left, middle + points * 0.36, strip.label, size=points, is_italic=True)
    foot = top + strip.head + strip.pile
    for unit in strip.units:
        if unit.item.is_statement:
            with sheet.statement(unit.item.id, "" if is_brief else unit.item.told):
                _draw_unit(sheet, unit, strip, foot)
        else:
            _draw_unit(sheet, unit, strip, foot)


def _draw_unit(sheet: Sheet, unit: Unit, strip: Strip, foot: float) -> None:
    colour = colour_of(sheet, unit.item)
    if unit.is_tick:
        high = strip.unit_height
        x = unit.glyph.parts[-1].x
        y = foot - (unit.level + 1) * high
        is_sure = unit.item.manner == "dated" and not unit.item.is_inferred
        if is_sure:
            sheet.rect(x - 1, y, 2, max(high - 0.6, high * 0.7), fill=colour)
        else:
            sheet.rect(x - 1, y, 2.2, max(high - 0.8, high * 0.7), fill=sheet.style.paper,
                       stroke=colour, line=0.7)  # fmt: skip
        return
    middle = foot + unit.level * 4.0 + 2
    for part in unit.glyph.parts:
        if part.manner in ("solid", "rising", "falling"):
            draw_part(sheet, unit.item, part, middle, high=2.6)
        elif part.manner in ("range", "again"):
            ends = [(part.x, middle), (part.right, middle)]
            sheet.line(ends, stroke=colour, line=2.0, is_dashed=True)
        elif part.manner == "mark":
            sheet.rect(part.x - 1, middle - 1.6, 2, 3.2, fill=colour)
        elif part.manner == "order":
            ends = [(part.x, middle), (part.right, middle)]
            sheet.line(ends, stroke=colour, line=1.0, is_dashed=True)
