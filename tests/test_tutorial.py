"""The tutorial can be followed: from an empty folder, step by step, to a report."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from formulation import read_case
from tests.test_cli import run

TUTORIAL = (Path(__file__).parent.parent / "docs" / "tutorial.md").read_text(encoding="utf-8")
#: a fenced block with its language, and the mark above it if it has one
BLOCK = re.compile(r"^(?:<!-- (\w+) -->\n)?```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEFT_OUT = "[…]\n"
CASE = Path("my-case.yaml")


def says(shown: str, printed: str) -> bool:
    """Tell whether what is shown is what was printed, but for the lines that are left out."""
    parts = [re.escape(part) for part in shown.split(LEFT_OUT)]
    return re.fullmatch("(?:.*\n)*".join(parts), printed) is not None


def test_every_step_leads_where_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are run and changes made in the order of the page, in a folder of their own."""
    monkeypatch.chdir(tmp_path)
    old = ""
    for mark, language, text in BLOCK.findall(TUTORIAL):
        if mark == "change":
            old = text
            assert CASE.read_text(encoding="utf-8").count(old) == 1
        elif mark == "to":
            written = CASE.read_text(encoding="utf-8").replace(old, text)
            CASE.write_text(written, encoding="utf-8")
        elif language == "console":
            command, _, shown = text.partition("\n")
            words = shlex.split(command.removeprefix("$ "))

            assert words[0] == "formulation"
            assert says(shown, run(*words[1:]).stdout), f"{command} prints something else"

    assert Path("map.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "<html" in Path("my-case.html").read_text(encoding="utf-8")
    assert [p for p in read_case(CASE).problems() if p.is_grave] == []


def test_what_is_left_out_is_whole_lines() -> None:
    """The check above is a strict one: parts of lines and other orders are no match."""
    assert says("a\n[…]\nd\n", "a\nb\nc\nd\n")
    assert says("a\n[…]\n", "a\n")
    assert not says("a\n[…]\nc\n", "a\nbc\n")
    assert not says("c\n[…]\na\n", "a\nb\nc\n")
    assert not says("a\n", "a\nb\n")


def test_each_change_is_told_with_what_it_becomes() -> None:
    """A reader is never left with half of one."""
    marks = [mark for mark, _, _ in BLOCK.findall(TUTORIAL) if mark]

    assert marks == ["change", "to"] * (len(marks) // 2)
    assert len(marks) >= 10
