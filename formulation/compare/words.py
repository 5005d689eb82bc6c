"""A comparison in words, for two people who will talk about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formulation.compare.likeness import ENOUGH
from formulation.compare.records import Agreement, Alignment, Match, Matched, Unmatched
from formulation.errors import counted

__all__ = [
    "HEADINGS",
    "NOT_TRUTH",
    "number",
    "told_of_agreement",
    "told_of_alignment",
    "told_of_matched",
    "told_of_nearest",
]

#: what stands over the disagreements of each sort
HEADINGS: Mapping[str, str] = {
    "finding": "Which patterns fit",
    "who": "Who does what to whom",
    "direction": "In which direction",
    "order": "What came first",
    "link": "What it is tied to",
    "basis": "How it is known",
    "kind": "As what it is written down",
    "term": "In which terms",
    "date": "When",
    "text": "In which words",
}
NOT_TRUTH = "Agreement is not truth: two may agree and both be wrong."


def number(value: float | None) -> str:
    """Return a number to two places, and a dash for none.

    >>> number(0.666), number(-0.001), number(None)
    ('0.67', '0.00', '-')
    """
    return "-" if value is None else f"{round(value, 2) + 0:.2f}"


def told_of_alignment(pair: Alignment) -> str:
    """Return what two formulations have in common, as sentences."""
    score = pair.score
    if pair.similarity is None:
        return "Neither of the two has a statement, so that there is nothing to compare."
    both = f"Both have {counted(score.both, 'statement')}"
    more = (
        f"; {score.missing} more {'stands' if score.missing == 1 else 'stand'} in "
        f"{pair.reference} only, and {score.extra} in {pair.other} only"
    )
    if not score.missing + score.extra:
        more = ", and neither has another"
    return (
        f"{both}{more}. On the whole they are alike by {number(pair.similarity)}, where 1 is the "
        f"same. {NOT_TRUTH}"
    )


def told_of_agreement(one: Agreement, names: Sequence[str]) -> str:
    """Return how far formulations agree in one coding, as a sentence without its full stop.

    Parameters
    ----------
    one
        The coding.
    names
        What the formulations are called.
    """
    said = [f"{name} {count}" for name, count in zip(names, one.coded, strict=True)]
    together = "both" if len(said) == 2 else "all"
    yes = f"answered yes: {', '.join(said)}, {together} {one.all}"
    asked = f"{counted(one.cells, 'question')}, {yes}" if one.cells else "no question"
    if one.value is None:
        return f"not defined, for {one.why_not} ({asked})"
    alike = f"the same answer to {_percent(one.alike)}"
    return f"{number(one.value)} ({one.statistic}; {asked}; {alike})"


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.0f} %"


def told_of_nearest(one: Unmatched, pair: Alignment) -> str:
    """Return what comes nearest to a statement in the other file and why it is not the same."""
    if one.nearest is None:
        return ""
    is_missing = one in pair.missing
    there = one.nearest.other if is_missing else one.nearest.reference
    name = pair.other if is_missing else pair.reference
    told = f"Nearest in {name}: {there.told} ({there.id})"
    for match in pair.matches:
        here, beside = match.reference.id, match.other.id
        if there.id == (beside if is_missing else here):
            return f"{told} It answers {here if is_missing else beside}."
    if one.nearest.similarity > ENOUGH:
        return f"{told} Another account of the same is answered already."
    return f"{told} Against it speaks: {_against(one.nearest)}."


def _against(match: Match) -> str:
    """Return what speaks most against a match."""
    part = min(match.parts, key=lambda part: part.weight * (part.likeness - 1))
    return part.told


def told_of_matched(found: Matched) -> str:
    """Return whether formulations of one person are more alike than those of others."""
    same, others = found.pairs
    word = "more" if found.same > found.different else "not more"
    how = "all" if found.is_exact else "drawn at random"
    told = (
        f"Formulations of one person are {word} alike than those of different people: "
        f"{number(found.same)} on average over {counted(same, 'pair')}, against "
        f"{number(found.different)} over {others}. Had the formulations been given to people by "
        f"chance, so large a difference would come with p = {_p(found.p)} "
        f"({counted(found.ways, 'way')}, {how})."
    )
    if found.least > 0.05:
        told += f" With so few formulations p cannot be below {_p(found.least)}."
    return f"{told} {_AFTER}"


_AFTER = (
    "Matched against mismatched, as in Sørbye et al. 2019; there raters judged how alike two "
    "formulations were, here it is counted by rule."
)


def _p(p: float) -> str:
    return f"{p:.4f}" if p < 0.01 else f"{p:.2f}"
