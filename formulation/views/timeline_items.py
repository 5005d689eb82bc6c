"""What stands on a timeline: each statement with its lane, its mark, its words and its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulation.dates import FOREVER, UNKNOWN, Span, parse_span
from formulation.model.base import Statement
from formulation.model.chronology import Chronology
from formulation.model.ended import endings_of
from formulation.views.timeline_axis import AGE_ORIGIN
from formulation.views.timeline_ends import lasting_until
from formulation.views.timeline_labels import (
    ANOTHER,
    group_of,
    label_of,
    owner_of,
)

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["LANES", "MARKS", "Item", "Items", "items_of"]

#: the lanes from top to bottom, by the section or kind that they are named after
LANES = {
    "bonds": "Bonds",
    "inner": "Inner states",
    "events": "Events",
    "symptoms": "Symptoms",
    "treatment": "Treatment",
}
#: the mark of each kind of event, by its name in the style
MARKS = {
    **dict.fromkeys(("conflict", "rupture"), "quarrel"),
    **dict.fromkeys(("resolution", "repair"), "rest"),
    "escalation": "flare",
    "remission": "ease",
    "change": "turn",
    **dict.fromkeys(("trauma", "loss", "harm", "invalidation", "separation", "risk"), "hurt"),
    **dict.fromkeys(("rally", "care"), "support"),
    **dict.fromkeys(("insight", "dream"), "insight"),
    **dict.fromkeys(("session", "treatment", "intervention"), "treated"),
}
_SYMPTOM_KINDS = ("escalation", "remission", "rating")
_MOST_DEEP = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on a timeline.

    Attributes
    ----------
    id, told
        The statement's id and sentence; a symptom's where `is_statement` is false.
    number
        Its place among the statements; symptoms come after them.
    kind, lane, mark
        What it is, where it stands, and its mark: ``state`` for what lasts and is no event.
    label
        A few words for it.
    span
        When it began and ended, as far as that is known.
    manner
        ``dated``; ``ordered`` where only orders tie it to something dated; ``chained`` where
        orders tie it only to others without a date; ``untimed``.
    is_recurring, is_inferred
        Whether it tells of a repeated episode, and whether it was inferred.
    group
        What it is grouped under where many of a kind are drawn together.
    is_statement
        Whether it is a statement, and not a symptom with its onset.
    tail
        What stands behind the label however little room there is: that it is told twice.
    """

    id: str
    told: str
    number: int
    kind: str
    lane: str
    mark: str
    label: str
    span: Span
    manner: str
    is_recurring: bool = False
    is_inferred: bool = False
    group: str = ""
    is_statement: bool = True
    tail: str = ""

    @property
    def is_state(self) -> bool:
        """Whether it lasts, as bonds, inner states and symptoms do."""
        return self.mark == "state"

    @property
    def moments(self) -> tuple[int, ...]:
        """The minutes, as far as they are known, at which it can have begun or ended."""
        return tuple(dict.fromkeys(m for m in self.span[:4] if abs(m) < FOREVER))


@dataclass(frozen=True)
class Items:
    """All things of a case, and the orders between them.

    Attributes
    ----------
    all
        Statements in the order of the case, then symptoms with an onset.
    after
        The numbers of those that each thing comes after, by its own number.
    is_of_ages
        Whether nothing but ages is known, so that the axis counts years of age.
    """

    all: tuple[Item, ...]
    after: tuple[tuple[int, ...], ...]
    is_of_ages: bool = False

    def of(self, *manners: str) -> list[Item]:
        """Return the things whose time is told in one of these manners."""
        return [item for item in self.all if item.manner in manners]


def items_of(case: Case) -> Items:
    """Return everything that a timeline of the case shows or lists.

    Parameters
    ----------
    case
        The case.
    """
    spans, is_of_ages = _spans(case)
    after = _orders(case, spans)
    manners = _manners(case, spans, after)
    found = [
        _item(case, number, statement, spans[number], manners[number])
        for number, statement in enumerate(case.statements)
    ]
    found += _symptoms(case, len(found))
    after += [()] * (len(found) - len(after))
    return Items(tuple(found), tuple(after), is_of_ages)


# -- time ----------------------------------------------------------------------------------------


def _spans(case: Case) -> tuple[list[Span], bool]:
    """Return the span of each statement, counted from a made-up birth where only ages are known."""
    spans = list(case.chronology.spans)
    is_dated = any(abs(m) < FOREVER for span in spans for m in span[:4])
    is_dated = is_dated or any(symptom.onset for symptom in case.symptoms)
    if is_dated or not any(statement.age for statement in case.statements):
        return spans, False
    by_age = Chronology(case.statements, case.index_of, f"{AGE_ORIGIN}-01-01")
    return (spans, False) if by_age.clashes else (list(by_age.spans), True)


def _orders(case: Case, spans: Sequence[Span]) -> list[tuple[int, ...]]:
    """Return which statements each comes after, as they say themselves or by their ages."""
    after: list[list[int]] = [[] for _ in case.statements]
    for number, statement in enumerate(case.statements):
        for name in (*statement.after, *_named_as_earlier(statement)):
            after[number].append(case.index_of.get(name, number))
        for name in statement.before:
            after[case.index_of.get(name, number)].append(number)
    for earlier, later in _by_age(case, spans):
        after[later].append(earlier)
    return [
        tuple(dict.fromkeys(n for n in told if n != number)) for number, told in enumerate(after)
    ]


def _named_as_earlier(statement: Statement) -> Iterator[str]:
    """Yield what a statement cannot come before: what it is since, repairs or brings to rest."""
    if since := vars(statement).get("since"):
        yield since
    if statement.kind == "repair" or (
        statement.kind == "resolution" and len(statement.subjects) == 1
    ):
        yield statement.subjects[0]


def _by_age(case: Case, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield which of those that only have an age comes after which, as far as ages say."""
    from formulation.dates import parse_age

    aged = [
        (*parse_age(statement.age), number)
        for number, statement in enumerate(case.statements)
        if statement.age and not _is_bounded(spans[number])
    ]
    for first, _, number in aged:
        ended = [(last, other) for _, last, other in aged if last <= first]
        latest = max((last for last, _ in ended), default=0)
        yield from ((other, number) for last, other in ended if last == latest)


def _is_bounded(span: Span) -> bool:
    return any(abs(minute) < FOREVER for minute in span[:4])


def _manners(case: Case, spans: Sequence[Span], after: Sequence[tuple[int, ...]]) -> list[str]:
    """Return how each statement's time is told."""
    dated = [
        statement.section != "claims" and _is_dated(statement, span)
        for statement, span in zip(case.statements, spans, strict=True)
    ]
    leaders = _components(after)
    anchored = {
        leaders[n] for n, is_dated in enumerate(dated) if is_dated and _is_bounded(spans[n])
    }
    tied = {n for number, told in enumerate(after) for n in (number, *told) if told}
    made = []
    for number, statement in enumerate(case.statements):
        if dated[number]:
            manner = "dated"
        elif number not in tied or statement.section == "claims":
            manner = "untimed"
        else:
            manner = "ordered" if leaders[number] in anchored else "chained"
        made.append(manner)
    has_axis = bool(anchored) or any(symptom.onset for symptom in case.symptoms)
    return made if has_axis else ["untimed" if one == "dated" else one for one in made]


def _is_dated(statement: Statement, span: Span) -> bool:
    """Tell whether a date, an age or a stated distance says when it was; a bare order does not."""
    if statement.when:
        return True
    is_narrow = abs(span.start_earliest) < FOREVER and abs(span.start_latest) < FOREVER
    return bool(statement.age or statement.apart) and is_narrow


def _components(after: Sequence[tuple[int, ...]]) -> list[int]:
    """Return a number for each statement that those have in common whom orders tie together."""
    leaders = list(range(len(after)))

    def leader(number: int) -> int:
        while leaders[number] != number:
            leaders[number] = leaders[leaders[number]]
            number = leaders[number]
        return number

    for number, told in enumerate(after):
        for other in told:
            leaders[leader(other)] = leader(number)
    return [leader(number) for number in range(len(after))]


# -- words ---------------------------------------------------------------------------------------


def _item(case: Case, number: int, statement: Statement, span: Span, manner: str) -> Item:
    lane = _lane(case, statement)
    is_state = statement.section in ("bonds", "inner")
    return Item(
        id=case.ids[number],
        told=case.tell(statement),
        number=number,
        kind=statement.kind,
        lane=lane,
        mark="state" if is_state else MARKS.get(statement.kind, "happens"),
        label=label_of(case, statement) + " (recurring)" * statement.recurring,
        span=span,
        manner=manner,
        is_recurring=statement.recurring,
        is_inferred=statement.basis == "inferred",
        group=group_of(case, statement),
        tail=ANOTHER if case.ids[number] in case.disputed else "",
    )


def _lane(case: Case, statement: Statement, deep: int = _MOST_DEEP) -> str:
    """Return the lane of a statement; a change stands in the lane of what it changes.

    Claims and goals have none: a change of one is drawn where other events are.
    """
    if statement.kind == "change" and deep:
        subject = statement.subjects[0]
        if any(symptom.id == subject for symptom in case.symptoms):
            return "symptoms"
        if subject in case.index_of:
            lane = _lane(case, case.statements[case.index_of[subject]], deep - 1)
            return statement.section if lane == "claims" else lane
    if MARKS.get(statement.kind) == "treated":
        return "treatment"
    if statement.kind in _SYMPTOM_KINDS:
        return "symptoms"
    return statement.section


def _symptoms(case: Case, first: int) -> Iterator[Item]:
    """Yield the symptoms; what has an onset lasts from then on, until it is told to be over."""
    over = endings_of(case)
    for number, symptom in enumerate(case.symptoms):
        span = parse_span(symptom.onset) if symptom.onset else UNKNOWN
        if symptom.onset and not span.is_interval:
            span = lasting_until(span, *over.get(symptom.id, (span.start_earliest, FOREVER)))
        yield Item(
            id=symptom.id,
            told=symptom.sentence(case.name),
            number=first + number,
            kind="symptom",
            lane="symptoms",
            mark="state",
            label=f"{owner_of(case, symptom)}{symptom.label}",
            span=span,
            manner="dated" if symptom.onset else "untimed",
            is_statement=False,
        )
