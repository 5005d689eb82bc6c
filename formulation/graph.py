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
from itertools import combinations, groupby, islice, pairwise, product
from math import prod
from pathlib import Path
from typing import Any, Literal, NamedTuple
from xml.etree import ElementTree as ET

import networkx as nx

from formulation.dates import FOREVER, Span, Truth, is_after, is_during, parse_span
from formulation.errors import FormulationWarning, shortened
from formulation.model.base import Namer, Record, Statement, in_list
from formulation.model.case import Case
from formulation.model.claims import Claim
from formulation.model.events import Conflict, Resolution
from formulation.model.figures import Person, Symptom

__all__ = ["Loop", "graph_of", "loops", "map_of", "to_graphml", "to_mermaid"]


def graph_of(case: Case) -> nx.MultiDiGraph[str]:
    """Return the whole case as a graph: each figure, symptom and statement, and what it names.

    Parameters
    ----------
    case
        The case; its sources are no nodes.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are ids, derived where none was given, with ``record``, ``kind`` (``figure``,
        ``symptom`` or the statement's kind) and ``label``.  An edge runs from a record to what it
        names; its key and ``role`` are the key of the file, but ``of``, ``between`` or ``who`` for
        the subject of a statement, and ``of_``, as in Python, for the experience that an
        invalidation denies.  ``unsaid`` marks a `by`, `to` or owner that was left out and is meant.
    """
    graph = _empty(case)
    records = list(_identified(case))
    for id, record in records:
        graph.add_node(id, record=record, kind=_kind(record), label=case.name(id))
    for id, record in records:
        for role, named in _named(record):
            if named in case and named != id:  # what is lost may be told in words that are no id
                graph.add_edge(id, named, key=role, role=role, unsaid=False)
        for role, meant in _unsaid(case, record):
            graph.add_edge(id, meant, key=role, role=role, unsaid=True)
    return graph


def _empty(case: Case) -> nx.MultiDiGraph[str]:
    return nx.MultiDiGraph(id=case.id, title=case.title)


def _identified(case: Case) -> Iterator[tuple[str, Person | Symptom | Statement]]:
    for figure in (*case.people, *case.symptoms):
        yield figure.id, figure
    yield from zip(case.ids, case.statements, strict=True)


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


#: between whom a kind of statement draws edges: from the ids of one field to those of another
_ENDS = {
    **dict.fromkeys(("idealizes", "devalues", "sees", "escalation", "remission"), ("by", "of")),
    **dict.fromkeys(("transference", "countertransference", "rupture"), ("by", "of")),
    **dict.fromkeys(("care", "harm", "invalidation", "trauma"), ("by", "of")),
    **dict.fromkeys(("stance", "feeling", "defense"), ("by", "toward")),
    **{"bind": ("of", "between"), "rally": ("who", "to"), "change": ("by", "of")},
}
_SYMMETRIC = ("relationship", "conflict", "resolution", "separation")
#: kinds whose own key holds the one they befall
_BEFALLING = ("bind", "care", "harm", "invalidation", "trauma")
#: the field that says most about a statement of a kind; of all others ``what`` does
_DETAILS = {
    **dict.fromkeys(("idealizes", "devalues", "sees"), "image"),
    **{"relationship": "is_", "stance": "of", "defense": "of", "feeling": "text"},
    **{"transference": "quality", "countertransference": "feeling", "bind": "form"},
    **{"conflict": "over", "resolution": "quality", "change": "how", "care": "form"},
}
_SPEAK_FOR_THEMSELVES = ("relationship", "stance", "defense", "feeling")


def map_of(case: Case, at: str | None = None) -> nx.MultiDiGraph[str]:
    """Return the relational map: figures and symptoms, and what is said to run between them.

    Parameters
    ----------
    case
        The case.
    at
        An EDTF text; the map is then as of that date, taken as the whole period it may mean.
        What cannot hold at any time in it is left out.  A bond or inner state is ``certain`` if it
        holds throughout, an event also if it begins within, a repeated episode never.  A quarrel
        with no end of its own lasts to the resolution that names it, else to the next between the
        same parties, else no longer than its date.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes carry ``record``, ``kind`` (``figure`` or ``symptom``), ``label``, ``events`` (ids of
        statements about that figure alone), ``is_past`` (dead by `at`) and ``is_future`` (not yet
        born or begun).  The key of an edge is the id of its statement; more than two parties have
        an edge for each pair.  Edges carry ``record``, ``kind``, ``id``, ``label``, ``holds``
        (``certain`` or ``possible``), ``is_symmetric``, ``is_inferred``, ``is_disputed`` (there is
        another account) and ``sign``, ``None``, as claims are not drawn.  A symptom due to
        another has an edge to it of the kind ``due_to``, with the id ``symptom:due_to``.

    Raises
    ------
    DateError
        Where `at` cannot be read.
    """
    now = None if at is None else _period(at)
    graph = _empty(case)
    for record in (*case.people, *case.symptoms):
        told = {"record": record, "kind": _kind(record), "label": record.label}
        graph.add_node(record.id, **told, events=[], **_life(record, now))
    disputed = _disputed(case)
    for id, statement, span in zip(case.ids, case.statements, _lasting(case), strict=True):
        holds = _holds(statement, span, now)
        ends = _ends(case, statement) if holds else ()
        look = _look(id, statement, _short_label(statement), holds, id in disputed)
        graph.add_edges_from((start, end, id, look.copy()) for start, end in ends)
        for whose in _alone(case, statement) if holds and not ends else ():
            graph.nodes[whose]["events"].append(id)
    for symptom in case.symptoms:
        _add_causes(graph, symptom, _begun(symptom.onset, now))
    return graph


def _look(
    id: str, record: Record, label: str, holds: Truth, is_disputed: bool = False
) -> dict[str, Any]:
    """Return the attributes of an edge of the map."""
    kind = record.kind if isinstance(record, Statement) else "due_to"
    return {
        "record": record,
        "kind": kind,
        "id": id,
        "label": label,
        "holds": str(holds),
        "is_symmetric": kind in _SYMMETRIC,
        "is_inferred": getattr(record, "basis", None) == "inferred",
        "is_disputed": is_disputed,
        "sign": None,
    }


def _add_causes(graph: nx.MultiDiGraph[str], symptom: Symptom, holds: Truth) -> None:
    look = _look(f"{symptom.id}:due_to", symptom, "due to", holds)
    for cause in symptom.due_to if holds else ():
        if cause in graph and graph.nodes[cause]["kind"] == "symptom":
            graph.add_edge(symptom.id, cause, key=look["id"], **look)


def _ends(case: Case, statement: Statement) -> list[tuple[str, str]]:
    """Return between whom a statement draws edges; none for what concerns one figure alone."""
    kind = statement.kind
    if kind in _SYMMETRIC:
        return list(combinations(_parties(case, statement), 2))
    if kind not in _ENDS:
        return []
    starts, ends = (_end(case, statement, field) for field in _ENDS[kind])
    if kind == "defense" and not ends:  # shown at the person who defends
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


def _parties(case: Case, statement: Statement) -> tuple[str, ...]:
    if isinstance(statement, Resolution) and len(statement.between) == 1:
        return _values(case[statement.between[0]], "between")
    return statement.subjects


def _alone(case: Case, statement: Statement) -> tuple[str, ...]:
    """Return the figures that a statement without edges is about."""
    return statement.subjects if statement.kind in _BEFALLING else case.by_whom(statement)


def _short_label(statement: Statement) -> str:
    kind = statement.kind.replace("_", " ")
    detail = getattr(statement, _DETAILS.get(statement.kind, "what")) or statement.what
    if not detail:
        return kind
    return shortened(detail if kind in _SPEAK_FOR_THEMSELVES else f"{kind}: {detail}", 40)


def _disputed(case: Case) -> set[str]:
    """Return the ids of statements of which there is another account."""
    told = zip(case.ids, case.statements, strict=True)
    return {i for id, s in told if s.alternative_of for i in (id, s.alternative_of)}


def _period(at: str) -> Span:
    """Return the date as the onset of something that may be at any time in it."""
    span = parse_span(at)
    return span._replace(start_latest=span.end_latest)


def _holds(statement: Statement, span: Span, now: Span | None) -> Truth:
    if now is None:
        return Truth.CERTAIN
    truth = is_during(now, span)
    if statement.recurring:  # its dates bound the episodes, and no episode is dated
        return min(truth, Truth.POSSIBLE)
    begins_then = now.start_earliest <= span.start_earliest <= span.start_latest <= now.start_latest
    return Truth.CERTAIN if statement.section == "events" and begins_then else truth


def _begun(when: str | None, now: Span | None) -> Truth:
    """Return whether what began then, and never ended, had begun."""
    if when is None or now is None:
        return Truth.CERTAIN if now is None else Truth.POSSIBLE
    start = parse_span(when)
    if start.start_latest <= now.start_earliest:
        return Truth.CERTAIN
    return Truth.IMPOSSIBLE if start.start_earliest > now.start_latest else Truth.POSSIBLE


def _life(record: Person | Symptom, now: Span | None) -> dict[str, bool]:
    began = record.born if isinstance(record, Person) else record.onset
    died = record.died if isinstance(record, Person) else None
    is_past = bool(now and died and parse_span(died).end_latest < now.start_earliest)
    return {"is_past": is_past, "is_future": _begun(began, now) is Truth.IMPOSSIBLE}


def _lasting(case: Case) -> list[Span]:
    """Return when each statement held, a quarrel lasting to the resolution that ends it."""
    spans = list(case.chronology.spans)
    told = list(zip(case.ids, case.statements, spans, strict=True))
    ends = [(r, e) for _, r, e in told if isinstance(r, Resolution) and not r.recurring]
    for index, (id, conflict, span) in enumerate(told):
        has_end = span.is_interval and (span.end_latest < FOREVER or span.end_earliest == FOREVER)
        if isinstance(conflict, Conflict) and not conflict.recurring and not has_end:
            of_it = [(r, e) for r, e in ends if _is_of(r, id, conflict)]
            named = [e for r, e in of_it if len(r.between) == 1] or [e for _, e in of_it]
            later = [e for e in named if e.start_latest > span.start_earliest]
            spans[index] = _ended(span, later) if later else span
    return spans


def _is_of(resolution: Resolution, id: str, conflict: Conflict) -> bool:
    """Tell whether a resolution names this conflict, or its parties."""
    return resolution.between == (id,) or set(resolution.between) == set(conflict.between)


def _ended(span: Span, ends: list[Span]) -> Span:
    """Return the span of a quarrel that the first of `ends` brings to rest."""
    first = min(ends, key=lambda e: e.start_earliest)
    surely_later = [e.start_latest for e in ends if e.start_earliest > span.start_latest]
    return span._replace(
        end_earliest=max(span.start_earliest, first.start_earliest),
        end_latest=min(surely_later) if surely_later else max(e.start_latest for e in ends),
        end_precision=first.start_precision,
        is_interval=True,
    )


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
        ``reinforcing`` where an odd rise comes back as a rise, ``balancing`` where it comes back
        as a fall; ``cannot tell`` where an effect is not said or claims contradict one another.
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
_Arrows = dict[tuple[str, str], dict[str, int]]
_SIGNS = {"raises": 1, "lowers": -1, None: 0}


class _Step(NamedTuple):
    """One step of a circle: what all arrows from one thing to the next say together."""

    claims: tuple[str, ...]
    sign: int
    words: str
    doubt: str


def loops(case: Case, *, most_steps: int = 12, most_circles: int = 200) -> list[Loop]:
    """Return each circle of claimed effects in words, the shortest first.

    A claim is an arrow from what stands under its `from` to what stands under its `to`; a
    resolution is an arrow back to its conflict, which it lowers.  Two accounts of one thing never
    join in a circle.

    Parameters
    ----------
    case
        The case.
    most_steps, most_circles
        How long a circle may be and how many are told.  Where there are longer or more, a
        ``FormulationWarning`` says so.

    Returns
    -------
    list of Loop
        Each elementary circle once, by length and then in the order of the case.
    """
    arrows = _arrows(case)
    ids = [id for id, _ in _identified(case)]
    place = {id: n for n, id in enumerate(ids)}
    # whole numbers, as texts stand in sets in another order in every run
    plain: nx.DiGraph[int] = nx.DiGraph([(place[a], place[b]) for a, b in arrows])
    circles = ([ids[n] for n in circle] for circle in _circles(plain, most_steps, most_circles))
    return [loop for nodes in circles if (loop := _loop(case, arrows, nodes))]


def _arrows(case: Case) -> _Arrows:
    arrows: _Arrows = {}
    for id, claim in zip(case.ids, case.statements, strict=True):
        if isinstance(claim, Claim):
            for step in product(claim.from_, claim.to):
                arrows.setdefault(step, {})[id] = _SIGNS[claim.effect]
    causes, effects = ({step[n]: None for step in arrows} for n in (0, 1))
    for start, end in product(effects, causes):  # in no other place could a circle use it
        if _ends_conflict(case, start, end):
            arrows.setdefault((start, end), {})[""] = -1
    return arrows


def _ends_conflict(case: Case, start: str, end: str) -> bool:
    """Tell whether `start` is a resolution of the conflict `end`, and not of an earlier one."""
    resolution, conflict = case[start], case[end]
    if not (isinstance(resolution, Resolution) and isinstance(conflict, Conflict)):
        return False
    spans, at = case.chronology.spans, case.index_of
    is_later = is_after(spans[at[end]], spans[at[start]]) is Truth.CERTAIN
    is_dated = not (resolution.recurring or conflict.recurring)
    return _is_of(resolution, end, conflict) and not (is_dated and is_later)


def _circles(arrows: nx.DiGraph[int], most_steps: int, most: int) -> list[list[int]]:
    found = list(islice(nx.simple_cycles(arrows, length_bound=most_steps), most + 1))
    told = ""
    if len(found) > most:
        told = f"there are more than {most} circles of claimed effects; {most} are told"
    elif any(len(c) > most_steps for c in islice(nx.simple_cycles(arrows), most + 1)):
        told = f"circles of more than {most_steps} claimed effects are left out"
    if told:
        warnings.warn(told, FormulationWarning, stacklevel=3)
    firsts = ((circle, circle.index(min(circle))) for circle in found[:most])
    return sorted((c[n:] + c[:n] for c, n in firsts), key=lambda c: (len(c), c))


def _loop(case: Case, arrows: _Arrows, nodes: Sequence[str]) -> Loop | None:
    """Return the circle in words; ``None`` if it joins two accounts of one thing."""
    steps = [_step(case, arrows, a, b) for a, b in pairwise([*nodes, nodes[0]])]
    needed = {*nodes, *(step.claims[0] for step in steps if len(step.claims) == 1)}
    if len({_first_account(case, id) for id in needed}) < len(needed):
        return None
    claims = tuple(dict.fromkeys(claim for step in steps for claim in step.claims))
    sign = prod(step.sign for step in steps)
    word: Literal["reinforcing", "balancing"] = "reinforcing" if sign > 0 else "balancing"
    return Loop(tuple(nodes), claims, word if sign else "cannot tell", _circle_in_words(steps))


def _step(case: Case, arrows: _Arrows, start: str, end: str) -> _Step:
    signs = arrows[start, end]
    said = set(signs.values()) - {0}
    sign = said.pop() if len(said) == 1 else 0
    a, b = case.name(start), case.name(end)
    words = {1: f"{a} makes {b} likelier", -1: f"{a} makes {b} less likely"}
    words[0] = f"{a} makes {b} likelier, and also less likely" if said else f"{a} bears on {b}"
    doubt = f"it is not said which way {a} bears on {b}"
    if said:
        doubt = f"what is said of {a} and {b} contradicts itself"
    told = f"{a} brings {b} to rest" if set(signs) == {""} else words[sign]
    return _Step(tuple(filter(None, signs)), sign, told, "" if sign else doubt)


def _first_account(case: Case, id: str) -> str:
    while (index := case.index_of.get(id)) is not None:
        other = case.statements[index].alternative_of
        if not other:
            break
        id = other
    return id


def _circle_in_words(steps: list[_Step]) -> str:
    told = []
    for is_claimed, group in groupby(steps, key=lambda step: bool(step.claims)):
        first, *rest = (step.words for step in group)
        start, next_ = ("it is claimed that ", "that ") if is_claimed else ("on record ", "")
        told.append(in_list([start + first, *(next_ + words for words in rest)]))
    if doubts := in_list([step.doubt for step in steps if step.doubt]):
        told.append(f"which way this circle would turn one cannot tell: {doubts}")
    elif prod(step.sign for step in steps) > 0:
        told.append("this circle would keep itself going (reinforcing)")
    else:
        told.append("this circle would bring itself to rest (balancing)")
    sentence = "; ".join(told)
    return sentence[:1].upper() + sentence[1:] + "."
