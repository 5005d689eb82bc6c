"""How something is known and what is claimed: origin, basis, inference, cause and effect."""

from __future__ import annotations

from formulation.terms.term import GENERAL, OWN, Vocabulary, listed

__all__ = [
    "ALL",
    "BASIS",
    "CLAIM_AS",
    "CLAIM_EFFECT",
    "CLAIM_SCOPE",
    "CONFIDENCE",
    "INFERENCE",
    "ORIGIN",
]

ORIGIN = Vocabulary(
    "origin",
    "the origin of a case",
    "1",
    is_open=False,
    terms=listed(
        OWN,
        ("published", "taken from a text that anyone can read"),
        ("clinical", "written from someone's own practice, and confidential"),
        ("composite", "put together from several real people"),
        ("synthetic", "made up, for teaching or testing", "invented", "fictional"),
    ),
)
"""Where a case comes from, and so how it must be guarded."""

_FOUR_PS = f"the four Ps of formulation, {GENERAL}"

CLAIM_AS = Vocabulary(
    "claim_as",
    "the part a claim plays",
    "1",
    is_open=False,
    terms=(
        *listed(
            _FOUR_PS,
            ("predisposing", "made the person liable, long before", "predisposition"),
            ("precipitating", "set it off, shortly before", "precipitant"),
            ("perpetuating", "keeps it going", "maintaining"),
            ("protective", "holds it in check, or helps to recover"),
        ),
        *listed(
            "Eells et al. 1998 (inferred mechanism)",
            ("mechanism", "says how it works, inside the person or between people"),
        ),
    ),
)
"""The place of a claim in an explanation."""

CLAIM_EFFECT = Vocabulary(
    "claim_effect",
    "the effect in a claim",
    "1",
    is_open=False,
    terms=listed(
        OWN,
        ("raises", "makes the other likelier, more frequent or stronger", "increases"),
        ("lowers", "makes the other less likely, rarer or weaker", "decreases", "reduces"),
    ),
)
"""The sign of a claimed cause; a tendency, never a certainty."""

CLAIM_SCOPE = Vocabulary(
    "claim_scope",
    "the scope of a claim",
    "1",
    is_open=False,
    terms=listed(
        OWN,
        ("case", "is said of this patient only"),
        ("general", "is said by the literature of people like this, and may not hold here"),
    ),
)
"""Whom a claim is about."""

BASIS = Vocabulary(
    "basis",
    "the basis of a statement",
    "1",
    is_open=False,
    terms=listed(
        OWN,
        ("observed", "the writer saw or heard it happen"),
        ("reported", "the patient told it"),
        ("informant", "someone other than the patient told it"),
        ("inferred", "concluded from other things, not told or seen"),
    ),
)
"""How a statement is known."""

INFERENCE = Vocabulary(
    "inference",
    "the level of inference",
    "1",
    is_open=False,
    terms=(
        *listed(OWN, ("verbatim", "the words as they were spoken or written"), level=0),
        *listed(OWN, ("close", "a plain paraphrase that anyone present would accept"), level=1),
        *listed(OWN, ("moderate", "a reading that needs some knowledge of the person"), level=2),
        *listed(OWN, ("theoretical", "a reading that needs a school of thought"), level=3),
    ),
)
"""How far a statement goes beyond what was said.

Groups fail to agree on formulations when their members infer at different levels (Seitz, on
the consensus problem); the four levels themselves are this library's.
"""

CONFIDENCE = Vocabulary(
    "confidence",
    "the degree of confidence",
    "1",
    is_open=False,
    terms=(
        *listed(OWN, ("low", "a guess, kept so as not to be lost"), level=1),
        *listed(
            OWN,
            ("moderate", "likelier than not, with doubts that can be named", "medium"),
            level=2,
        ),
        *listed(OWN, ("high", "would be surprised to be wrong"), level=3),
    ),
)
"""How sure the writer is, in words and not in numbers."""

ALL: tuple[Vocabulary, ...] = (
    ORIGIN,
    CLAIM_EFFECT,
    CLAIM_AS,
    CLAIM_SCOPE,
    BASIS,
    INFERENCE,
    CONFIDENCE,
)
"""The vocabularies of this module."""
