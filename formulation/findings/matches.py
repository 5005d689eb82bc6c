"""What a search returns: findings, near misses, and why a near miss is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from formulation.doors import ShownRichly

__all__ = ["Bound", "Failure", "Finding", "NearMiss", "Other", "each_of", "in_json"]

#: what a letter or a step is bound to: an id, or several where it is counted or repeated
Bound = str | tuple[str, ...]


def each_of(bound: Bound) -> tuple[str, ...]:
    """Return the ids that a letter or a step is bound to.

    >>> each_of("feud"), each_of(("flare1", "flare2"))
    (('feud',), ('flare1', 'flare2'))
    """
    return (bound,) if isinstance(bound, str) else bound


def in_json(bound: Mapping[str, Bound]) -> dict[str, str | list[str]]:
    """Return what letters or steps are bound to as JSON holds it: an id, or a list of them."""
    return {name: ids if isinstance(ids, str) else list(ids) for name, ids in bound.items()}


@dataclass(frozen=True, slots=True)
class Other:
    """Another way in which the same episode fits: who stands for whom, which statements."""

    roles: dict[str, Bound]
    steps: dict[str, Bound]

    def to_dict(self) -> dict[str, Any]:
        """Return the keys of ``formulation find --json``."""
        return {"roles": in_json(self.roles), "steps": in_json(self.steps)}


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
    wanted
        What would have to be recorded for it to fit, in words; empty where that is plain.
    """

    step: str
    reason: str
    by_minutes: int | None = None
    nearest: str | None = None
    against: str | None = None
    wanted: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the keys of ``formulation find --json``."""
        return {"step": self.step, "reason": self.reason, "by_minutes": self.by_minutes}


@dataclass(frozen=True, slots=True)
class Finding(ShownRichly):
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
        Who stands for each letter, and which statement for each step, by their ids; several
        figures for a letter that is counted, several statements for a repeated step.
    missing
        Optional steps that found nothing.
    also
        Other ways the same episode fits, at most twenty.
    rests_on
        What its statements rest on, in words.
    because
        The finding as a sentence a clinician could say.
    has_order
        Whether the pattern asks for any order in time, of which `certainty` could speak.
    """

    case: str
    pattern: str
    title: str
    status: str
    certainty: str
    roles: dict[str, Bound]
    steps: dict[str, Bound]
    missing: tuple[str, ...] = ()
    also: tuple[Other, ...] = ()
    rests_on: str = ""
    because: str = ""
    failed: Failure | None = field(default=None)
    has_order: bool = True

    @property
    def sureness(self) -> str:
        """Its certainty, or ``no order`` where its pattern asks for none to be certain of."""
        is_asked = self.has_order or self.certainty == "described"
        return self.certainty if is_asked else "no order"

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of the statements it rests on, in the order of the steps, each once."""
        return tuple(dict.fromkeys(id for bound in self.steps.values() for id in each_of(bound)))

    def to_dict(self) -> dict[str, Any]:
        """Return the keys of ``formulation find --json``, no more and no fewer."""
        return {
            "pattern": self.pattern,
            "status": self.status,
            "certainty": self.certainty,
            "roles": in_json(self.roles),
            "steps": in_json(self.steps),
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
