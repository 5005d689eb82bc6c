"""Records show themselves in a notebook: as pictures or tables, and always in words."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation import Timeline, find, read_case, shown_richly, weigh
from formulation.errors import DrawError
from formulation.findings import Change, Counted, Finding, NearMiss, ScaleChange, Weight
from formulation.model import (
    Case,
    Conflict,
    Escalation,
    Idealization,
    LifeEvent,
    Person,
    Rating,
    Symptom,
)
from formulation.views import draw

EXAMPLES = Path(__file__).parent.parent / "examples"
FLAGSHIP = "idealized-pair-conflict-flare"
#: what a text must not do to the page it stands in
HOSTILE = "<script>alert('x')</script> ]]> & \"quoted\" </td></table> \u202eback"
ELEMENTS = set("div p strong table caption thead tbody tr th td".split())
PICTURE, PAGE, WORDS = "image/svg+xml", "text/html", "text/plain"


def household(name: str = "Sam") -> Case:
    """Two people, one of whom idealizes the other."""
    return Case(id="two", title="Two <people>").adding(
        Person(id="liz", name="Liz", role="patient"),
        Person(id="sam", name=name),
        Idealization(of="sam"),
    )


def quarrelling(name: str = "Sam") -> Case:
    """A case in which the flagship pattern fits once and nearly fits once."""
    return Case(id="three", title=name, origin="synthetic").adding(
        Person(id="liz", name="Liz", role="patient"),
        Person(id="sam", name=name),
        Person(id="dee", name="Dee"),
        Symptom(id="pain", name="back pain"),
        Idealization(id="hero_s", of="sam", when="2019/2021"),
        Idealization(id="hero_d", of="dee", when="2019/2021"),
        Conflict(id="quarrel", between=["sam", "dee"], over=name, when="2020-03-01"),
        Escalation(id="flare", of="pain", when="2020-03-10"),
        Conflict(id="again", between=["sam", "dee"], when="2020-09-01"),
        Escalation(id="late", of="pain", when="2020-09-20"),
    )


def texts_in(page: str) -> str:
    """All the words of a page or a picture, which must be well-formed."""
    return " ".join(" ".join(ElementTree.fromstring(page).itertext()).split())


def tags_in(page: str) -> set[str]:
    return {element.tag.split("}")[-1] for element in ElementTree.fromstring(page).iter()}


def nothing_there(*_: object, **__: object) -> str:
    raise DrawError("Graphviz is not here")


def test_a_case_shows_itself_as_its_map_with_the_words_beside() -> None:
    """The notebook gets a picture that parses, with both names, and the map in sentences."""
    shown = household()._repr_mimebundle_()

    assert set(shown) == {PICTURE, WORDS}
    words = texts_in(shown[PICTURE])
    assert "Liz" in words
    assert "Sam" in words
    assert shown[WORDS].startswith("Two <people>: 2 figures, 0 symptoms and 1 statement.")
    assert "Liz idealizes Sam" in shown[WORDS]


def test_without_a_renderer_a_case_shows_itself_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Graphviz is missing the notebook still tells the map, and says what is missing."""
    monkeypatch.setattr(draw, "draw", nothing_there)

    shown = household()._repr_mimebundle_()

    assert set(shown) == {WORDS}
    assert shown[WORDS].endswith("(Graphviz is not here)")


def test_a_finding_tells_its_sentence_who_is_who_and_its_steps() -> None:
    """It does not hold its case, so that it names statements and says how to see it in the map."""
    finding = find(quarrelling(), FLAGSHIP)[0]

    shown = finding._repr_mimebundle_()

    assert set(shown) == {PAGE, WORDS}
    words = texts_in(shown[PAGE])
    assert words.startswith("Two idealized figures in conflict precede a symptom flare")
    assert finding.because in words
    assert "Letter Stands for A dee P liz B sam S pain Steps" in words
    assert "Step Statement ideal a hero_d ideal b hero_s quarrel quarrel flare flare" in words
    assert words.endswith("map_view(case, finding=…) marks it in the map of the case 'three'.")
    assert "Partial, without rally a, rally b and truce; the order is certain." in shown[WORDS]
    assert "\nSteps:\n  ideal a · hero_d\n" in shown[WORDS]


def test_a_near_miss_says_that_it_is_one() -> None:
    """Its title begins so, and it makes no claim to be complete."""
    [miss] = find(quarrelling(), FLAGSHIP, near_misses=1).near_misses

    words = texts_in(miss._repr_mimebundle_()[PAGE])

    assert isinstance(miss, NearMiss)
    assert words.startswith("Nearly found: Two idealized figures in conflict")
    assert "too late by 5 days" in words
    assert "Complete" not in words
    assert "Partial" not in words


def test_findings_are_a_table_with_names_dates_and_what_nearly_fits() -> None:
    """Each row has the number under which it is found; near misses have a table of their own."""
    shown = find(quarrelling(), FLAGSHIP, near_misses=1)._repr_mimebundle_()

    words = texts_in(shown[PAGE])
    assert words.startswith("1 finding and 1 near miss What fits")
    assert "[0] Two idealized figures in conflict precede a symptom flare" in words
    assert "2020-03-01 to 2020-03-10 A: Dee, B: Sam, P: Liz, S: back pain" in words
    assert "What nearly fits Pattern What is missing [1] Two idealized" in words
    assert shown[WORDS].startswith("1 finding and 1 near miss\nWhat fits:\n  [0] · Two idealized")


def test_where_nothing_fits_the_page_says_so_and_offers_no_number() -> None:
    """That is about the file, and not about the person."""
    shown = find(household(), FLAGSHIP)._repr_mimebundle_()

    assert shown[WORDS] == (
        "0 findings\nNothing fits as the case is written. What is not written cannot be found."
    )


def test_many_findings_are_counted_and_not_all_listed() -> None:
    """Twenty rows are read; the diary has 46 findings."""
    found = find(read_case(EXAMPLES / "elizabeth_diary.yaml"), FLAGSHIP)

    words = found._repr_mimebundle_()[WORDS]

    assert words.startswith("46 findings\n")
    assert words.count("\n  [") == 20
    assert "\n26 more findings not shown.\n" in words


def test_findings_that_were_cut_say_so() -> None:
    """Who asked for one gets one, and hears that there are more."""
    with pytest.warns(UserWarning, match="more than 1 findings"):
        found = find(read_case(EXAMPLES / "elizabeth_diary.yaml"), FLAGSHIP, limit=1)

    assert shown_richly(found)[WORDS].startswith("1 finding, cut at the limit\n")


def test_findings_in_several_cases_name_the_case() -> None:
    """People of different cases may have the same names."""
    other = Case(id="other", title="Another").adding(*quarrelling().people)
    found = find(Timeline(quarrelling("Max"), other), FLAGSHIP)

    assert "symptom flare (Max) · " in shown_richly(found)[WORDS]


@pytest.fixture(scope="module")
def diary() -> Case:
    return read_case(EXAMPLES / "elizabeth_diary.yaml")


def test_a_weight_shows_itself_as_its_chart(diary: Case) -> None:
    """The verdict stands in the picture, and what it does not mean in the words beside."""
    weight = weigh(diary, FLAGSHIP)[0]

    shown = weight._repr_mimebundle_()

    assert set(shown) == {PICTURE, WORDS}
    assert "Supported" in texts_in(shown[PICTURE])
    assert weight.because in shown[WORDS]
    assert "\nWhat it does not mean: It does not say that the one brings the other" in shown[WORDS]


def test_without_a_renderer_a_weight_shows_itself_in_words(
    diary: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers are told all the same."""
    weight = weigh(diary, FLAGSHIP)[0]
    monkeypatch.setattr(draw, "draw", nothing_there)

    shown = weight._repr_mimebundle_()

    assert set(shown) == {WORDS}
    assert "41 of 57 did" in shown[WORDS]
    assert shown[WORDS].endswith("(Graphviz is not here)")


def test_weights_are_a_table_with_what_changed_and_what_else_could_have_done_it(
    diary: Case,
) -> None:
    """Question, verdict, counts, rate and chance; then before and after, with the rivals."""
    shown = weigh(diary, FLAGSHIP, change="session")._repr_mimebundle_()

    words = texts_in(shown[PAGE])
    assert words.startswith(
        "2 questions asked, 2 could be weighed "
        "Verdicts are about the order of events, not about why. What was weighed"
    )
    assert "Supported 41 of 57, where one even rate would put 22.23 4.01 times" in words
    assert "(p), allowing for 5 questions." in words
    assert "Flare of chronic pain before and after the intervention" in words
    assert "regression to the mean" in words
    assert "What cannot be weighed" not in words


def test_weights_that_cannot_be_had_say_why_and_one_alone_what_to_record() -> None:
    """The founding case dates no quarrel; the words of one weight say what would be needed."""
    weights = weigh(read_case(EXAMPLES / "elizabeth.yaml"), FLAGSHIP)

    words = shown_richly(weights)[WORDS]

    assert words.startswith("2 questions asked, none could be weighed\n")
    assert "What cannot be weighed yet:\n  Do flares of chronic pain come more often" in words
    assert "What was weighed" not in words
    assert (
        "\nTo be recorded: each quarrel with its date, 3 of them at the least."
        in (shown_richly(weights[0])[WORDS])
    )


def test_no_weights_at_all_are_told_as_none() -> None:
    """A case without quarrels and symptoms is asked nothing."""
    words = shown_richly(weigh(household(), FLAGSHIP))[WORDS]

    assert words == "No question asked\nVerdicts are about the order of events, not about why."


def test_changes_show_themselves_as_charts(diary: Case) -> None:
    """How often before and after; and ratings likewise."""
    change = weigh(diary, FLAGSHIP, change="session").changes[0]
    ratings = [Rating(of="mood", value=n, when=f"2020-0{n}-01") for n in (8, 7, 6, 3, 2, 1)]
    rated = household().adding(ratings, LifeEvent(id="move", text="a move", when="2020-05-01"))
    [scale] = weigh(rated, FLAGSHIP, change="move").scales

    for one in (change, scale):
        shown = one._repr_mimebundle_()

        assert set(shown) == {PICTURE, WORDS}
        assert one.event_name.casefold() in texts_in(shown[PICTURE]).casefold()
        assert one.because.rstrip(".") in shown[WORDS]


def test_a_timeline_of_one_case_is_drawn_and_told() -> None:
    """Its quarrel stands in the picture and in the words."""
    shown = Timeline(quarrelling())._repr_mimebundle_()

    assert set(shown) == {PICTURE, WORDS}
    assert "back pain" in texts_in(shown[PICTURE])
    assert "Sam and Dee are in conflict" in shown[WORDS]


def test_a_timeline_of_several_cases_is_a_table_with_undated_rows_last() -> None:
    """One picture would mix their years; the rows name the case."""
    shown = Timeline(household(), quarrelling())._repr_mimebundle_()

    assert set(shown) == {PAGE, WORDS}
    title, caption, *rows = shown[WORDS].splitlines()
    assert title == "A timeline of 2 cases, 7 statements"
    assert caption == "As they began, undated ones last:"
    assert rows[0].startswith("  2019-01-01 to 2019-12-31 · Sam · Liz idealizes Sam")
    assert rows[-1] == "  not dated · Two <people> · Liz idealizes Sam."


def test_a_timeline_of_columns_says_that_it_has_no_records() -> None:
    """Numbers alone have nothing to tell."""
    shown = shown_richly(Timeline.from_columns({"conflict": {"start": [1, 2]}}))

    assert shown[WORDS] == (
        "A timeline of 2 statements, laid out without records\nIt can be searched."
    )


@lru_cache
def every_sort_of_record(text: str) -> dict[str, object]:
    """One of each record that shows itself, with the same text wherever words can stand."""
    roles, steps = {text: text}, {text: (text, text)}
    finding = Finding(text, text, text, "complete", "certain", roles, steps, because=text)
    weight = Weight(text, text, roles, text, "not testable", because=text, wanted=(text,))
    names = {"event_name": text, "outcome_name": text, "because": text, "rivals": (text,)}
    change = Change(text, text, Counted(1, 2), Counted(3, 4), "weak", **names)
    scale = ScaleChange(text, text, ((0, 1.0),), ((1, 2.0),), because=text)
    case = quarrelling(text)
    found = find(case, FLAGSHIP, near_misses=1)
    weights = weigh(case, FLAGSHIP)
    weights.append(weight)
    weights.changes.append(change)
    weights.scales.append(scale)
    return {
        "case": case,
        "findings": found,
        "found": found[0],
        "near miss": found.near_misses[0],
        "finding": finding,
        "weight": weight,
        "weights": weights,
        "change": change,
        "ratings": scale,
        "timeline": Timeline(case),
        "timelines": Timeline(case, household(text)),
    }


SORTS = (
    "case findings found near_miss finding weight weights change ratings timeline timelines"
).split()


@pytest.mark.parametrize("sort", SORTS)
def test_hostile_text_is_shown_and_never_obeyed(sort: str) -> None:
    """In a page it becomes no element; nothing that turns letters around is left anywhere."""
    shown = shown_richly(every_sort_of_record(HOSTILE)[sort.replace("_", " ")])

    assert not any("\u202e" in text for text in shown.values())
    assert "alert" in shown[WORDS]
    if PAGE in shown:
        assert tags_in(shown[PAGE]) <= set(
            "div p strong table caption thead tbody tr th td".split()
        )
        assert "<script>alert" in texts_in(shown[PAGE])
    if PICTURE in shown:
        assert "script" not in tags_in(shown[PICTURE])


@pytest.mark.parametrize("sort", SORTS)
def test_a_name_of_five_hundred_letters_is_shown_and_twice_the_same(sort: str) -> None:
    """Nothing stops over it, and the same record is the same text."""
    record = every_sort_of_record("x" * 500)[sort.replace("_", " ")]

    assert shown_richly(record) == shown_richly(record)


@given(st.text(min_size=1))
@settings(max_examples=60, deadline=None)
def test_any_words_at_all_make_a_page_that_can_be_read(text: str) -> None:
    """Whatever is written, the page is well-formed and has as many cells as without it."""
    finding = Finding(text, text, text, text, text, {"P": text}, {"s": text}, because=text)

    page = ElementTree.fromstring(finding._repr_mimebundle_()[PAGE])

    assert len(list(page.iter("td"))) == 4


def test_what_has_no_form_of_its_own_is_refused() -> None:
    """By its kind."""
    with pytest.raises(TypeError) as error:
        shown_richly(42)

    assert str(error.value) == "no form for a notebook is known of 'int'"
