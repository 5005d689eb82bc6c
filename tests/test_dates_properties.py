"""What holds of every date: the algebra of three-valued time, and a reading that never breaks.

The relations are checked against worlds that are enumerated one by one: a relation is certain if
it holds in all of them, impossible if in none.  Strict bounds are checked against the package
``edtf``, an independent reading of the same specification.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date
from itertools import product
from operator import ge, gt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from formulation.dates import (
    FOREVER,
    MINUTES_PER_DAY,
    UNKNOWN,
    Precision,
    Span,
    Truth,
    add_months,
    distance,
    is_after,
    is_after_end,
    is_at_least,
    is_before,
    is_during,
    is_from,
    is_within,
    parse_age,
    parse_duration,
    parse_span,
    span_in_words,
    to_text,
    weakest,
)
from formulation.errors import DateError

often = settings(max_examples=60, deadline=None)  # a busy machine is no reason to fail
LAST = date.max.toordinal() * MINUTES_PER_DAY - 1

# Texts of every accepted form ----------------------------------------------------------------

marks = st.sampled_from(["", "~", "?", "%"])
years = st.integers(1, 9999).map("{:04}".format)
months = st.builds("{}-{:02}".format, years, st.integers(1, 12))
days = st.dates().map(str)
seasons = st.builds("{}-{}".format, years, st.integers(21, 24))
unspecified = st.one_of(
    years.map(lambda y: y[:3] + "X"),
    years.map(lambda y: y[:2] + "XX"),
    years.map("{}-XX".format),
    years.map("{}-XX-XX".format),
    months.map("{}-XX".format),
)
times = st.builds(
    "{}T{:02}:{:02}{}{}".format,
    days,
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["", ":07", ":59.25"]),
    st.sampled_from(["", "Z", "+05", "-03:30"]),
)
unmarked = st.one_of(years, months, days, unspecified)
single = st.one_of(st.builds("{}{}".format, unmarked | seasons, marks), times)


@st.composite
def pairs(draw: st.DrawFn, joint: str) -> str:
    """Draw two dates, the earlier first, joined by a slash or two dots."""
    a, b = sorted((draw(single), draw(single)), key=parse_span)
    return f"{a}{joint}{b}"


half_open = st.one_of(
    st.builds("{}/{}".format, single, st.sampled_from(["", ".."])),
    st.builds("{}/{}".format, st.sampled_from(["", ".."]), single),
    st.sampled_from(["../..", "/..", "../"]),
)
intervals = st.one_of(pairs("/"), half_open)
places = st.one_of(single, pairs(".."), single.map("..{}".format), single.map("{}..".format))
sets = st.lists(places, min_size=1, max_size=3).map(lambda found: f"[{', '.join(found)}]")
texts = st.one_of(single, intervals, sets)

# Spans as such, also those that no text has but an order can tighten -------------------------

NEAR = 20 * 365 * MINUTES_PER_DAY


@st.composite
def spans(draw: st.DrawFn, moments: st.SearchStrategy[int] | None = None) -> Span:
    """Draw any span whose ends do not contradict each other."""
    near = st.integers(NEAR, NEAR + 4 * MINUTES_PER_DAY)
    point = (
        st.one_of(near, near, st.sampled_from([-FOREVER, FOREVER])) if moments is None else moments
    )
    a, b, c, d = sorted(draw(st.tuples(point, point, point, point)))
    precisions = st.sampled_from(Precision)
    if not draw(st.booleans()):
        unit = draw(precisions)
        return Span(a, d, a, d, unit, unit, False)
    b, c = draw(st.permutations([b, c]))
    return Span(a, b, c, d, draw(precisions), draw(precisions), True)


@st.composite
def shrunk(draw: st.DrawFn, span: Span) -> Span:
    """Draw a span inside the bounds of another, with its precisions."""
    se = draw(st.integers(span.start_earliest, span.start_latest))
    sl = draw(st.integers(se, span.start_latest))
    if not span.is_interval:
        return span._replace(start_earliest=se, start_latest=sl, end_earliest=se, end_latest=sl)
    ee = draw(st.integers(max(span.end_earliest, se), span.end_latest))
    el = draw(st.integers(max(ee, sl), span.end_latest))
    return Span(se, sl, ee, el, *span[4:])


def within_a_day(y: Span, x: Span) -> Truth:
    """Ask for at most one day."""
    return is_within(y, x, MINUTES_PER_DAY)


def at_least_half_a_day(y: Span, x: Span) -> Truth:
    """Ask for at least twelve hours."""
    return is_at_least(y, x, MINUTES_PER_DAY // 2)


Relation = Callable[[Span, Span], Truth]
RELATIONS: list[Relation] = [
    is_after,
    is_before,
    is_from,
    within_a_day,
    at_least_half_a_day,
    is_during,
    is_after_end,
]


@often
@given(spans(), spans())
def test_after_is_antisymmetric(y: Span, x: Span) -> None:
    """What is certainly after the other is impossibly before it, and never both."""
    there, back = is_after(y, x), is_after(x, y)

    assert Truth.CERTAIN not in (there, back) or weakest(there, back) is Truth.IMPOSSIBLE


@often
@given(spans())
def test_nothing_is_after_itself(x: Span) -> None:
    """A span is never certainly after itself, and impossibly only where it has one moment."""
    assert is_after(x, x) is (
        Truth.IMPOSSIBLE if x.start_earliest == x.start_latest else Truth.POSSIBLE
    )


@often
@given(spans(), spans())
def test_not_earlier_is_the_contrary_of_before(y: Span, x: Span) -> None:
    """`is_from` is certain exactly where `is_before` is impossible, and the other way round."""
    assert is_from(y, x) + is_before(y, x) == Truth.CERTAIN
    assert is_before(y, x) is is_after(x, y)
    assert is_after(y, x) <= is_from(y, x)


six = st.lists(st.integers(NEAR, NEAR + 9999), min_size=6, max_size=6, unique=True).map(sorted)


@often
@given(six, st.tuples(spans(), spans(), spans()))
def test_certainly_after_is_transitive(p: list[int], found: tuple[Span, Span, Span]) -> None:
    """Of three onsets in certain order the last certainly follows the first."""
    a, b, c = (
        span._replace(start_earliest=p[2 * n], start_latest=p[2 * n + 1])
        for n, span in enumerate(found)
    )

    assert is_after(c, b) is is_after(b, a) is Truth.CERTAIN
    assert is_after(c, a) is Truth.CERTAIN


@often
@given(spans(), spans())
def test_distance_has_its_bounds_in_order_and_turns_its_sign(y: Span, x: Span) -> None:
    """The least is never above the most, and from x to y is from y to x the other way round."""
    least, most = distance(y, x)

    assert -FOREVER <= least <= most <= FOREVER
    assert distance(x, y) == (-most, -least)


@often
@given(spans(), spans(), st.integers(-3, 3), st.integers(0, 2))
def test_a_wider_limit_asks_for_less(y: Span, x: Span, days_limit: int, more: int) -> None:
    """What is within a limit is within a longer one, and at least a shorter one."""
    limit = days_limit * MINUTES_PER_DAY
    longer = limit + more * MINUTES_PER_DAY

    assert is_within(y, x, limit) <= is_within(y, x, longer)
    assert is_at_least(y, x, longer) <= is_at_least(y, x, limit)


@pytest.mark.parametrize("relation", RELATIONS)
@often
@given(data=st.data())
def test_knowing_more_never_takes_back_what_is_known(
    relation: Relation, data: st.DataObject
) -> None:
    """Inside tighter bounds the certain stays certain and the impossible impossible."""
    y, x = data.draw(spans()), data.draw(spans())
    known = relation(y, x)
    better = relation(data.draw(shrunk(y)), data.draw(shrunk(x)))

    assert known is Truth.POSSIBLE or better is known


@often
@given(six, st.sampled_from(Precision), st.sampled_from(Precision))
def test_certainly_during_is_from_its_start_and_not_after_its_end(
    p: list[int], start: Precision, end: Precision
) -> None:
    """What lies between latest start and earliest end is during, however the ends were written."""
    x = Span(p[0], p[1], p[4], p[5], start, end, True)
    y = UNKNOWN._replace(start_earliest=p[2], start_latest=p[3])

    assert is_during(y, x) is is_from(y, x) is Truth.CERTAIN
    assert is_after_end(y, x) is Truth.IMPOSSIBLE
    assert is_during(y, x._replace(is_interval=False)) is Truth.POSSIBLE


# Possible worlds, one by one -----------------------------------------------------------------

midnight = NEAR - NEAR % MINUTES_PER_DAY
tiny = spans(st.integers(midnight - 3, midnight + 3))
all_worlds = settings(max_examples=300, deadline=None)


def truth_of(worlds: list[bool]) -> Truth:
    """Judge a relation by the worlds in which it holds."""
    return Truth.CERTAIN if all(worlds) else Truth.POSSIBLE if any(worlds) else Truth.IMPOSSIBLE


def onsets(span: Span) -> range:
    """List each minute at which a span can have begun."""
    return range(span.start_earliest, span.start_latest + 1)


def apart(b: int, a: int, *, in_days: bool) -> int:
    """Count minutes from a to b, of whole calendar days if asked."""
    if in_days:
        return (b // MINUTES_PER_DAY - a // MINUTES_PER_DAY) * MINUTES_PER_DAY
    return b - a


@all_worlds
@given(tiny, tiny)
def test_order_is_judged_as_over_all_worlds(y: Span, x: Span) -> None:
    """Later, and not earlier, hold as they hold for every pair of minutes."""
    worlds = list(product(onsets(y), onsets(x)))

    assert is_after(y, x) is truth_of([gt(b, a) for b, a in worlds])
    assert is_from(y, x) is truth_of([ge(b, a) for b, a in worlds])


@all_worlds
@given(tiny, tiny, st.integers(-6, 6) | st.sampled_from([-MINUTES_PER_DAY, MINUTES_PER_DAY]))
def test_distance_is_judged_as_over_all_worlds(y: Span, x: Span, limit: int) -> None:
    """Limits hold as they hold for every pair of minutes, in days where one is coarse."""
    in_days = not y.start_precision == x.start_precision == Precision.MINUTE
    told = [apart(b, a, in_days=in_days) for b, a in product(onsets(y), onsets(x))]

    assert distance(y, x) == (min(told), max(told))
    assert is_within(y, x, limit) is truth_of([d <= limit for d in told])
    assert is_at_least(y, x, limit) is truth_of([d >= limit for d in told])


@all_worlds
@given(tiny, tiny.filter(lambda span: span.is_interval))
def test_during_is_judged_as_over_all_worlds(y: Span, x: Span) -> None:
    """What lasted holds between each start and each later end, whole days where they are days."""
    ends = range(x.end_earliest, x.end_latest + 1)
    worlds = [(s, e) for s, e in product(onsets(x), ends) if s <= e]

    def holds(moment: int, start: int, end: int) -> bool:
        if x.start_precision is Precision.DAY:
            start = start // MINUTES_PER_DAY * MINUTES_PER_DAY
        if x.end_precision is Precision.DAY:
            end = (end // MINUTES_PER_DAY + 1) * MINUTES_PER_DAY - 1
        return start <= moment <= end

    told = [holds(moment, s, e) for moment in onsets(y) for s, e in worlds]
    assert is_during(y, x) is truth_of(told)
    assert is_after_end(y, x) is truth_of([b > e for b in onsets(y) for e in ends])


@often
@given(days, days, st.integers(-40, 40))
def test_plain_days_are_as_far_apart_as_the_calendar_says(a: str, b: str, limit: int) -> None:
    """Between two plain dates every limit in days is certain or impossible."""
    truth = is_within(parse_span(b), parse_span(a), limit * MINUTES_PER_DAY)
    within = (date.fromisoformat(b) - date.fromisoformat(a)).days <= limit

    assert truth is (Truth.CERTAIN if within else Truth.IMPOSSIBLE)


# Reading -------------------------------------------------------------------------------------


@often
@given(texts)
def test_the_ends_of_what_is_read_do_not_contradict_each_other(text: str) -> None:
    """Each end has an earliest and a latest, and neither lies beyond the other."""
    span = parse_span(text)

    assert span.start_earliest <= span.start_latest <= span.end_latest
    assert span.start_earliest <= span.end_earliest <= span.end_latest
    assert span.is_interval == ("/" in text)


@often
@given(unmarked | seasons)
def test_each_mark_widens_a_date(text: str) -> None:
    """A date lies inside itself with ``~`` or ``?``, and that inside itself with ``%``."""
    plain, about, perhaps, both = (parse_span(text + mark) for mark in ("", "~", "?", "%"))

    assert about == perhaps
    assert both.start_earliest <= about.start_earliest <= plain.start_earliest
    assert plain.start_latest <= about.start_latest <= both.start_latest
    assert plain.start_precision == both.start_precision


@often
@given(days, marks)
def test_a_day_lies_in_its_month_in_its_year_in_its_decade(day: str, mark: str) -> None:
    """The coarser the same date is written, the wider it is, whatever its mark."""
    year = day[:4]
    told = [day, day[:7], day[:7] + "-XX", year, year + "-XX", year[:3] + "X", year[:2] + "XX"]
    read = [parse_span(text + mark) for text in told]

    assert [s.start_earliest for s in read] == sorted(
        (s.start_earliest for s in read), reverse=True
    )
    assert [s.start_latest for s in read] == sorted(s.start_latest for s in read)


@often
@given(times)
def test_a_time_lies_in_its_day(text: str) -> None:
    """A time of day is one minute of its day; the offset does not move it."""
    moment, day = parse_span(text), parse_span(text[:10])

    assert moment.is_crisp
    assert day.start_earliest <= moment.start_earliest <= day.start_latest
    assert to_text(moment.start_earliest) == text[:16]


@often
@given(seasons)
def test_a_season_lies_in_itself_and_beside_its_neighbours(text: str) -> None:
    """Three months and one at either side: each season shares two months with the next."""
    code = int(text[5:])
    assume(code < 24 and not text.startswith("9999"))
    this, following = parse_span(text), parse_span(f"{text[:5]}{code + 1}")
    shared = add_months(following.start_earliest, 2)

    assert this.start_earliest < following.start_earliest
    assert shared == this.start_latest + 1


@often
@given(st.integers(0, LAST), st.sampled_from(Precision))
def test_a_moment_lies_in_what_is_written_of_it(moment: int, precision: Precision) -> None:
    """Whatever the unit, the text is a date that can be read and holds the moment."""
    span = parse_span(to_text(moment, precision))

    assert span.start_earliest <= moment <= span.start_latest


@often
@given(unmarked.filter(lambda text: "-X" not in text))
def test_what_is_read_is_written_back(text: str) -> None:
    """A date without mark comes back as it was written, from its last moment."""
    span = parse_span(text)

    assert to_text(span.start_latest, span.start_precision) == text


@often
@given(st.lists(places, min_size=1, max_size=3))
def test_the_order_of_a_set_does_not_matter(found: list[str]) -> None:
    """A set is the hull of its places: none lies outside, and its bounds are theirs."""
    hull = parse_span(f"[{','.join(found)}]")
    parts = [parse_span(f"[{place}]") for place in found]

    assert hull == parse_span(f"[{','.join(reversed(found))}]")
    assert hull.start_earliest == min(part.start_earliest for part in parts)
    assert hull.start_latest == max(part.start_latest for part in parts)


@often
@given(single, single)
def test_an_interval_is_read_or_its_ends_are_the_wrong_way_round(a: str, b: str) -> None:
    """Of two dates one order can always be read, and is offered where the other cannot."""
    if parse_span(a).start_earliest <= parse_span(b).end_latest:
        assert parse_span(f"{a}/{b}").end_latest == parse_span(b).end_latest
    else:
        with pytest.raises(DateError, match="ends before it starts") as caught:
            parse_span(f"{a}/{b}")
        assert parse_span(caught.value.faults[0].nearest) == parse_span(f"{b}/{a}")


@often
@given(texts, st.sampled_from(["", " ", "\t", "\n  "]), st.sampled_from(["", " ", "\n"]))
def test_blanks_around_any_date_do_not_matter(text: str, before: str, after: str) -> None:
    """A date is read and told alike whatever blanks stand around it."""
    assert parse_span(before + text + after) == parse_span(text)
    assert span_in_words(before + text + after) == span_in_words(text)


@often
@given(texts)
def test_every_date_has_words(text: str) -> None:
    """The words hold no blank beside a blank, none at the ends, and no sign of EDTF."""
    words = span_in_words(text)

    assert words == " ".join(words.split())
    assert words
    assert not set(words) & set("[]/~?%X,")


almost = st.text(alphabet="0123456789-/.~?%XTZxu:+[]{}, ", max_size=24)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """Draw a date with one character put in, put out or put in another's place."""
    text = draw(texts)
    place = draw(st.integers(0, len(text)))
    strange = draw(st.sampled_from([*"0X~/.-T:[ ", "", "about ", "März", "\x00", "٣"]))
    return text[:place] + strange + text[place + draw(st.integers(0, 1)) :]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), almost, spoilt()))
def test_any_text_is_a_span_or_a_refusal_whose_advice_is_good(text: str) -> None:
    """Reading never breaks, and what is offered instead can itself be read."""
    try:
        span = parse_span(text)
    except DateError as refused:
        (fault,) = refused.faults
        assert fault.problem
        assert not fault.nearest or parse_span(fault.nearest) != UNKNOWN
    else:
        assert span.start_earliest <= span.end_latest


amounts = st.builds(
    "{}{} {}{}".format,
    st.integers(0, 99),
    st.one_of(st.just(""), st.integers(0, 99).map("..{}".format)),
    st.sampled_from(["", "day", "days", "dyas", "month", "months", "monht", "yers", "year", "s"]),
    marks,
)


@pytest.mark.parametrize("parse", [parse_duration, parse_age])
@often
@given(text=st.one_of(st.text(), almost, amounts))
def test_any_text_is_an_amount_or_a_refusal_whose_advice_is_good(
    parse: Callable[[str], tuple[int, ...]], text: str
) -> None:
    """Reading a duration or an age never breaks, and what is offered can itself be read."""
    try:
        low, high = parse(text)[:2]
    except DateError as refused:
        (fault,) = refused.faults
        assert fault.problem
        assert not fault.nearest or parse(fault.nearest)
    else:
        assert 0 <= low <= high


@often
@given(st.integers(0, 99), st.integers(0, 50), st.sampled_from(["", " months", " years"]))
def test_a_range_of_ages_joins_its_ages(low: int, more: int, unit: str) -> None:
    """From the first birthday of the youngest up to the next of the oldest."""
    young, old = parse_age(f"{low}{unit}"), parse_age(f"{low + more}{unit}")

    assert parse_age(f"{low}..{low + more}{unit}") == (young.months_from, old.months_to)


@often
@given(st.integers(0, LAST), st.integers(-3000, 3000))
def test_months_are_added_as_the_calendar_has_them(moment: int, count: int) -> None:
    """Year and month move by the count, the day is kept or clipped, the time is kept."""
    before = to_text(moment)
    year, month = divmod(int(before[:4]) * 12 + int(before[5:7]) - 1 + count, 12)
    assume(1 <= year <= 9999)
    day = min(int(before[8:10]), calendar.monthrange(year, month + 1)[1])

    after = to_text(add_months(moment, count))
    assert after == f"{year:04}-{month + 1:02}-{day:02}{before[10:]}"


# An independent reading ----------------------------------------------------------------------

closed = st.builds(
    lambda a, b: "/".join(sorted((a, b), key=lambda text: parse_span(text).start_earliest)),
    st.one_of(years, months, days),
    st.one_of(years, months, days),
)


@pytest.mark.filterwarnings("ignore")  # the package warns of its own parts
@settings(max_examples=40, deadline=None)  # it takes some ten milliseconds a date
@given(st.one_of(unmarked, closed))
def test_strict_bounds_are_those_of_the_edtf_package(text: str) -> None:
    """Plain dates, unspecified digits and closed intervals have the days that ``edtf`` gives.

    Padded days are not compared: there ``edtf`` widens a day by a year and a month.
    """
    edtf = pytest.importorskip("edtf")
    assume(not text.startswith(("00", "000")))  # it reads year 0, which stands for no year here
    theirs = edtf.parse_edtf(text)
    ours = parse_span(text)

    told = [to_text(m, Precision.DAY) for m in (ours.start_earliest, ours.end_latest)]
    bounds = (theirs.lower_strict(), theirs.upper_strict())
    assert told == [f"{b.tm_year:04}-{b.tm_mon:02}-{b.tm_mday:02}" for b in bounds]
