"""The search answers as a literal reading of its semantics does, binding by binding."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from formulation.dates import Truth
from formulation.errors import CaseError
from formulation.model import Case, Conflict, Escalation, Idealization, Rally
from formulation.patterns.answers import find
from formulation.patterns.catalogue import catalogue
from formulation.patterns.pattern import Pattern
from tests import oracle
from tests.small_cases import CAST, cases, chains, patterns

_PLAIN = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
_MANY = settings(max_examples=4_000, deadline=None, suppress_health_check=list(HealthCheck))


def told_by_oracle(case: Case, pattern: Pattern) -> Counter[object]:
    """Every match as the oracle tells it: statements, letters, certainty."""
    found: Counter[object] = Counter()
    for match, roles, truth in oracle.matches(case, pattern):
        repeated = any(case.statements[i].recurring for i in match.values())
        certainty = "described" if repeated else str(Truth(truth))
        steps = {name: case.ids[index] for name, index in match.items()}
        found[_key(steps, roles, certainty)] += 1
    return found


def told_by_search(case: Case, pattern: Pattern) -> Counter[object]:
    """Every match as the search tells it."""
    found = find(case, pattern, every=True)
    return Counter(_key(f.steps, f.roles, f.certainty) for f in found)


def _key(steps: dict[str, str], roles: dict[str, str], certainty: str) -> object:
    return tuple(sorted(steps.items())), tuple(sorted(roles.items())), certainty


def _agree(case: Case, pattern: Pattern) -> None:
    expected, got = told_by_oracle(case, pattern), told_by_search(case, pattern)

    assert got == expected, (case.statements, pattern)


@_PLAIN
@given(cases(), patterns())
def test_random_patterns_fit_random_cases_as_the_oracle_says(case: Case, pattern: Pattern) -> None:
    """Bindings, letters and certainties are the oracle's, for patterns drawn from the language."""
    _agree(case, pattern)


@_PLAIN
@given(cases(most=9))
def test_shipped_patterns_fit_random_cases_as_the_oracle_says(case: Case) -> None:
    """The four shipped patterns bind what the oracle binds."""
    for pattern in catalogue():
        _agree(case, pattern)


@_PLAIN
@given(chains())
def test_the_flagship_and_its_sister_fit_chains_as_the_oracle_says(case: Case) -> None:
    """In cases made of its own parts the flagship binds, optional steps included, as the oracle."""
    for pattern in catalogue():
        _agree(case, pattern)


@pytest.mark.slow
@_MANY
@given(chains())
def test_thousands_of_chains_agree(case: Case) -> None:
    """The same, thousands of times."""
    for pattern in catalogue():
        _agree(case, pattern)


@pytest.mark.slow
@_MANY
@given(cases(), patterns())
def test_thousands_of_random_patterns_agree(case: Case, pattern: Pattern) -> None:
    """The same, thousands of times."""
    _agree(case, pattern)


@_PLAIN
@given(chains())
def test_one_finding_an_episode_and_roles(case: Case) -> None:
    """Plain findings are a choice among all matches: one for each episode statement and roles."""
    for pattern in catalogue():
        letters = {w for s in pattern.required for w in s.letters()}
        every = oracle.matches(case, pattern)
        groups = {
            (
                match[pattern.episode_step],
                tuple(sorted((k, v) for k, v in roles.items() if k in letters)),
            )
            for match, roles, _ in every
        }

        found = find(case, pattern)

        assert len(found) == len(groups)
        assert {tuple(f.steps.items()) for f in found} <= {
            tuple((s.as_, case.ids[m[s.as_]]) for s in pattern.steps if s.as_ in m)
            for m, _, _ in every
        }


def test_a_day_tightened_by_an_order_still_holds_as_a_whole_day() -> None:
    """A quarrel of the 1st, after one at 10:00, takes in a flare at 10:00 that day.

    Found by the oracle: the columns once took the tightened minute for the quarrel's start.
    """
    case = Case(id="x").adding(
        *CAST,
        Idealization(id="i0", of="a"),
        Idealization(id="i1", of="b"),
        Conflict(id="q2", between=["a", "b"], when="2020-03-01T10:00"),
        Escalation(id="f3", of="s", when="2020-03-01T10:00"),
        Conflict(id="q5", between=["a", "b"], when="2020-03-01", after="q2"),
    )
    for pattern in catalogue():
        _agree(case, pattern)


def test_two_letters_of_one_step_are_two_figures() -> None:
    """Nobody rallies around themselves when the pattern tells the two apart.

    Found by the oracle: letters first met in one step were compared only with earlier ones.
    """
    case = Case(id="x").adding(*CAST, Rally(id="r", who=["p"]))
    pattern = Pattern(pattern="x", title="X", steps=[{"as_": "x0", "rally": "A", "to": "P"}])

    _agree(case, pattern)


@pytest.mark.parametrize("order", [{"after": "e0"}, {"after": "e0", "apart": "2 days"}, {"age": 9}])
def test_what_has_always_been_so_cannot_begin_after_something(order: dict[str, object]) -> None:
    """A state without a beginning has no onset that could be later than another's.

    Found by the oracle: the open start once pushed the earlier statement before all time.
    """
    case = Case(id="x").adding(*CAST, Idealization(id="e0", of="a"))

    with pytest.raises(CaseError, match=r"'e1' is dated \.\./2020-03-10, without a beginning"):
        case.adding(Idealization(id="e1", of="b", when="../2020-03-10", **order))


def test_a_letter_that_an_unbound_step_would_have_named_is_free_for_the_next() -> None:
    """With nobody idealizing B, P is still free to be whoever idealizes A.

    Found by the oracle: the unbound letter once kept the next optional step from binding.
    """
    case = Case(id="x").adding(
        *CAST, Idealization(id="i", of="c"), Conflict(id="q", between=["c", "p"])
    )
    steps = [
        {"as_": "x0", "conflict": "A"},
        {"as_": "x1", "idealizes": "B", "by": "P", "optional": True},
        {"as_": "x2", "idealizes": "A", "by": "P", "optional": True},
    ]

    _agree(case, Pattern(pattern="x", title="X", steps=steps))
