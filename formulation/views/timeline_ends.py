"""How long a symptom is drawn on a timeline, where it is told to be over."""

from __future__ import annotations

from formulation.dates import Span

__all__ = ["lasting_until"]


def lasting_until(onset: Span, first: int, last: int) -> Span:
    """Return what began at an onset and lasted until some time from `first` to `last`."""
    latest = max(last, onset.start_earliest)
    earliest = min(max(first, onset.start_earliest), latest)
    return onset._replace(
        start_latest=min(onset.start_latest, latest),
        end_earliest=earliest,
        end_latest=latest,
        is_interval=True,
    )
