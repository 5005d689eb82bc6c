"""What a map says in words: on lines and notes, in its legend, to those who hear it read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from formulation.dates import span_in_words
from formulation.errors import counted
from formulation.model.base import Record, Statement, ended, in_list
from formulation.views.picture import CHANGES, LegendEntry, MapView
from formulation.views.quoting import wrapped
from formulation.views.style import Style

if TYPE_CHECKING:
    import networkx as nx

    from formulation.model.case import Case

__all__ = ["as_of_words", "legend_of", "line_words", "note_words", "placed_in", "told"]

_MARKS = {
    "patient": "the patient",
    "therapist": "the therapist",
    "past": "no longer alive",
    "note": "said of this one alone",
    "inferred": "broken: inferred",
    "disputed": "double: another account differs",
    "possible": "it may have held then",
    "count": "so many statements in one",
    "step": "a step of what is highlighted",
    "new": "only in the later map",
    "gone": "only in the earlier map",
    "changed": "other statements, or surer or less sure",
    "muted": "grey: not part of it",
}
_NOTE_TITLES = {"defense": "defends by", "bind": "", "change": "", "remission": "remits:"}
#: the fields that say most about a statement of a kind; of all others its text, or ``what``, does
_DETAILS: dict[str, tuple[str, ...]] = {
    "relationship": ("is_", "quality"),
    "idealizes": ("image", "reading"),
    "devalues": ("image",),
    "sees": ("valence", "image"),
    "stance": ("of",),
    "transference": ("quality",),
    "countertransference": ("feeling",),
    "defense": ("of",),
    "conflict": ("over",),
    "resolution": ("quality",),
    "escalation": ("severity",),
    "change": ("aspect", "how"),
    "care": ("form",),
    "risk": ("form", "text", "what"),
}


# -- lines and notes -----------------------------------------------------------------------------


def line_words(case: Case, records: Sequence[Record], style: Style) -> str:
    """Return what a line says beyond its kind, three of its statements at most.

    Parameters
    ----------
    case
        The case.
    records
        The statements drawn as one line; all of one kind.
    style
        What that kind is called.
    """
    statements = [record for record in records if isinstance(record, Statement)]
    if not statements:
        return ""
    details = _details(case, statements)
    said = "; ".join([*details[:3], *("…" for _ in details[3:4])])
    inferred = sum(statement.basis == "inferred" for statement in statements)
    if 0 < inferred < len(statements):
        said = f"{said} ({inferred} of {len(statements)} inferred)".strip()
    kind = statements[0].kind
    return said if kind == "relationship" or not said else f"{style.line(kind).words}: {said}"


def note_words(case: Case, records: Sequence[Record]) -> str:
    """Return what a note says of statements of one kind."""
    statements = [record for record in records if isinstance(record, Statement)]
    kind = statements[0].kind
    title = _NOTE_TITLES.get(kind, kind.replace("_", " ") + ":")
    if all(getattr(statement, "is_answer_no", False) for statement in statements):
        title = "as to"  # a risk that was asked about and not found
    return f"{title} {'; '.join(_details(case, statements))}".strip().rstrip(":")


def _details(case: Case, statements: Sequence[Statement]) -> list[str]:
    details = (_detail(case, statement) for statement in statements)
    return list(filter(None, dict.fromkeys(details)))


def _detail(case: Case, statement: Statement) -> str:
    """Return what a statement says beyond its kind and between whom; ``""`` for nothing."""
    if statement.kind == "bind":
        between = in_list([case.name(id) for id in getattr(statement, "between", ())])
        form = getattr(statement, "form", None) or "bind"
        form = "conflict of loyalty" if form == "loyalty" else form
        return f"in a {form}" + (f" between {between}" if between else "")
    if statement.kind == "loss":
        return wrapped(case.name(statement.subjects[0]), 60, 1)
    named = (getattr(statement, name) for name in _DETAILS.get(statement.kind, ()))
    said = [f"{value:g} of 10" if isinstance(value, float) else value for value in named if value]
    text = vars(statement).get("text") or statement.what
    if statement.kind == "change":
        return ": ".join(said if len(said) > 1 else ["change", *said])
    return wrapped(", ".join(said) or text or "", 60, 1)


# -- the whole -----------------------------------------------------------------------------------


def told(
    case: Case,
    view: MapView,
    everything: nx.MultiDiGraph[str],
    graph: nx.MultiDiGraph[str],
    at: str | None,
    left_out: set[str] | frozenset[str] = frozenset(),
) -> MapView:
    """Return the map with its legend, note, description and sentences filled in.

    Parameters
    ----------
    case
        The case.
    view
        What is shown of it.
    everything, graph
        The graph of the case at all times, and at that date.
    at
        The date the map is as of; ``None`` for none.
    left_out
        The statements that were not asked for, or left out where too many lines cross.
    """
    view = replace(view, legend=legend_of(view))
    by_date = placed_in(everything) - placed_in(graph)
    over = {id: node["is_over"] for id, node in graph.nodes(data=True) if node["is_over"]}
    view = replace(view, note=_note(case, view, by_date, at, {*left_out}, over))
    view = replace(view, alt=_alt(case, view))
    return replace(view, prose="\n".join(_sentences(view)))


def legend_of(view: MapView) -> tuple[LegendEntry, ...]:
    """Return the meaning of whatever is shown, and of nothing else."""
    return tuple(_legend(view))


def _legend(view: MapView) -> Iterator[LegendEntry]:
    """Yield the meaning of whatever is shown, in the order of the style, and of nothing else."""
    shapes = {node.shape for node in view.nodes}
    for name, shape in view.style.shapes.items():
        if name in shapes:
            yield LegendEntry("shape", name, shape.words)
    kinds = {edge.kind for edge in view.edges}
    for kind, line in view.style.lines.items():
        if kind in kinds:
            yield LegendEntry("line", kind, line.words)
    for kind in sorted(kinds - view.style.lines.keys()):
        yield LegendEntry("line", kind, kind.replace("_", " "))
    marks = _marks(view)
    for name, words in _MARKS.items():
        if marks[name]:
            yield LegendEntry("mark", name, words)


def _marks(view: MapView) -> dict[str, bool]:
    shown = list(view.shown())
    changes = {one.change for one in shown} | {node.change for node in view.nodes}
    return {
        "patient": any(node.is_patient for node in view.nodes),
        "therapist": any(node.is_therapist for node in view.nodes),
        "past": any(node.is_past for node in view.nodes),
        "note": any(node.notes for node in view.nodes),
        "inferred": any(one.is_inferred for one in shown),
        "disputed": any(one.is_disputed for one in shown),
        "possible": any(
            one.is_possible and (one.stands_out or not view.is_focused) for one in shown
        )
        or any(node.is_possible for node in view.nodes),
        "count": any(one.count > 1 and (one.change or not view.is_focused) for one in shown),
        "step": any(one.steps for one in shown),
        **{change: change in changes for change in CHANGES},
        "muted": view.is_focused and not all(one.stands_out for one in shown),
    }


def _note(
    case: Case,
    view: MapView,
    left_out: set[str],
    at: str | None,
    not_asked: set[str],
    over: dict[str, str],
) -> str:
    """Return as of when, what is uncertain, and what is told in words only."""
    if not view.nodes:
        return "Nobody is recorded in this case" + (" as of then." if case.people else ".")
    drawn = {id for one in view.shown() for id in one.statements}
    told_elsewhere = drawn | left_out | not_asked
    absent = [id for id in case.ids if id not in told_elsewhere]
    claims = sum(case.statements[case.index_of[id]].section == "claims" for id in absent)
    rest = []
    if others := len(absent) - claims:
        rest.append(f"{counted(others, 'statement')} about one figure or about other statements")
    if claims:
        rest.append(counted(claims, "claim or goal", "claims and goals"))
    parts = [_as_of(case, view, left_out, at, over)] if at else []
    parts += [f"Not drawn: {'; '.join(rest)}."] if rest else []
    return " ".join(parts)


def as_of_words(at: str) -> str:
    """Return a date or a period in words, to stand behind "as of".

    >>> as_of_words("2022-06"), as_of_words("2022/2023")
    ('June 2022', '2022 to 2023')
    """
    return span_in_words(at).removeprefix("from ")


def _as_of(case: Case, view: MapView, left_out: set[str], at: str, over: dict[str, str]) -> str:
    maybe = {id for one in view.shown() for id in one.possible}
    said = (case.statements[case.index_of[id]] for id in maybe if id in case.index_of)
    undated = sum(not (statement.when or statement.age) for statement in said)
    told = f"As of {as_of_words(at)}: "
    if maybe:
        are = "is" if len(maybe) == 1 else "are"
        told += f"{counted(len(maybe), 'statement')} {are} shown as possible (?)"
        told += f", {undated} of them undated" if undated else ""
    else:
        told += "no statement shown is uncertain"
    shown = {node.id for node in view.nodes}
    begun = [s for s in case.symptoms if s.id in shown and not s.onset]
    if begun:
        told += f"; for {counted(len(begun), 'symptom')} shown no beginning is recorded"
    told += _over_by_then(over, shown)
    if left_out:
        are = "is" if len(left_out) == 1 else "are"
        told += f"; {counted(len(left_out), 'statement')} that did not hold then {are} left out"
    return told + "."


def _over_by_then(over: dict[str, str], shown: set[str]) -> str:
    """Return how many symptoms may be over, and how many are and so are left out."""
    told = ""
    if doubtful := sum(how == "possible" and id in shown for id, how in over.items()):
        told += f"; {counted(doubtful, 'symptom')} shown (?) may have been over"
    if gone := sum(how == "certain" and id not in shown for id, how in over.items()):
        told += (
            f"; {counted(gone, 'symptom')} that had ended {'is' if gone == 1 else 'are'} left out"
        )
    return told


def placed_in(graph: nx.MultiDiGraph[str]) -> set[str]:
    """Return the ids of all statements that have a place in the graph."""
    alone = {id for _, events in graph.nodes(data="events") for id in events}
    return {id for _, _, id in graph.edges(keys=True)} | alone


# -- the picture in words ------------------------------------------------------------------------


def _alt(case: Case, view: MapView) -> str:
    """Return the picture in one paragraph."""
    if not view.nodes:
        return " ".join(filter(None, (f"{view.title}: an empty map.", view.lead, view.note)))
    symptoms = sum(node.is_symptom for node in view.nodes)
    parts = [counted(len(view.nodes) - symptoms, "figure")]
    parts += [counted(symptoms, "symptom")] if symptoms else []
    told = f"{view.title}: a relational map of what is recorded, with {in_list(parts)}"
    told += f" around {case.name(view.hub)}" if view.hub and len(view.nodes) > 1 else ""
    sentences = [ended(told), *filter(None, (view.lead,)), *_counts(view)]
    if view.is_focused:
        sentences.append(f"{view.headline}.")
        sentences += [
            step.words if step.number is None else f"Step {step.number}: {step.words}"
            for step in view.steps
        ]
    return " ".join([*sentences, view.note]).strip()


def _counts(view: MapView) -> Iterator[str]:
    """Yield how many statements of each kind are drawn, and how many of them are in doubt."""
    shown = [one for one in view.shown() if one.kind != "has"]
    kinds = Counter({id: one.kind for one in shown for id in one.statements}.values())
    if not kinds:
        return
    order = [*view.style.lines, *sorted(kinds)]
    words = (
        f"{view.style.line(kind).words if kind in view.style.lines else kind.replace('_', ' ')} "
        f"({kinds[kind]})"
        for kind in sorted(kinds, key=order.index)
    )
    yield f"Drawn: {', '.join(words)}."
    doubts = {
        "inferred": {id for one in shown for id in one.inferred},
        "told otherwise by another account": {id for one in shown for id in one.disputed},
        "only possible then": {id for one in shown for id in one.possible},
    }
    if told := ", ".join(f"{len(ids)} {name}" for name, ids in doubts.items() if ids):
        yield f"Among these {kinds.total()} statements: {told}."


def _sentences(view: MapView) -> Iterator[str]:
    """Yield the picture in sentences: each figure, then each statement shown, steps first."""
    yield view.alt
    yield from (_begun(node.sentence) for node in view.nodes)
    by_step = sorted(view.shown(), key=lambda one: one.steps or (len(view.steps) + 1,))
    told = {
        id: words
        for one in by_step
        for id, words in zip(one.statements, one.sentences, strict=True)
    }
    yield from map(_begun, told.values())


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
