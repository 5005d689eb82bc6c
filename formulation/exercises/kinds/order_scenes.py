"""Scenes told out of order, to be put into the order in which they happened.

What is asked for is no more than the sheet tells: the scenes, and what they hang on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import permutations

from formulation.dates import FOREVER, MINUTES_PER_DAY, Span, span_in_words
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
from formulation.exercises.times import (
    born_told,
    disputed,
    has_time,
    is_solid,
    is_surely_before,
    named_by,
    only_told,
)
from formulation.model.base import Statement
from formulation.model.case import Case

__all__ = ["KIND"]

_FEWEST, _MOST = 4, 6
#: how many scenes are tried for each question; a long diary has thousands
_TRIED, _MOST_STARTS = 60, 20


def make(material: Material) -> list[Made]:
    """Ask for the order of scenes whose dates, ages and stated orders decide most of it."""
    scenes = _scenes(material.case)
    made: list[Made] = []
    for number in range(1, material.most + 1):
        chosen = _ordered_among(material, scenes)
        if not chosen:
            break
        made.append(_made(material, chosen, str(number)))
        scenes = [index for index in scenes if index not in chosen]
    if not made:
        raise UnsuitableError("it has no four scenes whose order is told")
    return made


def _scenes(case: Case) -> list[int]:
    """Return what happened once, told with its time, and hanging on nothing disputed.

    Where two are told in the same words neither is a scene: nobody could say which is which.
    """
    open_ = disputed(case)
    once = [
        n
        for n, s in enumerate(case.statements)
        if s.section == "events" and has_time(s) and not s.recurring and is_solid(case, n, open_)
    ]
    told = [told_barely(case, case.statements[n]) for n in once]
    return [n for n, words in zip(once, told, strict=True) if told.count(words) == 1]


def _ordered_among(material: Material, scenes: Sequence[int]) -> list[int]:
    """Return scenes enough for a question, begun with one drawn by the seed; none if there are not.

    What is begun with a scene that nothing ties to others comes to nothing: another begins then.
    """
    drawn = material.drawn(scenes, _TRIED)
    # a row of plain dates is sorted by rote: what an age or an order tells comes first
    drawn.sort(key=lambda n: _is_plainly_dated(material.case.statements[n]))
    for first in range(min(len(drawn), _MOST_STARTS)):
        chosen = _tied_together(material.case, [*drawn[first:], *drawn[:first]])
        if len(chosen) >= _FEWEST:
            return chosen
    return []


def _tied_together(case: Case, scenes: Sequence[int]) -> list[int]:
    """Return scenes, each with a certain place among at least half of those already taken."""
    chosen: list[int] = []
    for scene in scenes:
        sheet = _Sheet(case, [*chosen, scene])
        if 2 * sum(sheet.is_tied(scene, other) for other in chosen) >= len(chosen):
            chosen.append(scene)
        if len(chosen) == _MOST:
            break
    return chosen


def _is_plainly_dated(scene: Statement) -> bool:
    has_order = scene.age or scene.after or scene.before
    return not has_order and len(scene.when or "") >= len("2020-03-01")


class _Sheet:
    """What the sheet tells of time: the scenes, by their indices, and what they hang on."""

    def __init__(self, case: Case, scenes: Sequence[int]) -> None:
        self.case = case
        beside = (_hung_on(case, scene) for scene in scenes)
        self.anchors = list(dict.fromkeys(n for ns in beside for n in ns if n not in scenes))
        told = sorted({*scenes, *self.anchors})
        self._place = {index: place for place, index in enumerate(told)}
        self._told = only_told(case, told)

    def is_before(self, one: int, other: int) -> bool:
        """Tell whether one scene began before the other, as the sheet has it."""
        return is_surely_before(self._told, self._place[one], self._place[other])

    def is_tied(self, one: int, other: int) -> bool:
        """Tell whether it is certain which of the two began first."""
        return self.is_before(one, other) or self.is_before(other, one)

    def span(self, scene: int) -> Span:
        """Return when a scene began and ended, as far as the sheet tells."""
        return self._told.chronology.spans[self._place[scene]]


def _hung_on(case: Case, scene: int) -> list[int]:
    """Return the statements that a scene is after, before or since."""
    told = case.statements[scene]
    names = {*told.after, *told.before, getattr(told, "since", None)}
    return [n for n in named_by(case, scene) if case.ids[n] in names]


def _made(material: Material, scenes: list[int], number: str) -> Made:
    case, sheet = material.case, _Sheet(material.case, scenes)
    by_text = {told_barely(case, case.statements[scene]): scene for scene in scenes}
    options, _ = lettered(material, [Offer(text, 1, text) for text in by_text])
    told = [(option, by_text[option.text]) for option in options]
    orders = list(_orders(sheet, told))
    free = len(scenes) * (len(scenes) - 1) // 2 - len(orders)
    either = " Where nothing says which of two came first, either order is right."
    question = Question(
        id=number,
        form="order",
        ask=f"In what order did these begin? The earliest comes first.{either if free else ''}",
        given=_given(sheet, scenes),
        options=options,
        is_open=free > 0,
        hint="Tie each scene to another, or to an age, before you lay them all in a row.",
    )
    solution = Solution(
        question=number,
        form="order",
        orders=orders,
        quotes=quoted(case, [case.statements[scene] for _, scene in told]),
        look_at="Look for the words that tie two scenes: after, before, at the age of, a date.",
        model=", ".join(_one_order(sheet, told)),
    )
    return Made(question, with_chance(solution))


def _given(sheet: _Sheet, scenes: Sequence[int]) -> list[str]:
    """Return what the scenes hang on, and when the patient was born where an age is told."""
    case = sheet.case
    told = [case.statements[n] for n in (*scenes, *sheet.anchors)]
    born = born_told(case) if any(s.age for s in told) else []
    anchors = [told_barely(case, case.statements[n]) for n in sheet.anchors]
    return [*born, *dict.fromkeys(anchors)]


def _orders(sheet: _Sheet, told: list[tuple[Option, int]]) -> Iterator[Order]:
    for (one, first), (other, second) in permutations(told, 2):
        if sheet.is_before(first, second):
            reason = _by_date(sheet, (one.id, first), (other.id, second)) or _by_order(
                sheet, (one.id, first), (other.id, second)
            )
            yield Order(earlier=one.id, later=other.id, reason=reason)


def _by_date(sheet: _Sheet, one: tuple[str, int], other: tuple[str, int]) -> str:
    """Return by when the one had begun and from when the other can; empty where no days tell."""
    last, first = sheet.span(one[1]).start_latest, sheet.span(other[1]).start_earliest
    if last >= FOREVER or last // MINUTES_PER_DAY >= first // MINUTES_PER_DAY:
        return ""
    by, from_ = (_day(minutes) for minutes in (last, first))
    return f"{one[0]} begins no later than {by}, {other[0]} no earlier than {from_}."


def _day(minutes: int) -> str:
    return span_in_words(date.fromordinal(minutes // MINUTES_PER_DAY + 1).isoformat())


def _by_order(sheet: _Sheet, one: tuple[str, int], other: tuple[str, int]) -> str:
    """Return what is told of the time of two scenes that no dates tell apart."""
    case = sheet.case
    times = [
        f"{letter} is told as “{case.statements[scene].when_in_words(case.name)[2:]}”"
        for letter, scene in (one, other)
        if has_time(case.statements[scene])
    ]
    return f"What is told ties them: {', '.join(times)}."


def _one_order(sheet: _Sheet, told: list[tuple[Option, int]]) -> list[str]:
    """Return the letters in an order that keeps every pair, free ones as on the sheet."""
    left, row = list(told), list[str]()
    while left:
        first = next(
            (option, scene)
            for option, scene in left
            if not any(sheet.is_before(other, scene) for _, other in left)
        )
        row.append(first[0].id)
        left.remove(first)
    return row


KIND = Kind(
    name="order-scenes",
    title="What came first?",
    level=2,
    trains="To put scenes that were told out of order into the order of the life.",
    make=make,
)
