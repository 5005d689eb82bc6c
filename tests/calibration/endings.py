"""Truces after flares, where quarrels end by their age alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from formulation.chance.rates import exact_test
from formulation.chance.risk_sets import Ages, ages_of, reckoned_by_age
from tests.calibration.sampling import FEW, LEVEL, MANY, Counts
from tests.calibration.streams import CLUSTERED, INDEPENDENT, YEAR, Kind, stream
from tests.calibration.tables import Rate, Table


class Null(NamedTuple):
    """Quarrels that end by their age alone, and flares that come when they come.

    `usual` and `shape` are those of Weibull's distribution: how many days quarrels usually last,
    and how typical that is.  At a shape of 1 a quarrel ends on any day alike, whatever its age; at
    4 two of three last between 0.7 and 1.2 times the usual.  `days` and `monthly` say how long the
    diary is, and how many quarrels and flares 30 days have.
    """

    name: str
    counts: Counts = MANY
    flares: Kind = INDEPENDENT
    usual: tuple[float, float] = (7, 28)
    shape: tuple[float, float] = (2, 4)
    days: tuple[int, int] = (YEAR, 3 * YEAR)
    monthly: tuple[float, float] = (1, 3)


NULLS = (
    Null(
        "15 to 28 days or so, three years",
        usual=(15, 28),
        days=(3 * YEAR, 3 * YEAR),
        monthly=(2, 2),
    ),
    Null("a usual length, more or less"),
    Null("a usual length, more or less", FEW),
)
OTHERS = (
    Null("the same, flares in bursts and drift", flares=CLUSTERED),
    Null("an end on any day alike", shape=(1, 1)),
)


def quarrels(rng: np.random.Generator, null: Null) -> Ages:
    """Return the risk sets of one diary, windows of 14 and 30 days."""
    days, window = int(rng.integers(null.days[0], null.days[1] + 1)), int(rng.choice([14, 30]))
    starts = stream(rng, days, rng.uniform(*null.monthly), INDEPENDENT)
    flares = stream(rng, days, rng.uniform(*null.monthly), null.flares)
    usual, shape = rng.uniform(*null.usual), rng.uniform(*null.shape)
    ends = starts + np.ceil(usual * rng.weibull(shape, len(starts))).astype(np.int64)
    return ages_of(starts, np.minimum(ends, days - 1), ends < days, flares, window)


def false_alarms(rng: np.random.Generator, null: Null) -> Sequence[float] | None:
    """Compare quarrels of like age in one diary: ends, both p, and that of the crude rate."""
    ages = quarrels(rng, null)
    ends = int(ages.ended.sum())
    if ends not in null.counts or not ages.is_telling:
        return None
    found = reckoned_by_age([ages], 1, seed=int(rng.integers(2**31)))
    after = int((ages.had_flared & ages.ended).sum())
    open_time = (ages.exposed_units, ages.open_units - ages.exposed_units)
    crude = exact_test(after, ends - after, *open_time)
    return ends, found.p_shift, found.exact.p, crude.p, crude.ratio > 1


def tables(run: Any, cases: int) -> list[Table]:
    """Measure false alarms of truces after flares."""
    found = run(false_alarms, NULLS, cases) + run(false_alarms, OTHERS, max(cases // 2, 1))
    rows = [
        (
            null.name,
            str(null.counts),
            one[:, 0].mean(),
            *(Rate.of(one[:, n] <= LEVEL) for n in (1, 2, 3)),
        )
        for null, one in zip(NULLS + OTHERS, found, strict=True)
    ]
    return [
        Table(
            "endings",
            "Truces after flares, where quarrels end by their age alone",
            "How often p is .05 or less: the permutation within quarrels of like age, which "
            "decides; the exact test of the same; and the crude rate of truces on open days after "
            "a flare against other open days, which is shown and never judged. One to three years "
            "unless said, one to three quarrels and flares a month, windows of 14 and 30 days.",
            ("quarrels last", "truces", "mean", "like ages", "exact test", "crude rate"),
            rows,
        )
    ]
