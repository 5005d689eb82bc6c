"""Searching a case for the patterns that a person asked for."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulation.cli.patterns import known_patterns
from formulation.cli.setting import with_settings

if TYPE_CHECKING:
    from formulation.findings import Finding, Weight
    from formulation.model.case import Case
    from formulation.patterns.pattern import Pattern

__all__ = ["LIMIT", "Found", "asked_patterns", "search"]

LIMIT = 10_000


@dataclass(frozen=True)
class Found:
    """What a search of one case returned; `is_cut` where there was more than the limit.

    `weights` are those of the patterns that were asked for.
    """

    case: Case
    findings: list[Finding]
    is_cut: bool = False
    weights: Sequence[Weight] = ()

    def first(self) -> Finding | None:
        """Return the first finding; ``None`` where there is none, for a near miss is none."""
        return next((found for found in self.findings if found.status != "near-miss"), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the keys of ``formulation find --json``."""
        return {
            "case": self.case.id,
            "findings": [found.to_dict() for found in self.findings],
            "weights": [weight.to_dict() for weight in self.weights],
        }


def asked_patterns(
    names: Sequence[str] | None,
    files: Sequence[str] | None,
    settings: Sequence[str] | None = None,
) -> list[Pattern]:
    """Return the patterns of these names, or all that are known, with values set in them.

    Parameters
    ----------
    names
        As the catalogue or the files have them.
    files
        Pattern files that add to the catalogue.
    settings
        Values, each for every one of them that has it: ``within=7days``.

    Raises
    ------
    UnknownName
        Where neither has such a pattern.
    PatternError
        Where a file cannot be read as patterns.
    """
    from formulation.patterns.catalogue import pattern_named

    known = known_patterns(files)
    asked = [pattern_named(name, known) for name in dict.fromkeys(names)] if names else known
    return with_settings(asked, settings)


def search(
    case: Case,
    asked: Sequence[Pattern],
    *,
    every: bool = False,
    near_misses: int = 0,
    limit: int = LIMIT,
) -> Found:
    """Search one case; that there was more than the limit is kept, not warned of.

    Parameters
    ----------
    case, asked
        The case and the patterns.
    every, near_misses, limit
        As for :func:`formulation.find`.
    """
    from formulation.patterns.answers import find

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it can only say what is_cut says
        found = find(case, asked, every=every, near_misses=near_misses, limit=limit)
    return Found(case, list(found), found.is_cut)
