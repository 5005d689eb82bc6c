"""How large a report is, what a long one leaves out and says so, and what its short forms mean."""

from __future__ import annotations

import gc
import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from formulation import read_case
from formulation.errors import UnknownName
from formulation.findings import Gap
from formulation.model.case import Case
from formulation.reporting import report_of, written
from formulation.views.quoting import svg_id
from formulation.views.report.content import Card, Listing, Prose, Report
from formulation.views.report.html import page_of
from formulation.views.report.inlining import inlined
from formulation.views.timeline import timeline_view
from tests.benchmarks.long_case import long_case
from tests.test_report import ROOT, Page

LIMIT = 5_000_000
SMALL_LIMIT = 1_500_000
DIARIES = ("", "_any_quarrel", "_confounded", "_unlinked")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'


@cache
def case() -> Case:
    """A case as long as it takes for everything to be short: more than 2,000 statements."""
    return long_case(2_050, people=8)


@cache
def content() -> Report:
    return report_of(case())


@cache
def page() -> str:
    return page_of(content())


@cache
def taken() -> Page:
    return Page(page())


@cache
def row_of() -> dict[str, str]:
    """The id of the row of each number, as the page's script reads them."""
    rows = re.findall(r'<tr id="(s-[^"]+)"[^>]*><th scope="row">(?:<button[^>]*>)?(\w+)', page())
    return {number: id for id, number in rows}


def tokens(told: str) -> list[str]:
    """The statements that an attribute names, as the page's script reads it."""
    if told.startswith("#"):
        return [row_of()[number] for number in told[1:].split()]
    return told.split()


# --- sizes --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_long_report_is_as_small_as_its_share() -> None:
    """Two thousand events take less than two fifths of what ten thousand may."""
    assert 500_000 < len(page().encode()) < LIMIT * 2 / 5


@pytest.mark.slow
@pytest.mark.parametrize(("people", "times_as_dense"), [(40, 1), (20, 3), (12, 1)])
def test_ten_thousand_events_are_a_page_under_five_megabytes(
    people: int, times_as_dense: int
) -> None:
    """However many people there are, and once in three days or once a day."""
    long = long_case(people=people, times_as_dense=times_as_dense)

    assert len(str(written(report_of(long), "html")).encode()) < LIMIT


@pytest.mark.slow
@pytest.mark.parametrize("name", [f"elizabeth_diary{which}" for which in DIARIES])
def test_a_diary_is_a_page_under_a_megabyte_and_a_half(name: str) -> None:
    """So are all four made-up diaries of three years."""
    report = report_of(read_case(ROOT / f"examples/{name}.yaml"))

    assert len(str(written(report, "html")).encode()) < SMALL_LIMIT


@pytest.mark.slow
def test_a_long_report_is_the_same_each_time() -> None:
    """The same case gives the same bytes."""
    assert page_of(report_of(case())) == page()


@pytest.mark.parametrize("is_at_work", [True, False])
def test_a_report_leaves_pythons_collector_as_it_was(
    monkeypatch: pytest.MonkeyPatch, is_at_work: bool
) -> None:
    """It rests while a report is made, and also goes on where there is no such report."""
    during: list[bool] = []
    small = Case(id="small")

    def looked_at(_: Case) -> list[Gap]:
        during.append(gc.isenabled())
        return []

    monkeypatch.setattr("formulation.review.answers.review", looked_at)
    was_at_work = gc.isenabled()
    try:
        (gc.enable if is_at_work else gc.disable)()
        made = report_of(small)
        after = [gc.isenabled()]
        with pytest.raises(UnknownName):
            written(made, "no such thing")
        after.append(gc.isenabled())
    finally:
        (gc.enable if was_at_work else gc.disable)()

    assert during == [False]
    assert after == [is_at_work, is_at_work]


# --- what is left out is said -------------------------------------------------------------------


def told(section: str) -> str:
    own = next(one for one in content().sections if one.name == section)
    inner = Report("", (), (own,)).blocks()
    sentences = [
        one
        for block in inner
        for one in (
            block.sentences
            if isinstance(block, Prose)
            else block.items
            if isinstance(block, Listing)
            else ()
        )
    ]
    return " ".join(one.text for one in sentences)


@pytest.mark.slow
def test_findings_beyond_the_first_are_said_to_be_more() -> None:
    """At the findings, under the timeline and in the methods."""
    assert (
        "Only the first 200 findings, by the dates of their episodes, were looked at, and counts "
        "are of these; there are more."
    ) in told("findings")
    assert "At most 200 findings were looked at; there are more." in told("methods")
    assert "Found: the first 200 by date, and there are more" in taken().text


@pytest.mark.slow
def test_a_strip_of_too_many_marks_is_told_by_year() -> None:
    """The distances are drawn, and the events told in words under them."""
    weights = told("weights")

    assert (
        "events are too many to be drawn one by one; how they lie in time is told below in words."
    ) in weights
    assert re.search(r"The time shown runs from 1930-01-04 to 19\d\d-\d\d-\d\d\.", weights)
    assert "The first 3 are drawn; the others are told in words." in weights


def test_of_a_short_case_nothing_is_said_to_be_left_out() -> None:
    """Nor is its timeline."""
    short = report_of(read_case(ROOT / "examples/elizabeth.yaml"))

    words = Page(page_of(short)).text
    assert "there are more" not in words
    assert "too many to be drawn" not in words


def test_a_timeline_says_that_more_was_found() -> None:
    """Over the lines of what was found, and in its words."""
    short = read_case(ROOT / "examples/elizabeth_diary.yaml")
    from formulation import find

    found = list(find(short))[:3]
    said = "Found: the first 3 by date, and there are more"

    view = timeline_view(short, findings=found, is_cut=True)

    assert said in view.to_svg()
    assert f"{said}." in view.prose.split("\n")
    assert said not in timeline_view(short, findings=found).to_svg()


# --- short forms --------------------------------------------------------------------------------


def test_every_statement_has_a_row_in_a_long_table_too() -> None:
    """Its number stands in it, though what can be pressed is put there by the script."""
    numbers = content().numbers

    assert row_of() == {number: svg_id(id) for id, number in numbers.items()}
    bare = re.findall(r'<tr id="s-[^"]+"><th scope="row">\d+<td>', page())
    assert len(bare) == len(case().events)


@pytest.mark.slow
def test_people_are_quoted_in_a_long_table_too() -> None:
    """Whatever a statement says, it is words."""
    said = "<b>\"x\" & 'y'</b> \u202eturned"
    events = [s.model_copy(update={"what": said}) for s in case().events]
    hostile = case().model_copy(update={"events": tuple(events)})

    text = page_of(report_of(Case(**{n: getattr(hostile, n) for n in Case.model_fields})))

    assert '<b>"x' not in text.split('id="statements"')[1]
    assert "&lt;b&gt;&quot;x&quot; &amp; &#x27;y&#x27;&lt;/b&gt; \ufffdturned" in text


def test_the_buttons_of_a_long_report_name_what_their_cards_stand_on() -> None:
    """Many statements are named by their numbers, and are the same statements."""
    cards = [block for block in content().blocks() if isinstance(block, Card) and block.statements]
    wanted = [[svg_id(id) for id in card.statements] for card in cards]

    lights = [own for tag, own in taken().elements if own.get("class") == "light"]

    assert [tokens(own["data-light"]) for own in lights] == wanted
    short = [own["data-light"].startswith("#") for own in lights]
    assert short == [len(card.statements) > 20 for card in cards]
    assert 0 < sum(short) < len(short)


def test_each_statement_is_on_a_crowded_timeline_once() -> None:
    """It is found by its number, whether it has a group of its own or not."""
    [drawn] = re.findall(r'id="picture-timeline".*?</svg>', page(), re.DOTALL)

    marked = Counter(
        token for told in re.findall(r'data-statement="([^"]+)"', drawn) for token in tokens(told)
    )

    assert marked == Counter(svg_id(id) for id in case().ids)
    assert len(re.findall(r'<path data-statement="#\d+" d="[^"]+" />', drawn)) > 1_900


def test_lines_of_a_map_that_stand_for_many_name_them_by_number() -> None:
    """They are the statements of the line."""
    [picture] = [one for one in content().pictures() if one.name == "map"]
    wanted = {
        frozenset(map(svg_id, shown.statements))
        for shown in picture.view.shown()  # type: ignore[union-attr]
        if len(shown.statements) > 20
    }
    [drawn] = re.findall(r'id="picture-map".*?</svg>', page(), re.DOTALL)

    named = re.findall(r'data-statement="(#[^"]+)"', drawn)

    assert wanted
    assert {frozenset(tokens(told)) for told in named} == wanted


def crowded(mark: str) -> str:
    """A picture of two thousand statements and one, each drawn alike, as it stands in a page."""
    ids = [f"e{n}" for n in range(2_001)]
    marks = "".join(
        f'<g id="s-{id}" class="statement" data-statement="s-{id}"><title>t</title>{mark}</g>'
        for id in ids
    )
    return inlined(f"{SVG}{marks}</svg>", "x-", {id: str(n) for n, id in enumerate(ids, 1)})


@pytest.mark.parametrize(
    ("mark", "becomes"),
    [
        (
            '<rect x="1" y="2.04" width="2" height="3" rx="0" fill="#D55E00"/>',
            '<path data-statement="#7" d="M1 2h2v3h-2z" />',
        ),
        (
            '<rect x="1" y="2" width="2" height="3" fill="red" stroke="tan"/>',
            '<rect data-statement="#7" x="1" y="2" width="2" height="3" fill="red" stroke="tan" />',
        ),
        (
            '<rect x="1" y="2" width="2" height="3" rx="4" fill="red"/>',
            '<rect data-statement="#7" x="1" y="2" width="2" height="3" rx="4" fill="red" />',
        ),
        (
            '<path d="M1 1"/><path d="M2 2"/>',
            '<g data-statement="#7"><path d="M1 1" /><path d="M2 2" /></g>',
        ),
    ],
)
def test_a_crowded_picture_is_written_short(mark: str, becomes: str) -> None:
    """A box is a path in a group of its colour; what has a look of its own keeps it."""
    drawn = crowded(mark)

    assert becomes in drawn
    assert drawn.count("data-statement") == 2_001
    assert ('<g fill="#D55E00">' in drawn) == ("#D55E00" in mark)


def test_a_picture_that_is_not_crowded_keeps_its_groups_and_tooltips() -> None:
    """One statement fewer, and nothing is shortened."""
    group = '<g data-statement="s-a"><title>told</title><rect width="1" fill="red" /></g>'

    drawn = inlined(f"{SVG}{group * 2_000}</svg>", "x-", {"a": "1"})

    assert drawn.count(group) == 2_000


# --- in a browser -------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_long_page_lights_what_it_names_by_number(tmp_path: Path) -> None:
    """Cards, rows and what is more: pressed, each lights the statements it stands for."""
    playwright: Any = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no Chromium here")
    file = tmp_path / "long.html"
    file.write_text(page(), encoding="utf-8")
    card = next(b for b in content().blocks() if isinstance(b, Card) and len(b.statements) > 20)
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = browser.new_page()
        said: list[str] = []
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.goto(file.as_uri())
        press = "(e) => document.querySelector(e).click()"
        lit = "() => [...document.querySelectorAll('#statements tr.lit')].map(r => r.id)"
        marked = "() => document.querySelectorAll('#picture-timeline svg .lit').length"

        opened.evaluate(press, f"#{card.name} button.light")
        assert set(opened.evaluate(lit)) == {svg_id(id) for id in card.statements}
        assert opened.evaluate(marked) == len(card.statements)
        opened.evaluate(press, f"#{card.name} button.light")
        assert opened.evaluate(lit) == []

        first = svg_id(case().ids[-2])
        opened.evaluate(press, f"#{first} button")
        assert opened.evaluate(lit) == [first]
        opened.evaluate(press, "button.more")
        many = opened.evaluate("() => document.querySelector('button.more').dataset.light")
        assert set(opened.evaluate(lit)) == set(tokens(many))

        opened.evaluate("""() => {
          const slider = document.querySelector('#as-of');
          slider.value = slider.max - 1;
          slider.dispatchEvent(new Event('input'));
        }""")
        words = opened.inner_text("#told")
        held = re.fullmatch(r"The map as of .*: (\d+) statements held, \d+ may have held\.", words)
        assert held is not None
        assert int(held[1]) == len(opened.query_selector_all("#as-of-words ul:nth-of-type(1) li"))
        assert int(held[1]) > 5
        browser.close()
    assert said == []
