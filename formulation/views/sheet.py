"""A sheet: a picture laid out by ourselves, as SVG text, with its words.

Triangles, timelines and loops are drawn here stroke by stroke, so that the same case gives the
same bytes everywhere and a statement can be found again in every picture.  People's words come in
through :mod:`formulation.views.quoting`, colours through :mod:`formulation.views.style`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from formulation.views.quoting import svg_id, svg_text, wrapped
from formulation.views.strokes import text_width
from formulation.views.style import STYLE, Style

__all__ = ["LEADING", "Point", "Sample", "Sheet", "SheetView", "columns_in", "rows_in"]

Point = tuple[float, float]
#: a legend's entry: what draws its sample into 26 points right of a place on the line, its words
Sample = tuple[Callable[[float, float], None], str]

#: how much of its size a letter of the font is wide on the average, and a line is high
_LETTER, LEADING = 0.61, 1.28
_HATCH = "hatch"
_ARROW = "arrow"


@dataclass(frozen=True)
class SheetView:
    """A picture that was laid out by ourselves: its strokes, and the same in words.

    Attributes
    ----------
    title, lead
        What it shows, in a few words, and the sentence under it.
    alt
        What it shows, for those who hear it read.
    prose
        All that it says, in paragraphs of a line each.
    width, height
        In points.
    body
        The strokes, as SVG.
    statements
        The ids of the statements that it shows, in the order they were drawn.
    """

    title: str
    lead: str
    alt: str
    prose: str
    width: float
    height: float
    body: str = field(repr=False)
    statements: tuple[str, ...] = ()
    style: Style = field(default=STYLE, repr=False, compare=False)

    def to_svg(self, *, prefix: str = "") -> str:
        """Return the picture as one SVG.

        Parameters
        ----------
        prefix
            Stands before every id in it, so that several pictures can stand in one page; what
            belongs to a statement is found by ``data-statement`` in each of them.
        """
        size = f"{_number(self.width)} {_number(self.height)}"
        title, desc = f"{prefix}sheet-title", f"{prefix}sheet-desc"
        marked = self.body
        for name in ("s-", _HATCH, _ARROW, "fade"):
            marked = marked.replace(f' id="{name}', f' id="{prefix}{name}')
            marked = marked.replace(f"url(#{name}", f"url(#{prefix}{name}")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" '
            f'width="{_number(self.width)}" height="{_number(self.height)}" role="img" '
            f'aria-labelledby="{title} {desc}" font-family="{self.style.font}, sans-serif">\n'
            f'<title id="{title}">{svg_text(self.title)}</title>\n'
            f'<desc id="{desc}">{svg_text(self.alt)}</desc>\n{marked}</svg>\n'
        )

    def _repr_svg_(self) -> str:
        return self.to_svg()


def _number(value: float) -> str:
    """Return a length as short as can be, to a hundredth of a point."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def columns_in(width: float, size: float) -> int:
    """Return how many letters of a size go into a width."""
    return max(int(width / (size * _LETTER)), 2)


def rows_in(
    text: str, width: float, size: float, lines: int = 3, *, is_bold: bool = False
) -> list[str]:
    """Break a text into rows, none wider than `width` by the letters' own widths.

    Parameters
    ----------
    text
        Anybody's words; what does not fit is cut and ends with "…".
    width, size
        In points.
    lines
        How many rows there may be.
    is_bold
        Whether its letters are.
    """
    return list(_rows(text, width, size, lines, is_bold))


@lru_cache(maxsize=1024)  # words are measured first and written then
def _rows(text: str, width: float, size: float, lines: int, is_bold: bool) -> tuple[str, ...]:
    columns = max(int(width / (size * 0.5)), 2)
    while True:
        rows = wrapped(text, columns, lines).split("\n")
        widest = max(text_width(row, size, is_bold=is_bold) for row in rows)
        if widest <= width or columns <= 2:
            return tuple(rows)
        columns = max(min(columns - 1, int(columns * width / widest) + 2), 2)


class Sheet:
    """Strokes while they are being drawn; y grows downward, lengths are points.

    Parameters
    ----------
    style
        How things look.
    """

    def __init__(self, style: Style = STYLE) -> None:
        self.style = style
        self._parts: list[str] = []
        self._statements: dict[str, None] = {}
        self._fades: dict[tuple[str, bool], str] = {}

    @contextmanager
    def statement(self, id: str, told: str) -> Iterator[None]:
        """Draw what belongs to a statement: found by its id, its sentence shown on a pointer.

        Where thousands are drawn, a sentence each would be most of the picture: "" leaves it out.
        """
        own = svg_id(id)
        first = id not in self._statements
        name = f' id="{own}"' if first else ""
        self._statements.setdefault(id)
        self._parts.append(f'<g{name} class="statement" data-statement="{own}">')
        if told:
            self._parts.append(f"<title>{svg_text(told)}</title>")
        yield
        self._parts.append("</g>")

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "",
        line: float = 1.0,
        rounded: float = 0.0,
        is_dashed: bool = False,
        is_dotted: bool = False,
        is_hatched: bool = False,
    ) -> None:
        """Draw a box; hatched, it is filled with thin slanting lines over its fill."""
        shape = (
            f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" '
            f'height="{_number(height)}" rx="{_number(rounded)}"'
        )
        paint = _paint(fill, stroke, line, is_dashed=is_dashed, is_dotted=is_dotted)
        self._parts.append(f"<rect {shape} {paint}/>")
        if is_hatched:
            self._parts.append(f'<rect {shape} fill="url(#{_HATCH})"/>')

    def line(
        self,
        points: Sequence[Point],
        *,
        stroke: str = "",
        line: float = 1.2,
        is_dashed: bool = False,
        is_dotted: bool = False,
        has_arrow: bool = False,
    ) -> None:
        """Draw a line from point to point, with an arrow at its end if it has one."""
        path = "M" + " L".join(f"{_number(x)} {_number(y)}" for x, y in points)
        self.path(
            path,
            stroke=stroke,
            line=line,
            is_dashed=is_dashed,
            is_dotted=is_dotted,
            has_arrow=has_arrow,
        )

    def path(
        self,
        path: str,
        *,
        stroke: str = "",
        fill: str = "none",
        line: float = 1.2,
        is_dashed: bool = False,
        is_dotted: bool = False,
        has_arrow: bool = False,
    ) -> None:
        """Draw a path in SVG's own words (numbers and letters of ours, never of a case)."""
        end = f' marker-end="url(#{_ARROW})"' if has_arrow else ""
        ink = stroke or self.style.ink
        paint = _paint(fill, ink, line, is_dashed=is_dashed, is_dotted=is_dotted)
        self._parts.append(f'<path d="{path}" {paint}{end}/>')

    def circle(
        self, x: float, y: float, radius: float, *, fill: str = "none", stroke: str = ""
    ) -> None:
        """Draw a circle around a point."""
        place = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
        self._parts.append(
            f"<circle {place} {_paint(fill, stroke or self.style.ink, 1.0, is_dashed=False)}/>"
        )

    def polygon(self, points: Iterable[Point], *, fill: str = "none", stroke: str = "") -> None:
        """Draw a closed shape through points."""
        told = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        paint = _paint(fill, stroke or self.style.ink, 1.0, is_dashed=False)
        self._parts.append(f'<polygon points="{told}" {paint}/>')

    def fading(
        self, x: float, y: float, width: float, height: float, *, fill: str, is_rising: bool
    ) -> None:
        """Draw a stretch that fades in (`is_rising`) or out: a beginning or an end not known."""
        name = self._fades.setdefault((fill, is_rising), f"fade{len(self._fades)}")
        place = f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}"'
        self._parts.append(f'<rect {place} height="{_number(height)}" fill="url(#{name})"/>')

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 0.0,
        width: float = 0.0,
        lines: int = 3,
        anchor: str = "start",
        is_bold: bool = False,
        is_italic: bool = False,
        colour: str = "",
    ) -> float:
        """Write text with its first line's foot at `y`, and return how high it is.

        Parameters
        ----------
        x, y, text
            Where, and what: anybody's words.
        size
            In points; the style's own unless said.
        width, lines
            Where to break it, and after how many lines to cut it; one line unless said.
        anchor
            ``start``, ``middle`` or ``end``.
        is_bold, is_italic, colour
            How.
        """
        size = size or self.style.text_points
        rows = rows_in(text, width, size, lines, is_bold=is_bold) if width else [text]
        look = ' font-weight="bold"' * is_bold + ' font-style="italic"' * is_italic
        look += f' text-anchor="{anchor}"' if anchor != "start" else ""
        for number, row in enumerate(rows):
            foot = y + number * size * LEADING
            self._parts.append(
                f'<text x="{_number(x)}" y="{_number(foot)}" font-size="{_number(size)}"'
                f'{look} fill="{colour or self.style.ink}">{svg_text(row)}</text>'
            )
        return len(rows) * size * LEADING

    def heading(self, title: str, lead: str, width: float) -> float:
        """Write title and lead from the upper left corner, and return where what follows begins."""
        size, small = self.style.title_points, self.style.text_points
        y = size + 6
        y += self.text(0, y, title, size=size, width=width, lines=2, is_bold=True)
        y += small * 0.2
        return y + self.text(0, y, lead, size=small, width=width, lines=4) + 4

    def legend(self, x: float, y: float, width: float, samples: Sequence[Sample]) -> float:
        """Write a legend into rows as they fit, and return how high it is.

        Parameters
        ----------
        x, y, width
            Where its first row stands, by its middle, and how wide the rows may be.
        samples
            What was shown and nothing else.
        """
        size, place = self.style.key_points, x
        start = y
        for draw, words in samples:
            wide = 34 + min(text_width(words, size), width - 34) + 18
            if place > x and place + wide - 18 > x + width:
                place, y = x, y + size * 1.8
            draw(place, y)
            self.text(place + 34, y + size * 0.35, words, size=size, width=width - 34, lines=1)
            place += wide
        return y - start + size * 1.8 if samples else 0.0

    def view(
        self,
        *,
        title: str,
        lead: str,
        alt: str,
        prose: str,
        width: float,
        height: float,
        margin: float = 0.0,
    ) -> SheetView:
        """Return what was drawn, on paper of that size with a margin around, with its words."""
        paper = f'<rect width="100%" height="100%" fill="{self.style.paper}"/>'
        inset = _number(margin)
        parts = [f'<g transform="translate({inset} {inset})">', *self._parts, "</g>"]
        body = "\n".join([self._definitions(), paper, *(parts if margin else self._parts)])
        width, height = width + 2 * margin, height + 2 * margin
        return SheetView(
            title, lead, alt, prose, width, height, body + "\n", tuple(self._statements), self.style
        )

    def _definitions(self) -> str:
        ink, told = self.style.ink, []
        told.append(
            f'<pattern id="{_HATCH}" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="{ink}" '
            'stroke-width="0.7" stroke-opacity="0.55"/></pattern>'
        )
        told.append(
            f'<marker id="{_ARROW}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            f'markerHeight="7" orient="auto-start-reverse"><path d="M0 0 L8 4 L0 8 z" '
            f'fill="{ink}"/></marker>'
        )
        for (fill, is_rising), name in self._fades.items():
            stops = ((0, 0), (1, 1)) if is_rising else ((0, 1), (1, 0))
            marks = "".join(
                f'<stop offset="{place}" stop-color="{fill}" stop-opacity="{strength}"/>'
                for place, strength in stops
            )
            told.append(f'<linearGradient id="{name}">{marks}</linearGradient>')
        return f"<defs>{''.join(told)}</defs>"


def _paint(fill: str, stroke: str, line: float, *, is_dashed: bool, is_dotted: bool = False) -> str:
    told = f'fill="{fill}"'
    if stroke:
        told += f' stroke="{stroke}" stroke-width="{_number(line)}"'
        told += ' stroke-dasharray="5 4"' * (is_dashed and not is_dotted)
        told += ' stroke-dasharray="0.1 3.6" stroke-linecap="round"' * is_dotted
    return told
