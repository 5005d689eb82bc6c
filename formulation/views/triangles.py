"""Malan's two triangles, and the grid of three by three that joins them.

The triangle of conflict says what is kept out of sight and how: because of an anxiety, a defense
keeps a hidden feeling away.  The triangle of person says with whom: others of today, the therapist,
and people of the past.  What the file does not say stays empty and is drawn empty, for an empty
corner is a question for the next session and no finding.

:mod:`formulation.views.triangles_corners` reads the case, :mod:`formulation.views.triangles_words`
tells the same in prose; here it is laid out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from formulation.errors import shortened
from formulation.views.sheet import Point, Sample, Sheet, SheetView
from formulation.views.style import STYLE, Style
from formulation.views.triangles_blocks import Block, Words, height_of, write_down
from formulation.views.triangles_corners import (
    CONFLICT,
    PERSON,
    Entry,
    Figure,
    Knot,
    Triangles,
    triangles_of,
)
from formulation.views.triangles_words import (
    CORNERS,
    LEAD,
    MOST_KNOTS,
    coverage,
    heading_of,
    in_brief,
    in_prose,
    left_over,
)

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["triangles_view"]

_WIDTH, _GAP, _MARGIN = 780.0, 20.0, 12.0
_PANEL = (_WIDTH - _GAP) / 2
_CORNER = 165.0  # how wide the two upper corners of a triangle are
_LOWER = 190.0
_RISE = 40.0  # from the upper corners to the lower one
_PAD = 8.0
_BADGE = 8.5
_ROW_NAME = 122.0
_MOST_ENTRIES = 3  # of a corner, a figure or a cell
_MOST_FIGURES = 3


def triangles_view(case: Case, *, style: Style | None = None) -> SheetView:
    """Draw Malan's triangle of conflict, his triangle of person, and the grid that joins them.

    There is a triangle of conflict for each inner conflict of the file, six at most; what is left
    out stands in the prose.  Without any inner conflict the patient's defenses, fears and hidden
    feelings stand at the corners, and nothing says that they belong together.

    Parameters
    ----------
    case
        The case.
    style
        How things look; by default :data:`formulation.views.style.STYLE`.

    Returns
    -------
    SheetView
        The picture as data; ``draw(triangles_view(case), "triangles.svg")`` draws it.
    """
    read = triangles_of(case)
    page = _Page(read, style or STYLE)
    title = f"Two triangles: {shortened(case.title or case.id)}"
    y = page.sheet.heading(title, LEAD, _WIDTH)
    height = page.draw(y)
    return page.sheet.view(
        title=title,
        lead=LEAD,
        alt=in_brief(read),
        prose=f"{title}\n{LEAD}\n" + "\n".join(in_prose(read)),
        width=_WIDTH,
        height=height,
        margin=_MARGIN,
    )


class _Page:
    """Puts the page together from the top downwards."""

    def __init__(self, read: Triangles, style: Style) -> None:
        self.read, self.style = read, style
        self.sheet = Sheet(style)
        self.shown: set[str] = set()  # what the legend must tell

    # -- the whole

    def draw(self, y: float) -> float:
        """Draw everything from `y` on, and return how high the page is."""
        first, *more = self.read.knots[:MOST_KNOTS]
        y += max(self._knot(first, 0, y, 1), self._person(_PANEL + _GAP, y)) + _GAP
        y += self._grid(y) + _GAP
        for n in range(0, len(more), 2):
            pair = more[n : n + 2]
            heights = [
                self._knot(knot, place * (_PANEL + _GAP), y, n + place + 2)
                for place, knot in enumerate(pair)
            ]
            y += max(heights) + _GAP
        small = self.style.key_points
        for note in left_over(self.read):
            y += Words(note, small, 3).write(self.sheet, 0, y, _WIDTH) + 3
        y += small
        return y + self.sheet.legend(0, y, _WIDTH, self._samples())

    def _panel_title(self, words: str, x: float, y: float, block: Block | None = None) -> float:
        size = self.style.text_points
        high = Words(words, size + 1, 1, is_bold=True).write(self.sheet, x, y, _PANEL)
        if block:
            high += block.write(self.sheet, x, y + high, _PANEL)
        return high + 6

    # -- corners and sides

    def _corner_blocks(self, corner: str, entries: Sequence[Entry]) -> list[Block]:
        blocks = [self._entry(entry) for entry in entries[:_MOST_ENTRIES]]
        return [*self._heading(corner), *blocks, *self._and_more(len(entries) - _MOST_ENTRIES)]

    def _heading(self, corner: str) -> list[Block]:
        name, what = CORNERS[corner]
        size, small = self.style.text_points, self.style.key_points - 1
        words = (
            Words(name, size, 1, is_bold=True),
            Words(what, small, 2, colour=self.style.muted_ink),
        )
        return [Block(words, indent=2 * _BADGE + 5, gap=5)]

    def _entry(self, entry: Entry, *, indent: float = 0.0) -> Block:
        words = entry.words + (" (inferred)" if entry.is_inferred else "")
        look = Words(words, self.style.key_points, 8, is_italic=entry.is_by_tie)
        if entry.is_by_tie:
            self.shown.add("tie")
        return Block((look,), entry.id, entry.told, indent)

    def _and_more(self, count: int) -> list[Block]:
        if count < 1:
            return []
        return [Block((Words(f"and {count} more", self.style.key_points, 1, is_italic=True),))]

    def _empty(self, words: str) -> Block:
        look = Words(words, self.style.key_points, 3, colour=self.style.muted_ink)
        return Block((look,))

    def _box(
        self,
        corner: str,
        place: tuple[float, float, float, float],
        blocks: Sequence[Block],
        look: str,
    ) -> None:
        """Draw a corner: its box, solid, dashed or dotted, its letter, and what stands in it."""
        x, y, width, _ = place
        self.shown.add(look)
        self.sheet.rect(
            *place,
            fill=self.style.paper,
            stroke=self.style.ink,
            line=1.6 if look == "dotted" else 1.2,
            rounded=4,
            is_dashed=look == "dashed",
            is_dotted=look == "dotted",
        )
        self._badge(corner, x + _PAD + _BADGE, y + _PAD + _BADGE)
        write_down(self.sheet, blocks, x + _PAD, y + _PAD, width - 2 * _PAD)

    def _badge(self, letter: str, x: float, y: float) -> None:
        size = self.style.badge_points
        self.sheet.circle(x, y, _BADGE, fill=self.style.ground)
        self.sheet.text(x, y + size * 0.36, letter, size=size, anchor="middle", is_bold=True)

    def _triangle(
        self, x: float, y: float, boxes: dict[str, list[Block]], looks: dict[str, str]
    ) -> tuple[float, dict[str, tuple[float, float, float, float]]]:
        """Return the height of a triangle standing on its point, and the place of each corner."""
        left, right, lower = boxes
        inner = _CORNER - 2 * _PAD
        upper = max(height_of(boxes[one], inner) for one in (left, right)) + 2 * _PAD
        foot = height_of(boxes[lower], _LOWER - 2 * _PAD) + 2 * _PAD
        places = {
            left: (x, y, _CORNER, upper),
            right: (x + _PANEL - _CORNER, y, _CORNER, upper),
            lower: (x + (_PANEL - _LOWER) / 2, y + upper + _RISE, _LOWER, foot),
        }
        for corner, place in places.items():
            self._box(corner, place, boxes[corner], looks[corner])
        return upper + _RISE + foot, places

    def _side(
        self, places: dict[str, tuple[float, float, float, float]], ends: tuple[str, str]
    ) -> tuple[Point, Point]:
        """Return where a side of a triangle begins and ends."""
        a, b = (places[end] for end in ends)
        if a[1] == b[1]:
            left, right = sorted((a, b))
            return (left[0] + left[2], left[1] + 24), (right[0], right[1] + 24)
        upper, lower = sorted((a, b), key=lambda place: place[1])
        is_left = upper[0] < lower[0]
        start = upper[0] + upper[2] / 2
        end = lower[0] + lower[2] * (0.2 if is_left else 0.8)
        return (start, upper[1] + upper[3]), (end, lower[1])

    def _draw_side(self, side: tuple[Point, Point], tied_by: Sequence[Entry]) -> None:
        """Draw a side: solid where a statement ties its ends, dashed where only inference does."""
        if not tied_by:
            self.shown.add("untold")
            self.sheet.line(side, line=1.4, is_dotted=True)
            return
        entry = next((entry for entry in tied_by if not entry.is_inferred), tied_by[0])
        self.shown.add("guessed" if entry.is_inferred else "told")
        with self.sheet.statement(entry.id, entry.told):
            self.sheet.line(side, line=1.8, is_dashed=entry.is_inferred)

    # -- the triangle of conflict

    def _knot(self, knot: Knot, x: float, y: float, number: int) -> float:
        """Draw a triangle of conflict, and return how high it is."""
        words = heading_of(knot, self.read.patient)
        look = Words(words, self.style.text_points, 3)
        about = knot.conflict
        block = Block((look,), about.id, about.told) if about else Block((look,))
        name = "Triangle of conflict" + (f" {number}" if len(self.read.knots) > 1 else "")
        top = self._panel_title(name, x, y, block)
        boxes = {
            corner: self._corner_blocks(corner, entries)
            if entries
            else [*self._heading(corner), self._empty("not written down")]
            for corner, entries in knot.corners.items()
        }
        looks = {corner: self._look(entries) for corner, entries in knot.corners.items()}
        high, places = self._triangle(x, y + top, boxes, looks)
        for ends in (("D", "A"), ("D", "X"), ("A", "X")):
            tied_by = knot.conflict if all(knot.corners[end] for end in ends) else None
            self._draw_side(self._side(places, ends), (tied_by,) if tied_by else ())
        return top + high

    def _look(self, entries: Sequence[Entry]) -> str:
        if not entries:
            return "dotted"
        return "dashed" if all(entry.is_inferred for entry in entries) else "solid"

    # -- the triangle of person

    def _person(self, x: float, y: float) -> float:
        """Draw the triangle of person, and return how high it is."""
        words = f"Toward whom, for {self.read.patient}: what is said toward each"
        block = Block((Words(words, self.style.text_points, 3),))
        top = self._panel_title("Triangle of person", x, y, block)
        boxes = {
            corner: [*self._heading(corner), *self._standing(figures)]
            for corner, figures in self.read.person.items()
        }
        looks = {
            corner: self._look([entry for figure in figures for entry in figure.entries])
            for corner, figures in self.read.person.items()
        }
        high, places = self._triangle(x, y + top, boxes, looks)
        drawn = {link.ends: link for link in self.read.links}
        for ends in (("O", "T"), ("O", "P"), ("T", "P")):
            link = drawn.get(ends)
            self._draw_side(self._side(places, ends), link.entries if link else ())
        return top + high

    def _standing(self, figures: Sequence[Figure]) -> list[Block]:
        """Return who stands at a corner, and what is said toward each."""
        if not figures:
            return [self._empty("nobody is written down")]
        said = [figure for figure in figures if figure.entries]
        others = [figure.name for figure in figures if not figure.entries]
        blocks = [block for figure in said[:_MOST_FIGURES] for block in self._figure(figure)]
        blocks += self._and_more(len(said) - _MOST_FIGURES)
        if others:
            shown = ", ".join(others[:3]) + (f" and {len(others) - 3} more" * (len(others) > 3))
            words = f"no image or feeling is told: {shown}"
            blocks.append(Block((Words(words, self.style.key_points - 1, 4, is_italic=True),)))
        return blocks

    def _figure(self, figure: Figure) -> list[Block]:
        size = self.style.key_points
        entries = [self._entry(entry, indent=8) for entry in figure.entries[:_MOST_ENTRIES]]
        return [
            Block((Words(figure.label, size, 2, is_bold=True),), gap=1),
            *entries,
            *self._and_more(len(figure.entries) - _MOST_ENTRIES),
        ]

    # -- the grid

    def _grid(self, y: float) -> float:
        """Draw the grid of three by three, and return how high it is with its words."""
        start, width = y, (_WIDTH - _ROW_NAME) / 3
        y += self._panel_title("Both together: what is told toward whom", 0, y)
        for place, column in enumerate(PERSON):
            x = _ROW_NAME + place * width
            self._badge(column, x + _PAD + _BADGE, y + _BADGE)
            look = Words(CORNERS[column][0], self.style.text_points, 1, is_bold=True)
            look.write(self.sheet, x + _PAD + 2 * _BADGE + 5, y + 1, width - 3 * _PAD)
        y += 2 * _BADGE + 6
        for row in CONFLICT:
            y += self._grid_row(row, y, width)
        words = Words(coverage(self.read), self.style.text_points, 4)
        return y + 6 + words.write(self.sheet, 0, y + 6, _WIDTH) - start

    def _grid_row(self, row: str, y: float, width: float) -> float:
        cells = {
            column: [self._entry(entry) for entry in entries[:_MOST_ENTRIES]]
            + self._and_more(len(entries) - _MOST_ENTRIES)
            for column in PERSON
            if (entries := self.read.cells.get((row, column), ()))
        }
        inner = width - 2 * _PAD - 4
        high = max([14.0, *(height_of(blocks, inner) for blocks in cells.values())]) + 2 * _PAD
        self._badge(row, _BADGE, y + _PAD + _BADGE)
        Words(CORNERS[row][0], self.style.text_points, 2, is_bold=True).write(
            self.sheet, 2 * _BADGE + 5, y + _PAD + 1, _ROW_NAME - 2 * _BADGE - 8
        )
        for place, column in enumerate(PERSON):
            x = _ROW_NAME + place * width
            blocks = cells.get(column) or [self._empty("not written down")]
            look = self._look(self.read.cells.get((row, column), ()))
            self.shown.add(look)
            self.sheet.rect(
                x + 2,
                y + 2,
                width - 4,
                high - 4,
                stroke=self.style.ink,
                line=1.6 if look == "dotted" else 1.2,
                is_dashed=look == "dashed",
                is_dotted=look == "dotted",
            )
            write_down(self.sheet, blocks, x + _PAD + 2, y + _PAD, inner)
        return high

    # -- the legend

    def _samples(self) -> list[Sample]:
        """Return the legend, made from what is shown."""
        looks = (
            ("solid", "written down", self._box_sample, ""),
            ("dashed", "inferred, not told", self._box_sample, "dashed"),
            ("dotted", "not written down: a question", self._box_sample, "dotted"),
            ("told", "a statement ties both", self._line_sample, ""),
            ("guessed", "an inferred statement ties both", self._line_sample, "dashed"),
            ("untold", "nothing written down ties them", self._line_sample, "dotted"),
            ("tie", "by way of its inner conflict", self._slanted_sample, ""),
        )
        return [
            (partial(draw, manner=manner), words)
            for look, words, draw, manner in looks
            if look in self.shown
        ]

    def _box_sample(self, x: float, y: float, *, manner: str) -> None:
        is_dashed, is_dotted = manner == "dashed", manner == "dotted"
        ink = self.style.ink
        self.sheet.rect(
            x, y - 6, 26, 12, stroke=ink, line=1.4, is_dashed=is_dashed, is_dotted=is_dotted
        )

    def _line_sample(self, x: float, y: float, *, manner: str) -> None:
        is_dashed, is_dotted = manner == "dashed", manner == "dotted"
        ends = ((x, y), (x + 26, y))
        self.sheet.line(ends, line=1.7, is_dashed=is_dashed, is_dotted=is_dotted)

    def _slanted_sample(self, x: float, y: float, *, manner: str) -> None:  # noqa: ARG002
        self.sheet.text(x, y + 3.5, "words", size=self.style.key_points - 1, is_italic=True)
