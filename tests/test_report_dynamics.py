"""The report's pictures of what moves: rounds, triangles, development, drawings of patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest

from formulation import weigh
from formulation.model import (
    Claim,
    Conflict,
    Defense,
    Escalation,
    Fear,
    Feeling,
    Idealization,
    InnerConflict,
    Person,
    Rally,
    Resolution,
    Transference,
)
from formulation.model.case import Case
from formulation.patterns.catalogue import pattern_named
from formulation.reporting import report_of, written
from formulation.views.motif import Motif
from formulation.views.quoting import svg_id
from formulation.views.report.building import build_report
from formulation.views.report.content import Card, Picture, Prose, Report, Section
from formulation.views.report.dynamics import dynamics_section
from formulation.views.report.material import Material
from formulation.views.report.profiles import pictured_as
from formulation.views.sheet import Sheet, SheetView
from tests.test_report import Page, elizabeth, found_in, founding, page, small, taken_apart, told
from tests.test_weigh import STEADY, diary

FLAGSHIP = "idealized-pair-conflict-flare"
NO_TRIANGLES = (
    "The triangles of conflict and of person are not drawn: no defense, fear or hidden feeling is "
    "written down, and nothing said of people of today, of the therapist and of people of the past "
    "links one with another."
)


def episode(*more: Any, when: str = "2021-03") -> Case:
    """A case in which the flagship pattern is found once, dated, with nothing said of defenses."""
    return small(
        Idealization(id="one", of="bo", when="2020/2022"),
        Idealization(id="two", of="cy", when="2020/2022"),
        Conflict(id="feud", between=["bo", "cy"], when=f"{when}-01"),
        Escalation(id="flare", of=["pain"], when=f"{when}-05"),
        Rally(id="rally", who=["bo", "cy"], to="ann", when=f"{when}-07"),
        Resolution(id="truce", between="feud", when=f"{when}-09"),
        *more,
    )


def sections(content: Report) -> dict[str, Section]:
    return {section.name: section for section in content.sections}


def pictures(content: Report) -> dict[str, Picture]:
    return {picture.name: picture for picture in content.pictures()}


def cards_of(content: Report, part: str) -> Iterator[Card]:
    for block in sections(content)[part].blocks:
        inner = getattr(block, "blocks", ())
        yield from (one for one in inner if isinstance(one, Card))


# --- what is drawn, and where -------------------------------------------------------------------


def test_dynamics_hold_the_round_and_the_triangles() -> None:
    """The founding case's flagship comes back to its beginning; both triangles have something."""
    titles = [card.title for card in cards_of(founding(), "dynamics")]

    assert titles == [pattern_named(FLAGSHIP).title, "Conflict and person, after Malan"]


def test_claims_begin_with_how_it_came_about() -> None:
    """All claims in one picture stand before the claims one by one, folded where it is long."""
    picture = sections(founding())["claims"].blocks[1]

    assert isinstance(picture, Picture)
    assert picture.view.title == "How it came about: Elizabeth and her superheroes"
    assert picture.fold == "How it came about: all claims in one picture"


def test_a_short_development_is_not_folded() -> None:
    """Of two claims the picture is shown at once."""
    case = small(Claim(text="Quarrels bring pain", as_="precipitating"), Claim(text="Peace helps"))

    assert pictures(report_of(case))["development"].fold == ""


def test_every_found_pattern_has_its_drawing_beside_its_findings() -> None:
    """Each group of findings holds the drawing of its own pattern, to be unfolded."""
    groups = [one for one in sections(founding())["findings"].blocks if not isinstance(one, Prose)]

    drawn = [
        (group.title, picture.view.title, picture.fold)
        for group in groups
        for picture in group.blocks
        if isinstance(picture, Picture)
    ]

    names = dict.fromkeys(finding.pattern for finding in found_in(elizabeth()))
    titles = [pattern_named(name).title for name in names]
    assert drawn == [(title, title, "The pattern as a drawing in time") for title in titles]


def test_every_picture_lights_its_statements() -> None:
    """Each statement of a round, the triangles and the development is marked in the page."""
    marked = [
        (tag, tokens.split())
        for tag, own in taken_apart().elements
        if (tokens := own.get("data-statement"))
    ]
    for name in ("round-1", "triangles", "development"):
        view = pictures(founding())[name].view
        assert isinstance(view, SheetView)
        assert len(view.statements) > 7
        drawn = page().split(f'id="picture-{name}"')[1].split("</figure>")[0]
        assert all(f'data-statement="{svg_id(id)}"' in drawn for id in view.statements)
        for id in view.statements:  # and stands elsewhere too
            assert [tag for tag, tokens in marked if svg_id(id) in tokens].count("tr") == 1


def test_a_round_can_be_lit_as_a_whole() -> None:
    """The card of a round has a button that names all statements in it."""
    [card, _] = cards_of(founding(), "dynamics")

    wanted = " ".join(map(svg_id, card.statements))

    assert {"feud", "flare", "truce"} <= set(card.statements)
    assert wanted in list(taken_apart().having("data-light"))


def test_the_words_of_a_drawing_are_those_of_the_pattern() -> None:
    """A drawing of a pattern says its steps and how to read it, and no name of its parts."""
    motif = next(one for one in pictures(founding()).values() if isinstance(one.view, Motif))
    drawn = page().split(f'id="picture-{motif.name}"')[1].split("</figure>")[0]

    assert motif.lines[0].startswith("A drawing in time, from left to right; steps from top to")
    assert "Left to right is an order and no scale" in motif.lines[1]
    assert re.findall(r"<title>[^<]*</title>", drawn) == []


# --- what is not drawn --------------------------------------------------------------------------


def test_an_empty_case_has_nothing_of_it() -> None:
    """No section, no picture of claims, no drawing of a pattern."""
    content = report_of(Case(id="empty"))

    assert "dynamics" not in sections(content)
    assert list(pictures(content)) == ["map", "timeline"]


def test_triangles_that_have_nothing_are_a_sentence() -> None:
    """Where a round is drawn and the triangles are not, it is said why."""
    content = report_of(episode())

    assert [card.title for card in cards_of(content, "dynamics")] == [pattern_named(FLAGSHIP).title]
    assert told(content).count(NO_TRIANGLES) == 1


@pytest.mark.parametrize(
    "statement",
    [
        Fear(id="fear", text="to be left"),
        Defense(id="wall", of="denial"),
        Transference(id="again", of="dr", repeats=["mum"]),
    ],
)
def test_triangles_are_drawn_where_they_have_something(statement: Any) -> None:
    """One fear, one defense, or one link between the therapist and the past will do."""
    case = small()
    if statement.kind == "transference":
        people = Person(id="mum", role="mother"), Person(id="dr", role="therapist")
        case = case.adding(*people)
    case = case.adding(statement)

    content = report_of(case)

    assert [card.title for card in cards_of(content, "dynamics")] == [
        "Conflict and person, after Malan"
    ]
    assert NO_TRIANGLES not in told(content)


# --- which rounds -------------------------------------------------------------------------------


def of_rounds(content: Report) -> str:
    """The sentence that says why these rounds are drawn."""
    group = sections(content)["dynamics"].blocks[1]
    assert not isinstance(group, Picture)
    return group.blocks[0].sentences[0].text  # type: ignore[union-attr]


def test_patterns_on_the_same_statements_are_drawn_once() -> None:
    """Three patterns of the founding case come back to their beginning by the same quarrels."""
    assert of_rounds(founding()) == (
        "3 found patterns lead back to their beginning, by a claim or by what is on record; one is "
        "drawn here, and the others stand on the same statements. That it turns in a circle is a "
        "reading, and no finding."
    )


def test_one_pattern_that_comes_back_needs_no_choice() -> None:
    """With one pattern asked for there are no others to speak of."""
    content = report_of(elizabeth(), patterns=FLAGSHIP)

    assert of_rounds(content) == (
        "1 found pattern leads back to its beginning, by a claim or by what is on record. That it "
        "turns in a circle is a reading, and no finding."
    )


def test_what_nothing_leads_back_is_said_to_be_open() -> None:
    """Without a claim or a record the longest pattern is drawn, and its open end is told."""
    case = small(
        Idealization(id="one", of="bo", when="2020/2022"),
        Idealization(id="two", of="cy", when="2020/2022"),
        Conflict(id="feud", between=["bo", "cy"], when="2021-03-01"),
        Escalation(id="flare", of=["pain"], when="2021-03-05"),
        Rally(id="rally", who=["bo", "cy"], to="ann", when="2021-03-07"),
    )

    content = report_of(case, patterns=FLAGSHIP)

    assert of_rounds(content) == (
        "Nothing in the file leads from the end of a found pattern back to its beginning. Drawn is "
        "the pattern that asks for an order in time and was found with most steps; whether it "
        "turns in a circle is for the author to say."
    )
    assert pictures(content)["round-1"].view.alt.endswith(
        "Back to the beginning: not claimed in the file."
    )


def test_two_stations_make_no_round() -> None:
    """An insight and a change for the better are a step, and nothing is drawn as a circle."""
    content = report_of(elizabeth(), patterns="insight-then-change")

    assert [name for name in pictures(content) if name.startswith("round")] == []
    assert of_rounds(content) == (
        "No round is drawn: what was found with an order in time (“An insight, and then a change "
        "for less”) leads from one thing to another, and no further."
    )


def test_what_asks_for_no_order_is_no_round() -> None:
    """Three corners of a triangle lead nowhere; what is longest among the ordered is drawn."""
    knot = (
        Feeling(id="rage", text="rage", hidden=True),
        Fear(id="left", text="being left"),
        Defense(id="turn", of="displacement"),
        InnerConflict(text="rage or love", feeling="rage", fear="left", defense="turn"),
    )
    corners = report_of(small(*knot), patterns="triangle-of-conflict")
    whole = report_of(episode(*knot))

    assert [name for name in pictures(corners) if name.startswith("round")] == []
    assert of_rounds(corners) == (
        "No round is drawn, for the found pattern does not ask that one thing comes before another."
    )
    assert {card.title for card in cards_of(whole, "dynamics")} == {
        "Two idealized figures in conflict precede a symptom flare",
        "Conflict and person, after Malan",
    }


def test_findings_without_their_pattern_draw_nothing() -> None:
    """What was found by a pattern that is not at hand has cards, and no picture."""
    content = build_report(Material(elizabeth(), findings=found_in(elizabeth())))

    drawn = [name for name in pictures(content) if name.startswith(("round", "motif"))]

    assert drawn == []


# --- the map as of a date -----------------------------------------------------------------------


def test_a_map_says_what_its_slider_does_not_change() -> None:
    """Where no line is left out, only the legend needs a word."""
    assert pictures(founding())["map"].notes == (
        "What shapes and lines mean is told for the whole case, whichever date is chosen.",
    )
    assert "What shapes and lines mean is told for the whole case" in taken_apart().text


def test_lines_left_out_for_crowding_are_told_under_the_slider() -> None:
    """Where everyone quarrels with everyone, it says how many lines no date will show."""
    crowd = [Person(id=f"p{n}") for n in range(22)]
    feuds = [
        Conflict(between=[one.id, other.id], when=f"{2000 + n % 20}")
        for n, (one, other) in enumerate(combinations(crowd, 2))
    ]

    picture = pictures(build_report(Material(Case(id="crowd").adding(*crowd, *feuds))))["map"]

    drawn = len(picture.view.edges)  # type: ignore[union-attr]
    assert 0 < drawn < len(feuds)
    assert picture.notes[0] == (
        f"{len(feuds) - drawn} lines are left out of this map, for too many would cross, and left "
        "out at every date too, even where there would be room; drawn as of one date by itself "
        "(formulation draw --at), a map shows them where they can be followed."
    )


# --- who may read it ----------------------------------------------------------------------------


def test_teaching_draws_roles_and_years() -> None:
    """In round, triangles and development nobody has a name, and no date is finer than a year."""
    own, disguised = (pictures(founding(name)) for name in ("private", "teaching"))
    for name in ("round-1", "triangles", "development", "timeline"):
        texts = [
            f"{one.view.alt} {one.view.prose} {one.view.body}"
            for one in (own[name], disguised[name])
        ]  # type: ignore[union-attr]
        found = [len(re.findall(r"\b(?:Elizabeth|Stephanie|Diane|JC)\b", text)) for text in texts]
        assert found[0] > 3
        assert found[1] == 0
        assert re.findall(r"\d{4}-\d\d|>(?:Jan|Nov)\b", texts[1]) == []


def test_teaching_tells_a_verdict_in_a_round_to_the_year() -> None:
    """What a weight says within a round names no day, however its words are broken into rows."""
    case, pattern = episode(), pattern_named(FLAGSHIP)
    first = next(iter(weigh(diary(*STEADY))))
    for long in range(60, 110, 2):
        weight = replace(first, pattern=FLAGSHIP, case=case.id, because="w" * long + " 3 May 2021.")
        for profile, said in {"private": "3 May 2021", "teaching": "2021"}.items():
            material = Material(case, profile, found_in(case), (), [weight], patterns=[pattern])
            [_, group] = dynamics_section(material)[0].blocks[:2]
            view = group.blocks[1].blocks[0].view  # type: ignore[union-attr]
            assert f"www {said}." in view.prose  # type: ignore[union-attr]
            rows = " ".join(re.findall(r">([^<>]+)</text>", view.body))  # type: ignore[union-attr]
            assert f" {said}." in rows
            assert ("May" in rows) == (profile == "private")


def test_a_picture_for_teaching_loses_its_months() -> None:
    """A date in any of its words, and a month at its axis, is told to the year or not at all."""
    sheet = Sheet()
    for words in ("Jan 2019", "Nov", "on 3 May 2021", "May", "Maybe in 2020"):
        sheet.text(0, 0, words)
    view = sheet.view(
        title="On 3 May 2021",
        lead="Since May 2021.",
        alt="In Jan 2019.",
        prose="2021-05-03",
        width=9,
        height=9,
    )

    plain = pictured_as(view, "teaching")

    drawn = re.findall(r">([^<\n]*)</text>", plain.body)
    assert drawn == ["2019", "", "on 2021", "", "Maybe in 2020"]
    told = (plain.title, plain.lead, plain.alt, plain.prose)
    assert told == ("On 2021", "Since 2021.", "In 2019.", "2021")
    assert pictured_as(view, "private") is view


# --- in print -----------------------------------------------------------------------------------


def test_what_paper_cannot_hold_is_printed_in_pieces() -> None:
    """Pieces of map, timeline and development show the picture itself from top to bottom."""
    taken = taken_apart()
    uses = [own["href"] for tag, own in taken.elements if tag == "use"]
    boxes = [
        own["viewbox"].split() for tag, own in taken.elements if tag == "svg" and "role" not in own
    ]

    assert set(uses) == {"#map-whole", "#timeline-whole", "#development-whole"}
    assert len(boxes) == len(uses)
    whole = {f"#{name}-whole": one for name, one in pictures(founding()).items()}
    for href in set(uses):
        own = [list(map(float, box)) for use, box in zip(uses, boxes, strict=True) if use == href]
        assert own[0][1] == 0
        for (_, top, _, high), (_, below, _, _) in pairwise(own):
            assert top + high == pytest.approx(below, abs=0.1)
        view = whole[href].view
        if isinstance(view, SheetView):
            assert own[-1][1] + own[-1][3] == pytest.approx(view.height, abs=0.1)


def test_what_paper_holds_is_left_as_it_is() -> None:
    """A small map and two triangles are printed as they are; a timeline is as wide as any."""
    case = small(Fear(text="to be left"))

    taken = Page(str(written(report_of(case), "html")))

    assert [own["href"] for tag, own in taken.elements if tag == "use"] == ["#timeline-whole"]
