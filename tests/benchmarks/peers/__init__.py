"""The flagship, all seven steps required, as the users of other tools would write it.

Each module here is one tool.  It has

- ``MOST_EVENTS`` and ``WHY``: the largest size it is run at, if there is one, and the reason;
- ``build(columns)``: load and index the columns in the tool's own layout;
- ``query(built)``: every match, as an array ``(n, 7)`` of row numbers, in any order.

A match is a row number for each of :data:`STEPS`.  Rows are numbered as a timeline made from the
columns numbers them: kinds in the order given, each a block.  Times are exact minutes:

- the patient idealizes A and B, and the quarrel's onset lies in both spans, ends included;
- the flare is later than the quarrel's onset, by 14 days at most;
- the rallies of A and of B to the patient are as late as the flare or later, by 14 days at most;
- the truce between A and B is later than the flare, by 30 days at most;
- the patient, A and B are three; A has the lower code, so that a swap counts once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from tests.benchmarks.synthetic import FORTNIGHT, MONTH, NOBODY, PATIENT, Columns, Ints

__all__ = [
    "FORTNIGHT",
    "MONTH",
    "PATIENT",
    "PEERS",
    "STEPS",
    "Columns",
    "Ints",
    "Tables",
    "as_rows",
    "pairs",
    "tables",
]

STEPS = ("ideal_a", "ideal_b", "quarrel", "flare", "rally_a", "rally_b", "truce")

#: modules of this package, as they stand in the table; the first is the yardstick
PEERS = {
    "handwritten": "NumPy by hand",
    "library": "formulation",
    "duckdb_range": "DuckDB, range join",
    "duckdb_buckets": "DuckDB, day buckets",
    "polars_join_where": "polars, join_where",
    "pandas_buckets": "pandas, bucketed merges",
    "sqlite_clustered": "SQLite, clustered tables",
    "clingo_rules": "clingo, four rules",
    "rdflib_sparql": "rdflib, SPARQL",
}

Table = dict[str, Ints]


class Tables(NamedTuple):
    """Narrow tables, as a database would hold them, without what can never match.

    ``ideal``: case_no, who, since, until, row_no.  ``quarrel`` and ``truce``: case_no, a, b,
    minute, row_no, an entry for each two parties, a < b.  ``flare``: case_no, minute, row_no.
    ``rally``: case_no, who, minute, row_no, an entry for each person.  All of the patient only.
    """

    ideal: Table
    quarrel: Table
    flare: Table
    rally: Table
    truce: Table


def first_rows(columns: Columns) -> dict[str, int]:
    """Return the number of the first row of each kind."""
    counts = [len(table["start"]) for table in columns.values()]
    return dict(zip(columns, np.cumsum([0, *counts[:-1]]).tolist(), strict=True))


def case_numbers(table: Mapping[str, Ints]) -> Ints:
    """Return the case of each row of a kind; there is one, number 0, unless several are told."""
    return table.get("case", np.zeros(len(table["start"]), dtype=np.int64))


def pairs(parties: Ints) -> tuple[Ints, Ints, Ints]:
    """Return ``(row, a, b)`` for every two parties of a row, the lower code as ``a``."""
    rows, firsts, seconds = [], [], []
    for one in range(parties.shape[1]):
        for other in range(one + 1, parties.shape[1]):
            there = np.flatnonzero((parties[:, one] != NOBODY) & (parties[:, other] != NOBODY))
            x, y = parties[there, one], parties[there, other]
            rows.append(there)
            firsts.append(np.minimum(x, y))
            seconds.append(np.maximum(x, y))
    return np.concatenate(rows), np.concatenate(firsts), np.concatenate(seconds)


def tables(columns: Columns) -> Tables:
    """Return the columns as narrow tables, one row a name: what the databases load."""
    first = first_rows(columns)
    ideal, flare, rally = columns["idealizes"], columns["escalation"], columns["rally"]
    own = np.flatnonzero((ideal["by"] == PATIENT) & (ideal["idealizes"] != PATIENT))
    hurts = np.flatnonzero(flare["by"] == PATIENT)
    row, place = np.nonzero((rally["rally"] > PATIENT) & (rally["to"] == PATIENT)[:, None])
    return Tables(
        ideal={
            "case_no": case_numbers(ideal)[own],
            "who": ideal["idealizes"][own],
            "since": ideal["start"][own],
            "until": ideal["end"][own],
            "row_no": first["idealizes"] + own,
        },
        quarrel=_pair_table(columns, "conflict", first["conflict"]),
        flare={
            "case_no": case_numbers(flare)[hurts],
            "minute": flare["start"][hurts],
            "row_no": first["escalation"] + hurts,
        },
        rally={
            "case_no": case_numbers(rally)[row],
            "who": rally["rally"][row, place],
            "minute": rally["start"][row],
            "row_no": first["rally"] + row,
        },
        truce=_pair_table(columns, "resolution", first["resolution"]),
    )


def _pair_table(columns: Columns, kind: str, first: int) -> Table:
    table = columns[kind]
    row, a, b = pairs(table[kind])
    others = a > PATIENT  # and so is b
    row, a, b = row[others], a[others], b[others]
    return {
        "case_no": case_numbers(table)[row],
        "a": a,
        "b": b,
        "minute": table["start"][row],
        "row_no": first + row,
    }


def as_rows(found: object) -> Ints:
    """Return matches, one sequence of seven numbers each, as an array ``(n, 7)``."""
    return np.array(found, dtype=np.int64).reshape(-1, len(STEPS))
