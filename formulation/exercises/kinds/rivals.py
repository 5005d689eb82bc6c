"""What else could explain it, and what would count against it: the rivals of a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    Offer,
    UnsuitableError,
    lettered,
    quoted,
    with_chance,
)
from formulation.exercises.sheet import Question, Solution
from formulation.exercises.wording import content_words, nameless, sentence
from formulation.model.base import Statement
from formulation.model.case import Case
from formulation.model.claims import Claim

__all__ = ["KIND"]

_MOST_RIVALS, _MOST_AGAINST = 2, 2
_MOST_FAR, _MOST_WRONG, _FEWEST_WRONG = 2, 4, 2
#: said of any claim, where nothing of the case can be offered
_STOPGAPS = (
    Offer(
        "Whoever makes the claim is quite sure of it.",
        0,
        "To be sure of a claim is no test of it, neither for it nor against it.",
    ),
    Offer(
        "Everybody who writes of the case repeats it.",
        0,
        "To say it often adds nothing that was found.",
    ),
)
#: fields that say when, whose and where from; what they name is not what a statement is about
_ASIDE = ("after", "before", "source", "said_by", "alternative_of", "revises", "since")


def make(material: Material) -> list[Made]:
    """Ask what rivals a claim has, and what would count against it."""
    made: list[Made] = []
    for claim in material.shuffled(_claims(material.case)):
        one = _made(material, claim, str(len(made) + 1))
        made += [one] if one else []
        if len(made) == material.most:
            break
    if not made:
        raise UnsuitableError(
            "it has no claim with its rivals, or with what would count against it"
        )
    return made


def _claims(case: Case) -> list[Claim]:
    """Return the claims about this person, in an order that no name decides."""
    claims = [s for s in case.statements if isinstance(s, Claim) and s.scope is None]
    tested = [claim for claim in claims if claim.rivals or claim.against]
    return sorted(tested, key=lambda claim: nameless(case, claim.text))


def _made(material: Material, claim: Claim, number: str) -> Made | None:
    case = material.case
    right = [
        *material.drawn(_rivals(claim), _MOST_RIVALS),
        *material.drawn(_against(claim), _MOST_AGAINST),
    ]
    wrong = material.drawn(_of_other_claims(case, claim), _MOST_FAR)
    wrong += material.drawn(_beside_the_point(case, claim), _MOST_WRONG - len(wrong))
    # what would be said of any claim is soon known for a stopgap
    wrong += material.drawn(_STOPGAPS, max(_FEWEST_WRONG - len(wrong), 0))
    if len({offer.text for offer in wrong}) < _FEWEST_WRONG:
        return None
    options, credits = lettered(material, [*right, *wrong])
    question = Question(
        id=number,
        form="choose-many",
        ask=(
            "Which of these would explain the same in another way, or would count against the "
            "claim if they were found?"
        ),
        given=(f"The claim: {sentence(claim.text)}",),
        options=options,
        hint="Suppose it is so. Is the claim still needed then, and is it as likely as before?",
    )
    solution = Solution(
        question=number,
        form="choose-many",
        credits=credits,
        quotes=quoted(case, [claim]),
        look_at="A claim is as strong as the rivals that it has been held against.",
        model=" ".join(offer.text for offer in right),
    )
    return Made(question, with_chance(solution))


# -- what does ------------------------------------------------------------------------------------


def _rivals(claim: Claim) -> Iterator[Offer]:
    for text in claim.rivals:
        reason = "It is a rival: were it so, the same would have come without what the claim says."
        yield Offer(sentence(text), 1, reason)


def _against(claim: Claim) -> Iterator[Offer]:
    for text in claim.against:
        reason = "It would count against the claim, which leads one to expect something else."
        yield Offer(sentence(text), 1, reason)


# -- what does not --------------------------------------------------------------------------------


def _of_other_claims(case: Case, claim: Claim) -> Iterator[Offer]:
    """Yield rivals of claims about something else, and what would count against those.

    A doubt that names nothing of its own claim, such as that the observer is also the judge, could
    touch this one too, and is left out; so is what speaks of the same as this one.
    """
    own = {text.casefold() for text in (*claim.rivals, *claim.against, *claim.predicts)}
    said = _words(case, claim.text)
    for other in _claims(case):
        if not _is_far(case, claim, other):
            continue
        words = _words(case, other.text, *_ties(case, other))
        for text in (*other.rivals, *other.against, *other.predicts):
            spoken = _words(case, text)
            if text.casefold() not in own and spoken & words and not spoken & said:
                yield Offer(sentence(text), 0, _of_another(other))


def _words(case: Case, *texts: str) -> frozenset[str]:
    """Return what texts are about, whoever is named in them."""
    return content_words(nameless(case, " ".join(texts)))


def _of_another(other: Claim) -> str:
    return f"It touches another claim: “{sentence(other.text)}” This one stands or falls without."


def _is_far(case: Case, claim: Claim, other: Claim) -> bool:
    """Tell whether two claims explain unlike things, and share nothing that they are about.

    What explains one turn of an illness may well explain another, so that these are never far.
    """
    is_unlike = not _realms(case, claim) & _realms(case, other)
    return is_unlike and not _matter(case, claim) & _matter(case, other)


def _realms(case: Case, claim: Claim) -> set[str]:
    """Return what a claim explains: something inner, an act, a bond, or the course of things."""
    return {
        _realm(case.statements[case.index_of[id]]) for id in claim.to if id in case.index_of
    } | {"course" for id in claim.to if id not in case.index_of}


def _realm(statement: Statement) -> str:
    if statement.section == "inner" or statement.kind == "insight":
        return "inner"
    if statement.kind == "life_event":
        return "act"
    return "bond" if statement.section == "bonds" else "course"


def _matter(case: Case, claim: Claim) -> set[str]:
    """Return all that a claim ties together, and what that is about in its turn."""
    people = {person.id for person in case.people}
    found: set[str] = set()
    waiting = [*claim.from_, *claim.to]
    while waiting:
        id = waiting.pop()
        if id not in found and id not in people and id in case:
            found.add(id)
            if id in case.index_of:
                waiting += _about(case.statements[case.index_of[id]])
    return found


def _about(statement: Statement) -> Iterator[str]:
    for name, id in _named(statement):
        if name not in _ASIDE:
            yield id


def _named(statement: Statement) -> Iterator[tuple[str, str]]:
    for name in statement.refs():
        value = getattr(statement, name)
        for id in (value,) if isinstance(value, str) else value or ():
            yield name, id


def _ties(case: Case, claim: Claim) -> list[str]:
    return [case.name(id) for id in (*claim.from_, *claim.to)]


def _beside_the_point(case: Case, claim: Claim) -> Iterator[Offer]:
    """Yield what sounds like a test of the claim and can only speak for it, or says nothing."""
    for text in claim.predicts:
        reason = "The claim foretells it: found, it would speak for the claim and not against it."
        yield Offer(sentence(text), 0, reason)
    cause, effect = _event(case, claim.from_), _event(case, claim.to)
    if cause:
        yield Offer(
            sentence(f"a second witness to {cause}"),
            0,
            "That it was there becomes surer; what it led to stays as open as before.",
        )
    if effect:
        yield Offer(
            sentence(f"a second witness to {effect}"),
            0,
            "That it came becomes surer; what brought it on stays as open as before.",
        )
    if cause and effect and _comes_again(case, claim):
        yield Offer(
            sentence(f"one time more of {cause} with {effect}"),
            0,
            "It is one more time of the kind that the claim began with; its rivals expect it too.",
        )


def _comes_again(case: Case, claim: Claim) -> bool:
    """Tell whether something of what a claim ties together comes time and again."""
    at = [case.index_of[id] for id in (*claim.from_, *claim.to) if id in case.index_of]
    return any(case.statements[n].recurring for n in at)


def _event(case: Case, ids: Iterable[str]) -> str:
    """Return a noun phrase for the first event named, without what is told beside it."""
    for id in ids:
        if id in case.index_of:
            statement = case.statements[case.index_of[id]]
            if statement.section == "events":
                return statement.model_copy(update={"what": None}).called(case.name)
    return ""


KIND = Kind(
    name="rivals",
    title="What else could it be?",
    level=3,
    trains="To name what would explain the same, and what would count against one's own claim.",
    make=make,
)
