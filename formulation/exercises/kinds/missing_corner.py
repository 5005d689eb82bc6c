"""The missing corner of a triangle of conflict: the defense, the anxiety or the hidden feeling.

Source: Malan (1979), after Ezriel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
from formulation.exercises.readings import accounts, whose
from formulation.exercises.sheet import Question, Solution
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.model.inner import Defense, InnerConflict

__all__ = ["KIND"]

#: the field of an inner conflict that names each corner, and what is asked of it
_CORNERS = {
    "defense": "what is done to keep the feeling away",
    "fear": "what is dreaded if the feeling came out",
    "feeling": "what is felt and kept hidden",
}
_NAMES = {"defense": "the defense", "fear": "the anxiety", "feeling": "the feeling"}
_RIGHT_CORNER = 0.25
_FEWEST_WRONG, _MOST_WRONG = 2, 4
#: short words, such as "from" and "with", give nothing away
_TELLING = re.compile(r"\w{4,}")


def make(material: Material) -> list[Made]:
    """Take one corner out of each inner conflict and ask for it."""
    case = material.case
    missing = [(knot, corner) for knot in _knots(case) for corner in _told_corners(case, knot)]
    # where nothing else could stand at a corner, its form alone tells what does
    hard = [(knot, corner) for knot, corner in missing if _of_the_corner(case, knot, corner)]
    made: list[Made] = []
    for knot, corner in material.shuffled(hard or missing):
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
    right = accounts(case, getattr(knot, corner)).all
    wrong = _drawn(material, knot, corner)
    offers = [_right(case, statement, right) for statement in right]
    offers += [_wrong(case, statement, corner) for statement in wrong]
    if len({offer.text for offer in offers}) < len({o.text for o in offers[: len(right)]}) + (
        _FEWEST_WRONG
    ):
        return None
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose",
        ask=f"One corner of this triangle is missing: {_CORNERS[corner]}. Which fits?",
        given=tuple(_given(case, knot, corner)),
        options=options,
        is_open=sum(credit.share == 1 for credit in credits) > 1,
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


def _drawn(material: Material, knot: InnerConflict, corner: str) -> list[Statement]:
    """Return wrong answers drawn by the seed: half of them from the same corner elsewhere."""
    case = material.case
    same = material.shuffled(_of_the_corner(case, knot, corner))
    others = material.shuffled(s for s in _elsewhere(case, knot) if s.kind != corner)
    half = _MOST_WRONG // 2
    return [*same[:half], *others, *same[half:]][:_MOST_WRONG]


def _of_the_corner(case: Case, knot: InnerConflict, corner: str) -> list[Statement]:
    """Return what could stand at a corner, and stands elsewhere in the case."""
    return [s for s in _elsewhere(case, knot) if s.kind == corner]


def _elsewhere(case: Case, knot: InnerConflict) -> Iterator[Statement]:
    """Yield what is felt, feared and done by the same person, and stands at no corner of this."""
    ids = (getattr(knot, corner) for corner in _told_corners(case, knot))
    here = [s for id in ids for s in accounts(case, id).all]
    whose_knot = case.by_whom(knot)
    for one in case.statements:
        if one.kind in _CORNERS and case.by_whom(one) == whose_knot:
            if not any(one is s for s in here):
                yield one


def _given(case: Case, knot: InnerConflict, corner: str) -> Iterator[str]:
    right = (_worded(case, s) for s in accounts(case, getattr(knot, corner)).all)
    words = {word for told in right for word in _TELLING.findall(told.casefold())}
    told = told_barely(case, knot)
    names = {word for p in case.people for word in _TELLING.findall(p.label.casefold())}
    if not (words - names) & set(_TELLING.findall(told.casefold())):
        yield told
    for other, asked in _CORNERS.items():
        if other == corner:
            yield f"{asked[:1].upper()}{asked[1:]} ({_NAMES[other]}): ?"
        elif getattr(knot, other) in case.index_of:
            told = _worded(case, _at(case, knot, other))
            yield f"{asked[:1].upper()}{asked[1:]} ({_NAMES[other]}): {told}"


def _worded(case: Case, statement: Statement) -> str:
    """Return what stands at a corner in a few words that do not name the corner."""
    if isinstance(statement, Defense):
        return statement.what or statement.of.replace("-", " ")
    text = str(getattr(statement, statement.subject))
    toward = [case.name(id) for id in getattr(statement, "toward", ())]
    toward = [name for name in toward if name not in text]
    return f"{text}, toward {in_list(toward)}" if toward else text


def _right(case: Case, statement: Statement, right: Sequence[Statement]) -> Offer:
    differ = len({_worded(case, one) for one in right}) > 1
    reading = whose(case, statement) if differ else ""
    reason = "The case has it at this corner."
    if statement is not right[0]:
        reason = "Another account has this at the corner; the case keeps both."
    return Offer(_worded(case, statement), 1, reason, reading or None)


def _wrong(case: Case, statement: Statement, corner: str) -> Offer:
    if statement.kind == corner:
        reason = "It could stand at this corner, but of another conflict of the same person."
        return Offer(_worded(case, statement), _RIGHT_CORNER, reason)
    reason = f"This is {_CORNERS[statement.kind]}; what is asked for is {_CORNERS[corner]}."
    return Offer(_worded(case, statement), 0, reason)


KIND = Kind(
    name="missing-corner",
    title="The missing corner",
    level=3,
    trains="To tell apart what is felt, what is feared and what is done about it.",
    make=make,
)
