"""The graph holds everything a case says, and the map shows between whom, and when.

Edges are checked kind by kind against a table written by hand from the description of the map,
references against the text of the statements, and dates against a count of every day that could
be meant.  Reading back what was exported is done by networkx, not by this library.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.dates import parse_span
from formulation.errors import DateError
from formulation.graph import graph_of, map_of, to_graphml, to_mermaid
from formulation.model import (
    Case,
    Conflict,
    Defense,
    Escalation,
    Feeling,
    Idealization,
    Invalidation,
    Loss,
    Person,
    Rally,
    Relationship,
    Resolution,
    Source,
    Statement,
    Symptom,
    Trauma,
    Treatment,
    Wish,
)
from formulation.model.kinds import kinds

LIZ = Person(id="liz", name="Liz", role="patient")
ANN = Person(id="ann", name="Ann")
BEN = Person(id="ben", name="Ben")
CAL = Person(id="cal", name="Cal", role="therapist")
PAIN = Symptom(id="pain", name="back pain")
FLU = Symptom(id="flu", of="ann", due_to="pain")
FAMILY = Case(id="family", title="A family").adding(LIZ, ANN, BEN, CAL, PAIN, FLU)


def statement(**keys: Any) -> Statement:
    """Read a statement as a file has it; its kind is the first key."""
    return kinds()[next(iter(keys))].from_keys(keys)


def edges(graph: nx.MultiDiGraph[str], key: str) -> set[tuple[str, str]]:
    return {(a, b) for a, b, k in graph.edges(keys=True) if k == key}


def edge(graph: nx.MultiDiGraph[str], key: str) -> dict[str, Any]:
    (found,) = (told for *_, k, told in graph.edges(keys=True, data=True) if k == key)
    return found


# ---- cases of every kind ----------------------------------------------------------------------

#: what each key of a kind may hold: F a figure, S a symptom, E a statement, A any of them, C a
#: conflict, T a text, else the term itself; doubled for a list, with a number for so many
RECIPES: dict[str, dict[str, str]] = {
    "relationship": {"relationship": "FF2", "is": "marriage"},
    "idealizes": {"idealizes": "F", "by": "F?"},
    "devalues": {"devalues": "F", "by": "F?"},
    "sees": {"sees": "F", "by": "F?"},
    "stance": {"stance": "victim", "by": "F?", "toward": "FF?"},
    "transference": {"transference": "F", "by": "F?", "repeats": "AA?"},
    "countertransference": {"countertransference": "F", "by": "F?"},
    "defense": {"defense": "denial", "by": "F?", "toward": "FF?", "against": "T"},
    "wish": {"wish": "T", "by": "F?"},
    "need": {"need": "T", "by": "F?"},
    "fear": {"fear": "T", "by": "F?"},
    "feeling": {"feeling": "T", "by": "F?", "toward": "FF?"},
    "belief": {"belief": "T", "by": "F?", "about": "AA?"},
    "bind": {"bind": "FF", "between": "FF?"},
    "inner_conflict": {"inner_conflict": "T", "defense": "E?", "fear": "E?", "feeling": "E?"},
    "strength": {"strength": "T", "by": "F?"},
    "factor": {"factor": "T", "by": "F?"},
    "conflict": {"conflict": "FF2", "over": "T"},
    "resolution": {"resolution": "C"},
    "escalation": {"escalation": "SS", "by": "F?"},
    "remission": {"remission": "S", "by": "F?"},
    "change": {"change": "A", "since": "E?"},
    "rally": {"rally": "FF", "to": "F?"},
    "care": {"care": "F", "by": "FF?"},
    "harm": {"harm": "F", "by": "FF?"},
    "invalidation": {"invalidation": "F", "of": "A?", "by": "FF?"},
    "trauma": {"trauma": "F", "by": "FF?"},
    "loss": {"loss": "A", "by": "F?"},
    "separation": {"separation": "FF2"},
    "life_event": {"life_event": "T", "by": "F?"},
    "session": {"session": "T", "by": "FF?"},
    "treatment": {"treatment": "T", "by": "FF?"},
    "intervention": {"intervention": "T", "by": "FF?"},
    "insight": {"insight": "T", "by": "F?", "about": "AA?"},
    "rupture": {"rupture": "F", "by": "F?"},
    "repair": {"repair": "E"},
    "episode": {"episode": "F", "by": "F?", "wish": "T"},
    "dream": {"dream": "T", "by": "F?"},
    "rating": {"rating": "T", "by": "F?"},
    "risk": {"risk": "T", "by": "F?"},
    "claim": {"claim": "T", "from": "AA?", "to": "AA?", "revises": "E?"},
    "goal": {"goal": "T", "by": "F?"},
}
FIGURES, SYMPTOMS = ["liz", "ann", "ben", "cal"], ["pain", "flu"]


def values(recipe: str, told: Mapping[str, str]) -> st.SearchStrategy[Any]:
    """What a key may hold, `told` being the ids of statements already made and their kinds."""
    ids = {"F": FIGURES, "S": SYMPTOMS, "E": list(told), "A": [*FIGURES, *SYMPTOMS, *told]}
    bare = recipe.rstrip("?2")
    if recipe == "T":
        return st.just("some words")
    if recipe == "C":
        quarrels = [id for id, kind in told.items() if kind == "conflict"]
        parties = values("FF2", told)
        return st.one_of(parties, st.sampled_from(quarrels)) if quarrels else parties
    if bare[0] not in ids or bare not in (bare[0], bare[0] * 2):
        return st.just(recipe)
    one = st.sampled_from(ids[bare[0]])
    least = 2 if "2" in recipe else 1
    return st.lists(one, min_size=least, max_size=2, unique=True) if len(bare) == 2 else one


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Cases with statements of every kind that name figures, symptoms and one another."""
    told: dict[str, str] = {}
    made = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(sorted(RECIPES)))
        keys: dict[str, Any] = {}
        for key, recipe in RECIPES[kind].items():
            if recipe.startswith("E") and not told:
                continue
            if not recipe.endswith("?") or draw(st.booleans()):
                keys[key] = draw(values(recipe, told))
        if kind not in keys:  # a repair with nothing yet to be repaired
            continue
        if told:
            keys |= draw(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "after": values("EE", told),
                        "alternative_of": values("E", told),
                        "said_by": values("F", told),
                    },
                )
            )
        id = f"x{number}"
        made.append(kinds()[kind].from_keys({**keys, "id": id}))
        told[id] = kind
    return FAMILY.adding(made)


def test_every_kind_of_statement_takes_part_in_the_generated_cases() -> None:
    """A new kind must be given a recipe here, and so be thought of in the graph."""
    assert set(RECIPES) == set(kinds())


# ---- everything a case says -------------------------------------------------------------------


def said(told: Statement) -> set[tuple[str, str]]:
    """The role and the id of all a statement names, read off its keys: known names, or x0, x1, …"""
    is_id = re.compile(r"x\d+|" + "|".join([*FIGURES, *SYMPTOMS])).fullmatch
    found = set()
    for key, value in told.to_keys().items():
        for word in value if isinstance(value, list) else [value]:
            if key != "id" and isinstance(word, str) and is_id(word):
                role = {"of": "of_", told.kind: told.subject}.get(key, key)
                is_quarrel = told.kind == "resolution" and isinstance(value, str)
                found.add(("of" if role == "between" and is_quarrel else role, word))
    return found


@given(cases())
def test_all_that_a_statement_names_is_an_edge_and_no_other_edge_is_drawn(case: Case) -> None:
    """What is not named is only there where it was unsaid, and marked."""
    graph = graph_of(case)

    for id, told in zip(case.ids, case.statements, strict=True):
        out = list(graph.out_edges(id, keys=True, data=True))
        assert {(key, end) for _, end, key, look in out if not look["unsaid"]} == said(told)
        assert all(key == look["role"] for *_, key, look in out)
        unsaid = {(key, end) for _, end, key, look in out if look["unsaid"]}
        by = {("by", who) for who in case.by_whom(told)} if "by" not in told.to_keys() else set()
        is_open_rally = told.kind == "rally" and "to" not in told.to_keys()
        assert unsaid == by | ({("to", "liz")} if is_open_rally else set())


@given(cases())
def test_every_figure_symptom_and_statement_is_a_node_with_its_record(case: Case) -> None:
    """Nodes stand in the order of the case."""
    graph = graph_of(case)

    assert list(graph) == [*FIGURES, *SYMPTOMS, *case.ids]
    assert all(look["record"] == case[id] for id, look in graph.nodes(data=True))
    assert all(look["label"] == case.name(id) for id, look in graph.nodes(data=True))


def test_a_node_tells_its_kind_and_the_graph_its_case() -> None:
    """People of every sort are figures; a statement goes by the key of the file."""
    case = FAMILY.adding(Person(id="church", kind="institution"), Wish(id="w", text="peace"))

    graph = graph_of(case)

    told = dict(graph.nodes(data="kind"))
    assert [told[id] for id in ("liz", "church", "pain", "w")] == [
        "figure",
        "figure",
        "symptom",
        "wish",
    ]
    assert graph.graph == {"id": "family", "title": "A family"}


def test_a_statement_without_an_id_goes_by_its_derived_one() -> None:
    """The derived id is the one that the case gives it everywhere."""
    case = FAMILY.adding(Idealization(of="ann", when="2020"))

    assert set(graph_of(case).out_edges("idealizes-ann-2020", keys=True)) == {
        ("idealizes-ann-2020", "ann", "of"),
        ("idealizes-ann-2020", "liz", "by"),
    }


def test_whom_an_unsaid_key_means_is_marked() -> None:
    """The patient is meant by an unsaid `by`, `to` or owner, the therapist where he feels."""
    case = FAMILY.adding(
        Rally(id="r", who="ann"),
        Escalation(id="e", of="flu"),
        statement(countertransference="liz", id="c"),
    )

    graph = graph_of(case)

    unsaid = {edge[:3] for edge in graph.edges(keys=True, data="unsaid") if edge[3]}
    assert unsaid == {
        ("r", "liz", "to"),
        ("e", "ann", "by"),  # whose flu it is
        ("c", "cal", "by"),
        ("pain", "liz", "of"),
    }


def test_the_one_not_believed_and_the_experience_denied_have_roles_of_their_own() -> None:
    """In a file both could be called `of`."""
    case = FAMILY.adding(
        Trauma(id="hit", of="ann"), Invalidation(id="i", of="ann", of_="hit", by="liz")
    )

    assert set(graph_of(case).out_edges("i", keys=True)) == {
        ("i", "ann", "of"),
        ("i", "hit", "of_"),
        ("i", "liz", "by"),
    }


def test_sources_and_words_are_no_nodes() -> None:
    """A source may share its id with a figure, and a loss be told in words, even in its own id."""
    case = FAMILY.adding(
        Source(id="ann", cite="A letter"),
        Wish(id="w", text="peace", source="ann"),
        Loss(id="faith", of="faith", by="ben"),
    )

    graph = graph_of(case)

    assert set(graph.out_edges("w")) == {("w", "liz")}
    assert set(graph.out_edges("faith")) == {("faith", "ben")}


def test_a_case_opens_its_graph_and_its_map() -> None:
    """The one-line doors give what the functions give."""
    case = FAMILY.adding(Conflict(id="q", between=["ann", "ben"], when="2020-03"))

    assert nx.utils.graphs_equal(case.graph(), graph_of(case))
    assert nx.utils.graphs_equal(case.map(at="2020"), map_of(case, at="2020"))


# ---- between whom -----------------------------------------------------------------------------

BETWEEN = [
    (statement(relationship=["liz", "ann"]), {("liz", "ann")}),
    (statement(idealizes="ann"), {("liz", "ann")}),
    (statement(devalues="ann", by="ben"), {("ben", "ann")}),
    (statement(sees="cal"), {("liz", "cal")}),
    (
        statement(stance="rescuer", by="ann", toward=["liz", "ben"]),
        {("ann", "liz"), ("ann", "ben")},
    ),
    (statement(stance="victim"), set()),
    (statement(transference="cal"), {("liz", "cal")}),
    (statement(countertransference="liz"), {("cal", "liz")}),
    (statement(defense="denial", toward="ann"), {("liz", "ann")}),
    (statement(defense="denial", by="ben"), {("ben", "ben")}),
    (statement(feeling="rage", toward="ben"), {("liz", "ben")}),
    (statement(feeling="rage"), set()),
    (statement(wish="peace"), set()),
    (statement(belief="all is lost", about="ann"), set()),
    (statement(bind="ben", between=["ann", "liz"]), {("ben", "ann"), ("ben", "liz")}),
    (statement(bind="ben"), set()),
    (statement(conflict=["liz", "ann"]), {("liz", "ann")}),
    (statement(conflict=["liz", "ann", "ben"]), {("liz", "ann"), ("liz", "ben"), ("ann", "ben")}),
    (statement(resolution=["ann", "ben"]), {("ann", "ben")}),
    (statement(separation=["ann", "ben"]), {("ann", "ben")}),
    (statement(escalation=["pain"]), {("liz", "pain")}),
    (statement(escalation=["flu"]), {("ann", "flu")}),
    (statement(remission="pain"), {("liz", "pain")}),
    (statement(change="pain", how="less"), {("liz", "pain")}),
    (statement(change="flu", how="less"), {("ann", "flu")}),
    (statement(change="ann", how="less"), set()),
    (statement(rally=["ann", "ben"]), {("ann", "liz"), ("ben", "liz")}),
    (statement(rally=["ann"], to="ben"), {("ann", "ben")}),
    (statement(care="liz", by=["ann", "cal"]), {("ann", "liz"), ("cal", "liz")}),
    (statement(harm="liz", by="liz"), {("liz", "liz")}),
    (statement(invalidation="ben", by="liz"), {("liz", "ben")}),
    (statement(trauma="liz", by="ben"), {("ben", "liz")}),
    (statement(trauma="ann"), set()),
    (statement(rupture="cal"), {("liz", "cal")}),
    (statement(loss="ann", by="ben"), set()),
    (statement(episode="ann"), set()),
    (statement(claim="it hurts", **{"from": ["ann"], "to": ["pain"]}), set()),
]


@pytest.mark.parametrize(("told", "expected"), BETWEEN, ids=lambda v: getattr(v, "kind", None))
def test_each_kind_runs_between_those_it_concerns(
    told: Statement, expected: set[tuple[str, str]]
) -> None:
    """From who does or feels it to whom it concerns; both ways, from the first that is named."""
    case = FAMILY.adding(told)
    before = set(map_of(FAMILY).edges(keys=True))

    drawn = set(map_of(case).edges(keys=True)) - before

    assert drawn == {(start, end, case.ids[0]) for start, end in expected}


def test_a_resolution_that_names_a_quarrel_runs_between_its_parties() -> None:
    """Three who quarrelled make peace in pairs; in the graph it names the quarrel, not them."""
    case = FAMILY.adding(
        Conflict(id="q", between=["liz", "ann", "ben"]), Resolution(id="peace", between="q")
    )

    drawn = map_of(case)

    assert edges(drawn, "peace") == {("liz", "ann"), ("liz", "ben"), ("ann", "ben")}
    assert edges(drawn, "q") == edges(drawn, "peace")
    assert list(graph_of(case).out_edges("peace", keys=True)) == [("peace", "q", "of")]


def test_a_symptom_points_at_the_symptom_it_is_due_to() -> None:
    """What it is due to besides stands in the graph, not on the map."""
    case = FAMILY.adding(
        Trauma(id="fall", of="liz"),
        Symptom(id="limp", of="ann", due_to=["pain", "flu", "fall", "ben"]),
    )

    drawn = map_of(case)

    assert edges(drawn, "limp:due_to") == {("limp", "pain"), ("limp", "flu")}
    assert edge(map_of(FAMILY), "flu:due_to")["kind"] == "due_to"
    assert set(graph_of(case).out_edges("limp", keys=True)) == {
        ("limp", "ann", "of"),
        *(("limp", end, "due_to") for end in ("pain", "flu", "fall", "ben")),
    }


def test_what_concerns_one_figure_alone_stands_with_that_figure() -> None:
    """With whom it befell, else with whose it is; nobody is made up."""
    case = FAMILY.adding(
        statement(wish="peace", id="w"),
        statement(trauma="ann", id="t"),
        statement(bind="ben", id="b"),
        statement(session="first", by=["cal"], id="s"),
        statement(harm="ben", by=["ann"], id="h"),
        statement(life_event="a move", id="m"),
        statement(goal="to rest", id="g"),
    )

    assert dict(map_of(case).nodes(data="events")) == {
        "liz": ["w", "g"],
        "ann": ["t"],
        "ben": ["b"],
        "cal": ["s"],
        "pain": [],
        "flu": [],
    }


@given(cases())
def test_the_map_draws_statements_only_between_figures_and_symptoms(case: Case) -> None:
    """Each is drawn as edges or stands with a figure, never both; claims do neither."""
    drawn = map_of(case)

    keys = {key for *_, key in drawn.edges(keys=True)} - {"flu:due_to"}
    alone = {id for _, ids in drawn.nodes(data="events") for id in ids}
    assert list(drawn) == [*FIGURES, *SYMPTOMS]
    assert keys | alone <= set(case.ids)
    assert not keys & alone
    assert not [id for id in keys | alone if case[id].kind == "claim"]
    assert all(
        look["record"] == case[key]
        for *_, key, look in drawn.edges(keys=True, data=True)
        if key in keys
    )


def test_an_edge_tells_what_it_is_and_how_it_is_known() -> None:
    """Everything a picture needs stands on the edge; without a date all holds."""
    hero = Idealization(id="hero", of="ann", image="superhero", basis="inferred")
    case = FAMILY.adding(hero, Idealization(id="star", of="ann", alternative_of="hero"))

    drawn = map_of(case)

    assert edge(drawn, "hero") == {
        "record": hero,
        "kind": "idealizes",
        "id": "hero",
        "label": "idealizes: superhero",
        "holds": "certain",
        "is_symmetric": False,
        "is_inferred": True,
        "is_disputed": True,
        "sign": None,
    }
    assert edge(drawn, "star")["is_disputed"]
    assert not edge(drawn, "star")["is_inferred"]
    assert not edge(drawn, "flu:due_to")["is_disputed"]


def test_what_goes_both_ways_says_so() -> None:
    """Ties, quarrels, resolutions and separations have no direction."""
    told = {told.kind for told, _ in BETWEEN}
    case = FAMILY.adding(one for one, _ in BETWEEN)

    drawn = map_of(case)

    both_ways = {look["kind"] for *_, look in drawn.edges(data=True) if look["is_symmetric"]}
    assert both_ways == {"relationship", "conflict", "resolution", "separation"} & told


@pytest.mark.parametrize(
    ("told", "label"),
    [
        (statement(relationship=["liz", "ann"], **{"is": "marriage"}), "relationship: marriage"),
        (statement(defense="denial"), "defense: denial"),
        (statement(feeling="rage", toward="ann"), "feeling: rage"),
        (statement(trauma="liz", by="ben", what="a fall"), "trauma: a fall"),
        (statement(rally=["ann"]), "rally"),
        (statement(care="liz", by="ann", form="comfort", what="tea"), "care: comfort"),
        (statement(conflict=["ann", "ben"], what="x" * 99), "conflict: " + "x" * 29 + "…"),
    ],
)
def test_a_label_is_short(told: Statement, label: str) -> None:
    """The kind, and in a few words what says most about it."""
    case = FAMILY.adding(told)

    assert edge(map_of(case), case.ids[0])["label"] == label


# ---- as of a date -----------------------------------------------------------------------------

#: the mornings and evenings of a spring, and one each long before and long after it, where what
#: has no bound may begin and end
DAYS = [date(2020, 1, 1) + timedelta(n) for n in range(121)]
Half = tuple[date, int]
HALVES: list[Half] = [(d, n) for d in [date(1900, 1, 1), *DAYS, date(2100, 1, 1)] for n in (0, 1)]
EVER, FOR_EVER = HALVES[0], HALVES[-1]

months = st.sampled_from(["2020-01", "2020-02", "2020-03", "2020-04"])
days = st.sampled_from(DAYS[::10]).map(str)
dates = st.one_of(months, days)


@st.composite
def whens(draw: st.DrawFn) -> str | None:
    """A date, an interval, or nothing."""
    first, last = sorted([draw(dates), draw(dates)])
    forms = [None, first, f"{first}/{last}", f"{first}/..", f"{first}/", f"/{last}", f"../{last}"]
    return draw(st.sampled_from(forms))


def halves_of(text: str) -> list[Half]:
    """Every half day that a date can mean; of nothing, all."""
    return [half for half in HALVES if str(half[0]).startswith(text)]


def lives_of(when: str | None, *, is_event: bool) -> list[tuple[Half, Half]]:
    """Every beginning and end that something so dated can have had.

    A day as bound takes in the whole day, and a month any half day in it.
    """
    if when is None:
        return [(a, b) for a in HALVES for b in ([a] if is_event else [FOR_EVER])]
    if "/" not in when:
        return [(half, half) for half in halves_of(when)]
    first, last = when.split("/")
    starts = [EVER] if first == ".." else halves_of(first)[: 1 if len(first) == 10 else None]
    ends = [FOR_EVER] if last == ".." else halves_of(last)[-1 if len(last) == 10 else 0 :]
    return [(a, b) for a in starts for b in ends if a <= b]


@given(whens(), dates, st.booleans(), st.booleans())
def test_what_can_hold_some_time_is_kept_and_what_holds_throughout_is_certain(
    when: str | None, at: str, is_event: bool, recurring: bool
) -> None:
    """A count of half days decides: of the date asked about, and of all lives that can be meant."""
    cls = Conflict if is_event else Relationship
    told = cls(id="x", between=["ann", "ben"], when=when, recurring=recurring)

    drawn = map_of(FAMILY.adding(told), at=at)

    asked, lives = halves_of(at), lives_of(when, is_event=is_event)
    is_lasting = "/" in (when or "") and all(a <= asked[0] and asked[-1] <= b for a, b in lives)
    begins_then = is_event and all(a in asked for a, _ in lives)
    is_certain = (is_lasting or begins_then) and not recurring
    can_be = any(a <= asked[-1] and asked[0] <= b for a, b in lives)
    expected = {"certain" if is_certain else "possible"} if can_be else set()
    assert {
        look["holds"] for *_, k, look in drawn.edges(keys=True, data=True) if k == "x"
    } == expected


@given(whens(), days, st.booleans())
def test_what_is_kept_on_a_day_is_kept_in_its_month_and_year(
    when: str | None, day: str, recurring: bool
) -> None:
    """A wider date never drops more."""
    case = FAMILY.adding(Treatment(text="rest", by="cal", when=when, recurring=recurring))

    kept = [map_of(case, at=at).nodes["cal"]["events"] for at in (day, day[:7], day[:4])]

    assert kept[0] <= kept[1] <= kept[2]


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        ("2019", None),
        ("2020", "possible"),
        ("2021", "certain"),
        ("2022", "possible"),
        ("2023", None),
    ],
)
def test_a_bond_with_bounds_holds_for_certain_only_inside_them(at: str, holds: str | None) -> None:
    """Some day in 2020 it began, and some day in 2022 it ended."""
    case = FAMILY.adding(Relationship(id="x", between=["ann", "ben"], when="2020/2022"))

    drawn = map_of(case, at=at)

    assert [look["holds"] for *_, k, look in drawn.edges(keys=True, data=True) if k == "x"] == (
        [holds] if holds else []
    )


def test_an_event_is_over_when_its_day_or_age_is_over() -> None:
    """A fall at 15 is no part of the map at 40, though its date is only reckoned."""
    case = Case(id="c").adding(
        Person(id="liz", role="patient", born="1969"),
        Trauma(id="fall", of="liz", age="15"),
        Trauma(id="crash", of="liz", after="fall"),
        Wish(id="rest", text="to rest", after="fall"),
    )

    events = {at: map_of(case, at=at).nodes["liz"]["events"] for at in ("1980", "1984", "2009")}

    assert events == {
        "1980": [],
        "1984": ["rest", "fall", "crash"],
        "2009": ["rest", "crash"],
    }


def test_a_period_asks_for_what_holds_in_some_part_of_it() -> None:
    """Both quarrels fall into it, and the tie does not last throughout."""
    case = FAMILY.adding(
        Relationship(id="tie", between=["ann", "ben"], when="2019/2020-06-30"),
        Conflict(id="first", between=["ann", "ben"], when="2020-05"),
        Conflict(id="last", between=["ann", "ben"], when="2020-09"),
    )

    drawn = map_of(case, at="2020-05/2020-09")

    assert {
        k: look["holds"] for *_, k, look in drawn.edges(keys=True, data=True) if "flu" not in k
    } == {
        "tie": "possible",
        "first": "certain",
        "last": "certain",
    }


def test_figures_stay_and_say_if_they_are_dead_or_yet_to_come() -> None:
    """Only what is certain is said; without a date nothing is."""
    case = FAMILY.adding(
        Person(id="gran", born="1900", died="1980"),
        Person(id="baby", born="2020"),
        Symptom(id="limp", onset="2015", due_to="pain"),
        Person(id="aunt", died="2010~"),
    )

    drawn = map_of(case, at="2010")

    assert list(drawn) == list(map_of(case))
    assert [id for id, is_past in drawn.nodes(data="is_past") if is_past] == ["gran"]
    assert [id for id, is_future in drawn.nodes(data="is_future") if is_future] == ["baby", "limp"]
    assert not edges(drawn, "limp:due_to")
    assert edge(map_of(case, at="2015"), "limp:due_to")["holds"] == "possible"
    assert edge(map_of(case, at="2016"), "limp:due_to")["holds"] == "certain"
    assert not any(past for _, past in map_of(case).nodes(data="is_past"))


def test_a_date_that_cannot_be_read_is_refused_with_its_cure() -> None:
    """The map adds nothing to what is said of dates everywhere."""
    with pytest.raises(DateError) as everywhere:
        parse_span("June 2022")

    with pytest.raises(DateError, match="2022-06") as error:
        map_of(FAMILY, at="June 2022")

    assert error.value.faults == everywhere.value.faults


# ---- exports ----------------------------------------------------------------------------------

SMALL = FAMILY.adding(
    Idealization(id="hero", of="ann", image="superhero", basis="inferred"),
    Idealization(id="star", of="ann", alternative_of="hero"),
    Conflict(id="feud", between=["ann", "ben"], recurring=True),
    Resolution(id="truce", between="feud", basis="inferred"),
    Defense(id="shield", of="denial", after="feud"),
)
#: any text at all, halves of surrogate pairs and control characters among it
anything = st.text(st.characters(codec=None), max_size=40).filter(str.strip)
UNSHOWABLE = [*range(9), *range(11, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]


def shown(text: str) -> str:
    return text.translate(dict.fromkeys(UNSHOWABLE, "\N{REPLACEMENT CHARACTER}"))


def labelled(label: str) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("a", label=label, kind="figure")
    graph.add_edge("a", "a", key="k", label=label)
    return graph


@settings(max_examples=40)
@given(cases())
def test_networkx_reads_back_the_nodes_and_edges_of_graphml(case: Case) -> None:
    """Ids and keys are the same, sentences are those of the case, and truth stays truth."""
    for graph in (graph_of(case), map_of(case, at="2020")):
        back = nx.parse_graphml(to_graphml(graph), force_multigraph=True)

        assert list(back) == list(graph)
        assert set(back.edges(keys=True)) == set(graph.edges(keys=True))
        assert back.graph["title"] == "A family"
        for *ends, look in graph.edges(keys=True, data=True):
            truths = {k: v for k, v in look.items() if isinstance(v, bool)}
            assert back.edges[tuple(ends)].items() >= truths.items()
    whole = nx.parse_graphml(to_graphml(graph_of(case)), force_multigraph=True)
    told = dict(zip(case.ids, map(case.tell, case.statements), strict=True))
    assert {id: whole.nodes[id]["record"] for id in case.ids} == told


@given(anything)
def test_any_label_comes_back_from_graphml(label: str) -> None:
    """Only what XML cannot hold is shown as a replacement."""
    back = nx.parse_graphml(to_graphml(labelled(label)), force_multigraph=True)

    assert back.nodes["a"]["label"] == shown(label)
    assert back.edges["a", "a", "k"]["label"] == shown(label)


def test_what_networkx_reckoned_is_exported_as_numbers() -> None:
    """A centrality put on the map is a number in other programs too."""
    drawn = map_of(SMALL)
    nx.set_node_attributes(drawn, nx.degree_centrality(drawn), "centrality")
    nx.set_node_attributes(drawn, dict(drawn.degree()), "degree")

    back = nx.parse_graphml(to_graphml(drawn), force_multigraph=True)

    assert dict(back.nodes(data="degree")) == dict(drawn.degree())
    assert dict(back.nodes(data="centrality")) == dict(drawn.nodes(data="centrality"))


def test_lists_are_told_and_what_says_nothing_is_left_out() -> None:
    """An empty list or a missing sign has no entry."""
    case = SMALL.adding(Wish(id="w", text="peace"), Feeling(id="f", text="rage"))

    back = nx.parse_graphml(to_graphml(map_of(case)), force_multigraph=True)

    assert back.nodes["liz"]["events"] == "w, f"
    assert "events" not in back.nodes["ann"]
    assert not any("sign" in look for *_, look in back.edges(data=True))


def test_an_unsaid_figure_in_an_exported_sentence_is_the_patient_if_there_is_one() -> None:
    """Without a figure in the role, the words say so."""
    rally, graph = Rally(id="r", who="ann", to=None), nx.MultiDiGraph()
    graph.add_node("r", record=rally)
    case = FAMILY.adding(rally)

    lone = nx.parse_graphml(to_graphml(graph))
    whole = nx.parse_graphml(to_graphml(graph_of(case)), force_multigraph=True)

    assert "the patient" in lone.nodes["r"]["record"]
    assert whole.nodes["r"]["record"] == case.tell(rally)
    assert "Liz" in whole.nodes["r"]["record"]


def test_graphml_is_written_to_a_file_as_it_is_returned(tmp_path: Path) -> None:
    """In UTF-8, with plain line ends on every machine."""
    path = tmp_path / "שלום.graphml"
    graph = labelled("שלום 👩‍⚕️")

    text = to_graphml(graph, path)

    assert path.read_bytes() == text.encode()
    assert nx.read_graphml(path, force_multigraph=True).nodes["a"]["label"] == "שלום 👩‍⚕️"


def test_mermaid_draws_the_map() -> None:
    """Figures are rounded, symptoms six-sided; inferred is broken, and no line speaks alone."""
    text = to_mermaid(map_of(SMALL, at="2020"))

    assert text == (
        "flowchart LR\n"
        '    n0(["Liz"])\n'
        '    n1(["Ann"])\n'
        '    n2(["Ben"])\n'
        '    n3(["Cal"])\n'
        '    n4{{"back pain"}}\n'
        '    n5{{"flu"}}\n'
        '    n0 -.->|"idealizes#58; superhero, inferred, disputed, possible"| n1\n'
        '    n0 -->|"idealizes, disputed, possible"| n1\n'
        '    n0 -->|"defense#58; denial, possible"| n0\n'
        '    n1 ---|"conflict, possible"| n2\n'
        '    n1 -.-|"resolution, inferred, possible"| n2\n'
        '    n5 -->|"due to, possible"| n4\n'
    )


def test_mermaid_draws_the_whole_case() -> None:
    """Statements are boxes, edges are named by their roles, and what went unsaid says so."""
    case = Case(id="c").adding(LIZ, Wish(id="w", text="peace"))

    text = to_mermaid(graph_of(case))

    assert text == (
        "flowchart LR\n"
        '    n0(["Liz"])\n'
        f'    n1["{case.name("w").replace("(", "#40;").replace(")", "#41;")}"]\n'
        '    n1 -->|"by, unsaid"| n0\n'
    )


@given(anything)
def test_no_label_breaks_out_of_its_quotes_in_mermaid(label: str) -> None:
    """Whatever is awkward becomes a code, and the codes give back what was written."""
    lines = to_mermaid(labelled(label)).splitlines()

    node = re.fullmatch(r'    n0\(\["((?:[\w ,-]|#[0-9]+;)+)"\]\)', lines[1])
    arrow = re.fullmatch(r'    n0 -->\|"((?:[\w ,-]|#[0-9]+;)+)"\| n0', lines[2])
    assert len(lines) == 3
    assert node
    assert arrow
    assert node[1] == arrow[1]
    decoded = re.sub(r"#([0-9]+);", lambda code: chr(int(code[1])), node[1])
    whole = shown(" ".join(label.split())) or " "
    assert decoded == (whole if len(whole) <= 80 else whole[:79] + "…")


@pytest.mark.parametrize(
    ("label", "quoted"),
    [
        ('say "no"', "say #34;no#34;"),
        ("a#b;c", "a#35;b#59;c"),
        ("<script>", "#60;script#62;"),
        ("`code`", "#96;code#96;"),
        ("a\\nb\nc", "a#92;nb c"),
        ("%%{init}%%", "#37;#37;#123;init#125;#37;#37;"),
        ("style a: b", "style a#58; b"),
        ("1. first", "1#46; first"),
        ("- one-sided -", "#45; one-sided #45;"),
        ("_very_", "#95;very#95;"),
        ("", " "),
        ("x" * 81, "x" * 79 + "#8230;"),
    ],
)
def test_awkward_labels_in_mermaid(label: str, quoted: str) -> None:
    """Quotation marks, codes, HTML, Markdown, directives and styles lose their power."""
    assert to_mermaid(labelled(label)).splitlines()[1] == f'    n0(["{quoted}"])'
