"""Malan's triangle of conflict: every inner conflict has a defense, a fear and a hidden feeling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from formulation.model.base import in_list
from formulation.model.case import Case
from formulation.model.inner import InnerConflict
from formulation.review.wording import Missing, placed, several, told_as

__all__ = ["corners"]


class _Corner(NamedTuple):
    """A corner of the triangle: its field, the kinds that can stand in it, words, a question."""

    field: str
    kinds: tuple[str, ...]
    words: str
    question: str


#: an idealization or devaluation is a bond here and a defense to Malan; an impulse is a wish
_CORNERS = (
    _Corner(
        "defense",
        ("defense", "idealizes", "devalues"),
        "defense",
        "What does {who} do or say so that this need not be felt?",
    ),
    _Corner(
        "fear",
        ("fear", "feeling"),
        "fear",
        "What does {who} fear would happen if it were felt or said?",
    ),
    _Corner(
        "feeling",
        ("feeling", "wish", "need"),
        "hidden feeling",
        "Which feeling or wish might be there that is hard to own?",
    ),
)


def corners(case: Case) -> Iterator[Missing]:
    """Yield a gap where inner conflicts lack a corner of the triangle (C08)."""
    conflicts = [(id, s) for id, s in placed(case) if isinstance(s, InnerConflict)]
    lacking = {id: empty for id, s in conflicts if (empty := _lacking(case, s))}
    if not lacking:
        return
    parts = [f"{case.name(id)} {_in_words(empty)}" for id, empty in lacking.items()]
    told = parts[0]
    if len(parts) > 1:
        told = f"{len(parts)} of {len(conflicts)} inner conflicts lack a corner: {several(parts)}"
    owners = {case.by_whom(s) for id, s in conflicts if id in lacking}
    yield Missing(
        tuple(lacking), told_as(told), _question(case, lacking, owners), next(iter(lacking))
    )


def _question(
    case: Case, lacking: dict[str, dict[_Corner, str]], owners: set[tuple[str, ...]]
) -> str:
    """Return the questions for all corners that are empty somewhere."""
    who = case.name(owners.pop()[0]) if len(owners) == 1 else "each of them"
    asked = {corner for empty in lacking.values() for corner in empty}
    return " ".join(corner.question.format(who=who) for corner in _CORNERS if corner in asked)


def _lacking(case: Case, conflict: InnerConflict) -> dict[_Corner, str]:
    """Return the corners that are empty, each with the kind that stands there by mistake."""
    found: dict[_Corner, str] = {}
    for corner in _CORNERS:
        named = getattr(conflict, corner.field)
        kind = case.statements[case.index_of[named]].kind if named else ""
        if kind not in corner.kinds:
            found[corner] = kind
    return found


def _in_words(lacking: dict[_Corner, str]) -> str:
    empty = [f"no {corner.words}" for corner, kind in lacking.items() if not kind]
    other = [
        f"{_with_article(kind)} where a {corner.words} is meant"
        for corner, kind in lacking.items()
        if kind
    ]
    return f"names {in_list([*empty, *other])}"


def _with_article(kind: str) -> str:
    noun = {"sees": "image", "idealizes": "idealization", "devalues": "devaluation"}.get(kind, kind)
    noun = noun.replace("_", " ")
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
