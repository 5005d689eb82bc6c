"""What is found, how certainly, and why something was nearly found: a dated case, fact by fact."""

from __future__ import annotations

import warnings

import pytest

from formulation.errors import FormulationWarning, UnknownName
from formulation.findings import Finding, NearMiss
from formulation.model import (
    Case,
    Conflict,
    Defense,
    Devaluation,
    Escalation,
    Idealization,
    Perception,
    Person,
    Rally,
    Resolution,
    Symptom,
    Trauma,
)
from formulation.model.base import Statement
from formulation.patterns.answers import find
from formulation.timeline import Timeline

FLAGSHIP = "idealized-pair-conflict-flare"
SISTER = "idealized-pair-impasse-flare"


def household(*statements: Statement, id: str = "household", **head: object) -> Case:
    """Liz and two figures; nothing happens but what is said."""
    case = Case(id=id, **head)
    return case.adding(
        Person(id="liz", name="Liz", role="patient"),
        Person(id="sam", name="Sam"),
        Person(id="dee", name="Dee"),
        Person(id="ed", name="Ed"),
        Symptom(id="pain", name="back pain"),
        statements,
    )


def both_idealized(when: str | None = "2019/2021") -> tuple[Statement, ...]:
    """Liz idealizes Sam and Dee."""
    return (
        Idealization(id="hero_sam", of="sam", when=when),
        Idealization(id="hero_dee", of="dee", when=when),
    )


def quarrel(when: str, id: str = "quarrel", **more: object) -> Statement:
    """Sam and Dee quarrel."""
    return Conflict(id=id, between=["sam", "dee"], when=when, **more)


def flare(when: str, id: str = "flare", **more: object) -> Statement:
    """Liz's back pain flares."""
    return Escalation(id=id, of="pain", when=when, **more)


def only(found: object) -> Finding:
    """Return the one finding there is."""
    [finding] = list(found)  # type: ignore[call-overload]
    return finding


def test_a_flare_nine_days_after_the_quarrel_is_certain() -> None:
    """Both idealized from 2019 to 2021, quarrel on 1 March 2020, flare on the 10th: no doubt."""
    case = household(*both_idealized(), quarrel("2020-03-01"), flare("2020-03-10"))

    finding = only(find(case, FLAGSHIP))

    assert (finding.status, finding.certainty) == ("partial", "certain")
    assert finding.roles == {"A": "dee", "P": "liz", "B": "sam", "S": "pain"}
    assert finding.steps == {
        "ideal_a": "hero_dee",
        "ideal_b": "hero_sam",
        "quarrel": "quarrel",
        "flare": "flare",
    }
    assert finding.missing == ("rally_a", "rally_b", "truce")


@pytest.mark.parametrize(
    ("when", "certainty"),
    [
        ("2020-03-02", "certain"),
        ("2020-03-15", "certain"),  # exactly fourteen days, the window's edge included
        ("2020-03-01", "possible"),  # the same day: which came first is not known
        ("2020-03-16~", "possible"),  # a day either side
        ("2020-03", "possible"),
        ("2020", "possible"),
    ],
)
def test_the_window_is_judged_by_the_days_that_can_have_been(when: str, certainty: str) -> None:
    """Within 14 days of 1 March: the 2nd to the 15th for certain, a vaguer date possibly."""
    case = household(*both_idealized(), quarrel("2020-03-01"), flare(when))

    finding = only(find(case, FLAGSHIP))

    assert finding.certainty == certainty


@pytest.mark.parametrize(
    ("when", "reason", "by_minutes"),
    [
        ("2020-03-18", "too late by 3 days", 3 * 1440),
        ("2020-03-16", "too late by 1 day", 1440),
        ("2020-02-27", "too early by 3 days", 3 * 1440),
    ],
)
def test_a_near_miss_names_the_step_and_the_distance(
    when: str, reason: str, by_minutes: int
) -> None:
    """A flare outside the two weeks is no finding; the near miss says by how much."""
    case = household(*both_idealized(), quarrel("2020-03-01"), flare(when))

    [near] = find(case, FLAGSHIP, near_misses=10)

    assert isinstance(near, NearMiss)
    assert near.failed is not None
    assert near.failed.to_dict() == {"step": "flare", "reason": reason, "by_minutes": by_minutes}
    assert near.failed.nearest == "flare"
    assert near.missing == ("flare",)


def test_to_the_minute_the_window_counts_minutes() -> None:
    """With times, fourteen days end at the same time of day: a minute later is too late."""
    inside = household(*both_idealized(), quarrel("2020-03-01T10:00"), flare("2020-03-15T10:00"))
    outside = household(*both_idealized(), quarrel("2020-03-01T10:00"), flare("2020-03-15T10:01"))

    assert only(find(inside, FLAGSHIP)).certainty == "certain"
    near = only(find(outside, FLAGSHIP, near_misses=1))
    assert near.failed is not None
    assert near.failed.reason == "too late by 1 minute"


def test_a_late_flare_in_an_open_quarrel_says_what_the_onset_hides() -> None:
    """Six days late by the onset, while the quarrel that lasted all month was still open."""
    case = household(*both_idealized(), quarrel("2020-03-01/2020-03-31"), flare("2020-03-21"))

    near = only(find(case, FLAGSHIP, near_misses=1))

    assert near.failed is not None
    assert near.failed.reason == "too late by 6 days; the quarrel was still open"
    assert only(find(case, SISTER)).certainty == "certain"


def test_a_quarrel_after_the_idealizing_had_ended_is_told_so() -> None:
    """Idealized until the end of 2019, the quarrel in March 2020: not idealized then."""
    case = household(*both_idealized("2018/2019-12-31"), quarrel("2020-03-01"), flare("2020-03-10"))

    near = only(find(case, FLAGSHIP, near_misses=1))

    assert near.failed is not None
    assert (near.failed.step, near.failed.reason) == ("quarrel", "not idealized then")
    assert near.failed.by_minutes == 61 * 1440  # 1 January to 1 March 2020: 31 + 29 days, and one


def test_a_quarrel_without_any_flare_says_that_none_is_recorded() -> None:
    """The pair quarrels and nothing flares."""
    case = household(*both_idealized(), quarrel("2020-03-01"))

    near = only(find(case, FLAGSHIP, near_misses=1))

    assert near.failed is not None
    assert near.failed.to_dict() == {"step": "flare", "reason": "none recorded", "by_minutes": None}
    assert near.because.endswith(
        "What is missing is a flare of a symptom: none recorded. "
        "It would fit with one dated from 1 March 2020 to 15 March 2020."
    )


def test_a_flare_too_late_is_told_also_where_another_came_in_time() -> None:
    """The flare of the 16th stands in no match; it is told beside the one that does."""
    case = household(
        *both_idealized(),
        quarrel("2020-03-01"),
        flare("2020-03-10", id="in_time"),
        flare("2020-03-16", id="late"),
    )

    found = find(case, FLAGSHIP, near_misses=10)

    assert [f.steps["flare"] for f in found.matches] == ["in_time"]
    [near] = found.near_misses
    assert near.failed is not None
    assert (near.failed.nearest, near.failed.reason) == ("late", "too late by 1 day")
    assert near.because.endswith(
        "What comes nearest to the next step: back pain flares, 16 March 2020: "
        "too late by 1 day, measured by the conflict between Sam and Dee, 1 March 2020. "
        "It would fit with one dated from 1 March 2020 to 15 March 2020."
    )


def test_a_quarrel_outside_the_idealizing_is_told_also_beside_one_inside() -> None:
    """The second quarrel fell after both had ceased to be idealized."""
    case = household(
        *both_idealized("2018/2020"),
        quarrel("2020-03-01", id="inside"),
        quarrel("2022-12-24", id="outside"),
        flare("2020-03-10"),
    )

    [near] = find(case, FLAGSHIP, near_misses=10).near_misses

    assert near.failed is not None
    assert (near.failed.nearest, near.failed.reason) == ("outside", "not idealized then")


def test_what_nobody_says_was_meanwhile_is_only_perhaps_meanwhile() -> None:
    """Two repeated courses without an order may have overlapped; that is all the words say."""
    case = household(
        *both_idealized(None),
        Conflict(id="quarrel", between=["sam", "dee"], recurring=True),
        Escalation(id="flare", of="pain", recurring=True),
    )

    finding = only(find(case, SISTER))

    assert "perhaps meanwhile back pain flares" in finding.because


def test_a_quarrel_without_a_recorded_end_is_said_to_have_none() -> None:
    """Five years after a one-day date the sister pattern is possible only for want of an end."""
    case = household(*both_idealized("2018/.."), quarrel("2020-03-01"), flare("2025-03-15"))

    finding = only(find(case, SISTER))

    assert finding.certainty == "possible"
    assert "for the conflict between Sam and Dee no end of its own is recorded" in finding.because


@pytest.mark.parametrize("wrong", [{"limit": -1}, {"near_misses": -2}])
def test_limits_below_nought_are_refused(wrong: dict[str, int]) -> None:
    """Fewer than none makes no sense."""
    with pytest.raises(ValueError, match="limits are 0 or more, not -"):
        find(household(), FLAGSHIP, **wrong)


def test_what_is_no_case_is_refused_with_the_cure() -> None:
    """A path is not a case; reading it makes one."""
    with pytest.raises(TypeError, match=r"such as read_case\(path\) returns; this is 'case.yaml'"):
        find("case.yaml")  # type: ignore[arg-type]


def test_a_repeated_quarrel_and_a_dated_flare_do_not_join_unless_one_names_the_other() -> None:
    """Nothing says that this flare followed one of those quarrels, until it is written so."""
    loose = household(*both_idealized(), quarrel("2020", recurring=True), flare("2020-03-10"))
    tied = household(
        *both_idealized(), quarrel("2020", recurring=True), flare("2020-03-10", after="quarrel")
    )

    near = only(find(loose, FLAGSHIP, near_misses=1))
    assert near.failed is not None
    assert near.failed.reason == "order unknown"
    assert only(find(tied, FLAGSHIP)).certainty == "described"


def test_an_undated_idealization_is_only_possibly_there_and_the_finding_says_so() -> None:
    """With no dates on the idealizations the quarrel may have fallen in them; it is told."""
    case = household(*both_idealized(None), quarrel("2020-03-01"), flare("2020-03-10"))

    finding = only(find(case, FLAGSHIP))

    assert finding.certainty == "possible"
    assert (
        "Not certain: that the conflict between Sam and Dee was within the time of "
        "the idealization of Dee and the idealization of Sam." in finding.because
    )


def test_the_rally_and_the_truce_complete_the_finding() -> None:
    """One rally of both serves both rally steps; the truce comes within thirty days."""
    case = household(
        *both_idealized(),
        quarrel("2020-03-01"),
        flare("2020-03-10"),
        Rally(id="rally", who=["sam", "dee"], when="2020-03-12"),
        Resolution(id="truce", between=["dee", "sam"], when="2020-03-20"),
    )

    finding = only(find(case, FLAGSHIP))

    assert finding.status == "complete"
    assert (finding.steps["rally_a"], finding.steps["rally_b"]) == ("rally", "rally")
    assert finding.steps["truce"] == "truce"
    assert finding.missing == ()


def test_two_quarrels_before_one_flare_make_one_finding_with_the_later_quarrel() -> None:
    """One finding an episode: the nearest quarrel is told, the other stands beside it."""
    case = household(
        *both_idealized(),
        quarrel("2020-03-01", id="first"),
        quarrel("2020-03-05", id="second"),
        flare("2020-03-10"),
    )

    finding = only(find(case, FLAGSHIP))
    every = find(case, FLAGSHIP, every=True)

    assert finding.steps["quarrel"] == "second"
    assert [other.steps["quarrel"] for other in finding.also] == ["first"]
    assert sorted(f.steps["quarrel"] for f in every) == ["first", "second"]


def test_three_idealized_figures_in_one_quarrel_make_three_pairs() -> None:
    """Sam, Dee and Ed quarrel together: each pair of them is a finding of its own, told once."""
    case = household(
        *both_idealized(),
        Idealization(id="hero_ed", of="ed", when="2019/2021"),
        Conflict(id="all", between=["sam", "dee", "ed"], when="2020-03-01"),
        flare("2020-03-10"),
    )

    found = find(case, FLAGSHIP)

    pairs = [(f.roles["A"], f.roles["B"]) for f in found]
    assert pairs == [("dee", "ed"), ("dee", "sam"), ("ed", "sam")]


def test_two_accounts_of_one_quarrel_never_stand_in_one_match() -> None:
    """Sam's and Dee's dates differ; each gives a finding, and the finding says whose it is."""
    case = household(
        *both_idealized(),
        quarrel("2020-03-01", id="by_sam", said_by="sam"),
        quarrel("2020-03-05", id="by_dee", said_by="dee", alternative_of="by_sam"),
        flare("2020-03-10"),
    )

    every = find(case, FLAGSHIP, every=True)

    assert sorted(f.steps["quarrel"] for f in every) == ["by_dee", "by_sam"]
    assert {f.rests_on for f in every} == {
        "4 of 4 statements give no basis; by the account of Sam",
        "4 of 4 statements give no basis; by the account of Dee",
    }


def test_a_finding_says_how_well_founded_it_is() -> None:
    """Inferred statements are counted, and the lowest confidence is named."""
    case = household(
        Idealization(id="hero_sam", of="sam", when="2019/2021", basis="inferred", confidence="low"),
        Idealization(
            id="hero_dee", of="dee", when="2019/2021", basis="inferred", confidence="high"
        ),
        quarrel("2020-03-01", basis="observed"),
        flare("2020-03-10", basis="reported"),
    )

    finding = only(find(case, FLAGSHIP))

    assert finding.rests_on == "2 of 4 statements inferred, lowest confidence low"


def test_the_sister_pattern_asks_that_the_quarrel_was_still_open() -> None:
    """A flare two days after the truce fits the flagship and not its sister."""
    case = household(
        *both_idealized(),
        quarrel("2020-03-01"),
        Resolution(id="truce", between="quarrel", when="2020-03-08"),
        flare("2020-03-10"),
    )

    assert len(find(case, FLAGSHIP)) == 1
    near = only(find(case, SISTER, near_misses=1))
    assert near.failed is not None
    assert near.failed.reason == "2 days after it was over"


def test_idealization_that_turned_to_devaluation_is_found_unless_a_mixed_image_came_between() -> (
    None
):
    """Devalued after having been idealized; a mixed image between the two is another story."""
    turn = (
        Idealization(id="up", of="ed", when="2018/2019"),
        Devaluation(id="down", of="ed", when="2021/.."),
    )
    between = Perception(id="mixed", of="ed", valence="mixed", when="2020")

    watched = household(*turn, observed="2017/2022")
    unwatched = household(*turn)
    mixed = household(*turn, between, observed="2017/2022")

    assert only(find(watched, "idealization-turned-devaluation")).certainty == "certain"
    assert only(find(unwatched, "idealization-turned-devaluation")).certainty == "possible"
    assert list(find(mixed, "idealization-turned-devaluation")) == []


def test_a_defense_is_first_recorded_after_a_trauma_only_if_not_recorded_before() -> None:
    """The same defense written down earlier ends it; a past that nobody watched leaves doubt."""
    trauma = Trauma(id="fall", of="liz", when="2011-05-01")
    late = Defense(id="late", of="denial", when="2011-06-01")
    early = Defense(id="early", of="denial", when="2010-06-01")

    finding = only(find(household(trauma, late), "defense-after-trauma"))
    none = find(household(trauma, late, early), "defense-after-trauma")

    assert (finding.certainty, finding.roles["D"]) == ("possible", "denial")
    assert finding.because == (
        "The order is certain, as told; whether this was the first time is not: "
        "Something overwhelming befell Liz, and after it the defense by denial is recorded, "
        "a way to keep out of mind what is hard to bear. Recorded: "
        "Liz suffers a trauma, 1 May 2011; then Liz defends by denial, 1 June 2011. "
        "No defense by denial before the trauma of Liz is recorded, "
        "which does not mean that there was none."
    )
    assert list(none) == []


@pytest.mark.parametrize(
    ("dee", "sam", "truce", "told"),
    [
        ("2020-03-20", "2020-03-12", "2020-03-15", ["Sam rallies", "to rest", "Dee rallies"]),
        ("2020-03-12", "2020-03-15", "2020-03-20", ["Dee rallies", "Sam rallies", "to rest"]),
        ("2020-03-12", "2020-03-15", "2020-03-11", ["to rest", "Dee rallies", "Sam rallies"]),
        ("2020-03-15", "2020-03-15", "2020-03-15", ["Dee rallies", "Sam rallies", "to rest"]),
        # Dee may have come on any day of March
        ("2020-03", "2020-03-12", "2020-03-11", ["Dee rallies", "to rest", "Sam rallies"]),
    ],
)
def test_what_then_came_is_told_in_the_order_of_time(
    dee: str, sam: str, truce: str, told: list[str]
) -> None:
    """Where the dates leave it open, the order of the pattern's steps remains."""
    case = household(
        *both_idealized(),
        quarrel("2020-03-01"),
        flare("2020-03-10"),
        Rally(who=["dee"], to="liz", when=dee),
        Rally(who=["sam"], to="liz", when=sam),
        Resolution(between="quarrel", when=truce),
    )

    because = only(find(case, FLAGSHIP)).because

    after_flare = because.partition("back pain flares")[2]
    assert after_flare.count("; then ") == 3
    assert sorted(told, key=after_flare.index) == told


def test_what_is_told_as_a_repeated_course_keeps_the_order_of_the_pattern() -> None:
    """The years that a course took say nothing of an episode within it."""
    case = household(
        *both_idealized(),
        quarrel("2019/2021", recurring=True),
        flare("2019/2021", recurring=True, after="quarrel"),
        Rally(who=["dee", "sam"], to="liz", when="2021", recurring=True, after="flare"),
        Resolution(between="quarrel", when="2020", recurring=True, after="flare"),
    )

    because = only(find(case, FLAGSHIP)).because

    assert because.index("rally around Liz") < because.index("comes to rest")


def test_findings_come_by_the_onset_of_their_episodes() -> None:
    """The earlier flare is told first, whatever its place in the file."""
    case = household(
        *both_idealized(),
        quarrel("2020-06-01", id="q2"),
        flare("2020-06-05", id="f2"),
        quarrel("2020-03-01", id="q1"),
        flare("2020-03-05", id="f1"),
    )

    found = find(case, FLAGSHIP)

    assert [f.steps["flare"] for f in found] == ["f1", "f2"]


def test_asking_changes_nothing() -> None:
    """The case is the same before and after, and the same question has the same answer."""
    case = household(*both_idealized(), quarrel("2020-03-01"), flare("2020-03-10"))
    before = repr(case)

    first, second = list(find(case)), list(find(case))

    assert first == second
    assert repr(case) == before


def test_the_limit_cuts_the_findings_and_says_so() -> None:
    """Two findings, asked for one: one comes, with a warning."""
    case = household(
        *both_idealized(),
        quarrel("2020-03-01"),
        flare("2020-03-05", id="f1"),
        flare("2020-03-06", id="f2"),
    )

    with pytest.warns(FormulationWarning, match="more than 1 findings: the first 1 are returned"):
        found = find(case, FLAGSHIP, limit=1)

    assert len(found) == 1
    assert found.is_cut


def test_an_unknown_pattern_is_refused_with_the_nearest_name() -> None:
    """A slip in the name of a pattern is told with the right one."""
    case = household()

    with pytest.raises(UnknownName) as caught:
        find(case, "idealised-pair-conflict-flare")

    assert caught.value.nearest == FLAGSHIP


def test_findings_are_a_sequence_made_when_asked_for() -> None:
    """Counted, sliced and indexed from either end like any sequence."""
    case = household(
        *both_idealized(),
        quarrel("2020-03-01"),
        flare("2020-03-05", id="f1"),
        flare("2020-03-06", id="f2"),
    )

    found = find(case, FLAGSHIP)

    assert found[-1] == found[1] == found[0:2][1]
    assert repr(found) == "<2 findings and 0 near misses>"
    with pytest.raises(IndexError, match="there are 2 findings, none at 2"):
        found[2]


def test_people_of_two_cases_in_one_timeline_never_meet() -> None:
    """Half of the chain in one case and half in another is no match; each case alone still is."""
    half = household(*both_idealized(), quarrel("2020-03-01"), id="half")
    rest = household(*both_idealized(), flare("2020-03-10"), id="rest")
    whole = household(*both_idealized(), quarrel("2020-03-01"), flare("2020-03-10"), id="whole")

    found = find(Timeline(half, rest, whole), FLAGSHIP)

    assert [f.case for f in found] == ["whole"]


def test_an_empty_case_has_no_findings() -> None:
    """Nobody and nothing: no finding, no near miss, no error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = find(Case(id="empty"), near_misses=10)

    assert list(found) == []


def test_a_finding_has_the_keys_that_programs_rely_on() -> None:
    """The keys of the command's JSON, no more and no fewer, in findings and near misses."""
    case = household(
        *both_idealized(),
        quarrel("2020-03-01"),
        flare("2020-03-10"),
        quarrel("2020-06-01", id="later"),
    )

    found = find(case, FLAGSHIP, near_misses=3)

    keys = "pattern status certainty roles steps missing failed also rests_on because".split()
    assert [list(f.to_dict()) for f in found] == [keys] * 2
    assert found[0].to_dict()["failed"] is None
    assert list(found[1].to_dict()["failed"]) == ["step", "reason", "by_minutes"]
