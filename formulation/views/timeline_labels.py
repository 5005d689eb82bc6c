"""The few words for each thing on a timeline, and what many of a kind have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from formulation.errors import shortened
from formulation.model.base import Statement, begins_with_of
from formulation.model.figures import Symptom
from formulation.terms import vocabulary

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["ANOTHER", "group_of", "label_of", "owner_of"]

#: what stands behind each of two statements that are accounts of one thing
ANOTHER = " (another account)"
#: told by what happened; a loss is told by what is lost, a person or a faith
_TOLD_BY_WHAT = ("trauma", "harm", "invalidation", "separation", "care", "rally")
#: the kinds whose own text says nothing of the kind: a dream of a fire is no fire
_NAMED = ("goal", "dream")
_LONGEST = 160


def label_of(case: Case, statement: Statement) -> str:
    """Return a few words for a statement.

    Parameters
    ----------
    case, statement
        The case, and what of it is to be named.
    """
    return shortened(f"{_whose(case, statement)}{_words(case, statement)}", _LONGEST)


def _words(case: Case, statement: Statement) -> str:
    if statement.kind == "risk":
        return _risk(statement)
    if statement.subject == "text":
        is_named = statement.section == "inner" or statement.kind in _NAMED
        text = statement.subjects[0]
        between = " " if begins_with_of(text) else ": "
        kind = f"{statement.kind.replace('_', ' ')}{between}" if is_named else ""
        return f"{kind}{text}"
    if statement.kind == "change":
        parts = (getattr(statement, "aspect", None), getattr(statement, "how", None))
        return f"{_bare(case.name(statement.subjects[0]))}: {_joined(parts)}"
    is_told = statement.what and not begins_with_of(statement.what)
    if is_told and statement.kind in _TOLD_BY_WHAT:
        return f"{statement.kind}: {statement.what}"
    if statement.kind == "relationship":
        tie = getattr(statement, "is_", None)
        names = " – ".join(case.name(id) for id in statement.subjects)
        return f"{tie}: {names}" if tie else names
    return _bare(statement.called(case.name))


def _risk(statement: Statement) -> str:
    """Return a danger as a danger, and one that was asked about and not found as an answer."""
    text = statement.subjects[0]
    form = getattr(statement, "form", None)
    if form is None or text == form:
        form = form or vocabulary("risk_form").canonical(text)
        text = "" if form else text
    is_answer = getattr(statement, "is_answer_no", False)
    head = f"as to {form or 'risk'}" if is_answer else f"risk of {form}" if form else "risk"
    return ": ".join(filter(None, (head, text, statement.what)))


def _joined(parts: Sequence[str | None]) -> str:
    return " ".join(part for part in parts if part) or "changed"


def _bare(phrase: str) -> str:
    return phrase.removeprefix("the ")


def owner_of(case: Case, symptom: Symptom) -> str:
    """Return whose symptom it is, "Hugh: "; nothing where it is the patient's."""
    if symptom.of is None or symptom.of == case.patient:
        return ""
    return f"{case.name(symptom.of)}: "


def _whose(case: Case, statement: Statement) -> str:
    """Return in whom a symptom flares, eases or changes, if that is not the patient."""
    if statement.kind not in ("escalation", "remission", "change"):
        return ""
    by = getattr(statement, "by", None)
    if by is not None:
        return "" if by == case.patient else f"{case.name(by)}: "
    whose = {
        owner_of(case, symptom)
        for symptom in (case[id] for id in statement.subjects if id in case)
        if isinstance(symptom, Symptom)
    }
    return whose.pop() if len(whose) == 1 else ""


def group_of(case: Case, statement: Statement) -> str:
    """Return the words that statements of one kind have in common which belong together."""
    subjects = statement.subjects
    if statement.kind == "resolution" and subjects[0] in case.index_of:
        subjects = case.statements[case.index_of[subjects[0]]].subjects
    figures = [id for id in subjects if id in case and id not in case.index_of]
    kind = statement.kind.replace("_", " ")
    if not figures:
        return kind
    names = ", ".join(case.name(id) for id in figures)
    return shortened(f"{kind}: {_whose(case, statement)}{names}", _LONGEST)
