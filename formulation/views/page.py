"""The map as text in the DOT language: title, steps, figures, lines, legend and numbers on a page.

Every place is worked out beforehand (:mod:`formulation.views.placing`) and Graphviz only draws
(``layout=nop2``): the same case gives the same picture with every Graphviz, and no layout can stop
it or take minutes.  In the text, names that begin with ``s-`` are the case's, the rest the page's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from formulation.views.map_places import Layout, Spot, counted_words, layout_of, layouts_of
from formulation.views.picture import (
    CHANGES,
    LegendEntry,
    MapEdge,
    MapNode,
    MapNote,
    MapSeries,
    MapView,
    Shown,
)
from formulation.views.placing import Box, Curve, Point
from formulation.views.quoting import dot_text, dot_tooltip, svg_id
from formulation.views.strokes import (
    Labels,
    at,
    fitted,
    inches,
    line_look,
    plate,
    short,
    size_of,
    text_width,
)
from formulation.views.style import Line, Style

__all__ = ["dot_of"]

_COLUMN, _LEAST_WIDTH = 190.0, 440.0
_GAP = 20.0  # between the parts of the page
_ROW = 18.0  # a line with a plate before it
_BETWEEN_MAPS, _LEAST_MAP = 46.0, 300.0
# a line may stand for a thousand statements, and Graphviz reads no text of 16,000 bytes
_LONGEST_TOOLTIP, _MOST_CLASSES = 1500, 20


def dot_of(picture: MapView | MapSeries) -> str:
    """Return the text of a map's picture, or of several maps side by side.

    Parameters
    ----------
    picture
        The map or maps.

    Returns
    -------
    str
        A graph in the DOT language, the same for the same map byte by byte.
    """
    page = _Page(picture)
    page.draw_maps()
    page.write_above()
    page.write_below()
    return str(page.graph.source)


class _Item(NamedTuple):
    """An entry of the legend, or a number and its words, with the heading it may stand under."""

    heading: str
    entry: LegendEntry | None
    number: str
    words: str


class _Page:
    """Puts the page together from the map outwards, keeping the bounds of what is drawn."""

    def __init__(self, picture: MapView | MapSeries) -> None:
        from graphviz import Digraph

        self.picture, self.style = picture, picture.style
        self.view, self.suffix = picture.panels[0].view, ""
        self.graph = Digraph("map")
        self.graph.attr(
            layout="nop2",
            outputorder="edgesfirst",
            bgcolor=self.style.paper,
            pad="0.2",
            tooltip=_tooltip(picture.title),
        )
        letters = {"fontname": self.style.font, "fontcolor": self.style.ink}
        self.graph.attr("node", **letters, fontsize=short(self.style.text_points), margin="0,0")
        self.graph.attr("edge", **letters, fontsize=short(self.style.badge_points))
        self.left = self.right = self.top = self.bottom = 0.0
        self.taken_ids: set[str] = set()
        self.names = 0

    def _reach(self, box: Box) -> None:
        self.left = min(self.left, box.x - box.width / 2)
        self.right = max(self.right, box.x + box.width / 2)
        self.bottom = min(self.bottom, box.y - box.height / 2)
        self.top = max(self.top, box.y + box.height / 2)

    # -- the maps

    def draw_maps(self) -> None:
        """Draw each map to the right of the one before, its words above it."""
        views = [view for _, view in self.picture.panels]
        layouts = [layout_of(views[0])] if len(views) == 1 else layouts_of(views)
        begins, places = 0.0, []
        for number, (view, layout) in enumerate(zip(views, layouts, strict=True)):
            left, right = _bounds(layout)
            self._draw_map(view, layout.moved(begins - left) if number else layout, number)
            places.append((begins if number else left, right - left))
            begins = sum(places[-1]) + _BETWEEN_MAPS
        if len(views) > 1:
            self.left, self.right = places[0][0], max(self.right, sum(places[-1]))
        top = self.top + _GAP
        for (caption, _), (start, width) in zip(self.picture.panels, places, strict=True):
            if caption:
                self._caption(caption, start, top, width)

    def _caption(self, words: str, left: float, top: float, width: float) -> None:
        high = self._height(words, width, self.style.text_points, is_bold=True)
        self._text(words, left, top + high, width, self.style.text_points, is_bold=True)
        self.top = max(self.top, top + high)

    def _draw_map(self, view: MapView, layout: Layout, number: int) -> None:
        """Draw figures, notes and lines, what is highlighted last and so on top."""
        self.view, self.suffix = view, f"~{number + 1}" if number else ""
        edges, curves = layout.edges, layout.curves
        for box in layout.boxes():
            self._reach(box)
        for point in (point for curve in curves for point in curve.samples()):
            self._reach(Box(*point, 0.0, 0.0))
        labels = Labels([spot.outline for spot in layout.spots.values()], curves)
        strong_first = sorted(range(len(edges)), key=lambda n: not edges[n].stands_out)
        looks = {n: self._line(edges[n], curves[n], n, labels) for n in strong_first}
        # zigzags reach aside to where a plate stands, so they are drawn before all plates
        is_over = {n: self.style.line(edges[n].kind).path != "zigzag" for n in strong_first}
        for n in sorted(strong_first, key=lambda n: (edges[n].stands_out, is_over[n], -n)):
            ends = (svg_id(id) + self.suffix for id in (edges[n].start, edges[n].end))
            self.graph.edge(*ends, **looks[n])
        for spot in layout.spots.values():
            self._draw_figure(spot)

    def _line(self, edge: MapEdge, curve: Curve, n: int, labels: Labels) -> dict[str, str]:
        line, is_strong = self.style.line(edge.kind), edge.stands_out
        colour, width = line.colour, line.width * (1.25 if is_strong else 1.0)
        colour = self.style.faded(colour) if edge.is_possible else colour
        if self.view.is_focused and not is_strong:
            colour, width = self.style.muted_line, min(width, 1.4)
        marks = {"is_broken": edge.is_inferred, "is_double": edge.is_disputed}
        look = line_look(line, curve, colour, width, **marks) | self._named(edge)
        look["key"] = edge.kind  # what tells lines between the same two apart, to programs too
        points = self.style.badge_points
        if words := self._words_on(edge):
            spot = labels.place(n, curve, size_of(words, points), beside=True)
            return {**look, "label": dot_text(words), "lp": at(spot)}
        if badge := self._badge_of(edge):
            size = (text_width(badge, points) + 11, 16.0)
            spot = labels.place(n, curve, size, beside=False)
            if edge.change:  # on top of all lines: these plates are large
                self._plate(badge, spot, is_dark=True)
                return look
            return {**look, "label": plate(badge, self.style, is_dark=is_strong), "lp": at(spot)}
        return look

    def _words_on(self, edge: MapEdge) -> str:
        """Return the words on a line, where lines are few enough to carry them."""
        if self.view.key or self.view.is_focused or not edge.label:
            return ""
        return counted_words(edge, 22)

    def _badge_of(self, edge: MapEdge) -> str:
        """Return what stands on a line's plate: its step or its number, its count, its doubt."""
        doubt = "?" if edge.is_possible else ""
        if edge.change:
            is_counted = edge.count > 1 or edge.change == "changed"
            return _changed(edge) + f" ×{edge.count}" * is_counted + doubt
        if self.view.is_focused:
            rest = f" ({len(edge.steps)} of {edge.count})" if edge.count > len(edge.steps) else ""
            return f"{' '.join(map(str, edge.steps))}{rest}{doubt}" if edge.steps else ""
        parts = [str(edge.number or ""), f"×{edge.count}" if edge.count > 1 else ""]
        return " ".join(filter(None, parts)) + doubt

    def _named(self, shown: Shown) -> dict[str, str]:
        """Return the SVG ids of what shows statements, and its sentences as a tooltip."""
        ids = [svg_id(id) for id in shown.statements]
        words = _tooltip(" ".join(shown.sentences))
        named = {"class": " ".join(ids[:_MOST_CLASSES]), "tooltip": words, "labeltooltip": words}
        free = [id for id in ids if id not in self.taken_ids]
        self.taken_ids.update(free[:1])
        return {**named, "id": free[0]} if free else named

    def _draw_figure(self, spot: Spot) -> None:
        node, style = spot.node, self.style
        shape = style.shapes[node.shape]
        is_muted = self.view.is_focused and not (node.is_strong or node.change)
        is_muted = is_muted or node.is_possible
        fill = style.glow if node.is_strong else style.ground if shape.is_filled else style.paper
        width = style.mark_points if node.is_therapist else style.plain_points
        look = {
            "label": dot_text(spot.text),
            "shape": shape.name,
            "style": f"filled,{shape.manner}".rstrip(","),
            "fillcolor": fill,
            "color": style.muted_line if is_muted else style.ink,
            "fontcolor": style.muted_ink if is_muted else style.ink,
            "fontname": style.bold if node.is_strong or node.id == self.view.hub else style.font,
            "penwidth": short(style.strong_points if node.is_strong else width),
            "peripheries": "2" if node.is_patient else "1",
            "tooltip": _tooltip(node.sentence),
            "class" if self.suffix else "id": svg_id(node.id),
        }
        box = spot.outline.box
        self._node(svg_id(node.id) + self.suffix, box, look)
        if node.change:
            self._plate(_changed(node), _beside_name(spot, style), is_dark=True)
        if spot.heading:
            head, points = spot.heading, style.key_points
            corner = (head.x - head.width / 2, head.y + head.height / 2)
            self._text(spot.heading_words, *corner, head.width, points, is_bold=True)
        for n, hung in enumerate(spot.outline.notes):
            self._draw_note(f"{svg_id(node.id)}--{n}{self.suffix}", *spot.notes[n][:2], hung)

    def _draw_note(self, name: str, note: MapNote, words: str, box: Box) -> None:
        style = self.style
        look = {
            "label": dot_text(words),
            "shape": "note",
            "style": f"filled,{'dashed' if note.is_inferred else 'solid'}",
            "fillcolor": style.glow if note.stands_out else style.paper,
            "fontsize": short(style.key_points - 1),
            "penwidth": short(style.mark_points if note.stands_out else 0.8),
            "peripheries": "2" if note.is_disputed else "1",
            "color": style.faded(style.ink) if note.is_possible else style.ink,
        }
        if note.is_disputed:  # the second outline lies outside
            box = box._replace(width=box.width - 8, height=box.height - 8)
        self._node(name, box, look | self._named(note))
        if note.stands_out:
            number = _changed(note) if note.change else " ".join(map(str, note.steps))
            number += "?" if note.is_possible else ""
            self._plate(number, Point(box.x - box.width / 2, box.y), is_dark=True)

    def _node(self, name: str, box: Box, look: dict[str, str]) -> None:
        size = {"width": inches(box.width), "height": inches(box.height), "fixedsize": "true"}
        look = {key: value for key, value in look.items() if key != "labeltooltip"}
        self.graph.node(name, pos=at(Point(box.x, box.y)), **size, **look)

    def _plate(self, text: str, point: Point, *, is_dark: bool) -> None:
        look = {"label": plate(text, self.style, is_dark=is_dark), "shape": "plaintext"}
        self._node(self._next("plate"), Box(*point, 18.0, 16.0), look)

    def _next(self, sort: str) -> str:
        self.names += 1
        return f"{sort}-{self.names}"

    # -- words above and below

    def write_above(self) -> None:
        """Write title, headline and steps above the map."""
        lack = max(0.0, _LEAST_WIDTH - (self.right - self.left))
        self.left, self.right = self.left - lack / 2, self.right + lack / 2
        style, y, steps = self.style, self.top + _GAP, self.picture.steps
        for step in reversed(steps):
            y += self._height(step.words, self._width - 24)
            self._numbered(str(step.number or "✗"), step.words, self.left, y, self._width - 24)
        if self.picture.lead:
            y += 6 + self._height(self.picture.lead, self._width)
            self._text(self.picture.lead, self.left, y, self._width, style.key_points)
        for words, points, gap in (
            (self.picture.headline, style.key_points + 2, 6),
            (self.picture.title, style.title_points, 8),
        ):
            if words:
                y += gap + self._height(words, self._width, points, is_bold=True)
                self._text(words, self.left, y, self._width, points, is_bold=True)

    @property
    def _width(self) -> float:
        return self.right - self.left

    def write_below(self) -> None:
        """Write legend and numbers in columns below the map, and the note below them."""
        count = max(1, int(self._width // _COLUMN))
        wide, y = self._width / count, self.bottom - _GAP
        lowest = y
        items = list(self._items())
        heights = [self._item_height(item, wide) for item in items]
        for n, column in enumerate(_columns(heights, count)):
            down = y
            for index in column:
                self._write_item(items[index], self.left + n * wide, down, wide)
                down -= heights[index]
            lowest = min(lowest, down)
        if self.picture.note:
            self._text(self.picture.note, self.left, lowest - 8, self._width, self.style.key_points)

    def _items(self) -> Iterator[_Item]:
        for n, entry in enumerate(self.picture.legend):
            yield _Item("" if n else "What shapes and lines mean", entry, "", entry.words)
        for n, (number, words) in enumerate(self.picture.key):
            yield _Item("" if n else self.picture.key_title, None, str(number), words)

    def _item_height(self, item: _Item, wide: float) -> float:
        high = self._height(item.words, wide - 8 - _indent(item.entry))
        return high + (_ROW if item.heading else 0.0)

    def _write_item(self, item: _Item, x: float, y: float, wide: float) -> None:
        if item.heading:
            self._text(item.heading, x, y, wide, self.style.key_points, is_bold=True)
            y -= _ROW
        if item.entry is None:
            is_dark = bool(self.picture.headline)
            self._numbered(item.number, item.words, x, y, wide - 32, is_dark=is_dark)
            return
        indent = _indent(item.entry)
        self._sample(item.entry, Box(x + (indent - 8) / 2, y - 7, 36, 13))
        self._text(item.words, x + indent, y, wide - 8 - indent, self.style.key_points)

    def _sample(self, entry: LegendEntry, box: Box) -> None:
        """Draw what the legend explains: a small shape, a piece of line, or a mark."""
        style, name = self.style, entry.name
        plain = {"label": "", "style": "filled", "fillcolor": style.paper, "shape": "box"}
        if entry.sort == "shape":
            shape = style.shapes[name]
            plain["fillcolor"] = style.ground if shape.is_filled else style.paper
            plain["style"] = f"filled,{shape.manner}".rstrip(",")
            self._node(self._next("legend"), box._replace(width=28), plain | {"shape": shape.name})
        elif entry.sort == "line":
            self._sample_line(style.line(name), box)
        elif name in ("inferred", "disputed", "muted"):
            line = Line("", style.muted_line if name == "muted" else style.ink)
            self._sample_line(line, box, name == "inferred", name == "disputed")
        elif name in ("patient", "therapist", "note"):
            own = {
                "patient": {"peripheries": "2"},
                "therapist": {"penwidth": short(style.mark_points)},
                "note": {"shape": "note", "penwidth": "0.8"},
            }
            small = (
                box._replace(width=22, height=9) if name == "patient" else box._replace(width=28)
            )
            self._node(self._next("legend"), small, plain | own[name])
        else:
            mark = {"past": "†", "possible": "?", "count": "×2", "number": "1", "step": "1"}
            is_dark = name not in ("past", "possible", "count", "number")
            self._plate(mark.get(name, name), Point(box.x, box.y), is_dark=is_dark)

    def _sample_line(
        self, line: Line, box: Box, is_broken: bool = False, is_double: bool = False
    ) -> None:
        ends = [self._next("legend"), self._next("legend")]
        xs = [box.x + box.width * share for share in (-1 / 2, -1 / 6, 1 / 6, 1 / 2)]
        a, b, c, d = (Point(x, box.y) for x in xs)
        for name, spot in zip(ends, (a, d), strict=True):
            unseen = {"shape": "point", "style": "invis", "label": ""}
            self._node(name, Box(*spot, 1.0, 1.0), unseen)
        marks = {"is_broken": is_broken, "is_double": is_double}
        look = line_look(line, Curve((a, b, c, d)), line.colour, line.width, **marks)
        self.graph.edge(*ends, **look)

    def _numbered(
        self, mark: str, words: str, x: float, y: float, width: float, *, is_dark: bool = True
    ) -> None:
        self._text(words, x + 24, y, width, self.style.key_points)
        self._plate(mark, Point(x + 9, y - 6.5), is_dark=is_dark)

    def _height(
        self, words: str, width: float, points: float = 0, *, is_bold: bool = False
    ) -> float:
        """Return how much room words take from one line of the page to the next."""
        points = points or self.style.key_points
        lines = fitted(words, width, points, is_bold=is_bold)
        return max(size_of(lines, points)[1] + 5, _ROW)

    def _text(
        self, words: str, x: float, y: float, width: float, points: float, *, is_bold: bool = False
    ) -> None:
        """Write words from `x` to the right and from `y` downwards."""
        lines = fitted(words, width, points, is_bold=is_bold)
        high = size_of(lines, points)[1]
        label = "".join(dot_text(line or " ") + r"\l" for line in lines.split("\n"))
        look = {"shape": "plaintext", "label": label, "fontsize": short(points)}
        look["fontname"] = self.style.bold if is_bold else self.style.font
        self._node(self._next("words"), Box(x + width / 2, y - high / 2, width, high), look)


def _tooltip(words: str) -> str:
    """Return words for a tooltip, the end left off where they are very long."""
    is_long = len(words) > _LONGEST_TOOLTIP
    return dot_tooltip(words[: _LONGEST_TOOLTIP - 2] + " …" if is_long else words)


def _indent(entry: LegendEntry | None) -> float:
    """Return how far to the right the words stand behind a number, a sample, a word on a plate."""
    return 24.0 if entry is None else 68.0 if entry.name in CHANGES else 44.0


def _beside_name(spot: Spot, style: Style) -> Point:
    """Return where the plate of a figure stands: at its edge, over no name, and on no note."""
    box = spot.outline.box
    wide = text_width(_changed(spot.node), style.badge_points) + 12
    is_above = all(note.y < box.y for note in spot.outline.notes)
    aside = box.height / 2 + 6
    return Point(box.x - box.width / 2 + wide / 2, box.y + (aside if is_above else -aside))


def _changed(shown: Shown | MapNode) -> str:
    """Return what a plate says of a change: its number in the list of changes, and which it is."""
    return " ".join(filter(None, (str(shown.change_number or ""), shown.change)))


def _bounds(layout: Layout) -> tuple[float, float]:
    """Return how far a map reaches to the left and to the right, with room for words above it."""
    xs = [point.x for curve in layout.curves for point in curve.samples()]
    for box in layout.boxes():
        xs += [box.x - box.width / 2, box.x + box.width / 2]
    return min([*xs, -_LEAST_MAP / 2]), max([*xs, _LEAST_MAP / 2])


def _columns(heights: Sequence[float], count: int) -> list[list[int]]:
    """Return the indices of what stands in each column, the highest column as low as can be."""
    if not heights:
        return []
    high = max(max(heights), sum(heights) / count)
    while len(columns := _filled(heights, high)) > count:
        high += 4.0
    return columns


def _filled(heights: Sequence[float], high: float) -> list[list[int]]:
    columns: list[list[int]] = [[]]
    filled = 0.0
    for index, height in enumerate(heights):
        if columns[-1] and filled + height > high:
            columns.append([])
            filled = 0.0
        columns[-1].append(index)
        filled += height
    return columns
