"""The relational map: all that is shown, in words and in DOT, whoever the people are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pygraphviz
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.casefile import read_case
from formulation.errors import DateError, FormulationWarning, UnknownName
from formulation.findings import Failure, Finding, NearMiss
from formulation.graph import map_of
from formulation.model import (
    Bind,
    Care,
    Case,
    Change,
    Claim,
    Conflict,
    Defense,
    Escalation,
    Feeling,
    Harm,
    Idealization,
    Insight,
    Person,
    Rally,
    Relationship,
    Remission,
    Resolution,
    Risk,
    Separation,
    Symptom,
    Transference,
    Trauma,
    Wish,
)
from formulation.patterns.answers import find
from formulation.views.draw import draw
from formulation.views.map import MapEdge, MapView, map_view
from formulation.views.quoting import svg_id, wrapped
from formulation.views.style import STYLE, Style
from tests.strategies import AWKWARD, cases

ELIZABETH = Path(__file__).parent.parent / "examples" / "elizabeth.yaml"
FLAGSHIP = "idealized-pair-conflict-flare"
SVG = "{http://www.w3.org/2000/svg}"
XLINK_TITLE = "{http://www.w3.org/1999/xlink}title"


@pytest.fixture(scope="module")
def elizabeth() -> Case:
    return read_case(ELIZABETH)


@pytest.fixture(scope="module")
def flagship(elizabeth: Case) -> Finding:
    return find(elizabeth, FLAGSHIP)[0]


def trio(*more: object) -> Case:
    """A patient, a man, a woman and a symptom, and what else is said."""
    return Case(id="trio", title="Three and a pain").adding(
        Person(id="liz", name="Liz", role="patient"),
        Person(id="ann", name="Ann", gender="female"),
        Person(id="bo", name="Bo", gender="male"),
        Symptom(id="pain", name="back pain"),
        *more,
    )


def parsed(view: MapView) -> pygraphviz.AGraph:
    return pygraphviz.AGraph(string=view.to_dot())


def look_of(view: MapView, name: str) -> dict[str, str]:
    """What a node looks like in the DOT text."""
    graph = parsed(view)  # a graph of pygraphviz takes its nodes with it when it goes
    return dict(graph.get_node(name).attr)


def drawn_lines(view: MapView) -> dict[tuple[str, str], list[dict[str, str]]]:
    """What each line between two of the case looks like in the DOT text."""
    graph, lines = parsed(view), {}
    for start, end, key in graph.edges(keys=True):
        if start.startswith("s-"):
            look = {"key": key, **graph.get_edge(start, end, key).attr}
            lines.setdefault((start[2:], end[2:]), []).append(look)
    return lines


def line(view: MapView, kind: str) -> MapEdge:
    (found,) = [edge for edge in view.edges if edge.kind == kind]
    return found


def badge(look: dict[str, str]) -> str:
    """The number on a line's plate."""
    return re.sub(r"<[^>]*>", "", look.get("label", "")).strip("< >")


# -- what is drawn -------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(cases(max_statements=8))
def test_every_figure_and_symptom_is_drawn_and_every_line_of_the_graph_is_shown(case: Case) -> None:
    """Whatever a case holds, its DOT text has its figures as nodes and its lines between them."""
    view = map_view(case)
    graph = parsed(view)
    shown = {id for one in view.shown() for id in one.statements}

    figures = {record.id for record in (*case.people, *case.symptoms)}
    notes = {f"{svg_id(node.id)}--{n}" for node in view.nodes for n in range(len(node.notes))}
    names = {name for name in graph.nodes() if name.startswith("s-")}
    assert names == {svg_id(id) for id in figures} | notes
    assert {id for _, _, id in map_of(case).edges(keys=True)} <= shown
    drawn = Counter((a, b) for a, b in graph.edges() if a.startswith("s-"))
    assert drawn == Counter((svg_id(edge.start), svg_id(edge.end)) for edge in view.edges)


@settings(max_examples=30, deadline=None)
@given(cases(max_statements=8))
def test_the_legend_is_made_from_what_is_shown_and_of_nothing_else(case: Case) -> None:
    """Each shape and kind of line that is shown has its entry, and no other has one."""
    view = map_view(case)
    told = {
        sort: {e.name for e in view.legend if e.sort == sort} for sort in ("shape", "line", "mark")
    }
    shown = list(view.shown())

    assert told["shape"] == {node.shape for node in view.nodes}
    assert told["line"] == {edge.kind for edge in view.edges}
    assert ("inferred" in told["mark"]) == any(one.is_inferred for one in shown)
    assert ("disputed" in told["mark"]) == any(one.is_disputed for one in shown)
    assert ("count" in told["mark"]) == any(one.count > 1 for one in shown)
    assert ("note" in told["mark"]) == any(node.notes for node in view.nodes)
    assert ("patient" in told["mark"]) == any(node.is_patient for node in view.nodes)
    assert not told["mark"] & {"step", "muted", "possible"}
    assert told["line"] <= set(STYLE.lines)


def test_statements_of_one_kind_between_the_same_two_are_one_line_with_a_count() -> None:
    """Three quarrels, whoever is named first, are one line; a bond beside them is another."""
    view = map_view(
        trio(
            Conflict(between=["ann", "bo"], over="money"),
            Conflict(between=["bo", "ann"], over="time", basis="inferred"),
            Conflict(between=["ann", "bo"], over="money"),
            Relationship(between=["ann", "bo"], is_="marriage"),
        )
    )

    assert line(view, "conflict").count == 3
    assert line(view, "conflict").label == "conflict: money; time (1 of 3 inferred)"
    assert line(view, "relationship").count == 1
    labels = {look["label"] for look in drawn_lines(view)["ann", "bo"]}
    assert labels == {r"conflict: money; time\n(1 of 3 inferred) ×3", "marriage"}


def test_a_line_has_a_direction_and_so_who_idealizes_whom_is_kept_apart() -> None:
    """Two who idealize each other are two lines, each with its head at the idealized."""
    mutual = [Idealization(by="ann", of="bo"), Idealization(by="bo", of="ann")]

    lines = drawn_lines(map_view(trio(*mutual)))

    assert {("ann", "bo"), ("bo", "ann")} <= lines.keys()
    assert all(lines[ends][0]["dir"] == "forward" for ends in (("ann", "bo"), ("bo", "ann")))


def test_few_lines_carry_their_words_and_many_carry_numbers() -> None:
    """Up to six lines say what they are; beyond that a key does, the same words once."""
    six = [Harm(of="liz", by="ann"), Care(of="liz", by="bo", form="comfort"), Escalation(of="pain")]
    six += [Idealization(of="ann", image="angel"), Idealization(of="bo", image="angel")]
    six += [Conflict(between=["ann", "bo"])]
    seventh = Relationship(between=["ann", "liz"], is_="friendship")

    few, many = map_view(trio(*six)), map_view(trio(*six, seventh))

    assert few.key == ()
    assert line(few, "harm").label == "hurts"
    assert line(few, "care").label == "cares for: comfort"
    assert many.key == ((1, "friendship"), (2, "idealizes: angel"), (3, "cares for: comfort"))
    assert [e.number for e in many.edges if e.kind == "idealizes"] == [2, 2]
    assert line(many, "harm").number is None


def test_three_lines_between_the_same_two_carry_numbers() -> None:
    """A third line would have its words on the second, and nobody could tell whose they are."""
    two = [Idealization(of="bo", image="angel"), Conflict(between=["bo", "liz"], over="money")]
    third = Relationship(between=["bo", "liz"], is_="marriage")

    assert map_view(trio(*two)).key == ()
    assert map_view(trio(*two, third)).key == (
        (1, "marriage"),
        (2, "idealizes: angel"),
        (3, "conflict: money"),
    )


def test_what_concerns_one_figure_alone_is_a_note_at_that_figure() -> None:
    """Defenses, binds and traumas are notes; a remission is one at the symptom; a wish is none."""
    view = map_view(
        trio(
            Defense(of="denial", toward=["ann"]),
            Bind(of=["liz"], between=["ann", "bo"], form="double bind", basis="inferred"),
            Trauma(of="liz", what="a fall"),
            Remission(of="pain"),
            Wish(text="to be seen"),
        )
    )
    notes = {node.id: [(n.label, n.is_inferred) for n in node.notes] for node in view.nodes}

    assert notes["liz"] == [
        ("in a double bind between Ann and Bo", True),
        ("defends by denial", False),
        ("trauma: a fall", False),
    ]
    assert notes["pain"] == [("remits", False)]
    assert view.note == "Not drawn: 1 statement about one figure or about other statements."


def test_a_bind_of_loyalty_and_a_risk_are_told_as_such() -> None:
    """One is not in a loyalty, and a danger is told with what was noted of it."""
    view = map_view(
        trio(
            Bind(of=["liz"], between=["ann", "bo"], form="loyalty"),
            Risk(text="suicide", what="she has saved up pills"),
        )
    )
    asked = map_view(trio(Risk(text="none found today", form="suicide")))

    assert [note.label for node in view.nodes for note in node.notes] == [
        "in a conflict of loyalty between Ann and Bo",
        "risk: suicide, she has saved up pills",
    ]
    assert [note.label for node in asked.nodes for note in node.notes] == [
        "as to suicide, none found today"
    ]


def test_long_words_are_parted_at_their_hyphens() -> None:
    """Not as "dev" and "aluation-of-other"."""
    assert wrapped("defends by devaluation-of-other", 18, 3).split("\n") == [
        "defends by", "devaluation-of-", "other",
    ]  # fmt: skip


def test_many_notes_of_one_kind_are_one_with_a_count() -> None:
    """Four traumas of a patient are one note that tells them, as far as there is room."""
    view = map_view(trio(*(Trauma(of="liz", what=f"fall {n}") for n in range(4))))
    (note,) = view.nodes[0].notes

    assert (note.label, note.count) == ("trauma: fall 0; fall 1; fall 2; fall 3", 4)
    assert look_of(view, "s-liz--0")["label"] == r"trauma: fall 0; fall 1; fall\n2; fall 3 ×4"


def test_a_symptom_is_tied_to_whom_it_belongs_and_to_what_it_is_due_to() -> None:
    """The patient has a symptom unless another is said to; a flare already ties the two."""
    ill = Symptom(id="limp", name="limp", of="bo", due_to=["pain"])

    view = map_view(trio(ill))
    flaring = map_view(trio(ill, Escalation(of="pain")))

    ties = {(edge.start, edge.end, edge.kind) for edge in view.edges}
    assert ties == {("limp", "pain", "due_to"), ("liz", "pain", "has"), ("bo", "limp", "has")}
    assert ("liz", "pain", "has") not in {(e.start, e.end, e.kind) for e in flaring.edges}
    assert line(view, "due_to").sentences == ("limp is due to back pain.",)


def test_figures_have_the_shape_of_their_kind_and_the_marks_of_their_role() -> None:
    """A genogram's round woman and square man; doubled patient; thick therapist; † for the dead."""
    case = trio(
        Person(id="doc", role="therapist"),
        Person(id="dad", name="Dad", gender="male", died="2001"),
        Person(id="church", kind="institution"),
        Symptom(id="ms", kind="disease"),
    )
    graph = parsed(map_view(case))
    shape = {
        id: graph.get_node(f"s-{id}").attr["shape"] for id in ("liz", "ann", "bo", "church", "ms")
    }

    assert shape == {
        "liz": "box", "ann": "ellipse", "bo": "box", "church": "house", "ms": "invhouse",
    }  # fmt: skip
    assert graph.get_node("s-liz").attr["style"] == "filled,rounded"
    assert graph.get_node("s-liz").attr["peripheries"] == "2"
    assert graph.get_node("s-bo").attr["peripheries"] == "1"
    assert float(graph.get_node("s-doc").attr["penwidth"]) == STYLE.mark_points
    assert graph.get_node("s-dad").attr["label"] == "Dad †"


def test_inference_is_drawn_broken_and_nothing_else_is() -> None:
    """A line is broken where all it stands for is inferred; broken lines mean nothing else."""
    case = trio(
        Conflict(between=["ann", "bo"], basis="inferred"),
        Harm(of="liz", by="ann", basis="inferred"),
        Harm(of="liz", by="ann", basis="observed"),
        Defense(of="denial", basis="inferred"),
    )
    lines, graph = drawn_lines(map_view(case)), parsed(map_view(case))

    assert lines["ann", "bo"][0]["style"] == "dashed"
    assert {look["style"] for ends in lines if ends != ("ann", "bo") for look in lines[ends]} == {
        "solid"
    }
    assert graph.get_node("s-liz--0").attr["style"] == "filled,dashed"


def test_what_sources_dispute_is_drawn_double() -> None:
    """Both accounts of one fact stand, and each is drawn double, line or note."""
    case = trio(
        Conflict(id="quarrel", between=["ann", "bo"]),
        Rally(who=["ann", "bo"], alternative_of="quarrel"),
        Bind(id="bind", of=["liz"]),
        Bind(of=["ann"], alternative_of="bind"),
        Care(of="liz", by="ann"),
    )
    lines, graph = drawn_lines(map_view(case)), parsed(map_view(case))

    colour = STYLE.lines["conflict"].colour
    assert lines["ann", "bo"][0]["color"] == f"{colour}:invis:{colour}"
    assert {look["key"]: ":invis:" in look["color"] for look in lines["ann", "liz"]} == {
        "rally": True,
        "care": False,
    }
    assert {graph.get_node(f"s-{id}--0").attr["peripheries"] for id in ("liz", "ann")} == {"2"}


def test_all_colours_come_from_the_style() -> None:
    """A caller who changes one colour finds it in the picture, and no other colour is new."""
    case = trio(Conflict(between=["ann", "bo"]), Idealization(of="ann"), Trauma(of="liz", by="bo"))
    style = STYLE.with_changes(lines={"conflict": {"colour": "#123456"}}, ink="#222222")
    own = {line.colour for line in style.lines.values()}
    own |= {style.ink, style.paper, style.ground, style.glow, style.muted_ink, style.muted_line}

    used = set(re.findall(r"#[0-9A-Fa-f]{6}", map_view(case, style=style).to_dot()))

    assert "#123456" in used <= own
    assert "#000000" not in used - {line.colour for line in style.lines.values()}


def test_a_kind_without_a_line_of_its_own_is_still_explained() -> None:
    """A style that knows no lines draws all in the common one, and the legend names the kinds."""
    view = map_view(trio(Conflict(between=["ann", "bo"])), style=Style(lines={}))
    (look,) = drawn_lines(view)["ann", "bo"]

    assert (look["arrowhead"], look["label"]) == (STYLE.other.head, "other")
    assert [entry.words for entry in view.legend if entry.sort == "line"] == ["conflict", "has"]


# -- a finding -----------------------------------------------------------------------------------


def test_the_steps_of_a_finding_are_numbered_in_their_order(
    elizabeth: Case, flagship: Finding
) -> None:
    """Each statement has one number, told under the title and shown on every line that draws it."""
    view = map_view(elizabeth, finding=flagship)
    lines = drawn_lines(view)
    where = {(ends, badge(look)) for ends, looks in lines.items() for look in looks if badge(look)}

    assert [step.number for step in view.steps] == [1, 2, 3, 4, 5, 6]
    assert [step.statement for step in view.steps] == list(flagship.statements)
    assert view.steps[4].names == ("rally_a", "rally_b")
    assert [step.words for step in view.steps[:3]] == [
        "Elizabeth idealizes Diane as “superhero”.",
        "Elizabeth idealizes Stephanie as “superhero”.",
        "Stephanie and Diane are in conflict, time and again.",
    ]
    assert where == {
        (("elizabeth", "diane"), "1"),
        (("elizabeth", "stephanie"), "2"),
        (("stephanie", "diane"), "3"),
        (("elizabeth", "pain"), "4"),
        (("stephanie", "elizabeth"), "5"),
        (("diane", "elizabeth"), "5"),
        (("stephanie", "diane"), "6"),
    }


def test_what_a_finding_rests_on_stands_out_and_the_rest_is_muted(
    elizabeth: Case, flagship: Finding
) -> None:
    """Four figures have a bold outline; all others, and all other lines, are there and grey."""
    view = map_view(elizabeth, finding=flagship)
    graph, lines = parsed(view), drawn_lines(view)
    bold = {n for n in graph.nodes() if graph.get_node(n).attr["penwidth"] == "3"}
    grey = [look for looks in lines.values() for look in looks if not badge(look)]

    assert bold == {"s-elizabeth", "s-diane", "s-stephanie", "s-pain"}
    assert {look["color"] for look in grey} == {STYLE.muted_line}
    assert sum(map(len, lines.values())) == len(map_view(elizabeth).edges)
    assert graph.get_node("s-jc").attr["fontcolor"] == STYLE.muted_ink
    assert view.headline == (
        "Highlighted: Two idealized figures in conflict precede a symptom flare "
        "(told as a repeated course, so it cannot be counted)"
    )
    assert {"step", "muted"} <= {entry.name for entry in view.legend}
    assert "number" not in {entry.name for entry in view.legend}


def test_a_step_about_one_figure_alone_is_shown_as_a_note_with_its_number() -> None:
    """An insight is not drawn as a rule, but where a finding rests on it, it is."""
    case = trio(Insight(id="sees", text="anger is allowed"), Defense(id="shut", of="denial"))
    steps = {"defense": "shut", "insight": "sees"}
    finding = Finding(
        "trio", "made-up", "A defense, then an insight", "complete", "possible", {}, steps
    )

    plain, view = map_view(case), map_view(case, finding=finding)

    assert [n.label for n in plain.nodes[0].notes] == ["defends by denial"]
    assert [(n.label, n.steps) for n in view.nodes[0].notes] == [
        ("defends by denial", (1,)),
        ("insight: anger is allowed", (2,)),
    ]
    assert view.nodes[0].is_strong
    plates = [n.attr["label"] for n in parsed(view).nodes_iter() if n.startswith("plate")]
    assert [badge({"label": label}) for label in plates[:2]] == ["1", "2"]
    assert view.headline.endswith("(the order is possible, not certain)")


def test_a_step_with_no_place_on_the_map_is_told_all_the_same() -> None:
    """A claim is about statements, so it has a number in words and none in the picture."""
    case = trio(Claim(id="why", text="Quarrels hurt"))
    finding = Finding("trio", "made-up", "A claim", "complete", "certain", {}, {"claim": "why"})

    (step,) = map_view(case, finding=finding).steps

    assert step.words == "It is claimed: Quarrels hurt. (Not drawn.)"


def test_a_near_miss_shows_what_was_found_and_says_what_was_not() -> None:
    """The step that failed has no number but a reason; what hangs on it was not looked for."""
    case = trio(Conflict(id="quarrel", between=["ann", "bo"]))
    miss = NearMiss(
        "trio", "made-up", "A quarrel before a flare", "near-miss", "certain", {"A": "ann"},
        {"quarrel": "quarrel"}, ("the_flare", "truce"),
        failed=Failure("the_flare", "too late by 3 days"),
    )  # fmt: skip
    view = map_view(case, finding=miss)

    assert view.headline == "Nearly found, and highlighted: A quarrel before a flare"
    assert [(step.number, step.words) for step in view.steps] == [
        (1, "Ann and Bo are in conflict."),
        (None, "Not found: the flare (too late by 3 days)."),
        (None, "So not looked for: truce."),
    ]


def test_optional_steps_that_found_nothing_are_told_as_such() -> None:
    """A partial finding is no failure: what is missing was not needed."""
    case = trio(Conflict(id="quarrel", between=["ann", "bo"]))
    partial = Finding(
        "trio",
        "made-up",
        "A quarrel",
        "partial",
        "certain",
        {},
        {"quarrel": "quarrel"},
        ("rally_a",),
    )

    assert map_view(case, finding=partial).steps[-1].words == "Not found, and not needed: rally a."


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (
            Finding("other", "x", "X", "complete", "certain", {}, {}),
            "no case here is called 'other' (known: trio)",
        ),
        (
            Finding("trio", "x", "X", "complete", "certain", {}, {"a": "quarel"}),
            "no statement of this case is called 'quarel'; did you mean 'quarrel'? "
            "(known: quarrel)",
        ),
    ],
)
def test_a_finding_of_another_case_is_refused(finding: Finding, sentence: str) -> None:
    """A finding is highlighted in the case it was found in, and nowhere else."""
    with pytest.raises(UnknownName) as caught:
        map_view(trio(Conflict(id="quarrel", between=["ann", "bo"])), finding=finding)

    assert str(caught.value) == sentence


# -- as of a date --------------------------------------------------------------------------------

DATED = trio(
    Relationship(id="bond", between=["liz", "bo"], is_="marriage", when="2010/.."),
    Idealization(id="hero", of="ann", when="2015/2018"),
    Conflict(id="feud", between=["ann", "bo"]),
    Harm(id="blow", of="liz", by="bo", when="1999"),
    Defense(id="shut", of="denial", when="2016/"),
    Trauma(id="fall", of="liz", when="2017-05-02"),
)


def test_a_date_drops_what_cannot_have_held_and_marks_what_only_may_have() -> None:
    """In May 2017 the blow is past, the fall is that month's, and the undated feud is a maybe."""
    view = map_view(DATED, at="2017-05")
    shown = {id: one for one in view.shown() for id in one.statements}

    assert shown.keys() & {"bond", "hero", "feud", "blow", "shut", "fall"} == {
        "bond", "hero", "feud", "shut", "fall",
    }  # fmt: skip
    assert {id for id, one in shown.items() if one.is_possible} == {"feud", "shut"}
    assert view.title == "Three and a pain, as of May 2017"
    assert view.note == (
        "As of May 2017: 2 statements are shown as possible (?), 1 of them undated; "
        "for 1 symptom shown no beginning is recorded; "
        "1 statement that did not hold then is left out."
    )


def test_what_may_have_held_is_fainter_and_has_a_question_mark() -> None:
    """The mark is on the line and the note, and the legend explains it."""
    view = map_view(DATED, at="2017-05")
    (feud,) = drawn_lines(view)["ann", "bo"]

    assert feud["color"] == STYLE.faded(STYLE.lines["conflict"].colour)
    assert feud["label"] == "conflict ?"
    notes = {n.attr["label"] for n in parsed(view).nodes_iter() if "--" in n}
    assert notes == {"defends by denial ?", "trauma"}
    assert "possible" in {entry.name for entry in view.legend}


def test_a_date_on_which_all_is_certain_says_so() -> None:
    """Nothing is marked where nothing is in doubt."""
    case = trio(Relationship(between=["liz", "bo"], is_="marriage", when="2010/2020"))

    assert map_view(case, at="2015").note == (
        "As of 2015: no statement shown is uncertain; for 1 symptom shown no beginning is recorded."
    )


def test_what_is_due_to_something_later_is_not_there_yet() -> None:
    """Before the fall there is no injury, no pain from it, and no flare of that pain."""
    case = DATED.adding(
        Symptom(id="injury", due_to="fall"),
        Symptom(id="ache", due_to="injury"),
        Symptom(id="fatigue", due_to=["fall", "blow"]),
        Escalation(id="flare", of="ache", recurring=True),
    )
    before, after = (
        {node.id: node for node in map_view(case, at=at).nodes} for at in ("2016", "2018")
    )
    lines = {id for edge in map_view(case, at="2016").edges for id in edge.statements}

    assert not before.keys() & {"injury", "ache"}
    assert before["fatigue"].is_possible
    assert "flare" not in lines
    assert after["ache"].is_possible
    assert before.keys() < after.keys()


def test_a_symptom_without_an_onset_may_not_have_begun() -> None:
    """It is faint and has a question mark, unless it surely flared by then."""
    flared = DATED.adding(Escalation(of="pain", when="2010-05"))
    doubtful, sure = (parsed(map_view(case, at="2017")) for case in (DATED, flared))

    assert doubtful.get_node(svg_id("pain")).attr["label"] == "back pain ?"
    assert doubtful.get_node(svg_id("pain")).attr["color"] == STYLE.muted_line
    assert sure.get_node(svg_id("pain")).attr["label"] == "back pain"
    assert map_view(DATED).nodes == map_view(flared).nodes


def life_at(case: Case, at: str) -> dict[str, bool]:
    """The symptoms on the map of a date, and whether each has a question mark."""
    return {node.id: node.is_possible for node in map_view(case, at=at).nodes if node.is_symptom}


@pytest.mark.parametrize(
    ("symptom", "known", "later"),
    [
        (Symptom(id="mood", onset="2004/2005"), "2005", "2006"),
        (Symptom(id="mood", onset="2004-03-05", course="resolved"), "2004-03-05", "2004-04"),
    ],
    ids=["an onset that ended", "resolved"],
)
def test_a_symptom_that_may_be_over_has_a_question_mark(
    symptom: Symptom, known: str, later: str
) -> None:
    """After the last date at which it is known to be there nobody knows, and the note says so."""
    case = Case(id="mood").adding(Person(id="liz", role="patient"), symptom)
    seen = case.adding(Escalation(of="mood", when="2010-05"))

    assert life_at(case, known) == {"mood": False}
    assert life_at(case, later) == {"mood": True}
    assert life_at(seen, "2010") == {"mood": False}
    assert map_view(case, at=later).note.endswith("; 1 symptom shown (?) may have been over.")


def test_a_symptom_of_which_an_end_is_told_is_gone_after_it() -> None:
    """It is not drawn, but where it can have flared again it is with a question mark."""
    case = Case(id="mood").adding(
        Person(id="liz", role="patient"),
        Symptom(id="mood", onset="2004", course="resolved"),
        Remission(of="mood", when="2006-05"),
    )
    again = case.adding(Escalation(of="mood", recurring=True))

    assert life_at(case, "2006-04") == life_at(case, "2006-05") == {"mood": False}
    assert life_at(case, "2007") == {}
    assert "; 1 symptom that had ended is left out" in map_view(case, at="2007").note
    assert life_at(again, "2007") == {"mood": True}


def test_a_separation_without_an_end_may_hold_on() -> None:
    """He moved out; until somebody writes that they met again, they may be apart."""
    parted = trio(Separation(id="out", between=["liz", "bo"], when="2022-08-14"))
    ends = [
        Change(of="out", how="ended", when="2023-02"),
        Relationship(between=["bo", "liz"], is_="marriage", when="2023-02/.."),
        Resolution(between=["bo", "liz"], when="2023-02"),
    ]
    met = [parted.adding(end) for end in ends]

    shown = [line(map_view(parted, at=at), "separation") for at in ("2022-08-14", "2022-12")]
    assert [edge.is_possible for edge in shown] == [False, True]
    for case in met:
        assert line(map_view(case, at="2023-01"), "separation").is_possible
        assert "separation" not in {e.kind for e in map_view(case, at="2023-04").edges}
    unmet = parted.adding(Relationship(between=["bo", "liz"], is_="marriage", when="2020/.."))
    assert line(map_view(unmet, at="2023-04"), "separation").is_possible


def test_figures_stand_at_the_same_place_whatever_the_date(elizabeth: Case) -> None:
    """The order around the patient is the case's, so two dates can be laid side by side."""
    views = [map_view(elizabeth), map_view(elizabeth, at="2010"), map_view(elizabeth, at="2022-06")]

    assert len({view.order for view in views}) == 1
    assert len(views[0].order) == len(elizabeth.people) + len(elizabeth.symptoms) - 1


def test_who_was_not_yet_born_is_not_there_and_who_was_dead_has_a_dagger() -> None:
    """A child of 2010 and a father who died in 2001 are not both there in 2005 as in 2015."""
    case = trio(Person(id="kid", born="2010"), Person(id="dad", name="Dad", died="2001"))
    early, late = map_view(case, at="2000"), map_view(case, at="2015")
    past = {node.id for node in late.nodes if node.is_past}

    assert {node.id for node in late.nodes} - {node.id for node in early.nodes} == {"kid"}
    assert past == {"dad"}
    assert not any(node.is_past for node in early.nodes)


def test_a_date_that_cannot_be_read_is_refused() -> None:
    """The error is the one that every date gets."""
    with pytest.raises(DateError):
        map_view(DATED, at="last summer")


@settings(max_examples=25, deadline=None)
@given(cases(max_statements=6), st.sampled_from(["1903", "1909-06", "1915-01-01/1921", "2050"]))
def test_a_map_as_of_a_date_shows_part_of_the_whole(case: Case, at: str) -> None:
    """Whatever the date, nothing appears that the map of all times does not have."""
    whole, part = map_view(case), map_view(case, at=at)

    assert {node.id for node in part.nodes} <= {node.id for node in whole.nodes}
    # that a symptom is someone's is told only where no flare of it is drawn
    ids = [
        {id for one in view.shown() if one.kind != "has" for id in one.statements}
        for view in (part, whole)
    ]
    assert ids[0] <= ids[1]
    assert part.to_dot()


# -- in words ------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(cases(max_statements=6))
def test_every_statement_shown_is_told_in_the_prose(case: Case) -> None:
    """Who cannot see the picture gets each figure and each statement of it, once."""
    view = map_view(case)

    for one in view.shown():
        for id in one.statements:
            if id in case.index_of:
                told = case.tell(case.statements[case.index_of[id]])
                assert told[:1].upper() + told[1:] in view.prose
    assert view.prose.startswith(view.alt)


def test_the_description_counts_what_is_drawn_and_says_how_sure_it_is(elizabeth: Case) -> None:
    """The description is one paragraph of counts and doubts, not of conclusions."""
    alt = map_view(elizabeth).alt

    assert "\n" not in alt
    assert alt.startswith(
        "Elizabeth and her superheroes: a relational map of what is recorded, with 14 figures and "
        "7 symptoms around Elizabeth. Drawn: relationship (11), idealizes (7), "
    )
    assert re.search(r"Among these \d+ statements: \d+ inferred, 2 told otherwise", alt)


def test_the_description_of_a_finding_tells_its_steps(elizabeth: Case, flagship: Finding) -> None:
    """Whoever hears it read learns the pattern, its certainty and its steps in order."""
    alt = map_view(elizabeth, finding=flagship).alt

    assert (
        "so it cannot be counted). Step 1: Elizabeth idealizes Diane as “superhero”. Step 2" in alt
    )
    assert re.findall(r"Step (\d)", alt) == list("123456")


def test_doubts_are_told_with_the_sentences_they_concern() -> None:
    """Possible, inferred and disputed are words in the prose as they are marks in the picture."""
    case = DATED.adding(
        Feeling(id="love", text="love", toward=["ann"], basis="inferred", when="2017"),
        Feeling(text="envy", toward=["ann"], alternative_of="love", when="2010/2020"),
    )

    prose = map_view(case, at="2017-05").prose

    assert "Possible then: Ann and Bo are in conflict." in prose
    assert "Liz feels: love, toward Ann, 2017 (inferred). (Another account differs.)" in prose
    assert "Liz feels: envy, toward Ann, from 2010 to 2020. (Another account differs.)" in prose


def test_an_empty_case_is_a_small_picture_that_says_so() -> None:
    """Nobody to draw is no error."""
    view = map_view(Case(id="nobody", title="A start"))

    assert (view.title, view.note) == ("A start", "Nobody is recorded in this case.")
    assert view.alt == "A start: an empty map. Nobody is recorded in this case."
    assert (view.nodes, view.edges, view.legend) == ((), (), ())
    assert "Nobody is recorded in this case." in str(draw(view))


def test_one_person_alone_stands_in_the_middle() -> None:
    """A case begins with its patient."""
    view = map_view(Case(id="start").adding(Person(id="liz", role="patient")))

    assert (view.hub, view.order, view.edges) == ("liz", (), ())
    assert view.alt == "start: a relational map of what is recorded, with 1 figure."
    assert look_of(view, "s-liz")["pos"] == "0.0,0.0"


def test_symptoms_without_anybody_are_drawn_all_the_same() -> None:
    """A case may begin with its complaints; one alone and three are pictures too."""
    symptoms = [Symptom(id=id) for id in ("pain", "grief", "fear")]

    for few in (symptoms[:1], symptoms):
        view = map_view(Case(id="start").adding(*few))
        assert {name for name in boxes(view) if name.startswith("s-")} == {
            f"s-{symptom.id}" for symptom in few
        }


def test_without_one_patient_the_figure_most_is_said_of_stands_in_the_middle() -> None:
    """A couple in therapy has two patients, or none."""
    bonds = [Relationship(between=["bo", other]) for other in ("ann", "cy")]
    people = [Person(id=id) for id in ("ann", "bo", "cy")]

    assert map_view(Case(id="family").adding(*people, *bonds)).hub == "bo"


# -- the text of the picture ---------------------------------------------------------------------


@pytest.mark.slow
def test_the_same_map_gives_the_same_text_in_every_process(elizabeth: Case) -> None:
    """DOT is stable byte by byte, whatever order Python's sets happen to have."""
    script = (
        "from formulation.casefile import read_case; from formulation.views.map import map_view;"
        f"import sys; c = read_case({str(ELIZABETH)!r});"
        "sys.stdout.buffer.write(map_view(c, at='2022-06').to_dot().encode())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert told[0] == told[1] == map_view(elizabeth, at="2022-06").to_dot().encode()


names = st.one_of(
    st.sampled_from([*AWKWARD, r"\N \G \l", "<b>&amp;</b>", "x;} digraph {", '🦸‍♀️ 李 "q"']),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=25),
).filter(lambda text: bool(text.strip()))


@settings(max_examples=30, deadline=None)
@given(st.lists(names, min_size=2, max_size=4), names)
def test_names_are_shown_as_they_were_written(people: list[str], title: str) -> None:
    """No name can act on the picture: in the SVG each node has the wrapped name as its text."""
    case = Case(id="odd", title=title).adding(
        Person(id="p", name=people[0], role="patient"),
        *(Person(id=f"x{n}", name=name) for n, name in enumerate(people[1:])),
        *(Idealization(of=f"x{n}", image=title) for n in range(len(people) - 1)),
    )
    root = ET.fromstring(str(draw(map_view(case))))

    for id, record in [(person.id, person) for person in case.people[1:]]:
        group = root.find(f".//{SVG}g[@id='{svg_id(id)}']")
        assert group is not None
        texts = [text.text or "" for text in group.iter(f"{SVG}text")]
        assert seen(" ".join(texts)) == seen(wrapped(record.name or "", 17, 3))


def seen(text: str) -> str:
    """A text without what Graphviz may lay out in its own way: blanks and unshowable characters."""
    unshowable = "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd\ufffe\uffff\u2028\u2029\\s]"
    return re.sub(unshowable, "", text)


def test_no_text_is_too_long_for_graphviz_however_long_the_words() -> None:
    """Titles, names, ids and quarrels without end are cut, and the picture is drawn."""
    case = Case(id="long", title="&" * 20_000).adding(
        Person(id="p", name="\\" * 9_000, role="patient"),
        Person(id="q", name="<" * 9_000),
        *(Conflict(id=f"{'ש' * 90}{n}", between=["p", "q"], over="&" * 900) for n in range(60)),
    )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FormulationWarning)
        assert draw(map_view(case), format="png")


def test_statements_keep_their_ids_in_the_svg_and_no_id_comes_twice(elizabeth: Case) -> None:
    """A rally of two is drawn twice: the first has the id, both have the class."""
    root = ET.fromstring(str(draw(map_view(elizabeth))))
    ids = Counter(e.get("id") for e in root.iter() if e.get("id"))
    rallies = [e for e in root.iter(f"{SVG}g") if "s-rally" in (e.get("class") or "").split()]

    assert {"s-elizabeth", "s-feud", "s-rally", "s-pain"} <= ids.keys()
    assert max(ids.values()) == 1
    assert len(rallies) == 2


def test_a_line_tells_its_statements_to_whoever_points_at_it(elizabeth: Case) -> None:
    """The tooltip of a line is what it stands for, in sentences."""
    root = ET.fromstring(str(draw(map_view(elizabeth))))
    group = root.find(f".//{SVG}g[@id='s-feud']")
    assert group is not None

    titles = {link.get(XLINK_TITLE) for link in group.iter(f"{SVG}a")}

    assert "Stephanie and Diane are in conflict, time and again." in titles


def test_a_simpler_map_has_the_same_figures_and_lines_and_fewer_words(elizabeth: Case) -> None:
    """It is what is drawn where a picture cannot be; a map without words has no simpler one."""
    view = map_view(elizabeth)
    simpler = view.simpler()
    assert simpler is not None
    plain, full = parsed(simpler), parsed(view)

    ours = [{n for n in graph.nodes() if n.startswith("s-")} for graph in (plain, full)]
    assert ours[0] == ours[1]
    labels = [sum(bool(n.attr["label"]) for n in graph.nodes_iter()) for graph in (plain, full)]
    assert labels[0] < labels[1]
    assert len(simpler.edges) == len(view.edges)
    assert simpler.simpler() is None


def test_a_simpler_map_keeps_the_numbers_of_the_steps(elizabeth: Case, flagship: Finding) -> None:
    """What the map is for is the last thing to go."""
    simpler = map_view(elizabeth, finding=flagship).simpler()
    assert simpler is not None

    assert len(simpler.steps) == 6
    badges = {badge(look) for looks in drawn_lines(simpler).values() for look in looks}
    assert badges == {"", "1", "2", "3", "4", "5", "6"}


def test_a_map_shows_itself_in_a_notebook(elizabeth: Case) -> None:
    """A view, like the case itself, is its picture, with its words for those who hear it read."""
    view = map_view(elizabeth)

    root = ET.fromstring(view._repr_svg_())

    described = root.find(f"{SVG}desc")
    assert described is not None
    assert described.text == view.alt


def test_bold_words_are_bold_with_any_viewers_font(elizabeth: Case) -> None:
    """An SVG names families that a viewer has, and says apart from them that a word is bold."""
    root = ET.fromstring(str(draw(map_view(elizabeth))))
    texts = list(root.iter(f"{SVG}text"))
    bold = {text.text for text in texts if text.get("font-weight") == "bold"}

    assert {text.get("font-family") for text in texts} == {"DejaVu Sans, Verdana, sans-serif"}
    assert {"Elizabeth and her superheroes", "Elizabeth", "(patient)"} <= bold
    assert "Stephanie" not in bold


# -- where it stands -----------------------------------------------------------------------------


def boxes(view: MapView) -> dict[str, tuple[float, float, float, float]]:
    """Left, right, bottom and top of each node with a place of its own."""
    found = {}
    for node in parsed(view).nodes_iter():
        if node.attr["style"] != "invis":
            x, y = (float(part) for part in node.attr["pos"].split(","))
            w, h = (36 * float(node.attr[side]) for side in ("width", "height"))
            found[str(node)] = (x - w, x + w, y - h, y + h)
    return found


def overlap(a: tuple[float, ...], b: tuple[float, ...], by: float = 0.0) -> bool:
    return a[0] < b[1] - by and b[0] < a[1] - by and a[2] < b[3] - by and b[2] < a[3] - by


@pytest.mark.parametrize("at", [None, "2010", "2022-06"])
def test_nothing_on_the_page_lies_on_anything_else(elizabeth: Case, at: str | None) -> None:
    """Figures, notes, legend, numbers and words each have their own place."""
    found = boxes(map_view(elizabeth, at=at))

    clashes = [(a, b) for a, b in combinations(found, 2) if overlap(found[a], found[b], by=1.0)]

    assert len(found) > 80
    assert clashes == []


def test_no_number_lies_on_a_figure_or_on_another_number(elizabeth: Case) -> None:
    """A plate on a line stands free, so that it can be read and belongs to one line."""
    view = map_view(elizabeth)
    figures = [box for name, box in boxes(view).items() if name.startswith("s-")]
    spots = [
        tuple(float(part) for part in look["lp"].split(","))
        for looks in drawn_lines(view).values()
        for look in looks
        if look.get("lp")
    ]
    plates = [(x - 8, x + 8, y - 8, y + 8) for x, y in spots]

    assert len(plates) > 20
    assert not any(overlap(plate, figure) for plate in plates for figure in figures)
    assert not any(overlap(a, b, by=1.0) for a, b in combinations(plates, 2))


def test_lines_keep_clear_of_figures_that_are_not_their_own(elizabeth: Case) -> None:
    """On the founding case no line runs through a third figure."""
    view = map_view(elizabeth)
    figures = {name: box for name, box in boxes(view).items() if name.startswith("s-")}
    crossed = []
    for ends, looks in drawn_lines(view).items():
        own = {f"s-{id}" for id in ends}
        points = [p for look in looks for p in look["pos"].split() if p[0] not in "es"]
        for x, y in (map(float, point.split(",")) for point in points):
            crossed += [
                (ends, name)
                for name, (left, right, low, high) in figures.items()
                if name.partition("--")[0] not in own and left < x < right and low < y < high
            ]

    assert crossed == []


def first_point(look: dict[str, str]) -> tuple[float, float]:
    """Where a line begins, its end mark included."""
    marks = [p[2:] for p in look["pos"].split() if p.startswith("s,")]
    point = marks[0] if marks else next(p for p in look["pos"].split() if p[0] not in "es")
    x, y = map(float, point.split(","))
    return x, y


def test_lines_to_symptoms_start_at_the_patient_and_at_no_note(elizabeth: Case) -> None:
    """What is said of the patient alone is listed below, under the name; no line runs there."""
    view = map_view(elizabeth)
    found = boxes(view)
    notes = [box for name, box in found.items() if name.startswith("s-elizabeth--")]
    left, right, low, high = found["s-elizabeth"]
    starts = [
        first_point(look)
        for (start, end), looks in drawn_lines(view).items()
        if start == "elizabeth" and end in {s.id for s in elizabeth.symptoms}
        for look in looks
    ]

    assert len(notes) == 6
    assert len(starts) == 7
    assert all(left - 8 < x < right + 8 and low - 8 < y < high + 8 for x, y in starts)
    lowest = min(box[2] for name, box in found.items() if name[:2] == "s-" and box not in notes)
    assert all(box[3] < lowest for box in notes)
    assert "Said of Elizabeth alone" in view.to_dot()


def test_notes_hang_where_no_line_of_their_figure_runs(elizabeth: Case) -> None:
    """Below a patient who is alone; not above the superheroes, whose only line leads up."""
    alone = Case(id="one").adding(Person(id="liz", role="patient"), Trauma(of="liz", what="a fall"))
    view = map_view(elizabeth)
    found = boxes(view)
    met = [
        (start, name)
        for (start, _), looks in drawn_lines(view).items()
        for x, y in map(first_point, looks)
        for name, (left, right, low, high) in found.items()
        if name.startswith(f"s-{start}--") and left < x < right and low - 4 < y < high + 4
    ]

    assert "s-heroes--0" in found
    assert met == []
    assert "Said of" not in map_view(alone).to_dot()


def test_a_ward_of_fifty_still_has_a_place_for_everyone() -> None:
    """Fifty people and a hundred lines stand in two rows around the patient, none on another."""
    people = [Person(id=f"p{n}", role="patient" if n == 0 else None) for n in range(50)]
    pairs = [(n * 7 % 50, (n * 11 + 3) % 50) for n in range(100)]
    bonds = [Relationship(between=[f"p{a}", f"p{b}"]) for a, b in pairs if a != b]
    view = map_view(Case(id="ward").adding(*people, *bonds))
    found = {name: box for name, box in boxes(view).items() if name.startswith("s-")}

    assert len(found) == 50
    assert not any(overlap(found[a], found[b]) for a, b in combinations(found, 2))
    width = max(box[1] for box in found.values()) - min(box[0] for box in found.values())
    assert width < 24 * 72  # inches: a large page, not a wall


def test_a_view_is_data_and_does_not_change() -> None:
    """Two maps of one case are equal; a changed copy is another."""
    one, other = map_view(DATED), map_view(DATED)

    assert one == other
    assert replace(one, title="Another") != other
    with pytest.raises(AttributeError):
        one.title = "Another"  # type: ignore[misc]


def test_transference_and_truce_have_their_own_lines() -> None:
    """The words of a line are the style's, with what the statement adds."""
    view = map_view(
        trio(
            Transference(of="ann", quality="idealizing"),
            Conflict(id="feud", between=["ann", "bo"]),
            Resolution(between="feud", quality="truce"),
        )
    )

    assert line(view, "transference").label == "transference: idealizing"
    assert line(view, "resolution").label == "a conflict comes to rest: truce"
    assert (line(view, "resolution").start, line(view, "resolution").end) == ("ann", "bo")


@pytest.mark.parametrize("at", ["2015-03-01", date(2015, 3, 1)])
def test_a_date_may_be_given_as_text_or_as_pythons_own(at: object) -> None:
    """The same map, whichever way the date is said."""
    case = trio(Relationship(between=["liz", "bo"], is_="marriage", when="2010/2020"))

    assert map_view(case, at=at) == map_view(case, at="2015-03-01")
    assert map_view(case, at=2015).title == map_view(case, at="2015").title
    assert list(case.map(at=at).edges) == list(case.map(at="2015-03-01").edges)
