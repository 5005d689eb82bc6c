"""What of a case a map is to show, and the map before its words are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from formulation.dates import parse_span
from formulation.errors import counted, shortened
from formulation.graph import map_of
from formulation.views.map_choice import Choice, choice_of, named_in, narrowed, neighbours_of
from formulation.views.map_crowd import thinned
from formulation.views.map_parts import Parts
from formulation.views.map_steps import headline_of, step_numbers, steps_of
from formulation.views.picture import MapView
from formulation.views.placing import ring_order
from formulation.views.style import STYLE, Style
from formulation.views.telling import as_of_words, placed_in, told

if TYPE_CHECKING:
    import networkx as nx

    from formulation.findings import Finding
    from formulation.model.case import Case

__all__ = ["LONGEST_TITLE", "Draft", "Wanted"]

#: how long the name of a case may be above its map; on one line, so that it adds none to the prose
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Wanted:
    """What of a case is to be shown, and how."""

    case: Case
    choice: Choice
    around: str | None
    steps: int
    style: Style
    ids: Collection[str] | None = None

    @classmethod
    def of(
        cls,
        case: Case,
        basis: str | Sequence[str] | None = None,
        source: str | None = None,
        around: str | None = None,
        steps: int = 1,
        style: Style | None = None,
    ) -> Wanted:
        """Return what is wanted, as it was asked for; `around` may be an id or a name."""
        who = None if around is None else named_in(case, around)
        return cls(case, choice_of(case, basis, source), who, steps, style or STYLE)

    def near(self, at: str | None) -> Collection[str]:
        """Return whom the one in the middle has to do with at a date."""
        graph = narrowed(map_of(self.case, at), self.choice)
        return neighbours_of(self.case, graph, self.around or "", self.steps)

    @property
    def title(self) -> str:
        """What is shown: the case, and what of it was chosen."""
        title = shortened(self.case.title or self.case.id, LONGEST_TITLE) + self.choice.title
        return title + (f", around {self.case.name(self.around)}" if self.around else "")

    def lead(self, ids: Collection[str]) -> str:
        """Return what was chosen, and how much that leaves out; `ids` are those shown."""
        words = [*self.choice.words]
        if self.around:
            away = "one tie" if self.steps <= 1 else f"at most {self.steps} ties"
            everyone = len(self.case.people) + len(self.case.symptoms)
            rest = counted(everyone - len(ids), "other figure or symptom", "others")
            name = self.case.name(self.around)
            words.append(f"Only {name} and those {away} away are shown; {rest} left out.")
        return " ".join(words)

    def drafted(self, at: str | None, finding: Finding | None = None) -> Draft:
        """Return the map without its words, as of a date where there is one."""
        case, numbers = self.case, step_numbers(self.case, finding)
        ids = self.ids if self.ids is not None or not self.around else self.near(at)
        whole = map_of(case)
        everything = narrowed(whole, self.choice, ids)
        graph = everything if at is None else narrowed(map_of(case, at), self.choice, ids)
        parts = Parts(case, graph, numbers, self.style, finding)
        edges = tuple(parts.edges())
        nodes = tuple(parts.nodes(edges, None if at is None else parse_span(at)))
        shown = {node.id for node in nodes}
        edges, key = parts.worded([e for e in edges if {e.start, e.end} <= shown])
        hub = self.around or _hub(case, whole)
        view = MapView(
            title=self.title + (f", as of {as_of_words(at)}" if at else ""),
            headline=headline_of(finding),
            lead=self.lead(ids or ()),
            key=key,
            nodes=nodes,
            edges=edges,
            hub=hub,
            order=ring_order(everything if self.around else whole, hub),
            style=self.style,
        )
        left = {*case.ids} - self.choice.kept
        left |= placed_in(narrowed(whole, self.choice)) - placed_in(everything)
        view = replace(view, steps=steps_of(case, finding, view.shown()))
        advice = self._advice(view, at)
        return Draft(case, view, everything, graph, at, frozenset(left), advice)

    def _advice(self, view: MapView, at: str | None) -> str:
        """Return which narrower maps there are of what is shown."""
        ends = Counter(id for edge in view.edges for id in (edge.start, edge.end))
        others = [node for node in view.nodes if node.id != view.hub and not node.is_symptom]
        ways = []
        if others and not self.around:
            busiest = max(others, key=lambda node: ends[node.id])
            ways.append(f"around {shortened(busiest.label, 40)} (--around {busiest.id})")
        if any(one.inferred for one in view.shown()):
            ways.append("without inference (--basis observed)")
        ways += [] if at else ["as of a date (--at)"]
        *most, last = ways or [""]
        told = f"{', '.join(most)} or {last}" if most else last
        return f"A map {told} shows less." if ways else ""


@dataclass(frozen=True)
class Draft:
    """A map whose figures and lines are known, and whose words are still to be found.

    Attributes
    ----------
    case, view
        The case, and what is shown of it.
    everything, graph
        The graph of what was chosen at all times, and at that date.
    at
        The date the map is as of.
    left
        The statements that were not chosen.
    advice
        What would show less.
    """

    case: Case
    view: MapView
    everything: nx.MultiDiGraph[str]
    graph: nx.MultiDiGraph[str]
    at: str | None
    left: frozenset[str]
    advice: str = ""

    def told(self, view: MapView) -> MapView:
        """Return the map with as many lines as can be followed, and its words."""
        view, crowded = thinned(view, self.advice)
        return told(self.case, view, self.everything, self.graph, self.at, self.left | crowded)


def _hub(case: Case, graph: nx.MultiDiGraph[str]) -> str | None:
    """Return who stands in the middle: the patient, else the figure of whom most is said."""
    if case.patient:
        return case.patient
    figures = [person.id for person in case.people]
    return max(figures, key=lambda id: graph.degree(id), default=None)
