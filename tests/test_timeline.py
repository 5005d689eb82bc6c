"""Statements as columns: when each began and ended, what it names, and who never meets whom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from formulation.dates import FOREVER, Precision, parse_span, to_text
from formulation.model import (
    Belief,
    Case,
    Change,
    Claim,
    Conflict,
    Countertransference,
    Defense,
    Escalation,
    Harm,
    Idealization,
    LifeEvent,
    Loss,
    Person,
    Rally,
    Resolution,
    Stance,
    Symptom,
    Wish,
)
from formulation.model.base import Record, Statement
from formulation.model.kinds import kinds
from formulation.timeline import NAMED, Timeline
from tests.strategies import cases

CAST = [
    Person(id="liz", role="patient"),
    Person(id="ann"),
    Person(id="bo"),
    Person(id="cy"),
    Person(id="jc", role="therapist"),
    Symptom(id="pain"),
    Symptom(id="tic", of="ann"),
]
OPEN = ".."
AB = ["ann", "bo"]
#: what stated orders say of two rows that none of them ties
UNTIED = [-FOREVER, FOREVER, -FOREVER, FOREVER]


def case_of(*statements: Record, **head: object) -> Case:
    return Case(id="one", **head).adding(CAST, statements)


def row_of(timeline: Timeline, id: str, case: int = 0) -> int:
    own = (timeline.case_of == case) & (timeline.own_code == timeline.code(case, id))
    [row] = np.flatnonzero(own)
    return int(row)


def ending(id: str, *statements: Record) -> tuple[str, str]:
    """The first and the last day on which a statement can have ended."""
    timeline = Timeline(case_of(*statements))
    span = timeline.span(row_of(timeline, id))
    return to_text(span.end_earliest)[:10], to_text(span.end_latest)[:10]


def words(timeline: Timeline, kind: str, key: str) -> list[tuple[str, str]]:
    """What each row of a kind names under a key: its id and the word."""
    rows, codes = timeline.parties(kind, key)
    assert rows.dtype == codes.dtype == np.int64
    assert (np.diff(rows) >= 0).all()
    return [
        (timeline.id_of(int(row)), word_of(timeline, kind, key, int(row), int(code)))
        for row, code in zip(rows, codes, strict=True)
    ]


def word_of(timeline: Timeline, kind: str, key: str, row: int, code: int) -> str:
    """The word that a number stands for: a term, or the id of its case."""
    cls = kinds()[kind]
    fields = [name for name, own in cls.keys().items() if own == key]
    if any(name in cls.terms() for name in fields):
        return timeline.term(code)
    return timeline.word(int(timeline.case_of[row]), code)


# --- when a conflict ended ---


def feud(when: str, **said: object) -> Conflict:
    return Conflict(id="feud", between=AB, when=when, **said)


def rest(between: object, when: str, **said: object) -> Resolution:
    return Resolution(between=between, when=when, **said)


TRUCE, PEACE = rest("feud", "2020-03-09"), rest(["bo", "ann"], "2020-03-20")
OLD = Conflict(id="old", between=AB, when="2020-02-01")

CONFLICTS: list[tuple[str, list[Record], str, str]] = [
    ("its own end", [feud("2020-03-01/2020-03-05"), TRUCE], "2020-03-05", "2020-03-05"),
    ("without end", [feud("2020-03-01/.."), TRUCE], OPEN, OPEN),
    ("its length", [feud("2020-03-01", lasts="3..5 days"), TRUCE], "2020-03-04", "2020-03-06"),
    (
        "what names it",
        [feud("2020-03-01"), rest(AB, "2020-03-03"), TRUCE],
        "2020-03-09",
        "2020-03-09",
    ),
    ("a blank end", [feud("2020-03-01/"), TRUCE], "2020-03-09", "2020-03-09"),
    (
        "the first",
        [feud("2020-03-01"), TRUCE, rest("feud", "2020-03-07")],
        "2020-03-07",
        "2020-03-07",
    ),
    ("the next", [feud("2020-03-01"), PEACE, rest(AB, "2020-03-12")], "2020-03-12", "2020-03-12"),
    ("none before", [rest(AB, "2020-02-12"), feud("2020-03-01")], "2020-03-01", OPEN),
    ("of others", [feud("2020-03-01"), rest(["ann", "cy"], "2020-03-12")], "2020-03-01", OPEN),
    ("of more", [feud("2020-03-01"), rest([*AB, "cy"], "2020-03-12")], "2020-03-01", OPEN),
    ("of another", [feud("2020-03-01"), OLD, rest("old", "2020-03-12")], "2020-03-01", OPEN),
    ("the same day", [feud("2020-03-01"), rest(AB, "2020-03-01")], "2020-03-01", "2020-03-01"),
    (
        "one that may have come before",
        [feud("2020-03-10"), rest(AB, "2020-03-10~"), rest(AB, "2020-03-20")],
        "2020-03-10",
        "2020-03-20",
    ),
    ("a vague one", [feud("2020-03-10"), rest("feud", "2020-03")], "2020-03-10", "2020-03-31"),
    ("repeated", [feud("2020-03-01"), rest(AB, "2020", recurring=True)], "2020-03-01", OPEN),
    ("unknown", [feud("2020-03-01")], "2020-03-01", OPEN),
    ("unknown, and blank", [feud("2020-03-01/")], "2020-03-01", OPEN),
]


@pytest.mark.parametrize(("why", "told", "first", "last"), CONFLICTS, ids=[c[0] for c in CONFLICTS])
def test_a_conflict_ends_as_it_is_said_or_resolved(
    why: str, told: list[Record], first: str, last: str
) -> None:
    """By its own interval or length, else by what resolves it, else nobody knows when."""
    assert ending("feud", *told) == (first, last)


def test_each_quarrel_of_two_ends_at_its_own_truce() -> None:
    """The next between the same parties, and not the one after."""
    told = [
        Conflict(id="q1", between=AB, when="2020-03-01"),
        Resolution(id="r1", between=AB, when="2020-03-05"),
        Conflict(id="q2", between=AB, when="2020-03-10"),
        Resolution(id="r2", between=AB, when="2020-03-12"),
    ]

    assert ending("q1", *told) == ("2020-03-05", "2020-03-05")
    assert ending("q2", *told) == ("2020-03-12", "2020-03-12")


def test_how_finely_the_end_is_told_comes_with_it() -> None:
    """A truce told to the minute ends the quarrel to the minute."""
    timeline = Timeline(
        case_of(
            Conflict(id="q1", between=AB, when="2020-03"),
            Resolution(between="q1", when="2020-04-05T10:00"),
            Conflict(id="q2", between=["ann", "cy"], when="2020-03-01T09:00"),
            Resolution(between="q2", when="2020-03-02"),
        )
    )
    q1, q2 = timeline.span(row_of(timeline, "q1")), timeline.span(row_of(timeline, "q2"))

    assert (q1.start_precision, q1.end_precision) == (Precision.NONE, Precision.MINUTE)
    assert (q2.start_precision, q2.end_precision) == (Precision.MINUTE, Precision.DAY)
    assert q1.is_interval
    assert q2.is_interval


# --- when anything else ended ---


def test_an_event_with_one_date_has_an_unknown_end() -> None:
    """It began then; a day is no statement of how long it lasted."""
    timeline = Timeline(case_of(LifeEvent(id="move", text="x", when="2020-03-01")))
    span = timeline.span(0)

    assert ending("move", LifeEvent(id="move", text="x", when="2020-03-01")) == ("2020-03-01", OPEN)
    assert (span.is_interval, span.end_precision) == (True, Precision.NONE)


def test_an_event_ends_at_its_interval_or_after_its_length() -> None:
    """Each told by itself."""
    assert ending("a", LifeEvent(id="a", text="x", when="2020-03-01/2020-04")) == (
        "2020-04-01",
        "2020-04-30",
    )
    assert ending("a", LifeEvent(id="a", text="x", when="2020-03-01", lasts="2 weeks")) == (
        "2020-03-15",
        "2020-03-15",
    )
    assert ending("a", LifeEvent(id="a", text="x", when="2020-03-01/..")) == (OPEN, OPEN)
    assert ending("a", LifeEvent(id="a", text="x")) == (OPEN, OPEN)


@pytest.mark.parametrize(
    "state",
    [Idealization(id="s", of="ann", when="2020-03"), Wish(id="s", text="x", when="2020-03")],
    ids=["bond", "inner"],
)
def test_a_state_with_one_date_was_so_at_some_time_then(state: Statement) -> None:
    """Neither a beginning nor an end is known: it is no interval."""
    timeline = Timeline(case_of(state))

    assert timeline.is_state.tolist() == [True]
    assert timeline.span(0)[:4] == parse_span("2020-03")[:4]
    assert not timeline.span(0).is_interval


def test_a_state_keeps_the_interval_it_is_given() -> None:
    """Also one without end, or with an unknown one."""
    assert ending("s", Idealization(id="s", of="ann", when="2019/2021")) == (
        "2021-01-01",
        "2021-12-31",
    )
    assert ending("s", Idealization(id="s", of="ann", when="2019/..")) == (OPEN, OPEN)
    assert ending("s", Idealization(id="s", of="ann", when="2019/")) == ("2019-01-01", OPEN)


def test_what_recurs_keeps_the_dates_that_bound_it() -> None:
    """They are those of many episodes; none of them is one long episode with an end."""
    timeline = Timeline(
        case_of(
            Conflict(id="feud", between=AB, when="2020-03", recurring=True),
            Resolution(between="feud", when="2020-04"),
            Escalation(of="pain", recurring=True),
        )
    )

    assert timeline.recurring.tolist() == [True, False, True]
    assert timeline.span(0)[:4] == parse_span("2020-03")[:4]
    assert timeline.span(2)[:4] == (-FOREVER, FOREVER, -FOREVER, FOREVER)
    assert not timeline.is_interval[[0, 2]].any()


def test_orders_tighten_onsets_before_ends_are_settled() -> None:
    """The truce is dated by what it follows, and so is the end of the quarrel."""
    told = [
        Conflict(id="feud", between=AB, when="2020-03-01"),
        Escalation(id="flare", of="pain", after="feud", apart="3 days"),
        Resolution(id="truce", between="feud", after="flare", apart="2 days"),
    ]

    assert ending("feud", *told) == ("2020-03-06", "2020-03-06")


# --- columns ---


def test_each_statement_is_a_row_in_the_order_of_its_case() -> None:
    """And can be asked back by its row."""
    case = case_of(
        Claim(id="c", text="x"),
        Conflict(id="q", between=AB, when="2020-03-01T10:00"),
        Idealization(id="i", of="ann", when="2020-03-01"),
    )
    timeline = Timeline(case)

    assert len(timeline) == 3
    assert [timeline.id_of(row) for row in range(3)] == ["i", "q", "c"]
    assert [timeline.statement(row) for row in range(3)] == [*case.statements]
    assert timeline.is_state.tolist() == [True, False, False]
    assert timeline.is_crisp.tolist() == [False, True, False]
    assert timeline.start_is_day.tolist() == [True, False, False]
    assert timeline.rows_of("conflict").tolist() == [1]
    assert timeline.rows_of("dream").tolist() == []


def test_every_column_is_of_whole_numbers_or_flags() -> None:
    """As the matcher takes them; a case without statements has empty ones."""
    for timeline in (Timeline(case_of(Wish(text="x"))), Timeline(case_of()), Timeline()):
        for name in (
            "starts_from",
            "starts_to",
            "ends_from",
            "ends_to",
            "case_of",
            "account",
            "own_code",
        ):
            assert getattr(timeline, name).dtype == np.int64
            assert len(getattr(timeline, name)) == len(timeline)
        for name in (
            "is_crisp",
            "start_is_day",
            "end_is_crisp",
            "end_is_day",
            "is_interval",
            "recurring",
            "is_state",
            "ordered",
        ):
            assert getattr(timeline, name).dtype == np.bool_
            assert len(getattr(timeline, name)) == len(timeline)


def test_what_a_statement_names_is_listed_under_its_key() -> None:
    """One entry a name; the key is that of a file."""
    timeline = Timeline(
        case_of(
            Conflict(id="q", between=["ann", "bo", "cy"]),
            Escalation(id="f", of=["pain", "tic"]),
            Stance(id="s", of="victim", by="ann", toward=["liz", "bo"]),
            Change(id="c", of="f", aspect="frequency", how="less"),
            Claim(id="k", text="x", from_="q", to=["f", "pain"], as_="mechanism"),
            Harm(id="h", of="liz", by=["ann", "bo"]),
            Loss(id="l", of="her faith"),
        )
    )

    assert words(timeline, "conflict", "conflict") == [("q", "ann"), ("q", "bo"), ("q", "cy")]
    assert words(timeline, "escalation", "escalation") == [("f", "pain"), ("f", "tic")]
    assert words(timeline, "stance", "stance") == [("s", "victim")]
    assert words(timeline, "stance", "toward") == [("s", "liz"), ("s", "bo")]
    assert words(timeline, "change", "change") == [("c", "f")]
    assert words(timeline, "change", "how") == [("c", "less")]
    assert words(timeline, "claim", "from") == [("k", "q")]
    assert words(timeline, "claim", "to") == [("k", "f"), ("k", "pain")]
    assert words(timeline, "claim", "as") == [("k", "mechanism")]
    assert words(timeline, "harm", "by") == [("h", "ann"), ("h", "bo")]
    assert words(timeline, "loss", "loss") == [("l", "her faith")]
    assert words(timeline, "harm", "toward") == []


def test_figures_that_go_unsaid_are_filled_in_as_the_case_reads_them() -> None:
    """The patient, the owner of the symptom, the therapist; who harmed stays unknown."""
    timeline = Timeline(
        case_of(
            Idealization(id="i", of="ann"),
            Countertransference(id="t", of="liz"),
            Escalation(id="f", of="pain"),
            Escalation(id="g", of="tic"),
            Rally(id="r", who="bo"),
            Rally(id="s", who="bo", to="ann"),
            Harm(id="h", of="liz"),
        )
    )

    assert words(timeline, "idealizes", "by") == [("i", "liz")]
    assert words(timeline, "countertransference", "by") == [("t", "jc")]
    assert words(timeline, "escalation", "by") == [("f", "liz"), ("g", "ann")]
    assert words(timeline, "rally", "to") == [("r", "liz"), ("s", "ann")]
    assert words(timeline, "harm", "by") == []


def test_sources_accounts_and_orders_are_no_parties() -> None:
    """They say when and by whom it is told, not whom it is about."""
    timeline = Timeline(
        case_of(
            Wish(id="a", text="x"),
            Wish(id="b", text="y", after="a", said_by="ann", alternative_of="a"),
        )
    )

    for key in ("after", "said_by", "alternative_of", "source", "before"):
        assert words(timeline, "wish", key) == []


def test_a_resolution_that_names_a_conflict_is_between_its_parties() -> None:
    """And the conflict named stands beside them under a key of its own."""
    timeline = Timeline(
        case_of(
            Conflict(id="feud", between=["ann", "bo", "cy"]),
            Resolution(id="truce", between="feud"),
            Resolution(id="peace", between=["liz", "cy"]),
        )
    )

    assert words(timeline, "resolution", "resolution") == [
        ("truce", "ann"),
        ("truce", "bo"),
        ("truce", "cy"),
        ("peace", "liz"),
        ("peace", "cy"),
    ]
    assert words(timeline, "resolution", NAMED) == [("truce", "feud")]


def test_people_of_different_cases_never_meet_and_words_are_shared() -> None:
    """Numbers of names count within each case; a term has one number everywhere."""
    told = [Idealization(id="i", of="ann", reading="splitting"), Defense(id="d", of="denial")]
    timeline = Timeline(case_of(*told), case_of(*told), case_of())
    _, figures = timeline.parties("idealizes", "idealizes")
    _, readings = timeline.parties("idealizes", "reading")
    _, defenses = timeline.parties("defense", "defense")

    assert timeline.case_of.tolist() == [0, 0, 1, 1]
    assert figures.tolist() == [timeline.code(0, "ann"), timeline.code(1, "ann")]
    assert [timeline.id_of(row) for row in range(4)] == ["i", "d", "i", "d"]
    assert len(set(readings.tolist())) == len(set(defenses.tolist())) == 1
    assert defenses[0] == timeline.term_code("denial")
    assert [timeline.place(row) for row in range(4)] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert timeline.gaps(np.array([0]), np.array([2]))[:, 0].tolist() == UNTIED


def test_a_figure_called_as_a_term_is_not_the_term() -> None:
    """Someone may have the id ``denial``."""
    denial = Person(id="denial")
    timeline = Timeline(case_of(denial, Defense(of="denial"), Idealization(of="denial")))

    assert words(timeline, "defense", "defense") == [("defense-denial", "denial")]
    assert words(timeline, "idealizes", "idealizes") == [("idealizes-denial", "denial")]
    assert timeline.term(timeline.term_code("denial")) == "denial"
    assert timeline.word(0, timeline.code(0, "denial")) == "denial"


def test_a_word_that_nothing_names_has_no_number() -> None:
    """It is -1, and asking does not give it one."""
    timeline = Timeline(case_of(Wish(text="x")))
    stride = timeline.stride

    assert timeline.code(0, "nobody") == timeline.code(0, "nobody") == -1
    assert timeline.term_code("denial") == -1
    assert timeline.stride == stride


# --- accounts, names, orders, time observed ---


def test_accounts_of_one_fact_have_one_number() -> None:
    """Also along a chain, and with a fork; what is told once has none."""
    timeline = Timeline(
        case_of(
            Wish(id="a", text="x"),
            Wish(id="b", text="x", alternative_of="a"),
            Wish(id="c", text="x", alternative_of="b"),
            Wish(id="d", text="x", alternative_of="a"),
            Wish(id="e", text="x"),
            Wish(id="f", text="x", alternative_of="g"),
            Wish(id="g", text="x"),
        )
    )
    first, second = row_of(timeline, "a"), row_of(timeline, "g")

    assert timeline.account.tolist() == [first, first, first, first, -1, second, second]


def test_which_statements_name_each_other_is_known() -> None:
    """In either direction, by whatever field; across cases never."""
    told = [
        Conflict(id="feud", between=AB),
        Escalation(id="flare", of="pain", after="feud"),
        Resolution(id="truce", between="feud"),
        Belief(id="b", text="x", about="flare"),
    ]
    timeline = Timeline(case_of(*told), case_of(*told))
    b, feud, flare, truce = (row_of(timeline, id) for id in ("b", "feud", "flare", "truce"))

    assert timeline.names(flare, feud)
    assert timeline.names(feud, flare)
    assert timeline.names(truce, feud)
    assert timeline.names(b, flare)
    assert not timeline.names(truce, flare)
    assert not timeline.names(flare, row_of(timeline, "feud", case=1))


def test_stated_orders_and_gaps_are_asked_by_row() -> None:
    """Each case's own, whatever stands before it."""
    told = [
        Conflict(id="feud", between=AB),
        Escalation(id="flare", of="pain", after="feud", apart="90 minutes"),
        Wish(id="w", text="x"),
    ]
    timeline = Timeline(case_of(Wish(text="x"), Wish(text="y", age=5)), case_of(*told))
    feud, flare = row_of(timeline, "feud", 1), row_of(timeline, "flare", 1)

    assert timeline.ordered.tolist() == [False, True, False, True, True]
    gaps = timeline.gaps(np.array([feud, flare]), np.array([flare, feud]))
    assert gaps.T.tolist() == [[90, 90, 0, 1], [-90, -90, -1, 0]]


def test_time_observed_is_that_of_the_kind_else_that_of_all_kinds() -> None:
    """And none where nothing is said."""
    plain = case_of(observed=["2020", "2022-03/2022-05"])
    by_kind = case_of(observed={"escalation": "2020", "all": "2019"})
    timeline = Timeline(plain, by_kind, case_of(observed={"conflict": "2020"}))

    assert timeline.observed(0, "conflict") == [parse_span("2020"), parse_span("2022-03/2022-05")]
    assert timeline.observed(1, "escalation") == [parse_span("2020")]
    assert timeline.observed(1, "conflict") == [parse_span("2019")]
    assert timeline.observed(2, "escalation") == []


@given(cases())
@settings(max_examples=40, deadline=None)
def test_onsets_are_those_of_the_chronology_and_no_end_is_before_its_onset(case: Case) -> None:
    """Whatever is said; ends alone are settled by kind."""
    timeline = Timeline(case)

    for row, span in enumerate(case.chronology.spans):
        assert timeline.span(row)[:2] == span[:2]
        assert timeline.ends_from[row] <= timeline.ends_to[row]
        assert timeline.ends_to[row] >= timeline.starts_from[row]
        if case.statements[row].section in ("bonds", "inner"):
            assert timeline.span(row)[:4] == span[:4]


@given(cases(), cases())
@settings(max_examples=20, deadline=None)
def test_a_case_is_laid_out_alike_alone_and_beside_others(case: Case, other: Case) -> None:
    """Its rows, spans and names do not depend on what stands before it."""
    alone, beside = Timeline(case), Timeline(other, case)
    first = len(other.statements)

    assert len(beside) == first + len(alone)
    assert [beside.span(first + n) for n in range(len(alone))] == [
        alone.span(n) for n in range(len(alone))
    ]
    for kind in {statement.kind for statement in case.statements}:
        for key in next(s for s in case.statements if s.kind == kind).keys().values():
            rows, codes = beside.parties(kind, key)
            own = rows >= first
            mine = [
                (int(r) - first, word_of(beside, kind, key, int(r), int(c)))
                for r, c in zip(rows[own], codes[own], strict=True)
            ]
            rows, codes = alone.parties(kind, key)
            assert mine == [
                (int(r), word_of(alone, kind, key, int(r), int(c)))
                for r, c in zip(rows, codes, strict=True)
            ]
