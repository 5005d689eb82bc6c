"""Findings and near misses in words: what held, what only may have, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from formulation.dates import Truth, duration_in_words, is_before
from formulation.errors import shortened
from formulation.findings import Bound, Failure, each_of
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.patterns.judging import space_of
from formulation.patterns.own_words import beside, bound_for, dated, first_named, in_own_words
from formulation.patterns.pattern import AnyOf, Pattern, Step
from formulation.patterns.relations import Constraint
from formulation.patterns.step import RELATIONS

__all__ = ["asks_order", "because", "because_near", "rests_on", "step_in_words"]

_OPENINGS = {
    "certain": "The order is certain, as dated",
    "possible": "The order is possible, not certain, as far as it is dated",
    "described": "As described, time and again",
}
_AS_TOLD = "The order is certain, as told"
_ORDER_STANDS = "The order is certain, as told; whether this was the first time is not"
#: a repeated course is told by its first episodes; the finding itself holds all
_MOST_TOLD = 6
_SHORT_CITE = 40
_NO_ORDER = "No order in time is asked"
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
    if unsaid and not count:  # "none inferred" would read as if they were known otherwise
        give = "gives" if unsaid == 1 else "give"
        told = f"{unsaid} of {len(statements)} statements {give} no basis"
    elif unsaid:
        told += f", {unsaid} give no basis" if unsaid > 1 else ", 1 gives no basis"
    said = [s.confidence for s in statements if s.confidence]
    if said:
        told += f", lowest confidence {min(said, key=_CONFIDENCE.index)}"
    disputed = [s for s in statements if s.alternative_of or s.id in case.other_accounts]
    accounts = dict.fromkeys(_account(case, s) for s in disputed)
    return told + (f"; by the account of {in_list(list(accounts))}" if accounts else "")


def _account(case: Case, statement: Statement) -> str:
    if statement.said_by:
        return case.name(statement.said_by)
    cites = {source.id: source.cite for source in case.sources}
    told = [_called(cites.get(id), id) for id in statement.source]
    return in_list(told) or "an unnamed source"


def _called(cite: str | None, id: str) -> str:
    """Return what a source is called in a sentence: its words where they are few, else its id."""
    few = cite is not None and len(cite) <= _SHORT_CITE
    return f"“{cite}”" if few else id


def _course(
    case: Case, pattern: Pattern, steps: Mapping[str, Bound], doubts: Sequence[Constraint] = ()
) -> str:
    """Tell the bound statements one after another, each once, in the order of the steps.

    Of those told with "then", what certainly began earlier comes first.
    """
    doubted = {c.step for c in doubts if c.relation == "during"}
    parts: list[str] = []
    seen: set[str] = set()
    for step, ids in _in_time(case, _bound_steps(pattern, steps)):
        fresh = [id for id in ids if id not in seen]
        if not fresh:
            continue
        seen.update(fresh)
        if len(fresh) > 1:
            parts.append(_all_of(case, fresh))
            continue
        statement = case.statements[case.index_of[fresh[0]]]
        told = statement.told(case.name) + dated(statement)
        follows = _follows(step)
        during = [
            id
            for relation, other in step.relations()
            if relation == "during"
            for id in bound_for(pattern, steps, other)
        ]
        events = [id for id in during if case.statements[case.index_of[id]].section == "events"]
        # nobody says that an episode of one repeated course fell within one of another
        untold = statement.recurring and events
        perhaps = "perhaps " if step.as_ in doubted or untold else ""
        meanwhile = f"{perhaps}meanwhile " if during and not follows else ""
        parts.append(("then " * follows + meanwhile) * bool(parts) + told)
    return "; ".join(parts)


def _follows(step: Step) -> bool:
    """Tell whether a step is told with "then"."""
    return any(relation in ("after", "from", "after_end_of") for relation, _ in step.relations())


def _in_time(
    case: Case, bound: Iterable[tuple[Step, tuple[str, ...]]]
) -> list[tuple[Step, tuple[str, ...]]]:
    """Put each step in front of those that certainly came later, where "then" tells of both.

    A truce and a rally may both follow a flare, and a pattern's file names them in one order.
    """
    told: list[tuple[Step, tuple[str, ...]]] = []
    for step, ids in bound:
        at = len(told)
        while at and _is_earlier(case, (step, ids), told[at - 1]):
            at -= 1
        told.insert(at, (step, ids))
    return told


def _is_earlier(
    case: Case, one: tuple[Step, tuple[str, ...]], other: tuple[Step, tuple[str, ...]]
) -> bool:
    """Tell whether the one statement of a step certainly began before that of another."""
    if not all(_follows(step) and len(ids) == 1 for step, ids in (one, other)):
        return False
    first, then = (case.index_of[ids[0]] for _, ids in (one, other))
    if case.statements[first].recurring or case.statements[then].recurring:
        return False
    return is_before(case.chronology.spans[first], case.chronology.spans[then]) is Truth.CERTAIN


def _bound_steps(
    pattern: Pattern, steps: Mapping[str, Bound]
) -> Iterator[tuple[Step, tuple[str, ...]]]:
    """Yield each step that is bound with its ids; a repeated choice by its first step."""
    for one in pattern.settled_steps:
        for step in (one,) if isinstance(one, Step) else one.placed():
            bound = steps.get(one.name if one.times else step.as_)
            if bound is not None:
                yield step, each_of(bound)
                if one.times:
                    break


def _all_of(case: Case, ids: Sequence[str]) -> str:
    """Tell several statements of a repeated step: how many, then each, or the first few."""
    told = [case.statements[case.index_of[id]] for id in ids]
    shown = told[:_MOST_TOLD] if len(told) > _MOST_TOLD + 1 else told
    more = [f"{len(told) - len(shown)} more"] if len(told) > len(shown) else []
    words = [statement.told(case.name) for statement in shown]
    dates = [dated(statement).removeprefix(", ") for statement in shown]
    if len({statement.told(case.name) for statement in told}) == 1 and all(dates):
        return f"{len(ids)} times {words[0]} ({in_list([*dates, *more])})"
    each = [f"{said} ({date})" if date else said for said, date in zip(words, dates, strict=True)]
    parts = [*each, *more]
    if any(mark in one for one in each for mark in (", ", "; ", " and ")):
        return f"{len(ids)} times: " + "; ".join(f"({n}) {one}" for n, one in enumerate(parts, 1))
    return f"{len(ids)} times: {in_list(parts)}"


def because(
    case: Case,
    pattern: Pattern,
    certainty: str,
    steps: Mapping[str, Bound],
    roles: Mapping[str, Bound],
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
        Which statements stand for each step, who for each letter, by their ids.
    doubts
        Relations that only may hold.
    """
    absent = [step for step in pattern.every_step if step.absent]
    opening = _OPENINGS[certainty]
    if certainty == "possible" and not doubts and absent:
        opening = _ORDER_STANDS
    if certainty == "certain" and not _is_any_dated(case, steps):
        opening = _AS_TOLD
    if certainty != "described" and not asks_order(pattern):
        opening = _NO_ORDER
    told = f"{first_named(case, pattern.names_first)}{opening}: "
    if pattern.says:
        told += f"{in_own_words(case, pattern, steps, roles)}. Recorded: "
    told += f"{_course(case, pattern, steps, doubts)}."
    if certainty == "described":
        told += f" {_CANNOT_BE_COUNTED}"
    if certainty == "possible" and doubts:
        told += f" Not certain: {_doubts(case, pattern, steps, doubts)}."
    told += "".join(f" {sentence}" for sentence in beside(case, pattern, steps, roles))
    missing = [s for s in pattern.every_step if s.optional and s.as_ not in steps]
    missing = [s for s in missing if not _is_stood_for(pattern, s, steps)]
    if missing:
        words = dict.fromkeys(step_in_words(case, s, roles) for s in missing)
        told += f" Not recorded: {in_list(list(words), 'or')}."
    for phrase in (_absent_in_words(case, pattern, s, steps, roles) for s in absent):
        told += f" No {phrase} is recorded, which does not mean that there was none."
    return told


def asks_order(pattern: Pattern) -> bool:
    """Tell whether a pattern asks how its steps lie to each other in time."""
    return any(any(step.relations()) for step in pattern.every_step)


def _is_any_dated(case: Case, steps: Mapping[str, Bound]) -> bool:
    told = [case.statements[case.index_of[id]] for b in steps.values() for id in each_of(b)]
    return any(statement.when or statement.age for statement in told)


def _is_stood_for(pattern: Pattern, step: Step, steps: Mapping[str, Bound]) -> bool:
    """Tell whether another step of the same choice is bound."""
    choices = [one for one in pattern.settled_steps if isinstance(one, AnyOf) and one.optional]
    names = [[other.as_ for other in one.any_of] for one in choices]
    return any(step.as_ in alike and any(n in steps for n in alike) for alike in names)


_UNNAMED = {"figure": "someone", "symptom": "a symptom", "term": "some kind"}
_SAID = {**RELATIONS, "during": "within the time of"}


def _doubts(
    case: Case, pattern: Pattern, steps: Mapping[str, Bound], doubts: Sequence[Constraint]
) -> str:
    """Say which relations only may hold, those of one step together."""
    together: dict[tuple[str, str], list[str]] = {}
    during: list[str] = []
    for c in doubts:
        who, whom = (bound_for(pattern, steps, name)[0] for name in (c.step, c.other))
        key = (case.name(who), _SAID[c.relation] + _window(c))
        together.setdefault(key, []).append(case.name(whom))
        during += [whom] if c.relation == "during" else []
    told = [f"that {who} was {how} {in_list(whom)}" for (who, how), whom in together.items()]
    return "; ".join([*told, *_open_ends(case, during)])


def _open_ends(case: Case, ids: Sequence[str]) -> Iterator[str]:
    """Say of each event that something may have fallen in that no end of it is recorded."""
    for id in dict.fromkeys(ids):
        statement = case.statements[case.index_of[id]]
        span = case.chronology.spans[case.index_of[id]]
        if statement.section == "events" and not span.is_interval:
            yield f"for {case.name(id)} no end of its own is recorded"


def _absent_in_words(
    case: Case,
    pattern: Pattern,
    step: Step,
    steps: Mapping[str, Bound],
    roles: Mapping[str, Bound],
) -> str:
    """Return an absent step as a noun phrase, with what it would have come before or after."""
    related = [
        f"{relation.replace('_', ' ')} {in_list([case.name(id) for id in ids])}"
        for relation, other in step.relations()
        if (ids := bound_for(pattern, steps, other))
    ]
    return " ".join([step_in_words(case, step, roles).partition(" ")[2], in_list(related)])


def _window(c: Constraint) -> str:
    if c.within_minutes is None:
        return ""
    return f", and within {duration_in_words(c.within_minutes)} of,"


def step_in_words(case: Case, step: Step, roles: Mapping[str, Bound]) -> str:
    """Return a step as a noun phrase with the names of those who stand for its letters."""

    def words_for(match: re.Match[str]) -> str:
        key = step.record.keys().get(match[1], "")
        asked = step.asks.get(key, ())
        if not isinstance(asked, tuple):
            return asked if isinstance(asked, str) else "some kind"
        names = [case.name(id) for w in asked if w in roles for id in each_of(roles[w])]
        return in_list(names) or _UNNAMED.get(space_of(step, key), "something")

    noun = step.record.noun or f"the {step.kind.replace('_', ' ')}"
    told = re.sub(r"\{(\w+)\}", words_for, noun).removeprefix("the ")
    return f"{'an' if told[0] in 'aeiou' else 'a'} {told}"


def because_near(
    case: Case,
    pattern: Pattern,
    steps: Mapping[str, Bound],
    roles: Mapping[str, Bound],
    failed: Failure,
) -> str:
    """Return a near miss as a sentence: what held, what did not, and what would decide it."""
    told = f"Nearly: {_course(case, pattern, steps)}."
    if failed.reason.endswith("recorded") and failed.nearest:
        ending = case.statements[case.index_of[failed.nearest]]
        words = shortened(ending.told(case.name)) + dated(ending)
        return f"{told} It does not fit because this is recorded too: {words}."
    step = pattern.by_name.get(failed.step)
    if failed.nearest is None:
        noun = step_in_words(case, step, roles) if step else "enough of them"
        if step is None or step.times:
            what = failed.step.replace("_", " ").capitalize()
            return f"{told} “{what}” would have to come more often: {failed.reason}."
        wanted = f" It would fit with one {failed.wanted}." if failed.wanted else ""
        return f"{told} What is missing is {noun}: {failed.reason}.{wanted}"
    statement = case.statements[case.index_of[failed.nearest]]
    told += f" What comes nearest to the next step: {shortened(statement.told(case.name))}"
    told += f"{dated(statement)}: {failed.reason}"
    if failed.against:
        told += f", measured by {case.name(failed.against)}"
        told += dated(case.statements[case.index_of[failed.against]])
    return told + (f". It would fit with one {failed.wanted}." if failed.wanted else ".")
