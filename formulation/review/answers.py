"""Asking a case what its file does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

from formulation.errors import counted
from formulation.findings import Gap
from formulation.model.case import Case
from formulation.review.checks import LEVELS, Check, checks_named

__all__ = ["Review", "review"]


class Review(Sequence[Gap]):
    """The gaps of one file, what matters most first; never changed, and without a score.

    Attributes
    ----------
    case
        The id of the case.
    checks
        The checks that were asked, also those that found nothing.
    """

    def __init__(self, case: str, checks: Iterable[Check], gaps: Iterable[Gap]) -> None:
        self.case = case
        self.checks = tuple(checks)
        self._gaps = tuple(gaps)

    @overload
    def __getitem__(self, index: int) -> Gap: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Gap, ...]: ...
    def __getitem__(self, index: int | slice) -> Gap | tuple[Gap, ...]:
        """Return one gap, or a stretch of them."""
        return self._gaps[index]

    def __len__(self) -> int:
        """Return how many gaps there are."""
        return len(self._gaps)

    def of_level(self, level: str) -> list[Gap]:
        """Return the gaps of one level: ``error``, ``warning`` or ``info``."""
        return [gap for gap in self if gap.level == level]

    def to_dict(self) -> dict[str, Any]:
        """Return the document of ``formulation review --json``."""
        return {"case": self.case, "gaps": [gap.to_dict() for gap in self]}

    def __str__(self) -> str:
        """Return how many checks were asked, and what they found."""
        found = counted(len(self), "gap") if self else "no gaps"
        return f"{counted(len(self.checks), 'check')}, {found}."

    def __repr__(self) -> str:
        """Return the case and what was found, briefly."""
        return f"<Review of {self.case}: {self}>"


def review(case: Case, *, checks: str | Iterable[str] | None = None) -> Review:
    """Return what the file of a case lacks or what does not add up, each with a question to ask.

    Parameters
    ----------
    case
        The case.
    checks
        Ids of the checks to ask, such as ``C12``; all unless said.

    Returns
    -------
    Review
        A sequence of :class:`~formulation.findings.Gap`, errors first, then warnings; within a
        level in the order of the checks.

    Raises
    ------
    UnknownName
        For a check that there is not.

    Notes
    -----
    It speaks of what is written down.  A file without gaps is not a formulation that is right.
    """
    asked = checks_named(checks)
    gaps = sorted(_gaps(case, asked), key=lambda gap: LEVELS.index(gap.level))
    return Review(case.id, asked, gaps)


def _gaps(case: Case, checks: Iterable[Check]) -> Iterator[Gap]:
    for check in checks:
        for about, told, question, place in check.finds(case):
            why = f"{check.why.removesuffix('.')} ({check.source})."
            yield Gap(check.id, check.title, check.level, about, told, why, question, place)
