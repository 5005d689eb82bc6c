"""The command ``draw``: a view of a case as a picture, or its map for other programs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formulation.cli.completing import catalogue_names
from formulation.cli.mapping import After, Around, Basis, Before, Episode, MapAsked, Source
from formulation.cli.patterns import OwnPatterns, known_patterns
from formulation.cli.pictures import GRAPHS, MAP_FORMATS, format_of
from formulation.cli.reading import (
    CasePaths,
    cases_of,
    files_of,
    is_folder,
    make_folder,
    refuse_overwriting,
    with_progress,
)
from formulation.cli.searching import asked_patterns, search
from formulation.cli.speaking import complain, emit, paragraph, refuse, say
from formulation.cli.views import MAP, sheet_formats, view_named, view_names

if TYPE_CHECKING:
    from formulation.findings import Finding
    from formulation.model.case import Case
    from formulation.patterns.pattern import Pattern

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
Named = Annotated[
    str,
    typer.Option(
        "--view",
        metavar="VIEW",
        help=f"What to draw: {', '.join(view_names())}.",
        autocompletion=view_names,
    ),
]
Marked = Annotated[
    list[str] | None,
    typer.Option(
        "--pattern",
        metavar="NAME",
        help="Mark the first finding of this pattern, on a timeline all; may be given again.",
        autocompletion=catalogue_names,
    ),
]
At = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Draw the case as of this date, such as 2022-06."),
]


def draw(
    cases: CasePaths,
    view: Named = MAP,
    output: Output = None,
    format: Format = None,
    at: At = None,
    pattern: Marked = None,
    patterns: OwnPatterns = None,
    basis: Basis = None,
    source: Source = None,
    around: Around = None,
    before: Before = None,
    after: After = None,
    episode: Episode = False,
) -> None:
    """Draw a case: the map of who stands how to whom, or another view of it.

    CASE is a file, a folder of them, or - for standard input; of several cases each is drawn, into
    the folder FILE.  With --pattern the first finding of that pattern is marked on the map, its
    steps numbered, or with --episode shown in three small maps; a timeline shows all of them as
    numbered bands, and how they weigh.
    """
    sheet = view_named(view)
    wanted = MapAsked(at, tuple(basis or ()), source, around, before, after, episode)
    files = files_of(cases)
    path = None if output is None or is_folder(output, of_several=len(files) > 1) else output
    kind = _kind_of(path, format, view)
    is_graph, has_pattern = kind in GRAPHS, bool(pattern)
    wanted.check(view, is_map=sheet is None, is_graph=is_graph, has_pattern=has_pattern)
    if patterns and not pattern:
        refuse("--patterns adds to the names that --pattern takes; give a --pattern too")
    asked = asked_patterns(pattern, patterns) if pattern else []
    read = cases_of(files)
    targets = _targets(read, output, kind, view)
    for target in targets:
        refuse_overwriting(target, [*files, *(patterns or ())])
    make_folder(output, targets)
    lines = []
    for case, target in with_progress(list(zip(read, targets, strict=True)), "Drawing"):
        if sheet is not None:
            made = sheet(case, asked, known_patterns(patterns) if asked else ())
            lines += _drawn(made, target, kind, view)
        else:
            finding = _first(case, asked)
            lines += draw_map(case, target, format=kind, asked=wanted, finding=finding)
    say(*lines)


def _kind_of(path: str | None, format: str | None, view: str) -> str:
    """Return the format to draw a view in."""
    if view == MAP:
        return format_of(path, format)
    return format_of(path, format, what=f"a {view} view", formats=sheet_formats())


def _targets(cases: Sequence[Case], output: str | None, kind: str, view: str) -> list[str]:
    """Return the file that each case is drawn into."""
    if output is not None and not is_folder(output, of_several=len(cases) > 1):
        if len(cases) > 1:
            refuse(f"one {view} shows one case, and several are given; let -o name a folder")
        return [output]
    ending = GRAPHS[kind][0] if kind in GRAPHS else kind
    twice = [id for id, times in Counter(case.id for case in cases).items() if times > 1]
    if twice:
        refuse(f"several cases have the id {twice[0]}, and their {view}s the same name")
    ending = f".{ending}" if view == MAP else f"-{view}.{ending}"
    return [str(Path(output or "") / f"{case.id}{ending}") for case in cases]


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
    asked: MapAsked | None = None,
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
    asked
        What of the map is drawn; all of it unless said.
    finding
        What to mark on the map.

    Raises
    ------
    DrawError
        Where it cannot be drawn; where Graphviz is missing the text of the picture is kept.
    UnknownName
        Where there is no such format.
    """
    kind, asked = format_of(path, format), asked or MapAsked()
    if kind in GRAPHS:
        emit(_as_graph(case, kind, asked).rstrip("\n").split("\n"), path)
        return [] if path == "-" else [f"The map of {case.title or case.id} is in {path}."]
    return _drawn(asked.view(case, finding), path, kind, MAP)


def _drawn(view: Any, path: str, kind: str, name: str) -> list[str]:
    """Draw a view, and return what was drawn and the beginning of what it shows, in words."""
    from formulation.views.draw import draw as draw_view

    picture = draw_view(view, None if path == "-" else path, format=kind)
    if path == "-":
        _print_picture(picture)
        return []
    verb = "are" if name.endswith("s") else "is"
    return [f"{view.title}: the {name} {verb} in {path}.", *_first_lines(view.prose)]


def _as_graph(case: Case, kind: str, asked: MapAsked) -> str:
    from formulation.graph import to_graphml, to_mermaid

    graph = asked.graph(case)
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
