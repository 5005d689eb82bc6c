"""One table of looks: no meaning by colour alone, the caller's changes last, shapes as drawn."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from formulation.errors import UnknownName
from formulation.terms import vocabulary
from formulation.views.draw import render
from formulation.views.placing import Curve, Point
from formulation.views.strokes import fitted, line_look, size_of, text_width
from formulation.views.style import STYLE, Line, Shape

#: Okabe & Ito 2008, and black
OKABE_ITO = {
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
}  # fmt: skip
LINES = {**STYLE.lines, "other": STYLE.other}


def form(line: Line) -> tuple[str, str, str]:
    return line.path, line.head, line.tail


def contrast(one: str, other: str) -> float:
    """The contrast ratio of the Web Content Accessibility Guidelines 2.1."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_two_kinds_of_line_differ_in_more_than_colour() -> None:
    """In black and white, ends, path or a width of half as much again still tell them apart."""
    alike = [
        (one, other)
        for (one, a), (other, b) in combinations(LINES.items(), 2)
        if form(a) == form(b) and max(a.width, b.width) < 1.5 * min(a.width, b.width)
    ]

    assert alike == []
    assert len(LINES) > 15


def test_two_kinds_of_figure_differ_in_shape() -> None:
    """No figure is told from another by its ground alone."""
    forms = {(shape.name, shape.manner) for shape in STYLE.shapes.values()}

    assert len(forms) == len(STYLE.shapes)


def test_every_kind_of_figure_and_symptom_has_a_shape() -> None:
    """The closed vocabularies of kinds are all drawn, and a woman and a man by custom."""
    kinds = {*vocabulary("figure_kind").words, *vocabulary("symptom_kind").words}

    assert kinds | {"woman", "man"} == set(STYLE.shapes)


def test_the_colours_are_those_that_colour_blind_eyes_can_tell() -> None:
    """Lines are drawn in the palette of Okabe and Ito."""
    assert {line.colour for line in LINES.values()} <= OKABE_ITO


def test_what_is_muted_can_still_be_read() -> None:
    """Grey text keeps the contrast of 4.5 that WCAG asks for, on paper and on a symptom's grey."""
    grounds = (STYLE.paper, STYLE.ground)

    assert min(contrast(STYLE.muted_ink, ground) for ground in grounds) >= 4.5
    assert contrast(STYLE.muted_line, STYLE.paper) < contrast(STYLE.muted_ink, STYLE.paper)


def test_what_only_may_have_held_is_half_as_strong() -> None:
    """A faded colour lies midway to the paper, and paper itself cannot fade."""
    assert STYLE.faded("#D55E00") == "#EAAF80"
    assert STYLE.faded(STYLE.paper) == STYLE.paper


def test_a_kind_without_a_look_of_its_own_has_the_common_one() -> None:
    """A kind of statement that is not in the table is drawn all the same."""
    assert STYLE.line("conflict") is STYLE.lines["conflict"]
    assert STYLE.line("a kind of tomorrow") is STYLE.other


def test_the_callers_changes_come_last_and_leave_the_table_alone() -> None:
    """A changed style has the change and everything else as it was."""
    before = dict(STYLE.lines)

    changed = STYLE.with_changes(
        lines={"conflict": {"width": 5.0}}, shapes={"man": {"words": "male"}}, text_points=14.0
    )

    assert changed.lines["conflict"] == Line("conflict", "#D55E00", 5.0, "zigzag")
    assert changed.shapes["man"] == Shape("male")
    assert (changed.text_points, changed.key_points) == (14.0, STYLE.key_points)
    assert {**changed.lines, "conflict": before["conflict"]} == before == dict(STYLE.lines)


def test_the_table_cannot_be_written_to() -> None:
    """One careless caller cannot change the looks of another."""
    with pytest.raises(TypeError):
        STYLE.lines["conflict"] = STYLE.other  # type: ignore[index]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"lines": {"conflcit": {}}},
            "no kind of line is called 'conflcit'; did you mean 'conflict'? "
            "(known: relationship, separation, idealizes, devalues, sees, stance, transference, "
            "countertransference, feeling, conflict, resolution, rupture …)",
        ),
        (
            {"shapes": {"man": {"roundd": True}}},
            "no part of a kind of shape is called 'roundd' "
            "(known: words, name, manner, room, corners, is_filled)",
        ),
        (
            {"text_point": 3},
            "no setting of a style is called 'text_point'; did you mean 'text_points'? "
            "(known: font, bold, text_points, title_points, key_points, badge_points, ink, paper, "
            "ground, glow, muted_ink, muted_line …)",
        ),
    ],
)
def test_a_misspelt_change_is_refused_with_the_right_word(
    changes: dict[str, object], sentence: str
) -> None:
    """A change that would be lost silently is an error that tells what there is."""
    with pytest.raises(UnknownName) as caught:
        STYLE.with_changes(**changes)  # type: ignore[arg-type]

    assert str(caught.value) == sentence


@pytest.mark.parametrize("name", [name for name, s in STYLE.shapes.items() if s.corners])
def test_the_corners_of_a_shape_are_where_graphviz_draws_them(name: str) -> None:
    """Lines end at the outline: each corner in the table is one of the drawn shape, within 6 %."""
    shape = STYLE.shapes[name]
    node = 'label="" fixedsize=true width=2 height=1 pos="0,0"'
    dot = f"digraph {{ layout=nop2; a [{node} shape=box]; b [{node} shape={shape.name}] }}"
    svg = render(dot, "svg").decode()
    box, drawn = (
        [(float(x), -float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", points)]
        for points in re.findall(r'points="([^"]*)"', svg.partition('class="node"')[2])[:2]
    )
    left, low = min(x for x, _ in box), min(y for _, y in box)

    for x, y in shape.corners:
        apart = [abs((px - left) / 144 - x) + abs((py - low) / 72 - y) for px, py in drawn]
        assert min(apart) < 0.06, (x, y)


@pytest.mark.parametrize(
    "words",
    ["Elizabeth", "WWW MMM", "illicit", "her superheroes (group)", "über façade", "שלום", "1.000"],
)
def test_words_are_measured_no_narrower_than_they_are_drawn(words: str) -> None:
    """Graphviz's own measure of a line of text is the authority; ours is at most a third more."""
    dot = f'graph {{ n [label="{words}" shape=box margin=0 width=0 height=0 fontsize=20 '
    dot += 'fontname="DejaVu Sans"] }'
    node = render(dot, "svg").decode().partition('class="node"')[2]
    xs = [float(x) for x in re.findall(r"(-?[\d.]+),", re.findall(r'points="([^"]*)"', node)[0])]
    drawn = max(xs) - min(xs)

    assert drawn - 1.0 <= text_width(words, 20.0) <= drawn * 1.34 + 1.0


def test_a_script_that_may_have_no_font_gets_room_for_its_name() -> None:
    """Its name in brackets is wider than two characters, and may have to stand in for them."""
    assert text_width("小龙", 20.0) >= text_width("[Chinese]", 20.0)
    assert text_width("e\u0301", 20.0) == text_width("e", 20.0)


def test_words_are_broken_where_the_room_ends() -> None:
    """Each line fits its width, and a text of any length ends after eight lines."""
    lines = fitted("Stephanie and Diane rally around Elizabeth " * 40, 150.0, 10.0).split("\n")

    assert len(lines) == 8
    assert max(text_width(line, 10.0) for line in lines) <= 150.0
    assert size_of("a\nb", 10.0) == (text_width("a", 10.0), 24.0)


def test_the_ends_of_a_short_line_are_smaller_and_never_lost() -> None:
    """Of two who all but touch one still sees who hurts whom."""
    line = STYLE.lines["trauma"]
    looks = [
        line_look(line, level(length), line.colour, 1.0, is_broken=False, is_double=False)
        for length in (12.0, 200.0)
    ]

    assert [look["dir"] for look in looks] == ["forward", "forward"]
    assert float(looks[0]["arrowsize"]) * 20 <= 12 * 0.7 + 0.1
    assert float(looks[1]["arrowsize"]) == pytest.approx(0.62 + 0.14 * line.width, abs=0.01)


@pytest.mark.parametrize("kind", ["idealizes", "rally", "resolution", "conflict"])
def test_a_line_ends_where_its_heads_begin(kind: str) -> None:
    """Heads and tails reach the outlines; the line between them is as much shorter."""
    line = STYLE.lines[kind]
    look = line_look(line, level(200.0), line.colour, 1.0, is_broken=False, is_double=False)
    ends = [part for part in look["pos"].split() if part[0] in "se"]
    xs = [float(part.split(",")[0]) for part in look["pos"].split() if part[0] not in "se"]

    assert ends == ["s,0.0,0.0"] * (line.tail != "none") + ["e,200.0,0.0"] * (line.head != "none")
    assert (min(xs) > 5) == (line.tail != "none")
    assert (max(xs) < 195) == (line.head != "none")


def level(length: float) -> Curve:
    return Curve(
        (Point(0, 0), Point(length / 3, 0), Point(2 * length / 3, 0), Point(length, 0)),
    )
