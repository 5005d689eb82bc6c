"""How many lines of a map cross, and what is left out where nobody could follow them any more."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from formulation.errors import counted
from formulation.views.map_places import Layout, layout_of
from formulation.views.picture import MapEdge, MapView
from formulation.views.placing import Curve, Point

__all__ = ["MANY_CROSSINGS", "MOST_CROSSINGS", "crossings_of", "thinned"]

#: from so many crossings on a map says what would show less
MANY_CROSSINGS = 100
#: so many crossings are shown at most; beyond, the lines that tell of least are left out
MOST_CROSSINGS = 400

_PIECES = 16  # of a bent line, each of them straight

_Piece = tuple[Point, Point]
_Bounds = tuple[float, float, float, float]


# -- counting ------------------------------------------------------------------------------------


def crossings_of(curves: Sequence[Curve], most: int | None = None) -> int:
    """Return how many pairs of lines cross, each pair once however often it does.

    Lines are followed in 16 straight pieces; two that only touch, as where they begin at one
    figure, do not cross.

    Parameters
    ----------
    curves
        Where the lines run.
    most
        Where counting may stop, as it is too many anyway.
    """
    return _crossings([_Line(curve.samples(_PIECES)) for curve in curves], most)


def _crossings(lines: Sequence[_Line], most: int | None) -> int:
    lines = sorted(lines, key=lambda line: line.bounds[0])
    found = 0
    for n, line in enumerate(lines):
        for other in islice(lines, n + 1, None):  # until one begins where this has ended
            if other.bounds[0] > line.bounds[1]:
                break
            found += line.crosses(other)
            if most is not None and found > most:
                return found
    return found


class _Line:
    """A line as a tree of halves with their bounds, so that far parts are passed over quickly."""

    def __init__(self, points: Sequence[Point]) -> None:
        xs, ys = zip(*points, strict=True)
        self.points = points
        self.bounds: _Bounds = (min(xs), max(xs), min(ys), max(ys))
        self.piece: _Piece = (points[0], points[-1])

    @cached_property
    def halves(self) -> tuple[_Line, ...]:
        """The line in two, and none of one that is straight; most lines are never looked at so."""
        points, middle = self.points, len(self.points) // 2
        if len(points) <= 2 or _is_straight(points):
            return ()
        return (_Line(points[: middle + 1]), _Line(points[middle:]))

    def crosses(self, other: _Line) -> bool:
        """Return whether some piece of this one crosses some piece of the other."""
        left, right, low, high = self.bounds
        start, end, under, over = other.bounds
        if left > end or start > right or low > over or under > high:
            return False
        if self.halves and (len(self.points) >= len(other.points) or not other.halves):
            return any(half.crosses(other) for half in self.halves)
        if other.halves:  # the longer one is halved, so that both soon lie apart
            return any(half.crosses(self) for half in other.halves)
        return _cross(self.piece, other.piece)


def _is_straight(points: Sequence[Point]) -> bool:
    first, last = points[0], points[-1]
    return all(abs(_turn(first, last, point)) < 1e-6 for point in points)


def _turn(a: Point, b: Point, c: Point) -> float:
    """Return above nought where c lies to the left of the way from a to b, below to the right."""
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def _cross(one: _Piece, other: _Piece) -> bool:
    """Return whether the ends of each piece lie on opposite sides of the other."""
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


# -- leaving out ---------------------------------------------------------------------------------


class _Least(NamedTuple):
    """How many statements a line must stand for to be drawn: between others, and at the middle."""

    others: float
    middle: float


def thinned(view: MapView, advice: str = "") -> tuple[MapView, set[str]]:
    """Return a map with as many lines as can be followed, and the statements that costs.

    What is highlighted stays.  Of the lines between others than the one in the middle those stay
    that stand for most statements, and only where that is not enough, of the lines at the middle.
    The lead says how many cross where they are many, and what was left out.

    Parameters
    ----------
    view
        The map with all its lines.
    advice
        What would show less, told where many lines cross.
    """
    layout = layout_of(view)
    lines = [_Line(curve.samples(_PIECES)) for curve in layout.curves]
    found = _crossings(lines, MOST_CROSSINGS)
    if found <= MOST_CROSSINGS:
        lead = f"{counted(found, 'pair')} of lines cross." if found >= MANY_CROSSINGS else ""
        return _led(replace(view, crossings=found, layout=layout), lead, advice), set()
    counts = [*sorted({edge.count for edge in view.edges})[1:], math.inf]
    tries = [*(_Least(n, 1) for n in counts), *(_Least(math.inf, n) for n in counts)]

    def crossing(least: _Least) -> int:
        kept = [line for line, e in zip(lines, view.edges, strict=True) if _stays(view, e, least)]
        return _crossings(kept, MOST_CROSSINGS)

    # fewer lines cross less, so half of what is left to try can be passed over each time
    index = bisect_left(tries[:-1], True, key=lambda least: crossing(least) <= MOST_CROSSINGS)
    least = tries[index]
    less, gone = _without(view, layout, least)
    statements = {id for edge in gone for id in edge.statements}
    less = replace(less, crossings=crossing(least))
    return _led(less, _left_words(gone, statements, least), advice), statements


def _stays(view: MapView, edge: MapEdge, least: _Least) -> bool:
    if edge.stands_out or edge.kind == "has":
        return True
    is_at_middle = view.hub in (edge.start, edge.end)
    return edge.count >= (least.middle if is_at_middle else least.others)


def _without(view: MapView, layout: Layout, least: _Least) -> tuple[MapView, tuple[MapEdge, ...]]:
    """Return the map without the lines that stand for too little, and these."""
    pairs = zip(view.edges, layout.curves, strict=True)
    kept = [(edge, curve) for edge, curve in pairs if _stays(view, edge, least)]
    numbers = dict.fromkeys(n for n, _ in view.key if any(e.number == n for e, _ in kept))
    anew = {old: new for new, old in enumerate(numbers, start=1)}
    edges = tuple(replace(edge, number=anew.get(edge.number or 0)) for edge, _ in kept)
    key = tuple((anew[n], words) for n, words in view.key if n in anew)
    layout = replace(layout, edges=edges, curves=tuple(curve for _, curve in kept))
    gone = tuple(edge for edge in view.edges if not _stays(view, edge, least))
    return replace(view, edges=edges, key=key, layout=layout), gone


def _left_words(gone: Sequence[MapEdge], statements: Collection[str], least: _Least) -> str:
    whose, number = "lines", least.middle
    if least.middle == 1:
        whose, number = "lines between others", least.others
    elif least.middle < math.inf:
        whose = "lines between others, and those at the middle"
    each = "" if number == math.inf else f" that stand for fewer than {number} statements each"
    return (
        f"More than {MOST_CROSSINGS} pairs of lines would cross, so {len(gone)} {whose}{each} "
        f"are left out, with {counted(len(statements), 'statement')}."
    ).replace("fewer than 2 statements each", "one statement each")


def _led(view: MapView, lead: str, advice: str) -> MapView:
    """Add to the lead how many lines cross, and what would show less."""
    words = (view.lead, lead, advice if lead else "")
    return replace(view, lead=" ".join(filter(None, words)))
