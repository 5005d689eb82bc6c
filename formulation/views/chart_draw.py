"""Where the description of a picture of numbers becomes a picture: by vl-convert, offline.

vl-convert carries Vega and the fonts' shapes with it, needs no browser and no network, and is
opened when the first such picture is drawn.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from formulation.errors import DrawError, FormulationWarning, shortened
from formulation.views.chart_view import ChartView, Spec
from formulation.views.draw import file_for, format_of, pure_svg, write_picture
from formulation.views.fonts import missing_glyphs, uncovered, with_stand_ins

__all__ = ["CHART_FORMATS", "chart_svg", "draw_chart"]

CHART_FORMATS = ("svg", "png", "pdf", "html", "json")

#: points of a PNG to one of the picture, so that it is sharp in print
_SHARPNESS = 2.0


def draw_chart(
    view: ChartView, path: str | os.PathLike[str] | None = None, *, format: str | None = None
) -> bytes | str:
    """Draw a picture of numbers, and return it; :func:`formulation.views.draw.draw` leads here.

    Parameters
    ----------
    view
        What to draw.
    path
        The file to write, whole or not at all; without it nothing is written.
    format
        One of ``svg``, ``png``, ``pdf``, ``html`` (a page that loads nothing) and ``json`` (the
        description in Vega-Lite); by default what the path ends in, else SVG.

    Returns
    -------
    str or bytes
        The text of an SVG, HTML or JSON picture; the bytes of a PNG or PDF.  The same record gives
        the same bytes; only in a PDF both fonts may stand in either order.

    Raises
    ------
    DrawError
        Where it cannot be drawn or written; ``.dot`` holds the description.
    UnknownName
        Where there is no such format.

    Warns
    -----
    FormulationWarning
        Where a PNG or PDF shows a script's name instead of letters that no font here has.
    """
    wanted = format_of(path, format, CHART_FORMATS)
    text = view.to_json()
    target = None if path is None else file_for(Path(path), text)
    picture = _picture(view, wanted, text)
    if target is not None:
        write_picture(target, picture.encode() if isinstance(picture, str) else picture, text)
    return picture


def _picture(view: ChartView, format: str, text: str) -> bytes | str:
    if format == "json":
        return text
    if format == "html":
        from formulation.views.chart_page import page_of

        return page_of(view)
    if format == "svg":
        return chart_svg(view.spec, view.title, view.alt)
    spec, told = _with_stand_ins(view.to_vega_lite())
    if told:
        warnings.warn(told, FormulationWarning, stacklevel=4)
    if format == "png":
        return bytes(converted("vegalite_to_png", spec, scale=_SHARPNESS))
    return bytes(converted("vegalite_to_pdf", spec))


def chart_svg(spec: Spec, title: str = "", alt: str = "") -> str:
    """Return the SVG of a description, with nothing in it that loads or acts.

    Parameters
    ----------
    spec
        The description in Vega-Lite.
    title, alt
        What the picture shows, in a few words and in full, for those who hear it read.
    """
    return pure_svg(converted("vegalite_to_svg", spec).encode(), title, alt)


# -- vl-convert ----------------------------------------------------------------------------------


def converted(name: str, spec: Spec, **settings: Any) -> Any:
    """Return what a function of vl-convert makes of a description.

    Raises
    ------
    DrawError
        Where vl-convert is missing, or cannot draw it.
    """
    return tried(lambda room: getattr(room, name)(spec, allowed_base_urls=[], **settings), spec)


def tried(make: Callable[[Any], Any], spec: Spec) -> Any:
    """Return what `make` does with vl-convert, or say in one sentence why it cannot be done."""
    import json

    try:
        return make(_vl_convert())
    except ImportError as error:
        told = (
            f"drawing this needs vl-convert, and it is not here ({error}): "
            "run 'pip install vl-convert-python', or draw it as .json, which needs nothing"
        )
        raise DrawError(told, json.dumps(spec)) from error
    except (ValueError, RuntimeError, OSError) as error:
        told = f"vl-convert could not draw this ({shortened(str(error), 200)})"
        raise DrawError(told, json.dumps(spec)) from error


@lru_cache(maxsize=1)
def _vl_convert() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(Path(__file__).parent / "fonts"))
    return vl_convert


# -- letters that no font has --------------------------------------------------------------------


def _with_stand_ins(spec: Spec) -> tuple[Spec, str]:
    """Return a description with its words in letters that can be shown, and what is missing."""
    shown = "\n".join(_texts(spec))
    missing = uncovered(shown)
    return (_replaced(spec, missing), missing_glyphs(shown)) if missing else (spec, "")


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for one in part.values():
            yield from _texts(one)
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)


def _replaced(part: Any, missing: frozenset[str]) -> Any:
    if isinstance(part, str):
        return with_stand_ins(part, missing)
    if isinstance(part, dict):
        return {name: _replaced(one, missing) for name, one in part.items()}
    return [_replaced(one, missing) for one in part] if isinstance(part, list) else part
