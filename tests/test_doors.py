"""The front door: names that are opened on demand, and nothing heavy behind the first."""

from __future__ import annotations

import subprocess
import sys

import pytest

import formulation
from formulation.doors import DOORS, open_door

#: as the design lists them, but for what later pieces of work will open
FRONT = """Case read_case write_case Pattern read_patterns catalogue find weigh report map_view draw
Timeline loops FormulationError CaseError PatternError DateError UnknownName DrawError
LimitReached Finding Weight Change Gap weight_view change_view motif""".split()


@pytest.mark.parametrize("name", FRONT)
def test_each_name_of_the_front_door_opens(name: str) -> None:
    """Every one is public, listed, and the same from inside and outside."""
    assert name in formulation.__all__
    assert name in dir(formulation)
    assert getattr(formulation, name) is open_door(name)


def test_every_door_leads_somewhere_and_is_listed() -> None:
    """The table and the list of public names are one."""
    assert set(DOORS) == set(formulation.__all__)
    assert all(open_door(name) is not None for name in DOORS)


def test_a_name_that_is_not_there_is_refused_with_the_nearest() -> None:
    """As Python refuses a missing attribute, with a hint."""
    with pytest.raises(AttributeError) as error:
        _ = formulation.read_cases
    with pytest.raises(AttributeError) as other:
        open_door("zzz")

    assert str(error.value) == (
        "module 'formulation' has no attribute 'read_cases'; did you mean 'read_case'?"
    )
    assert str(other.value) == "module 'formulation' has no attribute 'zzz'"


def loaded_after(code: str) -> set[str]:
    """The heavy packages that are loaded once some code has run in a fresh Python."""
    heavy = "pydantic networkx numpy scipy graphviz pygraphviz yaml typer rich edtf".split()
    shown = f"import sys; {code}; print(*sorted(set(sys.modules) & set({heavy!r})))"
    ran = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


def test_importing_the_library_loads_nothing_heavy() -> None:
    """Whoever only asks for the version waits for nothing."""
    assert loaded_after("import formulation; formulation.__version__; dir(formulation)") == set()


def test_errors_open_without_the_records() -> None:
    """To catch an error one need not load the model."""
    assert loaded_after("from formulation import CaseError, UnknownName") == set()


def test_the_records_open_without_pictures_graphs_or_numbers() -> None:
    """A script that writes a case loads the model alone."""
    assert loaded_after("from formulation import Case; Case(id='x')") == {"pydantic"}


def test_a_missing_name_loads_nothing_either() -> None:
    """A guess that is wrong costs as little as one that is right."""
    assert loaded_after("import formulation; hasattr(formulation, 'nonsense')") == set()
