"""A motif as text in the DOT language: title, lanes, brackets, legend and a note on one page.

Every place is worked out here and Graphviz only draws (``layout=nop2``), as for the map.  The page
is narrow enough to be read at 700 pixels; lengths are points, y runs upwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from formulation.errors import shortened
from formulation.views.motif import Lane, Motif, Tie
from formulation.views.placing import Box, Point
from formulation.views.quoting import dot_text, dot_tooltip
from formulation.views.strokes import at, fitted, inches, short, size_of, text_width

__all__ = ["dot_of"]

_WIDTH = 490.0
_WORDS = 178.0  # how wide the sentences on the left may be
_FIRST, _LAST = _WORDS + 14, _WIDTH - 40  # where the first column stands, and the last at most
_NEAREST = 56.0  # between two columns, before they are spread out
_MOST_STRETCH = 1.5
_MARK, _BAR, _TICK = 10.0, 9.0, 9.0
_APART = 12.0  # between the marks of what is asked for several times
_MOST_MARKS = 3
_LEAST_HEIGHT = 30.0
_SECOND = 16.0  # how far below its bar a bracket to the right stands
_INDENT = 12.0
_LONGEST = 1200  # characters of one text
_MOST_BESIDE = 90.0  # points of words beside a mark, before they are broken
_NARROW = 44.0  # words in less room would be broken
_SMALLER = 1.5  # points by which the words in the drawing are smaller than those of the key


def dot_of(motif: Motif) -> str:
    """Return the text of a motif's picture.

    Parameters
    ----------
    motif
        The drawing.

    Returns
    -------
    str
        A graph in the DOT language, the same for the same motif byte by byte.
    """
    page = _Page(motif)
    page.write_title()
    page.draw_lanes()
    page.write_below()
    return str(page.graph.source)


class _Room(NamedTuple):
    """What a lane takes: its words, its window above the bracket, and how high both make it."""

    words: str
    window: str
    height: float


class _Page:
    """Puts the page together from the top downwards."""

    def __init__(self, motif: Motif) -> None:
        from graphviz import Digraph

        self.motif, self.style = motif, motif.style
        self.small = self.style.key_points - _SMALLER
        self.graph = Digraph("motif")
        tooltip = dot_tooltip(shortened(motif.title, _LONGEST))
        self.graph.attr(layout="nop2", outputorder="edgesfirst", pad="0.15", tooltip=tooltip)
        self.graph.attr(bgcolor=self.style.paper)
        letters = {"fontname": self.style.font, "fontcolor": self.style.ink}
        self.graph.attr("node", **letters, margin="0,0")
        self.y = 0.0  # how far down the page is written
        self.names = 0
        self.places = _places(motif, self.small)
        self.middles: dict[int, float] = {}

    # -- words

    def _text(
        self,
        words: str,
        x: float,
        y: float,
        width: float,
        points: float,
        *,
        is_bold: bool = False,
        colour: str = "",
    ) -> float:
        """Write words from `x` to the right and `y` downwards; return how high they are."""
        lines = fitted(shortened(words, _LONGEST), width, points, is_bold=is_bold)
        wide, high = size_of(lines, points, is_bold=is_bold)
        look = {
            "shape": "plaintext",
            "style": "filled",  # no line runs through words
            "fillcolor": self.style.paper,
            "label": "".join(dot_text(line or " ") + r"\l" for line in lines.split("\n")),
            "fontsize": short(points),
            "fontname": self.style.bold if is_bold else self.style.font,
            "fontcolor": colour or self.style.ink,
        }
        self._node(Box(x + wide / 2, y - high / 2, wide, high), look)
        return high

    def _node(self, box: Box, look: dict[str, str]) -> str:
        self.names += 1
        name = f"n{self.names}"
        size = {"width": inches(box.width), "height": inches(box.height), "fixedsize": "true"}
        self.graph.node(name, pos=at(Point(box.x, box.y)), **size, **look)
        return name

    def _line(self, a: Point, b: Point, colour: str, width: float = 1.0, **look: str) -> None:
        """Draw a straight line between two places that are not seen."""
        unseen = {"shape": "point", "style": "invis", "label": ""}
        ends = [self._node(Box(*place, 1.0, 1.0), unseen) for place in (a, b)]
        points = [Point(a.x + (b.x - a.x) * n / 3, a.y + (b.y - a.y) * n / 3) for n in range(4)]
        pos = " ".join(map(at, points))
        look = {"dir": "none", "color": colour, "penwidth": short(width)} | look
        if look["dir"] == "forward":
            pos = f"e,{at(b)} " + " ".join(map(at, [*points[:3], Point(b.x - 5, b.y)]))
        self.graph.edge(*ends, pos=pos, **look)

    def write_title(self) -> None:
        """Write what it shows."""
        points = self.style.title_points - 2
        self.y -= self._text(self.motif.title, 0, self.y, _WIDTH, points, is_bold=True) + 12

    # -- lanes

    def draw_lanes(self) -> None:
        """Draw the lanes, a heading over those of a choice, and the arrow of time."""
        numbered = enumerate(self.motif.lanes)
        for choice, group in groupby(numbered, key=lambda pair: pair[1].choice):
            lanes = list(group)
            if choice is None:
                for n, lane in lanes:
                    self._seat(n, lane)
            else:
                self._seat_choice(choice, lanes)
        for n, lane in enumerate(self.motif.lanes):
            self._draw(n, lane)
        self._draw_guides()
        if self.motif.columns > 1:
            self._draw_time()

    def _seat_choice(self, choice: int, lanes: Sequence[tuple[int, Lane]]) -> None:
        name, words = self.motif.choices[choice]
        told = f"{name}: {words}" if name else words
        points = self.style.key_points
        self.y -= 4
        self.y -= self._text(told, 0, self.y, _WORDS, points, is_bold=True) + 2
        top = self.y
        for n, lane in lanes:
            self._seat(n, lane, _INDENT)
        self._line(Point(4, top), Point(4, self.y + 4), self.style.muted_line, 2.0)
        self.y -= 4

    def _seat(self, n: int, lane: Lane, indent: float = 0.0) -> None:
        """Write the words of a lane on the left, and keep where its middle is."""
        words = lane.name
        window = self._window(lane)
        if lane.window and not window and (lane.left or lane.right):
            words += f"; {lane.window}"
        style, width = self.style, _WORDS - indent
        high = size_of(fitted(lane.asks, width, style.key_points), style.key_points)[1]
        high += size_of(fitted(words, width, self.small), self.small)[1]
        wide = size_of(window, self.small)[1] if window else 0.0
        below = _SECOND + wide if self._is_second(lane) else 0.0
        least = max(_LEAST_HEIGHT, 2 * wide + 6) + below
        y = self.y - (max(least, high + 6) - high) / 2
        y -= self._text(lane.asks, indent, y, width, style.key_points)
        self._text(words, indent, y, width, self.small, colour=style.muted_ink)
        total = max(least, high + 6)
        self.middles[n] = self.y - (total - below) / 2
        self.y -= total

    def _is_second(self, lane: Lane) -> bool:
        return bool(lane.right) and (lane.lasts or bool(lane.count))

    def _window(self, lane: Lane) -> str:
        """Return a lane's window in lines that fit its bracket; empty where none would."""
        width = max((b - a for a, b in self._brackets(lane)), default=0.0) - 12
        return fitted(lane.window, width, self.small) if lane.window and width > _NARROW else ""

    def _brackets(self, lane: Lane) -> Iterator[tuple[float, float]]:
        for ties in (lane.left, lane.right):
            ends = [self.places[tie.column] for tie in ties]
            if ends:
                x = self.places[lane.start]
                yield min(*ends, x), max(*ends, x)

    # -- what is drawn

    def _draw(self, n: int, lane: Lane) -> None:
        y, x = self.middles[n], self._onset(lane)
        for ties, is_left in ((lane.left, True), (lane.right, False)):
            if ties:
                self._bracket(lane, ties, y - _SECOND * (not is_left and self._is_second(lane)))
        beyond = self._bar(lane, x, y) if lane.lasts else self._points(lane, x, y)
        told = ", ".join([lane.count] * bool(lane.count) + ["at any time"] * lane.is_free)
        if told:
            self._beside(told, beyond + 5, y)

    def _onset(self, lane: Lane) -> float:
        """Return where a lane begins; what is not ordered stands between two columns."""
        first, second = (*self.places, self.places[0])[:2]
        return (first + second) / 2 if lane.is_free else self.places[lane.start]

    def _beside(self, words: str, x: float, y: float) -> None:
        width = max(_WIDTH - x, _NARROW)
        high = size_of(fitted(words, width, self.small), self.small)[1]
        self._text(words, x, y + high / 2, width, self.small)

    def _draw_guides(self) -> None:
        """Draw thin dotted lines from each lane to those it is measured by, one a column."""
        reaches: dict[float, list[tuple[float, float]]] = {}
        for n, lane in enumerate(self.motif.lanes):
            for tie in lane.ties:
                is_below = tie in lane.right and self._is_second(lane)
                ends = sorted((self.middles[n] - _SECOND * is_below, self.middles[tie.lane]))
                reaches.setdefault(self.places[tie.column], []).append((ends[0], ends[1]))
        for x, pairs in reaches.items():
            for low, high in _joined(pairs):
                ink, look = self.style.muted_ink, {"style": "dotted"}
                self._line(Point(x, high), Point(x, low), ink, 0.8, **look)

    def _bracket(self, lane: Lane, ties: Sequence[Tie], y: float) -> None:
        """Draw the line from what a step is measured by, with ticks, and its window above."""
        x, style = self.places[lane.start], self.style
        ends = {self.places[tie.column]: tie.relation for tie in ties}
        look = {"style": "dotted"} if lane.mark == "optional" else {}
        first, last = min(*ends, x), max(*ends, x)
        self._line(Point(first, y), Point(last, y), style.ink, 1.0, **look)
        for place, relation in ends.items():
            self._tick(place, y)
            if relation == "from":  # or at once: a second tick
                self._tick(place + 3, y)
        room = last - first - 12
        window = fitted(lane.window, room, self.small)
        if room > _NARROW and window.count("\n") <= self._window(lane).count("\n"):
            width, high = size_of(window, self.small)
            left = (first + last - width) / 2
            is_below = max(ends) > x and self._is_second(lane)
            self._text(lane.window, left, y - 3 if is_below else y + high + 2, room, self.small)

    def _tick(self, x: float, y: float) -> None:
        self._line(Point(x, y - _TICK / 2), Point(x, y + _TICK / 2), self.style.ink, 1.2)

    def _look(self, lane: Lane) -> dict[str, str]:
        """Return how a mark or a bar looks: of its kind's colour, empty where it is optional."""
        style, is_optional = self.style, lane.mark == "optional"
        colour = style.line(lane.kind).colour
        pale = style.ground if colour == style.ink else style.faded(colour)
        fill = style.paper if is_optional else pale if lane.lasts else colour
        return {
            "label": "",
            "style": "filled,dashed" if is_optional and lane.lasts else "filled",
            "fillcolor": fill,
            "color": style.ink,
            "penwidth": short(style.plain_points),
            "tooltip": dot_tooltip(shortened(f"{lane.asks}{lane.relations}", _LONGEST)),
        }

    def _points(self, lane: Lane, x: float, y: float) -> float:
        """Draw a mark, or several, and return where words may follow."""
        if lane.mark == "absent":
            return self._cross(x, y, self._look(lane)["tooltip"])
        count = min(lane.least_times, _MOST_MARKS)
        for n in range(count):
            box = Box(x + n * _APART, y, _MARK, _MARK)
            self._node(box, {**self._look(lane), "shape": "circle"})
        return x + (count - 1) * _APART + _MARK / 2

    def _cross(self, x: float, y: float, tooltip: str) -> float:
        look = {"label": "✗", "shape": "circle", "style": "filled", "color": self.style.paper}
        look |= {"fillcolor": self.style.paper, "fontname": self.style.bold, "fontsize": "15"}
        self._node(Box(x, y, _MARK + 6, _MARK + 6), look | {"tooltip": tooltip})
        return x + _MARK / 2 + 3

    def _bar(self, lane: Lane, x: float, y: float) -> float:
        """Draw a bar, as long as it must last, and return where words may follow."""
        end = self.places[lane.end] if lane.is_ended else max(self.places[lane.end], x) + 18
        self._node(Box((x + end) / 2, y, end - x, _BAR), {**self._look(lane), "shape": "box"})
        if lane.is_ended or lane.count or lane.is_free:
            return end
        far = max(self.places[-1] + 34, end + 12)
        self._line(Point(end, y), Point(far, y), self.style.muted_ink, 1.0, **_TAIL)
        return far

    def _draw_time(self) -> None:
        style, y = self.style, self.y - 8
        self._text("time", 0, y + 6, _WORDS, self.small, colour=style.muted_ink)
        end = Point(self.places[-1] + 34, y)
        self._line(Point(_FIRST - 4, y), end, style.muted_ink, 1.0, dir="forward", **_ARROW)
        self.y = y - 14

    # -- below

    def write_below(self) -> None:
        """Write what the signs mean, and what the pattern does not claim."""
        self.y -= 10
        signs, x = [*_signs(self.motif)], 0.0
        for sign, words in signs:
            wide = 40 + text_width(words, self.small) + 14
            if x and x + wide > _WIDTH:
                x, self.y = 0.0, self.y - 16
            self._sample(sign, x + 14, self.y - 6)
            self._text(words, x + 34, self.y, wide - 40, self.small)
            x += wide
        self.y -= 22
        claim = f"What it does not claim: {self.motif.note}" if self.motif.note else ""
        for note in filter(None, (*self.motif.notes(), claim)):
            self.y -= self._text(note, 0, self.y, _WIDTH, self.small) + 5

    def _sample(self, sign: Lane | str, x: float, y: float) -> None:
        if isinstance(sign, Lane):
            look = self._look(sign) | {"fillcolor": self.style.paper, "tooltip": " "}
            if sign.mark == "absent":
                self._cross(x, y, " ")
            elif sign.lasts:
                self._node(Box(x, y, 22, _BAR), {**look, "shape": "box"})
            else:
                fill = self.style.paper if sign.mark == "optional" else self.style.ink
                box = Box(x, y, _MARK, _MARK)
                self._node(box, {**look, "fillcolor": fill, "shape": "circle"})
        elif sign == "tail":
            self._line(Point(x - 11, y), Point(x + 11, y), self.style.muted_ink, 1.0, **_TAIL)
        else:
            self._line(Point(x - 9, y), Point(x + 11, y), self.style.ink)
            self._tick(x + 11 if sign == "before" else x - 9, y)
            if sign == "from":
                self._tick(x - 6, y)


_TAIL = {"style": "dashed"}
_ARROW = {"arrowhead": "vee", "arrowsize": "0.5"}


def _places(motif: Motif, points: float) -> list[float]:
    """Return where each column stands, each bracket as wide as its words as far as can be."""
    wanted: list[tuple[int, int, float]] = []
    for lane in motif.lanes:
        need = text_width(lane.window, points) + 20 if lane.window else 0.0
        for ties in (lane.left, lane.right):
            if ties:
                columns = [lane.start, *(tie.column for tie in ties)]
                wanted.append((min(columns), max(columns), need))
    places = [0.0]
    for column in range(1, motif.columns):
        starting = [lane for lane in motif.lanes if lane.start == column - 1 and not lane.lasts]
        marks = max((min(lane.least_times, _MOST_MARKS) for lane in starting), default=1)
        places.append(places[-1] + _NEAREST + (marks - 1) * _APART)
        fitting = (places[a] + need for a, b, need in wanted if b == column)
        places[-1] = max(places[-1], *fitting, 0.0)
    shares = [_MOST_STRETCH, (_LAST - _FIRST) / (places[-1] or 1.0)]
    for lane in motif.lanes:
        if lane.count and places[lane.start]:
            beside = min(text_width(lane.count, points), _MOST_BESIDE) + _MOST_MARKS * _APART
            shares.append((_WIDTH - _FIRST - beside) / places[lane.start])
    return [_FIRST + place * min(shares) for place in places]


def _joined(pairs: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join stretches that touch one another."""
    joined: list[tuple[float, float]] = []
    for low, high in sorted(pairs):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def _signs(motif: Motif) -> Iterator[tuple[Lane | str, str]]:
    """Yield a lane for each kind of mark there is, and the name of each kind of line, in words."""
    words = {
        ("required", False): "is recorded",
        ("required", True): "lasts",
        ("optional", False): "told where recorded",
        ("optional", True): "lasts, told where recorded",
        ("absent", False): "must not be recorded",
    }
    for look, told in words.items():
        lane = next((one for one in motif.lanes if (one.mark, one.lasts) == look), None)
        if lane is not None:
            yield lane, told
    if any(o.lasts and not (o.is_ended or o.count or o.is_free) for o in motif.lanes):
        yield "tail", "its end is not asked"
    left = {tie.relation for lane in motif.lanes for tie in lane.left}
    if left - {"from"}:
        yield "after", "later than"
    if "from" in left:
        yield "from", "at once or later"
    if any(lane.right for lane in motif.lanes):
        yield "before", "earlier than"
