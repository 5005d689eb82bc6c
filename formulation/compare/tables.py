"""How alike all statements of one file are to all of another, reckoned together.

The numbers are those that :meth:`formulation.compare.likeness.Beside.alike` gives one by one; a
test holds the two together.  Statements of a diary differ in little but dates: what they say
besides is judged once for each sort of them, only where their kinds can answer one another, and the
dates of a whole sort at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from formulation.compare.facts import Facts
from formulation.compare.likeness import (
    DATE,
    EVENT_DATE,
    HALF,
    STATES,
    WORDS,
    Beside,
    Sums,
    is_turned,
)
from formulation.compare.terms_alike import can_be_near
from formulation.compare.times import TOUCHING, is_dated
from formulation.dates import FOREVER, MINUTES_PER_DAY

__all__ = ["Floats", "table_of"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: so many rows are held at a time, for their dates are held beside all others several times over
_ROWS = 256


class _Dates(NamedTuple):
    """When some statements were: two columns of bounds for each way to compare them."""

    onsets: Ints
    whole: Ints
    ages: Ints
    is_dated: Flags
    is_aged: Flags
    is_repeated: Flags

    def of(self, rows: Ints) -> _Dates:
        """Return those of some of them."""
        return _Dates(
            self.onsets[rows],
            self.whole[rows],
            self.ages[rows],
            self.is_dated[rows],
            self.is_aged[rows],
            self.is_repeated[rows],
        )


def table_of(beside: Beside, ours: Sequence[int], theirs: Sequence[int]) -> Floats:
    """Return how alike each of some statements is to each of some others.

    Parameters
    ----------
    beside
        The two files.
    ours, theirs
        Indices of statements of the reference, and of the other.

    Returns
    -------
    numpy.ndarray
        One row for each of `ours`, one column for each of `theirs`; 0 where they cannot be one.
    """
    facts, other_facts = beside.reference.facts, beside.other.facts
    table = np.zeros((len(ours), len(theirs)))
    here, there = (
        _dates([of[n] for n in some]) for of, some in ((facts, ours), (other_facts, theirs))
    )
    columns = _by_sort(other_facts, beside.other.sorts, theirs)
    for (kind, _), rows in _by_sort(facts, beside.reference.sorts, ours).items():
        one = facts[ours[rows[0]]]
        near = [of for sort, of in columns.items() if can_be_near(kind, sort[0])]
        sums = [beside.undated(one.index, theirs[of[0]]) for of in near]
        fits = [(s, of) for s, of in zip(sums, near, strict=True) if s.worth]
        is_state = one.statement.section in STATES
        if fits:
            _fill(table, rows, fits, (here, there), is_state=is_state)
        for of in near:
            if is_turned(one, other_facts[theirs[of[0]]]):
                for some in np.split(rows, range(_ROWS, len(rows), _ROWS)):
                    dates = here.of(some), there.of(of)
                    both = [ours[n] for n in some], [theirs[n] for n in of]
                    table[np.ix_(some, of)] = _turned(beside, both, dates, is_state=is_state)
    return table


def _turned(
    beside: Beside,
    both: tuple[Sequence[int], Sequence[int]],
    dates: tuple[_Dates, _Dates],
    *,
    is_state: bool,
) -> Floats:
    """Reckon two sorts that are told the other way round: their dates may make them two facts."""
    likeness, weighs, differ = _compared(*dates, is_state=is_state)
    # what only one file dates weighs no more than words, and speaks against nothing
    against = differ | ((likeness < 1) & (weighs > WORDS))
    table = np.zeros(against.shape)
    for where in (against, ~against):
        if where.any():
            i, j = np.argwhere(where)[0]
            worth, total, weight = beside.undated(both[0][i], both[1][j])
            if worth:
                totals = total + (likeness * weighs)[where]
                weights = weight + (WORDS * differ + weighs)[where]
                table[where] = worth * totals / weights
    return table


def _fill(
    table: Floats,
    rows: Ints,
    fits: Sequence[tuple[Sums, Ints]],
    dates: tuple[_Dates, _Dates],
    *,
    is_state: bool,
) -> None:
    """Reckon the rows of one sort, beside the columns of every sort that can be one with it."""
    columns = np.concatenate([of for _, of in fits])
    worth, total, weight = np.repeat([s for s, _ in fits], [len(of) for _, of in fits], 0).T
    there = dates[1].of(columns)
    for start in range(0, len(rows), _ROWS):
        some = rows[start : start + _ROWS]
        likeness, weighs, differ = _compared(dates[0].of(some), there, is_state=is_state)
        totals = total + likeness * weighs
        table[np.ix_(some, columns)] = worth * totals / (weight + WORDS * differ + weighs)


def _by_sort(
    facts: Sequence[Facts], sorts: Sequence[int], indices: Sequence[int]
) -> dict[tuple[str, int], Ints]:
    """Return at which places stand the statements of each kind and sort."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, index in enumerate(indices):
        found[facts[index].kind, sorts[index]].append(place)
    return {sort: np.array(places, dtype=np.int64) for sort, places in found.items()}


def _dates(facts: Sequence[Facts]) -> _Dates:
    spans = [one.span for one in facts]
    ages = [one.age or (0, 0) for one in facts]
    return _Dates(
        _pairs([(span.start_earliest, span.start_latest) for span in spans]),
        _pairs([(span.start_earliest, span.end_latest) for span in spans]),
        _pairs([(first, last - 1) for first, last in ages]),
        np.array([is_dated(span) for span in spans], dtype=np.bool_),
        np.array([bool(one.age) for one in facts], dtype=np.bool_),
        np.array([one.statement.recurring for one in facts], dtype=np.bool_),
    )


def _pairs(bounds: Sequence[tuple[int, int]]) -> Ints:
    return np.array(bounds, dtype=np.int64).reshape(-1, 2)


def _compared(a: _Dates, b: _Dates, *, is_state: bool) -> tuple[Floats, Floats, Flags]:
    """Return how alike dates are, what that weighs, and where one is told as repeated (S10)."""
    if is_state:
        spans, most = _alike(a.whole, b.whole, MINUTES_PER_DAY), DATE
    else:
        spans, most = _alike(a.onsets, b.onsets, MINUTES_PER_DAY), EVENT_DATE
    both_dated = a.is_dated[:, None] & b.is_dated
    likeness = np.where(both_dated & ~np.isnan(spans), spans, 0.0)
    weighs = np.where(both_dated & ~np.isnan(spans), most, 0.0)
    one_dated = a.is_dated[:, None] != b.is_dated
    likeness[one_dated], weighs[one_dated] = HALF, WORDS
    aged = a.is_aged[:, None] & b.is_aged
    if aged.any():
        likeness[aged] = np.nan_to_num(_alike(a.ages, b.ages, 1), nan=1.0)[aged]
        weighs[aged] = most
    return likeness, weighs, a.is_repeated[:, None] != b.is_repeated


def _alike(a: Ints, b: Ints, least: int) -> Floats:
    """Return how far each pair of bounds can be one; not a number where that is untold."""
    first, last = a[:, None, 0], a[:, None, 1]
    gap = np.maximum(first, b[:, 0]) - np.minimum(last, b[:, 1])
    closed, closed_there = _is_closed(a), _is_closed(b)
    widths = _widths(a, closed)[:, None] + _widths(b, closed_there)
    apart = np.maximum(0.0, TOUCHING * (1 - (gap - 1) / np.maximum(widths, least)))
    overlap = np.where(closed[:, None] & closed_there, 1.0, np.nan)
    is_same = (first == b[:, 0]) & (last == b[:, 1])
    return np.where(is_same, 1.0, np.where(gap <= 0, overlap, apart))


def _is_closed(bounds: Ints) -> Flags:
    return (bounds[:, 0] > -FOREVER) & (bounds[:, 1] < FOREVER)


def _widths(bounds: Ints, closed: Flags) -> Ints:
    return np.where(closed, bounds[:, 1] - bounds[:, 0] + 1, 0)
