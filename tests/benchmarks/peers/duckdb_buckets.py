"""DuckDB tuned for windows: days in buckets of a fortnight, joins in a chosen order.

A window of a fortnight lies in two buckets at most, so an onset is listed with its own bucket
and the next, and the range join becomes an equality that hashes, with the range as its filter.
Quarrels that no truce follows go first, by a semi-join.  The order of the joins is kept as it is
written: left to itself the planner takes a materialized step for 265 million rows and
now and then chooses an order that does not end.  Both threads; the columns are read as Arrow,
where they are, which costs less than to load them.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from tests.benchmarks.peers import FORTNIGHT, MONTH, STEPS, Columns, Ints, tables

MOST_EVENTS: int | None = None
WHY = ""
THREADS = 2

QUERY = f"""
WITH open_quarrel AS MATERIALIZED (
    SELECT q.*, ia.row_no AS ideal_a, ib.row_no AS ideal_b,
           unnest([q.minute // {FORTNIGHT}, q.minute // {FORTNIGHT} + 1]) AS bucket
    FROM (
        SELECT * FROM quarrel q SEMI JOIN truce t
        ON q.case_no = t.case_no AND q.a = t.a AND q.b = t.b
        AND t.minute > q.minute AND t.minute <= q.minute + {FORTNIGHT + MONTH}
    ) q
    JOIN ideal ia ON ia.case_no = q.case_no AND ia.who = q.a
        AND q.minute BETWEEN ia.since AND ia.until
    JOIN ideal ib ON ib.case_no = q.case_no AND ib.who = q.b
        AND q.minute BETWEEN ib.since AND ib.until
), flared AS MATERIALIZED (
    SELECT q.* EXCLUDE (bucket), f.row_no AS flare, f.minute AS flared, t.row_no AS truce,
           unnest([f.minute // {FORTNIGHT}, f.minute // {FORTNIGHT} + 1]) AS bucket
    FROM open_quarrel q
    JOIN (SELECT *, minute // {FORTNIGHT} AS bucket FROM flare) f USING (case_no, bucket)
    JOIN truce t ON t.case_no = q.case_no AND t.a = q.a AND t.b = q.b
        AND t.minute > f.minute AND t.minute <= f.minute + {MONTH}
    WHERE f.minute > q.minute AND f.minute <= q.minute + {FORTNIGHT}
), rallied AS MATERIALIZED (
    SELECT f.* EXCLUDE (bucket), r.row_no AS rally_a,
           unnest([flared // {FORTNIGHT}, flared // {FORTNIGHT} + 1]) AS bucket
    FROM flared f
    JOIN (SELECT *, minute // {FORTNIGHT} AS bucket FROM rally) r
        ON r.case_no = f.case_no AND r.who = f.a AND r.bucket = f.bucket
        AND r.minute BETWEEN flared AND flared + {FORTNIGHT}
)
SELECT ideal_a, ideal_b, f.row_no AS quarrel, flare, rally_a, r.row_no AS rally_b, truce
FROM rallied f
JOIN (SELECT *, minute // {FORTNIGHT} AS bucket FROM rally) r
    ON r.case_no = f.case_no AND r.who = f.b AND r.bucket = f.bucket
    AND r.minute BETWEEN flared AND flared + {FORTNIGHT}
"""


def build(columns: Columns) -> duckdb.DuckDBPyConnection:
    """Show DuckDB the tables, as Arrow."""
    database = duckdb.connect(config={"threads": THREADS})
    database.execute("SET disabled_optimizers = 'join_order'")
    for name, table in tables(columns)._asdict().items():
        database.register(name, pa.table(table))
    return database


def query(built: duckdb.DuckDBPyConnection) -> Ints:
    """Ask once, and fetch NumPy arrays."""
    found = built.execute(QUERY).fetchnumpy()
    return np.stack([found[step] for step in STEPS], axis=1)
