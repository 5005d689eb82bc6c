"""Putting formulations of one person side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from formulation.compare.agreement import Coded, agreements
from formulation.compare.disagreements import disagreements
from formulation.compare.facts import Side, figure_ids, sides_of
from formulation.compare.figures import WhoIsWho, who_is_who
from formulation.compare.findings_apart import parted
from formulation.compare.likeness import Beside
from formulation.compare.mentions import with_mentions
from formulation.compare.notes import notes_on
from formulation.compare.records import Alignment, Comparison, Counterpart, Score
from formulation.compare.statements import Answers, answers
from formulation.errors import counted
from formulation.findings import Finding
from formulation.model.case import Case
from formulation.model.kinds import SECTIONS

__all__ = ["Paired", "align", "compare", "paired"]


class Paired(NamedTuple):
    """Two files with who is who and what answers what, before anything is made of it."""

    sides: Sequence[Side]
    who: WhoIsWho
    answers: Answers

    @property
    def alignment(self) -> Alignment:
        """What both have and what one has only, with scores."""
        return Alignment(
            self.sides[0].name,
            self.sides[1].name,
            with_mentions(self.sides, self.who.told),
            *self.answers,
            scores=tuple(_scores(self.who.told, self.answers)),
        )

    @property
    def counterpart(self) -> dict[str, str]:
        """What stands for each figure, symptom and statement of the reference, by ids."""
        matches = {m.reference.id: m.other.id for m in self.answers.matches}
        return self.who.counterpart | matches


def compare(reference: Case, *others: Case, names: Sequence[str] | None = None) -> Comparison:
    """Put two or more formulations of one person side by side; none is merged into another.

    Parameters
    ----------
    reference
        The formulation beside which the others are put.
    others
        One or more.
    names
        What they are called, in order; their ids unless said, numbered where they repeat.

    Returns
    -------
    Comparison
        Every two of them in ``.pairs``, and in ``.agreement`` how far all agree beyond chance.

    Raises
    ------
    ValueError
        With no other, or with too few or too many names, or the same name twice.

    Notes
    -----
    Agreement is not truth: two may agree and both be wrong.  What counts as the same, and why, is
    said by number in ``docs/decisions/comparing.md``.
    """
    cases = (reference, *others)
    if not others:
        raise ValueError("a comparison takes two formulations at least, and here is one")
    called = _names(cases, names)
    found = _found(cases)
    pairs, from_reference = [], []
    for i, j in combinations(range(len(cases)), 2):
        both = paired((called[i], called[j]), cases[i], cases[j])
        pairs.append(_aligned(both, [found[i], found[j]]))
        if i == 0:
            from_reference.append(Coded(cases[j], both.counterpart, found[j]))
    own = Coded(reference, _own_counterpart(reference), found[0])
    notes = notes_on(called, cases)
    return Comparison(called, tuple(pairs), agreements([own, *from_reference]), notes)


def align(
    reference: Case, other: Case, *, names: tuple[str, str] = ("the reference", "the other")
) -> Alignment:
    """Put one formulation beside a reference, statement by statement, with reasons.

    Parameters
    ----------
    reference, other
        The two.
    names
        What they are called in the reasons.
    """
    both = paired(names, reference, other)
    return _aligned(both, _found((reference, other)))


def paired(names: tuple[str, str], reference: Case, other: Case) -> Paired:
    """Say who is who and what answers what in two files, and nothing more.

    Parameters
    ----------
    names
        What the two are called.
    reference, other
        The two.
    """
    who = who_is_who(reference, other)
    sides = sides_of(names, reference, other, who)
    return Paired(sides, who, answers(Beside(*sides)))


def _aligned(both: Paired, found: Sequence[Sequence[Finding]]) -> Alignment:
    alignment, cases = both.alignment, [side.case for side in both.sides]
    apart = parted(both.sides, found, alignment.matches)
    coded = [
        Coded(cases[0], _own_counterpart(cases[0]), found[0]),
        Coded(cases[1], both.counterpart, found[1]),
    ]
    return Alignment(
        alignment.reference,
        alignment.other,
        alignment.figures,
        alignment.matches,
        alignment.missing,
        alignment.extra,
        alignment.scores,
        agreements(coded),
        disagreements(both.sides, both.answers, apart),
    )


def _found(cases: Sequence[Case]) -> list[Sequence[Finding]]:
    """Return what the catalogue finds in each; the same file twice is gone through once."""
    from formulation.patterns.surest import surest_findings

    found: list[Sequence[Finding]] = []
    for n, case in enumerate(cases):
        again = cases.index(case)
        found.append(found[again] if again < n else surest_findings(case))
    return found


def _own_counterpart(case: Case) -> dict[str, str]:
    return {id: id for id in (*figure_ids(case), *case.ids)}


def _scores(figures: Iterable[Counterpart], answered: Answers) -> Iterable[Score]:
    """Yield one score a section, and one for all statements."""
    for section in ("people", "symptoms"):
        own = [one for one in figures if one.section == section]
        yield Score(
            section,
            sum(1 for one in own if one.reference and one.other),
            sum(1 for one in own if not one.other),
            sum(1 for one in own if not one.reference),
        )
    for section in SECTIONS:
        counts = [sum(1 for one in part if one.section == section) for part in answered]
        yield Score(section, *counts)
    yield Score("statements", *map(len, answered))


def _names(cases: Sequence[Case], names: Sequence[str] | None) -> tuple[str, ...]:
    if names is None:
        ids = [case.id for case in cases]
        return tuple(
            id if ids.count(id) == 1 else f"{id} {ids[: n + 1].count(id)}"
            for n, id in enumerate(ids)
        )
    if len(names) != len(cases) or len(set(names)) != len(names):
        told = counted(len(cases), "formulation")
        raise ValueError(f"{told} take as many names, each another; here are: {', '.join(names)}")
    return tuple(names)
