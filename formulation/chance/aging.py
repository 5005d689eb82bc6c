"""From a question about open quarrels to risk sets: which began, which ended, how, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from formulation.chance.counting import Told, usable
from formulation.chance.draws import Dated, clock_for, dated
from formulation.chance.exposure import Clock
from formulation.chance.pieces import Pieces, holds, pieces
from formulation.chance.questions import Question
from formulation.chance.reckoning import Reckoned
from formulation.chance.risk_sets import Ages, ages_of, reckoned_by_age
from formulation.dates import FOREVER, MINUTES_PER_DAY
from formulation.timeline import NAMED, Flags, Ints, Timeline

__all__ = ["Aging", "aged"]


@dataclass(frozen=True)
class Aging:
    """What a question about the end of something open came to.

    Attributes
    ----------
    question, clock, seed
        What was asked, on which clock, with which draws.
    opens, antecedents
        What was open and what may have ended it, as told.
    endings
        For each that was open the row of the outcome that ended it, -1 for none.
    unended
        Rows of those without a recorded end, which were followed as long as anyone watched.
    unwatched
        How many began when nobody was watching.
    lives, window
        What was open, as it fell in each draw; and the window in units of the clock.
    draws
        Risk sets for each draw.
    within
        How many antecedents came while something was open, in the first draw.
    missed
        Rows of antecedents with a full window in which what was open stayed so, in that draw.
    watched
        The time that was watched, in units of the clock.
    """

    question: Question
    clock: Clock
    seed: int
    opens: Told
    antecedents: Told
    endings: Ints
    unended: Ints
    unwatched: int
    lives: Sequence[_Lives]
    window: int
    draws: Sequence[Ages]
    within: int
    missed: Ints
    watched: Pieces

    @cached_property
    def inclusive(self) -> Sequence[Ages]:
        """Risk sets for each draw with antecedents in the unit of the end taken as earlier."""
        return _ages(self.lives, self.window, is_inclusive=True)

    def reckoned(self) -> Reckoned:
        """Return the numbers."""
        return reckoned_by_age(self.draws, self.clock.per_day, seed=self.seed)

    def reckoned_both_ways(self) -> list[Reckoned]:
        """Return the numbers with what fell on the very day of an end taken as earlier."""
        if not self.has_same_day:
            return []
        return [reckoned_by_age(self.inclusive, self.clock.per_day, seed=self.seed)]

    @property
    def has_same_day(self) -> bool:
        """Whether in some draw something fell in the very unit of an end."""
        pairs = zip(self.draws, self.inclusive, strict=True)
        unlike = {id(one): (one, other) for one, other in pairs}.values()
        return any((one.had_flared != other.had_flared).any() for one, other in unlike)

    def outcomes(self, *, had_flared: bool) -> Ints:
        """Return the rows of outcomes that followed an antecedent in most draws, or did not."""
        ended = np.mean([one.ended for one in self.draws], axis=0) > 0.5
        flared = np.mean([one.had_flared & one.ended for one in self.draws], axis=0) > 0.5
        found: Ints = self.endings[ended & (flared if had_flared else ~flared)]
        return found


def aged(question: Question, *, seed: int) -> Aging:
    """Compare what was open at like ages.

    Parameters
    ----------
    question
        What is asked, with ``while_open``.
    seed
        Draws dates where they are uncertain.
    """
    t, window = question.timeline, question.window_minutes
    flares = usable(t, question.antecedents, window)
    opens = usable(t, question.opens, max(window, MINUTES_PER_DAY))
    endings = _endings(question, opens.rows)
    ending_rows = np.unique(endings[endings >= 0])
    rows = np.concatenate([flares.rows, opens.rows, ending_rows])
    clock = clock_for(t, rows)
    dates = dated(t, rows, clock, seed=seed, is_settled=True)
    watched = pieces(question.watched // clock.minutes)
    has_end = t.is_interval[opens.rows] & (t.ends_to[opens.rows] < FOREVER)
    lives = _lived(dates, len(flares.rows), has_end, endings, watched)
    return Aging(
        question=question,
        clock=clock,
        seed=seed,
        opens=opens,
        antecedents=flares,
        endings=endings,
        unended=opens.rows[~has_end & (endings < 0)],
        unwatched=int((lives[0].exits < lives[0].starts).sum()),
        lives=lives,
        window=window // clock.minutes,
        draws=_ages(lives, window // clock.minutes),
        within=lives[0].within,
        missed=flares.rows[lives[0].missed(window // clock.minutes)],
        watched=watched,
    )


def _lived(
    dates: Dated, flares: int, has_end: Flags, endings: Ints, watched: Pieces
) -> list[_Lives]:
    """Return what was open in each draw of the dates: flares first, then openings, then endings."""
    opened = slice(flares, flares + len(has_end))
    ending_rows = np.unique(endings[endings >= 0])
    ends = np.where(has_end, dates.last[:, opened], FOREVER)
    if len(ending_rows):
        place = np.searchsorted(ending_rows, np.maximum(endings, ending_rows[0]))
        ends = np.where(endings >= 0, dates.first[:, opened.stop :][:, place], ends)
    fallen = np.hstack([dates.first[:, : opened.stop], ends])
    unlike = fallen[:, (fallen != fallen[0]).any(axis=0)]
    made: dict[bytes, _Lives] = {}
    for n, row in enumerate(unlike):
        if row.tobytes() not in made:  # most draws differ in dates that decide nothing here
            followed = _followed(dates.first[n, opened], ends[n], watched)
            made[row.tobytes()] = _Lives(dates.first[n, :flares], *followed, endings >= 0, ends[n])
    return [made[row.tobytes()] for row in unlike]


@dataclass(frozen=True)
class _Lives:
    """What was open, as it fell in one draw: when each began and was followed no longer.

    What began when nobody was watching is followed for less than no time.
    """

    flares: Ints
    starts: Ints
    exits: Ints
    is_ending_told: Flags
    ends: Ints

    @property
    def ended(self) -> Flags:
        """Which of them are seen to end."""
        flags: Flags = self.is_ending_told & (self.exits == self.ends)
        return flags

    def ages(self, window: int, *, is_inclusive: bool = False) -> Ages:
        """Return the risk sets; where that is asked for, with the unit of an end before it."""
        return ages_of(
            self.starts,
            self.exits,
            self.ended,
            self.flares,
            window,
            is_same_unit_before=is_inclusive,
        )

    @property
    def within(self) -> int:
        """How many antecedents came while something was open."""
        return int(self._inside.any(axis=1).sum())

    @property
    def _inside(self) -> Flags:
        """Tell of each antecedent in which of what was open it came: one row an antecedent."""
        flares = self.flares[:, None]
        flags: Flags = (flares >= self.starts) & (flares <= self.exits)
        return flags

    def missed(self, window: int) -> Flags:
        """Tell which antecedents had a full window in which nothing open then was seen to end."""
        left = self.exits - self.flares[:, None]
        stayed = np.asarray((self._inside & (left >= window)).any(axis=1), dtype=np.bool_)
        ended = np.asarray((self._inside & self.ended & (left <= window)).any(axis=1))
        return stayed & ~ended


def _ages(lives: Sequence[_Lives], window: int, *, is_inclusive: bool = False) -> list[Ages]:
    """Return the risk sets of each draw; draws that fell alike share theirs."""
    made: dict[int, Ages] = {}
    for one in lives:
        if id(one) not in made:
            made[id(one)] = one.ages(window, is_inclusive=is_inclusive)
    return [made[id(one)] for one in lives]


def _followed(starts: Ints, ends: Ints, watched: Pieces) -> tuple[Ints, Ints]:
    """Return when each was open and followed: to its end, or as long as anyone watched."""
    until = np.array([_watched_until(watched, start) for start in starts.tolist()], dtype=np.int64)
    return starts, np.where(
        until >= starts, np.maximum(np.minimum(ends, until), starts), starts - 1
    )


def _watched_until(watched: Pieces, start: int) -> int:
    """Return the last unit of the stretch in which something began; one before it if in none."""
    which = int(np.searchsorted(watched[:, 0], start, side="right")) - 1
    return int(watched[which, 1]) if which >= 0 and start <= watched[which, 1] else start - 1


def _endings(question: Question, opens: Ints) -> Ints:
    """Return for each row that was open the outcome that ended it, -1 where none is recorded.

    It names it, or names none and is between the same parties; and it came when the other is known
    to have ended.  One that ends several is the outcome of the longest of those whose beginning was
    watched: counted for each it would say too much.
    """
    t, outcomes = question.timeline, question.outcomes
    taken: set[int] = set()
    naming = set(t.parties("resolution", NAMED)[0].tolist())

    def ended_by(row: int) -> int:
        if t.ends_to[row] >= FOREVER:
            return -1
        is_then = (t.ends_from[row] <= latest) & (earliest <= t.ends_to[row])
        free = (other for other in rising[is_then].tolist() if other not in taken)
        for other in sorted(free, key=lambda other: not t.names(row, other)):
            is_theirs = other not in naming and _parties(t, row) == _parties(t, other)
            if t.names(row, other) or is_theirs:
                taken.add(other)
                return int(other)
        return -1

    rising = outcomes[np.argsort(t.starts_from[outcomes], kind="stable")]
    earliest, latest = t.starts_from[rising], t.starts_to[rising]
    found = np.full(len(opens), -1, dtype=np.int64)
    is_unseen = ~holds(question.watched, t.starts_from[opens])
    for n in np.lexsort((t.starts_from[opens], is_unseen)).tolist():
        found[n] = ended_by(int(opens[n]))
    return found


def _parties(t: Timeline, row: int) -> frozenset[str]:
    """Return between whom a statement is, as its own key or that of what it names says."""
    kind = t.statement(row).kind
    rows, codes = t.parties(kind, kind)
    return frozenset(t.word(0, code) for code in codes[rows == row].tolist())
