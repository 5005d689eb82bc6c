"""What fits a pattern, in a sentence each: how often it fits, when, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formulation.dates import MINUTES_PER_DAY, Span, span_in_words
from formulation.errors import counted
from formulation.findings import Finding, each_of
from formulation.model.base import Statement, in_list
from formulation.views.report.content import Sentence
from formulation.views.report.hedging import stopped
from formulation.views.report.material import Material, by_pattern

__all__ = ["courses"]

#: a date that is finer than this says when, in minutes
_LONGEST_DATE = 366 * MINUTES_PER_DAY
_CONFIDENCE = ("low", "moderate", "high")
#: so many verdicts stand beside a pattern; the others stand under Weights
_MOST_WEIGHED = 3


def courses(m: Material) -> Iterator[Sentence]:
    """Yield what is told of each pattern that fits, however many episodes it has."""
    if not m.findings:
        yield m.say("None of the patterns looked for fits what is written down.")
    described = [one for one in m.findings if one.certainty == "described"]
    dated = [one for one in m.findings if one.certainty != "described"]
    for number, own in enumerate(by_pattern(described)):
        begun = "" if number else "Told as a repeated course, which cannot be counted: "
        alone = f"; {alone}" if (alone := _alone(m, own)) else ""
        yield from m.with_accounts(m.say(f"{begun}“{own[0].title}”{alone}.", _bound(own)))
    for own in by_pattern(dated):
        told = "; ".join(filter(None, (_fits(m, own), _order(own), _alone(m, own))))
        yield from m.with_accounts(m.say(f"“{own[0].title}” {told}.", _bound(own)))
        yield from _shared(m, own)
        yield from _weighed(m, own[0].pattern)


def _bound(own: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for one in own for id in one.statements))


# -- how often, when, how surely -----------------------------------------------------------------


def _fits(m: Material, own: Sequence[Finding]) -> str:
    return f"fits {counted(len(own), 'episode')}{_between(m, own)}"


def _order(own: Sequence[Finding]) -> str:
    if not own[0].has_order:
        return "no order in time is asked"
    sure = sum(finding.certainty == "certain" for finding in own)
    if not sure:
        return "the order is possible, not certain"
    rest = "" if sure == len(own) else f" in {sure} of them, else possible"
    return f"the order is certain{rest}"


def _alone(m: Material, own: Sequence[Finding]) -> str:
    """Return that all of it is inferred, where it is; empty elsewhere."""
    statements = [m.statement(id) for id in _bound(own)]
    if any(statement.basis != "inferred" for statement in statements):
        return ""
    count = len(statements)
    told = f"it rests on inference alone ({count} of {counted(count, 'statement')}"
    said = {statement.confidence for statement in statements if statement.confidence}
    if not said:
        return f"{told})"
    least = min(said, key=_CONFIDENCE.index)
    is_each = len(said) == 1 and all(statement.confidence for statement in statements)
    return f"{told}, {least} confidence{'' if is_each else ' at the lowest'})"


def _between(m: Material, own: Sequence[Finding]) -> str:
    """Return from when to when its events lie, in the words of the file and no finer.

    Nothing is said where an event has no date of its own, or one that says next to nothing.
    """
    ids = [id for id in _bound(own) if m.statement(id).section == "events"]
    spans = {id: m.case.chronology.spans[m.case.index_of[id]] for id in ids}
    if not ids or any(not m.statement(id).when or _is_vague(spans[id]) for id in ids):
        return ""
    first = min(ids, key=lambda id: spans[id].start_earliest)
    last = max(ids, key=lambda id: spans[id].start_latest)
    begun = _said(m.statement(first), is_end=False)
    ended = _said(m.statement(last), is_end=True)
    if begun == ended:
        return f" ({begun})"
    plain = not any(" from " in f" {one} " or " or " in one for one in (begun, ended))
    return f" (from {begun} to {ended})" if plain else f" (first {begun}; last {ended})"


def _is_vague(span: Span) -> bool:
    return span.start_latest - span.start_earliest > _LONGEST_DATE


def _said(event: Statement, *, is_end: bool) -> str:
    """Return the date an event began, or of the last one its whole date, as the file says it."""
    start, _, end = (event.when or "").partition("/")
    one = end if is_end and end.strip(" .") else start
    return span_in_words(one if one.strip(" .") else event.when or "")


# -- what several share, and what weighs -----------------------------------------------------------


def _shared(m: Material, own: Sequence[Finding]) -> Iterator[Sentence]:
    """Yield how many different events stand in the findings, where several share one."""
    held: dict[str, dict[str, None]] = {}
    for finding in own:
        for step, bound in finding.steps.items():
            ids = [id for id in each_of(bound) if m.statement(id).section == "events"]
            held.setdefault(step, {}).update(dict.fromkeys(ids))
    fewer = {step: ids for step, ids in held.items() if 0 < len(ids) < _times(own, step)}
    if fewer and len(own) > 1:
        told = in_list([f"{step.replace('_', ' ')} {len(ids)}" for step, ids in fewer.items()])
        yield m.say(
            f"These {len(own)} share events, and so are not apart from each other; each event "
            f"counted once: {told}."
        )


def _times(own: Sequence[Finding], step: str) -> int:
    return sum(step in finding.steps for finding in own)


def _weighed(m: Material, name: str) -> Iterator[Sentence]:
    """Yield the verdicts on the questions that a pattern asks of chance."""
    own = [weight for weight in m.weights if weight.pattern == name]
    tested = [weight for weight in own if weight.is_testable]
    for weight in tested[:_MOST_WEIGHED]:
        yield m.say(f"Asked of chance: {stopped(weight.question)} {stopped(weight.verdict)}")
    if own and not tested:
        yield m.say("Whether that is more than chance brings cannot be told from this file.")
