"""The summary: risk first, disputes told, dates no finer than the file, findings weighed."""

from __future__ import annotations

import doctest
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from formulation import find, map_view, read_case
from formulation.findings import Gap, Weight
from formulation.model import (
    Change,
    Conflict,
    Defense,
    Escalation,
    Harm,
    Idealization,
    Intervention,
    Loss,
    Person,
    Risk,
    Symptom,
    Transference,
    Treatment,
)
from formulation.model.case import Case
from formulation.patterns.catalogue import catalogue, pattern_named
from formulation.patterns.explain import asks_order
from formulation.views import gaps
from formulation.views.gaps import reason_in_words
from formulation.views.report import as_of
from formulation.views.report.as_of import dates_of
from formulation.views.report.building import build_report
from formulation.views.report.content import (
    Card,
    Group,
    Listing,
    Prose,
    Report,
    Sentence,
    Table,
)
from formulation.views.report.courses import courses
from formulation.views.report.findings_told import findings_section
from formulation.views.report.hedging import in_full
from formulation.views.report.markdown import markdown_of
from formulation.views.report.material import Material
from formulation.views.report.profiles import shown_as
from formulation.views.report.risk import risk_told
from formulation.views.report.summary import summary
from tests.test_report import small

EXAMPLES = Path(__file__).parent.parent / "examples"
LONG = "one may say of it " + "what is long and longer and " * 4 + "ends."


@cache
def example(name: str) -> Case:
    case: Case = read_case(EXAMPLES / f"{name}.yaml")
    return case


def texts(sentences: Any) -> list[str]:
    return [one.text for one in sentences]


def rows(content: Report) -> dict[str, list[str]]:
    """The cells of each row of a report, by the id it is about."""
    tables = [block for block in content.blocks() if isinstance(block, Table)]
    return {row.id: texts(row.cells) for table in tables for row in table.rows}


def in_summary(m: Material, label: str) -> list[Sentence]:
    [own] = [one for one in summary(m).blocks if isinstance(one, Prose) and one.label == label]
    return list(own.sentences)


# --- risk ---------------------------------------------------------------------------------------


def test_risk_is_told_right_after_whom_it_is_about() -> None:
    """Before any complaint, hedged, with its statement, and that nothing says what was done."""
    pills = Risk(
        id="pills", text="suicide", what="she saved pills", when="2023-05~", basis="reported"
    )

    m = Material(small(pills))

    labels = [one.label for one in summary(m).blocks if isinstance(one, Prose)]
    assert labels[:3] == [
        "Who this is about.",
        "What is recorded of risk.",
        "What there is to suffer from.",
    ]
    told, done = in_summary(m, "What is recorded of risk.")
    assert told.text == (
        "It is recorded: a risk noted for Ann: suicide: she saved pills, about May 2023, "
        "as is reported."
    )
    assert told.refs == ("pills",)
    assert done.text == "No other statement says what was done about it."


@pytest.mark.parametrize(
    ("done", "told", "refs"),
    [
        (
            Intervention(id="plan", text="a plan", after="pills"),
            "Recorded in answer to it, or after it: the intervention (a plan).",
            ("plan",),
        ),
        (
            Intervention(id="plan", text="a plan", when="2023-06"),
            "No other statement says what was done about it. Recorded as done then or later, as "
            "far as that is dated: the intervention (a plan).",
            ("plan",),
        ),
        (
            Intervention(id="plan", text="a plan", when="2022"),
            "No other statement says what was done about it.",
            (),
        ),
    ],
)
def test_what_was_done_about_a_risk_is_told_as_far_as_it_is_recorded(
    done: Intervention, told: str, refs: tuple[str, ...]
) -> None:
    """What names it, else what may have come later; what was over before is no answer."""
    pills = Risk(id="pills", text="suicide", when="2023-05-02")

    [_, last] = risk_told(Material(small(pills, done)))

    assert (last.text, last.refs) == (told, refs)


def test_harm_to_oneself_is_a_risk_and_harm_by_others_is_not() -> None:
    """Who hurts herself is told of under risk."""
    own = Harm(id="cut", of="ann", by="ann", when="2020")
    other = Harm(id="hit", of="ann", by="bo", when="2021")

    told = list(risk_told(Material(small(own, other))))

    assert [one.refs for one in told] == [("cut",), ()]
    assert told[0].text == "It is recorded: Ann comes to self-inflicted harm, 2020."


def test_harm_to_oneself_stands_once_in_the_summary() -> None:
    """Under risk, and not again under what befell."""
    own = Harm(id="cut", of="ann", by="ann", when="2020")
    other = Harm(id="hit", of="ann", by="bo", when="2021")

    m = Material(small(own, other))

    parts = [one for one in summary(m).blocks if isinstance(one, Prose)]
    holding = [one.label for one in parts if any("cut" in s.refs for s in one.sentences)]
    assert holding == ["What is recorded of risk."]
    assert [one.refs for one in in_summary(m, "What befell.")] == [("hit",)]


CUTTING = Symptom(id="cut", name="cutting of the forearm", domain="self-harm", onset="2022-12")


def test_self_harm_as_a_symptom_is_a_risk_told_with_its_last_dated_flare() -> None:
    """By its onset; a flare without a date, and one told otherwise, is not the last."""
    flares = [
        Escalation(id="second", of="cut", when="2023-02~", basis="reported"),
        Escalation(id="first", of="cut", when="2023-01"),
        Escalation(id="undated", of="cut"),
        Escalation(id="other", of="cut", when="2023-03", alternative_of="second"),
        Escalation(id="pains", of="pain", when="2023-04"),
    ]

    told = list(risk_told(Material(small(CUTTING, *flares))))

    assert [(one.text, one.refs) for one in told] == [
        (
            "It is recorded: Ann has cutting of the forearm (a symptom of self-harm), begun "
            "December 2022.",
            ("cut",),
        ),
        (
            "The last flare that is dated: cutting of the forearm flares, about February 2023, "
            "as is reported.",
            ("second",),
        ),
        ("Another account differs.", ("other",)),
        ("No other statement says what was done about it.", ()),
    ]


def test_what_was_done_about_a_symptom_of_risk_is_told() -> None:
    """What names it or a flare of it, else what may have come after its onset."""
    flare = Escalation(id="flare", of="cut", after="feud")
    feud = Conflict(id="feud", between=["bo", "cy"])
    plan = Intervention(id="plan", text="a plan", after="flare")
    later = Intervention(id="later", text="a talk", when="2023-01")

    answered = texts(risk_told(Material(small(CUTTING, feud, flare, plan))))
    unanswered = texts(risk_told(Material(small(CUTTING, later))))

    assert answered[1:] == [
        "None of its flares has a date.",
        "Recorded in answer to it, or after it: the intervention (a plan).",
    ]
    assert unanswered[1:] == [
        "No other statement says what was done about it. Recorded as done then or later, as far "
        "as that is dated: the intervention (a talk)."
    ]


@pytest.mark.parametrize(
    ("symptom", "told"),
    [
        (
            Symptom(id="si", name="SI", domain="suicidal", of="bo", course="resolved"),
            "It is recorded: Bo has SI (a symptom of suicidality), resolved.",
        ),
        (Symptom(id="si", name="SI", domain="sleep"), None),
        (Symptom(id="si", name="SI"), None),
    ],
)
def test_symptoms_of_two_domains_are_a_risk(symptom: Symptom, told: str | None) -> None:
    """Of anybody in the case, and of no other domain."""
    first = next(iter(texts(risk_told(Material(small(symptom))))), None)

    assert first == told


def test_a_flare_keeps_the_capitals_of_its_symptom() -> None:
    """SI is not sI."""
    symptom = Symptom(id="si", name="SI", domain="suicidality")

    told = texts(risk_told(Material(small(symptom, Escalation(of="si", when="2023")))))

    assert told[1] == "The last flare that is dated: SI flares, 2023."


def test_a_risk_that_was_not_found_is_no_danger() -> None:
    """It is told, without the sentence that nothing says what was done, and takes no place."""
    found = [Risk(id=f"r{n}", text="suicide", when=f"20{n + 20}") for n in range(6)]
    asked = Risk(id="asked", text="none found today", form="suicide", when="2010")

    alone = list(risk_told(Material(small(asked))))
    crowded = list(risk_told(Material(small(asked, *found))))

    assert texts(alone) == ["It is recorded: as to suicide, for Ann: none found today, 2010."]
    assert crowded[0].refs == ("r0",)
    assert (crowded[-1].text, crowded[-1].refs) == (
        "1 more record of risk stands in the table.",
        ("asked",),
    )


def test_a_denial_that_goes_on_leaves_the_danger_standing() -> None:
    """No plan is not no risk."""
    half = Risk(id="half", text="no plan, but thinks of it daily", form="suicide")

    assert texts(risk_told(Material(small(half)))) == [
        "It is recorded: as to suicide, for Ann: no plan, but thinks of it daily.",
        "No other statement says what was done about it.",
    ]


# --- what is told before other things -----------------------------------------------------------


def test_a_transference_is_told_before_a_fourth_defense() -> None:
    """One of each kind comes first, the transference before all."""
    many = [Defense(id=f"d{n}", of="denial", against=f"the {n}th") for n in range(4)]
    image = Idealization(id="hero", of="bo")
    brought = Transference(id="brought", of="cy")

    told = in_summary(
        Material(small(*many, image, brought)), "How others are seen, and what is kept at bay."
    )

    assert [one.refs for one in told] == [
        ("brought",),
        ("d0",),
        ("hero",),
        ("d1",),
        ("d2", "d3"),
    ]


def test_the_treatment_is_told_before_what_was_said_in_one_hour_of_it() -> None:
    """The therapist's before others, however often a single step is named."""
    therapist = Person(id="th", name="Dr Hoff", role="therapist")
    drugs = [Treatment(id=f"t{n}", text=f"drug {n}", when=f"200{n}") for n in range(4)]
    therapy = Treatment(id="therapy", text="weekly psychotherapy", by="th", when="2010")
    steps = [Intervention(id=f"i{n}", text=f"step {n}", when=f"201{n + 1}") for n in range(2)]
    named = [Change(of="pain", how="less", since="i0"), Change(of="pain", how="less", since="t3")]
    case = small(therapist, *drugs, therapy, *steps, *named)

    told = in_summary(Material(case), "What was done, and what changed.")

    assert [one.refs for one in told][:5] == [("t0",), ("t3",), ("therapy",), ("t1", "t2"), ("i0",)]
    assert told[2].text == "Treatment by Dr Hoff: weekly psychotherapy, 2010."
    assert told[5].text == "1 more statement of this kind stands in the table."


def test_findings_stand_under_a_heading_that_is_true_of_one_episode() -> None:
    """What fits once does not keep coming."""
    assert texts(in_summary(Material(small()), "What fits a known pattern.")) == [
        "None of the patterns looked for fits what is written down."
    ]


def test_more_risks_than_six_are_counted_and_led_to() -> None:
    """None is passed over."""
    many = [Risk(id=f"r{n}", text="suicide", when=f"20{n + 10}") for n in range(8)]

    told = list(risk_told(Material(small(*many))))

    assert told[-1].text == "2 more records of risk stand in the table."
    assert told[-1].refs == ("r6", "r7")


# --- another account ----------------------------------------------------------------------------


def disputed() -> Case:
    loss = Loss(id="first", of="bo", when="2001")
    return small(loss, Loss(id="other", of="bo", when="2003", alternative_of="first"))


def test_a_disputed_fact_is_told_as_disputed() -> None:
    """The summary leads to the other account, and both rows of the table name each other."""
    m = Material(disputed())

    befell = in_summary(m, "What befell.")

    assert [(one.text, one.refs) for one in befell] == [
        ("Bo is lost, 2001.", ("first",)),
        ("Another account differs.", ("other",)),
    ]
    cells = rows(build_report(m))
    assert cells["first"][2] == "No basis given; another account differs: 2."
    assert cells["other"][2] == "No basis given; another account differs: 1."


def test_of_several_statements_it_is_told_how_many_are_disputed() -> None:
    """Accounts of an account are accounts of the first; what is named already is not repeated."""
    third = Loss(id="third", of="bo", when="2004", alternative_of="other")
    m = Material(disputed().adding(third, Loss(id="calm", of="cy")))

    assert texts(m.differing(["first", "calm"])) == [
        "Of one of these statements other accounts differ."
    ]
    assert texts(m.differing(["first", "other", "calm"])) == [
        "Of 2 of these statements another account differs."
    ]
    assert m.differing(["calm"]) == ()
    assert m.accounts["third"] == ("first", "other")


def test_findings_and_pictures_tell_of_other_accounts() -> None:
    """Anna's illness ended and did not; Dora's triangle rests on what is disputed."""
    dora = example("dora")
    triangle = pattern_named("triangle-of-conflict")
    m = Material(dora, findings=list(find(dora, triangle)), patterns=[triangle])

    content = build_report(m)

    assert "Of 2 of these statements other accounts differ." in texts(courses(m))
    [card] = [b for b in content.blocks() if isinstance(b, Card) and b.name == "triangles-card"]
    assert isinstance(card.blocks[-1], Prose)
    assert "differ" in card.blocks[-1].sentences[0].text


# --- nothing is cut in the table ----------------------------------------------------------------


def test_the_table_tells_texts_whole() -> None:
    """What a sentence cuts short stands whole in its row, and so does what it names."""
    quarrel = Conflict(id="feud", between=["bo", "cy"], what=LONG)
    flare = Escalation(id="flare", of="pain", after="feud", basis="inferred")
    case = small(quarrel, flare)

    cells = rows(build_report(Material(case)))

    assert "…" in case.tell(quarrel)
    assert cells["feud"][1] == f"Bo and Cy are in conflict: {LONG}"
    assert LONG.removesuffix(".") + ") (inferred)." in cells["flare"][1]


def test_dots_of_the_author_stay() -> None:
    """A text that ends in dots was not cut."""
    quarrel = Conflict(id="feud", between=["bo", "cy"], what="and so on…")
    case = small(quarrel)

    assert in_full(case, quarrel, case.tell(quarrel)) == "Bo and Cy are in conflict: and so on…"


@pytest.mark.parametrize("name", ["elizabeth", "anna_o", "dora"])
def test_no_row_of_an_example_is_cut(name: str) -> None:
    """As Markdown too."""
    text = markdown_of(build_report(Material(example(name))))

    assert [line for line in text.split("\n") if line.startswith("|") and "…" in line] == []


# --- what fits a known pattern -------------------------------------------------------------------


def told_of(case: Case, name: str, **found: Any) -> list[str]:
    pattern = pattern_named(name)
    own = list(find(case, pattern))
    return texts(courses(Material(case, findings=own, patterns=[pattern], **found)))


def test_no_order_is_certain_where_none_is_asked() -> None:
    """Four of four statements inferred say so; nothing is certain about them."""
    told = told_of(example("anna_o"), "triangle-of-conflict")

    assert told == [
        "“A defense, a fear and a hidden feeling are tied in one inner conflict” fits 1 episode; "
        "no order in time is asked; it rests on inference alone (4 of 4 statements, low confidence "
        "at the lowest)."
    ]


def test_a_finding_without_an_order_says_so() -> None:
    """In its own words, and in what stands beside the heading of its card."""
    case, pattern = example("anna_o"), pattern_named("triangle-of-conflict")
    [finding] = find(case, pattern)

    content = build_report(Material(case, findings=[finding], patterns=[pattern]))

    assert finding.because.startswith("No order in time is asked: Behind the defense by ")
    assert finding.certainty == "certain"
    marks = {b.mark for b in content.blocks() if isinstance(b, Card) and b.name[:8] == "finding-"}
    assert marks == {"no order asked"}


def test_which_patterns_ask_for_an_order() -> None:
    """By hand, of the catalogue: those that do not place any step in time."""
    timeless = {pattern.pattern for pattern in catalogue() if not asks_order(pattern)}

    assert {"triangle-of-conflict", "triangle-of-person", "repeated-relational-episode"} <= timeless
    assert not {"detouring", "loss-then-symptom", "possible-secondary-gain"} & timeless


@pytest.mark.parametrize(
    ("loss", "flare", "told"),
    [
        ("2020-03-02", "2020-04", " (from 2 March 2020 to April 2020); "),
        ("2020-21", "2020-21", " (spring 2020); "),
        ("2020-03/2020-04", "2020-05-02/2020-05-09", " (from March 2020 to 9 May 2020); "),
        ("2020-03~", None, "; "),
    ],
)
def test_episodes_are_dated_as_the_file_dates_them(loss: str, flare: str | None, told: str) -> None:
    """From the first event to the last, in their own words, and not where one has no date."""
    case = small(
        Loss(id="loss", of="bo", by="ann", when=loss),
        Escalation(id="flare", of="pain", when=flare, after="loss"),
    )

    [first, *_] = told_of(case, "loss-then-symptom")

    assert f"fits 1 episode{told}the order is" in first


def test_findings_that_share_events_say_so() -> None:
    """Two flares after one loss are not two losses."""
    flares = [
        Escalation(id="one", of="pain", when="2020-03-10"),
        Escalation(id="two", of="pain", when="2020-03-12"),
    ]
    case = small(Conflict(id="feud", between=["bo", "cy"], when="2020-03-02"), *flares).adding(
        _care("2020-03-11", "a"), _care("2020-03-13", "b")
    )

    told = told_of(case, "detouring")

    assert (
        "These 2 share events, and so are not apart from each other; each event counted once: "
        "strain 1." in told[1]
    )


def _care(when: str, id: str) -> Any:
    from formulation.model import Rally

    return Rally(id=id, who=["bo", "cy"], to="ann", when=when)


def test_the_weight_of_a_pattern_stands_with_it() -> None:
    """Its question and its verdict follow the finding, and the verdict names its pattern later."""
    case, pattern = example("anna_o"), pattern_named("triangle-of-conflict")
    weight = Weight(pattern.pattern, "Do flares come more often?", {}, "rate", "too few to tell")
    m = Material(case, findings=list(find(case, pattern)), patterns=[pattern], weights=[weight])

    assert texts(courses(m))[-1] == ("Asked of chance: Do flares come more often? Too few to tell.")
    title = f"“{pattern.title}”: "
    assert any(
        one.startswith(title) for one in texts(in_summary(m, "How far this can be relied on."))
    )


# --- numbers that agree -------------------------------------------------------------------------


def test_questions_with_one_answer_are_counted() -> None:
    """What is asked is what is listed, one told for several."""
    same = Weight("x", "q", {}, "m", "not testable", because="no date")
    other = Weight("x", "q", {}, "m", "not testable", because="no period")

    content = build_report(Material(small(), weights=[same, same, other]))

    told = [one.text for b in content.blocks() for one in getattr(b, "items", ())]
    assert {"No date. (2 questions.)", "No period."} <= set(told)
    assert "Questions with one answer are told together: 3 have 2." in markdown_of(content)


@pytest.mark.parametrize(("count", "told"), [(1, "1 gap in"), (2, "2 gaps in")])
def test_gaps_agree_with_their_verb(count: int, told: str) -> None:
    """One stands, two stand."""
    gap = Gap("C06", "Illness", "warning", ("pain",), "no body", "why", "asked?", "pain")

    [own] = [
        one
        for one in texts(
            in_summary(Material(small(), gaps=[gap] * count), "How far this can be relied on.")
        )
        if one.startswith(told)
    ]

    assert own.endswith("stands under Gaps." if count == 1 else "stand under Gaps.")


# --- the map as of a date -----------------------------------------------------------------------


def test_the_map_tells_no_day_that_the_file_does_not_tell() -> None:
    """A month begins at its start, and a year; a day is a day."""
    case = small(
        Conflict(id="day", between=["bo", "cy"], when="2020-04-05"),
        Conflict(id="month", between=["ann", "cy"], when="2021-06"),
        Conflict(id="year", between=["ann", "bo"], when="2022"),
    )

    words = [date.words for date in dates_of(case, map_view(case)).dates]

    assert words == [
        "5 April 2020",
        "6 April 2020",
        "the start of June 2021",
        "the start of July 2021",
        "the start of 2022",
        "the start of 2023",
    ]
    assert doctest.testmod(as_of).failed == 0


# --- near misses --------------------------------------------------------------------------------


def near_cards(m: Material) -> list[Card]:
    groups = [block for block in findings_section(m).blocks if isinstance(block, Group)]
    return [one for g in groups if g.title == "Near misses" for one in g.blocks[1:]]


def test_near_misses_of_a_pattern_stand_together_the_nearest_three() -> None:
    """Five symptoms that began long before a loss are one thing to look at, not five."""
    case = example("dora")
    near = find(case, [pattern_named("loss-then-symptom")], near_misses=5).near_misses
    alone = Material(case, near_misses=near[:1])
    m = Material(case, near_misses=near)
    assert len(near) == 5

    [card] = near_cards(m)
    [single] = near_cards(alone)

    listing, note = card.blocks
    assert (card.title, card.mark) == (near[0].title, "near misses")
    assert isinstance(listing, Listing)
    begun = [one.because.partition(": too ")[0] for one in near[:3]]
    assert [told.partition(": too ")[0] for told in texts(listing.items)] == begun
    assert isinstance(note, Prose)
    assert texts(note.sentences) == ["The nearest are told; others lie no nearer."]
    assert set(card.statements) == {
        id
        for one in near[:3]
        for id in (*one.statements, one.failed.nearest, one.failed.against)
        if id
    }
    assert (single.mark, len(single.blocks)) == ("near miss", 1)


def test_near_misses_of_several_patterns_have_a_card_each() -> None:
    """In the order of the nearest of each."""
    case = example("elizabeth")
    names = ("idealized-pair-conflict-flare", "idealized-pair-impasse-flare")
    near = find(case, [*map(pattern_named, names)], near_misses=4).near_misses

    cards = near_cards(Material(case, near_misses=near))

    assert [card.title for card in cards] == [*dict.fromkeys(one.title for one in near)]
    assert len(cards) == 2


def test_what_was_not_done_is_told_in_full_once() -> None:
    """Of a second risk with the same behind it, it is said that the same holds."""
    risks = [Risk(id=f"r{n}", text=f"thoughts {n}", when=f"2021-03-0{n}") for n in (1, 2)]
    nothing = "No other statement says what was done about it."

    bare = texts(risk_told(Material(small(*risks))))
    later = Intervention(id="call", text="calls her", when="2021-04-01")
    treated = list(risk_told(Material(small(*risks, later))))
    between = Intervention(id="visit", text="sees her", when="2021-03-01T22:00")
    unlike = texts(risk_told(Material(small(risks[1], between, later, risks[0]))))

    assert bare[1::2] == [nothing, "The same holds for this."]
    assert [one.text == "The same holds for this." for one in treated] == [False] * 3 + [True]
    assert treated[3].refs == treated[1].refs == ("call",)
    assert "The same holds for this." not in unlike


def test_a_harm_in_disguise_goes_on_in_small_letters() -> None:
    """A name keeps its capital behind the colon, and a role has none."""
    case = small(Harm(id="cut", of="ann", by="ann", what="cuts her arm", when="2022-12-24"))

    open_, hidden = (Material(shown_as(case, profile)) for profile in ("private", "teaching"))

    assert texts(risk_told(open_))[0].startswith("It is recorded: Ann comes to")
    assert texts(risk_told(hidden))[0].startswith("It is recorded: the patient comes to")


def test_a_long_gap_is_told_in_weeks_months_or_years() -> None:
    """In the report, in the round and beside the map; the finding itself keeps the days."""
    case = example("dora")
    [near] = find(case, [pattern_named("loss-then-symptom")], near_misses=1).near_misses
    assert near.failed is not None
    assert near.failed.reason == "too late by 160 days"

    assert reason_in_words(near.failed) == "too late by more than 5 months"
    [card] = near_cards(Material(case, near_misses=[near]))
    assert "too late by more than 5 months" in card.blocks[0].sentences[0].text
    steps = map_view(case, finding=near).steps
    assert any("too late by more than 5 months" in step.words for step in steps)
    assert doctest.testmod(gaps).failed == 0
