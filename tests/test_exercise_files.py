"""Sheets, keys and answers in files: they read back equal, and every fault is told in its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.errors import CaseError
from formulation.exercises.files import read_answers, read_key, read_sheet, text_of
from formulation.exercises.sheet import Answers, Key, Sheet
from tests.exercise_sheets import ANSWERS, KEY, SHEET, hostile

Reader = Callable[[Path], Any]
READERS: dict[type, Reader] = {Sheet: read_sheet, Key: read_key, Answers: read_answers}
HEAD = "key: 1\nsheet: s\nkind: k\nlevel: 1\ntitle: t\ncase: c\n"


def faults(read: Reader, text: str, folder: Path, name: str = "x.yaml") -> list[str]:
    """What is wrong in a file, each as ``line:column: sentence``."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read(file)
    told = [str(fault).split("\n")[0] for fault in caught.value.faults]
    return [line.removeprefix(f"{file}:").strip() for line in told]


# --- reading and writing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "record", [SHEET, KEY, ANSWERS, *hostile()], ids="sheet key answers hostile hostile-key".split()
)
@pytest.mark.parametrize("name", ["x.json", "x.yaml"])
def test_what_is_written_reads_back_equal(tmp_path: Path, record: Any, name: str) -> None:
    """JSON is read as JSON, and as YAML too, of which it is a part."""
    file = tmp_path / name
    file.write_text(text_of(record), encoding="utf-8")

    assert READERS[type(record)](file) == record


@given(
    st.dictionaries(
        st.text("123ab", min_size=1, max_size=3),
        st.lists(st.text(min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=3),
        max_size=4,
    ),
    st.none() | st.text(min_size=1, max_size=20).filter(str.strip),
)
@settings(max_examples=60, deadline=None)
def test_any_answers_read_back(
    tmp_path_factory: pytest.TempPathFactory, told: dict[str, list[str]], name: str | None
) -> None:
    """Whatever a student wrote, in whatever script."""
    answers = Answers(sheet="s", name=name, given=told)
    file = tmp_path_factory.mktemp("answers") / "a.json"
    file.write_text(text_of(answers), encoding="utf-8")

    assert read_answers(file) == answers


def test_a_teacher_may_write_by_hand(tmp_path: Path) -> None:
    """YAML with bare letters, words and lists is answers as well."""
    file = tmp_path / "a.yaml"
    file.write_text("answers: 1\nsheet: s\ngiven: {1: b, 2: [a, c], 3: no}\n", encoding="utf-8")

    assert read_answers(file).given == {"1": ("b",), "2": ("a", "c"), "3": ("no",)}


# --- what is wrong --------------------------------------------------------------------------------


def test_a_fault_within_a_part_is_told_by_that_part(tmp_path: Path) -> None:
    """A key misspelt in a credit is offered the keys of a credit, in its own line."""
    text = HEAD + (
        "solutions:\n"
        "- {question: 1, form: chose, credits: [{answer: a, shar: 1, reason: x}]}\n"
        "- {question: 2, form: choose, points: 101, credits: [nonsense], orders: [{earlier: a}]}\n"
    )

    told = faults(read_key, text, tmp_path)

    assert told == [
        "8:23: form cannot be this: 'chose'; did you mean 'choose'? "
        "(accepted: choose, choose-many, order, term, write or case)",
        "8:40: a credit needs 'share' (accepted: share: …)",
        "8:52: a credit has no 'shar'; did you mean 'share'? "
        "(accepted: answer, share, reason, reading)",
        "9:39: points cannot be this: '101' (accepted: a number from 0 to 100)",
        "9:54: this is no credit: 'nonsense' (accepted: its keys: answer, share, reason, reading)",
        "9:74: an order needs 'later' (accepted: later: …)",
        "9:74: an order needs 'reason' (accepted: reason: …)",
    ]


def test_a_fault_in_a_sheet_is_told_by_question_and_option(tmp_path: Path) -> None:
    """Options, questions and the sheet itself each speak of their own keys."""
    text = (
        "exercise: 1\nid: s\nkind: k\nlevel: 5\ntitle: t\ncase: c\ntitel: t\nquestions:\n"
        "- {id: 1, form: term, ask: Which?, options: [{id: a, txt: b}], is_open: maybe}\n"
        "- {id: 2, form: essay, ask: What?}\n"
    )

    told = faults(read_sheet, text, tmp_path)

    assert told == [
        "4:8: level cannot be this: '5' (accepted: 1, 2, 3 or 4)",
        "7:1: a sheet has no 'titel'; did you mean 'title'? (accepted: exercise, id, kind, level, "
        "title, case, origin, content_note, story, questions)",
        "9:46: an option needs 'text' (accepted: text: …)",
        "9:54: an option has no 'txt'; did you mean 'text'? (accepted: id, text)",
        "9:73: is_open: 'maybe' is neither true nor false (accepted: true or false)",
        "10:17: form cannot be this: 'essay' "
        "(accepted: choose, choose-many, order, term, write or case)",
    ]


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ("solutions: x\n", "7:12: solutions cannot be this: 'x' (accepted: a list of solutions)"),
        (
            "solutions: {question: 1}\n",
            "7:12: solutions cannot be this (accepted: a list of solutions)",
        ),
        (
            "solutions:\n- {question: 1, form: term, chance: much}\n",
            "8:37: chance cannot be this: 'much' (accepted: a number from 0 to 1)",
        ),
    ],
)
def test_what_a_key_takes_is_told_as_a_whole(tmp_path: Path, rest: str, sentence: str) -> None:
    """Not "input should be a valid tuple", and not the one limit that was passed."""
    assert faults(read_key, HEAD + rest, tmp_path) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "answers: 1\nsheet: s\nnames: a\n",
            "3:1: a file of answers has no 'names'; did you mean 'name'? "
            "(accepted: answers, sheet, name, given)",
        ),
        (
            "answers: 1\nname: a\n",
            "1:1: a file of answers needs 'sheet' (accepted: sheet: …)",
        ),
        (
            "answers: 1\nsheet: s\ngiven: a\n",
            "3:8: given cannot be this: 'a' "
            "(accepted: for each question its answer, {1: b, 2: [a, c]})",
        ),
        (
            "answers: 1\nsheet: s\ngiven: {1: a, 2: {x: y}}\n",
            "3:18: the answer to question '2' cannot be read "
            "(accepted: a letter, a word or a text, or a list)",
        ),
        (
            "answers: 2\nsheet: s\n",
            "1:10: answers: this form of the file is not known: '2' (accepted: 1)",
        ),
        (
            "key: 1\nsheet: s\n",
            "1:1: this is not answers to an exercise (accepted: answers: 1 among its keys; "
            "this looks like the key of an exercise)",
        ),
        ("- a\n", "1:1: this is not answers to an exercise (accepted: answers: 1 among its keys)"),
        ("", "the file is empty (accepted: answers to an exercise)"),
    ],
)
def test_faults_of_answers_are_sentences(tmp_path: Path, text: str, sentence: str) -> None:
    """What students hand in is told in whole sentences, each with its place and its cure."""
    assert faults(read_answers, text, tmp_path) == [sentence]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """The message of the file system's own reader is left as it is."""
    with pytest.raises(CaseError, match="there is no such file"):
        read_answers(tmp_path / "none.json")


def test_a_file_of_a_thousand_faults_is_told_in_two_hundred(tmp_path: Path) -> None:
    """Nobody mends more in one go, and a hostile file could hold millions."""
    text = HEAD + "solutions:\n" + "- x\n" * 1000

    assert len(faults(read_key, text, tmp_path)) == 200


# --- what is there twice --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (
            read_key,
            HEAD + "solutions:\n- {question: 1, form: write}\n- {question: '1', form: term}\n",
            "9:14: the solution of question 1 stands here twice (accepted: each solution once)",
        ),
        (
            read_sheet,
            "exercise: 1\nid: s\nkind: k\nlevel: 1\ntitle: t\ncase: c\nquestions:\n"
            "- {id: 1, form: write, ask: Why?}\n- {id: 1, form: write, ask: When?}\n",
            "9:8: question 1 stands here twice (accepted: each question once)",
        ),
        (
            read_sheet,
            "exercise: 1\nid: s\nkind: k\nlevel: 1\ntitle: t\ncase: c\nquestions:\n"
            "- {id: 1, form: choose, ask: W?, options: [{id: a, text: x}, {id: a, text: y}]}\n",
            "8:67: option a stands here twice (accepted: each option once)",
        ),
    ],
)
def test_what_is_there_twice_is_a_fault(
    tmp_path: Path, read: Reader, text: str, sentence: str
) -> None:
    """Of two solutions of one question nobody can say which counts."""
    assert faults(read, text, tmp_path) == [sentence]


@pytest.mark.parametrize(
    ("read", "what"),
    [
        (read_sheet, "the sheet of an exercise"),
        (read_key, "the key of an exercise"),
        (read_answers, "answers to an exercise"),
    ],
)
def test_a_file_that_is_no_text_is_told_what_it_should_be(
    tmp_path: Path, read: Reader, what: str
) -> None:
    """Empty, or in the letters of an older Windows: never with the cure for a case."""
    (tmp_path / "empty.json").write_bytes(b"")
    (tmp_path / "old.json").write_bytes(b'{"name": "\xe9"}')

    told = []
    for name in ("empty.json", "old.json"):
        with pytest.raises(CaseError) as caught:
            read(tmp_path / name)
        told.append(str(caught.value).removeprefix(f"{tmp_path}/"))

    assert told == [
        f"empty.json: the file is empty (accepted: {what})",
        f"old.json:1:11: the byte 0xE9 is not UTF-8 (accepted: {what}, saved as UTF-8)",
    ]
