"""What a recipe says: the streams of a made-up life, what is planted in them, who writes it down.

A recipe is data, like a pattern: the same in Python, YAML and JSON.  It holds a case to begin with
(people, symptoms, bonds), and its streams are lines of a case file without dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    InstanceOf,
    ValidationError,
    model_validator,
)

from formulation.errors import CaseError, Fault, nearest_word
from formulation.model.amounts import amount_in_words
from formulation.model.base import Namer, Record, Statement, faults_of, in_list
from formulation.model.case import Case
from formulation.model.fields import Id, TermOf, Text, Texts, refused
from formulation.model.kinds import kinds, kinds_in, kinds_named
from formulation.simulate.days import Day, Days, Lag, Periods, WholeNumber

__all__ = [
    "Bursts",
    "Chain",
    "Drift",
    "Driver",
    "Ending",
    "Recipe",
    "Recording",
    "Stream",
    "TurningPoint",
    "read_line",
]

#: what a date of the diary is told to
CLOCKS = ("days", "minutes")
#: what tells of a statement's own time and name, which the simulation gives
_GIVEN_LATER = frozenset("id when age after before apart lasts recurring alternative_of".split())


def _above_nought(value: float) -> float:
    if not value > 0:
        raise refused(Fault("this cannot be nought or less", f"{value:g}", "a number above 0"))
    return value


Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Rate = Annotated[float, Field(ge=0, le=30, allow_inf_nan=False)]
Factor = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
Fold = Annotated[float, Field(le=1000, allow_inf_nan=False), AfterValidator(_above_nought)]


def read_line(keys: Mapping[str, Any]) -> Statement:
    """Return the statement that a line of a recipe stands for.

    Raises
    ------
    CaseError
        With everything wrong with it.
    """
    cls = _kind_of(keys)
    try:
        return cls.from_keys(keys)
    except ValidationError as error:
        raise CaseError(faults_of(error, cls)) from None


def _kind_of(keys: Mapping[str, Any]) -> type[Statement]:
    named = kinds_named(keys)
    if len(named) > 1:
        problem = f"this can be read as {' or as '.join(map(repr, named))}"
        raise CaseError([Fault(problem, named[1], "two lines")])
    if not named:
        near = next(filter(None, (nearest_word(key, kinds()) for key in keys)), "")
        problem = "no key here says what kind of statement this is"
        raise CaseError([Fault(problem, ", ".join(keys), "a kind such as conflict: …", near)])
    cls = kinds()[named[0]]
    if cls.section != "events":
        few = ", ".join(kinds_in("events")[:6])
        problem = f"{cls.kind!r} stands in {cls.section}: it does not happen on a day"
        raise CaseError([Fault(problem, cls.kind, f"an event: {few}, …")])
    return cls


def _one_line(value: object) -> object:
    try:
        return read_line(value) if isinstance(value, Mapping) else value
    except CaseError as error:
        raise refused(error.faults[0]) from None


def _lines(value: object) -> object:
    """Read one line or several, each a mapping or a record."""
    if isinstance(value, Mapping | Statement):
        value = (value,)
    return tuple(map(_one_line, value)) if isinstance(value, list | tuple) else value


def _undated(line: Statement) -> Statement:
    for field, _ in line.said():
        if field in _GIVEN_LATER:
            problem = f"a line of a recipe has no {field!r}: the simulation gives it"
            raise refused(Fault(problem, field, "the line without it"))
    return line


def _case(value: object) -> object:
    """Read the case that a recipe begins with."""
    try:
        return Case.from_keys(value) if isinstance(value, Mapping) else value
    except ValidationError as error:
        raise refused(faults_of(error, Case)[0]) from None


def _from_to(value: object) -> object:
    if not isinstance(value, list | tuple) or len(value) != 2:
        shown = value if isinstance(value, str) else ""
        raise refused(Fault("this is not from one severity to another", shown, "[4, 9]"))
    return tuple(value)


def _clock(value: object) -> object:
    if value not in CLOCKS:
        near = nearest_word(str(value), CLOCKS)
        raise refused(Fault("no clock runs like this", str(value), " or ".join(CLOCKS), near))
    return value


Line = Annotated[InstanceOf[Statement], BeforeValidator(_one_line), AfterValidator(_undated)]
Lines = Annotated[
    tuple[Annotated[InstanceOf[Statement], AfterValidator(_undated)], ...],
    BeforeValidator(_lines),
    Field(min_length=1),
]

_Severity = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
Severities = Annotated[tuple[_Severity, _Severity], BeforeValidator(_from_to)]


class Bursts(Record):
    """A stream comes in bursts: quiet weeks, then several at once (Neyman and Scott 1958).

    Bursts begin at random, one `every` so long on average, and go on for `lasts`.  The `share` of
    the stream that comes in bursts is spread over them; the rest comes at any time.  The rate of
    the whole stream stays what it was.
    """

    every: Days
    lasts: Days
    share: Share = 1.0

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - names nobody
        """Return in words how a stream comes in bursts."""
        return f"In bursts of {self.lasts}, one every {self.every}, comes {self.share:.0%} of it."


class Drift(Record):
    """A stream waxes and wanes slowly with something unseen.

    The rate of a day is `fold` times the usual where the unseen is one standard deviation up, and
    the usual by `fold` where it is one down; its memory fades over `lasts` (an autoregression of
    order one, day by day).  The rate of the whole stream stays what it was.
    """

    fold: Fold
    lasts: Days

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - names nobody
        """Return in words how a stream waxes and wanes."""
        return f"It waxes and wanes {self.fold:g}-fold over about {self.lasts}."


class Stream(Record):
    """Events of one sort, which come at a rate and are written as lines of a case file.

    Attributes
    ----------
    name
        What chains call it; its events are called ``quarrel-1``, ``quarrel-2``, …
    lines
        One statement or several, without date; each event is one of them, all equally likely.
    rate
        Events in 30 days, while nothing raises or lowers it; with 0 only chains bring it about.
    severity
        From and to: each event, an escalation, gets a whole number between them.
    bursts, drift
        How it clusters; without either each day is like any other.
    """

    name: Id
    lines: Lines
    rate: Rate
    severity: Severities | None = None
    bursts: Bursts | None = None
    drift: Drift | None = None

    def sentence(self, name: Namer) -> str:
        """Return the stream in words: what comes how often, and how it clusters."""
        told = f"{self.name} ({in_list(sorted({line.kind for line in self.lines}))}) "
        told += f"comes at a rate of {self.rate:g} in 30 days."
        for part in (self.bursts, self.drift):
            told += f" {part.sentence(name)}" if part else ""
        return told


class Chain(Record):
    """One stream follows others: more often for a while, or now and then after some days.

    Either `lift` and `within`: on the days 1 to `within` after any event of `after`, `then` comes
    at `lift` times the rate of other days, and not more where two such windows overlap.  Or
    `chance` and `lag`: each event of `after` is followed by one of `then`, by that chance, so many
    days later.
    """

    after: Annotated[Texts, Field(min_length=1)]
    then: Text
    lift: Factor | None = None
    within: Days | None = None
    chance: Share | None = None
    lag: Lag | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Chain:
        given = {field for field, _ in self.said()} - {"after", "then"}
        if given not in ({"lift", "within"}, {"chance", "lag"}):
            told = in_list(sorted(given)) or "neither"
            cure = "lift: with within:, or chance: with lag:"
            raise refused(Fault("a chain goes one of two ways, and this says", told, cure))
        return self

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - names streams
        """Return the chain in words."""
        after = in_list(self.after, "or")
        if self.lift is not None:
            how = f"{self.lift:g} times as often within {self.within}"
            return f"After {after}, {self.then} comes {how}."
        lag = amount_in_words(self.lag or "")
        return f"After {after}, {self.then} follows in {self.chance:.0%} of cases, {lag} later."


class Ending(Record):
    """How the quarrels of a stream end: by their age alone, or sooner where something came.

    Attributes
    ----------
    name
        What its entries are called: ``truce-1``, …
    of
        The stream of conflicts that it ends.
    chance
        The chance that an open quarrel ends on a day.
    by_age
        Other chances from some age of the quarrel on: ``{8 days: 0.1, 30 days: 0.3}``.
    after, lift, within
        On a day after an event of `after` that fell on a later day than the quarrel, the chance
        is `lift` times as high: for as long as the quarrel is open, or `within` so many days.
    quality
        As in a case file: truce, repaired or avoided.
    """

    name: Id
    of: Text
    chance: Share
    by_age: dict[Days, Share] = {}
    after: Texts = ()
    lift: Factor | None = None
    within: Days | None = None
    quality: Annotated[str, TermOf("resolution_quality")] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Ending:
        if bool(self.after) != (self.lift is not None):
            cure = "both after: and lift:, or neither where age alone decides"
            raise refused(Fault("half of a link stands here", "", cure))
        if self.within and not self.after:
            raise refused(Fault("within what comes after nothing", self.within, "after: and lift:"))
        return self

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - names streams
        """Return in words how quarrels end."""
        told = f"Each {self.of} ends by a chance of {self.chance:g} a day"
        ages = (f"of {chance:g} from {age} on" for age, chance in self.by_age.items())
        told += "".join(f", {part}" for part in ages)
        if self.lift is not None:
            told += f", {self.lift:g} times that after {in_list(self.after, 'or')}"
            told += f" within {self.within}" if self.within else ""
        return f"{told}."


class Driver(Record):
    """Something unseen that raises several streams at once, such as the severity of an illness.

    Attributes
    ----------
    name
        What its ratings are called: ``severity-1``, …
    raises
        For each stream by how much its rate is multiplied where the driver stands one standard
        deviation higher; their rates over the whole time stay what they were.
    lasts
        Over how long its memory fades (an autoregression of order one, day by day).
    scale, rated
        The scale on which it is rated, and how often; without `rated` nobody ever rates it.
    centre, spread, error
        The rating is `centre`, and `spread` more for each standard deviation, give or take
        `error`; rounded, from 0 to 10.
    """

    name: Id
    raises: Annotated[dict[str, Fold], Field(min_length=1)]
    lasts: Days
    scale: Text | None = None
    rated: Days | None = None
    centre: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] = 5.0
    spread: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] = 2.0
    error: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] = 0.5

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - names streams
        """Return in words what is driven, how strongly, and whether it can be seen."""
        driven = in_list([f"{stream} {fold:g}-fold" for stream, fold in self.raises.items()])
        seen = f"rated every {self.rated}" if self.rated else "never rated"
        return f"{self.scale or self.name} raises {driven}, over about {self.lasts}; it is {seen}."


class TurningPoint(Record):
    """A day after which rates are others: an intervention, as the `line` of a case file says.

    `rates` holds for each stream by what its rate is multiplied from the next day on.
    """

    name: Id
    line: Line
    on: Day
    rates: dict[str, Factor] = {}

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - names streams
        """Return in words what changed when."""
        changed = [f"{stream} times {factor:g}" for stream, factor in self.rates.items()]
        return f"After {self.name} on {self.on}: {in_list(changed) or 'nothing changes'}."


class Recording(Record):
    """What becomes of a life in a diary.

    Attributes
    ----------
    gaps
        Days or periods in which nothing was written, ``2022-07-01/2022-07-14``; `observed` leaves
        them out.
    forgotten
        The share of entries that were never made, on days that count as observed.
    to_week, to_month
        The shares of entries that are dated to the week or the month only.
    """

    gaps: Periods = ()
    forgotten: Share = 0.0
    to_week: Share = 0.0
    to_month: Share = 0.0

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - names nobody
        """Return in words what is missing from the diary, and what is vague in it."""
        shares = {
            "forgotten": self.forgotten,
            "dated to the week": self.to_week,
            "dated to the month": self.to_month,
        }
        lost = [f"{share:.0%} are {what}" for what, share in shares.items() if share]
        gaps = f"Not observed: {in_list(self.gaps)}. " if self.gaps else ""
        return f"{gaps}Of all entries {in_list(lost) or 'none is lost'}."


class Recipe(Record):
    """What a made-up diary is made from.

    Parameters
    ----------
    case
        What the case holds beforehand: its id, title and about, people, symptoms and bonds.
    start, days
        The first day of the diary and how many days it was kept, gaps included.
    streams
        :class:`Stream` records or mappings that read like them; likewise the lists below.
    chains, endings, drivers, turning_points
        What is planted: what follows what, how quarrels end, what drives several streams, and the
        days after which rates are others.
    recording
        A :class:`Recording`: gaps, forgotten entries, vague dates.
    clock
        Whether dates are told to the day (``days``) or with the time (``minutes``).

    Raises
    ------
    CaseError
        Telling everything wrong with it at once.
    """

    case: Annotated[InstanceOf[Case], BeforeValidator(_case)]
    start: Day
    days: WholeNumber
    streams: Annotated[tuple[Stream, ...], Field(min_length=1)]
    chains: tuple[Chain, ...] = ()
    endings: tuple[Ending, ...] = ()
    drivers: tuple[Driver, ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    recording: Recording = Field(default_factory=lambda: Recording())
    clock: Annotated[str, BeforeValidator(_clock)] = "days"

    def __init__(self, /, **fields: Any) -> None:
        """Read the fields, then judge the recipe as a whole."""
        from formulation.simulate.judging import recipe_and_faults

        _, found = recipe_and_faults(fields)
        if found:
            raise CaseError(_with_its_place(path, fault) for path, fault in found)
        super().__init__(**fields)

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def sentence(self, name: Namer) -> str:
        """Return everything that is planted, in words."""
        told = [f"A made-up diary of {self.days} days from {self.start}."]
        for parts in (
            self.streams,
            self.chains,
            self.endings,
            self.drivers,
            self.turning_points,
            (self.recording,),
        ):
            told += [part.sentence(name) for part in parts]
        return " ".join(told)


def _with_its_place(path: tuple[str | int, ...], fault: Fault) -> Fault:
    """Return a fault that says in which part of the recipe it is, where no file can."""
    place = " ".join(str(step) for step in path[:2])
    told = f"{place}: {fault.problem}" if len(path) > 1 else fault.problem
    return Fault(told, fault.value, fault.accepted, fault.nearest)
