"""The command ``review``: its document, its words, how it ends, and the page that explains it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from formulation import read_case, write_case
from formulation.cli.reviewing import check_ids
from formulation.model import Case, Need
from formulation.review import CHECKS, review
from tests.strategies import AWKWARD
from tests.test_cli import FAULTY, SMALL, in_words, run
from tests.test_docs import DOCS, ROOT, blocks
from tests.test_review import SOUND, changed, without

GAP_KEYS = ["check", "title", "level", "about", "told", "why", "question", "place"]
CHECK_KEYS = ["id", "title", "level", "why", "source", "written"]


def keep(path: str, case: Case) -> None:
    Path(path).write_text(write_case(case), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a sound case, one without a strength, a faulty one and a small one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "cases").mkdir()
    keep("cases/sound.yaml", SOUND)
    keep("weary.yaml", without(SOUND, "humour"))
    Path("faulty.yaml").write_text(FAULTY, encoding="utf-8")
    Path("small.yaml").write_text(SMALL, encoding="utf-8")
    return tmp_path


def read(*args: str, input: str | None = None) -> Any:  # whatever the document holds
    told = run("review", *args, "--json", input=input)
    assert (told.exit_code, told.stderr) == (0, "")
    return json.loads(told.stdout)


# --- what it tells ------------------------------------------------------------------------------


def test_a_gap_is_told_with_its_question_its_reason_and_its_place(folder: Path) -> None:
    """All of it, as a person reads it."""
    told = run("review", "weary.yaml")

    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == (
        "sound\n"
        "10 checks, 1 gap. They are gaps in the file, not in the person, and each leads to a "
        "question.\n"
        "\n"
        "To ask about (warning)\n"
        "\n"
        "1. A strength, or something that protects (C05)\n"
        "   The file names no strength of Lea, and nothing that protects or helps.\n"
        "\n"
        "   To ask: What has carried Lea until now, and who or what helps when it is hard?\n"
        "   Why: A formulation that tells only of what hurts leaves out what treatment builds on "
        "(Messer &\n"
        "     Wolitzky, and the protective of the five Ps, as generally taught).\n"
        "   Where: inner.\n"
        "   In the file: `strength: …` in `inner`, or a claim `as: protective`.\n"
    )


def test_a_file_without_gaps_is_not_called_right(folder: Path) -> None:
    """What was asked for is there; whether it is so is another question."""
    told = run("review", "cases/sound.yaml")

    assert told.exit_code == 0
    assert told.stdout == (
        "sound\n"
        "10 checks, no gaps. What was asked for is in the file. That does not say that the "
        "formulation is\n"
        "right.\n"
    )


def test_gaps_stand_under_their_level_and_are_numbered_through(folder: Path) -> None:
    """Errors are what to settle first; the numbers go on under the next heading."""
    keep("weary.yaml", changed(without(SOUND, "humour"), "burden", words=None))

    lines = run("review", "weary.yaml").stdout.splitlines()

    told = [line for line in lines if re.match(r"To .*\(\w+\)$|\d\. ", line)]
    assert told == [
        "To settle first (error)",
        "1. Every inference rests on something seen or told, and says how far it goes beyond it "
        "(C11)",
        "To ask about (warning)",
        "2. A strength, or something that protects (C05)",
    ]


def test_where_to_look_names_a_few_ids_and_counts_the_rest(folder: Path) -> None:
    """All ids are in the document for programs."""
    needs = [Need(id=f"n{n}", text="x", basis="inferred", inference="close") for n in range(9)]
    keep("many.yaml", SOUND.adding(needs))

    assert "   Where: n0, n1, n2, n3, n4, n5 and 3 more.\n" in run("review", "many.yaml").stdout
    assert read("many.yaml")["gaps"][0]["about"] == [f"n{n}" for n in range(9)]


def test_several_cases_are_told_one_after_the_other(folder: Path) -> None:
    """A blank line between them."""
    told = run("review", "weary.yaml", "cases/sound.yaml").stdout

    alone = [run("review", path).stdout for path in ("weary.yaml", "cases/sound.yaml")]
    assert told == "\n".join(alone)


@pytest.mark.parametrize("name", AWKWARD)
def test_a_hostile_name_does_nothing_to_a_terminal(folder: Path, name: str) -> None:
    """Controls are shown as �, in every line; the document for programs is still one document."""
    case = changed(without(SOUND, "humour"), "lea", name=name)
    keep("hostile.yaml", changed(case, "strain", text=name, rivals=()))

    told = run("review", "hostile.yaml")

    assert told.exit_code == 0
    assert not set("\x00\x07\x1b\r\x7f\x85\u2028\u202e") & set(told.stdout)
    assert [gap["check"] for gap in read("hostile.yaml")["gaps"]] == ["C05", "C12"]


# --- the document -------------------------------------------------------------------------------


def test_the_document_of_a_case_has_the_keys_of_the_contract(folder: Path) -> None:
    """`case` and `gaps`; each gap as Python gives it."""
    told = read("small.yaml")

    assert list(told) == ["case", "gaps"]
    assert told["case"] == "small"
    assert all(list(gap) == GAP_KEYS for gap in told["gaps"])
    assert told == review(read_case("small.yaml")).to_dict()
    assert [gap["check"] for gap in told["gaps"]] == ["C01", "C05", "C06", "C26"]


def test_several_cases_and_folders_are_a_list(folder: Path) -> None:
    """A folder is one even where it holds a single case."""
    one = read("cases/sound.yaml")

    assert read("cases") == {"cases": [one]}
    assert read("cases/sound.yaml", "weary.yaml") == {"cases": [one, read("weary.yaml")]}
    assert one == {"case": "sound", "gaps": []}


def test_standard_input_is_reviewed_too(folder: Path) -> None:
    """A dash stands for it."""
    assert read("-", input=SMALL) == read("small.yaml")


def test_the_output_goes_to_a_file_whole(folder: Path) -> None:
    """Words or document, and never over a case."""
    assert run("review", "weary.yaml", "-o", "gaps.txt").stdout == ""
    assert run("review", "weary.yaml", "--json", "-o", "gaps.json").stdout == ""
    over = run("review", "weary.yaml", "-o", "weary.yaml")

    assert Path("gaps.txt").read_text(encoding="utf-8") == run("review", "weary.yaml").stdout
    assert json.loads(Path("gaps.json").read_text(encoding="utf-8")) == read("weary.yaml")
    assert over.exit_code == 2
    assert over.stderr == (
        "Error: weary.yaml is what is read here, and it is not written over; give another name\n"
    )


# --- one check ----------------------------------------------------------------------------------


def test_one_check_can_be_asked_alone(folder: Path) -> None:
    """In any case of letters, and more than one."""
    told = run("review", "small.yaml", "--check", "c05", "--check", "C01").stdout

    assert "2 checks, 2 gaps." in told
    assert [gap["check"] for gap in read("small.yaml", "--check", "C06")["gaps"]] == ["C06"]
    assert read("cases/sound.yaml", "--check", "C06")["gaps"] == []


def test_a_check_that_there_is_not_is_wrong_use(folder: Path) -> None:
    """The nearest is offered, before any file is read."""
    told = run("review", "nowhere.yaml", "--check", "C122")

    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr == (
        "Error: no check is called 'C122'; did you mean 'C12'? "
        "(known: C01, C05, C06, C08, C11, C12, C13, C14, C24, C26)\n"
    )


def test_the_shell_completes_checks() -> None:
    """By their beginning, also in small letters."""
    assert check_ids("c2") == ["C24", "C26"]
    assert check_ids() == list(CHECKS)


# --- the list of checks -------------------------------------------------------------------------


def test_the_checks_can_be_listed(folder: Path) -> None:
    """Each with its level, its reason, its source and how a file says it; no case is needed."""
    told = run("review", "--list")
    lines = told.stdout.splitlines()

    assert told.exit_code == 0
    assert [line[:3] for line in lines if line[:1] == "C"] == list(CHECKS)
    assert told.stdout.startswith(
        "C01 A presenting problem with its beginning and its course\n"
        "   A formulation explains something: what is suffered, since when, and how it has gone "
        "since come\n"
        "   first, set in the context of the life.\n"
        "   Level: error.\n"
        "   Source: Perry, Cooper & Michels 1987; Eells et al. 1998, of whose four components it "
        "is the\n"
        "     first.\n"
        "   In the file: a symptom of the patient with `onset` and `course`.\n"
        "\n"
        "C05 A strength, or something that protects\n"
    )


def test_the_list_is_a_document_too(folder: Path) -> None:
    """And `--check` narrows it."""
    told = read("--list")["checks"]

    assert [check["id"] for check in told] == list(CHECKS)
    assert all(list(check) == CHECK_KEYS for check in told)
    assert read("--list", "--check", "C24") == {"checks": [CHECKS["C24"].to_dict()]}
    assert run("review", "--list", "-o", "checks.txt").stdout == ""
    assert Path("checks.txt").read_text(encoding="utf-8") == run("review", "--list").stdout


# --- how it ends --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ((), "name a case to review: a file, a folder, or - ; --list tells what is asked"),
        (("--list", "small.yaml"), "--list tells what is asked of every case, and reads none"),
        (("-", "-"), "standard input (-) can be read only once"),
    ],
)
def test_wrong_use_is_refused_with_a_sentence(
    folder: Path, args: tuple[str, ...], sentence: str
) -> None:
    """It ends with 2."""
    told = run("review", *args)

    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr == f"Error: {sentence}\n"


def test_a_case_that_cannot_be_read_is_not_reviewed(folder: Path) -> None:
    """Its faults are told as everywhere, and those of the others with them; it ends with 1."""
    from formulation.casefile import faults_in

    told = run("review", "weary.yaml", "faulty.yaml")

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == in_words(faults_in("faulty.yaml")[1])


def test_a_gap_that_is_closed_is_gone(folder: Path) -> None:
    """What "In the file" says is enough, written as it says it."""
    text = Path("small.yaml").read_text(encoding="utf-8")
    inner = "inner:\n  - {strength: humour}\n  - {factor: none known, domain: biological}\n"
    Path("more.yaml").write_text(text + inner, encoding="utf-8")

    checks = [gap["check"] for gap in read("more.yaml")["gaps"]]
    assert checks == ["C01", "C26"]


# --- the page -----------------------------------------------------------------------------------


def test_the_table_of_the_page_is_the_table_of_the_checks() -> None:
    """Each row has what the library says of the check."""
    text = (DOCS / "reviewing.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (C\d\d) \| (.*) \| (.*) \| (.*) \| (.*) \|$", text, re.MULTILINE)

    assert rows == [(c.id, c.title, c.level, c.written, c.source) for c in CHECKS.values()]


def test_the_page_tells_which_checks_are_not_asked_yet() -> None:
    """All 27 of the list stand on it."""
    text = (DOCS / "reviewing.md").read_text(encoding="utf-8")
    named = set(re.findall(r"C\d\d", text.partition("## What is not asked yet")[2]))

    assert named | set(CHECKS) == {f"C{n:02}" for n in range(1, 28)}
    assert named & set(CHECKS) == set()


def test_the_python_of_the_page_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It prints each check and its question."""
    monkeypatch.chdir(ROOT)
    [code] = blocks("reviewing.md", "python")

    exec(compile(code, "reviewing.md", "exec"), {})

    told = capsys.readouterr().out.splitlines()
    assert [line[:3] for line in told] == ["C11", "C24", "C14", "C26"]
    assert all(line.endswith("?") for line in told)


def test_all_examples_can_be_reviewed() -> None:
    """None of them is without gaps, and none of them fails."""
    files = sorted(str(path) for path in (ROOT / "examples").glob("elizabeth*.yaml"))

    told = read(*files)

    assert len(told["cases"]) == len(files) > 4
    assert all(case["gaps"] for case in told["cases"])
