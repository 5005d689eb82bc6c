"""From text to picture: every format, every accident, and the next picture works."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from formulation.errors import DrawError, FormulationWarning, UnknownName
from formulation.views import draw as room
from formulation.views import fonts
from formulation.views import renderer as child_room
from formulation.views.draw import FORMATS, draw, pure_svg, render
from formulation.views.fonts import font_folders
from formulation.views.renderer import LayoutError, MalformedError, NoGraphvizError, Renderer

SVG = "{http://www.w3.org/2000/svg}"
DOT = 'digraph { a [label="Elizabeth" id="s-elizabeth"]; b [label="Diane"]; a -> b }\n'
#: 780 labelled edges: minutes in dot, half a second in sfdp
_EDGES = "".join(f'{i}->{j} [label="x"];' for i in range(40) for j in range(i))
HEAVY = f"digraph {{{_EDGES}}}"
#: stops Graphviz 14 with a segmentation fault in dot, and is drawn by sfdp
DEADLY = (
    "digraph{concentrate=true;{rank=same;n1;n2;n0;}"
    'n0->n2 [label="x",headport=n];n0->n2 [];n2->n0 [minlen=1];}'
)
MAGIC = {"svg": b"<svg ", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-", "dot": b"digraph"}

needs_posix = pytest.mark.skipif(os.name != "posix", reason="signals and forks are of POSIX")


class View:
    """A view as a room of views would make it."""

    title = "Who idealizes whom"
    alt = "Elizabeth idealizes Diane & <nobody> else."

    def __init__(self, dot: str = DOT) -> None:
        self.dot = dot

    def to_dot(self) -> str:
        return self.dot


class ViewWithLess(View):
    """A view that can be drawn with fewer labels."""

    def simpler(self) -> View:
        return View(DOT)


@pytest.fixture
def own_renderer(monkeypatch):
    """The room with a renderer of its own and a short patience; its child ends with the test."""
    renderer = Renderer()
    monkeypatch.setattr(room, "_renderer", renderer)
    monkeypatch.setattr(room, "SECONDS", 0.5)
    yield renderer
    renderer.close()


_PROTOCOL = """
import os, struct, sys, time
def send(letter, payload=b""):
    sys.stdout.buffer.write(struct.pack(">cI", letter, len(payload)) + payload)
    sys.stdout.buffer.flush()
def take():
    _, length = struct.unpack(">cI", sys.stdin.buffer.read(5))
    return sys.stdin.buffer.read(length)
"""


@pytest.fixture
def renderer_that(monkeypatch):
    """Make the room's child a small program that keeps to the protocol until it misbehaves."""
    made = []

    def make(deed: str) -> Renderer:
        program = _PROTOCOL + textwrap.dedent(deed)
        renderer = Renderer([[sys.executable, "-I", "-c", program]])
        monkeypatch.setattr(room, "_renderer", renderer)
        made.append(renderer)
        return renderer

    yield make
    for renderer in made:
        renderer.close()


@pytest.fixture
def no_pygraphviz(monkeypatch):
    """A machine without pygraphviz, as find_spec sees it."""
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    monkeypatch.setattr(room, "_renderer", Renderer())


@pytest.fixture
def no_program(monkeypatch, tmp_path):
    """A machine without a program called dot."""
    monkeypatch.setenv("PATH", str(tmp_path))


# -- formats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_can_be_drawn_returned_and_written(format, tmp_path) -> None:
    """What is returned is what stands in the file, and it is what its name says."""
    path = tmp_path / f"picture.{format}"

    picture = draw(View(), path)

    written = path.read_bytes()
    assert written == (picture.encode() if isinstance(picture, str) else picture)
    assert written.startswith(MAGIC[format])
    assert isinstance(picture, str) == (format in ("svg", "dot"))
    assert render(DOT, format).startswith(MAGIC[format])


def test_without_a_path_an_svg_is_returned_and_nothing_written(tmp_path, monkeypatch) -> None:
    """A notebook asks for the picture alone."""
    monkeypatch.chdir(tmp_path)

    picture = draw(View())

    assert isinstance(picture, str)
    assert picture.startswith("<svg ")
    assert list(tmp_path.iterdir()) == []


def test_a_format_outranks_the_ending_of_the_name(tmp_path) -> None:
    """A name may end in anything when the format is given; capital endings are read too."""
    draw(View(), tmp_path / "picture.tmp", format="png")
    draw(View(), tmp_path / "PICTURE.PDF")

    assert (tmp_path / "picture.tmp").read_bytes().startswith(MAGIC["png"])
    assert (tmp_path / "PICTURE.PDF").read_bytes().startswith(MAGIC["pdf"])


def test_an_unknown_format_is_refused_with_what_there_is(tmp_path) -> None:
    """The message lists the formats and offers the nearest."""
    with pytest.raises(UnknownName) as by_ending:
        draw(View(), tmp_path / "picture.jpeg")
    with pytest.raises(UnknownName) as by_name:
        draw(View(), format="ping")
    with pytest.raises(DrawError) as nameless:
        draw(View(), "picture")

    known = "(known: svg, png, pdf, dot)"
    assert str(by_ending.value) == f"no picture format is called 'jpeg' {known}"
    assert str(by_name.value) == f"no picture format is called 'ping'; did you mean 'png'? {known}"
    assert str(nameless.value) == (
        "the name 'picture' does not say which picture to draw: "
        "end it in .svg, .png, .pdf or .dot, or give a format"
    )


def test_render_refuses_a_format_or_a_layout_it_does_not_know() -> None:
    """The two names it takes are both looked up first."""
    with pytest.raises(UnknownName, match="no picture format is called 'gif'"):
        render(DOT, "gif")
    with pytest.raises(UnknownName, match="no layout is called 'sdfp'; did you mean 'sfdp'"):
        render(DOT, "svg", engine="sdfp")


def test_what_is_no_view_is_refused_with_what_would_do() -> None:
    """Someone who passes the case itself is told what to pass."""
    with pytest.raises(TypeError) as caught:
        draw(object())

    assert str(caught.value) == (
        "a object is not a picture: give a view, such as map_view(case), "
        "or a text in the DOT language"
    )


# -- the SVG ---------------------------------------------------------------------------------------


def test_the_svg_carries_its_words_for_those_who_hear_it() -> None:
    """Title and description come first and name the picture; hostile ones stay words."""
    root = ET.fromstring(str(draw(View())))

    title, desc = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", View.title)
    assert (desc.tag, desc.text) == (f"{SVG}desc", View.alt)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


def test_a_text_without_title_is_drawn_without_one() -> None:
    """A DOT text has no words of its own, so none are invented."""
    root = ET.fromstring(str(draw(DOT)))

    assert root.get("role") is None
    assert [child.tag for child in root] == [f"{SVG}g"]


def test_the_svg_tells_nothing_but_the_picture() -> None:
    """No comment, no version, no document type; the family has stand-ins as wide."""
    svg = str(draw('digraph { node [fontname="DejaVu Sans"] a }'))

    assert not re.search("<[!?]|graphviz", svg, re.IGNORECASE)
    assert 'font-family="DejaVu Sans, Verdana, sans-serif"' in svg


def test_the_same_text_gives_the_same_bytes() -> None:
    """Also from another child, and also as PDF, which would hold the time of day."""
    again = Renderer()
    try:
        pictures = [(render(DOT, format), render(DOT, format)) for format in FORMATS]
        svg = pure_svg(again.render(DOT.encode(), "svg")).encode()
    finally:
        again.close()

    assert all(one == other for one, other in pictures)
    assert svg == pictures[0][0]
    assert b"/CreationDate (D:20000101000000" in pictures[2][0]


def test_what_would_load_or_lead_elsewhere_is_left_out(tmp_path) -> None:
    """Hand-written DOT may ask for pages, images and style sheets; the picture has none of them."""
    shutil.copy(font_folders()[0] / "LICENSE.txt", tmp_path / "x.png")
    dot = f"""digraph {{
        stylesheet="https://example.org/a.css"
        a [URL="https://example.org" target="_blank" tooltip="see url(https://example.org)"]
        b [URL="#s-a"] c [URL="javascript:alert(1)"] d [image="{tmp_path / "x.png"}"]
        e [fontname="x\\" onload=\\"alert(1)"] f [fillcolor="red:blue" style=filled]
    }}"""

    svg = str(draw(dot))

    links = re.findall(r'href="(.*?)"', svg)
    assert links == ["#s-a"]
    assert "example.org" not in svg.replace("see url(https://example.org)", "")
    assert not re.search(r"<image|<script|javascript|\sonload=|\.css", svg)
    assert 'fill="url(#' in svg


def test_a_pure_svg_keeps_shapes_and_drops_the_rest() -> None:
    """What is dropped goes with all that stands in it; the text round it stays."""
    raw = (
        b'<?xml version="1.0"?><!-- 1.2.3 --><svg xmlns="http://www.w3.org/2000/svg">\n'
        b"<g onclick='x()'><foreignObject><text>no</text></foreignObject><text>a &lt; b</text></g>"
        b'<style>@import "x"</style><a href="#x&quot;y"><path fill="url(http://x)" d=""/></a></svg>'
    )

    assert pure_svg(raw) == (
        '<svg xmlns="http://www.w3.org/2000/svg">\n<g><text>a &lt; b</text></g>'
        '<a href="#x&quot;y"><path d=""/></a></svg>\n'
    )


def test_an_svg_that_is_not_well_formed_is_refused() -> None:
    """Better no picture than half a picture."""
    with pytest.raises(DrawError) as caught:
        pure_svg(b"<svg><g></svg>", dot=DOT)

    assert str(caught.value) == (
        "Graphviz wrote an SVG that cannot be read (mismatched tag: line 1, column 10)"
    )
    assert caught.value.dot == DOT


# -- text that cannot be drawn ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dot", "problem"),
    [
        ("digraph { a -> }", ": syntax error in line 1 near '}'"),
        ("not dot", ": syntax error in line 1 near 'not'"),
        ("digraph {\n\na -> -> b }", ": syntax error in line 3 near '->'"),
        ("", ""),
    ],
)
def test_malformed_text_is_told_with_its_place(dot, problem) -> None:
    """Graphviz's own complaint is passed on, the text is kept, and the next picture works."""
    with pytest.raises(DrawError) as drawn:
        draw(dot)
    with pytest.raises(DrawError) as rendered:
        render(dot, "svg")

    assert str(drawn.value) == f"the picture's text is not valid DOT{problem}"
    assert str(rendered.value) == str(drawn.value)
    assert drawn.value.dot == dot
    assert render(DOT, "svg").startswith(MAGIC["svg"])


def test_a_text_longer_than_graphviz_reads_is_refused_before_it_is_sent(own_renderer) -> None:
    """Its size and its beginning are told; counted in bytes, and a shorter one is drawn."""
    with pytest.raises(DrawError) as caught:
        draw('digraph { a [label="%s"] }' % ("å" * 8001))

    assert str(caught.value) == (
        "a text in the picture is 16,002 bytes long, and at most 16,000 can be drawn: "
        f"'{'å' * 39}…'"
    )
    assert own_renderer.pid is None
    assert "å" * 8000 in str(draw('digraph { a [label="%s"] }' % ("å" * 8000)))


def test_a_character_that_no_picture_holds_is_shown_as_such() -> None:
    """A NUL or half a surrogate pair in hand-written DOT does not stop the drawing."""
    svg = str(draw('digraph { a [label="x\x00y\ud800z"] }'))

    assert ">x\ufffdy\ufffdz<" in svg


def test_what_graphviz_only_grumbles_about_is_drawn(own_renderer) -> None:
    """A warning of Graphviz is kept beside the picture and stops nothing."""
    svg = str(draw("digraph { a [shape=zork label=here] }"))

    assert ">here<" in svg
    assert "using box for unknown shape zork" in own_renderer.told


# -- accidents -------------------------------------------------------------------------------------


def test_a_layout_without_end_is_ended_and_said(own_renderer) -> None:
    """One clear sentence after the time allowed; the next picture works."""
    with pytest.raises(DrawError) as caught:
        render(HEAVY, "svg", seconds=0.3)

    assert str(caught.value) == "Graphviz did not finish within 0.3 seconds"
    assert caught.value.dot == HEAVY
    assert own_renderer.pid is None
    assert render(DOT, "svg").startswith(MAGIC["svg"])


def test_a_layout_without_end_is_drawn_with_fewer_labels_first(own_renderer) -> None:
    """The view's own simpler self comes before another layout, and a warning says so."""
    with pytest.warns(FormulationWarning) as told:
        svg = str(draw(ViewWithLess(HEAVY)))

    assert [str(w.message) for w in told] == [
        "Graphviz did not finish within 0.5 seconds; drawn with fewer labels instead"
    ]
    assert told[0].filename == __file__
    assert ">Elizabeth<" in svg
    assert View.title in svg


@pytest.mark.slow
def test_a_layout_without_end_is_drawn_by_another_layout(own_renderer, monkeypatch) -> None:
    """Where there is nothing simpler, sfdp draws all of it."""
    monkeypatch.setattr(room, "SECONDS", 5.0)
    slow_dot = own_renderer.render
    monkeypatch.setattr(
        own_renderer,
        "render",
        lambda dot, format, *, seconds, engine: slow_dot(
            dot, format, seconds=0.3 if engine == "dot" else seconds, engine=engine
        ),
    )

    with pytest.warns(FormulationWarning) as told:
        svg = str(draw(HEAVY))

    assert [str(w.message) for w in told] == [
        "Graphviz did not finish within 0.3 seconds; drawn with the sfdp layout instead"
    ]
    assert svg.count('class="edge"') == 780


def test_a_graph_that_stops_graphviz_stops_nothing_else(own_renderer) -> None:
    """Whatever Graphviz makes of it, the session goes on and the next picture works."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        svg = str(draw(DEADLY))

    assert svg.count('class="node"') == 3
    assert [str(w.message) for w in told] in (
        ["Graphviz stopped (signal 11); drawn with the sfdp layout instead"],
        [],  # a Graphviz in which this fault is mended
    )
    assert render(DOT, "png").startswith(MAGIC["png"])


@needs_posix
def test_an_abort_in_every_layout_is_one_clear_sentence(renderer_that, tmp_path) -> None:
    """When nothing helps, the sentence says so, the old file stays and the text is not lost."""
    renderer_that('send(b"R", b"formulation renderer 1"); take(); send(b"T"); os.abort()')
    path = tmp_path / "map.svg"
    path.write_text("the old one")

    with pytest.raises(DrawError) as caught:
        draw(ViewWithLess(HEAVY), path)

    assert str(caught.value) == (
        "Graphviz stopped (signal 6); fewer labels and another layout did not help"
    )
    assert caught.value.dot == HEAVY
    assert [p.name for p in tmp_path.iterdir()] == ["map.svg"]
    assert path.read_text() == "the old one"


@needs_posix
def test_a_child_killed_in_mid_picture_is_one_clear_sentence(own_renderer) -> None:
    """Someone else ends the process while it draws; the next picture gets a new one."""
    render(DOT, "svg")
    first = own_renderer.pid
    caught = []

    def picture() -> None:
        with pytest.raises(DrawError) as error:
            render(HEAVY, "svg", seconds=20)
        caught.append(str(error.value))

    thread = threading.Thread(target=picture)
    thread.start()
    time.sleep(0.3)
    os.kill(first, signal.SIGKILL)
    thread.join()

    assert caught == ["Graphviz stopped (signal 9)"]
    assert render(DOT, "svg").startswith(MAGIC["svg"])
    assert own_renderer.pid not in (None, first)


@needs_posix
def test_a_child_killed_between_pictures_is_replaced_in_silence(own_renderer) -> None:
    """The picture asked for next had no part in it, so nobody is told."""
    for _ in range(3):
        first = render(DOT, "svg")
        os.kill(own_renderer.pid, signal.SIGKILL)

        assert render(DOT, "svg") == first


def test_a_child_that_gives_up_is_told_from_one_that_cannot_read(renderer_that) -> None:
    """Graphviz can read a text and yet find no layout; its complaint is passed on."""
    renderer = renderer_that(
        """
        send(b"R", b"formulation renderer 1")
        take(); send(b"T")
        print("Warning: x\\nError: lost n1 n2 edge", file=sys.stderr, flush=True)
        send(b"F"); take()
        """
    )

    with pytest.raises(LayoutError) as caught:
        renderer.render(DOT.encode(), "svg")

    assert str(caught.value) == "Graphviz could not lay the picture out: lost n1 n2 edge"


def test_a_child_that_dies_before_it_takes_the_order_is_tried_once_more(renderer_that) -> None:
    """Twice in a row is no accident, and is said with how it ended."""
    renderer = renderer_that('send(b"R", b"formulation renderer 1"); sys.exit(3)')

    with pytest.raises(LayoutError) as caught:
        renderer.render(DOT.encode(), "svg")

    assert str(caught.value) == "Graphviz stopped (exit code 3)"


@needs_posix
@pytest.mark.parametrize(
    ("deed", "outcome"),
    [("os.abort()", b"picture"), ("os.kill(os.getpid(), 9)", "Graphviz stopped (signal 9)")],
)
def test_a_fault_left_by_other_pictures_is_not_blamed_on_this_one(
    renderer_that, deed, outcome
) -> None:
    """A fresh child gets it once more; a child that someone ended is reported."""
    renderer = renderer_that(
        f"""
        send(b"R", b"formulation renderer 1")
        take(); send(b"T"); send(b"P", b"picture")
        take(); send(b"T"); {deed}
        """
    )
    first = renderer.render(DOT.encode(), "svg")

    try:
        second = renderer.render(DOT.encode(), "svg")
    except LayoutError as error:
        second = str(error)

    assert (first, second) == (b"picture", outcome)


def test_words_printed_by_a_library_do_not_enter_the_pipe(tmp_path) -> None:
    """The child's own standard output leads to its complaints."""
    script = tmp_path / "noisy.py"
    source = Path(child_room.__file__).read_text("utf-8")
    script.write_text(
        source.replace('_send(answers, b"T")', 'os.write(1, b"noise"); _send(answers, b"T")')
    )
    library = child_room._usual_commands()[0][-1]
    renderer = Renderer([[sys.executable, "-I", str(script), library]])
    try:
        svg = renderer.render(DOT.encode(), "svg")
    finally:
        renderer.close()

    assert svg.endswith(b"</svg>\n")
    assert renderer.told == "noise"


def test_the_child_leaves_nothing_behind(tmp_path, monkeypatch) -> None:
    """Its folder goes with it, after a good picture and after a bad one."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    renderer = Renderer()

    renderer.render(DOT.encode(), "svg")
    while_alive = [p.name.startswith("formulation-") for p in tmp_path.iterdir()]
    with pytest.raises(MalformedError):
        renderer.render(b"digraph {", "svg")

    assert while_alive == [True]
    assert list(tmp_path.iterdir()) == []
    assert renderer.pid is None


def test_an_interrupted_picture_is_not_taken_for_the_next_ones_answer(own_renderer) -> None:
    """Ctrl-C while waiting ends the child, whose answer nobody waits for any more."""
    render(DOT, "svg")
    receive = child_room._receive

    def interrupted(stream):
        child_room._receive = receive
        raise KeyboardInterrupt

    child_room._receive = interrupted
    with pytest.raises(KeyboardInterrupt):
        render(HEAVY, "svg")

    assert own_renderer.pid is None
    assert b"Elizabeth" in render(DOT, "svg")


def test_two_threads_take_turns() -> None:
    """Graphviz serves one at a time; each thread gets its own picture."""
    pictures: dict[int, list[str]] = {}

    def paint(number: int) -> None:
        dot = f"digraph {{ only{number} }}"
        pictures[number] = [str(draw(dot)) for _ in range(8)]

    threads = [threading.Thread(target=paint, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(f">only{n}<" in svg for n, found in pictures.items() for svg in found)
    assert sorted(pictures) == [0, 1, 2, 3]


def _draw_in_fork(queue) -> None:
    before = room._renderer._child.process.pid
    svg = render(DOT, "svg")
    queue.put((svg, before != room._renderer.pid))
    room._renderer.close()


@needs_posix
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_starts_its_own_child_and_leaves_ours_alone(own_renderer) -> None:
    """Two processes on one pipe would read each other's pictures."""
    svg = render(DOT, "svg")
    ours = own_renderer.pid
    forking = multiprocessing.get_context("fork")
    queue = forking.SimpleQueue()
    process = forking.Process(target=_draw_in_fork, args=(queue,))
    process.start()
    process.join(20)

    assert queue.get() == (svg, True)
    assert own_renderer.pid == ours
    assert render(DOT, "svg") == svg
    queue.close()


def test_a_session_that_ends_takes_its_child_along(tmp_path) -> None:
    """A script that draws and ends leaves neither a process, nor a warning, nor a folder."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from formulation.views import draw as room\n"
        "room.draw('digraph { a }')\n"
        "print(room._renderer.pid)\n"
    )
    here = str(Path(room.__file__).parents[2])
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", script, here],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )

    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError):
        os.kill(int(done.stdout), 0)


# -- without the Graphviz in the wheel -------------------------------------------------------------


@pytest.mark.usefixtures("no_pygraphviz", "no_program")
def test_without_graphviz_the_text_is_kept_and_the_cure_is_told(tmp_path) -> None:
    """The sentence says what is missing, how to get it, and where the text of the picture is."""
    with pytest.raises(DrawError) as caught:
        draw(View(), tmp_path / "map.svg")
    with pytest.raises(DrawError) as rendered:
        render(DOT, "png")

    cure = (
        "drawing needs Graphviz, and it is not here (the pygraphviz package is not installed, and "
        "there is no program called dot): run 'pip install pygraphviz', or install your system's "
        "graphviz package, the only way on Alpine and other musl systems"
    )
    kept = tmp_path / "map.dot"
    assert str(caught.value) == f"{cure}; the text of the picture is kept in {kept}"
    assert str(rendered.value) == cure
    assert caught.value.dot == kept.read_text("utf-8") == DOT
    assert [p.name for p in tmp_path.iterdir()] == ["map.dot"]
    assert draw(View(), tmp_path / "map.dot") == DOT


@pytest.mark.usefixtures("no_program")
@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ('send(b"I", b"libgvc.so: no such file")', "libgvc.so: no such file"),
        ('send(b"R", b"formulation renderer 0")', "it ended without a word"),
        ('sys.exit("no module of that name")', "no module of that name"),
    ],
)
def test_a_pygraphviz_that_cannot_be_used_is_told_with_its_reason(renderer_that, deed, why) -> None:
    """Its libraries may be missing, or another version may answer."""
    renderer_that(deed)

    with pytest.raises(DrawError) as caught:
        draw(View())

    assert f"(the drawing process could not be started ({why}), and there is no" in str(
        caught.value
    )


@pytest.mark.usefixtures("no_program")
def test_a_python_that_cannot_be_started_is_told(tmp_path) -> None:
    """The command that starts the child is not there."""
    with pytest.raises(NoGraphvizError) as caught:
        Renderer([[str(tmp_path / "absent")]]).render(b"digraph {}", "svg")

    assert str(caught.value).startswith("the drawing process could not be started (")


@pytest.fixture
def program(no_pygraphviz, no_program, tmp_path):
    """Put a program called dot on the path that does the deed given."""

    def make(deed: str) -> None:
        path = tmp_path / "dot"
        path.write_text(f"#!{sys.executable} -I\nimport os, sys, time\n" + textwrap.dedent(deed))
        path.chmod(0o755)

    return make


@needs_posix
def test_where_the_wheel_is_missing_an_installed_program_draws(program) -> None:
    """It gets the text, the layout, the format and our fonts, and its picture is made pure too."""
    program(
        """
        from pathlib import Path
        from html import escape
        told = sys.argv[1:], sys.stdin.read(), Path(os.environ["FONTCONFIG_FILE"]).exists()
        print("<!-- 1.0 --><svg><text>" + escape(repr(told)) + "</text></svg>")
        """
    )

    svg = str(draw(View()))

    assert ET.fromstring(svg).findtext("text") == repr((["-Kdot", "-Tsvg"], DOT, True))
    assert "<!--" not in svg


@needs_posix
@pytest.mark.parametrize(
    ("deed", "problem"),
    [
        ("time.sleep(20)", "Graphviz did not finish within 1 second"),
        ("os.abort()", "Graphviz stopped (signal 6)"),
        ("sys.exit(2)", "Graphviz stopped (exit code 2)"),
        (
            "sys.exit(\"Error: <stdin>: syntax error in line 1 near '->'\")",
            "the picture's text is not valid DOT: <stdin>: syntax error in line 1 near '->'",
        ),
    ],
)
def test_an_installed_program_that_fails_is_one_clear_sentence(program, deed, problem) -> None:
    """The same sentences as with the Graphviz of the wheel."""
    program(deed)

    with pytest.raises(DrawError) as caught:
        render(DOT, "svg", seconds=1)

    assert str(caught.value) == problem


@needs_posix
def test_a_program_that_is_none_is_as_good_as_missing(program, tmp_path) -> None:
    """A file called dot that cannot be run."""
    program("")
    (tmp_path / "dot").write_text("#!/no/such/interpreter\n")

    with pytest.raises(DrawError, match="could not be started"):
        render(DOT, "svg")


# -- fonts -----------------------------------------------------------------------------------------


@pytest.fixture
def only_our_fonts(own_renderer, monkeypatch):
    """A machine without any font but the one in this package."""
    whole = fonts.font_configuration
    ours = font_folders()[:1]
    monkeypatch.setattr(fonts, "font_folders", lambda: ours)
    monkeypatch.setattr(
        fonts, "font_configuration", lambda cache: re.sub("<include.*include>", "", whole(cache))
    )
    fonts._uncovered_codes.cache_clear()
    yield
    fonts._uncovered_codes.cache_clear()


@pytest.mark.usefixtures("only_our_fonts")
@pytest.mark.parametrize(
    ("one", "other"), [("Elizabeth", "Stephanie"), ("שלום", "אהבה"), ("مرحبا", "كتابي")]
)
def test_our_font_alone_shows_each_letter(one, other) -> None:
    """As boxes, words of one length would look the same; drawn as letters they differ."""
    pictures = {
        text: render(f'digraph {{ a [fixedsize=true width=3 label="{text}"] }}', "png")
        for text in (one, other, "")
    }

    assert len(set(pictures.values())) == 3


@pytest.mark.usefixtures("only_our_fonts")
@pytest.mark.parametrize("format", ["png", "pdf"])
def test_letters_that_no_font_has_are_said_instead_of_drawn_as_boxes(format) -> None:
    """The label names the script; the names of nodes, which nobody sees, stay different."""
    dot = 'digraph { "李" [label="李"]; "龙" [label="Dr \\"龙\\""]; "李" -> "龙" }'
    plain = 'digraph { a [label="[Chinese]"]; b [label="Dr \\"[Chinese]\\""]; a -> b }'

    with pytest.warns(FormulationWarning) as told:
        pictures = [draw(dot, format=format), render(dot, format)]

    assert pictures == [draw(plain, format=format)] * 2
    assert {w.filename for w in told} == {__file__}
    assert [str(w.message) for w in told] == 2 * [
        "no font here covers Chinese (李, 龙): PNG and PDF show [Chinese] instead; "
        "install a font for it, or draw SVG"
    ]


@pytest.mark.usefixtures("only_our_fonts")
def test_an_svg_keeps_every_letter_and_says_nothing() -> None:
    """There the viewer's own fonts decide."""
    assert ">李<" in str(draw('digraph { a [label="李"] }'))


def test_a_png_is_fine_enough_to_read() -> None:
    """144 dots an inch unless the text says otherwise: a figure one inch wide has 144 dots."""
    dot = "digraph { %s pad=0 a [shape=box fixedsize=true width=1 height=1 label=a] }"

    widths = [
        int.from_bytes(render(dot % settings, "png")[16:20], "big") for settings in ("", "dpi=72")
    ]

    assert [round(width / 72) for width in widths] == [2, 1]


def test_sfdp_keeps_figures_apart() -> None:
    """Without being told, it would lay ten big boxes over each other."""
    nodes = "".join(
        f"n{i} [shape=box fixedsize=true width=3 height=1]; n0 -> n{i};" for i in range(9)
    )
    svg = render(f"digraph {{ {nodes} }}", "svg", engine="sfdp").decode()

    boxes = []
    for points in re.findall(r'class="node">.*?points="(.*?)"', svg, re.DOTALL):
        pairs = [tuple(map(float, pair.split(","))) for pair in points.split()]
        xs, ys = zip(*pairs, strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    overlapping = [
        (a, b)
        for a in boxes
        for b in boxes
        if a < b and a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
    ]
    assert len(boxes) == 9
    assert overlapping == []


# -- files -----------------------------------------------------------------------------------------


def test_a_failed_picture_leaves_the_old_file_as_it_was(tmp_path) -> None:
    """A file is written whole or not at all, and no half file stays beside it."""
    path = tmp_path / "map.png"
    draw(View(), path)
    before = path.read_bytes()

    with pytest.raises(DrawError):
        draw("digraph {", path)

    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["map.png"]


def test_a_disk_that_fails_in_the_middle_leaves_the_old_file(tmp_path, monkeypatch) -> None:
    """Whatever goes wrong between writing and renaming, the old picture stands."""
    path = tmp_path / "map.svg"
    path.write_text("the old one")

    def failing(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(DrawError) as caught:
        draw(View(), path)

    told = f"{path}: this could not be written (No space left on device)"
    assert str(caught.value) == told
    assert caught.value.dot == DOT
    assert [p.name for p in tmp_path.iterdir()] == ["map.svg"]
    assert path.read_text() == "the old one"


def test_a_place_that_cannot_be_written_is_told_before_anything_is_drawn(
    tmp_path, own_renderer
) -> None:
    """A missing folder, and a folder where a file should be."""
    (tmp_path / "folder.svg").mkdir()

    with pytest.raises(DrawError) as missing:
        draw(View(), tmp_path / "none" / "map.svg")
    with pytest.raises(DrawError) as folder:
        draw(View(), tmp_path / "folder.svg")

    target = tmp_path / "none" / "map.svg"
    assert str(missing.value) == f"cannot write {target}: there is no folder {target.parent}"
    assert str(folder.value) == f"cannot write {tmp_path / 'folder.svg'}: it is a folder"
    assert missing.value.dot == DOT
    assert own_renderer.pid is None


@needs_posix
def test_permissions_and_links_stay_as_they_were(tmp_path) -> None:
    """A new file is as readable as any other; an old one keeps its mode; a link stays a link."""
    (tmp_path / "plain.txt").write_text("")
    common = stat.S_IMODE((tmp_path / "plain.txt").stat().st_mode)
    old, link = tmp_path / "old.svg", tmp_path / "link.svg"
    old.write_text("")
    old.chmod(0o600)
    link.symlink_to(old)

    draw(View(), tmp_path / "new.svg")
    draw(View(), link)

    assert stat.S_IMODE((tmp_path / "new.svg").stat().st_mode) == common
    assert stat.S_IMODE(old.stat().st_mode) == 0o600
    assert link.is_symlink()
    assert old.read_text("utf-8").startswith("<svg ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_drawn_into_and_stays_a_pipe(tmp_path):
    """What is no file is written to as it is, and not put a file in the place of."""
    pipe = tmp_path / "map.svg"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()

    draw(View(), pipe)
    reader.join(10)

    assert pipe.is_fifo()
    assert read[0].startswith(b"<svg")
