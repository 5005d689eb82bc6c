"""What pictures of numbers say in words: numbers, intervals, probabilities, lists of dates."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from formulation.errors import counted
from formulation.findings import Exposure, Interval, Lags, Weight
from formulation.views.chart_marks import plain
from formulation.views.chart_time import date_words, gaps_of, joined, stretch_words, whole_of

__all__ = [
    "SIDES",
    "asked",
    "begun",
    "chance_words",
    "compared",
    "dated",
    "days",
    "ended",
    "interval",
    "lag_prose",
    "lag_span",
    "lag_words",
    "lead_of",
    "number",
    "strip_prose",
    "title_of",
    "verdict",
    "weight_alt",
    "window",
]

#: the sides on which outcomes can stand, in the order of the legend
SIDES = ("exposed", "unexposed", "same day", "left out")
_MOST_DATES = 24
_MOST_GAPS = 12


# -- numbers -------------------------------------------------------------------------------------


def number(value: float | None) -> str:
    """Return a number as it is read aloud: whole ones whole, others with two decimals at most.

    >>> number(12), number(4.256), number(1234.5), number(None), number(0.004)
    ('12', '4.26', '1,234.5', 'unknown', '0.004')
    """
    if value is None or math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "without bound"
    if value < 0:
        return f"−{number(-value)}"
    if value == round(value):
        return f"{value:,.0f}"
    if value < 0.01:
        return f"{value:.1g}"
    return f"{value:,.{1 if value >= 100 else 2}f}".rstrip("0").rstrip(".")


def days(value: float) -> str:
    """Return a number of days in words.

    >>> days(1), days(30.5)
    ('1 day', '30.5 days')
    """
    return f"{number(value)} day{'' if value == 1 else 's'}"


def interval(ends: Interval) -> str:
    """Return a 95 % interval in words; ``""`` where neither end is known.

    >>> interval((0.93, 42.8)), interval((1.2, None))
    ('0.93 to 42.8', '1.2 or more')
    """
    low, high = ends
    if low is None and high is None:
        return ""
    is_open = high is None or math.isinf(high)
    return f"{number(low or 0)} or more" if is_open else f"{number(low or 0)} to {number(high)}"


def chance_words(p: float) -> str:
    """Return a probability with three decimals; one below a thousandth as that.

    >>> chance_words(0.0312), chance_words(0.0004), chance_words(1.0)
    ('p = .031', 'p < .001', 'p = 1')
    """
    return "p < .001" if p < 0.001 else f"p = {round(p, 3):g}".replace("0.", ".")


def begun(sentence: str) -> str:
    """Return words with a capital at their beginning."""
    return sentence[:1].upper() + sentence[1:]


def ended(sentence: str) -> str:
    """Return words as a sentence with its full stop."""
    sentence = begun(sentence.strip())
    return sentence if not sentence or sentence[-1] in ".!?…" else f"{sentence}."


# -- a weight's words ----------------------------------------------------------------------------


def asked(weight: Weight, limit: int = 60) -> tuple[str, str]:
    """Return what came first and what came then, as people would read it."""
    first, then = weight.asked
    return plain(first, limit) or "what came first", plain(then, limit) or "what came then"


def title_of(weight: Weight) -> str:
    """Return the title of a picture of a weight: what is asked, and no answer."""
    return begun(plain(weight.question, 200)) or "What came before"


def verdict(weight: Weight) -> tuple[str, str]:
    """Return the verdict's name, and the verdict as a sentence."""
    return begun(plain(weight.verdict)), ended(plain(weight.because, 900))


def lead_of(weight: Weight) -> str:
    """Return the verdict with its name before it, unless it begins with that itself."""
    name, told = verdict(weight)
    return told if told.casefold().startswith(name.casefold()) else f"{name}. {told}".strip()


def window(lags: Lags | None) -> str:
    """Return how long the window is, such as ``14 days``; ``the window`` where that is unknown."""
    return counted(lags.window, lags.unit) if lags else "the window"


def dated(minutes: Sequence[int]) -> str:
    """Return the dates of events; where they are many, how many in each year."""
    if len(minutes) <= _MOST_DATES:
        return ", ".join(date_words(minute) for minute in sorted(minutes))
    years = Counter(date_words(minute)[:4].lstrip("0") for minute in sorted(minutes))
    return ", ".join(f"{count} in {year}" for year, count in years.items())


# -- in sentences --------------------------------------------------------------------------------


def _rates(weight: Weight) -> Iterator[str]:
    first, then = asked(weight)
    if not weight.is_testable:
        return
    inside, outside = weight.exposed_days, weight.unexposed_days
    over, else_ = (f", in {days(one)}" if inside + outside > 0 else "" for one in (inside, outside))
    yield (
        f"Counted: {then}, {number(weight.outcome_events)} times; "
        f"{number(weight.in_exposed)} within {window(weight.lags)} after {first}{over}; "
        f"{number(weight.in_unexposed)} at other times{else_}."
    )
    if weight.expected is not None:
        yield f"At one even rate {number(weight.expected)} would be expected within the window."
    if weight.rate_ratio is not None:
        told = interval(weight.ci95)
        around = f" (95 % interval {told})" if told else ""
        yield f"The rate within it is {number(weight.rate_ratio)} times the rate outside{around}."
    if weight.p_shift is not None:
        corrected = weight.p_adjusted
        more = "" if corrected is None else f", {chance_words(corrected)} for all questions asked"
        yield f"Shifted records: {chance_words(weight.p_shift)}{more}."


def weight_alt(weight: Weight) -> str:
    """Return a weight in a few sentences with its numbers."""
    return " ".join([ended(title_of(weight)), lead_of(weight), *_rates(weight)])


def compared(weight: Weight) -> str:
    """Return what stands for a weight whose outcomes do not lie in one stretch of time."""
    first, _ = asked(weight)
    told = f"After {first}: {number(weight.in_exposed)}; without it: {number(weight.in_unexposed)}"
    if weight.expected is not None:
        told += f"; were there no link, {number(weight.expected)} would be expected after it"
    return f"{told}. Like was compared with like, which one strip of time cannot show."


def strip_prose(weight: Weight) -> str:
    """Return all that a strip of exposure says."""
    exposure = weight.exposure
    whole = whole_of(exposure) if exposure else None
    if exposure is None or whole is None:
        return compared(weight) if weight.is_testable else "Nothing could be counted."
    first, _ = asked(weight)
    at_risk = joined(exposure.at_risk)
    told = [f"The time shown runs from {stretch_words(whole)}."] if whole[0] != whole[1] else []
    gaps = [stretch_words(gap) for gap in gaps_of(exposure)]
    shown = "; ".join(gaps[:_MOST_GAPS]) + f"; and {len(gaps) - _MOST_GAPS} more" * (
        len(gaps) > _MOST_GAPS
    )
    told.append(f"Not watched or not counted: {shown}." if gaps else "All of it counts.")
    told[-1] = told[-1] if at_risk else "None of it counts."
    minutes = [minute for minute, _ in exposure.antecedents]
    told.append(f"{begun(first)}, {len(minutes)} times{_listed(minutes)}.")
    return " ".join([*told, *_by_side(weight, exposure)])


def _by_side(weight: Weight, exposure: Exposure) -> Iterator[str]:
    _, then = asked(weight)
    meanings = {
        "exposed": f"within {window(weight.lags)} after",
        "unexposed": "at other times",
        "same day": "on the same day, order unknown",
        "left out": "left out",
    }
    for side in SIDES:
        minutes = [minute for minute, _, own in exposure.outcomes if own == side]
        if minutes or side in SIDES[:2]:
            yield f"{begun(then)} {meanings[side]}, {len(minutes)} times{_listed(minutes)}."


def _listed(minutes: Sequence[int]) -> str:
    return f": {dated(minutes)}" if minutes else ""


def lag_prose(weight: Weight) -> str:
    """Return all that a histogram of lags says."""
    lags = weight.lags
    first, then = asked(weight)
    if lags is None:
        return "How long lay between the two cannot be shown from this record."
    if not any(lags.counts):
        return "The two never stand near each other in the record: there is no distance to show."
    told = (
        f"How long between them, as pairs of {first} and {then}, {then} after or before it; "
        "in brackets what shifted records give, their mean and the middle 95 of 100: "
    )
    return told + "; ".join(_bins(lags)) + "." + _outstanding(lags)


def _bins(lags: Lags) -> Iterator[str]:
    for n, count in enumerate(lags.counts):
        chance = f"{number(lags.expected[n])}, {number(lags.low[n])} to {number(lags.high[n])}"
        yield f"{lag_words(lags, n)}: {count} ({chance})"


def lag_span(lags: Lags, n: int) -> str:
    """Return how far apart the pairs of a bin are, whichever came first, such as ``1–7``.

    >>> of_days = Lags("day", (-7, 0, 1, 8), (2, 1, 4), (1,) * 3, (0,) * 3, (3,) * 3, 7)
    >>> [lag_span(of_days, n) for n in range(3)]
    ['7–1', '0', '1–7']
    """
    first, last = lags.edges[n], lags.edges[n + 1] - (lags.unit == "day")
    return str(abs(first)) if first == last else f"{abs(first)}–{abs(last)}"


def lag_words(lags: Lags, n: int) -> str:
    """Return which pairs a bin holds, such as ``1–7 days after``.

    >>> of_days = Lags("day", (-7, 0, 1, 8), (2, 1, 4), (1,) * 3, (0,) * 3, (3,) * 3, 7)
    >>> [lag_words(of_days, n) for n in range(3)]
    ['7–1 days before', 'on the same day', '1–7 days after']
    """
    first, last = lags.edges[n], lags.edges[n + 1]
    if lags.unit == "day" and (first, last) == (0, 1):
        return "on the same day"
    if first < 0 < last:
        return f"{-first} {lags.unit}s before to {last - (lags.unit == 'day')} after"
    told = lag_span(lags, n)
    units = lags.unit if told == "1" else f"{lags.unit}s"
    return f"{told} {units} {'before' if first < 0 else 'after'}"


def _outstanding(lags: Lags) -> str:
    """Return which bins hold more, or fewer, than chance gives."""
    every = range(len(lags.counts))
    more = [lag_words(lags, n) for n in every if lags.counts[n] > lags.high[n]]
    fewer = [lag_words(lags, n) for n in every if lags.counts[n] < lags.low[n]]
    if not more and not fewer:
        return " None of these lies outside what shifted records give in 95 of 100."
    told = _more_or_fewer("More", more), _more_or_fewer("Fewer", fewer)
    return "".join(told)


def _more_or_fewer(word: str, names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f" {word} than shifted records give in 95 of 100: {listed}." if listed else ""
