"""The command ``draw``: the relational map of a case, as a picture or for other programs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formulation.cli.completing import catalogue_names
from formulation.cli.patterns import OwnPatterns
from formulation.cli.pictures import GRAPHS, MAP_FORMATS, format_of
from formulation.cli.reading import (
    CasePaths,
    cases_of,
    files_of,
    refuse_overwriting,
    with_progress,
)
from formulation.cli.searching import asked_patterns, search
from formulation.cli.speaking import complain, emit, paragraph, refuse, say

if TYPE_CHECKING:
    from formulation.findings import Finding
    from formulation.model.case import Case
    from formulation.patterns.pattern import Pattern
    from formulation.views.map import MapView

__all__ = ["draw", "draw_map"]

_MOST_LINES = 8


def _formats(incomplete: str = "") -> list[str]:
    return [name for name in MAP_FORMATS if name.startswith(incomplete)]


Output = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Where to; the case's id with .svg unless said."
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT",
        help=f"{', '.join(MAP_FORMATS)}; what FILE ends in unless said.",
        autocompletion=_formats,
    ),
]
Marked = Annotated[
    list[str] | None,
    typer.Option(
        "--pattern",
        metavar="NAME",
        help="Mark the first finding of this pattern; may be given again.",
        autocompletion=catalogue_names,
    ),
]
At = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Draw the case as of this date, such as 2022-06."),
]


def draw(
    cases: CasePaths,
    output: Output = None,
    format: Format = None,
    at: At = None,
    pattern: Marked = None,
    patterns: OwnPatterns = None,
) -> None:
    """Draw the relational map of a case: who stands how to whom, and what flares between them.

    CASE is a file, a folder of them, or - for standard input; of several cases each is drawn, into
    the folder FILE.  With --pattern the first finding of that pattern is marked on the map, its
    steps numbered.
    """
    _read_date(at)
    kind = format_of(None if output is None or Path(output).is_dir() else output, format)
    if patterns and not pattern:
        refuse("--patterns adds to the names that --pattern takes; give a --pattern too")
    asked = asked_patterns(pattern, patterns) if pattern else []
    files = files_of(cases)
    read = cases_of(files)
    targets = _targets(read, output, kind)
    for target in targets:
        refuse_overwriting(target, [*files, *(patterns or ())])
    lines = []
    for case, target in with_progress(list(zip(read, targets, strict=True)), "Drawing"):
        finding = _first(case, asked)
        lines += draw_map(case, target, format=kind, at=at, finding=finding)
    say(*lines)


def _targets(cases: Sequence[Case], output: str | None, kind: str) -> list[str]:
    """Return the file that each case is drawn into."""
    if output is not None and not Path(output).is_dir():
        if len(cases) > 1:
            refuse("one map shows one case, and several are given; let -o name a folder")
        return [output]
    ending = GRAPHS[kind][0] if kind in GRAPHS else kind
    twice = [id for id, times in Counter(case.id for case in cases).items() if times > 1]
    if twice:
        refuse(f"several cases have the id {twice[0]}, and their maps the same name")
    return [str(Path(output or "") / f"{case.id}.{ending}") for case in cases]


def _first(case: Case, asked: Sequence[Pattern]) -> Finding | None:
    """Return the first finding of the patterns asked for; say so where there is none."""
    if not asked:
        return None
    finding = search(case, asked, limit=1).first()
    if finding is None:
        names = " or ".join(pattern.pattern for pattern in asked)
        complain(f"Note: {names} was not found in {case.id}; nothing is marked on its map")
    return finding


def draw_map(
    case: Case,
    path: str,
    *,
    format: str | None = None,
    at: str | None = None,
    finding: Finding | None = None,
) -> list[str]:
    """Draw the map of a case into a file, and return the lines that say so.

    Parameters
    ----------
    case
        The case.
    path
        The file; ``-`` for standard output, which then holds nothing but the picture.
    format
        One of the formats; what the path ends in unless said.
    at
        The date, as an EDTF text; the whole case unless said.
    finding
        What to mark on the map.

    Raises
    ------
    DrawError
        Where it cannot be drawn; where Graphviz is missing the text of the picture is kept.
    UnknownName
        Where there is no such format.
    """
    kind = format_of(path, format)
    if kind in GRAPHS:
        emit(_as_graph(case, kind, at).rstrip("\n").split("\n"), path)
        return [] if path == "-" else [f"The map of {case.title or case.id} is in {path}."]
    from formulation.views.map import map_view

    return _drawn(map_view(case, at=at, finding=finding), path, kind)


def _drawn(view: MapView, path: str, kind: str) -> list[str]:
    """Draw a view, and return what was drawn and the beginning of what it shows, in words."""
    from formulation.views.draw import draw as draw_view

    picture = draw_view(view, None if path == "-" else path, format=kind)
    if path == "-":
        _print_picture(picture)
        return []
    return [f"{view.title}: the map is in {path}.", *_first_lines(view.prose)]


def _as_graph(case: Case, kind: str, at: str | None) -> str:
    from formulation.graph import map_of, to_graphml, to_mermaid

    graph = map_of(case, at=at)
    return to_graphml(graph) if kind == "graphml" else to_mermaid(graph)


def _print_picture(picture: str | bytes) -> None:
    if isinstance(picture, str):
        say(picture.rstrip("\n"))
    elif sys.stdout.isatty():
        refuse("a terminal cannot show this picture; name a file with -o")
    else:
        sys.stdout.buffer.write(picture)


def _first_lines(prose: str) -> list[str]:
    lines = [line for part in prose.strip().split("\n") for line in paragraph(part, "  ")]
    return [*lines[:_MOST_LINES], *["  …"] * (len(lines) > _MOST_LINES)]


def _read_date(at: str | None) -> None:
    """End the command where a date cannot be read."""
    from formulation.dates import parse_span
    from formulation.errors import DateError

    if at is None:
        return
    try:
        parse_span(at)
    except DateError as error:
        refuse(f"--at: {error}")
