"""Exercises about patterns, held to nested loops over the statements that each option tells."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import combinations

import pytest

from formulation.exercises.episodes import NEED_NOT, rule_of
from formulation.exercises.kind import told_barely
from formulation.exercises.times import only_told
from formulation.model import (
    Case,
    Conflict,
    Escalation,
    Idealization,
    LifeEvent,
    Person,
    Resolution,
    Symptom,
)
from formulation.patterns.catalogue import catalogue
from tests.exercise_checks import asked_of, case_named, exercise, questions_of
from tests.oracle import matches

_FOUND = ("elizabeth_diary", "lookalikes")
_NEAR = ("anna_o", "elisabeth_von_r", "elizabeth", "elizabeth_diary", "lookalikes")
_sentences: dict[str, dict[str, list[str]]] = {}


def _pattern(question):
    """The pattern whose rule stands above a question."""
    [pattern] = [p for p in catalogue() if list(question.given[: len(rule_of(p))]) == rule_of(p)]
    return pattern


def _told_in(case: Case, text: str) -> set[str]:
    """The ids of the statements whose sentences make up a text; what is told twice counts once."""
    if case.id not in _sentences:
        _sentences[case.id] = {}
        for id, statement in zip(case.ids, case.statements, strict=True):
            _sentences[case.id].setdefault(told_barely(case, statement), []).append(id)
    told = {sentence: ids for sentence, ids in _sentences[case.id].items() if sentence in text}
    quarrels = {ids[0] for ids in told.values()}
    # two truces of one day are told alike; the one meant is that of the quarrel that is told
    ids = {
        next((id for id in ids if quarrels & {*case[id].subjects}), ids[0]) for ids in told.values()
    }
    assert len(" ".join(told_barely(case, case[id]) for id in ids)) == len(text)
    return ids


def _reduced(case: Case, ids: set[str]) -> Case:
    """The case with these statements alone, which no longer name the others."""
    fields = {name: getattr(case, name) for name in Case.model_fields}
    for section in ("bonds", "inner", "events", "claims"):
        fields[section] = tuple(
            s.model_copy(
                update={
                    "id": id,
                    "after": tuple(other for other in s.after if other in ids),
                    "before": tuple(other for other in s.before if other in ids),
                    "alternative_of": None,
                }
            )
            for id, s in zip(case.ids, case.statements, strict=True)
            if s.section == section and id in ids
        )
    return Case.model_construct(**fields)


@pytest.mark.parametrize("name", _FOUND)
def test_right_episodes_fit_as_told_and_wrong_ones_do_not(name):
    """Of the statements an option tells, alone, the loops find the pattern where it is right."""
    case, shares = case_named(name), []
    for question, solution in questions_of([exercise(name, "find-pattern", n) for n in range(2)]):
        pattern = _pattern(question)
        for option, credit in zip(question.options, solution.credits, strict=True):
            alone = _reduced(case, _told_in(case, option.text))
            found = [truth for _, _, truth in matches(alone, pattern)]
            is_sure = any(truth == 2 for truth in found)
            expected = 0 if not found else 1 if is_sure else 0.5
            assert credit.share == expected
            shares.append(credit.share)

    assert {0, 1} <= set(shares)


def test_episodes_that_fit_and_those_that_do_not_are_told_at_one_length():
    """Among look-alikes the longest option is right no more often than chance would have it."""
    longest = asked = 0.0
    for name in _FOUND:
        for question, solution in questions_of(
            [exercise(name, "find-pattern", n) for n in range(2)]
        ):
            texts = {option.id: option.text for option in question.options}
            longest += max(texts, key=lambda letter: len(texts[letter])) in solution.right
            asked += 1

    assert longest / asked < 0.8


def test_where_the_dates_leave_it_open_either_answer_is_reasonable():
    """A flare within the window or a day past it earns half, and the question says it is open."""
    question, solution = _asked("find-pattern")
    shares = {o.text: c for o, c in zip(question.options, solution.credits, strict=True)}
    [open_] = [credit for text, credit in shares.items() if "October 2020" in text]

    assert question.is_open
    assert sorted(credit.share for credit in shares.values()) == [0, 0.5, 1]
    assert open_.share == 0.5
    assert open_.reason == (
        "As dated it may fit and may not: the dates overlap. Either answer is reasonable."
    )


def test_what_comes_time_and_again_with_no_day_told_is_left_open():
    """A flare after a quarrel may be one within fourteen days or not: naming it takes nothing."""
    case = _quarrels().adding(
        Conflict(id="feud", between=["bo", "cy"], over="all", recurring=True),
        Escalation(id="flares", of="pain", after="feud", recurring=True),
    )
    # of what is left open one is drawn; the flare of a month is no other one then
    case = only_told(case, [n for n, id in enumerate(case.ids) if "two" not in id])
    found = {
        option.text: credit
        for question, solution in questions_of([asked_of(case, "find-pattern", 0, 9)])
        if "precede" in question.given[0]
        for option, credit in zip(question.options, solution.credits, strict=True)
        if "over all" in option.text and "flares, time and again" in option.text
    }

    assert found
    for credit in found.values():
        assert credit.share == 0.5
        assert credit.reason == (
            "It is told to come time and again, in this order, and no day is told: whether it is "
            "within the time that the pattern asks for stays open. Either answer is reasonable."
        )


def test_where_nothing_but_a_repeated_course_fits_nothing_is_asked():
    """Of the founding case no quarrel has a day: no question would have a right answer."""
    assert asked_of(case_named("elizabeth"), "find-pattern") is None


@pytest.mark.parametrize("name", ["lookalikes", "elizabeth_diary"])
def test_what_fits_in_one_question_answers_no_other_on_the_sheet(name):
    """Two patterns ask for much the same; one episode is not right for both of them."""
    case, sheets = case_named(name), 0
    for seed in range(1):
        fitting = [
            [
                _told_in(case, option.text)
                for option, credit in zip(question.options, solution.credits, strict=True)
                if credit.share
            ]
            for question, solution in questions_of([exercise(name, "find-pattern", seed, 3)])
        ]
        for one, other in combinations(fitting, 2):
            assert not [ids for ids in one for more in other if ids <= more or more <= ids]
        sheets += len(fitting) > 1

    assert sheets


def test_the_reason_of_a_look_alike_names_the_step_and_the_days():
    """What nearly fits is told with the step that fails, by how much, and in which direction."""
    _, solution = _asked("find-pattern")
    reasons = {credit.share: credit.reason for credit in solution.credits}

    assert (
        reasons[0]
        == "It comes near, but “flare” comes too late by 6 days; the quarrel was still open."
    )
    assert reasons[1] == (
        "Every step that the pattern asks for is there, in its order and within its time."
    )


def _quarrels() -> Case:
    """A case with a quarrel that fits, one that may, and one whose flare comes too late."""
    when = {
        "one": ("2020-01-01", "2020-01-08", "2020-01-28"),
        "two": ("2020-10-01", "2020-10", "2020-11-05"),
        "three": ("2021-05-01", "2021-05-21", "2021-06-05"),
    }
    pairs = [
        record
        for id, (quarrel, flare, truce) in when.items()
        for record in (
            Conflict(id=id, between=["bo", "cy"], over=f"the {id}", when=quarrel),
            Escalation(id=f"flare_{id}", of="pain", when=flare),
            Resolution(between=id, what="truce", when=truce),
        )
    ]
    return Case(id="three_quarrels").adding(
        Person(id="ann", role="patient"),
        Person(id="bo"),
        Person(id="cy"),
        Symptom(id="pain"),
        Idealization(id="a", of="bo", by="ann", when="2010/.."),
        Idealization(id="b", of="cy", by="ann", when="2010/.."),
        *pairs,
    )


def _asked(kind: str):
    """The question of a kind about the three quarrels and the flares after them."""
    title = "Two idealized figures in conflict precede a symptom flare."
    asked = questions_of([asked_of(_quarrels(), kind, most=9)])
    return next((q, s) for q, s in asked if q.given[0] == title)


@pytest.mark.parametrize("name", ["lookalikes", "elizabeth_diary"])
def test_a_truce_at_a_wrong_time_is_never_told_of_what_fits(name):
    """The rule says when a truce comes that need not come: what is right gainsays none of it."""
    case, seen = case_named(name), 0
    for question, solution in questions_of([exercise(name, "find-pattern", n) for n in range(2)]):
        [truce] = [line for line in question.given if line.startswith("truce: ")] or [""]
        assert NEED_NOT in truce or not truce
        for option, credit in zip(question.options, solution.credits, strict=True):
            ids = _told_in(case, option.text) if truce and credit.share == 1 else set()
            if days := _days_of(case, ids):
                gap = (days["resolution"] - days["escalation"]).days
                assert 0 < gap <= (30 if "within 30 days" in truce else 10_000)
                seen += 1

    assert seen


def _days_of(case: Case, ids: set[str]) -> dict[str, datetime]:
    """The days of the flare and of the truce after it; empty where no truce is told."""
    told = {case[id].kind: case[id].when for id in ids if case[id].section == "events"}
    if "resolution" not in told:
        return {}
    return {k: datetime.fromisoformat(w).replace(tzinfo=UTC) for k, w in told.items()}


def test_peace_before_the_flare_leaves_open_whether_it_fits_and_is_not_asked_about():
    """The quarrel and the flare are as the rule asks, the truce is not: no such option is made."""
    case = _quarrels().adding(
        Conflict(id="four", between=["bo", "cy"], over="the four", when="2022-01-01"),
        Resolution(between="four", what="truce", when="2022-01-05"),
        Escalation(id="flare_four", of="pain", when="2022-01-08"),
    )
    texts = [
        option.text
        for seed in range(4)
        for question, solution in questions_of([asked_of(case, "find-pattern", seed, 9)])
        if "precede" in question.given[0]
        for option in question.options
        if {c.answer: c.share for c in solution.credits}[option.id] == 1
    ]

    assert texts
    assert not any("over the four" in text for text in texts)


def test_the_rule_on_a_sheet_explains_its_letters_and_its_steps():
    """Who the letters are stands there, patient and therapist in words, and no id of a file."""
    rules = {pattern.pattern: rule_of(pattern) for pattern in catalogue()}

    assert rules["idealized-pair-conflict-flare"][:5] == [
        "Two idealized figures in conflict precede a symptom flare.",
        "The letters mean the same in every line: A and B are two different people, groups or the "
        "like; S is a symptom. In front of each colon stands the name of a step.",
        "ideal A: the patient idealizes A.",
        "ideal B: the patient idealizes B.",
        "quarrel: A and B are in conflict, during “ideal A” and “ideal B”.",
    ]
    assert rules["separation-then-flare"][2] == (
        "break: the patient and the therapist are separated."
    )
    for rule in rules.values():
        letters = {letter for line in rule[2:] for letter in re.findall(r"\b[A-Z]\d?\b", line)}
        told = set(re.findall(r"\b[A-Z]\d?\b", rule[1]))
        assert letters <= told
        assert not any("_" in line or "recorded" in line for line in rule[2:])


def test_a_near_miss_is_not_asked_where_the_sheet_leaves_another_step_open():
    """Lucy's cigar smoke comes after the quarrel, and nothing tells whether within 30 days."""
    assert asked_of(case_named("lucy_r"), "near-miss") is None


def test_of_what_is_not_told_at_all_no_time_is_half_right():
    """Who calls a quarrel too late of which none is told has nothing, and reads why."""
    seen = 0
    for question, solution in questions_of([exercise("elizabeth", "near-miss", 0, 4)]):
        credits = {o.text: c for o, c in zip(question.options, solution.credits, strict=True)}
        if solution.model.startswith("quarrel: none is told"):
            seen += 1
            wrong, right = credits["quarrel: told, but too late"], credits["quarrel: none is told"]
            assert (wrong.share, right.share) == (0, 1)
            assert wrong.reason == (
                "The right step, but the sheet does not say so: “quarrel” is not told, or only of "
                "others."
            )
            assert right.reason.startswith(
                "So it is: “quarrel” is not told, or only of others. It would fit "
            )

    assert seen


@pytest.mark.parametrize("name", _NEAR)
def test_a_near_miss_fits_nothing_as_told(name):
    """Of the statements of the episode, alone, the loops find no match of the pattern."""
    case, asked = case_named(name), 0
    for question, _ in questions_of([exercise(name, "near-miss", n, 4) for n in range(1)]):
        alone = _reduced(case, _told_in(case, question.given[-1]))
        assert not matches(alone, _pattern(question))
        asked += 1

    assert asked


_WINDOW = re.compile(r"dated (?:from )?(\d+ \w+ \d{4})(?: to (\d+ \w+ \d{4})| on)?")


@pytest.mark.parametrize("name", ["elizabeth_diary", "lookalikes"])
def test_mending_the_step_that_is_named_makes_it_fit(name):
    """What came too late or too early fits as soon as it is dated as the marks say it should be."""
    case, mended = case_named(name), 0
    for question, solution in questions_of([exercise(name, "near-miss", n, 4) for n in range(2)]):
        window = _WINDOW.search(solution.look_at)
        if not window or "none is told" in solution.model:
            continue
        pattern, step = _pattern(question), solution.model.partition(":")[0].replace(" ", "_")
        if step != pattern.required[-1].name:  # what would come after it is not told
            continue
        ids = _told_in(case, question.given[-1])
        kinds = {s.record.kind for s in pattern.every_step if s.as_ == step}
        moved = [id for id in ids if case[id].kind in (kinds or {"rally", "care"})]
        day = _day(window[2] or window[1])
        assert any(matches(_moved(_reduced(case, ids), id, day), pattern) for id in moved)
        mended += 1

    assert mended


def _day(words: str) -> str:
    return datetime.strptime(words, "%d %B %Y").replace(tzinfo=UTC).date().isoformat()


def _moved(case: Case, id: str, day: str) -> Case:
    """The case with one statement on another day; a quarrel that it would outlive ends later."""
    fields = {name: getattr(case, name) for name in Case.model_fields}
    fields["events"] = tuple(
        s.model_copy(update={"when": day}) if s.id == id else s for s in fields["events"]
    )
    return Case.model_construct(**fields)


def test_what_came_before_a_quarrel_is_too_early_and_what_came_after_its_end_too_late():
    """How a step fails is told by the side on which it misses, and what it misses is named."""
    told = set()
    for n in range(4):
        for _, solution in questions_of([exercise("lookalikes", "near-miss", n, 9)]):
            how, _, reason = solution.model.partition(" (")
            if reason.startswith("too "):
                assert reason.split()[1] == how.split()[-1]
            elif reason.endswith(("began)", "was over)")):
                told.add((how, " ".join(reason.split()[2:4])))

    assert told == {
        ("flare: told, but too early", "before “quarrel”"),
        ("flare: told, but too late", "after “quarrel”"),
    }


@pytest.mark.slow
def test_an_episode_is_judged_by_what_it_tells_and_by_nothing_else():
    """What only the rest of the case dates is open as told; what fits by an anchor is no miss."""
    case = _quarrels().adding(
        LifeEvent(id="birthday", text="her birthday", when="2022-03-01"),
        LifeEvent(id="visit", text="a visit", after="birthday", apart="2 days"),
        Conflict(id="four", between=["bo", "cy"], over="four", after="visit", apart="1 day"),
        Escalation(id="flare_four", of="pain", when="2022-03-08"),
        Conflict(id="five", between=["bo", "cy"], over="five", when="2023-01-01"),
        Escalation(id="soon", of="pain", when="2023-01-05"),
        Escalation(id="later", of="pain", after="soon", apart="20 days"),
    )
    [shares] = [
        {o.text: c.share for o, c in zip(q.options, s.credits, strict=True) if "four" in o.text}
        for q, s in questions_of([asked_of(case, "find-pattern", 1, 9)])
        if "precede" in q.given[0]
    ]
    near = [q for n in range(3) for q, _ in questions_of([asked_of(case, "near-miss", n, 9)])]

    assert set(shares.values()) <= {0.5}
    assert near
    assert not any(matches(_reduced(case, _told_in(case, q.given[-1])), _pattern(q)) for q in near)


def test_the_options_of_a_near_miss_do_not_tell_it_by_their_form():
    """Every step that is named is named twice, and no number stands there."""
    for name in _NEAR:
        for question, solution in questions_of([exercise(name, "near-miss", 0, 4)]):
            texts = [o.text for o in question.options]
            steps = [text.partition(":")[0] for text in texts]
            assert {steps.count(step) for step in steps} == {2}
            assert solution.right
            assert not any(re.search(r"\d", text.partition(":")[2]) for text in texts)


def test_the_right_step_for_another_reason_earns_half():
    """Who sees where it fails and takes too late for too early has half of it."""
    question, solution = _asked("near-miss")
    credits = {o.text: c for o, c in zip(question.options, solution.credits, strict=True)}

    assert credits["flare: told, but too late"].share == 1
    assert credits["flare: told, but too late"].reason == (
        "So it is: “flare” comes too late by 6 days; the quarrel was still open. "
        "It would fit with one dated from 1 May 2021 to 15 May 2021."
    )
    assert credits["flare: told, but too early"].share == 0.5
    assert credits["flare: told, but too early"].reason == (
        "The right step, and its time is what fails, but the other way: “flare” comes too late by "
        "6 days; the quarrel was still open."
    )
    assert not any(text.startswith("nowhere") for text in credits)
    assert solution.model == (
        "flare: told, but too late (too late by 6 days; the quarrel was still open)"
    )


def test_no_episode_is_told_with_a_disputed_statement():
    """What somebody disputes decides no pattern: such an episode is not asked about."""
    case = _quarrels()
    doubted = Escalation(id="other", of="pain", when="2020-02-20", alternative_of="flare_one")
    sheets = questions_of([asked_of(case.adding(doubted), "near-miss", n, 9) for n in range(3)])

    for question, _ in sheets:
        assert "January 2020" not in question.given[-1]
        assert "February 2020" not in question.given[-1]
