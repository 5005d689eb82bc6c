"""polars: one lazy chain of ``join_where``, each with its equalities and its range, both threads.

The chain is ordered by hand, and polars told to keep the order: first the truce of the same pair,
which few quarrels have, then the idealizations, the flares and the rallies.  Its own order joins
the rallies before the flares: 10,000 events of one case took 3.5 s, and take 0.01 s in this
order.  Where there is one case the flares are joined by their range alone, which is twice as fast
again.
"""

from __future__ import annotations

import os
from typing import NamedTuple

os.environ.setdefault("POLARS_MAX_THREADS", "2")  # read once, when polars is imported

import polars as pl

from tests.benchmarks.peers import FORTNIGHT, MONTH, STEPS, Columns, Ints, tables

MOST_EVENTS: int | None = None
WHY = ""

AS_WRITTEN = pl.QueryOptFlags(join_order=False)


class Built(NamedTuple):
    """A lazy frame of each table, and whether there are several cases."""

    frames: dict[str, pl.LazyFrame]
    cases: bool


def build(columns: Columns) -> Built:
    """Make a frame of each table; the arrays are taken as they are."""
    narrow = tables(columns)._asdict()
    frames = {name: pl.DataFrame(table).lazy() for name, table in narrow.items()}
    return Built(frames, cases="case" in columns["conflict"])


def query(built: Built) -> Ints:
    """Collect the chain."""
    at = pl.col("minute")
    same_case = [pl.col("case_no") == pl.col("flare_case_no")] if built.cases else []
    flare = _as(built.frames["flare"], "flare")
    truce = _as(built.frames["truce"], "truce")
    found = (
        built.frames["quarrel"]
        .rename({"row_no": "quarrel"})
        .join_where(
            truce,
            pl.col("case_no") == pl.col("truce_case_no"),
            pl.col("a") == pl.col("truce_a"),
            pl.col("b") == pl.col("truce_b"),
            pl.col("truce_minute") > at,
            pl.col("truce_minute") <= at + (FORTNIGHT + MONTH),
        )
        .pipe(_idealized, built.frames["ideal"], "a")
        .pipe(_idealized, built.frames["ideal"], "b")
        .join_where(
            flare,
            *same_case,
            pl.col("flare_minute") > at,
            pl.col("flare_minute") <= at + FORTNIGHT,
        )
        .filter(
            pl.col("truce_minute") > pl.col("flare_minute"),
            pl.col("truce_minute") <= pl.col("flare_minute") + MONTH,
        )
        .pipe(_rallied, built.frames["rally"], "a")
        .pipe(_rallied, built.frames["rally"], "b")
        .select(STEPS)
    )
    return found.collect(optimizations=AS_WRITTEN).to_numpy()


def _as(frame: pl.LazyFrame, step: str) -> pl.LazyFrame:
    """Return a table with its columns named after a step, and its row number by the step alone."""
    return frame.rename(lambda name: step if name == "row_no" else f"{step}_{name}")


def _idealized(found: pl.LazyFrame, ideal: pl.LazyFrame, who: str) -> pl.LazyFrame:
    step = f"ideal_{who}"
    return found.join_where(
        _as(ideal, step),
        pl.col("case_no") == pl.col(f"{step}_case_no"),
        pl.col(who) == pl.col(f"{step}_who"),
        pl.col("minute") >= pl.col(f"{step}_since"),
        pl.col("minute") <= pl.col(f"{step}_until"),
    )


def _rallied(found: pl.LazyFrame, rally: pl.LazyFrame, who: str) -> pl.LazyFrame:
    step = f"rally_{who}"
    return found.join_where(
        _as(rally, step),
        pl.col("case_no") == pl.col(f"{step}_case_no"),
        pl.col(who) == pl.col(f"{step}_who"),
        pl.col(f"{step}_minute") >= pl.col("flare_minute"),
        pl.col(f"{step}_minute") <= pl.col("flare_minute") + FORTNIGHT,
    )
