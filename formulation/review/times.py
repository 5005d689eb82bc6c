"""What cannot have come so: an effect before its cause, an image that did not hold, a life's ends.

What no reading of the dates allows is refused when a case is read.  What stands here is allowed by
the calendar, and yet at odds with what the statements say of one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from formulation.dates import Span, Truth, is_before, is_during, parse_span
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.model.claims import Claim
from formulation.model.figures import Symptom
from formulation.review.wording import Missing, claims_of, placed, quoted, several, told_as

__all__ = ["times"]

_STATES = ("bonds", "inner")
_ORDER = "Which of the two came first, and what did the later one change?"
#: parts of an explanation in which the cause was there first, whatever else came of it later
_FIRST_CAUSES = ("predisposing", "precipitating")
#: what cannot come before that of which it speaks, by kind: the field that names it
_SPEAKING = {
    "insight": "about",
    "change": "of",
    "invalidation": "of_",
    "transference": "repeats",
    "escalation": "of",
    "remission": "of",
}
_IMAGES = ("idealizes", "devalues")
#: who acts or is acted on in an event, beside its `by`
_ACTING = {
    **dict.fromkeys(("conflict", "separation"), "between"),
    "rally": "who",
    **dict.fromkeys(("care", "harm", "invalidation", "trauma"), "of"),
}


class _Odd(NamedTuple):
    """What is at odds: whom it is about, and a clause."""

    about: tuple[str, ...]
    told: str


def times(case: Case) -> Iterator[Missing]:
    """Yield what is out of order in time, by theme: causes, images, lives (C24)."""
    themes = (
        ([*_causes(case), *_speaking(case)], _ORDER),
        (list(_images(case)), "How was this person seen at that time, and what tells us?"),
        (list(_lives(case)), "Which of the two dates is the surer, and who would know?"),
    )
    for odd, question in themes:
        if odd:
            about = tuple(dict.fromkeys(id for one in odd for id in one.about))
            yield Missing(about, told_as(several([one.told for one in odd])), question, about[0])


def _onset(case: Case, id: str) -> Span | None:
    """Return when a statement or symptom began; ``None`` for what is repeated or not dated."""
    if id in case.index_of:
        index = case.index_of[id]
        return None if case.statements[index].recurring else case.chronology.spans[index]
    record = case[id]
    onset = record.onset if isinstance(record, Symptom) else None
    return parse_span(onset) if onset else None


def _is_earlier(case: Case, one: str, other: str) -> bool:
    """Tell whether one thing certainly began before another, by dates or by stated orders."""
    first, second = _onset(case, one), _onset(case, other)
    if first is None or second is None:
        return False
    if is_before(first, second) is Truth.CERTAIN:
        return True
    if one not in case.index_of or other not in case.index_of:
        return False
    gap = case.chronology.gap(case.index_of[one], case.index_of[other])
    return gap is not None and gap.least_minutes > 0


def _causes(case: Case) -> Iterator[_Odd]:
    """Yield effects that came before what a claim, or a symptom, names as their cause."""
    for id, claim in claims_of(case):
        for effect in claim.to:
            late = [c for c in claim.from_ if _is_earlier(case, effect, c)]
            if late and _tells_of_a_beginning(case, claim, effect):
                told = f"{case.name(effect)} came before {_names(case, late)}, which the claim"
                part = f"calls {claim.as_}" if claim.as_ in _FIRST_CAUSES else "has for its cause"
                yield _Odd((id, effect, *late), f"{told} {quoted(claim.text)} {part}")
    for symptom in case.symptoms:
        if symptom.due_to and all(_is_earlier(case, symptom.id, c) for c in symptom.due_to):
            told = f"{symptom.label} came before {_names(case, symptom.due_to)}"
            yield _Odd((symptom.id, *symptom.due_to), f"{told}, to which the file puts it down")


def _names(case: Case, ids: Sequence[str]) -> str:
    return in_list([case.name(id) for id in ids])


def _tells_of_a_beginning(case: Case, claim: Claim, effect: str) -> bool:
    """Tell whether a claim says that its effect came about, not that it changed.

    A state or a symptom that was there before may still be raised, lowered or kept going.
    """
    if claim.effect == "lowers" or (claim.effect is None and claim.as_ is None):
        return False
    if effect in case.index_of and case.statements[case.index_of[effect]].section not in _STATES:
        return True
    return claim.as_ in _FIRST_CAUSES


def _speaking(case: Case) -> Iterator[_Odd]:
    """Yield statements that came before what they speak of."""
    for id, statement in placed(case):
        named = vars(statement).get(_SPEAKING.get(statement.kind, "")) or ()
        each = (named,) if isinstance(named, str) else named
        if later := [other for other in each if _is_earlier(case, id, other)]:
            told = f"{case.name(id)} came before {_names(case, later)}, of which it speaks"
            yield _Odd((id, *later), told)


def _images(case: Case) -> Iterator[_Odd]:
    """Yield images that did not hold when the event came that a claim ties to them."""
    for id, claim in claims_of(case):
        images = [i for i in claim.from_ if _kind(case, i) in _IMAGES]
        if not images or claim.as_ == "predisposing":
            continue
        for event in dict.fromkeys((*claim.from_, *claim.to)):
            is_effect = event in claim.to
            missing = [i for i in images if _did_not_hold(case, i, event, is_effect=is_effect)]
            if missing:
                told = f"the claim {quoted(claim.text)} ties {_names(case, missing)} to"
                when = "for which the file dates it to another time"
                yield _Odd((id, *missing, event), f"{told} {case.name(event)}, {when}")


def _kind(case: Case, id: str) -> str:
    return case.statements[case.index_of[id]].kind if id in case.index_of else ""


def _did_not_hold(case: Case, image: str, event: str, *, is_effect: bool) -> bool:
    if event not in case.index_of or case.statements[case.index_of[event]].section != "events":
        return False
    then, held = _onset(case, event), _onset(case, image)
    if then is None or held is None or (is_effect and _is_earlier(case, event, image)):
        return False
    return is_during(then, held) is Truth.IMPOSSIBLE


def _lives(case: Case) -> Iterator[_Odd]:
    """Yield what someone does, feels or suffers before being born or after dying."""
    people = {p.id: p for p in case.people if p.born or p.died}
    if not people:
        return
    for id, statement in placed(case):
        span = case.chronology.spans[case.index_of[id]]
        for who in dict.fromkeys(_taking_part(case, statement)):
            if who in people and (when := _outside(span, people[who].born, people[who].died)):
                yield _Odd((id, who), f"{case.name(id)} is dated {when} of {case.name(who)}")
    for symptom in case.symptoms:
        who = symptom.of or case.patient or ""
        if symptom.onset and who in people:
            if when := _outside(parse_span(symptom.onset), people[who].born, people[who].died):
                yield _Odd(
                    (symptom.id, who), f"{symptom.label} is dated {when} of {case.name(who)}"
                )


def _taking_part(case: Case, statement: Statement) -> Sequence[str]:
    """Return who takes part in a statement, alive; a life event may be anybody's funeral."""
    if statement.kind == "life_event":
        return ()
    own = vars(statement).get(_ACTING.get(statement.kind, ""), ())
    return (*((own,) if isinstance(own, str) else own), *case.by_whom(statement))


def _outside(span: Span, born: str | None, died: str | None) -> str:
    """Return ``before the birth`` or ``after the death`` where something is certainly dated so."""
    if born and span.start_latest < parse_span(born).start_earliest:
        return "before the birth"
    if died and span.start_earliest > parse_span(died).end_latest:
        return "after the death"
    return ""
