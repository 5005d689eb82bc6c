"""Names that are taken out of free text, and what stands in their place.

A name goes as a whole, with its possessive and with the article before it, and a family's name in
the plural ("the Smiths", "the K.s") becomes "the family".  A figure that goes by a common noun,
"his father" or "horses", has no name that could tell of whom it is, and keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from formulation.model.case import Case
from formulation.model.figures import Person
from formulation.terms import vocabulary

__all__ = [
    "finder_of",
    "goes_by_a_noun",
    "labels_of",
    "name_words",
]

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
_TITLE = (
    "(?:Dr|Mrs|Mr|Ms|Miss|Professor|Prof|Sir|Lady|Lord|Herr|Frau|Fräulein|Monsieur|Madame|Uncle|"
    "Auntie|Aunt|Cousin|Granny|Grandma|Grandpa|Nurse|Pastor|Reverend|Rev)"
)
_TITLED = rf"(?P<title>(?:{_TITLE}\.?\s+){{1,3}}(?:(?:and|&|und)\s+(?:{_TITLE}\.?\s+)+)?)??"
_GENDERS = {"Mr": "male", "Sir": "male", "Lord": "male", "Herr": "male", "Monsieur": "male"} | (
    dict.fromkeys(("Mrs", "Ms", "Miss", "Lady", "Frau", "Fräulein", "Madame"), "female")
)
#: whose a name is: 's, or the mark alone after an s
_OWNS = r"(?:['’][sS](?!\w)|(?<=[sSxz])['’](?!\w))?"
_WHOSE_IT_IS = "his|her|my|our|their|your"
#: "another Ruth" is another patient, and "a Smith" one of the family
_ONE_OF = re.compile(r"(?i)\b(another|a|an|our)\s+$")
#: where a word begins and ends; "_Ruth_" is one in italics
_BEGINS, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
#: a part of a name of so many letters tells whose it is
_SHORTEST = 3
#: with these, taken apart, ü may be written ue
_TWO_DOTS = "\u0308"
#: what letters of a name may be written as, beside the letter with or without its marks
_ALIKE = {
    "'": "['’ʼ]?",
    "’": "['’ʼ]?",
    "-": r"[-\u2010\u2011\u2013\s]",
    "ø": "(?:ø|oe|o)",
    "æ": "(?:æ|ae)",
    "œ": "(?:œ|oe)",
    "ß": "(?:ß|ss)",
    "ł": "(?:ł|l)",
    "đ": "(?:đ|d)",
    "Ø": "(?:Ø|Oe|O)",
    "Ł": "(?:Ł|L)",
    "Đ": "(?:Đ|D)",
    "Æ": "(?:Æ|Ae)",
}
#: given names that are words too, so that beside a surname that is one they need their capital
_ALSO_WORDS = frozenset(
    "art bill bob chase dawn drew faith frank gene grace grant hope jack joy june mark may nick "
    "pat pearl rob rose ruby sandy sky sue summer tab violet will".split()
)
#: short forms that are nobody's initials
_SHORT_FORMS = frozenset(
    "AA AC AD AM BC BP CT DC DJ DV ED EEG ER EU GAF GP HR ID IQ IT IV MA MD MP MRI MS NA NHS OCD "
    "OK OT PC PE PM PR PT SSRI TB TV UK UN US".split()
)
_NO_LETTER = r"(?i:(?<!plan )(?<!vitamin )(?<!hepatitis )(?<!type )(?<!group )(?<!figure ))"


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


@dataclass(frozen=True)
class _Known:
    """What is found, and what is said instead; `holders` are the figures it may be about."""

    label: str
    holders: tuple[Person, ...]
    is_surname: bool = False


def name_words(case: Case) -> frozenset[str]:
    """Return each word of each name, for "May" may be a daughter and no month."""
    named = (person for person in case.people if not goes_by_a_noun(person))
    return frozenset(part for person in named for part in _parts(person))


def finder_of(case: Case, labels: dict[str, str]) -> Callable[[str], str]:
    """Return what puts labels in the place of names, longest first, in one pass over a text.

    A name with a capital is found as it is written or in capitals, so that hope stays hope beside
    a figure called Hope; one without is found however it is written.  Accents, apostrophes and
    hyphens count for nothing, initials stand for names, and a title goes with what it is of.

    Parameters
    ----------
    case
        Whose figures have names.
    labels
        What each figure is called instead, by its id.
    """
    if not (found := _names(case, labels)):
        return lambda text: text
    surnames, given = _families(case)
    initials = _initials(case, labels)
    begun = {name: _beginning(name) for name in {*found, *surnames, *given}}

    @lru_cache(256)
    def finds(near: frozenset[str]) -> _Finds:
        return _finds_of(near, found, surnames & near, given & near)

    def unnamed(text: str) -> str:
        apart = normalize("NFD", text)
        plain = _without_marks(apart)
        # of many names few can stand in one text, and only these are looked for
        families, order, names = finds(frozenset(n for n, start in begun.items() if start in plain))
        used = {_FAMILY}

        def told(match: re.Match[str]) -> str:
            known = found[order[int((match.lastgroup or "n0")[1:])]]
            used.add(label := _meant(known, match, labels))
            return _placed(label, match)

        apart = families.sub(_of_family, apart) if families else apart
        return normalize("NFC", _told_once(initials(names.sub(told, apart)), used))

    return unnamed


_Finds = tuple["re.Pattern[str] | None", list[str], "re.Pattern[str]"]


def _finds_of(
    near: frozenset[str], found: dict[str, _Known], surnames: set[str], given: set[str]
) -> _Finds:
    """Return what finds families, the names that are looked for, and what finds these."""
    order = sorted(near & found.keys(), key=len, reverse=True)
    each = "|".join(f"(?P<n{n}>{_expression(name, found)})" for n, name in enumerate(order))
    names = re.compile(f"(?i:{_BEFORE}){_TITLED}(?:{each or '(?!)'}){_OWNS}")
    return _of_families(surnames, given), order, names


def _without_marks(text: str) -> str:
    """Return a text in small letters without accents, by which a name is soon seen to be absent."""
    return re.sub(r"[\u0300-\u036f]", "", normalize("NFD", text)).casefold()


def _beginning(name: str) -> str:
    """Return how a name begins however it is written; nothing where that is not sure."""
    begins = "".join(_without_marks(name)[:4].split()[:1])
    return (
        begins
        if begins.isascii() and begins.isalpha() and _TWO_DOTS not in normalize("NFD", name)
        else ""
    )


def _told_once(text: str, used: set[str]) -> str:
    """Return a text that tells each figure once: "his sister" for "his sister the sister"."""
    for label in used:
        own = re.escape(label)
        text = re.sub(rf"\b({own})(?:\s+\1)+\b", r"\1", text) if label in text else text
        if label.startswith("the ") and label in text.lower():
            role = re.escape(label[4:])
            after = rf"\b((?i:{role}))(?:\s+the\s+(?i:\1)\b|,\s+the\s+(?i:\1)\b,?)"
            before = rf"\b[Tt]he {role}, ((?i:{_WHOSE_IT_IS}) {role})\b,?"
            text = re.sub(before, r"\1", re.sub(after, r"\1", text))
    return text


def _names(case: Case, labels: dict[str, str]) -> dict[str, _Known]:
    """Return what stands for each name and each part of one; a part of several is the family's."""
    found: dict[str, _Known] = {}
    named = [person for person in case.people if not goes_by_a_noun(person)]
    holders: dict[str, list[Person]] = {}
    for person in named:
        found.setdefault(_whole(person), _Known(labels[person.id], (person,)))
        for part in _parts(person):
            holders.setdefault(part, []).append(person)
    for part, own in holders.items():
        label = labels[own[0].id] if len(own) == 1 else _FAMILY
        is_last = all(part in _last_parts(person) for person in own)
        found.setdefault(part, _Known(label, tuple(own), is_last))
    return found


def _whole(person: Person) -> str:
    name = normalize("NFC", " ".join((person.name or person.id).split()))
    return name.removeprefix("the ").removeprefix("The ") or name


def _parts(person: Person) -> list[str]:
    """Return the words of a name that tell whose it is; an initial with its full stop."""
    words = [word + "." * (len(word) == 1) for word in _PART.findall(_whole(person))]
    pieces = (piece for word in words for piece in _pieces(word))
    return [word for word in dict.fromkeys([*words, *pieces]) if word not in _TITLES]


def _pieces(word: str) -> Iterator[str]:
    """Yield what is within a name: "O'Shea", "Shea" and "Lyons" of "O'Shea-Lyons"."""
    for half in re.split(r"[-\u2010\u2011\u2013]", word):
        own, *rest = re.split(r"['’ʼ]", half)
        for piece in (half, *rest, own):
            if len(piece) >= _SHORTEST and piece != word and piece[:1].isupper():
                yield piece


def _last_parts(person: Person) -> list[str]:
    """Return a figure's surname and what it is made of; none of one that has a single name."""
    parts = _PART.findall(_whole(person))
    if not parts or parts == [_whole(person)]:
        return []
    return [parts[-1] + "." * (len(parts[-1]) == 1), *_pieces(parts[-1])]


def _families(case: Case) -> tuple[set[str], set[str]]:
    """Return the surnames of a case, and the names of those who have only one."""
    surnames: set[str] = set()
    given: set[str] = set()
    for person in case.people:
        if person.kind in ("institution", "belief") or goes_by_a_noun(person):
            continue
        if parts := _parts(person):
            is_whole = parts[:1] == [_whole(person)]
            (given if is_whole else surnames).update(parts if is_whole else _last_parts(person))
    return surnames, given


def _of_families(surnames: set[str], given: set[str]) -> re.Pattern[str] | None:
    """Return what finds a family's name in the plural: "the Smiths", "the K.s", "K.s'"."""
    both = "|".join(map(_letters_of, sorted(surnames | given, key=len, reverse=True)))
    last = "|".join(map(_letters_of, sorted(surnames, key=len, reverse=True)))
    ends = r"(?:e?s)(?P<{}>['’](?!s))?(?!\w|['’]\w)"
    told = [rf"(?<!\w)[Tt]he\s+(?:{both}){ends.format('one')}"] if both else []
    told += [rf"(?<!\w)(?:{last}){ends.format('two')}"] if last else []
    return re.compile("|".join(told)) if told else None


def _of_family(match: re.Match[str]) -> str:
    owns = match.groupdict()
    return _begun(_FAMILY + "'s" * bool(owns.get("one") or owns.get("two")), match)


def _meant(known: _Known, match: re.Match[str], labels: dict[str, str]) -> str:
    """Return of whom a name is: "Mrs Smith" is the one woman of that name, "A. Smith" is Ann."""
    titles = re.findall(r"\w+", match["title"] or "")
    if re.search(r"\s(?:and|&|und)\s", match["title"] or ""):
        return _FAMILY
    if len(known.holders) == 1:
        return known.label
    own = known.holders
    if titles and (gender := _GENDERS.get(titles[0])):
        own = tuple(person for person in own if person.gender == gender)
    if initial := re.match(rf"(?:[Tt]he\s+)?(?:{_TITLE}\.?\s+)?([A-Z])\.?[\s-]", match[0]):
        own = tuple(person for person in own if _whole(person).startswith(initial[1]))
    if len(own) == 1:
        return labels[own[0].id]
    return "one of the family" if titles or initial else known.label


def _placed(label: str, match: re.Match[str]) -> str:
    """Return a label for where a name stood: with what was said of it, and a capital if need be."""
    before = match.string[: match.start()]
    role = label.removeprefix("the ")
    if kind := match["kind"]:
        label = f"the {kind.lower()} {role}" if role != label else f"{kind} {label}"
    elif role != label and (own := _ONE_OF.search(before)):
        label = "member of the family" if label == _FAMILY and own[1].lower() != "our" else role
    owns = match.string[match.end(match.lastgroup or 0) : match.end()]
    if owns and (owns[-1] in "sS" or not re.search(r"['‘]\w*$", before)):
        owns = owns[0] + "s"
    return _begun(label + owns, match)


def _begun(label: str, match: re.Match[str]) -> str:
    begins = bool(_OPENS.search(match.string[: match.start()]))
    return label[:1].upper() + label[1:] if begins else label


def _letters_of(word: str) -> str:
    """Return the expression that finds a word with its accents or without, taken apart (NFD)."""
    told, last = "", ""
    for letter in normalize("NFD", word):
        if "\u0300" <= letter <= "\u036f":
            told += "e?" * (letter == _TWO_DOTS)
            continue
        either = f"[{letter.upper()}{letter.lower()}]"  # O'Shea, OShea and Oshea
        own = either if last in "'’" and last and letter.isalpha() else ""
        told += own or _ALIKE.get(letter) or re.escape(letter)
        told += "[\u0300-\u036f]*" if letter.isalpha() else ""
        last = letter
    return told


def _as_written(name: str) -> str:
    """Return the expression that finds a name as whole words, however they are spaced.

    Between a given name and a surname there may be another, or an initial.
    """
    between = r"(?:\s+[A-Z][\w.]*){0,2}\s+"
    is_full = " " in name and all(word[:1].isupper() for word in name.split())
    space = between if is_full else r"\s+"
    words = space.join(map(_letters_of, name.split()))
    before = _BEGINS if name[:1].isalnum() else ""
    after = _AFTER if name[-1:].isalnum() else ""
    if not name[:1].isupper():
        return f"{before}(?i:{words}){after}"
    loud = space.join(map(_letters_of, name.upper().split()))
    is_plain = name.split()[0].lower() not in _ALSO_WORDS
    small = rf"|(?i:{' '.join(map(_letters_of, name.split()))})" if is_full and is_plain else ""
    return f"{before}(?:{words}|{loud}{small}){after}"


def _expression(name: str, found: dict[str, _Known]) -> str:
    """Return what finds a name, with its initials before it, its short form or one after it."""
    told = _as_written(name)
    known = found[name]
    if known.is_surname and len(name) >= _SHORTEST:
        double = r"(?:[-\u2010\u2011](?=[^\W\d_a-z])\w{3,})?"
        return rf"(?:(?<!\w)(?:[A-Z]\.?[\s-]?){{1,3}}(?<=[\s.]))?{told}{double}"
    if " " in name or len(name) < _SHORTEST or not name.isalpha():
        return told
    fond = rf"{_BEGINS}{_letters_of(name)}{re.escape(name[-1])}?(?:ie|y|i){_AFTER}"
    lasts = {part[:1] for person in known.holders for part in _last_parts(person)}
    after = rf"(?:\s(?:{'|'.join(sorted(lasts))})\.)?" if lasts else ""
    return f"(?:{told}{after}|{fond})"


def _initials(case: Case, labels: dict[str, str]) -> Callable[[str], str]:
    """Return what puts labels in the place of initials: "R.P.", "R. P.", "RP", and "R. said"."""
    found: dict[str, set[str]] = {}
    for person in case.people:
        words = [word for word in _PART.findall(_whole(person)) if word not in _TITLES]
        if goes_by_a_noun(person) or not words or person.kind in ("institution", "belief"):
            continue
        letters = [normalize("NFD", word)[0] for word in words if len(word) > 1]
        found.setdefault("".join(letters[:1]), set()).add(labels[person.id])
        if len(letters) > 1:
            found.setdefault("".join(letters), set()).add(labels[person.id])
            found.setdefault(letters[0] + letters[-1], set()).add(labels[person.id])
    found.pop("", None)
    if not found:
        return lambda text: text
    alone = "".join(re.escape(key) for key in found if len(key) == 1)
    many = r"(?:[A-Z]\.\s?){1,3}[A-Z]\.|[A-Z]{2,4}"
    finds = re.compile(
        rf"(?P<several>(?<![\w.])(?:{_TITLE}\.?\s)?(?:{many})(?!\w|\.\w))"
        rf"|(?P<alone>{_NO_LETTER}(?<![\w.])[{alone}]\.(?=['’]s|,?\s+(?:and\s)?[a-z(]|\s+[A-Z]\.\s))"
    )

    def told(match: re.Match[str]) -> str:
        key = re.sub(rf"^{_TITLE}\.?\s|[^A-Z]", "", match[0])
        key = key or re.sub(r"[^\w]", "", match[0])
        if key in _SHORT_FORMS and "." not in match[0]:
            return match[0]
        if not (own := found.get(key)):
            return match[0]
        return _begun(next(iter(own)) if len(own) == 1 else "someone", match)

    return lambda text: finds.sub(told, text)
