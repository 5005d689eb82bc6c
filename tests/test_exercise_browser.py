"""Exercises taken in a real browser: by keyboard alone, kept over a reload, saved as a file.

It is passed over where there is no browser, or no axe.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from formulation.exercises import mark, read_answers
from formulation.exercises.html_sheet import marking_as_page, sheet_as_page
from formulation.exercises.sheet import Answers
from tests.browsing import SIZES, Opened, pages_opened
from tests.exercise_sheets import ANSWERS, CASE_TEXT, KEY, SHEET, WRITTEN, hostile

pytestmark = pytest.mark.slow
PLAIN = SHEET.model_copy(update={"id": "plain", "content_note": None})


def page_text(name: str) -> str:
    if name in ("marked", "hostile-marked"):
        sheet, key = (SHEET, KEY) if name == "marked" else hostile()
        return marking_as_page(mark(key, ANSWERS, sheet=sheet), sheet)
    return sheet_as_page({"sheet": SHEET, "plain": PLAIN, "hostile": hostile()[0]}[name])


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opened]:
    """Open a page from a file; what the console says and what is asked for is kept."""
    yield from pages_opened(browser, tmp_path, page_text)


def tab_to(page: Any, what: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(80):
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {what}")


def answer_by_keyboard(page: Any) -> None:
    """Answer every form of question without a pointer."""
    keys = page.keyboard
    tab_to(page, "#name")
    keys.type("Ada Q.")
    tab_to(page, "#question-1 input")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    tab_to(page, "#question-2 input[value=a]")
    keys.press("Space")
    tab_to(page, "#question-2 input[value=d]")
    keys.press("Space")
    # a b c d becomes d c b a
    for letter, way, times in (("a", "1", 3), ("b", "1", 2), ("c", "1", 1)):
        button = f"[data-letter={letter}] [data-move='{way}']"
        page.locator("#question-3 [data-letter] button").first.focus()
        tab_to(page, button)
        for _ in range(times):
            keys.press("Enter")
            assert page.evaluate("what => document.activeElement.matches(what)", button)
    tab_to(page, "#question-4 .word")
    keys.type("idealization-of-other")
    tab_to(page, "#question-5 textarea")
    keys.insert_text(WRITTEN)
    tab_to(page, "#question-6 textarea")
    keys.insert_text(CASE_TEXT)


def saved(page: Any, folder: Path) -> Answers:
    """What the button saves, read as the library reads it."""
    with page.expect_download() as caught:
        page.locator("#save").press("Enter")
    file = folder / caught.value.suggested_filename
    caught.value.save_as(file)
    assert file.name == "answers-six-forms-mara-3.json"
    return read_answers(file)


def test_every_form_is_answered_by_keyboard_and_saved(opened: Opened, tmp_path: Path) -> None:
    """The saved file reads back as the answers that were given, the name with them."""
    page = opened("sheet")

    answer_by_keyboard(page)
    answers = saved(page, tmp_path)

    expected = {**ANSWERS.given, "3": ("d", "c", "b", "a")}
    assert answers == ANSWERS.model_copy(update={"given": expected})
    assert page.locator("#told").inner_text() == (
        "Saved as answers-six-forms-mara-3.json. 6 of 6 questions answered. Hand this file in."
    )
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("blob:")] == [page.uri]


def test_a_reload_keeps_what_was_answered(opened: Opened, tmp_path: Path) -> None:
    """Under the sheet's own id, so that two sheets in one folder do not mix."""
    page = opened("sheet")
    answer_by_keyboard(page)
    before = saved(page, tmp_path)

    page.reload()

    assert saved(page, tmp_path) == before
    assert page.evaluate("Object.keys(localStorage)") == ["formulation:six-forms-mara-3"]
    assert "kept in this browser" in page.locator("#keeps").inner_text()


def test_starting_again_asks_first(opened: Opened) -> None:
    """No keeps everything, Escape as well; yes takes all out, of the browser too."""
    page = opened("sheet")
    answer_by_keyboard(page)

    for leave in (lambda: page.keyboard.press("Enter"), lambda: page.keyboard.press("Escape")):
        page.locator("#again").press("Enter")
        assert page.evaluate("document.activeElement.id") == "no"
        leave()
        assert page.locator("#sure").is_hidden()
        assert page.locator("#count").inner_text() == "6 of 6 questions answered."
    page.locator("#again").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.locator("#count").inner_text() == "0 of 6 questions answered."
    assert page.locator("#name").input_value() == ""
    assert order(page) == "abcd"
    assert page.evaluate("localStorage.length") == 0


def order(page: Any) -> str:
    return str(
        page.locator(".scenes li").evaluate_all("all => all.map(e => e.dataset.letter).join('')")
    )


def test_a_choice_and_an_order_can_be_taken_back(opened: Opened) -> None:
    """A radio button has no way back of its own, and no order is one until it is said so."""
    page = opened("sheet")
    page.locator("#question-1 input").first.check()
    page.locator("#question-3 .mine").check()
    assert page.locator("#count").inner_text() == "2 of 6 questions answered."

    page.locator("#question-1 .clear").click()
    page.locator("#question-3 .mine").uncheck()

    assert page.locator("#count").inner_text() == "0 of 6 questions answered."
    assert page.locator("#question-1 .clear").is_hidden()
    assert page.locator("#told").inner_text() == ""


def test_scenes_can_be_dragged(opened: Opened) -> None:
    """The first is let go under the third, and the order counts as given."""
    page = opened("sheet")
    items = page.locator(".scenes li")
    high = items.nth(2).bounding_box()["height"]

    items.nth(0).drag_to(items.nth(2), target_position={"x": 40, "y": high - 3})

    assert order(page) == "bcad"
    assert page.locator(".mine").is_checked()
    assert page.locator("#told").inner_text() == "a stands at place 3 of 4 now."


def test_at_the_end_a_scene_stays_where_it_is(opened: Opened) -> None:
    """And it is said; the order does not count as given by that."""
    page = opened("sheet")

    page.locator("[data-letter=a] [data-move='-1']").click()

    assert page.locator("#told").inner_text() == "a stands first already."
    assert not page.locator(".mine").is_checked()


@pytest.mark.parametrize(
    "kept",
    ["nonsense", "[1]", '{"given": 3}',
     '{"given": {"3": ["a", "b", "c", "z"]}}',
     '{"given": {"1": "c", "3": ["a"], "5": [7]}}', "null",
     '{"name": {}, "given": {"1": ["z"], "3": ["a", "a", "b", "c"], "__proto__": ["x"]}}'],
)  # fmt: skip
def test_what_was_kept_by_another_page_does_no_harm(opened: Opened, kept: str) -> None:
    """What does not fit is left out, and the page works."""
    page = opened("sheet")
    page.evaluate("kept => localStorage.setItem('formulation:six-forms-mara-3', kept)", kept)

    page.reload()

    assert page.locator("#count").inner_text() == "0 of 6 questions answered."
    assert order(page) == "abcd"
    assert page.said == []


def test_a_browser_that_keeps_nothing_says_so(opened: Opened, tmp_path: Path) -> None:
    """Without storage nothing breaks, and the answers can still be saved."""
    page = opened("sheet")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() {throw Error('no')}})"
    )
    page.reload()

    page.locator("#question-1 input").nth(1).check()

    assert "save your answers before you close it" in page.locator("#keeps").inner_text()
    assert saved(page, tmp_path).given == {"1": ("b",)}
    assert page.said == []


def test_hostile_words_are_saved_under_their_letters(opened: Opened) -> None:
    """The page of hostile words opens quietly and keeps answers as any other."""
    page = opened("hostile")

    page.locator("#question-2 input").nth(1).check()

    kept = json.loads(page.evaluate("localStorage.getItem('formulation:six-forms-mara-3')"))
    assert kept["given"] == {"2": ["b"]}
    assert page.said == []
    assert page.asked == [page.uri]


@pytest.mark.parametrize("name", ["sheet", "plain", "hostile", "marked", "hostile-marked"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened: Opened, name: str, size: str, scheme: str) -> None:
    """No violation, with everything unfolded and answered, in light and in dark."""
    pytest.importorskip("axe_playwright_python")
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    page = opened(name, size, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    if "marked" not in name:
        page.locator("#question-1 input").first.check()
        page.locator(".scenes button").nth(1).click()

    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]

    assert [(one["id"], [n["html"][:80] for n in one["nodes"]]) for one in found] == []


def test_axe_finds_nothing_in_the_question_whether_to_start_again(opened: Opened) -> None:
    """The dialog has its name, and its buttons theirs."""
    pytest.importorskip("axe_playwright_python")
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    page = opened("sheet", bypass_csp=True)
    page.locator("#again").click()

    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]

    assert found == []


@pytest.mark.parametrize("name", ["sheet", "hostile", "marked", "hostile-marked"])
@pytest.mark.parametrize("size", [*SIZES, "print"])
def test_nothing_is_cut(opened: Opened, name: str, size: str) -> None:
    """No part is wider than the window or the sheet of paper."""
    page = opened(name, "phone" if size == "phone" else "laptop")
    if size == "print":
        page.set_viewport_size({"width": 690, "height": 1000})
        page.emulate_media(media="print")

    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    cut = page.evaluate("""() => [...document.querySelectorAll('h1,h2,h3,p,li,label,legend,div')]
      .filter(e => e.checkVisibility() && !e.closest('.unseen, .skip'))
      .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth
        && getComputedStyle(e).display !== 'inline')
      .map(e => e.textContent.slice(0, 60))""")

    assert wide[0] <= wide[1]
    assert cut == []


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_on_paper_it_is_a_worksheet(opened: Opened, has_script: bool) -> None:
    """The story unfolded, boxes and blanks, no buttons; hints stay on the screen."""
    page = opened("sheet", java_script_enabled=has_script)

    page.emulate_media(media="print")
    if has_script:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")

    hidden = ("button", ".hint", ".safe", ".skip", ".finish", ".mine")
    assert [what for what in hidden if page.locator(what).first.is_visible()] == []
    shown = (".story details p", "#question-1 input", "#question-5 textarea", ".paper", "#name")
    assert [what for what in shown if not page.locator(what).first.is_visible()] == []
    blank = "e => getComputedStyle(e, '::before').content"
    assert "____" in page.locator(".scene").first.evaluate(blank)


def test_an_order_that_was_given_is_printed_as_given(opened: Opened) -> None:
    """With its numbers, and without blanks to be filled in."""
    page = opened("sheet")
    page.locator("[data-letter=d] [data-move='-1']").click()

    page.emulate_media(media="print")

    blank = "e => getComputedStyle(e, '::before').content"
    assert page.locator(".scene").first.evaluate(blank) == "none"
    assert not page.locator(".paper").is_visible()


def test_without_script_it_can_be_read(opened: Opened) -> None:
    """No control is shown that would do nothing, and it is said what to do."""
    page = opened("sheet", java_script_enabled=False)

    assert not page.locator("#save").is_visible()
    assert not page.locator(".scenes button").first.is_visible()
    assert page.locator("#question-1 input").first.is_visible()
    assert page.locator("noscript p").is_visible()


def test_the_story_waits_behind_the_note(opened: Opened) -> None:
    """Folded until the reader wants to read on; without a note it stands open."""
    page = opened("sheet")
    story = page.get_by_text("Mara is thirty when she begins to sing again")
    assert not story.is_visible()

    page.locator(".story summary").press("Enter")

    assert story.is_visible()
    other = opened("plain")
    assert other.get_by_text("Mara is thirty when she begins to sing again").is_visible()


def test_a_long_text_is_seen_whole(opened: Opened) -> None:
    """The field grows with what is written, on the screen and after a reload."""
    page = opened("sheet")
    field = page.locator("#question-5 textarea")
    field.fill("\n".join(f"line {n}" for n in range(40)))

    page.reload()

    high = "e => [e.scrollHeight, e.clientHeight]"
    inner, outer = field.evaluate(high)
    assert inner <= outer + 2


def test_a_verdict_does_not_speak_by_colour_alone(opened: Opened) -> None:
    """Each has its sign and its word, in the heading that a screen reader reads."""
    page = opened("marked")

    heads = page.get_by_role("heading", level=2).all_inner_texts()

    assert heads == [
        "Question 1: ◐ partly right",
        "Question 2: ✓ right",
        "Question 3: ◐ partly right",
        "Question 4: ✓ right",
        "Question 5: ✎ for your teacher",
        "Question 6: ✎ for your teacher",
    ]
    assert page.said == []
    assert page.asked == [page.uri]
