"""Two accounts with two dates: what the rest of a case says to each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

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
from formulation.exercises.times import (
    born_told,
    disputed,
    is_consistent,
    is_solid,
    only_told,
    replaced,
)
from formulation.model.base import Statement
from formulation.model.case import Case

__all__ = ["disputed_dates"]

_FIRST = "The first can be so, and the second cannot."
_SECOND = "The second can be so, and the first cannot."
_BOTH = "Each can be so: nothing here decides it."
#: an account that can stand, where the other can as well
_ONE_OF_TWO = 0.25
_MOST_FACTS = 6


def disputed_dates(material: Material, most: int) -> list[Made]:
    """Return questions about statements that two accounts date differently.

    Parameters
    ----------
    material
        What they are made from.
    most
        How many at most.
    """
    # the account that the case rests on must not always be the first
    pairs = [material.shuffled(pair) for pair in material.drawn(_pairs(material.case), most)]
    return [_made(material, pair, str(n)) for n, pair in enumerate(pairs, 1)]


def _pairs(case: Case) -> Iterator[tuple[int, int]]:
    """Yield the indices of two accounts of one thing whose times differ, one of which can be so."""
    for n, statement in enumerate(case.statements):
        if statement.alternative_of is None or not (statement.when or statement.age):
            continue
        first = case.index_of[statement.alternative_of]
        other = case.statements[first]
        if statement.recurring or not (other.when or other.age):
            continue
        if (other.when, other.age) != (statement.when, statement.age):
            pair = first, n
            if any(is_consistent(_with_only(case, one, pair)) for one in pair):
                yield pair


def _made(material: Material, both: Sequence[int], number: str) -> Made:
    case = material.case
    alone = {n: _with_only(case, n, both) for n in both}
    fits = [is_consistent(alone[n]) for n in both]
    options, credits = lettered(material, _offers(case, both, fits))
    question = Question(
        id=number,
        form="choose",
        ask="Two accounts differ about when this was. Which can be so, as the other facts stand?",
        given=[*_accounts(case, both), *_in_common(case, both), *_facts(case, both, alone)],
        options=options,
        hint="Put each date in place and follow every age and every order from it.",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, [case.statements[n] for n in both]),
        look_at="A date that cannot be checked stays a question, whoever gives it.",
        model=_right(fits),
    )
    return Made(question, with_chance(solution))


def _with_only(case: Case, index: int, both: Sequence[int]) -> Case:
    """Return the case as one account has it: what hangs on the other hangs on this one then.

    Where an account tells no order it is taken to be of the same mind about that, and the sheet
    says so.
    """
    own, other = (case.statements[n] for n in (index, *(n for n in both if n != index)))
    if not (own.after or own.before):
        own = own.model_copy(update={"after": other.after, "before": other.before})
    first = min(both, key=lambda n: case.statements[n].alternative_of is not None)
    told = replaced(case, {first: own.model_copy(update={"alternative_of": None})})
    return only_told(told, [n for n in range(len(case.statements)) if n == first or n not in both])


def _right(fits: Sequence[bool]) -> str:
    return _BOTH if all(fits) else _FIRST if fits[0] else _SECOND


def _offers(case: Case, both: Sequence[int], fits: Sequence[bool]) -> Iterator[Offer]:
    right, noted = _right(fits), _notes(case, both)
    for text, n, fit in zip((_FIRST, _SECOND), both, fits, strict=True):
        if text == right:
            reason = f"So it is: the other contradicts what the case says elsewhere.{noted}"
            yield Offer(text, 1, reason)
        elif fit:
            reason = (
                f"That account can stand, but the other can stand with the rest as well.{noted}"
            )
            yield Offer(text, _ONE_OF_TWO, reason, whose(case, case.statements[n]) or None)
        else:
            reason = f"Put in place, it contradicts what the case says elsewhere.{noted}"
            yield Offer(text, 0, reason)
    if right == _BOTH:
        reason = f"So it is, by the facts told here. Both are kept, each with its source.{noted}"
        yield Offer(_BOTH, 1, reason)
    else:
        reason = "Follow the orders from each: not both of them can stand beside the rest."
        yield Offer(_BOTH, 0, f"{reason}{noted}")


def _notes(case: Case, both: Sequence[int]) -> str:
    """Return what the file notes of either account, as sentences to add; often of an error."""
    said = zip(("first", "second"), (case.statements[n].note for n in both), strict=True)
    return "".join(
        f" The file notes of the {word} account: “{' '.join(note.split())}”"
        for word, note in said
        if note
    )


def _accounts(case: Case, both: Sequence[int]) -> Iterator[str]:
    for word, n in zip(("first", "second"), both, strict=True):
        told = whose(case, case.statements[n]) or "nobody says whose it is"
        yield f"The {word} account: {told_barely(case, case.statements[n])} ({told})"


def _in_common(case: Case, both: Sequence[int]) -> Iterator[str]:
    """Yield the order that one account tells and the other does not speak of."""
    one, other = (case.statements[n] for n in both)
    for teller, silent in ((one, other), (other, one)):
        if (teller.after or teller.before) and not (silent.after or silent.before):
            bare = teller.model_copy(update=dict.fromkeys(("when", "age", "lasts", "apart")))
            yield f"Nobody disputes its place: it comes{bare.when_in_words(case.name)[1:]}."


def _facts(case: Case, both: Sequence[int], alone: dict[int, Case]) -> list[str]:
    """Return the facts that contradict an account, and others tied to the two, barely told."""
    against = [
        told.ids[n]
        for told in alone.values()
        for c in told.chronology.clashes
        for n in c.statements
    ]
    open_ = disputed(case) - set(both)
    tied = [n for n in _tied(case, both) if is_solid(case, n, open_)][:_MOST_FACTS]
    near = () if against or tied else _around(case, both, open_)
    shown = dict.fromkeys([*(case.index_of[id] for id in against), *tied, *near])
    told = [case.statements[n] for n in shown if n not in both]
    is_aged = any(s.age for s in (*told, *(case.statements[n] for n in both)))
    return [*(born_told(case) if is_aged else []), *(told_barely(case, s) for s in told)]


def _tied(case: Case, both: Sequence[int]) -> list[int]:
    """Return the indices of statements in an order with one of the two."""
    ids = {case.ids[n] for n in both}
    named = {id for n in both for id in _orders(case.statements[n])}
    return [
        n
        for n, (id, s) in enumerate(zip(case.ids, case.statements, strict=True))
        if n not in both and (id in named or ids & set(_orders(s)))
    ]


def _around(case: Case, both: Sequence[int], open_: Collection[int]) -> list[int]:
    """Return the indices of what is dated nearest to two accounts that nothing is tied to."""
    spans = case.chronology.spans
    dated = [
        n
        for n, s in enumerate(case.statements)
        if s.when and n not in both and is_solid(case, n, open_)
    ]
    at = spans[both[0]].start_earliest
    dated.sort(key=lambda n: (abs(spans[n].start_earliest - at), case.tell(case.statements[n])))
    return sorted(dated[:_MOST_FACTS], key=lambda n: spans[n].start_earliest)


def _orders(statement: Statement) -> tuple[str, ...]:
    return (*statement.after, *statement.before)
