"""By how much something nearly fits, as one says it: 12,241 days are 33 years."""

from __future__ import annotations

from formulation.dates import MINUTES_PER_DAY, duration_in_words
from formulation.errors import counted
from formulation.findings import Failure

__all__ = ["reason_in_words"]

#: from how many days on a gap is told in which unit, and how many days that has
_LENGTHS = ((730.5, 365.25, "year"), (120, 30.44, "month"), (60, 7, "week"))


def reason_in_words(failed: Failure) -> str:
    """Return why a step fails, with a gap of more than 60 days in weeks, months or years.

    Parameters
    ----------
    failed
        The step, and by how much it fails.

    Examples
    --------
    >>> from formulation.dates import MINUTES_PER_DAY as day
    >>> days = [60, 98, 100, 300, 12_241]
    >>> late = [Failure("care", f"too late by {n} days", by_minutes=n * day) for n in days]
    >>> [reason_in_words(one).removeprefix("too late by ") for one in late]
    ['60 days', '14 weeks', 'more than 14 weeks', 'more than 9 months', 'more than 33 years']
    """
    if not failed.by_minutes:
        return failed.reason
    days = abs(failed.by_minutes) / MINUTES_PER_DAY
    for over, length, unit in _LENGTHS:
        if days > over:
            count, rest = divmod(days, length)
            told = "more than " * bool(rest) + counted(int(count), unit)
            return failed.reason.replace(duration_in_words(failed.by_minutes), told)
    return failed.reason
