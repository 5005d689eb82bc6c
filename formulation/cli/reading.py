"""The cases that a command is given: files, folders, or standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from formulation.cli.speaking import complain, refuse
from formulation.errors import CaseError, Fault

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = [
    "CasePaths",
    "ToldInto",
    "cases_of",
    "files_of",
    "has_many",
    "is_folder",
    "make_folder",
    "refuse_overwriting",
    "with_progress",
]

#: so many take long enough for a person to wonder
_MANY = 10

CasePaths = Annotated[list[str], typer.Argument(metavar="CASE", hidden=True)]
ToldInto = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write what is told to this file."),
]

T = TypeVar("T")


def files_of(paths: Sequence[str]) -> list[str]:
    """Return the case files that paths stand for; say which others were passed over.

    Raises
    ------
    CaseError
        Where a folder holds no case at all.
    """
    from formulation.casefile import case_files

    if "" in paths:  # an empty variable of a script must not mean the folder one stands in
        refuse("a file is named by an empty text")
    if paths.count("-") > 1:
        refuse("standard input (-) can be read only once")
    files, passed_over = case_files(paths)
    if not files:
        raise CaseError([Fault("no case file is in this folder", file=path) for path in paths])
    complain(*passed_over)
    return [os.fspath(file) for file in files]


def cases_of(files: Sequence[str]) -> list[Case]:
    """Read the cases of case files.

    Raises
    ------
    CaseError
        With the faults of all files together.
    """
    from formulation.casefile import faults_in

    cases, wrong = [], []
    for file in with_progress(files, "Reading"):
        case, faults = faults_in(file)
        if case is None:
            wrong += [fault for fault in faults if not fault.is_warning]
        else:
            cases.append(case)
    if wrong:
        raise CaseError(wrong)
    return cases


def has_many(paths: Sequence[str]) -> bool:
    """Tell whether paths ask for several cases: a folder does, whatever it happens to hold."""
    return len(paths) > 1 or Path(paths[0]).is_dir()


def is_folder(output: str, *, of_several: bool) -> bool:
    """Return whether an output is a folder: there already, or named as one.

    A name that ends in a slash is a folder's, and so is one without an ending where several files
    are to be written.

    Parameters
    ----------
    output
        What ``-o`` names.
    of_several
        Whether several files are to be written.
    """
    path = Path(output)
    if path.exists() or output == "-":
        return path.is_dir()
    return output.endswith(("/", os.sep)) or (of_several and not path.suffix)


def make_folder(output: str | None, targets: Iterable[str]) -> None:
    """Make the folder that an output names, beside what there is; end the command if that fails.

    Parameters
    ----------
    output
        What ``-o`` names; no folder where it is itself one of the files to be written.
    targets
        The files to be written.
    """
    if output is None or output in targets:
        return
    try:
        Path(output).mkdir(exist_ok=True)
    except OSError as error:
        refuse(f"no folder {output} can be made: {(error.strerror or str(error)).lower()}")


def refuse_overwriting(output: str | None, inputs: Iterable[str]) -> None:
    """End the command where its output would be written over one of its inputs."""
    if output is None or output == "-" or not Path(output).exists():
        return
    for path in inputs:
        if path != "-" and Path(path).exists() and Path(path).samefile(output):
            refuse(f"{output} is what is read here, and it is not written over; give another name")


def with_progress(items: Sequence[T], doing: str) -> Iterable[T]:
    """Return the items, with a bar on standard error where a person is waiting for many."""
    if len(items) < _MANY or sys.stderr is None or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, doing, console=Console(stderr=True), transient=True)
