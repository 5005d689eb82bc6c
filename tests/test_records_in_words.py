"""Every kind of statement read aloud: whole sentences, as a colleague would hear them.

The sentences are plain, kind and hedged: what is inferred says so, what is not known is not said,
and a verb agrees with those who do it.
"""

from __future__ import annotations

import doctest
import json

import pytest
from hypothesis import given, settings

from formulation.exercises.sheet import Option
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
    denials,
)
from formulation.model.amounts import age_in_words, amount_in_words
from formulation.model.base import Record, in_list
from formulation.model.kinds import kinds
from formulation.patterns.answers import find
from formulation.views.map import map_view
from tests.model_strategies import records
from tests.strategies import cases

CAST = [
    Person(id="liz", name="Elizabeth", role="patient"),
    Person(id="steph", name="Stephanie", role="partner"),
    Person(id="diane", name="Diane", role="friend"),
    Person(id="jc", name="JC", role="therapist"),
    Person(id="parents", name="her parents", kind="group"),
    Person(id="family", name="the family", kind="group"),
    Person(id="hurt", name="those hurt by a superhero", kind="group"),
    Person(id="medicine", name="the medical establishment", kind="institution"),
    Symptom(id="pain", name="chronic pain"),
    Symptom(id="fatigue"),
    Symptom(id="attacks", name="panic attacks"),
    Symptom(id="pls", name="PLS", of="liz"),
]
HELD = [
    Conflict(id="feud", between=["steph", "diane"]),
    Escalation(id="flare", of="pain"),
    Trauma(id="assault", of="liz", what="sexual assault"),
    Rupture(id="strain", of="jc"),
    Idealization(id="hero", of="steph"),
    Intervention(id="kap", text="ketamine-assisted session"),
    Risk(id="denial", text="none found", form="suicide"),
    Harm(id="own", of="liz", by="liz", what="cuts"),
]
CASE = Case(id="elizabeth", title="Elizabeth and her superheroes").adding(CAST, HELD)

SENTENCES: list[tuple[Statement, str]] = [
    # bonds
    (
        Relationship(between=["liz", "steph"], is_="marriage", quality="very close"),
        "There is a bond between Elizabeth and Stephanie: marriage, described as very close.",
    ),
    (
        Relationship(between=["liz", "diane"], quality="ambivalent"),
        "There is a bond between Elizabeth and Diane, described as ambivalent.",
    ),
    (
        Idealization(of="steph", image="superhero", when="2011~/2023-01", basis="inferred"),
        "Elizabeth idealizes Stephanie as “superhero”, from about 2011 to January 2023 (inferred).",
    ),
    (
        Idealization(by="parents", of="liz", reading="splitting"),
        "Her parents idealize Elizabeth, read as splitting.",
    ),
    (
        Devaluation(of="jc", image="a quack", recurring=True),
        "Elizabeth devalues JC as “a quack”, time and again.",
    ),
    (
        Perception(of="diane", image="cold", valence="bad"),
        "Elizabeth has an image of Diane: “cold” (a bad one).",
    ),
    (Perception(of="diane"), "Elizabeth has an image of Diane."),
    (
        Stance(of="rescuer", by="diane", toward=["liz", "steph"]),
        "Diane takes the stance of a rescuer toward Elizabeth and Stephanie.",
    ),
    (
        Transference(of="jc", quality="idealizing", repeats="hero"),
        "Elizabeth brings a transference to JC (idealizing), seen as repeating "
        "the idealization of Stephanie.",
    ),
    (
        Countertransference(of="liz", by="jc", feeling="a wish to protect her."),
        "Elizabeth stirs a countertransference in JC: a wish to protect her.",
    ),
    (Countertransference(of="liz"), "Elizabeth stirs a countertransference."),
    # inner life
    (
        Defense(of="idealization-of-other", against="terror", toward="steph", after="assault"),
        "Elizabeth defends by idealization of other against terror, toward Stephanie, "
        "after the trauma of Elizabeth (sexual assault).",
    ),
    (Defense(of="self-assertion", by="parents"), "Her parents defend by self-assertion."),
    (
        Defense(of="help-rejecting-complaining"),
        "Elizabeth defends by help-rejecting complaining.",
    ),
    (Wish(text="to be held"), "Elizabeth wishes: to be held."),
    (Need(text="rest", by="hurt"), "Those hurt by a superhero need: rest."),
    (Fear(text="that they leave"), "Elizabeth fears: that they leave."),
    (Fear(text="of being left."), "Elizabeth has a fear of being left."),
    (Fear(text="of shouts", by="hurt"), "Those hurt by a superhero have a fear of shouts."),
    (Fear(text="Of them all"), "Elizabeth fears: Of them all."),
    (
        Feeling(text="rage", toward="diane", hidden=True, confidence="low", basis="inferred"),
        "Elizabeth feels: rage, toward Diane, kept hidden (inferred, low confidence).",
    ),
    (Feeling(text="relief"), "Elizabeth feels: relief."),
    (
        Feeling(text="anger", toward=["liz", "jc"]),
        "Elizabeth feels: anger, toward self and JC.",
    ),
    (
        Belief(text="They can rescue her.", about=["steph", "diane"]),
        "Elizabeth believes about Stephanie and Diane: They can rescue her.",
    ),
    (
        Belief(text="that peace depends on her", about="liz"),
        "Elizabeth believes about self: that peace depends on her.",
    ),
    (
        Belief(text="that it is over", by="diane", about=["diane", "steph"]),
        "Diane believes about self and Stephanie: that it is over.",
    ),
    (
        Belief(text="that they are right", by="parents", about="parents"),
        "Her parents believe about themselves: that they are right.",
    ),
    (
        Bind(of="liz", between=["steph", "diane"], form="loyalty"),
        "Elizabeth is in a bind between Stephanie and Diane (loyalty).",
    ),
    (Bind(of=["liz", "jc"]), "Elizabeth and JC are in a bind."),
    (
        InnerConflict(text="closeness or freedom", code="autonomy"),
        "Elizabeth is in inner conflict: closeness or freedom (autonomy).",
    ),
    (Strength(text="humor"), "A strength of Elizabeth: humor."),
    (Factor(text="poverty", domain="social"), "A factor for Elizabeth: poverty (social)."),
    (
        Factor(text="none known", domain="biological"),
        "No biological factor is known for Elizabeth.",
    ),
    (Factor(text="None known"), "No factor is known for Elizabeth."),
    # events
    (
        Conflict(between=["steph", "diane", "jc"], over="money", recurring=True, often="weekly"),
        "Stephanie, Diane and JC are in conflict over money, time and again, weekly.",
    ),
    (
        Resolution(between=["steph", "diane"], quality="truce"),
        "The conflict between Stephanie and Diane comes to rest (truce).",
    ),
    (
        Resolution(between="feud", after="flare", apart="3 days"),
        "The conflict between Stephanie and Diane comes to rest, "
        "3 days after the flare of chronic pain.",
    ),
    (Escalation(of="pain", severity=7), "Chronic pain flares (severity 7 of 10)."),
    (Escalation(of=["pain", "fatigue"]), "Chronic pain and fatigue flare."),
    (Escalation(of="attacks", by="diane"), "Panic attacks flare in Diane."),
    (Escalation(of="pain", severity=0), "Chronic pain flares (severity 0 of 10)."),
    (Remission(of="pls", when="2023-21"), "PLS remits, spring 2023."),
    (
        Change(of="flare", aspect="frequency", how="less", since="kap"),
        "The flare of chronic pain lessened in frequency since "
        "the intervention (ketamine-assisted session).",
    ),
    (Change(of="hero", how="more"), "The idealization of Stephanie increased."),
    (
        Change(of="pls", how="unchanged", since="kap"),
        "PLS did not change since the intervention (ketamine-assisted session).",
    ),
    (Change(of="feud", how="ended"), "The conflict between Stephanie and Diane ended."),
    (Change(of="pain", aspect="quality"), "Chronic pain changed in quality."),
    (Rally(who=["steph", "diane"]), "Stephanie and Diane rally around Elizabeth."),
    (Rally(who="parents", to="diane"), "Her parents rally around Diane."),
    (Rally(who="family"), "The family rallies around Elizabeth."),
    (
        Care(of="liz", by="steph", form="relief from duty"),
        "Elizabeth is cared for by Stephanie (relief from duty).",
    ),
    (Harm(of="liz", by=["steph", "diane"]), "Elizabeth is hurt by Stephanie and Diane."),
    (Harm(of="hurt"), "Those hurt by a superhero are hurt."),
    (
        Harm(of="liz", by="liz", what="cuts her arm", when="2023"),
        "Elizabeth comes to self-inflicted harm: cuts her arm, 2023.",
    ),
    (Harm(of="parents", by="parents"), "Her parents come to self-inflicted harm."),
    (
        Invalidation(of="liz", of_="pain", by="medicine"),
        "The experience of Elizabeth is invalidated by the medical establishment "
        "(about chronic pain).",
    ),
    (
        Trauma(of="liz", what="sexual assault.", age="15~"),
        "Elizabeth suffers a trauma: sexual assault, at the age of about 15.",
    ),
    (
        Trauma(of="liz", by="family"),
        "Elizabeth suffers a trauma at the hands of the family.",
    ),
    (Loss(of="her faith in medicine", by="liz"), "Elizabeth loses her faith in medicine."),
    (Loss(of="diane"), "Diane is lost."),
    (
        Separation(between=["liz", "steph"], lasts="4..5 weeks"),
        "Elizabeth and Stephanie are separated, lasting 4 to 5 weeks.",
    ),
    (
        LifeEvent(text="moves to Boston", by="liz", before=["feud", "flare"]),
        "Moves to Boston, in the life of Elizabeth, before the conflict between Stephanie and "
        "Diane and the flare of chronic pain.",
    ),
    (Session(text="the third", by="jc"), "Session: the third, with JC."),
    (
        Treatment(text="ketamine", dose="200 mg", route="intranasal", often="weekly", by="jc"),
        "Treatment by JC: ketamine, 200 mg, intranasal, weekly.",
    ),
    (
        Intervention(text="role play", homework="Say no once.", by="jc", lasts="90minutes"),
        "Intervention by JC: role play; homework: Say no once, lasting 90 minutes.",
    ),
    (Treatment(text="rest", dose="daily"), "Treatment: rest, daily."),
    (Intervention(text="role play"), "Intervention: role play."),
    (
        Insight(text="she makes superheroes", about="hero"),
        "Elizabeth comes to see: she makes superheroes (about the idealization of Stephanie).",
    ),
    (Rupture(of="jc"), "The alliance between Elizabeth and JC is strained."),
    (Repair(of="strain"), "The rupture with JC is repaired."),
    (
        Episode(of="diane", wish="comfort", response_other="turned away", response_self="hid"),
        "An episode between Elizabeth and Diane; wish: comfort; the other's response: turned away; "
        "own response: hid.",
    ),
    (Dream(text="a horse that talks?"), "Elizabeth dreams: a horse that talks?"),
    (Rating(of="PHQ-9", value=14.5), "Elizabeth is rated on PHQ-9: 14.5."),
    (Rating(of="PHQ-9", value=0, by="diane"), "Diane is rated on PHQ-9: 0."),
    (Rating(of="pain", value=7), "Elizabeth is rated on chronic pain: 7."),
    (
        Rating(of="PHQ-9", value=3, what="filled in at home"),
        "Elizabeth is rated on PHQ-9: 3: filled in at home.",
    ),
    (
        Risk(text="thoughts of dying", form="suicide"),
        "A risk noted for Elizabeth: thoughts of dying (suicide).",
    ),
    (
        Risk(text="none found today", form="suicide", when="2023-05-02"),
        "As to suicide, for Elizabeth: none found today, 2 May 2023.",
    ),
    (
        Risk(text="Denies any", form="harm by others", by="diane"),
        "As to harm by others, for Diane: Denies any.",
    ),
    (Risk(text="no plan, but pills"), "As to risk, for Elizabeth: no plan, but pills."),
    (
        Care(of="liz", after="denial"),
        "Elizabeth is cared for, after the question of suicide (none found).",
    ),
    (
        Care(of="liz", after="own"),
        "Elizabeth is cared for, after the self-inflicted harm to Elizabeth (cuts).",
    ),
    # claims
    (
        Claim(text="Quarrels make a flare likelier."),
        "It is claimed: Quarrels make a flare likelier.",
    ),
    (
        Claim(text="Peace pays.", said_by="jc", basis="inferred", confidence="moderate"),
        "JC claims: Peace pays (inferred, moderate confidence).",
    ),
    (
        Claim(text="It may help with pain.", scope="general", caveat="Few studies."),
        "The literature claims: It may help with pain (caveat: Few studies).",
    ),
    (Goal(text="to walk again …"), "A goal of Elizabeth: to walk again …"),
]


@pytest.mark.parametrize(("statement", "sentence"), SENTENCES, ids=lambda x: getattr(x, "kind", ""))
def test_a_statement_is_a_sentence(statement: Statement, sentence: str) -> None:
    """With people's names, its time, and how it is known."""
    assert CASE.adding(statement).tell(statement) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "none",
        "None found today.",
        "nil at present",
        "no suicidal thoughts, plans or intent",
        "denies thoughts of self-harm",
        "denied any wish to die when asked",
        "not suicidal",
        "not found",
    ],
)
def test_a_risk_that_was_not_found_is_ruled_out(text: str) -> None:
    """A denial whose every other word is plain."""
    assert Risk(text=text).is_ruled_out


@pytest.mark.parametrize(
    "text",
    [
        "thinks of the bridge; no plan",
        "none, but she hides pills",
        "no longer wants to live",
        "no one is with her at night",
        "no plan or intent",
        "no suicidal intent",
        "not seen today",
        "not asked",
        "not",
        "denies nothing",
        "denied help",
        "nonetheless at risk",
        "suicide",
    ],
)
def test_a_word_that_is_not_plain_leaves_a_risk_standing(text: str) -> None:
    """To pass over a danger is worse than to tell of one too many."""
    assert not Risk(text=text).is_ruled_out


def test_the_examples_of_denials_hold() -> None:
    """As they stand in the source."""
    assert doctest.testmod(denials).failed == 0


def test_what_stands_beside_a_denial_can_take_it_back() -> None:
    """The short text is read with it."""
    assert not Risk(text="none found", what="she would not meet his eye").is_ruled_out
    assert Risk(text="none found", what="again today").is_ruled_out


def test_a_sentence_stands_here_for_every_kind() -> None:
    """None goes unread."""
    assert {statement.kind for statement, _ in SENTENCES} == set(kinds())


BY_IDS: list[tuple[Record, str]] = [
    (Idealization(of="steph"), "Someone idealizes steph."),
    (Idealization(by="liz", of="steph"), "Liz idealizes steph."),
    (Escalation(of=["pain", "sleep"]), "Pain and sleep flare."),
    (Resolution(between="feud", quality="avoided"), "Feud comes to rest (avoided)."),
    (Repair(of="strain"), "Strain is repaired."),
    (Rally(who="ann"), "Ann rallies around someone."),
    (Conflict(between=["a", "b"], when="2020-03-01"), "A and b are in conflict, 1 March 2020."),
]


def test_a_record_without_a_sentence_is_told_by_its_recipe() -> None:
    """A letter and its words, say: printing it shows what makes it again."""
    assert str(Option(id="a", text="Denial.")) == "Option(id='a', text='Denial.')"


@pytest.mark.parametrize(("record", "sentence"), BY_IDS)
def test_without_a_case_people_go_by_their_ids_and_the_unsaid_as_someone(
    record: Record, sentence: str
) -> None:
    """A record alone does not know who the patient is."""
    assert str(record) == sentence


FIGURES: list[tuple[Record, str]] = [
    (Person(id="ann"), "ann."),
    (
        Person(id="ann", name="Anna O.", role="patient", born="1859-02-27", died="1936"),
        "Anna O., the patient, born 27 February 1859, died 1936.",
    ),
    (Person(id="x", name="the parish", kind="group"), "the parish (group)."),
    (Person(id="x", kind="person"), "x."),
    (Symptom(id="pain"), "pain."),
    (
        Symptom(
            id="pls",
            name="PLS",
            kind="disease",
            of="liz",
            onset="2011~",
            course="progressive",
            due_to=["spine", "fall"],
        ),
        "PLS (disease) of liz, begun about 2011, progressive, due to spine and fall.",
    ),
    (Source(id="post", cite="Cottone (2024)."), "Cottone (2024)."),
    (Source(id="post", cite="Cottone 2024"), "Cottone 2024."),
    (Consent(given="written"), "Consent: written; scope: not recorded."),
    (Person(id="x", name="Anna\n O.", role="wet\nnurse"), "Anna O., the wet nurse."),
    (Person(id="x", name="Anna O."), "Anna O."),
    (Consent(scope="teaching\nonly."), "Consent: not recorded; scope: teaching only."),
    (Case(id="one"), "one: 0 figures, 0 symptoms and 0 statements."),
    (CASE, "Elizabeth and her superheroes: 8 figures, 4 symptoms and 8 statements."),
    (
        Case(id="x", title="T").adding(CAST[0], CAST[8], Wish(text="y")),
        "T: 1 figure, 1 symptom and 1 statement.",
    ),
]


@pytest.mark.parametrize(("record", "sentence"), FIGURES)
def test_figures_symptoms_sources_and_cases_say_themselves(record: Record, sentence: str) -> None:
    """As far as they are said; what is not known is left out."""
    assert str(record) == sentence


NOUNS = [
    ("liz", "Elizabeth"),
    ("pain", "chronic pain"),
    ("fatigue", "fatigue"),
    ("feud", "the conflict between Stephanie and Diane"),
    ("flare", "the flare of chronic pain"),
    ("assault", "the trauma of Elizabeth (sexual assault)"),
    ("kap", "the intervention (ketamine-assisted session)"),
    (None, "Elizabeth"),
    ("nobody", "nobody"),
]


@pytest.mark.parametrize(("id", "words"), NOUNS)
def test_an_id_has_words_that_fit_into_a_sentence(id: str | None, words: str) -> None:
    """A name or a noun phrase; an unsaid figure is the patient."""
    assert CASE.name(id) == words


def test_a_fear_of_something_is_named_as_one() -> None:
    """And another by its words, in brackets."""
    case = CASE.adding(Fear(id="left", text="of being left"), Fear(id="that", text="that they go"))

    assert case.name("left") == "the fear of being left"
    assert case.name("that") == "the fear (that they go)"


def test_where_there_is_no_one_patient_the_unsaid_is_called_the_patient() -> None:
    """No name is guessed."""
    assert Case(id="x").name(None) == "the patient"


def test_the_resolution_of_a_conflict_is_named_by_the_conflict() -> None:
    """And that of a pair by the pair."""
    case = CASE.adding(
        Resolution(id="truce", between="feud"),
        Resolution(id="peace", between=["liz", "diane"]),
        Perception(id="view", of="diane"),
        Stance(id="part", of="victim"),
    )

    assert case.name("truce") == "the resolution of the conflict between Stephanie and Diane"
    assert case.name("peace") == "the resolution between Elizabeth and Diane"
    assert case.name("view") == "the image of Diane"
    assert case.name("part") == "the stance of a victim"


def test_names_within_names_end_in_a_bare_id() -> None:
    """A change in a change in a change is told three deep, and a circle of them comes to an end."""
    case = CASE.adding(
        Change(id="c1", of="pain"),
        Change(id="c2", of="c1"),
        Change(id="c3", of="c2"),
        Change(id="c4", of="c3"),
        Repair(id="r1", of="r2"),
        Repair(id="r2", of="r1"),
    )

    assert case.name("c3") == "the change in the change in the change in chronic pain"
    assert case.name("c4") == "the change in the change in the change in c1"
    assert case.name("r1") == "the repair of the repair of the repair of r2"


ONE_OR_MANY = [
    (Person(id="x", name="her parents", kind="group"), True),
    (Person(id="x", name="those who stayed", kind="group"), True),
    (Person(id="x", name="everyone in her life", kind="group"), False),
    (Person(id="x", name="James", kind="person"), False),
    (Person(id="x", name="Jones"), False),
    (Symptom(id="x", name="panic attacks"), True),
    (Symptom(id="headaches"), True),
    (Symptom(id="x", name="pain in the legs"), False),
    (Symptom(id="x", name="attacks of panic"), True),
    (Person(id="x", name="friends of hers at school", kind="group"), True),
    (Symptom(id="x", name="of"), False),
    (Symptom(id="x", name="weakness"), False),
    (Symptom(id="x", name="paralysis"), False),
    (Symptom(id="x", name="tinnitus"), False),
    (Symptom(id="x", name="Diabetes"), False),
    (Symptom(id="x", name="PLS"), False),
    (Symptom(id="pls"), False),
]


@pytest.mark.parametrize(
    ("figure", "is_several"), ONE_OR_MANY, ids=lambda x: getattr(x, "label", "")
)
def test_a_name_of_several_is_told_by_what_it_names(
    figure: Person | Symptom, is_several: bool
) -> None:
    """A group or a symptom may be; a person, or a word that only ends like several, is one."""
    assert figure.is_several is is_several


LENGTHS = [
    ("3 weeks", "3 weeks"),
    ("7days", "7 days"),
    ("4..5 weeks", "4 to 5 weeks"),
    ("4 .. 5 weeks", "4 to 5 weeks"),
    ("9 months~", "about 9 months"),
    ("9 months ?", "perhaps 9 months"),
    ("15%", "perhaps about 15"),
    ("15", "15"),
]


@pytest.mark.parametrize(("written", "said"), LENGTHS)
def test_lengths_and_ages_are_said_in_words(written: str, said: str) -> None:
    """The marks of doubt as words, a range with "to"."""
    assert amount_in_words(written) == said


def test_lists_are_joined_as_a_sentence_does() -> None:
    """One, two, several, and none."""
    assert in_list(["Anna"]) == "Anna"
    assert in_list(("Anna", "Hans")) == "Anna and Hans"
    assert in_list(["Anna", "Hans", "Lucy"], "or") == "Anna, Hans or Lucy"
    assert in_list([]) == ""


def test_long_and_broken_texts_stay_on_one_short_line() -> None:
    """A sentence is read aloud; what is longer stands in the file."""
    told = str(Wish(text="to be\n\theld " + "and held " * 40))

    assert told.startswith("Someone wishes: to be held and held")
    assert told.endswith("…")
    assert len(told) < 110


def test_people_and_texts_may_hold_what_templates_hold() -> None:
    """Braces and brackets in people's words are their own."""
    case = Case(id="x").adding(Person(id="p", name="{of}[ is| are]", role="patient"))
    wish = Wish(text="{by} [a|b]")

    assert case.adding(wish).tell(wish) == "{of}[ is| are] wishes: {by} [a|b]."


@given(records)
@settings(max_examples=200, deadline=None)
def test_every_record_says_itself_on_one_line(record: Record) -> None:
    """Whatever is said of it, in a sentence with an end."""
    told = str(record)

    assert len(told.splitlines()) == 1
    assert told.endswith((".", "!", "?", "…"))


@given(cases())
@settings(max_examples=30, deadline=None)
def test_every_statement_of_a_case_is_told(case: Case) -> None:
    """With names in place of ids wherever there are names."""
    is_said = "None" in json.dumps(case.to_keys())  # somebody's word, and no slip of ours
    for statement in case.statements:
        told = case.tell(statement)
        assert told[-1] in ".!?…"
        assert is_said or "None" not in told.replace("None known", "")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("36..42 months", "3 to 3½ years"),
        ("24months~", "about 2 years"),
        ("18 months", "18 months"),
        ("31 months", "31 months"),
        ("18..30 months", "18 to 30 months"),
        ("7", "7"),
    ],
)
def test_ages_from_two_years_on_are_told_in_years(written: str, said: str) -> None:
    """Where half years tell them; months before, for they matter then."""
    assert age_in_words(written) == said


def test_a_name_that_says_the_role_is_told_without_it() -> None:
    """A father by that name is one already; a name that only ends so is somebody's."""
    told = {
        name: Person(id="x", name=name, role="father").sentence(str)
        for name in ("her father", "Bo", "the stepfather")
    }

    assert told == {
        "her father": "her father.",
        "Bo": "Bo, the father.",
        "the stepfather": "the stepfather, the father.",
    }


@pytest.mark.parametrize(
    ("name", "several"),
    [("cutting her arms", False), ("biting her nails", False), ("burning pains", True)],
)
def test_doing_something_is_one_symptom(name: str, several: bool) -> None:
    """However many things it is done to."""
    assert Symptom(id="x", name=name).is_several is several


def test_steps_that_hold_commas_are_told_by_number() -> None:
    """So that what was answered in one episode is not read as the next one."""
    words = "slaps him, and tells"
    people = (Person(id="p", name="Dee", role="patient"), Person(id="a"), Person(id="b"))
    case = Case(id="one", people=people).adding(
        *(
            Episode(of=id, wish="to count", response_other="is not heard", response_self=words)
            for id in "ab"
        )
    )

    told = " ".join(finding.because for finding in find(case, "repeated-relational-episode"))

    assert "(1) " in told
    assert f"{words}; (2) " in told


def test_a_picture_around_somebody_with_an_initial_ends_once() -> None:
    """The full stop of "Anna O." ends the sentence too."""
    anna = Person(id="anna", name="Anna O.", role="patient")
    case = Case(id="one", people=(anna, Person(id="bo", name="Bo"))).adding(
        Idealization(of="bo", by="anna")
    )

    assert "around Anna O. Drawn:" in map_view(case).alt
