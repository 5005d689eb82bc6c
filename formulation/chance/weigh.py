"""Weighing a case: every question of the catalogue, one correction, a verdict each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from formulation.chance.asking import Weighed, weighed
from formulation.chance.change import changes_since
from formulation.chance.methods import methods_of
from formulation.chance.questions import questions_of
from formulation.chance.rates import adjusted
from formulation.doors import ShownRichly
from formulation.errors import UnknownName
from formulation.findings import Change, ScaleChange, Weight
from formulation.model.case import Case
from formulation.patterns.catalogue import catalogue, pattern_named
from formulation.patterns.pattern import Pattern
from formulation.timeline import Timeline

__all__ = ["Weights", "weigh"]


class Weights(ShownRichly, list[Weight]):
    """Weights in the order of the patterns; changes, if they were asked for, beside them.

    Attributes
    ----------
    changes, scales
        What changed since an event: how often things happened, and ratings.
    family
        How many questions were testable, for all of which the weights are corrected.
    seed
        What dates and shifts were drawn with.
    """

    def __init__(
        self,
        weights: Iterable[Weight] = (),
        *,
        changes: Sequence[Change] = (),
        scales: Sequence[ScaleChange] = (),
        family: int = 0,
        seed: int = 0,
    ) -> None:
        super().__init__(weights)
        self.changes = list(changes)
        self.scales = list(scales)
        self.family = family
        self.seed = seed

    def only(self, patterns: Iterable[Pattern]) -> Weights:
        """Return the weights of some patterns, corrected for all."""
        names = {pattern.pattern for pattern in patterns}
        return Weights(
            (weight for weight in self if weight.pattern in names),
            changes=self.changes,
            scales=self.scales,
            family=self.family,
            seed=self.seed,
        )

    @property
    def methods(self) -> str:
        """How it was reckoned, as one paragraph to paste into a report."""
        return methods_of(self, self.changes, self.scales, family=self.family, seed=self.seed)


def weigh(
    case: Case | Timeline,
    patterns: Pattern | str | Iterable[Pattern | str] | None = None,
    *,
    change: str | None = None,
    seed: int = 0,
    account: str | None = None,
) -> Weights:
    """Return how the questions of patterns weigh against chance in a case.

    Parameters
    ----------
    case
        A case, or a timeline of one.
    patterns
        Patterns, or names of the catalogue's, whose weights are returned.  All questions of the
        catalogue and of these are corrected for, whichever are returned.
    change
        The id of an event, an intervention for example: what changed since it is added.
    seed
        Draws uncertain dates, and shifts where there are more than 999.
    account
        The id of the source whose account counts where several tell of one fact; else the first.

    Returns
    -------
    Weights
        A list of :class:`~formulation.findings.Weight`, with ``.changes`` and ``.scales``.

    Raises
    ------
    UnknownName
        For a pattern, an event or a source that there is not.

    Notes
    -----
    Verdicts speak of the order of events, never of the formulation.  The clauses followed are in
    ``docs/decisions/weighing.md``.
    """
    asked = _asked(patterns)
    t = case if isinstance(case, Timeline) else Timeline(case)
    _refuse_unknown(t.cases[0], account)
    questions = list(_family(t, asked, account, seed))
    p_values = [one.found.p_shift for one in questions if one.found]
    corrected = iter(adjusted(p_values))
    weights = []
    for one in questions:
        others = _without(p_values, one)
        p = next(corrected) if one.found else None
        if patterns is None or one.question.pattern in asked:
            weights.append(one.weight(p, others))
    changes, scales = ((), ()) if change is None else changes_since(t, change, account, seed=seed)
    return Weights(weights, changes=changes, scales=scales, family=len(p_values), seed=seed)


def _asked(patterns: Pattern | str | Iterable[Pattern | str] | None) -> list[Pattern]:
    if patterns is None:
        return list(catalogue())
    several = [patterns] if isinstance(patterns, Pattern | str) else patterns
    return [pattern_named(one) if isinstance(one, str) else one for one in several]


def _refuse_unknown(case: Case, account: str | None) -> None:
    known = [source.id for source in case.sources]
    if account is not None and account not in known:
        raise UnknownName(account, "source", known)


def _family(
    t: Timeline, asked: Sequence[Pattern], account: str | None, seed: int
) -> Iterator[Weighed]:
    """Yield every question of the catalogue, and of what is asked beside it, reckoned."""
    named = {pattern.pattern for pattern in asked}
    family = [*asked, *(p for p in catalogue() if p.pattern not in named)]
    for pattern in family:
        for question in questions_of(t, pattern, account):
            yield weighed(question, seed=seed)


def _without(p_values: Sequence[float], one: Weighed) -> list[float]:
    """Return the p values of the other questions."""
    others = list(p_values)
    if one.found:
        others.remove(one.found.p_shift)
    return others
