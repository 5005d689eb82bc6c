"""pandas: merges on equal keys, windows by buckets of a fortnight, filtered after each merge.

pandas has no range join, so an onset is listed with its own fortnight and the next, and merged on
equal fortnights; every merge is filtered at once, and the most selective comes first.  Spans are
merged on the person alone: a case has few of each.
"""

from __future__ import annotations

import pandas as pd

from tests.benchmarks.peers import FORTNIGHT, MONTH, STEPS, Columns, Ints, tables

MOST_EVENTS: int | None = None
WHY = ""

Built = dict[str, pd.DataFrame]


def build(columns: Columns) -> Built:
    """Make a frame of each table, with the buckets that its window asks for."""
    frames = {name: pd.DataFrame(table) for name, table in tables(columns)._asdict().items()}
    for name in ("flare", "rally"):
        frames[name]["bucket"] = frames[name]["minute"] // FORTNIGHT
    frames["truce"]["bucket"] = frames["truce"]["minute"] // (FORTNIGHT + MONTH)
    return frames


def query(built: Built) -> Ints:
    """Merge and filter, step by step."""
    found = built["quarrel"].rename(columns={"row_no": "quarrel"})
    found = _with_truce(found, built["truce"])
    found = _idealized(found, built["ideal"], "a")
    found = _idealized(found, built["ideal"], "b")
    found = _with_flare(found, built["flare"])
    found = _rallied(found, built["rally"], "a")
    found = _rallied(found, built["rally"], "b")
    return found[list(STEPS)].to_numpy()


def _in_two_buckets(found: pd.DataFrame, minute: str, width: int) -> pd.DataFrame:
    """List each row with the bucket of its onset and with the next."""
    bucket = found[minute] // width
    return pd.concat([found.assign(bucket=bucket), found.assign(bucket=bucket + 1)])


def _with_truce(found: pd.DataFrame, truce: pd.DataFrame) -> pd.DataFrame:
    truce = truce.rename(columns={"row_no": "truce", "minute": "truced"})
    found = _in_two_buckets(found, "minute", FORTNIGHT + MONTH)
    found = found.merge(truce, on=["case_no", "a", "b", "bucket"])
    lag = found["truced"] - found["minute"]
    return found[(lag > 0) & (lag <= FORTNIGHT + MONTH)].drop(columns="bucket")


def _idealized(found: pd.DataFrame, ideal: pd.DataFrame, who: str) -> pd.DataFrame:
    ideal = ideal.rename(columns={"row_no": f"ideal_{who}", "who": who})
    found = found.merge(ideal, on=["case_no", who])
    inside = (found["minute"] >= found["since"]) & (found["minute"] <= found["until"])
    return found[inside].drop(columns=["since", "until"])


def _with_flare(found: pd.DataFrame, flare: pd.DataFrame) -> pd.DataFrame:
    flare = flare.rename(columns={"row_no": "flare", "minute": "flared"})
    found = _in_two_buckets(found, "minute", FORTNIGHT).merge(flare, on=["case_no", "bucket"])
    lag, peace = found["flared"] - found["minute"], found["truced"] - found["flared"]
    fits = (lag > 0) & (lag <= FORTNIGHT) & (peace > 0) & (peace <= MONTH)
    return found[fits].drop(columns="bucket")


def _rallied(found: pd.DataFrame, rally: pd.DataFrame, who: str) -> pd.DataFrame:
    rally = rally.rename(columns={"row_no": f"rally_{who}", "minute": "rallied", "who": who})
    found = _in_two_buckets(found, "flared", FORTNIGHT)
    found = found.merge(rally, on=["case_no", who, "bucket"])
    lag = found["rallied"] - found["flared"]
    return found[(lag >= 0) & (lag <= FORTNIGHT)].drop(columns=["bucket", "rallied"])
