"""The report in a real browser: quiet, lit where it is clicked, used by keyboard, and printed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from formulation import find, read_case
from formulation.reporting import report_of, written
from formulation.views.quoting import svg_id
from tests.browsing import SIZES, Opened, pages_opened, until
from tests.test_cli_report import CASE
from tests.test_report import HOSTILE, ROOT, filled

pytestmark = pytest.mark.slow

EXAMPLES = ("elizabeth", "elizabeth_diary")
FLAGSHIP = "idealized-pair-conflict-flare"

#: the statements that an element stands for: by their ids, or where there are many by their numbers
TOKENS = """one => {
  const told = one.dataset.statement || '';
  const rows = told.startsWith('#') ? [...document.querySelectorAll('tbody tr')] : [];
  const row = (number) => rows.find((r) => r.cells[0].textContent.trim() === number).id;
  return rows.length ? told.slice(1).split(' ').map(row) : told.split(' ');
}"""


@cache
def page_text(name: str) -> str:
    case = filled(HOSTILE) if name == "hostile" else read_case(ROOT / f"examples/{name}.yaml")
    return str(written(report_of(case), "html"))


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opened]:
    """Open a report from a file; what the console says and what is asked for is kept."""
    yield from pages_opened(browser, tmp_path, page_text, reduced_motion="reduce")


def lit(page: Any, where: str) -> set[str]:
    """The statements that are lit in a part of the page."""
    script = f"all => all.flatMap({TOKENS})"
    return set(page.locator(f"{where} .lit").evaluate_all(script)) - {""}


@pytest.mark.parametrize("name", [*EXAMPLES, "hostile"])
def test_a_report_opens_quietly_and_asks_for_nothing(opened: Opened, name: str) -> None:
    """No error in the console, and no request but for the file itself."""
    page = opened(name)

    page.wait_for_timeout(200)

    assert page.said == []
    assert page.asked == [page.uri]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_slider_changes_the_map(opened: Opened, name: str) -> None:
    """Each date shows what held then, tells it in words, and the first place is the whole case."""
    page = opened(name)
    drawn = page.locator("#picture-map svg [data-statement]")

    def shown() -> str:
        return str(drawn.evaluate_all("all => all.map(one => one.className.baseVal).join()"))

    whole = shown()
    page.locator("#as-of").focus()

    seen = set()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        seen.add(shown())
        words = page.locator("#as-of-said").inner_text()
        assert page.locator("#as-of").get_attribute("aria-valuetext") == words
        assert words in page.locator("#told").inner_text()
    page.keyboard.press("Home")

    assert whole not in seen
    assert len(seen) == 5
    assert shown() == whole


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_finding_lights_exactly_its_statements(opened: Opened, name: str) -> None:
    """In map, timeline and tables the statements of the finding are lit and no others."""
    case = read_case(ROOT / f"examples/{name}.yaml")
    finding = next(f for f in find(case) if f.pattern == FLAGSHIP)
    wanted = set(map(svg_id, finding.statements))
    page = opened(name)

    page.locator(f"#finding-{FLAGSHIP}-1 button.light").click()

    assert lit(page, "#statements tbody") == wanted
    assert lit(page, "#picture-timeline svg") == wanted
    drawn = page.locator("#picture-map svg .lit").evaluate_all(f"all => all.map({TOKENS})")
    assert all(wanted & set(tokens) for tokens in drawn)
    assert {token for tokens in drawn for token in tokens} >= wanted
    assert f"{len(wanted)} statements" in page.locator("#told").inner_text()


def test_a_second_click_and_escape_put_it_out(opened: Opened) -> None:
    """What was lit is put out by the same button, and by the Escape key."""
    page = opened("elizabeth")
    button = page.locator("button.light").first

    for put_out in (button.click, lambda: page.keyboard.press("Escape")):
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        put_out()
        assert page.locator(".lit").count() == 0
        assert page.locator("#lit").is_hidden()


def test_a_click_in_the_map_lights_the_same_statement_elsewhere(opened: Opened) -> None:
    """A line of the map leads to the rows of its statements."""
    page = opened("elizabeth")
    line = page.locator("#picture-map svg [data-statement='s-rally'] path").first

    line.dispatch_event("click")

    assert lit(page, "#statements tbody") == {"s-rally"}
    assert lit(page, "#picture-timeline svg") == {"s-rally"}


@pytest.mark.parametrize(
    ("picture", "statement"),
    [("round-1", "s-truce"), ("triangles", "s-shield"), ("development", "s-lever")],
)
def test_a_click_in_a_picture_of_dynamics_lights_its_statement(
    opened: Opened, picture: str, statement: str
) -> None:
    """A station, a corner and a claim lead to their rows, and to themselves elsewhere."""
    page = opened("elizabeth")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    drawn = page.locator(f"#picture-{picture} svg [data-statement='{statement}'] text").first

    drawn.dispatch_event("click")

    assert lit(page, "#statements tbody") == {statement}
    assert lit(page, f"#picture-{picture} svg") == {statement}
    assert (
        page.locator("#lit-said").inner_text().endswith("1 statement shown in pictures and tables.")
    )


def test_a_round_lights_as_a_whole_and_stays_lit_in_its_own_picture(opened: Opened) -> None:
    """The button of a round lights all its statements, in the round and in the tables."""
    page = opened("elizabeth")
    button = page.locator("#dynamics button.light").first
    wanted = set((button.get_attribute("data-light") or "").split())

    button.click()

    assert len(wanted) > 8
    assert lit(page, "#statements tbody") == wanted
    assert lit(page, "#picture-round-1 svg") == wanted


@pytest.mark.parametrize("name", ["elizabeth", "elizabeth_diary", "hostile"])
def test_on_a_phone_pictures_scroll_and_the_page_does_not(opened: Opened, name: str) -> None:
    """What is wider than the screen moves within its frame, says so, and moves by the keyboard."""
    page = opened(name, "phone", viewport={"width": 390, "height": 844})
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.wait_for_timeout(100)

    frames = page.locator(".paper").evaluate_all(
        """all => all.map(e => [e.scrollWidth > e.clientWidth + 1, e.tabIndex,
          e.getAttribute('role'), e.getAttribute('aria-label').startsWith('Picture: '),
          e.parentElement.querySelector('.sideways').checkVisibility()])"""
    )

    wide = [frame for frame in frames if frame[0]]
    assert wide
    assert {tuple(frame[1:4]) for frame in frames} == {(0, "region", True)}
    assert all(frame[4] == frame[0] for frame in frames)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    first = page.locator(".is-wide > .paper").first
    first.focus()
    page.keyboard.press("ArrowRight")
    until(page, lambda: first.evaluate("e => e.scrollLeft > 0"))


def test_no_hint_where_nothing_is_hidden(opened: Opened) -> None:
    """On a laptop every picture is seen whole, and no sentence says otherwise."""
    page = opened("elizabeth")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.wait_for_timeout(100)

    hints = page.locator(".sideways").evaluate_all("all => all.map(e => e.checkVisibility())")

    assert len(hints) > 10
    assert not any(hints)


def test_the_keyboard_alone_reaches_everything(opened: Opened) -> None:
    """Tab goes through every link, button, slider, picture and fold that is shown, and is seen."""
    page = opened("elizabeth")
    script = """() => [...document.querySelectorAll(
      'a[href], button:not([disabled]), input, summary, [tabindex="0"]')]
      .filter(e => e.checkVisibility()).length"""
    count = page.evaluate(script)

    seen, outlines = set(), set()
    for _ in range(count):
        page.keyboard.press("Tab")
        place = """() => { const e = document.activeElement; e.dataset.n ??= String(Math.random());
          return [e.dataset.n, getComputedStyle(e).outlineStyle]; }"""
        one, outline = page.evaluate(place)
        seen.add(one)
        outlines.add(outline)

    assert count > 300
    assert len(seen) == count
    assert outlines == {"solid"}


@pytest.mark.parametrize("name", ["elizabeth", "hostile"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened: Opened, name: str, size: str, scheme: str) -> None:
    """No serious violation, with everything unfolded and a finding lit, in light and in dark."""
    pytest.importorskip("axe_playwright_python")
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    page = opened(name, size, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.locator("button.light").first.click()

    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]

    assert [(one["id"], len(one["nodes"])) for one in found] == []


@pytest.mark.parametrize("name", ["elizabeth", "hostile"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_overlaps(opened: Opened, name: str, size: str) -> None:
    """No part is wider than the window, no two blocks of text lie over each other."""
    page = opened(name, size)

    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    over = page.evaluate("""() => {
      const all = [...document.querySelectorAll('h1,h2,h3,h4,p,li,td,figure,nav')]
        .filter(e => e.checkVisibility() && !e.closest('#lit, .unseen, .skip')
          && !e.classList.contains('unseen'));
      const boxes = all.map(e => [e, e.getBoundingClientRect()]);
      const bad = [];
      boxes.forEach(([a, x], n) => boxes.slice(n + 1, n + 12).forEach(([b, y]) => {
        if (a.contains(b) || b.contains(a)) return;
        const wide = Math.min(x.right, y.right) - Math.max(x.left, y.left);
        const high = Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top);
        if (wide > 1 && high > 1) {
          bad.push(a.textContent.slice(0, 40) + ' / ' + b.textContent.slice(0, 40));
        }
      }));
      return bad.concat(all.filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
        .map(e => 'cut: ' + e.textContent.slice(0, 40)));
    }""")

    assert wide[0] <= wide[1]
    assert over == []


def test_print_has_no_controls_and_is_not_lit(opened: Opened) -> None:
    """On paper there is no slider and no bar, the whole map is there, and nothing is lit."""
    page = opened("elizabeth")
    page.locator("button.light").first.click()
    page.locator("#as-of").fill("3")

    page.emulate_media(media="print")

    hidden = ("#lit", ".as-of", "nav", "button.light", ".skip")
    assert [name for name in hidden if page.locator(name).first.is_visible()] == []
    absent = page.locator("#picture-map svg .absent").first
    assert absent.evaluate("e => getComputedStyle(e).display") == "inline"
    row = page.locator("tr.lit > td").first
    assert row.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_print_shows_long_pictures_in_pieces(opened: Opened) -> None:
    """On paper the pieces stand in the place of a long picture, folded away or not, with ink."""
    page = opened("elizabeth")
    assert not page.locator(".pieces").first.is_visible()

    page.emulate_media(media="print")

    pieces = page.locator(".pieces svg")
    boxes = pieces.evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    drawn = page.locator(".pieces use").evaluate_all("all => all.map(e => e.getBBox().width)")
    assert len(boxes) > 6
    assert min(boxes) > 50
    assert min(drawn) > 500
    whole = page.locator("#picture-timeline .paper").bounding_box()
    assert whole["height"] <= 2


def test_without_script_it_can_be_read(opened: Opened) -> None:
    """The whole map stands in the page, no control is shown that would do nothing."""
    page = opened("elizabeth", java_script_enabled=False)

    assert page.locator("#picture-map svg").is_visible()
    assert not page.locator(".as-of").is_visible()
    assert not page.locator("button.light").first.is_visible()


def test_pictures_stay_on_white_paper_in_the_dark(opened: Opened) -> None:
    """Where a dark page is preferred the text is light and the pictures' ground is white."""
    page = opened("elizabeth", color_scheme="dark")

    ground = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    paper = page.locator(".paper").first.evaluate("e => getComputedStyle(e).backgroundColor")

    assert ground == "rgb(22, 24, 28)"
    assert paper == "rgb(255, 255, 255)"


def test_a_watched_page_redraws_itself_and_tells_faults(browser: Any, tmp_path: Path) -> None:
    """Saving the file redraws the page; a fault is told above the last good version."""
    from formulation.cli.watching import Watched, serving

    file = tmp_path / "case.yaml"
    file.write_text(CASE, encoding="utf-8")
    watched = Watched(str(file), {"profile": "private"})
    server = serving(watched)
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(server.address)

    file.write_text(CASE.replace("Ann and Bo", "Another title"), encoding="utf-8")
    assert watched.look()
    page.locator("h1", has_text="Another title").wait_for(timeout=2000)
    file.write_text(CASE + "nonsense: [", encoding="utf-8")
    assert watched.look()
    page.locator(".faults").wait_for(timeout=2000)

    assert "case.yaml" in page.locator(".faults pre").inner_text()
    assert page.title() == "Another title"
    assert said == []
    page.close()
    server.shutdown()
    server.server_close()
