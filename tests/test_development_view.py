"""How it came about: every claim an arrow, with its rivals, what is missing, and how many."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.casefile import read_case
from formulation.model import Case, Claim, Factor, Goal, Person, Strength, Symptom, Wish
from formulation.views.development import development_view
from formulation.views.development_claims import COLUMNS, PARTS, development_of
from formulation.views.development_words import MOST_IN_BAND, MOST_IN_COLUMN
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

DASHED, DOTTED = 'stroke-dasharray="5 4"', 'stroke-dasharray="0.1 3.6"'


def pat(*records: object) -> Case:
    """Return a case of Pat, who has headaches and two wishes, with what else is told."""
    return Case(id="pat_case", title="Pat").adding(
        Person(id="pat", name="Pat", role="patient"),
        Person(id="lee", name="Dr Lee", role="therapist"),
        Symptom(id="head", name="headache"),
        Wish(id="w", text="to be seen"),
        Wish(id="v", text="to be left in peace"),
        *records,  # type: ignore[arg-type]
    )


def claim(id: str = "c", **fields: object) -> Claim:
    """Return a claim that the first wish brings headaches, with other fields."""
    told = {"text": "Longing brings pain", "from_": "w", "to": "head", "as_": "perpetuating"}
    return Claim(id=id, **{**told, **fields})


def in_one_line(text: str) -> str:
    return " ".join(text.split())


# --- claims -------------------------------------------------------------------------------------


def test_a_claim_is_an_arrow_from_what_it_names_to_what_it_names() -> None:
    """With its effect, in the column of its part."""
    (arrow,) = development_of(pat(claim(effect="raises"))).arrows["perpetuating"]

    assert [one.words for one in arrow.starts] == ["wish (to be seen)"]
    assert [one.words for one in arrow.ends] == ["headache"]
    assert arrow.effect == "makes likelier"


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ("raises", "makes likelier"),
        ("lowers", "makes less likely"),
        (None, "bears on; which way is not said"),
    ],
)
def test_the_effect_is_told_in_words(effect: str | None, words: str) -> None:
    """Also that it is not said."""
    assert words in shown(development_view(pat(claim(effect=effect))))


def test_rivals_and_what_would_count_against_stand_beside_the_claim() -> None:
    """In the picture, and in its prose."""
    told = claim(rivals=["a draught", "too little sleep"], against="pain without longing")

    view = development_view(pat(told))

    written = in_one_line(shown(view))
    assert "could also be: a draught; too little sleep" in written
    assert "would count against: pain without longing" in written
    assert "Could also be: a draught; too little sleep." in view.prose
    assert "Would count against: pain without longing." in view.prose


def test_that_no_rival_is_written_down_is_said() -> None:
    """An empty place is a question."""
    view = development_view(pat(claim()))

    assert "no rival is written down" in shown(view)
    assert "what would count against it is not written" in shown(view)
    assert "1 claim without a rival." in view.alt


def test_an_inferred_claim_is_a_broken_arrow_and_says_whose_it_is() -> None:
    """A reported one is whole; both are in the legend."""
    inferred = development_view(pat(claim(basis="inferred", said_by="lee")))
    reported = development_view(pat(claim(basis="reported", said_by="lee")))

    assert DASHED in inferred.to_svg()
    assert "a claim that is inferred" in shown(inferred)
    assert "Dr Lee: inferred" in shown(inferred)
    assert DASHED not in reported.to_svg()
    assert "inferred" not in shown(reported)


def test_that_a_claim_does_not_say_from_what_is_drawn_empty() -> None:
    """The chip is dotted and says so."""
    view = development_view(pat(claim(from_=())))

    assert "not said" in [row.text for row in rows_of(view)]
    assert "From what is not said to headache" in view.prose


def test_a_claim_without_a_part_stands_in_a_band_of_its_own() -> None:
    """And the band is not there without one."""
    told = development_view(pat(claim(as_=None)))

    assert "Part not said" in shown(told)
    assert "Part not said" not in shown(development_view(pat(claim())))


def test_another_account_stands_beneath_the_first() -> None:
    """It is no arrow of its own."""
    other = claim("c2", text="Pain brings longing", alternative_of="c")

    read = development_of(pat(claim(), other))

    (arrow,) = read.arrows["perpetuating"]
    assert [one.words for one in arrow.accounts] == ["Pain brings longing"]
    assert "another account: Pain brings longing" in in_one_line(
        shown(development_view(pat(claim(), other)))
    )


def test_a_revised_claim_says_by_what() -> None:
    """The later one is a claim of its own."""
    later = claim("c2", text="Anger brings pain", revises="c")

    first, second = development_of(pat(claim(), later)).arrows["perpetuating"]

    assert [one.id for one in first.revised_by] == ["c2"]
    assert second.words == "Anger brings pain"


def test_what_the_literature_claims_is_not_drawn_but_told() -> None:
    """It speaks of people in general."""
    view = development_view(pat(claim(scope="general", text="Pain follows loss")))

    assert "Not drawn: 1 claim of the literature, which speaks of people in general" in shown(view)
    assert "Pain follows loss" not in shown(view)
    assert "Pain follows loss" in view.prose


def test_the_same_letter_stands_for_the_same_statement() -> None:
    """Only what stands on more than one card has one."""
    chain = claim("c2", text="Pain brings peace", from_="head", to="v")

    rows = [row.text for row in rows_of(development_view(pat(claim(), chain)))]

    assert rows.count("a") == 3  # twice on cards, once in the legend
    assert "b" not in rows
    assert "a" not in [row.text for row in rows_of(development_view(pat(claim())))]


# --- what stands beside -------------------------------------------------------------------------


def test_strengths_factors_and_goals_are_listed() -> None:
    """With the domain, and whose they are where not the patient's."""
    view = development_view(
        pat(
            Strength(text="humor"),
            Factor(text="none known", domain="biological"),
            Goal(text="to sleep", by="lee"),
        )
    )

    written = shown(view)
    assert "• humor" in written
    assert "• none known (biological)" in written
    assert "• Dr Lee: to sleep" in written


def test_nothing_is_shown_that_no_claim_speaks_of() -> None:
    """A wish that no claim names is not there."""
    assert "left in peace" not in shown(development_view(pat(claim())))
    assert development_view(pat(claim())).statements == ("c", "w")


def test_an_empty_case_has_empty_columns() -> None:
    """Four columns and the mechanisms, three lists, all dotted."""
    view = development_view(Case(id="empty"))

    assert shown(view).count("no claim is written down") == 5
    assert shown(view).count("none is written down") == 3
    assert view.to_svg().count(DOTTED) == 5 + 3 + 1  # and the legend
    assert DASHED not in view.to_svg()


def test_long_lists_are_cut_with_a_word() -> None:
    """Four chips of which three are drawn; nine strengths of which six are."""
    wishes = [Wish(id=f"w{n}", text=f"wish {n}") for n in range(4)]
    strengths = [Strength(text=f"strength {n}") for n in range(9)]

    view = development_view(pat(*wishes, claim(from_=[f"w{n}" for n in range(4)]), *strengths))

    written = shown(view)
    assert "wish (wish 2)" in written
    assert "wish (wish 3)" not in written
    assert "and 1 more" in written
    assert "and 3 more, told in words" in written
    assert "strength 8" in view.prose
    assert "wish (wish 3)" in view.prose


def test_numbers_on_cards_are_those_of_the_prose() -> None:
    """Also where an earlier part has more claims than are drawn."""
    before = [claim(f"b{n}", text=f"before {n}", as_="predisposing") for n in range(8)]

    view = development_view(pat(*before, claim("last", text="what keeps it up")))

    assert "- 9. It is claimed: what keeps it up." in view.prose
    assert "9" in [row.text for row in rows_of(view)]


def test_what_a_claim_predicts_is_in_the_prose() -> None:
    """There is no room for it on the card."""
    view = development_view(pat(claim(predicts="fewer headaches when seen")))

    assert "It predicts: fewer headaches when seen." in view.prose


def test_a_claim_whose_basis_is_not_said_says_so() -> None:
    """Unknown is a value."""
    assert "how it is known is not said" in shown(development_view(pat(claim())))
    assert "Dr Lee: how it is known is not said" in shown(
        development_view(pat(claim(said_by="lee")))
    )


def test_one_click_lights_a_claim_and_what_it_names() -> None:
    """Card, arrow and small type are the claim's; each chip is its own statement's."""
    svg = development_view(pat(claim())).to_svg()

    groups = re.findall(r'data-statement="([^"]+)"', svg)
    assert groups == ["s-c", "s-w", "s-c", "s-c", "s-c"]


def test_parts_are_told_in_the_words_of_the_vocabulary() -> None:
    """Each heading with its meaning."""
    written = in_one_line(shown(development_view(pat())))

    for words in (
        "Predisposing made the person liable, long before",
        "Precipitating set it off, shortly before",
        "Perpetuating keeps it going",
        "Protective holds it in check, or helps to recover",
        "Mechanisms how it works, inside the person or between people",
    ):
        assert words in written


# --- many ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_of_many_claims_a_stated_number_is_drawn_and_all_are_told(part: str) -> None:
    """Thirty of one part: the picture says how many are left."""
    case = pat(*[claim(f"c{n}", text=f"reason {n}.", as_=part or None) for n in range(30)])
    most = MOST_IN_COLUMN if part in COLUMNS else MOST_IN_BAND

    view = development_view(case)

    assert f"{30 - most} more claims are told in the words" in shown(view)
    assert len([id for id in view.statements if id.startswith("c")]) == most
    assert all(f"reason {n}." in view.prose for n in range(30))


def test_the_founding_case_by_hand() -> None:
    """Counted in the file: other accounts stand with their first, 12 claims are general."""
    read = development_of(read_case(EXAMPLES / "elizabeth.yaml"))

    assert {part: len(told) for part, told in read.arrows.items()} == {
        "predisposing": 2,
        "precipitating": 0,
        "perpetuating": 3,
        "protective": 4,
        "mechanism": 6,
        "": 0,
    }
    assert sum(len(arrow.accounts) for told in read.arrows.values() for arrow in told) == 2
    assert len(read.general) == 12
    assert overlaps(development_view(read_case(EXAMPLES / "elizabeth.yaml"))) == []


# --- any ----------------------------------------------------------------------------------------


@st.composite
def explained(draw: st.DrawFn) -> Case:
    """Draw a case with claims of every part, hostile and long words among them."""
    words = st.sampled_from(["a reason", "one thing led to another " * 6, HOSTILE, LONG])
    ids = st.lists(st.sampled_from(["w", "v", "head", "pat"]), unique=True, max_size=4)
    claims = [
        Claim(
            id=f"c{n}",
            text=draw(words),
            from_=draw(ids),
            to=draw(ids),
            as_=draw(st.sampled_from([*COLUMNS, "mechanism", None])),
            effect=draw(st.sampled_from(["raises", "lowers", None])),
            basis=draw(st.sampled_from(["inferred", "reported", None])),
            rivals=draw(st.lists(words, max_size=4)),
            against=draw(st.lists(words, max_size=2)),
            alternative_of=draw(st.sampled_from([None, f"c{n - 1}"])) if n else None,
            revises=draw(st.sampled_from([None, "c0"])) if n else None,
        )
        for n in range(draw(st.integers(0, 9)))
    ]
    return pat(*claims, *[Strength(text=draw(words)) for _ in range(draw(st.integers(0, 8)))])


@settings(max_examples=12, deadline=None)
@given(explained())
def test_any_claims_are_drawn_in_bounds_and_alike_twice(case: Case) -> None:
    """Well-formed, the same bytes each time, no row on another, none beyond the paper."""
    view = development_view(case)

    tags = {node.tag for node in ET.fromstring(view.to_svg()).iter()}
    assert f"{SVG}script" not in tags
    assert view.to_svg() == development_view(case).to_svg()
    assert overlaps(view) == []
    assert crossing(view) == []
    assert all(row.left >= 0 and row.right <= view.width - 12 for row in rows_of(view))
    assert not re.search("[\u202e\ufffe]", view.to_svg() + view.prose)
