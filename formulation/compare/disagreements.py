"""On what two formulations part, what follows most from first.

First which patterns the files show, for that is what is told of them; then who does what to whom,
in which direction, in what order, tied to what; then what was seen and what inferred, terms, dates
and texts (clause D1 of ``docs/decisions/comparing.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from formulation.compare.facts import Side
from formulation.compare.findings_apart import Apart
from formulation.compare.records import Disagreement, Match, Said
from formulation.compare.times import order_of
from formulation.findings import Finding, each_of
from formulation.model.base import in_list

__all__ = ["ABOUT", "disagreements"]

#: what a disagreement is about, from what matters most to what matters least
ABOUT = (
    "finding",
    "who",
    "direction",
    "order",
    "link",
    "basis",
    "kind",
    "term",
    "date",
    "text",
)
_TIMED = ("bonds", "inner", "events")


class _Both(NamedTuple):
    """The two files, and what answers what."""

    ours: Side
    theirs: Side
    matches: Sequence[Match]
    apart: Sequence[Apart]


def disagreements(
    sides: Sequence[Side], matches: Sequence[Match], apart: Sequence[Apart]
) -> tuple[Disagreement, ...]:
    """Return what two files part on, in order of consequence.

    Parameters
    ----------
    sides
        The two files.
    matches
        The statements that answer one another, with the parts in which they differ.
    apart
        The patterns that fit one of them only.
    """
    both = _Both(sides[0], sides[1], matches, apart)
    told = [*_of_findings(both), *_of_orders(both), *_of_matches(both)]
    # within one rank, what changes a finding first; then in the order of the reference
    return tuple(sorted(told, key=lambda one: (ABOUT.index(one.about), not one.changes)))


# --- patterns -----------------------------------------------------------------------------------


def _of_findings(both: _Both) -> Iterator[Disagreement]:
    for one in both.apart:
        if one.ours and one.theirs:
            told = (
                f"“{one.finding.title}” is {one.ours.certainty} in {both.ours.name} and "
                f"{one.theirs.certainty} in {both.theirs.name}."
            )
        else:
            told = _one_sided(both, one)
        ours = _bound(both.ours, one.ours)
        theirs = _bound(both.theirs, one.theirs)
        yield Disagreement("finding", told, ours, theirs, (one.finding.pattern,))


def _one_sided(both: _Both, one: Apart) -> str:
    """Say where a pattern fits, and which of its statements the other file lacks or tells else."""
    here, there = (both.ours, both.theirs) if one.ours else (both.theirs, both.ours)
    ids = one.finding.statements
    answered = {(m.reference if one.ours else m.other).id: m for m in both.matches}
    lacking = [here.case.name(id) for id in ids if id not in answered]
    otherwise = [here.case.name(id) for id in ids if id in answered and _differs(answered[id])]
    told = f"“{one.finding.title}” fits in {here.name} only ({_who(here, one.finding)})."
    if lacking:
        told += f" {there.name} does not have {in_list(lacking)}."
    if otherwise:
        told += f" {there.name} tells {in_list(otherwise)} otherwise."
    if not lacking and not otherwise:
        told += f" {there.name} has all it rests on, in another order or with other dates."
    return told


def _differs(match: Match) -> bool:
    return any(part.likeness < 1 and part.about not in ("text", "basis") for part in match.parts)


def _who(side: Side, finding: Finding) -> str:
    ids = [id for bound in finding.roles.values() for id in each_of(bound)]
    return in_list([side.case.name(id) for id in dict.fromkeys(ids)])


def _bound(side: Side, finding: Finding | None) -> tuple[Said, ...]:
    ids = finding.statements if finding else ()
    return tuple(_said(side, side.case.index_of[id]) for id in ids)


def _said(side: Side, index: int) -> Said:
    return Said(side.case.ids[index], side.case.tell(side.case.statements[index]))


# --- orders -------------------------------------------------------------------------------------


def _of_orders(both: _Both) -> Iterator[Disagreement]:
    """Yield what comes earlier in one file and later in the other, told with as few as will do."""
    against = _turned_orders(both)
    while against:
        head = max(against, key=lambda n: len(against[n]))
        others = sorted(against.pop(head))
        for other in others:
            against[other].discard(head)
        against = {n: rest for n, rest in against.items() if rest}
        yield from _turned(both, head, others)


def _turned_orders(both: _Both) -> dict[int, set[int]]:
    """Return, for each match, those whose order with it the two files tell the other way round."""
    found: dict[int, set[int]] = {}
    timed = [n for n, match in enumerate(both.matches) if match.section in _TIMED]
    at = {n: _indices(both, both.matches[n]) for n in timed}
    for one, two in combinations(timed, 2):
        ours = order_of(both.ours.case, at[one][0], at[two][0])
        if ours and ours == -order_of(both.theirs.case, at[one][1], at[two][1]):
            found.setdefault(one, set()).add(two)
            found.setdefault(two, set()).add(one)
    return found


def _indices(both: _Both, match: Match) -> tuple[int, int]:
    ours, theirs = both.ours.case, both.theirs.case
    return ours.index_of[match.reference.id], theirs.index_of[match.other.id]


def _turned(both: _Both, head: int, others: Iterable[int]) -> Iterator[Disagreement]:
    """Say of one statement before which and after which others the reference has it."""
    places = [_indices(both, both.matches[n]) for n in (head, *others)]
    for sign, word, opposite in ((1, "before", "after"), (-1, "after", "before")):
        there = [p for p in places[1:] if order_of(both.ours.case, places[0][0], p[0]) == sign]
        if not there:
            continue
        shown = [places[0], *there]
        names = [both.ours.case.name(both.ours.case.ids[p[0]]) for p in shown]
        told = (
            f"{_capital(names[0])} comes {word} {in_list(names[1:])} in {both.ours.name}, and "
            f"{opposite} in {both.theirs.name}."
        )
        ours = tuple(_said(both.ours, p[0]) for p in shown)
        theirs = tuple(_said(both.theirs, p[1]) for p in shown)
        yield Disagreement("order", told, ours, theirs, _changes(both, ours, theirs))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- statements ---------------------------------------------------------------------------------


def _of_matches(both: _Both) -> Iterator[Disagreement]:
    """Yield what two statements that answer one another say differently, one for each respect."""
    for match in both.matches:
        for about, told in _respects(match).items():
            ours, theirs = (match.reference,), (match.other,)
            name = both.ours.case.name(match.reference.id)
            sentence = f"{_capital(name)}: {'; '.join(told)}."
            yield Disagreement(about, sentence, ours, theirs, _changes(both, ours, theirs))


def _respects(match: Match) -> Mapping[str, list[str]]:
    """Return the parts in which two statements differ, by what they are about.

    That one file says more is no disagreement, and other words for the same are none either.
    """
    found: dict[str, list[str]] = {}
    for part in match.parts:
        is_other_wording = part.about == "text" and part.likeness > 0
        if part.likeness < 1 and not part.is_one_sided and not is_other_wording:
            found.setdefault(part.about, []).append(part.told)
    return found


def _changes(both: _Both, ours: Sequence[Said], theirs: Sequence[Said]) -> tuple[str, ...]:
    """Return the patterns that fit one file only and rest on one of these statements."""
    here, there = {said.id for said in ours}, {said.id for said in theirs}
    found = [
        one.finding.pattern
        for one in both.apart
        if (one.ours and here & set(one.ours.statements))
        or (one.theirs and there & set(one.theirs.statements))
    ]
    return tuple(dict.fromkeys(found))
