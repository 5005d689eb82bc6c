"""Which patterns fit one of two files and not the other, and what they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from formulation.compare.facts import Side
from formulation.compare.records import Match
from formulation.findings import Finding, each_of

__all__ = ["Apart", "Key", "parted"]

#: the pattern, and who and what stand in it, by marks that both files share
Key = tuple[str, frozenset[str]]
_RANKS = ("certain", "possible", "described")


@dataclass(frozen=True)
class Apart:
    """A pattern that fits one file only, or more certainly in one of them.

    Attributes
    ----------
    ours, theirs
        The finding in the reference, and in the other; ``None`` where it does not fit.
    """

    ours: Finding | None
    theirs: Finding | None

    @property
    def finding(self) -> Finding:
        """The finding of the file in which it fits."""
        found = self.ours or self.theirs
        assert found is not None
        return found


def parted(
    sides: Sequence[Side],
    findings: Sequence[Iterable[Finding]],
    matches: Iterable[Match],
) -> list[Apart]:
    """Return the findings in which two files differ, in the order of the reference's.

    Parameters
    ----------
    sides
        The two files, with the marks of their figures.
    findings
        What was found in each.
    matches
        The statements that answer one another.
    """
    standing = {match.other.id: match.reference.id for match in matches}
    ours = _by_key(findings[0], _naming(sides[0].marks, {}))
    theirs = _by_key(findings[1], _naming(sides[1].marks, standing))
    keys = dict.fromkeys((*ours, *theirs))
    found = [Apart(ours.get(key), theirs.get(key)) for key in keys]
    return [one for one in found if not _is_alike(one)]


def _is_alike(one: Apart) -> bool:
    if one.ours is None or one.theirs is None:
        return False
    return one.ours.certainty == one.theirs.certainty


def _naming(marks: Mapping[str, str], standing: Mapping[str, str]) -> Callable[[str], str]:
    def named(id: str) -> str:
        return marks.get(id) or f"# {standing.get(id, id)}"

    return named


def _by_key(findings: Iterable[Finding], named: Callable[[str], str]) -> dict[Key, Finding]:
    """Return the most certain finding of each pattern and those who stand in it."""
    found: dict[Key, Finding] = {}
    for one in sorted(findings, key=lambda finding: _RANKS.index(finding.certainty)):
        roles = frozenset(named(id) for bound in one.roles.values() for id in each_of(bound))
        found.setdefault((one.pattern, roles), one)
    return found
