"""Episodes told alike: which of them fit a pattern, and which only look like it."""

from __future__ import annotations

from collections.abc import Iterator

from formulation.exercises.episodes import almost_told, episode_told, findings_of, rule_of
from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    Offer,
    UnsuitableError,
    lettered,
    quoted,
    with_chance,
)
from formulation.exercises.sheet import Credit, Question, Solution
from formulation.findings import Finding, NearMiss
from formulation.patterns.catalogue import catalogue
from formulation.patterns.pattern import Pattern

__all__ = ["KIND"]

_MOST_RIGHT, _MOST_WRONG = 3, 4
#: where the dates leave it open, saying so and not saying so are both reasonable
_LEFT_OPEN = 0.5


def make(material: Material) -> list[Made]:
    """Ask of a few episodes, told alike, which of them fit a pattern."""
    made: list[Made] = []
    for pattern in material.shuffled(catalogue()):
        one = _about(material, pattern, str(len(made) + 1))
        made += [one] if one else []
        if len(made) == material.most:
            break
    if not made:
        raise UnsuitableError("it has no pattern with both an instance and a near miss")
    return made


def _about(material: Material, pattern: Pattern, number: str) -> Made | None:
    case = material.case
    found, near = findings_of(case, pattern)
    right = material.drawn(found, _MOST_RIGHT)
    wrong = material.drawn(near, _MOST_WRONG)
    offers = list(_offers(material, right, wrong))
    if not any(o.share == 1 for o in offers) or not any(o.share == 0 for o in offers):
        return None
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose-many",
        ask="Which of these fit the pattern, as told?",
        given=rule_of(pattern),
        options=options,
        is_open=any(offer.share == _LEFT_OPEN for offer in offers),
        hint="Take the steps one by one: the same people, held then, in this order, near enough?",
    )
    ids = list(dict.fromkeys(id for one in right for id in one.statements))
    solution = Solution(
        question=number,
        form="choose-many",
        credits=credits,
        quotes=quoted(case, [case.statements[case.index_of[id]] for id in ids]),
        look_at="Lay the dates of one episode on a line and measure from step to step.",
        model=_model(credits),
    )
    return Made(question, with_chance(solution))


def _offers(material: Material, right: list[Finding], wrong: list[NearMiss]) -> Iterator[Offer]:
    case = material.case
    for finding in right:
        share = _LEFT_OPEN if finding.certainty == "possible" else 1
        yield Offer(episode_told(case, finding.steps.values()), share, _why(finding))
    told = {episode_told(case, finding.steps.values()) for finding in right}
    for miss in wrong:
        text = almost_told(case, miss)
        if text not in told:
            yield Offer(text, 0, _why_not(miss))


def _why(finding: Finding) -> str:
    if finding.certainty == "possible":
        return "As dated it may fit and may not: the dates overlap. Either answer is reasonable."
    if finding.certainty == "described":
        return "It fits as described; as it is told as a repeated course it cannot be counted."
    return "Every step that the pattern asks for is there, in its order and within its time."


def _why_not(miss: NearMiss) -> str:
    assert miss.failed is not None
    return f"It comes near, but {miss.failed.step} fails: {miss.failed.reason}."


def _model(credits: list[Credit]) -> str:
    return ", ".join(credit.answer for credit in credits if credit.share == 1)


KIND = Kind(
    name="find-pattern",
    title="Find every instance",
    level=1,
    trains="To recognize a pattern by its rule, and to let a look-alike go.",
    make=make,
)
