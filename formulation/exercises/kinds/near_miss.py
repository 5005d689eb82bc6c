"""The near miss: an episode that looks like a pattern, and the step at which it fails."""

from __future__ import annotations

from collections.abc import Iterator

from formulation.exercises.episodes import almost_told, findings_of, rule_of
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
from formulation.findings import NearMiss
from formulation.patterns.catalogue import catalogue, pattern_named

__all__ = ["KIND"]

_NONE = "none recorded"
_RIGHT_STEP = 0.5
_MOST_OF_ONE = 2
_TURNED = {"too late": "too early", "too early": "too late"}


def make(material: Material) -> list[Made]:
    """Ask at which step an episode fails, and how."""
    near: list[NearMiss] = []
    for pattern in material.shuffled(catalogue()):
        telling = filter(_is_telling, findings_of(material.case, pattern)[1])
        near += material.drawn(telling, _MOST_OF_ONE)
        if len(near) >= material.most:
            break
    if not near:
        raise UnsuitableError("nothing in it comes near a pattern without fitting it")
    return [_made(material, miss, str(n)) for n, miss in enumerate(near[: material.most], 1)]


def _is_telling(miss: NearMiss) -> bool:
    """Tell whether the episode shows why it fails: something is there, and the reason is plain."""
    return bool(miss.steps) and miss.failed is not None and miss.failed.reason != "order unknown"


def _made(material: Material, miss: NearMiss, number: str) -> Made:
    case, pattern = material.case, pattern_named(miss.pattern)
    options, credits = lettered(material, _offers(miss))
    question = Question(
        id=number,
        form="choose",
        ask="This looks like the pattern, and is not. Where does it fail?",
        given=[*rule_of(pattern), almost_told(case, miss)],
        options=options,
        hint="Take the steps in their order and stop at the first that does not hold.",
    )
    ids = [*miss.statements, *filter(None, [miss.failed.nearest if miss.failed else None])]
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, [case.statements[case.index_of[id]] for id in dict.fromkeys(ids)]),
        look_at=_wanted(miss),
        model=_told(miss.failed.step, miss.failed.reason) if miss.failed else None,
    )
    return Made(question, with_chance(solution))


def _offers(miss: NearMiss) -> Iterator[Offer]:
    assert miss.failed is not None
    step, reason = miss.failed.step, miss.failed.reason
    yield Offer(_told(step, reason), 1, f"So it is. {_wanted(miss)}")
    for word, turned in _TURNED.items():
        if reason.startswith(word):
            text = _told(step, reason.partition(";")[0].replace(word, turned))
            yield Offer(text, _RIGHT_STEP, "The right step, seen from the wrong side: count again.")
    if reason != _NONE and miss.failed.nearest:
        yield Offer(_told(step, _NONE), _RIGHT_STEP, f"The right step; but one is told: {reason}.")
    for bound in list(miss.steps)[-2:]:
        yield Offer(_told(bound, _NONE), 0, f"There is one: {bound} is told, and holds.")
    yield Offer("nowhere: every step holds", 0, f"Not every one: {step} fails ({reason}).")


def _told(step: str, reason: str) -> str:
    return f"{step}: {reason}"


def _wanted(miss: NearMiss) -> str:
    wanted = miss.failed.wanted if miss.failed else ""
    return f"It would fit with one {wanted}." if wanted else "Go through the steps one by one."


KIND = Kind(
    name="near-miss",
    title="Nearly, but not quite",
    level=1,
    trains="To say exactly what keeps an episode from fitting a pattern.",
    make=make,
)
