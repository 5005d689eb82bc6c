"""What a statement says, taken apart so that it can be held beside one of another file.

Figures and symptoms go by a mark that both files share, so that two statements about the same
person are about the same mark, whatever each file calls them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from formulation.compare.figures import WhoIsWho
from formulation.compare.synonyms import claimed_words
from formulation.compare.texts import words_in
from formulation.dates import Age, Span, parse_age
from formulation.errors import shortened
from formulation.model.base import Statement, ended
from formulation.model.case import Case

__all__ = ["CAUSE", "EFFECT", "Facts", "Link", "Side", "figure_ids", "free_texts", "sides_of"]

#: figures stand for themselves in the reference, or under the name of a file that alone has them
Mark = str
#: what a statement points to: a mark, or the index of a statement of its own file
Link = Mark | int

#: the ends of a claimed arrow
CAUSE, EFFECT = "from_", "to"
_TIMES = {"when", "age", "after", "before", "apart", "lasts", "often", "recorded", "recurring"}
_KNOWN = {"basis", "inference", "confidence", "said_by", "source"}
_APART = {"id", "note", "alternative_of", "revises", "hidden", "severity", "value"}
#: what happened, in words, is what tells one from another of the same person
_TOLD_BY_WHAT = frozenset({"trauma", "harm", "invalidation", "care", "separation"})
_ORDERS = ("after", "before")


@dataclass(frozen=True, slots=True)
class Facts:
    """What one statement says.

    Attributes
    ----------
    index
        Where it stands among the statements of its case.
    subject
        The field that its own key holds: under ``people``, ``links``, ``terms`` or ``texts``.
    people
        Figures and symptoms by what they do in it: ``by``, ``of``, ``between`` and so on.
    links
        What it points to by ``from``, ``to``, ``about`` and so on.
    orders
        What it is said to come after and before.
    terms, texts, numbers
        Words of a vocabulary, free words and numbers, by field.
    known
        How it is known: basis, inference, confidence, and whose account it is.
    """

    index: int
    statement: Statement
    subject: str
    people: Mapping[str, frozenset[Mark]]
    links: Mapping[str, tuple[Link, ...]]
    orders: Mapping[str, tuple[Link, ...]]
    terms: Mapping[str, str]
    texts: Mapping[str, frozenset[str]]
    numbers: Mapping[str, float]
    known: Mapping[str, str]
    span: Span
    age: Age | None

    @property
    def kind(self) -> str:
        """The kind of the statement."""
        return self.statement.kind

    @property
    def undated(self) -> tuple[object, ...]:
        """All that it says but when; statements that say the same are alike to all others."""
        said = (self.people, self.links, self.orders, self.terms, self.texts)
        rest = (self.numbers, self.known)
        is_by_said = bool(getattr(self.statement, "by", None))
        return (self.kind, is_by_said, *(tuple(part.items()) for part in (*said, *rest)))

    @property
    def is_told_by_text(self) -> bool:
        """Whether nothing but its words says what it is about."""
        return self.subject in self.texts

    @property
    def is_told_by_what(self) -> bool:
        """Whether the same may befall the same person twice, and only words tell which it was."""
        return self.kind in _TOLD_BY_WHAT and "what" in self.texts


@dataclass(frozen=True)
class Side:
    """One of the two files, with the marks of its figures."""

    name: str
    case: Case
    marks: Mapping[str, Mark] = field(default_factory=dict)

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        """What each statement of the file says, in its order."""
        return tuple(self._facts(n, s) for n, s in enumerate(self.case.statements))

    @cached_property
    def sorts(self) -> tuple[int, ...]:
        """One number a statement, the same for those that say the same but for when."""
        numbers: dict[tuple[object, ...], int] = {}
        return tuple(numbers.setdefault(facts.undated, len(numbers)) for facts in self.facts)

    def told(self, index: int) -> str:
        """Return a statement as a sentence; the words of an explanation whole, however long."""
        statement = self.case.statements[index]
        told = self.case.tell(statement)
        if statement.section == "claims":
            for text in statement.subjects:
                cut, whole = shortened(text), shortened(text, len(text))
                if cut != whole:
                    told = ended(told.replace(cut, whole.removesuffix("."), 1))
        return told

    def _facts(self, index: int, statement: Statement) -> Facts:
        people, links = self._people(statement), self._links(statement)
        texts = dict(_texts(statement))
        ref = statement.refs().get(statement.subject)
        if ref and ref.or_text and statement.subject not in {*people, *links}:
            texts[statement.subject] = words_in(" ".join(statement.subjects))
        return Facts(
            index,
            statement,
            statement.subject,
            people,
            links,
            {name: self._linked(getattr(statement, name)) for name in _ORDERS},
            dict(_terms(statement)),
            texts,
            {n: v for n in ("severity", "value") if (v := getattr(statement, n, None)) is not None},
            dict(self._known(statement)),
            self.case.chronology.spans[index],
            parse_age(statement.age) if statement.age else None,
        )

    def _linked(self, ids: tuple[str, ...]) -> tuple[Link, ...]:
        """Return marks and indices for ids; what is a text in their place is no link."""
        found = (self.marks.get(id, self.case.index_of.get(id)) for id in ids)
        return tuple(link for link in found if link is not None)

    def _people(self, statement: Statement) -> dict[str, frozenset[Mark]]:
        found: dict[str, frozenset[Mark]] = {}
        for name, ids in _referring(statement):
            if marks := frozenset(self.marks[id] for id in ids if id in self.marks):
                found[name] = marks
        if statement.kind == "resolution":
            found["between"] = self._parties(statement)
        if statement.kind == "rally":  # who cares for whom, as in a statement of care
            to = self.case.to_whom(statement)
            found = {"by": found["who"], "of": frozenset({self.marks[to]} if to else ())}
        if by := frozenset(self.marks[id] for id in self.case.by_whom(statement)):
            found["by"] = by
        return {name: marks for name, marks in found.items() if marks}

    def _parties(self, resolution: Statement) -> frozenset[Mark]:
        """Return between whom there was peace: the parties of the conflict it names."""
        ids = resolution.subjects
        if len(ids) == 1 and ids[0] in self.case.index_of:
            ids = self.case.statements[self.case.index_of[ids[0]]].subjects
        return frozenset(self.marks[id] for id in ids if id in self.marks)

    def _links(self, statement: Statement) -> dict[str, tuple[Link, ...]]:
        """Return what it points to: all of it where a statement is among it, and of claims."""
        found: dict[str, tuple[Link, ...]] = {}
        for name, ids in _referring(statement):
            links = self._linked(ids)
            if any(isinstance(link, int) for link in links) or (links and _is_arrow(statement)):
                found[name] = links
        if statement.kind == "resolution":
            found.pop("between", None)
        return found

    def _known(self, statement: Statement) -> Iterator[tuple[str, str]]:
        for name in ("basis", "inference", "confidence"):
            if value := getattr(statement, name):
                yield name, value
        if statement.said_by:
            yield "said_by", self.marks[statement.said_by]


def _is_arrow(statement: Statement) -> bool:
    return statement.kind == "claim"


def _referring(statement: Statement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the fields that name figures, symptoms or statements, but for times and sources."""
    for name in statement.refs():
        value = getattr(statement, name)
        if value and name not in _TIMES | _KNOWN | _APART:
            yield name, (value,) if isinstance(value, str) else tuple(value)


def _terms(statement: Statement) -> Iterator[tuple[str, str]]:
    for name in statement.terms():
        value = getattr(statement, name)
        if value and name not in _KNOWN:
            yield name, value
    if getattr(statement, "hidden", False):
        yield "hidden", "hidden"


def free_texts(statement: Statement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the fields of a statement that hold anybody's words, with these."""
    passed_over = {*_TIMES, *_KNOWN, *_APART, *statement.refs(), *statement.terms()}
    for name in type(statement).keys():  # noqa: SIM118 - a method of records
        value = getattr(statement, name)
        if value and name not in passed_over:
            yield name, (value,) if isinstance(value, str) else tuple(value)


def _texts(statement: Statement) -> Iterator[tuple[str, frozenset[str]]]:
    words = claimed_words if statement.section == "claims" else words_in
    for name, texts in free_texts(statement):
        yield name, words(" ".join(texts))


def figure_ids(case: Case) -> list[str]:
    """Return the ids of the people and symptoms of a case."""
    return [person.id for person in case.people] + [symptom.id for symptom in case.symptoms]


def sides_of(names: tuple[str, str], reference: Case, other: Case, who: WhoIsWho) -> list[Side]:
    """Return the two files with the marks of their figures.

    Parameters
    ----------
    names
        What the two are called.
    reference, other
        The two files.
    who
        Who is who in them.
    """
    standing = {there: here for here, there in who.counterpart.items()}
    ours = {id: f"= {id}" for id in figure_ids(reference)}
    theirs = {id: f"= {standing[id]}" if id in standing else f"+ {id}" for id in figure_ids(other)}
    return [Side(names[0], reference, ours), Side(names[1], other, theirs)]
