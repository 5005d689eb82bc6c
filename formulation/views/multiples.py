"""Small multiples: before, during and after an episode, as three small maps on one placing.

A trainee sees in one glance what an episode adds and what it leaves behind.  Only those are shown
whom the episode concerns; what it rests on is numbered as in the large map, the rest is grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from formulation.dates import FOREVER, MINUTES_PER_DAY, Precision, to_text
from formulation.errors import counted, shortened
from formulation.findings import each_of
from formulation.graph import map_of
from formulation.views.map_choice import Choice
from formulation.views.map_draft import LONGEST_TITLE, Wanted
from formulation.views.map_pair import common_legend
from formulation.views.map_steps import step_numbers, steps_of
from formulation.views.picture import MapSeries, MapStep, MapView, Panel
from formulation.views.style import Style
from formulation.views.telling import as_of_words

if TYPE_CHECKING:
    from formulation.findings import Finding
    from formulation.model.case import Case

__all__ = ["multiples_view"]

#: the kinds in which an episode comes to its end
_ENDINGS = ("resolution", "remission", "repair", "change")
_LAST_DAY = 3_652_058  # the last of the year 9999, counted from the first of the year 1


class _Part(NamedTuple):
    """One of the three maps: what stands above it, its date if any, and what it shows."""

    caption: str
    at: str | None
    choice: Choice


def multiples_view(case: Case, finding: Finding, *, style: Style | None = None) -> MapSeries:
    """Lay an episode out as three small maps: what held before it, during it and after it.

    The episode lasts from the first of its dated events to the last.  The maps before and after
    show as many days as it lasted, so that events can be compared.  Where none of its events has
    a date, the maps follow the order of its steps: what was so already, what happens, and how it
    ends.

    Parameters
    ----------
    case
        The case.
    finding
        A finding, or a near miss, of this case.
    style
        How things look; by default :data:`formulation.views.style.STYLE`.

    Returns
    -------
    MapSeries
        The three maps as data, and the words for them.

    Raises
    ------
    UnknownName
        Where the finding speaks of another case, or of a statement this one does not have.
    """
    step_numbers(case, finding)  # which refuses a finding of another case
    wanted = replace(Wanted.of(case, style=style), ids=_concerned(case, finding))
    days = _days_of(case, finding)
    parts = _by_date(wanted.choice, days) if days else _by_order(case, finding)
    drafts = [replace(wanted, choice=p.choice).drafted(p.at, finding) for p in parts]
    views = [draft.told(draft.view) for draft in drafts]
    shown = [one for view in views for one in view.shown()]
    steps = steps_of(case, finding, shown)
    return _series(case, wanted, list(zip(parts, views, strict=True)), steps, days)


def _concerned(case: Case, finding: Finding) -> frozenset[str]:
    """Return the figures and symptoms that an episode is about."""
    bound = {id for letter in finding.roles.values() for id in each_of(letter)}
    steps = {id for id in finding.statements if id in case.index_of}
    graph = map_of(case)
    bound |= {id for a, b, key in graph.edges(keys=True) if key in steps for id in (a, b)}
    bound |= {who for who, events in graph.nodes(data="events") if steps & {*events}}
    return frozenset(id for id in (*bound, case.patient) if id and id in graph)


# -- when ----------------------------------------------------------------------------------------


def _days_of(case: Case, finding: Finding) -> tuple[int, int] | None:
    """Return the first and the last day of an episode; ``None`` where no event of it is dated."""
    days = []
    for id in finding.statements:
        if id not in case.index_of:
            continue
        statement = case.statements[case.index_of[id]]
        span = case.chronology.spans[case.index_of[id]]
        is_dated = span.start_earliest > -FOREVER and span.start_latest < FOREVER
        if statement.section == "events" and is_dated and not statement.recurring:
            last = span.end_latest if span.end_latest < FOREVER else span.start_latest
            days += [span.start_earliest // MINUTES_PER_DAY, last // MINUTES_PER_DAY]
    return (min(days), max(days)) if days else None


def _by_date(choice: Choice, days: tuple[int, int]) -> list[_Part]:
    first, last = days
    long = last - first + 1
    spans = (
        ("Before", max(first - long, 0), max(first - 1, 0)),
        ("During", first, last),
        ("After", min(last + 1, _LAST_DAY), min(last + long, _LAST_DAY)),
    )
    parts = []
    for name, start, end in spans:
        dates = dict.fromkeys(to_text(day * MINUTES_PER_DAY, Precision.DAY) for day in (start, end))
        at = "/".join(dates)
        parts.append(_Part(f"{name}: {as_of_words(at)}", at, choice))
    return parts


def _by_order(case: Case, finding: Finding) -> list[_Part]:
    """Return the three maps of an episode without dates: by the order of its steps."""
    sections = {id: case.statements[case.index_of[id]].section for id in case.ids}
    kinds = {id: case.statements[case.index_of[id]].kind for id in case.ids}
    states = {id for id in case.ids if sections[id] in ("bonds", "inner")}
    events = [id for id in finding.statements if sections.get(id) == "events"]
    ends = {id for id in events if kinds[id] in _ENDINGS}
    return [
        _Part("Before: what was so already", None, Choice(frozenset(states))),
        _Part("During: what happens", None, Choice(frozenset(states | {*events} - ends))),
        _Part("After: how it ends", None, Choice(frozenset(states | ends))),
    ]


# -- the three together --------------------------------------------------------------------------


def _series(
    case: Case,
    wanted: Wanted,
    parts: Sequence[tuple[_Part, MapView]],
    steps: tuple[MapStep, ...],
    days: tuple[int, int] | None,
) -> MapSeries:
    views = [view for _, view in parts]
    title = f"{shortened(case.title or case.id, LONGEST_TITLE)}: before, during and after"
    headline, lead = views[1].headline, _lead(case, len(wanted.ids or ()), days)
    told = [f"{title}: three small maps.", f"{headline}.", *_step_words(steps), lead]
    alt = " ".join(told)
    return MapSeries(
        title=title,
        panels=tuple(Panel(part.caption, view) for part, view in parts),
        lead=lead,
        alt=alt,
        prose="\n".join([alt, *_told(parts, {step.statement: step.number for step in steps})]),
        headline=headline,
        steps=steps,
        legend=common_legend(views),
        style=wanted.style,
    )


def _lead(case: Case, shown: int, days: tuple[int, int] | None) -> str:
    others = len(case.people) + len(case.symptoms) - shown
    who = "Shown are those whom it concerns"
    who += f"; {counted(others, 'other figure or symptom', 'others')} left out." if others else "."
    if days is None:
        when = (
            "None of its events has a date, so the maps follow the order of its steps and not the "
            "calendar; grey is what else is so between them."
        )
    else:
        long = counted(days[1] - days[0] + 1, "day")
        each = "each of the other maps shows as many" if days[0] < days[1] else "so does each map"
        when = f"It lasts {long}, and {each}; grey is what else is told of that time."
    return f"{when} {who}"


def _step_words(steps: Sequence[MapStep]) -> Iterator[str]:
    for step in steps:
        yield step.words if step.number is None else f"Step {step.number}: {step.words}"


def _told(
    parts: Sequence[tuple[_Part, MapView]], numbers: Mapping[str, int | None]
) -> Iterator[str]:
    """Yield who stands on each map and what it shows, the steps with their numbers."""
    for part, view in parts:
        names = ", ".join(shortened(node.label) for node in view.nodes)
        yield f"{part.caption}. On the map: {names or 'nobody'}."
        said = {
            id: f"({numbers[id]}) {words}" if numbers.get(id) else words
            for one in view.shown()
            for id, words in zip(one.statements, one.sentences, strict=True)
        }
        yield from (said[id] for id in sorted(said, key=lambda id: numbers.get(id) or 99_999))
