"""A case with one text in every field that takes a text, of every kind of record there is.

The fields of the classes themselves are walked, so that none is forgotten: a new kind, or a new
field of an old one, is filled from the day it is there.  The case adds up, something is found in it
and a question of it can be weighed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from formulation.model import (
    Case,
    Conflict,
    Consent,
    Escalation,
    Idealization,
    Intervention,
    Person,
    Rally,
    Rating,
    Relationship,
    Resolution,
    Source,
    Symptom,
)
from formulation.model.base import Record, Statement
from formulation.model.kinds import kinds
from formulation.terms import vocabulary

#: what was tried against pages, pictures, documents and terminals elsewhere
NASTY = {
    "a script": "<script>alert(1)</script>",
    "an image": "<img src=x onerror=alert(1)>",
    "the end of a picture": "</text></svg></style></title></textarea><b>bold</b>",
    "quotes": "she \"said\" 'no' `yes` “so”",
    "the end of CDATA": "]]> <![CDATA[ x",
    "the end of a comment": "--> <!-- x",
    "a link": "javascript:alert(1) https://example.org/?a=1&b=2 [x](javascript:alert(1))",
    "backslashes": "\\N \\G \\l a\\ \\\\ C:\\new",
    "percent signs": "%x% 100 % %s %(x)d %n",
    "templates": "{{7*7}} {x} ${HOME} {%x%} <%= 7 %> {0}",
    "letters turned around": "\u202eevil\u202c \u2067x\u2069 \u200fאבג",
    "a terminal's commands": "\x1b[31mred\x1b]0;title\x07 \x9b2J",
    "a line break": "first\nsecond\r\nthird\u2028fourth",
    "markdown": "# head\n| a | b |\n- x\n> y\n*b* _i_ ![i](u) <https://x.org>",
    "a formula": '=HYPERLINK("https://x.org","x")',
    "references": "&lt;b&gt; &#65; &amp; &nosuch;",
    "a long name": "N" * 500,
}
#: what is hostile in so few letters that a name is shown with all of them
SHORT = "<script>alert(1)</script>\"']]>--> javascript:x \\N %s {{7*7}} \u202e\x1b[31m&lt;"
#: all of them in one
HOSTILE = " ".join(text for name, text in NASTY.items() if name != "a long name")

_TIMES = set("id when age after before apart lasts recurring recorded".split())
_TIMES |= {"born", "died", "onset", "observed"}
#: the statement of each kind that others may name
_NAMED = {"fear": "k_fear", "feeling": "k_feeling", "defense": "k_defense", "revises": "k_other"}
_FIRST = date(2021, 1, 1)
_QUARRELS, _FLARES = (40, 100, 160, 220), (43, 103, 163, 80, 130, 300)


def harmless(text: str) -> str:
    """A text of the same letters, with blanks at the same places, and dots for all else."""
    return "".join(
        letter if letter.isalnum() else " " if letter in " \r\n\u2028" else "·" for letter in text
    )


def text_fields(cls: type[Record]) -> list[str]:
    """The fields of a record that take any text: its free texts, and words of open lists."""
    found = []
    for name, field in cls.model_fields.items():
        ref, words = cls.refs().get(name), cls.terms().get(name)
        is_text = "str" in str(field.annotation) and name not in _TIMES | {
            "born",
            "died",
            "onset",
            "observed",
        }
        is_open = words is None or vocabulary(words).is_open
        if is_text and is_open and (ref is None or ref.or_text):
            found.append(name)
    return found


def _filled(cls: type[Record], text: str, skip: tuple[str, ...] = ()) -> dict[str, Any]:
    """Every text field of a record with that text."""
    many = {n for n in text_fields(cls) if "tuple" in str(cls.model_fields[n].annotation)}
    names = [name for name in text_fields(cls) if name not in skip]
    return {name: [text] if name in many else text for name in names}


def _other_value(cls: type[Statement], name: str) -> Any:
    """What a field that takes no free text holds: a word of its list, a number, or an id."""
    ref, field = cls.refs().get(name), cls.model_fields[name]
    if words := cls.terms().get(name):
        return vocabulary(words).words[0]
    if "bool" in str(field.annotation):
        return True
    if "float" in str(field.annotation):
        return 5
    if ref is None or name in ("alternative_of", "since"):
        return None
    if ref.to == "statement":
        return "k_rupture" if cls.kind == "repair" else _NAMED.get(name)
    named = {"source": "src", "symptom": "pain", "any": "pain"}
    if ref.to in named:
        return [named[ref.to]] if "tuple" in str(field.annotation) else named[ref.to]
    if name in ("between", "who"):
        return ["bo", "cy"]
    return "ann" if name == "by" and cls.kind != "countertransference" else "doc"


def one_of_each(text: str) -> list[Statement]:
    """A statement of every kind, each with that text wherever a text may stand."""
    made = []
    for number, (kind, cls) in enumerate(sorted(kinds().items())):
        told = {"id": f"k_{kind}"} | _filled(cls, text)
        others = [n for n in cls.model_fields if n not in {*_TIMES, *told}]
        told |= {name: value for name in others if (value := _other_value(cls, name)) is not None}
        if cls.section == "events":
            told["when"] = _day(7 * number + 90 * (kind == "repair"))
        made.append(cls(**told))
    other = kinds()["claim"]
    return [*made, other(id="k_other", text="another claim")]


def _day(number: int) -> str:
    return (_FIRST + timedelta(days=number)).isoformat()


def diary(text: str) -> list[Statement]:
    """A year in which the two whom she idealizes quarrel, flares follow, and a talk parts it."""
    return [
        Relationship(between=["ann", "old"], is_=text, when="1980/2021"),
        Idealization(id="hero_a", of="bo", image=text, when="2020/2022"),
        Idealization(id="hero_b", of="cy", image=text, when="2020/2022"),
        *(Conflict(id=f"q{n}", between=["bo", "cy"], over=text, when=_day(n)) for n in _QUARRELS),
        *(Escalation(id=f"f{n}", of="pain", what=text, when=_day(n)) for n in _FLARES),
        Rally(id="rally_a", who="bo", what=text, when=_day(45)),
        Rally(id="rally_b", who="cy", what=text, when=_day(45)),
        Resolution(id="truce", between="q40", what=text, when=_day(46)),
        Intervention(id="talk", text=text, when=_day(180)),
        *(Rating(id=f"r{n}", of=f"{text} gauge", value=n, when=_day(20 * n)) for n in range(18)),
    ]


def hostile_case(text: str) -> Case:
    """Return a case in which every field that takes a text holds that text."""
    heads = _filled(Case, text)
    people = [
        Person(id="ann", **_filled(Person, text, skip=("role",)), role="patient"),
        Person(id="bo", **_filled(Person, f"{text} b")),
        Person(id="cy", **_filled(Person, f"{text} c"), kind="group"),
        Person(id="doc", **_filled(Person, f"{text} d", skip=("role",)), role="therapist"),
        Person(id="old", name=f"{text} f", born="1930", died="2021-02-11"),
    ]
    return Case(
        id="hostile",
        origin="synthetic",
        observed=["2021-01-01/2021-12-31"],
        consent=Consent(**_filled(Consent, text)),
        sources=(Source(id="src", **_filled(Source, text)),),
        people=people,
        symptoms=(
            Symptom(id="pain", **_filled(Symptom, text)),
            Symptom(id="limp", name=f"{text} e", due_to=["pain"], onset="2021-06-01"),
        ),
        **heads,
    ).adding(*diary(text), *one_of_each(text))
