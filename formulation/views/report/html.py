"""The report as one page that loads nothing: styles, script and pictures stand in it.

The policy of the page lets its own style and its own script run, each by its sum, and nothing else;
people's words are escaped wherever they stand.  The page can be read without its script: it then
shows the map of the whole case, and everything else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from formulation.views.chart_draw import chart_svg
from formulation.views.chart_view import ChartView
from formulation.views.draw import draw
from formulation.views.lone_page import as_data, environment, policy
from formulation.views.motif import Motif
from formulation.views.picture import MapView
from formulation.views.quoting import showable, svg_id, svg_text
from formulation.views.report.content import Picture, Report, Sentence, Table
from formulation.views.report.inlining import MOST_NAMED, inlined, inlined_map
from formulation.views.report.paper import in_print

__all__ = ["page_of"]

#: so many statements of a sentence are linked one by one
_MOST_REFS = 8
#: and so many it may have to be marked with them
_MOST_MARKED = 400
#: a table of more rows is written as short as can be
_MOST_ROWS = 1_000
#: so many lines of a picture's prose are told; in a longer case the tables tell the rest
_LONGEST_PROSE = 400
_WAYS = ("map", "timeline", "dynamics", "statements")


def page_of(report: Report, *, script: str = "", sources: str = "", version: int = 0) -> str:
    """Return a report as a page.

    Parameters
    ----------
    report
        What it says.
    script
        A script to add to the page's own.
    sources
        Where that script may ask for news, in the words of a content policy; nowhere unless said.
    version
        The how-manieth drawing of a case this is, for such a script.
    """
    look, whole = _asset("page.css"), _asset("page.js") + script
    drawn = {one.name: _printable(one, report.numbers) for one in report.pictures()}
    told: dict[str, Any] = {
        "report": report,
        "numbers": report.numbers,
        "source_names": report.source_names,
        "most": _MOST_REFS,
        "marked": _MOST_MARKED,
        "many": _MOST_ROWS,
        "listed": partial(_listed, report.numbers),
        "bare_rows": partial(_bare_rows, report),
        "longest": _LONGEST_PROSE,
        "version": version,
        "drawn": {name: Markup(svg) for name, (svg, _) in drawn.items()},
        "pieces": {name: pieces for name, (_, pieces) in drawn.items()},
        "policy": policy(look, whole, sources=sources, has_images=True),
        "look": Markup(look),
        "script": Markup(whole),
        "data": Markup(_dates(report)),
        "ways": [(part.name, part.title) for part in report.sections if part.name in _WAYS],
    }
    return _environment().from_string(_asset("page.html.j2")).render(told)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment(
        anchor=svg_id,
        source=lambda id: "source-" + svg_id(id)[2:],
        plain=lambda name: svg_id(name)[2:],
        kind=lambda block: type(block).__name__,
    )


def _listed(numbers: Mapping[str, str], ids: Sequence[str]) -> str:
    """Return statements by their anchors; many, with a # before them, by their numbers."""
    if len(ids) <= MOST_NAMED:
        return " ".join(map(svg_id, ids))
    return "#" + " ".join(numbers[id] for id in ids)


def _bare_rows(report: Report, table: Table) -> Markup:
    """Return the rows of a long table; what can be pressed in them is put there by the script.

    The closing tags that HTML can do without are left out, as ten thousand rows have many.
    """
    sources = {
        id: f'<a href="#source-{svg_id(id)[2:]}">{svg_text(name)}</a>'
        for id, name in report.source_names.items()
    }

    def told(cell: Sentence) -> str:
        return svg_text(cell.text) or ", ".join(sources[id] for id in cell.sources)

    return Markup(
        "\n".join(
            f'<tr id="{svg_id(row.id)}"><th scope="row">{row.number}'
            + "".join(f"<td>{told(cell)}" for cell in row.cells)
            for row in table.rows
        )
        + "\n"
    )


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return (files("formulation.views.report") / "templates" / name).read_text(encoding="utf-8")


def _dates(report: Report) -> str:
    """Return what the map shows at each date, as data."""
    for one in report.pictures():
        if one.dates and one.dates.dates:
            dates = [[showable(date.words), date.holds] for date in one.dates.dates]
            ids = [report.numbers.get(id, svg_id(id)) for id in one.dates.ids]
            told = {"ids": [int(id) if id.isdigit() else id for id in ids], "dates": dates}
            return as_data(told)
    return ""


# -- pictures ------------------------------------------------------------------------------------


def _printable(one: Picture, numbers: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return a picture as it stands in the page, and the pieces of it that are printed."""
    svg = _drawn(one, numbers)
    if isinstance(one.view, ChartView | Motif):  # small enough for any paper
        return svg, ()
    return in_print(svg, f"{one.name}-whole", is_map=isinstance(one.view, MapView))


def _drawn(one: Picture, numbers: Mapping[str, str]) -> str:
    """Return a picture as SVG that can stand in the page."""
    view, prefix = one.view, f"{one.name}-"
    if isinstance(view, MapView):
        return inlined_map(str(draw(view, format="svg")), view, prefix, numbers)
    if isinstance(view, ChartView):
        return _chart(view.to_json(), view.title, view.alt, prefix)
    return inlined(view.to_svg(), prefix, numbers)


@lru_cache(maxsize=64)
def _chart(text: str, title: str, alt: str, prefix: str) -> str:
    """Return a picture of numbers; the same one is drawn once, for drawing takes half a second."""
    return inlined(chart_svg(json.loads(text), title, alt), prefix)
