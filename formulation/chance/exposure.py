"""Exposure: outcomes in the time that follows an antecedent, against those in the rest.

Everything here is whole numbers on one clock, of minutes or of days; where they come from is said
in `questions`.  The clauses are those of ``docs/decisions/weighing.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from formulation.chance.nulls import p_two_sided, rolled_counts, shifts_of
from formulation.chance.pieces import (
    Pieces,
    difference,
    holds,
    intersection,
    length,
    pieces,
    places,
    trimmed,
    union,
)
from formulation.chance.rates import Exact, exact_test
from formulation.dates import MINUTES_PER_DAY
from formulation.timeline import Flags, Ints

__all__ = [
    "DAYS",
    "MINUTES",
    "Clock",
    "Sides",
    "Stream",
    "both_ways",
    "flags_on",
    "missed",
    "sides_of",
]


class Clock(NamedTuple):
    """What a unit of time is: how many minutes it has, and how many units make a day."""

    minutes: int
    per_day: int
    name: str


MINUTES = Clock(1, MINUTES_PER_DAY, "minute")
DAYS = Clock(MINUTES_PER_DAY, 1, "day")


class Stream(NamedTuple):
    """Events on one clock: the unit of each onset, and the last unit of those told as a span.

    For what is no span, or has no known end, `last` is the onset.
    """

    first: Ints
    last: Ints

    @classmethod
    def at(cls, first: Ints) -> Stream:
        """Return events that are no spans."""
        return cls(first, first)


@dataclass(frozen=True)
class Sides:
    """Which time is exposed and which is not, and on which side each outcome stands.

    Attributes
    ----------
    clock
        Minutes or days.
    risk
        The time at risk; on the clock of days without the days of antecedents.
    exposed
        The part of it that follows an antecedent within the window.
    outcomes
        The units of all outcomes, as given.
    in_exposed, in_unexposed, same_day
        Which of them stand on either side, and which on the day of an antecedent.
    own
        The days of antecedents that are on neither side; none on the clock of minutes.
    """

    clock: Clock
    risk: Pieces
    exposed: Pieces
    outcomes: Ints
    in_exposed: Flags
    in_unexposed: Flags
    same_day: Flags
    own: Pieces

    @cached_property
    def counts(self) -> tuple[int, int, int, int]:
        """Outcomes in exposed and in other time, and the length of either in units."""
        exposed = length(self.exposed)
        return (
            int(self.in_exposed.sum()),
            int(self.in_unexposed.sum()),
            exposed,
            length(self.risk) - exposed,
        )

    @property
    def exact(self) -> Exact:
        """The exact test of the two rates."""
        return exact_test(*self.counts)

    @cached_property
    def flags(self) -> Flags:
        """For each unit of the joined clock of time at risk whether it is exposed."""
        return flags_on(self.risk, self.exposed)

    @cached_property
    def places(self) -> Ints:
        """Where the outcomes that count stand on that clock."""
        return places(self.risk, self.outcomes[self.in_exposed | self.in_unexposed])

    def rolled(self, shifts: Ints) -> Ints:
        """Return the count in exposed time for each shift of that time along the clock."""
        return rolled_counts(self.places, self.flags, shifts)

    def p_shift(self, *, seed: int) -> float:
        """Return the shift test's p; see :func:`formulation.chance.nulls.rolled_counts`."""
        shifts = shifts_of(len(self.flags), self.clock.per_day, seed=seed)
        return p_two_sided(self.counts[0], self.rolled(shifts))


def flags_on(clock: Pieces, inner: Pieces) -> Flags:
    """Return, for each unit of a joined clock, whether it lies in `inner`, a part of it."""
    steps = np.zeros(length(clock) + 1, dtype=np.int8)
    first = places(clock, inner[:, 0])
    # pieces of the inner one never touch across a piece of the clock, but may meet once joined
    np.add.at(steps, first, 1)
    np.add.at(steps, first + inner[:, 1] - inner[:, 0] + 1, -1)
    flags: Flags = np.cumsum(steps[:-1], dtype=np.int8).view(np.bool_)
    return flags


def sides_of(
    antecedents: Ints,
    outcomes: Stream,
    watched: Pieces,
    window: int,
    clock: Clock,
    *,
    seen: Pieces | None = None,
) -> Sides:
    """Tell exposed time from the rest, and on which side outcomes stand.

    Parameters
    ----------
    antecedents
        The units in which antecedents began.
    outcomes
        The outcomes.
    watched
        The time in which antecedents would have been noticed and the states they lie in held.
    window
        How many units after an antecedent are exposed.
    clock
        What a unit is.
    seen
        The time in which outcomes would have been noticed; all of `watched` unless said.

    Notes
    -----
    The first window of each stretch in which antecedents were watched is not at risk, since one
    before it would not have been seen; nor is the time inside an outcome after its first unit.  On
    the clock of days the day of an antecedent is on neither side, whatever came before it.
    """
    spans = pieces(np.column_stack([outcomes.first + 1, outcomes.last]))
    risk = difference(trimmed(watched, window), spans)
    risk = risk if seen is None else intersection(risk, seen)
    after = pieces(np.column_stack([antecedents + 1, antecedents + window]))
    days = pieces(np.column_stack([antecedents, antecedents]))
    own = intersection(risk, days if clock is DAYS else days[:0])
    risk = difference(risk, own)
    exposed = intersection(risk, after)
    in_exposed = holds(exposed, outcomes.first)
    in_unexposed = holds(risk, outcomes.first) & ~in_exposed
    same_day = holds(own, outcomes.first)
    return Sides(clock, risk, exposed, outcomes.first, in_exposed, in_unexposed, same_day, own)


def both_ways(sides: Sides) -> tuple[Sides, Sides]:
    """Return the same with the antecedents' own days counted as exposed, and as unexposed."""
    risk = union(sides.risk, sides.own)
    with_own = replace(
        sides,
        risk=risk,
        exposed=intersection(risk, union(sides.exposed, sides.own)),
        in_exposed=sides.in_exposed | sides.same_day,
    )
    without = replace(sides, risk=risk, in_unexposed=sides.in_unexposed | sides.same_day)
    return with_own, without


def missed(sides: Sides, antecedents: Ints, window: int) -> Flags:
    """Tell which antecedents have a full window, all of it at risk, and no outcome in it.

    An outcome on an antecedent's own day leaves open which came first, so that it is no miss.
    """
    if window < 1:
        return np.zeros(len(antecedents), dtype=np.bool_)
    covered = union(sides.risk, sides.own)
    first, last = places(covered, antecedents + 1), places(covered, antecedents + window)
    is_full = (first >= 0) & (last >= 0) & (last - first == window - 1)
    onsets = np.sort(sides.outcomes)
    begin = antecedents if sides.clock is DAYS else antecedents + 1
    nearest = np.searchsorted(onsets, begin)
    beyond = np.searchsorted(onsets, antecedents + window, side="right")
    found: Flags = is_full & (nearest == beyond)
    return found
