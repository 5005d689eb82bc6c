"""Names taken out of free text, and years that keep the order of what they stand for."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulation.casefile import read_case
from formulation.dates import FOREVER, MINUTES_PER_DAY, is_before, to_text
from formulation.model import Case, LifeEvent, Person, Relationship, Source
from formulation.review.answers import review
from formulation.views.report.disguise import finder_of, goes_by_a_noun, labels_of
from formulation.views.report.profiles import dated_as, reviewed_as, said_as, shown_as
from formulation.views.report.yearly import evened_out
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
        ("Hans's fear, and Hans’ fear", "the patient's fear, and the patient’ fear"),
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
