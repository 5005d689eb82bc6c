"""What a map is made of: the graph of a case turned into figures, notes and lines.

Statements of one kind between the same two figures become one line with a count, and what concerns
one figure alone a note at that figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from formulation.dates import Span, Truth, is_during
from formulation.findings import each_of
from formulation.model.base import Record, in_list
from formulation.model.figures import Person, Symptom
from formulation.views.picture import MapEdge, MapNode, MapNote
from formulation.views.style import Style
from formulation.views.telling import line_words, note_words

if TYPE_CHECKING:
    import networkx as nx

    from formulation.findings import Finding
    from formulation.model.case import Case

__all__ = ["MOST_WORDS_ON_LINES", "Parts"]

#: so many lines carry their words themselves; more, or more than two between the same two, carry
#: a number, and a key tells it
MOST_WORDS_ON_LINES = 6
_MOST_SIDE_BY_SIDE = 2  # between the same two; a third one would have its words on another line

_WOMAN = frozenset({"female", "woman", "girl", "f", "w"})
_MAN = frozenset({"male", "man", "boy", "m"})
#: kinds that are notes although the graph has edges for them, which would hide what lies beneath
_NOTES_NOT_LINES = ("defense", "bind", "change", "remission")
#: kinds about one figure alone that a map shows; the others are told in words
_NOTED = (*_NOTES_NOT_LINES, "trauma", "loss", "harm", "invalidation", "care", "risk")


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


class Parts:
    """The figures, notes and lines of a map.

    Parameters
    ----------
    case, graph
        The case, and its relational map with what is to be shown.
    numbers
        The number of each statement that a finding rests on.
    style
        How things look.
    finding
        What is highlighted.
    """

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
        beside = Counter(frozenset((edge.start, edge.end)) for edge in lines)
        most = max(beside.values(), default=0)
        if len(lines) <= MOST_WORDS_ON_LINES and most <= _MOST_SIDE_BY_SIDE:
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
            is_absent = node["is_future"] or node["is_over"] == "certain"
            if is_absent and id not in said and not own:
                continue
            is_strong = id in strong or any(note.steps for note in own)
            record, is_past = node["record"], node["is_past"]
            if now is None and isinstance(record, Person):
                is_past = record.died is not None
            made = self._node(record, is_past, is_strong, own)
            yield replace(made, is_possible=node["is_possible"])

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
        is_disputed = id in self.case.disputed
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
