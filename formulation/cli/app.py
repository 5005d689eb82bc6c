"""The commands, in the order of the help: what each is called and which function does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from formulation import __version__
from formulation.cli import (
    case_files,
    comparing,
    diaries,
    drawing,
    examples,
    exercises,
    finding,
    patterns,
    reporting,
    reviewing,
    vocabularies,
    weighing,
)
from formulation.cli.running import spoken
from formulation.cli.speaking import say

__all__ = ["app"]

_SETTINGS = {"help_option_names": ["-h", "--help"]}


def _typer(name: str | None = None) -> typer.Typer:
    """Return an empty list of commands whose help is plain text and opens at once."""
    return typer.Typer(
        name=name,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_SETTINGS,
        add_completion=name == "formulation",
        no_args_is_help=name == "formulation",
    )


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"formulation {__version__}")
        raise typer.Exit


def formulation(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say which version."),
    ] = False,
) -> None:
    """Psychodynamic case formulations: read, lay out, find, weigh, draw.

    A case is a text file of people, bonds, inner life, events and claims.  These commands check
    it, find named patterns in it, weigh them against chance, and draw it.  Nothing leaves your
    machine.
    """


def _example(text: str) -> str:
    return f"For example: formulation {text}"


def _add(to: typer.Typer, command: Callable[..., None], name: str, short: str, text: str) -> None:
    """Add a command, with what the list of commands says of it, and an example."""
    to.command(name, short_help=short, epilog=_example(text))(spoken(command))


def _built() -> typer.Typer:
    app = _typer("formulation")
    app.callback(epilog=_example("find case.yaml --draw map.svg"))(formulation)
    _add(app, case_files.new, "new", "Begin a case with a starting file.", "new case.yaml")
    _add(app, case_files.check, "check", "Check whether a case adds up.", "check case.yaml")
    text = "import diary.csv --map diary_map.yaml -o case.yaml"
    _add(app, diaries.import_, "import", "Turn a diary into a case.", text)
    _add(app, finding.find, "find", "Find patterns in a case.", "find case.yaml --draw map.svg")
    text = "weigh diary.yaml --draw weight.svg"
    _add(app, weighing.weigh, "weigh", "Weigh patterns against chance.", text)
    text = "review case.yaml"
    _add(app, reviewing.review, "review", "Tell what a case lacks, and what to ask.", text)
    text = "compare mine.yaml yours.yaml"
    _add(app, comparing.compare, "compare", "Tell on what two formulations part.", text)
    text = "draw case.yaml -o map.svg --at 2022-06"
    _add(app, drawing.draw, "draw", "Draw the relational map of a case.", text)
    text = "report case.yaml -o case.html"
    _add(app, reporting.report, "report", "Write a case as one page to read and share.", text)
    _add(app, vocabularies.terms, "terms", "Look up the words of the field.", "terms defense")
    text = "schema > case.schema.json"
    _add(app, case_files.schema, "schema", "Print the form of a case file for editors.", text)
    app.add_typer(_patterns(), short_help="List patterns, and check your own.")
    app.add_typer(_examples(), short_help="List example cases, and copy them.")
    app.add_typer(_exercise(), short_help="Make, take and mark exercises on a case.")
    return app


def _patterns() -> typer.Typer:
    listed = _typer("patterns")
    text = "patterns show idealized-pair-conflict-flare"
    listed.callback(invoke_without_command=True, epilog=_example(text))(spoken(patterns.patterns))
    _add(listed, patterns.show, "show", "Tell what a pattern asks for.", text)
    text = "patterns check mine.yaml"
    _add(listed, patterns.check, "check", "Check patterns of your own.", text)
    return listed


def _examples() -> typer.Typer:
    listed = _typer("examples")
    text = "examples copy elizabeth"
    listed.callback(invoke_without_command=True, epilog=_example(text))(spoken(examples.examples))
    _add(listed, examples.show, "show", "Print an example case.", "examples show elizabeth")
    text = "examples page elizabeth"
    _add(listed, examples.page, "page", "Tell the story of an example case.", text)
    text = "examples copy elizabeth"
    _add(listed, examples.copy, "copy", "Copy an example case.", text)
    return listed


def _exercise() -> typer.Typer:
    listed = _typer("exercise")
    text = "exercise make dora --kind order-scenes -o sheet.html --key key.json"
    listed.callback(invoke_without_command=True, epilog=_example(text))(spoken(exercises.exercise))
    _add(listed, exercises.make, "make", "Make a sheet and its key from a case.", text)
    _add(listed, exercises.take, "take", "Take an exercise here.", "exercise take sheet.json")
    text = "exercise mark answers.json --key key.json"
    _add(listed, exercises.mark, "mark", "Mark answers, with reasons.", text)
    return listed


app = _built()
