"""Before and after an event: how often things happened, and how ratings differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from formulation.chance.change_words import (
    RANDOMIZED,
    Compared,
    change_in_words,
    change_notes,
    confounders,
    scale_in_words,
)
from formulation.chance.counting import LEAST_OUTCOMES, Told, usable
from formulation.chance.draws import clock_for, dated
from formulation.chance.exposure import Clock, Sides, Stream
from formulation.chance.pieces import Pieces, difference, holds, intersection, pieces
from formulation.chance.questions import Watch, counting_rows, outer_minutes, watch_of
from formulation.chance.rates import rate_interval
from formulation.chance.reckoning import Reckoned, finite, reckoned
from formulation.chance.rivals import scales_of
from formulation.chance.scales import baseline_corrected_tau, nap
from formulation.chance.verdicts import NOT_TESTABLE, verdict_of
from formulation.chance.words import amount
from formulation.dates import FOREVER, MINUTES_PER_DAY
from formulation.errors import CaseError, Fault, UnknownName
from formulation.findings import Change, Counted, Piece, ScaleChange
from formulation.timeline import Flags, Ints, Timeline

__all__ = ["changes_since"]

#: dates wider than this say too little of when
_WIDEST_MINUTES = 31 * MINUTES_PER_DAY
#: rates are told for so many days
_DAYS = 30


class _Asked(NamedTuple):
    """What may have changed: how it is called, in words, its rows and when it was watched."""

    outcome: str
    name: str
    rows: Ints
    watch: Watch


def changes_since(
    t: Timeline, event: str, account: str | None = None, *, seed: int = 0
) -> tuple[list[Change], list[ScaleChange]]:
    """Return what changed since an event: flares of each symptom, conflicts, and ratings.

    Parameters
    ----------
    t
        A case, laid out.
    event
        The id of a statement with a date; its own span is on neither side.
    account
        The source whose account counts where several tell of one fact.
    seed
        Draws dates, and shifts where there are more than 999.

    Raises
    ------
    UnknownName
        Where no statement has that id.
    CaseError
        Where it has no date, or is told as recurring: there is then no before and after.
    """
    case = t.cases[0]
    if event not in case.index_of:
        raise UnknownName(event, "statement", case.ids)
    row = case.index_of[event]
    span = _span_of(t, row, event)
    asked = list(_outcomes(t, counting_rows(t, account)))
    changes = [_change(t, row, span, one, seed=seed) for one in asked]
    return changes, [*_scales(t, row, span)]


def _span_of(t: Timeline, row: int, event: str) -> Piece:
    """Return the event's own span: from its earliest onset to its latest end, if it has one."""
    first, last = int(t.starts_from[row]), int(t.starts_to[row])
    if t.recurring[row] or first <= -FOREVER or last >= FOREVER:
        problem = f"{event!r} has no date of its own, so that nothing lies before it or after it"
        raise CaseError([Fault(problem, event, "an event that happened once, with its date")])
    first, last_day = outer_minutes(t.span(row))
    return first, last if last_day >= FOREVER and not _is_open(t, row) else last_day


def _is_open(t: Timeline, row: int) -> bool:
    """Tell whether an event is told to go on without end, and not merely without one."""
    when = t.statement(row).when or ""
    return when.strip().endswith("/..")


def _outcomes(t: Timeline, counts: Flags) -> Iterator[_Asked]:
    """Yield each symptom that flares, and conflicts."""
    case = t.cases[0]
    rows, codes = t.parties("escalation", "escalation")
    watch = watch_of(t, ["escalation"])
    for code in np.unique(codes).tolist():
        symptom = t.word(0, code)
        own = rows[codes == code]
        yield _Asked(symptom, f"flare of {case.name(symptom)}", own[counts[own]], watch)
    conflicts = t.rows_of("conflict")
    if len(conflicts):
        own = conflicts[counts[conflicts]]
        yield _Asked("conflict", "quarrel", own, watch_of(t, ["conflict"]))


@dataclass(frozen=True)
class _Counting:
    """What was counted before and after."""

    told: Told
    clock: Clock
    draws: Sequence[Sides]

    @property
    def sides(self) -> tuple[Counted, Counted]:
        """Before and after, as counted in the first draw."""
        x1, x0, t1, t0 = self.draws[0].counts
        per_day = self.clock.per_day
        return Counted(x0, t0 / per_day), Counted(x1, t1 / per_day)

    def in_minutes(self, units: Pieces) -> tuple[Piece, ...]:
        """Return stretches of the clock in minutes."""
        m = self.clock.minutes
        return tuple((first * m, last * m + m - 1) for first, last in units.tolist())


def _counting(t: Timeline, span: Piece, asked: _Asked, *, seed: int) -> _Counting:
    told = usable(t, asked.rows, _WIDEST_MINUTES)
    clock = clock_for(t, told.rows)
    dates = dated(t, told.rows, clock, seed=seed)
    units = pieces(asked.watch.pieces // clock.minutes)
    own = (span[0] // clock.minutes, span[1] // clock.minutes)
    streams = (dates.stream(n, slice(None)) for n in range(len(dates)))
    return _Counting(told, clock, [_sides(stream, units, own, clock) for stream in streams])


def _last(watch: Watch) -> int:
    """Return the last minute that was watched; none at all is before everything."""
    return int(watch.pieces[-1, 1]) if len(watch.pieces) else -FOREVER


def _sides(outcomes: Stream, watched: Pieces, own: Piece, clock: Clock) -> Sides:
    """Return the time after an event as exposed, and that before it as the rest."""
    inside = pieces(np.column_stack([outcomes.first + 1, outcomes.last]))
    risk = difference(difference(watched, pieces([own])), inside)
    exposed = intersection(risk, pieces([(own[1] + 1, FOREVER)]))
    after = holds(exposed, outcomes.first)
    before = holds(risk, outcomes.first) & ~after
    return Sides(clock, risk, exposed, outcomes.first, after, before, after & False, risk[:0])


def _change(t: Timeline, row: int, span: Piece, asked: _Asked, *, seed: int) -> Change:
    counting = _counting(t, span, asked, seed=seed)
    before, after = counting.sides
    why = tuple(_wanting(asked, before, after))
    verdict, numbers, found = NOT_TESTABLE, {}, None
    if not why:
        found = reckoned(counting.draws, seed=seed)
        before = Counted(found.in_unexposed, found.unexposed_days)
        after = Counted(found.in_exposed, found.exposed_days)
        verdict = verdict_of(found.exact.ratio, found.p_shift, found.exact.high)
        numbers = _numbers(found, before, after)
    case, sides = t.cases[0], counting.draws[0]
    rows = counting.told.rows[sides.in_exposed | sides.in_unexposed]
    told = Compared(case.name(case.ids[row]), asked.name, before, after, verdict)
    return Change(
        event=case.ids[row],
        outcome=asked.outcome,
        before=before,
        after=after,
        verdict=verdict,
        rivals=tuple(confounders(t, row, span, rows, _last(asked.watch))),
        case=case.id,
        event_name=told.event,
        outcome_name=asked.name,
        boundary=span,
        pieces_before=counting.in_minutes(difference(sides.risk, sides.exposed)),
        pieces_after=counting.in_minutes(sides.exposed),
        onsets=tuple(sorted((int(t.starts_from[r]), t.id_of(r)) for r in rows.tolist())),
        because=change_in_words(told, found, why),
        notes=tuple(change_notes(told, found, counting.told)),
        **numbers,
    )


def _numbers(found: Reckoned, before: Counted, after: Counted) -> dict[str, Any]:
    return {
        "rate_ratio": finite(found.exact.ratio),
        "ci95": (finite(found.exact.low), finite(found.exact.high)),
        "p_exact": found.exact.p,
        "p_shift": found.p_shift,
        "before_ci95": _per_month(before),
        "after_ci95": _per_month(after),
    }


def _per_month(side: Counted) -> tuple[float, float]:
    """Return the exact interval of a rate, in events per 30 days."""
    low, high = rate_interval(round(side.events), side.days / _DAYS)
    return low, high


def _wanting(asked: _Asked, before: Counted, after: Counted) -> Iterator[str]:
    """Yield why a change cannot be told."""
    if asked.watch.unwatched:
        yield f"nothing says when a {asked.watch.unwatched[0]} would have been noticed"
    elif asked.watch.unended:
        yield "what was watched has no known beginning or end"
    elif not before.days or not after.days:
        yield f"no time was watched {'after' if before.days else 'before'} it"
    elif before.events + after.events < LEAST_OUTCOMES:
        told = amount(before.events + after.events) if before.events + after.events else "none"
        yield f"there are {told} in watched time, and {LEAST_OUTCOMES} are needed"


def _scales(t: Timeline, row: int, span: Piece) -> Iterator[ScaleChange]:
    """Yield how the ratings of each scale differ before and after."""
    case = t.cases[0]
    for scale in scales_of(t):
        pairs = list(zip(scale.minutes.tolist(), scale.values.tolist(), strict=True))
        before = tuple(pair for pair in pairs if pair[0] < span[0])
        after = tuple(pair for pair in pairs if pair[0] > span[1])
        if not before and not after:
            continue
        sides = [[value for _, value in side] for side in (before, after)]
        at = ([minute for minute, _ in before], [minute for minute, _ in after])
        overlap = nap(*sides)
        corrected = baseline_corrected_tau(*sides, at=at)
        name = case.name(case.ids[row])
        yield ScaleChange(
            event=case.ids[row],
            scale=scale.name,
            before=before,
            after=after,
            nap=overlap.value,
            nap_ci95=(overlap.low, overlap.high),
            tau=corrected.value,
            tau_ci95=(corrected.low, corrected.high),
            case=case.id,
            event_name=name,
            because=scale_in_words(scale.name, name, overlap, corrected, before, after),
            notes=(RANDOMIZED,),
        )
