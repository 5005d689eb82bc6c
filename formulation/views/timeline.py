"""A case in time: bonds, inner states, events, symptoms and treatment in lanes on one sheet.

What is known of a time is what is drawn of it.  A bar fades where a beginning or an end is not
known and has an open arrow where there is none; "some time in 2011" is a hatched stretch in
brackets; what comes again and again is a band with a repeated mark; what is told only by order
stands between its neighbours with a dotted line; and what has no time at all is listed below.
The rule of the axis stands in :mod:`formulation.views.timeline_axis`.

Many things of a kind, more than eight in a lane, stand together in a strip, a tick each, piled up
where they fall on one place.  The sheet is never higher than
:data:`formulation.views.timeline_plan.MOST_HEIGHT` points for up to ten thousand statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from formulation.errors import counted
from formulation.findings import Finding, Weight
from formulation.model.base import in_list
from formulation.views.sheet import Sheet, SheetView
from formulation.views.style import STYLE, Style
from formulation.views.timeline_page import draw_page
from formulation.views.timeline_plan import MARGIN, WIDTH, Plan, plan_of
from formulation.views.timeline_rows import lines_of
from formulation.views.timeline_words import lead_of, prose_of, reach_in_words, title_of

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["timeline_view"]


def timeline_view(
    case: Case,
    *,
    findings: Sequence[Finding] = (),
    weights: Sequence[Weight] = (),
    is_cut: bool = False,
    style: Style | None = None,
) -> SheetView:
    """Return the timeline of a case, from a childhood event to last week, on one sheet.

    Parameters
    ----------
    case
        The case.
    findings
        Episodes that were found in it, drawn as numbered bands across the lanes.
    weights
        How they weigh against chance; each is told in a line below.
    is_cut
        Whether more was found than `findings`; the sheet then says so.
    style
        How things look.

    Returns
    -------
    SheetView
        The picture and the same in words.  Every statement of the case is in it once, drawn or
        listed, in a group of its own.

    Examples
    --------
    >>> from formulation.model import Case, Person, Trauma
    >>> case = Case(id="one").adding(
    ...     Person(id="anna", name="Anna", role="patient", born="1880"),
    ...     Trauma(id="fall", of="anna", age=7, what="a fall"),
    ... )
    >>> view = timeline_view(case)
    >>> print(view.prose.splitlines()[2])
    At the age of 7, some time in 1887 to 1888: Anna suffers a trauma: a fall.
    """
    style = style or STYLE
    plan = plan_of(case, findings, weights, style)
    if is_cut:
        plan = replace(plan, found=f"Found: the first {len(findings)} by date, and there are more")
    lead = lead_of(plan.items, plan.axis)
    title = title_of(case)
    sheet = Sheet(style)
    shown = lines_of(title, WIDTH - 2 * MARGIN, style.title_points * 1.06, 1)[0]
    height = draw_page(sheet, plan, shown, lines_of(lead, WIDTH - 2 * MARGIN, style.text_points, 3))
    return sheet.view(
        title=title,
        lead=lead,
        alt=_alt(plan, lead),
        prose=_prose(case, plan, title, lead),
        width=WIDTH,
        height=height,
    )


def _alt(plan: Plan, lead: str) -> str:
    words = [f"Timeline. {lead}"]
    if plan.lanes:
        words.append(f"Lanes: {in_list([lane.name.lower() for lane in plan.lanes])}.")
    if plan.axis:
        words.append(reach_in_words(plan.items, plan.axis))
    if plan.bands:
        words.append(f"{counted(len(plan.bands), 'found episode')} in numbered bands.")
    return " ".join(words)


def _prose(case: Case, plan: Plan, title: str, lead: str) -> str:
    lines = [f"{title}.", lead]
    lines += prose_of(
        case,
        plan.items,
        places=plan.places,
        order=plan.order,
        strips=plan.strips,
        listed=plan.listed,
        axis=plan.axis,
    )
    lines += [f"{plan.found}."] * (plan.found != "Found")
    lines += [f"Found, {number}: {' '.join(told)}" for number, told in plan.key]
    lines += [f"Weighed: {verdict}. {' '.join(told)}" for verdict, told in plan.weights]
    return "\n".join(line for line in lines if line)
