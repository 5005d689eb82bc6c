"""What a word of the field is made of, and how a written word finds it.

A :class:`Term` is one accepted word with its meaning and whose word it is.  A
:class:`Vocabulary` is the list of words one field of a case file accepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from formulation.errors import nearest_word

__all__ = ["EVERYDAY", "GENERAL", "OWN", "Term", "Vocabulary", "folded", "listed"]

#: sources that stand for no publication: plain English, the shared speech of clinicians
#: (known to the authors, not confirmed at a text), and distinctions this library draws
EVERYDAY = "everyday usage"
GENERAL = "general clinical usage"
OWN = "the case file of this library"

# white space, underscore, hyphen-minus, hyphen, non-breaking hyphen, en dash
_GAPS = re.compile("[\\s_\u2010\u2011\u2013-]+")

#: no accepted spelling is half as long, so nothing longer can be near one
_LONGEST_SLIP = 100

#: a shorter beginning ("of", "in") is like too many words
_SHORTEST_BEGINNING = 4


class Term(NamedTuple):
    """One word a case file may use, with what is meant by it and who says so.

    Attributes
    ----------
    word
        The spelling that is kept and written.
    meaning
        What is meant, in this library's own words.
    source
        Whose word it is; "general clinical usage" where no text was consulted.
    level
        Its rank where words of one list are ranked (a defense from 1 to 7, inference from
        0 to 3, confidence from 1 to 3), else ``None``.
    group
        The heading it stands under in a long list; ``""`` where there is none.
    aliases
        Other spellings and true synonyms that are read as this word.
    """

    word: str
    meaning: str
    source: str
    level: int | None = None
    group: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """The word and all its aliases."""
        return (self.word, *self.aliases)


def folded(word: str) -> str:
    """Return `word` as it is compared: case, hyphens and curly apostrophes make no difference.

    >>> folded("Idealization_of  Other\u2019s-Image")
    "idealization of other's image"
    """
    return _GAPS.sub(" ", word.replace("\u2019", "'")).strip().casefold()


def listed(
    source: str, *rows: tuple[str, ...], group: str = "", level: int | None = None
) -> tuple[Term, ...]:
    """Return the terms of one source, each row being word, meaning and any aliases.

    Parameters
    ----------
    source
        Whose words they are.
    rows
        Each ``(word, meaning, alias, ...)``.
    group, level
        The heading and the rank they share.
    """
    return tuple(Term(row[0], row[1], source, level, group, row[2:]) for row in rows)


@dataclass(frozen=True)
class Vocabulary:
    """The words that one field of a case file accepts.

    In a closed vocabulary any other word is a fault; in an open one a new word is kept.

    Attributes
    ----------
    name
        The vocabulary's own name, such as ``"defense"``.
    title
        What its words are for, as a noun phrase: "a defense", "the course of a symptom".
    version
        Which edition of the list this is.
    is_open
        Whether words that are not listed are kept.
    terms
        The listed words, in reading order.
    """

    name: str
    title: str
    version: str
    is_open: bool
    terms: tuple[Term, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The accepted words in reading order, without aliases."""
        return tuple(term.word for term in self.terms)

    @cached_property
    def _by_spelling(self) -> dict[str, Term]:
        return {folded(s): term for term in self.terms for s in term.spellings}

    @cached_property
    def _offered(self) -> dict[str, str]:
        """The word offered for each spelling and, in a closed list, for how it begins.

        "Idealization" alone says neither whose image is meant nor enough to be accepted, but
        it is the beginning of a word to offer.  An open list takes a bare beginning for a new
        word.
        """
        offered = {spelling: term.word for spelling, term in self._by_spelling.items()}
        if not self.is_open:
            for spelling, term in self._by_spelling.items():
                for beginning in _beginnings(spelling):
                    offered.setdefault(beginning, term.word)
        return offered

    def get(self, word: str) -> Term | None:
        """Return the term that `word` or an alias names, or ``None``.

        Case, spaces, underscores, hyphens and curly apostrophes make no difference.
        """
        return self._by_spelling.get(folded(word))

    def canonical(self, word: str) -> str | None:
        """Return the kept spelling of an accepted word or alias, or ``None``."""
        term = self.get(word)
        return None if term is None else term.word

    def nearest(self, word: str) -> str:
        """Return the accepted word spelt most like `word`, or ``""`` where none is near.

        Aliases are compared too, and so are the beginnings of longer words in a closed list;
        where several words begin alike, the first listed is offered.
        """
        near = nearest_word(folded(word)[:_LONGEST_SLIP], self._offered)
        return self._offered[near] if near else ""

    def __contains__(self, word: object) -> bool:
        """Say whether `word` is listed, in any accepted spelling."""
        return isinstance(word, str) and self.get(word) is not None


def _beginnings(spelling: str) -> Iterator[str]:
    """Yield the leading words of a spelling of several words, shortest first.

    >>> list(_beginnings("relief from duty"))
    ['relief', 'relief from']
    """
    parts = spelling.split()
    for count in range(1, len(parts)):
        beginning = " ".join(parts[:count])
        if len(beginning) >= _SHORTEST_BEGINNING:
            yield beginning
