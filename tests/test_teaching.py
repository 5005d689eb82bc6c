"""The pages for teachers can be followed: every command is run, and what it prints stands there.

``python -m tests.test_teaching`` writes what is printed today into the page, to be read over.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
import shlex
import tempfile
from pathlib import Path

import pytest

from formulation.exercises.kinds import KINDS
from tests.test_cli import run

DOCS = Path(__file__).parent.parent / "docs"
TEACHING = DOCS / "teaching.md"
#: a fenced block with its language, and the mark above it if it has one
BLOCK = re.compile(r"(<!-- ([^>]+) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)


def followed(page: str) -> str:
    """Return a page with what its commands print today, run in order where one stands.

    A block under ``file:`` is written to that file, one under ``typed`` is typed into the command
    after it, and one under ``printed`` is what the Python above it prints.
    """
    typed = printed = ""

    def renewed(found: re.Match[str]) -> str:
        nonlocal typed, printed
        head, mark, language, text = found[1] or "", found[2] or "", found[3], found[4]
        if mark.startswith("file: "):
            file = Path(mark.removeprefix("file: "))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif mark == "typed":
            typed = text
        elif mark == "printed":
            text = printed
        elif language == "console":
            text, typed = told(text.partition("\n")[0], typed), ""
        elif language == "python":
            printed = said_by(text)
        return f"{head}```{language}\n{text}```"

    return BLOCK.sub(renewed, page)


def told(command: str, typed: str) -> str:
    """Return a command with all that a person sees of it."""
    words = shlex.split(command.removeprefix("$ "))
    assert words[0] == "formulation"
    seen = run(*words[1:], input=typed or None).output
    lines = "\n".join(line.rstrip() for line in seen.rstrip("\n").split("\n"))
    return f"{command}\n{lines}\n"


def said_by(code: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "teaching.md", "exec"), {})
    return printed.getvalue()


def test_the_page_leads_where_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From an empty folder to a marked class of three, step by step."""
    monkeypatch.chdir(tmp_path)
    page = TEACHING.read_text(encoding="utf-8")

    assert followed(page) == page

    assert sorted(path.name for path in Path("answers").iterdir()) == [
        "ada.md",
        "answers-code-defense-dora-1-of-3.json",
        "cleo.json",
    ]
    assert len(list(Path("feedback").iterdir())) == 3
    assert "3 sheets of 3 students" in Path("class.html").read_text(encoding="utf-8")
    assert "You argued for it in class" in Path("class.csv").read_text(encoding="utf-8")


def test_what_is_printed_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that says something else is not the page that comes of following it."""
    monkeypatch.chdir(tmp_path)
    page = "```console\n$ formulation --version\nformulation 9.9\n```\n"

    assert followed(page) != page
    assert followed(followed(page)) == followed(page)


def test_every_kind_has_its_section_as_it_is_today() -> None:
    """The page is what ``python docs/make_exercises.py`` writes."""
    spec = importlib.util.spec_from_file_location("make_exercises", DOCS / "make_exercises.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)

    page = (DOCS / "exercises.md").read_text(encoding="utf-8")

    assert maker.page() == page
    assert [kind for kind in KINDS if f"\n## {kind}: " not in page] == []
    anchors = re.findall(r"\]\(#([^)]+)\)", page)
    heads = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert set(anchors) <= {re.sub(r"[^\w-]", "", h.casefold().replace(" ", "-")) for h in heads}


if __name__ == "__main__":
    os.environ["COLUMNS"] = "100"
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        new = followed(TEACHING.read_text(encoding="utf-8"))
    TEACHING.write_text(new, encoding="utf-8")
