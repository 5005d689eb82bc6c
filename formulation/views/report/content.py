"""What a report says, before anybody decides how it looks.

A report is sections of blocks: prose, lists, cards, pictures and tables.  Every sentence names the
statements it stands on, by their ids; who writes the report as a page, as Markdown or as a document
turns these into links or numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from formulation.views.chart_view import ChartView
from formulation.views.motif import Motif
from formulation.views.picture import MapView
from formulation.views.report.as_of import MapDates
from formulation.views.sheet import SheetView

__all__ = [
    "Block",
    "Card",
    "Group",
    "Listing",
    "Picture",
    "Prose",
    "Report",
    "Row",
    "Section",
    "Sentence",
    "Table",
    "blocks_in",
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and what it stands on.

    Attributes
    ----------
    text
        The words.
    refs
        The ids of the statements, figures and symptoms that it speaks of.
    sources
        The ids of the sources that say so.
    """

    text: str
    refs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, with a few words before it that say what it is about, if it needs any."""

    sentences: tuple[Sentence, ...]
    label: str = ""
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Sentences under one another, with the words that announce them.

    `is_folded` where a page may show them only when asked, as they are told above in other words.
    """

    items: tuple[Sentence, ...]
    label: str = ""
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its words; `dates` where it can be seen as of a date.

    Attributes
    ----------
    name
        One word of small letters, told apart from all others of the report.
    view
        What is drawn.
    dates
        The dates at which a map changes, and what holds at each.
    fold
        The words under which a page hides it until it is asked for; ``""`` where it is shown.
    is_told
        Whether a document, in which nothing unfolds, tells it in full below it too.
    notes
        What is to be known of the picture as of a date, in sentences.
    """

    name: str
    view: MapView | SheetView | ChartView | Motif
    dates: MapDates | None = None
    fold: str = ""
    is_told: bool = False
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All that it says, in words, a paragraph each."""
        if isinstance(self.view, Motif):
            return (self.view.alt, *self.view.notes())
        return tuple(filter(str.strip, self.view.prose.split("\n")))

    @property
    def told_below(self) -> tuple[str, ...]:
        """What it says in words where it stands above them: without its title and its lead."""
        drawn = (self.view.title, self.view.alt, getattr(self.view, "lead", ""))
        return tuple(line for line in self.lines if line not in drawn)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `id` is what it is about, `number` what it goes by in the report."""

    id: str
    number: str
    cells: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the numbers of the rows stand in a first column of their own."""

    name: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One finding, weight, claim or gap.

    Attributes
    ----------
    name
        Its own name in the page.
    title
        What it is, in a few words.
    mark
        Its status in a word or two: ``certain``, ``supported``, ``warning``.
    blocks
        What it says.
    statements
        The ids of what it rests on, to be shown wherever they stand.
    said
        What it is called away from its place; its title unless said.
    """

    name: str
    title: str
    mark: str = ""
    blocks: tuple[Block, ...] = ()
    statements: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks under a heading of their own."""

    title: str
    blocks: tuple[Block, ...] = ()


Block = Prose | Listing | Picture | Table | Card | Group


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report, found by its name."""

    name: str
    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Report:
    """All that a report says.

    Attributes
    ----------
    title
        The title.
    lead
        What kind of page this is, who may read it and what was left out, in sentences.
    sections
        Its parts, in order.
    numbers
        What each statement, figure and symptom goes by, by its id.
    source_names
        What each source goes by, by its id.
    """

    title: str
    lead: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    numbers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    source_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def cited(self, sentence: Sentence, most: int = 8) -> str:
        """Return what a sentence stands on, as it is told in print: ``[12, 13; post]``.

        Parameters
        ----------
        sentence
            The sentence.
        most
            How many numbers are told; the others are counted.
        """
        told = [self.numbers[id] for id in sentence.refs[:most]]
        if len(sentence.refs) > most:
            told.append(f"and {len(sentence.refs) - most} more")
        sources = [self.source_names[id] for id in sentence.sources]
        parts = [", ".join(part) for part in (told, sources) if part]
        return f"[{'; '.join(parts)}]" if parts else ""

    def blocks(self) -> Iterator[Block]:
        """Yield every block, with those inside others after them."""
        for section in self.sections:
            yield from blocks_in(section.blocks)

    def pictures(self) -> Iterator[Picture]:
        """Yield every picture, in order."""
        yield from (block for block in self.blocks() if isinstance(block, Picture))


def blocks_in(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield blocks and those inside them, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Card | Group):
            yield from blocks_in(block.blocks)
