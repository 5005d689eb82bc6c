"""What an answer earns: one small rule for each form of question.

Every rule is monotone: an answer that mends one mistake of another never earns less.  What blind
answers earn on the average is told by :func:`chance_of`, from the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import comb

from formulation.exercises.sheet import Credit, Solution
from formulation.terms import vocabulary

__all__ = ["chance_of", "share_of", "spelt"]


def share_of(solution: Solution, given: Sequence[str]) -> float:
    """Return the share of a question's point that an answer earns, from 0 to 1.

    Parameters
    ----------
    solution
        What the question's answers are worth.
    given
        The letters or words that were answered; none is nothing.

    Raises
    ------
    ValueError
        Where the form is one that no rule here marks: ``write`` and ``case``.
    """
    if not given:
        return 0.0
    if solution.form in ("choose", "term"):
        return min(_earned(solution.credits, word) for word in given)
    if solution.form == "choose-many":
        return _chosen(solution.credits, set(given))
    if solution.form == "order":
        return _ordered(solution, list(dict.fromkeys(given)))
    raise ValueError(f"an answer of the form {solution.form!r} has no rule")


def _earned(credits: Iterable[Credit], answer: str) -> float:
    return max((credit.share for credit in credits if credit.answer == answer), default=0.0)


def _chosen(credits: Sequence[Credit], given: set[str]) -> float:
    """Return the share found less the share wrongly named, and nothing below nothing.

    Who names everything earns nothing, and blind choice earns little.
    """
    right = {credit.answer for credit in credits if credit.share == 1}
    wrong = {credit.answer for credit in credits if credit.share == 0}
    found = len(right & given) / max(len(right), 1)
    astray = len(wrong & given) / max(len(wrong), 1)
    return max(found - astray, 0.0)


def _ordered(solution: Solution, given: Sequence[str]) -> float:
    """Return the share of the pairs that stand as they must; a missing one stands nowhere."""
    at = {letter: place for place, letter in enumerate(given)}
    kept = [
        order.earlier in at and order.later in at and at[order.earlier] < at[order.later]
        for order in solution.orders
    ]
    return sum(kept) / max(len(kept), 1)


def chance_of(solution: Solution, words: int = 0) -> float:
    """Return the share that a blind answer earns on the average.

    Parameters
    ----------
    solution
        What the question's answers are worth.
    words
        How many words the vocabulary has, where one of them is asked for.

    Notes
    -----
    Of a choice each option is as likely as any other; of several, each is taken or left by a coin;
    an order is any order; a text and a case earn nothing blindly.
    """
    shares = [credit.share for credit in solution.credits]
    if solution.form == "choose":
        return sum(shares) / max(len(shares), 1)
    if solution.form == "term":
        return sum(shares) / max(words, len(shares), 1)
    if solution.form == "choose-many":
        return _by_coin(shares.count(1), shares.count(0))
    return 0.5 if solution.form == "order" and solution.orders else 0.0


def _by_coin(right: int, wrong: int) -> float:
    """Return what is earned where every option is taken or left by the toss of a coin."""
    earned = 0.0
    for hits, slips in product(range(right + 1), range(wrong + 1)):
        share: float = max(hits / max(right, 1) - slips / max(wrong, 1), 0)
        earned += comb(right, hits) * comb(wrong, slips) * share
    return earned / 2.0 ** (right + wrong)


def spelt(answer: str, vocabulary_name: str) -> str:
    """Return a word as the vocabulary spells it, or as it was written where it is none of its.

    Synonyms and other spellings count as the word itself.
    """
    words = vocabulary(vocabulary_name)
    return words.canonical(answer) or answer.strip().casefold()
