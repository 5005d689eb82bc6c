"""How alike two words of one vocabulary are, and which kinds of statement come near each other."""

from __future__ import annotations

from collections.abc import Callable

from formulation.compare.facts import Facts
from formulation.terms import Term, vocabulary

__all__ = ["can_be_near", "kinds_alike", "terms_alike"]

#: what a statement of a near kind is worth (K2)
_NEAR_KIND = 0.8
#: two defenses of one level, of levels side by side, and the two ways to make an image all good
_LEVEL, _NEXT_LEVEL, _IMAGE = 0.5, 0.2, 0.4
#: two words under one heading of a vocabulary
_HEADING = 0.5
_IMAGES = (
    {"idealization-of-other", "splitting-of-other"},
    {"idealization-of-self", "splitting-of-self"},
)


def _always(_: Facts, __: Facts) -> bool:
    return True


def _is(word: str, field: str, *words: str) -> Callable[[Facts, Facts], bool]:
    """Return whether what is of kind `word` says one of the words in a field, or says nothing."""

    def fits(a: Facts, b: Facts) -> bool:
        value = (a if a.kind == word else b).terms.get(field)
        return value is None or value in words

    return fits


#: kinds that say nearly the same, and where they do (K2)
_NEAR: dict[frozenset[str], Callable[[Facts, Facts], bool]] = {
    frozenset({"idealizes", "sees"}): _is("sees", "valence", "good"),
    frozenset({"devalues", "sees"}): _is("sees", "valence", "bad"),
    frozenset({"wish", "need"}): _always,
    frozenset({"fear", "feeling"}): _always,
    frozenset({"harm", "trauma"}): _always,
    frozenset({"harm", "invalidation"}): _always,
    frozenset({"care", "rally"}): _always,
    frozenset({"loss", "separation"}): _always,
    frozenset({"conflict", "rupture"}): _always,
    frozenset({"escalation", "change"}): _is("change", "how", "more"),
    frozenset({"remission", "change"}): _is("change", "how", "less", "ended"),
    frozenset({"treatment", "intervention"}): _always,
    frozenset({"session", "intervention"}): _always,
}


def can_be_near(one: str, two: str) -> bool:
    """Tell whether statements of two kinds can be one, whatever they say."""
    return one == two or frozenset({one, two}) in _NEAR


def kinds_alike(a: Facts, b: Facts) -> tuple[float, str]:
    """Return how near the kinds of two statements are, 0 where they cannot be one, and why."""
    if a.kind == b.kind:
        return 1.0, ""
    fits = _NEAR.get(frozenset({a.kind, b.kind}))
    if fits is None or not fits(a, b):
        return 0.0, ""
    return _NEAR_KIND, f"near kinds: {a.kind.replace('_', ' ')} and {b.kind.replace('_', ' ')}"


def terms_alike(name: str, a: Facts, b: Facts) -> tuple[float, str]:
    """Return how alike the words of two statements in one field are, and an afterthought on it.

    Parameters
    ----------
    name
        The field.
    a, b
        The two statements, both of which say something there.
    """
    one, two = a.terms[name], b.terms[name]
    if one == two:
        return 1.0, ""
    listed = a.statement.terms().get(name)
    if listed is None:
        return 0.0, ""
    words = vocabulary(listed)
    terms = words.get(one), words.get(two)
    if terms[0] is None or terms[1] is None:
        return 0.0, ""
    return (_defenses if listed == "defense" else _words)(terms[0], terms[1])


def _words(one: Term, two: Term) -> tuple[float, str]:
    if one.group and one.group == two.group:
        return _HEADING, f"; both under {one.group}"
    return 0.0, ""


def _defenses(one: Term, two: Term) -> tuple[float, str]:
    """Judge two defenses by their DMRS levels; classical words have none (S9)."""
    if {one.word, two.word} in _IMAGES:
        return (
            _IMAGE,
            f"; levels {one.level} and {two.level}, which are easily taken for each other",
        )
    if one.level is None or two.level is None:
        return 0.0, ""
    if one.level == two.level:
        return _LEVEL, f"; both of level {one.level}"
    if abs(one.level - two.level) == 1:
        return _NEXT_LEVEL, f"; levels {one.level} and {two.level}, side by side"
    return 0.0, f"; levels {one.level} and {two.level}"
