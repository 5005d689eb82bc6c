"""When ratings become a flare: by a rule that is stated beforehand and kept with what it made.

A day meets the rule where its rating reaches a threshold, or exceeds the person's own baseline by
so many robust deviations.  Days that meet it are one flare while they are at most the gap apart;
a flare begins on its first day and ends on its last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field, InstanceOf

from formulation.dates import Span, distance, parse_duration
from formulation.diary.cells import UnreadableError
from formulation.errors import Fault, nearest_word
from formulation.model.base import Namer, Record, plainly
from formulation.model.events import Rating
from formulation.model.fields import Duration, SymptomIds, refused

__all__ = ["FEWEST", "ROBUST", "Baseline", "Level", "Rated", "Rule", "flares", "level_of"]

#: the median absolute deviation times this estimates the standard deviation of a normal
#: distribution; the constant of R's ``mad``
ROBUST = 1.4826
#: of fewer ratings a median and its deviations say too little
FEWEST = 10


def _exact(text: str) -> str:
    shortest, longest, _ = parse_duration(text)
    if shortest != longest:
        raise refused(Fault("a rule is exact", text, "one length of time, such as 3 days"))
    return text


def _worse(text: str) -> str:
    if text not in ("higher", "lower"):
        near = nearest_word(text, ("higher", "lower"))
        raise refused(
            Fault(f"{text!r} does not say which ratings are worse", text, "higher or lower", near)
        )
    return text


def _positive(number: float) -> float:
    if number <= 0:
        raise refused(
            Fault("a baseline is exceeded by more than nothing", f"{number:g}", "such as 2")
        )
    return number


class Baseline(Record):
    """A person's own usual level: the median of all ratings, with deviations from it.

    Attributes
    ----------
    deviations
        By how many robust deviations a rating must exceed the median.  One is 1.4826 times the
        median absolute deviation from it.
    """

    deviations: Annotated[float, AfterValidator(_positive)] = Field(allow_inf_nan=False)


class Rule(Record):
    """When ratings become an escalation.

    Attributes
    ----------
    of
        The symptom that escalates.
    threshold, baseline
        One of the two: a rating that is high enough, or the person's own baseline.
    gap
        Days that meet the rule are one flare while they are at most so long apart.
    worse
        Whether ``higher`` or ``lower`` ratings are worse; higher unless said.
    """

    of: SymptomIds
    threshold: float | None = Field(default=None, allow_inf_nan=False)
    baseline: InstanceOf[Baseline] | None = None
    gap: Annotated[Duration, AfterValidator(_exact)]
    worse: Annotated[str, AfterValidator(_worse)] = "higher"

    @property
    def sign(self) -> int:
        """1 where higher ratings are worse, -1 where lower ones are."""
        return 1 if self.worse == "higher" else -1

    def sentence(self, name: Namer = plainly) -> str:  # noqa: ARG002 - a rule names nobody
        """Return the rule in words, without a capital and a full stop."""
        side = "more" if self.sign > 0 else "less"
        told = f"a rating of {self.threshold:g} or {side}" if self.threshold is not None else ""
        if self.baseline is not None:
            side = "above" if self.sign > 0 else "below"
            count = f"{self.baseline.deviations:g} robust deviations"
            told = f"a rating more than {count} {side} the median"
        return f"{told}; such ratings at most {self.gap} apart are one flare"


class Rated(NamedTuple):
    """One rating and the date of its row; the rating itself may speak for days before it."""

    span: Span
    rating: Rating

    @property
    def value(self) -> float:
        """The value that was noted."""
        assert self.rating.value is not None
        return self.rating.value


class Level(NamedTuple):
    """The rating that must be reached, or with ``is_beyond`` exceeded; and how it was found."""

    value: float
    is_beyond: bool
    told: str = ""


def level_of(rule: Rule, values: Sequence[float]) -> Level:
    """Return the rating that a rule asks for.

    Parameters
    ----------
    rule
        The rule.
    values
        All ratings of the diary, in any order.

    Raises
    ------
    UnreadableError
        Where a baseline cannot be told: there are fewer than ten ratings, or more than half of
        them are the same, so that the median absolute deviation is 0.  No other measure is put in
        its place: the cure is a threshold.
    """
    if rule.baseline is None:
        return Level(float(rule.threshold or 0), is_beyond=False)
    cure = "threshold: …, a rating that is high enough"
    if len(values) < FEWEST:
        problem = f"{len(values)} ratings are too few for a baseline, which takes {FEWEST}"
        raise UnreadableError(problem, cure)
    middle = median(values)
    spread = median(abs(value - middle) for value in values)
    if spread == 0:
        same = f"more than half of the ratings are {middle:g}"
        problem = f"{same}, so that there is no usual deviation from it (the MAD is 0)"
        raise UnreadableError(problem, cure)
    value = middle + rule.sign * rule.baseline.deviations * ROBUST * spread
    told = f"the median is {middle:g}, the deviation {ROBUST * spread:.4g}, the level {value:.4g}"
    return Level(value, is_beyond=True, told=told)


def flares(ratings: Iterable[Rated], rule: Rule, level: Level) -> list[list[Rated]]:
    """Return the flares among ratings, each with the ratings that make it.

    Parameters
    ----------
    ratings
        In the order of their dates.
    rule, level
        The rule and the rating it asks for.
    """
    gap = parse_duration(rule.gap).longest
    found: list[list[Rated]] = []
    for rated in ratings:
        if not _meets(rated.value, rule, level):
            continue
        if found and distance(rated.span, found[-1][-1].span)[0] <= gap:
            found[-1].append(rated)
        else:
            found.append([rated])
    return found


def _meets(value: float, rule: Rule, level: Level) -> bool:
    above = rule.sign * (value - level.value)
    return above > 0 if level.is_beyond else above >= 0
