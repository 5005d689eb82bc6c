"""Stretches of a kept record, short enough for the four cells to be counted by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from formulation.dates import MINUTES_PER_DAY
from formulation.exercises.times import disputed
from formulation.exercises.wording import nameless
from formulation.model.case import Case

if TYPE_CHECKING:
    from formulation.chance.questions import Question

__all__ = ["Cells", "Event", "Stretch", "countable", "is_day", "nouns_of", "stretches"]

_FEWEST, _MOST = 8, 15
#: with fewer of either nobody would think of a link
_LEAST_OF_EACH = 3


class Event(NamedTuple):
    """An event whose day is certain: the day, whether it may follow, and its index in the case."""

    day: int
    is_outcome: bool
    at: int


class Cells(NamedTuple):
    """The three cells of which each event belongs to one: the days of what was counted."""

    followed: tuple[int, ...]
    not_followed: tuple[int, ...]
    unprompted: tuple[int, ...]


@dataclass(frozen=True)
class Stretch:
    """Some months of a record, in which every window of a question lies whole.

    Attributes
    ----------
    pattern, nouns
        Whose question it is, and what is counted: what comes first, and what may follow.
    within
        The window, in days.
    first, last
        The days that have to be listed; a day is counted from 1 January of the year 1, which is 0.
    events
        All of both kinds on these days, each on a day of its own.
    left_out
        Whether some things of the first kind are none that the question asks about.
    """

    pattern: str
    nouns: tuple[str, str]
    within: int
    first: int
    last: int
    events: tuple[Event, ...]
    left_out: bool

    @cached_property
    def days(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The days of what comes first, and of what may follow."""
        firsts = tuple(e.day for e in self.events if not e.is_outcome)
        return firsts, tuple(e.day for e in self.events if e.is_outcome)

    @cached_property
    def cells(self) -> Cells:
        """The counts as they are."""
        return self.by_rule(1, self.within)

    def by_rule(self, least: int, most: int) -> Cells:
        """Return the counts where an outcome so many days later is taken to follow.

        Parameters
        ----------
        least, most
            Days from the one to the other; the day after is 1.
        """
        firsts, thens = self.days

        def follows(first: int, then: int) -> bool:
            return least <= then - first <= most

        hits = tuple(f for f in firsts if any(follows(f, t) for t in thens))
        return Cells(
            hits,
            tuple(f for f in firsts if f not in hits),
            tuple(t for t in thens if not any(follows(f, t) for f in firsts)),
        )


def stretches(case: Case) -> list[Stretch]:
    """Return every stretch that can be counted, for every question that a pattern asks."""
    if not case.observed:
        return []
    found = [s for question in countable(case) for s in _stretches_of(case, question)]
    named = {s.nouns: tuple(nameless(case, noun) for noun in s.nouns) for s in found}
    return sorted(found, key=lambda s: (s.pattern, named[s.nouns], s.events))


def countable(case: Case) -> Iterator[Question]:
    """Yield what the patterns ask about one thing after another, with something to count."""
    from formulation.chance.questions import questions_of
    from formulation.patterns.catalogue import catalogue
    from formulation.timeline import Timeline

    timeline = Timeline(case)
    for pattern in catalogue():
        asked = tuple(one for one in pattern.weigh if not one.while_open)
        for question in questions_of(timeline, pattern.model_copy(update={"weigh": asked})):
            if min(len(question.antecedents), len(question.outcomes)) >= _LEAST_OF_EACH:
                yield question


def nouns_of(question: Question) -> tuple[str, str]:
    """Return the words for what comes first, and for what may follow."""
    from formulation.chance.words import noun_for

    asked, case = question.weighing, question.timeline.cases[0]
    before = noun_for(case, question.pattern, asked.after, question.roles)
    return before, noun_for(case, question.pattern, asked.outcome, question.roles)


def _stretches_of(case: Case, question: Question) -> Iterator[Stretch]:
    within = question.window_minutes // MINUTES_PER_DAY
    rows = [(n, False) for n in question.antecedents.tolist()]
    rows += [(n, True) for n in question.outcomes.tolist()]
    unsure = disputed(case)
    sure = {n: n not in unsure and is_day(case, n) for n, _ in rows}
    events = sorted(Event(_days(case, n)[0], is_outcome, n) for n, is_outcome in rows if sure[n])
    blurred = [_days(case, n) for n, _ in rows if not sure[n]]
    watched = [(a // MINUTES_PER_DAY, b // MINUTES_PER_DAY) for a, b in question.watched.tolist()]
    pattern, nouns = question.pattern.pattern, nouns_of(question)
    for first, last, chosen in _windows(events, within):
        is_watched = any(a <= first and last <= b for a, b in watched)
        if is_watched and not any(a <= last and first <= b for a, b in blurred):
            left_out = bool(len(question.others))
            stretch = Stretch(pattern, nouns, within, first, last, chosen, left_out)
            if all(stretch.cells):
                yield stretch


def is_day(case: Case, index: int) -> bool:
    """Tell whether a statement, by its index, happened once on a day that is known."""
    first, last = _days(case, index)
    return first == last and not case.statements[index].recurring


def _days(case: Case, index: int) -> tuple[int, int]:
    span = case.chronology.spans[index]
    return span.start_earliest // MINUTES_PER_DAY, span.start_latest // MINUTES_PER_DAY


def _windows(events: Sequence[Event], within: int) -> Iterator[tuple[int, int, tuple[Event, ...]]]:
    """Yield runs of events, each on a day of its own, with the days that all their windows need."""
    for start in range(len(events) - _FEWEST + 1):
        for end in range(start + _FEWEST, min(start + _MOST, len(events)) + 1):
            chosen = tuple(events[start:end])
            if any(one.day == next_.day for one, next_ in pairwise(chosen)):
                break
            first, last = _needed(chosen, within)
            before = events[start - 1].day if start else first - 1
            after = events[end].day if end < len(events) else last + 1
            if before < first and last < after:
                yield first, last, chosen


def _needed(chosen: Sequence[Event], within: int) -> tuple[int, int]:
    """Return the first and the last day that must be listed for no window to be cut off."""
    firsts = [e.day for e in chosen if not e.is_outcome]
    thens = [e.day for e in chosen if e.is_outcome]
    alone = [t for t in thens if not any(1 <= t - f <= within for f in firsts)]
    waiting = [f for f in firsts if not any(1 <= t - f <= within for t in thens)]
    first = min([chosen[0].day, *(t - within for t in alone)])
    return first, max([chosen[-1].day, *(f + within for f in waiting)])
