"""The pieces that pictures of numbers are put together from: layers, panels, legends, a sheet.

A panel is a layered view whose rows of data carry their places as ``x`` and ``y`` (to ``x2`` and
``y2``); all names in a description are ours, and words of a case stand in it as data and no more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from formulation.errors import shortened
from formulation.views.chart_view import Spec
from formulation.views.quoting import showable
from formulation.views.strokes import fitted, text_width
from formulation.views.style import STYLE

__all__ = [
    "NARROW",
    "WIDE",
    "Entry",
    "Page",
    "areas",
    "axis",
    "canvas",
    "hatches",
    "legend",
    "lines",
    "nice_step",
    "panel",
    "paragraphs",
    "plain",
    "points",
    "scale",
    "sheet",
    "steps",
    "words",
]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONTS = f"{STYLE.font}, Verdana, sans-serif"
SMALL, TEXT, LARGE = 10, 11, 12
_LINE = 1.35
_HATCH = 6.0
_GAP = 18.0
#: a slanted cross, for Vega's own stands upright and is filled
_CROSS = "M-0.8,-0.8L0.8,0.8M-0.8,0.8L0.8,-0.8"

Data = list[dict[str, Any]]


class Page(NamedTuple):
    """How wide the drawn part of a picture is, in points, and whether that is a telephone's."""

    width: float
    is_narrow: bool = False


WIDE = Page(760)
NARROW = Page(264, is_narrow=True)


class Entry(NamedTuple):
    """One entry of a legend: a mark of the style, what it means, and whether it is a bar."""

    mark: str
    words: str
    is_bar: bool = False


def plain(text: str, limit: int = 60) -> str:
    """Return people's words on one line, shortened, everything unshowable shown as U+FFFD."""
    return showable(shortened(text, limit))


# -- layers --------------------------------------------------------------------------------------


def areas(
    data: Data, fill: str, *, outline: str = "", width: float = 1.0, opacity: float = 1.0
) -> Spec:
    """Return rectangles, each from ``x`` to ``x2`` and ``y`` to ``y2``."""
    mark: Spec = {"type": "rect", "fill": fill, "fillOpacity": opacity}
    if outline:
        mark |= {"stroke": outline, "strokeWidth": width}
    return _layer(data, mark, x2={"field": "x2"}, y2={"field": "y2"})


def lines(data: Data, colour: str, width: float = 1.0, *, dash: Sequence[int] = ()) -> Spec:
    """Return straight lines, each from ``x``, ``y`` to ``x2``, ``y2``."""
    mark: Spec = {"type": "rule", "color": colour, "strokeWidth": width}
    if dash:
        mark["strokeDash"] = list(dash)
    return _layer(data, mark, x2={"field": "x2"}, y2={"field": "y2"})


def steps(data: Data, colour: str, width: float = 1.0, *, dash: Sequence[int] = ()) -> Spec:
    """Return one line that keeps each ``y`` up to the next ``x``."""
    mark: Spec = {
        "type": "line",
        "interpolate": "step-after",
        "color": colour,
        "strokeWidth": width,
        "strokeDash": list(dash) or [1, 0],
    }
    return _layer(data, mark)


def points(data: Data, mark: str, size: float, *, told: Sequence[str] = ()) -> Spec:
    """Return one mark at each place.

    Parameters
    ----------
    data
        The places.
    mark
        The name of a mark in the style.
    size
        Its area.
    told
        The fields that are told where a page can point at it.
    """
    look = STYLE.marks[mark]
    is_cross = look.shape == "cross"
    drawn: Spec = {
        "type": "point",
        "shape": _CROSS if is_cross else look.shape,
        "size": size,
        "stroke": STYLE.ink,
        "strokeWidth": 2.0 if is_cross else 1.2,
        "fill": look.fill or None,
        "opacity": 1,
    }
    tooltip = [{"field": name, "type": "nominal", "title": name} for name in told]
    return _layer(data, drawn, **({"tooltip": tooltip} if told else {}))


def words(
    data: Data,
    size: float = TEXT,
    *,
    align: str = "left",
    baseline: str = "middle",
    bold: bool = False,
    colour: str = "",
    aside: int = 0,
) -> Spec:
    """Return the ``text`` of each row, written at its place, or `aside` of it by so many points."""
    mark: Spec = {
        "type": "text",
        "align": align,
        "baseline": baseline,
        "fontSize": size,
        "lineBreak": "\n",
        "lineHeight": round(size * _LINE, 1),
        "color": colour or STYLE.ink,
    }
    if bold:
        mark["fontWeight"] = "bold"
    if aside:
        mark["dx"] = aside
    return _layer(data, mark, text={"field": "text", "type": "nominal"})


def hatches(boxes: Iterable[tuple[float, float, float, float]], per_x: float) -> Data:
    """Return the slanted lines that fill boxes, to be drawn as lines.

    Parameters
    ----------
    boxes
        Left and right in the units of the panel, top and bottom in points.
    per_x
        How many points a unit is wide.
    """
    return [line for box in boxes for line in _hatched(box, per_x)]


def _hatched(box: tuple[float, float, float, float], per_x: float) -> Iterator[dict[str, float]]:
    left, right, top, bottom = box[0] * per_x, box[1] * per_x, box[2], box[3]
    for number in range(math.ceil((left + top) / _HATCH), int((right + bottom) / _HATCH) + 1):
        total = number * _HATCH  # of x and y all along the line
        x, x2 = max(left, total - bottom), min(right, total - top)
        if x < x2:
            yield rounded(x=x / per_x, y=total - x, x2=x2 / per_x, y2=total - x2)


def rounded(**places: float) -> dict[str, float]:
    """Return places with three decimals at most, whole ones without any.

    >>> rounded(x=1.0, y=0.12345)
    {'x': 1, 'y': 0.123}
    """
    found = {name: round(float(place), 3) for name, place in places.items()}
    return {name: int(place) if place.is_integer() else place for name, place in found.items()}


def _layer(data: Data, mark: Spec, **encoding: Any) -> Spec:
    layer: Spec = {"data": {"values": data}, "mark": mark}
    return {**layer, "encoding": encoding} if encoding else layer


# -- panels --------------------------------------------------------------------------------------


def scale(first: float, last: float, axis: Spec | None = None) -> Spec:
    """Return a scale from a first to a last value, and its axis; none unless given."""
    domain = list(rounded(first=first, last=last).values())
    return {"scale": {"domain": domain, "nice": False, "zero": False}, "axis": axis}


def nice_step(top: float, most: int = 5, *, whole: bool = False) -> float:
    """Return the least of 1, 2, 5, 10, 20, … (or tenths of them) that divides `top` so often.

    >>> nice_step(9), nice_step(17, whole=True), nice_step(0.4)
    (2.0, 5.0, 0.1)
    """
    least = max(top, 1e-9) / most
    power = 10.0 ** math.floor(math.log10(least))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= least * 0.999999)
    return max(step, 1.0) if whole else step


def axis(values: Sequence[float], title: str) -> Spec:
    """Return an axis at the left with just these values, and light lines across."""
    marked = list(rounded(**{str(n): value for n, value in enumerate(values)}).values())
    return {
        "values": marked,
        "title": title or None,
        "format": ",d" if all(isinstance(value, int) for value in marked) else ",.10~g",
        "grid": True,
        "gridColor": STYLE.ground,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "minExtent": 34,
    }


def panel(page: Page, height: float, layers: Sequence[Spec], x: Spec, y: Spec) -> Spec:
    """Return layers over each other on common scales."""
    return {
        "width": page.width,
        "height": height,
        "encoding": {
            "x": {"field": "x", "type": "quantitative", **x},
            "y": {"field": "y", "type": "quantitative", **y},
        },
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }


def canvas(page: Page, height: float, layers: Sequence[Spec]) -> Spec:
    """Return a panel measured in points from its upper left."""
    across, down = scale(0, page.width), scale(height, 0)
    frame = areas([rounded(x=0, x2=page.width, y=0, y2=height)], "none")  # so it is never empty
    return panel(page, round(height, 1), [frame, *layers], across, down)


def paragraphs(
    page: Page, texts: Sequence[str], *, above: float = 0.0, strong: bool = False
) -> Spec:
    """Return a panel with paragraphs, the first in bold where it is `strong`."""
    y, made = above, []
    for number, text in enumerate(filter(None, texts)):
        is_bold = strong and number == 0
        size = LARGE if is_bold else TEXT
        told = fitted(plain(text, 900), page.width, size, is_bold=is_bold)
        row = {**rounded(x=0, y=y + size), "text": told}
        made.append(words([row], size, baseline="alphabetic", bold=is_bold))
        y += (told.count("\n") + 1) * size * _LINE + 4
    return canvas(page, y, made)


# -- legends -------------------------------------------------------------------------------------


def legend(page: Page, groups: Sequence[Sequence[Entry]], *, above: float = 10.0) -> Spec:
    """Return a panel that says what the marks mean, each group beginning a line."""
    y, layers = above + 8, []
    for group in groups:
        x = 0.0
        for entry in group:
            told = fitted(entry.words, page.width - 22, SMALL)
            wide = 22 + max(text_width(line, SMALL) for line in told.split("\n"))
            if x and x + wide > page.width:
                x, y = 0.0, y + 17
            row = {**rounded(x=x + 22, y=y + 3.6), "text": told}
            layers += [*_sample(entry, x, y), words([row], SMALL, baseline="alphabetic")]
            x += wide + _GAP
            y += told.count("\n") * SMALL * _LINE
        y += 18 if group else 0
    return canvas(page, y, layers)


def _sample(entry: Entry, x: float, y: float) -> list[Spec]:
    look = STYLE.marks[entry.mark]
    box = rounded(x=x, x2=x + 15, y=y - 6, y2=y + 6)
    if entry.is_bar:
        return [
            areas([rounded(x=x + 3, x2=x + 12, y=y - 6, y2=y + 6)], look.fill, outline=STYLE.ink)
        ]
    if look.shape == "hatched":
        inside = hatches([(x, x + 15, y - 6, y + 6)], 1.0)
        return [
            areas([box], STYLE.paper, outline=STYLE.muted_line),
            lines(inside, STYLE.muted_line),
        ]
    if look.shape == "area":
        return [areas([box], look.fill, outline=STYLE.muted_ink, width=0.6)]
    if entry.mark == "onset":
        return [lines([rounded(x=x + 8, x2=x + 8, y=y - 6, y2=y + 6)], STYLE.ink, 1.5)]
    if look.shape == "line":
        return [lines([rounded(x=x, x2=x + 16, y=y, y2=y)], STYLE.ink, 1.6, dash=(4, 2))]
    return [points([rounded(x=x + 8, y=y)], entry.mark, 60)]


# -- the sheet -----------------------------------------------------------------------------------


def sheet(page: Page, title: str, lead: str, alt: str, panels: Sequence[Spec]) -> Spec:
    """Return the whole description: a title, the sentence under it, and panels below each other."""
    head = fitted(plain(title, 200), page.width, 15, is_bold=True).split("\n")
    under = fitted(plain(lead, 600), page.width, TEXT).split("\n") if lead else []
    return {
        "$schema": SCHEMA,
        "description": showable(alt),
        "title": {"text": head, **({"subtitle": under} if under else {})},
        "background": STYLE.paper,
        "padding": 12,
        "bounds": "flush",
        "spacing": 0,
        "vconcat": list(panels),
        "config": _config(),
    }


def _config() -> Spec:
    return {
        "aria": False,
        "font": FONTS,
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "group",
            "fontSize": 15,
            "subtitleFontSize": TEXT,
            "subtitleLineHeight": 15,
            "lineHeight": 20,
            "subtitlePadding": 5,
            "offset": 12,
            "color": STYLE.ink,
            "subtitleColor": STYLE.ink,
        },
        "axis": {
            "labelFontSize": SMALL,
            "titleFontSize": SMALL,
            "titleFontWeight": "normal",
            "labelColor": STYLE.ink,
            "titleColor": STYLE.ink,
        },
    }
