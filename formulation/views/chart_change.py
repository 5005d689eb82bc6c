"""Before and after: how often something happened on either side of an event, and ratings likewise.

Rates are events per 30 days of time that was watched, with their 95 % intervals; the event's own
span is on neither side.  Single events stand underneath, so that a rate is never seen without what
it was reckoned from.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import median

from formulation.dates import MINUTES_PER_DAY
from formulation.findings import Change, Counted, Interval, Piece, ScaleChange
from formulation.views.chart_change_words import names_of, rate, unwatched, whole_of_change
from formulation.views.chart_marks import (
    SMALL,
    Data,
    Entry,
    Page,
    areas,
    axis,
    canvas,
    legend,
    lines,
    nice_step,
    panel,
    plain,
    points,
    rounded,
    scale,
    words,
)
from formulation.views.chart_strip import Frame, band, placed, stacked, under
from formulation.views.chart_time import Row, date_words, joined, whole_days
from formulation.views.chart_view import Spec
from formulation.views.chart_words import interval, number
from formulation.views.strokes import fitted
from formulation.views.style import STYLE

__all__ = ["change_panels", "scale_panels"]

_HEIGHT = 180.0
_SIDES = ("before", "after")
#: an interval that reaches further than so many times the higher rate is cut, and says so
_FURTHEST = 6.0


def change_panels(page: Page, change: Change) -> list[Spec]:
    """Return both rates over time with their intervals, and the single events underneath."""
    event, outcome = names_of(change)
    sides = (joined(change.pieces_before), joined(change.pieces_after))
    whole = whole_of_change(change)
    row = Row("", whole[0], whole[1] + 1)
    top = _top(change)
    step = nice_step(top)
    top = step * math.ceil(top * 1.02 / step)
    values = [round(step * n, 6) for n in range(round(top / step) + 1)]
    days = row.place(row.end)
    layers = [
        *_event(page, row, change.boundary, event, top),
        *_levels(row, change, sides),
        *_intervals(page, row, change, sides, top),
    ]
    drawn = panel(
        page, _HEIGHT, layers, scale(0, days), scale(0, top, axis(values, "how often in 30 days"))
    )
    return [
        _heads(page, change),
        drawn,
        _onsets(page, row, change),
        legend(page, _entries(change, outcome, event), above=2),
    ]


def _top(change: Change) -> float:
    """Return up to where rates are shown: to the intervals' ends, unless these are far away."""
    rates = [rate(change.before) or 0.0, rate(change.after) or 0.0]
    ends = [high for _, high in (change.before_ci95, change.after_ci95) if _is_number(high)]
    highest = max(rates) or min((end for end in ends if end), default=1.0)
    return min(max([highest, *(end or 0.0 for end in ends)]), _FURTHEST * highest) or 1.0


def _is_number(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


# -- the event, and the rates on both sides ------------------------------------------------------


def _event(page: Page, row: Row, boundary: Piece, name: str, top: float) -> Iterator[Spec]:
    """Yield the event's own span, a line at least, with its name."""
    start, end = row.place(boundary[0]), row.place(boundary[1] + 1)
    per_day = page.width / row.place(row.end)
    least = 2.0 / per_day
    middle = (start + end) / 2
    start, end = min(start, middle - least / 2), max(end, middle + least / 2)
    yield areas([rounded(x=start, x2=end, y=0, y2=top)], STYLE.marks["event"].fill)
    x, align = middle, "center"
    room = (end - start) * per_day - 8
    if room < 120:  # beside it, on the side with more room
        is_left = middle * per_day < page.width * 0.6
        x, align = (end + 5 / per_day, "left") if is_left else (start - 5 / per_day, "right")
        room = max(page.width - x * per_day if is_left else x * per_day, 60.0)
    told = fitted(plain(name, 90), min(room, 240.0), SMALL)
    yield words([{**rounded(x=x, y=top), "text": told}], SMALL, align=align, baseline="top")


def _levels(row: Row, change: Change, sides: Sequence[Sequence[Piece]]) -> Iterator[Spec]:
    """Yield each side's rate as a line over the time that was watched."""
    for counted, pieces in zip((change.before, change.after), sides, strict=True):
        level = rate(counted)
        if level is not None:
            data = [
                rounded(x=row.place(a), x2=row.place(b + 1), y=level, y2=level) for a, b in pieces
            ]
            yield lines(data, STYLE.ink, 2.2)


def _intervals(
    page: Page, row: Row, change: Change, sides: Sequence[Sequence[Piece]], top: float
) -> Iterator[Spec]:
    per_day = page.width / row.place(row.end)
    both = zip(
        _SIDES, (change.before, change.after), (change.before_ci95, change.after_ci95), sides,
        strict=True,
    )  # fmt: skip
    for side, counted, ends, pieces in both:
        level = rate(counted)
        if level is None or not pieces:
            continue
        x = (row.place(pieces[0][0]) + row.place(pieces[-1][1] + 1)) / 2
        yield from _bar(x, ends, top, 6 / per_day)
        data: Data = [{**rounded(x=x, y=level), "rate": number(level), "side": side}]
        yield points(data, side, 110, told=("side", "rate"))


def _bar(x: float, ends: Interval, top: float, cap: float) -> Iterator[Spec]:
    """Yield an interval as a bar with caps; an arrow where it goes on beyond the scale."""
    low, high = ends
    if low is None and high is None:
        return
    least = max(low or 0.0, 0.0)
    is_cut = high is None or not math.isfinite(high) or high > top
    most = top if is_cut or high is None else high
    yield lines([rounded(x=x, x2=x, y=least, y2=most)], STYLE.ink, 1.6)
    caps = [least] if is_cut else [least, most]
    yield lines([rounded(x=x - cap, x2=x + cap, y=y, y2=y) for y in caps], STYLE.ink, 1.6)
    if is_cut:
        yield points([rounded(x=x, y=top)], "antecedent", 50)


def _heads(page: Page, change: Change) -> Spec:
    """Return both sides in numbers, above their halves of the picture."""
    half = page.width / 2 - 6
    both = (
        ("before", change.before, change.before_ci95),
        ("after", change.after, change.after_ci95),
    )
    layers, high = [], 0
    for side, counted, ends in both:
        is_left = side == "before"
        align, x = ("left", 0.0) if is_left else ("right", page.width)
        told = [fitted(text, half, SMALL) for text in _in_numbers(counted, ends)]
        head = [{**rounded(x=x, y=10), "text": side.capitalize()}]
        layers.append(words(head, 11, align=align, bold=True))
        text = "\n".join(told)
        layers.append(
            words([{**rounded(x=x, y=21), "text": text}], SMALL, align=align, baseline="top")
        )
        high = max(high, text.count("\n") + 1)
    return canvas(page, 30 + 13.5 * high, layers)


def _in_numbers(counted: Counted, ends: Interval) -> Iterator[str]:
    level = rate(counted)
    if level is None:
        yield "no time watched"
        return
    yield f"{number(counted.events)} in {number(counted.days)} days"
    yield f"{number(level)} in 30 days"
    if told := interval(ends):
        yield f"95 % interval {told}"


# -- single events -------------------------------------------------------------------------------


def _onsets(page: Page, row: Row, change: Change) -> Spec:
    """Return the time that was watched with each event in it, and the dates."""
    whole = row.first, row.end - 1
    gaps = unwatched(change)
    per_day = page.width / row.place(row.end)
    found = list(placed([minute for minute, _ in change.onsets], [row]))
    lanes = stacked([(0, x * per_day * 3) for *_, x in found])
    frame = Frame(page, [row], 1 + max(lanes, default=0), 10.0)
    ticks = [
        {
            **rounded(x=x, x2=x, y=_foot(frame, lane), y2=_foot(frame, lane) - 7.5),
            "when": date_words(change.onsets[n][0]),
            "id": plain(change.onsets[n][1]),
        }
        for (n, _, x), lane in zip(found, lanes, strict=True)
    ]
    marked = lines(ticks, STYLE.ink, 1.5)
    marked["encoding"]["tooltip"] = [
        {"field": name, "type": "nominal", "title": name} for name in ("when", "id")
    ]
    own = areas(frame.boxes([change.boundary]), STYLE.marks["event"].fill)
    layers = [*band(frame, whole, gaps, []), own, marked, *under(frame, whole)]
    height = round(frame.height + 8, 1)
    return panel(page, height, layers, scale(0, frame.days), scale(height, 0))


def _foot(frame: Frame, lane: int) -> float:
    return frame.top(0) + frame.band - 4 - 9.5 * lane


def _entries(change: Change, outcome: str, event: str) -> list[list[Entry]]:
    rates = [
        Entry(side, f"rate {side}, with its 95 % interval")
        for side, counted in zip(_SIDES, (change.before, change.after), strict=True)
        if rate(counted) is not None
    ]
    time = [Entry("onset", f"{outcome}: each time")] if change.onsets else []
    time.append(Entry("event", f"{event}: its own time, on neither side"))
    if unwatched(change):
        time.append(Entry("not counted", "not watched, or not counted"))
    return [rates, time]


# -- ratings -------------------------------------------------------------------------------------


def scale_panels(page: Page, change: ScaleChange) -> list[Spec]:
    """Return ratings over time, before and after, each side with its median."""
    event = plain(change.event_name or change.event) or "the event"
    told = [one for side in (change.before, change.after) for one in side]
    if not told:
        return []
    whole = whole_days(min(at for at, _ in told), max(at for at, _ in told))
    row = Row("", whole[0], whole[1] + 1)
    low, high = min(value for _, value in told), max(value for _, value in told)
    # from nought, unless that would press all ratings together at the top
    bottom = 0.0 if 0 <= low <= high - low or low == high >= 0 else low
    high = high if high > bottom else bottom + 1
    step = nice_step(high - bottom)
    steps = range(math.floor(bottom / step), math.ceil(high / step - 1e-9) + 1)
    values = [round(step * n, 6) for n in steps]
    layers = [*_between(page, row, change, event, values[-1]), *_ratings(row, change)]
    y = scale(values[0], values[-1], axis(values, plain(change.scale, 40)))
    drawn = panel(page, _HEIGHT, layers, scale(0, row.place(row.end)), y)
    frame = Frame(page, [row], 1, -24.0)
    dates = panel(page, 22, under(frame, whole), scale(0, frame.days), scale(22, 0))
    sides = [
        Entry(side, f"{side}; the line is the median, {number(_median(ratings))}")
        for side, ratings in zip(_SIDES, (change.before, change.after), strict=True)
        if ratings
    ]
    return [drawn, dates, legend(page, [sides], above=4)]


def _between(page: Page, row: Row, change: ScaleChange, name: str, top: float) -> Iterator[Spec]:
    """Yield a line with the event's name between the last rating before it and the first after."""
    if change.before and change.after:
        middle = (change.before[-1][0] + change.after[0][0]) // 2
        yield from _event(page, row, (middle, middle), name, top)


def _ratings(row: Row, change: ScaleChange) -> Iterator[Spec]:
    both = list(zip(_SIDES, (change.before, change.after), strict=True))
    size = 46 if len(change.before) + len(change.after) <= 200 else 22
    for side, ratings in both:
        half = [0.5 if at % MINUTES_PER_DAY == 0 else 0.0 for at, _ in ratings]
        data: Data = [
            {
                **rounded(x=row.place(at) + more, y=value),
                "when": date_words(at),
                "rating": number(value),
            }
            for (at, value), more in zip(ratings, half, strict=True)
        ]
        yield points(data, side, size, told=("when", "rating"))
    medians = [
        rounded(
            x=row.place(ratings[0][0]),
            x2=row.place(ratings[-1][0]) + 1,
            y=_median(ratings),
            y2=_median(ratings),
        )
        for _, ratings in both
        if ratings
    ]
    yield lines(medians, STYLE.ink, 2.4)


def _median(ratings: Sequence[tuple[int, float]]) -> float:
    return median(value for _, value in ratings)
