"""A motif made of characters: a line for each step, for a terminal or a mail."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from formulation.views.motif import Lane, Motif, Tie
from formulation.views.quoting import showable

__all__ = ["text_of"]

_NARROWEST = 40
_WIDEST_NAME = 26
_MOST_MARKS = 3
#: columns beside the words in a bracket: its end, a piece of line and a blank on either side
_AROUND = 6
#: what is drawn of a bar beyond the last column
_BEYOND = 5
#: what the signs of a drawing are in ASCII
_ASCII: Mapping[int, int] = MappingProxyType(
    str.maketrans("●○✗┣┫━┅─┈├╞┤┼╌┊▶└", "*oX||=~-.([)+-:>'")  # one for one
)
_MARKS = {"required": "●", "optional": "○", "absent": "✗"}
_LEGEND = {
    "●": "● is recorded",
    "○": "○ told where recorded",
    "✗": "✗ must not be recorded",
    "━": "━ lasts",
    "┅": "┅ lasts, told where recorded",
    "─": "─ its end is not asked",
    "├": "├ later than",
    "╞": "╞ at once or later",
    "┤": "┤ earlier than",
}


def text_of(motif: Motif, width: int = 80, *, is_ascii: bool = False) -> str:
    """Return a motif as lines of characters, none longer than `width`.

    Parameters
    ----------
    motif
        The drawing.
    width
        How many characters a line may have, at least 40.
    is_ascii
        Whether to keep to the characters of ASCII.
    """
    width = max(width, _NARROWEST)
    lines = [*_lines(motif)]
    widest = max(len("time"), *(_columns(line.name) for line in lines))
    names = min(widest + 2, _WIDEST_NAME, width // 3)
    drawing = _fitting(motif, lines, width - names)
    rows = ["".join(row).rstrip() for row in drawing.rows]
    told = [
        _padded(_cut(line.name, names - 2), names) + row
        for line, row in zip(lines, rows, strict=True)
    ]
    if motif.columns > 1:
        told.append(_padded("time", names) + "─" * (drawing.last + _BEYOND - 1) + "▶")
    told += ["", *_legend("".join(rows), width)]
    beside = (f"{words}: {', '.join(names)}" for words, names in drawing.notes.items())
    for note in (*beside, *motif.notes()):
        told += textwrap.wrap(note, width, subsequent_indent="  ")
    text = showable("\n".join(line.rstrip() for line in told))
    return text.translate(_ASCII).encode("ascii", "replace").decode() if is_ascii else text


# -- what stands before each line ----------------------------------------------------------------


class _Line(NamedTuple):
    """One line: what stands before it, its lane, and whether it is the second of that lane."""

    name: str
    lane: int | None = None
    is_second: bool = False


def _lines(motif: Motif) -> Iterator[_Line]:
    before = None
    for n, lane in enumerate(motif.lanes):
        if lane.choice is not None and lane.choice != before:
            name, words = motif.choices[lane.choice]
            yield _Line(f"{name}: {words}" if name else words)
        before = lane.choice
        yield _Line("  " * (lane.choice is not None) + lane.name, n)
        if lane.right and _is_taken(lane):
            yield _Line("", n, is_second=True)


def _ties_on(line: _Line, lane: Lane) -> Iterator[Tie]:
    """Yield the ties that are drawn on one of a lane's lines."""
    below = lane.right if _is_taken(lane) else ()
    yield from (tie for tie in lane.ties if (tie in below) == line.is_second)


def _is_taken(lane: Lane) -> bool:
    """Tell whether something stands right of a lane's mark, so that a bracket cannot."""
    return lane.lasts or bool(lane.count)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.category(c) in ("Mn", "Me", "Cf") for c in text)


def _cut(name: str, columns: int) -> str:
    if _columns(name) <= columns:
        return name
    while name and _columns(name) > columns - 1:
        name = name[:-1]
    return f"{name}~"


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - _columns(text))


# -- where the columns stand ---------------------------------------------------------------------


def _fitting(motif: Motif, lines: Sequence[_Line], room: int) -> _Drawing:
    """Return the drawing with its words in the brackets, or below it where there is no room."""
    drawing = _Drawing(motif, lines, _places(motif, with_words=True))
    if drawing.reach <= room:
        return drawing
    places = _places(motif, with_words=False)
    share = (room - _BEYOND) / (places[-1] + 1)
    return _Drawing(motif, lines, [int(place * share) for place in places], room)


def _places(motif: Motif, *, with_words: bool) -> list[int]:
    """Return where each column begins, each bracket wide enough for its words."""
    wanted: list[tuple[int, int, int]] = []
    for lane in motif.lanes:
        need = _columns(lane.window) + _AROUND if lane.window and with_words else 0
        for ties in (lane.left, lane.right):
            if ties:
                ends = sorted({tie.column for tie in ties} | {lane.start})
                wanted.append((ends[0], ends[-1], need + _marks(lane) + len(ends) - 2))
    places = [0]
    for column in range(1, motif.columns):
        marks = max((_marks(lane) for lane in motif.lanes if lane.start == column - 1), default=1)
        places.append(places[-1] + (6 if with_words else 3) + marks)
        for first, last, need in wanted:
            if last == column:
                places[-1] = max(places[-1], places[first] + need)
    return places


def _marks(lane: Lane) -> int:
    """Return how many marks stand for a step that is asked for several times."""
    return 1 if lane.lasts else min(lane.least_times, _MOST_MARKS)


# -- the lines -----------------------------------------------------------------------------------


class _Drawing:
    """The lines of a drawing, each a list of characters.

    Attributes
    ----------
    rows, reach
        The lines, and how many characters the longest has.
    last
        Where the last column stands.
    notes
        Words that found no room, where there is only `room`, and the steps that they are of.
    """

    def __init__(
        self,
        motif: Motif,
        lines: Sequence[_Line],
        places: Sequence[int],
        room: int | None = None,
    ) -> None:
        self.places, self.room = places, room
        self.last = places[-1]
        self.reach = self.last + _BEYOND
        self.rows: list[list[str]] = [[] for _ in lines]
        self.notes: dict[str, list[str]] = {}
        main = {line.lane: n for n, line in enumerate(lines) if not line.is_second}
        for row, line in enumerate(lines):
            if line.lane is not None:
                draw = self._draw_second if line.is_second else self._draw
                draw(row, motif.lanes[line.lane])
        for row, line in enumerate(lines):
            for tie in () if line.lane is None else _ties_on(line, motif.lanes[line.lane]):
                self._guide(row, main[tie.lane], self.places[tie.column])

    def _onset(self, lane: Lane) -> int:
        """Return where a lane begins; what is not ordered stands between two columns."""
        first, second = (*self.places, self.places[0])[:2]
        return (first + second) // 2 if lane.is_free else self.places[lane.start]

    def _put(self, row: int, x: int, text: str) -> None:
        cells = self.rows[row]
        cells += [" "] * (x + len(text) - len(cells))
        cells[x : x + len(text)] = text
        self.reach = max(self.reach, len(cells))

    def _draw(self, row: int, lane: Lane) -> None:
        x = self._onset(lane)
        beyond = self._bar(row, lane) if lane.lasts else self._point(row, lane)
        if lane.left:
            self._bracket(row, lane, lane.left, x)
        if lane.right and not _is_taken(lane):
            self._bracket(row, lane, lane.right, x)
        self._words_after(row, lane, beyond)

    def _draw_second(self, row: int, lane: Lane) -> None:
        self._bracket(row, lane, lane.right, self.places[lane.start])
        self._put(row, self.places[lane.start], "└")

    def _point(self, row: int, lane: Lane) -> int:
        """Draw a mark, or several, and return where words may follow."""
        x, marks = self._onset(lane), _marks(lane)
        self._put(row, x, _MARKS[lane.mark] * marks)
        return x + marks

    def _bar(self, row: int, lane: Lane) -> int:
        """Draw a bar, solid as far as it must last, and return where words may follow."""
        x = self._onset(lane)
        end = max(self.places[lane.end], x)
        solid, tail = ("━", "─") if lane.mark == "required" else ("┅", "┈")
        if lane.is_ended:
            self._put(row, x, "┣" + solid * (end - x - 1) + "┫")
            return end + 1
        end = min(end + 2, self.last + _BEYOND - 1)
        self._put(row, x, "┣" + solid * (end - x))
        if not lane.count and not lane.is_free:
            self._put(row, end + 1, tail * (self.last + _BEYOND - end - 1))
        return end + 1

    def _words_after(self, row: int, lane: Lane, x: int) -> None:
        words = [lane.count] if lane.count else []
        told = ", ".join(words + ["at any time"] * lane.is_free)
        if self.room is not None and x + 1 + len(told) > self.room:
            self.notes.setdefault(told, []).append(lane.name)
        elif told:
            self._put(row, x + 1, told)

    def _bracket(self, row: int, lane: Lane, ties: Sequence[Tie], x: int) -> None:
        """Draw the line between a step and those it is measured by, with its window on it."""
        line = "┈" if lane.mark == "optional" else "╌"
        ends = {self.places[tie.column]: tie for tie in ties}
        is_left = min(ends) < x
        marks = 1 if _is_taken(lane) else _marks(lane)
        first, last = (min(ends), x) if is_left else (x + marks, max(ends) + 1)
        self._put(row, first, line * (last - first))
        outermost = min(ends) if is_left else max(ends)
        for place, tie in ends.items():
            sign = "╞" if tie.relation == "from" else "├" if is_left else "┤"
            self._put(row, place, sign if place == outermost else "┼")
        if lane.window:
            self._write_window(row, lane, sorted({first - (not is_left), *ends, last}))

    def _write_window(self, row: int, lane: Lane, ends: Sequence[int]) -> None:
        """Write a window on the longest stretch of its bracket, or note it where none will do."""
        a, b = max(pairwise(ends), key=lambda pair: pair[1] - pair[0])
        text = f" {lane.window} "
        spare = b - a - 1 - len(text)
        if spare >= 0:
            self._put(row, a + 1 + spare // 2, text)
        elif lane.name not in self.notes.setdefault(lane.window, []):
            self.notes[lane.window].append(lane.name)

    def _guide(self, row: int, other: int, x: int) -> None:
        """Draw a thin line from a step to what it is measured by, where nothing else stands."""
        for between in range(min(row, other) + 1, max(row, other)):
            cells = self.rows[between]
            if x >= len(cells) or cells[x] == " ":
                self._put(between, x, "┊")


# -- words below ---------------------------------------------------------------------------------


def _legend(drawn: str, width: int) -> Iterator[str]:
    """Yield what the signs mean, those that were drawn and no others."""
    line = ""
    for sign, words in _LEGEND.items():
        if sign not in drawn:
            continue
        if line and len(line) + 3 + len(words) > width:
            yield line
            line = ""
        line += "   " * bool(line) + words
    yield line
