"""What is recorded of danger to life or limb, told first, and what is recorded as done about it."""

from __future__ import annotations

from collections.abc import Iterator

from formulation.dates import Truth, is_before
from formulation.errors import counted
from formulation.model.base import Statement
from formulation.views.report.content import Sentence
from formulation.views.report.hedging import hedged
from formulation.views.report.material import Material

__all__ = ["risk_told"]

#: so many are told one by one; of all the number is given
_MOST = 6
_DONE = ("treatment", "intervention")
#: by these a statement says that something was there before, not that it answers to it
_NO_ANSWER = ("before", "alternative_of")


def risk_told(m: Material) -> Iterator[Sentence]:
    """Yield each risk that is recorded, each harm somebody did to themselves, and what was done."""
    own = [
        (id, statement)
        for id, statement in m.of_kinds("risk", "harm")
        if _is_risk(m, statement) and not statement.alternative_of
    ]
    for id, statement in own[:_MOST]:
        yield from m.with_accounts(m.again(_recorded(m, statement)))
        yield _done(m, id)
    if rest := [id for id, _ in own[_MOST:]]:
        stand = "stands" if len(rest) == 1 else "stand"
        yield m.say(f"{counted(len(rest), 'more record')} of risk {stand} in the table.", rest)


def _is_risk(m: Material, statement: Statement) -> bool:
    by = m.case.by_whom(statement)
    return statement.kind == "risk" or any(id in by for id in statement.subjects)


def _recorded(m: Material, statement: Statement) -> Sentence:
    told = hedged(m.case, statement)
    text = told.text
    if statement.kind == "risk":
        text = text[:1].lower() + text[1:]
    return Sentence(f"It is recorded: {text}", told.refs, told.sources)


def _done(m: Material, id: str) -> Sentence:
    """Return what names the risk, else what may have been done later, else that nothing says so."""
    answers = [other for other, s in m.of_kinds(*_event_kinds(m)) if id in _answered(s)]
    if answers:
        return m.say(f"Recorded in answer to it, or after it: {m.name(answers)}.", answers)
    later = list(_later(m, id))
    if later:
        more = f" and {len(later) - 1} more" if len(later) > 1 else ""
        told = "No other statement says what was done about it. Recorded as done then or later, "
        return m.say(f"{told}as far as that is dated: {m.name(later[:1])}{more}.", later)
    return m.say("No other statement says what was done about it.")


def _event_kinds(m: Material) -> tuple[str, ...]:
    return tuple({event.kind for event in m.case.events})


def _answered(statement: Statement) -> set[str]:
    return {id for field, id in statement.ids_named() if field not in _NO_ANSWER}


def _later(m: Material, id: str) -> Iterator[str]:
    """Yield treatments that may have begun after a risk was noted, what surely did so first."""
    spans, index_of = m.case.chronology.spans, m.case.index_of
    begun = [
        (is_before(spans[index_of[id]], spans[index_of[other]]), other)
        for other, _ in m.of_kinds(*_DONE)
    ]
    for wanted in (Truth.CERTAIN, Truth.POSSIBLE):
        yield from (other for truth, other in begun if truth is wanted)
