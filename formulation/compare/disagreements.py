"""On what two formulations part, what follows most from first.

First which patterns the files show, for that is what is told of them; then who does what to whom,
in which direction, in what order, tied to what; then what was seen and what inferred, terms, dates
and texts (clause D1 of ``docs/decisions/comparing.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from formulation.compare.facts import Side
from formulation.compare.findings_apart import Apart
from formulation.compare.likeness import Beside
from formulation.compare.records import Disagreement, Match, Said
from formulation.compare.statements import Answers
from formulation.compare.times import turned_orders
from formulation.compare.unanswered import Facing, facings
from formulation.findings import Finding, each_of
from formulation.model.base import in_list

if TYPE_CHECKING:
    from formulation.compare.tables import Flags, Ints
    from formulation.compare.times import Signs

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
#: beside one statement so many are named that come earlier or later; a diary has thousands
_MOST_NAMED = 20


class _Both(NamedTuple):
    """The two files, and what answers what."""

    ours: Side
    theirs: Side
    matches: Sequence[Match]
    apart: Sequence[Apart]


def disagreements(
    sides: Sequence[Side], answered: Answers, apart: Sequence[Apart]
) -> tuple[Disagreement, ...]:
    """Return what two files part on, in order of consequence.

    Parameters
    ----------
    sides
        The two files.
    answered
        The statements that answer one another, with the parts in which they differ, and those that
        none answers.
    apart
        The patterns that fit one of them only.
    """
    both = _Both(sides[0], sides[1], answered.matches, apart)
    told = [*_of_findings(both), *_of_orders(both), *_of_matches(both)]
    alone = answered.missing, answered.extra
    turned, explained = facings(sides, answered.matches, alone)
    told += [_of_turned(both, one) for one in turned]
    told += [_of_rivals(both, one) for one in explained]
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
    return Said(side.case.ids[index], side.told(index))


# --- orders -------------------------------------------------------------------------------------


def _of_orders(both: _Both) -> Iterator[Disagreement]:
    """Yield what comes earlier in one file and later in the other, told with as few as will do."""
    timed = [match for match in both.matches if match.section in _TIMED]
    at = [_indices(both, match) for match in timed]
    signs = turned_orders((both.ours.case, both.theirs.case), at)
    for head, others in _as_few(signs):
        for sign, word, opposite in ((1, "before", "after"), (-1, "after", "before")):
            there = [at[n] for n in others[signs[head, others] == sign]]
            if there:
                yield _turned(both, [at[head], *there], word, opposite)


def _as_few(signs: Signs) -> Iterator[tuple[int, Ints]]:
    """Yield each place that is to be told of with those it is told with, the most first."""
    import numpy as np

    left: Flags = signs.astype(np.bool_)
    counts: Ints = np.asarray(left.sum(axis=1), dtype=np.int64)
    met = np.array(_as_met(left), dtype=np.int64)
    while counts.any():
        head = int(met[counts[met].argmax()])
        others = left[head].nonzero()[0]
        left[head] = False
        left[:, head] = False
        counts[head] = 0
        counts[others] -= 1
        yield head, others


def _as_met(left: Flags) -> list[int]:
    """Return the places that contradict another, in the order in which one meets them."""
    found: dict[int, None] = {}
    for i, row in enumerate(left):
        later = row[i + 1 :].nonzero()[0] + i + 1
        if len(later) and len(found) < len(left):
            found |= dict.fromkeys((i, *later.tolist()))
    return list(found)


def _indices(both: _Both, match: Match) -> tuple[int, int]:
    ours, theirs = both.ours.case, both.theirs.case
    return ours.index_of[match.reference.id], theirs.index_of[match.other.id]


def _turned(
    both: _Both, places: Sequence[tuple[int, int]], word: str, opposite: str
) -> Disagreement:
    """Say of one statement before or after which others the reference has it."""
    shown = places[: _MOST_NAMED + 1]
    names = [both.ours.case.name(both.ours.case.ids[ours]) for ours, _ in shown]
    rest = [f"{len(places) - len(shown):,} more"] if len(places) > len(shown) else []
    told = (
        f"{_capital(names[0])} comes {word} {in_list([*names[1:], *rest])} in {both.ours.name}, "
        f"and {opposite} in {both.theirs.name}."
    )
    ours = tuple(_said(both.ours, here) for here, _ in shown)
    theirs = tuple(_said(both.theirs, there) for _, there in shown)
    if not both.apart:
        return Disagreement("order", told, ours, theirs, ())
    here, there = (
        {side.case.ids[n] for n in own}
        for side, own in zip((both.ours, both.theirs), zip(*places, strict=True), strict=True)
    )
    return Disagreement("order", told, ours, theirs, _changes(both, here, there))


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
            bears_on = _changes(both, _ids(ours), _ids(theirs))
            yield Disagreement(about, sentence, ours, theirs, bears_on)


def _respects(match: Match) -> Mapping[str, list[str]]:
    """Return the parts in which two statements differ, by what they are about.

    That one file says more is no disagreement, and other words for the same are none either.  What
    is told the other way round is not looked into further.
    """
    turned = [part.told for part in match.parts if part.about == "direction"]
    if turned:
        return {"direction": turned}
    found: dict[str, list[str]] = {}
    for part in match.parts:
        is_other_wording = part.about == "text" and part.likeness > 0
        if part.likeness < 1 and not part.is_one_sided and not is_other_wording:
            found.setdefault(part.about, []).append(part.told)
    return found


# --- what nothing answers -----------------------------------------------------------------------


def _of_turned(both: _Both, one: Facing) -> Disagreement:
    """Tell of two facts, or of two lists of them, that are each the other way round."""
    beside = Beside(both.ours, both.theirs)
    a, b = both.ours.facts[one.ours[0]], both.theirs.facts[one.theirs[0]]
    name = _capital(both.ours.case.name(one.about))
    told = f"{name}: {beside.turned_in_words(a, b)}; for one fact, too little else is alike."
    return _facing(both, "direction", told, one)


def _of_rivals(both: _Both, one: Facing) -> Disagreement:
    """Tell by what each file explains one thing, in its own words."""
    told = f"{_capital(both.ours.case.name(one.about))}: explained by one thing and by another."
    return _facing(both, "link", told, one)


def _facing(both: _Both, about: str, told: str, one: Facing) -> Disagreement:
    ours = tuple(_said(both.ours, n) for n in one.ours[:_MOST_NAMED])
    theirs = tuple(_said(both.theirs, n) for n in one.theirs[:_MOST_NAMED])
    return Disagreement(about, told, ours, theirs, _changes(both, _ids(ours), _ids(theirs)))


def _ids(said: Iterable[Said]) -> set[str]:
    return {one.id for one in said}


def _changes(both: _Both, here: set[str], there: set[str]) -> tuple[str, ...]:
    """Return the patterns that fit one file only and rest on one of these statements."""
    found = [
        one.finding.pattern
        for one in both.apart
        if (one.ours and here.intersection(one.ours.statements))
        or (one.theirs and there.intersection(one.theirs.statements))
    ]
    return tuple(dict.fromkeys(found))
