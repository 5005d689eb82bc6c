"""Before and after an event that changed nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from formulation.chance.change import _sides
from formulation.chance.exposure import DAYS, Stream
from formulation.chance.pieces import pieces
from formulation.chance.reckoning import reckoned
from tests.calibration.order import Null
from tests.calibration.sampling import ALL, FEW, LEVEL, MANY
from tests.calibration.streams import CLUSTERED, KINDS, YEAR, stream
from tests.calibration.tables import Rate, Table

SLOW = tuple(
    CLUSTERED._replace(name=f"bursts, and a drift forgotten in {lasts} days", lasts=(lasts, lasts))
    for lasts in (90, 180)
)


def false_alarms(rng: np.random.Generator, null: Null) -> Sequence[float] | None:
    """Compare one to three years before and after a day in their middle third."""
    days = int(rng.integers(YEAR, 3 * YEAR + 1))
    flares = stream(rng, days, rng.uniform(0.5, 4), null.kind)
    day = int(rng.integers(days // 3, 2 * days // 3))
    sides = _sides(Stream.at(flares), pieces([(0, days - 1)]), (day, day), DAYS)
    outcomes = sum(sides.counts[:2])
    if outcomes not in null.counts:
        return None
    found = reckoned([sides], seed=0)
    return outcomes, found.p_shift, found.exact.p


def tables(run: Any, cases: int) -> list[Table]:
    """Measure false alarms of a change."""
    nulls = [Null(kind, ALL) for kind in (*KINDS, *SLOW)]
    nulls += [Null(CLUSTERED, counts) for counts in (MANY, FEW)]
    rows = [
        (
            null.kind.name,
            str(null.counts),
            found[:, 0].mean(),
            *(Rate.of(found[:, n] <= LEVEL) for n in (1, 2)),
        )
        for null, found in zip(nulls, run(false_alarms, nulls, cases), strict=True)
    ]
    return [
        Table(
            "changes",
            "Before and after an event that changed nothing",
            "How often p is .05 or less: the shift test, which decides, and the exact test, which "
            "does not. One to three years, the event in their middle third.",
            ("stream", "flares", "mean", "shift test", "exact test"),
            rows,
        )
    ]
