"""What a weighing returns: weights, changes, and what was counted for them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from formulation.doors import ShownRichly
from formulation.findings.matches import Bound, in_json

__all__ = [
    "Change",
    "Counted",
    "Exposure",
    "Interval",
    "Lags",
    "Piece",
    "ScaleChange",
    "Weight",
]

#: a stretch of time: its first and its last minute since 0001-01-01T00:00, both included
Piece = tuple[int, int]
#: both ends of a 95 % interval; ``None`` where there is no number, or an infinite one
Interval = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Exposure:
    """What was counted for a weight, to be drawn.

    Attributes
    ----------
    at_risk, exposed
        The time in which outcomes counted, and the part of it that follows an antecedent.
    antecedents
        Earliest minute of the onset, and id, rising.
    outcomes
        The same, and on which side each counted: ``exposed``, ``unexposed``, ``same day`` or
        ``left out``.
    """

    at_risk: tuple[Piece, ...]
    exposed: tuple[Piece, ...]
    antecedents: tuple[tuple[int, str], ...]
    outcomes: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Lags:
    """How long after antecedents outcomes came, beside what shifted records give.

    Attributes
    ----------
    unit
        ``day`` or ``hour``.
    edges
        In units, rising, one more than there are bins; bin ``i`` holds lags from ``edges[i]`` up
        to and without ``edges[i + 1]``; below zero the outcome came first.
    counts
        Pairs of an antecedent and an outcome, by bin.
    expected, low, high
        Mean, and the middle 95 of 100, over the shifted records.
    window
        The window of the question, in units.
    """

    unit: str
    edges: tuple[int, ...]
    counts: tuple[int, ...]
    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    window: int


def _number(value: float | None) -> float | None:
    """Return a number as JSON has it: none, and an infinite one, is null; whole ones stay whole."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


@dataclass(frozen=True, slots=True)
class Weight(ShownRichly):
    """How one question of a pattern weighs against chance, for one binding of its outcome.

    Attributes
    ----------
    pattern, question, roles
        Whose question it is, in words, and who stands for the letters of the outcome.
    method
        How it was reckoned; where it is not testable, why not.
    outcome_events, in_exposed, in_unexposed
        How many outcomes counted, and on which side; medians where dates were drawn.
    exposed_days, unexposed_days
        The time at risk, in days.
    expected
        How many outcomes exposed time would hold at one even rate.
    rate_ratio, ci95
        The rate in exposed time over that in the rest, with its exact interval.
    p_exact, p_shift, p_adjusted
        The exact test, the shift test, and the latter corrected for the catalogue's questions.
    verdict
        ``supported``, ``weak``, ``opposite``, ``not supported``, ``too few to tell`` or
        ``not testable``: about the order of events, never about the formulation.
    hits, misses, unprompted
        Outcomes that followed an antecedent; antecedents with a full window and no outcome;
        outcomes without an antecedent.
    case, asked
        The case, and the words for what came first and what came then.
    because
        The verdict as a sentence a clinician could say.
    means
        What the verdict means, what would change it, and what it does not mean.
    notes
        What stands beside the weight, a sentence each.
    wanted
        What to record so that it can be told, where it cannot.
    exposure, lags
        What was counted, to be drawn; ``None`` where nothing could be.
    """

    pattern: str
    question: str
    roles: dict[str, Bound]
    method: str
    verdict: str
    outcome_events: float = 0
    exposed_days: float = 0
    unexposed_days: float = 0
    in_exposed: float = 0
    in_unexposed: float = 0
    expected: float | None = None
    rate_ratio: float | None = None
    ci95: Interval = (None, None)
    p_exact: float | None = None
    p_shift: float | None = None
    p_adjusted: float | None = None
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    unprompted: tuple[str, ...] = ()
    case: str = ""
    asked: tuple[str, str] = ("", "")
    because: str = ""
    means: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    exposure: Exposure | None = None
    lags: Lags | None = None

    @property
    def is_testable(self) -> bool:
        """Whether there was enough to reckon with."""
        return self.verdict != "not testable"

    def to_dict(self) -> dict[str, Any]:
        """Return the keys of ``formulation weigh --json``, no more and no fewer."""
        return {
            "pattern": self.pattern,
            "question": self.question,
            "roles": in_json(self.roles),
            "method": self.method,
            "outcome_events": _number(self.outcome_events),
            "exposed_days": _number(self.exposed_days),
            "unexposed_days": _number(self.unexposed_days),
            "in_exposed": _number(self.in_exposed),
            "in_unexposed": _number(self.in_unexposed),
            "expected": _number(self.expected),
            "rate_ratio": _number(self.rate_ratio),
            "ci95": [_number(end) for end in self.ci95],
            "p_exact": _number(self.p_exact),
            "p_shift": _number(self.p_shift),
            "p_adjusted": _number(self.p_adjusted),
            "verdict": self.verdict,
            "hits": list(self.hits),
            "misses": list(self.misses),
            "unprompted": list(self.unprompted),
        }

    def __str__(self) -> str:
        """Return the sentence."""
        return self.because or f"{self.question} {self.verdict.capitalize()}."


@dataclass(frozen=True, slots=True)
class Counted:
    """Events in a time: how many, in how many days."""

    events: float
    days: float

    def to_dict(self) -> dict[str, Any]:
        """Return both keys of ``formulation weigh --change EVENT --json``."""
        return {"events": _number(self.events), "days": _number(self.days)}


@dataclass(frozen=True, slots=True)
class Change(ShownRichly):
    """How often something happened before an event and after it.

    Attributes
    ----------
    event, outcome
        The event's id, and a symptom's id or ``conflict``.
    before, after
        What was counted on either side; the event's own span is on neither.
    rate_ratio, ci95
        The rate after over the rate before, with its exact interval.
    p_exact, p_shift
        The exact test, and the outcomes rolled with the boundary fixed, which decides.
    verdict
        As for :class:`Weight`, about order in time; ``supported`` where it became more,
        ``opposite`` where it became less.
    rivals
        What else could explain it, by name.
    case, event_name, outcome_name
        The case, and the words for event and outcome.
    boundary
        The event's own span.
    pieces_before, pieces_after
        The time that was watched on either side.
    onsets
        Earliest minute and id of each outcome that was counted, rising.
    before_ci95, after_ci95
        The exact intervals of both rates, in events per 30 days.
    because, notes
        The verdict as a sentence; what stands beside it.
    """

    event: str
    outcome: str
    before: Counted
    after: Counted
    verdict: str
    rate_ratio: float | None = None
    ci95: Interval = (None, None)
    p_exact: float | None = None
    p_shift: float | None = None
    rivals: tuple[str, ...] = ()
    case: str = ""
    event_name: str = ""
    outcome_name: str = ""
    boundary: Piece = (0, 0)
    pieces_before: tuple[Piece, ...] = ()
    pieces_after: tuple[Piece, ...] = ()
    onsets: tuple[tuple[int, str], ...] = ()
    before_ci95: Interval = (None, None)
    after_ci95: Interval = (None, None)
    because: str = ""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the keys under ``changes`` of ``formulation weigh --change EVENT --json``."""
        return {
            "event": self.event,
            "outcome": self.outcome,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "rate_ratio": _number(self.rate_ratio),
            "ci95": [_number(end) for end in self.ci95],
            "p_exact": _number(self.p_exact),
            "p_shift": _number(self.p_shift),
            "verdict": self.verdict,
            "rivals": list(self.rivals),
        }

    def __str__(self) -> str:
        """Return the sentence."""
        return self.because


@dataclass(frozen=True, slots=True)
class ScaleChange(ShownRichly):
    """How ratings on a scale differ before an event and after it.

    Attributes
    ----------
    event, scale
        The event's id, and the scale's name.
    before, after
        Minute and value of each rating on either side, in order.
    nap, nap_ci95
        Nonoverlap of all pairs: in what share of pairs the later rating is the lower, ties half.
    tau, tau_ci95
        Baseline-corrected tau of the ratings with the side they are on; below zero where they fell.
    case, event_name, because, notes
        The case, the words for the event, the sentence, and what stands beside it.
    """

    event: str
    scale: str
    before: tuple[tuple[int, float], ...]
    after: tuple[tuple[int, float], ...]
    nap: float | None = None
    nap_ci95: Interval = (None, None)
    tau: float | None = None
    tau_ci95: Interval = (None, None)
    case: str = ""
    event_name: str = ""
    because: str = ""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the keys under ``scales`` of ``formulation weigh --change EVENT --json``."""
        return {
            "event": self.event,
            "scale": self.scale,
            "before": len(self.before),
            "after": len(self.after),
            "nap": _number(self.nap),
            "nap_ci95": [_number(end) for end in self.nap_ci95],
            "tau": _number(self.tau),
            "tau_ci95": [_number(end) for end in self.tau_ci95],
        }

    def __str__(self) -> str:
        """Return the sentence."""
        return self.because
