"""Commands about the case file itself: begin one, check it, and let an editor know its form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formulation.cli.reading import CasePaths, files_of, with_progress
from formulation.cli.speaking import complain, json_text, refuse, say
from formulation.errors import counted

if TYPE_CHECKING:
    from formulation.errors import Fault
    from formulation.model.case import Case

__all__ = ["check", "create", "new", "report_faults", "schema"]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document for programs.")]

FirstDay = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="The first day of the diary.")
]
Symptoms = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Rate this each day, 0 to 10; may be given again."),
]
Quarrels = Annotated[
    list[str] | None,
    typer.Option(metavar="'A, B'", help="Note whether these two quarrel; may be given again."),
]
DiaryMap = Annotated[
    str | None, typer.Option("--map", metavar="FILE", help="Give the sheet the columns of a map.")
]
#: how many days an empty diary has, unless said
_DAYS = 90


def new(
    file: Annotated[str | None, typer.Argument(metavar="FILE", hidden=True)] = None,
    diary: Annotated[
        bool, typer.Option("--diary", help="Write an empty diary, CSV or XLSX, with its map.")
    ] = False,
    first: FirstDay = None,
    days: Annotated[
        int | None, typer.Option(metavar="N", help="How many days; 90 unless said.")
    ] = None,
    symptom: Symptoms = None,
    quarrel: Quarrels = None,
    map_file: DiaryMap = None,
) -> None:
    """Begin a case: write a short starting file, with comments, to be filled in.

    It goes to FILE, or to the screen where no FILE is named.  A file that is there already is
    never written over.  With --diary it is an empty sheet, one row a day, and a map beside it that
    'formulation import' reads as it is.
    """
    from formulation.casefile import starting_file

    if diary:
        from formulation.cli.diaries import new_diary

        new_diary(file, first, _DAYS if days is None else days, symptom, quarrel, map_file)
        return
    if any(said is not None for said in (first, days, symptom, quarrel, map_file)):
        refuse("--from, --days, --symptom, --quarrel and --map are about a diary: add --diary")
    text = starting_file()
    if file is None or file == "-":
        say(text.rstrip("\n"))
        return
    create(file, text)
    say(f"{file} is written. Fill it in, and let 'formulation check {file}' look it over.")


def create(path: str | Path, content: str | bytes) -> None:
    """Write a new file; end the command where something is there already."""
    try:
        with Path(path).open("xb") as new_file:
            new_file.write(content.encode() if isinstance(content, str) else content)
    except FileExistsError:
        refuse(f"{path} is there already and stays as it is; give another name")


def check(cases: CasePaths, json: AsJson = False) -> None:
    """Check whether a case file can be read and adds up, and tell everything that is wrong.

    CASE is a file, a folder of them, or - for standard input; several may be named.  Each fault
    is told with its line, what would be accepted, and the nearest word.  Ends with 1 where there
    are faults, so that a script can rely on it.
    """
    from formulation.casefile import faults_in

    read = [(file, *faults_in(file)) for file in with_progress(files_of(cases), "Checking")]
    if json:
        report_faults([fault for _, _, faults in read for fault in faults])
    else:
        for file, case, faults in read:
            told = [f"{'Note: ' * fault.is_warning}{fault}" for fault in faults]
            say(*told, _verdict(file, case, faults))
    if any(case is None for _, case, _ in read):
        raise typer.Exit(1)


def report_faults(faults: list[Fault]) -> None:
    """Print faults as JSON; what is merely worth a second look goes to standard error."""
    grave = [fault.to_dict() for fault in faults if not fault.is_warning]
    complain(*(f"Note: {fault}" for fault in faults if fault.is_warning))
    say(json_text({"faults": grave}))


def _verdict(file: str, case: Case | None, faults: list[Fault]) -> str:
    name = "standard input" if file == "-" else file
    notes = sum(fault.is_warning for fault in faults)
    if case is None:
        also = f", and {counted(notes, 'note')}" if notes else ""
        return f"{name} does not add up: {counted(len(faults) - notes, 'fault')}{also}."
    with_notes = f", with {counted(notes, 'note')}" if notes else ""
    holds = str(case).rpartition(": ")[2]
    return f"{name} adds up{with_notes}: {holds}"


def schema() -> None:
    """Print the form of a case file as JSON Schema, so that an editor completes and checks it.

    Save it beside your cases and begin a file with the line
    '# yaml-language-server: $schema=case.schema.json'.
    """
    from formulation.model.schema import case_schema

    say(json_text(case_schema()))
