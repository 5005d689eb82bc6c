"""The README is true: its code runs, its commands exist, its picture is of the case as it is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from xml.etree import ElementTree

import pytest

from formulation import draw, find, map_view, read_case
from formulation.patterns.catalogue import pattern_named

SVG_TEXT = "{http://www.w3.org/2000/svg}text"
ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the code blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("code", blocks("python"))
def test_its_python_runs_as_written(code: str) -> None:
    """Copied into an interpreter, each block does what it says."""
    exec(compile(code, "README.md", "exec"), {})


def test_its_case_is_read_and_its_flagship_is_possibly_there(tmp_path: Path) -> None:
    """The case in the README adds up, and the pattern fits it."""
    path = tmp_path / "household.yaml"
    path.write_text(blocks("yaml")[0], encoding="utf-8")

    case = read_case(path)

    assert case.problems() == []
    assert find(case, "idealized-pair-conflict-flare")[0].status == "complete"


def test_its_pattern_is_the_one_that_ships() -> None:
    """The steps shown are the required steps of the flagship, to the letter."""
    shipped = pattern_named("idealized-pair-conflict-flare")
    text = blocks("yaml")[1]

    path_like = [line for line in text.splitlines() if line.startswith("  - ")]

    assert len(path_like) == len(shipped.required)
    for line, step in zip(path_like, shipped.required, strict=True):
        assert f"as: {step.as_}" in line
        assert (step.within or "") in line


def test_its_two_commands_make_an_environment_and_do_the_work() -> None:
    """Both begin with nothing but Python; the first reports, the second tests."""
    run, test = (" ".join(shlex.split(code.replace("\\\n", " "))) for code in blocks("sh"))

    assert run.startswith("python3 -m venv .venv && ")
    assert run.endswith("formulation report examples/elizabeth.yaml -o elizabeth.html")
    assert test.startswith("python3 -m venv .venv && ")
    assert test.endswith(".venv/bin/python -m pytest")


def test_its_links_lead_somewhere() -> None:
    """Every relative link names a file that is there."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_its_picture_is_of_the_founding_case_as_it_is_now() -> None:
    """Every word of the map as drawn today stands in the picture that is shown, and no other."""
    case = read_case(ROOT / "examples" / "elizabeth.yaml")
    finding = find(case, "idealized-pair-conflict-flare")[0]
    view = map_view(case, finding=finding)
    shown = ElementTree.parse(ROOT / "docs" / "elizabeth.svg").getroot()

    now = ElementTree.fromstring(draw(view, format="svg"))

    assert [t.text for t in shown.iter(SVG_TEXT)] == [t.text for t in now.iter(SVG_TEXT)]
    assert "".join(shown.itertext()) == "".join(now.itertext())
