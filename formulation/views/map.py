"""The relational map: who stands where, what runs between them, and where a finding lies in it.

:func:`map_view` turns a case into a :class:`MapView`, which is data and nothing else: what is
shown, and the words for it.  Where everything stands on the page and how it looks is worked out
when its text is asked for (:mod:`formulation.views.page`).

Statements of one kind between the same two figures are one line with a count.  What concerns one
figure alone (a defense, a bind, a trauma with no known hand in it) is a note at that figure; a
change or remission is a note at the symptom.  Wishes, fears, insights, sessions and claims are not
drawn unless a finding rests on them: a map of relations that shows everything shows nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from formulation.dates import Span, Truth, is_during, parse_span, span_in_words
from formulation.errors import UnknownName, shortened
from formulation.graph import map_of
from formulation.model.base import Record, Statement, in_list
from formulation.model.figures import Person, Symptom
from formulation.views.style import STYLE, Style

if TYPE_CHECKING:
    import networkx as nx

    from formulation.findings import Finding
    from formulation.model.case import Case

__all__ = ["LegendEntry", "MapEdge", "MapNode", "MapNote", "MapStep", "MapView", "map_view"]

#: so many labelled lines carry their words themselves; more carry a number, and a key tells it
MOST_WORDS_ON_LINES = 6

_WOMAN = frozenset({"female", "woman", "girl", "f", "w"})
_MAN = frozenset({"male", "man", "boy", "m"})
#: kinds that are notes although the graph draws them as edges: they would hide what lies beneath
_NOTES_NOT_LINES = ("defense", "bind", "change", "remission")
#: kinds about one figure alone that a map shows; the others are told in words
_NOTED = (*_NOTES_NOT_LINES, "trauma", "loss", "harm", "invalidation", "care", "risk")
_CERTAINTY = {
    "certain": "the order is certain, as dated",
    "possible": "the order is possible, not certain",
    "described": "told as a repeated course, so it cannot be counted",
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What notes and lines have in common.

    Attributes
    ----------
    kind
        The kind of its statements; ``has`` ties a symptom to whom it belongs.
    label
        What it says beyond its kind; ``""`` for nothing.
    statements
        The ids of the statements drawn as one.
    is_inferred, is_disputed, is_possible
        Whether all are inferred, of any there is another account, none certainly held then.
    steps
        The numbers of the steps of the finding that it shows.
    """

    kind: str
    label: str
    statements: tuple[str, ...]
    is_inferred: bool = False
    is_disputed: bool = False
    is_possible: bool = False
    steps: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many statements it stands for."""
        return len(self.statements)


@dataclass(frozen=True, slots=True)
class MapNote(_Shown):
    """A short note at a figure or symptom: what concerns that one alone."""


@dataclass(frozen=True, slots=True)
class MapEdge(_Shown):
    """A line between two figures, or a figure and a symptom.

    Attributes
    ----------
    start, end
        The ids at its ends.
    is_symmetric
        Whether it runs both ways.
    number
        Its number in the key; ``None`` where it has none.
    """

    start: str = ""
    end: str = ""
    is_symmetric: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class MapNode:
    """A figure or symptom of the map.

    Attributes
    ----------
    id, label, role
        Its id, its name, and what it is to the patient, as far as that is said.
    shape
        The name of its shape in the style.
    sentence
        It in words.
    is_patient, is_therapist, is_past
        Whether it is the one the case is about, who treats, and no longer alive.
    is_strong
        Whether the finding rests on it.
    notes
        What concerns it alone.
    """

    id: str
    label: str
    shape: str
    role: str = ""
    sentence: str = ""
    is_patient: bool = False
    is_therapist: bool = False
    is_past: bool = False
    is_strong: bool = False
    notes: tuple[MapNote, ...] = ()


@dataclass(frozen=True, slots=True)
class MapStep:
    """A step of the finding, in words; `number` is ``None`` for one that was not found."""

    number: int | None
    names: tuple[str, ...]
    statement: str
    words: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of the legend: a ``shape``, ``line`` or ``mark`` by its `name`, and what it means."""

    sort: str
    name: str
    words: str


@dataclass(frozen=True)
class MapView:
    """A relational map as data: what is shown, and the words for it.

    Attributes
    ----------
    title, alt, prose
        The title; the picture in a paragraph; each statement shown, in sentences.
    note
        What the reader must know: as of when, what is uncertain and what is not drawn.
    headline
        What is highlighted and how certain it is; ``""`` without a finding.
    steps
        The numbered steps of the finding.
    key
        What each number on a line says; empty where lines carry their words.
    legend
        What the shapes, lines and marks mean, made from those shown and no others.
    nodes, edges
        What is shown.  ``order`` are the ids of all figures and symptoms of the case as they
        stand around ``hub``, so that maps of one case at several dates look alike.
    style
        The looks.
    """

    title: str
    alt: str = ""
    prose: str = ""
    note: str = ""
    headline: str = ""
    steps: tuple[MapStep, ...] = ()
    key: tuple[tuple[int, str], ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    nodes: tuple[MapNode, ...] = ()
    edges: tuple[MapEdge, ...] = ()
    hub: str | None = None
    order: tuple[str, ...] = ()
    style: Style = field(default=STYLE, repr=False)

    @property
    def is_focused(self) -> bool:
        """Whether a finding is highlighted, and all else muted."""
        return bool(self.headline)

    def to_dot(self) -> str:
        """Return the map as text in the DOT language, the same for the same case, byte by byte."""
        from formulation.views.page import dot_of

        return dot_of(self)

    def simpler(self) -> MapView | None:
        """Return the map with the same figures and lines and fewer words; ``None`` if there is none.

        The steps of a finding keep their numbers.
        """
        if not self.key and not any(edge.label for edge in self.edges):
            return None
        edges = tuple(replace(edge, label="", number=None) for edge in self.edges)
        nodes = tuple(replace(node, role="") for node in self.nodes)
        legend = tuple(entry for entry in self.legend if entry.name != "number")
        return replace(self, edges=edges, nodes=nodes, key=(), legend=legend)

    def _repr_svg_(self) -> str:
        """Show the map in a notebook."""
        from formulation.views.draw import draw

        return str(draw(self, format="svg"))


def map_view(
    case: Case,
    *,
    at: str | None = None,
    finding: Finding | None = None,
    style: Style | None = None,
) -> MapView:
    """Lay a case out as a relational map, ready to be drawn.

    Parameters
    ----------
    case
        The case.
    at
        An EDTF text, such as ``2022-06``; the map then shows the case as of that date: what cannot
        have held is left out, and what may have held is marked with a question mark.
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
    from formulation.views.placing import ring_order
    from formulation.views.telling import told

    numbers = _step_numbers(case, finding)
    everything = map_of(case)
    graph = everything if at is None else map_of(case, at)
    style = style or STYLE
    edges = tuple(_edges(case, graph, numbers, style))
    nodes = tuple(_nodes(case, graph, edges, _notes(case, graph, numbers, at, finding), finding))
    shown = {node.id for node in nodes}
    edges = tuple(edge for edge in edges if edge.start in shown and edge.end in shown)
    if finding is None:
        edges, key = _worded(edges, style)
    else:
        edges, key = tuple(replace(e, label="", number=None) for e in edges), ()
    hub = _hub(case, everything)
    view = MapView(
        title=(case.title or case.id) + (f", as of {span_in_words(at)}" if at else ""),
        headline=f"Highlighted: {finding.title} ({_certainty(finding)})" if finding else "",
        key=key,
        nodes=nodes,
        edges=edges,
        hub=hub,
        order=ring_order(everything, hub),
        style=style,
    )
    view = replace(view, steps=_steps(case, view, finding, numbers))
    return told(case, view, everything, at)


def _certainty(finding: Finding) -> str:
    return f"nearly: not found is {finding.failed.step}" if finding.failed else _CERTAINTY[
        finding.certainty
    ]


def _hub(case: Case, graph: nx.MultiDiGraph[str]) -> str | None:
    """Return who stands in the middle: the patient, else the figure most is said of."""
    if case.patient:
        return case.patient
    figures = [person.id for person in case.people]
    return max(figures, key=lambda id: graph.degree(id), default=None)


# -- the finding ---------------------------------------------------------------------------------


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


def _steps(
    case: Case, view: MapView, finding: Finding | None, numbers: dict[str, int]
) -> tuple[MapStep, ...]:
    if finding is None:
        return ()
    drawn = {id for shown in all_shown(view) for id in shown.statements}
    steps = []
    for id, number in numbers.items():
        names = tuple(name for name, bound in finding.steps.items() if bound == id)
        words = case.tell(case.statements[case.index_of[id]])
        steps.append(MapStep(number, names, id, words + ("" if id in drawn else " (Not drawn.)")))
    failed = finding.failed.step if finding.failed else ""
    reasons = {failed: finding.failed.reason} if finding.failed else {}
    lacking = [name for name in dict.fromkeys((failed, *finding.missing)) if name]
    for name in lacking:
        words = f"Not found: {name.replace('_', ' ')} ({reasons.get(name, 'none recorded')})."
        steps.append(MapStep(None, (name,), "", words))
    return tuple(steps)


def all_shown(view: MapView) -> Iterator[_Shown]:
    """Yield every line and note of a map."""
    yield from view.edges
    for node in view.nodes:
        yield from node.notes


# -- lines ---------------------------------------------------------------------------------------


def _edges(
    case: Case, graph: nx.MultiDiGraph[str], numbers: dict[str, int], style: Style
) -> Iterator[MapEdge]:
    """Yield the lines, same-kind statements between the same two figures merged into one."""
    merged: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    place = {id: index for index, id in enumerate(graph)}
    for start, end, told in graph.edges(data=True):
        if told["kind"] in _NOTES_NOT_LINES or start == end:
            continue
        ends = sorted((start, end), key=place.__getitem__) if told["is_symmetric"] else (start, end)
        merged.setdefault((ends[0], ends[1], told["kind"]), []).append(told)
    for (start, end, kind), group in merged.items():
        shown = _shown(kind, _line_words(case, group, style), group, numbers)
        yield MapEdge(**shown, start=start, end=end, is_symmetric=group[0]["is_symmetric"])
    tied = {frozenset(ends[:2]) for ends in merged}
    for symptom in case.symptoms:
        owner = symptom.of or case.patient
        if owner and frozenset((owner, symptom.id)) not in tied:
            yield MapEdge("has", "", (f"{symptom.id}:of",), start=owner, end=symptom.id)


def _shown(
    kind: str, label: str, group: Sequence[dict[str, Any]], numbers: dict[str, int]
) -> dict[str, Any]:
    ids = tuple(dict.fromkeys(told["id"] for told in group))
    return {
        "kind": kind,
        "label": label,
        "statements": ids,
        "is_inferred": all(told["is_inferred"] for told in group),
        "is_disputed": any(told["is_disputed"] for told in group),
        "is_possible": all(told["holds"] == "possible" for told in group),
        "steps": tuple(sorted(numbers[id] for id in ids if id in numbers)),
    }


def _line_words(case: Case, group: Sequence[dict[str, Any]], style: Style) -> str:
    """Return what a line says beyond its kind, three of its statements at most."""
    kind = group[0]["kind"]
    if kind == "due_to":
        return ""
    details = list(filter(None, dict.fromkeys(detail(case, told["record"]) for told in group)))
    said = "; ".join([*details[:3], *("…" for _ in details[3:4])])
    inferred = sum(told["is_inferred"] for told in group)
    some = f"{inferred} of {len(group)} inferred" if 0 < inferred < len(group) else ""
    said = f"{said} ({some})" if said and some else said or some
    return said if kind == "relationship" or not said else f"{style.line(kind).words}: {said}"


def _worded(
    edges: Sequence[MapEdge], style: Style
) -> tuple[tuple[MapEdge, ...], tuple[tuple[int, str], ...]]:
    """Give lines their words where they are few, else a number, the same where they say the same."""
    lines = [edge for edge in edges if edge.kind != "has"]
    if len(lines) <= MOST_WORDS_ON_LINES:
        words = [edge.label or style.line(edge.kind).words for edge in edges]
        told = [replace(e, label=w) if e.kind != "has" else e for e, w in zip(edges, words, strict=True)]
        return tuple(told), ()
    said = sorted({(_place(edge.kind), edge.label) for edge in edges if edge.label})
    number = {words: n for n, words in enumerate(said, start=1)}
    numbered = (replace(e, number=number.get((_place(e.kind), e.label))) for e in edges)
    return tuple(numbered), tuple((n, label) for (_, label), n in number.items())


def _place(kind: str) -> int:
    """Return where a kind of line stands in the legend."""
    order = list(STYLE.lines)
    return order.index(kind) if kind in order else len(order)


# -- figures, symptoms and their notes -----------------------------------------------------------


def _nodes(
    case: Case,
    graph: nx.MultiDiGraph[str],
    edges: Sequence[MapEdge],
    notes: dict[str, list[MapNote]],
    finding: Finding | None,
) -> Iterator[MapNode]:
    said = {id for edge in edges if edge.kind != "has" for id in (edge.start, edge.end)}
    strong = set(finding.roles.values()) if finding else set()
    strong |= {id for edge in edges if edge.steps for id in (edge.start, edge.end)}
    for id, told in graph.nodes(data=True):
        own = tuple(notes.get(id, ()))
        if told["is_future"] and id not in said and not own:
            continue
        record: Person | Symptom = told["record"]
        is_strong = id in strong or any(note.steps for note in own)
        yield _node(case, record, told["is_past"], is_strong=is_strong, notes=own)


def _node(
    case: Case, record: Person | Symptom, is_past: bool, *, is_strong: bool, notes: tuple[MapNote, ...]
) -> MapNode:
    role = record.role or "" if isinstance(record, Person) else ""
    return MapNode(
        id=record.id,
        label=shortened(record.label, 120) or record.id,
        shape=_shape(record),
        role=role,
        sentence=record.sentence(case.name),
        is_patient=role == "patient",
        is_therapist=role in ("therapist", "co-therapist"),
        is_past=is_past,
        is_strong=is_strong,
        notes=notes,
    )


def _shape(record: Person | Symptom) -> str:
    if isinstance(record, Symptom):
        return record.kind or "symptom"
    if record.kind not in (None, "person"):
        return str(record.kind)
    gender = (record.gender or "").casefold()
    return "woman" if gender in _WOMAN else "man" if gender in _MAN else "person"


def _notes(
    case: Case,
    graph: nx.MultiDiGraph[str],
    numbers: dict[str, int],
    at: str | None,
    finding: Finding | None,
) -> dict[str, list[MapNote]]:
    """Return the notes at each figure and symptom; of a finding, those it rests on."""
    told: dict[str, dict[str, dict[str, Any]]] = {}
    for start, end, edge in graph.edges(data=True):
        if edge["kind"] in _NOTES_NOT_LINES or start == end:
            owner = end if edge["kind"] in ("change", "remission") else start
            told.setdefault(owner, {})[edge["id"]] = edge
    others = {s.alternative_of for s in case.statements}
    now = parse_span(at) if at else None
    for owner, node in graph.nodes(data=True):
        for id in node["events"]:
            if case.statements[case.index_of[id]].kind in _NOTED or id in numbers:
                told.setdefault(owner, {})[id] = _alone(case, id, now, id in others)
    return {
        owner: list(_merged_notes(case, list(own.values()), numbers, finding is not None))
        for owner, own in told.items()
    }


def _alone(case: Case, id: str, now: Span | None, has_other: bool) -> dict[str, Any]:
    """Return what a line of the graph would say of a statement that draws none."""
    statement, span = (own[case.index_of[id]] for own in (case.statements, case.chronology.spans))
    is_certain = now is None
    if now and not statement.recurring:
        begins_then = now.start_earliest <= span.start_earliest <= span.start_latest
        begins_then = begins_then and span.start_latest <= now.end_latest
        period = now._replace(start_latest=now.end_latest)
        is_event = statement.section == "events"
        is_certain = (is_event and begins_then) or is_during(period, span) is Truth.CERTAIN
    return {
        "id": id,
        "kind": statement.kind,
        "record": statement,
        "holds": "certain" if is_certain else "possible",
        "is_inferred": statement.basis == "inferred",
        "is_disputed": bool(statement.alternative_of) or has_other,
    }


def _merged_notes(
    case: Case, told: list[dict[str, Any]], numbers: dict[str, int], is_focused: bool
) -> Iterator[MapNote]:
    """Yield a note for each statement, and one for all of a kind where there are three or more."""
    kept = [t for t in told if not is_focused or t["id"] in numbers]
    kept.sort(key=lambda t: (t["kind"], t["is_inferred"], t["is_disputed"]))
    for _, alike in groupby(kept, key=lambda t: (t["kind"], t["is_inferred"], t["is_disputed"])):
        group = list(alike)
        parts = [group] if len(group) > 2 and not is_focused else [[one] for one in group]
        for part in parts:
            yield MapNote(**_shown(part[0]["kind"], _note_words(case, part), part, numbers))


def _note_words(case: Case, group: Sequence[dict[str, Any]]) -> str:
    kind = group[0]["kind"]
    said = "; ".join(filter(None, dict.fromkeys(detail(case, told["record"]) for told in group)))
    title = _NOTE_TITLES.get(kind, kind.replace("_", " ") + ":")
    return f"{title} {said}".strip().rstrip(":") or kind


_NOTE_TITLES = {"defense": "defends by", "bind": "", "change": "", "remission": "remits:"}
#: the fields that say most about a statement of a kind; of all others its text, or ``what``, does
_DETAILS = {
    "relationship": ("is_", "quality"),
    **dict.fromkeys(("idealizes", "devalues"), ("image", "reading")),
    **{"sees": ("valence", "image"), "stance": ("of",), "defense": ("of",)},
    **{"transference": ("quality",), "countertransference": ("feeling",)},
    **{"conflict": ("over",), "resolution": ("quality",), "care": ("form",)},
    **{"change": ("aspect", "how"), "escalation": ("severity",), "risk": ("form", "text")},
}


def detail(case: Case, statement: Record) -> str:
    """Return what a statement says beyond its kind and between whom; ``""`` for nothing."""
    if not isinstance(statement, Statement):
        return ""
    if statement.kind == "bind":
        between = in_list([case.name(id) for id in getattr(statement, "between", ())])
        form = getattr(statement, "form", None) or "bind"
        return f"in a {form}" + (f" between {between}" if between else "")
    if statement.kind == "loss":
        return shortened(case.name(statement.subjects[0]), 60)
    named = (getattr(statement, name) for name in _DETAILS.get(statement.kind, ()))
    said = [f"{v:g} of 10" if isinstance(v, float) else str(v) for v in named if v]
    text = getattr(statement, "text", None) or statement.what
    return shortened(", ".join(said) or text or "", 60)


def count_in_words(shown: Iterable[_Shown], style: Style) -> str:
    """Return how many statements of each kind are drawn: "idealizes (7), conflict (2)"."""
    seen: Counter[str] = Counter()
    statements: set[str] = set()
    for one in shown:
        new = set(one.statements) - statements
        statements |= new
        seen[one.kind] += len(new)
    kinds = sorted((kind for kind in seen if kind != "has" and seen[kind]), key=_place)
    return ", ".join(f"{style.line(kind).words} ({seen[kind]})" for kind in kinds)
