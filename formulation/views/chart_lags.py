"""The histogram of lags: how long after the one the other came, beside what chance gives.

Bins below zero, where the other came first, are drawn as well: what precedes is asymmetric, and two
things that merely go together are not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from formulation.findings import Lags, Weight
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
    rounded,
    scale,
    steps,
    words,
)
from formulation.views.chart_view import Spec
from formulation.views.chart_words import asked, lag_span, lag_words, number, window
from formulation.views.strokes import fitted, text_width
from formulation.views.style import STYLE

__all__ = ["lag_panels"]

_HEIGHT = 170.0
#: how much of its bin a bar fills, so that what chance gives is seen beside it
_SHARE = 0.6


def lag_panels(page: Page, weight: Weight) -> list[Spec]:
    """Return the histogram of a weight and its legend; none where there is nothing to draw."""
    lags = weight.lags
    if lags is None or not any(lags.counts):
        return []
    top = max(1.0, *lags.counts, *lags.high, *lags.expected)
    step = nice_step(top, whole=True)
    top = step * math.ceil(top * 1.04 / step)
    values = [step * n for n in range(round(top / step) + 1)]
    drawn = panel(
        page,
        _HEIGHT,
        [*_chance(lags, top), *_bars(lags), *_below(page, lags, top)],
        scale(lags.edges[0], lags.edges[-1]),
        {**scale(0, top, axis(values, "pairs of the two"))},
    )
    return [drawn, _captions(page, weight, lags), legend(page, [_entries(lags)], above=2)]


def _window(lags: Lags) -> tuple[int, int]:
    """Return from where to where the window runs: whole days after, or hours at once."""
    return (1, lags.window + 1) if lags.unit == "day" else (0, lags.window)


def _turn(lags: Lags) -> int:
    """Return the edge that parts before from after: that at zero, or the next one above."""
    return min((edge for edge in lags.edges if edge >= 0), default=lags.edges[-1])


def _is_same_day(lags: Lags, n: int) -> bool:
    return lags.unit == "day" and lags.edges[n : n + 2] == (0, 1)


def _kind(lags: Lags, n: int) -> str:
    if _is_same_day(lags, n):
        return "same day"
    first, end = _window(lags)
    return "exposed" if first <= lags.edges[n] and lags.edges[n + 1] <= end else "unexposed"


# -- what chance gives ---------------------------------------------------------------------------


def _chance(lags: Lags, top: float) -> Iterator[Spec]:
    first, end = (min(max(x, lags.edges[0]), lags.edges[-1]) for x in _window(lags))
    look = STYLE.marks
    if first < end:
        yield areas([rounded(x=first, x2=end, y=0, y2=top)], look["window"].fill)
    every = range(len(lags.counts))
    between = [{**_sides(lags, n), **rounded(y=lags.low[n], y2=lags.high[n])} for n in every]
    yield areas(between, look["chance"].fill, opacity=0.75)
    yield steps(_level(lags, lags.low), STYLE.muted_ink, 0.9)
    yield steps(_level(lags, lags.high), STYLE.muted_ink, 0.9)


def _level(lags: Lags, values: Sequence[float]) -> Data:
    """Return a line over all bins; the last value is kept up to the last edge."""
    return [rounded(x=x, y=y) for x, y in zip(lags.edges, [*values, values[-1]], strict=True)]


def _sides(lags: Lags, n: int, share: float = 1.0) -> dict[str, float]:
    first, end = lags.edges[n], lags.edges[n + 1]
    spare = (end - first) * (1 - share) / 2
    return rounded(x=first + spare, x2=end - spare)


def _bars(lags: Lags) -> Iterator[Spec]:
    for kind in ("unexposed", "same day", "exposed"):
        data: Data = [
            {
                **_sides(lags, n, _SHARE),
                **rounded(y=0, y2=count),
                "lag": lag_words(lags, n),
                "pairs": int(count),
                "chance": f"{number(lags.low[n])} to {number(lags.high[n])}",
            }
            for n, count in enumerate(lags.counts)
            if count and _kind(lags, n) == kind
        ]
        layer = areas(data, STYLE.marks[kind].fill, outline=STYLE.ink)
        told = [
            {"field": name, "type": "nominal", "title": name} for name in ("lag", "pairs", "chance")
        ]
        layer["encoding"]["tooltip"] = told
        yield layer
    yield steps(_level(lags, lags.expected), STYLE.ink, 1.6, dash=(4, 2))


# -- the scale below -----------------------------------------------------------------------------


def _below(page: Page, lags: Lags, top: float) -> Iterator[Spec]:
    per_unit = page.width / (lags.edges[-1] - lags.edges[0])
    ends = [rounded(x=lags.edges[0], x2=lags.edges[-1], y=0, y2=0)]
    yield lines(ends, STYLE.ink)
    if lags.edges[0] < _turn(lags) < lags.edges[-1]:
        yield lines([rounded(x=_turn(lags), x2=_turn(lags), y=0, y2=top)], STYLE.ink, 1.4)
    data = [{**rounded(x=x), "text": text} for x, text in _named(lags, per_unit)]
    layer = words(data, SMALL, align="center", baseline="top")
    layer["encoding"]["y"] = {"value": _HEIGHT + 6}
    yield layer


def _named(lags: Lags, per_unit: float) -> list[tuple[float, str]]:
    """Return the lags to be written below, and where: those that matter first, then what fits."""
    made: list[tuple[float, str]] = []
    taken: list[tuple[float, float]] = []
    first, end = _window(lags)
    every = range(len(lags.counts))
    inner = [n for n in every if lags.edges[n] == first or lags.edges[n + 1] == end]
    zero = [n for n in every if lags.edges[n] <= 0 < lags.edges[n + 1]]
    for n in dict.fromkeys([*zero, *inner, *every]):
        text = lag_span(lags, n)
        middle = (lags.edges[n] + lags.edges[n + 1]) / 2
        half = text_width(text, SMALL) / 2 + 3
        left, right = middle * per_unit - half, middle * per_unit + half
        if all(right <= a or b <= left for a, b in taken):
            taken.append((left, right))
            made.append((middle, text))
    return sorted(made)


def _captions(page: Page, weight: Weight, lags: Lags) -> Spec:
    """Return what the scale is, and what its two sides mean."""
    first, then = asked(weight)
    turn = page.width * (_turn(lags) - lags.edges[0]) / (lags.edges[-1] - lags.edges[0])
    same = "" if 0 in lags.edges or lags.unit != "day" else ", or on the same day"
    sides = [
        (turn > 0, turn - 8, "right", f"← {then} came first{same}"),
        (turn < page.width, turn + 8, "left", f"{first} came first →"),
    ]
    layers, high = [], 0
    for is_there, x, align, text in sides:
        room = max(x if align == "right" else page.width - x, 100.0)
        told = fitted(text, room, SMALL)
        if is_there:
            layers.append(_caption(x, 41, told, align))
            high = max(high, told.count("\n") + 1)
    return canvas(
        page,
        50 + 13.5 * high,
        [_caption(turn, 25, f"{lags.unit}s between them", "center"), *layers],
    )


def _caption(x: float, y: float, text: str, align: str) -> Spec:
    return words([{**rounded(x=x, y=y), "text": text}], SMALL, align=align, baseline="top")


def _entries(lags: Lags) -> list[Entry]:
    kinds = {_kind(lags, n) for n, count in enumerate(lags.counts) if count}
    meanings = {
        "exposed": f"within {window(lags)} after",
        "unexposed": "further apart, or the other way round",
        "same day": "on the same day",
    }
    bars = [Entry(kind, meanings[kind], is_bar=True) for kind in meanings if kind in kinds]
    return [
        *bars,
        Entry("chance", "what shifted records give in 95 of 100"),
        Entry("expected", "their mean"),
    ]
