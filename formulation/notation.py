"""The text of a case, in and out: every word read knows its place, every text written reads back.

YAML and JSON become nodes (:class:`Scalar`, :class:`Sequence`, :class:`Mapping`) that know where
they stand; plain values become canonical YAML.  A scalar is its text and nothing else: ``no`` is
not false, ``1985`` no number.  Nothing here knows what a case is.  Input is hostile until read:
:class:`Limits` bound it, aliases are never followed, and faults are gathered with their places.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from formulation.errors import CaseError, Fault, nearest_word

if TYPE_CHECKING:
    from yaml.error import MarkedYAMLError

__all__ = [
    "Document",
    "Limits",
    "Mapping",
    "Node",
    "Place",
    "Scalar",
    "Sequence",
    "json_document",
    "key_at",
    "node_at",
    "parse_json",
    "parse_yaml",
    "plain",
    "read_text",
    "write_atomically",
    "write_flow",
    "write_scalar",
]

_DEEPEST = 200  # walking nodes stays far from Python's own limit on recursion
_MOST_FAULTS = 200  # nobody mends more in one go, and a hostile file may hold millions
_HALF = re.compile("[\ud800-\udfff]")  # two of these make one character in UTF-16


@dataclass(slots=True, eq=False)
class Scalar:
    """A text as written, whatever its style; `line` and `column` count from 1."""

    text: str
    line: int
    column: int
    is_plain: bool = True


@dataclass(slots=True, eq=False)
class Sequence:
    """A list and where it begins."""

    items: list[Node]
    line: int
    column: int


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys with their values in the order of the file, each key once, and where they begin."""

    items: list[tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping
Place = Scalar | Sequence | Mapping | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold: bytes, levels of nesting (at most 200), keys and values."""

    bytes: int = 32 * 2**20
    depth: int = 32
    nodes: int = 2_000_000

    def __post_init__(self) -> None:
        """Refuse limits that let nothing in, or let Python's stack overflow."""
        if min(self.bytes, self.depth, self.nodes) < 1 or self.depth > _DEEPEST:
            raise ValueError(f"limits are 1 or more, and depth at most {_DEEPEST}: {self!r}")


_USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Document:
    """One text as read, with its lines and the name of its file for messages.

    Attributes
    ----------
    root
        The outermost node; ``None`` where reading had to stop or nothing is written.
    faults
        All that was wrong; reading goes on after those that did not end it.
    """

    root: Node | None
    faults: tuple[Fault, ...]
    lines: list[str]
    file: str

    def fault(
        self,
        node_or_place: Place,
        problem: str,
        *,
        value: str = "",
        accepted: str = "",
        nearest: str = "",
        is_warning: bool = False,
    ) -> Fault:
        """Return a :class:`Fault` at a node, or at a (line, column), with its line shown."""
        place = node_or_place
        line, column = place if isinstance(place, tuple) else (place.line, place.column)
        if line > len(self.lines):  # YAML calls the end of a text "the line after the last"
            line, column = len(self.lines), len(self.lines[-1]) + 1
        told = (problem, value, accepted, nearest, self.file, line, column, self.lines[line - 1])
        return Fault(*told, is_warning=is_warning)


class _ReadingStopsError(Exception):
    """Reading cannot go on; the fault that ended it is already told."""


@dataclass(slots=True, eq=False)
class _Frame:
    """A list or mapping being filled; a mapping waits for a key, then for its value."""

    node: Sequence | Mapping
    seen: dict[str, Scalar]
    key: Scalar | None = None
    is_kept: bool = True
    is_key: bool = False


_NO_KEY = Scalar("", 0, 0)  # stands for a list or mapping where a key should be; told, left out


class _Builder:
    """Puts nodes together in the order of the text, on a stack of its own, and gathers faults."""

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        # places agree with an editor: no byte-order mark, one kind of line end
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.text, self.limits, self.left = text, limits, limits.nodes
        self.document = Document(None, (), text.split("\n"), file)
        self.faults: list[Fault] = []
        self.frames: list[_Frame] = []
        self.root: Node | None = None

    def read(self, reading: Callable[[_Builder], None]) -> Document:
        """Return the document of what `reading` puts together."""
        try:
            reading(self)
            if self.root is None:
                self.end((1, 1), "nothing is written here", accepted="a key and a value")
        except _ReadingStopsError:
            self.root = None
        self.faults.sort(key=lambda fault: (fault.line or 0, fault.column or 0))
        return replace(self.document, root=self.root, faults=tuple(self.faults))

    def tell(self, place: Place, problem: str, value: str = "", accepted: str = "") -> None:
        """Tell a fault and go on."""
        self.faults.append(self.document.fault(place, problem, value=value, accepted=accepted))
        if len(self.faults) == _MOST_FAULTS:
            self.end(place, f"reading stops here, after {_MOST_FAULTS} faults")

    def end(self, place: Place, problem: str, value: str = "", accepted: str = "") -> NoReturn:
        """Tell a fault that ends reading."""
        self.faults.append(self.document.fault(place, problem, value=value, accepted=accepted))
        raise _ReadingStopsError

    def scalar(self, text: str, line: int, column: int, is_plain: bool) -> None:
        """Put in a text, which may be a key."""
        node = Scalar(text, line, column, is_plain)
        if not text:
            self._tell_empty(node)
        elif not text.isascii() and (half := _HALF.search(text)):
            cure = "both halves (\\ud83d\\ude00), or the character itself"
            value = f"U+{ord(half[0]):04X}"
            self.tell(node, f"half of a character ({value}) stands in this text", value, cure)
        self.add(node)

    def open(self, node: Sequence | Mapping) -> None:
        """Put in a list or mapping; what follows goes into it until its frame is popped."""
        self.add(node)
        if len(self.frames) == self.limits.depth:
            cure = f"at most {self.limits.depth} levels of lists and keys"
            self.end(node, "this is nested too deep", accepted=cure)
        is_key = bool(self.frames) and self.frames[-1].key is _NO_KEY
        self.frames.append(_Frame(node, {}, is_key=is_key))

    def add(self, node: Node) -> None:
        """Put a node where the text has come to: into a list, as a key, or as its value."""
        self.left -= 1
        if self.left < 0:
            self.end(node, f"there are more than {self.limits.nodes:,} keys and values")
        if not self.frames:
            self.root = self.root or node  # a second document is told and left out
            return
        frame = self.frames[-1]
        if isinstance(frame.node, Sequence):
            frame.node.items.append(node)
        elif frame.key is None:
            self._take_key(frame, node)
        else:
            if frame.is_kept:
                frame.node.items.append((frame.key, node))
            frame.key = None

    def _take_key(self, frame: _Frame, node: Node) -> None:
        if not isinstance(node, Scalar):
            frame.key, frame.is_kept = _NO_KEY, False
            if not frame.is_key:  # once is enough for {{{{
                self.tell(node, "a key cannot be a list or a mapping", accepted="a text")
            return
        first = frame.seen.setdefault(node.text, node)
        is_merge = node.text == "<<" and node.is_plain
        frame.key, frame.is_kept = node, first is node and not is_merge
        if is_merge:
            self.tell(node, "a merge key (<<) is not read", accepted="the keys written out")
        elif first is not node:
            where = f"line {first.line}, column {first.column}"
            problem = f"the key {node.text!r} stands here again; the first, at {where}, is kept"
            self.tell(node, problem, node.text, "each key once")

    def _tell_empty(self, node: Scalar) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is None:
            if self.root is None:
                self.end(node, "nothing is written here", accepted="a key and a value")
        elif isinstance(frame.node, Sequence):
            self.tell(node, "this item of the list is empty", accepted="a value, or no item")
        elif frame.key is None:
            self.tell(node, "this key is empty", accepted="a text as the key")
        elif frame.key is not _NO_KEY:
            cure = self._cure_for_empty(frame.key, len(frame.seen) > 1)
            self.tell(frame.key, f"{frame.key.text!r} has no value", frame.key.text, cure)

    def _cure_for_empty(self, key: Scalar, follows_comma: bool) -> str:
        """Tell ``{what: he left, then came back}``, a text cut at its comma, from ``role:``."""
        rest = self.document.lines[key.line - 1][key.column - 1 + len(key.text) :].lstrip()
        if not key.is_plain or rest.startswith(":"):
            return "a value, or no such key"
        if ":" in key.text:
            return "a blank after the colon"
        is_cut = follows_comma or " " in key.text
        return "put a text with a comma in quotes" if is_cut else "a colon, a blank and a value"


def parse_yaml(text: str, file: str = "", *, limits: Limits = _USUAL) -> Document:
    """Return the nodes of a YAML text and all that is wrong in it.

    Parameters
    ----------
    text
        One document.  Tags, anchors, aliases, merge keys and empty values are faults.
    file
        The name of the file for messages.
    limits
        How deep and how large.  A syntax fault and a limit end reading, other faults do not.
    """
    return _Builder(text, file, limits).read(_read_yaml)


def _read_yaml(builder: _Builder) -> None:
    """Read events with our own stack: PyYAML's composer crashes Python on a nest of brackets."""
    import yaml

    if builder.text.startswith("%TAG") or "\n%TAG" in builder.text:  # slow to read by the thousand
        builder.end((1, 1), "a line with %TAG is not read", accepted="no such line")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the same events, far slower
    try:
        for event in yaml.parse(_without_strange(builder), Loader=loader):
            _take(event, builder)
    except yaml.MarkedYAMLError as error:
        _end_at_stumble(error, builder)
    except (ValueError, OverflowError) as error:  # an escape too large for the slow loader
        builder.end((1, 1), f"this cannot be read as YAML ({error})")


# what YAML does not allow, what it takes for a line end and an editor does not (U+2028), and a
# byte-order mark in mid-text
_STRANGE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _without_strange(builder: _Builder) -> str:
    """Tell the strange characters and return the text with stand-ins, so that reading goes on."""
    text, line, start = builder.text, 1, 0
    for found in _STRANGE.finditer(text):
        line += text.count("\n", start, found.start())
        start = found.start()
        code = f"{ord(found[0]):04X}"
        problem = f"the character U+{code} cannot stand in a text as it is"
        cure = "no such character"
        if not "\ud800" <= found[0] <= "\udfff":  # half of one cannot be written at all
            cure += f', or "\\u{code}" in double quotes'
        builder.tell((line, start - text.rfind("\n", 0, start)), problem, f"U+{code}", cure)
    return _STRANGE.sub("\ufffd", text)


def _take(event: Any, builder: _Builder) -> None:
    kind = type(event).__name__  # PyYAML itself is imported only when a text is read
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    if kind == "ScalarEvent":
        _tell_marks(event, builder, (line, column))
        builder.scalar(event.value, line, column, not event.style)
    elif kind == "MappingStartEvent":
        _tell_marks(event, builder, (line, column))
        builder.open(Mapping([], line, column))
    elif kind == "SequenceStartEvent":
        _tell_marks(event, builder, (line, column))
        builder.open(Sequence([], line, column))
    elif kind in ("MappingEndEvent", "SequenceEndEvent"):
        builder.frames.pop()
    elif kind == "AliasEvent":
        name = f"*{event.anchor}"
        cure = "what it stands for; in quotes if it is a text"
        builder.tell((line, column), f"an alias ({name}) is not read", name, cure)
        builder.add(Scalar(name, line, column))
    elif kind == "DocumentStartEvent" and builder.root is not None:
        builder.tell((line, column), "a second document begins here", accepted="one in a file")


def _tell_marks(event: Any, builder: _Builder, place: Place) -> None:
    if event.anchor is not None:
        cure = "no anchor; a text that begins with & goes in quotes"
        builder.tell(place, f"an anchor (&{event.anchor}) is not read", f"&{event.anchor}", cure)
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        cure = "no tag; a text that begins with ! goes in quotes"
        builder.tell(place, f"a tag ({tag}) is not read", tag, cure)


_QUOTES = "put the text in quotes"
# what a reader says where it stumbles, the problem and the cure in words, and whether to show
# the place where the text or line began
_STUMBLES = (
    ("tab character|'\\\\t'", "a tab is used for indentation", "blanks", False),
    ("end of stream|^Unterminated", "this quote is never closed", "the closing quote", True),
    (
        "unexpected document",
        "this quote is still open at a line that begins with --- or ...",
        "the closing quote",
        True,
    ),
    (
        "mapping values",
        "a colon and a blank inside a text",
        f"{_QUOTES}, or bring the key in line with the others",
        False,
    ),
    (
        "find expected ':'",
        "this line has no key",
        "a key, a colon, a blank and a value; a text that goes on is set further in",
        True,
    ),
    (
        "sequence entries",
        "an item of a list (- ) begins in mid-line",
        f"the list on lines of its own, or in brackets; {_QUOTES} if it is one",
        False,
    ),
    (
        "a block collection",
        "this is not in line with the items of the list above",
        "a dash under their dashes",
        False,
    ),
    (
        "a block mapping",
        "this is neither in line with the keys above nor part of a value",
        "the indentation of those keys; a text with a quote or bracket wholly in quotes",
        False,
    ),
    (
        "<document start>",
        "this is outside of all that stands above",
        "the indentation of the first key, and nothing after its closing bracket",
        False,
    ),
    ("a tag|tag handle", "a text cannot begin with !", _QUOTES, True),
    ("an anchor|an alias", "a text cannot begin with & or *", _QUOTES, True),
    ("a block scalar", "a text cannot begin with | or >", _QUOTES, True),
    (
        "escape|decimal",
        "this backslash means nothing that is known",
        r"two of them (\\) for a backslash",
        False,
    ),
    (
        "unexpected ':'",
        "a colon stands here without a blank",
        f"a blank after it, or {_QUOTES}",
        False,
    ),
    ("mapping keys", "a text cannot begin with a question mark and a blank", _QUOTES, False),
    ("directive|YAML document", "a line cannot begin with %", _QUOTES, True),
    # JSON
    (
        "Expecting value",
        "a value is missing here",
        "a text in double quotes, a number, true, false, a list or a mapping",
        False,
    ),
    (
        "property name",
        "a key is missing here",
        "a key in double quotes, and no comma before the closing }",
        False,
    ),
    ("Expecting ':'", "a colon is missing here", "a colon between key and value", False),
    ("Expecting ','", "a comma is missing here", "a comma, or the closing bracket", False),
    ("Extra data", "this stands after the end", "one value in a file", False),
    (
        "Invalid control",
        "a line break, tab or control character stands in a text",
        r"\n for a line break, \t for a tab",
        False,
    ),
    ("Illegal trailing", "a comma stands before the closing bracket", "no comma there", False),
)


def _in_words(said: str) -> tuple[str, str, bool]:
    """Return problem, cure, and whether to show where the text began."""
    for sign, problem, cure, is_at_start in _STUMBLES:
        if re.search(sign, said):
            return problem, cure, is_at_start
    return f"this cannot be read ({said})", "", False


def _end_at_stumble(error: MarkedYAMLError, builder: _Builder) -> NoReturn:
    """End at a fault of YAML's own grammar, in plain words instead of a parser's."""
    here: Any = error.problem_mark or error.context_mark
    begun: Any = error.context_mark or here
    place, start = (here.line + 1, here.column + 1), (begun.line + 1, begun.column + 1)
    said, char = f"{error.context}: {error.problem}", builder.text[here.index : here.index + 1]
    if char == "\t":
        said = "tab character"
    elif "cannot start any token" in said:
        builder.end(place, f"a text cannot begin with {char}", char, _QUOTES)
    elif re.search("expected ',' or|node content", said):
        _end_at_bracket(builder, place, char, "node content" in said)
    problem, cure, is_at_start = _in_words(said)
    builder.end(start if is_at_start else place, problem, "", cure)


def _end_at_bracket(builder: _Builder, place: Place, char: str, is_value: bool) -> NoReturn:
    """End where a list or mapping in brackets breaks off, naming the bracket that is open."""
    closings = {"[": "]", "{": "}"}
    for node in (frame.node for frame in reversed(builder.frames)):
        opening = builder.document.lines[node.line - 1][node.column - 1 : node.column]
        closing = closings.get(opening)
        if closing and not char:  # the text is at its end
            problem = f"the {opening} that opens here is never closed"
            builder.end(node, problem, opening, f"{closing} at its end")
        if closing and not is_value:
            whose = f"the {opening} of line {node.line}, column {node.column}"
            problem = f"neither a comma nor the {closing} that closes {whose} stands here"
            cure = f"a comma or {closing}; a text with a comma, a bracket or a quote in quotes"
            builder.end(place, problem, char, cure)
    builder.end(place, "a value is missing here", char, "a value, or one comma fewer")


def parse_json(
    text: str, file: str = "", *, limits: Limits = _USUAL
) -> tuple[Any, Document | None]:
    """Return what a JSON text holds, or the document that says what is wrong in it.

    Parameters
    ----------
    text
        JSON.  Keys that stand twice, empty values, ``null`` and endless numbers are faults.
    file
        The name of the file for messages.
    limits
        How deep and how large.

    Returns
    -------
    tuple
        The data and ``None``; or, where anything is wrong, ``None`` and the :class:`Document`.
    """
    import json

    with suppress(ValueError, RecursionError):
        data = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_unrepeated,
            parse_int=_whole,
            parse_float=_finite,
            parse_constant=_finite,
        )
        if _is_sound(data, text, limits):
            return data, None
    return None, json_document(text, file, limits)


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        raise ValueError("a key stands twice")
    return whole


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise ValueError(number)
    return value


def _whole(number: str) -> int:
    _finite(number)  # refuses what has too many digits for Python to turn into a number and back
    return int(number)


def _is_sound(data: Any, text: str, limits: Limits) -> bool:
    """Tell whether nothing is empty, too deep or too much; halves of characters raise."""
    import json

    in_escapes = "\\ud" in text or "\\uD" in text
    (json.dumps(data, ensure_ascii=False) if in_escapes else text).encode("utf-8")
    if data is None or data == "":
        return False
    level, count = [data] if isinstance(data, dict | list) else [], 1
    for _ in range(limits.depth):
        deeper: list[Any] = []
        for holder in level:
            values = holder.values() if type(holder) is dict else holder
            count += len(holder) * (2 if type(holder) is dict else 1)
            if None in values or "" in values or "" in holder:
                return False
            deeper += [value for value in values if type(value) is dict or type(value) is list]
        level = deeper
    return not level and count <= limits.nodes


def json_document(text: str, file: str = "", limits: Limits = _USUAL) -> Document:
    """Return the nodes of a JSON text with their places, and all that is wrong in it.

    Parameters
    ----------
    text, file, limits
        As for :func:`parse_json`.  Numbers, ``true`` and ``false`` are their text, ``null`` is
        an empty value.
    """
    return _Builder(text, file, limits).read(_read_json)


_JSON_TOKEN = re.compile(r'[{}\[\]]|"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\s{}\[\],:"]+')


def _read_json(builder: _Builder) -> None:
    """Read by lines what Python's reader has found to be JSON: no text of it spans two."""
    _end_unless_json(builder)
    for number, line in enumerate(builder.document.lines, 1):
        for found in _JSON_TOKEN.finditer(line):
            token, place = found[0], (number, found.start() + 1)
            if token in "{[":
                builder.open(Mapping([], *place) if token == "{" else Sequence([], *place))
            elif token in "]}":
                builder.frames.pop()
            elif token.startswith('"'):
                _take_text(builder, token, place)
            else:
                _take_word(builder, token, place)


def _end_unless_json(builder: _Builder) -> None:
    import json

    if not builder.text.strip():
        return  # told as "nothing is written here"
    try:
        json.loads(builder.text, parse_int=str)
    except json.JSONDecodeError as error:
        problem, cure, _ = _in_words(error.msg)
        builder.end((error.lineno, error.colno), problem, "", cure)
    except RecursionError:
        pass  # so the limit on depth is met long before anything that is not JSON


def _take_text(builder: _Builder, token: str, place: tuple[int, int]) -> None:
    import json

    builder.scalar(json.loads(token), *place, is_plain=False)


def _take_word(builder: _Builder, token: str, place: tuple[int, int]) -> None:
    if token not in ("true", "false", "null"):
        try:
            _finite(token)
        except ValueError:
            problem = "this number is endless or too large"
            builder.tell(place, problem, token, "a finite number, or a text in quotes")
    builder.scalar("" if token == "null" else token, *place, is_plain=True)


def node_at(root: Node, path: tuple[str | int, ...]) -> Node:
    """Return the node at a path of keys and list positions, or the deepest one on the way."""
    node = root
    for step in path:
        found = _step(node, step)
        if found is None:
            break
        node = found[1]
    return node


def key_at(root: Node, path: tuple[str | int, ...]) -> Node:
    """Return the key that a path ends in; where there is none, the node of :func:`node_at`."""
    parent = root
    for step in path[:-1]:
        found = _step(parent, step)
        if found is None:
            return parent
        parent = found[1]
    found = _step(parent, path[-1]) if path else None
    return parent if found is None else found[0]


def _step(node: Node, step: str | int) -> tuple[Node, Node] | None:
    """Return the key (for a list: the item) and the value one step further in."""
    if isinstance(node, Mapping):
        return next((pair for pair in node.items if pair[0].text == str(step)), None)
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step], node.items[step]
    return None


def plain(node: Node) -> Any:
    """Return what a node holds as texts, lists and dicts, without places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.items}


# what every YAML reader takes for one text, also between brackets, ...
_SAFE = re.compile(r'(?:[\w(]|[^\x00-\x7f])(?:[^,\[\]{}?:#"\\]*[^ ,\[\]{}?:#"\\])?')
# ... unless some of them take it for a switch, a number or a date
_NOT_TEXT = re.compile(
    r"null|true|false|yes|no|on|off|y|n|0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+"
    r"|[0-9][0-9_]*\.?[0-9_]*(?:e[-+]?[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t ].*)?",
    re.ASCII | re.IGNORECASE,
)
# what cannot be seen or would turn the line around
_UNSEEN = re.compile(
    '["\\\\\0-\x1f\x7f-\x9f\xad\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]'
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_scalar(text: str, *, quote: bool = False) -> str:
    r"""Return a text as YAML and JSON readers alike will read it back, quoted where need be.

    Parameters
    ----------
    text
        Any text.
    quote
        Whether to quote it even where that is not needed.

    Examples
    --------
    >>> write_scalar("chronic pain"), write_scalar("no"), write_scalar("a, b")
    ('chronic pain', '"no"', '"a, b"')
    """
    is_safe = _SAFE.fullmatch(text) and text.isprintable() and not _NOT_TEXT.fullmatch(text)
    return text if is_safe and not quote else f'"{_UNSEEN.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    code = f"{ord(found[0]):04x}"
    if "d800" <= code <= "dfff":
        raise CaseError([Fault("half of a character cannot be written", value=f"U+{code}")])
    return _ESCAPES.get(found[0]) or f"\\u{code}"


def write_flow(value: Any) -> str:
    """Return a value as YAML on one line.

    >>> write_flow({"id": "feud", "conflict": ["stephanie", "diane"], "recurring": True})
    '{id: feud, conflict: [stephanie, diane], recurring: true}'
    """
    if isinstance(value, str):
        return write_scalar(value)
    if isinstance(value, dict):
        pairs = (f"{_key(key)}: {write_flow(inner)}" for key, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(write_flow(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
        return str(value)
    raise CaseError([Fault("this cannot be written in a case file", value=repr(value))])


def _key(key: str) -> str:
    written = write_scalar(key)
    return f"? {written} " if len(written) > 1000 else written  # YAML's limit is 1024


# --- files -----------------------------------------------------------------------------------


def read_text(
    path_or_file: str | os.PathLike[str] | IO[str] | IO[bytes], *, limits: Limits = _USUAL
) -> tuple[str, str]:
    r"""Return the text of a file, its lines ending in ``\n``, and its name for messages.

    Parameters
    ----------
    path_or_file
        A path, ``"-"`` for standard input, or a file open for reading text or bytes.
    limits
        How large the file may be, in bytes.

    Raises
    ------
    CaseError
        With one fault: no such file, a folder, no permission, too large, not UTF-8, or empty.
    """
    name = _name_of(path_or_file)
    try:
        if path_or_file == "-":
            data = _at_most(getattr(sys.stdin, "buffer", sys.stdin), name, limits.bytes)
        elif isinstance(path_or_file, str | os.PathLike):
            data = _bytes_of(name, limits.bytes)
        else:
            data = _at_most(path_or_file, name, limits.bytes)
    except (OSError, UnicodeError) as error:
        raise CaseError([_why_not(error, name, "read")]) from error
    return _decoded(data, name), name


def _name_of(path_or_file: str | os.PathLike[str] | IO[Any]) -> str:
    if path_or_file == "-":
        return "standard input"
    if isinstance(path_or_file, str | os.PathLike):
        return os.fspath(path_or_file)
    name = getattr(path_or_file, "name", None)
    return name if isinstance(name, str) else "text"  # a pipe's name is a number


def _bytes_of(name: str, most: int) -> bytes:
    if "\0" in name:
        raise FileNotFoundError(errno.ENOENT, "no such file")
    found = Path(name).stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "a folder")
    if found.st_size > most:
        raise _too_large(name, f"{found.st_size:,} bytes, more", most, found.st_size)
    with Path(name).open("rb") as file:
        return _at_most(file, name, most)


def _at_most(file: IO[Any], name: str, most: int) -> bytes:
    """Read what may be a pipe, a device without end, or text already decoded."""
    data = bytearray()
    while len(data) <= most and (part := file.read(most + 1 - len(data))):
        data += part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
    if len(data) > most:
        raise _too_large(name, "more", most, "…")
    return bytes(data)


def _too_large(name: str, size: str, most: int, wanted: int | str) -> CaseError:
    cure = f"a smaller file, or a higher limit: limits=Limits(bytes={wanted})"
    problem = f"this has {size} than the {most:,} bytes that are read"
    return CaseError([Fault(problem, accepted=cure, file=name)])


_BYTE_ORDER_MARKS = {  # UTF-32 first: its mark begins like that of UTF-16
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            cure = "the file saved as UTF-8"
            raise CaseError([Fault(f"this is {encoding}", accepted=cure, file=name)])
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if (at := data.find(b"\0")) >= 0:
        raise _bad_byte("a NUL byte: this is no text", data, at, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        raise _bad_byte(problem, data, error.start, name) from error
    if not text.strip():
        cure = "a case; `formulation new` writes one to start from"
        raise CaseError([Fault("the file is empty", accepted=cure, file=name)])
    return text


def _bad_byte(problem: str, data: bytes, at: int, name: str) -> CaseError:
    before = data[:at].decode("utf-8", "replace").split("\n")
    fault = Fault(problem, accepted="YAML or JSON saved as UTF-8")
    return CaseError([fault.at(name, len(before), len(before[-1]) + 1)])


def _why_not(error: Exception, name: str, done: str) -> Fault:
    """Say in plain words why a file could not be `done` ("read", "written")."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _missing(name)
    if isinstance(error, IsADirectoryError):
        return Fault("this is a folder, not a file", accepted="a file in it", file=name)
    if isinstance(error, PermissionError):
        return Fault(f"there is no permission for this file to be {done}", file=name)
    return Fault(
        f"this could not be {done} ({getattr(error, 'strerror', None) or error})", file=name
    )


def _missing(name: str) -> Fault:
    if "\n" in name:
        cure = "the name of a file, or io.StringIO(text) for the text itself"
        return Fault("this is no file", accepted=cure, file=name.split("\n")[0])
    path = Path(name)
    if not path.parent.is_dir():
        return Fault(f"there is no folder {str(path.parent)!r}", file=name)
    near = ""
    with suppress(OSError), os.scandir(path.parent) as entries:
        near = nearest_word(path.name, (entry.name for entry in islice(entries, 1000)))
    return Fault("there is no such file", nearest=near and str(path.with_name(near)), file=name)


def write_atomically(path: str | os.PathLike[str], text: str) -> None:
    """Write a file wholly or not at all, as UTF-8, keeping its mode and the links that name it.

    Parameters
    ----------
    path
        Where to; what is no file (a pipe, a device) is written to as it is.
    text
        The whole content.

    Raises
    ------
    CaseError
        With one fault: no such folder, no permission, a folder, a full disk.  What stood there
        before still stands.
    """
    name = os.fspath(path)
    try:
        _replace(Path(name), text.encode("utf-8"))
    except (OSError, ValueError, RuntimeError) as error:
        # a ValueError: half of a character, or a NUL in the name; a RuntimeError: links in a ring
        raise CaseError([_why_not(error, name, "written")]) from error


def _replace(path: Path, data: bytes) -> None:
    mode = path.stat().st_mode if path.exists() else None
    if mode is not None and not stat.S_ISREG(mode):
        path.write_bytes(data)  # a pipe or a device; a folder refuses
        return
    target = path.resolve()
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only")
    beside = target.with_name(f".{os.urandom(6).hex()}.part")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(stat.S_IMODE(mode))
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
