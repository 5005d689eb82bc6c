"""Marking: what answers earn, held to slow counting, and why, in whole sentences."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulation.errors import CaseError
from formulation.exercises import Answers, Key, Override, Question, Sheet, Solution, mark
from formulation.exercises.rules import chance_of, share_of
from formulation.exercises.sheet import Credit, Option, Order

LETTERS = "abcdef"


def credit(letter: str, share: float, reason: str = "") -> Credit:
    return Credit(answer=letter, share=share, reason=reason or f"Why {letter} is so.")


def of_shares(form: str, shares: list[float]) -> Solution:
    credits = [credit(letter, share) for letter, share in zip(LETTERS, shares, strict=False)]
    return Solution(question="1", form=form, credits=credits)


def in_order(*pairs: str) -> Solution:
    orders = [Order(earlier=p[0], later=p[1], reason=f"{p[0]} is dated first.") for p in pairs]
    return Solution(question="1", form="order", orders=orders)


def key_of(*solutions: Solution) -> Key:
    head = {"sheet": "s", "kind": "order-scenes", "level": 2, "title": "Scenes", "case": "Ann"}
    return Key(solutions=solutions, **head)


def marked(solution: Solution, *given: str, **more: object):
    return mark(key_of(solution), Answers(sheet="s", given={"1": given}), **more).marks[0]


#: one right option and one wrong one at least, others of any share
SHARES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=3).map(lambda s: [1.0, 0.0, *s])
CHOICES = SHARES.flatmap(
    lambda shares: st.tuples(
        st.just(of_shares("choose-many", shares)), st.sets(st.sampled_from(LETTERS[: len(shares)]))
    )
)


# -- the whole, nothing, and chance ---------------------------------------------------------------


@pytest.mark.parametrize("form", ["choose", "choose-many", "term"])
@given(shares=SHARES)
def test_a_perfect_answer_earns_all_and_none_earns_nothing(form: str, shares: list[float]) -> None:
    """The key's own right answers are full marks; a blank is nought."""
    solution = of_shares(form, shares)
    perfect = solution.right if form == "choose-many" else solution.right[:1]

    assert share_of(solution, perfect) == 1
    assert share_of(solution, ()) == 0


@given(shares=SHARES)
def test_blind_choices_earn_what_the_key_says_they_do(shares: list[float]) -> None:
    """Over every way to tick the boxes, the average share is the chance told."""
    solution = of_shares("choose-many", shares)
    letters = LETTERS[: len(shares)]
    ways = [
        [letter for letter, is_ticked in zip(letters, ticks, strict=True) if is_ticked]
        for ticks in product([False, True], repeat=len(letters))
    ]

    average = sum(Fraction(share_of(solution, way)) for way in ways) / len(ways)

    assert chance_of(solution) == pytest.approx(float(average))


@given(shares=SHARES)
def test_a_blind_single_choice_earns_the_average_of_the_options(shares: list[float]) -> None:
    """One of them at random, each as likely."""
    solution = of_shares("choose", shares)
    letters = LETTERS[: len(shares)]

    average = sum(share_of(solution, [letter]) for letter in letters) / len(letters)

    assert chance_of(solution) == pytest.approx(average)


def test_a_blind_order_keeps_half_of_the_pairs() -> None:
    """Over all orders of four scenes, whichever pairs are certain."""
    solution = in_order("ab", "bc", "ad")

    shares = [share_of(solution, way) for way in permutations("abcd")]

    assert sum(shares) / len(shares) == pytest.approx(chance_of(solution)) == 0.5


def test_a_blind_word_earns_its_credits_over_the_whole_vocabulary() -> None:
    """Thirty-six words of which one is right and two are near."""
    assert chance_of(of_shares("term", [1, 0.5, 0.5]), words=36) == pytest.approx(2 / 36)


# -- monotone ------------------------------------------------------------------------------------


@given(choice=CHOICES)
def test_mending_one_box_never_lowers_the_mark(choice: tuple[Solution, set[str]]) -> None:
    """Ticking a right box that was left out, or clearing a wrong one, earns no less."""
    solution, ticked = choice
    before = share_of(solution, sorted(ticked))

    for one in solution.credits:
        if one.share == 1:
            assert share_of(solution, sorted(ticked | {one.answer})) >= before
        if one.share == 0:
            assert share_of(solution, sorted(ticked - {one.answer}) or ["?"]) >= before


@given(
    way=st.permutations(list("abcde")),
    pairs=st.sets(st.sampled_from(["ab", "bc", "cd", "de", "ae", "bd"]), min_size=1),
)
def test_putting_two_neighbours_right_never_lowers_the_mark(
    way: list[str], pairs: set[str]
) -> None:
    """Two scenes side by side that stand the wrong way round, turned."""
    solution = in_order(*sorted(pairs))
    before = share_of(solution, way)

    for at in range(len(way) - 1):
        if way[at + 1] + way[at] in pairs:
            mended = [*way[:at], way[at + 1], way[at], *way[at + 2 :]]
            assert share_of(solution, mended) > before


@given(shares=SHARES, answer=st.sampled_from(LETTERS))
def test_choosing_the_right_one_instead_never_lowers_the_mark(
    shares: list[float], answer: str
) -> None:
    """Whatever was chosen before."""
    solution = of_shares("choose", shares)

    assert share_of(solution, [answer]) <= share_of(solution, solution.right[:1])


# -- rules, by hand --------------------------------------------------------------------------------


def test_ticking_every_box_earns_nothing() -> None:
    """All found and all wrongly named cancel."""
    assert share_of(of_shares("choose-many", [1, 1, 0, 0]), list("abcd")) == 0


def test_half_found_and_none_wrong_is_half() -> None:
    """One of two, as counted by hand."""
    assert share_of(of_shares("choose-many", [1, 1, 0, 0]), ["a"]) == 0.5


def test_a_near_option_neither_adds_nor_takes() -> None:
    """It only gets its reason."""
    solution = of_shares("choose-many", [1, 0, 0.5])

    assert share_of(solution, ["a", "c"]) == share_of(solution, ["a"]) == 1
    assert share_of(solution, ["c"]) == 0


def test_of_two_answers_where_one_was_asked_the_lesser_counts() -> None:
    """Nobody gains by naming more than one."""
    mark = marked(of_shares("choose", [1, 0.5]), "a", "b")

    assert (mark.points, mark.verdict) == (0.5, "partly right")
    assert mark.reasons[-1].text == (
        "One answer was asked for; of several the one that earns least counts."
    )


def test_scenes_not_placed_earn_nothing_and_are_named() -> None:
    """Two of three placed rightly: one pair of two."""
    mark = marked(in_order("ab", "bc"), "a", "b")

    assert mark.points == 0.5
    assert mark.reasons[0].text == "Not placed: c; what is not placed earns nothing."


def test_pairs_that_no_date_orders_are_free() -> None:
    """B and c may stand either way."""
    solution = in_order("ab", "ac")

    assert share_of(solution, ["a", "b", "c"]) == share_of(solution, ["a", "c", "b"]) == 1


def test_a_free_text_is_left_to_the_teacher_and_counts_nothing() -> None:
    """It neither earns nor costs a point, and the model answer is shown beside it."""
    solution = Solution(question="1", form="write", model="One could say.")

    mark = marked(solution, "I think so.")

    assert (mark.verdict, mark.points, mark.of) == ("for your teacher", 0, 0)
    assert mark.model == "One could say."


# -- reasons ---------------------------------------------------------------------------------------


def test_every_answer_gets_its_reason_and_so_does_what_was_left_out() -> None:
    """In the words of the key; options are told as on the sheet."""
    solution = of_shares("choose-many", [1, 1, 0])
    options = [Option(id="a", text="a walk"), Option(id="b", text="a quarrel")]
    question = Question(id="1", form="choose-many", ask="Which?", options=options)
    head = {"id": "s", "kind": "k", "level": 1, "title": "t", "case": "Ann"}
    sheet = Sheet(questions=[question], **head)

    mark = marked(solution, "a", "c", sheet=sheet)

    assert [(reason.about, reason.text) for reason in mark.reasons] == [
        ("a: a walk", "Why a is so."),
        ("c", "Why c is so."),
        ("b: a quarrel", "Left out. Why b is so."),
    ]


def test_two_scenes_the_wrong_way_round_are_told_with_what_dates_them() -> None:
    """Only neighbours are told: the other pairs follow from these."""
    mark = marked(in_order("ab", "bc", "ac"), "c", "b", "a")

    assert [(reason.about, reason.text) for reason in mark.reasons] == [
        ("b comes before c", "b is dated first."),
        ("a comes before b", "a is dated first."),
    ]


def test_synonyms_and_capitals_are_the_word_itself() -> None:
    """A word of the field counts however the terms accept it spelt; letters count as small ones."""
    word = credit("idealization-of-other", 1)
    solution = Solution(question="1", form="term", credits=[word])

    assert marked(solution, "Idealisation of other's image").points == 1
    assert marked(of_shares("choose", [1, 0]), " A ").points == 1


def test_an_answer_that_is_not_offered_earns_nothing_and_is_told() -> None:
    """With what is offered."""
    mark = marked(of_shares("choose", [1, 0]), "g")

    assert mark.verdict == "not yet"
    assert mark.reasons[0].text == "The question offers no g; it offers a or b."


def test_what_to_look_at_is_told_only_where_something_is_missing() -> None:
    """And so is the model answer."""
    solution = of_shares("choose", [1, 0]).model_copy(
        update={"look_at": "Look at the dates.", "model": "a"}
    )

    assert (marked(solution, "a").look_at, marked(solution, "a").model) == (None, None)
    assert (marked(solution, "b").look_at, marked(solution, "b").model) == (
        "Look at the dates.",
        "a",
    )


# -- the teacher's say, and mistakes ---------------------------------------------------------------


def test_a_teachers_own_mark_stands_in_place_of_the_computed_one() -> None:
    """For one student or for all, with the teacher's reason; other students keep theirs."""
    key = key_of(of_shares("choose", [1, 0]))
    own = Override(name="Bo", question="1", share=0.75, reason="Well argued.")

    bo = mark(key, Answers(sheet="s", name="Bo", given={"1": "b"}), overrides=[own]).marks[0]
    cy = mark(key, Answers(sheet="s", name="Cy", given={"1": "b"}), overrides=[own]).marks[0]

    assert (bo.points, bo.is_overridden, bo.reasons[0].text) == (0.75, True, "Well argued.")
    assert (cy.points, cy.is_overridden) == (0, False)


def test_a_teacher_weighs_questions_by_their_points() -> None:
    """Three points for the first and one for the second."""
    heavy = of_shares("choose", [1, 0]).model_copy(update={"points": 3.0})
    light = of_shares("choose", [1, 0]).model_copy(update={"question": "2"})

    marking = mark(key_of(heavy, light), Answers(sheet="s", given={"1": "a", "2": "b"}))

    assert (marking.points, marking.of) == (3, 4)


def test_answers_to_another_sheet_are_refused() -> None:
    """With the id that was expected; nothing is marked by the wrong key."""
    with pytest.raises(CaseError) as refused:
        mark(key_of(of_shares("choose", [1, 0])), Answers(sheet="t", given={"1": "a"}))

    assert str(refused.value) == "these answers belong to another key: 't' (accepted: s)"


def test_an_answer_to_no_question_is_told_and_not_lost_silently() -> None:
    """It stands among the notes of the marking."""
    marking = mark(key_of(of_shares("choose", [1, 0])), Answers(sheet="s", given={"11": "a"}))

    assert marking.notes == ("The sheet has no question 11; what was written there is not marked.",)


# -- as people write -------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["a, c", "ac", "A C", "a and c", "c; a"])
def test_letters_on_one_line_are_read_one_by_one(written: str) -> None:
    """In a file written by hand as on paper: to the mark of the letters in a list."""
    many = of_shares("choose-many", [1, 0, 1])
    order = in_order("ca")

    found = marked(many, written)

    assert (found.verdict, sorted(found.given)) == ("right", ["a", "c"])
    placed = [letter for letter in written.casefold().replace("and", "") if letter in "ac"]
    assert marked(order, written).given == tuple(placed)


def test_a_letter_that_is_not_offered_is_told_alone() -> None:
    """What stands beside it counts."""
    found = marked(of_shares("choose-many", [1, 0, 1]), "a, c, z")

    assert found.points == 1
    assert found.reasons[2].text == "The question offers no z; it offers a, b or c."


@given(shares=SHARES, ticked=st.sets(st.sampled_from(LETTERS), min_size=1))
def test_a_list_earns_the_same_on_one_line(shares: list[float], ticked: set[str]) -> None:
    """Whichever letters; also those that the question does not offer."""
    solution = of_shares("choose-many", shares)

    apart, together = (marked(solution, *sorted(ticked)), marked(solution, ", ".join(ticked)))

    assert together.points == apart.points


def test_a_word_misspelt_is_told_so_and_not_that_it_means_something_else() -> None:
    """With the word that is meant; a word of the list that is not right has its own reason."""
    right = credit("repression", 1)
    solution = Solution(question="1", form="term", credits=[right], otherwise="Something else.")

    told = [marked(solution, word).reasons[0].text for word in ("represion", "glee", "denial")]

    assert told == [
        "No word of the list is spelt 'represion'; is 'repression' meant?",
        "No word of the list is spelt 'glee'; 'formulation terms defense' shows the list.",
        "Something else.",
    ]


@pytest.mark.parametrize(
    "written", ["repression, denial", "Denial and repression", "denial/repression"]
)
def test_of_two_words_it_is_told_that_one_was_asked_for(written: str) -> None:
    """Not that no such word is known; the one that earns less counts."""
    solution = Solution(question="1", form="term", credits=[credit("repression", 1)])

    found = marked(solution, written)

    assert (found.points, sorted(found.given)) == (0, ["denial", "repression"])
    assert found.reasons[-1].text == (
        "One word was asked for; of several the one that earns least counts."
    )


def test_a_sheet_with_a_name_and_no_answer_is_told_plainly() -> None:
    """Not that somebody earned nought, as though the answers had been wrong."""
    solution = of_shares("choose", [1, 0])
    free = Solution(question="2", form="write")

    told = [
        str(mark(key_of(*asked), Answers(sheet="s", name="Bo")))
        for asked in ((solution, free), (free,))
    ]

    assert told == [
        "Scenes (s). Nothing is answered: 0 of 1 point.",
        "Scenes (s). Nothing is answered.",
    ]


def test_what_cannot_be_marked_counts_for_nothing_and_is_noted() -> None:
    """Until it is mended; the other answers are counted, and a teacher's own mark may stand."""
    whole = Solution(question="2", form="case", points=10, reference="formulation: 1\nid: r\n")
    key = key_of(of_shares("choose", [1, 0]), whole)
    answers = Answers(sheet="s", given={"1": "a", "2": "id: ["})

    found = mark(key, answers)
    own = mark(key, answers, overrides=[Override(question="2", share=0.5)])

    assert (found.points, found.of) == (1, 1)
    assert found.notes == ("Question 2 is not marked, and not counted, until it is mended.",)
    assert (own.points, own.of, own.notes) == (6, 11, ())


def test_a_question_worth_nothing_is_not_left_to_the_teacher() -> None:
    """Whoever takes a question out of the key has read it; only free texts wait to be read."""
    taken_out = of_shares("choose", [1, 0]).model_copy(update={"points": 0.0})
    free = Solution(question="2", form="write")
    answers = Answers(sheet="s", given={"1": "a", "2": "She would say."})

    told = [str(mark(key_of(*asked), answers)) for asked in ((taken_out,), (taken_out, free))]

    assert told == [
        "Scenes (s). Nothing is counted.",
        "Scenes (s). Your teacher reads these answers; nothing is counted.",
    ]
