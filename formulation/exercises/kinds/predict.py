"""What a formulation would foretell, and what was found afterwards.

A claim that foretells nothing cannot be held against anything.  The two are asked apart, so that
what was found does not become what had been expected.  Beside the claim stands what is told up to
then of what it is about, for nobody can foretell anything of a person who is not told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from formulation.exercises.readings import Readings, readings, whose
from formulation.exercises.sheet import Question, Solution
from formulation.exercises.times import is_surely_before
from formulation.exercises.wording import nameless, sentence
from formulation.model.base import Statement
from formulation.model.case import Case
from formulation.model.claims import Claim
from formulation.model.events import Change, Escalation, Remission

__all__ = ["KIND"]

_FEWEST_WRONG, _MOST_WRONG, _MOST_CONTRARY = 2, 4, 2
_NEAR = 0.5
_MOST_TOLD = 4
_FOLLOWING_UP = ("change", "remission", "escalation")
#: where something went, by the word for how it changed; "" is a change that is not said
_WENT = {"ended": "away", "less": "down", "unchanged": "on", "more": "up"}
_HOW = {way: how for how, way in _WENT.items()}
#: what was answered and what the case has, where the direction is right
_NEARLY = {
    ("down", "away"): "The right direction; the case has it go farther.",
    ("away", "down"): "The right direction; the case does not have it go as far.",
}
#: what tells of later things, or says in its own words how it went
_UNSAID = {"what": None, "words": None, "before": (), "recurring": False}
#: how long it lasted is left out: a cure of six weeks would be no cure
_SHARED = ("age", "after", "apart")
#: what tells how something went on, which is never told beforehand
_WENT_ON = (Change, Remission, Claim)


def make(material: Material) -> list[Made]:
    """Ask what claims foretell, and what the case tells of the time after."""
    case = material.case
    plain = _plain(case) if any(claim.outcome for claim in _claims(case)) else []
    followed_up = _followed_up(material, plain)
    later = [statement for ask in followed_up for statement in ask.accounts.all]
    every: list[_Foretold | _FollowUp] = [*_foretold(material), *followed_up]
    found = [(ask, told) for ask in every if (told := _up_to_then(case, ask.claim, later, plain))]
    if not found:
        lacking = " and ties anything told together (from, to)" if every else ""
        raise UnsuitableError(f"it has no claim that foretells anything{lacking}")
    # what was found would give away what was to be expected: it comes last
    drawn = material.drawn(found, material.most)
    asks = sorted(drawn, key=lambda pair: isinstance(pair[0], _FollowUp))
    return [ask.made(material, told, str(n)) for n, (ask, told) in enumerate(asks, 1)]


def _up_to_then(
    case: Case, claim: Claim, later: Iterable[Statement], plain: Iterable[Readings]
) -> str:
    """Return what is told of what a claim ties together, and nothing of how it went on.

    Parameters
    ----------
    case, claim
        The case, and a claim of it.
    later
        What follow-up questions ask for; a sentence that names any of it is left out.
    plain
        All that could be asked for; what may have come with it is left out, too.
    """
    at = [case.index_of[id] for id in (*claim.from_, *claim.to) if id in case.index_of]
    asked = [_index(case, statement) for statement in later]
    names = [case.name(case.ids[n]) for n in asked]
    after = (one.first for one in plain if claim.outcome and _is_after(case, claim, one.first))
    outcomes = [*asked, *(_index(case, statement) for statement in after)]
    tied = (n for n in dict.fromkeys(at) if n not in asked and not _may_be_later(case, n, outcomes))
    told = [_before(case, s) for n in tied if not isinstance(s := case.statements[n], _WENT_ON)]
    kept = [text for text in told if not any(name in text for name in names)]
    return f"Told up to then: {' '.join(kept[:_MOST_TOLD])}" if kept else ""


def _may_be_later(case: Case, index: int, asked: Iterable[int]) -> bool:
    """Tell whether an event may have come with or after what was found, and so tell of it.

    The smell that takes another's place says that the other is gone.
    """
    if case.statements[index].section != "events":
        return False
    return any(not is_surely_before(case, index, n) for n in asked)


def _before(case: Case, statement: Statement) -> str:
    """Return a statement as a sentence that names nothing later than its beginning."""
    begun, to, _ = (statement.when or "").partition("/")
    when = f"{begun}/.." if to else statement.when
    return told_barely(case, statement.model_copy(update={"before": (), "when": when}))


def _claims(case: Case) -> list[Claim]:
    """Return the claims that foretell something, in an order that no name decides."""
    claims = [s for s in case.statements if isinstance(s, Claim) and s.scope is None]
    tested = [claim for claim in claims if claim.predicts or claim.outcome]
    return sorted(tested, key=lambda claim: nameless(case, claim.text))


# -- what it would foretell -----------------------------------------------------------------------


class _Foretold(NamedTuple):
    """A claim with something that it foretells, and what it does not."""

    claim: Claim
    right: str
    wrong: tuple[Offer, ...]

    def made(self, material: Material, told: str, number: str) -> Made:
        """Return the question what the claim foretells."""
        claim = self.claim
        reason = "It follows from the claim, and could turn out otherwise."
        right = Offer(sentence(self.right), 1, f"{reason}{_found(claim)}")
        options, credits = lettered(material, [right, *self.wrong])
        question = Question(
            id=number,
            form="choose",
            ask="If the claim is right, which of these would one expect to find?",
            given=(f"The claim: {sentence(claim.text)}", told),
            options=options,
            hint="Say it as a sentence: because of this claim, I expect that.",
        )
        solution = Solution(
            question=number,
            form="choose",
            credits=credits,
            quotes=quoted(material.case, [claim]),
            look_at="Write down what you expect before you look at what was found.",
            model=right.text,
        )
        return Made(question, with_chance(solution))


def _foretold(material: Material) -> list[_Foretold]:
    asks = []
    for claim in _claims(material.case):
        wrong = material.drawn(_contrary(claim), _MOST_CONTRARY)
        wrong += material.drawn(_not_foretold(material.case, claim), _MOST_WRONG - len(wrong))
        for right in material.drawn(claim.predicts, 1):
            if len({offer.text for offer in wrong}) >= _FEWEST_WRONG:
                asks.append(_Foretold(claim, right, tuple(wrong)))
    return asks


def _contrary(claim: Claim) -> Iterator[Offer]:
    for text in claim.against:
        reason = "Found, this would count against the claim, which foretells something else."
        yield Offer(sentence(text), 0, reason)


def _not_foretold(case: Case, claim: Claim) -> Iterator[Offer]:
    """Yield the rivals of a claim, and what another account of the same foretells."""
    for text in claim.rivals:
        reason = "This is a rival, another explanation of the same; the claim does not foretell it."
        yield Offer(sentence(text), 0, reason)
    own = {text.casefold() for text in claim.predicts}
    for other in _claims(case):
        for text in other.predicts if _are_rivals(claim, other) else ():
            if text.casefold() not in own:
                reason = f"This follows from the other account: “{sentence(other.text)}”"
                yield Offer(sentence(text), 0, reason)


def _are_rivals(claim: Claim, other: Claim) -> bool:
    """Tell whether two claims are accounts of one thing."""
    ids = {claim.alternative_of or claim.id, other.alternative_of or other.id}
    return other is not claim and len(ids) == 1 and None not in ids


def _found(claim: Claim) -> str:
    return f" What was found: {sentence(claim.outcome)}" if claim.outcome else ""


# -- what was found -------------------------------------------------------------------------------


class _FollowUp(NamedTuple):
    """What became of something that a claim explains, by one account or several."""

    claim: Claim
    accounts: Readings

    def made(self, material: Material, told: str, number: str) -> Made:
        """Return the question what was found, each answer told in the same words but one."""
        case, first = material.case, self.accounts.first
        right = self.ways()
        offers = [self._offer(case, way, right) for way in _WENT.values()]
        options, credits = lettered(material, offers)
        question = Question(
            id=number,
            form="choose",
            ask="Later on one looked again. What was found, as the case tells it?",
            given=(f"The claim: {sentence(self.claim.text)}", told),
            options=options,
            is_open=len(right) > 1,
            hint="What do you expect, and what would make you doubt the claim?",
        )
        solution = Solution(
            question=number,
            form="choose",
            credits=credits,
            quotes=quoted(case, [*self.accounts.all, self.claim]),
            look_at=(
                "What is found after a treatment is not yet found because of it: ask which of the "
                "rivals would have let one expect the same."
            ),
            model=" or ".join(dict.fromkeys(_told(case, first, way) for way in right)),
        )
        return Made(question, with_chance(solution))

    def ways(self) -> dict[str, Statement]:
        """Return where it went, by each account of it."""
        told: dict[str, Statement] = {}
        for statement in self.accounts.all:
            told.setdefault(_way(statement), statement)
        return told

    def _offer(self, case: Case, way: str, right: dict[str, Statement]) -> Offer:
        first, said = self.accounts.first, _found(self.claim)
        text = _told(case, first, way)
        if way in right:
            reading = whose(case, right[way]) if len(right) > 1 else None
            so = "So one account has it; there is another." if reading else "So the case has it."
            return Offer(text, 1, f"{so}{said}{_expected(self.claim)}", reading or None)
        near = next((_NEARLY[way, other] for other in right if (way, other) in _NEARLY), "")
        if near:
            return Offer(text, _NEAR, f"{near}{said}")
        so = " ".join(_told(case, first, other) for other in right)
        return Offer(text, 0, f"The case tells otherwise: {so}{said}")


def _expected(claim: Claim) -> str:
    """Return what had been foretold, and that a rival may expect the same."""
    told = f" Foretold was: {sentence(claim.predicts[0])}" if claim.predicts else ""
    rival = f" Keep the rival beside it: {sentence(claim.rivals[0])}" if claim.rivals else ""
    return told + rival


def _followed_up(material: Material, plain: Iterable[Readings]) -> list[_FollowUp]:
    """Return one follow-up for each claim that was followed up, and no fact for two of them."""
    case = material.case
    told, claims = list(plain), [claim for claim in _claims(case) if claim.outcome]
    asks, taken = list[_FollowUp](), set[int]()
    for claim in claims:
        own = [r for r in told if id(r.first) not in taken and _is_after(case, claim, r.first)]
        for one in material.drawn(own, 1):
            taken.add(id(one.first))
            asks.append(_FollowUp(claim, one))
    return asks


def _plain(case: Case) -> list[Readings]:
    """Return what says plainly which way something went, in an order that no name decides."""
    told = [one for kind in _FOLLOWING_UP for one in readings(case, kind) if _is_plain(case, one)]
    told.sort(key=lambda one: _place(case, one.first))
    return [one for one in told if not any(_gainsays(case, one, other) for other in told)]


def _gainsays(case: Case, one: Readings, other: Readings) -> bool:
    """Tell whether another statement says of the same thing and time that it went another way."""
    first, second = one.first, other.first
    if one is other or first.subjects != second.subjects:
        return False
    way = _way(second)
    return way != _way(first) and _told(case, first, way) == _told(case, second, way)


def _place(case: Case, statement: Statement) -> tuple[int, int, str, str, str]:
    """Return what puts statements into an order that no name decides."""
    span = case.chronology.spans[_index(case, statement)]
    of = nameless(case, case.name(statement.subjects[0]))
    what = nameless(case, statement.what or "")
    return span.start_earliest, span.start_latest, statement.kind, of, what


def _index(case: Case, statement: Statement) -> int:
    return next(n for n, one in enumerate(case.statements) if one is statement)


def _is_plain(case: Case, told: Readings) -> bool:
    """Tell whether it is said of one thing that happened once which way it went."""
    first = told.first
    is_single = all(len(s.subjects) == 1 and s.subjects == first.subjects for s in told.all)
    is_said = all(s.kind in _FOLLOWING_UP and _way(s) for s in told.all)
    return is_single and is_said and not first.recurring and first.subjects[0] in case


def _way(statement: Statement) -> str:
    """Return where something went: away, down, on or up; empty where that is not said."""
    if isinstance(statement, Remission):
        return "away"
    if isinstance(statement, Escalation):
        return "up"
    return _WENT.get(getattr(statement, "how", None) or "", "")


def _is_after(case: Case, claim: Claim, statement: Statement) -> bool:
    """Tell whether a statement says later on of what a claim explains how it went."""
    at = [case.index_of[id] for id in (*claim.from_, *claim.to) if id in case.index_of]
    here = _index(case, statement)
    explained = {*claim.to, *(id for n in at for id in _subjects(case, n, claim))}
    is_of_it = statement.subjects[0] in explained and here not in at
    return is_of_it and any(is_surely_before(case, n, here) for n in at)


def _subjects(case: Case, index: int, claim: Claim) -> Iterable[str]:
    """Return what a statement that is explained is about; nothing of what explains it."""
    statement = case.statements[index]
    if case.ids[index] not in claim.to or statement.section != "events":
        return ()
    return statement.subjects


def _told(case: Case, statement: Statement, way: str) -> str:
    """Return a statement as it is told where the thing went this way, all else left the same."""
    shared = {name: getattr(statement, name) for name in _SHARED} | {"when": _begun(statement)}
    of = statement.subjects[0]
    if isinstance(statement, Change):
        # nothing ends in frequency or in quality
        aspect = None if way == "away" else statement.aspect
        turned = {**_UNSAID, **shared, "lasts": None, "how": _HOW[way], "aspect": aspect}
        return told_barely(case, statement.model_copy(update=turned))
    if way == "away":
        return told_barely(case, Remission(of=of, **shared))
    if way == "up":
        return told_barely(case, Escalation(of=of, **shared))
    return told_barely(case, Change(of=of, how=_HOW[way], **shared))


def _begun(statement: Statement) -> str | None:
    """Return when something began, without its end; what is not said to begin keeps its date."""
    begun, to, _ = (statement.when or "").partition("/")
    return begun if to and begun not in ("", "..") else statement.when


KIND = Kind(
    name="predict",
    title="What would you expect, and what was found?",
    level=3,
    trains="To say before looking what a claim foretells, and to look again afterwards.",
    make=make,
)
