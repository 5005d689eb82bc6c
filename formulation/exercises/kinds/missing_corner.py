"""The missing corner of a triangle of conflict: the defense, the anxiety or the hidden feeling.

Source: Malan (1979), after Ezriel.
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
from formulation.exercises.readings import whose
from formulation.exercises.sheet import Question, Solution
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.model.inner import Defense, InnerConflict

__all__ = ["KIND"]

#: the field of an inner conflict that names each corner, and what is asked of it
_CORNERS = {
    "defense": "what is done to keep the feeling away (the defense)",
    "fear": "what is dreaded if the feeling came out (the anxiety)",
    "feeling": "what is felt and kept hidden (the feeling)",
}
_RIGHT_CORNER = 0.25
_FEWEST_WRONG, _MOST_WRONG = 2, 4


def make(material: Material) -> list[Made]:
    """Take one corner out of each inner conflict and ask for it."""
    case = material.case
    missing = [(knot, corner) for knot in _knots(case) for corner in _told_corners(case, knot)]
    made: list[Made] = []
    for knot, corner in material.shuffled(missing):
        one = _made(material, knot, corner, str(len(made) + 1))
        made += [one] if one else []
        if len(made) == material.most:
            break
    if not made:
        raise UnsuitableError(
            "it has no inner conflict whose corners (defense, fear, feeling) are told"
        )
    return made


def _knots(case: Case) -> list[InnerConflict]:
    return [s for s in case.statements if isinstance(s, InnerConflict)]


def _told_corners(case: Case, knot: InnerConflict) -> list[str]:
    """Return the corners that are told, where at least one stays when one is taken out."""
    told = [corner for corner in _CORNERS if getattr(knot, corner) in case.index_of]
    return told if len(told) > 1 else []


def _at(case: Case, knot: InnerConflict, corner: str) -> Statement:
    return case.statements[case.index_of[getattr(knot, corner)]]


def _made(material: Material, knot: InnerConflict, corner: str, number: str) -> Made | None:
    case = material.case
    right = _accounts(case, getattr(knot, corner))
    wrong = material.drawn(_others(case, knot, right), _MOST_WRONG)
    offers = [_right(case, statement, right) for statement in right]
    offers += [_wrong(case, statement, corner) for statement in wrong]
    if len({offer.text for offer in offers}) < len(right) + _FEWEST_WRONG:
        return None
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose",
        ask=f"One corner of this triangle is missing: {_CORNERS[corner]}. Which fits?",
        given=tuple(_given(case, knot, corner)),
        options=options,
        is_open=len(right) > 1,
        hint="Read it as a sentence: to keep this feeling away, for fear of that, this is done.",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, [knot, *right]),
        look_at="Each corner answers another question: what is felt, what is feared, what is done.",
        model=" or ".join(dict.fromkeys(_worded(case, s) for s in right)),
    )
    return Made(question, with_chance(solution))


def _accounts(case: Case, id: str) -> list[Statement]:
    """Return a statement and the other accounts of it."""
    others = [s for s in case.statements if s.alternative_of == id]
    return [case.statements[case.index_of[id]], *others]


def _others(case: Case, knot: InnerConflict, right: list[Statement]) -> Iterator[Statement]:
    """Yield what stands at other corners of the case's triangles, and is not shown here."""
    shown = [_at(case, knot, other) for other in _told_corners(case, knot)]
    for one in case.statements:
        if one.kind in _CORNERS and one not in right and one not in shown:
            yield one


def _given(case: Case, knot: InnerConflict, corner: str) -> Iterator[str]:
    yield told_barely(case, knot)
    for other, words in _CORNERS.items():
        if other == corner:
            yield f"{words}: ?"
        elif getattr(knot, other) in case.index_of:
            yield f"{words}: {_worded(case, _at(case, knot, other))}"


def _worded(case: Case, statement: Statement) -> str:
    """Return what stands at a corner in a few words that do not name the corner."""
    if isinstance(statement, Defense):
        return statement.what or statement.of.replace("-", " ")
    toward = [case.name(id) for id in getattr(statement, "toward", ())]
    text = str(getattr(statement, statement.subject))
    return f"{text}, toward {in_list(toward)}" if toward else text


def _right(case: Case, statement: Statement, right: list[Statement]) -> Offer:
    reading = whose(case, statement) if len(right) > 1 else None
    return Offer(_worded(case, statement), 1, "The case has it at this corner.", reading or None)


def _wrong(case: Case, statement: Statement, corner: str) -> Offer:
    if statement.kind == corner:
        reason = "It could stand at this corner, but of another conflict of the same person."
        return Offer(_worded(case, statement), _RIGHT_CORNER, reason)
    asked = _CORNERS[corner].partition(" (")[0]
    told = _CORNERS[statement.kind].partition(" (")[0]
    return Offer(_worded(case, statement), 0, f"This is {told}; what is asked for is {asked}.")


KIND = Kind(
    name="missing-corner",
    title="The missing corner",
    level=3,
    trains="To tell apart what is felt, what is feared and what is done about it.",
    make=make,
)
