"""The report as Markdown, for a chart, a repository or a mail: pictures as their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

__all__ = ["markdown_of"]

#: what Markdown, or a page made of it, would read as more than letters
_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
_AT_THE_START = re.compile(r"^(\d+)([.)])|^([-+=:])")
#: what a reader makes a link of by itself
_LINKED = re.compile(r"(?<=\w)(://|@(?=\w))|\b(www)(\.)", re.IGNORECASE)


def markdown_of(report: Report) -> str:
    """Return a report as text in Markdown; people's words stand in it as they were written.

    Parameters
    ----------
    report
        What it says.
    """
    lines = [f"# {escaped(report.title)}", ""]
    for sentence in report.lead:
        lines += [f"*{escaped(sentence.text)}*", ""]
    for section in report.sections:
        lines += [f"## {escaped(section.title)}", ""]
        for block in section.blocks:
            lines += _block(report, block, 3)
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    r"""Return a text so that Markdown shows it as it was written, on one line.

    >>> print(escaped("<b>*no*</b> [x](y)"))
    \<b\>\*no\*\</b\> \[x\](y)
    >>> print(escaped("1. one"), escaped("- two"))
    1\. one \- two
    """
    line = _ACTIVE.sub(r"\\\1", " ".join(showable(text).split()))
    line = _AT_THE_START.sub(lambda at: f"{at[1]}\\{at[2]}" if at[1] else f"\\{at[3]}", line)
    return _LINKED.sub(_unlinked, line)


def _unlinked(found: re.Match[str]) -> str:
    """Return what would make a link so that it makes none and looks the same."""
    if found[2]:
        return f"{found[2]}\\{found[3]}"
    return f"\\{found[1]}"


def _block(report: Report, block: Block, level: int) -> Iterator[str]:
    if isinstance(block, Prose):
        yield from _prose(report, block)
    elif isinstance(block, Listing):
        yield from _listing(report, block)
    elif isinstance(block, Picture):
        yield from _picture(block)
    elif isinstance(block, Table):
        yield from _table(report, block)
    else:
        yield from _headed(report, block, level)


def _headed(report: Report, block: Card | Group, level: int) -> Iterator[str]:
    mark = f" ({escaped(block.mark)})" if isinstance(block, Card) and block.mark else ""
    yield f"{'#' * min(level, 6)} {escaped(block.title)}{mark}"
    yield ""
    for inner in block.blocks:
        yield from _block(report, inner, level + 1)


def _told(report: Report, sentence: Sentence) -> str:
    cited = report.cited(sentence)
    return escaped(sentence.text) + (f" {escaped(cited)}" if cited else "")


def _prose(report: Report, prose: Prose) -> Iterator[str]:
    label = f"**{escaped(prose.label)}** " if prose.label else ""
    yield label + " ".join(_told(report, sentence) for sentence in prose.sentences)
    yield ""


def _listing(report: Report, listing: Listing) -> Iterator[str]:
    if listing.label:
        yield f"{escaped(listing.label)}:"
        yield ""
    for item in listing.items:
        yield f"- {_told(report, item)}"
    yield ""


def _picture(picture: Picture) -> Iterator[str]:
    yield f"> **Picture: {escaped(picture.view.title)}**"
    for line in dict.fromkeys((picture.view.alt, *picture.lines)):
        if line == picture.view.title or not line.strip():
            continue
        yield ">"
        yield f"> {escaped(line)}"
    yield ""


def _table(report: Report, table: Table) -> Iterator[str]:
    yield _row(["No.", *map(escaped, table.head)])
    yield _row(["---"] * (len(table.head) + 1))
    for row in table.rows:
        cells = (_told(report, cell) for cell in row.cells)
        yield _row([escaped(row.number), *cells])
    yield ""


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
