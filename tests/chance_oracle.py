"""A literal reading of the design of weighing, clauses 1 to 7: sets of whole numbers and loops.

Slow on purpose.  Every unit of watched time, a day or a minute, is a member of a set; every shift
is rolled one by one; every probability is a fraction.  It shares nothing with the code it judges.

Where the clauses are silent, this is what holds.  On the clock of days the days of antecedents are
in neither side and out of the clock, with what happened on them.  The first window of each piece
of watched and held time goes first, then what lies inside an outcome after its onset's unit.  An
antecedent is a miss if its whole window is at risk, the days of antecedents counting as covered,
and if nothing came in it, nor, on the clock of days, on its own day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb

#: first and last unit, both included
Piece = tuple[int, int]
#: the unit of an outcome's onset, and of its end where it was recorded as a span
Outcome = tuple[int, int | None]
#: onset; the end that a truce made of it, else none; the last unit in which it was followed
Quarrel = tuple[int, int | None, int]

MINUTES_PER_DAY = 1440


# Time ------------------------------------------------------------------------------------------


def units_of(pieces: Iterable[Piece]) -> set[int]:
    """Every unit that lies in one of the pieces."""
    return {unit for first, last in pieces for unit in range(first, last + 1)}


def runs_of(units: set[int]) -> list[Piece]:
    """Pieces as long as can be, in order: what touches is one piece."""
    starts = sorted(unit for unit in units if unit - 1 not in units)
    ends = sorted(unit for unit in units if unit + 1 not in units)
    return list(zip(starts, ends, strict=True))


def watched_and_held(
    observed: Sequence[Iterable[Piece]],
    held: Sequence[Sequence[Iterable[Piece]]] | None = None,
) -> set[int]:
    """Clause 2: units watched for every kind, in which some binding has all its states.

    `observed` has the pieces of each kind; `held` has for each binding the pieces of each state,
    or is none where the question asks for no state.
    """
    units = set.intersection(*(units_of(pieces) for pieces in observed))
    if held is None:
        return units
    some: set[int] = set()
    for states in held:
        some |= set.intersection(*(units_of(pieces) for pieces in states))
    return units & some


def at_risk(
    watched: set[int], outcomes: Iterable[Outcome], window: int, seen: set[int] | None = None
) -> set[int]:
    """Clause 2: without the first window of each piece, and without the insides of outcomes.

    A piece is one in which antecedents were watched; `seen` are units in which outcomes were.
    """
    risk = set(watched) if seen is None else watched & seen
    for first, last in runs_of(watched):
        risk -= set(range(first, min(first + window, last + 1)))
    for onset, end in outcomes:
        if end is not None:
            risk -= set(range(onset + 1, end + 1))
    return risk


# Counting --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """What was counted, by index of the outcome or the antecedent."""

    at_risk: set[int]
    exposed: set[int]
    unexposed: set[int]
    hits: list[int]
    unprompted: list[int]
    same_day: list[int]
    left_out: list[int]
    misses: list[int]
    clock: list[int]
    onsets: list[int]

    @property
    def x1(self) -> int:
        """Outcomes in exposed time."""
        return len(self.hits)

    @property
    def x0(self) -> int:
        """Outcomes in unexposed time."""
        return len(self.unprompted)

    @property
    def t1(self) -> int:
        """Exposed units."""
        return len(self.exposed)

    @property
    def t0(self) -> int:
        """Unexposed units."""
        return len(self.unexposed)


def counted(
    antecedents: Sequence[int],
    outcomes: Sequence[Outcome],
    watched: set[int],
    window: int,
    *,
    by_day: bool = True,
    seen: set[int] | None = None,
) -> Counts:
    """Clauses 2 and 3: what is exposed, what is not, and what happened where.

    `watched` is watched and held time, for antecedents where `seen` is that of outcomes; `window`
    is in units of the clock, days if `by_day`.
    """
    risk = at_risk(watched, outcomes, window, seen)
    own = set(antecedents) if by_day else set()
    followed = {unit for c in antecedents for unit in range(c + 1, c + window + 1)}
    exposed = (followed & risk) - own
    unexposed = risk - followed - own
    place = [onset for onset, _ in outcomes]
    return Counts(
        at_risk=risk,
        exposed=exposed,
        unexposed=unexposed,
        hits=[i for i, onset in enumerate(place) if onset in exposed],
        unprompted=[i for i, onset in enumerate(place) if onset in unexposed],
        same_day=[i for i, onset in enumerate(place) if onset in risk & own],
        left_out=[i for i, onset in enumerate(place) if onset not in risk],
        misses=[
            i
            for i, c in enumerate(antecedents)
            if all(unit in risk for unit in range(c + 1, c + window + 1))
            and not any(c < onset <= c + window for onset in place)
            and not (by_day and c in place)
        ],
        clock=sorted(risk - own),
        onsets=[onset for onset in place if onset in risk - own],
    )


def before_and_after(outcomes: Sequence[Outcome], watched: set[int], own: Piece) -> Counts:
    """Clause 7: exposed is what comes after the intervention; its own span is on neither side."""
    risk = at_risk(watched, outcomes, 0) - set(range(own[0], own[1] + 1))
    exposed = {unit for unit in risk if unit > own[1]}
    place = [onset for onset, _ in outcomes]
    return Counts(
        at_risk=risk,
        exposed=exposed,
        unexposed=risk - exposed,
        hits=[i for i, onset in enumerate(place) if onset in exposed],
        unprompted=[i for i, onset in enumerate(place) if onset in risk - exposed],
        same_day=[],
        left_out=[i for i, onset in enumerate(place) if onset not in risk],
        misses=[],
        clock=sorted(risk),
        onsets=[onset for onset in place if onset in risk],
    )


# The exact test --------------------------------------------------------------------------------


def binomial_tails(x: int, n: int, q: Fraction) -> tuple[Fraction, Fraction]:
    """How probable it is that of n no more than x fall where each falls with q; and no fewer."""
    chances = [comb(n, k) * q**k * (1 - q) ** (n - k) for k in range(n + 1)]
    return sum(chances[: x + 1], Fraction(0)), sum(chances[x:], Fraction(0))


def exact_p(x1: int, x0: int, t1: int, t0: int) -> Fraction:
    """Clause 4: twice the smaller tail, at most 1."""
    return min(Fraction(1), 2 * min(binomial_tails(x1, x1 + x0, Fraction(t1, t1 + t0))))


def exact_ratio(x1: int, x0: int, t1: int, t0: int) -> Fraction | None:
    """Clause 4: the rate ratio; none where it is infinite, or nought over nought."""
    return Fraction(x1 * t0, x0 * t1) if x0 else None


# The shift test --------------------------------------------------------------------------------


def rolled(counts: Counts, shifts: Iterable[int]) -> list[int]:
    """Clause 5: outcomes in exposed time, once the exposed mask is rolled along the joined clock.

    Shifts are in units of the clock.
    """
    flags = [unit in counts.exposed for unit in counts.clock]
    total = len(flags)
    found = []
    for shift in shifts:
        moved = [flags[(place - shift) % total] for place in range(total)]
        mask = {unit for unit, flag in zip(counts.clock, moved, strict=True) if flag}
        found.append(sum(onset in mask for onset in counts.onsets))
    return found


def whole_days(counts: Counts, *, by_day: bool = True) -> list[int]:
    """Every shift by whole days that is shorter than the joined clock."""
    step = 1 if by_day else MINUTES_PER_DAY
    return list(range(step, len(counts.clock), step))


def p_two_sided(observed: Fraction | int, null: Sequence[Fraction | int]) -> Fraction:
    """Clause 5: what happened counts among what might have; ties count half."""
    ties = sum(value == observed for value in null)
    sides = (sum(v > observed for v in null), sum(v < observed for v in null))
    return min(
        Fraction(1),
        *(2 * (1 + beyond + Fraction(ties, 2)) / (len(null) + 1) for beyond in sides),
    )


def shift_p(counts: Counts, *, by_day: bool = True) -> Fraction:
    """Clause 5: over every whole-day roll."""
    return p_two_sided(counts.x1, rolled(counts, whole_days(counts, by_day=by_day)))


# Flare and truce -------------------------------------------------------------------------------


def followed(
    onset: int, end: int | None, watched: set[int], *, by_truce: bool = True
) -> Quarrel | None:
    """Clause 6: how long a quarrel is followed; none where its onset was not watched.

    To its end, or to the end of the piece of watched time in which it began, where it is not over
    by then.  An end that no truce made is the end of following it.
    """
    pieces = [piece for piece in runs_of(watched) if piece[0] <= onset <= piece[1]]
    if not pieces:
        return None
    last = pieces[0][1]
    if end is None or end > last:
        return onset, None, last
    return onset, end if by_truce else None, end


@dataclass(frozen=True)
class RiskSet:
    """At a truce of one age: who was open, who of them had flared, and whether the one had."""

    quarrel: int
    age: int
    open: int
    flared: int
    ended_flared: bool

    @property
    def share(self) -> Fraction:
        """The chance that the one that ended had flared, were it any of them."""
        return Fraction(self.flared, self.open)


@dataclass(frozen=True)
class Ages:
    """All risk sets, and the numbers of clause 6."""

    sets: list[RiskSet]
    order_unknown: list[tuple[int, int]]  # quarrel and flare, by index, on the day of the truce
    censored: list[int]

    @property
    def observed(self) -> int:
        """O: truces of quarrels that had flared."""
        return sum(one.ended_flared for one in self.sets)

    @property
    def expected(self) -> Fraction:
        """E: the sum of shares."""
        return sum((one.share for one in self.sets), Fraction(0))

    @property
    def variance(self) -> Fraction:
        """V: the sum of share times its complement."""
        return sum((one.share * (1 - one.share) for one in self.sets), Fraction(0))

    @property
    def is_telling(self) -> bool:
        """Whether at some age some had flared, some had not, and some stayed open."""
        ends = [one.age for one in self.sets]
        return any(0 < s.flared < s.open and ends.count(s.age) < s.open for s in self.sets)

    @property
    def ratio(self) -> Fraction | None:
        """The rate ratio of Mantel and Haenszel; none where it is infinite or unknown."""
        over = under = Fraction(0)
        for one in self.sets:
            if one.ended_flared:
                over += Fraction(one.open - one.flared, one.open)
            else:
                under += Fraction(one.flared, one.open)
        return over / under if under else None

    @property
    def p_exact(self) -> Fraction:
        """Twice the smaller tail of the Poisson binomial, every outcome enumerated."""
        chances = [Fraction(0)] * (len(self.sets) + 1)
        for draw in product((0, 1), repeat=len(self.sets)):
            chance = Fraction(1)
            for one, hit in zip(self.sets, draw, strict=True):
                chance *= one.share if hit else 1 - one.share
            chances[sum(draw)] += chance
        lower, upper = sum(chances[: self.observed + 1]), sum(chances[self.observed :])
        return min(Fraction(1), 2 * lower, 2 * upper)


def risk_sets(quarrels: Sequence[Quarrel], flares: Sequence[int], window: int) -> Ages:
    """Clause 6: at each truce of age a, the quarrels still followed at that age.

    One had flared if a flare came at an age from 0 to below a, at most the window ago.
    """

    def had_flared(onset: int, age: int) -> bool:
        return any(0 <= flare - onset < age <= flare - onset + window for flare in flares)

    sets, unknown = [], []
    for index, (onset, end, _) in enumerate(quarrels):
        if end is None:
            continue
        age = end - onset
        still = [
            begun
            for begun, over, last in quarrels
            if (last if over is None else over) - begun >= age
        ]
        sets.append(
            RiskSet(
                quarrel=index,
                age=age,
                open=len(still),
                flared=sum(had_flared(begun, age) for begun in still),
                ended_flared=had_flared(onset, age),
            )
        )
        unknown += [(index, which) for which, flare in enumerate(flares) if flare == end]
    censored = [index for index, (_, end, _) in enumerate(quarrels) if end is None]
    return Ages(sets, unknown, censored)
