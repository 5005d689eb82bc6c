"""Patterns and what fits them, told for exercises: the rule in words, an episode in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formulation.exercises.kind import told_barely
from formulation.findings import Bound, Finding, NearMiss, each_of
from formulation.model.base import Statement
from formulation.model.case import Case
from formulation.patterns.pattern import Pattern
from formulation.patterns.step import Step

__all__ = ["almost_told", "episode_told", "findings_of", "is_simple", "rule_of"]

_MOST_SHOWN = 8
#: a miss by years teaches nothing, and long diaries have thousands
_NEAREST = 12


def rule_of(pattern: Pattern) -> list[str]:
    """Return what a pattern asks for: its title, then a sentence for each step."""
    return [f"{pattern.title}.", *_steps(pattern)]


def _steps(pattern: Pattern) -> Iterator[str]:
    from formulation.views.asking import placed, told

    for one in pattern.settled_steps:
        choices = [one] if isinstance(one, Step) else list(one.any_of)
        words = " or ".join(told(step) + placed(step) for step in choices)
        after = "" if isinstance(one, Step) else placed(one)
        yield f"{one.name}: {words}{after}."


def is_simple(finding: Finding) -> bool:
    """Tell whether an episode can be told in a few sentences: few steps, none repeated."""
    bound = finding.steps.values()
    return len(finding.statements) <= _MOST_SHOWN and all(isinstance(one, str) for one in bound)


def findings_of(case: Case, pattern: Pattern) -> tuple[list[Finding], list[NearMiss]]:
    """Return what fits a pattern and what nearly does, told in few sentences and by no dispute."""
    from formulation.patterns.answers import find

    found = find(case, [pattern], near_misses=_NEAREST)
    near = [m for m in found.near_misses if isinstance(m, NearMiss) and is_simple(m) and m.failed]
    return [one for one in found.matches if is_simple(one)], near


def episode_told(case: Case, steps: Iterable[Bound]) -> str:
    """Return the statements of an episode as sentences, in the order of the file."""
    ids = {id for bound in steps for id in each_of(bound)}
    told = (told_barely(case, s) for s in _by_time(case, ids))
    return " ".join(dict.fromkeys(told))


def almost_told(case: Case, miss: NearMiss) -> str:
    """Return a near miss as an episode is told, with what came nearest to the step that failed."""
    nearest = miss.failed.nearest if miss.failed else None
    return episode_told(case, [*miss.steps.values(), *([nearest] if nearest else [])])


def _by_time(case: Case, ids: set[str]) -> list[Statement]:
    """Return statements in the order of their dates, what lasted in front."""
    spans = case.chronology.spans
    at = {case.index_of[id] for id in ids}
    lasting = [n for n in at if case.statements[n].section != "events"]
    happened = [n for n in at if case.statements[n].section == "events"]
    happened.sort(key=lambda n: (spans[n].start_earliest, spans[n].start_latest, n))
    return [case.statements[n] for n in [*sorted(lasting), *happened]]
