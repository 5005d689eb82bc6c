"""Bounds on the distances between moments, as a graph in which bounds travel along paths.

"b is at most w later than a" is an arrow from a to b.  The tightest bound between two moments is
then a shortest path, and bounds that contradict one another are a circle shorter than nothing.
Reference: Dechter, Meiri and Pearl (1991), Temporal constraint networks, Artificial Intelligence
49:61-95.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from formulation.dates import FOREVER

__all__ = ["Net", "contradiction"]

_ANYWHERE = -2  # a node before all others, from which each can be reached; others are -1 or more


@dataclass
class Net:
    """Upper bounds on differences, as a graph: ``edges[a][b] = w`` says b - a <= w."""

    edges: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    reasons: dict[tuple[int, int], Any] = field(default_factory=dict)

    def bound(self, a: int, b: int, most: int, reason: Any = None) -> None:
        """Say that b - a is at most `most`; the tightest word stands."""
        if most < FOREVER and most < self.edges[a].get(b, FOREVER):
            self.edges[a][b] = most
            if reason is not None:
                self.reasons[a, b] = reason

    def nodes(self) -> set[int]:
        """Return every node that a bound speaks of."""
        return self.edges.keys() | {b for ends in self.edges.values() for b in ends}

    def reversed(self) -> Net:
        """Return the net with every arrow turned round."""
        turned = Net()
        for a, ends in self.edges.items():
            for b, most in ends.items():
                turned.bound(b, a, most)
        return turned

    def _in_order_from(self, start: int) -> list[int]:
        """Return what can be reached from `start`, each node before those its bounds lead to.

        Where bounds lead in circles that is not possible throughout; the order is then a good one.
        """
        seen, order = {start}, []
        path = [(start, iter(self.edges.get(start, ())))]
        while path:
            node, ends = path[-1]
            following = next((b for b in ends if b not in seen), None)
            if following is None:
                order.append(node)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(self.edges.get(following, ()))))
        return order[::-1]

    def shortest(self, start: int) -> tuple[dict[int, int], list[int]]:
        """Return the least upper bounds from `start`, or a circle of nodes that contradicts.

        Sweeps go through the nodes forth and back (Yen 1970), so that a chain of orders takes two
        or three, however long it is; a circle shows itself among the steps taken.
        """
        best, came_from = {start: 0}, dict[int, int]()
        order = self._in_order_from(start)
        while True:
            tightened = False
            for a in order:
                for b, most in self.edges.get(a, {}).items() if a in best else ():
                    if best[a] + most < best.get(b, FOREVER):
                        best[b], came_from[b], tightened = best[a] + most, a, True
            if not tightened:
                return best, []
            if circle := _circle(came_from):
                return best, circle
            order = order[::-1]


def _circle(came_from: Mapping[int, int]) -> list[int]:
    """Return the nodes of a circle of steps, in the order of the steps; empty if there is none."""
    seen: set[int] = set()
    for first in came_from:
        walked: dict[int, None] = {}
        node = first
        while node in came_from and node not in seen:
            seen.add(node)
            walked[node] = None
            node = came_from[node]
        if node in walked:
            nodes = list(walked)
            return nodes[nodes.index(node) :][::-1]
    return []


def contradiction(net: Net) -> list[int]:
    """Return a circle of nodes whose bounds contradict one another, or an empty list."""
    everywhere = Net(defaultdict(dict, {a: dict(ends) for a, ends in net.edges.items()}))
    for node in net.nodes():
        everywhere.bound(_ANYWHERE, node, 0)
    return everywhere.shortest(_ANYWHERE)[1]
