"""How long a map and a report take, and how large a report is.

The targets are the issue's: a map of 50 nodes and 60 drawn edges under 60 ms with the renderer
warm; a report of the founding case under 2 s cold, in a process of its own; and one of a case of
10,000 events under 5 s and 5 MB.  Such a case is harder the more people are in it and the nearer
its events lie together: three are timed.  Nothing is asserted of the times.  Run with
``pytest tests/benchmarks/test_report_speed.py -o addopts= -s``.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from formulation import Case, draw, map_view, report
from formulation.model import Conflict, Idealization, Person, Relationship
from formulation.views.picture import MapView
from tests.benchmarks.long_case import long_case

CASE = Path(__file__).parent.parent.parent / "examples" / "elizabeth.yaml"
LONG = {
    "of 12 people, one in 3 days": (12, 1),
    "of 40 people, one in 3 days": (40, 1),
    "of 20 people, one a day": (20, 3),
}


@pytest.fixture(scope="module")
def circle() -> MapView:
    """Forty-nine people around a patient, tied to her, some to each other: 60 drawn edges."""
    people = [Person(id=f"p{n}", name=f"Person {n}") for n in range(50)]
    people[0] = Person(id="p0", name="Liz", role="patient")
    ties = [Relationship(between=["p0", f"p{n}"], is_="friends") for n in range(1, 50)]
    heroes = [Idealization(of=f"p{n}", by="p0") for n in range(1, 6)]
    quarrels = [
        Conflict(between=[f"p{n}", f"p{n + 1}"], when=f"2020-01-{n:02}") for n in range(1, 7)
    ]
    return map_view(Case(id="circle").adding(*people, *ties, *heroes, *quarrels))


def test_a_map_with_the_renderer_warm(benchmark: BenchmarkFixture, circle: MapView) -> None:
    """Text to SVG, Graphviz already started (target: under 0.06 s)."""
    drawn = benchmark(draw, circle, format="svg")

    assert (len(circle.nodes), len(circle.edges)) == (50, 60)
    assert str(drawn).count('class="node') >= 50


def test_a_map_with_its_places(benchmark: BenchmarkFixture, circle: MapView) -> None:
    """The same with the place of everything worked out anew, as for a map that is read back."""
    drawn = benchmark(draw, replace(circle, layout=None), format="svg")

    assert str(drawn) == str(draw(circle, format="svg"))


def test_the_founding_case_cold(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """From the start of Python to the end of the page (target: under 2 s)."""
    page = tmp_path / "page.html"
    asked = [sys.executable, "-m", "formulation", "report", str(CASE), "-o", str(page)]

    done = benchmark.pedantic(subprocess.run, (asked,), {"capture_output": True}, rounds=5)

    assert done.returncode == 0
    assert page.stat().st_size < 1_500_000


@pytest.mark.parametrize("which", LONG)
def test_ten_thousand_events(benchmark: BenchmarkFixture, tmp_path: Path, which: str) -> None:
    """Searched, weighed, reviewed, drawn and written (target: under 5 s, and 5 MB)."""
    people, times_as_dense = LONG[which]
    case, page = long_case(people=people, times_as_dense=times_as_dense), tmp_path / "page.html"

    benchmark.pedantic(report, (case, page), rounds=2)

    assert page.stat().st_size < 5_000_000
    print(f"\n{which}: {page.stat().st_size / 1e6:.2f} MB")  # noqa: T201 - its job
