"""Who is a figure in one file and stands in the other in words only.

A loss can be of a figure, and of "her father" where nobody is laid down by that name; a claim may
speak of Mrs K., who is no figure.  Both files know them then, and only one can say more of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from formulation.compare.facts import Side, free_texts
from formulation.compare.records import Counterpart
from formulation.compare.texts import telling
from formulation.model.base import Statement

__all__ = ["with_mentions"]

#: so many places are named of one figure
_MOST_NAMED = 5
#: the statements and words of texts, by each word as it stands and in small letters
Texts = Mapping[str, Sequence[tuple[int, Sequence[str]]]]


def with_mentions(sides: Sequence[Side], figures: Iterable[Counterpart]) -> tuple[Counterpart, ...]:
    """Return who is who, with a word on those whom the other file names in words only.

    Parameters
    ----------
    sides
        The two files.
    figures
        Who is who in them; who has no counterpart keeps none.
    """
    told = tuple(figures)
    lone = [one for one in told if one.section == "people" and not (one.reference and one.other)]
    if not lone:
        return told
    texts = [_texts(side) for side in sides]
    return tuple(
        replace(one, told=_told(sides, texts, one)) if one in lone else one for one in told
    )


def _told(sides: Sequence[Side], texts: Sequence[Texts], lone: Counterpart) -> str:
    """Return in which statements of the other file it is named in words, where it is in any."""
    here = 0 if lone.reference else 1
    figure = lone.reference or lone.other
    assert figure is not None
    there = sides[1 - here]
    found: set[int] = set()
    for words in _names(sides[here], there, figure.id, figure.told):
        for index, said in texts[1 - here].get(words[0], ()):
            if _is_in(words, said):
                found.add(index)
    ids = [there.case.ids[n] for n in sorted(found)]
    more = f" and {len(ids) - _MOST_NAMED:,} more" if len(ids) > _MOST_NAMED else ""
    told = f"named in words only in {there.name}: {', '.join(ids[:_MOST_NAMED])}{more}"
    return told if ids else ""


def _names(here: Side, there: Side, id: str, label: str) -> list[list[str]]:
    """Return what a figure may be called: by name, and by a role that nobody else has."""
    roles = [person.role for person in here.case.people]
    role = next(person.role for person in here.case.people if person.id == id)
    is_plain = role and roles.count(role) == 1
    is_taken = any(role == person.role for person in there.case.people)
    called = [label, role] if role and is_plain and not is_taken else [label]
    return [words for name in called if (words := telling(name))]


def _is_in(words: Sequence[str], said: Sequence[str]) -> bool:
    """Tell whether words follow one another in a text; a name with a capital has it there, too."""
    return any(
        all(word in (other, other.casefold()) for word, other in zip(words, said[n:], strict=False))
        for n in range(len(said) - len(words) + 1)
    )


def _texts(side: Side) -> Texts:
    """Return what is told in free words, by each word of it, and by which statement."""
    found: dict[str, list[tuple[int, list[str]]]] = {}
    for index, statement in enumerate(side.case.statements):
        for text in _said(side, statement):
            words = telling(text)
            for word in {*words, *map(str.casefold, words)}:
                found.setdefault(word, []).append((index, words))
    return found


def _said(side: Side, statement: Statement) -> Iterator[str]:
    """Yield what a statement tells in free words, also where a figure could stand."""
    for _, texts in free_texts(statement):
        yield from texts
    for name, ref in statement.refs().items():
        if ref.or_text and (value := getattr(statement, name)):
            ids = (value,) if isinstance(value, str) else value
            yield from (id for id in ids if id not in side.marks and id not in side.case.index_of)
