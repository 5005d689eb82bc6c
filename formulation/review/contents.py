"""What every formulation tells: what is suffered and since when, what helps, what the body does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formulation.errors import counted
from formulation.model.case import Case
from formulation.model.figures import Symptom
from formulation.model.inner import NONE_KNOWN, Factor
from formulation.review.wording import (
    Missing,
    claims_of,
    is_of_patient,
    listed,
    placed,
    told_as,
)

__all__ = ["bodily_factors", "presenting_problem", "strengths"]

#: kinds of symptoms that say what the body has, not only what is felt
_BODILY = ("disease", "injury")


def presenting_problem(case: Case) -> Iterator[Missing]:
    """Yield a gap unless one of the patient's symptoms has both a beginning and a course (C01)."""
    symptoms = _symptoms(case)
    if any(symptom.onset and symptom.course for symptom in symptoms):
        return
    who = case.name(None)
    if not symptoms:
        told = f"The file names no symptom or other problem that brought {who} to treatment."
        question = f"What brought {who} here, when did it begin, and how has it gone since?"
        yield Missing((), told, question, "symptoms")
        return
    question = f"Which of these troubles {who} most, when did it begin, and how has it gone since?"
    if len(symptoms) == 1:
        question = f"When did {symptoms[0].label} begin, and how has that gone since?"
    ids = tuple(symptom.id for symptom in symptoms)
    yield Missing(ids, _untold(symptoms), question, ids[0])


def _symptoms(case: Case) -> list[Symptom]:
    """Return what the patient suffers from, everyone's where there is no one patient."""
    return [s for s in case.symptoms if case.patient is None or s.of in (None, case.patient)]


def _untold(symptoms: Sequence[Symptom]) -> str:
    """Say which symptoms lack their beginning, which their course, and which lack both."""
    lacking = {
        "no course": [s.label for s in symptoms if s.onset],
        "no beginning": [s.label for s in symptoms if s.course],
        "neither beginning nor course": [s.label for s in symptoms if not s.onset and not s.course],
    }
    if len(symptoms) == 1:
        [what] = [what for what, labels in lacking.items() if labels]
        return f"Of {symptoms[0].label} the file tells {what}."
    parts = [f"{what} of {listed(labels)}" for what, labels in lacking.items() if labels]
    told = f"Of none of {len(symptoms)} symptoms does the file tell both beginning and course"
    return f"{told}: {'; '.join(parts)}."


def strengths(case: Case) -> Iterator[Missing]:
    """Yield a gap where neither a strength of the patient nor a protective claim is told (C05)."""
    if any(s.kind == "strength" and is_of_patient(case, s) for s in case.statements):
        return
    if any(claim.as_ == "protective" for _, claim in claims_of(case)):
        return
    who = case.name(None)
    told = f"The file names no strength of {who}, and nothing that protects or helps."
    question = f"What has carried {who} until now, and who or what helps when it is hard?"
    yield Missing((), told, question, "inner")


def bodily_factors(case: Case) -> Iterator[Missing]:
    """Yield a gap where biological factors are neither told nor said to be unknown (C06)."""
    factors = [(id, s) for id, s in placed(case) if isinstance(s, Factor)]
    own = [(id, factor) for id, factor in factors if is_of_patient(case, factor)]
    if any(_is_bodily(factor) for _, factor in own):
        return
    if any(symptom.kind in _BODILY for symptom in _symptoms(case)):
        return
    vague = tuple(id for id, factor in own if factor.domain is None)
    who = case.name(None)
    told = (
        f"The file names no disease, injury or other biological factor of {who}, and does not say "
        "that none is known"
    )
    if vague:
        told += (
            f"; {counted(len(vague), 'factor')} {'gives' if len(vague) == 1 else 'give'} no domain"
        )
    question = (
        "What is known of the body's part in this: illness, injury, medicines, substances, "
        "sleep, what runs in the family?"
    )
    yield Missing(vague, told_as(told), question, vague[0] if vague else "inner")


def _is_bodily(factor: Factor) -> bool:
    """Tell whether a factor speaks of the body; "none known" without a domain speaks of all."""
    if factor.domain is None:
        return factor.text.casefold() == NONE_KNOWN
    return factor.domain == "biological"
