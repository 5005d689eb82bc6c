"""What is suffered: of what kind, in which part of life, and how it runs over time."""

from __future__ import annotations

from formulation.terms.term import GENERAL, Vocabulary, listed

__all__ = ["ALL", "COURSE", "SYMPTOM_DOMAIN", "SYMPTOM_KIND"]

SYMPTOM_KIND = Vocabulary(
    "symptom_kind",
    "the kind of a symptom",
    "1",
    is_open=False,
    terms=listed(
        GENERAL,
        ("symptom", "one complaint or sign, whatever its cause", "sign"),
        ("syndrome", "several complaints that go together, cause left open", "disorder"),
        ("disease", "an illness with a known or presumed bodily process"),
        ("injury", "damage done to the body from outside", "wound"),
    ),
)
"""How much the writer commits to: a complaint, a cluster, an illness or damage."""

_BODY = listed(
    GENERAL,
    ("somatic", "felt or seen in the body", "physical", "bodily"),
    ("pain", "hurts, with or without a bodily finding"),
    ("neurological", "strength, movement, sensation or speech as the nerves govern them"),
    ("motor", "how the body is moved: weakness, stiffness, tics, tremor", "movement"),
    ("sensory", "touch, sight, hearing, taste or smell"),
    ("autonomic", "heart, breath, gut, sweat and what else runs by itself", "vegetative"),
    ("fatigue", "exhausted beyond the effort made", "exhaustion"),
    ("sleep", "falling asleep, staying so, waking, nightmares", "insomnia"),
    ("eating", "appetite, weight, bingeing, purging, refusing food"),
    ("sexual", "desire, arousal, satisfaction, or pain in intercourse"),
    ("elimination", "holding or losing urine and stool"),
    group="body",
)

_FEELING = listed(
    GENERAL,
    ("affective", "mood and feeling: low, empty, elated, irritable", "mood", "emotional"),
    ("anxiety", "fear, worry, panic, avoidance of what is feared", "anxious"),
    ("anger", "outbursts, irritability, grudges"),
    ("guilt and shame", "blaming or despising oneself", "guilt", "shame"),
    ("grief", "mourning that does not move on", "bereavement"),
    ("self-esteem", "how much worth one gives oneself"),
    ("identity", "the sense of who one is, and that one is the same from day to day"),
    group="feeling",
)

_MIND = listed(
    GENERAL,
    ("cognitive", "thinking, memory, concentration, judgement"),
    ("attention", "staying with one thing, without drifting or restlessness"),
    (
        "obsessive-compulsive",
        "thoughts that intrude and acts that must be done",
        "obsessional",
        "compulsive",
    ),
    (
        "dissociative",
        "gaps, numbness, unreality, states that do not know of each other",
        "dissociation",
    ),
    ("post-traumatic", "re-living, avoiding and being on guard after a horror", "traumatic"),
    ("psychotic", "voices, delusions, thought that falls apart", "psychosis"),
    ("perceptual", "seeing, hearing or smelling what others do not", "hallucinatory"),
    ("speech", "losing voice, words or fluency", "voice"),
    group="mind",
)

_CONDUCT = listed(
    GENERAL,
    ("behavioural", "what is done or not done, as others can see", "behavioral", "behaviour"),
    ("impulsive", "acts before thought: gambling, spending, rage", "impulse control"),
    ("substance use", "drink, drugs or medicines that have got out of hand", "addiction"),
    ("self-harm", "hurting own body, with or without wish to die", "self-injury"),
    ("suicidality", "thoughts, plans or acts meant to end own life", "suicidal"),
    ("psychomotor", "slowed down or driven", "agitation"),
    ("relational", "trouble with other people, in love or at close range", "interpersonal"),
    ("work and study", "trouble in getting things done or keeping a post", "occupational"),
    group="conduct",
)

SYMPTOM_DOMAIN = Vocabulary(
    "symptom_domain",
    "the domain of a symptom",
    "1",
    is_open=True,
    terms=(*_BODY, *_FEELING, *_MIND, *_CONDUCT),
)
"""In which part of life a symptom is felt; it says nothing of the cause."""

COURSE = Vocabulary(
    "course",
    "the course of a symptom",
    "1",
    is_open=True,
    terms=(
        *listed(
            GENERAL,
            ("acute", "began suddenly and is recent"),
            ("subacute", "began over days or weeks, neither sudden nor slow", "sub-acute"),
            ("insidious", "began so slowly that no beginning can be named", "gradual"),
            ("latent", "is there but not yet felt or seen"),
            group="beginning",
        ),
        *listed(
            GENERAL,
            ("single episode", "came once, with good health before it and after", "one episode"),
            ("episodic", "comes in bouts with a beginning and an end"),
            ("recurring", "comes back after times without it", "recurrent", "relapsing"),
            (
                "relapsing-remitting",
                "flares and eases by turns, over years",
                "relapsing and remitting",
            ),
            ("intermittent", "is there at some hours or days and not at others"),
            ("fluctuating", "is always there, now more and now less", "variable", "unstable"),
            ("cyclic", "comes round at even intervals", "cyclical", "periodic"),
            ("seasonal", "comes at the same time of year"),
            ("paroxysmal", "comes in sudden short attacks"),
            group="rhythm",
        ),
        *listed(
            GENERAL,
            ("chronic", "lasts for months or years", "long-standing"),
            (
                "persistent",
                "has gone on without a break",
                "continuous",
                "unremitting",
                "unresolved",
            ),
            ("stable", "stays as it is", "static", "non-progressive", "unchanging"),
            ("progressive", "gets worse over time and does not go back", "degenerative"),
            ("worsening", "is getting worse now", "deteriorating"),
            ("improving", "is getting better now"),
            group="trend",
        ),
        *listed(
            GENERAL,
            ("transient", "passes by itself within a short time", "transitory"),
            ("remitting", "eases or goes for a time", "remittent"),
            ("partly remitted", "eased, with something left of it", "partial remission"),
            ("in remission", "gone for now, without certainty that it will stay away", "remitted"),
            ("residual", "what is left after the illness has run"),
            ("resolved", "gone, and not expected back", "recovered", "cured"),
            group="end",
        ),
    ),
)
"""How a symptom runs over time."""

ALL: tuple[Vocabulary, ...] = (SYMPTOM_KIND, SYMPTOM_DOMAIN, COURSE)
"""The vocabularies of this module."""
