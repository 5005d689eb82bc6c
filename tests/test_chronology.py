"""When things began, as far as dates, ages and stated orders say together: cases worked by hand."""

from __future__ import annotations

import pytest

from formulation.dates import FOREVER, Precision, to_text
from formulation.errors import CaseError
from formulation.model import (
    Case,
    Change,
    Conflict,
    Escalation,
    Idealization,
    LifeEvent,
    Person,
    Repair,
    Resolution,
    Rupture,
    Symptom,
)
from formulation.model.base import Statement
from formulation.model.chronology import Chronology, Clash, Gap
from formulation.model.distances import Net, contradiction

DAY = 1440


def event(id: str, **said: object) -> LifeEvent:
    return LifeEvent(id=id, text=id, **said)


def case_of(*statements: Statement, born: str | None = None) -> Case:
    patient = Person(id="liz", role="patient", born=born)
    cast = [patient, Person(id="ann"), Person(id="bo"), Symptom(id="pain")]
    return Case(id="one").adding(cast, statements)


def onset(case: Case, id: str) -> tuple[str, str]:
    """The first and the last minute at which a statement can have begun."""
    span = case.chronology.spans[case.index_of[id]]
    return to_text(span.start_earliest), to_text(span.start_latest)


def days(case: Case, id: str) -> tuple[str, str]:
    """The same to the day."""
    first, last = onset(case, id)
    return first[:10], last[:10]


def ending(case: Case, id: str) -> tuple[str, str]:
    """The first and the last day on which a statement can have ended."""
    span = case.chronology.spans[case.index_of[id]]
    return to_text(span.end_earliest)[:10], to_text(span.end_latest)[:10]


def gap(case: Case, earlier: str, later: str) -> Gap | None:
    return case.chronology.gap(case.index_of[earlier], case.index_of[later])


def clash(*statements: Statement, born: str | None = None) -> str:
    """The sentence with which a chronology that cannot be is refused."""
    with pytest.raises(CaseError) as error:
        case_of(*statements, born=born)
    [fault] = error.value.faults
    assert fault.accepted == (
        "orders and dates that can all be; a circle is told with claims (from, to)"
    )
    return fault.problem


# --- orders tighten spans ---


def test_what_has_no_date_begins_after_what_it_follows() -> None:
    """Strictly: a minute later at the soonest; when at the latest stays open."""
    case = case_of(event("fall", when="2011-05-01"), event("pain_began", after="fall"))

    assert onset(case, "pain_began") == ("2011-05-01T00:01", "..")
    assert onset(case, "fall") == ("2011-05-01T00:00", "2011-05-01T23:59")


def test_what_comes_before_has_an_end_to_its_onset() -> None:
    """And the one it comes before is not moved by it."""
    case = case_of(event("faith", before="fall"), event("fall", when="2011-05-01"))

    assert onset(case, "faith") == ("..", "2011-05-01T23:58")
    assert onset(case, "fall") == ("2011-05-01T00:00", "2011-05-01T23:59")


def test_orders_tighten_dates_on_both_sides() -> None:
    """Two vague dates, one order: the earlier cannot be late, nor the later early."""
    case = case_of(
        event("a", when="[2020-03..2020-05]"), event("b", when="[2020-02..2020-04]", after="a")
    )

    assert days(case, "a") == ("2020-03-01", "2020-04-30")
    assert days(case, "b") == ("2020-03-01", "2020-04-30")


def test_a_distance_in_days_is_counted_by_the_calendar() -> None:
    """14 days after the 1st is the 15th, whatever the hour."""
    case = case_of(event("a", when="2020-03-01"), event("b", after="a", apart="14 days"))

    assert onset(case, "b") == ("2020-03-15T00:00", "2020-03-15T23:59")


@pytest.mark.parametrize(
    ("apart", "expected"),
    [
        ("1 day", ("2020-03-02", "2020-03-02")),
        ("4..5 weeks", ("2020-03-29", "2020-04-05")),
        ("9 months~", ("2020-10-27", "2020-12-26")),  # 240 to 300 days
        ("2 years", ("2022-03-01", "2022-03-01")),  # 730 days
        ("0 days", ("2020-03-01", "2020-03-01")),
        ("36 hours", ("2020-03-02", "2020-03-03")),
    ],
)
def test_the_distance_stands_for_a_span_of_days(apart: str, expected: tuple[str, str]) -> None:
    """A month is 30 days, a year 365; a range, or a mark of doubt, is a range."""
    case = case_of(event("a", when="2020-03-01"), event("b", after="a", apart=apart))

    assert days(case, "b") == expected


def test_a_distance_in_minutes_is_counted_exactly() -> None:
    """From a moment told to the minute."""
    case = case_of(
        event("a", when="2020-03-01T23:00"),
        event("b", after="a", apart="90 minutes"),
        event("c", before="a", apart="1..2 hours"),
    )

    assert onset(case, "b") == ("2020-03-02T00:30", "2020-03-02T00:30")
    assert onset(case, "c") == ("2020-03-01T21:00", "2020-03-01T22:00")


def test_a_chain_of_orders_carries_bounds_along() -> None:
    """Three weeks, then two to four days, then some time."""
    case = case_of(
        event("d", after="c"),
        event("c", after="b", apart="2..4 days"),
        event("b", after="a", apart="3 weeks"),
        event("a", when="2020-03-01"),
    )

    assert days(case, "b") == ("2020-03-22", "2020-03-22")
    assert days(case, "c") == ("2020-03-24", "2020-03-26")
    assert days(case, "d") == ("2020-03-24", "..")


def test_bounds_run_backwards_along_a_chain_too() -> None:
    """A dated end dates the beginning."""
    case = case_of(
        event("a"), event("b", after="a", apart="3 weeks"), event("c", after="b", apart="1 day")
    )
    dated = case.adding(event("x", when="2020-03-23", after="c", apart="0 days"))

    assert onset(case, "a") == ("..", "..")
    assert days(dated, "a") == ("2020-03-01", "2020-03-01")


def test_several_names_in_one_order_all_hold() -> None:
    """After both means after the later of them."""
    case = case_of(
        event("a", when="2020-03-01"), event("b", when="2020-03-09"), event("c", after=["a", "b"])
    )

    assert onset(case, "c") == ("2020-03-09T00:01", "..")


def test_an_interval_is_tightened_at_its_beginning() -> None:
    """Orders speak of onsets; its end stays, if it can."""
    case = case_of(
        event("a", when="2020-06-01"), Idealization(id="b", of="ann", when="2020/2022", after="a")
    )

    assert onset(case, "b") == ("2020-06-01T00:01", "2020-12-31T23:59")
    assert ending(case, "b") == ("2022-01-01", "2022-12-31")


def test_a_state_with_one_date_may_outlast_what_it_began_before() -> None:
    """It began before March; it was so at some time in the year, be it in December."""
    case = case_of(
        event("a", when="2020-03-01"), Idealization(id="b", of="ann", when="2020", before="a")
    )

    assert days(case, "b") == ("2020-01-01", "2020-03-01")
    assert ending(case, "b") == ("2020-01-01", "2020-12-31")


def test_since_allows_the_same_moment() -> None:
    """A change may set in with what it is since; it is not before it."""
    case = case_of(
        event("kap", when="2023-01-05T10:00"),
        Change(id="less", of="pain", since="kap"),
        event("later", after="kap"),
    )

    assert onset(case, "less") == ("2023-01-05T10:00", "..")
    assert onset(case, "later") == ("2023-01-05T10:01", "..")


def test_what_mends_or_ends_something_is_not_before_it() -> None:
    """A repair comes no earlier than its rupture, a resolution than the conflict it names."""
    case = case_of(
        Rupture(id="strain", of="ann", when="2020-03-01"),
        Repair(id="mended", of="strain"),
        Conflict(id="feud", between=["ann", "bo"]),
        Resolution(id="truce", between="feud", when="2020-03-09"),
        Resolution(id="peace", between=["ann", "bo"], when="2020-03-09"),
    )

    assert days(case, "mended") == ("2020-03-01", "..")
    assert days(case, "feud") == ("..", "2020-03-09")


def test_recurring_statements_neither_tighten_nor_are_tightened() -> None:
    """Their dates bound many episodes; which one an order means is not said."""
    case = case_of(
        event("a", when="2020-06-01"),
        Conflict(id="feud", between=["ann", "bo"], when="2020", recurring=True, after="a"),
        Escalation(id="flare", of="pain", when="2020", after="feud"),
    )

    assert days(case, "feud") == ("2020-01-01", "2020-12-31")
    assert days(case, "flare") == ("2020-01-01", "2020-12-31")
    assert gap(case, "feud", "flare") == Gap(1, FOREVER, 0, FOREVER)


def test_recurring_statements_may_be_ordered_against_their_outer_dates() -> None:
    """The quarrels of 2020 may follow a fall of 2021, if more of them came."""
    case = case_of(
        event("fall", when="2021"),
        Conflict(id="feud", between=["ann", "bo"], when="2020", recurring=True, after="fall"),
    )

    assert case.chronology.clashes == []


# --- lasts ---


def test_a_length_says_when_it_ended() -> None:
    """From the soonest beginning the shortest, from the latest the longest."""
    case = case_of(
        event("a", when="2020-03-01", lasts="3..5 weeks"), event("b", when="2020-03", lasts="1 day")
    )

    assert ending(case, "a") == ("2020-03-22", "2020-04-05")
    assert ending(case, "b") == ("2020-03-02", "2020-04-01")


def test_a_length_counts_from_a_beginning_that_orders_tell() -> None:
    """Its end is tightened with its beginning."""
    case = case_of(
        event("a", when="2020-03-01"), event("b", after="a", apart="14 days", lasts="2 days")
    )
    span = case.chronology.spans[1]

    assert days(case, "b") == ("2020-03-15", "2020-03-15")
    assert ending(case, "b") == ("2020-03-17", "2020-03-17")
    assert span.is_interval


def test_a_length_tightens_an_end_that_is_vague() -> None:
    """From March to some time in the year, for two weeks."""
    case = case_of(event("a", when="2020-03-01/2020", lasts="2 weeks"))

    assert ending(case, "a") == ("2020-03-15", "2020-03-15")


def test_the_length_of_what_recurs_is_that_of_an_episode() -> None:
    """It says nothing about the time over which it recurs."""
    said = Conflict(id="a", between=["ann", "bo"], when="2020-03-01/2020-06-01", recurring=True)
    case = case_of(said.model_copy(update={"lasts": "2 days"}))

    assert ending(case, "a") == ("2020-06-01", "2020-06-01")


AGREE = [
    ("2020-03-01/2020-03-08", "7 days"),
    ("2020-03-01/2020-03-07", "1 week"),  # both days counted
    ("2021-02-01/2021-02-28", "1 month"),  # 28 days
    ("2020-07-01/2020-08-31", "2 months"),  # 62 days, both counted
    ("2019-03-15/2021-03-15", "2 years"),  # 731 days, 2020 being a leap year
    ("2020-03-01T10:00/2020-03-01T11:30", "90 minutes"),
    ("2020-03/2020-05", "8 weeks"),
]


@pytest.mark.parametrize(("when", "lasts"), AGREE)
def test_dates_and_a_length_that_agree_as_people_count_are_kept(when: str, lasts: str) -> None:
    """By the calendar months and years differ, and days are counted with the first or without."""
    case = case_of(event("a", when=when, lasts=lasts))

    first, last = when.split("/")
    assert case.problems() == []
    assert onset(case, "a")[0].startswith(first)
    assert ending(case, "a")[1].startswith(last[:10])


def test_dates_and_a_length_that_cannot_agree_are_refused() -> None:
    """Nineteen days are not three, and 91 minutes not 90."""
    assert clash(event("a", when="2020-03-01/2020-03-20", lasts="3 days")) == (
        "life_event a: these cannot all be: 'a' is dated 2020-03-01/2020-03-20 and lasts 3 days"
    )
    assert clash(event("a", when="2020-03-01T10:00/2020-03-01T11:31", lasts="90 minutes")) == (
        "life_event a: these cannot all be: 'a' is dated 2020-03-01T10:00/2020-03-01T11:31 "
        "and lasts 90 minutes"
    )


def test_a_length_that_orders_make_impossible_is_refused() -> None:
    """Begun after mid-February, eight weeks cannot end in March."""
    told = clash(
        event("a", when="2020-02-20"),
        event("b", when="2020/2020-03", lasts="8 weeks", after="a"),
    )

    assert told == (
        "life_event b: these cannot all be: 'b' is dated 2020/2020-03 and lasts 8 weeks"
    )


# --- ages ---


def test_ages_order_among_themselves_without_a_date_of_birth() -> None:
    """At 5 is before at 7, and at 5 before at 6 by a day at least; at 5 twice is either way."""
    case = case_of(event("a", age=5), event("b", age=7), event("c", age=6), event("d", age=5))

    assert gap(case, "a", "b") == Gap(365 * DAY + 1, 1098 * DAY - 1, 366, 1097)
    assert gap(case, "a", "c") == Gap(1, 732 * DAY - 1, 1, 731)
    assert gap(case, "a", "d") == Gap(-366 * DAY + 1, 366 * DAY - 1, -365, 365)


def test_ages_become_dates_with_a_date_of_birth() -> None:
    """From the birthday to the day before the next."""
    case = case_of(
        event("a", age=15), event("b", age="8..9"), event("c", age="18 months"), born="1969-05-20"
    )

    assert onset(case, "a") == ("1984-05-20T00:00", "1985-05-19T23:59")
    assert days(case, "b") == ("1977-05-20", "1979-05-19")
    assert days(case, "c") == ("1970-11-20", "1970-12-19")


def test_an_uncertain_birth_makes_uncertain_dates() -> None:
    """About 1969 is 1968 to 1970."""
    case = case_of(event("a", age=15), born="1969~")

    assert days(case, "a") == ("1983-01-01", "1986-12-30")


def test_who_is_born_on_29_february_is_a_year_older_on_the_28th() -> None:
    """In a common year; in a leap year on the day itself."""
    case = case_of(event("a", age=15), event("b", age=16), born="2000-02-29")

    assert days(case, "a") == ("2015-02-28", "2016-02-28")
    assert days(case, "b") == ("2016-02-29", "2017-02-27")


def test_ages_and_dates_tighten_one_another() -> None:
    """A dated event at a known age says when the others were, without a date of birth."""
    case = case_of(event("a", age=15, when="1984-06"), event("b", age=25))

    # 15 in June 1984: born from 2 June 1968 to 30 June 1969, and 25 from 30 June 1993 at the
    # soonest to 29 June 1995 at the latest; years of 365 or 366 days leave some days of slack
    first, last = days(case, "b")
    assert "1993-05-31" <= first <= "1993-06-02"
    assert "1995-06-29" <= last <= "1995-07-08"


def test_an_order_tightens_an_age() -> None:
    """Fifteen, and after the move in the autumn."""
    case = case_of(
        event("move", when="1984-09-01"), event("a", age=15, after="move"), born="1969-05-20"
    )

    assert days(case, "a") == ("1984-09-01", "1985-05-19")


def test_without_a_patients_birth_an_age_is_no_date() -> None:
    """It stays open, and orders nothing with what is dated."""
    case = case_of(event("a", age=15), event("b", when="1984"))

    assert onset(case, "a") == ("..", "..")
    assert gap(case, "a", "b") is None


# --- distances that orders alone tell ---


def test_a_gap_is_what_orders_alone_say_of_two_onsets() -> None:
    """Dates do not enter: they are judged beside it."""
    case = case_of(
        event("a", when="2020-03-01"),
        event("b", when="2020", after="a"),
        event("c", after="b", apart="14 days"),
        event("d", after="b", apart="90 minutes"),
        event("e"),
    )

    assert gap(case, "a", "b") == Gap(1, FOREVER, 0, FOREVER)
    assert gap(case, "b", "a") == Gap(-FOREVER, -1, -FOREVER, 0)
    assert gap(case, "b", "c") == Gap(13 * DAY + 1, 15 * DAY - 1, 14, 14)
    assert gap(case, "b", "d") == Gap(90, 90, 0, 1)
    assert gap(case, "a", "c") == Gap(13 * DAY + 2, FOREVER, 14, FOREVER)
    assert gap(case, "d", "c") == Gap(13 * DAY + 1 - 90, 15 * DAY - 1 - 90, 13, 14)
    assert gap(case, "a", "e") is None
    assert gap(case, "e", "e") is None


def test_two_weeks_and_two_weeks_are_four_by_the_calendar() -> None:
    """Days add up as days, not as minutes with a day of slack for each."""
    case = case_of(
        event("a"), event("b", after="a", apart="2 weeks"), event("c", after="b", apart="2 weeks")
    )

    assert gap(case, "a", "c") == Gap(27 * DAY + 1, 29 * DAY - 1, 28, 28)


def test_which_statements_orders_speak_of_is_known() -> None:
    """The rest need not be asked about gaps."""
    case = case_of(event("a"), event("b", after="a"), event("c"), event("d", age=5))

    assert {n for n in case.chronology.ordered if n < 4} == {0, 1, 3}


# --- what cannot be ---


def test_a_circle_of_orders_is_refused_naming_its_statements() -> None:
    """Whatever the dates, and also among recurring statements."""
    assert clash(event("a", after="c"), event("b", after="a"), event("c", after="b")) == (
        "life_event a: these cannot all be: 'a' is after 'c'; 'b' is after 'a'; 'c' is after 'b'"
    )
    assert clash(event("a", after="b", recurring=True), event("b", after="a", recurring=True)) == (
        "life_event a: these cannot all be: 'a' is after 'b'; 'b' is after 'a'"
    )


def test_before_and_after_one_thing_cannot_be() -> None:
    """Nor at a distance of nothing from what it follows."""
    assert clash(event("a", after="b", before="b"), event("b")) == (
        "life_event a: these cannot all be: 'a' is after 'b'; 'a' is before 'b'"
    )
    assert clash(event("a"), event("b", after="a", apart="0 minutes")) == (
        "life_event b: these cannot all be: 'b' is after 'a' by 0 minutes"
    )


def test_distances_that_do_not_add_up_are_refused() -> None:
    """Two and two are not five; what takes no part is not named."""
    told = clash(
        event("a"),
        event("b", after="a", apart="2 days"),
        event("c", after="b", apart="2 days"),
        event("d", after="a", apart="5 days"),
        event("e", after=["c", "d"], apart="1 day"),
        event("f", after="e"),
    )

    place, _, words = told.partition(": these cannot all be: ")
    assert place == "life_event b"
    assert sorted(words.split("; ")) == [
        "'b' is after 'a' by 2 days",
        "'c' is after 'b' by 2 days",
        "'d' is after 'a' by 5 days",
        "'e' is after 'c' by 1 day",
        "'e' is after 'd' by 1 day",
    ]


DATED = [
    (
        [event("a", when="2020-03-02"), event("b", after="a", when="2020-03-01")],
        "life_event b: these cannot all be: 'b' is after 'a'; 'b' is dated 2020-03-01; "
        "'a' is dated 2020-03-02",
    ),
    (
        [event("a", when="2020-03-02"), event("b", before="a", when="2020-03-03")],
        "life_event b: these cannot all be: 'b' is before 'a'; 'b' is dated 2020-03-03; "
        "'a' is dated 2020-03-02",
    ),
    (
        [event("a", when="2020-03-01T10:00"), event("b", after="a", when="2020-03-01T10:00")],
        "life_event b: these cannot all be: 'b' is after 'a'; 'b' is dated 2020-03-01T10:00; "
        "'a' is dated 2020-03-01T10:00",
    ),
    (
        [
            event("a", when="2020-03-01"),
            event("b", after="a", apart="3 days"),
            event("c", after="b", when="2020-03-03"),
        ],
        "life_event b: these cannot all be: 'b' is after 'a' by 3 days; 'c' is after 'b'; "
        "'a' is dated 2020-03-01; 'c' is dated 2020-03-03",
    ),
    (
        [event("a", when="2020"), Change(id="b", of="pain", since="a", when="2019")],
        "change b: these cannot all be: 'b' is since 'a'; 'b' is dated 2019; 'a' is dated 2020",
    ),
    (
        [
            Conflict(id="a", between=["ann", "bo"], when="2020-05"),
            Resolution(id="b", between="a", when="2020-04"),
        ],
        "resolution b: these cannot all be: 'b' resolves 'a'; 'b' is dated 2020-04; "
        "'a' is dated 2020-05",
    ),
    (
        [Rupture(id="a", of="ann", when="2020-05"), Repair(id="b", of="a", when="2020-04")],
        "repair b: these cannot all be: 'b' repairs 'a'; 'b' is dated 2020-04; "
        "'a' is dated 2020-05",
    ),
]


@pytest.mark.parametrize(("statements", "sentence"), DATED, ids=lambda x: "" if x is list else None)
def test_dates_that_contradict_a_stated_order_are_refused(
    statements: list[Statement], sentence: str
) -> None:
    """With the orders and the dates that take part, and no others."""
    assert clash(event("x", when="2020"), event("y", after="x"), *statements) == sentence


def test_ages_that_contradict_are_refused() -> None:
    """Twelve does not come after fifteen, nor fifteen before it was reached."""
    assert clash(event("a", age=15), event("b", age=12, after="a")) == (
        "life_event b: these cannot all be: 'b' is after 'a'; 'a' is at age 15; 'b' is at age 12"
    )
    assert clash(event("a", age=15, when="1990"), born="1969~") == (
        "life_event a: these cannot all be: 'a' is at age 15; 'a' is dated 1990; "
        "the patient was born 1969~"
    )


def test_what_has_always_been_so_cannot_begin_after_something() -> None:
    """``..`` is without beginning."""
    told = clash(event("a", when="2020"), event("b", when="../2021", after="a"))

    assert told == (
        "life_event b: these cannot all be: 'b' is dated ../2021, without a beginning; "
        "'b' is after 'a'"
    )


def test_what_comes_after_something_without_beginning_is_not_dated_by_it() -> None:
    """Nor does a bound that nobody gave enter its span."""
    case = case_of(event("a", when="../2021"), event("b", after="a"))
    span = case.chronology.spans[1]

    assert (span.start_earliest, span.start_latest) == (-FOREVER, FOREVER)


def test_two_plain_dates_on_one_day_may_be_in_either_order() -> None:
    """A stated order between them is possible, and orders their hours."""
    case = case_of(event("a", when="2020-03-01"), event("b", when="2020-03-01", after="a"))

    assert onset(case, "a") == ("2020-03-01T00:00", "2020-03-01T23:58")
    assert onset(case, "b") == ("2020-03-01T00:01", "2020-03-01T23:59")


# --- the parts ---


def test_a_chronology_may_be_asked_without_a_case() -> None:
    """Statements, the index of each id, and the date of birth are all it needs."""
    told = [event("a", when="2020-03-01"), event("b", after="a"), event("c", after="nobody")]
    found = Chronology(told, {"a": 0, "b": 1, "c": 2})

    assert found.clashes == []
    assert found.spans[1].start_precision is Precision.NONE
    assert found.spans[2].start_earliest == -FOREVER


def test_a_clash_names_statements_and_the_field_to_look_at() -> None:
    """By their indices, the one to look at first in front."""
    told = [event("a", when="2020-03-02"), event("b", before="a", when="2020-03-03")]
    [found] = Chronology(told, {"a": 0, "b": 1}).clashes

    assert found == Clash(
        (1, 0),
        "before",
        ("{1} is before {0}", "{1} is dated 2020-03-03", "{0} is dated 2020-03-02"),
    )


def test_a_net_of_bounds_finds_shortest_ways_and_circles() -> None:
    """From b - a <= 3, c - b <= -1: c - a <= 2; and a - c <= -3 contradicts it."""
    net = Net()
    net.bound(0, 1, 3)
    net.bound(0, 1, 5)  # a looser word changes nothing
    net.bound(1, 2, -1)
    net.bound(0, 3, FOREVER)  # no bound at all

    assert net.nodes() == {0, 1, 2}
    assert net.shortest(0) == ({0: 0, 1: 3, 2: 2}, [])
    assert net.reversed().shortest(2) == ({2: 0, 1: -1, 0: 2}, [])
    assert contradiction(net) == []

    net.bound(2, 0, -3)
    assert sorted(contradiction(net)) == [0, 1, 2]
