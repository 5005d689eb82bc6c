"""What stands beside a weight, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite, log

from formulation.chance.aging import Aging
from formulation.chance.beside import others_of, reversed_of, told_afterwards
from formulation.chance.counting import Counting
from formulation.chance.fitting import named_step, parts_of, states_of
from formulation.chance.questions import Question
from formulation.chance.reckoning import Reckoned
from formulation.chance.rivals import (
    Levels,
    at_like_levels,
    claims_between,
    rivals_claimed,
    scales_of,
)
from formulation.chance.telling import Asked
from formulation.chance.words import amount, came, ends, numbered, p_is, times
from formulation.errors import shortened
from formulation.model.base import in_list

__all__ = ["beside_age", "beside_exposure"]

_LONGEST = 80
#: how much nearer to 1 a ratio must come, on the scale of logarithms, for its rival to be named
_SHRUNK = 2 / 3


def beside_exposure(
    counting: Counting, asked: Asked, found: Reckoned, *, seed: int
) -> Iterator[str]:
    """Yield what stands beside the weight of an exposure."""
    question = counting.question
    yield _cells(counting, asked, found)
    late = len(told_afterwards(counting))
    if late:
        yield (
            f"For {numbered(late, asked.outcome)} the {asked.antecedent} was "
            "written down only afterwards, when it was known what had followed."
        )
    yield _beside_others(question, asked, seed=seed)
    turned = reversed_of(question, seed=seed)
    if turned:
        when = f"in the {asked.window} after {asked.outcomes}"
        told = came(asked.antecedents, turned.exact.ratio, when, "at other times")
        yield f"Asked the other way round, {told} ({p_is(turned.p_shift)}, not corrected)."
    yield _bias(question, asked)
    yield from _rivals(counting, asked, found)


def _cells(counting: Counting, asked: Asked, found: Reckoned) -> str:
    missed = numbered(len(counting.missed), asked.antecedent)
    alone = numbered(found.in_unexposed, asked.outcome)
    return (
        f"Beside the {amount(found.in_exposed)} that followed are {missed} that no {asked.outcome} "
        f"followed, and {alone} with no {asked.antecedent} before. Of the days that count "
        f"{amount(found.exposed_days)} lay within {asked.window} after a {asked.antecedent}, and "
        f"{amount(found.unexposed_days)} did not."
    )


def _beside_others(question: Question, asked: Asked, *, seed: int) -> str:
    bonds = _bonds(question)
    if not bonds:
        return ""
    others = others_of(question, seed=seed)
    if others is None:
        return (
            f"There are fewer than five other {asked.antecedents} of people without that "
            f"{bonds}: whether {bonds} matters cannot be told."
        )
    these = f"after the {others.antecedents} other {asked.antecedents}, without that {bonds},"
    beyond = came(asked.outcomes, others.beyond.ratio, these, "at other times")
    against = came("they", others.against.ratio, "after those with it", "after these")
    interval = f"exact 95 % interval {ends(others.against.low, others.against.high)}"
    told = f"{beyond[:1].upper()}{beyond[1:]}; {against} ({interval}). "
    if others.against.low > 1:
        return (
            f"{told}So these {asked.antecedents} stand out from others; whether by the {bonds} or "
            "by something else about these people cannot be told."
        )
    if others.beyond.low > 1:
        return (
            f"{told}They came after either kind of {asked.antecedent}: nothing here says that the "
            f"{bonds} matters."
        )
    return f"{told}Whether the {bonds} matters cannot be told from this."


def _bonds(question: Question) -> str:
    """Return the word for the states that an antecedent is to lie in: ``idealization``."""
    names = states_of(question.pattern, question.weighing.after)
    steps = [step for name in names for step in parts_of(named_step(question.pattern, name))]
    return in_list(list(dict.fromkeys(step.record.__name__.lower() for step in steps)))


def _bias(question: Question, asked: Asked) -> str:
    """Say that the ratio is biased where outcomes may change exposure, as the pattern holds."""
    own = question.weighing
    ends = any(w.after == own.outcome and w.while_open == own.after for w in question.pattern.weigh)
    if not ends and not _is_claimed_back(question):
        return ""
    return (
        f"As this pattern or the file itself has it, {asked.outcomes} may themselves end "
        f"{asked.antecedents} or bring them on. Then the ratio is biased: read it as rough."
    )


def _is_claimed_back(question: Question) -> bool:
    """Tell whether a claim of the file leads from the outcome back to the antecedent."""
    first, second = _kinds(question)
    return any(True for _ in claims_between(question.timeline.cases[0], second, first))


def _kinds(question: Question) -> tuple[set[str], set[str]]:
    """Return the kinds of statement of the antecedent and of the outcome."""
    first, second = (
        {step.kind for step in parts_of(named_step(question.pattern, name))}
        for name in (question.weighing.after, question.weighing.outcome)
    )
    return first, second


def _rivals(counting: Counting, asked: Asked, found: Reckoned) -> Iterator[str]:
    question = counting.question
    for scale in scales_of(question.timeline):
        levels = at_like_levels(counting, scale)
        if levels is not None:
            yield _levels(levels, asked, found)
    case = question.timeline.cases[0]
    first, second = _kinds(question)
    claimed = rivals_claimed(case, first, second)
    if claimed:
        told = in_list([shortened(one, _LONGEST) for one in claimed], "or")
        yield f"The file names what else could explain it: {told}."


def _levels(levels: Levels, asked: Asked, found: Reckoned) -> str:
    name = shortened(levels.scale, _LONGEST)
    told = (
        f"Where only times of like {name} are compared (in thirds of its ratings), the rate is "
        f"{times(levels.ratio)} times as high instead of {times(found.exact.ratio)}."
    )
    ratios = (levels.ratio, found.exact.ratio)
    is_known = all(isfinite(r) and r > 0 for r in ratios)
    if is_known and ratios[1] > 1 and log(ratios[0]) < _SHRUNK * log(ratios[1]):
        return (
            f"A rival stands in the file: {name}. "
            f"{_at_levels(asked.antecedents, levels.antecedents).capitalize()}, and "
            f"{_at_levels(asked.outcomes, levels.outcomes)}, so that it may drive both. {told}"
        )
    return told


def _at_levels(nouns: str, ratio: float) -> str:
    return came(nouns, ratio, "while it was rated in its upper third", "in its lowest")


def beside_age(aging: Aging, asked: Asked) -> Iterator[str]:
    """Yield what stands beside the weight of risk sets."""
    question = aging.question
    open_ = (question.weighing.while_open or "").replace("_", " ")
    if len(aging.unended):
        t = question.timeline
        ids = [t.id_of(row) for row in aging.unended.tolist()]
        more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
        yield (
            f"{numbered(len(ids), open_)} without a recorded end, followed as long as anyone "
            f"watched: {', '.join(ids[:5])}{more}."
        )
    if aging.unwatched:
        yield (
            f"{numbered(aging.unwatched, open_)} began outside the watched time and did not count."
        )
    one = aging.draws[0]
    rates = [
        count / units if units else 0.0
        for count, units in (
            (int((one.had_flared & one.ended).sum()), one.exposed_units),
            (int((~one.had_flared & one.ended).sum()), one.open_units - one.exposed_units),
        )
    ]
    if rates[1]:
        yield (
            f"The crude rate of {asked.outcomes} was {times(rates[0] / rates[1])} times as high "
            f"after {asked.antecedents}. It is shown and not judged: what has been open longer is "
            "both nearer its end and likelier to have seen one."
        )
