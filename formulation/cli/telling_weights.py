"""Weights as a person reads them: the verdict, its numbers, what stands beside, what to record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from formulation.cli.speaking import Heading, paragraph

if TYPE_CHECKING:
    from formulation.chance.weigh import Weights
    from formulation.findings import Change, ScaleChange, Weight
    from formulation.model.case import Case

__all__ = ["told_briefly", "told_weights"]

#: what a verdict on a change is called: a ratio above 1 is more often, and none of them is praise
_TURNED = {
    "supported": "More often. ",
    "weak": "Perhaps more often. ",
    "opposite": "Less often. ",
    "not supported": "No clear change. ",
    "too few to tell": "Too few to tell. ",
    "not testable": "Not testable. ",
}
_MEANING = ("It means", "What would change it", "What it does not mean")


def told_weights(case: Case, weights: Weights) -> list[str]:
    """Return the lines that tell what was weighed in one case."""
    tested = [weight for weight in weights if weight.is_testable]
    rest = [weight for weight in weights if not weight.is_testable]
    lines: list[str] = [Heading(case.title or case.id), *paragraph(_summary(weights, tested))]
    for number, weight in enumerate(tested, 1):
        lines += ["", *_tested(case, weight, number)]
    if rest:
        lines += ["", Heading("What cannot be weighed"), *_untested(rest)]
    changes: list[Change | ScaleChange] = [*weights.changes, *weights.scales]
    for change in changes:
        lines += ["", *_changed(change)]
    if tested or weights.changes or weights.scales:
        lines += ["", Heading("How it was reckoned, to paste into a report")]
        lines += paragraph(weights.methods, "   ")
    return lines


def _summary(weights: Weights, tested: Sequence[Weight]) -> str:
    if not weights:
        return (
            "None of these patterns asks a question of this case that could be weighed: nothing "
            "in the file is of the kind they ask about."
        )
    count = len(weights)
    asked = "1 question" if count == 1 else f"{count} questions"
    could = "none could be weighed" if not tested else f"{len(tested)} could be weighed"
    return f"{asked} asked, {could}. Verdicts are about the order of events, not about why."


def _tested(case: Case, weight: Weight, number: int) -> Iterator[str]:
    yield from (Heading(line) for line in paragraph(weight.question, f"{number}. ", "   "))
    yield f"   {weight.pattern}"
    yield from _who(case, weight)
    yield ""
    yield from paragraph(f"{weight.verdict.capitalize()}. {weight.because}", "   ")
    yield ""
    for label, text in zip(_MEANING, weight.means, strict=True):
        yield from paragraph(f"{label}: {text}", "   ", "     ")
    if weight.notes:
        yield ""
    for note in weight.notes:
        yield from paragraph(note, "   - ", "     ")


def _who(case: Case, weight: Weight) -> Iterator[str]:
    from formulation.findings import each_of
    from formulation.model.base import in_list

    names = {k: [case.name(id) for id in each_of(v)] for k, v in sorted(weight.roles.items())}
    told = ", ".join(f"{letter} is {in_list(ids)}" for letter, ids in names.items())
    yield from paragraph(f"Who is who: {told}.", "   ") if told else ()


def _untested(weights: Sequence[Weight]) -> Iterator[str]:
    """Yield why each could not be weighed, then all that would have to be recorded, once."""
    reasons: dict[str, list[str]] = {}
    for weight in weights:
        reasons.setdefault(weight.because, []).append(weight.pattern)
    for because, patterns in reasons.items():
        names = ", ".join(dict.fromkeys(patterns))
        yield from paragraph(f"{because} ({names})", "   - ", "     ")
    yield ""
    yield from paragraph("To be able to weigh them, record:", "   ")
    for text in dict.fromkeys(text for weight in weights for text in weight.wanted):
        yield from paragraph(text, "   - ", "     ")


def _changed(change: Change | ScaleChange) -> Iterator[str]:
    name = getattr(change, "outcome_name", "") or getattr(change, "scale", "")
    title = f"Before and after {change.event_name}: {name}"
    yield from (Heading(line) for line in paragraph(title))
    verdict = _TURNED.get(getattr(change, "verdict", ""), "")
    yield from paragraph(f"{verdict}{change.because}", "   ")
    rivals = getattr(change, "rivals", ())
    if rivals:
        yield from paragraph("What else could have done it:", "   ")
    for rival in rivals:
        yield from paragraph(rival, "   - ", "     ")
    for note in change.notes:
        yield from paragraph(note, "   ")


def told_briefly(weights: Sequence[Weight]) -> list[str]:
    """Return the lines with which a search ends: each pattern that was found, with its weight."""
    if not weights:
        return []
    lines: list[str] = ["", Heading("How this weighs against chance")]
    for weight in weights:
        told = f"{weight.pattern}: {weight.verdict}. {weight.because}"
        lines += paragraph(told, "   ", "     ")
    return [*lines, *paragraph("'formulation weigh' tells what each means, and how it was done.")]
