"""Scenes told out of order, to be put into the order in which they happened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

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
from formulation.exercises.sheet import Option, Order, Question, Solution
from formulation.exercises.times import differing, disputed, has_time, is_surely_before
from formulation.model.base import Statement
from formulation.model.case import Case

__all__ = ["KIND"]

_FEWEST, _MOST = 4, 6
#: how many scenes are tried for each question; a long diary has thousands
_TRIED = 60


def make(material: Material) -> list[Made]:
    """Ask for the order of scenes whose dates, ages and stated orders decide most of it."""
    scenes = _scenes(material.case)
    made: list[Made] = []
    for number in range(1, material.most + 1):
        chosen = _ordered_among(material, scenes)
        if len(chosen) < _FEWEST:
            break
        made.append(_made(material, chosen, str(number)))
        told = {id(statement) for statement in chosen}
        scenes = [statement for statement in scenes if id(statement) not in told]
    if not made:
        raise UnsuitableError("it has no four scenes whose order is told")
    return made


def _scenes(case: Case) -> list[Statement]:
    """Return what happened once, told with its time, and disputed by nobody."""
    open_ = disputed(case)
    once = [
        s
        for n, s in enumerate(case.statements)
        if s.section == "events" and has_time(s) and not s.recurring and n not in open_
    ]
    return differing(once, case)


def _ordered_among(material: Material, scenes: list[Statement]) -> list[Statement]:
    """Return scenes, each with a certain place among at least half of those already taken."""
    case, chosen = material.case, list[Statement]()
    drawn = material.drawn(scenes, _TRIED)
    # a row of plain dates is sorted by rote: what an age or an order tells comes first
    drawn.sort(key=_is_plainly_dated)
    for scene in drawn:
        tied = sum(_is_tied(case, scene, other) for other in chosen)
        if 2 * tied >= len(chosen):
            chosen.append(scene)
        if len(chosen) == _MOST:
            break
    return chosen


def _is_plainly_dated(scene: Statement) -> bool:
    has_order = scene.age or scene.after or scene.before
    return not has_order and len(scene.when or "") >= len("2020-03-01")


def _is_tied(case: Case, one: Statement, other: Statement) -> bool:
    first, second = _index(case, one), _index(case, other)
    return is_surely_before(case, first, second) or is_surely_before(case, second, first)


def _index(case: Case, statement: Statement) -> int:
    return next(n for n, s in enumerate(case.statements) if s is statement)


def _made(material: Material, scenes: list[Statement], number: str) -> Made:
    case = material.case
    by_text = {told_barely(case, scene): scene for scene in scenes}
    options, _ = lettered(material, [Offer(text, 1, text) for text in by_text])
    told = [(option, by_text[option.text]) for option in options]
    orders = list(_orders(case, told))
    question = Question(
        id=number,
        form="order",
        ask="In what order did these happen? Begin with the earliest.",
        options=options,
        is_open=len(orders) < len(scenes) * (len(scenes) - 1) // 2,
        hint="Tie each scene to another, or to an age, before you lay them all in a row.",
    )
    solution = Solution(
        question=number,
        form="order",
        orders=orders,
        quotes=quoted(case, [scene for _, scene in told]),
        look_at="Look for the words that tie two scenes: after, before, at the age of, a date.",
        model=", ".join(_one_order(case, told)),
    )
    return Made(question, with_chance(solution))


def _orders(case: Case, told: list[tuple[Option, Statement]]) -> Iterator[Order]:
    for (one, first), (other, second) in permutations(told, 2):
        if is_surely_before(case, _index(case, first), _index(case, second)):
            reason = f"{_when(case, first)} {_when(case, second)} So the first is earlier."
            yield Order(earlier=one.id, later=other.id, reason=reason)


def _when(case: Case, scene: Statement) -> str:
    """Return what is told of a scene's time, as a sentence about it."""
    told, time = scene.called(case.name), scene.when_in_words(case.name)
    return f"{told[:1].upper()}{told[1:]}{time}."


def _one_order(case: Case, told: list[tuple[Option, Statement]]) -> list[str]:
    """Return the letters in an order that keeps every pair, free ones as on the sheet."""
    left, row = list(told), list[str]()
    while left:
        first = next(pair for pair in left if not _is_preceded(case, pair[1], left))
        row.append(first[0].id)
        left.remove(first)
    return row


def _is_preceded(case: Case, scene: Statement, left: list[tuple[Option, Statement]]) -> bool:
    at = _index(case, scene)
    return any(is_surely_before(case, _index(case, other), at) for _, other in left)


KIND = Kind(
    name="order-scenes",
    title="What came first?",
    level=2,
    trains="To put scenes that were told out of order into the order of the life.",
    make=make,
)
