"""A chronology against all small worlds: what it says is what some world allows, and no more.

The oracle lists every way to put three or four statements on the days of one week, keeps those in
which all dates and stated orders hold, and reads off the first and the last day of each.  For such
bounds the shortest ways through a net of differences are exact (Dechter, Meiri and Pearl 1991), so
the days must agree to the day.  Orders between two onsets on one day are a matter of minutes and
always possible, unless they go in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import product
from typing import NamedTuple

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from formulation.dates import FOREVER, MINUTES_PER_DAY, Span
from formulation.model import LifeEvent
from formulation.model.base import Statement
from formulation.model.chronology import Chronology
from formulation.model.distances import Net, contradiction

DAY = MINUTES_PER_DAY
FIRST = date(2020, 3, 1).toordinal() - 1
WEEK = 7


class Order(NamedTuple):
    """One stated order, by indices: `later` comes `least` to `most` days after `earlier`."""

    earlier: int
    later: int
    least: int
    most: int


class Said(NamedTuple):
    """What is said of some statements: the days each can be, and the orders among them."""

    windows: list[tuple[int, int]]
    orders: list[Order]
    statements: list[Statement]

    @property
    def chronology(self) -> Chronology:
        return Chronology(self.statements, {str(s.id): n for n, s in enumerate(self.statements)})


def written(index: int, window: tuple[int, int] | None, told: list[tuple[str, Order]]) -> Statement:
    """One statement with its window of days as a set, and with the orders it tells."""
    fields: dict[str, object] = {}
    if window is not None:
        first, last = (f"2020-03-{day + 1:02}" for day in window)
        fields["when"] = first if first == last else f"[{first}..{last}]"
    for key, order in told:
        fields.setdefault(key, []).append(f"e{order.earlier + order.later - index}")  # type: ignore[attr-defined]
        if order.most < WEEK * 4:
            fields["apart"] = f"{order.least}..{order.most} days"
    return LifeEvent(id=f"e{index}", text="x", **fields)


@st.composite
def orders_of(
    draw: st.DrawFn, index: int, count: int, *, always_apart: bool
) -> list[tuple[str, Order]]:
    """What one statement tells: that it is after, or before, one or two others."""
    others = [n for n in range(count) if n != index]
    named = draw(st.lists(st.sampled_from(others), max_size=2, unique=True))
    has_distance = always_apart or draw(st.booleans())
    key = draw(st.sampled_from(["after", "before"]))
    least = draw(st.integers(0, 3)) if has_distance else 0
    most = least + draw(st.integers(0, 2)) if has_distance else WEEK * 4
    pairs = [(n, index) if key == "after" else (index, n) for n in named]
    return [(key, Order(*pair, least, most)) for pair in pairs]


@st.composite
def said(draw: st.DrawFn, *, dated: bool = True, always_apart: bool = False) -> Said:
    """Three or four statements, each on some days of a week, with random orders among them."""
    count = draw(st.integers(3, 4))
    days = st.integers(0, WEEK - 1)
    windows = [
        (min(pair), max(pair))
        for pair in draw(st.lists(st.tuples(days, days), min_size=count, max_size=count))
    ]
    told = [draw(orders_of(n, count, always_apart=always_apart)) for n in range(count)]
    statements = [written(n, windows[n] if dated else None, told[n]) for n in range(count)]
    return Said(windows, [order for own in told for _, order in own], statements)


def in_a_row(orders: list[Order]) -> bool:
    """Whether the orders go in no circle."""
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for order in orders:
        sorter.add(order.later, order.earlier)
    try:
        sorter.prepare()
    except CycleError:
        return False
    return True


def worlds(told: Said, windows: list[tuple[int, int]]) -> Iterator[tuple[int, ...]]:
    """Every way to put the statements on days so that all that is said holds."""
    if not in_a_row(told.orders):
        return
    for days in product(*(range(first, last + 1) for first, last in windows)):
        if all(o.least <= days[o.later] - days[o.earlier] <= o.most for o in told.orders):
            yield days


def days_of(span: Span) -> tuple[int, int]:
    return span.start_earliest // DAY - FIRST, span.start_latest // DAY - FIRST


@given(said())
@settings(max_examples=200, deadline=None)
def test_spans_are_those_of_all_worlds_in_which_everything_said_holds(told: Said) -> None:
    """No day more, no day less; and where no world is left, the chronology is refused."""
    possible = list(worlds(told, told.windows))
    found = told.chronology

    assert bool(found.clashes) == (not possible)
    if possible:
        expected = [(min(days), max(days)) for days in zip(*possible, strict=True)]
        assert [days_of(span) for span in found.spans] == expected


@given(said())
@settings(max_examples=60, deadline=None)
def test_a_clash_names_statements_that_cannot_be_without_the_others(told: Said) -> None:
    """Those named are said to be where they stand, and the words name no others."""
    found = told.chronology.clashes
    assume(found)

    for clash in found:
        named = {int(n) for words in clash.words for n in words.replace("}", "{").split("{")[1::2]}
        assert named <= set(clash.statements)
        alone = told._replace(
            orders=[o for o in told.orders if {o.earlier, o.later} <= set(clash.statements)]
        )
        assert not list(worlds(alone, told.windows))


@given(said(dated=False, always_apart=True))
@settings(max_examples=50, deadline=None)
def test_gaps_are_the_distances_of_all_worlds(told: Said) -> None:
    """Along chains of orders, forwards and backwards; of what no chain ties there is none."""
    reach = 10  # two orders of at most 5 days lead from any of four statements to any tied to it
    assume(in_a_row(told.orders))
    free = [(0, 0), *[(-reach, reach)] * (len(told.statements) - 1)]
    tied = {0}
    for _ in told.statements:
        tied |= {n for o in told.orders if {o.earlier, o.later} & tied for n in o[:2]}
    free = [window if n in tied else (0, 0) for n, window in enumerate(free)]
    kept = told._replace(orders=[o for o in told.orders if o.earlier in tied])
    possible = list(worlds(kept, free))
    assume(possible and len(tied) > 1)
    found = told.chronology
    assume(not found.clashes)

    for n in sorted(tied - {0}):
        gap = found.gap(0, n)
        assert gap is not None
        assert (gap.least_days, gap.most_days) == (
            min(days[n] for days in possible),
            max(days[n] for days in possible),
        )
    for n in set(range(len(told.statements))) - tied:
        assert found.gap(0, n) is None


@given(said(dated=False))
@settings(max_examples=80, deadline=None)
def test_gaps_in_minutes_and_in_days_agree(told: Said) -> None:
    """K days apart is at least k - 1 days and a minute, at most k + 1 days less a minute."""
    found = told.chronology
    assume(not found.clashes)

    for a, b in product(range(len(told.statements)), repeat=2):
        gap = found.gap(a, b)
        back = found.gap(b, a)
        if gap is None or back is None:
            assert gap == back
            continue
        assert gap == (-back.most_minutes, -back.least_minutes, -back.most_days, -back.least_days)
        if gap.least_days > -FOREVER:
            assert (gap.least_days - 1) * DAY < gap.least_minutes < (gap.least_days + 1) * DAY
        if gap.most_days < FOREVER:
            assert (gap.most_days - 1) * DAY < gap.most_minutes < (gap.most_days + 1) * DAY


@given(said())
@settings(max_examples=80, deadline=None)
def test_adding_an_order_never_widens_a_span(told: Said) -> None:
    """Who says more leaves less open."""
    less = [
        s.model_copy(update={"after": (), "apart": None}) if s.after else s for s in told.statements
    ]
    before, after = told._replace(statements=less).chronology, told.chronology
    assume(not before.clashes and not after.clashes)

    for wide, narrow in zip(before.spans, after.spans, strict=True):
        assert wide.start_earliest <= narrow.start_earliest <= narrow.start_latest
        assert narrow.start_latest <= wide.start_latest
        assert wide.end_earliest <= narrow.end_earliest
        assert narrow.end_latest <= wide.end_latest


@given(said(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_file_makes_no_difference(told: Said, random: object) -> None:
    """Whoever writes it down in another order is told the same."""
    shuffled = list(enumerate(told.statements))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    turned = told._replace(statements=[statement for _, statement in shuffled]).chronology
    found = told.chronology

    assert bool(found.clashes) == bool(turned.clashes)
    if not found.clashes:
        assert [turned.spans[n] for n in range(len(shuffled))] == [
            found.spans[index] for index, _ in shuffled
        ]


@given(said(), st.sets(st.integers(0, 3)))
@settings(max_examples=100, deadline=None)
def test_recurring_statements_tighten_nothing(told: Said, chosen: set[int]) -> None:
    """Spans are as if the orders that speak of them had not been said."""
    repeated = [
        s.model_copy(update={"recurring": True}) if n in chosen else s
        for n, s in enumerate(told.statements)
    ]
    plain = [o for o in told.orders if not {o.earlier, o.later} & chosen]
    found = told._replace(statements=repeated).chronology
    possible = list(worlds(told._replace(orders=plain), told.windows))

    if found.clashes:  # by the dates of the others, or because orders contradict whatever the dates
        undated = [s.model_copy(update={"when": None}) for s in repeated]
        assert not possible or told._replace(statements=undated).chronology.clashes
    else:
        expected = [(min(days), max(days)) for days in zip(*possible, strict=True)]
        assert [days_of(span) for span in found.spans] == expected


# --- ages ---

births = st.dates(date(1900, 1, 1), date(1999, 12, 31)) | st.just(date(1996, 2, 29))


def birthday(born: date, years: int) -> date:
    """The day on which someone is so many years old; 28 February for 29 February."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 2, 28)


def aged(*ages: str) -> list[Statement]:
    return [LifeEvent(id=f"e{n}", text="x", age=age) for n, age in enumerate(ages)]


@given(births, st.integers(0, 90), st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_an_age_is_the_time_from_a_birthday_to_the_next(born: date, years: int, more: int) -> None:
    """By the calendar of :mod:`datetime`, leap days included."""
    text = f"{years}..{years + more}" if more else f"{years}"
    [span] = Chronology(aged(text), {"e0": 0}, born.isoformat()).spans
    first, following = birthday(born, years), birthday(born, years + more + 1)

    assert span.start_earliest == (first.toordinal() - 1) * DAY
    assert span.start_latest == (following.toordinal() - 1) * DAY - 1


@given(births, st.dates(date(1900, 1, 1), date(2079, 12, 31)), st.integers(0, 79))
@settings(max_examples=100, deadline=None)
def test_an_age_and_a_date_agree_or_clash_as_the_calendar_has_it(
    born: date, day: date, years: int
) -> None:
    """A dated event at a stated age is refused just where the person was not that old."""
    told = LifeEvent(id="e", text="x", age=years, when=day)
    found = Chronology([told], {"e": 0}, born.isoformat())

    was_so_old = birthday(born, years) <= day < birthday(born, years + 1)
    assert bool(found.clashes) == (not was_so_old)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=4))
@settings(max_examples=80, deadline=None)
def test_ages_order_by_themselves_what_is_a_year_apart(years: list[int]) -> None:
    """Without a date of birth: the older is surely later, at one age either may be."""
    told = aged(*map(str, years))
    found = Chronology(told, {f"e{n}": n for n in range(len(told))})

    for (a, younger), (b, older) in product(enumerate(years), repeat=2):
        gap = found.gap(a, b)
        assert gap is not None
        apart = older - younger
        assert (gap.least_minutes >= 1) == (apart >= 1)
        assert (gap.most_minutes <= -1) == (apart <= -1)
        # the true bounds are a day within (apart - 1) and (apart + 1) years, leap days aside
        if a != b:
            assert abs(gap.least_days - ((apart - 1) * 365.25 + 1)) <= abs(apart) + 2
            assert abs(gap.most_days - ((apart + 1) * 365.25 - 1)) <= abs(apart) + 2


@given(births, st.integers(0, 60), st.integers(0, 60), st.dates(date(1900, 1, 1), date(2060, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_a_date_of_birth_never_widens_what_ages_say(
    born: date, years: int, other: int, day: date
) -> None:
    """Neither does a date beside an age."""
    told = [*aged(str(years), str(other)), LifeEvent(id="d", text="x", when=day, after="e0")]
    index = {"e0": 0, "e1": 1, "d": 2}
    without, with_birth = Chronology(told, index), Chronology(told, index, born.isoformat())
    assume(not with_birth.clashes)

    assert not without.clashes
    for wide, narrow in zip(without.spans, with_birth.spans, strict=True):
        assert wide.start_earliest <= narrow.start_earliest <= narrow.start_latest
        assert narrow.start_latest <= wide.start_latest


# --- the net of bounds ---

nets = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(-6, 9)).filter(
        lambda t: t[0] != t[1]
    ),
    min_size=1,
    max_size=14,
)


@given(nets)
@settings(max_examples=150, deadline=None)
def test_a_net_agrees_with_the_distances_of_floyd_and_warshall(
    bounds: list[tuple[int, int, int]],
) -> None:
    """It finds a circle just where there is one, a true one, and else all the shortest ways."""
    net = Net()
    for a, b, most in bounds:
        net.bound(a, b, most)
    nodes = sorted(net.nodes())
    way = {
        (a, b): 0 if a == b else net.edges.get(a, {}).get(b, FOREVER)
        for a, b in product(nodes, nodes)
    }
    for middle, a, b in product(nodes, nodes, nodes):
        if max(way[a, middle], way[middle, b]) < FOREVER:
            way[a, b] = min(way[a, b], way[a, middle] + way[middle, b])

    circle = contradiction(net)

    assert bool(circle) == any(way[a, a] < 0 for a in nodes)
    if circle:
        steps = zip(circle, [*circle[1:], circle[0]], strict=True)
        assert sum(net.edges[a][b] for a, b in steps) < 0
    else:
        for a in nodes:
            best, found = net.shortest(a)
            assert found == []
            assert best == {b: way[a, b] for b in nodes if way[a, b] < FOREVER}
