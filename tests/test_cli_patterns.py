"""The command ``patterns`` and ``--set`` as a person meets them: told, drawn and refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from formulation.cli import completing
from formulation.cli.app import app

FLAGSHIP = "idealized-pair-conflict-flare"
CATALOGUE = Path(completing.__file__).parent.parent / "patterns" / "catalogue"
OWN_PATTERN = """\
pattern: any-flare
title: A symptom flares
source: made up
about: for a test
steps:
  - {as: flare, escalation: S, by: P}
does_not_claim: Anything at all.
"""
CASE = """\
formulation: 1
id: again
title: Again and again
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
  - {id: quarrel, conflict: [ben, cleo], when: 2020-04-24}
  - {id: e1, episode: ben, response_other: turned away, when: 2019}
  - {id: e2, episode: cleo, response_other: Turned away, when: 2020}
  - {id: f1, escalation: pain, when: 2020-05-04}
  - {id: f2, escalation: pain, when: 2020-06-04}
  - {id: f3, escalation: pain, when: 2020-07-04}
  - {id: c1, care: anna, by: ben, when: 2020-05-06}
  - {id: c2, care: anna, by: ben, when: 2020-06-06}
  - {id: c3, rally: [ben, cleo], when: 2020-07-06}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder with a case and a pattern."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "case.yaml").write_text(CASE)
    (tmp_path / "own.yaml").write_text(OWN_PATTERN)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(app, list(args), catch_exceptions=False)


# --- patterns show ------------------------------------------------------------------------------


OF_ALL_KINDS = """\
pattern: all-kinds
title: All that can be asked
about: Something to try.
parameters: {times: 3, within: 14 days}
roles: {P: patient, A: [friend, partner]}
kinds: {S: [disease, injury]}
names_first: [disease, drug]
steps:
  - {as: blow, trauma: P, by: A}
  - as: answer
    any_of:
      - {as: shield, defense: D, by: P}
      - {as: rest, remission: S, by: P}
    after: blow
    within: $within
  - {as: told, episode: B, by: P, response_other: R, times: ">= $times", each: B}
  - {as: flares, escalation: S, anniversary_of: blow, within: 7 days, times: ">= $times"}
  - {as: echo, episode: C, by: Q, before: blow, absent: true}
episode: flares
says: "after {blow} came {answer} of {P}"
"""


def test_patterns_show_tells_a_trainee_everything(folder: Path) -> None:
    """Choices, repetition, anniversaries, letters, values, the occurrence, its own sentence."""
    (folder / "all.yaml").write_text(OF_ALL_KINDS)

    told = run("patterns", "show", "all-kinds", "--patterns", "all.yaml").stdout

    assert told.partition("\nIn time\n")[0] == (
        "All that can be asked\n"
        "all-kinds\n"
        "Something to try.\n"
        "\n"
        "What it asks for\n"
        "  blow      P suffers a trauma at the hands of A\n"
        "  answer    one of, later than blow, within 14 days:\n"
        "    shield  P defends by D\n"
        "    rest    S remits in P\n"
        "  told      an episode between P and B; the other's response: R, 3 times or more, each "
        "time with\n"
        "            another B\n"
        "  flares    S flares, near the anniversary of blow, within 7 days of that day, 3 times or "
        "more\n"
        "  echo      an episode between Q and C, earlier than blow (must not be recorded)\n"
        "P stands for the patient; A stands for someone whose role is friend or partner; D stands "
        "for a\n"
        "defense; S stands for a symptom of the kind disease or injury; B stands for a different "
        "figure each\n"
        "time; R stands for words, the same throughout; C and Q each stand for a figure, whoever "
        "it be: only\n"
        "what must not be recorded names it.\n"
        "All 'flares' together are one occurrence.\n"
        "\n"
        "What can be set\n"
        "  times   3, in told and flares\n"
        "  within  14 days, in answer\n"
        "For example:\n"
        "  formulation find CASE --pattern all-kinds --set times=3\n"
        "\n"
        "In its own words: After the trauma of P came the defense by D or the remission of S of P. "
        "Before\n"
        "that it names any disease or drug that the file holds.\n"
    )


def test_patterns_show_draws_the_pattern_in_time() -> None:
    """As characters, between the words and the file."""
    told = run("patterns", "show", "rupture-and-repair").stdout

    assert (
        "In time\n"
        "rupture  ●\n"
        "repair   ╞╌╌ within 90 days ╌╌●\n"
        "time     ─────────────────────────▶\n"
        "\n"
        "● is recorded   ╞ at once or later\n"
        "Left to right is an order and no scale, and only what is joined is ordered.\n"
        "\n"
        "As a pattern file\n"
    ) in told


@pytest.mark.parametrize("name", completing.catalogue_names())
def test_every_pattern_of_the_catalogue_can_be_shown(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words no wider than the terminal, all but the file, which is a file's text."""
    monkeypatch.setenv("COLUMNS", "80")

    told = run("patterns", "show", name)

    assert (told.exit_code, told.stderr) == (0, "")
    words, _, text = told.stdout.partition("\nAs a pattern file\n")
    listed = [line for line in words.splitlines() if "formulation find CASE" not in line]
    assert max(map(len, listed)) <= 80
    assert f"\n{name}\n" in words
    assert text.startswith(f"pattern: {name}\n")


@pytest.mark.parametrize(
    ("name", "begins"), [("m.svg", b"<svg"), ("m.PNG", b"\x89PNG"), ("m.pdf", b"%PDF")]
)
def test_patterns_show_draws_a_picture_too(folder: Path, name: str, begins: bytes) -> None:
    """The file's name says which; the words are told all the same."""
    plain = run("patterns", "show", FLAGSHIP).stdout

    told = run("patterns", "show", FLAGSHIP, "--draw", name)

    assert told.exit_code == 0
    assert told.stdout == f"{plain}\n{FLAGSHIP} is drawn in {name}.\n"
    assert (folder / name).read_bytes().startswith(begins)


def test_what_is_set_is_shown_and_drawn(folder: Path) -> None:
    """In the words, in the characters, in the file and in the picture."""
    told = run("patterns", "show", FLAGSHIP, "--set", "within=7days", "--draw", "m.dot").stdout

    assert "flare    S flares in P, later than quarrel, within 7 days\n" in told
    assert "flare           ├╌╌ within 7 days ╌╌●\n" in told
    assert "\nparameters: {within: 7 days}\n" in told
    assert "within 7 days" in (folder / "m.dot").read_text()


def test_a_picture_beside_json_is_told_aside(folder: Path) -> None:
    """Standard output stays one document."""
    told = run("patterns", "show", FLAGSHIP, "--draw", "m.dot", "--json")

    assert json.loads(told.stdout)["pattern"] == FLAGSHIP
    assert told.stderr == f"{FLAGSHIP} is drawn in m.dot.\n"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ("--draw", "m.mmd"),
            "no format of a drawing of a pattern is called 'mmd' (known: svg, png, pdf, dot)",
        ),
        (
            ("--draw", "m.gif"),
            "no format of a drawing of a pattern is called 'gif' (known: svg, png, pdf, dot)",
        ),
        (
            ("--draw", "picture"),
            "picture does not say which picture to draw; end it in .svg",
        ),
        (
            ("--draw", "-"),
            "--draw needs the name of a file; the pattern is told on standard output",
        ),
        (
            ("--patterns", "own.svg", "--draw", "own.svg"),
            "own.svg is what is read here, and it is not written over; give another name",
        ),
    ],
)
def test_what_cannot_be_drawn_into_is_wrong_use(
    folder: Path, args: tuple[str, ...], told: str
) -> None:
    """One sentence, exit code 2, no picture, and nothing told as if all were well."""
    (folder / "own.svg").write_text(OWN_PATTERN)

    found = run("patterns", "show", FLAGSHIP, *args)

    assert (found.exit_code, found.stdout, found.stderr) == (2, "", f"Error: {told}\n")
    assert sorted(p.name for p in folder.iterdir()) == ["case.yaml", "own.svg", "own.yaml"]


def test_a_folder_is_not_drawn_into(folder: Path) -> None:
    """As for every other picture."""
    (folder / "m.svg").mkdir()

    found = run("patterns", "show", FLAGSHIP, "--draw", "m.svg")

    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == "Error: cannot write m.svg: it is a folder\n"


@pytest.mark.parametrize(
    ("settings", "is_ascii"),
    [({"PYTHONIOENCODING": "latin-1"}, True), ({"PYTHONIOENCODING": "utf-8"}, False)],
)
def test_the_drawing_keeps_to_ascii_where_utf8_is_not_asked_for(
    settings: dict[str, str], is_ascii: bool
) -> None:
    """The words come in UTF-8 all the same, and nothing fails."""
    asked = [sys.executable, "-m", "formulation", "patterns", "show", "rupture-and-repair"]

    told = subprocess.run(asked, capture_output=True, check=True, env={**os.environ, **settings})

    drawing = told.stdout.decode().partition("In time\n")[2].partition("\n\n")[0]
    assert drawing.isascii() == is_ascii
    assert drawing.startswith("rupture  *\n" if is_ascii else "rupture  ●\n")


# --- patterns check -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", completing.catalogue_names())
def test_a_file_of_the_catalogue_is_judged_as_itself(folder: Path, name: str) -> None:
    """It is sound; that --patterns would refuse its name is worth a note, no fault."""
    (folder / "its.yaml").write_bytes((CATALOGUE / f"{name}.yaml").read_bytes())

    told = run("patterns", "check", "its.yaml")

    assert told.exit_code == 0
    assert told.stdout == (
        f"{name} is sound.\n"
        f"Note: its.yaml: {name!r} comes with the library, just as it stands here, and --patterns "
        "refuses a name that is there twice (accepted: find without --patterns)\n"
    )


def test_check_notes_that_a_name_is_taken(folder: Path) -> None:
    """By another pattern of the library, or by one in another of the files."""
    (folder / "other.yaml").write_text(OWN_PATTERN)
    (folder / "taken.yaml").write_text(OWN_PATTERN.replace("any-flare", FLAGSHIP))

    told = run("patterns", "check", "own.yaml", "other.yaml", "taken.yaml")

    assert told.exit_code == 0
    assert told.stdout == (
        f"any-flare, any-flare, {FLAGSHIP} are sound.\n"
        "Note: other.yaml: own.yaml has a pattern called 'any-flare' too, and --patterns refuses a "
        "name that is there twice (accepted: a name of its own)\n"
        f"Note: taken.yaml: the library has another pattern called {FLAGSHIP!r}, and --patterns "
        "refuses a name that is there twice (accepted: a name of its own)\n"
    )


def test_notes_are_no_faults_for_a_program(folder: Path) -> None:
    """They stand on standard error; a script that relies on the code goes on."""
    (folder / "own.yaml").write_text(OWN_PATTERN.replace("any-flare", FLAGSHIP))

    told = run("patterns", "check", "own.yaml", "--json")

    assert (told.exit_code, json.loads(told.stdout)) == (0, {"faults": []})
    assert told.stderr.startswith("Note: own.yaml: the library has another pattern called ")


def test_check_tells_the_faults_of_all_files_at_once(folder: Path) -> None:
    """And which patterns are sound all the same."""
    (folder / "first.yaml").write_text(OWN_PATTERN.replace("escalation: S, ", ""))
    (folder / "second.yaml").write_text("pattern: x\ntitle: X\n")

    told = run("patterns", "check", "first.yaml", "own.yaml", "second.yaml", "third.yaml")

    assert told.exit_code == 1
    assert told.stdout == (
        "first.yaml:6:5: the step names no kind of statement: 'by' (accepted: a kind of "
        "statement, such as idealizes, conflict or escalation)\n"
        "      - {as: flare, by: P}\n"
        "        ^\n"
        "second.yaml:1:1: a pattern needs 'steps' (accepted: steps: …)\n"
        "    pattern: x\n"
        "    ^\n"
        "third.yaml: there is no such file\n"
        "any-flare is sound.\n"
    )


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("after: flare", "step 'flare' cannot be after itself (accepted: another step)"),
        (
            "within: 3 days",
            "'within' needs a step to count from: '3 days' (accepted: after:, from:, before:, "
            "during: or after_end_of: with the name of a step)",
        ),
        (
            "times: 3",
            "times: repetition is told as at least so many: '3' (accepted: '>= 3', for a file "
            "shows only that there are so many)",
        ),
        (
            "each: S",
            "'each' says what is counted, and 'flare' is not counted: 'S' (accepted: times: '>= 2' "
            "beside it)",
        ),
        ("severity: bad", "'severity' asks for a number: 'bad' (accepted: 7, '>= 7' or '< 3')"),
        ("after: quarrel", "no step is called 'quarrel'"),
        (
            "severty: 3",
            "a step with 'escalation' has no 'severty'; did you mean 'severity'? (accepted: "
            "escalation, by, severity, what, recurring, words, said_by, basis, inference, "
            "confidence, as, after, from, before, during, after_end_of, anniversary_of, within, "
            "at_least, times, each, optional, absent)",
        ),
        (
            "optional: true",
            "every step may be missing, so nothing would have to be found: 'any-flare' (accepted: "
            "at least one step that is required)",
        ),
        (
            "within: $within",
            "the pattern 'any-flare' has no parameter 'within' (accepted: none: all its values are "
            "fixed)",
        ),
        (
            "by: ben",
            "'ben' under 'by' is neither a letter nor a step (accepted: a capital letter for a "
            "figure)",
        ),
    ],
)
def test_ten_badly_written_patterns_get_ten_clear_refusals(
    folder: Path, step: str, told: str
) -> None:
    """Place, value and cure, in one sentence each; exit code 1."""
    (folder / "own.yaml").write_text(OWN_PATTERN.replace("by: P", step))

    found = run("patterns", "check", "own.yaml")

    assert found.exit_code == 1
    place, _, problem = found.stdout.splitlines()[0].partition(": ")
    assert place.startswith("own.yaml:6:")
    assert problem == told


# --- find --set ---------------------------------------------------------------------------------


def test_a_value_that_is_set_is_looked_for(folder: Path) -> None:
    """Ten days are within fourteen and not within seven; what was set is said."""
    asked = ("find", "case.yaml", "--pattern", FLAGSHIP)

    plain, narrower = run(*asked).stdout, run(*asked, "--set", "within=7days").stdout

    assert "1 pattern looked for, 1 finding.\n" in plain
    assert narrower.startswith(
        "Set for this search: within=7days.\nAgain and again\n1 pattern looked for, no findings.\n"
    )


def test_a_value_may_be_written_with_blanks(folder: Path) -> None:
    """``7days``, ``7 days`` and ``within = 7 days`` are one."""
    asked = ("find", "case.yaml", "--pattern", FLAGSHIP, "--near-misses", "--json", "--set")

    told = [run(*asked, f"within{value}").stdout for value in ("=7days", "=7 days", " = 7  days ")]

    near = json.loads(told[0])["findings"][0]
    assert near["failed"]["reason"] == "too late by 3 days"
    assert told[1:] == told[:1] * 2


def test_a_value_is_set_in_every_pattern_that_has_it(folder: Path) -> None:
    """The others are looked for as they are."""
    asked = ("find", "case.yaml", "--json", "--pattern", FLAGSHIP, "--pattern")

    with_own = json.loads(run(*asked, "possible-secondary-gain", "--set", "within=1day").stdout)
    without = json.loads(
        run(*asked, "repeated-relational-episode", "--set", "within=20 days").stdout
    )

    assert with_own["findings"] == []
    assert {found["pattern"] for found in without["findings"]} == {
        FLAGSHIP,
        "repeated-relational-episode",
    }


def test_several_values_can_be_set(folder: Path) -> None:
    """Each by an option of its own."""
    gain = ("find", "case.yaml", "--json", "--pattern", "possible-secondary-gain")

    told = json.loads(run(*gain, "--set", "times=2", "--set", "within=2days").stdout)

    assert [found["pattern"] for found in told["findings"]] == ["possible-secondary-gain"]


COULD_BE_SET = f"(could be set: within (14 days) of {FLAGSHIP})"
NO_SETTING = "a value is set as NAME=VALUE, such as within=7days"
UNKNOWN = "no pattern asked for has a value called"
NO_DURATION = "a duration is a whole number and its unit"
DURATIONS = "7 days, 90 minutes, 4..5 weeks, 9 months~; minutes, hours, days, weeks, months, years"
SETTING = pytest.mark.parametrize(
    "command", [("find", "case.yaml", "--pattern", FLAGSHIP), ("patterns", "show", FLAGSHIP)]
)


@SETTING
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("within", f"within: {NO_SETTING} {COULD_BE_SET}"),
        ("within=", f"within=: {NO_SETTING} {COULD_BE_SET}"),
        ("=7days", f"=7days: {NO_SETTING} {COULD_BE_SET}"),
        ("", f"'': {NO_SETTING} {COULD_BE_SET}"),
        (
            "withn=7days",
            f"withn=7days: {UNKNOWN} 'withn'; did you mean 'within'? {COULD_BE_SET}",
        ),
        ("title=x", f"title=x: {UNKNOWN} 'title' {COULD_BE_SET}"),
        ("within=$times", "within=$times: a value stands for itself, so it holds no $"),
    ],
)
def test_a_setting_that_is_none_is_wrong_use(
    folder: Path, command: tuple[str, ...], given: str, told: str
) -> None:
    """One sentence with what was given, what is wrong and what could be set; exit code 2."""
    found = run(*command, "--set", given)

    assert (found.exit_code, found.stdout, found.stderr) == (2, "", f"Error: --set {told}\n")


@SETTING
@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("7tage", f"a duration is not given in tages: '7 tage' (accepted: {DURATIONS})"),
        ("soon", f"{NO_DURATION}: 'soon' (accepted: {DURATIONS})"),
        ("7", f"a duration needs a unit: '7' (accepted: {DURATIONS})"),
        (
            "7dyas",
            "a duration is not given in dyas: '7 dyas'; did you mean '7 days'? "
            f"(accepted: {DURATIONS})",
        ),
        ("0days", "a window of no length holds nothing: '0 days' (accepted: 1 day or more)"),
        ("30..7days", "the range runs backwards: '30..7 days'; did you mean '7..30 days'?"),
        ("\x1b[31m7", f"{NO_DURATION}: '\x1b[31m7' (accepted: {DURATIONS})"),
    ],
)
def test_a_value_that_cannot_be_is_wrong_use(
    folder: Path, command: tuple[str, ...], value: str, told: str
) -> None:
    """One sentence that says for which pattern, what is wrong with it, and what would do."""
    found = run(*command, "--set", f"within={value}")

    sentence = f"Error: --set within={value}, for {FLAGSHIP}: {told}\n".replace("\x1b", "�")
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", sentence)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ("--set", "within=7days", "--set", "within=8days"),
            "--set within=7days: 'within' is set more than once",
        ),
        (
            ("--pattern", "triangle-of-conflict", "--set", "within=7days"),
            "--set within=7days: no pattern asked for has a value called 'within' (nothing can be "
            "set in triangle-of-conflict)",
        ),
        (
            ("--pattern", "possible-secondary-gain", "--set", "times=1"),
            "--set times=1, for possible-secondary-gain: a step is there once in any case: '>= 1' "
            "(accepted: '>= 2' or more)",
        ),
        (
            ("--pattern", "possible-secondary-gain", "--pattern", FLAGSHIP, "--set", "x=1"),
            "--set x=1: no pattern asked for has a value called 'x' (could be set: times (3) of "
            f"possible-secondary-gain; within (14 days) of possible-secondary-gain and {FLAGSHIP})",
        ),
        (
            ("--patterns", "own.yaml", "--pattern", "any-flare", "--set", "x=1"),
            f"--set x=1: {UNKNOWN} 'x' (nothing can be set in any-flare)",
        ),
    ],
)
def test_what_could_be_set_is_that_of_the_patterns_asked_for(
    folder: Path, args: tuple[str, ...], told: str
) -> None:
    """No others are offered."""
    found = run("find", "case.yaml", *args)

    assert (found.exit_code, found.stdout, found.stderr) == (2, "", f"Error: {told}\n")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
@example("within=1_0 days")
@example("within=٣ days")
@example("within=9999999 days")
@example("within==7days")
@settings(max_examples=60, deadline=None)
def test_no_setting_breaks_the_command(text: str) -> None:
    """Whatever is given, there is an answer or a sentence."""
    given_text = text if "=" in text else f"within={text}"

    found = run("patterns", "show", FLAGSHIP, "--set", given_text, "--json")

    assert found.exit_code in (0, 2)
    assert (found.stderr == "") == (found.exit_code == 0)
    assert found.stderr.count("\n") <= 1


@pytest.mark.parametrize("command", ["find", "patterns show"])
def test_help_says_how_to_set_a_value(command: str) -> None:
    """With an example that can be typed."""
    told = " ".join(run(*command.split(), "--help").stdout.split())

    assert "--set NAME=VALUE Set a value of the patterns, such as within=7days;" in told


# --- find, for repetition and counted letters ---------------------------------------------------


def test_find_tells_repeated_steps_and_counted_letters(folder: Path) -> None:
    """Statements of one step stand together under its name; a letter may be several people."""
    told = run("find", "case.yaml", "--pattern", "repeated-relational-episode").stdout

    assert (
        "   Who is who: A is Ben and Cleo; P is Anna; R is “turned away”.\n"
        "   Steps:\n"
        "     told  e1  An episode between Anna and Ben; the other's response: turned away, 2019.\n"
        "           e2  An episode between Anna and Cleo; the other's response: Turned away, "
        "2020.\n"
    ) in told


def test_find_names_a_repeated_step_once(folder: Path) -> None:
    """Three flares, and what came after each, one below the other."""
    told = run("find", "case.yaml", "--pattern", "possible-secondary-gain").stdout

    assert (
        "   Who is who: P is Anna, S is pain.\n"
        "   Steps:\n"
        "     flares    f1  Pain flares, 4 May 2020.\n"
        "               f2  Pain flares, 4 June 2020.\n"
        "               f3  Pain flares, 4 July 2020.\n"
        "     benefits  c1  Anna is cared for by Ben, 6 May 2020.\n"
        "               c2  Anna is cared for by Ben, 6 June 2020.\n"
        "               c3  Ben and Cleo rally around Anna, 6 July 2020.\n"
    ) in told
