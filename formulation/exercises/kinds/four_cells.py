"""The four cells: a story tells the times when both came; the other three have to be counted.

Who tells of quarrels and flares tells of the quarrels after which a flare came.  Whether the two
hang together is said by three other counts as well: quarrels with no flare after them, flares with
no quarrel before them, and times with neither.  Where a record was kept the counts are asked for;
where none was, what would have to be recorded.

Source: that people count the times when both came and neglect the others is generally taught after
Smedslund (1963) and Jenkins and Ward (1965).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from formulation.dates import span_in_words
from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    Offer,
    UnsuitableError,
    lettered,
    quoted,
    told_barely,
    with_chance,
)
from formulation.exercises.sheet import Question, Solution
from formulation.exercises.stretches import (
    Cells,
    Event,
    Stretch,
    countable,
    is_day,
    nouns_of,
    stretches,
)
from formulation.exercises.wording import nameless, sentence
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.model.claims import Claim

if TYPE_CHECKING:
    from formulation.chance.questions import Question as Weighing

__all__ = ["KIND"]

_MOST_RULES, _FEWEST_NUMBERS = 3, 4
_MOST_WRONG = 4
_NEAR = 0.5
_LOOK_AT = (
    "A link shows in four counts: both came, only the one, only the other, neither. The first "
    "is the one that everybody remembers (Smedslund 1963; Jenkins and Ward 1965)."
)
_UNTIMED = {
    "when": None,
    "age": None,
    "after": (),
    "before": (),
    "apart": None,
    "lasts": None,
    "recurring": False,
}


def make(material: Material) -> list[Made]:
    """Ask for the counts that a story leaves out, or for what would have to be recorded.

    What a story leaves out is the same for every story, and what has to be recorded for every link:
    each is asked once, for a second time would copy the first.
    """
    chosen = _apart(material, stretches(material.case))
    made: list[Made] = []
    while chosen and len(made) < material.most:
        made += _counted(material, chosen.pop(0), len(made) + 1)
    if not made:
        links = material.drawn(_uncounted(material.case), 1)
        made = [_to_record(material, link, "1") for link in links]
    if not made:
        raise UnsuitableError(
            "it has no stretch of a kept record to count in, and tells of no two things that come "
            "together time and again"
        )
    return made


def _apart(material: Material, found: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in an order drawn by the seed, no two of which share an event."""
    chosen: list[Stretch] = []
    taken: set[int] = set()
    for stretch in material.shuffled(found):
        own = {event.at for event in stretch.events}
        if not own & taken:
            chosen.append(stretch)
            taken |= own
        if len(chosen) == material.most:
            break
    return chosen


# -- counting in it -------------------------------------------------------------------------------


def _counted(material: Material, stretch: Stretch, number: int) -> list[Made]:
    """Return the questions about one stretch: what a story leaves out, once, then three counts."""
    asks = [_how_many_hits, _how_many_misses, _how_many_unprompted]
    asks = [_left_out, *asks] if number == 1 else asks
    return [ask(material, stretch, str(n)) for n, ask in enumerate(asks, number)]


def _left_out(material: Material, stretch: Stretch, number: str) -> Made:
    """Ask which times a story of hits does not tell."""
    one, other = stretch.nouns
    some, others = _plurals(stretch)
    forgotten = "It is left out, and it is one of the three counts against which the first is held."
    told = "These are the very times that the story tells, in other words."
    near = f"within {stretch.within} days"
    offers = [
        Offer(f"{_ucfirst(some)} after which no {other} came {near}.", 1, forgotten),
        Offer(f"{_ucfirst(others)} with no {one} before them {near}.", 1, forgotten),
        Offer(f"Times in which neither {_an(one)} nor {_an(other)} came.", 1, forgotten),
        Offer(f"{_ucfirst(some)} after which {_an(other)} came {near}.", 0, told),
        Offer(f"{_ucfirst(others)} that came {near} after {_an(one)}.", 0, told),
    ]
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose-many",
        ask="Which kinds of times does this story leave out?",
        given=tuple(_story(material.case, stretch)),
        options=options,
        hint="There are four: both came, only the one, only the other, neither.",
    )
    solution = Solution(
        question=number,
        form="choose-many",
        credits=credits,
        quotes=quoted(material.case, _statements(material.case, stretch, stretch.cells.followed)),
        look_at=_LOOK_AT,
        model=", ".join(credit.answer for credit in credits if credit.share == 1),
    )
    return Made(question, with_chance(solution))


def _how_many_hits(material: Material, stretch: Stretch, number: str) -> Made:
    some, _ = _plurals(stretch)
    other = stretch.nouns[1]
    ask = (
        f"How many {some} were followed by {_an(other)} within {stretch.within} days, one or more?"
    )
    firsts, thens = stretch.days
    by_outcome = len(thens) - len(stretch.cells.unprompted)
    reason = f"So many came after one; asked is how many {some}, and one can have two after it."
    others = [
        (by_outcome, 0.0, reason),
        (len(firsts), 0.0, f"That is all the {some}; some had nothing after them."),
        (len(stretch.cells.not_followed), 0.0, f"That is how many {some} were not followed."),
    ]
    return _number(material, stretch, number, ask, lambda cells: cells.followed, others)


def _how_many_misses(material: Material, stretch: Stretch, number: str) -> Made:
    some, others_ = _plurals(stretch)
    ask = f"After how many {some} came no {stretch.nouns[1]} within {stretch.within} days?"
    others = [
        (len(stretch.cells.followed), 0.0, f"That is how many {some} were followed."),
        (len(stretch.cells.unprompted), 0.0, f"That is how many {others_} came out of the blue."),
        (len(stretch.days[0]), 0.0, f"That is all the {some}; some had one after them."),
    ]
    return _number(material, stretch, number, ask, lambda cells: cells.not_followed, others)


def _how_many_unprompted(material: Material, stretch: Stretch, number: str) -> Made:
    some, others_ = _plurals(stretch)
    ask = f"How many {others_} had no {stretch.nouns[0]} in the {stretch.within} days before them?"
    thens = len(stretch.days[1])
    others = [
        (thens - len(stretch.cells.unprompted), 0.0, f"So many {others_} did follow one."),
        (len(stretch.cells.not_followed), 0.0, f"That is how many {some} were not followed."),
        (thens, 0.0, f"That is all the {others_}; some did follow one."),
    ]
    return _number(material, stretch, number, ask, lambda cells: cells.unprompted, others)


def _number(
    material: Material,
    stretch: Stretch,
    number: str,
    ask: str,
    cell: Callable[[Cells], tuple[int, ...]],
    others: Iterable[tuple[int, float, str]],
) -> Made:
    """Ask for one count, among counts that another rule would give."""
    case, right = material.case, cell(stretch.cells)
    misread = [(len(cell(cells)), share, why) for cells, share, why in _misread(stretch)]
    options, credits = lettered(material, _numbers(material, right, [*misread, *others]))
    question = Question(
        id=number,
        form="choose",
        ask=ask,
        given=(*_story(case, stretch), *_record(case, stretch)),
        options=options,
        hint="Take them one by one and count the days from each.",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, _statements(case, stretch, right)),
        look_at=_LOOK_AT,
        model=f"{len(right)}: {_days_in_words(right)}",
    )
    return Made(question, with_chance(solution))


def _misread(stretch: Stretch) -> Iterator[tuple[Cells, float, str]]:
    """Yield the counts under rules that are easily mistaken for the right one."""
    others, first, within = _plurals(stretch)[1], stretch.nouns[0], stretch.within
    too_few = f"Nearly: day {within} counts as well. The day after the {first} is the first."
    yield stretch.by_rule(1, within - 1), _NEAR, too_few
    too_many = f"Nearly: day {within + 1} is one too late. The day after the {first} is the first."
    yield stretch.by_rule(1, within + 1), _NEAR, too_many
    before = f"This takes {others} that came before {_an(first)} as following it; they did not."
    yield stretch.by_rule(-within, within), 0, before


def _numbers(
    material: Material, right: tuple[int, ...], wrong: Iterable[tuple[int, float, str]]
) -> list[Offer]:
    """Return the right number, others that a slip leads to, and neighbours where these are few."""
    counted = len(right)
    slips: dict[int, Offer] = {}
    for number, share, why in wrong:
        if number != counted:
            slips.setdefault(number, Offer(str(number), share, why))
    drawn = material.drawn(slips.values(), _MOST_RULES)
    told = {counted, *(int(offer.text) for offer in drawn)}
    near = [n for n in range(max(counted - 2, 0), counted + 3) if n not in told]
    lacking = max(_FEWEST_NUMBERS - len(told), 0)
    again = "Not quite. Count once more, and tick off each one that you have counted."
    neighbours = [slips.get(n, Offer(str(n), 0, again)) for n in material.drawn(near, lacking)]
    return [Offer(str(counted), 1, f"{_days_in_words(right)}."), *drawn, *neighbours]


def _story(case: Case, stretch: Stretch) -> Iterator[str]:
    """Yield a story that tells nothing but hits, by the first of them."""
    some, others = _plurals(stretch)
    first = stretch.cells.followed[0]
    then = min(day for day in stretch.days[1] if day > first)
    own = [event for event in stretch.events if event.day in (first, then)]
    yield f"{case.name(None)} tells of {some} after which {others} came, such as this one:"
    yield " ".join(_line(case, event) for event in own)


def _record(case: Case, stretch: Stretch) -> Iterator[str]:
    """Yield what the record holds, a line for each event."""
    some, others = _plurals(stretch)
    one, within = stretch.nouns[0], stretch.within
    between = f"From {_day_in_words(stretch.first)} to {_day_in_words(stretch.last)}"
    none = "others, which it does not ask about, are left out" if stretch.left_out else "no others"
    yield f"{between} the record holds these {some} and {others} ({none}):"
    yield from (_line(case, event) for event in stretch.events)
    yield (
        f"What comes on one of the {within} days after {_an(one)} counts as following it; the next "
        f"day is the first, and day {within} still counts."
    )


def _line(case: Case, event: Event) -> str:
    statement = case.statements[event.at]
    bare = told_barely(case, statement.model_copy(update=_UNTIMED))
    return f"{_day_in_words(event.day)}: {bare}"


def _plurals(stretch: Stretch) -> tuple[str, str]:
    from formulation.chance.words import in_plural

    one, other = stretch.nouns
    return in_plural(one), in_plural(other)


def _statements(case: Case, stretch: Stretch, days: tuple[int, ...]) -> list[Statement]:
    return [case.statements[event.at] for event in stretch.events if event.day in days]


def _day_in_words(day: int) -> str:
    return span_in_words(date.fromordinal(day + 1).isoformat())


def _days_in_words(days: tuple[int, ...]) -> str:
    told = in_list([_day_in_words(day) for day in days])
    return f"{'It is that' if len(days) == 1 else 'They are those'} of {told}"


def _an(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _ucfirst(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- what would have to be recorded ---------------------------------------------------------------


class _Link(NamedTuple):
    """Two things that are told to come together and cannot be counted: what is told, both nouns."""

    told: tuple[str, ...]
    one: str
    other: str
    has_days: bool
    statements: tuple[Statement, ...]


def _uncounted(case: Case) -> list[_Link]:
    """Return what claims, or else patterns, tie together and no record lets one count."""
    links: dict[tuple[str, str], _Link] = {}
    for link in list(_claimed(case)) or _asked_by_patterns(case):
        links.setdefault((link.one, link.other), link)
    return list(links.values())


def _claimed(case: Case) -> Iterator[_Link]:
    """Yield what a claim ties together, where one of the two is told to come time and again."""
    claims = [s for s in case.statements if isinstance(s, Claim) and s.effect == "raises"]
    for claim in sorted(claims, key=lambda claim: nameless(case, claim.text)):
        both = [_event_of(case, ids) for ids in (claim.from_, claim.to)]
        one, other = both
        if one is None or other is None or not (one.recurring or other.recurring):
            continue
        told = (f"The claim: {sentence(claim.text)}", *(told_barely(case, s) for s in (one, other)))
        nouns = (_noun(case, one), _noun(case, other))
        yield _Link(told, *nouns, has_days=False, statements=(claim, one, other))


def _event_of(case: Case, ids: Iterable[str]) -> Statement | None:
    at = [case.statements[case.index_of[id]] for id in ids if id in case.index_of]
    return next((s for s in at if s.section == "events"), None)


def _noun(case: Case, statement: Statement) -> str:
    """Return a noun phrase for a statement, without what is told beside it."""
    return statement.model_copy(update={"what": None}).called(case.name)


def _asked_by_patterns(case: Case) -> Iterator[_Link]:
    """Yield what a pattern asks about, where nothing says when it would have been noticed."""
    from formulation.chance.words import in_plural

    if case.observed:
        return

    def order(question: Weighing) -> tuple[str, ...]:
        return question.pattern.pattern, *(nameless(case, noun) for noun in nouns_of(question))

    for question in sorted(countable(case), key=order):
        one, other = map(in_plural, nouns_of(question))
        rows = [*question.antecedents.tolist(), *question.outcomes.tolist()]
        has_days = all(is_day(case, n) for n in rows)
        dated = "each with its day" if has_days else "and not each of them has its day"
        told = (
            f"{_ucfirst(one)} and {other} are told, {dated}.",
            "Nothing says since when, until when, or how closely anybody watched for them.",
        )
        yield _Link(told, one, other, has_days, statements=())


def _to_record(material: Material, link: _Link, number: str) -> Made:
    """Ask what is needed before a link can be counted at all."""
    offers = [*_needed_for(link), *material.drawn(_not_needed_for(link), _MOST_WRONG)]
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose-many",
        ask=(
            f"What would have to be recorded before anybody could count whether {link.other} "
            f"came more often after {link.one} than at other times?"
        ),
        given=link.told,
        options=options,
        hint="Ask of each: could it speak against the link, or only for it?",
    )
    solution = Solution(
        question=number,
        form="choose-many",
        credits=credits,
        quotes=quoted(material.case, link.statements),
        look_at=_LOOK_AT,
        model=", ".join(credit.answer for credit in credits if credit.share == 1),
    )
    return Made(question, with_chance(solution))


def _needed_for(link: _Link) -> Iterator[Offer]:
    cell = "It is one of the three kinds of times that stories leave out, and it can speak against"
    one, other = link.one, link.other
    yield Offer(f"The times of {one} without {other} afterwards.", 1, f"{cell} the link.")
    yield Offer(f"The times of {other} without {one} before.", 1, f"{cell} the link.")
    yield Offer(
        "From when until when somebody would have noticed both, had they come.",
        1,
        "Without it nobody knows the times in which neither came, and nothing has a rate.",
    )
    if not link.has_days:
        yield Offer(
            "The day of each of the two, every time it came.",
            1,
            "Without days it cannot be told which came first, or how soon the other followed.",
        )


def _not_needed_for(link: _Link) -> Iterator[Offer]:
    one, other = link.one, link.other
    yield Offer(
        f"More times of {one} with {other} afterwards.",
        0,
        "These are the times that the story tells already. More of them cannot speak against it.",
    )
    yield Offer(
        "A second witness to the times when both came.",
        0,
        "These times become surer by it; the three other kinds stay as unknown as before.",
    )
    yield Offer(
        f"Stronger words for how bad it was when both came, {other} above all.",
        0,
        "How bad it was says nothing of how often the one came without the other.",
    )
    yield Offer(
        "How long each of the two lasts, on the average.",
        0,
        "Equal lengths are not equal times: two things can last as long and never meet.",
    )
    yield Offer(
        "A good explanation of why the one should lead to the other.",
        0,
        "An explanation can be found for any link, also for one that is not there.",
    )


KIND = Kind(
    name="four-cells",
    title="What the story leaves out",
    level=3,
    trains="To count the times that a story does not tell, before believing in a link.",
    make=make,
)
