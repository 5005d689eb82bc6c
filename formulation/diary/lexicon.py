"""What the words in the cells of a diary mean: yes, no, nothing noted, and whose names they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator, Field

from formulation.diary.cells import Cell, UnreadableError, folded, read_number
from formulation.errors import nearest_word, shortened
from formulation.model.base import Record
from formulation.model.case import Case
from formulation.model.fields import Texts

__all__ = ["JOINED_BY", "NO", "YES", "Lexicon", "Wording", "lexicon_of"]

YES = ("yes", "y", "x", "true", "1", "✓", "✔")
NO = ("no", "n", "none", "false", "0")
#: what stands between the names of one event; a hyphen may be part of a name
JOINED_BY = ("and", "with", "vs", "&", "+", "/", ",", "–", " - ")
_MOST_NAMES = 20


def _texts(value: object) -> object:
    return (
        {k: (v,) if isinstance(v, str) else v for k, v in value.items()}
        if isinstance(value, Mapping)
        else value
    )


class Wording(Record):
    """How the words of the cells are read, beside what is always understood.

    Attributes
    ----------
    yes, no
        Words for "it happened" and "it did not"; added to :data:`YES` and :data:`NO`.
    missing
        Words that stand for a blank: nothing was noted, nothing observed.  None unless said.
    and_
        What joins the names of one event; added to :data:`JOINED_BY`.
    names
        Words for figures and symptoms, by the id each stands for; one word may name several.
        Ids and names as the map has them are known without being listed.
    """

    yes: Texts = ()
    no: Texts = ()
    missing: Texts = ()
    and_: Texts = Field(default=(), alias="and")
    names: Annotated[dict[str, Texts], BeforeValidator(_texts)] = {}


@dataclass(frozen=True)
class Lexicon:
    """The words of one diary, made ready.

    Attributes
    ----------
    yes, no, missing
        Folded words.
    joined_by
        What joins names, as written.
    figures, symptoms
        The ids that a folded word can stand for; several ids of one word that names a group,
        and several of such where it could be more than one.
    """

    yes: frozenset[str]
    no: frozenset[str]
    missing: frozenset[str]
    joined_by: tuple[str, ...]
    figures: Mapping[str, tuple[tuple[str, ...], ...]]
    symptoms: Mapping[str, tuple[tuple[str, ...], ...]]

    def is_missing(self, cell: Cell) -> bool:
        """Tell whether nothing was noted: the cell is blank, or holds a word for that."""
        return not cell.text or (bool(self.missing) and folded(cell.text) in self.missing)

    def is_no(self, cell: Cell) -> bool:
        """Tell whether a cell says that nothing happened."""
        return folded(cell.text) in self.no

    def is_yes(self, cell: Cell) -> bool:
        """Tell whether a cell says that it happened, and no more."""
        return folded(cell.text) in self.yes

    def read_answer(self, cell: Cell) -> bool:
        """Return what a cell answers: yes or no.

        Raises
        ------
        UnreadableError
            Where it holds anything else.
        """
        if self.is_yes(cell) or self.is_no(cell):
            return self.is_yes(cell)
        word = folded(cell.text)
        near = nearest_word(word, (w for w in (*self.yes, *self.no) if len(w) > 1))
        cure = (
            "yes or no, or a blank; other words under words: in the map; a number with count: true"
        )
        raise UnreadableError("is neither yes nor no", cure, near)

    def read_names(self, text: str, known: Mapping[str, tuple[tuple[str, ...], ...]]) -> list[str]:
        """Return the ids that the names in a text stand for.

        Parameters
        ----------
        text
            Names joined as people join them: "Mum and Dad".  A text that is a name as a whole is
            not taken apart.
        known
            :attr:`figures` or :attr:`symptoms`.

        Raises
        ------
        UnreadableError
            Where a name stands for nobody, or for one of several.
        """
        if folded(text) in known:
            return self._named(text, known)
        parts = [part.strip() for part in self._joints.split(text) if part.strip()]
        if len(parts) > _MOST_NAMES:
            raise UnreadableError("names more than anybody counts", f"at most {_MOST_NAMES} names")
        found = [id for part in parts for id in self._named(part, known)]
        return list(dict.fromkeys(found))

    def _named(self, name: str, known: Mapping[str, tuple[tuple[str, ...], ...]]) -> list[str]:
        meant = known.get(folded(name), ())
        told = shortened(name, 40)
        if not meant:
            what = "nobody" if known is self.figures else "no symptom"
            listed = ", ".join([*known][:12]) + (", …" if len(known) > 12 else "")
            cure = f"{listed}; other words under words: {{names: {{…}}}} in the map"
            problem = f"names {what} that the map knows: '{told}'"
            raise UnreadableError(problem, cure, nearest_word(folded(name), known))
        if len(meant) > 1:
            both = " or ".join(id for ids in meant for id in ids)
            cure = f"words: {{names: {{{told}: …}}}} in the map"
            raise UnreadableError(f"could be {both}: '{told}'", cure)
        return list(meant[0])

    @cached_property
    def _joints(self) -> re.Pattern[str]:
        """Words join where they stand alone, signs anywhere."""
        parts = []
        for joint in sorted(self.joined_by, key=len, reverse=True):
            bare = re.escape(joint.strip())
            is_word = joint.strip()[:1].isalnum()
            is_apart = is_word or joint != joint.strip()
            parts.append(rf"(?<!\S){bare}\.?(?!\S)" if is_apart else bare)
        return re.compile("|".join(parts), re.IGNORECASE)

    def read_count(self, cell: Cell, most: int) -> int:
        """Return how many times something happened: a whole number, or yes for once.

        Raises
        ------
        UnreadableError
            Where it is none, or more than `most`.
        """
        if self.is_no(cell):
            return 0
        if self.is_yes(cell):
            return 1
        number = read_number(cell)
        if not 0 <= number <= most or number != int(number):
            raise UnreadableError("is no number of times", f"a whole number from 0 to {most}")
        return int(number)


def lexicon_of(wording: Wording, case: Case) -> Lexicon:
    """Return the words of a diary, with the figures and symptoms of its map.

    Parameters
    ----------
    wording
        What the map says of words; it wins where a word is always understood otherwise.
    case
        The case of the map, whose ids and names are words for those who bear them.
    """
    own = {key: _folded(getattr(wording, key)) for key in ("yes", "no", "missing")}
    said = frozenset().union(*own.values())
    people = {person.id: person.name for person in case.people}
    symptoms = {symptom.id: symptom.name for symptom in case.symptoms}
    return Lexicon(
        own["yes"] | (_folded(YES) - said),
        own["no"] | (_folded(NO) - said),
        own["missing"],
        (*JOINED_BY, *wording.and_),
        _names(people, wording.names),
        _names(symptoms, wording.names),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(folded, words))


def _names(
    named: Mapping[str, str | None], listed: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return what each word can stand for: as listed, else the ids and names that are so spelt."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for id, name in named.items():
        for word in dict.fromkeys((folded(id), folded(name or id))):
            found[word] = (*found.get(word, ()), (id,))
    own = {folded(w): (ids,) for w, ids in listed.items() if all(id in named for id in ids)}
    return found | own
