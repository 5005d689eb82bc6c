"""What chance alone would give: each null moves something, keeps what it says, is never nought.

The records are made up by hypothesis, and by the shipped diaries where a real one is called for.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation import read_case
from formulation.chance import nulls
from formulation.chance.aging import aged
from formulation.chance.change import _sides
from formulation.chance.counting import counted_in
from formulation.chance.exposure import DAYS, MINUTES, Stream, sides_of
from formulation.chance.nulls import (
    MOST_SHIFTS,
    PERMUTED,
    SHIFTED,
    p_two_sided,
    permuted_sums,
    poisson_binomial,
    rolled_counts,
    shifts_of,
)
from formulation.chance.pieces import pieces
from formulation.chance.questions import questions_of
from formulation.chance.reckoning import reckoned
from formulation.chance.risk_sets import ages_of, reckoned_by_age
from formulation.patterns.catalogue import pattern_named
from formulation.timeline import Timeline

EXAMPLES = Path(__file__).parent.parent / "examples"
DIARY = EXAMPLES / "elizabeth_diary.yaml"

many = settings(max_examples=100, deadline=None)


def ints(values):
    """Units as a column."""
    return np.array(values, dtype=np.int64)


@st.composite
def clocks(draw):
    """Exposed time on a joined clock, and outcomes on it."""
    flags = np.array(draw(st.lists(st.booleans(), min_size=1, max_size=60)), dtype=np.bool_)
    return ints(draw(st.lists(st.integers(0, len(flags) - 1), max_size=12))), flags


@st.composite
def lives(draw):
    """Quarrels with their ends, and flares."""
    starts = ints(sorted(draw(st.lists(st.integers(0, 60), min_size=1, max_size=10))))
    lasts = ints(draw(st.lists(st.integers(0, 20), min_size=len(starts), max_size=len(starts))))
    ended = np.array(
        draw(st.lists(st.booleans(), min_size=len(starts), max_size=len(starts))), dtype=np.bool_
    )
    flares = ints(draw(st.lists(st.integers(0, 80), max_size=12)))
    return ages_of(starts, starts + lasts, ended, flares, draw(st.integers(1, 30)))


def sides(rng, days=200):
    """One exposure of quarrels and flares."""
    quarrels, flares = (np.unique(rng.integers(0, days, 20)) for _ in range(2))
    return sides_of(quarrels, Stream.at(flares), pieces([(0, days - 1)]), 7, DAYS)


# Each moves something -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def questions():
    """The two questions of the flagship, asked of the shipped diary."""
    t = Timeline(read_case(DIARY))
    return list(questions_of(t, pattern_named("idealized-pair-conflict-flare")))


def test_rolling_moves_the_count_on_a_shipped_diary(questions):
    """From one shift to the next, and on either side of what was observed."""
    [one] = counted_in(questions[0], seed=0).draws
    found = one.rolled(shifts_of(len(one.flags), 1, seed=0))

    assert found.std() > 1
    assert found.min() < found.mean() < found.max()


def test_permuting_moves_the_sum_on_a_shipped_diary(questions):
    """Which of the open quarrels ended is left to chance."""
    found = [permuted_sums(*one.sets, seed=0) for one in aged(questions[1], seed=0).draws]

    assert min(sums.std() for sums in found) > 0.5


def test_rolling_outcomes_past_a_fixed_day_moves_the_count(questions):
    """Before and after: flares of the shipped diary around the middle of its time."""
    onsets = np.unique(counted_in(questions[0], seed=0).draws[0].outcomes)
    middle = int(onsets.mean())
    one = _sides(Stream.at(onsets), pieces([(onsets[0], onsets[-1])]), (middle, middle), DAYS)

    assert one.rolled(shifts_of(len(one.flags), 1, seed=0)).std() > 1


# Each keeps what it says ----------------------------------------------------------------------


@many
@given(clocks(), st.integers(0, 200))
def test_a_roll_turns_the_exposed_time_as_a_whole(clock, shift):
    """What is counted is counted under the mask turned round, whose gaps are those it had."""
    outcomes, flags = clock
    turned = np.roll(flags, shift)

    assert rolled_counts(outcomes, flags, ints([shift])).tolist() == [turned[outcomes].sum()]
    assert gaps(turned) == gaps(flags)


def gaps(flags):
    """The distances from one exposed unit to the next around the clock, from the least turn on."""
    at = np.flatnonzero(flags)
    if not len(at):
        return []
    found = np.diff(np.r_[at, at[0] + len(flags)]).tolist()
    return min(found[n:] + found[:n] for n in range(len(found)))


@many
@given(clocks())
def test_over_all_rolls_each_outcome_meets_each_exposed_unit_once(clock):
    """So no outcome and no exposed time is lost or made; unturned the count is what it was."""
    outcomes, flags = clock
    found = rolled_counts(outcomes, flags, np.arange(len(flags)))

    assert found.sum() == len(outcomes) * flags.sum()
    assert found[0] == flags[outcomes].sum()


@many
@given(clocks(), st.integers(0, 2**32))
def test_long_clocks_are_counted_alike(clock, seed):
    """By the transform, all at once where there is little, or shift by shift for want of memory."""
    outcomes, flags = clock
    shifts = np.random.default_rng(seed).integers(0, 3 * len(flags), 9)
    at_once = rolled_counts(outcomes, flags, shifts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nulls, "_FEW_PLACES", -1)
        assert rolled_counts(outcomes, flags, shifts).tolist() == at_once.tolist()
        patch.setattr(nulls, "_LONGEST_TRANSFORM", 0)
        assert rolled_counts(outcomes, flags, shifts).tolist() == at_once.tolist()


@many
@given(st.integers(0, 4_000_000), st.sampled_from([DAYS, MINUTES]), st.integers(0, 99))
def test_shifts_are_whole_days_and_never_none(total, clock, seed):
    """Each once, rising, less than once around: every one of them up to 999, else so many drawn."""
    found = shifts_of(total, clock.per_day, seed=seed)
    every = max(total - 1, 0) // clock.per_day

    assert len(found) == min(every, MOST_SHIFTS)
    assert (found % clock.per_day == 0).all()
    assert (np.diff(np.r_[0, found]) > 0).all()
    assert (found < max(total, 1)).all()


@many
@given(lives(), st.integers(0, 99))
def test_permuting_keeps_risk_sets_and_how_many_of_them_had_flared(ages, seed):
    """Sets in which all had flared stay hits, those in which none had stay none."""
    before = [ages.at_risk.copy(), ages.flared.copy(), ages.had_flared.copy()]
    sums = permuted_sums(*ages.sets, seed=seed)
    reckoned_by_age([ages], 1, seed=seed)

    flared, at_risk, ended = ages.sets
    assert sums.min() >= np.maximum(ended - (at_risk - flared), 0).sum()
    assert sums.max() <= np.minimum(ended, flared).sum()
    after = [ages.at_risk, ages.flared, ages.had_flared]
    assert all((one == two).all() for one, two in zip(before, after, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1), st.integers(0, 99))
def test_permuted_sums_of_single_ends_are_those_of_the_poisson_binomial(sets, seed):
    """Within five standard errors of 999 draws, where one of each set ended."""
    flared, at_risk = ints([f for f, _ in sets]), ints([f + other for f, other in sets])
    sums = permuted_sums(flared, at_risk, np.ones_like(flared), seed=seed)
    pmf = poisson_binomial(flared / at_risk).pmf
    mean = pmf @ np.arange(len(pmf))
    variance = pmf @ (np.arange(len(pmf)) - mean) ** 2

    assert sums.mean() == pytest.approx(mean, abs=5 * np.sqrt(variance / len(sums)) + 0.02)
    assert sums.var() == pytest.approx(variance, rel=0.35, abs=0.05)


def test_where_all_of_a_set_end_there_is_nothing_to_permute():
    """A hundred quarrels that all last a week say nothing of flares, and are not testable."""
    starts = np.arange(0, 2000, 20)
    ages = ages_of(starts, starts + 7, np.ones(100, dtype=bool), starts[::2] + 3, 30)

    assert set(permuted_sums(*ages.sets, seed=0).tolist()) == {50}
    assert not ages.is_telling


def test_nobody_is_drawn_twice_where_several_end_at_one_age():
    """Three of four end, two of the four had flared: one or two of those that ended had."""
    drawn = permuted_sums(ints([2]), ints([4]), ints([3]), seed=0)

    assert set(drawn.tolist()) == {1, 2}
    assert drawn.mean() == pytest.approx(1.5, abs=0.08)


@pytest.mark.parametrize("told", [SHIFTED, PERMUTED])
def test_each_says_what_it_keeps_and_what_it_forgets(told):
    """In the words that go into a report."""
    assert " keeps how " in told
    assert "forgets" in told


# Never nought, and the same for the same seed -------------------------------------------------

numbers = st.lists(st.integers(-50, 50), max_size=60)


@many
@given(st.integers(-60, 60), numbers)
def test_chance_is_never_nought_and_never_more_than_one(observed, null):
    """However far beyond: what happened is counted with what might have."""
    p = p_two_sided(observed, null)

    assert 1 / (len(null) + 1) <= p <= 1


@many
@given(st.integers(-60, 60), numbers)
def test_either_direction_counts_alike(observed, null):
    """Seen in a mirror p is the same; in which order the null comes does not matter."""
    p = p_two_sided(observed, null)

    assert p_two_sided(-observed, [-n for n in null]) == p
    assert p_two_sided(observed, sorted(null)) == p


@many
@given(numbers, st.integers(-60, 60), st.integers(0, 60))
def test_what_lies_farther_out_is_no_likelier(null, observed, farther):
    """Above the middle of the null p falls, or stays, with each step away from it."""
    at = max(observed, *null, 0) if null else observed

    assert p_two_sided(at + farther, null) <= p_two_sided(at, null)


@many
@given(clocks())
def test_no_record_gives_p_nought(clock):
    """Neither by shifts nor by the exact test."""
    outcomes, flags = clock
    onsets = np.flatnonzero(flags)
    one = sides_of(onsets, Stream.at(outcomes), pieces([(0, len(flags) - 1)]), 3, DAYS)
    found = reckoned([one], seed=0)

    assert 0 < found.p_shift <= 1
    assert 0 < found.exact.p <= 1


@many
@given(lives())
def test_no_quarrels_give_p_nought(ages):
    """Neither by permuting nor by the exact test."""
    found = reckoned_by_age([ages], 1, seed=0)

    assert 0 < found.p_shift <= 1
    assert 0 < found.exact.p <= 1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
def test_the_same_seed_gives_the_same(seed):
    """Shifts, sums and all that is reckoned from them; another seed draws others."""
    rng = np.random.default_rng(seed)
    one, sets = sides(rng), (rng.integers(1, 9, 40), np.full(40, 9), np.ones(40, dtype=int))

    assert (shifts_of(5000, 1, seed=seed) == shifts_of(5000, 1, seed=seed)).all()
    assert (shifts_of(5000, 1, seed=seed) != shifts_of(5000, 1, seed=seed + 1)).any()
    assert (permuted_sums(*sets, seed=seed) == permuted_sums(*sets, seed=seed)).all()
    assert (permuted_sums(*sets, seed=seed) != permuted_sums(*sets, seed=seed + 1)).any()
    assert reckoned([one], seed=seed) == reckoned([one], seed=seed)
