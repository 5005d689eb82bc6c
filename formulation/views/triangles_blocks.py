"""Blocks of words on a sheet: measured before they are written, so that nothing overlaps."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from formulation.views.sheet import LEADING, Sheet, rows_in

__all__ = ["Block", "Words", "height_of", "write_down"]


@dataclass(frozen=True, slots=True)
class Words:
    """A text of one look, broken into as many rows as it needs and may have.

    Attributes
    ----------
    text
        Anybody's words.
    size
        In points.
    lines
        How many rows there may be before it is cut.
    is_bold, is_italic, colour
        How it is written.
    """

    text: str
    size: float
    lines: int = 3
    is_bold: bool = False
    is_italic: bool = False
    colour: str = ""

    def height(self, width: float) -> float:
        """Return how high it is in a width, in points."""
        rows = rows_in(self.text, width, self.size, self.lines, is_bold=self.is_bold)
        return len(rows) * self.size * LEADING

    def write(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        """Write it with its upper edge at `y`, and return how high it is."""
        return sheet.text(
            x,
            y + self.size,
            self.text,
            size=self.size,
            width=width,
            lines=self.lines,
            is_bold=self.is_bold,
            is_italic=self.is_italic,
            colour=self.colour,
        )


@dataclass(frozen=True, slots=True)
class Block:
    """Words that belong to one statement, or to none.

    Attributes
    ----------
    words
        What is written, one below the other.
    id, told
        The statement's id and its sentence; empty for words of ours.
    indent, gap
        How far it stands in, and what room is left below it, in points.
    """

    words: tuple[Words, ...]
    id: str = ""
    told: str = ""
    indent: float = 0.0
    gap: float = 3.0

    def height(self, width: float) -> float:
        """Return how high it is in a width, with the room below it."""
        return sum(words.height(width - self.indent) for words in self.words) + self.gap

    def write(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        """Write it with its upper edge at `y`, and return its height."""
        start = y
        with sheet.statement(self.id, self.told) if self.id else nullcontext():
            for words in self.words:
                y += words.write(sheet, x + self.indent, y, width - self.indent)
        return y + self.gap - start


def height_of(blocks: Sequence[Block], width: float) -> float:
    """Return how high blocks are, one below the other."""
    return sum(block.height(width) for block in blocks)


def write_down(sheet: Sheet, blocks: Sequence[Block], x: float, y: float, width: float) -> float:
    """Write blocks one below the other, and return how high they are."""
    start = y
    for block in blocks:
        y += block.write(sheet, x, y, width)
    return y - start
