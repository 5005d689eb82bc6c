"""What a timeline says in words: its title and lead, and all of it again, in order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from formulation.dates import FOREVER, MINUTES_PER_DAY, Precision, parse_span, span_in_words
from formulation.errors import counted, shortened
from formulation.model.amounts import age_in_words
from formulation.model.base import Statement, in_list
from formulation.views.chart_time import MONTHS
from formulation.views.timeline_axis import AGE_ORIGIN, Axis
from formulation.views.timeline_items import Item, Items
from formulation.views.timeline_listed import Listed
from formulation.views.timeline_rows import Strip

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["lead_of", "prose_of", "reach_in_words", "title_of"]

_MANNERS = {
    "dated": "{} dated",
    "ordered": "{} placed by order alone",
    "chained": "{} ordered, at no known time",
    "untimed": "{} without any time",
}
_HEDGES = "~?%"
_HEDGED = ("about", "perhaps", "some", "the ", "from", "until", "always")
_MOST_TOLD = 400
_YEARS, _MONTHS_LONG = 730, 60  # days, from which on years and months say enough


def title_of(case: Case) -> str:
    """Return the title of the sheet."""
    return f"Timeline: {shortened(case.title or case.id, 90)}"


def lead_of(items: Items, axis: Axis | None) -> str:
    """Return what is shown and how the axis is to be read."""
    counts = Counter(item.manner for item in items.all if item.is_statement)
    told = [words.format(counts[key]) for key, words in _MANNERS.items() if counts[key]]
    claims = sum(item.manner == "untimed" and item.lane == "claims" for item in items.all)
    if claims:
        told[-1] += f" ({claims} of them claims and goals)"
    words = f"{counted(sum(counts.values()), 'statement')}: {in_list(told)}." if told else ""
    if axis is None:
        return f"{words} Nothing here has a date." if words else "Nothing is told yet."
    if len(axis.stretches) > 1:
        words += (
            f" The axis is broken {_times(len(axis.stretches) - 1)}; each stretch has a scale of"
            " its own."
        )
    if axis.is_of_ages:
        words += " It counts years of age, for no date is known."
    return words


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def reach_in_words(items: Items, axis: Axis) -> str:
    """Return the first and the last date of what is drawn: days, months or years, as it is long."""
    minutes = [m for item in items.of("dated", "ordered") for m in item.moments]
    first, last = _date(min(minutes)), _date(max(minutes))
    form = _form_of(first, last)
    if axis.is_of_ages:
        ends = [f"age {day.year - AGE_ORIGIN}" for day in (first, last)]
    else:
        ends = [
            form.format(day=d.day, month=MONTHS[d.month - 1], year=d.year) for d in (first, last)
        ]
    return f"From {ends[0]} to {ends[1]}." if ends[0] != ends[1] else f"Around {ends[0]}."


def _form_of(first: date, last: date) -> str:
    """Return how finely a stretch of time is told."""
    is_whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if is_whole or (last - first).days > _YEARS:
        return "{year}"
    return "{month} {year}" if (last - first).days > _MONTHS_LONG else "{day} {month} {year}"


# -- in order of time ----------------------------------------------------------------------------


def prose_of(
    case: Case,
    items: Items,
    *,
    places: Mapping[int, float],
    order: Sequence[int],
    strips: Sequence[Strip],
    listed: Sequence[Listed],
    axis: Axis | None,
) -> list[str]:
    """Return all that the lanes say, a line each, in order of time.

    Parameters
    ----------
    case, items
        The case and everything in it.
    places, order
        Where things stand, and their numbers in order.
    strips, listed
        What is drawn together, and what has no time.
    axis
        The axis; ``None`` where nothing has a date.
    """
    together = {unit.item.number for strip in strips for unit in strip.units}
    rank = {number: n for n, number in enumerate(order)}
    told_at = _told_at(case, items, places, order, axis)
    timed = sorted(
        (item for item in items.of("dated", "ordered") if item.number not in together),
        key=lambda item: (told_at[item.number], rank[item.number]),
    )
    lines = [_line(case, item, is_of_ages=items.is_of_ages) for item in timed]
    lines += [_strip_line(strip, axis) for strip in strips]
    chained = [
        items.all[n] for n in order if items.all[n].manner == "chained" and n not in together
    ]
    if chained:
        lines.append("Told by order alone, at no known time:")
        lines += [_line(case, item) for item in chained]
    lines += list(_breaks(axis))
    lines += [_listed_line(one) for one in listed]
    return lines


def _told_at(
    case: Case,
    items: Items,
    places: Mapping[int, float],
    order: Sequence[int],
    axis: Axis | None,
) -> dict[int, float]:
    """Return where each thing is told: "about 2023" at 2023, though it is drawn from 2022 on.

    What comes after another is told after it all the same.
    """
    found: dict[int, float] = {}
    for number in order:
        if number in places:
            own = _as_said(case, items.all[number], axis)
            befores = (found[other] for other in items.after[number] if other in found)
            found[number] = max([places[number] if own is None else own, *befores])
    return found


def _as_said(case: Case, item: Item, axis: Axis | None) -> float | None:
    """Return where the date stands of which it is said that it is so about or perhaps."""
    when: str | None = vars(case[item.id]).get("when" if item.is_statement else "onset")
    if axis is None or not when or not any(mark in when for mark in _HEDGES):
        return None
    said = parse_span("".join(letter for letter in when if letter not in _HEDGES))
    return axis.place(said.start_earliest) if abs(said.start_earliest) < FOREVER else None


def _line(case: Case, item: Item, *, is_of_ages: bool = False) -> str:
    statement = case.statements[item.number] if item.is_statement else None
    told = shortened(_told_once(item.told, statement), _MOST_TOLD)
    told += " (Another account differs.)" if item.tail else ""
    when = _when(statement, item, is_of_ages=is_of_ages)
    return f"{when[:1].upper()}{when[1:]}: {told}" if when else told


def _told_once(told: str, statement: Statement | None) -> str:
    """Return a sentence without the time that stands in front of it."""
    if statement is None or not (statement.when or statement.age):
        return told
    words = span_in_words(statement.when) if statement.when else ""
    words = words or f"at the age of {age_in_words(statement.age or '')}"
    before, found, behind = told.rpartition(f", {words}")
    return before + behind if found and behind[:1] in (".", ",", ";") else told


def _when(statement: Statement | None, item: Item, *, is_of_ages: bool) -> str:
    """Return when something was, hedged as it is known: "some time in 2011", "by order only"."""
    parts = ["recurring"] if item.is_recurring else []
    if statement is None:
        return "symptom"
    if statement.when:
        words = span_in_words(statement.when)
        unit = item.span.start_precision
        is_loose = not item.span.is_interval or statement.lasts is not None
        if is_loose and unit > Precision.DAY and not words.startswith(_HEDGED):
            words = f"some time in {words}"
        parts.append(words)
    elif item.manner == "dated" and statement.age:
        years = "" if is_of_ages else _years(item)
        parts.append(f"at the age of {age_in_words(statement.age)}{years}")
    elif item.manner == "dated":
        parts.append("by its distance from another")
    else:
        parts.append("by order only")
    return ", ".join(parts)


def _years(item: Item) -> str:
    first, last = item.span.start_earliest, item.span.start_latest
    if abs(first) >= FOREVER or abs(last) >= FOREVER:
        return ""
    years = [str(_date(minute).year) for minute in (first, last)]
    return f", some time in {years[0]}" + (f" to {years[1]}" if years[0] != years[1] else "")


def _date(minute: int) -> date:
    return date.fromordinal(minute // MINUTES_PER_DAY + 1)


def _strip_line(strip: Strip, axis: Axis | None) -> str:
    """Return how many of a kind there were, and how they are spread over the years."""
    dated = [
        _date(unit.item.span.start_earliest)
        for unit in strip.units
        if unit.item.manner == "dated" and abs(unit.item.span.start_earliest) < FOREVER
    ]
    words = f"{strip.label.replace(' · ', ', ')} in all"
    if not dated or axis is None:
        return f"{words}."
    is_of_ages = axis.is_of_ages
    years = Counter(day.year - (AGE_ORIGIN if is_of_ages else 0) for day in dated)
    at = "at age" if is_of_ages else "in"
    spread = in_list([f"{n} {at} {year}" for year, n in sorted(years.items())])
    if len(years) > 12:
        spread = f"most, {max(years.values())}, {at} {max(years, key=lambda y: years[y])}"
    between = "" if is_of_ages else f", from {min(dated)} to {max(dated)}"
    words += f"{between}: {spread}"
    rest = len(strip.units) - len(dated)
    return f"{words}; {rest} without a known beginning." if rest else f"{words}."


def _breaks(axis: Axis | None) -> Iterator[str]:
    if axis is None:
        return
    left_out = [zone.words() for zone in axis.zones if zone.is_break and zone.words()]
    if left_out:
        yield f"Left out of the axis, since nothing begins or ends there: {in_list(left_out)}."


def _listed_line(listed: Listed) -> str:
    told = "; ".join(frame.item.label + frame.item.tail for frame in listed.frames)
    more = f"; and {len(listed.heap):,} more" if listed.heap else ""
    return f"Without any time, {listed.name.lower()}: {told}{more}."
