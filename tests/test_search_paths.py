"""What makes large searches fast never changes what is found.

Small cases go another way through the search than large ones: nothing is sifted, and steps are
bound as they are written.  Here small cases are made to go the way of the large ones.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulation.dates import to_text
from formulation.errors import LimitReached, UnknownName
from formulation.model import (
    Case,
    Conflict,
    Escalation,
    Idealization,
    Person,
    Rally,
    Resolution,
    Symptom,
)
from formulation.model.base import Statement
from formulation.patterns import candidates, ordering, ranges
from formulation.patterns.answers import find
from formulation.patterns.catalogue import catalogue, pattern_named
from formulation.patterns.match import search
from formulation.patterns.pattern import Pattern
from formulation.timeline import Timeline
from tests import oracle
from tests.small_cases import Question, cases_like, questions

_PLAIN = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
_MANY = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
EPOCH = 1_061_900_000  # a minute in January 2020
PEOPLE = 4
FORTNIGHT = 14 * 1440


@pytest.fixture(autouse=True)
def as_if_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sift, look ahead and reorder however little there is."""
    monkeypatch.setattr(candidates, "_WORTH_SIFTING", 0)
    monkeypatch.setattr(ranges, "_WORTH_SIFTING", 0)
    monkeypatch.setattr(ordering, "_WORTH_COUNTING", 0)
    monkeypatch.setattr(ordering, "_FEW", 0)
    monkeypatch.setattr(ordering, "_SMALL", 1)


def agree(case: Case, pattern: Pattern) -> None:
    found = find(case, pattern, every=True)
    got = Counter(oracle.key(case, f.steps, f.roles, f.certainty) for f in found)

    assert got == oracle.told(case, pattern), (case.statements, pattern)


@_PLAIN
@given(questions())
def test_the_way_of_large_cases_finds_what_the_oracle_finds(question: Question) -> None:
    """Sifted, looked ahead and reordered: the same bindings and certainties."""
    agree(*question)


@pytest.mark.slow
@_MANY
@given(questions())
def test_thousands_go_the_way_of_large_cases(question: Question) -> None:
    """The same, thousands of times."""
    agree(*question)


def test_what_one_letter_may_be_is_not_taken_for_what_another_may() -> None:
    """A truce of the right two, both known by then, is found.

    Found by the oracle: what had been sifted for A was once remembered by the place in memory of
    flags that were gone, and taken for what had been sifted for B.
    """
    case = Case(id="x").adding(
        [Person(id=id) for id in "abc"],
        Conflict(id="e0", between=["c", "b"], when="2020-03-01"),
        Rally(id="e1", who="a", to="c", when="2020-03-06"),
        Resolution(id="e2", between=["c", "b"], when="2020-03-11"),
    )

    agree(case, pattern_named("triangulation"))


def flagship() -> Pattern:
    """The flagship with all its steps required."""
    keys = pattern_named("idealized-pair-conflict-flare").to_keys()
    for step in keys["steps"]:
        step.pop("optional", None)
    return Pattern.from_keys(keys)


#: minutes rich in ties, and in distances that are just within a fortnight or just beyond
minutes = st.one_of(
    st.integers(0, 40),
    st.sampled_from([FORTNIGHT - 1, FORTNIGHT, FORTNIGHT + 1, FORTNIGHT + 40, 30 * 1440 + 20]),
)
pairs = st.lists(st.integers(0, PEOPLE - 1), min_size=2, max_size=3, unique=True)
Row = tuple[str, int, int, list[int]]


@st.composite
def crisp_rows(draw: st.DrawFn) -> list[list[Row]]:
    """Events of one case or two, each known to the minute: kind, onset, length, who."""
    told = []
    for _ in range(draw(st.integers(1, 2))):
        spans = [("idealizes", 0, draw(st.integers(0, 60_000)), [n]) for n in (1, 2)]
        kinds = ["conflict", "escalation", "rally", "rally", "resolution"]
        more = st.sampled_from([*kinds, "idealizes", "conflict", "rally"])
        events = [*kinds, *draw(st.lists(more, max_size=5))]
        told.append(spans + [(kind, draw(minutes), 30, draw(pairs)) for kind in events])
    return told


def as_columns(told: list[list[Row]]) -> Timeline:
    """The rows as columns, kind by kind."""
    columns = {}
    for kind in ("idealizes", "conflict", "escalation", "rally", "resolution"):
        rows = [(n, row) for n, case in enumerate(told) for row in case if row[0] == kind]
        who = np.full((len(rows), 3), -1)
        for place, (_, row) in enumerate(rows):
            who[place, : len(row[3])] = row[3]
        start = np.array([EPOCH + row[1] for _, row in rows], dtype=np.int64)
        columns[kind] = {"start": start, "case": np.array([n for n, _ in rows], dtype=np.int64)}
        nobody = np.zeros(len(rows), dtype=np.int64)
        if kind == "idealizes":
            length = np.array([row[2] for _, row in rows], dtype=np.int64)
            columns[kind] |= {"end": start + length, kind: who[:, 0], "by": nobody}
        elif kind == "escalation":
            columns[kind] |= {kind: nobody + PEOPLE, "by": nobody}
        else:
            columns[kind] |= {kind: who} | ({"to": nobody} if kind == "rally" else {})
    return Timeline.from_columns(columns, roles={"patient": [0]})


def as_case(told: list[Row]) -> Case:
    """The same rows as records, in the order of the columns."""
    people = [Person(id=f"p{n}", role=None if n else "patient") for n in range(PEOPLE)]
    case = Case(id="x").adding(people, Symptom(id="s"))
    order = ("idealizes", "conflict", "escalation", "rally", "resolution")
    for row in sorted(told, key=lambda row: order.index(row[0])):
        case = case.adding(_record(row))
    return case


def _record(row: Row) -> Statement:
    kind, start, length, who = row
    names, when = [f"p{n}" for n in who], _when(start)
    if kind == "idealizes":
        return Idealization(of=names[0], by="p0", when=f"{when}/{_when(start + length)}")
    if kind == "conflict":
        return Conflict(between=names, when=when)
    if kind == "escalation":
        return Escalation(of="s", when=when)
    if kind == "rally":
        return Rally(who=names, to="p0", when=when)
    return Resolution(between=names, when=when)


def _when(minute: int) -> str:
    return to_text(EPOCH + minute)[:16]


@_PLAIN
@given(crisp_rows())
def test_columns_and_records_have_the_same_matches(told: list[list[Row]]) -> None:
    """Laid out from columns or from records, one case or two: row by row the same."""
    cases = [as_case(rows) for rows in told]
    kinds = ("idealizes", "conflict", "escalation", "rally", "resolution")
    pattern = flagship()

    by_columns = search(as_columns(told), pattern).columns()
    by_records = search(Timeline(*cases), pattern).columns()

    # columns stand kind by kind and case by case within; records case by case
    place: dict[int, int] = {}
    for kind in kinds:
        for n, rows in enumerate(told):
            before = sum(len(case) for case in told[:n])
            earlier = sum(row[0] in kinds[: kinds.index(kind)] for row in rows)
            for nth in range(sum(row[0] == kind for row in rows)):
                place[len(place)] = before + earlier + nth
    expected = Counter(zip(*(by_records[name].tolist() for name in by_records), strict=True))
    got = Counter(
        tuple(place[row] for row in rows)
        for rows in zip(*(by_columns[name].tolist() for name in by_records), strict=True)
    )
    assert got == expected


@_PLAIN
@given(crisp_rows())
def test_what_is_known_to_the_minute_is_found_as_the_oracle_finds_it(told: list[list[Row]]) -> None:
    """Where nothing need be judged again, nothing is wrong."""
    agree(as_case(told[0]), flagship())


@_PLAIN
@given(st.sampled_from(catalogue()).flatmap(lambda p: st.tuples(cases_like(p, 6), st.just(p))))
def test_the_catalogue_is_found_in_what_it_asks_for(question: Question) -> None:
    """Each pattern that ships, in cases made of what it asks for."""
    agree(*question)


def test_columns_of_unequal_length_and_unknown_kinds_are_refused() -> None:
    """With the kind and the column."""
    start = [EPOCH, EPOCH]

    with pytest.raises(ValueError, match="conflict: 'conflict' has 1 entries and 'start' has 2"):
        Timeline.from_columns({"conflict": {"start": start, "conflict": [[0, 1]]}})
    with pytest.raises(ValueError, match="conflict: the column 'start' is missing"):
        Timeline.from_columns({"conflict": {"conflict": [[0, 1]]}})
    with pytest.raises(UnknownName, match="did you mean 'conflict'"):
        Timeline.from_columns({"conflikt": {"start": start}})


def test_a_timeline_of_columns_has_no_statements_to_tell_of() -> None:
    """Finding says so at once; an empty one has nothing to be found in."""
    columns = {"conflict": {"start": [EPOCH], "conflict": [[0, 1]]}}

    with pytest.raises(TypeError, match="use search"):
        find(Timeline.from_columns(columns))
    assert len(search(Timeline.from_columns({}), flagship()).table) == 0


def test_more_combinations_than_memory_should_hold_end_the_search() -> None:
    """Five thousand idealizations in pairs are twenty-five million; it says so, at once."""
    many = np.zeros(5_000, dtype=np.int64)
    columns = {"idealizes": {"start": many + EPOCH, "end": many + EPOCH + 1, "by": many,
                             "idealizes": np.arange(5_000) + 1}}  # fmt: skip
    steps = [{"as": "a", "idealizes": "A", "by": "P"}, {"as": "b", "idealizes": "B", "by": "P"}]
    pattern = Pattern(pattern="x", title="X", steps=steps)

    with pytest.raises(LimitReached, match=r"the search met 25,000,000 combinations, more than 20"):
        search(Timeline.from_columns(columns), pattern)
