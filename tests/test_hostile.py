"""What was tried against the library once, and must not succeed again."""

from __future__ import annotations

import math
import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from formulation import map_view
from formulation.casefile import case_files
from formulation.cli.app import app
from formulation.errors import CaseError, LimitReached, PatternError
from formulation.model import Case, Conflict, Person, Trauma
from formulation.patterns.answers import find
from formulation.patterns.pattern import Pattern
from formulation.views.quoting import showable

PEOPLE = [Person(id="p", role="patient"), *(Person(id=f"x{n}") for n in range(24))]


def test_a_thousand_people_without_bonds_have_places() -> None:
    """The ring is laid out in bounded time, and everyone has a place of their own."""
    case = Case(id="crowd").adding(
        Person(id="p", role="patient"), *(Person(id=f"y{n}") for n in range(1_000))
    )

    text = map_view(case).to_dot()

    seats = re.findall(r'^\t"?s-(?:p|y\d+)"? .*?pos="([-\d.]+),([-\d.]+)!?"', text, re.MULTILINE)
    places = [(float(x), float(y)) for x, y in seats]
    near = min(math.dist(a, b) for a, b in pairwise(sorted(places)))
    assert len(set(places)) == 1_001
    assert near > 10


@pytest.mark.slow
def test_many_letters_on_many_parties_are_refused_before_memory_is_full() -> None:
    """Five letters on a quarrel of 24 read 5,100,480 ways; the sixth has 24 to try with each."""
    case = Case(id="many").adding(PEOPLE, Conflict(between=[f"x{n}" for n in range(24)]))
    pattern = Pattern(pattern="x", title="X", steps=[{"as_": "q", "conflict": list("ABCDEF")}])

    with pytest.raises(LimitReached, match="the search met 122,411,520 combinations"):
        find(case, pattern)


def test_a_pattern_of_too_many_steps_is_refused() -> None:
    """Hundreds of steps are no pattern of a case."""
    steps = [{"as": f"s{n}", "trauma": "P"} for n in range(61)]

    with pytest.raises(PatternError, match="a pattern of 61 steps is more than can be searched"):
        Pattern(pattern="x", title="X", steps=steps)


def test_a_letter_twice_in_one_quarrel_is_refused() -> None:
    """Nobody quarrels with themselves; an inner conflict is another kind."""
    with pytest.raises(PatternError, match="'conflict' cannot name 'A' twice"):
        Pattern(pattern="x", title="X", steps=[{"as": "q", "conflict": ["A", "A"]}])


def test_contradictory_ages_and_distances_are_refused_by_name() -> None:
    """Fifteen comes before newborn by a chain of orders; once it broke the search."""
    with pytest.raises(CaseError, match="these cannot all be: 'e0' is after 'e1'"):
        Case(id="one").adding(
            Person(id="p", role="patient"),
            Trauma(id="e0", of="p", after="e1"),
            Trauma(id="e1", of="p", after="e3", apart="1..10 years"),
            Trauma(id="e3", of="p", after="e4"),
            Trauma(id="e4", of="p", age=15),
            Trauma(id="e5", of="p", age=0, after="e0"),
        )


@pytest.mark.parametrize(("born", "age"), [("9990", 15), ("9999-12-31", 0), ("9999", 80)])
def test_a_life_that_leads_beyond_the_calendar_adds_up(born: str, age: int) -> None:
    """Birthdays after the year 9999 are only known to be late."""
    case = Case(id="one").adding(Person(id="p", role="patient", born=born), Trauma(of="p", age=age))

    assert case.problems() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_a_folder_of_cases_is_not_waited_for(tmp_path: Path) -> None:
    """Only files are opened in a folder walk."""
    os.mkfifo(tmp_path / "pipe.yaml")

    files, told = case_files([tmp_path])

    assert files == []
    assert told == [
        f"{tmp_path / 'pipe.yaml'}: passed over, its first key is not 'formulation'",
        f"{tmp_path}: no case file is in this folder",
    ]


def test_letters_that_turn_the_order_around_are_shown_as_what_they_are() -> None:
    """A name is not read backwards in a picture."""
    assert showable("\u202eevil\u202c \u2067x\u2069") == "\ufffdevil\ufffd \ufffdx\ufffd"


def test_findings_and_map_are_not_written_over_one_another(tmp_path: Path) -> None:
    """One name for both would keep only the second."""
    case, out = tmp_path / "c.yaml", tmp_path / "same.svg"
    case.write_text("formulation: 1\nid: c\n", encoding="utf-8")

    ended = CliRunner().invoke(app, ["find", str(case), "-o", str(out), "--draw", str(out)])

    assert ended.exit_code == 2
    assert not out.exists()
