"""The one table of names that are opened on demand.

``import formulation`` loads nothing heavy: a name is looked up here and its module imported when
it is first asked for.  Rooms that may not import a higher one at load time (``case.graph()``)
knock here too.  No other module imports by name.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: name at the front door -> the module that holds it
DOORS: dict[str, str] = {
    "Case": "formulation.model.case",
    "read_case": "formulation.casefile",
    "write_case": "formulation.casefile",
    "Pattern": "formulation.patterns.pattern",
    "read_patterns": "formulation.patterns.catalogue",
    "catalogue": "formulation.patterns.catalogue",
    "find": "formulation.patterns.answers",
    "weigh": "formulation.chance.weigh",
    "review": "formulation.review",
    "compare": "formulation.compare",
    "report": "formulation.reporting",
    "weight_view": "formulation.views.charts",
    "change_view": "formulation.views.charts",
    "map_view": "formulation.views.map",
    "draw": "formulation.views.draw",
    "motif": "formulation.views.motif",
    "shown_richly": "formulation.views.notebook",
    "Timeline": "formulation.timeline",
    "graph_of": "formulation.graph",
    "map_of": "formulation.graph",
    "loops": "formulation.graph",
    "Finding": "formulation.findings",
    "NearMiss": "formulation.findings",
    "Weight": "formulation.findings",
    "Change": "formulation.findings",
    "Gap": "formulation.findings",
    "FormulationError": "formulation.errors",
    "CaseError": "formulation.errors",
    "PatternError": "formulation.errors",
    "DateError": "formulation.errors",
    "UnknownName": "formulation.errors",
    "DrawError": "formulation.errors",
    "LimitReached": "formulation.errors",
}


class ShownRichly:
    """What has a form of its own in a notebook, by the door ``shown_richly``."""

    __slots__ = ()

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return it as a picture or a table, and always in words, by media type."""
        shown: dict[str, str] = open_door("shown_richly")(self)
        return shown


def open_door(name: str) -> Any:
    """Return the object called `name`, importing its module if need be.

    Raises
    ------
    AttributeError
        Where no door has that name; the nearest one is offered.
    """
    try:
        module = DOORS[name]
    except KeyError:
        from formulation.errors import nearest_word

        near = nearest_word(name, DOORS)
        hint = f"; did you mean {near!r}?" if near else ""
        raise AttributeError(f"module 'formulation' has no attribute {name!r}{hint}") from None
    return getattr(import_module(module), name)
