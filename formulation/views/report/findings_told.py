"""Findings, near misses and weights as cards: what fits, how surely, and against what chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from formulation.errors import counted
from formulation.findings import Change, Finding, Weight, each_of
from formulation.model.base import in_list
from formulation.patterns.pattern import Pattern
from formulation.views.chart_words import strip_prose
from formulation.views.charts import change_view, lag_view, scale_view, weight_view
from formulation.views.gaps import reason_in_words
from formulation.views.report.content import (
    Block,
    Card,
    Group,
    Listing,
    Picture,
    Prose,
    Section,
    Sentence,
)
from formulation.views.report.dynamics import motif_block
from formulation.views.report.hedging import stopped
from formulation.views.report.material import Material, by_pattern

__all__ = ["MOST_FINDINGS", "findings_section", "weights_section"]

#: so many findings of one pattern, and of all, are told one by one; the others are counted
MOST_OF_ONE, MOST_FINDINGS = 60, 150
#: so many near misses of a pattern are told
_MOST_NEAR = 3
_OTHERS = "The nearest are told; others lie no nearer."
#: so many weights are drawn; the others are told in words
_MOST_DRAWN = 6
#: and so many where so many could be weighed that nobody looks at each
_MANY_WEIGHED, _MOST_OF_MANY = 20, 3
#: with more events than this a strip of them would be a thicket, and most of the page
_MOST_MARKS = 500
_CERTAINTY = {
    "certain": "order certain",
    "possible": "order possible",
    "no order": "no order asked",
    "described": "told as recurring",
}
_MEANING = ("It means", "What would change it", "What it does not mean")


# -- findings ------------------------------------------------------------------------------------


def findings_section(m: Material) -> Section:
    """Return what fits, by pattern, and what nearly fits."""
    own = list(_groups(m))
    nothing = "None of the patterns looked for fits what is written down."
    intro = (
        "A pattern fits where its steps are recorded in their order. That is about the order of "
        "what is written down, and not about why."
    )
    cut = (
        f"Only the first {len(m.findings)} findings, by the dates of their episodes, were looked "
        "at, and counts are of these; there are more."
    )
    lead = Prose(tuple(map(m.say, [intro if own else nothing, *[cut] * m.was_cut])))
    near = _near(m)
    return Section("findings", "Findings", (lead, *own, *([near] if near else [])))


def _groups(m: Material) -> Iterator[Group]:
    left = MOST_FINDINGS
    patterns = {pattern.pattern: pattern for pattern in m.patterns}
    for number, own in enumerate(by_pattern(m.findings), 1):
        name, title = own[0].pattern, own[0].title
        told = own[: min(left, MOST_OF_ONE)]
        left -= len(told)
        cards = tuple(
            _card(m, f"{name}-{n}", finding, n, len(own)) for n, finding in enumerate(told, 1)
        )
        about = _about(m, patterns.get(name), number)
        yield Group(title, (*about, *cards, *_more(m, len(own) - len(told))))


def _about(m: Material, pattern: Pattern | None, number: int) -> Iterator[Block]:
    """Yield what a pattern does not claim, and how it is drawn."""
    if pattern is None:
        return
    if text := pattern.does_not_claim:
        yield Prose((m.say(stopped(text)),), "What this pattern does not claim.", "note")
    yield motif_block(pattern, number)


def _more(m: Material, count: int) -> tuple[Prose, ...]:
    if count < 1:
        return ()
    stand = "is" if count == 1 else "are"
    told = f"{counted(count, 'more episode')} of this pattern {stand} not told here."
    return (Prose((m.say(told),), manner="note"),)


def _card(m: Material, name: str, finding: Finding, number: int, count: int) -> Card:
    title = f"Finding {number} of {count}" if count > 1 else "The finding"
    told = [m.say(finding.because or finding.title, finding.statements)]
    told += [m.say(stopped(f"It rests on this: {finding.rests_on}"))] if finding.rests_on else []
    if finding.also:
        ways = counted(len(finding.also), "other way")
        told.append(m.say(f"The same episode also fits in {ways}."))
    if finding.missing:
        steps = in_list([step.replace("_", " ") for step in finding.missing])
        told.append(m.say(f"Not found, and not needed: {steps}."))
    mark = _CERTAINTY.get(finding.sureness, finding.sureness)
    mark += ", partial" if finding.status == "partial" else ""
    blocks = (Prose(tuple(told)), _steps(m, finding))
    said = f"{finding.title} ({number} of {count})" if count > 1 else finding.title
    return Card(f"finding-{name}", title, mark, blocks, finding.statements, said)


def _steps(m: Material, finding: Finding) -> Listing:
    """Return which statement stands for each step."""
    items = []
    for step, bound in finding.steps.items():
        ids = [id for id in each_of(bound) if id in m.case.index_of]
        if ids:
            told = m.case.tell(m.statement(ids[0]))
            told += f" And {counted(len(ids) - 1, 'more')}." if len(ids) > 1 else ""
            items.append(m.say(f"{step.replace('_', ' ')}: {told}", ids))
    return Listing(tuple(items), "Its steps", is_folded=True)


def _near(m: Material) -> Group | None:
    if not m.near_misses:
        return None
    intro = Prose((m.say("What nearly fits, and what would have to be known for it to fit."),))
    own = enumerate(by_pattern(m.near_misses), 1)
    return Group("Near misses", (intro, *(_near_card(m, n, several) for n, several in own)))


def _near_card(m: Material, number: int, own: Sequence[Finding]) -> Card:
    """Return the near misses of one pattern, the nearest first."""
    told = own[:_MOST_NEAR]
    items = tuple(m.say(_nearly(m, one), one.statements) for one in told)
    shown = Prose(items) if len(items) == 1 else Listing(items)
    others = () if len(told) == len(own) else (Prose((m.say(_OTHERS),), manner="note"),)
    statements = tuple(dict.fromkeys(id for one in told for id in _missed(one)))
    mark = "near miss" if len(own) == 1 else "near misses"
    return Card(f"near-miss-{number}", own[0].title, mark, (shown, *others), statements)


def _nearly(m: Material, finding: Finding) -> str:
    """Return a near miss in words, long gaps told as one says them; for teaching none is told."""
    told, failed = finding.because or finding.title, finding.failed
    if m.profile == "teaching" or not failed or not failed.by_minutes:
        return told
    return told.replace(failed.reason, reason_in_words(failed))


def _missed(finding: Finding) -> tuple[str, ...]:
    """Return the statements of a near miss: those that hold, and those that came nearest."""
    failed = finding.failed
    about = (failed.nearest, failed.against) if failed else ()
    return (*finding.statements, *(id for id in about if id))


# -- weights -------------------------------------------------------------------------------------


def weights_section(m: Material) -> Section:
    """Return what was weighed, in words and pictures, and what could not be."""
    tested = [weight for weight in m.weights if weight.is_testable]
    rest = [weight for weight in m.weights if not weight.is_testable]
    lead = Prose((m.say(_summed_up(m, tested)),))
    most = _most_drawn(tested)
    cards = [_weight(m, n, weight, is_drawn=n <= most) for n, weight in enumerate(tested, 1)]
    weighed = (Group("What could be weighed", tuple(cards)),) if cards else ()
    changes = (Group("What changed", tuple(_changes(m))),) if m.changes else ()
    untold = (Group("What cannot be weighed", tuple(_untested(m, rest))),) if rest else ()
    return Section("weights", "Weights", (lead, *weighed, *changes, *untold))


def _summed_up(m: Material, tested: Sequence[Weight]) -> str:
    if not m.weights:
        return "None of the patterns asks a question of this case that could be weighed."
    could = "none could be weighed" if not tested else f"{len(tested)} could be weighed"
    told = f"{counted(len(m.weights), 'question')} asked, {could}. "
    told += "Verdicts are about the order of events, not about why, and not about the formulation."
    if len(tested) > (most := _most_drawn(tested)):
        told += f" The first {most} are drawn; the others are told in words."
    return told


def _most_drawn(tested: Sequence[Weight]) -> int:
    return _MOST_DRAWN if len(tested) <= _MANY_WEIGHED else _MOST_OF_MANY


def _weight(m: Material, number: int, weight: Weight, *, is_drawn: bool) -> Card:
    statements = (*weight.hits, *weight.unprompted, *weight.misses)
    verdict = Prose((m.say(stopped(weight.because), weight.hits),))
    means = zip(_MEANING, weight.means, strict=False)
    listed = Listing(tuple(m.say(f"{label}: {text}") for label, text in means), "")
    notes = Listing(tuple(m.say(stopped(note)) for note in weight.notes), "Beside it")
    sides = Listing(tuple(_sides(m, weight)), "What was counted")
    picture = tuple(_drawn(m, number, weight)) if is_drawn else ()
    blocks = (verdict, *picture, listed, *_filled(sides), *_filled(notes))
    return Card(
        f"weight-{number}",
        weight.question,
        weight.verdict,
        blocks,
        tuple(dict.fromkeys(statements)),
    )


def _filled(listing: Listing) -> tuple[Listing, ...]:
    return (listing,) if listing.items else ()


def _drawn(m: Material, number: int, weight: Weight) -> Iterator[Block]:
    """Yield its picture; one that shows only distances where dates are told to the year.

    So it is too where there are more marks than an eye could part; they are then told by year.
    """
    name, marks = f"weight-{number}", _marks(weight)
    if m.profile == "teaching":
        yield Picture(name, lag_view(weight))
    elif marks <= _MOST_MARKS:
        yield Picture(name, weight_view(weight))
    else:
        yield Picture(name, lag_view(weight))
        told = f"{marks:,} events are too many to be drawn one by one; how they lie in time is told"
        yield Prose((m.say(f"{told} below in words."),), manner="note")
        yield Listing((m.say(strip_prose(weight)),), "Year by year", is_folded=True)


def _marks(weight: Weight) -> int:
    """Return how many events a strip of exposure would show."""
    exposure = weight.exposure
    return len(exposure.antecedents) + len(exposure.outcomes) if exposure else 0


def _sides(m: Material, weight: Weight) -> Iterator[Sentence]:
    parts = (
        (weight.hits, "followed on what was asked about"),
        (weight.unprompted, "came without it"),
        (weight.misses, "were followed by nothing, though the window was full"),
    )
    for ids, words in parts:
        if ids:
            yield m.say(f"{len(ids)} {words}.", ids)


def _changes(m: Material) -> Iterator[Block]:
    for number, change in enumerate(m.changes, 1):
        name = change.outcome_name if isinstance(change, Change) else change.scale
        told = Prose((m.say(stopped(change.because), [change.event]),))
        notes = _filled(Listing(tuple(m.say(stopped(note)) for note in change.notes), "Beside it"))
        rivals = getattr(change, "rivals", ())
        could = _filled(Listing(tuple(map(m.say, rivals)), "What else could have done it"))
        picture: tuple[Block, ...] = ()
        if m.profile != "teaching":
            view = change_view(change) if isinstance(change, Change) else scale_view(change)
            picture = (Picture(f"change-{number}", view),)
        title = f"Before and after {change.event_name}: {name}"
        mark = change.verdict if isinstance(change, Change) else ""
        yield Card(
            f"change-{number}", title, mark, (told, *picture, *could, *notes), (change.event,)
        )


def _of_several(reason: str, count: int) -> str:
    return stopped(reason) + (f" ({count} questions.)" if count > 1 else "")


def _untested(m: Material, rest: Sequence[Weight]) -> Iterator[Block]:
    """Yield why each could not be weighed, then all that would have to be recorded, once."""
    reasons = Counter(weight.because for weight in rest)
    if len(reasons) < len(rest):
        told = f"Questions with one answer are told together: {len(rest)} have {len(reasons)}."
        yield Prose((m.say(told),), manner="note")
    yield Listing(tuple(m.say(_of_several(*one)) for one in reasons.items()))
    wanted = dict.fromkeys(text for weight in rest for text in weight.wanted)
    yield from _filled(Listing(tuple(map(m.say, wanted)), "To be able to weigh it, record"))
