"""The closed words of single statements: an image, a stance, a bind, a change, a risk."""

from __future__ import annotations

from formulation.terms.term import GENERAL, OWN, Vocabulary, listed

__all__ = [
    "ALL",
    "BIND_FORM",
    "CARE_FORM",
    "CHANGE_ASPECT",
    "CHANGE_HOW",
    "FACTOR_DOMAIN",
    "READING",
    "RESOLUTION_QUALITY",
    "RISK_FORM",
    "STANCE",
    "VALENCE",
]

READING = Vocabulary(
    "reading",
    "the reading of an idealization",
    "1",
    is_open=False,
    terms=listed(
        f"levels 4 and 2 of the DMRS; coding rule by {GENERAL}",
        ("idealization", "faults can be named, but are waved away", "idealisation"),
        ("splitting", "faults are absent from the picture, and may come back as the whole of it"),
    ),
)
"""Which of two defenses a coder takes an exaggerated image to be."""

VALENCE = Vocabulary(
    "valence",
    "the valence of an image",
    "1",
    is_open=False,
    terms=listed(
        f"object-relations usage, {GENERAL}",
        ("good", "loved, giving or protecting", "positive"),
        ("bad", "feared, hated or failing", "negative"),
        ("mixed", "both at once, in one picture that holds"),
    ),
)
"""How another person is seen at some time."""

STANCE = Vocabulary(
    "stance",
    "a stance",
    "1",
    is_open=False,
    terms=listed(
        "drama triangle (Karpman 1968)",
        ("victim", "acts as the helpless one who is wronged; says nothing of real harm suffered"),
        ("rescuer", "acts as the one who saves, asked or not", "saviour", "savior"),
        ("persecutor", "acts as the one who blames and presses"),
    ),
)
"""The part someone plays toward another for a time; parts switch."""

BIND_FORM = Vocabulary(
    "bind_form",
    "the form of a bind",
    "1",
    is_open=False,
    terms=(
        *listed(
            f"Boszormenyi-Nagy, {GENERAL}",
            (
                "loyalty",
                "two loved ones are at odds, and siding with either betrays the other",
                "loyalty conflict",
                "split loyalty",
                "divided loyalty",
            ),
        ),
        *listed(
            f"Bateson et al. 1956, {GENERAL}",
            (
                "double bind",
                "repeated demands that cannot both be met, with no way to say so or to leave",
            ),
        ),
    ),
)
"""How someone is caught between others."""

FACTOR_DOMAIN = Vocabulary(
    "factor_domain",
    "the domain of a factor",
    "1",
    is_open=False,
    terms=listed(
        f"after Perry, Cooper & Michels 1987 and the biopsychosocial grid, {GENERAL}",
        ("biological", "body, illness, heredity, drugs", "medical"),
        ("social", "money, housing, work, law, services, discrimination"),
        ("cultural", "custom, faith, language, migration, what is held to be shameful or good"),
    ),
)
"""Where a factor that is not psychological comes from."""

RESOLUTION_QUALITY = Vocabulary(
    "resolution_quality",
    "the quality of a resolution",
    "1",
    is_open=False,
    terms=listed(
        OWN,
        ("truce", "the quarrel was laid down, its matter untouched", "ceasefire"),
        ("repaired", "the matter was talked through and settled"),
        ("avoided", "the quarrel stopped because the parties kept apart or silent"),
    ),
)
"""How a conflict ended."""

CHANGE_ASPECT = Vocabulary(
    "change_aspect",
    "the aspect of a change",
    "1",
    is_open=False,
    terms=listed(
        OWN,
        ("frequency", "how often it comes"),
        ("intensity", "how strong it is", "severity"),
        ("duration", "how long each time lasts", "length"),
        ("quality", "what it is like"),
    ),
)
"""In what respect something changed."""

CHANGE_HOW = Vocabulary(
    "change_how",
    "the direction of a change",
    "1",
    is_open=False,
    terms=listed(
        OWN,
        ("less", "it came down", "fewer", "decreased", "reduced"),
        ("more", "it went up", "increased"),
        ("ended", "it came no further", "ceased", "stopped"),
        ("unchanged", "it stayed as it was", "the same"),
    ),
)
"""Which way something changed."""

CARE_FORM = Vocabulary(
    "care_form",
    "the form of care",
    "1",
    is_open=False,
    terms=listed(
        OWN,
        ("comfort", "warmth, company, kind attention"),
        ("help", "something done for the person that they could not do"),
        ("relief from duty", "a task or demand is taken off the person", "relief from duties"),
    ),
)
"""What someone gave; each may be a gain from being ill."""

RISK_FORM = Vocabulary(
    "risk_form",
    "the form of a risk",
    "1",
    is_open=False,
    terms=listed(
        GENERAL,
        ("suicide", "may end own life"),
        ("self-harm", "may hurt own body without meaning to die", "self-injury"),
        ("harm to others", "may hurt someone else", "harm to other"),
        ("harm by others", "may be hurt or exploited by someone", "harm by other"),
    ),
)
"""Who is in danger, and from whom."""

ALL: tuple[Vocabulary, ...] = (
    READING,
    VALENCE,
    STANCE,
    BIND_FORM,
    FACTOR_DOMAIN,
    RESOLUTION_QUALITY,
    CHANGE_ASPECT,
    CHANGE_HOW,
    CARE_FORM,
    RISK_FORM,
)
"""The vocabularies of this module."""
