"""Dates told to the year whose order within the year stays.

Where a page tells only years, a picture to scale would either give the days away or draw all of a
year as one.  Here the days on which anything can have begun or ended are put at even distances
within their year: what came first stands first, and how long after is not to be seen.  As every
moment of a case moves alike, an order that was certain stays certain, and one in doubt in doubt.

In somebody's own words a date becomes its year, "that year" where none is said with it, and a day
of the week or a feast "a day": what stands there stays true, and tells no more than the year.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from formulation.dates import FOREVER, MINUTES_PER_DAY, Span
from formulation.model.case import Case
from formulation.model.chronology import Chronology

__all__ = ["evened_out", "in_true_order", "undated"]

_ENDS = ("start_earliest", "start_latest", "end_earliest", "end_latest")


def in_true_order(coarse: Case, true: Case) -> Chronology:
    """Return the chronology of a case told to the year, in the order of the case it was told from.

    Parameters
    ----------
    coarse
        The case with its dates to the year.
    true
        The same case with its own dates; as many statements, in the same order.
    """
    spans = true.chronology.spans
    moved = evened_out(minute for span in spans for minute in span[:4])
    chronology = copy.copy(coarse.chronology)
    chronology.spans = [
        _moved(span, told, moved) for span, told in zip(spans, chronology.spans, strict=True)
    ]
    return chronology


def _moved(span: Span, told: Span, moved: dict[int, int]) -> Span:
    """Return when something was, at its place within the year and no finer than it is told."""
    own = {name: moved.get(getattr(span, name), getattr(span, name)) for name in _ENDS}
    return span._replace(
        **own, start_precision=told.start_precision, end_precision=told.end_precision
    )


def evened_out(minutes: Iterable[int]) -> dict[int, int]:
    """Return where each minute goes: days stand at even distances in their year, hours in no day.

    The first and the last day of a year stay, for a whole year reaches from the one to the other.

    >>> day = MINUTES_PER_DAY
    >>> {a // day: b // day for a, b in evened_out([3 * day, 5 * day, 200 * day]).items()}
    {3: 91, 5: 182, 200: 273}
    """
    known = {minute for minute in minutes if 0 <= minute < FOREVER}
    days: dict[int, set[int]] = defaultdict(set)
    hours: dict[int, set[int]] = defaultdict(set)
    for minute in known:
        day = minute // MINUTES_PER_DAY
        hours[day].add(minute % MINUTES_PER_DAY)
        days[date.fromordinal(day + 1).year].add(day)
    to_day: dict[int, int] = {}
    for year, own in days.items():
        first, last = (date(year, *ends).toordinal() - 1 for ends in ((1, 1), (12, 31)))
        to_day |= _spread(own, first, last)
    to_minute = {day: _spread(own, 0, MINUTES_PER_DAY - 1) for day, own in hours.items()}
    made: dict[int, int] = {}
    for minute in sorted(known):
        day, rest = divmod(minute, MINUTES_PER_DAY)
        made[minute] = to_day[day] * MINUTES_PER_DAY + to_minute[day][rest]
    return made


def _spread(numbers: set[int], first: int, last: int) -> dict[int, int]:
    """Return numbers at even distances between two that stay where they are."""
    inner = sorted(numbers - {first, last})
    told = {number: number for number in numbers & {first, last}}
    return told | {
        number: first + (bisect_left(inner, number) + 1) * (last - first) // (len(inner) + 1)
        for number in inner
    }


# -- dates in free text --------------------------------------------------------------------------

_SURE = (
    "January|February|April|June|July|September|October|November|December|"
    "Jan|Feb|Apr|Jun|Jul|Sept|Sep|Oct|Nov|Dec"
)
#: months that are other words too where they are written small
_WORDS = "March|May|August|Mar|Aug"
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_SHORT_DAYS = "Mon|Tues|Tue|Weds|Wed|Thurs|Thur|Thu|Fri|Sat|Sun"
_FEASTS = (
    r"(?i:Christmas(?:tide)?|X-?mas|Easter|Whitsun(?:day)?|Whit|Pentecost|Hallowe['’]?en|"
    r"Thanksgiving|Hanukkah|Chanukah|Passover|Yom Kippur|Rosh Hashanah|Ramadan|Diwali|Mardi Gras)"
    r"(?i: (?:Sunday|Monday|Saturday|Day|Eve)s?)?|"
    r"(?i:Boxing Day|New Year['’]?s?['’]? (?:Day|Eve)|Good Friday|(?:Palm|Advent) Sunday|"
    r"Ash Wednesday|Maundy Thursday|Shrove Tuesday|Guy Fawkes(?: Night)?|Bonfire Night|"
    r"Midsummer(?:['’]s)? (?:Day|Eve|Night)|Twelfth Night|All (?:Saints|Souls)['’]?(?: Day)?|"
    r"(?:Valentine|Mother|Father|Mothering|New Year)['’]?s?['’]? (?:Day|Sunday)|"
    r"(?:Labou?r|Memorial|Independence|Remembrance|Armistice|Ascension|Columbus|Veterans['’]?) "
    r"(?:Day|Sunday))|"
    r"New Year['’]?s?|May Day|VE Day|(?:St\.?|Saint) [A-Z]\w+['’]?s?['’]? (?:Day|Eve)|"
    r"Advent|Eid|Purim|Candlemas|Michaelmas|Martinmas|Juneteenth"
)
_YEAR = r"(?:(?:1[5-9]|20)\d\d(?!\d)|['’]\d\d(?!\d))"
_NUMBER = r"(?<![\d.,/-])(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_NTH = (
    "(?:(?:twenty|thirty)-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|"
    "eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
)
_DAY = rf"(?:{_NUMBER}(?:st\b|nd\b|rd\b|th\b|\.(?=\s))?|(?i:\b(?:{_NTH}))(?=\s+of\s))"
_TO = r"\s*(?:[-–/&,]|\bto\b|\band\b|\bor\b)\s*(?:the\s+)?"
#: what stands before a date and goes with it
_LEADS = (
    "on|in|at|by|since|until|till|from|to|of|around|about|before|after|for|during|between|dated|"
    "over|through|throughout|every|each"
)
_LEAD = rf"(?:(?<![\w'’])(?P<lead>(?i:{_LEADS}))\s+)?"
_WITHIN = (
    r"(?:(?i:\b(?:the\s+)?(?:(?:early|late|mid|middle|beginning|end|start|close)(?:\s+(?:of|in)\s+|"
    rf"[-–\s]+)|(?:(?:first|second|third|fourth|last|very)\s+)?(?:{_WEEKDAYS}|week|weekend|half|"
    r"days?|part|morning|afternoon|evening|night|month)\s+(?:of|in)\s+(?:the\s+)?|"
    r"(?:last|next|this|following|previous)\s+)))"
)
_WEEKDAY = rf"(?:\b(?i:{_WEEKDAYS}|{_SHORT_DAYS})\b\.?,?\s+(?:the\s+)?)"
_APART = rf"(?:,?\s+(?:on\s+)?an?\s+(?i:{_WEEKDAYS})\b)?"
_CLOCK = r"(?:(?:,|\s+at)\s+\d\d?[:.]\d\d(?:\s?[ap]\.?m\b)?)?"
_TWO = r"[0-3]?\d"
_IN_NUMBERS = (
    rf"(?<![\d./-])(?:{_TWO}(?P<sep>[./-]){_TWO}(?P=sep)(?P<year>(?:1[5-9]|20)\d\d|\d\d)|"
    rf"(?P<first>(?:1[5-9]|20)\d\d)(?P<mark>[./-]){_TWO}(?:(?P=mark){_TWO})?(?:T[\d:.+Z-]+)?)"
    r"(?![\d/]|[.-]\d)"
)
_OF_YEAR = rf",?\s*(?:of\s+|in\s+)?(?P<{{}}>{_YEAR})"
#: words that are no thing a day could be the day of: "the May after", "Christmas was"
_NO_THING = (
    r"(?!(?:of|in|on|at|to|and|or|but|nor|after|before|since|until|when|while|where|as|if|that|"
    r"which|who|he|she|it|they|we|you|his|her|their|its|the|an?|is|was|were|are|will|would|had|"
    r"has|have|came|comes|went|with|without|for|from|by|not|only|again|left|said|told)\b)"
)
_ITS_OWN = r"\b(?P<own>(?i:the|an?|his|her|its|their|my|our|your))\s+"
_AFTER_STOP = re.compile(r"[.!?]\s+$")


@dataclass(frozen=True)
class _Rule:
    """What is found in a text, and what is said instead."""

    found: re.Pattern[str]
    told: Callable[[re.Match[str]], str]


def undated(text: str, names: Collection[str] = ()) -> str:
    """Return free text with its dates told to the year, in English words or in numbers.

    >>> undated("On 3.5.21 he left; she came on May 3rd, and again in mid-March.")
    "In '21 he left; she came that year, and again that year."
    >>> undated("On Christmas Day 2020; last Tuesday")
    'On a day in 2020; one day'

    Parameters
    ----------
    text
        The words of somebody.
    names
        What people are called: "May" in the middle of a sentence is then nobody's month, unless
        there is a day, a year or a word such as "in" beside it.
    """
    for rule in _rules(frozenset(name.casefold() for name in names)):
        text = rule.found.sub(rule.told, text)
    return _once(text)


@cache
def _rules(names: frozenset[str]) -> tuple[_Rule, ...]:
    """Return all rules, from those that take most of a date with them to those that take least."""
    return (*_feast_rules(), *_dated_rules(), *_month_rules(names), *_weekday_rules(names))


def _feast_rules() -> Iterator[_Rule]:
    feast = rf"(?<![\w'’])(?P<feast>{_FEASTS})(?!\w)"
    at = r"(?:(?<![\w'’])(?P<lead>(?i:on|at|in|over|every|each|this|last|next))\s+)?"
    thing = (
        "dinner|lunch|presents?|cards?|party|parties|tree|time|visits?|meals?|carols?|morning|"
        "afternoon|evening|night|week|weekend|term|concert|play|shopping|season|leave|eggs?"
    )
    yield _Rule(re.compile(rf"{at}{feast}{_OF_YEAR.format('year')}"), _feast_told)
    yield _Rule(re.compile(rf"{_ITS_OWN}{feast}\s+{_NO_THING}(?=(?P<next>[a-z]))"), _without_it)
    yield _Rule(re.compile(rf"{feast}\s+(?=(?i:holidays?|break|vacation|days?)\b)"), lambda _: "")
    yield _Rule(re.compile(rf"{feast}(?=\s+(?:{thing})\b)"), lambda _: "holiday")
    yield _Rule(re.compile(rf"{at}(?:(?i:\ban?|the)\s+)?{feast}"), _feast_told)


def _feast_told(found: re.Match[str]) -> str:
    """Return "a day" for one that is a day, "a holiday" for one that may be several."""
    is_day = re.search(r"(?i)(day|eve|night)s?$", found["feast"])
    told = "a day" if is_day else "a holiday"
    lead = (found["lead"] or "").lower()
    if year := found.groupdict().get("year"):
        told = f"{told} in {year}"
    elif lead in ("every", "each"):
        return _begun("every year", found)
    before = {"": "", "at": "on ", "in": "on ", "this": "on ", "last": "on ", "next": "on "}
    return _begun(before.get(lead, f"{lead} ") + told, found)


def _dated_rules() -> Iterator[_Rule]:
    """Yield what finds a day with its month, a month with its year, and dates in numbers."""
    month = rf"\b(?:(?i:{_SURE})|{_WORDS}|{_WORDS.upper()})\b(?:\.(?=,?\s*[\da-z]))?"
    any_month = rf"\b(?i:{_SURE}|{_WORDS})\b(?:\.(?=,?\s*[\da-z]))?"
    days = rf"{_DAY}(?:{_TO}{_DAY})*"
    beside = f"{_LEAD}{_WITHIN}?{_WEEKDAY}?(?:the\\s+)?"
    year, after = _OF_YEAR.format("year"), f"{_CLOCK}{_APART}"
    of = rf"{beside}{days}\s*[-\s]\s*(?:of\s+)?"
    season = r"\b(?i:spring|summer|autumn|fall|winter)"
    own = rf"{_ITS_OWN}{month}\s+{days}\s+{_NO_THING}(?=(?P<next>[a-z]))"
    yield _Rule(re.compile(own), _without_it)
    for dated in (
        rf"{of}{any_month}{year}{after}",
        rf"{of}{month}{after}",
        rf"{beside}{any_month}\s*(?:the\s+)?{days}(?![:%\d]){year}{after}",
        rf"{beside}{month}\s*(?:the\s+)?(?:{days}|(?i:{_NTH})\b)(?![:%\d]|\.\d){after}",
        rf"{beside}{any_month}(?:{_TO}{any_month})*{year}",
        rf"{beside}{season}{year}(?:[/-]\d\d(?:\d\d)?\b)?",
        rf"{beside}{_IN_NUMBERS}{after}",
        rf"{_LEAD}(?<![\d./-])(?:0?[1-9]|1[0-2])/(?P<year>(?:1[5-9]|20)\d\d)(?!\d)",
        rf"\b(?P<lead>(?i:on|since|until|till|before|after|dated))\s+(?!24/7){_TWO}/{_TWO}(?![\d/%])",
        rf"\b(?P<lead>(?i:on|since|until|till|dated))\s+{_TWO}\.(?:0?[1-9]|1[0-2])\b(?:\.(?=\s+[a-z]))?(?![.]?\d)",
    ):
        yield _Rule(re.compile(dated), _year_told)
    shorts = r"(?=\s*(?:$|[.,;:)]|(?:he|she|they|we|I|it|and|at|when|after|before)\b))"
    yield _Rule(
        re.compile(rf"\b(?P<lead>(?i:on))\s+the\s+\d{{1,2}}(?:st|nd|rd|th)\b{shorts}"),
        lambda found: _begun("on a day", found),
    )


def _month_rules(names: frozenset[str]) -> Iterator[_Rule]:
    """Yield what finds a month by itself; one that somebody is called is one only after "in"."""
    every = [*_SURE.split("|"), *_WORDS.split("|")]
    full = [month for month in every if len(month) > 4 or month in ("May", "June", "July")]
    free = [month for month in full if month.casefold() not in names]
    small = [f"(?i:{month})" for month in free if month in _SURE.split("|")]
    big = [form for month in free if month in _WORDS for form in (month, month.upper())]
    alone = "|".join([*small, *big]) or r"(?!)"
    called = "|".join(month for month in full if month.casefold() in names) or r"(?!)"
    short = "|".join(month for month in every if month not in full)
    of_day = rf"(?:{_TO}(?:{alone})\b)*"
    yield _Rule(re.compile(rf"{_ITS_OWN}(?:{alone})\s+{_NO_THING}(?=(?P<next>[a-z]))"), _without_it)
    modal = r"(?:(?<=[.!?] )|^)(?:May)\s+(?=(?:I|he|she|it|they|we|you|this|that|the|be)\b)"
    yield _Rule(
        re.compile(
            rf"(?!{modal}){_LEAD}(?:the\s+)?{_WITHIN}?(?:\bthat\s+)?\b(?:{alone})\b{of_day}"
        ),
        _year_told,
    )
    surely = r"\b(?P<lead>(?i:in|during|through|throughout))\s+(?:the\s+)?"
    yield _Rule(re.compile(rf"{surely}{_WITHIN}?(?:{called})\b(?!['’])"), _year_told)
    yield _Rule(re.compile(rf"{_LEAD}{_WITHIN}(?:{called})\b(?!['’])"), _year_told)
    yield _Rule(
        re.compile(
            rf"\b(?P<lead>(?i:in|since|until|by))\s+{_WITHIN}?(?:{short})\b\.?(?=\s+[a-z]|$)"
        ),
        _year_told,
    )


def _weekday_rules(names: frozenset[str]) -> Iterator[_Rule]:
    known = "|".join(day for day in _WEEKDAYS.split("|") if day.casefold() not in names)
    day = rf"\b(?i:{known or '(?!)'})"
    part = r"(?P<part>mornings?|afternoons?|evenings?|nights?|lunchtimes?)"
    often = r"(?:(?i:\bon)\s+)?\b(?i:every|each)(?:\s+(?:other|second))?\s+"
    nth = r"(?:(?i:the\s+)?(?i:last|next|this|that|following|previous|first|second|third)\s+)"
    given = rf"(?:(?P<lead>(?i:{_LEADS}|and))\s+)?"
    yield _Rule(re.compile(rf"{often}{day}(?:\s+{part})?\b"), lambda m: _begun("every week", m))
    yield _Rule(re.compile(rf"{_ITS_OWN}{day}\s+{_NO_THING}(?=(?P<next>[a-z]))"), _without_it)
    yield _Rule(re.compile(rf"{day}s\b"), lambda found: _begun("some days", found))
    found = rf"{given}(?:{nth}|(?P<own>(?i:\ban?|the|one))\s+)?{day}(?:\s+{part}|\s+the\s+\d+th)?\b"
    yield _Rule(re.compile(rf"(?<![\w'’]){found}"), _day_told)
    near = rf"\b(?P<lead>(?i:on))\s+(?:{nth})?(?:{_SHORT_DAYS})\b\.?(?=\s+[a-z]|\s*$|,)"
    yield _Rule(re.compile(near), lambda found: _begun("on a day", found))


def _day_told(found: re.Match[str]) -> str:
    """Return "a day" after a word such as "on", else "one day"."""
    part, lead = found["part"] or "day", (found["lead"] or "").lower()
    if part.endswith("s"):
        return _begun(f"{lead} some {part}".strip(), found)
    article = "an" if part[0] in "aeiou" else "a"
    own = article if lead or found["own"] else "one"
    return _begun(f"{lead} {own} {part}".strip(), found)


def _without_it(found: re.Match[str]) -> str:
    """Return what stood before a month that only told which: "an April visit", "a visit"."""
    own = found["own"]
    if own.lower() in ("a", "an"):
        own = own[0] + "n" * (found["next"] in "aeiou")
    return own + " "


def _year_told(found: re.Match[str]) -> str:
    """Return the year with the word before it; "that year" where none is said."""
    said = found.groupdict()
    year, lead = said.get("year") or said.get("first"), (said.get("lead") or "").lower()
    if year and len(year) == 2:
        year = f"'{year}"
    is_in = lead in ("on", "in", "at", "during", "between", "over", "through", "throughout")
    is_in |= lead == "from" and bool(re.search(r"\bto\b|–", found[0]))
    if year:
        return _begun(f"in {year}" if is_in else f"{lead} {year}".strip(), found)
    if lead in ("every", "each"):
        return _begun(f"{lead} year", found)
    return _begun("that year" if is_in else f"{lead} that year".strip(), found)


def _begun(told: str, found: re.Match[str]) -> str:
    """Return words with a capital where what they stand for began a sentence."""
    before = found.string[: found.start()]
    begins = _AFTER_STOP.search(before) or (not before.strip() and found[0][:1].isupper())
    return told[:1].upper() + told[1:] if begins else told


def _once(text: str) -> str:
    """Return a text in which a year is not told twice running."""
    year = rf"(?:that year|{_YEAR})"
    text = re.sub(rf"\b[Ff]rom (?:that year|(?P<a>{_YEAR})) to that year\b", _one_of, text)
    text = re.sub(rf"\b[Ff]rom that year to (?P<a>{_YEAR})", _one_of, text)
    text = re.sub(r"\b(that year)(?:(?:,| and|, and| or) that year\b)+", r"\1", text, flags=re.I)
    return re.sub(rf"\b({year})(?:(?:,| and|, and| or) \1(?!\w))+", r"\1", text)


def _one_of(found: re.Match[str]) -> str:
    told = f"in {found['a']}" if found.groupdict().get("a") else "that year"
    return told[:1].upper() + told[1:] if found[0][0] == "F" else told
