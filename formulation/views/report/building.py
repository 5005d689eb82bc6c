"""The whole report as content, from what was found about a case."""

from __future__ import annotations

from formulation.views.map import map_view
from formulation.views.report.as_of import dates_of
from formulation.views.report.content import Picture, Prose, Report, Section
from formulation.views.report.findings_told import findings_section, weights_section
from formulation.views.report.material import Material
from formulation.views.report.profiles import left_out
from formulation.views.report.sections import (
    claims_section,
    gaps_section,
    methods_section,
    sources_section,
    statements_section,
)
from formulation.views.report.summary import summary
from formulation.views.sheet import SheetView

__all__ = ["build_report"]


def build_report(m: Material, *, timeline: SheetView | None = None, version: str = "") -> Report:
    """Return all that a report says.

    Parameters
    ----------
    m
        The case and what was found out about it.
    timeline
        The case along time, as a picture.
    version
        Of this library, for the methods.
    """
    sections = (
        summary(m),
        _map(m),
        *_timeline(timeline),
        findings_section(m),
        weights_section(m),
        claims_section(m),
        gaps_section(m),
        methods_section(m, version),
        sources_section(m),
        statements_section(m),
    )
    return Report(
        title=m.case.title or m.case.id,
        lead=tuple(m.say(text) for text in left_out(m.profile)),
        sections=sections,
        numbers=m.numbers,
        source_names={source.id: source.id for source in m.case.sources},
    )


def _map(m: Material) -> Section:
    view = map_view(m.case)
    dates = dates_of(m.case, view, is_yearly=m.profile == "teaching")
    told = (
        "Who stands how to whom, and what flares between them: the whole case at once. "
        "What the number on a line means is told below it."
    )
    return Section("map", "Map", (Prose((m.say(told),)), Picture("map", view, dates)))


def _timeline(view: SheetView | None) -> tuple[Section, ...]:
    if view is None:
        return ()
    return (Section("timeline", "Timeline", (Picture("timeline", view),)),)
