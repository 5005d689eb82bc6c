"""The defenses and their seven levels, after the Defense Mechanisms Rating Scales (DMRS).

The list is versioned, because the scales are: this is ``dmrs-2014``, the thirty defenses on
seven levels that the Q-sort version (DMRS-Q) uses.  The edition of 1990 counted twenty-eight;
it is not shipped, and a case coded by it should say so in a note.  Meanings are this library's
own; no item of any instrument is reproduced.

Which defense stands on which level is confirmed in the item tables of Di Giuseppe & Perry
(2021, Frontiers in Psychology 12:718440) for every level but the obsessional one, which follows
general clinical usage, as do the numbers 1 to 7.

Six *classical* words older than the scales have no level: nothing is to be computed from them.
"""

from __future__ import annotations

from typing import NamedTuple

from formulation.terms.term import GENERAL, Term, Vocabulary, listed

__all__ = ["ALL", "DEFENSE", "DEFENSE_LEVELS", "DefenseLevel"]


class DefenseLevel(NamedTuple):
    """One storey of the hierarchy of defenses, from 7 (most adaptive) to 1 (least).

    Attributes
    ----------
    level
        Its number, which is also its weight in overall defensive functioning.
    name
        What it is called now; the `group` of its defenses.
    older_name
        What it was called before, or ``""`` where the name has stayed.
    category
        The wider class: mature, neurotic or immature.
    meaning
        What its defenses have in common, in this library's own words.
    source
        Whose distinction it is.
    """

    level: int
    name: str
    older_name: str
    category: str
    meaning: str
    source: str


_TABLES = "DMRS-Q (Di Giuseppe & Perry 2021)"
_UNREAD = f"DMRS (Perry 1990); level by {GENERAL}"
_CATEGORIES = f"DMRS (Perry 1990); numbers, older names and categories by {GENERAL}"


def _level(level: int, name: str, older: str, category: str, meaning: str) -> DefenseLevel:
    return DefenseLevel(level, name, older, category, meaning, _CATEGORIES)


DEFENSE_LEVELS: tuple[DefenseLevel, ...] = (
    _level(
        7,
        "High-adaptive",
        "mature",
        "mature",
        "feeling and idea both stay in view, and what is to be borne is met and used",
    ),
    _level(
        6,
        "Obsessional",
        "",
        "neurotic",
        "the idea stays in view while the feeling is kept at a distance or cancelled",
    ),
    _level(
        5,
        "Neurotic",
        "hysterical and other neurotic",
        "neurotic",
        "the feeling or the idea is kept out of mind, altered or moved elsewhere",
    ),
    _level(
        4,
        "Minor image-distorting",
        "narcissistic",
        "immature",
        "the picture of oneself or another is made better or worse to keep up esteem",
    ),
    _level(
        3,
        "Disavowal",
        "disavowal and fantasy",
        "immature",
        "what cannot be faced is refused, explained away, given to others or dreamt away",
    ),
    _level(
        2,
        "Major image-distorting",
        "borderline",
        "immature",
        "the picture of oneself or another is held all good or all bad, its other half lost",
    ),
    _level(
        1,
        "Action",
        "",
        "immature",
        "tension is discharged on the world or on the helper instead of being felt and said",
    ),
)
"""The seven levels, highest first.

Names and defenses of the levels follow the DMRS; the weights, the older names in brackets of
the clinical literature, and the three categories (mature 7; neurotic 6 and 5; immature 4 to 1)
follow general clinical usage and are confirmed in part by Perry & Bond (2012).
"""

_HIGH_ADAPTIVE = listed(
    _TABLES,
    (
        "affiliation",
        "turns to others for support or to share a burden, without handing over responsibility",
    ),
    ("altruism", "meets own needs by truly meeting the needs of others"),
    (
        "anticipation",
        "lives through a coming difficulty beforehand, feelings included, and plans for it",
    ),
    (
        "humor",
        "finds the comic or ironic side, so that a feeling can be shared and borne",
        "humour",
    ),
    (
        "self-assertion",
        "says feelings and wishes directly, without forcing or manoeuvring anyone",
        "self-assertiveness",
    ),
    ("self-observation", "looks at own thoughts, feelings and motives and acts on what is seen"),
    ("sublimation", "turns an impulse into a valued, creative or useful activity"),
    ("suppression", "knowingly puts off a problem or a feeling, and comes back to it"),
    group="High-adaptive",
    level=7,
)

_OBSESSIONAL = listed(
    _UNREAD,
    (
        "isolation-of-affects",
        "keeps the idea and loses the feeling that belongs to it",
        "isolation of affect",
    ),
    (
        "intellectualization",
        "deals with feelings by generalities and abstract thought",
        "intellectualisation",
    ),
    ("undoing", "says or does something meant to cancel what was just said, felt or done"),
    group="Obsessional",
    level=6,
)

_NEUROTIC = listed(
    _TABLES,
    ("repression", "may show the feeling, but the idea that would explain it is vague or gone"),
    (
        "dissociation",
        "consciousness, memory, identity or bodily control comes apart for a time",
    ),
    ("reaction-formation", "shows the opposite of a wish or feeling that cannot be accepted"),
    ("displacement", "moves a feeling from the one it is meant for to a safer substitute"),
    group="Neurotic",
    level=5,
)

# The other comes before the self on levels 4 and 2: a bare "idealization" or "splitting" is
# offered the first word that begins so, and in a map of relationships it mostly means another.
_MINOR_IMAGE_DISTORTING = listed(
    _TABLES,
    (
        "devaluation-of-other",
        "runs another person down beyond what is true, to protect own esteem",
        "devaluation of other's image",
        "devaluation of others",
        "devaluation of the other",
    ),
    (
        "devaluation-of-self",
        "runs oneself down beyond what is true, though good sides can still be named",
        "devaluation of self-image",
    ),
    (
        "idealization-of-other",
        "lends a person, institution or belief virtues beyond truth; faults are waved away",
        "idealization of other's image",
        "idealization of others",
        "idealization of the other",
        "idealisation of other",
        "idealisation of other's image",
        "idealisation of others",
        "idealisation of the other",
    ),
    (
        "idealization-of-self",
        "gives oneself exaggerated virtues, importance or gifts",
        "idealization of self-image",
        "idealisation of self",
        "idealisation of self-image",
    ),
    ("omnipotence", "acts as if above others in power or ability, with no limits to reckon with"),
    group="Minor image-distorting",
    level=4,
)

_DISAVOWAL = listed(
    _TABLES,
    ("denial", "will not acknowledge a fact of the outer world or of own experience others see"),
    (
        "rationalization",
        "gives a reassuring but untrue reason that covers the real motive",
        "rationalisation",
    ),
    ("projection", "takes own unacceptable feeling or motive to be someone else's"),
    (
        "autistic-fantasy",
        "daydreams in place of relating, acting or solving the problem",
        "autistic phantasy",
        "schizoid fantasy",
        "fantasy",
    ),
    group="Disavowal",
    level=3,
)

_MAJOR_IMAGE_DISTORTING = listed(
    _TABLES,
    (
        "splitting-of-other",
        "sees another as all good or all bad, the opposite view kept apart from it",
        "splitting of other's image",
        "splitting of others",
        "splitting of the other",
    ),
    (
        "splitting-of-self",
        "sees oneself as all good or all bad, the opposite view kept apart from it",
        "splitting of self-image",
    ),
    (
        "projective-identification",
        "sees own feeling in another, still feels it as if provoked, and tends to rouse it there",
    ),
    group="Major image-distorting",
    level=2,
)

_ACTION = listed(
    _TABLES,
    ("acting-out", "lets a feeling loose in uncontrolled behaviour, without reflecting on it"),
    ("passive-aggression", "opposes or punishes in a veiled, indirect way"),
    (
        "help-rejecting-complaining",
        "asks for help again and again and defeats every offer of it",
        "hypochondriasis",
    ),
    group="Action",
    level=1,
)

_CLASSICAL = listed(
    f"classical psychoanalysis (S. Freud; A. Freud 1936), {GENERAL}",
    ("conversion", "a conflict is expressed by the body in place of being felt and thought"),
    ("identification", "becomes like another in some way, and so keeps or masters what is feared"),
    ("introjection", "takes the image of another, loved or hated, into oneself"),
    ("regression", "goes back to an earlier way of feeling or behaving when hard pressed"),
    (
        "reversal",
        "turns a wish or feeling into its contrary: love into hate, doing into being done to",
        "reversal of affect",
        "reversal into the opposite",
    ),
    (
        "turning-against-self",
        "directs at own person a hostility that was meant for someone else",
        "turning against the self",
        "turning against oneself",
    ),
    group="classical",
)

_TERMS: tuple[Term, ...] = (
    *_HIGH_ADAPTIVE,
    *_OBSESSIONAL,
    *_NEUROTIC,
    *_MINOR_IMAGE_DISTORTING,
    *_DISAVOWAL,
    *_MAJOR_IMAGE_DISTORTING,
    *_ACTION,
    *_CLASSICAL,
)

DEFENSE = Vocabulary("defense", "a defense", "dmrs-2014", is_open=False, terms=_TERMS)
"""The thirty defenses of the DMRS with their levels, and six classical words without level."""

ALL: tuple[Vocabulary, ...] = (DEFENSE,)
"""The vocabularies of this module."""
