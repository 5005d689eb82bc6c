"""The report on paper: pictures as large as can be read, in Word, in a PDF, told in Markdown."""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from formulation.casefile import read_case
from formulation.reporting import report, report_of, written
from formulation.views.report import docx
from formulation.views.report.content import Picture, Report
from formulation.views.report.paper import (
    Paper,
    Piece,
    cuts_of,
    laid_out,
    pngs_of,
    svg_of,
)
from formulation.views.report.pdf_picture import drawn_on
from formulation.views.report.svg_reading import Matrix, matrix_of, moves_of, numbers_in
from formulation.views.sheet import SheetView
from tests.pdf_words import contents_of_pdf, pages_of_pdf, words_of_pdf
from tests.test_report import PROFILES, elizabeth, founding, page, secret_case
from tests.test_weigh import STEADY, diary

UPRIGHT, ACROSS = Paper(500.0, 700.0), Paper(770.0, 500.0)
SHEETS = ("timeline", "round-1", "triangles", "development")
NAMES = ("Elizabeth", "Stephanie", "Diane", "JC", "Cottone", "psychologytoday")
FLAGSHIP = "idealized-pair-conflict-flare"


#: the parts of a report with its large pictures, and none of its long tables
DRAWN = ("map", "dynamics", "claims")


@cache
def document(profile: str = "private", kind: str = "docx", names: tuple[str, ...] = ()) -> bytes:
    """The founding case, or some parts of it, as a document."""
    content = founding(profile)
    kept = tuple(one for one in content.sections if not names or one.name in names)
    data = written(replace(content, sections=kept), kind)
    return data if isinstance(data, bytes) else data.encode()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def pictures(content: Report) -> dict[str, Picture]:
    return {picture.name: picture for picture in content.pictures()}


# --- an SVG, read again -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "moves"),
    [
        ("M1 2 L3 4", [("M", (1, 2)), ("L", (3, 4))]),
        ("M1,2h3v-4Z", [("M", (1, 2)), ("L", (4, 2)), ("L", (4, -2)), ("Z", ())]),
        ("M1 1 2 2", [("M", (1, 1)), ("L", (2, 2))]),
        ("m1 1l2 2l-1.5-1", [("M", (1, 1)), ("L", (3, 3)), ("L", (1.5, 2))]),
        ("M0,0C1,1 2,2 3,3 4,4 5,5 6,6", [("M", (0, 0)), ("C", (1, 1, 2, 2, 3, 3)),
                                          ("C", (4, 4, 5, 5, 6, 6))]),
        ("M5 5zl1 1", [("M", (5, 5)), ("Z", ()), ("L", (6, 6))]),
        ("", []),
    ],
)  # fmt: skip
def test_a_path_is_read_as_it_is_drawn(path: str, moves: list[Any]) -> None:
    """Each letter of a path moves from where the one before it ended."""
    assert [tuple(move) for move in moves_of(path)] == moves


@given(st.floats(1, 50), st.floats(0, 6.2), st.floats(0.2, 6), st.booleans(), st.floats(-20, 20))
def test_an_arc_stays_on_its_circle(
    radius: float, start: float, turn: float, is_sweeping: bool, x: float
) -> None:
    """Curves for an arc begin and end where it does, and their ends lie on its circle."""
    end = start + turn if is_sweeping else start - turn
    ends = [(x + radius * math.cos(a), radius * math.sin(a)) for a in (start, end)]
    (x1, y1), (x2, y2) = ends
    flags = f"{int(turn > math.pi)},{int(is_sweeping)}"
    path = f"M{x1:.9f},{y1:.9f}A{radius:.9f},{radius:.9f},0,{flags},{x2:.9f},{y2:.9f}"

    curves = [move for move in moves_of(path) if move.sort == "C"]

    assert curves[-1].places[-2:] == pytest.approx(ends[1], abs=1e-3)
    assert len(curves) == math.ceil(turn / (math.pi / 2) - 1e-6)
    for curve in curves:
        assert math.dist(curve.places[-2:], (x, 0)) == pytest.approx(radius, abs=radius * 1e-3)


def test_an_arc_too_small_to_reach_is_made_large_enough() -> None:
    """Half a circle over its two ends, as SVG asks for."""
    curves = list(moves_of("M0,0A1,1,0,0,1,10,0"))[1:]

    assert curves[0].places[-2:] == pytest.approx((5, -5))
    assert curves[-1].places[-2:] == pytest.approx((10, 0))


@pytest.mark.parametrize(
    ("transform", "place"),
    [
        ("translate(3,4)", (4, 6)),
        ("translate(3)", (4, 2)),
        ("scale(2)", (2, 4)),
        ("scale(2 3) translate(1,1)", (4, 9)),
        ("rotate(90)", (-2, 1)),
        ("rotate(90,1,2)", (1, 2)),
        ("matrix(1 0 0 -1 5 6)", (6, 4)),
        (None, (1, 2)),
    ],
)
def test_a_transform_moves_a_place(transform: str | None, place: tuple[float, float]) -> None:
    """Where the place 1, 2 comes to lie."""
    assert matrix_of(transform).at(1, 2) == pytest.approx(place)


def test_nothing_moves_by_itself() -> None:
    """No transform is the one that leaves all as it is."""
    assert matrix_of("") == Matrix()
    assert numbers_in("1e3 -.5,7") == [1000.0, -0.5, 7.0]


# --- where a picture is cut ---------------------------------------------------------------------


def rows_of_words(view: SheetView) -> list[tuple[float, float]]:
    """From where to where each row of words of a sheet reaches, as our sheets write them."""
    inset = re.search(r'^<g transform="translate\(\S+ (\S+)\)">', view.body, re.MULTILINE)
    start = float(inset[1]) if inset else 0.0
    told = re.findall(r'<text x="[^"]+" y="([^"]+)" font-size="([^"]+)"', view.body)
    feet = [(start + float(foot), float(size)) for foot, size in told]
    return [(foot - size * 0.8, foot + 2) for foot, size in feet]


@pytest.mark.parametrize("name", ["timeline", "development"])
def test_no_word_is_cut(name: str) -> None:
    """No cut of the founding case's long sheets goes through a row of words."""
    picture = pictures(founding())[name]
    assert isinstance(picture.view, SheetView)

    sheets = laid_out(picture, UPRIGHT, ACROSS)

    cuts = [piece.top for piece in sheets.pieces[1:]]
    rows = rows_of_words(picture.view)
    assert (len(cuts), len(rows) > 100) == (2, True)
    assert [(cut, row) for cut in cuts for row in rows if row[0] < cut < row[1]] == []


def test_a_map_is_cut_between_the_drawing_and_its_legend() -> None:
    """Who stands how to whom stays in one piece; what the shapes mean comes after."""
    sheets = laid_out(pictures(founding())["map"], UPRIGHT, ACROSS)

    [first, second] = sheets.pieces
    rows = re.findall(r'y="([-\d.]+)"[^>]*>([^<]+)<', sheets.svg)
    place = {words: float(y) for y, words in rows}
    moved = matrix_of(re.findall(r'<g transform="([^"]+)"', sheets.svg)[0])
    assert moved.at(0, place["What shapes and lines mean"])[1] > second.top
    assert moved.at(0, place["chronic pain"])[1] < first.height


@given(
    st.lists(st.tuples(st.integers(0, 1900), st.integers(8, 14)), max_size=40),
    st.integers(200, 900),
    st.integers(0, 90),
)
def test_pieces_cover_a_picture_and_go_onto_their_pages(
    words: list[tuple[int, int]], page: int, used: int
) -> None:
    """Whatever words stand where, pieces follow each other and none is far higher than a page."""
    texts = "".join(f'<text x="0" y="{y}" font-size="{size}">w</text>' for y, size in words)
    root = Tree.fromstring(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 2000">{texts}</svg>'
    )

    ends = [0.0, *cuts_of(root, page, used=used), 2000.0]

    pieces = [b - a for a, b in pairwise(ends)]
    assert all(0 < piece <= page * 1.4 + 1 for piece in pieces)
    assert all(piece >= (page - used) * 0.5 - 1 for piece in pieces[:-1])


def test_a_small_picture_stands_whole_on_an_upright_page() -> None:
    """The triangles of the founding case need no page of their own."""
    sheets = laid_out(pictures(founding())["triangles"], UPRIGHT, ACROSS)

    assert sheets.pieces == (Piece(0, sheets.height),)
    assert not sheets.is_across
    assert sheets.width * sheets.scale <= UPRIGHT.width


@pytest.mark.parametrize("name", ["map", *SHEETS])
def test_nothing_is_made_too_small_to_read(name: str) -> None:
    """Words of nine points are more than five on paper, and each piece fits its page."""
    sheets = laid_out(pictures(founding())[name], UPRIGHT, ACROSS)

    room = ACROSS if sheets.is_across else UPRIGHT
    assert sheets.scale >= 0.58
    assert sheets.width * sheets.scale <= room.width + 0.01
    assert all(piece.height * sheets.scale <= room.height + 0.01 for piece in sheets.pieces)


# --- Word ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_word_document_is_small_enough_to_send() -> None:
    """With all its pictures the founding case is far under 3 MB."""
    shown = Document(io.BytesIO(document()))

    turned = [s.page_width > s.page_height for s in shown.sections]  # type: ignore[operator]

    assert len(document()) < 2_000_000
    assert turned == [False, True, False, True, False]


@pytest.mark.slow
def test_pictures_of_a_word_document_are_sharp_and_inside_their_margins() -> None:
    """Each has 140 dots to an inch or more, and is no wider than the room of its page."""
    told = parts(document(names=DRAWN))
    shown = Document(io.BytesIO(document(names=DRAWN)))
    room = {s.page_width - s.left_margin - s.right_margin for s in shown.sections}  # type: ignore[operator]

    shapes = shown.inline_shapes
    assert len(shapes) == 2 + 1 + 1 + 3
    for shape in shapes:
        relation = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        image = Image.open(io.BytesIO(shown.part.related_parts[relation].blob))
        assert image.width / shape.width.inches >= 140
        assert image.height / shape.height.inches == pytest.approx(
            image.width / shape.width.inches, rel=0.02
        )
        assert shape.width <= max(room)
    assert sum(name.startswith("word/media/") for name in told) == len(shapes)


@pytest.mark.slow
def test_long_pictures_stand_on_turned_pages() -> None:
    """Map and development turn the page, and what follows stands upright again."""
    shown = Document(io.BytesIO(document(names=DRAWN)))

    turned = [s.page_width > s.page_height for s in shown.sections]  # type: ignore[operator]

    assert turned == [False, True, False, True, False]


@pytest.mark.slow
def test_parts_of_a_picture_say_which_they_are() -> None:
    """The first part tells the whole picture, each other that it belongs to it."""
    body = Document(io.BytesIO(document(names=DRAWN))).element.body
    words = [one.get("descr") for one in body.iter(qn("wp:docPr"))]
    view = pictures(founding())["development"].view

    start = words.index(view.alt)

    assert words[start + 1 : start + 3] == [
        f"Part {n} of 3 of the picture before: {view.title}" for n in (2, 3)
    ]


@pytest.mark.slow
def test_documents_tell_the_new_pictures_in_words() -> None:
    """Where a picture says that the rest is told in words, a document without folds has them."""
    told = {p.text for p in Document(io.BytesIO(document(names=DRAWN))).paragraphs}
    printed = words_of_pdf(document(kind="pdf"))

    for name in ("round-1", "triangles", "development"):
        lines = pictures(founding())[name].told_below
        assert len(lines) > 10
        assert set(lines) <= told
        assert all(" ".join(line.split())[:50] in printed for line in lines)


@pytest.mark.slow
def test_a_png_has_few_colours_and_keeps_what_is_drawn() -> None:
    """A picture in pieces is the picture: as many rows of dots, ink in each of them."""
    picture = pictures(founding())["development"]
    sheets = laid_out(picture, UPRIGHT, ACROSS)

    drawn = [Image.open(io.BytesIO(data)) for data in pngs_of(picture, sheets)]

    assert [image.mode for image in drawn] == ["P"] * 3
    dots = drawn[0].width / sheets.width
    assert sum(image.height for image in drawn) == pytest.approx(sheets.height * dots, abs=3)
    assert all(image.convert("L").getextrema()[0] < 60 for image in drawn)


# --- PDF ----------------------------------------------------------------------------------------


def test_words_of_a_picture_stand_in_the_pdf_as_words() -> None:
    """What a round, a map and a chart say can be searched for, letter by letter."""
    words = words_of_pdf(document(kind="pdf"))

    for said in ("rally a, rally b", "What shapes and lines mean", "Two triangles: Elizabeth"):
        assert said in words
    assert len(document(kind="pdf")) < 1_500_000


def test_pages_of_a_pdf_turn_for_long_pictures() -> None:
    """Two pages for the map, three for the timeline, three for the development."""
    sizes = re.findall(rb"/MediaBox \[ 0 0 (\S+) (\S+) \]", document(kind="pdf"))

    turned = [float(width) > float(height) for width, height in sizes]

    assert sum(turned) == 2 + 3 + 3
    assert not turned[0]
    assert not turned[-1]


@pytest.mark.slow
def test_a_heading_of_a_pdf_stands_with_the_picture_it_leads_to() -> None:
    """A page that says "Map" or "Two triangles" shows some of it too."""
    case = read_case(Path(__file__).parents[1] / "examples" / "dora.yaml")
    pages = pages_of_pdf(written(report_of(case), "pdf"))  # type: ignore[arg-type]
    told = [[line.strip() for line in lines] for lines in pages]

    for heading, drawn in (("Map", "idealizes"), ("Two triangles", "Triangle of conflict 1")):
        [page] = [lines for lines in told if heading in lines]
        assert drawn in page


@pytest.mark.slow
@pytest.mark.parametrize("name", ["little_hans", "dora", "elizabeth"])
def test_no_page_of_a_pdf_is_turned_for_a_line_or_two(name: str) -> None:
    """What tells a long picture in a sentence stands below it, or where the report goes on."""
    case = read_case(Path(__file__).parents[1] / "examples" / f"{name}.yaml")

    content = written(report_of(case), "pdf")

    assert isinstance(content, bytes)
    sizes = re.findall(rb"/MediaBox \[ 0 0 (\S+) (\S+) \]", content)
    turned = [float(width) > float(height) for width, height in sizes]
    told = pages_of_pdf(content)
    lines = [len(own) for own, is_turned in zip(told, turned, strict=True) if is_turned]
    assert len(lines) >= 2
    assert min(lines) > 8


def test_a_cut_goes_through_no_box_where_it_need_not() -> None:
    """Words between which there is room stay together where a box holds them."""
    rows = "".join(f'<text x="5" y="{y}" font-size="8">w</text>' for y in range(330, 590, 30))
    box = '<rect x="0" y="317" width="190" height="268.8"/>'
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 900">{}</svg>'

    [bare], [whole] = (
        cuts_of(Tree.fromstring(svg.format(body)), 500.0)[:1] for body in (rows, rows + box)
    )

    assert 317 < bare < 586
    assert not 317 < whole < 586


def test_a_heading_within_a_picture_keeps_what_it_is_about() -> None:
    """No cut comes right under words in bold, above the boxes that they name."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 900">'
        '<text x="0" y="490" font-size="12" font-weight="{}">Triangle 2</text>'
        '<rect x="0" y="520" width="190" height="100"/></svg>'
    )

    plain, bold = (
        cuts_of(Tree.fromstring(svg.format(weight)), 510.0)[0] for weight in ("400", "bold")
    )

    assert 490 < plain < 520
    assert bold < 479


def test_a_piece_is_no_higher_than_can_be_read() -> None:
    """A map rather shrinks than is cut, and yet not below what can be read."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 2000">'
        + "".join(f'<text x="0" y="{y}" font-size="8">w</text>' for y in range(400, 880, 3))
        + "</svg>"
    )

    free, bound = (
        cuts_of(Tree.fromstring(svg), 500.0, is_map=True, used=150.0, most=most)[0]
        for most in (9.0, 1.2)
    )

    assert free < 400 or free > 420
    assert bound <= 350 * 1.2


def drawing(body: str, scale: float = 1.0) -> bytes:
    """What is drawn onto a page of a PDF for an SVG."""
    made = io.BytesIO()
    canvas = Canvas(made, pageCompression=0)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{body}</svg>'
    drawn_on(canvas, svg, scale, ("Helvetica", "Helvetica-Bold"), str.upper)
    canvas.save()
    found = re.search(rb"stream\r?\n(.*?)endstream", made.getvalue(), re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("body", "strokes"),
    [
        (
            '<rect x="1" y="2" width="3" height="4" fill="#FF0000"/>',
            [b"1 0 0 rg", b"1 2 3 4 re", b"f*"],
        ),
        (
            '<line x1="1" y1="2" x2="3" y2="4" stroke="black" stroke-width="2"/>',
            [b"2 w", b"1 2 m 3 4 l"],
        ),
        (
            '<g transform="translate(5,6)"><path d="M0,0L1,1" stroke="#000"/></g>',
            [b"1 0 0 1 5 6 cm"],
        ),
        (
            '<path d="M0,0C1,1 2,2 3,3" fill="none" stroke="#000" stroke-dasharray="5,2"/>',
            [b"[5 2] 0 d", b"1 1 2 2 3 3 c"],
        ),
        ('<polygon points="0,0 1,0 1,1" fill="#000"/>', [b"0 0 m 1 0 l 1 1 l h"]),
        ('<circle cx="5" cy="5" r="2" fill="#fff"/>', [b"7 5 m", b"c h"]),
        ('<text x="3" y="4" font-size="9">words</text>', [b"(WORDS)", b"9 "]),
        (
            '<text x="3" y="4" font-weight="bold">a<tspan>b</tspan>'
            '<tspan x="3" dy="9">c</tspan></text>',
            [b"(AB)", b"1 0 0 -1 3 13 cm", b"(C)"],
        ),
    ],
)
def test_each_element_is_drawn_by_its_strokes(body: str, strokes: list[bytes]) -> None:
    """Boxes, lines, curves and words of an SVG become those of a PDF."""
    drawn = drawing(body)

    assert [stroke for stroke in strokes if stroke not in drawn] == []


def test_what_is_not_shown_is_not_drawn() -> None:
    """Titles, definitions and what has neither line nor filling leave no stroke."""
    empty = drawing("")

    hidden = (
        "<title>t</title><defs><path d='M0,0L9,9' stroke='#000'/></defs>"
        "<path d='M0,0L9,9' fill='none'/><path d='' stroke='#000'/>"
        "<rect display='none' width='5' height='5'/>"
    )

    assert drawing(hidden).count(b" re") == empty.count(b" re")
    assert b" l" not in drawing(hidden)


def test_what_fades_hatches_and_points_is_drawn_so() -> None:
    """A stretch that fades is strips, a hatched one lines within it, an arrow has its point."""
    stops = (
        '<stop offset="0" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000"/>'
    )
    defs = f'<defs><linearGradient id="fade">{stops}</linearGradient><pattern id="hatch"/></defs>'

    fading = drawing(f'{defs}<rect width="24" height="5" fill="url(#fade)"/>')
    hatched = drawing(f'{defs}<rect width="24" height="5" fill="url(#hatch)"/>')
    pointed = drawing('<path d="M0 0 L10 0" stroke="#000" marker-end="url(#arrow)"/>')

    assert fading.count(b" re") == 24
    assert b"W" in hatched
    assert hatched.count(b" l S") >= 3
    assert b"f" in pointed.split(b"10 0 l")[1]


def test_pages_of_a_pdf_hold_no_picture_of_dots() -> None:
    """Every picture is drawn in lines, so that the file is small and stays sharp."""
    assert b"/Subtype /Image" not in document(kind="pdf")
    assert len(contents_of_pdf(document(kind="pdf"))) > 20


# --- Markdown -----------------------------------------------------------------------------------


def test_markdown_tells_pictures_and_writes_nothing_beside(tmp_path: Path) -> None:
    """A picture is its title, what it shows and all it says; there is no other file."""
    report(elizabeth(), tmp_path / "case.md", patterns=FLAGSHIP)
    text = (tmp_path / "case.md").read_text(encoding="utf-8")

    assert [path.name for path in tmp_path.iterdir()] == ["case.md"]
    assert "![" not in text
    assert "> **Picture: Two triangles: Elizabeth and her superheroes**" in text
    assert "> Triangle of person:" in text
    assert "> A drawing in time, from left to right; steps from top to bottom: 7." in text


# --- who may read it ----------------------------------------------------------------------------


@cache
def everything(profile: str) -> dict[str, str]:
    """Every word of every format of the founding case, attributes and properties included.

    In the Word document a white dot stands for each picture, whose words are told by themselves.
    """
    white = io.BytesIO()
    Image.new("RGB", (1, 1)).save(white, "PNG")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docx, "pngs_of", lambda _, sheets: [white.getvalue()] * len(sheets.pieces))
        word = document.__wrapped__(profile)
    text = {
        "page": re.sub(r"sha256-[\w+/=]+", "", page(profile)),
        "markdown": document(profile, "md").decode(),
        "pdf": words_of_pdf(document(profile, "pdf")),
    }
    for name, data in parts(word).items():
        if name.endswith((".xml", ".rels")):
            text[name] = data.decode()
    for name, picture in pictures(founding(profile)).items():
        text[f"picture {name}"] = svg_of(picture)
    return text


def found_in(text: str, names: tuple[str, ...] = NAMES) -> list[str]:
    return [name for name in names if re.search(rf"(?<![a-z]){name}(?![a-z])", text, re.IGNORECASE)]


@pytest.mark.slow
def test_teaching_holds_no_name_in_any_format() -> None:
    """Page, Markdown, every part of the Word document, PDF and pictures name nobody."""
    told = everything("teaching")

    assert {name: found for name, text in told.items() if (found := found_in(text))} == {}
    assert {"word/document.xml", "docProps/core.xml", "picture round-1"} <= set(told)


@pytest.mark.slow
def test_the_search_for_names_finds_them_where_they_are() -> None:
    """In the private report every name stands in each format, so that the search is no pretence."""
    told = everything("private")

    for name in ("page", "markdown", "pdf", "word/document.xml"):
        assert found_in(told[name]) == list(NAMES)
    assert "Elizabeth" in told["docProps/core.xml"]
    assert "Elizabeth" in told["picture round-1"]


@pytest.mark.slow
def test_teaching_tells_no_day_or_month_in_any_format() -> None:
    """Nor is a date finer than its year, but for the day that every document is said to be of."""
    fine = (
        r"\b\d{4}-\d\d(?:-\d\d)?\b|\b(?:Jan|Feb|March|April|June|July|Aug|Sept?|Oct|Nov|Dec)\w* \d"
    )
    told = everything("teaching")
    told["page"] = told["page"].split("</style>")[1]

    found = {
        name: re.findall(fine, text)
        for name, text in told.items()
        if name != "docProps/core.xml" and not name.startswith("word/theme")
    }

    assert {name: dates for name, dates in found.items() if dates} == {}
    assert re.findall(fine, everything("private")["pdf"])


@cache
def _disguised(secrets: tuple[str, ...]) -> Report:
    return report_of(secret_case([*secrets]), profile="teaching")


def test_documents_for_teaching_hold_no_secret() -> None:
    """Names, words, notes and ids of a case made of secrets are in no document of it."""
    secrets = ["Xenobq", "Wqrtzz", "Vbnmkq", "Plkjhg", "Zxcvbk", "Qwrtpk"]
    content = _disguised(tuple(secrets))

    word = parts(written(content, "docx"))  # type: ignore[arg-type]
    texts = [*(data.decode("latin-1") for data in word.values())]
    texts += [words_of_pdf(written(content, "pdf")), str(written(content, "md"))]  # type: ignore[arg-type]
    texts += [svg_of(picture) for picture in content.pictures()]

    assert [s for s in secrets for text in texts if s.lower() in text.lower()] == []


def test_supervision_keeps_names_and_leaves_words_out_of_pictures() -> None:
    """In the pictures for supervision names stand, and nothing anyone said word for word."""
    own, shown = (
        " ".join(svg_of(picture) for picture in pictures(founding(name)).values())
        for name in PROFILES[:2]
    )

    assert "Stephanie" in shown
    assert "cut the cord" not in shown
    assert "Stephanie" in own


@pytest.mark.slow
def test_weights_of_a_diary_are_drawn_in_documents_too() -> None:
    """The pictures of numbers that the page shows stand in Word and PDF as well."""
    content = report_of(diary(*STEADY), patterns="detouring")
    charts = [picture for name, picture in pictures(content).items() if name.startswith("weight")]

    words = words_of_pdf(written(content, "pdf"))  # type: ignore[arg-type]
    body = Document(io.BytesIO(written(content, "docx"))).element.body  # type: ignore[arg-type]

    assert charts
    told = [one.get("descr") for one in body.iter(qn("wp:docPr"))]
    assert {picture.view.alt for picture in charts} <= set(told)
    assert "days after" in words
