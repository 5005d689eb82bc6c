"""Pictures of numbers: every count stands in them, in words too, and nothing acts or loads."""

from __future__ import annotations

import base64
import doctest
import hashlib
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib import import_module
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.errors import DrawError, FormulationWarning, UnknownName
from formulation.findings import Change, Counted, Exposure, Lags, Piece, ScaleChange, Weight
from formulation.views import chart_draw, fonts
from formulation.views.chart_marks import axis, hatches, nice_step, plain
from formulation.views.chart_strip import stacked
from formulation.views.chart_time import (
    between,
    days_in,
    gaps_of,
    in_rows,
    joined,
    rows_of,
    ticks,
    whole_days,
)
from formulation.views.chart_words import chance_words, interval, number
from formulation.views.charts import (
    ChartView,
    change_view,
    lag_view,
    scale_view,
    strip_view,
    weight_view,
)
from formulation.views.draw import draw, pure_svg
from formulation.views.style import STYLE
from tests.strategies import AWKWARD

DAY = 1440
LAST = date.max.toordinal() * DAY - 1
SVG = "{http://www.w3.org/2000/svg}"
MAGIC = {"svg": b"<svg ", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-", "html": b"<!DOCTYPE html>"}
HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    ' "q" \\N &amp; \x00\x1b \u202e\ud800 {{x}} ${y}'
)


def on(year: int, month: int = 1, day: int = 1) -> int:
    """The first minute of a day."""
    return (date(year, month, day).toordinal() - 1) * DAY


START = on(2021, 3, 1)


def days(first: int, last: int) -> Piece:
    """From one day to another, both included, counted from 1 March 2021 as day 0."""
    return START + first * DAY, START + (last + 1) * DAY - 1


def day(number: int) -> int:
    return START + number * DAY


#: quarrels on days 20 and 40, watched on days 0-49 and 53-69, a window of 7 days: counted by hand
EXPOSURE = Exposure(
    at_risk=(days(7, 19), days(21, 39), days(41, 49), days(60, 69)),
    exposed=(days(21, 27), days(41, 47)),
    antecedents=((day(20), "row1"), (day(40), "row2")),
    outcomes=(
        (day(5), "flare1", "left out"),
        (day(22), "flare2", "exposed"),
        (day(33), "flare3", "unexposed"),
        (day(40), "flare4", "same day"),
        (day(42), "flare5", "exposed"),
        (day(43), "flare6", "exposed"),
        (day(65), "flare7", "unexposed"),
    ),
)
LAGS = Lags(
    unit="day",
    edges=(-14, -7, 0, 1, 8, 15),
    counts=(1, 2, 1, 5, 1),
    expected=(1.5, 1.5, 0.2, 1.5, 1.5),
    low=(0.0, 0.0, 0.0, 0.0, 0.0),
    high=(4.0, 4.0, 1.0, 4.0, 4.0),
    window=7,
)
WEIGHT = Weight(
    pattern="idealized-pair-conflict-flare",
    question="Do flares of chronic pain come more often in the 7 days after quarrels?",
    roles={"S": "pain"},
    method="exact and shift tests",
    verdict="supported",
    outcome_events=5,
    exposed_days=14,
    unexposed_days=37,
    in_exposed=3,
    in_unexposed=2,
    expected=1.37,
    rate_ratio=3.96,
    ci95=(0.45, 47.5),
    p_exact=0.26,
    p_shift=0.041,
    p_adjusted=0.0432,
    case="elizabeth",
    asked=("quarrel", "flare of chronic pain"),
    because="Flares came more often in the 7 days after quarrels than at other times.",
    notes=("One entry was written down later",),
    exposure=EXPOSURE,
    lags=LAGS,
)
UNTESTABLE = Weight(
    "p", "Do flares come after quarrels?", {}, "none", "not testable",
    asked=("quarrel", "flare"),
    because="Nothing says when flares would have been noticed.",
    wanted=("when flares would have been noticed", "five dated flares"),
)  # fmt: skip
BY_AGE = replace(WEIGHT, exposure=None, lags=None, in_exposed=28, in_unexposed=14, expected=15.72)
CHANGE = Change(
    event="kap",
    outcome="pain",
    before=Counted(9, 181),
    after=Counted(2, 184),
    verdict="weak",
    rate_ratio=0.22,
    ci95=(0.023, 1.06),
    p_exact=0.065,
    p_shift=0.08,
    rivals=("the disease's own course", "regression to the mean"),
    event_name="ketamine-assisted session",
    outcome_name="flare of chronic pain",
    boundary=(on(2023, 1, 10) + 600, on(2023, 1, 10) + 690),
    pieces_before=(
        (on(2022, 7, 3), on(2022, 10, 1) - 1),
        (on(2022, 10, 11), on(2023, 1, 10) - 1),
    ),
    pieces_after=((on(2023, 1, 11), on(2023, 7, 14) - 1),),
    onsets=(
        *((on(2022, 7, 3) + DAY * 20 * n, f"flare{n}") for n in range(9)),
        (on(2023, 2, 1), "flare9"),
        (on(2023, 5, 1), "flare10"),
    ),
    before_ci95=(0.68, 2.83),
    after_ci95=(0.04, 1.18),
    because="Flares may have become rarer.",
    notes=("The start was not randomized.",),
)
SCALE = ScaleChange(
    event="kap",
    scale="pain, 0 to 10",
    before=tuple((on(2022, 10, 1) + n * DAY, value) for n, value in enumerate((8, 7, 9, 7))),
    after=tuple((on(2023, 1, 11) + n * DAY, value) for n, value in enumerate((5, 4, 4.5))),
    nap=0.98,
    nap_ci95=(0.7, 1.0),
    tau=-0.66,
    tau_ci95=(-0.9, -0.2),
    event_name="ketamine-assisted session",
    because="Ratings are lower after than before.",
)
VIEWS = {
    "strip": strip_view(WEIGHT),
    "lag": lag_view(WEIGHT),
    "weight": weight_view(WEIGHT),
    "untestable": weight_view(UNTESTABLE),
    "by age": weight_view(BY_AGE),
    "change": change_view(CHANGE),
    "scale": scale_view(SCALE),
}


# --- looking into a description -----------------------------------------------------------------


def layers(view: ChartView, *, narrow: bool = False) -> Iterator[dict[str, Any]]:
    for panel in view.to_vega_lite(narrow=narrow)["vconcat"]:
        yield from panel["layer"]


def data(view: ChartView, mark: str, **look: Any) -> list[dict[str, Any]]:
    """The rows of all layers with such a mark and such a look."""
    return [
        row
        for layer in layers(view)
        if layer["mark"]["type"] == mark
        and all(layer["mark"].get(name) == value for name, value in look.items())
        for row in layer["data"]["values"]
    ]


def told(view: ChartView, **look: Any) -> list[str]:
    """All words written in a picture, lines joined."""
    return [row["text"].replace("\n", " ") for row in data(view, "text", **look)]


def outcomes(view: ChartView) -> Counter[str]:
    """How many outcomes are drawn on each side."""
    return Counter(row["counts"] for row in data(view, "point") if "counts" in row)


def counts_of(side: str) -> str:
    return STYLE.marks[side].words


def everything(part: Any) -> Iterator[str]:
    """Every key and every text of a description."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield key
            yield from everything(value)
    elif isinstance(part, list):
        for value in part:
            yield from everything(value)


# --- the strip of exposure ----------------------------------------------------------------------


def test_every_outcome_stands_on_the_strip_on_its_side() -> None:
    """Three within the window, two at other times, one on the same day, one left out."""
    view = strip_view(WEIGHT)

    assert outcomes(view) == {
        counts_of("exposed"): 3,
        counts_of("unexposed"): 2,
        counts_of("same day"): 1,
        counts_of("left out"): 1,
    }
    assert [row["id"] for row in data(view, "point") if row.get("when") == "2021-03-23"] == [
        "flare2"
    ]


def test_the_window_is_tinted_for_as_many_days_as_were_exposed() -> None:
    """The tinted stretches are the 14 days of the record, and no more."""
    tinted = data(strip_view(WEIGHT), "rect", fill=STYLE.marks["window"].fill)[:2]

    assert sum(box["x2"] - box["x"] for box in tinted) == WEIGHT.exposed_days
    assert [box["x"] for box in tinted] == [16, 36]  # the strip begins with the first flare, day 5


def test_time_that_does_not_count_is_hatched_and_the_day_of_a_quarrel_is_not() -> None:
    """Hatched are the days before the first window and around the gap: 5-6 and 50-59."""
    gaps = gaps_of(EXPOSURE)

    assert gaps == [days(5, 6), days(50, 59)]
    assert "Not watched or not counted: 2021-03-06 to 2021-03-07; 2021-04-20 to 2021-04-29." in (
        strip_view(WEIGHT).prose
    )
    assert any("not watched" in words for words in told(strip_view(WEIGHT)))


def test_where_all_time_counts_the_legend_has_no_word_of_gaps() -> None:
    """A legend is made from what is shown and no more."""
    whole = replace(EXPOSURE, at_risk=(days(5, 65),), outcomes=EXPOSURE.outcomes[1:3])

    written = told(strip_view(replace(WEIGHT, exposure=whole)))

    assert not any("not watched" in words for words in written)
    assert not any("same day" in words or "left out" in words for words in written)
    assert "flare of chronic pain within 7 days after" in written


def test_sides_are_told_apart_without_colour() -> None:
    """Each two sides differ in their shape, or one is dark and the other white."""

    def grey(colour: str) -> float:
        red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    sides = [STYLE.marks[side] for side in ("exposed", "unexposed", "same day", "left out")]
    alike = [
        (one, other)
        for one, other in combinations(sides, 2)
        if one.shape == other.shape and abs(grey(one.fill) - grey(other.fill)) < 100
    ]

    assert alike == []
    assert abs(grey(STYLE.marks["window"].fill) - grey(STYLE.marks["counted"].fill)) > 30


def test_three_years_stand_in_three_rows_and_a_month_in_one() -> None:
    """A row is a calendar year where that is as wide as a window of a week needs."""
    years = rows_of((on(2021), on(2024) - 1))
    month = rows_of((on(2021, 2, 3), on(2021, 3, 4)))

    assert [row.name for row in years] == ["2021", "2022", "2023"]
    assert [(row.name, row.place(row.end)) for row in month] == [("", 30)]
    assert len(rows_of((on(2021), on(2024) - 1), is_narrow=True)) == 12


def test_a_crowded_year_is_drawn_in_quarters() -> None:
    """Three hundred events in one row could not be told apart."""
    crowded = rows_of((on(2022), on(2023) - 1), marks=300)

    assert [row.name for row in crowded] == [
        "Jan–Mar 2022", "Apr–Jun 2022", "Jul–Sep 2022", "Oct–Dec 2022",
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "last"), [(0, 900 * DAY), (on(1880), on(1882)), (0, LAST)])
def test_any_years_can_be_drawn(first: int, last: int) -> None:
    """Year 1, the nineteenth century and all of the calendar have rows, and dates on them."""
    rows = rows_of((first, last))

    assert rows[0].first <= first
    assert rows[-1].end > last
    assert len(ticks((first, last), 12)) in range(1, 13)


pieces = st.lists(st.tuples(st.integers(0, 4_000_000), st.integers(0, 300_000))).map(
    lambda found: [(first, first + length) for first, length in found]
)


@given(pieces=pieces, is_narrow=st.booleans(), marks=st.integers(0, 900))
def test_rows_follow_each_other_and_lose_no_time(
    pieces: list[Piece], is_narrow: bool, marks: int
) -> None:
    """Rows adjoin, are at most twelve, and what is cut to them lasts as long as before."""
    apart = joined(pieces)
    whole = whole_days(min([0, *(a for a, _ in apart)]), max([DAY, *(b for _, b in apart)]))

    rows = rows_of(whole, is_narrow=is_narrow, marks=marks)

    assert all(one.end == other.first for one, other in pairwise(rows))
    assert len(rows) <= 12
    assert sum(end - start for _, start, end in in_rows(apart, rows)) == pytest.approx(
        days_in(apart)
    )


@given(pieces=pieces)
def test_stretches_and_what_lies_between_make_the_whole(pieces: list[Piece]) -> None:
    """Nothing is counted twice and nothing is lost."""
    whole = (0, 5_000_000)
    apart = joined(pieces)

    gaps = between(apart, whole)

    assert joined([*apart, *gaps]) == [whole]
    assert days_in(apart) + days_in(gaps) == pytest.approx(days_in([whole]))


@given(first=st.integers(0, LAST), length=st.integers(0, LAST), most=st.integers(2, 14))
@settings(deadline=None)
def test_dates_under_a_time_lie_in_it(first: int, length: int, most: int) -> None:
    """They rise, are no more than asked for, and the first names its year."""
    last = min(first + length, LAST)

    found = ticks((first, last), most)

    assert 1 <= len(found) <= most
    assert all(one.minute < other.minute for one, other in pairwise(found))
    assert all(first <= tick.minute <= last for tick in found)
    year = date.fromordinal(found[0].minute // DAY + 1).year
    assert found[0].words.split()[-1] == str(year)


def test_dates_are_whole_days_months_or_years() -> None:
    """By days, by months and by years, as the time is long; January names the year."""
    week = ticks((on(2024, 2, 27), on(2024, 3, 2)), 7)
    year = ticks((on(2021, 11, 1), on(2022, 2, 20)), 4)
    long = ticks((on(1880), on(1899)), 4)

    assert [words for _, words in week] == ["27 Feb 2024", "28 Feb", "29 Feb", "1 Mar", "2 Mar"]
    assert [words for _, words in year] == ["Nov 2021", "Dec", "Jan 2022", "Feb"]
    assert [words for _, words in long] == ["1880", "1885", "1890", "1895"]


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 800)), max_size=80).map(sorted))
def test_marks_of_one_lane_do_not_cover_each_other(places: list[tuple[int, float]]) -> None:
    """Marks nearer than their width stand in different lanes, as long as there are lanes."""
    lanes = stacked(places)

    for (row, x), lane in zip(places, lanes, strict=True):
        near = [p for p, at in zip(places, lanes, strict=True) if p[0] == row and at == lane]
        crowd = [p for p in places if p[0] == row and abs(p[1] - x) < 9.5]
        if len(crowd) <= 2:
            assert sum(abs(p[1] - x) < 9.5 for p in near) == 1
    assert all(0 <= lane < 4 for lane in lanes)


@given(
    left=st.floats(0, 100), wide=st.floats(1, 100), top=st.floats(0, 50), high=st.floats(1, 50),
    per_x=st.floats(0.1, 9),
)  # fmt: skip
def test_hatching_stays_within_its_box(
    left: float, wide: float, top: float, high: float, per_x: float
) -> None:
    """No slanted line leaves the box, and all of them rise alike."""
    found = hatches([(left, left + wide, top, top + high)], per_x)

    for line in found:
        assert left - 0.01 <= line["x"] <= line["x2"] <= left + wide + 0.01
        assert top - 0.01 <= line["y2"] <= line["y"] <= top + high + 0.01
        slope = (line["y"] - line["y2"]) - (line["x2"] - line["x"]) * per_x
        assert slope == pytest.approx(0, abs=0.02 * max(per_x, 1))


def test_a_window_of_hours_can_still_be_seen_in_a_year() -> None:
    """What would be thinner than a hair is drawn a point wide."""
    exposed = ((day(10), day(10) + 60),)
    long = Exposure((days(0, 364),), exposed, ((day(10), "row"),), ())

    [box] = data(strip_view(replace(WEIGHT, exposure=long)), "rect", fill="#F3CF80")[:1]

    assert (box["x2"] - box["x"]) * 760 / 365 == pytest.approx(1.2, abs=0.01)


def test_of_very_many_events_the_first_are_drawn_and_the_picture_says_so() -> None:
    """A picture of everything could neither be told apart nor opened."""
    many = tuple((START + n * 150, f"e{n}", "unexposed") for n in range(20_000))
    exposure = Exposure((days(0, 2083),), (), (), many)

    view = strip_view(replace(WEIGHT, exposure=exposure))

    assert outcomes(view) == {counts_of("unexposed"): 4_000}
    assert "Only the first 4,000 of each are drawn" in told(view)
    assert len(view.to_json()) < 2_000_000


# --- the histogram of lags ----------------------------------------------------------------------


def test_bars_hold_the_counts_and_tell_before_from_after() -> None:
    """Filled within the window, grey on the same day, white elsewhere, before zero too."""
    view = lag_view(WEIGHT)
    bars = {row["lag"]: row["y2"] for row in data(view, "rect") if "lag" in row}
    filled = [row["lag"] for row in data(view, "rect", fill="#0072B2") if "lag" in row]

    assert bars == {
        "14–8 days before": 1,
        "7–1 days before": 2,
        "on the same day": 1,
        "1–7 days after": 5,
        "8–14 days after": 1,
    }
    assert filled == ["1–7 days after"]


def test_the_window_begins_the_day_after() -> None:
    """On the clock of days it runs from day 1 to its last day, on that of hours from 0."""
    hours = replace(LAGS, unit="hour", edges=(-4, -2, 0, 2, 4, 6), window=4)

    [by_day] = data(lag_view(WEIGHT), "rect", fill="#F3CF80")[:1]
    [by_hour] = data(lag_view(replace(WEIGHT, lags=hours)), "rect", fill="#F3CF80")[:1]

    assert (by_day["x"], by_day["x2"]) == (1, 8)
    assert (by_hour["x"], by_hour["x2"]) == (0, 4)


def test_what_chance_gives_stands_behind_the_bars() -> None:
    """A band from low to high for each bin, and the mean as a broken line through all."""
    view = lag_view(WEIGHT)
    band = data(view, "rect", fillOpacity=0.75)
    mean = data(view, "line", strokeDash=[4, 2])

    assert [(row["y"], row["y2"]) for row in band] == list(zip(LAGS.low, LAGS.high, strict=True))
    assert [row["y"] for row in mean] == [*LAGS.expected, LAGS.expected[-1]]
    assert "what shifted records give in 95 of 100" in told(view)


def test_counts_stand_on_an_axis_of_whole_numbers() -> None:
    """There is no half a pair."""
    [panel] = [p for p in lag_view(WEIGHT).spec["vconcat"] if p["encoding"]["y"]["axis"]]

    assert panel["encoding"]["y"]["axis"]["values"] == [0, 1, 2, 3, 4, 5, 6]
    assert panel["encoding"]["y"]["axis"]["format"] == ",d"


def test_a_bin_around_zero_belongs_to_before_and_says_so() -> None:
    """Where no bin is the same day alone, the line stands where "after" begins."""
    around = replace(LAGS, edges=(-13, -6, 1, 8, 15), counts=(1, 3, 5, 1), expected=(1,) * 4,
                     low=(0,) * 4, high=(4,) * 4)  # fmt: skip

    view = lag_view(replace(WEIGHT, lags=around))
    uprights = [row for row in data(view, "rule", strokeWidth=1.4) if row["x"] == row["x2"]]

    assert [row["x"] for row in uprights] == [1]
    assert "← flare of chronic pain came first, or on the same day" in told(view)
    assert "6 days before to 0 after: 3 (1, 0 to 4)" in view.prose


def test_the_words_say_which_bins_stand_out() -> None:
    """Five against at most four: more than shifted records give."""
    fewer = replace(LAGS, low=(0, 3.0, 0, 0, 0))

    assert "More than shifted records give in 95 of 100: 1–7 days after." in lag_view(WEIGHT).prose
    assert "Fewer than shifted records give in 95 of 100: 7–1 days before." in (
        lag_view(replace(WEIGHT, lags=fewer)).prose
    )
    none = replace(LAGS, counts=(1, 2, 1, 1, 1))
    assert "None of these lies outside" in lag_view(replace(WEIGHT, lags=none)).prose


def test_without_distances_there_are_words_and_no_empty_picture() -> None:
    """Where no pair is near, and where lags could not be told, a sentence stands instead."""
    nowhere = lag_view(replace(WEIGHT, lags=replace(LAGS, counts=(0,) * 5)))
    unknown = lag_view(replace(WEIGHT, lags=None))

    assert told(nowhere) == [
        "The two never stand near each other in the record: there is no distance to show."
    ]
    assert told(unknown) == ["How long lay between the two cannot be shown from this record."]


# --- a weight on one sheet ----------------------------------------------------------------------


def test_a_weight_is_strip_histogram_and_verdict_on_one_sheet() -> None:
    """The question above, the verdict's name in bold and its sentence below."""
    view = weight_view(WEIGHT)

    assert view.title == "Do flares of chronic pain come more often in the 7 days after quarrels?"
    assert told(view, fontWeight="bold") == ["How long between them", "Supported"]
    assert told(view)[-2:] == [
        "Flares came more often in the 7 days after quarrels than at other times.",
        "This is about the order of events; order is not cause.",
    ]
    assert sum(outcomes(view).values()) == 7
    assert any("lag" in row for row in data(view, "rect"))


def test_what_cannot_be_tested_says_what_to_record() -> None:
    """No picture is made of nothing."""
    view = weight_view(UNTESTABLE)

    assert told(view) == [
        "Nothing could be counted, so there is nothing to draw.",
        "To be recorded: when flares would have been noticed",
        "To be recorded: five dated flares",
        "Not testable",
        "Nothing says when flares would have been noticed.",
        "This is about the order of events; order is not cause.",
    ]
    assert data(view, "point") == []


def test_a_comparison_at_like_ages_is_a_bar_of_counts() -> None:
    """Endings do not lie in one stretch of time: counts, and what was expected, stand for it."""
    view = weight_view(BY_AGE)

    bar = [
        (row["x"], row["x2"]) for row in data(view, "rect") if row["y"] == 18 and row["y2"] == 42
    ]
    assert bar == [(0, 28), (28, 42)]
    assert [row["x"] for row in data(view, "rule", strokeWidth=2.4)] == [15.72]
    assert (
        "After quarrel: 28; without it: 14; were there no link, 15.72 would be expected after it."
        in view.prose
    )


def test_a_testable_weight_without_lags_keeps_its_strip() -> None:
    """Lags may be unknown where the record is short; the counts are still drawn."""
    view = weight_view(replace(WEIGHT, lags=None))

    assert outcomes(view).total() == 7
    assert "flare of chronic pain within the window after" in told(view)


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "numbers"),
    [
        (
            "weight",
            "5 times|3 within 7 days|in 14 days|2 at other times|in 37 days|1.37|3.96 times|"
            "0.45 to 47.5|p = .041|p = .043|1–7 days after: 5 (1.5, 0 to 4)",
        ),
        (
            "change",
            "9 in 181 days, 1.49 in 30 days (95 % interval 0.68 to 2.83)|2 in 184 days, "
            "0.33 in 30 days (95 % interval 0.04 to 1.18)|0.22 times|0.02 to 1.06|p = .08",
        ),
        (
            "scale",
            "4 ratings, median 7.5, from 7 to 9|3 ratings, median 4.5, from 4 to 5|"
            "0.98 (95 % interval 0.7 to 1)|−0.66 (95 % interval −0.9 to −0.2)",
        ),
    ],
)
def test_the_words_hold_the_numbers_of_the_record(view: str, numbers: str) -> None:
    """What is read aloud is what was reckoned."""
    for told_number in numbers.split("|"):
        assert told_number in VIEWS[view].prose
    assert VIEWS[view].prose.startswith(VIEWS[view].alt)


def test_the_words_name_every_event_and_gap() -> None:
    """Few events are listed by their dates; many are counted by year."""
    many = tuple((on(2021 + n // 20) + n * DAY, f"q{n}") for n in range(30))

    crowded = strip_view(replace(WEIGHT, exposure=replace(EXPOSURE, antecedents=many)))

    assert "Quarrel, 2 times: 2021-03-21, 2021-04-10." in VIEWS["strip"].prose
    assert "at other times, 2 times: 2021-04-03, 2021-05-05." in VIEWS["strip"].prose
    assert "Quarrel, 30 times: 20 in 2021, 10 in 2022." in crowded.prose
    assert "Not watched or not counted: 2022-10-01 to 2022-10-10." in VIEWS["change"].prose
    assert "What else could explain it: the disease's own course; regression" in (
        VIEWS["change"].prose
    )


@pytest.mark.parametrize("name", VIEWS)
def test_no_picture_speaks_of_cause(name: str) -> None:
    """All is about order in time, and each says so."""
    view = VIEWS[name]
    words = " ".join([view.title, view.lead, view.alt, view.prose, *told(view)]).casefold()

    assert "prove" not in words
    assert "causes" not in words
    assert "caused" not in words
    assert view.prose.endswith("This is about the order of events; order is not cause.")


@pytest.mark.parametrize("name", VIEWS)
def test_the_description_for_those_who_hear_it_is_in_the_picture(name: str) -> None:
    """Wide and narrow carry it."""
    view = VIEWS[name]

    assert view.alt
    assert view.to_vega_lite()["description"] == view.alt
    assert view.to_vega_lite(narrow=True)["description"] == view.alt


def test_a_verdict_is_not_named_twice() -> None:
    """A sentence that begins with the verdict's name does not get it again."""
    own = replace(WEIGHT, verdict="not supported", because="not supported: 3 of 5 is no more")

    assert strip_view(own).lead == "Not supported: 3 of 5 is no more."
    assert strip_view(WEIGHT).lead.startswith("Supported. Flares came more often")


@pytest.mark.parametrize("name", ["time", "words", "marks", "lags", "change", "change_words"])
def test_examples_in_the_rooms_hold(name: str) -> None:
    """What the docstrings show is what comes out."""
    assert doctest.testmod(import_module(f"formulation.views.chart_{name}")).failed == 0


@given(st.floats(allow_nan=False))
def test_a_number_is_written_without_needless_signs(value: float) -> None:
    """It reads back to itself within its decimals, whatever its size."""
    written = number(value)

    assert not re.search(r"\.\d*0$|\.$", written)
    if abs(value) < 1e9:
        read = float(written.replace("−", "-").replace(",", ""))
        assert read == pytest.approx(value, rel=0.06, abs=0.006)


@given(st.floats(0, 1))
def test_a_probability_is_never_told_as_nought(p: float) -> None:
    """Chance is never nought."""
    assert chance_words(p) not in ("p = 0", "p = .0", "p = .", "p = .000")


def test_an_interval_without_end_says_so() -> None:
    """An infinite or unknown upper end is "or more", and two unknown ends are no interval."""
    assert interval((1.2, float("inf"))) == "1.2 or more"
    assert interval((None, 3.0)) == "0 to 3"
    assert interval((None, None)) == ""


@given(top=st.floats(0.01, 1e7), whole=st.booleans())
def test_steps_of_an_axis_are_round(top: float, whole: bool) -> None:
    """At most five steps, each 1, 2 or 5 times a power of ten, and whole where asked."""
    step = nice_step(top, whole=whole)

    assert top / step <= 5.001
    assert f"{step:e}"[0] in "125"
    assert not whole or step == int(step)
    assert len(axis([0, step], "")["values"]) == 2


# --- before and after ---------------------------------------------------------------------------


def test_both_rates_are_points_with_their_intervals() -> None:
    """Nine in 181 days before, two in 184 after: domain.md's worked numbers, per 30 days."""
    view = change_view(CHANGE)
    rates = {row["side"]: row["y"] for row in data(view, "point") if "side" in row}
    bars = [row for row in data(view, "rule", strokeWidth=1.6) if row["x"] == row["x2"]]

    assert rates == {"before": 1.492, "after": 0.326}
    assert [(row["y"], row["y2"]) for row in bars] == [CHANGE.before_ci95, CHANGE.after_ci95]
    assert "9 in 181 days\n1.49 in 30 days\n95 % interval 0.68 to 2.83" in [
        row["text"] for row in data(view, "text")
    ]


def test_single_events_stand_underneath_and_gaps_are_hatched() -> None:
    """As many ticks as onsets; the days that were not watched are named."""
    view = change_view(CHANGE)
    marked = [row for row in data(view, "rule") if "id" in row]

    assert len(marked) == len(CHANGE.onsets)
    assert {row["id"] for row in marked} == {id for _, id in CHANGE.onsets}
    assert "not watched, or not counted" in told(view)


def test_the_event_s_own_time_is_grey_and_named() -> None:
    """A long one has its name within, a short one beside its line."""
    long = replace(CHANGE, boundary=(on(2022, 11, 1), on(2023, 1, 10)))

    [short_box, *_] = data(change_view(CHANGE), "rect", fill="#B5B5B5")
    [long_box, *_] = data(change_view(long), "rect", fill="#B5B5B5")
    inside = [
        layer
        for layer in layers(change_view(long))
        if layer["mark"].get("align") == "center" and layer["mark"].get("baseline") == "top"
    ]

    assert short_box["x2"] - short_box["x"] == pytest.approx(2 * 376 / 760, abs=0.01)
    assert long_box["x2"] - long_box["x"] == pytest.approx(70, abs=0.01)
    assert len(inside) == 1
    assert "ketamine-assisted session" in told(change_view(CHANGE))


@pytest.mark.parametrize("high", [None, float("inf"), 400.0])
def test_an_interval_that_leaves_the_scale_ends_in_an_arrow(high: float | None) -> None:
    """It is cut, and the number says how far it goes."""
    view = change_view(replace(CHANGE, before_ci95=(0.7, high)))
    arrows = [row for row in data(view, "point", shape="triangle-up") if "id" not in row]

    assert len(arrows) == 1
    assert "9 in 181 days" in " ".join(told(view))
    assert ("0.7 or more" if high != 400 else "0.7 to 400") in " ".join(told(view))


def test_a_side_without_watched_time_has_no_rate() -> None:
    """Nothing is filled in: the picture says that no time was watched."""
    blind = replace(CHANGE, before=Counted(0, 0), pieces_before=(), before_ci95=(None, None))

    view = change_view(blind)

    assert [row["side"] for row in data(view, "point") if "side" in row] == ["after"]
    assert "no time watched" in told(view)
    assert "Before: no time watched." in view.prose


def test_no_event_at_all_is_a_rate_of_nought() -> None:
    """Nought in so many days is an observation, with an interval."""
    none = replace(CHANGE, before=Counted(0, 20), after=Counted(0, 25), onsets=(),
                   before_ci95=(0, 5.5), after_ci95=(0, 4.4))  # fmt: skip

    rates = [row["y"] for row in data(change_view(none), "point") if "side" in row]

    assert rates == [0, 0]
    assert "0 in 20 days, 0 in 30 days (95 % interval 0 to 5.5)" in change_view(none).prose


def test_ratings_stand_at_their_values_with_a_median_on_each_side() -> None:
    """Hollow before, filled after; the line of the median is where the legend says."""
    view = scale_view(SCALE)
    before = data(view, "point", fill="#FFFFFF")[:4]
    medians = data(view, "rule", strokeWidth=2.4)

    assert [row["y"] for row in before] == [8, 7, 9, 7]
    assert [row["y"] for row in medians] == [7.5, 4.5]
    assert "before; the line is the median, 7.5" in told(view)
    assert "ketamine-assisted session" in told(view)


def test_ratings_below_nought_and_none_at_all_are_drawn() -> None:
    """A scale may go below nought, all may be alike, a side may be empty, and so may both."""
    below = scale_view(replace(SCALE, before=((on(2022), -3.0), (on(2022, 2), -1.0))))
    alike = scale_view(replace(SCALE, before=((on(2022), 0.0),), after=((on(2023), 0.0),)))
    one_side = scale_view(replace(SCALE, before=()))
    nothing = scale_view(replace(SCALE, before=(), after=()))

    assert below.spec["vconcat"][0]["encoding"]["y"]["scale"]["domain"][0] == -4
    assert alike.spec["vconcat"][0]["encoding"]["y"]["scale"]["domain"] == [0, 1]
    assert "Before: no ratings." in one_side.prose
    assert told(nothing) == ["No dated rating is recorded, so there is nothing to draw."]


# --- the description ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["weight", "change", "scale"])
def test_descriptions_are_sound_vega_lite(name: str) -> None:
    """Altair, which checks them against the schema of Vega-Lite, takes each as its own."""
    view = VIEWS[name]

    chart = view.to_altair()

    assert chart.to_dict(validate=False)["vconcat"] == view.to_vega_lite()["vconcat"]


@pytest.mark.parametrize("name", VIEWS)
def test_a_description_holds_its_data_and_leads_nowhere(name: str) -> None:
    """Data stand in it; no address, no picture, and no instant of a computer's clock."""
    view = VIEWS[name]
    for part in (view.spec, view.narrow):
        texts = list(everything(part))

        assert not {"url", "href", "image", "temporal", "expr", "signal"} & set(texts)
        assert [t for t in texts if "://" in t] == [
            "https://vega.github.io/schema/vega-lite/v6.json"  # a name, never opened
        ]


def test_changing_what_a_view_gives_does_not_change_the_view() -> None:
    """A view is a record."""
    view = strip_view(WEIGHT)
    before = view.to_json()

    view.to_vega_lite()["vconcat"].clear()

    assert view.to_json() == before
    assert view == strip_view(WEIGHT)


@pytest.mark.parametrize(
    "format", ["json", "svg", "png", pytest.param("html", marks=pytest.mark.slow)]
)
def test_the_same_record_gives_the_same_bytes(format: str) -> None:
    """Nothing random and no date gets in."""
    assert draw(change_view(CHANGE), format=format) == draw(change_view(CHANGE), format=format)


def test_a_style_can_be_changed_for_marks_too() -> None:
    """The table of looks holds marks, and refuses those that it does not know."""
    changed = STYLE.with_changes(marks={"exposed": {"shape": "square"}})

    assert changed.marks["exposed"].shape == "square"
    with pytest.raises(UnknownName, match="no kind of mark is called 'exposd'"):
        STYLE.with_changes(marks={"exposd": {}})


# --- hostile words ------------------------------------------------------------------------------


def hostile_weight(text: str) -> Weight:
    exposure = replace(
        EXPOSURE,
        antecedents=tuple((at, text) for at, _ in EXPOSURE.antecedents),
        outcomes=tuple((at, text, side) for at, _, side in EXPOSURE.outcomes),
    )
    return replace(
        WEIGHT, pattern=text, question=text, method=text, because=text, notes=(text,),
        wanted=(text,), case=text, asked=(text, text), exposure=exposure,
    )  # fmt: skip


def hostile_views(text: str) -> list[ChartView]:
    onsets = tuple((at, text) for at, _ in CHANGE.onsets)
    change = replace(
        CHANGE, event=text, event_name=text, outcome_name=text, because=text, rivals=(text,),
        notes=(text,), onsets=onsets, verdict=text,
    )  # fmt: skip
    scale = replace(SCALE, event_name=text, scale=text, because=text, notes=(text,))
    weight = hostile_weight(text)
    bare = replace(weight, exposure=None, lags=None, verdict="not testable")
    return [weight_view(weight), weight_view(bare), change_view(change), scale_view(scale)]


def test_words_of_a_case_are_text_in_every_field() -> None:
    """Markup, escapes and controls are shown as they stand, or as U+FFFD, and do nothing."""
    for view in hostile_views(HOSTILE):
        svg = str(draw(view, format="svg"))
        shown = "".join(ET.fromstring(svg).itertext())

        assert "<script>alert(1)</script>" in shown
        assert not re.search("[\x00-\x08\x1b\u202e\ud800]", svg)
        tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
        assert tags <= {"svg", "title", "desc", "g", "path", "rect", "line", "text", "tspan"}


@given(st.sampled_from(AWKWARD) | st.text(max_size=30))
@settings(max_examples=20, deadline=None)
def test_any_words_can_be_drawn(text: str) -> None:
    """Whatever a name holds, the description is plain JSON without what no picture can show."""
    for view in hostile_views(text):
        written = view.to_json()

        assert json.loads(written) == view.spec
        assert all(plain(words, 10_000) for words in told(view))
        written.encode()  # no half of a surrogate pair
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)


def test_long_names_are_shortened() -> None:
    """A name of a thousand letters leaves the picture readable and the page no wider."""
    view = weight_view(replace(WEIGHT, asked=("quarrel " * 200, "x" * 2_000)))

    longest = max(len(line) for row in data(view, "text") for line in row["text"].split("\n"))

    assert longest < 160
    assert any("…" in words for words in told(view))


# --- drawing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["svg", "png", "pdf", "html"])
def test_a_file_is_drawn_in_the_format_of_its_ending(tmp_path: Path, format: str) -> None:
    """Each begins as such files do, and is what is returned."""
    path = tmp_path / f"weight.{format}"

    picture = draw(weight_view(WEIGHT), path)

    written = path.read_bytes()
    assert written.startswith(MAGIC[format])
    assert written == (picture.encode() if isinstance(picture, str) else picture)


def test_json_is_the_description(tmp_path: Path) -> None:
    """It can be given to any program that knows Vega-Lite."""
    strip_view(WEIGHT).save(str(tmp_path / "strip.json"))

    written = json.loads((tmp_path / "strip.json").read_text("utf-8"))
    assert written == strip_view(WEIGHT).spec
    assert written["$schema"].endswith("/vega-lite/v6.json")


@pytest.mark.parametrize("name", VIEWS)
def test_an_svg_holds_its_title_and_its_words(name: str) -> None:
    """It is well-formed, an image by its role, and named by title and description."""
    view = VIEWS[name]

    svg = ET.fromstring(str(draw(view, format="svg")))

    title, words = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert words is not None
    assert (title.text, words.text) == (view.title, view.alt)
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"


def test_an_svg_is_a_picture_and_nothing_else() -> None:
    """Nothing in it loads, links or acts; what vl-convert wrote is all there."""
    svg = str(draw(weight_view(WEIGHT), format="svg"))

    assert not re.search(r"href|url\(|<script|<style|<image|\son\w+=", svg)
    assert pure_svg(svg.encode()).count("<path") == svg.count("<path")
    assert "DejaVu Sans, Verdana, sans-serif" in svg


def test_a_notebook_shows_it() -> None:
    """As SVG, for no script is needed to see it."""
    assert strip_view(WEIGHT)._repr_svg_().startswith("<svg ")


def test_formats_that_are_not_for_numbers_are_refused(tmp_path: Path) -> None:
    """The sentence lists those that are."""
    with pytest.raises(UnknownName) as no_dot:
        draw(strip_view(WEIGHT), format="dot")
    with pytest.raises(DrawError) as no_ending:
        draw(strip_view(WEIGHT), tmp_path / "picture")
    with pytest.raises(DrawError) as a_folder:
        draw(strip_view(WEIGHT), tmp_path, format="svg")

    known = "(known: svg, png, pdf, html, json)"
    assert str(no_dot.value) == f"no picture format is called 'dot' {known}"
    assert str(no_ending.value).endswith(
        "does not say which picture to draw: end it in .svg, .png, .pdf, .html or .json, "
        "or give a format"
    )
    assert str(a_folder.value) == f"cannot write {tmp_path}: it is a folder"


def test_without_vl_convert_the_cure_is_told_and_the_description_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What needs no drawing still works."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    chart_draw._vl_convert.cache_clear()

    with pytest.raises(DrawError) as missing:
        draw(strip_view(WEIGHT), format="png")

    assert str(missing.value) == (
        "drawing this needs vl-convert, and it is not here (import of vl_convert halted; None in "
        "sys.modules): run 'pip install vl-convert-python', or draw it as .json, which needs "
        "nothing"
    )
    assert json.loads(missing.value.dot) == strip_view(WEIGHT).spec
    assert json.loads(str(draw(strip_view(WEIGHT), format="json")))


def test_without_altair_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures do not need it; a chart to be changed in a notebook does."""
    monkeypatch.setitem(sys.modules, "altair", None)

    with pytest.raises(DrawError) as missing:
        strip_view(WEIGHT).to_altair()

    assert str(missing.value) == (
        "this needs Altair, and it is not here (import of altair halted; None in sys.modules): "
        "run 'pip install altair vl-convert-python'"
    )
    assert str(draw(strip_view(WEIGHT), format="svg")).startswith("<svg ")


def test_what_vl_convert_cannot_draw_is_told_in_a_sentence() -> None:
    """Its own many lines are shortened, and the description is kept."""
    broken = replace(strip_view(WEIGHT), spec={"$schema": "nothing", "mark": 3})

    with pytest.raises(DrawError, match=r"^vl-convert could not draw this \(.{1,200}\)$") as error:
        draw(broken, format="svg")

    assert json.loads(error.value.dot) == broken.spec


def test_letters_that_no_font_has_are_named_in_a_png(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row of boxes says nothing; "[Linear B]" does, and a warning tells of it."""
    monkeypatch.setattr(chart_draw, "uncovered", lambda text: frozenset("𐀀") & set(text))
    monkeypatch.setattr(fonts, "uncovered", lambda text: frozenset("𐀀") & set(text))
    view = strip_view(replace(WEIGHT, asked=("𐀀", "flare")))
    drawn: list[Any] = []
    real = chart_draw.converted
    monkeypatch.setattr(
        chart_draw,
        "converted",
        lambda name, spec, **settings: drawn.append(spec) or real(name, spec, **settings),
    )

    with pytest.warns(FormulationWarning, match="no font here covers Linear"):
        draw(view, format="png")

    assert "[Linear]" in set(everything(drawn[0]))
    assert "𐀀" in set(everything(view.spec))


def test_nothing_heavy_is_opened_before_a_picture_is_drawn() -> None:
    """Views are made of plain dictionaries; Altair costs half a second, and Vega a little less."""
    code = (
        "import sys, formulation.views.charts, formulation.views.draw\n"
        "print([m for m in ('altair', 'vl_convert', 'numpy', 'pydantic') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "altair" not in done.stdout
    assert "vl_convert" not in done.stdout


# --- the page -----------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page holds: its elements with attributes, its scripts, its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.words: list[str] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        self.elements.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            attributes, text = self.scripts[-1]
            self.scripts[-1] = attributes, text + data
        else:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""


@pytest.fixture(scope="module")
def page() -> Page:
    """A page with hostile words in every field of a weight."""
    return Page(str(draw(weight_view(hostile_weight(HOSTILE)), format="html")))


def test_a_page_loads_nothing(page: Page) -> None:
    """No element names anything outside of it, and its policy forbids what it does not hold."""
    for tag, attributes in page.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "image")
        assert not {"src", "href", "xlink:href", "srcset", "action", "data"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
    policy = next(a["content"] for _, a in page.elements if "http-equiv" in a)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src")
    assert re.search(r"script-src 'sha256-[^' ]+';", policy)
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_the_one_script_of_a_page_is_the_one_it_allows(page: Page) -> None:
    """Any other, such as one from a name, would not run."""
    programs = [text for attributes, text in page.scripts if "type" not in attributes]
    policy = next(a["content"] for _, a in page.elements if "http-equiv" in a)

    [program] = programs
    checksum = base64.b64encode(hashlib.sha256(program.encode()).digest()).decode()
    assert f"'sha256-{checksum}'" in str(policy)
    assert "ast: true" in program or "ast:true" in program  # no text is made into a program


def test_a_page_holds_its_pictures_still_and_alive(page: Page) -> None:
    """For a screen and a telephone: an SVG each, and the description it was made from."""
    view = weight_view(hostile_weight(HOSTILE))
    specs = {a["id"]: json.loads(text) for a, text in page.scripts if "type" in a}

    def untitled(spec: dict[str, Any]) -> dict[str, Any]:
        return {name: part for name, part in spec.items() if name != "title"}

    assert specs == {"wide-spec": untitled(view.spec), "narrow-spec": untitled(view.narrow)}
    assert [tag for tag, _ in page.elements].count("svg") == 2
    places = [a for _, a in page.elements if a.get("role") == "img" and "aria-label" in a]
    assert [(a["id"], a["aria-label"]) for a in places] == [
        ("wide", view.alt), ("narrow", view.alt),
    ]  # fmt: skip


def test_a_page_says_in_words_what_it_shows() -> None:
    """Title, verdict and all of the prose, a paragraph a line."""
    view = strip_view(WEIGHT)

    written = Page(str(draw(view, format="html")))

    words = [word.strip() for word in written.words]
    for line in (view.title, view.lead, *view.prose.split("\n")):
        assert line in words


def test_a_page_for_a_telephone_is_narrow() -> None:
    """Nothing that is placed lies beyond the 264 points that a telephone leaves."""
    for view in VIEWS.values():
        for panel in view.narrow["vconcat"]:
            assert panel["width"] == 264
            ends = panel["encoding"]["x"]["scale"]["domain"]
            for layer in panel["layer"]:
                for row in layer["data"]["values"]:
                    assert row.get("x2", row["x"]) <= ends[1] * 1.02 + 0.5
