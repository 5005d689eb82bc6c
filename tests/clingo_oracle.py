"""A case and a pattern as an answer-set program: facts and rules, one rule for each clause.

The case becomes facts: statements, what they name, their spans, what orders say, what was observed.
The pattern becomes rules.  Every relation of docs/decisions/semantics.md is worked out in the
program; in Python stay only the reading of a case (dates, settled ends, who is meant) and the
calendar's anniversaries.  The numbers in the comments are the clauses'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, product

import clingo

from formulation.dates import FOREVER, MINUTES_PER_DAY, Span, parse_duration, parse_span
from formulation.model.case import Case
from formulation.patterns.pattern import AnyOf, Pattern, Step, is_letter
from formulation.terms import vocabulary
from tests import oracle

#: no bound: far beyond all dates, whole days, and four times as much still fits 32 bits
_INF = 350_000 * MINUTES_PER_DAY

#: what holds of any case and any pattern; the parts are put together as a pattern needs them
_ALWAYS = f"""
#const inf={_INF}. #const day={MINUTES_PER_DAY}.
thing(W) :- names(_,_,W).
less(V,W) :- rank(V,M), rank(W,N), M < N.
% pairs of statements whose kinds some step relates
pair(Y,X) :- linked(K,L), kind(Y,K), kind(X,L).
pair(X,Y) :- pair(Y,X).
dated(Y,X) :- pair(Y,X), not recurring(Y), not recurring(X).
repeats(Y,X) :- pair(Y,X), not dated(Y,X).

% T8: what orders say of the distance from X to Y
stated(Y,X,A,B,C,D) :- pair(Y,X), gap(X,Y,A,B,C,D).
stated(Y,X,-inf,inf,-inf,inf) :- pair(Y,X), not gap(X,Y,_,_,_,_).
% T2, T8: order
surely(after,Y,X) :- dated(Y,X), onset(Y,E,_), onset(X,_,L), E > L.
surely(from, Y,X) :- dated(Y,X), onset(Y,E,_), onset(X,_,L), E >= L.
never( after,Y,X) :- dated(Y,X), onset(Y,_,L), onset(X,E,_), L <= E.
never( from, Y,X) :- dated(Y,X), onset(Y,_,L), onset(X,E,_), L < E.
surely(after,Y,X) :- dated(Y,X), stated(Y,X,A,_,_,_), A >= 1.
surely(from, Y,X) :- dated(Y,X), stated(Y,X,A,_,_,_), A >= 0.
never( after,Y,X) :- dated(Y,X), stated(Y,X,_,B,_,_), B < 1.
never( from, Y,X) :- dated(Y,X), stated(Y,X,_,B,_,_), B < 0.
surely(before,Y,X) :- surely(after,X,Y).
never( before,Y,X) :- never(after,X,Y).
% T4: during; a start or end given to the day takes in the whole day
opens(X,E-E\\day,L-L\\day)             :- onset(X,E,L), unit(X,onset,1).
opens(X,E,L)                         :- onset(X,E,L), not unit(X,onset,1).
shuts(X,E/day*day+day-1,L/day*day+day-1) :- end(X,E,L), unit(X,end,1).
shuts(X,E,L)                         :- end(X,E,L), not unit(X,end,1).
never( during,Y,X) :- dated(Y,X), onset(Y,_,L), opens(X,F,_), L < F.
never( during,Y,X) :- dated(Y,X), onset(Y,E,_), shuts(X,_,U), E > U.
never( during,Y,X) :- dated(Y,X), stated(Y,X,_,B,_,_), B < 0.
% T5, T6: what has a single date was so at some time then, so nothing surely lies in it
surely(during,Y,X) :- dated(Y,X), lasting(X), onset(Y,E,L),
    opens(X,_,F), shuts(X,U,_), F <= E, L <= U.
ended(X,E,L)   :- end(X,E,L), lasting(X).
ended(X,E,inf) :- onset(X,E,_), not lasting(X).
surely(after_end_of,Y,X) :- dated(Y,X), onset(Y,E,_), ended(X,_,L), E > L.
never( after_end_of,Y,X) :- dated(Y,X), onset(Y,_,L), ended(X,E,_), L <= E.
% T2-T4: a relation that a step asks for, with its windows
ordered(S,R) :- asks(S,R), R != anniversary_of.
fails( S,R,Y,X) :- ordered(S,R), never(R,Y,X).
fails( S,R,Y,X) :- ordered(S,R), within(S,W), window(R,Y,X,A,_), A > W.
fails( S,R,Y,X) :- ordered(S,R), at_least(S,W), window(R,Y,X,_,B), B < W.
doubted(S,R,Y,X) :- ordered(S,R), dated(Y,X), not surely(R,Y,X).
doubted(S,R,Y,X) :- ordered(S,R), within(S,W), window(R,Y,X,_,B), B > W.
doubted(S,R,Y,X) :- ordered(S,R), at_least(S,W), window(R,Y,X,A,_), A < W.
holds(S,R,Y,X,2) :- ordered(S,R), dated(Y,X), not fails(S,R,Y,X), not doubted(S,R,Y,X).
holds(S,R,Y,X,1) :- ordered(S,R), dated(Y,X), not fails(S,R,Y,X), doubted(S,R,Y,X).

% M3, M7: which statements cannot stand together
twice(I,S,I,T) :- kind(I,_), same_letters(S,T).
fact(I,I) :- kind(I,_), not alternative(I,_).
fact(I,F) :- alternative(I,J), fact(J,F).
alike(I,J) :- fact(I,F), fact(J,F), I != J.
% L4
repeated(I,I)     :- recurring(I).
repeated(I,dated) :- kind(I,_), not recurring(I).
% an optional step's letter may have been left unbound before
fits(none,W) :- thing(W).
fits(W,W)    :- thing(W).
#defined gap/6. #defined recurring/1. #defined state/1. #defined lasting/1. #defined linked/2.
#defined asks/2. #defined within/2. #defined at_least/2. #defined window/5. #defined names/3.
#defined alternative/2. #defined same_letters/2. #defined rank/2. #defined joined/2.
"""

_DISTANCES = """
% T3: distance, in minutes where both are known to the minute, else in whole days
side(onset,X,E,L) :- onset(X,E,L).
side(end,  X,E,L) :- ended(X,E,L).
scale(Of,Y,X,1)   :- dated(Y,X), unit(Y,onset,0), unit(X,Of,0).
scale(Of,Y,X,day) :- dated(Y,X), Of=(onset;end), not scale(Of,Y,X,1).
tell(L,E,S) :- scale(Of,Y,X,S), onset(Y,_,L), side(Of,X,E,_).
tell(L,E,S) :- scale(Of,Y,X,S), side(Of,X,_,L), onset(Y,E,_).
open(L,E,S) :- tell(L,E,S), L >= inf.
open(L,E,S) :- tell(L,E,S), E <= -inf.
shut(L,E,S) :- tell(L,E,S), L <= -inf, not open(L,E,S).
shut(L,E,S) :- tell(L,E,S), E >= inf, not open(L,E,S).
most(L,E,S,inf)         :- open(L,E,S).
most(L,E,S,-inf)        :- shut(L,E,S).
most(L,E,S,(L/S-E/S)*S) :- tell(L,E,S), not open(L,E,S), not shut(L,E,S).
dist(Of,Y,X,-A,B) :- scale(Of,Y,X,S), onset(Y,E,L), side(Of,X,F,M), most(M,E,S,A), most(L,F,S,B).
% T8: between two onsets the tighter word counts
said(Y,X,A,B)     :- scale(onset,Y,X,1), stated(Y,X,A,B,_,_).
said_low(Y,X,D*day)  :- scale(onset,Y,X,day), stated(Y,X,_,_,D,_), D > -inf.
said_low(Y,X,-inf)   :- scale(onset,Y,X,day), stated(Y,X,_,_,-inf,_).
said_high(Y,X,D*day) :- scale(onset,Y,X,day), stated(Y,X,_,_,_,D), D < inf.
said_high(Y,X,inf)   :- scale(onset,Y,X,day), stated(Y,X,_,_,_,inf).
said(Y,X,A,B)     :- said_low(Y,X,A), said_high(Y,X,B).
apart(onset,Y,X,A,B) :- dist(onset,Y,X,C,D), said(Y,X,E,F), A = #max{C;E}, B = #min{D;F}.
apart(end,Y,X,A,B)   :- dist(end,Y,X,A,B).
window(R,Y,X,A,B)    :- R=(after;from;during), apart(onset,Y,X,A,B).
window(before,Y,X,A,B)       :- apart(onset,X,Y,A,B).
window(after_end_of,Y,X,A,B) :- apart(end,Y,X,A,B).
"""

_RECURRING = """
% M5: a recurring statement, by stated orders alone
one_repeats(Y,X) :- pair(Y,X), recurring(Y), not recurring(X).
one_repeats(Y,X) :- pair(Y,X), recurring(X), not recurring(Y).
strange(Y,X) :- one_repeats(Y,X), not state(Y), not state(X), not mentions(Y,X), not mentions(X,Y).
joined(Y,X)  :- repeats(Y,X), not strange(Y,X).
told(R,Y,X,A,B) :- R=(after;from;after_end_of), joined(Y,X), stated(Y,X,A,B,_,_).
told(before,Y,X,A,B) :- joined(Y,X), stated(X,Y,A,B,_,_).
least(from,0). least((after;before;after_end_of),1).
misses(S,R,Y,X) :- asks(S,R), told(R,Y,X,A,_), least(R,N), A < N.
misses(S,R,Y,X) :- asks(S,R), told(R,Y,X,A,_), within(S,W), A > W.
misses(S,R,Y,X) :- asks(S,R), told(R,Y,X,_,B), at_least(S,W), B < W.
holds(S,R,Y,X,2) :- asks(S,R), told(R,Y,X,_,_), not misses(S,R,Y,X).
holds(S,during,Y,X,2) :- asks(S,during), joined(Y,X),
    onset(Y,E,_), end(Y,_,U), onset(X,F,_), end(X,_,V), U >= F, E <= V.
"""

_ANNIVERSARIES = """
% L6: anniversaries, for every pair of days
close(I)   :- onset(I,E,L), E > -inf, L < inf, L/day-E/day < 31.
at(I,D)    :- close(I), onset(I,E,L), D = E/day..L/day.
reach(S,W/day) :- asks(S,anniversary_of), within(S,W).
reach(S,0)     :- asks(S,anniversary_of), not within(S,_).
near(S,M,D) :- reach(S,W), at(_,M), anniversary(D,_,A), |M-A| <= W.
met(S,Y,X)    :- reach(S,_), dated(Y,X), at(Y,M), at(X,D), near(S,M,D).
missed(S,Y,X) :- reach(S,_), dated(Y,X), at(Y,M), at(X,D), not near(S,M,D).
holds(S,anniversary_of,Y,X,2) :- met(S,Y,X), not missed(S,Y,X).
holds(S,anniversary_of,Y,X,1) :- met(S,Y,X), missed(S,Y,X).
off(Y,X,K,|M-A|) :- dated(Y,X), reach(_,_), close(Y), close(X),
    onset(Y,E,_), onset(X,F,_), M=E/day, anniversary(F/day,K,A).
which(Y,X,K) :- off(Y,X,K,N), N = #min{ M : off(Y,X,_,M) }.
"""

_OBSERVED = """
% M6: days that were watched
watched(K,E,L,U,V,P,Q,I) :- observed(K,E,L,U,V,P,Q,I).
watched(K,E,L,U,V,P,Q,I) :- step_kind(_,K), observed("all",E,L,U,V,P,Q,I),
    not observed(K,_,_,_,_,_,_,_).
lights(K,S,U,P,Q) :- watched(K,_,S,U,_,P,Q,yes).
lights(K,S,U,P,Q) :- watched(K,S,_,_,U,P,Q,no).
first_lit(K,S,U,S/day)         :- lights(K,S,U,1,_).
first_lit(K,S,U,(S+day-1)/day) :- lights(K,S,U,P,_), P != 1, S > -inf.
first_lit(K,S,U,S/day)         :- lights(K,S,U,P,_), P != 1, S <= -inf.
last_lit(K,S,U,U/day)          :- lights(K,S,U,_,1).
last_lit(K,S,U,(U+1)/day-1)    :- lights(K,S,U,_,Q), Q != 1, U < inf.
last_lit(K,S,U,U/day)          :- lights(K,S,U,_,Q), Q != 1, U >= inf.
lit(K,F,L) :- first_lit(K,S,U,F), last_lit(K,S,U,L), F <= L.
asked(K,F)   :- frame(K,F,_).
asked(K,L+1) :- lit(K,_,L).
bright(K,D)  :- asked(K,D), lit(K,F,L), F <= D, D <= L.
gloomy(K,F,U) :- frame(K,F,U), F <= U, not bright(K,F).
gloomy(K,F,U) :- frame(K,F,U), lit(K,_,L), F <= L+1, L+1 <= U, not bright(K,L+1).
"""


def _rules(case: Case, pattern: Pattern) -> Iterator[str]:
    steps = pattern.every_step
    yield _ALWAYS
    if any(step.within or step.at_least for step in steps):
        yield _DISTANCES
    if any(statement.recurring for statement in case.statements):
        yield _RECURRING
    if any(step.anniversary_of for step in steps):
        yield _ANNIVERSARIES
    if any(step.absent for step in steps):
        yield _OBSERVED


def told(case: Case, pattern: Pattern) -> Counter[object]:
    """Return every match as the program finds it, under the keys of :func:`tests.oracle.told`."""
    plains = _first_of_each(pattern)
    program = "\n".join(
        [*_rules(case, pattern), *_facts(case, pattern), *(plain.program() for plain in plains)]
    )
    control = clingo.Control(["--warn=none"])
    control.add("base", [], program)
    control.ground([("base", [])])
    with control.solve(yield_=True) as handle:  # the rules are stratified: there is one answer
        atoms = [atom for model in handle for atom in model.symbols(shown=True)]
    return Counter(key for plain in plains for key in plain.read(case, atoms))


def _q(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{quoted}"'


def _facts(case: Case, pattern: Pattern) -> Iterator[str]:
    """Yield the case as facts."""
    periods = [(k, parse_span(when)) for k, whens in case.observed.items() for when in whens]
    spans = [oracle.settled(case, n) for n in range(len(case.statements))]
    clip = _Clip([*spans, *(span for _, span in periods)])
    keys = {key for step in pattern.every_step for key in step.asks}
    words: set[str] = set()
    for n, statement in enumerate(case.statements):
        yield from _statement_facts(case, n, keys)
        words.update(
            w
            for k in statement.keys().values()
            if k in keys
            for w in oracle.named_under(case, n, k)
        )
        yield from clip.span_facts(n, spans[n])
        for other in range(len(case.statements)):
            if gap := case.chronology.gap(n, other):
                yield f"gap({n},{other},{','.join(str(_clipped(g)) for g in gap)})."
        if statement.alternative_of:
            yield f"alternative({n},{case.index_of[statement.alternative_of]})."
    yield from (f"rank({_q(word)},{n})." for n, word in enumerate(sorted(words)))
    for kind, span in periods:
        times = ",".join(str(clip.time(t)) for t in span[:4])
        flag = "yes" if span.is_interval else "no"
        units = f"{int(span.start_precision)},{int(span.end_precision)}"
        yield f"observed({_q(kind)},{times},{units},{flag})."
    for figure in (*case.people, *case.symptoms):
        if role := getattr(figure, "role", None):
            yield f"role({_q(figure.id)},{_q(role)})."
        if figure.kind:
            yield f"figure_kind({_q(figure.id)},{_q(figure.kind)})."
    if any(step.anniversary_of for step in pattern.every_step):
        yield from clip.anniversaries(spans)


def _statement_facts(case: Case, n: int, keys: set[str]) -> Iterator[str]:
    statement = case.statements[n]
    yield f"kind({n},{_q(statement.kind)})."
    if statement.section in ("bonds", "inner"):
        yield f"state({n})."
    if statement.recurring:
        yield f"recurring({n})."
    for _, named in statement.ids_named():
        if named in case.index_of:
            yield f"mentions({n},{case.index_of[named]})."
    for name, key in statement.keys().items():
        if key in keys:
            yield from _value_facts(case, n, name, key)


def _value_facts(case: Case, n: int, name: str, key: str) -> Iterator[str]:
    """Yield what one key of a statement holds."""
    statement = case.statements[n]
    value = getattr(statement, name)
    if isinstance(value, bool):
        yield f"flag({n},{_q(key)},{str(value).lower()})."
    elif isinstance(value, float):
        yield f"number({n},{_q(key)},{round(value * 1000)})."
    words = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    for word in (w for w in words if w in case.index_of):
        yield f"refers({n},{_q(key)},{case.index_of[word]})."
    for word in oracle.named_under(case, n, key):
        yield f"names({n},{_q(key)},{_q(word)})."
        term = vocabulary(statement.terms()[name]).get(word) if name in statement.terms() else None
        if term and term.level is not None:
            yield f"level({_q(word)},{round(term.level * 1000)})."


class _Clip:
    """Times shifted to the first that is known, so that they fit 32 bits and are not negative."""

    def __init__(self, spans: Iterable[Span]) -> None:
        known = [t for span in spans for t in span[:4] if abs(t) < FOREVER]
        self.origin = min(known, default=0) // MINUTES_PER_DAY * MINUTES_PER_DAY

    def time(self, minute: int) -> int:
        """Return a minute as the program counts it."""
        return _clipped(minute if abs(minute) >= FOREVER else minute - self.origin)

    def span_facts(self, n: int, span: Span) -> Iterator[str]:
        """Yield when a statement began and ended."""
        first, latest, ended, last = map(self.time, span[:4])
        yield f"onset({n},{first},{latest}). end({n},{ended},{last})."
        units = int(span.start_precision), int(span.end_precision)
        yield f"unit({n},onset,{units[0]}). unit({n},end,{units[1]})."
        if span.is_interval:
            yield f"lasting({n})."

    def anniversaries(self, spans: Iterable[Span]) -> Iterator[str]:
        """Yield the calendar: the first, second … anniversary of each day on which things began."""
        first = self.origin // MINUTES_PER_DAY
        days = {
            day
            for s in spans
            if abs(s.start_latest) < FOREVER
            and s.start_latest - s.start_earliest <= 32 * MINUTES_PER_DAY
            for day in range(
                s.start_earliest // MINUTES_PER_DAY, s.start_latest // MINUTES_PER_DAY + 1
            )
        }
        for day in days:
            for year, met in oracle.anniversaries(day, max(days)):  # the first, the second …
                yield f"anniversary({day - first},{year},{met - first})."


def _clipped(minute: int) -> int:
    if abs(minute) >= FOREVER:
        return _INF if minute > 0 else -_INF
    assert abs(minute) < _INF, "a date too far from the others for 32 bits"
    return minute


@dataclass(frozen=True)
class _Place:
    """A place of a pattern: the steps that may fill it, each with a symbol in the program."""

    name: str
    number: int
    steps: tuple[tuple[str, Step], ...]
    is_list: bool

    @property
    def first(self) -> Step:
        return self.steps[0][1]

    @property
    def least(self) -> int:
        """L3: how many are asked for."""
        sign, number = re.fullmatch(r"(>=?)\s*(\d+)", self.first.times or ">= 1").groups()  # type: ignore[union-attr]
        return int(number) + (sign == ">")

    def letters(self) -> list[str]:
        """Return every letter that one of its steps names."""
        return list(dict.fromkeys(x for _, step in self.steps for x in step.letters()))

    def bound(self) -> tuple[str, str]:
        """Return the variables of the statement and of the step it is bound as."""
        return f"I{self.number}", f"S{self.number}"


def _plain_patterns(pattern: Pattern) -> Iterator[_Plain]:
    """L1, L2: the pattern with each required choice made in every way."""
    steps = pattern.settled_steps
    open_ = [isinstance(s, AnyOf) and s.is_required and not s.times for s in steps]
    choices = [
        range(len(s.any_of)) if isinstance(s, AnyOf) and chosen else (None,)
        for s, chosen in zip(steps, open_, strict=True)
    ]
    for v, picks in enumerate(product(*choices)):
        places: list[_Place] = []
        for one, pick in zip(steps, picks, strict=True):
            parts = (one,) if isinstance(one, Step) else tuple(_whole(one, s) for s in one.any_of)
            parts = parts if pick is None else (parts[pick],)
            # L2: a choice that must be absent asks that each of its steps be
            for group in [(p,) for p in parts] if one.absent else [parts]:
                name = group[0].as_ if one.absent else one.name
                n = len(places)
                named = tuple((f"s{v}_{n}_{k}", step) for k, step in enumerate(group))
                places.append(_Place(name, n, named, bool(one.times)))
        yield _Plain(v, pattern, tuple(places))


def _whole(choice: AnyOf, step: Step) -> Step:
    """L2: what stands beside `any_of` holds for each of its steps."""
    beside = {k: v for k, v in choice.to_keys().items() if k not in ("as", "any_of")}
    keys = step.to_keys()
    for key, value in beside.items():
        if key in ("within", "at_least", "times", "each", "optional", "absent"):
            keys.setdefault(key, value)
        else:
            keys[key] = [*_listed(keys.get(key, [])), *_listed(value)]
    return Step.from_keys(keys)


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]


def _compare(condition: str) -> str:
    """Return a condition such as ``>= 7`` on a number, which is kept in thousandths."""
    sign, number = re.fullmatch(r"(>=|<=|>|<|=)?\s*([\d.]+)", condition).groups()  # type: ignore[union-attr]
    return f"{sign or '='} {round(float(number) * 1000)}"


def _v(letter: str) -> str:
    return f"V{letter}"


@dataclass
class _Plain:
    """A pattern without choices among required steps, as rules."""

    number: int
    pattern: Pattern
    places: tuple[_Place, ...]
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.required = [p for p in self.places if p.first.is_required]
        self.absent = [p for p in self.places if p.first.absent]
        self.optional = [p for p in self.places if p.first.optional]
        self.lists = [p for p in self.required if p.is_list]
        self.alone = [p for p in self.required if not p.is_list]
        every = [step for place in self.places for _, step in place.steps]
        here = {x for step in every for x in step.letters()}
        self.order = [x for x in self.pattern.letters() if x in here]  # as first written
        self.of_figures = {
            x for s in every for key in s.asks if _is_figure(s, key) for x in _letters(s, key)
        }
        self.counted = sorted({p.first.each for p in self.lists if p.first.each})
        # L2: letters that only some steps of a repeated choice name mean anyone
        by_all = {x for p in self.required for x in p.first.letters() if _named_by_all(p, x)}
        self.kept = [x for x in self.order if x in by_all]
        self.shared = [x for x in self.kept if x not in self.counted]

    def program(self) -> str:
        """Return the pattern as rules."""
        for place in self.places:
            for symbol, step in place.steps:
                self._step(symbol, step)
        self._clashes()
        self._singles()
        self._mirrors()
        self._absent()
        self._gather()
        self._optional()
        return "\n".join(self.lines)

    def _atom(self, name: str, *args: str) -> str:
        """Return an atom of this pattern, told from the same one of its other choices."""
        return f"{name}_{self.number}({','.join(args)})"

    def kinds(self) -> list[str]:
        """Return what must be alike in patterns that are alike: kinds, and how many letters."""
        kinds = [step.kind for place in self.places for _, step in place.steps]
        return [*sorted(kinds), str(len(self.order))]

    def _step(self, symbol: str, step: Step) -> None:
        """L6, T2-T4: what a step asks of time; M1: how statements are read as it."""
        add = self.lines.append
        add(f"step_kind({symbol},{_q(step.kind)}).")
        for relation, other in step.relations():
            add(f"asks({symbol},{relation}).")
            place = next(p for p in self.places if p.name == other)
            for kind in sorted({s.kind for _, s in place.steps}):
                add(f"linked({_q(step.kind)},{_q(kind)}).")
        if step.within:
            add(f"within({symbol},{parse_duration(step.within).longest}).")
        if step.at_least:
            add(f"at_least({symbol},{parse_duration(step.at_least).shortest}).")
        body = [f"kind(I,{_q(step.kind)})", *self._words(step), *self._letters(step)]
        head = self._atom(f"reads_{symbol}", "I", *map(_v, step.letters()))
        add(f"{head} :- {', '.join(body)}.")

    def _words(self, step: Step) -> Iterator[str]:
        for key, asked in step.asks.items():
            k = _q(key)
            if isinstance(asked, dict):
                yield f"names(I,{k},L_{key}), level(L_{key},N_{key})"
                yield f"N_{key} {_compare(asked['level'])}"
                continue
            for word in (asked,) if isinstance(asked, str) else asked:
                if is_letter(word) or self._place(step, key, word):
                    continue
                annotation = step.record.model_fields[step.field(key)].annotation
                if annotation is bool:
                    yield f"flag(I,{k},{word})"
                elif annotation == (float | None):
                    yield f"number(I,{k},N_{key}), N_{key} {_compare(word)}"
                elif (terms := step.record.terms().get(step.field(key))) is not None:
                    yield f"names(I,{k},{_q(vocabulary(terms).canonical(word) or word)})"
                else:
                    yield f"names(I,{k},{_q(oracle.folded(word))})"

    def _letters(self, step: Step) -> Iterator[str]:
        """M1: letters stand for what is named, one thing each; roles and kinds."""
        for key in step.asks:
            letters = _letters(step, key)
            yield from (f"names(I,{_q(key)},{_v(x)})" for x in letters)
            yield from (f"{_v(x)} != {_v(y)}" for x, y in combinations(letters, 2))
        for field_, asked in (("role", self.pattern.roles), ("kind", self.pattern.kinds)):
            for letter, words in asked.items():
                if letter in step.letters():
                    accepted = [words] if isinstance(words, str) else words
                    names = ("role",) if field_ == "role" else ("figure_kind", "symptom_kind")
                    usual = {vocabulary(n).canonical(w) or w for n in names for w in accepted}
                    told = ";".join(_q(w) for w in sorted(usual))
                    fact = "role" if field_ == "role" else "figure_kind"
                    yield f"{fact}({_v(letter)},({told}))"

    def _place(self, step: Step, key: str, word: str) -> _Place | None:
        """Return the place that a word under a key names, if it is one."""
        if oracle.space_of(step, key) not in ("figure", "statement", "any"):
            return None
        return next((p for p in self.places if p.name == word), None)

    def _clashes(self) -> None:
        """M3: steps that name the same letters cannot share a statement."""
        steps = [s for place in self.places for s in place.steps]
        for (a, one), (b, other) in product(steps, steps):
            if set(one.letters()) == set(other.letters()):
                self.lines.append(f"same_letters({a},{b}).")

    def _asked_of(self, symbol: str, step: Step, at: str) -> Iterator[tuple[_Place, str, str]]:
        """Yield the conditions that tie a step, bound at `at`, to other places; with a truth."""
        for n, (relation, other) in enumerate(step.relations()):
            place = next(p for p in self.places if p.name == other)
            truth = f"T_{symbol}_{n}"
            yield place, f"holds({symbol},{relation},{at},{place.bound()[0]},{truth})", truth
        for key, asked in step.asks.items():
            for word in (asked,) if isinstance(asked, str) else tuple(asked):
                if not is_letter(word) and (place := self._place(step, key, word)):
                    yield place, f"refers({at},{_q(key)},{place.bound()[0]})", ""

    def _differ(self, letters: set[str]) -> Iterator[str]:
        """M1: different letters for figures are different figures."""
        for x, y in combinations(sorted(letters & self.of_figures), 2):
            yield f"{_v(x)} != {_v(y)}"

    def _args(self) -> list[str]:
        return [*(v for p in self.required for v in p.bound()), *map(_v, self.kept)]

    def _singles(self) -> None:
        """M1, M3, M4, M7: every combination of required steps, each bound once."""
        for chosen in product(*(p.steps for p in self.required)):
            body, truths = [], ["2"]
            for place, (symbol, step) in zip(self.required, chosen, strict=True):
                statement, bound = place.bound()
                body.append(self._atom(f"reads_{symbol}", statement, *map(_v, step.letters())))
                body.append(f"{bound} = {symbol}")
                for _, condition, truth in self._asked_of(symbol, step, statement):
                    body.append(condition)
                    truths += [truth] if truth else []
            for one, other in combinations(self.required, 2):
                body += _beside(one.bound(), other.bound())
            body += self._differ({x for _, step in chosen for x in step.letters()})
            truth = f"T = #min{{{';'.join(truths)}}}"
            self.lines.append(
                f"{self._atom('single', *self._args(), 'T')} :- {', '.join([*body, truth])}."
            )
        args = self._args()
        self.lines.append(f"{self._atom('bound', *args)} :- {self._atom('single', *args, 'T')}.")

    def _mirrors(self) -> None:
        """M2: of matches that differ by a renaming, the one whose ids rise."""
        told = self.shared
        args = self._args()
        for swap in _renamings(self.structure("mine"), self.structure("theirs")):
            for n, letter in enumerate(told):
                alike = [f"{_v(x)} = {_v(swap[x])}" for x in told[:n]]
                lower = f"less({_v(swap[letter])},{_v(letter)})"
                body = ", ".join([self._atom("bound", *args), *alike, lower])
                self.lines.append(f"{self._atom('mirrored', *args)} :- {body}.")
        # `single` may hold with two truths where letters mean anyone
        first, single = self._atom("first", *args, "T"), self._atom("single", *args, "N")
        body = f"{self._atom('bound', *args)}, not {self._atom('mirrored', *args)}"
        self.lines.append(f"{first} :- {body}, T = #max{{N : {single}}}.")

    def structure(self, side: str) -> str:
        """Return the pattern as facts of its own, for its renamings."""
        lines = [f"letter({side},{_q(x)})." for x in self.order]
        for asked in ("roles", "kinds"):
            for letter, words in getattr(self.pattern, asked).items():
                if letter in self.order:
                    lines.append(f"is({side},{_q(letter)},{_q(asked + repr(words))}).")
        for place in self.places:
            lines.append(f"place({side},{place.number}).")
            for symbol, step in place.steps:
                lines.append(f"step({side},{symbol}). in({side},{symbol},{place.number}).")
                flags = [step.kind, step.within, step.at_least, step.times]
                flags += [step.optional, step.absent]
                lines.append(f"is({side},{symbol},{_q(repr(flags))}).")
                if step.each:
                    lines.append(f"says({side},{symbol},each,{_q(step.each)}).")
                for relation, other in step.relations():
                    number = next(p.number for p in self.places if p.name == other)
                    lines.append(f"leans({side},{symbol},{relation},{number}).")
                for key, words in step.asks.items():
                    lines += self._asked_facts(side, symbol, step, key, words)
        return "\n".join(lines)

    def _asked_facts(
        self, side: str, symbol: str, step: Step, key: str, asked: object
    ) -> Iterator[str]:
        words = asked if isinstance(asked, tuple) else (asked,)
        yield f"is({side},{symbol},{_q('key ' + key)})."
        for word in words:
            if is_letter(word):
                yield f"says({side},{symbol},{_q(key)},{_q(str(word))})."
            elif isinstance(word, str) and (place := self._place(step, key, word)):
                yield f"leans({side},{symbol},{_q(key)},{place.number})."
            else:
                yield f"is({side},{symbol},{_q(f'{key} {word!r}')})."

    def _absent(self) -> None:
        """M6: what must not be there, and whether it would have been seen."""
        args = self._args()
        whole = self._atom("first", *args, "T")
        for place in self.absent:
            symbol, step = place.steps[0]
            body, truths = (
                [whole, self._atom(f"reads_{symbol}", "I", *map(_v, step.letters()))],
                ["2"],
            )
            for other in self.required:
                body += _beside(("I", symbol), other.bound())
            for _, condition, truth in self._asked_of(symbol, step, "I"):
                body.append(condition)
                truths += [truth] if truth else []
            body.append(f"N = #min{{{';'.join(truths)}}}")
            self.lines.append(f"{self._atom('there', *args, 'N')} :- {', '.join(body)}.")
            self._watch(place, whole, args)
        self.lines.append(f"{self._atom('doubt', *args)} :- {self._atom('there', *args, '1')}.")
        killed = f"not {self._atom('there', *args, '2')}"
        doubt = self._atom("doubt", *args)
        self.lines.append(f"{self._atom('one', *args, '1')} :- {whole}, {killed}, {doubt}.")
        self.lines.append(f"{self._atom('one', *args, 'T')} :- {whole}, {killed}, not {doubt}.")

    def _watch(self, place: _Place, whole: str, args: list[str]) -> None:
        """M6: a window that was not wholly watched makes a match possible."""
        _, step = place.steps[0]
        doubt = self._atom("doubt", *args)
        body, low, high = [whole], ["-inf"], ["inf"]
        limit = parse_duration(step.within).longest if step.within else None
        for n, (relation, other) in enumerate(step.relations()):
            if relation == "anniversary_of":  # of anniversaries there is no end
                self.lines.append(f"{doubt} :- {whole}.")
                return
            at = next(p for p in self.places if p.name == other).bound()[0]
            e, f, u, v = (f"{x}{n}" for x in "EFUV")
            ends = "ended" if relation == "after_end_of" else "end"
            body.append(f"onset({at},{e},{f}), {ends}({at},{u},{v})")
            low += [] if relation == "before" else [u if relation == "after_end_of" else e]
            high += [f] if relation == "before" else [v] if relation == "during" else []
            if limit is not None and relation == "before":
                low.append(f"{e}-{limit}")
            elif limit is not None:
                high.append(f"{v if relation == 'after_end_of' else f}+{limit}")
        body.append(f"A = #max{{{';'.join(low)}}}, B = #min{{{';'.join(high)}}}")
        kind = _q(step.kind)
        self.lines.append(f"frame({kind},A/day,B/day) :- {', '.join(body)}.")
        self.lines.append(f"{doubt} :- {', '.join(body)}, gloomy({kind},A/day,B/day).")

    def _key(self) -> list[str]:
        """Return what matches have in common that are gathered into one (L3, L4, L5)."""
        flags = [f"R{p.number}" for p in self.lists]
        return [*(v for p in self.alone for v in p.bound()), *flags, *map(_v, self.shared)]

    def _gather(self) -> None:
        """L3-L6: matches that differ only in their repeated steps."""
        args, key = self._args(), self._key()
        flags = [f"repeated({p.bound()[0]},R{p.number})" for p in self.lists]
        entry = ", ".join([self._atom("one", *args, "T"), *flags])
        enough, sure = [], []
        for place in self.lists:
            n, (statement, bound) = place.number, place.bound()
            member = self._atom(f"in{n}", *key, statement, bound)
            self.lines.append(f"{member} :- {entry}.")
            counted, more = self._counted(place)
            tally = self._atom(f"tally{n}", *key, counted, "T")
            self.lines.append(f"{tally} :- {', '.join([entry, *more])}.")
            for name, truth, into in (("any", "_", enough), ("sure", "2", sure)):
                self._count(place, name, truth, entry)
                into.append(self._atom(f"{name}{n}", *key))
        for letter in self.counted:
            self.lines.append(f"{self._atom(f'each_{letter}', *key, _v(letter))} :- {entry}.")
        body = ", ".join([entry, *enough])
        if not self.lists:
            self.lines.append(f"{self._atom('full0', *key, 'T')} :- {body}.")
            return
        self.lines.append(f"{self._atom('most', *key)} :- {', '.join([entry, *sure])}.")
        self.lines.append(
            f"{self._atom('full0', *key, '2')} :- {body}, {self._atom('most', *key)}."
        )
        self.lines.append(
            f"{self._atom('full0', *key, '1')} :- {body}, not {self._atom('most', *key)}."
        )

    def _counted(self, place: _Place) -> tuple[str, list[str]]:
        """Return the term that is counted: a figure (L5), an anniversary (L6), a fact (L3)."""
        step, statement = place.first, place.bound()[0]
        if step.each:
            return _v(step.each), []
        if not step.anniversary_of:
            return "C", [f"fact({statement},C)"]
        others = [next(p for p in self.places if p.name == o) for o in step.anniversary_of]
        at = [p.bound()[0] for p in others]
        terms = ",".join(f"of({x},K{x})" for x in at)
        return f"of({terms})", [f"which({statement},{x},K{x})" for x in at]

    def _count(self, place: _Place, name: str, truth: str, entry: str) -> None:
        key, n = self._key(), place.number
        head = self._atom(f"{name}{n}", *key)
        tally = self._atom(f"tally{n}", *key, "X", truth)
        self.lines.append(f"{head} :- {entry}, #count{{X : {tally}}} >= {place.least}.")
        self.lines.append(f"{head} :- {entry}, R{n} != dated.")  # L4

    def _optional(self) -> None:
        """M4: optional steps, in order, in every way, else unbound."""
        self.layout: list[_Place | str] = [*self.alone, *("" for _ in self.lists), *self.shared]
        args, maybe = self._key(), set[str]()
        for n, place in enumerate(self.optional):
            known = [x for x in self.layout if isinstance(x, str) and x]
            new = [x for x in place.letters() if x not in known]
            whole, some = self._atom(f"full{n}", *args, "T"), self._atom(f"some{n}", *args)
            for symbol, step in place.steps:
                body, now = self._way(place, symbol, step, known, maybe)
                after = [now.get(a, a) for a in args] + [place.bound()[0], symbol]
                after += [now[_v(x)] if x in step.letters() else "none" for x in new]
                told = ", ".join([whole, *body])
                self.lines.append(f"{some} :- {told}.")
                self.lines.append(f"{self._atom(f'full{n + 1}', *after, 'T')} :- {told}.")
            unbound = [*args, *("none" for _ in (*place.bound(), *new)), "T"]
            self.lines.append(f"{self._atom(f'full{n + 1}', *unbound)} :- {whole}, not {some}.")
            args = [*args, *place.bound(), *map(_v, new)]
            self.layout += [place, *new]
            maybe |= set(new)
        self._out(len(self.optional), args)

    def _way(
        self, place: _Place, symbol: str, step: Step, letters: list[str], maybe: set[str]
    ) -> tuple[list[str], dict[str, str]]:
        """Return the body that binds an optional step, and each letter's variable after it."""
        at, key = place.bound()[0], self._key()
        now = {_v(x): f"N{x}" if x in maybe else _v(x) for x in step.letters()}
        body = [self._atom(f"reads_{symbol}", at, *now.values())]
        body += [f"fits({_v(x)},N{x})" for x in step.letters() if x in maybe]
        for other, condition, _ in self._asked_of(symbol, step, at):
            # what is optional and comes later is not bound yet, so that nothing can lean on it
            is_bound = other.first.is_required or other in self.layout
            body.append(condition if is_bound else "#false")
        for other in (p for p in self.layout if isinstance(p, _Place)):
            body += _beside((at, symbol), other.bound())
        for other in self.lists:
            taken = self._atom(f"taken_{symbol}", *key, "I")
            member = self._atom(f"in{other.number}", *key, "J", "S")
            self.lines.append(f"{taken} :- {member}, twice(I,{symbol},J,S).")
            self.lines.append(f"{taken} :- {member}, alike(I,J).")
            body.append("not " + self._atom(f"taken_{symbol}", *key, at))
        told = [x for x in dict.fromkeys([*letters, *step.letters()]) if x in self.of_figures]
        for pair in combinations(told, 2):
            if set(pair) & set(step.letters()):
                body.append(" != ".join(now.get(_v(x), _v(x)) for x in pair))
        for letter in self.of_figures & set(step.letters()):
            body += [
                "not " + self._atom(f"each_{x}", *key, now[_v(letter)])
                for x in self.counted
                if x in self.of_figures
            ]
        return body, now

    def _out(self, count: int, args: list[str]) -> None:
        """M4, M5: how sure each match is."""
        whole = self._atom(f"full{count}", *args, "T")
        told = self._atom("described", *args)
        places = [*self.alone, *self.optional]
        recurs = [f"recurring({p.bound()[0]})" for p in places]
        recurs += [f"R{p.number} != dated" for p in self.lists]
        self.lines += [f"{told} :- {whole}, {condition}." for condition in recurs]
        for word, condition in (("certain", "T = 2"), ("possible", "T = 1")):
            out = self._atom("out", *args, word)
            self.lines.append(f"{out} :- {whole}, {condition}, not {told}.")
        self.lines.append(f"{self._atom('out', *args, 'described')} :- {told}.")
        key = len(self._key())
        self.lines.append(f"#show out_{self.number}/{len(args) + 1}.")
        self.lines += [f"#show in{p.number}_{self.number}/{key + 2}." for p in self.lists]
        self.lines += [f"#show each_{letter}_{self.number}/{key + 1}." for letter in self.counted]

    def read(self, case: Case, atoms: list[clingo.Symbol]) -> Iterator[object]:
        """Yield each match under the key of the literal oracle."""
        size = len(self._key())
        lists: dict[str, dict[tuple[clingo.Symbol, ...], list[clingo.Symbol]]] = {}
        own = [(*atom.name.rsplit("_", 1), atom.arguments) for atom in atoms]
        own = [(name, arguments) for name, number, arguments in own if number == str(self.number)]
        for name, arguments in own:
            if name != "out":
                group = lists.setdefault(name, {}).setdefault(tuple(arguments[:size]), [])
                group.append(arguments[size])
        for name, arguments in own:
            if name == "out":
                yield self._told(case, arguments, lists, size)

    def _told(
        self,
        case: Case,
        arguments: list[clingo.Symbol],
        lists: dict[str, dict[tuple[clingo.Symbol, ...], list[clingo.Symbol]]],
        size: int,
    ) -> object:
        names = {symbol: step.as_ for p in self.places for symbol, step in p.steps}
        match: oracle.Match = {}
        roles: oracle.Roles = {}
        rest = iter(arguments)
        for part in self.layout:
            symbol = next(rest)
            if isinstance(part, _Place):
                as_ = next(rest).name
                if as_ != "none":
                    match[names[as_]] = symbol.number
            elif part and symbol.type is clingo.SymbolType.String:
                roles[part] = symbol.string
        key = tuple(arguments[:size])
        for place in self.lists:
            found = {symbol.number for symbol in lists[f"in{place.number}"][key]}
            match[place.name] = oracle.in_order(case, found)
        for letter in self.counted:
            figures = {symbol.string for symbol in lists[f"each_{letter}"][key]}
            roles[letter] = tuple(sorted(figures))
        return oracle.key(case, oracle.ids_of(case, match), roles, arguments[-1].name)


def _beside(one: tuple[str, str], other: tuple[str, str]) -> list[str]:
    """M3, M7: what keeps two statements from standing in one match."""
    return [
        f"not twice({one[0]},{one[1]},{other[0]},{other[1]})",
        f"not alike({one[0]},{other[0]})",
    ]


def _letters(step: Step, key: str) -> tuple[str, ...]:
    asked = step.asks[key]
    return tuple(w for w in asked if is_letter(w)) if isinstance(asked, tuple) else ()


def _is_figure(step: Step, key: str) -> bool:
    return oracle.space_of(step, key) == "figure"


def _named_by_all(place: _Place, letter: str) -> bool:
    return all(letter in step.letters() for _, step in place.steps)


#: M2: letters, steps and places exchanged so that every word of one pattern stands in the other
_RENAMING = """
thing(S,letter,X) :- letter(S,X).
thing(S,step,X)   :- step(S,X).
thing(S,place,X)  :- place(S,X).
1 { swap(K,X,Y) : thing(theirs,K,Y) } 1 :- thing(mine,K,X).
1 { swap(K,X,Y) : thing(mine,K,X) } 1 :- thing(theirs,K,Y).
:- swap(_,X,Y), is(mine,X,W), not is(theirs,Y,W).
:- swap(_,X,Y), is(theirs,Y,W), not is(mine,X,W).
:- swap(step,S,T), in(mine,S,P), swap(place,P,Q), not in(theirs,T,Q).
:- swap(step,S,T), leans(mine,S,R,P), swap(place,P,Q), not leans(theirs,T,R,Q).
:- swap(step,S,T), leans(theirs,T,R,Q), swap(place,P,Q), not leans(mine,S,R,P).
:- swap(step,S,T), says(mine,S,K,X), swap(letter,X,Y), not says(theirs,T,K,Y).
:- swap(step,S,T), says(theirs,T,K,Y), swap(letter,X,Y), not says(mine,S,K,X).
#project swap/3. #show swap/3.
"""


@lru_cache(maxsize=4096)
def _renamings(mine: str, theirs: str) -> tuple[dict[str, str], ...]:
    """M2: return the renamings of letters that turn one pattern into the other."""
    control = clingo.Control(["--models=0", "--warn=none"])
    control.add("base", [], f"{_RENAMING}\n{mine}\n{theirs}")
    control.ground([("base", [])])
    found: dict[str, dict[str, str]] = {}
    with control.solve(yield_=True) as handle:
        for model in handle:
            told = [atom.arguments for atom in model.symbols(shown=True)]
            swap = {x.string: y.string for kind, x, y in told if kind.name == "letter"}
            found[repr(sorted(swap.items()))] = swap
    return tuple(found.values())


def _first_of_each(pattern: Pattern) -> list[_Plain]:
    """L2: of patterns that are alike but for a renaming of letters, the first."""
    found: list[_Plain] = []
    for plain in _plain_patterns(pattern):
        kinds = plain.kinds()
        alike = (p for p in found if p.kinds() == kinds)
        if not any(_renamings(plain.structure("mine"), p.structure("theirs")) for p in alike):
            found.append(plain)
    return found
