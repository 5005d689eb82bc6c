"""Making an exercise from a case: a sheet and its key, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from zlib import crc32

from formulation.errors import CaseError, Fault
from formulation.examples import content_note
from formulation.exercises.kind import Kind, Made, Material, UnsuitableError
from formulation.exercises.kinds import kind_named, kinds
from formulation.exercises.sheet import Key, Sheet
from formulation.model.base import in_list
from formulation.model.case import Case

__all__ = ["kinds_for", "make_exercise"]

_USUAL = 5


def make_exercise(case: Case, kind: str, *, seed: int = 0, most: int = _USUAL) -> tuple[Sheet, Key]:
    """Make an exercise of a kind from a case.

    Parameters
    ----------
    case
        The case it is about.
    kind
        One of :data:`formulation.exercises.kinds.KINDS`.
    seed
        Another seed draws another variant; the same gives the same to the letter.
    most
        How many questions it has at most, from 1.

    Returns
    -------
    sheet, key
        The student's half and the teacher's.

    Raises
    ------
    UnknownName
        Where there is no such kind.
    CaseError
        Where the case has not what this kind asks about; says which kinds it suits.
    ValueError
        Where `most` is under 1 or `seed` below nought.
    """
    wanted = kind_named(kind)
    if most < 1 or seed < 0:
        raise ValueError("an exercise needs at least 1 question, and a seed of 0 or more")
    try:
        made = _made(case, wanted, seed, most)
    except UnsuitableError as error:
        raise CaseError([_unsuitable(case, wanted, str(error))]) from None
    sheet = _sheet(case, wanted, seed, most, made)
    return sheet, _key(sheet, made)


def kinds_for(case: Case) -> list[str]:
    """Return the names of the kinds that a case has something for, in the order of the ladder."""
    return [kind.name for kind in kinds() if _suits(case, kind)]


def _suits(case: Case, kind: Kind) -> bool:
    try:
        return bool(_made(case, kind, 0, 1))
    except UnsuitableError:
        return False


def _made(case: Case, kind: Kind, seed: int, most: int) -> Sequence[Made]:
    from numpy.random import default_rng

    # drawn by case and kind too, so that one seed for a class gives each sheet draws of its own
    rng = default_rng([seed, crc32(f"{case.id} {kind.name}".encode())])
    material = Material(case, _story(case), rng, most, _cases, _stories)
    made = list(kind.make(material))[:most]
    if not made:
        raise UnsuitableError("it has nothing to ask about")
    return made


def _unsuitable(case: Case, kind: Kind, why: str) -> Fault:
    suited = kinds_for(case)
    cure = f"a kind that suits it: {in_list(suited, 'or')}" if suited else "another case"
    return Fault(f"no exercise '{kind.name}' can be made from this case: {why}", case.id, cure)


def _id(case: Case, kind: Kind, seed: int, most: int) -> str:
    """Return the id of a sheet; with another number of questions others are drawn."""
    return f"{kind.name}-{case.id}-{seed}" + (f"-of-{most}" if most != _USUAL else "")


def _sheet(case: Case, kind: Kind, seed: int, most: int, made: Sequence[Made]) -> Sheet:
    note = content_note(case)[1]
    return Sheet(
        id=_id(case, kind, seed, most),
        kind=kind.name,
        level=kind.level,
        title=kind.title,
        case=case.title or case.id,
        origin=case.origin,
        content_note=f"Content: {note}" if note else None,
        story=_story(case) if kind.shows_story else (),
        questions=tuple(one.question for one in made),
    )


def _key(sheet: Sheet, made: Sequence[Made]) -> Key:
    return Key(
        sheet=sheet.id,
        kind=sheet.kind,
        level=sheet.level,
        title=sheet.title,
        case=sheet.case,
        solutions=tuple(one.solution for one in made),
        asked=sheet,
    )


# -- what comes with the library ------------------------------------------------------------------


def _story(case: Case) -> tuple[str, ...]:
    """Return the story of an example; of another case that only has its id nobody has told one."""
    told = _stories().get(case.id, ())
    return told if told and _is_the_example(case) else ()


def _is_the_example(case: Case) -> bool:
    """Tell whether a case is the example of its id, under whatever names.

    A copy that goes on from an example has more people in it, or other words for what happened.
    """
    example = _example(case.id)
    if example.title != case.title:
        return False
    there, here = (Counter(person.role for person in one.people) for one in (example, case))
    return there <= here


@cache
def _stories() -> dict[str, tuple[str, ...]]:
    """Return the stories of the cases that come with the library; a page is named as its case."""
    from formulation.examples import example_page, page_names

    return {name: tuple(example_page(name).story.split("\n\n")) for name in page_names()}


@cache
def _example(name: str) -> Case:
    from formulation.examples import read_example

    return read_example(name)


def _cases() -> tuple[Case, ...]:
    from formulation.examples import example_names

    return tuple(_example(name) for name in example_names())
