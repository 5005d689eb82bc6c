"""Rates with their Monte-Carlo error, and tables of them as plain text and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt


class Rate(NamedTuple):
    """How often something happened in so many cases.

    >>> print(Rate(98, 2000))
    4.9 ± 0.5 %
    """

    hits: int
    cases: int

    @classmethod
    def of(cls, flags: npt.ArrayLike) -> Rate:
        """Count how many flags are set."""
        told = np.asarray(flags, dtype=np.bool_)
        return cls(int(told.sum()), len(told))

    @property
    def share(self) -> float:
        """The rate itself."""
        return self.hits / self.cases if self.cases else float("nan")

    @property
    def error(self) -> float:
        """Its standard error; with one more of either, so that it is never nought."""
        share = (self.hits + 1) / (self.cases + 2)
        return sqrt(share * (1 - share) / max(self.cases, 1))

    def __str__(self) -> str:
        """Return it in percent."""
        return f"{100 * self.share:.1f} ± {100 * self.error:.1f} %" if self.cases else "–"


Cell = Rate | str | int | float


@dataclass(frozen=True)
class Table:
    """Rows of cells under their names, with a sentence on what was tried.

    `is_brief` shows rates as whole percents, where there are many.
    """

    name: str
    title: str
    says: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    is_brief: bool = False

    def text(self) -> str:
        """Return it as lines of text, the first column to the left and the others to the right."""
        cells = [list(self.columns), *([self._shown(cell) for cell in row] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = [self.title, *_wrapped(self.says), ""]
        for row in cells:
            first, *others = (
                cell.ljust(width) if not n else cell.rjust(width)
                for n, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            lines.append("  ".join([first, *others]).rstrip())
        return "\n".join(lines)

    def to_keys(self) -> dict[str, Any]:
        """Return it for programs: rates as hits, cases, share and standard error."""
        rows = [
            {name: _keyed(cell) for name, cell in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]
        return {"name": self.name, "title": self.title, "says": self.says, "rows": rows}

    def _shown(self, cell: Cell) -> str:
        if isinstance(cell, Rate) and self.is_brief:
            return f"{100 * cell.share:.0f}" if cell.cases else "–"
        return f"{cell:.0f}" if isinstance(cell, float) else str(cell)


def _keyed(cell: Cell) -> Any:
    if not isinstance(cell, Rate):
        return cell
    return {"hits": cell.hits, "cases": cell.cases, "share": cell.share, "error": cell.error}


def _wrapped(text: str, width: int = 99) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width)
