"""Shorter ways to search, weigh and tell, each held to the longer one that says plainly how."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation import weigh
from formulation.chance import aging, asking, lags
from formulation.chance.fitting import Fitting
from formulation.chance.risk_sets import ages_of, reckoned_by_age
from formulation.model import Case, Conflict, Person
from formulation.patterns.table import numbered, packed
from formulation.timeline import Timeline
from formulation.views.strokes import text_width
from tests.benchmarks.long_case import long_case

many = settings(max_examples=200, deadline=None)
units = st.lists(st.integers(0, 60), max_size=12)


# --- risk sets ----------------------------------------------------------------------------------


@st.composite
def lives(draw):
    """Quarrels with their first and last unit, which of them ended, and flares."""
    first = np.array(draw(st.lists(st.integers(0, 40), min_size=1, max_size=8)), dtype=np.int64)
    count = len(first)
    lengths = draw(st.lists(st.integers(-1, 30), min_size=count, max_size=count))
    ended = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    last = first + np.array(lengths, dtype=np.int64)
    flares = np.array(draw(units), dtype=np.int64)
    return first, last, np.array(ended) & (last >= first), flares


def counted_plainly(starts, exits, ended, flares, window, *, is_inclusive):
    """The same one quarrel and one unit at a time."""
    ages = (exits - starts).tolist()
    sets = []
    for n in np.flatnonzero(ended).tolist():
        open_then = [m for m, age in enumerate(ages) if age >= ages[n]]
        flared = [
            m
            for m in open_then
            if (earlier := [f for f in flares if f < starts[m] + ages[n] + is_inclusive])
            and max(earlier) >= starts[m]
            and starts[m] + ages[n] - max(earlier) <= window
        ]
        sets.append((len(open_then), len(flared), n in flared))
    exposed = 0
    for start, last in zip(starts.tolist(), exits.tolist(), strict=True):
        own = [f for f in flares if start <= f < last]
        exposed += sum(any(0 < unit - f <= window for f in own) for unit in range(start, last + 1))
    return sets, exposed


@many
@given(lives(), st.integers(0, 20), st.booleans(), st.sampled_from([1, 10**6]))
def test_risk_sets_are_those_of_one_quarrel_at_a_time(life, window, is_inclusive, at_once):
    """Who was open and had flared at each end, and the time after a flare, however many at once."""
    starts, exits, ended, flares = life
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("formulation.chance.risk_sets._MOST_AT_ONCE", at_once)
        found = ages_of(starts, exits, ended, flares, window, is_same_unit_before=is_inclusive)

    sets, exposed = counted_plainly(*life, window, is_inclusive=is_inclusive)

    told = zip(found.at_risk[ended], found.flared[ended], found.had_flared[ended], strict=True)
    assert [(int(a), int(f), bool(had)) for a, f, had in told] == sets
    assert found.exposed_units == exposed


def test_draws_that_fell_alike_share_their_risk_sets(monkeypatch):
    """Of 200 draws in which dates differ that decide nothing, few are counted."""
    asked: list[aging.Aging] = []

    def kept(question, *, seed):
        asked.append(aging.aged(question, seed=seed))
        return asked[-1]

    monkeypatch.setattr(asking, "aged", kept)
    weigh(long_case(400, people=6, times_as_dense=3))

    drawn = [one.draws for one in asked if len(one.draws) == 200]
    shared = [{id(ages): ages for ages in draws}.values() for draws in drawn]
    assert [len(ages) for ages in shared] == [7, 7, 7]
    for ages in shared:  # and those that fell otherwise do not
        assert len({(one.ages.tobytes(), one.flared.tobytes()) for one in ages}) == 7


@settings(max_examples=60, deadline=None)
@given(lives(), lives(), st.integers(1, 5))
def test_draws_that_fell_alike_count_as_the_many_they_are(life, other_life, many):
    """Reckoned once, they weigh as if each had been reckoned by itself."""
    one, other = ages_of(*life, 14), ages_of(*other_life, 14)

    shared = reckoned_by_age([one] * many + [other], 1, seed=0)

    each = [replace(ages) for ages in [one] * many + [other]]
    assert repr(shared) == repr(reckoned_by_age(each, 1, seed=0))


# --- lags ---------------------------------------------------------------------------------------


@many
@given(st.integers(1, 61), units, units)
def test_pairs_are_counted_by_lag_in_either_way(total, first, then):
    """Pair by pair, or by the transform where they are many."""
    before, after = (
        np.bincount(np.array(told, dtype=np.int64) % total, minlength=total)
        for told in (first, then)
    )
    pairs = [
        sum(before[i] * after[(i + lag) % total] for i in range(total)) for lag in range(total)
    ]

    assert lags._pairs_by_lag(before, after).tolist() == pairs
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lags, "_FEW_PAIRS", -1)
        assert lags._pairs_by_lag(before, after).tolist() == pairs


# --- bindings -----------------------------------------------------------------------------------

codes = st.lists(st.integers(0, 3), min_size=6, max_size=6)


@many
@given(codes, codes, codes, st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_a_binding_agrees_with_the_matches_that_share_its_letters(a, b, p, one, other, is_alike):
    """Shared letters alike, in either order where they may change places; others are others."""
    swaps = ({"A": "B", "B": "A"},) if is_alike else ()
    columns = {
        name: np.array(told, dtype=np.int64) for name, told in zip("ABP", (a, b, p), strict=True)
    }
    table = Fitting({"step": np.arange(6)}, columns, frozenset("ABP"), swaps)

    ways = {(one, other)} | ({(other, one)} if is_alike else set())
    plainly = [
        any((x, y) == way for way in ways) and z not in (one, other)
        for x, y, z in zip(a, b, p, strict=True)
    ]

    for theirs in ((), swaps):
        assert table.agreeing({"A": one, "B": other}, theirs).tolist() == plainly


# --- a timeline that is laid out already ----------------------------------------------------------


def test_a_timeline_weighs_as_its_case_does():
    """What was laid out for a search need not be laid out again."""
    case = long_case(300, people=5)

    assert weigh(Timeline(case)) == weigh(case)


# --- columns ------------------------------------------------------------------------------------


@st.composite
def columns(draw):
    """Columns of one length, of small numbers, and of minutes without bound."""
    count = draw(st.integers(2, 12))
    numbers = st.one_of(st.integers(-1, 2), st.integers(-1, 5_000), st.integers(-1, 2**50))
    one = st.lists(numbers, min_size=count, max_size=count).map(lambda n: np.array(n, dtype=int))
    return draw(st.lists(one, min_size=1, max_size=6))


@many
@given(columns())
def test_keys_that_are_packed_sort_as_they_did(keys):
    """Whatever the signs and sizes of them."""
    mixed = [key if n % 2 else -key for n, key in enumerate(keys)]

    assert np.lexsort(packed(mixed)[::-1]).tolist() == np.lexsort(mixed[::-1]).tolist()
    assert len(packed(mixed)) <= len(mixed)


@many
@given(columns())
def test_rows_are_numbered_by_what_stands_in_them(keys):
    """Rows that are alike share a number, and numbers rise as the rows do."""
    rows = list(zip(*(key.tolist() for key in keys), strict=True))
    rank = {row: n for n, row in enumerate(sorted(set(rows)))}

    assert numbered(keys).tolist() == [rank[row] for row in rows]


# --- words --------------------------------------------------------------------------------------


def test_sentences_told_again_are_those_of_their_own_statement():
    """Also of statements that are made, told and forgotten, one after another in one place."""
    people = (Person(id=name.lower(), name=name) for name in ("Ann", "Bo"))
    case = Case(id="one").adding(*people, Conflict(between=["ann", "bo"]))

    told = [
        case.tell(Conflict(between=["ann", "bo"], when=str(year))) for year in range(1900, 1990)
    ]

    assert told == [f"Ann and Bo are in conflict, {year}." for year in range(1900, 1990)]
    assert case.tell(case.statements[0]) == "Ann and Bo are in conflict."
    assert case.tell(case.statements[0]) == case.statements[0].sentence(case.name)


@many
@given(st.text(st.characters(max_codepoint=126), max_size=30), st.booleans())
def test_plain_words_are_as_wide_as_beside_a_letter_of_another_kind(text, is_bold):
    """Which is measured letter by letter, each by its kind."""
    width = text_width(f"{text}é", 9, is_bold=is_bold) - text_width("é", 9, is_bold=is_bold)

    assert text_width(text, 9, is_bold=is_bold) == pytest.approx(width, abs=1e-9)
