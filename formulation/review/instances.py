"""The one without the other: a quarrel without a flare, a flare without a quarrel.

Asked of claims that one repeated thing brings about another.  A first is alone where no second can
have come within 14 days after it, the window of the catalogue's patterns; a second where no first
can have come within 14 days before.  They were asked for, too, where `observed` says that both
kinds would have been noticed, and where the claim says so, by its `outcome` or in a `note` with
the word "asked".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from formulation.dates import FOREVER, MINUTES_PER_DAY
from formulation.model.base import Statement, in_list
from formulation.model.case import ALL_KINDS, Case
from formulation.model.claims import Claim
from formulation.review.wording import Missing, claims_of, several, told_as

__all__ = ["misses"]

_WINDOW_DAYS = 14
#: parts of an explanation that speak of what brings something about, each time
_BRINGING = ("mechanism", "precipitating")
#: events that can come again; a trauma or a loss is told once
_AGAIN = frozenset(
    "conflict resolution escalation remission rally care harm invalidation separation rupture "
    "repair episode dream".split()
)
_ASKED = re.compile(r"\basked\b", re.IGNORECASE)

#: the earliest and the latest day of an onset
_Days = tuple[int, int]
#: the ids on both sides of a claim that stand for what can come again
_Sides = tuple[tuple[str, ...], tuple[str, ...]]
#: the kind of an event, and what another must have to be one more of them
_Marks = tuple[str, frozenset[str]]


class _Pair(NamedTuple):
    """Two repeated things that a claim ties together."""

    first: tuple[_Marks, ...]
    then: tuple[_Marks, ...]


class _Alone(NamedTuple):
    """Whether the file dates the first without the second, and the second without the first."""

    first: bool
    then: bool


def misses(case: Case) -> Iterator[Missing]:
    """Yield the pairs of which the file dates no instance of the one without the other (C14)."""
    events = _Events(case)
    claims: dict[_Pair, dict[str, Claim]] = {}
    for id, claim in claims_of(case):
        if _brings(claim) and (pair := events.pair(claim)):
            claims.setdefault(pair, {})[id] = claim
    lacking: dict[_Sides, _Alone] = {}
    about: list[str] = []
    for pair, told in claims.items():
        alone = events.dated_alone(pair)
        if not all(alone) and not any(_is_noted(claim) for claim in told.values()):
            about += told
            lacking[events.sides(next(iter(told.values())))] = alone
    if lacking:
        yield Missing(tuple(about), _told(case, lacking), _question(case, lacking), about[0])


def _brings(claim: Claim) -> bool:
    """Tell whether a claim says that one thing brings about another; one that lowers it does not.

    What lowers is borne out by the one without the other, and its misses are another question.
    """
    if claim.effect == "raises":
        return claim.as_ is None or claim.as_ in _BRINGING
    return claim.effect is None and claim.as_ in _BRINGING


def _is_noted(claim: Claim) -> bool:
    return bool(claim.outcome) or bool(claim.note and _ASKED.search(claim.note))


class _Events:
    """What came again and again in a case, looked up by what it is."""

    def __init__(self, case: Case) -> None:
        self._case = case
        flares = (s for s in case.events if s.kind == "escalation")
        self._flaring = {symptom for flare in flares for symptom in flare.subjects}
        self._dated: dict[str, list[tuple[frozenset[str], _Days]]] = {}
        for statement, span in zip(case.statements, case.chronology.spans, strict=True):
            is_dated = span.start_earliest > -FOREVER and span.start_latest < FOREVER
            if is_dated and not statement.recurring:
                days = span.start_earliest // MINUTES_PER_DAY, span.start_latest // MINUTES_PER_DAY
                dated = self._dated.setdefault(statement.kind, [])
                dated.append((self._who(statement), days))

    def sides(self, claim: Claim) -> _Sides:
        """Return the ids on both sides of a claim that stand for what can come again."""
        first, then = (
            tuple(id for id in ids if self._is_repeated(id)) for ids in (claim.from_, claim.to)
        )
        return first, then

    def pair(self, claim: Claim) -> _Pair | None:
        """Return the repeated things that a claim ties together, where there are two such."""
        first, then = (tuple(map(self._marks, ids)) for ids in self.sides(claim))
        return _Pair(first, then) if first and then and set(first).isdisjoint(then) else None

    def dated_alone(self, pair: _Pair) -> _Alone:
        """Tell which of a pair is dated without the other, or was watched for."""
        first, then = (self._instances(marks) for marks in pair)
        if not first or not then:
            return _Alone(first=False, then=False)
        kinds = {kind for marks in pair for kind, _ in marks}
        if ALL_KINDS in self._case.observed or kinds <= set(self._case.observed):
            return _Alone(first=True, then=True)
        return _Alone(
            first=_has_one_alone(first, then),
            then=_has_one_alone(_mirrored(then), _mirrored(first)),
        )

    def _is_repeated(self, id: str) -> bool:
        """Tell whether an id stands for what can come again; a symptom does where it flares."""
        if id in self._case.index_of:
            statement = self._case.statements[self._case.index_of[id]]
            return statement.recurring or statement.kind in _AGAIN
        return id in self._flaring

    def _marks(self, id: str) -> _Marks:
        if id not in self._case.index_of:
            return "escalation", frozenset({id})
        statement = self._case.statements[self._case.index_of[id]]
        return statement.kind, self._who(statement)

    def _who(self, statement: Statement) -> frozenset[str]:
        """Return whom and what an event is of: its parties, its symptom, or its text."""
        subjects = statement.subjects
        if statement.kind == "resolution" and len(subjects) == 1:
            subjects = self._case.statements[self._case.index_of[subjects[0]]].subjects
        own = {" ".join(subject.casefold().split()) for subject in subjects}
        return frozenset(own | set(self._case.by_whom(statement)))

    def _instances(self, wanted: Sequence[_Marks]) -> list[_Days]:
        """Return the days of all dated events that are of some kinds and people."""
        return [
            days
            for kind, who in dict.fromkeys(wanted)
            for own, days in self._dated.get(kind, ())
            if who <= own
        ]


def _mirrored(days: Sequence[_Days]) -> list[_Days]:
    """Return days with the time turned round, so that what came before comes after."""
    return [(-latest, -earliest) for earliest, latest in days]


def _has_one_alone(ones: Sequence[_Days], others: Sequence[_Days]) -> bool:
    """Tell whether some one has no other that can lie within the window after it."""
    ordered = sorted(others)
    latest = list(accumulate((last for _, last in ordered), max))
    for earliest, last in ones:
        count = bisect_right(ordered, (last + _WINDOW_DAYS, FOREVER))
        if not count or latest[count - 1] < earliest:
            return True
    return False


def _names(case: Case, ids: Sequence[str]) -> str:
    return in_list([_one(case, id) for id in ids])


def _one(case: Case, id: str) -> str:
    """Return the words for one of many: "a flare of pain", where a name has "the flare of pain"."""
    noun = case.name(id).removeprefix("the ")
    if id not in case.index_of:
        return noun
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _told(case: Case, lacking: dict[_Sides, _Alone]) -> str:
    looked = "and does not say that anyone looked"
    if len(lacking) > 1:
        pairs = [f"{_names(case, first)}, then {_names(case, then)}" for first, then in lacking]
        return told_as(
            f"of {len(lacking)} pairs that claims tie together the file does not date both the "
            f"first without the second and the second without the first, {looked}: {several(pairs)}"
        )
    [(sides, alone)] = lacking.items()
    first, then = (_names(case, ids) for ids in sides)
    parts = [
        "" if alone.first else f"{first} without {then} after it",
        "" if alone.then else f"{then} without {first} before it",
    ]
    missing = [part for part in parts if part]
    what = f"no {re.sub('^an? ', '', missing[0])}"
    if len(missing) > 1:
        what = f"neither {missing[0]} nor {missing[1]}"
    return told_as(f"the file dates {what}, {looked}")


def _question(case: Case, lacking: dict[_Sides, _Alone]) -> str:
    if len(lacking) > 1:
        return (
            "For each pair: when was there the first and not the second, and when the second and "
            "not the first?"
        )
    [sides] = lacking
    first, then = (_names(case, ids) for ids in sides)
    return f"When was there {first} and not {then}, and when {then} and not {first}?"
