"""What a formulation lacks, and what to ask next.

`checks` is the table of what is looked for, `answers` looks, and each theme has a module of its
own: `contents` (what every formulation tells), `corners` (Malan's triangle of conflict), `evidence`
(what inferences rest on), `rivals` (what else could be so), `instances` (the one without the
other), `times` (what cannot have come so) and `sources` (who saw and told it).

The room and its one question have the same name: ``formulation.review(case)`` asks it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import ModuleType

from formulation.model.case import Case
from formulation.review import answers
from formulation.review.answers import Review, review
from formulation.review.checks import CHECKS, Check

__all__ = ["CHECKS", "Check", "Review", "review"]


class _Room(ModuleType):
    """The room itself, which answers when it is asked by its own name."""

    def __call__(self, case: Case, *, checks: str | Iterable[str] | None = None) -> Review:
        """Return what the file of a case lacks; see :func:`formulation.review.answers.review`."""
        return answers.review(case, checks=checks)


# Python lays the room over the function of the front door as soon as a module in it is read; so
# the two are made one, whichever comes first
_room = sys.modules[__name__]
_room.__class__ = _Room
_room.__dict__["review"] = _room
