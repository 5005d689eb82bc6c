"""The plan of a timeline: what stands where, before a stroke is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from formulation.dates import FOREVER, Span, parse_span
from formulation.findings import Finding, Weight
from formulation.model.figures import Person
from formulation.views.style import Style
from formulation.views.timeline_axis import Axis, Stretch, axis_of, stretches_of
from formulation.views.timeline_chain import Chains, chains_of
from formulation.views.timeline_found import Band, bands_of, key_lines, weight_lines
from formulation.views.timeline_items import LANES, Item, Items, items_of
from formulation.views.timeline_key import Entry, entries_of, key_rows
from formulation.views.timeline_listed import Listed, listed_of
from formulation.views.timeline_order import in_order, places_of, room_before, room_for
from formulation.views.timeline_rows import Block, Caps, Lane, Row, Strip, lane_of, lines_of

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["LEFT", "MARGIN", "MOST_HEIGHT", "RIGHT", "WIDTH", "Plan", "plan_of"]

WIDTH, MARGIN = 1160.0, 22.0
#: from where to where the lanes are; their names stand left of it
LEFT, RIGHT = 118.0, WIDTH - MARGIN - 12
#: a sheet is no higher than this, in points, for a case of up to ten thousand statements
MOST_HEIGHT = 2400.0
_MOST_WITH_SENTENCES = 2_000
#: what is drawn at most, from generous to sparse; the first that fits the height is taken
_CAPS = (
    Caps(),
    Caps(of_a_kind=6, labels=14, strips=6, listed_rows=4),
    Caps(of_a_kind=4, labels=8, strips=4, listed_rows=2),
    Caps(of_a_kind=2, labels=4, strips=2, listed_rows=1),
)


@dataclass(frozen=True)
class Plan:
    """Everything that a sheet shows, with its places.

    Attributes
    ----------
    items, order, places
        All things, their numbers in order, and the earliest place of those that have one.
    axis
        The axis; ``None`` where nothing has a date.
    lanes, chains, listed
        What has a place in time, what is told by order alone, what has no time.
    bands, key, weights
        Found episodes, the lines that tell them, and the lines of the weights.
    legend
        The signs that are shown.
    found
        What stands over the lines of the episodes.
    """

    items: Items
    order: tuple[int, ...]
    places: dict[int, float]
    axis: Axis | None
    lanes: tuple[Lane, ...]
    chains: Chains
    listed: tuple[Listed, ...]
    bands: tuple[Band, ...] = ()
    key: tuple[tuple[str, tuple[str, ...]], ...] = ()
    weights: tuple[tuple[str, tuple[str, ...]], ...] = ()
    legend: tuple[Entry, ...] = ()
    legend_height: float = 0.0
    found: str = "Found"

    @property
    def is_brief(self) -> bool:
        """Whether there are so many that those in strips are drawn without their sentences."""
        return len(self.items.all) > _MOST_WITH_SENTENCES

    @property
    def rows(self) -> Iterator[Row]:
        """All rows of labelled things."""
        for lane in self.lanes:
            yield from lane.rows
        for group in self.chains.groups:
            yield from group

    @property
    def blocks(self) -> list[Block]:
        """All labelled things."""
        return [block for row in self.rows for block in row.blocks]

    @property
    def strips(self) -> list[Strip]:
        """All strips."""
        return [strip for lane in self.lanes for strip in lane.strips] + list(self.chains.strips)

    @property
    def badge_rows(self) -> int:
        """How many rows of numbers stand over the lanes."""
        return max((band.badge_row for band in self.bands), default=-1) + 1

    @property
    def inner_height(self) -> float:
        """How high lanes, chains and lists are, without what is written around them."""
        lanes = sum(lane.height for lane in self.lanes)
        listed = sum(one.height + 4 for one in self.listed)
        return lanes + self.chains.height + listed


def plan_of(
    case: Case, findings: Sequence[Finding], weights: Sequence[Weight], style: Style
) -> Plan:
    """Return the plan of a case: as much as fits the height of a sheet has words of its own.

    Parameters
    ----------
    case, findings, weights
        What is shown.
    style
        How things look.
    """
    items = items_of(case)
    order = tuple(in_order(items))
    axis = _axis(case, items, order)
    places = places_of(items, order, axis) if axis else {}
    bands = bands_of(findings, case, items, places, axis)
    for caps in _CAPS:
        plan = _laid_out(items, order, places, axis, style, caps)
        plan = _with_words(replace(plan, bands=bands), weights, style)
        if height_of(plan) <= MOST_HEIGHT:
            break
    return plan


def height_of(plan: Plan) -> float:
    """Return about how high a plan becomes on paper; a little more than it will be."""
    told = [*plan.key, *plan.weights]
    lines = sum(len(lines) * 13 + 4 for _, lines in told) + 60 * bool(told)
    return 190 + plan.badge_rows * 18 + plan.inner_height + lines + plan.legend_height


def _axis(case: Case, items: Items, order: Sequence[int]) -> Axis | None:
    dated = items.of("dated")
    moments = [minute for item in dated for minute in item.moments]
    if not moments:
        return None
    onsets = [item.span.start_earliest for item in dated]
    onsets += [
        item.span.start_earliest
        for item in items.of("ordered")
        if abs(item.span.start_earliest) < FOREVER
    ]
    doubtful = {
        (item.span.start_earliest, item.span.start_latest)
        for item in dated
        if item.span.start_earliest < item.span.start_latest and not item.is_recurring
    }
    stretches: list[Stretch] = stretches_of(moments, onsets, sorted(doubtful))
    return axis_of(
        stretches,
        LEFT,
        RIGHT,
        waiting=room_for(items, order, stretches),
        before=room_before(items, order),
        is_of_ages=items.is_of_ages,
        born=_born(case),
    )


def _born(case: Case) -> Span | None:
    patient = case[case.patient] if case.patient else None
    return parse_span(patient.born) if isinstance(patient, Person) and patient.born else None


def _laid_out(
    items: Items,
    order: tuple[int, ...],
    places: dict[int, float],
    axis: Axis | None,
    style: Style,
    caps: Caps,
) -> Plan:
    rank = {number: n for n, number in enumerate(order)}
    placed = sorted(
        items.of("dated", "ordered"), key=lambda item: (places[item.number], rank[item.number])
    )
    lanes = []
    for key, name in LANES.items():
        held: list[Item] = [item for item in placed if item.lane == key]
        if axis and held:
            lanes.append(lane_of(name, held, places, axis, style, caps))
    chains = chains_of(items, order, LEFT, RIGHT, style, caps)
    listed = listed_of(items, LEFT, RIGHT, style, caps)
    return Plan(items, order, places, axis, tuple(lanes), chains, listed)


def _with_words(plan: Plan, weights: Sequence[Weight], style: Style) -> Plan:
    width = WIDTH - 2 * MARGIN
    points = style.key_points
    key = tuple(
        (number, lines_of(words, width - 44, points, 3)) for number, words in key_lines(plan.bands)
    )
    told = tuple(
        (verdict, lines_of(words, width - 124, points, 4))
        for verdict, words in weight_lines(weights)
    )
    entries = entries_of(
        plan.blocks,
        plan.strips,
        style,
        has_bands=any(band.is_placed or band.chained for band in plan.bands),
        has_breaks=plan.axis is not None and len(plan.axis.stretches) > 1,
        has_arrows=bool(plan.chains.arrows),
    )
    return replace(
        plan,
        key=key,
        weights=told,
        legend=tuple(entries),
        legend_height=key_rows(entries, width, style.badge_points),
    )
