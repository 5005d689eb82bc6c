"""The arithmetic of weighing, held to numbers that others published.

Each test names whose number it is.  Where authorities differ in method, the test says in what:
R's `poisson.test` adds up, for its two-sided p, all outcomes that are no likelier than the one
that was seen, and inverts the two tails for its interval; we take twice the smaller tail for both,
as Fay's packages rateratio.test and exactci do.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from formulation.chance.nulls import poisson_binomial
from formulation.chance.rates import adjusted, exact_test, rate_interval
from formulation.chance.risk_sets import ages_of
from formulation.chance.scales import kendall, nap
from tests.chance_oracle import exact_p, risk_sets

# Two rates ------------------------------------------------------------------------------------


def test_nine_flares_in_six_months_and_then_two():
    """`domain.md` 8.4: ratio 4.5, exact conditional p .0654, interval .93 to 42.8."""
    found = exact_test(9, 2, 6, 6)

    assert found.ratio == 4.5
    assert found.p == pytest.approx(0.0654, abs=5e-5)
    assert (found.low, found.high) == pytest.approx((0.93, 42.8), abs=0.05)
    assert round(found.low, 2) == 0.93


def test_fays_rate_ratio_test():
    """The vignette of the R package rateratio.test: 2 in 17,877 against 9 in 16,660."""
    found = exact_test(2, 9, 17877, 16660)

    assert found.p == pytest.approx(0.05011, abs=5e-6)
    assert (found.low, found.high) == pytest.approx((0.02177406, 1.00054910), abs=5e-9)
    assert found.ratio == pytest.approx(0.2070941557, abs=5e-11)


def test_fays_example_of_a_test_that_disagrees_with_its_interval():
    """The vignette of the R package exactci, from `poisson.test`: 2 in 17,877 and 10 in 20,000.

    R's two-sided p is .04213 while its interval holds 1; ours, of the same method as the
    interval, is above .05.
    """
    found = exact_test(2, 10, 17877, 20000)

    assert (found.low, found.high) == pytest.approx((0.02383738, 1.04995468), abs=5e-9)
    assert found.ratio == pytest.approx(0.2237512, abs=5e-8)
    assert found.expected == pytest.approx(5.6637, abs=5e-5)
    assert stats.binomtest(2, 12, 17877 / 37877).pvalue == pytest.approx(0.04213, abs=5e-6)
    assert found.p > 0.05


def test_fredericia_against_three_other_cities():
    """R's help page of `poisson.test`, from the data set eba1977 of the package ISwR.

    Its printed output: ratio 1.971488, interval .8584264 to 4.2772659, 6.717 expected, and a
    two-sided p of .07967 by R's method.
    """
    found = exact_test(11, 6 + 8 + 7, 800, 1083 + 1050 + 878)

    assert found.ratio == pytest.approx(1.971488, abs=5e-7)
    assert (found.low, found.high) == pytest.approx((0.8584264, 4.2772659), abs=5e-8)
    assert found.expected == pytest.approx(6.717, abs=5e-4)
    assert stats.binomtest(11, 32, 800 / 3811).pvalue == pytest.approx(0.07967, abs=5e-6)
    assert found.p == pytest.approx(2 * stats.binom.sf(10, 32, 800 / 3811))


def test_articles_of_men_and_women():
    """Kuhn and Silge, Tidy Modeling with R, chapter 21: `poisson.test(c(930, 619), T = 3)`.

    With equal times both methods give one p.
    """
    found = exact_test(930, 619, 3, 3)

    assert found.p == pytest.approx(2.727e-15, rel=5e-4)
    assert (found.low, found.high) == pytest.approx((1.355716, 1.665905), abs=5e-7)
    assert found.ratio == pytest.approx(1.502423, abs=5e-7)


def test_one_side_of_gus_example():
    """Gu, Ng, Tang and Schucany (2008), Testing the ratio of two Poisson rates, in statsmodels.

    Sixty in 51,477.5 against 30 in 54,308.7: the one-sided conditional p is .000428.
    """
    found = exact_test(60, 30, 51477.5, 54308.7)

    assert found.p / 2 == pytest.approx(0.000428, abs=5e-7)
    assert found.ratio > 1


@pytest.mark.parametrize(
    ("events", "of", "low", "high"),
    [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0, 0.1684),
        (1, 29, 9e-4, 0.1776),
    ],
)
def test_the_interval_is_that_of_clopper_and_pearson(events, of, low, high):
    """Newcombe (1998), Two-sided confidence intervals for the single proportion, table I.

    Statistics in Medicine 17:857-872.  With equal times the ratio r is the proportion r/(1 + r).
    """
    found = exact_test(events, of - events, 1, 1)

    assert found.low / (1 + found.low) == pytest.approx(low, abs=5e-5)
    assert found.high / (1 + found.high) == pytest.approx(high, abs=5e-5)


def test_a_side_without_events():
    """None in one of two equal halves: the rule that five of five is just not enough, 2/32."""
    found = exact_test(5, 0, 10, 10)

    assert found.p == 2 / 32 == exact_p(5, 0, 10, 10)
    assert found.ratio == found.high == math.inf
    assert found.low == pytest.approx(1 / (1 / 0.025 ** (1 / 5) - 1))


# One rate -------------------------------------------------------------------------------------


def test_welsh_nickel_workers():
    """R's help page of `poisson.test`: 137 where 24.19893 were expected; it prints the interval."""
    assert rate_interval(137, 24.19893) == pytest.approx((4.753125, 6.692709), abs=5e-7)


def test_fifteen_in_four_hundred():
    """`PoissonCI(15, 400, method = "exact")` of the R package DescTools, as statsmodels has it."""
    expected = (0.0209884653319583, 0.0618505471787146)

    assert rate_interval(15, 400) == pytest.approx(expected, rel=1e-12)


def test_no_event_at_all():
    """The help page of `pois.exact` in the R package epitools: up to 3.689 where none was seen."""
    assert rate_interval(0, 1) == pytest.approx((0, 3.689), abs=5e-4)


# Several questions ----------------------------------------------------------------------------


def test_four_of_fifteen_remain():
    """Benjamini and Hochberg (1995), section 4: thrombolysis after myocardial infarction.

    Fifteen p; at .05 the four smallest are told, three by Bonferroni.  scipy reckons the same.
    """
    fifteen = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    fifteen += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]

    found = adjusted(fifteen)

    assert [p <= 0.05 for p in found] == [True] * 4 + [False] * 11
    assert sum(p * 15 <= 0.05 for p in fifteen) == 3
    assert found == pytest.approx(list(stats.false_discovery_control(fifteen)))


# Quarrels of like age -------------------------------------------------------------------------

#: weeks of remission: Freireich et al. (1963), Blood 21:699-716, as in Gehan (1965), table 1, and
#: `gehan` of the R package MASS; those still in remission are kept apart
DRUG = [6, 6, 6, 7, 10, 13, 16, 22, 23]
DRUG_STILL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
NONE = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
FAR = 1000  # weeks between one remission and the next, so that none sees another's event


def test_remissions_under_a_drug_and_without():
    """R's `survdiff` prints 9 observed and 19.3 expected under the drug.

    A remission is followed like a quarrel, and the drug is a flare on its first day.  Cox's
    regression, with ties reckoned by Efron's method, prints a hazard ratio of .2076 (R's
    `coxph`); ours, by Mantel and Haenszel, is another estimate of the same.
    """
    exits = np.array(DRUG + DRUG_STILL + NONE)
    ended = np.array([True] * 9 + [False] * 12 + [True] * 21)
    starts = FAR * np.arange(42)

    ages = ages_of(starts, starts + exits, ended, starts[:21], FAR - 1)

    assert ages.had_flared[ended].sum() == 9
    assert ages.exact.expected == pytest.approx(19.3, abs=0.05)
    assert ages.exact.ratio == pytest.approx(0.2076, rel=0.01)
    assert ages.exact.high < 1


def test_the_oracle_counts_the_same_remissions():
    """By loops over every quarrel still open: 9 of 19.25."""
    exits = DRUG + DRUG_STILL + NONE
    quarrels = [
        (FAR * n, FAR * n + weeks if n < 9 or n >= 21 else None, FAR * n + weeks)
        for n, weeks in enumerate(exits)
    ]

    found = risk_sets(quarrels, [FAR * n for n in range(21)], FAR - 1)

    assert (found.observed, len(found.sets), len(found.censored)) == (9, 30, 12)
    assert float(found.expected) == pytest.approx(19.25, abs=0.005)
    assert float(found.ratio) == pytest.approx(0.2074, abs=5e-5)


# Sums of unequal chances ----------------------------------------------------------------------


def test_equal_chances_are_the_binomial():
    """Bernoulli's closed form, here for Mendel's three to one among ten."""
    found = poisson_binomial([0.75] * 10).pmf

    assert found == pytest.approx(stats.binom.pmf(range(11), 10, 0.75))


def test_unequal_chances_by_their_closed_form():
    """Fernandez and Williams (2010): the characteristic function, inverted by a sum of roots.

    Closed-form expression for the Poisson-binomial probability density function, IEEE
    Transactions on Aerospace and Electronic Systems 46:803-817.
    """
    chances = np.array([0.1, 0.2, 0.3, 0.45, 0.9, 1.0, 0.0])
    size = len(chances) + 1
    roots = np.exp(2j * np.pi * np.arange(size) / size)
    waves = np.prod(1 + (roots[:, None] - 1) * chances, axis=1)
    expected = [(waves * roots**-k).sum().real / size for k in range(size)]

    found = poisson_binomial(chances).pmf

    assert found == pytest.approx(expected)
    assert float(found @ range(size)) == pytest.approx(chances.sum())


# Undoing, through a therapy -------------------------------------------------------------------

#: sessions by group, first to last, and by rating 1 to 4, low ratings being worse: Sampson, Weiss,
#: Mlodnosky and Hause (1972), Defense analysis and the emergence of warded-off mental contents,
#: Archives of General Psychiatry 26:524-532; the data set Undoing of the R package Stat2Data
UNDOING = {
    "I": (3, 1, 0, 0),
    "II": (6, 5, 0, 0),
    "III": (0, 2, 0, 0),
    "IV": (0, 4, 1, 1),
    "V": (2, 0, 4, 0),
    "VI": (0, 2, 8, 5),
}


def sessions_of(*groups):
    """The ratings of all sessions of some groups."""
    return [
        rating
        for group in groups
        for rating, count in enumerate(UNDOING[group], 1)
        for _ in range(count)
    ]


def test_undoing_is_given_up_in_the_course_of_the_therapy():
    """The help page of Stat2Data: 44 sessions in six groups, early to late; ratings rise.

    Neither it nor we say what made them rise: one patient, judges who could tell early from late.
    """
    group = [n for n, name in enumerate(UNDOING) for _ in sessions_of(name)]

    ranked = kendall(group, sessions_of(*UNDOING))

    assert len(group) == 44
    assert ranked.tau == pytest.approx(stats.kendalltau(group, sessions_of(*UNDOING)).statistic)
    assert ranked.tau > 0.5
    assert ranked.p < 0.001


def test_late_sessions_rate_better_than_early_ones():
    """The first half of the groups against the last: the interval of nonoverlap is above .5."""
    effect = nap(sessions_of("I", "II", "III"), sessions_of("IV", "V", "VI"), better="higher")

    assert effect.value > 0.85
    assert effect.low > 0.5
