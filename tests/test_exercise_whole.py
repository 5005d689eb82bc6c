"""A whole formulation marked: full for the reference, none for nothing, never less for better."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulation import read_case
from formulation.casefile import write_case
from formulation.compare import align
from formulation.examples import read_example
from formulation.exercises import Answers, Solution, make_exercise, mark
from formulation.exercises.kinds.whole_formulation import KIND
from formulation.exercises.marking import Mark
from formulation.exercises.times import only_told
from formulation.exercises.whole import ASKED_FOR, asked_for, mark_case, share_beside
from formulation.model.case import Case
from formulation.model.kinds import SECTIONS

FORMULATORS = Path(__file__).parent.parent / "examples" / "formulators"
TOLD = ("anna_o", "dora", "elisabeth_von_r", "elizabeth", "little_hans", "lookalikes", "lucy_r")
Keys = dict[str, Any]

#: the same statements told worse: a date, a direction, an order, a word, a link, what it was
WORSE: dict[str, Keys] = {
    "with_tom": {"when": "1999/2001"},
    "small_tom": {"devalues": "nora", "by": "tom"},
    "hero_ida": {"image": "one among many", "when": "1990/1991"},
    "away": {"defense": "altruism", "against": "love of dancing"},
    "be_held": {"wish": "to travel alone"},
    "quarrel_1": {"when": "2014-02-03", "over": "a dog"},
    "first_attack": {"when": "2016-07-02"},
    "rally_1": {"rally": ["tom"], "when": "2013"},
    "quarrel_2": {"conflict": ["nora", "tom"]},
    "sets_off": {"from": "first_attack", "to": "quarrel_1"},
    "prepared": {"effect": "lowers"},
}
#: what the reference has nothing like
ELSEWHERE: dict[str, Keys] = {
    "x_wish": {"section": "inner", "need": "to be the first in all competitions", "by": "tom"},
    "x_loss": {"section": "events", "loss": "his savings", "by": "tom", "when": "1987"},
    "x_bond": {"section": "bonds", "idealizes": "tom", "by": "ruth", "image": "a lamb"},
    "x_claim": {"section": "claims", "goal": "to sell the boat before winter", "by": "tom"},
}


@cache
def vera() -> Case:
    return read_case(FORMULATORS / "nora_vera.yaml")


@cache
def solution_of(name: str = "") -> Solution:
    """What a whole formulation of a case is marked by."""
    case = read_example(name) if name else vera()
    return Solution(question="1", form="case", points=10.0, reference=write_case(case))


def marked(case: Case | str, name: str = "") -> Mark:
    text = case if isinstance(case, str) else write_case(case)
    return mark_case(solution_of(name), [text])


def earned(case: Case) -> float:
    return share_beside(vera(), case)


# --- the ends of the scale ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "dora", "lucy_r"])
def test_the_reference_itself_earns_everything(name: str) -> None:
    """With every section in full, nothing to look at next, and nothing left out."""
    found = marked(read_example(name) if name else vera(), name)

    assert (found.points, found.of, found.verdict) == (10.0, 10.0, "right")
    assert found.look_at is None
    assert found.quotes == ()
    levels = [one.text for one in found.reasons if re.match(r"\w+ \(rung", one.about or "")]
    assert {text.split(".")[0] for text in levels} == {"100 %"}


@pytest.mark.parametrize("text", ["", "   \n\n"])
def test_nothing_earns_nothing(text: str) -> None:
    """And is told as no answer, without reproach."""
    found = mark_case(solution_of(), [text] if text else [])

    assert found.points == 0
    assert found.reasons == ()


def test_no_answer_is_told_as_none() -> None:
    """As for every other form of question."""
    sheet, key = make_exercise(read_example("dora"), "whole-formulation")

    marking = mark(key, Answers(sheet=sheet.id))

    assert (marking.marks[0].verdict, marking.points, marking.of) == ("no answer", 0.0, 10.0)


def test_a_case_with_nobody_in_it_earns_nothing() -> None:
    """It can be read, and each section says that nothing is written."""
    found = marked("formulation: 1\nid: empty\n")

    assert found.points == 0
    assert found.verdict == "not yet"
    assert [one.text for one in found.reasons[:6]] == ["0 %. You wrote none of these."] * 6


def test_what_cannot_be_read_is_told_line_by_line() -> None:
    """Each fault with its line and its cure; it is not marked, which is no mark of nought."""
    text = "formulation: 1\nid: x\npeople:\n  a: {nme: Ann}\nevents:\n  - {conflict: [a, c]}\n"

    found = marked(text)

    assert (found.points, found.of, found.verdict) == (0.0, 0.0, "not marked")
    assert [(one.about, one.text) for one in found.reasons] == [
        (
            None,
            "This cannot be read as a case yet: 2 places to mend, and then it can be marked. None "
            "of what you thought is lost; 'formulation check' shows each place.",
        ),
        (
            "line 4",
            "a person has no 'nme'; did you mean 'name'? "
            "(accepted: id, name, kind, role, gender, born, died, source, note)",
        ),
        ("line 6", "no figure is called 'c' (accepted: the id of a figure: a)"),
    ]


def test_of_many_faults_the_first_are_told() -> None:
    """Nobody mends forty at once."""
    text = "formulation: 1\nid: x\npeople:\n  a: {}\nevents:\n" + "  - {conflict: [a, b]}\n" * 40

    found = marked(text)

    assert found.reasons[0].text.startswith("This cannot be read as a case yet: 40 places to mend")
    assert len(found.reasons) == 7
    assert found.reasons[-1].text == "And 35 places more."


@pytest.mark.parametrize(
    "text", ["a: &a [1]\nb: *a", "- 1", "\x00", "{", "'", "formulation: 2\nid: x", "🙂", "a" * 9999]
)
def test_whatever_is_handed_in_gets_its_reason(text: str) -> None:
    """Never an error; and no mark of nought, for nothing was weighed."""
    found = marked(text)

    assert (found.points, found.of, found.verdict) == (0, 0, "not marked")
    assert found.reasons


def test_more_than_anybody_writes_is_not_marked() -> None:
    """Each statement is held beside each of the reference; ten thousand would take an hour."""
    text = (
        "formulation: 1\nid: x\npeople:\n  a: {role: patient}\ninner:\n"
        + '  - {wish: "w"}\n' * 1000
    )

    found = marked(text)

    assert found.points == 0
    assert found.reasons[0].text == (
        "This holds 1,001 people, symptoms and statements; up to 1,000 can be marked. Keep those "
        "that carry your formulation."
    )


@pytest.mark.parametrize("one", TOLD)
def test_a_formulation_of_somebody_else_earns_little(one: str) -> None:
    """There is a patient in each of them and often a father: at most a third of the points."""
    other = TOLD[(TOLD.index(one) + 1) % len(TOLD)]

    found = marked(read_example(other), one)

    assert 0 < found.points < 10 / 3


def test_colleagues_earn_more_than_strangers() -> None:
    """Karim heard the same interview, Paul's formulator another."""
    karim, paul = (
        marked(read_case(FORMULATORS / f"{name}.yaml")).points
        for name in ("nora_karim", "paul_vera")
    )

    assert karim > 6
    assert paul < 3


# --- never less for better ------------------------------------------------------------------------


def keys_of(case: Case) -> dict[str, Keys]:
    """Each statement of a case by its id, with its section."""
    told = case.to_keys()
    return {one["id"]: {**one, "section": name} for name in SECTIONS for one in told[name]}


def built(statements: dict[str, Keys], *, people: Keys | None = None) -> Case:
    """A case of Vera's people and symptoms with these statements, by id."""
    told: Keys = {**vera().to_keys(), **(people or {}), **{name: [] for name in SECTIONS}}
    for id, keys in statements.items():
        one = {key: value for key, value in keys.items() if key != "section"}
        told[keys["section"]].append({**one, "id": id})
    return Case.from_keys(told)


def with_what_they_name(ids: set[str], case: Case | None = None) -> set[str]:
    """The statements of a case, Vera's unless said, and those that they point to."""
    at = (case or vera()).index_of
    whole, todo = set(ids), list(ids)
    while todo:
        statement = (case or vera()).statements[at[todo.pop()]]
        found = {i for _, i in statement.ids_named() if i in at} - whole
        whole |= found
        todo += found
    return whole


some = st.sets(st.sampled_from(sorted(keys_of(vera()))), max_size=8).map(with_what_they_name)
worse = st.sets(st.sampled_from(sorted(WORSE)))
beyond = st.sets(st.sampled_from(sorted(ELSEWHERE)))


def written(ids: set[str], worse: set[str], beyond: set[str]) -> dict[str, Keys]:
    """A trainee's statements: some of the reference's, some of these told worse, some others."""
    kept = {id: keys for id, keys in keys_of(vera()).items() if id in ids}
    told = {id: {**keys, **(WORSE[id] if id in worse else {})} for id, keys in kept.items()}
    return told | {id: ELSEWHERE[id] for id in beyond}


few = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(some, worse, beyond, st.data())
@few
def test_a_right_statement_more_never_costs(
    ids: set[str], bad: set[str], more: set[str], data: st.DataObject
) -> None:
    """Whatever else is written, and however badly."""
    left = sorted(set(keys_of(vera())) - ids)
    if not left:
        return
    added = with_what_they_name({data.draw(st.sampled_from(left))}) | ids
    bad &= ids  # what is added is right

    before, after = (earned(built(written(these, bad, more))) for these in (ids, added))

    assert after >= before - 1e-9


@given(some, worse, beyond, st.data())
@few
def test_mending_one_never_costs(
    ids: set[str], bad: set[str], more: set[str], data: st.DataObject
) -> None:
    """A date, a direction, an order, a word, a link: each made as the reference has it."""
    bad &= ids
    if not bad:
        return
    mended = bad - {data.draw(st.sampled_from(sorted(bad)))}

    before, after = (earned(built(written(ids, these, more))) for these in (bad, mended))

    assert after >= before - 1e-9


@given(some, worse, beyond)
@few
def test_taking_out_what_answers_to_nothing_never_costs(
    ids: set[str], bad: set[str], more: set[str]
) -> None:
    """What a comparison finds no counterpart for."""
    told = written(ids, bad, more)
    case = built(told)
    named = {id for s in case.statements for _, id in s.ids_named()}
    alone = [one.said.id for one in align(vera(), case).extra if one.said.id not in named]
    fewer = {id: keys for id, keys in told.items() if id not in alone[:1]}

    before, after = earned(case), earned(built(fewer))

    assert after >= before - 1e-9


@pytest.mark.parametrize("name", ["dora", "lucy_r"])
def test_step_by_step_to_the_reference_never_costs(name: str) -> None:
    """Statement by statement in an order drawn at random, from none to all."""
    case = read_example(name)
    order = list(case.ids)
    Random(7).shuffle(order)
    steps = [with_what_they_name(set(order[:n]), case) for n in range(0, 32, 6)]
    told = [only_told(case, {case.index_of[id] for id in ids}) for ids in steps]

    shares = [share_beside(case, one) for one in told]

    assert shares == sorted(shares)
    assert shares[0] < 0.5 < shares[-1]


def test_each_way_of_telling_it_worse_costs_something() -> None:
    """Else the two tests above would hold of a mark that sees nothing."""
    ids = set(keys_of(vera()))
    needed = {  # no more than is asked for of each section, so that nothing makes up for it
        "with_tom", "small_tom", "hero_ida", "away", "be_held", "left", "torn", "sets_off",
        "prepared", "quarrel_1", "first_attack", "rally_1", "quarrel_2", "attack_2", "father_left",
    }  # fmt: skip
    assert needed <= ids
    full = marked(built(written(needed, set(), set()))).points

    costs = {id: full - marked(built(written(needed, {id}, set()))).points for id in WORSE}

    assert full == 10
    assert {id for id, cost in costs.items() if cost < 0.05} == set()


def test_writing_everything_does_not_pay() -> None:
    """Fifteen wishes of somebody else beside the four asked for cost, and only their section."""
    told = keys_of(vera())
    others = {f"w{n}": {"section": "inner", "need": f"thing{n} place{n}", "by": "tom"}
              for n in range(15)}  # fmt: skip

    fewer, more = marked(built(told)), marked(built(told | others))

    # four that answer fully, of nineteen: 2 × 4 / (4 + 19) of one of six sections
    assert fewer.points == 10
    assert more.points == pytest.approx(10 * (5 + 8 / 23) / 6)


# --- what makes no difference ---------------------------------------------------------------------


def test_names_ids_and_order_make_no_difference() -> None:
    """Where each has a role of its own; whatever they are called, wherever a statement stands."""
    told = written(with_what_they_name({"sets_off", "rally_1", "small_tom"}), {"small_tom"}, set())
    case = built(told)
    text = write_case(built(dict(reversed(told.items()))))
    for number, id in enumerate(("nora", "ruth", "tom", "ida", "vera", *told)):
        text = re.sub(rf"\b{id}\b", f"q{number}", text)
    text = re.sub(r"\b(Nora|Ruth|Tom|Ida|Vera)\b", lambda found: f"Q{found[0][::-1]}", text)

    one, other = marked(case), marked(text)

    assert other.points == pytest.approx(one.points, abs=1e-12)
    assert 0 < one.points < 10


def test_accounts_of_one_thing_count_once() -> None:
    """Ten accounts of one quarrel are one statement, and the best of them is taken."""
    ids = {"quarrel_1", "first_attack"}
    told = written(ids, set(), set())
    wrong = {**told["quarrel_1"], "when": "2001", "alternative_of": "quarrel_1"}
    accounts = {f"again{n}": {**wrong, "said_by": "ruth"} for n in range(9)}
    separate = {id: {**keys, "alternative_of": None} for id, keys in accounts.items()}
    separate = {id: {k: v for k, v in keys.items() if v} for id, keys in separate.items()}

    once, tied, loose = (marked(built(told | more)) for more in ({}, accounts, separate))

    assert tied.points == pytest.approx(once.points)
    assert loose.points < once.points
    assert events(tied).startswith(events(once).split(";")[0])


def events(found: Mark) -> str:
    return next(one.text for one in found.reasons if (one.about or "").startswith("events"))


def test_another_account_of_the_reference_is_right_too() -> None:
    """Two sources date Dora's kiss differently; whoever follows either is right."""
    case = read_example("dora")
    n = next(n for n, s in enumerate(case.statements) if s.alternative_of and s.section == "events")
    first = case.index_of[str(case.statements[n].alternative_of)]

    by_one, by_other = (marked(only_told(case, {at}), "dora") for at in (first, n))

    assert by_other.points == pytest.approx(by_one.points)
    assert "1.0 of the reference's" in events(by_other)


# --- why ------------------------------------------------------------------------------------------


def test_every_section_tells_its_rung_and_its_share() -> None:
    """Karim's, in whole sentences."""
    found = marked(read_case(FORMULATORS / "nora_karim.yaml"))

    levels = [(one.about, one.text) for one in found.reasons[:6]]
    assert [about for about, _ in levels] == [
        "people (rung 1, recognize)",
        "symptoms (rung 1, recognize)",
        "events (rung 2, tell the illness narrative)",
        "bonds (rung 3, model)",
        "claims (rung 3, model)",
        "inner (rung 4, name the elements)",
    ]
    assert levels[1][1] == (
        "100 %. You wrote 1; together they are worth 1.0 of the reference's. 1 that answer to it "
        "fully earn all."
    )
    share = sum(int(text.split(" %")[0]) for _, text in levels) / 6
    assert found.points == pytest.approx(share / 10, abs=0.06)


def test_reasons_quote_both_sides_the_least_alike_first() -> None:
    """And tell nearly the same from what only comes nearest."""
    case = read_case(FORMULATORS / "nora_karim.yaml")
    found = marked(case)
    by_telling = {match.other.told: match for match in align(vera(), case).matches}

    near = [one for one in found.reasons if "Between the two: " in one.text]

    alike = [by_telling[one.about or ""].similarity for one in near]
    assert alike == sorted(alike)
    assert len(near) == 6
    for one in near:
        match = by_telling[one.about or ""]
        begin = "Nearly what" if match.similarity >= 0.75 else "What comes nearest in"
        assert one.text.startswith(begin)
        assert match.reference.told in one.text
    assert any("rationalization (your formulation)" in one.text for one in near)


def test_what_stands_in_one_only_is_told_without_blame() -> None:
    """What was left out is counted and some of it quoted; what goes beyond is to be argued for."""
    karim = read_case(FORMULATORS / "nora_karim.yaml")
    found, apart = marked(karim), align(vera(), karim)
    told = {one.about: one.text for one in found.reasons}

    assert told["left out"] == (
        f"The reference has {len(apart.missing)} statements that yours has not; nobody needs all "
        "of them."
    )
    assert told["yours alone"] == (
        "The reference has nothing like these. That does not make them wrong: say what shows them. "
        + " ".join(one.said.told for one in apart.extra)
    )
    assert "A strength of Nora: she can laugh at herself." in told["yours alone"]
    assert {quote.statement for quote in found.quotes} <= set(vera().ids)
    assert 0 < len(found.quotes) <= min(6, len(apart.missing))


def test_what_is_quoted_comes_from_every_section_that_fell_short() -> None:
    """One of each in turn, so that not all of it is bonds."""
    found = marked("formulation: 1\nid: x\npeople:\n  a: {role: patient}\n", "dora")
    case = read_example("dora")

    sections = [case.statements[case.index_of[quote.statement]].section for quote in found.quotes]

    assert len(sections) == 6
    assert set(sections) == set(SECTIONS)


def test_agreement_is_told_and_earns_nothing() -> None:
    """It is named as no part of the mark, and no section is made of it."""
    found = marked(read_case(FORMULATORS / "nora_karim.yaml"))

    [told] = [one for one in found.reasons if "beyond chance" in (one.about or "")]

    assert told.about == "agreement beyond chance (not part of the mark)"
    assert told.text.endswith("where 1 is full agreement and 0 what chance alone would give.")
    assert "who does what to whom" in told.text


def test_the_sheet_says_how_much_is_enough() -> None:
    """No more of a section than the reference has, several accounts of one thing as one."""
    case = read_example("little_hans")
    sheet, key = make_exercise(case, KIND.name)

    assert len(case.claims) == 2
    assert asked_for(case) == {name: most for name, (most, _) in ASKED_FOR.items()} | {"claims": 1}
    assert sheet.questions[0].given[-1] == (
        "Enough is: 4 people, 2 symptoms, 6 events, 3 bonds, 1 claim and 4 things within. More is "
        "welcome where the story shows it."
    )
    assert key.solutions[0].points == 10
