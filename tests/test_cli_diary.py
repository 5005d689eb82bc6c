"""``formulation import`` and ``new --diary`` as a person meets them, and their page."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from openpyxl import load_workbook

from formulation.casefile import case_files, read_case
from formulation.cli import completing
from tests.test_cli import run

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "diaries.md").read_text(encoding="utf-8")
MAP = """\
diary: 1
id: lea
date: Day
people:
  lea: {name: Lea, role: patient}
  ben: {name: Ben}
  dora: {name: Dora}
symptoms:
  pain: {name: back pain}
columns:
  Pain: {rating: pain, escalation: {of: pain, threshold: 7, gap: 3 days}}
  Quarrel: {conflict: [ben, dora]}
"""
SHEET = "Day,Pain,Quarrel,Weather\n2024-03-01,2,yes,\n2024-03-02,8,no,rain\n2024-03-03,,,\n"
BAD = SHEET.replace("8", "high")
SUMMARY = (
    "3 rows read: 2 ratings, 1 conflict and 1 escalation. Observed: rating on 2 days, "
    "escalation on 2\ndays and conflict on 2 days.\n"
)
IMPORT = ("import", "diary.csv", "--map", "map.yaml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a diary and its map."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "diary.csv").write_text(SHEET)
    (tmp_path / "bad.csv").write_text(BAD)
    (tmp_path / "map.yaml").write_text(MAP)
    return tmp_path


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


# --- import -------------------------------------------------------------------------------------


def test_import_writes_a_case_that_checks(folder: Path) -> None:
    """And tells what it made, what was observed, and what it did not read."""
    told = run(*IMPORT, "-o", "case.yaml")

    assert told.exit_code == 0
    assert told.stdout == (f"{SUMMARY}case.yaml is written. Now try: formulation weigh case.yaml\n")
    assert told.stderr == (
        "Note: diary.csv: the map does not speak of 'Weather': that column is not read "
        "(accepted: Weather: not read, to say so; or what it tells of)\n"
    )
    assert run("check", "case.yaml").exit_code == 0


def test_import_writes_to_standard_output_unless_told(folder: Path) -> None:
    """The case alone, so that it can be piped on; what was made goes beside it."""
    told = run(*IMPORT)

    run(*IMPORT, "-o", "case.yaml")
    assert told.stdout == (folder / "case.yaml").read_text()
    assert told.stderr.endswith(SUMMARY)
    assert run("check", "-", input=told.stdout).exit_code == 0


def test_import_reads_standard_input_and_writes_json(folder: Path) -> None:
    """The same case, whatever it came from and however it is written."""
    run(*IMPORT, "-o", "case.yaml")

    told = run("import", "-", "--map", "map.yaml", "-o", "case.json", input=SHEET)

    assert told.exit_code == 0
    assert read_case("case.json") == read_case("case.yaml")


def test_unreadable_rows_are_told_and_nothing_is_written(folder: Path) -> None:
    """All of them at once, and then how many and what to do."""
    told = run("import", "bad.csv", "--map", "map.yaml", "-o", "case.yaml")

    assert told.exit_code == 1
    assert told.stdout == ""
    assert told.stderr == (
        "bad.csv:3:2: row 3, 'Pain': 'high' is no number (accepted: a number, written 7 or 7.5 or "
        "7,5; a blank where nothing was noted)\n"
        "1 of 3 rows cannot be read, so nothing is written. "
        "Mend the sheet or the map, or leave them out:\n--keep-going.\n"
    )
    assert not (folder / "case.yaml").exists()


def test_keep_going_leaves_rows_out_and_tells_them(folder: Path) -> None:
    """On the screen and in the case; where no row is left, nothing is written all the same."""
    told = run("import", "bad.csv", "--map", "map.yaml", "-o", "case.yaml", "--keep-going")
    (folder / "none.csv").write_text("Day,Pain,Quarrel\nmonday,2,no\n")
    none = run("import", "none.csv", "--map", "map.yaml", "--keep-going")

    assert told.exit_code == 0
    assert "bad.csv:3:2: row 3, 'Pain': 'high' is no number" in told.stderr
    assert "Left out: 1 row that cannot be read." in told.stdout.replace("\n", " ")
    assert "Left out, for it could not be read: row 3." in (folder / "case.yaml").read_text()
    assert none.exit_code == 1
    assert none.stderr.endswith(
        "1 of 1 row cannot be read, so nothing is written. Mend the sheet or the map.\n"
    )


def test_check_says_what_would_be_made_and_writes_nothing(folder: Path) -> None:
    """Also where a name to write to is given."""
    told = run(*IMPORT, "--check", "-o", "case.yaml")

    assert told.exit_code == 0
    assert told.stdout.startswith("3 rows read: 2 ratings, 1 conflict and 1 escalation.")
    assert "is written" not in told.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["bad.csv", "diary.csv", "map.yaml"]
    assert run("import", "bad.csv", "--map", "map.yaml", "--check").exit_code == 1


def test_a_program_gets_one_document_of_one_shape(folder: Path) -> None:
    """Whether rows could be read or not."""
    good = run(*IMPORT, "--json", "-o", "case.yaml")
    bad = run("import", "bad.csv", "--map", "map.yaml", "--json")

    told, faulty = json.loads(good.stdout), json.loads(bad.stdout)
    assert told == {
        "case": "lea",
        "written": "case.yaml",
        "rows": 3,
        "left_out": [],
        "not_read": ["Weather"],
        "made": {"rating": 2, "conflict": 1, "escalation": 1},
        "watched": {"rating": 2, "escalation": 2, "conflict": 2},
        "faults": [],
    }
    assert list(faulty) == list(told)
    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert (faulty["case"], faulty["rows"], faulty["left_out"]) == (None, 2, [3])
    assert [(f["file"], f["line"], f["column"], f["value"]) for f in faulty["faults"]] == [
        ("bad.csv", 3, 2, "high")
    ]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ["import", "diary.csv"],
            2,
            "Error: a map must say what the columns of the diary mean: --map map.yaml. "
            "'formulation new --diary sheet.csv --from 2024-03-01' writes an empty sheet and its "
            "map to begin with",
        ),
        (
            ["import", "-", "--map", "-"],
            2,
            "Error: standard input (-) can be read only once",
        ),
        (
            [*IMPORT, "-o", "diary.csv"],
            2,
            "Error: diary.csv is what is read here, and it is not written over; give another name",
        ),
        (
            [*IMPORT, "-o", "map.yaml"],
            2,
            "Error: map.yaml is what is read here, and it is not written over; give another name",
        ),
        (
            ["import", "diary.csv", "--map", "mad.yaml"],
            1,
            "mad.yaml: there is no such file; did you mean 'map.yaml'?",
        ),
        (
            ["import", "diray.csv", "--map", "map.yaml"],
            1,
            "diray.csv: there is no such file; did you mean 'diary.csv'?",
        ),
        (
            ["import", "map.yaml", "--map", "diary.csv"],
            1,
            "diary.csv:1:1: this is no map of a diary "
            "(accepted: diary: 1, as the first key of a map)\n"
            "    Day,Pain,Quarrel,Weather\n    ^",
        ),
    ],
)
def test_what_cannot_be_imported_is_told_in_one_sentence(
    words: list[str], code: int, sentence: str, folder: Path
) -> None:
    """Wrong use ends with 2, a file that cannot be read with 1; nothing is written."""
    told = run(*words)

    assert (told.exit_code, told.stdout) == (code, "")
    assert told.stderr.rstrip("\n") == sentence
    assert (folder / "diary.csv").read_text() == SHEET


def test_nothing_that_acts_on_a_terminal_comes_out_of_a_diary(folder: Path) -> None:
    """A cell that would colour the screen, or turn the line around, is shown as what it is not."""
    hostile = SHEET.replace("8", '"\x1b[31mred\u202e"').replace("Weather", "\x1b]0;title\x07")
    (folder / "diary.csv").write_text(hostile, encoding="utf-8")

    told = run(*IMPORT)

    assert "'�[31mred�' is no number" in told.stderr
    assert "\x1b" not in told.output
    assert "\u202e" not in told.output


# --- new --diary --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mine.csv", "mine.xlsx"])
def test_an_empty_diary_is_read_as_it_is(name: str, folder: Path) -> None:
    """Sheet and map fit one another before anything is filled in."""
    made = run("new", "--diary", name, "--from", "2024-03-01", "--days", "3")

    told = run("import", name, "--map", "mine_map.yaml", "-o", "case.yaml")

    assert " ".join(made.stdout.split()).startswith(
        f"{name} is written, one row for each of 3 days; mine_map.yaml says what its columns mean. "
        "Fill a cell whenever you looked, with no or 0 where nothing was, and leave blank what "
        "nobody looked at. Then: formulation import"
    )
    assert made.stdout.endswith(f"\nformulation import {name} --map mine_map.yaml -o case.yaml\n")
    assert told.stdout.startswith("3 rows read: no events. Observed: nothing.\n")
    assert run("check", "case.yaml").exit_code == 0


def test_a_diary_has_ninety_days_and_the_columns_asked_for(folder: Path) -> None:
    """Each symptom rated, each pair of people asked after; a workbook by its ending."""
    run(
        "new", "--diary", "mine.xlsx", "--from", "2024-03-01",
        "--symptom", "back  pain", "--symptom", "Übelkeit", "--quarrel", "Ben, my Mum",
    )  # fmt: skip

    sheet = load_workbook("mine.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [
        "Date",
        "back pain (0 to 10)",
        "Übelkeit (0 to 10)",
        "Ben and my Mum quarrelled (yes or no)",
        "Remarks",
    ]
    assert sheet.max_row == 91
    assert "  my-mum: {name: my Mum}\n" in (folder / "mine_map.yaml").read_text(encoding="utf-8")


def test_a_sheet_may_be_made_for_a_map_that_is_there(folder: Path) -> None:
    """Its columns and its dates, and no second map."""
    run("new", "--diary", "next.csv", "--from", "2024-04-01", "--days", "1", "--map", "map.yaml")

    assert (folder / "next.csv").read_text() == "Day,Pain,Quarrel\n2024-04-01,,\n"
    assert not (folder / "next_map.yaml").exists()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ["--diary"],
            2,
            "--diary needs the name of the sheet to be written: diary.csv or diary.xlsx",
        ),
        (["--diary", "a.ods"], 2, "a.ods: a sheet is written as .csv or as .xlsx"),
        (["--diary", "a.csv"], 2, "--diary needs its first day, such as --from 2024-03-01"),
        (
            ["--diary", "a.csv", "--from", "1.3.2024"],
            2,
            "--from '1.3.2024' is no day; write it year-month-day, 2024-03-01",
        ),
        (
            ["--diary", "a.csv", "--from", "2024-03-01", "--quarrel", "Ben"],
            2,
            "--quarrel 'Ben' should name two people: --quarrel 'Ben, Dora'",
        ),
        (
            ["--diary", "a.csv", "--from", "2024-03-01", "--symptom", " "],
            2,
            "--symptom names what is rated each day, such as --symptom 'back pain'",
        ),
        (
            ["--diary", "a.csv", "--from", "2024-03-01", "--map", "map.yaml", "--symptom", "x"],
            2,
            "the columns are those of the map: leave out --symptom and --quarrel, or --map",
        ),
        (
            ["--diary", "diary.csv", "--from", "2024-03-01"],
            2,
            "diary.csv is there already and stays as it is; give another name",
        ),
        (
            ["case.yaml", "--days", "3"],
            2,
            "--from, --days, --symptom, --quarrel and --map are about a diary: add --diary",
        ),
        (
            ["--diary", "a.csv", "--from", "2024-03-01", "--days", "9999"],
            1,
            "a sheet has 1 to 3,660 days: '9999' (accepted: several sheets)",
        ),
    ],
)  # fmt: skip
def test_an_empty_diary_that_cannot_be_written_is_told(
    words: list[str], code: int, sentence: str, folder: Path
) -> None:
    """And nothing is written, neither the sheet nor the map."""
    before = sorted(path.name for path in folder.iterdir())

    told = run("new", *words)

    assert (told.exit_code, told.stdout) == (code, "")
    assert told.stderr == ("Error: " if code == 2 else "") + sentence + "\n"
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_map_that_is_there_is_not_written_over(folder: Path) -> None:
    """Then the sheet is not written either."""
    (folder / "mine_map.yaml").write_text("mine")

    told = run("new", "--diary", "mine.csv", "--from", "2024-03-01")

    assert told.stderr == (
        "Error: mine_map.yaml is there already and stays as it is; give another name\n"
    )
    assert not (folder / "mine.csv").exists()


# --- the example and the page -------------------------------------------------------------------


def test_the_map_of_the_example_is_no_example_case() -> None:
    """It stands beside the cases, and is not listed or read as one."""
    assert (ROOT / "examples" / "diary_map.yaml").exists()
    assert "diary_map" not in completing.example_names()
    files, passed_over = case_files([ROOT / "examples"])
    assert ROOT / "examples" / "diary_map.yaml" not in files
    assert any("diary_map.yaml: passed over" in told for told in passed_over)


def test_the_sheet_of_the_page_is_told_as_the_page_says(folder: Path) -> None:
    """Every sentence that it shows, to the letter."""
    [sheet], [map_text], [shown] = blocks("csv"), blocks("yaml"), blocks("text")
    (folder / "sheet.csv").write_text(sheet, encoding="utf-8")
    (folder / "map.yaml").write_text(map_text, encoding="utf-8")

    told = run("import", "sheet.csv", "--map", "map.yaml")

    assert (told.exit_code, told.stderr) == (1, shown)


def test_the_commands_of_the_page_work_one_after_the_other(folder: Path) -> None:
    """From the empty sheet to the case that is weighed."""
    (folder / "diary.csv").unlink()
    for line in "".join(blocks("sh")).splitlines():
        words = shlex.split(line)

        assert words[0] == "formulation"
        assert run(*words[1:]).exit_code == 0, line
