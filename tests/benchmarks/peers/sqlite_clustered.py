"""SQLite: a table clustered by the key of each join, and the order of the joins written down.

``WITHOUT ROWID`` keeps rows in the order of their primary key, so each step is one search in one
tree.  ``CROSS JOIN`` tells the planner to keep the order: quarrel, truce, idealizations, flare,
rallies.  The longest idealization bounds how far back a span can begin.  In memory, no journal.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

import numpy as np

from tests.benchmarks.peers import FORTNIGHT, MONTH, Columns, Ints, Table, as_rows, tables

MOST_EVENTS: int | None = None
WHY = ""

KEYS = {
    "ideal": ("case_no", "who", "since", "until", "row_no"),
    "quarrel": ("case_no", "a", "b", "minute", "row_no"),
    "flare": ("case_no", "minute", "row_no"),
    "rally": ("case_no", "who", "minute", "row_no"),
    "truce": ("case_no", "a", "b", "minute", "row_no"),
}

QUERY = f"""
SELECT ia.row_no, ib.row_no, q.row_no, f.row_no, ra.row_no, rb.row_no, t.row_no
FROM quarrel q
CROSS JOIN truce t ON t.case_no = q.case_no AND t.a = q.a AND t.b = q.b
    AND t.minute > q.minute AND t.minute <= q.minute + {FORTNIGHT + MONTH}
CROSS JOIN ideal ia ON ia.case_no = q.case_no AND ia.who = q.a
    AND ia.since BETWEEN q.minute - :longest AND q.minute AND ia.until >= q.minute
CROSS JOIN ideal ib ON ib.case_no = q.case_no AND ib.who = q.b
    AND ib.since BETWEEN q.minute - :longest AND q.minute AND ib.until >= q.minute
CROSS JOIN flare f ON f.case_no = q.case_no
    AND f.minute > q.minute AND f.minute <= q.minute + {FORTNIGHT}
    AND f.minute < t.minute AND f.minute >= t.minute - {MONTH}
CROSS JOIN rally ra ON ra.case_no = q.case_no AND ra.who = q.a
    AND ra.minute BETWEEN f.minute AND f.minute + {FORTNIGHT}
CROSS JOIN rally rb ON rb.case_no = q.case_no AND rb.who = q.b
    AND rb.minute BETWEEN f.minute AND f.minute + {FORTNIGHT}
"""


class Built(NamedTuple):
    """A database in memory, and the minutes of the longest idealization."""

    database: sqlite3.Connection
    longest: int


def build(columns: Columns) -> Built:
    """Fill the tables in the order of their keys, which is the cheapest way to fill a tree."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("BEGIN")
    narrow = tables(columns)
    for name, table in narrow._asdict().items():
        _fill(database, name, table)
    database.execute("COMMIT")
    return Built(database, int((narrow.ideal["until"] - narrow.ideal["since"]).max(initial=0)))


def _fill(database: sqlite3.Connection, name: str, table: Table) -> None:
    keys = KEYS[name]
    declared = ", ".join(f"{key} INTEGER NOT NULL" for key in keys)
    clustered = f"PRIMARY KEY ({', '.join(keys)})"
    database.execute(f"CREATE TABLE {name} ({declared}, {clustered}) WITHOUT ROWID")
    order = np.lexsort([table[key] for key in reversed(keys)])
    rows = zip(*(table[key][order].tolist() for key in keys), strict=True)
    database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(keys))})", rows)


def query(built: Built) -> Ints:
    """Ask once, and make an array of the rows."""
    return as_rows(built.database.execute(QUERY, {"longest": built.longest}).fetchall())
