"""The commands ``examples``: cases that come with the library, to read, copy and change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formulation.cli.case_files import AsJson, create
from formulation.cli.completing import example_names, examples_folder
from formulation.cli.speaking import Heading, json_text, paragraph, say
from formulation.errors import UnknownName

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["copy", "examples", "show"]

Name = Annotated[str, typer.Argument(metavar="NAME", hidden=True, autocompletion=example_names)]


def examples(context: typer.Context, json: AsJson = False) -> None:
    """List the example cases that come with the library, with where each comes from."""
    if context.invoked_subcommand is not None:
        return
    from formulation.casefile import read_case

    cases = [read_case(_file(name)) for name in example_names()]
    if json:
        say(json_text({"examples": [_head(case) for case in cases]}))
        return
    for case in cases:
        about = case.about or ""
        say(Heading(case.id), *paragraph(f"{case.title} ({case.origin}). {about}", "  "))
    say("", *paragraph("'formulation examples copy NAME' gives you one of your own to change."))


def _head(case: Case) -> dict[str, str | None]:
    return {"id": case.id, "title": case.title, "origin": case.origin, "about": case.about}


def show(name: Name) -> None:
    """Print an example case as its file has it."""
    say(_file(name).read_text(encoding="utf-8").rstrip("\n"))


def copy(
    name: Name,
    destination: Annotated[str, typer.Argument(metavar="DEST", hidden=True)] = ".",
) -> None:
    """Copy an example case, to change it as you like.

    NAME is an example; DEST a file or a folder, the folder you are in unless you say.  A file that
    is there already is never written over.
    """
    source = _file(name)
    target = Path(destination)
    target = target / source.name if target.is_dir() else target
    create(target, source.read_text(encoding="utf-8"))
    say(f"{target} is written. Now try: formulation find {target}")


def _file(name: str) -> Path:
    """Return the file of an example, which may be named with or without .yaml, or is a .py."""
    stem = name.removesuffix(".yaml").removesuffix(".py")
    if stem not in example_names():
        raise UnknownName(name, "example", example_names())
    found = examples_folder() / (f"{stem}.py" if name.endswith(".py") else f"{stem}.yaml")
    if not found.is_file():
        raise UnknownName(name, "example", example_names())
    return found
