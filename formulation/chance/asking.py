"""One question asked of chance: reckoned if it can be, and made into a weight once all are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from formulation.chance.aging import Aging, aged
from formulation.chance.beside_words import beside_age, beside_exposure
from formulation.chance.counting import Counting, counted_in
from formulation.chance.exposure import Clock
from formulation.chance.lags import lags_of
from formulation.chance.pieces import Pieces
from formulation.chance.questions import Question
from formulation.chance.rates import adjusted
from formulation.chance.reckoning import Reckoned, finite
from formulation.chance.telling import (
    Asked,
    Gate,
    because,
    drawn,
    left_out,
    not_testable,
    wanting,
    window_of,
)
from formulation.chance.verdicts import NOT_TESTABLE, meaning_of, verdict_of, weakest_verdict
from formulation.chance.words import noun_for, numbered, times
from formulation.findings import Exposure, Lags, Piece, Weight
from formulation.timeline import Ints, Timeline

__all__ = ["Weighed", "weighed"]

_MOST_NAMED = 5


@dataclass(frozen=True)
class Weighed:
    """A question with its numbers; there are none where it is not testable.

    Attributes
    ----------
    question, asked
        What was asked, and in which words.
    reasons
        Why it is not testable, each with what to record; none where it is.
    found, ways
        The numbers; and with what fell on one day read in either order.
    seed
        Draws dates and shifts.
    """

    question: Question
    asked: Asked
    counting: Counting | Aging
    reasons: tuple[tuple[str, str], ...]
    seed: int

    @cached_property
    def found(self) -> Reckoned | None:
        """The numbers; ``None`` where the question is not testable."""
        return None if self.reasons else self.counting.reckoned()

    def weight(self, p_adjusted: float | None, others: Sequence[float]) -> Weight:
        """Return the weight.

        Parameters
        ----------
        p_adjusted
            The shift test corrected for all questions; ``None`` where this is not testable.
        others
            The shift tests of the other questions, for the correction of the other readings.
        """
        told = self._counted() | {"notes": tuple(filter(None, self._notes()))}
        if self.found is None or p_adjusted is None:
            why, wanted = (tuple(filter(None, part)) for part in zip(*self.reasons, strict=True))
            return self._made(
                told,
                verdict=NOT_TESTABLE,
                method=f"none: {'; '.join(why)}",
                because=not_testable(self.asked, why),
                wanted=wanted,
            )
        readings = [(self.found, p_adjusted)]
        ways = self.counting.reckoned_both_ways()
        readings += [(way, adjusted([*others, way.p_shift])[-1]) for way in ways]
        verdict = weakest_verdict(verdict_of(r.exact.ratio, p, r.exact.high) for r, p in readings)
        family = len(others) + 1
        numbers = _numbers(self.found, p_adjusted)
        told["notes"] = (*self._read_either_way(ways), *told["notes"])
        sentence = because(self.asked, self.found, verdict, p_adjusted, family)
        return self._made(told | numbers, verdict=verdict, method=self._method(), because=sentence)

    def _made(self, told: dict[str, Any], *, verdict: str, **fields: Any) -> Weight:
        question = self.question
        return Weight(
            pattern=question.pattern.pattern,
            question=self.asked.question,
            roles=dict(question.roles),
            case=question.timeline.cases[0].id,
            asked=(self.asked.antecedent, self.asked.outcome),
            means=tuple(meaning_of(verdict, self.asked.antecedents, self.asked.outcomes)),
            verdict=verdict,
            **told,
            **fields,
        )

    def _method(self) -> str:
        clock = f"a clock of {self.counting.clock.name}s"
        draws = f", {len(self.counting.draws)} draws of uncertain dates"
        many = draws if len(self.counting.draws) > 1 else ""
        if isinstance(self.counting, Aging):
            return f"risk sets of like age on {clock}, permuted within them{many}"
        return f"exposed against unexposed time on {clock}, shift test{many}"

    def _counted(self) -> dict[str, Any]:
        counting = self.counting
        if isinstance(counting, Aging):
            return _counted_by_age(counting)
        return _counted_by_exposure(counting)

    def _notes(self) -> Iterator[str]:
        counting, found = self.counting, self.found
        if found is not None:
            yield drawn(found.share_above)
        if isinstance(counting, Aging):
            yield left_out(self.asked, counting.antecedents, counting.opens, 0)
            yield from beside_age(counting, self.asked)
        else:
            sides = counting.draws[0]
            outside = ~(sides.in_exposed | sides.in_unexposed | sides.same_day)
            told = (counting.antecedents, counting.outcomes)
            yield left_out(self.asked, *told, int(outside.sum()))
            if found is not None:
                yield from beside_exposure(counting, self.asked, found, seed=self.seed)

    def _read_either_way(self, ways: Sequence[Reckoned]) -> Iterator[str]:
        """Say what fell on one day, and what the ratio is read otherwise."""
        if not ways:
            return
        asked, ratios = self.asked, [times(way.exact.ratio) for way in ways]
        if isinstance(self.counting, Aging):
            yield (
                f"Some {asked.antecedents} fell on the very day of an end; which came first is not "
                f"told. Taken as earlier, they make the ratio {ratios[0]}; the weaker verdict "
                "stands."
            )
            return
        rows = self.counting.outcomes.rows[self.counting.most("same_day")]
        ids = _ids(self.question)(rows)
        more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
        named = f" ({', '.join(ids[:_MOST_NAMED])}{more})" if ids else ""
        fell = (
            f"{numbered(len(ids), asked.outcome)} fell"
            if ids
            else (f"In some draws {asked.outcomes} fell")
        )
        yield (
            f"{fell} on the day of a {asked.antecedent}{named}; which came first is not told. "
            f"Taken as following it, the ratio is {ratios[0]}, and taken as not, {ratios[1]}; the "
            "weaker verdict stands."
        )


def weighed(question: Question, *, seed: int) -> Weighed:
    """Count a question, and see whether there is enough to reckon with."""
    asked = _words(question)
    if question.weighing.while_open:
        ages = aged(question, seed=seed)
        telling = sum(one.is_telling for one in ages.draws) * 2 > len(ages.draws)
        ends = float(ages.draws[0].ended.sum())
        told = (ages.antecedents, replace(ages.opens, rows=ages.endings[ages.endings >= 0]))
        gate = Gate(told, ages.within, ends, 0, telling, telling)
        return Weighed(question, asked, ages, tuple(wanting(question, asked, gate)), seed)
    counting = counted_in(question, seed=seed)
    x1, x0, t1, t0 = counting.draws[0].counts
    told = (counting.antecedents, counting.outcomes)
    same_day = int(counting.most("same_day").sum())
    gate = Gate(told, counting.in_watch, x1 + x0, same_day, t1, t0)
    return Weighed(question, asked, counting, tuple(wanting(question, asked, gate)), seed)


def _words(question: Question) -> Asked:
    case, pattern, weighing = question.timeline.cases[0], question.pattern, question.weighing
    return Asked(
        noun_for(case, pattern, weighing.after, question.roles),
        noun_for(case, pattern, weighing.outcome, question.roles),
        window_of(question),
        (weighing.while_open or "").replace("_", " "),
    )


def _numbers(found: Reckoned, p_adjusted: float) -> dict[str, Any]:
    exact = found.exact
    return {
        "outcome_events": found.outcomes,
        "in_exposed": found.in_exposed,
        "in_unexposed": found.in_unexposed,
        "exposed_days": found.exposed_days,
        "unexposed_days": found.unexposed_days,
        "expected": finite(exact.expected),
        "rate_ratio": finite(exact.ratio),
        "ci95": (finite(exact.low), finite(exact.high)),
        "p_exact": exact.p,
        "p_shift": found.p_shift,
        "p_adjusted": p_adjusted,
    }


def _counted_by_exposure(counting: Counting) -> dict[str, Any]:
    x1, x0, t1, t0 = counting.draws[0].counts
    per_day, ids = counting.clock.per_day, _ids(counting.question)
    hits = counting.most("in_exposed")
    unprompted = counting.most("in_unexposed")
    return {
        "outcome_events": x1 + x0,
        "in_exposed": x1,
        "in_unexposed": x0,
        "exposed_days": t1 / per_day,
        "unexposed_days": t0 / per_day,
        "hits": ids(counting.outcomes.rows[hits]),
        "misses": ids(counting.missed),
        "unprompted": ids(counting.outcomes.rows[unprompted]),
        "exposure": _exposure(counting),
        "lags": _lags(counting),
    }


def _counted_by_age(aging: Aging) -> dict[str, Any]:
    one, ids = aging.draws[0], _ids(aging.question)
    flared = int((one.had_flared & one.ended).sum())
    per_day = aging.clock.per_day
    return {
        "outcome_events": int(one.ended.sum()),
        "in_exposed": flared,
        "in_unexposed": int(one.ended.sum()) - flared,
        "exposed_days": one.exposed_units / per_day,
        "unexposed_days": (one.open_units - one.exposed_units) / per_day,
        "hits": ids(aging.outcomes(had_flared=True)),
        "misses": ids(aging.missed),
        "unprompted": ids(aging.outcomes(had_flared=False)),
    }


def _ids(question: Question) -> Any:
    """Return how rows become ids, in the order of their onsets."""
    t = question.timeline
    named = t.cases[0].ids

    def ids(rows: Ints) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(named.__getitem__, _rising(t, rows).tolist())))

    return ids


def _rising(t: Timeline, rows: Ints) -> Ints:
    """Return rows in the order of their earliest onsets, then of their ids."""
    order: Ints = rows[np.lexsort((t.id_ranks(rows), t.starts_from[rows]))]
    return order


def _exposure(counting: Counting) -> Exposure:
    t, sides, clock = counting.question.timeline, counting.draws[0], counting.clock
    named = {"exposed": "in_exposed", "unexposed": "in_unexposed", "same day": "same_day"}
    rows = counting.outcomes.rows
    side = np.full(len(rows), "left out", dtype=object)
    for told, name in named.items():
        side[counting.most(name)] = told
    ids, starts = t.cases[0].ids, t.starts_from
    outcomes = zip(starts[rows].tolist(), (ids[row] for row in rows.tolist()), side, strict=True)
    first = _rising(t, counting.antecedents.rows)
    ids_of_first = [ids[row] for row in first.tolist()]
    return Exposure(
        at_risk=_minutes(sides.risk, clock),
        exposed=_minutes(sides.exposed, clock),
        antecedents=tuple(zip(starts[first].tolist(), ids_of_first, strict=True)),
        outcomes=tuple(sorted(outcomes)),
    )


def _minutes(units: Pieces, clock: Clock) -> tuple[Piece, ...]:
    first, last = units.T * clock.minutes
    return tuple(zip(first.tolist(), (last + clock.minutes - 1).tolist(), strict=True))


def _lags(counting: Counting) -> Lags | None:
    question = counting.question
    t, minutes = question.timeline, question.window_minutes
    if not len(question.watched) or not len(counting.antecedents.rows):
        return None
    first, then = (t.starts_from[told.rows] for told in (counting.antecedents, counting.outcomes))
    return lags_of(first, then, question.watched, minutes, seed=counting.seed)
