"""How it came about, as a file claims it: what made liable, set off, keeps going and protects.

Each claim is a card with an arrow in it, from what it names to what it names, and in small type
what else could explain it.  Cards of one part stand in one column; mechanisms, which say how one
leads to the other, stand between what went before and what keeps it going.  The same letter on two
cards is the same statement, so that no arrow need cross the page.

:mod:`formulation.views.development_claims` reads the case, and
:mod:`formulation.views.development_words` tells the same in prose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from formulation.errors import shortened
from formulation.views.development_cards import Card, Cards
from formulation.views.development_claims import COLUMNS, Development, Named, development_of
from formulation.views.development_words import (
    LEAD,
    MOST_BESIDE,
    MOST_IN_BAND,
    MOST_IN_COLUMN,
    in_brief,
    in_prose,
    meaning_of,
    name_of,
    notes,
)
from formulation.views.sheet import Sample, Sheet, SheetView
from formulation.views.style import STYLE, Style
from formulation.views.triangles_blocks import Block, Words, height_of, write_down

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["development_view"]

_COLUMN, _GAP, _MARGIN = 228.0, 16.0, 12.0
_STEP = _COLUMN + _GAP
_WIDTH = 4 * _COLUMN + 3 * _GAP
_BETWEEN = 10.0  # from card to card
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def development_view(case: Case, *, style: Style | None = None) -> SheetView:
    """Draw what a case claims about how it came about, with rivals and what would count against.

    Five claims are drawn of each part and six mechanisms; the rest are told in the prose.

    Parameters
    ----------
    case
        The case.
    style
        How things look; by default :data:`formulation.views.style.STYLE`.

    Returns
    -------
    SheetView
        The picture as data; ``draw(development_view(case), "development.svg")`` draws it.
    """
    read = development_of(case)
    page = _Page(read, style or STYLE)
    title = f"How it came about: {shortened(case.title or case.id)}"
    height = page.draw(page.sheet.heading(title, LEAD, _WIDTH))
    return page.sheet.view(
        title=title,
        lead=LEAD,
        alt=in_brief(read),
        prose=f"{title}\n{LEAD}\n" + "\n".join(in_prose(read)),
        width=_WIDTH,
        height=height,
        margin=_MARGIN,
    )


class _Page:
    """Puts the page together from the top downwards."""

    def __init__(self, read: Development, style: Style) -> None:
        self.read, self.style = read, style
        self.sheet = Sheet(style)
        self.cards = Cards(self.sheet, self._letters(), _COLUMN)

    def _letters(self) -> dict[str, str]:
        """Return a letter for each statement that stands on more than one card."""
        count = Counter(
            key
            for part in self.read.arrows
            for arrow in self.read.arrows[part][: self._most(part)]
            for key in dict.fromkeys(one.key for one in (*arrow.starts, *arrow.ends))
        )
        again = [key for key, times in count.items() if times > 1]
        return {
            key: _LETTERS[n % 26] + (str(n // 26 + 1) if n >= 26 else "")
            for n, key in enumerate(again)
        }

    def _most(self, part: str) -> int:
        return MOST_IN_COLUMN if part in COLUMNS else MOST_IN_BAND

    def _of(self, part: str) -> list[Card]:
        """Return the cards of a part, numbered as the prose numbers them."""
        parts = list(self.read.arrows)
        before = sum(len(self.read.arrows[other]) for other in parts[: parts.index(part)])
        shown = self.read.arrows[part][: self._most(part)]
        return [self.cards.card(arrow, before + n) for n, arrow in enumerate(shown, start=1)]

    # -- the whole

    def draw(self, y: float) -> float:
        """Draw everything from `y` on, and return how high the page is."""
        y += self._headings(y) + 8
        feet = [
            y + self._stack(self._of(part), place * _STEP, y) for place, part in enumerate(COLUMNS)
        ]
        before = max(feet[:2])
        before += self._band("mechanism", before, 2)
        y = max(before, *feet[2:])
        if self.read.arrows[""]:
            y += self._band("", y, 4)
        y += self._beside(y)
        for note in notes(self.read):
            y += Words(note, self.style.key_points, 3).write(self.sheet, 0, y, _WIDTH) + 3
        y += self.style.key_points
        return y + self.sheet.legend(0, y, _WIDTH, self._samples())

    def _heading(self, name: str, what: str, gap: float = 0.0) -> Block:
        size, small = self.style.text_points + 1, self.style.key_points - 0.5
        words = (Words(name, size, 1, is_bold=True), Words(what, small, 2))
        return Block(words, gap=gap)

    def _headings(self, y: float) -> float:
        """Draw the headings of the columns with arrows of time between them."""
        blocks = [self._heading(name_of(part), meaning_of(part)) for part in COLUMNS]
        high = max(block.height(_COLUMN - 20) for block in blocks) + 12
        for place, block in enumerate(blocks):
            x = place * _STEP
            self.sheet.rect(x, y, _COLUMN, high, fill=self.style.ground, rounded=4)
            block.write(self.sheet, x + 10, y + 6, _COLUMN - 20)
            if 0 < place < 3:
                self.sheet.line(((x - _GAP, y + high / 2), (x, y + high / 2)), has_arrow=True)
        return high

    def _stack(self, cards: Sequence[Card], x: float, y: float) -> float:
        """Draw cards one below the other, or an empty place, and return how high they are."""
        if not cards:
            return self._nothing(x, y, _COLUMN) + _BETWEEN
        start = y
        for card in cards:
            y += self.cards.draw(card, x, y) + _BETWEEN
        return y - start

    def _nothing(self, x: float, y: float, width: float) -> float:
        self.cards.shown.add("nothing")
        ink = self.style.ink
        self.sheet.rect(x, y, width, 34, stroke=ink, line=1.6, rounded=4, is_dotted=True)
        look = Words("no claim is written down", self.style.key_points, 1)
        look.write(self.sheet, x + 10, y + 10, width - 20)
        return 34.0

    def _band(self, part: str, y: float, lanes: int) -> float:
        """Draw the claims of no column in lanes from the left, and return how high they are."""
        start, width = y + 8, lanes * _STEP - _GAP
        block = self._heading(name_of(part), meaning_of(part))
        high = block.height(width - 20) + 12
        self.sheet.rect(0, start, width, high, fill=self.style.ground, rounded=4)
        block.write(self.sheet, 10, start + 6, width - 20)
        feet = [start + high + 8] * lanes
        cards = self._of(part)
        for card in cards:
            place = feet.index(min(feet))
            feet[place] += self.cards.draw(card, place * _STEP, feet[place]) + _BETWEEN
        if not cards:
            feet[0] += self._nothing(0, feet[0], _COLUMN) + _BETWEEN
        return max(feet) - y

    # -- what stands beside the claims

    def _beside(self, y: float) -> float:
        """Draw strengths, factors and goals, and return how high they are."""
        width = (_WIDTH - 2 * _GAP) / 3
        lists = (
            ("Strengths", "what helps", self.read.strengths),
            ("Factors", "biological, social or cultural", self.read.factors),
            ("Goals", "what the treatment is for", self.read.goals),
        )
        blocks = [[self._heading(name, what, 6), *self._list(told)] for name, what, told in lists]
        high = max(height_of(one, width - 20) for one in blocks) + 16
        for place, one in enumerate(blocks):
            x, is_empty = place * (width + _GAP), not lists[place][2]
            if is_empty:
                self.cards.shown.add("nothing")
            self.sheet.rect(
                x,
                y + 8,
                width,
                high,
                stroke=self.style.ink,
                line=1.6 if is_empty else 1.0,
                rounded=4,
                is_dotted=is_empty,
            )
            write_down(self.sheet, one, x + 10, y + 16, width - 20)
        return high + 18

    def _list(self, told: Sequence[Named]) -> list[Block]:
        size = self.style.key_points
        if not told:
            return [Block((Words("none is written down", size, 1),))]
        blocks = [
            Block((Words(f"• {o.words}", size, 3),), o.id, o.told) for o in told[:MOST_BESIDE]
        ]
        if len(told) > MOST_BESIDE:
            words = f"and {len(told) - MOST_BESIDE} more, told in words"
            blocks.append(Block((Words(words, size, 1, is_italic=True),)))
        return blocks

    # -- the legend

    def _samples(self) -> list[Sample]:
        """Return the legend, made from what is shown."""
        shown = self.cards.shown
        samples: list[Sample] = []
        if "told" in shown:
            samples.append((partial(self._arrow_sample, is_dashed=False), "a claim"))
        if "inferred" in shown:
            samples.append(
                (partial(self._arrow_sample, is_dashed=True), "a claim that is inferred")
            )
        if "nothing" in shown:
            samples.append((self._dotted_sample, "not written down: a question"))
        if "letter" in shown:
            samples.append((self._letter_sample, "the same letter: the same statement again"))
        return samples

    def _arrow_sample(self, x: float, y: float, *, is_dashed: bool) -> None:
        self.sheet.line(((x, y), (x + 26, y)), line=1.6, is_dashed=is_dashed, has_arrow=True)

    def _dotted_sample(self, x: float, y: float) -> None:
        ink = self.style.ink
        self.sheet.rect(x, y - 6, 26, 12, stroke=ink, line=1.6, rounded=3, is_dotted=True)

    def _letter_sample(self, x: float, y: float) -> None:
        self.cards.letter("a", x + 16, y)
