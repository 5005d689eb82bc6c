"""A picture of this package drawn onto a page of a PDF, line by line and letter by letter.

It stays sharp however near one looks, its words can be searched and read aloud, and it is small.
What is drawn is the SVG that stands in the page of the report too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree as Tree

from formulation.views.report.svg_reading import (
    SVG,
    Matrix,
    matrix_of,
    moves_of,
    numbers_in,
    size_of,
    tag_of,
)

__all__ = ["drawn_on"]

#: what an element hands down to those within it
_HANDED = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "font-size",
    "font-weight",
    "font-style",
    "text-anchor",
)
_START = {"fill": "#000000", "stroke": "none", "stroke-width": "1", "font-size": "10"}
_FADES = 24  # strips that a stretch fades in
_SLANT = 0.2  # of letters that lean, as the font has none of its own
_APART, _HATCH_LINE, _HATCH_OPACITY = 6.0, 0.7, 0.55
_ROUND = 0.5523  # how far the ends of a curve pull it into a quarter of a circle


def drawn_on(
    canvas: Any, svg: str, scale: float, names: tuple[str, str], shown: Callable[[str], str]
) -> None:
    """Draw a picture on the canvas of a PDF, from the upper left corner at its origin.

    Parameters
    ----------
    canvas
        Of reportlab, moved to where the upper left corner is to be.
    svg
        The picture in plain attributes.
    scale
        Points on paper to one of the picture's.
    names
        The names of the font and of its bold.
    shown
        Turns words into words in letters that the font has.
    """
    canvas.saveState()
    canvas.transform(scale, 0, 0, -scale, 0, 0)
    pen = _Pen(canvas, Tree.fromstring(svg), names, shown)
    pen.draw(pen.root, _START, 1.0)
    canvas.restoreState()


class _Pen:
    """Draws the elements of one picture; y grows downward, as in the picture."""

    def __init__(
        self, canvas: Any, root: Tree.Element, names: tuple[str, str], shown: Callable[[str], str]
    ) -> None:
        self.canvas, self.root, self.names, self.shown = canvas, root, names, shown
        self.named = {own: e for e in root.iter() if (own := e.get("id"))}
        self.ways: dict[str, Callable[..., None]] = {
            "text": self._text,
            "rect": self._rect,
            "path": self._path,
            "line": self._line,
            "polygon": self._polygon,
            "polyline": self._polygon,
            "circle": self._ellipse,
            "ellipse": self._ellipse,
        }

    def draw(self, element: Tree.Element, look: Mapping[str, str], opacity: float) -> None:
        """Draw an element and those within it."""
        tag = tag_of(element)
        if tag in ("defs", "title", "desc") or element.get("display") == "none":
            return
        own = {name: element.get(name, look.get(name, "")) for name in _HANDED}
        opacity *= _number(element, "opacity", 1.0)
        with self._moved(matrix_of(element.get("transform"))):
            if tag in self.ways:
                self.ways[tag](element, own, opacity)
            else:
                for child in element:
                    self.draw(child, own, opacity)

    @contextmanager
    def _moved(self, matrix: Matrix) -> Iterator[None]:
        if matrix == Matrix():
            yield
            return
        self.canvas.saveState()
        self.canvas.transform(*matrix)
        yield
        self.canvas.restoreState()

    # -- shapes

    def _rect(self, element: Tree.Element, look: Mapping[str, str], opacity: float) -> None:
        if (element.get("width") or "").endswith("%"):
            x, y, (width, height) = 0.0, 0.0, size_of(self.root)
        else:
            x, y, width, height = (_number(element, n) for n in ("x", "y", "width", "height"))
        fill = look["fill"]
        if fill.startswith("url("):
            self._filled_by(fill[5:-1], (x, y, width, height))
            return
        rounded = min(_number(element, "rx"), width / 2, height / 2)
        path = self.canvas.beginPath()
        path.roundRect(x, y, width, height, rounded) if rounded else path.rect(x, y, width, height)
        self._put(path, element, look, opacity)

    def _line(self, element: Tree.Element, look: Mapping[str, str], opacity: float) -> None:
        path = self.canvas.beginPath()
        path.moveTo(_number(element, "x1"), _number(element, "y1"))
        path.lineTo(_number(element, "x2"), _number(element, "y2"))
        self._put(path, element, look, opacity)

    def _polygon(self, element: Tree.Element, look: Mapping[str, str], opacity: float) -> None:
        numbers = numbers_in(element.get("points"))
        path = self.canvas.beginPath()
        for n, place in enumerate(zip(numbers[::2], numbers[1::2], strict=False)):
            (path.lineTo if n else path.moveTo)(*place)
        if tag_of(element) == "polygon":
            path.close()
        self._put(path, element, look, opacity)

    def _ellipse(self, element: Tree.Element, look: Mapping[str, str], opacity: float) -> None:
        x, y, r = (_number(element, name) for name in ("cx", "cy", "r"))
        rx, ry = _number(element, "rx", r), _number(element, "ry", r)
        path = self.canvas.beginPath()
        path.moveTo(x + rx, y)
        for a, b in ((1, 0), (0, 1), (-1, 0), (0, -1)):
            c, d = -b, a  # a quarter further on
            path.curveTo(
                x + rx * (a + _ROUND * c),
                y + ry * (b + _ROUND * d),
                x + rx * (c + _ROUND * a),
                y + ry * (d + _ROUND * b),
                x + rx * c,
                y + ry * d,
            )
        path.close()
        self._put(path, element, look, opacity)

    def _path(self, element: Tree.Element, look: Mapping[str, str], opacity: float) -> None:
        path, trail = self.canvas.beginPath(), []
        for sort, places in moves_of(element.get("d")):
            if sort == "Z":
                path.close()
                continue
            ways = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo}
            ways[sort](*places)
            trail += list(zip(places[::2], places[1::2], strict=True))
        if trail:
            self._put(path, element, look, opacity)
        if element.get("marker-end") and len(trail) > 1:
            self._arrow(trail, look)

    def _put(
        self, path: Any, element: Tree.Element, look: Mapping[str, str], opacity: float
    ) -> None:
        """Fill and line a path."""
        canvas, fill, stroke = self.canvas, look["fill"], look["stroke"]
        is_filled, is_lined = (name not in ("none", "transparent", "") for name in (fill, stroke))
        if not is_filled and not is_lined:
            return
        canvas.saveState()
        if is_filled:
            canvas.setFillColor(_colour(fill), opacity * _number(element, "fill-opacity", 1.0))
        if is_lined:
            canvas.setStrokeColor(
                _colour(stroke), opacity * _number(element, "stroke-opacity", 1.0)
            )
            canvas.setLineWidth((numbers_in(look["stroke-width"]) or [1.0])[0])
            canvas.setDash(numbers_in(look["stroke-dasharray"]))
            canvas.setLineCap(1 if look["stroke-linecap"] == "round" else 0)
        canvas.drawPath(path, stroke=int(is_lined), fill=int(is_filled))
        canvas.restoreState()

    def _arrow(self, trail: list[tuple[float, float]], look: Mapping[str, str]) -> None:
        """Draw the point of an arrow as our sheets define it: 7 widths of its line long."""
        (ax, ay), (x, y) = next(
            ((a, trail[-1]) for a in reversed(trail[:-1]) if a != trail[-1]), (trail[0], trail[-1])
        )
        unit = (numbers_in(look["stroke-width"]) or [1.0])[0] * 7 / 8
        turn = math.degrees(math.atan2(y - ay, x - ax))
        with self._moved(matrix_of(f"translate({x:.3f} {y:.3f}) rotate({turn:.3f})")):
            path = self.canvas.beginPath()
            for n, (across, down) in enumerate(((-7, -4), (1, 0), (-7, 4))):
                (path.lineTo if n else path.moveTo)(across * unit, down * unit)
            path.close()
            self.canvas.setFillColor(_colour(look["stroke"]), 1.0)
            self.canvas.drawPath(path, stroke=0, fill=1)

    # -- what fades, and what is hatched

    def _filled_by(self, name: str, box: tuple[float, float, float, float]) -> None:
        own = self.named.get(name)
        if own is not None and tag_of(own) == "linearGradient":
            self._fading(own, box)
        elif own is not None:
            self._hatched(box)

    def _fading(self, gradient: Tree.Element, box: tuple[float, float, float, float]) -> None:
        first, last = gradient.findall(f"{SVG}stop")[:2]
        start, end = (_number(stop, "stop-opacity", 1.0) for stop in (first, last))
        x, y, width, height = box
        self.canvas.saveState()
        for n in range(_FADES):
            share = (n + 0.5) / _FADES
            colour = _colour(first.get("stop-color") or "#000000")
            self.canvas.setFillColor(colour, start + (end - start) * share)
            wide = width / _FADES
            self.canvas.rect(x + n * wide, y, wide, height, stroke=0, fill=1)
        self.canvas.restoreState()

    def _hatched(self, box: tuple[float, float, float, float]) -> None:
        x, y, width, height = box
        self.canvas.saveState()
        clip = self.canvas.beginPath()
        clip.rect(x, y, width, height)
        self.canvas.clipPath(clip, stroke=0, fill=0)
        self.canvas.setStrokeColor(_colour("#000000"), _HATCH_OPACITY)
        self.canvas.setLineWidth(_HATCH_LINE)
        step = _APART * math.sqrt(2)
        for n in range(int((width + height) / step) + 1):
            self.canvas.line(x + n * step, y, x + n * step - height, y + height)
        self.canvas.restoreState()

    # -- words

    def _text(self, element: Tree.Element, look: Mapping[str, str], opacity: float) -> None:
        size = (numbers_in(look["font-size"]) or [10.0])[0]
        is_bold = look["font-weight"] in ("bold", "700", "600")
        slant = _SLANT if look["font-style"] == "italic" else 0.0
        canvas, anchor = self.canvas, look["text-anchor"]
        colour = _colour(look["fill"])
        canvas.saveState()
        canvas.setFont(self.names[is_bold], size)
        canvas.setFillColor(colour, opacity)
        ways = {"middle": canvas.drawCentredString, "end": canvas.drawRightString}
        for x, y, words in _rows(element):
            canvas.saveState()
            canvas.transform(1, 0, slant, -1, x, y)
            ways.get(anchor, canvas.drawString)(0, 0, self.shown(words))
            canvas.restoreState()
        canvas.restoreState()


def _rows(element: Tree.Element) -> Iterator[tuple[float, float, str]]:
    """Yield the rows of a text with where they stand; words within it go on in their row."""
    x, y, words = _number(element, "x"), _number(element, "y"), element.text or ""
    for part in element:
        inner = "".join(part.itertext())
        if part.get("x") is not None or part.get("dy") is not None:
            if words.strip():
                yield x, y, words
            x, y, words = _number(part, "x", x), y + _number(part, "dy"), ""
        words += inner + (part.tail or "")
    if words.strip():
        yield x, y, words


def _number(element: Tree.Element, name: str, otherwise: float = 0.0) -> float:
    return (numbers_in(element.get(name)) or [otherwise])[0]


def _colour(name: str) -> Any:
    from reportlab.lib.colors import toColor

    return toColor(name)
