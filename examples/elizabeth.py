"""The founding case in Python: the same as ``elizabeth.yaml``, statement for statement.

Content: the sexual assault of a girl of 15, grave injury, a progressive illness, chronic pain.

A record may stand wherever its id is meant: ``Escalation(of=pain, after=feud)``.  Records that are
named only further down go by their ids.  Run the file to read the case in sentences.
"""

from __future__ import annotations

from formulation.model import (
    Belief,
    Bind,
    Case,
    Change,
    Claim,
    Conflict,
    Consent,
    Defense,
    Escalation,
    Fear,
    Feeling,
    Goal,
    Harm,
    Idealization,
    Insight,
    Intervention,
    Invalidation,
    LifeEvent,
    Loss,
    Need,
    Perception,
    Person,
    Rally,
    Relationship,
    Remission,
    Resolution,
    Source,
    Strength,
    Symptom,
    Transference,
    Trauma,
    Treatment,
    Wish,
)

# laid out by hand, a statement a paragraph as in the case file
# fmt: off

# the texts

post = Source(id="post",
    cite="Cottone, J. G. (2024). What to Know About Ketamine-Assisted Psychotherapy. Psychology "
        "Today, March 2024",
    by="John G. Cottone",
    url="https://www.psychologytoday.com/us/blog/the-cube/202403/what-to-know-about-ketamine-assisted-psychotherapy-kap",
    note="For general readers, by her therapist; he abridged his own paper.")
abstract = Source(id="abstract",
    cite="Cottone, J. G. (2023). Ketamine-Assisted Psychodynamic Psychotherapy. Psychodynamic "
        "Psychiatry 51(4):467-478",
    by="John G. Cottone", url="https://doi.org/10.1521/pdps.2023.51.4.467",
    note="The paper, December 2023; only its abstract was read.")
drozdz = Source(id="drozdz", cite="Drozdz et al. (2022). Journal of Pain Research 15:1691-1706",
    url="https://doi.org/10.2147/JPR.S360733", note="A review; known here only through the post.")
dore = Source(id="dore", cite="Dore et al. (2019). Journal of Psychoactive Drugs 51(2):189-198",
    url="https://doi.org/10.1080/02791072.2019.1587556",
    note="First of its kind, says the post; known here only through it.")
joneborg = Source(id="joneborg",
    cite="Joneborg et al. (2022). Journal of Affective Disorders 315:105-112",
    url="https://doi.org/10.1016/j.jad.2022.07.030",
    note="A review; known here only through the post.")

# who and what it is about; neither text says who the assailant was, or whether one or more

elizabeth = Person(id="elizabeth", name="Elizabeth", kind="person", role="patient", gender="female",
    born="1969~", source=[post, abstract])
stephanie = Person(id="stephanie", name="Stephanie", kind="person", role="wife", gender="female",
    source=post)
diane = Person(id="diane", name="Diane", kind="person", role="friend", source=post)
jc = Person(id="jc", name="JC", kind="person", role="therapist", source=post,
    note="The author of both texts.")
psychiatrist = Person(id="psychiatrist", name="her psychiatrist", kind="person",
    role="psychiatrist", source=post)
parents = Person(id="parents", name="her parents", kind="group", role="parents", source=post)
closest = Person(id="closest", name="her closest friends", kind="group", role="friends",
    source=post)
mutual = Person(id="mutual", name="mutual friends", kind="group", role="friends", source=post)
circle = Person(id="circle", name="everyone in her life", kind="group", source=post)
heroes = Person(id="heroes", name="her superheroes", kind="group", source=post,
    note="Stephanie, Diane, closest friends, parents, JC.")
hurt = Person(id="hurt", name="those hurt by a superhero", kind="group", source=post)
assailant = Person(id="assailant", name="the unnamed assailant", kind="unknown", role="perpetrator",
    source=post)
medicine = Person(id="medicine", name="the medical establishment", kind="institution", source=post)
faith = Person(id="faith", name="Christian faith", kind="belief", source=post)

pain = Symptom(id="pain", name="chronic pain", kind="symptom", domain="somatic", onset="2011~",
    due_to="spine", course="chronic", source=post)
spine = Symptom(id="spine", name="spinal injury", kind="injury", domain="neurological",
    onset="2011~", due_to="fall", course="persistent", source=post)
pls = Symptom(id="pls", name="primary lateral sclerosis", kind="disease", domain="motor",
    course="progressive", source=[post, abstract], note="A variant of ALS, says the post.")
complications = Symptom(id="complications", name="complications of surgery", kind="syndrome",
    domain="somatic", due_to="surgery", source=post)
motion = Symptom(id="motion", name="range of motion", kind="symptom", domain="motor", source=post,
    note="A sign: more of it is better.")
ptsd = Symptom(id="ptsd", name="post-traumatic stress disorder", kind="syndrome",
    domain="post-traumatic", due_to=["assault", "fall"], source=post)
depression = Symptom(id="depression", name="depressive symptoms", kind="syndrome",
    domain="affective", source=post)

# whose word a statement is, and how far it is an inference
her_word = {"source": post, "said_by": elizabeth, "basis": "reported"}
his_word = {"source": post, "said_by": jc, "basis": "reported"}
as_seen = {"source": post, "said_by": jc, "basis": "observed"}
his_reading = {"source": post, "said_by": jc, "basis": "inferred", "inference": "moderate"}
his_theory = {"source": post, "said_by": jc, "basis": "inferred", "inference": "theoretical"}
in_session = {**her_word, "when": "2023-01"}
by_dore = {"scope": "general", "source": [dore, post]}
by_post = {"scope": "general", "source": post, "said_by": jc}

# who is what to whom
ties = [
    Relationship(id="marriage", between=[elizabeth, stephanie], is_="marriage", source=post),
    Relationship(id="with_diane", between=[elizabeth, diane], is_="friendship", source=post),
    Relationship(id="with_parents", between=[elizabeth, parents], is_="parenthood", source=post),
    Relationship(id="with_closest", between=[elizabeth, closest], is_="friendship", source=post),
    Relationship(id="with_mutual", between=[elizabeth, mutual], is_="friendship", source=post),
    Relationship(id="stephanie_mutual", between=[stephanie, mutual], is_="friendship", source=post,
        basis="inferred", inference="close"),
    Relationship(id="with_circle", between=[elizabeth, circle], source=post),
    Relationship(id="with_jc", between=[elizabeth, jc], is_="therapy", when="2019/", source=post),
    Relationship(id="with_psychiatrist", between=[elizabeth, psychiatrist], is_="treatment",
        source=post),
    Relationship(id="with_medicine", between=[elizabeth, medicine], is_="treatment", source=post),
    Relationship(id="with_faith", between=[elizabeth, faith], is_="faith", before="faith_left",
        source=post),
]

# whom she made superheroes of; the texts do not say since when, save that the need began at 15
superheroes = [
    Idealization(id="hero_s", of=stephanie, image="superhero", **her_word),
    Idealization(id="hero_d", of=diane, image="superhero", **her_word),
    Idealization(id="hero_friends", of=closest, image="superhero", **his_reading),
    Idealization(id="hero_parents", of=parents, image="superhero", **his_reading),
    Idealization(id="hero_jc", of=jc, image="superhero", when="2019/", **as_seen),
]

# what she had trusted before: of medicine the post says it, of the faith only that she gave it up
former_trust = [
    Idealization(id="trust_medicine", of=medicine, before="fall", confidence="moderate",
        note="A strong trust in doctors, possibly blind.", **his_reading),
    Idealization(id="trust_faith", of=faith, before="faith_left", source=post, basis="inferred",
        inference="theoretical", confidence="low",
        note="A reading of this file; the post says only that she gave the faith up."),
    Perception(id="medicine_now", of=medicine, valence="mixed",
        what="faith in all things medical wears thin", after="complicated", source=post, said_by=jc,
        basis="inferred", inference="close"),
    Transference(id="calls_him_jc", of=jc, repeats="shield", quality="idealizing",
        what="insists from the start on calling him by his initials", when="2019/", words="JC",
        note="Where he first met the tendency; ironic, he finds, in one who had given up her "
            "faith.",
        **as_seen),
]

# what the idealizing was for
purpose = [
    Feeling(id="terror", text="terror", what="as a teenager", after="assault", **her_word),
    Defense(id="shield", of="idealization-of-other", against="terror",
        toward=[stephanie, diane, closest, parents, jc], after="assault", before="fall",
        words="superheroes", source=[post, abstract], said_by=elizabeth, basis="inferred",
        inference="moderate", note="Her main defense for most of her life, says the abstract."),
    Belief(id="rescue", text="her superheroes can rescue her from what befalls her", about=heroes,
        inference="close", **her_word),
    Need(id="hope", text="hope enough to endure", **her_word),
    Belief(id="faultless", text="her superheroes do no wrong", about=heroes, **his_reading),
    Need(id="survival", text="to survive, in body and in mind", source=abstract, said_by=jc,
        basis="inferred", inference="theoretical"),
    Need(id="footing", text="that those she idealizes stay superheroes, to keep her footing",
        **his_theory),
    Fear(id="unsafe", text="to see those she idealizes as less than superheroes", before="kap",
        **his_reading),
    Belief(id="unspiritual", text="that she has no leaning to the spiritual", before="kap",
        **her_word),
]

# between the quarrel and the flare; the two texts disagree on who is in the bind
between_quarrel_and_flare = [
    Feeling(id="torn", text="ambivalence, anxiety and tension", recurring=True, after="feud",
        **his_reading),
    Bind(id="bind", of=elizabeth, between=[stephanie, diane], form="double bind", recurring=True,
        after="feud", **his_reading),
    Bind(id="bind_on_them", of=heroes, form="double bind", recurring=True, source=abstract,
        said_by=jc, basis="inferred", inference="moderate", alternative_of="bind"),
    Feeling(id="concern", by=circle, text="great concern for Elizabeth", toward=elizabeth,
        recurring=True, after="flare", **his_word),
]

# around the session
around_the_session = [
    Feeling(id="reactive", by=stephanie, text="emotional reactivity", **her_word),
    Wish(id="wants_more", text="to get further than ketamine alone had brought her",
        after="ketamine", before="kap", **her_word),
    Feeling(id="calm", text="calm", what="while on ketamine; it lends her distance and courage",
        **in_session),
    Strength(id="confidence", text="confidence to change how she relates to people",
        after="sees_lever", **his_reading),
]

# the years before
years_before = [
    Trauma(id="assault", of=elizabeth, by=assailant, what="sexual assault", age=15,
        source=[post, abstract], said_by=elizabeth, basis="reported"),
    Loss(id="faith_left", of=faith, by=elizabeth, before="psychotherapy", source=post,
        basis="reported", note="She gave it up earlier in life; when is not told."),
    Trauma(id="fall", of=elizabeth, what="a fall that injures her spine for good", when="2011~",
        source=[post, abstract], basis="reported",
        note="About 8 years before 2019, says the post; the abstract calls the injuries "
            "life-threatening."),
    Treatment(id="surgery", text="several operations", by=medicine, after="fall", source=post,
        basis="reported"),
    Trauma(id="complicated", of=elizabeth, what="complications of the operations leave her worse",
        after="surgery", source=post, basis="reported"),
    Treatment(id="regimens", text="regimens after surgery that become ever more of a problem",
        by=medicine, after="surgery", source=post, basis="reported"),
    Change(id="trust_erodes", of="trust_medicine", how="less",
        what="it begins to erode, the post says; not that it is gone",
        after=["complicated", "regimens"], before="psychotherapy", source=post, said_by=jc,
        basis="inferred", inference="close"),
    Change(id="shield_grows", of="shield", how="more", what="it grows after the medical traumas",
        after="fall", **her_word),
    Trauma(id="slow_trauma", of=elizabeth, what="the slow progress of primary lateral sclerosis",
        after=["assault", "fall"], source=post, said_by=jc, basis="inferred", inference="close"),
    LifeEvent(id="pls_named", text="primary lateral sclerosis is diagnosed", by=elizabeth,
        what="recently", after="fall", source=abstract, basis="reported"),
    Treatment(id="psychotherapy", text="psychodynamic psychotherapy", by=jc, when="2019/",
        source=post, basis="observed"),
]

# what comes again and again: two superheroes quarrel, she flares, they rally, they make peace
feud = Conflict(id="feud", between=[stephanie, diane], recurring=True,
    note="The post says what follows of any two superheroes and names these two above all.",
    **her_word)
flare = Escalation(id="flare", of=pain, recurring=True, after=feud, source=[post, abstract],
    said_by=jc, basis="reported",
    note="Soon after, says the post; other physical symptoms and needs grow as well.")
rally = Rally(id="rally", who=[stephanie, diane], recurring=True, after=flare, **his_word)
truce = Resolution(id="truce", between=feud, quality="truce", recurring=True, after=rally,
    source=[post, abstract], said_by=jc, basis="reported",
    note="The post tells rally and truce in one breath; which is first is a reading.")
again_and_again = [feud, flare, rally, truce]

# those whom a superhero hurt
not_believed = [
    Harm(id="hurtful", of=hurt, by=heroes, recurring=True, **his_word),
    Invalidation(id="not_believed", of=hurt, of_="hurtful", by=elizabeth,
        what="a superhero can do no wrong in her eyes", recurring=True, after="hurtful",
        **his_reading),
    Conflict(id="mutual_feud", between=[mutual, stephanie], before="friends_again", source=post,
        basis="reported"),
]

# ketamine, and the session
kap = Intervention(id="kap", text="ketamine-assisted session", dose="200 mg", route="intranasal",
    by=jc, when="2023-01", lasts="90 minutes", source=[post, abstract], basis="observed",
    note="Racemic ketamine in 20 sprays, at her psychiatrist's office; she had asked to join "
        "talk and ketamine.")
homework = Intervention(id="homework", text="looking for the flaws of superheroes",
    homework="look harder for her superheroes' flaws, and so believe those they hurt", by=jc,
    when="2023-01", after="sees_lever", source=post, basis="observed")
the_session = [
    Treatment(id="ketamine", text="racemic ketamine", when="2022-23/", often="once a week",
        source=post, basis="reported",
        note="From autumn 2022, at her psychiatrist's office; the end is not told."),
    Change(id="mood_lifts", of=depression, aspect="intensity", how="less", since="ketamine",
        what="her mood does much better on ketamine alone", before="kap", **his_word),
    kap,
    Change(id="guard_down", of="shield", how="less", since=kap,
        what="defenses loosen for a while on ketamine", when="2023-01", **his_theory),
    Insight(id="sees_cord", text="her feelings need not go up and down with Stephanie's",
        about=[stephanie, "reactive"], after=kap, words="cut the cord", **in_session),
    Insight(id="sees_distance", text="her traumas feel further and further away",
        about=["assault", "fall"], after=kap, **in_session),
    LifeEvent(id="spiritual", text="an experience she calls spiritual", by=elizabeth,
        after=["sees_cord", "sees_distance"], words="spiritual",
        note="Unusual for one who had always denied such leanings.", **in_session),
    Insight(id="sees_heroes",
        text="she makes superheroes of those who matter to her, owned for the first time",
        about=["shield", "hero_s", "hero_d"], after="spiritual", words="superheroes", **in_session),
    Insight(id="sees_origin",
        text="the need for superheroes began after the assault and grew with medical trauma",
        about=["shield", "assault", "terror", "shield_grows"], after=kap, **in_session),
    Insight(id="sees_hope", text="superheroes kept up a fantasy of rescue and the hope to endure",
        about=["rescue", "hope", "shield"], after=kap, **in_session),
    Insight(id="sees_cost",
        text="overlooking their flaws made quarrels grow, Stephanie's and Diane's most",
        about=["faultless", feud], after="sees_hope", **in_session),
    Insight(id="sees_lever",
        text="only when she got worse did two superheroes drop a quarrel and rally",
        about=[feud, flare, rally, truce], after="sees_cost", note="As the session ended.",
        **in_session),
    Insight(id="sees_gain", text="getting worse had a benefit of its own, an indirect one",
        about=[flare, truce], when="2023-01", after="sees_lever", **his_word),
    homework,
    LifeEvent(id="practice", text="she puts the homework to use at once", by=elizabeth,
        after=homework, **his_word),
]

# the months that followed: what changed, as she has told her therapist again and again
months_after = [
    Change(id="less_feud", of=feud, aspect="frequency", how="less", since=kap, **his_word),
    Change(id="less", of=flare, aspect="frequency", how="less", since=kap, source=[post, abstract],
        said_by=elizabeth, basis="reported"),
    Change(id="less_pain", of=pain, aspect="intensity", how="less", since=kap, **her_word),
    Change(id="more_motion", of=motion, how="more", since=kap, **her_word),
    Remission(id="mood_holds", of=depression, what="sustained", after=kap,
        note="Told of the months after the session; her mood had lifted on ketamine before it.",
        **her_word),
    Change(id="less_shield", of="shield", how="less", since=kap,
        what="extreme idealizing can be avoided", source=abstract, said_by=jc, basis="reported"),
    Change(id="warmer", of="marriage", aspect="quality", how="more", since=kap,
        what="the marriage blooms again", **his_word),
    Change(id="closer", of="with_circle", aspect="quality", how="more", since=kap,
        what="rapprochement with many", **his_word),
    Change(id="friends_again", of="with_mutual", aspect="quality", how="more", since=kap,
        what="with those friends, too, who had been at odds with Stephanie", **his_word),
]

# and what did not
unchanged = [
    Change(id="pls_stays", of=pls, how="unchanged", since=kap,
        what="no remission; whether it progressed is not told", **his_word),
    Change(id="spine_stays", of=spine, how="unchanged", since=kap,
        what="no remission of what comes from the injury", **his_word),
]

# how it hangs together, as the author sees it.  "Likelier" is the abstract's word for two links
# that the post tells as certain; each pair is tied, and neither is corrected by the other
how_it_hangs_together = [
    Claim(id="strain", text="Quarrels make a flare likelier", from_=feud, to=flare, effect="raises",
        as_="mechanism",
        rivals=["stress worsens pain with nothing gained", "the disease progresses",
            "a bad day starts the quarrel"],
        against="flares as frequent in quiet weeks as after quarrels", source=abstract, said_by=jc,
        basis="inferred", inference="theoretical"),
    Claim(id="strain_always", text="Whenever two superheroes quarrel, a flare comes soon",
        from_=feud, to=flare, effect="raises", as_="mechanism",
        rivals=["quarrels without a flare are forgotten sooner", "the disease progresses"],
        against="a single quarrel with no flare after it", alternative_of="strain", **his_theory),
    Claim(id="lever", text="A flare makes peace likelier", from_=flare, to=truce, effect="raises",
        as_="perpetuating", rivals=["quarrels end anyway", "helpers respond to real deterioration"],
        against="quarrels that end as soon without a flare", source=abstract, said_by=jc,
        basis="inferred", inference="theoretical"),
    Claim(id="only_way", text="Only a flare is strong enough to end such a quarrel", from_=flare,
        to=truce, effect="raises", as_="perpetuating",
        rivals=["quarrels end anyway", "quarrels that ended otherwise are forgotten"],
        against="a single quarrel that ends without a flare", inference="theoretical",
        alternative_of="lever", **her_word),
    Claim(id="way_out", text="Outside her awareness, a flare is a way out of the bind",
        from_="bind", to=flare, effect="raises", as_="mechanism",
        rivals=["tension acts on pain directly", "both follow a bad spell of the disease"],
        against="flares that leave her as torn as before", **his_theory),
    Claim(id="gain",
        text="Peace gained by a flare makes the next one likelier, outside her awareness",
        from_=truce, to=flare, effect="raises", as_="perpetuating",
        rivals=["people gather round anyone who suffers and it changes nothing",
            "an illness of the body explains the flares"],
        against="flares that go on as often once peace no longer hangs on them",
        source=[abstract, post], said_by=jc, basis="inferred", inference="theoretical"),
    Claim(id="gathers", text="A flare alarms everyone, and the two come to her side", from_=flare,
        to=["concern", rally], effect="raises", as_="mechanism",
        rivals="they would have come in any case", against="flares that bring nobody",
        **his_reading),
    Claim(id="first_shield", text="Idealizing began as a way to bear terror after the assault",
        from_=["assault", "terror"], to="shield", effect="raises", as_="predisposing",
        rivals=["an origin found so many years later may be built as much as recalled",
            "children idealize their parents long before 15"],
        against="superheroes remembered from before the assault", inference="theoretical",
        **her_word),
    Claim(id="more_shield", text="The medical traumas made the need for superheroes greater",
        from_=["fall", "complicated"], to="shield", effect="raises", as_="predisposing",
        rivals="being ill makes anyone depend more on others",
        against="as many superheroes before the fall as after", inference="moderate", **her_word),
    Claim(id="keeps_hope", text="Superheroes keep up hope of rescue and so the strength to endure",
        from_="shield", to=["rescue", "hope"], effect="raises", as_="protective",
        rivals="real help from real people gave the hope",
        against="hope that holds as well once flaws are seen", source=[post, abstract],
        said_by=elizabeth, basis="reported", inference="moderate"),
    Claim(id="feeds_feud", text="Overlooking superheroes' flaws feeds quarrels around her",
        from_="shield", to=feud, effect="raises", as_="perpetuating",
        rivals=["the two would quarrel anyway", "caring for someone gravely ill strains everybody"],
        against="quarrels as frequent once flaws are seen", source=[post, abstract],
        said_by=elizabeth, basis="reported", inference="moderate"),
    Claim(id="silences", text="If a superhero does no wrong, whoever one hurts is not believed",
        from_=["shield", "faultless"], to="not_believed", effect="raises", as_="mechanism",
        rivals="she heard of the hurt only from one side",
        against="someone hurt by a superhero whom she did believe", **his_reading),
]

# what helped, as the author sees it
what_helped = [
    Claim(id="loosened", text="Ketamine loosened her defenses so that she could see the links",
        from_=kap, to=["sees_heroes", "sees_origin", "sees_cost", "sees_lever"], effect="raises",
        as_="mechanism",
        rivals=["years of therapy had prepared it",
            "she had asked for the session and hoped much of it",
            "the theory is now shared by patient and therapist"],
        against="the same insights reached in a session without ketamine", **his_theory),
    Claim(id="neither_alone",
        text="Neither ketamine nor talking alone would likely have brought this", from_=kap,
        to=["less", "less_pain", "mood_holds"], effect="raises", as_="protective",
        rivals=["ketamine itself, taken weekly for months", "regression to the mean", "more time",
            "the same person treats and reports and judges"],
        against="others who improve as much with one of the two",
        note="Months of ketamine had lifted her mood, he argues, yet neither they nor talk "
            "alone brought such insight.",
        **his_theory),
    Claim(id="helped", text="The insights and the homework made quarrels and flares rarer",
        from_=["sees_lever", homework, "practice"], to=[feud, flare], effect="lowers",
        as_="protective",
        rivals=["ketamine itself, taken weekly for months", "regression to the mean",
            "the same person treats and reports and judges",
            "the theory is now shared by patient and therapist",
            "a disease that runs its own course underneath"],
        against=["flares that stay rare while superheroes come back",
            "quarrels and flares that return though she goes on seeing flaws"],
        predicts="quarrels no longer followed by flares", source=[post, abstract], said_by=jc,
        basis="inferred", inference="theoretical"),
    Claim(id="emboldened", text="The insights gave her the confidence to change her relationships",
        from_=["sees_heroes", "sees_cost", "sees_lever"], to="confidence", effect="raises",
        as_="protective", rivals="better mood gives confidence to anyone",
        against="confidence that rose before the session", **his_reading),
    Claim(id="trance_here", text="A trance appeared necessary for the session to succeed",
        from_=kap, to="sees_lever", effect="raises", as_="mechanism",
        rivals=["the long alliance", "being heard for an hour and a half"],
        against="the same gain from a session without trance", source=[abstract, post], said_by=jc,
        basis="inferred", inference="theoretical"),
    Goal(id="aim", text="to see superheroes with their flaws, and believe those whom they hurt",
        source=post, basis="reported"),
]

# what the literature says, as the post tells it: of people in general, not of Elizabeth
literature = [
    Claim(id="lit_early", text="Research into ketamine-assisted psychotherapy is at its beginning",
        caveat="The few reviews rest on a handful of studies, most of them small.", **by_post),
    Claim(id="lit_many",
        text="The name covers many things, from a retreat to a psychiatrist's office",
        caveat="One session with a stranger or a series with one's own therapist: one need not "
            "speak for the other.",
        **by_post),
    Claim(id="lit_prolongs",
        text="With psychotherapy, relief of pain, anxiety and depression can last longer",
        scope="general", caveat="A review of few and mostly small studies.", source=[drozdz, post]),
    Claim(id="lit_longer", text="Longer psychotherapy may help to keep what was gained",
        scope="general", caveat="The review says may; the studies are few and mostly small.",
        source=[drozdz, post]),
    Claim(id="lit_conditions", text="It appears to help with trauma, depression and pain",
        caveat="Limited findings.", **by_post),
    Claim(id="lit_lower",
        text="Anxiety and depression fell with ketamine and analytic psychotherapy",
        caveat="235 patients, several diagnoses, 1 to 25 ketamine treatments; compared with "
            "baseline only.",
        **by_dore),
    Claim(id="lit_dose", text="The more such sessions, the more anxiety and depression improved",
        caveat="A correlation: whoever gains may also stay longer.", **by_dore),
    Claim(id="lit_trance", text="Full effect seems to need a psychedelic or trance-like state",
        scope="general",
        caveat="A consensus that is forming, says the post; not a settled finding.",
        source=[dore, drozdz, joneborg, post]),
    Claim(id="lit_no_effect_without",
        text="No study had shown relief of depression with no psychoactive effect felt",
        caveat="As of 2019; not shown is not the same as shown not to be.", **by_dore),
    Claim(id="lit_why_trance",
        text="Trance eases speech, softens fear of hard states, and quiets brooding",
        caveat="Offered as speculation, on why trance may be needed.", **by_dore),
    Claim(id="own_practice", text="His work with many patients bears this out",
        caveat="One clinician's experience; no numbers are given.", **by_post),
    Claim(id="analytic_fit", text="Analytic therapies suit such sessions as they work on defenses",
        caveat="The author's opinion, from his own school.", **by_post),
]

case = Case(
    id="elizabeth",
    title="Elizabeth and her superheroes",
    about="Two people whom she cannot see a fault in fall out, her pain flares, and they make "
        "peace at her side. Content: sexual assault, grave injury and progressive illness.",
    origin="published",
    language="en",
    consent=Consent(given="published", scope="publication"),
    disguise="names",
    sources=[post, abstract, drozdz, dore, joneborg],
    people=[
        elizabeth, stephanie, diane, jc, psychiatrist, parents, closest, mutual, circle, heroes,
        hurt, assailant, medicine, faith,
    ],
    symptoms=[pain, spine, pls, complications, motion, ptsd, depression],
    bonds=[*ties, *superheroes, *former_trust],
    inner=[*purpose, *between_quarrel_and_flare, *around_the_session],
    events=[
        *years_before, *again_and_again, *not_believed, *the_session, *months_after, *unchanged,
    ],
    claims=[*how_it_hangs_together, *what_helped, *literature],
)

if __name__ == "__main__":
    print(case)
    for statement in case.statements:
        print(f"- {case.tell(statement)}")
