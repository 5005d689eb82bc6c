"""Whether formulations of one person are more alike than those of different people.

After Sørbye et al. (2019), Psychodynamic case formulations without technical language: a
reliability study, BMC Psychology 7:67, in which raters judged how alike matched and mismatched
formulations were.  Here the likeness is counted by rule, not rated by anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import factorial, prod

from formulation.compare.comparing import paired
from formulation.compare.records import Likeness, Matched
from formulation.model.case import Case

__all__ = ["MOST_WAYS", "matched", "matched_by"]

#: up to so many ways of giving the formulations to people, all are gone through
MOST_WAYS = 10_000
_DRAWS = 9_999
#: two differences that differ by less are one
_TIE = 1e-9


def matched(formulations: Mapping[str, Sequence[Case]], *, seed: int = 0) -> Matched:
    """Compare formulations of the same person with formulations of different people.

    Parameters
    ----------
    formulations
        The formulations of each person, by what that person is called here.
    seed
        For drawing at random, where there are too many ways to go through them all.

    Returns
    -------
    Matched
        Every two formulations with their similarity, and how often chance makes as large a
        difference between the two sorts of pairs.

    Raises
    ------
    ValueError
        Without two formulations of one person and one of another.

    Notes
    -----
    p: the formulations are given to the people in every way that keeps how many each has, or in
    9,999 drawn ones beside the true one where there are more than 10,000; it is the share of ways
    in which the matched exceed the mismatched by as much as they do.  It cannot be less than one
    in as many ways as there are.
    """
    groups = [person for person, cases in formulations.items() for _ in cases]
    cases = [case for own in formulations.values() for case in own]
    return matched_by(groups, _names(formulations), cases, seed=seed)


def matched_by(
    groups: Sequence[str], names: Sequence[str], cases: Sequence[Case], *, seed: int = 0
) -> Matched:
    """Compare formulations as :func:`matched` does, each with its person and its own name.

    Parameters
    ----------
    groups
        Whom each formulation is of.
    names, cases
        What each is called, and the formulations themselves.
    seed
        For drawing at random.
    """
    if len(set(groups)) < 2 or len(set(groups)) == len(groups):
        raise ValueError(
            "matched against mismatched takes two formulations of one person at least, and one of "
            "somebody else"
        )
    likenesses = tuple(
        Likeness(names[i], names[j], _similarity(cases[i], cases[j]), groups[i] == groups[j])
        for i, j in combinations(range(len(cases)), 2)
    )
    return Matched(likenesses, *_chance([one.similarity for one in likenesses], groups, seed), seed)


def _names(formulations: Mapping[str, Sequence[Case]]) -> list[str]:
    return [
        person if len(cases) == 1 else f"{person} {n}"
        for person, cases in formulations.items()
        for n in range(1, len(cases) + 1)
    ]


def _similarity(one: Case, two: Case) -> float:
    """Return how alike two formulations are; two that say nothing have nothing in common."""
    return paired(("one", "two"), one, two).alignment.similarity or 0.0


def _chance(
    similarities: Sequence[float], groups: Sequence[str], seed: int
) -> tuple[float, float, int, bool]:
    """Return the share of ways with as large a difference, the least share, and the ways."""
    numbers = [list(dict.fromkeys(groups)).index(group) for group in groups]
    sizes = [numbers.count(n) for n in set(numbers)]
    ways = factorial(len(numbers)) // prod(map(factorial, sizes))
    is_exact = ways <= MOST_WAYS
    given = _arrangements(sizes) if is_exact else _drawn(numbers, seed)
    observed = _difference(similarities, numbers)
    reached, count = 0, 0
    for arrangement in given:
        count += 1
        reached += _difference(similarities, arrangement) >= observed - _TIE
    # people who have as many formulations each may change places, and nothing has changed
    alike = prod(factorial(sizes.count(size)) for size in set(sizes))
    return reached / count, alike / ways if is_exact else 1 / count, count, is_exact


def _difference(similarities: Sequence[float], groups: Sequence[int]) -> float:
    """Return the mean similarity of matched pairs less that of mismatched ones."""
    same: list[float] = []
    others: list[float] = []
    for (i, j), alike in zip(combinations(range(len(groups)), 2), similarities, strict=True):
        (same if groups[i] == groups[j] else others).append(alike)
    return sum(same) / len(same) - sum(others) / len(others)


def _arrangements(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield every way of giving formulations to people who have so many each."""
    left = list(sizes)

    def given(so_far: tuple[int, ...], rest: int) -> Iterator[tuple[int, ...]]:
        if not rest:
            yield so_far
        for person, count in enumerate(left):
            if rest and count:
                left[person] -= 1
                yield from given((*so_far, person), rest - 1)
                left[person] += 1

    return given((), sum(sizes))


def _drawn(groups: Sequence[int], seed: int) -> Iterator[Sequence[int]]:
    """Yield the way they were given, then drawn ones."""
    import numpy as np

    yield groups
    rng = np.random.default_rng(seed)
    for _ in range(_DRAWS):
        yield rng.permutation(groups).tolist()
