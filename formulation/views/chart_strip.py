"""The strip of exposure: the time that counts, what came first in it, and what came then over it.

Each row is a stretch of calendar.  Time that follows what came first is tinted, the rest is white,
and what does not count is hatched; outcomes stand over it, filled where they came within the
window.  So all four cells are seen at once: with and without the one, with and without the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from formulation.dates import MINUTES_PER_DAY
from formulation.findings import Exposure, Piece, Weight
from formulation.views.chart_marks import (
    SMALL,
    Entry,
    Page,
    areas,
    hatches,
    legend,
    lines,
    panel,
    paragraphs,
    plain,
    points,
    rounded,
    scale,
    words,
)
from formulation.views.chart_time import (
    Row,
    between,
    date_words,
    gaps_of,
    in_rows,
    joined,
    rows_of,
    ticks,
    whole_of,
)
from formulation.views.chart_view import Spec
from formulation.views.chart_words import SIDES, asked, begun, compared, number, window
from formulation.views.strokes import text_width
from formulation.views.style import STYLE

__all__ = ["Frame", "band", "count_panels", "placed", "stacked", "strip_panels", "under"]

#: marks of a kind that are drawn at most; more could not be told apart
MOST_MARKS = 4_000
_MOST_LANES = 4
_LANE = 9.5
#: how high the name above a row is
_NAME = 14.0
#: how wide a stretch of hours is drawn at the least
_THINNEST = 1.2


class Frame(NamedTuple):
    """Where the rows of a strip stand: how wide a day is, and how high a band of time."""

    page: Page
    rows: list[Row]
    lanes: int = 1
    above: float = 2.0

    @property
    def days(self) -> float:
        """How many days a row has room for."""
        return max(row.place(row.end) for row in self.rows)

    @property
    def per_day(self) -> float:
        """How many points a day is wide."""
        return self.page.width / self.days

    @property
    def band(self) -> float:
        """How high the band of time is."""
        return 14 + _LANE * (self.lanes - 1) + 6

    @property
    def step(self) -> float:
        """How far below each other rows stand."""
        return self.band + 20 + (_NAME if self.is_named_above else 0)

    @property
    def is_named_above(self) -> bool:
        """Whether rows have their names above, for want of room at the left."""
        return len(self.rows) > 1 and (self.page.is_narrow or " " in self.rows[0].name)

    @property
    def height(self) -> float:
        """How high all of it is."""
        return self.above + self.step * len(self.rows)

    def top(self, row: int) -> float:
        """Return where the band of a row begins."""
        return self.above + row * self.step + (_NAME if self.is_named_above else 0)

    def boxes(self, pieces: Sequence[Piece]) -> list[dict[str, float]]:
        """Return stretches as rectangles, wide enough to be seen."""
        least = _THINNEST / self.per_day
        return [
            rounded(
                x=start,
                x2=max(end, start + least),
                y=self.top(row),
                y2=self.top(row) + self.band,
            )
            for row, start, end in in_rows(pieces, self.rows)
        ]


def strip_panels(page: Page, weight: Weight, *, above: float = 2.0) -> list[Spec]:
    """Return the strip of a weight and its legend; none where nothing could be counted."""
    exposure = weight.exposure
    whole = whole_of(exposure) if exposure else None
    if exposure is None or whole is None:
        return []
    marks = len(exposure.antecedents) + len(exposure.outcomes)
    rows = rows_of(whole, is_narrow=page.is_narrow, marks=marks)
    outcomes = _outcomes(exposure, Frame(page, rows))
    lanes = 1 + max((row["lane"] for row in outcomes), default=0)
    frame = Frame(page, rows, lanes, above)
    layers = [
        *band(frame, whole, gaps_of(exposure), joined(exposure.exposed)),
        *_antecedents(frame, exposure),
        *_drawn(frame, outcomes),
        *under(frame, whole),
    ]
    height = round(frame.height + 12, 1)
    drawn = panel(page, height, layers, scale(0, frame.days), scale(height, 0))
    return [drawn, legend(page, _entries(weight, exposure), above=4)]


# -- time ----------------------------------------------------------------------------------------


def band(frame: Frame, whole: Piece, gaps: Sequence[Piece], tinted: Sequence[Piece]) -> list[Spec]:
    """Return the band of time: white where it counts, tinted in part, hatched where it does not."""
    rows = frame.boxes(gaps)
    slanted = hatches([(box["x"], box["x2"], box["y"], box["y2"]) for box in rows], frame.per_day)
    look = STYLE.marks
    return [
        areas(frame.boxes(between(gaps, whole)), look["counted"].fill),
        areas(frame.boxes(tinted), look["window"].fill),
        lines(slanted, STYLE.muted_line, 0.8),
        lines(list(_upright(frame, whole)), STYLE.muted_line, 0.6),
        areas(frame.boxes([whole]), "none", outline=STYLE.muted_ink, width=0.8),
    ]


def _upright(frame: Frame, whole: Piece) -> Iterator[dict[str, float]]:
    """Yield a thin line at each date that the scale names."""
    for n, row in enumerate(frame.rows):
        for minute, _ in ticks((row.first, row.end - 1), _most_ticks(frame)):
            if whole[0] < minute <= whole[1]:
                x, y = row.place(minute), frame.top(n)
                yield rounded(x=x, x2=x, y=y, y2=y + frame.band)


def _most_ticks(frame: Frame) -> int:
    if len(frame.rows) == 1:
        return int(frame.page.width // 68)
    return 12


def under(frame: Frame, whole: Piece) -> list[Spec]:
    """Return the names of rows, and the dates under the last one."""
    names = [
        {
            **rounded(x=0, y=frame.top(n) + (-7 if frame.is_named_above else frame.band / 2)),
            "text": row.name,
        }
        for n, row in enumerate(frame.rows)
        if row.name
    ]
    align = "left" if frame.is_named_above else "right"
    below = frame.top(len(frame.rows) - 1) + frame.band + 21
    dates = [{**rounded(x=x, y=below), "text": text} for x, text in _dates(frame, whole)]
    return [
        words(names, SMALL, align=align, bold=True, aside=0 if frame.is_named_above else -6),
        words(dates, SMALL, colour=STYLE.muted_ink),
    ]


def _dates(frame: Frame, whole: Piece) -> Iterator[tuple[float, str]]:
    row = frame.rows[0]
    is_year = len(frame.rows) > 1 and row.name.isdigit()
    if len(frame.rows) > 1 and not is_year:
        return
    # the months of all years under one scale: a leap day is two points
    shown = (row.first, row.end - 1) if is_year else whole
    free = -1.0
    for minute, told in ticks(shown, _most_ticks(frame)):
        text = told.split()[0] if is_year else told
        x = row.place(minute) * frame.per_day
        if x >= free and x + text_width(text, SMALL) <= frame.page.width + 8:
            yield row.place(minute), text
            free = x + text_width(text, SMALL) + 8


# -- events --------------------------------------------------------------------------------------


def stacked(places: Sequence[tuple[int, float]]) -> list[int]:
    """Return a lane for each mark, so that those too near each other stand above each other.

    `places` are rows and points from the left, in order; where the lanes do not suffice, marks
    overlap in the lane that is free the longest.
    """
    lanes: list[int] = []
    ends: dict[tuple[int, int], float] = {}
    for row, x in places:
        free = [ends.get((row, lane), -1e9) for lane in range(_MOST_LANES)]
        lane = next((n for n, end in enumerate(free) if end <= x), free.index(min(free)))
        ends[row, lane] = x + _LANE
        lanes.append(lane)
    return lanes


def placed(minutes: Sequence[int], rows: Sequence[Row]) -> Iterator[tuple[int, int, float]]:
    """Yield number, row and place of each minute that is in a row."""
    for n, minute in enumerate(minutes):
        for at, row in enumerate(rows):
            if row.first <= minute < row.end:
                yield n, at, row.place(minute)


def _outcomes(exposure: Exposure, frame: Frame) -> list[dict[str, Any]]:
    """Return the outcomes with row, place and lane; what a row cannot part stands in lanes."""
    told = sorted(exposure.outcomes)[:MOST_MARKS]
    found = list(placed([minute for minute, *_ in told], frame.rows))
    lanes = stacked([(row, x * frame.per_day) for _, row, x in found])
    return [
        {
            "row": row,
            "lane": lane,
            **rounded(x=x + _half_a_day(told[n][0])),
            "when": date_words(told[n][0]),
            "id": plain(told[n][1]),
            "side": told[n][2],
        }
        for (n, row, x), lane in zip(found, lanes, strict=True)
    ]


def _half_a_day(minute: int) -> float:
    """Return how far into a day what is told to the day is drawn: its middle."""
    return 0.5 if minute % MINUTES_PER_DAY == 0 else 0.0


def _drawn(frame: Frame, outcomes: Sequence[dict[str, Any]]) -> Iterator[Spec]:
    size = 62 if len(outcomes) <= 150 else 40
    for side in SIDES:
        data = [
            {
                "x": row["x"],
                **rounded(y=frame.top(row["row"]) + frame.band - 10 - _LANE * row["lane"]),
                "when": row["when"],
                "id": row["id"],
                "counts": STYLE.marks[side].words,
            }
            for row in outcomes
            if row["side"] == side
        ]
        yield points(data, side, size, told=("when", "id", "counts"))


def _antecedents(frame: Frame, exposure: Exposure) -> Iterator[Spec]:
    told = sorted(exposure.antecedents)[:MOST_MARKS]
    found = list(placed([minute for minute, _ in told], frame.rows))
    marks, stems = [], []
    for n, row, day in found:
        x, y = day + _half_a_day(told[n][0]), frame.top(row)
        stems.append(rounded(x=x, x2=x, y=y, y2=y + frame.band + 4))
        names = {"when": date_words(told[n][0]), "id": plain(told[n][1])}
        marks.append({**rounded(x=x, y=y + frame.band + 7), **names})
    yield lines(stems, STYLE.ink, 1.1)
    yield points(marks, "antecedent", 46, told=("when", "id"))


# -- counts alone -------------------------------------------------------------------------------


def count_panels(page: Page, weight: Weight) -> list[Spec]:
    """Return the counts as one bar, where the outcomes do not lie in one stretch of time."""
    first, then = asked(weight)
    inside, outside = float(weight.in_exposed), float(weight.in_unexposed)
    whole = max(inside + outside, weight.expected or 0.0, 1.0)
    parts = [("exposed", 0.0, inside), ("unexposed", inside, inside + outside)]
    layers = [
        areas([rounded(x=a, x2=b, y=18, y2=42)], STYLE.marks[side].fill, outline=STYLE.ink)
        for side, a, b in parts
        if a < b
    ]
    told = [{**rounded(x=(a + b) / 2, y=8), "text": number(b - a)} for _, a, b in parts if a < b]
    layers.append(words(told, bold=True, align="center"))
    entries = [
        Entry("exposed", f"{then} after {first}", is_bar=True),
        Entry("unexposed", f"{then} without it", is_bar=True),
    ]
    if weight.expected is not None:
        mean = rounded(x=weight.expected, x2=weight.expected, y=12, y2=50)
        layers.append(lines([mean], STYLE.ink, 2.4, dash=(4, 2)))
        entries.append(Entry("expected", f"{number(weight.expected)} after it, were there no link"))
    drawn = panel(page, 56, layers, scale(0, whole), scale(56, 0))
    return [drawn, legend(page, [entries], above=2), paragraphs(page, [compared(weight)], above=6)]


# -- the legend ----------------------------------------------------------------------------------


def _entries(weight: Weight, exposure: Exposure) -> list[list[Entry]]:
    first, then = asked(weight)
    within = window(weight.lags)
    sides = {side for *_, side in exposure.outcomes}
    meanings = {
        "exposed": f"{then} within {within} after",
        "unexposed": "at another time",
        "same day": "on the same day, order unknown",
        "left out": "left out",
    }
    if "exposed" not in sides and "unexposed" in sides:
        meanings["unexposed"] = f"{then} at another time"
    outcomes = [Entry(side, meanings[side]) for side in SIDES if side in sides]
    time = [Entry("antecedent", first)] if exposure.antecedents else []
    time += [Entry("window", f"the {within} after it")] if exposure.exposed else []
    time += [Entry("not counted", "not watched, or not counted")] if gaps_of(exposure) else []
    many = max(len(exposure.outcomes), len(exposure.antecedents))
    if many > MOST_MARKS:
        time.append(Entry("unexposed", begun(f"only the first {MOST_MARKS:,} of each are drawn")))
    return [outcomes, time]
