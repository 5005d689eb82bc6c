"""How often the exact interval holds the lift that was planted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from tests.calibration.sampling import is_testable
from tests.calibration.streams import CLUSTERED, INDEPENDENT, YEAR, Kind, linked_diary
from tests.calibration.tables import Rate, Table

LIFTS = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0)


class Planted(NamedTuple):
    """A diary with a link, and how its streams cluster."""

    lift: float
    kind: Kind


def held(rng: np.random.Generator, planted: Planted) -> Sequence[float] | None:
    """Tell whether the interval of one diary of one to three years holds the planted lift."""
    days, monthly = int(rng.integers(YEAR, 3 * YEAR + 1)), (rng.uniform(1, 3), rng.uniform(1, 3))
    window = int(rng.choice([7, 14]))
    diary = linked_diary(rng, days, monthly, planted.lift, planted.kind, window)
    sides = diary.sides()
    if not is_testable(len(diary.quarrels), sides.counts):
        return None
    exact = sides.exact
    return exact.low <= planted.lift <= exact.high, exact.low > 1


def tables(run: Any, cases: int) -> list[Table]:
    """Measure how often the interval holds what was planted."""
    kinds = (INDEPENDENT, CLUSTERED)
    planted = [Planted(lift, kind) for lift in LIFTS for kind in kinds]
    found = [Rate.of(one[:, 0] > 0) for one in run(held, planted, cases)]
    rows = [(f"{lift:g} times", *found[2 * n : 2 * n + 2]) for n, lift in enumerate(LIFTS)]
    return [
        Table(
            "coverage",
            "How often the exact 95 % interval holds the planted lift",
            "One to three years, one to three quarrels and flares a month, windows of 7 and 14 "
            "days. It speaks of events that come one by one; where they cluster it is too narrow.",
            ("planted", *(kind.name for kind in kinds)),
            rows,
        )
    ]
