"""How long a person waits: Python started anew, for an import, for the help and for a search.

The targets are medians: ``import formulation`` under 0.15 s, ``formulation --help`` under 0.3 s,
``formulation find`` on the founding case under 0.8 s.  A bare Python is timed beside them, since
it is part of each.  Run with ``pytest tests/benchmarks/test_cold_start.py -s``; nothing is asserted
of the times, which are the machine's as much as ours.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

CASE = Path(__file__).parent.parent.parent / "examples" / "elizabeth.yaml"
ROUNDS = 15
STARTS = {
    "bare python": (["-c", "pass"], None),
    "import formulation": (["-c", "import formulation"], 0.15),
    "formulation --help": (["-m", "formulation", "--help"], 0.3),
    "formulation find": (["-m", "formulation", "find", str(CASE)], 0.8),
}


@pytest.mark.parametrize("what", STARTS)
def test_cold_start(benchmark: BenchmarkFixture, what: str) -> None:
    """Each start ends with 0; its median is printed beside its target."""
    args, target = STARTS[what]
    asked = [sys.executable, *args]

    def start() -> int:
        return subprocess.run(asked, stdout=subprocess.DEVNULL, check=False).returncode

    code = benchmark.pedantic(start, rounds=ROUNDS, warmup_rounds=1)

    assert code == 0
    if benchmark.stats is not None:  # there are none with --benchmark-disable
        aim = "" if target is None else f" (target: under {target} s)"
        print(f"\n{what}: median {benchmark.stats.stats.median:.3f} s{aim}")  # noqa: T201 - its job
