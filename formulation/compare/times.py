"""How far two dates can be one, and which of two things came first in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from formulation.compare.pairing import joined
from formulation.dates import FOREVER, MINUTES_PER_DAY, Span
from formulation.model.case import Case

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Signs = npt.NDArray[np.int8]

__all__ = [
    "TOUCHING",
    "ages_alike",
    "is_dated",
    "onsets_alike",
    "order_of",
    "states_alike",
    "turned_orders",
]

Bounds = tuple[int, int]
#: how alike two dates are that do not overlap and have nothing between them
TOUCHING = 0.75


def is_dated(span: Span) -> bool:
    """Tell whether a span says anything: when it began or ended, earliest or latest."""
    return any(abs(bound) < FOREVER for bound in span[:4])


def onsets_alike(a: Span, b: Span) -> float | None:
    """Return how far two onsets can be one; ``None`` where an open bound leaves it untold."""
    return _alike((a.start_earliest, a.start_latest), (b.start_earliest, b.start_latest))


def states_alike(a: Span, b: Span) -> float | None:
    """Return how far two states can have held at one time; ``None`` where that is untold."""
    return _alike((a.start_earliest, a.end_latest), (b.start_earliest, b.end_latest))


def ages_alike(a: Bounds, b: Bounds) -> float:
    """Return how far two ages, each from so many months to below so many, can be one."""
    alike = _alike((a[0], a[1] - 1), (b[0], b[1] - 1), least=1)
    return 1.0 if alike is None else alike


def _alike(a: Bounds, b: Bounds, *, least: int = MINUTES_PER_DAY) -> float | None:
    """Return 1 where two spans overlap, less the wider the gap beside their own widths.

    The vaguer a date, the farther off another may be: 2011 and 2012, which touch, are alike by
    three quarters, 2011 and 2013 by three eighths, and two days a week apart not at all.
    """
    if a == b:
        return 1.0
    gap = max(a[0], b[0]) - min(a[1], b[1])
    if gap <= 0:
        return 1.0 if _is_closed(a) and _is_closed(b) else None
    widths = sum(b - a + 1 if _is_closed((a, b)) else 0 for a, b in (a, b))
    return max(0.0, TOUCHING * (1 - (gap - 1) / max(widths, least)))


def _is_closed(span: Bounds) -> bool:
    return span[0] > -FOREVER and span[1] < FOREVER


def order_of(case: Case, one: int, two: int) -> int:
    """Return 1 where the second statement certainly came later, -1 earlier, 0 where untold.

    By stated orders first, then by dates; what is told as repeated has no one date.
    """
    gap = case.chronology.gap(one, two)
    if gap is not None and gap.least_minutes > 0:
        return 1
    if gap is not None and gap.most_minutes < 0:
        return -1
    if case.statements[one].recurring or case.statements[two].recurring:
        return 0
    a, b = case.chronology.spans[one], case.chronology.spans[two]
    return (b.start_earliest > a.start_latest) - (a.start_earliest > b.start_latest)


def turned_orders(cases: tuple[Case, Case], places: Sequence[tuple[int, int]]) -> Signs:
    """Return of which two things two files tell the order the other way round.

    Where neither file ties the two by a stated order, their dates alone tell (:func:`order_of`),
    and are compared all at once.

    Parameters
    ----------
    cases
        The two files.
    places
        The indices, in each, of statements that answer one another.

    Returns
    -------
    numpy.ndarray
        A row and a column for each place: 1 where the row comes first in the first file and last
        in the second, -1 the other way round, 0 where the two do not contradict each other.
    """
    import numpy as np

    first, last, repeated, tied = (_in_two_rows(one, cases, places) for one in _TOLD)
    found = np.zeros((len(places), len(places)), dtype=np.int8)
    for i in range(len(places)):
        later, earlier = first > last[:, i, None], first[:, i, None] > last
        sign = later.astype(np.int8) - earlier
        sign[(repeated | repeated[:, i, None]) != 0] = 0
        are_tied = tied == tied[:, i, None]
        found[i] = np.where(sign[0] == -sign[1], sign[0], 0)
        # what is tied in one file only can be turned only where the other says something
        asked = (are_tied[0] | (sign[0] != 0)) & (are_tied[1] | (sign[1] != 0))
        for j in (asked & are_tied.any(axis=0)).nonzero()[0]:
            ours, theirs = (order_of(cases[n], places[i][n], places[j][n]) for n in (0, 1))
            found[i, j] = ours if ours == -theirs else 0
    return found


def _in_two_rows(
    told: Callable[[Case], Sequence[int]], cases: tuple[Case, Case], places: Sequence[Bounds]
) -> Ints:
    """Return what each file has at its places."""
    import numpy as np

    rows = [[own[place[n]] for place in places] for n, own in enumerate(map(told, cases))]
    return np.array(rows, dtype=np.int64)


def _ties(case: Case) -> list[int]:
    """Return one number a statement, the same for all that stated orders may tie to one another.

    Whoever is named in an order is named in the statement; ages are tied by the day of birth.
    """
    ordered, birth = case.chronology.ordered, len(case.statements)
    ties: list[tuple[int, int]] = []
    for index in ordered.intersection(range(birth)):
        statement = case.statements[index]
        if statement.age:
            ties.append((index, birth))
        for name in statement.refs():
            value = getattr(statement, name) or ()
            ids = (value,) if isinstance(value, str) else value
            named = {case.index_of[id] for id in ids if id in case.index_of}
            ties += [(index, other) for other in named & ordered]
    return joined(birth + 1, ties)


#: what the order of two statements hangs on: both bounds of the onset, whether it is told as
#: repeated, and what it is tied to
_TOLD: tuple[Callable[[Case], list[int]], ...] = (
    lambda case: [span.start_earliest for span in case.chronology.spans],
    lambda case: [span.start_latest for span in case.chronology.spans],
    lambda case: [int(statement.recurring) for statement in case.statements],
    _ties,
)
