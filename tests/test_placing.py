"""Where everything stands: nobody on anybody, lines from outline to outline and round the rest."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.views.placing import (
    Box,
    Curve,
    Outline,
    Point,
    free_spot,
    ring_order,
    ring_places,
    route,
    zigzag,
)

sizes = st.lists(st.tuples(st.floats(30, 180), st.floats(16, 90)), min_size=1, max_size=45)
middles = st.tuples(st.floats(60, 260), st.floats(30, 240))
coordinates = st.floats(-500, 500)
points = st.builds(Point, coordinates, coordinates)
curves = st.builds(lambda *four: Curve(four), points, points, points, points)
shares = st.floats(0.05, 0.95)

TRIANGLE = ((0.0, 0.0), (1.0, 0.0), (0.5, 1.0))
LEFT, RIGHT = Outline(Box(-200, 0, 80, 40)), Outline(Box(200, 0, 80, 40))


def is_near(a: Point, b: Point, within: float = 1e-6) -> bool:
    return math.dist(a, b) <= within


@settings(max_examples=40, deadline=None)
@given(sizes, middles)
def test_nobody_stands_on_anybody(
    boxes: list[tuple[float, float]], middle: tuple[float, float]
) -> None:
    """However many there are and however large, there is a gap between any two, the middle too."""
    tied = [n % 3 == 0 for n in range(len(boxes))]

    places = ring_places(boxes, tied, middle)

    stands = [Box(*place, *size) for place, size in zip(places, boxes, strict=True)]
    assert all(a.is_clear_of(b, 9.9) for a, b in combinations(stands, 2))
    assert all(box.is_clear_of(Box(0, 0, *middle), 9.9) for box in stands)


def test_the_first_of_a_ring_stands_below_the_middle() -> None:
    """Symptoms come first in the order, so they are below; three make a triangle."""
    below, right, left = ring_places([(60, 30)] * 3, [False] * 3, (120, 50))

    assert is_near(below, Point(0, below.y))
    assert below.y < 0 < right.y
    assert is_near(right, Point(-left.x, left.y))
    assert ring_places([], [], (120, 50)) == []


def test_those_who_are_tied_get_more_room_between_them() -> None:
    """A line with its number has to fit between two neighbours."""
    tied = ring_places([(100, 30)] * 12, [n == 6 for n in range(12)], (120, 50))

    assert math.dist(tied[6], tied[7]) > math.dist(tied[4], tied[5])


def graph_of(ties: list[tuple[str, str]], symptoms: str = "") -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for id in dict.fromkeys("p" + "".join(a + b for a, b in ties) + symptoms):
        graph.add_node(id, kind="symptom" if id in symptoms else "figure")
    graph.add_edges_from(ties)
    return graph


def test_symptoms_stand_below_and_figures_above() -> None:
    """The order begins below the middle: half of the symptoms, the figures, the other half."""
    order = ring_order(graph_of([("p", "a"), ("p", "b"), ("p", "c")], "xyz"), "p")

    assert set(order[:2]) | set(order[-1:]) == set("xyz")
    assert set(order[2:-1]) == set("abc")


def test_those_between_whom_much_is_said_are_neighbours() -> None:
    """Two pairs that quarrel end up side by side, wherever they stood in the file."""
    quarrels = [("a", "d"), ("d", "a"), ("b", "e"), ("e", "b")]
    order = ring_order(graph_of([("p", id) for id in "abcdef"] + quarrels), "p")

    assert abs(order.index("a") - order.index("d")) == 1
    assert abs(order.index("b") - order.index("e")) == 1


@given(curves, shares, shares)
def test_a_part_of_a_curve_is_the_curve(curve: Curve, one: float, other: float) -> None:
    """Cut anywhere, it begins and ends, and is in its middle, where the whole one was."""
    first, last = sorted((one, other + 0.01))

    part = curve.between(first, last)

    for share in (0.0, 0.5, 1.0):
        assert is_near(part.at(share), curve.at(first + (last - first) * share), 1e-6)
    assert curve.reversed().reversed() == curve


@pytest.mark.parametrize(
    ("corners", "inside", "outside"),
    [
        ((), Point(40, 0), Point(40, 20)),  # an ellipse has no corners
        (((0, 0), (1, 0), (1, 1), (0, 1)), Point(44, 22), Point(48, 0)),
        (TRIANGLE, Point(-40, -20), Point(-40, 20)),
    ],
)
def test_an_outline_knows_what_is_inside(
    corners: tuple[tuple[float, float], ...], inside: Point, outside: Point
) -> None:
    """A box of 90 by 45 holds other points as an ellipse, as a rectangle and as a triangle."""
    outline = Outline(Box(0, 0, 90, 45), corners)

    assert outline.holds(inside)
    assert not outline.holds(outside)


def test_a_note_belongs_to_the_outline_it_hangs_on() -> None:
    """A line ends at the note, not below it."""
    outline = Outline(Box(0, 0, 90, 45), TRIANGLE, (Box(0, -40, 60, 20),))

    assert outline.holds(Point(0, -45))
    assert not outline.holds(Point(0, -60))


@pytest.mark.parametrize("rank", [-1.5, 0.0, 2.0])
def test_a_line_runs_from_outline_to_outline(rank: float) -> None:
    """It begins and ends just outside, and lines of the same two fan out by their rank."""
    curve = route(LEFT, RIGHT, rank, [])

    assert not LEFT.holds(curve.points[0], 1.5)
    assert LEFT.holds(curve.points[0], 3.5)
    assert RIGHT.holds(curve.points[3], 3.5)
    assert curve.at(0.5).y == pytest.approx(22.0 * rank, abs=1.5)


def test_a_line_bends_round_what_is_in_its_way() -> None:
    """Where a third stands between the two, the line goes by; without it, it is straight."""
    third = Outline(Box(0, 3, 70, 40))

    bent, straight = route(LEFT, RIGHT, 0.0, [third]), route(LEFT, RIGHT, 0.0, [])

    assert not any(third.holds(point) for point in bent.samples())
    assert all(point.y == 0 for point in straight.samples())


@given(curves.filter(lambda curve: math.dist(curve.points[0], curve.points[3]) > 30))
def test_a_zigzag_keeps_to_its_line_and_to_its_ends(curve: Curve) -> None:
    """Its ends are the line's, its corners no further aside than a tooth is deep, nor too many."""
    corners = zigzag(curve, depth=4.0)
    line = curve.samples(400)

    assert corners[0] == curve.points[0]
    assert is_near(corners[-1], curve.at(1.0), 1e-6)
    assert len(corners) <= 160
    step = max(math.dist(a, b) for a, b in pairwise(line))
    assert all(min(math.dist(c, p) for p in line) <= 4.0 + step + 1.0 for c in corners[::7])


def test_a_zigzag_goes_to_both_sides_by_turns() -> None:
    """On a level line the corners lie above and below it, one after the other."""
    corners = zigzag(Curve((Point(0, 0), Point(30, 0), Point(60, 0), Point(90, 0))))

    heights = [round(corner.y) for corner in corners[2:-2]]
    assert set(heights) == {4, -4}
    assert all(a != b for a, b in pairwise(heights))


def test_a_label_stands_where_it_hides_least() -> None:
    """In the middle if that is free, else further along; beside the line if it is long."""
    curve = Curve((Point(0, 0), Point(30, 0), Point(60, 0), Point(90, 0)))
    taken = Box(45, 0, 10, 10)

    free = free_spot(curve, (10, 10), lambda _: 0.0, beside=False)
    moved = free_spot(curve, (10, 10), lambda box: not box.is_clear_of(taken), beside=False)
    beside = free_spot(curve, (40, 12), lambda _: 0.0, beside=True)

    assert is_near(free, Point(45, 0))
    assert abs(moved.x - 45) >= 10
    assert (beside.x, abs(beside.y)) == (45, 9)
