"""What does not add up in a recipe: all of it at once, each with its place and its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from math import prod
from typing import Any

from pydantic import ValidationError

from formulation.errors import CaseError, Fault, counted, nearest_word
from formulation.model.base import Record, faults_by_key
from formulation.model.case import Case
from formulation.model.problems import problems_of
from formulation.simulate.days import days_between, days_of, observed_pieces
from formulation.simulate.recipe import (
    Bursts,
    Chain,
    Drift,
    Driver,
    Ending,
    Recipe,
    Recording,
    Stream,
    TurningPoint,
    read_line,
)

__all__ = ["MOST_COINS", "NOTE", "Placed", "recipe_and_faults"]

#: days times what is tossed for each: two centuries of a dozen streams, made in seconds
MOST_COINS = 1_000_000
#: the source in which a made-up case keeps its recipe
NOTE = "simulation"


Placed = tuple[tuple[str | int, ...], Fault]  # with the keys and positions that lead to it


def recipe_and_faults(fields: Mapping[str, Any]) -> tuple[Recipe | None, list[Placed]]:
    """Return the recipe, and everything wrong with its fields, each with its path.

    The recipe is ``None`` where it cannot even be read.
    """
    found = list(_wrong(Recipe, fields))
    if found:
        return None, found
    recipe = Recipe.from_keys(fields)
    return recipe, _judged(recipe)


def _wrong(cls: type[Record], keys: Mapping[str, Any]) -> Iterator[Placed]:
    """Yield everything wrong with a record: first within its parts, then beside them."""
    told: set[str | int] = set()
    for key, (noun, read) in _PARTS.get(cls, {}).items():
        for path, item in _items(key, keys.get(key)):
            for within, fault in _of_part(noun, read, item):
                told.add(key)
                yield (*path, *within), fault
    try:
        cls.from_keys(keys)
    except ValidationError as error:
        yield from ((loc, f) for loc, f in faults_by_key(error, cls) if not told & set(loc[:1]))


def _of_part(
    noun: str, read: Callable[[Mapping[str, Any]], Iterator[Placed]], item: object
) -> Iterator[Placed]:
    if isinstance(item, Mapping):
        yield from read(item)
    elif not isinstance(item, Record):
        shown = item if isinstance(item, str) else ""
        yield (), Fault(f"this is no {noun}", shown, f"the keys of a {noun}, in braces")


def _items(key: str, value: object) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Yield the parts that stand under a key, one or a list of them, each with its path."""
    if isinstance(value, list | tuple):
        yield from (((key, n), item) for n, item in enumerate(value))
    elif value is not None:
        yield (key,), value


def _wrong_line(keys: Mapping[str, Any]) -> Iterator[Placed]:
    try:
        read_line(keys)
    except CaseError as error:
        yield from (((), fault) for fault in error.faults)


def _wrong_case(keys: Mapping[str, Any]) -> Iterator[Placed]:
    try:
        case = Case.from_keys(keys)
    except ValidationError as error:
        yield from faults_by_key(error, Case)
        return
    for problem in problems_of(case):
        if problem.is_grave:
            yield _path_in(case, problem.path), problem.in_words(case)


def _path_in(case: Case, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return the path to a record of a case by its id where it stands under its id in a file."""
    if path[0] in ("people", "symptoms", "sources") and len(path) > 1:
        id = getattr(case, str(path[0]))[path[1]].id
        return (path[0], id, *path[2:])
    return path


_PARTS: dict[type[Record], dict[str, tuple[str, Callable[..., Iterator[Placed]]]]] = {
    Stream: {
        "lines": ("line", _wrong_line),
        "bursts": ("burst", partial(_wrong, Bursts)),
        "drift": ("drift", partial(_wrong, Drift)),
    },
    TurningPoint: {"line": ("line", _wrong_line)},
    Recipe: {
        "case": ("case", _wrong_case),
        "streams": ("stream", partial(_wrong, Stream)),
        "chains": ("chain", partial(_wrong, Chain)),
        "endings": ("ending", partial(_wrong, Ending)),
        "drivers": ("driver", partial(_wrong, Driver)),
        "turning_points": ("turning point", partial(_wrong, TurningPoint)),
        "recording": ("recording", partial(_wrong, Recording)),
    },
}


# --- what can be read and cannot be ---


def _judged(recipe: Recipe) -> list[Placed]:
    found: list[Placed] = [*_calendar(recipe), *_names(recipe), *_beginning(recipe)]
    # a name given twice would draw "no stream is called …" after it
    found += [] if found else _strange_names(recipe)
    if not found:
        found += [*_lines(recipe), *_no_quarrels(recipe), *_too_often(recipe)]
    return found


# --- the calendar ---


def _calendar(recipe: Recipe) -> Iterator[Placed]:
    """Yield days that no calendar or no diary of this length has."""
    left = (date.max - date.fromisoformat(recipe.start)).days + 1
    if recipe.days > left:
        cure = f"at most {counted(left, 'day')} from {recipe.start} on"
        yield ("days",), Fault("the calendar ends before this diary", str(recipe.days), cure)
        return
    parts = (recipe.streams, recipe.chains, recipe.endings, recipe.drivers)
    tossed = sum(map(len, parts))
    if recipe.days * tossed > MOST_COINS:
        problem = f"{recipe.days} days of {tossed} streams, chains, endings and drivers"
        cure = f"days times these, up to {MOST_COINS:,}"
        yield ("days",), Fault(f"{problem} are too many", "", cure)
        return
    for n, turn in enumerate(recipe.turning_points):
        if not 0 <= days_between(recipe.start, turn.on) < recipe.days:
            yield (("turning_points", n, "on"), _outside(recipe, turn.on))
    yield from _gaps(recipe)


def _outside(recipe: Recipe, day: str) -> Fault:
    problem = f"this day is not among the {recipe.days} from {recipe.start} on"
    return Fault(problem, day, "a day of the diary")


def _gaps(recipe: Recipe) -> Iterator[Placed]:
    for gap in recipe.recording.gaps:
        first, _, last = gap.partition("/")
        if (last or first) < recipe.start or days_between(recipe.start, first) >= recipe.days:
            yield (("recording", "gaps"), _outside(recipe, gap))
    if not observed_pieces(recipe.start, recipe.days, recipe.recording.gaps):
        cure = "gaps that leave some day"
        yield ("recording", "gaps"), Fault("the gaps leave no day to be observed", "", cure)
    if recipe.recording.to_week + recipe.recording.to_month > 1:
        cure = "to_week and to_month that make 1 at most"
        problem = "more entries are dated vaguely than there are"
        yield ("recording", "to_week"), Fault(problem, "", cure)


# --- names ---


def _named(recipe: Recipe) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for section in ("streams", "endings", "drivers", "turning_points"):
        for n, part in enumerate(getattr(recipe, section)):
            yield (section, n, "name"), part.name


def _names(recipe: Recipe) -> Iterator[Placed]:
    """Yield names given twice, and names whose entries would be called like something else."""
    seen: set[str] = set()
    for path, name in _named(recipe):
        if name in seen:
            problem = f"the name {name!r} is given twice"
            yield path, Fault(problem, name, "a name of its own")
        seen.add(name)
    case = recipe.case
    taken = [*(p.id for p in case.people), *(s.id for s in case.symptoms)]
    taken += [statement.id for statement in case.statements if statement.id]
    for path, name in _named(recipe):
        for id in taken:
            rest = id.removeprefix(f"{name}-")
            if path[0] == "turning_points" and id == name:
                yield path, Fault(f"the case has the id {id!r} already", name, "another name")
            elif path[0] != "turning_points" and rest != id and rest.isdigit():
                problem = f"entries are called {name}-1, {name}-2, …, and the case has a {id!r}"
                yield path, Fault(problem, name, "another name")


def _strange_names(recipe: Recipe) -> Iterator[Placed]:
    """Yield names of streams that the recipe does not have."""
    for n, chain in enumerate(recipe.chains):
        yield from _unknown(recipe, ("chains", n, "after"), chain.after)
        yield from _unknown(recipe, ("chains", n, "then"), [chain.then])
    for n, ending in enumerate(recipe.endings):
        yield from _unknown(recipe, ("endings", n, "of"), [ending.of])
        yield from _unknown(recipe, ("endings", n, "after"), ending.after)
    for n, driver in enumerate(recipe.drivers):
        yield from _unknown(recipe, ("drivers", n, "raises"), driver.raises)
    for n, turn in enumerate(recipe.turning_points):
        yield from _unknown(recipe, ("turning_points", n, "rates"), turn.rates)


def _unknown(recipe: Recipe, path: tuple[str | int, ...], names: Iterable[str]) -> Iterator[Placed]:
    known = [stream.name for stream in recipe.streams]
    for name in names:
        if name not in known:
            near = nearest_word(name, known)
            cure = f"a stream: {', '.join(known[:12])}"
            yield path, Fault(f"no stream is called {name!r}", name, cure, near)


# --- what the case and the lines say ---


def _beginning(recipe: Recipe) -> Iterator[Placed]:
    """Yield what a case to begin with cannot say of itself."""
    case = recipe.case
    if case.origin not in (None, "synthetic"):
        problem = "what is made up is synthetic, whatever it begins with"
        yield ("case", "origin"), Fault(problem, str(case.origin), "origin: synthetic, or none")
    if case.observed:
        cure = "start, days and the gaps of recording"
        yield ("case", "observed"), Fault("the recipe says what is observed", "", cure)
    if any(source.id == NOTE for source in case.sources):
        problem = f"the source {NOTE!r} is where the recipe will be kept"
        yield ("case", "sources"), Fault(problem, NOTE, "another id")


def _lines(recipe: Recipe) -> Iterator[Placed]:
    """Yield lines that name what the case does not have, or say what nobody is there to say."""
    lines = [
        *((("streams", n, "lines"), m, line) for n, s in enumerate(recipe.streams)
          for m, line in enumerate(s.lines)),
        *((("turning_points", n, "line"), None, t.line)
          for n, t in enumerate(recipe.turning_points)),
    ]  # fmt: skip
    before = len(recipe.case.events)
    events = (*recipe.case.events, *(line for _, _, line in lines))
    for problem in problems_of(recipe.case.model_copy(update={"events": events})):
        if problem.is_grave and problem.path[0] == "events" and len(problem.path) > 1:
            path, item, _ = lines[int(problem.path[1]) - before]
            at = path if item is None else (*path, item)
            yield (*at, *problem.path[2:]), problem.fault
    for n, stream in enumerate(recipe.streams):
        yield from ((("streams", n, "severity"), fault) for fault in _severity(stream))


def _severity(stream: Stream) -> Iterator[Fault]:
    if stream.severity is None:
        return
    least, most = stream.severity
    if least > most:
        shown = f"{least:g}, {most:g}"
        yield Fault("a severity runs from less to more", shown, f"[{most:g}, {least:g}]")
    if any(line.kind != "escalation" for line in stream.lines):
        problem = f"not all lines of {stream.name!r} are escalations"
        yield Fault(problem, "", "a severity for flares alone")


def _no_quarrels(recipe: Recipe) -> Iterator[Placed]:
    """Yield endings of what is no quarrel, and quarrels that two endings would end."""
    ended: set[str] = set()
    for n, ending in enumerate(recipe.endings):
        (stream,) = (s for s in recipe.streams if s.name == ending.of)
        if any(line.kind != "conflict" for line in stream.lines):
            problem = f"not all lines of {ending.of!r} are conflicts, so there is no end to tell"
            yield ("endings", n, "of"), Fault(problem, ending.of, "a stream of conflicts")
        if ending.of in ended:
            problem = f"the quarrels of {ending.of!r} are ended already"
            yield ("endings", n, "of"), Fault(problem, ending.of, "one ending for each stream")
        ended.add(ending.of)


# --- how often ---


def _too_often(recipe: Recipe) -> Iterator[Placed]:
    """Yield what would have to come more than once a day, or raises what never comes."""
    for n, stream in enumerate(recipe.streams):
        lifts = [c.lift for c in recipe.chains if c.then == stream.name and c.lift is not None]
        most = stream.rate / 30 * prod(max(lift, 1.0) for lift in lifts) * _peak(stream)
        if most > 1:
            problem = f"{stream.name!r} would have to come {most:.2g} times a day at its height"
            cure = "once at most: a lower rate, lift, or share in bursts"
            yield ("streams", n, "rate"), Fault(problem, f"{stream.rate:g}", cure)
    never = {stream.name for stream in recipe.streams if not stream.rate}
    for n, chain in enumerate(recipe.chains):
        if chain.lift is not None and chain.then in never:
            problem = f"{chain.then!r} has the rate 0, and a lift of nothing is nothing"
            cure = "a rate, or chance: and lag: in place of lift: and within:"
            yield ("chains", n, "lift"), Fault(problem, "", cure)
    for n, ending in enumerate(recipe.endings):
        most = max([ending.chance, *ending.by_age.values()]) * (ending.lift or 1.0)
        if most > 1:
            problem = f"the chance to end would be {most:.2g} a day"
            yield ("endings", n, "lift"), Fault(problem, f"{ending.lift:g}", "1 at most")


def _peak(stream: Stream) -> float:
    """Return by how much one burst raises the rate of a stream at the most."""
    if stream.bursts is None:
        return 1.0
    every, lasts = (days_of(text)[0] for text in (stream.bursts.every, stream.bursts.lasts))
    share = stream.bursts.share
    return max(1.0, 1 - share + share * every / lasts)
