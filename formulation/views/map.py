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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from formulation.dates import Span, Truth, is_during, parse_span, span_in_words
from formulation.errors import UnknownName
from formulation.findings import each_of
from formulation.graph import map_of
from formulation.model.base import Record, in_list
from formulation.model.fields import when_text
from formulation.model.figures import Person, Symptom
from formulation.views.picture import (
    LegendEntry,
    MapEdge,
    MapNode,
    MapNote,
    MapStep,
    MapView,
)
from formulation.views.placing import ring_order
from formulation.views.style import STYLE, Style
from formulation.views.telling import line_words, note_words, told

if TYPE_CHECKING:
    import networkx as nx

    from formulation.findings import Finding
    from formulation.model.case import Case

__all__ = ["LegendEntry", "MapEdge", "MapNode", "MapNote", "MapStep", "MapView", "map_view"]

#: so many lines carry their words themselves; more carry a number, and a key tells it
MOST_WORDS_ON_LINES = 6

_WOMAN = frozenset({"female", "woman", "girl", "f", "w"})
_MAN = frozenset({"male", "man", "boy", "m"})
#: kinds that are notes although the graph has edges for them, which would hide what lies beneath
_NOTES_NOT_LINES = ("defense", "bind", "change", "remission")
#: kinds about one figure alone that a map shows; the others are told in words
_NOTED = (*_NOTES_NOT_LINES, "trauma", "loss", "harm", "invalidation", "care", "risk")
_CERTAINTY = {
    "certain": "the order is certain, as dated",
    "possible": "the order is possible, not certain",
    "described": "told as a repeated course, so it cannot be counted",
}


def map_view(
    case: Case,
    *,
    at: str | date | int | None = None,
    finding: Finding | None = None,
    style: Style | None = None,
) -> MapView:
    """Lay a case out as a relational map, ready to be drawn.

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
        Where the finding speaks of another case, or of a statement this one does not have.
    """
    at = None if at is None else str(when_text(at))
    everything = map_of(case)
    graph = everything if at is None else map_of(case, at)
    builder = _Builder(case, graph, _step_numbers(case, finding), style or STYLE, finding)
    edges = tuple(builder.edges())
    nodes = tuple(builder.nodes(edges, None if at is None else parse_span(at)))
    shown = {node.id for node in nodes}
    edges, key = builder.worded([e for e in edges if {e.start, e.end} <= shown])
    hub = _hub(case, everything)
    view = MapView(
        title=(case.title or case.id) + (f", as of {span_in_words(at)}" if at else ""),
        headline=_headline(finding),
        key=key,
        nodes=nodes,
        edges=edges,
        hub=hub,
        order=ring_order(everything, hub),
        style=style or STYLE,
    )
    view = replace(view, steps=builder.steps(view))
    return told(case, view, everything, graph, at)


def _headline(finding: Finding | None) -> str:
    if finding is None:
        return ""
    if finding.failed:
        return f"Nearly found, and highlighted: {finding.title}"
    return f"Highlighted: {finding.title} ({_CERTAINTY[finding.certainty]})"


def _hub(case: Case, graph: nx.MultiDiGraph[str]) -> str | None:
    """Return who stands in the middle: the patient, else the figure of whom most is said."""
    if case.patient:
        return case.patient
    figures = [person.id for person in case.people]
    return max(figures, key=lambda id: graph.degree(id), default=None)


def _step_numbers(case: Case, finding: Finding | None) -> dict[str, int]:
    """Return the number of each statement that the finding rests on, in the order of its steps."""
    if finding is None:
        return {}
    if finding.case != case.id:
        raise UnknownName(finding.case, "case here", [case.id])
    for id in finding.statements:
        if id not in case.index_of:
            raise UnknownName(id, "statement of this case", case.ids)
    return {id: number for number, id in enumerate(finding.statements, start=1)}


@dataclass(frozen=True, slots=True)
class _Told:
    """One statement of the graph, or the tie of a symptom to its cause."""

    id: str
    kind: str
    record: Record
    is_possible: bool
    is_inferred: bool
    is_disputed: bool

    @classmethod
    def of_edge(cls, told: dict[str, Any]) -> _Told:
        is_possible = told["holds"] == "possible"
        marks = (is_possible, told["is_inferred"], told["is_disputed"])
        return cls(told["id"], told["kind"], told["record"], *marks)

    def sentence(self, case: Case) -> str:
        """Return it in words, with the doubts that the picture shows."""
        told = self.record.sentence(case.name)
        if isinstance(self.record, Symptom):
            causes = in_list([case.name(id) for id in self.record.due_to])
            told = f"{self.record.label} is due to {causes}."
        told = f"Possible then: {told}" if self.is_possible else told
        return told + (" (Another account differs.)" if self.is_disputed else "")

    @property
    def manner(self) -> tuple[str, bool, bool]:
        """What notes drawn as one have in common."""
        return self.kind, self.is_inferred, self.is_disputed


class _Builder:
    """Turns the graph of a case into figures, notes and lines."""

    def __init__(
        self,
        case: Case,
        graph: nx.MultiDiGraph[str],
        numbers: dict[str, int],
        style: Style,
        finding: Finding | None,
    ) -> None:
        self.case, self.graph, self.numbers = case, graph, numbers
        self.style, self.finding = style, finding

    def _shown(self, words: str, group: Sequence[_Told]) -> dict[str, Any]:
        """Return what a note or line says of its statements together."""
        by_id = {told.id: told for told in group}
        return {
            "kind": group[0].kind,
            "label": words,
            "statements": tuple(by_id),
            "sentences": tuple(told.sentence(self.case) for told in by_id.values()),
            "inferred": frozenset(told.id for told in group if told.is_inferred),
            "disputed": frozenset(told.id for told in group if told.is_disputed),
            "possible": frozenset(told.id for told in group if told.is_possible),
            "steps": tuple(sorted(self.numbers[id] for id in by_id if id in self.numbers)),
        }

    # -- lines

    def edges(self) -> Iterator[MapEdge]:
        """Yield the lines: of each kind one between the same two figures, then whose symptoms."""
        merged: dict[tuple[str, str, str], list[_Told]] = {}
        place = {id: index for index, id in enumerate(self.graph)}
        is_symmetric = {}
        for start, end, edge in self.graph.edges(data=True):
            if _is_line(start, end, edge):
                ends = (start, end)
                if edge["is_symmetric"] and place[end] < place[start]:
                    ends = (end, start)
                is_symmetric[edge["kind"]] = edge["is_symmetric"]
                merged.setdefault((*ends, edge["kind"]), []).append(_Told.of_edge(edge))
        for (start, end, kind), group in merged.items():
            words = line_words(self.case, [told.record for told in group], self.style)
            shown = self._shown(words, group)
            yield MapEdge(**shown, start=start, end=end, is_symmetric=is_symmetric[kind])
        yield from self._owners({frozenset(ends[:2]) for ends in merged})

    def _owners(self, tied: set[frozenset[str]]) -> Iterator[MapEdge]:
        for symptom in self.case.symptoms:
            owner = symptom.of or self.case.patient
            if owner and frozenset((owner, symptom.id)) not in tied:
                words = f"{self.case.name(owner)} has {symptom.label}."
                yield MapEdge(
                    "has", "", (f"{symptom.id}:of",), (words,), start=owner, end=symptom.id
                )

    def worded(
        self, edges: Sequence[MapEdge]
    ) -> tuple[tuple[MapEdge, ...], tuple[tuple[int, str], ...]]:
        """Give lines their words where they are few, else a number that a key tells.

        Lines that say the same have the same number; with a finding only its steps have any.
        """
        if self.finding is not None:
            return tuple(replace(edge, label="") for edge in edges), ()
        lines = [edge for edge in edges if edge.kind != "has"]
        if len(lines) <= MOST_WORDS_ON_LINES:
            return tuple(
                replace(e, label=e.label or self.style.line(e.kind).words) if e in lines else e
                for e in edges
            ), ()
        order = [*self.style.lines]
        said = sorted(
            {(edge.kind, edge.label) for edge in edges if edge.label},
            key=lambda words: (order.index(words[0]) if words[0] in order else len(order), words),
        )
        number = {words: n for n, words in enumerate(said, start=1)}
        numbered = (replace(e, number=number.get((e.kind, e.label))) for e in edges)
        return tuple(numbered), tuple((n, label) for (_, label), n in number.items())

    # -- figures, symptoms and their notes

    def nodes(self, edges: Sequence[MapEdge], now: Span | None) -> Iterator[MapNode]:
        """Yield figures and symptoms with their notes; whoever is not there yet only if told of."""
        notes = self._notes(now)
        said = {id for edge in edges if edge.kind != "has" for id in (edge.start, edge.end)}
        roles = self.finding.roles.values() if self.finding else ()
        strong = {id for bound in roles for id in each_of(bound)}
        strong |= {id for edge in edges if edge.steps for id in (edge.start, edge.end)}
        for id, node in self.graph.nodes(data=True):
            own = notes.get(id, ())
            if node["is_future"] and id not in said and not own:
                continue
            is_strong = id in strong or any(note.steps for note in own)
            record, is_past = node["record"], node["is_past"]
            if now is None and isinstance(record, Person):
                is_past = record.died is not None
            yield self._node(record, is_past, is_strong, own)

    def _node(
        self, record: Person | Symptom, is_past: bool, is_strong: bool, notes: tuple[MapNote, ...]
    ) -> MapNode:
        role = record.role or "" if isinstance(record, Person) else ""
        return MapNode(
            id=record.id,
            label=record.name or record.id,
            shape=_shape(record),
            role=role,
            sentence=record.sentence(self.case.name),
            is_symptom=isinstance(record, Symptom),
            is_patient=role == "patient",
            is_therapist=role in ("therapist", "co-therapist"),
            is_past=is_past,
            is_strong=is_strong,
            notes=notes,
        )

    def _notes(self, now: Span | None) -> dict[str, tuple[MapNote, ...]]:
        """Return the notes at each figure and symptom; with a finding, those it rests on."""
        told: dict[str, dict[str, _Told]] = {}
        for start, end, edge in self.graph.edges(data=True):
            if not _is_line(start, end, edge):
                owner = end if edge["kind"] in ("change", "remission") else start
                told.setdefault(owner, {})[edge["id"]] = _Told.of_edge(edge)
        for owner, events in self.graph.nodes(data="events"):
            for id in events:
                kind = self.case.statements[self.case.index_of[id]].kind
                if kind in _NOTED or id in self.numbers:
                    told.setdefault(owner, {})[id] = self._alone(id, now)
        return {owner: tuple(self._merged(list(own.values()))) for owner, own in told.items()}

    def _alone(self, id: str, now: Span | None) -> _Told:
        """Return what an edge of the graph would tell of a statement that has none."""
        statement = self.case.statements[self.case.index_of[id]]
        span = self.case.chronology.spans[self.case.index_of[id]]
        others = (other.alternative_of for other in self.case.statements)
        is_disputed = bool(statement.alternative_of) or id in others
        is_possible = now is not None and (
            statement.recurring or not _held(span, now, is_event=statement.section == "events")
        )
        is_inferred = statement.basis == "inferred"
        return _Told(id, statement.kind, statement, is_possible, is_inferred, is_disputed)

    def _merged(self, told: list[_Told]) -> Iterator[MapNote]:
        """Yield a note for each statement, and one for all that are alike where they are many."""
        if self.finding:
            told = [one for one in told if one.id in self.numbers]
        for _, alike in groupby(
            sorted(told, key=lambda one: one.manner), key=lambda one: one.manner
        ):
            group = list(alike)
            parts = [group] if len(group) > 2 and not self.finding else [[one] for one in group]
            for part in parts:
                words = note_words(self.case, [one.record for one in part])
                yield MapNote(**self._shown(words, part))

    # -- the finding

    def steps(self, view: MapView) -> tuple[MapStep, ...]:
        """Return the steps of the finding in words, then those that were not found."""
        if self.finding is None:
            return ()
        drawn = {id for one in view.shown() for id in one.statements}
        steps = []
        for id, number in self.numbers.items():
            names = tuple(name for name, own in self.finding.steps.items() if id in each_of(own))
            words = self.case.tell(self.case.statements[self.case.index_of[id]])
            words += "" if id in drawn else " (Not drawn.)"
            steps.append(MapStep(number, names, id, words))
        failed, missing = self.finding.failed, self.finding.missing
        if failed:
            words = f"Not found: {_plain(failed.step)} ({failed.reason})."
            steps.append(MapStep(None, (failed.step,), "", words))
            missing = tuple(name for name in missing if name != failed.step)
        if missing:
            also = "So not looked for" if failed else "Not found, and not needed"
            words = f"{also}: {', '.join(map(_plain, missing))}."
            steps.append(MapStep(None, missing, "", words))
        return tuple(steps)


def _plain(name: str) -> str:
    """Return the name of a step as words."""
    return name.replace("_", " ")


def _is_line(start: str, end: str, told: dict[str, Any]) -> bool:
    """Return whether an edge of the graph is drawn as a line; the others are notes."""
    return told["kind"] not in _NOTES_NOT_LINES and start != end


def _shape(record: Person | Symptom) -> str:
    if isinstance(record, Symptom):
        return record.kind or "symptom"
    if record.kind not in (None, "person"):
        return str(record.kind)
    gender = (record.gender or "").casefold()
    return "woman" if gender in _WOMAN else "man" if gender in _MAN else "person"


def _held(span: Span, now: Span, *, is_event: bool) -> bool:
    """Return whether something held throughout `now` for certain, or, an event, began in it."""
    if is_event and now.start_earliest <= span.start_earliest:
        if span.start_latest <= now.end_latest:
            return True
    return is_during(now._replace(start_latest=now.end_latest), span) is Truth.CERTAIN
