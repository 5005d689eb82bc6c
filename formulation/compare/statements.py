"""Which statement of one file answers which of the other.

Accounts of one fact that a file ties by ``alternative_of`` are one unit: any of them may answer,
and they answer once.  Units are paired within a section by the best assignment of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from formulation.compare.likeness import ENOUGH, Beside
from formulation.compare.pairing import best_pairs
from formulation.compare.records import Match, Said, Unmatched
from formulation.model.case import Case
from formulation.model.kinds import SECTIONS

__all__ = ["Answers", "answers", "units_of"]

T = TypeVar("T")

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


def units_of(case: Case) -> list[tuple[int, ...]]:
    """Return the statements of a case, accounts of one fact together, the fact itself first."""
    root = list(range(len(case.statements)))

    def found(n: int) -> int:
        while root[n] != n:
            n = root[n]
        return n

    for n, statement in enumerate(case.statements):
        if statement.alternative_of is not None:
            root[found(n)] = found(case.index_of[statement.alternative_of])
    units: dict[int, list[int]] = {}
    for n in range(len(root)):
        units.setdefault(found(n), []).append(n)
    return [(top, *(n for n in members if n != top)) for top, members in units.items()]


def answers(beside: Beside) -> Answers:
    """Return the statements of two files that answer one another, and those that none answers."""
    matches: list[tuple[int, Match]] = []
    missing: list[tuple[int, Unmatched]] = []
    extra: list[tuple[int, Unmatched]] = []
    for section in SECTIONS:
        ours, theirs = (_units(side.case, section) for side in (beside.reference, beside.other))
        best = [[_best(beside, a, b) for b in theirs] for a in ours]
        pairs = best_pairs([[b.alike for b in row] for row in best], _MORE_THAN_ENOUGH)
        matches += [(best[i][j].one, _match(beside, section, best[i][j])) for i, j in pairs]
        rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
        for i in set(range(len(ours))) - rows:
            missing.append((ours[i][0], _alone(beside, section, ours[i], best[i], of_other=False)))
        for j in set(range(len(theirs))) - columns:
            column = [row[j] for row in best]
            extra.append((theirs[j][0], _alone(beside, section, theirs[j], column, of_other=True)))
    return Answers(_in_order(matches), _in_order(missing), _in_order(extra))


def _in_order(numbered: list[tuple[int, T]]) -> tuple[T, ...]:
    return tuple(item for _, item in sorted(numbered, key=lambda pair: pair[0]))


def _units(case: Case, section: str) -> list[tuple[int, ...]]:
    """Return the units of a section by their ids, so that the order of a file tells nothing."""
    units = [unit for unit in units_of(case) if case.statements[unit[0]].section == section]
    return sorted(units, key=lambda unit: case.ids[unit[0]])


def _best(beside: Beside, ours: Sequence[int], theirs: Sequence[int]) -> _Best:
    found = [_Best(beside.alike(a, b), a, b) for a in ours for b in theirs]
    return max(found, key=lambda best: best.alike)


def _match(beside: Beside, section: str, best: _Best) -> Match:
    ours, theirs = _said(beside.reference.case, best.one), _said(beside.other.case, best.two)
    return Match(section, ours, theirs, best.alike, beside.parts(best.one, best.two))


def _said(case: Case, index: int) -> Said:
    return Said(case.ids[index], case.tell(case.statements[index]))


def _alone(
    beside: Beside, section: str, unit: Sequence[int], others: Sequence[_Best], *, of_other: bool
) -> Unmatched:
    case = (beside.other if of_other else beside.reference).case
    nearest = max(others, key=lambda best: best.alike, default=None)
    return Unmatched(
        section,
        case.statements[unit[0]].kind,
        _said(case, unit[0]),
        tuple(case.ids[n] for n in unit[1:]),
        _match(beside, section, nearest) if nearest and nearest.alike >= _NEAR else None,
    )
