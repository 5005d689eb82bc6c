"""``draw --view`` as a person meets it: what is drawn, what it is called, what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from formulation.casefile import read_case
from formulation.cli.app import app
from formulation.cli.views import MAP, SHEETS, view_names

EXAMPLES = Path(__file__).parent.parent / "examples"
FLAGSHIP = "idealized-pair-conflict-flare"
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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with two small cases in it."""
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(SMALL.replace("id: small", "id: two"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(app, list(args), catch_exceptions=False)


def test_the_timeline_is_drawn_into_a_file_named_after_case_and_view(folder: Path) -> None:
    """It is told where it is and how it begins, and every statement is in it."""
    told = run("draw", "small.yaml", "--view", "timeline")

    drawn = (folder / "small-timeline.svg").read_text(encoding="utf-8")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == (
        "Timeline: A small case: the timeline is in small-timeline.svg."
    )
    assert set(re.findall(r'data-statement="s-(\w+)"', drawn)) == set(read_case("small.yaml").ids)


@pytest.mark.parametrize(
    ("name", "begins"), [("t.svg", b"<svg "), ("t.png", b"\x89PNG"), ("t.pdf", b"%PDF-")]
)
def test_a_view_is_drawn_in_the_format_of_the_file(folder: Path, name: str, begins: bytes) -> None:
    """By the file's name, or by --format."""
    run("draw", "small.yaml", "--view", "timeline", "-o", name)
    run("draw", "small.yaml", "--view", "timeline", "-o", "other", "--format", name[2:])

    assert (folder / name).read_bytes().startswith(begins)
    assert (folder / "other").read_bytes().startswith(begins)


def test_the_timeline_shows_what_is_found_and_how_it_weighs(folder: Path) -> None:
    """With a pattern its episodes are numbered, and the weights stand below."""
    run("draw", "small.yaml", "--view", "timeline", "-o", "bare.svg")
    run("draw", "small.yaml", "--view", "timeline", "-o", "told.svg", "--pattern", FLAGSHIP)
    bare, told = ((folder / name).read_text(encoding="utf-8") for name in ("bare.svg", "told.svg"))

    assert "Found" not in bare
    assert ">Found</text>" in told
    assert ">Two idealized figures in conflict precede a symptom flare (certain)." in told
    assert ">Weighed</text>" in told
    assert ">Not testable</text>" in told


def test_the_map_is_what_is_drawn_unless_asked_otherwise(folder: Path) -> None:
    """--view map is the map, to the byte."""
    run("draw", "small.yaml", "-o", "one.dot")
    run("draw", "small.yaml", "-o", "two.dot", "--view", "map")

    assert (folder / "one.dot").read_bytes() == (folder / "two.dot").read_bytes()


def test_several_cases_are_drawn_into_a_folder(folder: Path) -> None:
    """One sheet a case."""
    (folder / "sheets").mkdir()

    run("draw", "small.yaml", "two.yaml", "--view", "timeline", "-o", "sheets")

    assert sorted(p.name for p in (folder / "sheets").iterdir()) == [
        "small-timeline.svg", "two-timeline.svg",
    ]  # fmt: skip


def test_standard_output_holds_the_picture_and_nothing_else(folder: Path) -> None:
    """So that it can be piped on."""
    told = run("draw", "small.yaml", "--view", "timeline", "-o", "-")

    assert told.stdout.startswith("<svg ")
    assert told.stdout.rstrip().endswith("</svg>")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--view", "timelime"), "no view is called 'timelime'; did you mean 'timeline'?"),
        (
            ("--view", "timeline", "--at", "2020"),
            "--at draws the map as of a date; leave it out for --view timeline",
        ),
        (
            ("--view", "timeline", "-o", "t.dot"),
            "no format of a timeline view is called 'dot'",
        ),
        (
            ("--view", "timeline", "-o", "t"),
            "t does not say which picture to draw; end it in .svg",
        ),
        (
            ("two.yaml", "--view", "timeline", "-o", "t.svg"),
            "one timeline shows one case, and several are given; let -o name a folder",
        ),
    ],
)
def test_wrong_use_is_refused_before_anything_is_written(
    folder: Path, args: tuple[str, ...], told: str
) -> None:
    """Exit 2, one sentence, no file."""
    before = sorted(folder.iterdir())

    found = run("draw", "small.yaml", *args)

    assert found.exit_code == 2
    assert told in " ".join(found.stderr.split())
    assert sorted(folder.iterdir()) == before


def test_the_views_are_offered_to_the_shell() -> None:
    """The map first, then those of the table."""
    assert view_names() == [MAP, *SHEETS]
    assert view_names("time") == ["timeline"]


@pytest.mark.parametrize("name", SHEETS)
def test_each_view_of_the_founding_case_is_drawn(tmp_path: Path, name: str) -> None:
    """By the command, as a person would."""
    told = run(
        "draw", str(EXAMPLES / "elizabeth.yaml"), "--view", name, "-o", str(tmp_path / "x.svg")
    )

    assert told.exit_code == 0
    assert (tmp_path / "x.svg").read_text(encoding="utf-8").startswith("<svg ")
