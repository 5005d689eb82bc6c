"""The map as text in the DOT language: title, steps, figures, lines, key and legend on one page.

Every place is worked out here, so Graphviz draws and lays out nothing (``layout=nop2``): the same
case gives the same picture with every Graphviz, and no layout can crash or take minutes.  Names of
nodes and edges of the case begin with ``s-``; what else is on the page is title, key and legend.
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from formulation.views.map import LegendEntry, MapEdge, MapNode, MapNote, MapView
from formulation.views.placing import (
    Box,
    Curve,
    Outline,
    Point,
    free_spot,
    ring_places,
    route,
    zigzag,
)
from formulation.views.quoting import dot_text, dot_tooltip, svg_id, wrapped
from formulation.views.style import Line, Style

__all__ = ["dot_of"]

# the widths of the letters of DejaVu Sans from the blank on, in twentieths of an em, a for 1
_WIDTHS = (
    "gijqmtpfhhjqghggmmmmmmmmmmggqqqktnnnpmlppffnlropmpnmmontnmnhghqjjmmkmmhmmfflftmmmmikhmlqllkmgmq"
)
#: how long the ends of lines are, in arrow lengths of 10 points
_END_LENGTHS = {
    "none": 0.0,
    "tee": 0.25,
    "teetee": 0.5,
    "teedot": 1.05,
    "diamond": 1.2,
    "ediamond": 1.2,
    "dot": 0.8,
    "odot": 0.8,
    "box": 0.75,
    "obox": 0.75,
    "normalnormal": 2.0,
    "veevee": 2.0,
    "invempty": 2.0,
}
_COLUMN, _ROW_GAP, _PAGE_GAP = 205.0, 5.0, 22.0
_LEAST_WIDTH = 430.0


def dot_of(view: MapView) -> str:
    """Return the text of a map's picture.

    Parameters
    ----------
    view
        The map.

    Returns
    -------
    str
        A graph in the DOT language, the same for the same map, byte by byte.
    """
    page = _Page(view)
    page.draw_map()
    page.write_above()
    page.write_below()
    return page.text()


# -- measuring -----------------------------------------------------------------------------------


def text_width(text: str, points: float, *, is_bold: bool = False) -> float:
    """Return how wide a line of text is, in points; a little more where a letter is not known.

    A script that a machine may have no font for gets room for its name in brackets.
    """
    ems = 0.0
    for letter in text:
        code = ord(letter) - 32
        if 0 <= code < len(_WIDTHS):
            ems += (ord(_WIDTHS[code]) - 96) / 20
        elif unicodedata.category(letter) not in ("Mn", "Me", "Cf"):
            ems += 1.1 if unicodedata.east_asian_width(letter) in "WF" else 0.7
    if any(letter > "\u052f" for letter in text):
        ems = max(ems, 5.6)
    return ems * points * (1.13 if is_bold else 1.0)


def _size(text: str, points: float, *, is_bold: bool = False) -> tuple[float, float]:
    lines = text.split("\n")
    width = max(text_width(line, points, is_bold=is_bold) for line in lines)
    return width, 1.2 * points * len(lines)


# -- the page ------------------------------------------------------------------------------------


@dataclass
class _Spot:
    """Where a figure stands, with the text in it and the notes that hang on it."""

    node: MapNode
    text: str
    size: tuple[float, float]
    notes: list[tuple[MapNote, str, tuple[float, float]]] = field(default_factory=list)
    outline: Outline = field(default_factory=lambda: Outline(Box(0, 0, 0, 0)))

    @property
    def block(self) -> tuple[float, float]:
        """Width and height with the notes."""
        width = max([self.size[0], *(size[0] for _, _, size in self.notes)])
        return width, self.size[1] + sum(size[1] + 2 for _, _, size in self.notes)


class _Page:
    """Composes the text from above to below, keeping the bounds of what is drawn."""

    def __init__(self, view: MapView) -> None:
        from graphviz import Digraph

        self.view, self.style = view, view.style
        self.graph = Digraph("map")
        self.graph.attr(
            layout="nop2",
            outputorder="edgesfirst",
            bgcolor=self.style.paper,
            pad="0.2",
            tooltip=dot_tooltip(view.title),
        )
        letters = {"fontname": self.style.font, "fontcolor": self.style.ink}
        self.graph.attr("node", **letters, fontsize=_short(self.style.text_points), margin="0,0")
        self.graph.attr("edge", **letters, fontsize=_short(self.style.badge_points))
        self.spots = {node.id: self._spot(node) for node in view.nodes}
        self.left = self.right = self.top = self.bottom = 0.0
        self.used_ids: set[str] = set()
        self.count = 0

    def text(self) -> str:
        """Return the page as text."""
        return str(self.graph.source)

    # -- the map

    def draw_map(self) -> None:
        """Draw figures, notes and lines around the middle."""
        self._seat()
        curves = self._routes()
        badges = _Badges([spot.outline for spot in self.spots.values()], curves)
        weakest_first = sorted(
            zip(self.view.edges, curves, strict=True), key=lambda pair: bool(pair[0].steps)
        )
        labelled = {id(e): badges.place(e, c, self._label_size(e)) for e, c in weakest_first[::-1]}
        for edge, curve in weakest_first:
            self._draw_line(edge, curve, labelled[id(edge)])
        for spot in self.spots.values():
            self._draw_figure(spot)

    def _spot(self, node: MapNode) -> _Spot:
        points = self.style.text_points
        is_hub = node.id == self.view.hub
        label = wrapped(node.label + (" †" if node.is_past else ""), 24 if is_hub else 17, 3)
        role = "" if node.role.casefold() in node.label.casefold() else node.role
        text = label + (f"\n({wrapped(role, 17, 1)})" if role else "")
        width, height = _size(text, points, is_bold=is_hub)
        room = self.style.shapes[node.shape].room
        size = (width * room[0] + 14, height * room[1] + 10)
        if is_hub:
            size = (max(size[0], 120.0), max(size[1], 46.0))
        spot = _Spot(node, text, size)
        for note in node.notes:
            words = wrapped(_with_count(note), 30 if is_hub else 22, 3)
            wide, high = _size(words, self.style.key_points - 1)
            badge = 18.0 * len(note.steps)
            spot.notes.append((note, words, (wide + 12 + badge, high + 5)))
        return spot

    def _seat(self) -> None:
        """Give everyone a place; who is not there at that date leaves a gap."""
        view = self.view
        nobody = (40.0, 20.0)
        sizes = [self.spots[i].block if i in self.spots else nobody for i in view.order]
        pairs = {frozenset((edge.start, edge.end)) for edge in view.edges}
        nexts = [*view.order[1:], *view.order[:1]]
        tied = [frozenset(pair) in pairs for pair in zip(view.order, nexts, strict=True)]
        hub = self.spots.get(view.hub or "")
        places = ring_places(sizes, tied, hub.block if hub else (0.0, 0.0))
        for id, place in zip(view.order, places, strict=True):
            if id in self.spots:
                self._put(self.spots[id], place, notes_below=place.y <= 0)
        if hub:
            self._put(hub, Point(0.0, 0.0), notes_below=True)

    def _put(self, spot: _Spot, place: Point, *, notes_below: bool) -> None:
        """Put the figure and its notes, as one block, around a place."""
        _, height = spot.block
        down = -1 if notes_below else 1
        edge = place.y - down * height / 2
        box = Box(place.x, edge + down * spot.size[1] / 2, *spot.size)
        edge += down * spot.size[1]
        notes = []
        for _, _, (wide, high) in spot.notes:
            notes.append(Box(place.x, edge + down * (high / 2 + 2), wide, high))
            edge += down * (high + 2)
        corners = self.style.shapes[spot.node.shape].corners
        spot.outline = Outline(box, corners, tuple(notes))
        for each in (box, *notes):
            self._reach(each)

    def _reach(self, box: Box) -> None:
        self.left = min(self.left, box.x - box.width / 2)
        self.right = max(self.right, box.x + box.width / 2)
        self.bottom = min(self.bottom, box.y - box.height / 2)
        self.top = max(self.top, box.y + box.height / 2)

    def _routes(self) -> list[Curve]:
        """Return a curve for each line, those of the same two fanned out."""
        fans: dict[frozenset[str], list[int]] = defaultdict(list)
        for n, edge in enumerate(self.view.edges):
            fans[frozenset((edge.start, edge.end))].append(n)
        curves: dict[int, Curve] = {}
        for ends, fan in fans.items():
            fan.sort(key=lambda n: list(self.style.lines).index(self.view.edges[n].kind)
                     if self.view.edges[n].kind in self.style.lines else 99)
            others = [s.outline for id, s in self.spots.items() if id not in ends]
            first = self.view.edges[fan[0]].start
            for place, n in enumerate(fan):
                edge = self.view.edges[n]
                rank = place - (len(fan) - 1) / 2
                rank = rank if edge.start == first else -rank
                start, end = self.spots[edge.start].outline, self.spots[edge.end].outline
                curves[n] = route(start, end, rank, others)
        return [curves[n] for n in range(len(curves))]

    def _label_size(self, edge: MapEdge) -> tuple[float, float]:
        if words := self._words_on(edge):
            return _size(words, self.style.badge_points)
        badge = self._badge_of(edge)
        return (text_width(badge, self.style.badge_points) + 10, 16.0) if badge else (0.0, 0.0)

    def _words_on(self, edge: MapEdge) -> str:
        """Return the words a line carries, where lines are few enough for that."""
        if self.view.is_focused or edge.number is not None or not edge.label:
            return ""
        return wrapped(_with_count(edge) + ("?" if edge.is_possible else ""), 20, 3)

    def _badge_of(self, edge: MapEdge) -> str:
        """Return the number on a line: of its step, else in the key, with count and doubt."""
        if self.view.is_focused:
            number = " ".join(map(str, edge.steps))
            return number + ("?" if edge.is_possible and edge.steps else "")
        parts = [str(edge.number or ""), f"×{edge.count}" if edge.count > 1 else ""]
        return " ".join(filter(None, parts)) + ("?" if edge.is_possible else "")

    def _draw_line(self, edge: MapEdge, curve: Curve, spot: Point) -> None:
        line = self.style.line(edge.kind)
        is_strong = bool(edge.steps)
        colour, width = line.colour, line.width * (1.25 if is_strong else 1.0)
        if self.view.is_focused and not is_strong:
            colour, width = self.style.muted_line, min(width, 1.4)
        look = _line_look(line, curve, colour, width, edge.is_inferred, edge.is_disputed)
        if words := self._words_on(edge):
            look |= {"label": dot_text(words), "lp": _at(spot)}
        elif badge := self._badge_of(edge):
            look |= {"label": _badge(badge, self.style, is_dark=is_strong), "lp": _at(spot)}
        look |= self._named(edge.statements, f"{self.style.line(edge.kind).words}: {edge.label}")
        self.graph.edge(svg_id(edge.start), svg_id(edge.end), **look)

    def _named(self, statements: Sequence[str], words: str) -> dict[str, str]:
        """Return the SVG id of what shows statements, the first that is free, and its tooltip."""
        ids = [svg_id(id) for id in statements]
        named = {"class": " ".join(ids), "tooltip": dot_tooltip(words.removesuffix(": "))}
        for id in ids:
            if id not in self.used_ids:
                self.used_ids.add(id)
                return {**named, "id": id}
        return named

    def _draw_figure(self, spot: _Spot) -> None:
        node, style = spot.node, self.style
        shape = style.shapes[node.shape]
        is_muted = self.view.is_focused and not node.is_strong
        fill = style.glow if node.is_strong else style.ground if shape.is_filled else style.paper
        width = style.mark_points if node.is_therapist else style.plain_points
        width = style.strong_points if node.is_strong else width
        is_hub = node.id == self.view.hub
        look = {
            "label": dot_text(spot.text),
            "shape": shape.name,
            "style": "filled,rounded" if shape.is_rounded else "filled",
            "fillcolor": fill,
            "color": style.muted_line if is_muted else style.ink,
            "fontcolor": style.muted_ink if is_muted else style.ink,
            "penwidth": _short(width),
            "tooltip": dot_tooltip(node.sentence),
            "id": svg_id(node.id),
        }
        if node.is_patient:
            look["peripheries"] = "2"
        if is_hub or node.is_strong:
            look["fontname"] = style.bold
        self._node(svg_id(node.id), spot.outline.box, look)
        for n, (told, box) in enumerate(zip(spot.notes, spot.outline.notes, strict=True)):
            self._draw_note(f"{svg_id(node.id)}--{n}", told[0], told[1], box)

    def _draw_note(self, name: str, note: MapNote, words: str, box: Box) -> None:
        style = self.style
        broken = "dashed" if note.is_inferred else "solid"
        look = {
            "label": dot_text(words + ("?" if note.is_possible else "")),
            "shape": "note",
            "style": f"filled,{broken}",
            "fillcolor": style.glow if note.steps else style.paper,
            "fontsize": _short(style.key_points - 1),
            "penwidth": _short(style.strong_points - 1 if note.steps else 0.8),
            "color": style.ink,
        }
        if note.is_disputed:
            look["peripheries"] = "2"
        self._node(name, box, look | self._named(note.statements, note.label))
        if note.steps:
            at = Box(box.x - box.width / 2, box.y, 16.0, 16.0)
            self._badge_node(" ".join(map(str, note.steps)), at, is_dark=True)

    def _node(self, name: str, box: Box, look: dict[str, str]) -> None:
        size = {"width": _inches(box.width), "height": _inches(box.height), "fixedsize": "true"}
        self.graph.node(name, pos=_at(Point(box.x, box.y)), **size, **look)

    def _badge_node(self, text: str, box: Box, *, is_dark: bool) -> None:
        look = {"label": _badge(text, self.style, is_dark=is_dark), "shape": "plaintext"}
        self._node(self._next("badge"), box, look)

    def _next(self, sort: str) -> str:
        self.count += 1
        return f"{sort}-{self.count}"

    # -- above and below the map

    @property
    def width(self) -> float:
        """How wide the page is."""
        return max(self.right - self.left, _LEAST_WIDTH)

    def _centre(self) -> None:
        """Let a page be no narrower than its title wants it."""
        lack = _LEAST_WIDTH - (self.right - self.left)
        if lack > 0:
            self.left, self.right = self.left - lack / 2, self.right + lack / 2

    def write_above(self) -> None:
        """Write title, headline and steps above the map, from below upwards."""
        self._centre()
        style, y = self.style, self.top + _PAGE_GAP
        for step in reversed(self.view.steps):
            mark = "✗" if step.number is None else str(step.number)
            y += self._item(mark, step.words, self.left, y, self.width, up=True)
        if self.view.headline:
            y += self._text(self.view.headline, self.left, y, self.width, style.key_points + 1.5,
                            is_bold=True, up=True) + 4
        self._text(self.view.title, self.left, y, self.width, style.title_points,
                   is_bold=True, up=True)

    def write_below(self) -> None:
        """Write legend and key side by side in columns, and the note, below the map."""
        y = self.bottom - _PAGE_GAP
        columns = max(1, int(self.width // _COLUMN))
        items: list[LegendEntry | tuple[int, str]] = [*self.view.legend, *self.view.key]
        heights = [self._height(item) for item in items]
        rows = _columns(heights, columns)
        lowest = y
        for n, column in enumerate(rows):
            down = y
            for index in column:
                self._legend_item(items[index], self.left + n * _COLUMN, down)
                down -= heights[index]
            lowest = min(lowest, down)
        if self.view.note:
            self._text(self.view.note, self.left, lowest - 6, self.width, self.style.key_points)

    def _height(self, item: LegendEntry | tuple[int, str]) -> float:
        words = item.words if isinstance(item, LegendEntry) else item[1]
        return max(_size(self._fitted(words, _COLUMN - 52), self.style.key_points)[1], 15.0) + 4

    def _legend_item(self, item: LegendEntry | tuple[int, str], x: float, y: float) -> None:
        if not isinstance(item, LegendEntry):
            self._item(str(item[0]), item[1], x + 12, y, _COLUMN - 24, is_dark=False)
            return
        box = Box(x + 19, y - 7, 36, 14)
        self._sample(item, box)
        self._text(item.words, x + 44, y, _COLUMN - 52, self.style.key_points)

    def _sample(self, item: LegendEntry, box: Box) -> None:
        """Draw what the legend explains: a small shape, a piece of line, or a mark."""
        style = self.style
        plain = {"label": "", "style": "filled", "fillcolor": style.paper, "color": style.ink}
        if item.sort == "shape":
            shape = style.shapes[item.name]
            plain |= {"shape": shape.name, "fillcolor": style.ground if shape.is_filled else style.paper}
            plain |= {"style": "filled,rounded"} if shape.is_rounded else {}
            self._node(self._next("legend"), box._replace(width=28), plain)
        elif item.sort == "line":
            self._sample_line(style.line(item.name), box)
        elif item.name in ("inferred", "disputed", "muted"):
            line = Line("", style.muted_line if item.name == "muted" else style.ink)
            self._sample_line(line, box, item.name == "inferred", item.name == "disputed")
        elif item.name in ("patient", "therapist", "note"):
            marks = {
                "patient": {"shape": "box", "peripheries": "2"},
                "therapist": {"shape": "box", "penwidth": _short(style.mark_points)},
                "note": {"shape": "note", "penwidth": "0.8"},
            }
            self._node(self._next("legend"), box._replace(width=28), plain | marks[item.name])
        else:
            mark = {"past": "†", "possible": "?", "count": "×2", "number": "1", "step": "1"}
            self._badge_node(mark[item.name], box, is_dark=item.name == "step")

    def _sample_line(self, line: Line, box: Box, broken: bool = False, double: bool = False) -> None:
        ends = [self._next("legend"), self._next("legend")]
        spots = [Point(box.x - box.width / 2, box.y), Point(box.x + box.width / 2, box.y)]
        for name, spot in zip(ends, spots, strict=True):
            self._node(name, Box(*spot, 1.0, 1.0), {"shape": "point", "style": "invis", "label": ""})
        thirds = [Point(box.x + box.width * share, box.y) for share in (-1 / 6, 1 / 6)]
        curve = Curve((spots[0], thirds[0], thirds[1], spots[1]))
        look = _line_look(line, curve, line.colour, line.width, broken, double)
        self.graph.edge(*ends, **look)

    def _item(
        self, mark: str, words: str, x: float, y: float, width: float,
        *, up: bool = False, is_dark: bool = True,
    ) -> float:
        """Write a numbered line, and return how high it is."""
        high = self._text(words, x + 22, y, width - 22, self.style.key_points, up=up)
        top = y + high - 7.5 if up else y - 7.5
        self._badge_node(mark, Box(x + 9, top, 16.0, 16.0), is_dark=is_dark)
        return high

    def _text(
        self, words: str, x: float, y: float, width: float, points: float,
        *, is_bold: bool = False, up: bool = False,
    ) -> float:
        """Write words from the left edge `x`, below or above `y`, and return how high they are."""
        lines = self._fitted(words, width, points, is_bold=is_bold)
        _, high = _size(lines, points)
        label = "".join(dot_text(line or " ") + r"\l" for line in lines.split("\n"))
        look = {"shape": "plaintext", "label": label, "fontsize": _short(points)}
        if is_bold:
            look["fontname"] = self.style.bold
        middle = y + high / 2 if up else y - high / 2
        self._node(self._next("words"), Box(x + width / 2, middle, width, high), look)
        return high + _ROW_GAP

    def _fitted(self, words: str, width: float, points: float = 0, *, is_bold: bool = False) -> str:
        points = points or self.style.key_points
        whole = text_width(words, points, is_bold=is_bold) * 1.02
        columns = len(words) if whole <= width else int(width / whole * len(words) * 0.96)
        return wrapped(words, max(12, columns), 12)


class _Badges:
    """Finds each label a spot where it hides no figure, no other label, and few lines."""

    _CELL = 6.0

    def __init__(self, outlines: Sequence[Outline], curves: Sequence[Curve]) -> None:
        self.boxes = [box for o in outlines for box in (o.box, *o.notes)]
        self.cells: dict[tuple[int, int], set[int]] = defaultdict(set)
        for curve in curves:
            for a, b in pairwise(curve.samples()):
                steps = max(1, math.ceil(math.dist(a, b) / self._CELL))
                for n in range(steps):
                    x, y = a.x + (b.x - a.x) * n / steps, a.y + (b.y - a.y) * n / steps
                    self.cells[self._cell(x, y)].add(id(curve))

    def _cell(self, x: float, y: float) -> tuple[int, int]:
        return math.floor(x / self._CELL), math.floor(y / self._CELL)

    def place(self, edge: MapEdge, curve: Curve, size: tuple[float, float]) -> Point:
        """Return the spot for the label of a line, and keep it."""
        if not any(size):
            return curve.at(0.5)
        is_wordy = size[0] > 44 or size[1] > 17
        spot = free_spot(curve, size, lambda box: self._hidden(box, curve), beside=is_wordy)
        self.boxes.append(Box(*spot, *size))
        return spot

    def _hidden(self, box: Box, own: Curve) -> float:
        cost = 20.0 * sum(not box.is_clear_of(other, 2) for other in self.boxes)
        low = self._cell(box.x - box.width / 2 - 1, box.y - box.height / 2 - 1)
        high = self._cell(box.x + box.width / 2 + 1, box.y + box.height / 2 + 1)
        hidden = {
            curve
            for x in range(low[0], high[0] + 1)
            for y in range(low[1], high[1] + 1)
            for curve in self.cells.get((x, y), ())
        }
        return cost + len(hidden - {id(own)})


# -- pieces of DOT -------------------------------------------------------------------------------


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _inches(points: float) -> str:
    return f"{points / 72:.4f}"


def _at(point: Point) -> str:
    return f"{point.x:.1f},{point.y:.1f}"


def _with_count(shown: MapEdge | MapNote) -> str:
    return shown.label + (f" ×{shown.count}" if shown.count > 1 else "")


def _badge(text: str, style: Style, *, is_dark: bool) -> str:
    """Return a small plate with a number: our own letters, so that HTML is safe here."""
    ground, ink = (style.ink, style.paper) if is_dark else (style.paper, style.ink)
    return (
        f'<<table border="1" cellborder="0" cellspacing="0" cellpadding="1" style="rounded" '
        f'color="{style.ink}" bgcolor="{ground}"><tr><td><font color="{ink}" '
        f'point-size="{_short(style.badge_points)}"> {text} </font></td></tr></table>>'
    )


def _line_look(
    line: Line, curve: Curve, colour: str, width: float, broken: bool, double: bool
) -> dict[str, str]:
    """Return how a line looks, and the points it runs through, its ends cut off."""
    size = 0.62 + 0.14 * line.width
    head, tail = (_END_LENGTHS.get(end, 1.0) * 10 * size for end in (line.head, line.tail))
    total = math.dist(curve.points[0], curve.points[3])
    if head + tail > total * 0.8:  # two who touch
        head = tail = 0.0
    first, last = curve.share_at(tail) if tail else 0.0, 1.0
    if head:
        last = 1 - curve._reversed().share_at(head)
    body = curve.between(first, last)
    points = _as_spline(zigzag(body)) if line.path == "zigzag" else list(body.points)
    pos = " ".join(_at(point) for point in points)
    pos = (f"e,{_at(curve.points[3])} " if head else "") + pos
    pos = (f"s,{_at(curve.points[0])} " if tail else "") + pos
    return {
        "pos": pos,
        "dir": {(0, 0): "none", (1, 0): "forward", (0, 1): "back"}.get(
            (bool(head), bool(tail)), "both"
        ),
        "arrowhead": line.head,
        "arrowtail": line.tail,
        "arrowsize": _short(size),
        "color": f"{colour}:invis:{colour}" if double else colour,
        "style": "dashed" if broken else "solid",
        "penwidth": _short(width),
    }


def _as_spline(corners: Sequence[Point]) -> list[Point]:
    """Return corners as a spline of straight pieces."""
    points = [corners[0]]
    for a, b in pairwise(corners):
        points += [Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t) for t in (1 / 3, 2 / 3)]
        points.append(b)
    return points


def _columns(heights: Sequence[float], count: int) -> Iterator[list[int]]:
    """Yield the indices of what stands in each column, the columns about equally high."""
    share = sum(heights) / count
    column: list[int] = []
    filled = 0.0
    for index, height in enumerate(heights):
        if column and filled + height / 2 > share:
            yield column
            column, filled = [], 0.0
        column.append(index)
        filled += height
    if column:
        yield column


