"""What a search returns: findings, near misses, and why a near miss is one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Failure", "Finding", "NearMiss", "Other"]


@dataclass(frozen=True, slots=True)
class Other:
    """Another way in which the same episode fits: who stands for whom, which statements."""

    roles: dict[str, str]
    steps: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return the keys of ``formulation find --json``."""
        return {"roles": self.roles, "steps": self.steps}


@dataclass(frozen=True, slots=True)
class Failure:
    """What kept a near miss from being a match.

    Attributes
    ----------
    step
        The step that could not be bound.
    reason
        In words: ``none recorded``, ``too late by 3 days``, ``not idealized then``, …
    by_minutes
        By how much, in minutes; ``None`` where there is no distance to tell.
    nearest, against
        The statement that came nearest, and the one it failed by; ``None`` where none is recorded.
    """

    step: str
    reason: str
    by_minutes: int | None = None
    nearest: str | None = None
    against: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the keys of ``formulation find --json``."""
        return {"step": self.step, "reason": self.reason, "by_minutes": self.by_minutes}


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern that fits a case, with the statements that make it fit.

    Attributes
    ----------
    case, pattern, title
        Ids of the case and the pattern, and the pattern's title.
    status
        ``complete``, or ``partial`` where an optional step is missing.
    certainty
        ``certain`` or ``possible``, about time only; ``described`` where a bound statement tells
        of a repeated episode, so that nothing can be counted.
    roles, steps
        Who stands for each letter, and which statement for each step, by their ids.
    missing
        Optional steps that found nothing.
    also
        Other ways the same episode fits, at most twenty.
    rests_on
        What its statements rest on, in words.
    because
        The finding as a sentence a clinician could say.
    """

    case: str
    pattern: str
    title: str
    status: str
    certainty: str
    roles: dict[str, str]
    steps: dict[str, str]
    missing: tuple[str, ...] = ()
    also: tuple[Other, ...] = ()
    rests_on: str = ""
    because: str = ""
    failed: Failure | None = field(default=None)

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of the statements it rests on, in the order of the steps, each once."""
        return tuple(dict.fromkeys(self.steps.values()))

    def to_dict(self) -> dict[str, Any]:
        """Return the keys of ``formulation find --json``, no more and no fewer."""
        return {
            "pattern": self.pattern,
            "status": self.status,
            "certainty": self.certainty,
            "roles": self.roles,
            "steps": self.steps,
            "missing": list(self.missing),
            "failed": self.failed.to_dict() if self.failed else None,
            "also": [other.to_dict() for other in self.also],
            "rests_on": self.rests_on,
            "because": self.because,
        }

    def __str__(self) -> str:
        """Return the sentence."""
        return self.because or f"{self.title} ({self.certainty})"


@dataclass(frozen=True, slots=True)
class NearMiss(Finding):
    """A pattern that nearly fits: `failed` says at which step, and by how much.

    `steps` holds what was bound before, `missing` every required step that was not.
    """
