"""Where everything stands: the one in the middle, the others in a ring, and lines that keep clear.

Layouts made for wiring and flow charts put a case where it falls, and elsewhere at every date.
Here the figure that most is said of stands in the middle, those tied to each other stand side by
side around it, symptoms below; lines between the same two fan out, and a line bends round whatever
stands in its way.  Lengths are in points, with y upwards, as Graphviz has them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Box", "Curve", "Outline", "free_spot", "ring_order", "ring_places", "route", "zigzag"]

_WIDER = 1.4  # how much wider than high the ring is, as pages and screens are
_GAP, _GAP_OF_TIED = 20.0, 74.0
_STEEPER = 1.25  # at the sides, or lines to the middle would come in too flat to be told apart
_MOST_IN_A_ROW, _ROW_DEPTH = 26, 80.0
_SPOKE = 118.0  # room for numbers between the middle and the ring
_FAN, _NEAR = 22.0, 6.0  # between lines of the same two figures, and to what is in their way
_MOST_TO_AVOID = 120  # among more, no way round would lead anywhere
_MOST_TEETH = 150  # Graphviz reads no text of 16,000 bytes
#: how far aside a line may bend, as a share of its length, and how many points of it in the way
#: of others the whole length would be worth
_BENDS, _BEND_COST = (0.0, 0.1, -0.1, 0.2, -0.2, 0.32, -0.32, 0.45, -0.45), 12.0

_Size = tuple[float, float]


class Point(NamedTuple):
    """A place on the page."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle by its middle, width and height."""

    x: float
    y: float
    width: float
    height: float

    def is_clear_of(self, other: Box, gap: float = 0.0, gap_above: float | None = None) -> bool:
        """Return whether two boxes leave at least `gap` between them, or `gap_above` upwards."""
        upwards = gap if gap_above is None else gap_above
        return (
            abs(self.x - other.x) >= (self.width + other.width) / 2 + gap
            or abs(self.y - other.y) >= (self.height + other.height) / 2 + upwards
        )

    def holds(self, point: Point, margin: float = 0.0) -> bool:
        """Return whether a point lies in the box, or nearer to it than `margin`."""
        return (
            abs(point.x - self.x) <= self.width / 2 + margin
            and abs(point.y - self.y) <= self.height / 2 + margin
        )


# -- the ring ------------------------------------------------------------------------------------


def ring_order(graph: nx.MultiDiGraph[str], hub: str | None) -> tuple[str, ...]:
    """Return all others as they stand around `hub`, from the middle below counterclockwise.

    Symptoms are below, figures above; those between whom much is said stand near each other, and
    those of whom much is said to `hub` are near the middle above or below.

    Parameters
    ----------
    graph
        The relational map, as :func:`formulation.graph.map_of` gives it.
    hub
        Who stands in the middle.
    """
    ties: Counter[frozenset[str]] = Counter()
    for start, end in graph.edges():
        ties[frozenset((start, end))] += 1
    others = [id for id in graph if id != hub]
    below = [id for id in others if graph.nodes[id]["kind"] == "symptom"]
    above = [id for id in others if graph.nodes[id]["kind"] != "symptom"]
    first = (len(below) + 1) // 2
    seats = [*below[:first], *above, *below[first:]]
    kind = [graph.nodes[id]["kind"] for id in seats]
    return tuple(_Seating(seats, kind, ties, hub).settled())


class _Seating:
    """Swaps seats of one kind for as long as that brings those who are tied nearer together."""

    def __init__(
        self, seats: list[str], kind: list[str], ties: Counter[frozenset[str]], hub: str | None
    ) -> None:
        self.seats, self.kind, self.count = seats, kind, len(seats)
        self.tied: dict[str, list[tuple[str, int]]] = {id: [] for id in seats}
        self.to_hub = {id: ties[frozenset((id, hub or ""))] for id in seats}
        for a, b in (tuple(pair) for pair in ties if len(pair) == 2):
            if a in self.tied and b in self.tied:
                self.tied[a].append((b, ties[frozenset((a, b))]))
                self.tied[b].append((a, ties[frozenset((a, b))]))
        # who is tied to many is drawn to the middle above, where one looks first
        self.pull = {
            id: 0.35 * self.to_hub[id] + 0.5 * sum(weight for _, weight in self.tied[id])
            for id in seats
        }
        self.seat = {id: n for n, id in enumerate(seats)}

    def settled(self) -> list[str]:
        reach = self.count if self.count <= 40 else 6
        for _ in range(8):
            swaps = [
                self._swapped(a, b)
                for a in range(self.count)
                for b in range(a + 1, min(a + 1 + reach, self.count))
                if self.kind[a] == self.kind[b]
            ]
            if not any(swaps):
                break
        return self.seats

    def _swapped(self, a: int, b: int) -> bool:
        """Swap two if that is better by more than a hair; say whether it was."""
        one, other = self.seats[a], self.seats[b]
        before = self._cost(one) + self._cost(other)
        self._put(a, other)
        self._put(b, one)
        if self._cost(one) + self._cost(other) < before - 1e-9:
            return True
        self._put(a, one)
        self._put(b, other)
        return False

    def _put(self, n: int, id: str) -> None:
        self.seats[n] = id
        self.seat[id] = n

    def _cost(self, id: str) -> float:
        here = self.seat[id]
        cost = sum(weight * self._apart(here, self.seat[other]) for other, weight in self.tied[id])
        home = 0 if self.kind[here] == "symptom" else self.count / 2
        return cost + self.pull[id] * self._apart(here, home)

    def _apart(self, a: float, b: float) -> float:
        return min((a - b) % self.count, (b - a) % self.count)


def ring_places(
    sizes: Sequence[tuple[float, float]],
    tied: Sequence[bool],
    middle: tuple[float, float],
) -> list[Point]:
    """Return where each of a ring stands, as near to the middle as they fit.

    Parameters
    ----------
    sizes
        Width and height of each, in their order; the first stands below the middle.
    tied
        Whether a line runs from each to the next, which then asks for more room.
    middle
        Width and height of what stands in the middle, at (0, 0).
    """
    if not sizes:
        return []
    widest, highest = (max(sizes, key=lambda size: size[n])[n] for n in (0, 1))
    radius = max(
        middle[1] / 2 + highest / 2 + _SPOKE, (middle[0] + widest) / 2 / _WIDER + _SPOKE / _WIDER
    )
    if not any(middle):
        radius = highest if len(sizes) == 1 else 60.0
    ring = _Ring(sizes, [_GAP_OF_TIED if is_tied else _GAP for is_tied in tied], middle)
    most = radius + len(sizes) * (widest + highest)
    found, too_small = ring.places(radius), radius
    while not found:
        too_small, radius = radius, radius * 1.25
        if radius > most:  # more than can be fitted one by one
            return _evenly(sizes, middle)
        found = ring.places(radius)
    while radius > too_small * 1.03:
        middling = (radius + too_small) / 2
        if places := ring.places(middling):
            found, radius = places, middling
        else:
            too_small = middling
    return found


def _evenly(sizes: Sequence[tuple[float, float]], middle: tuple[float, float]) -> list[Point]:
    """Return places at equal distances on a circle, the first below, so wide that all are clear.

    Boxes of at most w by h are clear by g wherever they stand if their middles are the diagonal of
    (w + g) by (h + g) apart, as to touch they would be nearer both across and upwards.  On a circle
    of radius r neighbours among n are 2 r sin(pi / n) apart, others further; the middle is r away.
    """
    count = len(sizes)
    wide, high = (max(size[n] for size in sizes) + _GAP for n in (0, 1))
    radius = math.hypot((wide + middle[0] + _GAP) / 2, (high + middle[1] + _GAP) / 2)
    if count > 1:
        radius = max(radius, math.hypot(wide, high) / (2 * math.sin(math.pi / count)))
    turns = (math.tau * n / count - math.pi / 2 for n in range(count))
    return [Point(radius * math.cos(turn), radius * math.sin(turn)) for turn in turns]


class _Ring:
    """Boxes around the middle; where they are many, by turns nearer to it and further away."""

    def __init__(self, sizes: Sequence[_Size], gaps: Sequence[float], middle: _Size) -> None:
        self.sizes, self.gaps, self.count = sizes, gaps, len(sizes)
        self.middle = [Box(0.0, 0.0, *middle)] if any(middle) else []
        self.depth = -(-self.count // _MOST_IN_A_ROW)

    def places(self, radius: float) -> list[Point]:
        """Return where each stands on a ring of that radius; none where they do not fit."""
        return self.even(radius) or self.spread(radius)

    def even(self, radius: float) -> list[Point]:
        """Return places at even angles; none where they do not fit."""
        if self.depth > 1:
            return []
        angles = (math.tau * n / self.count - math.pi / 2 for n in range(self.count))
        places = [self._place(radius, angle, n) for n, angle in enumerate(angles)]
        boxes = [Box(*place, *size) for place, size in zip(places, self.sizes, strict=True)]
        nexts = zip(boxes, [*boxes[1:], *boxes[:1]], self.gaps, strict=True)
        fits = self.count == 1 or all(a.is_clear_of(b, gap) for a, b, gap in nexts)
        return places if fits and self._are_clear(boxes) else []

    def spread(self, radius: float) -> list[Point]:
        """Return places with gaps as wide as there is room for; none where they do not fit."""
        low, high = 1.0, 12.0
        if not (angles := self._angles(radius, low)):
            return []
        while high - low > 0.1:
            share = (low + high) / 2
            if wider := self._angles(radius, share):
                low, angles = share, wider
            else:
                high = share
        stretch = math.tau / (angles.pop() - angles[0])
        turned = [angles[0] + (angle - angles[0]) * stretch for angle in angles]
        places = [self._place(radius, angle, n) for n, angle in enumerate(turned)]
        boxes = [Box(*place, *size) for place, size in zip(places, self.sizes, strict=True)]
        return places if self._are_clear(boxes) else []

    def _are_clear(self, boxes: Sequence[Box]) -> bool:
        """Return whether none touches the middle or another, however uneven they are."""
        standing = sorted((*self.middle, *boxes), key=lambda box: box.x - box.width / 2)
        for n, box in enumerate(standing):
            end = box.x + box.width / 2 + _GAP / 2
            for other in islice(standing, n + 1, None):  # until one begins where this has ended
                if other.x - other.width / 2 >= end:
                    break
                if not box.is_clear_of(other, _GAP / 2):
                    return False
        return True

    def _place(self, radius: float, angle: float, n: int) -> Point:
        radius += _ROW_DEPTH * (n % self.depth)
        return Point(_WIDER * radius * math.cos(angle), radius * math.sin(angle))

    def _angles(self, radius: float, share: float) -> list[float]:
        """Return the angle of each, and of the first again after one round; none if more is needed.

        `share` is how much wider than need be the gaps are.
        """
        angle = -math.pi / 2
        angles, placed = [angle], [Box(*self._place(radius, angle, 0), *self.sizes[0])]
        for n in range(1, self.count + 1):
            gap, size = share * self.gaps[n - 1], self.sizes[n % self.count]
            step = stride = min(0.08, math.pi / self.count)
            while step > stride / 20:  # stride; where the way is clear, back with smaller strides
                angle += step
                box = Box(*self._place(radius, angle, n % self.count), *size)
                if all(box.is_clear_of(b, gap, _STEEPER * gap) for b in placed[-self.depth :]):
                    angle, step = angle - step, step / 3
                if angle > angles[0] + math.tau:
                    return []
            angle += step * 3
            angles.append(angle)
            placed.append(Box(*self._place(radius, angle, n % self.count), *size))
        return angles if angle <= angles[0] + math.tau else []


# -- outlines ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outline:
    """What a line must not run into: a shape, and the notes that hang on it.

    Attributes
    ----------
    box
        The shape's box.
    corners
        Its corners as shares of the box; none for an ellipse.
    notes
        The boxes of its notes.
    """

    box: Box
    corners: tuple[tuple[float, float], ...] = ()
    notes: tuple[Box, ...] = ()

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, right, low and high of the shape with its notes, and of what is near them."""
        boxes, aside = (self.box, *self.notes), _NEAR + 1.0
        xs = [x + half for x, _, width, _ in boxes for half in (-width / 2, width / 2)]
        ys = [y + half for _, y, _, height in boxes for half in (-height / 2, height / 2)]
        return min(xs) - aside, max(xs) + aside, min(ys) - aside, max(ys) + aside

    def holds(self, point: Point, margin: float = 2.0) -> bool:
        """Return whether a point lies in the shape or a note, or nearly so."""
        if self.notes and any(note.holds(point, margin) for note in self.notes):
            return True
        (right, down), (x, y, width, height) = point, self.box  # asked a hundred times a line
        if abs(right - x) > width / 2 + margin or abs(down - y) > height / 2 + margin:
            return False
        x, y = (right - x) / (width + 2 * margin), (down - y) / (height + 2 * margin)
        if not self.corners:
            return x * x + y * y <= 0.25
        return all(
            (b[0] - a[0]) * (y + 0.5 - a[1]) >= (b[1] - a[1]) * (x + 0.5 - a[0]) - 1e-9
            for a, b in pairwise((*self.corners, self.corners[0]))
        )


# -- lines ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic curve by its four points."""

    points: tuple[Point, Point, Point, Point]

    def at(self, t: float) -> Point:
        """Return the point at a share `t` of the way."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.points
        s = 1 - t
        u, v, w, z = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        return Point(u * ax + v * bx + w * cx + z * dx, u * ay + v * by + w * cy + z * dy)

    def between(self, first: float, last: float) -> Curve:
        """Return the part of the curve from one share of the way to another."""
        return self._until(last).reversed()._until(1 - first / last).reversed()

    def _until(self, t: float) -> Curve:
        a, b, c, d = self.points
        ab, bc, cd = _mixed(a, b, t), _mixed(b, c, t), _mixed(c, d, t)
        abc, bcd = _mixed(ab, bc, t), _mixed(bc, cd, t)
        return Curve((a, ab, abc, _mixed(abc, bcd, t)))

    def reversed(self) -> Curve:
        """Return the curve run the other way."""
        a, b, c, d = self.points
        return Curve((d, c, b, a))

    def samples(self, count: int = 24) -> list[Point]:
        """Return points along it, both ends included."""
        return [self.at(n / count) for n in range(count + 1)]

    def share_at(self, distance: float) -> float:
        """Return the share of the way at which one is `distance` from the start, straight."""
        start, low, high = self.points[0], 0.0, 1.0
        for _ in range(20):
            t = (low + high) / 2
            low, high = (t, high) if math.dist(start, self.at(t)) < distance else (low, t)
        return high


def _mixed(a: Point, b: Point, t: float) -> Point:
    return Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)


def _bent(a: Point, b: Point, aside: float) -> Curve:
    """Return a curve from a to b whose middle lies `aside` to the left."""
    length = math.dist(a, b) or 1.0
    x, y = (a.y - b.y) / length * aside * 4 / 3, (b.x - a.x) / length * aside * 4 / 3
    third, later = _mixed(a, b, 1 / 3), _mixed(a, b, 2 / 3)
    return Curve((a, Point(third.x + x, third.y + y), Point(later.x + x, later.y + y), b))


def route(start: Outline, end: Outline, rank: float, obstacles: Sequence[Outline]) -> Curve:
    """Return a line from one outline to another, bent round what stands in between.

    Parameters
    ----------
    start, end
        What it joins.
    rank
        Its place among the lines of the same two: 0 in the middle, 1 the next to the left.
    obstacles
        The outlines of all others.
    """
    a, b = Point(*start.box[:2]), Point(*end.box[:2])
    best, least = _bent(a, b, rank * _FAN), math.inf
    for share in _BENDS if len(obstacles) < _MOST_TO_AVOID else _BENDS[:1]:
        curve = _bent(a, b, rank * _FAN + share * math.dist(a, b))
        hit = _points_near(obstacles, curve.samples())
        if (cost := hit + _BEND_COST * abs(share)) < least:
            best, least = curve, cost
        if not hit:
            break
    return best.between(_leaving(best, start), 1 - _leaving(best.reversed(), end))


def _points_near(outlines: Sequence[Outline], points: Sequence[Point]) -> int:
    """Return how many points lie in outlines or near them, each counted in every outline."""
    xs, ys = zip(*points, strict=True)
    start, end, under, over = min(xs), max(xs), min(ys), max(ys)
    return sum(
        sum(outline.holds(p, _NEAR) for p in points if left <= p.x <= right and low <= p.y <= high)
        for outline, (left, right, low, high) in ((one, one.bounds) for one in outlines)
        if left <= end and start <= right and low <= over and under <= high
    )


def _leaving(curve: Curve, outline: Outline) -> float:
    """Return the share of the way at which a curve from an outline's middle leaves it for good."""
    low = next((n for n in range(24, 0, -1) if outline.holds(curve.at(n / 48))), 0) / 48
    high = low + 1 / 48
    for _ in range(8):
        t = (low + high) / 2
        low, high = (t, high) if outline.holds(curve.at(t)) else (low, t)
    return high


def zigzag(
    curve: Curve, *, tooth: float = 8.0, depth: float = 4.0, level: float = 6.0
) -> list[Point]:
    """Return the corners of a zigzag along a curve, its ends level.

    Parameters
    ----------
    curve
        The line to run along.
    tooth, depth, level
        Half the length of a tooth, how far it reaches aside, and how long the ends are.
    """
    points = curve.samples(60)
    length = sum(math.dist(a, b) for a, b in pairwise(points))
    teeth = min(max(2, int((length - 2 * level) / tooth)), _MOST_TEETH)
    corners, walked, n = [points[0]], 0.0, 0
    for a, b in pairwise(points):
        piece = math.dist(a, b) or 1e-9
        while n <= teeth and (aim := level + n * (length - 2 * level) / teeth) <= walked + piece:
            side = 0.0 if n in (0, teeth) else depth if n % 2 else -depth
            p = _mixed(a, b, (aim - walked) / piece)
            across = ((a.y - b.y) / piece * side, (b.x - a.x) / piece * side)
            corners.append(Point(p.x + across[0], p.y + across[1]))
            n += 1
        walked += piece
    return [*corners, points[-1]]


def free_spot(
    curve: Curve, size: tuple[float, float], is_free: Callable[[Box], float], *, beside: bool
) -> Point:
    """Return where on a line, or `beside` it, its label hides least.

    Parameters
    ----------
    curve
        The line.
    size
        Width and height of the label.
    is_free
        How much a box there would hide; nought for nothing.
    beside
        Whether the label stands next to the line rather than on it.
    """
    best, least = curve.at(0.5), math.inf
    for t in (0.5, 0.57, 0.43, 0.64, 0.36, 0.71, 0.29):
        for side in (1, -1) if beside else (0,):
            spot = _aside(curve, t, size, side)
            hidden = is_free(Box(*spot, *size))
            if hidden < least:
                best, least = spot, hidden
        if not least:
            break
    return best


def _aside(curve: Curve, t: float, size: tuple[float, float], side: int) -> Point:
    point, before, after = curve.at(t), curve.at(t - 0.05), curve.at(t + 0.05)
    length = math.dist(before, after) or 1.0
    across = Point((before.y - after.y) / length, (after.x - before.x) / length)
    reach = side * (abs(across.x) * size[0] / 2 + abs(across.y) * size[1] / 2 + 3)
    return Point(point.x + across.x * reach, point.y + across.y * reach)
