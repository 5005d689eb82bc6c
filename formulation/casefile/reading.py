"""One case file on its way to a case.

So that one slip does not bring a train of others after it, what is misspelt is read on as if the
nearest word stood there, and a name whose own line could not be read is not called lost.
Everything is read as plain data first, YAML and JSON alike; places are looked up only for what is
wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError

from formulation.casefile.placing import MOST_FAULTS, Faults, Path
from formulation.errors import Fault, nearest_word
from formulation.model.base import Record, Statement, faults_by_key
from formulation.model.case import Case
from formulation.model.figures import Consent
from formulation.model.kinds import FIGURES, SECTIONS, kinds, kinds_in, kinds_named
from formulation.model.problems import problems_of
from formulation.notation import Document, Limits, parse_json, parse_yaml, plain

__all__ = ["FORMAT", "Reading"]

FORMAT = 1
#: one line of each section, as it is told to whoever writes it otherwise
_LINES = {
    "sources": 'notes: {cite: "Session notes, 2024"}',
    "people": "anna: {name: Anna}",
    "symptoms": "pain: {name: chronic pain}",
    "bonds": "- {idealizes: anna}",
    "inner": '- {wish: "to be left alone"}',
    "events": "- {conflict: [anna, ben]}",
    "claims": '- {claim: "Quarrels make a flare likelier."}',
}

_R = TypeVar("_R", bound=Record)


def _parsed(text: str, file: str, limits: Limits) -> tuple[Any, Document | None]:
    """Return what a text holds, and its document where that is known already."""
    if text.lstrip().startswith("{"):
        data, document = parse_json(text, file, limits=limits)
        if document is None:
            return data, None
        if document.root is not None or file.lower().endswith(".json"):
            return None if document.root is None else plain(document.root), document
    document = parse_yaml(text, file, limits=limits)
    return None if document.root is None else plain(document.root), document


class Reading:
    """One case file on its way to a case: what could be read of it, and all that is wrong."""

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self.data, self.document = _parsed(text, file, limits)
        self.faults = Faults(text, file, limits, self.document)
        #: the records of each section, and the key or index at which each stands in the file
        self.records: dict[str, list[Any]] = {section: [] for section in _LINES}
        self.keys: dict[str, list[str | int]] = {section: [] for section in _LINES}
        self.ids: dict[tuple[bool, str], Path] = {}  # where each is given; sources apart
        self.unread: set[str] = set()  # ids whose records could not be read
        self.mended: set[Path] = set()  # records read on with a value left out or replaced
        self.is_whole = True  # whether every section is there to be judged with the others

    # --- what the file says ---

    def case(self) -> Case | None:
        """Read everything; ``None`` where no case can be made of it."""
        if self.document is not None and self.document.root is None:
            return None
        if not isinstance(self.data, dict):
            cure = f"keys and values: formulation: {FORMAT}, id: …, people: …, events: …"
            self.faults.tell((), Fault(f"a case file cannot be {_shape(self.data)}", "", cure))
            return None
        if not self.is_of_this_format(self.data.get("formulation", FORMAT)):
            return None
        self.read_strange_keys(self.data)
        for section in [key for key in self.data if key in _LINES]:
            self.read_section(section, self.data.pop(section))
        if "consent" in self.data:
            self.data["consent"] = self.read_consent(self.data["consent"])
        head = self.read_record(Case, self.data, ())
        if head is None or self.faults.is_full:
            return None
        sections = {name: tuple(records) for name, records in self.records.items()}
        case = head.model_copy(update=sections)
        if self.is_whole:
            self.judge(case)
        return case

    def is_of_this_format(self, said: object) -> bool:
        """Tell of any format but this one; nothing else is then judged."""
        if said == str(FORMAT) or (said == FORMAT and type(said) is int):
            return True
        problem = f"this version reads format {FORMAT} of case files, and no other"
        cure = f"formulation: {FORMAT}, or a newer version of this program"
        self.faults.tell(("formulation",), Fault(problem, _text(said), cure))
        return False

    def read_strange_keys(self, data: dict[str, Any]) -> None:
        """Tell keys that no case has, and read a misspelt one on as the one that was meant."""
        known = ["formulation", *Case.keys().values()]
        for key in [key for key in data if key not in known][:MOST_FAULTS]:
            near, value = nearest_word(key, known), data.pop(key)
            fault = Fault(f"a case has no {key!r}", key, ", ".join(known), near)
            self.faults.tell((key,), fault, is_strange=True)
            if near and near not in data:
                data[near], self.faults.meant[near,] = value, key
        if data.pop("formulation", None) is None:
            cure = f"formulation: {FORMAT}, as the first key"
            self.faults.tell((), Fault("this does not say that it is a case file", "", cure))

    def read_consent(self, said: object) -> Consent | None:
        """Read what was consented to."""
        if isinstance(said, dict):
            return self.read_record(Consent, said, ("consent",))
        problem = f"consent holds its keys in braces, not {_shape(said)}"
        self.faults.tell(("consent",), Fault(problem, _text(said), "consent: {given: …, scope: …}"))
        return None

    def read_section(self, section: str, said: object) -> None:
        """Read one section, if it has the shape of its kind."""
        if isinstance(said, dict) and section in FIGURES:
            self.read_items(section, said.items())
        elif isinstance(said, list) and section in SECTIONS:
            self.read_items(section, enumerate(said))
        else:
            self.is_whole = False
            shape = "ids with their fields" if section in FIGURES else "a list of statements"
            problem = f"{section} holds {shape}, not {_shape(said)}"
            cure = f"under {section}:, indented, lines such as {_LINES[section]}"
            self.faults.tell((section,), Fault(problem, _text(said), cure))

    def read_items(self, section: str, items: Iterable[tuple[str | int, Any]]) -> None:
        """Read the records of a section and keep where they stand."""
        for key, item in items:
            if self.faults.is_full:
                break
            record: Record | None = None
            if not isinstance(item, dict):
                what = repr(key) if isinstance(key, str) else "a statement"
                problem = f"{what} holds its keys in braces, not {_shape(item)}"
                self.faults.tell((section, key), Fault(problem, _text(item), _LINES[section]))
            elif isinstance(key, str):
                record = self.read_figure(section, key, item)
            else:
                record = self.read_statement(section, key, item)
            if record is not None:
                self.records[section].append(record)
                self.keys[section].append(key)
            self.take_id(record, section, key, item)

    def take_id(self, record: Record | None, section: str, key: str | int, item: object) -> None:
        """Keep where an id is given; the second time it is told, with the line of the first."""
        said = key if isinstance(key, str) else item.get("id") if isinstance(item, dict) else None
        id: str | None = getattr(record, "id", None)
        if said and str(said).strip() != id:
            self.unread.add(str(said))
        if id is None:
            return
        path = (section, key) if isinstance(key, str) else (section, key, "id")
        first = self.ids.setdefault((section == "sources", id), path)
        if first is not path:
            problem = (
                f"the id {id!r} is given again; line {self.faults.line_of(first)} has it first"
            )
            fault = Fault(problem, id, "an id of its own")
            self.faults.tell(path, fault, is_of_key=isinstance(key, str))

    def read_figure(self, section: str, id: str, fields: dict[str, Any]) -> Record | None:
        """Read a record whose id is the key in front of it."""
        if "id" in fields:
            fault = Fault(f"the id stands in front already: {id!r}", "", "no 'id' in the braces")
            self.faults.tell((section, id, "id"), fault, is_of_key=True)
        return self.read_record(FIGURES[section], {**fields, "id": id}, (section, id))

    def read_statement(self, section: str, index: int, keys: dict[str, Any]) -> Record | None:
        """Read a statement by the one key that names its kind."""
        named, path = kinds_named(keys), (section, index)
        if len(named) > 1:
            problem = f"this can be read as {' or as '.join(map(repr, named))}"
            fault = Fault(problem, named[1], "one of them here, the other on a line of its own")
            self.faults.tell((*path, named[1]), fault, is_of_key=True)
            return None
        if not named:
            return self.read_unnamed(section, index, keys)
        cls = kinds()[named[0]]
        if cls.section != section:
            problem = f"{cls.kind!r} stands in {cls.section}, not in {section}"
            fault = Fault(problem, cls.kind, f"this line under {cls.section}:")
            self.faults.tell((*path, cls.kind), fault, is_of_key=True)
        return self.read_record(cls, keys, path)

    def read_unnamed(self, section: str, index: int, keys: dict[str, Any]) -> Record | None:
        """Read a statement without a key that names its kind; a misspelt one is read on."""
        own, path = kinds_in(section), (section, index)
        problem = "no key here says what kind of statement this is"
        for key in [key for key in keys if key not in Statement.keys().values()][:MOST_FAULTS]:
            if near := nearest_word(key, own) or nearest_word(key, kinds()):
                fault = Fault(problem, key, ", ".join(own), near)
                self.faults.tell((*path, key), fault, is_of_key=True)
                self.mended.add(path)
                self.faults.meant[*path, near] = key
                meant = {near if k == key else k: value for k, value in keys.items()}
                return self.read_record(kinds()[near], meant, path)
        strange = next((key for key in keys if key not in Statement.keys().values()), None)
        fault = Fault(problem, strange or "", f"one of {', '.join(own)}; formulation terms kinds")
        at = path if strange is None else (*path, strange)
        self.faults.tell(at, fault, is_of_key=strange is not None)
        return None

    def read_record(self, cls: type[_R], keys: dict[str, Any], path: Path) -> _R | None:
        """Return a record, telling its faults; what is left of one with faults, if that stands."""
        told: set[str] = set()
        for _ in range(3):  # as written; mended; and without what is wrong under a mended key
            try:
                return cls.from_keys(keys)
            except ValidationError as error:
                wrong = faults_by_key(error, cls)
            self.mended.add(path)
            for loc, fault in wrong:
                if loc[0] not in told:
                    self.tell_field(cls, path, loc, fault)
            told.update(str(loc[0]) for loc, _ in wrong)
            keys = self.mend(cls, keys, path, wrong)
        return None

    def tell_field(self, cls: type[Record], path: Path, loc: Path, fault: Fault) -> None:
        """Tell a fault of one field; that of a figure's id is about the key in front."""
        if loc == ("id",) and path and path[0] in FIGURES:
            self.faults.tell(path, fault, is_of_key=True)
        else:
            self.faults.tell((*path, *loc), fault, is_strange=loc[0] not in cls.keys().values())

    def mend(
        self,
        cls: type[Record],
        keys: dict[str, Any],
        path: Path,
        wrong: list[tuple[Path, Fault]],
    ) -> dict[str, Any]:
        """Return the keys without what is wrong, or with the nearest word in its stead."""
        known, good = set(cls.keys().values()), dict(keys)
        for loc, fault in wrong:
            key, near = str(loc[0]), fault.nearest
            value = good.pop(key, None)
            if key in known and (key == "id" or (near and len(loc) == 1)):
                good[key] = near or f"unread-{len(self.mended)}"
            elif key not in known and near and near not in good:
                good[near], self.faults.meant[*path, near] = value, key
        return good

    # --- what does not add up ---

    def judge(self, case: Case) -> None:
        """Tell what does not add up between records, but for what follows from a fault told."""
        was_sound = self.faults.is_empty
        for problem in problems_of(case):
            path, fault = problem.path, problem.fault
            if path[0] in _LINES and len(path) > 1:
                section = str(path[0])
                path = (section, self.keys[section][int(path[1])], *path[2:])
            if path[2:] == ("id",):
                continue  # an id given twice is told in reading, with the line of the first
            is_lame = bool(self.unread) or path[:2] in self.mended
            follows = fault.value in self.unread if fault.value else is_lame
            if was_sound or not follows:
                self.faults.tell(path, fault, is_of_key=path[0] == "observed")


def _text(said: object) -> str:
    return str(said) if isinstance(said, str | int | float) else ""


def _shape(said: object) -> str:
    if isinstance(said, dict):
        return "keys and values"
    return "a list" if isinstance(said, list) else "a text"
