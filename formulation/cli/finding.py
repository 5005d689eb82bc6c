"""The command ``find``: which named patterns fit a case, how certainly, and what nearly fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formulation.cli.case_files import AsJson
from formulation.cli.drawing import draw_map
from formulation.cli.patterns import OwnPatterns, PatternNames, known_patterns
from formulation.cli.pictures import format_of
from formulation.cli.reading import (
    CasePaths,
    ToldInto,
    cases_of,
    files_of,
    has_many,
    refuse_overwriting,
    with_progress,
)
from formulation.cli.searching import LIMIT, Found, asked_patterns, search
from formulation.cli.setting import Settings
from formulation.cli.speaking import complain, emit, json_text, paragraph, refuse, say
from formulation.cli.weighing import weights_of, with_asked

if TYPE_CHECKING:
    from formulation.patterns.pattern import Pattern

__all__ = ["find"]

_NEAREST = 10


Every = Annotated[bool, typer.Option("--every", help="Tell every combination, not one an episode.")]
NearMisses = Annotated[
    bool, typer.Option("--near-misses", help="Add the ten that nearly fit, and why not quite.")
]
Limit = Annotated[int, typer.Option(min=1, metavar="N", help="Tell at most so many of each case.")]
Draw = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Draw the map too, with the first finding marked on it."),
]


def find(
    cases: CasePaths,
    pattern: PatternNames = None,
    patterns: OwnPatterns = None,
    settings: Settings = None,
    every: Every = False,
    near_misses: NearMisses = False,
    limit: Limit = LIMIT,
    draw: Draw = None,
    output: ToldInto = None,
    json: AsJson = False,
) -> None:
    """Find which named patterns fit a case, how certainly, and on which statements that rests.

    CASE is a file, a folder of them, or - for standard input; several may be named.  Finding
    nothing is no failure.  What is found ends with its weight; 'weigh' tells more of it.
    """
    files = files_of(cases)
    if draw is not None:
        _refuse_drawing(draw, files)
        if output is not None and Path(output).resolve() == Path(draw).resolve():
            refuse("the findings and the map cannot both be written to one file")
    for written in (output, draw):
        refuse_overwriting(written, [*files, *(patterns or ())])
    asked = asked_patterns(pattern, patterns, settings)
    family = with_asked(known_patterns(patterns), asked)
    nearest = _NEAREST if near_misses else 0
    found = [
        search(case, asked, every=every, near_misses=nearest, limit=limit)
        for case in with_progress(cases_of(files), "Searching")
    ]
    found = [replace(one, weights=weights_of(one.case, asked, family)) for one in found]
    if json:
        emit(_as_json(found, has_many(cases)), output)
        complain(*(_cut(one.case.id, limit) for one in found if one.is_cut))
    else:
        emit([*_as_set(settings), *_as_told(found, asked, nearest)], output)
    if draw is not None:
        _draw(found[0], draw, aside=json)


def _refuse_drawing(path: str, files: Sequence[str]) -> None:
    """End the command where a map cannot be drawn: before the search, not after it."""
    if len(files) > 1:
        refuse("--draw draws the map of one case, and several are given")
    if path == "-":
        refuse("--draw needs the name of a file; the findings go to standard output")
    format_of(path)


def _as_json(found: Sequence[Found], is_many: bool) -> list[str]:
    told = [one.to_dict() for one in found]
    return [json_text({"cases": told} if is_many else told[0])]


def _as_told(found: Sequence[Found], asked: Sequence[Pattern], near_misses: int) -> list[str]:
    from formulation.cli.telling import told

    lines: list[str] = []
    for one in found:
        lines += [""] * bool(lines)
        lines += told(one, asked, were_near_misses_asked=near_misses > 0)
    return lines


def _as_set(settings: Sequence[str] | None) -> list[str]:
    """Return the line that says what was set, so that it can be read in what is kept."""
    told = ", ".join(settings or ())
    return paragraph(f"Set for this search: {told}.") if told else []


def _cut(case: str, limit: int) -> str:
    return f"Note: {case} has more findings than the {limit:,} that --limit lets through"


def _draw(found: Found, path: str, *, aside: bool) -> None:
    """Draw the map with the first finding, and say so where JSON is not disturbed."""
    first = found.first()
    told = draw_map(found.case, path, finding=first)[0]
    told += "" if first is None else " Finding 1 is marked on it."
    complain(told) if aside else say("", told)
