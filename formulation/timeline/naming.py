"""What a statement names under each key of its file, unsaid figures filled in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from formulation.model.base import Statement
from formulation.model.case import Case

__all__ = ["NAMED", "key_of", "named_by", "plainly_told", "texts_in"]

#: the key under which a resolution's conflict stands, beside its parties
NAMED = "conflict named"
#: fields that bind in time or tell of other accounts; they are never parties of a statement
_NOT_PARTIES = frozenset({"after", "before", "source", "said_by", "alternative_of"})


def key_of(case: Case, statement: Statement, key: str, word: str) -> str | None:
    """Return what a text is known by where a name may stand: itself, capitals and spaces apart."""
    field = next(name for name, own in statement.keys().items() if own == key or key == NAMED)
    ref = statement.refs().get(field)
    is_text = ref is not None and ref.or_text and word not in case
    return f"text: {plainly_told(word)}" if is_text else None


def named_by(case: Case, statement: Statement) -> Iterable[tuple[str, bool, tuple[str, ...]]]:
    """Yield what a statement names: the key, whether its words are terms, the ids or words.

    Figures that go unsaid are filled in, as the case reads them.
    """
    for name, key, is_term in _naming_fields(type(statement)):
        value = getattr(statement, name)
        words = (value,) if isinstance(value, str) else tuple(value or ())
        if name == "by":
            words = case.by_whom(statement)
        elif statement.kind == "rally" and name == "to":
            words = tuple(filter(None, (case.to_whom(statement),)))
        elif statement.kind == "resolution" and len(words) == 1 and name == "between":
            yield NAMED, False, words
            words = _parties_of(case, statement)
        if words:
            yield key, is_term, words


@cache
def _naming_fields(cls: type[Statement]) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields of a kind that name something: name, key, and whether it holds terms."""
    keys, terms = cls.keys(), cls.terms()
    names = (name for name in (*cls.refs(), *terms) if name not in _NOT_PARTIES)
    return tuple((name, keys[name], name in terms) for name in names)


def _parties_of(case: Case, resolution: Statement) -> tuple[str, ...]:
    """Return between whom a resolution is: as said, or as the conflict it names says."""
    subjects = resolution.subjects
    if len(subjects) > 1:
        return subjects
    named = case.index_of.get(subjects[0])
    return () if named is None else case.statements[named].subjects


def texts_in(value: object) -> tuple[str, ...]:
    """Return the texts that a field holds: one, several or none; a number or a truth is none."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, tuple) else ()


def plainly_told(text: str) -> str:
    """Return a text without its capitals and with single spaces: two that are so alike are one."""
    return " ".join(text.casefold().split())
