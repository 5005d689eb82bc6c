"""How far formulations agree beyond chance, over grids in which a no means something.

Each grid is laid down before anything is looked at (clauses A1 to A6 of
``docs/decisions/comparing.md``): every cell asks one question of every file, and a file answers yes
or no.  Cohen's kappa for two, Fleiss' for more, by statsmodels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from formulation.compare.facts import CAUSE
from formulation.compare.records import Agreement
from formulation.findings import Finding
from formulation.model.base import Statement
from formulation.model.case import Case
from formulation.terms import vocabulary

__all__ = ["COHEN", "FLEISS", "Coded", "agreements", "kappa"]

COHEN, FLEISS = "Cohen's kappa", "Fleiss' kappa"
#: what one figure does to another or feels toward it: the kind, and the fields of the two
_DEEDS: Mapping[str, tuple[str, str]] = {
    "idealizes": ("by", "of"),
    "devalues": ("by", "of"),
    "sees": ("by", "of"),
    "stance": ("by", "toward"),
    "transference": ("by", "of"),
    "countertransference": ("by", "of"),
    "feeling": ("by", "toward"),
    "defense": ("by", "toward"),
    "rally": ("who", "to"),
    "care": ("by", "of"),
    "harm": ("by", "of"),
    "invalidation": ("by", "of"),
    "trauma": ("by", "of"),
    "rupture": ("by", "of"),
    "episode": ("by", "of"),
}
#: what holds between two figures alike; not what they are to each other, for by their roles they
#: were taken for the same two figures, and agreement on that would be agreement made by us
_TIES = ("conflict", "resolution", "separation")
_ALL_NO = "no file says yes to anything here"
_ALL_YES = "every file says yes to everything here"
_NO_CELLS = "there is nothing that all of them could say yes or no to"


class Coded(NamedTuple):
    """One formulation as it is coded.

    Attributes
    ----------
    case
        The file.
    counterpart
        What stands in it for each figure, symptom and statement of the reference, by ids.
    findings
        What the catalogue finds in it.
    """

    case: Case
    counterpart: Mapping[str, str]
    findings: Iterable[Finding]


Cell = tuple[str, ...]


def agreements(files: Sequence[Coded]) -> tuple[Agreement, ...]:
    """Return how far two files or more agree, one answer a grid.

    Parameters
    ----------
    files
        The formulations, the reference first, which is its own counterpart.
    """
    figures = _shared(files, [person.id for person in files[0].case.people])
    things = _shared(files, files[0].counterpart)
    return (
        _agreement(
            ("defenses", "the patient's defenses", "does the patient use this defense?"),
            _defense_cells(),
            [set(_defenses(file.case)) for file in files],
        ),
        _agreement(
            ("bonds", "who does what to whom", "does this one do this to that one?"),
            list(_bond_cells(figures)),
            [_in_reference_ids(file, _bonds(file.case)) for file in files],
        ),
        _agreement(
            ("claims", "what explains", "is this called predisposing, precipitating and so on?"),
            list(_claim_cells(things)),
            [_in_reference_ids(file, _claims(file.case)) for file in files],
        ),
        _agreement(
            ("patterns", "which patterns fit", "does this pattern fit?"),
            list(_pattern_cells()),
            [{(finding.pattern,) for finding in file.findings} for file in files],
        ),
    )


def _shared(files: Sequence[Coded], ids: Iterable[str]) -> list[str]:
    """Return the ids of the reference that every file has a counterpart for."""
    return [id for id in ids if all(id in file.counterpart for file in files)]


def _in_reference_ids(file: Coded, cells: Iterable[Cell]) -> set[Cell]:
    """Return cells with the ids of the reference in place of the file's own."""
    standing = {own: id for id, own in file.counterpart.items()}
    found: set[Cell] = set()
    for word, *ids in cells:
        if all(id in standing for id in ids):
            there = [standing[id] for id in ids]
            found.add((word, *(sorted(there) if word in _TIES else there)))
    return found


def _agreement(
    words: tuple[str, str, str], cells: Sequence[Cell], said: Sequence[set[Cell]]
) -> Agreement:
    yes = [[cell in one for cell in cells] for one in said]
    columns = list(zip(*yes, strict=True))
    value, why_not = _value(yes)
    return Agreement(
        *words,
        cells=len(cells),
        coded=tuple(map(sum, yes)),
        all=sum(map(all, columns)),
        none=sum(not any(column) for column in columns),
        statistic=COHEN if len(said) == 2 else FLEISS,
        value=value,
        why_not=why_not,
    )


def _value(yes: Sequence[Sequence[bool]]) -> tuple[float | None, str]:
    """Return the statistic, or why there is none."""
    if not yes[0]:
        return None, _NO_CELLS
    told = {answer for row in yes for answer in row}
    if len(told) == 1:
        return None, _ALL_YES if told == {True} else _ALL_NO
    return kappa(yes), ""


def kappa(codes: Sequence[Sequence[object]]) -> float:
    """Return how far coders agree beyond chance: Cohen's kappa for two, Fleiss' for more.

    Parameters
    ----------
    codes
        One row a coder, one code a unit; any codes, whose order tells nothing.

    Returns
    -------
    float
        1 for full agreement, 0 for as much as chance would give, below for less.

    Notes
    -----
    Cohen (1960), Educational and Psychological Measurement 20:37-46; Fleiss (1971), Psychological
    Bulletin 76:378-382; both by statsmodels.  Not defined where there is but one code.

    Examples
    --------
    >>> kappa(["aabb", "aabb"]), kappa(["aabb", "abab"])
    (1.0, 0.0)
    """
    import numpy as np
    from statsmodels.stats import inter_rater

    numbered = {code: n for n, code in enumerate(dict.fromkeys(c for row in codes for c in row))}
    rows = np.array([[numbered[code] for code in row] for row in codes])
    if len(rows) > 2:
        return float(inter_rater.fleiss_kappa(inter_rater.aggregate_raters(rows.T)[0]))
    table, _ = inter_rater.to_table(rows.T, bins=len(numbered))
    return float(inter_rater.cohens_kappa(table, return_results=False))


# --- the grids --------------------------------------------------------------------------------


def _defense_cells() -> list[Cell]:
    """Return the thirty defenses of the DMRS; the classical words have no place in it (A2)."""
    return [(term.word,) for term in vocabulary("defense").terms if term.level is not None]


def _defenses(case: Case) -> Iterator[Cell]:
    for statement in case.statements:
        if statement.kind == "defense" and case.patient in case.by_whom(statement):
            yield statement.subjects


def _bond_cells(figures: Sequence[str]) -> Iterator[Cell]:
    """Yield every way in which a figure can stand to another (A3)."""
    for one, two in permutations(figures, 2):
        yield from ((kind, one, two) for kind in _DEEDS)
    for pair in combinations(sorted(figures), 2):
        yield from ((kind, *pair) for kind in _TIES)


def _bonds(case: Case) -> Iterator[Cell]:
    for statement in case.statements:
        if statement.kind in _TIES:
            yield from (
                (statement.kind, *pair) for pair in combinations(_parties(case, statement), 2)
            )
        elif statement.kind in _DEEDS:
            whose, whom = (_ids(case, statement, end) for end in _DEEDS[statement.kind])
            yield from ((statement.kind, one, two) for one in whose for two in whom if one != two)


def _parties(case: Case, statement: Statement) -> tuple[str, ...]:
    """Return between whom it is; a resolution may name its conflict instead."""
    ids = statement.subjects
    if statement.kind == "resolution" and len(ids) == 1 and ids[0] in case.index_of:
        ids = case.statements[case.index_of[ids[0]]].subjects
    return ids


def _ids(case: Case, statement: Statement, field: str) -> tuple[str, ...]:
    if field == "by":
        return case.by_whom(statement)
    if field == "to":
        to = case.to_whom(statement)
        return (to,) if to else ()
    value = getattr(statement, field)
    return (value,) if isinstance(value, str) else tuple(value)


def _claim_cells(things: Sequence[str]) -> Iterator[Cell]:
    """Yield every part that a thing can have in explaining (A4)."""
    for word in vocabulary("claim_as").words:
        yield from ((word, thing) for thing in things)


def _claims(case: Case) -> Iterator[Cell]:
    for statement in case.statements:
        if (word := getattr(statement, "as_", None)) is not None:
            yield from ((word, thing) for thing in getattr(statement, CAUSE))


def _pattern_cells() -> Iterator[Cell]:
    from formulation.patterns.catalogue import catalogue

    yield from ((pattern.pattern,) for pattern in catalogue())
