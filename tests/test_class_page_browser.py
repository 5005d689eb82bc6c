"""The page of a class in a real browser: read at every width, in light and dark, and on paper.

It is passed over where there is no browser, or no axe.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from formulation.exercises.class_page import class_as_page
from formulation.exercises.classroom import Classroom
from formulation.exercises.marking import Marking
from formulation.exercises.sheet import Key
from tests.browsing import SIZES, Opened, pages_opened, until
from tests.exercise_sheets import HOSTILE
from tests.test_classroom import GUESSED, SEEN, TOLD, handed_in, key_of, known

pytestmark = pytest.mark.slow
NAMES = ("Ada Q.", "Maximiliane-Charlotte von und zu Hohenstaufen-Sigmaringen", "李雷", "x" * 400)
NOTES = ("answers/bo.json: no name stands in it; it goes by 'bo'.",)


def room(names: tuple[str, ...] = NAMES) -> Classroom:
    """Five exercises of two kinds, a dozen questions each, so that everything there is is shown."""
    keys: dict[str, Key] = {}
    markings: list[Marking] = []
    for n in range(5):
        kind = f"a-kind-of-exercise-{n % 2}"
        asked = [known(str(q), f"Scene {n}.{q}.", SEEN, TOLD, GUESSED) for q in range(1, 13)]
        key = key_of(f"a-kind-of-exercise-{n}-case-{n}-0", *asked, kind=kind)
        keys[key.sheet] = key
        for m, name in enumerate(names):
            given = {f"q{q}": "abc"[(q * (m + 1) + n) % 3] for q in range(1, 13 - m)}
            markings.append(handed_in(key, name, **given))
    return Classroom(tuple(markings), keys)


def page_text(name: str) -> str:
    if name == "hostile":
        hostile = room((HOSTILE, f"b{HOSTILE}"))
        titled = (
            m.model_copy(update={"title": HOSTILE, "case": HOSTILE}) for m in hostile.markings
        )
        return class_as_page(Classroom(tuple(titled), hostile.keys), [HOSTILE])
    return class_as_page(room(), NOTES)


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opened]:
    """Open a page from a file; what the console says and what is asked for is kept."""
    yield from pages_opened(browser, tmp_path, page_text)


@pytest.mark.parametrize("name", ["class", "hostile"])
def test_it_loads_nothing_and_says_nothing(opened: Opened, name: str) -> None:
    """Its style is the one that its policy lets in, and nothing else is asked for."""
    page = opened(name)

    assert page.evaluate("getComputedStyle(document.querySelector('table')).borderCollapse") == (
        "collapse"
    )
    assert page.said == []
    assert page.asked == [page.uri]
    assert page.title() == "The class"


@pytest.mark.parametrize("name", ["class", "hostile"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Opened, name: str, size: str, scheme: str) -> None:
    """No violation, with everything unfolded, in light and in dark."""
    pytest.importorskip("axe_playwright_python")
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    page = opened(name, size, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")

    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]

    assert [(one["id"], [n["html"][:80] for n in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("name", ["class", "hostile"])
@pytest.mark.parametrize("size", [*SIZES, "print"])
def test_nothing_is_cut(opened: Opened, name: str, size: str) -> None:
    """A wide table scrolls within its frame on a screen, and fits on paper."""
    page = opened(name, "phone" if size == "phone" else "laptop")
    if size == "print":
        page.set_viewport_size({"width": 690, "height": 1000})
        page.emulate_media(media="print")

    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    cut = page.evaluate("""() => [...document.querySelectorAll('th,td,p,li,h1,h2,summary')]
      .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && e.clientWidth
        && getComputedStyle(e).display !== 'inline')
      .map(e => e.textContent.slice(0, 60))""")
    tables = page.evaluate("""() => [...document.querySelectorAll('.wide')]
      .map(e => e.scrollWidth - e.clientWidth)""")

    assert wide[0] <= wide[1]
    assert cut == []
    if size == "print":
        assert max(tables) <= 1


def test_a_table_that_is_too_wide_is_scrolled_by_keyboard(opened: Opened) -> None:
    """The frame takes the focus and has a name."""
    page = opened("class", "phone")
    frame = page.get_by_role("region", name="What each earned")

    frame.focus()
    page.keyboard.press("ArrowRight")
    until(page, lambda: frame.evaluate("e => e.scrollLeft > 0"))

    assert frame.evaluate("e => e === document.activeElement")


def test_on_paper_the_easier_questions_are_unfolded(opened: Opened) -> None:
    """What is folded on a screen is wanted on paper."""
    page = opened("class")
    asked = page.locator(".struggles li")
    assert not asked.nth(29).is_visible()

    page.emulate_media(media="print")

    assert asked.nth(29).is_visible()
    assert asked.count() == 30


def test_a_row_reads_as_one_student(opened: Opened) -> None:
    """Headers belong to rows and columns, so that a screen reader tells whose mark it is."""
    page = opened("class")

    first = page.get_by_role("table").first
    assert first.get_by_role("rowheader").all_inner_texts()[0] == "Ada Q."
    assert len(first.get_by_role("columnheader").all_inner_texts()) == 7
