"""The example cases as a reader meets them: listed, printed, told as a page, copied."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from formulation import examples, read_case
from formulation.cli import completing
from formulation.errors import CaseError, UnknownName
from tests.test_cli import run

EXAMPLES = Path(__file__).parent.parent / "examples"
PAGE = """\
# A *small* page

**Content note.** Nothing
violent.

## The story

Ben and Cleo
fall out.

They **make up**.

## What a supervisor would accept

- That they `quarrel`,
  and rest.
- A [pattern](../patterns.md).

## What is disputed

Nothing.

## What to notice

1. The 2 * 3 = 6 days.
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of two small cases, one of them with a page, and a file that is no case."""
    heads = {
        "small": "title: Two friends\norigin: published\n"
        "about: >-\n  They fall out. Content: a slap.",
        "other": "title: Nobody\norigin: synthetic",
    }
    for name, head in heads.items():
        (tmp_path / f"{name}.yaml").write_text(f"# a comment\nformulation: 1\nid: {name}\n{head}\n")
    (tmp_path / "columns.yaml").write_text("diary: 1\n")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "small.md").write_text(PAGE)
    monkeypatch.setattr(examples, "examples_folder", lambda: tmp_path)
    return tmp_path


# --- the room -----------------------------------------------------------------------------------


def test_the_examples_are_the_files_that_begin_as_a_case(library: Path) -> None:
    """The map of a diary stands in the same folder and is none, whatever it is called."""
    assert examples.example_names() == ["other", "small"]
    assert examples.page_names() == ["small"]


def test_the_map_of_the_diary_is_not_among_the_shipped_examples() -> None:
    """It is there, and not listed; the founding case is."""
    assert (EXAMPLES / "diary_map.yaml").exists()
    assert "diary_map" not in examples.example_names()
    assert {"elizabeth", "lookalikes"} <= set(examples.example_names())


def test_an_example_is_read_by_its_name() -> None:
    """The suffix may be said; a name that is near is offered for one that is not there."""
    expected = read_case(EXAMPLES / "elizabeth.yaml")

    assert examples.read_example("elizabeth") == expected
    assert examples.read_example("elizabeth.yaml") == expected
    with pytest.raises(UnknownName) as wrong:
        examples.read_example("lookalike")
    assert wrong.value.nearest == "lookalikes"


@pytest.mark.parametrize("name", ["../examples/elizabeth", "pages/elizabeth", "", "columns"])
def test_a_name_leads_to_no_other_file(library: Path, name: str) -> None:
    """Neither out of the folder nor to what is no case."""
    for ask in (examples.read_example, examples.example_page, examples.example_file):
        with pytest.raises(UnknownName, match="no example is called"):
            ask(name)


def test_a_page_is_told_in_plain_words(library: Path) -> None:
    """One paragraph or item a line, without marks; what only looks like a mark stays."""
    page = examples.example_page("small")

    assert asdict(page) == {
        "name": "small",
        "title": "A small page",
        "content_note": "Nothing violent.",
        "story": "Ben and Cleo fall out.\n\nThey make up.",
        "accepted": "- That they quarrel, and rest.\n- A pattern.",
        "disputed": "Nothing.",
        "notice": "1. The 2 * 3 = 6 days.",
    }


def test_a_case_without_a_page_says_which_cases_have_one(library: Path) -> None:
    """The case is known; only its page is not."""
    with pytest.raises(UnknownName) as wrong:
        examples.example_page("other")

    assert str(wrong.value) == "no page of an example is called 'other' (known: small)"


_ACCEPTED = "The story, What a supervisor would accept, What is disputed, What to notice"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("# A *small* page\n", "", ["the page has no title (accepted: # Title)"]),
        (
            "**Content note.**",
            "Content:",
            ["the page has no content note (accepted: **Content note.** …)"],
        ),
        ("\nNothing.\n", "\n", ["the section is empty: 'What is disputed'"]),
        (
            "## What is disputed",
            "## What was disputed",
            [
                "no section of a page is called so: 'What was disputed'; did you mean "
                f"'What is disputed'? (accepted: {_ACCEPTED})",
                "the page lacks a section: 'What is disputed'",
            ],
        ),
        (
            "## What to notice",
            "## The story\n\nAgain.\n\n## What to notice",
            [f"the sections stand once each, in this order (accepted: {_ACCEPTED})"],
        ),
    ],
)
def test_all_that_a_page_lacks_is_told_at_once(old: str, new: str, told: list[str]) -> None:
    """Each with what would do, and where."""
    assert old in PAGE
    with pytest.raises(CaseError) as wrong:
        examples.page_of("small", PAGE.replace(old, new), file="small.md")

    assert str(wrong.value).split("\n") == [f"small.md: {line}" for line in told]


def test_a_page_without_anything_lacks_everything() -> None:
    """Title, note and four sections."""
    with pytest.raises(CaseError) as wrong:
        examples.page_of("small", "")

    assert len(wrong.value.faults) == 6


def test_examples_are_those_of_the_installed_package_where_it_has_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed user has them inside the package, a clone beside it."""
    package = tmp_path / "formulation"
    (package / "_examples").mkdir(parents=True)
    monkeypatch.setattr("formulation.examples.__file__", str(package / "examples.py"))

    installed = examples.examples_folder()
    (package / "_examples").rmdir()
    cloned = examples.examples_folder()

    assert (installed, cloned) == (package / "_examples", tmp_path / "examples")


def test_the_names_come_without_opening_what_reads_cases() -> None:
    """A press of Tab must not wait for pydantic."""
    asked = (
        "import sys; from formulation.cli.completing import example_names; "
        "print(example_names('elizabeth_diary_u'), 'pydantic' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)

    assert told.stdout == "['elizabeth_diary_unlinked'] False\n"


# --- the list -----------------------------------------------------------------------------------


def test_the_list_keeps_what_is_hard_to_read_apart(library: Path) -> None:
    """It comes before what the case is about, on a line that says what it is."""
    told = run("examples")

    assert told.exit_code == 0
    assert told.stdout == (
        "other\n"
        "  Nobody (synthetic).\n"
        "  What is true is known: it was made up so.\n"
        "small\n"
        "  Two friends (published).\n"
        "  Content: a slap.\n"
        "  They fall out.\n"
        "  What is true is not known: it was lived, and told by somebody.\n"
        "\n"
        "'formulation examples page NAME' tells its story and what to notice, 'show' prints the "
        "case file,\n"
        "and 'copy' gives you one of your own to change.\n"
    )


def test_the_list_is_told_to_programs_too(library: Path) -> None:
    """What is not there is null; whether there is a page is said."""
    heads = json.loads(run("examples", "--json").stdout)["examples"]

    assert heads == [
        {
            "id": "other",
            "title": "Nobody",
            "origin": "synthetic",
            "about": None,
            "content": None,
            "truth_known": True,
            "has_page": False,
        },
        {
            "id": "small",
            "title": "Two friends",
            "origin": "published",
            "about": "They fall out.",
            "content": "a slap.",
            "truth_known": False,
            "has_page": True,
        },
    ]


@pytest.mark.parametrize("name", examples.example_names())
def test_every_example_has_its_title_origin_and_id(name: str) -> None:
    """What the list shows is what the other commands take; what it is about does not end early."""
    case = examples.read_example(name)
    about = case.about or ""

    assert case.id == name
    assert case.title
    assert case.origin in ("published", "synthetic")
    assert about.endswith(".")
    assert about.count("Content: ") <= 1


# --- one example --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["elizabeth", "elizabeth.yaml", "elizabeth.py"])
def test_show_prints_the_file(name: str) -> None:
    """As it stands, comments and all; the script too."""
    file = EXAMPLES / (name if "." in name else f"{name}.yaml")

    assert run("examples", "show", name).stdout == file.read_text(encoding="utf-8")


def test_page_tells_the_case_in_plain_words(library: Path) -> None:
    """What is hard to read first, then the sections in their order, wrapped and without marks."""
    told = run("examples", "page", "small")

    assert told.exit_code == 0
    assert told.stdout == (
        "A small page\n\n"
        "Content note. Nothing violent.\n\n"
        "The story\n\n"
        "Ben and Cleo fall out.\n\n"
        "They make up.\n\n"
        "What a supervisor would accept\n\n"
        "- That they quarrel, and rest.\n"
        "- A pattern.\n\n"
        "What is disputed\n\n"
        "Nothing.\n\n"
        "What to notice\n\n"
        "1. The 2 * 3 = 6 days.\n"
    )


def test_an_item_of_a_page_goes_on_under_its_text(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the first word, also behind a number."""
    monkeypatch.setenv("COLUMNS", "40")
    page = library / "pages" / "small.md"
    page.write_text(PAGE.replace("1. The 2 * 3 = 6 days.", "12. " + "many words " * 5))

    told = run("examples", "page", "small").stdout.splitlines()

    assert told[-2:] == ["12. many words many words many words", "    many words many words"]


def test_page_is_told_to_programs_too(library: Path) -> None:
    """The parts of a page by their names."""
    told = json.loads(run("examples", "page", "small", "--json").stdout)

    assert told == asdict(examples.example_page("small"))


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("show", "smal"), "no example is called 'smal'; did you mean 'small'?"),
        (("page", "smal"), "no example is called 'smal'; did you mean 'small'?"),
        (("copy", "smal"), "no example is called 'smal'; did you mean 'small'?"),
        (("show", "small.py"), "no example is called 'small.py'; did you mean 'small'?"),
    ],
)
def test_a_name_that_is_none_is_refused_with_the_nearest(
    library: Path, args: tuple[str, ...], told: str
) -> None:
    """Wrong use ends with 2, and the names that there are."""
    result = run("examples", *args)

    assert result.exit_code == 2
    assert result.stderr == f"Error: {told} (known: other, small)\n"


def test_copy_gives_a_file_of_ones_own_and_never_writes_over_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second copy is refused; a name or a folder can be said."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()

    first, second = run("examples", "copy", "elizabeth"), run("examples", "copy", "elizabeth")
    named = run("examples", "copy", "elizabeth", "mine.yaml")
    within = run("examples", "copy", "elizabeth", "mine")

    assert first.stdout == "elizabeth.yaml is written. Now try: formulation find elizabeth.yaml\n"
    assert (second.exit_code, second.stderr) == (
        2,
        "Error: elizabeth.yaml is there already and stays as it is; give another name\n",
    )
    assert (named.exit_code, within.exit_code) == (0, 0)
    expected = (EXAMPLES / "elizabeth.yaml").read_bytes()
    for copied in ("elizabeth.yaml", "mine.yaml", "mine/elizabeth.yaml"):
        assert (tmp_path / copied).read_bytes() == expected


@pytest.mark.parametrize("name", ["show", "page", "copy"])
def test_each_command_explains_itself_with_an_example(name: str) -> None:
    """A sentence, then one line that can be typed as it stands."""
    told = run("examples", name, "--help")

    assert told.exit_code == 0
    assert f"For example: formulation examples {name} elizabeth" in told.stdout


def test_a_shell_is_offered_the_examples_that_begin_so(library: Path) -> None:
    """All of them where nothing is typed yet."""
    assert completing.example_names() == ["other", "small"]
    assert completing.example_names("s") == ["small"]
