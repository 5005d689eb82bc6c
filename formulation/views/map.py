"""The relational map: who stands where, what runs between them, and where a finding lies in it.

:func:`map_view` turns a case into a :class:`MapView`, which is data and nothing else: what is
shown, and the words for it.  Where everything stands on the page is worked out when its text is
asked for (:mod:`formulation.views.page`), and how it looks is a table
(:mod:`formulation.views.style`).

Statements of one kind between the same two figures are one line with a count.  What concerns one
figure alone (a defense, a bind, a trauma with no known hand in it) is a note at that figure; a
change or remission is a note at the symptom.  Wishes, fears, insights, sessions and claims are not
drawn unless a finding rests on them: a map of relations that shows everything shows nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from formulation.model.fields import when_text
from formulation.views.map_draft import Wanted
from formulation.views.map_pair import marked, paired
from formulation.views.picture import (
    LegendEntry,
    MapEdge,
    MapNode,
    MapNote,
    MapSeries,
    MapStep,
    MapView,
)
from formulation.views.style import Style

if TYPE_CHECKING:
    from formulation.findings import Finding
    from formulation.model.case import Case

__all__ = [
    "LegendEntry",
    "MapEdge",
    "MapNode",
    "MapNote",
    "MapSeries",
    "MapStep",
    "MapView",
    "compare_maps",
    "map_view",
]


def map_view(
    case: Case,
    *,
    at: str | date | int | None = None,
    finding: Finding | None = None,
    basis: str | Sequence[str] | None = None,
    source: str | None = None,
    around: str | None = None,
    steps: int = 1,
    style: Style | None = None,
) -> MapView:
    """Lay a case out as a relational map, ready to be drawn.

    Where more than 400 pairs of lines would cross, the lines between others than the one in the
    middle that stand for fewest statements are left out, and the lead says so.

    Parameters
    ----------
    case
        The case.
    at
        An EDTF text such as ``2022-06``, a date or a year; the map is then as of that date: what
        cannot have held is left out, and what may have held is marked with a question mark.
    finding
        A finding, or a near miss, of this case; what it rests on is numbered and stands out, and
        everything else is drawn thin and grey.
    basis
        ``observed`` for what was observed, reported or told by informants, which leaves out every
        inference, and every statement that does not say how it is known; ``reported``,
        ``informant`` or ``inferred`` for these alone; ``unsaid`` for the rest; or several.
    source
        The id of a source, or of the figure whose account it is: what stands there and no more.
    around
        The id, or the name, of a figure or symptom: it stands in the middle, and only those are
        shown whom some statement ties to it.
    steps
        How many ties away from it they may be.
    style
        How things look; by default :data:`formulation.views.style.STYLE`.

    Returns
    -------
    MapView
        The map as data; ``draw(map_view(case), "map.svg")`` draws it.

    Raises
    ------
    DateError
        Where `at` cannot be read.
    UnknownName
        Where the finding speaks of another case, or of a statement this one does not have, or
        there is no such basis, source or figure.
    """
    wanted = Wanted.of(case, basis, source, around, steps, style)
    when = None if at is None else str(when_text(at))
    draft = wanted.drafted(when, finding)
    return draft.told(draft.view)


def compare_maps(
    case: Case,
    before: str | date | int,
    after: str | date | int,
    *,
    basis: str | Sequence[str] | None = None,
    source: str | None = None,
    around: str | None = None,
    steps: int = 1,
    style: Style | None = None,
) -> MapSeries:
    """Lay a case out at two dates side by side, with what is new, gone or changed marked.

    Everyone stands at the same place in both maps.  A line or note is new where only the later
    map has it, gone where only the earlier one has, and changed where it stands for other
    statements or one has become certain or doubtful; the same in both is drawn thin and grey.

    Parameters
    ----------
    case
        The case.
    before, after
        The two dates, each as for :func:`map_view`.
    basis, source, around, steps, style
        As for :func:`map_view`.

    Returns
    -------
    MapSeries
        The two maps as data, the words for them, and each change in its ``key``.

    Raises
    ------
    DateError
        Where a date cannot be read.
    UnknownName
        Where there is no such basis, source or figure.
    """
    wanted = Wanted.of(case, basis, source, around, steps, style)
    dates = (str(when_text(before)), str(when_text(after)))
    if wanted.around:  # whoever is near her at one of the dates is shown at both
        ids = frozenset[str]().union(*(wanted.near(date) for date in dates))
        wanted = replace(wanted, ids=ids)
    drafts = [wanted.drafted(date) for date in dates]
    views, changes = marked(case, drafts[0].view, drafts[1].view)
    advice = drafts[1].advice
    drafts = [replace(draft, advice="") for draft in drafts]
    told = [draft.told(view) for draft, view in zip(drafts, views, strict=True)]
    lead = wanted.lead(wanted.ids or ())
    return paired(wanted.title, (lead, advice), dates, told, changes)
