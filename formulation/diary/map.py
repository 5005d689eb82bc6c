"""The map of a diary: which column is what, and all the rest that a case file says.

A map is a case file without what the diary tells: the same people, symptoms, bonds and head, and
beside them the columns.  Its first key is ``diary``.  It is read as case files are, so that a slip
is told with its line, what is accepted and the nearest word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import IO, Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator

from formulation.casefile.reading import FORMAT, Reading
from formulation.diary.column_reading import ColumnReading
from formulation.diary.columns import NOT_READ, Column
from formulation.diary.lexicon import Lexicon, Wording, lexicon_of
from formulation.diary.moments import check_form
from formulation.diary.sheets import ENCODINGS, Source
from formulation.errors import CaseError, Fault, nearest_word
from formulation.model.base import Record
from formulation.model.case import Case
from formulation.model.fields import Id, TermOf, Text, When, refused
from formulation.notation import Document, Limits, json_document, key_at, read_text

_R = TypeVar("_R", bound=Record)

__all__ = ["DIARY_FORMAT", "Layout", "Map", "Stamp", "read_map"]

DIARY_FORMAT = 1
#: the keys of a map that a case file does not have
OWN_KEYS = ("diary", "date", "time", "recorded", "words", "columns")
_STAMPS = ("date", "time", "recorded")
_NOT_OF_A_MAP = ("formulation", "observed")


def _one_of(*words: str) -> Any:
    def check(text: str) -> str:
        if text not in words:
            near = nearest_word(text, words)
            raise refused(Fault("this is none of the words for it", text, " or ".join(words), near))
        return text

    return AfterValidator(check)


def _row_number(value: object) -> object:
    if isinstance(value, str) and not (
        value.isascii() and value.isdigit() and 0 < int(value[:9]) < 10**6
    ):
        raise refused(
            Fault("a row is told by its number", value, "the number beside the row, from 1")
        )
    return value


def _form(text: str) -> str:
    if fault := check_form(text):
        raise refused(fault)
    return text


class Stamp(Record):
    """The column of a date, and how dates are written in it.

    Attributes
    ----------
    column
        What the sheet calls it.
    form
        ``DD.MM.YYYY`` and the like, or ``serial``; year-month-day unless said.
    """

    column: Text
    form: Annotated[Text, AfterValidator(_form)] | None = None


class Layout(Record):
    """How the sheet is laid out, and what holds of all its statements.

    Attributes
    ----------
    header
        The number of the row that names the columns; the first that is not blank unless said.
    sheet
        Which sheet of a workbook.
    encoding
        How a text file is written; UTF-8 unless said.
    decimal
        The decimal mark; either unless said.
    rows_a_day
        ``one`` unless said: a second row of the same date is a fault; or ``several``.
    kept
        From when to when the diary was kept; a date outside is a fault.
    source
        The id of the source that the statements name; ``diary`` unless said.
    basis
        How the statements are known, where their column does not say.
    """

    header: Annotated[int | None, BeforeValidator(_row_number)] = None
    sheet: Text | None = None
    encoding: Annotated[str, _one_of(*ENCODINGS)] | None = None
    decimal: Annotated[str, _one_of(",", ".")] | None = None
    rows_a_day: Annotated[str, _one_of("one", "several")] = "one"
    kept: When | None = None
    source: Id = "diary"
    basis: Annotated[str, TermOf("basis")] | None = None


@dataclass(frozen=True)
class Map:
    """What a diary's columns mean.

    Attributes
    ----------
    file
        The map's name for messages.
    case
        The case that the map holds: head, people, symptoms, bonds, and the diary as a source.
    date, time, recorded
        The columns of the date, of the time of day, and of the date of writing.
    layout, wording
        How the sheet is laid out, and what its words mean.
    columns
        The columns that are read, in the order of the map.
    passed_over
        Columns that the map says are not read.
    notes
        What is worth a second look in the map itself.
    places
        For each name of a column, a fault at the place where the map has it.
    """

    file: str
    case: Case
    date: Stamp
    time: Stamp | None
    recorded: Stamp | None
    layout: Layout
    wording: Wording
    columns: tuple[Column, ...]
    passed_over: tuple[str, ...]
    notes: tuple[Fault, ...]
    places: Mapping[str, Fault]

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the words in the cells mean."""
        return lexicon_of(self.wording, self.case)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns that must be there."""
        stamps = [stamp.column for stamp in (self.date, self.time, self.recorded) if stamp]
        return (*stamps, *(column.name for column in self.columns))


def read_map(source: Source | IO[str], *, limits: Limits | None = None) -> Map:
    """Read the map of a diary from its file, YAML or JSON.

    Parameters
    ----------
    source
        A path, ``"-"`` for standard input, or a file open for reading.
    limits
        How large and how deep a file is read; as for a case file unless said.

    Raises
    ------
    CaseError
        Telling everything wrong with it at once; ``.faults`` holds each with its place.
    """
    limits = limits or Limits()
    text, file = read_text(source, limits=limits)
    return _MapReading(Reading(text, file, limits), text, file, limits).map()


class _MapReading:
    """One map on its way: the part that is a case file, and the part that is not."""

    def __init__(self, reading: Reading, text: str, file: str, limits: Limits) -> None:
        self.reading, self.faults = reading, reading.faults
        self.text, self.file, self.limits = text, file, limits
        self.own: dict[str, Any] = {}

    def map(self) -> Map:
        """Read everything; raise where anything is wrong."""
        if self.is_map():
            found = self.read()
            told = self.faults.told()
            if found is not None and all(fault.is_warning for fault in told):
                return replace(found, notes=tuple(told))
        raise CaseError(fault for fault in self.faults.told() if not fault.is_warning)

    def tell(
        self,
        path: tuple[str | int, ...],
        problem: str,
        value: str = "",
        accepted: str = "",
        near: str = "",
    ) -> None:
        """Take in a fault of the last key of a path."""
        self.faults.tell(path, Fault(problem, value, accepted, near), is_of_key=True)

    def is_map(self) -> bool:
        """Tell whether this is a map at all; nothing else is then judged."""
        data, cure = self.reading.data, f"diary: {DIARY_FORMAT}, as the first key of a map"
        if data is None:
            return False
        if not isinstance(data, dict):
            self.faults.tell((), Fault("this is no map of a diary", "", cure))
            return False
        if "diary" not in data:
            what = "this is a case, not the map of a diary" if "formulation" in data else ""
            told = what or "this does not say that it is the map of a diary"
            self.faults.tell((), Fault(told, "", cure))
            return False
        if str(data["diary"]) != str(DIARY_FORMAT):
            problem = f"this version reads format {DIARY_FORMAT} of maps, and no other"
            self.faults.tell(("diary",), Fault(problem, str(data["diary"])[:20], cure))
            return False
        return True

    def read(self) -> Map | None:
        """Read the case in the map, then what the map says of the columns."""
        data = self.reading.data
        layout_keys = tuple(Layout.keys().values())
        self.read_strange_keys(data, (*OWN_KEYS, *layout_keys))
        self.own = {key: data.pop(key) for key in (*OWN_KEYS, *layout_keys) if key in data}
        said = {key: self.own[key] for key in layout_keys if key in self.own}
        layout = self.reading.read_record(Layout, said, ()) or Layout()
        data["formulation"] = str(FORMAT)
        _name_source(data, layout.source)
        case = self.reading.case()
        wording = self.read_part(Wording, "words") or Wording()
        stamps = {key: self.read_stamp(key) for key in _STAMPS}
        if "date" not in self.own:
            problem = "the map does not say which column holds the date"
            self.tell((), problem, "", "date: Date, or date: {column: Date, form: DD.MM.YYYY}")
        if case is None:
            return None
        columns = self.read_columns(case, layout)
        self.judge_names(case, wording)
        date, time, recorded = stamps.values()
        passed = tuple(name for name, said in self.listed().items() if said == NOT_READ)
        if date is None:
            return None
        places = self.places(stamps)
        return Map(
            self.file, case, date, time, recorded, layout, wording, columns, passed, (), places
        )

    def read_columns(self, case: Case, layout: Layout) -> tuple[Column, ...]:
        """Read what each column is; a map without any is a fault."""
        if not self.listed():
            cure = "columns: {Pain: {rating: pain}, Quarrel: {conflict: [ben, dora]}}"
            self.tell(("columns",), "the map says of no column what it is", "", cure)
        reading = ColumnReading(self.reading, case, layout.source, layout.basis)
        return reading.columns(self.listed())

    def read_strange_keys(self, data: dict[str, Any], own: tuple[str, ...]) -> None:
        """Tell keys that no map has; what only the diary can say is told apart."""
        of_case = [key for key in Case.keys().values() if key not in _NOT_OF_A_MAP]
        for key in [key for key in data if key not in (*own, *of_case)]:
            if key == "observed":
                cure = "no such key: filled cells say what was observed"
                self.tell((key,), "when things were observed is told by the diary itself", "", cure)
            elif key == "formulation":
                cure = f"no such key: a map begins with diary: {DIARY_FORMAT}"
                self.tell((key,), "a map is no case file yet", "", cure)
            else:
                near = nearest_word(key, (*own, *of_case))
                self.tell((key,), f"a map has no {key!r}", key, ", ".join((*own, *of_case)), near)
            del data[key]

    def read_part(self, cls: type[_R], key: str) -> _R | None:
        """Read a part of the map that holds its keys in braces."""
        said = self.own.get(key)
        if said is None or isinstance(said, dict):
            return None if said is None else self.reading.read_record(cls, said, (key,))
        self.tell(
            (key,),
            f"{key!r} holds its keys in braces",
            "",
            f"{key}: {{{', '.join(cls.keys().values())}}}",
        )
        return None

    def read_stamp(self, key: str) -> Stamp | None:
        """Read which column holds a date: its name, or the name and the form."""
        said = self.own.get(key)
        stamp = Stamp(column=said) if isinstance(said, str) and said else self.read_part(Stamp, key)
        if key == "time" and stamp is not None and stamp.form:
            self.tell((key, "form"), "a time has no form of its own", stamp.form, "time: Time")
        return stamp

    def listed(self) -> dict[str, Any]:
        """Return what the map says of each column."""
        said = self.own.get("columns")
        return said if isinstance(said, dict) else {}

    def judge_names(self, case: Case, wording: Wording) -> None:
        """Tell words for figures whose ids stand for nothing, and words that mean two things."""
        known = [*(p.id for p in case.people), *(s.id for s in case.symptoms)]
        for word, ids in wording.names.items():
            for id in [id for id in ids if id not in known]:
                near = nearest_word(id, known)
                problem = f"no figure or symptom is called {id!r}"
                self.faults.tell(
                    ("words", "names", word), Fault(problem, id, ", ".join(known), near)
                )
        kinds_of_word = {key: set(getattr(wording, key)) for key in ("yes", "no", "missing")}
        for one, other in (("yes", "no"), ("yes", "missing"), ("no", "missing")):
            for word in sorted(kinds_of_word[one] & kinds_of_word[other]):
                problem = f"{word!r} cannot mean both {one} and {other}"
                self.faults.tell(("words", other), Fault(problem, word, "one of them"))

    def places(self, stamps: Mapping[str, Stamp | None]) -> dict[str, Fault]:
        """Return, for each column that is named, a fault at its place, to be filled in."""
        paths: dict[str, tuple[str, ...]] = {name: ("columns", name) for name in self.listed()}
        for key, stamp in stamps.items():
            if stamp is not None:
                is_braced = isinstance(self.own.get(key), dict)
                paths.setdefault(stamp.column, (key, "column") if is_braced else (key,))
        document = self.document()
        root = document.root
        assert root is not None
        return {name: document.fault(key_at(root, path), "") for name, path in paths.items()}

    def document(self) -> Document:
        """Return the nodes of the map; JSON is read again for them."""
        return self.reading.document or json_document(self.text, self.file, self.limits)


def _name_source(data: dict[str, Any], id: str) -> None:
    """Let the diary be among the sources of its case."""
    sources = data.setdefault("sources", {})
    if isinstance(sources, dict):
        sources.setdefault(id, {"cite": "A symptom and event diary"})
