"""The whole report as content, from what was found about a case."""

from __future__ import annotations

from collections.abc import Iterator

from formulation.errors import counted
from formulation.views.map_draft import Wanted
from formulation.views.report.as_of import dates_of
from formulation.views.report.content import Picture, Prose, Report, Section
from formulation.views.report.dynamics import dynamics_section
from formulation.views.report.findings_told import findings_section, weights_section
from formulation.views.report.material import Material
from formulation.views.report.profiles import left_out, pictured_as
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
        *_timeline(m, timeline),
        *dynamics_section(m),
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
    draft = Wanted.of(m.case).drafted(None)
    view = draft.told(draft.view)
    notes = tuple(_of_dates(len(draft.view.edges) - len(view.edges)))
    dates = dates_of(m.case, view, is_yearly=m.profile == "teaching")
    told = (
        "Who stands how to whom, and what flares between them: the whole case at once. "
        "What the number on a line means is told below it."
    )
    return Section("map", "Map", (Prose((m.say(told),)), Picture("map", view, dates, notes=notes)))


def _of_dates(left_out: int) -> Iterator[str]:
    """Yield what the map as of a date does not show otherwise than the whole one."""
    if left_out:
        are = "is" if left_out == 1 else "are"
        yield (
            f"{counted(left_out, 'line')} {are} left out of this map, for too many would cross, "
            "and left out at every date too, even where there would be room; drawn as of one date "
            "by itself (formulation draw --at), a map shows them where they can be followed."
        )
    yield "What shapes and lines mean is told for the whole case, whichever date is chosen."


def _timeline(m: Material, view: SheetView | None) -> tuple[Section, ...]:
    if view is None:
        return ()
    picture = Picture("timeline", pictured_as(view, m.profile))
    return (Section("timeline", "Timeline", (picture,)),)
