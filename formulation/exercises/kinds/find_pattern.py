"""Episodes told alike: which of them fit a pattern, and which only look like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from formulation.patterns.step import Placed

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
    asked: list[frozenset[int]] = []
    for pattern in material.shuffled(catalogue()):
        chosen = _chosen(episodes, pattern, asked)
        if one := _about(material, pattern, chosen, str(len(made) + 1)):
            made.append(one)
            asked += [frozenset(episode.statements) for episode in chosen if _fits(episode)]
        if len(made) == material.most:
            break
    if not made:
        raise UnsuitableError("it has no pattern with both an instance and a near miss")
    return made


def _about(
    material: Material, pattern: Pattern, chosen: Sequence[Episode], number: str
) -> Made | None:
    offers = [_offer(pattern, episode) for episode in chosen]
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


def _chosen(episodes: Episodes, pattern: Pattern, asked: Sequence[frozenset[int]]) -> list[Episode]:
    """Return episodes that read differently: some that fit, few left open, some near misses.

    What fits in one question answers no other: whoever saw it once would know it again.
    """
    fitting, missing = episodes.of(pattern)
    left = {1: _MOST_RIGHT, _LEFT_OPEN: _MOST_OPEN}
    told: dict[str, Episode] = {}
    for one in islice(fitting, _TRIED):
        share, own = _share(pattern, one), frozenset(one.statements)
        is_new = one.text not in told and not any(own <= o or o <= own for o in asked)
        if is_new and left[share]:
            left[share] -= 1
            told[one.text] = one
        if not left[1]:
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


def _fits(episode: Episode) -> bool:
    return not isinstance(episode.found, NearMiss)


def _share(pattern: Pattern, episode: Episode) -> float:
    """Return what is earned by naming an episode; half where what is told leaves it open."""
    if not _fits(episode):
        return 0
    certainty = episode.found.certainty
    is_blurred = certainty == "described" and _asks_for_days(pattern)
    return _LEFT_OPEN if certainty == "possible" or is_blurred else 1


def _asks_for_days(pattern: Pattern) -> bool:
    """Tell whether a step that has to be there asks for more than an order.

    What comes time and again has an order, and no day: neither a number of days nor that the one
    still lasted as the other came can be seen of it.
    """
    needed = (one for one in pattern.steps if one.is_required)
    parts = (part for one in needed for part in (one, *getattr(one, "any_of", ())))
    return any(part.within or part.at_least or _asks_to_overlap(part) for part in parts)


def _asks_to_overlap(part: Placed) -> bool:
    return bool(part.during or part.after_end_of or part.anniversary_of)


def _offer(pattern: Pattern, episode: Episode) -> Offer:
    found, share = episode.found, _share(pattern, episode)
    if isinstance(found, NearMiss):
        return Offer(episode.text, share, _why_not(episode))
    return Offer(episode.text, share, _why(found, share))


def _why(finding: Finding, share: float) -> str:
    if finding.certainty == "possible":
        return "As dated it may fit and may not: the dates overlap. Either answer is reasonable."
    if finding.certainty == "certain":
        return "Every step that the pattern asks for is there, in its order and within its time."
    if share < 1:
        return (
            "It is told to come time and again, in this order, and no day is told: whether it is "
            "within the time that the pattern asks for stays open. Either answer is reasonable."
        )
    return "It fits as described; as it is told as a repeated course it cannot be counted."


def _why_not(episode: Episode) -> str:
    return f"It comes near, but {episode.because}."


KIND = Kind(
    name="find-pattern",
    title="Find every instance",
    level=1,
    trains="To recognize a pattern by its rule, and to let a look-alike go.",
    make=make,
)
