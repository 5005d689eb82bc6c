"""Asking a case: which patterns fit, how certainly, and what nearly fits."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from formulation.dates import Truth
from formulation.doors import ShownRichly
from formulation.errors import FormulationWarning, counted
from formulation.findings import Bound, Finding, NearMiss, Other, each_of
from formulation.model.case import Case
from formulation.patterns.catalogue import catalogue, pattern_named
from formulation.patterns.explain import asks_order, because, because_near, rests_on
from formulation.patterns.gathering import GROUP, bound_letter, bound_steps
from formulation.patterns.match import Matches, search
from formulation.patterns.near import Near
from formulation.patterns.near import near_misses as nearest_misses
from formulation.patterns.pattern import AnyOf, Pattern, Step
from formulation.patterns.plan import Plan, constraints_of
from formulation.patterns.relations import Constraint, judge_pairs
from formulation.patterns.table import CASE, packed
from formulation.timeline import Ints, Timeline

__all__ = ["Chosen", "Findings", "choose", "find"]

_MOST_OTHERS = 20
_CERTAINTY = {Truth.CERTAIN: "certain", Truth.POSSIBLE: "possible"}


@dataclass(frozen=True)
class Chosen:
    """The matches of one pattern that are told, in order, and those that fit beside each.

    `heads` are rows of the table; `others` the rows of the same episode and roles.
    """

    matches: Matches
    heads: Ints
    others: list[Ints]


class Findings(ShownRichly, Sequence[Finding]):
    """Findings in order of their episodes, each made when it is asked for; near misses last.

    Attributes
    ----------
    is_cut
        Whether there were more than the limit.
    """

    def __init__(
        self,
        t: Timeline,
        chosen: Sequence[Chosen],
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
    def cases(self) -> Sequence[Case]:
        """The cases that were searched."""
        return self._timeline.cases

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
    if not t.cases and len(t):
        raise TypeError("a timeline made from columns has no statements to tell of: use search")
    chosen, near = [], []
    for pattern in _asked(patterns):
        matches = search(t, pattern)
        chosen.append(choose(t, matches, every=every))
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


def choose(t: Timeline, matches: Matches, *, every: bool) -> Chosen:
    """Choose one match an episode and roles, and keep the rest beside it (clause M8).

    Parameters
    ----------
    t, matches
        The events, and what fits one pattern.
    every
        Whether each match is told by itself.
    """
    table = matches.table
    if len(table) < 2:
        return Chosen(matches, np.arange(len(table)), [_NONE] * len(table))
    preference = packed(_preference(t, matches))
    if every:
        order = np.lexsort(preference[::-1])
        return Chosen(matches, order, [_NONE] * len(order))
    group = packed([table[name] for name in _told_apart_by(matches)])
    order = np.lexsort([*group, *preference][::-1])
    is_other = np.logical_or.reduce([np.diff(key[order]) != 0 for key in group])
    starts = [0, *(np.flatnonzero(is_other) + 1).tolist()]
    others = [
        order[start + 1 : min(end, start + 1 + _MOST_OTHERS)]
        for start, end in zip(starts, [*starts[1:], len(order)], strict=True)
    ]
    return Chosen(matches, order[starts], others)


_NONE: Ints = np.empty(0, dtype=np.int64)


def _told_apart_by(matches: Matches) -> list[str]:
    """Return the columns that tell one finding from another: case, episode and roles.

    Of a repeated episode the whole list is one occurrence, so that the roles alone tell.
    """
    plan, table = matches.plan, matches.table
    names = [CASE, *(letter for letter in plan.roles if letter in table.letters)]
    episode = plan.pattern.episode_step
    if episode not in matches.lists.rows:
        names.append(episode)
    return names


def _preference(t: Timeline, matches: Matches) -> list[Ints]:
    """Return what matches are preferred by, the less the better and the first above all.

    Most certain, most optional steps, earlier steps late and later ones early.
    """
    table, plan = matches.table, matches.plan
    at = _place_of_episode(plan)
    keys: list[Ints] = [-table.truth.astype(np.int64)]
    if table.optional_truth is not None:
        bound = [table[step.name] >= 0 for choice in plan.optional for step in choice]
        keys += [-np.sum(bound, axis=0), -table.optional_truth]
    for place, name in enumerate(plan.columns):
        onset = t.starts_from[table[name]]
        keys.append(-onset if place < at else onset)
    keys += [t.id_ranks(table[name]) for name in plan.columns]
    return keys


def _place_of_episode(plan: Plan) -> int:
    """Return where the episode's step, or the first of its choice, stands among the columns."""
    pattern = plan.pattern
    name = pattern.episode_step
    if name in plan.columns:
        return plan.columns.index(name)
    [choice] = [s for s in pattern.required if isinstance(s, AnyOf) and s.name == name]
    return plan.columns.index(choice.any_of[0].as_)


def _in_order(t: Timeline, chosen: Sequence[Chosen]) -> list[tuple[int, int]]:
    """Return ``(pattern, place)`` of every chosen match: by onset, then pattern, then ids."""
    entries: list[tuple[int, str, int, int, int]] = []
    for which, one in enumerate(chosen):
        if not len(one.heads):
            continue
        table, plan = one.matches.table, one.matches.plan
        onset = t.starts_from[table[plan.pattern.episode_step][one.heads]]
        ids = [t.id_ranks(table[name][one.heads]) for name in plan.columns]
        for place in np.lexsort([*ids[::-1], onset]):
            name = plan.pattern.pattern
            entries.append((int(onset[place]), name, len(entries), which, int(place)))
    return [(which, place) for _, _, _, which, place in sorted(entries)]


def _finding(t: Timeline, chosen: Chosen, place: int) -> Finding:
    matches, row = chosen.matches, int(chosen.heads[place])
    pattern, table = matches.plan.pattern, matches.table
    case = t.cases[int(table[CASE][row])]
    steps, roles = _steps(t, matches, row), _roles(t, matches, row)
    missing = tuple(one.name for one in pattern.settled_steps if _is_missing(one, steps))
    certainty = _certainty(case, steps, int(table.truth[row]))
    others = [
        Other(_roles(t, matches, int(n)), _steps(t, matches, int(n))) for n in chosen.others[place]
    ]
    doubts = _doubts(t, matches, row)
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
        rests_on=rests_on(case, _ids(steps)),
        because=because(case, pattern, certainty, steps, roles, doubts=doubts),
        has_order=asks_order(pattern),
    )


def _certainty(case: Case, steps: Mapping[str, Bound], truth: int) -> str:
    """Return the word for how certain a match is; what is told as repeated is described."""
    repeated = any(case.statements[case.index_of[id]].recurring for id in _ids(steps))
    return "described" if repeated else _CERTAINTY[Truth(truth)]


def _ids(steps: Mapping[str, Bound]) -> list[str]:
    return [id for bound in steps.values() for id in each_of(bound)]


def _is_missing(one: Step | AnyOf, steps: Mapping[str, Bound]) -> bool:
    """Tell whether an optional step, and every one of a choice, found nothing."""
    names = [one.as_] if isinstance(one, Step) else [step.as_ for step in one.any_of]
    return one.optional and not any(name in steps for name in names)


def _doubts(t: Timeline, matches: Matches, row: int) -> list[Constraint]:
    """Return the relations of required steps that hold only possibly in one match.

    Those of repeated steps are told with their lists.
    """
    table, plan = matches.table, matches.plan
    bound = {name: table[name][row : row + 1] for name in table.steps}
    found = []
    for step in plan.pattern.every_step:
        if not step.is_required or step.times or bound.get(step.as_, _UNBOUND)[0] < 0:
            continue
        for c in constraints_of(step):
            if c.other in matches.lists.rows:
                continue
            if judge_pairs(t, c, bound[c.step], bound[c.other])[0] == Truth.POSSIBLE:
                found.append(c)
    return found


_UNBOUND: Ints = np.array([-1], dtype=np.int64)


def _steps(t: Timeline, matches: Matches, row: int) -> dict[str, Bound]:
    return bound_steps(t, matches.plan, matches.table, matches.lists, row)


def _roles(t: Timeline, matches: Matches, row: int) -> dict[str, Bound]:
    """Return who, or what, stands for each letter."""
    table, plan, found = matches.table, matches.plan, dict[str, Bound]()
    case = int(table[CASE][row])
    for letter in plan.pattern.letters():
        if letter in matches.lists.each:
            codes = matches.lists.each[letter][int(table[GROUP][row])]
            found[letter] = tuple(t.word(case, int(code)) for code in codes)
        elif letter in table.letters and (own := bound_letter(t, plan, table, letter, row)):
            found[letter] = own
    return found


def _near_miss(t: Timeline, pattern: Pattern, near: Near) -> NearMiss:
    case = t.cases[near.case]
    names = [one.name for one in pattern.required]
    bound = near.steps.keys() | near.choices
    return NearMiss(
        case=case.id,
        pattern=pattern.pattern,
        title=pattern.title,
        status="near-miss",
        certainty=_certainty(case, near.steps, near.truth),
        roles=near.roles,
        steps=near.steps,
        missing=tuple(name for name in names if name not in bound),
        rests_on=rests_on(case, _ids(near.steps)),
        because=because_near(case, pattern, near.steps, near.roles, near.failed),
        failed=near.failed,
    )
