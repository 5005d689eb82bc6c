"""The command ``compare``: its document, its words, how it ends, and the page that explains it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from formulation import read_case, write_case
from formulation.compare import compare
from formulation.model import Case, Escalation, Person, Symptom
from tests.test_cli import FAULTY, run
from tests.test_docs import DOCS, ROOT, blocks

FORMULATORS = ROOT / "examples" / "formulators"
VERA, KARIM, LOU = (str(FORMULATORS / f"nora_{name}.yaml") for name in ("vera", "karim", "lou"))
LONELY = Case(id="lonely", origin="synthetic").adding(
    Person(id="p", role="patient"), Symptom(id="pain")
)
PAULS = [str(FORMULATORS / f"paul_{name}.yaml") for name in ("vera", "karim")]


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def read(*args: str) -> Any:  # whatever the document holds
    told = run("compare", *args, "--json")
    assert (told.exit_code, told.stderr) == (0, "")
    return json.loads(told.stdout)["comparison"]


def lines_of(*args: str) -> list[str]:
    told = run("compare", *args)
    assert (told.exit_code, told.stderr) == (0, "")
    return told.stdout.splitlines()


def numbered(lines: list[str]) -> list[str]:
    return [line for line in lines if re.match(r"  \d+\. ", line)]


# --- what it tells ------------------------------------------------------------------------------


def test_two_files_are_told_from_what_they_share_to_what_divides() -> None:
    """Under headings, in this order."""
    lines = lines_of(VERA, KARIM)

    headings = [
        "nora_vera (the reference) and nora_karim",
        "How much of one is in the other",
        "Agreement beyond chance",
        "On what they part, what follows most from it first",
        "  Which patterns fit",
        "  In which direction",
        "  What came first",
        "  How it is known",
        "  In which terms",
        "  When",
        "  In which words",
        "Only in nora_vera",
        "Only in nora_karim",
    ]
    assert [line for line in lines if line in headings] == headings
    assert not any("Matched against mismatched" in line for line in lines)


def test_the_scores_stand_in_columns() -> None:
    """One row a section, and one for all."""
    lines = lines_of(VERA, KARIM)

    start = lines.index("How much of one is in the other") + 2
    assert lines[start].split("  ")[-1] == "F1"
    assert lines[start + 1] == (
        "  people             4               1                1       0.80    0.80  0.80"
    )
    assert lines[start + 7].split()[-6:] == ["12", "5", "2", "0.86", "0.71", "0.77"]
    assert len({len(line) for line in lines[start : start + 8]}) == 1


def test_a_disagreement_is_told_with_the_words_and_ids_of_both() -> None:
    """And with the patterns that it bears on."""
    text = "\n".join(lines_of(VERA, KARIM))

    assert (
        "  6. The conflict between Ruth and Ida comes before the flare of panic attacks in "
        "nora_vera, and\n     after in nora_karim.\n"
        "     nora_vera: Ruth and Ida are in conflict over money, 28 April 2019. (quarrel_1) Panic "
        "attacks\n       flare (severity 8 of 10), 2 May 2019. (first_attack)\n"
        "     nora_karim: Her mother and Ida are in conflict over money, 5 May 2019. (money) Panic "
        "attacks\n       flare (severity 7 of 10), 2 May 2019. (attack_one)\n"
        "     It bears on: loyalty-conflict, detouring, idealized-pair-conflict-flare,\n"
        "       idealized-pair-impasse-flare\n"
    ) in text


def test_who_was_taken_for_whom_is_said_only_where_it_is_not_plain() -> None:
    """Tom is Tom; that Ruth is her mother has to be said, and who is in one file only."""
    lines = lines_of(VERA, KARIM)

    assert lines[4:7] == [
        "  Ruth and her mother are taken for the same: the only mother in both.",
        "  Only in nora_vera: Vera.",
        "  Only in nora_karim: her father (named in words only in nora_vera: father_left, "
        "prepared).",
    ]


def test_what_one_file_has_only_is_told_with_what_comes_nearest() -> None:
    """And which statement that one answers already."""
    text = "\n".join(lines_of(VERA, LOU))

    assert (
        "  Panic attacks flare (severity 6 of 10), October 2020. (attack_2)\n"
        "      Nearest in nora_lou: Panic flares, 2 May 2019. (panic_1) It answers first_attack.\n"
    ) in text


def test_a_nearest_that_answers_nothing_is_told_with_what_speaks_against_it(tmp_path: Path) -> None:
    """The weightiest reason alone."""
    for name, day in (("key", "2020-05-01"), ("mine", "2020-08-01")):
        case = LONELY.adding(Escalation(id="flare", of="pain", when=day))
        write_case(case, tmp_path / f"{name}.yaml")

    lines = lines_of(str(tmp_path / "key.yaml"), str(tmp_path / "mine.yaml"))

    assert lines[-3:] == [
        "  Pain flares, 1 August 2020. (flare)",
        "      Nearest in key: Pain flares, 1 May 2020. (flare) Against it speaks: dated "
        "otherwise: 1 May",
        "        2020 (key), 1 August 2020 (mine).",
    ]


def test_a_file_beside_itself_parts_on_nothing() -> None:
    """And has two names, to be told apart; that it is one file is said first."""
    told = lines_of(VERA, VERA)

    start = told.index("") + 1
    lines = told[start:]
    assert " ".join(told[: start - 1]) == f"{VERA} and {VERA} (2) are the same file twice."
    assert lines[0].endswith("nora_vera.yaml (the reference) and " + f"{VERA} (2)")
    assert "  The same people and symptoms stand in both." in lines
    assert "  They part on nothing that both have." in lines
    assert not any("Only in" in line for line in lines)
    assert "Both have 17 statements, and neither has another." in " ".join(lines[1:4])


def test_that_two_files_seem_to_be_of_two_people_is_said_first() -> None:
    """And nothing is refused; of many files it is said once."""
    warned = "These seem to be two people: Nora and Paul. What follows is read as if they were one."

    two, many = lines_of(VERA, PAULS[0]), lines_of(str(FORMULATORS))

    assert two[:3] == [warned, "", "nora_vera (the reference) and paul_vera"]
    assert many[:3] == [warned, "", "Each with each"]
    assert (two + many).count(warned) == 2
    assert read(VERA, PAULS[0])["notes"] == [warned]
    assert not any("two people" in line for line in lines_of(VERA, KARIM, "--unrelated", PAULS[0]))


def test_three_files_begin_with_each_beside_each() -> None:
    """Then the reference with each of the others."""
    lines = lines_of(VERA, KARIM, LOU)

    assert lines[0] == "Each with each"
    assert lines[3].split()[:5] == ["nora_vera", "nora_karim", "12", "5", "2"]
    assert lines[5].split()[:5] == ["nora_karim", "nora_lou", "7", "7", "0"]
    assert sum("Fleiss' kappa" in line for line in lines) == 4
    assert [line for line in lines if "(the reference)" in line] == [
        "nora_vera (the reference) and nora_karim",
        "nora_vera (the reference) and nora_lou",
    ]


def test_strangers_tell_whether_the_matched_are_more_alike() -> None:
    """Files of others that have one id are of one person."""
    lines = lines_of(VERA, KARIM, LOU, *(word for p in PAULS for word in ("--unrelated", p)))

    told = " ".join(lines[lines.index("Matched against mismatched") + 1 :])
    assert told.startswith("Formulations of one person are more alike than those of different")
    assert "p = 0.10 (10 ways, all)" in told
    assert told.endswith("how alike two formulations were, here it is counted by rule.")


def test_long_lists_are_cut_and_counted(tmp_path: Path) -> None:
    """Forty flares that the other has not: thirty are told; a program gets them all."""
    flares = [Escalation(id=f"f{n}", of="pain", when=f"{1960 + n}") for n in range(40)]
    none, many = tmp_path / "none.yaml", tmp_path / "many.yaml"
    write_case(LONELY, none)
    write_case(LONELY.adding(flares), many)

    lines = lines_of(str(many), str(none))

    assert lines[-1] == "  and 10 more, which --json lists"
    assert len(read(str(many), str(none))["pairs"][0]["missing"]) == 40


# --- the document -------------------------------------------------------------------------------


def test_the_document_is_that_of_python() -> None:
    """Under one key, with what is matched as null where nobody asked."""
    names = ["nora_vera", "nora_karim", "nora_lou"]
    cases = [read_case(path) for path in (VERA, KARIM, LOU)]

    told = read(VERA, KARIM, LOU)

    assert told == compare(*cases, names=names).to_dict() | {"matched": None}
    assert list(told) == ["formulations", "notes", "agreement", "pairs", "matched"]


def test_what_is_matched_is_in_the_document() -> None:
    """With every two files, and the seed."""
    told = read(VERA, KARIM, "--unrelated", PAULS[0], "--seed", "7")["matched"]

    assert list(told) == [
        "same", "different", "p", "least", "ways", "is_exact", "seed", "likenesses",
    ]  # fmt: skip
    assert (told["seed"], told["ways"], len(told["likenesses"])) == (7, 3, 3)
    assert told["likenesses"][0]["other"] == "nora_karim"
    assert [one["is_matched"] for one in told["likenesses"]] == [True, False, False]


# --- how it ends --------------------------------------------------------------------------------


def test_one_file_is_not_enough() -> None:
    """Wrong use, with what to do instead."""
    told = run("compare", VERA)

    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr == "Error: name two formulations at least: the reference, then the other\n"


def test_a_folder_stands_for_its_files() -> None:
    """The first by name is the reference."""
    assert read(str(FORMULATORS))["formulations"] == [
        "nora_karim", "nora_lou", "nora_vera", "paul_karim", "paul_vera",
    ]  # fmt: skip


def test_a_faulty_file_ends_with_its_faults(tmp_path: Path) -> None:
    """As everywhere: the place and the cure, and nothing compared."""
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(FAULTY, encoding="utf-8")

    told = run("compare", VERA, str(faulty))

    assert (told.exit_code, told.stdout) == (1, "")
    assert "faulty.yaml:6" in told.stderr


def test_standard_input_is_one_of_them() -> None:
    """By its own name."""
    told = run("compare", VERA, "-", input=Path(LOU).read_text(encoding="utf-8"))

    assert told.exit_code == 0
    assert told.stdout.startswith("nora_vera (the reference) and standard input\n")


def test_what_is_told_goes_into_a_file_and_never_over_an_input(tmp_path: Path) -> None:
    """Neither over a formulation nor over a stranger's."""
    mine = tmp_path / "mine.yaml"
    mine.write_text(Path(LOU).read_text(encoding="utf-8"), encoding="utf-8")
    output = tmp_path / "told.txt"

    assert run("compare", VERA, str(mine), "-o", str(output)).stdout == ""
    assert output.read_text(encoding="utf-8").startswith("nora_vera (the reference) and mine\n")
    refused = run("compare", VERA, KARIM, "--unrelated", str(mine), "-o", str(mine))
    assert refused.exit_code == 2
    assert "it is not written over" in refused.stderr


# --- the page -----------------------------------------------------------------------------------


def test_the_python_of_the_page_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It prints what divides, then what answers what."""
    monkeypatch.chdir(ROOT)
    [code] = blocks("comparing.md", "python")

    exec(code, {})

    told = capsys.readouterr().out
    assert told.startswith("“")
    assert "hero_ruth perfect_mother (" in told


def test_the_clauses_that_the_code_cites_are_in_the_decision() -> None:
    """By number, each once."""
    text = (DOCS / "decisions" / "comparing.md").read_text(encoding="utf-8")
    clauses = re.findall(r"^\*\*([A-Z]\d+)\.\*\*", text, re.MULTILINE)
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "formulation" / "compare").glob("*.py"))
    )
    cited = set(re.findall(r"\b([PKSUADM]\d{1,2})\b(?=[^\"]*\))", code))

    assert len(set(clauses)) == len(clauses) == 35
    assert cited
    assert cited <= set(clauses)
