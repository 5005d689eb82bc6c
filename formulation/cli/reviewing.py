"""The command ``review``: what a case file does not say, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from formulation.cli.case_files import AsJson
from formulation.cli.reading import (
    ToldInto,
    cases_of,
    files_of,
    has_many,
    refuse_overwriting,
    with_progress,
)
from formulation.cli.speaking import Heading, emit, json_text, paragraph, refuse

if TYPE_CHECKING:
    from formulation.findings import Gap
    from formulation.model.case import Case
    from formulation.review.answers import Review
    from formulation.review.checks import Check

__all__ = ["check_ids", "review"]


def check_ids(incomplete: str = "") -> list[str]:
    """Return the ids of the checks that begin so."""
    from formulation.review.checks import CHECKS

    return [id for id in CHECKS if id.startswith(incomplete.upper())]


Paths = Annotated[list[str] | None, typer.Argument(metavar="CASE", hidden=True)]
Checks = Annotated[
    list[str] | None,
    typer.Option(
        "--check",
        metavar="ID",
        help="Ask this check alone, such as C12; may be given again.",
        autocompletion=check_ids,
    ),
]
Listing = Annotated[
    bool, typer.Option("--list", help="Tell what is asked, why, and whose idea it is.")
]

#: what stands over the gaps of each level; none of them is a mark that the case is given
_LEVELS = {"error": "To settle first", "warning": "To ask about", "info": "Good to know"}
#: so many ids are shown where to look
_MOST_PLACES = 6


def review(
    cases: Paths = None,
    check: Checks = None,
    listing: Listing = False,
    output: ToldInto = None,
    json: AsJson = False,
) -> None:
    """Tell what a case file lacks or what does not add up in it, and what to ask next.

    CASE is a file, a folder of them, or - for standard input; several may be named.  Each gap comes
    with why it matters and a question for the next session or for supervision.  It speaks of the
    file, never of the person, and gives no marks: gaps are no failure, and end with 0.
    """
    from formulation.review.checks import checks_named

    asked = checks_named(check)
    if listing:
        _list(cases, asked, output, json=json)
        return
    if not cases:
        refuse("name a case to review: a file, a folder, or - ; --list tells what is asked")
    files = files_of(cases)
    refuse_overwriting(output, files)
    read = list(with_progress(cases_of(files), "Reviewing"))
    found = [(case, _review(case, asked)) for case in read]
    if json:
        told = [gaps.to_dict() for _, gaps in found]
        emit([json_text({"cases": told} if has_many(cases) else told[0])], output)
        return
    lines: list[str] = []
    for case, gaps in found:
        lines += [""] * bool(lines) + _told(case, gaps)
    emit(lines, output)


def _review(case: Case, checks: Iterable[Check]) -> Review:
    from formulation.review.answers import review

    return review(case, checks=[check.id for check in checks])


def _list(
    cases: Sequence[str] | None, checks: Sequence[Check], output: str | None, *, json: bool
) -> None:
    """Tell of the checks themselves; they are the same for every case."""
    if cases:
        refuse("--list tells what is asked of every case, and reads none")
    if json:
        emit([json_text({"checks": [check.to_dict() for check in checks]})], output)
        return
    lines: list[str] = []
    for check in checks:
        lines += [""] * bool(lines)
        lines += [Heading(line) for line in paragraph(f"{check.id} {check.title}", "", "    ")]
        lines += paragraph(check.why, "   ")
        lines += paragraph(f"Level: {check.level}.", "   ")
        lines += paragraph(f"Source: {check.source}.", "   ", "     ")
        lines += paragraph(f"In the file: {check.written}.", "   ", "     ")
    emit(lines, output)


def _told(case: Case, gaps: Review) -> list[str]:
    """Return the lines that tell the gaps of one case, those of each level together."""
    lines: list[str] = [Heading(case.title or case.id), *paragraph(_summary(gaps))]
    number = 0
    for level, heading in _LEVELS.items():
        of_level = gaps.of_level(level)
        if of_level:
            lines += ["", Heading(f"{heading} ({level})")]
        for gap in of_level:
            number += 1
            lines += ["", *_gap(gap, number)]
    return lines


def _summary(gaps: Review) -> str:
    if not gaps:
        return (
            f"{gaps} What was asked for is in the file. That does not say that the formulation is "
            "right."
        )
    return f"{gaps} They are gaps in the file, not in the person, and each leads to a question."


def _gap(gap: Gap, number: int) -> Iterator[str]:
    from formulation.review.checks import CHECKS

    title = f"{number}. {gap.title} ({gap.check})"
    yield from (Heading(line) for line in paragraph(title, "", "   "))
    yield from paragraph(gap.told, "   ")
    yield ""
    yield from paragraph(f"To ask: {gap.question}", "   ", "     ")
    yield from paragraph(f"Why: {gap.why}", "   ", "     ")
    yield from paragraph(f"Where: {_where(gap)}.", "   ", "     ")
    yield from paragraph(f"In the file: {CHECKS[gap.check].written}.", "   ", "     ")


def _where(gap: Gap) -> str:
    """Return where to look: the place first, then the rest of what the gap is about."""
    places = list(dict.fromkeys((gap.place, *gap.about)))
    more = len(places) - _MOST_PLACES
    told = ", ".join(places[:_MOST_PLACES])
    return f"{told} and {more} more" if more > 0 else told
