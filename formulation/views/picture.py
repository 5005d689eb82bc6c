"""What a relational map shows, as data: figures, notes, lines, the steps of a finding, a legend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from formulation.views.style import STYLE, Style

if TYPE_CHECKING:
    from formulation.views.map_places import Layout

__all__ = [
    "CHANGES",
    "LegendEntry",
    "MapEdge",
    "MapNode",
    "MapNote",
    "MapSeries",
    "MapStep",
    "MapView",
    "Panel",
    "Shown",
]

#: what may have become of a line, a note or a figure from one map of a pair to the other
CHANGES = ("new", "gone", "changed")


@dataclass(frozen=True, slots=True)
class Shown:
    """What notes and lines have in common.

    Attributes
    ----------
    kind
        The kind of its statements; ``has`` ties a symptom to whom it belongs.
    label
        What it says, in a few words; ``""`` for a line that says no more than its kind.
    statements, sentences
        The ids of the statements drawn as one, and each as a sentence with its doubts.
    inferred, disputed, possible
        The ids of those that are inferred, of which there is another account, and which only may
        have held then.
    steps
        The numbers of the steps of the finding that it shows.
    change, change_number
        ``new``, ``gone`` or ``changed`` in one of a pair of maps, with its number in the list of
        changes; ``""`` and ``None`` for what is the same in both.
    """

    kind: str
    label: str
    statements: tuple[str, ...]
    sentences: tuple[str, ...] = ()
    inferred: frozenset[str] = frozenset()
    disputed: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    steps: tuple[int, ...] = ()
    change: str = ""
    change_number: int | None = None

    @property
    def stands_out(self) -> bool:
        """Whether it is what a map with something highlighted is about."""
        return bool(self.steps or self.change)

    @property
    def count(self) -> int:
        """How many statements it stands for."""
        return len(self.statements)

    @property
    def is_inferred(self) -> bool:
        """Whether it is drawn broken: all its statements are inferred."""
        return len(self.inferred) == len(self.statements)

    @property
    def is_disputed(self) -> bool:
        """Whether it is drawn double: of one of its statements there is another account."""
        return bool(self.disputed)

    @property
    def is_possible(self) -> bool:
        """Whether it is drawn with a question mark: none of its statements held for certain."""
        return len(self.possible) == len(self.statements)


@dataclass(frozen=True, slots=True)
class MapNote(Shown):
    """A short note at a figure or symptom: what concerns that one alone."""


@dataclass(frozen=True, slots=True)
class MapEdge(Shown):
    """A line between two figures, or a figure and a symptom.

    Attributes
    ----------
    start, end
        The ids at its ends.
    is_symmetric
        Whether it runs both ways.
    number
        Its number in the key; ``None`` where it has none.
    """

    start: str = ""
    end: str = ""
    is_symmetric: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class MapNode:
    """A figure or symptom of the map.

    Attributes
    ----------
    id, label, role
        Its id, its name, and what it is to the patient, as far as that is said.
    shape
        The name of its shape in the style.
    sentence
        It in words.
    is_symptom, is_patient, is_therapist, is_past
        Whether it is a symptom, the one the case is about, who treats, no longer alive.
    is_possible
        Whether it is a symptom of which it is not known if it had begun at the date of the map.
    is_strong
        Whether the finding rests on it.
    notes
        What concerns it alone.
    change, change_number
        As for what is shown of statements: whether it is ``new``, ``gone`` or ``changed``.
    """

    id: str
    label: str
    shape: str
    role: str = ""
    sentence: str = ""
    is_symptom: bool = False
    is_patient: bool = False
    is_therapist: bool = False
    is_past: bool = False
    is_possible: bool = False
    is_strong: bool = False
    notes: tuple[MapNote, ...] = ()
    change: str = ""
    change_number: int | None = None


@dataclass(frozen=True, slots=True)
class MapStep:
    """A step of the finding in words, with the statement and the pattern's names for it.

    `number` is ``None``, and `statement` empty, for a step that was not found.
    """

    number: int | None
    names: tuple[str, ...]
    statement: str
    words: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of the legend: a ``shape``, ``line`` or ``mark`` by its `name`, and its meaning."""

    sort: str
    name: str
    words: str


class Panel(NamedTuple):
    """One of the maps of a page, with the words above it."""

    caption: str
    view: MapView


@dataclass(frozen=True)
class MapView:
    """A relational map as data: what is shown, and the words for it.

    Attributes
    ----------
    title, alt, prose
        The title; the picture in a paragraph; each figure and statement shown, in sentences.
    lead
        What was chosen and how much that leaves out; where many lines cross, what shows less.
    note
        What the reader must know: as of when, what is uncertain and what is not drawn.
    headline
        What is highlighted and how certain it is; ``""`` without a finding.
    steps
        The numbered steps of the finding.
    key
        What each number on a line says; empty where lines carry their words.
    legend
        What the shapes, lines and marks mean, made from those shown and no others.
    nodes, edges
        What is shown.
    hub, order
        Who stands in the middle, and all others of the case as they stand around, those not shown
        included, so that maps of one case at several dates look alike.
    crossings
        How many pairs of its lines cross.
    style
        The looks.
    layout
        Where everything stands, where that is worked out already.
    """

    title: str
    alt: str = ""
    prose: str = ""
    lead: str = ""
    note: str = ""
    headline: str = ""
    steps: tuple[MapStep, ...] = ()
    key: tuple[tuple[int, str], ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    nodes: tuple[MapNode, ...] = ()
    edges: tuple[MapEdge, ...] = ()
    hub: str | None = None
    order: tuple[str, ...] = ()
    crossings: int = 0
    style: Style = field(default=STYLE, repr=False)
    layout: Layout | None = field(default=None, repr=False, compare=False)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The one map that it shows, to be put on a page as several are."""
        return (Panel("", self),)

    @property
    def key_title(self) -> str:
        """The heading above the key."""
        return "What the numbers say"

    @property
    def is_focused(self) -> bool:
        """Whether a finding is highlighted, and all else muted."""
        return bool(self.headline)

    def shown(self) -> Iterator[Shown]:
        """Yield every line and every note."""
        yield from self.edges
        for node in self.nodes:
            yield from node.notes

    def to_dot(self) -> str:
        """Return the map as text in the DOT language, the same for the same map byte by byte."""
        from formulation.views.page import dot_of

        return dot_of(self)

    def simpler(self) -> MapView | None:
        """Return the map with the same figures and lines and fewer words; ``None`` if it has none.

        The steps of a finding keep their numbers.
        """
        if not any(edge.label for edge in self.edges) and not any(node.role for node in self.nodes):
            return None
        edges = tuple(replace(edge, label="", number=None) for edge in self.edges)
        nodes = tuple(replace(node, role="") for node in self.nodes)
        return replace(self, edges=edges, nodes=nodes, key=(), layout=None)

    def _repr_svg_(self) -> str:
        """Show the map in a notebook."""
        from formulation.views.draw import draw

        return str(draw(self, format="svg"))


@dataclass(frozen=True)
class MapSeries:
    """Several maps of one case side by side, everyone at the same place in each of them.

    Attributes
    ----------
    title, lead, alt, prose, note, headline, steps, legend, style
        As for :class:`MapView`.
    panels
        The maps, each with the words above it.
    key, key_title
        Numbered words, such as what changed, and the heading above them.
    """

    title: str
    panels: tuple[Panel, ...]
    lead: str = ""
    alt: str = ""
    prose: str = ""
    note: str = ""
    headline: str = ""
    steps: tuple[MapStep, ...] = ()
    key: tuple[tuple[int, str], ...] = ()
    key_title: str = ""
    legend: tuple[LegendEntry, ...] = ()
    style: Style = field(default=STYLE, repr=False)

    def shown(self) -> Iterator[Shown]:
        """Yield every line and every note of every map."""
        for panel in self.panels:
            yield from panel.view.shown()

    def to_dot(self) -> str:
        """Return the maps as one text in the DOT language, byte by byte the same for the same."""
        from formulation.views.page import dot_of

        return dot_of(self)

    def simpler(self) -> MapSeries | None:
        """Return the same maps with fewer words; ``None`` where there are none to leave out."""
        fewer = [(caption, view, view.simpler()) for caption, view in self.panels]
        if not any(less for _, _, less in fewer):
            return None
        panels = tuple(Panel(caption, less or view) for caption, view, less in fewer)
        return replace(self, panels=panels)

    def _repr_svg_(self) -> str:
        """Show the maps in a notebook."""
        from formulation.views.draw import draw

        return str(draw(self, format="svg"))
