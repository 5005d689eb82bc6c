"""Nodes that know where they stand in a text, and the document they make up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from formulation.errors import Fault

_DEEPEST = 200  # walking nodes stays far from Python's own limit on recursion


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
Path = tuple[str | int, ...]


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


USUAL = Limits()


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

    def at_node(self, node: Node, fault: Fault) -> Fault:
        """Return a fault that was found elsewhere with the place of a node."""
        told = {"value": fault.value, "accepted": fault.accepted, "nearest": fault.nearest}
        return self.fault(node, fault.problem, **told, is_warning=fault.is_warning)

    def placed(self, found: Iterable[tuple[Path, Fault]]) -> list[Fault]:
        """Return faults in the order of the text, each at its key if that is strange, else value.

        Parameters
        ----------
        found
            Faults with the path of keys and list positions that each was found at.
        """
        assert self.root is not None
        told = []
        for path, fault in found:
            is_strange = bool(path) and fault.value == path[-1]
            node = (key_at if is_strange else node_at)(self.root, path)
            told.append(self.at_node(node, fault))
        return sorted(told, key=lambda fault: (fault.line or 0, fault.column or 0))


def node_at(root: Node, path: Path) -> Node:
    """Return the node at a path of keys and list positions, or the deepest one on the way."""
    node = root
    for step in path:
        found = _step(node, step)
        if found is None:
            break
        node = found[1]
    return node


def key_at(root: Node, path: Path) -> Node:
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
