"""The founding case says what its two published texts say, no more, and says who said it.

The facts below were read off the texts by hand.  The texts are not shipped, so what is asserted
here about their words are single words the case may quote.
"""

from __future__ import annotations

import io
import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from formulation import Case, read_case, write_case
from formulation.model import Claim, Statement

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXTS = {"post", "abstract"}
LITERATURE = {"drozdz", "dore", "joneborg"}
#: quarrel, bind, flare, concern, rally and truce, and those hurt by someone idealized
REPEATED = {
    "feud",
    "torn",
    "bind",
    "bind_on_them",
    "flare",
    "concern",
    "rally",
    "truce",
    "hurtful",
    "not_believed",
}


@pytest.fixture(scope="module")
def case() -> Case:
    """Return the case as read from its file."""
    return read_case(EXAMPLES / "elizabeth.yaml")


def scripted() -> Case:
    found: Case = runpy.run_path(str(EXAMPLES / "elizabeth.py"))["case"]
    return found


def the_claims(case: Case) -> list[Claim]:
    return [claim for claim in case.claims if isinstance(claim, Claim)]


def texts_in(value: Any) -> list[str]:
    """Return every text in the keys of a case, whatever their depth."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_in(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    return [value] if isinstance(value, str) else []


# the two spellings


def test_the_script_and_the_file_are_one_case(case: Case) -> None:
    """Python and YAML are two spellings of one model: same records, same order."""
    in_python = scripted()

    for field in type(case).model_fields:
        assert getattr(in_python, field) == getattr(case, field), field
    assert in_python == case


def test_nothing_in_the_case_needs_a_second_look(case: Case) -> None:
    """The founding case has neither faults nor warnings: no misspelling, no word unknown."""
    assert case.problems() == []


def test_the_case_survives_being_written_and_read(case: Case) -> None:
    """What is written from the case reads back as the same case."""
    assert read_case(io.StringIO(write_case(case))) == case


def test_the_script_tells_the_case_in_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    """Run as a file, the script prints the case and then every statement with people's names."""
    module = runpy.run_path(str(EXAMPLES / "elizabeth.py"), run_name="__main__")

    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Elizabeth and her superheroes: 14 figures, 7 symptoms and 111 statements."
    assert len(told) == 1 + len(module["case"].statements)
    assert "- Stephanie and Diane are in conflict, time and again." in told
    assert "- Elizabeth idealizes Diane as “superhero”." in told


# the facts

FACTS = [
    ("elizabeth", "born", "1969~"),
    ("stephanie", "role", "wife"),
    ("diane", "role", "friend"),
    ("jc", "role", "therapist"),
    ("assailant", "kind", "unknown"),
    ("medicine", "kind", "institution"),
    ("faith", "kind", "belief"),
    ("hurt", "kind", "group"),
    ("pls", "course", "progressive"),
    ("spine", "course", "persistent"),
    ("ptsd", "due_to", ("assault", "fall")),
    ("assault", "age", "15"),
    ("assault", "what", "sexual assault"),
    ("fall", "when", "2011~"),
    ("complicated", "after", ("surgery",)),
    ("slow_trauma", "of", "elizabeth"),
    ("marriage", "is_", "marriage"),
    ("psychotherapy", "when", "2019/"),
    ("hero_s", "of", "stephanie"),
    ("hero_d", "of", "diane"),
    ("hero_jc", "of", "jc"),
    ("hero_parents", "of", "parents"),
    ("hero_friends", "of", "closest"),
    ("shield", "of", "idealization-of-other"),
    ("shield", "against", "terror"),
    ("shield", "after", ("assault",)),
    ("shield", "before", ("fall",)),
    ("shield_grows", "how", "more"),
    ("rescue", "about", ("heroes",)),
    ("calls_him_jc", "quality", "idealizing"),
    ("calls_him_jc", "words", "JC"),
    ("faith_left", "of", "faith"),
    ("faith_left", "before", ("psychotherapy",)),
    ("trust_medicine", "before", ("fall",)),
    ("trust_erodes", "how", "less"),
    ("medicine_now", "valence", "mixed"),
    ("hurtful", "by", ("heroes",)),
    ("not_believed", "of_", "hurtful"),
    ("not_believed", "by", ("elizabeth",)),
    ("feud", "between", ("stephanie", "diane")),
    ("mutual_feud", "between", ("mutual", "stephanie")),
    ("flare", "of", ("pain",)),
    ("rally", "who", ("stephanie", "diane")),
    ("truce", "between", ("feud",)),
    ("truce", "quality", "truce"),
    ("ketamine", "when", "2022-23/"),
    ("ketamine", "often", "once a week"),
    ("mood_lifts", "before", ("kap",)),
    ("kap", "when", "2023-01"),
    ("kap", "dose", "200 mg"),
    ("kap", "route", "intranasal"),
    ("kap", "lasts", "90 minutes"),
    ("kap", "by", ("jc",)),
    ("sees_cord", "words", "cut the cord"),
    ("spiritual", "words", "spiritual"),
    ("sees_lever", "about", ("feud", "flare", "rally", "truce")),
    ("homework", "after", ("sees_lever",)),
    ("less_feud", "aspect", "frequency"),
    ("less", "of", "flare"),
    ("less", "aspect", "frequency"),
    ("less_pain", "aspect", "intensity"),
    ("more_motion", "how", "more"),
    ("mood_holds", "of", "depression"),
    ("warmer", "of", "marriage"),
    ("friends_again", "of", "with_mutual"),
    ("pls_stays", "how", "unchanged"),
    ("spine_stays", "how", "unchanged"),
]


@pytest.mark.parametrize(("id", "field", "value"), FACTS, ids=lambda v: str(v)[:30])
def test_a_fact_of_the_texts_stands_in_the_case(
    case: Case, id: str, field: str, value: object
) -> None:
    """Each fact was read off the post or the abstract by hand."""
    assert getattr(case[id], field) == value


def test_the_dose_came_in_twenty_sprays(case: Case) -> None:
    """The post gives the number of sprays beside the dose."""
    assert "20 sprays" in str(case["kap"].note)  # type: ignore[attr-defined]


def test_the_age_in_the_abstract_and_the_age_at_the_assault_give_a_date(case: Case) -> None:
    """Born about 1969 and 15 at the time: some time from 1983 to 1986, before the fall."""
    index = case.index_of["assault"]

    span = case.chronology.spans[index]
    gap = case.chronology.spans[case.index_of["fall"]].start_earliest - span.start_latest
    years_before_the_fall = gap / (365 * 24 * 60)
    assert case["assault"].when is None  # type: ignore[attr-defined]
    assert 23 < years_before_the_fall < 28


def test_nobody_is_given_an_age_or_a_sex_that_the_texts_do_not_give(case: Case) -> None:
    """Unknown is a value: only Elizabeth has a year of birth, only she and her wife a gender."""
    assert [person.id for person in case.people if person.born] == ["elizabeth"]
    assert [person.id for person in case.people if person.gender] == ["elizabeth", "stephanie"]
    assert not [person.id for person in case.people if person.died]


# what is dated and counted


def test_the_repeated_episodes_are_neither_dated_nor_counted(case: Case) -> None:
    """Neither text dates or counts a quarrel, a flare, a rally or a truce."""
    repeated = {s.id for s in case.statements if s.recurring}

    dated = [s.id for s in case.statements if s.recurring and (s.when or s.age or s.recorded)]
    counted = [s.id for s in case.statements if s.recurring and (s.often or s.lasts or s.apart)]
    assert repeated == REPEATED
    assert dated == []
    assert counted == []


def test_only_four_dates_and_one_age_stand_in_the_case(case: Case) -> None:
    """The fall, the therapy, the ketamine and the session are dated; the assault has an age."""
    dates = {s.when for s in case.statements if s.when}

    assert dates == {"2011~", "2019/", "2022-23/", "2023-01"}
    assert [(s.id, s.age) for s in case.statements if s.age] == [("assault", "15")]
    assert {s.onset for s in case.symptoms if s.onset} == {"2011~"}


def test_no_time_is_claimed_to_have_been_watched(case: Case) -> None:
    """Without watched time nothing can be counted, and no value is put on a scale."""
    scaled = [s.id for s in case.statements if getattr(s, "severity", None) is not None]

    assert case.observed == {}
    assert scaled == []
    assert not [s for s in case.statements if s.kind == "rating"]


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("bind", "feud"),
        ("torn", "feud"),
        ("flare", "feud"),
        ("concern", "flare"),
        ("rally", "flare"),
        ("truce", "rally"),
        ("not_believed", "hurtful"),
    ],
)
def test_the_chain_is_held_together_by_order_alone(case: Case, later: str, earlier: str) -> None:
    """Quarrel, bind, flare, rally, truce: each names the one it follows, at no stated distance."""
    statement = case[later]

    assert isinstance(statement, Statement)
    assert statement.after == (earlier,)
    assert not statement.apart


# whose word it is


def test_every_statement_names_its_source(case: Case) -> None:
    """Each statement, figure and symptom stands in the post, in the abstract, or in both."""
    records = (*case.statements, *case.people, *case.symptoms)

    assert {source.id for source in case.sources} == TEXTS | LITERATURE
    assert [r for r in records if not TEXTS & set(r.source)] == []


def test_only_general_claims_rest_on_the_literature(case: Case) -> None:
    """The papers that the post cites say nothing of Elizabeth."""
    cited = [s for s in case.statements if LITERATURE & set(s.source)]

    assert len(cited) == 7
    assert all(isinstance(s, Claim) and s.scope == "general" for s in cited)


def test_the_case_claims_and_the_general_claims_are_kept_apart(case: Case) -> None:
    """A general claim has a caveat and moves nothing; one of this case has rivals and a test."""
    general = [claim for claim in the_claims(case) if claim.scope == "general"]
    own = [claim for claim in the_claims(case) if claim.scope != "general"]

    assert len(general) == 12
    assert [c.id for c in general if not c.caveat or c.effect or c.from_ or c.to] == []
    assert [c.id for c in own if not (c.from_ and c.to and c.effect)] == []
    assert [c.id for c in own if not (c.rivals and c.against)] == []


@pytest.mark.parametrize(
    "rival",
    ["ketamine itself", "regression to the mean", "reports", "theory", "disease"],
)
def test_what_else_could_explain_the_change_is_said(case: Case, rival: str) -> None:
    """Months of ketamine, regression, one reporter, a shared theory and the disease itself."""
    helped = next(claim for claim in the_claims(case) if claim.id == "helped")

    assert sum(rival in told for told in helped.rivals) == 1


@pytest.mark.parametrize(
    ("other", "first", "by_post"),
    [
        ("bind_on_them", "bind", "bind"),
        ("strain_always", "strain", "strain_always"),
        ("only_way", "lever", "only_way"),
    ],
)
def test_where_the_texts_disagree_both_stand(
    case: Case, other: str, first: str, by_post: str
) -> None:
    """Who is bound, whether a flare always follows, whether nothing else makes peace."""
    accounts = {id: case.statements[case.index_of[id]] for id in (other, first)}

    assert accounts[other].alternative_of == first
    assert accounts[by_post].source == ("post",)
    assert [a.source for id, a in accounts.items() if id != by_post] == [("abstract",)]


def test_there_are_no_other_disagreements(case: Case) -> None:
    """Three pairs of accounts, no more."""
    linked = [s.id for s in case.statements if s.alternative_of]

    assert linked == ["bind_on_them", "strain_always", "only_way"]


def test_who_is_in_the_bind_differs_by_text(case: Case) -> None:
    """In the post the patient is bound, in the abstract those whom she idealizes."""
    assert case.statements[case.index_of["bind"]].subjects == ("elizabeth",)
    assert case.statements[case.index_of["bind_on_them"]].subjects == ("heroes",)


def test_the_faith_is_an_idealization_only_by_a_guess(case: Case) -> None:
    """The post says that she gave up her faith, not that she had idealized it."""
    faith = case.statements[case.index_of["trust_faith"]]

    assert (faith.basis, faith.inference, faith.confidence) == ("inferred", "theoretical", "low")


def test_trust_in_medicine_wore_thin_and_never_turned(case: Case) -> None:
    """The post says erosion; a devaluation stands nowhere in the case."""
    assert [s for s in case.statements if s.kind == "devalues"] == []
    assert {b.subjects for b in case.bonds if b.kind == "sees"} == {("medicine",)}


def test_the_insights_are_hers(case: Case) -> None:
    """She is said to have seen each of them in the session; only the gain is his word for it."""
    insights = {s.id: s for s in case.events if s.kind == "insight"}

    assert len(insights) == 8
    assert {case.by_whom(s) for s in insights.values()} == {("elizabeth",)}
    assert [id for id, s in insights.items() if s.said_by != "elizabeth"] == ["sees_gain"]
    assert {s.when for s in insights.values()} == {"2023-01"}


def test_what_changed_is_told_of_the_time_since_the_session(case: Case) -> None:
    """Conflicts, flares, pain, motion, idealizing, marriage and friends; the illness stayed."""
    since = {s.id: getattr(s, "how", None) for s in case.events if getattr(s, "since", "") == "kap"}

    assert since == {
        "guard_down": "less",
        "less_feud": "less",
        "less": "less",
        "less_pain": "less",
        "more_motion": "more",
        "less_shield": "less",
        "warmer": "more",
        "closer": "more",
        "friends_again": "more",
        "pls_stays": "unchanged",
        "spine_stays": "unchanged",
    }
    assert case.statements[case.index_of["mood_holds"]].after == ("kap",)


# what the flagship pattern asks for


def test_the_only_repeated_quarrel_is_between_two_whom_she_idealizes(case: Case) -> None:
    """Stephanie and Diane are idealized, quarrel, rally and make peace; the flare is hers."""
    by_her = {b.subjects[0] for b in case.bonds if b.kind == "idealizes"}
    quarrels = [s for s in case.events if s.kind == "conflict" and s.recurring]
    flare = case.statements[case.index_of["flare"]]
    rally = case.statements[case.index_of["rally"]]

    assert [set(quarrel.subjects) for quarrel in quarrels] == [{"stephanie", "diane"}]
    assert {"stephanie", "diane"} <= by_her
    assert set(rally.subjects) == {"stephanie", "diane"}
    assert case.to_whom(rally) == "elizabeth"
    assert case.by_whom(flare) == ("elizabeth",)


# kindness


def test_no_word_blames(case: Case) -> None:
    """Nobody is said to manipulate, feign or exploit; a flare is no deed."""
    blaming = re.compile(
        r"manipulat|attention.seek|feign|fak(e|ing)\b|malinger|hysteri|exploit|exaggerat|"
        r"clingy|difficult patient|victim|fault lies|uses her",
        re.IGNORECASE,
    )

    assert [text for text in texts_in(case.to_keys()) if blaming.search(text)] == []


@pytest.mark.parametrize("name", ["elizabeth.yaml", "elizabeth.py", "README.md"])
def test_each_file_warns_of_its_content_first(name: str) -> None:
    """Whoever opens a file reads of sexual assault and grave illness before the case begins."""
    head = (EXAMPLES / name).read_text(encoding="utf-8")[:400]

    assert re.search(r"[Cc]ontent\b", head)
    assert "sexual assault" in head
    assert "progressive\nillness" in head or "progressive illness" in head


def test_the_content_note_travels_with_the_case(case: Case) -> None:
    """The note stands in the case itself, so a picture or a report can show it."""
    assert case.about is not None
    assert case.about.endswith("Content: sexual assault, grave injury and progressive illness.")


def test_the_case_may_be_shown(case: Case) -> None:
    """It was published, with the names changed by its author."""
    assert case.origin == "published"
    assert case.disguise == ("names",)
    assert json.loads(json.dumps(case.to_keys()))["consent"] == {
        "given": "published",
        "scope": "publication",
    }
