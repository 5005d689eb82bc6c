"""The words of the field: which are listed, what they mean, and how a slip of the pen finds them.

The enumerations are typed by hand from the description of the case file, and the hierarchy of
defenses from the published tables, so that a word cannot drift unnoticed in the data.
"""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import formulation.terms
from formulation.errors import FormulationError, UnknownName
from formulation.terms import VOCABULARIES, Term, Vocabulary, vocabulary
from formulation.terms.defenses import DEFENSE_LEVELS
from formulation.terms.term import folded, listed

CLOSED = {
    "origin": ["published", "clinical", "composite", "synthetic"],
    "figure_kind": ["person", "group", "institution", "belief", "unknown"],
    "symptom_kind": ["symptom", "syndrome", "disease", "injury"],
    "reading": ["idealization", "splitting"],
    "valence": ["good", "bad", "mixed"],
    "stance": ["victim", "rescuer", "persecutor"],
    "bind_form": ["loyalty", "double bind"],
    "factor_domain": ["biological", "social", "cultural"],
    "resolution_quality": ["truce", "repaired", "avoided"],
    "change_aspect": ["frequency", "intensity", "duration", "quality"],
    "change_how": ["less", "more", "ended", "unchanged"],
    "care_form": ["comfort", "help", "relief from duty"],
    "risk_form": ["suicide", "self-harm", "harm to others", "harm by others"],
    "claim_effect": ["raises", "lowers"],
    "claim_as": ["predisposing", "precipitating", "perpetuating", "protective", "mechanism"],
    "claim_scope": ["case", "general"],
    "basis": ["observed", "reported", "informant", "inferred"],
    "inference": ["verbatim", "close", "moderate", "theoretical"],
    "confidence": ["low", "moderate", "high"],
}

OPEN = [
    "role",
    "relationship",
    "relationship_quality",
    "transference_quality",
    "symptom_domain",
    "course",
]

# Di Giuseppe & Perry 2021, tables 2 to 8; the numbers are those of general clinical usage.
DMRS = {
    7: "affiliation altruism anticipation humor self-assertion self-observation sublimation"
    " suppression",
    6: "isolation-of-affects intellectualization undoing",
    5: "repression dissociation reaction-formation displacement",
    4: "devaluation-of-self devaluation-of-other idealization-of-self idealization-of-other"
    " omnipotence",
    3: "denial rationalization projection autistic-fantasy",
    2: "splitting-of-self splitting-of-other projective-identification",
    1: "acting-out passive-aggression help-rejecting-complaining",
}

LEVEL_NAMES = {
    7: "High-adaptive",
    6: "Obsessional",
    5: "Neurotic",
    4: "Minor image-distorting",
    3: "Disavowal",
    2: "Major image-distorting",
    1: "Action",
}

CLASSICAL = [
    "conversion",
    "identification",
    "introjection",
    "regression",
    "reversal",
    "turning-against-self",
]

ALL_TERMS = [(name, term) for name in VOCABULARIES for term in vocabulary(name).terms]
ALL_SPELLINGS = [(name, s, term.word) for name, term in ALL_TERMS for s in term.spellings]

any_spelling = st.sampled_from(ALL_SPELLINGS)


@st.composite
def respelt(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw a vocabulary, a careless way to write one of its words, and the word itself."""
    name, spelling, word = draw(any_spelling)
    gap = draw(st.sampled_from([" ", "_", "-", "  ", " - ", "\t", "\u2011"]))
    case = draw(st.sampled_from([str.upper, str.lower, str.title, str.capitalize]))
    quote = draw(st.sampled_from(["'", "\u2019"]))
    written = gap.join(re.split("[ -]", case(spelling))).replace("'", quote)
    around = draw(st.sampled_from(["", " ", "\n"]))
    return name, around + written + around, word


# --- the lists -----------------------------------------------------------------------------


def test_every_vocabulary_is_named_once_and_is_either_closed_or_open() -> None:
    """The names are those of the fields of a case file, and nothing else."""
    expected = {"defense", *CLOSED, *OPEN}

    assert set(VOCABULARIES) == expected
    assert len(VOCABULARIES) == len(expected) == 26
    assert [name for name in VOCABULARIES if vocabulary(name).is_open] == [
        name for name in VOCABULARIES if name in OPEN
    ]


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_vocabulary_holds_exactly_the_words_of_the_case_file(name: str) -> None:
    """The words, and their order, are those of the description of the case file."""
    assert list(vocabulary(name).words) == CLOSED[name]


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_knows_its_name_its_version_and_what_it_is_for(name: str) -> None:
    """The title is a noun phrase, so that "is not a word for ..." reads as a sentence."""
    words = vocabulary(name)

    assert words.name == name
    assert words.version == ("dmrs-2014" if name == "defense" else "1")
    assert re.fullmatch(r"(a|the|a figure's) [a-z ]+", words.title)


def test_no_two_vocabularies_are_for_the_same_thing() -> None:
    """A title tells the vocabularies apart in an error."""
    titles = Counter(vocabulary(name).title for name in VOCABULARIES)

    assert max(titles.values()) == 1


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_spelling_stands_for_two_words_of_one_vocabulary(name: str) -> None:
    """Words and aliases, compared as they are looked up, are all different."""
    counted = Counter(folded(s) for t in vocabulary(name).terms for s in t.spellings)

    assert [spelling for spelling, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_two_words_of_one_vocabulary_mean_the_same(name: str) -> None:
    """A meaning that fits two words would not tell a coder which to choose."""
    counted = Counter(term.meaning for term in vocabulary(name).terms)

    assert [meaning for meaning, times in counted.items() if times > 1] == []


def explains(term: Term) -> bool:
    """Say whether a meaning is a phrase of two words or more that goes without its word."""
    said = re.findall("[a-z']+", term.meaning.casefold())
    return len(said) >= 2 and f" {folded(term.word)} " not in f" {' '.join(said)} "


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_meaning_is_a_phrase_that_explains_its_word(name: str) -> None:
    """It has two words or more and does not use the word it explains."""
    assert [t.word for t in vocabulary(name).terms if not explains(t)] == []


def test_a_meaning_that_repeats_its_word_would_be_noticed() -> None:
    """The check above is able to fail."""
    assert not explains(Term("long walk", "a very long walk", "a source"))
    assert not explains(Term("rest", "sleep", "a source"))
    assert explains(Term("rest", "sits down", "a source"))


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_meaning_fits_one_line_and_needs_no_full_stop(name: str) -> None:
    """Meanings are printed in tables and inside sentences."""
    meanings = [term.meaning for term in vocabulary(name).terms]

    assert [m for m in meanings if len(m) > 100 or m != m.strip(" .") or "\n" in m] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_word_has_a_source_that_names_someone(name: str) -> None:
    """A source is a text, plain English, the shared speech of clinicians, or this library."""
    sources = {term.source for term in vocabulary(name).terms}
    known = r"\d{4}|DMRS|everyday usage|general clinical usage|the case file of this library"

    assert [source for source in sources if not re.search(known, source)] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_kept_word_is_plainly_spelt(name: str) -> None:
    """Letters, with single spaces or hyphens between; capitals only where English has them."""
    words = vocabulary(name).words

    assert [w for w in words if not re.fullmatch(r"[a-z]+(?:[ -][a-z]+)*|God", w)] == []


@pytest.mark.parametrize("name", OPEN)
def test_the_long_lists_are_divided_under_headings(name: str) -> None:
    """Each heading of an open list has at least two words and stands in one place only."""
    groups = [term.group for term in vocabulary(name).terms]
    runs = [g for n, g in enumerate(groups) if n == 0 or groups[n - 1] != g]

    assert "" not in groups
    assert min(Counter(groups).values()) >= 2
    assert name == "transference_quality" or len(runs) == len(set(runs))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "role",
            "patient, therapist, partner, wife, spouse, mother, father, parent, sister, brother,"
            " sibling, child, daughter, son, grandparent, friend, colleague, employer, teacher,"
            " supervisor, psychiatrist, physician, nurse, neighbour, relative, ex-partner,"
            " religious figure, community",
        ),
        (
            "relationship",
            "marriage, partnership, friendship, parenthood, siblings, kinship, collegial,"
            " employment, therapy, treatment, care, acquaintance, membership, faith",
        ),
        (
            "relationship_quality",
            "close, fused, distant, cutoff, conflictual, hostile, fused-conflictual,"
            " distant-hostile, harmonious, indifferent, controlling, jealous, dependent,"
            " trusting, distrustful, focused on",
        ),
        (
            "transference_quality",
            "idealizing, mirror, twinship, erotic, maternal, paternal, sibling, negative,"
            " persecutory, dependent, competitive",
        ),
        (
            "symptom_domain",
            "somatic, affective, cognitive, behavioural, dissociative, sleep, eating, sexual,"
            " relational, substance use",
        ),
        (
            "course",
            "acute, episodic, recurring, progressive, chronic, remitting, fluctuating, stable,"
            " resolved",
        ),
    ],
)
def test_the_open_vocabularies_hold_the_words_a_clinician_expects(name: str, words: str) -> None:
    """The commonest words are kept as they are written."""
    listed_words = vocabulary(name).words

    assert [w for w in words.split(", ") if w not in listed_words] == []


def test_what_is_not_confirmed_says_so_in_its_source() -> None:
    """The genogram lines are marked: no list of them could be confirmed word for word."""
    lines = [t for t in vocabulary("relationship_quality").terms if "genogram" in t.source]

    assert {t.source for t in lines} == {
        "genogram lines (McGoldrick, Gerson & Petry), general clinical usage",
        "genogram lines (GenoPro), general clinical usage; wording not verified",
    }
    assert vocabulary("stance").terms[0].source == "drama triangle (Karpman 1968)"


# --- the defenses --------------------------------------------------------------------------


def test_there_are_thirty_defenses_on_seven_levels_and_six_classical_words() -> None:
    """8 + 3 + 4 + 5 + 4 + 3 + 3 = 30, highest level first; the older words have none."""
    levels = [term.level for term in vocabulary("defense").terms]

    assert [levels.count(n) for n in (7, 6, 5, 4, 3, 2, 1)] == [8, 3, 4, 5, 4, 3, 3]
    assert levels.count(None) == 6
    assert levels[:30] == sorted(levels[:30], key=lambda level: -(level or 0))


@pytest.mark.parametrize("level", DMRS)
def test_each_defense_stands_on_its_level(level: int) -> None:
    """Membership is that of the published item tables."""
    there = {t.word for t in vocabulary("defense").terms if t.level == level}

    assert there == set(DMRS[level].split())


def test_a_defense_stands_under_the_name_of_its_level() -> None:
    """The heading of a defense and the number of its level agree with the table of levels."""
    headings = {t.level: t.group for t in vocabulary("defense").terms if t.level}

    assert headings == LEVEL_NAMES
    assert {row.level: row.name for row in DEFENSE_LEVELS} == LEVEL_NAMES


def test_the_classical_words_have_no_level() -> None:
    """They are older than the scales: nothing may be computed from them."""
    classical = [t for t in vocabulary("defense").terms if t.group == "classical"]

    assert [t.word for t in classical] == CLASSICAL
    assert {t.level for t in classical} == {None}


def test_the_table_of_levels_has_three_categories_and_the_older_names() -> None:
    """Level 7 is mature, 6 and 5 are neurotic, the rest immature."""
    table = {row.level: (row.category, row.older_name) for row in DEFENSE_LEVELS}

    assert table == {
        7: ("mature", "mature"),
        6: ("neurotic", ""),
        5: ("neurotic", "hysterical and other neurotic"),
        4: ("immature", "narcissistic"),
        3: ("immature", "disavowal and fantasy"),
        2: ("immature", "borderline"),
        1: ("immature", ""),
    }
    assert all(len(row.meaning.split()) > 5 for row in DEFENSE_LEVELS)
    assert all("general clinical usage" in row.source for row in DEFENSE_LEVELS)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Idealization of other's image", "idealization-of-other"),
        ("idealization of other\u2019s image", "idealization-of-other"),
        ("Idealisation of Others", "idealization-of-other"),
        ("Idealization of self-image", "idealization-of-self"),
        ("Devaluation of other's image", "devaluation-of-other"),
        ("devaluation of self image", "devaluation-of-self"),
        ("Splitting of other's image", "splitting-of-other"),
        ("Splitting_of_self-image", "splitting-of-self"),
        ("isolation of affect", "isolation-of-affects"),
        ("Humour", "humor"),
        ("rationalisation", "rationalization"),
        ("intellectualisation", "intellectualization"),
        ("help-rejecting complaining", "help-rejecting-complaining"),
        ("hypochondriasis", "help-rejecting-complaining"),
        ("turning against the self", "turning-against-self"),
        ("ACTING OUT", "acting-out"),
    ],
)
def test_the_full_names_and_the_british_spellings_of_defenses_are_read(
    written: str, word: str
) -> None:
    """A defense may be written as the manual, a British author or an older book writes it."""
    assert vocabulary("defense").canonical(written) == word


@pytest.mark.parametrize(
    ("bare", "offered"),
    [
        ("idealization", "idealization-of-other"),
        ("Idealisation", "idealization-of-other"),
        ("idealizaton", "idealization-of-other"),
        ("devaluation", "devaluation-of-other"),
        ("splitting", "splitting-of-other"),
        ("splitting of", "splitting-of-other"),
    ],
)
def test_a_bare_image_distorting_defense_is_refused_but_answered(bare: str, offered: str) -> None:
    """It does not say whose image is meant, so it is no word; the other's image is offered."""
    defenses = vocabulary("defense")

    assert bare not in defenses
    assert defenses.canonical(bare) is None
    assert defenses.nearest(bare) == offered


@pytest.mark.parametrize("level_name", [*LEVEL_NAMES.values(), "mature", "immature", "borderline"])
def test_the_name_of_a_level_is_not_a_defense(level_name: str) -> None:
    """Disavowal, for one, is a level and none of the thirty."""
    assert vocabulary("defense").get(level_name) is None


# --- looking a word up -----------------------------------------------------------------------


@given(any_spelling)
def test_every_listed_spelling_is_accepted_and_kept_as_its_word(
    listed_spelling: tuple[str, str, str],
) -> None:
    """A word stands for itself, and an alias for the word it belongs to."""
    name, spelling, word = listed_spelling
    words = vocabulary(name)

    assert words.canonical(spelling) == word
    assert words.canonical(word) == word
    assert words.nearest(spelling) == word
    assert spelling in words


@given(respelt())
def test_case_hyphens_blanks_and_apostrophes_make_no_difference(
    drawn: tuple[str, str, str],
) -> None:
    """However carelessly a word is written, it is the same word."""
    name, written, word = drawn

    assert vocabulary(name).canonical(written) == word


@given(st.text())
def test_folding_a_word_twice_changes_nothing_more(text: str) -> None:
    """What is compared is one form, so that looking up can keep it."""
    once = folded(text)

    assert folded(once) == once
    assert not once.startswith(" ")
    assert not once.endswith(" ")


@given(st.sampled_from(VOCABULARIES), st.text(max_size=30))
def test_whatever_is_written_the_answers_agree_with_each_other(name: str, text: str) -> None:
    """A word is accepted, kept and found together; what is offered is always a listed word."""
    words = vocabulary(name)
    found = words.get(text)

    assert (text in words) == (found is not None)
    assert words.canonical(text) == (found.word if found else None)
    assert words.nearest(text) in ("", *words.words)


@pytest.mark.parametrize(
    ("name", "written", "offered"),
    [
        ("defense", "projecton", "projection"),
        ("defense", "supression", "suppression"),
        ("defense", "reaction", "reaction-formation"),
        ("defense", "isolation", "isolation-of-affects"),
        ("defense", "turning agianst self", "turning-against-self"),
        ("defense", "rationalisaton", "rationalization"),
        ("origin", "publised", "published"),
        ("stance", "persecuter", "persecutor"),
        ("bind_form", "double", "double bind"),
        ("bind_form", "loyality", "loyalty"),
        ("care_form", "relief", "relief from duty"),
        ("care_form", "confort", "comfort"),
        ("risk_form", "harm too others", "harm to others"),
        ("risk_form", "harm", "harm to others"),
        ("change_aspect", "frequence", "frequency"),
        ("claim_as", "perpetuatng", "perpetuating"),
        ("basis", "infered", "inferred"),
        ("inference", "verbatum", "verbatim"),
        ("role", "pateint", "patient"),
        ("role", "freind", "friend"),
        ("role", "neighbr", "neighbour"),
        ("relationship", "mariage", "marriage"),
        ("relationship_quality", "conflictuel", "conflictual"),
        ("transference_quality", "idealizng", "idealizing"),
        ("symptom_domain", "behavoural", "behavioural"),
        ("course", "progresive", "progressive"),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_the_word_meant(
    name: str, written: str, offered: str
) -> None:
    """The nearest spelling is offered, over aliases and the beginnings of longer words."""
    assert written not in vocabulary(name)
    assert vocabulary(name).nearest(written) == offered


@pytest.mark.parametrize("name", ["defense", *CLOSED])
def test_a_long_word_is_found_again_with_any_one_letter_lost(name: str) -> None:
    """A word of eight letters or more is offered again, or its twin ("reression" has two)."""
    words = vocabulary(name)
    meant: dict[str, set[str]] = {}
    for word in (w for w in words.words if len(w) >= 8):
        for n in range(len(word)):
            meant.setdefault(word[:n] + word[n + 1 :], set()).add(word)

    assert [slip for slip in meant if words.nearest(slip) not in meant[slip]] == []
    assert [slip for slip in meant if len(meant[slip]) > 1] in ([], ["reression"])


@pytest.mark.parametrize("name", VOCABULARIES)
@pytest.mark.parametrize("stranger", ["", "-", " ", "zygomatic arch", "\x00", "q" * 100_000])
def test_nothing_is_offered_for_what_is_like_no_word(name: str, stranger: str) -> None:
    """A stranger is neither accepted nor guessed at, whatever its length."""
    words = vocabulary(name)

    assert stranger not in words
    assert words.get(stranger) is None
    assert words.nearest(stranger) == ""


@pytest.mark.parametrize(
    ("name", "word", "opposite"),
    [
        ("relationship_quality", "dependent", "independent"),
        ("relationship_quality", "dependent", "codependent"),
        ("relationship_quality", "secure", "insecure"),
        ("relationship_quality", "trusting", "distrustful"),
        ("relationship_quality", "supportive", "unsupportive"),
        ("relationship_quality", "respectful", "disrespectful"),
        ("relationship_quality", "friendly", "unfriendly"),
        ("relationship_quality", "protective", "overprotective"),
        ("relationship_quality", "harmonious", "disharmonious"),
        ("course", "stable", "unstable"),
        ("course", "resolved", "unresolved"),
        ("course", "remitting", "unremitting"),
        ("course", "progressive", "non-progressive"),
        ("role", "employer", "employee"),
        ("role", "colleague", "colleagues"),
        ("role", "sibling", "siblings"),
        ("role", "mother", "stepmother"),
        ("role", "grandmother", "grandfather"),
        ("role", "therapist", "co-therapist"),
    ],
)
def test_a_word_of_another_meaning_is_not_taken_for_a_slip(
    name: str, word: str, opposite: str
) -> None:
    """In an open list, an opposite spelt almost alike is listed itself, apart from its like."""
    words = vocabulary(name)

    assert opposite in words
    assert words.canonical(opposite) != words.canonical(word)


@pytest.mark.parametrize("thing", [None, 7, 7.5, ["person"], b"person"])
def test_what_is_not_text_is_in_no_vocabulary(thing: object) -> None:
    """Asking whether something is listed never fails."""
    assert thing not in vocabulary("figure_kind")


def test_levels_rank_inference_and_confidence() -> None:
    """Inference runs from 0 (verbatim) to 3 (theoretical), confidence from 1 to 3."""
    inference = {t.word: t.level for t in vocabulary("inference").terms}
    confidence = {t.word: t.level for t in vocabulary("confidence").terms}

    assert inference == {"verbatim": 0, "close": 1, "moderate": 2, "theoretical": 3}
    assert confidence == {"low": 1, "moderate": 2, "high": 3}


def test_only_ranked_lists_have_levels() -> None:
    """A level elsewhere would be a number that means nothing."""
    ranked = {name for name, term in ALL_TERMS if term.level is not None}

    assert ranked == {"defense", "inference", "confidence"}


# --- asking for a vocabulary -----------------------------------------------------------------


def test_a_vocabulary_is_made_once() -> None:
    """Asking again gives the same object."""
    assert vocabulary("role") is vocabulary("role")


def test_an_unknown_vocabulary_is_refused_with_the_nearest_name() -> None:
    """The sentence says what was asked, what is near and what there is."""
    with pytest.raises(UnknownName) as told:
        vocabulary("defence")

    assert str(told.value) == (
        "no vocabulary is called 'defence'; did you mean 'defense'? (known: origin, figure_kind,"
        " role, symptom_kind, symptom_domain, course, relationship, relationship_quality,"
        " reading, valence, stance, transference_quality …)"
    )
    assert (told.value.name, told.value.nearest) == ("defence", "defense")
    assert isinstance(told.value, FormulationError)
    assert isinstance(told.value, LookupError)


def test_an_unknown_vocabulary_like_no_other_gets_no_hint() -> None:
    """Nothing is guessed at."""
    with pytest.raises(UnknownName) as told:
        vocabulary("horoscope")

    assert str(told.value).startswith("no vocabulary is called 'horoscope' (known: origin, ")


def modules_open_after(statement: str) -> list[str]:
    """Run `statement` in a fresh interpreter and name the modules of words it opened."""
    code = f"import sys\n{statement}\nprint(*sorted(m for m in sys.modules if '.terms' in m))"
    root = Path(formulation.terms.__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    return ran.stdout.split()


def test_the_words_are_not_opened_by_the_door() -> None:
    """Importing the package opens what a term is, and no list of terms."""
    opened = modules_open_after("import formulation.terms")

    assert opened == ["formulation.terms", "formulation.terms.term"]


def test_asking_for_one_vocabulary_opens_its_module_only() -> None:
    """The defenses come without the roles."""
    opened = modules_open_after("import formulation.terms as t; t.vocabulary('defense')")

    assert opened == ["formulation.terms", "formulation.terms.defenses", "formulation.terms.term"]


# --- the parts ---------------------------------------------------------------------------------


def small(*, is_open: bool = False) -> Vocabulary:
    """Make a vocabulary of two words to look at the parts with."""
    terms = listed("a source", ("long walk", "goes far", "hike"), ("rest", "sits down"), group="g")
    return Vocabulary("leisure", "a pastime", "1", is_open, terms)


def test_rows_become_terms_with_one_source() -> None:
    """A row is word, meaning, then aliases."""
    walk, rest = small().terms

    assert walk == Term("long walk", "goes far", "a source", None, "g", ("hike",))
    assert rest == Term("rest", "sits down", "a source", group="g")
    assert walk.spellings == ("long walk", "hike")


def test_a_beginning_is_offered_in_a_closed_list_and_not_in_an_open_one() -> None:
    """Where nothing else is allowed "long" must mean the walk; elsewhere it may be new."""
    assert small().nearest("long") == "long walk"
    assert small(is_open=True).nearest("long") == ""


def test_a_vocabulary_cannot_be_changed_and_survives_a_journey() -> None:
    """It is frozen, equal to its copy, and looks words up after being sent to a process."""
    sent = pickle.loads(pickle.dumps(small()))

    assert sent == small()
    assert sent.canonical("Hike") == "long walk"
    with pytest.raises(AttributeError, match="cannot assign to field 'name'"):
        sent.name = "other"


def test_the_words_are_in_the_order_of_the_terms() -> None:
    """Reading order is kept, aliases left out."""
    everything = chain.from_iterable((t.word,) for t in vocabulary("course").terms)

    assert vocabulary("course").words == tuple(everything)
    assert small().words == ("long walk", "rest")
