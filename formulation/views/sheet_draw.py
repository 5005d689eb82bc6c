"""Where a sheet becomes a picture: its own text as SVG, PNG and PDF by vl-convert, offline."""

from __future__ import annotations

import os
import re
import warnings
from pathlib import Path

from formulation.errors import FormulationWarning
from formulation.views.chart_draw import draw_chart, tried
from formulation.views.chart_view import ChartView
from formulation.views.draw import file_for, format_of, write_picture
from formulation.views.fonts import missing_glyphs, uncovered, with_stand_ins
from formulation.views.sheet import SheetView

__all__ = ["SHEET_FORMATS", "draw_otherwise"]

SHEET_FORMATS = ("svg", "png", "pdf")

#: points of a PNG to one of the picture, so that it is sharp in print
_SHARPNESS = 2.0
_WORDS = re.compile(r">([^<]+)<")


def draw_otherwise(
    view: object, path: str | os.PathLike[str] | None = None, *, format: str | None = None
) -> bytes | str:
    """Draw a picture that is no text for Graphviz: one of numbers, or a sheet.

    Raises
    ------
    DrawError
        Where it cannot be drawn or written; ``.dot`` holds the text of the picture.
    UnknownName
        Where there is no such format.
    TypeError
        For what is no picture at all.

    Warns
    -----
    FormulationWarning
        Where a PNG or PDF shows a script's name instead of letters that no font here has.
    """
    if isinstance(view, ChartView):
        return draw_chart(view, path, format=format)
    if not isinstance(view, SheetView):
        raise TypeError(
            f"a {type(view).__name__} is not a picture: give a view, such as map_view(case), "
            "or a text in the DOT language"
        )
    wanted = format_of(path, format, SHEET_FORMATS)
    svg = view.to_svg()
    target = None if path is None else file_for(Path(path), svg)
    picture: str | bytes = svg if wanted == "svg" else _converted(svg, wanted)
    if target is not None:
        write_picture(target, picture.encode() if isinstance(picture, str) else picture, svg)
    return picture


def _converted(svg: str, format: str) -> bytes:
    shown = "\n".join(_WORDS.findall(svg))
    missing = uncovered(shown)
    if missing:
        warnings.warn(missing_glyphs(shown), FormulationWarning, stacklevel=4)
        svg = _WORDS.sub(lambda m: f">{with_stand_ins(m[1], missing)}<", svg)
    if format == "png":
        return bytes(tried(lambda room: room.svg_to_png(svg, scale=_SHARPNESS), {"svg": svg}))
    return bytes(tried(lambda room: room.svg_to_pdf(svg), {"svg": svg}))
