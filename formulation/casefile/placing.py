"""The faults of one file, gathered by what they are about and told with the places of it."""

from __future__ import annotations

from typing import NamedTuple

from formulation.errors import Fault, shortened
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
)

__all__ = ["Faults", "Path"]

MOST_FAULTS = 200  # nobody mends more in one go, and a hostile file may hold millions
_LONGEST_TOLD = 1000

#: the keys and list positions that lead from the whole file to one value
Path = tuple[str | int, ...]


class _Found(NamedTuple):
    """A fault and what it is about: the value at a path, or the key itself.

    A strange key has no business there: perhaps it is the rest of a text cut at its comma.
    """

    path: Path
    fault: Fault
    is_of_key: bool
    is_strange: bool


class Faults:
    """What is wrong in one file.

    Parameters
    ----------
    text, file, limits
        What was read, its name for messages, and how large and deep it may be.
    document
        Its nodes, where they are known already; JSON is read again for them only where something
        is wrong.

    Attributes
    ----------
    meant
        For the path of a key that was meant, the slip that stands there.
    """

    def __init__(self, text: str, file: str, limits: Limits, document: Document | None) -> None:
        self._text, self._file, self._limits = text, file, limits
        self._document = document
        self._found: list[_Found] = []
        self.meant: dict[Path, str] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been told yet."""
        return not self._found

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that reading on is of no use."""
        return len(self._found) >= MOST_FAULTS

    def tell(
        self, path: Path, fault: Fault, *, is_of_key: bool = False, is_strange: bool = False
    ) -> None:
        """Take in a fault of the value at `path`, or of the last key of it."""
        self._found.append(_Found(path, fault, is_of_key or is_strange, is_strange))

    def line_of(self, path: Path) -> int:
        """Return the line in which the last key of a path stands."""
        return key_at(self._root(), self._as_written(path)).line

    def told(self) -> list[Fault]:
        """Return all faults with their places, in the order of the file."""
        told = list(self._document.faults) if self._document is not None else []
        places = {(fault.line, fault.column) for fault in told}
        for fault in map(self._placed, self._found[:MOST_FAULTS]):
            if fault is not None and (fault.line, fault.column) not in places:
                told.append(fault)
        told = sorted(dict.fromkeys(told), key=lambda fault: (fault.line or 0, fault.column or 0))
        if self.is_full:
            told.append(Fault(f"reading stops here, after {MOST_FAULTS} faults", file=self._file))
        return told

    def _root(self) -> Node:
        return self._nodes().root or Mapping([], 1, 1)

    def _nodes(self) -> Document:
        if self._document is None:
            self._document = json_document(self._text, self._file, self._limits)
        return self._document

    def _as_written(self, path: Path) -> Path:
        """Return a path with the slips that were read on as other keys."""
        return tuple(self.meant.get(path[: n + 1], key) for n, key in enumerate(path))

    def _placed(self, found: _Found) -> Fault | None:
        """Return a fault with its place; ``None`` where an empty value was told of already."""
        root, path, fault = self._root(), self._as_written(found.path), found.fault
        value = node_at(root, path)
        if isinstance(value, Scalar) and not value.text:
            return None
        node = key_at(root, path) if found.is_of_key else _item(value, fault.value)
        accepted = fault.accepted
        if found.is_strange and not fault.nearest and self._follows_comma(node):
            accepted = f"double quotes around a text with a comma; or one of {accepted}"
        return self._nodes().fault(
            node,
            shortened(fault.problem, _LONGEST_TOLD),
            value=fault.value[:_LONGEST_TOLD],
            accepted=accepted,
            nearest=fault.nearest,
            is_warning=fault.is_warning,
        )

    def _follows_comma(self, key: Node) -> bool:
        """Tell whether a key may be the rest of a text that its comma cut off."""
        before = self._nodes().lines[key.line - 1][: key.column - 1]
        return isinstance(key, Scalar) and key.is_plain and before.rstrip().endswith(",")


def _item(node: Node, text: str) -> Node:
    """Return the item of a list that a fault is about, or the node itself."""
    items = node.items if isinstance(node, Sequence) else []
    return next((item for item in items if isinstance(item, Scalar) and item.text == text), node)
