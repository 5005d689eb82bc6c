"""Which views ``draw --view`` knows, and how each is made of a case.

A view is asked with the case, the patterns that were named, and all that are known, which weights
allow for.  The map stands apart: it also has formats for other programs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulation.model.case import Case
    from formulation.patterns.pattern import Pattern
    from formulation.views.sheet import SheetView

__all__ = ["MAP", "SHEETS", "View", "sheet_formats", "view_named", "view_names"]

#: the view that is drawn unless another is asked for
MAP = "map"
View = Callable[["Case", Sequence["Pattern"], Sequence["Pattern"]], "SheetView"]


def _timeline(case: Case, asked: Sequence[Pattern], family: Sequence[Pattern]) -> SheetView:
    from formulation.cli.searching import search
    from formulation.cli.weighing import weights_of
    from formulation.views.timeline import timeline_view

    if not asked:
        return timeline_view(case)
    findings = search(case, asked).findings
    return timeline_view(case, findings=findings, weights=list(weights_of(case, asked, family)))


def _triangles(case: Case, *_: Sequence[Pattern]) -> SheetView:
    from formulation.views.triangles import triangles_view

    return triangles_view(case)


def _development(case: Case, *_: Sequence[Pattern]) -> SheetView:
    from formulation.views.development import development_view

    return development_view(case)


def _cycle(case: Case, asked: Sequence[Pattern], family: Sequence[Pattern]) -> SheetView:
    """Draw one pattern as a round: of those named, or known, the one found with most steps.

    One that asks for an order in time comes first: without any there is no round to go.
    """
    from formulation.cli.patterns import known_patterns
    from formulation.cli.searching import search
    from formulation.cli.weighing import weights_of
    from formulation.views.cycle import cycle_view
    from formulation.views.cycle_round import has_order

    family = family or known_patterns(None)
    choice = asked or family
    found = search(case, choice).findings
    ordered = {one.pattern for one in choice if has_order(one)}
    fullest = max(found, key=lambda one: (one.pattern in ordered, len(one.steps)), default=None)
    name = fullest.pattern if fullest else choice[0].pattern
    pattern = next(one for one in choice if one.pattern == name)
    findings = search(case, [pattern], near_misses=10).findings
    weights = list(weights_of(case, [pattern], family))
    return cycle_view(case, pattern, findings=findings, weights=weights)


#: the views beside the map, by the name that ``--view`` takes
SHEETS: dict[str, View] = {
    "timeline": _timeline,
    "triangles": _triangles,
    "development": _development,
    "cycle": _cycle,
}


def view_names(incomplete: str = "") -> list[str]:
    """Return the names of the views that begin so, the map first."""
    return [name for name in (MAP, *SHEETS) if name.startswith(incomplete)]


def sheet_formats() -> tuple[str, ...]:
    """Return the formats that every view but the map is drawn in."""
    return ("svg", "png", "pdf")


def view_named(name: str) -> View | None:
    """Return how a view is made; ``None`` for the map.

    Raises
    ------
    UnknownName
        Where no view has that name.
    """
    from formulation.errors import UnknownName

    if name == MAP:
        return None
    if name not in SHEETS:
        raise UnknownName(name, "view", view_names())
    return SHEETS[name]
