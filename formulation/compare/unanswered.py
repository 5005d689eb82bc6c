"""What two files say of one thing, each in statements that nothing in the other answers.

That she looks down on him in one file, and he on her in the other, may be too unlike in all else
to be one fact.  But whoever reads both wants to know; so, too, where each explains one thing by
something else (D4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from formulation.compare.facts import CAUSE, EFFECT, Facts, Link, Side
from formulation.compare.records import Match, Unmatched

__all__ = ["Facing", "Facings", "facings"]

T = TypeVar("T")
#: a thing as both files can name it: by its mark, or by its place in the reference
Thing = tuple[str, Link]
#: of what kind it is, from whom or what it goes, and to whom or what
Direction = tuple[str, frozenset[Thing], frozenset[Thing]]
Naming = Callable[[Link], Thing]


class Facing(NamedTuple):
    """Statements of one thing, by its id in the reference, that stand in one file each."""

    about: str
    ours: Sequence[int]
    theirs: Sequence[int]


class Facings(NamedTuple):
    """What two files tell of one thing, each in statements that none of the other answers.

    `turned` goes one way in one file only and the other way in the other only; `explained` are the
    claims by which both explain one thing.
    """

    turned: list[Facing]
    explained: list[Facing]


def facings(
    sides: Sequence[Side], matches: Iterable[Match], alone: Sequence[Iterable[Unmatched]]
) -> Facings:
    """Return what faces one another among the statements that nothing answers.

    Parameters
    ----------
    sides
        The two files.
    matches
        The statements that answer one another.
    alone
        The statements of each file that none answers.
    """
    named = _namings(sides, matches)
    left = [_indices(side, own) for side, own in zip(sides, alone, strict=True)]
    return Facings(_turned(sides, left, named), _explained(sides, left, named))


def _turned(
    sides: Sequence[Side], left: Sequence[Sequence[int]], named: Sequence[Naming]
) -> list[Facing]:
    ways = [
        [_direction(f, own) for f in side.facts] for side, own in zip(sides, named, strict=True)
    ]
    ours, theirs = (
        _gathered((way[n], n) for n in own) for own, way in zip(left, ways, strict=True)
    )
    said = [set(way) for way in ways]
    found = []
    for (kind, start, end), here in ours.items():
        back = (kind, end, start)
        if back in theirs and back not in said[0] and (kind, start, end) not in said[1]:
            found.append(Facing(sides[0].case.ids[here[0]], here, theirs[back]))
    return found


def _explained(
    sides: Sequence[Side], left: Sequence[Sequence[int]], named: Sequence[Naming]
) -> list[Facing]:
    ours, theirs = (
        _gathered(
            (name(link), n)
            for n in own
            if side.facts[n].kind == "claim"
            for link in side.facts[n].links.get(EFFECT, ())
        )
        for side, own, name in zip(sides, left, named, strict=True)
    )
    case, found = sides[0].case, dict[tuple[tuple[int, ...], ...], Facing]()
    for (where, link), here in ours.items():
        if there := theirs.get((where, link)):
            about = case.ids[link] if isinstance(link, int) else link.removeprefix("= ")
            found.setdefault((tuple(here), tuple(there)), Facing(about, here, there))
    return list(found.values())


def _namings(sides: Sequence[Side], matches: Iterable[Match]) -> tuple[Naming, Naming]:
    """Return by what name each file calls what it points to, the same for what answers."""
    places = [side.case.index_of for side in sides]
    standing = {places[1][m.other.id]: places[0][m.reference.id] for m in matches}

    def ours(link: Link) -> Thing:
        return "both", link

    def theirs(link: Link) -> Thing:
        if isinstance(link, int):
            return ("both", standing[link]) if link in standing else ("theirs", link)
        return "both", link

    return ours, theirs


def _indices(side: Side, alone: Iterable[Unmatched]) -> list[int]:
    return [side.case.index_of[one.said.id] for one in alone]


def _direction(facts: Facts, name: Naming) -> Direction | None:
    """Return from whom to whom a statement goes, or from what to what a claim; none without."""
    ends = (CAUSE, EFFECT) if facts.kind == "claim" else ("by", "of")
    told = facts.links if facts.kind == "claim" else facts.people
    start, end = (frozenset(map(name, told.get(one, ()))) for one in ends)
    return (facts.kind, start, end) if start and end and start != end else None


def _gathered(told: Iterable[tuple[T | None, int]]) -> dict[T, list[int]]:
    """Return the indices of each thing."""
    found: dict[T, list[int]] = {}
    for thing, index in told:
        if thing is not None:
            found.setdefault(thing, []).append(index)
    return found
