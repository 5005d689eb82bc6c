"""Made-up diaries hold what was planted in them, say where they come from, and repeat.

Long runs are of 200 years, so that what is asserted lies several standard errors away; the seed is
fixed, so that a test that passes goes on passing.
"""

from __future__ import annotations

import doctest
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import formulation.simulate
import formulation.simulate.days
from formulation import read_case, write_case
from formulation.dates import parse_span
from formulation.errors import CaseError
from formulation.model import Case, Conflict, Escalation, Idealization, Person, Source, Symptom
from formulation.model.base import Statement
from formulation.simulate import (
    Chain,
    Driver,
    Ending,
    Happening,
    Recipe,
    Recording,
    Stream,
    happenings,
    recipe_of,
    seed_of,
    simulate,
)
from formulation.simulate.living import rates

LIZ = Person(id="liz", role="patient")
CASE = Case(id="one").adding(LIZ, Person(id="ann"), Person(id="bo"), Symptom(id="pain"))
QUARREL = Conflict(between=["ann", "bo"])
FLARE = Escalation(of="pain")
CENTURIES = 73_050  # 200 years
QUARRELS = Stream(name="quarrel", rate=1.2, lines=[QUARREL])
FLARES = Stream(name="flare", rate=1.0, lines=[FLARE])
LINK = Chain(after="quarrel", then="flare", lift=4, within="14 days")


def recipe(days: int = 365, **more: Any) -> Recipe:
    """A recipe of quarrels and flares that have nothing to do with each other, unless said."""
    streams = more.pop("streams", [QUARRELS, FLARES])
    return Recipe(case=CASE, start="1801-01-01", days=days, streams=streams, **more)


def days_of(lived: Sequence[Happening], name: str) -> np.ndarray:
    """The days on which a stream came, from the first of the diary on."""
    return np.array([h.day for h in lived if h.name == name and h.day >= 0], dtype=np.int64)


def exposed_after(antecedents: np.ndarray, window: int, days: int) -> np.ndarray:
    """For each day whether one of the days 1 to `window` before it had an antecedent."""
    found = np.zeros(days + window + 1, dtype=bool)
    for lag in range(1, window + 1):
        found[antecedents + lag] = True
    return found[:days]


def ratio(lived: Sequence[Happening], after: list[str], then: str, window: int, days: int) -> float:
    """The rate ratio of DESIGN 6.4, counted by hand: exposed days against all others."""
    antecedents = np.concatenate([days_of(lived, name) for name in after])
    exposed = exposed_after(antecedents, window, days)
    exposed[:window] = False
    unexposed = ~exposed
    unexposed[:window] = False
    outcomes = days_of(lived, then)
    inside, outside = exposed[outcomes].sum(), unexposed[outcomes].sum()
    return float((inside / exposed.sum()) / (outside / unexposed.sum()))


def dispersion(lived: Sequence[Happening], name: str, days: int) -> float:
    """Variance over mean of the counts in 30 days; near 1 where nothing clusters."""
    months = np.bincount(days_of(lived, name) // 30, minlength=days // 30)[: days // 30]
    return float(months.var() / months.mean())


def entries(case: Case, name: str) -> list[Statement]:
    """What was written down of one stream."""
    return [e for e in case.events if (e.id or "").rpartition("-")[0] == name]


def onset(statement: Statement) -> str:
    assert statement.when
    return statement.when


# --- recipes at random ---

_names = st.sampled_from(["quarrel", "flare"])
_shares = st.sampled_from([0, 0.1, 0.5, 1])
_rates = st.sampled_from([0.5, 2, 5])
_gaps = st.sampled_from(
    [[], "2021-03-01", ["2021-03-10/2021-03-31"], ["2021-03-20", "2021-03-15/2021-04-20"]]
)


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """Any small recipe, with every part there sometimes."""
    bursts = {"every": "40 days", "lasts": "8 days", "share": draw(_shares)}
    streams: list[dict[str, Any]] = [
        {"name": "quarrel", "rate": draw(_rates), "lines": [QUARREL]},
        {"name": "flare", "rate": draw(_rates), "lines": [FLARE], "severity": [3, 8]},
    ]
    if draw(st.booleans()):
        streams[0] |= {"drift": {"fold": 2, "lasts": "20 days"}}
        streams[1] |= {"bursts": bursts}
    by_lift = {"after": draw(_names), "then": draw(_names), "lift": 1.2, "within": "9 days"}
    by_chance = {"after": "flare", "then": "quarrel", "chance": draw(_shares), "lag": "0..5 days"}
    vague = draw(st.sampled_from([0, 0.3, 0.5]))
    return Recipe(
        case=CASE,
        start="2021-03-01",
        days=draw(st.sampled_from([45, 200])),
        streams=streams,
        chains=draw(st.sampled_from([[], [by_lift], [by_lift, by_chance]])),
        endings=draw(st.sampled_from([[], [{"name": "truce", "of": "quarrel", "chance": 0.1}]])),
        drivers=[{"name": "mood", "raises": {"flare": 2}, "lasts": "9 days", "rated": "7 days"}],
        turning_points=[
            {"name": "move", "on": "2021-04-09", "line": {"life_event": "a move"}},
        ],
        recording={
            "gaps": draw(_gaps),
            "forgotten": draw(_shares),
            "to_week": vague,
            "to_month": vague,
        },
        clock=draw(st.sampled_from(["days", "minutes"])),
    )


seeds = st.integers(0, 2**70)


@given(recipes(), seeds)
@settings(max_examples=60, deadline=None)
def test_the_same_recipe_and_seed_give_the_same_bytes(recipe: Recipe, seed: int) -> None:
    """Every coin comes from the seed; neither time nor the global generator enters."""
    np.random.seed(1)  # noqa: NPY002 - to show that it does not matter
    first = write_case(simulate(recipe, seed=seed))
    np.random.seed(2)  # noqa: NPY002
    second = write_case(simulate(recipe, seed=seed))

    assert first == second


@given(recipes(), seeds)
@settings(max_examples=60, deadline=None)
def test_what_is_made_up_says_so_and_carries_its_recipe(recipe: Recipe, seed: int) -> None:
    """Origin, recipe and seed survive the file, and make the same case again."""
    case = simulate(recipe, seed=seed)

    assert case.origin == "synthetic"
    assert recipe_of(case) == recipe
    assert seed_of(case) == seed
    assert simulate(recipe_of(case), seed=seed_of(case)) == case


@given(recipes(), seeds)
@settings(max_examples=40, deadline=None)
def test_a_made_up_case_is_a_case_file_like_any_other(recipe: Recipe, seed: int) -> None:
    """It reads back as it was written, without a fault."""
    import io

    case = simulate(recipe, seed=seed)

    assert read_case(io.StringIO(write_case(case))) == case
    assert [p for p in case.problems() if p.is_grave] == []


@given(recipes(), seeds)
@settings(max_examples=60, deadline=None)
def test_nothing_is_dated_outside_what_was_observed(recipe: Recipe, seed: int) -> None:
    """A vague date too lies wholly within one piece; only a turning point may fall into a gap."""
    case = simulate(recipe, seed=seed)
    pieces = [parse_span(period) for period in case.observed["all"]]

    for event in case.events:
        span = parse_span(onset(event))
        inside = (
            piece.start_earliest <= span.start_earliest and span.start_latest <= piece.end_latest
            for piece in pieces
        )
        assert any(inside) or event.id == "move"


@given(recipes())
@settings(max_examples=60, deadline=None)
def test_a_recipe_is_the_same_in_python_and_in_keys(recipe: Recipe) -> None:
    """Its keys read back as the recipe, and so does its repr."""
    names = {**vars(formulation.simulate), **vars(formulation.model)}
    names |= {name: getattr(formulation.model, name) for name in formulation.model.__all__}

    assert Recipe.from_keys(recipe.to_keys()) == recipe
    assert eval(repr(recipe), names) == recipe


def test_different_seeds_give_different_diaries() -> None:
    """Twenty seeds, twenty diaries."""
    written = {write_case(simulate(recipe(), seed=seed)) for seed in range(20)}

    assert len(written) == 20


@pytest.mark.parametrize("seed", [-1, True, 1.5, "7", None])
def test_a_seed_that_is_no_whole_number_is_refused(seed: Any) -> None:
    """It would not be kept, or not be the same elsewhere."""
    with pytest.raises(CaseError) as error:
        simulate(recipe(), seed=seed)

    assert str(error.value) == (
        f"a seed is a whole number from 0 on: {str(seed)!r} (accepted: seed=0)"
    )


# --- rates and lifts ---


def test_a_stream_comes_as_often_as_its_rate_says() -> None:
    """1.2 and 1.0 in 30 days, over 200 years (standard error 1 part in 50)."""
    lived = happenings(recipe(CENTURIES), seed=1)

    months = CENTURIES / 30
    assert len(days_of(lived, "quarrel")) / months == pytest.approx(1.2, rel=0.06)
    assert len(days_of(lived, "flare")) / months == pytest.approx(1.0, rel=0.06)


@pytest.mark.parametrize("lift", [0.25, 1, 4])
def test_the_planted_lift_is_the_rate_ratio_in_the_long_run(lift: float) -> None:
    """Exposed days against all others, as weighing counts them; below 1 it protects."""
    linked = recipe(CENTURIES, chains=[LINK.model_copy(update={"lift": lift})])

    found = ratio(happenings(linked, seed=2), ["quarrel"], "flare", 14, CENTURIES)

    assert found == pytest.approx(lift, rel=0.12)


def test_overlapping_windows_are_not_multiplied() -> None:
    """With six quarrels a month most days lie in several windows, and the ratio is the lift."""
    often = Stream(name="quarrel", rate=6, lines=[QUARREL])
    linked = recipe(CENTURIES, streams=[often, FLARES], chains=[LINK])

    found = ratio(happenings(linked, seed=3), ["quarrel"], "flare", 14, CENTURIES)

    assert found == pytest.approx(4, rel=0.15)


def test_a_chain_of_several_streams_is_one_window() -> None:
    """Any quarrel will do: the ratio after either is the lift, not its square."""
    others = Stream(name="other", rate=1.2, lines=[QUARREL])
    either = Chain(after=["quarrel", "other"], then="flare", lift=3, within="7 days")
    linked = recipe(CENTURIES, streams=[QUARRELS, others, FLARES], chains=[either])

    found = ratio(happenings(linked, seed=4), ["quarrel", "other"], "flare", 7, CENTURIES)

    assert found == pytest.approx(3, rel=0.1)


def test_the_day_of_the_quarrel_and_the_day_after_the_window_have_the_usual_rate() -> None:
    """Days 1 to 14 are raised, day 0 and day 15 are not; lone quarrels show it."""
    rare = Stream(name="quarrel", rate=0.2, lines=[QUARREL])
    linked = recipe(CENTURIES, streams=[rare, FLARES], chains=[LINK])
    lived = happenings(linked, seed=5)
    quarrels, flares = days_of(lived, "quarrel"), days_of(lived, "flare")

    flared = np.bincount(flares, minlength=CENTURIES + 20)
    on_day = {lag: flared[quarrels + lag].mean() * 30 for lag in (0, 1, 14, 15)}

    assert on_day[1] == pytest.approx(4, abs=1.6)
    assert on_day[14] == pytest.approx(4, abs=1.6)
    assert on_day[0] < 2
    assert on_day[15] < 2


def test_on_the_clock_of_minutes_the_window_is_one_of_minutes() -> None:
    """From the minute after the quarrel to exactly two weeks later."""
    linked = recipe(CENTURIES, chains=[LINK], clock="minutes")
    lived = happenings(linked, seed=6)
    window = 14 * 1440
    quarrels = np.array([h.time for h in lived if h.name == "quarrel"])
    flares = np.array([h.time for h in lived if h.name == "flare" and h.day >= 14])
    last = np.searchsorted(quarrels, flares) - 1
    inside = (flares - quarrels[last] <= window).sum()
    covered = np.minimum(np.diff(quarrels), window).sum()

    outside = len(flares) - inside
    found = (inside / covered) / (outside / (CENTURIES * 1440 - covered))

    assert found == pytest.approx(4, rel=0.12)
    assert {h.minute // 60 for h in lived} == set(range(7, 23))


def test_a_chain_with_a_chance_follows_after_its_lag() -> None:
    """Seven flares in ten are followed by a rally, one to three days later, each as likely."""
    rally = Stream(name="rally", rate=0, lines=[{"rally": ["ann", "bo"]}])
    follows = Chain(after="flare", then="rally", chance=0.7, lag="1..3 days")
    lived = happenings(recipe(CENTURIES, streams=[FLARES, rally], chains=[follows]), seed=7)
    flares, rallies = days_of(lived, "flare"), set(days_of(lived, "rally").tolist())

    lags = Counter(lag for day in flares for lag in (1, 2, 3) if day + lag in rallies)

    assert len(rallies) / len(flares) == pytest.approx(0.7, abs=0.06)
    assert all(count / len(flares) == pytest.approx(0.26, abs=0.06) for count in lags.values())
    assert set(days_of(lived, "rally")) <= {day + lag for day in flares for lag in (1, 2, 3)}


def test_a_stream_comes_once_a_day_at_most_even_where_chains_feed_each_other() -> None:
    """Flares that bring quarrels that bring flares on the same day end by nightfall."""
    chains = [
        Chain(after="flare", then="quarrel", chance=1, lag="0 days"),
        Chain(after="quarrel", then="flare", chance=1, lag="1 day"),
    ]

    lived = happenings(recipe(400, chains=chains), seed=8)

    days = Counter((h.name, h.day) for h in lived)
    assert max(days.values()) == 1
    assert len(days_of(lived, "quarrel")) > 300


def test_an_unlinked_twin_has_the_same_quarrels() -> None:
    """Without the chain every other coin falls as it did; only flares become fewer."""
    drifting = {"fold": 1.5, "lasts": "20 days"}
    bursts = {"every": "60 days", "lasts": "9 days", "share": 0.5}
    streams = [
        {"name": "quarrel", "rate": 1.2, "lines": [QUARREL], "drift": drifting, "bursts": bursts},
        FLARES,
    ]
    linked = happenings(recipe(3000, streams=streams, chains=[LINK]), seed=9)
    twin = happenings(recipe(3000, streams=streams), seed=9)

    assert days_of(linked, "quarrel").tolist() == days_of(twin, "quarrel").tolist()
    assert set(days_of(twin, "flare")) < set(days_of(linked, "flare"))


def test_a_longer_diary_begins_like_a_shorter_one() -> None:
    """So that a teacher can add a year to a diary and keep what was told of it."""
    drivers = [Driver(name="mood", raises={"flare": 2}, lasts="30 days", rated="7 days")]
    short, long = (
        simulate(recipe(days, chains=[LINK], drivers=drivers), seed=9) for days in (300, 900)
    )

    assert short.events == long.events[: len(short.events)]


# --- clustering, drivers, turning points ---


def test_without_clustering_counts_vary_as_chance_has_it() -> None:
    """Variance over mean of monthly counts is near 1 (a coin a day: a little less)."""
    lived = happenings(recipe(CENTURIES), seed=10)

    assert dispersion(lived, "flare", CENTURIES) == pytest.approx(0.97, abs=0.1)


@pytest.mark.parametrize(
    ("clustering", "least"),
    [
        ({"bursts": {"every": "60 days", "lasts": "10 days", "share": 0.8}}, 1.6),
        ({"drift": {"fold": 2.5, "lasts": "30 days"}}, 1.6),
    ],
)
def test_clustering_raises_the_variance_and_keeps_the_rate(
    clustering: dict[str, Any], least: float
) -> None:
    """Bursts and drift move events together in time; there are no more of them."""
    clustered = {"name": "flare", "rate": 1, "lines": [FLARE], **clustering}

    lived = happenings(recipe(CENTURIES, streams=[clustered]), seed=11)

    assert dispersion(lived, "flare", CENTURIES) > least
    assert len(days_of(lived, "flare")) / (CENTURIES / 30) == pytest.approx(1, rel=0.15)


def test_two_streams_that_cluster_each_for_itself_have_nothing_to_do_with_each_other() -> None:
    """Each has bursts of its own: in the long run the ratio is 1."""
    bursts = {"every": "60 days", "lasts": "10 days"}
    streams = [
        {"name": name, "rate": 1, "lines": [line], "bursts": bursts}
        for name, line in (("quarrel", QUARREL), ("flare", FLARE))
    ]

    lived = happenings(recipe(CENTURIES, streams=streams), seed=12)

    assert ratio(lived, ["quarrel"], "flare", 14, CENTURIES) == pytest.approx(1, abs=0.2)


SEVERITY = Driver(
    name="severity",
    scale="severity of the illness",
    raises={"quarrel": 2.5, "flare": 2.5},
    lasts="45 days",
    rated="7 days",
)


def test_a_driver_makes_flares_follow_quarrels_and_quarrels_flares() -> None:
    """Neither brings the other about, and both ratios lie well above 1, alike either way."""
    lived = happenings(recipe(CENTURIES, drivers=[SEVERITY]), seed=13)

    onward = ratio(lived, ["quarrel"], "flare", 14, CENTURIES)
    back = ratio(lived, ["flare"], "quarrel", 14, CENTURIES)

    assert onward > 1.5
    assert back == pytest.approx(onward, rel=0.15)


def test_at_like_severity_the_ratio_of_a_driven_pair_is_one() -> None:
    """Who knows the driver of a day knows the chance of a flare; the quarrel adds nothing."""
    driven = recipe(CENTURIES, drivers=[SEVERITY])
    lived, usual = happenings(driven, seed=13), rates(driven, 13)
    exposed = exposed_after(days_of(lived, "quarrel"), 14, CENTURIES)
    flared = np.bincount(days_of(lived, "flare"), minlength=CENTURIES)

    expected = [np.minimum(usual["flare"], 1)[side].sum() for side in (exposed, ~exposed)]
    found = [flared[side].sum() / n for side, n in zip((exposed, ~exposed), expected, strict=True)]

    assert found == pytest.approx([1, 1], rel=0.06)


def test_a_driver_is_rated_weekly_and_the_ratings_tell_of_it() -> None:
    """From the first day on, whole numbers from 0 to 10, higher in weeks with more flares."""
    case = simulate(recipe(7000, drivers=[SEVERITY]), seed=14)
    ratings = entries(case, "severity")
    values = np.array([vars(rating)["value"] for rating in ratings])
    flares = {parse_span(onset(flare)).start_earliest // 10_080 for flare in entries(case, "flare")}
    weeks = [parse_span(onset(rating)).start_earliest // 10_080 for rating in ratings]
    with_flare = np.array([week in flares for week in weeks])

    assert onset(ratings[0]) == "1801-01-01"
    assert len(ratings) == 1000
    assert set(values) <= set(range(11))
    assert vars(ratings[0])["of"] == "severity of the illness"
    assert values[with_flare].mean() > values[~with_flare].mean() + 0.5


def test_a_hidden_driver_leaves_no_trace_but_its_work() -> None:
    """Without `rated` nobody ever rates it."""
    hidden = SEVERITY.model_copy(update={"rated": None})

    case = simulate(recipe(700, drivers=[hidden]), seed=14)

    assert entries(case, "severity") == []
    assert {event.kind for event in case.events} == {"conflict", "escalation"}


def test_rates_change_by_the_stated_factor_after_a_turning_point() -> None:
    """A third as many quarrels; flares as before; the day itself belongs to neither."""
    turn = {
        "name": "kap",
        "on": "1901-01-01",
        "line": {"intervention": "a session"},
        "rates": {"quarrel": 1 / 3},
    }
    changed = recipe(CENTURIES, turning_points=[turn])
    half = 36_524  # 100 years of days

    lived, usual = happenings(changed, seed=15), rates(changed, 15)["quarrel"]
    counts = {
        name: np.histogram(days_of(lived, name), [0, half, CENTURIES])[0]
        for name in ("quarrel", "flare")
    }

    assert usual[half] == pytest.approx(1.2 / 30)
    assert usual[half + 1] == pytest.approx(0.4 / 30)
    assert counts["quarrel"][1] / counts["quarrel"][0] == pytest.approx(1 / 3, abs=0.04)
    assert counts["flare"][1] / counts["flare"][0] == pytest.approx(1, abs=0.1)
    assert [e.when for e in simulate(changed, seed=15).events if e.id == "kap"] == ["1901-01-01"]


# --- how quarrels end ---


def ages_at_end(lived: Sequence[Happening], name: str = "truce") -> np.ndarray:
    """How many days each quarrel was old when it ended."""
    return np.array([h.day - h.ends.day for h in lived if h.name == name and h.ends])


def test_a_quarrel_ends_by_its_age_alone_where_nothing_else_is_said() -> None:
    """One in twenty a day up to the tenth day, then one in five, by the life table."""
    ending = Ending(name="truce", of="quarrel", chance=0.05, by_age={"11 days": 0.2})
    lived = happenings(recipe(CENTURIES, endings=[ending]), seed=16)
    ages = ages_at_end(lived)

    open_at = {age: (ages >= age).sum() for age in (5, 10, 11, 15)}
    hazard = {age: (ages == age).sum() / n for age, n in open_at.items()}

    assert ages.min() == 1
    assert hazard[5] == pytest.approx(0.05, abs=0.02)
    assert hazard[10] == pytest.approx(0.05, abs=0.02)
    assert hazard[11] == pytest.approx(0.2, abs=0.04)
    assert hazard[15] == pytest.approx(0.2, abs=0.06)


def test_a_quarrel_ends_sooner_after_a_flare_by_the_stated_lift() -> None:
    """Day by day, among open quarrels that have flared on an earlier day and those that have not.

    This is the count of DESIGN 6.6, at every age at once, since the chance does not depend on age.
    """
    ending = Ending(name="truce", of="quarrel", chance=0.05, after="flare", lift=3)
    lived = happenings(recipe(CENTURIES, endings=[ending]), seed=17)
    flares = days_of(lived, "flare")
    days, ends = Counter[bool](), Counter[bool]()
    for truce in lived:
        if truce.ends is None or truce.ends.day < 0:
            continue
        first = flares[np.searchsorted(flares, truce.ends.day, side="right") :][:1]
        for day in range(truce.ends.day + 1, truce.day + 1):
            days[bool(len(first) and first[0] < day)] += 1
        ends[bool(len(first) and first[0] < truce.day)] += 1

    assert ends[False] / days[False] == pytest.approx(0.05, abs=0.005)
    assert ends[True] / days[True] == pytest.approx(0.15, abs=0.02)


def test_the_help_of_a_flare_fades_after_its_window() -> None:
    """Within no more than 3 days after a flare; a quarrel that only it could end stays open."""
    ending = Ending(name="truce", of="quarrel", chance=0.5, after="flare", lift=0, within="3 days")
    lived = happenings(recipe(CENTURIES, endings=[ending]), seed=18)
    flares = days_of(lived, "flare")

    for truce in lived:
        if truce.ends is not None and truce.ends.day >= 0:
            between = flares[(flares > truce.ends.day) & (flares < truce.day)]
            assert not len(between) or truce.day - between[-1] > 3


def test_quarrels_that_never_end_have_no_end_recorded() -> None:
    """A chance of 0: nothing is invented at the end of the diary."""
    ending = Ending(name="truce", of="quarrel", chance=0)

    case = simulate(recipe(900, endings=[ending]), seed=19)

    assert entries(case, "truce") == []
    assert len(entries(case, "quarrel")) > 20


def test_the_end_of_a_quarrel_names_it_and_how_it_ended() -> None:
    """By its id, so that no other quarrel of the same people is taken for it."""
    ending = Ending(name="truce", of="quarrel", chance=0.1, quality="truce")

    case = simulate(recipe(900, endings=[ending]), seed=20)

    truces = entries(case, "truce")
    assert len(truces) > 20
    for truce in truces:
        (quarrel,) = truce.subjects
        assert vars(truce)["quality"] == "truce"
        assert onset(case[quarrel]) < onset(truce)  # type: ignore[arg-type]


# --- what is written down ---


def test_a_gap_holds_nothing_and_observed_says_so() -> None:
    """The diary is cut in three; life went on meanwhile."""
    gaps = ["1801-03-01/1801-03-31", "1801-06-01"]
    often = [{"name": "flare", "rate": 20, "lines": [FLARE]}]
    gappy = recipe(365, streams=often, recording={"gaps": gaps})

    case = simulate(gappy, seed=21)
    lived = days_of(happenings(gappy, seed=21), "flare")

    assert case.observed["all"] == (
        "1801-01-01/1801-02-28",
        "1801-04-01/1801-05-31",
        "1801-06-02/1801-12-31",
    )
    written = {onset(event) for event in case.events}
    assert not any(when[:7] == "1801-03" or when == "1801-06-01" for when in written)
    assert ((lived >= 59) & (lived < 90)).sum() > 10
    assert len(written) == (~((lived >= 59) & (lived < 90)) & (lived != 151)).sum()


def test_gaps_may_overlap_and_reach_beyond_the_diary() -> None:
    """What is left is what no gap covers."""
    gaps = ["1800-12-01/1801-01-10", "1801-01-05/1801-01-20", "1801-01-30/1802-01-01"]

    case = simulate(recipe(40, recording={"gaps": gaps}), seed=22)

    assert case.observed["all"] == ("1801-01-21/1801-01-29",)


def test_what_lay_before_the_first_day_and_in_gaps_still_counts_for_what_follows() -> None:
    """With a chance of 1 some rally of the first days follows a flare that no diary holds."""
    rally = Stream(name="rally", rate=0, lines=[{"rally": "ann"}])
    follows = Chain(after="flare", then="rally", chance=1, lag="30 days")
    often = Stream(name="flare", rate=15, lines=[FLARE])

    case = simulate(recipe(20, streams=[often, rally], chains=[follows]), seed=23)

    assert len(entries(case, "rally")) > 3


def test_the_end_of_a_quarrel_that_is_not_written_down_is_not_either() -> None:
    """Its beginning fell into a gap or was forgotten; an end without it would end another."""
    ending = Ending(name="truce", of="quarrel", chance=0.05)
    lossy = recipe(2000, endings=[ending], recording={"forgotten": 0.5})

    case = simulate(lossy, seed=24)

    named = {truce.subjects[0] for truce in entries(case, "truce")}
    assert named < {quarrel.id for quarrel in entries(case, "quarrel")}
    assert len(entries(case, "truce")) / len(entries(case, "quarrel")) == pytest.approx(
        0.5, abs=0.15
    )


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_share_of_entries_is_forgotten(share: float) -> None:
    """On days that count as observed all the same."""
    whole = simulate(recipe(8000), seed=25)

    case = simulate(recipe(8000, recording=Recording(forgotten=share)), seed=25)

    assert len(case.events) / len(whole.events) == pytest.approx(1 - share, abs=0.06)
    assert case.observed == whole.observed
    assert {e.when for e in case.events} <= {e.when for e in whole.events}


def test_a_share_of_dates_is_vague_and_the_truth_lies_within_them() -> None:
    """To the week as one of its days, to the month by its name; the rest to the day."""
    exact = simulate(recipe(8000), seed=26)

    vague = simulate(recipe(8000, recording={"to_week": 0.3, "to_month": 0.1}), seed=26)

    shapes = Counter(len(onset(event)) for event in vague.events)
    total = sum(shapes.values())
    assert set(shapes) == {7, 10, 24}
    assert shapes[24] / total == pytest.approx(0.3, abs=0.06)
    assert shapes[7] / total == pytest.approx(0.1, abs=0.04)
    for event, true in zip(vague.events, exact.events, strict=True):
        told, really = parse_span(onset(event)), parse_span(onset(true))
        assert told.start_earliest <= really.start_earliest <= told.start_latest


def test_a_week_or_month_is_told_as_far_as_it_was_observed() -> None:
    """A diary from a Wednesday to the Friday of the next week, in the middle of a month."""
    often = [{"name": "flare", "rate": 30, "lines": [FLARE]}]

    def dates(**recording: float) -> set[str]:
        short = Recipe(
            case=CASE, start="2024-05-15", days=10, streams=often, recording=Recording(**recording)
        )
        return {onset(event) for event in simulate(short, seed=27).events}

    assert dates(to_month=1) == {"[2024-05-15..2024-05-24]"}
    assert dates(to_week=1) == {"[2024-05-15..2024-05-19]", "[2024-05-20..2024-05-24]"}


def test_lines_are_drawn_alike_and_severities_from_less_to_more() -> None:
    """Three lines, a third of the entries each; whole numbers, both ends among them."""
    three = {
        "name": "flare",
        "rate": 5,
        "severity": [3, 6],
        "lines": [{"escalation": "pain", "what": word} for word in ("a", "b", "c")],
    }

    events = simulate(recipe(9000, streams=[three]), seed=28).events

    words = Counter(event.what for event in events)
    severities = Counter(vars(event)["severity"] for event in events)
    assert all(n / len(events) == pytest.approx(1 / 3, abs=0.05) for n in words.values())
    assert set(severities) == {3, 4, 5, 6}


def test_entries_are_numbered_in_the_order_of_time() -> None:
    """As they are written down, so that the file reads like a diary."""
    case = simulate(recipe(900, chains=[LINK]), seed=29)

    assert [onset(event) for event in case.events] == sorted(onset(e) for e in case.events)
    quarrels = [event.id for event in entries(case, "quarrel")]
    assert quarrels == [f"quarrel-{n}" for n in range(1, len(quarrels) + 1)]


def test_what_the_case_held_beforehand_stays() -> None:
    """People, bonds with their spans, sources and earlier events, and the text about it."""
    begun = CASE.adding(
        Idealization(id="hero", of="ann", when="1790/.."),
        Source(id="file", cite="Notes"),
        Escalation(id="first", of="pain", when="1795"),
    )
    begun = Case(**{name: getattr(begun, name) for name in Case.model_fields} | {"about": "Mine."})

    case = simulate(recipe().model_copy(update={"case": begun}), seed=30)

    assert (case.people, case.symptoms, case.bonds) == (begun.people, begun.symptoms, begun.bonds)
    assert case.events[0] == begun.events[0]
    assert [source.id for source in case.sources] == ["file", "simulation"]
    assert case.about == "Mine."


def test_a_case_without_a_word_about_it_is_given_one() -> None:
    """Nobody shall take a made-up diary for a life."""
    case = simulate(recipe(), seed=31)

    assert case.about == "A synthetic diary, made up by a simulation: no event in it happened."
    assert case.sources[0].cite == (
        "Made up by a simulation; nothing in it happened. The note holds its recipe and its seed."
    )


@pytest.mark.parametrize("module", [formulation.simulate, formulation.simulate.days])
def test_the_examples_in_docstrings_hold(module: Any) -> None:
    """What is shown is what is printed."""
    assert doctest.testmod(module).failed == 0
