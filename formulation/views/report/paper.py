"""Pictures on paper: as large as can be read, and cut where no word and as little as can be is cut.

A picture that a portrait page holds in letters that can be read stands on it whole.  A larger one
gets pages across, in pieces from top to bottom.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple
from xml.etree import ElementTree as Tree

from formulation.errors import FormulationWarning
from formulation.views.chart_draw import tried
from formulation.views.draw import draw
from formulation.views.fonts import uncovered, with_stand_ins
from formulation.views.motif import Motif
from formulation.views.picture import MapView
from formulation.views.report.content import Picture
from formulation.views.report.inlining import inlined, inlined_map
from formulation.views.report.svg_reading import (
    SVG,
    Matrix,
    matrix_of,
    moves_of,
    numbers_in,
    size_of,
    tag_of,
)

__all__ = ["Paper", "Piece", "Sheets", "cuts_of", "in_print", "laid_out", "pngs_of", "svg_of"]


class Paper(NamedTuple):
    """The room for pictures on a page, in points."""

    width: float
    height: float


#: dots of a PNG to an inch of paper, and at most in all: enough for print, and small to send
_DOTS, _MOST_DOTS = 200, 24_000_000
#: the room on a page that a browser prints across, and the longest picture that is measured for
#: it, in letters
_PRINTED, _LONGEST_IN_PRINT = Paper(762.0, 510.0), 500_000
_HEADED_IN_PRINT = 74.0  # what a heading and a sentence take of its first page
_WORDS = re.compile(r">([^<>]+)<")

#: a picture is not made smaller than this to stand on a page whole: 9 points become 5
_SMALLEST = 0.58
#: the drawing of a pattern says little, and stays small
_OF_MOTIF = 0.65
#: what reaches over more of a page than this is a ground, a lane or a line of time
_LONG, _LONG_BOX = 0.5, 0.75
_WORD, _BOX, _LINE = 40.0, 45.0, 5.0  # what it costs to cut a word, a box and a line
_OVER, _UNDER, _OVER_MAP = 150.0, 20.0, 60.0  # and to miss the foot of the page by its height
_FULLEST, _EMPTIEST = 1.4, 0.5  # of a page's height, where a piece may end
_OVER_BOX = 3.2  # how far below itself, in its own size, a heading keeps what it is about
_CLEAR = 2.0  # points that a cut keeps from what it does not cut
_A_BIT_MORE = 1.15  # what is left is put onto a page all the same
_FULLEST_MAP = 2.2  # who stands how to whom is seen at once or not at all


class Piece(NamedTuple):
    """A part of a picture from `top` to `top + height`, in the picture's own points."""

    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheets:
    """How a picture stands on paper.

    Attributes
    ----------
    svg
        The picture.
    width, height
        Its size in its own points.
    pieces
        Its parts, each of them on a page of its own where there are several.
    scale
        Points on paper to one of the picture's.
    is_across
        Whether its pages are turned.
    """

    svg: str
    width: float
    height: float
    pieces: tuple[Piece, ...]
    scale: float
    is_across: bool


def svg_of(picture: Picture) -> str:
    """Return a picture as SVG in plain attributes.

    Raises
    ------
    DrawError
        Where it cannot be drawn.
    """
    view, prefix = picture.view, f"{picture.name}-"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FormulationWarning)  # its words stand below it in full
        svg = str(draw(view, format="svg"))  # type: ignore[arg-type]
    return inlined_map(svg, view, prefix) if isinstance(view, MapView) else inlined(svg, prefix)


def laid_out(picture: Picture, upright: Paper, across: Paper, used: float = 0.0) -> Sheets:
    """Return how a picture stands on paper.

    Parameters
    ----------
    picture
        The picture.
    upright, across
        The room on a page, and on one that is turned.
    used
        How much of the height of the first of its turned pages is taken.
    """
    svg = svg_of(picture)
    root = Tree.fromstring(svg)
    width, height = size_of(root)
    most = _OF_MOTIF if isinstance(picture.view, Motif) else 1.0
    scale = min(upright.width / width, upright.height / height, most)
    if scale >= _SMALLEST:
        return Sheets(svg, width, height, (Piece(0, height),), scale, is_across=False)
    scale = min(across.width / width, 1.0)
    page, used = across.height / scale, used / scale
    is_map, most = isinstance(picture.view, MapView), max(scale / _SMALLEST, 1.0)
    cuts = cuts_of(root, page, used=used, is_map=is_map, most=most)
    ends = [*cuts, height]
    pieces = tuple(Piece(a, b - a) for a, b in zip([0.0, *ends], ends, strict=False))
    highest = max(page / (page - used) * pieces[0].height, *(piece.height for piece in pieces))
    return Sheets(svg, width, height, pieces, min(scale, across.height / highest), is_across=True)


def in_print(svg: str, name: str, *, is_map: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return a picture of a page, and the pieces of it that are printed in its stead.

    A piece shows a part of the picture itself, so that it costs the page a line; a picture that
    paper holds whole has none, and is left as it is.

    Parameters
    ----------
    svg
        The picture as it stands in the page.
    name
        What its strokes are called there, told apart from all others.
    is_map
        Whether it is a map, which is cut as seldom as can be.
    """
    root = Tree.fromstring(svg) if len(svg) < _LONGEST_IN_PRINT else None
    width, height = size_of(root) if root is not None else (0.0, 0.0)
    if root is None or min(_PRINTED.height / width, _PRINTED.width / height) >= _SMALLEST:
        return svg, ()
    scale = min(_PRINTED.width / width, 1.0)
    page, used = _PRINTED.height / scale, _HEADED_IN_PRINT / scale
    cuts = cuts_of(root, page, used=used, is_map=is_map)
    ends = [*cuts, height]
    pieces = [(a, b - a) for a, b in zip([0.0, *ends], ends, strict=False)]
    head = svg.index(">") + 1
    whole = f'{svg[:head]}<g id="{name}">{svg[head:].removesuffix("</svg>")}</g></svg>'
    return whole, tuple(f"0 {top:g} {width:g} {high:.6g}" for top, high in pieces)


# -- as dots -------------------------------------------------------------------------------------


def pngs_of(picture: Picture, sheets: Sheets) -> list[bytes]:
    """Return each piece of a picture as a PNG of few colours, sharp in print and small to send.

    Letters that no font of this machine has are shown by the name of their script.

    Parameters
    ----------
    picture
        The picture.
    sheets
        How it stands on paper.
    """
    from PIL import Image

    with Image.open(io.BytesIO(_png_of(picture, sheets))) as image:
        dots = image.width / sheets.width
        paper = Image.new("RGB", image.size, "#FFFFFF")
        paper.paste(image, mask=image.getchannel("A") if "A" in image.getbands() else None)
    few = paper.quantize(96, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    made = []
    for piece in sheets.pieces:
        rows = (round(y * dots) for y in (piece.top, piece.top + piece.height))
        top, foot = (min(row, few.height) for row in rows)
        part = io.BytesIO()
        few.crop((0, top, few.width, max(foot, top + 1))).save(part, "PNG", compress_level=7)
        made.append(part.getvalue())
    return made


def _png_of(picture: Picture, sheets: Sheets) -> bytes:
    """Return the whole picture: as Graphviz draws it, or made of the SVG."""
    if isinstance(picture.view, MapView | Motif):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FormulationWarning)
            return bytes(draw(picture.view, format="png"))  # type: ignore[arg-type]
    missing = uncovered("\n".join(_WORDS.findall(sheets.svg)))
    svg = _WORDS.sub(lambda found: f">{with_stand_ins(found[1], missing)}<", sheets.svg)
    dots = sheets.scale * _DOTS / 72
    dots *= min(1.0, math.sqrt(_MOST_DOTS / (sheets.width * sheets.height * dots * dots)))
    return bytes(tried(lambda room: room.svg_to_png(svg, scale=dots), {"svg": svg}))


# -- where to cut --------------------------------------------------------------------------------


def cuts_of(
    root: Tree.Element,
    page: float,
    *,
    used: float = 0.0,
    is_map: bool = False,
    most: float = math.inf,
) -> list[float]:
    """Return where to cut a picture so that each piece goes onto a page, or nearly.

    A word is cut only where nothing else can be done; of the rest, a cut goes through as few
    lines and boxes as there are, and pieces are a bit taller than the page where that helps.

    Parameters
    ----------
    root
        The picture.
    page
        How much of it a page holds, in its own points.
    used
        How much of the first page is taken.
    is_map
        Whether it is a map, which is made smaller rather than cut among its figures.
    most
        How many times as high as a page a piece may be, to be read when it is made to fit.
    """
    height = size_of(root)[1]
    cost = _costs(root, int(height) + 1, page)
    fullest, over = (_FULLEST_MAP, _OVER_MAP) if is_map else (_FULLEST, _OVER)
    fullest, bit_more = min(fullest, most), min(_A_BIT_MORE, most)
    cuts: list[float] = []
    start, room = 0.0, page - used
    while height - start > room * bit_more:
        first, last = int(start + room * _EMPTIEST), int(min(start + room * fullest, height))
        off = ((y - start - room) / page for y in range(first, last))
        missed = (over * part if part > 0 else -_UNDER * part for part in off)
        score = [cut + miss for cut, miss in zip(cost[first:last], missed, strict=True)]
        start = float(first + score.index(min(score)))
        cuts.append(start)
        room = page
    return cuts


def _costs(root: Tree.Element, rows: int, page: float) -> Sequence[float]:
    """Return what a cut between each row of points and the next goes through."""
    steps = [0.0] * (rows + 2)
    for top, bottom, worth in _extents(root, Matrix(), 10.0):
        longest = page * (_LONG_BOX if worth == _BOX else _LONG)
        if worth == _WORD or bottom - top < longest:
            clear = 0.0 if worth == _WORD else _CLEAR
            reach = (math.floor(top - clear), math.ceil(bottom + clear))
            first, last = (min(max(y, 0), rows) for y in reach)
            steps[first] += worth
            steps[last] -= worth
    return list(accumulate(steps))


def _extents(
    element: Tree.Element, outer: Matrix, size: float
) -> Iterator[tuple[float, float, float]]:
    """Yield how far down each shape and each word reaches, from where, and what a cut costs."""
    matrix = outer.then(matrix_of(element.get("transform")))
    size = (numbers_in(element.get("font-size")) or [size])[0]
    tag = tag_of(element)
    if tag in ("defs", "title", "desc"):
        return
    if tag == "text":
        yield from _words(element, matrix, size)
        return
    ys = [matrix.at(x, y)[1] for x, y in _corners(tag, element)]
    if ys and max(ys) > min(ys):
        yield min(ys), max(ys), _BOX if tag == "rect" else _LINE
    for child in element:
        yield from _extents(child, matrix, size)


def _words(
    element: Tree.Element, matrix: Matrix, size: float
) -> Iterator[tuple[float, float, float]]:
    x, y = ((numbers_in(element.get(name)) or [0.0])[0] for name in ("x", "y"))
    rows, is_heading = [y], element.get("font-weight") in ("bold", "600", "700")
    for part in element.iter(f"{SVG}tspan"):
        y = (numbers_in(part.get("y")) or [y])[0] + (numbers_in(part.get("dy")) or [0.0])[0]
        rows.append(y)
    for row in rows:
        foot = matrix.at(x, row)[1]
        yield foot - size, foot + size * (_OVER_BOX if is_heading else 0.3), _WORD


def _corners(tag: str, element: Tree.Element) -> Iterator[tuple[float, float]]:
    def told(name: str) -> float:
        return (numbers_in(element.get(name)) or [0.0])[0]

    if tag == "rect" and not (element.get("height") or "").endswith("%"):
        yield told("x"), told("y")
        yield told("x") + told("width"), told("y") + told("height")
    elif tag in ("circle", "ellipse"):
        rx, ry = told("rx") or told("r"), told("ry") or told("r")
        yield told("cx") - rx, told("cy") - ry
        yield told("cx") + rx, told("cy") + ry
    elif tag == "line":
        yield told("x1"), told("y1")
        yield told("x2"), told("y2")
    elif tag in ("polygon", "polyline"):
        numbers = numbers_in(element.get("points"))
        yield from zip(numbers[::2], numbers[1::2], strict=False)
    elif tag == "path":
        for move in moves_of(element.get("d")):
            yield from zip(move.places[::2], move.places[1::2], strict=False)
