"""A pattern as a small drawing in time: what stands where, in characters and as a picture."""

from __future__ import annotations

import re
import textwrap
import xml.etree.ElementTree as ET
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pygraphviz
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation import catalogue, draw
from formulation.model.kinds import kinds
from formulation.patterns.catalogue import pattern_named
from formulation.patterns.judging import space_of
from formulation.patterns.pattern import AnyOf, Pattern, Step
from formulation.views.asking import in_own_letters, own_sentence, placed, told, window
from formulation.views.motif import Lane, Motif, motif
from formulation.views.placing import Box
from formulation.views.quoting import showable
from formulation.views.style import STYLE
from tests.small_cases import patterns
from tests.strategies import AWKWARD

FLAGSHIP = "idealized-pair-conflict-flare"
SVG = "{http://www.w3.org/2000/svg}"
NAMES = [pattern.pattern for pattern in catalogue()]
#: 700 pixels at 96 to the inch, in points
WIDEST_POINTS = 525


def of(*steps: dict[str, Any], **fields: Any) -> Pattern:
    """A pattern of these steps."""
    return Pattern(pattern="drawn", title="Drawn", steps=list(steps), **fields)


def lanes_of(*steps: dict[str, Any]) -> dict[str, Lane]:
    return {lane.name: lane for lane in motif(of(*steps)).lanes}


def drawn(*steps: dict[str, Any], width: int = 80, ascii: bool = False) -> str:
    return motif(of(*steps)).to_text(width, ascii=ascii)


def dedented(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


TRAUMA = {"as": "blow", "trauma": "P"}
BELIEF = {"as": "creed", "belief": "E", "by": "P"}


# --- what stands right of what ------------------------------------------------------------------


def numbers_of(pattern: Pattern) -> dict[str, list[int]]:
    """The lanes that a name stands for: a step's one, or all of a choice."""
    numbers: dict[str, list[int]] = defaultdict(list)
    count = 0
    for one in pattern.settled_steps:
        for step in (one,) if isinstance(one, Step) else one.any_of:
            numbers[step.as_].append(count)
            if isinstance(one, AnyOf):
                numbers[one.name].append(count)
            count += 1
    return numbers


def holds(relation: str, lane: Lane, other: Lane) -> bool:
    """Whether the columns of two lanes show how the one lies to the other."""
    return {
        "after": lane.start > other.start,
        "anniversary_of": lane.start > other.start,
        "from": lane.start >= other.start,
        "before": lane.start < other.start,
        "during": other.lasts and other.start <= lane.start <= other.end,
        "after_end_of": other.is_ended and lane.start > other.end,
    }[relation]


@given(patterns())
@settings(max_examples=100, deadline=None)
def test_every_relation_can_be_seen_in_the_columns(pattern: Pattern) -> None:
    """After stands right of, before left of, during within the bar, after the end right of it."""
    lanes, numbers = motif(pattern).lanes, numbers_of(pattern)

    wrong = [
        (step.as_, relation, name)
        for lane, step in zip(lanes, pattern.every_step, strict=True)
        for relation, name in step.relations()
        for n in numbers[name]
        if not holds(relation, lane, lanes[n])
    ]

    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_the_relations_of_the_catalogue_can_all_be_seen(name: str) -> None:
    """None of its patterns asks for what cannot stand in one drawing."""
    pattern = pattern_named(name)
    shown = motif(pattern)

    assert shown.apart == ()
    assert all(
        holds(relation, shown.lanes[n], shown.lanes[m])
        for n, step in enumerate(pattern.every_step)
        for relation, other in step.relations()
        for m in numbers_of(pattern)[other]
    )


@given(patterns())
@settings(deadline=None)
def test_columns_begin_at_nought_and_none_is_empty(pattern: Pattern) -> None:
    """What is drawn takes no more room than its order needs."""
    shown = motif(pattern)

    used = {lane.start for lane in shown.lanes} | {n.end for n in shown.lanes if n.is_ended}
    assert used == set(range(shown.columns))


def test_a_state_is_a_bar_and_what_happens_is_a_point() -> None:
    """Unless something falls within what happens, or comes after its end."""
    lanes = lanes_of(
        TRAUMA,
        BELIEF,
        {"as": "rift", "separation": ["A", "B"]},
        {"as": "flare", "escalation": "S", "during": "rift"},
        {"as": "break", "separation": ["C", "D"]},
        {"as": "calm", "remission": "S", "after_end_of": "break"},
    )

    assert {name for name, lane in lanes.items() if lane.lasts} == {"creed", "rift", "break"}
    assert {name for name, lane in lanes.items() if lane.is_ended} == {"break"}


def test_what_must_not_be_recorded_is_never_a_bar() -> None:
    """There is nothing that could last."""
    absent = {"as": "creed", "belief": "E", "by": "P", "before": "blow", "absent": True}

    lane = lanes_of(TRAUMA, absent)["creed"]

    assert (lane.mark, lane.lasts, lane.start) == ("absent", False, 0)


def test_two_that_may_be_at_once_are_drawn_apart_where_that_can_be() -> None:
    """'from' leaves it open whether there was time between; a column shows which may be later."""
    flare = {"as": "flare", "escalation": "S", "from": "blow"}

    one = lanes_of(TRAUMA, flare)
    both = lanes_of({**TRAUMA, "from": "flare"}, flare)

    assert one["flare"].start == one["blow"].start + 1
    assert both["flare"].start == both["blow"].start


def test_a_bar_reaches_as_far_as_what_falls_within_it() -> None:
    """Beyond that its end is not asked about."""
    lanes = lanes_of(
        BELIEF,
        {**TRAUMA, "during": "creed"},
        {"as": "flare", "escalation": "S", "after": "blow", "during": "creed"},
        {"as": "calm", "remission": "S", "after": "flare"},
    )

    assert (lanes["creed"].start, lanes["creed"].end) == (0, lanes["flare"].start)
    assert lanes["calm"].start > lanes["creed"].end


def test_what_is_tied_to_nothing_is_free() -> None:
    """It may be at any time; what another is measured by may not."""
    flare = {"as": "flare", "escalation": "S", "after": "blow"}

    lanes = lanes_of(TRAUMA, flare, BELIEF)

    assert {name for name, lane in lanes.items() if lane.is_free} == {"creed"}


def test_relations_that_cannot_stand_in_one_picture_are_told() -> None:
    """Nothing is drawn that contradicts the rest, and nothing is left out in silence.

    Of so many choices not every combination is judged, and here one contradicts itself.
    """
    rift = {"as": "rift", "separation": ["A", "B"]}
    either = {"as": "x", "after": "rift"}, {"as": "y", "before": "rift"}
    first = {"as": "first", "any_of": [{**one, "escalation": "S"} for one in either]}
    then = {"as": "u", "remission": "S", "after": "rift"}, {"as": "v", "loss": "L"}
    second = {"any_of": [*then], "before": "first"}
    more = [
        {
            "any_of": [
                {"as": f"{letter}{n}", kind: "A"} for letter, kind in (("m", "harm"), ("n", "care"))
            ]
        }
        for n in range(5)
    ]

    shown = motif(of(rift, *({**one, "optional": True} for one in (first, second, *more))))

    assert shown.apart == ("u before first",)
    note = "Not drawn, for it cannot stand in one picture: u before first."
    assert note in shown.to_text()
    assert note in " ".join(words_in(shown))


def test_values_that_are_set_are_drawn() -> None:
    """The window is that of the pattern as it is searched for."""
    pattern = pattern_named(FLAGSHIP)

    shown = motif(pattern.setting(within="7 days"))

    assert {lane.name: lane.window for lane in shown.lanes}["flare"] == "within 7 days"
    assert {lane.name: lane.window for lane in motif(pattern).lanes}["flare"] == "within 14 days"


# --- made of characters -------------------------------------------------------------------------


def test_the_flagship_in_characters() -> None:
    """Two bars, a quarrel within both, a flare soon after, and dotted what may be missing."""
    told_as = motif(pattern_named(FLAGSHIP)).to_text(80)

    assert told_as == dedented("""
        ideal_a  ┣━━━━━━━━━────────────────────────────────────────────
        ideal_b  ┣━━━━━━━━━────────────────────────────────────────────
        quarrel         ●
        flare           ├╌╌ within 14 days ╌╌●
        rally_a                              ╞┈┈ within 14 days ┈┈○
        rally_b                              ╞┈┈ within 14 days ┈┈○
        truce                                ├┈┈ within 30 days ┈┈○
        time     ─────────────────────────────────────────────────────▶

        ● is recorded   ○ told where recorded   ━ lasts   ─ its end is not asked
        ├ later than   ╞ at once or later
        Left to right is an order and no scale, and only what is joined is ordered.
    """)


def test_the_flagship_in_ascii() -> None:
    """The same drawing, sign by sign."""
    told_as = motif(pattern_named(FLAGSHIP)).to_text(80, ascii=True)

    assert told_as == dedented("""
        ideal_a  |=========--------------------------------------------
        ideal_b  |=========--------------------------------------------
        quarrel         *
        flare           (-- within 14 days --*
        rally_a                              [.. within 14 days ..o
        rally_b                              [.. within 14 days ..o
        truce                                (.. within 30 days ..o
        time     ----------------------------------------------------->

        * is recorded   o told where recorded   = lasts   - its end is not asked
        ( later than   [ at once or later
        Left to right is an order and no scale, and only what is joined is ordered.
    """)


def test_a_choice_stands_under_its_name_with_a_guide_past_it() -> None:
    """A thin line leads from a step to those that are measured by it."""
    told_as = drawn(
        TRAUMA,
        {
            "as": "answer",
            "any_of": [{"as": "flare", "escalation": "S"}, {"as": "creed", "belief": "E"}],
            "after": "blow",
        },
        {"as": "calm", "remission": "S", "from": "blow", "within": "1..2 weeks"},
    )

    assert told_as.partition("\n\n")[0] == dedented("""
        blow            ●
        answer: one of  ┊
          flare         ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌●
          creed         ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┣━━──
        calm            ╞╌╌ within 1 to 2 weeks ╌╌●
        time            ──────────────────────────────▶
    """)


def test_an_end_that_is_asked_about_is_drawn() -> None:
    """What comes after the end begins there, not at the onset."""
    told_as = drawn(
        {"as": "break", "separation": ["A", "P"]},
        {"as": "flare", "escalation": "S", "during": "break"},
        {"as": "calm", "remission": "S", "after_end_of": "break", "within": "30 days"},
    )

    assert told_as.partition("\n\n")[0] == dedented("""
        break  ┣━━━━━━━━━━━━━┫
        flare         ●      ┊
        calm                 ├╌╌ within 30 days ╌╌●
        time   ───────────────────────────────────────▶
    """)


def test_what_comes_before_has_a_bracket_to_the_right() -> None:
    """Below its bar where the line is taken; what must not be recorded is crossed."""
    told_as = drawn(
        {**BELIEF, "before": "blow", "at_least": "2 days"},
        TRAUMA,
        {"as": "flare", "escalation": "S", "after": "creed", "before": "blow", "absent": True},
    )

    assert told_as == dedented("""
        creed  ┣━━────────────────────────
               └╌╌ at least 2 days ╌╌┤
        blow   ┊                     ●
        flare  ├╌╌╌╌╌╌✗╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
        time   ──────────────────────────▶

        ● is recorded   ✗ must not be recorded   ━ lasts   ─ its end is not asked
        ├ later than   ┤ earlier than
        Left to right is an order and no scale, and only what is joined is ordered.
    """)


def test_repetition_is_drawn_by_several_marks_and_said() -> None:
    """Up to three marks; the number stands beside them, and who differs each time."""
    told_as = drawn(
        TRAUMA,
        {"as": "told", "episode": "A", "times": ">= 5", "each": "A"},
        {"as": "flares", "escalation": "S", "times": "> 1", "anniversary_of": "blow"},
    )

    assert told_as.partition("\n\n")[0] == dedented("""
        blow    ●
        told    ┊             ●●● 5 or more, each another A, at any time
        flares  ├╌╌ years later, same day ╌╌╌●● 2 or more
        time    ─────────────────────────────────▶
    """)


def test_where_no_order_is_asked_there_is_no_arrow_of_time() -> None:
    """And the words say so."""
    told_as = drawn(TRAUMA, {**BELIEF, "optional": True})

    assert told_as == dedented("""
        blow   ● at any time
        creed  ┣┅┅ at any time

        ● is recorded   ┅ lasts, told where recorded
        No order in time is asked.
    """)


def test_several_steps_that_one_is_measured_by_are_ticked_off() -> None:
    """A bracket reaches back to the first of them."""
    told_as = drawn(
        TRAUMA,
        {"as": "flare", "escalation": "S", "after": "blow"},
        {"as": "calm", "remission": "S", "after": ["blow", "flare"]},
    )

    assert told_as.partition("\n\n")[0] == dedented("""
        blow   ●
        flare  ├╌╌╌╌╌╌●
        calm   ├╌╌╌╌╌╌┼╌╌╌╌╌╌●
        time   ──────────────────▶
    """)


def test_words_without_room_are_told_below() -> None:
    """Each window once, with the steps that it is of."""
    steps = [{"as": f"e{n}", "trauma": "P", "after": f"e{n - 1}"} for n in range(1, 6)]
    for step in steps:
        step["within"] = "14 days"

    told_as = drawn({"as": "e0", "trauma": "P"}, *steps, width=44)

    assert told_as.partition("\n\n")[2].splitlines()[1] == "within 14 days: e1, e2, e3, e4, e5"
    assert "●" in told_as.splitlines()[5]


def test_a_long_name_is_cut_and_a_wide_one_counts_double() -> None:
    """Columns stay in line in scripts whose letters take two."""
    told_as = drawn(
        {"as": "心理" * 20, "trauma": "A"}, {"as": "b" * 90, "trauma": "P"}, width=60
    ).splitlines()

    assert told_as[0] == "心理心理心理心理~   ● at any time"
    assert told_as[1] == f"{'b' * 17}~  ● at any time"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_ascii", [False, True])
def test_every_pattern_of_the_catalogue_is_readable_at_80_columns(
    name: str, is_ascii: bool
) -> None:
    """Every step by its whole name, every window on its bracket, nothing told below."""
    pattern = pattern_named(name)

    text = motif(pattern).to_text(80, ascii=is_ascii)

    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    assert all(any(re.match(rf" *{s.as_}  ", line) for line in lines) for s in pattern.every_step)
    wanted = sum(bool(lane.window) for lane in motif(pattern).lanes)
    assert sum(" within " in line for line in lines) == wanted
    assert text.isascii() or not is_ascii


@given(patterns(), st.sampled_from([40, 60, 80, 100]), st.booleans())
@settings(max_examples=80, deadline=None)
def test_no_line_is_longer_than_asked_for(pattern: Pattern, width: int, is_ascii: bool) -> None:
    """Whatever the pattern; and ASCII is ASCII."""
    text = motif(pattern).to_text(width, ascii=is_ascii)

    assert max(map(len, text.splitlines())) <= width
    assert text.isascii() or not is_ascii


@given(patterns())
@settings(max_examples=100, deadline=None)
def test_the_legend_explains_each_sign_and_no_other(pattern: Pattern) -> None:
    """Nothing is drawn that is not said; nothing is said that is not drawn."""
    rows, _, below = motif(pattern).to_text(80).partition("\n\n")

    marks = set(re.findall(r"[●○✗━┅├╞┤]", rows))
    # what found no room in the drawing is told below it, with the step's name behind a colon
    legend = [line for line in below.splitlines()[:-1] if ": " not in line]
    told = {sign for line in legend for sign in re.findall(r"(?:^|   )(\S) \w", line)}
    assert told - {"─"} == marks


# --- as a picture -------------------------------------------------------------------------------


def nodes_of(shown: Motif) -> list[tuple[Any, Box]]:
    """What can be seen on the page: each node's attributes and its box."""
    graph = pygraphviz.AGraph(string=shown.to_dot())
    found = []
    for node in graph.nodes():
        look = {**node.attr}
        if look.get("style") == "invis":
            continue
        x, y = map(float, look["pos"].split(","))
        box = Box(x, y, float(look["width"]) * 72, float(look["height"]) * 72)
        found.append((look, box))
    return found


def words_in(shown: Motif) -> list[str]:
    """The texts on the page, each on one line."""
    labels = [look.get("label", "") for look, _ in nodes_of(shown)]
    return [" ".join(label.replace("\\l", " ").split()) for label in labels if label]


def test_the_picture_says_each_step_in_words_and_by_name() -> None:
    """Title, sentences with letters, windows, legend, and what it does not claim."""
    shown = motif(pattern_named(FLAGSHIP))

    words = words_in(shown)

    assert words[0] == "Two idealized figures in conflict precede a symptom flare"
    assert words[1:5] == ["P idealizes A", "ideal_a", "P idealizes B", "ideal_b"]
    assert words.count("within 14 days") == 3
    assert "The conflict between A and B comes to rest" in words
    assert "told where recorded" in words
    assert words[-1] == (
        "What it does not claim: Order is not cause. Absence from the file is not absence from "
        "the life."
    )


@pytest.mark.parametrize("name", NAMES)
def test_nothing_on_the_page_hides_anything_and_700_pixels_are_enough(name: str) -> None:
    """Texts and marks stand clear of one another; no letter is smaller than 8 points."""
    shown = motif(pattern_named(name))

    nodes = nodes_of(shown)

    hidden = [
        (a["label"], b["label"])
        for (a, one), (b, other) in combinations(nodes, 2)
        if not one.is_clear_of(other, -0.2)
    ]
    assert hidden == []
    right = max(box.x + box.width / 2 for _, box in nodes)
    assert right - min(box.x - box.width / 2 for _, box in nodes) < WIDEST_POINTS - 22
    assert min(float(look["fontsize"]) for look, _ in nodes if look.get("label")) >= 8


@given(patterns())
@settings(max_examples=60, deadline=None)
def test_nothing_hides_anything_whatever_the_pattern(pattern: Pattern) -> None:
    """The page is as wide as ever."""
    nodes = nodes_of(motif(pattern))

    assert all(a.is_clear_of(b, -0.2) for (_, a), (_, b) in combinations(nodes, 2))
    assert max(box.x + box.width / 2 for _, box in nodes) < WIDEST_POINTS - 22


def test_required_optional_and_absent_differ_in_more_than_colour() -> None:
    """Filled, empty, a cross; bars solid or dashed."""
    optional, absent = {"optional": True}, {"absent": True}
    shown = motif(
        of(
            TRAUMA,
            {"as": "flare", "escalation": "S", "after": "blow", **optional},
            {"as": "calm", "remission": "S", "after": "blow", **absent},
            BELIEF,
            {"as": "hope", "wish": "W", **optional},
        )
    )

    marks = [look for look, _ in nodes_of(shown) if look.get("tooltip", " ") != " "]

    assert [(m["shape"], m["style"], m["fillcolor"] == STYLE.paper) for m in marks] == [
        ("circle", "filled", False),
        ("circle", "filled", True),
        ("circle", "filled", True),
        ("box", "filled", False),
        ("box", "filled,dashed", True),
    ]
    assert [m.get("label", "") for m in marks] == ["", "", "✗", "", ""]
    assert marks[0]["tooltip"] == "P suffers a trauma"
    assert marks[1]["tooltip"] == "S flares, later than blow (if recorded)"


def test_looks_come_from_the_table_and_can_be_changed() -> None:
    """No colour of its own; a caller's changes reach the page."""
    pattern = pattern_named(FLAGSHIP)
    known = {line.colour for line in STYLE.lines.values()} | {STYLE.ink, STYLE.paper, STYLE.ground}
    known |= {STYLE.faded(colour) for colour in known} | {STYLE.muted_ink, STYLE.muted_line}
    style = STYLE.with_changes(lines={"escalation": {"colour": "#123456"}}, font="Gelasio")

    plain, changed = motif(pattern).to_dot(), motif(pattern, style=style).to_dot()

    assert set(re.findall(r"#[0-9A-Fa-f]{6}", plain)) <= known
    assert "#123456" in changed
    assert "Gelasio" in changed
    assert "#123456" not in plain


@pytest.mark.parametrize(
    ("ending", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"dig")]
)
def test_a_motif_is_drawn_through_the_front_door(
    tmp_path: Path, ending: str, begins: bytes
) -> None:
    """``draw(motif(pattern), path)``, as a map is."""
    path = tmp_path / f"motif.{ending}"

    draw(motif(pattern_named(FLAGSHIP)), path)

    assert path.read_bytes().lstrip().startswith(begins)


def test_the_svg_stands_alone_and_is_told_to_those_who_hear_it() -> None:
    """Title and description, nothing loaded, no wider than 700 pixels."""
    shown = motif(pattern_named(FLAGSHIP))

    text = shown.to_svg()

    svg = ET.fromstring(text)
    assert svg.findtext(f"{SVG}title") == shown.title
    assert svg.findtext(f"{SVG}desc") == shown.alt
    assert float((svg.get("width") or "").removesuffix("pt")) <= WIDEST_POINTS
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= {
        "svg", "title", "desc", "g", "a", "path", "polygon", "polyline", "ellipse", "text"
    }  # fmt: skip
    assert not re.search(r"href|<image|<script|url\(", text.replace("xlink:title", ""))
    assert shown._repr_svg_() == text


def test_the_description_tells_every_step() -> None:
    """In the order of the lanes, a choice before its steps."""
    loss = {"as": "loss", "loss": "L", "by": "P"}
    choice = {"as": "blow", "any_of": [loss, {"as": "hurt", "harm": "P"}]}
    flare = {"as": "flare", "escalation": "S", "after": "blow", "within": "7days"}

    assert motif(of(choice, flare)).alt == (
        "A drawing in time, from left to right; steps from top to bottom: 3. "
        "One of these, as blow: loss: P loses L. hurt: P is hurt. "
        "flare: S flares, later than blow, within 7 days."
    )


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_words_are_shown_and_never_obeyed(text: str) -> None:
    """Quotes, angle brackets, backslashes, scripts, controls: in title, note and letters' words."""
    pattern = of({"as": "blow", "sees": "A", "image": text}, does_not_claim=text).model_copy(
        update={"title": text}
    )

    svg = motif(pattern).to_svg()

    root = ET.fromstring(svg)
    assert "script" not in {element.tag.removeprefix(SVG) for element in root.iter()}
    heard = root.findtext(f"{SVG}title") or ""
    assert heard.split() == showable(text).split()


def test_the_same_pattern_gives_the_same_text() -> None:
    """Byte by byte, whatever else was drawn before."""
    first = motif(pattern_named(FLAGSHIP)).to_dot()
    motif(pattern_named("detouring")).to_dot()

    assert motif(pattern_named(FLAGSHIP)).to_dot() == first


# --- the words of steps -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asks", "sentence", "noun"),
    [
        ({"idealizes": "A", "by": "P"}, "P idealizes A", "the idealization of A"),
        ({"conflict": "A"}, "A and someone are in conflict", "the conflict between A and someone"),
        ({"conflict": ["A", "B"]}, "A and B are in conflict", "the conflict between A and B"),
        ({"rally": [], "to": "P"}, "someone rallies around P", "the rally of someone"),
        (
            {"escalation": "S", "by": "P", "severity": ">= 7"},
            "S flares in P (severity 7 or more of 10)",
            "the flare of S",
        ),
        ({"escalation": "S", "severity": "< 3"}, "S flares (severity less than 3 of 10)", ""),
        ({"defense": {"level": "4"}, "by": "P"}, "P defends by a defense of level 4", ""),
        ({"insight": [], "by": "P"}, "P comes to see: …", "the insight"),
        ({"change": "X", "how": "less"}, "X lessened", "the change in X"),
        ({"change": "X", "how": "H"}, "X changed, how H", "the change in X"),
        ({"feeling": "F", "by": "P", "hidden": "true"}, "P feels: F, kept hidden", ""),
        ({"feeling": "F", "by": "P", "hidden": "false"}, "P feels: F, not hidden", ""),
        ({"episode": "A", "response_other": "R"}, "", "the episode with A"),
        ({"relationship": "P"}, "there is a bond between P and someone", ""),
        ({"claim": "K", "to": "x1"}, "it is claimed: K, to 'x1'", ""),
        ({"resolution": "quarrel"}, "'quarrel' comes to rest", "the resolution of 'quarrel'"),
        ({"trauma": "P", "basis": "observed"}, "P suffers a trauma, basis observed", ""),
    ],
)  # fmt: skip
def test_a_step_reads_like_the_statement_it_asks_for(
    asks: dict[str, Any], sentence: str, noun: str
) -> None:
    """The words are the model's own, letters for names; what they leave out stands behind."""
    step = Step(as_="x", **asks)

    assert not sentence or told(step) == sentence
    assert not noun or in_own_letters(step) == noun


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_key_of_every_kind_can_be_asked_and_told(kind: str) -> None:
    """Each letter under each key is in the words, whatever stands beside it."""
    from formulation.patterns.step import _NOT_ASKED

    subject = Step(as_="x", **{kind: "A"})
    step_has = {*Step.own, kind, *_NOT_ASKED}
    others = [key for key in subject.record.keys().values() if key not in step_has]

    for key in (key for key in others if space_of(subject, key)):
        words = told(Step(as_="x", **{kind: "A", key: "B"}))
        assert re.search(r"\bB\b", words), (key, words)
    assert "A" in told(subject)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"after": "a", "within": "14 days"}, ", later than a, within 14 days"),
        ({"after": ["a", "b"], "within": "2weeks"}, ", later than a and b, within 2 weeks of each"),
        ({"from": "a", "at_least": "2 days"}, ", no earlier than a, at least 2 days apart"),
        ({"before": "a", "optional": True}, ", earlier than a (if recorded)"),
        ({"during": "a", "absent": True}, ", during a (must not be recorded)"),
        ({"after_end_of": "a"}, ", after the end of a"),
        ({"anniversary_of": "a"}, ", on the anniversary of a"),
        (
            {"anniversary_of": "a", "within": "7 days"},
            ", near the anniversary of a, within 7 days of that day",
        ),
        ({"times": "> 2", "each": "A"}, ", 3 times or more, each time with another A"),
    ],
)
def test_how_a_step_lies_to_others_in_words(fields: dict[str, Any], words: str) -> None:
    """Order, window, number and mark, each behind a comma."""
    step = Step.from_keys({"as": "x", "care": "P", "by": "A", **fields})

    assert placed(step) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"within": "0..14 days"}, "within 0 to 14 days"),
        ({"within": "9 months~", "at_least": "1 day"}, "at least 1 day, within about 9 months"),
        ({"anniversary_of": "a"}, "years later, same day"),
        ({"anniversary_of": "a", "within": "7 days"}, "years later, within 7 days"),
        ({}, ""),
    ],
)
def test_a_window_in_few_words(fields: dict[str, Any], words: str) -> None:
    """As it stands on a bracket."""
    assert window(Step.from_keys({"as": "x", "care": "P", **fields})) == words


def test_a_pattern_says_its_own_sentence_with_letters() -> None:
    """Noun phrases for its steps, each choice with all it offers, letters as they are."""
    choice = {"as": "blow", "any_of": [{"as": "loss", "loss": "L"}, {"as": "hurt", "harm": "P"}]}
    flare = {"as": "flare", "escalation": "S", "by": "P", "after": "blow"}

    pattern = of(choice, flare, says="after {blow} came {flare} of {P}.")

    assert own_sentence(pattern) == "After the loss of L or the hurt to P came the flare of S of P"
    assert own_sentence(of(TRAUMA)) == ""
