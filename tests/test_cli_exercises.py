"""``formulation exercise`` as teacher and student meet it: made, taken, marked, and what fails."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from formulation.casefile import write_case
from formulation.cli.exercise_files import feedback_names
from formulation.cli.exercises import _each_earned
from formulation.examples import read_example
from formulation.exercises import read_answers, read_key, read_sheet, text_of
from formulation.exercises.kinds import KINDS
from formulation.exercises.marking import Marking
from formulation.exercises.sheet import Answers
from tests.exercise_sheets import ANSWERS, HOSTILE, KEY, SHEET
from tests.test_cli import SMALL, run

ID = "code-defense-dora-0"
#: a case with one thing to ask
ONE_DEFENSE = """\
formulation: 1
id: own
title: A case of my own
people:
  anna: {name: Anna, role: patient}
inner:
  - {defense: denial, what: "She says the letter never came, and it lies open before her."}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sheets and their keys, made once."""
    into = tmp_path_factory.mktemp("made")
    words = ["--variants", "3", "-o", str(into / "sheets"), "--key", str(into / "keys")]
    found = run("exercise", "make", "dora", "--kind", "code-defense", *words)
    assert found.exit_code == 0, found.output
    return into


@pytest.fixture
def course(folder: Path, made: Path) -> Path:
    """Stand in a folder with sheets, keys, and the answers of three: Ada, Bo and Cleo."""
    for name in ("sheets", "keys"):
        shutil.copytree(made / name, folder / name)
    (folder / "answers").mkdir()
    filled = (folder / "sheets" / f"{ID}.md").read_text(encoding="utf-8")
    filled = filled.replace("Name:", "Name: Ada Q.")
    for word in ("repression", "altruism"):
        filled = filled.replace("1. ____", f"1. {word}", 1)
    (folder / "answers" / "ada.md").write_text(filled, encoding="utf-8")
    hand_in("bo", "Bo", "code-defense-dora-1", q1="conversion", q2="denial")
    typed = "\nrepression\nconversion\nstop\n"
    sheet = "sheets/code-defense-dora-2.json"
    told = run("exercise", "take", sheet, "-o", "answers/c.json", "--name", "Cleo", input=typed)
    assert told.exit_code == 0, told.output
    return folder


def hand_in(file: str, name: str | None, sheet: str = ID, **given: str) -> Path:
    """Write a file of answers, as the page saves it: ``q1="denial"``."""
    answers = {question.removeprefix("q"): [answer] for question, answer in given.items()}
    told = {"answers": "1", "sheet": sheet, **({"name": name} if name else {}), "given": answers}
    path = Path("answers") / f"{file}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def marking(*more: str) -> Result:
    return run("exercise", "mark", "answers", "--key", "keys", *more)


def table(file: str = "class.csv") -> list[dict[str, str]]:
    text = Path(file).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def refused(*words: str, code: int = 1) -> str:
    found = run("exercise", *words)
    assert found.exit_code == code, found.output
    assert found.stdout == ""
    return found.stderr.rstrip("\n")


# --- the list -------------------------------------------------------------------------------------


def test_the_kinds_are_listed_by_rung() -> None:
    """Every kind stands under its rung, with what it trains."""
    told = run("exercise").stdout

    kinds = json.loads(run("exercise", "--json").stdout)["kinds"]
    assert [one["kind"] for one in kinds] == list(KINDS)
    assert [one["level"] for one in kinds] == sorted(one["level"] for one in kinds)
    assert all(f"  {one['kind']} " in told for one in kinds)
    assert told.startswith("Rung 1: recognize\n")
    assert "'formulation exercise make CASE --kind KIND' makes one." in told


def test_the_kinds_that_suit_a_case_are_listed(folder: Path) -> None:
    """For an example by its name as for a file; without scenes there is nothing to order."""
    (folder / "own.yaml").write_text(ONE_DEFENSE, encoding="utf-8")

    suited = [
        [
            one["kind"]
            for one in json.loads(run("exercise", "--for", case, "--json").stdout)["kinds"]
        ]
        for case in ("dora", "own.yaml")
    ]

    assert all("code-defense" in kinds for kinds in suited)
    assert ["order-scenes" in kinds for kinds in suited] == [True, False]


# --- made -----------------------------------------------------------------------------------------


def test_a_sheet_and_its_key_are_two_files(folder: Path) -> None:
    """What is written is what the library makes, and the sheet holds no word of the key."""
    found = run("exercise", "make", "dora", "--kind", "code-defense", "-o", "s.json",
                "--key", "k.json", "--seed", "4", "--most", "2")  # fmt: skip

    assert found.exit_code == 0
    assert found.stderr == (
        "s.json is written: Which defense?, 2 questions.\n"
        "k.json is its key; keep it apart from the sheet.\n"
    )
    sheet, key = read_sheet("s.json"), read_key("k.json")
    assert (sheet.id, len(sheet.questions), key.asked) == ("code-defense-dora-4-of-2", 2, sheet)
    assert "share" not in Path("s.json").read_text(encoding="utf-8")


def test_a_key_made_for_another_number_of_questions_is_another_key(folder: Path) -> None:
    """With another number others are drawn; marked with that key, right answers would be wrong."""
    run("exercise", "make", "dora", "--kind", "code-defense", "--most", "2", "-o", "s.json")
    run("exercise", "make", "dora", "--kind", "code-defense", "-o", "t.json", "--key", "k.json")
    answers = Answers(sheet=read_sheet("s.json").id, given={"1": ("denial",)})
    Path("a.json").write_text(text_of(answers), encoding="utf-8")

    found = run("exercise", "mark", "a.json", "--key", "k.json")

    assert found.exit_code == 1
    assert found.stderr == (
        "a.json: there is no key for this sheet: 'code-defense-dora-0-of-2'; did you mean "
        "'code-defense-dora-0'? (accepted: a sheet of these keys: code-defense-dora-0)\n"
    )


def test_a_sheet_handed_in_blank_is_told_and_nothing_is_marked(folder: Path) -> None:
    """The command does not end in silence."""
    run("exercise", "make", "dora", "--kind", "code-defense", "-o", "s.md", "--key", "k.json")

    found = run("exercise", "mark", "s.md", "--key", "k.json")

    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == (
        "s.md: passed over; no name and no answer stands in it.\n"
        "there is nothing to mark (accepted: answered sheets)\n"
    )


def test_without_a_file_the_sheet_is_told(folder: Path) -> None:
    """And it is said how to get its key."""
    found = run("exercise", "make", "dora", "--kind", "code-defense", "--most", "1")

    assert found.stdout.startswith("# Which defense?\n\nSheet: code-defense-dora-0-of-1\n\nName:\n")
    assert found.stderr == (
        "No key is written; the same command with --key FILE writes it (--seed 0 --most 1).\n"
    )


def test_a_case_of_ones_own_makes_a_sheet(folder: Path) -> None:
    """Not only the examples do."""
    (folder / "own.yaml").write_text(ONE_DEFENSE, encoding="utf-8")

    found = run("exercise", "make", "own.yaml", "--kind", "code-defense", "-o", "s.html")

    assert found.exit_code == 0
    assert "A case of my own" in Path("s.html").read_text(encoding="utf-8")


def test_variants_go_into_two_folders(made: Path) -> None:
    """Each sheet in three forms, each key with the copy by which it marks."""
    sheets = sorted(path.name for path in (made / "sheets").iterdir())
    keys = sorted((made / "keys").iterdir())

    assert sheets == [
        f"code-defense-dora-{n}.{e}" for n in range(3) for e in ("html", "json", "md")
    ]
    assert [path.name for path in keys] == [f"code-defense-dora-{n}-key.json" for n in range(3)]
    for n, path in enumerate(keys):
        assert read_key(path).asked == read_sheet(made / "sheets" / f"code-defense-dora-{n}.json")


def test_variants_that_ask_the_same_are_told(folder: Path) -> None:
    """A small case has no more to ask, and a teacher should know it."""
    (folder / "own.yaml").write_text(ONE_DEFENSE, encoding="utf-8")
    words = ["--kind", "code-defense", "--variants", "2", "-o", "s", "--key", "k"]

    found = run("exercise", "make", "own.yaml", *words)

    assert found.stderr == (
        "2 sheets in s, each as .html, .md and .json.\n"
        "2 keys in k; keep them apart from the sheets.\n"
        "Of these sheets all ask the same questions, in another order; the case has no more to "
        "ask.\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["dora", "--kind", "code-defense", "-o", "x.json", "--key", "./x.json"],
            "Error: the sheet and its key are two files: whoever has the key has the answers",
        ),
        (
            ["dora", "--kind", "code-defense", "-o", "x.html", "--key", "k.txt"],
            "Error: k.txt must end in .json",
        ),
        (
            ["dora", "--kind", "code-defense", "-o", "x.pdf"],
            "Error: x.pdf must end in .html or .md or .json",
        ),
        (
            ["dora", "--kind", "code-defense", "--variants", "2", "-o", "x"],
            "Error: --variants needs two folders: -o for the sheets and --key for the keys",
        ),
        (
            ["dora", "--kind", "code-defense", "--variants", "2", "-o", "x", "--key", "./x"],
            "Error: the sheets and the keys go into two folders: who has the keys has the answers",
        ),
        (
            ["dora", "--kind", "code-defense", "--variants", "2", "-o", "a.file", "--key", "k"],
            "Error: a.file is a file; --variants takes two folders",
        ),
    ],
)
def test_a_place_that_will_not_do_is_refused_before_anything_is_written(
    folder: Path, words: list[str], told: str
) -> None:
    """Neither half of an exercise is left behind."""
    (folder / "a.file").write_text("mine", encoding="utf-8")

    assert refused("make", *words, code=2) == told
    assert [path.name for path in folder.iterdir()] == ["a.file"]


def test_a_kind_that_does_not_suit_says_which_does(folder: Path) -> None:
    """And leaves nothing behind, of many variants neither."""
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    words = ["small.yaml", "--kind", "code-defense", "--variants", "3", "-o", "s", "--key", "k"]

    told = refused("make", *words)

    assert told.startswith("no exercise 'code-defense' can be made from this case: ")
    assert ": 'small' (accepted: " in told
    assert not Path("s").exists()


def test_slips_of_the_pen_are_offered_their_cure() -> None:
    """In the kind and in the name of the example."""
    kind = refused("make", "dora", "--kind", "code-defence", code=2)
    name = refused("make", "dorra", "--kind", "code-defense")

    assert kind.startswith(
        "Error: no kind of exercise is called 'code-defence'; did you mean 'code-defense'?"
    )
    assert name.startswith("no file and no example is called so: 'dorra'; did you mean 'dora'?")


# --- taken ----------------------------------------------------------------------------------------


def test_a_sheet_is_taken_through_a_pipe(course: Path) -> None:
    """What is typed stands behind its question, as on a terminal."""
    typed = "\nrepression\n\nstop\n"

    found = run("exercise", "take", f"sheets/{ID}.json", "-o", "mine.json", input=typed)

    assert found.exit_code == 0
    assert "back, stop): repression\n" in found.stdout
    assert found.stdout.endswith("1 of 5 questions answered.\n\nYour answers are in mine.json.\n")
    assert read_answers("mine.json").given == {"1": ("repression",)}
    assert read_answers("mine.json").name is None


def test_what_was_answered_is_kept_where_the_input_ends(course: Path) -> None:
    """A terminal that is closed loses nothing."""
    found = run("exercise", "take", f"sheets/{ID}.json", "--name", "Ada", input="\nrepression\n")

    assert found.exit_code == 0
    assert read_answers(f"answers-{ID}.json").given == {"1": ("repression",)}


def test_answers_are_not_written_over(course: Path) -> None:
    """Nor a sheet; and only the sheet in JSON can be taken."""
    told = [
        refused("take", f"sheets/{ID}.json", "-o", "answers/bo.json", code=2),
        refused("take", f"sheets/{ID}.json", "-o", f"sheets/{ID}.json", code=2),
        refused("take", f"sheets/{ID}.html", code=2),
        refused("take", "keys/code-defense-dora-0-key.json").split("\n")[0],
    ]

    assert told == [
        "Error: answers/bo.json is there already and stays as it is; -o names another file",
        f"Error: sheets/{ID}.json is what is read here, and it is not written over; give another "
        "name",
        f"Error: sheets/{ID}.html is a sheet to be read; what is taken here is the one that ends "
        "in .json",
        "keys/code-defense-dora-0-key.json:1:1: this is not the sheet of an exercise (accepted: "
        "exercise: 1 among its keys; this looks like the key of an exercise)",
    ]


@pytest.mark.parametrize("place", ["none/mine.json", "none/of/these/mine.json"])
def test_a_place_for_the_answers_is_looked_for_before_anything_is_asked(
    course: Path, place: str
) -> None:
    """Nobody answers five questions to be told then that there is no such folder."""
    told = refused("take", f"sheets/{ID}.json", "-o", place, code=2)

    assert told == f"Error: {place} cannot be written: there is no folder {Path(place).parent}"


def test_ctrl_c_keeps_what_was_answered(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the file that -o names."""
    typed = iter(["", "repression"])

    def interrupted() -> str:
        for line in typed:
            return line
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    found = run("exercise", "take", f"sheets/{ID}.json", "-o", "mine.json")

    assert found.exit_code == 0
    assert found.stdout.endswith(
        "\nStopped here; what was answered is kept.\n1 of 5 questions answered.\n\n"
        "Your answers are in mine.json.\n"
    )
    assert read_answers("mine.json").given == {"1": ("repression",)}


def test_questions_stand_apart(course: Path) -> None:
    """A blank line before each, in the terminal as in what is told of the marks."""
    asked = run("exercise", "take", f"sheets/{ID}.json", "-o", "m.json", input="\n\n\nstop\n")
    told = run("exercise", "mark", "answers/ada.md", "--key", f"keys/{ID}-key.json")

    assert all("\n\nQuestion 2" in found.stdout for found in (asked, told))


# --- nothing of anybody's is lost -----------------------------------------------------------------


def test_a_sheet_that_is_filled_in_is_not_written_over(course: Path) -> None:
    """Neither a sheet with answers, nor one with a name, nor answers themselves, nor notes."""
    empty = Path(f"sheets/{ID}.md").read_text(encoding="utf-8")
    Path("named.md").write_text(empty.replace("Name:", "Name: Ada"), encoding="utf-8")
    Path("notes.md").write_text("For Tuesday", encoding="utf-8")
    Path("empty.md").write_text(empty, encoding="utf-8")
    places = ["answers/ada.md", "named.md", "notes.md", "answers/bo.json"]

    told = [
        refused("make", "dora", "--kind", "code-defense", "-o", place, code=2) for place in places
    ]
    again = run("exercise", "make", "dora", "--kind", "code-defense", "-o", "empty.md")

    assert told == [
        f"Error: {place} is there already, and filled in; it is not written over: name another"
        for place in places
    ]
    assert again.exit_code == 0
    assert "1. repression" in Path("answers/ada.md").read_text(encoding="utf-8")


def test_variants_leave_a_sheet_that_is_filled_in(course: Path) -> None:
    """And then none of them is written."""
    shutil.copy("answers/ada.md", f"sheets/{ID}.md")
    Path("keys").rename("kept")
    words = ["--variants", "3", "-o", "sheets", "--key", "keys"]

    told = refused("make", "dora", "--kind", "code-defense", *words, code=2)

    assert told == (
        f"Error: sheets/{ID}.md is there already, and filled in; it is not written over: name "
        "another"
    )
    assert not Path("keys").exists()


def test_a_table_with_marks_of_ones_own_is_not_written_over(course: Path) -> None:
    """A table that holds none, or holds those that the new one has too, is."""
    marking("-o", "class.csv")
    untouched = marking("-o", "class.csv")
    text = Path("class.csv").read_text(encoding="utf-8")
    Path("class.csv").write_text(text.replace(",no,,\n", ",no,0.5,Well argued.\n", 1), "utf-8")
    shutil.copy("class.csv", "mine.csv")

    told = marking("-o", "class.csv", "--feedback", "back")
    with_them = marking("-o", "class.csv", "--overrides", "mine.csv")

    assert untouched.exit_code == with_them.exit_code == 0
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr == (
        "Error: class.csv holds marks of your own, and is not written over: --overrides class.csv "
        "reads them, and -o names another file\n"
    )
    assert not Path("back").exists()
    assert [row["reason"] for row in table()].count("Well argued.") == 1


def test_a_table_of_something_else_is_not_written_over(course: Path) -> None:
    """It may be anybody's; an empty file is nobody's."""
    Path("list.csv").write_text("name,address\nBo,Vienna\n", encoding="utf-8")
    Path("empty.csv").touch()

    told = refused("mark", "answers", "--key", "keys", "-o", "list.csv", code=2)
    found = marking("-o", "empty.csv")

    assert (
        told
        == "Error: list.csv is there already, and is no table of a class; -o names another file"
    )
    assert found.exit_code == 0


def test_fewer_questions_than_were_asked_for_are_told(folder: Path) -> None:
    """Where somebody said how many; the usual five nobody asked for."""
    (folder / "own.yaml").write_text(ONE_DEFENSE, encoding="utf-8")
    words = ["own.yaml", "--kind", "code-defense", "-o"]

    one = run("exercise", "make", *words, "s.json", "--key", "k.json", "--most", "4")
    more = run("exercise", "make", *words, "s", "--key", "k", "--most", "4", "--variants", "2")
    usual = run("exercise", "make", *words, "t.json")

    assert "\n--most 4: only 1 question could be made from this case.\n" in one.stderr
    assert more.stderr.endswith("--most 4: only 1 question could be made from this case.\n")
    assert "could be made" not in usual.stderr


def test_the_story_of_an_example_is_not_told_of_a_case_with_its_id(folder: Path) -> None:
    """A case of somebody's own may be called lucy_r; a copy of the example keeps its story."""
    own = ONE_DEFENSE.replace("id: own", "id: lucy_r")
    (folder / "own.yaml").write_text(own, encoding="utf-8")
    (folder / "copy.yaml").write_text(write_case(read_example("lucy_r")), encoding="utf-8")

    told = refused("make", "own.yaml", "--kind", "whole-formulation", "-o", "s.md")
    copied = run("exercise", "make", "copy.yaml", "--kind", "whole-formulation", "-o", "s.md")

    assert told.startswith(
        "no exercise 'whole-formulation' can be made from this case: nobody has told its story "
        "without interpreting it: 'lucy_r'"
    )
    assert copied.exit_code == 0
    assert "## The story" in Path("s.md").read_text(encoding="utf-8")


# --- marked ---------------------------------------------------------------------------------------


def test_a_class_of_three_is_marked(course: Path) -> None:
    """One on paper, one in a browser, one in a terminal; each had another sheet of one exercise."""
    found = marking()

    assert found.exit_code == 0
    assert found.stderr == ""
    head, *rows = [line.split() for line in found.stdout.split("\n\n")[0].split("\n")[1:]]
    assert head == ["code-defense-dora"]
    assert [row[0] for row in rows] == ["Ada", "Bo", "Cleo", "all"]
    assert "What was hardest, measured against guessing" in found.stdout


def test_one_student_is_told_why(course: Path) -> None:
    """The feedback itself, not a table of one."""
    found = run("exercise", "mark", "answers/ada.md", "--key", f"keys/{ID}-key.json")

    assert found.stdout.startswith("Which defense?, answered by Ada Q.\nThe case: Dora")
    assert "Question 1: ✓ right. 1 of 1 point." in found.stdout


def test_table_page_feedback_and_json_come_together(course: Path) -> None:
    """Each on being asked for, from one marking."""
    found = marking("-o", "class.html", "--feedback", "back", "--json")
    told = json.loads(found.stdout)

    assert found.exit_code == 0
    assert found.stderr == "class.html is written: 3 sheets marked.\n3 pages of feedback in back.\n"
    assert list(told) == ["markings", "struggles", "faults", "notes"]
    assert [one["name"] for one in told["markings"]] == ["Ada Q.", "Bo", "Cleo"]
    assert list(told["struggles"][0]) == [
        "title", "kind", "case", "ask", "given", "places", "answered", "asked", "share", "chance",
        "slip", "slips", "reason",
    ]  # fmt: skip
    assert (told["faults"], told["notes"]) == ([], [])
    assert sorted(path.name for path in Path("back").iterdir()) == [
        "feedback-Ada-Q.-code-defense-dora-0.html",
        "feedback-Bo-code-defense-dora-1.html",
        "feedback-Cleo-code-defense-dora-2.html",
    ]
    assert "Bo</b>" in Path("back/feedback-Bo-code-defense-dora-1.html").read_text(encoding="utf-8")
    assert "3 sheets of 3 students" in Path("class.html").read_text(encoding="utf-8")


def test_the_table_goes_round(course: Path) -> None:
    """Written, filled in by hand, and marked by: the mark, who set it, and why."""
    marking("-o", "class.csv")
    rows = table()
    row = next(n for n, one in enumerate(rows) if (one["name"], one["question"]) == ("Bo", "2"))
    lines = Path("class.csv").read_text(encoding="utf-8").split("\n")
    lines[row + 1] = lines[row + 1].removesuffix(",,") + ',0.5,"Denial, as you argue it, yes."'
    Path("mine.csv").write_text("\n".join(lines), encoding="utf-8")

    found = marking("--overrides", "mine.csv", "-o", "class.csv", "--feedback", "back")

    assert found.exit_code == 0
    changed = [new for old, new in zip(rows, table(), strict=True) if old != new]
    assert [(one["name"], one["question"], one["points"]) for one in changed] == [
        ("Bo", "2", "0.5")
    ]
    assert (changed[0]["set_by_teacher"], changed[0]["share"]) == ("yes", "0.5")
    page = Path("back/feedback-Bo-code-defense-dora-1.html").read_text(encoding="utf-8")
    assert "Denial, as you argue it, yes." in page


def test_names_that_are_not_ascii_open_in_a_spreadsheet(course: Path) -> None:
    """Such a table is marked as UTF-8; one that needs no mark has none."""
    marking("-o", "plain.csv")
    hand_in("zoe", "Zoë", q1="denial")
    marking("-o", "class.csv")

    assert Path("plain.csv").read_bytes().startswith(b"name,")
    assert Path("class.csv").read_bytes().startswith(b"\xef\xbb\xbfname,")
    assert {row["name"] for row in table()} == {"Ada Q.", "Bo", "Cleo", "Zoë"}


def test_points_may_be_changed_in_the_key(course: Path) -> None:
    """The question counts for what the key says; one that is worth nothing is not counted."""
    file = Path("keys") / f"{ID}-key.json"
    key: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    key["solutions"][0]["points"] = 3
    key["solutions"][1]["points"] = 0
    file.write_text(json.dumps(key), encoding="utf-8")

    marking("-o", "class.csv")

    ada = [row for row in table() if row["name"] == "Ada Q."]
    assert [row["points"] for row in ada][:2] == ["3", "0"]
    assert [row["of"] for row in ada] == ["3", "0", "1", "1", "1"]


def test_a_key_with_wrong_points_is_told_where(course: Path) -> None:
    """A slip of the teacher's own stops everything: nobody is marked by half a key."""
    file = Path("keys") / f"{ID}-key.json"
    text = file.read_text(encoding="utf-8").replace('"chance"', '"points": 200,\n   "chance"', 1)
    file.write_text(text, encoding="utf-8")

    told = marking("-o", "class.csv")

    assert told.exit_code == 1
    assert "points cannot be this: '200' (accepted: a number from 0 to 100)" in told.stderr
    assert not Path("class.csv").exists()


# --- what comes by mail ---------------------------------------------------------------------------


def notes(*more: str) -> tuple[Result, list[str]]:
    found = marking("-o", "class.csv", *more)
    lines = found.stderr.rstrip("\n").split("\n")
    return found, [line for line in lines if not line.startswith("class.csv is written")]


def test_what_cannot_be_marked_is_told_and_the_rest_is_marked(course: Path) -> None:
    """File by file; the command does not end well, so that a script notices too."""
    hand_in("far", "Dan", "rivals-dora-0", q1="a")
    Path("answers/broken.json").write_text('{"answers": "1",', encoding="utf-8")
    Path("answers/eva.md").write_text("I think it is denial.\n", encoding="utf-8")

    found, told = notes()

    assert found.exit_code == 1
    assert {row["name"] for row in table()} == {"Ada Q.", "Bo", "Cleo"}
    assert told[0] == "What could not be used (4 faults):"
    text = "\n".join(told)
    assert "answers/broken.json:1:17: " in text
    assert "answers/eva.md:1:1: it is not said which sheet this answers" in text
    assert (
        "answers/far.json: there is no key for this sheet: 'rivals-dora-0' (accepted: a sheet of "
        "these keys: code-defense-dora-0, code-defense-dora-1 and code-defense-dora-2)" in text
    )


def test_what_is_no_answers_is_passed_over(course: Path) -> None:
    """Sheets, keys and pictures are told of; what was packed along, and our own pages, are not."""
    shutil.copy(f"sheets/{ID}.json", "answers/sheet.json")
    shutil.copy(f"keys/{ID}-key.json", "answers/key.json")
    shutil.copy(f"sheets/{ID}.md", "answers/blank.md")
    for name in ("photo.jpg", "package.json", "class.csv", "feedback-x.html", ".DS_Store"):
        Path("answers", name).write_text("{}", encoding="utf-8")
    Path("answers/__MACOSX").mkdir()
    Path("answers/__MACOSX/._bo.json").write_text("\x00", encoding="utf-8")

    found, told = notes()

    what = (
        "passed over; answers are in the .json file that the page saves, or a filled-in .md sheet."
    )
    assert found.exit_code == 0
    assert told == [
        f"answers/key.json: {what}",
        f"answers/package.json: {what}",
        f"answers/photo.jpg: {what}",
        f"answers/sheet.json: {what}",
        "answers/blank.md: passed over; no name and no answer stands in it.",
    ]


def test_folders_within_the_folder_are_read(course: Path) -> None:
    """As a course's download has one a student; without a name the file tells whose it is."""
    shutil.rmtree("answers")
    for student in ("ada_17", "bo_4"):
        hand_in(f"{student}/answers-{ID}", None, q1=student.split("_")[0])

    found, told = notes()

    assert found.exit_code == 0
    assert [row["name"] for row in table()][::5] == [
        f"ada_17/answers-{ID}.json",
        f"bo_4/answers-{ID}.json",
    ]
    assert told[0] == (
        f"answers/ada_17/answers-{ID}.json: no name stands in it; it goes by "
        f"'ada_17/answers-{ID}.json'."
    )


def test_two_without_a_name_are_two(course: Path) -> None:
    """Each goes by its file, and a mark of the teacher's own finds it by that."""
    hand_in("dan", None, q1="denial")
    hand_in("eve", None, q1="denial")
    Path("own.csv").write_text("name,question,share\neve,1,1\n", encoding="utf-8")

    found, _ = notes("--overrides", "own.csv")

    points = {row["name"]: row["points"] for row in table() if row["question"] == "1"}
    assert found.exit_code == 0
    assert points["eve"] == "1"
    assert float(points["dan"]) < 1


def test_one_name_twice_is_not_guessed_about(course: Path) -> None:
    """Two attempts or two of one name: both are marked, and the teacher is told."""
    hand_in("bo2", "bo", "code-defense-dora-1", q1="denial")

    found, told = notes()

    assert found.exit_code == 0
    assert told == [
        "Bo: answers/bo.json and answers/bo2.json hold different answers to code-defense-dora-1. "
        "Each is marked, under its file's name; leave out what does not count."
    ]
    assert {row["name"] for row in table()} == {"Ada Q.", "Bo (bo)", "Bo (bo2)", "Cleo"}


def test_the_same_handed_in_twice_counts_once(course: Path) -> None:
    """A second download of the same answers is no second attempt."""
    shutil.copy("answers/bo.json", "answers/bo (1).json")

    found, told = notes()

    assert found.exit_code == 0
    assert told == [
        "Bo: answers/bo (1).json and answers/bo.json hold the same answers to "
        "code-defense-dora-1; they count once."
    ]
    assert len([row for row in table() if row["name"] == "Bo"]) == 5


def test_one_student_may_hand_in_two_exercises(course: Path) -> None:
    """Under one name however it is spelt, in one row of the table."""
    run("exercise", "make", "dora", "--kind", "order-scenes", "-o", "o.json",
        "--key", "keys/o.json")  # fmt: skip
    hand_in("bo-order", " BO ", "order-scenes-dora-0", q1="a")

    found = marking()

    rows = found.stdout.split("\n\n")[0].split("\n")
    assert sum("Bo" in row or "BO" in row for row in rows) == 1
    assert rows[1].split() == ["order-scenes-dora", "code-defense-dora", "together"]


def test_what_a_sheet_never_asked_is_told(course: Path) -> None:
    """To the teacher as to the student."""
    hand_in("dan", "Dan", q1="denial", q9="denial")

    _, told = notes()

    assert told == [
        f"Dan, {ID}: The sheet has no question 9; what was written there is not marked."
    ]


def test_a_mark_of_ones_own_for_nobody_is_told(course: Path) -> None:
    """The rest of the table still counts."""
    Path("own.csv").write_text("name,question,share\nBoo,1,1\nBo,1,1\n", encoding="utf-8")

    found, told = notes("--overrides", "own.csv")

    assert found.exit_code == 1
    assert told == [
        "What could not be used (1 fault):",
        "own.csv:2: nobody of this name handed in these answers: 'Boo'; did you mean 'Bo'? "
        "(accepted: Ada Q., Bo, Cleo)",
    ]
    assert next(row["points"] for row in table() if row["name"] == "Bo") == "1"


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", HOSTILE, "x" * 500, "../../etc/passwd", "...", "李"]
)
def test_whatever_a_student_is_called(course: Path, name: str) -> None:
    """The table, the page and a file of feedback in its folder, and nothing on the terminal."""
    hand_in("who", name, q1="denial")

    found = marking("-o", "class.csv", "--feedback", "back")
    marking("-o", "class.html")

    assert found.exit_code == 0
    assert len(list(Path("back").iterdir())) == 4
    assert all(path.parent == Path("back") for path in Path().rglob("feedback-*"))
    assert "\x1b" not in found.output
    assert not any(row["name"].startswith("=") for row in table())


def test_no_two_pages_of_feedback_have_one_name() -> None:
    """Also where a file system takes capitals for small letters, or a name is cut."""
    names = ["Ada Q", "ada-q", "Ada/Q", "x" * 300, "x" * 400, "", "…"]
    marks = [
        Marking(sheet="s-0", kind="k", level=1, title="t", case="c", name=name or None)
        for name in names
    ]

    files = feedback_names(marks)

    assert len({file.casefold() for file in files}) == len(names)
    assert files[:3] == ["feedback-Ada-Q-s-0.html", "feedback-ada-q-s-0-(2).html",
                         "feedback-Ada-Q-s-0-(3).html"]  # fmt: skip
    assert max(map(len, files)) <= 110


# --- what cannot be used at all -------------------------------------------------------------------


def test_keys_stand_among_other_files(course: Path) -> None:
    """What is no key is passed over and told; what cannot be read is a fault."""
    Path("keys/notes.txt").write_text("for Tuesday", encoding="utf-8")
    Path("keys/settings.json").write_text('{"a": 1}', encoding="utf-8")
    shutil.copy(f"keys/{ID}-key.json", "keys/copy.json")

    found, told = notes()

    assert found.exit_code == 0
    assert told == [
        "keys/notes.txt: passed over, it is no key.",
        "keys/settings.json: passed over, it is no key.",
    ]


def test_two_keys_for_one_sheet_must_be_the_same(course: Path) -> None:
    """Else it is not clear by which to mark."""
    other = read_key(f"keys/{ID}-key.json")
    other = other.model_copy(update={"solutions": other.solutions[:2]})
    Path("keys/zz.json").write_text(text_of(other), encoding="utf-8")

    told = marking()

    assert told.exit_code == 1
    assert told.stderr == (
        f"keys/zz.json: this key and keys/{ID}-key.json are both for one sheet, and differ "
        "(accepted: one key for a sheet)\n"
    )


def test_nothing_to_mark_is_told(course: Path) -> None:
    """A class in which nobody answered, a folder of something else, a name misspelt."""
    Path("empty").mkdir()
    wanted = "(accepted: the .json file that the page saves, or a filled-in .md sheet)"

    told = [
        refused("mark", "empty", "--key", "keys"),
        refused("mark", "keys", "--key", "keys"),
        refused("mark", "answer", "--key", "keys"),
        refused("mark", "answers", "--key", "empty"),
        refused("mark", f"sheets/{ID}.html", "--key", "keys"),
        refused("mark", "answers", "--key", "answers/bo.json").split("\n")[0],
    ]

    assert told == [
        f"empty: no answers are in this folder {wanted}",
        f"keys: no answers are in this folder {wanted}",
        "there is no such file: 'answer'; did you mean 'answers'?",
        "empty: no key is in this folder (accepted: the .json files that 'formulation exercise "
        "make' wrote with --key)",
        f"sheets/{ID}.html: answers are not read from such a file: '.html' {wanted}",
        "answers/bo.json:1:1: this is not the key of an exercise (accepted: key: 1 among its keys; "
        "this looks like answers to an exercise)",
    ]


def test_places_to_write_to_are_looked_at_first(course: Path) -> None:
    """Before a class is marked; what is read is not written over."""
    Path("own.csv").write_text("question,share\n1,1\n", encoding="utf-8")

    told = [
        refused("mark", "answers", "--key", "keys", "-o", "class.txt", code=2),
        refused("mark", "answers", "--key", "keys", "--feedback", "own.csv", code=2),
        refused(
            "mark", "answers", "--key", "keys", "--overrides", "own.csv", "-o", "own.csv", code=2
        ),
    ]

    assert told == [
        "Error: class.txt must end in .csv or .html",
        "Error: own.csv is a file; --feedback takes a folder for the pages",
        "Error: own.csv is what is read here, and it is not written over; give another name",
    ]


def test_a_key_without_its_sheet_marks_and_gives_no_page(course: Path) -> None:
    """Numbers and letters can be told; a page of feedback needs what was asked."""
    bare = KEY.model_copy(update={"asked": None})
    Path("bare.json").write_text(text_of(bare), encoding="utf-8")
    Path("a.json").write_text(text_of(ANSWERS), encoding="utf-8")

    told = run("exercise", "mark", "a.json", "--key", "bare.json")
    page = refused("mark", "a.json", "--key", "bare.json", "--feedback", "back", code=2)

    assert told.exit_code == 0
    assert "Question 1: " in told.stdout
    assert page == f"Error: the key of {SHEET.id} holds no copy of its sheet; make it anew"
    assert not Path("back").exists()


def test_a_class_with_more_columns_than_fit_is_told_student_by_student() -> None:
    """A line of two thousand characters that wraps is a heap."""
    titles = [f"code-defense-case-{n}" for n in range(8)]
    rows = [("", *titles), ("Ada", *["2.25 of 3"] * 8), ("all", *["47 %"] * 8)]

    few = list(_each_earned([row[:3] for row in rows]))
    many = list(_each_earned(rows))

    assert few[1] == "  Ada  2.25 of 3            2.25 of 3"
    assert many[0].startswith(
        "  Ada: code-defense-case-0 2.25 of 3; code-defense-case-1 2.25 of 3;"
    )
    assert all(len(line) <= 100 for line in many)
    assert " ".join(line.strip() for line in many).count(";") == 14
