"""Two or more formulations of one person, side by side, and none merged into another.

`figures` says who is who, `statements` which statement answers which, `likeness` how far two
statements say the same and why, `tables` the same of thousands together, `mentions` who stands in
words only, `findings_apart` which patterns fit one file only, `disagreements` what follows from all
that, `agreement` how far it goes beyond chance, `notes` what to know before reading any of it, and
`matching` whether the formulations of one person are more alike than those of different people.

The room and its first question have the same name: ``formulation.compare(reference, other)``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formulation.compare.comparing import align, compare
    from formulation.compare.matching import matched
    from formulation.compare.records import (
        Agreement,
        Alignment,
        Comparison,
        Counterpart,
        Disagreement,
        Likeness,
        Match,
        Matched,
        Part,
        Said,
        Score,
        Unmatched,
    )
    from formulation.model.case import Case

__all__ = [
    "Agreement",
    "Alignment",
    "Comparison",
    "Counterpart",
    "Disagreement",
    "Likeness",
    "Match",
    "Matched",
    "Part",
    "Said",
    "Score",
    "Unmatched",
    "align",
    "compare",
    "matched",
]


def _opened(name: str) -> Any:
    """Open one name of the room on demand."""
    from formulation.compare import comparing, matching, records

    rooms = {"align": comparing, "compare": comparing, "matched": matching}
    return getattr(rooms.get(name, records), name)


class _Room(ModuleType):
    """The room itself, which compares when it is asked by its own name."""

    def __call__(
        self, reference: Case, *others: Case, names: Sequence[str] | None = None
    ) -> Comparison:
        """Compare formulations; see :func:`formulation.compare.comparing.compare`."""
        from formulation.compare.comparing import compare

        return compare(reference, *others, names=names)

    def __getattr__(self, name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return _opened(name)


# Python lays the room over the function of the front door as soon as a module in it is read; so
# the two are made one, whichever comes first
_room = sys.modules[__name__]
_room.__class__ = _Room
_room.__dict__["compare"] = _room
