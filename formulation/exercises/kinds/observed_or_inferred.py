"""Observed, reported or inferred: what was seen, what was said, and what somebody concluded."""

from __future__ import annotations

from collections.abc import Iterator

from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    Offer,
    UnsuitableError,
    lettered,
    quoted,
    told_barely,
    with_chance,
)
from formulation.exercises.readings import accounts
from formulation.exercises.sheet import Question, Solution
from formulation.exercises.times import disputed
from formulation.model.base import Statement
from formulation.model.case import Case
from formulation.terms import vocabulary

__all__ = ["KIND"]

#: how near two ways of knowing are: what another person tells is nearer to seeing than a conclusion
_NEIGHBOURS = {("reported", "informant"), ("observed", "reported"), ("observed", "informant")}
_NEAR = 0.5


def make(material: Material) -> list[Made]:
    """Ask of single statements how they are known."""
    known = _known(material.case)
    if len({s.basis for s in known}) < 2:
        raise UnsuitableError("it does not say of its statements whether they are inferred")
    drawn = _mixed(material, known)
    return [_made(material, s, str(n)) for n, s in enumerate(drawn, 1)]


def _known(case: Case) -> list[Statement]:
    """Return statements whose basis is told, and told alike wherever the same is said."""
    bases: dict[str, set[str | None]] = {}
    told: dict[str, Statement] = {}
    others = disputed(case)
    for n, (id, statement) in enumerate(zip(case.ids, case.statements, strict=True)):
        words = told_barely(case, statement)
        of = accounts(case, id).all if n in others else (statement,)
        bases.setdefault(words, set()).update(s.basis for s in of)
        told.setdefault(words, statement)
    return [s for words, s in told.items() if s.basis and bases[words] == {s.basis}]


def _mixed(material: Material, known: list[Statement]) -> list[Statement]:
    """Return statements in which every basis that the case has gets its turn."""
    by_basis: dict[str, list[Statement]] = {}
    for statement in material.shuffled(known):
        by_basis.setdefault(statement.basis or "", []).append(statement)
    turns = list(_in_turns(list(by_basis.values())))
    return material.shuffled(turns[: material.most])


def _in_turns(piles: list[list[Statement]]) -> Iterator[Statement]:
    for turn in range(max(len(pile) for pile in piles)):
        yield from (pile[turn] for pile in piles if turn < len(pile))


def _made(material: Material, statement: Statement, number: str) -> Made:
    case = material.case
    offers = [_offer(statement, word) for word in vocabulary("basis").words]
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose",
        ask="How is this known?",
        given=(told_barely(case, statement),),
        options=options,
        hint="Ask: who would have had to be there to see it, and what would they have seen?",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, [statement]),
        look_at="A word for a motive, a purpose or a meaning is somebody's conclusion.",
        model=f"{statement.basis}: {_meaning(statement.basis or '')}",
    )
    return Made(question, with_chance(solution))


def _offer(statement: Statement, word: str) -> Offer:
    text = f"{word}: {_meaning(word)}"
    if word == statement.basis:
        return Offer(text, 1, f"The case says so: it is {word}.")
    near = {(word, statement.basis), (statement.basis, word)} & _NEIGHBOURS
    if near:
        reason = f"Near: nobody concluded it, but the case says it is {statement.basis}."
        return Offer(text, _NEAR, reason)
    if word == "inferred":
        return Offer(text, 0, f"The case says it is {statement.basis}, not anybody's conclusion.")
    return Offer(text, 0, "This is a conclusion, and the material for it stands elsewhere.")


def _meaning(word: str) -> str:
    term = vocabulary("basis").get(word)
    return term.meaning if term else ""


KIND = Kind(
    name="observed-or-inferred",
    title="Observed, told or inferred?",
    level=1,
    trains="To keep what was seen or said apart from what was concluded.",
    make=make,
)
