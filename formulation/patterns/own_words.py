"""A pattern's own sentence, what it names first, and what stands beside a repetition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from formulation.dates import MINUTES_PER_DAY
from formulation.errors import shortened
from formulation.findings import Bound, each_of
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.patterns.anniversaries import calendar_days
from formulation.patterns.pattern import AnyOf, Pattern, Step
from formulation.patterns.wording import BRACED
from formulation.timeline.naming import named_by, texts_in

__all__ = ["beside", "bound_for", "dated", "first_named", "in_own_words"]

_MOST_NAMED = 6
_LONGEST_NOUN = 120


def in_own_words(
    case: Case, pattern: Pattern, steps: Mapping[str, Bound], roles: Mapping[str, Bound]
) -> str:
    """Return a pattern's own sentence with names for its letters and steps."""

    def words_for(found: re.Match[str]) -> str:
        name = found[1]
        if name in roles:
            return in_list([_named(case, id) for id in each_of(roles[name])])
        bound = bound_for(pattern, steps, name)
        return in_list([_noun(case, id) for id in bound])

    told = BRACED.sub(words_for, (pattern.says or "").strip())
    return told[:1].upper() + told[1:].removesuffix(".")


def _named(case: Case, id: str) -> str:
    return _noun(case, id) if id in case.index_of else case.name(id)


def _noun(case: Case, id: str) -> str:
    """Return a statement as a noun phrase, long enough to know it by."""
    statement = case.statements[case.index_of[id]]
    told = statement.called(case.name)
    if len(told) > _LONGEST_NOUN:
        told = statement.model_copy(update={"what": None}).called(case.name)
    return shortened(told, _LONGEST_NOUN)


def bound_for(pattern: Pattern, steps: Mapping[str, Bound], name: str) -> tuple[str, ...]:
    """Return the ids bound for a step, or for whichever step of a choice is bound."""
    if name in steps:
        return each_of(steps[name])
    choices = [one for one in pattern.settled_steps if isinstance(one, AnyOf) and one.name == name]
    names = [step.as_ for one in choices for step in one.any_of]
    return tuple(id for step in names if step in steps for id in each_of(steps[step]))


def first_named(case: Case, words: Sequence[str]) -> str:
    """Return a sentence that names what a case holds of disease, injury and drug; empty for none.

    A drug is a treatment or an intervention with a dose or a route.
    """
    named: list[str] = []
    for word in words:
        if word == "drug":
            named += [s.called(case.name) for s in case.statements if _is_drug(s)]
        else:
            named += [case.name(one.id) for one in case.symptoms if one.kind == word]
    if not named:
        return ""
    return f"First to be named, as illness, injury or drug in this file: {_and_more(named)}. "


def _and_more(told: Sequence[str]) -> str:
    """Join what is told, and say how much more there is beyond a few."""
    rest = len(told) - _MOST_NAMED
    return in_list([*told[:_MOST_NAMED], *([f"{rest} more"] if rest > 0 else [])])


def _is_drug(statement: Statement) -> bool:
    said = vars(statement)  # most kinds have neither, and there may be thousands
    return bool(said.get("dose") or said.get("route"))


def beside(
    case: Case, pattern: Pattern, steps: Mapping[str, Bound], roles: Mapping[str, Bound]
) -> Iterator[str]:
    """Yield, for each repeated step, what else is recorded of its kind and did not fit.

    For anniversaries it is the years that went by without.
    """
    for one in (s for s in pattern.settled_steps if s.times):
        bound = each_of(steps[one.name])
        if any(case.statements[case.index_of[id]].recurring for id in bound):
            continue
        if one.anniversary_of:
            first = bound_for(pattern, steps, one.anniversary_of[0])[0]
            yield from _years_without(case, first, bound)
        others = _not_among(case, one, bound, roles)
        if others:
            named = [_with_date(case, id) for id in others[:_MOST_NAMED]]
            told = _and_more([*named, *others[_MOST_NAMED:]])
            yield f"Also recorded, but not part of this: {told}."


def _with_date(case: Case, id: str) -> str:
    statement = case.statements[case.index_of[id]]
    date = dated(statement).removeprefix(", ")
    return shortened(statement.told(case.name)) + (f" ({date})" if date else "")


def dated(statement: Statement) -> str:
    """Return the time of a statement as a sentence would add it, without orders."""
    bare = statement.model_copy(update={"after": (), "before": (), "apart": None})
    return bare.when_in_words(lambda id: id or "")


def _not_among(
    case: Case, one: Step | AnyOf, bound: Sequence[str], roles: Mapping[str, Bound]
) -> list[str]:
    """Return dated statements that a step would take by its names, and that are not in its list."""
    alternatives, within = (one,) if isinstance(one, Step) else one.any_of, set(bound)
    kinds = {step.kind for step in alternatives}
    return [
        id
        for id, statement in zip(case.ids, case.statements, strict=True)
        if statement.kind in kinds
        and id not in within
        and not statement.recurring
        and any(_could_be(case, step, statement, roles) for step in alternatives)
    ]


def _could_be(case: Case, step: Step, statement: Statement, roles: Mapping[str, Bound]) -> bool:
    if statement.kind != step.kind:
        return False
    named = {key: words for key, _, words in named_by(case, statement)}
    for key, asked in step.asks.items():
        words = named.get(key) or texts_in(getattr(statement, step.field(key)))
        for letter in asked if isinstance(asked, tuple) else ():
            if letter in roles and not set(each_of(roles[letter])) & set(words):
                return False
    return True


def _years_without(case: Case, first: str, bound: Sequence[str]) -> Iterator[str]:
    """Yield the years between the first day and the last statement in which nothing is told."""
    spans = case.chronology.spans
    day = spans[case.index_of[first]].start_earliest // MINUTES_PER_DAY
    near = [spans[case.index_of[id]].start_earliest // MINUTES_PER_DAY for id in bound]
    years = {round((one - day) / 365.2425) for one in near}
    start = calendar_days(day).year
    without = [str(start + n) for n in range(1, max(years)) if n not in years]
    if without:
        yield f"Nothing is recorded near the anniversaries of {in_list(without)}."
