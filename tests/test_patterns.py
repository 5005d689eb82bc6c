"""Patterns as data: they read like a case, round-trip, and are refused if they cannot match."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import formulation.patterns.catalogue
from formulation.errors import PatternError, UnknownName
from formulation.notation import write_flow
from formulation.patterns.catalogue import (
    catalogue,
    pattern_named,
    read_patterns,
    with_catalogue,
)
from formulation.patterns.judging import judged
from formulation.patterns.pattern import AnyOf, Pattern, Step, Weighing, is_letter
from formulation.patterns.plan import swaps_of
from tests.small_cases import patterns


def test_the_catalogue_is_in_the_order_of_its_names() -> None:
    """It is the plain files beside it, each named as its pattern."""
    folder = Path(formulation.patterns.catalogue.__file__).parent
    names = [pattern.pattern for pattern in catalogue()]

    assert names == sorted(path.stem for path in folder.glob("*.yaml"))
    assert {"idealized-pair-conflict-flare", "idealized-pair-impasse-flare"} <= set(names)
    assert [fault for pattern in catalogue() for fault in judged(pattern)] == []


def test_the_flagship_is_the_design_to_the_letter() -> None:
    """Letters, windows and options of the flagship, typed by hand from the design."""
    flagship = pattern_named("idealized-pair-conflict-flare")

    assert flagship.roles == {"P": "patient"}
    assert [str(step) for step in flagship.settled_steps] == [
        "ideal_a: idealizes A, by P.",
        "ideal_b: idealizes B, by P.",
        "quarrel: conflict A and B, during ideal_a, during ideal_b.",
        "flare: escalation S, by P, after quarrel, within 14 days.",
        "rally_a: rally A, to P, from flare, within 14 days (if recorded).",
        "rally_b: rally B, to P, from flare, within 14 days (if recorded).",
        "truce: resolution A and B, after flare, within 30 days (if recorded).",
    ]
    assert flagship.episode_step == "flare"
    assert flagship.parameters == {"within": "14 days"}
    assert [str(question) for question in flagship.weigh] == [
        "Does flare come within $within after quarrel?",
        "Does truce come within 30 days after flare, while quarrel is open?",
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(patterns())
def test_python_yaml_and_json_are_three_spellings_of_one_pattern(pattern: Pattern) -> None:
    """Made from its recipe or from its keys, a pattern is the same."""
    again = Pattern.from_keys(pattern.to_keys())
    names = {"Pattern": Pattern, "Step": Step, "AnyOf": AnyOf, "Weighing": Weighing}
    recipe = eval(repr(pattern), names)

    assert again == pattern
    assert recipe == pattern


def test_a_pattern_is_read_from_yaml_and_from_json_alike(tmp_path: Path) -> None:
    """The same words in either notation are one pattern."""
    flagship = pattern_named("idealized-pair-conflict-flare")
    (tmp_path / "p.yaml").write_text(write_flow(flagship.to_keys()), encoding="utf-8")
    import json

    (tmp_path / "p.json").write_text(json.dumps(flagship.to_keys()), encoding="utf-8")

    assert read_patterns(tmp_path / "p.yaml") == read_patterns(tmp_path / "p.json") == (flagship,)


@pytest.mark.parametrize(
    ("word", "expected"), [("A", True), ("B2", True), ("a", False), ("AB", False), ("É", False)]
)
def test_a_letter_is_one_capital(word: str, expected: bool) -> None:
    """Letters are single capitals, perhaps numbered; everything else is a word."""
    assert is_letter(word) is expected


def test_the_flagship_is_unchanged_by_swapping_its_pair() -> None:
    """A and B can change places, and nothing else can."""
    swaps = list(swaps_of(pattern_named("idealized-pair-conflict-flare")))

    assert swaps == [{"A": "B", "P": "P", "B": "A", "S": "S"}]


def test_a_pattern_that_tells_its_pair_apart_has_no_swap() -> None:
    """If only one of the two must be a friend, they cannot change places."""
    pattern = Pattern(
        pattern="x", title="X", roles={"A": "friend"}, steps=[{"as_": "q", "conflict": ["A", "B"]}]
    )

    assert list(swaps_of(pattern)) == []


def _one(**step: object) -> dict[str, object]:
    """A pattern of a quarrel and one more step."""
    return {
        "pattern": "x",
        "title": "X",
        "steps": [{"as": "quarrel", "conflict": ["A", "B"]}, {"as": "next", **step}],
    }


REFUSED = [
    (
        _one(escalation="S", after="next"),
        "step 'next' cannot be after itself (accepted: another step)",
    ),
    (
        _one(escalation="S", after="quarel"),
        "no step is called 'quarel'; did you mean 'quarrel'? (accepted: quarrel)",
    ),
    (
        _one(escalation="S", after="quarrel", within="0 days"),
        "a window of no length holds nothing: '0 days' (accepted: 1 day or more)",
    ),
    (
        _one(escalation="S", after="quarrel", within="2 days", at_least="3 days"),
        "at least 3 days cannot be within 2 days (accepted: 3 days or more)",
    ),
    (
        _one(escalation="S", within="2 days"),
        "'within' needs a step to count from: '2 days' (accepted: after:, from:, before:, during: "
        "or after_end_of: with the name of a step)",
    ),
    (
        _one(escalation="A"),
        "the letter 'A' stands for a figure and for a symptom "
        "(accepted: a letter of its own for each)",
    ),
    (
        _one(escalation="S", aftr="quarrel"),
        "a step with 'escalation' has no 'aftr'; did you mean 'after'? (accepted: escalation, by, "
        "severity, what, recurring, words, said_by, basis, inference, confidence, as, after, from, "
        "before, during, after_end_of, anniversary_of, within, at_least, times, each, optional, "
        "absent)",
    ),
    (
        _one(escalaton="S"),
        "the step names no kind of statement: 'escalaton'; did you mean 'escalation'? "
        "(accepted: a kind of statement, such as idealizes, conflict or escalation)",
    ),
    (
        _one(escalation="S", conflict="A"),
        "a step asks for one kind of statement, here are conflict and escalation: "
        "'conflict, escalation' (accepted: one of them a step)",
    ),
    (
        _one(defense="denail"),
        "'denail' is not a word for a defense; did you mean 'denial'? (accepted: a letter, or "
        "affiliation, altruism, anticipation, humor, self-assertion, self-observation, "
        "sublimation, suppression)",
    ),
    (
        _one(defense={"level": "high"}),
        "a level is a number: 'high' (accepted: 4, '>= 4' or '< 3')",
    ),
    (
        _one(escalation="S", severity="bad"),
        "'severity' asks for a number: 'bad' (accepted: 7, '>= 7' or '< 3')",
    ),
    (
        _one(escalation="S", severity="Z"),
        "'severity' holds no name, so no letter can stand there: 'Z' (accepted: a word)",
    ),
    (
        _one(escalation="pain"),
        "'pain' under 'escalation' is neither a letter nor a step "
        "(accepted: a capital letter for a symptom)",
    ),
    (
        _one(escalation="S", optional=True, absent=True),
        "step 'next' cannot be both optional and absent (accepted: one of the two)",
    ),
    (
        {**_one(escalation="S"), "roles": {"Q": "patient"}},
        "no step names the letter 'Q' (accepted: A, B, S)",
    ),
    (
        {**_one(escalation="S"), "kinds": {"A": "persn"}},
        "'persn' is not a word for the kind of a figure; did you mean 'person'? "
        "(accepted: person, group, institution, belief, unknown)",
    ),
    (
        {**_one(escalation="S"), "episode": "quarell"},
        "the episode 'quarell' is not a required step; did you mean 'quarrel'? "
        "(accepted: quarrel, next)",
    ),
    (
        {
            **_one(escalation="S"),
            "weigh": [{"outcome": "flare", "after": "quarrel", "within": "1 day"}],
        },
        "no step is called 'flare' (accepted: quarrel, next)",
    ),
    (
        {"pattern": "x", "title": "X", "steps": [{"as": "q", "trauma": "P", "optional": True}]},
        "every step may be missing, so nothing would have to be found: 'x' "
        "(accepted: at least one step that is required)",
    ),
]


def _steps(*steps: dict[str, object], **fields: object) -> dict[str, object]:
    """A pattern of these steps."""
    return {"pattern": "x", "title": "X", **fields, "steps": list(steps)}


FLARES = {"as": "flares", "escalation": "S", "by": "P"}
LOSS = {"as": "loss", "loss": "L", "by": "P"}
CHOICE = [{"as": "cared", "care": "P"}, {"as": "rallied", "rally": "A", "to": "P"}]

REFUSED_BESIDE = [
    (
        _steps({**FLARES, "times": "3"}),
        "times: repetition is told as at least so many: '3' "
        "(accepted: '>= 3', for a file shows only that there are so many)",
    ),
    (
        _steps({**FLARES, "times": "<= 2"}),
        "times: repetition is told as at least so many: '<= 2' "
        "(accepted: '>= 2', for a file shows only that there are so many)",
    ),
    (
        _steps({**FLARES, "times": ">= 1"}),
        "times: a step is there once in any case: '>= 1' (accepted: '>= 2' or more)",
    ),
    (
        _steps({**FLARES, "each": "S"}),
        "'each' says what is counted, and 'flares' is not counted: 'S' "
        "(accepted: times: '>= 2' beside it)",
    ),
    (
        _steps({**FLARES, "times": ">= 2", "each": "S"}),
        "'each' counts figures, and 'S' stands for a symptom (accepted: a letter for a figure)",
    ),
    (
        _steps({**FLARES, "times": ">= 2", "each": "Q"}),
        "step 'flares' names no letter 'Q' (accepted: S, P)",
    ),
    (
        _steps(LOSS, {**FLARES, "times": ">= 2", "optional": True}),
        "the optional step 'flares' cannot be repeated: '>= 2' "
        "(accepted: times, or optional: true)",
    ),
    (
        _steps(
            {**FLARES, "times": ">= 2"},
            {"as": "eased", "remission": "S", "after": "flares", "optional": True},
        ),
        "the optional step 'eased' leans on 'flares', which is repeated "
        "(accepted: a step that is not repeated, or no optional: true)",
    ),
    (
        _steps(
            {"as": "told", "episode": "A", "by": "P", "times": ">= 2", "each": "A"},
            {"as": "ideal", "idealizes": "A", "by": "P"},
        ),
        "'A' stands for several figures, 'ideal' for one statement "
        "(accepted: another letter, or times)",
    ),
    (
        _steps(LOSS, {**FLARES, "anniversary_of": "loss", "within": "200 days"}),
        "within 200 days of an anniversary is any time of the year (accepted: 90 days or less)",
    ),
    (
        _steps(LOSS, {**FLARES, "anniversary_of": "loss", "at_least": "2 days"}),
        "an anniversary is near or it is not: 'at_least' cannot be asked of it: '2 days' "
        "(accepted: within: 7 days)",
    ),
    (
        _steps(LOSS, {**FLARES, "anniversary_of": "loss", "after": "loss"}),
        "step 'flares' is near an anniversary, so its time is asked about only once "
        "(accepted: anniversary_of alone)",
    ),
    (
        _steps({**FLARES, "after": "loss"}, {**LOSS, "anniversary_of": "flares"}),
        "the orders of flares and loss contradict one another, so nothing can match "
        "(accepted: orders that can all be)",
    ),
    (
        _steps(FLARES, {"any_of": [CHOICE[0]]}),
        "any_of: a choice is one among several steps: 'cared' (accepted: two steps or more)",
    ),
    (
        _steps(FLARES, {"any_of": [CHOICE[0], {"as": "rallied", "raly": "A"}]}),
        "the step names no kind of statement: 'raly'; did you mean 'rally'? "
        "(accepted: a kind of statement, such as idealizes, conflict or escalation)",
    ),
    (
        _steps(FLARES, {"any_of": [CHOICE[0], {**CHOICE[1], "optional": True}]}),
        "'optional' holds of a choice as a whole, not of 'rallied' alone "
        "(accepted: optional: … beside any_of)",
    ),
    (
        _steps(FLARES, {"any_of": CHOICE, "times": ">= 2"}),
        "a choice that is repeated needs a name for its list: '>= 2' "
        "(accepted: as: … beside any_of)",
    ),
    (
        _steps(FLARES, {"as": "flares", "any_of": CHOICE}),
        "two steps are called 'flares' (accepted: a name of its own for each step)",
    ),
    (
        _steps({**FLARES, "severity": ">= $least"}),
        "the pattern 'x' has no parameter 'least' (accepted: none: all its values are fixed)",
    ),
    (
        _steps(FLARES, parameters={"within": "7 days"}),
        "no step uses the parameter 'within' (accepted: $within in a step, or no parameter)",
    ),
    (
        _steps(LOSS, {**FLARES, "after": "loss", "within": "$w"}, parameters={"w": "soon"}),
        "within: a duration is a whole number and its unit: 'soon' (accepted: 7 days, 90 minutes, "
        "4..5 weeks, 9 months~; minutes, hours, days, weeks, months, years)",
    ),
    (
        _steps(LOSS, {**FLARES, "after": "loss", "within": "$w"}, parameters={"w": "0 days"}),
        "a window of no length holds nothing: '0 days' (accepted: 1 day or more)",
    ),
    (
        _steps(LOSS, {**FLARES, "after": "loss", "within": "$w"}, parameters={"w": "$v"}),
        "a value cannot be set elsewhere: '$v' (accepted: the value itself, such as 7 days)",
    ),
    (
        _steps(LOSS, {**FLARES, "during": "loss", "after_end_of": "loss"}),
        "the orders of flares and loss contradict one another, so nothing can match "
        "(accepted: orders that can all be)",
    ),
    (
        _steps(FLARES, says="{P} and {Q} suffer"),
        "the sentence names 'Q', which not every finding has (accepted: S, P, flares)",
    ),
    (
        _steps(FLARES, says="{P suffers"),
        "a brace in the sentence has no partner: '{P suffers' "
        "(accepted: {A} for a letter, {flare} for a step)",
    ),
    (
        _steps(FLARES, names_first=["desease"]),
        "names_first: 'desease' cannot be named first; did you mean 'disease'? "
        "(accepted: disease, injury, drug)",
    ),
    (
        _steps(FLARES, names_first="desease"),
        "names_first: 'desease' cannot be named first; did you mean 'disease'? "
        "(accepted: disease, injury, drug)",
    ),
    (
        _steps(FLARES, roles={"P": []}),
        "roles: a list of words is empty (accepted: one word or several)",
    ),
    (
        _steps(FLARES, parameters=["7 days"]),
        "parameters cannot be this: '[7 days]' "
        "(accepted: names and what they stand for, {name: …})",
    ),
    (
        _steps(LOSS, {**FLARES, "after": "loss", "within": "$"}),
        "within: a duration is a whole number and its unit: '$' (accepted: 7 days, 90 minutes, "
        "4..5 weeks, 9 months~; minutes, hours, days, weeks, months, years)",
    ),
    (
        _steps(FLARES, kinds={"S": "persn"}),
        "'persn' is not a word for the kind of a symptom "
        "(accepted: symptom, syndrome, disease, injury)",
    ),
    (
        _steps(FLARES, roles={"S": "patient"}),
        "'S' stands for a symptom, which has no role (accepted: a letter for a figure)",
    ),
]


@pytest.mark.parametrize(("keys", "message"), REFUSED_BESIDE)
def test_repetition_choices_and_settings_that_cannot_be_are_refused_with_the_cure(
    keys: dict[str, object], message: str
) -> None:
    """Each says the value, what is wrong with it, and what would do."""
    with pytest.raises(PatternError) as caught:
        Pattern(**keys)

    assert [str(fault) for fault in caught.value.faults] == [message]


def test_a_parameter_that_is_misspelt_is_told_at_both_ends() -> None:
    """The name that nothing sets, and the name that nothing uses."""
    keys = _steps({**FLARES, "severity": ">= $least"}, parameters={"leest": "7"})

    with pytest.raises(PatternError) as caught:
        Pattern(**keys)

    assert [str(fault) for fault in caught.value.faults] == [
        "the pattern 'x' has no parameter 'least'; did you mean 'leest'? (accepted: leest (7))",
        "no step uses the parameter 'leest' (accepted: $leest in a step, or no parameter)",
    ]


def test_a_fault_in_a_choice_is_pointed_at_in_its_line(tmp_path: Path) -> None:
    """The step of the choice, not the choice."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        "pattern: mine\ntitle: Mine\nsteps:\n  - {as: f, escalation: S, by: P}\n"
        "  - any_of:\n    - {as: c, care: P}\n    - {as: r, rally: A, to: P, aftr: f}\n",
        encoding="utf-8",
    )

    with pytest.raises(PatternError) as caught:
        read_patterns(path)

    assert [(f.line, f.nearest) for f in caught.value.faults] == [(7, "after")]


def test_a_pattern_with_another_setting_is_another_pattern_of_the_same_name() -> None:
    """The flagship within a week; the steps as written do not change."""
    flagship = pattern_named("idealized-pair-conflict-flare")

    week = flagship.setting(within="7 days")

    assert (week.pattern, week.steps) == (flagship.pattern, flagship.steps)
    assert week.by_name["flare"].within == "7 days"
    assert flagship.by_name["flare"].within == "14 days"
    with pytest.raises(PatternError, match=r"has no parameter 'withn'; did you mean 'within'"):
        flagship.setting(withn="7 days")


@pytest.mark.parametrize(("keys", "message"), REFUSED)
def test_a_pattern_that_is_misspelt_or_cannot_match_is_refused_with_the_cure(
    keys: dict[str, object], message: str
) -> None:
    """Each says the value, what is wrong with it, and what would do."""
    steps = keys.pop("steps")

    with pytest.raises(PatternError) as caught:
        Pattern(**keys, steps=steps)

    assert [str(fault) for fault in caught.value.faults] == [message]


def test_orders_that_contradict_one_another_are_refused() -> None:
    """A after B after C after A can never be."""
    steps = [
        {"as": "one", "trauma": "P", "after": "three"},
        {"as": "two", "trauma": "P", "after": "one"},
        {"as": "three", "trauma": "P", "after": "two"},
    ]

    with pytest.raises(PatternError, match="the orders of one and three and two contradict"):
        Pattern(pattern="x", title="X", steps=steps)


def test_windows_that_contradict_one_another_are_refused() -> None:
    """Ten days after two, which is nine after one, cannot be within a week of one."""
    steps = [
        {"as": "one", "trauma": "P"},
        {"as": "two", "loss": "L", "after": "one", "at_least": "9 days"},
        {"as": "three", "escalation": "S", "after": "two", "at_least": "10 days"},
        {"as": "four", "remission": "S", "from": ["three"]},
        {"as": "five", "rally": "P", "after": "one", "within": "7 days", "from_": "four"},
    ]
    steps[4] = {"as": "five", "rally": "P", "after": "one", "within": "7 days"}
    steps[3] = {"as": "four", "remission": "S", "from": "three", "before": "five"}

    with pytest.raises(PatternError, match="contradict one another"):
        Pattern(pattern="x", title="X", steps=steps)


def test_required_and_absent_steps_do_not_lean_on_what_may_be_missing() -> None:
    """A step that must be judged needs something to be judged by."""
    steps = [
        {"as": "q", "conflict": ["A", "B"]},
        {"as": "may", "rally": "A", "optional": True},
        {"as": "must", "escalation": "S", "after": "may"},
    ]

    with pytest.raises(PatternError, match="the required step 'must' leans on 'may', which is opt"):
        Pattern(pattern="x", title="X", steps=steps)


def test_everything_wrong_in_a_file_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    """Two misspelt steps, each with line and column."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        "pattern: mine\ntitle: Mine\nsteps:\n"
        "  - {as: q, conflct: [A, B]}\n"
        "  - {as: f, escalation: S, by: P, aftr: q}\n",
        encoding="utf-8",
    )

    with pytest.raises(PatternError) as caught:
        read_patterns(path)

    assert [(f.line, f.column, f.nearest) for f in caught.value.faults] == [
        (4, 5, "conflict"),
        (5, 5, "after"),
    ]


def test_a_pattern_of_a_file_is_judged_at_its_place(tmp_path: Path) -> None:
    """A window of no days is pointed at, in the line where it stands."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        "pattern: mine\ntitle: Mine\nsteps:\n  - {as: q, conflict: [A, B]}\n"
        "  - {as: f, escalation: S, after: q, within: 0 days}\n",
        encoding="utf-8",
    )

    with pytest.raises(PatternError) as caught:
        read_patterns(path)

    [fault] = caught.value.faults
    assert (fault.line, fault.column) == (5, 46)
    assert fault.text == "  - {as: f, escalation: S, after: q, within: 0 days}"


@pytest.mark.parametrize("text", ["", "just words", "[1, 2]", "pattern: x", "{", "a: &b c", "\x00"])
def test_a_file_that_is_no_pattern_is_refused_without_a_traceback(
    tmp_path: Path, text: str
) -> None:
    """Whatever stands in it, the error is one of patterns and names the file."""
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(PatternError, match=r"mine\.yaml"):
        read_patterns(path)


def test_a_repeated_name_is_refused() -> None:
    """Two patterns of one name could not be told apart in a finding."""
    flagship = pattern_named("idealized-pair-conflict-flare")

    with pytest.raises(PatternError, match="'idealized-pair-conflict-flare' is there twice"):
        with_catalogue([flagship])


def test_an_unknown_pattern_name_offers_the_nearest() -> None:
    """A slip is told with the name that was meant."""
    with pytest.raises(UnknownName, match="did you mean 'defense-after-trauma'"):
        pattern_named("defence-after-trauma")
