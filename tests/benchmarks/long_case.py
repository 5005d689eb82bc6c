"""A case of ten thousand events by seed, with all that a written case has besides its events.

The events are those of :mod:`tests.benchmarks.synthetic` (quarrels, flares, rallies and truces, of
which three in ten are planted episodes of the flagship), told to the day: one in 3.3 days, as in
the diaries of the examples, so that ten thousand take ninety years.  Brought nearer together they
are harder to search and to weigh.  Around them stand names, symptoms with an onset, bonds and inner
states that last, a trauma, treatments, sources, words and the time that was watched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from formulation.model import (
    Case,
    Claim,
    Conflict,
    Escalation,
    Feeling,
    Idealization,
    Person,
    Rally,
    Relationship,
    Resolution,
    Source,
    Symptom,
    Trauma,
    Treatment,
    Wish,
)
from formulation.model.base import Statement
from tests.benchmarks.synthetic import NOBODY, Ints, Size, made

__all__ = ["long_case"]

_FIRST = date(1930, 1, 1)
_NAMES = (
    "Liz Ann Bob Cleo Dan Eva Finn Gus Hal Ida Jon Kit Lea Max Nora Otto Pia Quinn Ruth Sam Tess "
    "Uma Vic Wil Xena Yves Zoe Amos Bea Carl Dora Emil Fay Gil Hope Ian Joan Karl Lou Mia"
).split()
_SYMPTOMS = ("pelvic pain", "sleeplessness", "panic")
_TIES = ("siblings", "colleagues", "friends", "neighbours")
_SOURCES = ("diary", "sessions")


@dataclass(frozen=True)
class _Known(Size):
    """A size in which somebody says how many people there are."""

    known: int = 40

    @property
    def people(self) -> int:
        """How many people there are, the patient among them."""
        return self.known


def long_case(
    events: int = 10_000, *, people: int = 40, times_as_dense: int = 1, seed: int = 0
) -> Case:
    """Return a case of so many events, the same one for the same seed.

    Parameters
    ----------
    events
        Quarrels, flares, rallies and truces together.
    people
        The patient among them, 40 at most; each quarrels with every other.
    times_as_dense
        How many times as near together events are as once in 3.3 days.
    seed
        Of the generator.
    """
    size = _Known(events, known=people)
    columns = made(size, seed)
    a_day = 1440 * times_as_dense
    whole = max(size.minutes, int(columns["idealizes"]["end"].max()) - size.origin) // a_day
    numbers = count()
    happened = [
        _sourced(next(numbers), kind, row, size, a_day)
        for kind, table in columns.items()
        for row in _rows(table)
    ]
    observed = f"{_day(0)}/{_day(whole)}"
    head = Case(id="long", title="A long case", origin="synthetic", observed=[observed])
    return head.adding(
        *(Source(id=id, cite=f"The {id} of the author.") for id in _SOURCES),
        *_people(size.people),
        *(
            Symptom(id=f"s{n}", name=name, of="p0", onset=_day(400 * n))
            for n, name in enumerate(_SYMPTOMS)
        ),
        *happened,
        *_background(size, size.minutes // a_day),
    )


def _rows(table: Mapping[str, Ints]) -> Iterator[dict[str, Ints]]:
    for n in range(len(table["start"])):
        yield {key: column[n] for key, column in table.items()}


def _day(number: int) -> str:
    return (_FIRST + timedelta(days=number)).isoformat()


def _people(many: int) -> Iterator[Person]:
    yield Person(id="p0", name=_NAMES[0], role="patient", born="1920")
    for n in range(1, many):
        yield Person(id=f"p{n}", name=_NAMES[n])


def _sourced(number: int, kind: str, row: dict[str, Ints], size: Size, a_day: int) -> Statement:
    said = _statement(kind, row, size)
    own: dict[str, object] = {"source": (_SOURCES[number % 5 == 0],)}
    own["basis"] = "observed" if number % 3 else "reported"
    if number % 40 == 0:
        own["words"] = f"I wrote this down at {number % 24} o'clock"
    when = "/".join(
        _day(int(row[key] - size.origin) // a_day) for key in ("start", "end") if key in row
    )
    return said.model_copy(update=own | {"when": when})


def _statement(kind: str, row: dict[str, Ints], size: Size) -> Statement:
    def one(key: str) -> str:
        code = int(row[key])
        return f"p{code}" if code < size.people else f"s{code - size.people}"

    def several(key: str) -> list[str]:
        return [f"p{int(code)}" for code in row[key] if code != NOBODY]

    if kind == "idealizes":
        return Idealization(of=one("idealizes"), by=one("by"), image="superhero")
    if kind == "conflict":
        return Conflict(between=several("conflict"))
    if kind == "escalation":
        return Escalation(of=one("escalation"), by=one("by"))
    if kind == "rally":
        return Rally(who=several("rally"), to=one("to"))
    return Resolution(between=several("resolution"))


def _background(size: Size, whole: int) -> Iterator[Statement]:
    """Yield what lasts or happened once: ties, states, a trauma, treatments, a claim."""
    yield Trauma(id="loss", of="p0", what="the death of her father", age=7)
    for n in range(1, size.people):
        start = _day(whole * n // (2 * size.people))
        yield Relationship(between=["p0", f"p{n}"], is_=_TIES[n % len(_TIES)], when=f"{start}/..")
    for n in range(60):
        start, end = _day(whole * n // 60), _day(whole * n // 60 + 20 + n)
        lasted = {"id": f"state{n}", "by": "p0", "when": f"{start}/{end}"}
        if n % 2:
            yield Feeling(text="dread", **lasted)
        else:
            yield Wish(text="that nobody leaves", **lasted)
    for n in range(3):
        start, end = _day(whole * (n + 1) // 5), _day(whole * (n + 1) // 5 + 500)
        yield Treatment(id=f"treatment{n}", text="psychotherapy", when=f"{start}/{end}")
    yield Claim(id="claim", text="quarrels come before pain", from_=["state0"], to=["state1"])
