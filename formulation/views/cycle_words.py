"""What a round says in words: its lead, what is told below it, its prose twin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from formulation.errors import counted, shortened
from formulation.model.base import ended, in_list
from formulation.patterns.pattern import Pattern
from formulation.views.cycle_passages import Passage, Round
from formulation.views.cycle_round import Evidence, Station

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = [
    "LEAD",
    "MOST_STATIONS",
    "in_brief",
    "in_prose",
    "lead_of",
    "meanwhile",
    "title_of",
    "verdicts",
    "what_else",
]

#: so many stations are drawn; a longer pattern is told in words
MOST_STATIONS = 9
_MOST_VERDICTS = 4

LEAD = (
    "The pattern read as a round, step by step; each arrow carries what this file shows of it. "
    "Whether the end leads back to the beginning is a claim for the author to make. "
    "Order is not cause."
)
#: where a pattern asks for no order, a ring with arrows would tell one that nobody told
_LEAD_WITHOUT_ORDER = (
    "This pattern asks for no order in time: its parts stand in a ring only to have room, and what "
    "joins two of them says in how many findings both are there. Nothing here leads to anything."
)
_STATES = {
    "unasked": "no order is asked",
    "found": "found",
    "nearly": "so far in a near miss",
    "described": "told, not counted",
    "claimed": "claimed only",
    "recorded": "back on record",
    "broken": "broken: nothing shows it",
    "open": "no way back is claimed",
}


def lead_of(read: Round) -> str:
    """Return how the picture is to be read: as a round, or in no order where none is asked."""
    is_in_order = any(passage.state != "unasked" for passage in read.passages[-1:])
    return LEAD if is_in_order or not read.passages else _LEAD_WITHOUT_ORDER


def title_of(pattern: Pattern, case: Case, evidence: Evidence) -> str:
    """Return the title: the pattern and the case, and first of all that it is not found."""
    missing = "" if evidence.found else "Not found: "
    return f"{missing}{shortened(pattern.title)}: {shortened(case.title or case.id)}"


def meanwhile(read: Round, evidence: Evidence) -> Iterator[str]:
    """Yield what stands above the round: what holds meanwhile, and what letters stand for."""
    if read.conditions:
        told = in_list([station.words for station in read.conditions])
        yield f"Meanwhile holds: {told}."
    if read.absent:
        yield f"Must not be recorded: {'; '.join(read.absent)}."
    letters = sorted({letter for one in evidence.found for letter in one.roles})
    unnamed = [letter for letter in letters if letter not in evidence.names]
    if unnamed and len(evidence.found) > 1:
        yield f"Several stand for {in_list(unnamed)} in turn, one in each finding."


def verdicts(pattern: Pattern, evidence: Evidence) -> Iterator[str]:
    """Yield what search and weighing say in the end, a sentence or two each."""
    found, described = len(evidence.found), len(evidence.found) - len(evidence.dated)
    if not found:
        nearly = counted(len(evidence.near), "near miss", "near misses")
        beside = f"; {nearly} beside it" if evidence.near else ""
        yield (
            f"Not found in this file{beside}. That is no sign that it was not there: absence from "
            "the file is not absence from the life."
        )
    elif described == found:
        yield f"Found in {counted(found, 'account')} told as recurring, so nothing can be counted."
    else:
        told = f", {described} of them told as recurring" if described else ""
        possible = sum(one.certainty == "possible" for one in evidence.found)
        told += f", {possible} of them possible and not certain, as dated" if possible else ""
        yield f"Found {'once' if found == 1 else f'{found} times'}{told}."
    told_verdicts = list(dict.fromkeys(str(weight) for weight in evidence.weights))
    yield from told_verdicts[:_MOST_VERDICTS]
    if len(told_verdicts) > _MOST_VERDICTS:
        yield f"And {len(told_verdicts) - _MOST_VERDICTS} more verdicts."
    if not told_verdicts:
        asks = (
            "nor does the pattern ask for it" if not pattern.weigh else "though it could be asked"
        )
        yield f"Nothing of it is weighed against chance here, {asks}."


def what_else(pattern: Pattern) -> str:
    """Return what the pattern does not claim."""
    return ended(shortened(pattern.does_not_claim or "", 600))


# -- prose ---------------------------------------------------------------------------------------


def in_brief(read: Round, pattern: Pattern, evidence: Evidence) -> str:
    """Return what the picture shows, for those who hear it read."""
    names = in_list([station.name for station in read.stations])
    found = counted(len(evidence.found), "finding")
    broken = sum(passage.state == "broken" for passage in read.passages)
    breaks = f" {counted(broken, 'arrow')} broken." if broken else ""
    back = ", ".join(read.passages[-1].words) if read.passages else "nothing, for it has one step"
    if read.passages and read.passages[-1].state == "unasked":
        return f"{ended(shortened(pattern.title))} {names}, in no order, from {found}.{breaks}"
    round_ = f"A round of {names}, from {found}.{breaks}"
    return f"{ended(shortened(pattern.title))} {round_} Back to the beginning: {back}."


def in_prose(read: Round, pattern: Pattern, evidence: Evidence) -> Iterator[str]:
    """Yield all that the picture says, a paragraph a line."""
    yield from meanwhile(read, evidence)
    for number, station in enumerate(read.stations, start=1):
        yield f"{number}. {_station(station, evidence)}"
        if number <= len(read.passages):
            yield f"   {_passage(read, read.passages[number - 1], number)}"
    for number, claim in enumerate(read.claims, start=1):
        way = f"leading from {claim.start + 1} to {claim.end + 1}"
        yield f"Claim {number}, {way}: {claim.told}"
    for start, end, told in read.weighed:
        yield f"Counted from {start + 1} to {end + 1}: {told}."
    yield from (in_full for _, in_full in read.circles)
    yield from verdicts(pattern, evidence)
    if pattern.does_not_claim:
        yield what_else(pattern)


def _station(station: Station, evidence: Evidence) -> str:
    mark = " (if recorded)" if station.is_optional else ""
    if station.ids:
        told = counted(len(station.ids), "statement")
    else:
        told = "in no finding" if evidence.found else "not found"
    return f"{station.name}{mark}: {station.words}; {told}."


def _passage(read: Round, passage: Passage, number: int) -> str:
    goal = number % len(read.stations) + 1
    order = "" if passage.is_ordered else ", in no order"
    return f"to {goal}{order} ({_STATES[passage.state]}): {_line(passage.words)}."


def _line(words: Sequence[str]) -> str:
    return ", ".join(words)
