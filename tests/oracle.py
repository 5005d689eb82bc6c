"""A literal reading of docs/decisions/semantics.md: nested loops over records, no columns.

Slow on purpose.  It shares with the search only the scalar relations of `formulation.dates`, which
are held to possible worlds elsewhere, and the case's own words for who an unsaid figure is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import permutations, product

from formulation.dates import (
    FOREVER,
    MINUTES_PER_DAY,
    Precision,
    Span,
    Truth,
    distance,
    is_after,
    is_after_end,
    is_during,
    is_from,
    parse_duration,
    parse_span,
)
from formulation.model.case import Case
from formulation.patterns.pattern import AnyOf, Pattern, Step, is_letter
from formulation.terms import vocabulary

#: a step -> the index of its statement; of a repeated step, the indices of all of them
Match = dict[str, int | tuple[int, ...]]
#: a letter -> an id, a term or a folded text; of a letter of ``each``, all ids
Roles = dict[str, str | tuple[str, ...]]
#: what a place of a pattern is bound to: which of its steps, and the index of the statement
Bound = dict[str, tuple[tuple[Step, int], ...]]
Found = list[tuple[Bound, Roles, Truth]]


@dataclass(frozen=True)
class Place:
    """One place of a pattern that a statement may fill: a step, or a choice left open (L2)."""

    name: str
    steps: tuple[Step, ...]
    is_list: bool = False

    @property
    def first(self) -> Step:
        """The first of its steps, for what all of them share."""
        return self.steps[0]

    @property
    def least(self) -> int:
        """L3: how many different statements are asked for."""
        found = re.fullmatch(r"(>=?)\s*(\d+)", self.first.times or "")
        return int(found[2]) + (found[1] == ">") if found else 1

    def letters(self) -> set[str]:
        """Every letter that one of its steps names."""
        return {letter for step in self.steps for letter in step.letters()}


@dataclass(frozen=True)
class Plain:
    """A pattern in which every required choice that is not repeated has been made (L2)."""

    pattern: Pattern
    places: tuple[Place, ...]

    @property
    def required(self) -> tuple[Place, ...]:
        """The places that must be filled."""
        return tuple(p for p in self.places if p.first.is_required)

    def kept(self) -> set[str]:
        """L2: letters of required places, but those that only some steps of a choice name."""
        every = (set.intersection(*(set(s.letters()) for s in p.steps)) for p in self.required)
        return set().union(*every)

    def letters(self) -> list[str]:
        """Every letter, in the order in which they are first written."""
        here = {x for place in self.places for x in place.letters()}
        return [x for x in self.pattern.letters() if x in here]

    def counted(self) -> set[str]:
        """L5: the letters of ``each``."""
        return {p.first.each for p in self.places if p.first.each}

    def figures(self) -> set[str]:
        """M1: the letters that stand for figures."""
        return {
            letter
            for place in self.places
            for step in place.steps
            for key, asked in step.asks.items()
            if space_of(step, key) == "figure"
            for letter in _letters(asked)
        }


def plain_patterns(pattern: Pattern) -> list[Plain]:
    """L2: of the patterns that the choices make, those that are no renaming of an earlier one."""
    if id(pattern) not in _made:
        found: list[Plain] = []
        for plain in _every_choice(pattern):
            if all(next(renamings(plain, earlier), None) is None for earlier in found):
                found.append(plain)
        _made[id(pattern)] = (pattern, found)
    return _made[id(pattern)][1]


#: by the identity of a pattern, which is kept so that no other takes its place
_made: dict[int, tuple[Pattern, list[Plain]]] = {}


def _every_choice(pattern: Pattern) -> Iterator[Plain]:
    """L1, L2: each pattern in which every required `any_of` is replaced by one of its steps."""
    choices: list[list[tuple[Place, ...]]] = []
    for one in pattern.settled_steps:
        if isinstance(one, Step):
            choices.append([(Place(one.as_, (one,), bool(one.times)),)])
            continue
        steps = tuple(_placed(one, step) for step in one.any_of)
        if one.absent:
            choices.append([tuple(Place(step.as_, (step,)) for step in steps)])
        elif one.optional or one.times:
            choices.append([(Place(one.name, steps, bool(one.times)),)])
        else:
            choices.append([(Place(one.name, (step,)),) for step in steps])
    for chosen in product(*choices):
        yield Plain(pattern, tuple(place for places in chosen for place in places))


def _placed(whole: AnyOf, step: Step) -> Step:
    """L2: relations and windows beside `any_of` hold for each of its steps."""
    update: dict[str, object] = {
        field: (*getattr(step, field), *getattr(whole, field))
        for field in ("after", "from_", "before", "during", "after_end_of", "anniversary_of")
    }
    for field in ("within", "at_least", "times", "each", "optional", "absent"):
        update[field] = getattr(step, field) or getattr(whole, field)
    return step.model_copy(update=update)


def _letters(asked: object) -> tuple[str, ...]:
    return tuple(w for w in asked if is_letter(w)) if isinstance(asked, tuple) else ()


def space_of(step: Step, key: str) -> str:
    """What stands under a key: a term, a figure, a symptom, a statement, any of them, or ``""``."""
    name = _field(step, key)
    if name in step.record.terms():
        return "term"
    ref = step.record.refs().get(name)
    return {"resolution": "figure"}.get(ref.to, ref.to) if ref else ""


def _field(step: Step, key: str) -> str:
    return next(name for name, k in step.record.keys().items() if k == key)


class _Remembered:
    """What was worked out of the case at hand, so that nested loops need not do it again."""

    def __init__(self) -> None:
        self.case: Case | None = None
        self.spans: dict[int, Span] = {}
        self.accounts: dict[int, int] = {}

    def of(self, case: Case) -> _Remembered:
        """Return this, emptied if another case was at hand."""
        if self.case is not case:
            self.case, self.spans, self.accounts = case, {}, _accounts(case)
        return self


_remembered = _Remembered()


def settled(case: Case, index: int) -> Span:
    """T5, T7: onset and end of one statement."""
    spans = _remembered.of(case).spans
    if index not in spans:
        spans[index] = _settled(case, index)
    return spans[index]


def _settled(case: Case, index: int) -> Span:
    statement, span = case.statements[index], case.chronology.spans[index]
    if statement.section in ("bonds", "inner"):
        return span
    if statement.kind == "conflict" and not statement.recurring and not statement.lasts:
        has_end = span.is_interval and not str(statement.when).endswith("/")
        if not has_end and (end := _resolved(case, index)):
            return span._replace(
                end_earliest=max(span.start_earliest, end.start_earliest),
                end_latest=end.start_latest,
                end_precision=end.start_precision,
                is_interval=True,
            )
    if span.is_interval or statement.recurring:
        return span
    return span._replace(
        end_earliest=span.start_earliest,
        end_latest=FOREVER,
        end_precision=Precision.NONE,
        is_interval=True,
    )


def _resolved(case: Case, index: int) -> Span | None:
    conflict, mine = case.statements[index], case.chronology.spans[index]
    naming: list[tuple[Span, bool]] = []
    later: list[tuple[Span, bool]] = []
    for n, other in enumerate(case.statements):
        if other.kind != "resolution" or other.recurring:
            continue
        span = case.chronology.spans[n]
        if other.subjects == (case.ids[index],):
            naming.append((span, True))
        elif set(other.subjects) == set(conflict.subjects) and is_after(span, mine):
            later.append((span, is_after(span, mine) is Truth.CERTAIN))
    ends = naming or later
    if not ends:
        return None
    low = min((s for s, _ in ends), key=lambda s: s.start_earliest)
    sure = [s for s, is_sure in ends if is_sure]
    high = max((s for s, _ in ends), key=lambda s: s.start_latest)
    if sure:
        high = min(sure, key=lambda s: s.start_latest)
    alike = low.start_precision == high.start_precision
    return low._replace(
        start_latest=high.start_latest,
        start_precision=low.start_precision if alike else Precision.NONE,
    )


def folded(text: str) -> str:
    """L7: a text, capitals and spaces apart."""
    return "".join(text.casefold().split())


def named_under(case: Case, index: int, key: str) -> tuple[str, ...]:
    """What a statement names under a key of the file, unsaid figures filled in, texts folded."""
    statement = case.statements[index]
    name = next(n for n, k in statement.keys().items() if k == key)
    if name == "by":
        return case.by_whom(statement)
    if statement.kind == "rally" and name == "to":
        around = case.to_whom(statement)
        return (around,) if around else ()
    value = getattr(statement, name)
    if isinstance(value, bool | float):
        return ()
    words = (value,) if isinstance(value, str) else tuple(value or ())
    if statement.kind == "resolution" and key == "resolution" and len(words) == 1:
        return case.statements[case.index_of[words[0]]].subjects
    ref = statement.refs().get(name)
    if name in statement.terms() or (ref and not ref.or_text):
        return words
    return tuple(w if ref and w in case else folded(w) for w in words)


def readings(case: Case, plain: Plain, step: Step, index: int, roles: Roles) -> Iterator[Roles]:
    """M1: every way a statement can be read as a step, given the letters bound so far."""
    options: list[Roles] = [dict(roles)]
    for key, asked in step.asks.items():
        letters = _letters(asked)
        wider: list[Roles] = []
        for option in options:
            for chosen in permutations(named_under(case, index, key), len(letters)):
                tied = {**option}
                if all(tied.setdefault(a, w) == w for a, w in zip(letters, chosen, strict=True)):
                    wider.append(tied)
        options = wider
    yield from (o for o in options if _roles_fit(case, plain.pattern, o))


def _roles_fit(case: Case, pattern: Pattern, roles: Roles) -> bool:
    for asked, field in ((pattern.roles, "role"), (pattern.kinds, "kind")):
        for letter, words in asked.items():
            if letter in roles:
                figure = case[str(roles[letter])] if roles[letter] in case else None
                accepted = (words,) if isinstance(words, str) else words
                said = getattr(figure, field, None)
                if said is None or said not in [_canonical(field, figure, w) for w in accepted]:
                    return False
    return True


def _canonical(field: str, figure: object, word: str) -> str:
    section = getattr(figure, "section", "")
    name = "role" if field == "role" else f"{'symptom' if section == 'symptoms' else 'figure'}_kind"
    return vocabulary(name).canonical(word) or word


def words_fit(case: Case, step: Step, index: int, bound: Bound) -> bool | None:
    """M1: whether a statement has the words, numbers and levels that a step asks for.

    ``None`` where it asks for a statement that an unbound step would have named.
    """
    found: set[bool | None] = set()
    for key, asked in step.asks.items():
        if isinstance(asked, dict):
            found.add(_is_at_level(case, step, key, index, asked["level"]))
            continue
        for word in (asked,) if isinstance(asked, str) else asked:
            if is_letter(word):
                continue
            if space_of(step, key) in ("figure", "statement", "any"):
                found.add(_names_bound(case, step, key, index, bound.get(word)))
            else:
                found.add(_has_word(case, step, key, index, word))
    return False if False in found else None if None in found else True


def _is_at_level(case: Case, step: Step, key: str, index: int, condition: str) -> bool:
    value = getattr(case.statements[index], _field(step, key))
    term = vocabulary(step.record.terms()[_field(step, key)]).get(value) if value else None
    return term is not None and term.level is not None and meets(term.level, condition)


def _names_bound(
    case: Case, step: Step, key: str, index: int, bound: tuple[tuple[Step, int], ...] | None
) -> bool | None:
    if bound is None:
        return None
    value = getattr(case.statements[index], _field(step, key))
    words = (value,) if isinstance(value, str) else tuple(value or ())
    return any(case.ids[n] in words for _, n in bound)


def _has_word(case: Case, step: Step, key: str, index: int, word: str) -> bool:
    value = getattr(case.statements[index], _field(step, key))
    if isinstance(value, bool):
        return value is (word == "true")
    if isinstance(value, float):
        return meets(value, word)
    words = named_under(case, index, key) if value is not None else ()
    if space_of(step, key) == "term":
        usual = vocabulary(step.record.terms()[_field(step, key)]).canonical(word)
        return (usual or word) in words
    return folded(word) in words


def meets(value: float, condition: str) -> bool:
    """Whether a number meets a condition such as ``7`` or ``>= 7``."""
    found = re.fullmatch(r"(>=|<=|>|<|=)?\s*([\d.]+)", condition)
    assert found
    least = float(found[2])
    return {
        ">=": value >= least,
        "<=": value <= least,
        ">": value > least,
        "<": value < least,
    }.get(found[1], value == least)


def figures_differ(plain: Plain, step: Step, roles: Roles) -> bool:
    """M1: different letters for figures are different figures (M6: there anyone is anyone)."""
    if step.absent:
        return True
    told = [roles[x] for x in plain.figures() if x in roles]
    figures = [f for read in told for f in (read if isinstance(read, tuple) else (read,))]
    return len(set(figures)) == len(figures)


def names(case: Case, a: int, b: int) -> bool:
    """M5: whether either of two statements names the other."""
    ids = case.ids
    return any(id == ids[b] for _, id in case.statements[a].ids_named()) or any(
        id == ids[a] for _, id in case.statements[b].ids_named()
    )


def judge(case: Case, step: Step, relation: str, y: int, x: int) -> Truth:
    """T2-T8, M5, L6: one relation with its window, for one pair of statements."""
    one, other = case.statements[y], case.statements[x]
    if one.recurring or other.recurring:
        return Truth.CERTAIN if _described(case, step, relation, y, x) else Truth.IMPOSSIBLE
    sy, sx = settled(case, y), settled(case, x)
    if relation == "anniversary_of":
        return _anniversary(step, sy, sx)
    order = _order(case, relation, y, x, sy, sx)
    if not step.within and not step.at_least:
        return order
    least, most = _apart(case, relation, y, x, sy, sx)
    if step.within:
        limit = parse_duration(step.within).longest
        order = min(order, _bounded(most <= limit, least > limit))
    if step.at_least:
        limit = parse_duration(step.at_least).shortest
        order = min(order, _bounded(least >= limit, most < limit))
    return order


def _bounded(certain: bool, impossible: bool) -> Truth:
    # dates and a chain through a repeated course may contradict one another: then it cannot be
    return Truth.IMPOSSIBLE if impossible else Truth.CERTAIN if certain else Truth.POSSIBLE


def _stated(case: Case, y: int, x: int) -> tuple[int, int, int, int]:
    return case.chronology.gap(x, y) or (-FOREVER, FOREVER, -FOREVER, FOREVER)


def _order(case: Case, relation: str, y: int, x: int, sy: Span, sx: Span) -> Truth:
    if relation == "before":
        return _order(case, "after", x, y, sx, sy)
    if relation == "during":
        found = is_during(sy, sx)
        return Truth.IMPOSSIBLE if _stated(case, y, x)[1] < 0 else found
    if relation == "after_end_of":
        return is_after_end(sy, sx)
    strict = 1 if relation == "after" else 0
    found = is_after(sy, sx) if strict else is_from(sy, sx)
    least, most = _stated(case, y, x)[:2]
    if most < strict or found is Truth.IMPOSSIBLE:
        return Truth.IMPOSSIBLE
    return Truth.CERTAIN if least >= strict else found


def _apart(case: Case, relation: str, y: int, x: int, sy: Span, sx: Span) -> tuple[int, int]:
    if relation == "before":
        return _apart(case, "after", x, y, sx, sy)
    if relation == "after_end_of":
        start, end = _ended(sx)
        return distance(
            sy,
            sx._replace(start_earliest=start, start_latest=end, start_precision=sx.end_precision),
        )
    least, most = distance(sy, sx)
    gap = _stated(case, y, x)
    crisp = sy.start_precision == sx.start_precision == Precision.MINUTE
    scale = 1 if crisp else MINUTES_PER_DAY
    low, high = gap[:2] if crisp else gap[2:]
    low = low if low <= -FOREVER else low * scale
    high = high if high >= FOREVER else high * scale
    return max(least, low), min(most, high)


def _ended(span: Span) -> tuple[int, int]:
    """T5: when it ended; of what was so in a single date that is unknown."""
    if span.is_interval:
        return span.end_earliest, span.end_latest
    return span.start_earliest, FOREVER


def _described(case: Case, step: Step, relation: str, y: int, x: int) -> bool:
    one, other = case.statements[y], case.statements[x]
    states = ("bonds", "inner")
    if (
        one.recurring != other.recurring
        and one.section not in states
        and other.section not in states
    ):
        if not names(case, y, x):
            return False
    if relation == "anniversary_of":
        return False  # L6
    if relation == "during":
        sy, sx = settled(case, y), settled(case, x)
        return sy.end_latest >= sx.start_earliest and sy.start_earliest <= sx.end_latest
    if relation == "before":
        y, x = x, y
    least, most = _stated(case, y, x)[:2]
    holds = least >= (0 if relation == "from" else 1)
    if step.within:
        holds = holds and least <= parse_duration(step.within).longest
    if step.at_least:
        holds = holds and most >= parse_duration(step.at_least).shortest
    return holds


def _days(span: Span) -> range:
    return range(span.start_earliest // MINUTES_PER_DAY, span.start_latest // MINUTES_PER_DAY + 1)


def _has_a_date(span: Span) -> bool:
    """L6: whether an onset is known within 31 days."""
    is_bounded = -FOREVER < span.start_earliest <= span.start_latest < FOREVER
    return is_bounded and len(_days(span)) <= 31


def _anniversary(step: Step, sy: Span, sx: Span) -> Truth:
    """L6: whether a day is near the day of another in a later year, for every pair of days."""
    if not (_has_a_date(sy) and _has_a_date(sx)):
        return Truth.IMPOSSIBLE
    later, first = _days(sy), _days(sx)
    limit = parse_duration(step.within).longest // MINUTES_PER_DAY if step.within else 0
    holds = [abs(y - nearest_anniversary(y, x)[1]) <= limit for y in later for x in first]
    return _bounded(all(holds), not any(holds))


def nearest_anniversary(y: int, x: int) -> tuple[int, int]:
    """L6: of the day `x`, the anniversary nearest to the day `y`: which it is, and its day."""
    return min(anniversaries(x, y), key=lambda one: abs(y - one[1]))


def anniversaries(x: int, until: int) -> list[tuple[int, int]]:
    """L6: the first, second … anniversary of the day `x`, and its day, a year beyond `until`."""
    born = date.fromordinal(x + 1)
    last = max(date.fromordinal(until + 1).year, born.year) + 1
    return [(year - born.year, _met(born, year)) for year in range(born.year + 1, last + 1)]


def _met(born: date, year: int) -> int:
    leaps = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    met = date(year, 3, 1) if (born.month, born.day) == (2, 29) and not leaps else None
    return (met or born.replace(year=year)).toordinal() - 1


def _accounts(case: Case) -> dict[int, int]:
    """M7: each statement that has other accounts -> the first account's index."""
    first: dict[int, int] = {}
    for n in range(len(case.statements)):
        here = n
        while case.statements[here].alternative_of:
            here = case.index_of[case.statements[here].alternative_of]  # type: ignore[index]
        if here != n:
            first[n] = first[here] = here
    return first


def _may_stand(case: Case, bound: Bound, step: Step, index: int) -> bool:
    """M3, M7: whether a statement may stand beside those bound before."""
    accounts = _remembered.of(case).accounts
    for earlier, other in (pair for pairs in bound.values() for pair in pairs):
        if other == index and set(step.letters()) == set(earlier.letters()):
            return False
        if other != index and index in accounts and accounts.get(other) == accounts[index]:
            return False
    return True


def ways(
    case: Case, plain: Plain, place: Place, bound: Bound, roles: Roles
) -> Iterator[tuple[Step, int, Roles, Truth]]:
    """Every way to fill a place beside a partial match, with its truth; impossible ones left out.

    L2: a place that several steps may fill is filled by each in every way.
    """
    for step in place.steps:
        for index, statement in enumerate(case.statements):
            if statement.kind != step.kind or not _may_stand(case, bound, step, index):
                continue
            wider: Bound = {**bound, place.name: ((step, index),)}
            if not _words_hold(case, place, step, wider):
                continue
            truth = _weakest(case, place, step, bound, index)
            if truth is Truth.IMPOSSIBLE:
                continue
            for read in readings(case, plain, step, index, roles):
                if figures_differ(plain, step, read):
                    yield step, index, read, truth


def _words_hold(case: Case, place: Place, step: Step, wider: Bound) -> bool:
    """M1: what a step asks of its statement, and what those bound before ask of it as a step."""
    for name, pairs in wider.items():
        for one, index in pairs:
            if name == place.name or _asks_of(one, place.name):
                fits = words_fit(case, one, index, wider)
                if fits is False or (fits is None and not step.is_required):
                    return False
    return True


def _asks_of(step: Step, name: str) -> bool:
    asked = step.asks.values()
    return any(name in words if isinstance(words, tuple) else name == words for words in asked)


def _weakest(case: Case, place: Place, step: Step, bound: Bound, index: int) -> Truth:
    """M4: the weakest of a step's relations to those bound, and of theirs to it."""
    truths = [Truth.CERTAIN]
    for relation, other in step.relations():
        if other in bound:
            truths += [judge(case, step, relation, index, n) for _, n in bound[other]]
        elif step.optional:
            truths.append(Truth.IMPOSSIBLE)
    for pairs in bound.values() if step.is_required else ():
        for earlier, n in pairs:
            for relation, other in earlier.relations():
                if other == place.name:
                    truths.append(judge(case, earlier, relation, n, index))
    return min(truths)


def matches(case: Case, pattern: Pattern) -> list[tuple[Match, Roles, Truth]]:
    """Every combination of required steps, with each optional step in every way it binds."""
    return [
        (_told(case, plain, bound), roles, truth)
        for plain in plain_patterns(pattern)
        for bound, roles, truth in _matches(case, plain)
    ]


def told(case: Case, pattern: Pattern) -> Counter[object]:
    """Return every match as the oracle tells it: statements, letters, certainty."""
    found: Counter[object] = Counter()
    for match, roles, truth in matches(case, pattern):
        listed = (n if isinstance(n, tuple) else (n,) for n in match.values())
        repeated = any(case.statements[n].recurring for ns in listed for n in ns)
        certainty = "described" if repeated else str(Truth(truth))
        found[key(case, ids_of(case, match), roles, certainty)] += 1
    return found


def ids_of(case: Case, match: Match) -> Roles:
    """Return the ids of the statements of a match."""
    return {
        name: tuple(case.ids[n] for n in bound) if isinstance(bound, tuple) else case.ids[bound]
        for name, bound in match.items()
    }


def key(case: Case, steps: Roles, roles: Roles, certainty: str) -> object:
    """Return a match so that it can be compared with what another tells; words are folded (L7)."""
    read = {
        letter: word if isinstance(word, tuple) or word in case else folded(word)
        for letter, word in roles.items()
    }
    return tuple(sorted(steps.items())), tuple(sorted(read.items())), certainty


def read_roles(case: Case, plain: Plain, roles: Roles) -> Roles:
    """Return roles as the oracle reads them: the texts among them folded."""
    texts = {
        letter
        for place in plain.places
        for step in place.steps
        for key, asked in step.asks.items()
        if space_of(step, key) in ("", "any")
        for letter in _letters(asked)
    }
    return {
        letter: folded(word)
        if letter in texts and isinstance(word, str) and word not in case
        else word
        for letter, word in roles.items()
    }


def in_order(case: Case, indices: Iterable[int]) -> tuple[int, ...]:
    """L3: statements by onset and id."""
    by_onset = sorted(indices, key=lambda n: (settled(case, n).start_earliest, case.ids[n]))
    return tuple(by_onset)


def _told(case: Case, plain: Plain, bound: Bound) -> Match:
    """L2, L3: the one that is bound is named; a repeated step binds a list."""
    told: Match = {}
    for place in plain.places:
        pairs = bound.get(place.name, ())
        if place.is_list:
            told[place.name] = in_order(case, {index for _, index in pairs})
        elif pairs:
            told[pairs[0][0].as_] = pairs[0][1]
    return told


def _matches(case: Case, plain: Plain) -> Found:
    single = [
        (bound, {x: word for x, word in roles.items() if x in plain.kept()}, truth)
        for bound, roles, truth in singles(case, plain)
    ]
    found = gathered(case, plain, without_absent(case, plain, _once(plain, single)))
    for place in (p for p in plain.places if p.first.optional):
        wider: Found = []
        for bound, roles, truth in found:
            more: Found = [
                ({**bound, place.name: ((step, index),)}, read, truth)
                for step, index, read, _ in ways(case, plain, place, bound, roles)
            ]
            wider += more or [(bound, roles, truth)]
        found = wider
    return found


def singles(case: Case, plain: Plain) -> Found:
    """M1, M4, L3: every combination of required steps, each bound once."""
    found: Found = [({}, {}, Truth.CERTAIN)]
    for place in plain.required:
        found = [
            ({**bound, place.name: ((step, index),)}, read, min(truth, more))
            for bound, roles, truth in found
            for step, index, read, more in ways(case, plain, place, bound, roles)
        ]
    return found


def gathered(case: Case, plain: Plain, found: Found) -> Found:
    """L3-L6: matches that differ only in their repeated steps, gathered into one."""
    lists = [place for place in plain.required if place.is_list]
    groups: dict[object, Found] = {}
    for bound, roles, truth in found:
        ns = [bound[place.name][0][1] for place in lists]
        repeats = tuple(n if case.statements[n].recurring else None for n in ns)
        alone = tuple(pairs for name, pairs in bound.items() if name not in {p.name for p in lists})
        shared = {x: roles[x] for x in plain.kept() - plain.counted() if x in roles}
        key = (repr(alone), frozenset(shared.items()), repeats)
        groups.setdefault(key, []).append((bound, roles, truth))
    if not lists:
        return found
    return [
        _one_of(case, plain, group)
        for group in groups.values()
        if all(_is_enough(case, place, group) for place in lists)
    ]


def _one_of(case: Case, plain: Plain, group: Found) -> tuple[Bound, Roles, Truth]:
    lists = [place for place in plain.required if place.is_list]
    bound, roles, _ = group[0]
    told = dict(roles)
    for letter in plain.counted():
        told[letter] = tuple(sorted({str(read[letter]) for _, read, _ in group}))
    for place in lists:
        pairs = {(s.as_, n): (s, n) for b, _, _ in group for s, n in b[place.name]}
        bound = {**bound, place.name: tuple(pairs.values())}
    sure = [entry for entry in group if entry[2] is Truth.CERTAIN]
    enough = all(_is_enough(case, place, sure) for place in lists)
    return bound, told, Truth.CERTAIN if enough else Truth.POSSIBLE


def _is_enough(case: Case, place: Place, group: Found) -> bool:
    """L3-L6: whether as many are there as are asked, counted as the clauses say."""
    accounts = _remembered.of(case).accounts
    counted: set[object] = set()
    for bound, roles, _ in group:
        step, index = bound[place.name][0]
        if case.statements[index].recurring:
            return True  # L4
        if step.each:
            counted.add(roles[step.each])
        elif step.anniversary_of:
            counted.add(_which(case, step, index, bound))
        else:
            counted.add(accounts.get(index, index))
    return len(counted) >= place.least


def _which(case: Case, step: Step, index: int, bound: Bound) -> object:
    """L6: which anniversary a statement stands near, and of what."""
    day = _days(settled(case, index)).start
    of = [bound[other][0][1] for other in step.anniversary_of]
    return tuple((n, nearest_anniversary(day, _days(settled(case, n)).start)[0]) for n in of)


def without_absent(case: Case, plain: Plain, found: Found) -> Found:
    """M6: a certain match of an absent step ends a match; doubt makes it possible."""
    for place in (p for p in plain.places if p.first.absent):
        wider: Found = []
        for bound, roles, truth in found:
            there = [more for *_, more in ways(case, plain, place, bound, roles)]
            if Truth.CERTAIN in there:
                continue
            doubtful = bool(there) or not _is_watched(case, place.first, bound)
            wider.append((bound, roles, min(truth, Truth.POSSIBLE) if doubtful else truth))
        found = wider
    return found


def _is_watched(case: Case, step: Step, bound: Bound) -> bool:
    """M6: whether every day of the window of an absent step was observed for its kind."""
    first, last = -FOREVER, FOREVER
    for relation, other in step.relations():
        if relation == "anniversary_of":
            return False  # of anniversaries there is no end
        x = settled(case, bound[other][0][1])
        if relation == "before":
            last = min(last, x.start_latest)
        else:
            first = max(first, _ended(x)[0] if relation == "after_end_of" else x.start_earliest)
            if relation == "during":
                last = min(last, x.end_latest)
        if step.within:
            limit = parse_duration(step.within).longest
            if relation == "before":
                first = max(first, x.start_earliest - limit)
            else:
                to = _ended(x)[1] if relation == "after_end_of" else x.start_latest
                last = min(last, to + limit)
    periods = case.observed.get(step.kind, case.observed.get("all", ()))
    watched = [_whole_days(parse_span(period)) for period in periods]
    day, end = first // MINUTES_PER_DAY, last // MINUTES_PER_DAY
    while day <= end:
        holding = [d for d in watched if d.start <= day < d.stop]
        if not holding:
            return False
        day = holding[0].stop
    return True


def _whole_days(period: Span) -> range:
    """Return the days that certainly lie in a period from their first minute to their last."""
    start, end = period.start_latest, period.end_earliest
    if not period.is_interval:
        start, end = period.start_earliest, period.end_latest
    if period.start_precision is Precision.DAY:
        start -= start % MINUTES_PER_DAY
    if period.end_precision is Precision.DAY:
        end += -(end + 1) % MINUTES_PER_DAY
    return range(-(-start // MINUTES_PER_DAY), (end + 1) // MINUTES_PER_DAY)


def _once(plain: Plain, found: Found) -> Found:
    """M2: of matches that a renaming turns into one another, the one whose ids rise."""
    swaps = list(renamings(plain, plain))
    letters = [x for x in plain.letters() if x in plain.kept() - plain.counted()]

    def is_first(roles: Roles) -> bool:
        mine = [roles[x] for x in letters]
        return all(mine <= [roles[swap[x]] for x in letters] for swap in swaps)

    return [entry for entry in found if is_first(entry[1])]


def renamings(plain: Plain, other: Plain) -> Iterator[dict[str, str]]:
    """M2: renamings of letters that turn one pattern, as a set of sentences, into the other."""
    kinds = [sorted(s.kind for p in one.places for s in p.steps) for one in (plain, other)]
    if len(plain.letters()) != len(other.letters()) or kinds[0] != kinds[1]:
        return
    whole = sorted(_sentence(other, place, {}, {}) for place in other.places)
    for renamed in permutations(other.letters()):
        swap = dict(zip(plain.letters(), renamed, strict=True))
        asked = (plain.pattern.roles, plain.pattern.kinds)
        if any(words.get(a) != words.get(b) for words in asked for a, b in swap.items()):
            continue
        for names in _step_renamings(plain, other, swap):
            if sorted(_sentence(plain, place, swap, names) for place in plain.places) == whole:
                yield swap
                break


def _step_renamings(plain: Plain, other: Plain, swap: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yield renamings of places under which each is alike another, names of places apart."""
    mine = {
        p.name: _sentence(plain, p, swap, {x.name: "" for x in plain.places}) for p in plain.places
    }
    theirs = {
        p.name: _sentence(other, p, {}, {x.name: "" for x in other.places}) for p in other.places
    }
    choices = [[b for b in theirs if theirs[b] == mine[a]] for a in mine]
    for chosen in product(*choices):
        if len(set(chosen)) == len(chosen) == len(theirs):
            yield dict(zip(mine, chosen, strict=True))


def _sentence(plain: Plain, place: Place, swap: dict[str, str], names: dict[str, str]) -> str:
    """Return a place with its letters and the names of places renamed, in an order of its own."""
    every = {p.name for p in plain.places}
    told = []
    for step in place.steps:
        asks = []
        for key, asked in step.asks.items():
            words = asked if isinstance(asked, tuple) else (str(asked),)
            named = every if space_of(step, key) in ("figure", "statement", "any") else set()
            said = [swap.get(w, w) if is_letter(w) else _renamed(w, named, names) for w in words]
            asks.append((key, sorted(said)))
        related = sorted((r, names.get(o, o)) for r, o in step.relations())
        flags = (step.within, step.at_least, step.times, step.optional, step.absent)
        each = swap.get(step.each or "", step.each)
        told.append(repr((step.kind, sorted(asks), related, flags, each)))
    return repr((names.get(place.name, place.name), sorted(told)))


def _renamed(word: str, named: set[str], names: dict[str, str]) -> str:
    return names.get(word, word) if word in named else word
