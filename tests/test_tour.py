"""The tour, ``examples/tour.ipynb``: it runs, each cell shows something, and what it says is so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import pytest
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from formulation import find, read_case

FLAGSHIP = "idealized-pair-conflict-flare"
EXAMPLES = Path(__file__).parent.parent / "examples"
TOUR = EXAMPLES / "tour.ipynb"
TEXT = TOUR.read_text(encoding="utf-8")
CELLS: list[dict[str, Any]] = json.loads(TEXT)["cells"]
CODE = {cell["id"]: "".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code"}
PROSE = "\n".join("".join(c["source"]) for c in CELLS if c["cell_type"] == "markdown")
PICTURE, PAGE, WORDS = "image/svg+xml", "text/html", "text/plain"

#: in which form each cell is to show itself
FORMS = {
    "the-case": PICTURE,
    "problems": WORDS,
    "observed-map": PICTURE,
    "timeline": PICTURE,
    "findings": PAGE,
    "one-finding": PAGE,
    "finding-on-the-map": PICTURE,
    "motif": PICTURE,
    "near-miss": PAGE,
    "triangles": PICTURE,
    "development": PICTURE,
    "diary": PICTURE,
    "weights": PAGE,
    "one-weight": PICTURE,
    "cycle": PICTURE,
    "twin-findings": PAGE,
    "twin-weight": PICTURE,
    "change-chart": PICTURE,
    "rivals": WORDS,
}


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InteractiveShell]:
    """What runs the cells of a notebook, without a history and without anyone's settings."""
    patch = pytest.MonkeyPatch()
    patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
    patch.chdir(EXAMPLES)
    quiet = Config()
    quiet.HistoryManager.enabled = False
    yield InteractiveShell.instance(config=quiet)
    InteractiveShell.clear_instance()
    patch.undo()


@pytest.fixture(scope="module")
def shown(shell: InteractiveShell) -> dict[str, dict[str, str]]:
    """What each cell shows, run from the first to the last, by its id and by media type."""
    told: list[dict[str, Any]] = []
    shell.display_trap.hook = CapturingDisplayHook(shell, told)
    for source in CODE.values():
        shell.run_cell(source).raise_error()
    return {id: one["data"] for id, one in zip(CODE, told, strict=True)}


def test_each_cell_shows_itself_in_the_form_it_is_meant_to(
    shown: dict[str, dict[str, str]],
) -> None:
    """Pictures are pictures, tables are tables, and words stand beside all of them."""
    assert list(shown) == list(FORMS)
    assert {id: form for id, form in FORMS.items() if form not in shown[id]} == {}
    assert [id for id, bundle in shown.items() if not bundle[WORDS].strip()] == []


def test_each_picture_and_page_is_well_formed(shown: dict[str, dict[str, str]]) -> None:
    """Whatever a notebook takes in can be read as XML, and holds no script."""
    for bundle in shown.values():
        for form in (PICTURE, PAGE):
            if form in bundle:
                tags = {element.tag for element in ElementTree.fromstring(bundle[form]).iter()}
                assert not any(tag.endswith("script") for tag in tags)


def test_what_the_tour_says_of_the_case_is_so(shown: dict[str, dict[str, str]]) -> None:
    """Nothing contradicts itself; the chain is described; the near miss lacks a quarrel."""
    assert "`[]` is an empty list" in PROSE
    assert shown["problems"][WORDS] == "[]"
    assert "told as a repeated course" in shown["one-finding"][WORDS]
    assert "What is missing is a conflict" in shown["near-miss"][WORDS]


def test_what_the_tour_says_of_the_diaries_is_so(shown: dict[str, dict[str, str]]) -> None:
    """Each number in the text is one that a cell shows."""
    told = " ".join(PROSE.split())

    assert "Of the 57 flares that count, 41 fell into them." in told
    assert "41 of 57 did, where one even rate would put 22.2" in shown["one-weight"][WORDS]
    assert "Seventy-two findings, 58 of them complete." in told
    assert shown["twin-findings"][WORDS].startswith("72 findings\n")
    assert "63 flares followed a quarrel, and 63.3 would have done so anyway." in told
    assert "63 of 132 did, where one even rate would put 63.3" in shown["twin-weight"][WORDS]
    assert "52 in the two years before, 10 in the year after" in told
    assert "52 in 730 days before, 10 in 365 days after" in shown["change-chart"][WORDS]
    assert "a session in March 2023" in told
    assert "2023-03-01" in shown["change-chart"][WORDS]
    assert "regression to the mean" in shown["rivals"][WORDS]


def test_the_twin_has_as_many_complete_stories_as_the_tour_says() -> None:
    """Counted, since the table does not list them all."""
    found = find(read_case(EXAMPLES / "elizabeth_diary_unlinked.yaml"), FLAGSHIP)

    assert [finding.status for finding in found].count("complete") == 58


def test_it_is_a_notebook_by_the_format_s_own_rules() -> None:
    """As Jupyter itself judges it."""
    nbformat.validate(nbformat.reads(TEXT, as_version=4))


def test_it_is_kept_without_outputs_and_with_the_same_bytes() -> None:
    """So that a change in it is a change that somebody made."""
    notebook = json.loads(TEXT)

    assert notebook["nbformat"] == 4
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert all(cell["metadata"] == {} for cell in CELLS)
    assert all(
        cell["outputs"] == [] and cell["execution_count"] is None
        for cell in CELLS
        if cell["cell_type"] == "code"
    )
    assert json.dumps(notebook, indent=1, ensure_ascii=False) + "\n" == TEXT


def test_its_links_lead_somewhere() -> None:
    """Every relative link names a file that is there."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", PROSE)

    assert links
    assert [link for link in links if not (EXAMPLES / link).exists()] == []
