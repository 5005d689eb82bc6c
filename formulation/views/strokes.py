"""The pieces a page is written with: how wide words are, how lines run and end, small plates."""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from formulation.views.fonts import script_of
from formulation.views.placing import Box, Curve, Outline, Point, free_spot, zigzag
from formulation.views.quoting import wrapped
from formulation.views.style import Line, Style

__all__ = [
    "Labels",
    "at",
    "fitted",
    "inches",
    "line_look",
    "plate",
    "short",
    "size_of",
    "text_width",
]

# the widths of the letters of DejaVu Sans from the blank on, in twentieths of an em, a for 1
_WIDTHS = (
    "gijqmtpfhhjqghggmmmmmmmmmmggqqqktnnnpmlppffnl"
    "ropmpnmmontnmnhghqjjmmkmmhmmfflftmmmmikhmlqllkmgmq"
)
_EMS = {chr(32 + n): (ord(width) - 96) / 20 for n, width in enumerate(_WIDTHS)}
_LINE_HEIGHT = 1.2
_SCRIPT_NAME_EMS = 5.4
_MOST_LINES = 8
_MANY_LINES = 250
#: how long the ends of lines are, in arrow lengths of 10 points; others are 1
_END_LENGTHS = {
    "none": 0.0,
    **dict.fromkeys(("tee",), 0.25),
    **dict.fromkeys(("teetee",), 0.5),
    **dict.fromkeys(("box", "obox"), 0.75),
    **dict.fromkeys(("dot", "odot"), 0.8),
    **dict.fromkeys(("teedot",), 1.05),
    **dict.fromkeys(("diamond", "ediamond"), 1.2),
    **dict.fromkeys(("normalnormal", "veevee", "invempty"), 2.0),
}


# -- words ---------------------------------------------------------------------------------------


def text_width(text: str, points: float, *, is_bold: bool = False) -> float:
    """Return how wide a line of text is, in points; rather more where a letter is not known.

    A script that a machine may have no font for gets room for its name in brackets.
    """
    return _width(text) * points * (1.13 if is_bold else 1.0)


@lru_cache(maxsize=1 << 12)  # lines are measured again and again while they are broken
def _width(text: str) -> float:
    """Return how wide a line of text is, in ems."""
    if text.isascii():
        return _ems(text)
    seen = (letter for letter in text if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))
    runs = groupby(seen, _rare_script)
    return sum(max(_ems(run), _SCRIPT_NAME_EMS if script else 0.0) for script, run in runs)


def _rare_script(letter: str) -> str:
    """Return the script of a letter that a machine may have no font for; nothing for others."""
    is_rare = "\u06ff" < letter < "\u1e00" or letter >= "\u2e80"
    return script_of(letter) if is_rare else ""


def _ems(letters: Iterable[str]) -> float:
    ems = 0.0
    for letter in letters:
        if letter in _EMS:
            ems += _EMS[letter]
        else:
            ems += 1.1 if unicodedata.east_asian_width(letter) in "WF" else 0.7
    return ems


def size_of(text: str, points: float, *, is_bold: bool = False) -> tuple[float, float]:
    """Return width and height of a text of one or more lines, in points."""
    lines = text.split("\n")
    width = max(text_width(line, points, is_bold=is_bold) for line in lines)
    return width, _LINE_HEIGHT * points * len(lines)


def fitted(words: str, width: float, points: float, *, is_bold: bool = False) -> str:
    """Break words into lines no wider than `width` points, as far as they can be."""
    words = " ".join(words.split())
    whole = text_width(words, points, is_bold=is_bold)
    if whole <= width:
        return wrapped(words, max(12, len(words) * 2), _MOST_LINES)
    columns = int(width / whole * len(words) * 0.95)
    while True:  # some letters are wider than most, and a line may be full of them
        lines = wrapped(words, max(12, columns), _MOST_LINES)
        if columns <= 12 or size_of(lines, points, is_bold=is_bold)[0] <= width:
            return lines
        columns = int(columns * 0.9)


def plate(text: str, style: Style, *, is_dark: bool) -> str:
    """Return a small plate with a number on it; HTML is safe here, for the letters are ours."""
    ground, ink = (style.ink, style.paper) if is_dark else (style.paper, style.ink)
    return (
        '<<table border="1" cellborder="0" cellspacing="0" cellpadding="1" style="rounded" '
        f'color="{style.ink}" bgcolor="{ground}"><tr><td><font color="{ink}" '
        f'point-size="{short(style.badge_points)}"> {text} </font></td></tr></table>>'
    )


# -- numbers -------------------------------------------------------------------------------------


def short(number: float) -> str:
    """Write a number with two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def inches(points: float) -> str:
    """Write a length as Graphviz wants the sizes of nodes."""
    return f"{points / 72:.4f}"


def at(point: Point) -> str:
    """Write a place as Graphviz wants it."""
    return f"{point.x:.1f},{point.y:.1f}"


# -- lines ---------------------------------------------------------------------------------------


def line_look(
    line: Line, curve: Curve, colour: str, width: float, *, is_broken: bool, is_double: bool
) -> dict[str, str]:
    """Return a line in Graphviz's words, with the points it runs through.

    Parameters
    ----------
    line
        How its kind looks.
    curve
        Where it runs, from outline to outline; room for its ends is taken off.
    colour, width
        What it is drawn with here.
    is_broken, is_double
        Whether it is inferred, and disputed.
    """
    size = 0.62 + 0.14 * line.width
    lengths = [10 * _END_LENGTHS.get(end, 1.0) for end in (line.tail, line.head)]
    room = 0.7 * math.dist(curve.points[0], curve.points[3])
    size = min(size, room / (sum(lengths) or 1.0))  # of two who all but touch, smaller ends
    tail, head = (length * size for length in lengths)
    first = curve.share_at(tail) if tail else 0.0
    last = 1 - curve.reversed().share_at(head) if head else 1.0
    body = curve.between(first, last)
    points = _as_spline(zigzag(body)) if line.path == "zigzag" else body.points
    ends = [f"s,{at(curve.points[0])}"] * bool(tail) + [f"e,{at(curve.points[3])}"] * bool(head)
    return {
        "pos": " ".join([*ends, *map(at, points)]),
        "dir": ("both" if tail else "forward") if head else ("back" if tail else "none"),
        "arrowhead": line.head,
        "arrowtail": line.tail,
        "arrowsize": short(size),
        "color": f"{colour}:invis:{colour}" if is_double else colour,
        "style": "dashed" if is_broken else "solid",
        "penwidth": short(width),
    }


def _as_spline(corners: Sequence[Point]) -> list[Point]:
    """Return corners as a spline of straight pieces."""
    points = [corners[0]]
    for a, b in pairwise(corners):
        points += [Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t) for t in (1 / 3, 2 / 3)]
        points.append(b)
    return points


#: how much worse it is to hide a figure or a label than a line
_A_BOX = 20.0


class Labels:
    """Finds each label a spot where it hides no figure, no other label, and few lines."""

    def __init__(self, outlines: Sequence[Outline], curves: Sequence[Curve]) -> None:
        self.lines: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.boxes: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.taken: list[Box] = []
        self.cell = 6.0 if len(curves) < _MANY_LINES else 30.0
        for outline in outlines:
            for box in (outline.box, *outline.notes):
                self._take(box)
        cell, lines = self.cell, self.lines
        for number, curve in enumerate(curves):
            for a, b in pairwise(curve.samples()):
                steps = max(1, math.ceil(math.dist(a, b) / cell))
                (x, y), wide, high = a, b.x - a.x, b.y - a.y
                for n in range(steps):
                    place = (x + wide * n / steps) // cell, (y + high * n / steps) // cell
                    lines[int(place[0]), int(place[1])].add(number)

    def _take(self, box: Box) -> None:
        for cell in self._cells(box):
            self.boxes[cell].add(len(self.taken))
        self.taken.append(box)

    def _cells(self, box: Box) -> Iterator[tuple[int, int]]:
        left, right = box.x - box.width / 2 - 1, box.x + box.width / 2 + 1
        low, high = box.y - box.height / 2 - 1, box.y + box.height / 2 + 1
        for x in range(int(left // self.cell), int(right // self.cell) + 1):
            for y in range(int(low // self.cell), int(high // self.cell) + 1):
                yield x, y

    def place(self, number: int, curve: Curve, size: tuple[float, float], *, beside: bool) -> Point:
        """Return the spot for the label of the line of that number, and keep it free for it.

        Parameters
        ----------
        number
            The place of the line among the curves.
        curve
            Where it runs.
        size
            Width and height of the label.
        beside
            Whether it stands next to the line rather than on it.
        """
        own = None if beside else number
        spot = free_spot(curve, size, lambda box: self._hidden(box, own), beside=beside)
        if not beside and self._hidden(Box(*spot, *size), own) >= _A_BOX:
            # on a short line between two that are full there is room at its side alone
            spot = free_spot(curve, size, lambda box: self._hidden(box, own), beside=True)
        self._take(Box(*spot, *size))
        return spot

    def _hidden(self, box: Box, own: int | None) -> float:
        cells = list(self._cells(box))
        boxes = {number for cell in cells for number in self.boxes.get(cell, ())}
        boxes = {number for number in boxes if not box.is_clear_of(self.taken[number], 1.0)}
        lines = {number for cell in cells for number in self.lines.get(cell, ())}
        return _A_BOX * len(boxes) + len(lines - {own})
