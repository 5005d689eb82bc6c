"""How far two statements of two files say the same, part by part, and why.

What each part is, how it is judged and what it weighs stands in ``docs/decisions/comparing.md``;
the clauses are cited here by number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from formulation.compare.facts import CAUSE, EFFECT, Facts, Link, Side
from formulation.compare.pairing import best_total
from formulation.compare.records import Part
from formulation.compare.terms_alike import kinds_alike, terms_alike
from formulation.compare.texts import overlap, words_in
from formulation.compare.times import ages_alike, is_dated, onsets_alike, states_alike
from formulation.dates import span_in_words
from formulation.errors import shortened
from formulation.model.amounts import amount_in_words
from formulation.model.base import in_list

__all__ = ["DATE", "ENOUGH", "EVENT_DATE", "HALF", "STATES", "WORDS", "Beside", "Sums", "is_turned"]

#: two statements are taken for one where more than so much of what can be compared is alike (S2)
ENOUGH = 0.5
#: what each part weighs (S3): what it is about, who else takes part, what it points to, the word
#: it is given, when it was, how it is known, and its other words
_SUBJECT, _WHO, _LINK, _TERM, DATE, _KNOWN, WORDS = 4.0, 2.0, 2.0, 2.0, 2.0, 0.5, 1.0
_ARROW, EVENT_DATE = 4.0, 4.0
#: the words of a claim that has an arrow as well (S12)
_CLAIMED = 2.0
#: what only one file says counts as half alike, and weighs half (S4)
HALF = 0.5
#: a bond or an arrow the other way round (S5)
_REVERSED = 0.6
#: whoever speaks of something else altogether is held to half of it (S6)
_ELSEWHERE = 0.5
#: so deep is looked into statements that name others
_DEEPEST = 2
STATES = ("bonds", "inner")


class _Judged(NamedTuple):
    """One part as it is judged; of most pairs nobody will ask why, so that is told on demand."""

    about: str
    likeness: float
    weight: float
    why: str | Callable[[], str]
    is_one_sided: bool = False

    @property
    def told(self) -> Part:
        """The part with its reason in words."""
        why = self.why if isinstance(self.why, str) else self.why()
        return Part(self.about, self.likeness, self.weight, why, self.is_one_sided)


class Sums(NamedTuple):
    """What all parts but the dates come to, and what the mean over all of them is worth."""

    worth: float
    total: float
    weight: float


class Beside:
    """Two files side by side, and how alike their statements are.

    Parameters
    ----------
    reference, other
        The two, with the marks of their figures.
    """

    def __init__(self, reference: Side, other: Side) -> None:
        self.reference = reference
        self.other = other
        self._known: dict[tuple[int, int, int], float] = {}
        self._undated: dict[tuple[int, int, int, bool], Sums] = {}

    def alike(self, one: int, two: int, *, deep: int = _DEEPEST) -> float:
        """Return the similarity of a statement of the reference and one of the other.

        Parameters
        ----------
        one, two
            Indices of the two statements, each in its case.
        deep
            How deep to look into what they name.
        """
        key = (one, two, deep)
        if key not in self._known:
            a, b = self.reference.facts[one], self.other.facts[two]
            self._known[key] = self._judged(a, b, deep)
        return self._known[key]

    def parts(self, one: int, two: int) -> tuple[Part, ...]:
        """Return in what respects the two were compared, and why they are so much alike."""
        a, b = self.reference.facts[one], self.other.facts[two]
        kind, told = kinds_alike(a, b)
        near = [_Judged("kind", kind, 0.0, told)] if kind < 1 else []
        dates = self._dates(a, b)
        return tuple(part.told for part in (*near, *self._parts(a, b, _DEEPEST), *dates))

    def undated(self, one: int, two: int, *, deep: int = _DEEPEST) -> Sums:
        """Return what all parts of two statements come to but for their dates.

        It is the same for all of one sort, and of a diary thousands are; only whether a bond is
        told the other way round (:func:`is_turned`) may hang on the dates.

        Parameters
        ----------
        one, two
            Indices of the two statements, each in its case.
        deep
            How deep to look into what they name.
        """
        a, b = self.reference.facts[one], self.other.facts[two]
        is_fact = self._is_turned_fact(a, b)
        key = (self.reference.sorts[one], self.other.sorts[two], deep, is_fact)
        if key not in self._undated:
            self._undated[key] = self._summed(a, b, deep)
        return self._undated[key]

    def _judged(self, a: Facts, b: Facts, deep: int) -> float:
        """Return the mean of all parts, by their weights."""
        worth, total, weight = self.undated(a.index, b.index, deep=deep)
        if not worth:
            return 0.0
        for part in self._dates(a, b):
            total += part.likeness * part.weight
            weight += part.weight
        return worth * total / weight

    def _summed(self, a: Facts, b: Facts, deep: int) -> Sums:
        worth, _ = kinds_alike(a, b)
        if not worth:
            return Sums(0.0, 0.0, 0.0)
        parts = list(self._parts(a, b, deep))
        if parts[0].likeness == 0 and parts[0].weight >= _SUBJECT:
            worth *= _ELSEWHERE
        total = sum(part.likeness * part.weight for part in parts)
        return Sums(worth, total, sum(part.weight for part in parts))

    def _parts(self, a: Facts, b: Facts, deep: int) -> Iterator[_Judged]:
        """Yield the parts that can be compared but for dates, what the two are about first."""
        yield self._subject(a, b, deep)
        yield from self._who(a, b)
        yield from self._links(a, b, deep)
        yield from self._terms(a, b)
        yield from self._how_known(a, b)
        yield from self._words(a, b)

    # --- what it is about -----------------------------------------------------------------------

    def _subject(self, a: Facts, b: Facts, deep: int) -> _Judged:
        """Judge what the statement's own key holds (S5 to S7)."""
        if a.is_told_by_text or b.is_told_by_text:
            return self._text_subject(a, b)
        if a.subject in a.terms and b.subject in b.terms:
            alike, told = terms_alike(a.subject, a, b)
            return _Judged("term", alike, _SUBJECT, self._contrast(told, alike, a, b, a.subject))
        if a.subject in a.links or b.subject in b.links:
            alike = self._linked(a.links.get(a.subject, ()), b.links.get(b.subject, ()), deep)
            told = "it is about the same" if alike == 1 else "it is about something else"
            return _Judged("link", alike, _SUBJECT, told)
        return self._figures(a, b)

    def _text_subject(self, a: Facts, b: Facts) -> _Judged:
        ours, theirs = a.texts.get(a.subject), b.texts.get(b.subject)
        if ours is None or theirs is None:  # one names a figure, the other tells of it in words
            ours, theirs = self._in_words(self.reference, a), self._in_words(self.other, b)
        alike = overlap(ours, theirs)
        has_links = any(name in b.links for name in a.links)
        weight = (_CLAIMED if a.kind == "claim" else WORDS) if has_links else _SUBJECT
        return _Judged("text", alike, weight, _told_of_words(alike))

    @staticmethod
    def _in_words(side: Side, facts: Facts) -> frozenset[str]:
        return words_in(" ".join(side.case.name(id) for id in facts.statement.subjects))

    def _figures(self, a: Facts, b: Facts) -> _Judged:
        """Judge whom it is about; by and of changed over may be the other way round (S5)."""
        alike = overlap(*_parties(a, b))
        if self._is_turned_fact(a, b):
            return _Judged("direction", _REVERSED, _SUBJECT, lambda: self.turned_in_words(a, b))
        if alike == 1:
            return _Judged("who", 1.0, _SUBJECT, "about the same")
        return _Judged("who", alike, _SUBJECT, lambda: self._about(a, b))

    def _is_turned_fact(self, a: Facts, b: Facts) -> bool:
        """Tell whether two bonds are one fact, told the other way round (S5).

        They are unless their words speak against it or, where not both have words, their dates.
        """
        if not is_turned(a, b):
            return False
        both = [name for name in a.texts if name in b.texts]
        if both:
            return any(overlap(a.texts[name], b.texts[name]) for name in both)
        return all(part.likeness == 1 or part.is_one_sided for part in self._dates(a, b))

    def _who(self, a: Facts, b: Facts) -> Iterator[_Judged]:
        """Judge who else takes part in it (S7)."""
        if self._is_turned_fact(a, b):
            return
        keys = {_key_of(a, b), _key_of(b, a)}
        passed_over = {a.subject, b.subject, *keys, CAUSE, EFFECT, *a.links, *b.links}
        if _is_plain(a) and _is_plain(b):
            passed_over |= {"by"}
        if _has_parties(a) or _has_parties(b):
            passed_over |= {"by", "of", "between"}
        for name in dict.fromkeys((*a.people, *b.people)):
            if name in passed_over:
                continue
            ours, theirs = a.people.get(name), b.people.get(name)
            if ours is None or theirs is None:
                word = _WORD_FOR.get(name, name)
                told = f"“{word}” is said in {self._one(ours is not None)} only"
                yield _Judged("who", HALF, _WHO * HALF, told, is_one_sided=True)
                continue
            alike = overlap(ours, theirs)
            yield _Judged("who", alike, _WHO, self._naming(alike, a, b, name))

    # --- what it points to ----------------------------------------------------------------------

    def _links(self, a: Facts, b: Facts, deep: int) -> Iterator[_Judged]:
        """Judge what both point to; an arrow may point the other way (S8)."""
        weight = _ARROW if a.kind == "claim" else _LINK
        if a.kind == "claim" and self._is_turned(a, b, deep):
            yield _Judged("direction", _REVERSED, 2 * weight, _ARROW_TURNED)
            return
        for name in a.links:
            if name in b.links and name != a.subject:
                alike = self._linked(a.links[name], b.links[name], deep)
                yield _Judged("link", alike, weight, self._naming(alike, a, b, name))
        for name in _ORDERS:
            if a.orders[name] and b.orders[name]:
                alike = self._linked(a.orders[name], b.orders[name], deep)
                told = f"said to be {name} the same" if alike == 1 else f"{name} something else"
                yield _Judged("link", alike, WORDS, told)

    def _is_turned(self, a: Facts, b: Facts, deep: int) -> bool:
        ends = [facts.links.get(end, ()) for facts in (a, b) for end in (CAUSE, EFFECT)]
        if not all(ends):
            return False
        cause, effect, their_cause, their_effect = ends
        along = self._linked(cause, their_cause, deep) + self._linked(effect, their_effect, deep)
        against = self._linked(cause, their_effect, deep) + self._linked(effect, their_cause, deep)
        return against > along and against > 2 * ENOUGH

    def _linked(self, ours: Sequence[Link], theirs: Sequence[Link], deep: int) -> float:
        """Return how alike two lists of what is named are, each taken for at most one other."""
        if not ours or not theirs:
            return 0.0
        table = [[self._link(a, b, deep) for b in theirs] for a in ours]
        return 2 * best_total(table) / (len(ours) + len(theirs))

    def _link(self, a: Link, b: Link, deep: int) -> float:
        """Return how alike two things that are named are; whatever answers the other is the same.

        In what they differ is told where they stand themselves.
        """
        if isinstance(a, int) and isinstance(b, int):
            if deep:
                alike = self.alike(a, b, deep=deep - 1)
                return 1.0 if alike > ENOUGH else alike
            return float(self.reference.facts[a].kind == self.other.facts[b].kind)
        return float(a == b)

    # --- terms, dates, knowledge, words ---------------------------------------------------------

    def _terms(self, a: Facts, b: Facts) -> Iterator[_Judged]:
        """Judge the words of vocabularies, and numbers (S9)."""
        for name in dict.fromkeys((*a.terms, *b.terms)):
            if name in (a.subject, b.subject) or not _can_say(a, b, name):
                continue
            word = _WORD_FOR.get(name, name)
            if name not in a.terms or name not in b.terms:
                told = f"“{word}” is said in {self._one(name in a.terms)} only"
                yield _Judged("term", HALF, _TERM * HALF, told, is_one_sided=True)
                continue
            alike, told = terms_alike(name, a, b)
            yield _Judged("term", alike, _TERM, self._contrast(told, alike, a, b, name))
        for name, ours in a.numbers.items():
            if (theirs := b.numbers.get(name)) is not None:
                alike = 1 - min(1.0, max(0.0, abs(ours - theirs) - 1) / 10)
                told = f"“{name}”: {self._set_beside(f'{ours:g}', f'{theirs:g}')}"
                yield _Judged("term", alike, WORDS, f"the same “{name}”" if alike == 1 else told)

    def _dates(self, a: Facts, b: Facts) -> Iterator[_Judged]:
        """Judge when it was; what one file does not date is no disagreement (S10)."""
        if a.statement.recurring != b.statement.recurring:
            told = f"told as happening time and again in {self._one(a.statement.recurring)} only"
            yield _Judged("date", 0.0, WORDS, told)
        weight = DATE if a.statement.section in STATES else EVENT_DATE
        if a.age and b.age:
            alike = ages_alike(a.age, b.age)
            ages = self._set_beside(*(amount_in_words(str(one.statement.age)) for one in (a, b)))
            yield _Judged("date", alike, weight, "the same age" if alike == 1 else f"age: {ages}")
            return
        if is_dated(a.span) != is_dated(b.span):
            told = f"dated in {self._one(is_dated(a.span))} only"
            yield _Judged("date", HALF, WORDS, told, is_one_sided=True)
            return
        judged = states_alike if a.statement.section in STATES else onsets_alike
        alike_or_not = judged(a.span, b.span) if is_dated(a.span) else None
        if alike_or_not is not None:
            fits = alike_or_not == 1
            why = "the dates fit" if fits else lambda: self._dates_told(a, b)
            yield _Judged("date", alike_or_not, weight, why)

    def _dates_told(self, a: Facts, b: Facts) -> str:
        if a.statement.when and b.statement.when:
            told = self._set_beside(*(span_in_words(f.statement.when or "") for f in (a, b)))
            return f"dated otherwise: {told}"
        return "dated otherwise, by what each says of its order"

    def _how_known(self, a: Facts, b: Facts) -> Iterator[_Judged]:
        """Judge how it is known, where both say (S11)."""
        for name, ours in a.known.items():
            if (theirs := b.known.get(name)) is None:
                continue
            word = _WORD_FOR.get(name, name)
            alike = 1.0 if ours == theirs else 0.0
            if name == "said_by":
                told = f"“{word}” is somebody else"
            else:
                told = f"“{word}”: {self._set_beside(ours, theirs)}"
            yield _Judged("basis", alike, _KNOWN, f"the same “{word}”" if alike else told)

    def _words(self, a: Facts, b: Facts) -> Iterator[_Judged]:
        """Judge the other words that both have: the weakest part (S12)."""
        for name, ours in a.texts.items():
            if name in (a.subject, b.subject) or name not in b.texts:
                continue
            alike = overlap(ours, b.texts[name])
            weight = _SUBJECT if name == "what" and a.is_told_by_what else WORDS
            word, told = _WORD_FOR.get(name, name), _told_of_words(alike)
            why = f"“{word}”: {told}" if alike else partial(self._quoted, word, told, a, b, name)
            yield _Judged("text", alike, weight, why)

    # --- in words -------------------------------------------------------------------------------

    def _one(self, is_reference: bool) -> str:
        return self.reference.name if is_reference else self.other.name

    def _set_beside(self, ours: str, theirs: str) -> str:
        """Return what each file says: "denial (Ann), splitting (Bo)"."""
        return f"{ours} ({self.reference.name}), {theirs} ({self.other.name})"

    def _quoted(self, word: str, told: str, a: Facts, b: Facts, name: str) -> str:
        """Return what is told of some words with the words, whole, unless these are shown."""
        sides = ((self.reference, a), (self.other, b))
        said = [getattr(facts.statement, name) for _, facts in sides]
        texts = [[shortened(text, len(text)) for text in _each(one)] for one in said]
        shown = [side.told(facts.index) for side, facts in sides]
        if all(text in tale for own, tale in zip(texts, shown, strict=True) for text in own):
            return f"“{word}”: {told}"
        quotes = [f"“{'; '.join(own)}”" for own in texts]
        return f"“{word}”: {told}: {self._set_beside(*quotes)}"

    def _contrast(self, told: str, alike: float, a: Facts, b: Facts, name: str) -> str:
        word = a.kind if name == a.subject else f"“{_WORD_FOR.get(name, name)}”"
        if alike == 1:
            return f"the same {word}"
        of = "" if name == a.subject else f"{word}: "
        return f"{of}{self._set_beside(a.terms[name], b.terms[name])}{told}"

    def turned_in_words(self, a: Facts, b: Facts) -> str:
        """Return who does it to whom in each file, where that is the other way round."""
        if a.kind == "claim":
            return _ARROW_TURNED
        told = []
        for side, facts in ((self.reference, a), (self.other, b)):
            by = in_list([side.case.name(id) for id in side.case.by_whom(facts.statement)])
            told.append(f"{by} toward {self._subjects(side, facts)}")
        return f"the other way round: {self._set_beside(*told)}"

    def _about(self, a: Facts, b: Facts) -> str:
        told = self._subjects(self.reference, a), self._subjects(self.other, b)
        return f"not about the same: {self._set_beside(*told)}"

    @staticmethod
    def _subjects(side: Side, facts: Facts) -> str:
        return in_list([side.case.name(id) for id in facts.statement.subjects])

    def _naming(self, alike: float, a: Facts, b: Facts, name: str) -> str | Callable[[], str]:
        """Return, or know how to tell, whom or what each names in one field."""
        word = _WORD_FOR.get(name, name)
        return f"the same “{word}”" if alike == 1 else lambda: self._named(word, a, b, name)

    def _named(self, word: str, a: Facts, b: Facts, name: str) -> str:
        """Return whom or what each names in one field, by the names of its own file."""
        told = []
        for side, facts in ((self.reference, a), (self.other, b)):
            value = getattr(facts.statement, name, None) or side.case.by_whom(facts.statement)
            ids = (value,) if isinstance(value, str) else value
            told.append(in_list([side.case.name(id) for id in ids]))
        return f"“{word}”: {self._set_beside(*told)}"


#: what a field is called in words, where that is not its own name
_WORD_FOR: Mapping[str, str] = {
    "from_": "from",
    "as_": "as",
    "is_": "is",
    "of_": "of",
    "said_by": "said by",
    "response_other": "the other's response",
    "response_self": "own response",
}
_ORDERS = ("after", "before")
_ARROW_TURNED = "cause and effect are the other way round"


def _each(said: str | Sequence[str]) -> Sequence[str]:
    return (said,) if isinstance(said, str) else said


def _told_of_words(alike: float) -> str:
    if alike == 1:
        return "the same words"
    return "the words have nothing in common" if alike == 0 else "the words are alike in part"


def _has_parties(facts: Facts) -> bool:
    """Tell whether it holds between figures without a direction."""
    return facts.subject == "between" and "between" in facts.people


def _parties(a: Facts, b: Facts) -> tuple[frozenset[str], frozenset[str]]:
    """Return whom each is about; all who take part, where one of the two has no direction."""
    if _has_parties(a) or _has_parties(b):
        ends = ("between", "by", "of")
        return tuple(  # type: ignore[return-value]
            frozenset(m for end in ends for m in facts.people.get(end, ())) for facts in (a, b)
        )
    ours, theirs = _key_of(a, b), _key_of(b, a)
    return a.people.get(ours, frozenset()), b.people.get(theirs, frozenset())


def _key_of(facts: Facts, other: Facts) -> str:
    """Return under which name stand those it is about; a rally is about those who gather."""
    if facts.kind == "rally":
        return "by" if other.kind == "rally" else "of"
    return facts.subject


def _is_plain(facts: Facts) -> bool:
    """Tell whether nobody needs to be named: a bond or a flare, by the patient unless said."""
    is_by_figure = not facts.is_told_by_text and facts.subject not in facts.terms
    return is_by_figure and not getattr(facts.statement, "by", None) and facts.kind != "rally"


def is_turned(a: Facts, b: Facts) -> bool:
    """Tell whether by and of are changed over in two statements, which may then be one fact."""
    return _is_reversed(a.people, b.people) and not overlap(*_parties(a, b))


def _is_reversed(ours: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]]) -> bool:
    if not all(end in people for end in ("by", "of") for people in (ours, theirs)):
        return False
    is_turned = ours["by"] == theirs["of"] and ours["of"] == theirs["by"]
    return is_turned and ours["by"] != ours["of"]


def _can_say(a: Facts, b: Facts, name: str) -> bool:
    """Tell whether both kinds have a field."""
    return all(name in type(facts.statement).model_fields for facts in (a, b))
