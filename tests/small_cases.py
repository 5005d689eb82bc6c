"""Small random cases and patterns, rich in ties, edges and doubt, for the search and its oracles.

`cases` and `patterns` are drawn apart from one another; `questions` draws a pattern and a case made
of what the pattern asks for, so that it fits, nearly fits, and fits in several ways.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

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
from formulation.patterns.judging import space_of
from formulation.patterns.pattern import AnyOf, Pattern, Step, is_letter
from formulation.terms import vocabulary

Question = tuple[Case, Pattern]

PEOPLE = ("p", "a", "b", "c")
CAST = (
    Person(id="p", role="patient"),
    Person(id="a", role="friend", kind="person"),
    Person(id="b", role="friend"),
    Person(id="c", role="therapist", kind="person"),
    Person(id="d", role="mother"),
    Symptom(id="s", kind="symptom"),
    Symptom(id="t", kind="disease"),
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


ASKS: tuple[dict[str, object], ...] = (
    {"idealizes": "A", "by": "P"},
    {"idealizes": "B", "by": "P"},
    {"conflict": ["A", "B"]},
    {"conflict": ["A", "P"]},
    {"conflict": "A"},
    {"escalation": "S", "by": "P"},
    {"escalation": ["S", "T"]},
    {"escalation": "S"},
    {"escalation": "S", "severity": ">= 7"},
    {"escalation": "T", "severity": "$least"},
    {"rally": "A", "to": "P"},
    {"rally": ["A", "B"]},
    {"resolution": ["A", "B"]},
    {"devalues": "A", "by": "P"},
    {"defense": "D", "by": "P"},
    {"defense": "denial"},
    {"defense": {"level": "< 4"}, "by": "P"},
    {"trauma": "P"},
    {"sees": "A", "valence": "mixed"},
    {"sees": "B", "image": "R"},
    {"episode": "A", "by": "P", "response_other": "R"},
    {"episode": "B", "response_self": "R", "wish": "W"},
    {"wish": "W", "by": "P"},
    {"feeling": "R", "hidden": "true"},
    {"loss": "L"},
    {"care": "P", "by": "A"},
    {"harm": "P", "by": "B"},
    {"change": "S", "how": "less"},
    {"separation": ["A", "B"]},
)
#: asked only of steps that are repeated: E is a letter to be counted
_COUNTED: tuple[dict[str, object], ...] = (
    {"episode": "E", "by": "P", "response_other": "R"},
    {"harm": "P", "by": "E"},
    {"rally": "E", "to": "P"},
    {"idealizes": "E", "by": "P"},
    {"conflict": ["E", "A"]},
    {"care": "E"},
)
#: steps that name the statement of an earlier one, by the kind of that
_NAMING: dict[str, dict[str, object]] = {
    "conflict": {"resolution": "$step"},
    "escalation": {"change": "$step", "how": "less"},
    "harm": {"invalidation": "P", "of": "$step"},
}
_WINDOWS = ("14 days", "14 days", "3 weeks", "0..14 days", "20 hours", "$within")
_AROUND = (None, "7 days", "7 days", "0..7 days", "3 weeks", "60 days", "20 hours", "$within")
_SETTINGS = {"within": "7 days", "times": ">= 2", "least": ">= 5"}
_ROLES: tuple[dict[str, object], ...] = ({}, {}, {"P": "patient"}, {"A": "friend"})
_ROLES += ({"A": ("friend", "therapist")},)
_KINDS: tuple[dict[str, object], ...] = ({}, {}, {}, {"A": "person"}, {"S": "symptom"})
_KINDS += ({"S": ("disease", "symptom")},)


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """A pattern of two to four steps of the language that could match something."""
    steps: list[dict[str, object]] = []
    for n in range(draw(st.integers(2, 4))):
        steps.append(draw(_steps(n, steps)))
    if draw(st.integers(0, 3)) == 0:
        steps = list(draw(st.permutations(steps)))  # a step may lean on one that is told later
    said = repr(steps)
    letters = set(re.findall(r"'([A-Z])'", said))
    fields = {
        "roles": draw(st.sampled_from(_ROLES)),
        "kinds": draw(st.sampled_from(_KINDS)),
        "parameters": {k: v for k, v in _SETTINGS.items() if f"${k}" in said},
    }
    for key in ("roles", "kinds"):
        fields[key] = {x: word for x, word in fields[key].items() if x in letters}
    try:
        return Pattern(pattern="drawn", title="Drawn", steps=steps, **fields)
    except PatternError:
        only = Step(as_="x0", **draw(st.sampled_from(ASKS[:8])))
        return Pattern(pattern="drawn", title="Drawn", steps=[only])


@st.composite
def _steps(draw: st.DrawFn, n: int, before: list[dict[str, object]]) -> dict[str, object]:
    """A step of a pattern, or a choice among steps, that may lean on those before it."""
    mark = draw(st.sampled_from(["", "", "", "times", "times", "optional", "absent"])) if n else ""
    mark = mark or draw(st.sampled_from(["", "", "", "", "times"]))
    step: dict[str, object] = {"as_": f"x{n}"}
    if mark == "times":
        step["times"] = draw(st.sampled_from([">= 2", ">= 2", ">= 3", "> 1", "$times"]))
        asks = draw(st.sampled_from([*ASKS, *_COUNTED, *_COUNTED, *_COUNTED]))
        if "E" in repr(asks):
            step["each"] = "E"
    elif mark:
        step[mark] = True
    leans = [
        str(one["as_"])
        for one in before
        if "absent" not in one
        and ("optional" not in one or mark == "optional")
        and ("times" not in one or mark != "optional")
    ]
    if mark != "times":
        asks = draw(_asking(mark, before))
    step |= draw(_choices(step, n, asks)) if draw(st.integers(0, 3)) == 0 else asks
    chosen = draw(st.lists(st.sampled_from(leans), max_size=2, unique=True)) if leans else []
    return step | (draw(_leaning(chosen)) if chosen else {})


@st.composite
def _asking(draw: st.DrawFn, mark: str, before: list[dict[str, object]]) -> dict[str, object]:
    """What a step asks of its statement; perhaps that it name the statement of another step."""
    for one in before:
        naming = [asks for kind, asks in _NAMING.items() if kind in one]
        if naming and not {"absent", "optional", "times"} & one.keys() and draw(st.booleans()):
            return {k: one["as_"] if v == "$step" else v for k, v in naming[0].items()}
    return dict(draw(st.sampled_from(ASKS)))


@st.composite
def _choices(
    draw: st.DrawFn, whole: dict[str, object], n: int, first: dict[str, object]
) -> dict[str, object]:
    """A choice of two steps or three in place of one."""
    pool = _COUNTED if "each" in whole else ASKS
    more = [draw(st.sampled_from(pool)) for _ in range(draw(st.integers(1, 2)))]
    return {
        "any_of": [
            {"as_": f"x{n}{x}", **one} for x, one in zip("abc", [first, *more], strict=False)
        ]
    }


@st.composite
def _leaning(draw: st.DrawFn, chosen: list[str]) -> dict[str, object]:
    """How a step lies to others."""
    if draw(st.integers(0, 3)) == 0:
        told = {"anniversary_of": chosen[:1], "within": draw(st.sampled_from(_AROUND))}
    else:
        relation = draw(relations)
        told = {
            "from_" if relation == "from" else relation: chosen,
            "within": draw(st.one_of(st.none(), st.sampled_from(_WINDOWS))),
            "at_least": draw(st.sampled_from([None, None, None, "2 days"])),
        }
    return {key: value for key, value in told.items() if value is not None}


relations = st.sampled_from(["after", "from", "before", "during", "after_end_of"])

#: onsets with anniversaries, and days near those: edges of a week around them, leap days, New Year
_FIRST = "2016-02-29 2017-02-22 2016-12-31 2017-03-01 2016-02-26/2016-03-02 2017-02 2016-02".split()
_LATER = (
    "2017-02-21 2017-02-22 2017-02-28 2017-03-01 2017-03-08 2017-03-09 2018-03-01 2018-02-27 "
    "2020-02-29 2020-03-01 2019-12-29 2020-12-31 2021-01-03 2018-12-31 2017-03 2018-02 2019-02-22 "
    "2017-02-28~ 2018-03-01T10:00 2018-02-26/2018-03-02 2019 2018-02~ 2018-02-15/ 2021-12-28"
).split()
_AFTER_APART = (None, None, None, "14 days", "1..3 weeks", "90 minutes", "1 year", "364..366 days")
_TEXTS = ("turned away", "Turned  Away", "stayed")


@st.composite
def questions(draw: st.DrawFn, asked: st.SearchStrategy[Pattern] | None = None) -> Question:
    """A pattern, and a case made of what it asks for."""
    pattern = draw(patterns() if asked is None else asked)
    return draw(cases_like(pattern)), pattern


@dataclass
class _Making:
    """A case in the making: who stands for each letter, what was made for each step, how steadily.

    In a steady case all is told as the pattern asks and in its order; in others some is not.  The
    clock is of days, of years around anniversaries, or exact to the minute.
    """

    case: Case
    cast: dict[str, str]
    is_steady: bool
    clock: str
    made: dict[str, list[str]] = field(default_factory=dict)


@st.composite
def cases_like(draw: st.DrawFn, pattern: Pattern, most: int = 8) -> Case:
    """A case of statements such as a pattern asks for, some of them told otherwise."""
    watched = st.sampled_from([(), (), "2016/2022", "2020-02-01/2020-04-30", "2020-03"])
    case = Case(id="x", observed=draw(watched)).adding(*CAST)
    steady, clock = draw(st.booleans()), draw(st.sampled_from(["days"] * 3 + ["years", "minutes"]))
    if any(step.anniversary_of for step in pattern.every_step):
        clock = "years"
    making = _Making(case, _cast(draw, pattern), steady, clock)
    wanted = [
        (order, name, step)
        for order, one in enumerate(pattern.settled_steps)
        for name, step in _wanted(draw, one, steady)
    ]
    for n, (order, name, step) in enumerate(wanted[:most]):
        keys = _keys_like(draw, step, making)
        if keys is None:
            continue
        keys |= draw(_times(step, making, order)) | {"id": f"{draw(st.sampled_from('emz'))}{n}"}
        with suppress(CaseError):  # the dates and orders drawn cannot all be
            making.case = making.case.adding(step.record.from_keys(keys))
            making.made.setdefault(name, []).append(str(keys["id"]))
    return making.case


def _wanted(draw: st.DrawFn, one: Step | AnyOf, steady: bool) -> list[tuple[str, Step]]:
    """How many statements are made for a step, or for which steps of a choice."""
    parts = (one,) if isinstance(one, Step) else one.placed()
    few = st.sampled_from([1, 1, 1, 2] if steady else [0, 1, 1, 1, 2])
    count = draw(st.integers(2 if steady else 1, 4) if one.times else few)
    return [(one.name, draw(st.sampled_from(parts))) for _ in range(count)]


def _cast(draw: st.DrawFn, pattern: Pattern) -> dict[str, str]:
    """Who stands for each letter, as the case is made; the search need not know."""
    cast = {"S": draw(st.sampled_from("st")), "T": "t"}
    free = list(draw(st.permutations("abc")))
    counted = {step.each for step in pattern.every_step}
    for letter in (x for x in _figure_letters(pattern) if x not in counted):
        asked = pattern.roles.get(letter, "patient" if letter in "PQ" else ())
        roles = (asked,) if isinstance(asked, str) else asked
        fitting = [p.id for p in CAST if isinstance(p, Person) and p.role in roles]
        cast[letter] = fitting[0] if fitting else free.pop() if free else "p"
    return cast


def _figure_letters(pattern: Pattern) -> list[str]:
    found = [
        word
        for step in pattern.every_step
        for key, asked in step.asks.items()
        if space_of(step, key) in ("figure", "any") and isinstance(asked, tuple)
        for word in asked
        if is_letter(word)
    ]
    return list(dict.fromkeys(found))


def _keys_like(draw: st.DrawFn, step: Step, making: _Making) -> dict[str, object] | None:
    """The keys of a statement as a step asks for it; ``None`` where it cannot be."""
    keys = draw(_subjects(step.kind, making.case))
    if keys is None:
        return None
    for key, asked in step.asks.items():
        value = _value_like(draw, step, key, asked, making)
        if value is not None and (making.is_steady or draw(st.integers(0, 7))):
            keys[key] = value
    return keys


@st.composite
def _subjects(draw: st.DrawFn, kind: str, case: Case) -> dict[str, object] | None:
    """The key that every statement of a kind has."""
    if kind in ("conflict", "separation", "relationship", "resolution"):
        couple = st.lists(someone, min_size=2, max_size=2, unique=True)
        return {kind: draw(couple if kind != "conflict" else pairs)}
    if kind in ("escalation", "remission", "change"):
        return {kind: draw(st.sampled_from("st"))}
    if kind in ("defense", "stance"):
        words = {
            "defense": ("denial", "projection", "sublimation"),
            "stance": ("victim", "rescuer"),
        }
        return {kind: draw(st.sampled_from(words[kind]))}
    if kind == "repair":
        ruptures = [case.ids[n] for n, s in enumerate(case.statements) if s.kind == "rupture"]
        return {kind: draw(st.sampled_from(ruptures))} if ruptures else None
    is_figure = space_of(Step(as_="x", **{kind: "A"}), kind) in ("figure", "any")
    return {kind: draw(someone if is_figure else st.sampled_from(_TEXTS))}


def _value_like(draw: st.DrawFn, step: Step, key: str, asked: object, making: _Making) -> object:
    """A value for one key, mostly such as is asked for; ``None`` where there is none."""
    if isinstance(asked, dict):
        return draw(st.sampled_from(["denial", "projection", "sublimation", "conversion"]))
    if key in ("severity", "value"):
        return draw(st.sampled_from([None, 4, 5, 7, 9.5]))
    words = (asked,) if isinstance(asked, str) else tuple(asked)  # type: ignore[arg-type]
    drawn = (_word_like(draw, step, key, word, making) for word in words)
    told = list(dict.fromkeys(word for word in drawn if word is not None))
    if key in ("conflict", "separation", "relationship", "resolution") and len(told) < 2:
        is_named = key == "resolution" and told and told[0] in making.case.ids
        others = [name for name in PEOPLE if name not in told]
        told += [] if is_named else others[: 2 - len(told)]
    return told[0] if len(told) == 1 else told or None


def _word_like(draw: st.DrawFn, step: Step, key: str, word: str, making: _Making) -> str | None:
    space = space_of(step, key)
    if not is_letter(word) and space in ("figure", "statement", "any"):
        named = making.made.get(word) or making.case.ids
        return draw(st.sampled_from(named)) if named else None
    if not is_letter(word):
        return word
    if space == "figure":
        free = [name for name in "abcdp" if name not in making.cast.values()]
        return making.cast.get(word) or draw(st.sampled_from(free or PEOPLE))
    if space == "symptom":
        return making.cast.get(word, "s")
    if space == "term":
        words = vocabulary(step.record.terms()[step.field(key)]).words
        return draw(st.sampled_from(words[:2]))
    if space == "any":
        return draw(st.sampled_from(["a", "s", *(_TEXTS[:2] if key == "loss" else ())]))
    return draw(st.sampled_from(_TEXTS))


def _exact(day: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Moments known to the minute, many of them alike or a minute apart."""
    early = st.sampled_from(["2020-03-01", "2020-03-15"])
    return st.tuples(st.one_of(day, early), st.sampled_from(["T10:00", "T10:01"])).map("".join)


@st.composite
def _times(draw: st.DrawFn, step: Step, making: _Making, order: int) -> dict[str, object]:
    """When it was; what else it comes after; whether it is another account of the same."""
    in_order = st.integers(5 * order, 5 * order + 5).map(lambda n: f"2020-03-{n % 31 + 1:02}")
    loose = st.one_of(in_order, in_order, days, moments, whens)
    span = st.sampled_from([None, "2015/2022", "2015/2022", "2020-02/..", "2020-03-09/", "2019"])
    if making.is_steady:
        loose = st.one_of(in_order, in_order, in_order, moments)
        span = st.one_of(st.just("2015/2022"), loose)
    if making.clock == "minutes":
        loose = _exact(in_order)
        span = st.one_of(loose, loose, st.just("2020-02-01T10:00/2020-03-15T10:00"))
    if making.clock == "years":
        near = st.sampled_from(_LATER if step.anniversary_of else _FIRST)
        loose, span = st.one_of(near, near, near, loose), st.one_of(near, near, span)
    is_state = step.record.section in ("bonds", "inner")
    keys: dict[str, object] = {"when": draw(st.one_of(span, span, loose) if is_state else loose)}
    return {k: v for k, v in (keys | draw(_orders(step, making))).items() if v}


@st.composite
def _orders(draw: st.DrawFn, step: Step, making: _Making) -> dict[str, object]:
    """Whether it recurs; what it comes after, by how much; of what it is another account."""
    if making.clock == "minutes" and making.is_steady:
        return {}
    rare = 15 if making.is_steady else 7
    keys: dict[str, object] = {"recurring": draw(st.integers(0, rare)) == 0}
    ids = making.case.ids
    if ids and draw(st.integers(0, 2 if keys["recurring"] else rare)) == 0:
        keys["after"] = draw(st.sampled_from(ids))
        keys["apart"] = draw(st.sampled_from(_AFTER_APART))
    kinds = zip(ids, making.case.statements, strict=True)
    alike = [id for id, statement in kinds if statement.kind == step.kind]
    if alike and draw(st.integers(0, rare)) == 0:
        keys["alternative_of"] = draw(st.sampled_from(alike))
    if not keys["recurring"] and draw(st.integers(0, rare)) == 0:
        keys["lasts"] = draw(st.sampled_from(["3 days", "2..30 hours"]))
    return keys
