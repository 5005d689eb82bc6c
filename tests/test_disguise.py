"""Names, days and addresses taken out of free text, and years that keep the order of events."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import combinations
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.casefile import read_case
from formulation.dates import FOREVER, MINUTES_PER_DAY, is_before, to_text
from formulation.model import (
    Care,
    Case,
    Claim,
    Escalation,
    Fear,
    LifeEvent,
    Person,
    Relationship,
    Source,
    Symptom,
)
from formulation.reporting import report_of, written
from formulation.review.answers import review
from formulation.views.report.addresses import unaddressed, unnumbered
from formulation.views.report.disguise import finder_of, goes_by_a_noun, labels_of, name_words
from formulation.views.report.profiles import dated_as, reviewed_as, said_as, shown_as
from formulation.views.report.yearly import evened_out, undated
from formulation.views.timeline import timeline_view

HANS = (
    Person(id="hans", name="Hans", role="patient", kind="person"),
    Person(id="father", name="his father", role="father", kind="person"),
    Person(id="horses", name="horses", kind="group"),
    Person(id="mr", name="Herr K.", role="family friend", kind="person"),
    Person(id="mrs", name="Frau K.", role="friend", kind="person"),
    Person(id="small", name="the K. children", kind="group"),
    Person(id="choir", name="the choir of St Bride's", kind="group"),
    Person(id="ann", name="Ann Smith", role="sister", kind="person"),
)


EXAMPLES = Path(__file__).parents[1] / "examples"


def example(name: str) -> Case:
    return read_case(EXAMPLES / f"{name}.yaml")


def shown(text: str) -> str:
    case = Case(id="one", people=HANS)
    return finder_of(case, labels_of(case))(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fear of falling horses", "fear of falling horses"),
        ("his friends played horses", "his friends played horses"),
        ("his father writes it down", "his father writes it down"),
        ("Hans's fear, and Hans’ fear", "the patient's fear, and the patient’s fear"),
        ("Little Hans is afraid", "the little patient is afraid"),
        ("They came. Hans left. HANS", "They came. The patient left. The patient"),
        ("Hansel is nobody here", "Hansel is nobody here"),
        ("to bathe Ann", "to bathe the sister"),
        ("a child of the K.s dies", "a child of the family dies"),
        ("the K.s' house, and the Smiths", "the family's house, and the family"),
        ("Smiths everywhere", "the family everywhere"),
        ("Herr K. and Frau K.", "the family friend and the friend"),
        ("K. said so", "the family said so"),
        ("the K. children play", "group A play"),
        ("the friends of St Bride's", "the friends of group B"),
        ("the choir of St Bride's sings", "group B sings"),
        ("Herr and Frau nobody", "Herr and Frau nobody"),
    ],
)
def test_names_go_as_whole_words_with_what_belongs_to_them(text: str, told: str) -> None:
    """Common nouns stay; a possessive, an article and a family's plural go with the name."""
    assert shown(text) == told


def test_who_goes_by_a_noun_keeps_it_and_no_role_is_told_twice() -> None:
    """A father called "his father" is that and not "the father, the father"."""
    case = shown_as(Case(id="one", people=HANS), "teaching")

    assert [case.name(f"figure-{n}") for n in (2, 3)] == ["his father", "horses"]
    assert case.people[1].sentence(case.name) == "his father."
    assert case.people[3].sentence(case.name) == "the family friend."


@pytest.mark.parametrize(
    "person",
    [
        Person(id="anna", name="anna", kind="person"),
        Person(id="anna"),
        Person(id="x", name="her friend Bo"),
        Person(id="x", name="smith", kind="group"),
        Person(id="x", name="李雷"),
    ],
)
def test_a_name_in_small_letters_is_no_noun(person: Person) -> None:
    """Nor is a noun with a name in it, or what a script without capitals writes."""
    assert not goes_by_a_noun(person)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Little Hans and the horses", "A case"),
        ("A fear of horses", "A fear of horses"),
        ("A letter of 3 May 1908", "A case"),
        (None, "A case"),
    ],
)
def test_a_title_stands_whole_or_not_at_all(title: str | None, told: str) -> None:
    """Half a replacement is no title."""
    assert shown_as(Case(id="one", title=title, people=HANS), "teaching").title == told


@pytest.mark.parametrize("name", ["dora", "little_hans"])
def test_a_disguise_makes_no_gaps(name: str) -> None:
    """What a note answers is answered for the reader of a disguised page too."""
    case = example(name)

    own, disguised = review(case), review(reviewed_as(case, "teaching"))

    assert [gap.check for gap in disguised] == [gap.check for gap in own]
    assert [len(gap.about) for gap in disguised] == [len(gap.about) for gap in own]
    assert reviewed_as(case, "supervision") is case


def test_two_sources_of_one_author_stay_one_voice() -> None:
    """Whose they are is not told, and that they are one's is."""
    sources = [
        Source(id=id, cite=id, by=by) for id, by in zip("abc", ("Bo", "Al", "bo"), strict=True)
    ]
    case = Case(id="one", sources=tuple(sources))

    assert [one.by for one in reviewed_as(case, "teaching").sources] == [
        "author 1",
        "author 2",
        "author 1",
    ]
    assert {one.by for one in shown_as(case, "teaching").sources} == {None}


# --- names however they are written -------------------------------------------------------------

FAMILY = (
    Person(id="ruth", name="Ruth Pellingham", role="patient", gender="female"),
    Person(id="gordon", name="Gordon Pellingham", role="husband", gender="male"),
    Person(id="ines", name="Inês Carrow", role="friend", gender="female"),
    Person(id="will", name="Will Hope", role="brother", gender="male"),
    Person(id="may", name="May Pellingham", role="daughter", gender="female"),
    Person(id="oshea", name="Máire O'Shea-Lyons", role="colleague"),
    Person(id="zosia", name="Zosia", role="sister"),
    Person(id="ab", name="Jörg Müller", role="therapist"),
    Person(id="hans", name="Hans", role="son"),
)


def told_of(text: str) -> str:
    """A life event of the Pellinghams, as a report for teaching tells it."""
    case = Case(id="one", people=FAMILY).adding(LifeEvent(text=text))
    return str(getattr(shown_as(case, "teaching").statements[0], "text", ""))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ines and INÊS or Ine\u0302s", "the friend and the friend or the friend"),
        ("the O’Sheas and Maire and Lyons", "the family and the colleague and the colleague"),
        ("Mueller writes, Joerg, Jorg Muller too", "the therapist writes, the therapist too"),
        ("dr R. Pellingham and G. Pellingham", "dr the patient and the husband"),
        ("R.P. writes; R. P. and GP; R. said so", "the patient writes; the patient and GP; "
                                                 "the patient said so"),
        ("vitamin R. is not, nor is U.S.", "vitamin R. is not, nor is U.S."),
        ("Ruth Ann Pellingham, or ruth pellingham", "the patient, or the patient"),
        ("Mr and Mrs Pellingham sat", "the family sat"),
        ("Mr. Pellingham, not Dr Pellingham", "the husband, not one of the family"),
        ("Dr. Müller and Dr Mills", "the therapist and Dr Mills"),
        ("Ruthie and Willy", "the patient and the brother"),
        ("Prof. Dr. Müller, Aunt Ines, _Ruth_", "the therapist, the friend, _the patient_"),
        ("Mrs Hope-Carrow, and Oshea", "the brother, and the colleague"),
        ("birth of his sister Zosia", "birth of his sister"),
        ("in his time, the time of war", "in his time, the time of war"),
        ("her therapist, Dr Müller, said", "her therapist said"),
        ("Gordon, her husband, left", "her husband left"),
        ("RUTH'S saint, Hans' hat, 'Hans' he said", "the patient's saint, the son's hat, "
                                                   "'the son' he said"),
        ("as a Pellingham, like another Ruth", "as a member of the family, like another patient"),
        ("hope for Will in May", "hope for the brother that year"),
        ("that May will hope", "that the daughter will hope"),
        ("on 3 May 2021 May left", "in 2021 the daughter left"),
        ("both Ruth and Gordon Pellingham", "both the patient and the husband"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(text: str, told: str) -> None:
    """Accents, initials, titles, capitals and fond endings hide nobody, and the text stays one."""
    assert told_of(text) == told


def test_a_claim_that_began_with_a_name_begins_with_a_capital() -> None:
    """A claim is a sentence; what somebody did is told after a colon."""
    case = Case(id="one", people=FAMILY, about="Ruth is tired.").adding(
        Claim(text="Gordon's going weighs", rivals=["Ines left"]), LifeEvent(text="Ruth moves")
    )

    shown = shown_as(case, "teaching")

    claim, moves = shown.statements[1], shown.statements[0]
    assert shown.about == "The patient is tired."
    assert (claim.text, claim.rivals) == ("The husband's going weighs", ("The friend left",))  # type: ignore[attr-defined]
    assert moves.text == "the patient moves"  # type: ignore[attr-defined]


# --- days in free text --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("On 3.5.21 he left", "In '21 he left"),
        ("on the 5th of May, a Tuesday, they met", "that year, they met"),
        ("on May 3rd", "that year"),
        ("in mid-March, or the first week of April", "that year, or that year"),
        ("turned 45 on 3/5", "turned 45 that year"),
        ("On Christmas Day 2020", "On a day in 2020"),
        ("left over Easter, after his Easter break", "left over a holiday, after his break"),
        ("He left last Tuesday. On Tuesday morning", "He left one day. On a morning"),
        ("every Sunday; Sundays; the Sunday walk", "every week; some days; the walk"),
        ("the quarrel of 1 May", "the quarrel of that year"),
        ("from 3 May to 5 June; from May to June 2021", "that year; in 2021"),
        ("between 3 and 5 May 2021 at 10:30", "in 2021"),
        ("Tue 3 May 2021; May 3, 2021; 3rd–5th Dec.", "2021; 2021; that year."),
        ("2021-05, 2021-05-03T10:00 or 03/05/2021", "2021"),
        ("the first of May, on the 5th, Friday the 13th", "that year, on a day, one day"),
        ("the April visit, an April evening", "the visit, an evening"),
        ("the spring of 2021, since June '98", "2021, since '98"),
        ("in Jan. he fell, by Sept she could", "that year he fell, by that year she could"),
        ("every May; New Year's Eve", "every year; a day"),
        ("May was hard. In march they left.", "That year was hard. In march they left."),
    ],
)  # fmt: skip
def test_days_and_months_become_their_year(text: str, told: str) -> None:
    """What stands in their place is true and no finer than the year."""
    assert undated(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "She may march in august company",
        "3/5 of them, from 8/10 to 3/10, on call 24/7, 1.5 mg",
        "10-12 times, 3-4 weeks, 1984-1985, 120/80",
        "on the 5th floor, at the third attempt",
        "May she rest. Will he sit in the sun?",
        "a second child, the last day, in spring",
    ],
)
def test_what_is_no_date_stays(text: str) -> None:
    """Numbers, lengths and other words are nobody's birthday."""
    assert undated(text) == text
    assert unnumbered(unaddressed(text)) == text


# --- where somebody is to be found --------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "HG1 2AB", "D-10115", "CA 90210", "10115 Berlin", "K1A 0B6", "1012 AB", "90210-1234",
        "14 Elm Road", "14a Elm St", "3 Old Mill Lane", "Flat 2, 14 Elm Avenue", "Elm Str. 14",
        "Lindenstraße 5", "12 rue de la Paix", "Baker Street", "PO Box 12",
        "AB12 CDE", "HH-AB 123", "AB-123-CD", "01423 555 123", "+49 30 1234567", "943 476 5919",
        "r.pellingham@mail.org", "https://a.org/r?x=1", "www.a.de/ruth", "pellingham.co.uk",
        "@ruth_p", "4929123456", "DE89 3704 0044 0532 0130 00",
    ],
)  # fmt: skip
def test_what_finds_somebody_is_left_out(text: str) -> None:
    """Addresses, postcodes, plates and long numbers go as a whole; a town stays."""
    told = unnumbered(unaddressed(f"at {text}, he said"))

    assert told in ("at [left out], he said", "at [left out] Berlin, he said")


@pytest.mark.parametrize(
    "text",
    [
        "F33.1, PHQ-9, GAD-7 and DSM-IV 300",
        "25/50/100 mg at 10 000 steps",
        "1984 - 1985, in 2021 he earned 12000",
        "the road to Ripon, a street, 3 Brothers",
        "St Bride's, Dr Mills, 2 Sisters",
    ],
)
def test_what_finds_nobody_stays(text: str) -> None:
    """Scales, doses, years and words with a capital are no address."""
    assert unnumbered(unaddressed(text)) == text


# --- and all of it at once ----------------------------------------------------------------------

GIVEN = st.sampled_from(["Inês", "May", "Will", "April", "Zofia-Ann", "Böo", "Sunday", "Quirin"])
LAST = st.sampled_from(["O'Shea-Lyons", "Hope", "Ñandez", "Pellingham", "K.", "June", "Łukasik"])
NAMES = st.tuples(GIVEN, LAST).map(" ".join)
MONTHS = (
    "January February March April May June July August September October November December"
).split()


def _written(day: date) -> list[str]:
    month = f"{day:%B}"
    return [
        f"on {day}", f"On {day.day} {month} {day.year}", f"since {month} {day.day}, {day.year}",
        f"on the {day.day}th of {month}", f"last {month}", f"in mid-{month}", f"at {day:%Y-%m}",
        f"by {month} {day.year}", f"between {day.day} and {day.day} {month}",
        f"in early {month[:3]} {day.year}",
    ]  # fmt: skip


@st.composite
def tellings(draw: st.DrawFn, names: list[str]) -> str:
    """A sentence that names people and days in many ways."""
    first, last = draw(st.sampled_from(names)).split(" ")
    plain = normalize("NFD", first).encode("ascii", "ignore").decode()
    who = draw(
        st.sampled_from(
            [first, last, f"{first} {last}", f"{first[0]}. {last}", f"Mrs {last}", f"{first}'s",
             first.upper(), plain, f"the {last.rstrip('.')}s", f"Mr and Mrs {last}"]
        )
    )  # fmt: skip
    day = draw(st.dates(min_value=date(1900, 1, 1), max_value=date(2022, 12, 31)))
    when = draw(st.sampled_from(_written(day)))
    return draw(st.sampled_from([f"{who} left {when}", f"{when} came {who}, and sat", f"so {who}"]))


@st.composite
def told_cases(draw: st.DrawFn) -> Case:
    """A case whose people are called so that they could be months, words or somebody else."""
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    roles = ["patient", "sister", "friend"]
    people = tuple(
        Person(id=f"p{n}", name=name, role=role)
        for n, (name, role) in enumerate(zip(names, roles, strict=False))
    )
    texts = draw(st.lists(tellings(names), min_size=1, max_size=3))
    case = Case(id="one", people=people, about=texts[0], title=texts[-1])
    return case.adding(
        *(LifeEvent(text=text, when="2021-05-03") for text in texts), Fear(text=texts[0])
    )


def betrayed(case: Case, text: str) -> list[str]:
    """The words of names, months and days of a case that stand in a text."""
    words = {
        piece for word in name_words(case) for piece in re.findall(r"\w+", word) if len(piece) > 2
    }
    plain = {normalize("NFD", word).encode("ascii", "ignore").decode() for word in words}
    sought = {*words, *(word for word in plain if len(word) > 2), *MONTHS}
    sought |= {word.upper() for word in sought}
    return [word for word in sought if re.search(rf"(?<!\w){word}(?!\w)", text)] + re.findall(
        r"\d{4}-\d\d", text
    )


@settings(max_examples=25, deadline=None)
@given(told_cases())
def test_no_name_and_no_month_is_left_in_what_is_shown(case: Case) -> None:
    """However people and days are written, none of them is in the case that teaching shows."""
    shown = dated_as(shown_as(case, "teaching"), "teaching")

    assert betrayed(case, json.dumps(shown.to_keys(), ensure_ascii=False)) == []


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(told_cases())
def test_no_name_and_no_month_is_left_on_the_page(case: Case) -> None:
    """Nor is one on the page, in its pictures, or in the Markdown of it."""
    content = report_of(case, profile="teaching")

    page = str(written(content, "html")).split("</style>", 1)[1]
    page = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)

    assert betrayed(case, page) == []
    assert betrayed(case, str(written(content, "md"))) == []


# --- how far off ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        ("private", "too late by 14 weeks, measured by"),
        ("supervision", "too late by 14 weeks, measured by"),
        ("teaching", "too late, measured by"),
    ],
)
def test_a_near_miss_tells_a_long_gap_as_one_says_it(profile: str, told: str) -> None:
    """98 days are 14 weeks; between two years, for teaching, they are no number at all."""
    case = Case(
        id="gap",
        people=(Person(id="ann", name="Ann", role="patient"), Person(id="bob", role="friend")),
        symptoms=(Symptom(id="s", name="pain"),),
    ).adding(
        Escalation(of="s", when="2022-09-04"),
        Care(of="ann", by="bob", form="comfort", when="2022-12-25"),
    )

    content = report_of(case, profile=profile, patterns="possible-secondary-gain")

    assert told in str(written(content, "md"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("it came too early by 7 days.", "it came too early."),
        ("and was 12 days 3 hours before it began", "and was before it began"),
        ("3 days after, within 90 days of", "3 days after, within 90 days of"),
    ],
)
def test_teaching_tells_no_exact_gap(text: str, told: str) -> None:
    """What a pattern allows stays; by how much a case missed it does not."""
    assert said_as(text, "teaching") == told
    assert said_as(text, "private") == text


# --- years --------------------------------------------------------------------------------------

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(1904, 12, 31))


@given(
    st.lists(st.one_of(DAYS.map(str), DAYS.map(lambda d: f"{d:%Y-%m}~")), min_size=2, max_size=8)
)
def test_what_is_told_to_the_year_keeps_its_order(whens: list[str]) -> None:
    """No two change places, none becomes certain or doubtful, and each keeps its year."""
    case = Case(id="one").adding(*(LifeEvent(text=f"e{n}", when=w) for n, w in enumerate(whens)))

    coarse = dated_as(shown_as(case, "teaching"), "teaching")

    true, told = case.chronology.spans, coarse.chronology.spans
    for a, b in combinations(range(len(whens)), 2):
        assert is_before(told[a], told[b]) is is_before(true[a], true[b])
        assert is_before(told[b], told[a]) is is_before(true[b], true[a])
    years = [[to_text(m)[:4] for m in span[:2]] for span in told]
    assert years == [[to_text(m)[:4] for m in span[:2]] for span in true]


@given(st.sets(st.integers(0, 1460 * MINUTES_PER_DAY), max_size=30))
def test_days_stand_at_even_distances(minutes: set[int]) -> None:
    """Where they stand tells nothing but how many there are and in which order."""
    moved = evened_out([*minutes, FOREVER, -FOREVER, -5])

    assert moved.keys() == minutes
    assert sorted(moved.values()) == [moved[minute] for minute in sorted(minutes)]
    assert len({*moved.values()}) == len(minutes)


def test_the_days_of_a_year_do_not_show_where_things_stand() -> None:
    """Two cases whose days differ and whose order does not are drawn alike."""
    pictures = []
    for first, then in (("1908-01-07", "1908-01-08"), ("1908-03-09", "1908-11-30")):
        case = Case(id="one").adding(
            LifeEvent(text="a fall", when=first), LifeEvent(text="a fright", when=then)
        )
        pictures.append(timeline_view(dated_as(shown_as(case, "teaching"), "teaching")).body)

    assert pictures[0] == pictures[1]


def test_a_timeline_for_teaching_stands_in_the_true_order() -> None:
    """What the fear brought comes before the fear is over, though both are of one year."""
    own, disguised = (
        re.findall(
            r": [^:]*(displacement|visit with|bitten remits|mother is gone)",
            timeline_view(dated_as(shown_as(example("little_hans"), name), name)).prose,
        )
        for name in ("private", "teaching")
    )

    assert disguised == own
    assert disguised.index("displacement") < disguised.index("bitten remits")


def test_an_interval_within_a_year_is_of_that_year() -> None:
    """A month that is about right does not spread over the years beside it."""
    bond = Relationship(between=["a", "b"], is_="therapy", when="1908-03~/1908-05~")
    case = Case(id="one", people=(Person(id="a"), Person(id="b"))).adding(bond)

    [span] = dated_as(case, "teaching").chronology.spans

    assert {to_text(minute)[:4] for minute in span[:4]} == {"1908"}
    assert said_as("From about 1908 to about 1908, from 1907 to 1908", "teaching") == (
        "In about 1908, from 1907 to 1908"
    )
