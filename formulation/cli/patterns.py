"""The commands ``patterns``: which there are, what each asks for, whether one's own is sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from formulation.cli.case_files import AsJson, report_faults
from formulation.cli.completing import catalogue_names
from formulation.cli.pictures import PICTURES, format_of
from formulation.cli.reading import refuse_overwriting
from formulation.cli.setting import Settings, with_settings
from formulation.cli.speaking import Heading, complain, json_text, paragraph, refuse, say, width
from formulation.errors import shortened

if TYPE_CHECKING:
    from formulation.errors import Fault
    from formulation.patterns.pattern import Pattern

__all__ = ["OwnPatterns", "PatternNames", "check", "known_patterns", "patterns", "show"]

OwnPatterns = Annotated[
    list[str] | None,
    typer.Option(
        "--patterns", metavar="FILE", help="Add the patterns of this file; may be given again."
    ),
]
PatternNames = Annotated[
    list[str] | None,
    typer.Option(
        "--pattern",
        metavar="NAME",
        help="Ask for this pattern alone; may be given again.",
        autocompletion=catalogue_names,
    ),
]
Draw = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Draw it in time too: a .svg, .png or .pdf file."),
]
OneName = Annotated[
    str, typer.Argument(metavar="NAME", hidden=True, autocompletion=catalogue_names)
]


def known_patterns(files: Sequence[str] | None) -> tuple[Pattern, ...]:
    """Return the catalogue and the patterns of these files.

    Raises
    ------
    PatternError
        Where a file cannot be read as patterns, or repeats a name.
    """
    from formulation.patterns.catalogue import catalogue, read_patterns, with_catalogue

    if not files:
        return catalogue()
    more = [pattern for file in files for pattern in read_patterns(file)]
    return with_catalogue(more, ", ".join(files))


def patterns(context: typer.Context, own: OwnPatterns = None, json: AsJson = False) -> None:
    """List the patterns that can be found in a case; 'show NAME' tells what one asks for."""
    if context.invoked_subcommand is not None:
        return
    known = known_patterns(own)
    if json:
        say(json_text({"patterns": [pattern.to_keys() for pattern in known]}))
        return
    for pattern in known:
        say(Heading(pattern.pattern), *paragraph(pattern.title, "  "))
        if pattern.source:
            say(f"  Source: {shortened(pattern.source, width() - len('  Source: '))}")
    say("", *paragraph("'formulation patterns show NAME' tells what a pattern asks for."))


def show(
    name: OneName,
    own: OwnPatterns = None,
    settings: Settings = None,
    draw: Draw = None,
    json: AsJson = False,
) -> None:
    """Tell what a pattern asks for: in words, as a drawing in time, and as the text of a file.

    NAME is one of the names that 'formulation patterns' lists.  With --set it is told, and
    drawn, with other values than its own.
    """
    from formulation.patterns.catalogue import pattern_named

    if draw is not None:
        _refuse_drawing(draw, own or ())
    (pattern,) = with_settings([pattern_named(name, known_patterns(own))], settings)
    drawn = [] if draw is None else [_draw(pattern, draw)]
    if json:
        say(json_text(pattern.to_keys()))
        complain(*drawn)
        return
    from formulation.cli.showing import as_file, in_words

    say(*in_words(pattern), "", Heading("As a pattern file"), *as_file(pattern))
    say(*([""] * bool(drawn)), *drawn)


def _refuse_drawing(path: str, read: Sequence[str]) -> None:
    """End the command where the pattern cannot be drawn into a file."""
    if path == "-":
        refuse("--draw needs the name of a file; the pattern is told on standard output")
    format_of(path, what="a drawing of a pattern", formats=PICTURES)
    refuse_overwriting(path, read)


def _draw(pattern: Pattern, path: str) -> str:
    from formulation.views.draw import draw
    from formulation.views.motif import motif

    draw(motif(pattern), path)
    return f"{pattern.pattern} is drawn in {path}."


def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE", hidden=True)], json: AsJson = False
) -> None:
    """Check whether patterns of your own can be read and can match anything.

    FILE holds one pattern or a list of them, YAML or JSON, and is judged by itself.  Each fault
    is told with its line, what would be accepted, and the nearest word; a name that is taken
    already is worth a note.  Ends with 1 where there are faults.
    """
    sound, faults = _judged(files)
    notes = [*_notes(sound)]
    if json:
        report_faults([*faults, *notes])
    else:
        say(*map(str, faults), *_verdict(sound), *(f"Note: {note}" for note in notes))
    if faults:
        raise typer.Exit(1)


def _judged(files: Sequence[str]) -> tuple[list[tuple[str, Pattern]], list[Fault]]:
    """Return the patterns of files that can be read, each with its file, and all faults."""
    from formulation.errors import PatternError
    from formulation.patterns.catalogue import read_patterns

    sound: list[tuple[str, Pattern]] = []
    faults: list[Fault] = []
    for file in dict.fromkeys(files):
        try:
            sound += [(file, pattern) for pattern in read_patterns(file)]
        except PatternError as error:
            faults += error.faults
    return sound, faults


def _verdict(sound: Sequence[tuple[str, Pattern]]) -> list[str]:
    names = [pattern.pattern for _, pattern in sound]
    verb = "is" if len(names) == 1 else "are"
    return paragraph(f"{', '.join(names)} {verb} sound.") if names else []


def _notes(sound: Sequence[tuple[str, Pattern]]) -> Iterator[Fault]:
    """Yield what is worth knowing of names that --patterns would refuse."""
    from formulation.errors import Fault
    from formulation.patterns.catalogue import catalogue

    shipped = {pattern.pattern: pattern for pattern in catalogue()}
    seen: dict[str, str] = {}
    for file, pattern in sound:
        name = pattern.pattern
        cure = "a name of its own"
        if pattern == shipped.get(name):
            cure = "find without --patterns"
            problem = f"{name!r} comes with the library, just as it stands here"
        elif name in shipped:
            problem = f"the library has another pattern called {name!r}"
        elif name in seen:
            problem = f"{seen[name]} has a pattern called {name!r} too"
        else:
            seen[name] = file
            continue
        problem += ", and --patterns refuses a name that is there twice"
        yield Fault(problem, name, cure, file=file, is_warning=True)
