"""What of a case a map shows: by how it is known, by whose account, and around whom.

A narrower map never looks like the whole one: its title says what was chosen, and its lead how
many statements that leaves out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulation.errors import UnknownName, counted
from formulation.model.base import Statement, in_list
from formulation.model.figures import Person, Symptom

if TYPE_CHECKING:
    import networkx as nx

    from formulation.model.case import Case

__all__ = ["BASES", "Choice", "choice_of", "narrowed", "neighbours_of"]

_UNSAID = "unsaid"
#: what each word for a basis keeps
_KEEPS = {
    "observed": ("observed", "reported", "informant"),
    "reported": ("reported",),
    "informant": ("informant",),
    "inferred": ("inferred",),
    _UNSAID: (_UNSAID,),
}
#: the words by which statements can be chosen for how they are known
BASES = tuple(_KEEPS)
_CALLED = {
    "observed": "what was seen or told, and no inference",
    "reported": "what the patient told",
    "informant": "what others than the patient told",
    "inferred": "what is inferred",
    _UNSAID: "statements that do not say how they are known",
}
_TITLES = {
    "observed": "without inference",
    "reported": "as the patient tells it",
    "informant": "as others tell it",
    "inferred": "what is inferred",
    _UNSAID: "what does not say how it is known",
}
#: what statements that are left out are called, one of them and several
_LEFT = {
    "observed": ("statement of what was observed", "statements of what was observed"),
    "reported": ("statement of what the patient told", "statements of what the patient told"),
    "informant": ("statement of what others told", "statements of what others told"),
    "inferred": ("inferred statement", "inferred statements"),
    _UNSAID: ("statement that does not say how it is known", "statements that do not say how they "
              "are known"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Which statements of a case are shown, whichever figures they are about.

    Attributes
    ----------
    kept
        The ids of those that are shown.
    title
        What follows the title of the case.
    words
        What is shown and how much is left out, in sentences.
    """

    kept: frozenset[str]
    title: str = ""
    words: tuple[str, ...] = ()
    is_all: bool = field(default=False)


def choice_of(case: Case, basis: str | Sequence[str] | None, source: str | None) -> Choice:
    """Return which statements of a case are shown.

    Parameters
    ----------
    case
        The case.
    basis
        One or more of ``observed`` (what was observed, reported or told by informants: no
        inference), ``reported``, ``informant``, ``inferred`` and ``unsaid`` (the statement does
        not say how it is known); all unless said.
    source
        The id of a source, or of the figure whose account it is; all unless said.

    Raises
    ------
    UnknownName
        Where there is no such basis or source.
    """
    asked = [basis] if isinstance(basis, str) else [*(basis or ())]
    for word in asked:
        if word not in _KEEPS:
            raise UnknownName(word, "basis of a statement", BASES)
    known = {how for word in asked for how in _KEEPS[word]} or {*_KEEPS}
    tellers = _tellers(case, source)
    by_id = dict(zip(case.ids, case.statements, strict=True))
    of_basis = {id for id, one in by_id.items() if (one.basis or _UNSAID) in known}
    of_source = {id for id in of_basis if source is None or tellers & _told_by(by_id[id])}
    left = Counter(by_id[id].basis or _UNSAID for id in by_id if id not in of_basis)
    words = [*_of_basis(asked, left)]
    if source is not None:
        others = counted(len(of_basis) - len(of_source), "statement")
        words.append(f"Shown is what stands in {_source_words(case, source)}; left out: {others} ")
        words[-1] += "of other or unsaid source."
    titles = [_TITLES[word] for word in dict.fromkeys(asked)]
    titles += [f"by the account of {source}"] if source is not None else []
    title = "".join(f", {told}" for told in titles)
    return Choice(frozenset(of_source), title, tuple(words), of_source == by_id.keys())


def _of_basis(asked: Sequence[str], left: Counter[str]) -> Iterator[str]:
    """Yield what is shown by how it is known, and how many of each other basis are left out."""
    if not asked:
        return
    shown = in_list([_CALLED[word] for word in dict.fromkeys(asked)])
    parts = [counted(left[how], *_LEFT[how]) for how in _KEEPS if left[how]]
    yield f"Shown is {shown}; left out: {in_list(parts) or 'nothing'}."


def _tellers(case: Case, source: str | None) -> set[str]:
    sources = [one.id for one in case.sources]
    people = [person.id for person in case.people]
    tellers = {person for one in case.statements if (person := one.said_by)}
    if source is not None and source not in sources and source not in people:
        raise UnknownName(source, "source of this case", [*sources, *sorted(tellers)])
    return {source} if source is not None else set()


def _told_by(statement: Statement) -> set[str]:
    return {*statement.source, *filter(None, (statement.said_by,))}


def _source_words(case: Case, source: str) -> str:
    """Return a source as words within a sentence: its citation, or whose account it is."""
    for one in case.sources:
        if one.id == source:
            return f"“{one.label}” ({source})"
    return f"the account of {case.name(source)}"


# -- around somebody -----------------------------------------------------------------------------


def narrowed(
    graph: nx.MultiDiGraph[str], choice: Choice, ids: Collection[str] | None = None
) -> nx.MultiDiGraph[str]:
    """Return a relational map with the chosen statements only, and only those figures.

    Ties of symptoms to what they are due to are part of the symptom, and stay.  The map itself is
    returned where nothing is left out, and otherwise stays as it is.

    Parameters
    ----------
    graph
        From :func:`formulation.graph.map_of`.
    choice
        Which statements are shown.
    ids
        Which figures and symptoms; all unless said.
    """
    if choice.is_all and ids is None:
        return graph
    graph = graph.copy()
    if ids is not None:
        graph.remove_nodes_from([id for id in graph if id not in ids])
    if choice.is_all:
        return graph
    for start, end, key, told in list(graph.edges(keys=True, data=True)):
        if isinstance(told["record"], Statement) and told["id"] not in choice.kept:
            graph.remove_edge(start, end, key=key)
    for _, node in graph.nodes(data=True):
        node["events"] = [id for id in node["events"] if id in choice.kept]
    return graph


def named_in(case: Case, who: str) -> str:
    """Return the id of a figure or symptom that is named by its id, or by a name no other has.

    Raises
    ------
    UnknownName
        Where nobody is called so, or several are; the nearest id is offered.
    """
    figures: tuple[Person | Symptom, ...] = (*case.people, *case.symptoms)
    ids = [figure.id for figure in figures]
    if who in ids:
        return who
    asked = who.casefold()
    named = [f.id for f in figures if asked in (f.label.casefold(), (f.name or "").casefold())]
    if len(named) == 1:
        return named[0]
    labels = [figure.label for figure in figures if figure.label.casefold() not in ids]
    raise UnknownName(who, "figure or symptom of this case", [*ids, *labels])


def neighbours_of(
    case: Case, graph: nx.MultiDiGraph[str], around: str, steps: int = 1
) -> frozenset[str]:
    """Return the id of a figure or symptom and of all that some statement ties to it.

    A symptom is tied to whom it belongs.

    Parameters
    ----------
    case, graph
        The case, and its relational map with what is shown.
    around
        The id.
    steps
        How many ties away they may be; at least 1.
    """
    owners = [(s.id, s.of or case.patient) for s in case.symptoms if s.of or case.patient]
    ties = [*graph.edges(), *owners]
    near = {around}
    for _ in range(max(steps, 1)):
        near |= {b for a, b in ties if a in near} | {a for a, b in ties if b in near}
    return frozenset(id for id in near if id)
