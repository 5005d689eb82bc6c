"""Near misses are what they say: nothing carries them further, and by so much more it would fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulation.dates import FOREVER, Truth
from formulation.findings import Finding, each_of
from formulation.model import Case, Feeling, LifeEvent, Perception, Statement
from formulation.patterns.answers import find
from formulation.patterns.catalogue import pattern_named
from formulation.patterns.near import _reason
from formulation.patterns.nearness import shortfalls
from formulation.patterns.pattern import Pattern, Step
from formulation.patterns.relations import Constraint, judge_pairs
from formulation.timeline import Timeline
from tests import oracle
from tests.small_cases import CAST, Question, cases, chains, patterns, questions

_PLAIN = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
#: no two dates are further apart
_CALENDAR = 9_999 * 366 * 24 * 60
FLAGSHIP = pattern_named("idealized-pair-conflict-flare")


def widened(pattern: Pattern, step: str, minutes: int) -> Pattern:
    """Return the pattern with the window of one step longer by so many minutes."""
    keys = pattern.to_keys()
    keys["steps"] = [told.to_keys() for told in pattern.settled_steps]
    del keys["weigh"], keys["parameters"]
    for told in keys["steps"]:
        if told["as"] == step:
            told["within"] = f"{oracle.parse_duration(told['within']).longest + minutes} minutes"
    return Pattern.from_keys(keys)


@_PLAIN
@given(st.one_of(questions(), st.tuples(cases(), patterns())))
def test_no_statement_carries_a_near_miss_further(question: Question) -> None:
    """The oracle knows no way to bind what came nearest, nor anything where none is recorded."""
    case, pattern = question
    for near in find(case, pattern, near_misses=50):
        if near.failed is None or near.failed.reason == "recorded":
            continue
        if "of at least" in near.failed.reason:
            continue
        assert (near.failed.by_minutes or 0) < _CALENDAR
        for ways in _ways_on(case, pattern, near):
            found = {case.ids[index] for _, index, _, _ in ways}

            assert (near.failed.nearest not in found) if near.failed.nearest else not found


@_PLAIN
@given(questions())
def test_what_must_be_absent_and_is_recorded_ends_a_match(question: Question) -> None:
    """The oracle binds it for certain, and tells no match of the statements it came to."""
    case, pattern = question
    told = [oracle.ids_of(case, match).items() for match, _, _ in oracle.matches(case, pattern)]
    for near in find(case, pattern, near_misses=50):
        if near.failed is None or near.failed.reason != "recorded":
            continue
        for ways in _ways_on(case, pattern, near):
            sure = {case.ids[index] for _, index, _, truth in ways if truth is Truth.CERTAIN}

            assert near.failed.nearest in sure
        if not any(step.times for step in pattern.every_step):
            assert not any(near.steps.items() <= match for match in told)


@_PLAIN
@given(questions())
def test_too_few_are_fewer_than_are_asked(question: Question) -> None:
    """So many of at least so many, and the oracle tells no match of that list."""
    case, pattern = question
    told = [oracle.ids_of(case, match).items() for match, _, _ in oracle.matches(case, pattern)]
    for near in find(case, pattern, near_misses=50):
        found = near.failed and re.fullmatch(
            r"(\d+) of at least (\d+) recorded", near.failed.reason
        )
        if not near.failed or not found:
            continue
        asked = next(p for p in _places(pattern) if p.name == near.failed.step)

        assert int(found[1]) < int(found[2]) == asked.least
        assert not any(near.steps.items() <= match for match in told)


def _places(pattern: Pattern) -> list[oracle.Place]:
    return [place for plain in oracle.plain_patterns(pattern) for place in plain.places]


def _ways_on(
    case: Case, pattern: Pattern, near: Finding
) -> Iterator[list[tuple[Step, int, oracle.Roles, Truth]]]:
    """Yield the ways to bind the step that failed, in each pattern that the near miss can be of."""
    assert near.failed is not None
    for plain in oracle.plain_patterns(pattern):
        places = {step.as_: (place, step) for place in plain.places for step in place.steps}
        places |= {place.name: (place, place.first) for place in plain.places if place.is_list}
        if not {*near.steps, near.failed.step} <= places.keys():
            continue
        if any(len(places[name][0].steps) > 1 for name in near.steps):
            continue  # the near miss does not tell which step of a choice is in a list
        bound: oracle.Bound = {}
        for name, ids in near.steps.items():
            place, step = places[name]
            bound[place.name] = tuple((step, case.index_of[id]) for id in each_of(ids))
        place, step = places[near.failed.step]
        one = place if place.is_list else replace(place, steps=(step,))
        roles = oracle.read_roles(case, plain, near.roles)
        yield list(oracle.ways(case, plain, one, bound, roles))


@_PLAIN
@given(chains())
def test_too_late_by_so_much_fits_a_window_longer_by_so_much(case: Case) -> None:
    """A flare three days late fits a window three days longer, and not one a minute shorter."""
    for near in find(case, FLAGSHIP, near_misses=20):
        if near.failed is None or not near.failed.reason.startswith("too late"):
            continue
        by = near.failed.by_minutes
        assert by is not None
        ids = set(near.steps.values()) | {near.failed.nearest}

        longer = find(case, widened(FLAGSHIP, near.failed.step, by), every=True)
        shorter = find(case, widened(FLAGSHIP, near.failed.step, by - 1), every=True)

        assert any(ids <= set(f.steps.values()) for f in longer)
        assert not any(ids <= set(f.steps.values()) for f in shorter)


@_PLAIN
@given(chains())
def test_near_misses_are_ranked_told_once_and_never_more_than_asked(case: Case) -> None:
    """The deepest first, the nearest first among equals; no two of the same statements."""
    near = [f for f in find(case, FLAGSHIP, near_misses=3) if f.failed]

    assert len(near) <= 3
    depth = [len(f.steps) for f in near]
    assert depth == sorted(depth, reverse=True)
    keys = [
        (f.failed.step, f.failed.nearest, frozenset(f.steps.values())) for f in near if f.failed
    ]
    assert len(set(keys)) == len(keys)


@_PLAIN
@given(chains())
def test_a_near_miss_is_told_in_the_words_of_its_reason(case: Case) -> None:
    """The sentence names the reason; the reason is one of the few there are."""
    told = (
        r"none recorded|order unknown|not idealized then"
        r"|(too late|too early|too soon) by .*|.* (before it began|after it was over)"
        r"|too (late|early), (by a time that is not known|at the same moment (and not|at the) \w+)"
    )
    for near in find(case, FLAGSHIP, near_misses=20):
        if near.failed is None:
            continue

        assert re.fullmatch(told, near.failed.reason)
        assert near.failed.reason in near.because
        assert (near.failed.by_minutes is None) == (
            near.failed.reason in ("none recorded", "order unknown")
        )


_AT_NOON, _FIRST = "2020-03-01T12:00", {"as": "first", "life_event": "W"}


@pytest.mark.parametrize(
    ("statements", "first", "order", "reason"),
    [
        (
            [LifeEvent(id="x", text="a", when=_AT_NOON), Feeling(id="y", text="b", when=_AT_NOON)],
            _FIRST, "after", "too early, at the same moment and not later",
        ),
        (
            [LifeEvent(id="x", text="a", when=_AT_NOON), Feeling(id="y", text="b", when=_AT_NOON)],
            _FIRST, "before", "too late, at the same moment and not earlier",
        ),
        (
            [LifeEvent(id="x", text="a"), Feeling(id="y", text="b", before="x")],
            _FIRST, "after", "too early, by a time that is not known",
        ),
        (
            [LifeEvent(id="x", text="a"), Feeling(id="y", text="b", after="x")],
            _FIRST, "before", "too late, by a time that is not known",
        ),
        (
            [
                LifeEvent(id="x", text="a", when=f"2020-03-01T09:00/{_AT_NOON}"),
                Feeling(id="y", text="b", when=_AT_NOON),
            ],
            _FIRST, "after_end_of", "too early, at the same moment and not later",
        ),
        (
            [
                LifeEvent(id="x", text="a", when=_AT_NOON),
                Feeling(id="y", text="b", when=f"[2020-02..{_AT_NOON}]"),
            ],
            _FIRST, "after", "too early, at the same moment at the latest",
        ),
        (
            [
                LifeEvent(id="x", text="a", when=_AT_NOON),
                Feeling(id="y", text="b", when=f"[{_AT_NOON}..2020-04]"),
            ],
            _FIRST, "before", "too late, at the same moment at the earliest",
        ),
    ],
)  # fmt: skip
def test_what_misses_by_no_time_says_whether_it_was_at_once(
    statements: list[Statement], first: dict[str, object], order: str, reason: str
) -> None:
    """What is told only to be earlier is not said to be of the same moment."""
    steps = [first, {"as": "then", "feeling": "V", order: "first"}]

    told = find(
        Case(id="x").adding(*CAST, *statements),
        Pattern.from_keys({"pattern": "x", "title": "X", "steps": steps}),
        near_misses=1,
    )

    [near] = [one.failed for one in told if one.failed]
    assert (near.reason, near.by_minutes) == (reason, 0)
    assert told[0].because.startswith("Nearly: ")


def test_what_has_always_been_so_is_not_missed_by_a_time() -> None:
    """Nothing is "too late by" so many days after what has no beginning.

    Found beside the oracles: the open start once went into the sum.
    """
    case = Case(id="x").adding(
        *CAST,
        Perception(id="i", of="b", when="../2020-03-10"),
        Perception(id="j", of="a", valence="mixed", when="2020-03-09"),
    )
    steps = [
        {"as_": "x0", "sees": "B"},
        {"as_": "x1", "sees": "A", "valence": "mixed", "during": "x0", "within": "3 weeks"},
    ]

    told = find(case, Pattern(pattern="x", title="X", steps=steps), near_misses=9)

    assert all((near.failed.by_minutes or 0) < _CALENDAR for near in told if near.failed)


_RELATIONS = st.sampled_from(["after", "from", "before", "during", "after_end_of"])
_WINDOWS = st.one_of(st.none(), st.integers(0, 60 * 24 * 40))


@_PLAIN
@given(cases(), _RELATIONS, _WINDOWS, _WINDOWS)
def test_the_nearest_is_chosen_by_the_number_that_is_told(
    case: Case, relation: str, within: int | None, at_least: int | None
) -> None:
    """Of every pair that fails a relation the column holds what the sentence says, in minutes."""
    t = Timeline(case)
    rows = np.arange(len(case.statements))
    y, x = (side.ravel() for side in np.meshgrid(rows, rows))
    c = Constraint("one", relation, "other", within, at_least)
    fails = judge_pairs(t, c, y, x) <= Truth.IMPOSSIBLE
    y, x = y[fails], x[fails]

    told = [_reason(t, c, int(a), int(b))[1] for a, b in zip(y, x, strict=True)]

    assert shortfalls(t, c, y, x).tolist() == [FOREVER if by is None else by for by in told]
