"""What ended and until when people stay apart, each beside a slow way that follows its words."""

from __future__ import annotations

from hypothesis import given, reject
from hypothesis import strategies as st

from formulation.dates import FOREVER, Span, Truth, is_after
from formulation.errors import CaseError
from formulation.model import (
    Case,
    Change,
    Escalation,
    Person,
    Relationship,
    Remission,
    Repair,
    Resolution,
    Separation,
    Statement,
    Symptom,
)
from formulation.model.ended import apart_until, endings_of

DAYS = st.integers(1, 28).map(lambda n: f"2020-02-{n:02d}")
WHEN = st.one_of(
    DAYS,
    st.sampled_from(["2020-02", "2020", "2020-02-10/2020-02-20", "2020-02-05T10:00"]),
    st.none(),
)
PAIR = st.sampled_from([("p", "q"), ("p", "r"), ("q", "r")])


@st.composite
def partings(draw: st.DrawFn) -> Case:
    """A case of separations, of all that could end them, and of flares and their endings."""
    own = [
        Separation(id=f"apart{n}", between=draw(PAIR), when=draw(WHEN))
        for n in range(draw(st.integers(1, 4)))
    ]
    named = st.sampled_from([one.id for one in own])
    often = st.booleans()
    other = st.one_of(
        st.builds(Resolution, between=PAIR, when=WHEN, recurring=often),
        st.builds(Resolution, between=st.just(("p", "q", "r")), when=WHEN),
        st.builds(Relationship, between=PAIR, when=WHEN),
        st.builds(Repair, of=named, when=WHEN),
        st.builds(Change, of=named, how=st.sampled_from(["ended", "less"]), when=WHEN),
        st.builds(Escalation, of=st.just("s"), when=WHEN, recurring=often),
        st.builds(Remission, of=st.just("s"), when=WHEN),
    )
    people = [Person(id=id, role="patient" if id == "p" else None) for id in "pqr"]
    others = draw(st.lists(other, max_size=8))
    try:
        return Case(id="x").adding(people, Symptom(id="s"), own, others)
    except CaseError:  # times that cannot all be, such as an end before the beginning
        reject()


@given(partings())
def test_until_when_people_stay_apart_is_what_looking_at_each_pair_of_statements_says(
    case: Case,
) -> None:
    """The definition, slowly: the first reunion that names the parting or is of both and later."""

    def ends(id: str, parting: Statement, span: Span, other: Statement, when: Span) -> bool:
        if other.recurring or getattr(other, "how", "ended") != "ended":
            return False
        if other.kind in ("resolution", "repair", "change") and id in other.subjects:
            return True
        is_of_both = {*other.subjects} >= {*parting.subjects}
        is_bond = other.kind in ("resolution", "relationship")
        return is_bond and is_of_both and is_after(when, span) is Truth.CERTAIN

    told = list(zip(case.ids, case.statements, case.chronology.spans, strict=True))
    slowly = {
        id: min(
            (when.start_latest for _, one, when in told if ends(id, statement, span, one, when)),
            default=FOREVER,
        )
        for id, statement, span in told
        if statement.kind == "separation" and not span.is_interval
    }

    assert apart_until(case) == slowly


@given(partings())
def test_a_symptom_that_surely_flares_later_has_not_ended(case: Case) -> None:
    """The last ending counts after which none of its flares surely comes."""
    told = list(zip(case.statements, case.chronology.spans, strict=True))
    flares = [w for one, w in told if one.kind == "escalation" and not one.recurring]
    endings = [w for one, w in told if one.kind == "remission" and w.start_earliest > -FOREVER]
    left = [w for w in endings if not any(is_after(f, w) is Truth.CERTAIN for f in flares)]

    last = max(((w.start_earliest, w.start_latest) for w in left), default=None)

    assert endings_of(case) == ({"s": last} if last else {})


def test_a_flare_in_the_very_minute_of_an_ending_does_not_surely_come_later() -> None:
    """A minute later it does, and the symptom is not over."""
    liz, pain = Person(id="p", role="patient"), Symptom(id="s")
    ending = Remission(of="s", when="2020-02-05T10:00")

    together, later = (
        Case(id="x").adding(liz, pain, ending, Escalation(of="s", when=f"2020-02-05T10:0{n}"))
        for n in (0, 1)
    )

    assert list(endings_of(together)) == ["s"]
    assert endings_of(later) == {}
