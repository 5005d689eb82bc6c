"""Malan's triangles: every corner, side and cell as the file says it, and nothing beyond."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.casefile import read_case
from formulation.model import (
    Case,
    Conflict,
    Defense,
    Devaluation,
    Fear,
    Feeling,
    Harm,
    Idealization,
    InnerConflict,
    Perception,
    Person,
    Relationship,
    Separation,
    Session,
    Stance,
    Transference,
)
from formulation.terms import vocabulary
from formulation.views.sheet import Sheet, SheetView, rows_in
from formulation.views.strokes import text_width
from formulation.views.style import STYLE
from formulation.views.triangles import triangles_view
from formulation.views.triangles_blocks import Block, Words, height_of, write_down
from formulation.views.triangles_corners import triangles_of
from formulation.views.triangles_standing import EITHER_ROLES, PAST_ROLES, corner_of_each

EXAMPLES = Path(__file__).parents[1] / "examples"
HOSTILE = '<script>alert("x")</script> ]]> &amp; \u202egnol'
LONG = "W" * 500
SVG = "{http://www.w3.org/2000/svg}"

PEOPLE = (
    Person(id="anna", name="Anna", role="patient", born="1980"),
    Person(id="bob", name="Bob", role="husband"),
    Person(id="mum", name="her mother", role="mother"),
    Person(id="lee", name="Dr Lee", role="therapist"),
    Person(id="eva", name="Eva", role="sister"),
)
DEFENSE = Defense(id="d", of="reaction-formation", against="anger", toward=["bob", "lee"])
FEAR = Fear(id="a", text="to be sent away")
RAGE = Feeling(id="x", text="rage", hidden=True, toward="mum", basis="inferred")
KNOT_ALONE = InnerConflict(text="closeness and pride")
KNOT = InnerConflict(id="k", text="to complain or be kept", defense="d", fear="a", feeling="x")


def anna(*records: object) -> Case:
    """Return a case of Anna, with what else is told of her."""
    return Case(id="anna_case", title="Anna").adding(*PEOPLE, *records)  # type: ignore[arg-type]


class Written(NamedTuple):
    """A row of text in a picture, and the room it takes."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Written) -> bool:
        """Tell whether two rows lie on one another by more than a point."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > 1 and high > 1


def rows_of(view: SheetView) -> list[Written]:
    """Return every row of text in a picture, by what its letters measure."""
    found = []
    for node in ET.fromstring(view.to_svg()).iter(f"{SVG}text"):
        size, text = float(node.get("font-size", 0)), node.text or ""
        wide = text_width(text, size, is_bold=node.get("font-weight") == "bold")
        x, foot = float(node.get("x", 0)), float(node.get("y", 0))
        left = x - wide / 2 if node.get("text-anchor") == "middle" else x
        found.append(Written(text, left, foot - size * 0.75, left + wide, foot + size * 0.2))
    return found


def overlaps(view: SheetView) -> list[tuple[str, str]]:
    """Return pairs of rows that lie on one another."""
    return [(a.text, b.text) for a, b in combinations(rows_of(view), 2) if a.covers(b)]


def crossing(view: SheetView) -> list[tuple[Written, Written]]:
    """Return pairs of boxes that lie partly on one another; one may stand within the other."""
    sides = [
        [float(node.get(name, 0)) for name in ("x", "y", "width", "height")]
        for node in ET.fromstring(view.to_svg()).iter(f"{SVG}rect")
        if node.get("x")
    ]
    boxes = [Written("", x, y, x + wide, y + high) for x, y, wide, high in sides]
    return [(a, b) for a, b in combinations(boxes, 2) if a.covers(b) and not _is_nested(a, b)]


def _is_nested(a: Written, b: Written) -> bool:
    inner, outer = sorted((a, b), key=lambda box: box.right - box.left)
    across = outer.left <= inner.left and inner.right <= outer.right
    return across and outer.top <= inner.top and inner.bottom <= outer.bottom


def shown(view: SheetView) -> str:
    """Return all that is written in a picture, as one text."""
    return " ".join(row.text for row in rows_of(view))


# --- the triangle of conflict -------------------------------------------------------------------


def test_an_inner_conflict_is_a_triangle_of_what_it_names() -> None:
    """D, A and X hold the statements named; nothing is missing."""
    (knot,) = triangles_of(anna(DEFENSE, FEAR, RAGE, KNOT)).knots

    assert {corner: [e.words for e in told] for corner, told in knot.corners.items()} == {
        "D": ["reaction formation, against anger"],
        "A": ["to be sent away"],
        "X": ["rage"],
    }
    assert knot.missing == []


def test_a_corner_that_is_not_named_is_drawn_empty() -> None:
    """Without a fear the corner A is dotted, says so, and no side leads to it."""
    conflict = InnerConflict(text="closeness and pride", defense="d", feeling="x")

    view = triangles_view(anna(DEFENSE, RAGE, conflict))

    assert triangles_of(anna(DEFENSE, RAGE, conflict)).knots[0].missing == ["A"]
    assert "- Anxiety: not written down." in view.prose
    assert "not written down" in shown(view)
    assert view.to_svg().count('stroke-dasharray="0.1 3.6"') > 2


def test_without_an_inner_conflict_nothing_is_said_to_belong_together() -> None:
    """The patient's defenses, fears and hidden feelings stand there, and no side ties them."""
    case = anna(DEFENSE, FEAR, RAGE, Feeling(text="joy"))

    read, view = triangles_of(case), triangles_view(case)

    assert read.knots[0].conflict is None
    assert [entry.words for entry in read.knots[0].corners["X"]] == ["rage"]
    assert "no inner conflict in the file says that these belong together" in view.prose


def test_what_others_feel_is_not_the_patients() -> None:
    """A fear of Bob's stands in no corner of Anna's triangle, his inner conflict under his name."""
    his = Fear(id="his", text="to be alone", by="bob")
    conflict = InnerConflict(text="to stay or go", by="bob", fear="his")

    assert triangles_of(anna(his)).knots[0].corners["A"] == ()
    assert triangles_of(anna(his, conflict)).knots[0].conflict.words == (  # type: ignore[union-attr]
        "Bob: to stay or go"
    )


def test_a_feeling_that_is_not_hidden_says_so_at_its_corner() -> None:
    """Malan's third corner is the hidden feeling; the file decides whether it is."""
    longing = Feeling(id="x", text="longing")
    conflict = InnerConflict(text="closeness and pride", feeling="x")

    (knot,) = triangles_of(anna(longing, conflict)).knots

    assert knot.corners["X"][0].words == "longing (not marked as hidden)"


def test_what_is_inferred_is_marked_in_words_and_by_a_broken_line() -> None:
    """Black and white is enough to see it."""
    view = triangles_view(anna(DEFENSE, FEAR, RAGE, KNOT))

    assert "rage (inferred)" in shown(view)
    assert 'stroke-dasharray="5 4"' in view.to_svg()
    assert "inferred, not told" in shown(view)


# --- who stands where ---------------------------------------------------------------------------


def test_every_role_that_decides_a_corner_is_a_word_of_the_vocabulary() -> None:
    """A misspelt role would never meet anyone; no role is in both lists."""
    known = set(vocabulary("role").words)

    assert known >= PAST_ROLES | EITHER_ROLES
    assert not PAST_ROLES & EITHER_ROLES


def test_roles_say_who_is_of_today_who_treats_and_who_is_past() -> None:
    """Husband, therapist and mother by their roles; a sister with no date is of today."""
    assert corner_of_each(anna()) == {"bob": "O", "mum": "P", "lee": "T", "eva": "O"}


@pytest.mark.parametrize(
    ("event", "corner"),
    [
        (Harm(of="anna", by="eva", age="9"), "P"),
        (Harm(of="anna", by="eva", when="1990"), "P"),
        (Harm(of="anna", by="eva", age="30"), "O"),
        (Harm(of="anna", by="eva", age="17~"), "O"),
    ],
)
def test_childhood_makes_a_sister_one_of_the_past(event: Harm, corner: str) -> None:
    """Certainly before 18; about 17 may be 18."""
    assert corner_of_each(anna(event))["eva"] == corner


def test_what_came_before_the_therapy_is_past_if_nothing_came_later() -> None:
    """One parting long before 2010 and none since; a quarrel of 2009 or later is of today."""
    therapy = Relationship(between=["anna", "lee"], is_="therapy", when="2010-01-01/..")
    before = Separation(between=["anna", "eva"], when="2005")
    since = Conflict(between=["anna", "eva"], when="2012")

    assert corner_of_each(anna(therapy, before))["eva"] == "P"
    assert corner_of_each(anna(therapy, before, since))["eva"] == "O"
    recent = Conflict(between=["anna", "eva"], when="2009-05")
    assert corner_of_each(anna(therapy, recent))["eva"] == "O"
    assert corner_of_each(anna(before))["eva"] == "O"


def child(*records: object) -> Case:
    """Return a case of a boy of eight at his first session, with what else is told of him."""
    return Case(id="boy").adding(
        Person(id="tom", role="patient", born="2016-02"),
        Person(id="mum", role="mother"),
        Person(id="dad", role="father"),
        Person(id="field", name="Mrs Field", role="teacher"),
        Person(id="lena", role="therapist"),
        Session(text="first play", by="lena", when="2024-05-14"),
        *records,  # type: ignore[arg-type]
    )


def test_a_childs_parents_and_teacher_are_people_of_today() -> None:
    """A quarrel three months before the first session is recent; one three years before is not."""
    recent = child(Conflict(between=["tom", "field"], when="2024-02-16"))
    long_ago = child(Conflict(between=["tom", "field"], when="2021-02-16"))

    assert corner_of_each(recent) == {"mum": "O", "dad": "O", "field": "O", "lena": "T"}
    assert corner_of_each(long_ago)["field"] == "P"
    told = "The patient is under 18, so parents stand under Other"
    assert told in triangles_view(recent).prose
    assert told not in triangles_view(anna()).prose


def test_a_childs_lost_parents_are_of_the_past() -> None:
    """One who had died, and one with whom the bond had ended before the first session."""
    case = child(
        Person(id="gran", role="grandmother", died="2023-11"),
        Relationship(between=["tom", "dad"], is_="parenthood", when="2016/2020"),
    )

    corners = corner_of_each(case)

    assert {id: corners[id] for id in ("mum", "dad", "gran")} == {
        "mum": "O",
        "dad": "P",
        "gran": "P",
    }


def test_whoever_a_transference_is_brought_to_is_the_therapist() -> None:
    """Also without the role."""
    case = anna(Person(id="kim", role="psychiatrist"), Transference(of="kim"))

    assert corner_of_each(case)["kim"] == "T"


def test_a_faith_stands_in_no_corner_and_is_named() -> None:
    """The triangle is one of persons."""
    view = triangles_view(anna(Person(id="faith", kind="belief"), Idealization(of="faith")))

    assert "In no corner, for a triangle of person is one of persons: faith (belief)." in view.prose


def test_each_corner_tells_what_is_said_toward_whom() -> None:
    """Images, idealizing, stance and feelings, those first toward whom most is said."""
    case = anna(
        Perception(of="bob", image="never there"),
        Devaluation(of="bob"),
        Stance(of="victim", toward="bob"),
        Person(id="kai", name="Kai", role="friend"),
        Transference(of="lee", quality="idealizing"),
        Perception(of="mum", valence="bad"),
        RAGE,
    )

    read = triangles_of(case)

    told = {k: [(f.label, [e.words for e in f.entries]) for f in v] for k, v in read.person.items()}
    assert told == {
        "O": [
            ("Bob, husband", ["seen as “never there”", "devalued", "stance of a victim"]),
            ("Eva, sister", []),
            ("Kai, friend", []),
        ],
        "T": [("Dr Lee, therapist", ["transference (idealizing)"])],
        "P": [("her mother", ["seen (a bad image)", "felt: rage (kept hidden)"])],
    }


def test_a_side_is_drawn_where_a_statement_names_both_its_ends() -> None:
    """What repeats the mother links T and P; a defense toward Bob and Lee links O and T."""
    case = anna(DEFENSE, Transference(id="t", of="lee", repeats="mum", basis="inferred"))

    links = {link.ends: link for link in triangles_of(case).links}

    assert set(links) == {("O", "T"), ("T", "P")}
    assert links["T", "P"].is_inferred
    assert not links["O", "T"].is_inferred


def test_a_transference_that_repeats_an_event_names_those_who_brought_it_about() -> None:
    """The mother who hurt her is meant, and Anna herself is no corner."""
    harm = Harm(id="h", of="anna", by="mum", age="6")

    (link,) = triangles_of(anna(harm, Transference(of="lee", repeats="h"))).links

    assert link.ends == ("T", "P")


# --- the grid -----------------------------------------------------------------------------------


def test_a_cell_is_filled_only_by_what_the_file_says() -> None:
    """A defense toward two, a feeling toward the mother; the fear is toward nobody by itself."""
    read = triangles_of(anna(DEFENSE, FEAR, RAGE))

    assert set(read.cells) == {("D", "O"), ("D", "T"), ("X", "P")}
    assert [entry.words for entry in read.loose["A"]] == ["to be sent away"]


def test_an_inner_conflict_says_toward_whom_its_fear_is() -> None:
    """By way of its other corners, and marked as such; what says it itself keeps to that."""
    read = triangles_of(anna(DEFENSE, FEAR, RAGE, KNOT))

    by_tie = {place for place, entries in read.cells.items() if entries[0].is_by_tie}
    assert by_tie == {("A", "O"), ("A", "T"), ("A", "P")}
    assert set(read.cells) - by_tie == {("D", "O"), ("D", "T"), ("X", "P")}


def test_coverage_is_told_in_words_and_never_as_a_score() -> None:
    """No number stands in it."""
    view = triangles_view(anna(DEFENSE, FEAR, RAGE))

    told = (
        "The defense is told toward people of today and the therapist; the anxiety is told toward "
        "nobody so far; the hidden feeling is told toward people of the past."
    )
    assert told in view.prose
    assert not re.search(r"\d", told)


# --- the whole ----------------------------------------------------------------------------------


def test_the_founding_case_lacks_the_hidden_feeling() -> None:
    """D and A are told, X is not; the defense stands toward all three."""
    read = triangles_of(read_case(EXAMPLES / "elizabeth.yaml"))

    assert read.knots[0].missing == ["X"]
    assert set(read.cells) == {("D", "O"), ("D", "T"), ("D", "P")}
    assert {link.ends for link in read.links} == {("O", "T"), ("T", "P"), ("O", "P")}


def test_an_empty_case_is_drawn_empty() -> None:
    """Three and three empty corners and nine empty cells, no crash."""
    view = triangles_view(Case(id="empty"))

    assert shown(view).count("not written down") == 3 + 9 + 1  # and the legend
    assert shown(view).count("nobody is written down") == 3
    assert view.statements == ()


def test_of_many_inner_conflicts_six_are_drawn_and_all_are_told() -> None:
    """The picture says how many are left, the prose holds them."""
    view = triangles_view(anna(*[InnerConflict(text=f"strife {n}") for n in range(20)]))

    assert "14 more inner conflicts of the file are told in the words" in shown(view)
    assert len(re.findall(r"Triangle of conflict \d", shown(view))) == 6
    assert all(f": strife {n}." in view.prose for n in range(20))


def test_every_statement_drawn_can_be_found_by_its_id() -> None:
    """Groups carry the ids that the map and the timeline use."""
    view = triangles_view(anna(DEFENSE, FEAR, RAGE, KNOT))

    groups = set(re.findall(r'data-statement="([^"]+)"', view.to_svg()))

    assert groups == {"s-d", "s-a", "s-x", "s-k"}


def test_hostile_words_stay_words() -> None:
    """Nothing of a name becomes markup, and no letter turns the others around."""
    case = Case(id="h", title=HOSTILE).adding(
        Person(id="p", role="patient", name=HOSTILE),
        Person(id="o", role="friend", name=LONG),
        Perception(of="o", image=HOSTILE),
        InnerConflict(text=HOSTILE),
    )

    view = triangles_view(case)

    tags = {node.tag for node in ET.fromstring(view.to_svg()).iter()}
    assert f"{SVG}script" not in tags
    assert "\u202e" not in view.to_svg() + view.title + view.prose


def test_a_side_belongs_to_the_statement_that_draws_it() -> None:
    """One click on it lights the inner conflict; inferred, all three sides are broken."""
    told = triangles_view(anna(DEFENSE, FEAR, RAGE, KNOT)).to_svg()
    inferred = KNOT.model_copy(update={"basis": "inferred"})
    guessed = triangles_view(anna(DEFENSE, FEAR, RAGE, inferred)).to_svg()

    assert told.count('data-statement="s-k"') == 1 + 3
    assert guessed.count("stroke-dasharray") == told.count("stroke-dasharray") + 3 + 1


def test_a_corner_holds_three_figures_and_says_how_many_more() -> None:
    """Five friends with an image each; two without are named in one line."""
    friends = [Person(id=f"f{n}", name=f"friend {n}", role="friend") for n in range(7)]
    images = [Perception(of=f"f{n}", image="kind") for n in range(5)]

    written = shown(triangles_view(anna(*friends, *images)))

    assert written.count("seen as “kind”") == 3
    assert "and 2 more" in written
    assert "no image or feeling is told:" in written


def test_a_name_that_says_the_role_is_not_followed_by_it() -> None:
    """Her mother, not her mother, mother."""
    written = shown(triangles_view(anna(Perception(of="mum", image="cold"))))

    assert "her mother" in written
    assert "her mother, mother" not in written


def test_the_legend_tells_what_is_shown_and_nothing_else() -> None:
    """No broken line without inference, no slanted words without a tie."""
    bare, full = triangles_view(anna(FEAR)), triangles_view(anna(DEFENSE, FEAR, RAGE, KNOT))

    assert "inferred" not in shown(bare)
    assert "by way of its inner conflict" not in shown(bare)
    assert "by way of its inner conflict" in shown(full)
    assert "a statement ties both" in shown(full)


def test_the_picture_has_words_for_those_who_hear_it() -> None:
    """Title and description name what the picture shows."""
    view = triangles_view(anna(DEFENSE, FEAR, RAGE, KNOT))

    root = ET.fromstring(view.to_svg())
    assert root.findtext(f"{SVG}title") == "Two triangles: Anna"
    assert root.findtext(f"{SVG}desc") == view.alt
    assert "1 inner conflict, 1 of them with all three corners" in view.alt


def test_a_caller_may_change_the_looks() -> None:
    """Larger letters make a higher page; the style in use stays as it was."""
    larger = triangles_view(
        anna(KNOT_ALONE), style=STYLE.with_changes(text_points=16, ink="#222222")
    )

    assert larger.height > triangles_view(anna(KNOT_ALONE)).height
    assert "#222222" in larger.to_svg()
    assert "#222222" not in triangles_view(anna(KNOT_ALONE)).to_svg()


# --- rows of words ------------------------------------------------------------------------------


@given(st.text(max_size=200), st.floats(30, 400), st.integers(1, 5), st.booleans())
def test_rows_are_as_narrow_as_asked(text: str, width: float, lines: int, is_bold: bool) -> None:
    """By the letters' own widths, down to two letters a row; never more rows than may be."""
    rows = rows_in(text, width, 10, lines, is_bold=is_bold)

    assert 1 <= len(rows) <= lines
    assert all(text_width(row, 10, is_bold=is_bold) <= width or len(row) <= 14 for row in rows)


@given(st.lists(st.text("abc W", max_size=60), max_size=4), st.floats(60, 300))
def test_a_block_is_as_high_as_it_said(texts: list[str], width: float) -> None:
    """Measured first and written then: both agree, so that nothing overlaps."""
    sheet = Sheet()
    blocks = [Block((Words(text, 10),), indent=6) for text in texts]

    assert write_down(sheet, blocks, 0, 0, width) == pytest.approx(height_of(blocks, width))


@st.composite
def inner_lives(draw: st.DrawFn) -> Case:
    """Draw a case with inner conflicts that name some of their corners, toward some people."""
    words = st.sampled_from(["rage", "to be left alone again " * 5, HOSTILE, LONG])
    people = ["bob", "mum", "lee", "eva"]
    toward = st.lists(st.sampled_from(people), unique=True, max_size=4)
    records: list[object] = []
    for n in range(draw(st.integers(0, 4))):
        records.append(Defense(id=f"d{n}", of="denial", against=draw(words), toward=draw(toward)))
        records.append(Fear(id=f"a{n}", text=draw(words)))
        hidden = draw(st.booleans())
        records.append(Feeling(id=f"x{n}", text=draw(words), hidden=hidden, toward=draw(toward)))
        named = {
            field: f"{id}{n}"
            for field, id in (("defense", "d"), ("fear", "a"), ("feeling", "x"))
            if draw(st.booleans())
        }
        if draw(st.booleans()):
            basis = draw(st.sampled_from([None, "inferred"]))
            records.append(InnerConflict(text=draw(words), basis=basis, **named))
    for who in draw(toward):
        records.append(Perception(of=who, image=draw(words)))
    return anna(*records)


@settings(max_examples=12, deadline=None)
@given(inner_lives())
def test_any_inner_life_is_drawn_in_bounds_and_alike_twice(case: Case) -> None:
    """Well-formed, the same bytes each time, no row on another, none beyond the paper."""
    view = triangles_view(case)

    assert view.to_svg() == triangles_view(case).to_svg()
    assert overlaps(view) == []
    assert crossing(view) == []
    assert all(row.left >= 0 and row.right <= view.width - 12 for row in rows_of(view))
    assert all(row.bottom <= view.height for row in rows_of(view))


def test_what_is_cut_at_a_corner_is_cut_between_words() -> None:
    """Half a word is no word, and what has room stays whole."""
    case = read_case(EXAMPLES / "dora.yaml")
    said = [one for knot in triangles_of(case).knots for one in knot.corners["D"]]
    words = " ".join(entry.words for entry in said)

    assert "she speaks of him with outrage alone), against love for Herr K." in words
    assert not re.search(r"outrag…|st…|bi…", words)
