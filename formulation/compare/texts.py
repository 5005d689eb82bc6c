"""How far two texts say the same, judged by their words alone: the weakest evidence there is."""

from __future__ import annotations

import re
from collections.abc import Hashable
from difflib import SequenceMatcher

__all__ = ["names_alike", "overlap", "words_in"]

# in writing without spaces every character counts as a word
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
#: words that tell nothing of what is said; other languages keep theirs, and lose a little
_EMPTY = frozenset(
    "a an and are as at be been but by for from had has have he her herself hers him himself his "
    "i in is it its me my not of on or she so such than that the their them they this to was were "
    "which who whom will with you your".split()
)
_LONG = 8


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared: folded, and by how they begin.

    >>> sorted(words_in("That she is cared for")), sorted(words_in("to care, idealizing"))
    (['care'], ['care', 'ideali'])
    """
    words = set(_WORD.findall(text.casefold()))
    return frozenset(_beginning(word) for word in (words - _EMPTY or words))


def _beginning(word: str) -> str:
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

    >>> [round(names_alike(*pair), 2) for pair in (("her mother", "Mother"), ("Ann", "Bob"))]
    [1.0, 0.0]
    """
    first, second = sorted((a.casefold().strip(), b.casefold().strip()))
    if first == second:
        return 1.0
    spelt = SequenceMatcher(None, first, second, autojunk=False).ratio()
    return max(spelt, overlap(words_in(a), words_in(b)))
