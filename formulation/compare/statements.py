"""Which statement of one file answers which of the other.

Accounts of one fact that a file ties by ``alternative_of`` are one unit: any of them may answer,
and they answer once.  Units are paired within a section by the best assignment of all.  Rival
explanations that only one of the files ties are answered each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from formulation.compare.facts import Side
from formulation.compare.likeness import ENOUGH, Beside
from formulation.compare.pairing import best_pairs, joined
from formulation.compare.records import Match, Said, Unmatched
from formulation.compare.tables import Floats, table_of
from formulation.model.case import Case
from formulation.model.kinds import SECTIONS

__all__ = ["Answers", "answers", "units_of"]

T = TypeVar("T")
#: indices of statements that are accounts of one fact, the fact itself first
Unit = tuple[int, ...]

#: what is less alike than this is not worth being shown as what comes nearest
_NEAR = 0.25
#: the least that is more than :data:`ENOUGH`, as assignments are reckoned
_MORE_THAN_ENOUGH = ENOUGH + 1e-9


class Answers(NamedTuple):
    """What two files both have, and what only one of them has."""

    matches: tuple[Match, ...]
    missing: tuple[Unmatched, ...]
    extra: tuple[Unmatched, ...]


class _Best(NamedTuple):
    """The two statements in which two units are most alike."""

    alike: float
    one: int
    two: int


def units_of(case: Case) -> list[Unit]:
    """Return the statements of a case, accounts of one fact together, the fact itself first."""
    ties = [
        (n, case.index_of[statement.alternative_of])
        for n, statement in enumerate(case.statements)
        if statement.alternative_of is not None
    ]
    units: dict[int, list[int]] = {}
    for n, top in enumerate(joined(len(case.statements), ties)):
        units.setdefault(top, []).append(n)
    return [(top, *(n for n in members if n != top)) for top, members in units.items()]


def answers(beside: Beside) -> Answers:
    """Return the statements of two files that answer one another, and those that none answers."""
    matches: list[tuple[int, Match]] = []
    missing: list[tuple[int, Unmatched]] = []
    extra: list[tuple[int, Unmatched]] = []
    for section in SECTIONS:
        ours, theirs = (_units(side.case, section) for side in (beside.reference, beside.other))
        table = _of_units(beside, ours, theirs)
        found = _paired(beside, ours, theirs, table)
        if section == "claims":
            found += _rivals(beside, ours, theirs, found)
        matches += [(best.one, _match(beside, section, best)) for best in found]
        for i, unit in _alone(ours, {best.one for best in found}):
            nearest = _best(beside, unit, theirs[table[i].argmax()]) if theirs else None
            missing.append((unit[0], _unmatched(beside, section, unit, nearest, is_ours=True)))
        for j, unit in _alone(theirs, {best.two for best in found}):
            nearest = _best(beside, ours[table[:, j].argmax()], unit) if ours else None
            extra.append((unit[0], _unmatched(beside, section, unit, nearest, is_ours=False)))
    return Answers(_in_order(matches), _in_order(missing), _in_order(extra))


def _paired(
    beside: Beside, ours: Sequence[Unit], theirs: Sequence[Unit], table: Floats
) -> list[_Best]:
    return [_best(beside, ours[i], theirs[j]) for i, j in best_pairs(table, _MORE_THAN_ENOUGH)]


def _rivals(
    beside: Beside, ours: Sequence[Unit], theirs: Sequence[Unit], found: Sequence[_Best]
) -> list[_Best]:
    """Return what answers explanations that their own file ties to one answered already (U1)."""
    more = []
    answered = {best.one for best in found}, {best.two for best in found}
    alone = [
        [unit for _, unit in _alone(u, a)] for u, a in zip((ours, theirs), answered, strict=True)
    ]
    rivals = [_others(u, a) for u, a in zip((ours, theirs), answered, strict=True)]
    for one, two in ((alone[0], rivals[1]), (rivals[0], alone[1])):
        more += _paired(beside, one, two, _of_units(beside, one, two))
    return more


def _alone(units: Sequence[Unit], answered: set[int]) -> list[tuple[int, Unit]]:
    """Return the units of which nothing is answered, with their places."""
    return [(n, unit) for n, unit in enumerate(units) if answered.isdisjoint(unit)]


def _others(units: Sequence[Unit], answered: set[int]) -> list[Unit]:
    """Return the statements that are not answered themselves, of units of which another is."""
    both = [unit for unit in units if not answered.isdisjoint(unit)]
    return [(n,) for unit in both for n in unit if n not in answered]


def _of_units(beside: Beside, ours: Sequence[Unit], theirs: Sequence[Unit]) -> Floats:
    """Return how alike units are: as much as those of their statements that are most alike."""
    rows, columns = ([n for unit in units for n in unit] for units in (ours, theirs))
    table = table_of(beside, rows, columns)
    for axis, units in enumerate((ours, theirs)):
        if any(len(unit) > 1 for unit in units):
            starts = np.cumsum([0, *(len(unit) for unit in units[:-1])])
            table = np.maximum.reduceat(table, starts, axis=axis)
    return table


def _in_order(numbered: list[tuple[int, T]]) -> tuple[T, ...]:
    return tuple(item for _, item in sorted(numbered, key=lambda pair: pair[0]))


def _units(case: Case, section: str) -> list[Unit]:
    """Return the units of a section by their ids, so that the order of a file tells nothing."""
    units = [unit for unit in units_of(case) if case.statements[unit[0]].section == section]
    return sorted(units, key=lambda unit: case.ids[unit[0]])


def _best(beside: Beside, ours: Unit, theirs: Unit) -> _Best:
    found = [_Best(beside.alike(a, b), a, b) for a in ours for b in theirs]
    return max(found, key=lambda best: best.alike)


def _match(beside: Beside, section: str, best: _Best) -> Match:
    ours, theirs = _said(beside.reference, best.one), _said(beside.other, best.two)
    return Match(section, ours, theirs, best.alike, beside.parts(best.one, best.two))


def _said(side: Side, index: int) -> Said:
    return Said(side.case.ids[index], side.told(index))


def _unmatched(
    beside: Beside, section: str, unit: Unit, nearest: _Best | None, *, is_ours: bool
) -> Unmatched:
    side = beside.reference if is_ours else beside.other
    return Unmatched(
        section,
        side.case.statements[unit[0]].kind,
        _said(side, unit[0]),
        tuple(side.case.ids[n] for n in unit[1:]),
        _match(beside, section, nearest) if nearest and nearest.alike >= _NEAR else None,
    )
