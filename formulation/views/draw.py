"""The one room where the text of a picture becomes a picture.

A view gives its picture as text in Graphviz's DOT language; :func:`draw` turns that into SVG, PNG
or PDF, writes it whole or not at all, and says in one sentence what went wrong where it cannot.
People's words come to it quoted (:mod:`formulation.views.quoting`, whose names open from here too).
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn, Protocol
from xml.parsers import expat
from zlib import crc32

from formulation.errors import CaseError, DrawError, FormulationWarning, UnknownName, shortened
from formulation.notation import write_atomically
from formulation.views.chart_view import ChartView
from formulation.views.fonts import missing_glyphs, uncovered, with_stand_ins
from formulation.views.quoting import dot_text, dot_tooltip, showable, svg_id, wrapped
from formulation.views.renderer import (
    LayoutError,
    MalformedError,
    NoGraphvizError,
    Renderer,
    RendererError,
    complaint,
    ending,
    layout_settings,
    quiet_start,
    too_slow,
    with_fonts,
)

__all__ = [
    "FORMATS",
    "Renderer",
    "View",
    "dot_text",
    "dot_tooltip",
    "draw",
    "missing_glyphs",
    "render",
    "svg_id",
    "wrapped",
]

FilePath = str | os.PathLike[str]
FORMATS = ("svg", "png", "pdf", "dot")
ENGINES = ("dot", "neato", "fdp", "sfdp", "circo", "twopi", "osage", "patchwork")

#: How long one layout may take.
SECONDS = 10.0
#: How long one text in a picture may be; Graphviz's own reader stops at 16,384 bytes.
LONGEST_TEXT_BYTES = 16_000

_renderer = Renderer()


class View(Protocol):
    """Anything that can be drawn; ``title`` and ``alt`` say in words what it shows.

    It may also have ``simpler()``, which returns the same view with fewer labels.
    """

    @property
    def title(self) -> str:
        """What the picture shows, in a few words."""

    @property
    def alt(self) -> str:
        """What the picture shows, for those who hear it read."""

    def to_dot(self) -> str:
        """Return the picture as text in the DOT language."""


# -- the text of a picture, looked over before Graphviz sees it ----------------------------------

_COMMENT = r"//[^\n]*|/\*.*?\*/"
_LABEL = r"(?P<label>\b(?:x|head|tail)?label\s*=\s*)?"
_QUOTED = re.compile(_COMMENT + "|" + _LABEL + r'"(?P<text>(?:[^"\\]++|\\.)*+)"', re.DOTALL)


def _checked(dot: str) -> str:
    """Return `dot` without characters that no picture can hold.

    Raises :class:`DrawError` where one text in it is too long for Graphviz's reader.
    """
    dot = showable(dot)
    if len(dot) > LONGEST_TEXT_BYTES // 4:
        for text in (match["text"] or "" for match in _QUOTED.finditer(dot)):
            if (size := len(text.encode())) > LONGEST_TEXT_BYTES:
                raise DrawError(
                    f"a text in the picture is {size:,} bytes long, and at most "
                    f"{LONGEST_TEXT_BYTES:,} can be drawn: {shortened(text, 40)!r}",
                    dot,
                )
    return dot


def _with_stand_ins(dot: str) -> tuple[str, str]:
    """Return `dot` with its labels in letters that can be shown, and what had to be replaced."""
    labels = "".join(m["text"] for m in _QUOTED.finditer(dot) if m["label"])
    missing = uncovered(labels)
    if not missing:
        return dot, ""

    def replaced(match: re.Match[str]) -> str:
        if not match["label"]:  # a name, which only Graphviz reads
            return match[0]
        return f'{match["label"]}"{with_stand_ins(match["text"], missing)}"'

    return _QUOTED.sub(replaced, dot), missing_glyphs(labels)


# -- from text to picture ------------------------------------------------------------------------


def render(dot: str, format: str, *, seconds: float = SECONDS, engine: str = "dot") -> bytes:
    """Return the picture that a text in the DOT language describes, by one layout, or say why not.

    Parameters
    ----------
    dot
        The text.
    format
        One of ``svg``, ``png``, ``pdf`` and ``dot`` (the text itself, UTF-8).
    seconds
        How long Graphviz may take; after that it is ended.
    engine
        The name of a Graphviz layout, such as ``dot`` or ``sfdp``.

    Raises
    ------
    DrawError
        Where Graphviz is missing, stopped or took too long, or the text is not DOT.
    UnknownName
        Where there is no such format or layout.

    Warns
    -----
    FormulationWarning
        Where a PNG or PDF shows a script's name instead of letters that no font here has.
    """
    if format not in FORMATS:
        raise UnknownName(format, "picture format", FORMATS)
    if engine not in ENGINES:
        raise UnknownName(engine, "layout", ENGINES)
    dot = _checked(dot)
    if format == "dot":
        return dot.encode()
    try:
        picture, told = _shown(dot, format, seconds, engine)
    except NoGraphvizError as missing:
        raise DrawError(_how_to_get_graphviz(missing), dot) from missing
    except RendererError as error:
        raise DrawError(shortened(str(error), 300), dot) from error
    if told:
        warnings.warn(told, FormulationWarning, stacklevel=2)
    return pure_svg(picture, dot=dot).encode() if format == "svg" else picture


def _shown(dot: str, format: str, seconds: float, engine: str) -> tuple[bytes, str]:
    """Return the picture, and which letters it could not show."""
    told = ""
    if format != "svg":  # there the viewer's fonts decide
        dot, told = _with_stand_ins(dot)
    return _rendered(dot, format, seconds, engine), told


def _rendered(dot: str, format: str, seconds: float, engine: str) -> bytes:
    """Return what the child draws, or where it has no Graphviz, an installed ``dot``."""
    try:
        picture = _renderer.render(dot.encode(), format, seconds=seconds, engine=engine)
    except NoGraphvizError:
        program = shutil.which("dot")
        if program is None:
            raise
        picture = _by_program(program, dot, format, seconds, engine)
    # The same case gives the same bytes, whatever the day.
    date, constant = rb"(/CreationDate \(D:)\d{14}", rb"\g<1>20000101000000"
    dated: bytes = re.sub(date, constant, picture, count=1)
    return dated


def _by_program(program: str, dot: str, format: str, seconds: float, engine: str) -> bytes:
    settings = [f"-G{name}={value}" for name, value in layout_settings(format, engine).items()]
    with tempfile.TemporaryDirectory(prefix="formulation-") as folder:
        try:
            done: subprocess.CompletedProcess[bytes] = subprocess.run(
                [program, f"-K{engine}", f"-T{format}", *settings],
                input=dot.encode(),
                capture_output=True,
                timeout=seconds,
                env=with_fonts(Path(folder)),
                check=False,
                **quiet_start(),
            )
        except subprocess.TimeoutExpired:
            raise LayoutError(too_slow(seconds)) from None
        except OSError as error:
            raise NoGraphvizError(f"{program} could not be started ({error})") from error
    told = done.stderr.decode("utf-8", errors="replace")
    if done.returncode >= 0 and done.stdout:
        return done.stdout
    if "syntax error" in told:
        raise MalformedError(f"the picture's text is not valid DOT{complaint(told)}")
    raise LayoutError(f"Graphviz stopped ({ending(done.returncode)}){complaint(told)}")


def _how_to_get_graphviz(missing: NoGraphvizError) -> str:
    return (
        f"drawing needs Graphviz, and it is not here ({shortened(str(missing), 200)}, and there is "
        "no program called dot): run 'pip install pygraphviz', or install your system's graphviz "
        "package, the only way on Alpine and other musl systems"
    )


# -- a pure SVG ----------------------------------------------------------------------------------

_ELEMENTS = frozenset({
    "a", "circle", "defs", "desc", "ellipse", "g", "line", "linearGradient", "path", "polygon",
    "polyline", "radialGradient", "rect", "stop", "svg", "text", "textPath", "title", "tspan",
})  # fmt: skip
_OUTSIDE = re.compile(r"url\s*\((?!\s*['\"]?#)|@import|expression\s*\(", re.IGNORECASE)
# What stands in for the measured font where the viewer lacks it: Verdana is as wide.
_FAMILIES = {"DejaVu Sans": "DejaVu Sans, Verdana, sans-serif"}


def pure_svg(picture: bytes, title: str = "", alt: str = "", *, dot: str = "") -> str:
    """Return Graphviz's SVG as a picture and nothing else.

    Scripts, images, comments and whatever would load something or lead elsewhere are left out, so
    that it can stand in any page; the version of Graphviz is not told.

    Parameters
    ----------
    picture
        The SVG as Graphviz wrote it.
    title, alt
        What the picture shows, in a few words and in full, for those who hear it read.
    dot
        The text it was drawn from, kept by the error.

    Raises
    ------
    DrawError
        Where the picture is not well-formed.
    """
    writer = _PureSvg(showable(title), showable(alt))
    parser = expat.ParserCreate()
    parser.ordered_attributes = parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.write
    try:
        parser.Parse(picture, True)
    except expat.ExpatError as error:
        raise DrawError(f"Graphviz wrote an SVG that cannot be read ({error})", dot) from error
    return "".join(writer.parts).strip() + "\n"


class _PureSvg:
    """Writes an SVG anew as it is read, leaving out what is not a picture."""

    def __init__(self, title: str, alt: str) -> None:
        self.parts: list[str] = []
        self._words = [("title", title), ("desc", alt)] if title or alt else []
        self._key = format(crc32(f"{title} {alt}".encode()), "08x")  # pages hold several pictures
        self._left_out = 0
        self._tag_is_open = False

    def start(self, name: str, attributes: list[str]) -> None:
        if self._left_out or name not in _ELEMENTS:
            self._left_out += 1
            return
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        is_root = not self.parts
        self._close_tag()
        self.parts.append(f"<{name}")
        self.parts += [_attribute(key, value) for key, value in pairs if _is_inside(key, value)]
        self._tag_is_open = True
        if is_root:
            self._tell()

    def end(self, name: str) -> None:
        if self._left_out:
            self._left_out -= 1
        elif self._tag_is_open:
            self.parts.append("/>")
            self._tag_is_open = False
        else:
            self.parts.append(f"</{name}>")

    def write(self, text: str) -> None:
        if not self._left_out and self.parts:
            self._close_tag()
            self.parts.append(html.escape(text, quote=False))

    def _close_tag(self) -> None:
        if self._tag_is_open:
            self.parts.append(">")
            self._tag_is_open = False

    def _tell(self) -> None:
        """Give the picture its words, for those who hear it read."""
        told = [(name, f"{name}-{self._key}", text) for name, text in self._words if text]
        if told:
            names = " ".join(key for _, key, _ in told)
            self.parts.append(f' role="img" aria-labelledby="{names}"')
        for name, key, text in told:
            self._close_tag()
            self.parts.append(f'\n<{name} id="{key}">{html.escape(text, quote=False)}</{name}>')


def _attribute(name: str, value: str) -> str:
    if name == "font-family":
        family = value.removesuffix(" Bold")
        told = f' font-family="{html.escape(_FAMILIES.get(family, family))}"'
        return told + ' font-weight="bold"' * (family != value)
    return f' {name}="{html.escape(value)}"'.replace("\n", "&#10;")


def _is_inside(name: str, value: str) -> bool:
    """Return whether an attribute neither acts nor leads out of the picture."""
    if name.startswith("on"):
        return False
    if name.endswith("href"):
        return value.startswith("#")
    if name == "xlink:title" or not ("(" in value or "@" in value):  # most are numbers
        return True
    return not _OUTSIDE.search(value)


# -- drawing -------------------------------------------------------------------------------------


def draw(
    view: View | ChartView | str, path: FilePath | None = None, *, format: str | None = None
) -> bytes | str:
    """Draw a view, and return the picture.

    Where Graphviz stops or takes longer than 10 seconds, the picture is drawn with fewer labels,
    then by another layout (sfdp), and a warning says so.  A file is written whole or not at all.

    Parameters
    ----------
    view
        What to draw: anything with ``to_dot()``, ``title`` and ``alt``, such as
        ``map_view(case)``; a picture of numbers, such as ``weight_view(weight)``; or a text in
        the DOT language.
    path
        The file to write; without it nothing is written.
    format
        One of ``svg``, ``png``, ``pdf`` and ``dot``, for a picture of numbers ``html`` or ``json``
        instead of ``dot``; by default what the path ends in, else SVG.

    Returns
    -------
    str or bytes
        The text of an SVG, DOT, HTML or JSON picture; the bytes of a PNG or PDF.

    Raises
    ------
    DrawError
        Where it cannot be drawn or written; ``.dot`` holds the text of the picture.
    UnknownName
        Where there is no such format.

    Warns
    -----
    FormulationWarning
        Where the picture is simpler than asked for, or shows a script's name instead of letters
        that no font here has.
    """
    if not isinstance(view, str) and not hasattr(view, "to_dot"):
        from formulation.views.sheet_draw import draw_otherwise

        return draw_otherwise(view, path, format=format)
    wanted = format_of(path, format)
    dot = _dot_of(view)
    target = None if path is None else file_for(Path(path), dot)
    picture: bytes | str = dot
    if wanted != "dot":
        picture = _picture(view, dot, wanted, target)
    if wanted == "svg" and isinstance(picture, bytes):
        picture = pure_svg(picture, *_words(view), dot=dot)
    if target is not None:
        write_picture(target, picture.encode() if isinstance(picture, str) else picture, dot)
    return picture


def format_of(path: FilePath | None, format: str | None, formats: Sequence[str] = FORMATS) -> str:
    """Return the format that is asked for, or that a path ends in; SVG where neither is given."""
    if format is None and path is None:
        return "svg"
    ending = Path(path).suffix if format is None and path is not None else format or ""
    name = ending.lower().removeprefix(".")
    if not name and path is not None:
        raise DrawError(
            f"the name {shortened(os.fspath(path))!r} does not say which picture to draw: "
            f"end it in .{', .'.join(formats[:-1])} or .{formats[-1]}, or give a format"
        )
    if name not in formats:
        raise UnknownName(name, "picture format", formats)
    return name


def _dot_of(view: View | str) -> str:
    if isinstance(view, str):
        return _checked(view)
    return _checked(view.to_dot())


def _words(view: View | str) -> tuple[str, str]:
    """Return title and description; a mere text has none."""
    if isinstance(view, str):
        return "", ""
    return str(getattr(view, "title", "")), str(getattr(view, "alt", ""))


def _picture(view: View | str, dot: str, format: str, target: Path | None) -> bytes:
    """Return the picture by the first way that works; say so where it was not the first."""
    failure: LayoutError | None = None
    try:
        for text, engine, how in _ways(view, dot):
            try:
                picture, told = _shown(text, format, SECONDS, engine)
            except LayoutError as error:
                failure = failure or error
                continue
            if how:
                _warn(f"{failure}; drawn {how} instead")
            if told:
                _warn(told)
            return picture
    except NoGraphvizError as missing:
        _give_up(missing, dot, target)
    except MalformedError as error:
        raise DrawError(shortened(str(error), 300), dot) from error
    raise DrawError(f"{failure}; fewer labels and another layout did not help", dot) from failure


def _ways(view: View | str, dot: str) -> Iterator[tuple[str, str, str]]:
    """Yield text and layout, best first, and in words what is given up."""
    yield dot, "dot", ""
    fewer = ""
    if hasattr(view, "simpler") and (simpler := view.simpler()) is not None:
        dot, fewer = _dot_of(simpler), "with fewer labels"
        yield dot, "dot", fewer
    yield dot, "sfdp", f"{fewer} and the sfdp layout" if fewer else "with the sfdp layout"


def _warn(sentence: str) -> None:
    warnings.warn(sentence, FormulationWarning, stacklevel=4)


def _give_up(missing: NoGraphvizError, dot: str, target: Path | None) -> NoReturn:
    """Say how to get Graphviz, and keep the picture's text beside where it should have been."""
    told = _how_to_get_graphviz(missing)
    if target is not None:
        beside = target.with_suffix(".dot")
        write_picture(beside, dot.encode(), dot)
        told += f"; the text of the picture is kept in {beside}"
    raise DrawError(told, dot) from missing


# -- writing -------------------------------------------------------------------------------------


def file_for(path: Path, dot: str) -> Path:
    """Return the file to write, links followed; refuse early where it cannot be written."""
    target = path.resolve()
    if target.is_dir():
        raise DrawError(f"cannot write {path}: it is a folder", dot)
    if not target.parent.is_dir():
        raise DrawError(f"cannot write {path}: there is no folder {target.parent}", dot)
    return target


def write_picture(target: Path, content: bytes, dot: str) -> None:
    """Write a file whole or not at all; a device or a pipe is written to as it is."""
    try:
        write_atomically(target, content)
    except CaseError as error:
        [fault] = error.faults
        raise DrawError(f"{target}: {fault.problem}", dot) from error
