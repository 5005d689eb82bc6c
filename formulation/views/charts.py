"""Pictures of numbers: when the one followed the other, how long after, and what changed.

Each view is data (:class:`formulation.views.chart_view.ChartView`): a description in Vega-Lite and
the same in words.  ``draw(weight_view(weight), "weight.svg")`` makes a picture of it.  What is
drawn is always the order of events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from formulation.findings import Change, ScaleChange, Weight
from formulation.views.chart_change import change_panels, scale_panels
from formulation.views.chart_change_words import (
    change_alt,
    change_lead,
    change_prose,
    change_title,
    scale_alt,
    scale_prose,
    scale_title,
)
from formulation.views.chart_lags import lag_panels
from formulation.views.chart_marks import NARROW, WIDE, Page, paragraphs, plain, sheet
from formulation.views.chart_strip import count_panels, strip_panels
from formulation.views.chart_view import ChartView, Spec
from formulation.views.chart_words import (
    ended,
    lag_prose,
    lead_of,
    strip_prose,
    title_of,
    verdict,
    weight_alt,
)

__all__ = ["ChartView", "change_view", "lag_view", "scale_view", "strip_view", "weight_view"]

_NOT_CAUSE = "This is about the order of events; order is not cause."


def strip_view(weight: Weight) -> ChartView:
    """Return the time that was watched, with what came first in it and what came then over it."""
    return _view(
        title_of(weight),
        lead_of(weight),
        weight_alt(weight),
        [weight_alt(weight), strip_prose(weight)],
        lambda page: _strip(page, weight),
    )


def lag_view(weight: Weight) -> ChartView:
    """Return how long after what came first the other came, beside what shifted records give."""
    return _view(
        title_of(weight),
        lead_of(weight),
        weight_alt(weight),
        [weight_alt(weight), lag_prose(weight)],
        lambda page: lag_panels(page, weight) or _only(page, lag_prose(weight)),
    )


def weight_view(weight: Weight) -> ChartView:
    """Return the strip above the histogram of lags, and the verdict below, as one sheet."""
    return _view(
        title_of(weight),
        "",
        weight_alt(weight),
        [weight_alt(weight), strip_prose(weight), lag_prose(weight), *_sentences(weight.notes)],
        lambda page: _both(page, weight),
    )


def change_view(change: Change) -> ChartView:
    """Return how often something happened before an event and after it, with 95 % intervals."""
    return _view(
        change_title(change),
        change_lead(change),
        change_alt(change),
        [*change_prose(change), *_sentences(change.notes)],
        lambda page: change_panels(page, change),
    )


def scale_view(change: ScaleChange) -> ChartView:
    """Return ratings on a scale over time, before and after an event, with their medians."""
    return _view(
        scale_title(change),
        ended(plain(change.because, 600)),
        scale_alt(change),
        [*scale_prose(change), *_sentences(change.notes)],
        lambda page: (
            scale_panels(page, change)
            or _only(page, "No dated rating is recorded, so there is nothing to draw.")
        ),
    )


def _both(page: Page, weight: Weight) -> list[Spec]:
    lags = lag_panels(page, weight)
    if lags:
        lags = [paragraphs(page, ["How long between them"], above=14, strong=True), *lags]
    elif weight.exposure is not None and weight.is_testable:
        lags = _only(page, lag_prose(weight))
    below = paragraphs(page, [*verdict(weight), _NOT_CAUSE], above=14, strong=True)
    return [*_strip(page, weight), *lags, below]


def _strip(page: Page, weight: Weight) -> list[Spec]:
    wanted = [f"To be recorded: {text}" for text in weight.wanted]
    nothing = "Nothing could be counted, so there is nothing to draw."
    if panels := strip_panels(page, weight):
        return panels
    return count_panels(page, weight) if weight.is_testable else _only(page, nothing, *wanted)


def _only(page: Page, *texts: str) -> list[Spec]:
    """Return words where a picture would be empty."""
    return [paragraphs(page, texts, above=12)]


def _sentences(notes: Sequence[str]) -> Iterator[str]:
    yield from (ended(plain(note, 600)) for note in notes)


def _view(
    title: str, lead: str, alt: str, prose: Sequence[str], panels: Callable[[Page], list[Spec]]
) -> ChartView:
    wide, narrow = (sheet(page, title, lead, alt, panels(page)) for page in (WIDE, NARROW))
    return ChartView(title, lead, alt, "\n".join([*prose, _NOT_CAUSE]), wide, narrow)
