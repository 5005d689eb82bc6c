"""What reading a case costs: pytest tests/benchmarks -k reading."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from formulation.casefile import read_case, write_case
from formulation.notation import Limits, parse_yaml, plain

HEAD = """\
formulation: 1
id: busy
sources: {notes: {cite: session notes}}
people: {anna: {role: patient}, ben: {name: Ben}, clara: {name: Clara}}
symptoms: {pain: {name: chronic pain}}
bonds:
  - {idealizes: ben}
events:
"""
#: five events of a life that goes on: a quarrel, a flare, help, peace, and a session in words
LINES = (
    "{{id: c{n}, conflict: [ben, clara], when: {day}, source: notes}}",
    "{{id: e{n}, escalation: pain, when: {day}~, severity: 6, basis: reported}}",
    "{{id: r{n}, rally: [ben, clara], when: {day}T14:30, words: we are here}}",
    "{{id: t{n}, resolution: [ben, clara], quality: truce, when: {day}}}",
    '{{session: "talked, and was silent: {n}", by: clara, when: {day}}}',
)


def a_case_of(events: int, *, in_order: bool = False) -> str:
    """Return the YAML of a case with so many events, its flares perhaps after its quarrels."""
    told = []
    for n in range(events):
        day = f"{1000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}"
        line = LINES[n % len(LINES)].format(n=n, day=day)
        if in_order and n % 5 == 1:
            line = f"{line[:-1]}, after: c{n - 1}}}"
        told.append(f"  - {line}\n")
    return HEAD + "".join(told)


def as_json(yaml: str) -> str:
    keys: dict[str, Any] = plain(parse_yaml(yaml, limits=Limits(nodes=10**8)).root)  # type: ignore[arg-type]
    return json.dumps(keys)


@pytest.mark.benchmark(group="200 events")
@pytest.mark.parametrize("in_order", [False, True], ids=["dated", "dated and ordered"])
def test_yaml_of_200_events(benchmark: Any, in_order: bool) -> None:
    """One person's file, a line a statement (the target is 30 milliseconds)."""
    text = a_case_of(200, in_order=in_order)

    case = benchmark(lambda: read_case(io.StringIO(text)))

    assert len(case.events) == 200


@pytest.mark.benchmark(group="200 events")
def test_json_of_200_events(benchmark: Any) -> None:
    """The same case as a program writes it."""
    text = as_json(a_case_of(200))

    case = benchmark(lambda: read_case(io.StringIO(text)))

    assert len(case.events) == 200


@pytest.mark.benchmark(group="200 events")
def test_writing_200_events(benchmark: Any) -> None:
    """The way back."""
    case = read_case(io.StringIO(a_case_of(200)))

    assert benchmark(write_case, case).count("\n  - ") == 201


@pytest.mark.benchmark(group="100,000 events")
@pytest.mark.parametrize("in_order", [False, True], ids=["dated", "dated and ordered"])
def test_json_of_100_000_events(benchmark: Any, in_order: bool) -> None:
    """A registry's worth in one case (the target is 2 seconds)."""
    text = as_json(a_case_of(100_000, in_order=in_order))

    case = benchmark.pedantic(lambda: read_case(io.StringIO(text)), rounds=2)

    assert len(case.events) == 100_000
