"""What a case shows between two stations of a round: findings, weights, claims, or a break."""

from __future__ import annotations

import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from formulation.dates import MINUTES_PER_DAY
from formulation.errors import FormulationWarning, counted
from formulation.findings import Weight, each_of
from formulation.graph import Loop, loops
from formulation.model.base import in_list
from formulation.model.claims import Claim
from formulation.patterns.pattern import Pattern, Weighing
from formulation.views.cycle_round import Evidence, Station
from formulation.views.gaps import reason_in_words

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["Chord", "Claimed", "Passage", "Round", "round_of"]

_TURNS = {
    "reinforcing": "the circle would keep itself going",
    "balancing": "the circle would bring itself to rest",
    "cannot tell": "one cannot tell which way the circle turns",
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim between two stations, by their places: its id, its sentence, its own words."""

    id: str
    told: str
    words: str
    start: int
    end: int
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """The way from one station to the next.

    Attributes
    ----------
    state
        ``found``; ``described`` where it is told as recurring; ``nearly`` where near misses went
        so far; ``claimed`` where only a claim says so; ``broken`` where nothing does; ``recorded``
        for a return on record, as a resolution returns to its conflict; ``open`` for a return that
        nothing claims; ``unasked`` for it where the pattern asks for no order at all.
    words
        What the arrow carries, a line each.
    claims
        The numbers of the claims that say so.
    is_ordered
        Whether the pattern asks for this order.
    is_inferred
        Whether the claims that say so are all inferred.
    """

    state: str
    words: tuple[str, ...]
    claims: tuple[int, ...] = ()
    is_ordered: bool = True
    is_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Chord:
    """A claim, or a weight, that leads across the round: from where to where, and its numbers."""

    start: int
    end: int
    numbers: tuple[int, ...]
    is_inferred: bool


@dataclass(frozen=True)
class Round:
    """The whole round.

    Attributes
    ----------
    stations, conditions, absent
        What stands in it, what holds meanwhile, and what must not be recorded.
    passages
        From each station to the next; the last leads back to the first.
    chords
        What leads across.
    claims
        The claims of the file that lead from one station to another, numbered from 1.
    weighed
        What was counted between stations that are not neighbours, with both places.
    circles
        The file's own circles of claimed effects through two stations or more: in short, in full.
    """

    stations: tuple[Station, ...]
    conditions: tuple[Station, ...]
    absent: tuple[str, ...]
    passages: tuple[Passage, ...]
    chords: tuple[Chord, ...]
    claims: tuple[Claimed, ...]
    weighed: tuple[tuple[int, int, str], ...] = ()
    circles: tuple[tuple[str, str], ...] = field(default=())


def round_of(
    case: Case,
    pattern: Pattern,
    evidence: Evidence,
    parts: tuple[list[Station], list[Station], list[str]],
) -> Round:
    """Return the stations of a pattern with what the case shows between them.

    Parameters
    ----------
    case, pattern, evidence
        The case, the pattern, and what was found and weighed of it.
    parts
        Stations, conditions and what must not be there, of
        :func:`formulation.views.cycle_round.stations_of`.
    """
    return _Reader(case, pattern, evidence, parts[0]).round(parts[1], parts[2])


class _Reader:
    """Reads what lies between stations."""

    def __init__(
        self, case: Case, pattern: Pattern, evidence: Evidence, stations: Sequence[Station]
    ) -> None:
        self.case, self.pattern, self.evidence = case, pattern, evidence
        self.stations = stations
        self.ids = [self._meant(station) for station in stations]
        self.claims = tuple(self._claims())
        self.counts = list(self._counts())
        self.loops = _quiet_loops(case)

    def _meant(self, station: Station) -> frozenset[str]:
        """Return the statements that a claim must name: those found, else all of that kind."""
        if self.evidence.found:
            return frozenset(station.ids)
        told = zip(self.case.ids, self.case.statements, strict=True)
        return frozenset(id for id, statement in told if statement.kind in station.kinds)

    def _claims(self) -> Iterator[Claimed]:
        for id, claim in zip(self.case.ids, self.case.statements, strict=True):
            if not isinstance(claim, Claim):
                continue
            for start, ids in enumerate(self.ids):
                for end, others in enumerate(self.ids):
                    if start != end and ids & set(claim.from_) and others & set(claim.to):
                        is_inferred = claim.basis == "inferred"
                        told = self.case.tell(claim)
                        yield Claimed(id, told, claim.text, start, end, is_inferred)

    def round(self, conditions: Sequence[Station], absent: Sequence[str]) -> Round:
        """Return the whole."""
        last = len(self.stations) - 1
        between = [self._passage(a, b) for a, b in pairwise(range(last + 1))]
        closing = [self._closing()] if last else []
        return Round(
            stations=tuple(self.stations),
            conditions=tuple(conditions),
            absent=tuple(absent),
            passages=(*between, *closing),
            chords=tuple(self._chords()),
            claims=self.claims,
            weighed=tuple(c for c in self.counts if c[1] != c[0] + 1),
            circles=tuple(self._circles()),
        )

    # -- from one station to the next

    def _numbers(self, start: int, end: int) -> tuple[int, ...]:
        told = enumerate(self.claims, start=1)
        return tuple(n for n, one in told if (one.start, one.end) == (start, end))

    def _are_inferred(self, numbers: Sequence[int]) -> bool:
        return bool(numbers) and all(self.claims[n - 1].is_inferred for n in numbers)

    def _passage(self, start: int, end: int) -> Passage:
        a, b = self.stations[start], self.stations[end]
        numbers = self._numbers(start, end)
        words = [told for i, j, told in self.counts if (i, j) == (start, end)]
        state, shown = self._shown(a, b)
        if state == "broken" and numbers:
            state, shown = (
                "claimed",
                ["claimed, not found" if not self.evidence.found else shown[0]],
            )
        words += shown + _cited(numbers)
        is_inferred = self._are_inferred(numbers)
        return Passage(state, tuple(words), numbers, not b.follows.isdisjoint(a.steps), is_inferred)

    def _shown(self, a: Station, b: Station) -> tuple[str, list[str]]:
        """Return whether findings go this way, and how many of them, in words."""
        found, dated = self.evidence.found, self.evidence.dated
        if not found:
            return self._not_found(a, b)
        both = [one for one in found if _binds(one.steps, a) and _binds(one.steps, b)]
        if not both:
            missing = b if not b.ids else a
            return "broken", [f"no finding has “{missing.name}”"]
        counted_ = [one for one in both if one.certainty != "described"]
        if not counted_:
            return "described", ["told as recurring, not counted"]
        words = [_share(len(counted_), len(dated))]
        words += ["and told as recurring"] if len(both) > len(counted_) else []
        return "found", words

    def _not_found(self, a: Station, b: Station) -> tuple[str, list[str]]:
        """Return how far near misses went this way, and why they failed."""
        near = self.evidence.near
        both = [one for one in near if _binds(one.steps, a) and _binds(one.steps, b)]
        if both:
            return "nearly", [f"in {len(both)} of {counted(len(near), 'near miss', 'near misses')}"]
        told = [one.failed for one in near]
        reasons = [reason_in_words(f) for f in told if f is not None and f.step in b.steps]
        words = [f"nearly: {reason}" for reason in list(dict.fromkeys(reasons))[:2]]
        return "broken", words or ["not found in this file"]

    # -- back to the beginning, and across

    def _closing(self) -> Passage:
        """Return the way from the last station back to the first."""
        last = len(self.stations) - 1
        numbers = self._numbers(last, 0)
        turn = self._turn_between(self.ids[last], self.ids[0])
        if numbers:
            words = ("claimed", *_cited(numbers), *([_TURNS[turn.sign]] if turn else []))
            return Passage("claimed", words, numbers, True, self._are_inferred(numbers))
        if turn:
            return Passage("recorded", ("on record", _TURNS[turn.sign]))
        if not any(station.follows for station in self.stations):
            return Passage("unasked", ("no order is asked",), is_ordered=False)
        return Passage("open", ("not claimed in the file",))

    def _turn_between(self, starts: frozenset[str], ends: frozenset[str]) -> Loop | None:
        for loop in self.loops:
            for a, b in pairwise([*loop.nodes, loop.nodes[0]]):
                if a in starts and b in ends:
                    return loop
        return None

    def _chords(self) -> Iterator[Chord]:
        last = len(self.stations) - 1
        ways: dict[tuple[int, int], list[int]] = {}
        for n, one in enumerate(self.claims, start=1):
            ways.setdefault((one.start, one.end), []).append(n)
        far = [count for count in self.counts if count[1] != count[0] + 1]
        for n, (start, end, _) in enumerate(far, start=len(self.claims) + 1):
            ways.setdefault((start, end), []).append(n)
        for (start, end), numbers in ways.items():
            if end == start + 1 or (start, end) == (last, 0):
                continue
            claims = [n for n in numbers if n <= len(self.claims)]
            is_inferred = len(claims) == len(numbers) and self._are_inferred(claims)
            yield Chord(start, end, tuple(numbers), is_inferred)

    def _circles(self) -> Iterator[tuple[str, str]]:
        for loop in self.loops:
            through = [n for n, ids in enumerate(self.ids, start=1) if ids & set(loop.nodes)]
            if len(through) > 1:
                turn = _TURNS[loop.sign].removeprefix("the circle ").replace("the circle", "it")
                told = in_list([str(n) for n in through])
                claimed = in_list([str(n) for n in self._numbers_of(loop)])
                by = f", by claim{'s' * (',' in claimed or ' ' in claimed)} {claimed}" * bool(
                    claimed
                )
                yield f"A circle through {told}{by}: {turn} ({loop.sign}).", loop.sentence

    def _numbers_of(self, loop: Loop) -> list[int]:
        return [n for n, one in enumerate(self.claims, start=1) if one.id in loop.claims]

    # -- weights

    def _counts(self) -> Iterator[tuple[int, int, str]]:
        """Yield from where to where something was weighed, and its count in words."""
        for weight in self.evidence.weights:
            question = _question_of(self.pattern, weight)
            if question is None:
                continue
            start, end = (self._place(name) for name in (question.after, question.outcome))
            if weight.is_testable and None not in (start, end) and start != end:
                yield start or 0, end or 0, _count(weight)

    def _place(self, name: str) -> int | None:
        """Return the place of the station with a step of that name."""
        for place, station in enumerate(self.stations):
            if name in station.steps or name.replace("_", " ") == station.name:
                return place
        return None


def _binds(steps: object, station: Station) -> bool:
    return isinstance(steps, dict) and any(name in steps for name in station.steps)


def _share(part: int, whole: int) -> str:
    if part < whole:
        return f"in {part} of {counted(whole, 'finding')}"
    return {1: "in the one finding", 2: "in both findings"}.get(whole, f"in all {whole} findings")


def _cited(numbers: Sequence[int]) -> list[str]:
    if not numbers:
        return []
    told = ", ".join(map(str, numbers[:4])) + ("…" if len(numbers) > 4 else "")
    return [f"{'claims' if len(numbers) > 1 else 'claim'} {told}"]


def _quiet_loops(case: Case) -> list[Loop]:
    """Return the circles of claimed effects; that there are more than can be told is no matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FormulationWarning)
        return loops(case)


# -- which question a weight answers -------------------------------------------------------------


def _question_of(pattern: Pattern, weight: Weight) -> Weighing | None:
    """Return the question of the pattern that a weight answers.

    A weight names the letters of its outcome; where two questions share them, the window in its
    words decides.
    """
    fitting = [
        question
        for question in pattern.weigh
        if (step := pattern.by_name.get(question.outcome)) is None
        or set(step.letters()) == set(weight.roles)
    ] or list(pattern.weigh)
    timed = [q for q in fitting if f"in the {_window(pattern, q)} after" in weight.question]
    return next(iter(timed or fitting), None)


def _window(pattern: Pattern, question: Weighing) -> str:
    name = question.within.removeprefix("$")
    return pattern.parameters.get(name, question.within)


def _count(weight: Weight) -> str:
    """Return how many of what came first were followed, or how many outcomes had been led up to.

    The first is told where the weight holds what it counted, "9 of 12 quarrels"; else the second.
    """
    antecedent, outcome = weight.asked
    if weight.exposure is not None and weight.lags is not None:
        followed = _followed(weight)
        return f"{followed} of {_several(followed + len(weight.misses), antecedent)}"
    hits = len(weight.hits)
    told = _several(hits + len(weight.unprompted), outcome)
    return f"{hits} of {told} came after a {antecedent.partition(' ')[0]}"


def _several(count: int, noun: str) -> str:
    """Return a number with the first word of a noun phrase: "42 truces"."""
    head = noun.partition(" ")[0]
    ending = "es" if head.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return counted(count, head, head + ending)


def _followed(weight: Weight) -> int:
    """Return how many antecedents an outcome followed within the window, as the weight counts."""
    exposure, lags = weight.exposure, weight.lags
    if exposure is None or lags is None:
        return 0
    # in calendar days, or in minutes where the window is one of hours
    unit, reach = (MINUTES_PER_DAY, lags.window) if lags.unit == "day" else (1, lags.window * 60)
    came = sorted(minute // unit for minute, _, side in exposure.outcomes if side == "exposed")
    missed = {id for bound in weight.misses for id in each_of(bound)}

    def is_followed(moment: int) -> bool:
        place = bisect_right(came, moment)
        return place < len(came) and came[place] - moment <= reach

    told = (minute // unit for minute, id in exposure.antecedents if id not in missed)
    return sum(map(is_followed, told))
