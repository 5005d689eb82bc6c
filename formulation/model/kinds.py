"""Every kind of statement by the key that names it in a file, and the sections they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from formulation.model import bonds, claims, events, inner
from formulation.model.base import Statement
from formulation.model.figures import Person, Source, Symptom

__all__ = ["FIGURES", "SECTIONS", "kinds", "kinds_in", "kinds_named"]

#: the sections of statements, in the order of a file
SECTIONS = ("bonds", "inner", "events", "claims")
#: the sections that hold records by their ids, and the class of each
FIGURES: Mapping[str, type[Source | Person | Symptom]] = MappingProxyType(
    {"sources": Source, "people": Person, "symptoms": Symptom}
)


@cache
def kinds() -> Mapping[str, type[Statement]]:
    """Return the class of each kind of statement, by the key that holds its subject."""
    found: dict[str, type[Statement]] = {}
    for module in (bonds, inner, events, claims):
        for name in module.__all__:
            cls = getattr(module, name)
            found[cls.kind] = cls
    return MappingProxyType(found)


def kinds_in(section: str) -> tuple[str, ...]:
    """Return the kinds that stand in one section, in reading order."""
    return tuple(kind for kind, cls in kinds().items() if cls.section == section)


def kinds_named(keys: Iterable[str]) -> list[str]:
    """Return the kinds that a statement with these keys can be; one where all is well.

    A key may name both a kind and a field: an inner conflict has a ``fear``, an episode a
    ``wish``.  The kind that has all the others as its fields is the one meant.

    >>> kinds_named(["id", "inner_conflict", "fear"]), kinds_named(["wish", "fear"])
    (['inner_conflict'], ['wish', 'fear'])
    """
    known = kinds()
    named = [key for key in keys if key in known]
    if len(named) < 2:
        return named
    fields = {kind: set(known[kind].keys().values()) for kind in named}
    return [kind for kind in named if fields[kind].issuperset(named)] or named
