"""The records a case is written in: figures, bonds, inner life, events and claims.

Every class opens from here (``from formulation.model import Idealization``); a module is read
only when one of its classes is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formulation.model.base import Record, Statement
    from formulation.model.bonds import (
        Countertransference,
        Devaluation,
        Idealization,
        Perception,
        Relationship,
        Stance,
        Transference,
    )
    from formulation.model.case import Case
    from formulation.model.claims import Claim, Goal
    from formulation.model.events import (
        Care,
        Change,
        Conflict,
        Dream,
        Episode,
        Escalation,
        Harm,
        Insight,
        Intervention,
        Invalidation,
        LifeEvent,
        Loss,
        Rally,
        Rating,
        Remission,
        Repair,
        Resolution,
        Risk,
        Rupture,
        Separation,
        Session,
        Trauma,
        Treatment,
    )
    from formulation.model.figures import Consent, Person, Source, Symptom
    from formulation.model.inner import (
        Belief,
        Bind,
        Defense,
        Factor,
        Fear,
        Feeling,
        InnerConflict,
        Need,
        Strength,
        Wish,
    )

__all__ = [
    "Belief",
    "Bind",
    "Care",
    "Case",
    "Change",
    "Claim",
    "Conflict",
    "Consent",
    "Countertransference",
    "Defense",
    "Devaluation",
    "Dream",
    "Episode",
    "Escalation",
    "Factor",
    "Fear",
    "Feeling",
    "Goal",
    "Harm",
    "Idealization",
    "InnerConflict",
    "Insight",
    "Intervention",
    "Invalidation",
    "LifeEvent",
    "Loss",
    "Need",
    "Perception",
    "Person",
    "Rally",
    "Rating",
    "Record",
    "Relationship",
    "Remission",
    "Repair",
    "Resolution",
    "Risk",
    "Rupture",
    "Separation",
    "Session",
    "Source",
    "Stance",
    "Statement",
    "Strength",
    "Symptom",
    "Transference",
    "Trauma",
    "Treatment",
    "Wish",
]


def __getattr__(name: str) -> Any:
    """Open one record class on demand."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from formulation.model import base, bonds, case, claims, events, figures, inner

    for module in (base, figures, bonds, inner, events, claims, case):
        if hasattr(module, name):
            return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")  # pragma: no cover
