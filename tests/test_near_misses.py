"""Near misses are what they say: nothing carries them further, and by so much more it would fit."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings

from formulation.model import Case
from formulation.patterns.answers import find
from formulation.patterns.catalogue import pattern_named
from formulation.patterns.pattern import Pattern
from tests import oracle
from tests.small_cases import cases, chains, patterns

_PLAIN = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
FLAGSHIP = pattern_named("idealized-pair-conflict-flare")


def widened(pattern: Pattern, step: str, minutes: int) -> Pattern:
    """Return the pattern with the window of one step longer by so many minutes."""
    keys = pattern.to_keys()
    for told in keys["steps"]:
        if told["as"] == step:
            told["within"] = f"{oracle.parse_duration(told['within']).longest + minutes} minutes"
    return Pattern.from_keys(keys)


@_PLAIN
@given(cases(), patterns())
def test_no_statement_carries_a_near_miss_further(case: Case, pattern: Pattern) -> None:
    """The oracle knows no way to bind what came nearest, nor anything where none is recorded."""
    for near in find(case, pattern, near_misses=50):
        if near.failed is None:
            continue
        match = {name: case.index_of[id] for name, id in near.steps.items()}
        step = pattern.by_name[near.failed.step]

        ways = {case.ids[i] for i, _, _ in oracle.ways(case, pattern, step, match, near.roles)}
        assert (near.failed.nearest not in ways) if near.failed.nearest else not ways


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
        r"|too (late|early), the same moment"
    )
    for near in find(case, FLAGSHIP, near_misses=20):
        if near.failed is None:
            continue

        assert re.fullmatch(told, near.failed.reason)
        assert near.failed.reason in near.because
        assert (near.failed.by_minutes is None) == (
            near.failed.reason in ("none recorded", "order unknown")
        )
