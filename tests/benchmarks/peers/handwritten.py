"""The yardstick: NumPy by hand for this one pattern, by someone who knows what is selective.

**Build.**  People whom the patient ever idealizes are flagged; quarrels, truces and rallies of
anybody else are dropped before anything is sorted.  A row becomes one whole number, whose it is
before when it was, and is sorted by it: truces and quarrels by pair and time, flares by time,
idealizations by person and first minute, and their last minutes by themselves.

**Query.**  Quarrels without a truce of the same pair within 44 days are dropped (few pairs make
peace by chance), then those during which A or B is not idealized, told by counting the spans that
began and those that ended.  The rest is joined with the flares of its fortnight, less those
without a truce in their month.  Rallies are kept only in or after a fortnight with such a flare,
told by a table of fortnights, and sorted now, by person and time; a quarrel with a flare is
dropped that lacks a rally of A or of B.  Only then are the combinations written out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.peers import FORTNIGHT, MONTH, PATIENT, Columns, Ints, first_rows, pairs

MOST_EVENTS: int | None = None
WHY = ""

Flags = NDArray[np.bool_]


class Ranges(NamedTuple):
    """Runs of entries of an index: where each begins, and how many there are."""

    first: Ints
    number: Ints

    def take(self, index: Ints | Flags) -> Ranges:
        """Return the runs chosen by `index`."""
        return Ranges(self.first[index], self.number[index])

    def spread(self) -> tuple[Ints, Ints]:
        """Return ``(run, entry)`` for each entry of each run."""
        run = np.repeat(np.arange(len(self.number)), self.number)
        begins = np.cumsum(self.number) - self.number
        return run, np.arange(len(run)) + np.repeat(self.first - begins, self.number)


class Index(NamedTuple):
    """Rows in the order of their keys."""

    key: Ints
    row: Ints

    @classmethod
    def of(cls, key: Ints, row: Ints) -> Index:
        """Sort rows by their keys."""
        order = np.argsort(key)
        return cls(key[order], row[order])

    def between(self, least: Ints, most: Ints) -> Ranges:
        """Return which entries have a key from `least` to `most`, both included."""
        first = np.searchsorted(self.key, least, side="left")
        return Ranges(first, np.searchsorted(self.key, most, side="right") - first)


@dataclass
class Keys:
    """How a row becomes a number: ``((case * people + a) * people + b) * width + minute``.

    Minutes count from `origin`, the first of all; `width` is more than the last of them and the
    longest window together, so that no window reaches into what is another's.
    """

    origin: int
    width: int
    people: int
    cases: int

    @classmethod
    def of(cls, columns: Columns) -> Keys:
        """Measure the columns."""
        tables = [table for table in columns.values() if len(table["start"])]
        origin = min(int(table["start"].min()) for table in tables)
        latest = max(int(t[key].max()) for t in tables for key in ("start", "end") if key in t)
        named = [columns[kind][kind] for kind in columns if kind != "escalation"]
        people = 1 + max(int(codes.max(initial=0)) for codes in named)
        cases = 1 + max(int(t["case"].max()) if "case" in t else 0 for t in tables)
        width = latest - origin + FORTNIGHT + MONTH + 2
        if cases * people**2 * width >= 2**63:
            raise OverflowError("case, two people and a minute do not fit in one 64-bit number")
        return cls(origin, width, people, cases)

    def whose(self, table: Mapping[str, Ints], rows: Ints, *who: Ints) -> Ints:
        """Return the part of a key that stands before the minute."""
        case = table["case"][rows] if "case" in table else np.zeros(len(rows), dtype=np.int64)
        for codes in who:
            case = case * self.people + codes
        return case

    def index(self, columns: Columns, kind: str, whose: Ints, rows: Ints) -> Index:
        """Sort the chosen rows of a kind by whose and when."""
        minute = columns[kind]["start"][rows] - self.origin
        return Index.of(whose * self.width + minute, rows + first_rows(columns)[kind])


class Spans(NamedTuple):
    """Idealizations by person and first minute."""

    first: Ints  # keys of the first minutes
    last: Ints  # keys of the last minutes, in the same order
    lasts: Ints  # the same, sorted
    row: Ints
    longest: int  # minutes

    @classmethod
    def of(cls, first: Ints, last: Ints, row: Ints) -> Spans:
        """Sort spans by their first minutes."""
        order = np.argsort(first)
        longest = int((last - first).max(initial=0))
        return cls(first[order], last[order], np.sort(last), row[order], longest)

    def cover(self, moment: Ints) -> Flags:
        """Tell which moments lie in a span: more spans began by then than ended before."""
        began = np.searchsorted(self.first, moment, side="right")
        return began > np.searchsorted(self.lasts, moment, side="left")

    def around(self, moment: Ints, minute: Ints) -> tuple[Ranges, Ints]:
        """Return runs, one a moment, of the rows beside them: the spans that hold then."""
        earliest = moment - np.minimum(minute, self.longest)
        which, entry = Index(self.first, self.row).between(earliest, moment).spread()
        holds = self.last[entry] >= moment[which]
        count = np.bincount(which[holds], minlength=len(moment))
        return Ranges(np.cumsum(count) - count, count), self.row[entry[holds]]


@dataclass
class Built:
    """The rows that are left, sorted, but for the rallies, which the query prunes further."""

    keys: Keys
    quarrels: Index  # of case, a, b
    truces: Index  # of case, a, b
    flares: Index  # of case
    ideals: Spans  # of case, person
    rally_case: Ints
    rally_whose: Ints  # of case, person
    rally_minute: Ints
    rally_row: Ints


def build(columns: Columns) -> Built:
    """Drop whom the patient never idealizes, then sort each kind by whose and when."""
    keys, first_row = Keys.of(columns), first_rows(columns)
    ideal, flare, rally = columns["idealizes"], columns["escalation"], columns["rally"]
    own = np.flatnonzero((ideal["by"] == PATIENT) & (ideal["idealizes"] != PATIENT))
    whose = keys.whose(ideal, own, ideal["idealizes"][own])
    known = np.zeros(keys.cases * keys.people, dtype=np.bool_)
    known[whose] = True
    base = whose * keys.width - keys.origin
    hurts = np.flatnonzero(flare["by"] == PATIENT)
    row, place = np.nonzero((rally["rally"] > PATIENT) & (rally["to"] == PATIENT)[:, None])
    rallying = keys.whose(rally, row, rally["rally"][row, place])
    row, rallying = row[known[rallying]], rallying[known[rallying]]
    return Built(
        keys,
        quarrels=_of_pairs(keys, columns, "conflict", known),
        truces=_of_pairs(keys, columns, "resolution", known),
        flares=keys.index(columns, "escalation", keys.whose(flare, hurts), hurts),
        ideals=Spans.of(
            base + ideal["start"][own], base + ideal["end"][own], own + first_row["idealizes"]
        ),
        rally_case=rallying // keys.people,
        rally_whose=rallying,
        rally_minute=rally["start"][row] - keys.origin,
        rally_row=row + first_row["rally"],
    )


def _of_pairs(keys: Keys, columns: Columns, kind: str, known: Flags) -> Index:
    """Return the rows of a kind once for each two parties that are known, by pair and time."""
    table = columns[kind]
    row, a, b = pairs(table[kind])
    both = known[keys.whose(table, row, a)] & known[keys.whose(table, row, b)]
    row, a, b = row[both], a[both], b[both]
    return keys.index(columns, kind, keys.whose(table, row, a, b), row)


def _rallies_after(built: Built, flares: Ints) -> Index:
    """Return, by person and time, the rallies in or after a fortnight with one of these flares."""
    width = built.keys.width
    moment = built.rally_case * width + built.rally_minute
    hit = np.zeros(built.keys.cases * width // FORTNIGHT + 2, dtype=np.bool_)
    fortnight = flares // FORTNIGHT
    hit[fortnight] = True
    hit[fortnight + 1] = True
    near = np.flatnonzero(hit[moment // FORTNIGHT])
    key = built.rally_whose[near] * width + built.rally_minute[near]
    return Index.of(key, built.rally_row[near])


def query(built: Built) -> Ints:
    """Prune, join, prune, and write out every combination."""
    width, people = built.keys.width, built.keys.people
    key, quarrel = built.quarrels
    keep = np.flatnonzero(built.truces.between(key + 2, key + FORTNIGHT + MONTH).number)
    pair, minute = np.divmod(key[keep], width)
    quarrel, case_a, b = quarrel[keep], pair // people, pair % people
    case = case_a // people
    in_a, in_b = case_a * width + minute, (case * people + b) * width + minute
    keep = np.flatnonzero(built.ideals.cover(in_a) & built.ideals.cover(in_b))
    quarrel, pair, case, minute = quarrel[keep], pair[keep], case[keep], minute[keep]
    in_a, in_b = in_a[keep], in_b[keep]

    moment = case * width + minute
    which, flare = built.flares.between(moment + 1, moment + FORTNIGHT).spread()
    lag = built.flares.key[flare] - moment[which]
    peace = (pair * width + minute)[which] + lag
    truces = built.truces.between(peace + 1, peace + MONTH)
    keep = np.flatnonzero(truces.number)
    which, flare, lag, truces = which[keep], flare[keep], lag[keep], truces.take(keep)

    rallies = _rallies_after(built, built.flares.key[flare])
    of_a = rallies.between(in_a[which] + lag, in_a[which] + lag + FORTNIGHT)
    of_b = rallies.between(in_b[which] + lag, in_b[which] + lag + FORTNIGHT)
    keep = np.flatnonzero((of_a.number > 0) & (of_b.number > 0))
    which, flare, minute = which[keep], flare[keep], minute[which[keep]]
    ideal_a, rows_a = built.ideals.around(in_a[which], minute)
    ideal_b, rows_b = built.ideals.around(in_b[which], minute)
    return _every_combination(
        (quarrel[which], built.flares.row[flare]),
        [(ideal_a, rows_a), (ideal_b, rows_b), (of_a.take(keep), rallies.row),
         (of_b.take(keep), rallies.row), (truces.take(keep), built.truces.row)],
    )  # fmt: skip


def _every_combination(fixed: tuple[Ints, Ints], choices: list[tuple[Ranges, Ints]]) -> Ints:
    """Write out, for each quarrel and flare, every choice of the other five."""
    ways = np.prod([ranges.number for ranges, _ in choices], axis=0)
    run, way = Ranges(np.zeros_like(ways), ways).spread()
    chosen = []
    for ranges, rows in choices:
        way, nth = np.divmod(way, ranges.number[run])
        chosen.append(rows[ranges.first[run] + nth])
    ideal_a, ideal_b, rally_a, rally_b, truce = chosen
    quarrel, flare = fixed[0][run], fixed[1][run]
    return np.stack([ideal_a, ideal_b, quarrel, flare, rally_a, rally_b, truce], axis=1)
