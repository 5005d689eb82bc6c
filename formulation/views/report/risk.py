"""What is recorded of danger to life or limb, told first, and what is recorded as done about it.

Dangers are risks that were noted, harm that somebody did to themselves, and symptoms of the domains
self-harm and suicidality.  A risk that was asked about and not found is told here too, as that.
"""

from __future__ import annotations

from collections.abc import Iterator

from formulation.dates import FOREVER, Span, Truth, is_before, parse_span, span_in_words
from formulation.errors import counted
from formulation.model.base import Statement
from formulation.model.events import Harm, Risk
from formulation.model.figures import Symptom
from formulation.views.report.content import Sentence
from formulation.views.report.hedging import hedged
from formulation.views.report.material import Material

__all__ = ["is_risk", "risk_told"]

#: so many are told one by one; of all the number is given
_MOST = 6
_DONE = ("treatment", "intervention")
#: domains of symptoms that are a danger by themselves
_DOMAINS = ("self-harm", "suicidality")
#: by these a statement says that something was there before, not that it answers to it
_NO_ANSWER = ("before", "alternative_of")
_NOTHING = "No other statement says what was done about it."
_THE_SAME = "The same holds for this."
#: kinds that tell of a symptom without answering to it
_MORE_OF_IT = ("escalation", "harm", "rating", "risk")


def risk_told(m: Material) -> Iterator[Sentence]:
    """Yield each symptom, risk and harm to oneself that is a danger, and what was done.

    What is not recorded as done is told in full once; of the next it is said that the same holds.
    """
    told: set[frozenset[str]] = set()
    for sentence in _each_told(m):
        is_again = sentence.text.startswith(_NOTHING) and frozenset(sentence.refs) in told
        yield m.say(_THE_SAME, sentence.refs) if is_again else sentence
        if sentence.text.startswith(_NOTHING):
            told.add(frozenset(sentence.refs))


def _each_told(m: Material) -> Iterator[Sentence]:
    symptoms = [symptom for symptom in m.case.symptoms if symptom.domain in _DOMAINS]
    for symptom in symptoms[:_MOST]:
        yield from _symptom(m, symptom)
    own = [(id, s) for id, s in m.of_kinds("risk", "harm") if is_risk(m, s)]
    own = [(id, s) for id, s in own if not s.alternative_of]
    # what was asked about and not found takes no danger's place
    chosen = {id for id, _ in sorted(own, key=lambda one: _is_ruled_out(one[1]))[:_MOST]}
    for id, statement in own:
        if id in chosen:
            yield from m.with_accounts(m.again(_recorded(m, statement)))
            yield from _done(m, id, statement)
    rest = [symptom.id for symptom in symptoms[_MOST:]]
    rest += [id for id, _ in own if id not in chosen]
    if rest:
        stand = "stands" if len(rest) == 1 else "stand"
        yield m.say(f"{counted(len(rest), 'more record')} of risk {stand} in the table.", rest)


def is_risk(m: Material, statement: Statement) -> bool:
    """Tell whether a statement is told under risk: one that was noted, or harm to oneself."""
    if not isinstance(statement, Harm):
        return statement.kind == "risk"
    return statement.of in m.case.by_whom(statement)


def _is_ruled_out(statement: Statement) -> bool:
    return isinstance(statement, Risk) and statement.is_ruled_out


def _recorded(m: Material, statement: Statement) -> Sentence:
    told = hedged(m.case, statement)
    text = told.text
    if statement.kind == "risk" or text.startswith("The "):  # else it begins with a name
        text = text[:1].lower() + text[1:]
    return Sentence(f"It is recorded: {text}", told.refs, told.sources)


def _done(m: Material, id: str, statement: Statement) -> Iterator[Sentence]:
    """Yield what answers to a risk; nothing was to be done about one that was not found."""
    answers = [other for other, s in m.of_kinds(*_event_kinds(m)) if id in _answered(s)]
    if answers or not _is_ruled_out(statement):
        yield _answer(m, answers, m.case.chronology.spans[m.case.index_of[id]])


def _answer(m: Material, answers: list[str], span: Span | None) -> Sentence:
    """Return what names the danger, else what may have been done later, else that nothing does."""
    if answers:
        return m.say(f"Recorded in answer to it, or after it: {m.name(answers)}.", answers)
    later = list(_later(m, span)) if span else []
    if later:
        more = f" and {len(later) - 1} more" if len(later) > 1 else ""
        told = f"{_NOTHING} Recorded as done then or later, as far as that is dated: "
        return m.say(f"{told}{m.name(later[:1])}{more}.", later)
    return m.say(_NOTHING)


def _event_kinds(m: Material) -> tuple[str, ...]:
    return tuple({event.kind for event in m.case.events})


def _answered(statement: Statement) -> set[str]:
    return {id for field, id in statement.ids_named() if field not in _NO_ANSWER}


def _later(m: Material, span: Span) -> Iterator[str]:
    """Yield treatments that may have begun after a danger was noted, what surely did so first."""
    spans, index_of = m.case.chronology.spans, m.case.index_of
    begun = [(is_before(span, spans[index_of[other]]), other) for other, _ in m.of_kinds(*_DONE)]
    for wanted in (Truth.CERTAIN, Truth.POSSIBLE):
        yield from (other for truth, other in begun if truth is wanted)


# -- symptoms that are a danger --------------------------------------------------------------------


def _symptom(m: Material, symptom: Symptom) -> Iterator[Sentence]:
    """Yield the symptom with its onset, its last dated flare, and what answers to either."""
    owner = symptom.of or m.case.patient
    there = "there are" if symptom.is_several else "there is"
    whose = f"{m.case.name(owner)} has" if owner else there
    begun = f", begun {span_in_words(symptom.onset)}" if symptom.onset else ""
    course = f", {symptom.course}" if symptom.course else ""
    told = (
        f"It is recorded: {whose} {symptom.label} (a symptom of {symptom.domain}){begun}{course}."
    )
    yield m.say(told, [symptom.id])
    flares = [(id, s) for id, s in m.of_kinds("escalation") if symptom.id in s.subjects]
    dated = [id for id, s in flares if not s.alternative_of and _is_dated(m, id)]
    if dated:
        yield from m.with_accounts(m.again(_last_flare(m, dated[-1])))
    elif flares:
        yield m.say("None of its flares has a date.", [id for id, _ in flares])
    yield _answer(
        m, _answers(m, {symptom.id, *(id for id, _ in flares)}), _since(m, symptom, dated)
    )


def _is_dated(m: Material, id: str) -> bool:
    span = m.case.chronology.spans[m.case.index_of[id]]
    return span.start_earliest > -FOREVER and span.start_latest < FOREVER


def _last_flare(m: Material, id: str) -> Sentence:
    flare = m.statement(id)
    told = hedged(m.case, flare)
    text = m.case.name(flare.subjects[0])[:1] + told.text[1:]
    return Sentence(f"The last flare that is dated: {text}", told.refs, told.sources)


def _answers(m: Material, ids: set[str]) -> list[str]:
    kinds = [kind for kind in _event_kinds(m) if kind not in _MORE_OF_IT]
    return [other for other, s in m.of_kinds(*kinds) if ids & _answered(s)]


def _since(m: Material, symptom: Symptom, dated: list[str]) -> Span | None:
    """Return when a symptom last flared, else when it began; ``None`` where neither is told."""
    if dated:
        return m.case.chronology.spans[m.case.index_of[dated[-1]]]
    return parse_span(symptom.onset) if symptom.onset else None
