"""What is found in a case, what it weighs, and what the case lacks: records, and nothing else."""

from __future__ import annotations

from formulation.findings.gaps import Gap
from formulation.findings.matches import (
    Bound,
    Failure,
    Finding,
    NearMiss,
    Other,
    each_of,
)
from formulation.findings.weights import (
    Change,
    Counted,
    Exposure,
    Interval,
    Lags,
    Piece,
    ScaleChange,
    Weight,
)

__all__ = [
    "Bound",
    "Change",
    "Counted",
    "Exposure",
    "Failure",
    "Finding",
    "Gap",
    "Interval",
    "Lags",
    "NearMiss",
    "Other",
    "Piece",
    "ScaleChange",
    "Weight",
    "each_of",
]
