"""People's words in a picture: shown as they were written, and never obeyed.

Graphviz reads backslashes, HTML and character references in a label.  Whatever a case says is
quoted here, and only here, before it becomes part of a picture's text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["dot_text", "dot_tooltip", "showable", "svg_id", "svg_text", "wrapped"]

# Control characters, lone surrogates and two that XML forbids.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\n\u2028\u2029]")
_AFTER_HYPHEN = re.compile(r"(?<=\w-)(?=\w)")
# what a style sheet or a link would misread, and what could be taken for its number
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]|_(?=x[0-9a-f]+_)")


def dot_text(text: str) -> str:
    r"""Return `text` so that Graphviz shows it as it stands, whatever it says.

    The value is for a ``label``; `graphviz` puts the quotation marks round it.  A line break stays
    one; any other control character, and half a surrogate pair, is shown as U+FFFD.  Neither
    Graphviz's own escapes nor HTML nor character references in the text have any effect.  Not for
    nodes of shape ``record``, which read braces and bars.

    >>> print(dot_text(r"\N is her name"))
    \\N is her name
    >>> print(dot_text("<b>Tom & Jerry</b>"))
    &lt;b>Tom &amp; Jerry&lt;/b>
    >>> print(dot_text("&amp;"))
    &amp;amp;
    >>> print(dot_text("first\nsecond"))
    first\nsecond
    """
    from graphviz import escape

    lines = _LINE_ENDS.split(showable(text).replace("\t", "\ufffd"))
    # Graphviz loses its memory over a first line without letters, and stops some pictures later.
    filled = (line or " " for line in lines) if len(lines) > 1 else lines
    joined: str = r"\n".join(escape(line) for line in filled).replace("&", "&amp;")
    # Without its "<" a text cannot become HTML, even joined to others afterwards.
    return joined.replace("<", "&lt;")


def dot_tooltip(text: str) -> str:
    r"""Return `text` for a ``tooltip``, which Graphviz reads twice over.

    >>> print(dot_tooltip(r"\N"))
    \\\\N
    """
    return dot_text(_LINE_ENDS.sub(" ", text).replace("\\", "\\\\"))


def showable(text: str) -> str:
    """Return `text` with every character that no picture can hold shown as U+FFFD.

    These are control characters other than blanks and line breaks, those that turn the order of
    letters around (a name must not be read backwards), halves of surrogate pairs, and the two that
    XML forbids.
    """
    return _UNSHOWABLE.sub("\ufffd", text)


def svg_text(text: str) -> str:
    """Return `text` so that it stands in an SVG or a page as it was written, whatever it says.

    >>> svg_text('<b title="x">Tom & Jerry</b>')
    '&lt;b title=&quot;x&quot;&gt;Tom &amp; Jerry&lt;/b&gt;'
    """
    return html.escape(showable(text))


@lru_cache(maxsize=1 << 15)  # a page asks for each many times
def svg_id(statement_id: str) -> str:
    """Return the id that a statement has in an SVG: ``s-`` and its own.

    What a style sheet or a link would misread is written as its number, and no two statements
    ever share one.

    >>> svg_id("hero_s")
    's-hero_s'
    >>> svg_id("1 & 2")
    's-1_x20__x26__x20_2'
    """
    return "s-" + _UNSAFE.sub(lambda m: f"_x{ord(m[0]):x}_", statement_id)


def wrapped(text: str, width: int = 18, lines: int = 4) -> str:
    """Break `text` into short lines, between words where it can.

    Chinese, Japanese and Korean letters count as two and may be parted anywhere; a word longer
    than a line is broken.  What does not fit is cut, and ends with "…".

    Parameters
    ----------
    text
        Any text; its own line breaks count as blanks.
    width
        How many columns a line may have, at least 2.
    lines
        How many lines there may be, at least 1.

    Examples
    --------
    >>> print(wrapped("her superheroes can rescue her"))
    her superheroes
    can rescue her
    """
    width, lines = max(width, 2), max(lines, 1)
    rows = [""]
    for starts_word, piece in _pieces(text, width):
        row = rows[-1] + (" " if starts_word and rows[-1] else "") + piece
        if not rows[-1] or _columns(row) <= width:
            rows[-1] = row
        elif len(rows) < lines:
            rows.append(piece)
        else:
            rows[-1] = _with_dots(rows[-1], width)
            break
    return "\n".join(rows)


def _pieces(text: str, width: int) -> Iterator[tuple[bool, str]]:
    """Yield what may stand on a line of its own, and whether a word starts with it."""
    for word in text.split():
        bits = [word] if _columns(word) <= width else _AFTER_HYPHEN.split(word)
        starts_word = True
        for bit in bits:
            is_whole = _columns(bit) <= width and _columns(bit) <= len(bit)
            for piece in [bit] if is_whole else _clusters(bit):
                yield starts_word, piece
                starts_word = False


def _clusters(word: str) -> Iterator[str]:
    """Yield the letters of a word, each with its marks, joiners and closing punctuation."""
    cluster = ""
    for character in word:
        is_mark = _columns(character) == 0 or "\U0001f3fb" <= character <= "\U0001f3ff"
        is_joined = (
            is_mark or cluster.endswith("\u200d") or character in "、。，．！？：；）」』】》"
        )
        if cluster and not (is_joined and len(cluster) < 12):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        2
        if unicodedata.east_asian_width(c) in "WF"
        else unicodedata.category(c) not in ("Mn", "Me", "Cf")
        for c in text
    )


def _with_dots(row: str, width: int) -> str:
    clusters = list(_clusters(row))
    while clusters and _columns("".join(clusters)) >= width:
        clusters.pop()
    return "".join(clusters).rstrip() + "…"
