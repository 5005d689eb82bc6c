"""The summary: what the case says, in the words of one clinician to another.

Nothing here is new.  Each sentence repeats what statements, findings and weights say, with how it
is known, and names them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest

from formulation.errors import counted
from formulation.model.base import Statement, in_list
from formulation.model.claims import Claim
from formulation.views.report.content import Prose, Section, Sentence
from formulation.views.report.courses import courses
from formulation.views.report.hedging import hedged, merged, stopped
from formulation.views.report.material import Material
from formulation.views.report.risk import is_risk, risk_told

__all__ = ["summary"]

_MOST = 4
_RELATING = (
    "transference",
    "defense",
    "idealizes",
    "devalues",
    "bind",
    "inner_conflict",
    "sees",
)
_AS = {
    "predisposing": "What is held to have laid the ground",
    "precipitating": "What is held to set it off",
    "perpetuating": "What is held to keep it going",
    "protective": "What is held to protect",
    "mechanism": "How it is held to work",
}
_BASES = {
    "observed": "observed",
    "reported": "reported",
    "informant": "told by informants",
    "inferred": "inferred",
}


def summary(m: Material) -> Section:
    """Return the first section: who, what, which patterns fit, how it may hang together."""
    parts = (
        Prose(tuple(_about(m)), manner="lead"),
        Prose(tuple(_who(m)), "Who this is about."),
        Prose(tuple(risk_told(m)), "What is recorded of risk."),
        Prose(tuple(_complaints(m)), "What there is to suffer from."),
        Prose(tuple(_befell(m)), "What befell."),
        Prose(tuple(_relating(m)), "How others are seen, and what is kept at bay."),
        Prose(tuple(courses(m)), "What fits a known pattern."),
        *_claimed(m),
        Prose(tuple(_treated(m)), "What was done, and what changed."),
        Prose(tuple(_trust(m)), "How far this can be relied on."),
    )
    return Section("summary", "Summary", tuple(part for part in parts if part.sentences))


def _about(m: Material) -> Iterator[Sentence]:
    if m.case.about:
        yield m.say(m.case.about)


def _who(m: Material) -> Iterator[Sentence]:
    case = m.case
    if case.patient:
        yield m.say(f"This formulation is about {m.figure(case.patient)}", [case.patient])
    else:
        yield m.say("No one person is named as the patient.")
    holds = [
        counted(len(case.people), "figure"),
        counted(len(case.symptoms), "symptom"),
        counted(len(case.statements), "statement"),
    ]
    told = f"It rests on {in_list(holds)}"
    told += f" from {counted(len(case.sources), 'source')}" if case.sources else ""
    yield m.say(f"{told}.")
    if case.origin:
        yield m.say(f"The case is {case.origin}.")


def _complaints(m: Material) -> Iterator[Sentence]:
    for symptom in m.case.symptoms[:_MOST]:
        owner = symptom.of or m.case.patient
        whose = f"{m.case.name(owner)} has " if owner else "There is "
        own = symptom.model_copy(update={"of": None}).sentence(m.case.name)
        yield m.say(stopped(whose + own), [symptom.id])
    yield from _rest(m, [s.id for s in m.case.symptoms[_MOST:]], "symptom")


def _befell(m: Material) -> Iterator[Sentence]:
    """Yield what others or fate did; who hurts themselves is told of under risk already."""
    told = m.of_kinds("trauma", "loss", "separation", "harm")
    yield from _some(m, [(id, s) for id, s in told if not is_risk(m, s)])


def _some(
    m: Material,
    told: Sequence[tuple[str, Statement]],
    most: int = _MOST,
    first: Collection[str] = (),
) -> Iterator[Sentence]:
    """Yield those of these statements that others name most, and how many more there are.

    Parameters
    ----------
    m
        The case and what was found out about it.
    told
        The statements with their ids, in the order in which they are told.
    most
        So many are told.
    first
        Ids that are told before what is named more often.
    """
    own = [(id, s) for id, s in told if not s.alternative_of]
    ranked = sorted(own, key=lambda one: (one[0] not in first, -m.named_by[one[0]]))
    chosen = {id for id, _ in ranked[:most]}
    for id, statement in own:
        if id in chosen:
            yield from m.with_accounts(m.again(hedged(m.case, statement)))
    yield from _rest(m, [id for id, _ in own if id not in chosen])


def _rest(m: Material, ids: Sequence[str], one: str = "statement") -> Iterator[Sentence]:
    if ids:
        stand = "stands" if len(ids) == 1 else "stand"
        count = counted(len(ids), f"more {one}")
        kind = " of this kind" if one == "statement" else ""
        yield m.say(f"{count}{kind} {stand} in the table.", ids)


def _relating(m: Material) -> Iterator[Sentence]:
    """Yield one sentence of each kind, then a second of each, until there are enough.

    What is lived again with the therapist comes first, and of a kind what most findings rest on.
    """
    used = Counter(id for finding in m.findings for id in finding.statements)
    each = []
    for kind in _RELATING:
        own = sorted(m.of_kinds(kind), key=lambda one: -used[one[0]])
        each.append(merged(m.case, [s for _, s in own if not s.alternative_of]))
    sentences = [one for several in zip_longest(*each) for one in several if one]
    for sentence in sentences[:_MOST]:
        yield from m.with_accounts(m.again(sentence))
    rest = [id for sentence in sentences[_MOST:] for id in sentence.refs]
    yield from _rest(m, rest)


# -- what is claimed, done, known ----------------------------------------------------------------


def _claimed(m: Material) -> Iterator[Prose]:
    claims = [
        (id, claim)
        for id, claim in zip(m.case.ids, m.case.statements, strict=True)
        if isinstance(claim, Claim) and claim.scope != "general" and not claim.alternative_of
    ]
    for as_, label in _AS.items():
        own = [(id, claim) for id, claim in claims if claim.as_ == as_]
        each = [m.with_accounts(m.again(_with_rivals(m, claim))) for _, claim in own[:2]]
        sentences = [sentence for several in each for sentence in several]
        rest = _rest(m, [id for id, _ in own[2:]], "such claim")
        yield Prose((*sentences, *rest), f"{label}.")


def _with_rivals(m: Material, claim: Claim) -> Sentence:
    told = hedged(m.case, claim)
    if not claim.rivals:
        more = " No rival explanation is recorded."
    else:
        stand = "is" if len(claim.rivals) == 1 else "are"
        more = f" {counted(len(claim.rivals), 'rival explanation')} {stand} recorded."
    return Sentence(told.text + more, told.refs, told.sources)


def _treated(m: Material) -> Iterator[Sentence]:
    """Yield treatments, the therapist's first, before single steps of them, and what came after."""
    treatments = m.of_kinds("treatment")
    yield from _some(m, treatments, 3, first=_by_therapist(m))
    yield from _some(m, m.of_kinds("intervention"), 1 if treatments else 2)
    yield from _some(m, m.of_kinds("insight"), 1)
    yield from _some(m, m.of_kinds("change", "remission"), 4)


def _by_therapist(m: Material) -> frozenset[str]:
    own = m.of_kinds("treatment")
    return frozenset(id for id, s in own if m.case.therapist in m.case.by_whom(s))


def _trust(m: Material) -> Iterator[Sentence]:
    if m.case.statements:
        yield m.say(_bases(m.case.statements))
    tested = [weight for weight in m.weights if weight.is_testable]
    titles = {pattern.pattern: pattern.title for pattern in m.patterns}
    for weight in tested[:3]:
        title = f"“{titles[weight.pattern]}”: " if weight.pattern in titles else ""
        told = m.say(f"{title}{stopped(weight.because)}", weight.hits[:6])
        yield from m.with_accounts(told)
    if rest := len(m.weights) - len(tested):
        yield m.say(
            f"{counted(rest, 'question')} of {len(m.weights)} asked of chance cannot be answered "
            "from this file; what would have to be recorded stands under Weights."
        )
    if m.gaps:
        yield m.say(
            f"{counted(len(m.gaps), 'gap')} in the formulation, with questions for the next "
            f"session, {'stands' if len(m.gaps) == 1 else 'stand'} under Gaps."
        )
    yield m.say(
        "Order in time is not cause, and what is not written down may have happened all the same."
    )


def _bases(statements: Iterable[Statement]) -> str:
    count = Counter(statement.basis for statement in statements)
    told = [
        f"{count[basis]} {'is' if count[basis] == 1 else 'are'} {words}"
        for basis, words in _BASES.items()
        if count[basis]
    ]
    told += [f"{counted(count[None], 'gives', 'give')} no basis"] if count[None] else []
    return f"Of {counted(count.total(), 'statement')}, {in_list(told)}."
