"""How the time of one thing is drawn: bars that fade where an end is unknown, ranges, marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from formulation.dates import FOREVER, MINUTES_PER_DAY, Span
from formulation.views.timeline_axis import Axis
from formulation.views.timeline_items import Item

__all__ = ["MARK", "Glyph", "Part", "glyph_of", "reach_of"]

#: how wide a mark is, and from how wide on an uncertain time is drawn as a range
MARK, _RANGE = 9.0, 10.0
_THINNEST = 2.5
#: how far what lasts is drawn where nothing is known but its place in an order; the least of it
_TAIL, _SHORTEST = 64.0, 12.0


class Part(NamedTuple):
    """A piece of a drawing from one place to another.

    `manner` is ``solid``, ``rising``, ``falling``, ``range``, ``again``, ``open-left``,
    ``open-right``, ``order`` or ``mark``.
    """

    manner: str
    x: float
    right: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """The drawing of one thing: its parts from left to right, and where its mark stands."""

    parts: tuple[Part, ...]
    left: float
    right: float
    is_point: bool = False


def glyph_of(item: Item, axis: Axis, x: float) -> Glyph:
    """Return how a thing is drawn.

    Parameters
    ----------
    item
        What is drawn; dated or told by order.
    axis
        Where each minute stands.
    x
        Its earliest place on paper.
    """
    if item.manner != "dated":
        return _by_order(item, axis, x)
    if item.is_recurring:
        return _recurring(item.span, axis)
    if item.span.is_interval and (item.is_state or _lasts(item.span)):
        return _lasting(item, axis)
    last = item.span.end_latest if item.is_state else item.span.start_latest
    last = item.span.start_latest if last >= FOREVER else last  # an age bounds the beginning alone
    return _some_time_in(item, axis, x, last)


def _lasts(span: Span) -> bool:
    """Tell whether an event lasted: surely at some time, or to or from an end that is not known."""
    is_open = span.end_latest >= FOREVER or span.start_earliest <= -FOREVER
    return is_open or span.start_latest < span.end_earliest


def reach_of(item: Item) -> float:
    """Return how far right of its place a thing is drawn that is told only by order."""
    return _TAIL if item.is_state or item.is_recurring else MARK / 2 + 9


def _by_order(item: Item, axis: Axis, x: float) -> Glyph:
    # its end is not known, so a shorter tail at the edge of the paper says nothing else
    far = min(x + reach_of(item), max(axis.right, x + _SHORTEST))
    parts = [Part("order", x, far)]
    if item.is_recurring:
        parts.append(Part("again", x + 4, far - 6))
    elif item.is_state:
        parts.append(Part("falling", x + 4, far))
    else:
        parts.append(Part("mark", x, x))
    return Glyph(tuple(parts), x - 10, far, is_point=not (item.is_state or item.is_recurring))


def _recurring(span: Span, axis: Axis) -> Glyph:
    left, right = axis.place(span.start_earliest), axis.place(span.end_latest)
    right = max(right, min(left + 24, axis.right))
    left = min(left, right - 24)
    parts = [Part("again", left, right)]
    if span.start_earliest <= -FOREVER:
        parts.append(Part("open-left", left, left))
    if span.end_latest >= FOREVER:
        parts.append(Part("open-right", right, right))
    return Glyph(tuple(parts), left, right)


def _some_time_in(item: Item, axis: Axis, x: float, last: int) -> Glyph:
    right = axis.place(last)
    is_loose = last - item.span.start_earliest >= MINUTES_PER_DAY
    if right - x > _RANGE and (is_loose or item.is_state):
        parts = [Part("range", x, right)]
        if not item.is_state:
            parts.append(Part("mark", (x + right) / 2, (x + right) / 2))
        return Glyph(tuple(parts), x, right)
    if item.is_state:
        right = max(right, x + 2 * MARK)
        return Glyph((Part("range", x, right),), x, right)
    return Glyph((Part("mark", x, x),), x - MARK / 2, x + MARK / 2, is_point=True)


def _lasting(item: Item, axis: Axis) -> Glyph:
    """Return a bar: solid where it surely was so, fading where an end is not known."""
    span = item.span
    first, sure, until, last = (axis.place(minute) for minute in span[:4])
    if sure > until:
        peak = (first + last) / 2
        peak = sure if span.end_latest >= FOREVER else peak
        sure = until = until if span.start_earliest <= -FOREVER else peak
    if last - first < _THINNEST:
        last = until = min(first + _THINNEST, axis.right)
        sure = first
    parts = []
    if sure - first > 1:
        parts.append(Part("rising", first, sure))
    if until > sure:
        parts.append(Part("solid", sure if parts else first, until))
    if last - until > 1:
        parts.append(Part("falling", until, last))
    if span.start_latest <= -FOREVER:
        parts.append(Part("open-left", first, first))
    if span.end_earliest >= FOREVER:
        parts.append(Part("open-right", last, last))
    if not item.is_state:
        parts.append(Part("mark", (first + sure) / 2, (first + sure) / 2))
    return Glyph(tuple(parts), first - (0 if item.is_state else MARK / 2), last)
