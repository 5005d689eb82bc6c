"""What does not add up in a case, all of it, each with its place and its cure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from formulation.dates import parse_span, span_in_words
from formulation.errors import Fault, nearest_word
from formulation.model.base import Record, Statement
from formulation.model.fields import Ref
from formulation.model.kinds import SECTIONS, kinds
from formulation.model.unlikely import unlikely
from formulation.terms import vocabulary

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["Problem", "problems_of"]

_FIGURE_SECTIONS = ("sources", "people", "symptoms")
_NUMBERED = re.compile(r"\{(\d+)\}")
_MOST_TOLD = 200  # nobody mends more in one go; a hostile file may hold a hundred thousand
_MOST_COMPARED = 1000  # names that a misspelt one is compared with, for the same reason


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not add up, and where.

    Attributes
    ----------
    path
        The section, the index within it and the field's key in a file; shorter where the
        problem is the case's own.
    fault
        What is wrong.
    """

    path: tuple[str | int, ...]
    fault: Fault

    @property
    def is_grave(self) -> bool:
        """Whether the case cannot stand with it; else it is kept with a warning."""
        return not self.fault.is_warning

    def in_words(self, case: Case) -> Fault:
        """Return the fault with the record it stands in, for a case that has no file."""
        if len(self.path) < 2 or self.path[0] == "observed":
            return self.fault
        record = getattr(case, str(self.path[0]))[self.path[1]]
        kind = getattr(record, "kind", "") if isinstance(record, Statement) else ""
        who = f"{kind or type(record).__name__.lower()} {record.id or self.path[1]}"
        return replace(self.fault, problem=f"{who}: {self.fault.problem}")


def problems_of(case: Case) -> list[Problem]:
    """Return everything in `case` that does not add up, in the order of a file."""
    found: list[Problem] = []
    for told in (_twice, _lost_names, _who, _orders, _observed, _alternatives, _lives):
        found += islice(told(case), _MOST_TOLD)
    if not any(p.is_grave for p in found):
        found += _chronology(case)
    if not any(p.is_grave for p in found):
        found += (Problem(*one) for one in islice(unlikely(case), _MOST_TOLD))
    found += _new_words(case)
    order = {name: n for n, name in enumerate(("observed", *_FIGURE_SECTIONS, *SECTIONS))}
    return sorted(found, key=lambda p: (order.get(str(p.path[0]), -1), _index(p)))


def _index(problem: Problem) -> int:
    index = problem.path[1] if len(problem.path) > 1 else -1
    return index if isinstance(index, int) else -1


def _placed(case: Case) -> Iterator[tuple[tuple[str, int], Record]]:
    for section in (*_FIGURE_SECTIONS, *SECTIONS):
        for index, record in enumerate(getattr(case, section)):
            yield (section, index), record


def _twice(case: Case) -> Iterator[Problem]:
    """Yield ids given twice: figures, symptoms and statements share one namespace."""
    seen: dict[tuple[bool, str], str] = {}
    for path, record in _placed(case):
        id = getattr(record, "id", None)
        if id is None:
            continue
        key = (path[0] == "sources", id)
        if key in seen:
            problem = f"the id {id!r} is given twice, here and in {seen[key]}"
            yield Problem((*path, "id"), Fault(problem, id, "an id of its own"))
        seen.setdefault(key, path[0])


class _Names:
    """What each id of a case stands for."""

    def __init__(self, case: Case) -> None:
        self.sources = {s.id for s in case.sources}
        self.kind_of = {s.id: "symptom" for s in case.symptoms}
        self.kind_of |= {p.id: "figure" for p in case.people}
        self.kind_of |= {s.id: s.kind for s in case.statements if s.id}

    def known(self, to: str) -> list[str]:
        """Return the ids that a reference to a `to` may name."""
        if to == "source":
            return sorted(self.sources)
        named = self.kind_of.items()
        if to in ("figure", "symptom"):
            return [id for id, kind in named if kind == to]
        if to == "statement":
            return [id for id, kind in named if kind not in ("figure", "symptom")]
        return list(self.kind_of)

    def fault(self, id: str, to: str) -> Fault | None:
        """Return what is wrong with `id` as the name of a `to`; ``None`` if nothing is."""
        if self._is(id, to):
            return None
        known = self.known(to)
        told = {"any": "figure, symptom or statement"}.get(to, to)
        listed = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
        cure = f"the id of a {told}: {listed}" if listed else f"a {told}, written down first"
        if to != "source" and id in self.kind_of:
            kind = self.kind_of[id].replace("_", " ")
            return Fault(f"{id!r} is a {kind}, not a {told}", id, cure)
        near = nearest_word(id, known[:_MOST_COMPARED])
        return Fault(f"no {told} is called {id!r}", id, cure, near)

    def _is(self, id: str, to: str) -> bool:
        if to == "source":
            return id in self.sources
        kind = self.kind_of.get(id)
        is_statement = kind not in (None, "figure", "symptom")
        return {"any": kind is not None, "statement": is_statement}.get(to, kind == to)


def _lost_names(case: Case) -> Iterator[Problem]:
    """Yield names that stand for nothing, for something of another kind, or for themselves."""
    names = _Names(case)
    for path, record in _placed(case):
        keys, refs = record.keys(), record.refs()
        for field, id in record.ids_named():
            own = getattr(record, "id", None)
            fault = _own_name(own, id) if id == own else _lost(names, refs[field], record, id)
            if fault:
                yield Problem((*path, keys[field]), fault)


def _own_name(own: str | None, id: str) -> Fault:
    return Fault(f"{own!r} names itself here", id, "the id of another record")


def _lost(names: _Names, ref: Ref, record: Record, id: str) -> Fault | None:
    if ref.to != "resolution":
        return names.fault(id, ref.to)
    if len(getattr(record, "between", ())) > 1:
        return names.fault(id, "figure")
    if names.kind_of.get(id) == "conflict":
        return None
    known = [name for name, kind in names.kind_of.items() if kind == "conflict"][:_MOST_COMPARED]
    cure = "the id of a conflict, or its parties [a, b]"
    return Fault(f"no conflict is called {id!r}", id, cure, nearest_word(id, known))


def _who(case: Case) -> Iterator[Problem]:
    """Yield where `by`, `to` or an age is unsaid or unclear for want of one patient or therapist.

    One missing role leaves many statements unclear: the first is told, the others counted.
    """
    unclear: dict[tuple[str, str], list[tuple[str | int, ...]]] = {}
    for path, statement in _placed(case):
        if not isinstance(statement, Statement):
            continue
        role = statement.unsaid_by
        if role and not case.by_whom(statement):
            unclear.setdefault(("by", role), []).append(path)
        if statement.kind == "rally" and not case.to_whom(statement):
            unclear.setdefault(("to", "patient"), []).append(path)
        if statement.age and not case.patient:
            unclear.setdefault(("age", "patient"), []).append((*path, "age"))
    for (key, role), paths in unclear.items():
        yield Problem(paths[0], _unsaid(key, role, case, len(paths) - 1))


def _unsaid(key: str, role: str, case: Case, more: int) -> Fault:
    count = sum(person.role == role for person in case.people)
    told = f"{count} figures have the role {role}" if count else f"no figure has the role {role}"
    if more:
        told += f" ({more} more statement{'' if more == 1 else 's'} like this one)"
    if key == "age":
        return Fault(f"whose age is meant? {told}", "", f"role: {role} on one figure, or a date")
    asked = "who is meant where 'by' is not said?" if key == "by" else "around whom do they rally?"
    return Fault(f"{asked} {told}", "", f"role: {role} on one figure, or {key}: …")


def _orders(case: Case) -> Iterator[Problem]:
    for path, statement in _placed(case):
        if not isinstance(statement, Statement) or not statement.apart:
            continue
        if bool(statement.after) == bool(statement.before):
            has = "both 'after' and 'before'" if statement.after else "neither 'after' nor 'before'"
            problem = f"'apart' could be from either: the statement has {has}"
            cure = "apart: with one of after: and before:"
            yield Problem((*path, "apart"), Fault(problem, statement.apart, cure))


def _observed(case: Case) -> Iterator[Problem]:
    for kind in case.observed:
        if kind != "all" and kind not in kinds():
            problem = f"{kind!r} is not a kind of statement"
            cure = "a kind such as escalation or conflict"
            fault = Fault(problem, kind, cure, nearest_word(kind, kinds()))
            yield Problem(("observed", kind), fault)


def _alternatives(case: Case) -> Iterator[Problem]:
    """Yield circles of accounts that each call themselves another account of the next."""
    for field in ("alternative_of", "revises"):
        named = {s.id: to for s in case.statements if s.id and (to := vars(s).get(field))}
        circle_of = _circles(named)
        untold = set(circle_of.values())
        for path, record in _placed(case) if untold else ():
            id = str(getattr(record, "id", ""))
            if isinstance(record, Statement) and circle_of.get(id) in untold:
                untold.remove(circle_of[id])
                problem = f"{field!r} leads in a circle back to {id!r}"
                yield Problem((*path, field), Fault(problem, id, "one first account"))


def _circles(named: dict[str, str]) -> dict[str, int]:
    """Number the circles of ids that lead back to themselves by way of another.

    Each id is looked at once; those in no circle are left out.
    """
    done: set[str] = set()
    found: dict[str, int] = {}
    for start in named:
        walked: list[str] = []
        here: str | None = start
        while here is not None and here in named and here not in done:
            done.add(here)
            walked.append(here)
            here = named[here]
        if here in walked[:-1]:  # naming oneself is told elsewhere
            found |= dict.fromkeys(walked[walked.index(here) :], len(found))
    return found


def _lives(case: Case) -> Iterator[Problem]:
    for index, person in enumerate(case.people):
        if person.born and person.died:
            born, died = parse_span(person.born), parse_span(person.died)
            if died.end_latest < born.start_earliest:
                told = f"{person.label} died {span_in_words(person.died)}, before being born"
                cure = f"a date after {person.born}"
                yield Problem(("people", index, "died"), Fault(told, person.died, cure))


def _chronology(case: Case) -> Iterator[Problem]:
    """Yield each set of statements whose times cannot all be so."""
    starts = _first_indices(case)
    for clash in case.chronology.clashes:
        first = clash.statements[0]
        section = next(s for s in reversed(SECTIONS) if starts[s] <= first)
        told = _NUMBERED.sub(lambda m: repr(case.ids[int(m[1])]), "; ".join(clash.words))
        cure = "orders and dates that can all be; a circle is told with claims (from, to)"
        path = (section, first - starts[section], clash.field)
        yield Problem(path, Fault(f"these cannot all be: {told}", "", cure))


def _first_indices(case: Case) -> dict[str, int]:
    starts, count = {}, 0
    for section in SECTIONS:
        starts[section] = count
        count += len(getattr(case, section))
    return starts


def _new_words(case: Case) -> Iterator[Problem]:
    """Yield words that an open vocabulary does not know; they are kept."""
    for path, record in _placed(case):
        for field, name in record.terms().items():
            value, words = getattr(record, field), vocabulary(name)
            if value and words.is_open and words.get(value) is None:
                problem = f"{value!r} is a new word for {words.title}; it is kept"
                cure = f"known words: formulation terms {name}"
                fault = Fault(problem, value, cure, is_warning=True)
                yield Problem((*path, record.keys()[field]), fault)


def statement_paths(case: Case) -> Sequence[tuple[str, int]]:
    """Return where each statement stands: its section and its index within it."""
    return [path for path, record in _placed(case) if isinstance(record, Statement)]
