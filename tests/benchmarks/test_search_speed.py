"""What finding costs on a case of ordinary size: pytest tests/benchmarks -k search."""

from __future__ import annotations

import numpy as np
import pytest

from formulation.model import Case, Conflict, Escalation, Idealization, Person, Symptom
from formulation.patterns.answers import find
from formulation.patterns.catalogue import catalogue, pattern_named
from formulation.patterns.match import search
from formulation.timeline import Timeline


def ordinary_case(events: int = 200, people: int = 10) -> Case:
    """A synthetic case: one patient, idealized figures, quarrels and flares at random days."""
    random = np.random.default_rng(0)
    cast = [Person(id="p", role="patient"), *(Person(id=f"x{n}") for n in range(people - 1))]
    said: list[object] = [Symptom(id="s")]
    said += [Idealization(of=f"x{n}", when="2019/2022") for n in range(4)]
    for n in range(events):
        day = np.datetime64("2020-01-01") + int(random.integers(0, 365))
        a, b = random.choice(people - 1, 2, replace=False)
        event = Conflict(between=[f"x{a}", f"x{b}"], when=str(day))
        said.append(event if n % 2 else Escalation(of="s", when=str(day)))
    return Case(id="ordinary", origin="synthetic").adding(cast, said)  # type: ignore[arg-type]


@pytest.mark.benchmark(group="search")
def test_laying_out_a_case(benchmark: object) -> None:
    """Two hundred events into columns, chronology included."""
    case = ordinary_case()
    _ = case.chronology
    benchmark(Timeline, case)  # type: ignore[operator]


@pytest.mark.benchmark(group="search")
def test_the_flagship_on_columns(benchmark: object) -> None:
    """The flagship pattern, searched for in a timeline that is laid out."""
    timeline, flagship = Timeline(ordinary_case()), pattern_named("idealized-pair-conflict-flare")
    benchmark(search, timeline, flagship)  # type: ignore[operator]


@pytest.mark.benchmark(group="search")
def test_the_whole_catalogue_told(benchmark: object) -> None:
    """All patterns, findings made and told in words."""
    case = ordinary_case()
    benchmark(lambda: list(find(case, catalogue())))  # type: ignore[operator]
