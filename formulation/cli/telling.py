"""Findings as a person reads them: what was found, who is who, and what it does not claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from formulation.cli.speaking import Heading, paragraph, table
from formulation.cli.telling_weights import told_briefly
from formulation.findings import NearMiss

if TYPE_CHECKING:
    from formulation.cli.searching import Found
    from formulation.findings import Finding
    from formulation.model.case import Case
    from formulation.patterns.pattern import Pattern

__all__ = ["told"]

_CERTAINTY = {
    "certain": "the order is certain",
    "possible": "possible, not certain: what is dated leaves something open",
    "no order": "no order in time is asked",
    "described": "described as recurring: told as a repeated course, it cannot be counted",
}


def told(found: Found, asked: Sequence[Pattern], *, were_near_misses_asked: bool) -> list[str]:
    """Return the lines that tell what was found in one case.

    Parameters
    ----------
    found
        The case, its findings, and its near misses after them.
    asked
        The patterns that were looked for.
    were_near_misses_asked
        Whether near misses were looked for too.
    """
    case = found.case
    near = [finding for finding in found.findings if isinstance(finding, NearMiss)]
    fitting = [finding for finding in found.findings if not isinstance(finding, NearMiss)]
    texts = {pattern.pattern: _letters_for_words(pattern) for pattern in asked}
    lines: list[str] = [Heading(case.title or case.id)]
    lines += paragraph(_summary(fitting, asked, found.is_cut))
    if not fitting:
        lines += ["", *_nothing(bool(near), were_near_misses_asked)]
    for number, finding in enumerate(fitting, 1):
        lines += ["", *_finding(case, finding, number, texts[finding.pattern])]
    names = {finding.pattern for finding in fitting}
    lines += told_briefly([weight for weight in found.weights if weight.pattern in names])
    lines += _disclaimers(fitting, asked)
    if near:
        lines += ["", Heading("What nearly fits, and what would have to be known")]
    for number, miss in enumerate(near, len(fitting) + 1):
        lines += ["", *_near_miss(case, miss, number, texts[miss.pattern])]
    return lines


def _summary(fitting: Sequence[Finding], asked: Sequence[Pattern], is_cut: bool) -> str:
    count = f"{len(fitting):,}" if fitting else "no"
    told = f"{len(asked)} pattern{'s' * (len(asked) != 1)} looked for, "
    told += f"{count} finding{'s' * (len(fitting) != 1)}"
    return f"{told} told; there are more, which --limit left out." if is_cut else f"{told}."


def _nothing(has_near: bool, were_near_misses_asked: bool) -> list[str]:
    text = (
        "Nothing fits the case as it is written. That says something about the file, not "
        "about the person: what is not written down cannot be found."
    )
    if not were_near_misses_asked:
        text += " --near-misses shows what came nearest, and what would have to be known."
    elif not has_near:
        text += " Nor does anything come near."
    return paragraph(text)


def _letters_for_words(pattern: Pattern) -> frozenset[str]:
    """Return the letters of a pattern that stand for words and not for someone or something."""
    spaces = pattern.plan.spaces.items()
    return frozenset(letter for letter, space in spaces if space == "text")


def _finding(case: Case, finding: Finding, number: int, texts: frozenset[str]) -> list[str]:
    lines = [*_title(finding, number)]
    lines += paragraph(f"{_status(finding)}; {_CERTAINTY[finding.sureness]}.", "   ")
    lines += ["", *paragraph(finding.because, "   "), ""]
    lines += _who(case, finding, texts)
    lines += _steps(case, finding)
    lines += paragraph(f"Rests on: {finding.rests_on}.", "   ") if finding.rests_on else []
    return lines + _also(finding)


def _title(finding: Finding, number: int) -> list[str]:
    title = paragraph(finding.title, f"{number}. ", "   ")
    return [*(Heading(line) for line in title), f"   {finding.pattern}"]


def _status(finding: Finding) -> str:
    if not finding.missing:
        return "Complete"
    return f"Partial, without {', '.join(step.replace('_', ' ') for step in finding.missing)}"


def _who(case: Case, finding: Finding, texts: frozenset[str]) -> list[str]:
    from formulation.findings import each_of
    from formulation.model.base import in_list

    roles = sorted(finding.roles.items())
    who = []
    for letter, bound in roles:
        names = [f"“{id}”" if letter in texts else case.name(id) for id in each_of(bound)]
        who.append(f"{letter} is {in_list(names)}")
    joint = "; " if any(len(each_of(bound)) > 1 for _, bound in roles) else ", "
    return paragraph(f"Who is who: {joint.join(who)}.", "   ") if who else []


def _steps(case: Case, finding: Finding) -> list[str]:
    """Return a row for each statement, with all the steps that it stands for.

    The steps of several statements in a row are named once, at the first of them.
    """
    from formulation.findings import each_of

    steps: dict[str, list[str]] = {}
    for step, bound in finding.steps.items():
        for id in each_of(bound):
            steps.setdefault(id, []).append(step)
    told = {id: case.tell(case.statements[case.index_of[id]]) for id in steps}
    rows, before = [], ""
    for id, names in steps.items():
        name = ", ".join(names)
        rows.append(("" if name == before else name, id, told[id]))
        before = name
    return ["   Steps:", *table(rows, "     ")] if rows else []


def _also(finding: Finding) -> list[str]:
    count = len(finding.also)
    if not count:
        return []
    ways = "1 other way" if count == 1 else f"{count} other ways"
    return paragraph(f"The same episode also fits in {ways}; --every tells each.", "   ")


def _near_miss(case: Case, miss: Finding, number: int, texts: frozenset[str]) -> list[str]:
    lines = [*_title(miss, number), *paragraph(miss.because, "   ")]
    return lines + _who(case, miss, texts) + _steps(case, miss)


def _disclaimers(fitting: Iterable[Finding], asked: Sequence[Pattern]) -> list[str]:
    """Return what each pattern that was found does not claim, once."""
    names = dict.fromkeys(finding.pattern for finding in fitting)
    texts = {p.pattern: p.does_not_claim for p in asked if p.pattern in names}
    rows = [f"{name}: {texts[name]}" for name in names if texts.get(name)]
    if not rows:
        return []
    lines = ["", Heading("What these patterns do not claim")]
    return lines + [line for row in rows for line in paragraph(row, "   ", "     ")]
