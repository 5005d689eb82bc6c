"""Places for what is told only by order: between its neighbours, and never on a day of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formulation.dates import FOREVER
from formulation.views.timeline_axis import Axis, Stretch
from formulation.views.timeline_items import Item, Items
from formulation.views.timeline_marks import reach_of

__all__ = ["depths_of", "in_order", "places_of", "room_before", "room_for"]

#: how far apart two stand of which one comes after the other, in points
STEP = 17.0
#: how much room the labels have of what is told by order to come after everything dated
_LABELS = 170.0


def in_order(items: Items) -> list[int]:
    """Return the numbers of all things so that each stands behind those it comes after.

    Of those that no order parts, what may have begun earlier comes first, then what a case tells
    first.  Where a case says "since" in a circle, its own order decides.
    """
    import heapq

    before: list[list[int]] = [[] for _ in items.all]
    open_ends = [len(told) for told in items.after]
    for number, told in enumerate(items.after):
        for other in told:
            before[other].append(number)
    ready = [(_key(item), n) for n, item in enumerate(items.all) if not open_ends[n]]
    heapq.heapify(ready)
    made: list[int] = []
    while ready:
        _, number = heapq.heappop(ready)
        made.append(number)
        for later in before[number]:
            open_ends[later] -= 1
            if not open_ends[later]:
                heapq.heappush(ready, (_key(items.all[later]), later))
    left = set(range(len(items.all))) - set(made)
    return made + sorted(left)


def _key(item: Item) -> int:
    """Return when a thing may first have been; what is open in the past by when it surely was."""
    first = item.span.start_earliest
    return first if first > -FOREVER else min(item.span.start_latest, item.span.end_latest)


def depths_of(items: Items, order: Sequence[int], manner: str) -> dict[int, int]:
    """Return how many of a manner stand in the longest chain up to each one of it, itself counted.

    Parameters
    ----------
    items, order
        All things, and their numbers in order.
    manner
        Which of them are counted.
    """
    depths: dict[int, int] = {}
    for number in order:
        if items.all[number].manner == manner:
            told = (depths.get(other, 0) for other in items.after[number])
            depths[number] = 1 + max(told, default=0)
    return depths


def _anchored(items: Items, order: Sequence[int]) -> set[int]:
    """Return those told by order that come after something dated, directly or by a chain."""
    found: set[int] = set()
    for number in order:
        if items.all[number].manner == "ordered" and any(
            other in found or items.all[other].manner == "dated" for other in items.after[number]
        ):
            found.add(number)
    return found


def room_for(items: Items, order: Sequence[int], stretches: Sequence[Stretch]) -> dict[int, float]:
    """Return how much room is needed behind each stretch for those told by order to lie there."""
    depths, anchored = depths_of(items, order, "ordered"), _anchored(items, order)
    room: dict[int, float] = {}
    for number in anchored:
        span = items.all[number].span
        at = max((n for n, s in enumerate(stretches) if s.first <= span.start_earliest), default=0)
        if at < len(stretches) and span.start_latest >= stretches[at].end:
            room[at] = max(room.get(at, 0.0), STEP * min(depths[number], 12))
    last = len(stretches) - 1
    if last in room:
        room[last] += _LABELS
    return room


def room_before(items: Items, order: Sequence[int]) -> float:
    """Return how much room is needed before the first stretch."""
    anchored = _anchored(items, order)
    waiting = [item for item in items.of("ordered") if item.number not in anchored]
    return 14.0 + STEP * min(len(waiting), 4)


def places_of(items: Items, order: Sequence[int], axis: Axis) -> dict[int, float]:
    """Return where everything stands that is dated or told by order: its earliest place on paper.

    What certainly comes after another is never left of it.

    Parameters
    ----------
    items, order
        All things, and their numbers in order.
    axis
        Where each minute stands.
    """
    places = {item.number: _first(item, axis) for item in items.of("dated")}
    anchored = _anchored(items, order)
    caps = _caps(items, order, axis)
    for number in order:
        if number in anchored:
            told = (_behind(items.all[n], places, axis) for n in items.after[number] if n in places)
            wanted = max(told, default=axis.left) + STEP
            low = _first(items.all[number], axis)
            told_low = (places[n] for n in items.after[number] if n in places)
            low = max([low, *told_low])
            places[number] = max(low, min(wanted, caps[number]))
    _place_the_earlier(items, order, axis, places)
    return places


def _first(item: Item, axis: Axis) -> float:
    return axis.place(item.span.start_earliest)


def _behind(item: Item, places: Mapping[int, float], axis: Axis) -> float:
    """Return from where on something has surely begun, on paper."""
    latest = item.span.start_latest
    if item.manner != "dated" or item.is_recurring or latest >= FOREVER:
        return places[item.number]
    return max(places[item.number], axis.place(latest))


def _caps(items: Items, order: Sequence[int], axis: Axis) -> dict[int, float]:
    """Return how far right each of those told by order may stand."""
    caps = {
        item.number: min(axis.place(item.span.start_latest), axis.right - reach_of(item))
        for item in items.of("ordered")
    }
    for number in reversed(order):
        for other in items.after[number]:
            if other not in caps:
                continue
            later = items.all[number]
            cap = caps[number] - 4 if number in caps else axis.right
            if later.manner == "dated":
                cap = axis.right if later.is_recurring else _first(later, axis)
            caps[other] = min(caps[other], cap)
    return caps


def _place_the_earlier(
    items: Items, order: Sequence[int], axis: Axis, places: dict[int, float]
) -> None:
    """Place those of which it is only said what they come before."""
    followers: dict[int, list[int]] = {}
    for number, told in enumerate(items.after):
        for other in told:
            followers.setdefault(other, []).append(number)
    next_to: dict[int, float] = {}  # a claim has no place, and orders lead through it all the same
    for number in reversed(order):
        item = items.all[number]
        behind = [next_to[n] for n in followers.get(number, ()) if n in next_to]
        if item.manner == "ordered" and number not in places:
            latest = min([axis.place(item.span.start_latest), *behind, axis.right - reach_of(item)])
            places[number] = max(axis.left, min(latest, min(behind, default=latest) - STEP))
        if number in places or behind:
            next_to[number] = places[number] if number in places else min(behind)
