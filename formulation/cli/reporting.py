"""The command ``report``: a case, what was found in it and what it lacks, as one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formulation.cli.patterns import OwnPatterns, PatternNames, known_patterns
from formulation.cli.reading import (
    CasePaths,
    cases_of,
    files_of,
    is_folder,
    make_folder,
    refuse_overwriting,
    with_progress,
)
from formulation.cli.searching import asked_patterns
from formulation.cli.setting import Settings, with_settings
from formulation.cli.speaking import refuse, say

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["report"]


def _profiles(incomplete: str = "") -> list[str]:
    from formulation.views.report.profiles import PROFILES

    return [name for name in PROFILES if name.startswith(incomplete)]


Output = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Where to: .html, .md, .docx or .pdf; the case's id with .html unless said.",
    ),
]
Profile = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Who may read it: private, supervision (no quotations, no notes) or teaching "
        "(roles for names, years for dates).",
        autocompletion=_profiles,
    ),
]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Draw uncertain dates and shifts so.")]
Watch = Annotated[
    bool,
    typer.Option("--watch", help="Show the page on this machine and redraw it as CASE is saved."),
]


def report(
    cases: CasePaths,
    output: Output = None,
    profile: Profile = "private",
    pattern: PatternNames = None,
    patterns: OwnPatterns = None,
    settings: Settings = None,
    seed: Seed = 0,
    watch: Watch = False,
) -> None:
    """Write a case as one page: summary, map over time, timeline, findings, weights, gaps, sources.

    CASE is a file, a folder of them, or - for standard input; of several cases each is written,
    into the folder FILE.  The page needs no network and holds everything; give it to those alone
    who may read the case.
    """
    from formulation.errors import UnknownName
    from formulation.views.report.profiles import PROFILES

    if profile not in PROFILES:
        raise UnknownName(profile, "profile", PROFILES)
    shown = asked_patterns(pattern, patterns, settings)
    family = with_settings(known_patterns(patterns), settings)
    files = files_of(cases)
    options = {"profile": profile, "patterns": shown, "family": family, "seed": seed}
    if watch:
        _watch(files, output, options)
        return
    _refuse_output(output, of_several=len(files) > 1)
    read = cases_of(files)
    targets = _targets(read, output, profile)
    for target in targets:
        refuse_overwriting(target, [*files, *(patterns or ())])
    make_folder(output, targets)
    for case, target in with_progress(list(zip(read, targets, strict=True)), "Writing"):
        _write(case, target, options)
    say(*_told(read, targets, profile))


def _write(case: Case, target: str, options: dict[str, object]) -> None:
    from formulation.notation import write_atomically
    from formulation.reporting import format_of, report_of, written

    kind = format_of(target)
    write_atomically(target, written(report_of(case, **options), kind))  # type: ignore[arg-type]


def _refuse_output(output: str | None, *, of_several: bool) -> None:
    """End the command where nothing can be written there: before the work, not after it."""
    from formulation.reporting import format_of

    if output == "-":
        refuse("a report is a file; give -o a name that ends in .html, .md, .docx or .pdf")
    if output is not None and not is_folder(output, of_several=of_several):
        format_of(output)


def _targets(cases: Sequence[Case], output: str | None, profile: str) -> list[str]:
    """Return the file that each case is written to; one for teaching is not named after it."""
    if output is not None and not is_folder(output, of_several=len(cases) > 1):
        if len(cases) > 1:
            refuse("one report is of one case, and several are given; let -o name a folder")
        return [output]
    names = [case.id for case in cases]
    if profile == "teaching":
        many = len(cases) > 1
        names = [f"teaching-{n}" if many else "teaching" for n in range(1, len(cases) + 1)]
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        refuse(f"several cases have the id {twice[0]}, and their reports the same name")
    return [str(Path(output or "") / f"{name}.html") for name in names]


def _told(cases: Sequence[Case], targets: Sequence[str], profile: str) -> Iterator[str]:
    for case, target in zip(cases, targets, strict=True):
        yield f"The {profile} report of {case.title or case.id} is in {target}."
    if profile == "teaching":
        yield "It is a disguise and no anonymity: read it before you show it."


def _watch(files: Sequence[str], output: str | None, options: dict[str, object]) -> None:
    if len(files) > 1 or files[0] == "-":
        refuse("--watch shows the file of one case, and it needs its name")
    if output is not None:
        refuse("--watch writes no file; leave out -o, or --watch")
    from formulation.cli.watching import watch

    watch(files[0], options)
