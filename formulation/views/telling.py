"""What a map says in words: its legend, its note, and the picture for those who hear it read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from formulation.dates import span_in_words
from formulation.model.base import in_list
from formulation.views.map import LegendEntry, MapView, all_shown, count_in_words

if TYPE_CHECKING:
    import networkx as nx

    from formulation.model.case import Case

__all__ = ["told"]

_MARKS = {
    "patient": "doubled outline: the patient",
    "therapist": "thick outline: the therapist",
    "past": "† no longer alive",
    "note": "said of this one alone",
    "inferred": "broken: inferred",
    "disputed": "double: another account differs",
    "possible": "? may have held then",
    "count": "×2: as many statements",
    "number": "see the key",
    "step": "step of what is highlighted",
    "muted": "grey: not part of it",
}


def told(case: Case, view: MapView, everything: nx.MultiDiGraph[str], at: str | None) -> MapView:
    """Return the map with its legend, note, description and sentences filled in.

    Parameters
    ----------
    case
        The case.
    view
        What is shown of it.
    everything
        The graph of the case at all times, to tell what is left out.
    at
        The date the map is as of; ``None`` for none.
    """
    view = replace(view, legend=tuple(_legend(view)), note=_note(case, view, everything, at))
    view = replace(view, alt=_alt(case, view))
    return replace(view, prose="\n".join(_sentences(case, view)))


# -- the legend ----------------------------------------------------------------------------------


def _legend(view: MapView) -> Iterator[LegendEntry]:
    """Yield what the legend explains: what is shown, in the order of the style, and no more."""
    shapes = {node.shape for node in view.nodes}
    for name, shape in view.style.shapes.items():
        if name in shapes:
            yield LegendEntry("shape", name, shape.words)
    kinds = {edge.kind for edge in view.edges}
    for kind in (*view.style.lines, *sorted(kinds - view.style.lines.keys())):
        if kind in kinds:
            line = view.style.line(kind)
            is_own = kind in view.style.lines
            yield LegendEntry("line", kind, line.words if is_own else kind.replace("_", " "))
    marks = _marks(view)
    for name, words in _MARKS.items():
        if marks[name]:
            yield LegendEntry("mark", name, words)


def _marks(view: MapView) -> dict[str, bool]:
    """Return which marks are shown."""
    shown = list(all_shown(view))
    return {
        "patient": any(node.is_patient for node in view.nodes),
        "therapist": any(node.is_therapist for node in view.nodes),
        "past": any(node.is_past for node in view.nodes),
        "note": any(node.notes for node in view.nodes),
        "inferred": any(one.is_inferred for one in shown),
        "disputed": any(one.is_disputed for one in shown),
        "possible": any(one.is_possible for one in shown),
        "count": any(one.count > 1 for one in shown) and not view.is_focused,
        "number": bool(view.key),
        "step": any(one.steps for one in shown),
        "muted": view.is_focused and not all(one.steps for one in shown),
    }


# -- the note ------------------------------------------------------------------------------------


def _note(case: Case, view: MapView, everything: nx.MultiDiGraph[str], at: str | None) -> str:
    """Return as of when, what is uncertain, and what is told in words only."""
    if not view.nodes:
        return "Nobody is recorded in this case" + (" as of then." if case.people else ".")
    parts = [_as_of(case, view, everything, at)] if at else []
    drawn = {id for one in all_shown(view) for id in one.statements}
    placed = set(_placed(everything))
    claims = sum(1 for s in case.statements if s.section == "claims")
    left = sum(1 for id in case.ids if id not in drawn and (not at or id not in placed)) - claims
    rest = [f"{_counted(left, 'statement')} about one figure alone, or about other statements"]
    rest = rest if left else []
    if claims:
        rest.append(_counted(claims, "claim or goal", "claims and goals"))
    if rest:
        parts.append(f"Not drawn: {in_list(rest)}.")
    return " ".join(parts)


def _as_of(case: Case, view: MapView, everything: nx.MultiDiGraph[str], at: str) -> str:
    shown = list(all_shown(view))
    drawn = {id for one in shown for id in one.statements}
    maybe = {id for one in shown if one.is_possible for id in one.statements}
    out = [id for id in _placed(everything) if id not in drawn]
    undated = [id for id in maybe if id in case.index_of and _is_undated(case, id)]
    told = f"As of {span_in_words(at)}: "
    if maybe:
        are = "is" if len(maybe) == 1 else "are"
        told += f"{_counted(len(maybe), 'statement')} {are} shown as possible (?)"
        told += f", {len(undated)} of them undated" if undated else ""
    else:
        told += "all that is shown is dated and certain"
    if out:
        told += f"; {_counted(len(out), 'statement')} that did not hold then left out"
    return told + "."


def _placed(graph: nx.MultiDiGraph[str]) -> list[str]:
    """Return the ids of all statements that have a place in the graph, each once."""
    lines = [id for _, _, id in graph.edges(keys=True)]
    alone = [id for _, events in graph.nodes(data="events") for id in events]
    return list(dict.fromkeys([*lines, *alone]))


def _is_undated(case: Case, id: str) -> bool:
    statement = case.statements[case.index_of[id]]
    return not (statement.when or statement.age)


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


# -- the picture in words ------------------------------------------------------------------------


def _alt(case: Case, view: MapView) -> str:
    """Return the picture in one paragraph."""
    if not view.nodes:
        return f"{view.title}: an empty map. {view.note}"
    symptoms = {symptom.id for symptom in case.symptoms}
    figures = [node for node in view.nodes if node.id not in symptoms]
    parts = [_counted(len(figures), "figure")]
    if len(figures) < len(view.nodes):
        parts.append(_counted(len(view.nodes) - len(figures), "symptom"))
    told = f"{view.title}: a relational map, as recorded, of {in_list(parts)}"
    if view.hub:
        told += f", with {case.name(view.hub)} in the middle"
    sentences = [told + "."]
    if counted := count_in_words(all_shown(view), view.style):
        sentences.append(f"Drawn are: {counted}.")
    ids = {id for one in all_shown(view) for id in one.statements} & case.index_of.keys()
    inferred = sum(case.statements[case.index_of[id]].basis == "inferred" for id in ids)
    if inferred:
        sentences.append(f"Of {_counted(len(ids), 'statement')} drawn, {inferred} inferred.")
    if view.is_focused:
        sentences.append(f"{view.headline}.")
        sentences += [_step_in_words(step.number, step.words) for step in view.steps]
    return " ".join([*sentences, view.note]).strip()


def _step_in_words(number: int | None, words: str) -> str:
    return words if number is None else f"Step {number}: {words}"


def _sentences(case: Case, view: MapView) -> Iterator[str]:
    """Yield the picture in sentences: each figure, then each statement shown, once."""
    yield view.alt
    for node in view.nodes:
        yield node.sentence
    seen: set[str] = set()
    for one in sorted(all_shown(view), key=lambda one: one.steps or (len(view.steps) + 1,)):
        for id in one.statements:
            if id in case.index_of and id not in seen:
                seen.add(id)
                yield _hedged(case, id, one.is_possible, one.is_disputed)


def _hedged(case: Case, id: str, is_possible: bool, is_disputed: bool) -> str:
    told = case.tell(case.statements[case.index_of[id]])
    told = f"Possibly then: {told}" if is_possible else told
    return told + (" (Another account differs.)" if is_disputed else "")
