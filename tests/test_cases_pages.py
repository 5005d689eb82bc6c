"""Every example has its page and a line in the gallery; the look-alikes are as their head says."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from formulation import find
from formulation.examples import example_names, example_page, page_names, read_example
from formulation.patterns.catalogue import pattern_named
from formulation.terms import vocabulary
from formulation.views.draw import draw
from formulation.views.sheet import SheetView
from tests import oracle

ROOT = Path(__file__).parent.parent
CASES = ROOT / "docs" / "cases"
STORIES = ROOT / "examples" / "pages"
FLAGSHIP = "idealized-pair-conflict-flare"
DIARIES = [name for name in example_names() if name.startswith("elizabeth_diary")]


@cache
def maker() -> ModuleType:
    """The script that writes the pages."""
    spec = importlib.util.spec_from_file_location("make_cases", CASES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def skeleton(svg: str) -> list[tuple[str, str, str]]:
    """What a picture says, wherever another Graphviz would put it by a hair."""
    root = ElementTree.fromstring(svg)
    return [(e.tag, e.get("id", ""), (e.text or "").strip()) for e in root.iter()]


# --- the stories --------------------------------------------------------------------------------


def test_every_example_has_a_page_and_every_page_an_example() -> None:
    """Neither a case without its story nor a story without its case."""
    assert page_names() == example_names() == [read_example(n).id for n in example_names()]


@pytest.mark.parametrize("name", page_names())
def test_a_page_has_its_sections_and_a_story_of_some_length(name: str) -> None:
    """One to read in two minutes; the content note says also that there is nothing violent."""
    page = example_page(name)

    assert 120 <= len(page.story.split()) <= 350
    assert page.content_note.endswith(".")
    assert min(len(text) for text in (page.accepted, page.disputed, page.notice)) > 200


@pytest.mark.parametrize("name", page_names())
def test_a_story_names_no_defense(name: str) -> None:
    """It is what a trainee reads before saying which it is; nor does it say who is idealized."""
    story = example_page(name).story.casefold().replace("-", " ")
    words = {
        word.casefold().replace("-", " ")
        for term in vocabulary("defense").terms
        for word in (term.word, *term.aliases)
    }

    assert len(words) > 36
    assert [word for word in words if re.search(rf"\b{re.escape(word)}\b", story)] == []
    assert re.findall(r"\w*(?:idealiz|idealis|devalu)\w*", story) == []


@pytest.mark.parametrize("name", page_names())
def test_a_story_stands_by_itself(name: str) -> None:
    """It is shown in two folders and on a terminal, so it leads nowhere and draws nothing."""
    text = (STORIES / f"{name}.md").read_text(encoding="utf-8")

    assert re.findall(r"\]\((?!https://)[^)]*\)|<[a-z]+|^```|^\|", text, re.MULTILINE) == []
    assert max(map(len, text.split("\n"))) <= 120


@pytest.mark.parametrize("name", DIARIES)
def test_the_numbers_of_a_diary_are_those_of_its_case(name: str) -> None:
    """Quarrels of the two, of others, flares, rallies, truces, visits and ratings, as counted."""
    case = read_example(name)
    kinds = Counter(statement.kind for statement in case.statements)
    quarrels = [set(s.between) for s in case.statements if s.kind == "conflict"]
    two = quarrels.count({"stephanie", "diane"})
    expected = [two, len(quarrels) - two]
    expected += [kinds[k] for k in ("escalation", "rally", "resolution", "care", "rating")]

    told = re.search(r"In all there are (.*)\.", example_page(name).story)

    assert told is not None
    assert [int(n) for n in re.findall(r"\d+", told[1])] == [n for n in expected if n]


# --- the pages and pictures ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    # a diary is weighed for its page, which takes seconds
    [pytest.param(name, marks=[pytest.mark.slow] * (name in DIARIES)) for name in page_names()],
)
def test_a_page_and_its_pictures_are_what_the_library_says_today(name: str) -> None:
    """Text and sheets byte by byte; of other pictures every word, id and element.

    Graphviz and Vega may put things elsewhere by a hair on another machine.
    """
    kept_text = (CASES / f"{name}.md").read_text(encoding="utf-8")

    assert kept_text == maker().page_text(name)
    for end, view in maker().views(name).items():
        kept = (CASES / f"{name}-{end}.svg").read_text(encoding="utf-8")
        today = str(draw(view))

        assert skeleton(today) == skeleton(kept)
        if isinstance(view, SheetView):
            assert today == kept


def test_the_gallery_is_what_is_written_today() -> None:
    """Every case has its line, with a picture and words for those who cannot see it."""
    kept = (CASES / "README.md").read_text(encoding="utf-8")

    assert kept == maker().gallery_text()
    shown = re.findall(r'<a href="(\w+)\.md"><img src="\1-\w+\.svg" alt="[^"]{40,}"', kept)
    assert sorted(shown) == page_names()


def test_the_gallery_puts_people_who_lived_before_what_is_made_up() -> None:
    """The order of its lines is that of their origin, then of their names."""
    kept = (CASES / "README.md").read_text(encoding="utf-8")
    origins = re.findall(r"\.md\) \((\w+)\) \|", kept)

    assert len(origins) == len(page_names())
    assert origins == sorted(origins)


def test_nothing_is_left_over_in_the_folder() -> None:
    """Each file is a page, a picture that its page shows, the gallery or the script."""
    pictures = [
        (name, end)
        for name in page_names()
        for end in ("map", "timeline", "lags")
        if f"({name}-{end}.svg)" in (CASES / f"{name}.md").read_text(encoding="utf-8")
    ]
    expected = {"README.md", "make.py", *(f"{name}.md" for name in page_names())}
    expected |= {f"{name}-{end}.svg" for name, end in pictures}

    assert {path.name for path in CASES.iterdir() if path.is_file()} == expected
    assert len(pictures) == 2 * len(page_names()) + len(DIARIES)


@pytest.mark.parametrize("name", ["README", *page_names()])
def test_the_links_of_a_page_lead_somewhere(name: str) -> None:
    """Every relative link and picture names a file that is there."""
    text = (CASES / f"{name}.md").read_text(encoding="utf-8")
    links = re.findall(r'\]\((?!https?:)([^)#]+)\)|(?:href|src)="([^"]+)"', text)

    assert len(links) > 2
    assert [link for link in map("".join, links) if not (CASES / link).exists()] == []


def test_the_script_writes_what_it_is_asked_and_says_which_story_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pages of others are left alone; a case without a story is no reason to stop."""
    made = maker()
    monkeypatch.setattr(made, "HERE", tmp_path)
    monkeypatch.setattr(made, "example_names", lambda: ["lookalikes", "nobody"])
    monkeypatch.setattr(made, "page_names", lambda: ["lookalikes"])

    code = made.main(["lookalikes"])

    assert code == 1
    assert capsys.readouterr().out == (
        "lookalikes is written.\nnobody has no page: examples/pages/nobody.md is missing.\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "README.md",
        "lookalikes-map.svg",
        "lookalikes-timeline.svg",
        "lookalikes.md",
    ]
    assert "elizabeth" not in (tmp_path / "README.md").read_text(encoding="utf-8").casefold()


# --- the look-alikes ----------------------------------------------------------------------------

_ROW = re.compile(r"^# +(\d+)  (\d{4}-\d\d|undated)  (.+?)  +(nothing|\w+, \w+)$", re.MULTILINE)
#: the steps of the one episode, as the head of the file tells them
_TRUE = {
    "ideal_a": "ideal_douglas",
    "ideal_b": "ideal_gareth",
    "quarrel": "gutters",
    "flare": "migraine_8",
    "rally_a": "visit_12",
    "rally_b": "visit_11",
    "truce": "peace_11",
}


def lookalikes() -> str:
    return (ROOT / "examples" / "lookalikes.yaml").read_text(encoding="utf-8")


def test_one_episode_of_the_lookalikes_is_complete_and_certain() -> None:
    """The search and the literal reading of its semantics find the same one."""
    case, pattern = read_example("lookalikes"), pattern_named(FLAGSHIP)

    findings = find(case, FLAGSHIP)
    found = Counter(
        oracle.key(case, f.steps, f.roles, f.certainty) for f in find(case, FLAGSHIP, every=True)
    )

    whole = [f.steps for f in findings if (f.status, f.certainty) == ("complete", "certain")]
    assert whole == [_TRUE]
    assert found == oracle.told(case, pattern)


def test_each_lookalike_is_told_as_its_head_says() -> None:
    """Nothing, or so much and no more: by the month of the flare, the undated for itself."""
    case = read_example("lookalikes")
    rows = {month: told for _, month, _, told in _ROW.findall(lookalikes())}
    found = {
        _month(
            case.statements[case.index_of[f.steps["flare"]]].to_keys()
        ): f"{f.status}, {f.certainty}"
        for f in find(case, FLAGSHIP)
    }
    del found["2022-03"]

    assert len(rows) == 18
    assert found == {month: told for month, told in rows.items() if told != "nothing"}


def _month(record: dict[str, object]) -> str:
    return str(record.get("when", "undated"))[:7]


def test_each_lookalike_is_marked_where_it_fails() -> None:
    """The number of the head stands on a line below, and nowhere in what the library shows."""
    head, _, rest = lookalikes().partition("\nid: lookalikes\n")
    numbers = [number for number, *_ in _ROW.findall(head)]
    marked = re.findall(r"  # (\d+): ", rest)

    assert set(marked) == set(numbers) == {str(n) for n in range(1, 19)}
    notes = " ".join(str(s.to_keys()) for s in read_example("lookalikes").statements)
    assert re.findall(r"look-?alike|too late|not idealized|wrong", notes) == []


def test_the_window_of_the_lookalikes_is_a_decision() -> None:
    """A day less leaves no complete and certain episode, a week more adds the first look-alike."""
    case, pattern = read_example("lookalikes"), pattern_named(FLAGSHIP)

    def whole(within: str) -> list[object]:
        findings = find(case, pattern.setting(within=within))
        return [
            f.steps["quarrel"]
            for f in findings
            if (f.status, f.certainty) == ("complete", "certain")
        ]

    assert (whole("13 days"), whole("14 days")) == ([], ["gutters"])
    assert whole("21 days") == ["bill", "gutters"]


def test_the_people_of_the_lookalikes_are_in_no_other_case() -> None:
    """So that nobody takes one story for another."""
    names = {person.name for person in read_example("lookalikes").people}
    others = [read_example(name) for name in example_names() if name != "lookalikes"]

    assert {person.name for case in others for person in case.people} & names == set()
