"""Draw the pictures of docs/pictures.md again, each from an example case.

Run it from anywhere: ``python docs/pictures/make.py``, or with the names of some of them.  A test
draws each of them and compares it with the file, so a picture that no longer shows what the library
draws is seen at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from formulation import Case, draw, find, map_view, motif, read_case, weigh
from formulation.findings import Finding
from formulation.patterns.catalogue import pattern_named
from formulation.patterns.pattern import Pattern
from formulation.views.charts import change_view, lag_view, strip_view
from formulation.views.cycle import cycle_view
from formulation.views.development import development_view
from formulation.views.map import compare_maps
from formulation.views.multiples import multiples_view
from formulation.views.timeline import timeline_view
from formulation.views.triangles import triangles_view

HERE = Path(__file__).parent
FLAGSHIP = "idealized-pair-conflict-flare"


@lru_cache
def case_of(name: str) -> Case:
    """Return an example case."""
    return read_case(HERE.parent.parent / "examples" / f"{name}.yaml")


def founding() -> Case:
    """Return the founding case."""
    return case_of("elizabeth")


def diary() -> Case:
    """Return the made-up diary."""
    return case_of("elizabeth_diary")


def flagship() -> Pattern:
    """Return the pattern of the founding case."""
    return pattern_named(FLAGSHIP)


def found(case: Case) -> Finding:
    """Return the first finding of that pattern in a case."""
    return find(case, FLAGSHIP)[0]


@lru_cache
def weights() -> Any:
    """Return how that pattern weighs in the diary, with what changed at the session."""
    return weigh(diary(), FLAGSHIP, change="session")


def cycle() -> Any:
    """Return the pattern as a round, with what the diary shows of each of its arrows."""
    findings = find(diary(), FLAGSHIP, near_misses=10)
    return cycle_view(diary(), flagship(), findings=list(findings), weights=list(weights()))


#: the pictures, by the names of their files
PICTURES: dict[str, Callable[[], Any]] = {
    "map": lambda: map_view(founding()),
    "at": lambda: map_view(founding(), at="1990"),
    "basis": lambda: map_view(founding(), basis="observed"),
    "around": lambda: map_view(founding(), around="stephanie"),
    "pair": lambda: compare_maps(diary(), "2022-12/2023-02", "2023-03/2023-05"),
    "multiples": lambda: multiples_view(diary(), found(diary())),
    "timeline": lambda: timeline_view(founding()),
    "triangles": lambda: triangles_view(founding()),
    "development": lambda: development_view(founding()),
    "cycle": cycle,
    "motif": lambda: motif(flagship()),
    "strip": lambda: strip_view(weights()[0]),
    "lags": lambda: lag_view(weights()[0]),
    "change": lambda: change_view(weights().changes[0]),
}


def drawn(name: str) -> str:
    """Return a picture as it is drawn today."""
    return str(draw(PICTURES[name](), format="svg"))


if __name__ == "__main__":
    for name in sys.argv[1:] or PICTURES:
        path = HERE / f"{name}.svg"
        path.write_bytes(drawn(name).encode("utf-8"))
        sys.stdout.write(f"{path.name} is drawn.\n")
