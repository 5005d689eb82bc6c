"""The words of the field, each defined once with its meaning and its source.

A case file may call a defense, a role or the course of a symptom only by words that are listed
here (closed vocabularies), or preferably by them (open ones).  Spelling is read generously and
kept in one way:

>>> vocabulary("defense").canonical("Idealisation of other's image")
'idealization-of-other'
>>> vocabulary("defense").nearest("idealization")
'idealization-of-other'
>>> vocabulary("course").get("recurrent").meaning
'comes back after times without it'

A vocabulary is read from its module when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from formulation.errors import UnknownName
from formulation.terms.term import Term, Vocabulary

__all__ = ["VOCABULARIES", "Term", "Vocabulary", "vocabulary"]


def _figures() -> tuple[Vocabulary, ...]:
    from formulation.terms import figures

    return figures.ALL


def _symptoms() -> tuple[Vocabulary, ...]:
    from formulation.terms import symptoms

    return symptoms.ALL


def _relationships() -> tuple[Vocabulary, ...]:
    from formulation.terms import relationships

    return relationships.ALL


def _statements() -> tuple[Vocabulary, ...]:
    from formulation.terms import statements

    return statements.ALL


def _defenses() -> tuple[Vocabulary, ...]:
    from formulation.terms import defenses

    return defenses.ALL


def _claims() -> tuple[Vocabulary, ...]:
    from formulation.terms import claims

    return claims.ALL


#: the module that holds each vocabulary, in the reading order of a case file
_HELD_BY: dict[str, Callable[[], tuple[Vocabulary, ...]]] = {
    "origin": _claims,
    "figure_kind": _figures,
    "role": _figures,
    "symptom_kind": _symptoms,
    "symptom_domain": _symptoms,
    "course": _symptoms,
    "relationship": _relationships,
    "relationship_quality": _relationships,
    "reading": _statements,
    "valence": _statements,
    "stance": _statements,
    "transference_quality": _relationships,
    "defense": _defenses,
    "bind_form": _statements,
    "factor_domain": _statements,
    "resolution_quality": _statements,
    "change_aspect": _statements,
    "change_how": _statements,
    "care_form": _statements,
    "risk_form": _statements,
    "claim_effect": _claims,
    "claim_as": _claims,
    "claim_scope": _claims,
    "basis": _claims,
    "inference": _claims,
    "confidence": _claims,
}

VOCABULARIES: tuple[str, ...] = tuple(_HELD_BY)
"""The names of all vocabularies, in the reading order of a case file."""


@cache
def vocabulary(name: str) -> Vocabulary:
    """Return the vocabulary called `name`, such as ``"defense"`` or ``"role"``.

    Parameters
    ----------
    name
        One of :data:`VOCABULARIES`.

    Raises
    ------
    UnknownName
        Where none is called so; the nearest name is offered.
    """
    if name not in _HELD_BY:
        raise UnknownName(name, "vocabulary", VOCABULARIES)
    return next(held for held in _HELD_BY[name]() if held.name == name)
