"""The flagship at ordinary sizes, ours beside each peer: ``pytest tests/benchmarks -k peers``.

Run with ``-o addopts=``.  Layout and search together; peers that are not installed are skipped.
The large sizes, memory and the table are for ``python -m tests.benchmarks.compare``.
"""

from __future__ import annotations

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.compare import in_order
from tests.benchmarks.peers import PEERS, handwritten
from tests.benchmarks.synthetic import Size, made

SIZES = ("200", "2000", "20x200")


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("size", SIZES)
def test_layout_and_search(benchmark: BenchmarkFixture, size: str, peer: str) -> None:
    """Each peer is timed on the same columns, and returns the matches of the NumPy by hand."""
    asked, benchmark.group = Size.parse(size), f"{size} events, layout and search"
    if peer == "rdflib_sparql" and asked.all_events > 200:
        pytest.skip("rdflib takes seconds beyond 200 events")
    module = pytest.importorskip(f"tests.benchmarks.peers.{peer}", exc_type=ImportError)
    columns = made(asked)
    wanted = in_order(handwritten.query(handwritten.build(columns)))

    found = benchmark(lambda: module.query(module.build(columns)))

    assert np.array_equal(in_order(found), wanted)
