"""A pattern as a round: stations in their order, arrows that carry what is shown, and breaks."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from formulation import catalogue, find, weigh
from formulation.casefile import read_case
from formulation.cli.app import app
from formulation.cli.views import SHEETS
from formulation.errors import UnknownName
from formulation.findings import Exposure, Finding, Lags, NearMiss, Weight
from formulation.model import (
    Case,
    Claim,
    Conflict,
    Escalation,
    Idealization,
    Person,
    Resolution,
    Symptom,
)
from formulation.patterns.pattern import Pattern
from formulation.views.cycle import cycle_view
from formulation.views.cycle_passages import Round, round_of
from formulation.views.cycle_places import placed
from formulation.views.cycle_round import evidence_of, has_order, stations_of
from formulation.views.cycle_words import MOST_STATIONS
from tests.small_cases import questions
from tests.test_triangles_view import (
    EXAMPLES,
    HOSTILE,
    LONG,
    SVG,
    crossing,
    overlaps,
    rows_of,
    shown,
)

PATTERN = Pattern(
    pattern="lever",
    title="A quarrel, a flare, and peace",
    steps=[
        {"as": "ideal", "idealizes": "A"},
        {"as": "quarrel", "conflict": ["A", "B"], "during": "ideal"},
        {"as": "flare", "escalation": "S", "after": "quarrel", "within": "14 days"},
        {"as": "truce", "resolution": ["A", "B"], "after": "flare", "optional": True},
    ],
    weigh=[{"outcome": "flare", "after": "quarrel", "within": "14 days"}],
    does_not_claim="Order is not cause.",
)
PEOPLE = (
    Person(id="p", name="Pat", role="patient"),
    Person(id="ann", name="Ann"),
    Person(id="bo", name="Bo"),
    Symptom(id="head", name="headache"),
    Idealization(id="hero", of="ann", when="2010/.."),
)


def quarrels(*others: object, flares: str = "yyy", truces: str = "yyn") -> Case:
    """Return a case of quarrels a month apart, some with a flare two days on, some with a truce."""
    records: list[Any] = []
    for n, (flare, truce) in enumerate(zip(flares, truces, strict=True), start=1):
        records.append(Conflict(id=f"q{n}", between=["ann", "bo"], when=f"2020-{n:02}-01"))
        if flare == "y":
            records.append(Escalation(id=f"f{n}", of="head", when=f"2020-{n:02}-03"))
        if truce == "y":
            records.append(Resolution(id=f"t{n}", between=f"q{n}", when=f"2020-{n:02}-09"))
    return Case(id="pat_case", title="Pat").adding(*PEOPLE, *records, *others)  # type: ignore[arg-type]


def told(*others: object) -> Case:
    """Return a case whose quarrels, flares and truces are told as recurring."""
    return Case(id="pat_case").adding(
        *PEOPLE,
        Conflict(id="q", between=["ann", "bo"], recurring=True),
        Escalation(id="f", of="head", after="q", recurring=True),
        Resolution(id="t", between="q", after="f", recurring=True),
        *others,  # type: ignore[arg-type]
    )


def read(case: Case, pattern: Pattern = PATTERN, near_misses: int = 0, **given: Any) -> Round:
    """Return the round of a pattern with what a search brings back."""
    findings = list(find(case, [pattern], near_misses=near_misses))
    evidence = evidence_of(case, pattern, findings, given.get("weights", ()))
    return round_of(case, pattern, evidence, stations_of(case, pattern, evidence))


def cycle(case: Case, pattern: Pattern = PATTERN, near_misses: int = 0, **given: Any) -> Any:
    """Return the view of the same."""
    findings = list(find(case, [pattern], near_misses=near_misses))
    return cycle_view(case, pattern, findings=findings, **given)


# --- stations -----------------------------------------------------------------------------------


def test_stations_are_the_steps_in_the_order_the_pattern_asks_for() -> None:
    """What only holds meanwhile is a condition and no station."""
    found = read(quarrels())

    assert [station.name for station in found.stations] == ["quarrel", "flare", "truce"]
    assert [station.words for station in found.conditions] == ["idealization of Ann"]


def test_a_step_that_must_come_before_stands_before() -> None:
    """However the pattern is written; what is not ordered keeps the order of writing."""
    steps = [
        {"as": "late", "trauma": "P", "after": "early"},
        {"as": "early", "loss": "L", "by": "P"},
        {"as": "free", "harm": "P"},
        {"as": "first", "care": "P", "before": "early"},
    ]
    pattern = Pattern(pattern="x", title="X", steps=steps)

    found = read(Case(id="pat_case"), pattern)

    assert [station.name for station in found.stations] == ["free", "first", "early", "late"]
    assert [passage.is_ordered for passage in found.passages[:3]] == [False, True, True]


def test_alike_steps_at_one_place_are_one_station() -> None:
    """Two rallies after one flare; a third with another window stands apart."""
    steps = [
        {"as": "flare", "escalation": "S"},
        {"as": "rally_a", "rally": "A", "from": "flare", "within": "14 days"},
        {"as": "rally_b", "rally": "B", "from": "flare", "within": "14 days"},
        {"as": "rally_c", "rally": "C", "from": "flare", "within": "30 days"},
    ]

    found = read(Case(id="pat_case"), Pattern(pattern="x", title="X", steps=steps))

    assert [s.name for s in found.stations] == ["flare", "rally a, rally b", "rally c"]


def test_stations_name_people_as_far_as_the_findings_agree() -> None:
    """Ann and Bo in every finding; without any, letters."""
    assert read(quarrels()).stations[0].words == "conflict between Ann and Bo"
    assert read(Case(id="pat_case")).stations[0].words == "conflict between A and B"


def test_what_must_not_be_recorded_is_told_and_no_station() -> None:
    """A step that is absent stands above the round."""
    steps = [
        {"as": "trauma", "trauma": "P"},
        {"as": "earlier", "defense": "D", "by": "P", "before": "trauma", "absent": True},
    ]
    pattern = Pattern(pattern="x", title="X", steps=steps)

    view = cycle(Case(id="pat_case"), pattern)

    assert "Must not be recorded: the defense by D." in view.prose
    assert [station.name for station in read(Case(id="pat_case"), pattern).stations] == ["trauma"]


def test_every_statement_found_has_its_mark() -> None:
    """Three quarrels, three flares, two truces, the idealization: each can be pointed at."""
    view = cycle(quarrels())

    groups = set(re.findall(r'data-statement="([^"]+)"', view.to_svg()))
    assert groups == {f"s-{id}" for id in "q1 q2 q3 f1 f2 f3 t1 t2 hero".split()}


# --- arrows -------------------------------------------------------------------------------------


def test_arrows_carry_in_how_many_findings_the_way_was_gone() -> None:
    """Three flares after quarrels, two of them with a truce."""
    to_flare, to_truce, _ = read(quarrels()).passages

    assert to_flare.words == ("in all 3 findings",)
    assert to_truce.words == ("in 2 of 3 findings",)
    assert to_flare.state == to_truce.state == "found"


def test_what_is_told_as_recurring_is_not_counted() -> None:
    """And the verdict says so."""
    case = told()

    assert read(case).passages[0].words == ("told as recurring, not counted",)
    assert "told as recurring, so nothing can be counted." in cycle(case).prose


def test_an_optional_step_that_no_finding_has_breaks_the_arrow() -> None:
    """The station is dotted, the arrow crossed."""
    case = quarrels(flares="yy", truces="nn")

    passage, view = read(case).passages[1], cycle(case)

    assert (passage.state, passage.words) == ("broken", ("no finding has “truce”",))
    assert "in no finding" in shown(view)
    assert "nothing shows it" in shown(view)
    assert 'stroke-dasharray="0.1 3.6"' in view.to_svg()


def test_without_findings_every_arrow_is_broken_and_nothing_is_claimed() -> None:
    """Absence from the file is not absence from the life."""
    view = cycle_view(quarrels(), PATTERN)

    assert shown(view).count("not found in this file") == 2
    assert "absence from the file is not absence from the life." in view.prose
    assert "2 arrows broken." in view.alt


def test_a_near_miss_says_where_the_arrow_breaks_and_why() -> None:
    """A flare forty days after the only quarrel is too late by 26 days."""
    case = Case(id="pat_case").adding(
        *PEOPLE,
        Conflict(id="q", between=["ann", "bo"], when="2020-01-01"),
        Escalation(id="f", of="head", when="2020-02-10"),
    )

    found = read(case, near_misses=10)

    assert found.stations[0].ids == ("q",)
    assert found.passages[0].state == "broken"
    assert found.passages[0].words[0] == "nearly: too late by 26 days"


def test_a_claim_without_findings_is_only_claimed() -> None:
    """A quarrel and a flare that are no finding, and a claim that ties them."""
    case = Case(id="pat_case").adding(
        *PEOPLE,
        Conflict(id="q", between=["ann", "bo"], when="2020-03-01"),
        Escalation(id="f", of="head", when="2020-01-10"),
        Claim(id="c", text="Quarrels bring pain", from_="q", to="f", basis="inferred"),
    )

    passage, view = read(case).passages[0], cycle(case)

    assert (passage.state, passage.words) == ("claimed", ("claimed, not found", "claim 1"))
    assert "1: from 1 to 2, claimed and inferred: Quarrels bring pain" in shown(view)


def test_arrows_cite_the_claims_that_go_the_same_way() -> None:
    """Beside what is found; claims across have a number on a line of their own."""
    along = Claim(id="c1", text="Quarrels bring pain", from_="q1", to="f1")
    across = Claim(id="c2", text="Pain brings quarrels", from_="t1", to="f2", basis="inferred")

    found = read(quarrels(along, across))

    assert found.passages[0].words == ("in all 3 findings", "claim 1")
    assert [(c.start, c.end, c.numbers, c.is_inferred) for c in found.chords] == [
        (2, 1, (2,), True)
    ]


# --- weights ------------------------------------------------------------------------------------


def weight(**fields: Any) -> Weight:
    """Return a weight of the pattern's one question, counted by hand."""
    usual = {
        "pattern": "lever",
        "question": "Do flares of headache come more often in the 14 days after quarrels?",
        "roles": {"S": "head"},
        "method": "by hand",
        "verdict": "supported",
        "case": "pat_case",
        "asked": ("quarrel", "flare of headache"),
        "because": "Flares came more often after quarrels.",
    }
    return Weight(**{**usual, **fields})


def day(number: int) -> int:
    return number * 1440


def test_the_weighed_arrow_says_how_many_quarrels_were_followed() -> None:
    """Quarrels on days 1, 5 and 40, flares on 6 and 80: 2 of 3, the same day not counted."""
    exposure = Exposure(
        at_risk=(),
        exposed=(),
        antecedents=((day(1), "q1"), (day(5), "q2"), (day(40), "q3")),
        outcomes=((day(6), "f1", "exposed"), (day(80), "f2", "unexposed")),
    )
    lags = Lags("day", (), (), (), (), (), window=14)
    counted = weight(exposure=exposure, lags=lags, hits=("f1",), misses=("q3",))

    passage = read(quarrels(), weights=[counted]).passages[0]

    assert passage.words == ("2 of 3 quarrels", "in all 3 findings")


def test_a_weight_without_its_exposure_tells_the_outcomes() -> None:
    """Hits among hits and those that nothing came before."""
    counted = weight(hits=("f1", "f2"), unprompted=("f3",))

    passage = read(quarrels(), weights=[counted]).passages[0]

    assert passage.words[0] == "2 of 3 flares came after a quarrel"


def test_what_cannot_be_tested_is_no_count_but_a_verdict() -> None:
    """The sentence stands below, the arrow carries only findings."""
    untold = weight(verdict="not testable", because="It cannot be weighed.")

    view = cycle(quarrels(), weights=[untold])

    assert "It cannot be weighed." in view.prose
    assert read(quarrels(), weights=[untold]).passages[0].words == ("in all 3 findings",)


def test_weights_of_other_patterns_and_cases_are_left_aside() -> None:
    """Whatever the caller hands over."""
    others = [weight(pattern="other"), weight(case="another")]

    assert "Flares came" not in cycle(quarrels(), weights=others).prose


def test_the_diary_counts_as_its_weight_does() -> None:
    """31 of 42 quarrels: 11 misses are listed in the weight, and 42 quarrels were at risk."""
    case = read_case(EXAMPLES / "elizabeth_diary.yaml")
    pattern = next(p for p in catalogue() if p.pattern == "idealized-pair-conflict-flare")
    weights = list(weigh(case, [pattern]))

    passage = read(case, pattern, weights=weights).passages[0]

    first = weights[0]
    assert first.exposure is not None
    assert (len(first.exposure.antecedents), len(first.misses)) == (42, 11)
    assert passage.words == ("31 of 42 quarrels", "in all 46 findings")


# --- the way back -------------------------------------------------------------------------------


def test_the_way_back_is_dotted_unless_the_file_claims_it() -> None:
    """Nobody said that peace brings the next quarrel."""
    passage = read(quarrels(flares="y", truces="n")).passages[-1]

    assert (passage.state, passage.words) == ("open", ("not claimed in the file",))


def test_the_way_back_is_drawn_where_a_claim_goes_it() -> None:
    """From the truce of one quarrel to the next quarrel."""
    back = Claim(id="c", text="Peace breeds quarrels", from_="t1", to="q2", basis="inferred")

    passage = read(quarrels(back)).passages[-1]

    assert passage.state == "claimed"
    assert passage.is_inferred
    assert passage.words == ("claimed", "claim 1")


def test_a_circle_of_claims_says_which_way_it_turns() -> None:
    """Quarrel raises flare, flare raises truce; the truce ends the quarrel, on record."""
    claims = [
        Claim(id="c1", text="Quarrels bring pain", from_="q", to="f", effect="raises"),
        Claim(id="c2", text="Pain brings peace", from_="f", to="t", effect="raises"),
    ]

    found = read(told(*claims))

    assert found.passages[-1].state == "recorded"
    assert found.passages[-1].words == ("on record", "the circle would bring itself to rest")
    assert [short for short, _ in found.circles] == [
        "A circle through 1, 2 and 3, by claims 1 and 2: would bring itself to rest (balancing)."
    ]


def test_the_founding_case_turns_both_ways() -> None:
    """Flare and truce keep each other going; through the quarrel the circle comes to rest."""
    case = read_case(EXAMPLES / "elizabeth.yaml")
    pattern = next(p for p in catalogue() if p.pattern == "idealized-pair-conflict-flare")

    found = read(case, pattern)

    assert [short for short, _ in found.circles] == [
        "A circle through 2 and 4, by claims 3, 4 and 5: would keep itself going (reinforcing).",
        "A circle through 1, 2 and 4, by claims 1, 2, 3 and 4: "
        "would bring itself to rest (balancing).",
    ]
    assert {p.state for p in found.passages} == {"described", "recorded"}


# --- in words and by command --------------------------------------------------------------------


def test_the_verdict_says_how_often_and_how_surely_it_was_found() -> None:
    """Once, three times, or possibly; and what the pattern does not claim."""
    once = cycle(quarrels(flares="y", truces="y"))
    doubtful = quarrels(
        Conflict(id="dq", between=["ann", "bo"], when="2021-01-01~"),
        Escalation(id="df", of="head", when="2021-01-02"),
    )

    assert "Found once." in once.prose
    assert "Found 3 times." in cycle(quarrels()).prose
    assert "Found 4 times, 1 of them possible and not certain, as dated." in cycle(doubtful).prose
    assert once.prose.endswith("Order is not cause.")


def test_several_who_stand_for_a_letter_are_not_named_at_the_station() -> None:
    """Three symptoms in three findings: the letter stays, and is explained."""
    others = [Symptom(id=f"s{n}", name=f"symptom {n}") for n in range(2)]
    flares = [Escalation(id=f"g{n}", of=f"s{n}", when=f"2020-01-0{n + 4}") for n in range(2)]

    view = cycle(quarrels(*others, *flares, flares="y", truces="n"))

    assert "flare of S" in shown(view)
    assert "Several stand for S in turn, one in each finding." in shown(view)


def test_nobody_stands_for_a_letter_in_turn_where_it_is_found_once() -> None:
    """One finding has one of each."""
    assert "in turn" not in cycle(quarrels(flares="ynn", truces="nnn")).prose


UNORDERED = Pattern(
    pattern="knot",
    title="A knot",
    steps=[{"as": "ideal", "idealizes": "A"}, {"as": "quarrel", "conflict": ["A", "B"]}],
)


def test_a_pattern_that_asks_for_no_order_is_no_round() -> None:
    """Its lines have no arrows, nothing leads back, and the lead says why."""
    view, found = cycle(quarrels(), UNORDERED), read(quarrels(), UNORDERED)

    assert not has_order(UNORDERED)
    assert has_order(PATTERN)
    assert [passage.is_ordered for passage in found.passages] == [False, False]
    assert found.passages[-1].words == ("no order is asked",)
    assert view.lead.startswith("This pattern asks for no order in time")
    assert "not claimed in the file" not in view.prose
    assert "round" not in view.alt


def test_what_is_not_found_is_called_so_first_of_all() -> None:
    """The name of a pattern above a picture would say that it is there."""
    assert cycle(quarrels(flares="nnn")).title == "Not found: A quarrel, a flare, and peace: Pat"
    assert cycle(quarrels()).title == "A quarrel, a flare, and peace: Pat"


def test_letters_in_a_patterns_own_words_are_left_alone() -> None:
    """A plan B is no person."""
    steps = [
        {"as": "ideal", "idealizes": "A"},
        {"as": "quarrel", "conflict": ["A", "B"], "during": "ideal"},
        {"as": "image", "sees": "B", "image": "a plan B person", "optional": True},
    ]

    found = read(quarrels(), Pattern(pattern="x", title="X", steps=steps))

    assert found.stations[0].words == "conflict between Ann and Bo"
    assert found.stations[1].words == "image of B"


def test_of_forty_and_more_statements_forty_have_a_mark() -> None:
    """The diary's 46 flares: the rest are told as a number."""
    case = read_case(EXAMPLES / "elizabeth_diary.yaml")
    pattern = next(p for p in catalogue() if p.pattern == "idealized-pair-conflict-flare")

    view = cycle(case, pattern)

    assert "and 6 more" in shown(view)
    assert len([id for id in view.statements if id.startswith("flare-")]) == 40


def test_the_prose_tells_every_station_and_every_way() -> None:
    """Those who cannot see the round can follow it."""
    lines = cycle(quarrels()).prose.splitlines()

    assert lines[3:] == [
        "1. quarrel: conflict between Ann and Bo; 3 statements.",
        "   to 2 (found): in all 3 findings.",
        "2. flare: flare of headache; 3 statements.",
        "   to 3 (found): in 2 of 3 findings.",
        "3. truce (if recorded): resolution between Ann and Bo; 2 statements.",
        "   to 1 (no way back is claimed): not claimed in the file.",
        "Found 3 times.",
        "Nothing of it is weighed against chance here, though it could be asked.",
        "Order is not cause.",
    ]


@pytest.mark.parametrize("view", ["triangles", "development", "cycle"])
def test_the_command_draws_it(view: str, tmp_path: Path) -> None:
    """Without a pattern the round is that of the fullest finding."""
    target = tmp_path / "picture.svg"
    case = str(EXAMPLES / "elizabeth.yaml")

    done = CliRunner().invoke(app, ["draw", case, "--view", view, "-o", str(target)])

    assert done.exit_code == 0, done.output
    title = ET.fromstring(target.read_text(encoding="utf-8")).findtext(f"{SVG}title") or ""
    starts = {"triangles": "Two triangles", "development": "How it", "cycle": "Two idealized"}
    assert title.startswith(starts[view])


# --- refusals and limits ------------------------------------------------------------------------


def test_a_finding_of_another_case_is_refused() -> None:
    """As on the map."""
    stray = Finding("other", "lever", "X", "complete", "certain", {}, {})

    with pytest.raises(UnknownName, match="no case here is called 'other'"):
        cycle_view(quarrels(), PATTERN, findings=[stray])


def test_a_finding_of_a_statement_that_is_not_there_is_refused() -> None:
    """Near misses as well."""
    stray = NearMiss("pat_case", "lever", "X", "near-miss", "certain", {}, {"quarrel": "gone"})

    with pytest.raises(UnknownName, match="'gone'"):
        cycle_view(quarrels(), PATTERN, findings=[stray])


def test_of_a_long_pattern_a_stated_number_of_stations_is_drawn() -> None:
    """Fourteen steps in a chain: nine stand there, five are told in words."""
    steps: list[dict[str, Any]] = [{"as": "s0", "trauma": "P"}]
    steps += [{"as": f"s{n}", "harm": "P", "after": f"s{n - 1}"} for n in range(1, 14)]

    view = cycle(Case(id="pat_case"), Pattern(pattern="x", title="X", steps=steps))

    names = [row.text for row in rows_of(view) if re.fullmatch(r"s\d+", row.text)]
    assert len(names) == MOST_STATIONS
    assert "5 more steps, told in words" in " ".join(shown(view).split())
    assert "14. s13:" in view.prose


def test_a_pattern_of_one_step_is_a_station_without_arrows() -> None:
    """Nothing to go round."""
    pattern = Pattern(pattern="x", title="X", steps=[{"as": "hurt", "harm": "P"}])

    view = cycle(Case(id="pat_case"), pattern)

    assert read(Case(id="pat_case"), pattern).passages == ()
    assert "nothing, for it has one step" in view.alt


def test_hostile_words_stay_words() -> None:
    """In names, titles and claims."""
    case = Case(id="pat_case", title=HOSTILE).adding(
        Person(id="p", role="patient", name=LONG),
        Person(id="a", name=HOSTILE),
        Symptom(id="s", name=LONG),
        Conflict(id="q", between=["p", "a"], when="2020-01-01"),
        Escalation(id="f", of="s", when="2020-01-03"),
        Claim(text=HOSTILE, from_="f", to="q"),
    )
    steps = [
        {"as": "q", "conflict": ["A", "B"]},
        {"as": "f", "escalation": "S", "after": "q"},
    ]

    view = cycle(case, Pattern(pattern="x", title=HOSTILE, steps=steps))

    tags = {node.tag for node in ET.fromstring(view.to_svg()).iter()}
    assert f"{SVG}script" not in tags
    assert "\u202e" not in view.to_svg() + view.prose + view.alt + view.title
    assert overlaps(view) == []


@pytest.mark.parametrize("example", ["elizabeth", "elizabeth_diary"])
def test_every_pattern_of_the_catalogue_makes_a_readable_round(example: str) -> None:
    """Found or not, no words lie on others and nothing leaves the paper."""
    case = read_case(EXAMPLES / f"{example}.yaml")
    findings = list(find(case))

    for pattern in catalogue():
        view = cycle_view(case, pattern, findings=findings)
        assert overlaps(view) == [], pattern.pattern
        assert all(row.right <= view.width - 12 for row in rows_of(view)), pattern.pattern


@settings(max_examples=12, deadline=None)
@given(questions())
def test_any_pattern_in_any_case_is_drawn_alike_twice(question: tuple[Case, Pattern]) -> None:
    """Well-formed, the same bytes each time, no row on another."""
    case, pattern = question
    findings = list(find(case, [pattern], near_misses=3))

    view = cycle_view(case, pattern, findings=findings)

    ET.fromstring(view.to_svg())
    assert view.to_svg() == cycle_view(case, pattern, findings=findings).to_svg()
    assert overlaps(view) == []


sizes = st.lists(st.tuples(st.just(172.0), st.floats(30, 160)), min_size=1, max_size=9)


@settings(max_examples=12, deadline=None)
@given(sizes, st.floats(20, 90))
def test_stations_and_words_stand_apart_on_any_round(
    stations: list[tuple[float, float]], high: float
) -> None:
    """By 22 points at least, so that a piece of every arrow is seen; and crossing nothing."""
    words = [(128.0, high)] * (len(stations) if len(stations) > 1 else 0)

    places = placed(stations, words, 760.0)

    boxes = [*places.stations, *places.words]
    assert all(a.is_clear_of(b, 21.9) for n, a in enumerate(boxes) for b in boxes[n + 1 :])
    assert all(box.left >= -0.01 and box.top >= -0.01 for box in boxes)


def test_boxes_of_the_founding_case_do_not_cross() -> None:
    """Stations, badges and legend each stand by themselves."""
    case = read_case(EXAMPLES / "elizabeth.yaml")
    findings = list(find(case))

    for pattern in catalogue():
        assert crossing(cycle_view(case, pattern, findings=findings)) == []


def test_a_pattern_with_an_order_is_drawn_rather_than_one_without() -> None:
    """Whichever has more steps: without an order there is no round."""
    wide = Pattern(
        pattern="wide",
        title="Wide",
        steps=[
            {"as": "ideal", "idealizes": "A"},
            {"as": "quarrel", "conflict": ["A", "B"]},
            {"as": "flare", "escalation": "S"},
            {"as": "truce", "resolution": ["A", "B"]},
        ],
    )
    short = Pattern(
        pattern="short",
        title="Short",
        steps=[
            {"as": "quarrel", "conflict": ["A", "B"]},
            {"as": "flare", "escalation": "S", "after": "quarrel"},
        ],
    )

    drawn = SHEETS["cycle"](quarrels(), [wide, short], [])

    assert drawn.title == "Short: Pat"
