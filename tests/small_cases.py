"""Small random cases and patterns, rich in ties, edges and doubt, for the search and its oracle."""

from __future__ import annotations

from hypothesis import strategies as st

from formulation.errors import CaseError, PatternError
from formulation.model import (
    Case,
    Conflict,
    Defense,
    Devaluation,
    Escalation,
    Idealization,
    Perception,
    Person,
    Rally,
    Resolution,
    Symptom,
    Trauma,
)
from formulation.model.base import Statement
from formulation.patterns.pattern import Pattern, Step

PEOPLE = ("p", "a", "b", "c")
CAST = (
    Person(id="p", role="patient"),
    Person(id="a", role="friend", kind="person"),
    Person(id="b", role="friend"),
    Person(id="c", role="therapist", kind="person"),
    Symptom(id="s"),
    Symptom(id="t"),
)

days = st.integers(1, 28).map(lambda n: f"2020-03-{n:02}")
#: edges of two weeks, minutes of one day, months, years, doubt, and intervals of every kind
moments = st.one_of(
    days,
    st.sampled_from(["2020-03-01", "2020-03-15", "2020-03-16", "2020-03-15~", "2020-03-01%"]),
    st.sampled_from(
        ["2020-03-01T10:00", "2020-03-01T10:01", "2020-03-15T10:00", "2020-03-15T10:01"]
    ),
    st.sampled_from(["2020-03", "2020-02~", "2020", "202X", "2020-21", "[2020-03-02,2020-03-09]"]),
)
intervals = st.one_of(
    moments,
    st.sampled_from(
        ["2019/2021", "2020-03-01/2020-03-15", "2020-03-10/..", "2020-03-10/", "../2020-03-10"]
    ),
    st.sampled_from(
        ["/2020-03-10", "2020-03/2020-04", "2020-03-01T10:00/2020-03-15T10:00", "../.."]
    ),
)
whens = st.one_of(st.none(), intervals)
someone = st.sampled_from(PEOPLE)
pairs = st.lists(someone, min_size=2, max_size=3, unique=True)


@st.composite
def statements(draw: st.DrawFn, id: str, before: list[str], conflicts: list[str]) -> Statement:
    """One statement of the kinds that the shipped patterns speak of."""
    common = {
        "id": id,
        "when": draw(whens),
        "recurring": draw(st.sampled_from([False, False, False, True])),
        "after": draw(st.lists(st.sampled_from(before), max_size=1)) if before else (),
    }
    if common["after"]:
        common["apart"] = draw(st.sampled_from([None, None, "14 days", "1..3 weeks", "90 minutes"]))
    if before and draw(st.integers(0, 5)) == 0:
        common["alternative_of"] = draw(st.sampled_from(before))
    if not common["recurring"] and draw(st.integers(0, 7)) == 0:
        common["lasts"] = draw(st.sampled_from(["3 days", "2..30 hours"]))
    kind = draw(st.sampled_from("idealize idealize quarrel flare rally truce other other".split()))
    by = draw(st.sampled_from([None, None, "a"]))
    if kind == "idealize":
        return Idealization(of=draw(st.sampled_from("abc")), by=by if by != "a" else "p", **common)
    if kind == "quarrel":
        return Conflict(between=draw(pairs), **common)
    if kind == "flare":
        return Escalation(
            of=draw(st.lists(st.sampled_from("st"), min_size=1, unique=True)), by=by, **common
        )
    if kind == "rally":
        return Rally(who=draw(st.lists(someone, min_size=1, max_size=3, unique=True)), **common)
    if kind == "truce":
        between = draw(st.one_of(pairs, st.sampled_from(conflicts))) if conflicts else draw(pairs)
        return Resolution(between=between, **common)
    return draw(
        st.sampled_from(
            [
                Devaluation(of="a", by=by if by != "a" else "c", **common),
                Defense(of="denial", by=by, **common),
                Trauma(of="p", **common),
                Perception(of="a", by="p", valence="mixed", **common),
                Defense(of="projection", **common),
            ]
        )
    )


@st.composite
def cases(draw: st.DrawFn, most: int = 7) -> Case:
    """A case of up to `most` statements whose chronology holds together."""
    case = Case(id="x", observed=draw(st.sampled_from([(), "2020-02-01/2020-04-30", "2020-03"])))
    case = case.adding(*CAST)
    before: list[str] = []
    conflicts: list[str] = []
    for n in range(draw(st.integers(1, most))):
        made = draw(statements(f"e{n}", before, conflicts))
        try:
            case = case.adding(made)
        except CaseError:
            continue  # the dates and orders drawn cannot all be
        before.append(f"e{n}")
        if made.kind == "conflict":
            conflicts.append(f"e{n}")
    return case


#: what the founding case is made of, each several times over
_CHAIN = ("ideal_a", "ideal_b", "quarrel", "flare", "rally", "truce")


@st.composite
def chains(draw: st.DrawFn) -> Case:
    """A case made of the flagship's own parts, so that it fits, nearly fits, and fits twice."""
    case = Case(id="x").adding(*CAST)
    drawn = [*_CHAIN[:4], *draw(st.lists(st.sampled_from(_CHAIN), max_size=4))]
    before: list[str] = []
    for n, part in enumerate(drawn):
        span = st.sampled_from([None, "2019/2021", "2019/..", "2020-03", "2020-03-09/"])
        onset = st.one_of(st.none(), days, moments)
        common = {
            "id": f"{part[0]}{n}",
            "when": draw(span if part.startswith("ideal") else onset),
            "recurring": not part.startswith("ideal") and draw(st.integers(0, 4)) == 0,
        }
        earlier = [b for b in before if b[0] in "qfr"]
        if earlier and not part.startswith("ideal"):
            common["after"] = draw(st.one_of(st.just(()), st.sampled_from(earlier)))
        made = _part(draw, part, common, [b for b in before if b.startswith("q")])
        try:
            case = case.adding(made)
        except CaseError:
            continue
        before.append(str(made.id))
    return case


def _part(draw: st.DrawFn, part: str, common: dict[str, object], quarrels: list[str]) -> Statement:
    if part.startswith("ideal"):
        return Idealization(of=part[-1], **common)
    if part == "quarrel":
        return Conflict(
            between=draw(st.sampled_from([("a", "b"), ("b", "a"), ("a", "b", "c")])), **common
        )
    if part == "flare":
        return Escalation(of=draw(st.sampled_from(["s", ("s", "t")])), **common)
    if part == "rally":
        return Rally(who=draw(st.sampled_from([("a", "b"), ("a",), ("b", "c")])), **common)
    named = draw(st.sampled_from([("b", "a"), *quarrels]))
    return Resolution(between=named, **common)


ASKS = (
    {"idealizes": "A", "by": "P"},
    {"idealizes": "B", "by": "P"},
    {"conflict": ["A", "B"]},
    {"conflict": ["A", "P"]},
    {"conflict": "A"},
    {"escalation": "S", "by": "P"},
    {"escalation": ["S", "T"]},
    {"escalation": "S"},
    {"rally": "A", "to": "P"},
    {"rally": ["A", "B"]},
    {"resolution": ["A", "B"]},
    {"devalues": "A", "by": "P"},
    {"defense": "D", "by": "P"},
    {"defense": "denial"},
    {"trauma": "P"},
    {"sees": "A", "valence": "mixed"},
)
relations = st.sampled_from(["after", "from", "before", "during", "after_end_of"])
windows = st.sampled_from([None, None, "14 days", "14 days", "3 weeks", "0..14 days", "20 hours"])


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """A pattern of two to four steps of the language that could match something."""
    steps: list[dict[str, object]] = []
    for n in range(draw(st.integers(2, 4))):
        step: dict[str, object] = {"as_": f"x{n}", **draw(st.sampled_from(ASKS))}
        if n:
            others = [f"x{m}" for m in range(n)]
            chosen = draw(st.lists(st.sampled_from(others), max_size=2, unique=True))
            if chosen:
                relation = draw(relations)
                step["from_" if relation == "from" else relation] = chosen
                step["within"] = draw(windows)
                step["at_least"] = draw(st.sampled_from([None, None, None, "2 days"]))
            mark = draw(st.sampled_from(["", "", "", "optional", "absent"]))
            if mark:
                step[mark] = True
        steps.append({key: value for key, value in step.items() if value is not None})
    roles = draw(st.sampled_from([{}, {}, {"P": "patient"}, {"A": "friend"}]))
    letters = {w for s in steps for v in s.values() for w in (v if isinstance(v, list) else [v])}
    roles = {letter: role for letter, role in roles.items() if letter in letters}
    try:
        return Pattern(pattern="drawn", title="Drawn", roles=roles, steps=steps)
    except PatternError:
        only = Step(as_="x0", **draw(st.sampled_from(ASKS)))
        return Pattern(pattern="drawn", title="Drawn", steps=[only])
