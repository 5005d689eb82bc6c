"""Verdicts: what may be said of the order of events, and never more than that."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["NOT_TESTABLE", "Meaning", "meaning_of", "verdict_of", "weakest_verdict"]

SUPPORTED, WEAK, OPPOSITE = "supported", "weak", "opposite"
NOT_SUPPORTED, TOO_FEW, NOT_TESTABLE = "not supported", "too few to tell", "not testable"

_SURE, _UNSURE = 0.05, 0.20
_DOUBLING = 2.0


def verdict_of(ratio: float, p: float, high: float) -> str:
    """Return the verdict of a ratio of rates, its corrected shift test and its interval's end.

    Source: the thresholds are this library's own and are stated with every weight.

    >>> verdict_of(3.0, 0.01, 9.0), verdict_of(1.1, 0.6, 1.8), verdict_of(1.5, 0.4, 4.0)
    ('supported', 'not supported', 'too few to tell')
    """
    if p <= _SURE and ratio > 1:
        return SUPPORTED
    if p <= _SURE and ratio < 1:
        return OPPOSITE
    if p <= _UNSURE and ratio > 1:
        return WEAK
    return NOT_SUPPORTED if not math.isnan(high) and high < _DOUBLING else TOO_FEW


def weakest_verdict(verdicts: Iterable[str]) -> str:
    """Return what may still be said where the same record can be read in several ways.

    Two readings that agree in direction leave the weaker; two that do not leave it open.

    >>> weakest_verdict(["supported", "weak"]), weakest_verdict(["supported", "not supported"])
    ('weak', 'too few to tell')
    """
    told = set(verdicts)
    if len(told) == 1:
        return told.pop()
    if told <= {SUPPORTED, WEAK}:
        return WEAK
    return NOT_SUPPORTED if told <= {OPPOSITE, NOT_SUPPORTED} else TOO_FEW


class Meaning(NamedTuple):
    """What a verdict means, what would change it, and what it does not mean."""

    means: str
    would_change: str
    does_not_mean: str


_MEANINGS = {
    SUPPORTED: Meaning(
        "The two came in this order more often than records like these do by chance.",
        "{Antecedents} that nothing of the kind follows, {outcomes} that come by themselves, and a "
        "longer record; best of all one kept by someone who does not know what is looked for.",
        "It does not say that the one brings the other about, nor that the formulation is right: "
        "a hard week, the illness itself or the telling of it can bring both.",
    ),
    WEAK: Meaning(
        "The two came in this order somewhat more often than chance has it, but chance does as "
        "well too easily to lean on it.",
        "A longer record, kept the same way, will make it clearer or let it fade.",
        "It is a hint to keep watching, not a result; nor does it speak of why.",
    ),
    OPPOSITE: Meaning(
        "{Outcomes} came less often in the time after {antecedents} than at other times.",
        "A longer record; and a look at whether entries were left out in bad weeks.",
        "It does not say that the one holds the other back, nor that the formulation is wrong: "
        "what it claims may lie in single episodes, or at other times.",
    ),
    NOT_SUPPORTED: Meaning(
        "The record is long enough to show a rate that is twice as high, and does not show it.",
        "A different window, if there was a reason for it beforehand; a smaller effect would need "
        "a much longer record.",
        "It does not say that the two are never linked: single episodes may still be what they "
        "seem to the people who lived them.",
    ),
    TOO_FEW: Meaning(
        "The record is too short, or too evenly mixed, to say either way.",
        "More time watched, with quiet days recorded too.",
        "It speaks neither for the idea nor against it.",
    ),
    NOT_TESTABLE: Meaning(
        "There is not enough in the file to ask chance at all.",
        "What is named above, once it is recorded.",
        "It speaks neither for the idea nor against it: much that is true is never dated.",
    ),
}


def meaning_of(verdict: str, antecedents: str, outcomes: str) -> Meaning:
    """Return what a verdict means, what would change it and what it does not mean.

    Parameters
    ----------
    verdict
        One of the six.
    antecedents, outcomes
        The words for several of them; braces in them mean nothing.
    """
    words = {
        "antecedents": antecedents,
        "Antecedents": antecedents[:1].upper() + antecedents[1:],
        "outcomes": outcomes,
        "Outcomes": outcomes[:1].upper() + outcomes[1:],
    }
    return Meaning._make(text.format(**words) for text in _MEANINGS[verdict])
