"""Names that are taken out of free text, and what stands in their place.

A name goes as a whole, with its possessive and with the article before it, and a family's name in
the plural ("the Smiths", "the K.s") becomes "the family".  A figure that goes by a common noun,
"his father" or "horses", has no name that could tell of whom it is, and keeps it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from formulation.model.case import Case
from formulation.model.figures import Person
from formulation.terms import vocabulary

__all__ = ["finder_of", "goes_by_a_noun", "labels_of"]

_KINDS = ("person", "group", "institution", "belief", "figure")
_FAMILY = "the family"
#: with one of these a phrase begins that tells who somebody is to somebody
_WHOSE = frozenset("a an her his its my our that the their these this those your".split())
#: capitals that are nobody's name
_TITLES = frozenset(
    "Dr Mr Mrs Ms Prof Miss Sir Lady Lord Herr Frau Fräulein Monsieur Madame St The Her His My "
    "Their Our And Of".split()
)
_PART = re.compile(r"(?<!\w)(?:St\.?\s)?[^\W\d_a-z](?:[\w'’-]+|(?=\.))")
#: what goes with a name: an article, for a label has its own, and a word or two of affection
_BEFORE = r"(?:(?<!\w)the\s+)?(?:(?<!\w)(?P<kind>little|young|old|poor|dear)\s+)?"
_OPENS = re.compile(r"[.!?]\s+$")


# -- what figures are called ---------------------------------------------------------------------


def goes_by_a_noun(person: Person) -> bool:
    """Return whether a figure goes by a common noun: "his father", "horses", "mutual friends".

    >>> [goes_by_a_noun(Person(id="x", name=name)) for name in ("his father", "Bo", "the K.s")]
    [True, False, False]
    """
    name = person.name or ""
    if not name or any(letter.isupper() for letter in name):
        return False
    is_several = person.kind == "group" and person.is_several
    return is_several or (" " in name and name.split()[0] in _WHOSE)


def labels_of(case: Case) -> dict[str, str]:
    """Return what each figure is called: a noun it goes by, else a role, else a letter.

    A role that only one has stands by itself; of several who have it each has a letter.
    """
    roles = {person.id: _role(person) for person in case.people}
    held = list(roles.values())
    letters = iter(_letters())

    def label(person: Person) -> str:
        role = roles[person.id]
        if goes_by_a_noun(person):
            return person.label
        is_one = held.count(role) == 1 and role not in _KINDS
        return f"the {role}" if is_one else f"{role} {next(letters)}"

    return {person.id: label(person) for person in case.people}


def _role(person: Person) -> str:
    """Return a figure's role where the vocabulary lists it, else its kind: a role can be a name."""
    role = person.role or ""
    if role in vocabulary("role").words:
        return role
    return person.kind if person.kind in _KINDS and person.kind else "figure"


def _letters() -> Iterator[str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from alphabet
    number = 1
    while True:
        yield from (f"{letter}{number}" for letter in alphabet)
        number += 1


# -- where names stand in a text -----------------------------------------------------------------


def finder_of(case: Case, labels: dict[str, str]) -> Callable[[str], str]:
    """Return what puts labels in the place of names, longest first, in one pass over a text.

    A name with a capital is found as it is written or in capitals, so that hope stays hope beside
    a figure called Hope; one without is found however it is written.

    Parameters
    ----------
    case
        Whose figures have names.
    labels
        What each figure is called instead, by its id.
    """
    found = _names(case, labels)
    if not found:
        return lambda text: text
    order = sorted(found, key=len, reverse=True)
    each = "|".join(f"(?P<n{n}>{_as_written(name)})" for n, name in enumerate(order))
    names = re.compile(f"(?i:{_BEFORE})(?:{each})")
    families = _families(case)
    labelled = "|".join(map(re.escape, sorted({*found.values()}, key=len, reverse=True)))
    twice = re.compile(rf"\b({labelled})(?:\s+\1)+\b")

    def told(match: re.Match[str]) -> str:
        label = found[order[int((match.lastgroup or "n0")[1:])]]
        return _placed(label, match)

    def unnamed(text: str) -> str:
        text = families.sub(_of_family, text) if families else text
        return twice.sub(r"\1", names.sub(told, text))

    return unnamed


def _names(case: Case, labels: dict[str, str]) -> dict[str, str]:
    """Return what stands for each name and each part of one; a part of several is the family's."""
    found: dict[str, str] = {}
    named = [person for person in case.people if not goes_by_a_noun(person)]
    parts = {person.id: _parts(person) for person in named}
    held = Counter(part for own in parts.values() for part in own)
    for person in named:
        found.setdefault(_whole(person), labels[person.id])
    for person in named:
        for part in parts[person.id]:
            found.setdefault(part, labels[person.id] if held[part] == 1 else _FAMILY)
    return found


def _whole(person: Person) -> str:
    name = " ".join((person.name or person.id).split())
    return name.removeprefix("the ").removeprefix("The ") or name


def _parts(person: Person) -> list[str]:
    """Return the words of a name that tell whose it is; an initial with its full stop."""
    words = (word + "." * (len(word) == 1) for word in _PART.findall(_whole(person)))
    return [word for word in dict.fromkeys(words) if word not in _TITLES]


def _families(case: Case) -> re.Pattern[str] | None:
    """Return what finds a family's name in the plural: "the Smiths", "the K.s", "K.s'"."""
    surnames: set[str] = set()
    given: set[str] = set()
    for person in case.people:
        if person.kind in ("institution", "belief") or goes_by_a_noun(person):
            continue
        if parts := _parts(person):
            is_whole = parts == [_whole(person)]
            (given if is_whole else surnames).add(parts[-1])
    both = "|".join(map(re.escape, sorted(surnames | given, key=len, reverse=True)))
    last = "|".join(map(re.escape, sorted(surnames, key=len, reverse=True)))
    ends = r"(?:e?s)(?P<{}>['’](?!s))?(?!\w|['’]\w)"
    told = [rf"[Tt]he\s+(?:{both}){ends.format('one')}"] if both else []
    told += [rf"(?<!\w)(?:{last}){ends.format('two')}"] if last else []
    return re.compile("|".join(told)) if told else None


def _of_family(match: re.Match[str]) -> str:
    owns = match.groupdict()
    return _FAMILY + "'s" * bool(owns.get("one") or owns.get("two"))


def _placed(label: str, match: re.Match[str]) -> str:
    """Return a label for where a name stood: with what was said of it, and a capital if need be."""
    if kind := match["kind"]:
        is_role = label.startswith("the ")
        label = f"the {kind.lower()} {label[4:]}" if is_role else f"{kind} {label}"
    begins = bool(_OPENS.search(match.string[: match.start()]))
    return label[:1].upper() + label[1:] if begins else label


def _as_written(name: str) -> str:
    """Return the expression that finds a name as whole words, however they are spaced."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    before = r"(?<!\w)" if name[:1].isalnum() else ""
    after = r"(?!\w)" if name[-1:].isalnum() else ""
    if not name[:1].isupper():
        return f"{before}(?i:{words}){after}"
    loud = r"\s+".join(re.escape(word) for word in name.upper().split())
    return f"{before}(?:{words}|{loud}){after}"
