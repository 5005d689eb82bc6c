"""How far two dates can be one, and which of two things came first in a file."""

from __future__ import annotations

from formulation.dates import FOREVER, MINUTES_PER_DAY, Span
from formulation.model.case import Case

__all__ = ["ages_alike", "is_dated", "onsets_alike", "order_of", "states_alike"]

Bounds = tuple[int, int]
#: how alike two dates are that do not overlap and have nothing between them
_TOUCHING = 0.75


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
    return max(0.0, _TOUCHING * (1 - (gap - 1) / max(widths, least)))


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
