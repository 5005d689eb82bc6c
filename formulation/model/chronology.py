"""What the dates, ages and stated orders of a case say together about when things began.

Each order ("after the fall, by 3 to 5 weeks") is a pair of bounds on the distance between two
onsets.  Bounds travel along chains of such orders as shortest paths do, so the spans of statements
tighten, and a chain that comes back to its start too early shows statements that clash.

Distances are kept twice, in minutes and in whole calendar days: "14 days after" a quarrel on the
1st is the 15th, whatever the hour.  Reference: Dechter, Meiri and Pearl (1991), Temporal
constraint networks, Artificial Intelligence 49:61-95.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from formulation.dates import (
    FOREVER,
    MINUTES_PER_DAY,
    UNKNOWN,
    Duration,
    Span,
    add_months,
    parse_age,
    parse_duration,
    parse_span,
)
from formulation.model.base import Statement
from formulation.model.distances import Net, contradiction

__all__ = ["Chronology", "Clash", "Gap"]

_ORIGIN = -1  # the fixed beginning of time, from which dates are counted
_FINE_UNITS = ("minute", "hour")
_MOST_ROUNDS = 4  # days tighten minutes and minutes days: two rounds settle all but freaks
_UNREAL = FOREVER // 2  # a bound beyond it was reckoned from a side that is open


class Gap(NamedTuple):
    """What stated orders say of the distance from one onset to a later one, inclusive bounds.

    Unbounded sides are ``-FOREVER`` and ``FOREVER``.
    """

    least_minutes: int = -FOREVER
    most_minutes: int = FOREVER
    least_days: int = -FOREVER
    most_days: int = FOREVER


class _Order(NamedTuple):
    """One stated order: the onset of `later` minus that of `earlier` lies within `gap`."""

    earlier: int
    later: int
    gap: Gap
    words: str
    field: str

    @property
    def told_by(self) -> tuple[int, int]:
        """The statement that says so, and the one it names."""
        pair = self.later, self.earlier
        return pair[::-1] if self.field == "before" else pair


@dataclass(frozen=True, slots=True)
class Clash:
    """Statements whose times cannot all be so.

    Attributes
    ----------
    statements
        Indices of the statements, the one to look at first in front.
    field
        The field of the first that takes part.
    words
        The orders and dates that clash, in words, statements named by ``{index}``.
    """

    statements: tuple[int, ...]
    field: str
    words: tuple[str, ...]


def _gap_of(apart: Duration | None, *, least: int = 1) -> Gap:
    """Turn "after, by 3 to 5 weeks" into bounds; hours and minutes count exactly, the rest by day.

    `least` is 1 for "after", which is strict, and 0 for "since".
    """
    if apart is None:
        return Gap(least_minutes=least, least_days=0)
    first, last = apart.shortest // MINUTES_PER_DAY, -(-apart.longest // MINUTES_PER_DAY)
    if apart.unit in _FINE_UNITS:
        return Gap(max(least, apart.shortest), apart.longest, first, last)
    day = MINUTES_PER_DAY
    return Gap(max(least, first * day - (day - 1)), last * day + day - 1, first, last)


def _agreed(least: int, most: int, least_days: int, most_days: int) -> Gap:
    """Let bounds in minutes and in days tighten one another.

    Onsets k days apart are at least (k - 1) days and a minute apart, at most (k + 1) days less one.
    """
    day = MINUTES_PER_DAY
    if least > -FOREVER:
        least_days = max(least_days, least // day)
    if most < FOREVER:
        most_days = min(most_days, -(-most // day))
    if least_days > -FOREVER:
        least = max(least, (least_days - 1) * day + 1)
    if most_days < FOREVER:
        most = min(most, (most_days + 1) * day - 1)
    return Gap(least, most, least_days, most_days)


def _not_earlier_than(statement: Statement) -> Iterator[tuple[str, str, str]]:
    """Yield what a statement cannot come before, by what it says: the id, the field, the word.

    A change is since something, a repair mends a rupture, and a resolution ends a conflict.
    """
    if since := getattr(statement, "since", None):
        yield since, "since", "is since"
    if statement.kind == "repair":
        yield statement.subjects[0], "repair", "repairs"
    if statement.kind == "resolution" and len(statement.subjects) == 1:
        yield statement.subjects[0], "resolution", "resolves"


def _sooner(a: int, b: int) -> int:
    """Add two bounds without leaving the range that stands for "without bound"."""
    if abs(a) >= FOREVER or abs(b) >= FOREVER:
        return FOREVER if max(a, b) >= FOREVER else -FOREVER
    return a + b


def _with_length(span: Span, lasts: Duration | None, *, recurring: bool) -> Span:
    """Return `span` with its end bounded by how long the statement lasts."""
    if lasts is None or recurring:
        return span
    first = _sooner(span.start_earliest, lasts.shortest)
    last = _sooner(span.start_latest, lasts.longest)
    unit = span.start_precision
    if span.is_interval:
        unit = span.end_precision if span.end_precision >= 0 else unit
        stated = span.end_earliest, span.end_latest
        first, last = max(first, stated[0]), min(last, stated[1])
        if last < first <= last + _leeway(lasts):
            first, last = stated
    return span._replace(end_earliest=first, end_latest=last, end_precision=unit, is_interval=True)


def _leeway(lasts: Duration) -> int:
    """Return by how many minutes dates may miss the length said of them and still agree with it.

    From the 1st to the 7th is a week to who counts both days; by the calendar a month has 28 to 31
    days and a year 365 or 366.
    """
    day = MINUTES_PER_DAY
    months, years = lasts.longest // (30 * day), lasts.longest // (365 * day)
    return {"day": 1, "week": 1, "month": 1 + 2 * months, "year": 1 + years}.get(
        lasts.unit, 0
    ) * day


class Chronology:
    """When the statements of one case began and ended, as far as it is said.

    Parameters
    ----------
    statements
        The statements, in order; everything below speaks of their indices.
    index_of
        The index of each statement that has an id.
    born
        When the patient was born, as an EDTF text; ``None`` where that is unknown.

    Attributes
    ----------
    spans
        One :class:`~formulation.dates.Span` a statement, tightened by the stated orders.
    clashes
        What cannot be; empty for a chronology that holds together.
    ordered
        Indices of the statements that a stated order, or an age, speaks of.
    """

    def __init__(
        self, statements: Sequence[Statement], index_of: Mapping[str, int], born: str | None = None
    ) -> None:
        self._statements = statements
        self._index_of = index_of
        self._born = born
        self._bounds: dict[int, tuple[int, int]] = {}
        self.spans = [self._said_span(s) for s in statements]
        self._orders = [*self._stated(), *self._ages(born)]
        self.ordered = frozenset(n for o in self._orders for n in (o.earlier, o.later))
        self._minutes, self._days = self._nets(self._orders)
        self._once = self._nets(o for o in self._orders if not self._is_repeated(o))
        self._reached: dict[tuple[int, bool], tuple[dict[int, int], dict[int, int]]] = {}
        self.clashes: list[Clash] = [*self._circles(), *self._lengths(), *self._beginnings()]
        if not self.clashes:
            self.clashes = self._tighten()

    def gap(self, earlier: int, later: int) -> Gap | None:
        """Return what stated orders alone say of onset(`later`) - onset(`earlier`).

        ``None`` where no chain of orders ties the two.  A chain through a repeated episode ties
        nothing but repeated ones: it may be one episode on one side and another on the other.
        """
        if earlier not in self.ordered or later not in self.ordered:
            return None
        # "after the quarrels" and "before the quarrels" may speak of two episodes of them
        is_once = not (self._statements[earlier].recurring or self._statements[later].recurring)
        up, up_days = self._bounds_from(earlier, is_once)
        down, down_days = self._bounds_from(later, is_once)
        if later not in up and earlier not in down:
            return None
        return _agreed(
            -down.get(earlier, FOREVER),
            up.get(later, FOREVER),
            -down_days.get(earlier, FOREVER),
            up_days.get(later, FOREVER),
        )

    def _bounds_from(self, node: int, is_once: bool) -> tuple[dict[int, int], dict[int, int]]:
        key = (node, is_once)
        if key not in self._reached:
            minutes, days = self._once if is_once else (self._minutes, self._days)
            self._reached[key] = (minutes.shortest(node)[0], days.shortest(node)[0])
        return self._reached[key]

    def _said_span(self, statement: Statement) -> Span:
        span = parse_span(statement.when) if statement.when else UNKNOWN
        lasts = parse_duration(statement.lasts) if statement.lasts else None
        return _with_length(span, lasts, recurring=statement.recurring)

    def _stated(self) -> Iterator[_Order]:
        for index, statement in enumerate(self._statements):
            gap = _gap_of(parse_duration(statement.apart) if statement.apart else None)
            by = f" by {statement.apart}" if statement.apart else ""
            for name in statement.after:
                if (other := self._index_of.get(name)) is not None:
                    words = f"{{{index}}} is after {{{other}}}{by}"
                    yield _Order(other, index, gap, words, "after")
            for name in statement.before:
                if (other := self._index_of.get(name)) is not None:
                    words = f"{{{index}}} is before {{{other}}}{by}"
                    yield _Order(index, other, gap, words, "before")
            for name, key, word in _not_earlier_than(statement):
                if (other := self._index_of.get(name)) is not None:
                    words = f"{{{index}}} {word} {{{other}}}"
                    yield _Order(other, index, _gap_of(None, least=0), words, key)

    def _ages(self, born: str | None) -> Iterator[_Order]:
        """Tie aged statements to birthdays, and birthdays to one another and to the birth."""
        ages = {i: parse_age(s.age) for i, s in enumerate(self._statements) if s.age}
        months = sorted({m for age in ages.values() for m in age})
        first = len(self._statements)
        birthday = {month: first + n for n, month in enumerate(months)}
        span = parse_span(born) if born and months else UNKNOWN
        for month, node in birthday.items():
            latest = add_months(span.start_latest, month)
            # a birthday after the year 9999 is only known to be later than anything dated
            latest = FOREVER if latest >= parse_span("9999-12").start_earliest else latest
            self._bounds[node] = (add_months(span.start_earliest, month), latest)
        for a, b in pairwise(months):
            # a year has 365 or 366 days, a month 28 to 31: loose bounds, never wrong ones
            years, rest = divmod(b - a, 12)
            least, most = years * 365 + rest * 28, years * 366 + rest * 31
            gap = Gap(least * MINUTES_PER_DAY, most * MINUTES_PER_DAY, least, most)
            yield _Order(birthday[a], birthday[b], gap, "", "age")
        day = MINUTES_PER_DAY
        for index, age in ages.items():
            words = f"{{{index}}} is at age {self._statements[index].age}"
            came = Gap(-(day - 1), FOREVER, 0, FOREVER)
            yield _Order(birthday[age.months_from], index, came, words, "age")
            not_yet = Gap(1, FOREVER, 1, FOREVER)
            yield _Order(index, birthday[age.months_to], not_yet, words, "age")

    @staticmethod
    def _nets(orders: Iterable[_Order]) -> tuple[Net, Net]:
        minutes, days = Net(), Net()
        for order in orders:
            gap, a, b = order.gap, order.earlier, order.later
            minutes.bound(a, b, gap.most_minutes, order)
            minutes.bound(b, a, -gap.least_minutes, order)
            days.bound(a, b, gap.most_days, order)
            days.bound(b, a, -gap.least_days, order)
        return minutes, days

    def _circles(self) -> list[Clash]:
        """Return the orders that contradict one another whatever the dates."""
        for net in (self._minutes, self._days):
            circle = contradiction(net)
            if circle:
                return [self._clash(net, circle)]
        return []

    def _clash(self, net: Net, circle: Sequence[int]) -> Clash:
        steps = zip(circle, [*circle[1:], circle[0]], strict=True)
        found = {net.reasons[step] for step in steps if step in net.reasons}
        orders = [o for o in self._orders if o in found]  # told as the file tells them
        count = len(self._statements)
        told = tuple(dict.fromkeys(o.words for o in orders if o.words))
        nodes = [n for o in orders for n in o.told_by if 0 <= n < count]
        nodes += sorted(n for n in circle if 0 <= n < count)
        dated = {n: self._statements[n].when for n in nodes}
        if _ORIGIN in circle:
            told += tuple(f"{{{n}}} is dated {when}" for n, when in dated.items() if when)
            if any(n >= count for n in circle):
                told += (f"the patient was born {self._born}",)
        # birthdays alone clash only where an age leads beyond the calendar: then the aged are told
        aged = [n for n, statement in enumerate(self._statements) if statement.age]
        statements = tuple(dict.fromkeys(nodes or aged))
        own = [o for o in orders if o.words and o.words.startswith(f"{{{statements[0]}}}")]
        return Clash(statements, own[0].field if own else "when", told)

    def _lengths(self) -> Iterator[Clash]:
        """Yield intervals that last longer or shorter than their statement says."""
        for index, (statement, span) in enumerate(zip(self._statements, self.spans, strict=True)):
            if statement.lasts and span.end_earliest > span.end_latest:
                words = f"{{{index}}} is dated {statement.when} and lasts {statement.lasts}"
                yield Clash((index,), "lasts", (words,))

    def _beginnings(self) -> Iterator[Clash]:
        """Yield what has always been so (``../1881``) and yet has an onset to be told by."""
        for order in self._orders:
            if self._is_repeated(order):
                continue
            counted = (order.earlier, order.later) if order.gap.most_minutes < FOREVER else ()
            is_later = order.gap.least_minutes > 0 or order.field == "age"
            strict = (order.later,) if is_later else ()
            for node in dict.fromkeys((*strict, *counted)):
                if node < len(self.spans) and self.spans[node].start_latest <= -FOREVER:
                    when = f"{{{node}}} is dated {self._statements[node].when}, without a beginning"
                    yield Clash((node,), "when", (when, order.words))

    def _tighten(self) -> list[Clash]:
        """Tighten the onsets by the orders; return the clash where dates contradict them."""
        fixed = [o for o in self._orders if not self._is_repeated(o)]
        nodes = {n for o in fixed for n in (o.earlier, o.later)}
        for node in nodes - self._bounds.keys():
            span = self.spans[node]
            self._bounds[node] = (span.start_earliest, span.start_latest)
        for _ in range(_MOST_ROUNDS):
            before = dict(self._bounds)
            for unit in (MINUTES_PER_DAY, 1):
                if clash := self._tighten_in(unit, fixed, nodes):
                    return [clash]
            if before == self._bounds:
                break
        for node in nodes:
            if node < len(self.spans):
                self.spans[node] = self._narrowed(node, *self._bounds[node])
        return list(self._lengths())

    def _is_repeated(self, order: _Order) -> bool:
        """Tell whether an order speaks of a repeated episode, whose dates only bound it."""
        count = len(self._statements)
        ends = (n for n in (order.earlier, order.later) if n < count)
        return any(self._statements[n].recurring for n in ends)

    def _tighten_in(self, unit: int, orders: list[_Order], nodes: set[int]) -> Clash | None:
        net = self._nets(orders)[unit == MINUTES_PER_DAY]
        for node in nodes:
            lo, hi = self._bounds[node]
            if hi < FOREVER:
                net.bound(_ORIGIN, node, hi // unit)
            if lo > -FOREVER:
                net.bound(node, _ORIGIN, -(lo // unit))
        if circle := contradiction(net):
            return self._clash(net, circle)
        latest, earliest = net.shortest(_ORIGIN)[0], net.reversed().shortest(_ORIGIN)[0]
        for node in nodes:
            lo, hi = self._bounds[node]
            if node in latest:
                hi = min(hi, latest[node] * unit + unit - 1)
            if node in earliest and earliest[node] * unit < _UNREAL:
                lo = max(lo, -earliest[node] * unit)
            self._bounds[node] = (lo, hi)
        return None

    def _narrowed(self, index: int, lo: int, hi: int) -> Span:
        """Return the span of a statement with its onset narrowed, and its end as that allows."""
        span, statement = self.spans[index], self._statements[index]
        if (lo, hi) == (span.start_earliest, span.start_latest):
            return span
        span = span._replace(
            start_earliest=lo, start_latest=hi, end_earliest=max(lo, span.end_earliest)
        )
        lasts = parse_duration(statement.lasts) if statement.lasts else None
        return _with_length(span, lasts, recurring=statement.recurring)
