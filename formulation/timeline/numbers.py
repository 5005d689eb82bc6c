"""Numbers that stand for words."""

from __future__ import annotations

__all__ = ["Numbers"]


class Numbers:
    """Numbers for words, in the order they are met."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._number: dict[str, int] = {}

    def of(self, word: str, key: str | None = None) -> int:
        """Return the number of a word, a new one for a new word; words with one `key` share it."""
        number = self._number.setdefault(word if key is None else key, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def known(self, word: str) -> int:
        """Return the number of a word, -1 where it was not met."""
        return self._number.get(word, -1)
