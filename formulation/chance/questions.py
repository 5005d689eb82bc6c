"""What the questions of a pattern ask of a case: which statements, in which time.

Antecedents are the statements that fit the ``after`` step and the steps it refers to, outcomes
those that fit the outcome step alone.  There is one question for each binding of the outcome's
letters; the other letters are pooled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from formulation.chance.fitting import (
    Binding,
    Fitting,
    alone,
    fitting,
    named_in,
    named_step,
    parts_of,
    states_of,
    with_referred,
)
from formulation.chance.pieces import Pieces, intersection, pieces
from formulation.dates import FOREVER, MINUTES_PER_DAY, Precision, Span, parse_duration
from formulation.patterns.pattern import Pattern, Weighing
from formulation.patterns.step import with_values
from formulation.timeline import Flags, Ints, Timeline

__all__ = [
    "Held",
    "Question",
    "Watch",
    "counting_rows",
    "outer_minutes",
    "questions_of",
    "watch_of",
]

_ALWAYS = np.array([[-FOREVER, FOREVER]], dtype=np.int64)


class Watch(NamedTuple):
    """When events of some kinds would have been noticed.

    Attributes
    ----------
    pieces
        Minutes in which every kind was watched.
    unwatched, unended
        Kinds of which nothing says when they would have been noticed, and those for which a
        period has no known beginning or end.
    """

    pieces: Pieces
    unwatched: tuple[str, ...] = ()
    unended: tuple[str, ...] = ()


class Held(NamedTuple):
    """When the states that each antecedent is to lie in held: one entry an antecedent and binding.

    Attributes
    ----------
    which
        The antecedent's place among the antecedents.
    first, last
        Minutes.
    """

    which: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True)
class Question:
    """One question of a pattern to a case, for one binding of the outcome's letters.

    Attributes
    ----------
    timeline, pattern, weighing
        Where, and what is asked, with the values that were set.
    roles
        Who or what stands for the outcome's letters.
    antecedents, outcomes, others, opens
        Rows: those that fit; those that meet all of the antecedent but what it refers to; the
        statements that must be open, where the question says so.
    watch
        When both kinds would have been noticed.
    watches
        Minutes in which antecedents were watched, and outcomes.
    held
        Minutes in which the states that an antecedent lies in held for some binding.
    own_held
        The same for each antecedent.
    """

    timeline: Timeline
    pattern: Pattern
    weighing: Weighing
    roles: Mapping[str, str]
    antecedents: Ints
    outcomes: Ints
    others: Ints
    opens: Ints
    watch: Watch
    watches: tuple[Pieces, Pieces]
    held: Pieces
    own_held: Held

    @property
    def window_minutes(self) -> int:
        """The window, in minutes."""
        return parse_duration(self.weighing.within).longest

    @cached_property
    def antecedents_watched(self) -> Pieces:
        """Minutes in which antecedents were watched and the states they lie in held."""
        return intersection(self.watches[0], self.held)

    @property
    def elsewhere(self) -> int:
        """How many dated statements of the antecedent's kind it does not ask about."""
        t, kinds = self.timeline, _kinds(self.pattern, self.weighing.after)
        of_kind = [s.kind in kinds and not s.recurring for s in t.cases[0].statements]
        is_other = np.array(of_kind) & (t.starts_from > -FOREVER) & (t.starts_to < FOREVER)
        is_other[self.antecedents] = False
        return int(is_other.sum())

    @property
    def outcomes_watched(self) -> Pieces:
        """Minutes in which outcomes were watched."""
        return self.watches[1]

    @cached_property
    def watched(self) -> Pieces:
        """Minutes in which both kinds were watched and the antecedent's states held."""
        return intersection(self.watch.pieces, self.held)


def questions_of(t: Timeline, pattern: Pattern, account: str | None = None) -> Iterator[Question]:
    """Yield each question that a pattern asks of the one case of a timeline.

    Parameters
    ----------
    t
        The case, laid out.
    pattern
        The pattern, whose ``weigh`` says what is asked.
    account
        The source whose account counts where several tell of one fact; the first unless said.
    """
    counts = counting_rows(t, account)
    for told in pattern.weigh:
        weighing = Weighing.from_keys(with_values(told.to_keys(), pattern.parameters))
        outcome = fitting(t, pattern, alone(pattern, weighing.outcome))
        letters = named_step(pattern, weighing.outcome).letters()
        bound = outcome.bindings([letter for letter in letters if letter in outcome.letters])
        if not bound:
            continue
        found = _searched(t, pattern, weighing, outcome)
        for binding in sorted(bound, key=lambda b: tuple(named_in(t, pattern, b).values())):
            opens = _opens(weighing, found, binding, counts)
            if not weighing.while_open or len(opens):
                # nothing ends that was never open: then nothing is asked
                yield _question(t, pattern, weighing, found, binding, opens, counts)


class _Searched(NamedTuple):
    """What fits the steps of a question, whoever stands for its letters.

    `states` are the states that an antecedent lies in, `None` where it lies in none; `opened` is
    what must be open, `None` where nothing must; `watch` and `watches` are when all of it was
    watched.
    """

    outcome: Fitting
    antecedent: Fitting
    anyhow: Fitting
    opened: Fitting | None
    states: Fitting | None
    state_names: list[str]
    watch: Watch
    watches: tuple[Pieces, Pieces]


def _searched(t: Timeline, pattern: Pattern, weighing: Weighing, outcome: Fitting) -> _Searched:
    """Search once for what every binding of the outcome's letters asks about."""

    def fits(part: Pattern) -> Fitting:
        return fitting(t, pattern, part)

    after, opened = weighing.after, weighing.while_open
    names = states_of(pattern, opened or after)
    kinds = [_kinds(pattern, name) for name in (after, weighing.outcome, opened or after)]
    return _Searched(
        outcome=outcome,
        antecedent=fits(with_referred(pattern, [after])),
        anyhow=fits(alone(pattern, after)),
        opened=fits(with_referred(pattern, [opened])) if opened else None,
        states=fits(with_referred(pattern, names)) if names else None,
        state_names=names,
        watch=watch_of(t, [kind for own_kinds in kinds for kind in own_kinds]),
        watches=(watch_of(t, kinds[0]).pieces, watch_of(t, kinds[1]).pieces),
    )


def _opens(weighing: Weighing, found: _Searched, binding: Binding, counts: Flags) -> Ints:
    """Return the rows of what must be open; none where nothing must."""
    if found.opened is None or not weighing.while_open:
        return np.empty(0, dtype=np.int64)
    fits = found.opened.agreeing(binding, found.outcome.swaps)
    return np.flatnonzero(_marked(found.opened.rows[weighing.while_open][fits], counts))


def _marked(rows: Ints, counts: Flags) -> Flags:
    """Tell of each row of the timeline whether it is one of these and counts."""
    flags = np.zeros(len(counts), dtype=np.bool_)
    flags[rows] = True
    return flags & counts


def _question(
    t: Timeline,
    pattern: Pattern,
    weighing: Weighing,
    found: _Searched,
    binding: Binding,
    opens: Ints,
    counts: Flags,
) -> Question:
    def fits(part: Fitting, name: str) -> tuple[Flags, Flags]:
        agreeing = part.agreeing(binding, found.outcome.swaps)
        return agreeing, _marked(part.rows[name][agreeing], counts)

    after = weighing.after
    agreeing, is_antecedent = fits(found.antecedent, after)
    antecedents = np.flatnonzero(is_antecedent)
    own = np.flatnonzero(agreeing & is_antecedent[found.antecedent.rows[after]])
    which = np.searchsorted(antecedents, found.antecedent.rows[after][own])
    return Question(
        timeline=t,
        pattern=pattern,
        weighing=weighing,
        roles=named_in(t, pattern, binding),
        antecedents=antecedents,
        outcomes=np.flatnonzero(fits(found.outcome, weighing.outcome)[1]),
        others=np.flatnonzero(fits(found.anyhow, after)[1] & ~is_antecedent),
        opens=opens,
        watch=found.watch,
        watches=found.watches,
        held=_held(t, found, binding, counts),
        own_held=Held(which, *_both(t, found.antecedent, own, states_of(pattern, after))),
    )


def _kinds(pattern: Pattern, name: str) -> tuple[str, ...]:
    return tuple(part.kind for part in parts_of(named_step(pattern, name)))


def counting_rows(t: Timeline, account: str | None) -> Flags:
    """Tell which rows count where several tell of one fact: the first, or that of a source."""
    counts = np.ones(len(t), dtype=np.bool_)
    for number in np.unique(t.account[t.account >= 0]):
        group = np.flatnonzero(t.account == number)
        by = [row for row in group.tolist() if account in t.statement(row).source]
        counts[group] = False
        counts[by[0] if by else int(number)] = True
    return counts


def watch_of(t: Timeline, kinds: Iterable[str]) -> Watch:
    """Return when events of all these kinds would have been noticed, by the outer bounds."""
    watched, unwatched, unended = _ALWAYS, [], []
    for kind in dict.fromkeys(kinds):
        spans = t.observed(0, kind)
        outer = pieces(outer_minutes(span) for span in spans)
        if not len(outer):
            unwatched.append(kind)
        elif outer[0, 0] <= -FOREVER or outer[-1, 1] >= FOREVER:
            unended.append(kind)
        watched = intersection(watched, outer)
    return Watch(watched, tuple(unwatched), tuple(unended))


def outer_minutes(span: Span) -> tuple[int, int]:
    """Return the first and the last minute that a span may take in; days are taken in whole."""
    first, last = span.start_earliest, span.end_latest
    if span.start_precision is Precision.DAY:
        first -= first % MINUTES_PER_DAY
    if span.end_precision is Precision.DAY:
        last += -(last + 1) % MINUTES_PER_DAY
    return first, last


def _both(t: Timeline, found: Fitting, index: Ints, states: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the time in which all states of each match held, by the outer bounds."""
    first = np.full(len(index), -FOREVER, dtype=np.int64)
    last = np.full(len(index), FOREVER, dtype=np.int64)
    for name in states:
        rows = found.rows[name][index]
        start, end = t.starts_from[rows], t.ends_to[rows]
        start = np.where(t.start_is_day[rows], start - start % MINUTES_PER_DAY, start)
        end = np.where(t.end_is_day[rows], end + -(end + 1) % MINUTES_PER_DAY, end)
        first, last = np.maximum(first, start), np.minimum(last, end)
    return first, last


def _held(t: Timeline, found: _Searched, binding: Binding, counts: Flags) -> Pieces:
    """Return when the states that an antecedent lies in held for some binding."""
    states = found.states
    if states is None:
        return _ALWAYS
    agreeing = states.agreeing(binding, found.outcome.swaps)
    for name in found.state_names:
        agreeing &= counts[states.rows[name]] & ~t.recurring[states.rows[name]]
    index = np.flatnonzero(agreeing)
    return pieces(np.column_stack(_both(t, states, index, found.state_names)))
