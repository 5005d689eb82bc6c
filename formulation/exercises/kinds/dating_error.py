"""The dating error: one fact of several has been given a date that the others do not allow.

Whoever reads the sheet can find it: the facts that contradict one another are all told, and so are
those that acquit the innocent among them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from formulation.dates import span_in_words
from formulation.exercises.disputes import disputed_dates
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
from formulation.exercises.sheet import Question, Solution
from formulation.exercises.times import (
    born_told,
    disputed,
    is_solid,
    only_told,
    replaced,
    tied_to,
    undated,
)
from formulation.model.amounts import amount_in_words
from formulation.model.base import Statement
from formulation.model.case import Case

__all__ = ["KIND"]

_FEWEST, _MOST, _MOST_GIVEN = 4, 6, 4
#: slips of the pen: a year too early or too late; a decade, and two digits turned round
_NEAR_SLIPS, _FAR_SLIPS = (1, -1), (10, -10, 9, -9)
#: how many statements are tried for each question; a long diary has thousands
_TRIED = 30
_INNOCENT = "Leave this date out, and the others still contradict one another."
#: how the sheet says of what was ended or mended that it is the one told beside it
_ENDED_KINDS = ("conflict", "rupture")
_ENDS = {"resolution": "comes to rest", "repair": "is repaired"}
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


class _Slip(NamedTuple):
    """A case in which one date was changed, by indices among its statements.

    `core` holds the statements that contradict one another or acquit one of them, and `guilty`
    those of which one date, left out, lets all the rest stand.
    """

    case: Case
    changed: int
    core: tuple[int, ...]
    guilty: frozenset[int]

    @property
    def dated(self) -> list[int]:
        """Those of the core that tell a date, in which the error may lie."""
        return [n for n in self.core if self.case.statements[n].when]

    @property
    def id(self) -> str:
        """The id of the statement whose date was changed."""
        return self.case.ids[self.changed]

    def meets(self, other: _Slip) -> bool:
        """Tell whether one of two slips has to tell what the other alters."""
        ours, theirs = ({one.case.ids[n] for n in one.core} for one in (self, other))
        return self.id in theirs or other.id in ours


def make(material: Material) -> list[Made]:
    """Ask which of several dated facts cannot be, as the others stand.

    What one question alters stands in no other: beside the true line anybody could tell the false.
    """
    made = disputed_dates(material, max(material.most // 2, 1))
    told = [text for one in made for text in one.question.given]
    slips = _slips(material, material.most - len(made), told)
    altered = {slip.id for slip in slips}
    for slip in slips:
        one = _made(material, slip, str(len(made) + 1), altered)
        made += [one] if one else []
    if not made:
        raise UnsuitableError("it has no date that its other dates, ages and orders hold in place")
    return made


def _slips(material: Material, most: int, told: Sequence[str]) -> list[_Slip]:
    """Return slips of which none tells rightly what another alters, nor what is told already."""
    slips: list[_Slip] = []
    case = material.case
    for index in material.drawn(_dated(case), _TRIED):
        if len(slips) >= most:
            break
        if any(told_barely(case, case.statements[index]) in text for text in told):
            continue
        known = {one.id for one in slips}
        for slip in _slipped(material, index):
            is_free = not any(slip.meets(other) for other in slips)
            if is_free and _made(material, slip, "0", {*known, slip.id}):
                slips.append(slip)
                break
    return slips


def _dated(case: Case) -> list[int]:
    """Return the indices of events with a year of their own that some order speaks of."""
    open_ = disputed(case)
    return [
        n
        for n in sorted(case.chronology.ordered)
        if n < len(case.statements) and is_solid(case, n, open_) and _has_a_year(case.statements[n])
    ]


def _has_a_year(statement: Statement) -> bool:
    return not statement.recurring and bool(_YEAR.search(statement.when or ""))


def _slipped(material: Material, index: int) -> Iterator[_Slip]:
    """Yield the case with one date moved so that it shows; first those with one culprit alone."""
    case = only_told(material.case, tied_to(material.case, index))
    at = case.index_of[material.case.ids[index]]
    shared = []
    for years in (*material.shuffled(_NEAR_SLIPS), *material.shuffled(_FAR_SLIPS)):
        wrong = _moved(case.statements[at], years)
        slip = _shown(replaced(case, {at: wrong}), at) if wrong else None
        if slip and len(slip.guilty) == 1:
            yield slip
        elif slip:
            shared.append(slip)
    yield from shared


def _moved(statement: Statement, years: int) -> Statement | None:
    """Return a statement dated some years off; none where no such date can be written."""
    moved = _YEAR.sub(lambda found: f"{int(found[0]) + years:04}", statement.when or "")
    try:
        return type(statement).from_keys({**statement.to_keys(), "when": moved})
    except ValueError:
        return None


def _shown(case: Case, index: int) -> _Slip | None:
    """Return what has to be told for the error to show; none where it does not, or is too much."""
    core = {n for clash in case.chronology.clashes for n in clash.statements}
    open_, seen = disputed(case), set[int]()
    guilty: set[int] = set()
    while new := sorted(core - seen):
        if len(core) > _MOST + _MOST_GIVEN or not all(is_solid(case, n, open_) for n in new):
            return None
        seen.update(new)
        for n in new:
            # what still clashes without this date is what acquits it, and must be told too
            clashes = undated(case, n).chronology.clashes if case.statements[n].when else None
            guilty |= {n} if clashes == [] else set()
            core.update(other for clash in clashes or [] for other in clash.statements)
    slip = _Slip(case, index, tuple(sorted(core)), frozenset(guilty))
    return slip if _can_be_asked(slip) else None


def _can_be_asked(slip: _Slip) -> bool:
    """Tell whether the error is among what is told, there is not too much, and all is named."""
    names = [slip.case.statements[n].called(slip.case.name) for n in slip.core]
    is_short = len(slip.dated) <= _MOST and len(slip.core) - len(slip.dated) <= _MOST_GIVEN
    # "the quarrel between them" must mean one quarrel, or nobody could tell which date is wrong
    return slip.changed in slip.guilty and is_short and len(set(names)) == len(names)


def _made(material: Material, slip: _Slip, number: str, altered: Collection[str]) -> Made | None:
    """Return a question; none where there are too few dates to choose from."""
    case, changed = material.case, slip.case
    beside = _beside(material, slip, altered)
    if not _is_level(slip, [case.statements[n] for n in beside]):
        return None
    others = (told_barely(case, case.statements[n]) for n in beside)
    offers = [*_offers(case, slip), *(Offer(text, 0, _INNOCENT) for text in others)]
    if len({offer.text for offer in offers}) < max(_FEWEST, len(slip.dated) + len(beside)):
        return None
    options, credits = lettered(material, offers)
    original = case.statements[case.index_of[changed.ids[slip.changed]]]
    question = Question(
        id=number,
        form="choose",
        ask="One of these dates was copied wrongly. Which cannot be so, as all else stands?",
        given=[*born_told(case), *_undated_facts(slip), *_links(case, slip, beside)],
        options=options,
        is_open=len(slip.guilty) > 1,
        hint="Reckon every age and every 'after' into a year before you compare.",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, [case.statements[case.index_of[changed.ids[n]]] for n in slip.core]),
        look_at="Leave out one date after the other: which one, left out, lets the rest stand?",
        model=f"In the case itself: {told_barely(case, original)}",
    )
    return Made(question, with_chance(solution))


def _undated_facts(slip: _Slip) -> list[str]:
    told = [slip.case.statements[n] for n in slip.core if n not in slip.dated]
    return list(dict.fromkeys(told_barely(slip.case, s) for s in told))


def _links(case: Case, slip: _Slip, beside: Iterable[int]) -> Iterator[str]:
    """Yield what ended or mended what, where both are told and their sentences do not say it."""
    told = {slip.case.ids[n] for n in slip.core} | {case.ids[n] for n in beside}
    for id in sorted(told, key=case.index_of.__getitem__):
        statement = case.statements[case.index_of[id]]
        if statement.kind in _ENDS and len(statement.subjects) == 1:
            [of] = statement.subjects
            if of in told:
                name = case.name(of)
                yield (
                    f"{name[:1].upper()}{name[1:]} that is told here is the very one that "
                    f"{_ENDS[statement.kind]} here."
                )


def _beside(material: Material, slip: _Slip, altered: Collection[str]) -> list[int]:
    """Return other dated facts, by their indices in the whole case, which are as it has them.

    Their years are drawn so that none of them stands alone among the options, or each does.
    """
    room = _MOST - len(slip.dated)
    found = _innocent(material, slip, altered)
    core = [_year(slip.case.statements[n]) for n in slip.dated]
    by_year: dict[str, list[int]] = {}
    for n in found:
        by_year.setdefault(_year(material.case.statements[n]), []).append(n)
    wrong = _year(slip.case.statements[slip.changed])
    if core.count(wrong) == 1 and wrong not in by_year:
        return [few[0] for year, few in by_year.items() if year not in core][:room]
    return _in_pairs(core, by_year, wrong, found)[:room]


def _in_pairs(
    core: Sequence[str], by_year: dict[str, list[int]], wrong: str, found: Sequence[int]
) -> list[int]:
    """Return facts so that each year stands twice where it can, that of the wrong date first."""
    alone = [year for year in (wrong, *core) if core.count(year) == 1]
    fellows = [by_year[year][0] for year in dict.fromkeys(alone) if year in by_year]
    pairs = [n for year, few in by_year.items() if year not in core for n in few[:2] if few[1:]]
    singles = [few[0] for year, few in by_year.items() if year not in core and not few[1:]]
    return list(dict.fromkeys([*fellows, *pairs, *singles, *found]))


def _is_level(slip: _Slip, beside: Sequence[Statement]) -> bool:
    """Tell whether the wrong date is not the only one of its year, or each date is that."""
    told = [*(slip.case.statements[n] for n in slip.dated), *beside]
    years = Counter(map(_year, told))
    wrong = _year(slip.case.statements[slip.changed])
    return years[wrong] > 1 or len(years) == len(told)


def _year(statement: Statement) -> str:
    """Return the year that meets the eye in a date; empty where none is told."""
    found = _YEAR.search(statement.when or "")
    return found[0] if found else ""


def _innocent(material: Material, slip: _Slip, altered: Collection[str]) -> list[int]:
    """Return dated facts that neither clash nor bear a name that is told, as drawn by the seed."""
    case, core = material.case, {slip.case.ids[n] for n in slip.core}
    named = {slip.case.statements[n].called(slip.case.name) for n in slip.core}
    open_ = disputed(case)
    others = [
        n
        for n, s in enumerate(case.statements)
        if case.ids[n] not in core
        and case.ids[n] not in altered
        and s.when
        and not s.recurring
        and is_solid(case, n, open_)
        if s.called(case.name) not in named
    ]
    # what stands in an order first: among bare dates an ordered one would be guessed
    drawn = sorted(material.shuffled(others), key=lambda n: not _is_ordered(case.statements[n]))
    return _without_like_quarrels(case, drawn, [case.index_of[id] for id in sorted(core)])


def _without_like_quarrels(case: Case, drawn: Iterable[int], core: Iterable[int]) -> list[int]:
    """Return facts of which none is a quarrel, or the end of one, that could be taken for another.

    A truce before a quarrel of the same two looks like an error, though it ended one before.
    """
    taken = {_quarrel(case, n) for n in core} - {""}
    kept = []
    for n in drawn:
        quarrel = _quarrel(case, n)
        if quarrel not in taken:
            kept.append(n)
        taken |= {quarrel} - {""}
    return kept


def _quarrel(case: Case, index: int) -> str:
    """Return how the quarrel is called that a statement tells or ends; empty where it is none."""
    statement = case.statements[index]
    if statement.kind in _ENDS:
        return " and ".join(case.name(id) for id in statement.subjects)
    return statement.called(case.name) if statement.kind in _ENDED_KINDS else ""


def _is_ordered(statement: Statement) -> bool:
    return bool(statement.after or statement.before or statement.age)


def _offers(case: Case, slip: _Slip) -> Iterator[Offer]:
    changed = slip.case
    clash = changed.chronology.clashes[0]
    told = "; ".join(_in_words(changed, words) for words in clash.words)
    for n in slip.dated:
        text = told_barely(changed, changed.statements[n])
        if n == slip.changed:
            was = span_in_words(case.statements[case.index_of[changed.ids[n]]].when or "")
            yield Offer(text, 1, f"These cannot all be: {told}. The case has {was}.")
        elif n in slip.guilty:
            reason = "Without it the rest can stand, so from these facts alone it could be this one"
            yield Offer(text, 1, f"{reason}; it is the other date that was changed.")
        else:
            yield Offer(text, 0, _INNOCENT)


_DATED = re.compile(r"^\{(\d+)\} is dated (\S+)")
_ENDED = {"resolves": "ended", "repairs": "mended"}
_ORDERED = re.compile(r"^(\{\d+\}) is (after|before) (\{\d+\})(?: by (\S[^{}]*))?$")


def _in_words(case: Case, words: str) -> str:
    """Return one part of a contradiction as it is said, without the marks of a file."""
    told = _DATED.sub(lambda m: f"{{{m[1]}}} is dated {span_in_words(m[2])}", words)
    told = _ORDERED.sub(_order_in_words, told)
    told = re.sub(r"(?<=\}) (resolves|repairs) (?=\{)", lambda m: f" {_ENDED[m[1]]} ", told)
    told = re.sub(
        r"^the patient was born (\S+)$",
        lambda m: f"{case.name(case.patient)} was born {span_in_words(m[1])}",
        told,
    )
    return re.sub(r"\{(\d+)\}", lambda m: case.name(case.ids[int(m[1])]), told)


def _order_in_words(found: re.Match[str]) -> str:
    amount = f"{amount_in_words(found[4])} " if found[4] else ""
    return f"{found[1]} comes {amount}{found[2]} {found[3]}"


KIND = Kind(
    name="dating-error",
    title="Which date cannot be?",
    level=2,
    trains="To check dates, ages and orders against one another before building on them.",
    make=make,
)
