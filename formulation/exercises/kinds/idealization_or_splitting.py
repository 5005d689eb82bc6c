"""Idealization or splitting: the level of an image without a fault, from what is said of it."""

from __future__ import annotations

from formulation.exercises.excerpts import (
    EXCERPTS,
    IDEALIZATION,
    QUESTIONS,
    SPLITTING,
    STRAY_QUESTIONS,
    Excerpt,
)
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
from formulation.exercises.sheet import Question, Solution
from formulation.model.base import Statement

__all__ = ["KIND"]

_NAMES = {
    IDEALIZATION: "idealization of another (level 4)",
    SPLITTING: "splitting of another's image (level 2)",
    "": "it cannot be told from this; more must be asked",
}
_TOO_SURE, _TOO_CAREFUL = 0.25, 0.25
_MOST_STRAY = 3


def make(material: Material) -> list[Made]:
    """Ask what would decide it in this case, then code made-up excerpts."""
    case = material.case
    admired = [s for s in case.statements if s.kind == "idealizes"]
    if not admired:
        raise UnsuitableError("nobody in it is idealized")
    first = _of_the_case(material, material.shuffled(_without_reading(admired) or admired)[0])
    drawn = material.drawn(EXCERPTS, material.most - 1)
    return [first, *(_coded(material, one, str(n)) for n, one in enumerate(drawn, 2))]


def _without_reading(admired: list[Statement]) -> list[Statement]:
    return [s for s in admired if getattr(s, "reading", None) is None]


def _of_the_case(material: Material, admiring: Statement) -> Made:
    """Ask which questions would tell the two apart, of an idealization that the case tells."""
    offers = [Offer(text, 1, _why_asked(name)) for name, text in QUESTIONS.items()]
    for text in material.drawn(STRAY_QUESTIONS, _MOST_STRAY):
        offers.append(Offer(text, 0, "Worth knowing, but either of the two could have any answer."))
    options, credits = lettered(material, offers)
    question = Question(
        id="1",
        form="choose-many",
        ask=(
            "Is this idealization (level 4), or splitting of another's image (level 2)? "
            "Which questions would help to tell?"
        ),
        given=(told_barely(material.case, _without_coding(admiring)),),
        options=options,
        hint="What becomes of a fault in each of the two?",
    )
    solution = Solution(
        question="1",
        form="choose-many",
        credits=credits,
        quotes=quoted(material.case, [admiring]),
        look_at="A fault told and dismissed speaks for level 4; no place for one, for level 2.",
        model=", ".join(credit.answer for credit in credits if credit.share == 1),
    )
    return Made(question, with_chance(solution))


def _without_coding(admiring: Statement) -> Statement:
    return admiring.model_copy(update={"reading": None})


def _why_asked(name: str) -> str:
    reasons = {
        "fault": "A fault that can be named speaks for idealization.",
        "waved": "Waved away: idealization. No place in the picture: splitting.",
        "flip": "One figure all good and then all bad speaks for splitting.",
        "care": "Leaving one's own care to a saviour speaks for splitting.",
    }
    return reasons[name]


def _coded(material: Material, excerpt: Excerpt, number: str) -> Made:
    """Ask how a made-up excerpt is coded; it is about nobody of the case."""
    options, credits = lettered(material, [_offer(excerpt, coded) for coded in _NAMES])
    question = Question(
        id=number,
        form="choose",
        ask="How would you code this? (The excerpt is made up, and about nobody of this case.)",
        given=(excerpt.told,),
        options=options,
        hint="Look for a fault, and for what becomes of it.",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        look_at=QUESTIONS.get(excerpt.by, "What of the four questions is answered here?"),
        model=f"{_NAMES[excerpt.coded]}. {excerpt.because}",
    )
    return Made(question, with_chance(solution))


def _offer(excerpt: Excerpt, coded: str) -> Offer:
    text = _NAMES[coded]
    if coded == excerpt.coded:
        return Offer(text, 1, excerpt.because)
    if not excerpt.coded:
        return Offer(
            text, _TOO_SURE, f"It may be, but the excerpt does not say so. {excerpt.because}"
        )
    if not coded:
        return Offer(text, _TOO_CAREFUL, f"Careful, but here something decides. {excerpt.because}")
    asked = QUESTIONS[excerpt.by]
    return Offer(text, 0, f"Two levels apart. The question that decides: {asked} {excerpt.because}")


KIND = Kind(
    name="idealization-or-splitting",
    title="Without a fault: idealized, or split?",
    level=4,
    trains="To tell an image that has faults which do not count from one that can have none.",
    make=make,
)
