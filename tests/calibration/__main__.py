"""``python -m tests.calibration``: measure, and print the tables."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial

from tests.calibration import changes, coverage, endings, naive, order, power
from tests.calibration.sampling import measured
from tests.calibration.tables import Table

_PARTS = (order, endings, changes, naive, power, coverage)
_HEAD = (
    "{cases} diaries a row, seed {seed}; ± is one standard error.  Half as many where dates are\n"
    "uncertain, where it breaks, and in the last two rows of like ages; a quarter in each cell of\n"
    "the tables of how often a link is found.\n"
)


def main(words: Sequence[str] | None = None) -> int:
    """Measure everything and print it; return 0."""
    told = _arguments(words)
    shared = ProcessPoolExecutor(told.workers) if told.workers > 1 else nullcontext()
    with shared as pool:
        found = _tables(told.cases, told.seed, pool)
        if told.json:
            keys = [table.to_keys() for table in found]
            document = {"cases": told.cases, "seed": told.seed, "tables": keys}
            sys.stdout.write(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
            return 0
        sys.stdout.write(_HEAD.format(cases=told.cases, seed=told.seed))
        for table in found:
            sys.stdout.write(f"\n{table.text()}\n")
            sys.stdout.flush()
    return 0


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.calibration", description=__doc__)
    parser.add_argument(
        "--cases",
        type=int,
        default=2000,
        metavar="N",
        help="made-up diaries for each row; some rows take half of it or a quarter",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of all numbers drawn")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count(), metavar="N", help="processes that share it"
    )
    return parser.parse_args(words)


def _tables(cases: int, seed: int, pool: Executor | None) -> Iterator[Table]:
    run = partial(measured, seed=seed, pool=pool)
    for part in _PARTS:
        yield from part.tables(run, cases)


if __name__ == "__main__":
    sys.exit(main())
