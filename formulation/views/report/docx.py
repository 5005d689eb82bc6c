"""The report as a Word document: headings, tables and pictures, numbers that lead to statements."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from formulation.views.quoting import showable
from formulation.views.report.content import (
    Block,
    Card,
    Group,
    Listing,
    Picture,
    Prose,
    Report,
    Section,
    Sentence,
    Table,
)
from formulation.views.report.paper import Paper, Sheets, laid_out, pngs_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["document_of"]

#: A4 and its margins, in points
_PAGE, _MARGIN, _MARGIN_ACROSS = Paper(595.3, 841.9), 48.0, 40.0
_UPRIGHT = Paper(_PAGE.width - 2 * _MARGIN, (_PAGE.height - 2 * _MARGIN) * 0.85)
_ACROSS = Paper(_PAGE.height - 2 * _MARGIN_ACROSS, _PAGE.width - 2 * _MARGIN_ACROSS - 12)
_HEADED = 66.0  # what a heading and a sentence take of a page that a picture begins
_LEVELS = 9
#: when every part of the document says it was made, so that one report gives one file
_MADE = (2000, 1, 1, 0, 0, 0)
_MOST_REFS = 8


def document_of(report: Report) -> bytes:
    """Return a report as the bytes of a .docx file, the same for the same report.

    Parameters
    ----------
    report
        What it says.
    """
    from docx import Document

    writer = _Writer(report, Document())
    writer.write()
    made = io.BytesIO()
    writer.document.save(made)
    return _undated(made.getvalue())


def _undated(data: bytes) -> bytes:
    """Return a document whose parts all bear one date."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()


#: Word's own limit for a property of a document
_LONGEST_PROPERTY = 255


class _Writer:
    """Writes one report into one document."""

    def __init__(self, report: Report, document: Document) -> None:
        self.report, self.document = report, document
        self.anchors = {id: f"st_{n}" for n, id in enumerate(report.numbers)}
        self.is_across = False

    def write(self) -> None:
        """Write everything, in order."""
        self.document.core_properties.title = showable(self.report.title)[:_LONGEST_PROPERTY]
        self.document.core_properties.author = ""
        self.document.core_properties.comments = ""
        self._shape(is_across=False)
        self.document.add_heading(showable(self.report.title), 0)
        for sentence in self.report.lead:
            self.document.add_paragraph().add_run(showable(sentence.text)).italic = True
        for part in self.report.sections:
            self._part(part)

    def _part(self, part: Section) -> None:
        """Write a section; one that a large picture begins has its heading on the same page."""
        first = next((one for one in part.blocks[:2] if isinstance(one, Picture)), None)
        sheets = laid_out(first, _UPRIGHT, _ACROSS, _HEADED) if first else None
        self._turn(is_across=bool(sheets and sheets.is_across))
        self.document.add_heading(showable(part.title), 1)
        for block in part.blocks:
            if first and block is first:
                self._picture(first, sheets)
                first = None
            else:
                if not first:
                    self._turn(is_across=False)
                self._block(block, 2)

    def _turn(self, *, is_across: bool) -> None:
        """Go on on a page of the other kind, unless it is of that kind already."""
        if is_across != self.is_across:
            self.document.add_section()
            self._shape(is_across=is_across)

    def _shape(self, *, is_across: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Pt

        section, self.is_across = self.document.sections[-1], is_across
        size = (_PAGE.height, _PAGE.width) if is_across else _PAGE
        margin = Pt(_MARGIN_ACROSS if is_across else _MARGIN)
        section.page_width, section.page_height = Pt(size[0]), Pt(size[1])
        section.orientation = WD_ORIENT.LANDSCAPE if is_across else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = margin
        section.top_margin = section.bottom_margin = margin

    def _block(self, block: Block, level: int) -> None:
        if isinstance(block, Prose):
            self._prose(block)
        elif isinstance(block, Listing):
            self._listing(block)
        elif isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._headed(block, level)

    def _headed(self, block: Card | Group, level: int) -> None:
        mark = f" ({block.mark})" if isinstance(block, Card) and block.mark else ""
        self.document.add_heading(showable(block.title + mark), min(level, _LEVELS))
        for inner in block.blocks:
            self._block(inner, level + 1)

    def _prose(self, prose: Prose) -> None:
        paragraph = self.document.add_paragraph()
        if prose.label:
            paragraph.add_run(f"{showable(prose.label)} ").bold = True
        for sentence in prose.sentences:
            self._told(paragraph, sentence)
            paragraph.add_run(" ")

    def _listing(self, listing: Listing) -> None:
        if listing.label:
            paragraph = self.document.add_paragraph()
            paragraph.add_run(showable(listing.label)).bold = True
            paragraph.paragraph_format.keep_with_next = True
        for item in listing.items:
            self._told(self.document.add_paragraph(style="List Bullet"), item)

    def _told(self, paragraph: Paragraph, sentence: Sentence) -> None:
        """Write a sentence, and the numbers of its statements as links to their rows."""
        paragraph.add_run(showable(sentence.text))
        if not sentence.refs and not sentence.sources:
            return
        _small(paragraph.add_run(" ["))
        for number, id in enumerate(sentence.refs[:_MOST_REFS]):
            _small(paragraph.add_run(", " if number else ""))
            _link(paragraph, self.report.numbers[id], self.anchors[id])
        more = len(sentence.refs) - _MOST_REFS
        rest = f" and {more} more" if more > 0 else ""
        sources = ", ".join(self.report.source_names[id] for id in sentence.sources)
        joint = "; " if sentence.refs and sources else ""
        _small(paragraph.add_run(showable(f"{rest}{joint}{sources}]")))

    def _picture(self, picture: Picture, sheets: Sheets | None = None) -> None:
        """Draw a picture, on pages of its own where it needs them, with its words below it."""
        sheets = sheets or laid_out(picture, _UPRIGHT, _ACROSS)
        self._turn(is_across=sheets.is_across)
        count = len(sheets.pieces)
        for number, data in enumerate(pngs_of(picture, sheets), 1):
            words = picture.view.alt
            if number > 1:
                words = f"Part {number} of {count} of the picture before: {picture.view.title}"
            self._drawn(data, sheets.width * sheets.scale, picture, words)
        self.document.add_paragraph(showable(picture.view.title), style="Caption")
        self.document.add_paragraph(showable(picture.view.alt))
        if picture.is_told:
            self._turn(is_across=False)
            for line in picture.told_below:
                paragraph = self.document.add_paragraph()
                paragraph.paragraph_format.space_after = 0
                _small(paragraph.add_run(showable(line)))

    def _drawn(self, data: bytes, width: float, picture: Picture, words: str) -> None:
        from docx.shared import Pt

        shape = self.document.add_picture(io.BytesIO(data), Pt(width))
        self.document.paragraphs[-1].paragraph_format.keep_with_next = not self.is_across
        described: Any = shape._inline.docPr
        described.set("title", showable(picture.view.title))
        described.set("descr", showable(words))

    def _table(self, table: Table) -> None:
        made = self.document.add_table(rows=1, cols=len(table.head) + 1, style="Light Grid")
        for cell, word in zip(made.rows[0].cells, ("No.", *table.head), strict=True):
            cell.text = showable(word)
        _repeat(made.rows[0])
        for row in table.rows:
            cells = made.add_row().cells
            cells[0].text = showable(row.number)
            if row.id in self.anchors:
                _anchor(cells[0].paragraphs[0], self.anchors[row.id])
            for cell, own in zip(cells[1:], row.cells, strict=True):
                sources = ", ".join(self.report.source_names[id] for id in own.sources)
                cell.text = showable(own.text or sources)


# -- what python-docx has no words for -----------------------------------------------------------


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Any = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _small(run: Any) -> None:
    from docx.shared import Pt

    run.font.size = Pt(8)


def _link(paragraph: Paragraph, text: str, anchor: str) -> None:
    link = _element("w:hyperlink", anchor=anchor)
    run = paragraph.add_run(text)
    _small(run)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _anchor(paragraph: Paragraph, name: str) -> None:
    number = name.removeprefix("st_")
    paragraph._p.insert(0, _element("w:bookmarkStart", id=number, name=name))
    paragraph._p.append(_element("w:bookmarkEnd", id=number))


def _repeat(row: Any) -> None:
    """Let a row stand at the head of every page that its table runs over."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))
