"""The dates at which a map changes, and which of its statements hold at each.

The map is drawn once, and who looks at it as of a date sees the same figures in the same places:
what did not hold then steps back, what only may have held is faint.  Which is which is exactly
what :func:`formulation.views.map.map_view` shows at that date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulation.dates import MINUTES_PER_DAY, Precision, Span, parse_span, span_in_words, to_text
from formulation.graph import map_of
from formulation.views.map_parts import Parts
from formulation.views.picture import MapView
from formulation.views.style import STYLE

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["MOST_DATES", "MapDate", "MapDates", "dates_of"]

#: so many dates can be chosen at most; a longer case offers those that matter most
MOST_DATES = 60
#: and so many statements are looked up for all dates together
_MOST_LOOKED_UP = 24_000
_FEWEST = 6
#: days; what is dated no finer than this is dated to the year
_MONTH = 31
#: what changes the picture for long, and so comes first where not every date can be offered
_LASTING = ("bonds", "inner")
_TURNING = ("intervention", "treatment", "trauma", "loss", "separation", "insight")

ABSENT, POSSIBLE, CERTAIN = "-pc"


@dataclass(frozen=True, slots=True)
class MapDate:
    """What a map shows at a date.

    Attributes
    ----------
    at, words
        The date, as it is written and as it is said.
    holds
        A letter for each thing of the map: ``-`` it did not hold, ``p`` it may have, ``c`` it did.
    """

    at: str
    words: str
    holds: str


@dataclass(frozen=True, slots=True)
class MapDates:
    """The map of a case over time.

    Attributes
    ----------
    ids
        Figures, their deaths (``anna:died``), symptoms, ties (``pain:of``) and statements, in the
        order of the letters.
    dates
        The dates that can be chosen, in order.
    changes
        On how many dates the map changes, those that cannot be chosen included.
    """

    ids: tuple[str, ...]
    dates: tuple[MapDate, ...]
    changes: int


def dates_of(
    case: Case, view: MapView, *, most: int = MOST_DATES, is_yearly: bool = False
) -> MapDates:
    """Return the dates at which the map of a case changes, and what holds at each.

    Parameters
    ----------
    case
        The case.
    view
        Its map with no date.
    most
        How many dates may be chosen, at most.
    is_yearly
        Whether dates are told to the year and no finer.
    """
    dead = (f"{node.id}:died" for node in view.nodes if node.is_past)
    ids = (*(node.id for node in view.nodes), *dead, *dict.fromkeys(_shown(view)))
    days, widths = _turns(case, set(ids))
    most = max(min(most, _MOST_LOOKED_UP // max(len(ids), 1)), _FEWEST)
    chosen = _chosen(days, most)
    dates = [_as_of(case, ids, day, widths[day], is_yearly=is_yearly) for day in chosen]
    told = tuple(_without_repeats(dates))
    return MapDates(ids, told, len(told) if len(chosen) == len(days) else len(days))


def _shown(view: MapView) -> Iterator[str]:
    return (id for shown in view.shown() for id in shown.statements)


def _as_of(case: Case, ids: Sequence[str], day: int, width: int, *, is_yearly: bool) -> MapDate:
    at = to_text(day * MINUTES_PER_DAY, Precision.YEAR if is_yearly else Precision.DAY)
    parts = Parts(case, map_of(case, at), {}, STYLE, None)
    edges = list(parts.edges())
    nodes = list(parts.nodes(edges, parse_span(at)))
    held = {node.id: POSSIBLE if node.is_possible else CERTAIN for node in nodes}
    held |= {f"{node.id}:died": CERTAIN for node in nodes if node.is_past}
    lines = (edge for edge in edges if edge.start in held and edge.end in held)
    for shown in (*lines, *(note for node in nodes for note in node.notes)):
        for id in shown.statements:
            held[id] = POSSIBLE if id in shown.possible else CERTAIN
    words = span_in_words(at) if is_yearly else _in_words(day, width)
    return MapDate(at, words, "".join(held.get(id, ABSENT) for id in ids))


def _in_words(day: int, width: int) -> str:
    """Return a date as finely as what turns on it is dated; a year has no first day in a file.

    >>> _in_words(723_910, 364), _in_words(723_941, 30), _in_words(723_913, 0)
    ('the start of 1983', 'the start of February 1983', '4 January 1983')
    >>> _in_words(724_274, 364), _in_words(723_913, 9)
    ('the end of 1983', 'January 1983')
    """
    minute = day * MINUTES_PER_DAY
    if not width:
        return span_in_words(to_text(minute, Precision.DAY))
    units = [Precision.MONTH] if width < _MONTH else [Precision.YEAR, Precision.MONTH]
    for unit in units:
        period = to_text(minute, unit)
        if to_text(minute - MINUTES_PER_DAY, unit) != period:
            return f"the start of {span_in_words(period)}"
        if to_text(minute + MINUTES_PER_DAY, unit) != period:
            return f"the end of {span_in_words(period)}"
    return span_in_words(to_text(minute, Precision.MONTH))


def _without_repeats(dates: Iterable[MapDate]) -> Iterator[MapDate]:
    before = ""
    for date in dates:
        if date.holds != before:
            yield date
        before = date.holds


# -- when the map changes ------------------------------------------------------------------------


def _turns(case: Case, drawn: set[str]) -> tuple[dict[int, int], dict[int, int]]:
    """Return how much each day matters on which something drawn begins or is over.

    Beside it stands within how many days that is dated, of what is dated best.
    """
    turns: dict[int, int] = {}
    widths: dict[int, int] = {}
    for id, statement, span in zip(case.ids, case.statements, case.chronology.spans, strict=True):
        if id not in drawn:
            continue
        lasts = statement.section in _LASTING or statement.kind in _TURNING
        for day, width in _days_of(span, is_event=statement.section == "events"):
            turns[day] = max(turns.get(day, 0), 2 if lasts else 1)
            widths[day] = min(widths.get(day, width), width)
    for when in _lives(case):
        for day, width in _days_of(parse_span(when), is_event=True):
            turns[day] = 2
            widths[day] = min(widths.get(day, width), width)
    return turns, widths


def _lives(case: Case) -> Iterator[str]:
    for person in case.people:
        yield from filter(None, (person.born, person.died))
    yield from (symptom.onset for symptom in case.symptoms if symptom.onset)


def _days_of(span: Span, *, is_event: bool) -> Iterator[tuple[int, int]]:
    """Yield the days on which something may begin, surely began, and was over.

    Beside each stands within how many days it is dated.
    """
    begun = (span.start_earliest, span.start_latest)
    ended = (span.end_earliest, span.end_latest)
    if is_event and not span.is_interval:
        ended = begun
    ends = ((begun[0], begun), (begun[1], begun), (ended[1] + MINUTES_PER_DAY, ended))
    for minute, (first, last) in ends:
        if to_text(minute) != "..":
            yield minute // MINUTES_PER_DAY, last // MINUTES_PER_DAY - first // MINUTES_PER_DAY


def _chosen(turns: dict[int, int], most: int) -> list[int]:
    """Return the days to offer: all, or those that matter most, then others evenly between."""
    days = sorted(turns)
    if len(days) <= most:
        return days
    lasting = _evenly([day for day in days if turns[day] > 1], most * 2 // 3)
    others = _evenly([day for day in days if day not in set(lasting)], most - len(lasting))
    return sorted({*lasting, *others})


def _evenly(days: Sequence[int], count: int) -> list[int]:
    if len(days) <= count:
        return list(days)
    last = len(days) - 1
    return [days[round(n * last / max(count - 1, 1))] for n in range(count)]
