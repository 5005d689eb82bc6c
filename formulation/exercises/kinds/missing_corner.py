"""The missing corner of a triangle of conflict: the defense, the anxiety or the hidden feeling.

Source: Malan (1979), after Ezriel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    Offer,
    UnsuitableError,
    lettered,
    quoted,
    told_barely,
    with_chance,
)
from formulation.exercises.readings import accounts, denials, denies, is_tentative, whose
from formulation.exercises.sheet import Question, Solution
from formulation.model.base import Statement, ended, in_list
from formulation.model.case import Case
from formulation.model.inner import Defense, Feeling, InnerConflict

__all__ = ["KIND"]

#: the field of an inner conflict that names each corner, and what is asked of it
_CORNERS = {
    "defense": "what is done to keep the feeling away",
    "fear": "what is dreaded if the feeling came out",
    "feeling": "what is felt and kept hidden",
}
#: what a statement is by its kind, whether or not it stands at a corner
_WHAT = {"defense": "a defense", "fear": "a fear", "feeling": "a feeling that is kept hidden"}
_NAMES = {"defense": "the defense", "fear": "the anxiety", "feeling": "the feeling"}
_RIGHT_CORNER = 0.25
#: of another conflict, where what the file has at the corner is itself not sure
_ARGUABLE = 0.5
_FEWEST_WRONG, _MOST_WRONG = 2, 4
#: how many corners are tried as the first to be asked for
_MOST_FIRST = 12
#: short words, such as "from" and "with", give nothing away
_TELLING = re.compile(r"\w{4,}")
#: so many letters of "loyalty" give "disloyal" away
_STEM = 5
_WORD = re.compile(r"\w+")


class _Missing(NamedTuple):
    """A corner taken out of an inner conflict."""

    knot: InnerConflict
    corner: str


def make(material: Material) -> list[Made]:
    """Take one corner out of each inner conflict and ask for it.

    No conflict is asked about twice, for each question would print what the other asks.
    """
    picks = _picked(material)
    if not picks:
        raise UnsuitableError(_why_not(material.case))
    return [_made(material, picks, pick, str(n)) for n, pick in enumerate(picks, 1)]


def _why_not(case: Case) -> str:
    told = [knot for knot in _knots(case) if _told_corners(case, knot)]
    if not told:
        corners = ", ".join(f"{words} ({field})" for field, words in _CORNERS.items())
        return f"it has no inner conflict of which two corners are told: {corners}"
    if not any(_undisputed(case, knot) for knot in told):
        return "of each inner conflict that it tells another account denies every corner"
    return (
        "it has an inner conflict, but beside its corners fewer than two feelings, fears or "
        "defenses of the same person to offer as wrong answers"
    )


# -- which corners are asked for ------------------------------------------------------------------


def _picked(material: Material) -> list[_Missing]:
    """Return one corner of each conflict, so that no question tells the answer of another."""
    case = material.case
    open_ = {id(k): _in_turn(material, k) for k in material.shuffled(_knots(case))}
    every = [pick for picks in open_.values() for pick in picks]
    # where nothing else could stand at a corner, its form alone tells what does
    is_hard = any(_is_askable(case, pick, (), is_hard=True) for pick in every)
    most, best = min(material.most, len(open_)), list[_Missing]()
    # a first corner can leave no other that may be asked for beside it: some are tried
    for first in every[:_MOST_FIRST]:
        picked: list[_Missing] = []
        for picks in ([first], *open_.values()):
            known = [one.knot for one in picked]
            free = (p for p in picks if not any(p.knot is knot for knot in known))
            fits = (p for p in free if _fit(case, [*picked, p], is_hard=is_hard))
            picked += [one for one in (next(fits, None),) if one]
            if len(picked) == most:
                return picked
        best = max(best, picked, key=len)
    return best


def _in_turn(material: Material, knot: InnerConflict) -> list[_Missing]:
    """Return the corners of a conflict as drawn, those first that the file is sure of."""
    drawn = material.shuffled(_undisputed(material.case, knot))
    picks = [_Missing(knot, corner) for corner in drawn]
    return sorted(picks, key=lambda pick: _is_unsure(material.case, pick))


def _fit(case: Case, picks: Sequence[_Missing], *, is_hard: bool) -> bool:
    """Tell whether questions about all of these leave each other's answers untold."""
    for pick in picks:
        hidden = _answers_beside(case, picks, pick)
        if any(_tells(told, hidden) for told in _corners_told(case, pick)):
            return False
        if not _is_askable(case, pick, picks, is_hard=is_hard):
            return False
    return True


def _is_askable(case: Case, pick: _Missing, picks: Sequence[_Missing], *, is_hard: bool) -> bool:
    """Tell whether there is enough to offer beside the answer, and something alike if it must."""
    offered = _elsewhere(case, pick, picks)
    is_enough = len({_worded(case, s) for s in offered}) >= _FEWEST_WRONG
    return is_enough and (not is_hard or any(s.kind == pick.corner for s in offered))


def _answers_beside(case: Case, picks: Sequence[_Missing], pick: _Missing) -> tuple[str, ...]:
    """Return the right answers of the other questions, which this one must not show."""
    others = (one for one in picks if one.knot is not pick.knot)
    return tuple(_worded(case, s) for one in others for s in _accounts_at(case, *one))


def _tells(text: str, hidden: Sequence[str]) -> bool:
    return any(one.casefold() in text.casefold() for one in hidden)


# -- what a case has at the corners ---------------------------------------------------------------


def _knots(case: Case) -> list[InnerConflict]:
    return [s for s in case.statements if isinstance(s, InnerConflict)]


def _told_corners(case: Case, knot: InnerConflict) -> list[str]:
    """Return the corners that are told, where at least one stays when one is taken out."""
    told = [corner for corner in _CORNERS if getattr(knot, corner) in case.index_of]
    return told if len(told) > 1 else []


def _undisputed(case: Case, knot: InnerConflict) -> list[str]:
    """Return the corners that no other account denies altogether."""
    return [c for c in _told_corners(case, knot) if not _denials(case, knot, c)]


def _at(case: Case, knot: InnerConflict, corner: str) -> Statement:
    return _named(case, getattr(knot, corner))


def _named(case: Case, id: str) -> Statement:
    return case.statements[case.index_of[id]]


def _accounts_at(case: Case, knot: InnerConflict, corner: str) -> list[Statement]:
    """Return what stands at a corner, by every account that leaves the triangle standing."""
    first, *others = accounts(case, getattr(knot, corner)).all
    return [first, *(s for s in others if not denies(s, first))]


def _denials(case: Case, knot: InnerConflict, corner: str) -> list[Statement]:
    return denials(case, getattr(knot, corner))


def _is_unsure(case: Case, pick: _Missing) -> bool:
    return all(is_tentative(s) for s in _accounts_at(case, *pick))


def _elsewhere(case: Case, pick: _Missing, picks: Sequence[_Missing]) -> list[Statement]:
    """Return what is felt, feared and done by the same person, and stands at no corner of this.

    What another question asks for is left out, and what denies a corner of another conflict; so is
    what reads like the answer, and of the same corner what another question shows in its place.
    """
    knot, right = pick.knot, _accounts_at(case, *pick)
    hidden, shown = _answers_beside(case, picks, pick), _shown_beside(case, picks, pick)
    ids = [getattr(knot, corner) for corner in _told_corners(case, knot)]
    here = {_worded(case, s) for id in ids for s in accounts(case, id).all}
    whose_knot = case.by_whom(knot)
    return [
        one
        for one in case.statements
        if one.kind in _CORNERS and case.by_whom(one) == whose_knot
        if (told := _worded(case, one)) not in here and not _tells(told, hidden)
        if not (one.alternative_of and denies(one, _named(case, one.alternative_of)))
        if not any(_are_alike(case, one, other) for other in right)
        if one.kind != pick.corner or not any(told in text for text in shown)
    ]


def _are_alike(case: Case, one: Statement, other: Statement) -> bool:
    """Tell whether nothing on a sheet would part two answers: love, and love without hope.

    The words of one hold those of the other, or both say the same of the same person.
    """
    both = [[w.casefold() for w in _WORD.findall(_worded(case, s))] for s in (one, other)]
    first, second = map(set, both)
    toward = [set(getattr(s, "toward", ())) for s in (one, other)]
    is_of_one = bool(toward[0] & toward[1]) and both[0][:1] == both[1][:1]
    return first <= second or second <= first or (one.kind == other.kind and is_of_one)


# -- the question ---------------------------------------------------------------------------------


def _made(material: Material, picks: Sequence[_Missing], pick: _Missing, number: str) -> Made:
    case, (knot, corner) = material.case, pick
    hidden = _answers_beside(case, picks, pick)
    right, is_unsure = _accounts_at(case, knot, corner), _is_unsure(case, pick)
    offers = [_right(case, statement, right) for statement in right]
    wrong = _drawn(material, pick, picks)
    offers += [_wrong(case, statement, corner, is_unsure=is_unsure) for statement in wrong]
    options, credits = lettered(material, offers)
    question = Question(
        id=number,
        form="choose",
        ask=f"One corner of this triangle is missing: {_CORNERS[corner]}. Which fits?",
        given=tuple(_given(case, pick, hidden)),
        options=options,
        is_open=is_unsure or sum(credit.share == 1 for credit in credits) > 1,
        hint="Read it as a sentence: to keep this feeling away, for fear of that, this is done.",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, [knot, *right]),
        look_at="Each corner answers another question: what is felt, what is feared, what is done.",
        model=" or ".join(dict.fromkeys(_worded(case, s) for s in right)),
    )
    return Made(question, with_chance(solution))


def _drawn(material: Material, pick: _Missing, picks: Sequence[_Missing]) -> list[Statement]:
    """Return wrong answers drawn by the seed: half of them from the same corner elsewhere.

    What another question shows in its place comes last: whoever saw it there would leave it out.
    """
    case, shown = material.case, _shown_beside(material.case, picks, pick)
    drawn = material.shuffled(_elsewhere(case, pick, picks))
    drawn.sort(key=lambda s: any(_worded(case, s) in text for text in shown))
    same = [s for s in drawn if s.kind == pick.corner]
    others = [s for s in drawn if s.kind != pick.corner]
    half = _MOST_WRONG // 2
    return _unlike(case, [*same[:half], *others, *same[half:]])[:_MOST_WRONG]


def _shown_beside(case: Case, picks: Sequence[_Missing], pick: _Missing) -> list[str]:
    return [told for one in picks if one is not pick for told in _corners_told(case, one)]


def _unlike(case: Case, statements: Sequence[Statement]) -> list[Statement]:
    """Return statements without those that read like one before."""
    return list({_worded(case, s): s for s in reversed(statements)}.values())[::-1]


def _given(case: Case, pick: _Missing, hidden: Sequence[str]) -> Iterator[str]:
    told = told_barely(case, pick.knot)
    right = [_worded(case, s) for s in _accounts_at(case, *pick)]
    if not _leads_to(case, told, right) and not _tells(told, hidden):
        yield told
    yield from _corners_told(case, pick)


def _leads_to(case: Case, told: str, right: Iterable[str]) -> bool:
    """Tell whether a sentence has a word in common with an answer, or its stem; not a name."""
    names = set(_TELLING.findall(" ".join(p.label for p in case.people).casefold()))
    words = set(_TELLING.findall(" ".join(right).casefold())) - names
    stems = {word[:_STEM] for word in set(_TELLING.findall(told.casefold())) - names}
    return any(stem in word for stem in stems for word in words)


def _corners_told(case: Case, pick: _Missing) -> Iterator[str]:
    """Yield the corners, one of them empty; a disputed one is told with what disputes it."""
    for other, asked in _CORNERS.items():
        head = f"{asked[:1].upper()}{asked[1:]} ({_NAMES[other]})"
        if other == pick.corner:
            yield f"{head}: ?"
        elif getattr(pick.knot, other) in case.index_of:
            told = _worded(case, _at(case, pick.knot, other))
            denied = [_denial(case, s) for s in _denials(case, pick.knot, other)]
            yield f"{head}: {' '.join([ended(told), *denied]) if denied else told}"


def _denial(case: Case, account: Statement) -> str:
    of = whose(case, account)
    return f"Another account denies it{f' ({of})' if of else ''}: {_worded(case, account)}"


def _worded(case: Case, statement: Statement) -> str:
    """Return what stands at a corner in a few words that do not name the corner."""
    if isinstance(statement, Defense):
        return statement.what or statement.of.replace("-", " ")
    text = str(getattr(statement, statement.subject))
    toward = [case.name(id) for id in getattr(statement, "toward", ())]
    toward = [name for name in toward if name not in text]
    return f"{text}, toward {in_list(toward)}" if toward else text


def _right(case: Case, statement: Statement, right: Sequence[Statement]) -> Offer:
    differ = len({_worded(case, one) for one in right}) > 1
    is_unsure = is_tentative(statement)
    reading = whose(case, statement) if differ or is_unsure else ""
    reason = "The case has it at this corner."
    if statement is not right[0]:
        reason = "Another account has this at the corner; the case keeps both."
    if is_unsure:
        reason += " It is read so with low confidence."
    return Offer(_worded(case, statement), 1, reason, reading or None)


def _wrong(case: Case, statement: Statement, corner: str, *, is_unsure: bool) -> Offer:
    text, is_open = _worded(case, statement), _is_not_hidden(statement)
    if statement.kind != corner:
        what = "a feeling that the case does not call hidden" if is_open else _WHAT[statement.kind]
        return Offer(text, 0, f"This is {what}; what is asked for is {_CORNERS[corner]}.")
    if _is_a_corner(case, statement):
        reason = "It could stand at this corner, but of another conflict of the same person."
    elif is_open:
        reason = "The same person feels this too, but the case does not call it hidden."
    else:
        reason = f"This is {_WHAT[corner]} too, but the case ties it to no conflict."
    if is_unsure:
        reason += " What the file has here is read with low confidence: argue for yours."
        return Offer(text, _ARGUABLE, reason)
    return Offer(text, _RIGHT_CORNER, reason)


def _is_not_hidden(statement: Statement) -> bool:
    return isinstance(statement, Feeling) and not statement.hidden


def _is_a_corner(case: Case, statement: Statement) -> bool:
    """Tell whether a conflict of the case has a statement, by any account, at a corner."""
    ids = {id for knot in _knots(case) for c in _CORNERS for id in [getattr(knot, c)] if id}
    known = (s for id in ids if id in case.index_of for s in accounts(case, id).all)
    return any(statement is one for one in known)


KIND = Kind(
    name="missing-corner",
    title="The missing corner",
    level=3,
    trains="To tell apart what is felt, what is feared and what is done about it.",
    make=make,
)
