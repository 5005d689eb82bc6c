"""Every view of every example is a picture in every format, and the map's text is the graph."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pygraphviz
import pytest

from formulation import draw, map_of, map_view, read_case
from formulation.errors import UnknownName
from formulation.model import Case, Conflict, Harm, Person, Trauma
from formulation.views.charts import lag_view, strip_view, weight_view
from formulation.views.map import compare_maps
from formulation.views.multiples import multiples_view
from formulation.views.quoting import svg_id
from tests.all_views import (
    EXAMPLES,
    SVG,
    VIEWS,
    Asked,
    example,
    example_files,
    pages_of_pdf,
    size_of_png,
    svg_of,
    text_of,
)
from tests.hostile_case import hostile_case

FOUNDING = EXAMPLES / "elizabeth.yaml"
DIARY = EXAMPLES / "elizabeth_diary.yaml"
FILES = example_files()


@cache
def everything() -> Asked:
    """A case with a record of every kind."""
    return Asked(hostile_case("plain words"), change="talk")


@cache
def again(file: Path) -> Asked:
    """The same case, read and searched a second time."""
    return Asked(read_case(file))


#: a view of each of the three rooms that turn text into a picture
ROOMS = ("map", "cycle", "weight")
#: what only a diary has: a question that could be reckoned
CHARTS = ("strip", "lags", "weight", "change")
#: of an example with more statements than this, all views are drawn in the slow run alone
LONG = 150


def is_long(file: Path) -> bool:
    """Whether a file has many statements, of which each begins a line of its own."""
    return len(re.findall(r"^ *- ", file.read_text("utf-8"), re.MULTILINE)) > LONG


EVERY = [(file, name) for file in FILES for name in VIEWS]
NAMES = [f"{file.stem}: {name}" for file, name in EVERY]
QUICK = {
    name: (file, view)
    for name, (file, view) in zip(NAMES, EVERY, strict=True)
    if not is_long(file) or (file, view in CHARTS) == (DIARY, True)
}
#: in the plain run those of the two that differ most
SEEN = [
    pytest.param(file, view, id=name, marks=[pytest.mark.every] * (file not in (FOUNDING, DIARY)))
    for name, (file, view) in QUICK.items()
]


def blanks(text: str | None) -> str:
    return " ".join((text or "").split())


# -- as pictures ---------------------------------------------------------------------------------


def test_the_examples_are_looked_at() -> None:
    """The founding case and its diaries are among them, the map of a diary's columns is not."""
    names = {file.stem for file in FILES}

    assert {"elizabeth", "elizabeth_diary", "elizabeth_diary_unlinked"} <= names
    assert "diary_map" not in names


def check_svg(view: Any) -> tuple[float, float]:
    """Check that it parses, begins with its title and description and shows words; its size."""
    root = svg_of(draw(view, format="svg"))
    wide, high = (float(n) for n in (root.get("viewBox") or "").split()[2:])

    assert root.tag == f"{SVG}svg"
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert blanks(root[0].text) == blanks(view.title) != ""
    assert blanks(root[1].text) == blanks(view.alt) != ""
    assert root.get("role") == "img"
    assert "".join("".join(one.itertext()) for one in root.iter(f"{SVG}text")).strip()
    assert min(wide, high) > 0
    return wide, high


def check_formats(view: Any) -> None:
    """Check the SVG, that the PNG has its shape, and that the PDF is one page."""
    wide, high = check_svg(view)
    width, height = size_of_png(draw(view, format="png"))

    assert width >= wide
    assert height / width == pytest.approx(high / wide, rel=0.02)
    assert pages_of_pdf(draw(view, format="pdf")) == 1


@pytest.mark.parametrize(("file", "name"), SEEN)
def test_a_view_is_an_svg_with_its_words(file: Path, name: str) -> None:
    """The first picture of each view parses, has title and description, and shows words."""
    for view in VIEWS[name](example(file))[:1]:
        check_svg(view)


@pytest.mark.parametrize(("file", "name"), SEEN)
def test_a_view_has_the_same_text_each_time(file: Path, name: str) -> None:
    """Read anew and laid out anew, an example gives the text of each picture letter by letter."""
    first, second = (VIEWS[name](asked) for asked in (example(file), again(file)))

    assert [text_of(view) for view in first] == [text_of(view) for view in second]


@pytest.mark.parametrize("name", ROOMS)
def test_a_picture_of_each_room_is_drawn_in_every_format_the_same_each_time(name: str) -> None:
    """The PNG unpacks to all its dots, the PDF has its one page, and both come again as they were.

    Only in a PDF that is not Graphviz's its fonts may stand in another order.
    """
    first, second = (VIEWS[name](asked)[0] for asked in (example(FOUNDING), again(FOUNDING)))

    pdfs = [draw(view, format="pdf") for view in (first, second)]
    check_formats(first)
    for kind in ("svg", "png"):
        assert draw(first, format=kind) == draw(second, format=kind)
    assert len(pdfs[0]) == len(pdfs[1])
    assert name != "map" or pdfs[0] == pdfs[1]


@pytest.mark.every
@pytest.mark.parametrize(("file", "name"), EVERY, ids=NAMES)
def test_every_picture_of_a_view_is_drawn_in_every_format(file: Path, name: str) -> None:
    """Every picture of every view of every example: SVG, PNG and PDF."""
    for view in VIEWS[name](example(file)):
        check_formats(view)


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_has_a_picture_of_a_case_with_every_kind_of_record(name: str) -> None:
    """No view is left out where a case has everything: findings, weights, a change and a scale."""
    views = VIEWS[name](everything())

    assert views
    for view in views:
        check_svg(view)


# -- where there is nothing to show ----------------------------------------------------------------

#: what each view says of a case in which nobody is recorded; nothing where it has nothing to ask
#: the view with: no date, no source, no finding, no weight
NOTHING = {
    "map": "Nobody is recorded in this case.",
    "map by basis": "Nobody is recorded in this case.",
    "timeline": "Nothing is told yet.",
    "triangles": "Nothing of it is written down of the patient.",
    "development": "- no claim is written down.",
    "cycle": "Not found in this file.",
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_with_nothing_to_show_says_so_in_a_picture(name: str) -> None:
    """A case without anybody in it: each view that can be asked for is a picture that says why."""
    views = VIEWS[name](Asked(Case(id="nobody")))

    assert bool(views) == (name in NOTHING)
    for view in views:
        assert NOTHING[name] in view.prose
        assert svg_of(draw(view, format="svg"))[0].text == view.title


def test_two_maps_of_nobody_say_so() -> None:
    """Dates can be asked for though none is told: both maps are empty, and it is said."""
    view = compare_maps(Case(id="nobody"), "2020", "2021")

    assert "Nobody is recorded in this case." in view.prose
    assert svg_of(draw(view, format="svg"))[0].text == view.title


def test_a_question_that_cannot_be_reckoned_is_a_picture_that_says_why() -> None:
    """The founding case tells too few dates to weigh: strip, lags and sheet tell it in words."""
    [weight, *_] = example(FOUNDING).weights

    words = [words_in(view) for view in (strip_view(weight), lag_view(weight), weight_view(weight))]

    nothing = "Nothing could be counted, so there is nothing to draw."
    assert not weight.is_testable
    assert [nothing in told for told in words] == [True, False, True]
    assert "How long lay between the two cannot be shown from this record." in words[1]
    assert all("To be recorded: each quarrel with its date" in told for told in words[::2])


def words_in(view: Any) -> str:
    return " ".join(" ".join(svg_of(draw(view, format="svg")).itertext()).split())


@pytest.mark.parametrize(
    "view",
    [lambda case, one: map_view(case, finding=one), multiples_view],
    ids=["map", "small multiples"],
)
def test_a_finding_of_another_case_is_refused(view: Any) -> None:
    """A map cannot mark, and small maps cannot follow, what the case does not have."""
    with pytest.raises(UnknownName) as refused:
        view(Case(id="other"), example(FOUNDING).finding)

    assert str(refused.value) == "no case here is called 'elizabeth' (known: other)"


# -- the text of the map is the graph of the case ------------------------------------------------

#: who a line runs between, and of which kind it is
Line = tuple[tuple[str, ...], str]
#: kinds that the graph has edges for and the map notes: at whom the edge ends, or where it begins
NOTED_AT_END = ("change", "remission")
NOTED_AT_START = ("defense", "bind")
#: kinds about one figure alone that are notes; all others are told in words only
NOTED_ALONE = {"trauma", "loss", "harm", "invalidation", "care", "risk"}
NOTED_ALONE |= {*NOTED_AT_END, *NOTED_AT_START}
#: so many ids of statements stand at one line or note
MOST_IDS = 20


def parsed(case: Case, at: str | None) -> pygraphviz.AGraph:
    return pygraphviz.AGraph(string=map_view(case, at=at).to_dot())


def lines_drawn(text: pygraphviz.AGraph) -> dict[Line, tuple[int, set[str]]]:
    """Each line between two of the case as the text has it: how many statements, and which."""
    drawn: dict[Line, tuple[int, set[str]]] = {}
    for start, end, kind in text.edges(keys=True):
        if start.startswith("s-"):  # others are samples in the legend
            look = dict(text.get_edge(start, end, kind).attr)
            times = re.search(r"×(\d+)", re.sub(r"<[^>]*>", "", look.get("label") or ""))
            line = (start, end), kind
            assert line not in drawn, "two lines say the same"
            drawn[line] = int(times[1]) if times else 1, set(look["class"].split())
    return drawn


def notes_drawn(text: pygraphviz.AGraph) -> dict[str, set[str]]:
    """The statements of the notes at each figure, as the text has them."""
    drawn: dict[str, set[str]] = {}
    for name in text.nodes():
        if name.startswith("s-") and "--" in name:
            ids = text.get_node(name).attr["class"].split()
            drawn.setdefault(name.rpartition("--")[0], set()).update(ids)
    return drawn


def told(case: Case, at: str | None) -> tuple[dict[Line, set[str]], dict[str, set[str]]]:
    """The lines and the notes that the graph asks for, by the rules that the guide tells.

    Of one kind between the same two there is one line, which a quarrel has no direction in.
    """
    graph = map_of(case, at=at)
    place = {id: n for n, id in enumerate(graph)}
    lines: dict[Line, set[str]] = {}
    notes: dict[str, set[str]] = {}
    for start, end, edge in graph.edges(data=True):
        if edge["kind"] in NOTED_AT_END or edge["kind"] in NOTED_AT_START or start == end:
            owner = end if edge["kind"] in NOTED_AT_END else start
            notes.setdefault(svg_id(owner), set()).add(svg_id(edge["id"]))
            continue
        who = sorted((start, end), key=place.__getitem__) if edge["is_symmetric"] else (start, end)
        line = tuple(map(svg_id, who)), edge["kind"]
        lines.setdefault(line, set()).add(svg_id(edge["id"]))
    for owner, events in graph.nodes(data="events"):
        ids = {svg_id(id) for id in events if kind_of(case, id) in NOTED_ALONE}
        if ids:
            notes.setdefault(svg_id(owner), set()).update(ids)
    return lines, notes


def kind_of(case: Case, id: str) -> str:
    return case.statements[case.index_of[id]].kind


def ties(case: Case, lines: dict[Line, set[str]], figures: set[str]) -> set[Line]:
    """The lines from whom a symptom belongs to, where it has begun and no other joins the two."""
    joined = {frozenset(who) for who, _ in lines}
    owners = [(one.of or case.patient, one.id) for one in case.symptoms]
    pairs = [(svg_id(who), svg_id(id)) for who, id in owners if who]
    free = [pair for pair in pairs if frozenset(pair) not in joined]
    return {(pair, "has") for pair in free if figures.issuperset(pair)}


MAPS = [
    pytest.param(file, n, id=f"{file.stem}: {what}")
    for file in FILES
    for n, what in enumerate(["whole", "first date", "middle date", "last date"])
]


@pytest.mark.parametrize(("file", "n"), MAPS)
def test_the_text_of_a_map_parses_to_the_graph_of_the_case(file: Path, n: int) -> None:
    """Graphviz's own reader finds the figures, the lines with their counts, the notes, no others.

    Beside the lines of the graph stand the ties of symptoms to whom they belong.
    """
    case, dates = example(file).case, [None, *example(file).dates]
    at = dates[min(n, len(dates) - 1)]
    text = parsed(case, at)
    lines, notes = told(case, at)

    drawn = lines_drawn(text)
    counts = {line: count for line, (count, _) in drawn.items()}
    ids = {line: ids for line, (_, ids) in drawn.items() if line[1] != "has"}
    figures = {name for name in text.nodes() if name.startswith("s-") and "--" not in name}
    named = {id for who, _ in lines for id in who} | set(notes)
    tied = dict.fromkeys(ties(case, lines, figures), 1)
    assert counts == {line: len(ids) for line, ids in lines.items()} | tied
    assert all(ids[line] <= whole for line, whole in lines.items())
    assert all(len(ids[line]) == min(len(whole), MOST_IDS) for line, whole in lines.items())
    assert notes_drawn(text) == notes
    assert named <= figures <= {svg_id(one.id) for one in (*case.people, *case.symptoms)}
    assert at is not None or len(figures) == len(case.people) + len(case.symptoms)


def test_lines_of_one_kind_between_the_same_two_are_counted_by_hand() -> None:
    """Ann and Bo quarrel three times, whoever is named first; Ann hurts Bo twice, he her once."""
    case = Case(id="hand").adding(
        Person(id="ann", role="patient"),
        Person(id="bo"),
        Conflict(id="q1", between=["ann", "bo"]),
        Conflict(id="q2", between=["bo", "ann"]),
        Conflict(id="q3", between=["ann", "bo"]),
        Harm(id="h1", of="bo", by="ann"),
        Harm(id="h2", of="bo", by="ann"),
        Harm(id="h3", of="ann", by="bo"),
        Trauma(id="fall", of="ann"),
    )
    text = parsed(case, None)

    assert lines_drawn(text) == {
        (("s-ann", "s-bo"), "conflict"): (3, {"s-q1", "s-q2", "s-q3"}),
        (("s-ann", "s-bo"), "harm"): (2, {"s-h1", "s-h2"}),
        (("s-bo", "s-ann"), "harm"): (1, {"s-h3"}),
    }
    assert notes_drawn(text) == {"s-ann": {"s-fall"}}


def test_a_count_or_a_death_is_told_however_long_the_words() -> None:
    """Words are cut where there is no more room, but never the mark that stands behind them."""
    long = "a long tale of a fall from a long and winding stair that led to no good end"
    case = Case(id="long").adding(
        Person(id="ann", role="patient"),
        Person(id="bo", name=long, died="2001"),
        [Trauma(of="ann", what=f"{n}, {long}") for n in range(5)],
        [Harm(of="ann", by="bo", what=f"{n}, {long}") for n in range(2)],
    )
    text = parsed(case, None)

    labels = {name: text.get_node(name).attr["label"] for name in ("s-bo", "s-ann--0")}
    line = text.get_edge("s-bo", "s-ann", "harm").attr["label"]
    assert labels["s-bo"].endswith("… †")
    assert labels["s-ann--0"].endswith("… ×5")
    assert line.endswith("… ×2")
