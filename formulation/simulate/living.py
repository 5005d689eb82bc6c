"""A made-up life, day by day: what happened, whether or not anybody wrote it down.

Every number comes from :func:`coins`, a table for each name in the recipe, drawn by
``numpy.random.default_rng`` from the seed and the name.  So two recipes that differ in one chain
toss the same coins everywhere else: a diary and its unlinked twin have the same quarrels.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import exp, log, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formulation.dates import MINUTES_PER_DAY
from formulation.errors import CaseError, Fault
from formulation.model.base import Statement
from formulation.model.events import Rating, Resolution
from formulation.simulate.days import days_between, days_of
from formulation.simulate.recipe import Bursts, Chain, Drift, Driver, Ending, Recipe, Stream

__all__ = ["Happening", "happenings", "rates"]

Floats = NDArray[np.float64]

#: what is decided of each day, in this order, so that no decision shifts another
_DECIDED = ("happens", "line", "severity", "minute", "end", "kept", "vague")
#: entries are made between getting up and going to bed; a window of whole days holds as many
_FIRST_MINUTE, _LAST_MINUTE = 7 * 60, 23 * 60 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Happening:
    """One thing that happened in a made-up life.

    Attributes
    ----------
    day, minute
        The day, counted from the first of the diary as 0 and below 0 before it; and the minute
        of the day, 0 on the clock of days.
    name
        The stream, ending or driver it belongs to.
    statement
        What a diary would say of it, without id and date.
    ends
        The quarrel that it ended, if it is the end of one.
    kept, vague
        Numbers from 0 to 1 that decide whether it is forgotten, and how exactly it is dated.
    """

    day: int
    minute: int
    name: str
    statement: Statement
    ends: Happening | None = None
    kept: float = 1.0
    vague: float = 1.0

    @property
    def time(self) -> int:
        """Minutes since the first midnight of the diary."""
        return self.day * MINUTES_PER_DAY + self.minute


def coins(seed: int, name: str, days: int, before: int = 0) -> Floats:
    """Return the numbers from 0 to 1 that decide what happens: a row a day, a column a decision.

    Parameters
    ----------
    seed
        The seed of the whole simulation.
    name
        What is decided; each name has numbers of its own, whatever else the recipe says.
    days, before
        How many days of the diary, and before it; a longer diary begins with the same rows.
    """
    columns = len(_DECIDED)
    return _both_ways(seed, name, days, before, lambda drawn, n: drawn.random((n, columns)))


def _shocks(seed: int, name: str, days: int, before: int) -> Floats:
    """Return a number a day from the normal distribution."""
    return _both_ways(seed, name, days, before, lambda drawn, n: drawn.standard_normal(n))


def _both_ways(
    seed: int,
    name: str,
    days: int,
    before: int,
    draw: Callable[[np.random.Generator, int], Floats],
) -> Floats:
    """Draw from the first day of the diary on, and from it back to what came before."""
    onward, back = (
        np.random.default_rng((seed, *way.encode())) for way in (name, f"{name}, before")
    )
    return np.concatenate([draw(back, before)[::-1], draw(onward, days)])


def happenings(recipe: Recipe, *, seed: int = 0) -> tuple[Happening, ...]:
    """Return everything that happened, in the order of time: the truth behind a diary.

    Parameters
    ----------
    recipe
        What is planted.
    seed
        Of all the numbers drawn, 0 or more.

    Returns
    -------
    tuple of Happening
        Among them what fell into gaps of the diary, what was forgotten, and what happened in the
        weeks before its first day, for as long as the longest window.

    Raises
    ------
    CaseError
        Where the seed is no whole number from 0 on.
    """
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise CaseError([Fault("a seed is a whole number from 0 on", str(seed), "seed=0")])
    life = _Life(recipe, seed)
    lived = life.streams()
    ends = [end for ending in recipe.endings for end in life.ends(ending, lived)]
    rated = [rating for driver in recipe.drivers for rating in life.ratings(driver)]
    order = {name: n for n, name in enumerate([part.name for part in _parts(recipe)])}
    return tuple(sorted([*lived, *ends, *rated], key=lambda h: (h.time, order[h.name])))


def _parts(recipe: Recipe) -> list[Stream | Ending | Driver]:
    return [*recipe.streams, *recipe.endings, *recipe.drivers]


# --- how often ---


def rates(recipe: Recipe, seed: int, before: int = 0) -> dict[str, Floats]:
    """Return the chance of each stream on each day, while no chain raises or lowers it.

    Parameters
    ----------
    recipe, seed
        As for :func:`happenings`.
    before
        How many days before the first of the diary to begin.

    Returns
    -------
    dict of arrays
        One value a day; where clustering asks for more than one event a day, it gets one.
    """
    usual = {s.name: np.full(before + recipe.days, s.rate / 30) for s in recipe.streams}
    for stream in recipe.streams:
        of = (seed, stream.name, recipe.days, before)
        if stream.bursts:
            usual[stream.name] *= _bursts(stream.bursts, *of)
        if stream.drift:
            usual[stream.name] *= _driven(stream.drift.fold, _drift(stream.drift, *of))
    for driver in recipe.drivers:
        unseen = _drift(driver, seed, driver.name, recipe.days, before)
        for name, fold in driver.raises.items():
            usual[name] *= _driven(fold, unseen)
    for turn in recipe.turning_points:
        following = before + days_between(recipe.start, turn.on) + 1
        for name, factor in turn.rates.items():
            usual[name][following:] *= factor
    return usual


def _bursts(bursts: Bursts, seed: int, name: str, days: int, before: int) -> Floats:
    """Return by how much bursts raise each day: mean 1.

    Keeps the rate; a Neyman–Scott process whose parents are the first days of bursts and whose
    offspring are spread evenly over them.
    """
    (every, _), (lasts, _) = days_of(bursts.every), days_of(bursts.lasts)
    begins = coins(seed, f"bursts of {name}", days, before + lasts)[:, 0] < 1 / every
    begun: Floats = np.cumsum(begins, dtype=np.float64)
    ongoing: Floats = begun[lasts:] - begun[:-lasts]
    return 1 - bursts.share + bursts.share * ongoing * every / lasts


def _drift(drift: Drift | Driver, seed: int, name: str, days: int, before: int) -> Floats:
    """Return what wanders about 0 with standard deviation 1 and forgets over some days.

    It looks the same backwards, so it is drawn from the first day on, and from it back.
    """
    shocks = _shocks(seed, f"drift of {name}", days, before)
    memory = exp(-1 / days_of(drift.lasts)[0])
    onward = _wandering(shocks[before:], memory)
    back = _wandering(shocks[before::-1], memory)
    return np.array([*back[:0:-1], *onward])


def _wandering(shocks: Floats, memory: float) -> list[float]:
    fresh = (1 - memory**2) ** 0.5
    values = [float(shocks[0])]
    for shock in shocks[1:].tolist():
        values.append(memory * values[-1] + fresh * shock)
    return values


def _driven(fold: float, unseen: Floats) -> Floats:
    """Return `fold` to the power of what wanders, divided by what that is on average."""
    return np.exp(log(fold) * unseen - log(fold) ** 2 / 2)


# --- what happens ---


class _Life:
    """One run through all the days of a recipe."""

    def __init__(self, recipe: Recipe, seed: int) -> None:
        self.recipe, self.seed = recipe, seed
        self.before = _longest_window(recipe)
        self.rates = rates(recipe, seed, self.before)
        self.coins = {part.name: self._table(part.name) for part in _parts(recipe)}
        self.times: dict[str, list[int]] = {stream.name: [] for stream in recipe.streams}
        self.lifts: dict[str, list[tuple[Chain, int]]] = {s.name: [] for s in recipe.streams}
        for chain in recipe.chains:
            if chain.within:
                window = days_of(chain.within)[0] * MINUTES_PER_DAY
                self.lifts[chain.then].append((chain, window))

    def _table(self, name: str) -> dict[str, Floats]:
        table = coins(self.seed, name, self.recipe.days, self.before)
        return dict(zip(_DECIDED, table.T, strict=True))

    def minute(self, name: str, day: int) -> int:
        """Return the minute of the day at which something happens; midnight on a clock of days."""
        if self.recipe.clock == "days":
            return 0
        share = float(self.coins[name]["minute"][day + self.before])
        return _FIRST_MINUTE + int(share * (_LAST_MINUTE - _FIRST_MINUTE + 1))

    # streams

    def streams(self) -> list[Happening]:
        """Toss the coins of all streams in the order of time.

        Only days on which a coin falls low enough for the highest chance that chains can make are
        looked at; whether it was low enough for the chance of that moment is decided then.
        """
        names = [stream.name for stream in self.recipe.streams]
        agenda = [moment for n, name in enumerate(names) for moment in self._candidates(n, name)]
        heapify(agenda)
        lived: list[Happening] = []
        done: set[tuple[str, int]] = set()
        while agenda:
            time, n, is_brought_about = heappop(agenda)
            name, day = names[n], time // MINUTES_PER_DAY
            if (name, day) in done or not (is_brought_about or self._happens(name, time)):
                continue
            done.add((name, day))
            self.times[name].append(time)
            lived.append(self._event(self.recipe.streams[n], time))
            for then, later in self._brought_about(name, time):
                heappush(agenda, (later, names.index(then), True))
        return lived

    def _candidates(self, n: int, name: str) -> list[tuple[int, int, bool]]:
        most = prod(max(chain.lift or 0.0, 1.0) for chain, _ in self.lifts[name])
        days = np.flatnonzero(self.coins[name]["happens"] < self.rates[name] * most) - self.before
        times = ((day, self.minute(name, day)) for day in days.tolist())
        return [(day * MINUTES_PER_DAY + minute, n, False) for day, minute in times]

    def _happens(self, name: str, time: int) -> bool:
        row = time // MINUTES_PER_DAY + self.before
        chance = float(self.rates[name][row])
        for chain, window in self.lifts[name]:
            if any(self._came_before(stream, time, window) for stream in chain.after):
                chance *= chain.lift or 0.0
        return float(self.coins[name]["happens"][row]) < chance

    def _came_before(self, stream: str, time: int, window: int) -> bool:
        """Tell whether a stream came before a moment, and not longer before than the window."""
        for other in reversed(self.times[stream]):
            if other < time:
                return time - other <= window
        return False

    def _event(self, stream: Stream, time: int) -> Happening:
        day, minute = divmod(time, MINUTES_PER_DAY)
        drawn = self._drawn(stream.name, day)
        line = stream.lines[int(drawn["line"] * len(stream.lines))]
        if stream.severity:
            least, most = stream.severity
            severity = float(least + int(drawn["severity"] * (int(most - least) + 1)))
            line = line.model_copy(update={"severity": severity})
        kept, vague = drawn["kept"], drawn["vague"]
        return Happening(day, minute, stream.name, line, None, kept, vague)

    def _drawn(self, name: str, day: int) -> Mapping[str, float]:
        return {key: float(column[day + self.before]) for key, column in self.coins[name].items()}

    def _brought_about(self, name: str, time: int) -> list[tuple[str, int]]:
        """Return what an event brings about by chains with a chance, and when."""
        found: list[tuple[str, int]] = []
        for n, chain in enumerate(self.recipe.chains):
            if chain.chance is None or chain.lag is None or name not in chain.after:
                continue
            day, minute = divmod(time, MINUTES_PER_DAY)
            key = f"chain {n} after {name}"
            if key not in self.coins:
                self.coins[key] = self._table(key)
            drawn = self._drawn(key, day)
            if drawn["happens"] >= chain.chance:
                continue
            least, most = days_of(chain.lag)
            lag = least + int(drawn["line"] * (most - least + 1))
            if day + lag < self.recipe.days:
                later = max(self.minute(key, day + lag), 0 if lag else minute)
                found.append((chain.then, (day + lag) * MINUTES_PER_DAY + later))
        return found

    # endings and ratings

    def ends(self, ending: Ending, lived: list[Happening]) -> list[Happening]:
        """Return the ends of the quarrels of a stream, as far as they fall into the diary."""
        helpers = sorted(h.time for h in lived if h.name in ending.after)
        found: list[Happening] = []
        for quarrel in (h for h in lived if h.name == ending.of):
            drawn = self._drawn(ending.name, quarrel.day)
            day = _end(ending, quarrel, helpers, drawn["end"], self.recipe.days)
            if day is not None:
                keys: dict[str, Any] = {"between": quarrel.statement.subjects}
                line = Resolution(**keys, quality=ending.quality)
                told = (line, quarrel, drawn["kept"], drawn["vague"])
                found.append(Happening(day, self.minute(ending.name, day), ending.name, *told))
        return found

    def ratings(self, driver: Driver) -> list[Happening]:
        """Return what a driver was rated at, from the first day on; nothing where nobody rates."""
        if not driver.rated:
            return []
        of = (self.recipe.days, self.before)
        unseen = _drift(driver, self.seed, driver.name, *of)
        errors = _shocks(self.seed, f"rating of {driver.name}", *of)
        values = driver.centre + driver.spread * unseen + driver.error * errors
        found: list[Happening] = []
        for day in range(0, self.recipe.days, days_of(driver.rated)[0]):
            value = round(min(10.0, max(0.0, float(values[day + self.before]))))
            line = Rating(of=driver.scale or driver.name, value=value)
            kept = self._drawn(driver.name, day)["kept"]
            minute = self.minute(driver.name, day)
            found.append(Happening(day, minute, driver.name, line, None, kept))
        return found


def _longest_window(recipe: Recipe) -> int:
    """Return how long before the diary things must be known for its first day to be like others."""
    lengths = [text for chain in recipe.chains for text in (chain.within, chain.lag) if text]
    return max([0, *(days_of(text)[1] for text in lengths)])


def _end(
    ending: Ending, quarrel: Happening, helpers: list[int], drawn: float, days: int
) -> int | None:
    """Return the day on which a quarrel ends: the first on which fewer than `drawn` stay open.

    A quarrel that outlasts a share `drawn` of its like is what a coin tossed each day would make,
    and takes one number in place of one a day.
    """
    within = days_of(ending.within)[0] if ending.within else days
    ages = sorted((days_of(age)[0], chance) for age, chance in ending.by_age.items())
    if not max([ending.chance, *ending.by_age.values()]):
        return None
    still_open = 1.0
    for day in range(quarrel.day + 1, days):
        age = day - quarrel.day
        chance = next((c for from_age, c in reversed(ages) if from_age <= age), ending.chance)
        if ending.lift is not None and _came_since(helpers, quarrel, day, within):
            chance *= ending.lift
        still_open *= 1 - chance
        if still_open <= drawn:
            return day
    return None


def _came_since(helpers: list[int], quarrel: Happening, day: int, within: int) -> bool:
    """Tell whether something came after a quarrel began, before a day and not long before it."""
    last = bisect_right(helpers, day * MINUTES_PER_DAY - 1) - 1
    if last < 0 or helpers[last] <= quarrel.time:
        return False
    came_on = helpers[last] // MINUTES_PER_DAY
    return came_on > quarrel.day and day - came_on <= within
