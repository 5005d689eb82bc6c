"""Numbers that stand for words."""

from __future__ import annotations

__all__ = ["Numbers"]


class Numbers:
    """Numbers for words, in the order they are met."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._number: dict[str, int] = {}

    def of(self, word: str) -> int:
        """Return the number of a word, a new one for a new word."""
        number = self._number.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def known(self, word: str) -> int:
        """Return the number of a word, -1 where it was not met."""
        return self._number.get(word, -1)
