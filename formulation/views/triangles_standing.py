"""Who stands where in the triangle of person: of today, the therapist, or of the past.

Malan's corners are Other (current or recent), Transference (the therapist) and Parent (the distant
past).  A case file says roles and dates, not corners, so this is a reading, made by these rules:

1. Whoever has the role of the therapist or co-therapist, or to whom a transference is said to be
   brought, is the therapist.
2. Parents and those who stood in their place (:data:`PAST_ROLES`) are of the past, whatever the
   date: that is the corner's name, also where they are alive and near.  Only where the patient is
   under 18 when the therapy begins (or without a dated therapy, when the file was last written) are
   they of today, if they had not died by then and no bond with them had ended.
3. Brothers and sisters, teachers, a perpetrator, those without a role and the like
   (:data:`EITHER_ROLES`) are of the past where an event with them certainly falls into the first 18
   years of a patient who is grown up, or where all events with them certainly came more than two
   years before the therapy began: Malan's Other is current or recent.
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

__all__ = [
    "EITHER_ROLES",
    "PAST_ROLES",
    "corner_of_each",
    "is_of_child",
    "patients_own",
    "toward_whom",
]

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
_RECENT_MONTHS = 24  # what was so long before the therapy is of the past
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
    therapists, events = _therapists(case), _events_with(case)
    began, is_child = _therapy_began(case, therapists), is_of_child(case)
    return {
        person.id: _corner(case, person, therapists, events.get(person.id, []), began, is_child)
        for person in case.people
        if person.role != "patient"
    }


def is_of_child(case: Case) -> bool:
    """Return whether the patient is certainly under 18 when the therapy begins.

    Where no therapy is dated, it is asked of the last date at which something was recorded.
    """
    patient = case[case.patient] if case.patient else None
    if not isinstance(patient, Person) or not patient.born:
        return False
    born, time = parse_span(patient.born).start_earliest, _time_of(case)
    return born > -FOREVER and -FOREVER < time < add_months(born, _CHILDHOOD_MONTHS)


def _time_of(case: Case) -> int:
    """Return the minute at which the case is told: when the therapy begins, else is written of."""
    began = _therapy_began(case, _therapists(case))
    written = (parse_span(s.recorded).start_latest for s in case.statements if s.recorded)
    return began if began > -FOREVER else max(written, default=-FOREVER)


def _therapists(case: Case) -> set[str]:
    told = [s for s in case.statements if s.kind == "transference"]
    therapists = {id for statement in told for id in toward_whom(statement)}
    return therapists | {person.id for person in case.people if person.role in _THERAPISTS}


def _corner(
    case: Case,
    person: Person,
    therapists: set[str],
    events: list[int],
    began: int,
    is_child: bool,
) -> str:
    if person.id in therapists:
        return "T"
    if person.kind in _NO_PERSONS:
        return ""
    if person.role in PAST_ROLES:
        return "O" if is_child and not _is_lost(case, person) else "P"
    if person.role and person.role not in EITHER_ROLES:
        return "O"
    if not is_child and any(_is_of_childhood(case, index) for index in events):
        return "P"
    spans, recent = case.chronology.spans, _recent(began)
    is_past = events and all(spans[index].start_latest < recent for index in events)
    return "P" if is_past else "O"


def _recent(began: int) -> int:
    """Return the minute from which on what was with somebody is recent."""
    return add_months(began, -_RECENT_MONTHS) if began > -FOREVER else began


def _is_lost(case: Case, person: Person) -> bool:
    """Tell whether someone had died, or a bond with them had ended, by the time of the case."""
    time = _time_of(case)
    if person.died and parse_span(person.died).start_latest < time:
        return True
    return any(
        statement.kind == "relationship"
        and {person.id, case.patient} <= {*statement.subjects}
        and span.end_latest < time
        for statement, span in zip(case.statements, case.chronology.spans, strict=True)
    )


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
