"""Cases made by seed, of any size, in which the flagship is planted, nearly planted, and drowned.

What is in a case, whatever its size:

- **Time.** An event every 3.3 days (200 events in 22 months; a million in nine thousand years,
  which is as far as the calendar goes), to the minute; a fifth of the noise falls on midnights, so
  that there are ties.
- **People.** 10 at 200 events, 200 at a million, the patient among them; 4 in 10 of the others are
  idealized, over spans that cover about six tenths of the time and may overlap.
- **Episodes** planted, 6 for each 100 events, about 5 events each, so three events in ten: a
  quarrel of two idealized people, one flare or two, a rally of both, together or apart, sometimes
  again, and a truce.  Three in ten of the distances are edges: the least and the most that fits,
  a minute less, a minute more, a day more.  One quarrel in ten falls on the first or the last
  minute of an idealization, or a minute outside.  A fifth of the parties are three.
- **Noise**, the other seven events in ten: quarrels 30 %, flares 20 %, rallies 30 %, truces 20 %,
  of anybody at any time.

So a quarrel has 0.6 flares of noise in its fortnight, a flare 0.8 rallies to the patient; a truce
of the same pair follows by chance, within the 44 days, one quarrel in 20 among 10 people and one in
8,000 among 200.  There is a match to each 18 events of a long case (54,549 at a million), to
each 6 of many short ones and to each 4 of the one of 200 events; nearly all are planted, several to
an episode with two flares or two rallies.

Idealizations are bonds and not counted among the events; they add 2 to 4 rows to each hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from formulation.model import Case
    from formulation.model.base import Statement

Ints = NDArray[np.int64]
Columns = Mapping[str, Mapping[str, Ints]]

DAY = 1440
FORTNIGHT = 14 * DAY
MONTH = 30 * DAY
PATIENT = 0
SYMPTOMS = 3
NOBODY = -1

DAYS_AN_EVENT = 3.3
EPISODES_AN_EVENT = 0.06
SPANS_AN_EVENT = 0.02
NOISE = {"conflict": 0.3, "escalation": 0.2, "rally": 0.3, "resolution": 0.2}


@dataclass(frozen=True)
class Size:
    """So many cases of so many events each."""

    events: int
    cases: int = 1

    @classmethod
    def parse(cls, text: str) -> Size:
        """Read ``1000000``, or ``10000x200`` for ten thousand cases of 200 events."""
        cases, _, events = text.replace(",", "").replace("_", "").rpartition("x")
        return cls(int(events), int(cases or 1))

    def __str__(self) -> str:
        """Write it as it is read."""
        return f"{self.cases}x{self.events}" if self.cases > 1 else str(self.events)

    @property
    def all_events(self) -> int:
        """Events in all the cases together."""
        return self.events * self.cases

    @property
    def people(self) -> int:
        """People in each case, the patient among them: 10 at 200 events, 200 at a million."""
        return max(4, round(10 * float((self.events / 200) ** (log(20) / log(5000)))))

    @property
    def idealized(self) -> int:
        """How many people are ever idealized."""
        return max(2, round(0.4 * (self.people - 1)))

    @property
    def minutes(self) -> int:
        """How long each case lasts."""
        return round(self.events * DAYS_AN_EVENT) * DAY

    @property
    def origin(self) -> int:
        """The first minute: in 2000, or as much earlier as the calendar asks."""
        latest = date(9900, 1, 1).toordinal() * DAY - self.minutes
        return min((date(2000, 1, 1).toordinal() - 1) * DAY, latest)


def made(size: Size, seed: int = 0) -> Columns:
    """Return the columns of a size: kind of statement, then column, as a timeline takes them.

    Parameters
    ----------
    size
        How many cases and events; codes are 0 for the patient, then the other people, then three
        symptoms.  ``case`` is there only where there are several.
    seed
        Of the generator.
    """
    random = np.random.default_rng(seed)
    spans = _idealizations(size, random)
    events = _planted(size, random, spans)
    _with_noise(size, random, events)
    names = _names(size, random)
    kinds = {"idealizes": _in_any_order(random, spans)}
    kinds |= {kind: _in_any_order(random, _joined(events[kind])) for kind in NOISE}
    for kind, columns in kinds.items():
        _rename(columns, names)
        if kind == "idealizes":
            columns["end"] += size.origin
        columns["start"] += size.origin
        if size.cases == 1:
            del columns["case"]
    return kinds


def _names(size: Size, random: np.random.Generator) -> Ints:
    """Return which code each person has, case by case, so that low codes are nobody's privilege."""
    others = np.tile(np.arange(1, size.people), (size.cases, 1))
    first = np.zeros((size.cases, 1), dtype=np.int64)
    return np.hstack([first, random.permuted(others, axis=1)])


def _rename(columns: dict[str, Ints], names: Ints) -> None:
    for key in columns.keys() - {"start", "end", "case"}:
        codes, case = columns[key], columns["case"]
        people = names.shape[1]
        is_person = (codes != NOBODY) & (codes < people)
        cases = case if codes.ndim == 1 else case[:, None]
        named = names[cases, np.where(is_person, codes, 0)]
        columns[key] = np.where(is_person, named, codes)


def _in_any_order(random: np.random.Generator, columns: dict[str, Ints]) -> dict[str, Ints]:
    """Return rows case by case, in no order within a case: a file is not sorted by time."""
    order = random.permutation(len(columns["case"]))
    order = order[np.argsort(columns["case"][order], kind="stable")]
    return {name: np.ascontiguousarray(column[order]) for name, column in columns.items()}


def _joined(parts: list[dict[str, Ints]]) -> dict[str, Ints]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _mostly_patient(size: Size, random: np.random.Generator, count: int, share: float) -> Ints:
    """Return the patient, but for a share of others."""
    others = random.integers(1, size.people, count)
    return np.where(random.random(count) < share, others, PATIENT)


def _idealizations(size: Size, random: np.random.Generator) -> dict[str, Ints]:
    """Return spans in which each of the idealized (codes from 1) is idealized, with gaps between.

    A person's time is cut into equal parts; in each a span begins early, and may last into the
    next: overlapping idealizations of one person.
    """
    parts = max(2, round(SPANS_AN_EVENT * size.events / size.idealized))
    shape = (size.cases, size.idealized, parts)
    case, person, part = (index.reshape(-1) for index in np.indices(shape))
    count = len(case)
    part_minutes = size.minutes / parts
    start = (part + 0.4 * random.random(count)) * part_minutes
    length = (0.2 + 0.8 * random.random(count)) * part_minutes
    return {
        "case": case,
        "start": start.astype(np.int64),
        "end": (start + length).astype(np.int64),
        "idealizes": person + 1,
        "by": _mostly_patient(size, random, count, 0.05),
    }


def _lag(random: np.random.Generator, count: int, least: int, most: int) -> Ints:
    """Return distances that mostly fit in [least, most]; three in ten are edges of it."""
    edges = np.array([least, most, least - 1, most + 1, most + DAY])
    inside = random.integers(least, most, count, endpoint=True)
    return np.where(random.random(count) < 0.3, random.choice(edges, count), inside)


def _quarrel_onset(random: np.random.Generator, start: Ints, end: Ints) -> Ints:
    """Return moments within spans; one in ten on their first or last minute, or just outside."""
    inside = start + (random.random(len(start)) * (end - start)).astype(np.int64)
    edges = np.choose(random.integers(0, 4, len(start)), [start, end, start - 1, end + 1])
    return np.where(random.random(len(start)) < 0.1, np.maximum(edges, 0), inside)


def _third(size: Size, random: np.random.Generator, a: Ints, b: Ints, share: float) -> Ints:
    """Return, for a share of pairs, a third person who is neither; nobody for the rest."""
    third = random.integers(0, size.people, len(a))
    there = (random.random(len(a)) < share) & (third != a) & (third != b)
    return np.where(there, third, NOBODY)


Events = dict[str, list[dict[str, Ints]]]


def _planted(size: Size, random: np.random.Generator, spans: dict[str, Ints]) -> Events:
    """Return the events of the episodes: each of its own case, at its distance from the last."""
    each = round(EPISODES_AN_EVENT * size.events)
    case = np.repeat(np.arange(size.cases), each)
    in_case = len(spans["case"]) // size.cases
    of_a = case * in_case + random.integers(0, in_case, len(case))
    a = spans["idealizes"][of_a]
    b = 1 + (a - 1 + random.integers(1, size.idealized, len(case))) % size.idealized
    quarrel = _quarrel_onset(random, spans["start"][of_a], spans["end"][of_a])
    flare = quarrel + _lag(random, len(case), 1, FORTNIGHT)
    pair = np.stack([a, b, _third(size, random, a, b, 0.2)], axis=1)
    truce = flare + _lag(random, len(case), 1, MONTH)
    more = random.random(len(case)) < 0.3
    again = (quarrel + _lag(random, len(case), 1, FORTNIGHT))[more]
    return {
        "conflict": [{"case": case, "start": quarrel, "conflict": pair}],
        "escalation": [
            _flares(size, random, case, flare),
            _flares(size, random, case[more], again),
        ],
        "rally": _rallies(size, random, case, flare, a, b),
        "resolution": [{"case": case, "start": truce, "resolution": pair}],
    }


def _flares(size: Size, random: np.random.Generator, case: Ints, start: Ints) -> dict[str, Ints]:
    return {
        "case": case,
        "start": start,
        "escalation": random.integers(size.people, size.people + SYMPTOMS, len(case)),
        "by": _mostly_patient(size, random, len(case), 0.05),
    }


def _rallies(
    size: Size, random: np.random.Generator, case: Ints, flare: Ints, a: Ints, b: Ints
) -> list[dict[str, Ints]]:
    """Return rallies of both, together in half of the episodes, apart in the rest; some again."""
    together = random.random(len(case)) < 0.5
    again = random.random(len(case)) < 0.3
    third = _third(size, random, a, b, 0.2)
    nobody = np.full(len(case), NOBODY)
    parts = []
    for who, where in (
        ((a, b, third), together),
        ((a, nobody, third), ~together),
        ((b, nobody, nobody), ~together),
        ((b, a, nobody), again),
    ):
        start = (flare + _lag(random, len(case), 0, FORTNIGHT))[where]
        rallying = np.stack([w[where] for w in who], axis=1)
        to = _mostly_patient(size, random, len(start), 0.1)
        parts.append({"case": case[where], "start": start, "rally": rallying, "to": to})
    return parts


def _with_noise(size: Size, random: np.random.Generator, events: Events) -> None:
    """Fill each case up to its number of events with what has nothing to do with anything."""
    parts = [part["case"] for kind in events.values() for part in kind]
    planted = np.bincount(np.concatenate(parts), minlength=size.cases)
    case = np.repeat(np.arange(size.cases), size.events - planted)
    kind = random.choice(len(NOISE), len(case), p=list(NOISE.values()))
    start = random.integers(0, size.minutes, len(case))
    start = np.where(random.random(len(case)) < 0.2, start // DAY * DAY, start)
    for number, name in enumerate(NOISE):
        here = kind == number
        events[name].append(_noise(size, random, name, case[here], start[here]))


def _noise(
    size: Size, random: np.random.Generator, kind: str, case: Ints, start: Ints
) -> dict[str, Ints]:
    if kind == "escalation":
        return _flares(size, random, case, start)
    count = len(case)
    a = random.integers(0, size.people, count)
    b = (a + random.integers(1, size.people, count)) % size.people
    pair = np.stack([a, b, _third(size, random, a, b, 0.2)], axis=1)
    columns = {"case": case, "start": start, kind: pair}
    if kind == "rally":  # of one, two or three people other than the patient
        pair[:, 0] = np.where(a == PATIENT, b, a)
        alone = (a == PATIENT) | (b == PATIENT) | (random.random(count) < 0.4)
        pair[:, 1] = np.where(alone, NOBODY, b)
        pair[:, 2] = np.where(pair[:, 2] == PATIENT, NOBODY, pair[:, 2])
        columns["to"] = _mostly_patient(size, random, count, 0.1)
    return columns


def case_of(columns: Columns) -> Case:
    """Return the columns of one case as the records a reader of a case file would have.

    Statements stand in the order of the rows, so that row ``n`` is ``case.statements[n]``.
    """
    from formulation.model import (
        Case,
        Conflict,
        Escalation,
        Idealization,
        Person,
        Rally,
        Resolution,
        Symptom,
    )

    people, symptoms = _cast(columns)
    said: list[object] = [Person(id=_id(p), role=None if p else "patient") for p in people]
    said += [Symptom(id=_id(s)) for s in symptoms]
    records: dict[str, Callable[[dict[str, Any]], Statement]] = {
        "idealizes": lambda row: Idealization(of=_id(row["idealizes"]), by=_id(row["by"])),
        "conflict": lambda row: Conflict(between=_ids(row["conflict"])),
        "escalation": lambda row: Escalation(of=_id(row["escalation"]), by=_id(row["by"])),
        "rally": lambda row: Rally(who=_ids(row["rally"]), to=_id(row["to"])),
        "resolution": lambda row: Resolution(between=_ids(row["resolution"])),
    }
    for kind, table in columns.items():
        for n in range(len(table["start"])):
            row = {key: column[n] for key, column in table.items()}
            when = "/".join(_minute(row[key]) for key in ("start", "end") if key in row)
            said.append(records[kind](row).model_copy(update={"when": when}))
    return Case(id="synthetic", origin="synthetic").adding(*said)  # type: ignore[arg-type]


def _cast(columns: Columns) -> tuple[list[int], list[int]]:
    """Return the codes of the people and of the symptoms that the columns name."""
    symptoms = np.unique(columns["escalation"]["escalation"])
    named = [
        column.reshape(-1)
        for table in columns.values()
        for key, column in table.items()
        if key not in ("start", "end", "case", "escalation")
    ]
    people = np.unique(np.concatenate([*named, np.array([PATIENT])]))
    return [int(p) for p in people if p != NOBODY], [int(s) for s in symptoms]


def _id(code: int) -> str:
    """Return an id; ids rise as the codes do."""
    return f"x{code:04}"


def _ids(codes: Ints) -> list[str]:
    return [_id(int(code)) for code in codes if code != NOBODY]


def _minute(minute: int) -> str:
    moment = datetime(1, 1, 1) + timedelta(minutes=int(minute))  # noqa: DTZ001 - wall-clock
    return moment.isoformat(timespec="minutes")
