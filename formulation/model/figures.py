"""Who and what a case is about: figures, symptoms, and the sources that say so."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import Field

from formulation.dates import span_in_words
from formulation.errors import shortened
from formulation.model.base import Namer, Record, ended, in_list
from formulation.model.fields import AnyIds, FigureId, Id, SourceIds, TermOf, Text, When

__all__ = ["Consent", "Person", "Source", "Symptom"]


# "those she hurt", and a word such as parents or attacks; not stress, lupus, paralysis or PLS
_SEVERAL = re.compile(r"those\b.*|.*\b\w{2,}[^\Wsui]s")
# "cutting her arms" is one thing that somebody does, "burning pains" are several
_DOING = re.compile(r"\w+ing (?:a|an|his|her|its|my|one's|our|the|their|your)\b.*", re.IGNORECASE)
_WHICH = re.compile(r" (?:about|after|at|before|by|for|from|in|of|on|to|under|when|with)\b")
_ONE = ("diabetes", "herpes", "measles", "mumps", "rabies", "shingles")


def _names_several(label: str) -> bool:
    # a pain in the legs is one pain, and the friends of a girl are several
    if _DOING.match(label):
        return False
    head = _WHICH.split(label)[0]
    return bool(_SEVERAL.fullmatch(head)) and not head.lower().endswith(_ONE)


def _names_role(label: str, role: str) -> bool:
    """Tell whether a name says who somebody is to whom: "her father", of the father."""
    words, own = label.casefold().split(), role.casefold().split()
    return words[-len(own) :] == own and not any(c.isupper() for c in label[1:])


class Person(Record):
    """A figure of the case: a person, a group, an institution or a belief.

    Nothing is filled in: a field that is not said is not known.
    """

    section: ClassVar[str] = "people"

    id: Id
    name: Text | None = None
    kind: Annotated[str, TermOf("figure_kind")] | None = None
    role: Annotated[str, TermOf("role")] | None = None
    gender: Text | None = None
    born: When | None = None
    died: When | None = None
    source: SourceIds = ()
    note: Text | None = None

    @property
    def label(self) -> str:
        """The name to show, on one line: the name said, else the id."""
        return shortened(self.name or self.id)

    @property
    def is_several(self) -> bool:
        """Whether the name is that of several, "her parents", for a verb to agree with."""
        return self.kind == "group" and _names_several(self.label)

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - a figure names itself
        """Return the figure as a sentence: name, role, kind and dates, as far as they are said."""
        told = self.label
        if self.role and not _names_role(self.label, self.role):
            told += f", the {shortened(self.role)}"
        if self.kind and self.kind != "person":
            told += f" ({self.kind})"
        if self.born:
            told += f", born {span_in_words(self.born)}"
        if self.died:
            told += f", died {span_in_words(self.died)}"
        return ended(told)


class Symptom(Record):
    """A symptom, syndrome, disease or injury, and whose it is (the patient's unless said)."""

    section: ClassVar[str] = "symptoms"

    id: Id
    name: Text | None = None
    kind: Annotated[str, TermOf("symptom_kind")] | None = None
    domain: Annotated[str, TermOf("symptom_domain")] | None = None
    of: FigureId | None = None
    onset: When | None = None
    due_to: AnyIds = ()
    course: Annotated[str, TermOf("course")] | None = None
    code: Text | None = None
    source: SourceIds = ()
    note: Text | None = None

    @property
    def label(self) -> str:
        """The name to show, on one line: the name said, else the id."""
        return shortened(self.name or self.id)

    @property
    def is_several(self) -> bool:
        """Whether the name is that of several, "panic attacks", for a verb to agree with."""
        return _names_several(self.label)

    def sentence(self, name: Namer) -> str:
        """Return the symptom as a sentence: name, whose, since when, due to what."""
        told = f"{self.label} ({self.kind})" if self.kind else self.label
        if self.of:
            told += f" of {name(self.of)}"
        if self.onset:
            told += f", begun {span_in_words(self.onset)}"
        if self.course:
            told += f", {shortened(self.course)}"
        if self.due_to:
            told += f", due to {in_list([name(i) for i in self.due_to])}"
        return ended(told)


class Source(Record):
    """Where statements come from: a publication, a file note, an interview."""

    section: ClassVar[str] = "sources"

    id: Id
    cite: Text
    by: Text | None = None
    url: Text | None = None
    note: Text | None = None

    @property
    def label(self) -> str:
        """The citation, on one line."""
        return shortened(self.cite, 300)

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - a source names itself
        """Return the citation as a sentence."""
        return ended(self.label)


class Consent(Record):
    """What was consented to, and how far it reaches."""

    given: Text | None = Field(default=None)
    scope: Text | None = None

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - names nobody
        """Return the consent in words."""
        given, scope = (shortened(text or "not recorded") for text in (self.given, self.scope))
        return ended(f"Consent: {given}; scope: {scope}")
