"""When the statements of a case ended, as far as their kind says.

A bond or inner state with a single date was so at some time then; an event's end is the second half
of its interval, else unknown; a conflict without an end of its own ends at the resolution that
names it, else at the next one between the same parties (clauses T5 to T7 of
``docs/decisions/semantics.md``).
"""

from __future__ import annotations

from collections.abc import Sequence

from formulation.dates import FOREVER, Precision, Span, Truth, is_after
from formulation.model.base import Statement
from formulation.model.case import Case

__all__ = ["settled"]

_STATES = ("bonds", "inner")


def settled(case: Case) -> list[Span]:
    """Return one span a statement, with its end settled by its kind."""
    spans = list(case.chronology.spans)
    ends = _ends_of_conflicts(case, spans)
    for index, statement in enumerate(case.statements):
        span = spans[index]
        if statement.section in _STATES:
            continue
        if index in ends:
            end = ends[index]
            span = span._replace(
                end_earliest=max(span.start_earliest, end.start_earliest),
                end_latest=end.start_latest,
                end_precision=end.start_precision,
                is_interval=True,
            )
        elif not span.is_interval and not statement.recurring:
            span = span._replace(
                end_earliest=span.start_earliest,
                end_latest=FOREVER,
                end_precision=Precision.NONE,
                is_interval=True,
            )
        spans[index] = span
    return spans


def _ends_of_conflicts(case: Case, spans: Sequence[Span]) -> dict[int, Span]:
    """Return the span of the resolution that ends each conflict without an end of its own."""
    naming: dict[str, list[Span]] = {}
    between: dict[frozenset[str], list[Span]] = {}
    for index, statement in enumerate(case.statements):
        if statement.kind == "resolution" and not statement.recurring:
            subjects = statement.subjects
            if len(subjects) == 1:
                naming.setdefault(subjects[0], []).append(spans[index])
            else:
                between.setdefault(frozenset(subjects), []).append(spans[index])
    found: dict[int, Span] = {}
    for index, statement in enumerate(case.statements):
        if statement.kind != "conflict" or statement.recurring or _has_end(statement, spans[index]):
            continue
        if named := naming.get(case.ids[index]):
            found[index] = _first_of(named, named)
            continue
        others = between.get(frozenset(statement.subjects), ())
        later = [s for s in others if is_after(s, spans[index]) is not Truth.IMPOSSIBLE]
        if later:
            surely = [s for s in later if is_after(s, spans[index]) is Truth.CERTAIN]
            found[index] = _first_of(later, surely)
    return found


def _first_of(possible: Sequence[Span], certain: Sequence[Span]) -> Span:
    """Return when the first of several onsets was; only the `certain` ones surely count."""
    earliest = min(possible, key=lambda s: s.start_earliest)
    latest = max(possible, key=lambda s: s.start_latest)
    if certain:
        latest = min(certain, key=lambda s: s.start_latest)
    precision = earliest.start_precision
    return earliest._replace(
        start_latest=latest.start_latest,
        start_precision=precision if precision is latest.start_precision else Precision.NONE,
    )


def _has_end(conflict: Statement, span: Span) -> bool:
    """Tell whether a conflict's own interval or length says when it ended; ``..`` does."""
    if conflict.lasts:
        return True
    return span.is_interval and not (conflict.when or "").endswith("/")
