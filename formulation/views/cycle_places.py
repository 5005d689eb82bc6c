"""Where stations stand on a round, and how arrows run between them without touching words.

Stations and the words of the arrows stand in turns on one ellipse, which grows until no two of them
overlap.  Lengths are points; y grows downward.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from formulation.views.sheet import Point

__all__ = ["Box", "Places", "across", "along", "moved", "placed"]

_APART = 22.0  # room between any two boxes, so that a piece of each arrow is seen
_GROWTH = 1.05
_MOST_STEPS = 120
_SAMPLES, _KEPT = 288, 6  # points that are looked at, and of which one in so many is drawn


@dataclass(frozen=True, slots=True)
class Box:
    """A box around a point."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y - self.height / 2

    def holds(self, point: Point, room: float = 0.0) -> bool:
        """Tell whether a point lies in it, or nearer to it than `room`."""
        wide, high = self.width / 2 + room, self.height / 2 + room
        return abs(point[0] - self.x) < wide and abs(point[1] - self.y) < high

    def is_clear_of(self, other: Box, room: float = 0.0) -> bool:
        """Tell whether it stands apart from another by `room` at least."""
        wide = (self.width + other.width) / 2 + room
        high = (self.height + other.height) / 2 + room
        return abs(self.x - other.x) >= wide or abs(self.y - other.y) >= high


@dataclass(frozen=True, slots=True)
class Places:
    """A round laid out.

    Attributes
    ----------
    stations, words
        A box for each station, and for the words of each arrow.
    centre, radii
        Of the ellipse that they stand on.
    width, height
        Of the whole, whose upper left corner is the origin.
    """

    stations: tuple[Box, ...]
    words: tuple[Box, ...]
    centre: Point
    radii: Point
    width: float
    height: float


def placed(
    stations: Sequence[tuple[float, float]],
    words: Sequence[tuple[float, float]],
    least_width: float,
) -> Places:
    """Place stations and words on a round, clockwise from the top.

    Parameters
    ----------
    stations, words
        Width and height of each station, and of the words on the arrow that leaves it.
    least_width
        How wide the whole is to be at least; the round stands in its middle.
    """
    a, b = 150.0, 105.0
    for _ in range(_MOST_STEPS):
        boxes = _around(stations, words, a, b)
        if all(
            one.is_clear_of(other, _APART)
            for n, one in enumerate(boxes)
            for other in boxes[n + 1 :]
        ):
            break
        a, b = a * _GROWTH, b * _GROWTH
    left = min(box.left for box in boxes)
    top = min(box.top for box in boxes)
    wide = max(box.left + box.width for box in boxes) - left
    high = max(box.top + box.height for box in boxes) - top
    x, y = max((least_width - wide) / 2, 0.0) - left, -top
    moved = [Box(box.x + x, box.y + y, box.width, box.height) for box in boxes]
    first = len(stations)
    width = max(least_width, wide)
    return Places(tuple(moved[:first]), tuple(moved[first:]), (x, y), (a, b), width, high)


def moved(places: Places, down: float) -> Places:
    """Return the same round further down the page."""
    stations, words = (
        tuple(replace(box, y=box.y + down) for box in boxes)
        for boxes in (places.stations, places.words)
    )
    centre = (places.centre[0], places.centre[1] + down)
    return replace(places, stations=stations, words=words, centre=centre)


def _around(
    stations: Sequence[tuple[float, float]],
    words: Sequence[tuple[float, float]],
    a: float,
    b: float,
) -> list[Box]:
    step = 2 * math.pi / len(stations)
    turns = [n * step for n in range(len(stations))]
    turns += [(n + 0.5) * step for n in range(len(words))]
    return [
        Box(a * math.sin(turn), -b * math.cos(turn), *size)
        for turn, size in zip(turns, [*stations, *words], strict=True)
    ]


def along(places: Places, number: int) -> tuple[list[Point], list[Point]]:
    """Return both pieces of the arrow that leaves a station: up to its words, and on from them.

    Parameters
    ----------
    places
        The round.
    number
        Of the station that the arrow leaves.
    """
    count = len(places.stations)
    start, end = places.stations[number], places.stations[(number + 1) % count]
    words = places.words[number]
    (x, y), (a, b) = places.centre, places.radii
    first, last = (2 * math.pi * n / count for n in (number, number + 1))
    turns = [first + (last - first) * n / _SAMPLES for n in range(_SAMPLES + 1)]
    points = [(x + a * math.sin(turn), y - b * math.cos(turn)) for turn in turns]
    free = [not start.holds(p, 1.0) and not end.holds(p, 3.0) for p in points]
    middle = next((n for n, p in enumerate(points) if words.holds(p)), _SAMPLES // 2)
    outside = [ok and not words.holds(p, 2.0) for ok, p in zip(free, points, strict=True)]
    before = [p for n, p in enumerate(points) if outside[n] and n < middle]
    after = [p for n, p in enumerate(points) if outside[n] and n > middle]
    return _thinned(before), _thinned(after)


def _thinned(points: list[Point]) -> list[Point]:
    return points[:-1:_KEPT] + points[-1:]


def across(places: Places, start: int, end: int) -> list[Point]:
    """Return a bent line across the round from one station to another.

    The line keeps to one side of the straight way, so that the way back does not lie upon it.
    """
    a, b = places.stations[start], places.stations[end]
    x, y = places.centre
    dx, dy = b.x - a.x, b.y - a.y
    middle = ((a.x + b.x) / 2, (a.y + b.y) / 2)
    bent = (
        middle[0] + (x - middle[0]) * 0.5 + dy * 0.16,
        middle[1] + (y - middle[1]) * 0.5 - dx * 0.16,
    )
    shares = [n / _SAMPLES for n in range(_SAMPLES + 1)]
    points = [_bend((a.x, a.y), bent, (b.x, b.y), share) for share in shares]
    outside = [p for p in points if not a.holds(p, 1.0) and not b.holds(p, 3.0)]
    return _thinned(outside)


def _bend(a: Point, bent: Point, b: Point, share: float) -> Point:
    rest = 1 - share
    return (
        rest * rest * a[0] + 2 * rest * share * bent[0] + share * share * b[0],
        rest * rest * a[1] + 2 * rest * share * bent[1] + share * share * b[1],
    )
