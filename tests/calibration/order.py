"""Flares after quarrels: false alarms, what uncertain dates do to them, and where it breaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from formulation.chance.draws import DRAWS
from formulation.chance.exposure import DAYS, Sides, Stream, both_ways, sides_of
from formulation.chance.pieces import pieces
from formulation.chance.reckoning import Reckoned, reckoned
from formulation.chance.verdicts import verdict_of, weakest_verdict
from tests.calibration.sampling import FEW, LEVEL, MANY, Counts, is_testable
from tests.calibration.streams import (
    CLUSTERED,
    KINDS,
    YEAR,
    Diary,
    Kind,
    drifting,
    null_diary,
    stream,
)
from tests.calibration.tables import Rate, Table

_WIDE = 7  # days within which an uncertain date is known


class Null(NamedTuple):
    """Diaries without a link: how their streams cluster, and how many flares count."""

    kind: Kind
    counts: Counts


def readings(sides: Sides) -> list[Reckoned]:
    """Return the numbers of ``weigh``: first those that are told, then same days either way.

    The other ways can only weaken a verdict, so that they are left out where p is above the level.
    """
    told = reckoned([sides], seed=0)
    if told.p_shift > LEVEL or not sides.same_day.any():
        return [told]
    return [told, *(reckoned([way], seed=0) for way in both_ways(sides))]


def verdict(read: Sequence[Reckoned], family: int = 1) -> str:
    """Return the verdict of ``weigh`` where this question is the best of so many."""
    return weakest_verdict(
        verdict_of(one.exact.ratio, min(1.0, family * one.p_shift), one.exact.high) for one in read
    )


def false_alarms(rng: np.random.Generator, null: Null) -> Sequence[float] | None:
    """Weigh one diary without a link: outcomes, both p, and whether a verdict was fooled."""
    diary = null_diary(rng, null.kind)
    sides = diary.sides()
    outcomes = sum(sides.counts[:2])
    if outcomes not in null.counts or not is_testable(len(diary.quarrels), sides.counts):
        return None
    read = readings(sides)
    told = verdict(read) in ("supported", "opposite")
    return outcomes, read[0].p_shift, read[0].exact.p, told


def tables(run: Any, cases: int) -> list[Table]:
    """Measure false alarms of the order of two streams."""
    half = max(cases // 2, 1)
    return [_alarms(run, cases), _uncertain(run, half), _limits(run, half)]


def _alarms(run: Any, cases: int) -> Table:
    nulls = [Null(kind, counts) for counts in (MANY, FEW) for kind in KINDS]
    rows = [
        (
            null.kind.name,
            str(null.counts),
            found[:, 0].mean(),
            Rate.of(found[:, 1] <= LEVEL),
            Rate.of(found[:, 2] <= LEVEL),
            Rate.of(found[:, 3] > 0),
        )
        for null, found in zip(nulls, run(false_alarms, nulls, cases), strict=True)
    ]
    return Table(
        "order",
        "Flares after quarrels, where there is no link",
        "How often p is .05 or less, in either direction: the shift test, which decides, and the "
        "exact test, which does not; and how often the verdict is supported or opposite. One to "
        "three years, windows of 7 and 14 days.",
        ("streams", "flares", "mean", "shift test", "exact test", "verdict"),
        rows,
    )


# Uncertain dates ------------------------------------------------------------------------------


def uncertain(rng: np.random.Generator, null: Null) -> Sequence[float] | None:
    """Weigh a diary without a link as it was, and with a third of its dates known within 7 days."""
    diary = null_diary(rng, null.kind)
    exactly = diary.sides()
    drawn = [_drawn(rng, days) for days in (diary.quarrels, diary.flares)]
    if sum(exactly.counts[:2]) not in null.counts:
        return None
    watched = pieces([(0, diary.days - 1)])
    draws = [
        sides_of(quarrels, Stream.at(flares), watched, diary.window, DAYS)
        for quarrels, flares in zip(*drawn, strict=True)
    ]
    vaguely = reckoned(draws, seed=0)
    return reckoned([exactly], seed=0).p_shift, vaguely.p_shift, vaguely.exact.p


def _drawn(rng: np.random.Generator, days: np.ndarray) -> np.ndarray:
    """Return dates drawn as ``weigh`` draws them: evenly within what is known, a row a draw."""
    is_vague = rng.random(len(days)) < 1 / 3
    width = np.where(is_vague, _WIDE, 1)
    earliest = days - np.floor(rng.random(len(days)) * width).astype(np.int64)
    share = rng.random((DRAWS, len(days)))
    return earliest + np.floor(share * width).astype(np.int64)


def _uncertain(run: Any, cases: int) -> Table:
    nulls = [Null(CLUSTERED, MANY)]
    rows = [
        (str(null.counts), *(Rate.of(found[:, n] <= LEVEL) for n in range(3)))
        for null, found in zip(nulls, run(uncertain, nulls, cases), strict=True)
    ]
    return Table(
        "uncertain",
        "The same, a third of all dates known only within 7 days",
        f"Streams with bursts and slow drift; {DRAWS} draws of the dates in each diary. In the "
        "first column of rates the same diaries with every date known.",
        ("flares", "shift, dates known", "shift, a third unsure", "exact, a third unsure"),
        rows,
    )


# Where it breaks ------------------------------------------------------------------------------


class Limit(NamedTuple):
    """Diaries that no shift can put right, or hardly."""

    name: str
    kind: Kind
    is_driven: bool = False


LIMITS = (
    Limit("bursts and drift forgotten in 15 to 60 days, as above", CLUSTERED),
    Limit("forgotten in 90 days", CLUSTERED._replace(lasts=(90, 90))),
    Limit("forgotten in half a year", CLUSTERED._replace(lasts=(180, 180))),
    Limit("both rise steadily to 3 times", CLUSTERED._replace(fold=3.0)),
    Limit("both rise steadily to 6 times", CLUSTERED._replace(fold=6.0)),
    Limit("one illness raises both", CLUSTERED, is_driven=True),
)


def limits(rng: np.random.Generator, limit: Limit) -> Sequence[float] | None:
    """Weigh three years of two quarrels and two flares a month under a condition of its own."""
    days, driver = 3 * YEAR, None
    if limit.is_driven:
        driver = drifting(rng, days, spread=0.8, lasts=45)
    quarrels, flares = (stream(rng, days, 2, limit.kind, driver) for _ in range(2))
    sides = Diary(quarrels, flares, days, 14).sides()
    if not is_testable(len(quarrels), sides.counts):
        return None
    read = readings(sides)
    return read[0].p_shift, read[0].exact.p, verdict(read) == "supported"


def _limits(run: Any, cases: int) -> Table:
    rows = [
        (
            limit.name,
            Rate.of(found[:, 0] <= LEVEL),
            Rate.of(found[:, 1] <= LEVEL),
            Rate.of(found[:, 2] > 0),
        )
        for limit, found in zip(LIMITS, run(limits, LIMITS, cases), strict=True)
    ]
    return Table(
        "limits",
        "Where it breaks: no quarrel brings a flare about, and yet",
        "Three years, two quarrels and two flares a month, a window of 14 days. What raises both "
        "streams together is told as an order of events, since it is one: the shift test cannot "
        "know what stands behind it.",
        ("streams", "shift test", "exact test", "supported"),
        rows,
    )
