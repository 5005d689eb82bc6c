"""The rule of thumb that three flares after a quarrel are a pattern, and the same diaries weighed.

It holds the numbers of an earlier, smaller simulation against a second one: 47 % and 88 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tests.calibration.order import readings, verdict
from tests.calibration.sampling import is_testable
from tests.calibration.streams import YEAR, Diary
from tests.calibration.tables import Rate, Table

QUARRELS_A_YEAR = (6, 12, 24, 48)
_FLARES, _WINDOW, _ENOUGH = 12, 7, 3


def rule_of_thumb(rng: np.random.Generator, quarrels_a_year: int) -> Sequence[float]:
    """Try the rule on a year of 12 flares and independent quarrels; then weigh the same year."""
    quarrels = np.sort(rng.uniform(0, YEAR, quarrels_a_year))
    flares = np.sort(rng.uniform(0, YEAR, _FLARES))
    latest = np.searchsorted(quarrels, flares) - 1
    since = flares - np.r_[quarrels, -np.inf][latest]
    fires = np.count_nonzero(since <= _WINDOW) >= _ENOUGH
    days = [np.unique(times.astype(np.int64)) for times in (quarrels, flares)]
    sides = Diary(*days, YEAR, _WINDOW).sides()
    told = is_testable(len(days[0]), sides.counts) and verdict(readings(sides)) == "supported"
    return fires, told


def tables(run: Any, cases: int) -> list[Table]:
    """Measure how often the rule of thumb fires where there is no link."""
    found = run(rule_of_thumb, QUARRELS_A_YEAR, cases)
    rows = [
        (str(number), Rate.of(one[:, 0] > 0), Rate.of(one[:, 1] > 0))
        for number, one in zip(QUARRELS_A_YEAR, found, strict=True)
    ]
    return [
        Table(
            "naive",
            "A rule of thumb: three flares of the year came within 7 days after a quarrel",
            "One year, 12 flares, no link, each event for itself: how often the rule fires, and "
            "how often the verdict on the same diaries is supported.",
            ("quarrels a year", "rule of thumb", "supported"),
            rows,
        )
    ]
