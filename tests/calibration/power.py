"""How long a diary must be: how often a link that is there is found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from tests.calibration.order import readings, verdict
from tests.calibration.sampling import Numbers, is_testable
from tests.calibration.streams import CLUSTERED, INDEPENDENT, YEAR, Kind, linked_diary
from tests.calibration.tables import Rate, Table

LIFTS = (1.0, 1.5, 2.0, 3.0, 5.0, 8.0)
LENGTHS = {"half a year": 182, "1 year": YEAR, "2 years": 730, "3 years": 1095, "5 years": 1826}
MONTHLY = ((1, 1), (1, 2), (2, 1), (2, 2))
_FAMILY = 5
_OUTCOMES = ((5, 9), (10, 19), (20, 29), (30, 49), (50, 99), (100, 999))


class Planted(NamedTuple):
    """A diary with a link: how long, quarrels and flares a month, and how strong."""

    length: str
    monthly: tuple[int, int]
    lift: float
    kind: Kind = CLUSTERED


def found_out(rng: np.random.Generator, planted: Planted) -> Sequence[float]:
    """Weigh a diary with a link: outcomes, and whether it is supported alone and as one of 5."""
    days = LENGTHS[planted.length]
    diary = linked_diary(rng, days, planted.monthly, planted.lift, planted.kind)
    sides = diary.sides()
    outcomes = sum(sides.counts[:2])
    if not is_testable(len(diary.quarrels), sides.counts):
        return outcomes, 0, 0
    read = readings(sides)
    return outcomes, *(verdict(read, family) == "supported" for family in (1, _FAMILY))


def tables(run: Any, cases: int) -> list[Table]:
    """Measure how often a link is found."""
    rows = list(product(LENGTHS, MONTHLY))
    cells = [Planted(*row, lift) for row in rows for lift in LIFTS]
    found = run(found_out, cells, max(cases // 4, 1))
    best = [Planted(length, (2, 2), lift, INDEPENDENT) for length in LENGTHS for lift in LIFTS]
    found_best = run(found_out, best, max(cases // 4, 1))
    by_row = [found[n : n + len(LIFTS)] for n in range(0, len(found), len(LIFTS))]
    return [
        _by_length("power", _ALONE, rows, by_row, 1),
        _by_length("power-of-5", _AS_ONE, rows, by_row, 2),
        _by_outcomes(found),
        _at_best(found_best),
    ]


_ALONE = (
    "How often a link is found: one question asked",
    "In how many of a hundred diaries the verdict is supported, if flares come so many times as "
    "often in the 14 days after a quarrel as at other times. Both streams with bursts and slow "
    "drift; flares are as many in all whatever the link, and counted is how many of them stand in "
    "time at risk on a day without a quarrel. The column of 1 times is what chance alone gives.",
)
_AS_ONE = (
    f"How often a link is found: the best of {_FAMILY} questions asked",
    "The same diaries, corrected for four other questions none of which has anything to show: the "
    "correction for several questions lowers every number.",
)


def _columns() -> list[str]:
    return [f"{lift:g} times" for lift in LIFTS]


def _by_length(
    name: str,
    words: tuple[str, str],
    rows: Sequence[tuple[str, tuple[int, int]]],
    by_row: Sequence[Sequence[Numbers]],
    column: int,
) -> Table:
    cells = [
        (
            length,
            *monthly,
            float(np.mean([one[:, 0].mean() for one in found])),
            *(Rate.of(one[:, column] > 0) for one in found),
        )
        for (length, monthly), found in zip(rows, by_row, strict=True)
    ]
    columns = ("diary", "quarrels/month", "flares/month", "counted", *_columns())
    return Table(name, *words, columns, cells, is_brief=True)


def _by_outcomes(found: Sequence[Numbers]) -> Table:
    by_lift = [np.concatenate(found[n :: len(LIFTS)]) for n in range(len(LIFTS))]
    rows = [
        (
            f"{low} to {high}" if high < 999 else f"{low} and more",
            *(Rate.of(one[(one[:, 0] >= low) & (one[:, 0] <= high), 1] > 0) for one in by_lift),
        )
        for low, high in _OUTCOMES
    ]
    return Table(
        "power-by-outcomes",
        "The same by how many flares counted, whatever the length of the diary",
        "In how many of a hundred diaries the verdict is supported, one question asked.",
        ("flares counted", *_columns()),
        rows,
        is_brief=True,
    )


def _at_best(found: Sequence[Numbers]) -> Table:
    by_length = [found[n : n + len(LIFTS)] for n in range(0, len(found), len(LIFTS))]
    rows = [
        (length, *(Rate.of(one[:, 1] > 0) for one in row))
        for length, row in zip(LENGTHS, by_length, strict=True)
    ]
    return Table(
        "power-at-best",
        "The same where events do not cluster: two quarrels and two flares a month",
        "What the longest list of single events can do; lives are seldom so kind.",
        ("diary", *_columns()),
        rows,
        is_brief=True,
    )
