"""A whole formulation from a story, written as a case file and marked beside a reference."""

from __future__ import annotations

from formulation.casefile import write_case
from formulation.errors import counted
from formulation.exercises.kind import Kind, Made, Material, UnsuitableError
from formulation.exercises.sheet import Question, Solution
from formulation.exercises.whole import asked_for
from formulation.model.base import in_list
from formulation.model.case import Case

__all__ = ["KIND"]

_POINTS = 10.0
_ONE = {"people": "person"}
_HOW = (
    "Write a case file: people and symptoms first, then what holds between people (bonds), what "
    "holds within one (inner), what happened (events), and what you make of it (claims).",
    "'formulation new' writes a file to begin with, and 'formulation check' tells what does not "
    "add up in yours. Give what you conclude `basis: inferred`.",
)


def make(material: Material) -> list[Made]:
    """Ask for a formulation of the case whose story stands above."""
    if not material.story:
        raise UnsuitableError("nobody has told its story without interpreting it")
    return [_made(material.case)]


def _made(case: Case) -> Made:
    question = Question(
        id="1",
        form="case",
        ask="Write your formulation of this story as a case file.",
        given=(*_HOW, _wanted(case)),
        is_open=True,
        hint="Begin with who is there and what happened; what lies behind it comes last.",
    )
    solution = Solution(
        question="1",
        form="case",
        points=_POINTS,
        reference=write_case(case),
        look_at="Compare section by section: 'formulation compare REFERENCE YOURS' tells the rest.",
        model="The reference is one formulation among others that can be argued for.",
    )
    return Made(question, solution)


def _wanted(case: Case) -> str:
    """Return how much is asked for, in words."""
    wanted = in_list([_counted(number, name) for name, number in asked_for(case).items()])
    return f"Enough is: {wanted}. More is welcome where the story shows it."


def _counted(number: int, section: str) -> str:
    if section == "inner":
        return counted(number, "thing within", "things within")
    return counted(number, _ONE.get(section, section.removesuffix("s")), section)


KIND = Kind(
    name="whole-formulation",
    title="Your own formulation",
    level=4,
    trains="To formulate a case from its story, and to learn where it differs from another's.",
    make=make,
    shows_story=True,
)
