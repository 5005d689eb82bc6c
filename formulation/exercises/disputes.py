"""Two accounts with two dates: what the rest of a case says to each of them."""

from __future__ import annotations

from collections.abc import Iterator

from formulation.exercises.kind import (
    Made,
    Material,
    Offer,
    lettered,
    quoted,
    told_barely,
    with_chance,
)
from formulation.exercises.readings import whose
from formulation.exercises.sheet import Question, Solution
from formulation.exercises.times import is_consistent, replaced
from formulation.model.base import Statement
from formulation.model.case import Case

__all__ = ["disputed_dates"]

_NOT_DECIDED = "The rest of the case does not decide between them."
_UNDECIDED_SHARE = 0.5


def disputed_dates(material: Material, most: int) -> list[Made]:
    """Return questions about statements that two accounts date differently.

    Parameters
    ----------
    material
        What they are made from.
    most
        How many at most.
    """
    case = material.case
    pairs = material.drawn(_pairs(case), most)
    return [_made(material, one, other, str(n)) for n, (one, other) in enumerate(pairs, 1)]


def _pairs(case: Case) -> Iterator[tuple[int, int]]:
    """Yield the indices of two accounts of one thing whose times differ."""
    for n, statement in enumerate(case.statements):
        if statement.alternative_of is None or not (statement.when or statement.age):
            continue
        first = case.index_of[statement.alternative_of]
        other = case.statements[first]
        if statement.recurring or not (other.when or other.age):
            continue
        if (other.when, other.age) != (statement.when, statement.age):
            yield first, n


def _made(material: Material, one: int, other: int, number: str) -> Made:
    case = material.case
    both = [case.statements[one], case.statements[other]]
    fits = [is_consistent(_with_only(case, n, (one, other))) for n in (one, other)]
    offers = [*_accounts(case, both, fits), _neither(all(fits))]
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose",
        ask="Two accounts give this two dates. Which of them do the other facts of the case allow?",
        given=tuple(_facts(material, both)),
        options=options,
        is_open=all(fits),
        hint="Put each date in place and follow every age and every order from it.",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, both),
        look_at="A date that cannot be checked stays a question, whoever gives it.",
        model=next(offer.text for offer in offers if offer.share == 1),
    )
    return Made(question, with_chance(solution))


def _with_only(case: Case, index: int, both: tuple[int, int]) -> Case:
    """Return the case as one account has it: what hangs on the first hangs on the other then.

    Where the other account tells no order it is taken to be of the same mind about that.
    """
    first, _ = both
    own, usual = case.statements[index], case.statements[first]
    if not (own.after or own.before):
        orders = {"after": usual.after, "before": usual.before, "apart": usual.apart}
        own = own.model_copy(update=orders)
    return replaced(case, {first: own.model_copy(update={"alternative_of": None})})


def _accounts(case: Case, both: list[Statement], fits: list[bool]) -> Iterator[Offer]:
    for statement, fit in zip(both, fits, strict=True):
        text, reading = f"{told_barely(case, statement)} ({_whose(case, statement)})", None
        if not fit:
            yield Offer(text, 0, "Put in place, it contradicts what the case says elsewhere.")
        elif all(fits):
            reading = _whose(case, statement)
            reason = "That is one account. The other fits the rest of the case as well."
            yield Offer(text, _UNDECIDED_SHARE, reason, reading)
        else:
            yield Offer(text, 1, "Of the two it is the one that the rest of the case allows.")


def _neither(is_undecided: bool) -> Offer:
    if is_undecided:
        reason = (
            "So it is: each date can stand with all the rest. Both are kept, with their source."
        )
        return Offer(_NOT_DECIDED, 1, reason)
    return Offer(_NOT_DECIDED, 0, "One of the two contradicts the rest; follow the orders from it.")


def _whose(case: Case, statement: Statement) -> str:
    told = whose(case, statement)
    return f"according to {told}" if told else "nobody says whose account"


def _facts(material: Material, both: list[Statement]) -> Iterator[str]:
    """Yield what the case says of the statements tied to the two, without what they say."""
    case = material.case
    names = {id for s in both for id in (*s.after, *s.before)}
    first = both[0].id
    for id, statement in zip(case.ids, case.statements, strict=True):
        is_tied = first is not None and first in (*statement.after, *statement.before)
        if (id in names or is_tied) and statement not in both:
            yield told_barely(case, statement)
    born = next((p for p in case.people if p.id == case.patient and p.born), None)
    if born is not None and any(s.age for s in both):
        from formulation.dates import span_in_words

        yield f"{born.label} was born {span_in_words(born.born or '')}."
