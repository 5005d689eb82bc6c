"""What people wrote changes nothing but the words shown, in whatever a case is shown.

One case with one text in every field that takes a text is compared with itself once the text holds
letters only: pages, pictures, documents and what a terminal prints have the same bones.
"""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pygraphviz
import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from formulation import Timeline, draw, write_case
from formulation.cli.app import app
from formulation.model import Case
from formulation.model.base import Record
from formulation.model.kinds import kinds
from formulation.reporting import report_of, written
from formulation.views.charts import weight_view
from formulation.views.notebook import shown_richly
from tests.all_views import VIEWS, Asked, pages_of_pdf, pdf_text, svg_of
from tests.hostile_case import HOSTILE, NASTY, SHORT, harmless, hostile_case, text_fields

#: what acts on a terminal, or turns letters around; an XML reader takes \r for a line end
ACTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@cache
def asked(text: str) -> Asked:
    return Asked(hostile_case(text), change="talk")


@cache
def report(text: str, kind: str) -> Any:
    return written(report_of(asked(text).case), kind)


def texts(quick: dict[str, str], slow: dict[str, str]) -> Any:
    """Try these texts in the plain run, and those in the slow one."""
    marked = [(quick, ()), (slow, pytest.mark.every)]
    return pytest.mark.parametrize(
        "text",
        [pytest.param(text, id=n, marks=m) for all, m in marked for n, text in all.items()],
    )


ALL = {"all in one": HOSTILE}
LONG = {name: NASTY[name] for name in ("a long name", "a line break")}
some = texts({"in short": SHORT}, ALL | LONG)
every = texts({"in short": SHORT}, ALL | NASTY)
#: what acts on a terminal, before all else that was tried
ACTING = ("a terminal's commands",)
printed = texts(
    {"in short": SHORT} | {name: NASTY[name] for name in ACTING},
    {name: text for name, text in (ALL | NASTY).items() if name not in ACTING},
)
documents = texts(ALL, {"a long name": NASTY["a long name"]})


# -- the case itself -----------------------------------------------------------------------------


def test_every_text_field_of_every_record_holds_the_text() -> None:
    """Of every kind there is a statement, and no field of it that takes a text is left out."""
    case = asked(HOSTILE).case
    records: list[Record] = [*case.sources, case.people[0], case.symptoms[0], case.consent, case]
    records += [case.statements[case.index_of[f"k_{kind}"]] for kind in kinds()]

    for record in records:
        told = {name: getattr(record, name) for name in text_fields(type(record))}
        told.pop("role", None)  # a patient must be called so; another's role is a text
        assert set(told.values()) <= {HOSTILE, (HOSTILE,)}
    assert case.people[1].role == f"{HOSTILE} b"
    assert len(asked(HOSTILE).found) > 10
    assert any(weight.is_testable for weight in asked(HOSTILE).weights)


# -- pages ---------------------------------------------------------------------------------------


class Bones(HTMLParser):
    """A page without its words: elements with the names of their attributes, pictures apart."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.outside: list[tuple[str, tuple[str, ...]]] = []
        self.inside: set[tuple[str, tuple[str, ...]]] = set()
        self.words: list[str] = []
        self.led_to: list[str] = []
        self.ran: list[str] = []
        self._depth, self._in_script = 0, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        bone = tag, tuple(name for name, _ in attrs)
        self._depth += tag == "svg"
        if self._depth:
            self.inside.add((tag, tuple(sorted(bone[1]))))
        else:
            self.outside.append(bone)
        leads = ("href", "src", "action", "data", "formaction", "srcdoc", "xlink:href")
        self.words += [value or "" for _, value in attrs]
        self.led_to += [value or "" for name, value in attrs if name in leads]
        self._in_script = tag in ("script", "style")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "svg"
        self._in_script = False

    def handle_data(self, data: str) -> None:
        (self.ran if self._in_script else self.words).append(data)


def is_json(text: str) -> bool:
    return text.lstrip().startswith(("{", "["))


def texts_in(data: Any) -> list[str]:
    """Every text of a document, names of keys included."""
    if isinstance(data, dict):
        return [*data, *(text for one in data.values() for text in texts_in(one))]
    if isinstance(data, list):
        return [text for one in data for text in texts_in(one)]
    return [data] if isinstance(data, str) else []


@pytest.mark.slow
@some
def test_the_report_as_a_page_has_the_same_bones(text: str) -> None:
    """Every element outside the pictures, and every kind of element in them, is one of ours."""
    page, plain = (Bones(report(t, "html")) for t in (text, harmless(text)))

    assert page.outside == plain.outside
    assert page.inside <= plain.inside
    assert [one for one in page.ran if not is_json(one)] == [
        one for one in plain.ran if not is_json(one)
    ]
    for data in filter(is_json, page.ran):
        page.words += texts_in(json.loads(data))
    assert [words for words in page.words if ACTS.search(words)] == []
    assert {one for one in page.led_to if not one.startswith(("#", "data:image/"))} == set()


# -- pictures ------------------------------------------------------------------------------------


def bones_of(picture: object) -> set[tuple[str, ...]]:
    """What kinds of element a picture has: in what, of which name, with which attributes."""
    root = svg_of(picture)
    return {
        (parent.tag, child.tag, *sorted(child.attrib)) for parent in root.iter() for child in parent
    }


def leading(picture: object) -> set[str]:
    """Where a picture leads."""
    keys = ("href", "{http://www.w3.org/1999/xlink}href")
    return {one.get(key, "") for one in svg_of(picture).iter() for key in keys if one.get(key)}


@some
@pytest.mark.parametrize("name", VIEWS)
def test_a_picture_has_the_same_bones(name: str, text: str) -> None:
    """No element, and no attribute of one, that harmless words of the same length do not bring."""
    views, others = (VIEWS[name](asked(t)) for t in (text, harmless(text)))

    assert views
    plain = set().union(*(bones_of(draw(view, format="svg")) for view in others))
    for view in views:
        picture = draw(view, format="svg")
        assert bones_of(picture) - plain == set()
        assert {where for where in leading(picture) if not where.startswith("#")} == set()
        assert not ACTS.search(str(picture))


@texts(NASTY | ALL, {})
def test_the_text_of_a_map_has_the_same_graph(text: str) -> None:
    """Graphviz's own reader finds the same nodes, lines and names of attributes."""
    views = [VIEWS[name](asked(t))[0] for t in (text, harmless(text)) for name in ("map",)]
    one, other = (pygraphviz.AGraph(string=view.to_dot()) for view in views)

    assert one.nodes() == other.nodes()
    assert one.edges(keys=True) == other.edges(keys=True)
    assert one.subgraphs() == other.subgraphs() == []
    for name in one.nodes():
        assert set(one.get_node(name).attr) == set(other.get_node(name).attr)


@texts(NASTY | ALL, {})
def test_every_hostile_name_is_shown_and_is_nothing_else(text: str) -> None:
    """The map of two people: the picture has one name more or less, and the tree of elements."""
    pictures = []
    for name in (text, harmless(text)):
        named = asked(text).case.people[0].model_copy(update={"name": name})
        pictures.append(draw(VIEWS["map"](Asked(Case(id="one", people=[named])))[0], format="svg"))

    assert bones_of(pictures[0]) == bones_of(pictures[1])
    assert not ACTS.search(str(pictures[0]))


# -- documents -----------------------------------------------------------------------------------


def parts_of(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as folder:
        return {name: folder.read(name) for name in folder.namelist()}


def tags_in(part: bytes) -> list[str]:
    return [one.tag for one in ET.fromstring(part).iter()]


@pytest.mark.slow
@documents
def test_a_word_document_has_the_same_parts(text: str) -> None:
    """No part more, each parses, and the elements are those of harmless words.

    A line break that somebody wrote in a title is one.
    """
    parts, plain = (parts_of(report(t, "docx")) for t in (text, harmless(text)))

    assert parts.keys() == plain.keys()
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            assert set(without_breaks(part)) == set(without_breaks(plain[name])), name
            assert not ACTS.search(part.decode()), name
    whole = "word/document.xml"
    assert without_breaks(parts[whole]) == without_breaks(plain[whole])
    assert [p for p in parts if p.endswith(".rels") and b"External" in parts[p]] == []


def without_breaks(part: bytes) -> list[str]:
    """The elements of a part, but for a line's end and the text that it parts."""
    return [tag for tag in tags_in(part) if not tag.endswith(("}br", "}t"))]


NAMES = re.compile(rb"/([A-Za-z][A-Za-z0-9]*)(?=[\s/\[(<>\])])")
#: what makes a PDF act, lead elsewhere or hold files
ACTIONS = {b"JavaScript", b"JS", b"OpenAction", b"AA", b"Launch", b"URI", b"EmbeddedFile", b"XFA"}


@pytest.mark.slow
@documents
def test_a_pdf_parses_and_does_nothing(text: str) -> None:
    """Its table and its pages are sound, and no word of a case became an order to the reader."""
    words, plain = (report(t, "pdf") for t in (text, harmless(text)))
    bare = re.sub(rb"\((?:[^()\\]|\\.)*\)", b"()", pdf_text(words), flags=re.DOTALL)

    assert pages_of_pdf(words) > 3
    assert set(NAMES.findall(bare)) & ACTIONS == set(NAMES.findall(pdf_text(plain))) & ACTIONS


@pytest.mark.slow
@every
def test_the_report_in_markdown_has_the_same_blocks(text: str) -> None:
    """Read as Markdown with tables: the same headings, lists, tables and links, and no HTML."""
    reader = MarkdownIt("commonmark").enable("table")
    pieces, plain = (list(markdown_in(reader, report(t, "md"))) for t in (text, harmless(text)))

    assert [name for name in pieces if "html" in name] == []
    assert pieces == plain


def markdown_in(reader: MarkdownIt, text: str) -> Iterator[str]:
    """What a text is made of, its words left out."""
    for token in reader.parse(text):
        yield f"{token.type} {token.tag}"
        for inner in token.children or ():
            if inner.type not in ("text", "text_special", "softbreak"):
                yield f"{inner.type} {inner.tag}"


# -- notebooks -----------------------------------------------------------------------------------

RICH = {
    "case": lambda one: one.case,
    "findings": lambda one: one.found,
    "finding": lambda one: one.finding,
    "weights": lambda one: one.weights,
    "weight": lambda one: next(w for w in one.weights if w.is_testable),
    "change": lambda one: one.weights.changes[0],
    "scale": lambda one: one.weights.scales[0],
    "timeline": lambda one: Timeline(one.case),
}


@some
@pytest.mark.parametrize("name", RICH)
def test_what_a_notebook_shows_has_the_same_bones(name: str, text: str) -> None:
    """Tables have the same cells, pictures no other kind of element, and words act on nothing."""
    shown, plain = (shown_richly(RICH[name](asked(t))) for t in (text, harmless(text)))

    assert shown.keys() == plain.keys()
    for media, page in shown.items():
        assert not ACTS.search(page), media
        if media == "text/html":
            assert tags_in(page.encode()) == tags_in(plain[media].encode())
        if media == "image/svg+xml":
            assert bones_of(page) <= bones_of(plain[media])
    assert len(shown) == 2


# -- a terminal ----------------------------------------------------------------------------------

#: what none of the commands may print: it would act on a terminal, or turn the line around
PRINTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
COMMANDS = {
    "check": ["check", "case.yaml"],
    "find": ["find", "case.yaml"],
    "find, near misses": ["find", "case.yaml", "--near-misses"],
    "weigh": ["weigh", "case.yaml", "--change", "talk"],
    "review": ["review", "case.yaml"],
    "draw": ["draw", "case.yaml", "-o", "map.svg"],
    "draw a timeline": ["draw", "case.yaml", "--view", "timeline", "-o", "timeline.svg"],
    "draw for programs": ["draw", "case.yaml", "-o", "-", "--format", "mermaid"],
    "draw as a graph": ["draw", "case.yaml", "-o", "-", "--format", "graphml"],
    "draw in DOT": ["draw", "case.yaml", "-o", "-", "--format", "dot"],
    "compare": ["compare", "case.yaml", "other.yaml"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, as wide as a terminal."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Any:
    return CliRunner().invoke(app, list(args))


@some
@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_from_a_case_acts_on_a_terminal(folder: Path, name: str, text: str) -> None:
    """What a command prints of a case holds no escape, and it ends as with harmless words."""
    ended = []
    for words in (text, harmless(text)):
        write_case(asked(words).case, folder / "case.yaml")
        write_case(Case(id="other", title=words), folder / "other.yaml")
        ended.append(run(*COMMANDS[name]))

    assert ended[0].exit_code == ended[1].exit_code == 0
    for printed in (ended[0].stdout, ended[0].stderr):
        assert not PRINTED.search(printed)
    assert len(ended[0].stdout) > 50


#: files that are wrong in one place each, with the text where % stands
WRONG = {
    "a key": "people: {ann: {%: x}}",
    "a section": "%: {}",
    "a date": "people: {ann: {born: %}}",
    "a word of a closed list": "people: {ann: {kind: %}}",
    "a name of nobody": "bonds: [{idealizes: %}]",
    "a kind": "events: [{%: ann}]",
    "a number": "events: [{rating: x, value: %}]",
    "a length of time": "events: [{session: x, lasts: %}]",
    "an id": "people: {%: {role: patient}}",
    "an id of a case": "id: %",
    "a truth": "inner: [{feeling: x, hidden: %}]",
    "the same key twice": "people: {ann: {name: x, name: %}}",
    "an origin": "origin: %",
    "a version": "formulation: %",
}


@printed
@pytest.mark.parametrize("where", WRONG)
def test_a_fault_is_told_without_acting_on_a_terminal(folder: Path, where: str, text: str) -> None:
    """Wherever in a file the text stands where it must not, the sentence about it is only words."""
    head = "" if where in ("an id of a case", "a version") else "id: c\n"
    head += "" if where == "a version" else "formulation: 1\n"
    wrong = WRONG[where].replace("%", json.dumps(text))
    (folder / "wrong.yaml").write_text(head + wrong + "\n", encoding="utf-8")

    told = run("check", "wrong.yaml")

    assert told.exit_code == 1
    assert "wrong.yaml:" in told.stderr + told.stdout
    assert not PRINTED.search(told.stderr + told.stdout)


@printed
def test_what_is_typed_is_told_without_acting_on_a_terminal(folder: Path, text: str) -> None:
    """A name of no file, pattern, view or date comes back in the sentence that refuses it."""
    write_case(Case(id="one"), folder / "case.yaml")
    typed = [
        ["check", f"{text[:60]}.yaml".replace("/", "_")],
        ["find", "case.yaml", "--pattern", text],
        ["draw", "case.yaml", "--view", text],
        ["draw", "case.yaml", "--at", text],
        ["draw", "case.yaml", "--around", text],
        ["draw", "case.yaml", "--source", text],
        ["report", "case.yaml", "--profile", text],
        ["terms", text],
        ["weigh", "case.yaml", "--change", text],
    ]

    for args in typed:
        told = run(*args)
        assert told.exit_code in (1, 2), args
        assert (told.stdout + told.stderr).strip(), args
        assert not PRINTED.search(told.stdout + told.stderr), args


# -- a browser -----------------------------------------------------------------------------------

#: unfold everything, light a finding, move through the dates: what writes words into the page
USE = """async () => {
  document.querySelectorAll('details').forEach(one => { one.open = true; });
  for (const one of document.querySelectorAll('button')) { if (one.checkVisibility()) one.click(); }
  const slider = document.querySelector('input[type=range]');
  for (let n = 0; slider && n <= Number(slider.max); n++) {
    slider.value = n;
    slider.dispatchEvent(new Event('input', {bubbles: true}));
  }
  await new Promise(done => setTimeout(done, 100));
}"""


def pages_to_open(text: str) -> dict[str, str]:
    """What a browser is given: the report, a chart's page, and pictures on their own."""
    one = asked(text)
    weight = next(w for w in one.weights if w.is_testable)
    shown = {
        "report.html": report(text, "html"),
        "chart.html": draw(weight_view(weight), format="html"),
    }
    for name in ("map", "timeline", "cycle", "triangles", "development"):
        shown[f"{name}.svg"] = draw(VIEWS[name](one)[0], format="svg")
    return shown


@pytest.mark.slow
@pytest.mark.parametrize("text", [SHORT, HOSTILE], ids=["in short", "all in one"])
def test_nothing_of_it_acts_in_a_browser(browser: Any, tmp_path: Path, text: str) -> None:
    """Opened and used to the full: no dialog, no request but for the file, an empty console."""
    for name, shown in pages_to_open(text).items():
        page, happened = browser.new_page(), []
        page.on("dialog", lambda dialog, to=happened: (to.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda said, to=happened: to.append(said.text))
        page.on("pageerror", lambda error, to=happened: to.append(str(error)))
        page.on("request", lambda request, to=happened: to.append(request.url))
        page.on("popup", lambda other, to=happened: to.append(other.url))
        file = tmp_path / name
        file.write_text(shown, encoding="utf-8")
        page.goto(file.as_uri())

        page.evaluate(USE)

        assert happened == [file.as_uri()]
        assert page.evaluate("document.querySelectorAll('script:not([type])').length") <= 2
        page.close()
