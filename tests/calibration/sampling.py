"""Many cases of one condition, in chunks that do not depend on who reckons them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from formulation.chance.counting import LEAST_ANTECEDENTS, LEAST_OUTCOMES

Numbers = npt.NDArray[np.float64]
#: weighs one made-up diary; ``None`` where it does not belong to the condition
Measure = Callable[[np.random.Generator, Any], Sequence[float] | None]

LEVEL = 0.05
_CHUNK = 50
_MOST_TRIED = 1000  # diaries for one that belongs to the condition


class Counts(NamedTuple):
    """How many outcomes a diary is to have."""

    fewest: int
    most: int

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.fewest} and more" if self.most > 10_000 else f"{self.fewest} to {self.most}"

    def __contains__(self, number: object) -> bool:
        """Tell whether a number lies within."""
        return isinstance(number, int | float) and self.fewest <= number <= self.most


ALL = Counts(LEAST_OUTCOMES, 1_000_000)
MANY = Counts(30, 1_000_000)
FEW = Counts(LEAST_OUTCOMES, 29)


def measured(
    measure: Measure,
    conditions: Sequence[Any],
    cases: int,
    *,
    seed: int,
    pool: Executor | None = None,
) -> list[Numbers]:
    """Return what was measured under each condition: a row a case, a column a number.

    Parameters
    ----------
    measure
        Simulates and weighs one case; a function of a module, so that it can be sent to a pool.
    conditions
        What it is given.
    cases
        How many under each.
    seed
        Each chunk of 50 has a generator of its own, made from the seed, the name of what is
        measured and its number; so the same seed gives the same cases however many share the work.
    pool
        Shares the work.
    """
    sizes = [min(_CHUNK, cases - begun) for begun in range(0, cases, _CHUNK)]
    jobs = [
        (measure, condition, (seed, *measure.__qualname__.encode(), number, n), size)
        for number, condition in enumerate(conditions)
        for n, size in enumerate(sizes)
    ]
    chunks = list((pool.map if pool else map)(_chunk, jobs))
    count = len(sizes)
    return [np.concatenate(chunks[n * count : (n + 1) * count]) for n in range(len(conditions))]


def _chunk(job: tuple[Measure, Any, tuple[int, ...], int]) -> Numbers:
    measure, condition, entropy, size = job
    rng = np.random.default_rng(entropy)
    found: list[Sequence[float]] = []
    for _ in range(_MOST_TRIED * size):
        row = measure(rng, condition)
        if row is not None:
            found.append(row)
        if len(found) == size:
            return np.array(found, dtype=np.float64)
    raise RuntimeError(f"hardly any diary belongs to {condition}")


def is_testable(antecedents: int, counts: tuple[int, int, int, int]) -> bool:
    """Tell whether ``weigh`` would ask chance at all."""
    x1, x0, t1, t0 = counts
    enough = antecedents >= LEAST_ANTECEDENTS and x1 + x0 >= LEAST_OUTCOMES
    return enough and t1 > 0 and t0 > 0
