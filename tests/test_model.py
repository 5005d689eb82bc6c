"""The records of a case: what each kind says, how it is spelt, and what it refuses.

The table of kinds is typed by hand from the description of the case file, so that no kind and no
key can drift unnoticed in the code.
"""

from __future__ import annotations

import copy
import doctest
import pickle
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

import formulation.model as model
from formulation.errors import CaseError, FormulationError, UnknownName
from formulation.model import (
    Belief,
    Bind,
    Care,
    Case,
    Change,
    Claim,
    Conflict,
    Consent,
    Countertransference,
    Defense,
    Devaluation,
    Dream,
    Episode,
    Escalation,
    Factor,
    Fear,
    Feeling,
    Goal,
    Harm,
    Idealization,
    InnerConflict,
    Insight,
    Intervention,
    Invalidation,
    LifeEvent,
    Loss,
    Need,
    Perception,
    Person,
    Rally,
    Rating,
    Relationship,
    Remission,
    Repair,
    Resolution,
    Risk,
    Rupture,
    Separation,
    Session,
    Source,
    Stance,
    Statement,
    Strength,
    Symptom,
    Transference,
    Trauma,
    Treatment,
    Wish,
    amounts,
    base,
    bonds,
    claims,
    events,
    figures,
    inner,
    kinds,
    naming,
)
from formulation.model.base import Record, faults_of
from formulation.terms import VOCABULARIES
from tests.model_strategies import records, statements
from tests.strategies import cases

# --- every kind, by hand ---

#: class: (kind, section, Python name of the subject, its other own keys as a file spells them)
KINDS: dict[type[Statement], tuple[str, str, str, str]] = {
    Relationship: ("relationship", "bonds", "between", "is quality"),
    Idealization: ("idealizes", "bonds", "of", "by image reading"),
    Devaluation: ("devalues", "bonds", "of", "by image"),
    Perception: ("sees", "bonds", "of", "by image valence"),
    Stance: ("stance", "bonds", "of", "by toward"),
    Transference: ("transference", "bonds", "of", "by repeats quality"),
    Countertransference: ("countertransference", "bonds", "of", "by feeling"),
    Defense: ("defense", "inner", "of", "by against toward"),
    Wish: ("wish", "inner", "text", "by"),
    Need: ("need", "inner", "text", "by"),
    Fear: ("fear", "inner", "text", "by"),
    Feeling: ("feeling", "inner", "text", "by hidden toward"),
    Belief: ("belief", "inner", "text", "by about"),
    Bind: ("bind", "inner", "of", "between form"),
    InnerConflict: ("inner_conflict", "inner", "text", "by code defense fear feeling"),
    Strength: ("strength", "inner", "text", "by"),
    Factor: ("factor", "inner", "text", "by domain"),
    Conflict: ("conflict", "events", "between", "over"),
    Resolution: ("resolution", "events", "between", "quality"),
    Escalation: ("escalation", "events", "of", "by severity"),
    Remission: ("remission", "events", "of", "by"),
    Change: ("change", "events", "of", "aspect how since"),
    Rally: ("rally", "events", "who", "to"),
    Care: ("care", "events", "of", "by form"),
    Harm: ("harm", "events", "of", "by"),
    Invalidation: ("invalidation", "events", "of", "by of"),
    Trauma: ("trauma", "events", "of", "by"),
    Loss: ("loss", "events", "of", "by"),
    Separation: ("separation", "events", "between", ""),
    LifeEvent: ("life_event", "events", "text", "by"),
    Session: ("session", "events", "text", "by"),
    Treatment: ("treatment", "events", "text", "by dose route"),
    Intervention: ("intervention", "events", "text", "by dose route homework"),
    Insight: ("insight", "events", "text", "by about"),
    Rupture: ("rupture", "events", "of", "by"),
    Repair: ("repair", "events", "of", ""),
    Episode: ("episode", "events", "of", "by wish response_other response_self"),
    Dream: ("dream", "events", "text", "by"),
    Rating: ("rating", "events", "of", "by value"),
    Risk: ("risk", "events", "text", "by form"),
    Claim: (
        "claim",
        "claims",
        "text",
        "from to effect as scope caveat rivals against predicts outcome revises",
    ),
    Goal: ("goal", "claims", "text", "by"),
}

COMMON = """id when age after before apart recurring what lasts often words source said_by basis
inference confidence recorded alternative_of note""".split()

FIGURES = {
    Person: ("people", "id name kind role gender born died source note"),
    Symptom: ("symptoms", "id name kind domain onset due_to course of code source note"),
    Source: ("sources", "id cite by url note"),
}

HEAD = """id title about origin language consent disguise observed sources people symptoms bonds
inner events claims""".split()

#: the keys that are spelt otherwise in Python, besides the subject's own
TRAILING = {"is": "is_", "as": "as_", "from": "from_"}


def test_every_kind_exists_and_no_other() -> None:
    """The kinds are those of the table, under the key that names each in a file."""
    expected = {kind: cls for cls, (kind, *_) in KINDS.items()}

    assert dict(kinds.kinds()) == expected
    assert len(expected) == 42


@pytest.mark.parametrize("cls", KINDS, ids=lambda cls: cls.__name__)
def test_a_kind_has_its_own_keys_and_the_common_ones(cls: type[Statement]) -> None:
    """Neither a key more nor a key less: a misspelt key is an error, never a silent loss."""
    kind, section, subject, own = KINDS[cls]

    assert (cls.kind, cls.section, cls.subject) == (kind, section, subject)
    assert sorted(cls.keys().values()) == sorted([kind, *own.split(), *COMMON])
    assert cls.keys()[subject] == kind


@pytest.mark.parametrize("cls", KINDS, ids=lambda cls: cls.__name__)
def test_python_spells_keys_as_the_file_does_but_for_its_own_words(cls: type[Statement]) -> None:
    """Only the subject and the words that Python keeps for itself are spelt otherwise."""
    kind, _, subject, _ = KINDS[cls]
    special = {kind: subject, **TRAILING}
    if cls is Invalidation:
        special["of"] = "of_"

    assert {name for name, key in cls.keys().items() if special.get(key, key) != name} == set()


@pytest.mark.parametrize("cls", FIGURES, ids=lambda cls: cls.__name__)
def test_figures_symptoms_and_sources_have_their_keys(cls: type[Record]) -> None:
    """They are spelt alike in Python and in a file."""
    section, own = FIGURES[cls]

    assert cls.section == section
    assert sorted(cls.keys().values()) == sorted(own.split())
    assert list(cls.keys()) == list(cls.keys().values())


def test_a_case_has_its_head_and_its_sections() -> None:
    """The head is followed by who it is about and what is said, in the order of a file."""
    assert list(Case.keys().values()) == HEAD
    assert list(Consent.keys()) == ["given", "scope"]


def test_each_kind_stands_in_its_section() -> None:
    """A section of a file holds the kinds of the table."""
    for section in kinds.SECTIONS:
        expected = [kind for kind, where, *_ in KINDS.values() if where == section]
        assert sorted(kinds.kinds_in(section)) == sorted(expected)


def test_every_class_opens_from_the_model_by_name() -> None:
    """Whoever scripts a case needs one import."""
    assert {cls.__name__ for cls in (*KINDS, *FIGURES, Case, Consent)} < set(model.__all__)
    assert all(hasattr(model, name) for name in model.__all__)


def test_a_class_that_does_not_exist_is_missing_in_the_usual_way() -> None:
    """A misspelt import fails as Python's own do."""
    with pytest.raises(AttributeError, match="has no attribute 'Idealisation'"):
        _ = model.Idealisation


def test_keys_come_in_reading_order() -> None:
    """The id stands first, then what the kind says, then what all statements may say."""
    keys = list(Idealization.keys().values())

    assert keys[:6] == ["id", "idealizes", "by", "image", "reading", "what"]


def test_every_vocabulary_is_that_of_some_field() -> None:
    """No list of words is kept for nothing, and no field asks for one that does not exist."""
    classes: list[type[Record]] = [*KINDS, *FIGURES, Case]

    assert {name for cls in classes for name in cls.terms().values()} == set(VOCABULARIES)


def test_the_kind_that_has_the_other_keys_as_fields_is_the_one_meant() -> None:
    """An inner conflict has a fear, an episode a wish; a wish has no fear."""
    told = ["id", "fear", "inner_conflict", "feeling"]

    assert kinds.kinds_named(told) == ["inner_conflict"]
    assert kinds.kinds_named(["wish", "episode"]) == ["episode"]
    assert kinds.kinds_named(["countertransference", "feeling"]) == ["countertransference"]
    assert kinds.kinds_named(["wish", "fear"]) == ["wish", "fear"]
    assert kinds.kinds_named(["id", "when"]) == []


# --- how fields are given ---


def test_a_person_may_stand_for_its_id() -> None:
    """Figures, symptoms and statements can be handed over as they are."""
    liz, ann = Person(id="liz"), Person(id="ann")
    pain = Symptom(id="pain")
    flare = Escalation(id="flare", of=pain)

    assert Idealization(by=liz, of=ann) == Idealization(by="liz", of="ann")
    assert Conflict(between=[liz, "ann"]) == Conflict(between=["liz", "ann"])
    assert flare.of == ("pain",)
    assert Change(of=flare).of == "flare"
    assert Claim(text="x", from_=[flare, pain], to=liz).from_ == ("flare", "pain")
    assert Resolution(between=Conflict(id="feud", between=["a", "b"])).between == ("feud",)


def test_a_record_without_id_cannot_be_referred_to() -> None:
    """It says so, with the cure, rather than inventing a name."""
    with pytest.raises(CaseError) as error:
        Repair(of=Rupture(of="jc"))

    assert str(error.value) == (
        "of: this Rupture has no id to be referred to by: 'The alliance between someone and jc is "
        "strained.' (accepted: Rupture(id='…', …))"
    )


def test_one_or_several_may_be_given_where_several_can_be() -> None:
    """A single id needs no list, and a tuple does as well."""
    assert Rally(who="ann").who == ("ann",)
    assert Rally(who=("ann", "bo")).who == ("ann", "bo")
    assert Statement(after="x").after == ("x",)
    assert Claim(text="x", rivals="chance").rivals == ("chance",)
    assert Claim(text="x", rivals=None, from_=None) == Claim(text="x")


def test_a_resolution_names_a_conflict_or_its_parties() -> None:
    """One id is a conflict's, two or more are those of the parties."""
    assert Resolution(between="feud").subjects == ("feud",)
    assert Resolution(between=["ann", "bo", "cy"]).subjects == ("ann", "bo", "cy")


def test_the_subject_is_what_the_own_key_holds() -> None:
    """Whatever its name in Python, and whether one or several."""
    assert Idealization(of="ann").subjects == ("ann",)
    assert Escalation(of=["pain", "sleep"]).subjects == ("pain", "sleep")
    assert Dream(text="a horse").subjects == ("a horse",)
    assert Invalidation(of="ann", of_="harm").subjects == ("ann",)


def test_dates_of_python_become_texts() -> None:
    """A date, a moment and a year are written as a file writes them; seconds are dropped."""
    moment = datetime(2020, 3, 1, 14, 30, 59)  # noqa: DTZ001 - times are the wall clock's

    assert Dream(text="x", when=date(2020, 3, 1)).when == "2020-03-01"
    assert Dream(text="x", when=moment).when == "2020-03-01T14:30"
    assert Dream(text="x", when=985).when == "0985"
    assert Dream(text="x", when=["1985", 1986]).when == "[1985,1986]"
    assert Dream(text="x", when="[1985, 1986]").when == "[1985,1986]"
    assert Dream(text="x", age=15).age == "15"


def test_numbers_and_blanks_in_texts_are_read_generously() -> None:
    """A name may be a number, and blanks around a text are nobody's words."""
    assert Person(id="x", name=7).name == "7"
    assert Person(id="x", name="  Ann ").name == "Ann"
    assert Escalation(of="pain", severity="7.5").severity == 7.5


def test_truth_is_true_or_false_and_nothing_else() -> None:
    """`no` may be a name or an answer; it is never taken for false."""
    assert Conflict(between=["a", "b"], recurring="true").recurring is True
    assert Feeling(text="rage", hidden="false").hidden is False
    with pytest.raises(CaseError) as error:
        Conflict(between=["a", "b"], recurring="no")

    assert str(error.value) == (
        "recurring: 'no' is neither true nor false; did you mean 'false'? (accepted: true or false)"
    )


@pytest.mark.parametrize("id", ["a", "a1", "a-b", "a_b.c", "éva", "שרה", "李", "Émile", "x" * 100])
def test_an_id_begins_with_a_letter_that_is_not_a_to_z(id: str) -> None:
    """Capital letters A to Z stand for anyone in patterns."""
    assert Person(id=id).id == id


@pytest.mark.parametrize(
    ("id", "nearest"),
    [
        ("Liz", "liz"),
        ("Big Sister", "big_Sister"),
        ("1a", ""),
        ("-a", ""),
        ("a/b", ""),
        ("x" * 101, ""),
    ],
)
def test_what_cannot_be_an_id_is_refused_with_one_that_can(id: str, nearest: str) -> None:
    """A slash, a blank or a leading digit would be read as something else elsewhere."""
    with pytest.raises(CaseError) as error:
        Person(id=id)

    [fault] = error.value.faults
    assert fault.problem == f"id: {id!r} cannot be an id"
    assert fault.nearest == nearest


# --- what is refused ---

REFUSALS: list[tuple[type[Record], dict[str, Any], str]] = [
    (Idealization, {}, "an 'idealizes' statement needs 'of' (accepted: of: …)"),
    (Person, {}, "a person needs 'id' (accepted: id: …)"),
    (Person, {"id": "x", "name": "  "}, "name is empty: '' (accepted: at least one character)"),
    (Person, {"id": "x", "name": ["a"]}, "name cannot be this: '[a]' (accepted: a text)"),
    (Conflict, {"between": "a"}, "between needs more: 'a' (accepted: at least 2)"),
    (Conflict, {"between": 5}, "between needs more: '5' (accepted: at least 2)"),
    (
        Separation,
        {"between": ["a", "b", "c"]},
        "between holds too many: '[a, b, c]' (accepted: at most 2)",
    ),
    (Escalation, {"of": []}, "of needs more: '[]' (accepted: at least 1)"),
    (
        Rally,
        {"who": ["a", "b", "a"]},
        "who: the same id stands here twice: 'a' (accepted: each id once)",
    ),
    (
        Escalation,
        {"of": "p", "severity": 11},
        "severity cannot be this: '11' (accepted: 10 or less)",
    ),
    (
        Escalation,
        {"of": "p", "severity": -0.5},
        "severity cannot be this: '-0.5' (accepted: 0 or more)",
    ),
    (
        Rating,
        {"of": "PHQ-9", "value": "high"},
        "value cannot be this: 'high' (accepted: a number, written 7 or 7.5)",
    ),
    (
        Rating,
        {"of": "PHQ-9", "value": "inf"},
        "value cannot be this: 'inf' (accepted: a finite number)",
    ),
    (Dream, {"text": "x", "when": True}, "when cannot be this: 'true' (accepted: a text)"),
    (Dream, {"text": "x", "source": {"a": 1}}, "source cannot be this (accepted: a text)"),
    (
        Dream,
        {"text": "x", "lasts": "90"},
        "lasts: a duration needs a unit: '90' (accepted: 7 days, 90 minutes, 4..5 weeks, "
        "9 months~; minutes, hours, days, weeks, months, years)",
    ),
    (
        Dream,
        {"text": "x", "age": "old"},
        "age: an age is a whole number and its unit: 'old' (accepted: 15, 8..9, 15~, 18 months)",
    ),
    (Person, {"id": "x", "born": "1990-02-30"}, "born: February 1990 has 28 days: '1990-02-30'"),
    (Case, {"id": "x", "people": 5}, "people cannot be this: '5' (accepted: one value or a list)"),
    (Case, {"id": "x", "consent": "yes"}, "consent cannot be this: 'yes' (accepted: a Consent(…))"),
]


@pytest.mark.parametrize(
    ("cls", "fields", "told"), REFUSALS, ids=lambda x: getattr(x, "__name__", "")
)
def test_a_wrong_value_is_refused_with_what_would_do(
    cls: type[Record], fields: dict[str, Any], told: str
) -> None:
    """The sentence names the field, shows the value and says what is accepted."""
    with pytest.raises(CaseError) as error:
        cls(**fields)

    assert str(error.value) == told


STRANGERS: list[tuple[type[Record], str, str]] = [
    (Idealization, "imgae", "image"),
    (Idealization, "confidnce", "confidence"),
    (Person, "nmae", "name"),
    (Symptom, "onsets", "onset"),
    (Case, "peple", "people"),
    (Dream, "colour", ""),
    # as a file spells it
    (Idealization, "idealizes", "of"),
    (Relationship, "is", "is_"),
    (Claim, "from", "from_"),
    (Rally, "rally", "who"),
    (Wish, "wish", "text"),
]


@pytest.mark.parametrize(("cls", "key", "nearest"), STRANGERS)
def test_a_strange_field_is_refused_with_the_nearest_right_one(
    cls: type[Record], key: str, nearest: str
) -> None:
    """Also where it is the file's spelling of a field that Python spells otherwise."""
    with pytest.raises(CaseError) as error:
        cls(**{key: "x"})

    told = {fault.value: fault for fault in error.value.faults}
    assert told[key].nearest == nearest
    assert told[key].accepted == ", ".join(cls.keys())


def test_a_strange_key_of_a_file_is_refused_with_the_key_of_a_file() -> None:
    """Whoever writes a file is told its keys, whoever writes Python Python's."""
    with pytest.raises(ValidationError) as error:
        Claim.from_keys({"claim": "x", "from_": "y", "text": "z", "rival": "chance"})

    faults = faults_of(error.value, Claim)
    assert [(f.value, f.nearest) for f in faults] == [
        ("from_", "from"),
        ("text", "claim"),
        ("rival", "rivals"),
    ]
    assert str(faults[0]).startswith("a 'claim' statement has no 'from_'; did you mean 'from'?")


def test_everything_wrong_with_a_record_is_told_at_once() -> None:
    """A person mends a record in one go."""
    with pytest.raises(CaseError) as error:
        Idealization(by="Liz Taylor", image="", when="soon", reading="love", of=None, hue="red")

    assert [fault.problem for fault in error.value.faults] == [
        "when: a date is written in numbers",
        "of cannot be this",
        "image is empty",
        "reading: 'love' is not a word for the reading of an idealization",
        "an 'idealizes' statement has no 'hue'",
    ]


def test_a_record_with_a_thousand_faults_tells_the_first_two_hundred() -> None:
    """Nobody mends more in one go, and a hostile record may hold millions."""
    with pytest.raises(CaseError) as error:
        Person(id="x", **{f"k{n}": n for n in range(1000)})

    assert len(error.value.faults) == 200


def test_a_closed_vocabulary_refuses_a_wrong_word_with_the_nearest_right_one() -> None:
    """Catalogue words are closed; so are the enumerations of the case file."""
    with pytest.raises(CaseError) as error:
        Defense(of="idealization")
    with pytest.raises(CaseError) as other:
        Resolution(between=["a", "b"], quality="peace")

    assert str(error.value) == (
        "of: 'idealization' is not a word for a defense; did you mean 'idealization-of-other'? "
        "(accepted: affiliation, altruism, anticipation, humor, self-assertion, self-observation, "
        "sublimation, suppression, … (36 words: formulation terms defense))"
    )
    assert str(other.value) == (
        "quality: 'peace' is not a word for the quality of a resolution "
        "(accepted: truce, repaired, avoided)"
    )


def test_a_word_is_kept_in_its_usual_spelling() -> None:
    """Capitals, blanks and other people's words for it make no difference."""
    assert Defense(of="Idealisation of Other's Image").of == "idealization-of-other"
    assert Relationship(between=["a", "b"], is_="married").is_ == "marriage"
    assert Person(id="x", role=" Patient ").role == "patient"
    assert Claim(text="x", effect="reduces").effect == "lowers"


def test_an_open_vocabulary_keeps_a_new_word() -> None:
    """Roles, ties and qualities are as many as people."""
    assert Person(id="x", role="wet nurse").role == "wet nurse"
    assert Relationship(between=["a", "b"], is_="milk kinship", quality="tidal").quality == "tidal"


@pytest.mark.parametrize(
    ("slip", "meant"), [("mothr", "mother"), ("pateint", "patient"), ("spuose", "spouse")]
)
def test_an_open_vocabulary_refuses_a_slip_of_the_pen(slip: str, meant: str) -> None:
    """A near spelling of a known word is a fault, or the patient would silently be nobody."""
    with pytest.raises(CaseError) as error:
        Person(id="x", role=slip)

    assert str(error.value) == (
        f"role: {slip!r} looks like a slip of the pen in a figure's role; did you mean {meant!r}? "
        "(accepted: the known word, or a new one that is not so like it)"
    )


@pytest.mark.parametrize("word", ["stepmother", "co-mother", "milk mother", "mo"])
def test_a_new_word_may_resemble_a_known_one(word: str) -> None:
    """Only one letter in a short word, two in a long one, are taken for a slip."""
    assert Person(id="x", role=word).role == word


# --- frozen, equal, hashable, and back again ---


@given(records)
@settings(max_examples=80, deadline=None)
def test_repr_is_a_recipe(record: Record) -> None:
    """What a record shows of itself is Python that makes an equal one."""
    assert eval(repr(record), vars(model) | {n: getattr(model, n) for n in model.__all__}) == record


@given(records)
@settings(max_examples=60, deadline=None)
def test_keys_make_an_equal_record(record: Record) -> None:
    """What a file would hold of it, and no more, says it all."""
    keys = record.to_keys()

    assert type(record).from_keys(keys) == record
    assert set(keys) == {record.keys()[name] for name, _ in record.said()}


@given(records)
@settings(max_examples=100, deadline=None)
def test_a_record_crosses_processes_and_is_copied_whole(record: Record) -> None:
    """Pickling and deep copying give an equal record with an equal hash."""
    for twin in (pickle.loads(pickle.dumps(record)), copy.deepcopy(record), copy.copy(record)):
        assert twin == record
        assert hash(twin) == hash(record)
        assert repr(twin) == repr(record)


@given(statements)
@settings(max_examples=60, deadline=None)
def test_what_a_record_names_is_found_by_its_references(statement: Statement) -> None:
    """Every id in a field that takes only ids is named, once, under that field."""
    expected = set()
    for name, ref in statement.refs().items():
        value = getattr(statement, name)
        if not ref.or_text:
            expected |= {(name, id) for id in ([value] if isinstance(value, str) else value or ())}

    assert sorted(statement.ids_named()) == sorted(expected)


def test_a_record_is_never_changed() -> None:
    """It is frozen: who sees it otherwise writes another."""
    ann = Person(id="ann")

    with pytest.raises(ValidationError, match="frozen"):
        ann.name = "Anna"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        del ann.name

    assert ann == Person(id="ann")


def test_equal_records_are_one_in_a_set_and_kinds_never_equal() -> None:
    """Records can be counted and compared; a wish is no need of the same text."""
    assert len({Wish(text="x"), Wish(text="x"), Need(text="x")}) == 2
    assert Wish(text="x") != Need(text="x")


def test_unknown_is_a_value_and_nothing_is_filled_in() -> None:
    """No default for who, when or how sure: what is not said is not there."""
    told = dict(Idealization(of="ann").said())
    person = dict(Person(id="ann").said())

    assert told == {"of": "ann"}
    assert person == {"id": "ann"}


def test_a_whole_number_is_written_without_a_fraction() -> None:
    """A severity of 7 is kept as a number and written as it was."""
    assert Escalation(of="pain", severity=7).to_keys() == {"escalation": "pain", "severity": 7}
    assert Rating(of="GAF", value=7.5).to_keys() == {"rating": "GAF", "value": 7.5}


# --- a case ---

LIZ = Person(id="liz", name="Elizabeth", role="patient")
ANN = Person(id="ann", name="Ann", role="partner")
JC = Person(id="jc", role="therapist")
PAIN = Symptom(id="pain", name="chronic pain")
POST = Source(id="post", cite="A post")
FEUD = Conflict(id="feud", between=[ANN, JC], source=POST)
FLARE = Escalation(id="flare", of=PAIN, after=FEUD)


def small_case() -> Case:
    return Case(id="one").adding(LIZ, ANN, JC, PAIN, POST, FEUD, FLARE)


def test_adding_returns_an_extended_copy_and_leaves_the_first_untouched() -> None:
    """A case is never changed, so that two readings of it can stand side by side."""
    case = small_case()
    before = repr(case)

    longer = case.adding(Idealization(of=ANN))

    assert repr(case) == before
    assert case.bonds == ()
    assert longer.bonds == (Idealization(of="ann"),)
    assert longer.events == case.events


def test_accounts_of_one_thing_lead_back_to_the_first_and_are_disputed() -> None:
    """Also by way of another account; what is told once, or is no statement, leads to itself."""
    told = [Wish(id=id, text=id, alternative_of=of) for id, of in (("a", None), ("b", "a"))]
    case = small_case().adding(
        told, Wish(id="c", text="c", alternative_of="b"), Wish(id="d", text="d")
    )

    assert {case.first_account(id) for id in "abc"} == {"a"}
    assert [case.first_account(id) for id in ("d", "ann")] == ["d", "ann"]
    assert case.disputed == {"a", "b", "c"}


@pytest.mark.parametrize("deep", [False, True])
def test_a_copy_with_other_fields_reckons_its_parts_anew(deep: bool) -> None:
    """What was looked up in the first case is not taken for what the copy holds."""
    case = small_case()
    told = case.tell(FLARE)
    assert len(case.statements) == len(case.chronology.spans) == len(case.ids)

    shorter = case.model_copy(update={"events": (FEUD,)}, deep=deep)
    renamed = case.model_copy(update={"symptoms": (PAIN.model_copy(update={"name": "ache"}),)})

    assert shorter.statements == (FEUD,)
    assert len(shorter.chronology.spans) == len(shorter.ids) == 1
    assert shorter.problems() == Case(id="one").adding(LIZ, ANN, JC, PAIN, POST, FEUD).problems()
    assert renamed.tell(FLARE) != told
    assert case.statements == small_case().statements


def test_a_case_of_sections_equals_the_same_case_by_adding() -> None:
    """Records find their section by themselves, in the order in which they are added."""
    sections = Case(
        id="one", sources=[POST], people=[LIZ, ANN, JC], symptoms=(PAIN,), events=[FEUD, FLARE]
    )

    assert small_case() == sections
    assert Case(id="one").adding([POST, LIZ], (ANN,), JC, [PAIN, FEUD, FLARE]) == sections


def test_a_case_may_be_given_as_the_keys_of_a_file() -> None:
    """Mappings of ids to fields, and statements by their keys, make the same records."""
    case = Case(
        id="one",
        sources={"post": {"cite": "A post"}},
        people={
            "liz": {"name": "Elizabeth", "role": "patient"},
            "ann": {"name": "Ann", "role": "partner"},
            "jc": {"role": "therapist"},
        },
        symptoms={"pain": {"name": "chronic pain"}},
        events=[
            {"id": "feud", "conflict": ["ann", "jc"], "source": "post"},
            {"id": "flare", "escalation": "pain", "after": "feud"},
        ],
        consent={"given": "written"},
    )

    assert case == Case(id="one", consent=Consent(given="written")).adding(
        LIZ, ANN, JC, PAIN, POST, FEUD, FLARE
    )


def test_all_faults_of_records_given_as_keys_are_told_at_once() -> None:
    """Each with the section, the id or index, and the field."""
    with pytest.raises(CaseError) as error:
        Case(
            id="one",
            people={"liz": {"role": "pateint", "bron": "1969"}, "ann": 5},
            bonds=[{"idealises": "ann"}, {"wish": "x", "fear": "y"}, {"conflict": ["liz", "ann"]}],
            events=["a quarrel", Wish(id="w", text="peace")],
            consent={"givn": "yes"},
        )

    told = [str(fault) for fault in error.value.faults]
    assert [sentence.partition(" (accepted")[0] for sentence in told] == [
        "consent: a consent has no 'givn'; did you mean 'given'?",
        "people: liz: role: 'pateint' looks like a slip of the pen in a figure's role; "
        "did you mean 'patient'?",
        "people: liz: a person has no 'bron'; did you mean 'born'?",
        "people: 1: this is no record: '5'",
        "bonds: 0: no key here says what kind of statement this is: 'idealises'; "
        "did you mean 'idealizes'?",
        "bonds: 1: this can be read as 'wish' or as 'fear'",
        "bonds: 2: a record of 'events' does not stand in 'bonds': 'Liz and ann are in conflict.'",
        "events: 0: this is no record: 'a quarrel'",
        "events: 1: a record of 'inner' does not stand in 'events': 'Someone wishes: peace.'",
    ]


@pytest.mark.parametrize("stranger", ["liz", 5, Consent(given="x"), {"id": "liz"}])
def test_what_is_no_record_of_a_case_cannot_be_added(stranger: Any) -> None:
    """It is refused with what would do, not with an error from the inside."""
    with pytest.raises(CaseError, match="cannot be added to a case"):
        Case(id="one").adding(stranger)


def test_the_refusal_to_add_says_what_would_do() -> None:
    """As a sentence."""
    with pytest.raises(CaseError) as error:
        Case(id="one").adding(5)  # type: ignore[arg-type]

    assert str(error.value) == (
        "this cannot be added to a case: '5' (accepted: a person, symptom, source or statement)"
    )


def test_statements_come_section_by_section_with_their_ids() -> None:
    """Bonds, inner, events, claims, each in the order of the file; ids aligned with them."""
    case = small_case().adding(Claim(text="x"), Wish(id="w", text="y"), Idealization(of="ann"))

    assert [s.kind for s in case.statements] == [
        "idealizes",
        "wish",
        "conflict",
        "escalation",
        "claim",
    ]
    assert case.ids == ("idealizes-ann", "w", "feud", "flare", "claim-x")
    assert [case.index_of[id] for id in case.ids] == [0, 1, 2, 3, 4]


def test_whatever_has_an_id_is_found_by_it() -> None:
    """Figures, symptoms and statements share one namespace; derived ids are found too."""
    case = small_case().adding(Idealization(of="ann"))

    assert case["liz"] == LIZ
    assert case["pain"] == PAIN
    assert case["feud"] == FEUD
    assert case["idealizes-ann"] == Idealization(of="ann")
    assert "flare" in case
    assert "post" not in case  # sources stand apart


def test_an_unknown_id_is_told_with_the_nearest() -> None:
    """No bare ``KeyError`` from the inside."""
    with pytest.raises(UnknownName) as error:
        small_case()["fued"]

    assert str(error.value) == (
        "no figure, symptom or statement is called 'fued'; did you mean 'feud'? "
        "(known: liz, ann, jc, pain, feud, flare)"
    )


def test_derived_ids_are_kind_subjects_and_date() -> None:
    """They are made for reading, numbered in file order, and never clash with given ones."""
    case = small_case().adding(
        Conflict(between=["liz", "ann"]),
        Conflict(between=["liz", "ann"], when="2020-03-01"),
        Conflict(between=["liz", "ann"]),
        Conflict(between=["liz", "ann"]),
        Conflict(id="conflict-liz-ann-2", between=["liz", "ann"]),
        InnerConflict(text="Stay, or go?", by="liz"),
        Escalation(of="pain", when="2011~"),
        Risk(text="word " * 40),
    )

    assert case.ids == (
        "inner-conflict-stay-or-go",
        "feud",
        "flare",
        "conflict-liz-ann",
        "conflict-liz-ann-2020-03-01",
        "conflict-liz-ann-3",
        "conflict-liz-ann-4",
        "conflict-liz-ann-2",
        "escalation-pain-2011",
        "risk-word-word-word-word-word-word-word-word-word-word-word",
    )


def test_a_derived_id_gives_way_to_a_figure_of_that_name() -> None:
    """One namespace: no statement takes the name of a figure or symptom."""
    case = Case(id="one").adding(LIZ, Symptom(id="wish-peace"), Wish(text="peace"))

    assert case.ids == ("wish-peace-2",)
    assert isinstance(case["wish-peace"], Symptom)


def test_derived_ids_are_never_written() -> None:
    """They are for the reader of one run, not for the file."""
    case = small_case().adding(Idealization(of="ann"))

    assert "id" not in case.to_keys()["bonds"][0]


@given(cases())
@settings(max_examples=40, deadline=None)
def test_ids_are_distinct_and_as_many_as_statements(case: Case) -> None:
    """Whatever is said, every statement can be told from every other, and from all figures."""
    own = {record.id for record in (*case.people, *case.symptoms)}

    assert len(set(case.ids)) == len(case.statements)
    assert own.isdisjoint(case.ids)
    assert all(s.id in (None, id) for s, id in zip(case.statements, case.ids, strict=True))


@given(cases())
@settings(max_examples=40, deadline=None)
def test_a_case_is_told_whole_by_its_recipe_its_keys_and_its_copies(case: Case) -> None:
    """Whatever was worked out from it beforehand."""
    spans = case.chronology.spans
    names = {name: getattr(model, name) for name in model.__all__}
    head = {name: getattr(case, name) for name in HEAD[:8]}

    for twin in (
        eval(repr(case), names),
        Case(**{name: getattr(case, name) for name in HEAD}),
        Case(**head).adding(case.people, case.symptoms, case.sources, case.statements),
        Case.from_keys(case.to_keys()),
        pickle.loads(pickle.dumps(case)),
        copy.deepcopy(case),
    ):
        assert twin == case
        assert twin.ids == case.ids
        assert twin.chronology.spans == spans


def test_observed_is_a_list_of_periods_or_one_for_each_kind() -> None:
    """Where nothing is said of a kind, what is said of all kinds holds."""
    plain = Case(id="one", observed="2020/2021")
    listed = Case(id="one", observed=["2019", "2021-03/2021-05"])
    by_kind = Case(id="one", observed={"escalation": "2020", "conflict": ["2020", "2022"]})

    assert plain.observed == {"all": ("2020/2021",)}
    assert plain.to_keys() == {"id": "one", "observed": ["2020/2021"]}
    assert listed.observed == {"all": ("2019", "2021-03/2021-05")}
    assert by_kind.observed == {"escalation": ("2020",), "conflict": ("2020", "2022")}
    assert Case.from_keys(by_kind.to_keys()) == by_kind


# --- who is meant ---


def whom(statement: Statement, *more: Record) -> tuple[str, ...]:
    return Case(id="one").adding(LIZ, ANN, JC, PAIN, *more, statement).by_whom(statement)


@pytest.mark.parametrize("cls", KINDS, ids=lambda cls: cls.__name__)
def test_an_unsaid_by_is_the_patient_the_therapist_or_unknown(cls: type[Statement]) -> None:
    """Who feels, thinks, wishes, defends or has it is the patient; who harms is never guessed."""
    unknown = """harm trauma loss invalidation care intervention treatment session life_event
        relationship bind conflict resolution change rally separation repair claim""".split()
    case = Case(id="one").adding(LIZ, ANN, JC)
    statement = cls.model_construct(**{cls.subject: ("ann",)})
    expected = () if cls.kind in unknown else ("jc" if cls is Countertransference else "liz",)

    assert case.by_whom(statement) == expected


def test_a_by_that_is_said_stands() -> None:
    """One or several."""
    assert whom(Wish(text="x", by="ann")) == ("ann",)
    assert whom(Harm(of="liz", by=["ann", "jc"])) == ("ann", "jc")
    assert whom(Countertransference(of="liz", by="ann")) == ("ann",)


def test_a_flare_is_that_of_the_one_whose_symptom_it_is() -> None:
    """The symptom says whose; with several owners the patient is meant."""
    hers, theirs = Symptom(id="tic", of="ann"), Symptom(id="fits", of="jc")

    assert whom(Escalation(of="tic"), hers) == ("ann",)
    assert whom(Remission(of="tic"), hers) == ("ann",)
    assert whom(Escalation(of="tic", by="jc"), hers) == ("jc",)
    assert whom(Escalation(of="pain")) == ("liz",)
    assert whom(Escalation(of=["tic", "fits"]), hers, theirs) == ("liz",)


def test_people_rally_around_the_patient_unless_said() -> None:
    """`to` is filled in as `by` is."""
    case = small_case()

    assert case.to_whom(Rally(who="ann")) == "liz"
    assert case.to_whom(Rally(who="ann", to="jc")) == "jc"


def test_with_no_patient_or_two_no_one_is_meant() -> None:
    """Then it must be said."""
    alone = Case(id="one").adding(ANN, JC)
    both = alone.adding(LIZ, Person(id="liza", role="patient"))

    assert (alone.patient, both.patient) == (None, None)
    assert alone.by_whom(Wish(text="x")) == ()
    assert both.to_whom(Rally(who="ann")) is None
    assert alone.therapist == "jc"


# --- examples in the docstrings ---


@pytest.mark.parametrize(
    "module", [amounts, base, figures, bonds, inner, events, claims, kinds, naming, model]
)
def test_the_examples_in_docstrings_hold(module: Any) -> None:
    """They are run as they stand."""
    assert doctest.testmod(module).failed == 0


def test_the_example_of_a_case_holds() -> None:
    """With the names that the front door gives."""
    from formulation.model import case as module

    names = {name: getattr(model, name) for name in model.__all__}
    found = doctest.testmod(module, extraglobs=names)

    assert (found.failed, found.attempted > 0) == (0, True)


def test_errors_of_records_are_also_value_errors() -> None:
    """A script may catch what it expects."""
    with pytest.raises(ValueError):
        Person(id="Liz")
    with pytest.raises(FormulationError):
        Person(id="Liz")
