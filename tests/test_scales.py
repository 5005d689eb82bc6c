"""Ratings before and after: nonoverlap, tau, and what a baseline that was already moving leaves.

Numbers come from the articles that defined the measures, from the documentation and tests of the
R packages SingleCaseES and statpsych, and from R's own help pages; scipy is a second reckoning.
"""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from formulation.chance import scales
from formulation.chance.scales import (
    Effect,
    baseline_corrected_tau,
    kendall,
    nap,
    tau,
    theil_sen,
    without_trend,
)

often = settings(max_examples=60, deadline=None)
ratings = st.lists(st.integers(0, 10), min_size=3, max_size=12)

#: the worked example of Parker, Vannest and Davis (2011), Effect size in single-case research,
#: Behavior Modification 35:303-322, as SingleCaseES gives it
A, B = [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]

# Nonoverlap of all pairs ----------------------------------------------------------------------


def test_nonoverlap_of_the_worked_example_of_2011():
    """Parker, Vannest and Davis (2011): 38.5 of 42 pairs, ties half."""
    assert nap(A, B, better="higher").value == pytest.approx(38.5 / 42)


def test_its_interval_is_that_of_the_package_single_case_es():
    """The README of SingleCaseES prints .5973406 and .9860176, as near as R's root finder stops."""
    effect = nap(A, B, better="higher")

    assert effect.low == pytest.approx(0.5973406, abs=3e-5)
    assert effect.high == pytest.approx(0.9860176, abs=3e-5)


def test_nonoverlap_of_the_article_that_defined_it():
    """Parker and Vannest (2009), their example as SingleCaseES gives it: 106 of 110, by hand."""
    before = [4, 3, 4, 3, 4, 7, 5, 2, 3, 2]
    after = [5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9]

    assert nap(before, after, better="higher").value == pytest.approx(106 / 110)


def test_nonoverlap_is_the_rank_sum_of_r_over_the_pairs():
    """R's help page of wilcox.test (Hollander and Wolfe 1973, p. 69): W = 35 for 10 and 5."""
    x = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    y = [1.15, 0.88, 0.90, 0.74, 1.21]

    assert nap(y, x, better="higher").value == pytest.approx(35 / 50)


@often
@given(ratings, ratings)
def test_nonoverlap_is_the_share_of_pairs(before, after):
    """Every rating before held against every rating after; and scipy's U over their number."""
    pairs = [(b < a) + (b == a) / 2 for b in before for a in after]

    value = nap(before, after, better="higher").value

    assert value == pytest.approx(sum(pairs) / len(pairs))
    assert value == pytest.approx(stats.mannwhitneyu(after, before).statistic / len(pairs))


@often
@given(ratings, ratings)
def test_what_is_better_for_one_is_worse_for_the_other(before, after):
    """Low pain and high mood mirror one another, value and interval."""
    low, high = nap(before, after), nap(before, after, better="higher")

    assert low.value + high.value == pytest.approx(1)
    assert (low.low, low.high) == pytest.approx((1 - high.high, 1 - high.low))


@often
@given(ratings, ratings)
def test_the_ends_of_the_interval_solve_newcombes_equation(before, after):
    """Newcombe (2006), method 5, as the vignette of SingleCaseES writes it."""
    m, n, (value, low, high, _) = len(before), len(after), nap(before, after)
    half, z = (m + n) / 2 - 1, stats.norm.ppf(0.975)

    for end in (low, high):
        spread = end * (1 - end) * (1 + half * ((1 - end) / (2 - end) + end / (1 + end)))
        assert (value - end) ** 2 == pytest.approx(z**2 * spread / (m * n), abs=1e-9)
    assert 0 <= low <= value <= high <= 1


def test_no_overlap_at_all_is_no_certainty():
    """Three against three without overlap: the interval reaches down to a half."""
    effect = nap([7, 8, 9], [1, 2, 3])

    assert effect.value == effect.high == 1
    assert effect.low == pytest.approx(0.501, abs=5e-4)


def test_too_few_ratings_have_no_number_but_a_reason():
    """Two ratings on one side say nothing."""
    reason = "there are 2 before and 4 after, and at least 3 on either side are needed"

    for measure in (nap, tau, baseline_corrected_tau):
        assert measure([3, 4], [1, 2, 2, 1]) == Effect(None, None, None, reason)


def test_what_was_not_recorded_is_left_out():
    """A blank is no rating; it neither counts nor makes up for one."""
    blank = math.nan

    assert nap([7, blank, 8, 9], [1, 2, blank, 8]) == nap([7, 8, 9], [1, 2, 8])
    assert nap([7, blank, 8], [1, 2, 3]).because.startswith("there are 2 before and 3 after")


def test_better_is_lower_or_higher():
    """A direction that does not exist is refused with those that do."""
    with pytest.raises(ValueError) as raised:
        nap(A, B, better="smaller")

    assert str(raised.value) == "better is 'smaller'; it can be 'lower' or 'higher'."


# Tau ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [(A, B, 35 / 42), ([3, 3, 4, 5], [4, 5, 6, 7, 7], 16 / 20), ([1, 2, 3, 4, 5], range(6, 11), 1)],
)
def test_tau_of_the_worked_examples(before, after, published):
    """Parker, Vannest and Davis (2011), both examples, and Tarlow (2017), as SingleCaseES tests."""
    assert tau(before, list(after)).value == pytest.approx(published)


@often
@given(ratings, ratings)
def test_tau_is_somers_d_of_the_ratings_given_the_side(before, after):
    """And it stretches nonoverlap, ends and all, from 0..1 to -1..1; below 0 is lower."""
    assume(len(set(before + after)) > 1)
    sides = [0] * len(before) + [1] * len(after)
    effect, share = tau(before, after), nap(before, after)

    assert effect.value == pytest.approx(stats.somersd(sides, before + after).statistic)
    assert (effect.low, effect.high) == pytest.approx((1 - 2 * share.high, 1 - 2 * share.low))


# Kendall's tau-b ------------------------------------------------------------------------------


def test_kendalls_own_example_with_ties_in_both():
    """Kendall (1970), Rank correlation methods, example 3.1: S = 33, tau-b = .859."""
    x = [1, 2.5, 2.5, 4.5, 4.5, 6.5, 6.5, 8, 9.5, 9.5]
    y = [1, 2, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10]

    assert kendall(x, y).tau == pytest.approx(33 / math.sqrt(41 * 36))
    assert round(kendall(x, y).tau, 3) == 0.859


def test_kendalls_test_of_rs_help_page():
    """R's help page of cor.test (Hollander and Wolfe 1973, p. 187): tau .4444444, p .1194."""
    lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    panel = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]

    ranked = kendall(lightness, panel)

    assert round(ranked.tau, 7) == 0.4444444
    assert round(ranked.p, 4) == 0.1194


@often
@given(st.permutations(range(9)))
def test_without_ties_p_is_scipys_exact_one(order):
    """Every order of nine values."""
    expected = stats.kendalltau(range(9), order, method="exact")

    assert kendall(range(9), order) == pytest.approx(tuple(expected))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=3, max_size=6))
def test_with_ties_in_one_series_p_counts_every_arrangement(values):
    """Each arrangement of the ratings is as probable as any other, where there is no trend."""
    assume(len(set(values)) > 1)

    def rise(order):
        return sum(
            (order[j] > order[i]) - (order[j] < order[i])
            for i in range(len(order))
            for j in range(i + 1, len(order))
        )

    every = [abs(rise(order)) >= abs(rise(values)) for order in permutations(values)]

    assert kendall(range(len(values)), values).p == pytest.approx(np.mean(every))
    assert kendall(values, range(len(values))).p == pytest.approx(np.mean(every))


@often
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=15))
def test_tau_b_is_scipys_with_ties_in_both(pairs):
    """And 0, with p 1, where one of the series has one value only."""
    x, y = zip(*pairs, strict=True)
    one_value = len(set(x)) == 1 or len(set(y)) == 1

    expected = 0 if one_value else stats.kendalltau(x, y).statistic

    assert kendall(x, y).tau == pytest.approx(expected, abs=1e-12)
    assert kendall(x, y).p == 1 or not one_value


@settings(max_examples=20, deadline=None)
@given(st.permutations([*range(20)] * 3))
def test_beyond_sixty_ratings_the_normal_curve_says_the_same(values):
    """Where it takes over, it is within a hundredth of what counting out gives."""
    exact = kendall(range(60), values).p

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scales, "_EXACT_TO", 59)
        near = kendall(range(60), values).p

    assert near == pytest.approx(exact, abs=0.01)


def test_the_normal_curve_is_scipys_but_for_continuity():
    """With ties in both: scipy's deviation, made smaller by one step of S."""
    x = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    y = [1, 2, 1, 3, 3, 4, 2, 5, 5, 4]
    s = sum(np.sign(x[j] - x[i]) * np.sign(y[j] - y[i]) for j in range(10) for i in range(j))
    deviation = stats.norm.isf(stats.kendalltau(x, y, method="asymptotic").pvalue / 2)

    p = kendall(x, y).p

    assert p == pytest.approx(2 * stats.norm.sf(deviation * (s - 1) / s))


# The trend that was there already -------------------------------------------------------------


def test_the_slope_of_statpsychs_example():
    """The help page of ci.theil in the R package statpsych prints an estimate of 0.5."""
    y = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19]
    x = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51]

    assert theil_sen(x, y) == 0.5


@often
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10)), min_size=3, max_size=12))
def test_the_slope_is_scipys(pairs):
    """The median of all slopes; 0 where no two times differ."""
    x, y = zip(*pairs, strict=True)

    with np.errstate(invalid="ignore"):  # the interval that comes with it
        expected = stats.theilslopes(y, x).slope if len(set(x)) > 1 else 0

    assert theil_sen(x, y) == pytest.approx(expected)


def test_a_rise_that_goes_on_as_it_began_is_no_effect():
    """Tarlow (2017): 1 to 5, then 6 to 10; tau is 1, and 0 once the trend is taken off."""
    before, after = [1, 2, 3, 4, 5], [6, 7, 8, 9, 10]

    assert tau(before, after).value == 1
    assert baseline_corrected_tau(before, after).value == 0


@pytest.mark.parametrize(("level", "slope"), [(0.05, 1.0), (0.01, None)])
def test_the_trend_test_of_the_package_single_case_es(level, slope):
    """Its tests hold the p of 1, 1, 3, 3, 5, 5 to be below .05 and above .01; counted out, 2/90."""
    left = without_trend([1, 1, 3, 3, 5, 5], [5, 6, 4, 8, 9], level=level)

    assert left.p == pytest.approx(2 / 90)
    assert left.slope == slope


def test_without_a_trend_nothing_is_taken_off():
    """SingleCaseES: the baseline of 2011 has no trend at .05, and tau-b is that of the ratings."""
    sides = [0] * 6 + [1] * 7

    effect = baseline_corrected_tau(A, B)

    assert effect.value == pytest.approx(stats.kendalltau(sides, A + B).statistic)
    assert effect.because == "no trend in the 6 ratings before (p = .58), so none was taken off"


def test_a_corrected_tau_step_by_step():
    """The longer example in the tests of SingleCaseES, with each step reckoned by scipy."""
    before = [33, 25, 17, 25, 19, 21, 19, 14, 19, 17]
    after = [14, 15, 15, 9, 12, 7, 10, 6, 5, 2, 2, 3, 5, 4]
    line = stats.theilslopes(before, range(10)).slope
    left = np.round(np.array(before + after) - line * np.arange(24), 9)
    expected = stats.kendalltau([0] * 10 + [1] * 14, left).statistic

    effect = baseline_corrected_tau(before, after)

    assert effect.value == pytest.approx(expected)
    assert effect.because == "a trend in the 10 ratings before was taken off all (p = .032)"


def test_the_interval_is_that_of_tarlows_calculator():
    """Tau and 1.96 times the root of 2(1 - tau²)/n, as SingleCaseES has it from his script."""
    before, after = [3, 3, 4, 5, 5, 2], [5, 6, 3, 2, 4, 4]

    value, low, high, _ = baseline_corrected_tau(before, after)

    reach = stats.norm.ppf(0.975) * math.sqrt(2 / 12 * (1 - value**2))
    assert (low, high) == pytest.approx((value - reach, value + reach))


def test_the_interval_stays_within_the_scale():
    """Three against three, wholly apart: as far as tau-b goes, and no further than 1."""
    value, low, high, _ = baseline_corrected_tau([1, 1, 1], [2, 2, 2])

    assert (value, low, high) == (1, 1, 1)
    assert baseline_corrected_tau([1, 2, 3], [4, 5, 6]).high == 1


def test_halves_apart_reach_less_than_one():
    """With ratings all different, tau-b of two sides of ten is at most the root of 10/19."""
    value = baseline_corrected_tau([3, 1, 2, 5, 4, 8, 6, 7, 10, 9], range(11, 21), level=0).value

    assert value == pytest.approx(math.sqrt(10 / 19))


@often
@given(ratings, ratings, st.integers(-5, 5))
def test_a_line_added_to_all_ratings_changes_nothing_once_it_is_taken_off(before, after, slope):
    """Whatever trend there is, the rest is the same."""
    sloping = np.array(before + after) + slope * np.arange(len(before) + len(after))
    moved = np.split(sloping, [len(before)])

    plain, tilted = (
        baseline_corrected_tau(*sides, level=1).value for sides in ((before, after), moved)
    )

    assert tilted == pytest.approx(plain)


def test_ratings_at_uneven_times_are_held_against_their_times():
    """One point a day, weeks missed: the same line; by their numbers it is steeper."""
    before, after = [0, 1, 2, 3, 24, 25], [26, 27, 28]
    days = ([0, 1, 2, 3, 24, 25], [26, 27, 28])

    assert baseline_corrected_tau(before, after, at=days).value == 0
    assert baseline_corrected_tau(before, after, at=days).because.endswith("(p = .003)")
    assert without_trend(before, after).slope > 1


def test_a_missed_rating_keeps_its_place_in_the_row():
    """1, 2, blank, 4 is a line; the blank is not closed up."""
    before, after = [1, 2, math.nan, 4, 5, 6], [7, math.nan, 9, 10]

    assert without_trend(before, after).after.tolist() == [1, 1, 1]
    assert baseline_corrected_tau(before, after).value == 0


def test_four_ratings_can_show_no_trend():
    """The least p of four is 2/24."""
    effect = baseline_corrected_tau([1, 2, 3, 4], [5, 6, 7, 8])

    assert without_trend([1, 2, 3, 4], [5, 6, 7, 8]).p == pytest.approx(2 / 24)
    assert effect.because == "4 ratings before are too few to show a trend, so none was taken off"


def test_each_rating_has_one_time():
    """Times that do not match are refused."""
    with pytest.raises(ValueError) as raised:
        baseline_corrected_tau([1, 2, 3], [4, 5, 6], at=([1, 2, 3], [4, 5]))

    assert str(raised.value) == (
        "5 times for 6 ratings; each rating has one time, before and after apart."
    )


def test_all_ratings_alike_show_nothing():
    """No difference, and an interval that says how little is known."""
    assert nap([5] * 4, [5] * 4).value == 0.5
    assert baseline_corrected_tau([5] * 4, [5] * 4).value == 0
    assert baseline_corrected_tau([0] * 6, [0] * 4, level=1).value == 0
