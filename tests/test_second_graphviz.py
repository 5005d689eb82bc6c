"""A second Graphviz reads the same text: its WebAssembly build, another version built by others.

It is `@hpcc-js/wasm-graphviz`, which the package easydot carries as it is, and runs inside Python
in the V8 of mini-racer: ``pip install easydot mini-racer``, and neither a browser nor Node.  What
both draw is compared as what it shows: figures and lines by their names, the words on them, what is
told where one points at them, and where they stand.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import graphviz
import pytest

from formulation import catalogue, motif
from formulation.errors import DrawError
from formulation.views.draw import render
from formulation.views.quoting import dot_text, dot_tooltip
from tests.all_views import SVG, VIEWS, Asked, example, example_files
from tests.hostile_case import HOSTILE, SHORT, hostile_case
from tests.test_quoting import AWKWARD

pytestmark = pytest.mark.every

HOW = "there is no second Graphviz here: 'pip install easydot mini-racer' brings one"
py_mini_racer = pytest.importorskip("py_mini_racer", reason=HOW)
easydot = pytest.importorskip("easydot", reason=HOW)

XLINK_TITLE = "{http://www.w3.org/1999/xlink}title"
#: the views whose pictures are text for Graphviz
IN_DOT = [name for name in VIEWS if name.split()[0] in ("map", "pair", "small", "motif")]
#: a module of JavaScript names what it gives away; here it is put where it can be called
_EXPORTED = re.compile(r"export\{([^}]*)\};")

#: how far words may stand apart in points: each Graphviz measures letters in its own way
LETTER = 6

Second = Callable[[str], ET.Element]


@pytest.fixture(scope="module")
def second() -> Iterator[Second]:
    """The second Graphviz, opened once."""
    code = (files("easydot") / "assets" / "index.js").read_text("utf-8")
    code, count = _EXPORTED.subn(lambda m: f"globalThis.room = {{{_named(m[1])}}};", code)
    assert count == 1, "easydot carries another module than the one known here"
    engine = py_mini_racer.MiniRacer()
    # V8 alone has no source of chance, and Graphviz asks for some to lay out a table
    engine.eval("globalThis.crypto = { getRandomValues: numbers => numbers.fill(7) }")
    engine.eval(code)
    engine.eval("room.Graphviz.load().then(g => { globalThis.g = g; })").get(timeout=60)
    engine.eval("globalThis.draw = dot => g.layout(dot, 'svg', 'dot')")
    yield lambda dot: ET.fromstring(engine.call("draw", dot))
    engine.close()


def _named(exports: str) -> str:
    return re.sub(r"(\w+) as (\w+)", r"\2: \1", exports)


def first_svg(dot: str) -> ET.Element:
    return ET.fromstring(render(dot, "svg"))


def drawn(root: ET.Element, sort: str) -> Counter[tuple[Any, ...]]:
    """The nodes or edges of a picture: name, id, statements, words, and what pointing tells."""
    return Counter(
        (
            one.findtext(f"{SVG}title"),
            one.get("id"),
            one.get("class"),
            tuple(" ".join("".join(text.itertext()).split()) for text in one.iter(f"{SVG}text")),
            tuple(link.get(XLINK_TITLE) for link in one.iter(f"{SVG}a")),
        )
        for one in root.iter(f"{SVG}g")
        if (one.get("class") or "").split()[:1] == [sort]
    )


def places(root: ET.Element) -> dict[str | None, tuple[float, ...]]:
    """Where each node's words stand."""
    return {
        one.findtext(f"{SVG}title"): tuple(float(text.get(c) or 0) for text in texts for c in "xy")
        for one in root.iter(f"{SVG}g")
        if (one.get("class") or "").startswith("node")
        for texts in [list(one.iter(f"{SVG}text"))]
    }


def size(root: ET.Element) -> list[float]:
    return [float(n) for n in (root.get("viewBox") or "").split()[2:]]


def agree(second: Second, dot: str) -> None:
    """Both draw the same nodes and edges with the same words, at the same places."""
    one, other = first_svg(dot), second(dot)

    for sort in ("node", "edge"):
        assert drawn(one, sort) == drawn(other, sort)
    assert size(other) == pytest.approx(size(one), rel=0.01)
    for name, place in places(one).items():
        assert places(other)[name] == pytest.approx(place, abs=LETTER)


@pytest.mark.parametrize("name", IN_DOT)
@pytest.mark.parametrize("file", example_files(), ids=lambda file: file.stem)
def test_both_draw_the_same_of_every_example(second: Second, file: Path, name: str) -> None:
    """Every map, pair and row of maps, and motif: the same nodes, lines, words and places."""
    for view in VIEWS[name](example(file)):
        agree(second, view.to_dot())


@pytest.mark.parametrize("pattern", catalogue(), ids=lambda pattern: pattern.pattern)
def test_both_draw_the_same_of_every_pattern(second: Second, pattern: Any) -> None:
    """Each motif of the catalogue."""
    agree(second, motif(pattern).to_dot())


def nasty(texts: list[str]) -> str:
    """A graph with each text as the name, the words and the tooltip of a node, and on a line."""
    graph = graphviz.Digraph(graph_attr={"label": dot_text(texts[0])})
    for number, text in enumerate(texts):
        names = f"n{number}", f"m{number}"
        graph.node(names[0], label=dot_text(text), id=f"s-{number}", tooltip=dot_tooltip(text))
        graph.edge(*names, label=dot_text(text), tooltip=dot_tooltip(text))
    return graph.source


def test_both_read_hostile_words_as_words(second: Second) -> None:
    """Quotes, tags, escapes and broken letters: one node and one line each, shown alike."""
    dot = nasty(AWKWARD)
    one, other = first_svg(dot), second(dot)

    for sort, count in (("node", 2 * len(AWKWARD)), ("edge", len(AWKWARD))):
        assert drawn(one, sort) == drawn(other, sort)
        assert drawn(one, sort).total() == count
    assert {element.tag for element in other.iter()} == {element.tag for element in one.iter()}


@pytest.mark.parametrize("text", [SHORT, HOSTILE], ids=["in short", "all in one"])
def test_both_draw_the_same_of_a_case_of_hostile_words(second: Second, text: str) -> None:
    """The maps of a case with hostile words in every field, with what is found in it marked."""
    asked = Asked(hostile_case(text))

    for name in IN_DOT:
        for view in VIEWS[name](asked):
            agree(second, view.to_dot())


@pytest.mark.parametrize("dot", ["digraph {", "digraph { a -> }", 'digraph { a [label="x] }', "x"])
def test_both_refuse_what_is_no_graph(second: Second, dot: str) -> None:
    """What the one cannot read the other cannot either, so that what both read is the language."""
    with pytest.raises(DrawError, match="is not valid DOT"):
        render(dot, "svg")
    with pytest.raises(py_mini_racer.JSEvalException, match="syntax error"):
        second(dot)
