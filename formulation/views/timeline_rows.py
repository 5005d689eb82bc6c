"""Rows of a lane: labelled things side by side, and strips of what is too much of a kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from formulation.views.quoting import showable, wrapped
from formulation.views.strokes import text_width
from formulation.views.style import Style
from formulation.views.timeline_axis import Axis
from formulation.views.timeline_items import Item
from formulation.views.timeline_marks import MARK, Glyph, glyph_of

__all__ = [
    "Block",
    "Caps",
    "Lane",
    "Row",
    "Strip",
    "Unit",
    "block_of",
    "label_lines",
    "lane_of",
    "lines_of",
    "rows_of",
    "strip_of",
]

LINE = 1.25
GLYPH = 9.0
_GAP = 8.0
_WIDEST, _BESIDE = 176.0, 236.0
#: the longest drawing that has its label beside it; others have it above
_SHORT, _LONG = 175.0, 360.0
_BUCKET = 2.6
_HIGHEST_PILE = 22.0
_MOST_THIN_ROWS, _THIN = 10, 4.0
_WIDE_UNIT = 9.0
_WORDS = 13.0


@dataclass(frozen=True, slots=True)
class Caps:
    """How much is drawn at most in a lane, so that a page stays one page.

    Attributes
    ----------
    of_a_kind
        How many of one kind have their own label; more stand together in a strip.
    labels
        How many things in a lane have a label.
    strips
        How many strips a lane has; what is left stands in one more.
    listed_rows
        How many rows of what has no time are written out, for each lane.
    """

    of_a_kind: int = 8
    labels: int = 26
    strips: int = 8
    listed_rows: int = 8


@dataclass(frozen=True, slots=True)
class Block:
    """One thing with its label: where both stand within a row."""

    item: Item
    glyph: Glyph
    lines: tuple[str, ...]
    label_x: float
    is_beside: bool
    left: float
    right: float
    height: float


@dataclass
class Row:
    """Things side by side, and how high the highest is."""

    blocks: list[Block] = field(default_factory=list)
    height: float = 0.0

    def is_free(self, block: Block) -> bool:
        """Tell whether a thing fits between those that stand here."""
        return all(
            block.left >= other.right + _GAP or block.right + _GAP <= other.left
            for other in self.blocks
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing in a strip: a tick in a pile, or a thin bar in a row below."""

    item: Item
    glyph: Glyph
    level: int
    is_tick: bool


@dataclass(frozen=True)
class Strip:
    """Many of a kind together: ticks piled up where they fall on one place, and thin bars.

    `head` is how high the words above are; nothing where they have room at the left.
    """

    label: str
    units: tuple[Unit, ...]
    pile: float
    unit_height: float
    height: float
    head: float


@dataclass(frozen=True)
class Lane:
    """A lane: its name, rows and strips."""

    name: str
    rows: tuple[Row, ...]
    strips: tuple[Strip, ...]

    @property
    def height(self) -> float:
        """How high all of it is."""
        inner = sum(row.height + 5 for row in self.rows) + sum(s.height + 6 for s in self.strips)
        return max(inner + 10, 26.0)


def lines_of(words: str, width: float, points: float, most: int) -> tuple[str, ...]:
    """Break words into lines that are no wider than `width` points; what is over is cut.

    Parameters
    ----------
    words
        Anybody's.
    width, points
        How wide a line may be, and the size of the letters.
    most
        How many lines there may be.
    """
    words = " ".join(showable(words).split())
    columns = max(int(width / points * 2), 2)
    while True:
        made = wrapped(words, columns, most).split("\n")
        if columns <= 2 or all(text_width(line, points) <= width for line in made):
            return tuple(made)
        widest = max(text_width(line, points) for line in made)
        columns = max(2, min(columns - 1, int(columns * width / widest) + 1))


def label_lines(item: Item, width: float, points: float, most: int) -> tuple[str, ...]:
    """Return the label of a thing in lines; what stands behind it is there however it is cut.

    Parameters
    ----------
    item
        The thing.
    width, points, most
        As for :func:`lines_of`.
    """
    lines = lines_of(item.label + item.tail, width, points, most)
    words = item.label.split()
    while item.tail and not " ".join(lines).endswith(item.tail) and len(words) > 1:
        words.pop()
        lines = lines_of(f"{' '.join(words)}…{item.tail}", width, points, most)
    return lines


# -- labelled things -----------------------------------------------------------------------------


def block_of(
    item: Item, axis: Axis, x: float, style: Style, *, widest: float = _WIDEST, most_lines: int = 2
) -> Block:
    """Return a thing with its label beside its mark, or above what is longer than a mark."""
    glyph = glyph_of(item, axis, x)
    points = style.badge_points
    is_beside = glyph.is_point or (widest == _WIDEST and glyph.right - glyph.left <= _SHORT)
    if is_beside:
        return _beside(item, glyph, axis, points, widest, most_lines)
    widest = max(widest, min(glyph.right - glyph.left, _LONG))
    lines = label_lines(item, widest, points, most_lines)
    width = max(text_width(line, points) for line in lines)
    label_x = max(min(max(glyph.left, axis.left), axis.right - width), axis.left)
    left, right = min(glyph.left, label_x), max(glyph.right, label_x + width)
    height = len(lines) * points * LINE + GLYPH
    return Block(item, glyph, lines, label_x, False, left, right, height)


def _beside(item: Item, glyph: Glyph, axis: Axis, points: float, widest: float, most: int) -> Block:
    """Put the label at the right of a short drawing, or left of it for want of room."""
    wide = max(widest, _BESIDE) if widest == _WIDEST else widest
    lines = label_lines(item, wide, points, most)
    if len(lines) > 1:  # two lines of a like length take less room
        even = _even(item.label + item.tail, points)
        lines = label_lines(item, max(widest, even), points, most)
    width = max(text_width(line, points) for line in lines)
    label_x = glyph.right + 5
    if label_x + width > axis.right + 12:
        label_x = glyph.left - 5 - width
    left, right = min(glyph.left, label_x), max(glyph.right, label_x + width)
    height = max(len(lines) * points * LINE, MARK + 4)
    return Block(item, glyph, lines, label_x, True, left, right, height)


def _even(words: str, points: float) -> float:
    """Return how wide two lines of a like length are, within bounds."""
    return min(text_width(words, points) * 0.56, _BESIDE)


def rows_of(blocks: Iterable[Block]) -> tuple[Row, ...]:
    """Put things into rows, each in the first one where it is free of all others."""
    rows: list[Row] = []
    for block in blocks:
        row = next((row for row in rows if row.is_free(block)), None)
        if row is None:
            rows.append(row := Row())
        row.blocks.append(block)
        row.height = max(row.height, block.height)
    return tuple(rows)


# -- lanes ---------------------------------------------------------------------------------------


def lane_of(
    name: str,
    items: Sequence[Item],
    places: Mapping[int, float],
    axis: Axis,
    style: Style,
    caps: Caps,
) -> Lane:
    """Return a lane with its things in rows, those that are too many of a kind in strips.

    Parameters
    ----------
    name
        What is written beside it.
    items
        What stands in it, in order.
    places
        Where each stands at the earliest, by its number.
    axis, style, caps
        As everywhere.
    """
    grouped = _grouped(items, caps)
    labelled = [item for item in items if item.number not in grouped]
    rows = rows_of(block_of(item, axis, places[item.number], style) for item in labelled)
    together: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.number in grouped:
            together[grouped[item.number]].append(item)
    kinds = list(dict.fromkeys(item.kind for item in items))
    strips = [strip_of(label, held, places, axis) for label, held in together.items()]
    strips.sort(key=lambda strip: (kinds.index(strip.units[0].item.kind), -len(strip.units)))
    return Lane(name, rows, tuple(strips))


def _grouped(items: Sequence[Item], caps: Caps) -> dict[int, str]:
    """Return the words of its strip for each thing that has no label of its own."""
    counts = Counter(item.kind for item in items)
    many = {kind for kind, count in counts.items() if count > caps.of_a_kind}
    for kind, _ in counts.most_common():
        if sum(count for one, count in counts.items() if one not in many) <= caps.labels:
            break
        many.add(kind)
    pooled = [item for item in items if item.kind in many]
    own = _with_strips(pooled, caps.strips)
    kinds = {kind for kind, _ in Counter(item.kind for item in pooled).most_common(caps.strips)}
    return {
        item.number: item.group
        if item.group in own
        else _words_for(item.kind, own)
        if item.kind in kinds
        else "other"
        for item in pooled
    }


def _with_strips(pooled: Sequence[Item], most: int) -> set[str]:
    """Return the groups that have strips of their own: those that are a fifth of their kind."""
    kinds = Counter(item.kind for item in pooled)
    groups = Counter((item.group, item.kind) for item in pooled)
    large = [group for (group, kind), n in groups.most_common() if n >= 3 and 5 * n >= kinds[kind]]
    return set(large[: max(most - len(kinds), 0)])


def _words_for(kind: str, own: set[str]) -> str:
    """Return the words for those of a kind that have no strip by whom they are about."""
    words = kind.replace("_", " ")
    return f"{words}: other" if any(group.split(":")[0] == words for group in own) else words


def strip_of(label: str, items: Sequence[Item], places: Mapping[int, float], axis: Axis) -> Strip:
    """Return many things of a kind as one strip, said with their count."""
    units = tuple(_units(items, places, axis))
    levels = [unit.level for unit in units if unit.is_tick]
    thin = [unit.level for unit in units if not unit.is_tick]
    highest = max(levels, default=-1) + 1
    unit_height = min(7.0, _HIGHEST_PILE / highest) if highest else 0.0
    pile = highest * unit_height + (3.0 if highest else 0.0)
    words = f"{label} · {len(items)}"
    free = min(unit.glyph.left for unit in units) - axis.left
    head = 0.0 if free > text_width(words, 9.5) + 30 else _WORDS
    height = max(head + pile + (max(thin, default=-1) + 1) * _THIN, _WORDS)
    return Strip(words, units, pile, unit_height, height, head)


def _units(items: Sequence[Item], places: Mapping[int, float], axis: Axis) -> Iterator[Unit]:
    piles: Counter[int] = Counter()
    ends: list[float] = []
    for item in items:
        x = places[item.number]
        glyph = glyph_of(item, axis, x)
        if not item.is_state and (glyph.is_point or glyph.right - glyph.left <= _WIDE_UNIT):
            bucket = int(x / _BUCKET)
            yield Unit(item, glyph, piles[bucket], is_tick=True)
            piles[bucket] += 1
            continue
        row = next((n for n, end in enumerate(ends) if glyph.left > end + 2), len(ends))
        if row == len(ends):
            if row < _MOST_THIN_ROWS:
                ends.append(glyph.right)
            else:
                row = ends.index(min(ends))
        ends[row] = max(ends[row], glyph.right)
        yield Unit(item, glyph, row, is_tick=False)
