"""The report as a PDF, to print or to keep: an outline, pictures, tables with repeated heads."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from formulation.views import fonts
from formulation.views.fonts import with_stand_ins
from formulation.views.quoting import showable
from formulation.views.report.content import (
    Block,
    Card,
    Group,
    Listing,
    Picture,
    Prose,
    Report,
    Sentence,
    Table,
)
from formulation.views.report.paper import Paper, Piece, Sheets, laid_out
from formulation.views.report.pdf_picture import drawn_on

__all__ = ["pdf_of"]

_FONT, _BOLD = "DejaVu Sans", "DejaVu Sans Bold"
_MARGIN, _MARGIN_ACROSS = 48.0, 36.0
_HEADED = 64.0  # what a heading and a sentence take of a page that a picture begins
_A_HEADING = 48.0  # and what one more does, with the sentence under it
_SIZES = {1: 20, 2: 15, 3: 12, 4: 10.5}
_TEXT, _SMALL = 9.0, 7.0
_LEADING, _OF_SIZE = 12.6, 0.56  # how high a line is, and how wide a letter, of its size
_MOST_REFS = 8
#: which share of the width each column of a table takes, by how many there are
_SHARES = {3: (0.1, 0.72, 0.18), 5: (0.08, 0.14, 0.44, 0.22, 0.12)}


def pdf_of(report: Report) -> bytes:
    """Return a report as the bytes of a PDF, the same for the same report.

    Letters that DejaVu Sans lacks are shown by the name of their script.

    Parameters
    ----------
    report
        What it says.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate

    writer = _Writer(report, *A4)
    made = io.BytesIO()
    page = BaseDocTemplate(
        made,
        pagesize=A4,
        pageTemplates=_templates(*A4),
        title=showable(report.title),
        author="",
        lang="en",
        invariant=1,
    )
    page.build(writer.story())
    return made.getvalue()


def _templates(width: float, height: float) -> list[Any]:
    """Return the page, and the page turned."""
    from reportlab.platypus import Frame, PageTemplate

    told = []
    for name, margin, size in (
        ("upright", _MARGIN, (width, height)),
        ("across", _MARGIN_ACROSS, (height, width)),
    ):
        room = Paper(size[0] - 2 * margin, size[1] - 2 * margin)
        frame = Frame(margin, margin, *room, 0, 0, 0, 0, id=name)
        told.append(PageTemplate(id=name, frames=[frame], onPageEnd=_footed, pagesize=size))
    return told


def _footed(canvas: Any, _: Any) -> None:
    """Write the number of the page at its foot."""
    canvas.setFont(_FONT, _SMALL)
    canvas.drawCentredString(canvas._pagesize[0] / 2, _MARGIN / 2, str(canvas.getPageNumber()))


class _Writer:
    """Turns one report into what reportlab lays out."""

    def __init__(self, report: Report, width: float, height: float) -> None:
        from reportlab.lib.colors import HexColor
        from reportlab.lib.styles import ParagraphStyle

        self.report, self.width = report, width - 2 * _MARGIN
        self.upright = Paper(self.width, (height - 2 * _MARGIN) * 0.9)
        self.across = Paper(height - 2 * _MARGIN_ACROSS, width - 2 * _MARGIN_ACROSS)
        self.most = height - 2 * _MARGIN
        self.is_across = False
        self.sheets: dict[int, Sheets] = {}
        self.glyphs = _registered()
        self.anchors = {id: f"st{n}" for n, id in enumerate(report.numbers)}
        base = ParagraphStyle("text", fontName=_FONT, fontSize=_TEXT, leading=_TEXT * 1.4)
        base.spaceAfter = 5
        self.text = base
        self.cell = ParagraphStyle("cell", base, fontSize=_SMALL + 0.5, leading=10, spaceAfter=0)
        self.item = ParagraphStyle("item", base, leftIndent=12, bulletIndent=3, spaceAfter=2)
        self.note = ParagraphStyle("note", base, textColor=HexColor("#444444"), fontSize=_SMALL + 1)
        self.line = ParagraphStyle("line", self.note, leading=_SMALL * 1.5, spaceAfter=1)
        self.headings = {
            level: ParagraphStyle(
                f"h{level}",
                base,
                fontName=_BOLD,
                fontSize=size,
                leading=size * 1.25,
                spaceBefore=size * 0.9,
                spaceAfter=4,
                keepWithNext=1,
            )
            for level, size in _SIZES.items()
        }

    def story(self) -> list[Any]:
        """Return everything to be laid out, in order."""
        told = [self._heading(self.report.title, 1)]
        told += [self._paragraph(self._words(one.text), self.note) for one in self.report.lead]
        for part in self.report.sections:
            told += self._under_heading(part.title, part.blocks, 2)
        return told

    def _under_heading(self, title: str, blocks: tuple[Block, ...], level: int) -> list[Any]:
        """Return a heading with what stands under it, on the page of a picture that it leads to."""
        first = _leading(blocks)
        told = self._room_for(first, blocks) if first else self._turned(is_across=False)
        told.append(self._heading(title, level))
        is_before = first is not None
        for block in blocks:
            leads = is_before and (block is first or _leading_of(block) is first)
            if not is_before:
                told += self._turned(is_across=False)
            told += self._block(block, level + 1)
            is_before = is_before and not leads
        return told

    def _room_for(self, first: Picture, blocks: tuple[Block, ...]) -> list[Any]:
        """Return what begins a page where the rest of this one does not hold a picture as well."""
        from reportlab.platypus import CondPageBreak

        if id(first) in self.sheets:  # a heading further up has made room for it
            return []
        sheets = laid_out(first, self.upright, self.across, _HEADED)
        self.sheets[id(first)] = sheets
        if sheets.is_across:
            return self._turned(is_across=True)
        prose = [one.text for block in blocks[:2] if isinstance(block, Prose)
                 for one in block.sentences]  # fmt: skip
        needed = sheets.height * sheets.scale + _HEADED + _A_HEADING * _depth(blocks)
        needed += _LEADING * sum(self._rows(text) for text in (first.view.alt, *prose))
        return [*self._turned(is_across=False), CondPageBreak(min(needed, self.most))]

    def _has_room(self, sheets: Sheets, text: str) -> bool:
        """Tell whether a text stands below a picture's last piece, on a page that is turned."""
        headed = _HEADED if len(sheets.pieces) == 1 else 0
        drawn = sheets.pieces[-1].height * sheets.scale + headed
        rows = 1 + len(text) * _TEXT * _OF_SIZE // self.across.width
        return drawn + _LEADING * rows < self.across.height

    def _rows(self, text: str) -> int:
        """Return about how many lines a text takes."""
        return 1 + int(len(text) * _TEXT * _OF_SIZE / self.width)

    def _turned(self, *, is_across: bool) -> list[Any]:
        """Return what begins a page of the other kind; nothing where it is of that kind already."""
        from reportlab.platypus import NextPageTemplate, PageBreak

        if is_across == self.is_across:
            return []
        self.is_across = is_across
        return [NextPageTemplate("across" if is_across else "upright"), PageBreak()]

    def _words(self, text: str) -> str:
        """Return a text as reportlab reads it: escaped, in letters that the font has."""
        return escape(self._shown(text), quote=False)

    def _shown(self, text: str) -> str:
        """Return a text in letters that the font has."""
        shown = showable(text)
        missing = frozenset(c for c in shown if ord(c) not in self.glyphs and not c.isspace())
        return with_stand_ins(shown, missing) if missing else shown

    def _paragraph(self, words: str, style: Any, **options: Any) -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(words, style, **options)

    def _heading(self, text: str, level: int) -> Any:
        """Return a heading; the higher ones stand in the outline too."""
        style = self.headings[min(level, 4)]
        return _heading(self._words(text), style, showable(text), level if level < 4 else 0)

    def _block(self, block: Block, level: int) -> list[Any]:
        if isinstance(block, Prose):
            return [self._prose(block)]
        if isinstance(block, Listing):
            return self._listing(block)
        if isinstance(block, Picture):
            return self._picture(block)
        if isinstance(block, Table):
            return [self._table(block)]
        return self._headed(block, level)

    def _headed(self, block: Card | Group, level: int) -> list[Any]:
        mark = f" ({block.mark})" if isinstance(block, Card) and block.mark else ""
        return self._under_heading(block.title + mark, block.blocks, level)

    def _told(self, sentence: Sentence) -> str:
        """Return a sentence, its numbers as links to the rows of its statements."""
        words = self._words(sentence.text)
        refs = [
            f'<a href="#{self.anchors[id]}" color="#0b4f94">{self.report.numbers[id]}</a>'
            for id in sentence.refs[:_MOST_REFS]
        ]
        if len(sentence.refs) > _MOST_REFS:
            refs.append(f"and {len(sentence.refs) - _MOST_REFS} more")
        sources = [self._words(self.report.source_names[id]) for id in sentence.sources]
        parts = "; ".join(", ".join(part) for part in (refs, sources) if part)
        return f'{words} <font size="{_SMALL}">[{parts}]</font>' if parts else words

    def _prose(self, prose: Prose) -> Any:
        label = f'<font name="{_BOLD}">{self._words(prose.label)}</font> ' if prose.label else ""
        words = " ".join(map(self._told, prose.sentences))
        return self._paragraph(label + words, self.note if prose.manner == "note" else self.text)

    def _listing(self, listing: Listing) -> list[Any]:
        told = [
            self._paragraph(self._told(item), self.item, bulletText="•") for item in listing.items
        ]
        if listing.label:
            label = f'<font name="{_BOLD}">{self._words(listing.label)}</font>'
            told.insert(0, self._paragraph(label, self.text))
        return told

    def _picture(self, picture: Picture) -> list[Any]:
        """Return a picture, on pages of its own where it needs them, and its words below it."""
        from reportlab.platypus import PageBreak

        sheets = self.sheets.get(id(picture)) or laid_out(picture, self.upright, self.across)
        told = self._turned(is_across=sheets.is_across)
        for number, piece in enumerate(sheets.pieces):
            told += [PageBreak()] if number else []
            told.append(_drawn(sheets, piece, self._shown))
        if not self._has_room(sheets, picture.view.alt):
            told += self._turned(is_across=False)  # where the report goes on
        told.append(self._paragraph(self._words(picture.view.alt), self.note))
        if picture.is_told:
            told += self._turned(is_across=False)
            told += [self._paragraph(self._words(one), self.line) for one in picture.told_below]
        return told

    def _table(self, table: Table) -> Any:
        from reportlab.platypus import LongTable, TableStyle

        head = [
            self._paragraph(f"<b>{self._words(word)}</b>", self.cell)
            for word in ("No.", *table.head)
        ]
        rows = [head]
        for row in table.rows:
            anchor = f'<a name="{self.anchors[row.id]}"/>' if row.id in self.anchors else ""
            cells = [self._paragraph(anchor + self._words(row.number), self.cell)]
            for own in row.cells:
                sources = ", ".join(self.report.source_names[id] for id in own.sources)
                cells.append(self._paragraph(self._words(own.text or sources), self.cell))
            rows.append(cells)
        count = len(head)
        shares = _SHARES.get(count, (1 / count,) * count)
        widths = [self.width * share for share in shares]
        # a row may be longer than a page: what somebody wrote is told whole
        made = LongTable(rows, colWidths=widths, repeatRows=1, splitInRow=1)
        made.setStyle(TableStyle([
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, "#999999"),
        ]))  # fmt: skip
        return made


def _leading(blocks: tuple[Block, ...]) -> Picture | None:
    """Return the picture that a heading leads to, at most a paragraph in between."""
    found = (_leading_of(block) for block in blocks[:2])
    return next((picture for picture in found if picture), None)


def _leading_of(block: Block) -> Picture | None:
    if isinstance(block, Card | Group):
        return _leading(block.blocks)
    return block if isinstance(block, Picture) else None


def _depth(blocks: tuple[Block, ...]) -> int:
    """Return how many headings stand between these blocks and the picture they lead to."""
    inner = next((one for one in blocks[:2] if _leading_of(one)), None)
    return 1 + _depth(inner.blocks) if isinstance(inner, Card | Group) else 0


def _drawn(sheets: Sheets, piece: Piece, shown: Callable[[str], str]) -> Any:
    """Return a part of a picture as something to be laid out."""
    from reportlab.platypus import Flowable

    class Drawn(Flowable):
        def __init__(self) -> None:
            super().__init__()
            self.hAlign, self.keepWithNext = "CENTER", not sheets.is_across
            self.width, self.height = sheets.width * sheets.scale, piece.height * sheets.scale

        def draw(self) -> None:
            self.canv.saveState()
            clip = self.canv.beginPath()
            clip.rect(0, 0, self.width, self.height)
            self.canv.clipPath(clip, stroke=0, fill=0)
            self.canv.translate(0, self.height + piece.top * sheets.scale)
            drawn_on(self.canv, sheets.svg, sheets.scale, (_FONT, _BOLD), shown)
            self.canv.restoreState()

    return Drawn()


def _heading(words: str, style: Any, title: str, level: int) -> Any:
    """Return a paragraph that adds itself to the outline where it comes to stand."""
    from reportlab.platypus import Paragraph

    class Heading(Paragraph):
        def draw(self) -> None:
            if level:
                key = f"outline-{id(self)}"
                self.canv.bookmarkPage(key)
                self.canv.addOutlineEntry(title, key, level - 1, closed=level > 1)
            super().draw()

    return Heading(words, style)


def _registered() -> frozenset[int]:
    """Register the fonts of this package, and return the code points of the letters they have."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(fonts.__file__).parent
    for name, file in ((_FONT, "DejaVuSans.ttf"), (_BOLD, "DejaVuSans-Bold.ttf")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(_FONT, bold, italic, _BOLD if bold else _FONT)
    font: Any = pdfmetrics.getFont(_FONT)
    return frozenset(font.face.charToGlyph)
