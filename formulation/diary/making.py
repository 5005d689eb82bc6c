"""A diary as a case: its statements, its flares, and when somebody was watching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from formulation.dates import parse_span
from formulation.diary.cells import UnreadableError, rows_in_words
from formulation.diary.column_reading import escalation_of
from formulation.diary.columns import Column
from formulation.diary.map import Map
from formulation.diary.rows import Rows
from formulation.diary.rules import Level, Rated, Rule, flares, level_of
from formulation.diary.watches import Run, common, day_count, joined, periods
from formulation.errors import CaseError, counted, shortened
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.model.events import Escalation, Rating
from formulation.model.figures import Source

__all__ = ["case_of", "watch_notes", "watches"]

_MOST_VALUES = 12
#: what an escalation takes over from the rating it begins with
_OF_THE_RATING = ("source", "said_by", "basis", "confidence", "recorded")
#: where a statement stands: its earliest minute, its column, and its place in the cell
_Place = tuple[int, int, int]


def case_of(rows: Rows, map: Map) -> Case:
    """Return the case that a diary makes.

    Parameters
    ----------
    rows
        The rows that could be read.
    map
        What the columns mean, and all else that the case holds.

    Raises
    ------
    CaseError
        Where a baseline cannot be told, or the case does not add up.
    """
    rules = [(column, column.reads.escalation) for column in map.columns]
    levels = {c.name: _level(c, rule, rows, map) for c, rule in rules if rule}
    made = [*_told(rows, map), *_flares(rows, map, levels)]
    is_tied = map.layout.rows_a_day == "several"  # the order of such rows must not matter
    made.sort(key=lambda one: (one[0][:2], repr(one[1])) if is_tied else (one[0], ""))
    fields = {name: getattr(map.case, name) for name in Case.model_fields}
    for section in ("inner", "events"):
        fields[section] += tuple(st for _, st in made if st.section == section)
    fields["observed"] = {kind: periods(runs) for kind, runs in watches(rows, map).items()}
    notes = _notes(rows, map, levels)
    fields["sources"] = tuple(
        _with_note(source, notes) if source.id == map.layout.source else source
        for source in map.case.sources
    )
    return Case(**fields)


def _told(rows: Rows, map: Map) -> Iterator[tuple[_Place, Statement]]:
    """Yield what the cells tell, with where it stands."""
    order = {column.name: n for n, column in enumerate(map.columns)}
    for entry in rows.entries:
        for name, statements in entry.told.items():
            for step, statement in enumerate(statements):
                start = parse_span(statement.when or entry.when).start_earliest
                yield (start, 2 * order[name], step), statement


# --- flares -------------------------------------------------------------------------------------


def _ratings(column: Column, rows: Rows) -> list[Rated]:
    """Return the ratings of a column in the order of their dates."""
    return [
        Rated(entry.span, statement)
        for entry in rows.entries
        for statement in entry.told.get(column.name, ())
        if isinstance(statement, Rating)
    ]


def _level(column: Column, rule: Rule, rows: Rows, map: Map) -> Level:
    """Return the rating that makes an escalation; why there is none is a fault of the map."""
    try:
        return level_of(rule, [rated.value for rated in _ratings(column, rows)])
    except UnreadableError as error:
        place = map.places[column.name]
        problem = f"{shortened(column.name)!r}: {error.problem}"
        raise CaseError([replace(place, problem=problem, accepted=error.accepted)]) from None


def _flares(
    rows: Rows, map: Map, levels: Mapping[str, Level]
) -> Iterator[tuple[_Place, Statement]]:
    """Yield the escalations that the rules make of ratings, with where each stands."""
    for n, column in enumerate(map.columns):
        rule = column.reads.escalation
        if rule is None:
            continue
        for flare in flares(_ratings(column, rows), rule, levels[column.name]):
            made = _flare(column, rule, flare)
            yield (parse_span(made.when or "").start_earliest, 2 * n + 1, 0), made


def _flare(column: Column, rule: Rule, flare: Sequence[Rated]) -> Statement:
    """Return one escalation, with the ratings and the rule that made it.

    It lasts from its first day to its last.  Where a rating speaks for several days, it began some
    time in those of the first.
    """
    first, last = flare[0].rating, flare[-1].rating
    when = first.when or ""
    if column.reads.days == 1 and when != last.when:
        when = f"{when}/{last.when}"
    values = [f"{rated.value:g}" for rated in flare]
    more = f" and {len(values) - _MOST_VALUES} more" if len(values) > _MOST_VALUES else ""
    told = {
        "when": when,
        "note": f"Rated {', '.join(values[:_MOST_VALUES])}{more}. Rule: {rule.sentence()}.",
    }
    scale = column.reads.scale
    if scale and (scale.lowest, scale.highest, rule.sign) == (0, 10, 1):
        told["severity"] = f"{max(rated.value for rated in flare):g}"
    kept = {key: value for key, value in first.to_keys().items() if key in _OF_THE_RATING}
    return Escalation.from_keys({**escalation_of(rule, first).to_keys(), **kept, **told})


# --- when somebody was watching -----------------------------------------------------------------


def watches(rows: Rows, map: Map) -> dict[str, tuple[Run, ...]]:
    """Return the days on which each kind of event would have been noticed.

    A day counts where the cells of all columns that watch for the kind were filled, or speak for
    it.
    """
    found: dict[str, tuple[Run, ...]] = {}
    for column in map.columns:
        for kind in column.kinds if column.reads.watches else ():
            days = _days(column, rows)
            found[kind] = common(found[kind], days) if kind in found else days
    return {kind: days for kind, days in found.items() if days}


def _days(column: Column, rows: Rows) -> tuple[Run, ...]:
    """Return the days for which the filled cells of a column speak."""
    back = column.reads.days - 1
    return joined((e.day - back, e.day) for e in rows.entries if column.name in e.told)


def watch_notes(rows: Rows, map: Map) -> Iterator[str]:
    """Yield where columns of one kind were not filled on the same days, in words."""
    whole = watches(rows, map)
    by_kind: dict[str, dict[str, int]] = {}
    for column in map.columns:
        for kind in column.kinds if column.reads.watches else ():
            by_kind.setdefault(kind, {})[shortened(column.name, 40)] = day_count(
                _days(column, rows)
            )
    for kind, days in by_kind.items():
        shared = day_count(whole.get(kind, ()))
        if len(days) > 1 and max(days.values()) > shared:
            told = in_list([f"{name!r} on {counted(n, 'day')}" for name, n in days.items()])
            yield (
                f"{kind!r} counts as observed on the {counted(shared, 'day')} that all its columns "
                f"were filled: {told}; watches: false leaves a column out"
            )


# --- what is kept with the case -----------------------------------------------------------------


def _notes(rows: Rows, map: Map, levels: Mapping[str, Level]) -> str:
    """Return how the diary was read, in sentences."""
    told = [f"Read from {counted(len(rows.entries), 'row')} of a diary."]
    for column in map.columns:
        told.append(column.in_words())
        level = levels.get(column.name)
        told += [f"In this diary {level.told}."] if level and level.told else []
    if rows.left_out:
        noun = "row" if len(rows.left_out) == 1 else "rows"
        told.append(f"Left out, for it could not be read: {noun} {rows_in_words(rows.left_out)}.")
    if rows.not_read:
        told.append(f"Not read: {in_list([shortened(name) for name in rows.not_read])}.")
    return " ".join(told)


def _with_note(source: Source, note: str) -> Source:
    return source.model_copy(update={"note": " ".join(filter(None, (source.note, note)))})
