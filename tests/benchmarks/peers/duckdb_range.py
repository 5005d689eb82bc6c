"""DuckDB, as one asks it first: tables loaded, one query of plain range joins, its own plan.

Both threads.  The window from quarrel to truce, which follows from the other two, is written down
for the planner, and makes a million events twice as fast.  Where there is one case the case
number is left out of the joins: an equality that always holds makes the joins hash joins of
everything with everything, and 100,000 events sixty times slower.  At ten thousand cases the
planner joins idealizations with rallies first, takes half a minute and more than 12 GB.
"""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from tests.benchmarks.peers import FORTNIGHT, MONTH, STEPS, Columns, Ints, tables

MOST_EVENTS: int | None = None
WHY = ""
THREADS = 2

QUERY = f"""
SELECT ia.row_no AS ideal_a, ib.row_no AS ideal_b, q.row_no AS quarrel, f.row_no AS flare,
       ra.row_no AS rally_a, rb.row_no AS rally_b, t.row_no AS truce
FROM quarrel q
JOIN ideal ia ON {{same:ia}} ia.who = q.a AND q.minute BETWEEN ia.since AND ia.until
JOIN ideal ib ON {{same:ib}} ib.who = q.b AND q.minute BETWEEN ib.since AND ib.until
JOIN flare f ON {{same:f}} f.minute > q.minute AND f.minute <= q.minute + {FORTNIGHT}
JOIN rally ra ON {{same:ra}} ra.who = q.a
    AND ra.minute BETWEEN f.minute AND f.minute + {FORTNIGHT}
JOIN rally rb ON {{same:rb}} rb.who = q.b
    AND rb.minute BETWEEN f.minute AND f.minute + {FORTNIGHT}
JOIN truce t ON {{same:t}} t.a = q.a AND t.b = q.b
    AND t.minute > f.minute AND t.minute <= f.minute + {MONTH}
    AND t.minute > q.minute AND t.minute <= q.minute + {FORTNIGHT + MONTH}
"""


class _Same:
    """Fills ``{same:x}`` with the equality of case numbers, or with nothing."""

    def __init__(self, cases: bool) -> None:
        self.cases = cases

    def __format__(self, table: str) -> str:
        return f"{table}.case_no = q.case_no AND" if self.cases else ""


class Built(NamedTuple):
    """A database in memory, and whether it holds several cases."""

    database: duckdb.DuckDBPyConnection
    cases: bool


def build(columns: Columns) -> Built:
    """Create the tables from Arrow."""
    database = duckdb.connect(config={"threads": THREADS})
    for name, table in tables(columns)._asdict().items():
        database.register("loaded", pa.table(table))
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM loaded")
        database.unregister("loaded")
    return Built(database, cases="case" in columns["conflict"])


def query(built: Built) -> Ints:
    """Ask once, and fetch NumPy arrays."""
    found = built.database.execute(QUERY.format(same=_Same(built.cases))).fetchnumpy()
    return np.stack([found[step] for step in STEPS], axis=1)
