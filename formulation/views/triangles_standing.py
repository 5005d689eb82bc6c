"""Who stands where in the triangle of person: of today, the therapist, or of the past.

Malan's corners are Other (current or recent), Transference (the therapist) and Parent (the distant
past).  A case file says roles and dates, not corners, so this is a reading, made by these rules:

1. Whoever has the role of the therapist or co-therapist, or to whom a transference is said to be
   brought, is the therapist.
2. Parents and those who stood in their place (:data:`PAST_ROLES`) are of the past, whatever the
   date: that is the corner's name, also where they are alive and near.
3. Brothers and sisters, teachers, a perpetrator, those without a role and the like
   (:data:`EITHER_ROLES`) are of the past where an event with them certainly falls into the
   patient's first 18 years, or where all events with them certainly came before the therapy began.
4. Everyone else is of today.  Institutions and beliefs stand in no corner of a triangle of persons.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from formulation.dates import FOREVER, add_months, parse_age, parse_span
from formulation.model.base import Statement
from formulation.model.figures import Person

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["EITHER_ROLES", "PAST_ROLES", "corner_of_each", "patients_own", "toward_whom"]

#: parents, and those who stood in their place
PAST_ROLES = frozenset(
    word.strip()
    for word in """mother|father|parent|parents|stepmother|stepfather|stepparent|foster parent|
    adoptive parent|biological parent|grandmother|grandfather|grandparent|grandparents|
    great-grandparent|guardian|godparent|ancestor|governess|nursemaid|childhood friend""".split("|")
)
#: those who may be of today or of the past; dates decide
EITHER_ROLES = frozenset(
    word.strip()
    for word in """sibling|siblings|sister|sisters|brother|brothers|twin|half-sister|half-brother|
    stepsister|stepbrother|aunt|uncle|relative|family|teacher|mentor|school|classmate|servant|
    former friend|family friend|former therapist|perpetrator|fellow victim|witness|stranger|priest|
    pastor|rabbi|imam|religious figure|public figure""".split("|")
)
_THERAPISTS = ("therapist", "co-therapist")
_NO_PERSONS = ("institution", "belief")
_CHILDHOOD_MONTHS = 18 * 12
#: the field that says toward whom, by kind
_TOWARD = {
    "sees": "of",
    "idealizes": "of",
    "devalues": "of",
    "transference": "of",
    "stance": "toward",
    "feeling": "toward",
    "defense": "toward",
}


def toward_whom(statement: Statement) -> tuple[str, ...]:
    """Return toward whom a statement is said to be; empty where it is not said."""
    said = getattr(statement, _TOWARD.get(statement.kind, ""), ())
    return (said,) if isinstance(said, str) else tuple(said)


def patients_own(case: Case) -> Iterator[tuple[str, Statement]]:
    """Yield id and statement of what is told of the patient's own bonds and inner life.

    Where the file names no one patient, whatever says nobody else is taken for the patient's.
    """
    for id, statement in zip(case.ids, case.statements, strict=True):
        if statement.unsaid_by != "patient":
            continue
        who = case.by_whom(statement)
        if case.patient in who if case.patient else not who:
            yield id, statement


def corner_of_each(case: Case) -> dict[str, str]:
    """Return the corner of each figure but the patient: ``O``, ``T``, ``P``, or ``""`` for none."""
    told = [s for s in case.statements if s.kind == "transference"]
    therapists = {id for statement in told for id in toward_whom(statement)}
    therapists |= {person.id for person in case.people if person.role in _THERAPISTS}
    events = _events_with(case)
    began = _therapy_began(case, therapists)
    return {
        person.id: _corner(case, person, therapists, events.get(person.id, []), began)
        for person in case.people
        if person.role != "patient"
    }


def _corner(case: Case, person: Person, therapists: set[str], events: list[int], began: int) -> str:
    if person.id in therapists:
        return "T"
    if person.kind in _NO_PERSONS:
        return ""
    if person.role in PAST_ROLES:
        return "P"
    if person.role and person.role not in EITHER_ROLES:
        return "O"
    if any(_is_of_childhood(case, index) for index in events):
        return "P"
    spans = case.chronology.spans
    is_past = events and all(spans[index].start_latest < began for index in events)
    return "P" if is_past else "O"


def _events_with(case: Case) -> dict[str, list[int]]:
    """Return the places of the events in which each figure has a part."""
    found: dict[str, list[int]] = {}
    for index, statement in enumerate(case.statements):
        if statement.section == "events":
            for id in _parties(statement):
                found.setdefault(id, []).append(index)
    return found


def _parties(statement: Statement) -> set[str]:
    parties: set[str] = set()
    for field, ref in statement.refs().items():
        value = getattr(statement, field)
        if field != "said_by" and ref.to in ("figure", "any") and value:
            parties |= {value} if isinstance(value, str) else set(value)
    return parties


def _is_of_childhood(case: Case, index: int) -> bool:
    """Tell whether an event certainly falls into the patient's first 18 years."""
    age = case.statements[index].age
    if age:
        return parse_age(age).months_to <= _CHILDHOOD_MONTHS
    patient = case[case.patient] if case.patient else None
    if not isinstance(patient, Person) or not patient.born:
        return False
    born, span = parse_span(patient.born).start_earliest, case.chronology.spans[index]
    is_known = born > -FOREVER and span.start_latest < FOREVER
    return is_known and span.start_latest < add_months(born, _CHILDHOOD_MONTHS)


def _therapy_began(case: Case, therapists: set[str]) -> int:
    """Return the minute before which no therapy is told of; none where none is dated."""
    starts = [
        span.start_earliest
        for statement, span in zip(case.statements, case.chronology.spans, strict=True)
        if span.start_earliest > -FOREVER
        and statement.kind in ("relationship", "treatment", "session")
        and therapists & {*statement.subjects, *case.by_whom(statement)}
    ]
    return min(starts, default=-FOREVER)
