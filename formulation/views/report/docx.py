"""The report as a Word document: headings, tables and pictures, numbers that lead to statements."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from formulation.views.draw import draw
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

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["document_of"]

_WIDTH_INCHES, _HIGHEST_INCHES = 6.3, 8.6
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


class _Writer:
    """Writes one report into one document."""

    def __init__(self, report: Report, document: Document) -> None:
        self.report, self.document = report, document
        self.anchors = {id: f"st_{n}" for n, id in enumerate(report.numbers)}

    def write(self) -> None:
        """Write everything, in order."""
        from docx.shared import Cm

        self.document.core_properties.title = showable(self.report.title)
        self.document.core_properties.author = ""
        self.document.core_properties.comments = ""
        for section in self.document.sections:
            section.left_margin = section.right_margin = Cm(2.2)
        self.document.add_heading(showable(self.report.title), 0)
        for sentence in self.report.lead:
            self.document.add_paragraph().add_run(showable(sentence.text)).italic = True
        for part in self.report.sections:
            self.document.add_heading(showable(part.title), 1)
            for block in part.blocks:
                self._block(block, 2)

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

    def _picture(self, picture: Picture) -> None:
        data = draw(picture.view, format="png")  # type: ignore[arg-type]
        shape = self.document.add_picture(io.BytesIO(bytes(data)))  # type: ignore[arg-type]
        share = min(_WIDTH_INCHES / shape.width.inches, _HIGHEST_INCHES / shape.height.inches, 1.0)
        shape.width, shape.height = int(shape.width * share), int(shape.height * share)
        described: Any = shape._inline.docPr
        described.set("title", showable(picture.view.title))
        described.set("descr", showable(picture.view.alt))
        self.document.add_paragraph(showable(picture.view.title), style="Caption")
        self.document.add_paragraph(showable(picture.view.alt))

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
