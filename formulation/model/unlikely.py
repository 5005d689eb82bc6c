"""What can hardly be so in a case, and is kept: each is told with a warning, for somebody to look.

A slip of the pen makes somebody 150 years old, quarrel before being born, or a pain the cause of
its own cause.  A memory or a claim may be of any time; who does or feels something is alive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from formulation.dates import FOREVER, parse_age, parse_span, span_in_words
from formulation.errors import Fault
from formulation.model.amounts import age_in_words
from formulation.model.base import Statement, in_list
from formulation.model.figures import Person
from formulation.terms.term import folded

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["unlikely"]

_OLDEST_YEARS = 120
#: what lies after this year is a slip, whoever reads it in our time
_LATEST = "2100"
#: controls, line ends, half characters, and what turns writing around
_UNSHOWN = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: events that those who take part in have to be alive for, and the field that tells who they are
_LIVED = {
    **dict.fromkeys(("conflict", "separation", "rupture", "repair"), "between"),
    "rally": "who",
    **dict.fromkeys(("escalation", "remission", "insight", "dream", "session"), "by"),
    **dict.fromkeys(("care", "harm", "invalidation", "intervention"), "by"),
}
Told = tuple[tuple[str | int, ...], Fault]


def unlikely(case: Case) -> Iterator[Told]:
    """Yield what can hardly be so, each with the section, the index and the field where it stands.

    Parameters
    ----------
    case
        A case without a grave fault: its names stand for something and its times can all be.
    """
    places = [
        (section, index)
        for section in ("bonds", "inner", "events", "claims")
        for index in range(len(getattr(case, section)))
    ]
    lives = {person.id: person for person in case.people if person.born or person.died}
    for number, place in enumerate(places):
        statement = case.statements[number]
        yield from (((*place, key), fault) for key, fault in _of_age(statement))
        yield from (((*place, "when"), fault) for fault in _of_the_future(case, number))
        if lives and statement.kind in _LIVED and not statement.recurring:
            for person in _doers(case, statement, lives):
                yield from (((*place, "when"), f) for f in _of_life(case, number, person))
    yield from _own_causes(case)
    yield from _named_alike(case)
    yield from _unshowable(case)


def _of_age(statement: Statement) -> Iterator[tuple[str, Fault]]:
    if statement.age and parse_age(statement.age).months_from > _OLDEST_YEARS * 12:
        told = f"nobody is known to have lived to the age of {age_in_words(statement.age)}"
        cure = f"an age of at most {_OLDEST_YEARS} years, or a date under when:"
        yield "age", Fault(told, statement.age, cure, is_warning=True)


def _of_the_future(case: Case, number: int) -> Iterator[Fault]:
    statement, span = case.statements[number], case.chronology.spans[number]
    if statement.when and FOREVER > span.start_earliest > parse_span(_LATEST).end_latest:
        told = "nobody can know this yet"
        yield Fault(told, statement.when, "a year of our time", is_warning=True)


def _doers(case: Case, statement: Statement, lives: Mapping[str, Person]) -> list[Person]:
    """Return those who take part in an event and of whom it is said when they lived."""
    field = _LIVED[statement.kind]
    ids = case.by_whom(statement) if field == "by" else getattr(statement, field, ())
    several = (ids,) if isinstance(ids, str) else ids or ()
    return [lives[id] for id in dict.fromkeys(several) if id in lives]


def _of_life(case: Case, number: int, person: Person) -> Iterator[Fault]:
    """Yield whether an event was certainly before somebody's birth or after their death."""
    statement, span = case.statements[number], case.chronology.spans[number]
    what = f"{statement.called(case.name)} is"
    if person.born and -FOREVER < span.start_latest < parse_span(person.born).start_earliest:
        told = f"{what} before {person.label} was born ({span_in_words(person.born)})"
        yield Fault(told, statement.when or "", "a date in their life", is_warning=True)
    if person.died and FOREVER > span.start_earliest > parse_span(person.died).end_latest:
        told = f"{what} after {person.label} had died ({span_in_words(person.died)})"
        yield Fault(told, statement.when or "", "a date in their life", is_warning=True)


def _unshowable(case: Case) -> Iterator[Told]:
    """Yield names with characters that no page shows, or that would turn others around."""
    for section in ("people", "symptoms"):
        for index, record in enumerate(getattr(case, section)):
            name = record.name or ""
            if _UNSHOWN.search(name):
                told = "the name holds characters that cannot be shown"
                fault = Fault(told, "", "letters, digits, spaces and signs", is_warning=True)
                yield (section, index, "name"), fault


def _named_alike(case: Case) -> Iterator[Told]:
    """Yield those who bear another's name: whom a sentence speaks of could not be told."""
    first: dict[str, str] = {}
    for index, person in enumerate(case.people):
        known = first.setdefault(folded(person.name or person.id), person.id)
        if person.name and known != person.id:
            told = f"{known} has this name too, and sentences would not tell them apart"
            cure = "a name of its own, with an initial or a place"
            yield ("people", index, "name"), Fault(told, "", cure, is_warning=True)


def _own_causes(case: Case) -> Iterator[Told]:
    """Yield symptoms that are due to themselves by way of others."""
    known = {symptom.id: n for n, symptom in enumerate(case.symptoms)}
    causes = {s.id: [id for id in s.due_to if id in known and id != s.id] for s in case.symptoms}
    for circle in _circles(causes):
        names = in_list([case.name(id) for id in circle])
        told = f"{names} are each due to the next, and the last to the first"
        cure = "one first cause; what feeds on itself is told with claims (from, to)"
        fault = Fault(told, circle[0], cure, is_warning=True)
        yield ("symptoms", known[circle[0]], "due_to"), fault


def _circles(causes: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield circles of ids; each id is walked through once, so that many cost no more than one."""
    done: set[str] = set()
    for start in causes:
        walked: list[str] = []
        waiting = [] if start in done else [(start, iter(causes[start]))]
        walked += [start] * bool(waiting)
        while waiting:
            id, further = waiting[-1]
            other = next(further, None)
            if other is None:
                done.add(id)
                waiting.pop()
                walked.pop()
            elif other in walked:
                yield walked[walked.index(other) :]
                done.update(walked)
                break
            elif other not in done:
                walked.append(other)
                waiting.append((other, iter(causes[other])))
