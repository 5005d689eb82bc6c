"""How records show themselves in a notebook: as a picture or as tables, and always in words.

Every record's ``_repr_mimebundle_`` is a one-line door to :func:`shown_richly`.  A page is made of
sentences and tables first; what people wrote is escaped in one place, where the page becomes HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from formulation.dates import FOREVER
from formulation.errors import DrawError, counted, shortened
from formulation.findings import Change, Finding, NearMiss, ScaleChange, Weight, each_of
from formulation.model.base import in_list
from formulation.model.case import Case
from formulation.timeline import Timeline
from formulation.views.chart_change_words import change_lead, change_title, scale_title
from formulation.views.chart_time import stretch_words
from formulation.views.chart_words import (
    chance_words,
    ended,
    interval,
    number,
    title_of,
    verdict,
)
from formulation.views.quoting import showable, svg_text

if TYPE_CHECKING:
    from formulation.views.draw import View

__all__ = ["shown_richly"]

#: so many rows of a table are shown; the others are counted
MOST_FINDINGS, MOST_NEAR_MISSES, MOST_STATEMENTS = 20, 10, 50
#: how long one cell may be
_LONGEST = 2_000

_CERTAINTY = {
    "certain": "the order is certain",
    "possible": "the order is possible, not certain",
    "no order": "no order in time is asked",
    "described": "told as a repeated course, so it cannot be counted",
}
_MEANING = ("It means", "What would change it", "What it does not mean")
_ORDER_NOT_WHY = "Verdicts are about the order of events, not about why."
_PAGE_LOOK = "text-align:left;max-width:60em;overflow-wrap:anywhere"
_CELL_LOOK = "text-align:left;vertical-align:top;padding:2px 10px 2px 0"
#: cells so short stay on one line
_SHORT = 16


@runtime_checkable
class _Found(Protocol):
    """What a search returns; its room is not known here."""

    is_cut: bool

    @property
    def cases(self) -> Sequence[Case]: ...
    @property
    def near_misses(self) -> Sequence[Finding]: ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: int) -> Finding: ...


@runtime_checkable
class _Weighed(Protocol):
    """What a weighing returns; its room is not known here."""

    changes: list[Change]
    scales: list[ScaleChange]
    family: int

    def __iter__(self) -> Iterator[Weight]: ...


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of words under headings."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


#: a title, then sentences and tables in the order they are read
_Page = tuple[str, Sequence[str | _Table]]


def shown_richly(record: object) -> dict[str, str]:
    """Return what a notebook shows of a record: a picture or a table, and the same in words.

    A case is shown as its map, a weight and a change as their charts, the timeline of a case as its
    timeline; findings and weights together are tables, and one finding is told with its steps.

    Parameters
    ----------
    record
        A case, a finding, a near miss, a weight, a change, a timeline, or what ``find`` and
        ``weigh`` return.

    Returns
    -------
    dict
        Text by its media type: ``text/plain`` always, and ``image/svg+xml`` or ``text/html``.
        Where a picture cannot be drawn the words stand alone, and say why.

    Raises
    ------
    TypeError
        For anything else.
    """
    match record:
        case Case():
            from formulation.views.map import map_view

            return _pictured(map_view(record), f"{record}\n")
        case Weight() | Change() | ScaleChange():
            return _charted(record)
        case Finding():
            return _paged(_finding_page(record))
        case Timeline():
            return _timeline(record)
        case _Weighed():
            return _paged(_weights_page(record))
        case _Found():
            return _paged(_findings_page(record))
    raise TypeError(f"no form for a notebook is known of {type(record).__name__!r}")


# -- pictures ------------------------------------------------------------------------------------


def _pictured(view: Any, before: str = "", after: str = "") -> dict[str, str]:
    """Return a view as its picture and its prose; the prose alone where it cannot be drawn."""
    from formulation.views import draw

    words = showable(f"{before}{view.prose}{after}")
    drawn: View = view
    try:
        return {"image/svg+xml": str(draw.draw(drawn, format="svg")), "text/plain": words}
    except DrawError as error:
        return {"text/plain": f"{words}\n({showable(str(error))})"}


def _charted(record: Weight | Change | ScaleChange) -> dict[str, str]:
    from formulation.views.charts import change_view, scale_view, weight_view

    match record:
        case Weight():
            return _pictured(weight_view(record), after="".join(_meaning(record)))
        case Change():
            return _pictured(change_view(record))
        case ScaleChange():
            return _pictured(scale_view(record))


def _meaning(weight: Weight) -> Iterator[str]:
    """Yield what a verdict means and does not mean, and what to record, a line each."""
    for label, text in zip(_MEANING, weight.means, strict=False):
        yield f"\n{label}: {text}"
    for text in weight.wanted:
        yield f"\nTo be recorded: {text}."


def _timeline(timeline: Timeline) -> dict[str, str]:
    """Return the picture of a timeline of one case; of several, or of none, its rows."""
    if len(timeline.cases) != 1:
        return _paged(_timeline_page(timeline))
    from formulation.views.timeline import timeline_view

    return _pictured(timeline_view(timeline.cases[0]))


# -- findings ------------------------------------------------------------------------------------


def _finding_page(finding: Finding) -> _Page:
    is_near = isinstance(finding, NearMiss)
    told = [finding.because]
    if not is_near:
        told.insert(0, f"{_status(finding)}; {_CERTAINTY.get(finding.sureness, '')}.")
    if finding.rests_on and not is_near:
        told.append(f"Rests on: {finding.rests_on}.")
    others = counted(len(finding.also), "other way", "other ways")
    told += [f"The same episode also fits in {others}."] if finding.also else []
    who = _Table("Who is who", ("Letter", "Stands for"), tuple(_listed(finding.roles)))
    steps = _Table("Steps", ("Step", "Statement"), tuple(_listed(finding.steps)))
    hint = f"map_view(case, finding=…) marks it in the map of the case {finding.case!r}."
    return _title(finding), [*told, who, steps, *([hint] if finding.steps else [])]


def _title(finding: Finding) -> str:
    begins = "Nearly found: " if isinstance(finding, NearMiss) else ""
    return f"{begins}{finding.title} ({finding.pattern})"


def _status(finding: Finding) -> str:
    if not finding.missing:
        return "Complete"
    return f"Partial, without {in_list([step.replace('_', ' ') for step in finding.missing])}"


def _listed(bound: Mapping[str, str | tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for name, ids in bound.items():
        yield name.replace("_", " "), in_list(list(each_of(ids)))


def _findings_page(found: _Found) -> _Page:
    near = found.near_misses
    fitting = len(found) - len(near)
    title = f"{counted(fitting, 'finding')}{', cut at the limit' if found.is_cut else ''}"
    title += f" and {counted(len(near), 'near miss', 'near misses')}" if near else ""
    told = [*_what_fits(found, fitting), *_what_nearly_fits(near, fitting)]
    if len(found):
        told.append("A number in brackets, put behind the name of all findings, tells one in full.")
    return title, told


def _what_fits(found: _Found, count: int) -> Iterator[str | _Table]:
    if not count:
        yield "Nothing fits as the case is written. What is not written cannot be found."
        return
    cases = {case.id: case for case in reversed(found.cases)}
    shown = range(min(count, MOST_FINDINGS))
    rows = tuple(_finding_row(n, found[n], cases[found[n].case], len(cases) > 1) for n in shown)
    yield _Table("What fits", ("", "Pattern", "When", "Who is who", "How certain"), rows)
    yield from _left_out(count - len(rows), "finding")


def _what_nearly_fits(near: Sequence[Finding], first: int) -> Iterator[str | _Table]:
    rows = tuple((f"[{n}]", one.title, one.because) for n, one in enumerate(near, first))
    if rows:
        shown = rows[:MOST_NEAR_MISSES]
        yield _Table("What nearly fits", ("", "Pattern", "What is missing"), shown)
        yield from _left_out(len(rows) - len(shown), "near miss", "near misses")


def _finding_row(n: int, finding: Finding, case: Case, is_one_of_many: bool) -> tuple[str, ...]:
    who = [
        f"{letter}: {in_list([case.name(id) for id in each_of(bound)])}"
        for letter, bound in sorted(finding.roles.items())
    ]
    title = finding.title + f" ({case.title or case.id})" * is_one_of_many
    certainty = _CERTAINTY.get(finding.sureness, finding.sureness)
    return f"[{n}]", title, _when(case, finding.statements), ", ".join(who), certainty


def _when(case: Case, ids: Iterable[str]) -> str:
    """Return from when to when events began, as far as they are dated at all."""
    onsets: list[tuple[int, int]] = []
    for id in ids:
        index = case.index_of[id]
        span = case.chronology.spans[index]
        if case.statements[index].section == "events":
            onsets.append((span.start_earliest, span.start_latest))
    dated = [one for one in onsets if one[0] > -FOREVER and one[1] < FOREVER]
    if not dated:
        return "not dated"
    return stretch_words((min(first for first, _ in dated), max(last for _, last in dated)))


def _left_out(count: int, one: str, many: str = "") -> list[str]:
    return [f"{counted(count, f'more {one}', many and f'more {many}')} not shown."] * (count > 0)


# -- weights -------------------------------------------------------------------------------------


def _weights_page(weights: _Weighed) -> _Page:
    every = list(weights)
    tested = [weight for weight in every if weight.is_testable]
    could = f"{len(tested)} could be weighed" if tested else "none could be weighed"
    title = f"{counted(len(every), 'question')} asked, {could}" if every else "No question asked"
    rest = [weight for weight in every if not weight.is_testable]
    why_not = tuple((title_of(weight), verdict(weight)[1]) for weight in rest)
    cannot = _Table("What cannot be weighed yet", ("Question", "Why not"), why_not)
    changes = (*map(_change_row, weights.changes), *map(_scale_row, weights.scales))
    heads = ("What", "Verdict", "What else could have done it")
    changed = _Table("Before and after", heads, changes)
    return title, [_ORDER_NOT_WHY, *_weighed(tested, weights.family), cannot, changed]


def _weighed(tested: Sequence[Weight], family: int) -> Iterator[str | _Table]:
    heads = ("Question", "Verdict", "Counted", "Rate, against other times", "Chance")
    if tested:
        yield _Table("What was weighed", heads, tuple(map(_weight_row, tested)))
        yield (
            "Chance: how often shifted records fit as well or better (p), allowing for "
            f"{counted(family, 'question')}."
        )


def _weight_row(weight: Weight) -> tuple[str, ...]:
    count = f"{number(weight.in_exposed)} of {number(weight.outcome_events)}"
    if weight.expected is not None:
        count += f", where one even rate would put {number(weight.expected)}"
    rate = "" if weight.rate_ratio is None else f"{number(weight.rate_ratio)} times"
    told = interval(weight.ci95)
    rate += f" (95 % interval {told})" if rate and told else ""
    p = "" if weight.p_adjusted is None else chance_words(weight.p_adjusted)
    return title_of(weight), verdict(weight)[0], count, rate, p


def _change_row(change: Change) -> tuple[str, ...]:
    return change_title(change), change_lead(change), "; ".join(change.rivals)


def _scale_row(change: ScaleChange) -> tuple[str, ...]:
    return scale_title(change), ended(change.because), ""


# -- a timeline's rows ---------------------------------------------------------------------------


def _timeline_page(timeline: Timeline) -> _Page:
    title = counted(len(timeline), "statement")
    if not timeline.cases:
        return f"A timeline of {title}, laid out without records", ["It can be searched."]
    began = timeline.starts_from
    first = nsmallest(
        MOST_STATEMENTS, range(len(timeline)), key=lambda row: (began[row] <= -FOREVER, began[row])
    )
    rows = tuple(_row(timeline, row) for row in first)
    table = _Table("As they began, undated ones last", ("When", "Case", "Statement"), rows)
    left = _left_out(len(timeline) - len(rows), "statement")
    return f"A timeline of {counted(len(timeline.cases), 'case')}, {title}", [table, *left]


def _row(timeline: Timeline, row: int) -> tuple[str, ...]:
    index, place = timeline.place(row)
    case = timeline.cases[index]
    return (
        _when_began(int(timeline.starts_from[row]), int(timeline.starts_to[row])),
        case.title or case.id,
        case.tell(case.statements[place]),
    )


def _when_began(first: int, last: int) -> str:
    if first <= -FOREVER:
        return "not dated" if last >= FOREVER else f"by {stretch_words((last, last))}"
    if last >= FOREVER:
        return f"{stretch_words((first, first))} or later"
    return stretch_words((first, last))


# -- a page as HTML, and in words ----------------------------------------------------------------


def _paged(page: _Page) -> dict[str, str]:
    """Return a page as HTML and as plain text."""
    title, told = page
    shown = [one for one in told if not isinstance(one, _Table) or one.rows]
    return {
        "text/html": "\n".join(_html(title, shown)) + "\n",
        "text/plain": showable("\n".join(_words(title, shown))),
    }


def _html(title: str, told: Sequence[str | _Table]) -> Iterator[str]:
    yield f'<div class="formulation" style="{_PAGE_LOOK}">'
    yield f"<p><strong>{_escaped(title)}</strong></p>"
    for one in told:
        yield from _html_table(one) if isinstance(one, _Table) else [f"<p>{_escaped(one)}</p>"]
    yield "</div>"


def _html_table(table: _Table) -> Iterator[str]:
    yield "<table>"
    yield f'<caption style="{_CELL_LOOK};font-style:italic">{_escaped(table.caption)}</caption>'
    heads = "".join(_cell("th", head, ' scope="col"') for head in table.heads)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        yield f"<tr>{''.join(_cell('td', cell) for cell in row)}</tr>"
    yield "</tbody></table>"


def _cell(tag: str, words: str, more: str = "") -> str:
    look = _CELL_LOOK + ";white-space:nowrap" * (len(words) <= _SHORT)
    return f'<{tag}{more} style="{look}">{_escaped(words)}</{tag}>'


def _escaped(text: str) -> str:
    """Return anybody's words, shortened, as they stand in a page."""
    return svg_text(shortened(text, _LONGEST))


def _words(title: str, told: Sequence[str | _Table]) -> Iterator[str]:
    yield shortened(title, _LONGEST)
    for one in told:
        if not isinstance(one, _Table):
            yield shortened(one, _LONGEST)
            continue
        yield f"{one.caption}:"
        for row in one.rows:
            yield "  " + " · ".join(shortened(cell, _LONGEST) for cell in row if cell)
