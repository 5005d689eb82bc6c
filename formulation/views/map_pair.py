"""Two maps of one case at two dates: what is new, gone or changed between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from formulation.dates import FOREVER, MINUTES_PER_DAY, parse_span
from formulation.errors import counted, shortened
from formulation.model.base import in_list
from formulation.views.picture import (
    CHANGES,
    LegendEntry,
    MapEdge,
    MapNode,
    MapNote,
    MapSeries,
    MapView,
    Panel,
    Shown,
)
from formulation.views.telling import as_of_words, legend_of

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["MapChange", "common_legend", "marked", "paired"]

#: so many changes are listed under the picture; its words list them all
MOST_LISTED = 40
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class MapChange:
    """One thing that differs between two maps: which way, in short, and in sentences."""

    number: int
    sort: str
    words: str
    sentences: tuple[str, ...] = ()


# -- what differs --------------------------------------------------------------------------------


def marked(
    case: Case, before: MapView, after: MapView
) -> tuple[tuple[MapView, MapView], tuple[MapChange, ...]]:
    """Return both maps with what differs marked and numbered, and the list of it.

    Parameters
    ----------
    case
        The case.
    before, after
        The maps, without their words.
    """
    finder = _Finder(case, before, after)
    return finder.views(), tuple(finder.changes)


class _Finder:
    """Compares lines by their two ends and kind, and notes by the statements at a figure."""

    def __init__(self, case: Case, before: MapView, after: MapView) -> None:
        self.case, self.before, self.after = case, before, after
        self.changes: list[MapChange] = []

    def views(self) -> tuple[MapView, MapView]:
        """Return both maps with what differs marked."""
        maps = self.before, self.after
        befores, afters = ({node.id: node for node in view.nodes} for view in maps)
        self._mark_figures(befores, afters)
        edges = self._lines()
        for id in dict.fromkeys((*afters, *befores)):
            old, new = befores.get(id), afters.get(id)
            notes = self._notes(id, old.notes if old else (), new.notes if new else ())
            for nodes, node, own in zip((befores, afters), (old, new), notes, strict=True):
                if node:
                    nodes[id] = replace(node, notes=own)
        first, second = (
            replace(
                view,
                headline="What changed",
                edges=tuple(lines.get(_key(edge), edge) for edge in view.edges),
                nodes=tuple(nodes[node.id] for node in view.nodes),
                key=(),
            )
            for view, lines, nodes in zip(maps, edges, (befores, afters), strict=True)
        )
        return first, second

    def _add(self, sort: str, words: str, sentences: Sequence[str]) -> int:
        number = len(self.changes) + 1
        self.changes.append(MapChange(number, sort, words, tuple(sentences)))
        return number

    def _mark_figures(self, before: dict[str, MapNode], after: dict[str, MapNode]) -> None:
        """Mark the figures that came, went or died."""
        for id in [*(i for i in after if i not in before), *(i for i in before if i not in after)]:
            sort, side = ("new", after) if id in after else ("gone", before)
            number = self._add(sort, shortened(side[id].label), [side[id].sentence])
            side[id] = replace(side[id], change=sort, change_number=number)
        for id, node in after.items():
            if id in before and node.is_past != before[id].is_past:
                words = f"{shortened(node.label)}: no longer alive"
                number = self._add("changed", words, [node.sentence])
                after[id] = replace(node, change="changed", change_number=number)

    def _lines(self) -> tuple[dict[_Key, MapEdge], dict[_Key, MapEdge]]:
        """Return the lines of both maps by their ends and kind, those marked that differ.

        That a symptom has a mere tie to whom it belongs, where no other line leads, is no change.
        """
        sides = tuple(
            {_key(edge): edge for edge in view.edges if edge.kind != "has"}
            for view in (self.before, self.after)
        )
        before, after = sides
        for key in dict.fromkeys((*after, *before)):
            old, new = before.get(key), after.get(key)
            if old and new and _says(old) == _says(new):
                continue
            one = new or old
            sort = "new" if not old else "gone" if not new else "changed"
            number = self._add(sort, self._words(one, _counts(old, new)), [*_told(old, new)])
            for side, line in zip(sides, (old, new), strict=True):
                if line:
                    side[key] = replace(line, change=sort, change_number=number)
        return before, after

    def _notes(
        self, at: str, before: Sequence[MapNote], after: Sequence[MapNote]
    ) -> tuple[tuple[MapNote, ...], tuple[MapNote, ...]]:
        """Return the notes at one figure in both maps, those marked that differ.

        What is drawn as one note there may be several here, so their statements are compared.
        """
        there, here = _doubts(before), _doubts(after)
        numbers: dict[str, int] = {}  # of statements in notes that changed
        news = tuple(self._note(at, note, there, "new", numbers) for note in after)
        olds = tuple(self._note(at, note, here, "gone", numbers) for note in before)
        return olds, news

    def _note(
        self, at: str, note: MapNote, other: dict[str, bool], whole: str, numbers: dict[str, int]
    ) -> MapNote:
        own = _doubts([note])
        differing = {id for id in own if other.get(id) != own[id]}
        if not differing:
            return note
        sort = whole if not own.keys() & other.keys() else "changed"
        known = [numbers[id] for id in own if id in numbers]
        told = dict(zip(note.statements, note.sentences, strict=True))
        number = (
            known[0]
            if known
            else self._add(
                sort,
                f"{self.case.name(at)}: {note.label}"
                + (f" (×{note.count})" if note.count > 1 else ""),
                [told[id] for id in note.statements if id in differing],
            )
        )
        numbers |= dict.fromkeys(own, number)
        return replace(note, change=sort, change_number=number)

    def _words(self, line: MapEdge | None, counts: str) -> str:
        """Return a change in a few words: between whom, what, and how many became how many."""
        if line is None:
            return counts
        names = [self.case.name(line.start), self.case.name(line.end)]
        where = (" and " if line.is_symmetric else " to ").join(names)
        return f"{where}: {line.label or self.after.style.line(line.kind).words}{counts}"


def _counts(old: Shown | None, new: Shown | None) -> str:
    if old and new and old.count != new.count:
        return f" (×{old.count}, then ×{new.count})"
    if old and new and old.statements == new.statements:
        return " (no longer certain)" if len(old.possible) < len(new.possible) else " (now surer)"
    one = new or old
    return f" (×{one.count})" if one and one.count > 1 else ""


def _told(old: Shown | None, new: Shown | None) -> Iterator[str]:
    """Yield what each statement that differs says, in the later map where it stands in both."""
    says = [
        dict(zip(one.statements, one.sentences, strict=True)) if one else {} for one in (old, new)
    ]
    for id, words in (says[0] | says[1]).items():
        if old is None or new is None:
            yield words
        elif id not in says[0]:
            yield f"New: {words}"
        elif id not in says[1]:
            yield f"Gone: {words}"
        elif (id in old.possible) != (id in new.possible):
            yield f"{'No longer certain' if id in new.possible else 'Certain now'}: {words}"


def _says(shown: Shown) -> tuple[frozenset[str], frozenset[str]]:
    """Return what must be the same for a line or note to count as the same."""
    return frozenset(shown.statements), shown.possible


def _key(edge: MapEdge) -> _Key:
    return edge.start, edge.end, edge.kind


def _doubts(notes: Sequence[MapNote]) -> dict[str, bool]:
    """Return whether each statement of some notes is possible only."""
    return {id: id in note.possible for note in notes for id in note.statements}


# -- the pair ------------------------------------------------------------------------------------


def paired(
    title: str,
    leads: tuple[str, str],
    dates: tuple[str, str],
    views: Sequence[MapView],
    changes: Sequence[MapChange],
) -> MapSeries:
    """Return two maps as one picture, with the words for what differs.

    Parameters
    ----------
    title, leads
        What is shown; what was chosen, and what would show less where many lines cross.
    dates
        Both dates, as EDTF texts.
    views
        Both maps, marked, with their words.
    changes
        What differs between them.
    """
    first, second = (as_of_words(date) for date in dates)
    headline = _headline(first, second, changes)
    listed = tuple((c.number, f"{c.sort}: {c.words}") for c in changes[:MOST_LISTED])
    rest = len(changes) - len(listed)
    note = f"{counted(rest, 'more change')} told in the words of this picture. " if rest else ""
    note += " ".join(filter(None, (_unlike(dates), *(view.note for view in views))))
    chosen, advice = leads
    crowded = [
        f"{name}: {words}"
        for name, view in zip(("Before", "After"), views, strict=True)
        if (words := view.lead.removeprefix(chosen).strip())
    ]
    lead = " ".join(filter(None, (chosen, *crowded, advice if crowded else "")))
    title = f"{title}: {first}, then {second}"
    alt = " ".join(filter(None, (f"{title}: two relational maps.", headline + ".", lead, note)))
    return MapSeries(
        title=title,
        panels=(Panel(f"Before: {first}", views[0]), Panel(f"After: {second}", views[1])),
        lead=lead,
        alt=alt,
        prose="\n".join(_sentences(alt, views, changes)),
        note=note.strip(),
        headline=headline,
        key=listed,
        key_title="What changed",
        legend=common_legend(views, "grey: the same in both"),
        style=views[0].style,
    )


def _headline(first: str, second: str, changes: Sequence[MapChange]) -> str:
    sorts = [change.sort for change in changes]
    told = [f"{sorts.count(sort)} {sort}" for sort in CHANGES if sort in sorts]
    return f"Between {first} and {second}: {in_list(told) or 'nothing changed'}"


def _unlike(dates: Sequence[str]) -> str:
    """Return a warning where one period is longer than the other, so that more can fall into it."""
    spans = [parse_span(date) for date in dates]
    if any(span.end_latest >= FOREVER or span.start_earliest <= -FOREVER for span in spans):
        return ""
    first, second = (
        (span.end_latest - span.start_earliest + 1) // MINUTES_PER_DAY for span in spans
    )
    if max(first, second) <= 1.1 * min(first, second):
        return ""
    return (
        f"The first map is of {counted(first, 'day')}, the second of {counted(second, 'day')}: "
        "more can fall into the longer."
    )


def _sentences(alt: str, views: Sequence[MapView], changes: Sequence[MapChange]) -> Iterator[str]:
    """Yield the pair in sentences: each change with its statements, then each of both maps."""
    yield alt
    for change in changes:
        told = " ".join(change.sentences)
        yield f"{change.number}. {change.sort.capitalize()}: {change.words}. {told}".strip()
    for view in views:
        yield from view.prose.split("\n")


def common_legend(
    views: Sequence[MapView], muted: str = "grey: not part of it"
) -> tuple[LegendEntry, ...]:
    """Return what is explained for some of several maps, in the order of the legend of one."""
    everything = replace(
        views[0],
        nodes=tuple(node for view in views for node in view.nodes),
        edges=tuple(edge for view in views for edge in view.edges),
    )
    return tuple(
        replace(entry, words=muted) if entry.name == "muted" else entry
        for entry in legend_of(everything)
    )
