"""What a review returns: what a formulation lacks, why it matters, and what to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Gap"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a formulation lacks, or that does not add up, with the question it leads to.

    It speaks of the file, never of the person, and nothing in it is scored.

    Attributes
    ----------
    check, title
        The check that found it, ``C01``, and what that check asks for, in words.
    level
        ``error``, ``warning`` or ``info``: how much a formulation suffers from it.
    about
        Ids of the statements, figures and symptoms it is about.
    told
        A sentence: what is missing or does not add up, with names.
    why
        Why it matters, with whose idea that is.
    question
        What to ask in the next session, or in supervision.
    place
        Where to look: the id of a statement or symptom, or the key of a section of the file.
    """

    check: str
    title: str
    level: str
    about: tuple[str, ...]
    told: str
    why: str
    question: str
    place: str

    def to_dict(self) -> dict[str, Any]:
        """Return the keys of ``formulation review --json``, no more and no fewer."""
        return {
            "check": self.check,
            "title": self.title,
            "level": self.level,
            "about": list(self.about),
            "told": self.told,
            "why": self.why,
            "question": self.question,
            "place": self.place,
        }

    def __str__(self) -> str:
        """Return the sentence."""
        return self.told
