"""A case as a graph: who and what hangs together with whom, and which circles feed themselves.

:func:`graph_of` holds everything a case says, :func:`map_of` the relations between figures and
symptoms, also as of a date, and :func:`loops` the circles of claimed causes and effects.  Both
graphs are plain networkx; :func:`to_graphml` and :func:`to_mermaid` write them for other programs.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby, islice, pairwise, product
from math import prod
from pathlib import Path
from typing import Any, Literal, TypeAlias
from xml.etree import ElementTree as ET

import networkx as nx

from formulation.dates import FOREVER, Span, Truth, parse_span
from formulation.errors import FormulationWarning, shortened
from formulation.model.base import Namer, Record, Statement, in_list
from formulation.model.begun import begun, life_of, not_yet_begun, surely_begun
from formulation.model.case import Case
from formulation.model.claims import Claim
from formulation.model.ended import apart_until, holds_at, over_at
from formulation.model.events import Resolution
from formulation.model.fields import when_text
from formulation.model.figures import Person, Symptom

__all__ = ["Loop", "graph_of", "loops", "map_of", "to_graphml", "to_mermaid"]


def graph_of(case: Case) -> nx.MultiDiGraph[str]:
    """Return the whole case as a graph: each figure, symptom and statement, and what it names.

    Nodes are ids, derived where none was given, with ``record``, ``kind`` (``figure``,
    ``symptom`` or the statement's kind) and ``label``; sources are no nodes.  An edge runs from a
    record to what it names.  Its key and its ``role`` are the key of the file, but ``of``,
    ``between`` or ``who`` for the subject of a statement, and ``of_``, as in Python, for the
    experience that an invalidation denies.  ``unsaid`` marks a `by`, `to` or owner that was left
    out and is meant.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(id=case.id, title=case.title)
    for id, record in _identified(case):
        graph.add_node(id, record=record, kind=_kind(record), label=case.name(id))
    for id, record in _identified(case):
        for role, named in _named(record):
            if named in case and named != id:  # what is lost may be told in words that are no id
                graph.add_edge(id, named, key=role, role=role, unsaid=False)
        for role, meant in _unsaid(case, record):
            graph.add_edge(id, meant, key=role, role=role, unsaid=True)
    return graph


def _figures(case: Case) -> tuple[Person | Symptom, ...]:
    return (*case.people, *case.symptoms)


def _identified(case: Case) -> list[tuple[str, Record]]:
    figures = [(figure.id, figure) for figure in _figures(case)]
    return [*figures, *zip(case.ids, case.statements, strict=True)]


def _kind(record: Record) -> str:
    if isinstance(record, Statement):
        return record.kind
    return "symptom" if isinstance(record, Symptom) else "figure"


def _values(record: Record, field: str) -> tuple[str, ...]:
    value = getattr(record, field)
    return (value,) if isinstance(value, str) else tuple(value or ())


def _named(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the role and the id of everything a record names, sources apart."""
    keys, subject = record.keys(), getattr(record, "subject", "of")
    for field, ref in record.refs().items():
        role = field if field == subject or keys[field] == "of" else keys[field]
        if isinstance(record, Resolution) and role == "between" and len(record.between) == 1:
            role = "of"  # it names a conflict, not its parties
        if ref.to != "source":
            yield from ((role, named) for named in _values(record, field))


def _unsaid(case: Case, record: Record) -> Iterator[tuple[str, str]]:
    """Yield the role and the id of whom an unsaid `by`, `to` or owner means."""
    if isinstance(record, Statement) and not getattr(record, "by", None):
        yield from (("by", who) for who in case.by_whom(record))
    role = {"symptom": "of", "rally": "to"}.get(_kind(record))
    if role and case.patient and not getattr(record, role):
        yield role, case.patient


#: the kinds that draw edges: from the ids of which field to those of which (between: each pair),
#: and the field that says most about them
_DRAWN = {
    "relationship": ("between", "between", "is_"),
    "idealizes": ("by", "of", "image"),
    "devalues": ("by", "of", "image"),
    "sees": ("by", "of", "image"),
    "stance": ("by", "toward", "of"),
    "transference": ("by", "of", "quality"),
    "countertransference": ("by", "of", "feeling"),
    "defense": ("by", "toward", "of"),
    "feeling": ("by", "toward", "text"),
    "bind": ("of", "between", "form"),
    "conflict": ("between", "between", "over"),
    "resolution": ("between", "between", "quality"),
    "escalation": ("by", "of", "what"),
    "remission": ("by", "of", "what"),
    "change": ("by", "of", "how"),
    "rally": ("who", "to", "what"),
    "care": ("by", "of", "form"),
    "harm": ("by", "of", "what"),
    "invalidation": ("by", "of", "what"),
    "trauma": ("by", "of", "what"),
    "separation": ("between", "between", "what"),
    "rupture": ("by", "of", "what"),
}
_SYMMETRIC = ("relationship", "conflict", "resolution", "separation")
#: kinds whose own key holds the one they befall
_BEFALLING = ("bind", "care", "harm", "invalidation", "trauma")


def map_of(case: Case, at: str | date | int | None = None) -> nx.MultiDiGraph[str]:
    """Return the relational map: figures and symptoms, and what is said to run between them.

    Parameters
    ----------
    case
        The case.
    at
        An EDTF text, a date or a year; the map is then as of that date, the whole of it.
        What cannot hold at any time in it is left out, an event with one date at any time but
        then, but for a separation, which holds on as ``possible`` until a reunion is told.  A bond
        or inner state is ``certain`` if it holds throughout, an event also if it begins within, a
        repeated episode never.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes carry ``record``, ``kind`` (``figure`` or ``symptom``), ``label``, ``events`` (ids of
        statements about that figure alone), ``is_past`` (dead by `at`), ``is_future`` (not yet
        born or begun; a symptom without an onset not before all it is due to), ``is_possible``
        (a symptom of which it is not known whether it had begun, or was over) and ``is_over``
        (``certain`` or ``possible``; else ``""``).  The key of an edge is the id of
        its statement; more than two parties have an edge for each pair.  Edges carry ``record``,
        ``kind``, ``id``, ``label``, ``holds`` (``certain`` or ``possible``), ``is_symmetric``,
        ``is_inferred``, ``is_disputed`` (there is another account) and ``sign``, ``None``, as
        claims are not drawn.  A symptom due to another has an edge to it of the kind ``due_to``,
        with the id ``symptom:due_to``.

    Raises
    ------
    DateError
        Where `at` cannot be read.
    """
    now = None if at is None else _period(at)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(id=case.id, title=case.title)
    there = surely_begun(case, now)
    later, over = not_yet_begun(case, now, there), over_at(case, now)
    for record in _figures(case):
        told = {"record": record, "kind": _kind(record), "label": case.name(record.id)}
        life: dict[str, Any] = {"is_over": "", **life_of(record, now, later, there)}
        if record.id in over and not life["is_future"]:
            life |= {"is_possible": True, "is_over": str(over[record.id])}
        graph.add_node(record.id, **told, events=[], **life)
    apart = apart_until(case) if now else {}
    for id, statement, span in zip(case.ids, case.statements, case.chronology.spans, strict=True):
        holds = holds_at(now, statement, span, apart.get(id, -FOREVER))
        if holds is Truth.POSSIBLE and {*statement.subjects} and later >= {*statement.subjects}:
            holds = Truth.IMPOSSIBLE  # what has not begun yet can neither flare nor ease
        ends = _ends(case, statement) if holds else ()
        for start, end in ends:
            look = _look(id, statement, _short_label(statement), holds)
            graph.add_edge(start, end, key=id, **look | {"is_disputed": id in case.disputed})
        for whose in _alone(case, statement) if holds and not ends else ():
            graph.nodes[whose]["events"].append(id)
    for symptom in case.symptoms:
        holds = Truth.IMPOSSIBLE if symptom.id in later else begun(symptom.onset, now)
        if symptom.id in over:
            is_gone = over[symptom.id] is Truth.CERTAIN
            holds = Truth.IMPOSSIBLE if is_gone else min(holds, Truth.POSSIBLE)
        _add_causes(graph, symptom, holds)
    return graph


def _look(id: str, record: Record, label: str, holds: Truth) -> dict[str, Any]:
    kind = record.kind if isinstance(record, Statement) else "due_to"
    is_inferred = getattr(record, "basis", None) == "inferred"
    look = {"record": record, "kind": kind, "id": id, "label": label, "holds": str(holds)}
    look |= {"is_symmetric": kind in _SYMMETRIC, "is_inferred": is_inferred}
    return look | {"is_disputed": False, "sign": None}


def _add_causes(graph: nx.MultiDiGraph[str], symptom: Symptom, holds: Truth) -> None:
    look = _look(f"{symptom.id}:due_to", symptom, "due to", holds)
    for cause in symptom.due_to if holds else ():
        if cause in graph and graph.nodes[cause]["kind"] == "symptom":
            graph.add_edge(symptom.id, cause, key=look["id"], **look)


def _ends(case: Case, statement: Statement) -> list[tuple[str, str]]:
    """Return between whom a statement draws edges; none for what concerns one figure alone."""
    if statement.kind in _SYMMETRIC:
        parties = statement.subjects
        if len(parties) == 1:  # a resolution that names its conflict
            parties = _values(case[parties[0]], "between")
        return list(combinations(parties, 2))
    if statement.kind not in _DRAWN:
        return []
    starts, ends = (_end(case, statement, field) for field in _DRAWN[statement.kind][:2])
    if statement.kind == "defense" and not ends:  # shown at the person who defends
        return [(who, who) for who in starts]
    return list(product(starts, ends))


def _end(case: Case, statement: Statement, field: str) -> tuple[str, ...]:
    if statement.kind == "change":
        return _changed(case, statement, field)
    if statement.kind == "rally" and field == "to":
        return tuple(filter(None, (case.to_whom(statement),)))
    return case.by_whom(statement) if field == "by" else _values(statement, field)


def _changed(case: Case, statement: Statement, field: str) -> tuple[str, ...]:
    """Return the symptom that changed, or whose it is; nothing for a change in anything else."""
    symptom = case[statement.subjects[0]]
    if not isinstance(symptom, Symptom):
        return ()
    return tuple(filter(None, (symptom.id if field == "of" else symptom.of or case.patient,)))


def _alone(case: Case, statement: Statement) -> tuple[str, ...]:
    """Return the figures that a statement without edges is about."""
    return statement.subjects if statement.kind in _BEFALLING else case.by_whom(statement)


def _short_label(statement: Statement) -> str:
    detail = getattr(statement, _DRAWN[statement.kind][2]) or statement.what
    return shortened(": ".join(filter(None, (statement.kind, detail))), 40)


def _period(at: object) -> Span:
    """Return the date as the onset of something that may be at any time in it."""
    span = parse_span(str(when_text(at)))
    return span._replace(start_latest=span.end_latest)


@dataclass(frozen=True, slots=True)
class Loop:
    """A circle of claimed effects, which would keep itself going or bring itself to rest.

    Attributes
    ----------
    nodes
        The ids around the circle, the one that stands first in the case in front.
    claims
        The ids of the claims it rests on, in the order of the circle.
    sign
        ``reinforcing`` where a rise would come back as a rise, ``balancing`` where as a fall;
        ``cannot tell`` where an effect is not said or claims contradict one another.
    sentence
        The circle in words, to be read aloud.
    """

    nodes: tuple[str, ...]
    claims: tuple[str, ...]
    sign: Literal["reinforcing", "balancing", "cannot tell"]
    sentence: str

    def __str__(self) -> str:
        """Return the circle in words."""
        return self.sentence


#: the sign of each arrow from a cause to an effect, by the id of its claim; a resolution's arrow
#: to its conflict stands in the record itself, under ``""``
_Arrows: TypeAlias = dict[tuple[str, str], dict[str, int]]
_SIGNS = {"raises": 1, "lowers": -1, None: 0}


def loops(case: Case, *, most: int = 200) -> list[Loop]:
    """Return each circle of claimed effects in words, the shortest first.

    A claim is an arrow from what stands under its `from` to what stands under its `to`; a
    resolution is an arrow back to its conflict, which it lowers.  Two accounts of one thing never
    join in a circle.

    Parameters
    ----------
    case
        The case.
    most
        How many circles are looked for; a ``FormulationWarning`` says where there are more.

    Returns
    -------
    list of Loop
        Each elementary circle once, by length and then in the order of the case.
    """
    arrows = _arrows(case)
    ids = [id for id, _ in _identified(case)]
    place = {id: n for n, id in enumerate(ids)}
    # whole numbers, as a set of texts has another order in every run; and no bound on the length,
    # with which the search for circles takes exponential time where most are longer
    plain: nx.DiGraph[int] = nx.DiGraph([(place[a], place[b]) for a, b in arrows])
    circles = list(islice(nx.simple_cycles(plain), most + 1))
    if len(circles) > most:
        told = f"there are more than {most} circles of claimed effects; {most} are told"
        warnings.warn(told, FormulationWarning, stacklevel=2)
    firsts = [(circle, circle.index(min(circle))) for circle in circles[:most]]
    turned = sorted((c[n:] + c[:n] for c, n in firsts), key=lambda c: (len(c), c))
    found = (_loop(case, arrows, [ids[n] for n in circle]) for circle in turned)
    return [loop for loop in found if loop]


def _arrows(case: Case) -> _Arrows:
    arrows: _Arrows = {}
    for id, claim in zip(case.ids, case.statements, strict=True):
        if isinstance(claim, Claim):
            for step in product(claim.from_, claim.to):
                arrows.setdefault(step, {})[id] = _SIGNS[claim.effect]
    # a circle can only use a resolution that claims lead to, and a conflict that they start from
    ends = [id for id in dict.fromkeys(end for _, end in arrows) if _kind(case[id]) == "resolution"]
    starts = [id for id in dict.fromkeys(a for a, _ in arrows) if _kind(case[id]) == "conflict"]
    for end, start in product(ends, starts):
        named, parties = _values(case[end], "between"), _values(case[start], "between")
        if named == (start,) or set(named) == set(parties):
            arrows.setdefault((end, start), {})[""] = -1
    return arrows


def _loop(case: Case, arrows: _Arrows, nodes: Sequence[str]) -> Loop | None:
    """Return the circle in words; ``None`` if it joins two accounts of one thing."""
    steps = list(pairwise([*nodes, nodes[0]]))
    needed = {*nodes, *(id for step in steps for id in arrows[step] if len(arrows[step]) == 1)}
    if len({case.first_account(id) for id in needed}) < len(needed):
        return None
    claims = dict.fromkeys(id for step in steps for id in arrows[step] if id)
    sign = prod(_sign(arrows[step]) for step in steps)
    word = _TURNS[sign][0]
    return Loop(tuple(nodes), tuple(claims), word, _circle_in_words(case, arrows, steps))


def _sign(signs: dict[str, int]) -> int:
    """Return what parallel arrows say together: 0 where none says, or they contradict."""
    said = set(signs.values()) - {0}
    return said.pop() if len(said) == 1 else 0


#: what a sign makes of a step, and of a circle
_STEPS = {1: "{0} makes {1} likelier", -1: "{0} makes {1} less likely", 0: "{0} bears on {1}"}
_TURNS: dict[int, tuple[Literal["reinforcing", "balancing", "cannot tell"], str]] = {
    1: ("reinforcing", "this circle would keep itself going (reinforcing)"),
    -1: ("balancing", "this circle would bring itself to rest (balancing)"),
    0: ("cannot tell", "one cannot tell which way this circle would turn: "),
}


def _circle_in_words(case: Case, arrows: _Arrows, steps: list[tuple[str, str]]) -> str:
    told, doubts = [], []
    for is_claimed, group in groupby(steps, key=lambda step: list(arrows[step]) != [""]):
        start, next_ = ("it is claimed that ", "that ") if is_claimed else ("on record ", "")
        words = []
        for step in group:
            sign, names = _sign(arrows[step]), [case.name(id) for id in step]
            words.append((_STEPS[sign] if is_claimed else "{0} brings {1} to rest").format(*names))
            is_said = any(arrows[step].values())
            doubt = "there is no agreement on how {0} bears on {1}"
            doubt = doubt if is_said else "it is not said which way {0} bears on {1}"
            doubts += [] if sign else [doubt.format(*names)]
        told.append(in_list([start + words[0], *(next_ + word for word in words[1:])]))
    told.append(_TURNS[prod(_sign(arrows[step]) for step in steps)][1] + in_list(doubts))
    sentence = "; ".join(told)
    return sentence[:1].upper() + sentence[1:] + "."


def to_graphml(graph: nx.MultiDiGraph[str], path: str | Path | None = None) -> str:
    """Return a graph as GraphML, which Gephi, yEd, Cytoscape and networkx read.

    Records stand in it as sentences, lists as texts, and control characters as U+FFFD.  Keys of
    edges are kept: ``networkx.read_graphml(…, force_multigraph=True)`` gives them back.

    Parameters
    ----------
    graph
        From :func:`graph_of` or :func:`map_of`.
    path
        Where to write the text as well, in UTF-8.
    """
    name, keys = _namer(graph), dict[tuple[str, str, str], str]()
    root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    body = ET.Element("graph", edgedefault="directed")
    _put(body, graph.graph, name, keys)
    for id, told in graph.nodes(data=True):
        _put(ET.SubElement(body, "node", id=id), told, name, keys)
    for start, end, key, told in graph.edges(keys=True, data=True):
        edge = ET.SubElement(body, "edge", source=start, target=end)
        _put(edge, {**told, "key": key}, name, keys)
    for (scope, key, kind), id in keys.items():
        declared = {"id": id, "for": scope, "attr.name": key, "attr.type": kind}
        ET.SubElement(root, "key", declared)
    root.append(body)
    ET.indent(root)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
    if path is not None:
        Path(path).write_text(text, encoding="utf-8", newline="\n")
    return text


_XML_KINDS = {bool: "boolean", int: "long", float: "double"}
# control characters other than blanks, lone surrogates, and two that XML forbids
_UNSHOWABLE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _put(
    element: ET.Element, told: dict[str, Any], name: Namer, keys: dict[tuple[str, str, str], str]
) -> None:
    """Add what is told of an element, and a declaration to `keys` for what is new there."""
    for key, value in told.items():
        plain = value.sentence(name) if isinstance(value, Record) else value
        plain = ", ".join(map(str, plain)) if isinstance(plain, list | tuple) else plain
        if plain is None or plain == "":
            continue
        kind = _XML_KINDS.get(type(plain), "string")
        id = keys.setdefault((element.tag, key, kind), f"d{len(keys)}")
        text = str(plain).lower() if kind == "boolean" else str(plain)
        ET.SubElement(element, "data", key=id).text = _UNSHOWABLE.sub("\ufffd", text)


def _namer(graph: nx.MultiDiGraph[str]) -> Namer:
    """Return the words that the case of a graph has for ids, as far as they stand in the graph."""
    labels = {id: told.get("label", id) for id, told in graph.nodes(data=True)}
    records = (told.get("record") for _, told in graph.nodes(data=True))
    patients = [r.label for r in records if isinstance(r, Person) and r.role == "patient"]
    patient = patients[0] if len(patients) == 1 else "the patient"
    return lambda id: patient if id is None else labels.get(id, id)


_SHAPES = {"figure": ("([", "])"), "symptom": ("{{", "}}")}
_LINES = {(0, 0): "-->", (0, 1): "---", (1, 0): "-.->", (1, 1): "-.-"}  # inferred, symmetric
_MARKS = {"is_inferred": "inferred", "is_disputed": "disputed", "unsaid": "unsaid"}
# what Mermaid might take for its own or for Markdown: all but letters, digits, blanks and commas
_AWKWARD = re.compile(r"(?<!\w)-|[^\w ,-]|_")


def to_mermaid(graph: nx.MultiDiGraph[str]) -> str:
    """Return a graph as a Mermaid flowchart, which Markdown pages can show.

    What is inferred is drawn broken, and what is inferred, disputed, possible or unsaid says so.
    """
    short = {id: f"n{n}" for n, id in enumerate(graph)}
    lines = ["flowchart LR"]
    for id, told in graph.nodes(data=True):
        left, right = _SHAPES.get(told.get("kind", ""), ("[", "]"))
        lines.append(f"    {short[id]}{left}{_quoted(told.get('label', id))}{right}")
    for start, end, key, told in graph.edges(keys=True, data=True):
        marks = [word for mark, word in _MARKS.items() if told.get(mark)]
        marks += ["possible"] * (told.get("holds") == "possible")
        label = ", ".join([str(told.get("label", key)), *marks])
        line = _LINES[bool(told.get("is_inferred")), bool(told.get("is_symmetric"))]
        lines.append(f"    {short[start]} {line}|{_quoted(label)}| {short[end]}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return `text` in quotation marks, every awkward character as Mermaid's code for it."""
    line = _UNSHOWABLE.sub("\ufffd", " ".join(text.split())) or " "
    line = line if len(line) <= 80 else line[:79] + "…"
    return '"' + _AWKWARD.sub(lambda found: f"#{ord(found[0])};", line) + '"'
