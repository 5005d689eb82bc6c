"""A class: who earned what, what was hardest, a teacher's own marks; counted by hand beside it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.errors import CaseError
from formulation.exercises import Answers, Key, Marking, Question, Sheet, Solution, mark
from formulation.exercises.class_page import class_as_page
from formulation.exercises.classroom import COLUMNS, Classroom, Column, Slip
from formulation.exercises.overriding import OwnMarks, read_own
from formulation.exercises.sheet import Credit, Option, Order
from tests.exercise_sheets import HOSTILE

LAKE, SHOP = "At the lake she slaps him.", "In the shop she feels disgust."
SEEN, TOLD, GUESSED = "observed: seen", "reported: told", "inferred: concluded"
SHARES = {SEEN: 0.0, TOLD: 1.0, GUESSED: 0.5}
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "x;=1+1", "x,=1", "＝1", "ok|=1")


def known(id: str, about: str, *texts: str) -> tuple[Question, Solution]:
    """A question how something is known, its options in this order, told by who heard it."""
    letters = dict(zip("abc", texts, strict=True))
    question = Question(
        id=id,
        form="choose",
        ask="How is this known?",
        given=[about],
        options=[Option(id=letter, text=text) for letter, text in letters.items()],
    )
    credits = [
        Credit(answer=letter, share=SHARES[text], reason=f"{text} earns {SHARES[text]}.")
        for letter, text in letters.items()
    ]
    return question, Solution(question=id, form="choose", credits=credits, chance=0.5)


def key_of(id: str, *asked: tuple[Question, Solution], kind: str = "known", level: int = 1) -> Key:
    head = {"kind": kind, "level": level, "title": f"About {kind}", "case": "Dora"}
    sheet = Sheet(id=id, questions=[question for question, _ in asked], **head)
    return Key(sheet=id, solutions=[solution for _, solution in asked], asked=sheet, **head)


#: two sheets of one exercise: the same two questions, in another order and under other letters
FIRST = key_of(
    "known-dora-0", known("1", LAKE, SEEN, TOLD, GUESSED), known("2", SHOP, SEEN, TOLD, GUESSED)
)
SECOND = key_of(
    "known-dora-1", known("1", SHOP, GUESSED, SEEN, TOLD), known("2", LAKE, TOLD, GUESSED, SEEN)
)
READ = key_of(
    "read-dora-0",
    (
        Question(id="1", form="write", ask="What would you ask?"),
        Solution(question="1", form="write"),
    ),
    kind="read",
    level=2,
)
KEYS = {key.sheet: key for key in (FIRST, SECOND, READ)}


def handed_in(key: Key, name: str | None, **given: str) -> Marking:
    """What somebody handed in, marked: ``q1="b"``."""
    told = {question.removeprefix("q"): answer for question, answer in given.items()}
    return mark(key, Answers(sheet=key.sheet, name=name, given=told))


def classroom() -> Classroom:
    """Ada has the first sheet, Bo and Cleo the second; Bo also wrote a text."""
    return Classroom(
        (
            handed_in(SECOND, "Bo", q1="b", q2="c"),
            handed_in(FIRST, "Ada", q1="a", q2="b"),
            handed_in(SECOND, "cleo", q2="b"),
            handed_in(READ, "Bo", q1="When she last sang."),
        ),
        KEYS,
    )


# --- who earned what ------------------------------------------------------------------------------


def test_sheets_of_one_exercise_are_one_column() -> None:
    """Ada earned 0 and 1, Bo twice 0, Cleo a half of one question; a text waits to be read."""
    room = classroom()

    assert room.columns == [
        Column(1, "known-dora", "About known", "Dora"),
        Column(2, "read-dora", "About read", "Dora"),
    ]
    assert room.to_rows() == [
        ("", "known-dora", "read-dora", "together"),
        ("Ada", "1 of 2", "–", "1 of 2"),
        ("Bo", "0 of 2", "to be read", "0 of 2, and to be read"),
        ("cleo", "0.5 of 2", "–", "0.5 of 2"),
        ("all", "25 %", "–", "25 %"),
    ]


def test_one_exercise_needs_no_sum() -> None:
    """With one column it would be told twice."""
    room = Classroom((handed_in(FIRST, "Ada", q1="b"),), KEYS)

    assert room.to_rows() == [("", "known-dora"), ("Ada", "1 of 2"), ("all", "50 %")]


def test_a_kind_is_counted_over_all_its_sheets() -> None:
    """Kinds without points are left out, and nobody's share is another's."""
    room = classroom()

    assert room.kinds == ["known", "read"]
    assert room.by_kind("Ada") == {"known": 0.5}
    assert room.by_kind("Bo") == {"known": 0.0}


def test_an_exercise_of_another_case_is_another_column() -> None:
    """Even where the ids differ in nothing but their last number."""
    other = FIRST.model_copy(update={"case": "Anna O.", "sheet": "known-dora-7", "asked": None})

    room = Classroom((handed_in(FIRST, "Ada"), handed_in(other, "Ada")), KEYS)

    assert [column.case for column in room.columns] == ["Anna O.", "Dora"]


def test_without_a_name_it_is_said_that_there_is_none() -> None:
    """Such a row is nobody's, and is not left out."""
    assert Classroom((handed_in(FIRST, None),)).names == ["(no name)"]


# --- what was hardest -----------------------------------------------------------------------------


def test_a_question_is_one_whatever_its_number_and_letters() -> None:
    """Of the lake: Ada saw it (0), Bo saw it (0), Cleo concluded it (½); guessing earns ½."""
    lake, shop = classroom().struggles

    assert (lake.given, lake.places) == ((LAKE,), (("known-dora-0", "1"), ("known-dora-1", "2")))
    assert (lake.share, lake.chance, lake.answered, lake.asked) == (pytest.approx(1 / 6), 0.5, 3, 3)
    assert (lake.slip, lake.slips) == (Slip(SEEN, f"{SEEN} earns 0.0."), 2)
    assert lake.where == "question 1 of known-dora-0 and 1 more"
    assert lake.asked_about == f"{LAKE} How is this known?"
    # of the shop: Ada right, Bo wrong, Cleo nothing
    assert (shop.share, shop.answered, shop.asked) == (pytest.approx(1 / 3), 2, 3)


def test_the_hardest_is_what_stays_farthest_below_guessing() -> None:
    """Half of the points is harder, where guessing earns nine tenths, than nothing from nothing."""
    easy = known("1", LAKE, SEEN, TOLD, GUESSED)
    lucky = easy[1].model_copy(update={"chance": 0.9})
    blind = known("2", SHOP, SEEN, TOLD, GUESSED)
    unlucky = blind[1].model_copy(update={"chance": 0.0})
    key = key_of("x", (easy[0], lucky), (blind[0], unlucky))

    room = Classroom((handed_in(key, "Ada", q1="c", q2="a"),), {"x": key})

    assert [one.given for one in room.struggles] == [(LAKE,), (SHOP,)]


def test_points_that_a_teacher_changed_do_not_change_how_hard_it_was() -> None:
    """The second sheet counts threefold; shares are what is averaged."""
    heavy = SECOND.model_copy(
        update={"solutions": [s.model_copy(update={"points": 3.0}) for s in SECOND.solutions]}
    )
    markings = [handed_in(FIRST, "Ada", q1="b"), handed_in(heavy, "Bo", q2="b")]

    [lake, _] = sorted(Classroom(tuple(markings), KEYS).struggles, key=lambda s: s.given)

    assert lake.share == 0.75
    assert lake.chance == 0.5


@pytest.mark.parametrize(
    ("form", "shares", "given", "slip"),
    [
        ("choose-many", (1, 0, 0.5), ("a", "b"), ("chosen: beta", "why b")),
        ("choose-many", (1, 0, 0.5), ("c",), ("left out: alpha", "why a")),
        ("choose-many", (1, 0, 0.5), (), None),
        ("choose-many", (1, 0, 0.5), ("a", "c"), None),
        ("choose", (1, 0, 0.5), ("c",), ("gamma", "why c")),
        ("choose", (1, 0, 0.5), ("z",), ("z", "")),
        ("order", (), ("c", "a", "b"), ("gamma (before) beta", "b is first")),
        ("order", (), ("c", "b", "a"), ("beta (before) alpha", "a is first")),
        ("order", (), ("a", "b", "c"), None),
    ],
)
def test_slips_are_told_in_the_words_of_the_sheet(
    form: str, shares: tuple[float, ...], given: tuple[str, ...], slip: tuple[str, str] | None
) -> None:
    """Letters differ from sheet to sheet; a partly right option is no slip among many."""
    texts = {"a": "alpha", "b": "beta", "c": "gamma"}
    credits = [
        Credit(answer=a, share=s, reason=f"why {a}") for a, s in zip(texts, shares, strict=False)
    ]
    orders = [Order(earlier=p[0], later=p[1], reason=f"{p[0]} is first") for p in ("ab", "bc")]
    solution = Solution(
        question="1", form=form, credits=credits, orders=orders if form == "order" else []
    )
    question = Question(
        id="1", form=form, ask="?", options=[Option(id=a, text=text) for a, text in texts.items()]
    )
    key = key_of("x", (question, solution))
    marking = mark(key, Answers(sheet="x", given={"1": given}))

    [struggle] = Classroom((marking,), {"x": key}).struggles

    assert struggle.slip == (slip and Slip(*slip))
    assert struggle.slips == bool(slip)


def test_an_order_loses_no_point_without_a_reason() -> None:
    """Two may change places around a third of which nothing is said; they are told all the same."""
    options = [Option(id=letter, text=letter * 3) for letter in "abc"]
    question = Question(id="1", form="order", ask="?", options=options)
    orders = [Order(earlier="b", later="c", reason="b is dated first")]
    key = key_of("x", (question, Solution(question="1", form="order", orders=orders)))

    marking = mark(key, Answers(sheet="x", given={"1": ["c", "a", "b"]}))

    assert [reason.text for reason in marking.marks[0].reasons] == ["b is dated first"]
    assert marking.points == 0


def test_a_word_that_is_none_of_the_vocabulary_is_told_as_it_was_written() -> None:
    """That it means something else would not be true of it."""
    question = Question(id="1", form="term", ask="Which?", vocabulary="defense")
    right = Credit(answer="denial", share=1, reason="It is.")
    solution = Solution(question="1", form="term", credits=[right], otherwise="Not this one.")
    key = key_of("x", (question, solution))

    [struggle] = Classroom((handed_in(key, "Ada", q1="Sulking"),), {"x": key}).struggles

    assert struggle.slip == Slip(
        "sulking",
        "No word of the list is spelt 'sulking'; 'formulation terms defense' shows the list.",
    )


def test_without_the_keys_each_sheet_stands_for_itself() -> None:
    """Nothing is known of what was asked, and so nothing is taken for one."""
    room = Classroom(classroom().markings)

    assert [one.places for one in room.struggles if one.kind == "known"] == [
        (("known-dora-0", "1"),),
        (("known-dora-1", "1"),),
        (("known-dora-1", "2"),),
        (("known-dora-0", "2"),),
    ]
    assert {(one.ask, one.slip) for one in room.struggles} == {("", None)}


@given(st.permutations(range(4)))
@settings(max_examples=24, deadline=None)
def test_who_came_first_does_not_matter(order: list[int]) -> None:
    """Rows, columns and what was hardest are the same in whatever order files are read."""
    room = classroom()

    other = Classroom(tuple(room.markings[n] for n in order), KEYS)

    assert other.to_rows() == room.to_rows()
    assert [(s.places, s.slip) for s in other.struggles] == [
        (s.places, s.slip) for s in room.struggles
    ]
    shares = [s.share for s in room.struggles]
    assert [s.share for s in other.struggles] == pytest.approx(shares)


# --- the table ------------------------------------------------------------------------------------


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_has_a_row_for_each_answer() -> None:
    """In the order in which they were marked, and two columns to be filled in."""
    rows = rows_of(classroom().to_csv())

    assert len(rows) == 7
    assert list(rows[0]) == list(COLUMNS)
    assert rows[5] == {
        "name": "cleo",
        "sheet": "known-dora-1",
        "kind": "known",
        "level": "1",
        "case": "Dora",
        "question": "2",
        "given": "b",
        "verdict": "partly right",
        "points": "0.5",
        "of": "1",
        "chance": "0.5",
        "set_by_teacher": "no",
        "share": "",
        "reason": "",
    }


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_name_is_no_formula(formula: str, tmp_path: Path) -> None:
    """No cell, and nothing that another program takes for a cell, begins as a formula does."""
    room = Classroom((handed_in(FIRST, formula, q1=formula),), KEYS)

    text = room.to_csv()

    for cell in re.split(r"[,;|\t\r\n]", text):
        assert not cell.removeprefix('"').startswith(("=", "+", "-", "@", "＝"))
    file = tmp_path / "class.csv"
    file.write_text(text.replace(",no,,\n", ",no,1,\n"), encoding="utf-8")
    assert read_own(file).of("known-dora-0", formula)


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_name_breaks_the_table(name: str) -> None:
    """Quotes, line ends and separators of all sorts: the table has its rows and its columns."""
    marking = handed_in(FIRST, None, q1="a").model_copy(update={"name": name})

    rows = list(csv.reader(io.StringIO(Classroom((marking,)).to_csv())))

    assert [len(row) for row in rows] == [len(COLUMNS)] * 3
    assert not rows[1][0].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_long_text_is_one_line_of_the_table() -> None:
    """A whole case file would be no cell to look at."""
    marking = handed_in(READ, "Ada", q1="a line\n" * 1000)

    [row] = rows_of(Classroom((marking,)).to_csv())

    assert row["given"].startswith("a line a line")
    assert len(row["given"]) == 1000
    assert row["given"].endswith("…")


# --- a teacher's own marks ------------------------------------------------------------------------


def own_marks(folder: Path, text: str, name: str = "own.csv") -> OwnMarks:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read_own(file)


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(CaseError) as caught:
        own_marks(folder, text)
    return [str(fault).removeprefix(f"{folder / 'own.csv'}:") for fault in caught.value.faults]


def test_the_class_table_filled_in_is_read_again(tmp_path: Path) -> None:
    """A text that no program marks gets its points; the new table holds them and reads again."""
    keys = {READ.sheet: READ}
    answers = Answers(sheet=READ.sheet, name="Bo", given={"1": "When she last sang."})
    before = Classroom((mark(READ, answers),), keys).to_csv()

    own = own_marks(tmp_path, before.replace(",no,,", ",no,0.5,Ask it of the other side too."))
    marking = mark(READ, answers, overrides=own.of(READ.sheet, "Bo"))
    after = Classroom((marking,), keys).to_csv()

    assert (marking.points, marking.of) == (0.5, 1.0)
    assert marking.marks[0].reasons[0].text == "Ask it of the other side too."
    assert rows_of(after)[0]["share"] == "0.5"
    assert own_marks(tmp_path, after).of(READ.sheet, "Bo") == own.of(READ.sheet, "Bo")


@pytest.mark.parametrize(
    "written",
    [
        "question,share\n1,0.5\n",
        "Question;Share\n1;0,5\n",
        "question\tshare\tname\n1\t50 %\t\n",
        "\ufeffshare,question\n50%,1\n",
        "sep=;\nquestion;share\n1;.5\n",
    ],
)
def test_a_table_may_be_written_as_programs_write_it(tmp_path: Path, written: str) -> None:
    """With commas, semicolons or tabs, with a decimal comma or in percent."""
    [override] = own_marks(tmp_path, written).of("any", "Ada")

    assert (override.question, override.share, override.reason) == ("1", 0.5, None)


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    """Numbers are numbers there, whatever they look like."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["name", "question", "share", "reason"], ["Ada", 1, 0.25, "Half seen."]):
        book.active.append(row)
    book.save(tmp_path / "own.xlsx")

    [override] = read_own(tmp_path / "own.xlsx").of("any", "ada")

    assert (override.question, override.share, override.reason) == ("1", 0.25, "Half seen.")


def test_what_is_said_of_one_student_and_one_sheet_comes_first(tmp_path: Path) -> None:
    """In whatever order the rows stand; the name may be spelt with other capitals."""
    own = own_marks(
        tmp_path,
        "name,sheet,question,share\n,,1,0\n,known-dora-0,1,0.2\nAda  Q.,,1,0.4\n"
        "ada q.,known-dora-0,1,0.6\nBo,known-dora-0,1,1\n",
    )

    shares = [override.share for override in own.of("known-dora-0", "ADA Q.")]
    first = mark(
        FIRST,
        Answers(sheet=FIRST.sheet, name="Ada Q."),
        overrides=own.of("known-dora-0", "Ada Q."),
    )

    assert shares == [0.6, 0.4, 0.2, 0.0]
    assert first.marks[0].points == 0.6
    assert [override.share for override in own.of("other", "Cleo")] == [0.0]


def test_rows_that_are_not_filled_in_are_passed_over(tmp_path: Path) -> None:
    """A table begun and not finished marks what it marks."""
    own = own_marks(tmp_path, "name,question,share,reason\nAda,1,,\n\nBo,2,1,well seen\n,,,\n")

    assert [(row.line, row.override.name) for row in own.rows] == [(4, "Bo")]


def test_every_fault_of_a_table_is_told_with_its_line(tmp_path: Path) -> None:
    """All at once, in order."""
    share = "(accepted: a number from 0 to 1: 0.5, 0,5 or 50 %)"

    told = refused(
        tmp_path,
        "name,question,share,reason\nAda,1,2,\nAda,2,nan,\nAda,3,,why\nAda,,1,\n"
        "Bo,1,half,\nBo,4,1,\nbo,4,0,\nBo,5,-1,\nBo,6,120 %,\n",
    )

    assert told == [
        f"2: this is no share of the points: '2' {share}",
        f"3: this is no share of the points: 'nan' {share}",
        f"4: a reason without a share changes no mark {share}",
        "5: it is not said which question this mark is for (accepted: the number of the question)",
        f"6: this is no share of the points: 'half' {share}",
        "8: line 7 marks the same answer otherwise (accepted: one mark for one answer)",
        f"9: this is no share of the points: '-1' {share}",
        f"10: this is no share of the points: '120 %' {share}",
    ]


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    """The nearest name is offered; nothing that was written is passed over in silence."""
    accepted = "(accepted: name, sheet, question, share, reason)"

    told = refused(tmp_path, "nane,question,question,mark\nAda,1,1,1\n")

    assert told == [
        f"1: there is no such column: 'nane'; did you mean 'name'? {accepted}",
        f"1: there is no such column: 'mark' {accepted}",
        f"1: the table needs a column 'share' {accepted}",
        f"1: two columns have this name: 'question' {accepted}",
    ]


def test_an_empty_table_is_told_what_it_should_hold(tmp_path: Path) -> None:
    """And not how a diary begins, which is read by the same reader."""
    (tmp_path / "own.csv").write_text("", encoding="utf-8")

    with pytest.raises(CaseError) as caught:
        read_own(tmp_path / "own.csv")

    assert str(caught.value).endswith(
        "own.csv: the file is empty (accepted: a table with the columns name, sheet, question, "
        "share, reason)"
    )


def test_a_mark_for_nobody_is_told(tmp_path: Path) -> None:
    """A slip in a name must not lose a mark in silence."""
    own = own_marks(
        tmp_path,
        "name,sheet,question,share\nAda,,1,1\nAdda,,1,1\nAda,known-dora-3,1,1\n"
        "Ada,known-dora-1,1,1\n,,3,1\n",
    )

    told = [str(fault).removeprefix(f"{tmp_path}/own.csv:") for fault in own.unused(markings())]

    assert told == [
        "3: nobody of this name handed in these answers: 'Adda'; did you mean 'Ada'? "
        "(accepted: Ada, Bo)",
        "4: nobody handed in answers to this sheet: 'known-dora-3'; did you mean 'known-dora-1'? "
        "(accepted: known-dora-0, known-dora-1)",
        "5: nobody of this name handed in answers to known-dora-1: 'Ada' (accepted: Bo)",
        "6: no question of this number was asked: '3' (accepted: 1, 2)",
    ]


def markings() -> list[Marking]:
    return [handed_in(FIRST, "Ada"), handed_in(SECOND, "Bo")]


# --- the page -------------------------------------------------------------------------------------


def test_the_page_tells_what_the_table_tells() -> None:
    """Each student's row, the class's share, and the hardest question with what was told of it."""
    page = class_as_page(classroom(), ["c.json: no name stands in it; it goes by 'c'."])
    text = " ".join(re.sub(r"<[^>]+>", " ", page.split("</style>")[1]).split())

    assert "4 sheets of 3 students, 2 exercises." in text
    assert "Ada 1 of 2 – 1 of 2 Bo 0 of 2 to be read" in text.replace("\xa0", " ")
    assert "All 25 % – 25 %" in text
    assert "c.json: no name stands in it; it goes by &#39;c&#39;." in text
    assert (
        f"{LAKE} How is this known? About known (Dora), question 1 of known-dora-0 and 1 more "
        "Earned 17 % on the average; guessing earns 50 %. 3 of 3 answered. "
        f"The commonest slip (2 of 3): {SEEN} They were told: {SEEN} earns 0.0."
    ) in text


def test_the_table_by_kinds_stands_where_it_tells_more() -> None:
    """Where each kind has one column already, it would say the same again."""
    other = FIRST.model_copy(update={"case": "Anna O.", "sheet": "known-anna-0", "asked": None})
    more = Classroom((*classroom().markings, handed_in(other, "Ada")), KEYS)

    assert "By kind of exercise" not in class_as_page(classroom())
    assert "By kind of exercise" in class_as_page(more)


def test_a_page_of_many_questions_folds_the_easier_ones() -> None:
    """Ten are seen, twenty unfolded, and the rest is counted."""
    asked = [known(str(n), f"Scene {n}.", SEEN, TOLD, GUESSED) for n in range(1, 34)]
    key = key_of("x", *asked)

    page = class_as_page(Classroom((handed_in(key, "Ada", q1="b"),), {"x": key}))

    shown, _, folded = page.partition("<details><summary>The next 20</summary>")
    assert (shown.count('class="asked"'), folded.count('class="asked"')) == (10, 20)
    assert '<ol class="struggles" start="11">' in folded
    assert "3 questions that went better are left out." in folded


def test_hostile_names_stay_names() -> None:
    """Whatever a student calls himself, the page has the elements it was written with."""
    room = classroom()
    words = {"title": HOSTILE, "case": HOSTILE}
    hostile = tuple(
        marking.model_copy(update={"name": f"{n}{HOSTILE}", **words})
        for n, marking in enumerate(room.markings)
    )

    page = class_as_page(Classroom(hostile, KEYS), [HOSTILE])

    elements = re.findall(r"<(\w+)", page)
    assert set(elements) == set(re.findall(r"<(\w+)", class_as_page(room, ["note"])))
    assert "<script" not in page
    assert "\u202e" not in page
    assert "{{7*7}}" in page
    assert "script-src" not in re.findall(r'Policy" content="([^"]+)"', page)[0]


def test_an_empty_class_is_a_page_too() -> None:
    """Nothing is divided by nobody."""
    room = Classroom(())

    assert room.to_rows() == [("",), ("all",)]
    assert room.to_csv() == ",".join(COLUMNS) + "\n"
    assert "0 sheets of 0 students, 0 exercises." in class_as_page(room)


def test_what_is_not_marked_is_told_in_the_table() -> None:
    """Apart from what waits to be read; it counts for nothing in anybody's share."""
    question = Question(id="1", form="case", ask="Write it down.")
    solution = Solution(question="1", form="case", points=10, reference="formulation: 1\nid: r\n")
    key = key_of("whole-dora-0", (question, solution), kind="whole", level=4)
    room = Classroom((handed_in(SECOND, "Bo", q1="b", q2="c"), handed_in(key, "Bo", q1="id: [")))

    rows = room.to_rows()

    assert [row[2:] for row in rows[1:]] == [
        ("not marked", "0 of 2, and not marked"),
        ("–", "0 %"),
    ]


# --- a table that is not what it seems ------------------------------------------------------------


def test_a_decimal_comma_without_quotes_is_refused(tmp_path: Path) -> None:
    """Between commas 0,5 is two cells, and half a point would be none."""
    told = refused(
        tmp_path, 'name,question,share\nAda,1,0,5\nBo,1,"0,5"\nCy,1,1,,\nDee,1,,well, nearly\n'
    )

    quoted = (
        '(accepted: a cell with a comma in it stands in quotes: "0,5", "well argued, and brief")'
    )
    assert told == [
        f"2: this row has 4 cells, and there are 3 columns {quoted}",
        f"5: this row has 5 cells, and there are 3 columns {quoted}",
    ]


def test_a_table_of_an_older_windows_is_told_how_to_save_it(tmp_path: Path) -> None:
    """And not of a map, which only a diary has."""
    (tmp_path / "own.csv").write_bytes(b"name,question,share\nZo\xeb,1,1\n")

    with pytest.raises(CaseError) as caught:
        read_own(tmp_path / "own.csv")

    assert str(caught.value).endswith(
        "own.csv:2: the byte 0xEB is not UTF-8 "
        "(accepted: the table saved as CSV in UTF-8, or as XLSX)"
    )


def test_marks_that_a_new_table_would_lose_are_found(tmp_path: Path) -> None:
    """A mark for everybody is held where anybody was marked so; another share or reason is not."""
    own = own_marks(tmp_path, "name,question,share,reason\nAda,1,0.5,As you argue it.\n,2,0.25,\n")
    answers = Answers(sheet=FIRST.sheet, name="Ada", given={"1": "a"})

    marked = mark(FIRST, answers, overrides=own.of(FIRST.sheet, "Ada"))
    otherwise = own_marks(tmp_path, "name,question,share,reason\nAda,1,0.5,No.\nAda,2,0.5,\n")

    assert own.missing_in([marked]) == []
    assert [row.line for row in own.missing_in([mark(FIRST, answers)])] == [2, 3]
    assert [row.line for row in otherwise.missing_in([marked])] == [2, 3]
