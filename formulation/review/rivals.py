"""What else could be so: rivals of an explanation, and what would count against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from formulation.model.case import Case
from formulation.model.claims import Claim
from formulation.review.wording import Missing, claims_of, listed, quoted, told_as

__all__ = ["against", "explanations", "rivals"]


class _Words(NamedTuple):
    """What a claim lacks, told of one and of several, and the question for one and for several."""

    one: str
    several: str
    question: str
    questions: str


_RIVALS = _Words(
    "names no other explanation",
    "name no other explanation",
    "What else could explain it, if this were not so?",
    "For each of them: what else could explain it, if it were not so?",
)
_AGAINST = _Words(
    "does not say what would count against it",
    "do not say what would count against them",
    "What would have to be seen or heard for this to be given up?",
    "For each of them: what would have to be seen or heard for it to be given up?",
)


def explanations(case: Case) -> dict[str, Claim]:
    """Return the claims that say how something comes about, by their ids.

    Those told ``as: mechanism``, and those with an `effect`, whatever part they play: an arrow from
    one thing to another is a mechanism too.
    """
    return {id: claim for id, claim in claims_of(case) if claim.as_ == "mechanism" or claim.effect}


def rivals(case: Case) -> Iterator[Missing]:
    """Yield the explanations beside which no other is named (C12)."""
    found = explanations(case)
    return _lacking(found, [id for id, claim in found.items() if not claim.rivals], _RIVALS)


def against(case: Case) -> Iterator[Missing]:
    """Yield the explanations that do not say what would speak against them (C13)."""
    found = explanations(case)
    return _lacking(found, [id for id, claim in found.items() if not claim.against], _AGAINST)


def _lacking(found: dict[str, Claim], ids: list[str], words: _Words) -> Iterator[Missing]:
    texts = [quoted(found[id].text) for id in ids]
    if len(ids) == 1:
        yield Missing(
            tuple(ids), told_as(f"the claim {texts[0]} {words.one}"), words.question, ids[0]
        )
    elif ids:
        told = f"{len(ids)} of {len(found)} explanations {words.several}: {listed(texts)}"
        yield Missing(tuple(ids), told_as(told), words.questions, ids[0])
