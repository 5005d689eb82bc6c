"""What programs read: each JSON document has the keys of the contract, no more and no fewer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from formulation import catalogue, find, read_case
from formulation.casefile import faults_in
from formulation.cli.app import app
from formulation.model.schema import case_schema
from formulation.patterns.pattern import Pattern
from formulation.terms import VOCABULARIES, vocabulary

EXAMPLES = Path(__file__).parent.parent / "examples"
FLAGSHIP = "idealized-pair-conflict-flare"
#: a dated variant of the founding case: certain idealizations, a quarrel, a flare three days later
DATED = """\
formulation: 1
id: dated
people:
  anna: {name: Anna, role: patient}
  ben: {name: Ben, role: friend}
  cleo: {name: Cleo, role: friend}
symptoms:
  pain: {name: pain}
bonds:
  - {id: hero_b, idealizes: ben, when: 2020-04-01/2020-12-31}
  - {id: hero_c, idealizes: cleo, when: 2020-04-01/2020-12-31}
events:
  - {id: quarrel, conflict: [ben, cleo], when: 2020-05-01/2020-05-03}
  - {id: flare, escalation: pain, when: 2020-05-04}
  - {id: rally, rally: [ben, cleo], when: 2020-05-06}
  - {id: truce, resolution: quarrel, when: 2020-05-20}
"""
FINDING_KEYS = [
    "pattern",
    "status",
    "certainty",
    "roles",
    "steps",
    "missing",
    "failed",
    "also",
    "rests_on",
    "because",
]
FAULT_KEYS = ["file", "line", "column", "value", "problem", "accepted", "nearest"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with one dated case."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dated.yaml").write_text(DATED)
    return tmp_path


def run(*args: str, input: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(args), input=input, catch_exceptions=False)


def read(*args: str, input: str | None = None) -> Any:  # whatever the document holds
    told = run(*args, "--json", input=input)
    assert (told.exit_code, told.stderr) == (0, "")
    return json.loads(told.stdout)


# --- find ---------------------------------------------------------------------------------------


def test_a_finding_has_the_keys_of_the_contract(folder: Path) -> None:
    """Pattern, status, certainty, roles, steps and the rest; `case` and `findings` around it."""
    told = read("find", "dated.yaml", "--pattern", FLAGSHIP)

    assert list(told) == ["case", "findings", "weights"]
    assert told["case"] == "dated"
    (finding,) = told["findings"]
    assert list(finding) == FINDING_KEYS
    because = finding.pop("because")
    assert because.startswith("The order is certain, as dated: Anna idealized Ben and Cleo ")
    assert finding == {
        "pattern": FLAGSHIP,
        "status": "complete",
        "certainty": "certain",
        "roles": {"A": "ben", "B": "cleo", "P": "anna", "S": "pain"},
        "steps": {
            "ideal_a": "hero_b",
            "ideal_b": "hero_c",
            "quarrel": "quarrel",
            "flare": "flare",
            "rally_a": "rally",
            "rally_b": "rally",
            "truce": "truce",
        },
        "missing": [],
        "failed": None,
        "also": [],
        "rests_on": "6 of 6 statements give no basis",
    }


def test_an_order_that_may_not_hold_is_possible(folder: Path) -> None:
    """A flare dated to the month may have come before the quarrel of that month."""
    (folder / "dated.yaml").write_text(DATED.replace("when: 2020-05-04", "when: 2020-05"))

    (finding,) = read("find", "dated.yaml", "--pattern", FLAGSHIP)["findings"]

    assert finding["certainty"] == "possible"


def test_a_missing_optional_step_is_named(folder: Path) -> None:
    """Without the truce the finding is partial."""
    (folder / "dated.yaml").write_text(DATED.rpartition("  - ")[0])

    (finding,) = read("find", "dated.yaml", "--pattern", FLAGSHIP)["findings"]

    assert (finding["status"], finding["missing"]) == ("partial", ["truce"])
    assert "truce" not in finding["steps"]


def test_a_near_miss_says_which_step_failed_and_by_how_much(folder: Path) -> None:
    """A flare on the eighteenth is three days, 4320 minutes, too late for two weeks."""
    late = DATED.rpartition("  - {id: rally")[0].replace("2020-05-04", "2020-05-18")
    (folder / "dated.yaml").write_text(late)

    without = read("find", "dated.yaml", "--pattern", FLAGSHIP)["findings"]
    (near,) = read("find", "dated.yaml", "--pattern", FLAGSHIP, "--near-misses")["findings"]

    assert without == []
    assert list(near) == FINDING_KEYS
    assert near["status"] == "near-miss"
    assert near["missing"] == ["flare"]
    assert list(near["failed"]) == ["step", "reason", "by_minutes"]
    assert near["failed"]["step"] == "flare"
    assert near["failed"]["reason"].startswith("too late by 3 days")
    assert near["failed"]["by_minutes"] == 3 * 24 * 60


def test_other_ways_hold_roles_and_steps(folder: Path) -> None:
    """A second quarrel before the same flare stands under `also`, or apart with --every."""
    second = "  - {id: row, conflict: [ben, cleo], when: 2020-05-02}\n"
    (folder / "dated.yaml").write_text(DATED + second)
    asked = ("find", "dated.yaml", "--pattern", FLAGSHIP)

    (finding,), every = read(*asked)["findings"], read(*asked, "--every")["findings"]

    assert {tuple(other) for other in finding["also"]} == {("roles", "steps")}
    quarrels = {finding["steps"]["quarrel"], *(o["steps"]["quarrel"] for o in finding["also"])}
    assert quarrels == {"quarrel", "row"}
    assert {found["steps"]["quarrel"] for found in every} == {"quarrel", "row"}
    assert all(found["also"] == [] for found in every)


def test_repeated_steps_and_counted_letters_are_lists(folder: Path) -> None:
    """What is bound once stays a text, so that a program can tell the two apart."""
    told = (
        "  - {id: e1, episode: ben, response_other: turned away, when: 2019}\n"
        "  - {id: e2, episode: cleo, response_other: turned away, when: 2020}\n"
    )
    (folder / "dated.yaml").write_text(DATED + told)

    (finding,) = read("find", "dated.yaml", "--pattern", "repeated-relational-episode")["findings"]

    assert list(finding) == FINDING_KEYS
    assert finding["roles"] == {"A": ["ben", "cleo"], "P": "anna", "R": "turned away"}
    assert finding["steps"] == {"told": ["e1", "e2"]}


def test_too_few_of_a_repeated_step_are_told_with_their_number(folder: Path) -> None:
    """The step, how many there are of how many, and no distance in time."""
    more = (
        "  - {id: flare2, escalation: pain, when: 2020-06-04}\n"
        "  - {id: care2, care: anna, when: 2020-06-06}\n"
    )
    (folder / "dated.yaml").write_text(DATED + more)
    asked = ("--pattern", "possible-secondary-gain", "--near-misses")

    (near,) = read("find", "dated.yaml", *asked)["findings"]

    assert near["steps"]["flares"] == ["flare", "flare2"]
    assert near["failed"] == {
        "step": "flares",
        "reason": "2 of at least 3 recorded",
        "by_minutes": None,
    }


def test_what_is_set_changes_what_is_found_and_not_the_keys(folder: Path) -> None:
    """Two days are too few for a flare on the third."""
    asked = ("find", "dated.yaml", "--pattern", FLAGSHIP)

    three, two = (read(*asked, "--set", f"within={n}days") for n in (3, 2))

    assert three["findings"] == read(*asked)["findings"]
    assert list(two) == list(three) == ["case", "findings", "weights"]
    assert two["findings"] == []
    assert two["weights"][0]["question"].endswith(" in the 2 days after quarrels?")


def test_no_finding_is_an_empty_list(folder: Path) -> None:
    """And exit code 0."""
    told = read("find", "dated.yaml", "--pattern", "idealization-turned-devaluation")

    assert told == {"case": "dated", "findings": [], "weights": []}


def test_several_files_make_a_list_of_cases(folder: Path) -> None:
    """In the order in which they were named."""
    (folder / "other.yaml").write_text(DATED.replace("id: dated", "id: other", 1))

    told = read("find", "other.yaml", "dated.yaml")

    assert list(told) == ["cases"]
    assert [(case["case"], list(case)) for case in told["cases"]] == [
        ("other", ["case", "findings", "weights"]),
        ("dated", ["case", "findings", "weights"]),
    ]


def test_a_folder_makes_a_list_even_of_one_case(folder: Path) -> None:
    """The shape follows what was asked, not what happens to be there."""
    assert [case["case"] for case in read("find", ".")["cases"]] == ["dated"]


def test_standard_input_is_one_case(folder: Path) -> None:
    """YAML and JSON alike."""
    from_yaml = read("find", "-", input=DATED)
    keys = {"formulation": 1, **read_case(folder / "dated.yaml").to_keys()}
    from_json = read("find", "-", input=json.dumps(keys))

    assert from_yaml == read("find", "dated.yaml")
    assert from_json == from_yaml


def test_the_limit_is_told_aside(folder: Path) -> None:
    """The document stays whole; the word about it goes to standard error."""
    second = "  - {id: later, escalation: pain, when: 2020-05-10}\n"
    (folder / "dated.yaml").write_text(DATED + second)

    told = run("find", "dated.yaml", "--pattern", FLAGSHIP, "--limit", "1", "--json")

    assert told.exit_code == 0
    assert len(json.loads(told.stdout)["findings"]) == 1
    assert told.stderr == ("Note: dated has more findings than the 1 that --limit lets through\n")


def test_a_document_can_be_written_to_a_file(folder: Path) -> None:
    """What -o writes is what would have been printed."""
    printed = run("find", "dated.yaml", "--json").stdout

    told = run("find", "dated.yaml", "--json", "-o", "found.json")

    assert told.stdout == ""
    assert (folder / "found.json").read_text() == printed


def test_drawing_does_not_disturb_the_document(folder: Path) -> None:
    """Where the map is goes to standard error."""
    told = run("find", "dated.yaml", "--json", "--draw", "map.dot")

    assert json.loads(told.stdout)["case"] == "dated"
    assert told.stderr == "dated: the map is in map.dot. Finding 1 is marked on it.\n"
    assert (folder / "map.dot").exists()


def test_the_founding_case_is_described_and_not_counted() -> None:
    """Stephanie and Diane, the rally and the truce; exactly what the library finds."""
    path = EXAMPLES / "elizabeth.yaml"

    told = read("find", str(path))

    assert list(told) == ["case", "findings", "weights"]
    assert all(list(finding) == FINDING_KEYS for finding in told["findings"])
    assert told["findings"] == [found.to_dict() for found in find(read_case(path))]
    flagship = next(f for f in told["findings"] if f["pattern"] == FLAGSHIP)
    assert (flagship["status"], flagship["certainty"]) == ("complete", "described")
    assert {flagship["roles"]["A"], flagship["roles"]["B"]} == {"stephanie", "diane"}
    assert flagship["steps"]["truce"] == "truce"
    assert flagship["steps"]["rally_a"] == flagship["steps"]["rally_b"] == "rally"


# --- check --------------------------------------------------------------------------------------


def test_a_sound_case_has_no_faults(folder: Path) -> None:
    """The list is there, and empty."""
    assert read("check", "dated.yaml") == {"faults": []}


def test_each_fault_has_its_place_value_cure_and_nearest_word(folder: Path) -> None:
    """All faults of all files in one document; exit code 1."""
    (folder / "wrong.yaml").write_text(DATED.replace("[ben, cleo]", "[ben, clea]", 1))

    told = run("check", "wrong.yaml", "dated.yaml", "--json")

    document = json.loads(told.stdout)
    assert (told.exit_code, told.stderr, list(document)) == (1, "", ["faults"])
    (fault,) = document["faults"]
    assert list(fault) == FAULT_KEYS
    assert fault == faults_in("wrong.yaml")[1][0].to_dict()
    assert (fault["file"], fault["line"]) == ("wrong.yaml", 13)
    assert (fault["value"], fault["nearest"]) == ("clea", "cleo")


def test_what_is_worth_a_second_look_is_told_aside(folder: Path) -> None:
    """A new word in an open list is no fault."""
    (folder / "dated.yaml").write_text(DATED.replace("role: friend", "role: lamplighter", 1))

    told = run("check", "dated.yaml", "--json")

    assert (told.exit_code, json.loads(told.stdout)) == (0, {"faults": []})
    assert told.stderr.startswith("Note: dated.yaml:5:")
    assert "'lamplighter'" in told.stderr


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("none.yaml", None, "there is no such file"),
        ("empty.yaml", b"", "the file is empty"),
        ("binary.yaml", b"formulation: \x00\x01", "a NUL byte: this is no text"),
        ("wide.yaml", "formulation: 1".encode("utf-16"), "this is UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault(
    folder: Path, name: str, content: bytes | None, problem: str
) -> None:
    """Missing, empty, binary: in the same document, and no traceback."""
    if content is not None:
        (folder / name).write_bytes(content)

    told = run("check", name, "--json")

    assert told.exit_code == 1
    (fault,) = json.loads(told.stdout)["faults"]
    assert list(fault) == FAULT_KEYS
    assert (fault["file"], fault["problem"]) == (name, problem)


def test_patterns_check_tells_faults_in_the_same_shape(folder: Path) -> None:
    """A misspelt step has its place too; a sound file has none."""
    (folder / "wrong.yaml").write_text(
        "pattern: mine\ntitle: Mine\nsteps:\n  - {as: flare, escalaton: S}\n"
    )
    (folder / "right.yaml").write_text(
        "pattern: mine\ntitle: Mine\nsteps:\n  - {as: flare, escalation: S}\n"
    )

    told = run("patterns", "check", "wrong.yaml", "--json")

    assert told.exit_code == 1
    (fault,) = json.loads(told.stdout)["faults"]
    assert list(fault) == FAULT_KEYS
    assert (fault["file"], fault["line"], fault["nearest"]) == ("wrong.yaml", 4, "escalation")
    assert read("patterns", "check", "right.yaml") == {"faults": []}


# --- what can be looked up ----------------------------------------------------------------------


def test_patterns_are_written_as_their_files_hold_them() -> None:
    """Each reads back as the pattern it came from."""
    told = read("patterns")

    assert list(told) == ["patterns"]
    assert tuple(Pattern.from_keys(keys) for keys in told["patterns"]) == catalogue()


def test_one_pattern_is_the_document_itself() -> None:
    """``patterns show NAME --json`` is a pattern file in JSON."""
    told = read("patterns", "show", FLAGSHIP)

    assert told == next(p.to_keys() for p in catalogue() if p.pattern == FLAGSHIP)


def test_a_pattern_with_a_value_set_is_written_with_it() -> None:
    """``patterns show NAME --set … --json`` is that pattern file."""
    told = read("patterns", "show", FLAGSHIP, "--set", "within=7days")

    assert told["parameters"] == {"within": "7 days"}
    assert told["steps"] == read("patterns", "show", FLAGSHIP)["steps"]


def test_vocabularies_are_listed_with_their_versions() -> None:
    """Name, title, version, whether new words are kept, and how many there are."""
    told = read("terms")

    assert list(told) == ["vocabularies"]
    assert [v["name"] for v in told["vocabularies"]] == [*VOCABULARIES]
    keys = ["name", "title", "version", "is_open", "count"]
    assert all(list(v) == keys for v in told["vocabularies"])


def test_one_vocabulary_has_its_terms() -> None:
    """Each with its meaning, source, level, group and other spellings."""
    told = read("terms", "defense")

    assert list(told) == ["name", "title", "version", "is_open", "count", "terms"]
    assert [term["word"] for term in told["terms"]] == [*vocabulary("defense").words]
    keys = ["word", "meaning", "source", "level", "group", "aliases"]
    assert all(list(term) == keys for term in told["terms"])


def test_a_word_is_told_in_every_vocabulary_that_has_it() -> None:
    """A word is no vocabulary: a list comes back, however short."""
    told = read("terms", "truce")

    assert list(told) == ["vocabularies"]
    assert [(v["name"], [t["word"] for t in v["terms"]]) for v in told["vocabularies"]] == [
        ("resolution_quality", ["truce"])
    ]


def test_examples_are_listed_with_title_and_origin() -> None:
    """What is hard to read stands apart from what the case is about."""
    told = read("examples")

    assert list(told) == ["examples"]
    (elizabeth,) = (case for case in told["examples"] if case["id"] == "elizabeth")
    assert list(elizabeth) == [
        *("id", "title", "origin", "about", "content", "truth_known", "has_page")
    ]
    assert elizabeth["title"] == "Elizabeth and her superheroes"
    assert elizabeth["origin"] == "published"


def test_schema_prints_the_json_schema_of_a_case_file() -> None:
    """As editors read it."""
    told = run("schema")

    assert told.exit_code == 0
    assert json.loads(told.stdout) == json.loads(json.dumps(case_schema()))
