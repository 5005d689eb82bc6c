"""The dating error: one fact of several has been given a date that the others do not allow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formulation.exercises.disputes import disputed_dates
from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    Offer,
    UnsuitableError,
    lettered,
    quoted,
    told_barely,
    with_chance,
)
from formulation.exercises.sheet import Question, Solution
from formulation.exercises.times import (
    disputed,
    has_time,
    is_consistent,
    replaced,
    undated,
)
from formulation.model.base import Statement
from formulation.model.case import Case

__all__ = ["KIND"]

_FEWEST, _MOST = 4, 6
#: slips of the pen: a year too early or too late, a decade, and two digits turned round
_SLIPS = (1, -1, 10, -10, 9, -9)
#: how many statements are tried for each question; a long diary has thousands
_TRIED = 30
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_MOST_TIED = 4_000


def make(material: Material) -> list[Made]:
    """Ask which of several dated facts cannot be, as the others stand."""
    case = material.case
    if not is_consistent(case) or len(case.statements) > _MOST_TIED:
        raise UnsuitableError("its dates cannot be told apart from an error")
    made = disputed_dates(material, max(material.most // 2, 1))
    for index in material.drawn(_dated(case), _TRIED):
        if len(made) == material.most:
            break
        one = _with_a_slip(material, index, str(len(made) + 1))
        made += [one] if one else []
    if not made:
        raise UnsuitableError("it has no date that its other dates, ages and orders hold in place")
    return made


def _dated(case: Case) -> list[int]:
    """Return the indices of statements with a year of their own that some order speaks of."""
    tied = case.chronology.ordered - disputed(case)
    return [
        n
        for n, s in enumerate(case.statements)
        if n in tied and s.when and not s.recurring and _YEAR.search(s.when)
    ]


def _with_a_slip(material: Material, index: int, number: str) -> Made | None:
    """Return a question in which the date of one statement is wrong, or none if it cannot show."""
    case = material.case
    for years in material.shuffled(_SLIPS):
        wrong = _moved(case.statements[index], years)
        if wrong is None:
            continue
        changed = replaced(case, {index: wrong})
        clashing = {n for clash in changed.chronology.clashes for n in clash.statements}
        if index in clashing and len(clashing) < _MOST:
            return _made(material, changed, index, sorted(clashing), number)
    return None


def _moved(statement: Statement, years: int) -> Statement | None:
    """Return a statement dated some years off; none where no such date can be written."""
    moved = _YEAR.sub(lambda found: f"{int(found[0]) + years:04}", statement.when or "")
    try:
        return type(statement).from_keys({**statement.to_keys(), "when": moved})
    except ValueError:
        return None


def _made(
    material: Material, changed: Case, index: int, clashing: Sequence[int], number: str
) -> Made | None:
    case = material.case
    shown = [*clashing, *_beside(material, changed, clashing)]
    if len(shown) < _FEWEST:
        return None
    guilty = [n for n in clashing if is_consistent(undated(changed, n))]
    offers = list(_offers(changed, index, shown, guilty))
    if len({offer.text for offer in offers}) < len(shown):
        return None
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose",
        ask="One of these dates was copied wrongly. Which cannot be so, as the others stand?",
        given=tuple(_births(case)),
        options=options,
        is_open=len(guilty) > 1,
        hint="Reckon every age and every 'after' into a year before you compare.",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, [case.statements[n] for n in clashing]),
        look_at="Take each away in turn: which one lets the rest stand?",
        model=f"In the case itself: {case.tell(case.statements[index])}",
    )
    return Made(question, with_chance(solution))


def _beside(material: Material, changed: Case, clashing: Sequence[int]) -> list[int]:
    """Return other facts with a time, which are as the case has them."""
    # "the quarrel between them" must mean one quarrel, or nobody could tell which date is wrong
    named = {changed.statements[n].called(changed.name) for n in clashing}
    apart = disputed(changed).union(clashing)
    others = [
        n
        for n, s in enumerate(changed.statements)
        if n not in apart and has_time(s) and s.section == "events" and not s.recurring
        if s.called(changed.name) not in named
    ]
    return material.drawn(others, _MOST - len(clashing))


def _offers(
    changed: Case, index: int, shown: Sequence[int], guilty: Sequence[int]
) -> Iterator[Offer]:
    told = "; ".join(_in_words(changed, clash.words) for clash in changed.chronology.clashes)
    for n in shown:
        text = told_barely(changed, changed.statements[n])
        if n == index:
            yield Offer(text, 1, f"These cannot all be: {told}. The case has it otherwise.")
        elif n in guilty:
            reason = "Without it the rest can stand, so from these facts alone it could be this one"
            yield Offer(text, 1, f"{reason}; it is the other date that was changed.")
        else:
            yield Offer(text, 0, "Taking this away leaves the contradiction where it was.")


def _in_words(case: Case, words: Sequence[str]) -> str:
    return ", ".join(
        re.sub(r"\{(\d+)\}", lambda m: case.name(case.ids[int(m[1])]), w) for w in words
    )


def _births(case: Case) -> Iterator[str]:
    """Yield when the patient was born, which ages are reckoned from."""
    born = next((p.born for p in case.people if p.id == case.patient and p.born), None)
    if born:
        from formulation.dates import span_in_words

        yield f"{case.name(case.patient)} was born {span_in_words(born)}."


KIND = Kind(
    name="dating-error",
    title="Which date cannot be?",
    level=2,
    trains="To check dates, ages and orders against one another before building on them.",
    make=make,
)
