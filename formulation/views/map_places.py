"""Where everything on a map stands and runs, worked out once: figures, their notes, the lines.

Several maps of one case share one placing: everyone gets the room that the largest of them needs,
so that a figure stands at the same place in each of them and only what changed looks changed.

Notes hang where no line of their figure runs, or a line from "risk: none found today" to a symptom
would say what nobody said.  Where lines leave the one in the middle on all sides, its notes are a
list below the map, under its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from formulation.errors import shortened
from formulation.views.picture import MapEdge, MapNode, MapNote, MapView, Shown
from formulation.views.placing import Box, Curve, Outline, Point, ring_places, route
from formulation.views.quoting import wrapped
from formulation.views.strokes import size_of, text_width
from formulation.views.style import Style

__all__ = ["Layout", "Spot", "counted_words", "layout_of", "layouts_of"]

_HUB_ROOM = (124.0, 48.0)
_NOBODY = (40.0, 20.0)  # the gap that one leaves who is not there
#: of the list below the map: from the map, from its heading, and between its columns without and
#: with plates that say what changed
_LIST_GAP, _HEADING, _ASIDE, _ASIDE_OF_PLATES = 34.0, 20.0, 12.0, 40.0
_NEAR = 10.0  # a line this near to a note would seem to start at it

Size = tuple[float, float]


def counted_words(shown: Shown, width: int) -> str:
    """Return in short lines what is shown, how many statements it stands for, and its doubt."""
    count = f" ×{shown.count}" if shown.count > 1 else ""
    return _marked(shown.label, count + (" ?" if shown.is_possible else ""), width)


def _marked(words: str, mark: str, width: int) -> str:
    """Break words into three lines; where they are cut, the mark behind them is not."""
    whole = wrapped(words + mark, width, 3)
    is_cut = mark and whole.endswith("…")
    return wrapped(words, width - len(mark), 3) + mark if is_cut else whole


@dataclass
class Spot:
    """Where a figure stands, with the text in it and its notes; `heading` where they are a list."""

    node: MapNode
    text: str
    size: Size
    notes: list[tuple[MapNote, str, float]]
    note_width: float
    outline: Outline
    heading: Box | None = None

    @property
    def heading_words(self) -> str:
        """What stands above its notes where they are a list."""
        return f"Said of {shortened(self.node.label, 40)} alone"

    @property
    def block(self) -> Size:
        """Width and height, notes included."""
        heights = (height + 2 for _, _, height in self.notes)
        return max(self.size[0], self.note_width), self.size[1] + sum(heights)


@dataclass(frozen=True)
class Layout:
    """Where the figures and lines of one map are, in points around its middle.

    Attributes
    ----------
    nodes, edges, hub, order, style
        What was placed.
    spots, curves
        Where each figure stands, by its id, and where each line runs.
    """

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    hub: str | None
    order: tuple[str, ...]
    style: Style
    spots: dict[str, Spot]
    curves: tuple[Curve, ...]

    def is_of(self, view: MapView) -> bool:
        """Return whether it places what a view shows, and not what another once showed."""
        placed = (self.nodes, self.edges, self.hub, self.order, self.style)
        return placed == (view.nodes, view.edges, view.hub, view.order, view.style)

    def boxes(self) -> list[Box]:
        """Return the box of every figure, note and heading."""
        spots = self.spots.values()
        headings = [spot.heading for spot in spots if spot.heading]
        return [b for s in spots for b in (s.outline.box, *s.outline.notes)] + headings

    def moved(self, right: float) -> Layout:
        """Return the same so much further to the right."""
        spots = {
            id: replace(
                spot,
                outline=_moved(spot.outline, right),
                heading=spot.heading and spot.heading._replace(x=spot.heading.x + right),
            )
            for id, spot in self.spots.items()
        }
        curves = tuple(
            Curve((a, b, c, d))
            for a, b, c, d in (
                [Point(x + right, y) for x, y in curve.points] for curve in self.curves
            )
        )
        return replace(self, spots=spots, curves=curves)


def _moved(outline: Outline, right: float) -> Outline:
    box, *notes = (each._replace(x=each.x + right) for each in (outline.box, *outline.notes))
    return replace(outline, box=box, notes=tuple(notes))


def layout_of(view: MapView) -> Layout:
    """Return where everything on one map is; what was worked out already is not done again."""
    if view.layout is not None and view.layout.is_of(view):
        return view.layout
    return layouts_of([view])[0]


def layouts_of(views: Sequence[MapView]) -> list[Layout]:
    """Return where everything on several maps of one case is, everyone at one place in all."""
    spotted = [{node.id: _spot(view, node) for node in view.nodes} for view in views]
    rooms = {}
    for id in {id: None for spots in spotted for id in spots}:
        rooms[id] = _largest([spots[id].block for spots in spotted if id in spots])
    order, hub = views[0].order, views[0].hub or ""
    pairs = {frozenset((edge.start, edge.end)) for view in views for edge in view.edges}
    nexts = zip(order, (*order[1:], *order[:1]), strict=True)
    tied = [frozenset(pair) in pairs for pair in nexts]
    shapes = [spots[hub].size for spots in spotted if hub in spots]
    middle = _largest(shapes) if shapes else (0.0, 0.0)
    ring = ring_places([rooms.get(id, _NOBODY) for id in order], tied, middle)
    places = dict(zip(order, ring, strict=True)) | {hub: Point(0.0, 0.0)}
    _put_all(spotted, places, rooms, pairs, hub, views[0].style.key_points)
    return [
        Layout(v.nodes, v.edges, v.hub, v.order, v.style, spots, _curves(v, spots))
        for v, spots in zip(views, spotted, strict=True)
    ]


def _largest(sizes: Sequence[Size]) -> Size:
    return max(wide for wide, _ in sizes), max(high for _, high in sizes)


def _put_all(
    spotted: Sequence[dict[str, Spot]],
    places: dict[str, Point],
    rooms: dict[str, Size],
    pairs: Collection[frozenset[str]],
    hub: str,
    points: float,
) -> None:
    """Put every figure in its place, and its notes where none of its lines runs."""
    ends = defaultdict(list)
    for one, other in (tuple(pair) for pair in pairs if len(pair) == 2):
        ends[one].append(places[other])
        ends[other].append(places[one])
    others = [Box(*places[id], *room) for id, room in rooms.items() if id != hub]
    for spots in spotted:
        for id, spot in spots.items():
            if id == hub:
                largest = max((s[hub] for s in spotted if hub in s), key=lambda s: s.block[1])
                _put_in_the_middle(spot, largest, ends[id], others, points)
            else:
                down = _free_side(spot, places[id], rooms[id], ends[id])
                _put(spot, places[id], rooms[id], down=down)


def _free_side(spot: Spot, place: Point, room: Size, ends: Sequence[Point]) -> int:
    """Return whether the notes are above (1) or below (-1): outwards, if no line runs there."""
    outwards = 1 if place.y > 0 else -1
    high = room[1] - spot.size[1]
    if high <= 0:
        return outwards

    def hidden(down: int) -> int:
        figure = Point(place.x, place.y - down * high / 2)
        notes = Box(place.x, place.y + down * spot.size[1] / 2, room[0], high)
        return sum(_is_met(notes, figure, end) for end in ends)

    return min((outwards, -outwards), key=hidden)


def _is_met(box: Box, start: Point, end: Point) -> bool:
    """Return whether the straight way from one point to another comes near a box."""
    steps = (n / 24 for n in range(25))
    return any(
        box.holds(Point(start.x + (end.x - start.x) * t, start.y + (end.y - start.y) * t), _NEAR)
        for t in steps
    )


def _put_in_the_middle(
    spot: Spot, largest: Spot, ends: Sequence[Point], others: Sequence[Box], points: float
) -> None:
    """Put the figure in the middle, its notes below it, or where lines run there, in a list.

    Parameters
    ----------
    spot, largest
        The figure on this map, and on the map on which most is said of it alone.
    ends
        Where its lines lead.
    others
        The room of everyone else.
    points
        The size of the letters above the list.
    """
    wide, high = largest.block
    under = high - largest.size[1]
    notes = Box(0.0, -largest.size[1] / 2 - under / 2, wide, under)
    is_free = all(notes.is_clear_of(box, _NEAR) for box in others)
    if is_free and not any(_is_met(notes, Point(0.0, 0.0), end) for end in ends):
        _put(spot, Point(0.0, (spot.size[1] - high) / 2), (wide, high), down=-1)
        return
    lowest = min(box.y - box.height / 2 for box in others)
    reach = max(abs(box.x) + box.width / 2 for box in others)
    box = Box(0.0, 0.0, *spot.size)
    spot.outline = Outline(box, spot.outline.corners, _listed(spot, lowest - _LIST_GAP, reach))
    if spot.notes:
        left, right = (
            pick(note.x + aside * note.width / 2 for note in spot.outline.notes)
            for pick, aside in ((min, -1), (max, 1))
        )
        wide = max(right - left, text_width(spot.heading_words, points, is_bold=True) + 4)
        spot.heading = Box(left + wide / 2, lowest - _LIST_GAP, wide, _HEADING)


def _listed(spot: Spot, top: float, reach: float) -> tuple[Box, ...]:
    """Return the boxes of notes in rows below `top`, no wider than twice `reach` if they can."""
    if not spot.notes:
        return ()
    aside = _ASIDE_OF_PLATES if any(note.change for note, _, _ in spot.notes) else _ASIDE
    stride = spot.note_width + aside
    most = max(1, int((2 * reach + aside) // stride))
    count = -(-len(spot.notes) // -(-len(spot.notes) // most))  # rows as full as each other
    boxes, y = [], top - _HEADING / 2
    for start in range(0, len(spot.notes), count):
        high = max(height for _, _, height in spot.notes[start : start + count])
        boxes += [
            Box((n - (count - 1) / 2) * stride, y - high / 2, spot.note_width, high)
            for n, _ in enumerate(spot.notes[start : start + count])
        ]
        y -= high + 6
    return tuple(boxes)


def _spot(view: MapView, node: MapNode) -> Spot:
    style, is_hub = view.style, node.id == view.hub
    mark = " †" if node.is_past else " ?" if node.is_possible else ""
    label = _marked(node.label, mark, 24 if is_hub else 17)
    is_said = node.role.casefold() in node.label.casefold()
    text = label if is_said else f"{label}\n({wrapped(node.role, 18, 1)})"
    width, height = size_of(text, style.text_points, is_bold=is_hub or node.is_strong)
    room = style.shapes[node.shape].room
    least = _HUB_ROOM if is_hub else (0.0, 0.0)
    size = (max(width * room[0] + 14, least[0]), max(height * room[1] + 10, least[1]))
    notes, widest = [], 0.0
    for note in node.notes:
        words = counted_words(note, 30 if is_hub else 22)
        wide, high = size_of(words, style.key_points - 1)
        double = 8 if note.is_disputed else 0
        notes.append((note, words, high + 5 + double))
        plate = 16.0 * len(note.steps)
        if note.change:
            plate = text_width(f"{note.change_number} {note.change}?", style.badge_points) + 16
        widest = max(widest, wide + 12 + double + plate)
    nowhere = Outline(Box(0.0, 0.0, 0.0, 0.0), style.shapes[node.shape].corners)
    return Spot(node, text, size, notes, widest, nowhere)


def _put(spot: Spot, place: Point, room: Size, *, down: int) -> None:
    """Put a figure and its notes into its room, the notes above it (1) or below (-1)."""
    edge = place.y - down * room[1] / 2
    box = Box(place.x, edge + down * spot.size[1] / 2, *spot.size)
    edge += down * spot.size[1]
    notes = []
    for _, _, height in spot.notes:
        notes.append(Box(place.x, edge + down * (height / 2 + 2), spot.note_width, height))
        edge += down * (height + 2)
    spot.outline = Outline(box, spot.outline.corners, tuple(notes))


def _curves(view: MapView, spots: dict[str, Spot]) -> tuple[Curve, ...]:
    """Return where each line runs, those between the same two fanned out."""
    fans: dict[frozenset[str], list[int]] = defaultdict(list)
    edges, kinds = view.edges, [*view.style.lines]
    for n, edge in enumerate(edges):
        fans[frozenset((edge.start, edge.end))].append(n)
    curves: dict[int, Curve] = {}
    for ends, fan in fans.items():
        fan.sort(key=lambda n: kinds.index(edges[n].kind) if edges[n].kind in kinds else 99)
        others = [spot.outline for id, spot in spots.items() if id not in ends]
        for place, n in enumerate(fan):
            rank = place - (len(fan) - 1) / 2
            rank = rank if edges[n].start == edges[fan[0]].start else -rank
            start, end = (spots[id].outline for id in (edges[n].start, edges[n].end))
            curves[n] = route(start, end, rank, others)
    return tuple(curves[n] for n in range(len(edges)))
