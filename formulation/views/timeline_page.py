"""Drawing the plan of a timeline: axis, bands, lanes, chains, lists, words, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

from formulation.views.sheet import Sheet
from formulation.views.strokes import text_width
from formulation.views.timeline_axis import Axis, Zone
from formulation.views.timeline_draw import draw_block, draw_strip
from formulation.views.timeline_found import Band
from formulation.views.timeline_key import draw_break, draw_key
from formulation.views.timeline_listed import draw_listed
from formulation.views.timeline_plan import LEFT, MARGIN, RIGHT, WIDTH, Plan
from formulation.views.timeline_rows import LINE, Block, Lane, lines_of

__all__ = ["draw_page"]

_BADGE_ROW = 18.0


def draw_page(sheet: Sheet, plan: Plan, title: str, lead: Sequence[str]) -> float:
    """Draw all of a plan, and return how high it is.

    Parameters
    ----------
    sheet, plan
        On what, and what.
    title, lead
        The words at the top, in lines.
    """
    style = sheet.style
    y = MARGIN + style.title_points
    sheet.text(MARGIN, y, title, size=style.title_points, is_bold=True)
    for line in lead:
        y += style.text_points * 1.45
        sheet.text(MARGIN, y, line, size=style.text_points)
    y += 16
    if plan.axis:
        y = _draw_lanes(sheet, plan, plan.axis, y)
    y = _draw_chains(sheet, plan, y)
    y = _draw_listed(sheet, plan, y)
    y = _draw_told(sheet, plan.found, plan.key, 44, y)
    y = _draw_told(sheet, "Weighed", plan.weights, 124, y)
    if plan.legend:
        _rule(sheet, y)
        draw_key(sheet, plan.legend, MARGIN, WIDTH - 2 * MARGIN, y + 7)
        y += 7 + plan.legend_height
    return y + MARGIN


def _rule(sheet: Sheet, y: float) -> None:
    sheet.line([(MARGIN, y), (WIDTH - MARGIN, y)], stroke=sheet.style.muted_line, line=0.8)


def _name(sheet: Sheet, words: str, y: float) -> None:
    """Write the name of a lane beside it."""
    points = sheet.style.key_points
    lines = lines_of(words, (LEFT - MARGIN - 8) / 1.13, points, 4)
    for n, line in enumerate(lines):
        sheet.text(MARGIN, y + 14 + n * points * LINE, line, size=points, is_bold=True)


# -- the axis ------------------------------------------------------------------------------------


def _draw_lanes(sheet: Sheet, plan: Plan, axis: Axis, top: float) -> float:
    has_ages = any(axis.age(t.minute) for z in axis.stretches for t in axis.ticks(z))
    line = top + (30 if has_ages else 18)
    badges = line + 17
    lanes = badges + plan.badge_rows * _BADGE_ROW + 4 * bool(plan.badge_rows)
    foot = lanes + sum(lane.height for lane in plan.lanes)
    _draw_bands(sheet, plan.bands, badges, lanes, foot)
    for zone in axis.zones:
        if zone.is_break:
            _draw_break(sheet, zone, line, lanes, foot)
    _draw_stretches(sheet, axis, top, line, foot)
    if has_ages:
        sheet.text(MARGIN, top + 22, "Age", size=sheet.style.badge_points, is_bold=True)
    y = lanes
    for lane in plan.lanes:
        _rule(sheet, y)
        _draw_lane(sheet, lane, y, is_brief=plan.is_brief)
        y += lane.height
    _draw_badges(sheet, plan.bands, badges)
    return y


def _draw_stretches(sheet: Sheet, axis: Axis, top: float, line: float, foot: float) -> None:
    """Draw the stretches of the axis, with dates above and a thin line down at each."""
    free = 0.0
    for zone in axis.stretches:
        sheet.line([(zone.x, line), (zone.right, line)], line=1.6)
        for minute, words in axis.ticks(zone):
            x = axis.place(minute)
            sheet.line([(x, line - 4), (x, line + 3)], line=1.0)
            sheet.line([(x, line + 3), (x, foot)], stroke=sheet.style.ground, line=1.0)
            free = _write_date(sheet, words, axis.age(minute), x, top, free)


def _write_date(sheet: Sheet, words: str, age: str, x: float, top: float, free: float) -> float:
    """Write a date, and the age then, if there is room; return where there is room again."""
    points = sheet.style.badge_points
    width = max(text_width(words, points, is_bold=True), text_width(age, points))
    left = min(x - 2, RIGHT + 12 - width)
    if left < free:
        return free
    sheet.text(left, top + 10, words, size=points, is_bold=True)
    if age:
        sheet.text(left, top + 22, age, size=points, colour=sheet.style.muted_ink)
    return left + width + 6


def _draw_break(sheet: Sheet, zone: Zone, line: float, top: float, foot: float) -> None:
    """Draw a break in the axis, and how much time it leaves out."""
    style = sheet.style
    middle = zone.x + zone.width / 2
    sheet.line([(zone.x, line), (middle - 8, line)], line=1.0, is_dashed=True)
    sheet.line([(middle + 8, line), (zone.right, line)], line=1.0, is_dashed=True)
    draw_break(sheet, middle, line - 6, line + 6)
    if words := zone.words():
        sheet.text(middle, line + 14, words, size=style.badge_points * 0.85, anchor="middle",
                   is_italic=True, colour=style.muted_ink)  # fmt: skip
    for x in (zone.x, zone.right):
        sheet.line([(x, top), (x, foot)], stroke=style.muted_line, line=0.7, is_dashed=True)


def _draw_bands(
    sheet: Sheet, bands: Sequence[Band], badges: float, top: float, foot: float
) -> None:
    style = sheet.style
    for band in bands:
        if not band.is_placed:
            continue
        sheet.rect(band.left, badges, band.right - band.left, foot - badges, fill=style.glow)
    for band in bands:
        if band.is_placed:
            for x in (band.left, band.right):
                sheet.line([(x, top), (x, foot)], stroke=style.muted_line, line=0.6)


def _draw_badges(sheet: Sheet, bands: Sequence[Band], top: float) -> None:
    for band in bands:
        if band.is_placed and band.badge_row >= 0:
            middle = (band.left + band.right) / 2
            _draw_badge(sheet, band.number, middle, top + band.badge_row * _BADGE_ROW + 8)


def _draw_badge(sheet: Sheet, number: int, x: float, y: float) -> None:
    style = sheet.style
    points = style.badge_points
    width = max(14.0, text_width(str(number), points) + 6)
    sheet.rect(x - width / 2, y - 7, width, 14, fill=style.paper, stroke=style.ink, rounded=4)
    sheet.text(x, y + points * 0.36, str(number), size=points, anchor="middle", is_bold=True)


# -- lanes and chains ----------------------------------------------------------------------------


def _draw_lane(sheet: Sheet, lane: Lane, top: float, *, is_brief: bool) -> None:
    _name(sheet, lane.name, top)
    y = top + 6
    for row in lane.rows:
        for block in row.blocks:
            draw_block(sheet, block, y + (row.height - block.height) * (not block.is_beside))
        y += row.height + 5
    for strip in lane.strips:
        draw_strip(sheet, strip, LEFT, y, is_brief=is_brief)
        y += strip.height + 6


def _draw_chains(sheet: Sheet, plan: Plan, top: float) -> float:
    chains = plan.chains
    if not chains.height:
        return top
    _rule(sheet, top)
    _name(sheet, "By order, at no known time", top)
    tops: dict[int, tuple[Block, float]] = {}
    y = top + 8
    for group in chains.groups:
        for row in group:
            for block in row.blocks:
                tops[block.item.number] = (block, y + (row.height - block.height) / 2)
            y += row.height + 8
        y += 8
    _draw_chain_bands(sheet, plan.bands, tops)
    for earlier, later in chains.arrows:
        _draw_arrow(sheet, tops[earlier], tops[later])
    for block, at in tops.values():
        draw_block(sheet, block, at)
    for strip in chains.strips:
        draw_strip(sheet, strip, LEFT, y)
        y += strip.height + 6
    return max(y, top + chains.height)


def _draw_chain_bands(
    sheet: Sheet, bands: Sequence[Band], tops: dict[int, tuple[Block, float]]
) -> None:
    """Mark what a finding rests on where that has no known time."""
    numbers: dict[int, int] = {}
    for band in bands:
        for number in band.chained:
            if number not in tops:
                continue
            block, y = tops[number]
            width = block.right - block.left + 6
            sheet.rect(block.left - 3, y - 3, width, block.height + 6, fill=sheet.style.glow)
            seen = numbers[number] = numbers.get(number, 0) + 1
            if seen <= 4:
                _draw_badge(sheet, band.number, block.left - 13, y - 3 + 15 * (seen - 1))


def _draw_arrow(sheet: Sheet, first: tuple[Block, float], then: tuple[Block, float]) -> None:
    """Draw an arrow from what comes first to what comes after it."""
    (one, top), (other, below) = first, then
    start, end = top + one.height / 2, below + other.height / 2
    if one.right + 18 <= other.left:
        gutter = other.left - 16
        points = [(one.right + 4, start), (gutter, start), (gutter, end), (other.left - 3, end)]
    else:
        x = one.left + 4
        points = [(x, top + one.height), (x, end), (other.left - 3, end)]
    if start == end:
        points = [points[0], points[-1]]
    sheet.line(points, stroke=sheet.style.muted_ink, line=1.1, has_arrow=True)


# -- below ---------------------------------------------------------------------------------------


def _draw_listed(sheet: Sheet, plan: Plan, top: float) -> float:
    if not plan.listed:
        return top
    _rule(sheet, top)
    sheet.text(MARGIN, top + 14, "Without any time", size=sheet.style.key_points, is_italic=True)
    y = top + 22
    for listed in plan.listed:
        _name(sheet, listed.name, y - 3)
        draw_listed(sheet, listed, LEFT, RIGHT, y)
        y += listed.height + 4
    return y + 4


def _draw_told(
    sheet: Sheet,
    name: str,
    told: Sequence[tuple[str, tuple[str, ...]]],
    inset: float,
    top: float,
) -> float:
    """Write lines with their number or verdict before them."""
    if not told:
        return top
    points = sheet.style.key_points
    _rule(sheet, top)
    y = top + 15
    sheet.text(MARGIN, y, name, size=points, is_bold=True)
    y += 4
    inset = max(inset, *(text_width(head, points, is_bold=True) + 8 for head, _ in told))
    for head, lines in told:
        sheet.text(MARGIN, y + 12, head, size=points, is_bold=True)
        for line in lines:
            y += 13
            sheet.text(MARGIN + inset, y - 1, line, size=points)
        y += 4
    return y + 6
