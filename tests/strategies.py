"""Cases made up at random: every kind of statement, every field, awkward texts and doubtful dates.

Each case is sound by construction.  Statement number `i` happens in the year ``1900 + 3 i``, or
at the patient's age of ``3 i``; stated orders point from later statements to earlier ones or the
other way, never against the years; a statement whose distance is stated is not ordered further;
what came to rest or was repaired stands earlier, as the model asks.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from formulation.model import Case, Consent, Person, Repair, Source, Symptom
from formulation.model.base import Record, Statement
from formulation.model.kinds import SECTIONS, kinds
from formulation.terms import vocabulary

AWKWARD = [
    "no", "null", "true", "~", "1985", "1e5", "0x10", "1_000", "2020-01-01", ".", "-", "=", "<<",
    "a: b", "a, b", "# x", "a #b", "- x", "? x", "{a}", "[x]", "*a", "&a", "!t", "%x", "@x", "`x`",
    '"quoted"', "it's", "'", '"', "back\\slash", "\\", "\\n", "line\nbreak", "a\n\n  b",
    "tab\there", "carriage\rreturn", "<script>alert('x')</script>", "&amp;", "a/b", "x" * 1200,
    "שלום, עולם", "مرحبا: بك", "心理 动力", "👩🏽‍⚕️ 🧠", "e\u0301", "a\u200bb", "a\u2028b", "a\x85b",
    "a\u202eb", "\ufeffx", "a\x00b", "\x7fa", "\ud7ff\ue000", "\U0010ffff",
]  # fmt: skip

#: any text that is not blank, half of them chosen to be hard to write down
texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
        lambda text: bool(text.strip())
    ),
)
_ids = [
    "anna",
    "ben",
    "éva",
    "ש",
    "李",
    "x1",
    "a-b",
    "a.b",
    "a_b",
    "no",
    "true",
    "null",
    "id",
    "when",
]
_other_ids = ["s1", "quarrel", "ёж", "y", "on", "kind", "inf", "nan", "e5", "دعوا"]
_new_words = {"role": "milk kin", "relationship": "pen friends", "course": "as the moon goes"}


def word_of(name: str) -> st.SearchStrategy[str]:
    """A word of a vocabulary, or a new one where it is open."""
    words = st.sampled_from(vocabulary(name).words)
    if not vocabulary(name).is_open:
        return words
    return st.one_of(words, st.just(_new_words.get(name, "quite unheard of")))


def dates_in(year: int) -> st.SearchStrategy[str]:
    """A date that can be meant of that year, in each of the ways a date is written."""
    return st.sampled_from(
        [
            f"{year}", f"{year}~", f"{year}?", f"{year}%", f"{year}-07", f"{year}-XX",
            f"{year}-07-15", f"{year}-07-15~", f"{year}-07-15T14:30", f"{year}-22", f"{year}-23~",
            f"[{year},{year + 1}]", f"[{year - 1}..{year}]", f"{year - year % 10}"[:3] + "X",
        ]
    )  # fmt: skip


def intervals_from(year: int) -> st.SearchStrategy[str]:
    """A span that begins in that year."""
    ends = ["..", "", f"{year + 1}", f"{year}-08-01"]
    return st.sampled_from([f"{year}-07-15/{end}" for end in ends] + [f"{year}/{year}"])


durations = st.sampled_from(
    ["90 minutes", "7 days", "7days", "4..5 weeks", "9 months~", "2 years%"]
)
_numbers = st.floats(0, 10) | st.integers(0, 10).map(float)


class _Plan:
    """Who and what a statement may name, and where it stands among the others."""

    def __init__(self, index: int, ids: list[str | None], free: list[bool], **named: Any) -> None:
        self.index, self.ids = index, ids
        self.year = 1900 + 3 * index
        self.earlier = [i for n, i in enumerate(ids) if i and n < index and free[n]]
        self.later = [i for n, i in enumerate(ids) if i and n > index and free[n]]
        self.statements = [i for i in ids if i and i != ids[index]]
        self.figures: list[str] = named["figures"]
        self.symptoms: list[str] = named["symptoms"]
        self.sources: list[str] = named["sources"]
        self.conflicts: list[str] = [i for i in named["conflicts"] if i in self.earlier]

    def named(self, to: str) -> list[str]:
        """The ids that a reference may name."""
        own = {
            "figure": self.figures,
            "symptom": self.symptoms,
            "source": self.sources,
            "statement": self.statements,
            "any": [*self.figures, *self.symptoms, *self.statements],
        }
        return own[to]


def _bounds(cls: type[Record], name: str) -> tuple[int, int]:
    field = cls.model_fields[name]
    least = [m.min_length for m in field.metadata if hasattr(m, "min_length")]
    most = [m.max_length for m in field.metadata if hasattr(m, "max_length")]
    return (least or [1])[0], (most or [3])[0]


def _value(cls: type[Statement], name: str, plan: _Plan) -> st.SearchStrategy[Any] | None:
    """What one field of a statement can hold; ``None`` where there is nothing to name."""
    annotation = str(cls.model_fields[name].annotation)
    is_many = "tuple" in annotation
    if name in cls.terms():
        return word_of(cls.terms()[name])
    if name in cls.refs():
        return _reference(cls, name, plan, is_many=is_many)
    if is_many:
        return st.lists(texts, min_size=1, max_size=3)
    if "bool" in annotation:
        return st.booleans()
    return _numbers if "float" in annotation else texts


def _reference(
    cls: type[Statement], name: str, plan: _Plan, *, is_many: bool
) -> st.SearchStrategy[Any] | None:
    ref = cls.refs()[name]
    if ref.to == "resolution":
        couples = st.lists(st.sampled_from(plan.figures), min_size=2, max_size=3, unique=True)
        return couples | st.sampled_from(plan.conflicts) if plan.conflicts else couples
    named = plan.named(ref.to)
    if ref.or_text:
        return st.one_of(texts, st.sampled_from(named))
    least, most = _bounds(cls, name)
    if len(named) < least:
        return None
    if not is_many:
        return st.sampled_from(named)
    return st.lists(st.sampled_from(named), min_size=least, max_size=most, unique=True)


#: fields whose values hang together, drawn by :func:`_times`
_ORDERED = {"when", "age", "after", "before", "apart", "lasts", "since", "recurring", "recorded"}
_ONCE = {"alternative_of", "revises"}  # only backwards, lest accounts go in a circle


@st.composite
def _times(draw: st.DrawFn, plan: _Plan, *, is_free: bool) -> dict[str, Any]:
    """Dates, ages, orders and distances that can all be."""
    told: dict[str, Any] = {"recurring": draw(st.booleans())}
    if draw(st.booleans()):
        told["recorded"] = draw(dates_in(plan.year + 1))
    if not is_free:
        told["after"] = draw(st.sampled_from(plan.earlier))
        return told | {"apart": draw(durations)}
    way = draw(st.sampled_from(["date", "span", "age", "order", "none"]))
    if way == "date":
        told["when"] = draw(dates_in(plan.year))
    elif way == "span":
        told["when"] = draw(intervals_from(plan.year))
    elif way == "age":
        told["age"] = draw(st.sampled_from(["{}", "{}~", "{}..{}"])).format(*[3 * plan.index] * 2)
    if way != "span" and draw(st.booleans()):
        told["lasts"] = draw(durations)
    if plan.earlier and draw(st.booleans()):
        told["after"] = draw(st.lists(st.sampled_from(plan.earlier), max_size=2, unique=True))
    if plan.later and draw(st.booleans()):
        told["before"] = draw(st.lists(st.sampled_from(plan.later), max_size=2, unique=True))
    return told


@st.composite
def statements_of(draw: st.DrawFn, cls: type[Statement], plan: _Plan, free: bool) -> Statement:
    """One statement of a kind, with any of its fields."""
    told: dict[str, Any] = {"id": plan.ids[plan.index]} if plan.ids[plan.index] else {}
    told |= draw(_times(plan, is_free=free))
    for name, field in cls.model_fields.items():
        if name == "id" or name in _ORDERED - {"since"}:
            continue
        if not field.is_required() and draw(st.integers(0, 3)):
            continue
        if name in _ONCE | {"since"} or (cls is Repair and name == "of"):
            values = st.sampled_from(plan.earlier) if plan.earlier and free else None
        else:
            values = _value(cls, name, plan)
        if values is not None:
            told[name] = draw(values)
    return cls(**told)


@st.composite
def _ids_and_freedom(draw: st.DrawFn, of_kinds: list[str]) -> tuple[list[str | None], list[bool]]:
    """Which statements have ids, and which may be ordered with others, for each statement."""
    names = draw(st.permutations(_other_ids))
    ids = [
        names[n] if n < len(names) and draw(st.booleans()) else None for n in range(len(of_kinds))
    ]
    if "repair" in of_kinds:
        ids[0] = names[0]  # the rupture that it repairs
    free = [True] * len(ids)
    for n in range(1, len(ids)):
        may_hang = any(i and f for i, f in zip(ids[:n], free[:n], strict=True))
        is_bound = of_kinds[n] in ("repair", "resolution")  # to what they bring to rest
        free[n] = is_bound or not (may_hang and draw(st.integers(0, 3)) == 0)
    return ids, free


@st.composite
def people(draw: st.DrawFn, ids: list[str], has_therapist: bool) -> list[Person]:
    """A patient, perhaps a therapist, and others."""
    roles = ["patient", "therapist" if has_therapist else "friend"]
    found = []
    for n, id in enumerate(ids):
        told: dict[str, Any] = {"role": roles[n]} if n < 2 else {}
        for name, values in {
            "name": texts,
            "kind": word_of("figure_kind"),
            "gender": texts,
            "note": texts,
            "died": st.sampled_from(["2010", "2011-05~", "[2009,2010]"]),
            "born": st.sampled_from(["1900", "1900~", "1900-07"]),
        }.items():
            if draw(st.booleans()):
                told[name] = draw(values)
        found.append(Person(id=id, **told))
    return found


@st.composite
def symptoms_of(draw: st.DrawFn, ids: list[str], figures: list[str]) -> list[Symptom]:
    """Symptoms that may be due to one another and belong to anyone."""
    found: list[Symptom] = []
    for id in ids:
        told: dict[str, Any] = {}
        for name, values in {
            "name": texts,
            "kind": word_of("symptom_kind"),
            "domain": word_of("symptom_domain"),
            "course": word_of("course"),
            "code": texts,
            "of": st.sampled_from(figures),
            "onset": dates_in(1950),
            "due_to": st.lists(st.sampled_from(figures), max_size=2, unique=True),
        }.items():
            if draw(st.booleans()):
                told[name] = draw(values)
        found.append(Symptom(id=id, **told))
    return found


@st.composite
def heads(draw: st.DrawFn) -> dict[str, Any]:
    """What is said of the case as a whole."""
    periods = st.lists(dates_in(1950) | intervals_from(1950), min_size=1, max_size=3)
    by_kind = st.dictionaries(st.sampled_from(["all", *kinds()]), periods, min_size=1, max_size=3)
    consent = st.builds(Consent, given=st.none() | texts, scope=st.none() | texts)
    values = {
        "title": texts,
        "about": texts,
        "language": texts,
        "origin": word_of("origin"),
        "consent": consent,
        "disguise": st.lists(texts, min_size=1, max_size=2),
        "observed": periods | by_kind,
    }
    chosen = draw(st.sets(st.sampled_from(sorted(values))))
    return {name: draw(values[name]) for name in sorted(chosen)}


@st.composite
def cases(draw: st.DrawFn, *, of_kinds: list[str] | None = None, max_statements: int = 6) -> Case:
    """A sound case; `of_kinds` gives its statements' kinds, which are otherwise any.

    With `of_kinds` there is one statement of each of them, in that order; before a repair there
    is always a rupture.
    """
    ids = draw(st.lists(st.sampled_from(_ids), min_size=3, max_size=5, unique=True))
    symptoms = draw(st.lists(st.sampled_from(["pain", "grief", "дрожь"]), min_size=1, unique=True))
    sources = draw(st.lists(st.sampled_from(["post", "anna", "日記"]), min_size=1, unique=True))
    has_therapist = of_kinds is not None or draw(st.booleans())
    if of_kinds is None:
        able = [kind for kind, cls in kinds().items() if cls.unsaid_by != "therapist"]
        able = sorted(kinds()) if has_therapist else able
        of_kinds = draw(st.lists(st.sampled_from(able), max_size=max_statements))
    if "repair" in of_kinds:
        of_kinds = ["rupture", *of_kinds]
    own, free = draw(_ids_and_freedom(of_kinds))
    conflicts = [i for i, kind in zip(own, of_kinds, strict=True) if i and kind == "conflict"]
    named = {"figures": ids, "symptoms": symptoms, "sources": sources, "conflicts": conflicts}
    sections: dict[str, list[Statement]] = {section: [] for section in SECTIONS}
    for n, kind in enumerate(of_kinds):
        plan, cls = _Plan(n, own, free, **named), kinds()[kind]
        sections[cls.section].append(draw(statements_of(cls, plan, free[n])))
    return Case(
        id=draw(st.sampled_from(["case", "über-uns", "no", "x.1"])),
        sources=[Source(id=i, cite=draw(texts)) for i in sources],
        people=draw(people(ids, has_therapist)),
        symptoms=draw(symptoms_of(symptoms, ids)),
        **sections,
        **draw(heads()),
    )
