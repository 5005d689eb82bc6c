"""Cards of claims: what a claim leads from and to, how, and what else it could be."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from formulation.views.development_claims import Arrow, Named
from formulation.views.development_words import against, could_also_be
from formulation.views.sheet import Sheet
from formulation.views.triangles_blocks import Block, Words, height_of, write_down

__all__ = ["Card", "Cards"]

_PAD, _CHIP_PAD = 9.0, 4.0
_CHIP_GAP = 3.0
_STEM = 22.0  # how long the arrow is
_LETTER_ROOM = 18.0
_MOST_CHIPS = 3
_BADGE = 8.5


@dataclass(frozen=True, slots=True)
class Card:
    """A claim ready to be drawn: its number, and its words above and below the arrow."""

    arrow: Arrow
    number: int
    above: tuple[Block, ...]
    below: tuple[Block, ...]


class Cards:
    """Draws claims as cards of one width.

    Parameters
    ----------
    sheet
        Where they are drawn.
    letters
        A letter for each id that stands on more than one card.
    width
        How wide a card is, in points.
    """

    def __init__(self, sheet: Sheet, letters: dict[str, str], width: float) -> None:
        self.sheet, self.style = sheet, sheet.style
        self.letters, self.width = letters, width
        self.shown: set[str] = set()  # what a legend must tell

    def card(self, arrow: Arrow, number: int) -> Card:
        """Return a claim as a card, with its words measured."""
        size, small = self.style.text_points, self.style.key_points - 1
        claim = Words(arrow.words, size, 5, is_bold=True)
        muted = self.style.muted_ink
        lines = [
            Block((look,), arrow.id, arrow.told)
            for look in (
                Words(arrow.known, small, 2, is_italic=True, colour=muted),
                Words(could_also_be(arrow), small, 5),
                Words(against(arrow), small, 3),
            )
        ]
        for lead, others in (("another account", arrow.accounts), ("revised", arrow.revised_by)):
            for one in others[:2]:
                lines.append(Block((Words(f"{lead}: {one.words}", small, 3),), one.id, one.told))
            if len(others) > 2:
                more = f"and {len(others) - 2} more, told in words"
                lines.append(Block((Words(more, small, 1, is_italic=True),)))
        above = (Block((claim,), indent=2 * _BADGE + 5, gap=6),)
        return Card(arrow, number, above, tuple(lines))

    def draw(self, card: Card, x: float, y: float) -> float:
        """Draw a card with its upper left corner there, and return how high it is."""
        arrow, inner = card.arrow, self.width - 2 * _PAD
        head = max(height_of(card.above, inner), 2 * _BADGE + 6)
        foot = height_of(card.below, inner)
        has_arrow = bool(arrow.starts or arrow.ends)
        middle = self._arrow_height(arrow) if has_arrow else 0.0
        high = head + middle + foot + 2 * _PAD
        with self.sheet.statement(arrow.id, arrow.told):
            self.sheet.rect(x, y, self.width, high, stroke=self.style.ink, rounded=4)
            self._badge(str(card.number), x + _PAD + _BADGE, y + _PAD + _BADGE)
            write_down(self.sheet, card.above, x + _PAD, y + _PAD, inner)
            if has_arrow:
                self._stem(arrow, x + _PAD, y + _PAD + head + self._chips_height(arrow.starts))
        if has_arrow:
            self._chips(arrow.starts, x + _PAD, y + _PAD + head)
            below = y + _PAD + head + self._chips_height(arrow.starts) + _STEM
            self._chips(arrow.ends, x + _PAD, below)
        write_down(self.sheet, card.below, x + _PAD, y + _PAD + head + middle, inner)
        return high

    def _badge(self, number: str, x: float, y: float) -> None:
        size = self.style.badge_points
        self.sheet.circle(x, y, _BADGE, fill=self.style.paper)
        self.sheet.text(x, y + size * 0.36, number, size=size, anchor="middle", is_bold=True)

    # -- the arrow

    def _arrow_height(self, arrow: Arrow) -> float:
        return self._chips_height(arrow.starts) + self._chips_height(arrow.ends) + _STEM + 6

    def _stem(self, arrow: Arrow, x: float, y: float) -> None:
        """Draw the arrow from what stands above to what stands below, and say its effect."""
        self.shown.add("inferred" if arrow.is_inferred else "told")
        ends = ((x + 14, y - _CHIP_GAP), (x + 14, y + _STEM - 1))
        self.sheet.line(ends, line=1.6, is_dashed=arrow.is_inferred, has_arrow=True)
        look = Words(arrow.effect, self.style.key_points - 0.5, 1)
        look.write(self.sheet, x + 26, y + 2, self.width - 2 * _PAD - 26)

    def _chip_words(self, named: Named) -> tuple[Words, float]:
        room = self.width - 2 * _PAD - 2 * _CHIP_PAD
        room -= _LETTER_ROOM if named.key in self.letters else 0.0
        return Words(named.words, self.style.key_points - 0.5, 2), room

    def _chip_height(self, named: Named) -> float:
        words, room = self._chip_words(named)
        return words.height(room) + 2 * _CHIP_PAD

    def _chips_height(self, named: Sequence[Named]) -> float:
        shown = sum(self._chip_height(one) + _CHIP_GAP for one in named[:_MOST_CHIPS])
        line = self.style.key_points * 1.28
        more = line + _CHIP_GAP if len(named) > _MOST_CHIPS else 0.0
        return shown + more if named else line + 2 * _CHIP_PAD + _CHIP_GAP

    def _chips(self, named: Sequence[Named], x: float, y: float) -> None:
        """Draw what a claim leads from, or to, each in a box of its own."""
        wide, size = self.width - 2 * _PAD, self.style.key_points
        if not named:
            self.shown.add("nothing")
            high = size * 1.28 + 2 * _CHIP_PAD
            ink = self.style.ink
            self.sheet.rect(x, y, wide, high, stroke=ink, line=1.6, rounded=3, is_dotted=True)
            Words("not said", size, 1).write(self.sheet, x + _CHIP_PAD, y + _CHIP_PAD, wide)
        for one in named[:_MOST_CHIPS]:
            y += self._chip(one, x, y, wide) + _CHIP_GAP
        if len(named) > _MOST_CHIPS:
            words = f"and {len(named) - _MOST_CHIPS} more"
            Words(words, size, 1, is_italic=True).write(self.sheet, x + _CHIP_PAD, y, wide)

    def _chip(self, named: Named, x: float, y: float, wide: float) -> float:
        words, room = self._chip_words(named)
        high = self._chip_height(named)
        with self.sheet.statement(named.id, named.told) if named.id else nullcontext():
            ink, ground = self.style.ink, self.style.ground
            self.sheet.rect(x, y, wide, high, fill=ground, stroke=ink, line=0.8, rounded=3)
            words.write(self.sheet, x + _CHIP_PAD, y + _CHIP_PAD, room)
        if named.key in self.letters:
            self.shown.add("letter")
            self.letter(self.letters[named.key], x + wide - _LETTER_ROOM / 2, y + high / 2)
        return high

    def letter(self, letter: str, x: float, y: float) -> None:
        """Draw the letter of what stands on more than one card, around a point."""
        size, ink, paper = self.style.badge_points - 1, self.style.ink, self.style.paper
        half = 6.5 if len(letter) == 1 else 8.5
        self.sheet.rect(x - half, y - 6.5, 2 * half, 13, fill=paper, stroke=ink, line=0.8)
        self.sheet.text(x, y + size * 0.36, letter, size=size, anchor="middle", is_bold=True)
