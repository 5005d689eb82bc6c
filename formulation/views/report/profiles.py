"""Who may read a report, and what is left out of it for them.

Three profiles, from most to least shown:

- **private**: all of it, for the one who wrote the case down.
- **supervision**: names stay, for supervisor and supervisee know whom they speak of (APA Ethics
  Code 4.06); what a person said word for word and the notes at the margin are left out, as these
  have a protection of their own (45 CFR 164.501).
- **teaching**: for a room.  Names become roles or letters, also where they stand in free text;
  dates are told to the year (45 CFR 164.514(b)(2) lets no more stand); words, notes, codes of
  symptoms and citations are left out, and of free text addresses and long numbers.

Teaching is a disguise and no anonymity: a rare illness, or who is tied to whom, can still tell whom
a case is about, and consent is asked for all the same (APA Ethics Code 4.07).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from formulation.dates import Precision, parse_span, to_text
from formulation.errors import DateError, UnknownName
from formulation.model.base import Record
from formulation.model.case import Case
from formulation.model.claims import Claim
from formulation.model.figures import Person, Source
from formulation.terms import vocabulary
from formulation.views.report.addresses import LEFT_OUT, unaddressed, unnumbered
from formulation.views.report.disguise import finder_of, labels_of, name_words
from formulation.views.report.yearly import in_true_order, undated
from formulation.views.sheet import SheetView

__all__ = [
    "PROFILES",
    "dated_as",
    "left_out",
    "pictured_as",
    "reviewed_as",
    "said_as",
    "shown_as",
    "told_as",
]

PROFILES = ("private", "supervision", "teaching")

_DATES = ("when", "recorded", "onset", "born", "died")
_UNTOUCHED = (*_DATES, "age", "apart", "lasts", "severity", "value")
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "spring|summer|autumn|winter"
)
#: a date in words, or as it is written, of which the year stays
_FINE = re.compile(
    rf"(?:\b(?:\d{{1,2}}|some day in|some month in) )?(?:\b(?:{_MONTHS}) )(\d{{1,4}})\b"
    r"(?: at \d\d:\d\d)?|\bsome (?:day|month) in (\d{1,4})\b"
    r"|\b(\d{4})-(?:\d\d|XX)(?:-(?:\d\d|XX))?(?:T[\d:]+)?\b"
)
#: the same at the axis of a picture, and any words in one
_SHORT = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_AT_AXIS = re.compile(
    rf"\b(?:\d{{1,2}} )?(?:{_SHORT}) (\d{{4}})\b|^(?:\d{{1,2}} )?(?:{_SHORT})$"
    r"|^\d+ (?:months?|days?)$"
)
#: how long a stretch is that an axis leaves out: less than years is not told
_CUT_OUT = re.compile(r"(?m)(?<=^Left out of the axis, since nothing begins or ends there: ).*\.$")
_UNTOLD = re.compile(r"\b\d+ (?:month|day)s?\b")
_DRAWN = re.compile(r">([^<>]+)<")
_SAME = re.compile(r"\b([Ff])rom (about |perhaps )?(\d{1,4}) to \2?\3\b")
_EDTF = re.compile(
    r"(?P<before>[~?%]?)(?P<year>\d{4}|\d{2}[\dX]X)(?P<mark>[~?%]?)"
    r"(?:-[~?%]?[\dX]{2}(?P<end>[~?%]?)){0,2}(?:T[\d:.+\-Z]+)?(?P<last>[~?%]?)"
)
#: by how many days something nearly fits: between two years it would tell the days
_EXACT = r"\d+ (?:day|hour|minute)s?(?: \d+ (?:hour|minute)s?)*"
_BY = re.compile(
    rf"\b(too (?:late|early|soon)) by {_EXACT}|\b{_EXACT} (before it began|after it was over)"
)


def _known(profile: str) -> str:
    if profile not in PROFILES:
        raise UnknownName(profile, "profile", PROFILES)
    return profile


def left_out(profile: str) -> tuple[str, ...]:
    """Return what a page of that profile says of itself, in sentences."""
    return {
        "private": ("This is the private report: nothing is left out.",),
        "supervision": (
            "This is the report for supervision: names stand as written; what anyone said word "
            "for word and the notes in the margin are left out.",
        ),
        "teaching": (
            "This is the report for teaching: people go by their role or by a letter, dates by "
            "the year; what anyone said word for word, notes, codes of symptoms and citations are "
            "left out.",
            "In free text names of the people listed, and dates in English words or in numbers, "
            "are replaced; addresses with a number or a postcode, on the net too, plates and long "
            "numbers are left out, as far as their form shows what they are.",
            "It is a disguise and no anonymity: a rare illness, or who is tied to whom, can still "
            "tell whom it is about, and places, and names that the case does not list or that are "
            "written otherwise, are not found. Someone has to read it before it is shown.",
            "Within a year what was told stands in its order, at even distances and on no day of "
            "its own.",
        ),
    }[_known(profile)]


# -- what stands in the case ---------------------------------------------------------------------


def shown_as(case: Case, profile: str) -> Case:
    """Return the case with the words and names that a profile shows, its dates untouched.

    Findings and weights are reckoned on this case, so that what they say names nobody else.

    Raises
    ------
    UnknownName
        Where there is no such profile.
    """
    if _known(profile) == "private":
        return case
    if profile == "supervision":
        return _rebuilt(case, lambda record: _without(record, ("words", "note")))
    return _Disguise(case).case()


def reviewed_as(case: Case, profile: str) -> Case:
    """Return the case as a review looks at it: named as the profile shows it, and nothing left out.

    What a note says can answer a question that a review would ask, so that a case without its notes
    seems to lack what it does not; a review quotes neither notes nor words.
    """
    return _Disguise(case, is_for_review=True).case() if _known(profile) == "teaching" else case


def dated_as(case: Case, profile: str) -> Case:
    """Return the case with its dates as fine as a profile shows them, in the order they had."""
    if _known(profile) != "teaching":
        return case
    coarse = _rebuilt(case, _to_the_year)
    vars(coarse)["chronology"] = in_true_order(coarse, case)  # what a case reckons once and keeps
    return coarse


def said_as(text: str, profile: str) -> str:
    """Return a sentence with its dates as fine as a profile shows them.

    >>> said_as("It would fit from 3 May 2021 to 30 May 2021, or 2021-06-01.", "teaching")
    'It would fit in 2021, or 2021.'
    """
    if _known(profile) != "teaching":
        return text
    coarse = _FINE.sub(lambda found: found[1] or found[2] or found[3], text)
    coarse = _BY.sub(lambda found: found[1] or found[2], coarse)
    return _SAME.sub(
        lambda found: f"{'I' if found[1] == 'F' else 'i'}n {found[2] or ''}{found[3]}", coarse
    )


def told_as(profile: str) -> Callable[[str], str]:
    """Return what turns a sentence into one that the profile shows."""
    return lambda text: said_as(text, profile)


def pictured_as(view: SheetView, profile: str) -> SheetView:
    """Return a picture whose words tell dates as fine as a profile shows them.

    It was drawn of a case that tells them so already; this is for what a picture adds, such as the
    months at an axis.
    """
    if _known(profile) != "teaching":
        return view

    def told(text: str) -> str:
        return _AT_AXIS.sub(lambda found: found[1] or "", said_as(text, profile))

    return replace(
        view,
        title=told(view.title),
        lead=told(view.lead),
        alt=told(view.alt),
        prose=_CUT_OUT.sub(lambda found: _UNTOLD.sub("some time", found[0]), told(view.prose)),
        body=_DRAWN.sub(lambda found: f">{told(found[1])}<", view.body),
    )


def _without(record: Record, names: tuple[str, ...]) -> Record:
    own = {name: None for name in names if getattr(record, name, None)}
    return record.model_copy(update=own) if own else record


def _rebuilt(case: Case, change: Callable[[Record], Record], **head: Any) -> Case:
    """Return the case made anew of records that were changed one by one, ids kept."""
    fields = {name: getattr(case, name) for name in type(case).model_fields} | head
    for name in ("sources", "people", "symptoms"):
        fields[name] = tuple(change(record) for record in fields[name])
    ids = iter(case.ids)
    for name in ("bonds", "inner", "events", "claims"):
        fields[name] = tuple(
            change(one.model_copy(update={"id": next(ids)})) for one in fields[name]
        )
    return Case(**fields)


def _to_the_year(record: Record) -> Record:
    told = {name: getattr(record, name, None) for name in _DATES}
    return record.model_copy(update={n: _year(when) for n, when in told.items() if when})


def _year(when: str) -> str | None:
    """Return a date to the year; ``None`` where that would be no date any more.

    >>> _year("2021-03-24/2021-04"), _year("2022-23/.."), _year("2011~"), _year("[1985-02..1986]")
    ('2021/2021', '2022/..', '2011~', '[1985..1986]')

    A month that is told as about right is surely of its year, unless the year may be another.

    >>> _year("1908-03~/1908-05~"), _year("1908-01~")
    ('1908/1908', '1908~')
    """

    def shortened(found: re.Match[str]) -> str:
        if found["end"] and _is_of_one_year(found[0]):
            return found["year"]
        marks = [found[n] for n in ("before", "mark", "end", "last") if found[n]]
        return found["year"] + "".join(marks[:1])

    try:
        parse_span(told := _EDTF.sub(shortened, when))
    except DateError:
        return None
    return told


def _is_of_one_year(when: str) -> bool:
    try:
        span = parse_span(when)
    except DateError:
        return False
    years = {to_text(minute, Precision.YEAR) for minute in (span.start_earliest, span.start_latest)}
    return len(years) == 1


# -- names become roles --------------------------------------------------------------------------


@dataclass
class _Disguise:
    """Gives every figure a role or a letter, every id a number, and finds names in free text."""

    whole: Case
    is_for_review: bool = False
    labels: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.labels = labels_of(self.whole)
        self.ids |= {one.id: f"figure-{n}" for n, one in enumerate(self.whole.people, 1)}
        self.ids |= {one.id: f"symptom-{n}" for n, one in enumerate(self.whole.symptoms, 1)}
        self.ids |= {id: f"s{n}" for n, id in enumerate(self.whole.ids, 1)}
        self.sources = {one.id: f"source-{n}" for n, one in enumerate(self.whole.sources, 1)}
        self._names = name_words(self.whole)
        self._unnamed = finder_of(self.whole, self.labels)

    def case(self) -> Case:
        """Return the case in disguise, its dates untouched."""
        whole = self.whole
        fields: dict[str, Any] = {
            "id": "case",
            "title": self._title(),
            "about": self._sentence(whole.about),
            "origin": whole.origin,
            "language": whole.language,
            "consent": None,
            "observed": whole.observed,
            "sources": tuple(self._source(n, one) for n, one in enumerate(whole.sources, 1)),
            "people": tuple(map(self._person, whole.people)),
            "symptoms": tuple(map(self._record, whole.symptoms)),
        }
        ids = iter(whole.ids)
        for name in ("bonds", "inner", "events", "claims"):
            own = getattr(whole, name)
            fields[name] = tuple(self._record(one, self.ids[next(ids)]) for one in own)
        return Case(**fields)

    def _title(self) -> str:
        """Return the title where nobody is named in it; half a name is no title."""
        title = self.whole.title or ""
        return title if title and self.text(title) == title else "A case"

    def _source(self, number: int, source: Source) -> Source:
        by = None
        if self.is_for_review and source.by:  # one author of two sources is one voice
            authors = [" ".join((one.by or "").split()).casefold() for one in self.whole.sources]
            by = f"author {authors.index(' '.join(source.by.split()).casefold()) + 1}"
        return Source(id=self.sources[source.id], cite=f"Source {number}, not named here", by=by)

    def _person(self, person: Person) -> Record:
        role = person.role if person.role in vocabulary("role").words else None
        own = {"name": self.labels[person.id], "role": role}
        return self._record(person).model_copy(update=own)

    def _record(self, record: Record, id: str = "") -> Record:
        """Return a record without what tells of whom it is, its ids and names replaced."""
        told = dict(self._fields(record))
        told["id"] = id or self.ids[getattr(record, "id", "")]
        return type(record)(**told)

    def _fields(self, record: Record) -> Iterator[tuple[str, Any]]:
        refs = record.refs()
        for name, value in record.said():
            if name in ("code", "id") or (name in ("words", "note") and not self.is_for_review):
                continue
            if name == "source":
                yield name, tuple(self.sources[id] for id in value)
            elif _is_ours(record, name, value):
                yield name, value
            elif name in refs:
                yield name, self._each(value, self._named)
            else:
                told = self._sentence if isinstance(record, Claim) else self.text
                yield name, self._each(value, partial(_or_left_out, told))

    def _each(self, value: Any, change: Callable[[str], str]) -> Any:
        return change(value) if isinstance(value, str) else tuple(map(change, value))

    def _named(self, value: str) -> str:
        """Return the new id of what a field refers to; a field may hold a text instead."""
        return self.ids.get(value) or self.text(value) or LEFT_OUT

    def text(self, text: str | None) -> str | None:
        """Return free text with names replaced, dates to the year, addresses and numbers out.

        Addresses go first, for there are names and dates in them, and names last, for "May" is
        one where it is no month.
        """
        if text is None:
            return None
        dated = undated(unaddressed(text), self._names)
        return self._unnamed(unnumbered(dated))

    def _sentence(self, text: str | None) -> str | None:
        """Return the same with a capital where there was one: a sentence that began with a name."""
        told = self.text(text)
        is_sentence = text and told and text[:1].isupper()
        return told[:1].upper() + told[1:] if is_sentence and told else told


def _or_left_out(told: Callable[[str], str | None], text: str) -> str:
    return told(text) or LEFT_OUT


def _is_ours(record: Record, name: str, value: Any) -> bool:
    """Tell whether a field holds a date, a number or a word of a vocabulary, and nobody's words."""
    if name in _UNTOUCHED or not isinstance(value, str | tuple):
        return True
    terms = record.terms()
    return name in terms and value in vocabulary(terms[name]).words
