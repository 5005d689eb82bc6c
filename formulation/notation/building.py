"""Puts nodes together in the order of a text, within limits, and gathers what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NoReturn

from formulation.errors import Fault
from formulation.notation.nodes import Document, Limits, Mapping, Node, Place, Scalar, Sequence

_MOST_FAULTS = 200  # nobody mends more in one go, and a hostile file may hold millions
_HALF = re.compile("[\ud800-\udfff]")  # two of these make one character in UTF-16


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


class Builder:
    """Puts nodes together in the order of the text, on a stack of its own, and gathers faults."""

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        # places agree with an editor: no byte-order mark, one kind of line end
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.text, self.limits, self.left = text, limits, limits.nodes
        self.document = Document(None, (), text.split("\n"), file)
        self.faults: list[Fault] = []
        self.frames: list[_Frame] = []
        self.root: Node | None = None

    def read(self, reading: Callable[[Builder], None]) -> Document:
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
