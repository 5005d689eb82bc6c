"""The command as a person meets it: what it says, how it ends, and what it never does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from formulation import __version__
from formulation.casefile import faults_in
from formulation.cli import completing, reading
from formulation.cli.app import app
from formulation.cli.speaking import Heading, json_text, paragraph, shown, table
from formulation.errors import Fault
from formulation.terms import VOCABULARIES

EXAMPLES = Path(__file__).parent.parent / "examples"
SMALL = """\
formulation: 1
id: small
title: A small case
people:
  anna: {name: Anna, role: patient}
  ben: {name: Ben, role: friend}
  cleo: {name: Cleo, role: friend}
symptoms:
  pain: {name: pain}
bonds:
  - {id: hero_b, idealizes: ben, when: 2019/2021}
  - {id: hero_c, idealizes: cleo, when: 2019/2021}
events:
  - {id: quarrel, conflict: [ben, cleo], when: 2020-05-01}
  - {id: flare, escalation: pain, when: 2020-05-04}
"""
FLAGSHIP = "idealized-pair-conflict-flare"
FAULTY = """\
formulation: 1
id: faulty
people:
  anna: {name: Anna, role: patient}
events:
  - {id: quarrel, conflict: [anna, bne]}
  - {id: flare, escalation: pain, when: 2020-13-01}
"""
OWN_PATTERN = """\
pattern: any-flare
title: A symptom flares
source: made up
roles: {P: patient}
steps:
  - {as: flare, escalation: S, by: P}
does_not_claim: Anything at all.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder with a small case, a faulty one, and a pattern."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "faulty.yaml").write_text(FAULTY)
    (tmp_path / "own.yaml").write_text(OWN_PATTERN)
    return tmp_path


def run(*args: str, input: str | None = None) -> Result:
    return CliRunner().invoke(app, list(args), input=input, catch_exceptions=False)


def in_words(faults: Iterable[Fault]) -> str:
    return "".join(f"{fault}\n" for fault in faults)


def command(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command as its own process."""
    asked = [sys.executable, "-m", "formulation", *args]
    return subprocess.run(asked, capture_output=True, timeout=60, check=False, **options)


# --- find ---------------------------------------------------------------------------------------


def test_find_tells_the_pattern_who_is_who_and_what_it_rests_on(folder: Path) -> None:
    """A finding is told with its title, its certainty, its sentence, the people and the steps."""
    told = run("find", "small.yaml", "--patterns", "own.yaml", "--pattern", "any-flare")

    assert told.exit_code == 0
    assert told.stdout == (
        "A small case\n"
        "1 pattern looked for, 1 finding.\n"
        "\n"
        "1. A symptom flares\n"
        "   any-flare\n"
        "   Complete; no order in time is asked.\n"
        "\n"
        "   No order in time is asked: pain flares, 4 May 2020.\n"
        "\n"
        "   Who is who: P is Anna, S is pain.\n"
        "   Steps:\n"
        "     flare  flare  Pain flares, 4 May 2020.\n"
        "   Rests on: 1 of 1 statements gives no basis.\n"
        "\n"
        "What these patterns do not claim\n"
        "   any-flare: Anything at all.\n"
    )


def test_find_names_the_missing_steps_and_merges_the_steps_of_one_statement(folder: Path) -> None:
    """A rally of both friends stands for two steps, and is told once."""
    rally = "  - {id: visit, rally: [ben, cleo], when: 2020-05-06}\n"
    (folder / "small.yaml").write_text(SMALL + rally)

    told = run("find", "small.yaml", "--pattern", FLAGSHIP).stdout

    assert "Partial, without truce; " in told
    assert "   Who is who: A is Ben, B is Cleo, P is Anna, S is pain.\n" in told
    assert "     rally_a, rally_b  visit    Ben and Cleo rally around Anna, 6 May 2020.\n" in told
    assert told.count("visit") == 1


def test_find_says_kindly_that_nothing_was_found(folder: Path) -> None:
    """Finding nothing is no failure; it speaks of the file, and says what to ask next."""
    told = run("find", "small.yaml", "--pattern", "idealization-turned-devaluation")

    assert told.exit_code == 0
    assert " ".join(told.stdout.split()) == (
        "A small case 1 pattern looked for, no findings. Nothing fits the case as it is written. "
        "That says something about the file, not about the person: what is not written down "
        "cannot be found. --near-misses shows what came nearest, and what would have to be known."
    )


def test_find_says_that_nothing_comes_near_either(folder: Path) -> None:
    """Once near misses were asked for, they are not advertised again."""
    (folder / "empty.yaml").write_text("formulation: 1\nid: empty\n")

    told = run("find", "empty.yaml", "--near-misses").stdout

    assert "cannot be found. Nor does anything come near." in " ".join(told.split())
    assert "--near-misses" not in told


def test_near_misses_come_after_the_findings_and_say_by_how_much(folder: Path) -> None:
    """A flare three days too late for the flagship's fortnight is told as that."""
    (folder / "late.yaml").write_text(SMALL.replace("2020-05-04", "2020-05-18"))

    told = run("find", "late.yaml", "--near-misses", "--pattern", FLAGSHIP).stdout

    before, after = told.split("What nearly fits, and what would have to be known\n")
    assert "no findings." in before
    assert after.startswith("\n1. Two idealized figures in conflict precede a symptom flare\n")
    assert "too late by 3 days" in " ".join(after.split())
    assert "     quarrel  quarrel  Ben and Cleo are in conflict, 1 May 2020.\n" in after


def test_find_says_when_the_limit_left_something_out(folder: Path) -> None:
    """Two flares and a limit of one: the second is not dropped in silence."""
    second = "  - {id: flare2, escalation: pain, when: 2020-06-04}\n"
    (folder / "small.yaml").write_text(SMALL + second)
    asked = ("find", "small.yaml", "--patterns", "own.yaml", "--pattern", "any-flare")

    cut, whole = run(*asked, "--limit", "1").stdout, run(*asked, "--limit", "2").stdout

    told = "1 pattern looked for, 1 finding told; there are more, which --limit left out.\n"
    assert told in cut
    assert "1 pattern looked for, 2 findings.\n" in whole


def test_find_tells_other_ways_the_same_episode_fits(folder: Path) -> None:
    """Two quarrels before one flare are one finding, and the other quarrel is mentioned."""
    second = "  - {id: row, conflict: [ben, cleo], when: 2020-05-02}\n"
    (folder / "small.yaml").write_text(SMALL + second)
    asked = ("find", "small.yaml", "--pattern", FLAGSHIP)

    one, every = run(*asked).stdout, run(*asked, "--every").stdout

    assert "The same episode also fits in 1 other way; --every tells each." in one
    assert "1 pattern looked for, 2 findings." in every
    assert "also fits" not in every


def test_find_reads_standard_input(folder: Path) -> None:
    """A dash stands for what is piped in."""
    piped = run("find", "-", "--pattern", FLAGSHIP, input=SMALL)

    assert piped.exit_code == 0
    assert piped.stdout == run("find", "small.yaml", "--pattern", FLAGSHIP).stdout


def test_find_tells_the_cases_of_a_folder_one_after_another(folder: Path) -> None:
    """Files of a folder that are no cases are passed over with a word."""
    (folder / "faulty.yaml").write_text(SMALL.replace("A small case", "Another"))

    told = run("find", ".", "--pattern", FLAGSHIP)

    assert told.exit_code == 0
    titles = [line for line in told.stdout.splitlines() if line in ("A small case", "Another")]
    assert titles == ["Another", "A small case"]
    assert told.stderr == "own.yaml: passed over, its first key is not 'formulation'\n"


def test_output_is_written_to_a_file_and_not_to_the_screen(folder: Path) -> None:
    """What -o writes is what would have been shown."""
    shown_text = run("find", "small.yaml").stdout

    told = run("find", "small.yaml", "-o", "told.txt")

    assert (told.exit_code, told.stdout) == (0, "")
    assert (folder / "told.txt").read_text() == shown_text


def test_the_founding_case_is_told_as_described(monkeypatch: pytest.MonkeyPatch) -> None:
    """The flagship: Stephanie and Diane, the rally and the truce bound, and nothing counted."""
    monkeypatch.setenv("COLUMNS", "100")

    told = run("find", str(EXAMPLES / "elizabeth.yaml"), "--pattern", FLAGSHIP).stdout

    told = " ".join(told.split())
    assert "Complete; described as recurring: told as a repeated course, " in told
    assert "so it cannot be counted or weighed." in told
    assert "Who is who: A is Diane, B is Stephanie, P is Elizabeth, S is chronic pain." in told
    assert "rally_a, rally_b rally Stephanie and Diane rally around Elizabeth" in told
    assert "truce truce The conflict between Stephanie and Diane comes to rest (truce)" in told


# --- check, new, schema -------------------------------------------------------------------------


def test_check_says_that_a_case_adds_up(folder: Path) -> None:
    """A sound file gets one line, with what it holds."""
    told = run("check", "small.yaml")

    assert told.exit_code == 0
    assert told.stdout == "small.yaml adds up: 3 figures, 1 symptom and 4 statements.\n"


def test_check_tells_every_fault_with_its_place_and_ends_with_1(folder: Path) -> None:
    """Three faults in one file are told in one run, each under its line."""
    told = run("check", "faulty.yaml")

    assert told.exit_code == 1
    faults = told.stdout.removesuffix("faulty.yaml does not add up: 3 faults.\n")
    assert faults == in_words(faults_in("faulty.yaml")[1])
    assert re.findall(r"^faulty.yaml:(\d+):\d+: ", faults, re.MULTILINE) == ["6", "7", "7"]


def test_check_goes_on_to_the_next_file_after_a_faulty_one(folder: Path) -> None:
    """One faulty case among several is enough for exit code 1."""
    told = run("check", "faulty.yaml", "small.yaml")

    assert told.exit_code == 1
    assert told.stdout.endswith(
        "faulty.yaml does not add up: 3 faults.\n"
        "small.yaml adds up: 3 figures, 1 symptom and 4 statements.\n"
    )


def test_check_marks_what_is_merely_worth_a_second_look(folder: Path) -> None:
    """A new word in an open list is a note; the case stands."""
    (folder / "small.yaml").write_text(SMALL.replace("role: friend}", "role: lamplighter}", 1))

    told = run("check", "small.yaml")

    assert told.exit_code == 0
    assert re.match(r"Note: small.yaml:6:\d+: 'lamplighter' is a new word", told.stdout)
    assert told.stdout.endswith(
        "small.yaml adds up, with 1 note: 3 figures, 1 symptom and 4 statements.\n"
    )


def test_a_folder_without_cases_is_not_called_sound(folder: Path) -> None:
    """A check that looked at nothing must not pass."""
    (folder / "none").mkdir()

    told = run("check", "none")

    assert told.exit_code == 1
    assert told.stderr == "none: no case file is in this folder\n"


@pytest.mark.parametrize("verb", ["find", "draw"])
def test_other_commands_tell_the_faults_too_and_do_nothing(folder: Path, verb: str) -> None:
    """A faulty case ends every command the same way, on standard error."""
    told = run(verb, "faulty.yaml")

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == in_words(faults_in("faulty.yaml")[1])
    assert not (folder / "faulty.svg").exists()


def test_a_missing_file_is_told_with_the_nearest_name(folder: Path) -> None:
    """A misspelt name is offered its neighbour."""
    told = run("find", "smal.yaml")

    assert told.exit_code == 1
    assert told.stderr == "smal.yaml: there is no such file; did you mean 'small.yaml'?\n"


def test_new_writes_a_case_that_adds_up(folder: Path) -> None:
    """The starting file is itself a case without a fault."""
    told = run("new", "mine.yaml")

    assert told.exit_code == 0
    assert told.stdout == (
        "mine.yaml is written. Fill it in, and let 'formulation check mine.yaml' look it over.\n"
    )
    assert run("check", "mine.yaml").exit_code == 0


def test_new_without_a_name_prints_the_same_text(folder: Path) -> None:
    """It can be piped into a file."""
    run("new", "mine.yaml")

    assert run("new").stdout == (folder / "mine.yaml").read_text()


def test_new_never_writes_over_a_file(folder: Path) -> None:
    """Whatever stands there stays."""
    told = run("new", "small.yaml")

    assert told.exit_code == 2
    assert told.stderr == (
        "Error: small.yaml is there already and stays as it is; give another name\n"
    )
    assert (folder / "small.yaml").read_text() == SMALL


def test_new_into_a_missing_folder_is_told(folder: Path) -> None:
    """Python's own error becomes a sentence."""
    told = run("new", "nowhere/mine.yaml")

    assert told.exit_code == 1
    assert told.stderr == "Error: nowhere/mine.yaml: no such file or directory\n"


# --- draw ---------------------------------------------------------------------------------------


def test_draw_writes_a_picture_named_after_the_case(folder: Path) -> None:
    """Without a name it is <id>.svg, and the map is told in words as well."""
    told = run("draw", "small.yaml")

    assert told.exit_code == 0
    assert told.stdout.startswith("A small case: the map is in small.svg.\n  ")
    assert (folder / "small.svg").read_text().lstrip().startswith(("<svg", "<?xml"))


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("map.png", b"\x89PNG"),
        ("map.pdf", b"%PDF"),
        ("map.dot", b"digraph"),
        ("map.mmd", b"flowchart"),
        ("map.graphml", b"<?xml"),
    ],
)
def test_the_name_says_which_picture_to_draw(folder: Path, name: str, begins: bytes) -> None:
    """Five endings, five formats; the format can be said too."""
    kind = {"mmd": "mermaid"}.get(name[4:], name[4:])

    by_name = run("draw", "small.yaml", "-o", name)
    by_format = run("draw", "small.yaml", "-o", "other", "--format", kind)

    assert (by_name.exit_code, by_format.exit_code) == (0, 0)
    assert (folder / name).read_bytes().lstrip().startswith(begins)
    assert (folder / "other").read_bytes().lstrip().startswith(begins)


def test_draw_marks_the_first_finding_of_the_pattern_asked_for(folder: Path) -> None:
    """The picture with a finding differs from the one without; both show the same people."""
    run("draw", "small.yaml", "-o", "bare.dot")

    told = run("draw", "small.yaml", "-o", "marked.dot", "--pattern", FLAGSHIP)

    assert told.exit_code == 0
    bare, marked = (folder / "bare.dot").read_text(), (folder / "marked.dot").read_text()
    assert "Two idealized figures in conflict" in re.sub(r"\s|\\n", " ", marked)
    assert "Two idealized figures in conflict" not in re.sub(r"\s|\\n", " ", bare)
    assert "Cleo" in bare
    assert "Cleo" in marked


def test_draw_says_that_the_pattern_was_not_found(folder: Path) -> None:
    """The map is drawn all the same."""
    told = run("draw", "small.yaml", "--pattern", "idealization-turned-devaluation")

    assert told.exit_code == 0
    assert told.stderr == (
        "Note: idealization-turned-devaluation was not found in small; "
        "nothing is marked on its map\n"
    )
    assert (folder / "small.svg").exists()


def test_draw_shows_the_case_as_of_a_date(folder: Path) -> None:
    """In 2018 nobody is idealized yet."""
    run("draw", "small.yaml", "-o", "then.mmd", "--at", "2018")
    run("draw", "small.yaml", "-o", "later.mmd", "--at", "2020")

    assert "idealizes" not in (folder / "then.mmd").read_text()
    assert "idealizes" in (folder / "later.mmd").read_text()


def test_find_draws_the_map_with_its_first_finding(folder: Path) -> None:
    """One command finds the pattern, explains it and draws it."""
    told = run("find", "small.yaml", "--pattern", FLAGSHIP, "--draw", "map.svg")

    assert told.exit_code == 0
    assert told.stdout.endswith(
        "\n\nA small case: the map is in map.svg. Finding 1 is marked on it.\n"
    )
    assert "Two idealized figures" in (folder / "map.svg").read_text()


def test_several_cases_are_drawn_into_a_folder(folder: Path) -> None:
    """Each map is named after its case."""
    (folder / "maps").mkdir()
    (folder / "two.yaml").write_text(SMALL.replace("id: small", "id: two", 1))

    told = run("draw", "small.yaml", "two.yaml", "-o", "maps", "--format", "mermaid")

    assert told.stdout == (
        "The map of A small case is in maps/small.mmd.\n"
        "The map of A small case is in maps/two.mmd.\n"
    )
    assert sorted(p.name for p in (folder / "maps").iterdir()) == ["small.mmd", "two.mmd"]


def test_a_dash_prints_the_picture_and_nothing_else(folder: Path) -> None:
    """So that it can be piped on."""
    run("draw", "small.yaml", "-o", "map.dot")

    told = run("draw", "small.yaml", "-o", "-", "--format", "dot")

    assert told.stdout == (folder / "map.dot").read_text().rstrip("\n") + "\n"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ("small.yaml", "--at", "20x2"),
            "--at: an unknown digit is a capital X: '20x2' (accepted: 188X)",
        ),
        (
            ("small.yaml", "-o", "picture"),
            "picture does not say which picture to draw; end it in .svg, or give --format",
        ),
        (
            ("small.yaml", "-o", "map.gif"),
            "no format of a map is called 'gif' (known: svg, png, pdf, dot, graphml, mermaid)",
        ),
        (
            ("small.yaml", "--patterns", "own.yaml"),
            "--patterns adds to the names that --pattern takes; give a --pattern too",
        ),
        (
            ("small.yaml", "small.yaml", "-o", "map.svg"),
            "one map shows one case, and several are given; let -o name a folder",
        ),
        (
            ("small.yaml", "small.yaml"),
            "several cases have the id small, and their maps the same name",
        ),
    ],
)
def test_draw_refuses_wrong_use(folder: Path, args: tuple[str, ...], told: str) -> None:
    """Each is one sentence, exit code 2, and no picture."""
    found = run("draw", *args)

    assert (found.exit_code, found.stdout, found.stderr) == (2, "", f"Error: {told}\n")


def test_where_graphviz_is_missing_the_text_of_the_picture_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says how to get it, and the DOT text stands beside."""
    from formulation.views import draw as drawing
    from formulation.views.renderer import NoGraphvizError

    def nothing_there(*_: Any, **__: Any) -> bytes:
        raise NoGraphvizError("No module named 'pygraphviz'")

    monkeypatch.setattr(drawing, "_rendered", nothing_there)

    told = run("draw", "small.yaml", "-o", "map.svg")

    assert told.exit_code == 1
    assert told.stderr.startswith("Error: drawing needs Graphviz, and it is not here (")
    assert told.stderr.endswith(f"the text of the picture is kept in {folder / 'map.dot'}\n")
    assert (folder / "map.dot").read_text().startswith("digraph")
    assert not (folder / "map.svg").exists()


# --- never over what is read --------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ("find", "small.yaml", "-o", "small.yaml"),
        ("find", ".", "-o", "small.yaml"),
        ("find", "small.yaml", "-o", "link.yaml"),
        ("draw", "small.yaml", "-o", "small.yaml", "--format", "svg"),
    ],
)
def test_what_is_read_is_never_written_over(folder: Path, args: tuple[str, ...]) -> None:
    """Not by its name, not through a folder, not through a link."""
    (folder / "faulty.yaml").unlink()
    (folder / "link.yaml").symlink_to("small.yaml")

    told = run(*args)

    assert told.exit_code == 2
    assert told.stderr.splitlines()[-1] == (
        f"Error: {args[3]} is what is read here, and it is not written over; give another name"
    )
    assert (folder / "small.yaml").read_text() == SMALL


def test_a_pattern_file_is_not_written_over_either(folder: Path) -> None:
    """Whatever a command reads stays."""
    told = run("find", "small.yaml", "--patterns", "own.yaml", "-o", "own.yaml")

    assert told.exit_code == 2
    assert (folder / "own.yaml").read_text() == OWN_PATTERN


# --- patterns, terms, examples ------------------------------------------------------------------


def test_patterns_lists_names_titles_and_sources(folder: Path) -> None:
    """Own patterns stand after the catalogue; a source takes one line, however long."""
    (folder / "own.yaml").write_text(OWN_PATTERN.replace("made up", "made up " * 40))

    told = run("patterns", "--patterns", "own.yaml").stdout

    title = "Two idealized figures in conflict precede a symptom flare"
    assert f"{FLAGSHIP}\n  {title}\n  Source: Cottone 2023\n" in told
    assert told.endswith(
        f"any-flare\n  A symptom flares\n  Source: {'made up ' * 11}m…\n"
        "\n'formulation patterns show NAME' tells what a pattern asks for.\n"
    )


def test_patterns_show_tells_each_step_in_words_and_as_text(folder: Path) -> None:
    """Letters stand for names; what it does not claim is said; the text is a pattern file."""
    told = run("patterns", "show", "any-flare", "--patterns", "own.yaml").stdout

    assert (
        told
        == (
            "A symptom flares\n"
            "any-flare\n"
            "Source: made up.\n"
            "\n"
            "What it asks for\n"
            "  flare  S flares in P\n"
            "S stands for a symptom; P stands for the patient.\n"
            "Each 'flare' is one occurrence.\n"
            "\n"
            "What it does not claim: Anything at all.\n"
            "\n"
            "In time\n"
            "flare  ● at any time\n"
            "\n"
            "● is recorded\n"
            "No order in time is asked.\n"
            "\n"
            "As a pattern file\n"
        )
        + OWN_PATTERN
    )


def test_patterns_show_tells_how_steps_are_related() -> None:
    """Order, window and whether a step must be there are in the words."""
    told = " ".join(run("patterns", "show", FLAGSHIP).stdout.split())

    assert "quarrel A and B are in conflict, during ideal_a and ideal_b" in told
    assert "flare S flares in P, later than quarrel, within 14 days" in told
    assert "no earlier than flare, within 14 days (if recorded)" in told


def test_what_patterns_show_prints_is_a_pattern_file(folder: Path) -> None:
    """The text can be saved, renamed and used."""
    text = run("patterns", "show", FLAGSHIP).stdout.split("As a pattern file\n")[1]
    (folder / "mine.yaml").write_text(text.replace(FLAGSHIP, "mine"))

    told = run("patterns", "check", "mine.yaml", "own.yaml")

    assert (told.exit_code, told.stdout) == (0, "mine, any-flare are sound.\n")


def test_patterns_check_tells_the_faults_of_ones_own(folder: Path) -> None:
    """Place, value, cure and nearest word; exit code 1."""
    (folder / "own.yaml").write_text(OWN_PATTERN.replace("escalation", "escalaton"))

    told = run("patterns", "check", "own.yaml")

    assert told.exit_code == 1
    assert told.stdout == (
        "own.yaml:6:5: the step names no kind of statement: 'escalaton, by'; did you mean "
        "'escalation'? (accepted: a kind of statement, such as idealizes, conflict or escalation)\n"
        "      - {as: flare, escalaton: S, by: P}\n"
        "        ^\n"
    )


def test_a_faulty_pattern_file_ends_a_search(folder: Path) -> None:
    """A badly written pattern is not a pattern that fails to fit."""
    (folder / "own.yaml").write_text(OWN_PATTERN.replace("escalation", "escalaton"))

    told = run("find", "small.yaml", "--patterns", "own.yaml")

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith("own.yaml:6:5: the step names no kind of statement")


def test_a_pattern_may_not_take_the_name_of_another(folder: Path) -> None:
    """A repeated name is refused, not silently preferred."""
    (folder / "own.yaml").write_text(OWN_PATTERN.replace("any-flare", FLAGSHIP))

    told = run("find", "small.yaml", "--patterns", "own.yaml")

    assert told.exit_code == 1
    assert told.stderr == (
        f"own.yaml: the pattern '{FLAGSHIP}' is there twice (accepted: a name of its own)\n"
    )


def test_terms_lists_every_vocabulary() -> None:
    """One line each, with how many words it holds and whether it is closed."""
    told = run("terms").stdout

    assert [line.split()[0] for line in told.splitlines()[: len(VOCABULARIES)]] == [*VOCABULARIES]
    assert re.search(r"^defense +36 +closed +a defense$", told, re.MULTILINE)


def test_terms_tells_the_words_of_a_vocabulary_with_meaning_level_and_source() -> None:
    """Each word stands with its level, what is meant and whose word it is."""
    told = " ".join(run("terms", "confidence").stdout.split())

    assert told.startswith("confidence: the degree of confidence (closed, version 1) ")
    assert re.search(r"low \(level 1\): [^.]+\. \[[^]]+\]", told)


def test_terms_finds_a_single_word_wherever_it_is_listed() -> None:
    """A word, in any accepted spelling, leads to its vocabulary."""
    told = run("terms", "ceasefire").stdout

    assert told.startswith("resolution_quality: the quality of a resolution (closed, version 1)\n")
    assert "  truce: " in told
    assert "repaired" not in told


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("examples", "show", "elisabeth"), "no example is called 'elisabeth'; did you mean 'el"),
        (("examples", "show", "../elizabeth"), "no example is called '../elizabeth'"),
        (
            ("terms", "defence"),
            "no vocabulary or term is called 'defence'; did you mean 'defense'?",
        ),
        (("patterns", "show", "any-flare"), "no pattern is called 'any-flare' (known: "),
        (("find", "small.yaml", "--pattern", "none"), "no pattern is called 'none' (known: "),
        (("find", "-", "-"), "standard input (-) can be read only once"),
        (("find", ""), "a file is named by an empty text"),
        (("find", "small.yaml", "small.yaml", "--draw", "m.svg"), "--draw draws the map of one"),
        (("find", "small.yaml", "--draw", "-"), "--draw needs the name of a file; the findings"),
        (("find", "small.yaml", "--draw", "m.gif"), "no format of a map is called 'gif' (known: "),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(
    folder: Path, args: tuple[str, ...], told: str
) -> None:
    """A name that stands for nothing, or what cannot be done together."""
    found = run(*args)

    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith(f"Error: {told}")
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "args", [("find",), ("fnd", "x"), ("find", "x", "--limit", "0"), ("find", "x", "--liimt", "1")]
)
def test_what_the_command_line_does_not_know_is_exit_code_2(args: tuple[str, ...]) -> None:
    """Missing, misspelt and out of range."""
    assert run(*args).exit_code == 2


# --- errors -------------------------------------------------------------------------------------


def test_what_nobody_foresaw_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback unless it is asked for, and then the sentence as well."""
    from formulation import casefile

    def break_down(_: object) -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(casefile, "faults_in", break_down)
    sentence = (
        "Error: something went wrong that this program did not foresee "
        "(ZeroDivisionError: division by zero). "
        "Please report it, with what it tells after you set FORMULATION_TRACEBACK=1.\n"
    )

    quiet = run("find", "small.yaml")
    monkeypatch.setenv("FORMULATION_TRACEBACK", "1")
    loud = run("find", "small.yaml")

    assert (quiet.exit_code, quiet.stderr) == (1, sentence)
    assert loud.stderr.startswith("Traceback (most recent call last):\n")
    assert loud.stderr.endswith(sentence)


def test_an_interrupt_ends_quietly_as_shells_expect(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control-C is no error: 130, and not a word."""
    from formulation import casefile

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(casefile, "faults_in", interrupt)

    told = run("check", "small.yaml")

    assert (told.exit_code, told.output) == (130, "")


def test_a_warning_becomes_a_note_on_standard_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the library warns of is a sentence here, after the work is done."""
    import warnings

    from formulation import casefile
    from formulation.errors import FormulationWarning

    def warn() -> str:
        warnings.warn("look again", FormulationWarning, stacklevel=2)
        return "text\n"

    monkeypatch.setattr(casefile, "starting_file", warn)

    told = run("new")

    assert (told.exit_code, told.stdout, told.stderr) == (0, "text\n", "Note: look again\n")


# --- nothing from a case acts on a terminal -----------------------------------------------------

HOSTILE = SMALL.replace(
    "{name: Ben, role: friend}",
    '{name: "B\\e[31m\\u202Een\\u009b2J [red]x[/red]", role: friend}',
)


def test_a_name_cannot_move_the_cursor_or_turn_the_line(folder: Path) -> None:
    """Escapes, C1 controls and bidirectional overrides are shown as �; brackets are brackets."""
    (folder / "hostile.yaml").write_text(HOSTILE)

    told = run("find", "hostile.yaml", "--pattern", FLAGSHIP, "--near-misses").stdout

    assert "A is B�[31m�en�2J [red]x[/red], B is Cleo" in " ".join(told.split())
    assert shown(told) == told


def test_an_error_cannot_either(folder: Path) -> None:
    """The offending value of a fault is people's text too."""
    (folder / "hostile.yaml").write_text(
        HOSTILE.replace("idealizes: ben", 'idealizes: "b\\e]0;x\\a"')
    )

    told = run("check", "hostile.yaml").stdout

    assert "no figure is called" in told
    assert shown(told) == told


@given(st.dictionaries(st.text(), st.lists(st.text())))
@example({"é\x1b[0m": ["\x9b\u202e\u2066\u2028\x7f\ud800 \U0001f600"]})
def test_json_keeps_every_character_and_is_safe_to_look_at(value: dict[str, list[str]]) -> None:
    """What would act is written as an escape, and reads back as it was."""
    written = json_text(value)

    assert json.loads(written) == value
    assert shown(written) == written


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_shown_has_as_many_characters_and_can_be_written_as_utf8(text: str) -> None:
    """Each awkward character gives one �, and showing twice is showing once."""
    told = shown(text)

    assert len(told) == len(text)
    assert shown(told) == told
    assert told.encode().decode() == told


@pytest.mark.parametrize(
    "code", [*range(32), *range(127, 160), 0x202A, 0x202E, 0x2066, 0x2069, 0xD800]
)
def test_every_control_character_is_shown_but_tab_and_line_end(code: int) -> None:
    """C0, C1, the bidirectional controls and half characters."""
    expected = chr(code) if chr(code) in "\t\n" else "�"

    assert shown(f"a{chr(code)}b") == f"a{expected}b"


def test_words_in_every_script_are_left_alone() -> None:
    """Hebrew, Arabic, Chinese, combining marks and joined emoji stay as they are."""
    text = "שרה سارة 莎拉 é 👩‍👧 “Zoë”"

    assert shown(text) == text


def test_a_paragraph_fits_and_keeps_to_its_indentation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are no longer than the terminal, and line ends in people's words do not break out."""
    monkeypatch.setenv("COLUMNS", "40")

    lines = paragraph("one two\nthree " * 6, "- ", "    ")

    assert all(len(line) <= 40 for line in lines)
    assert lines[0].startswith("- one two three one")
    assert all(line.startswith("    ") for line in lines[1:])


def test_a_table_keeps_its_columns_in_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last column wraps under itself."""
    monkeypatch.setenv("COLUMNS", "40")

    assert table([("a", "word " * 8), ("longer", "x")], "  ") == [
        "  a       word word word word word word",
        "          word word",
        "  longer  x",
    ]
    assert table([]) == []


# --- as a process of its own --------------------------------------------------------------------


def test_help_opens_without_anything_heavy() -> None:
    """No pydantic, numpy, networkx, yaml or rich is loaded to show the help."""
    heavy = {"pydantic", "numpy", "networkx", "scipy", "graphviz", "pygraphviz", "yaml", "rich"}
    text = (
        "import sys\n"
        "from formulation.cli.app import app\n"
        "from formulation.cli.running import run\n"
        "sys.argv = ['formulation', '--help']\n"
        "assert run(app) == 0\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )

    told = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)

    loaded = set(re.findall(r"'(\w+)'", told.stderr))
    assert "typer" in loaded
    assert not loaded & heavy
    assert told.stdout.startswith("Usage: formulation [OPTIONS] COMMAND [ARGS]...\n")


def test_the_command_runs_as_a_module_and_says_its_version() -> None:
    """``python -m formulation`` is the same command."""
    told = command("--version")

    assert (told.returncode, told.stdout, told.stderr) == (
        0,
        f"formulation {__version__}\n".encode(),
        b"",
    )


@pytest.mark.parametrize(
    "settings",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=["C locale", "latin-1"],
)
def test_output_is_utf8_whatever_the_locale(folder: Path, settings: dict[str, str]) -> None:
    """A Hebrew title comes through, and so does a fault that quotes it."""
    (folder / "sara.yaml").write_text(SMALL.replace("A small case", "שרה"), encoding="utf-8")
    (folder / "wrong.yaml").write_text(SMALL.replace("[ben, cleo]", "[ben, שרה]"), encoding="utf-8")
    env = {**os.environ, **settings}

    fine, faulty = command("find", "sara.yaml", env=env), command("find", "wrong.yaml", env=env)

    assert fine.returncode == 0
    assert fine.stdout.decode("utf-8").startswith("שרה\n")
    assert "no figure is called 'שרה'" in faulty.stderr.decode("utf-8")


@pytest.mark.parametrize(
    ("args", "code"), [(("find", "small.yaml"), 0), (("check", "faulty.yaml"), 1), (("terms",), 0)]
)
@pytest.mark.skipif(os.name == "nt", reason="a pipe of this kind is POSIX")
def test_a_closed_pipe_ends_quietly_with_the_code_of_the_command(
    folder: Path, args: tuple[str, ...], code: int
) -> None:
    """``formulation … | head``: no traceback, and a check that fails still fails."""
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    asked = [sys.executable, "-m", "formulation", *args]

    told = subprocess.run(asked, stdout=writing_end, stderr=subprocess.PIPE, check=False)
    os.close(writing_end)

    assert (told.returncode, told.stderr) == (code, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told() -> None:
    """What could not be written is never a silent success."""
    with Path("/dev/full").open("wb") as full:
        asked = [sys.executable, "-m", "formulation", "terms"]
        told = subprocess.run(asked, stdout=full, stderr=subprocess.PIPE, check=False)

    assert (told.returncode, told.stderr) == (1, b"Error: no space left on device\n")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a terminal of this kind is POSIX")
def test_headings_are_bold_on_a_terminal_and_nothing_else_is(folder: Path) -> None:
    """The only escapes on a terminal are our own; NO_COLOR takes them away."""
    (folder / "hostile.yaml").write_text(HOSTILE)

    bold = on_a_terminal("find", "hostile.yaml")
    plain = on_a_terminal("find", "hostile.yaml", NO_COLOR="1")

    assert b"\x1b[1mA small case\x1b[0m" in bold
    assert set(re.findall(rb"\x1b\[\d+m", bold)) == {b"\x1b[1m", b"\x1b[0m"}
    assert b"\x1b" not in plain
    assert b"A small case" in plain


def on_a_terminal(*args: str, **settings: str) -> bytes:
    """Run the command on a terminal of its own and return what it showed."""
    import pty

    ours, theirs = pty.openpty()
    asked = [sys.executable, "-m", "formulation", *args]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80", **settings}
    process = subprocess.Popen(asked, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    shown_bytes = b""
    try:
        while part := os.read(ours, 65536):
            shown_bytes += part
    except OSError:  # Linux says so when the other side is closed
        pass
    process.wait(timeout=30)
    os.close(ours)
    return shown_bytes


# --- while a person waits -----------------------------------------------------------------------


class Terminal:
    """A standard error that a person looks at."""

    def __init__(self) -> None:
        self.text = ""
        self.encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


def test_a_bar_is_shown_for_many_cases_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what is being done, and the items come through in order."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")

    done = list(reading.with_progress(range(20), "Reading"))

    assert done == list(range(20))
    assert "Reading" in terminal.text


def test_no_bar_is_shown_for_few_cases_or_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A few are done before anyone wonders, and a pipe has nobody to wonder."""
    terminal = Terminal()

    piped = list(reading.with_progress(range(20), "Reading"))
    monkeypatch.setattr(sys, "stderr", terminal)
    few = list(reading.with_progress(range(3), "Reading"))

    assert (piped, few) == (list(range(20)), [0, 1, 2])
    assert (capsys.readouterr().err, terminal.text) == ("", "")


# --- help and completion ------------------------------------------------------------------------

COMMANDS = tuple(
    "new check import find weigh review compare draw report terms schema patterns examples "
    "exercise".split()
)


def test_help_lists_the_commands_in_reading_order() -> None:
    """Each with a sentence that is not cut off."""
    told = run("--help").stdout

    listed = re.findall(r"^  (\w+)  +(.*)$", told.split("Commands:\n")[1], re.MULTILINE)
    assert tuple(name for name, _ in listed) == COMMANDS
    assert all(text.endswith(".") and "..." not in text for _, text in listed)


@pytest.mark.parametrize(
    "name",
    [
        *COMMANDS,
        "patterns show",
        "patterns check",
        "examples copy",
        "exercise make",
        "exercise mark",
    ],
)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    """A sentence, then one line that can be typed as it stands."""
    told = run(*name.split(), "--help")

    assert told.exit_code == 0
    assert f"For example: formulation {name.split()[0]} " in told.stdout
    assert "\n\n  " in told.stdout


def test_the_catalogue_is_completed_from_its_file_names() -> None:
    """Which are the names of the patterns, so that nothing needs to be parsed."""
    from formulation import catalogue

    assert completing.catalogue_names() == sorted(p.pattern for p in catalogue())


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("find small.yaml --pattern idealized-pair-c", FLAGSHIP),
        ("patterns show idealized-pair-c", FLAGSHIP),
        ("terms defe", "defense"),
        ("examples copy elizabeth_diary_u", "elizabeth_diary_unlinked"),
        ("draw small.yaml --format mer", "mermaid"),
    ],
)
def test_the_shell_completes_names(words: str, offered: str) -> None:
    """Patterns, vocabularies, examples and formats, as a shell asks for them."""
    typed = f"formulation {words}"
    env = {
        **os.environ,
        "_FORMULATION_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
    }

    told = command(env=env)

    assert (told.returncode, told.stdout.decode().split()) == (0, [offered])


def test_a_heading_is_a_text_like_any_other() -> None:
    """Only where it is shown does it become bold."""
    assert Heading("Title") == "Title"


def test_terms_kinds_lists_every_kind_with_its_section_and_keys() -> None:
    """Whoever looks for the word for a flare finds escalation, where it stands and its keys."""
    told = json.loads(run("terms", "kinds", "--json").stdout)["kinds"]
    words = run("terms", "kinds").stdout

    by_kind = {one["kind"]: one for one in told}
    assert len(by_kind) == 42
    assert by_kind["escalation"]["section"] == "events"
    assert by_kind["escalation"]["keys"] == ["by", "severity"]
    assert "  escalation: A symptom flares or worsens" in words
    assert "recurring" in words.partition("every statement")[2]
