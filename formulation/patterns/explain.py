"""Findings and near misses in words: what held, what only may have, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from formulation.dates import duration_in_words
from formulation.errors import shortened
from formulation.findings import Failure
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.patterns.judging import space_of
from formulation.patterns.pattern import Pattern, Step
from formulation.patterns.relations import Constraint

__all__ = ["because", "because_near", "rests_on", "step_in_words"]

_OPENINGS = {
    "certain": "The order is certain, as dated",
    "possible": "The order is possible, not certain, as far as it is dated",
    "described": "As described, time and again",
}
_ORDER_STANDS = "The order is certain, as told; whether this was the first time is not"
_CANNOT_BE_COUNTED = (
    "It is told as a repeated course, not as dated episodes, so it cannot be counted or weighed."
)
_CONFIDENCE = ("low", "moderate", "high")


def _distinct(case: Case, ids: Iterable[str]) -> list[Statement]:
    return [case.statements[case.index_of[id]] for id in dict.fromkeys(ids)]


def rests_on(case: Case, ids: Iterable[str]) -> str:
    """Say how well founded the statements are: how many inferred, and the lowest confidence.

    Where a statement has another account, it says whose account is taken.
    """
    statements = _distinct(case, ids)
    count = sum(s.basis == "inferred" for s in statements)
    unsaid = sum(s.basis is None for s in statements)
    told = f"{count or 'none'} of {len(statements)} statements inferred"
    if unsaid:
        told += f", {unsaid} give no basis" if unsaid > 1 else ", 1 gives no basis"
    said = [s.confidence for s in statements if s.confidence]
    if said:
        told += f", lowest confidence {min(said, key=_CONFIDENCE.index)}"
    others = {s.alternative_of for s in case.statements if s.alternative_of}
    disputed = [s for s in statements if s.alternative_of or s.id in others]
    accounts = dict.fromkeys(_account(case, s) for s in disputed)
    return told + (f"; by the account of {in_list(list(accounts))}" if accounts else "")


def _account(case: Case, statement: Statement) -> str:
    if statement.said_by:
        return case.name(statement.said_by)
    return in_list(list(statement.source)) or "an unnamed source"


def _course(
    case: Case, pattern: Pattern, steps: Mapping[str, str], doubts: Sequence[Constraint] = ()
) -> str:
    """Tell the bound statements one after another, each once, in the order of the steps."""
    doubted = {c.step for c in doubts if c.relation == "during"}
    parts: list[str] = []
    seen: set[str] = set()
    for step in pattern.steps:
        id = steps.get(step.as_)
        if id is None or id in seen:
            continue
        seen.add(id)
        statement = case.statements[case.index_of[id]]
        told = statement.told(case.name) + _dated(statement)
        relations = {relation for relation, _ in step.relations()}
        follows = bool(relations & {"after", "from", "after_end_of"})
        during = [steps[other] for relation, other in step.relations() if relation == "during"]
        events = [id for id in during if case.statements[case.index_of[id]].section == "events"]
        # nobody says that an episode of one repeated course fell within one of another
        untold = statement.recurring and events
        perhaps = "perhaps " if step.as_ in doubted or untold else ""
        meanwhile = f"{perhaps}meanwhile " if during and not follows else ""
        parts.append("then " * follows + meanwhile + told)
    return "; ".join(parts)


def _dated(statement: Statement) -> str:
    """Return the time of a statement as a sentence would add it, without orders."""
    bare = statement.model_copy(update={"after": (), "before": (), "apart": None})
    return bare.when_in_words(lambda id: id or "")


def because(
    case: Case,
    pattern: Pattern,
    certainty: str,
    steps: Mapping[str, str],
    roles: Mapping[str, str],
    *,
    doubts: Sequence[Constraint] = (),
) -> str:
    """Return a finding as a sentence, hedged by its certainty.

    Parameters
    ----------
    case, pattern
        Where it was found, and what.
    certainty
        ``certain``, ``possible`` or ``described``.
    steps, roles
        Which statement stands for each step, who for each letter, by their ids.
    doubts
        Relations that only may hold.
    """
    opening = _OPENINGS[certainty]
    if certainty == "possible" and not doubts:
        opening = _ORDER_STANDS
    told = f"{opening}: {_course(case, pattern, steps, doubts)}."
    if certainty == "described":
        told += f" {_CANNOT_BE_COUNTED}"
    if certainty == "possible" and doubts:
        told += f" Not certain: {_doubts(case, steps, doubts)}."
    missing = [s for s in pattern.steps if s.optional and s.as_ not in steps]
    if missing:
        words = dict.fromkeys(step_in_words(case, s, roles) for s in missing)
        told += f" Not recorded: {in_list(list(words), 'or')}."
    absent = [_absent_in_words(case, s, steps, roles) for s in pattern.steps if s.absent]
    for phrase in absent:
        told += f" No {phrase} is recorded, which does not mean that there was none."
    return told


_UNNAMED = {"figure": "someone", "symptom": "a symptom", "term": "some kind"}
_SAID = {
    "after": "later than",
    "from": "no earlier than",
    "before": "earlier than",
    "during": "within the time of",
    "after_end_of": "after the end of",
}


def _doubts(case: Case, steps: Mapping[str, str], doubts: Sequence[Constraint]) -> str:
    """Say which relations only may hold, those of one step together."""
    together: dict[tuple[str, str], list[str]] = {}
    for c in doubts:
        key = (case.name(steps[c.step]), _SAID[c.relation] + _window(c))
        together.setdefault(key, []).append(case.name(steps[c.other]))
    told = [f"that {who} was {how} {in_list(whom)}" for (who, how), whom in together.items()]
    return "; ".join([*told, *_open_ends(case, steps, doubts)])


def _open_ends(case: Case, steps: Mapping[str, str], doubts: Sequence[Constraint]) -> Iterator[str]:
    """Say of each event that something may have fallen in that no end of it is recorded."""
    for id in dict.fromkeys(steps[c.other] for c in doubts if c.relation == "during"):
        statement = case.statements[case.index_of[id]]
        span = case.chronology.spans[case.index_of[id]]
        if statement.section == "events" and not span.is_interval:
            yield f"for {case.name(id)} no end of its own is recorded"


def _absent_in_words(
    case: Case, step: Step, steps: Mapping[str, str], roles: Mapping[str, str]
) -> str:
    """Return an absent step as a noun phrase, with what it would have come before or after."""
    related = [
        f"{relation.replace('_', ' ')} {case.name(steps[other])}"
        for relation, other in step.relations()
    ]
    return " ".join([step_in_words(case, step, roles).partition(" ")[2], in_list(related)])


def _window(c: Constraint) -> str:
    if c.within_minutes is None:
        return ""
    return f", and within {duration_in_words(c.within_minutes)} of,"


def step_in_words(case: Case, step: Step, roles: Mapping[str, str]) -> str:
    """Return a step as a noun phrase with the names of those who stand for its letters."""

    def words_for(match: re.Match[str]) -> str:
        key = step.record.keys().get(match[1], "")
        asked = step.asks.get(key, ())
        if not isinstance(asked, tuple):
            return asked if isinstance(asked, str) else "some kind"
        names = [case.name(roles[w]) for w in asked if w in roles]
        return in_list(names) or _UNNAMED.get(space_of(step, key), "something")

    noun = step.record.noun or f"the {step.kind.replace('_', ' ')}"
    told = re.sub(r"\{(\w+)\}", words_for, noun).removeprefix("the ")
    return f"{'an' if told[0] in 'aeiou' else 'a'} {told}"


def because_near(
    case: Case,
    pattern: Pattern,
    steps: Mapping[str, str],
    roles: Mapping[str, str],
    failed: Failure,
) -> str:
    """Return a near miss as a sentence: what held, and what did not."""
    told = f"Nearly: {_course(case, pattern, steps)}."
    if failed.nearest is None:
        step = step_in_words(case, pattern.by_name[failed.step], roles)
        return f"{told} What is missing is {step}: {failed.reason}."
    statement = case.statements[case.index_of[failed.nearest]]
    told += f" What comes nearest to the next step: {shortened(statement.told(case.name))}"
    told += f"{_dated(statement)}: {failed.reason}"
    if failed.against:
        told += f", measured by {case.name(failed.against)}"
        told += _dated(case.statements[case.index_of[failed.against]])
    return told + "."
