"""What the pages under docs/ show is what the library says today."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from formulation import find, read_patterns
from formulation.model import (
    Care,
    Case,
    Conflict,
    Escalation,
    Loss,
    Person,
    Rally,
    Symptom,
)
from formulation.patterns.pattern import Pattern
from tests.test_cli import run

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path.name for path in DOCS.glob("*.md"))
#: by ``test_tutorial.py`` and ``test_teaching.py``
FOLLOWED = ("tutorial.md", "teaching.md")
CAST = (
    Person(id="lea", name="Lea", role="patient"),
    Person(id="mum", name="her mother"),
    Person(id="max", name="Max"),
    Symptom(id="migraine", kind="symptom"),
)


def blocks(page: str, language: str) -> list[str]:
    """The code blocks of one language on a page."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def pattern_of(number: int, folder: Path) -> Pattern:
    path = folder / "mine.yaml"
    path.write_text(blocks("writing-patterns.md", "yaml")[number], encoding="utf-8")
    [pattern] = read_patterns(path)
    return pattern


def flare(day: str) -> Escalation:
    return Escalation(id=f"flare-{day}", of="migraine", when=day)


def test_the_first_pattern_fits_and_its_window_can_be_set(tmp_path: Path) -> None:
    """Ten days after the strain is within a fortnight and not within a week."""
    pattern = pattern_of(0, tmp_path)
    case = Case(id="x", origin="synthetic").adding(
        *CAST, Conflict(id="strain", between=["mum", "max"], when="2020-03-01"), flare("2020-03-11")
    )

    assert len(pattern_of(0, tmp_path).steps) == 3
    assert list(find(case, pattern)) == []
    assert [f.status for f in find(case, pattern.setting(within="14 days"))] == ["partial"]


def test_the_repeated_pattern_lists_what_it_counted(tmp_path: Path) -> None:
    """Two comforted and one rallied round are three kindnesses."""
    kind = [
        Care(id="c1", of="lea", by="max", when="2020-01-12"),
        Rally(id="r2", who=["mum", "max"], when="2020-02-12"),
        Care(id="c3", of="lea", by="mum", when="2020-03-12"),
    ]
    flares = [flare("2020-01-10"), flare("2020-02-10"), flare("2020-03-10")]
    case = Case(id="x", origin="synthetic").adding(*CAST, flares, kind)

    [finding] = find(case, pattern_of(1, tmp_path))

    assert finding.steps["kindness"] == ("c1", "r2", "c3")
    assert finding.to_dict()["steps"]["flares"] == [f.id for f in flares]
    assert "Lea had migraine, and each time something kind followed." in finding.because


def test_the_anniversary_pattern_meets_29_february_on_1_march(tmp_path: Path) -> None:
    """In 2021 and in 2022, which had none."""
    loss = Loss(id="loss", of="her grandmother", by="lea", when="2020-02-29")
    case = Case(id="x", origin="synthetic").adding(
        *CAST, loss, flare("2021-03-08"), flare("2022-02-22")
    )
    late = case.adding(flare("2023-03-09"))

    [finding] = find(case, pattern_of(2, tmp_path))

    assert len(finding.steps["flares"]) == 2
    assert find(late, pattern_of(2, tmp_path))[0].steps == finding.steps


@pytest.mark.parametrize("page", [page for page in PAGES if page not in FOLLOWED])
def test_what_a_page_prints_is_what_the_command_prints(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command after a ``$`` is run in the folder of the project; its output follows.

    Pages that write files are followed in a folder of their own, by tests of their own.
    """
    monkeypatch.chdir(ROOT)
    for block in blocks(page, "console"):
        command, _, shown = block.partition("\n")
        words = shlex.split(command.removeprefix("$ "))

        assert words[0] == "formulation"
        assert run(*words[1:]).stdout.rstrip("\n") == shown.rstrip("\n")


@pytest.mark.parametrize("page", PAGES)
def test_the_links_of_a_page_lead_somewhere(page: str) -> None:
    """Every relative link names a file or a folder that is there."""
    text = (DOCS / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)

    assert [link for link in links if not (DOCS / link).exists()] == []


def test_every_page_is_listed() -> None:
    """Whoever opens the folder finds each of them in its index."""
    links = re.findall(r"\]\(([^)/]+\.md)\)", (DOCS / "README.md").read_text(encoding="utf-8"))

    assert sorted(links) == [page for page in PAGES if page != "README.md"]
