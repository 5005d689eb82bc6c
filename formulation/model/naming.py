"""Ids for statements that were given none: kind, subjects and date, numbered where they repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from formulation.model.base import Statement

__all__ = ["derived_ids"]

_LONGEST = 60


def _slug(text: str) -> str:
    letters = "".join(c.lower() if c.isalnum() else "-" for c in text)
    return "-".join(part for part in letters.split("-") if part)


def _derived(statement: Statement) -> str:
    parts = [statement.kind.replace("_", "-"), *statement.subjects, statement.when or ""]
    return _slug("-".join(parts))[:_LONGEST].rstrip("-")


def derived_ids(statements: Sequence[Statement], taken: Iterable[str]) -> tuple[str, ...]:
    """Return one id a statement: its own, else one made from what it says.

    Parameters
    ----------
    statements
        The statements, in file order.
    taken
        Ids of figures and symptoms, which share the namespace.

    Returns
    -------
    tuple of str
        As many ids as statements; a repeated derived id gets ``-2``, ``-3`` in file order.
    """
    used = {*taken, *(s.id for s in statements if s.id)}
    counts: dict[str, int] = {}
    found: list[str] = []
    for statement in statements:
        id = statement.id
        if id is None:
            stem = _derived(statement)
            id = stem
            number = counts.get(stem, 1)
            while id in used:
                number += 1
                id = f"{stem}-{number}"
            counts[stem] = number
        used.add(id)
        found.append(id)
    return tuple(found)
