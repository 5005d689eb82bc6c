"""Psychodynamic case formulations: read, lay out, find, weigh, tell, draw.

>>> from formulation import read_case, find
>>> case = read_case("examples/elizabeth.yaml")
>>> print(find(case)[0].title)
Two idealized figures in conflict precede a symptom flare
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

__all__ = [
    "Case",
    "CaseError",
    "Change",
    "DateError",
    "DrawError",
    "Finding",
    "FormulationError",
    "Gap",
    "LimitReached",
    "NearMiss",
    "Pattern",
    "PatternError",
    "Timeline",
    "UnknownName",
    "Weight",
    "catalogue",
    "change_view",
    "compare",
    "draw",
    "find",
    "graph_of",
    "loops",
    "map_of",
    "map_view",
    "motif",
    "read_case",
    "read_patterns",
    "report",
    "review",
    "shown_richly",
    "weigh",
    "weight_view",
    "write_case",
]


def __getattr__(name: str) -> Any:
    """Open a name of the front door on demand."""
    from formulation.doors import open_door

    return open_door(name)


def __dir__() -> list[str]:
    """List the front door."""
    return sorted(__all__)
