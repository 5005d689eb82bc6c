"""What reading a date costs, beside the ``edtf`` package: pytest tests/benchmarks -k dates."""

from __future__ import annotations

import pytest

from formulation.dates import parse_span

PLAIN = "2020-03-01"
OTHERS = ("2011~/2023-01", "1880-XX", "2022-23/..", "[1880-11,1880-12]", "2020-03-01T10:30")


@pytest.mark.benchmark(group="a plain date")
def test_a_plain_date(benchmark: object) -> None:
    """One ISO date, read afresh each time (the target is 5 microseconds)."""
    benchmark(parse_span.__wrapped__, PLAIN)  # type: ignore[operator]


@pytest.mark.benchmark(group="a plain date")
def test_a_plain_date_by_the_edtf_package(benchmark: object) -> None:
    """The same date through the ``edtf`` package."""
    edtf = pytest.importorskip("edtf")
    benchmark(edtf.parse_edtf, PLAIN)  # type: ignore[operator]


@pytest.mark.benchmark(group="any other date")
@pytest.mark.parametrize("text", OTHERS)
def test_any_other_date(benchmark: object, text: str) -> None:
    """An uncertain date, an interval, a set (the target is 60 microseconds)."""
    benchmark(parse_span.__wrapped__, text)  # type: ignore[operator]
