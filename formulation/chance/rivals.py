"""What else could make a ratio: what the file's claims name, and what its ratings show."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from formulation.chance.counting import Counting
from formulation.chance.exposure import Sides
from formulation.chance.pieces import Pieces, intersection, length, pieces
from formulation.dates import FOREVER
from formulation.model.base import Statement
from formulation.model.case import Case
from formulation.timeline import Ints, Timeline

__all__ = ["Levels", "Scale", "at_like_levels", "claims_between", "rivals_claimed", "scales_of"]

#: ratings below which levels are not told apart, and how many levels there are
_LEAST_RATINGS, _LEVELS = 12, 3
_WORD = re.compile(r"\w{4,}")


class Scale(NamedTuple):
    """The ratings on one scale, rising in time: minutes of their onsets, and values."""

    name: str
    minutes: Ints
    values: np.ndarray


def scales_of(t: Timeline) -> list[Scale]:
    """Return the ratings of a case, by scale, those with a value and a known time."""
    found: dict[str, list[tuple[int, float]]] = {}
    for row in t.rows_of("rating").tolist():
        statement = t.statement(row)
        value, onset = getattr(statement, "value", None), int(t.starts_from[row])
        is_dated = onset > -FOREVER and t.starts_to[row] < FOREVER and not t.recurring[row]
        if value is not None and is_dated:
            found.setdefault(" ".join(statement.subjects), []).append((onset, value))
    scales = []
    for name, pairs in found.items():
        minutes, values = zip(*sorted(pairs), strict=True)
        scales.append(Scale(name, np.array(minutes, dtype=np.int64), np.array(values)))
    return scales


def rivals_claimed(
    case: Case, antecedents: Collection[str], outcomes: Collection[str]
) -> list[str]:
    """Return the rivals named by claims from statements of some kinds to those of others.

    Parameters
    ----------
    case
        The case, whose claims are read.
    antecedents, outcomes
        Kinds of statements.
    """
    claims = claims_between(case, antecedents, outcomes)
    return list(dict.fromkeys(rival for claim in claims for rival in getattr(claim, "rivals", ())))


def claims_between(
    case: Case, first: Collection[str], second: Collection[str]
) -> Iterator[Statement]:
    """Yield the claims that lead from statements of some kinds to those of others."""
    for claim in (s for s in case.claims if s.kind == "claim"):
        ends = [_kinds(case, getattr(claim, name, ())) for name in ("from_", "to")]
        if ends[0].intersection(first) and ends[1].intersection(second):
            yield claim


def _kinds(case: Case, ids: Sequence[str]) -> set[str]:
    return {case.statements[case.index_of[id]].kind for id in ids if id in case.index_of}


class Levels(NamedTuple):
    """The ratio of rates at like levels of a rating, and where events gather.

    Attributes
    ----------
    scale
        The scale.
    ratio
        Mantel and Haenszel's, over thirds of the scale.
    antecedents, outcomes
        How often antecedents and outcomes came at the upper third, over how often at the lower.
    """

    scale: str
    ratio: float
    antecedents: float
    outcomes: float


def at_like_levels(counting: Counting, scale: Scale) -> Levels | None:
    """Return the ratio of rates where only times of like ratings are compared.

    A rating holds until the next.  ``None`` with too few ratings, or where the scale is named after
    the outcome itself, since to hold the outcome level would leave nothing to compare.

    Source: Rothman, Greenland and Lash, Modern Epidemiology, on pooled rate ratios.
    """
    if len(scale.values) < _LEAST_RATINGS or _speaks_of_outcome(counting, scale.name):
        return None
    sides = counting.draws[0]
    levels = list(_levels(scale, sides))
    if len(levels) < _LEVELS:
        return None
    above = below = 0.0
    rates = []
    onsets = counting.dates.first[0, : len(counting.antecedents.rows)]
    for level in levels:
        x1, x0, t1, t0 = _counts(sides, level)
        above += x1 * t0 / max(t1 + t0, 1)
        below += x0 * t1 / max(t1 + t0, 1)
        time = max(length(level), 1)
        rates.append((_inside(level, onsets) / time, _inside(level, sides.outcomes) / time))
    (first, second), (last, final) = rates[0], rates[-1]
    return Levels(scale.name, _over(above, below), _over(last, first), _over(final, second))


def _over(one: float, other: float) -> float:
    return one / other if other else (np.inf if one else np.nan)


def _levels(scale: Scale, sides: Sides) -> Iterator[Pieces]:
    """Yield the time, on the clock, in which the rating lay in each third of what was rated."""
    cuts = np.quantile(scale.values, np.linspace(0, 1, _LEVELS + 1)[1:-1])
    which = np.searchsorted(cuts, scale.values, side="right")
    onsets = scale.minutes // sides.clock.minutes
    ends = np.append(onsets[1:] - 1, max(int(sides.risk[-1:, 1].max(initial=0)), int(onsets[-1])))
    for level in np.unique(which):
        own = which == level
        yield pieces(np.column_stack([onsets[own], ends[own]]))


def _counts(sides: Sides, level: Pieces) -> tuple[int, int, int, int]:
    exposed, risk = intersection(sides.exposed, level), intersection(sides.risk, level)
    x1, n = _inside(exposed, sides.outcomes), _inside(risk, sides.outcomes)
    return x1, n - x1, length(exposed), length(risk) - length(exposed)


def _inside(level: Pieces, units: Ints) -> int:
    from formulation.chance.pieces import holds

    return int(holds(level, units).sum())


def _speaks_of_outcome(counting: Counting, scale: str) -> bool:
    """Tell whether a scale rates the very thing that flares: it shares a word with its name."""
    case = counting.question.timeline.cases[0]
    named = " ".join(f"{id} {case.name(id)}" for id in counting.question.roles.values())
    return bool(_words(scale) & _words(named))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
