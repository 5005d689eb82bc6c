"""A whole formulation marked beside a reference, section by section, with reasons.

A trainee need not write down everything that a reference holds.  Each section of it asks for a
certain number of statements; whoever writes so many that answer to the reference's earns all of
the section.  What answers to nothing there is not wrong for that: it lowers the mark a little where
it is much, and is named, to be argued for.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from formulation.casefile import read_case
from formulation.errors import CaseError, counted
from formulation.exercises.marking import Mark, Reason
from formulation.exercises.sheet import Quote, Solution
from formulation.model.case import Case

if TYPE_CHECKING:
    from formulation.compare.records import Alignment, Match

__all__ = ["ASKED_FOR", "mark_case"]

#: how many statements of each section are asked for at most, and the rung they stand on
ASKED_FOR = {
    "people": (4, 1),
    "symptoms": (2, 1),
    "events": (6, 2),
    "bonds": (3, 3),
    "claims": (2, 3),
    "inner": (4, 4),
}
_MOST_FAULTS, _MOST_TOLD = 5, 4
#: so alike two statements must be for nothing to be said about it
_ALIKE = 0.95


class _Section(NamedTuple):
    """How one section answers to the reference's: how many are asked for, written, and alike."""

    name: str
    asked: int
    written: int
    alike: float

    @property
    def share(self) -> float:
        """The share earned: all where enough is alike, less where much else is written."""
        return min(2 * self.alike / (self.asked + max(self.written, 1)), 1.0)


def mark_case(solution: Solution, given: Sequence[str]) -> Mark:
    """Mark a case file beside the solution's reference.

    Parameters
    ----------
    solution
        What the question is worth; its `reference` is the text of a case file.
    given
        The text of the student's case file, as one text or in lines.
    """
    reference = read_case(io.StringIO(solution.reference or ""))
    text = "\n".join(given)
    if not text.strip():
        return _mark(solution, given, 0.0, ())
    try:
        case = read_case(io.StringIO(text))
    except CaseError as error:
        return _mark(solution, given, 0.0, tuple(_unread(error)))
    return _beside(solution, given, reference, case)


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


def _unread(error: CaseError) -> Iterator[Reason]:
    count = counted(len(error.faults), "place")
    yield Reason(text=f"This cannot be read as a case yet; {count} to mend. Then it can be marked.")
    for fault in error.faults[:_MOST_FAULTS]:
        yield Reason(text=str(fault))


def _beside(solution: Solution, given: Sequence[str], reference: Case, case: Case) -> Mark:
    from formulation.compare.comparing import align

    alignment = align(reference, case, names=("the reference", "your formulation"))
    sections = list(_sections(reference, case, alignment))
    share = sum(section.share for section in sections) / max(len(sections), 1)
    reasons = [_level(section) for section in sections]
    reasons += [*_divided(alignment), *_left_out(alignment), *_beyond(alignment)]
    return _mark(solution, given, share, tuple(reasons), tuple(_quotes(alignment)))


def _sections(reference: Case, case: Case, alignment: Alignment) -> Iterator[_Section]:
    """Yield the sections that the reference has something in, with what answers to it."""
    for name, (most, _) in ASKED_FOR.items():
        held = _count(reference, name)
        if held:
            yield _Section(name, min(held, most), _count(case, name), _alike(alignment, name))


def _count(case: Case, section: str) -> int:
    """Return how many there are in a section, several accounts of one thing as one."""
    return sum(getattr(one, "alternative_of", None) is None for one in getattr(case, section))


def _alike(alignment: Alignment, name: str) -> float:
    if name in ("people", "symptoms"):
        both = [one for one in alignment.figures if one.section == name]
        return sum(one.similarity for one in both if one.reference and one.other)
    return sum(match.similarity for match in alignment.matches if match.section == name)


# -- why -----------------------------------------------------------------------------------------


def _level(section: _Section) -> Reason:
    from formulation.exercises.kind import LEVELS

    rung = ASKED_FOR[section.name][1]
    told = (
        f"{counted(section.written, 'is', 'are')} written, worth {section.alike:.1f} of the "
        f"reference's; {section.asked} would be enough for all of it."
    )
    about = f"{section.name} (rung {rung}, {LEVELS[rung]})"
    return Reason(about=about, text=f"{100 * section.share:.0f} %: {told}")


def _divided(alignment: Alignment) -> Iterator[Reason]:
    """Tell of what answers to the reference and is not quite the same, the least alike first."""
    apart = [match for match in alignment.matches if match.similarity < _ALIKE]
    for match in sorted(apart, key=lambda match: match.similarity)[:_MOST_TOLD]:
        yield Reason(about=match.other.told, text=_nearly(match))


def _nearly(match: Match) -> str:
    why = "; ".join(reason.rstrip(".") for reason in match.reasons[:2])
    return f"Nearly what the reference has: {match.reference.told} Between the two: {why}."


def _left_out(alignment: Alignment) -> Iterator[Reason]:
    for one in alignment.missing[:_MOST_TOLD]:
        yield Reason(
            about="left out", text=f"The reference also has ({one.section}): {one.said.told}"
        )


def _beyond(alignment: Alignment) -> Iterator[Reason]:
    for one in alignment.extra[:_MOST_TOLD]:
        text = "The reference has nothing like it. That does not make it wrong: say what shows it."
        yield Reason(about=one.said.told, text=text)


def _quotes(alignment: Alignment) -> Iterator[Quote]:
    for one in alignment.missing[:_MOST_TOLD]:
        yield Quote(statement=one.said.id, says=one.said.told)
