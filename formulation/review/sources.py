"""Who saw and told it: statements of unknown origin, and a file in which no one else is heard.

Independent is an account that passed through nobody else's hands: a second author, an informant, or
anyone but patient and therapist whose account it is said to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formulation.errors import counted, shortened
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.model.claims import Claim
from formulation.review.wording import Missing, named, placed, told_as

__all__ = ["voices"]


def voices(case: Case) -> Iterator[Missing]:
    """Yield statements of unknown origin, and a gap where no one independent is heard (C26)."""
    unknown = [id for id, s in placed(case) if not _has_origin(s)]
    if unknown:
        yield _of_unknown_origin(case, unknown)
    told = [s for s in case.statements if _has_origin(s) and not _is_general(s)]
    authors = _authors(case, told)
    if told and len(authors) < 2 and not any(_is_independent(case, s) for s in told):
        yield _of_one_voice(case, told, authors)


def _has_origin(statement: Statement) -> bool:
    """Tell whether a statement says where it stands, whose account it is, or how it is known."""
    return bool(statement.source or statement.said_by or statement.basis)


def _is_general(statement: Statement) -> bool:
    """Tell whether a claim is what the literature says of people in general."""
    return isinstance(statement, Claim) and statement.scope == "general"


def _is_independent(case: Case, statement: Statement) -> bool:
    is_other = statement.said_by not in (None, case.patient, case.therapist)
    return is_other or statement.basis == "informant"


def _authors(case: Case, told: Sequence[Statement]) -> list[str]:
    """Return who wrote the sources, each once; a source that names nobody stands for itself."""
    used = {id for statement in told for id in statement.source}
    found: dict[str, str] = {}
    for source in case.sources:
        if source.id in used:
            name = " ".join((source.by or "").split())
            words = f"one author, {name}" if name else f"one source, {source.label}"
            found.setdefault(name.casefold() or f" {source.id}", shortened(words))
    return list(found.values())


def _of_unknown_origin(case: Case, ids: Sequence[str]) -> Missing:
    told = f"of {case.name(ids[0])} the file does not say who saw or told it, nor where it stands"
    if len(ids) > 1:
        told = (
            f"{len(ids)} of {len(case.statements)} statements do not say who saw or told them, "
            f"nor where they stand: {named(case, ids)}"
        )
    question = "Who saw this or told of it, and when was it written down?"
    return Missing(tuple(ids), told_as(told), question, ids[0])


def _of_one_voice(case: Case, told: Sequence[Statement], authors: Sequence[str]) -> Missing:
    heard = dict.fromkeys(s.said_by for s in told if s.said_by)
    if not heard and case.patient and any(s.basis == "reported" for s in told):
        heard = {case.patient: None}
    whose = in_list([case.name(id) for id in heard]) or "whoever wrote it"
    seen = sum(s.basis == "observed" for s in told)
    begun = (
        f"what the file tells goes back to {authors[0]}, and in it" if authors else "in this file"
    )
    marked = f"of {counted(len(told), 'statement')} of known origin "
    marked += f"{seen or 'none'} {'are' if seen > 1 else 'is'} marked as observed"
    question = "Who else was there or has heard of it, and how would they tell it?"
    return Missing(
        tuple(heard), told_as(f"{begun} no one is heard but {whose}; {marked}"), question, "sources"
    )
