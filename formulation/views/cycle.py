"""A pattern drawn as the loop it claims, each arrow carrying what a case shows of it.

Stations are the steps of the pattern, in the order of time it asks for; arrows say in how many
findings the way was gone, and how a weighing counted it.  Where nothing shows it the arrow breaks.
The way from the last step back to the first is drawn as claimed only where the file claims it.

:mod:`formulation.views.cycle_round` and :mod:`formulation.views.cycle_passages` read the case,
:mod:`formulation.views.cycle_places` finds the places, and :mod:`formulation.views.cycle_words`
tells it in prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from formulation.errors import counted, shortened
from formulation.findings import Finding, Weight
from formulation.patterns.pattern import Pattern
from formulation.views.cycle_passages import Chord, Passage, Round, round_of
from formulation.views.cycle_places import Box, Places, across, along, moved, placed
from formulation.views.cycle_round import Evidence, Station, evidence_of, stations_of
from formulation.views.cycle_words import (
    MOST_STATIONS,
    in_brief,
    in_prose,
    lead_of,
    meanwhile,
    title_of,
    verdicts,
    what_else,
)
from formulation.views.sheet import Point, Sample, Sheet, SheetView, rows_in
from formulation.views.strokes import text_width
from formulation.views.style import STYLE, Style
from formulation.views.triangles_blocks import Block, Words, height_of, write_down

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["cycle_view"]

_WIDTH, _MARGIN = 760.0, 12.0
_STATION, _WORDS = 172.0, 128.0  # how wide a station and the words of an arrow are
_PAD = 9.0
_BADGE = 8.5
_TALLY, _MOST_TALLY = 7.0, 40  # between the marks of what was found, and how many there are
_MOST_CLAIMS, _MOST_CIRCLES, _MOST_CONDITIONS = 10, 3, 6


def cycle_view(
    case: Case,
    pattern: Pattern,
    *,
    findings: Sequence[Finding] = (),
    weights: Sequence[Weight] = (),
    style: Style | None = None,
) -> SheetView:
    """Draw a pattern as a round, with what was found and weighed of it in a case.

    Nothing is looked for here: without `findings` every arrow is broken, or claimed at most.

    Parameters
    ----------
    case, pattern
        The case, and the pattern with the values of its parameters.
    findings, weights
        What a search and a weighing brought back; what belongs to other patterns is left aside.
        Near misses say where an arrow breaks.
    style
        How things look; by default :data:`formulation.views.style.STYLE`.

    Returns
    -------
    SheetView
        The picture as data; ``draw(cycle_view(case, pattern), "cycle.svg")`` draws it.

    Raises
    ------
    UnknownName
        Where a finding speaks of another case, or of a statement this one does not have.
    """
    evidence = evidence_of(case, pattern, findings, weights)
    stations, conditions, absent = stations_of(case, pattern, evidence)
    read = round_of(case, pattern, evidence, (stations, conditions, absent))
    page = _Page(case, pattern, evidence, read, style or STYLE)
    title, lead = title_of(pattern, case, evidence), lead_of(read)
    height = page.draw(page.sheet.heading(title, lead, _WIDTH))
    return page.sheet.view(
        title=title,
        lead=lead,
        alt=in_brief(read, pattern, evidence),
        prose=f"{title}\n{lead}\n" + "\n".join(in_prose(read, pattern, evidence)),
        width=page.width,
        height=height,
        margin=_MARGIN,
    )


class _Page:
    """Puts the page together from the top downwards."""

    def __init__(
        self, case: Case, pattern: Pattern, evidence: Evidence, read: Round, style: Style
    ) -> None:
        self.case, self.pattern, self.evidence = case, pattern, evidence
        self.read, self.style = read, style
        self.sheet = Sheet(style)
        self.width = _WIDTH
        self.shown: set[str] = set()  # what the legend must tell
        self._none = "in no finding" if evidence.found else "not found"
        more = len(read.stations) - MOST_STATIONS
        self.stations = read.stations[:MOST_STATIONS]
        self.passages = read.passages[: len(self.stations)]
        self.chords = [c for c in read.chords if max(c.start, c.end) < len(self.stations)]
        if more > 0:
            beyond = Passage("more", (f"{counted(more, 'more step')}, told in words",))
            self.passages = (*self.passages[:-1], beyond)

    def draw(self, y: float) -> float:
        """Draw everything from `y` on, and return how high the page is."""
        size = self.style.text_points
        y += self._conditions(y)
        for words in [*meanwhile(self.read, self.evidence)][bool(self.read.conditions) :]:
            y += Words(words, size, 3).write(self.sheet, 0, y, _WIDTH) + 2
        y += 14
        y += self._round(y) + 18
        y += self._key(y)
        for n, words in enumerate(verdicts(self.pattern, self.evidence)):
            look = Words(words, size, 8, is_bold=n == 0)
            y += look.write(self.sheet, 0, y, _WIDTH) + 4
        if self.pattern.does_not_claim:
            look = Words(what_else(self.pattern), self.style.key_points, 6, is_italic=True)
            y += look.write(self.sheet, 0, y, _WIDTH) + 4
        y += size
        return y + self.sheet.legend(0, y, _WIDTH, self._samples())

    def _conditions(self, y: float) -> float:
        """Write what holds while the round is gone, two in a row, and return how high they are."""
        start, shown = y, self.read.conditions[:_MOST_CONDITIONS]
        wide = (_WIDTH - 12) / 2 if len(shown) > 1 else _WIDTH
        for n in range(0, len(shown), 2):
            row = [(one, self._condition(one)) for one in shown[n : n + 2]]
            high = max(words.height(wide - 20) for _, words in row) + 8
            for place, (station, words) in enumerate(row):
                x = place * (wide + 12)
                with self._group(station):
                    self.sheet.rect(x, y, wide, high, fill=self.style.ground, rounded=4)
                    words.write(self.sheet, x + 10, y + 4, wide - 20)
            y += high + 5
        return y - start

    def _condition(self, station: Station) -> Words:
        known = "" if station.ids else " (not found)"
        return Words(f"Meanwhile: {station.words}{known}", self.style.text_points, 2)

    def _group(self, station: Station) -> AbstractContextManager[None]:
        """Return the group of a station's only statement, or none."""
        if len(station.ids) != 1:
            return nullcontext()
        return self.sheet.statement(station.ids[0], self._told(station.ids[0]))

    def _told(self, id: str) -> str:
        return self.case.tell(self.case.statements[self.case.index_of[id]])

    # -- the round

    def _round(self, y: float) -> float:
        """Draw stations and arrows, and return how high they are."""
        blocks = [self._words_of(station) for station in self.stations]
        inner = _STATION - 2 * _PAD
        sizes = [
            (_STATION, height_of(one, inner) + 2 * _PAD + self._tally_height(station))
            for one, station in zip(blocks, self.stations, strict=True)
        ]
        labels = [self._label(passage) for passage in self.passages]
        rooms = [
            (max((self._wide(w) for w in one), default=0.0) + 8, height_of_words(one) + 6)
            for one in labels
        ]
        places = moved(placed(sizes, rooms, _WIDTH), y)
        self.width = places.width
        for chord in self.chords:
            self._draw_chord(places, chord)
        for number, passage in enumerate(self.passages):
            self._draw_passage(places, number, passage)
        for one, station, box in zip(blocks, self.stations, places.stations, strict=True):
            self._draw_station(one, station, box)
        for label, box in zip(labels, places.words, strict=True):
            self._write_label(label, box)
        self._write_badges(places)
        return places.height

    def _words_of(self, station: Station) -> list[Block]:
        size, small = self.style.text_points, self.style.key_points
        marks = ["if recorded"] if station.is_optional else []
        marks += [] if station.ids else [self._none]
        words = [Words(station.name, size, 2, is_bold=True)]
        blocks = [Block(tuple(words), indent=2 * _BADGE + 4, gap=5)]
        blocks.append(Block((Words(station.words, small, 4),)))
        if marks:
            look = Words(", ".join(marks), small - 1, 1, is_italic=True)
            blocks.append(Block((look,)))
        return blocks

    def _tally_height(self, station: Station) -> float:
        if len(station.ids) < 2:
            return 0.0
        rows = -(-min(len(station.ids), _MOST_TALLY) // self._a_row())
        return rows * _TALLY + 4 + (self.style.key_points + 2) * (len(station.ids) > _MOST_TALLY)

    def _a_row(self) -> int:
        return int((_STATION - 2 * _PAD) // _TALLY)

    def _draw_station(self, blocks: Sequence[Block], station: Station, box: Box) -> None:
        look = "station" if station.ids else "empty"
        self.shown.add(look)
        number = self.stations.index(station) + 1
        with self._group(station):
            self.sheet.rect(
                box.left,
                box.top,
                box.width,
                box.height,
                fill=self.style.paper,
                stroke=self.style.ink,
                line=1.6,
                rounded=5,
                is_dotted=not station.ids,
            )
            x, y = box.left + _PAD, box.top + _PAD
            self._badge(str(number), x + _BADGE, y + _BADGE, ground=self.style.ground)
            high = write_down(self.sheet, blocks, x, y, box.width - 2 * _PAD)
        if len(station.ids) > 1:
            self._tally(station, x, y + high + _TALLY / 2)

    def _tally(self, station: Station, x: float, y: float) -> None:
        """Draw a mark for each statement found, so that each can be pointed at."""
        self.shown.add("tally")
        a_row = self._a_row()
        for n, id in enumerate(station.ids[:_MOST_TALLY]):
            with self.sheet.statement(id, self._told(id)):
                place = (x + (n % a_row + 0.5) * _TALLY, y + n // a_row * _TALLY)
                self.sheet.circle(*place, 2.4, fill=self.style.ink)
        more = len(station.ids) - _MOST_TALLY
        if more > 0:
            foot = y + (_MOST_TALLY - 1) // a_row * _TALLY + _TALLY / 2
            look = Words(f"and {more} more", self.style.key_points - 1, 1, is_italic=True)
            look.write(self.sheet, x, foot, _STATION - 2 * _PAD)

    def _badge(self, words: str, x: float, y: float, *, ground: str) -> None:
        size = self.style.badge_points
        half = max(_BADGE, text_width(words, size, is_bold=True) / 2 + 4)
        ink = self.style.ink
        box = (x - half, y - _BADGE, 2 * half, 2 * _BADGE)
        self.sheet.rect(*box, fill=ground, stroke=ink, rounded=_BADGE)
        self.sheet.text(x, y + size * 0.36, words, size=size, anchor="middle", is_bold=True)

    # -- arrows

    def _label(self, passage: Passage) -> list[Words]:
        size = self.style.key_points
        return [Words(words, size, 3, is_bold=n == 0) for n, words in enumerate(passage.words)]

    def _wide(self, words: Words) -> float:
        rows = rows_in(words.text, _WORDS, words.size, words.lines, is_bold=words.is_bold)
        return max(text_width(row, words.size, is_bold=words.is_bold) for row in rows)

    def _write_label(self, label: Sequence[Words], box: Box) -> None:
        y = box.top + 3
        for words in label:
            high = words.height(_WORDS)
            self.sheet.text(
                box.x,
                y + words.size,
                words.text,
                size=words.size,
                width=_WORDS,
                lines=words.lines,
                anchor="middle",
                is_bold=words.is_bold,
            )
            y += high

    def _draw_passage(self, places: Places, number: int, passage: Passage) -> None:
        before, after = along(places, number)
        self.shown.add(passage.state if passage.is_ordered else "unordered")
        is_open = passage.state in ("open", "more")
        is_dashed = passage.state == "claimed"
        line = {"found": 2.2, "described": 1.4, "nearly": 1.2}.get(passage.state, 1.6)
        look = {"line": line, "is_dotted": is_open, "is_dashed": is_dashed}
        if len(before) > 1:
            self._line(before, passage, **look)
        if passage.state == "broken":
            self._break(before, after)
        elif len(after) > 1:
            self._line(after, passage, has_arrow=passage.is_ordered, **look)

    def _line(self, points: Sequence[Point], passage: Passage, **look: Any) -> None:
        claims = [self.read.claims[n - 1] for n in passage.claims[:1]]
        is_of_claim = passage.state == "claimed" and claims
        claim = claims[0] if is_of_claim else None
        with self.sheet.statement(claim.id, claim.told) if claim else nullcontext():
            self.sheet.line(points, **look)

    def _break(self, before: Sequence[Point], after: Sequence[Point]) -> None:
        """Draw a cross where an arrow breaks, and the way it does not go as dots."""
        if before:
            x, y = before[-1]
            for dx in (-5, 5):
                self.sheet.line(((x - dx, y - 5), (x + dx, y + 5)), line=2.0)
        if len(after) > 1:
            self.sheet.line(after, line=1.4, is_dotted=True)

    def _draw_chord(self, places: Places, chord: Chord) -> None:
        """Draw what leads across the round; its number is written when all lines are drawn."""
        points = across(places, chord.start, chord.end)
        if len(points) < 2:
            return
        self.shown.add("inferred chord" if chord.is_inferred else "chord")
        claims = [n for n in chord.numbers if n <= len(self.read.claims)]
        claim = self.read.claims[claims[0] - 1] if claims else None
        with self.sheet.statement(claim.id, claim.told) if claim else nullcontext():
            self.sheet.line(points, line=1.2, is_dashed=chord.is_inferred, has_arrow=True)

    def _write_badges(self, places: Places) -> None:
        """Write the numbers of what leads across, each where it hides no other."""
        taken = [*places.stations, *places.words]
        for chord in self.chords:
            points = across(places, chord.start, chord.end)
            words = ", ".join(map(str, chord.numbers[:3])) + "…" * (len(chord.numbers) > 3)
            wide = 2 * max(_BADGE, text_width(words, self.style.badge_points) / 2 + 5)
            shares = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
            spots = [points[int(share * (len(points) - 1))] for share in shares] if points else []
            boxes = [Box(*spot, wide, 2 * _BADGE) for spot in spots]
            free = [box for box in boxes if all(box.is_clear_of(one, 1.0) for one in taken)]
            for box in (free or boxes)[:1]:
                taken.append(box)
                self._badge(words, box.x, box.y, ground=self.style.paper)

    # -- below the round

    def _key(self, y: float) -> float:
        """Write the claims by their numbers, what was counted across, and the file's circles."""
        start, size = y, self.style.key_points
        claims = self.read.claims
        for number, claim in enumerate(claims[:_MOST_CLAIMS], start=1):
            mark = " and inferred" if claim.is_inferred else ""
            way = f"from {claim.start + 1} to {claim.end + 1}, claimed{mark}"
            words = f"{number}: {way}: {shortened(claim.words, 300)}"
            y += Block((Words(words, size, 3),), claim.id, claim.told).write(
                self.sheet, 0, y, _WIDTH
            )
        if len(claims) > _MOST_CLAIMS:
            more = counted(len(claims) - _MOST_CLAIMS, "more claim")
            y += Words(f"and {more}, told in words", size, 1).write(self.sheet, 0, y, _WIDTH)
        for number, (a, b, told) in enumerate(self.read.weighed, start=len(claims) + 1):
            words = f"{number}: from {a + 1} to {b + 1}, counted: {told}"
            y += Words(words, size, 2).write(self.sheet, 0, y, _WIDTH) + 3
        for circle, _ in self.read.circles[:_MOST_CIRCLES]:
            y += Words(circle, size, 4).write(self.sheet, 0, y, _WIDTH) + 3
        return y - start + 6 * bool(y - start)

    def _samples(self) -> list[Sample]:
        """Return the legend, made from what is shown."""
        arrows = (
            ("found", "a finding goes this way", {"line": 2.2}),
            ("described", "told as recurring", {"line": 1.4}),
            ("nearly", "so far in a near miss", {"line": 1.2}),
            ("claimed", "only claimed", {"line": 1.6, "is_dashed": True}),
            ("recorded", "back, on record", {"line": 1.6}),
            ("open", "not claimed in the file", {"line": 1.6, "is_dotted": True}),
            ("chord", "across, by its number", {"line": 1.2}),
            ("inferred chord", "across, claimed and inferred", {"line": 1.2, "is_dashed": True}),
        )
        samples: list[Sample] = [
            (partial(self._arrow_sample, look=look), words)
            for state, words, look in arrows
            if state in self.shown
        ]
        others = (
            ("unordered", "in no order", self._plain_sample),
            ("broken", "nothing shows it", self._broken_sample),
            ("empty", self._none, self._empty_sample),
            ("tally", "one statement found", self._tally_sample),
        )
        return samples + [(draw, words) for state, words, draw in others if state in self.shown]

    def _arrow_sample(self, x: float, y: float, *, look: dict[str, Any]) -> None:
        self.sheet.line(((x, y), (x + 26, y)), has_arrow=True, **look)

    def _plain_sample(self, x: float, y: float) -> None:
        self.sheet.line(((x, y), (x + 26, y)), line=1.6)

    def _broken_sample(self, x: float, y: float) -> None:
        self.sheet.line(((x, y), (x + 12, y)), line=1.6)
        self._break(((x, y), (x + 12, y)), ((x + 16, y), (x + 28, y)))

    def _empty_sample(self, x: float, y: float) -> None:
        ink = self.style.ink
        self.sheet.rect(x, y - 6, 26, 12, stroke=ink, line=1.6, rounded=3, is_dotted=True)

    def _tally_sample(self, x: float, y: float) -> None:
        self.sheet.circle(x + 13, y, 2.4, fill=self.style.ink)


def height_of_words(rows: Sequence[Words]) -> float:
    """Return how high the words of an arrow are."""
    return sum(row.height(_WORDS) for row in rows)
