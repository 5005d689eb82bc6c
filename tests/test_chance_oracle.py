"""Weighing held to a literal reading of its clauses: the same counts, the same p, in small records.

Records are made up; the oracle goes through every day or minute of them, and through every shift.
Counts are equal, and probabilities are equal to the last digits that a computer keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from formulation.chance.exposure import DAYS, MINUTES, Stream, missed, sides_of
from formulation.chance.pieces import pieces
from formulation.chance.risk_sets import ages_of
from formulation.chance.weigh import weigh
from formulation.model import (
    Case,
    Conflict,
    Escalation,
    Idealization,
    Intervention,
    Person,
    Resolution,
    Symptom,
)
from formulation.patterns.catalogue import pattern_named
from tests import chance_oracle as oracle

many = settings(max_examples=300, deadline=None)
some = settings(max_examples=25, deadline=None)
thousands = settings(max_examples=1500, deadline=None)


def unshrunk(examples):
    """A whole case takes a tenth of a second, so that one that fails is told as it was found."""
    return settings(
        max_examples=examples,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )


# Records --------------------------------------------------------------------------------------


def periods(last):
    """Up to three stretches of watched time."""
    ends = st.tuples(st.integers(0, last), st.integers(0, last)).map(sorted).map(tuple)
    return st.lists(ends, min_size=1, max_size=3)


def spans(last, longest):
    """Outcomes; some of them last."""
    lengths = st.one_of(st.none(), st.none(), st.integers(0, longest))
    events = st.tuples(st.integers(0, last), lengths)
    return st.lists(events, max_size=10).map(
        lambda told: [(on, None if lasts is None else on + lasts) for on, lasts in told]
    )


def stream_of(outcomes):
    """Outcomes as columns."""
    onsets = np.array([onset for onset, _ in outcomes], dtype=np.int64)
    last = [onset if end is None else end for onset, end in outcomes]
    return Stream(onsets, np.array(last, dtype=np.int64))


def ints(values):
    """Units as a column."""
    return np.array(values, dtype=np.int64)


def indices(flags):
    """Which of them hold."""
    return np.flatnonzero(flags).tolist()


# Exposure -------------------------------------------------------------------------------------


def compare(antecedents, outcomes, watched, window, clock):
    """Hold everything that one record comes to against the oracle; return both."""
    by_day = clock is DAYS
    sides = sides_of(ints(antecedents), stream_of(outcomes), pieces(watched), window, clock)
    told = oracle.counted(antecedents, outcomes, oracle.units_of(watched), window, by_day=by_day)

    assert sides.counts == (told.x1, told.x0, told.t1, told.t0)
    assert indices(sides.in_exposed) == told.hits
    assert indices(sides.in_unexposed) == told.unprompted
    assert indices(sides.same_day) == told.same_day
    assert indices(~sides.in_exposed & ~sides.in_unexposed & ~sides.same_day) == told.left_out
    assert indices(missed(sides, ints(antecedents), window)) == told.misses
    assert oracle.units_of(map(tuple, sides.exposed.tolist())) == told.exposed
    shifts = oracle.whole_days(told, by_day=by_day)
    if told.clock:
        assert sides.rolled(ints(shifts)).tolist() == oracle.rolled(told, shifts)
    assert sides.p_shift(seed=0) == pytest.approx(float(oracle.shift_p(told, by_day=by_day)))
    return sides, told


def compare_exact(sides, told):
    """Hold the exact test against sums of fractions."""
    exact, counts = sides.exact, (told.x1, told.x0, told.t1, told.t0)
    if not told.t1 or not told.t0 or not told.x1 + told.x0:
        assert exact.p == 1
        assert np.isnan(exact.ratio)
        return
    ratio = oracle.exact_ratio(*counts)
    assert exact.p == pytest.approx(float(oracle.exact_p(*counts)))
    assert exact.ratio == (np.inf if ratio is None else pytest.approx(float(ratio)))
    total = told.x1 + told.x0
    assert exact.expected == pytest.approx(total * told.t1 / (told.t1 + told.t0))


records = {
    "antecedents": st.lists(st.integers(0, 50), max_size=8),
    "outcomes": spans(60, 6),
    "watched": periods(60),
    "window": st.integers(1, 9),
}


@many
@given(**records)
def test_days_are_counted_one_by_one(antecedents, outcomes, watched, window):
    """On the clock of days: both sides, same days, misses, every shift, and the exact test."""
    compare_exact(*compare(antecedents, outcomes, watched, window, DAYS))


@pytest.mark.slow
@thousands
@given(**records)
def test_days_are_counted_one_by_one_in_thousands(antecedents, outcomes, watched, window):
    """The same, ten times over."""
    compare_exact(*compare(antecedents, outcomes, watched, window, DAYS))


DAY = oracle.MINUTES_PER_DAY


@some
@given(
    st.lists(st.integers(0, 4 * DAY), max_size=4),
    spans(4 * DAY, 300),
    periods(4 * DAY),
    st.sampled_from([60, 240, DAY]),
)
def test_minutes_are_counted_one_by_one(antecedents, outcomes, watched, window):
    """On the clock of minutes, rolled by whole days; no own day is taken out."""
    compare_exact(*compare(antecedents, outcomes, watched, window, MINUTES))


def test_the_records_do_reach_what_they_are_for():
    """One that has a hit, a miss, an outcome unprompted, one of the same day and one left out."""
    antecedents, window = [12, 30, 41], 5
    outcomes = [(14, None), (22, 24), (23, None), (41, None), (58, None)]

    sides, told = compare(antecedents, outcomes, [(5, 60)], window, DAYS)

    assert (told.hits, told.unprompted, told.same_day) == ([0], [1, 4], [3])
    assert (told.left_out, told.misses) == ([2], [1])
    assert sides.counts == (1, 2, 15, 31)


# Quarrels of like age -------------------------------------------------------------------------


@st.composite
def quarrels_and_flares(draw):
    """Quarrels, some without an end, and flares among them."""
    begun = draw(st.lists(st.integers(0, 40), min_size=1, max_size=7))
    lives = [draw(st.integers(0, 15)) for _ in begun]
    ended = [draw(st.booleans()) for _ in begun]
    flares = draw(st.lists(st.integers(0, 55), max_size=8))
    told = [
        (on, on + life if end else None, on + life)
        for on, life, end in zip(begun, lives, ended, strict=True)
    ]
    return told, flares


@many
@given(quarrels_and_flares(), st.integers(1, 12))
def test_like_ages_are_compared_one_by_one(told, window):
    """Risk sets, the ratio of Mantel and Haenszel, and the Poisson-binomial p, all enumerated."""
    quarrels, flares = told
    ended = np.array([end is not None for _, end, _ in quarrels])
    starts, exits = (ints([one[n] for one in quarrels]) for n in (0, 2))

    ages = ages_of(starts, exits, ended, ints(flares), window)
    by_hand = oracle.risk_sets(quarrels, flares, window)

    sets = zip(ages.at_risk[ended], ages.flared[ended], ages.had_flared[ended], strict=True)
    assert [tuple(one) for one in sets] == [
        (one.open, one.flared, one.ended_flared) for one in by_hand.sets
    ]
    assert ages.exact.expected == pytest.approx(float(by_hand.expected))
    assert ages.is_telling == by_hand.is_telling
    if by_hand.is_telling:
        ratio = by_hand.ratio
        assert ages.exact.ratio == (np.inf if ratio is None else pytest.approx(float(ratio)))
        assert ages.exact.p == pytest.approx(float(by_hand.p_exact))


@settings(max_examples=25, deadline=None)
@given(quarrels_and_flares(), st.integers(1, 12))
def test_the_interval_holds_the_ratios_that_are_not_rejected(told, window):
    """At either end the tail of so many, or so few, of those that flared is 2.5 %."""
    quarrels, flares = told
    sets = oracle.risk_sets(quarrels, flares, window)
    ended = np.array([end is not None for _, end, _ in quarrels])
    starts, exits = (ints([one[n] for one in quarrels]) for n in (0, 2))
    if not sets.is_telling:
        return

    low, high = ages_of(starts, exits, ended, ints(flares), window).exact[2:4]

    if low > 0:
        assert tails(sets, low)[1] == pytest.approx(0.025, rel=1e-3)
    if high < np.inf:
        assert tails(sets, high)[0] == pytest.approx(0.025, rel=1e-3)


def tails(sets, ratio):
    """How probable so few, and so many, ends after a flare are, at a ratio of the hazards."""
    chances = [1.0]
    for one in sets.sets:
        share = one.flared * ratio / (one.flared * ratio + one.open - one.flared)
        chances = [
            (chances[k] if k < len(chances) else 0) * (1 - share)
            + (chances[k - 1] * share if k else 0)
            for k in range(len(chances) + 1)
        ]
    return sum(chances[: sets.observed + 1]), sum(chances[sets.observed :])


def test_quarrels_that_reach_every_clause():
    """One that ended after a flare, one before, one on its day, one never, one on its first day."""
    quarrels = [(0, 10, 10), (20, 26, 26), (40, 45, 45), (60, None, 75), (80, 80, 80)]
    flares = [4, 45, 62]

    by_hand = oracle.risk_sets(quarrels, flares, 30)

    assert [(one.open, one.flared, one.ended_flared) for one in by_hand.sets] == [
        (2, 2, True),
        (3, 2, False),
        (4, 2, False),
        (5, 0, False),
    ]
    assert by_hand.order_unknown == [(2, 1)]
    assert by_hand.censored == [3]


# Whole cases ----------------------------------------------------------------------------------

NEW_YEAR = date(2021, 1, 1).toordinal()
CAST = (
    Person(id="p", role="patient"),
    Person(id="a", role="friend"),
    Person(id="b", role="partner"),
    Person(id="c", role="mother"),
    Symptom(id="s", kind="symptom"),
)
PATTERN = pattern_named("idealized-pair-conflict-flare")


def text_of(day, end=None):
    """A day of the new year, or from one day to another, as a file has it."""
    texts = [str(date.fromordinal(NEW_YEAR + one)) for one in (day, end) if one is not None]
    return "/".join(texts)


@dataclass(frozen=True)
class Told:
    """What a made-up case tells, in days."""

    ideals: list[tuple[str, oracle.Piece | None]]
    quarrels: list[tuple[str, int, int | None]]  # with whom, onset, end
    flares: list[oracle.Outcome]
    truces: list[tuple[int, int | None]]  # onset, and which quarrel it names
    observed: dict[str, list[oracle.Piece]]
    window: int
    event: oracle.Piece = (60, 60)

    @property
    def case(self):
        """The case, written down."""
        whens = {kind: [text_of(*one) for one in told] for kind, told in self.observed.items()}
        case = Case(id="x", observed=whens).adding(*CAST)
        case = case.adding(
            *(
                Idealization(of=of, by="p", when=text_of(*when) if when else None, id=f"i{n}")
                for n, (of, when) in enumerate(self.ideals)
            ),
            *(
                Conflict(between=["a", other], when=text_of(day, end), id=f"q{n}")
                for n, (other, day, end) in enumerate(self.quarrels)
            ),
            *(
                Escalation(of="s", when=text_of(day, end), id=f"f{n}")
                for n, (day, end) in enumerate(self.flares)
            ),
        )
        event = Intervention(text="a long talk", when=text_of(*self.event), id="k")
        return case.adding(
            event,
            *(
                Resolution(
                    between=["a", "b"] if named is None else f"q{named}",
                    when=text_of(day),
                    id=f"t{n}",
                )
                for n, (day, named) in enumerate(self.truces)
            ),
        )

    @property
    def held(self):
        """For each pair of idealizations when they held; one without a date always did."""
        times = {"a": [], "b": []}
        for of, when in self.ideals:
            times[of].append([when or (-500, 500)])
        return [[one, other] for one in times["a"] for other in times["b"]]

    def end_of(self, n):
        """When a quarrel ended, as far as is told, and which truce made it end, if any."""
        _, onset, end = self.quarrels[n]
        own = [truce for truce in self.truces if truce[1] == n]
        fitting = own or [t for t in self.truces if t[1] is None and t[0] > onset]
        end = end if end is not None else min((day for day, _ in fitting), default=None)
        by = [truce for truce in (*own, *self.truces) if truce[0] == end]
        return end, by[0] if by else None

    def fitting(self):
        """Indices of the quarrels of the two that began while both were idealized."""
        return [
            n
            for n, (other, day, _) in enumerate(self.quarrels)
            if other == "b"
            and any(all(day in oracle.units_of(span) for span in two) for two in self.held)
        ]


IDEALS = st.tuples(st.sampled_from("ab"), st.one_of(st.none(), periods(120).map(lambda p: p[0])))
WATCHED = periods(130).map(oracle.units_of).map(oracle.runs_of)
ALWAYS = st.just([(0, 130)])
NEVER_TOLD = st.none()


@st.composite
def cases_told(draw):
    """Quarrels on even days, truces on odd ones, so that none ends on the day it began.

    Half of them are plain: all quarrels fit, all time is watched, and there is enough of each.
    """
    is_plain = draw(st.booleans())
    ideals = [("a", None), ("b", None)] if is_plain else draw(st.lists(IDEALS, max_size=5))
    lengths = st.one_of(NEVER_TOLD, NEVER_TOLD, st.integers(0, 9).map(lambda n: 2 * n + 1))
    quarrel = st.tuples(
        st.sampled_from("b" if is_plain else "bbbc"),
        st.integers(0, 55).map(lambda n: 2 * n),
        NEVER_TOLD if is_plain else lengths,
    )
    quarrels = [
        (other, on, None if more is None else on + more)
        for other, on, more in draw(st.lists(quarrel, min_size=6 if is_plain else 3, max_size=10))
    ]
    truces = [(day, None) for day in draw(st.lists(odd_days(0), max_size=12, unique=True))]
    for n, (other, onset, end) in enumerate(quarrels):
        if other == "b" and end is None and draw(st.integers(0, 3)) < (3 if is_plain else 1):
            truces.append((draw(odd_days(onset)), n))
    watch = ALWAYS if is_plain else st.one_of(ALWAYS, WATCHED)
    return Told(
        ideals=ideals,
        quarrels=quarrels,
        flares=draw(spans(120, 5)) + draw(spans(120, 1)),
        truces=truces,
        observed={kind: draw(watch) for kind in ("conflict", "escalation", "resolution")},
        window=draw(st.integers(2, 10)),
        event=draw(periods(120).map(lambda p: p[0])),
    )


def odd_days(after):
    """Odd days beyond a day."""
    return st.integers(after // 2, 62).map(lambda n: 2 * n + 1)


def weights_of(told):
    """The weights of both questions, flares and truces, none where it is not asked; and changes."""
    weights = weigh(told.case, PATTERN.setting(within=f"{told.window} days"), change="k")
    both = [next((one for one in weights if letter in one.roles), None) for letter in "SA"]
    return *both, {change.outcome: change for change in weights.changes}


def ids(letter, numbers):
    """Ids of statements by their numbers."""
    return {f"{letter}{n}" for n in numbers}


def compare_flares(told, weight):
    """Hold the first question, flares after quarrels, against the oracle."""
    fits = told.fitting()
    watched = oracle.watched_and_held([told.observed["conflict"]], told.held)
    seen = oracle.units_of(told.observed["escalation"])
    onsets = [told.quarrels[n][1] for n in fits]
    counts = oracle.counted(onsets, told.flares, watched, told.window, seen=seen)
    if weight is None:
        assert not told.flares
        return

    assert (weight.in_exposed, weight.in_unexposed) == (counts.x1, counts.x0)
    assert (weight.exposed_days, weight.unexposed_days) == (counts.t1, counts.t0)
    assert set(weight.hits) == ids("f", counts.hits)
    assert set(weight.unprompted) == ids("f", counts.unprompted)
    assert set(weight.misses) == ids("q", (fits[n] for n in counts.misses))
    sides = {id: side for _, id, side in weight.exposure.outcomes}
    assert {id for id in sides if sides[id] == "same day"} == ids("f", counts.same_day)
    assert {id for id in sides if sides[id] == "left out"} == ids("f", counts.left_out)
    if weight.is_testable:
        numbers = (counts.x1, counts.x0, counts.t1, counts.t0)
        assert weight.p_exact == pytest.approx(float(oracle.exact_p(*numbers)))
        assert weight.p_shift == pytest.approx(float(oracle.shift_p(counts)))


def compare_truces(told, weight):
    """Hold the second question, truces after flares, against the oracle."""
    fits = told.fitting()
    kinds = ("conflict", "escalation", "resolution")
    watched = oracle.watched_and_held([told.observed[kind] for kind in kinds], told.held)
    lives, taken = [], set()
    for n in sorted(fits, key=lambda n: told.quarrels[n][1]):
        end, truce = told.end_of(n)
        by_truce = truce is not None and truce not in taken
        life = oracle.followed(told.quarrels[n][1], end, watched, by_truce=by_truce)
        if life:  # a truce that ends several counts once, for the longest
            lives.append(life)
            taken.add(truce)
    flares = [
        day
        for day, _ in told.flares
        if any(0 <= day - told.quarrels[n][1] <= told.window for n in fits)
    ]
    ages = oracle.risk_sets(lives, flares, 30)
    if weight is None:
        assert not told.truces or not fits
        return

    assert weight.in_exposed == ages.observed
    assert weight.in_unexposed == len(ages.sets) - ages.observed
    if weight.is_testable:
        ratio = ages.ratio
        assert weight.expected == pytest.approx(float(ages.expected))
        assert weight.rate_ratio == (None if ratio is None else pytest.approx(float(ratio)))
        assert weight.p_exact == pytest.approx(float(ages.p_exact))


def compare_changes(told, changes):
    """Hold what changed since the event, for flares and for conflicts, against the oracle."""
    quarrels = [(day, end) for _, day, end in told.quarrels]
    asked = {"s": ("escalation", told.flares), "conflict": ("conflict", quarrels)}
    assert set(changes) == {name for name, (_, outcomes) in asked.items() if outcomes}
    for name, change in changes.items():
        kind, outcomes = asked[name]
        watched = oracle.units_of(told.observed[kind])
        counts = oracle.before_and_after(outcomes, watched, told.event)

        assert (change.before.events, change.before.days) == (counts.x0, counts.t0)
        assert (change.after.events, change.after.days) == (counts.x1, counts.t1)
        if change.verdict == "not testable":
            continue
        numbers = (counts.x1, counts.x0, counts.t1, counts.t0)
        ratio = oracle.exact_ratio(*numbers)
        assert change.rate_ratio == (None if ratio is None else pytest.approx(float(ratio)))
        assert change.p_exact == pytest.approx(float(oracle.exact_p(*numbers)))
        assert change.p_shift == pytest.approx(float(oracle.shift_p(counts)))


def compare_case(told):
    """Hold all three against the oracle; return the two weights."""
    flares, truces, changes = weights_of(told)
    compare_flares(told, flares)
    compare_truces(told, truces)
    compare_changes(told, changes)
    return flares, truces


@unshrunk(30)
@given(cases_told())
def test_a_case_is_counted_as_the_clauses_say(told):
    """Quarrels of two idealized figures, flares and truces: from statements to counts and p."""
    compare_case(told)


@pytest.mark.slow
@unshrunk(400)
@given(cases_told())
def test_cases_are_counted_as_the_clauses_say_in_hundreds(told):
    """The same, again and again."""
    compare_case(told)


def test_both_questions_can_be_asked_of_such_a_case():
    """One that has enough of everything, so that both p are compared and not passed over."""
    onsets = [10, 24, 38, 52, 66, 80, 94, 108]
    told = Told(
        ideals=[("a", None), ("b", None)],
        quarrels=[("b", day, None) for day in onsets],
        flares=[(day, None) for day in (12, 25, 42, 54, 60, 67, 72, 97, 111)],
        truces=[(day + 5 + 2 * (day % 4), None) for day in onsets],
        observed={kind: [(0, 130)] for kind in ("conflict", "escalation", "resolution")},
        window=4,
    )

    flares, truces = compare_case(told)

    assert flares.is_testable
    assert truces.is_testable
