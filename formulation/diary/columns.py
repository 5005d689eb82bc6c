"""What the map says of a column: which statement a filled cell makes, and what it says of it.

A column reads like a statement of a case file.  Where its statement is whole, the cell says whether
it happened (yes, no, or a blank); where ``$cell`` stands in it, the cell fills that place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, get_args, get_origin

from pydantic import AfterValidator, BeforeValidator, InstanceOf

from formulation.dates import MINUTES_PER_DAY, parse_duration
from formulation.diary.rules import Rule
from formulation.errors import Fault, shortened
from formulation.model.base import Record, Statement
from formulation.model.fields import Duration, Text, Truth, refused
from formulation.terms import vocabulary

__all__ = [
    "CELL",
    "NOT_READ",
    "NOT_SAID",
    "Column",
    "Reads",
    "Scale",
    "cell_fields",
    "content_of",
    "sample_of",
]

#: stands in a statement of the map where the cell is to stand
CELL = "$cell"
#: what the map says of a column that it passes over on purpose
NOT_READ = "not read"
#: what a statement of a diary takes from its row, and a column cannot say
NOT_SAID = (
    "id",
    "when",
    "age",
    "after",
    "before",
    "apart",
    "recurring",
    "recorded",
    "alternative_of",
)

MOST_DAYS = 366
_OF_TWO = ("conflict", "resolution", "separation")
_SCALE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) *\.\. *(-?[0-9]+(?:\.[0-9]+)?)")


def _days(text: str) -> str:
    shortest, longest, _ = parse_duration(text)
    days, rest = divmod(longest, MINUTES_PER_DAY)
    if shortest != longest or rest or not 1 <= days <= MOST_DAYS:
        cure = f"whole days, 1 to {MOST_DAYS}: 7 days"
        raise refused(Fault("a cell cannot speak for this", text, cure))
    return text


class Scale(Record):
    """The lowest and the highest rating that a scale has; ``0..10`` in a map."""

    lowest: float
    highest: float

    def sentence(self, name: Any = None) -> str:  # noqa: ARG002 - names nobody
        """Return the scale in words."""
        return f"{self.lowest:g} to {self.highest:g}"


def _scale(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _SCALE.fullmatch(value.strip())
    if not found or float(found[1]) >= float(found[2]):
        raise refused(Fault("this is no scale", value, "its lowest and highest rating: 0..10"))
    return Scale(lowest=float(found[1]), highest=float(found[2]))


class Reads(Record):
    """How the cells of a column are read, beside the statement they make.

    Attributes
    ----------
    covers
        For how many days a cell speaks: so many, the last being that of its row.  One unless said.
    scale
        The lowest and highest rating; others are faults.
    escalation
        When ratings become an escalation.
    count
        Whether the cell says how many times it happened.
    split
        What stands between several events in one cell; names also end with the line.
    watches
        Whether a filled cell says that such events would have been noticed.
    """

    covers: Annotated[Duration, AfterValidator(_days)] = "1 day"
    scale: Annotated[InstanceOf[Scale] | None, BeforeValidator(_scale)] = None
    escalation: InstanceOf[Rule] | None = None
    count: Truth = False
    split: Text | None = None
    watches: Truth = True

    @property
    def days(self) -> int:
        """For how many days a cell speaks."""
        return parse_duration(self.covers).longest // MINUTES_PER_DAY


@dataclass(frozen=True)
class Column:
    """One column that is read.

    Attributes
    ----------
    name
        As the sheet calls it.
    cls
        The kind of statement it makes.
    keys
        The statement as a case file would have it, ``$cell`` in its place.
    field
        The key that the cell fills, or ``""`` where it answers yes or no.
    content
        What a filled cell holds: ``answer``, ``count``, ``number``, ``figures``, ``symptoms``,
        ``term`` or ``text``.
    reads
        How its cells are read.
    """

    name: str
    cls: type[Statement]
    keys: Mapping[str, Any]
    field: str
    content: str
    reads: Reads

    @property
    def fewest_names(self) -> int:
        """How many figures or symptoms a cell must name."""
        beside = self.keys.get(self.field)
        others = len(beside) - 1 if isinstance(beside, list) else 0
        return max(1, 2 - others) if self.field == self.cls.kind in _OF_TWO else 1

    @cached_property
    def is_several(self) -> bool:
        """Whether what the cell fills can hold more than one name."""
        return (
            get_origin(self.cls.model_fields[_python_name(self.cls, self.field)].annotation)
            is tuple
        )

    def filled(self, value: object) -> dict[str, Any]:
        """Return the keys of a statement with what the cell says in its place."""
        if not self.field:
            return dict(self.keys)
        said = self.keys[self.field]
        if not isinstance(said, list):
            return {**self.keys, self.field: value}
        beside = value if isinstance(value, list) else [value]
        whole = [new for item in said for new in (beside if item == CELL else [item])]
        return {**self.keys, self.field: list(dict.fromkeys(whole))}

    def without_cell(self) -> dict[str, Any]:
        """Return the keys of a statement of which the cell says only that it happened."""
        return {key: value for key, value in self.keys.items() if key != self.field}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of statement that it watches for."""
        return (self.cls.kind, *(["escalation"] if self.reads.escalation else []))

    def in_words(self) -> str:
        """Return a sentence of how it is read, to be kept with the case."""
        told = f"{shortened(self.name)!r} tells of {self.cls.kind.replace('_', ' ')}"
        if self.reads.days > 1:
            told += f", each cell for the {self.reads.days} days that end on its date"
        if self.reads.escalation:
            told += f"; an escalation is {self.reads.escalation.sentence()}"
        return f"{told}."


def cell_fields(keys: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of a statement in which ``$cell`` stands."""
    for key, value in keys.items():
        if value == CELL or (isinstance(value, list) and CELL in value):
            yield key


def _python_name(cls: type[Statement], key: str) -> str:
    return next((name for name, spelt in cls.keys().items() if spelt == key), key)


def content_of(cls: type[Statement], key: str) -> str:
    """Return what a cell holds that fills a key; ``""`` where a cell cannot fill it."""
    name = _python_name(cls, key)
    if name in cls.terms():
        return "term"
    ref = cls.refs().get(name)
    if ref is not None and not ref.or_text:
        told = {"figure": "figures", "resolution": "figures", "symptom": "symptoms"}
        return told.get(ref.to, "")
    field = cls.model_fields.get(name)
    types = (field.annotation, *get_args(field.annotation)) if field else ()
    return "number" if float in types else "text" if str in types else ""


def sample_of(column: Column, figures: list[str], symptoms: list[str]) -> Any:
    """Return something a cell could hold, so that the statement can be judged without a diary."""
    if column.content == "term":
        terms = column.cls.terms()
        return vocabulary(terms[_python_name(column.cls, column.field)]).words[0]
    if column.content in ("figures", "symptoms"):
        named = figures if column.content == "figures" else symptoms
        return named[: column.fewest_names] if column.is_several else named[0]
    return "1" if column.content == "number" else "text"
