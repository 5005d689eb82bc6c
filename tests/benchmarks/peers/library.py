"""Ours: columns laid out as a timeline, and the catalogue's own pattern searched for.

Matches stay columns; what it costs to make records of them is measured apart, on one case.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from statistics import median

import numpy as np

from formulation.patterns.answers import find
from formulation.patterns.catalogue import pattern_named
from formulation.patterns.match import search
from formulation.patterns.pattern import Pattern
from formulation.timeline import Timeline
from tests.benchmarks.peers import PATIENT, STEPS, Columns, Ints
from tests.benchmarks.synthetic import Size, case_of, made

MOST_EVENTS: int | None = None
WHY = ""


@cache
def flagship() -> Pattern:
    """Return the catalogue's pattern with all of its steps required."""
    keys = pattern_named("idealized-pair-conflict-flare").to_keys()
    for step in keys["steps"]:
        step.pop("optional", None)
    return Pattern.from_keys(keys)


def build(columns: Columns) -> Timeline:
    """Lay the columns out."""
    return Timeline.from_columns(columns, roles={"patient": [PATIENT]})


def query(built: Timeline) -> Ints:
    """Search; the matches are columns, and stay so."""
    found = search(built, flagship()).columns()
    return np.stack([found[step] for step in STEPS], axis=1)


def cost_of_records(seed: int = 0, rounds: int = 25) -> dict[str, float]:
    """Return the seconds that one case of 200 events takes as columns, and as records on demand."""
    case, pattern = case_of(made(Size(200), seed)), flagship()
    _ = case.chronology  # part of reading the case
    timeline = Timeline(case)
    matches = search(timeline, pattern)
    findings = find(timeline, pattern, every=True)

    def tuples() -> list[tuple[int, ...]]:
        columns = matches.columns()
        return list(zip(*(columns[step].tolist() for step in STEPS), strict=True))

    return {
        "matches": len(tuples()),
        "layout_s": _median_s(lambda: Timeline(case), rounds),
        "search_s": _median_s(lambda: search(timeline, pattern), rounds),
        "tuples_s": _median_s(tuples, rounds),
        "find_s": _median_s(lambda: find(timeline, pattern, every=True), rounds),
        "list_s": _median_s(lambda: list(findings), rounds),
    }


def _median_s(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return median(times)
