"""What a case claims about how it all came about: claims as arrows, and what stands beside them.

A claim of the literature, about people in general, is no part of this development; it is counted
and told apart.  Another account of a claim stands beneath the first and is no arrow of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulation.errors import shortened
from formulation.model.base import Statement, in_list
from formulation.model.claims import Claim

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["COLUMNS", "PARTS", "Arrow", "Development", "Named", "development_of"]

#: the parts a claim may play that stand side by side, in the order of time
COLUMNS = ("predisposing", "precipitating", "perpetuating", "protective")
#: all parts, in the order in which they are told; the last is that of a claim that says none
PARTS = (*COLUMNS, "mechanism", "")
_LONGEST = 300  # characters of one text
_EFFECTS = {
    "raises": "makes likelier",
    "lowers": "makes less likely",
    None: "bears on; which way is not said",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A statement, figure or symptom by its words.

    Attributes
    ----------
    id, told
        The statement's id and sentence; empty for a figure or symptom.
    words
        What it is called.
    key
        Its id in the case, whatever it is.
    """

    id: str
    told: str
    words: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A claim: from what to what, how it is known, and what speaks against it.

    Attributes
    ----------
    id, told, words
        Its id, its sentence, and its own words.
    part
        ``predisposing`` and the like; ``""`` where the file does not say.
    starts, ends
        What it leads from and to.
    effect
        Whether it makes the other likelier, in words.
    known
        Whose claim it is and how it is known, in words.
    is_inferred
        Whether it is concluded and not told.
    rivals, against, predicts
        What else could explain it, what would count against it, what it foretells.
    accounts
        Other accounts of the same.
    revised_by
        Later claims that revise it.
    """

    id: str
    told: str
    words: str
    part: str
    starts: tuple[Named, ...]
    ends: tuple[Named, ...]
    effect: str
    known: str
    is_inferred: bool
    rivals: tuple[str, ...]
    against: tuple[str, ...]
    predicts: tuple[str, ...]
    accounts: tuple[Named, ...]
    revised_by: tuple[Named, ...]


@dataclass(frozen=True)
class Development:
    """All claims of a case by their part, and what stands beside them.

    Attributes
    ----------
    arrows
        The claims by part, in the order of the file; every part has a place.
    strengths, factors, goals
        What helps, what else bears on it, what the treatment is for.
    general
        What is claimed of people in general.
    """

    arrows: dict[str, tuple[Arrow, ...]]
    strengths: tuple[Named, ...]
    factors: tuple[Named, ...]
    goals: tuple[Named, ...]
    general: tuple[Named, ...]


def development_of(case: Case) -> Development:
    """Return what a case claims about how it came about."""
    own: dict[str, Claim] = {}
    general: list[str] = []
    for id, statement in zip(case.ids, case.statements, strict=True):
        if isinstance(statement, Claim) and statement.scope == "general":
            general.append(id)
        elif isinstance(statement, Claim):
            own[id] = statement
    first = {id: claim for id, claim in own.items() if claim.alternative_of not in own}
    arrows: dict[str, list[Arrow]] = {part: [] for part in PARTS}
    for id, claim in first.items():
        arrows[claim.as_ or ""].append(_arrow(case, id, claim, own))
    return Development(
        arrows={part: tuple(found) for part, found in arrows.items()},
        strengths=_all_of(case, "strength"),
        factors=_all_of(case, "factor"),
        goals=_all_of(case, "goal"),
        general=tuple(_named(case, id) for id in general),
    )


def _arrow(case: Case, id: str, claim: Claim, own: dict[str, Claim]) -> Arrow:
    return Arrow(
        id=id,
        told=case.tell(claim),
        words=shortened(claim.text, _LONGEST),
        part=claim.as_ or "",
        starts=tuple(_named(case, one) for one in claim.from_),
        ends=tuple(_named(case, one) for one in claim.to),
        effect=_EFFECTS[claim.effect],
        known=_known(case, claim),
        is_inferred=claim.basis == "inferred",
        rivals=tuple(shortened(rival, _LONGEST) for rival in claim.rivals),
        against=tuple(shortened(one, _LONGEST) for one in claim.against),
        predicts=tuple(shortened(one, _LONGEST) for one in claim.predicts),
        accounts=tuple(_named(case, one) for one in _accounts(id, own)),
        revised_by=tuple(_named(case, n) for n, other in own.items() if other.revises == id),
    )


def _accounts(id: str, own: dict[str, Claim]) -> Iterator[str]:
    """Yield the claims that are other accounts of one, and other accounts of those."""
    for other, claim in own.items():
        if claim.alternative_of == id and other != id:
            yield other
            yield from _accounts(other, own)


def _known(case: Case, claim: Claim) -> str:
    """Return whose claim it is and how it is known, as far as the file says."""
    parts = [case.name(claim.said_by)] if claim.said_by else []
    how = [claim.basis] if claim.basis else ["how it is known is not said"]
    how += [f"{claim.inference} inference"] if claim.inference else []
    how += [f"{claim.confidence} confidence"] if claim.confidence else []
    return ": ".join([*parts, ", ".join(how)])


def _named(case: Case, id: str) -> Named:
    """Return an id with its words; a claim, a goal and the like by its own text."""
    if id not in case.index_of:
        return Named("", "", case.name(id), id)
    statement = case.statements[case.index_of[id]]
    return Named(id, case.tell(statement), _words(case, statement), id)


def _words(case: Case, statement: Statement) -> str:
    text = getattr(statement, "text", None)
    if statement.kind in ("claim", "goal", "strength", "factor") and text:
        domain = getattr(statement, "domain", None)
        return shortened(text, _LONGEST) + (f" ({domain})" if domain else "")
    return statement.called(case.name).removeprefix("the ")


def _all_of(case: Case, kind: str) -> tuple[Named, ...]:
    told = zip(case.ids, case.statements, strict=True)
    return tuple(_with_whose(case, id, s) for id, s in told if s.kind == kind)


def _with_whose(case: Case, id: str, statement: Statement) -> Named:
    """Return a strength, factor or goal with whose it is, where it is not the patient's."""
    named = _named(case, id)
    others = [who for who in case.by_whom(statement) if who != case.patient]
    whose = f"{in_list([case.name(who) for who in others])}: " if others else ""
    mark = " (inferred)" if statement.basis == "inferred" else ""
    return Named(named.id, named.told, f"{whose}{named.words}{mark}", id)
