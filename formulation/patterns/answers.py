"""Asking a case: which patterns fit, how certainly, and what nearly fits."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from formulation.dates import Truth
from formulation.errors import FormulationWarning, counted
from formulation.findings import Finding, NearMiss, Other
from formulation.model.case import Case
from formulation.patterns.candidates import CASE
from formulation.patterns.catalogue import catalogue, pattern_named
from formulation.patterns.explain import because, because_near, rests_on
from formulation.patterns.match import Matches, search
from formulation.patterns.near import Near
from formulation.patterns.near import near_misses as nearest_misses
from formulation.patterns.pattern import Pattern
from formulation.patterns.plan import constraints_of
from formulation.patterns.relations import Constraint, judge_pairs
from formulation.timeline import Ints, Timeline

__all__ = ["Findings", "find"]

_MOST_OTHERS = 20
_CERTAINTY = {Truth.CERTAIN: "certain", Truth.POSSIBLE: "possible"}


@dataclass(frozen=True)
class _Chosen:
    """The matches of one pattern that are told, in order, and those that fit beside each.

    `heads` are rows of the table; `others` the rows of the same episode and roles.
    """

    matches: Matches
    heads: Ints
    others: list[Ints]


class Findings(Sequence[Finding]):
    """Findings in order of their episodes, each made when it is asked for; near misses last.

    Attributes
    ----------
    is_cut
        Whether there were more than the limit.
    """

    def __init__(
        self,
        t: Timeline,
        chosen: Sequence[_Chosen],
        near: Sequence[tuple[Pattern, Near]],
        limit: int,
    ) -> None:
        self._timeline = t
        self._chosen = chosen
        self._near = near
        order = _in_order(t, chosen)
        self.is_cut = len(order) > limit
        self._order = order[:limit]

    def __len__(self) -> int:
        """Return how many findings and near misses there are."""
        return len(self._order) + len(self._near)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        """Make the finding at `index`."""
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"there are {len(self)} findings, none at {index}")
        index %= len(self)
        if index >= len(self._order):
            return _near_miss(self._timeline, *self._near[index - len(self._order)])
        which, head = self._order[index]
        return _finding(self._timeline, self._chosen[which], head)

    def __iter__(self) -> Iterator[Finding]:
        """Make the findings one after another."""
        return (self[n] for n in range(len(self)))

    def __repr__(self) -> str:
        """Say how many there are."""
        cut = ", cut at the limit" if self.is_cut else ""
        found, near = len(self._order), len(self._near)
        told = counted(near, "near miss", "near misses")
        return f"<{counted(found, 'finding')} and {told}{cut}>"

    @property
    def near_misses(self) -> Sequence[Finding]:
        """The near misses alone, nearest first."""
        return self[len(self._order) :]

    @property
    def matches(self) -> Sequence[Finding]:
        """The findings alone, without the near misses."""
        return self[: len(self._order)]


def find(
    case: Case | Timeline,
    patterns: Pattern | str | Iterable[Pattern | str] | None = None,
    *,
    every: bool = False,
    near_misses: int = 0,
    limit: int = 10_000,
) -> Findings:
    """Return where patterns fit a case; asking changes nothing and weighs nothing.

    Parameters
    ----------
    case
        A case, or a timeline that holds several.
    patterns
        Patterns or their names; the whole catalogue unless said.
    every
        Whether to return every combination of statements, not one finding an episode.
    near_misses
        How many near misses to add at the end, at most.
    limit
        How many findings to return, at most; ``.is_cut`` and a warning say when there were more.

    Returns
    -------
    Findings
        A sequence of :class:`~formulation.findings.Finding`, by the onset of their episodes.

    Raises
    ------
    UnknownName
        For a pattern the catalogue does not have.
    LimitReached
        Where the combinations would not fit in memory.
    ValueError, TypeError
        For a limit below nought, or something that is no case.
    """
    if not isinstance(case, Case | Timeline):
        raise TypeError(f"find takes a case, such as read_case(path) returns; this is {case!r}")
    if limit < 0 or near_misses < 0:
        raise ValueError(f"limits are 0 or more, not {min(limit, near_misses)}")
    t = case if isinstance(case, Timeline) else Timeline(case)
    chosen, near = [], []
    for pattern in _asked(patterns):
        matches = search(t, pattern)
        chosen.append(_choose(t, matches, every=every))
        near += [
            (pattern, n) for n in (nearest_misses(t, matches, near_misses) if near_misses else ())
        ]
    near = sorted(near, key=lambda item: item[1].rank())[:near_misses]
    found = Findings(t, chosen, near, limit)
    if found.is_cut:
        message = f"more than {limit:,} findings: the first {limit:,} are returned; limit= sets it"
        warnings.warn(message, FormulationWarning, stacklevel=2)
    return found


def _asked(patterns: Pattern | str | Iterable[Pattern | str] | None) -> tuple[Pattern, ...]:
    if patterns is None:
        return catalogue()
    if isinstance(patterns, Pattern | str):
        patterns = (patterns,)
    return tuple(pattern_named(p) if isinstance(p, str) else p for p in patterns)


def _choose(t: Timeline, matches: Matches, *, every: bool) -> _Chosen:
    """Choose one match an episode and roles, and keep the rest beside it (clause M8)."""
    table = matches.table
    order = _by_preference(t, matches)
    if every or not len(table):
        return _Chosen(matches, order, [np.empty(0, dtype=np.int64)] * len(order))
    episode = table.rows[matches.plan.pattern.episode_step]
    letters = [column for name, column in table.letters.items() if name in _letters(matches)]
    keys = np.stack([table.letters[CASE], episode, *letters])[:, order]
    _, first, group = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    members = np.split(order[np.argsort(group, kind="stable")], np.cumsum(np.bincount(group))[:-1])
    return _Chosen(matches, order[first], [m[1 : _MOST_OTHERS + 1] for m in members])


def _letters(matches: Matches) -> tuple[str, ...]:
    """Return the letters that required steps name: the roles of a finding."""
    steps = matches.plan.pattern.required
    return tuple(dict.fromkeys(letter for step in steps for letter in step.letters()))


def _by_preference(t: Timeline, matches: Matches) -> Ints:
    """Sort matches: most certain, most optional steps, earlier steps late and later ones early."""
    table, pattern = matches.table, matches.plan.pattern
    names = [step.as_ for step in pattern.steps if not step.absent]
    at = names.index(pattern.episode_step)
    optional = [table.rows[s.name] >= 0 for s in matches.plan.optional]
    keys: list[Ints] = [-table.truth.astype(np.int64)]
    keys += [-np.sum(optional, axis=0)] if optional else []
    keys += [-table.optional_truth]
    for place, name in enumerate(names):
        onset = t.starts_from[table.rows[name]]
        keys.append(-onset if place < at else onset)
    keys += [_id_ranks(t, table.rows[name]) for name in names]
    return np.lexsort(keys[::-1])


def _id_ranks(t: Timeline, rows: Ints) -> Ints:
    """Return numbers that sort rows as their ids do; an unbound row comes last."""
    distinct, where = np.unique(rows, return_inverse=True)
    ids = [(row < 0, t.id_of(int(row)) if row >= 0 else "") for row in distinct]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    rank = np.empty(len(ids), dtype=np.int64)
    rank[order] = np.arange(len(ids))
    return rank[where.reshape(-1)]


def _in_order(t: Timeline, chosen: Sequence[_Chosen]) -> list[tuple[int, int]]:
    """Return ``(pattern, place)`` of every chosen match: by onset, then pattern, then ids."""
    entries: list[tuple[int, str, int, int, int]] = []
    for which, one in enumerate(chosen):
        table, pattern = one.matches.table, one.matches.plan.pattern
        onset = t.starts_from[table.rows[pattern.episode_step]][one.heads]
        names = [step.as_ for step in pattern.steps if not step.absent]
        ids = [_id_ranks(t, table.rows[name])[one.heads] for name in names]
        for place in np.lexsort([*ids[::-1], onset]):
            entries.append((int(onset[place]), pattern.pattern, len(entries), which, int(place)))
    return [(which, place) for _, _, _, which, place in sorted(entries)]


def _finding(t: Timeline, chosen: _Chosen, place: int) -> Finding:
    matches, row = chosen.matches, int(chosen.heads[place])
    pattern, table = matches.plan.pattern, matches.table
    case = t.cases[int(table.letters[CASE][row])]
    steps, roles = _steps(t, matches, row), _roles(t, matches, row)
    missing = tuple(s.as_ for s in pattern.steps if s.optional and s.as_ not in steps)
    repeated = any(t.recurring[column[row]] for column in table.rows.values() if column[row] >= 0)
    certainty = "described" if repeated else _CERTAINTY[Truth(int(table.truth[row]))]
    others = [
        Other(_roles(t, matches, int(n)), _steps(t, matches, int(n))) for n in chosen.others[place]
    ]
    return Finding(
        case=case.id,
        pattern=pattern.pattern,
        title=pattern.title,
        status="partial" if missing else "complete",
        certainty=certainty,
        roles=roles,
        steps=steps,
        missing=missing,
        also=tuple(others),
        rests_on=rests_on(case, steps.values()),
        because=because(case, pattern, certainty, steps, roles, doubts=_doubts(t, matches, row)),
    )


def _doubts(t: Timeline, matches: Matches, row: int) -> list[Constraint]:
    """Return the relations of required steps that hold only possibly in one match."""
    rows = {name: column[row : row + 1] for name, column in matches.table.rows.items()}
    asked = [c for step in matches.plan.pattern.required for c in constraints_of(step)]
    return [c for c in asked if judge_pairs(t, c, rows[c.step], rows[c.other])[0] == Truth.POSSIBLE]


def _steps(t: Timeline, matches: Matches, row: int) -> dict[str, str]:
    """Return the statement bound for each step, in the order of the pattern."""
    table = matches.table
    names = [s.as_ for s in matches.plan.pattern.steps if s.as_ in table.rows]
    bound = {name: int(table.rows[name][row]) for name in names}
    return {name: t.id_of(n) for name, n in bound.items() if n >= 0}


def _roles(t: Timeline, matches: Matches, row: int) -> dict[str, str]:
    letters = matches.table.letters
    found = {
        name: int(letters[name][row]) for name in matches.plan.pattern.letters() if name in letters
    }
    return {name: t.word(code) for name, code in found.items() if code >= 0}


def _near_miss(t: Timeline, pattern: Pattern, near: Near) -> NearMiss:
    case = t.cases[t.place(next(iter(near.rows.values())))[0]]
    steps = {name: t.id_of(row) for name, row in near.rows.items()}
    roles = {name: t.word(code) for name, code in near.letters.items()}
    repeated = any(t.recurring[row] for row in near.rows.values())
    return NearMiss(
        case=case.id,
        pattern=pattern.pattern,
        title=pattern.title,
        status="near-miss",
        certainty="described" if repeated else _CERTAINTY[Truth(near.truth)],
        roles=roles,
        steps=steps,
        missing=tuple(s.as_ for s in pattern.required if s.as_ not in steps),
        rests_on=rests_on(case, steps.values()),
        because=because_near(case, pattern, steps, roles, near.failed),
        failed=near.failed,
    )
