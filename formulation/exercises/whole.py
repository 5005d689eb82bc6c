"""A whole formulation marked beside a reference, section by section, with reasons.

A trainee need not write down everything that a reference holds.  Each section of it asks for a
certain number of statements; whoever writes so many that answer to the reference's earns all of
the section.  What answers to nothing there is not wrong for that: it lowers the mark where it is
much, so that it does not pay to write everything, and is named, to be argued for.  A text that
cannot be read as a case is not marked at all: a bracket left open says nothing of what was thought.

The mark is monotone: a statement that answers fully to what was left out, or one less that answers
to nothing, or a mended date, direction or word never lowers it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from formulation.casefile import read_case
from formulation.errors import CaseError, counted
from formulation.exercises.marking import Mark, Reason
from formulation.exercises.sheet import Quote, Solution
from formulation.model.base import in_list
from formulation.model.case import Case

if TYPE_CHECKING:
    from formulation.compare.comparing import Paired
    from formulation.compare.figures import WhoIsWho
    from formulation.compare.likeness import Beside
    from formulation.compare.records import Agreement, Match, Unmatched

__all__ = ["ASKED_FOR", "asked_for", "mark_case", "share_beside", "unmarkable"]

#: how many statements of each section are asked for at most, and the rung they stand on
ASKED_FOR = {
    "people": (4, 1),
    "symptoms": (2, 1),
    "events": (6, 2),
    "bonds": (3, 3),
    "claims": (2, 3),
    "inner": (4, 4),
}
_FIGURES = ("people", "symptoms")
_NAMES = ("the reference", "your formulation")
_MOST_FAULTS, _MOST_NEAR, _MOST_LEFT_OUT, _MOST_BEYOND = 5, 6, 6, 3
#: so alike two statements must be for nothing to be said about it, and to be called near
_ALIKE, _NEAR = 0.95, 0.75
#: each statement is held beside each of the reference; nobody writes so many by hand
_MOST_WRITTEN = 1_000
#: what a share may fall short of 1 by reckoning alone
_SLIP = 1e-9


class _Section(NamedTuple):
    """How one section answers to the reference's: how many are asked for, written, and alike."""

    name: str
    asked: int
    written: int
    alike: float

    @property
    def share(self) -> float:
        """The share earned: all where enough is alike, less where much else is written."""
        share = 2 * self.alike / (self.asked + max(self.written, 1))
        return 1.0 if share > 1 - _SLIP else share


def mark_case(solution: Solution, given: Sequence[str]) -> Mark:
    """Mark a case file beside the solution's reference.

    Parameters
    ----------
    solution
        What the question is worth; its `reference` is the text of a case file.
    given
        The text of the student's case file, as one text or in lines.
    """
    text = "\n".join(given)
    if not text.strip():
        return _mark(solution, (), 0.0, ())
    case, wrong = _read(text)
    if case is None:
        told = {"verdict": "not marked", "reasons": wrong}
        return Mark(question=solution.question, given=tuple(given), **told)
    return _beside(solution, given, read_case(io.StringIO(solution.reference or "")), case)


def unmarkable(text: str) -> tuple[Reason, ...]:
    """Return what keeps a text from being marked as a case; nothing where it can be.

    Parameters
    ----------
    text
        The text of a case file.
    """
    return _read(text)[1]


def _read(text: str) -> tuple[Case | None, tuple[Reason, ...]]:
    """Return the case of a text, or what is to be mended before it can be marked."""
    try:
        case = read_case(io.StringIO(text))
    except CaseError as error:
        return None, tuple(_unread(error))
    return (None, (_too_many(case),)) if _written(case) > _MOST_WRITTEN else (case, ())


def _mark(
    solution: Solution,
    given: Sequence[str],
    share: float,
    reasons: tuple[Reason, ...],
    quotes: tuple[Quote, ...] = (),
) -> Mark:
    verdict = "right" if share >= 1 else "partly right" if share else "not yet"
    return Mark(
        question=solution.question,
        given=tuple(given),
        verdict=verdict if given else "no answer",
        points=share * solution.points,
        of=solution.points,
        chance=solution.chance * solution.points,
        reasons=reasons,
        quotes=quotes,
        look_at=None if share >= 1 else solution.look_at,
        model=None if share >= 1 else solution.model,
    )


# -- what cannot be marked -----------------------------------------------------------------------


def _unread(error: CaseError) -> Iterator[Reason]:
    count, more = len(error.faults), len(error.faults) - _MOST_FAULTS
    yield Reason(
        text=f"This cannot be read as a case yet: {counted(count, 'place')} to mend, and then it "
        "can be marked. None of what you thought is lost; 'formulation check' shows each place."
    )
    for fault in error.faults[:_MOST_FAULTS]:
        told = replace(fault, file="", line=None, column=None, text="")
        yield Reason(about=f"line {fault.line}" if fault.line else None, text=str(told))
    if more > 0:
        yield Reason(text=f"And {counted(more, 'place')} more.")


def _written(case: Case) -> int:
    return len(case.statements) + sum(len(getattr(case, name)) for name in _FIGURES)


def _too_many(case: Case) -> Reason:
    told = (
        f"This holds {_written(case):,} people, symptoms and statements; up to {_MOST_WRITTEN:,} "
        "can be marked. Keep those that carry your formulation."
    )
    return Reason(text=told)


# -- the share -----------------------------------------------------------------------------------


def asked_for(reference: Case) -> dict[str, int]:
    """Return how many statements are asked for in each section that a reference has something in.

    No more than :data:`ASKED_FOR` says, and no more than the reference has itself.
    """
    held = {name: _count(reference, name) for name in ASKED_FOR}
    return {name: min(held[name], most) for name, (most, _) in ASKED_FOR.items() if held[name]}


def share_beside(reference: Case, case: Case) -> float:
    """Return the share of the points that a formulation earns beside a reference, from 0 to 1.

    Parameters
    ----------
    reference
        The formulation that it is marked by.
    case
        The formulation that is marked.
    """
    return _share(_sections(*_laid(reference, case)))


def _share(sections: Iterable[_Section]) -> float:
    shares = [section.share for section in sections]
    return sum(shares) / max(len(shares), 1)


def _laid(reference: Case, case: Case) -> tuple[Beside, WhoIsWho]:
    from formulation.compare.facts import sides_of
    from formulation.compare.figures import who_is_who
    from formulation.compare.likeness import Beside

    who = who_is_who(reference, case)
    return Beside(*sides_of(_NAMES, reference, case, who)), who


def _beside(solution: Solution, given: Sequence[str], reference: Case, case: Case) -> Mark:
    from formulation.compare.comparing import Paired
    from formulation.compare.statements import answers

    beside, who = _laid(reference, case)
    sections = list(_sections(beside, who))
    paired = Paired((beside.reference, beside.other), who, answers(beside))
    reasons = [*map(_level, sections), *_divided(paired), *_left_out(paired), *_beyond(paired)]
    reasons += _agreement(paired)
    quotes = tuple(_quotes(paired, sections))
    return _mark(solution, given, _share(sections), tuple(reasons), quotes)


def _sections(beside: Beside, who: WhoIsWho) -> Iterator[_Section]:
    """Yield the sections that the reference has something in, with what answers to it."""
    for name, asked in asked_for(beside.reference.case).items():
        alike = _figures_alike(who, name) if name in _FIGURES else _alike(beside, name)
        yield _Section(name, asked, _count(beside.other.case, name), alike)


def _count(case: Case, section: str) -> int:
    """Return how many there are in a section, several accounts of one thing as one."""
    return sum(getattr(one, "alternative_of", None) is None for one in getattr(case, section))


def _figures_alike(who: WhoIsWho, name: str) -> float:
    both = (one for one in who.told if one.section == name)
    return sum(one.similarity for one in both if one.reference and one.other)


def _alike(beside: Beside, section: str) -> float:
    """Return what the statements of a section are worth, paired so that it is most.

    The pairs that are told are paired by likeness, which is another thing: with a statement mended
    they may be two poor ones in place of a good one, and the mark would fall.
    """
    from formulation.compare.pairing import best_total
    from formulation.compare.statements import units_of

    ours, theirs = (
        [unit for unit in units_of(side.case) if side.case.statements[unit[0]].section == section]
        for side in (beside.reference, beside.other)
    )
    return best_total([[_worth(beside, one, two) for two in theirs] for one in ours])


def _worth(beside: Beside, ours: Iterable[int], theirs: Iterable[int]) -> float:
    """Return what the best of some accounts is worth: those of unlike cases are alike by half."""
    others = tuple(theirs)
    return max(0.0, *(2 * beside.alike(one, two) - 1 for one in ours for two in others))


# -- why -----------------------------------------------------------------------------------------


def _level(section: _Section) -> Reason:
    from formulation.exercises.kind import LEVELS

    rung = ASKED_FOR[section.name][1]
    about = f"{section.name} (rung {rung}, {LEVELS[rung]})"
    told = (
        f"{100 * section.share:.0f} %. You wrote {section.written}; together they are worth "
        f"{section.alike:.1f} of the reference's. {section.asked} that answer to it fully earn all."
    )
    return Reason(about=about, text=told if section.written else "0 %. You wrote none of these.")


def _divided(paired: Paired) -> Iterator[Reason]:
    """Tell of what answers to the reference and is not quite the same, the least alike first."""
    apart = [match for match in paired.answers.matches if match.similarity < _ALIKE]
    for match in sorted(apart, key=lambda match: match.similarity)[:_MOST_NEAR]:
        yield Reason(about=match.other.told, text=_nearly(match))


def _nearly(match: Match) -> str:
    apart = [part for part in match.parts if part.likeness < 1]
    apart.sort(key=lambda part: (part.likeness - 1) * (part.weight or math.inf))
    why = "; ".join(part.told.rstrip(".") for part in apart[:2])
    is_near = match.similarity >= _NEAR
    begin = "Nearly what the reference has" if is_near else "What comes nearest in the reference"
    return f"{begin}: {match.reference.told} Between the two: {why}."


def _left_out(paired: Paired) -> Iterator[Reason]:
    if missing := paired.answers.missing:
        words = counted(len(missing), "statement")
        told = f"The reference has {words} that yours has not; nobody needs all of them."
        yield Reason(about="left out", text=told)


def _beyond(paired: Paired) -> Iterator[Reason]:
    extra = [one.said.told for one in paired.answers.extra]
    if extra:
        shown, more = " ".join(extra[:_MOST_BEYOND]), len(extra) - _MOST_BEYOND
        rest = f" And {more} more." if more > 0 else ""
        told = "The reference has nothing like these. That does not make them wrong: say what"
        yield Reason(about="yours alone", text=f"{told} shows them. {shown}{rest}")


def _agreement(paired: Paired) -> Iterator[Reason]:
    """Tell how far the two agree beyond chance, which no point hangs on."""
    told = [_kappa(one) for one in _agreements(paired) if one.value is not None]
    if told:
        text = f"{in_list(told)}, where 1 is full agreement and 0 what chance alone would give."
        yield Reason(about="agreement beyond chance (not part of the mark)", text=text)


def _kappa(one: Agreement) -> str:
    return f"{one.title} {one.value:.2f}"


def _agreements(paired: Paired) -> Sequence[Agreement]:
    from formulation.compare.agreement import Coded, agreements
    from formulation.compare.facts import figure_ids
    from formulation.patterns.surest import surest_findings

    reference, case = (side.case for side in paired.sides)
    itself = {id: id for id in (*figure_ids(reference), *reference.ids)}
    return agreements(
        [
            Coded(reference, itself, surest_findings(reference)),
            Coded(case, paired.counterpart, surest_findings(case)),
        ]
    )


def _quotes(paired: Paired, sections: Iterable[_Section]) -> Iterator[Quote]:
    """Yield some of what was left out, of each section in turn that has not earned all."""
    short = {section.name for section in sections if section.share < 1}
    by_section: dict[str, list[Unmatched]] = {name: [] for name in ASKED_FOR}
    for one in paired.answers.missing:
        if one.section in short:
            by_section[one.section].append(one)
    turns = chain.from_iterable(zip_longest(*by_section.values()))
    for one in [one for one in turns if one][:_MOST_LEFT_OUT]:
        yield Quote(statement=one.said.id, says=one.said.told)
