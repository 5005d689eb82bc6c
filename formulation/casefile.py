"""Case files, in and out: what a person wrote becomes a case, and a case becomes what one reads.

Reading is generous and judging complete: all that is wrong in a file is told at once, each fault
with its place and its cure.  So that one slip does not bring a train of others after it, what is
misspelt is read on as if the nearest word stood there, and a name whose own line could not be
read is not called lost.  Everything is read as plain data first, YAML and JSON alike; places are
looked up only for what is wrong.  Writing is canonical: the same case gives the same bytes.
"""

from __future__ import annotations

import codecs
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar

from pydantic import ValidationError

from formulation.errors import CaseError, Fault, nearest_word, shortened
from formulation.model.base import Record, Statement, faults_by_key
from formulation.model.case import Case
from formulation.model.figures import Consent
from formulation.model.kinds import FIGURES, SECTIONS, kinds, kinds_in, kinds_named
from formulation.model.problems import problems_of
from formulation.notation import (
    Document,
    Limits,
    Mapping,
    Node,
    Scalar,
    Sequence,
    json_document,
    key_at,
    node_at,
    parse_json,
    parse_yaml,
    plain,
    read_text,
    write_atomically,
    write_flow,
)

__all__ = ["case_files", "faults_in", "read_case", "read_cases", "starting_file", "write_case"]

FORMAT = 1
_MOST_FAULTS = 200  # nobody mends more in one go, and a hostile file may hold millions
_LONGEST_TOLD = 1000
_SUFFIXES = (".yaml", ".yml", ".json")
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

_Source = str | os.PathLike[str] | IO[str] | IO[bytes]
_Path = tuple[str | int, ...]
_R = TypeVar("_R", bound=Record)


def read_case(source: _Source, *, limits: Limits | None = None) -> Case:
    """Read a case from its file, YAML or JSON.

    Parameters
    ----------
    source
        A path, ``"-"`` for standard input, or a file open for reading.
    limits
        How large and how deep a file is read; 32 MiB and 32 levels unless said.

    Raises
    ------
    CaseError
        Telling everything wrong with it at once; ``.faults`` holds each with its place.

    Examples
    --------
    >>> from io import StringIO
    >>> print(read_case(StringIO("{formulation: 1, id: one, people: {anna: {role: patient}}}")))
    one: 1 figure, 0 symptoms and 0 statements.
    """
    case, faults = faults_in(source, limits=limits)
    if case is None:
        raise CaseError(fault for fault in faults if not fault.is_warning)
    return case


def read_cases(
    paths: Iterable[str | os.PathLike[str]], *, limits: Limits | None = None
) -> tuple[list[Case], list[str]]:
    """Return the cases of files and folders, and a sentence for each file passed over.

    Parameters
    ----------
    paths
        Files, folders (see :func:`case_files`) and ``"-"``.
    limits
        How large and how deep each file is read.

    Raises
    ------
    CaseError
        With the faults of all files together.
    """
    files, passed_over = case_files(paths)
    told = [faults_in(file, limits=limits) for file in files]
    wrong = [f for case, faults in told if case is None for f in faults if not f.is_warning]
    if wrong:
        raise CaseError(wrong)
    return [case for case, _ in told if case is not None], passed_over


def case_files(
    paths: Iterable[str | os.PathLike[str]],
) -> tuple[list[str | os.PathLike[str]], list[str]]:
    """Return the files that paths stand for, and a sentence for each file passed over.

    A folder stands for its ``*.yaml``, ``*.yml`` and ``*.json`` files whose first key is
    ``formulation``, by name, without the folders in it.  A file that is named is always taken.
    """
    files: list[str | os.PathLike[str]] = []
    passed_over: list[str] = []
    for path in [paths] if isinstance(paths, str | os.PathLike) else paths:
        if path == "-" or not Path(path).is_dir():
            files.append(path)
            continue
        within = sorted(p for p in Path(path).iterdir() if p.suffix.lower() in _SUFFIXES)
        cases = [p for p in within if _begins_as_case(p)]
        files += cases
        others = [p for p in within if p not in cases]
        passed_over += [f"{p}: passed over, its first key is not 'formulation'" for p in others]
        passed_over += [] if cases else [f"{path}: no case file is in this folder"]
    return files, passed_over


_FIRST_KEY = re.compile(r"""(?:\s|\#.*\n|---.*\n|\{)*["']?formulation["']?\s*:""")


def _begins_as_case(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(1 << 16)
    except OSError:
        return not path.is_dir()  # what cannot be opened is told, not passed over
    is_wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if is_wide else "utf-8-sig", "replace")
    return _FIRST_KEY.match(text) is not None


def faults_in(source: _Source, *, limits: Limits | None = None) -> tuple[Case | None, list[Fault]]:
    """Return the case in a file with everything worth saying of it; no fault raises.

    Parameters
    ----------
    source, limits
        As for :func:`read_case`.

    Returns
    -------
    tuple
        The case, or ``None`` where it cannot stand; and the faults in the order of the file,
        those that leave the case standing marked ``is_warning``.
    """
    limits = limits or Limits()
    try:
        text, file = read_text(source, limits=limits)
    except CaseError as error:
        return None, list(error.faults)
    reading = _Reading(text, file, limits)
    case, faults = reading.case(), reading.faults()
    return (case if all(fault.is_warning for fault in faults) else None), faults


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


class _Found(NamedTuple):
    """A fault and the path of keys that it is about: the value there, or the key itself.

    A strange key has no business there: perhaps it is the rest of a text cut at its comma.
    """

    path: _Path
    fault: Fault
    is_of_key: bool
    is_strange: bool


class _Reading:
    """One case file on its way to a case: what could be read of it, and all that is wrong."""

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self.text, self.file, self.limits = text, file, limits
        self.data, self.document = _parsed(text, file, limits)
        self.found: list[_Found] = []
        #: the records of each section, and the key or index at which each stands in the file
        self.records: dict[str, list[Any]] = {section: [] for section in _LINES}
        self.keys: dict[str, list[str | int]] = {section: [] for section in _LINES}
        self.meant: dict[str | int, str] = {}  # keys of the case, with the slip that stands there
        self.ids: dict[tuple[bool, str], _Path] = {}  # where each is given; sources apart
        self.unread: set[str] = set()  # ids whose records could not be read
        self.mended: set[_Path] = set()  # records read on with a value left out or replaced
        self.is_whole = True  # whether every section is there to be judged with the others

    def tell(
        self, path: _Path, fault: Fault, *, is_of_key: bool = False, is_strange: bool = False
    ) -> None:
        self.found.append(_Found(path, fault, is_of_key or is_strange, is_strange))

    def case(self) -> Case | None:
        """Read everything; ``None`` where no case can be made of it."""
        if self.document is not None and self.document.root is None:
            return None
        if not isinstance(self.data, dict):
            cure = f"keys and values: formulation: {FORMAT}, id: …, people: …, events: …"
            self.tell((), Fault(f"a case file cannot be {_shape(self.data)}", "", cure))
            return None
        if not self.is_of_this_format(self.data.get("formulation", FORMAT)):
            return None
        self.read_strange_keys(self.data)
        for section in [key for key in self.data if key in _LINES]:
            self.read_section(section, self.data.pop(section))
        if "consent" in self.data:
            self.data["consent"] = self.read_consent(self.data["consent"])
        head = self.read_record(Case, self.data, ())
        if head is None or len(self.found) >= _MOST_FAULTS:
            return None
        sections = {name: tuple(records) for name, records in self.records.items()}
        case = head.model_copy(update=sections)
        if self.is_whole:
            self.judge(case)
        return case

    def is_of_this_format(self, said: object) -> bool:
        if said == str(FORMAT) or (said == FORMAT and type(said) is int):
            return True
        problem = f"this version reads format {FORMAT} of case files, and no other"
        cure = f"formulation: {FORMAT}, or a newer version of this program"
        self.tell(("formulation",), Fault(problem, _text(said), cure))
        return False

    def read_strange_keys(self, data: dict[str, Any]) -> None:
        """Tell keys that no case has, and read a misspelt one on as the one that was meant."""
        known = ["formulation", *Case.keys().values()]
        for key in [key for key in data if key not in known][:_MOST_FAULTS]:
            near, value = nearest_word(key, known), data.pop(key)
            fault = Fault(f"a case has no {key!r}", key, ", ".join(known), near)
            self.tell((key,), fault, is_strange=True)
            if near and near not in data:
                data[near], self.meant[near] = value, key
        if data.pop("formulation", None) is None:
            cure = f"formulation: {FORMAT}, as the first key"
            self.tell((), Fault("this does not say that it is a case file", "", cure))

    def read_consent(self, said: object) -> Consent | None:
        if isinstance(said, dict):
            return self.read_record(Consent, said, ("consent",))
        problem = f"consent holds its keys in braces, not {_shape(said)}"
        self.tell(("consent",), Fault(problem, _text(said), "consent: {given: …, scope: …}"))
        return None

    def read_section(self, section: str, said: object) -> None:
        if isinstance(said, dict) and section in FIGURES:
            self.read_items(section, said.items())
        elif isinstance(said, list) and section in SECTIONS:
            self.read_items(section, enumerate(said))
        else:
            self.is_whole = False
            shape = "ids with their fields" if section in FIGURES else "a list of statements"
            problem = f"{section} holds {shape}, not {_shape(said)}"
            cure = f"under {section}:, indented, lines such as {_LINES[section]}"
            self.tell((section,), Fault(problem, _text(said), cure))

    def read_items(self, section: str, items: Iterable[tuple[str | int, Any]]) -> None:
        for key, item in items:
            if len(self.found) >= _MOST_FAULTS:
                break
            record: Record | None = None
            if not isinstance(item, dict):
                what = repr(key) if isinstance(key, str) else "a statement"
                problem = f"{what} holds its keys in braces, not {_shape(item)}"
                self.tell((section, key), Fault(problem, _text(item), _LINES[section]))
            elif isinstance(key, str):
                record = self.read_figure(section, key, item)
            else:
                record = self.read_statement(section, key, item)
            if record is not None:
                self.records[section].append(record)
                self.keys[section].append(key)
            id = key if isinstance(key, str) else item.get("id") if isinstance(item, dict) else ""
            if id and getattr(record, "id", None) == id:
                self.take_id(id, (section, key) if id == key else (section, key, "id"))
            elif id:
                self.unread.add(str(id))

    def take_id(self, id: str, path: _Path) -> None:
        """Keep where an id is given; the second time it is told, with the line of the first."""
        first = self.ids.setdefault((path[0] == "sources", id), path)
        if first != path:
            line = key_at(self.root(), first).line
            problem = f"the id {id!r} is given again; line {line} has it first"
            fault = Fault(problem, id, "an id of its own")
            self.tell(path, fault, is_of_key=path[0] in FIGURES)

    def read_figure(self, section: str, id: str, fields: dict[str, Any]) -> Record | None:
        if "id" in fields:
            fault = Fault(f"the id stands in front already: {id!r}", "", "no 'id' in the braces")
            self.tell((section, id, "id"), fault, is_of_key=True)
        return self.read_record(FIGURES[section], {**fields, "id": id}, (section, id))

    def read_statement(self, section: str, index: int, keys: dict[str, Any]) -> Record | None:
        named, path = kinds_named(keys), (section, index)
        if len(named) > 1:
            problem = f"this can be read as {' or as '.join(map(repr, named))}"
            fault = Fault(problem, named[1], "one of them here, the other on a line of its own")
            self.tell((*path, named[1]), fault, is_of_key=True)
            return None
        if not named:
            return self.read_unnamed(section, index, keys)
        cls = kinds()[named[0]]
        if cls.section != section:
            problem = f"{cls.kind!r} stands in {cls.section}, not in {section}"
            fault = Fault(problem, cls.kind, f"this line under {cls.section}:")
            self.tell((*path, cls.kind), fault, is_of_key=True)
        return self.read_record(cls, keys, path)

    def read_unnamed(self, section: str, index: int, keys: dict[str, Any]) -> Record | None:
        """Read a statement without a key that names its kind; a misspelt one is read on."""
        own, path = kinds_in(section), (section, index)
        problem = "no key here says what kind of statement this is"
        for key in [key for key in keys if key not in Statement.keys().values()][:_MOST_FAULTS]:
            if near := nearest_word(key, own) or nearest_word(key, kinds()):
                fault = Fault(problem, key, ", ".join(own), near)
                self.tell((*path, key), fault, is_of_key=True)
                self.mended.add(path)
                meant = {near if k == key else k: value for k, value in keys.items()}
                return self.read_record(kinds()[near], meant, path)
        self.tell(path, Fault(problem, "", f"one of {', '.join(own)}"))
        return None

    def read_record(self, cls: type[_R], keys: dict[str, Any], path: _Path) -> _R | None:
        """Return a record, telling its faults; what is left of one with faults, if that stands."""
        try:
            return cls.from_keys(keys)
        except ValidationError as error:
            wrong = faults_by_key(error, cls)
        known, good = set(cls.keys().values()), dict(keys)
        self.mended.add(path)
        for loc, fault in wrong:
            key = str(loc[0])
            is_own_id = loc == ("id",) and path[:1] != () and path[0] in FIGURES
            at = path if is_own_id else (*path, *loc)
            self.tell(at, fault, is_of_key=is_own_id, is_strange=key not in known)
            value = good.pop(key, None)
            if key in known and (key == "id" or (fault.nearest and len(loc) == 1)):
                good[key] = fault.nearest or f"unread-{len(self.mended)}"
            elif key not in known and fault.nearest:
                good.setdefault(fault.nearest, value)
        try:
            return cls.from_keys(good)
        except ValidationError:
            return None

    def judge(self, case: Case) -> None:
        """Tell what does not add up between records, but for what follows from a fault told."""
        for problem in problems_of(case):
            path, fault = problem.path, problem.fault
            if path[0] in _LINES and len(path) > 1:
                section = str(path[0])
                path = (section, self.keys[section][int(path[1])], *path[2:])
            if path[2:] == ("id",):
                continue  # an id given twice is told in reading, with the line of the first
            is_lame = bool(self.unread) or path[:2] in self.mended
            if not (fault.value in self.unread if fault.value else is_lame):
                self.tell(path, fault, is_of_key=path[0] == "observed")

    def root(self) -> Node:
        """Return the file's nodes; JSON is read again for them only where something is wrong."""
        if self.document is None:
            self.document = json_document(self.text, self.file, self.limits)
        return self.document.root or Mapping([], 1, 1)

    def faults(self) -> list[Fault]:
        """Return everything wrong, with places, in the order of the file."""
        told = list(self.document.faults) if self.document is not None else []
        places = {(fault.line, fault.column) for fault in told}
        for fault in map(self.placed, self.found[:_MOST_FAULTS]):
            if fault is not None and (fault.line, fault.column) not in places:
                told.append(fault)
        told = sorted(dict.fromkeys(told), key=lambda fault: (fault.line or 0, fault.column or 0))
        if len(self.found) >= _MOST_FAULTS:
            told.append(Fault(f"reading stops here, after {_MOST_FAULTS} faults", file=self.file))
        return told

    def placed(self, found: _Found) -> Fault | None:
        """Return a fault with its place; ``None`` where an empty value was told of already."""
        root, fault, path = self.root(), found.fault, found.path
        path = tuple(self.meant.get(key, key) for key in path[:1]) + path[1:]
        value = node_at(root, path)
        if self.document is None or (isinstance(value, Scalar) and not value.text):
            return None
        node = key_at(root, path) if found.is_of_key else _item(value, fault.value)
        accepted = fault.accepted
        if found.is_strange and not fault.nearest and self.follows_comma(node):
            accepted = f"double quotes around a text with a comma; or one of {accepted}"
        return self.document.fault(
            node,
            shortened(fault.problem, _LONGEST_TOLD),
            value=fault.value[:_LONGEST_TOLD],
            accepted=accepted,
            nearest=fault.nearest,
            is_warning=fault.is_warning,
        )

    def follows_comma(self, key: Node) -> bool:
        """Tell whether a key may be the rest of a text that its comma cut off."""
        lines = self.document.lines if self.document is not None else []
        before = lines[key.line - 1][: key.column - 1] if key.line <= len(lines) else ""
        return isinstance(key, Scalar) and key.is_plain and before.rstrip().endswith(",")


def _item(node: Node, text: str) -> Node:
    """Return the item of a list that a fault is about, or the node itself."""
    items = node.items if isinstance(node, Sequence) else []
    return next((item for item in items if isinstance(item, Scalar) and item.text == text), node)


def _text(said: object) -> str:
    return str(said) if isinstance(said, str | int | float) else ""


def _shape(said: object) -> str:
    if isinstance(said, dict):
        return "keys and values"
    return "a list" if isinstance(said, list) else "a text"


# --- writing ---------------------------------------------------------------------------------


def write_case(case: Case, path: str | os.PathLike[str] | None = None) -> str:
    """Return a case as the text of its file, and write it where a path is given.

    Parameters
    ----------
    case
        The case.  The same case gives the same text, whatever it was read from.
    path
        Where to; a name that ends in ``.json`` gets JSON, any other YAML.  The file is written
        wholly or, where anything fails, left as it was.

    Raises
    ------
    CaseError
        Where the file cannot be written.
    """
    keys = {"formulation": FORMAT, **case.to_keys()}
    is_json = path is not None and Path(path).suffix.lower() == ".json"
    text = json.dumps(keys, ensure_ascii=False, indent=2) + "\n" if is_json else _as_yaml(keys)
    if path is not None:
        write_atomically(path, text)
    return text


def _as_yaml(keys: dict[str, Any]) -> str:
    head = (f"{key}: {write_flow(value)}\n" for key, value in keys.items() if key not in _LINES)
    sections = ["".join(head)]
    for section in (name for name in _LINES if name in keys):
        said = keys[section]
        if section in FIGURES:
            lines = [f"  {id}: {write_flow(fields)}\n" for id, fields in said.items()]
        else:
            lines = [f"  - {write_flow(statement)}\n" for statement in said]
        sections.append("".join([f"{section}:\n", *lines]))
    return "\n".join(sections)


def starting_file() -> str:
    """Return a commented case file to start from, with one line for each thing it can say."""
    return Path(__file__).with_name("starting_case.yaml").read_text(encoding="utf-8")
