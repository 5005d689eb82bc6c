"""One table from meaning to look: which shape, line and ending stands for what.

Nothing else in this package knows a colour.  No meaning rests on colour alone: two kinds of line
that can stand in one map differ in their ends, their width or their path, two kinds of figure in
their shape, so that a map also speaks in black and white and to colour-blind eyes.  Broken lines
are kept for inference and double ones for what sources dispute.

Sources: the colours are those of Okabe and Ito (2008), Color Universal Design.  Shapes follow the
custom of genograms where there is one (general usage after McGoldrick, Gerson & Petry): a round
woman, a square man, a doubled outline for the one it is about, a zigzag for quarrels.  For
idealization, transference and the like there is none; those looks are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from formulation.errors import UnknownName

__all__ = ["STYLE", "Line", "Mark", "Shape", "Style"]

BLACK = "#000000"
ORANGE = "#E69F00"
GREEN = "#009E73"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"


@dataclass(frozen=True, slots=True)
class Line:
    """How one kind of statement between two figures is drawn.

    Attributes
    ----------
    words
        What the legend says of it.
    colour
        Of the Okabe-Ito palette, or grey.
    width
        In points.
    path
        ``straight`` or ``zigzag``.
    head, tail
        What the line ends in, in Graphviz's words; ``none`` for nothing.
    """

    words: str
    colour: str = BLACK
    width: float = 1.6
    path: str = "straight"
    head: str = "none"
    tail: str = "none"


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of figure or symptom is drawn.

    Attributes
    ----------
    words
        What the legend says of it.
    name
        The shape, in Graphviz's words.
    manner
        How its outline is drawn, in Graphviz's words: ``rounded``, ``diagonals``.
    room
        How much wider and higher than its text it must be.
    corners
        Its corners as shares of width and height, from the lower left; none for an ellipse.
    is_filled
        Whether it stands on a grey ground, as symptoms do.
    """

    words: str
    name: str = "box"
    manner: str = ""
    room: tuple[float, float] = (1.0, 1.0)
    corners: tuple[tuple[float, float], ...] = ((0, 0), (1, 0), (1, 1), (0, 1))
    is_filled: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """How one kind of event, or of time, is drawn in a picture of numbers.

    Attributes
    ----------
    words
        What the legend says of it.
    shape
        ``circle``, ``ring``, ``diamond``, ``triangle-up``, ``triangle-down``, ``triangle-right``,
        ``cross``, ``plus``, ``star``, ``square``, ``area``, ``hatched`` or ``line``.
    fill
        What it is filled with; ``""`` for nothing.
    """

    words: str
    shape: str = "circle"
    fill: str = ""


_HEXAGON = ((0, 0.5), (0.25, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0.25, 1))
_OCTAGON = ((0, 0.29), (0.29, 0), (0.71, 0), (1, 0.29), (1, 0.71), (0.71, 1), (0.29, 1), (0, 0.71))
_HOUSE = ((0, 0.1), (1, 0.1), (1, 0.65), (0.5, 1), (0, 0.65))
_SHIELD = ((0.5, 0), (1, 0.35), (1, 0.9), (0, 0.9), (0, 0.35))
_SLANTED = ((0, 0), (0.8, 0), (1, 1), (0.2, 1))
_NARROW_BELOW = ((0.2, 0), (0.8, 0), (1, 1), (0, 1))

_SHAPES = {
    "person": Shape("person", manner="rounded"),
    "woman": Shape("woman", "ellipse", room=(1.3, 1.45), corners=()),
    "man": Shape("man"),
    "group": Shape("group", "box3d"),
    "institution": Shape("institution", "house", room=(1.12, 2.3), corners=_HOUSE),
    "belief": Shape("belief or faith", "parallelogram", room=(1.3, 1.1), corners=_SLANTED),
    "unknown": Shape("not known who or what", manner="diagonals", room=(1.1, 1.2)),
    "symptom": Shape("symptom", "hexagon", "", (1.35, 1.5), _HEXAGON, is_filled=True),
    "syndrome": Shape("syndrome", "octagon", "", (1.15, 1.4), _OCTAGON, is_filled=True),
    "disease": Shape("disease", "invhouse", "", (1.12, 2.1), _SHIELD, is_filled=True),
    "injury": Shape("injury", "invtrapezium", "", (1.35, 1.2), _NARROW_BELOW, is_filled=True),
}

_LINES = {
    "relationship": Line("relationship"),
    "separation": Line("separated", BLACK, 1.6, head="teetee", tail="teetee"),
    "idealizes": Line("idealizes", ORANGE, 3.4, head="diamond"),
    "devalues": Line("devalues", VERMILLION, 2.2, head="inv"),
    "sees": Line("has an image of", BLUE, 1.6, head="empty"),
    "stance": Line("takes a stance toward", PURPLE, 1.8, head="box"),
    "transference": Line("transference", BLUE, 1.8, head="ediamond"),
    "countertransference": Line("countertransference", BLUE, 1.8, head="obox"),
    "feeling": Line("feels toward", PURPLE, 1.8, head="dot"),
    "conflict": Line("conflict", VERMILLION, 2.0, "zigzag"),
    "resolution": Line("a conflict comes to rest", GREEN, 2.4, head="odot", tail="odot"),
    "rupture": Line("strains the alliance", VERMILLION, 1.8, head="crow"),
    "escalation": Line("symptom flares", VERMILLION, 4.2, head="normal"),
    "rally": Line("rallies around", GREEN, 2.4, head="veevee"),
    "care": Line("cares for", GREEN, 1.8, head="vee", tail="odot"),
    "harm": Line("hurts", VERMILLION, 1.6, "zigzag", head="normal"),
    "trauma": Line("brings trauma to", VERMILLION, 2.4, "zigzag", head="normalnormal"),
    "invalidation": Line("does not believe", PURPLE, 2.4, head="tee"),
    "due_to": Line("is due to", BLACK, 1.2, head="vee"),
    "has": Line("has", BLACK, 0.7),
}

_WHITE = "#FFFFFF"
_MARKS = {
    "exposed": Mark("within the window", "circle", BLUE),
    "unexposed": Mark("at another time", "circle", _WHITE),
    "same day": Mark("on the same day, order unknown", "diamond", "#9A9A9A"),
    "left out": Mark("left out", "cross"),
    "antecedent": Mark("what came first", "triangle-up", BLACK),
    "window": Mark("the window", "area", "#F3CF80"),
    "counted": Mark("the rest of the time that counts", "area", _WHITE),
    "not counted": Mark("not watched, or not counted", "hatched"),
    "chance": Mark("what shifted records give in 95 of 100", "area", "#CFCFCF"),
    "expected": Mark("their mean", "line"),
    "before": Mark("before", "circle", _WHITE),
    "after": Mark("after", "circle", BLUE),
    "event": Mark("its own time", "area", "#B5B5B5"),
    "onset": Mark("each time it happened", "line"),
    "quarrel": Mark("quarrel or strain", "cross", VERMILLION),
    "rest": Mark("comes to rest, is mended", "ring", GREEN),
    "flare": Mark("symptom flares", "triangle-up", VERMILLION),
    "ease": Mark("symptom eases", "triangle-down", GREEN),
    "turn": Mark("something changes", "triangle-right", _WHITE),
    "hurt": Mark("trauma, loss, hurt, danger", "diamond", BLACK),
    "support": Mark("rally or care", "plus", GREEN),
    "insight": Mark("insight or dream", "star", ORANGE),
    "treated": Mark("session, treatment, step of it", "square", BLUE),
    "happens": Mark("other event", "circle", _WHITE),
}


def _sealed(table: dict[str, Any]) -> Any:
    return field(default_factory=lambda: MappingProxyType(table))


@dataclass(frozen=True)
class Style:
    """All looks of a map; :meth:`with_changes` gives one with some of them changed.

    Attributes
    ----------
    lines
        The line of each kind of statement; ``has`` ties a symptom to whom it belongs.
    shapes
        The shape of each kind of figure and symptom.
    marks
        How events and stretches of time look in pictures of numbers.
    other
        The line of a kind that has none of its own.
    font, bold
        The family of the text, and of what stands out.
    text_points, title_points, key_points, badge_points
        The sizes of the text.
    ink, paper, ground, glow
        The colours of text and outlines, the page, symptoms, and what a finding rests on.
    muted_ink, muted_line
        Text and lines outside the finding.
    plain_points, mark_points, strong_points
        The widths of outlines: of most, of the therapist's, of what a finding rests on.
    """

    lines: Mapping[str, Line] = _sealed(_LINES)
    shapes: Mapping[str, Shape] = _sealed(_SHAPES)
    marks: Mapping[str, Mark] = _sealed(_MARKS)
    other: Line = Line("other", BLACK, 1.2, head="invempty")
    font: str = "DejaVu Sans"
    bold: str = "DejaVu Sans Bold"
    text_points: float = 11.0
    title_points: float = 17.0
    key_points: float = 10.0
    badge_points: float = 9.5
    ink: str = BLACK
    paper: str = "#FFFFFF"
    ground: str = "#ECECEC"
    glow: str = "#FFF3C4"
    muted_ink: str = "#5C5C5C"
    muted_line: str = "#B0B0B0"
    plain_points: float = 1.0
    mark_points: float = 2.0
    strong_points: float = 3.0

    def faded(self, colour: str) -> str:
        """Return a colour half as strong, for what only may have held.

        >>> STYLE.faded("#000000")
        '#808080'
        """
        parts = (int(c[n : n + 2], 16) for n in (1, 3, 5) for c in (colour, self.paper))
        pairs = zip(*[parts] * 2, strict=True)
        return "#" + "".join(f"{(a + b + 1) // 2:02X}" for a, b in pairs)

    def line(self, kind: str) -> Line:
        """Return the look of a kind of statement."""
        return self.lines.get(kind, self.other)

    def with_changes(
        self,
        *,
        lines: Mapping[str, Mapping[str, Any]] | None = None,
        shapes: Mapping[str, Mapping[str, Any]] | None = None,
        marks: Mapping[str, Mapping[str, Any]] | None = None,
        **settings: str | float,
    ) -> Style:
        """Return the style with the caller's changes merged last.

        Parameters
        ----------
        lines, shapes, marks
            What to change in the look of a kind, such as ``{"conflict": {"width": 3}}``.
        **settings
            Any other attribute by its name, such as ``text_points=13``.

        Raises
        ------
        UnknownName
            Where no kind, attribute or setting has that name.
        """
        tables = ("lines", "shapes", "marks", "other")
        own = [f.name for f in fields(self) if f.name not in tables]
        for name in settings:
            _known(name, "setting of a style", own)
        merged = {
            "lines": _merged(self.lines, lines or {}, "kind of line"),
            "shapes": _merged(self.shapes, shapes or {}, "kind of shape"),
            "marks": _merged(self.marks, marks or {}, "kind of mark"),
        }
        changed: Style = replace(self, **merged, **settings)  # type: ignore[arg-type]
        return changed


def _merged(
    table: Mapping[str, Any], changes: Mapping[str, Mapping[str, Any]], what: str
) -> Mapping[str, Any]:
    changed = dict(table)
    for kind, look in changes.items():
        _known(kind, what, table)
        for name in look:
            _known(name, f"part of a {what}", [f.name for f in fields(table[kind])])
        changed[kind] = replace(table[kind], **look)
    return MappingProxyType(changed)


def _known(name: str, what: str, names: Any) -> None:
    if name not in names:
        raise UnknownName(name, what, names)


#: how everything looks unless the caller says otherwise
STYLE = Style()
