"""Weighing a case: what is counted, what is left out, and what may be said of it.

Small made-up diaries, each of which differs from the next in one thing; the counts are by hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from formulation import UnknownName, catalogue, read_case, weigh
from formulation.chance.counting import counted_in
from formulation.chance.draws import clock_for, dated
from formulation.chance.exposure import DAYS, MINUTES
from formulation.chance.nulls import p_two_sided, rolled_counts
from formulation.chance.questions import questions_of
from formulation.chance.rates import adjusted
from formulation.chance.verdicts import meaning_of, verdict_of, weakest_verdict
from formulation.errors import CaseError
from formulation.model import (
    Case,
    Claim,
    Conflict,
    Escalation,
    Idealization,
    Insight,
    Intervention,
    Person,
    Rating,
    Resolution,
    Source,
    Symptom,
    Treatment,
)
from formulation.patterns.catalogue import pattern_named
from formulation.timeline import Timeline

FLAGSHIP = "idealized-pair-conflict-flare"
WATCHED = ["2021-01-01/2021-12-31"]
PEOPLE = (
    Person(id="liz", name="Liz", role="patient"),
    Person(id="ann", name="Ann"),
    Person(id="bob", name="Bob"),
    Person(id="cy", name="Cy"),
    Symptom(id="pain", name="pain"),
    Idealization(id="hero_a", of="ann", when="2020/2022"),
    Idealization(id="hero_b", of="bob", when="2020/2022"),
)


def day(n: int) -> str:
    """The day of 2021 with that number, from 0."""
    return str(date(2021, 1, 1) + timedelta(days=n))


def quarrels(days, between=("ann", "bob"), prefix="q", **said):
    """Quarrels on days of 2021."""
    return [Conflict(id=f"{prefix}{n}", between=between, **{"when": day(n)} | said) for n in days]


def flares(days, of="pain", prefix="f", **said):
    """Flares on days of 2021."""
    return [Escalation(id=f"{prefix}{n}", of=of, **{"when": day(n)} | said) for n in days]


def diary(*statements, observed=WATCHED, people=PEOPLE):
    """A year's diary."""
    return Case(id="diary", origin="synthetic", observed=observed).adding(*people, *statements)


#: four quarrels; flares 3 days after three of them, and three more far from any
STEADY = (quarrels((40, 100, 160, 220)), flares((43, 103, 163, 80, 130, 300)))


def of(case, name=FLAGSHIP, **asked):
    """The weight of a pattern's first question."""
    return weigh(case, name, **asked)[0]


# What is counted ------------------------------------------------------------------------------


def test_hits_misses_and_unprompted_are_told_by_their_ids():
    """Three flares follow quarrels, one quarrel is followed by none, three flares come alone."""
    weight = of(diary(*STEADY))

    assert weight.hits == ("f43", "f103", "f163")
    assert weight.misses == ("q220",)
    assert weight.unprompted == ("f80", "f130", "f300")
    assert (weight.outcome_events, weight.in_exposed, weight.in_unexposed) == (6, 3, 3)


def test_time_is_counted_without_the_first_window_and_the_days_of_quarrels():
    """365 days less the first 14 and four days of quarrels are 347, of which 4 times 14 exposed."""
    weight = of(diary(*STEADY))

    assert (weight.exposed_days, weight.unexposed_days) == (56, 291)
    assert weight.expected == pytest.approx(6 * 56 / 347)
    assert weight.rate_ratio == pytest.approx(291 / 56)


def test_the_exact_test_is_scipys():
    """Twice the smaller binomial tail, and Clopper and Pearson's interval as scipy has it."""
    weight = of(diary(*STEADY))
    tails = [stats.binomtest(3, 6, 56 / 347, alternative=side) for side in ("less", "greater")]
    interval = stats.binomtest(3, 6, 56 / 347).proportion_ci(method="exact")

    assert weight.p_exact == pytest.approx(min(1, 2 * min(test.pvalue for test in tails)))
    assert weight.ci95 == pytest.approx(
        tuple(end / (1 - end) * 291 / 56 for end in (interval.low, interval.high))
    )


def test_only_time_in_which_the_two_were_idealized_is_at_risk():
    """With one idealized only from July on, quarrels before do not count, nor does their time."""
    people = (*PEOPLE[:-1], Idealization(id="hero_b", of="bob", when="2021-07-01/2022"))
    weight = of(diary(*STEADY, people=people))

    assert weight.verdict == "not testable"
    assert weight.exposure.antecedents == ((weight.exposure.antecedents[0][0], "q220"),)
    assert weight.exposed_days + weight.unexposed_days == 184 - 14 - 1


def test_a_bond_told_as_recurring_holds_no_time():
    """An idealization that comes and goes says nothing of when it held."""
    often = Idealization(id="hero_b", of="bob", when="2020/2022", recurring=True)
    weight = of(diary(*STEADY, people=(*PEOPLE[:-1], often)))

    assert weight.exposed_days + weight.unexposed_days == 0


def test_time_counts_only_where_both_kinds_were_watched():
    """Quarrels noted all year and flares in half of it: half a year is at risk."""
    observed = {"conflict": WATCHED, "escalation": ["2021-01-01/2021-06-30"]}
    weight = of(diary(*STEADY, observed=observed))

    assert weight.exposed_days + weight.unexposed_days == 181 - 14 - 3
    assert {id: side for _, id, side in weight.exposure.outcomes}["f300"] == "left out"


def test_time_inside_a_long_flare_is_not_at_risk():
    """A flare of ten days takes the nine after its onset out of the unexposed time."""
    long = Escalation(id="long", of="pain", when=f"{day(250)}/{day(259)}")
    plain, longer = of(diary(*STEADY)), of(diary(*STEADY, long))

    assert longer.unexposed_days == plain.unexposed_days - 9
    assert longer.in_unexposed == plain.in_unexposed + 1


def test_a_quarrel_that_a_truce_ends_is_no_span_where_flares_are_asked_about():
    """What a truce ends later does not shorten the time in which quarrels changed."""
    truce = Resolution(id="truce", between="q40", when=day(70))
    plain = weigh(diary(*STEADY), FLAGSHIP, change="q160").changes
    ended = weigh(diary(*STEADY, truce), FLAGSHIP, change="q160").changes

    assert [c.before.days for c in plain] == [c.before.days for c in ended]


def test_a_window_cut_short_is_no_miss():
    """A quarrel five days before the end of the watch is not held against the idea."""
    case = diary(quarrels((40, 100, 160, 360)), flares((43, 103, 163, 80, 130, 300)))

    assert of(case).misses == ()


def test_one_weight_stands_for_each_symptom():
    """Flares of pain and of tremor are two questions; the quarrels are the same."""
    tremor = Symptom(id="tremor", name="tremor")
    case = diary(tremor, *STEADY, flares(range(20, 300, 50), of="tremor", prefix="t"))
    weights = [w for w in weigh(case, FLAGSHIP) if "S" in w.roles]

    assert [w.roles["S"] for w in weights] == ["pain", "tremor"]
    assert weights[0].exposed_days == weights[1].exposed_days


def test_recurring_statements_are_never_counted():
    """A quarrel told as a repeated course is said to be left out."""
    often = Conflict(id="often", between=("ann", "bob"), recurring=True)
    weight = of(diary(*STEADY, often))

    assert weight.to_dict() == of(diary(*STEADY)).to_dict()
    assert "Not counted: 1 quarrel told as recurring." in weight.notes


def test_a_date_wider_than_the_window_is_left_out_and_counted_aloud():
    """A flare known to the month says nothing of a fortnight."""
    vague = Escalation(id="vague", of="pain", when="2021-03")
    weight = of(diary(*STEADY, vague))

    assert weight.outcome_events == 6
    assert (
        "Not counted: 1 flare of pain without a date, or with one wider than the window."
    ) in weight.notes


def test_different_letters_are_different_figures():
    """A quarrel in which the one who flares takes part is no antecedent of detouring."""
    own = quarrels((60, 120, 180), between=("liz", "ann"), prefix="own")
    plain, more = (of(diary(*STEADY, *extra), "detouring") for extra in ((), own))

    assert more.exposed_days == plain.exposed_days


def test_the_first_account_counts_unless_a_source_is_named():
    """Two tell of one quarrel with different dates: the first's counts, or that of the source."""
    sources = (Source(id="hers", cite="Hers"), Source(id="his", cite="His"))
    told = quarrels((40, 100, 160, 220), source="hers")
    other = Conflict(
        id="other", between=("ann", "bob"), when=day(240), source="his", alternative_of="q220"
    )
    case = diary(*sources, told, other, STEADY[1])

    assert of(case).misses == ("q220",)
    assert of(case, account="his").misses == ("other",)
    with pytest.raises(UnknownName, match="no source is called 'her'; did you mean 'hers'"):
        weigh(case, account="her")


def test_hours_are_counted_in_minutes():
    """With every onset told to the minute, a flare an hour after a quarrel follows it."""
    pattern = next(p for p in catalogue() if p.pattern == FLAGSHIP).setting(within="6 hours")
    told = [
        *quarrels((40, 100, 160), when="2021-02-10T09:00")[:1],
        *(Conflict(id=f"c{n}", between=("ann", "bob"), when=f"{day(n)}T09:00") for n in (60, 90)),
        *(
            Escalation(id=f"e{n}", of="pain", when=f"{day(n)}T10:00")
            for n in (40, 60, 90, 200, 250)
        ),
    ]
    weight = weigh(diary(told), pattern)[0]

    assert weight.hits == ("e40", "e60", "e90")
    assert weight.exposed_days == pytest.approx(3 * 6 / 24)
    assert "minutes" in weight.method


# The same day ---------------------------------------------------------------------------------


def test_what_falls_on_one_day_is_on_neither_side_and_read_both_ways():
    """A flare on the day of a quarrel: its order is not told, and both ratios are."""
    weight = of(diary(*STEADY, flares((100,), prefix="same")))

    assert weight.outcome_events == 6
    assert {id: side for _, id, side in weight.exposure.outcomes}["same100"] == "same day"
    assert any("the ratio is 6.5, and taken as not, 4.0" in n for n in weight.notes)


@pytest.mark.parametrize(
    ("verdicts", "left"),
    [
        (("supported", "supported", "supported"), "supported"),
        (("supported", "weak", "supported"), "weak"),
        (("supported", "too few to tell", "supported"), "too few to tell"),
        (("supported", "opposite", "supported"), "too few to tell"),
        (("opposite", "not supported", "opposite"), "not supported"),
        (("weak", "not supported", "weak"), "too few to tell"),
    ],
)
def test_the_weaker_verdict_stands(verdicts, left):
    """Readings of one record that agree in direction leave the weaker; others leave it open."""
    assert weakest_verdict(verdicts) == left


@pytest.mark.parametrize(
    ("ratio", "p", "high", "verdict"),
    [
        (3.0, 0.05, 9.0, "supported"),
        (3.0, 0.051, 9.0, "weak"),
        (3.0, 0.20, 9.0, "weak"),
        (3.0, 0.201, 9.0, "too few to tell"),
        (1.2, 0.5, 1.99, "not supported"),
        (1.2, 0.5, 2.0, "too few to tell"),
        (0.3, 0.05, 0.9, "opposite"),
        (0.3, 0.10, 0.9, "not supported"),
        (float("inf"), 0.01, float("inf"), "supported"),
        (float("nan"), 1.0, float("nan"), "too few to tell"),
    ],
)
def test_verdicts_by_their_thresholds(ratio, p, high, verdict):
    """The thresholds are those of the design, section 6.11, each held at its edge."""
    assert verdict_of(ratio, p, high) == verdict


def test_no_verdict_speaks_of_proof_or_of_cause():
    """What each verdict means is about order, and says what it does not mean."""
    for verdict in ("supported", "weak", "opposite", "not supported", "too few to tell"):
        told = " ".join(meaning_of(verdict, "quarrels", "flares")).lower()

        assert "prove" not in told
        assert "cause" not in told


# Uncertain dates ------------------------------------------------------------------------------


def test_uncertain_dates_are_drawn_and_the_draws_are_told():
    """A flare known to within five days of a quarrel follows it in some draws and not in others."""
    unsure = Escalation(id="unsure", of="pain", when=f"[{day(98)}..{day(104)}]")
    weight = of(diary(quarrels((40, 100, 160, 220)), flares((43, 163, 80, 130, 300)), unsure))

    assert "200 draws of uncertain dates" in weight.method
    assert any("drawn 200 times within what is known" in note for note in weight.notes)
    assert "unsure" in weight.hits  # on 4 of its 7 days


@pytest.mark.slow
def test_the_same_seed_gives_the_same_weights_and_another_draws_anew():
    """Draws are made by the seed alone."""
    unsure = flares((98, 200, 260), prefix="u", when="2021-04-08~")
    case = diary(*STEADY, unsure)
    told = [json.dumps([w.to_dict() for w in weigh(case, seed=seed)]) for seed in (0, 0, 1)]

    assert told[0] == told[1]
    assert told[0] != told[2]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=2, max_size=6), st.integers(0, 2**32))
def test_draws_lie_within_spans_and_keep_stated_orders(lags, seed):
    """Flares told as coming after one another, each some days later, do so in every draw."""
    told, last = [], None
    for n, lag in enumerate(lags):
        said = {"after": last, "apart": f"{lag}..{lag + 3} days"} if last else {}
        last = f"f{n}"
        told.append(Escalation(id=last, of="pain", when="[2021-03-01..2021-03-28]", **said))
    t = Timeline(diary(told))
    rows = t.rows_of("escalation")
    drawn = dated(t, rows, clock_for(t, rows), seed=seed).first

    assert len(drawn) in (1, 200)
    low, high = t.starts_from[rows] // 1440, t.starts_to[rows] // 1440
    assert ((low <= drawn) & (drawn <= high)).all()
    apart = np.diff(drawn, axis=1)
    assert (apart >= [max(lag, 0) for lag in lags[1:]]).all()
    assert (apart <= [lag + 3 for lag in lags[1:]]).all()


def test_the_shift_test_of_drawn_dates_ranks_their_mean():
    """The mean count over all draws, held against the same shifts made in every draw."""
    unsure = flares((90, 200, 260), prefix="u", when="2021-04-08~")
    case = diary(*STEADY, unsure)
    [question] = [
        q for q in questions_of(Timeline(case), pattern_named(FLAGSHIP)) if "S" in q.roles
    ]
    draws = counted_in(question, seed=0).draws
    shortest = min(len(sides.flags) for sides in draws)
    shifts = np.arange(1, shortest)
    rolled = np.mean(
        [[s.flags[(s.places - n) % len(s.flags)].sum() for n in shifts] for s in draws], 0
    )
    observed = np.mean([sides.counts[0] for sides in draws])

    assert len(draws) == 200
    assert of(case).p_shift == pytest.approx(p_two_sided(observed, rolled))


@pytest.mark.parametrize(("longest", "few"), [(10**9, -1), (10, -1), (10, 10**9)])
def test_long_clocks_are_rolled_as_short_ones_are(longest, few, monkeypatch):
    """Counting shift by shift, as on clocks of many minutes, gives what the transform gives."""
    rng = np.random.default_rng(5)
    exposed, outcomes = rng.random(5_000) < 0.3, rng.integers(0, 5_000, 40)
    shifts = np.arange(0, 5_000, 7)
    monkeypatch.setattr("formulation.chance.nulls._LONGEST_TRANSFORM", longest)
    monkeypatch.setattr("formulation.chance.nulls._FEW_PLACES", few)

    counts = rolled_counts(outcomes, exposed, shifts)

    assert counts.tolist() == [int(exposed[(outcomes - n) % 5_000].sum()) for n in shifts]


def test_draws_reach_every_day_that_a_date_may_be():
    """A date of a week falls on each of its days; drawn evenly, none is left out in 200 draws."""
    week = Escalation(id="week", of="pain", when=f"[{day(50)}..{day(56)}]")
    t = Timeline(diary(week))
    drawn = dated(t, t.rows_of("escalation"), DAYS, seed=3).first

    assert len(np.unique(drawn)) == 7


def test_an_antecedent_counts_in_the_draws_in_which_the_bond_held():
    """A quarrel that may have come before the idealization began counts only where it did not."""
    people = (*PEOPLE[:-1], Idealization(id="hero_b", of="bob", when=f"{day(104)}/2022"))
    unsure = Conflict(id="unsure", between=("ann", "bob"), when=f"[{day(100)}..{day(106)}]")
    flares_ = flares((125, 163, 223, 243, 180, 300))
    weight = of(diary(unsure, quarrels((160, 220, 240)), flares_, people=people))

    assert weight.is_testable
    assert weight.exposed_days < 4 * 14


def test_the_clock_is_of_minutes_only_where_all_is_told_to_the_minute():
    """One day among minutes makes the clock one of days."""
    exact = flares((40,), when="2021-02-10T09:00")
    mixed = [*exact, *flares((90,))]
    clocks = []
    for told in (exact, mixed):
        t = Timeline(diary(told))
        clocks.append(clock_for(t, t.rows_of("escalation")))

    assert clocks == [MINUTES, DAYS]


# What cannot be weighed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "sentence", "wanted"),
    [
        (
            diary(*STEADY, observed=()),
            "Whether flares of pain come more often after quarrels cannot be weighed: nothing says "
            "when such events would have been noticed.",
            "under 'observed', when each escalation would have been noted, quiet days included",
        ),
        (
            diary(*STEADY, observed=["2021-01-01/.."]),
            "Whether flares of pain come more often after quarrels cannot be weighed: the time "
            "that was watched has no known beginning or end.",
            "under 'observed', both ends of the time in which each escalation was noted",
        ),
        (
            diary(quarrels((40, 100)), STEADY[1]),
            "Whether flares of pain come more often after quarrels cannot be weighed: there are "
            "only 2 quarrels with a date of their own, where 3 are needed.",
            "each quarrel with its date, 3 of them at the least",
        ),
        (
            diary(quarrels((40, 100, 160, 220), between=("ann", "cy")), STEADY[1]),
            "Whether flares of pain come more often after quarrels cannot be weighed: there is no "
            "quarrel that the pattern asks about with a date of its own (4 others are told), where "
            "3 are needed.",
            "each quarrel with its date, 3 of them at the least",
        ),
        (
            diary(STEADY[0], Escalation(of="pain", when="2021-03")),
            "Whether flares of pain come more often after quarrels cannot be weighed: there is no "
            "flare of pain with a date as fine as the window (1 dated more coarsely than 14 days), "
            "where 5 are needed.",
            "each flare of pain with its date, 5 of them at the least",
        ),
        (
            diary(STEADY[0], flares((43,))),
            "Whether flares of pain come more often after quarrels cannot be weighed: there is "
            "only 1 flare of pain with a date of its own, where 5 are needed.",
            "each flare of pain with its date, 5 of them at the least",
        ),
        (
            diary(*STEADY, observed=["2021-01-01/2021-02-20"]),
            "Whether flares of pain come more often after quarrels cannot be weighed: there is "
            "only 1 quarrel in the time that counts, where 3 are needed; there is only 1 flare of "
            "pain in the time that counts, where 5 are needed.",
            "over a longer time, with the dates between which the bonds held",
        ),
        (
            diary(quarrels(range(10, 360, 7)), flares((43, 103, 163, 80, 130, 300))),
            "Whether flares of pain come more often after quarrels cannot be weighed: all watched "
            "time follows quarrels, so that nothing is left beside it.",
            "time without them, or a shorter window chosen beforehand",
        ),
    ],
)
def test_what_is_not_testable_says_why_and_what_to_record(case, sentence, wanted):
    """Each reason is a whole sentence, with what would have to be recorded."""
    weight = of(case)

    assert weight.verdict == "not testable"
    assert weight.because == sentence
    assert wanted in weight.wanted
    assert weight.p_shift is None
    assert weight.to_dict()["ci95"] == [None, None]


def test_the_founding_case_is_not_testable():
    """Nothing in it is dated or counted, and what to record is said; no number is made up."""
    weights = weigh(read_case("examples/elizabeth.yaml"))
    flagship = next(w for w in weights if w.pattern == FLAGSHIP)

    assert {w.verdict for w in weights} == {"not testable"}
    assert flagship.because == (
        "Whether flares of chronic pain come more often after quarrels cannot be weighed: nothing "
        "says when such events would have been noticed; there is no quarrel with a date of its "
        "own (1 told as recurring, and not counted), where 3 are needed; there is no flare of "
        "chronic pain with a date of its own (1 told as recurring, and not counted), where 5 are "
        "needed."
    )
    assert flagship.wanted


def test_scipy_is_not_opened_where_nothing_is_testable():
    """A case without dates is answered without the numbers' library."""
    code = (
        "import sys; from formulation import read_case, weigh; "
        "weigh(read_case('examples/elizabeth.yaml')); print('scipy' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "False"


def test_nothing_is_asked_about_the_end_of_what_was_never_open():
    """A truce between two of whom no quarrel fits the pattern raises no question of it."""
    other = [Conflict(id="o", between=("ann", "cy"), when=day(10))]
    truce = Resolution(id="t", between=("ann", "cy"), when=day(20))
    weights = weigh(diary(*STEADY, other, truce), FLAGSHIP)

    assert [w.roles for w in weights] == [{"S": "pain", "P": "liz"}]


def test_a_truce_that_ends_two_quarrels_is_one_outcome():
    """Of two open quarrels of the same two one truce ends both, and counts for the longer."""
    pairs = [(n, n + 8) for n in (20, 60, 100, 140, 180)]
    told = [
        *(c for first, second in pairs for c in quarrels((first, second))),
        *(Resolution(id=f"t{b}", between=("ann", "bob"), when=day(b + 6)) for _, b in pairs),
        *flares((25, 66, 103, 200, 250)),
    ]
    [truces] = [w for w in weigh(diary(told), FLAGSHIP) if "A" in w.roles]

    assert truces.outcome_events == 5


# The made-up diaries --------------------------------------------------------------------------


def example(name):
    """The flagship's weight in one of the made-up diaries."""
    return of(read_case(f"examples/{name}.yaml"))


def test_the_linked_diary_is_supported_with_the_planted_lift_in_its_interval():
    """Planted was a lift of 4."""
    weight = example("elizabeth_diary")

    assert weight.verdict == "supported"
    assert weight.ci95[0] < 4 < weight.ci95[1]


def test_its_unlinked_twin_is_not_supported():
    """Every story in it looks just as good, and the four cells do not."""
    weight = example("elizabeth_diary_unlinked")

    assert weight.verdict == "not supported"
    assert len(weight.hits) >= 40


def test_on_the_confounded_diary_the_text_names_the_rival():
    """The severity of the illness drives both, and the ratio shrinks where it is alike."""
    weight = example("elizabeth_diary_confounded")

    assert any(
        note.startswith("A rival stands in the file: severity of the illness.")
        for note in weight.notes
    )


def test_where_any_quarrel_will_do_the_report_says_that_idealization_does_not_matter():
    """Flares came after other quarrels as often."""
    weight = example("elizabeth_diary_any_quarrel")

    assert any("nothing here says that the idealization matters" in n for n in weight.notes)


def test_in_the_linked_diary_idealization_does_matter():
    """The same sentence is not printed whatever the record."""
    weight = example("elizabeth_diary")

    assert not any("nothing here says" in note for note in weight.notes)
    assert not any(note.startswith("A rival stands") for note in weight.notes)


# What stands beside ---------------------------------------------------------------------------


def test_with_fewer_than_five_other_quarrels_nothing_is_said_of_idealization():
    """Four quarrels with someone who is not idealized are too few."""
    others = quarrels((20, 70, 140, 250), between=("ann", "cy"), prefix="o")
    weight = of(diary(*STEADY, others))

    assert (
        "There are fewer than five other quarrels of people without that idealization: whether "
        "idealization matters cannot be told."
    ) in weight.notes


def test_antecedents_written_down_after_the_outcome_are_counted_apart():
    """A quarrel noted only after the flare it is said to have preceded."""
    late = quarrels((40,), recorded=day(50))
    in_time = quarrels((100, 160, 220), recorded=day(222))[2:]
    case = diary(late, quarrels((100, 160)), in_time, STEADY[1])

    assert (
        "For 1 flare of pain the quarrel was written down only afterwards, when it was known what "
        "had followed."
    ) in of(case).notes


def test_one_antecedent_written_down_in_time_is_enough():
    """Of two quarrels before a flare one was noted at once: nothing was only told afterwards."""
    noted = [*quarrels((38,), recorded=day(38)), *quarrels((40,), recorded=day(50))]
    case = diary(noted, quarrels((100, 160)), STEADY[1])

    assert not any("only afterwards" in note for note in of(case).notes)


def test_rivals_that_the_file_names_are_repeated():
    """A claim from a quarrel to a flare brings its rivals to the weight."""
    claim = Claim(text="They bring it.", from_="q40", to="f43", rivals=("a bad week brings both",))
    weight = of(diary(*STEADY, claim))

    assert "The file names what else could explain it: a bad week brings both." in weight.notes


def test_a_scale_that_rates_the_outcome_itself_is_not_held_level():
    """Ratings of pain would take the flares of pain away."""
    ratings = [Rating(of="pain today", value=n % 10, when=day(n)) for n in range(0, 360, 7)]
    weight = of(diary(*STEADY, ratings))

    assert not any("pain today" in note for note in weight.notes)


def test_lags_are_counted_on_both_sides_of_zero():
    """Three flares come three days after a quarrel, and one comes twenty days before one."""
    lags = of(diary(*STEADY)).lags
    bins = dict(zip(lags.edges, lags.counts, strict=False))

    assert lags.unit == "day"
    assert bins[3] == 3
    assert bins[-20] == 1
    assert sum(lags.counts) == 4
    assert len(lags.edges) == len(lags.counts) + 1
    assert all(low <= high for low, high in zip(lags.low, lags.high, strict=True))


# The family -----------------------------------------------------------------------------------


def test_narrowing_what_is_shown_does_not_narrow_what_is_corrected_for():
    """The corrected p is the same whether one pattern is asked for or all."""
    case = read_case("examples/elizabeth_diary.yaml")
    every = [w for w in weigh(case) if w.pattern == FLAGSHIP]

    assert [w.to_dict() for w in weigh(case, FLAGSHIP)] == [w.to_dict() for w in every]


def test_the_correction_is_scipys():
    """Benjamini and Hochberg over all testable questions of the catalogue."""
    tested = [w for w in weigh(read_case("examples/elizabeth_diary.yaml")) if w.is_testable]
    corrected = stats.false_discovery_control([w.p_shift for w in tested])

    assert [w.p_adjusted for w in tested] == pytest.approx(list(corrected))


@given(st.lists(st.floats(1e-6, 1), max_size=20))
def test_corrected_probabilities_are_scipys_for_any_list(p_values):
    """Whatever the probabilities, and in whatever order."""
    expected = list(stats.false_discovery_control(p_values)) if p_values else []

    assert adjusted(p_values) == pytest.approx(expected)


# Before and after -----------------------------------------------------------------------------

SESSION = Intervention(id="session", text="a long talk", when=day(180))


def test_before_and_after_leaves_the_events_own_day_out():
    """180 days before and 184 after; flares of ours are four before and two after."""
    [pain, conflict] = weigh(diary(*STEADY, SESSION), change="session").changes

    assert (pain.outcome, conflict.outcome) == ("pain", "conflict")
    assert pain.before.to_dict() == {"events": 5, "days": 180}
    assert pain.after.to_dict() == {"events": 1, "days": 184}
    assert pain.rate_ratio == pytest.approx((1 / 184) / (5 / 180))


def test_confounders_are_named():
    """A treatment that overlaps, the peak, the one reporter and the shared idea are all told."""
    drug = Treatment(id="drug", text="weekly ketamine", when=f"{day(150)}/{day(300)}")
    insight = Insight(text="she sees it", when=day(181))
    [pain, _] = weigh(diary(*STEADY, SESSION, drug, insight), change="session").changes
    told = " | ".join(pain.rivals)

    assert "weekly ketamine), which overlaps with it or comes near it in time" in told
    assert "regression to the mean" in told
    assert "one and the same reporter: nobody is named" in told
    assert "the idea was known from then on" in told


@pytest.mark.parametrize(
    ("event", "error", "sentence"),
    [
        ("sesion", UnknownName, "no statement is called 'sesion'; did you mean 'session'"),
        ("often", CaseError, "'often' has no date of its own, so that nothing lies before it"),
        ("claimed", CaseError, "'claimed' has no date of its own, so that nothing lies before it"),
    ],
)
def test_an_event_without_a_before_and_after_is_refused(event, error, sentence):
    """An unknown id, a repeated course and what has no date cannot part a record."""
    often = Conflict(id="often", between=("ann", "bob"), recurring=True)
    claim = Claim(id="claimed", text="So it is.")

    with pytest.raises(error, match=sentence):
        weigh(diary(*STEADY, SESSION, often, claim), change=event)


def test_what_goes_on_without_end_has_no_after():
    """A treatment that is still going on leaves no time after it, and this is said."""
    drug = Treatment(id="drug", text="weekly ketamine", when=f"{day(150)}/..")
    [pain, _] = weigh(diary(*STEADY, drug), change="drug").changes

    assert pain.verdict == "not testable"
    assert pain.because == (
        "Whether flares of pain changed after the treatment (weekly ketamine) cannot be weighed: "
        "no time was watched after it."
    )


def test_ratings_before_and_after_are_compared_with_a_warning():
    """Ten ratings of 7 and ten of 4: every later one is lower, and no test by lot is pretended."""
    ratings = [
        Rating(of="distress", value=7 if n < 180 else 4, when=day(n)) for n in range(80, 280, 10)
    ]
    [scale] = weigh(diary(*STEADY, SESSION, ratings), change="session").scales

    assert scale.nap == 1
    assert (len(scale.before), len(scale.after)) == (10, 9)
    assert any("drawn by lot beforehand, from at least twenty" in note for note in scale.notes)


def test_the_methods_speak_of_what_was_done_only():
    """A case in which nothing was testable is not told of shift tests."""
    plain = weigh(diary(*STEADY, observed=())).methods
    full = weigh(diary(*STEADY, SESSION), change="session").methods

    assert "shift test" not in plain
    assert "circular shift test" in full
    assert "Rates before and after the event" in full
    assert "those of changes were not. The seed was 0." in full
