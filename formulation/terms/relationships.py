"""What binds two figures, how it is between them, and how the therapist is experienced.

The qualities are the words of the lines of a genogram.  There is no single standard: the lines
of McGoldrick, Gerson & Petry and those of the GenoPro program overlap without agreeing, and
neither list could be confirmed word for word, so both sources are marked as general usage.
No genogram has a line for "idealizes": that is a statement of its own in a case file.
"""

from __future__ import annotations

from formulation.terms.term import EVERYDAY, GENERAL, Vocabulary, listed

__all__ = ["ALL", "RELATIONSHIP", "RELATIONSHIP_QUALITY", "TRANSFERENCE_QUALITY"]

_LOVE = listed(
    EVERYDAY,
    ("marriage", "two people joined as spouses", "married"),
    ("engagement", "two people promised to each other as spouses", "engaged"),
    ("partnership", "two people who share life and love, spouses or not", "civil partnership"),
    ("romance", "a love between two people that is not a shared life", "dating", "love affair"),
    ("affair", "a sexual love kept beside another bond", "extramarital affair"),
    ("courtship", "one seeks the love of another"),
    ("separation", "spouses or partners who live apart, not parted for good", "separated"),
    ("former marriage", "two people who used to be spouses", "divorce", "divorced"),
    ("former partnership", "two people who used to share life and love", "ex-partners"),
    group="love",
)

_FAMILY = listed(
    EVERYDAY,
    ("parenthood", "a mother or father and their child", "parent and child", "parent-child"),
    ("step-parenthood", "a parent's new partner and the child", "step-parent and child"),
    ("adoption", "a mother or father by law and their child"),
    ("fostering", "a child and those with whom it was placed", "foster care"),
    ("guardianship", "one who answers in law for another, and that other"),
    (
        "grandparenthood",
        "a parent's mother or father and the child",
        "grandparent and grandchild",
    ),
    ("siblings", "offspring of the same parents", "sibling", "brother and sister"),
    ("twins", "two born at the same birth"),
    ("half-siblings", "offspring of one common parent", "half-sibling"),
    ("step-siblings", "offspring of two people who became a couple", "step-sibling"),
    ("kinship", "of one family, further apart than parent, child or sibling", "relatives"),
    ("in-laws", "bound by someone's marriage"),
    ("godparenthood", "one who stood at the baptism of another, and that other"),
    group="family",
)

_CHOICE = listed(
    EVERYDAY,
    ("friendship", "two who like and trust each other by choice", "friends"),
    ("acquaintance", "two who know each other, but not well"),
    ("neighbours", "people who live next door or near by", "neighbors", "neighbourhood"),
    ("household", "people who share a dwelling, whatever else they are", "housemates"),
    ("rivalry", "two who want the same love, place or prize", "rivals"),
    group="choice",
)

_WORK = listed(
    EVERYDAY,
    ("collegial", "people at the same place or task of work", "colleagues", "co-workers"),
    ("employment", "one who gives and pays the work, and one who does it"),
    ("business", "people who share an enterprise", "business partnership"),
    ("service", "one employed in another's house, and that other"),
    ("teaching", "one who instructs and one who learns", "teacher and pupil"),
    ("mentoring", "an elder who guides a younger one out of interest", "mentorship"),
    group="work",
)

_TREATMENT = listed(
    GENERAL,
    ("therapy", "the one who treats by talk and the one treated", "psychotherapy"),
    ("treatment", "a doctor, clinic or team and the one treated", "medical treatment"),
    ("care", "one who looks after another day by day", "caregiving", "nursing"),
    ("supervision", "a therapist and the colleague who reviews the work"),
    ("fellow patients", "people treated in the same place or group"),
    group="treatment",
)

_BELONGING = listed(
    EVERYDAY,
    ("membership", "one who belongs to a group or body"),
    ("faith", "one who believes, and what is believed in", "religion"),
    ("allegiance", "one who holds to a cause, leader or nation"),
    ("following", "one who knows another only from afar, and watches them", "fandom"),
    group="belonging",
)

RELATIONSHIP = Vocabulary(
    "relationship",
    "the kind of a relationship",
    "1",
    is_open=True,
    terms=(*_LOVE, *_FAMILY, *_CHOICE, *_WORK, *_TREATMENT, *_BELONGING),
)
"""What binds two figures outwardly, whatever they feel for each other."""

_MCGOLDRICK = f"genogram lines (McGoldrick, Gerson & Petry), {GENERAL}"
_GENOPRO = f"genogram lines (GenoPro), {GENERAL}; wording not verified"
_MINUCHIN = f"structural family therapy (Minuchin 1974), {GENERAL}"
_ATTACHMENT = f"attachment research, {GENERAL}"

_CLOSENESS = (
    *listed(
        _MCGOLDRICK,
        ("close", "warm and confiding, each still a person apart"),
        ("fused", "so near that feelings and decisions are hardly anyone's own", "fusion"),
        ("repaired", "contact and good feeling taken up again after a break", "cutoff repaired"),
        ("spiritual bond", "joined by a shared faith or sense of meaning", "spiritual"),
        group="closeness",
    ),
    *listed(
        _GENOPRO,
        ("normal", "nothing that stands out for good or ill", "ordinary"),
        ("harmonious", "at ease and in agreement", "harmony"),
        ("friendly", "kind and pleasant without much depth", "amicable"),
        ("very close", "nearer to each other than to almost anyone", "best friends"),
        ("loving", "held in lasting affection", "love", "affectionate"),
        ("in love", "taken up with passionate affection"),
        ("admiring", "one looks up to the other, often from afar", "admirer", "fan"),
        ("limerent", "a longing, intrusive passion, often unreturned", "limerence"),
        group="closeness",
    ),
    *listed(
        _MINUCHIN,
        ("enmeshed", "boundaries so thin that one's trouble is at once the other's", "enmeshment"),
        group="closeness",
    ),
    *listed(
        GENERAL,
        ("trusting", "relying on the other's good will", "trust", "trustful"),
        ("respectful", "regarding the other's worth and limits"),
        ("supportive", "helping when it is needed"),
        group="closeness",
    ),
)

_TENSION = (
    *listed(
        _MCGOLDRICK,
        (
            "conflictual",
            "open disagreement, again and again",
            "conflict",
            "conflicted",
            "discord",
            "disharmonious",
            "inharmonious",
        ),
        ("hostile", "ill will that seeks to hurt", "antagonistic"),
        (
            "fused-conflictual",
            "hardly two separate people, and forever quarrelling",
            "fused-conflict",
        ),
        group="tension",
    ),
    *listed(
        _GENOPRO,
        ("hateful", "each meeting full of loathing", "hate"),
        ("close-hostile", "near, warm, and quick to attack"),
        ("fused-hostile", "hardly two separate people, and full of ill will"),
        (
            "distrustful",
            "expecting harm or deceit",
            "distrust",
            "mistrustful",
            "mistrust",
            "untrusting",
        ),
        ("jealous", "fearing to lose the other's love to a third", "jealousy"),
        group="tension",
    ),
    *listed(
        GENERAL,
        ("ambivalent", "love and hate side by side", "love-hate"),
        ("competitive", "each wanting to surpass the other", "rivalrous"),
        ("envious", "grudging the other what they have"),
        ("strained", "polite or silent over unspoken trouble", "tense"),
        ("resentful", "an old injury not forgiven"),
        ("on and off", "parting and coming together again by turns", "on-off"),
        ("disrespectful", "without regard for the other's worth or limits"),
        group="tension",
    ),
)

_DISTANCE = (
    *listed(
        _MCGOLDRICK,
        ("distant", "little contact and little said of what is felt", "poor"),
        (
            "cutoff",
            "no contact at all, after feeling too strong to bear",
            "cut off",
            "estranged",
            "estrangement",
        ),
        ("distant-hostile", "little contact, and ill will when there is any"),
        group="distance",
    ),
    *listed(
        _GENOPRO,
        ("indifferent", "one or both do not care", "apathetic"),
        ("never met", "they know of each other only"),
        group="distance",
    ),
    *listed(
        _MINUCHIN,
        ("disengaged", "boundaries so stiff that trouble on one side finds no echo"),
        group="distance",
    ),
    *listed(
        GENERAL,
        ("unsupportive", "not helping when it is needed"),
        ("unfriendly", "cool and unkind without open attack", "cold"),
        group="distance",
    ),
)

_NEED = (
    *listed(
        _MCGOLDRICK,
        ("focused on", "the attention of one rests on the other beyond measure", "focus on"),
        (
            "focused on negatively",
            "the attention of one rests on the other's faults",
            "negative focus",
        ),
        ("caretaking", "one looks after the other, in a steady pattern", "caretaker"),
        group="need",
    ),
    *listed(
        _ATTACHMENT,
        ("secure", "counting on the other, near or away"),
        ("insecure", "unsure of the other, clinging or keeping off"),
        group="need",
    ),
    *listed(
        GENERAL,
        ("dependent", "one cannot do without the other", "dependence"),
        ("codependent", "each needs the other's need, to the harm of both", "co-dependent"),
        ("independent", "each gets along without the other"),
        ("parentified", "the child looks after the parent", "role-reversed"),
        ("protective", "one keeps harm from the other"),
        ("overprotective", "one keeps harm, and life, from the other", "over-protective"),
        ("submissive", "one gives way as a rule"),
        group="need",
    ),
)

# Some of these words blame.  They are a teller's view until someone says otherwise.
_ABUSE_AND_CONTROL = (
    *listed(
        _MCGOLDRICK,
        ("physically abusive", "one hurts the other's body, repeatedly", "physical abuse"),
        ("emotionally abusive", "one wears the other down by word or deed", "emotional abuse"),
        ("sexually abusive", "one uses the other sexually without consent", "sexual abuse"),
        group="abuse and control",
    ),
    *listed(
        _GENOPRO,
        ("abusive", "one maltreats the other, without saying how", "abuse"),
        ("violent", "blows are struck", "violence"),
        ("close-violent", "near and warm, and blows are struck"),
        ("distant-violent", "little contact, and blows when there is any"),
        ("fused-violent", "hardly two separate people, and blows are struck"),
        ("neglectful", "one fails to give what the other needs to live or grow", "neglect"),
        ("controlling", "one decides what the other may do, as the teller sees it"),
        ("manipulative", "one moves the other by hidden means, as the teller sees it"),
        group="abuse and control",
    ),
    *listed(
        GENERAL,
        ("domineering", "one must have the upper hand, as the teller sees it", "dominating"),
        ("exploitative", "one takes advantage of the other, as the teller sees it"),
        group="abuse and control",
    ),
)

RELATIONSHIP_QUALITY = Vocabulary(
    "relationship_quality",
    "the quality of a relationship",
    "1",
    is_open=True,
    terms=(*_CLOSENESS, *_TENSION, *_DISTANCE, *_NEED, *_ABUSE_AND_CONTROL),
)
"""How it is between two figures, in the words of genogram lines."""

_FREUD = f"S. Freud 1912, {GENERAL}"
_SELFOBJECT = f"self psychology (Kohut 1971, 1984), {GENERAL}"
_KLEIN = f"Kleinian usage (M. Klein), {GENERAL}"
_KERNBERG = f"object-relations usage (Kernberg), {GENERAL}"

_TRANSFERENCE = (
    *listed(
        _FREUD,
        ("positive", "friendly or affectionate feeling that helps the work along"),
        ("negative", "hostile feeling, said or shown"),
        ("ambivalent", "affection and hostility side by side"),
        group="tone",
    ),
    *listed(
        _SELFOBJECT,
        (
            "idealizing",
            "the therapist is taken for a calm, strong or all-knowing one to lean on",
            "idealising",
            "idealized",
            "idealised",
        ),
        ("mirror", "the therapist is to see, confirm and admire", "mirroring"),
        ("twinship", "the therapist is felt to be of the same kind", "twin", "alter ego"),
        ("merger", "the therapist is felt as part of oneself, without a will apart"),
        group="selfobject",
    ),
    *listed(
        f"S. Freud 1915 and later authors, {GENERAL}",
        ("erotic", "the therapist is desired, and the desire can be talked about"),
        (
            "erotized",
            "desire for the therapist that insists on being met, not understood",
            "eroticized",
            "eroticised",
            "erotised",
        ),
        group="love",
    ),
    *listed(
        GENERAL,
        ("maternal", "the therapist is experienced as a mother", "mother"),
        ("paternal", "the therapist is experienced as a father", "father"),
        ("sibling", "the therapist is experienced as a brother or sister", "fraternal"),
        ("grandparental", "the therapist is experienced as a grandparent"),
        ("oedipal", "the therapist is loved and fought over as in a triangle", "Oedipus"),
        ("child", "the therapist is experienced as someone to bring up or protect"),
        group="family",
    ),
    *listed(
        _KLEIN,
        ("persecutory", "the therapist is felt to attack or spoil", "persecuting"),
        ("envious", "what is good in the therapist is grudged and spoilt"),
        group="threat",
    ),
    *listed(
        _KERNBERG,
        ("paranoid", "the therapist is suspected of hidden harmful intent", "suspicious"),
        (
            "devaluing",
            "the therapist and the help are made worthless",
            "devaluating",
            "contemptuous",
        ),
        ("narcissistic", "the therapist is kept as an audience, not as a person"),
        ("split", "the therapist is all good at one time and all bad at another"),
        group="threat",
    ),
    *listed(
        GENERAL,
        ("dependent", "the therapist is clung to and expected to provide"),
        ("competitive", "the therapist is someone to outdo", "rivalrous"),
        ("compliant", "the therapist is to be pleased and obeyed", "submissive"),
        ("defiant", "the therapist is to be resisted and disobeyed", "oppositional"),
        ("controlling", "the therapist is to be kept in hand"),
        ("avoidant", "the therapist is kept at a distance", "distant"),
        ("abandoning", "the therapist is expected to leave"),
        ("rescuing", "the therapist is hoped to save the person", "rescuer"),
        ("seductive", "the therapist is to be won over by charm"),
        ("judging", "the therapist is expected to find fault", "superego"),
        group="stance",
    ),
)

TRANSFERENCE_QUALITY = Vocabulary(
    "transference_quality",
    "the quality of a transference",
    "1",
    is_open=True,
    terms=_TRANSFERENCE,
)
"""How the therapist is experienced, in terms of earlier figures and needs."""

ALL: tuple[Vocabulary, ...] = (RELATIONSHIP, RELATIONSHIP_QUALITY, TRANSFERENCE_QUALITY)
"""The vocabularies of this module."""
