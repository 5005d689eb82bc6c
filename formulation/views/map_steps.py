"""The steps of a finding on a map: their numbers, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from formulation.errors import UnknownName
from formulation.findings import each_of
from formulation.views.gaps import reason_in_words
from formulation.views.picture import MapStep, Shown

if TYPE_CHECKING:
    from formulation.findings import Finding
    from formulation.model.case import Case

__all__ = ["headline_of", "step_numbers", "steps_of"]

_CERTAINTY = {
    "certain": "the order is certain, as dated",
    "possible": "the order is possible, not certain",
    "no order": "no order in time is asked",
    "described": "told as a repeated course, so it cannot be counted",
}


def headline_of(finding: Finding | None) -> str:
    """Return what is highlighted and how certain it is; nothing without a finding."""
    if finding is None:
        return ""
    if finding.failed:
        return f"Nearly found, and highlighted: {finding.title}"
    return f"Highlighted: {finding.title} ({_CERTAINTY[finding.sureness]})"


def step_numbers(case: Case, finding: Finding | None) -> dict[str, int]:
    """Return the number of each statement that the finding rests on, in the order of its steps.

    Raises
    ------
    UnknownName
        Where the finding speaks of another case, or of a statement this one does not have.
    """
    if finding is None:
        return {}
    if finding.case != case.id:
        raise UnknownName(finding.case, "case here", [case.id])
    for id in finding.statements:
        if id not in case.index_of:
            raise UnknownName(id, "statement of this case", case.ids)
    return {id: number for number, id in enumerate(finding.statements, start=1)}


def steps_of(case: Case, finding: Finding | None, shown: Iterable[Shown]) -> tuple[MapStep, ...]:
    """Return the steps of a finding in words, then those that were not found.

    Parameters
    ----------
    case, finding
        The case, and what is highlighted in it.
    shown
        What is drawn; a step that is not among it says so.
    """
    if finding is None:
        return ()
    drawn = {id for one in shown for id in one.statements}
    steps = []
    for id, number in step_numbers(case, finding).items():
        names = tuple(name for name, own in finding.steps.items() if id in each_of(own))
        words = case.tell(case.statements[case.index_of[id]])
        words += "" if id in drawn else " (Not drawn.)"
        steps.append(MapStep(number, names, id, words))
    return (*steps, *_not_found(finding))


def _not_found(finding: Finding) -> Iterator[MapStep]:
    failed, missing = finding.failed, finding.missing
    if failed:
        words = f"Not found: {_plain(failed.step)} ({reason_in_words(failed)})."
        yield MapStep(None, (failed.step,), "", words)
        missing = tuple(name for name in missing if name != failed.step)
    if missing:
        also = "So not looked for" if failed else "Not found, and not needed"
        words = f"{also}: {', '.join(map(_plain, missing))}."
        yield MapStep(None, missing, "", words)


def _plain(name: str) -> str:
    """Return the name of a step as words."""
    return name.replace("_", " ")
