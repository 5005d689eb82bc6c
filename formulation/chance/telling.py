"""The sentences of a weight: the verdict, why it cannot be told, and what stands beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from formulation.chance.counting import LEAST_ANTECEDENTS, LEAST_OUTCOMES, Told
from formulation.chance.draws import DRAWS
from formulation.chance.questions import Question
from formulation.chance.reckoning import Reckoned
from formulation.chance.verdicts import (
    NOT_SUPPORTED,
    OPPOSITE,
    SUPPORTED,
    TOO_FEW,
    WEAK,
)
from formulation.chance.words import amount, ends, in_plural, numbered, p_is, probability, times
from formulation.dates import FOREVER, duration_in_words
from formulation.errors import counted
from formulation.model.base import in_list

__all__ = ["Asked", "because", "left_out", "not_testable", "wanting"]


class Asked(NamedTuple):
    """The words for a question: antecedent, outcome, the window, and what is to be open if any."""

    antecedent: str
    outcome: str
    window: str
    while_open: str = ""

    @property
    def is_by_age(self) -> bool:
        """Whether what is open is compared at like ages."""
        return bool(self.while_open)

    @property
    def question(self) -> str:
        """The question as a sentence."""
        told = f"Do {self.outcomes} come more often in the {self.window} after {self.antecedents}"
        return f"{told}, at the same age of a {self.while_open}?" if self.while_open else f"{told}?"

    @property
    def antecedents(self) -> str:
        """The antecedent, for several."""
        return in_plural(self.antecedent)

    @property
    def outcomes(self) -> str:
        """The outcome, for several."""
        return in_plural(self.outcome)


_HOW = {
    SUPPORTED: "came more often {then} than {else_}, and more often than chance makes likely",
    WEAK: "came somewhat more often {then} than {else_}, but chance does as well now and then",
    OPPOSITE: "came less often {then} than {else_}, and less often than chance makes likely",
    NOT_SUPPORTED: "did not come clearly more often {then} than {else_}",
}
_OPEN = "Whether {outcomes} come more often {then} than {else_} cannot be told from this record"


def because(asked: Asked, found: Reckoned, verdict: str, p_adjusted: float, family: int) -> str:
    """Return the verdict as a sentence, with the numbers it rests on."""
    if asked.is_by_age:
        then = f"soon after {asked.antecedents}"
        else_ = f"where none had come, at the same age of a {asked.while_open}"
    else:
        then = f"in the {asked.window} after {asked.antecedents}"
        else_ = "at other times"
    if verdict == TOO_FEW:
        told = _OPEN.format(outcomes=asked.outcomes, then=then, else_=else_)
    else:
        told = f"{asked.outcomes} {_HOW[verdict].format(then=then, else_=else_)}"
    told += f": {amount(found.in_exposed)} of {amount(found.outcomes)} did, where one even rate "
    told += f"would put {amount(round(found.exact.expected, 1))}. {_ratio(found)} The test that "
    told += f"keeps each record's clustering gives {p_is(found.p_shift)}"
    many = f", {probability(p_adjusted)} once {counted(family, 'question')} are allowed for"
    return f"{told[:1].upper()}{told[1:]}{many if family > 1 else ''}."


def _ratio(found: Reckoned) -> str:
    ratio = found.exact.ratio
    if math.isnan(ratio):
        return "No ratio can be given."
    interval = f"exact 95 % interval {ends(found.exact.low, found.exact.high)}"
    if math.isinf(ratio):
        return f"None came at other times, so that the ratio has no bound ({interval})."
    if not ratio:
        return f"None came then ({interval})."
    return f"The rate was {times(ratio)} times as high ({interval})."


def not_testable(asked: Asked, reasons: Sequence[str]) -> str:
    """Return why a question cannot be weighed, as a sentence."""
    question = f"Whether {asked.outcomes} come more often after {asked.antecedents}"
    return f"{question} cannot be weighed: {'; '.join(reasons)}."


class Gate(NamedTuple):
    """What there was, for the question whether it is enough.

    Attributes
    ----------
    told
        Antecedents and outcomes, as told.
    antecedents, outcomes
        How many of them count.
    same_day
        How many outcomes fell on the day of an antecedent.
    exposed, unexposed
        Time on either side, or risk sets that differ.
    """

    told: tuple[Told, Told]
    antecedents: int
    outcomes: float
    same_day: int
    exposed: float
    unexposed: float


def wanting(question: Question, asked: Asked, gate: Gate) -> Iterator[tuple[str, str]]:
    """Yield why a question is not testable, with what would have to be recorded."""
    yield from _unwatched(question)
    needs = ((asked.antecedent, LEAST_ANTECEDENTS), (asked.outcome, LEAST_OUTCOMES))
    counts = (gate.antecedents, gate.outcomes)
    is_watched = not (question.watch.unwatched or question.watch.unended)
    enough = True
    for (noun, least), told, count in zip(needs, gate.told, counts, strict=True):
        if len(told.rows) < least:
            is_other = told is gate.told[0] and not len(told.rows)
            yield _undated(question, noun, least, told, question.elsewhere if is_other else 0)
        elif is_watched and count < least:
            yield _uncounted(asked, noun, least, count, gate.same_day)
        enough &= len(told.rows) >= least and count >= least
    if is_watched and enough:
        yield from _one_sided(asked, gate)


def _undated(question: Question, noun: str, least: int, told: Told, other: int) -> tuple[str, str]:
    """Say that too few have a date that can be counted, and what the others are."""
    t, window, have = question.timeline, window_of(question), len(told.rows)
    coarse = told.wide[(t.starts_from[told.wide] > -FOREVER) & (t.starts_to[told.wide] < FOREVER)]
    if len(coarse) >= least:
        return (
            f"{numbered(len(coarse), noun)} are dated more coarsely than the window of {window}, "
            f"and {least} are needed",
            f"each {noun} with its date as fine as the window",
        )
    asked_about = " that the pattern asks about" if other else ""
    date = "as fine as the window" if len(coarse) and not have else "of its own"
    date = "of their own" if have > 1 else date
    notes = [
        f"{len(told.recurring)} told as recurring, and not counted" * bool(len(told.recurring)),
        f"{len(coarse)} dated more coarsely than {window}" * bool(len(coarse)),
        f"{counted(other, 'other')} {'are' if other > 1 else 'is'} told" * bool(other),
    ]
    beside = f" ({'; '.join(filter(None, notes))})" if any(notes) else ""
    return (
        f"{_few(have, noun)}{asked_about} with a date {date}{beside}, where {least} are needed",
        f"each {noun} with its date, {least} of them at the least",
    )


def _uncounted(asked: Asked, noun: str, least: int, count: float, same_day: int) -> tuple[str, str]:
    """Say that too few fall in the time that counts, and why if that can be seen."""
    few = f"{_few(count, noun)} in the time that counts, where {least} are needed"
    if noun == asked.outcome and count + same_day >= least:
        told = f"{numbered(same_day, noun)} fell on the day of a {asked.antecedent}"
        return f"{few}; {told}, and which came first is not told", (
            f"the hour of each {asked.antecedent} and each {noun}, or which came first"
        )
    return few, "over a longer time, with the dates between which the bonds held"


def _few(count: float, noun: str) -> str:
    if not count:
        return f"there is no {noun}"
    return f"there is only 1 {noun}" if count == 1 else f"there are only {numbered(count, noun)}"


def _unwatched(question: Question) -> Iterator[tuple[str, str]]:
    """Yield what is not known of the time that was watched, a cure for each kind."""
    watch = question.watch
    if watch.unwatched:
        yield "nothing says when such events would have been noticed", ""
    if watch.unended:
        yield "the time that was watched has no known beginning or end", ""
    for kind in watch.unwatched:
        yield "", f"under 'observed', when each {kind} would have been noted, quiet days included"
    for kind in watch.unended:
        yield "", f"under 'observed', both ends of the time in which each {kind} was noted"


def _one_sided(asked: Asked, gate: Gate) -> Iterator[tuple[str, str]]:
    if asked.is_by_age and not gate.exposed:
        text = f"at no end had some of those open then seen {asked.antecedents} and some not"
        yield text, "more of them, with their ends"
    elif not gate.exposed:
        yield f"no watched time follows {asked.antecedents}", "a longer time watched"
    elif not gate.unexposed:
        text = f"all watched time follows {asked.antecedents}, so that nothing is left beside it"
        yield text, "time without them, or a shorter window chosen beforehand"


def left_out(asked: Asked, antecedents: Told, outcomes: Told, outside: int) -> str:
    """Return, as a sentence, what was told and not counted; empty where all was."""
    both = ((antecedents, asked.antecedent), (outcomes, asked.outcome))
    parts = []
    for name, why in (("recurring", "told as recurring"), ("wide", _WIDE)):
        rows = ((len(getattr(told, name)), noun) for told, noun in both)
        of = [numbered(count, noun) for count, noun in rows if count]
        parts += [f"{in_list(of)} {why}"] if of else []
    if outside:
        parts.append(f"{numbered(outside, asked.outcome)} outside the time at risk")
    return f"Not counted: {'; '.join(parts)}." if parts else ""


_WIDE = "without a date, or with one wider than the window"


def drawn(share_above: float | None) -> str:
    """Return what drawing the uncertain dates came to; empty where none is uncertain."""
    if share_above is None:
        return ""
    return (
        f"Some dates are uncertain: they were drawn {DRAWS} times within what is known, and the "
        f"ratio was above 1 in {share_above:.0%} of the draws. Numbers are medians."
    ).replace("%", " %")


def window_of(question: Question) -> str:
    """Return the window of a question in words."""
    return duration_in_words(question.window_minutes)
