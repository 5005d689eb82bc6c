"""Every view there is, by name, of any case; and what a picture file says of itself.

The views beside the map are those that ``draw`` knows, so that a new one is looked at from the day
it is registered.  A view that needs something to ask with (a date, a finding, a weight) gives no
picture where a case has none.
"""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from formulation import catalogue, find, map_view, motif, read_case, weigh
from formulation.cli.views import SHEETS
from formulation.findings import Finding
from formulation.model import Case
from formulation.patterns.answers import Findings
from formulation.patterns.pattern import Pattern
from formulation.views.charts import change_view, lag_view, scale_view, strip_view, weight_view
from formulation.views.map import compare_maps
from formulation.views.multiples import multiples_view

EXAMPLES = Path(__file__).parent.parent / "examples"
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, eq=False)
class Asked:
    """A case with what was found in it and how that weighs, worked out when first asked for.

    `change` is the id of an event, before and after which is compared.
    """

    case: Case
    change: str | None = None

    @cached_property
    def found(self) -> Findings:
        return find(self.case)

    @cached_property
    def weights(self) -> Any:
        return weigh(self.case, change=self.change)

    @property
    def finding(self) -> Finding | None:
        """The finding with most steps, which `draw --view cycle` shows too."""
        return max(self.found, key=lambda one: len(one.steps), default=None)

    @property
    def patterns(self) -> list[Pattern]:
        """The patterns that were found, that of `finding` first."""
        first = self.finding.pattern if self.finding else ""
        names = {one.pattern for one in self.found}
        found = [pattern for pattern in catalogue() if pattern.pattern in names]
        return sorted(found, key=lambda pattern: pattern.pattern != first)

    @cached_property
    def dates(self) -> list[str]:
        """The first, the middle and the last of the dates that the case tells, as it tells them."""
        told = sorted({one.when for one in self.case.statements if one.when})
        return sorted({told[0], told[len(told) // 2], told[-1]}) if told else []


def example_files() -> list[Path]:
    """The cases among the examples; a file that says what columns mean is none."""
    files = sorted(EXAMPLES.glob("*.yaml"))
    return [f for f in files if re.search(r"^formulation:", f.read_text("utf-8"), re.MULTILINE)]


@cache
def example(path: Path) -> Asked:
    return Asked(read_case(path))


def _weighed(view: Callable[[Any], Any], asked: Asked) -> list[Any]:
    """A picture of the first weight that could be reckoned, and of the first that could not."""
    kinds = {weight.is_testable: weight for weight in reversed(asked.weights)}
    return [view(weight) for weight in kinds.values()]


def _bases(asked: Asked) -> list[Any]:
    names = ("observed", "reported", "informant", "inferred", "unsaid")
    return [map_view(asked.case, basis=name) for name in names]


def _around(asked: Asked) -> list[Any]:
    """Whom the case names first, and its first symptom."""
    named = [*asked.case.people[:1], *asked.case.symptoms[:1]]
    return [map_view(asked.case, around=one.id) for one in named]


def _pair(asked: Asked) -> list[Any]:
    first_and_last = asked.dates[:1] + asked.dates[-1:]
    return [compare_maps(asked.case, *first_and_last)] if first_and_last else []


def _sheet(name: str, asked: Asked, *patterns: Pattern) -> list[Any]:
    return [SHEETS[name](asked.case, patterns, catalogue())]


#: the pictures of a case by the name of the view; none where the case has nothing to ask it with
VIEWS: dict[str, Callable[[Asked], list[Any]]] = {
    "map": lambda asked: [map_view(asked.case)],
    "map at a date": lambda asked: [map_view(asked.case, at=date) for date in asked.dates],
    "map by basis": _bases,
    "map of a source": lambda a: [map_view(a.case, source=s.id) for s in a.case.sources[:1]],
    "map around someone": _around,
    "map of a finding": lambda a: [map_view(a.case, finding=a.finding)] if a.finding else [],
    "pair of maps": _pair,
    "small multiples": lambda a: [multiples_view(a.case, a.finding)] if a.finding else [],
    "motif": lambda asked: [motif(pattern) for pattern in asked.patterns],
    **{name: (lambda asked, name=name: _sheet(name, asked)) for name in SHEETS},
    "timeline of findings": lambda a: _sheet("timeline", a, *a.patterns[:1]) if a.found else [],
    "strip": lambda asked: _weighed(strip_view, asked),
    "lags": lambda asked: _weighed(lag_view, asked),
    "weight": lambda asked: _weighed(weight_view, asked),
    "change": lambda asked: [change_view(change) for change in asked.weights.changes[:1]],
    "scale": lambda asked: [scale_view(change) for change in asked.weights.scales[:1]],
}


def text_of(view: Any) -> str:
    """The text that a view is drawn from: DOT, SVG, or the description of a chart."""
    for name in ("to_dot", "to_json", "to_svg"):
        if hasattr(view, name):
            return str(getattr(view, name)())
    raise AssertionError(f"{view!r} has no text")


# -- what a file says of itself -------------------------------------------------------------------


def svg_of(picture: object) -> ET.Element:
    """The picture as elements; whatever is not well-formed is refused."""
    assert isinstance(picture, str)
    return ET.fromstring(picture)


def size_of_png(picture: object) -> tuple[int, int]:
    """Width and height in dots, once every chunk's sum and the number of all dots were checked."""
    assert isinstance(picture, bytes)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    chunks = list(_chunks(picture))
    names = [name for name, _ in chunks]
    assert (names[0], names[-1]) == (b"IHDR", b"IEND")
    width, height, depth, colour = struct.unpack(">IIBB", chunks[0][1][:10])
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    dots = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    assert len(dots) == height * (1 + (width * samples * depth + 7) // 8)
    return width, height


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        name, data = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        (told,) = struct.unpack(">I", picture[at + 8 + size : at + 12 + size])
        assert zlib.crc32(name + data) == told, name
        yield name, data
        at += 12 + size


def pdf_text(picture: object) -> bytes:
    """The text of a PDF with its streams unpacked, once head, tail and table were found sound."""
    assert isinstance(picture, bytes)
    assert picture.startswith(b"%PDF-1.")
    tail = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", picture)
    assert tail, "a PDF ends with the place of its table"
    assert re.match(rb"xref|\d+ \d+ obj", picture[int(tail[1]) :])
    streams = re.finditer(rb"stream\r?\n(.*?)\r?\n?endstream", picture, re.DOTALL)
    return picture + b"\n".join(_unpacked(stream[1]) for stream in streams)


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:  # not packed, or packed otherwise, as a picture is
        return b""


def pages_of_pdf(picture: object) -> int:
    """How many pages there are: as many as the tree of pages tells."""
    text = pdf_text(picture)
    pages = len(re.findall(rb"/Type\s*/Page(?![a-zA-Z])", text))
    told = re.findall(rb"/Type\s*/Pages\b[^<>]*?/Count\s+(\d+)", text)
    told += re.findall(rb"/Count\s+(\d+)[^<>]*?/Type\s*/Pages\b", text)
    assert [int(count) for count in told] == [pages]
    return pages
