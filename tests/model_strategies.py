"""Single records made up at random, of every class, with any of their fields.

They need not add up to a case (see ``strategies.py`` for whole cases): what they name may not
exist.  Each strategy is made from the class itself, so that no field is forgotten.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from formulation.model import Consent, Person, Source, Symptom
from formulation.model.base import Record, Statement
from formulation.model.kinds import kinds
from formulation.terms import vocabulary

IDS = ["elizabeth", "ann", "a-1", "x.y", "é_1", "שרה", "李"]

ids = st.sampled_from(IDS)
texts = st.one_of(
    st.sampled_from(
        ["to be held.", "no", "1985", "'", '"', "\\", "{of}", "two\nlines", "…", "½ % ~"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip),
)
whens = st.sampled_from(
    [
        "2011~",
        "1880-07-17",
        "1880-07-17T14:30",
        "188X",
        "2020-23?",
        "2019/2021",
        "2019/..",
        "[1985,1986]",
    ]
)
durations = st.sampled_from(["90 minutes", "7days", "4..5 weeks", "9 months~", "2 years%"])
ages = st.sampled_from(["15", "8..9", "15~", "18 months"])
numbers = st.floats(0, 10) | st.integers(0, 10)

_TIMES = {
    **dict.fromkeys(["when", "recorded", "born", "died", "onset"], whens),
    **dict.fromkeys(["apart", "lasts"], durations),
    "age": ages,
    "id": ids,
}


def _lengths(cls: type[Record], name: str) -> dict[str, int]:
    """The shortest and longest list that a field takes."""
    limits = {"min_size": 1, "max_size": 3}
    for mark in cls.model_fields[name].metadata:
        limits["min_size"] = getattr(mark, "min_length", None) or limits["min_size"]
        limits["max_size"] = getattr(mark, "max_length", None) or limits["max_size"]
    return limits


def values_of(cls: type[Record], name: str) -> st.SearchStrategy[Any]:
    """Anything that one field of a record can hold."""
    annotation = str(cls.model_fields[name].annotation)
    if name in _TIMES:
        return _TIMES[name]
    if name in cls.terms():
        return st.sampled_from(vocabulary(cls.terms()[name]).words)
    one = ids if name in cls.refs() else texts
    if "tuple" in annotation:
        return st.lists(one, unique=True, **_lengths(cls, name))
    if "bool" in annotation:
        return st.booleans()
    return numbers if "float" in annotation else one


@st.composite
def records_of(draw: st.DrawFn, cls: type[Record]) -> Any:
    """A record of a class: what it needs, and about a third of what it may say."""
    told = {}
    for name, field in cls.model_fields.items():
        if field.is_required() or draw(st.integers(0, 2)) == 0:
            told[name] = draw(values_of(cls, name))
    return cls(**told)


statement_classes = st.sampled_from(sorted(kinds().values(), key=lambda cls: cls.kind))
statements: st.SearchStrategy[Statement] = statement_classes.flatmap(records_of)
figures: st.SearchStrategy[Record] = st.sampled_from([Person, Symptom, Source, Consent]).flatmap(
    records_of
)
records: st.SearchStrategy[Record] = st.one_of(statements, statements, statements, figures)
