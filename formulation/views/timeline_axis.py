"""The axis of a timeline: stretches of time, each with a scale of its own, and the breaks between.

A plain axis hides either the childhood or last week.  This one is cut where nothing begins or ends
for long, and every stretch that is left gets room for what happens in it:

1. All moments at which something dated can have begun or ended are put in order.
2. A stretch is cut at its longest empty time where that is at least three tenths of the stretch
   and three times what evenly spread moments would leave; else where the moments on one side lie
   at least eight times as dense as on the other.  At most six stretches are made.  No cut goes
   through the third of a time, or more, in which something may have begun: that time is not empty.
3. Within a stretch time runs evenly.  Its width grows with the number of things that begin in it,
   to the power of 0.65, lest a diary leave no room for a childhood; none has less than 66 points.
4. A break is drawn as one, with the time that is left out.  It is as wide as those need that are
   told by order alone to lie in it.

Moments never change their order: the axis is monotone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from formulation.dates import MINUTES_PER_DAY, Span
from formulation.errors import counted
from formulation.views.chart_time import Tick, ticks

__all__ = ["AGE_ORIGIN", "Axis", "Stretch", "Zone", "axis_of", "stretches_of"]

#: a year of birth for those of whom only ages are known; ages are then counted from it
AGE_ORIGIN = 1000
_LAST = date.max.toordinal() * MINUTES_PER_DAY - 1
_YEAR = 365 * MINUTES_PER_DAY
_MOST_STRETCHES = 6
_LEAST_GAP = 0.3
_LEAST_CONTRAST, _FEWEST = 8.0, 6
_NARROWEST, _BREAK = 66.0, 46.0
_TICK_ROOM = 46.0
_AGE_STEPS = (1, 2, 5, 10, 20, 50)


class Stretch(NamedTuple):
    """A stretch of time: its first minute, the minute after its last, and how much begins in it."""

    first: int
    end: int
    onsets: int = 0


class Zone(NamedTuple):
    """A part of the axis: a stretch, or the break between two."""

    first: int
    end: int
    x: float
    width: float
    is_break: bool = False

    @property
    def right(self) -> float:
        """Where it ends on paper."""
        return self.x + self.width

    def words(self) -> str:
        """Return how much time it holds: "24 years"; "" for a mere change of scale."""
        days = (self.end - self.first) / MINUTES_PER_DAY
        for unit, size in (("year", 365.25), ("month", 30.44), ("day", 1.0)):
            if days >= 1.9 * size or (unit == "day" and days >= 1):
                return counted(round(days / size), unit)
        return ""


@dataclass(frozen=True)
class Axis:
    """Where every minute stands on paper.

    Attributes
    ----------
    zones
        Stretches and breaks in order, each beginning where the one before ends.
    left, right
        Where the paper of the lanes begins and ends; before the first zone and after the last
        there is room for what is only known to be earlier or later.
    is_of_ages
        Whether it counts the patient's years of age and no calendar.
    born
        When the patient was born; ``None`` where that is unknown.
    """

    zones: tuple[Zone, ...]
    left: float
    right: float
    is_of_ages: bool = False
    born: Span | None = None

    @property
    def stretches(self) -> tuple[Zone, ...]:
        """The zones that are no breaks."""
        return tuple(zone for zone in self.zones if not zone.is_break)

    def place(self, minute: int) -> float:
        """Return where a minute stands; what lies beyond the axis stands at its end."""
        if minute <= self.zones[0].first:
            return self.left if minute < self.zones[0].first else self.zones[0].x
        zone = self.zones[bisect_right(self.zones, minute, key=lambda z: z.first) - 1]
        if minute > zone.end:
            return self.right
        return zone.x + zone.width * (minute - zone.first) / max(zone.end - zone.first, 1)

    def ticks(self, zone: Zone) -> list[Tick]:
        """Return the dates, or ages, that are written under a stretch."""
        most = max(2, int(zone.width / _TICK_ROOM))
        if not self.is_of_ages:
            return ticks((zone.first, zone.end - 1), most)
        first, last = (_year(minute) for minute in (zone.first, zone.end - 1))
        step = next((n for n in _AGE_STEPS if (last - first) / n < most), 100)
        years = range(first - first % -step, last + 1, step)
        return [Tick(_new_year(year), f"age {year - AGE_ORIGIN}") for year in years]

    def age(self, minute: int) -> str:
        """Return how old the patient was: "15", "14–15" or "about 15"; "" where it is unknown."""
        if self.born is None or self.is_of_ages:
            return ""
        first, last = self.born.start_earliest, self.born.start_latest
        if not (0 <= first <= last <= minute):
            return ""
        least, most = (_full_years(birth, minute) for birth in (last, first))
        if most > 120:
            return ""
        if most - least > 1:
            return f"about {(most + least + 1) // 2}"
        return f"{least}–{most}" if least < most else str(most)


def _year(minute: int) -> int:
    return date.fromordinal(minute // MINUTES_PER_DAY + 1).year


def _new_year(year: int) -> int:
    return (date(min(max(year, 1), 9999), 1, 1).toordinal() - 1) * MINUTES_PER_DAY


def _full_years(birth: int, minute: int) -> int:
    born, now = (date.fromordinal(m // MINUTES_PER_DAY + 1) for m in (birth, minute))
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))


# -- where it is cut -----------------------------------------------------------------------------


def stretches_of(
    moments: Iterable[int], onsets: Sequence[int] = (), doubtful: Sequence[tuple[int, int]] = ()
) -> list[Stretch]:
    """Return the stretches that moments lie in, in order and apart; the rule stands above.

    Parameters
    ----------
    moments
        Minutes at which something can have begun or ended.
    onsets
        The minutes at which things begin, each as often as it holds.
    doubtful
        The first and last minute at which things may have begun.
    """
    known = sorted({min(max(minute, 0), _LAST) for minute in moments})
    if not known:
        return []
    pieces = [known]
    while len(pieces) < _MOST_STRETCHES:
        cuts = [(*_best_cut(piece, doubtful), n) for n, piece in enumerate(pieces)]
        worth, at, n = max(cuts, key=lambda cut: cut[0])
        if worth <= 0:
            break
        pieces[n : n + 1] = [pieces[n][:at], pieces[n][at:]]
    bounds = _apart([_whole(piece) for piece in pieces], pieces)
    return [Stretch(a, b, sum(a <= minute < b for minute in onsets)) for a, b in bounds]


def _best_cut(piece: Sequence[int], doubtful: Sequence[tuple[int, int]]) -> tuple[float, int]:
    """Return how well a stretch is cut, 0 for not at all, and before which of its moments."""
    length, count = piece[-1] - piece[0], len(piece) - 1
    if count < 3 or length < 4 * MINUTES_PER_DAY:
        return 0.0, 0
    gaps = sorted((a - b, n) for n, (a, b) in enumerate(pairwise(piece), 1))
    for gap, at in gaps:
        if -gap / length < max(_LEAST_GAP, 3 / count):
            break
        if not _is_doubtful(piece[at - 1], piece[at], doubtful):
            return 1 - gap / length, at
    dense = sorted((-_contrast(piece, n), n) for n in range(1, len(piece)))
    for contrast, at in dense[:_MOST_STRETCHES]:
        if -contrast < _LEAST_CONTRAST:
            break
        if not _is_doubtful(piece[at - 1], piece[at], doubtful):
            return -contrast / (1 - contrast), at
    return 0.0, 0


def _is_doubtful(first: int, last: int, doubtful: Sequence[tuple[int, int]]) -> bool:
    """Tell whether something may have begun in an empty time, and in little besides."""
    return any(a <= first and last <= b and 3 * (last - first) >= b - a for a, b in doubtful)


def _contrast(piece: Sequence[int], at: int) -> float:
    """Return how many times as dense the moments lie on one side as on the other."""
    if min(at, len(piece) - at) < _FEWEST:
        return 0.0
    before = at / (piece[at - 1] - piece[0] + MINUTES_PER_DAY)
    after = (len(piece) - at) / (piece[-1] - piece[at] + MINUTES_PER_DAY)
    return max(before, after) / min(before, after)


def _whole(piece: Sequence[int]) -> tuple[int, int]:
    """Return a stretch widened to whole years, months or days, whichever suits its length."""
    first, end = piece[0], piece[-1] + 1
    if end - first >= 3 * _YEAR:
        return _new_year(_year(first)), _new_year(_year(end - 1) + 1)
    first -= first % MINUTES_PER_DAY
    end += -end % MINUTES_PER_DAY
    if end - first >= 90 * MINUTES_PER_DAY:
        day = date.fromordinal(first // MINUTES_PER_DAY + 1)
        return first - (day.day - 1) * MINUTES_PER_DAY, end
    return first, max(end, first + MINUTES_PER_DAY)


def _apart(
    bounds: Sequence[tuple[int, int]], pieces: Sequence[Sequence[int]]
) -> list[tuple[int, int]]:
    """Return stretches that do not run into each other; the later of two gives way."""
    made: list[tuple[int, int]] = []
    for (first, end), piece in zip(bounds, pieces, strict=True):
        if made and first < made[-1][1]:
            shared = min(made[-1][1], piece[0])
            made[-1] = made[-1][0], shared
            first = shared
        made.append((first, max(end, first + 1)))
    return made


# -- on paper ------------------------------------------------------------------------------------


def axis_of(
    stretches: Sequence[Stretch],
    left: float,
    right: float,
    *,
    waiting: Mapping[int, float] | None = None,
    before: float = 14.0,
    is_of_ages: bool = False,
    born: Span | None = None,
) -> Axis:
    """Return the axis on paper.

    Parameters
    ----------
    stretches
        In order and apart; at least one.
    left, right
        From where to where, in points.
    waiting
        How much room is needed after a stretch, by its place among them, for what is told by
        order alone; the last one's is at the end.
    before
        How much is needed before the first.
    is_of_ages, born
        As for :class:`Axis`.
    """
    last = len(stretches) - 1
    room = dict.fromkeys(range(last), _BREAK) | {last: 30.0}
    room = {n: base + (waiting or {}).get(n, 0.0) for n, base in room.items()}
    most = 0.55 * (right - left)
    aside = before + sum(room.values())
    shrunk = min(1.0, most / aside)
    free = right - left - aside * shrunk
    zones: list[Zone] = []
    x = left + before * shrunk
    for n, (stretch, width) in enumerate(zip(stretches, _widths(stretches, free), strict=True)):
        zones.append(Zone(stretch.first, stretch.end, x, width))
        x += width
        if n < last:
            until = stretches[n + 1].first
            zones.append(Zone(stretch.end, until, x, room[n] * shrunk, is_break=True))
            x += room[n] * shrunk
    return Axis(tuple(zones), left, right, is_of_ages, born)


def _widths(stretches: Sequence[Stretch], free: float) -> list[float]:
    parts = [0.5 + stretch.onsets**0.65 for stretch in stretches]
    least = min(_NARROWEST, free / len(parts))
    spare = free - least * len(parts)
    wanted = [max(0.0, part / sum(parts) * free - least) for part in parts]
    return [least + (spare * want / sum(wanted) if sum(wanted) else 0.0) for want in wanted]
