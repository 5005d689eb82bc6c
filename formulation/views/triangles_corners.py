"""What a case says at each corner of Malan's two triangles, and in the grid that joins them.

Nothing is concluded here.  A corner holds what a statement names; a cell of the grid holds a
defense, an anxiety or a hidden feeling where the file says toward whom, itself or through the inner
conflict that ties it to its other corners.  Everything else stays empty and is told as a question.

Source: Malan (1979), after Ezriel and Menninger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulation.errors import shortened
from formulation.model.base import Statement, in_list
from formulation.views.triangles_standing import (
    corner_of_each,
    is_of_child,
    patients_own,
    toward_whom,
)

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["CONFLICT", "PERSON", "Entry", "Figure", "Knot", "Link", "Triangles", "triangles_of"]

#: the corners of the triangle of conflict, and the field of an inner conflict that names each
CONFLICT = {"D": "defense", "A": "fear", "X": "feeling"}
#: the corners of the triangle of person, and what stands there in a few words
PERSON = {"O": "people of today", "T": "the therapist", "P": "people of the past"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement, in the few words that a corner has room for.

    Attributes
    ----------
    id, told
        Its id, and the whole sentence.
    words
        What a corner or a cell says of it.
    is_inferred
        Whether it is concluded and not told.
    is_by_tie
        Whether the file says toward whom only through the inner conflict that names it.
    """

    id: str
    told: str
    words: str
    is_inferred: bool = False
    is_by_tie: bool = False


@dataclass(frozen=True, slots=True)
class Knot:
    """A triangle of conflict: what stands at D, A and X.

    Attributes
    ----------
    corners
        What stands at each corner; an empty one is not written down.
    conflict
        The inner conflict that ties them; ``None`` where the file ties nothing.
    """

    corners: dict[str, tuple[Entry, ...]]
    conflict: Entry | None = None

    @property
    def missing(self) -> list[str]:
        """The corners that are not written down."""
        return [corner for corner, entries in self.corners.items() if not entries]


@dataclass(frozen=True, slots=True)
class Figure:
    """Someone who stands at a corner of the triangle of person, and what is said toward them."""

    name: str
    role: str
    entries: tuple[Entry, ...] = ()

    @property
    def label(self) -> str:
        """The name, and the role where the name does not say it."""
        is_said = not self.role or self.role.casefold() in self.name.casefold()
        return self.name if is_said else f"{self.name}, {self.role}"


@dataclass(frozen=True, slots=True)
class Link:
    """A side of the triangle of person that some statement draws: it names both its ends."""

    ends: tuple[str, str]
    entries: tuple[Entry, ...]

    @property
    def is_inferred(self) -> bool:
        """Whether nothing but inference draws it."""
        return all(entry.is_inferred for entry in self.entries)


@dataclass(frozen=True)
class Triangles:
    """Both triangles and the grid of a case, as data.

    Attributes
    ----------
    patient
        Whose they are, by name.
    knots
        One for each inner conflict; without any, one of what is not tied.
    person
        Who stands at O, T and P.
    links
        The sides of the triangle of person that the file draws.
    cells
        What stands in the grid, by row (D, A, X) and column (O, T, P).
    loose
        What has a row and no column, for it is not said toward whom, by row.
    apart
        Figures toward whom something is said, and who are no persons: name and kind.
    is_of_child
        Whether the patient is a child, to whom parents are people of today.
    """

    patient: str
    knots: tuple[Knot, ...]
    person: dict[str, tuple[Figure, ...]]
    links: tuple[Link, ...] = ()
    cells: dict[tuple[str, str], tuple[Entry, ...]] = field(default_factory=dict)
    loose: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    apart: tuple[tuple[str, str], ...] = ()
    is_of_child: bool = False


#: how much of what was said stands at a corner; the words that go with the picture tell it all
_MOST_LETTERS = 150


def triangles_of(case: Case) -> Triangles:
    """Return what a case says at the corners of both triangles, and in the grid."""
    return _Reader(case).triangles()


def _inner_words(statement: Statement, *, says_hidden: bool = True) -> str:
    """Return what a corner of the triangle of conflict says of a statement."""
    if statement.kind == "defense":
        words = statement.called(lambda id: id or "").removeprefix("the defense by ")
        against = getattr(statement, "against", None)
        return _in_whole_words(words + (f", against {against}" if against else ""))
    words = _in_whole_words(getattr(statement, "text", "") or statement.kind)
    is_open = statement.kind == "feeling" and not getattr(statement, "hidden", False)
    return words + (" (not marked as hidden)" if is_open and says_hidden else "")


def _in_whole_words(text: str) -> str:
    """Return a text as long as a corner has room for; a word of it is there or not."""
    line = shortened(text, _MOST_LETTERS)
    if not line.endswith("…") or " " not in line:
        return line
    return f"{line[:-1].rpartition(' ')[0].rstrip(' ,;:')}…"


def _bond_words(statement: Statement) -> str:
    """Return what a corner of the triangle of person says of a statement."""
    image, quality = (getattr(statement, name, None) for name in ("image", "quality"))
    as_ = f" as “{image}”" if image else ""
    if statement.kind == "sees":
        valence = getattr(statement, "valence", None)
        return f"seen{as_}" + (f" (a {valence} image)" if valence else "" if as_ else " (an image)")
    if statement.kind == "transference":
        return "transference" + (f" ({quality})" if quality else "")
    if statement.kind == "stance":
        return f"stance of a {statement.subjects[0]}"
    if statement.kind == "feeling":
        hidden = " (kept hidden)" if getattr(statement, "hidden", False) else ""
        return f"felt: {getattr(statement, 'text', '')}{hidden}"
    return {"idealizes": "idealized", "devalues": "devalued"}[statement.kind] + as_


class _Reader:
    """Reads a case for its triangles."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.own = dict(patients_own(case))
        self.corner_of = corner_of_each(case)
        told = zip(case.ids, case.statements, strict=True)
        self.conflicts = {id: s for id, s in told if s.kind == "inner_conflict"}

    def triangles(self) -> Triangles:
        """Return the whole."""
        cells, loose = self._grid()
        return Triangles(
            patient=self.case.name(None),
            knots=tuple(self._knots()),
            person={corner: tuple(self._figures(corner)) for corner in PERSON},
            links=tuple(self._links()),
            cells=cells,
            loose=loose,
            apart=tuple(self._apart()),
            is_of_child=is_of_child(self.case),
        )

    def _entry(self, id: str, words: str, *, is_by_tie: bool = False) -> Entry:
        statement = self.case.statements[self.case.index_of[id]]
        is_inferred = statement.basis == "inferred"
        return Entry(id, self.case.tell(statement), words, is_inferred, is_by_tie)

    # -- the triangle of conflict

    def _knots(self) -> Iterator[Knot]:
        for id, conflict in self.conflicts.items():
            corners = {
                corner: tuple(self._corner(conflict, name)) for corner, name in CONFLICT.items()
            }
            text = shortened(getattr(conflict, "text", ""), 300)
            yield Knot(corners, self._entry(id, self._of_another(conflict) + text))
        if not self.conflicts:
            yield Knot({corner: tuple(self._untied(corner)) for corner in CONFLICT})

    def _of_another(self, conflict: Statement) -> str:
        """Return whose inner conflict it is, where it is not the patient's."""
        others = [id for id in self.case.by_whom(conflict) if id != self.case.patient]
        return f"{in_list([self.case.name(id) for id in others])}: " if others else ""

    def _corner(self, conflict: Statement, name: str) -> Iterator[Entry]:
        id = getattr(conflict, name)
        if id:
            yield self._entry(id, _inner_words(self.case.statements[self.case.index_of[id]]))

    def _untied(self, corner: str) -> Iterator[Entry]:
        """Yield what could stand at a corner, without saying that it goes with anything."""
        for id, statement in self.own.items():
            is_hidden = corner != "X" or getattr(statement, "hidden", False)
            if statement.kind == CONFLICT[corner] and is_hidden:
                yield self._entry(id, _inner_words(statement))

    # -- the triangle of person

    def _figures(self, corner: str) -> Iterator[Figure]:
        """Yield who stands at a corner, those first toward whom most is said."""
        said = self._said_toward()
        here = [p for p in self.case.people if self.corner_of.get(p.id) == corner]
        for person in sorted(here, key=lambda person: -len(said.get(person.id, ()))):
            entries = tuple(
                self._entry(id, shortened(_bond_words(self.own[id])))
                for id in said.get(person.id, ())
            )
            yield Figure(person.label, shortened(person.role or ""), entries)

    def _said_toward(self) -> dict[str, list[str]]:
        said: dict[str, list[str]] = {}
        for id, statement in self.own.items():
            for figure in toward_whom(statement) if statement.kind != "defense" else ():
                said.setdefault(figure, []).append(id)
        return said

    def _links(self) -> Iterator[Link]:
        """Yield the sides of the triangle that a statement draws, by whom it names."""
        drawn: dict[tuple[str, str], list[Entry]] = {}
        for id, statement in self.own.items():
            corners = self._corners_of(toward_whom(statement))
            repeated = {
                corner
                for other in getattr(statement, "repeats", ())
                for corner in self._corners_of(self._meant(other))
            }
            for ends in (("O", "T"), ("T", "P"), ("O", "P")):
                is_repeating = "T" in ends and corners | repeated >= set(ends) and "T" in corners
                if corners.issuperset(ends) or is_repeating:
                    drawn.setdefault(ends, []).append(self._entry(id, ""))
        return (Link(ends, tuple(entries)) for ends, entries in drawn.items())

    def _corners_of(self, figures: Iterable[str]) -> set[str]:
        return {self.corner_of.get(id, "") for id in figures} - {""}

    def _meant(self, id: str) -> tuple[str, ...]:
        """Return the figures that a transference repeats: a figure, or those a statement is about.

        An event is about those whom it befell and those who brought it about.
        """
        if id not in self.case.index_of:
            return (id,)
        statement = self.case.statements[self.case.index_of[id]]
        by = self.case.by_whom(statement) if statement.section == "events" else ()
        return (*(toward_whom(statement) or statement.subjects), *by)

    # -- the grid

    def _grid(
        self,
    ) -> tuple[dict[tuple[str, str], tuple[Entry, ...]], dict[str, tuple[Entry, ...]]]:
        cells: dict[tuple[str, str], list[Entry]] = {}
        loose: dict[str, list[Entry]] = {}
        for row, id in self._rows():
            statement = self.case.statements[self.case.index_of[id]]
            toward = toward_whom(statement)
            columns = self._corners_of(toward or self._tied_toward(id))
            words = _inner_words(statement, says_hidden=False)
            for column in [column for column in PERSON if column in columns]:
                entry = self._entry(id, words, is_by_tie=not toward)
                cells.setdefault((row, column), []).append(entry)
            if not columns:
                loose.setdefault(row, []).append(self._entry(id, words))
        return (
            {place: tuple(entries) for place, entries in cells.items()},
            {row: tuple(entries) for row, entries in loose.items()},
        )

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Yield row and id of what belongs into the grid: what is at a corner, each once."""
        named = {
            corner: {getattr(conflict, name) for conflict in self.conflicts.values()}
            for corner, name in CONFLICT.items()
        }
        for corner, name in CONFLICT.items():
            for id, statement in self.own.items():
                is_hidden = corner != "X" or getattr(statement, "hidden", False)
                if id in named[corner] or (statement.kind == name and is_hidden):
                    yield corner, id

    def _tied_toward(self, id: str) -> tuple[str, ...]:
        """Return toward whom the other corners of an inner conflict that names it are told."""
        figures: list[str] = []
        for conflict in self.conflicts.values():
            corners = [getattr(conflict, name) for name in CONFLICT.values()]
            if id in corners:
                others = (self.case.statements[self.case.index_of[c]] for c in corners if c)
                figures += (figure for other in others for figure in toward_whom(other))
        return tuple(dict.fromkeys(figures))

    def _apart(self) -> Iterator[tuple[str, str]]:
        said = self._said_toward()
        for person in self.case.people:
            if person.id in said and self.corner_of.get(person.id) == "":
                yield person.label, person.kind or ""
