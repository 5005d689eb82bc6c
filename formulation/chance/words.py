"""Weights in words: plain, hedged, always about the order of events."""

from __future__ import annotations

import math
from collections.abc import Mapping

from formulation.chance.fitting import named_step, parts_of
from formulation.errors import shortened
from formulation.findings import Bound, each_of
from formulation.model.base import in_list
from formulation.model.case import Case
from formulation.patterns.pattern import Pattern

__all__ = [
    "amount",
    "came",
    "ends",
    "in_plural",
    "noun_for",
    "numbered",
    "p_is",
    "probability",
    "times",
]

_LONGEST_NAME = 60
#: how near to 1 a ratio is told as "about as often"
_ALIKE = 0.05
#: what people call a kind of statement
_NOUNS = {"conflict": "quarrel", "escalation": "flare"}


def noun_for(case: Case, pattern: Pattern, step: str, roles: Mapping[str, Bound]) -> str:
    """Return the words for a step: its kind's or its name, and of what or between whom it is.

    The patient goes without saying.
    """
    spaces, own = pattern.plan.spaces, _letters_of(pattern, step)
    said = {letter: roles[letter] for letter in own if letter in roles}
    told = {letter: _name(case, bound) for letter, bound in said.items()}
    of = [told[n] for n in said if spaces[n] == "symptom"]
    others = [told[n] for n in said if spaces[n] == "figure" and said[n] != case.patient]
    kinds = {part.kind for part in parts_of(named_step(pattern, step))}
    noun = _NOUNS.get(kinds.pop(), "") if len(kinds) == 1 else ""
    noun = noun or step.replace("_", " ")
    if of:
        return f"{noun} of {in_list(of)}" + (f" in {in_list(others)}" if others else "")
    joint = "between" if len(others) > 1 else "of"
    return f"{noun} {joint} {in_list(others)}" if others else noun


def _letters_of(pattern: Pattern, step: str) -> tuple[str, ...]:
    return named_step(pattern, step).letters()


def _name(case: Case, bound: Bound) -> str:
    return in_list([shortened(case.name(id), _LONGEST_NAME) for id in each_of(bound)])


def in_plural(noun: str) -> str:
    """Return a step's words for several of it.

    >>> in_plural("flare of pain"), in_plural("loss"), in_plural("quarrels")
    ('flares of pain', 'losses', 'quarrels')
    """
    head, space, rest = noun.partition(" ")
    if head.endswith(("ss", "sh", "ch", "x", "z")):
        return f"{head}es{space}{rest}"
    return noun if head.endswith("s") else f"{head}s{space}{rest}"


def amount(number: float) -> str:
    """Return a count, or a median of counts, without needless figures.

    >>> amount(3.0), amount(2.5), amount(0.123)
    ('3', '2.5', '0.1')
    """
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"


def times(ratio: float | None) -> str:
    """Return a ratio of rates with two figures that count.

    >>> times(4.5123), times(0.031), times(float("inf")), times(25.3), times(0)
    ('4.5', '0.031', 'without bound', '25', '0')
    """
    if ratio is None or math.isnan(ratio):
        return "unknown"
    if math.isinf(ratio) or ratio == 0:
        return "without bound" if ratio else "0"
    digits = 2 - math.ceil(math.log10(ratio)) if ratio > 0 else 1
    return f"{ratio:.{min(max(digits, 0 if ratio >= 10 else 1), 3)}f}"


def came(nouns: str, ratio: float, when: str, than: str) -> str:
    """Return how often something came at one time beside another, with or without a number.

    >>> came("flares", 2.04, "after quarrels", "at other times")
    'flares came 2.0 times as often after quarrels as at other times'
    >>> came("flares", math.inf, "after quarrels", "at other times")
    'flares came after quarrels and not at other times'
    """
    if math.isnan(ratio):
        return f"{nouns} came neither {when} nor {than}"
    if abs(ratio - 1) < _ALIKE:
        return f"{nouns} came about as often {when} as {than}"
    if math.isinf(ratio):
        return f"{nouns} came {when} and not {than}"
    if ratio == 0:
        return f"{nouns} did not come {when}, but {than}"
    return f"{nouns} came {times(ratio)} times as often {when} as {than}"


def ends(low: float | None, high: float | None) -> str:
    """Return an interval in words; one without an upper end goes upwards.

    >>> ends(0.341, 2.0), ends(0.341, math.inf)
    ('0.34 to 2.0', '0.34 upwards')
    """
    if high is None or math.isinf(high):
        return f"{times(low)} upwards"
    return f"{times(low)} to {times(high)}"


def numbered(count: float, noun: str) -> str:
    """Return a count with its noun, agreeing with it.

    >>> numbered(1, "flare of pain"), numbered(2.5, "flare of pain"), numbered(0, "loss")
    ('1 flare of pain', '2.5 flares of pain', 'no loss')
    """
    if not count:
        return f"no {noun}"
    return f"{amount(count)} {noun if count == 1 else in_plural(noun)}"


def p_is(p: float) -> str:
    """Return a p value as it is written in a sentence.

    >>> p_is(0.08), p_is(0.00002)
    ('p = .080', 'p below .001')
    """
    told = probability(p)
    return f"p {told}" if told.startswith("below") else f"p = {told}"


def probability(p: float) -> str:
    """Return a p value with two figures that count, never as nought.

    >>> probability(0.0123), probability(0.3), probability(0.00002), probability(1.0)
    ('.012', '.30', 'below .001', '1')
    """
    if p < 0.001:
        return "below .001"
    if p >= 0.995:
        return "1"
    return f"{p:.3f}"[1:] if p < 0.1 else f"{p:.2f}"[1:]
