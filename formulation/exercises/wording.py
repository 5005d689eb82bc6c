"""Small things about words: a phrase as a sentence, what a text is about, a text without names."""

from __future__ import annotations

import re

from formulation.model.base import ended
from formulation.model.case import Case

__all__ = ["content_words", "nameless", "sentence"]

#: words that stand in any sentence, and decide nothing
_EMPTY = frozenset(
    "about above after again also another because been before being could does done ever every "
    "from have having into itself made make many more most much never only other over same "
    "should some such than that their them then there these they this those upon very were what "
    "when where which while whoever whom whose will with would your patient inner conflict".split()
)


def sentence(text: str) -> str:
    """Return a phrase as a sentence, with a capital and a full stop.

    >>> sentence("quarrels end anyway"), sentence("She went to Herr K.")
    ('Quarrels end anyway.', 'She went to Herr K.')
    """
    return ended(text[:1].upper() + text[1:])


def content_words(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a text that say what it is about.

    >>> sorted(content_words("Her smells, and the smell of pudding"))
    ['puddi', 'smell']
    """
    words = re.findall(r"[^\W\d_]{4,}", text.lower())
    return frozenset(word[:5] for word in words if word not in _EMPTY)


def nameless(case: Case, text: str) -> str:
    """Return a text without the names of the people of a case, to put texts into an order.

    Then nothing that is drawn hangs on what people are called.
    """
    for name in sorted({person.label for person in case.people}, key=len, reverse=True):
        text = text.replace(name, "")
    return text
