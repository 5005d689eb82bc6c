"""The timeline: every statement stands on it once, in an order that is true, and can be read."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulation import draw
from formulation.casefile import read_case
from formulation.dates import MINUTES_PER_DAY, Truth, is_after, parse_span
from formulation.findings import Finding, Weight
from formulation.model import (
    Belief,
    Care,
    Case,
    Change,
    Claim,
    Conflict,
    Escalation,
    Fear,
    Feeling,
    Goal,
    Idealization,
    Insight,
    Intervention,
    LifeEvent,
    Loss,
    Need,
    Person,
    Rally,
    Relationship,
    Remission,
    Risk,
    Session,
    Symptom,
    Trauma,
    Treatment,
    Wish,
)
from formulation.views.quoting import svg_id
from formulation.views.sheet import SheetView
from formulation.views.strokes import text_width
from formulation.views.style import STYLE
from formulation.views.timeline import timeline_view
from formulation.views.timeline_axis import Axis, axis_of, stretches_of
from formulation.views.timeline_draw import _CORNERS
from formulation.views.timeline_items import items_of
from formulation.views.timeline_plan import MOST_HEIGHT, RIGHT, Plan, plan_of
from formulation.views.timeline_rows import Block, Unit, lines_of
from tests import strategies

EXAMPLES = Path(__file__).parent.parent / "examples"
SVG = "{http://www.w3.org/2000/svg}"
ANNA = Person(id="anna", name="Anna", role="patient", born="1984-06-01")
BEN = Person(id="ben", name="Ben", role="friend")
PAIN = Symptom(id="pain", name="pain")
HOSTILE = '</text><script>alert(1)</script> & "q" ]]> <!-- \\N'
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 15


def case_of(*statements: object, people: tuple[Person, ...] = (ANNA, BEN)) -> Case:
    """A small case of two people and a pain."""
    return Case(id="small", title="A small case").adding(*people, PAIN, *statements)  # type: ignore[arg-type]


@cache
def example(name: str) -> Case:
    return read_case(EXAMPLES / f"{name}.yaml")


def day(text: str) -> int:
    return parse_span(text).start_earliest


def plan(case: Case) -> Plan:
    return plan_of(case, (), (), STYLE)


def place(case: Case, id: str) -> float:
    """Where a statement stands at the earliest, in points from the left."""
    return plan(case).places[case.index_of[id]]


def manner(case: Case, id: str) -> str:
    return items_of(case).all[case.index_of[id]].manner


def parts(case: Case, id: str) -> list[str]:
    """What the drawing of a statement is made of."""
    block = next(block for block in plan(case).blocks if block.item.id == id)
    return [part.manner for part in block.glyph.parts]


def texts(view: SheetView) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Every text of a picture with its box: left, top, right, bottom."""
    for element in ET.fromstring(view.to_svg()).iter(f"{SVG}text"):
        words, size = element.text or "", float(element.get("font-size", "0"))
        width = text_width(words, size, is_bold=element.get("font-weight") == "bold")
        x, y = float(element.get("x", "0")), float(element.get("y", "0"))
        left = x - {"start": 0.0, "middle": width / 2}[element.get("text-anchor", "start")]
        yield words, (left, y - size * 0.74, left + width, y + size * 0.2)


def overlapping(view: SheetView) -> list[tuple[str, str]]:
    """Pairs of texts of which one lies over the other."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(texts(view), 2)
        if one and other and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def groups(view: SheetView) -> Counter[str]:
    """How often each statement has a group in the picture."""
    found = ET.fromstring(view.to_svg()).iter(f"{SVG}g")
    return Counter(g.get("data-statement", "") for g in found if g.get("class") == "statement")


def crowd(people: int, events: int) -> Case:
    """Many people and events of every kind over six years, after one childhood event."""
    chance = random.Random(1)
    figures = [Person(id=f"p{n}", name=f"Person {n}") for n in range(people)]
    held: list[object] = [Trauma(of="anna", age=6, what="the house burns down")]
    for n in range(events):
        a, b = chance.sample(figures, 2)
        when = str(date(2018, 1, 1) + timedelta(chance.randrange(2200)))
        when = when[: chance.choice([10, 10, 10, 10, 7, 4])]
        made = [
            Conflict(between=[a.id, b.id], when=when),
            Care(of=a.id, by=[b.id], when=when, basis="inferred"),
            Rally(who=[a.id, b.id], when=when),
            Escalation(of="pain", when=when),
            LifeEvent(text=f"thing {n}", when=when),
            Feeling(text="sad", when=when),
            Relationship(between=[a.id, b.id], when=chance.choice(["2015/..", "2001/2019", None])),
        ]
        held.append(made[n % len(made)])
    return case_of(*held, people=(ANNA, *figures))


def hostile() -> Case:
    """Names of 500 letters, markup, other scripts, and every way a time can be open."""
    people = (
        Person(id="anna", name=LONG[:500], role="patient", born="1985"),
        Person(id="ben", name=HOSTILE + "\u202e"),
        Person(id="lee", name="שלום עולם 心理动力学心理动力学"),
    )
    return Case(id="hostile", title=HOSTILE + LONG).adding(
        *people,
        Symptom(id="s", name=LONG, onset="2001~"),
        Conflict(id="q", between=["anna", "ben"], when="2020-03-01", over=HOSTILE),
        Idealization(of="lee", when="2010/..", image=LONG),
        Idealization(of="anna", by="ben"),
        Escalation(of="s", after="q"),
        LifeEvent(text=LONG, when="2020-03-02"),
        LifeEvent(text=HOSTILE, when="2020"),
        Insight(text=HOSTILE * 9, recurring=True),
        Wish(text="心理动力学" * 60, when="2019/2020-05"),
        Treatment(text="W " * 300, when="2020-04/"),
        Conflict(between=["ben", "lee"], recurring=True, when="2015/2019-06"),
        Feeling(text="..", when="../2016"),
        Need(text="../..", when="../.."),
        Fear(text="/2012", when="/2012"),
    )


def chain(length: int) -> Case:
    """Statements that are told by order alone, each after the one before."""
    return case_of(
        *(
            Conflict(id=f"e{n}", between=["anna", "ben"], after=f"e{n - 1}" if n else ())
            for n in range(length)
        )
    )


CASES: dict[str, Callable[[], Case]] = {
    "elizabeth": lambda: example("elizabeth"),
    "diary": lambda: example("elizabeth_diary"),
    "crowd": lambda: crowd(50, 1000),
    "hostile": hostile,
    "empty": lambda: Case(id="empty"),
    "chain": lambda: chain(40),
    "untimed": lambda: case_of(*(Belief(text=f"belief {n}") for n in range(500))),
}
each_case = pytest.mark.parametrize("name", CASES)


@cache
def view_of(name: str) -> SheetView:
    return timeline_view(CASES[name]())


# --- nothing is lost ----------------------------------------------------------------------------


@each_case
def test_every_statement_has_exactly_one_group(name: str) -> None:
    """What is in the case is drawn or listed, once, so that it can be lit."""
    case = CASES[name]()

    assert groups(view_of(name)) == Counter(svg_id(id) for id in case.ids)
    assert sorted(view_of(name).statements) == sorted(case.ids)


def test_a_change_of_a_goal_is_an_event_on_the_axis() -> None:
    """A goal stands in the list of claims; that it changed in May has a day, and is drawn there."""
    goal = Goal(id="goal", text="to sleep through")
    case = case_of(goal, Change(id="nearer", of="goal", how="more", when="2020-05"))

    [block] = plan(case).blocks

    assert (block.item.id, block.item.lane) == ("nearer", "events")
    assert groups(timeline_view(case)) == Counter(["s-goal", "s-nearer"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(case=strategies.cases(max_statements=9))
def test_any_case_is_shown_whole_in_order_and_without_overlap(case: Case) -> None:
    """Whatever a case holds: one group each, certain orders kept, no text over another."""
    view, laid = timeline_view(case), plan(case)

    assert groups(view) == Counter(svg_id(id) for id in case.ids)
    assert overlapping(view) == []
    assert misplaced(case, laid) == []
    assert beyond(laid) == []
    assert view == timeline_view(case)
    assert view.to_svg() == timeline_view(case).to_svg()


def beyond(laid: Plan) -> list[tuple[str, float]]:
    """What is drawn further right than the words of the lanes may reach, and how far."""
    units = (unit for strip in laid.strips for unit in strip.units)
    drawn: list[Block | Unit] = [*laid.blocks, *units]
    ends = [(one.item.id, part.right) for one in drawn for part in one.glyph.parts]
    return [(id, right) for id, right in ends if right > RIGHT + 12]


def misplaced(case: Case, laid: Plan) -> list[tuple[str, str]]:
    """Pairs of which the second certainly came later and stands left of the first."""
    once = [n for n, s in enumerate(case.statements) if n in laid.places and not s.recurring]
    found = []
    for x in once:
        for y in once:
            gap = case.chronology.gap(x, y) if x != y else None
            spans = laid.items.all[y].span, laid.items.all[x].span
            is_later = is_after(*spans) is Truth.CERTAIN or (gap and gap.least_minutes > 0)
            if x != y and is_later and laid.places[y] < laid.places[x] - 0.01:
                found.append((case.ids[x], case.ids[y]))
    return found


@pytest.mark.parametrize("name", ["elizabeth", "diary", "hostile", "chain"])
def test_what_certainly_came_later_is_never_left_of_what_came_first(name: str) -> None:
    """Certain by dates, by ages or by a chain of orders."""
    case = CASES[name]()

    assert misplaced(case, plan(case)) == []


def test_an_order_that_leads_through_a_claim_holds() -> None:
    """The belief is older than the claim, and what comes after the claim stands right of both."""
    case = case_of(
        Belief(id="belief", text="all is lost", before="claim"),
        Claim(id="claim", text="It was so.", when="1906"),
        LifeEvent(id="early", text="a move", when="1903"),
        LifeEvent(id="later", text="a letter", after="claim", apart="90 minutes"),
    )

    assert misplaced(case, plan(case)) == []
    assert place(case, "belief") < place(case, "later")


def test_a_chain_runs_from_left_to_right() -> None:
    """Without any date the order alone is drawn, each thing right of the one it comes after."""
    laid = plan(chain(12))
    blocks = {block.item.id: block.glyph.left for block in laid.blocks}

    assert laid.axis is None
    assert all(blocks[f"e{n}"] < blocks[f"e{n + 1}"] for n in range(11))
    assert laid.chains.arrows == tuple((n, n + 1) for n in range(11))


# --- it can be read -----------------------------------------------------------------------------


@each_case
def test_no_text_lies_over_another(name: str) -> None:
    """Labels, dates, ages, numbers and the legend each have a place of their own."""
    assert overlapping(view_of(name)) == []


@each_case
def test_all_words_stand_on_the_sheet(name: str) -> None:
    """Nothing is cut off at an edge."""
    view = view_of(name)

    outside = [
        words
        for words, (left, top, right, bottom) in texts(view)
        if left < 0 or top < 0 or right > view.width or bottom > view.height
    ]

    assert outside == []


@each_case
def test_a_sheet_is_no_higher_than_is_said(name: str) -> None:
    """However much a case holds, it stays one page."""
    assert view_of(name).height <= MOST_HEIGHT


def test_labels_lie_over_no_mark_of_another() -> None:
    """Within a row, what belongs to one thing ends before the next begins."""
    for row in plan(example("elizabeth")).rows:
        spans = sorted((block.left, block.right) for block in row.blocks)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(
    words=strategies.texts,
    width=st.floats(120, 400),
    most=st.integers(1, 3),
)
def test_lines_are_no_wider_than_asked(words: str, width: float, most: int) -> None:
    """Broken by the width of letters, not by their number."""
    lines = lines_of(words, width, 9.5, most)

    assert 1 <= len(lines) <= most
    assert all(text_width(line, 9.5) <= width for line in lines)


@pytest.mark.parametrize(
    ("statement", "label"),
    [
        (Loss(of="ben", what="of tuberculosis"), "loss of Ben (of tuberculosis)"),
        (Loss(of="faith", what="he no longer prays"), "loss of faith (he no longer prays)"),
        (Loss(of="faith"), "loss of faith"),
        (Trauma(of="anna", what="of the left leg"), "trauma of Anna (of the left leg)"),
        (Trauma(of="anna", what="often beaten"), "trauma: often beaten"),
        (Fear(text="of being left"), "fear of being left"),
        (Fear(text="that all will leave"), "fear: that all will leave"),
        (Goal(text="of sleeping through"), "goal of sleeping through"),
        (LifeEvent(text="of age at last"), "of age at last"),
        (Risk(text="suicide", what="she has saved up pills"),
         "risk of suicide: she has saved up pills"),
        (Risk(text="suicide"), "risk of suicide"),
        (Risk(text="a farewell letter", form="suicide"), "risk of suicide: a farewell letter"),
        (Risk(text="she drives when drunk"), "risk: she drives when drunk"),
        (Risk(text="none found today", form="suicide"), "as to suicide: none found today"),
        (Risk(text="denies any"), "as to risk: denies any"),
        (Escalation(of="pain", by="ben"), "Ben: flare of pain"),
        (Escalation(of="pain", by="anna"), "flare of pain"),
    ],
)  # fmt: skip
def test_labels_read_as_they_are_spoken(statement: object, label: str) -> None:
    """A loss is told by what is lost, and what goes on from its kind needs no colon."""
    assert items_of(case_of(statement)).all[0].label == label


def test_a_symptom_of_another_says_whose_it_is() -> None:
    """The husband's asthma is not the patient's."""
    asthma = Symptom(id="asthma", name="asthma", of="ben", onset="2010")
    cough = Symptom(id="cough", name="cough", of="anna", onset="2010")
    case = case_of(asthma, cough, Remission(id="eases", of="asthma", when="2012"))

    assert [item.label for item in items_of(case).all] == [
        "Ben: remission of asthma", "pain", "Ben: asthma", "cough",
    ]  # fmt: skip


def test_two_accounts_of_one_thing_say_so_however_their_labels_are_cut() -> None:
    """Both are marked, and nothing else is."""
    case = case_of(
        LifeEvent(id="first", text="a kiss in the shop " * 9, when="2010-05-01"),
        LifeEvent(id="other", text="a kiss", when="2011-05-01", alternative_of="first"),
        LifeEvent(id="third", text="a letter", when="2012-05-01"),
        Fear(id="fear", text="that he comes back " * 9),
        Fear(id="wish", text="that he stays away", alternative_of="fear"),
    )
    view = timeline_view(case)
    told = {block.item.id: " ".join(block.lines) for block in plan(case).blocks}
    framed = [frame.words for one in plan(case).listed for frame in one.frames]

    assert told["first"].endswith("… (another account)")
    assert told["other"] == "a kiss (another account)"
    assert told["third"] == "a letter"
    assert [words.endswith(" (another account)") for words in framed] == [True, True, False]
    assert view.prose.count("(Another account differs.)") == 2


# --- when a symptom ended -----------------------------------------------------------------------


def end_of_pain(*statements: object) -> tuple[str, str]:
    """The years in which a cough of 2010 can have ended; "" where no bound is known."""
    cough = Symptom(id="cough", name="cough", onset="2010-01-01")
    span = items_of(case_of(*statements, cough)).all[-1].span
    ends = (span.end_earliest, span.end_latest)
    first, last = (
        "" if m > 10**10 else str(date.fromordinal(m // MINUTES_PER_DAY + 1).year) for m in ends
    )
    return first, last


@pytest.mark.parametrize(
    ("statements", "ends"),
    [
        ([], ("2010", "")),
        ([Remission(of="cough", when="2012-05-02")], ("2012", "2012")),
        ([Change(of="cough", how="ended", when="2012/2013")], ("2012", "2012")),
        ([Change(of="cough", how="less", when="2012-05-02")], ("2010", "")),
        ([Change(of="cough", how="ended", aspect="frequency", when="2012")], ("2010", "")),
        ([Remission(of="pain", when="2012-05-02")], ("2010", "")),
        ([Remission(of="cough", by="ben", when="2012-05-02")], ("2010", "")),
        (
            [Remission(of="cough", when="2012-05-02"), Escalation(of="cough", when="2014")],
            ("2010", ""),
        ),
        (
            [Remission(of="cough", when="2012-05-02"), Remission(of="cough", when="2016-05-02")],
            ("2016", "2016"),
        ),
        (
            [
                Remission(id="gone", of="cough", when="2012-05-02"),
                Change(of="cough", how="unchanged", when="2013", alternative_of="gone"),
            ],
            ("2012", ""),
        ),
        (
            [
                LifeEvent(id="move", text="a move", when="2011-06-01"),
                Remission(of="cough", after="move"),
            ],
            ("2011", ""),
        ),
    ],
)
def test_a_symptom_lasts_until_it_is_told_to_be_over(
    statements: list[object], ends: tuple[str, str]
) -> None:
    """By a remission or an end; not while it flares later, in another, or if accounts differ."""
    assert end_of_pain(*statements) == ends


def test_no_bar_of_a_symptom_runs_past_its_remission() -> None:
    """Little Hans: bitten no more from 2 May 1908 on, and not until 1922."""
    case = example("little_hans")
    laid = plan(case)
    bar = next(block for block in laid.blocks if block.item.id == "bitten")
    assert laid.axis

    assert bar.glyph.right <= laid.axis.place(day("1908-05-03"))


def test_many_of_a_kind_stand_in_a_strip_with_their_count() -> None:
    """Nine flares have no label each, and the strip says how many there are."""
    flares = [Escalation(of="pain", when=f"2020-03-{n:02}") for n in range(1, 10)]
    few, many = plan(case_of(*flares[:8])), plan(case_of(*flares))

    assert [strip.label for strip in few.strips] == []
    assert [strip.label for strip in many.strips] == ["escalation: pain · 9"]
    assert len(many.strips[0].units) == 9


def test_what_falls_on_one_place_is_piled_up() -> None:
    """Ten care for her on one day: ten ticks above each other, not one."""
    cares = [Care(of="anna", when="2020-03-01") for _ in range(10)]

    units = plan(case_of(*cares, LifeEvent(text="later", when="2021"))).strips[0].units

    assert sorted(unit.level for unit in units) == list(range(10))


def test_too_much_without_a_time_is_a_square_each() -> None:
    """Five hundred beliefs: some are written out, the others counted and still there to be lit."""
    view = view_of("untimed")
    listed = plan(CASES["untimed"]()).listed[0]

    assert len(listed.frames) + len(listed.heap) == 500
    assert f"and {len(listed.heap)} more, a square each" in [words for words, _ in texts(view)]


# --- the axis -----------------------------------------------------------------------------------


def axis_for(*moments: str) -> Axis:
    ends = [minute for text in moments for minute in parse_span(text)[:4]]
    return axis_of(stretches_of(ends, [day(text) for text in moments]), 100.0, 1000.0)


def test_a_childhood_and_last_week_stand_on_one_axis() -> None:
    """Thirty-nine years are left out between them, and both can be read."""
    last_week = [f"2024-11-{n:02}" for n in range(1, 8)]

    axis = axis_for("1985", *last_week)
    widths = [zone.width for zone in axis.stretches]

    assert [zone.words() for zone in axis.zones if zone.is_break] == ["39 years"]
    assert min(widths) >= 66
    assert axis.place(day("2024-11-07")) - axis.place(day("2024-11-01")) > 300


def test_evenly_spread_years_are_not_broken() -> None:
    """A break must save room; here none would."""
    axis = axis_for(*(f"{year}" for year in range(1990, 2020, 3)))

    assert len(axis.stretches) == 1


def test_no_break_goes_through_the_time_in_which_something_may_have_begun() -> None:
    """January is one month, though all that is known of it is its first and last day."""
    case = case_of(
        LifeEvent(text="a move", when="2019-03"),
        *(Insight(text=f"insight {n}", when="2023-01") for n in range(4)),
        LifeEvent(text="a fall", when="2022-12-30"),
    )
    axis = plan(case).axis

    assert axis
    assert any(z.first <= day("2023-01-01") and z.end >= day("2023-01-31") for z in axis.stretches)


moments = st.lists(st.integers(0, 5_000_000_000), min_size=1, max_size=60)


@given(moments=moments, asked=st.lists(st.integers(-9, 5_300_000_000), min_size=2, max_size=40))
def test_the_axis_is_monotone(moments: list[int], asked: list[int]) -> None:
    """Of two moments the later one is never drawn further left, and none off the paper."""
    axis = axis_of(stretches_of(moments, moments), 100.0, 1000.0)
    places = [axis.place(minute) for minute in sorted(asked)]

    assert all(a <= b for a, b in pairwise(places))
    assert all(100 <= x <= 1000 for x in places)


@given(moments=moments)
def test_stretches_are_apart_in_order_and_hold_every_moment(moments: list[int]) -> None:
    """No moment is left out, at most six stretches are made, and zones adjoin on paper."""
    stretches = stretches_of(moments)
    axis = axis_of(stretches, 100.0, 1000.0)
    last = date.max.toordinal() * MINUTES_PER_DAY - 1

    assert len(stretches) <= 6
    assert all(one.end <= other.first for one, other in pairwise(stretches))
    assert all(any(s.first <= min(m, last) < s.end for s in stretches) for m in moments)
    assert all(abs(a.right - b.x) < 1e-6 for a, b in pairwise(axis.zones))


@pytest.mark.parametrize(
    ("born", "told"), [("1969-05-03", "14"), ("1969", "14–15"), ("1969~", "about 15"), ("1990", "")]
)
def test_ages_stand_beside_years_as_well_as_they_are_known(born: str, told: str) -> None:
    """On 1 January 1984: to the year, between two, or about; and none before a birth."""
    axis = axis_of(stretches_of([day("1984")]), 0.0, 900.0, born=parse_span(born))

    assert axis.age(day("1984")) == told


def test_where_only_ages_are_known_the_axis_counts_them() -> None:
    """No year is made up for a case that has none."""
    people = (Person(id="anna", role="patient"), BEN)
    case = case_of(
        Trauma(id="fall", of="anna", age=7), Loss(id="death", of="ben", age=15), people=people
    )
    view = timeline_view(case)
    shown = [words for words, _ in texts(view)]

    assert "age 7" in shown
    assert "age 15" in shown
    assert not any(re.search("[0-9]{4}", words) for words in shown)
    assert place(case, "fall") < place(case, "death")
    assert view.lead.endswith("It counts years of age, for no date is known.")


# --- how sure a time is -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "drawn"),
    [
        (Idealization(id="x", of="ben", when="2015/.."), ["rising", "solid", "open-right"]),
        (Idealization(id="x", of="ben", when="../2018"), ["solid", "falling", "open-left"]),
        (Idealization(id="x", of="ben", when="2015/"), ["rising", "falling"]),
        (Idealization(id="x", of="ben", when="2015/2018"), ["rising", "solid", "falling"]),
        (Idealization(id="x", of="ben", when="2015"), ["range"]),
        (LifeEvent(id="x", text="a move", when="2015"), ["range", "mark"]),
        (LifeEvent(id="x", text="a move", when="2015-03-01"), ["mark"]),
        (Conflict(id="x", between=["anna", "ben"], when="2014/2018", recurring=True), ["again"]),
        (LifeEvent(id="x", text="a move", after="start"), ["order", "mark"]),
        (Wish(id="x", text="to go", after="start"), ["order", "falling"]),
        (LifeEvent(id="x", text="a move", after="start", recurring=True), ["order", "again"]),
        (
            Treatment(id="x", text="analysis", when="2014-01-01/2018-01-01"),
            ["solid", "mark"],
        ),
    ],
)
def test_what_is_known_of_a_time_is_what_is_drawn(statement: object, drawn: list[str]) -> None:
    """Fading ends, open arrows, hatched ranges, repeated marks, and dotted lines for orders."""
    years = [LifeEvent(id="start", text="start", when="2012-01-01")]
    years += [LifeEvent(text=f"y{y}", when=f"{y}-06-01") for y in (2013, 2014, 2016, 2018, 2020)]

    assert parts(case_of(*years, statement), "x") == drawn


def test_what_is_told_by_order_stands_between_its_neighbours() -> None:
    """After the fall and before the move: in the years that the axis leaves out."""
    case = case_of(
        Trauma(id="fall", of="anna", when="1990"),
        LifeEvent(id="move", text="a move", when="2020"),
        Wish(id="first", text="to be held", after="fall"),
        LifeEvent(id="then", text="a dance", after="first", before="move"),
    )

    assert [manner(case, id) for id in ("fall", "move", "first", "then")] == [
        "dated", "dated", "ordered", "ordered",
    ]  # fmt: skip
    order = [place(case, id) for id in ("fall", "first", "then", "move")]
    assert order == sorted(order)
    assert len(set(order)) == 4


def test_a_bar_told_by_order_alone_ends_on_the_paper() -> None:
    """A belief that came after a wish, at no known time, may be as late as the axis goes."""
    case = case_of(
        Wish(id="wish", text="to stay"),
        Belief(id="belief", text="that all will leave", after="wish", apart="90 minutes"),
        Conflict(between=["anna", "ben"], when="1984-07-15/..", after="wish"),
    )
    laid = plan(case)
    block = next(block for block in laid.blocks if block.item.id == "belief")

    assert block.item.manner == "ordered"
    assert beyond(laid) == []
    assert block.glyph.parts[0].right - block.glyph.parts[0].x == 64


def test_bars_crowded_at_the_right_edge_stay_on_the_paper() -> None:
    """Forty wishes, each after the one before: the last stand closer, and none is cut off."""
    wishes = [Wish(id=f"w{n}", text="to go", after=f"w{n - 1}" if n else "d") for n in range(40)]
    case = case_of(*(LifeEvent(id="d", text="a move", when="2020"), *wishes))
    laid = plan(case)

    assert sum(len(strip.units) for strip in laid.strips) == 40
    assert beyond(laid) == []
    assert misplaced(case, laid) == []


def test_a_bar_that_begins_beyond_the_axis_is_short() -> None:
    """Five years after what began in 2020 or later: at the edge, with no room for a longer tail."""
    case = case_of(
        LifeEvent(id="start", text="a move", when="[2020..]"),
        Wish(id="wish", text="to go", after="start", apart="5 years"),
    )
    laid = plan(case)
    bar = next(block for block in laid.blocks if block.item.id == "wish").glyph.parts[0]

    assert laid.places[case.index_of["wish"]] == RIGHT
    assert (bar.x, bar.right) == (RIGHT, RIGHT + 12)


def test_what_has_no_time_is_listed_and_not_placed() -> None:
    """A belief of no time stands in a row at the foot, a claim always does."""
    case = case_of(
        Belief(id="b", text="that all will leave"),
        Claim(id="c", text="It began early", when="2020"),
        LifeEvent(id="e", text="a move", when="2020"),
    )
    laid = plan(case)

    assert [(one.name, [f.item.id for f in one.frames]) for one in laid.listed] == [
        ("Inner states", ["b"]),
        ("Symptoms", ["pain"]),
        ("Claims, goals", ["c"]),
    ]
    assert set(laid.places) == {case.index_of["e"]}


def test_what_is_inferred_has_a_broken_outline() -> None:
    """Only the strokes of the inferred one are dashed; the legend says what that means."""
    case = case_of(
        Idealization(id="said", of="ben", when="2015-01-01/2018-01-01"),
        Idealization(
            id="read", of="anna", by="ben", when="2015-01-01/2018-01-01", basis="inferred"
        ),
    )
    view = timeline_view(case)
    dashed = {
        group.get("data-statement"): "stroke-dasharray" in ET.tostring(group, "unicode")
        for group in ET.fromstring(view.to_svg()).iter(f"{SVG}g")
        if group.get("class") == "statement"
    }

    assert dashed == {"s-said": False, "s-read": True}
    assert "broken outline: inferred" in [words for words, _ in texts(view)]


def test_each_kind_of_event_has_a_shape_of_its_own() -> None:
    """Two marks that look alike in grey would be one kind to who prints the sheet."""
    names = ["quarrel", "rest", "flare", "ease", "turn", "hurt", "support", "insight", "treated"]
    shapes = [STYLE.marks[name].shape for name in [*names, "happens"]]

    assert len(set(shapes)) == len(shapes)
    assert set(shapes) <= {*_CORNERS, "cross", "circle", "ring"}


@pytest.mark.parametrize(
    ("kind", "lane"),
    [
        (Session(id="x", text="s", when="2020"), "treatment"),
        (Intervention(id="x", text="s", when="2020"), "treatment"),
        (Escalation(id="x", of="pain", when="2020"), "symptoms"),
        (Idealization(id="x", of="ben", when="2020"), "bonds"),
        (Fear(id="x", text="s", when="2020"), "inner"),
        (Loss(id="x", of="ben", when="2020"), "events"),
    ],
)
def test_each_kind_has_its_lane(kind: object, lane: str) -> None:
    """Bonds, inner states, events, symptoms and treatment."""
    assert items_of(case_of(kind)).all[0].lane == lane


# --- findings and weights -----------------------------------------------------------------------


def found(*ids: str, status: str = "complete") -> Finding:
    steps = {f"s{n}": id for n, id in enumerate(ids)}
    return Finding(
        case="small", title="A quarrel, then a flare", roles={}, steps=dict(steps),
        because="Anna and Ben quarrelled; then her pain flared.",
        status=status, certainty="certain", pattern="flare",
    )  # fmt: skip


DATED = (
    Idealization(id="hero", of="ben", when="2015/.."),
    Conflict(id="q1", between=["anna", "ben"], when="2020-03-01"),
    Escalation(id="f1", of="pain", when="2020-03-09"),
    Conflict(id="q2", between=["anna", "ben"], when="2020-06-01"),
    Escalation(id="f2", of="pain", when="2020-06-03"),
)


def test_found_episodes_are_numbered_bands_over_their_events() -> None:
    """A band runs from quarrel to flare; the bond that lasts does not stretch it."""
    case = case_of(*DATED)
    first, second = plan_of(case, [found("hero", "q1", "f1"), found("q2", "f2")], (), STYLE).bands

    assert (first.number, second.number) == (1, 2)
    assert first.left < place(case, "q1") < place(case, "f1") < first.right < second.left
    assert first.right < place(case, "q2")


def test_near_misses_are_no_episodes() -> None:
    """What only nearly fits has no band."""
    case = case_of(*DATED)

    assert plan_of(case, [found("q1", "f1", status="near-miss")], (), STYLE).bands == ()


def test_few_findings_are_told_one_by_one_and_many_by_pattern() -> None:
    """Eight have a sentence each; nine are counted."""
    case = case_of(*DATED)
    few = timeline_view(case, findings=[found("q1", "f1")] * 8).prose
    many = timeline_view(case, findings=[found("q1", "f1")] * 9).prose

    assert few.count("Anna and Ben quarrelled; then her pain flared.") == 8
    assert (
        "Found, 1–9: A quarrel, then a flare: 9 episodes (9 certain); 6 of them without a number"
        " for want of room." in many
    )


def test_a_finding_at_no_known_time_marks_what_it_rests_on() -> None:
    """The founding case dates no quarrel: its episode is marked on the chain."""
    case = example("elizabeth")
    view = timeline_view(case, findings=[found("hero_s", "feud", "flare", "truce")])
    band = plan_of(case, [found("hero_s", "feud", "flare", "truce")], (), STYLE).bands[0]

    assert not band.is_placed
    assert [case.ids[n] for n in band.chained] == ["feud", "flare", "truce"]
    assert [words for words, _ in texts(view)].count("1") >= 3


def test_a_finding_without_any_time_says_so() -> None:
    """It has a number and a sentence, and no band."""
    case = case_of(Belief(id="b", text="that all will leave"), *DATED)

    prose = timeline_view(case, findings=[found("b")]).prose

    assert "Nothing it rests on has a place in time." in prose


def test_weights_stand_below_with_their_verdict() -> None:
    """A line each; beyond twelve the rest is counted."""
    weight = Weight("p", "Do flares follow?", {}, "exact", "weak", because="Perhaps a little")

    one = timeline_view(case_of(*DATED), weights=[weight])
    many = timeline_view(case_of(*DATED), weights=[weight] * 20)

    assert one.prose.splitlines()[-1] == "Weighed: Weak. Perhaps a little."
    assert "Weak" in [words for words, _ in texts(one)]
    assert many.prose.splitlines()[-1] == "Weighed: More. 8 more questions weighed."


def test_a_weight_is_told_in_whole_sentences() -> None:
    """Half a sentence could say the opposite of the whole."""
    because = (
        "Seen more often than by chance. " * 12 + "But it may be one bad year " * 9 + "after all."
    )
    weight = Weight("p", "Do flares follow?", {}, "exact", "weak", because=because)

    told = timeline_view(case_of(*DATED), weights=[weight])

    assert told.prose.endswith("Seen more often than by chance.")
    assert "".join(words for words, _ in texts(told)).count("often") == 12


# --- words --------------------------------------------------------------------------------------


def test_the_prose_tells_it_in_order_of_time_and_hedges() -> None:
    """The same as the picture, for who hears it read."""
    case = case_of(
        Conflict(id="q", between=["anna", "ben"], when="2019/2020", recurring=True),
        Trauma(id="fall", of="anna", when="2011", what="a fall"),
        Idealization(id="hero", of="ben", after="fall"),
        Need(id="n", text="to be held"),
    )

    assert timeline_view(case).prose == "\n".join(
        [
            "Timeline: A small case.",
            "4 statements: 2 dated, 1 placed by order alone and 1 without any time. The axis is"
            " broken once; each stretch has a scale of its own.",
            "Some time in 2011: Anna suffers a trauma: a fall.",
            "By order only: Anna idealizes Ben, after the trauma of Anna (a fall).",
            "Recurring, from 2019 to 2020: Anna and Ben are in conflict, time and again.",
            "Left out of the axis, since nothing begins or ends there: 7 years.",
            "Without any time, inner states: need: to be held.",
            "Without any time, symptoms: pain.",
        ]
    )


@pytest.mark.parametrize(
    ("age", "told"),
    [
        ("36..42 months", "At the age of 3 to 3½ years, some time in 1987:"),
        ("15~", "At the age of about 15, some time in 1998 to 2001:"),
        ("9months", "At the age of 9 months, some time in 1985:"),
    ],
)
def test_ages_are_told_as_a_person_tells_them(age: str, told: str) -> None:
    """Not as a file writes them, with dots and marks."""
    prose = timeline_view(case_of(Trauma(of="anna", age=age, what="a fall"))).prose

    assert prose.splitlines()[2].startswith(told)
    assert age not in prose


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("2020-01-05", "2020-11-05"), "From Jan 2020 to Nov 2020."),
        (("2020-03-01", "2020-03-12"), "From 1 Mar 2020 to 12 Mar 2020."),
        (("1990", "2009"), "From 1990 to 2009."),
        (("1984", "1988", "2023-04-04", "2023-05-02"), "From 1984 to 2023."),
        (("1990",), "Around 1990."),
        (("2020-03-01",), "Around 1 Mar 2020."),
        (("0005-03-01", "0005-03-03"), "From 1 Mar 5 to 3 Mar 5."),
    ],
)
def test_the_description_says_from_when_to_when_with_both_years(
    dates: tuple[str, ...], told: str
) -> None:
    """What is drawn first and last counts, and not the dates that the axis happens to write."""
    alt = timeline_view(case_of(*(LifeEvent(text=f"on {d}", when=d) for d in dates))).alt

    assert alt.endswith(told)


def test_what_is_about_a_date_is_told_at_that_date() -> None:
    """It is drawn from the year before on, as it may have been then; orders still hold."""
    case = case_of(
        LifeEvent(id="doubt", text="doubt", when="2023?"),
        LifeEvent(id="june", text="june", when="2022-06"),
        LifeEvent(id="then", text="then", after="doubt", when="2022/2024"),
    )

    told = timeline_view(case).prose.splitlines()[2:5]

    assert told == ["Some time in June 2022: June.", "Perhaps 2023: Doubt.", *told[2:]]
    assert told[2].startswith("From 2022 to 2024: Then")


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (Relationship(between=["anna", "ben"], is_="marriage", when="../1985"), "marriage."),
        (Loss(of="ben", when="1988-11", age=4), "Ben is lost, at the age of 4."),
        (Trauma(of="anna", age=7, what="7 blows, at the age of 7 or so"), "7 or so."),
    ],
)
def test_a_date_is_told_once(record: object, told: str) -> None:
    """In front of the sentence, and not again behind it."""
    line = timeline_view(case_of(record)).prose.splitlines()[2]

    assert line.endswith(told)


def test_the_description_of_an_axis_of_ages_says_ages() -> None:
    """Where no year is known, none is made up."""
    people = (Person(id="anna", role="patient"), BEN)
    case = case_of(Trauma(of="anna", age=7), Loss(of="ben", age="14..15"), people=people)

    assert timeline_view(case).alt.endswith("From age 7 to age 15.")


def test_a_strip_is_told_by_its_years() -> None:
    """Who hears it read is told how many there were, and when most."""
    prose = view_of("diary").prose

    assert (
        "escalation: chronic pain, 62 in all, from 2021-03-25 to 2024-02-28: 15 in 2021, 31 in"
        " 2022, 13 in 2023 and 3 in 2024." in prose
    )


def test_an_empty_case_has_a_sheet_that_says_so() -> None:
    """Nothing to show is not a failure."""
    assert view_of("empty").prose == "Timeline: empty.\nNothing is told yet."
    assert view_of("empty").alt == "Timeline. Nothing is told yet."


def test_the_legend_is_made_of_what_is_shown() -> None:
    """A case of one dated move has one sign in it."""
    shown = [
        words for words, _ in texts(timeline_view(case_of(LifeEvent(text="m", when="2020-01-01"))))
    ]

    assert "other event" in shown
    assert not {"symptom flares", "recurring", "some time in it", "comes before"} & set(shown)


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("2004-08/..", {"goes on; no end told"}),
        ("../2004-08", {"from before; no beginning told"}),
        ("../..", {"goes on; no end told", "from before; no beginning told"}),
        ("2004-08-01/2010", set()),
    ],
)
def test_the_legend_tells_which_end_is_open(when: str, shown: set[str]) -> None:
    """A marriage from August 2004 onwards has a beginning."""
    case = case_of(
        LifeEvent(text="a move", when="2001"),
        Relationship(between=["anna", "ben"], is_="marriage", when=when),
    )
    words = {told for told, _ in texts(timeline_view(case))}

    assert {one for one in words if "no end" in one or "no beginning" in one} == shown


# --- hostile text, bytes and formats ------------------------------------------------------------


def test_hostile_text_is_text_and_nothing_else() -> None:
    """Markup in a name makes no element, no attribute and no second picture."""
    root = ET.fromstring(view_of("hostile").to_svg())
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}

    assert tags <= {
        "svg", "title", "desc", "defs", "pattern", "marker", "path", "line", "rect", "g", "text",
        "circle", "polygon", "linearGradient", "stop",
    }  # fmt: skip
    assert any("<script>alert(1)</script>" in words for words, _ in texts(view_of("hostile")))
    assert not any(name[:2] == "on" for e in root.iter() for name in e.attrib)


@each_case
def test_the_same_case_gives_the_same_bytes(name: str) -> None:
    """Twice laid out is twice the same."""
    assert timeline_view(CASES[name]()).to_svg() == view_of(name).to_svg()


def test_it_is_drawn_as_a_picture() -> None:
    """The founding case as PNG, by the one room that draws."""
    picture = draw(view_of("elizabeth"), format="png")

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"


def test_colours_come_from_the_style() -> None:
    """Who changes the style changes the sheet, and no colour is written elsewhere."""
    style = STYLE.with_changes(marks={"hurt": {"fill": "#123456"}})

    assert "#123456" in timeline_view(example("elizabeth"), style=style).to_svg()
    assert "#123456" not in view_of("elizabeth").to_svg()


def test_lanes_end_at_the_right_edge_of_the_paper() -> None:
    """What has no end has its arrow within the sheet."""
    laid = plan(example("elizabeth_diary"))

    assert max(block.right for block in laid.blocks) <= RIGHT
    assert laid.axis
    assert laid.axis.place(2**60) == RIGHT


@pytest.mark.slow
def test_thousands_in_strips_are_drawn_without_their_sentences() -> None:
    """Each can still be lit by its id, and the file stays small."""
    view = timeline_view(crowd(5, 2_400))

    assert sum(groups(view).values()) == 2_401
    assert len(view.to_svg()) < 250 * 2_401
    assert "<title>Thing 24" not in view.to_svg()
