"""What inferences rest on: something seen or told, and how far beyond it they go.

An inference is what is marked ``basis: inferred``, and a claim of the case that says nothing of
its basis, since nobody sees how things hang together.  It rests on an observation where

- it holds the person's own `words`, or
- it names, in a field that says what it is about (dates and orders do not), a symptom or a
  statement that was seen or told, or another inference that rests on one, or
- something seen or told names it: an insight that owns it, a change in it, what repeats it.

What is neither marked as inferred nor a claim is taken as seen or told; but an inner conflict
is put together from what it names, and does not bear it.  `source` says where an inference can be
read, and not what it was drawn from, so it does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from formulation.model.base import Statement
from formulation.model.case import Case
from formulation.review.wording import Missing, claims_of, named, placed, told_as
from formulation.terms import vocabulary

__all__ = ["grounds"]

_CLAIMS = ("claim", "goal")
#: fields that say when, who tells it or which account it is, and not what it is about
_NO_LINKS = frozenset(
    {"after", "before", "since", "source", "said_by", "alternative_of", "revises"}
)


def grounds(case: Case) -> Iterator[Missing]:
    """Yield the inferences that rest on nothing told, and those of no known level (C11)."""
    inferences = _inferences(case)
    grounded = _grounded(case, inferences)
    bare = sorted((id for id in inferences if id not in grounded), key=_nearness(inferences))
    if bare:
        yield _without_ground(case, bare, len(inferences))
    vague = [id for id, statement in inferences.items() if statement.inference is None]
    if vague:
        yield _without_level(case, vague, len(inferences))


def _inferences(case: Case) -> dict[str, Statement]:
    """Return what is inferred, by its id; what is said of people in general is not."""
    unsaid = {id for id, claim in claims_of(case) if claim.basis is None}
    current = {id for id, _ in claims_of(case)}
    return {
        id: s
        for id, s in placed(case)
        if id in unsaid or (s.basis == "inferred" and (s.kind != "claim" or id in current))
    }


def _grounded(case: Case, inferences: dict[str, Statement]) -> set[str]:
    """Return the inferences that rest on an observation, by themselves or through others."""
    seen = {id for id, s in placed(case) if s.basis != "inferred" and s.kind not in _CLAIMS}
    seen |= {symptom.id for symptom in case.symptoms}
    telling = {id for id, s in placed(case) if id in seen and s.kind != "inner_conflict"}
    named_by: dict[str, list[str]] = {}
    for id, statement in placed(case):
        for field, other in statement.ids_named():
            if field not in _NO_LINKS:
                named_by.setdefault(other, []).append(id)
    found = {id for id, s in inferences.items() if s.words}
    found |= {id for id in inferences if not telling.isdisjoint(named_by.get(id, ()))}
    found |= {user for id in seen for user in named_by.get(id, ()) if user in inferences}
    waiting = list(found)
    while waiting:  # who names an inference that rests on something rests on it too
        users = {user for user in named_by.get(waiting.pop(), ()) if user in inferences} - found
        found |= users
        waiting += users
    return found


def _nearness(inferences: dict[str, Statement]) -> Callable[[str], int]:
    """Return a key by which what goes farthest beyond the words comes first."""
    level = {term.word: term.level or 0 for term in vocabulary("inference").terms}
    return lambda id: -level.get(inferences[id].inference or "", 0)


def _without_ground(case: Case, bare: list[str], count: int) -> Missing:
    name = case.name(bare[0])
    told = f"{name} is inferred, and names nothing seen or told that it was drawn from"
    question = "What was seen or heard that led to this, in which scene, and in whose words?"
    if len(bare) > 1:
        told = (
            f"{len(bare)} of {count} inferences name nothing seen or told that they were drawn "
            f"from: {named(case, bare)}"
        )
        question = (
            "For each of them: what was seen or heard that led to it, in which scene, and in whose "
            "words?"
        )
    return Missing(tuple(bare), told_as(told), question, bare[0])


def _without_level(case: Case, vague: list[str], count: int) -> Missing:
    name = case.name(vague[0])
    told = f"{name} is inferred, and does not say how far it goes beyond what was said"
    if len(vague) > 1:
        told = (
            f"{len(vague)} of {count} inferences do not say how far they go beyond what was said: "
            f"{named(case, vague)}"
        )
    question = (
        "How near is it to what was said: word for word, a plain paraphrase, a reading of the "
        "person, or a theory?"
    )
    return Missing(tuple(vague), told_as(told), question, vague[0])
