"""A change in words, and what else could explain it: before and after is the weakest of designs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from formulation.chance.counting import Told
from formulation.chance.reckoning import Reckoned
from formulation.chance.scales import Effect
from formulation.chance.telling import drawn
from formulation.chance.verdicts import OPPOSITE, SUPPORTED, WEAK
from formulation.chance.words import amount, came, ends, in_plural, p_is
from formulation.dates import FOREVER, MINUTES_PER_DAY
from formulation.errors import counted, shortened
from formulation.findings import Counted, Piece
from formulation.model.base import in_list
from formulation.timeline import Ints, Timeline

__all__ = [
    "RANDOMIZED",
    "Compared",
    "change_in_words",
    "change_notes",
    "confounders",
    "scale_in_words",
]

RANDOMIZED = (
    "A randomization test would need the start to have been drawn by lot beforehand, from at least "
    "twenty possible ones for p ≤ .05; a start that was chosen cannot be tested so."
)
_TREATMENTS = ("treatment", "intervention")
_SHARED = ("insight", "session", "intervention")
_LONGEST = 80
#: the time before an event in which a peak would bring someone to seek help
_PEAK = 60 * MINUTES_PER_DAY


class Compared(NamedTuple):
    """What was compared: the words for event and outcome, both sides, and the verdict."""

    event: str
    outcome: str
    before: Counted
    after: Counted
    verdict: str


def change_in_words(told: Compared, found: Reckoned | None, why: Sequence[str]) -> str:
    """Return a change, or why it cannot be told, as a sentence."""
    outcomes = in_plural(shortened(told.outcome, _LONGEST))
    event = shortened(told.event, _LONGEST)
    if found is None:
        reasons = in_list(list(why))
        return f"Whether {outcomes} changed after {event} cannot be weighed: {reasons}."
    hedge = {
        SUPPORTED: "and more so than the ups and downs of the record make likely",
        OPPOSITE: "and more so than the ups and downs of the record make likely",
        WEAK: "though the ups and downs of the record do as much now and then",
    }.get(told.verdict, "which the ups and downs of the record may well do by themselves")
    exact = found.exact
    change = came(outcomes, exact.ratio, f"after {event}", "before")
    return (
        f"{change[:1].upper()}{change[1:]}, {hedge}: {_rate(told.before)} before, "
        f"{_rate(told.after)} after (exact 95 % interval of the ratio "
        f"{ends(exact.low, exact.high)}, {p_is(found.p_shift)})."
    )


def _rate(side: Counted) -> str:
    return f"{amount(side.events)} in {amount(round(side.days))} days"


def change_notes(told: Compared, found: Reckoned | None, counted_: Told) -> Iterator[str]:
    """Yield what stands beside a change."""
    outcomes = in_plural(shortened(told.outcome, _LONGEST))
    left = [
        f"{len(rows)} {why}"
        for rows, why in (
            (counted_.recurring, "told as recurring"),
            (counted_.wide, "without a date, or with one wider than a month"),
        )
        if len(rows)
    ]
    if left:
        yield f"Not counted of {outcomes}: {in_list(left)}."
    if found is not None and found.share_above is not None:
        yield drawn(found.share_above)
    yield (
        "Before and after can show that something changed, not why: what stands beside the event "
        "in time could have done it as well."
    )


def confounders(t: Timeline, row: int, span: Piece, outcomes: Ints, until: int) -> Iterator[str]:
    """Yield what else could explain a change, by name.

    Parameters
    ----------
    t, row, span
        The case, the event, and its own span in minutes.
    outcomes
        The outcomes that were counted.
    until
        The last minute that was watched.
    """
    yield from _overlapping(t, row, span, until)
    yield from _at_a_peak(t, span, outcomes)
    yield from _one_reporter(t, outcomes)
    yield from _theory_shared(t, row, span)
    yield from _claimed(t, row)


def _overlapping(t: Timeline, row: int, span: Piece, until: int) -> Iterator[str]:
    case = t.cases[0]
    for kind in _TREATMENTS:
        for other in t.rows_of(kind).tolist():
            start, end = t.starts_from[other], t.ends_to[other]
            if other != row and -FOREVER < start <= until and end >= span[0] - _PEAK:
                name = shortened(case.name(case.ids[other]), _LONGEST)
                yield f"{name}, which overlaps with it or comes near it in time"


def _at_a_peak(t: Timeline, span: Piece, outcomes: Ints) -> Iterator[str]:
    """Say that help is sought at a peak, with what the two months before it held."""
    onsets = t.starts_from[outcomes]
    late = int(((onsets < span[0]) & (onsets >= span[0] - _PEAK)).sum())
    before = int((onsets < span[0]).sum())
    if before:
        yield (
            "regression to the mean: help is sought when things are worst, and they ease by "
            f"themselves (of the {before} before it, {late} fell in the last 60 days)"
        )


def _one_reporter(t: Timeline, outcomes: Ints) -> Iterator[str]:
    """Name who told all of it, where one person or source did or nobody is named."""
    case = t.cases[0]
    told = [t.statement(row) for row in outcomes.tolist()]
    who = {s.said_by or ", ".join(s.source) for s in told}
    if len(told) and who == {""}:
        yield (
            "one and the same reporter: nobody is named, and if one person told all of it, that "
            "person knew of the event"
        )
    elif len(told) and len(who) == 1:
        name = who.pop()
        by = shortened(case.name(name) if name in case else name, _LONGEST)
        yield f"the same person or source ({by}) reported before and after, knowing of the event"


def _theory_shared(t: Timeline, row: int, span: Piece) -> Iterator[str]:
    near = [
        other
        for kind in _SHARED
        for other in t.rows_of(kind).tolist()
        if kind == "insight" or other == row
        if FOREVER > t.starts_to[other] >= span[0] - _PEAK
        if -FOREVER < t.starts_from[other] <= span[1] + _PEAK
    ]
    if near:
        yield (
            "the idea was known from then on: patient and therapist may notice, tell and date "
            "things in its light"
        )


def _claimed(t: Timeline, row: int) -> Iterator[str]:
    """Yield the rivals of claims that speak of this event."""
    case = t.cases[0]
    for claim in (s for s in case.claims if s.kind == "claim"):
        if case.ids[row] in getattr(claim, "from_", ()):
            yield from (shortened(rival, _LONGEST) for rival in getattr(claim, "rivals", ()))


def scale_in_words(
    scale: str,
    event: str,
    overlap: Effect,
    corrected: Effect,
    before: Sequence[tuple[int, float]],
    after: Sequence[tuple[int, float]],
) -> str:
    """Return how ratings differ before and after, as a sentence."""
    name, then = shortened(scale, _LONGEST), shortened(event, _LONGEST)
    if overlap.value is None:
        return f"Ratings of {name} cannot be compared before and after {then}; {overlap.because}."
    medians = [amount(float(np.median([v for _, v in side]))) for side in (before, after)]
    counts = [counted(len(side), "rating") for side in (before, after)]
    told = (
        f"Ratings of {name}: median {medians[0]} before {then} ({counts[0]}), {medians[1]} after "
        f"({counts[1]}). In {_percent(overlap.value)} of pairs the later one is the lower, where "
        f"no difference would give 50 % (95 % interval {_ends(overlap)})."
    )
    if corrected.value is None or math.isnan(corrected.value):
        return told
    low, high = corrected.low, corrected.high
    ends = "" if low is None or high is None else f" (95 % interval {low:.2f} to {high:.2f})"
    because = f"; {corrected.because}" if corrected.because else ""
    return f"{told} Baseline-corrected tau {corrected.value:.2f}{ends}{because}."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _ends(effect: Effect) -> str:
    if effect.low is None or effect.high is None:
        return "unknown"
    return f"{_percent(effect.low)} to {_percent(effect.high)}"
