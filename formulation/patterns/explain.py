"""Findings and near misses in words: what held, what only may have, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from formulation.errors import shortened
from formulation.findings import Failure
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.patterns.pattern import Pattern

__all__ = ["because", "because_near", "rests_on"]

_OPENINGS = {
    "certain": "The order is certain, as dated",
    "possible": "The order is possible, not certain, as far as it is dated",
    "described": "As described, time and again",
}
_CANNOT_BE_COUNTED = (
    "It is told as a repeated course, not as dated episodes, so it cannot be counted or weighed."
)
_CONFIDENCE = ("low", "moderate", "high")


def _distinct(case: Case, ids: Iterable[str]) -> list[Statement]:
    return [case.statements[case.index_of[id]] for id in dict.fromkeys(ids)]


def rests_on(case: Case, ids: Iterable[str]) -> str:
    """Say how well founded the statements are: how many inferred, and the lowest confidence.

    Where a statement has another account, it says whose account is taken.
    """
    statements = _distinct(case, ids)
    count = sum(s.basis == "inferred" for s in statements)
    unsaid = sum(s.basis is None for s in statements)
    told = f"{count or 'none'} of {len(statements)} statements inferred"
    if unsaid:
        told += f", {unsaid} without a stated basis"
    said = [s.confidence for s in statements if s.confidence]
    if said:
        told += f", lowest confidence {min(said, key=_CONFIDENCE.index)}"
    others = {s.alternative_of for s in case.statements if s.alternative_of}
    disputed = [s for s in statements if s.alternative_of or s.id in others]
    accounts = dict.fromkeys(_account(case, s) for s in disputed)
    return told + (f"; by the account of {in_list(list(accounts))}" if accounts else "")


def _account(case: Case, statement: Statement) -> str:
    if statement.said_by:
        return case.name(statement.said_by)
    return in_list(list(statement.source)) or "an unnamed source"


def _course(case: Case, pattern: Pattern, steps: Mapping[str, str]) -> str:
    """Tell the bound statements one after another, each once, in the order of the steps."""
    parts: list[str] = []
    seen: set[str] = set()
    for step in pattern.steps:
        id = steps.get(step.as_)
        if id is None or id in seen:
            continue
        seen.add(id)
        statement = case.statements[case.index_of[id]]
        told = statement.told(case.name) + _dated(statement)
        follows = any(relation in ("after", "from", "after_end_of") for relation, _ in step.relations())
        meanwhile = any(relation == "during" for relation, _ in step.relations())
        parts.append("then " * follows + "meanwhile " * (meanwhile and not follows) + told)
    return "; ".join(parts)


def _dated(statement: Statement) -> str:
    """Return the time of a statement as a sentence would add it, without orders."""
    bare = statement.model_copy(update={"after": (), "before": (), "apart": None})
    return bare.when_in_words(lambda id: id or "")


def because(
    case: Case,
    pattern: Pattern,
    certainty: str,
    steps: Mapping[str, str],
    missing: Sequence[str],
) -> str:
    """Return a finding as a sentence, hedged by its certainty."""
    told = f"{_OPENINGS[certainty]}: {_course(case, pattern, steps)}."
    if certainty == "described":
        told += f" {_CANNOT_BE_COUNTED}"
    if missing:
        told += f" Not recorded: {in_list([_step_words(m) for m in missing], 'or')}."
    absent = [step for step in pattern.steps if step.absent]
    if absent and certainty == "possible":
        told += f" None recorded: {in_list([_step_words(s.as_) for s in absent], 'or')}."
    return told


def _step_words(step: str) -> str:
    return step.replace("_", " ")


def because_near(
    case: Case, pattern: Pattern, steps: Mapping[str, str], failed: Failure
) -> str:
    """Return a near miss as a sentence: what held, and what did not."""
    name = _step_words(failed.step)
    told = f"Nearly: {_course(case, pattern, steps)}; but {name}: {failed.reason}"
    if failed.nearest:
        statement = case.statements[case.index_of[failed.nearest]]
        told += f" (nearest: {shortened(statement.told(case.name))}{_dated(statement)})"
    return told + "."
