"""Episodes told alike: which of them fit a pattern, and which only look like it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from formulation.exercises.episodes import Episode, Episodes, rule_of
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
from formulation.exercises.sheet import Question, Solution
from formulation.findings import Finding, NearMiss
from formulation.patterns.catalogue import catalogue
from formulation.patterns.pattern import Pattern

__all__ = ["KIND"]

_MOST_RIGHT, _MOST_OPEN, _MOST_WRONG = 3, 1, 4
#: how many episodes are looked at for these; a long diary has hundreds
_TRIED = 12
#: where the dates leave it open, saying so and not saying so are both reasonable
_LEFT_OPEN = 0.5


def make(material: Material) -> list[Made]:
    """Ask of a few episodes, told alike, which of them fit a pattern."""
    made: list[Made] = []
    episodes = Episodes(material)
    for pattern in material.shuffled(catalogue()):
        one = _about(material, episodes, pattern, str(len(made) + 1))
        made += [one] if one else []
        if len(made) == material.most:
            break
    if not made:
        raise UnsuitableError("it has no pattern with both an instance and a near miss")
    return made


def _about(material: Material, episodes: Episodes, pattern: Pattern, number: str) -> Made | None:
    chosen = _chosen(episodes, pattern)
    offers = [_offer(episode) for episode in chosen]
    if not {0, 1} <= {offer.share for offer in offers}:
        return None
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose-many",
        ask="Which of these fit the pattern, as told?",
        given=rule_of(pattern),
        options=options,
        is_open=any(offer.share == _LEFT_OPEN for offer in offers),
        hint=(
            "Take the steps one by one: the same people, held then, in this order, near enough? "
            "What need not be there decides nothing."
        ),
    )
    fitting = (n for one, offer in zip(chosen, offers, strict=True) if offer.share for n in one[0])
    solution = Solution(
        question=number,
        form="choose-many",
        credits=credits,
        quotes=quoted(material.case, [material.case.statements[n] for n in dict.fromkeys(fitting)]),
        look_at="Lay the dates of one episode on a line and measure from step to step.",
        model=", ".join(credit.answer for credit in credits if credit.share == 1),
    )
    return Made(question, with_chance(solution))


def _chosen(episodes: Episodes, pattern: Pattern) -> list[Episode]:
    """Return episodes that read differently: some that fit, few left open, some near misses."""
    fitting, missing = episodes.of(pattern)
    left = {"certain": _MOST_RIGHT, "described": _MOST_RIGHT, "possible": _MOST_OPEN}
    told: dict[str, Episode] = {}
    for one in islice(fitting, _TRIED):
        if one.text not in told and left[one.found.certainty]:
            left[one.found.certainty] -= 1
            told[one.text] = one
        if not left["certain"]:
            break
    alike = islice(_look_alikes(episodes, pattern, told, missing), _MOST_WRONG)
    new = {one.text: one for one in alike}
    return [*told.values(), *(one for text, one in new.items() if text not in told)]


def _look_alikes(
    episodes: Episodes, pattern: Pattern, fitting: dict[str, Episode], missing: Iterator[Episode]
) -> Iterator[Episode]:
    """Yield what nearly fits: first what has something at every step, then what is the shorter."""
    shorter = []
    for one in missing:
        if one.failed.nearest:
            yield one
        else:
            shorter.append(one)
    if shorter:
        for sure in fitting.values():
            yield from episodes.mixed(pattern, sure)
    yield from shorter


def _offer(episode: Episode) -> Offer:
    found = episode.found
    if isinstance(found, NearMiss):
        return Offer(episode.text, 0, _why_not(episode))
    share = _LEFT_OPEN if found.certainty == "possible" else 1
    return Offer(episode.text, share, _why(found))


def _why(finding: Finding) -> str:
    if finding.certainty == "possible":
        return "As dated it may fit and may not: the dates overlap. Either answer is reasonable."
    if finding.certainty == "described":
        return "It fits as described; as it is told as a repeated course it cannot be counted."
    return "Every step that the pattern asks for is there, in its order and within its time."


def _why_not(episode: Episode) -> str:
    return f"It comes near, but {episode.because}."


KIND = Kind(
    name="find-pattern",
    title="Find every instance",
    level=1,
    trains="To recognize a pattern by its rule, and to let a look-alike go.",
    make=make,
)
