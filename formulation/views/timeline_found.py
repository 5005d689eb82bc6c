"""Found episodes as numbered bands across a timeline, their key, and the weights below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulation.dates import FOREVER
from formulation.errors import counted, shortened
from formulation.findings import Finding, Weight
from formulation.views.chart_words import ended
from formulation.views.timeline_axis import Axis
from formulation.views.timeline_items import Item, Items

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["Band", "bands_of", "key_lines", "weight_lines"]

_MOST_ONE_BY_ONE = 8
_MOST_LINES = 12
_MOST_BADGE_ROWS = 3
_BADGE = 20.0
_NARROWEST = 5.0
_LONGEST_WEIGHT = 460
_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Band:
    """One found episode.

    Attributes
    ----------
    number, finding
        Its number, from 1, and what was found.
    left, right
        From where to where it lies on the axis; the same where it has no place there.
    chained
        The numbers of its statements that are told by order alone, at no known time.
    badge_row
        In which row its number stands; -1 where there is no room for it.
    """

    number: int
    finding: Finding
    left: float
    right: float
    chained: tuple[int, ...]
    badge_row: int = -1

    @property
    def is_placed(self) -> bool:
        """Whether it lies on the axis."""
        return self.right > self.left


def bands_of(
    findings: Iterable[Finding],
    case: Case,
    items: Items,
    places: Mapping[int, float],
    axis: Axis | None,
) -> tuple[Band, ...]:
    """Return the bands of findings, those of one pattern after each other.

    Parameters
    ----------
    findings
        What was found; near misses are passed over.
    case, items
        What it was found in.
    places, axis
        Where everything stands.
    """
    found = [one for one in findings if one.status != "near-miss"]
    names = list(dict.fromkeys(one.pattern for one in found))
    found.sort(key=lambda one: names.index(one.pattern))
    made: list[Band] = []
    ends: list[float] = []
    for number, finding in enumerate(found, 1):
        known = [case.index_of[id] for id in finding.statements if id in case.index_of]
        held = [items.all[n] for n in known]
        chained = tuple(item.number for item in held if item.manner == "chained")
        left, right = _extent(held, places, axis)
        row = _badge_row(left, right, ends) if right > left else -1
        made.append(Band(number, finding, left, right, chained, row))
    return tuple(made)


def _extent(
    held: Sequence[Item], places: Mapping[int, float], axis: Axis | None
) -> tuple[float, float]:
    """Return from where to where an episode lies: by its events, else by what lasted."""
    placed = [item for item in held if item.number in places]
    placed = [item for item in placed if not item.is_state] or placed
    if axis is None or not placed:
        return 0.0, 0.0
    left = min(places[item.number] for item in placed)
    right = max(_latest(item, places, axis) for item in placed)
    aside = max(0.0, (_NARROWEST - (right - left)) / 2)
    return left - 1.5 - aside, right + 1.5 + aside


def _latest(item: Item, places: Mapping[int, float], axis: Axis) -> float:
    """Return where the onset of a thing lies at the latest."""
    latest = item.span.end_latest if item.is_recurring else item.span.start_latest
    if item.manner != "dated" or abs(latest) >= FOREVER:
        return places[item.number]
    return max(places[item.number], axis.place(latest))


def _badge_row(left: float, right: float, ends: list[float]) -> int:
    """Return the first row in which a number has room, and keep it taken."""
    middle = (left + right) / 2
    for row in range(_MOST_BADGE_ROWS):
        if row == len(ends):
            ends.append(-1e9)
        if middle - _BADGE / 2 >= ends[row]:
            ends[row] = middle + _BADGE / 2
            return row
    return -1


# -- words ---------------------------------------------------------------------------------------


def key_lines(bands: Sequence[Band]) -> list[tuple[str, str]]:
    """Return the number or numbers, and the words, of each line of the key."""
    if len(bands) <= _MOST_ONE_BY_ONE:
        return [(str(band.number), _told(band)) for band in bands]
    lines = []
    for pattern in dict.fromkeys(band.finding.pattern for band in bands):
        held = [band for band in bands if band.finding.pattern == pattern]
        first, last = held[0].number, held[-1].number
        sure = Counter(band.finding.certainty for band in held)
        how = ", ".join(f"{n} {word}" for word, n in sure.items())
        bare = sum(band.badge_row < 0 and band.is_placed for band in held)
        title = shortened(held[0].finding.title, 160)
        words = f"{title}: {counted(len(held), 'episode')} ({how})"
        words += f"; {bare} of them without a number for want of room" if bare else ""
        lines.append((str(first) if first == last else f"{first}–{last}", f"{words}."))
    return lines


def _told(band: Band) -> str:
    finding = band.finding
    words = f"{shortened(finding.title, 160)} ({finding.certainty}). "
    words += shortened(finding.because, 400)
    if not band.is_placed and not band.chained:
        words += " Nothing it rests on has a place in time."
    return words.strip()


def weight_lines(weights: Sequence[Weight]) -> list[tuple[str, str]]:
    """Return the verdict and a sentence for each weight; beyond twelve, how many more."""
    lines = [
        (weight.verdict[:1].upper() + weight.verdict[1:], ended(_short(weight)))
        for weight in weights[:_MOST_LINES]
    ]
    if len(weights) > _MOST_LINES:
        lines.append(("More", f"{counted(len(weights) - _MOST_LINES, 'more question')} weighed."))
    return lines


def _short(weight: Weight) -> str:
    """Return as many whole sentences as have room; half of one could say the opposite."""
    first, *more = _SENTENCES.split(shortened(weight.because or weight.question, 5_000))
    told = shortened(first, _LONGEST_WEIGHT)
    for sentence in more:
        if len(told) + 1 + len(sentence) > _LONGEST_WEIGHT:
            break
        told = f"{told} {sentence}"
    return told
