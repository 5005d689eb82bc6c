"""People's words in a picture: shown as they were written, never obeyed, broken where it reads."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET

import graphviz
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.views.draw import draw, render
from formulation.views.fonts import (
    covered_by,
    font_configuration,
    font_folders,
    missing_glyphs,
    script_of,
    uncovered,
    with_stand_ins,
)
from formulation.views.quoting import dot_text, dot_tooltip, svg_id, wrapped

SVG = "{http://www.w3.org/2000/svg}"
XLINK_TITLE = "{http://www.w3.org/1999/xlink}title"
UNSHOWABLE = (
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

AWKWARD = [
    "שלום לך",
    "مرحبا بك",
    "李小龙",
    "🦸‍♀️ and 😀",
    "she said \"no\" and 'yes'",
    "<script>alert(1)</script>",
    "<b>bold</b>",
    "<",
    ">",
    "a\\",
    "\\",
    '\\"',
    r"\N \G \E \T \H \L \n \l \r",
    r"C:\new\table",
    "&amp;",
    "&lt;b&gt; &#65; &#x41; &nosuch; &",
    "]]>",
    "<!-- x -->",
    "-->",
    "${HOME} %s %(x)d {0}",
    "a\x00b",
    "a\x1b[31m",
    "\ud800 half a pair",
    "tab\there",
    "x;} digraph {",
    "https://example.org/?a=1&b=2",
    "e\u0301 \u202e \ufeff \u200f",
    "\ufffe\uffff",
    "two  blanks",
]


def shown(text: str) -> list[str]:
    """What a picture should show of `text`: its lines, with U+FFFD for what none can hold."""
    lines = re.split("\r\n|[\r\n\u2028\u2029]", text)
    return [blanks(re.sub(UNSHOWABLE, "\ufffd", line)) for line in lines]


def blanks(text: str) -> str:
    """`text` with Graphviz's no-break spaces, which keep runs of blanks, as common blanks."""
    return text.replace("\u00a0", " ")


def labels_in(svg: str) -> dict[str, list[str]]:
    """The lines of text in each node of an SVG, by the node's id."""
    nodes = (g for g in ET.fromstring(svg).iter(f"{SVG}g") if g.get("class") == "node")
    return {g.get("id", ""): [blanks(t.text or "") for t in g.iter(f"{SVG}text")] for g in nodes}


def picture_of(texts: list[str], **more: str) -> str:
    """An SVG with one node, one edge label and one tooltip for each of `texts`."""
    graph = graphviz.Digraph(graph_attr=more)
    for number, text in enumerate(texts):
        tooltip = dot_tooltip(text)
        graph.node(f"n{number}", label=dot_text(text), id=f"s-{number}", tooltip=tooltip)
    svg = draw(graph.source)
    assert isinstance(svg, str)
    return svg


def test_awkward_words_are_drawn_as_they_were_written() -> None:
    """Scripts of the world, quotes, tags, escapes and broken characters all arrive unchanged."""
    found = labels_in(picture_of(AWKWARD))

    assert found == {f"s-{number}": shown(text) for number, text in enumerate(AWKWARD)}


def test_awkward_words_arrive_in_tooltips_edges_and_titles() -> None:
    """Every place where a case's words may stand shows them unchanged."""
    graph = graphviz.Digraph(graph_attr={"label": dot_text(r"\G & <all>")})
    for number, text in enumerate(AWKWARD):
        graph.edge("a", f"n{number}", xlabel=dot_text(text), tooltip=dot_tooltip(text))

    root = ET.fromstring(str(draw(graph.source)))

    told = {blanks(a.get(XLINK_TITLE, "")) for a in root.iter(f"{SVG}a")}
    written = {blanks(t.text or "") for t in root.iter(f"{SVG}text")}
    assert {" ".join(shown(text)) for text in AWKWARD} <= told
    assert {line for text in AWKWARD for line in shown(text)} <= written
    assert r"\G & <all>" in written


def test_no_word_becomes_markup() -> None:
    """Whatever the words say, the picture holds no script, no image and no link."""
    root = ET.fromstring(picture_of(AWKWARD))

    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    links = [key for element in root.iter() for key in element.attrib if key.endswith("href")]
    assert names == {"svg", "g", "title", "polygon", "ellipse", "a", "text"}
    assert links == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=25))
def test_any_text_survives_the_way_through_graphviz(texts: list[str]) -> None:
    """Whatever letters a case holds, the picture shows those letters (an empty line shows none)."""
    found = labels_in(picture_of(texts))

    for number, text in enumerate(texts):
        assert [line for line in found[f"s-{number}"] if line.strip(" ")] == [
            line for line in shown(text) if line.strip(" ")
        ]


@given(st.text(), st.text())
def test_quoted_words_can_be_joined_and_never_become_html(one: str, other: str) -> None:
    """Two quoted texts put together are still no HTML label, for no "<" is left in them."""
    joined = dot_text(one) + r"\n" + dot_text(other)

    assert "<" not in joined
    assert not re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", joined)


def test_no_label_begins_with_an_empty_line() -> None:
    """Graphviz frees memory it never had for such a label; a blank stands there instead."""
    assert dot_text("\n\nx\n") == r" \n \nx\n "
    assert dot_text("") == ""


def test_a_line_break_stays_one_whatever_system_wrote_it() -> None:
    """Line ends of Unix, Windows, old Macs and Unicode all part lines."""
    found = labels_in(picture_of(["one\ntwo\r\nthree\rfour\u2028five"]))

    assert found == {"s-0": ["one", "two", "three", "four", "five"]}


# -- wrapping --------------------------------------------------------------------------------------


def columns(text: str) -> int:
    """How wide `text` is: East Asian letters count two, marks none."""
    return sum(
        2
        if unicodedata.east_asian_width(c) in "WF"
        else unicodedata.category(c) not in ("Mn", "Me", "Cf")
        for c in text
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("Elizabeth", ["Elizabeth"]),
        ("the medical establishment", ["the medical", "establishment"]),
        ("  many \n\t blanks ", ["many blanks"]),
        ("psychoneuroimmunology now", ["psychoneuroimmunol", "ogy now"]),
        ("李小龙和他的超级英雄们在一起", ["李小龙和他的超级英", "雄们在一起"]),
        ("一二三四五六七八九。", ["一二三四五六七八", "九。"]),
        ("Dr 李小龙先生的母亲", ["Dr 李小龙先生的母", "亲"]),
        ("e\u0301" * 20, ["e\u0301" * 18, "e\u0301" * 2]),
    ],
)
def test_text_is_broken_where_it_reads_best(text: str, lines: list[str]) -> None:
    """Between words; inside a word or between Chinese letters only where it must be."""
    assert wrapped(text).split("\n") == lines


def test_what_does_not_fit_is_cut_and_says_so() -> None:
    """Four lines of a long text, the last one ending with an ellipsis inside the width."""
    cut = wrapped("one two three four five six seven eight nine", width=9, lines=2)

    assert cut == "one two\nthree…"
    assert wrapped("天" * 40, width=8, lines=2) == "天天天天\n天天天…"
    assert wrapped("ab", width=0, lines=0) == "ab"


@given(st.text(max_size=200), st.integers(2, 30), st.integers(1, 5))
def test_wrapping_keeps_its_bounds_and_loses_nothing_silently(
    text: str, width: int, lines: int
) -> None:
    """No more lines than asked for, none too wide, and no letter lost unless "…" says so."""
    rows = wrapped(text, width, lines).split("\n")

    assert len(rows) <= lines
    assert all(columns(row) <= width or is_one_letter(row) for row in rows)
    kept, given_letters = ("".join("".join(part).split()) for part in (rows, text))
    assert kept == given_letters or (rows[-1].endswith("…") and given_letters.startswith(kept[:-1]))


def is_one_letter(row: str) -> bool:
    """Whether a row is one letter with what may not be parted from it."""
    return len(re.sub("[、。，．！？：；）」』】》…\U0001f3fb-\U0001f3ff]", "", row)) <= 12


# -- ids -------------------------------------------------------------------------------------------


def test_an_id_in_the_picture_is_the_statements_own() -> None:
    """Common ids stay readable; what a style sheet would misread becomes its number."""
    assert svg_id("hero_s") == "s-hero_s"
    assert svg_id("1-a") == "s-1-a"
    assert svg_id('a b"#') == "s-a_x20_b_x22__x23_"
    assert svg_id("李") == "s-_x674e_"


@given(st.text(), st.text())
def test_two_statements_never_share_an_id(one: str, other: str) -> None:
    """Every id is safe in XML, in a link and in a style sheet, and tells statements apart."""
    ids = svg_id(one), svg_id(other)

    assert all(re.fullmatch("s-[A-Za-z0-9_-]*", each) for each in ids)
    assert (ids[0] == ids[1]) == (one == other)


def test_an_id_that_looks_escaped_is_told_from_one_that_is() -> None:
    """A statement called ``_x20_`` and one called by a blank keep different ids."""
    assert svg_id("_x20_") == "s-_x5f_x20_"
    assert svg_id(" ") == "s-_x20_"


def test_ids_reach_the_svg() -> None:
    """The id given in the text is the id in the picture, so that a page can point at it."""
    graph = graphviz.Digraph()
    graph.node("a", id=svg_id("hero_s"))
    graph.edge("a", "b", id=svg_id("李"))

    ids = {g.get("id") for g in ET.fromstring(str(draw(graph.source))).iter(f"{SVG}g")}

    assert {"s-hero_s", "s-_x674e_"} <= ids


# -- letters that no font here has -----------------------------------------------------------------


def test_scripts_are_named_in_plain_words() -> None:
    """A script has the name a clinician would use, and a picture sign is an emoji."""
    named = {c: script_of(c) for c in "李한か😀ภאع♜\u0378，"}

    assert named == {
        "李": "Chinese",
        "한": "Korean",
        "か": "Japanese",
        "😀": "emoji",
        "ภ": "Thai",
        "א": "Hebrew",
        "ع": "Arabic",
        "♜": "symbol",
        "\u0378": "unknown character",
        "，": "Chinese",
    }


def test_the_font_that_ships_covers_these_scripts_and_not_those() -> None:
    """DejaVu Sans has Latin, Greek, Cyrillic, Hebrew and Arabic, but neither Chinese nor Thai."""
    font = font_folders()[0] / "DejaVuSans.ttf"
    has = frozenset(map(ord, "AzéßΩяשםعبی→…▯�😀"))
    lacks = frozenset(map(ord, "李한かภ🦸"))

    assert covered_by(font, has | lacks) == has
    assert (font.parent / "LICENSE.txt").read_text("utf-8").count(
        "Permission is hereby granted"
    ) == 2


@pytest.fixture
def only_our_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no font but the one in this package."""
    from formulation.views import fonts

    ours = font_folders()[:1]
    monkeypatch.setattr(fonts, "font_folders", lambda: ours)
    fonts._uncovered_codes.cache_clear()


@pytest.mark.usefixtures("only_our_fonts")
def test_missing_letters_are_named_with_their_script() -> None:
    """The sentence names each script, shows a few letters and says what to do."""
    assert missing_glyphs("Elizabeth, שלום, مرحبا 😀 \u200d\ufe0f\n") == ""
    assert missing_glyphs("李小龙和 met 🦸") == (
        "no font here covers Chinese (李, 小, 龙) or emoji (🦸): PNG and PDF show [Chinese] and "
        "[emoji] instead; install a font for it, or draw SVG"
    )


@pytest.mark.usefixtures("only_our_fonts")
def test_missing_letters_give_way_to_the_name_of_their_script() -> None:
    """A run of them is one pair of brackets; joined emoji are one run."""
    text = "Dr 李小龙 and 🦸‍♀️🦸 met"

    assert with_stand_ins(text, uncovered(text)) == "Dr [Chinese] and [emoji] met"
    assert with_stand_ins("all is well", frozenset()) == "all is well"


def test_a_broken_font_covers_nothing(tmp_path) -> None:
    """Files that are no fonts, cut short or absurd, are passed over without a word."""
    whole = (font_folders()[0] / "DejaVuSans.ttf").read_bytes()
    wanted = frozenset({65})
    for number, content in enumerate([b"", b"no font", b"ttcf" + b"\xff" * 60, whole[:600]]):
        (tmp_path / f"{number}.ttf").write_bytes(content)

        assert covered_by(tmp_path / f"{number}.ttf", wanted) == frozenset()
    assert covered_by(tmp_path / "absent.ttf", wanted) == frozenset()


def test_a_font_collection_is_read_font_by_font(tmp_path) -> None:
    """A .ttc file holds several fonts behind one list of places."""
    whole = (font_folders()[0] / "DejaVuSans.ttf").read_bytes()
    shift = 16
    count = int.from_bytes(whole[4:6], "big")
    records = bytearray(whole[: 12 + 16 * count])
    for at in range(12 + 8, len(records), 16):  # where each table stands, counted from the start
        place = int.from_bytes(records[at : at + 4], "big") + shift
        records[at : at + 4] = place.to_bytes(4, "big")
    head = (
        b"ttcf" + (0x10000).to_bytes(4, "big") + (1).to_bytes(4, "big") + shift.to_bytes(4, "big")
    )
    (tmp_path / "two.ttc").write_bytes(head + bytes(records) + whole[len(records) :])

    assert covered_by(tmp_path / "two.ttc", frozenset(map(ord, "Aא李"))) == {65, ord("א")}


def test_the_font_configuration_names_our_folder_first(tmp_path) -> None:
    """Graphviz looks here before it looks at the machine's own fonts, and may keep notes."""
    root = ET.fromstring(font_configuration(tmp_path / "a&b"))

    assert root.findall("dir")[0].text == str(font_folders()[0])
    assert root.findall("cachedir")[-1].text == str(tmp_path / "a&b")


def test_a_text_in_several_scripts_is_one_picture_in_every_format() -> None:
    """The same hostile label gives an SVG, a PNG and a PDF."""
    dot = graphviz.Digraph()
    dot.node("a", label=dot_text('שלום "مرحبا" <b> \\N'))

    assert render(dot.source, "svg").startswith(b"<svg")
    assert render(dot.source, "png").startswith(b"\x89PNG\r\n\x1a\n")
    assert render(dot.source, "pdf").startswith(b"%PDF-")
