"""The flagship against other tools, in one table: ``python -m tests.benchmarks.compare``.

Each peer runs in a fresh Python of its own for each size, one after another, on columns read from a
file: first 200 events unmeasured, to have everything imported, then the size itself, at least
``--repeat`` times.  Times are medians; memory is the most that the process had held when the
first round was done, Python, the tool and the columns included.  All peers must return the same
matches as the first that ran: where one does not, the table says so and the exit status is 1.
What is not run is listed with its reason.  Where a peer of two threads shows as much CPU as time,
the machine had but one processor to give: run it again when the load is low.

Sizes are numbers of events, or ``10000x200`` for ten thousand cases of 200 events in one layout.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import importlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table

from tests.benchmarks.peers import PEERS, Columns, Ints
from tests.benchmarks.synthetic import Size, made

SIZES = ("200", "10000", "100000", "1000000", "10000x200")
TOOLS = ("numpy", "duckdb", "pyarrow", "polars", "pandas", "clingo", "rdflib")
YARDSTICK, OURS = "handwritten", "library"
DIFFERS = "other matches than the first peer: a fault"
#: short rounds go on for so long, and to so many, as a steady median takes
SECONDS_AT_LEAST, ROUNDS_AT_MOST = 0.5, 200


@dataclass
class Row:
    """What came of one peer at one size."""

    size: str
    peer: str
    reason: str = ""  # why there is nothing else
    build_s: float = 0.0
    query_s: float = 0.0
    total_s: float = 0.0
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    matches: int = 0
    rounds: int = 0
    digest: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, and return the exit status."""
    asked = _asked(arguments)
    if asked.child:
        _in_child(asked, *asked.child)
        return 0
    console = Console(width=max(110, Console().width))
    told: dict[str, Any] = {"machine": _machine(), "rows": []}
    console.print(told["machine"], highlight=False)
    for size in asked.sizes:
        rows = list(_at_size(size, asked))
        console.print(_table(size, rows))
        told["rows"] += map(asdict, rows)
    told["records"] = _cost_of_records(asked)
    console.print(_records_in_words(told["records"]), highlight=False)
    if asked.json:
        _write(asked.json, told)
    return int(any(row["reason"] == DIFFERS for row in told["rows"]))


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    asks = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.compare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asks.add_argument("--sizes", nargs="+", default=SIZES, metavar="SIZE", help=" ".join(SIZES))
    asks.add_argument("--peers", nargs="+", default=tuple(PEERS), choices=PEERS, metavar="PEER")
    asks.add_argument("--repeat", type=int, default=3, help="rounds, at least (3)")
    asks.add_argument("--seed", type=int, default=0, help="of the generator (0)")
    asks.add_argument("--seconds", type=float, default=300, help="most a peer may take (300)")
    asks.add_argument("--memory-mb", type=float, default=12_000, help="most it may hold (12000)")
    asks.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there, too")
    asks.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    return asks.parse_args(arguments)


def _machine() -> str:
    """Return what the numbers depend on."""
    found = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for tool in TOOLS:
        try:
            found.append(f"{tool} {version(tool)}")
        except PackageNotFoundError:
            continue
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.machine()}, {os.cpu_count()} CPUs{load}; {', '.join(found)}"


def _write(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _at_size(size: str, asked: argparse.Namespace) -> Iterator[Row]:
    """Measure each peer at one size, and hold its matches against the first one's."""
    with tempfile.TemporaryDirectory() as folder:
        columns = Path(folder) / "columns.npz"
        _child(asked, "make", size, columns)
        digest = ""
        for peer in asked.peers:
            out = columns.with_name(f"{peer}.json")
            reason = _child(asked, "measure", peer, size, columns, out)
            row = Row(size, peer, reason)
            if not reason:
                row = Row(**json.loads(out.read_text(encoding="utf-8")))
            if not row.reason:
                digest = digest or row.digest
                row.reason = "" if row.digest == digest else DIFFERS
            yield row


def _child(asked: argparse.Namespace, *what: object) -> str:
    """Do one thing in a fresh Python, within bounds; return why it did not come to its end.

    This process stays small, as what it holds would count as held by its children.
    """
    bounds = ["--repeat", str(asked.repeat), "--seed", str(asked.seed)]
    command = [sys.executable, "-m", "tests.benchmarks.compare", *bounds, "--child"]
    began, reason = time.monotonic(), ""
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen([*command, *map(str, what)], stderr=said) as child:
            while child.poll() is None and not reason:
                time.sleep(0.02)
                if time.monotonic() - began > asked.seconds:
                    reason = f"stopped after {asked.seconds:g} s"
                if _held_mb(child.pid) > asked.memory_mb:
                    reason = f"stopped at {asked.memory_mb:,g} MB"
            if reason:
                child.kill()
        if child.returncode and not reason:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().rpartition("\n")[2]
            reason = f"ended with {child.returncode}: {last}"
    return reason


def _held_mb(pid: int) -> float:
    """Return what a process holds now; nought where the system does not say so in a file."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _in_child(asked: argparse.Namespace, what: str, *details: str) -> None:
    """Do what the parent asks of a fresh Python: make columns, measure a peer, or records."""
    if what == "make":
        size, path = details
        _save(made(Size.parse(size), asked.seed), Path(path))
    elif what == "measure":
        peer, size, path, out = details
        _write(Path(out), asdict(_measured(peer, size, Path(path), asked.repeat)))
    else:
        from tests.benchmarks.peers.library import cost_of_records

        _write(Path(details[0]), cost_of_records(asked.seed))


def _save(columns: Columns, path: Path) -> None:
    flat = {f"{kind}/{key}": a for kind, table in columns.items() for key, a in table.items()}
    np.savez(path, **flat)  # type: ignore[arg-type]


def _load(path: Path) -> Columns:
    columns: dict[str, dict[str, Ints]] = {}
    with np.load(path) as flat:
        for name in flat.files:
            kind, _, key = name.partition("/")
            columns.setdefault(kind, {})[key] = flat[name]
    return columns


def _measured(peer: str, size: str, path: Path, repeat: int) -> Row:
    """Run one peer on one file, or say why it is not run."""
    row = Row(size, peer)
    try:
        module = importlib.import_module(f"tests.benchmarks.peers.{peer}")
    except ImportError as error:
        row.reason = f"not installed: {error}"
        return row
    if module.MOST_EVENTS is not None and Size.parse(size).all_events > module.MOST_EVENTS:
        row.reason = f"not run beyond {module.MOST_EVENTS:,} events: {module.WHY}"
        return row
    module.query(module.build(made(Size(200))))
    columns = _load(path)
    times: list[tuple[float, ...]] = []
    while not _is_enough(times, repeat):
        gc.collect()
        began, cpu = time.perf_counter(), time.process_time()
        built = module.build(columns)
        ready = time.perf_counter()
        found = module.query(built)
        ended = time.perf_counter()
        spent = time.process_time() - cpu
        times.append((ready - began, ended - ready, ended - began, spent))
        row.peak_mb = row.peak_mb or _peak_mb()
        del built
    row.build_s, row.query_s, row.total_s, row.cpu_s = map(median, zip(*times, strict=True))
    row.matches, row.rounds, row.digest = len(found), len(times), _digest(found)
    return row


def _is_enough(times: list[tuple[float, ...]], repeat: int) -> bool:
    if len(times) < repeat:
        return False
    return sum(t[2] for t in times) > SECONDS_AT_LEAST or len(times) >= ROUNDS_AT_MOST


def _peak_mb() -> float:
    """Return the most memory this process has held."""
    import resource  # not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def in_order(found: Ints) -> Ints:
    """Return matches sorted, so that two answers can be held against each other."""
    return found[np.lexsort(found.T[::-1])]


def _digest(found: Ints) -> str:
    in_memory = np.ascontiguousarray(in_order(found), dtype="<i8")
    return hashlib.sha256(in_memory.tobytes()).hexdigest()


def _table(size: str, rows: list[Row]) -> Table:
    parsed = Size.parse(size)
    title = f"{parsed.cases:,} x {parsed.events:,} events of {parsed.people} people"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("peer", no_wrap=True)
    for head in (
        "build s",
        "query s",
        "total s",
        "CPU s",
        "peak MB",
        ": NumPy",
        ": ours",
        "matches",
    ):
        table.add_column(head, justify="right")
    totals = {row.peer: row.total_s for row in rows if not row.reason}
    for row in rows:
        table.add_row(PEERS[row.peer], *_cells(row, totals.get(YARDSTICK), totals.get(OURS)))
    for row in rows:
        if row.reason:
            table.caption = f"{table.caption or ''}{PEERS[row.peer]}: {row.reason}\n"
    table.caption_justify = "left"
    return table


def _cells(row: Row, yardstick: float | None, ours: float | None) -> list[str]:
    if row.reason:
        return ["–"] * 8
    spent = (row.build_s, row.query_s, row.total_s, row.cpu_s)
    times = [f"{seconds:.{5 if seconds < 0.01 else 3}f}" for seconds in spent]
    ratios = [f"{row.total_s / other:.2f}" if other else "–" for other in (yardstick, ours)]
    return [*times, f"{row.peak_mb:,.0f}", *ratios, f"{row.matches:,}"]


def _cost_of_records(asked: argparse.Namespace) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "records.json"
        if _child(asked, "records", out):
            return {}
        found: dict[str, float] = json.loads(out.read_text(encoding="utf-8"))
    return found


def _records_in_words(cost: dict[str, float]) -> str:
    if not cost:
        return "Records: not measured."
    return (
        f"One case of 200 events as records, {cost['matches']:.0f} matches: layout "
        f"{cost['layout_s'] * 1e3:.2f} ms, search {cost['search_s'] * 1e3:.2f} ms, the columns as "
        f"tuples {cost['tuples_s'] * 1e3:.2f} ms, find(every=True) {cost['find_s'] * 1e3:.2f} ms, "
        f"list of its findings {cost['list_s'] * 1e3:.2f} ms."
    )


if __name__ == "__main__":
    sys.exit(main())
