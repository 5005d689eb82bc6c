"""What pictures of before and after say in words."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from formulation.findings import Change, Counted, Interval, Piece, ScaleChange
from formulation.views.chart_marks import plain
from formulation.views.chart_time import date_words, gaps_in, joined, stretch_words, whole_days
from formulation.views.chart_words import (
    begun,
    chance_words,
    dated,
    days,
    ended,
    interval,
    number,
)

__all__ = [
    "change_alt",
    "change_lead",
    "change_prose",
    "change_title",
    "names_of",
    "rate",
    "scale_alt",
    "scale_prose",
    "scale_title",
    "unwatched",
    "whole_of_change",
]

#: ratings that are listed one by one at most
_MOST_RATINGS = 40


def rate(counted: Counted) -> float | None:
    """Return events per 30 days; ``None`` where no time was watched."""
    return counted.events / counted.days * 30 if counted.days > 0 else None


def names_of(change: Change, limit: int = 60) -> tuple[str, str]:
    """Return event and outcome as people would read them; their ids where they have no words."""
    event = plain(change.event_name or change.event, limit) or "the event"
    return event, plain(change.outcome_name or change.outcome, limit) or "the outcome"


def whole_of_change(change: Change) -> Piece:
    """Return the days that a picture of a change must show."""
    pieces = joined([*change.pieces_before, change.boundary, *change.pieces_after])
    minutes = [end for piece in pieces for end in piece] + [at for at, _ in change.onsets]
    return whole_days(min(minutes), max(minutes))


def unwatched(change: Change) -> list[Piece]:
    """Return the stretches between first and last day that count on no side."""
    own = whole_days(*change.boundary)
    pieces = [*change.pieces_before, own, *change.pieces_after]
    return gaps_in(pieces, whole_of_change(change))


# -- rates ---------------------------------------------------------------------------------------


def change_title(change: Change) -> str:
    """Return the title: what is asked, and no answer."""
    event, outcome = names_of(change, 90)
    return f"{begun(outcome)} before and after {event}"


def change_lead(change: Change) -> str:
    """Return the verdict as a sentence."""
    return ended(plain(change.because or change.verdict, 600))


def change_alt(change: Change) -> str:
    """Return a change in a few sentences with its numbers."""
    return " ".join([ended(change_title(change)), change_lead(change), *_rates(change)])


def _rates(change: Change) -> Iterator[str]:
    yield _side("Before", change.before, change.before_ci95)
    yield _side("After", change.after, change.after_ci95)
    if change.rate_ratio is not None:
        told = interval(change.ci95)
        around = f" (95 % interval {told})" if told else ""
        yield f"The rate after is {number(change.rate_ratio)} times the rate before{around}."
    if change.p_shift is not None:
        yield f"Outcomes rolled past the boundary: {chance_words(change.p_shift)}."


def _side(name: str, counted: Counted, ends: Interval) -> str:
    level = rate(counted)
    if level is None:
        return f"{name}: no time watched."
    told = interval(ends)
    around = f" (95 % interval {told})" if told else ""
    events = f"{number(counted.events)} in {days(counted.days)}"
    return f"{name}: {events}, {number(level)} in 30 days{around}."


def change_prose(change: Change) -> Iterator[str]:
    """Yield all that a picture of a change says, a paragraph each."""
    event, outcome = names_of(change)
    yield change_alt(change)
    told = [f"{begun(event)}: {stretch_words(change.boundary)}, on neither side."]
    gaps = [stretch_words(gap) for gap in unwatched(change)]
    if gaps:
        told.append(f"Not watched or not counted: {'; '.join(gaps)}.")
    if change.onsets:
        told.append(f"{begun(outcome)}: {dated([minute for minute, _ in change.onsets])}.")
    yield " ".join(told)
    if change.rivals:
        yield f"What else could explain it: {'; '.join(plain(one, 400) for one in change.rivals)}."


# -- ratings -------------------------------------------------------------------------------------


def scale_title(change: ScaleChange) -> str:
    """Return the title of a picture of ratings."""
    event = plain(change.event_name or change.event, 90) or "the event"
    return f"{begun(plain(change.scale, 90)) or 'Ratings'} before and after {event}"


def scale_alt(change: ScaleChange) -> str:
    """Return ratings in a few sentences with their numbers."""
    told = [ended(scale_title(change)), ended(plain(change.because, 600))]
    for name, ratings in (("Before", change.before), ("After", change.after)):
        values = [value for _, value in ratings]
        told.append(
            f"{name}: {len(values)} ratings, median {number(median(values))}, "
            f"from {number(min(values))} to {number(max(values))}."
            if values
            else f"{name}: no ratings."
        )
    for name, value, ends in (
        ("Nonoverlap of all pairs", change.nap, change.nap_ci95),
        ("Baseline-corrected tau", change.tau, change.tau_ci95),
    ):
        if value is not None:
            around = interval(ends)
            told.append(f"{name}: {number(value)}{f' (95 % interval {around})' * bool(around)}.")
    return " ".join(filter(None, told))


def scale_prose(change: ScaleChange) -> Iterator[str]:
    """Yield all that a picture of ratings says, a paragraph each."""
    yield scale_alt(change)
    for name, ratings in (("Before", change.before), ("After", change.after)):
        if 0 < len(ratings) <= _MOST_RATINGS:
            each = "; ".join(f"{date_words(at)} {number(value)}" for at, value in ratings)
            yield f"{name}: {each}."
        elif ratings:
            yield f"{name}: from {date_words(ratings[0][0])} to {date_words(ratings[-1][0])}."
