"""Maps of part of a case: by how it is known, around somebody, at two dates, round an episode."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections import Counter
from dataclasses import replace
from functools import cache
from html import escape
from itertools import combinations, pairwise
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pygraphviz
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.casefile import read_case
from formulation.errors import DateError, UnknownName
from formulation.findings import Finding
from formulation.graph import map_of
from formulation.model import (
    Bind,
    Care,
    Case,
    Claim,
    Conflict,
    Defense,
    Escalation,
    Harm,
    Idealization,
    Person,
    Rally,
    Relationship,
    Resolution,
    Source,
    Symptom,
)
from formulation.patterns.answers import find
from formulation.views.draw import draw
from formulation.views.map import MapSeries, MapView, compare_maps, map_view
from formulation.views.map_choice import BASES
from formulation.views.map_crowd import MANY_CROSSINGS, MOST_CROSSINGS, crossings_of
from formulation.views.map_places import layout_of
from formulation.views.multiples import multiples_view
from formulation.views.placing import Box, Curve, Point, _evenly, ring_places
from formulation.views.sheet import SheetView
from formulation.views.strokes import text_width
from tests import small_cases
from tests.strategies import cases
from tests.test_cli import run

ROOT = Path(__file__).parent.parent
ELIZABETH, DIARY = (ROOT / "examples" / f"{name}.yaml" for name in ("elizabeth", "elizabeth_diary"))
FLAGSHIP = "idealized-pair-conflict-flare"


def trio(*more: object) -> Case:
    """A patient, a man, a woman and a symptom, and what else is said."""
    return Case(id="trio", title="Three and a pain").adding(
        Source(id="file", cite="The file"),
        Person(id="liz", name="Liz", role="patient"),
        Person(id="ann", name="Ann", gender="female"),
        Person(id="bo", name="Bo", gender="male"),
        Symptom(id="pain", name="back pain"),
        *more,
    )


def drawn(view: MapView | MapSeries) -> set[str]:
    """The ids of all statements that lines and notes show; a symptom's own ties are none."""
    ties = ("has", "due_to")
    return {id for one in view.shown() if one.kind not in ties for id in one.statements}


def statements_of(case: Case, **fields: object) -> set[str]:
    told = zip(case.ids, case.statements, strict=True)
    return {id for id, s in told if all(getattr(s, k) == v for k, v in fields.items())}


KNOWN = trio(
    Conflict(id="seen", between=["ann", "bo"], basis="observed", source="file"),
    Conflict(id="told", between=["ann", "bo"], basis="reported", said_by="liz"),
    Care(id="heard", of="liz", by="ann", basis="informant"),
    Idealization(id="guess", of="ann", basis="inferred", source="file"),
    Harm(id="bare", of="liz", by="bo"),
    Claim(id="why", text="Quarrels hurt", basis="inferred"),
)


# -- by how it is known --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "shown"),
    [
        ("observed", {"seen", "told", "heard"}),
        ("reported", {"told"}),
        ("informant", {"heard"}),
        ("inferred", {"guess"}),
        ("unsaid", {"bare"}),
        (["reported", "unsaid"], {"told", "bare"}),
        (None, {"seen", "told", "heard", "guess", "bare"}),
    ],
)
def test_a_map_shows_what_is_known_in_the_way_asked_for(
    basis: str | list[str] | None, shown: set[str]
) -> None:
    """Observed strips every inference and all that is unsaid; the other words keep just theirs."""
    assert drawn(map_view(KNOWN, basis=basis)) == shown


def test_what_a_basis_leaves_out_is_counted_aloud() -> None:
    """Picture, description and sentences say what is shown and how much of what is not."""
    view = map_view(KNOWN, basis="observed")

    assert view.title == "Three and a pain, without inference"
    assert view.lead == (
        "Shown is what was seen or told, and no inference; left out: 2 inferred statements and "
        "1 statement that does not say how it is known."
    )
    assert view.lead in view.alt
    assert view.lead in view.prose
    assert "without inference" in view.to_dot()
    assert view.note == ""  # the claim is inferred, and so counted above and not here again
    assert map_view(trio(), basis="observed").lead.endswith("left out: nothing.")


@settings(max_examples=20, deadline=None)
@given(cases(max_statements=8), st.sampled_from(BASES))
def test_nothing_inferred_is_ever_shown_as_observed(case: Case, other: str) -> None:
    """Whatever a case holds: no inference, no broken line, and nothing of an unsaid basis."""
    view = map_view(case, basis="observed")

    assert not drawn(view) & (
        statements_of(case, basis="inferred") | statements_of(case, basis=None)
    )
    assert not any(one.inferred for one in view.shown())
    assert "inferred" not in {entry.name for entry in view.legend}
    assert drawn(view) | drawn(map_view(case, basis=["inferred", "unsaid"])) == drawn(
        map_view(case)
    )
    assert {n.id for n in map_view(case, basis=other).nodes} == {n.id for n in map_view(case).nodes}


def test_an_account_shows_what_stands_in_a_source_or_what_somebody_tells() -> None:
    """A source's id keeps what cites it; a figure's id what that figure says."""
    by_file, by_liz = map_view(KNOWN, source="file"), map_view(KNOWN, source="liz")

    assert drawn(by_file) == {"seen", "guess"}
    assert drawn(by_liz) == {"told"}
    assert drawn(map_view(KNOWN, source="file", basis="observed")) == {"seen"}
    assert by_file.title == "Three and a pain, by the account of file"
    assert by_file.lead == (
        "Shown is what stands in “The file” (file); left out: 4 statements of other or unsaid "
        "source."
    )
    assert "Shown is what stands in the account of Liz; " in by_liz.lead


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            {"basis": "observd"},
            "no basis of a statement is called 'observd'; did you mean 'observed'? (known: "
            "observed, reported, informant, inferred, unsaid)",
        ),
        (
            {"source": "fiel"},
            "no source of this case is called 'fiel'; did you mean 'file'? (known: file, liz)",
        ),
        (
            {"around": "Anne"},
            "no figure or symptom of this case is called 'Anne'; did you mean 'ann'? (known: liz, "
            "ann, bo, pain, back pain)",
        ),
    ],
)
def test_a_name_that_stands_for_nothing_is_told_with_the_nearest(
    asked: dict[str, str], sentence: str
) -> None:
    """Basis, source and neighbourhood each say what there is."""
    with pytest.raises(UnknownName) as raised:
        map_view(KNOWN, **asked)

    assert str(raised.value) == sentence


# -- around somebody -----------------------------------------------------------------------------


def test_around_somebody_are_those_one_tie_away() -> None:
    """Who quarrels with her and whom she cares for, their own quarrel, and nobody else."""
    case = trio(
        Person(id="cy", name="Cy"),
        Conflict(id="feud", between=["ann", "bo"]),
        Care(of="cy", by="bo"),
        Idealization(id="ideal", of="ann"),
        Harm(of="liz", by="bo"),
    )

    view = map_view(case, around="ann")

    assert {node.id for node in view.nodes} == {"ann", "bo", "liz"}
    assert {edge.kind for edge in view.edges} == {"conflict", "idealizes", "harm"}
    assert view.hub == "ann"
    assert view.title == "Three and a pain, around Ann"
    assert view.lead == "Only Ann and those one tie away are shown; 2 others left out."
    assert view.note == ""
    two = map_view(case, around="ann", steps=2)
    assert {node.id for node in two.nodes} == {"ann", "bo", "liz", "cy", "pain"}
    assert two.lead == "Only Ann and those at most 2 ties away are shown; 0 others left out."
    assert map_view(case, around="ANN") == view  # a name that only one has
    assert {n.id for n in map_view(case, around="pain").nodes} == {"pain", "liz"}


def test_a_name_that_two_have_names_nobody() -> None:
    """Two called Sam must be told apart by their ids."""
    twins = Case(id="x").adding(Person(id="a", name="Sam"), Person(id="b", name="Sam"))

    with pytest.raises(UnknownName, match="called 'Sam'"):
        map_view(twins, around="Sam")


@settings(max_examples=20, deadline=None)
@given(cases(max_statements=8), st.data())
def test_around_shows_exactly_the_neighbours(case: Case, data: st.DataObject) -> None:
    """Whoever a statement of the map or a symptom ties to her, and all the lines among them."""
    figures = [record.id for record in (*case.people, *case.symptoms)]
    who = data.draw(st.sampled_from(figures))
    basis = data.draw(st.sampled_from([None, "observed"]))
    whole = map_view(case, basis=basis)
    keep = statements_of(case) if basis is None else drawn(whole)
    ties = {
        frozenset((a, b))
        for a, b, key in map_of(case).edges(keys=True)
        if ":" in key or key in keep
    }
    ties |= {frozenset((s.id, s.of or case.patient)) for s in case.symptoms if s.of or case.patient}
    expected = {who}.union(*(tie for tie in ties if who in tie))

    view = map_view(case, around=who, basis=basis)

    assert {node.id for node in view.nodes} == expected
    assert {(e.start, e.end, e.kind) for e in view.edges} == {
        (e.start, e.end, e.kind) for e in whole.edges if {e.start, e.end} <= expected
    }
    assert view.hub == who


# -- at two dates --------------------------------------------------------------------------------

YEARS = trio(
    Relationship(id="old", between=["liz", "bo"], is_="marriage", when="2001/2009"),
    Relationship(id="both", between=["liz", "ann"], is_="friendship", when="2001/.."),
    Idealization(id="first", of="ann", image="angel", when="2001/2009"),
    Idealization(id="second", of="ann", image="saint", when="2012/.."),
    Relationship(id="late", between=["ann", "bo"], is_="friendship", when="2012/.."),
    Relationship(id="vague", between=["liz", "ann"], is_="rivalry", when="2005/2010~"),
    Defense(id="shut", of="denial", when="2012/.."),
    Person(id="kid", name="Kid", born="2010"),
)


def marks(pair: MapSeries) -> dict[tuple[int, str], str]:
    """What is marked: on which of the two maps, the ids of its statements, and how."""
    return {
        (n, " ".join(one.statements)): one.change
        for n, panel in enumerate(pair.panels)
        for one in panel.view.shown()
        if one.change
    }


def test_a_pair_marks_what_is_new_gone_and_changed() -> None:
    """A marriage ends, a friendship begins, one image takes the place of another."""
    pair = compare_maps(YEARS, "2008", "2020")

    assert marks(pair) == {
        (0, "old"): "gone",
        (0, "first"): "changed",
        (1, "second"): "changed",
        (1, "late"): "new",
        (1, "shut"): "new",
        (0, "both vague"): "changed",
        (1, "both"): "changed",
    }
    assert [node.change for node in pair.panels[1].view.nodes if node.id == "kid"] == ["new"]
    assert pair.title == "Three and a pain: 2008, then 2020"
    assert pair.headline == "Between 2008 and 2020: 3 new, 1 gone and 2 changed"
    assert pair.key == (
        (1, "new: Kid"),
        (2, "changed: Liz and Ann: friendship (×2, then ×1)"),
        (3, "changed: Liz to Ann: idealizes: saint"),
        (4, "new: Ann and Bo: friendship"),
        (5, "gone: Liz and Bo: marriage"),
        (6, "new: Liz: defends by denial"),
    )
    assert [caption for caption, _ in pair.panels] == ["Before: 2008", "After: 2020"]


def test_the_words_of_a_pair_list_each_change_with_its_statements() -> None:
    """Whoever cannot see the maps hears the same, statement by statement."""
    told = compare_maps(YEARS, "2008", "2020").prose.split("\n")

    assert told[0].startswith(
        "Three and a pain: 2008, then 2020: two relational maps. Between 2008 and 2020: 3 new, "
        "1 gone and 2 changed. "
    )
    assert told[3] == (
        "3. Changed: Liz to Ann: idealizes: saint. Gone: Liz idealizes Ann as “angel”, from 2001 "
        "to 2009. New: Liz idealizes Ann as “saint”, 2012 onwards."
    )
    assert "5. Gone: Liz and Bo: marriage. There is a bond between Liz and Bo: marriage" in told[5]


def test_what_was_certain_and_is_doubtful_has_changed() -> None:
    """A bond whose end is not known to the year is certain first and possible later."""
    case = trio(Relationship(id="bond", between=["liz", "bo"], when="2001/2010~"))

    pair, same = compare_maps(case, "2005", "2010"), compare_maps(case, "2004", "2005")

    assert marks(pair) == {(0, "bond"): "changed", (1, "bond"): "changed"}
    assert pair.key[0][1].endswith("relationship (no longer certain)")
    assert marks(same) == {}
    assert same.headline == "Between 2004 and 2005: nothing changed"
    assert same.key == ()


def test_a_period_that_is_longer_than_the_other_is_told() -> None:
    """More quarrels in a year than in a month mean nothing by themselves."""
    pair = compare_maps(YEARS, "2008-01", "2009")

    assert pair.note.startswith(
        "The first map is of 31 days, the second of 365 days: more can fall into the longer."
    )
    assert "more can fall" not in compare_maps(YEARS, "2008", "2009").note


def lines_of(view: MapView) -> dict[tuple[str, str, str], tuple[frozenset[str], frozenset[str]]]:
    return {
        (e.start, e.end, e.kind): (frozenset(e.statements), e.possible)
        for e in view.edges
        if e.kind != "has"
    }


def noted(view: MapView) -> dict[tuple[str, str], bool]:
    return {
        (node.id, id): id in note.possible
        for node in view.nodes
        for note in node.notes
        for id in note.statements
    }


@settings(max_examples=20, deadline=None)
@given(
    cases(max_statements=8) | small_cases.cases(),
    st.sampled_from(["1903", "1909", "2020-03-01", "2020-03-15"]),
    st.sampled_from(["1906", "1915", "2020-03-15", "2021"]),
)
def test_the_marks_of_a_pair_are_exactly_the_difference(
    case: Case, before: str, after: str
) -> None:
    """Lines, notes and figures are marked where the maps of the two dates differ, nowhere else."""
    pair, alone = (
        compare_maps(case, before, after),
        (map_view(case, at=before), map_view(case, at=after)),
    )
    old, new = map(lines_of, alone)
    lines = {
        (n, e.start, e.end, e.kind): e.change
        for n, panel in enumerate(pair.panels)
        for e in panel.view.edges
        if e.change
    }

    for key in old.keys() | new.keys():
        expected = (
            "new" if key not in old
            else "gone" if key not in new
            else "changed" if old[key] != new[key]
            else None
        )  # fmt: skip
        found = {lines.pop((n, *key), None) for n, side in enumerate((old, new)) if key in side}
        assert found == {expected}
    assert lines == {}
    was, now = map(noted, alone)
    differing = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    marked = [
        {(node.id, id) for id in note.statements}
        for panel in pair.panels
        for node in panel.view.nodes
        for note in node.notes
        if note.change
    ]
    assert all(statements & differing for statements in marked)
    assert differing <= set().union(*marked)
    figures = [{node.id for node in view.nodes} for view in alone]
    changed = [{n.id for n in p.view.nodes if n.change in ("new", "gone")} for p in pair.panels]
    assert changed == [figures[0] - figures[1], figures[1] - figures[0]]


def places(series: MapSeries) -> list[dict[str, tuple[float, float]]]:
    """Where each figure stands, from the middle one, on each of the maps."""
    graph, found = pygraphviz.AGraph(string=series.to_dot()), []
    for n in range(len(series.panels)):
        suffix = f"~{n + 1}" if n else ""
        spots = {
            str(node).removesuffix(suffix)[2:]: [float(x) for x in node.attr["pos"].split(",")]
            for node in graph.nodes_iter()
            if node.startswith("s-") and "--" not in node and ("~" in node) == bool(n)
            and node.endswith(suffix)
        }  # fmt: skip
        x, y = spots[series.panels[0].view.hub or ""]
        found.append({id: (round(a - x), round(b - y)) for id, (a, b) in spots.items()})
    return found


def test_everyone_stands_at_the_same_place_in_both_maps() -> None:
    """Only what changed looks changed, though a note hangs on the middle one in one of them."""
    before, after = places(compare_maps(YEARS, "2008", "2020"))

    assert before.keys() == {"liz", "ann", "bo", "pain"}
    assert after.keys() == before.keys() | {"kid"}
    assert all(abs(after[id][n] - before[id][n]) <= 1 for id in before for n in (0, 1))


def test_changes_are_told_by_words_on_plates_and_not_by_colour_alone() -> None:
    """Each plate has the number of the change and the word; the rest is grey."""
    pair = compare_maps(YEARS, "2008", "2020")
    plates = re.findall(r'point-size="9.5"> ([^<]*) <', pair.to_dot())

    assert sorted(plate for plate in plates if " " in plate) == [
        "1 new", "2 changed ×1", "2 changed ×2", "3 changed ×1", "3 changed ×1", "4 new", "5 gone",
        "6 new",
    ]  # fmt: skip
    legend = {entry.name: entry.words for entry in pair.legend}
    assert legend["new"] == "only in the later map"
    assert legend["gone"] == "only in the earlier map"
    assert legend["muted"] == "grey: the same in both"


def plates_of(pair: MapSeries) -> list[tuple[str, Box]]:
    """The words of each plate of a pair of maps, with its box."""
    graph = pygraphviz.AGraph(string=pair.to_dot())
    made = []
    for node in graph.nodes_iter():
        words = re.search(r"> ([^<]*) <", node.attr["label"])
        if node.startswith("plate") and words:
            x, y = map(float, node.attr["pos"].rstrip("!").split(","))
            made.append((words[1], Box(x, y, text_width(words[1], 9.5) + 9, 14.0)))
    return made


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("anna_o", "1881-03", "1881-06"), ("lookalikes", "2019-06", "2022-06")],
)
def test_no_plate_of_a_pair_hides_another_or_a_name(name: str, before: str, after: str) -> None:
    """A death is told over the name of the dead, and a quarrel beside its truce."""
    pair = compare_maps(read_case(ROOT / "examples" / f"{name}.yaml"), before, after)
    plates = [(words, box) for words, box in plates_of(pair) if " " in words]
    graph = pygraphviz.AGraph(string=pair.to_dot())
    names = [
        Box(*map(float, node.attr["pos"].rstrip("!").split(",")),
            text_width(node.attr["label"].split("\n")[0], 10.0), 12.0)
        for node in graph.nodes_iter()
        if (node.attr["id"] or node.attr["class"]) and node.attr["shape"] == "box"
    ]  # fmt: skip

    assert len(plates) > 8
    assert names
    assert [(a, b) for (a, one), (b, other) in combinations(plates, 2)
            if not one.is_clear_of(other, 0.0)] == []  # fmt: skip
    assert [words for words, box in plates if not all(box.is_clear_of(n, 0.0) for n in names)] == []


def test_a_pair_may_be_narrowed_too() -> None:
    """Whoever is tied to her at one of the dates stands on both maps."""
    pair = compare_maps(YEARS, "2008", "2020", around="bo", basis="unsaid")

    assert [{n.id for n in panel.view.nodes} for panel in pair.panels] == [{"liz", "ann", "bo"}] * 2
    assert pair.title == (
        "Three and a pain, what does not say how it is known, around Bo: 2008, then 2020"
    )
    with pytest.raises(DateError):
        compare_maps(YEARS, "2008", "soon")


# -- lines that cross ----------------------------------------------------------------------------

coordinates = st.integers(-60, 60)
spots = st.builds(Point, coordinates, coordinates)
bent = st.builds(lambda *four: Curve(four), spots, spots, spots, spots)
straight = st.builds(lambda a, b: Curve((a, a, b, b)), spots, spots)


def cross(one: list[Point], other: list[Point]) -> bool:
    """Whether two lines cross, by comparing each piece of one with each of the other."""

    def turn(a: Point, b: Point, c: Point) -> float:
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)

    return any(
        turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
        for a, b in pairwise(one)
        for c, d in pairwise(other)
    )


def test_crossings_are_counted_by_pairs_of_lines() -> None:
    """Three sides of a triangle only touch; its three medians cross in three pairs."""
    a, b, c = Point(0, 0), Point(90, 0), Point(30, 90)
    middles = Point(60, 45), Point(15, 45), Point(45, 0)
    sides = [Curve((p, p, q, q)) for p, q in ((a, b), (b, c), (c, a))]
    medians = [
        Curve((p, p, Point(m.x + 1, m.y), Point(m.x + 1, m.y)))
        for p, m in zip((a, b, c), middles, strict=True)
    ]

    assert crossings_of(sides) == 0
    assert crossings_of(medians) == 3
    assert crossings_of(medians, most=1) == 2  # enough to know that there are more


@settings(max_examples=20, deadline=None)
@given(st.lists(bent | straight, max_size=7))
def test_crossings_are_as_many_as_a_count_piece_by_piece(curves: list[Curve]) -> None:
    """The quick count over halves finds what comparing all pieces with all finds."""
    lines = [curve.samples(16) for curve in curves]
    exact = sum(cross(a, b) for a, b in combinations(lines, 2))
    nearly = [curve for curve in curves if _is_flat(curve)]

    if nearly:  # a line so nearly straight that it is taken for straight
        lines = [[c.points[0], c.points[3]] if _is_flat(c) else c.samples(16) for c in curves]
        exact = sum(cross(a, b) for a, b in combinations(lines, 2))
    assert crossings_of(curves) == exact


def _is_flat(curve: Curve) -> bool:
    first, *rest = curve.samples(16)
    last = rest[-1]
    return all(
        abs((last.x - first.x) * (p.y - first.y) - (last.y - first.y) * (p.x - first.x)) < 1e-6
        for p in rest
    )


def ward(count: int, quarrels: int, *, twice: int = 0) -> Case:
    """A patient whom everybody loves, and quarrels all across; some of them more than once."""
    people = [
        Person(id=f"p{n}", name=f"N{n}", role="patient" if not n else None) for n in range(count)
    ]
    pairs = [
        (1 + n * 5 % (count - 1), 1 + (n * 11 + n // 3) % (count - 1)) for n in range(quarrels)
    ]
    events = [
        Conflict(between=[f"p{a}", f"p{b}"], when=f"20{n % 20:02}-03-0{1 + m}", basis="inferred")
        for n, (a, b) in enumerate(pairs)
        if a != b
        for m in range(2 if n < twice else 1)
    ]
    loves = [Idealization(by=f"p{n}", of="p0", image=f"{n % 3}") for n in range(1, count)]
    return Case(id="ward", title="A ward").adding(people, loves, events)


def test_a_map_knows_how_many_of_its_lines_cross() -> None:
    """What the view says is what a count over the drawn lines gives."""
    view = map_view(ward(12, 30))
    lines = [curve.samples(16) for curve in layout_of(view).curves]

    assert view.crossings == sum(cross(a, b) for a, b in combinations(lines, 2)) > 5
    assert view.lead == ""


def test_many_crossings_bring_advice() -> None:
    """Nothing is left out yet; the busiest other figure and two more ways are offered."""
    view = map_view(ward(30, 50))

    assert MANY_CROSSINGS <= view.crossings <= MOST_CROSSINGS
    ends = [id for edge in view.edges for id in (edge.start, edge.end) if id != "p0"]
    busiest = max(dict.fromkeys(n.id for n in view.nodes if n.id != "p0"), key=ends.count)
    assert view.lead == (
        f"{view.crossings} pairs of lines cross. A map around N{busiest[1:]} (--around {busiest}), "
        "without inference (--basis observed) or as of a date (--at) shows less."
    )
    assert view.lead in view.alt


def test_too_many_crossings_leave_out_the_lines_that_tell_of_least() -> None:
    """At most 400 cross: quarrels told once go, those told twice and lines at the middle stay."""
    case = ward(50, 140, twice=40)
    view = map_view(case)
    shown = {(edge.start, edge.end): edge.count for edge in view.edges if edge.kind == "conflict"}

    assert view.crossings <= MOST_CROSSINGS
    assert sum("p0" in (edge.start, edge.end) for edge in view.edges) == 49
    assert min(shown.values()) > 1
    gone = re.search(r"so (\d+) lines between others .* with (\d+) statements", view.lead)
    assert gone is not None
    assert int(gone[2]) == len(case.statements) - len(drawn(view))
    assert view.note == ""  # what is left out is told once
    assert [number for number, _ in view.key] == [*range(1, len(view.key) + 1)]
    assert {edge.number for edge in view.edges} - {None} == {number for number, _ in view.key}
    assert len(view.nodes) == 50


def test_what_is_highlighted_is_never_left_out() -> None:
    """The steps of a finding are drawn however many lines cross."""
    case = ward(50, 140, twice=40)
    pairs = Counter(frozenset(event.between) for event in case.events)
    once = next(
        id
        for id, event in zip(case.ids, case.statements, strict=True)
        if event.kind == "conflict" and pairs[frozenset(event.between)] == 1
    )
    finding = Finding("ward", "made-up", "A quarrel", "complete", "certain", {}, {"quarrel": once})

    view = map_view(case, finding=finding)

    assert "left out" in view.lead
    assert once in drawn(view)
    assert once not in drawn(map_view(case))
    assert [edge.steps for edge in view.edges if edge.steps] == [(1,)]


def test_a_map_that_is_simpler_or_changed_is_placed_anew() -> None:
    """Where things stand is kept with the map, and never used for another."""
    view = map_view(ward(12, 30))
    fewer = replace(view, edges=view.edges[:3])

    assert layout_of(view) is view.layout
    assert len(layout_of(fewer).curves) == 3
    assert map_view(ward(12, 30)) == view


# -- an episode ----------------------------------------------------------------------------------

EPISODE = trio(
    Idealization(id="i1", of="ann", image="angel", when="2019/.."),
    Idealization(id="i2", of="bo", image="angel", when="2019/.."),
    Conflict(id="row", between=["ann", "bo"], when="2020-03-01"),
    Escalation(id="flare", of="pain", when="2020-03-05"),
    Rally(id="rally", who=["ann", "bo"], when="2020-03-06"),
    Resolution(id="truce", between="row", when="2020-03-10"),
    Care(id="soup", of="liz", by="ann", when="2020-02-25"),
    Conflict(id="later", between=["ann", "bo"], when="2020-03-15"),
    Bind(id="far", of=["cy"], when="2019/.."),
    Person(id="cy", name="Cy"),
)


def test_an_episode_is_three_small_maps_on_one_placing() -> None:
    """Ten days, the ten before and the ten after; only those whom it concerns are shown."""
    [finding] = find(EPISODE, FLAGSHIP)

    three = multiples_view(EPISODE, finding)
    first, second, third = (drawn(panel.view) for panel in three.panels)

    assert [caption for caption, _ in three.panels] == [
        "Before: 20 February 2020 to 29 February 2020",
        "During: 1 March 2020 to 10 March 2020",
        "After: 11 March 2020 to 20 March 2020",
    ]
    assert first == {"i1", "i2", "soup"}
    assert second == {"i1", "i2", "row", "flare", "rally", "truce"}
    assert third == {"i1", "i2", "later"}
    assert {node.id for panel in three.panels for node in panel.view.nodes} == {
        "liz", "ann", "bo", "pain",
    }  # fmt: skip
    assert three.lead == (
        "It lasts 10 days, and each of the other maps shows as many; grey is what else is told of "
        "that time. Shown are those whom it concerns; 1 other figure or symptom left out."
    )
    before, during, after = places(three)
    assert before == during == after


def test_the_steps_of_an_episode_are_marked_in_each_map_where_they_hold() -> None:
    """What was so before is marked before; the quarrel only during; the words tell the same."""
    [finding] = find(EPISODE, FLAGSHIP)

    three = multiples_view(EPISODE, finding)
    steps = {step.statement: step.number for step in three.steps}
    marked = [
        {id for one in panel.view.shown() if one.steps for id in one.statements}
        for panel in three.panels
    ]

    assert marked == [{"i1", "i2"}, {"i1", "i2", "row", "flare", "rally", "truce"}, {"i1", "i2"}]
    assert not any("Not drawn" in step.words for step in three.steps)
    assert f"({steps['row']}) Ann and Bo are in conflict, 1 March 2020." in three.prose
    assert "\nAnn and Bo are in conflict, 15 March 2020." in three.prose
    assert three.prose.startswith("Three and a pain: before, during and after: three small maps. ")


def test_an_episode_without_dates_follows_the_order_of_its_steps() -> None:
    """The founding case has none: the truce ends it, and the lead says what the order is."""
    case = read_case(ELIZABETH)
    finding = find(case, FLAGSHIP)[0]
    events = [set(finding.statements) & drawn(p.view) for p in multiples_view(case, finding).panels]

    assert events == [
        {"hero_s", "hero_d"},
        {"hero_s", "hero_d", "feud", "flare", "rally"},
        {"hero_s", "hero_d", "truce"},
    ]
    assert multiples_view(case, finding).lead.startswith(
        "None of its events has a date, so the maps follow the order of its steps and not the "
        "calendar; "
    )


def test_an_episode_of_another_case_is_refused() -> None:
    """A finding belongs to the case it was found in."""
    [finding] = find(EPISODE, FLAGSHIP)

    with pytest.raises(UnknownName, match=r"no case here is called 'trio' \(known: other\)"):
        multiples_view(Case(id="other"), finding)


def test_an_episode_at_the_edge_of_time_is_drawn_all_the_same() -> None:
    """There is no day before the first nor after the last that can be written."""
    for year in ("0001-01-01", "9999-12-31"):
        case = trio(Conflict(id="row", between=["ann", "bo"], when=year))
        finding = Finding("trio", "x", "A row", "complete", "certain", {}, {"row": "row"})

        three = multiples_view(case, finding)

        assert drawn(three.panels[1].view) >= {"row"}


# -- all of them ---------------------------------------------------------------------------------


def views_of(case: Case) -> list[MapView | MapSeries]:
    views: list[MapView | MapSeries] = [
        map_view(case, basis="observed"),
        map_view(case, around=case.people[1].id),
        compare_maps(case, "2021", "2023-06"),
    ]
    return [*views, *(multiples_view(case, f) for f in list(find(case, FLAGSHIP))[:1])]


@pytest.mark.parametrize("path", [ELIZABETH, DIARY])
def test_the_same_choice_gives_the_same_bytes_twice(path: Path) -> None:
    """The text of each picture depends on the case alone."""
    one, other = (views_of(read_case(path)) for _ in range(2))

    assert len(one) == 4
    assert [view.to_dot() for view in one] == [view.to_dot() for view in other]
    assert one == other


def test_each_is_drawn_with_its_words_and_each_id_stands_once() -> None:
    """SVG, PNG and PDF; no id stands twice although a figure is there several times."""
    for view in views_of(read_case(DIARY)):
        svg = str(draw(view))
        ids = re.findall(r'\bid="([^"]+)"', svg)

        assert len(ids) == len(set(ids))
        assert {"s-elizabeth", "s-diane"} <= set(ids)
        assert escape(view.alt, quote=False) in svg
    assert bytes(draw(view, format="png")).startswith(b"\x89PNG")
    assert bytes(draw(view, format="pdf")).startswith(b"%PDF")


def test_a_series_with_fewer_words_keeps_its_marks() -> None:
    """What Graphviz may be given instead has the same figures, lines and changes."""
    pair = compare_maps(
        trio(Person(id="d", role="aunt"), Harm(of="d", by="bo", when="2020")), "2019", "2020"
    )

    simpler = pair.simpler()

    assert simpler is not None
    assert marks(simpler) == marks(pair) == {(1, "harm-d-2020"): "new"}
    assert simpler.simpler() is None


def test_hostile_words_change_nothing_but_the_text_shown() -> None:
    """Names and titles full of markup stay text in pairs and small multiples."""
    nasty = '<script>alert(1)</script> ]]> " \\N \u202e'
    case = EPISODE.model_copy(update={"title": nasty})
    case = Case.from_keys({**case.to_keys(), "people": {
        "liz": {"name": nasty, "role": "patient"}, "ann": {"name": "N" * 500}, "bo": {"name": "\\"},
        "cy": {},
    }})  # fmt: skip
    [finding] = find(case, FLAGSHIP)
    views = [compare_maps(case, "2020-03", "2021"), multiples_view(case, finding)]
    views += [map_view(case, around="N" * 500)]

    for view in views:
        svg = str(draw(view))

        assert "<script" not in svg
        assert "&lt;script&gt;" in svg


# -- the places of boxes -------------------------------------------------------------------------

uneven = st.tuples(st.floats(20, 40) | st.floats(200, 500), st.floats(16, 30) | st.floats(300, 900))


def are_clear(
    boxes: list[tuple[float, float]], middle: tuple[float, float], at: list[Point]
) -> bool:
    stands = [Box(*place, *size) for place, size in zip(at, boxes, strict=True)]
    stands += [Box(0, 0, *middle)] if any(middle) else []
    return all(a.is_clear_of(b, 9.9) for a, b in combinations(stands, 2))


@settings(max_examples=60, deadline=None)
@given(st.lists(uneven, min_size=1, max_size=40), st.sampled_from([(0, 0), (124, 48), (300, 3000)]))
def test_nobody_stands_on_anybody_where_evenly_placed(
    boxes: list[tuple[float, float]], middle: tuple[float, float]
) -> None:
    """The last resort of the ring keeps its promise for every size and number."""
    assert are_clear(boxes, middle, _evenly(boxes, middle))


@settings(max_examples=20, deadline=None)
@given(st.lists(uneven, min_size=1, max_size=30), st.sampled_from([(0, 0), (124, 48), (300, 3000)]))
def test_nobody_stands_on_anybody_however_uneven_they_are(
    boxes: list[tuple[float, float]], middle: tuple[float, float]
) -> None:
    """One with thirty notes beside one with none, around one who is small or huge."""
    tied = [n % 3 == 0 for n in range(len(boxes))]

    assert are_clear(boxes, middle, ring_places(boxes, tied, middle))


# -- from the command line -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "title"),
    [
        (["--basis", "observed"], "Elizabeth and her superheroes, without inference"),
        (["--source", "abstract"], "Elizabeth and her superheroes, by the account of abstract"),
        (["--around", "Stephanie"], "Elizabeth and her superheroes, around Stephanie"),
        (["--before", "2022", "--after", "2023"], "Elizabeth and her superheroes: 2022, then 2023"),
        (
            ["--episode", "--pattern", FLAGSHIP],
            "Elizabeth and her superheroes: before, during and after",
        ),
    ],
)
def test_each_choice_can_be_drawn_from_the_command_line(
    options: list[str], title: str, tmp_path: Path
) -> None:
    """What was chosen stands in the title, in the file and on the terminal."""
    target = tmp_path / "map.svg"

    told = run("draw", str(ELIZABETH), "-o", str(target), *options)

    assert told.exit_code == 0
    assert told.stdout.startswith(f"{title}: the map is in {target}.\n")
    assert title in target.read_text(encoding="utf-8").replace("&#160;", " ")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--before", "2022"], "--before and --after name two dates to compare; give both"),
        (["--after", "2022"], "--before and --after name two dates to compare; give both"),
        (
            ["--before", "2022", "--after", "2023", "--at", "2021"],
            "--before and --after compare two dates; leave out --at",
        ),
        (
            ["--before", "2022", "--after", "2023", "--pattern", FLAGSHIP],
            "--before and --after compare two dates; leave out --pattern",
        ),
        (["--episode"], "--episode shows the first finding of a pattern; give a --pattern too"),
        (
            ["--episode", "--pattern", FLAGSHIP, "--around", "jc"],
            "--episode has dates and figures of its own; leave out --around",
        ),
        (
            ["--before", "2022", "--after", "2023", "--format", "mermaid"],
            "--before draws pictures, not graphs",
        ),
        (["--view", "timeline", "--basis", "observed"],
         "--basis is for the map; leave it out for --view timeline"),
    ],
)  # fmt: skip
def test_choices_that_do_not_go_together_are_refused(options: list[str], sentence: str) -> None:
    """Wrong use ends with 2 and one sentence that says what to do."""
    told = run("draw", str(ELIZABETH), *options)

    assert told.exit_code == 2
    assert " ".join(told.stderr.split()) == f"Error: {sentence}"


def test_a_narrower_map_can_be_written_for_other_programs() -> None:
    """The graph has the figures and statements of the map that was asked for."""
    told = run("draw", str(ELIZABETH), "--format", "mermaid", "-o", "-", "--around", "stephanie")

    assert told.exit_code == 0
    assert "Diane" in told.stdout
    assert "parents" not in told.stdout


# -- the page that explains each picture ---------------------------------------------------------

PAGE = ROOT / "docs" / "pictures.md"


@cache
def maker() -> ModuleType:
    """The script that draws the pictures of the page."""
    spec = importlib.util.spec_from_file_location("make_pictures", PAGE.parent / "pictures/make.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def skeleton(svg: str) -> list[tuple[str, str, str]]:
    """What a picture says, wherever another Graphviz would put it by a hair."""
    root = ElementTree.fromstring(svg)
    return [(e.tag, e.get("id", ""), (e.text or "").strip()) for e in root.iter()]


@pytest.mark.parametrize("name", list(maker().PICTURES))
def test_each_picture_of_the_page_is_what_is_drawn_today(name: str) -> None:
    """Sheets byte by byte; of those that Graphviz or Vega draw, every word, id and element."""
    kept = (PAGE.parent / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    view = maker().PICTURES[name]()
    today = str(draw(view))

    assert skeleton(today) == skeleton(kept)
    if isinstance(view, SheetView):
        assert today == kept


def test_the_page_shows_each_picture_with_its_words_and_no_other() -> None:
    """Every picture is there once, with words for those who cannot see it."""
    text = PAGE.read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]{30,})\]\(pictures/(\w+)\.svg\)", text)
    files = sorted(path.stem for path in (PAGE.parent / "pictures").glob("*.svg"))

    assert sorted(name for _, name in shown) == files == sorted(maker().PICTURES)
    for link in re.findall(r"\]\(#([\w-]+)\)", text):
        titles = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert link in {t.lower().replace(",", "").replace(" ", "-") for t in titles}


@pytest.mark.slow
def test_the_commands_of_the_page_draw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the page runs, and writes the picture it names."""
    monkeypatch.chdir(tmp_path)
    examples = f"{(ROOT / 'examples').as_posix()}/"
    commands = re.findall(r"^formulation (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    told = [run(*shlex.split(command.replace("examples/", examples))) for command in commands]

    assert len(commands) == 13
    assert [result.exit_code for result in told] == [0] * len(commands)
    targets = [command.split()[-1] for command in commands]
    assert all(Path(target).stat().st_size > 1000 for target in targets)
