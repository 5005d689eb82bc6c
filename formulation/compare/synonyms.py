"""The words of an explanation, those for one thing taken for one: "mum" and "mother"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from formulation.compare.texts import beginning, telling
from formulation.terms import vocabulary

__all__ = ["claimed_words"]

#: the vocabularies whose other spellings mean the same in a sentence, too
_VOCABULARIES = (
    "role",
    "symptom_domain",
    "course",
    "relationship",
    "relationship_quality",
    "defense",
    "change_how",
    "claim_effect",
    "claim_as",
)
Words = tuple[str, ...]


def claimed_words(text: str) -> frozenset[str]:
    """Return the words of an explanation as they are compared.

    They are folded as all words are; what a vocabulary lists as another spelling of a word, or as a
    word for the same, is that word, and one of a thing and several are alike.

    >>> sorted(claimed_words("A quarrel with mum reduces it"))
    ['lowe', 'moth', 'quar']
    >>> sorted(claimed_words("Quarrels with her mother: lowers"))
    ['lowe', 'moth', 'quar']
    """
    words = telling(text.casefold())
    return frozenset(beginning(_as_one(word)) for word in _in_their_own_words(words))


def _in_their_own_words(words: Sequence[str]) -> Iterator[str]:
    """Yield words with what the vocabularies have for them, the longest first."""
    known, at = _spellings(), 0
    longest = max(map(len, known))
    while at < len(words):
        for count in range(min(longest, len(words) - at), 0, -1):
            found = known.get(tuple(words[at : at + count]))
            if found or count == 1:
                yield from found or words[at : at + 1]
                at += count
                break


@cache
def _spellings() -> Mapping[Words, Words]:
    found: dict[Words, Words] = {}
    for name in _VOCABULARIES:
        for term in vocabulary(name).terms:
            own, *others = (tuple(telling(spelling.casefold())) for spelling in term.spellings)
            for other in others:
                found.setdefault(other, own)
    return found


def _as_one(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
