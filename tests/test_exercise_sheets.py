"""Taking an exercise: as Markdown that reads back, in a terminal, on a page and in a notebook."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from formulation.errors import CaseError
from formulation.exercises import mark
from formulation.exercises.files import text_of
from formulation.exercises.html_sheet import answers_file_name, marking_as_page, sheet_as_page
from formulation.exercises.markdown_sheet import answers_from_markdown, sheet_as_markdown
from formulation.exercises.marking import Marking, Override
from formulation.exercises.notebook_sheet import shown
from formulation.exercises.sheet import Answers, Option, Question, Sheet
from formulation.exercises.taking import take
from formulation.exercises.telling import SIGNS, marking_in_words
from formulation.views.quoting import showable
from tests.exercise_sheets import ANSWERS, CASE_TEXT, HOSTILE, KEY, SHEET, WRITTEN, hostile
from tests.test_report import Page


def marked(answers: Answers = ANSWERS) -> Marking:
    return mark(KEY, answers, sheet=SHEET)


def lone(question: Question) -> Sheet:
    """A sheet of one question."""
    return SHEET.model_copy(update={"questions": (question,)})


# --- Markdown: written ----------------------------------------------------------------------------


def test_a_sheet_in_markdown_reads_like_a_worksheet() -> None:
    """Title, sheet, name, note and story first; then boxes, blanks and room for texts."""
    text = sheet_as_markdown(SHEET)

    assert text.startswith(
        "# Mara and her singing teacher\n\nSheet: six-forms-mara-3\n\nName:\n\n"
        "Level 2 of 4: tell the illness narrative. "
        "The case: Mara (made up, for teaching or testing).\n\n"
        "**Before you read.** Content: the death of a parent.\n\n"
    )
    assert (
        text.index("**Before you read.**") < text.index("## The story") < text.index("Question 1")
    )
    assert (
        "**How is this known?**\n\n*Choose one.*\n\n- [ ] a) observed: the writer heard it\n"
        in text
    )
    assert "- a) Her voice is gone.\n" in text
    assert "Answer:\n\n1. ____\n2. ____\n3. ____\n4. ____\n" in text
    assert text.count("````text\n\n````\n") == text.count("````yaml\n\n````\n") == 1
    assert "## Words to choose from\n\naffiliation, altruism, " in text
    assert "- Question 1: Who would have had to be in the room?" in text.partition("## Hints")[2]


def test_an_open_question_says_so() -> None:
    """Whoever answers knows that no single answer is waited for."""
    told = "More than one answer can be right here."

    assert sheet_as_markdown(SHEET).count(told) == 1
    assert Page(sheet_as_page(SHEET)).text.count(told) == 1


def rendered(text: str) -> tuple[list[str], str]:
    """The headings of a Markdown text and all its words, as another program reads it."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [t for t in tokens if t.type == "inline"]
    heads = [tokens[n + 1].content for n, t in enumerate(tokens) if t.type == "heading_open"]
    words = [c.content if c.type in ("text", "code_inline", "text_special") else " "
             for t in inline for c in t.children or []]  # fmt: skip
    return heads, " ".join("".join(words).split())


def test_hostile_words_stay_words_in_markdown() -> None:
    """To a common reader of Markdown no text of the case is a heading, a box, a link or a fence."""
    plain, sheet = sheet_as_markdown(SHEET), hostile()[0]
    text = sheet_as_markdown(sheet)

    heads, words = rendered(text)

    assert heads[1:] == rendered(plain)[0][1:]
    assert len(re.findall(r"(?m)^- \[ \]", text)) == len(re.findall(r"(?m)^- \[ \]", plain))
    # title, case, note, two of the story; ask, given and hint six times; eleven options
    assert words.count(" ".join(showable(HOSTILE).split())) == 5 + 3 * 6 + 11


# --- Markdown: filled in and read back ------------------------------------------------------------


def filled(sheet: Sheet, answers: Answers, tick: str = "x", on_one_line: bool = False) -> str:
    """A sheet as a student fills it in: ticks, letters on the lines, texts between the fences."""
    lines, told = [], iter(())
    for line in sheet_as_markdown(sheet).split("\n"):
        if line.startswith("## "):
            question = line.removeprefix("## Question ")
            answer = answers.to(question)
            told = iter([", ".join(answer)] if on_one_line and answer else answer)
        if line == "Name:":
            line = f"Name: {answers.name or ''}"
        elif box := re.match(r"- \[ \] (\w+)\)", line):
            line = line.replace("[ ]", f"[{tick}]", 1) if box[1] in answer else line
        elif blank := re.fullmatch(r"(\d+\. )____", line):
            line = f"{blank[1]}{next(told, '____')}"
        elif line.startswith("````") and line != "````":
            text = next(told, "")
            fence = "`" * max(4, *(len(run) + 1 for run in re.findall("`+", text)), 4)
            lines += [fence + line[4:], *text.split("\n"), fence]
            continue
        elif line == "````":
            continue
        lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize("sheet", [SHEET, hostile()[0]], ids=["harmless", "hostile"])
@pytest.mark.parametrize("tick", ["x", "X", " x ", "✓", "*"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "   \n"])
def test_a_filled_in_sheet_reads_back(sheet: Sheet, tick: str, line_end: str) -> None:
    """Whatever the tick, the line ends and the blanks an editor leaves behind."""
    text = filled(sheet, ANSWERS, tick).replace("\n", line_end)

    read = answers_from_markdown(text)

    # within a text the blanks at the ends of lines are the student's own
    bare = {id: tuple(re.sub(r" +(?=\n)", "", word) for word in read.to(id)) for id in read.given}
    assert read.model_copy(update={"given": bare}) == ANSWERS


def test_an_empty_sheet_has_no_answers() -> None:
    """Neither the blanks nor the fences are taken for answers."""
    read = answers_from_markdown(sheet_as_markdown(SHEET))

    assert read == Answers(sheet=SHEET.id)


SPECIAL = st.text("`*_{}[]()<>#+-.!|~$&:=\\/@x19Aa )\t\n", min_size=1, max_size=40)
TEXTS = (SPECIAL | st.text(min_size=1, max_size=40) | st.sampled_from([
    "- [x] a) yes", "## Question 1", "````", "1. ____", "Answer: b", "Sheet: no", "Name: no",
    "x\n- [x] b) yes", "x\n## Question 1\n", "x\nAnswer: b", "x\n````",
    "*Choose one.*", "> quote", "Write one word of the field.", "a) b) c)", "~~~\nx", "[ ] a)",
])).filter(str.strip)  # fmt: skip


@st.composite
def taken(draw: Any) -> tuple[Sheet, Answers]:
    """A sheet of hostile words, and answers that somebody gave."""
    questions, told = [], {}
    for number in range(1, draw(st.integers(1, 5)) + 1):
        form = draw(st.sampled_from(["choose", "choose-many", "order", "term", "write", "case"]))
        letters = "abcde"[: draw(st.integers(2, 5))]
        offers = [Option(id=letter, text=draw(TEXTS)) for letter in letters]
        is_offered = form in ("choose", "choose-many", "order")
        questions.append(
            Question(
                id=str(number),
                form=form,
                ask=draw(TEXTS),
                given=draw(st.lists(TEXTS, max_size=2)),
                options=offers if is_offered else (),
                vocabulary="defense" if form == "term" else None,
                is_open=draw(st.booleans()),
                hint=draw(st.none() | TEXTS),
            )
        )
        if draw(st.booleans()):
            told[str(number)] = draw(answers_of(form, letters))
    head = {"title": draw(TEXTS), "case": draw(TEXTS), "content_note": draw(st.none() | TEXTS)}
    story = draw(st.lists(TEXTS, max_size=2))
    sheet = Sheet(id="s-1", kind="k", level=2, story=story, questions=questions, **head)
    name = draw(st.none() | st.text("AbcÀéĶß ", min_size=1, max_size=9).filter(str.strip))
    return sheet, Answers(sheet="s-1", name=name, given=told)


def answers_of(form: str, letters: str) -> st.SearchStrategy[list[str]]:
    if form == "choose":
        return st.sampled_from(letters).map(lambda letter: [letter])
    if form == "choose-many":
        return st.sets(st.sampled_from(letters), min_size=1).map(sorted)
    if form == "order":
        return st.permutations(letters)
    if form == "term":
        return st.sampled_from(["acting-out", "denial", "idealization of other"]).map(lambda t: [t])
    return TEXTS.map(
        lambda text: ["w" + re.sub(r"(?m)[ \t\r]+$", "", text).replace("\r", " ").rstrip()]
    )


@given(taken(), st.sampled_from("xX✓"), st.booleans(), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=50, deadline=None)
def test_any_filled_in_sheet_reads_back(
    made: tuple[Sheet, Answers], tick: str, on_one_line: bool, line_end: str
) -> None:
    """Boxes in a text, fences in an answer, numbers before an option: nothing is mistaken."""
    sheet, answers = made
    text = filled(sheet, answers, tick, on_one_line and not has_text(sheet))

    assert answers_from_markdown(text.replace("\n", line_end)) == answers


def has_text(sheet: Sheet) -> bool:
    return any(question.form in ("write", "case", "term") for question in sheet.questions)


@pytest.mark.parametrize(
    "written",
    ["1. c\n2. a\n3. b\n4. d", "c, a, b, d", "c a b d", "cabd", "C; A; B; D", "c > a > b > d",
     "c → a → b → d", "c then a then b and d", "1) c)\n2) a)\n3) b)\n4) d)", "c\na\nb\nd",
     "- c\n- a\n- b\n- d", "1. __c__\n2. a____\n3. (b)\n4. d.", "Answer: c, a, b, d", "c) a) b) d)",
     "1. c) The teacher praises another pupil.\n2. a\n3. b\n4. d"],
)  # fmt: skip
def test_an_order_is_read_however_it_is_written(written: str) -> None:
    """On one line or on four, with or without numbers, signs and words between."""
    text = sheet_as_markdown(lone(SHEET.question("3")))
    blanks = "Answer:\n\n1. ____\n2. ____\n3. ____\n4. ____"
    assert blanks in text

    given = text.replace(blanks, written if "Answer:" in written else f"Answer:\n\n{written}")

    assert answers_from_markdown(given).to("3") == ("c", "a", "b", "d")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("- [b] b) reported: Mara told it", ("b",)),
        ("* [X] b) reported", ("b",)),
        ("+ [ x ]  b)  reported", ("b",)),
        ("- [☒] b)", ("b",)),
        ("- [☑\ufe0f] b) reported", ("b",)),
        ("- [✔\ufe0e] b) reported", ("b",)),
        ("- [✓] b) reported", ("b",)),
        ("- [✅] b) reported", ("b",)),
        ("- ☒ b) reported", ("b",)),
        ("- ☑\ufe0f b) reported", ("b",)),
        ("- ✔ b) reported", ("b",)),
        ("- ☐ b) reported", ()),
        ("- [_] b) reported", ()),
        ("- [] b) reported", ()),
        ("- [ ] b) reported\n\nb", ("b",)),
        ("- [ ] b) reported\n\nAnswer: B)", ("b",)),
        ("- [ ] b) reported\n\nI think (perhaps) that she told it herself.", ()),
        ("- [ ] b) reported\n\n- I think (perhaps) that she told it herself.", ()),
        ("- [x] b) reported\n  which runs on in the next line", ("b",)),
    ],
)
def test_boxes_are_read_generously(written: str, read: tuple[str, ...]) -> None:
    """Any tick, the letter itself, or the letter under the boxes; remarks are let stand."""
    text = sheet_as_markdown(lone(SHEET.question("1")))

    given = text.replace("- [ ] b) reported: Mara told it", written)

    assert answers_from_markdown(given).to("1") == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("````text\nTwo lines.\n\nAnd ```one``` more.\n````", "Two lines.\n\nAnd ```one``` more."),
        ("Without a fence.\n\nAt all.", "Without a fence.\n\nAt all."),
        ("````text\nIts end is lost.", "Its end is lost."),
        ("````text\nWithin.\n````\nAnd after.", "Within.\nAnd after."),
        ("~~~~\nOther fences.\n```\n~~~~", "Other fences.\n```"),
        ("    set in\n      and more", "set in\n  and more"),
    ],
)
def test_a_text_is_read_with_or_without_its_fence(written: str, read: str) -> None:
    """And what follows in the next question is not swallowed."""
    sheet = SHEET.model_copy(update={"questions": SHEET.questions[4:]})
    text = filled(sheet, Answers(sheet="s", given={"6": "formulation: 1"}))

    given = answers_from_markdown(text.replace("````text\n\n````", written))

    assert given.to("5") == (read,)
    assert given.to("6") == ("formulation: 1",)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Name: Ada Q.", "Ada Q."),
        ("Name:   Zoë_", "Zoë"),
        ("**Name:** Ada", "Ada"),
        ("name : Ada", "Ada"),
        ("Name:\n\nAda Q.", "Ada Q."),
        ("Name: ____", None),
        ("", None),
    ],
)
def test_the_name_is_read_from_the_head(written: str, name: str | None) -> None:
    """Behind its word or under it; nobody need say."""
    text = sheet_as_markdown(SHEET).replace("Name:", written, 1)

    assert answers_from_markdown(text).name == name


@pytest.mark.parametrize(
    ("number", "before", "after", "sentence"),
    [
        (
            "1",
            "- [ ] b)",
            "- [?] b)",
            "a.md:28:4: '?' does not tell whether b is chosen "
            "(accepted: [x] for chosen, [ ] for not chosen)",
        ),
        ("1", "- [ ] b)", "- x b)", "a.md:28:3: 'x b' has lost its box "
         "(accepted: - [x] b) … if it is chosen)"),
        ("3", "1. ____", "1. e", "a.md:32:4: the question offers no 'e' (accepted: a, b, c or d)"),
        ("3", "1. ____\n2. ____", "1. a\n2. a", "a.md:33:4: a stands in the order twice "
         "(accepted: each letter once)"),
        ("1", "## Question 1", "## Question 1\n\n## Question 1", "a.md:21:13: question 1 stands "
         "here twice (accepted: each question once)"),
        ("1", "Sheet: six-forms-mara-3\n", "", "a.md:1:1: it is not said which sheet this answers "
         "(accepted: the line 'Sheet:' as it stood at the top)"),
        ("1", "## Question 1", "", "a.md:1:1: no question stands here "
         "(accepted: the sheet with its headings, ## Question 1)"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_line(
    number: str, before: str, after: str, sentence: str
) -> None:
    """The file, the line, what stands there and what would do."""
    text = sheet_as_markdown(lone(SHEET.question(number))).replace(before, after, 1)

    with pytest.raises(CaseError) as caught:
        answers_from_markdown(text, "a.md")

    assert [str(fault).split("\n")[0] for fault in caught.value.faults] == [sentence]


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_an_empty_text_is_told_what_it_should_hold(text: str) -> None:
    """In one sentence, and not that question after question is missing."""
    with pytest.raises(CaseError) as caught:
        answers_from_markdown(text, "a.md")

    assert str(caught.value) == (
        "a.md: the file is empty (accepted: the sheet of an exercise, filled in)"
    )


def test_all_that_cannot_be_read_is_told_at_once() -> None:
    """A student mends a sheet in one go."""
    text = sheet_as_markdown(SHEET).replace("[ ] a)", "[?] a)").replace("1. ____", "1. z", 1)

    with pytest.raises(CaseError) as caught:
        answers_from_markdown(text)

    assert [fault.value for fault in caught.value.faults] == ["?", "?", "z"]


def test_a_text_of_nothing_but_fences_is_read_at_once() -> None:
    """Looking for the end of each fence does not grow with the square of the text."""
    head = sheet_as_markdown(lone(SHEET.question("5"))).partition("````")[0]
    text = head + "````a\n" * 20_000 + "`" * 39 + "\n"

    read = answers_from_markdown(text)

    assert read.to("5")[0].count("\n") > 19_000


# --- the terminal ---------------------------------------------------------------------------------


class Desk:
    """Where a student sits: what is typed, line after line, and all that was told and asked."""

    def __init__(self, *typed: str) -> None:
        self.typed = iter(typed)
        self.told: list[str] = []
        self.prompts: list[str] = []

    def ask(self, prompt: str) -> str:
        self.prompts.append(prompt)
        for line in self.typed:
            return line
        raise EOFError

    def tell(self, lines: list[str]) -> None:
        self.told += lines


def sat(*typed: str, sheet: Sheet = SHEET) -> tuple[dict[str, tuple[str, ...]], Desk]:
    """What was answered by typing so, and the desk."""
    desk = Desk(*typed)
    return take(sheet, desk.ask, desk.tell).given, desk


def test_every_form_is_answered_in_the_terminal(tmp_path: Path) -> None:
    """Letters, an order, a word, a text that ends with a full stop, and a file."""
    file = tmp_path / "mara.yaml"
    file.write_text(CASE_TEXT + "\n", encoding="utf-8")
    text = WRITTEN.split("\n")
    desk = Desk("", "c", "d, a", "dcba", "Idealization of other", *text, ".", str(file), "")

    answers = take(SHEET, desk.ask, desk.tell, name="Ada Q.")

    assert answers == ANSWERS
    assert desk.told[-1] == "6 of 6 questions answered."


def test_the_content_note_comes_first_and_the_story_when_asked_for() -> None:
    """Who stops at the note has read nothing of the case."""
    given, desk = sat("stop")

    assert given == {}
    assert desk.told == [
        "Mara and her singing teacher",
        "Level 2 of 4: tell the illness narrative.",
        "The case: Mara (made up, for teaching or testing).",
        "",
        "Before you read. Content: the death of a parent.",
        "",
        "Stopped here; what was answered is kept.",
        "0 of 6 questions answered.",
    ]
    assert any("Mara is thirty" in line for line in sat("")[1].told)


@pytest.mark.parametrize(
    ("number", "typed", "sentence"),
    [
        ("1", "x", "There is no x here; the letters are a, b and c."),
        ("1", "a b", "One letter is asked for; these are 2: a and b."),
        ("1", "!?", "There is no !? here; the letters are a, b and c."),
        ("1", "...", "That names no option; the letters are a, b and c."),
        ("2", "a q z", "There is no q or z here; the letters are a, b, c and d."),
        ("3", "d, b", "All of them are to be put into order; still missing: a and c."),
        ("4", "glee", "'glee' is not on the list; words shows the list."),
        ("4", "denial, splitting", "One word is asked for; these are 2: denial and splitting."),
        ("6", "none.yaml", "none.yaml: there is no such file"),
    ],
)
def test_what_is_no_answer_is_asked_again(number: str, typed: str, sentence: str) -> None:
    """With what is accepted; the question itself is not told again."""
    sheet = lone(SHEET.question(number))
    given, desk = sat("", typed, "", "", sheet=sheet)

    assert given == {}
    assert desk.told[-2].startswith(sentence)
    assert desk.prompts[1] == desk.prompts[2]
    assert desk.told.count(f"  {sheet.questions[0].ask}") == 1


def test_a_word_misspelt_is_offered_the_nearest() -> None:
    """Enter takes it; no asks for another."""
    sheet = lone(SHEET.question("4"))

    taken, desk = sat("", "idealisation of othr", "", sheet=sheet)
    other, _ = sat("", "idealisation of othr", "no", "Denial", sheet=sheet)

    assert (
        "No word of the list is spelt 'idealisation of othr'; is 'idealization-of-other' meant?"
        in desk.told
    )
    assert taken == {"4": ("idealization-of-other",)}
    assert other == {"4": ("denial",)}


def test_what_is_typed_where_yes_or_no_was_asked_is_heeded() -> None:
    """Another word is taken at once, back goes back, and stop stops."""
    sheet = lone(SHEET.question("4"))

    word, _ = sat("", "idealisation of othr", "Denial", sheet=sheet)
    back, desk = sat("", "idealisation of othr", "back", "denial", sheet=sheet)
    stop, ended = sat("", "idealisation of othr", "stop", sheet=sheet)

    assert word == back == {"4": ("denial",)}
    assert "This is the first question." in desk.told
    assert stop == {}
    assert "Stopped here; what was answered is kept." in ended.told


def test_a_hint_and_the_words_are_shown_when_asked_for() -> None:
    """Not before, and the question waits."""
    hinted = sat("", "?", "b", sheet=lone(SHEET.question("1")))
    without = sat("", "?", "words", "denial", sheet=lone(SHEET.question("4")))

    assert "Hint: Who would have had to be in the room?" in hinted[1].told
    assert "There is no hint for this one." in without[1].told
    assert any(line.startswith("The words: affiliation, altruism,") for line in without[1].told)
    assert (hinted[0], without[0]) == ({"1": ("b",)}, {"4": ("denial",)})


def test_one_goes_back_and_changes_an_answer() -> None:
    """Enter keeps what was answered, a letter replaces it, a dash takes it back."""
    two = SHEET.model_copy(update={"questions": SHEET.questions[:2]})

    kept, desk = sat("", "a", "back", "", "b", "", sheet=two)
    changed, _ = sat("", "a", "b", "back", "back", "c", "", "", sheet=two)
    emptied, _ = sat("", "a", "back", "-", "", "d", "", sheet=two)

    assert "  Your answer so far: a. Enter keeps it, - takes it back." in desk.told
    assert kept == {"1": ("a",), "2": ("b",)}
    assert changed == {"1": ("c",), "2": ("b",)}
    assert emptied == {"2": ("d",)}


def test_ctrl_c_keeps_what_was_answered() -> None:
    """As the end of the input does, within a text as between two questions."""
    two = SHEET.model_copy(update={"questions": SHEET.questions[:2]})

    class Interrupted(Desk):
        def ask(self, prompt: str) -> str:
            try:
                return super().ask(prompt)
            except EOFError:
                raise KeyboardInterrupt from None

    between, within = Interrupted("", "b"), Interrupted("", "I would ask")
    answers = take(two, between.ask, between.tell)
    text = take(lone(SHEET.question("5")), within.ask, within.tell)

    assert answers.given == {"1": ("b",)}
    assert between.told[-2:] == [
        "Stopped here; what was answered is kept.",
        "1 of 2 questions answered.",
    ]
    assert text.given == {"5": ("I would ask",)}


def test_a_case_that_cannot_be_marked_is_told_at_once(tmp_path: Path) -> None:
    """While it can be mended; it is kept all the same, and one that can be read is no matter."""
    (tmp_path / "open.yaml").write_text("formulation: 1\nid: [\n", encoding="utf-8")
    (tmp_path / "good.yaml").write_text(CASE_TEXT, encoding="utf-8")
    sheet = lone(SHEET.question("6"))

    given, desk = sat("", str(tmp_path / "open.yaml"), sheet=sheet)
    _, quiet = sat("", str(tmp_path / "good.yaml"), sheet=sheet)

    assert given == {"6": ("formulation: 1\nid: [",)}
    at = desk.told.index("It is kept all the same. Mend it, go back and name it again.")
    assert desk.told[at - 2].startswith("This cannot be read as a case yet: 1 place to mend")
    assert desk.told[at - 1] == (
        "line 2: the [ that opens here is never closed (accepted: ] at its end)"
    )
    assert not any("kept all the same" in line for line in quiet.told)


def test_there_is_nothing_before_the_first_question() -> None:
    """Back is then answered with words, and the question asked again."""
    given, desk = sat("", "back", "a", sheet=lone(SHEET.question("1")))

    assert "This is the first question." in desk.told
    assert given == {"1": ("a",)}


@pytest.mark.parametrize("count", range(12))
def test_the_end_of_input_keeps_what_was_answered(count: int) -> None:
    """Wherever it comes: before, between, and within a text of several lines."""
    typed = ["", "c", "a d", "dcba", "denial", "one", "two", "three", ".", "", ""]
    whole = [("1", "c"), ("2", "a"), ("3", "d"), ("4", "denial"), ("5", "one")]

    given, desk = sat(*typed[:count])

    assert [(id, answer[0].split("\n")[0]) for id, answer in given.items()] == whole[
        : max(min(count - 1, 5), 0)
    ]
    assert desk.told[-1] == f"{len(given)} of 6 questions answered."
    assert given.get("5", ("",))[0] == "\n".join(["one", "two", "three"][: max(count - 5, 0)])


def test_an_option_called_like_a_wish_can_be_chosen() -> None:
    """What the sheet offers comes before what the terminal understands."""
    offers = [Option(id="back", text="to him"), Option(id="stop", text="here")]
    question = Question(id="1", form="choose", ask="Where?", options=offers)

    assert sat("", "back", sheet=lone(question))[0] == {"1": ("back",)}


@given(st.lists(st.text(max_size=8), max_size=25))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_the_end_is_reached(typed: list[str]) -> None:
    """No line stops the sitting, and what is kept can be written to a file."""
    sheet = SHEET.model_copy(update={"questions": SHEET.questions[:5]})

    given, _ = sat(*typed, sheet=sheet)

    assert set(given) <= {"1", "2", "3", "4", "5"}
    assert all(word.strip() for words in given.values() for word in words)


# --- marks in words -------------------------------------------------------------------------------


def test_a_marking_in_words_says_why() -> None:
    """Verdict by sign and word, points and guessing, what was asked, reasons, what next."""
    lines = marking_in_words(marked(), SHEET)

    assert lines[:3] == [
        "Mara and her singing teacher, answered by Ada Q.",
        "The case: Mara",
        "You earned 3.17 of 4 points. Guessing would earn about 1.29. "
        "Your teacher reads 2 answers more.",
    ]
    assert lines[4:12] == [
        "Question 1: ◐ partly right. 0.5 of 1 point. Guessing earns about 0.5.",
        "  Mara's voice is gone on the Sunday after the lesson.",
        "  How is this known?",
        "  Your answer: c: inferred: concluded from other things",
        "  Why: KEY-1C Near: the writer concludes it from what she told.",
        "  What the case says: Mara loses her voice. (statement silence; notes)",
        "  Look at this next: KEY-1L Look at who speaks.",
        "  An answer as it could be given: KEY-1M reported: Mara told it",
    ]
    assert (
        "  Why: KEY-4I All good, and no fault can be seen. Whose reading: the supervisor." in lines
    )
    at = lines.index("    b comes before c")
    assert lines[at + 1] == "      KEY-3BC The winter comes before March."
    assert lines[13:21] == [
        "Question 2: ✓ right. 1 of 1 point. Guessing earns about 0.25.",
        "  Which of these count against the claim that praise for another silences her?",
        "  Your answer: a and d",
        "  Why:",
        "    a: Her voice was hoarse already on the Thursday before.",
        "      KEY-2A What was there before was not brought by it.",
        "    d: She sang well on the day of the next praise.",
        "      KEY-2D Here it came and nothing followed.",
    ]


def test_what_is_left_out_is_told_and_not_scolded() -> None:
    """A question without answer has its sign, and what to look at."""
    lines = marking_in_words(mark(KEY, Answers(sheet=SHEET.id), sheet=SHEET), SHEET)

    assert "Question 1: – no answer. 0 of 1 point. Guessing earns about 0.5." in lines
    assert not [line for line in lines if "Your answer" in line or "Why" in line]


def test_a_teachers_own_mark_is_told_as_such() -> None:
    """Guessing is not spoken of where a person judged."""
    own = Override(question="1", share=1, reason="You heard it before I did.")
    lines = marking_in_words(mark(KEY, ANSWERS, sheet=SHEET, overrides=[own]), SHEET)

    assert "Question 1: ✓ right. 1 of 1 point. Your teacher set these points." in lines
    assert "  Why: You heard it before I did." in lines


def test_marks_can_be_told_without_the_sheet() -> None:
    """Then by numbers and letters alone."""
    lines = marking_in_words(mark(KEY, ANSWERS))

    assert "  Your answer: c" in lines
    assert not [line for line in lines if "How is this known?" in line]


def test_where_only_a_teacher_reads_nothing_is_counted() -> None:
    """No "0 of 0 points"."""
    key = KEY.model_copy(update={"solutions": KEY.solutions[4:]})

    assert marking_in_words(mark(key, ANSWERS))[2] == (
        "Your teacher reads these answers; nothing is counted."
    )


# --- pages ----------------------------------------------------------------------------------------


def sum_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(page: Page) -> list[str]:
    return next(own["content"] for _, own in page.elements if "http-equiv" in own).split("; ")


def test_a_page_lets_only_its_own_style_and_script_run() -> None:
    """By their sums; it may load nothing and send nothing, and holds no address."""
    page = Page(sheet_as_page(SHEET))

    assert policy(page) == [
        "default-src 'none'",
        f"style-src {sum_of(page.held['style'])}",
        f"script-src {sum_of(page.held['script'])}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not [tag for tag in page.outside if tag in ("link", "img", "iframe", "form", "object")]
    assert not [*page.having("src"), *page.having("style"), *page.having("onclick")]
    assert not re.search(r"https?:", sheet_as_page(SHEET))


def test_a_marked_page_has_no_script_at_all() -> None:
    """It is read and printed; nothing in it moves."""
    page = Page(marking_as_page(marked(), SHEET))

    assert "script" not in page.outside
    assert policy(page)[1] == f"style-src {sum_of(page.held['style'])}"
    assert not [part for part in policy(page) if part.startswith("script-src")]


@pytest.mark.parametrize("made", [sheet_as_page, sheet_as_markdown, lambda s: shown(s).html])
def test_a_sheet_holds_nothing_of_its_key(made: Any) -> None:
    """Neither a reason nor a share nor a model answer, in whatever form."""
    assert "KEY-" not in made(SHEET)
    assert "KEY-1B" in text_of(KEY)


def test_hostile_words_change_no_element_of_a_page() -> None:
    """A sheet and its marks have the same elements whatever its texts say, and show them all."""
    sheet, key = hostile()
    pages = [
        (sheet_as_page(with_hints()), sheet_as_page(sheet)),
        (marking_as_page(marked(), with_hints()), marking_as_page(mark(key, ANSWERS), sheet)),
    ]

    for harmless, page in [(Page(one), Page(other)) for one, other in pages]:
        assert page.outside == harmless.outside
        assert page.held.get("script") == harmless.held.get("script")
        assert " ".join(showable(HOSTILE).split()) in page.text
        assert "\u202e" not in page.text
        assert "\x1b" not in page.text


def test_the_data_of_a_page_cannot_end_its_element() -> None:
    """An id may hold anything, and comes back as it was."""
    sheet = SHEET.model_copy(update={"id": "</script><b>&amp;\u2028'\""})
    page = Page(sheet_as_page(sheet))

    assert json.loads(page.held["data"])["sheet"] == sheet.id
    assert page.outside == Page(sheet_as_page(SHEET)).outside


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("rivals-dora-3", "answers-rivals-dora-3.json"),
        ("../../etc/x y", "answers-etc-x-y.json"),
        ("Łódź", "answers-d.json"),
        ("…", "answers-sheet.json"),
        ("a" * 300, f"answers-{'a' * 100}.json"),
    ],
)
def test_the_answers_file_has_a_plain_name(id: str, name: str) -> None:
    """One that every machine can write down, and that leads nowhere else."""
    assert answers_file_name(SHEET.model_copy(update={"id": id})) == name


def test_the_story_is_folded_where_there_is_a_note() -> None:
    """And stands open where there is none."""
    without = SHEET.model_copy(update={"content_note": None})

    told = Page(sheet_as_page(SHEET))
    assert [own for tag, own in told.elements if own.get("class") == "printed"] == [
        {"class": "printed"}
    ]
    assert told.text.index("Before you read.") < told.text.index("Mara is thirty")
    assert "printed" not in list(Page(sheet_as_page(without)).having("class"))


def test_a_page_says_that_nothing_leaves_the_machine() -> None:
    """And that the key is not in it; who has no scripts is told what to do."""
    text = Page(sheet_as_page(SHEET)).text

    assert (
        "Nothing that you write here leaves this machine, and the key is not in this page." in text
    )
    assert "Without scripts this page keeps nothing: print it and write on paper." in text


def test_a_marked_page_tells_all_that_the_terminal_tells() -> None:
    """Every reason, quote, next step and model answer, and each verdict by sign and word."""
    page = Page(marking_as_page(marked(), SHEET)).text

    for one in marked().marks:
        assert f"Question {one.question}: {SIGNS[one.verdict]} {one.verdict}" in page
        said = [
            *(r.text for r in one.reasons),
            *(q.says for q in one.quotes),
            one.look_at,
            one.model,
        ]
        assert [text for text in filter(None, said) if text not in page] == []
    assert "You earned 3.17 of 4 points. Guessing would earn about 1.29." in page
    assert "Answered by Ada Q." in page
    assert "Whose reading: the supervisor." in page


def test_what_could_not_be_used_is_told_on_the_marked_page() -> None:
    """An answer to a question that the sheet does not have is not passed over."""
    stray = ANSWERS.model_copy(update={"given": {"9": ("a",)}})

    page = Page(marking_as_page(marked(stray), SHEET)).text

    assert "The sheet has no question 9; what was written there is not marked." in page


def test_the_same_sheet_gives_the_same_page() -> None:
    """Byte by byte, so that a page can be compared with the one handed out."""
    assert sheet_as_page(SHEET) == sheet_as_page(SHEET.model_copy())


# --- notebooks ------------------------------------------------------------------------------------


def test_a_notebook_shows_a_sheet_as_html_and_in_words() -> None:
    """With the story folded behind the note, and the line to answer with, ready to be run."""
    told = shown(SHEET)._repr_mimebundle_()
    page = Page(told["text/html"])

    assert sorted(told) == ["text/html", "text/plain"]
    assert "Which defense does this passage show?" in told["text/plain"]
    assert next(own for tag, own in page.elements if tag == "details") == {}
    code = told["text/plain"].rpartition("\n")[2]
    assert eval(code, {"Answers": Answers}).sheet == SHEET.id
    assert code in page.text


def test_a_notebook_shows_marks_with_their_reasons() -> None:
    """The same words as the terminal's."""
    told = shown(marked(), SHEET)

    assert str(told) == "\n".join(marking_in_words(marked(), SHEET))
    assert "KEY-3BC The winter comes before March." in Page(told.html).text
    assert "✓ right" in Page(told.html).text


def test_hostile_words_change_nothing_in_a_notebook() -> None:
    """No element, and nothing that would turn letters around."""
    sheet, key = hostile()
    told = [shown(sheet), shown(mark(key, ANSWERS, sheet=sheet), sheet)]

    for one in told:
        assert "script" not in Page(one.html).outside
        assert "\u202e" not in one.html + one.text
        assert "\x1b" not in one.html + one.text
    assert Page(told[0].html).outside == Page(shown(with_hints()).html).outside


def with_hints() -> Sheet:
    """The harmless sheet with the same parts as the hostile one."""
    changes = {"given": ("Told.",), "hint": "Look."}
    asked = tuple(one.model_copy(update=changes) for one in SHEET.questions)
    return SHEET.model_copy(update={"questions": asked, "story": ("One.", "Two.")})


def test_a_notebook_shows_no_key() -> None:
    """The key is the teacher's."""
    with pytest.raises(TypeError, match="a notebook shows a sheet or its marking, not 'Key'"):
        shown(KEY)  # type: ignore[arg-type]
