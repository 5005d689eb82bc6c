"""Observed, reported or inferred: what was seen, what was said, and what somebody concluded.

How a thing is known cannot be read off the thing alone: "Ann idealizes her father" may be what
she says, or what another makes of it.  The sheet therefore tells who tells it, and only such
statements are asked about as whoever reads that can decide:

- what the patient tells is reported, be it a wish, a fear or a quarrel, but no conclusion;
- a defense, a cause, a meaning or what is kept hidden is inferred, if anybody else tells it;
- what the writer took part in is observed;
- what somebody tells who is neither the patient nor the writer is an informant's.
"""

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
from formulation.model.inner import Feeling
from formulation.terms import vocabulary

__all__ = ["KIND"]

#: how near two ways of knowing are: what another person tells is nearer to seeing than a conclusion
_NEIGHBOURS = {("reported", "informant"), ("observed", "reported"), ("observed", "informant")}
_NEAR = 0.5
#: what nobody can see or hear, by the kind of statement that tells it
_CONCLUSIONS = {
    "claim": "a cause or a meaning",
    "defense": "a defense",
    "inner_conflict": "an inner conflict",
    "transference": "a repetition of something earlier",
}
_HIDDEN = "a feeling that is kept hidden"
#: the roles of those who see the patient, or hear of the hours, and write it down
_WRITERS = ("therapist", "supervisor")
_LOOK_AT = {
    "inferred": "A defense, a cause or a meaning is somebody's conclusion, however sure it sounds.",
    "observed": "What the writer took part in was seen and heard; what it meant was not.",
    "reported": "Look at who tells it: a patient's own word for a wish or a fear is reported.",
    "informant": "Look at who tells it, and whether that is the patient, the writer or another.",
}


def make(material: Material) -> list[Made]:
    """Ask of single statements how they are known."""
    known = _known(material.case)
    if len({s.basis for s in known}) < 2:
        raise UnsuitableError(
            "it has not two ways of knowing (basis) among the statements that say who tells them "
            "(said_by)"
        )
    drawn = _mixed(material, known)
    return [_made(material, s, str(n)) for n, s in enumerate(drawn, 1)]


def _known(case: Case) -> list[Statement]:
    """Return statements whose basis can be decided, told alike wherever the same is said."""
    bases: dict[str, set[str | None]] = {}
    told: dict[str, Statement] = {}
    others = disputed(case)
    for n, (id, statement) in enumerate(zip(case.ids, case.statements, strict=True)):
        words = told_barely(case, statement)
        of = accounts(case, id).all if n in others else (statement,)
        bases.setdefault(words, set()).update(s.basis for s in of)
        told.setdefault(words, statement)
    return [
        s
        for words, s in told.items()
        if s.basis and bases[words] == {s.basis} and _decided(case, s) == s.basis
    ]


# -- what the sheet decides -----------------------------------------------------------------------


def _decided(case: Case, statement: Statement) -> str | None:
    """Return how a statement is known, as far as what it says and who tells it decide that."""
    teller = statement.said_by
    if teller is None:
        return None
    if teller == case.patient:
        # a conclusion of the patient's own is told, and concluded: it could be called either
        return None if statement.inference or _concluded(statement) else "reported"
    if _concluded(statement):
        return "inferred"
    if not _writes(case, teller):
        return "informant"
    return "observed" if _took_part(case, statement, teller) else None


def _concluded(statement: Statement) -> str:
    """Return what a statement tells that nobody can see or hear; nothing where it does not."""
    if isinstance(statement, Feeling) and statement.hidden:
        return _HIDDEN
    return _CONCLUSIONS.get(statement.kind, "")


def _writes(case: Case, id: str) -> bool:
    """Tell whether somebody is taken to write of the case: who treats, or watches over it."""
    return any(person.id == id and person.role in _WRITERS for person in case.people)


def _took_part(case: Case, statement: Statement, id: str) -> bool:
    """Tell whether a thing that happened, or a bond, names its teller."""
    is_outward = statement.section == "events" or statement.kind == "bond"
    return is_outward and case.name(id) in told_barely(case, statement)


def _given(case: Case, statement: Statement) -> Iterator[str]:
    yield told_barely(case, statement)
    yield f"Who tells it: {_teller(case, statement)}."
    if statement.words:
        yield f"Word for word: “{statement.words}”."


def _teller(case: Case, statement: Statement) -> str:
    id = statement.said_by or ""
    if id == case.patient:
        return f"{case.name(id)}, the patient"
    return f"{case.name(id)}, the writer" if _writes(case, id) else case.name(id)


# -- the question ---------------------------------------------------------------------------------


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
    case, basis = material.case, statement.basis or ""
    offers = [_offer(case, statement, word) for word in vocabulary("basis").words]
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose",
        ask="How does the writer know this?",
        given=tuple(_given(case, statement)),
        options=options,
        hint="Ask who tells it; then, whether it can be seen and heard, or only be concluded.",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, [statement]),
        look_at=_LOOK_AT[basis],
        model=f"{basis}: {_meaning(basis)}",
    )
    return Made(question, with_chance(solution))


def _offer(case: Case, statement: Statement, word: str) -> Offer:
    text, why = f"{word}: {_meaning(word)}", _why(case, statement)
    if word == statement.basis:
        return Offer(text, 1, why)
    if {(word, statement.basis), (statement.basis, word)} & _NEIGHBOURS:
        return Offer(text, _NEAR, f"Near, for nobody had to conclude it. {why}")
    if word == "inferred":
        return Offer(text, 0, f"Nobody had to conclude it. {why}")
    return Offer(text, 0, f"What it rests on may be known so; this itself is concluded. {why}")


def _why(case: Case, statement: Statement) -> str:
    """Return what decides it."""
    name = case.name(statement.said_by)
    told = f"{name[:1].upper()}{name[1:]}"
    return {
        "reported": f"{told}, the patient, tells it.",
        "observed": f"{told}, the writer, took part in it.",
        "informant": f"{told} tells it, and is neither the patient nor the writer.",
        "inferred": f"It speaks of {_concluded(statement)}, which nobody can see or hear.",
    }[statement.basis or ""]


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
