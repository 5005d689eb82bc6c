"""Exercises about inner life: words and corners are reckoned again by hand from the case's keys."""

from __future__ import annotations

from collections import Counter

import pytest

from formulation.exercises.excerpts import EXCERPTS, QUESTIONS
from formulation.exercises.kind import told_barely
from formulation.model import (
    Case,
    Defense,
    Fear,
    Feeling,
    Idealization,
    InnerConflict,
    Person,
    Source,
)
from formulation.terms import vocabulary
from tests.exercise_checks import asked_of, case_named, every_case, exercise, questions_of

_TOLD = ("anna_o", "dora", "elisabeth_von_r", "little_hans", "lucy_r")

#: the seven levels and their defenses, as DMRS-Q prints them (Di Giuseppe & Perry 2021, Table 1)
_LEVELS = {
    7: "affiliation altruism anticipation humor self-assertion self-observation sublimation "
    "suppression",
    6: "isolation-of-affects intellectualization undoing",
    5: "repression dissociation reaction-formation displacement",
    4: "idealization-of-other idealization-of-self devaluation-of-other devaluation-of-self "
    "omnipotence",
    3: "denial rationalization projection autistic-fantasy",
    2: "splitting-of-other splitting-of-self projective-identification",
    1: "acting-out passive-aggression help-rejecting-complaining",
}


def _level(word: str) -> int | None:
    return next((level for level, words in _LEVELS.items() if word in words.split()), None)


def _all_questions(kind: str, names=_TOLD, most: int = 40):
    for name in names:
        if one := exercise(name, kind, 0, most):
            for question, solution in questions_of([one]):
                yield case_named(name), question, solution


# -- which defense --------------------------------------------------------------------------------


def test_the_table_of_levels_is_the_one_that_the_vocabulary_keeps():
    """Thirty defenses on seven levels, each where the published table has it."""
    told = {term.word: term.level for term in vocabulary("defense").terms if term.level}

    assert told == {word: level for level, words in _LEVELS.items() for word in words.split()}


def _earned(accepted: set[str], word: str) -> float:
    """What a word earns by the table: itself 1, its level .5, a level beside it .25."""
    if word in accepted:
        return 1
    levels = [level for one in accepted if (level := _level(one))]
    own = _level(word)
    away = min((abs(own - level) for level in levels), default=9) if own else 9
    return {0: 0.5, 1: 0.25}.get(away, 0)


def test_every_word_earns_what_the_table_of_levels_gives_it():
    """Of all defenses that could be written each earns its part; other readings earn all."""
    asked = 0
    for case, question, solution in _all_questions("code-defense"):
        readings = [s for s in case.inner if s.kind == "defense" and s.what in question.given]
        ids = {id for id, s in zip(case.ids, case.statements, strict=True) if s in readings}
        beside = [s for s in case.inner if s.kind == "defense" and s.alternative_of in ids]
        accepted = {s.of for s in (*readings, *beside)}
        shares = {credit.answer: credit.share for credit in solution.credits}
        words = vocabulary("defense").words
        assert {w: shares.get(w, 0) for w in words} == {w: _earned(accepted, w) for w in words}
        asked += 1

    assert asked > 20


def test_every_reading_of_an_excerpt_tells_whose_it_is():
    """Where readings differ the question is open, and each accepted word names its reader."""
    is_open = 0
    for _case, question, solution in _all_questions("code-defense"):
        accepted = [credit for credit in solution.credits if credit.share == 1]
        assert question.is_open == (len(accepted) > 1)
        if question.is_open:
            assert all(credit.reading for credit in accepted)
            is_open += 1

    assert is_open >= 3


def test_no_excerpt_names_the_defense_that_shows_in_it():
    """Neither the word nor a synonym stands in what is given."""
    for _case, question, solution in _all_questions("code-defense"):
        told = " ".join(question.given).casefold()
        for word in solution.right:
            assert word not in told
            assert word.replace("-", " ") not in told


def test_two_defenses_read_from_one_excerpt_are_asked_for_once_and_both_accepted():
    """The same words of a patient are one question, whoever read what from them."""
    what = "She laughs as she tells of it"
    case = _case(
        Defense(of="isolation-of-affects", what=what, said_by="doc"),
        Defense(of="humor", what=what, source="notes"),
    )
    [(question, solution)] = questions_of([asked_of(case, "code-defense")])
    accepted = {c.answer: c.reading for c in solution.credits if c.share == 1}

    assert question.given == (what,)
    assert question.is_open
    assert accepted == {"isolation-of-affects": "doc", "humor": "Notes of 2020"}


def test_a_third_account_of_an_account_is_a_reading_too():
    """Accounts that lead to one another in a row are all accounts of the one thing."""
    what = "She forgets his name"
    case = _case(
        Defense(id="one", of="repression", what=what, said_by="doc"),
        Defense(id="two", of="denial", what=what, source="notes", alternative_of="one"),
        Defense(id="three", of="dissociation", said_by="ann", alternative_of="two"),
    )
    [(_question, solution)] = questions_of([asked_of(case, "code-defense")])

    assert solution.right == ("repression", "denial", "dissociation")


def test_the_level_is_told_to_who_came_near_and_where_to_look_to_who_did_not():
    """Same level, next level and neither are told apart in words that teach."""
    case = _case(Defense(of="repression", what="She forgets his name"))
    [(_question, solution)] = questions_of([asked_of(case, "code-defense")])
    reasons = {credit.answer: credit.reason for credit in solution.credits}

    assert reasons["displacement"].startswith("The same level (5, neurotic), but another defense. ")
    assert reasons["undoing"].startswith("The level next to it (6, not 5), but another defense. ")
    assert solution.otherwise == "That word means something else. Look again at level 5."


def _case(*statements) -> Case:
    return Case(id="one").adding(
        Source(id="notes", cite="Notes of 2020"),
        Person(id="ann", role="patient"),
        Person(id="doc", role="therapist"),
        *statements,
    )


# -- the missing corner ---------------------------------------------------------------------------

_ASKED = {
    "what is done to keep the feeling away": "defense",
    "what is dreaded if the feeling came out": "fear",
    "what is felt and kept hidden": "feeling",
}


def _said(statement) -> str:
    """What a statement says at a corner, without whom it is toward."""
    return statement.what or str(getattr(statement, statement.subject)).replace("-", " ")


def test_the_right_corner_is_what_the_records_of_inner_conflicts_hold():
    """Right is the field of the conflict, or another account of it; the rest stands elsewhere."""
    asked = 0
    for case, question, solution in _all_questions("missing-corner"):
        corner = next(field for words, field in _ASKED.items() if words in question.ask)
        [knot] = [
            case[q.statement] for q in solution.quotes if case[q.statement].kind == "inner_conflict"
        ]
        id = getattr(knot, corner)
        accounts = [case[id], *(s for s in case.statements if s.alternative_of == id)]
        texts = {option.id: option.text for option in question.options}
        assert len(solution.right) == len({_said(statement) for statement in accounts})
        for statement in accounts:
            assert any(_said(statement) in texts[letter] for letter in solution.right)
        for credit in solution.credits:
            kinds = {
                s.kind
                for s in case.inner
                if s.kind in _ASKED.values() and _said(s) in texts[credit.answer]
            }
            if credit.share == 0:
                assert corner not in kinds
            if credit.share == 0.25:
                assert corner in kinds
        asked += 1

    assert asked > 10


def test_the_other_two_corners_are_told_and_the_one_asked_for_is_not():
    """The triangle stands there with one corner empty, and its sentence does not fill it."""
    for _case, question, solution in _all_questions("missing-corner"):
        texts = {option.id: option.text for option in question.options}
        told = "\n".join(question.given)
        assert told.count("): ?") == 1
        for letter in solution.right:
            assert texts[letter] not in told


def test_the_sentence_of_a_conflict_is_left_out_where_it_names_the_corner():
    """Of "love against loyalty" nobody need guess that the hidden feeling is love."""
    case = _case(
        Feeling(id="love", text="tenderness", hidden=True),
        Feeling(text="envy", hidden=True),
        Fear(id="loss", text="to be left"),
        Fear(id="shame", text="to be seen"),
        Defense(id="mocking", of="devaluation-of-other", what="She mocks him"),
        Defense(of="undoing", what="She writes and tears it up"),
        InnerConflict(
            text="tenderness against pride", feeling="love", fear="loss", defense="mocking"
        ),
    )
    asked = questions_of([asked_of(case, "missing-corner", most=3)])
    told = {_ASKED[words]: q.given for q, _ in asked for words in _ASKED if words in q.ask}

    assert set(told) == {"feeling", "fear", "defense"}
    assert not any("against pride" in text for text in told["feeling"])
    assert any("against pride" in text for text in told["fear"])


def test_what_stands_at_the_corner_elsewhere_is_offered_beside_it():
    """No form gives the right one away: something else is offered that is of the same corner."""
    for name in ("dora", "elisabeth_von_r", "anna_o"):
        for question, solution in questions_of([exercise(name, "missing-corner", 0, 40)]):
            assert any(credit.share == 0.25 for credit in solution.credits)
            assert len(question.options) >= 3


# -- observed, told or inferred -------------------------------------------------------------------

_NEAR = {
    frozenset(("reported", "informant")),
    frozenset(("observed", "reported")),
    frozenset(("observed", "informant")),
}


def test_how_a_statement_is_known_is_what_its_key_says():
    """Right is the basis in the file; a way of knowing beside it earns half, an inference none."""
    seen = Counter()
    for case, question, solution in _all_questions("observed-or-inferred"):
        [told] = question.given
        bases = {s.to_keys().get("basis") for s in case.statements if told_barely(case, s) == told}
        [basis] = bases
        for option, credit in zip(question.options, solution.credits, strict=True):
            word = option.text.partition(":")[0]
            near = 0.5 if frozenset((word, basis)) in _NEAR else 0
            assert credit.share == (1 if word == basis else near)
        seen[basis] += 1

    assert set(seen) >= {"inferred", "reported", "observed"}


def test_what_two_accounts_know_differently_is_not_asked():
    """Seen by the one and concluded by the other: nobody could say which of them is meant."""
    case = _case(
        Feeling(id="one", text="anger", basis="observed"),
        Feeling(id="two", text="fright", basis="inferred", alternative_of="one"),
        Fear(text="to be left", basis="reported"),
        Fear(text="to be seen", basis="inferred"),
    )
    asked = [q.given for q, _ in questions_of([asked_of(case, "observed-or-inferred", most=9)])]

    assert sorted(asked) == [("Ann fears: to be left.",), ("Ann fears: to be seen.",)]


# -- idealized or split ---------------------------------------------------------------------------

#: how each excerpt is coded, in the order of the table, by two readings of the words alone:
#: a fault told and dismissed is level 4, no place for one or all bad before is level 2
_CODES = "iiii ssss --".replace(" ", "")
_WORD = {"i": "idealization of another (level 4)", "s": "splitting of another's image (level 2)"}
_WORD["-"] = "it cannot be told from this; more must be asked"


def test_every_excerpt_is_coded_as_a_reader_codes_it():
    """The made-up excerpts are right at the code that stands beside them here."""
    codes = dict(zip((excerpt.told for excerpt in EXCERPTS), _CODES, strict=True))
    seen = set()
    for question, solution in questions_of([exercise("dora", "idealization-or-splitting", 0, 40)]):
        if question.form == "choose":
            [told] = question.given
            [right] = [o.text for o in question.options if o.id in solution.right]
            assert right == _WORD[codes[told]]
            seen.add(told)

    assert seen == set(codes)


def test_too_sure_and_too_careful_earn_a_quarter_and_the_other_level_nothing():
    """A code where nothing decides, or none where something does, is nearer than two levels off."""
    for question, solution in questions_of([exercise("dora", "idealization-or-splitting", 0, 40)]):
        if question.form == "choose":
            shares = sorted(credit.share for credit in solution.credits)
            is_undecided = question.given[0] in [e.told for e in EXCERPTS if not e.coded]
            assert shares == ([0.25, 0.25, 1] if is_undecided else [0, 0.25, 1])


def test_the_first_question_is_about_the_case_and_says_nothing_of_its_coding():
    """What would tell the two apart is asked of an idealization of the case itself."""
    case = _case(Idealization(of="doc", image="a saint", reading="splitting"))
    question, solution = next(questions_of([asked_of(case, "idealization-or-splitting")]))
    right = {o.text for o in question.options if o.id in solution.right}

    assert question.given == ("Ann idealizes doc as “a saint”.",)
    assert right == set(QUESTIONS.values())


@pytest.mark.parametrize("name", every_case())
def test_excerpts_are_of_nobody_in_the_case(name):
    """A made-up excerpt names none of the people of any case that comes with the library."""
    names = [
        person.name
        for person in case_named(name).people
        if person.name and person.name[0].isupper()
    ]

    assert not [word for word in names for excerpt in EXCERPTS if word in excerpt.told]
