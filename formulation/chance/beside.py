"""What stands beside a weight: other antecedents, the question reversed, what was written later."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from formulation.chance.counting import Counting, counted_in, usable
from formulation.chance.draws import clock_for, dated
from formulation.chance.exposure import sides_of
from formulation.chance.pieces import difference, holds, intersection, length, pieces, union
from formulation.chance.questions import Question
from formulation.chance.rates import Exact, exact_test
from formulation.chance.reckoning import Reckoned, median, reckoned
from formulation.dates import parse_span
from formulation.timeline import Ints

__all__ = ["LEAST_OTHERS", "Others", "others_of", "reversed_of", "told_afterwards"]

#: other antecedents below which nothing is said of what sets them apart
LEAST_OTHERS = 5
#: shifts for what stands beside a weight and gives no verdict
_SHIFTS_BESIDE = 199


class Others(NamedTuple):
    """How often the outcome came after antecedents that lack what the pattern asks of bonds.

    Attributes
    ----------
    antecedents
        How many there are.
    against
        The rate after those that fit over the rate after these.
    beyond
        The rate after these over the rate at all other times.
    """

    antecedents: int
    against: Exact
    beyond: Exact


def others_of(question: Question, *, seed: int) -> Others | None:
    """Return how the outcome followed other antecedents; ``None`` where there are too few."""
    t, minutes = question.timeline, question.window_minutes
    told = [usable(t, rows, minutes).rows for rows in (question.antecedents, question.others)]
    outcomes = usable(t, question.outcomes, minutes).rows
    if len(told[1]) < LEAST_OTHERS:
        return None
    rows = np.concatenate([*told, outcomes])
    clock = clock_for(t, rows)
    units, seen = (pieces(watch // clock.minutes) for watch in question.watches)
    window = minutes // clock.minutes
    dates = dated(t, rows, clock, seed=seed)
    a, b = len(told[0]), len(told[0]) + len(told[1])
    counts = []
    for n in range(len(dates)):
        first, other = dates.stream(n, slice(0, a)).first, dates.stream(n, slice(a, b)).first
        later = dates.stream(n, slice(b, None))
        such = sides_of(first, later, units, window, clock, seen=seen)
        there = sides_of(other, later, units, window, clock, seen=seen)
        taken = union(such.exposed, such.own)
        after = difference(there.exposed, taken)
        rest = difference(there.risk, union(taken, there.exposed))
        streams = [
            (int(holds(p, later.first).sum()), length(p)) for p in (such.exposed, after, rest)
        ]
        counts.append([number for pair in streams for number in pair])
    x1, t1, x2, t2, x3, t3 = (median(column) for column in zip(*counts, strict=True))
    against = exact_test(round(x1), round(x2), t1, t2)
    return Others(len(told[1]), against, exact_test(round(x2), round(x3), t2, t3))


def reversed_of(question: Question, *, seed: int) -> Reckoned | None:
    """Return the numbers for the antecedent after the outcome; ``None`` with none of either."""
    counting = counted_in(
        question,
        seed=seed,
        antecedents=question.outcomes,
        outcomes=question.antecedents,
        watches=(
            intersection(question.outcomes_watched, question.held),
            question.antecedents_watched,
        ),
    )
    found = reckoned(counting.draws, seed=seed, most=_SHIFTS_BESIDE)
    return found if found.outcomes and found.exposed_days and found.unexposed_days else None


def told_afterwards(counting: Counting) -> Ints:
    """Return the outcomes in exposed time whose antecedent was written down only after them."""
    t = counting.question.timeline
    rows = counting.antecedents.rows
    late = [n for n, row in enumerate(rows.tolist()) if t.statement(row).recorded]
    if not late:
        return rows[:0]
    written = [parse_span(t.statement(int(rows[n])).recorded or "").start_earliest for n in late]
    outcomes = counting.outcomes.rows[counting.most("in_exposed")]
    found = []
    for outcome in outcomes.tolist():
        onset = t.starts_to[outcome]
        gaps = onset - t.starts_from[rows]
        near = (gaps > 0) & (gaps <= counting.question.window_minutes + counting.clock.minutes)
        by_place = dict(zip(late, written, strict=True))
        told = [by_place.get(n, -1) for n in np.flatnonzero(near).tolist()]
        if told and min(told) > onset:
            found.append(outcome)
    return np.array(found, dtype=np.int64)
