"""The empty sheet: one row a day, quiet days too, with a map that reads it as it is."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from io import StringIO
from typing import NamedTuple

from formulation.diary.cells import folded
from formulation.diary.map import DIARY_FORMAT, Map
from formulation.diary.moments import write_date
from formulation.errors import CaseError, Fault
from formulation.notation import write_flow

__all__ = ["Asked", "empty_sheet", "starting_map"]

_MOST_DAYS = 3_660
#: a spreadsheet program takes a cell that begins so for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Asked(NamedTuple):
    """What a person wants to keep a diary of, in their own words.

    Attributes
    ----------
    symptoms
        What is rated from 0 to 10 each day.
    quarrels
        Who may quarrel with whom, pair by pair.
    """

    symptoms: Sequence[str] = ("Headache",)
    quarrels: Sequence[tuple[str, str]] = (("Ben", "Dora"),)


def empty_sheet(map: Map, first: date, days: int, *, is_workbook: bool = False) -> bytes:
    """Return an empty sheet for a map: its columns, and a row for each day.

    Parameters
    ----------
    map
        What the columns mean.
    first, days
        The date of the first row, and how many rows; at most ten years of days.
    is_workbook
        Whether to make an XLSX workbook; else CSV, with semicolons where the map declares the
        decimal comma.

    Raises
    ------
    CaseError
        For more days than that, or a column whose name a spreadsheet program would calculate.
    """
    if not 1 <= days <= _MOST_DAYS:
        problem = f"a sheet has 1 to {_MOST_DAYS:,} days"
        raise CaseError([Fault(problem, str(days), "several sheets")])
    try:
        dates = [first + timedelta(days=n) for n in range(days)]
    except OverflowError:
        raise CaseError([Fault("a sheet ends before the year 10000", str(first))]) from None
    header = list(dict.fromkeys((*map.names, *map.passed_over)))
    if wrong := [name for name in header if name.startswith(_FORMULA)]:
        cure = "a name that begins with a letter or a digit"
        raise CaseError([Fault("a column cannot be called so in a sheet", wrong[0], cure)])
    if not is_workbook:
        return _as_csv(map, header, dates)
    from formulation.diary.workbooks import write_workbook

    answers = {column.name for column in map.columns if column.content == "answer"}
    choices = {n: "yes,no" for n, name in enumerate(header) if name in answers}
    layout = map.layout
    return write_workbook(header, dates, choices, header_row=layout.header or 1, title=layout.sheet)


def _as_csv(map: Map, header: Sequence[str], dates: Sequence[date]) -> bytes:
    """Return the sheet as text, marked as UTF-8 where a spreadsheet program might not guess it."""
    text = StringIO(newline="")
    text.write("\n" * ((map.layout.header or 1) - 1))
    delimiter = ";" if map.layout.decimal == "," else ","
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    blank = [""] * (len(header) - 1)
    writer.writerows([write_date(day, map.date.form), *blank] for day in dates)
    written = text.getvalue()
    encoding = "utf-8" if written.isascii() else "utf-8-sig"
    return written.encode(encoding)


# --- the map to begin with ----------------------------------------------------------------------


def starting_map(asked: Asked) -> str:
    """Return the text of a map, with comments, for what a person wants to keep a diary of."""
    people = {"patient": {"role": "patient"}}
    symptoms: dict[str, dict[str, str]] = {}
    columns: dict[str, object] = {}
    ids: dict[str, str] = {}
    taken = {"patient", "diary"}
    for name in dict.fromkeys(asked.symptoms):
        id = _id_for(name, "symptom", taken)
        symptoms[id] = {"name": name}
        rule = {"of": id, "threshold": 7, "gap": "3 days"}
        scale = id if name.startswith("$") else name  # which in a map stands for a cell
        columns[f"{name} (0 to 10)"] = {"rating": scale, "scale": "0..10", "escalation": rule}
    for pair in asked.quarrels:
        for name in pair:
            if folded(name) not in ids:
                ids[folded(name)] = _id_for(name, "person", taken)
                people[ids[folded(name)]] = {"name": name}
        one, other = pair
        who = [ids[folded(name)] for name in pair]
        columns[f"{one} and {other} quarrelled (yes or no)"] = {"conflict": who}
    columns["Remarks"] = "not read"
    return _MAP.format(
        format=DIARY_FORMAT,
        people=_lines(people),
        symptoms=_lines(symptoms),
        columns=_lines(columns),
    )


def _id_for(name: str, otherwise: str, taken: set[str]) -> str:
    """Return an id that is like a name, and nobody else's."""
    letters = "".join(c if c.isalnum() else "-" for c in name.lower())
    stem = "-".join(part for part in letters.split("-") if part)[:40]
    stem = stem if stem[:1].isalpha() else otherwise
    id, number = stem, 1
    while id in taken:
        number += 1
        id = f"{stem}-{number}"
    taken.add(id)
    return id


def _lines(named: dict[str, object] | dict[str, dict[str, str]]) -> str:
    return "\n".join(f"  {write_flow({key: value})[1:-1]}" for key, value in named.items())


_MAP = """\
# What the columns of the diary mean.  Change the names as you like, here and in the sheet alike.
# Then:  formulation import SHEET --map THIS_FILE -o case.yaml
# A filled cell ("no", 0) says that somebody looked; a blank says nothing, not that all was well.

diary: {format}                           # the format of this file; leave it as it is
id: diary-case
# title: "A diary"                 # and all else that a case file can say: about, consent, bonds, …
# origin: clinical                 # published, clinical, composite or synthetic (made up)

date: Date                         # the column of the date, written 2024-03-01; or, as an example,
# date: {{column: Date, form: DD.MM.YYYY}}
# time: Time                       # a column for the time of day, 14:30
# decimal: ","                     # 7,5; without it both 7.5 and 7,5 are read
basis: reported                    # the patient kept it; or observed, informant

people:
{people}

symptoms:
{symptoms}

# bonds:                           # who is what to whom, as in a case file
#   - {{idealizes: ben, by: patient, when: "2020/..", basis: inferred}}

columns:
  # A rating becomes an escalation by a rule that is kept with the case: 7 or more, and such days at
  # most 3 days apart are one flare.  Or by the person's own baseline, instead of the threshold:
  #   baseline: {{deviations: 2}}
  # A column that is filled once a week speaks for the week before:  covers: 7 days
{columns}
"""
