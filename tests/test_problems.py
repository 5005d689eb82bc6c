"""What does not add up in a case: all of it at once, each with its place and its cure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from formulation.errors import CaseError, Fault
from formulation.model import (
    Bind,
    Care,
    Case,
    Change,
    Claim,
    Conflict,
    Countertransference,
    Dream,
    Escalation,
    Goal,
    Harm,
    Idealization,
    InnerConflict,
    Intervention,
    LifeEvent,
    Loss,
    Person,
    Rally,
    Relationship,
    Repair,
    Resolution,
    Rupture,
    Source,
    Symptom,
    Trauma,
    Wish,
)
from formulation.model.base import Record
from formulation.model.problems import Problem, problems_of, statement_paths
from tests.strategies import cases

LIZ = Person(id="liz", name="Elizabeth", role="patient")
ANN = Person(id="ann", name="Ann")
PAIN = Symptom(id="pain")
CASE = Case(id="one").adding(LIZ, ANN, PAIN)


def told(*records: Record, case: Case = CASE) -> list[str]:
    """The sentences with which a case refuses what is added to it."""
    with pytest.raises(CaseError) as error:
        case.adding(*records)
    assert str(error.value) == "\n".join(map(str, error.value.faults))
    return [str(fault) for fault in error.value.faults]


def unjudged(**sections: list[Record]) -> Case:
    """A case that was read and not judged, as files are before their faults are told."""
    plain = {name: [record.to_keys() for record in records] for name, records in sections.items()}
    return Case.from_keys({"id": "one", "people": {"liz": {"role": "patient"}}, **plain})


# --- names that stand for nothing ---

LOST: list[tuple[Record, str]] = [
    (
        Idealization(of="anne"),
        "idealizes 0: no figure is called 'anne'; did you mean 'ann'? "
        "(accepted: the id of a figure: liz, ann)",
    ),
    (
        Escalation(of="pian"),
        "escalation 0: no symptom is called 'pian'; did you mean 'pain'? "
        "(accepted: the id of a symptom: pain)",
    ),
    (
        Dream(id="d", text="x", after="dd"),
        "dream d: no statement is called 'dd' (accepted: the id of a statement: d)",
    ),
    (
        Dream(text="x", source="post"),
        "dream 0: no source is called 'post' (accepted: a source, written down first)",
    ),
    (
        Claim(text="x", from_="pains"),
        "claim 0: no figure, symptom or statement is called 'pains'; did you mean 'pain'? "
        "(accepted: the id of a figure, symptom or statement: pain, liz, ann)",
    ),
    (
        Dream(text="x", said_by="an"),
        "dream 0: no figure is called 'an'; did you mean 'ann'? "
        "(accepted: the id of a figure: liz, ann)",
    ),
    (
        Resolution(between="feud"),
        "resolution 0: no conflict is called 'feud' "
        "(accepted: the id of a conflict, or its parties [a, b])",
    ),
    (
        Resolution(between=["ann", "lizz"]),
        "resolution 0: no figure is called 'lizz'; did you mean 'liz'? "
        "(accepted: the id of a figure: liz, ann)",
    ),
    (
        Symptom(id="fever", due_to="flu"),
        "symptom fever: no figure, symptom or statement is called 'flu' "
        "(accepted: the id of a figure, symptom or statement: pain, fever, liz, ann)",
    ),
    (
        Person(id="bo", source="pst"),
        "person bo: no source is called 'pst' (accepted: a source, written down first)",
    ),
]


@pytest.mark.parametrize(("record", "sentence"), LOST, ids=lambda x: getattr(x, "kind", ""))
def test_a_name_that_stands_for_nothing_is_told_with_the_nearest(
    record: Record, sentence: str
) -> None:
    """And with the ids that would be accepted there."""
    assert told(record) == [sentence]


WRONG_KIND: list[tuple[Record, str]] = [
    (Idealization(of="pain"), "idealizes 0: 'pain' is a symptom, not a figure"),
    (Escalation(of="ann"), "escalation 1: 'ann' is a figure, not a symptom"),
    (Harm(of="feud"), "harm 1: 'feud' is a conflict, not a figure"),
    (Change(of="pain", since="ann"), "change 1: 'ann' is a figure, not a statement"),
    (Repair(of="liz"), "repair 1: 'liz' is a figure, not a statement"),
    (Resolution(between=["ann", "feud"]), "resolution 1: 'feud' is a conflict, not a figure"),
    (
        InnerConflict(text="x", fear="pain"),
        "inner_conflict 0: 'pain' is a symptom, not a statement",
    ),
]


@pytest.mark.parametrize(("record", "sentence"), WRONG_KIND, ids=lambda x: getattr(x, "kind", ""))
def test_a_name_of_the_wrong_kind_is_told_as_what_it_is(record: Record, sentence: str) -> None:
    """So that one sees what was mixed up."""
    case = CASE.adding(Conflict(id="feud", between=["liz", "ann"]))

    [fault] = told(record, case=case)
    assert fault.startswith(f"{sentence} (accepted: the id of a ")


def test_a_resolution_names_a_conflict_and_nothing_else_by_its_id() -> None:
    """A person alone, or another event, does not come to rest."""
    cure = "(accepted: the id of a conflict, or its parties [a, b])"

    assert told(Resolution(between="ann")) == [f"resolution 0: no conflict is called 'ann' {cure}"]
    assert told(Conflict(id="feud", between=["liz", "ann"]), Resolution(between="fued")) == [
        f"resolution 1: no conflict is called 'fued'; did you mean 'feud'? {cure}"
    ]


def test_what_is_lost_may_be_told_in_words() -> None:
    """A loss names someone, or says what; words are no dangling reference."""
    case = CASE.adding(Loss(of="her faith in medicine"), Loss(of="ann"))

    assert case.problems() == []


def test_derived_ids_are_no_names_to_refer_by() -> None:
    """Who wants to refer to a statement gives it an id."""
    [sentence] = told(Wish(text="peace"), Dream(text="x", after="wish-peace"))

    assert sentence == (
        "dream 0: no statement is called 'wish-peace' (accepted: a statement, written down first)"
    )


def test_nothing_names_itself() -> None:
    """Not as what it comes after, nor as what it is another account of."""
    assert told(Dream(id="d", text="x", after="d", alternative_of="d")) == [
        "dream d: 'd' names itself here (accepted: the id of another record)",
        "dream d: 'd' names itself here (accepted: the id of another record)",
    ]


# --- ids ---


def test_an_id_given_twice_is_told_with_the_section_where_it_stands_first() -> None:
    """Figures, symptoms and statements share one namespace; sources have their own."""
    cure = "(accepted: an id of its own)"

    assert told(
        Source(id="liz", cite="x"),
        Source(id="liz", cite="y"),
        Symptom(id="ann"),
        Dream(id="d", text="x"),
        Wish(id="d", text="y"),
    ) == [
        f"source liz: the id 'liz' is given twice, here and in sources {cure}",
        f"symptom ann: the id 'ann' is given twice, here and in people {cure}",
        f"dream d: the id 'd' is given twice, here and in inner {cure}",
    ]


def test_a_source_may_be_called_as_a_person_is() -> None:
    """The interview with Ann may be called ann."""
    case = CASE.adding(Source(id="ann", cite="Interview"), Wish(text="x", source="ann"))

    assert case.problems() == []


# --- who is meant ---


def test_with_no_patient_it_must_be_said_who() -> None:
    """Nobody is guessed."""
    nobody = Case(id="one").adding(ANN)

    assert told(
        Wish(text="x"),
        Rally(who="ann"),
        Goal(text="x"),
        Harm(of="ann", age=3),
        Countertransference(of="ann"),
        case=nobody,
    ) == [
        "countertransference 0: who is meant where 'by' is not said? "
        "no figure has the role therapist (accepted: role: therapist on one figure, or by: …)",
        "wish 0: who is meant where 'by' is not said? no figure has the role patient "
        "(1 more statement like this one) (accepted: role: patient on one figure, or by: …)",
        "rally 0: around whom do they rally? no figure has the role patient "
        "(accepted: role: patient on one figure, or to: …)",
        "harm 1: whose age is meant? no figure has the role patient "
        "(accepted: role: patient on one figure, or a date)",
    ]


def test_with_two_patients_it_must_be_said_which() -> None:
    """A couple in treatment has two."""
    couple = CASE.adding(Person(id="bo", role="patient"))

    assert told(Wish(text="x"), case=couple) == [
        "wish 0: who is meant where 'by' is not said? 2 figures have the role patient "
        "(accepted: role: patient on one figure, or by: …)"
    ]
    assert couple.adding(Wish(text="x", by="bo"), Rally(who="ann", to="liz")).problems() == []


def test_kinds_whose_by_is_unknown_unless_said_need_no_patient() -> None:
    """Who harmed may be unknown; so may who was bereft."""
    case = Case(id="one").adding(ANN)
    longer = case.adding(
        Harm(of="ann"),
        Trauma(of="ann"),
        Care(of="ann"),
        Bind(of="ann"),
        Loss(of="faith"),
        LifeEvent(text="war"),
        Intervention(text="advice"),
    )

    assert longer.problems() == []


def test_a_flare_needs_no_patient_where_the_symptom_has_an_owner() -> None:
    """The symptom says whose it is."""
    case = Case(id="one").adding(ANN, Symptom(id="tic", of="ann"), Escalation(of="tic"))

    assert case.problems() == []


# --- orders, dates and lives ---


def test_a_distance_belongs_to_one_order() -> None:
    """From both sides, or from none, it could be either."""
    cure = "(accepted: apart: with one of after: and before:)"
    a, b = Dream(id="a", text="x"), Dream(id="b", text="y")

    assert told(Dream(id="c", text="z", apart="3 days")) == [
        "dream c: 'apart' could be from either: the statement has neither 'after' nor 'before': "
        f"'3 days' {cure}"
    ]
    assert told(a, b, Dream(id="c", text="z", apart="3 days", after="a", before="b")) == [
        "dream c: 'apart' could be from either: the statement has both 'after' and 'before': "
        f"'3 days' {cure}"
    ]


def test_accounts_and_revisions_do_not_go_in_circles() -> None:
    """Each circle is told once, at the first statement of it in the file."""
    cure = "(accepted: one first account)"

    assert told(
        Dream(id="a", text="x", alternative_of="b"),
        Dream(id="b", text="x", alternative_of="c"),
        Dream(id="c", text="x", alternative_of="b"),
        Dream(id="d", text="x", alternative_of="e"),
        Dream(id="e", text="x", alternative_of="d"),
        Claim(id="f", text="x", revises="g"),
        Claim(id="g", text="x", revises="f"),
    ) == [
        f"dream b: 'alternative_of' leads in a circle back to 'b' {cure}",
        f"dream d: 'alternative_of' leads in a circle back to 'd' {cure}",
        f"claim f: 'revises' leads in a circle back to 'f' {cure}",
    ]


def test_several_accounts_of_one_statement_are_no_circle() -> None:
    """A chain and a fork come to an end."""
    case = CASE.adding(
        Dream(id="a", text="x"),
        Dream(id="b", text="x", alternative_of="a"),
        Dream(id="c", text="x", alternative_of="b"),
        Dream(id="d", text="x", alternative_of="a"),
    )

    assert case.problems() == []


def test_times_that_cannot_all_be_are_told_with_the_statements_that_clash() -> None:
    """At the statement to look at first, and at the field that takes part."""
    events = [
        Dream(id="a", text="x", when="2020-03-02"),
        Dream(id="b", text="y", after="a", when="2020-03-01"),
    ]

    assert told(*events) == [
        "dream b: these cannot all be: 'b' is after 'a'; 'b' is dated 2020-03-01; "
        "'a' is dated 2020-03-02 (accepted: orders and dates that can all be; "
        "a circle is told with claims (from, to))"
    ]
    [problem] = unjudged(events=events).problems()
    assert problem.path == ("events", 1, "after")


def test_no_one_dies_before_being_born() -> None:
    """Unless the dates leave it open."""
    assert told(Person(id="q", name="Q", born="1990", died="1980-05")) == [
        "person q: Q died May 1980, before being born: '1980-05' (accepted: a date after 1990)"
    ]
    assert CASE.adding(Person(id="q", born="1990", died="1990~")).problems() == []


# --- what can hardly be so ---


def noted(*records: Record, case: Case = CASE) -> list[str]:
    """The sentences with which a case keeps what is added to it."""
    problems = case.adding(*records).problems()
    assert not any(problem.is_grave for problem in problems)
    return [str(problem.fault).partition(" (accepted")[0] for problem in problems]


def test_who_takes_part_in_something_is_alive() -> None:
    """Not before birth and not after death, where the dates leave no doubt; it is only noted."""
    bo = Person(id="bo", name="Bo", born="1988", died="2000")
    quarrel = {"id": "feud", "between": ["ann", "bo"]}

    assert noted(bo, Conflict(**quarrel, when="1950-03-04")) == [
        "the conflict between Ann and Bo is before Bo was born (1988): '1950-03-04'"
    ]
    assert noted(bo, Dream(text="a sea", by="bo", when="2010")) == [
        "the dream (a sea) is after Bo had died (2000): '2010'"
    ]
    for when in ("1988-01-01", "2000-12-31", "1987~"):
        assert noted(bo, Conflict(**quarrel, when=when)) == []
    assert noted(bo, Conflict(**quarrel, when="1950", recurring=True)) == []


def test_the_dead_and_the_unborn_can_be_lost_and_thought_of() -> None:
    """Memories, losses and claims may be of any time."""
    bo = Person(id="bo", name="Bo", born="1988", died="2000")
    claim = Claim(text="she is like Bo", from_="bo", to="pain", when="2010")

    assert noted(bo, Loss(of="bo", when="2010"), Wish(text="x", by="bo", when="2010"), claim) == []


def test_two_who_bear_one_name_are_noted() -> None:
    """Case and hyphens tell nobody apart; who has no name is called by the id."""
    twins = (Person(id="b1", name="Jean-Luc"), Person(id="b2", name="jean luc"), Person(id="c"))

    [problem] = CASE.adding(*twins).problems()

    assert problem.path[-1] == "name"
    assert not problem.is_grave
    assert str(problem.fault) == (
        "b1 has this name too, and sentences would not tell them apart "
        "(accepted: a name of its own, with an initial or a place)"
    )


@pytest.mark.parametrize(("when", "notes"), [("2100", 0), ("2101", 1), ("3020-05-01", 1)])
def test_what_lies_far_ahead_is_noted(when: str, notes: int) -> None:
    """A third millennium is a slip of the pen, and would stretch every picture."""
    assert noted(Dream(text="x", when=when)) == [f"nobody can know this yet: '{when}'"] * notes


@pytest.mark.parametrize("name", ["\u202eAnn", "An\a", "An\nBo", "\u2066x\u2069"])
def test_a_name_that_cannot_be_shown_is_noted(name: str) -> None:
    """It is kept as it is, and shown with a sign in place of what it hides."""
    for record in (Person(id="odd", name=name), Symptom(id="odd", name=name)):
        [problem] = CASE.adding(record).problems()

        assert problem.fault.problem == "the name holds characters that cannot be shown"
        assert problem.path[-1] == "name"


def test_names_in_any_script_are_names() -> None:
    """Marks that belong to a script are shown."""
    names = ("Zoë", "\u05d0\u05d1\u200f", "नमस्ते", "a\u0301", "👩\u200d⚕️")

    people = (Person(id=f"p{n}", name=name) for n, name in enumerate(names))
    assert CASE.adding(*people).problems() == []


@pytest.mark.parametrize(("age", "notes"), [("120", 0), ("120..150", 0), ("150", 1)])
def test_nobody_is_a_hundred_and_fifty(age: str, notes: int) -> None:
    """Such an age is a slip, or a date."""
    told = noted(Trauma(of="liz", age=age))

    words = "nobody is known to have lived to the age of 150"
    assert told == [words] * notes


def test_a_symptom_is_not_due_to_itself_by_way_of_others() -> None:
    """Each circle is told once; what leads into it stands in none."""
    own = [Symptom(id=a, name=f"ache {a}", due_to=b) for a, b in ("st", "tu", "us", "vs", "wv")]

    assert noted(*own) == [
        "ache s, ache t and ache u are each due to the next, and the last to the first"
    ]
    many = [Symptom(id=f"x{n}", due_to=f"x{n + 1}") for n in range(2000)]
    assert noted(*many, Symptom(id="x2000")) == []


def test_observed_names_kinds_of_statements() -> None:
    """A misspelt kind would otherwise never be watched."""
    with pytest.raises(CaseError) as error:
        Case(id="one", observed={"conflct": "2020", "escalation": "2020"})

    assert str(error.value) == (
        "'conflct' is not a kind of statement; did you mean 'conflict'? "
        "(accepted: a kind such as escalation or conflict)"
    )


# --- warnings ---


def test_a_new_word_of_an_open_vocabulary_is_kept_with_a_warning() -> None:
    """The case stands; the word is told, in case it was meant otherwise."""
    case = CASE.adding(
        Person(id="bo", role="wet nurse"),
        Symptom(id="tic", domain="moon", course="tidal"),
        Relationship(between=["liz", "ann"], is_="milk kinship", quality="tidal"),
    )

    assert [(p.path, p.is_grave) for p in case.problems()] == [
        (("people", 2, "role"), False),
        (("symptoms", 1, "domain"), False),
        (("symptoms", 1, "course"), False),
        (("bonds", 0, "is"), False),
        (("bonds", 0, "quality"), False),
    ]
    assert str(case.problems()[0].fault) == (
        "'wet nurse' is a new word for a figure's role; it is kept "
        "(accepted: known words: formulation terms role)"
    )


# --- all together ---


def test_everything_is_told_at_once_in_the_order_of_a_file() -> None:
    """Head, people, symptoms, bonds, inner, events, claims, whatever is wrong with each."""
    with pytest.raises(CaseError) as error:
        Case(
            id="one",
            claims=[Claim(text="x", from_="gone")],
            events=[Dream(text="x", after="gone"), Rupture(of="gone")],
            inner=[Wish(text="x")],
            bonds=[Idealization(of="gone", by="ann")],
            symptoms=[Symptom(id="ann")],
            people=[Person(id="ann", born="1990", died="1980")],
            observed={"dreams": "2020"},
        )

    assert [f.problem for f in error.value.faults] == [
        "'dreams' is not a kind of statement",
        "person ann: ann died 1980, before being born",
        "symptom ann: the id 'ann' is given twice, here and in people",
        "idealizes 0: no figure is called 'gone'",
        "wish 0: who is meant where 'by' is not said? no figure has the role patient "
        "(2 more statements like this one)",
        "dream 0: no statement is called 'gone'",
        "rupture 1: no figure is called 'gone'",
        "claim 0: no figure, symptom or statement is called 'gone'",
    ]


def test_a_case_as_read_from_keys_is_judged_only_when_asked() -> None:
    """Reading is generous; judging is separate and complete."""
    case = unjudged(bonds=[Idealization(of="gone", by="gone")])

    assert [(p.path, p.fault.value) for p in case.problems()] == [
        (("bonds", 0, "idealizes"), "gone"),
        (("bonds", 0, "by"), "gone"),
    ]
    assert problems_of(case) == case.problems()


def test_times_are_judged_only_where_all_names_stand_for_something() -> None:
    """A dangling order says nothing about time."""
    case = unjudged(
        events=[
            Conflict(id="a", between=["x", "y"], after="b"),
            Conflict(id="b", between=["x", "y"], after="a"),
        ]
    )

    assert {p.fault.problem for p in case.problems()} == {
        "no figure is called 'x'",
        "no figure is called 'y'",
    }


def test_a_problem_says_in_words_where_it_stands() -> None:
    """By kind and id, or by its place in the section; the case's own have no place."""
    case = CASE.adding(Dream(id="d", text="x"), Dream(text="y"))
    fault = Fault("is odd", "x", "even", "evenly")

    assert Problem(("events", 0, "dream"), fault).in_words(case).problem == "dream d: is odd"
    assert Problem(("events", 1), fault).in_words(case).problem == "dream 1: is odd"
    assert Problem(("people", 0), fault).in_words(case).problem == "person liz: is odd"
    assert Problem(("observed", "dream"), fault).in_words(case) == fault
    assert Problem(("title",), fault).in_words(case) == fault


def test_a_case_with_a_thousand_faults_of_one_sort_tells_the_first_two_hundred() -> None:
    """Nobody mends more in one go."""
    lost = [Wish(text=f"w{n}", by="gone") for n in range(1000)]

    with pytest.raises(CaseError) as error:
        CASE.adding(lost)

    assert len(error.value.faults) == 200


@given(cases())
@settings(max_examples=30, deadline=None)
def test_a_sound_case_has_at_most_warnings(case: Case) -> None:
    """And each problem names a section, an index in it, and a key of a file."""
    for problem in case.problems():
        section, index, key = problem.path
        record = getattr(case, str(section))[index]
        assert not problem.is_grave
        assert key in record.keys().values()
    assert [getattr(case, section)[n] for section, n in statement_paths(case)] == [*case.statements]
