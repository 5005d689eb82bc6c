"""From a question to counts: what is left out, on which clock, and on which side outcomes stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from formulation.chance.draws import Dated, clock_for, dated, is_narrow
from formulation.chance.exposure import Clock, Sides, both_ways, missed, sides_of
from formulation.chance.pieces import Pieces, holds, intersection, pieces
from formulation.chance.questions import Held, Question
from formulation.chance.reckoning import Reckoned, reckoned
from formulation.timeline import Flags, Ints, Timeline

__all__ = ["LEAST_ANTECEDENTS", "LEAST_OUTCOMES", "Counting", "Told", "counted_in", "usable"]

LEAST_OUTCOMES = 5
LEAST_ANTECEDENTS = 3


@dataclass(frozen=True)
class Told:
    """How many statements of one side were told, and how many of them can be counted.

    Attributes
    ----------
    rows
        Those that can.
    recurring, wide
        Rows that tell a repeated course, and rows whose date is missing or wider than the window.
    """

    rows: Ints
    recurring: Ints
    wide: Ints


def usable(t: Timeline, rows: Ints, most_minutes: int) -> Told:
    """Tell statements that can be counted from those told as recurring or dated too widely."""
    once = rows[~t.recurring[rows]]
    narrow = is_narrow(t, once, most_minutes)
    return Told(once[narrow], rows[t.recurring[rows]], once[~narrow])


@dataclass(frozen=True)
class Counting:
    """What a question came to.

    Attributes
    ----------
    question
        What was asked.
    antecedents, outcomes
        What was told on either side.
    clock
        Minutes or days.
    dates
        When they were, antecedents first.
    draws
        One exposure a draw of the dates, or the only one.
    window
        In units of the clock.
    seed
        Draws dates and shifts.
    """

    question: Question
    antecedents: Told
    outcomes: Told
    clock: Clock
    dates: Dated
    draws: Sequence[Sides]
    window: int
    seed: int
    in_watch: int = field(default=0)

    def most(self, name: str) -> Flags:
        """Tell of each outcome whether it stands on a side (``in_exposed``, …) in most draws."""
        share: Flags = np.mean([getattr(s, name) for s in self.draws], axis=0) > 0.5
        return share

    @property
    def missed(self) -> Ints:
        """Rows of antecedents that in most draws had a full window and no outcome."""
        count = len(self.antecedents.rows)
        flags = [
            missed(sides, self.dates.first[n, :count], self.window)
            for n, sides in enumerate(self.draws)
        ]
        found: Ints = self.antecedents.rows[np.mean(flags, axis=0) > 0.5]
        return found

    @property
    def has_same_day(self) -> bool:
        """Whether an outcome fell on the day of an antecedent, in any draw."""
        return any(sides.same_day.any() for sides in self.draws)

    def reckoned(self) -> Reckoned:
        """Return the numbers."""
        return reckoned(self.draws, seed=self.seed)

    def reckoned_both_ways(self) -> list[Reckoned]:
        """Return the numbers with same-day outcomes as exposed and as unexposed; none if none."""
        if not self.has_same_day:
            return []
        ways = zip(*(both_ways(sides) for sides in self.draws), strict=True)
        return [reckoned(way, seed=self.seed) for way in ways]


def counted_in(
    question: Question,
    *,
    seed: int,
    antecedents: Ints | None = None,
    outcomes: Ints | None = None,
    watches: tuple[Pieces, Pieces] | None = None,
) -> Counting:
    """Count one question.

    Parameters
    ----------
    question
        What is asked.
    seed
        Draws dates where they are uncertain.
    antecedents, outcomes, watches
        Other rows, and minutes in which these were watched, for the questions beside it; the states
        in which an antecedent is to lie are then not asked for.
    """
    t, window = question.timeline, question.window_minutes
    first = usable(t, question.antecedents if antecedents is None else antecedents, window)
    second = usable(t, question.outcomes if outcomes is None else outcomes, window)
    rows = np.concatenate([first.rows, second.rows])
    clock = clock_for(t, rows)
    times = watches or (question.antecedents_watched, question.outcomes_watched)
    units, seen = (pieces(minutes // clock.minutes) for minutes in times)
    dates = dated(t, rows, clock, seed=seed)
    count = len(first.rows)
    own = None if antecedents is not None else _own(question, first.rows, clock)
    draws = []
    for n in range(len(dates)):
        onsets = dates.stream(n, slice(0, count)).first
        onsets = onsets if own is None else onsets[_lie_in(own, onsets)]
        later = dates.stream(n, slice(count, None))
        draws.append(sides_of(onsets, later, units, window // clock.minutes, clock, seen=seen))
    both = intersection(units, seen)
    in_watch = int(np.median([holds(both, onsets).sum() for onsets in dates.first[:, :count]]))
    return Counting(
        question, first, second, clock, dates, draws, window // clock.minutes, seed, in_watch
    )


def _own(question: Question, rows: Ints, clock: Clock) -> Held:
    """Return when the states of the antecedents that count held, on the clock."""
    held = question.own_held
    place = np.full(len(question.antecedents) + 1, -1, dtype=np.int64)
    place[np.searchsorted(question.antecedents, rows)] = np.arange(len(rows))
    kept = place[held.which] >= 0
    return Held(
        place[held.which][kept],
        held.first[kept] // clock.minutes,
        held.last[kept] // clock.minutes,
    )


def _lie_in(held: Held, onsets: Ints) -> Flags:
    """Tell which antecedents, as drawn, lie in the states of one of their bindings."""
    inside = (held.first <= onsets[held.which]) & (onsets[held.which] <= held.last)
    flags = np.zeros(len(onsets), dtype=np.bool_)
    flags[held.which[inside]] = True
    return flags
