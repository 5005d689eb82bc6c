"""How far two texts say the same, judged by their words alone: the weakest evidence there is."""

from __future__ import annotations

import re
from collections.abc import Hashable
from difflib import SequenceMatcher

__all__ = ["beginning", "names_alike", "overlap", "telling", "words_in"]

# in writing without spaces every character counts as a word
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
#: words that tell nothing of what is said; other languages keep theirs, and lose a little
_EMPTY = frozenset(
    "a an and are as at be been but by for from had has have he her herself hers him himself his "
    "i in is it its me my not of on or she so such than that the their them they this to was were "
    "which who whom will with you your".split()
)
_LONG = 8
#: two names of so many letters in common, as a share of both, are one name spelt twice
_SPELT = 0.8


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared: folded, and by how they begin.

    >>> sorted(words_in("That she is cared for")), sorted(words_in("to care, idealizing"))
    (['care'], ['care', 'ideali'])
    """
    return frozenset(map(beginning, telling(text.casefold())))


def telling(text: str) -> list[str]:
    """Return the words of a text that tell something, as they stand; all where none does.

    >>> telling("That her father left"), telling("You and I")
    (['father', 'left'], ['You', 'and', 'I'])
    """
    words: list[str] = _WORD.findall(text)
    return [word for word in words if word.casefold() not in _EMPTY] or words


def beginning(word: str) -> str:
    """Return how a word begins, which most of its forms share: "shout" and "shouts"."""
    return word[:4] if len(word) < _LONG else word[:6]


def overlap(a: frozenset[Hashable], b: frozenset[Hashable]) -> float:
    """Return the Dice coefficient of two sets, 1 for two empty ones.

    >>> overlap(frozenset("ab"), frozenset("bc"))
    0.5
    """
    if a == b:
        return 1.0
    return 2 * len(a & b) / (len(a) + len(b))


def names_alike(a: str, b: str) -> float:
    """Return how alike two names are, from 0 to 1, the same in both directions.

    "her mother" and "Mother" are nearly one, "Stefanie" and "Stephanie" are alike.

    >>> pairs = ("her mother", "Mother"), ("Stefanie", "Stephanie"), ("her mother", "her father")
    >>> [round(names_alike(*pair), 2) for pair in pairs]
    [1.0, 0.82, 0.0]
    """
    # in one order, for the ratio of two texts hangs on which comes first
    first, second = sorted("".join(telling(text.casefold())) for text in (a, b))
    spelt = SequenceMatcher(None, first, second, autojunk=False).ratio()
    # "her father" and "her mother" have most of their letters in common, and are two people
    return max(spelt if spelt >= _SPELT else 0.0, overlap(words_in(a), words_in(b)))
