"""What the picture of a development says in words: its headings, its notes, its prose twin."""

from __future__ import annotations

from collections.abc import Iterator

from formulation.errors import counted
from formulation.model.base import ended, in_list
from formulation.terms import vocabulary
from formulation.views.development_claims import PARTS, Arrow, Development, Named

__all__ = [
    "LEAD",
    "MOST_BESIDE",
    "MOST_IN_BAND",
    "MOST_IN_COLUMN",
    "against",
    "begun",
    "could_also_be",
    "in_brief",
    "in_prose",
    "meaning_of",
    "name_of",
    "notes",
]

#: so many claims are drawn of each part; the rest are told in the prose
MOST_IN_COLUMN = 5
MOST_IN_BAND = 6
#: so many strengths, factors and goals
MOST_BESIDE = 6

LEAD = (
    "What the file claims about how it came about: what made liable, what set it off, what keeps "
    "it going, what holds it in check. Each arrow is somebody's claim and no fact; beside it "
    "stands what else it could be and what would count against it."
)


def begun(words: str) -> str:
    """Return words with a capital at their beginning.

    >>> begun("it began")
    'It began'
    """
    return words[:1].upper() + words[1:]


def name_of(part: str) -> str:
    """Return the heading of a part."""
    return {"mechanism": "Mechanisms", "": "Part not said"}.get(part, begun(part))


def meaning_of(part: str) -> str:
    """Return what a part means, in the words of the vocabulary."""
    if not part:
        return "claims that do not say which part they play"
    term = vocabulary("claim_as").get(part)
    return term.meaning.removeprefix("says ") if term else ""


def could_also_be(arrow: Arrow) -> str:
    """Return a claim's rivals as a sentence."""
    if not arrow.rivals:
        return "no rival is written down"
    return f"could also be: {'; '.join(arrow.rivals)}"


def against(arrow: Arrow) -> str:
    """Return what would count against a claim as a sentence."""
    if not arrow.against:
        return "what would count against it is not written down"
    return f"would count against: {'; '.join(arrow.against)}"


def notes(read: Development) -> Iterator[str]:
    """Yield what the picture leaves out."""
    left = {part: len(found) - _most(part) for part, found in read.arrows.items()}
    more = sum(max(count, 0) for count in left.values())
    if more:
        are = "is" if more == 1 else "are"
        yield f"{counted(more, 'more claim')} {are} told in the words that go with this picture."
    if read.general:
        count = counted(len(read.general), "claim")
        yield (
            f"Not drawn: {count} of the literature, which speak{'s' * (len(read.general) == 1)} of "
            "people in general; told in the words that go with this picture."
        )
    yield "What no claim of the file speaks of is not shown."


def _most(part: str) -> int:
    return MOST_IN_BAND if part in ("mechanism", "") else MOST_IN_COLUMN


# -- prose ---------------------------------------------------------------------------------------


def in_brief(read: Development) -> str:
    """Return what the picture shows, for those who hear it read."""
    parts = [
        f"{len(found) or 'no'} {part or 'of no stated part'}"
        for part, found in read.arrows.items()
        if found or part
    ]
    every = [arrow for found in read.arrows.values() for arrow in found]
    bare = sum(not arrow.rivals for arrow in every)
    rivals = f" {counted(bare, 'claim')} without a rival." if bare else ""
    beside = [
        counted(len(read.strengths), "strength"),
        counted(len(read.factors), "factor"),
        counted(len(read.goals), "goal"),
    ]
    return (
        f"Claims by the part they play: {in_list(parts)}.{rivals} Beside them {in_list(beside)}. "
        "Inferred claims are dashed."
    )


def in_prose(read: Development) -> Iterator[str]:
    """Yield all that the picture says, and what it has no room for, a paragraph a line."""
    number = 0
    for part in PARTS:
        found = read.arrows[part]
        if found or part:
            yield f"{name_of(part)} ({meaning_of(part)}):"
            if not found:
                yield "- no claim is written down."
        for arrow in found:
            number += 1
            yield f"- {number}. {_arrow_in_words(arrow)}"
    for name, told in (
        ("Strengths", read.strengths),
        ("Factors", read.factors),
        ("Goals", read.goals),
    ):
        yield f"{name}: {' '.join(one.told for one in told) or 'none is written down.'}"
    if read.general:
        yield f"Of people in general: {' '.join(one.told for one in read.general)}"
    yield from notes(read)


def _arrow_in_words(arrow: Arrow) -> str:
    parts = [ended(arrow.told)]
    if arrow.starts or arrow.ends:
        start, end = _all(arrow.starts), _all(arrow.ends)
        parts.append(f"From {start} to {end}: {arrow.effect}.")
    parts.append(ended(f"Known by: {arrow.known}"))
    parts.append(ended(begun(could_also_be(arrow))))
    parts.append(ended(begun(against(arrow))))
    if arrow.predicts:
        parts.append(ended(f"It predicts: {'; '.join(arrow.predicts)}"))
    parts += [f"Another account: {one.told}" for one in arrow.accounts]
    parts += [f"Since revised: {one.told}" for one in arrow.revised_by]
    return " ".join(parts)


def _all(named: tuple[Named, ...]) -> str:
    return in_list([one.words for one in named]) if named else "what is not said"
