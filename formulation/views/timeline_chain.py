"""What is told by order alone and tied to no date: chains of what comes after what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from formulation.views.style import Style
from formulation.views.timeline_axis import Axis, Zone
from formulation.views.timeline_items import Item, Items
from formulation.views.timeline_order import depths_of
from formulation.views.timeline_rows import Block, Caps, Row, Strip, block_of, strip_of

__all__ = ["Chains", "chains_of"]

_WIDEST_STEP, _NARROWEST_LABEL = 236.0, 96.0
_BEFORE_ARROW = 46.0


@dataclass(frozen=True)
class Chains:
    """Chains of things that come one after another at no known time.

    Attributes
    ----------
    groups
        The rows of each chain, one below another.
    arrows
        Pairs of numbers: what comes first, and what after it; none that others imply.
    strips
        What is too much to have labels.
    """

    groups: tuple[tuple[Row, ...], ...]
    arrows: tuple[tuple[int, int], ...]
    strips: tuple[Strip, ...]

    @property
    def height(self) -> float:
        """How high all of it is; nothing where there are none."""
        rows = sum(row.height + 8 for group in self.groups for row in group)
        strips = sum(strip.height + 6 for strip in self.strips)
        return rows + strips + 8 * len(self.groups) + 8 if self.groups or self.strips else 0.0


def chains_of(
    items: Items, order: Sequence[int], left: float, right: float, style: Style, caps: Caps
) -> Chains:
    """Return the chains, longest first, each thing to the right of what it comes after.

    Parameters
    ----------
    items, order
        All things, and their numbers in order.
    left, right
        Where they may stand.
    style, caps
        How things look, and how many have labels.
    """
    depths = depths_of(items, order, "chained")
    step = min(_WIDEST_STEP, (right - left - 60) / max(depths.values(), default=1))
    places = {number: left + 14 + step * (depth - 1) for number, depth in depths.items()}
    paper = Axis((Zone(0, 1, left, right - left),), left, right)
    held: list[list[Item]] = []
    over: list[Item] = []
    room = 2 * caps.labels
    for group in _groups(items, order):
        room -= len(group)
        over += group if room < 0 else []
        held += [group] if room >= 0 else []
    widest = max(_NARROWEST_LABEL, step - _BEFORE_ARROW)
    rows = tuple(_rows(group, items, places, paper, style, widest) for group in held)
    shown = {item.number for group in held for item in group}
    strips = (strip_of("in an order", over, places, paper),) if over else ()
    return Chains(rows, _arrows(items, shown), strips)


def _groups(items: Items, order: Sequence[int]) -> list[list[Item]]:
    """Return those that orders tie together, the largest group first, each in order."""
    leader: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for number in order:
        if items.all[number].manner != "chained":
            continue
        tied = {leader[n] for n in items.after[number] if n in leader}
        own = min(tied, default=number)
        groups.setdefault(own, []).append(number)
        for other in tied - {own}:
            groups[own] += groups.pop(other)
        for n in groups[own] if len(tied) > 1 else (number,):
            leader[n] = own
    position = {number: n for n, number in enumerate(order)}
    found = sorted(groups.values(), key=lambda g: (-len(g), position[g[0]]))
    return [[items.all[n] for n in sorted(group, key=position.__getitem__)] for group in found]


def _rows(
    group: Sequence[Item],
    items: Items,
    places: dict[int, float],
    paper: Axis,
    style: Style,
    widest: float,
) -> tuple[Row, ...]:
    """Put a chain into rows; who comes after another stands in its row where that is free."""
    rows: list[Row] = []
    row_of: dict[int, Row] = {}
    for item in group:
        block = _block(item, paper, places[item.number], style, widest)
        told = (row_of[n] for n in items.after[item.number] if n in row_of)
        row = next((row for row in (*told, *rows) if row.is_free(block)), None)
        if row is None:
            rows.append(row := Row())
        row.blocks.append(block)
        row.height = max(row.height, block.height)
        row_of[item.number] = row
    return tuple(rows)


def _block(item: Item, paper: Axis, x: float, style: Style, widest: float) -> Block:
    return block_of(item, paper, x, style, widest=widest, most_lines=3)


def _arrows(items: Items, shown: set[int]) -> tuple[tuple[int, int], ...]:
    """Return the orders between those shown, but for those that follow from others."""
    found = []
    earlier: dict[int, set[int]] = defaultdict(set)
    for number in _sorted(items, shown):
        direct = [n for n in items.after[number] if n in shown]
        implied = {far for near in direct for far in earlier[near]}
        earlier[number] = implied | set(direct)
        found += [(n, number) for n in direct if n not in implied]
    return tuple(found)


def _sorted(items: Items, shown: set[int]) -> list[int]:
    from formulation.views.timeline_order import in_order

    return [number for number in in_order(items) if number in shown]
