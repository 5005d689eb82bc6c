"""The command ``import``, and the empty sheet of ``new --diary``: a diary becomes a case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formulation.cli.case_files import AsJson, create
from formulation.cli.reading import refuse_overwriting
from formulation.cli.speaking import complain, json_text, paragraph, refuse, say
from formulation.errors import CaseError, counted, shortened

if TYPE_CHECKING:
    from formulation.diary import Diary

__all__ = ["import_", "new_diary"]

DiaryPath = Annotated[str, typer.Argument(metavar="DIARY", hidden=True)]
MapPath = Annotated[
    str | None,
    typer.Option("--map", metavar="FILE", help="What the columns of the diary mean; needed."),
]
SheetName = Annotated[
    str | None, typer.Option(metavar="NAME", help="Which sheet of a workbook that has several.")
]
Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="Where to; standard output unless said."),
]
KeepGoing = Annotated[
    bool,
    typer.Option("--keep-going", help="Leave out rows that cannot be read, and say which."),
]
OnlyCheck = Annotated[
    bool, typer.Option("--check", help="Say what would be made, and write nothing.")
]

#: what --json prints where nothing is made
_NOTHING: dict[str, Any] = {
    "case": None,
    "written": None,
    "rows": 0,
    "left_out": [],
    "not_read": [],
    "made": {},
    "watched": {},
    "faults": [],
}

_NO_MAP = (
    "a map must say what the columns of the diary mean: --map map.yaml. "
    "'formulation new --diary sheet.csv --from 2024-03-01' writes an empty sheet and its map "
    "to begin with"
)


def import_(
    diary: DiaryPath,
    map_file: MapPath = None,
    sheet: SheetName = None,
    output: Output = None,
    keep_going: KeepGoing = False,
    check: OnlyCheck = False,
    json: AsJson = False,
) -> None:
    """Turn a symptom and event diary into a case file: CSV, TSV or XLSX, with any column names.

    DIARY is a sheet, or - for standard input; the map says what its columns mean.  A filled cell
    was observed, a blank one was not.  Every row that cannot be read is told with its number, and
    then nothing is written unless you let those rows be left out.
    """
    from formulation.casefile import write_case
    from formulation.diary import read_diary, read_map

    if map_file is None:
        refuse(_NO_MAP)
    if diary == map_file == "-":
        refuse("standard input (-) can be read only once")
    refuse_overwriting(output, [diary, map_file])
    is_written = output is not None and output != "-"
    try:
        read = read_diary(diary, read_map(map_file), sheet=sheet, keep_going=keep_going)
    except CaseError as error:
        _tell_failure(error, json=json)
        raise typer.Exit(1) from None
    if is_written and not check:
        write_case(read.case, output)
    target = output if is_written and not check else None
    complain(*(f"Note: {note}" for note in read.notes))
    if json:
        say(json_text(_as_json(read, target)))
        return
    complain(*map(str, read.faults))
    told = [line for sentence in _in_words(read, target) for line in paragraph(sentence)]
    if check or target:
        say(*told)
    else:
        complain(*told)
        say(write_case(read.case).rstrip("\n"))


def _tell_failure(error: CaseError, *, json: bool) -> None:
    """Tell why nothing is written, and what would help where it is the rows."""
    from formulation.diary import RowsError

    if json:
        rows, left_out = getattr(error, "rows", 0), list(getattr(error, "left_out", ()))
        faults = [fault.to_dict() for fault in error.faults]
        say(json_text(_NOTHING | {"rows": rows, "left_out": left_out, "faults": faults}))
    else:
        complain(str(error))
    if isinstance(error, RowsError):
        rows = counted(len(error.left_out) + error.rows, "row")
        told = f"{len(error.left_out)} of {rows} cannot be read, so nothing is written. "
        told += "Mend the sheet or the map"
        told += ", or leave them out: --keep-going." if error.rows else "."
        complain(*paragraph(told))


def _in_words(read: Diary, target: str | None) -> list[str]:
    """Return what was made of a diary, in sentences."""
    from formulation.model.base import in_list

    made = [counted(n, kind.replace("_", " "), _plural(kind)) for kind, n in read.made.items()]
    watched = [
        f"{kind.replace('_', ' ')} on {counted(n, 'day')}" for kind, n in read.watched.items()
    ]
    told = f"{counted(read.rows, 'row')} read: {in_list(made) or 'no events'}."
    told += f" Observed: {in_list(watched) or 'nothing'}."
    if read.left_out:
        told += f" Left out: {counted(len(read.left_out), 'row')} that cannot be read."
    lines = [told]
    if target:
        lines.append(f"{target} is written. Now try: formulation weigh {target}")
    return lines


def _plural(kind: str) -> str:
    """Return the name of a kind of statement for several.

    >>> _plural("rally"), _plural("loss"), _plural("life_event")
    ('rallies', 'losses', 'life events')
    """
    told = kind.replace("_", " ")
    if told.endswith("y"):
        return f"{told[:-1]}ies"
    return f"{told}es" if told.endswith("s") else f"{told}s"


def _as_json(read: Diary, target: str | None) -> dict[str, Any]:
    return {
        "case": read.case.id,
        "written": target,
        "rows": read.rows,
        "left_out": list(read.left_out),
        "not_read": list(read.not_read),
        "made": read.made,
        "watched": read.watched,
        "faults": [fault.to_dict() for fault in read.faults],
    }


# --- the empty sheet ----------------------------------------------------------------------------


def new_diary(
    file: str | None,
    first: str | None,
    days: int,
    symptoms: Sequence[str] | None,
    quarrels: Sequence[str] | None,
    map_file: str | None,
) -> None:
    """Write an empty sheet, and a map beside it unless one is given.

    Parameters
    ----------
    file
        The sheet; XLSX or CSV by its ending.
    first, days
        The first day and how many.
    symptoms, quarrels
        What to rate, and who may quarrel ("Ben, Dora"), for the columns of a new map.
    map_file
        A map whose columns the sheet is to have.
    """
    from formulation.diary import empty_sheet, read_map

    sheet = _sheet_path(file)
    day = _day(first)
    if map_file is None:
        text: str | None = _starting_map(symptoms, quarrels)
        map = read_map(StringIO(text))
    elif symptoms or quarrels:
        refuse("the columns are those of the map: leave out --symptom and --quarrel, or --map")
    else:
        text, map = None, read_map(map_file)
    content = empty_sheet(map, day, days, is_workbook=sheet.suffix.lower() == ".xlsx")
    beside = Path(map_file) if map_file else sheet.with_name(f"{sheet.stem}_map.yaml")
    if text is not None and beside.exists() and not sheet.exists():
        refuse(f"{beside} is there already and stays as it is; give another name")
    create(sheet, content)
    if text is not None:
        create(beside, text)
    say(*_written(sheet, beside, days))


def _sheet_path(file: str | None) -> Path:
    if file is None or file == "-":
        refuse("--diary needs the name of the sheet to be written: diary.csv or diary.xlsx")
    if Path(file).suffix.lower() not in (".csv", ".xlsx"):
        refuse(f"{shortened(file)}: a sheet is written as .csv or as .xlsx")
    return Path(file)


def _day(text: str | None) -> date:
    """Return the first day, which is never taken from a clock."""
    if text is None:
        refuse("--diary needs its first day, such as --from 2024-03-01")
    try:
        found = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
        return date.fromisoformat(found[0] if found else "")
    except ValueError:
        refuse(f"--from {shortened(text)!r} is no day; write it year-month-day, 2024-03-01")


def _starting_map(symptoms: Sequence[str] | None, quarrels: Sequence[str] | None) -> str:
    from formulation.diary import Asked, starting_map

    if not symptoms and not quarrels:
        return starting_map(Asked())
    rated = [" ".join(name.split()) for name in symptoms or ()]
    if "" in rated:
        refuse("--symptom names what is rated each day, such as --symptom 'back pain'")
    return starting_map(Asked(tuple(rated), tuple(map(_pair, quarrels or ()))))


def _pair(text: str) -> tuple[str, str]:
    names = [" ".join(name.split()) for name in text.split(",")]
    if len(names) != 2 or not all(names) or names[0].casefold() == names[1].casefold():
        refuse(f"--quarrel {shortened(text)!r} should name two people: --quarrel 'Ben, Dora'")
    return names[0], names[1]


def _written(sheet: Path, map_path: Path, days: int) -> list[str]:
    told = f"{sheet} is written, one row for each of {counted(days, 'day')}; {map_path} says what "
    told += (
        "its columns mean. Fill a cell whenever you looked, with no or 0 where nothing was, and "
    )
    told += "leave blank what nobody looked at. Then: "
    return [*paragraph(told), f"formulation import {sheet} --map {map_path} -o case.yaml"]
