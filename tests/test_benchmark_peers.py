"""The yardstick is right: NumPy by hand, nested loops and the search agree on synthetic cases.

A benchmark compares answers that are the same, so here the hand-written NumPy is held to a literal
reading of the pattern, to the minute, and the library to both; the other peers are held to it
whenever ``python -m tests.benchmarks.compare`` is run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.patterns.match import search
from formulation.timeline import Timeline
from tests.benchmarks import compare
from tests.benchmarks.peers import PEERS, STEPS, Columns, Ints, handwritten, library
from tests.benchmarks.synthetic import DAY, FORTNIGHT, MONTH, Size, case_of, made

A, B, OTHER, PAIN = 1, 2, 3, 4
#: a minute of a quarrel; the rest of the one episode is told by its distance in minutes
QUARREL = 1_000_000


def rows_of(columns: Columns, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every row of a kind with its number: plain numbers, and a set where names may be several."""
    kinds = list(columns)
    first = sum(len(columns[k]["start"]) for k in kinds[: kinds.index(kind)])
    table = columns[kind]
    for n in range(len(table["start"])):
        row: dict[str, Any] = {"case": 0}
        for key, column in table.items():
            row[key] = int(column[n]) if column.ndim == 1 else {int(c) for c in column[n]} - {-1}
        yield first + n, row


def by_loops(columns: Columns) -> set[tuple[int, ...]]:
    """Read the pattern aloud: nested loops over rows, nothing sorted, nothing pruned ahead."""
    kinds = {kind: list(rows_of(columns, kind)) for kind in columns}
    own = [(n, i) for n, i in kinds["idealizes"] if i["by"] == 0 and i["idealizes"] != 0]
    flares = [(n, f) for n, f in kinds["escalation"] if f["by"] == 0]
    rallies = [(n, r) for n, r in kinds["rally"] if r["to"] == 0]
    found: set[tuple[int, ...]] = set()
    for quarrel, q in kinds["conflict"]:
        there = [
            (n, i)
            for n, i in own
            if i["case"] == q["case"] and i["start"] <= q["start"] <= i["end"]
        ]
        for one, other in combinations(there, 2):
            (ideal_a, a), (ideal_b, b) = sorted((one, other), key=lambda x: x[1]["idealizes"])
            pair = {a["idealizes"], b["idealizes"]}
            if len(pair) < 2 or not pair <= q["conflict"]:
                continue
            for flare, f in flares:
                if f["case"] != q["case"] or not 0 < f["start"] - q["start"] <= FORTNIGHT:
                    continue
                near = [
                    (n, r["rally"])
                    for n, r in rallies
                    if r["case"] == q["case"] and 0 <= r["start"] - f["start"] <= FORTNIGHT
                ]
                found |= {
                    (ideal_a, ideal_b, quarrel, flare, rally_a, rally_b, truce)
                    for rally_a, of_a in near
                    if a["idealizes"] in of_a
                    for rally_b, of_b in near
                    if b["idealizes"] in of_b
                    for truce, t in kinds["resolution"]
                    if t["case"] == q["case"] and pair <= t["resolution"]
                    if 0 < t["start"] - f["start"] <= MONTH
                }
    return found


def by_hand(columns: Columns) -> set[tuple[int, ...]]:
    found = handwritten.query(handwritten.build(columns))
    distinct = {tuple(row) for row in found.tolist()}
    assert len(distinct) == len(found)  # each combination once
    return distinct


def by_search(timeline: Timeline) -> set[tuple[int, ...]]:
    found = search(timeline, library.flagship()).columns()
    return set(zip(*(found[step].tolist() for step in STEPS), strict=True))


def one_episode(**minutes: int) -> Columns:
    """One quarrel, flare, rally of each and truce, at the distances given, else a day each."""
    at = {"since": -DAY, "until": DAY, "flare": DAY, "rally_a": DAY, "rally_b": DAY, "truce": DAY}
    at |= minutes
    flare = QUARREL + at["flare"]

    def ints(*values: object) -> Ints:
        return np.array(values, dtype=np.int64)

    return {
        "idealizes": {
            "start": ints(QUARREL - 5 * DAY, QUARREL + at["since"]),
            "end": ints(QUARREL + 5 * DAY, QUARREL + at["until"]),
            "idealizes": ints(A, B),
            "by": ints(0, 0),
        },
        "conflict": {"start": ints(QUARREL), "conflict": ints([B, A, OTHER])},
        "escalation": {"start": ints(flare), "escalation": ints(PAIN), "by": ints(0)},
        "rally": {
            "start": ints(flare + at["rally_a"], flare + at["rally_b"]),
            "rally": ints([A, -1], [OTHER, B]),
            "to": ints(0, 0),
        },
        "resolution": {"start": ints(flare + at["truce"]), "resolution": ints([A, B])},
    }


EDGES = [
    ("since", 0, 1),
    ("until", 0, -1),
    ("flare", 1, 0),
    ("flare", FORTNIGHT, FORTNIGHT + 1),
    ("rally_a", 0, -1),
    ("rally_a", FORTNIGHT, FORTNIGHT + 1),
    ("rally_b", 0, -1),
    ("rally_b", FORTNIGHT, FORTNIGHT + 1),
    ("truce", 1, 0),
    ("truce", MONTH, MONTH + 1),
]


@pytest.mark.parametrize(("what", "inside", "outside"), EDGES)
def test_an_edge_is_inside_and_a_minute_further_is_not(
    what: str, inside: int, outside: int
) -> None:
    """By hand, by loops and by search: the last minute of a window counts, the next does not."""
    fits, fails = one_episode(**{what: inside}), one_episode(**{what: outside})
    roles = {"patient": [0]}

    assert by_loops(fits) == by_hand(fits) == {(0, 1, 2, 3, 4, 5, 6)}
    assert by_loops(fails) == by_hand(fails) == set()
    assert by_search(Timeline.from_columns(fits, roles=roles)) == {(0, 1, 2, 3, 4, 5, 6)}
    assert by_search(Timeline.from_columns(fails, roles=roles)) == set()


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.builds(Size, st.integers(20, 80), st.sampled_from([1, 1, 4])),
)
def test_by_hand_by_loops_and_by_search_the_matches_are_the_same(seed: int, size: Size) -> None:
    """Ties, edges, thirds in a quarrel, overlapping idealizations, several cases: one answer."""
    columns = made(size, seed)

    wanted = by_loops(columns)

    assert by_hand(columns) == wanted
    assert by_search(Timeline.from_columns(columns, roles={"patient": [0]})) == wanted


def test_records_have_the_matches_of_their_columns() -> None:
    """A case written out of the columns, laid out as any case is, has the same rows matched."""
    columns = made(Size(200), seed=3)

    found = by_search(Timeline(case_of(columns)))

    assert found == by_hand(columns)
    assert len(found) > 5


@pytest.mark.parametrize("size", [Size(200), Size(20_000), Size(200, cases=50)], ids=str)
def test_matches_are_a_realistic_share_of_the_events(size: Size) -> None:
    """The episodes come through, and noise does not drown the machine in combinations."""
    found = by_hand(made(size))

    assert 0.01 < len(found) / size.all_events < 0.5


def test_each_case_has_as_many_events_as_asked() -> None:
    """Bonds are not counted; every other statement is an event of one case."""
    columns = made(Size(200, cases=7))

    cases = np.concatenate([t["case"] for kind, t in columns.items() if kind != "idealizes"])

    assert np.bincount(cases).tolist() == [200] * 7


def test_the_seed_makes_the_case() -> None:
    """The same seed gives the same columns, another gives others."""
    first, again, other = made(Size(200), 1), made(Size(200), 1), made(Size(200), 2)

    def onsets(columns: Columns) -> list[int]:
        return [n for table in columns.values() for n in table["start"].tolist()]

    assert onsets(first) == onsets(again)
    assert onsets(first) != onsets(other)


def test_a_million_events_end_before_the_calendar_does() -> None:
    """The longest case that is measured lies between the years 1 and 9999, all its spans too."""
    size = Size(1_000_000)

    columns = made(size)

    moments = [table[key] for table in columns.values() for key in ("start", "end") if key in table]
    assert size.people == 200
    assert min(int(m.min()) for m in moments) >= 0
    assert max(int(m.max()) for m in moments) < date.max.toordinal() * DAY


@pytest.mark.parametrize("text", ["200", "1000000", "10000x200"])
def test_a_size_is_written_as_it_is_read(text: str) -> None:
    """``10000x200`` is ten thousand cases of 200 events."""
    assert str(Size.parse(text)) == text


def test_every_peer_named_in_the_table_is_there() -> None:
    """One file a peer, and no file that the table forgets."""
    folder = Path(handwritten.__file__).parent

    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(PEERS)


def test_a_peer_is_measured_on_the_columns_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a child is asked to do: read the file, build, query, and tell what was found."""
    monkeypatch.setattr(compare, "SECONDS_AT_LEAST", 0)
    asked = compare._asked([])
    path, out = tmp_path / "columns.npz", tmp_path / "out.json"
    compare._in_child(asked, "make", "3x60", str(path))
    wanted = made(Size(60, cases=3))

    compare._in_child(asked, "measure", "handwritten", "3x60", str(path), str(out))

    row = json.loads(out.read_text())
    assert row["matches"] == len(by_loops(wanted))
    assert row["reason"] == ""
    assert row["total_s"] > 0


def test_the_digest_is_of_the_set_of_matches() -> None:
    """Another order is the same answer, another row is not."""
    found = handwritten.query(handwritten.build(made(Size(200))))
    turned, changed = found[::-1], found.copy()
    changed[0, 6] += 1

    assert compare._digest(turned) == compare._digest(found)
    assert compare._digest(changed) != compare._digest(found)
