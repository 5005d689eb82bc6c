"""The words of a PDF, read from its own strings and its fonts' tables, without any other program.

Enough for what reportlab writes: streams in ASCII85 and deflated, fonts of which a part is
embedded, each with the table that tells which letters its codes stand for.
"""

from __future__ import annotations

import base64
import re
import zlib

__all__ = ["contents_of_pdf", "pages_of_pdf", "words_of_pdf"]

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\S+) [\d.]+ Tf|\(((?:[^()\\]|\\.)*)\) Tj|(ET)|(T\*)", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def contents_of_pdf(data: bytes) -> list[bytes]:
    """Return what is drawn, a page after the other."""
    parts = (body for _, body in _OBJECT.findall(data))
    opened = [_opened(body) for body in parts if b"/ASCII85Decode" in body]
    return [one for one in opened if b" Tj" in one]


def pages_of_pdf(data: bytes) -> list[list[str]]:
    """Return the words of each page, a line for each text."""
    fonts = _fonts(data)
    return [_lines(page, fonts) for page in contents_of_pdf(data)]


def words_of_pdf(data: bytes) -> str:
    """Return all words that are drawn, a line for each text; then outline and properties."""
    fonts = _fonts(data)
    lines = [line for page in contents_of_pdf(data) for line in _lines(page, fonts)]
    titles = re.findall(rb"/(?:Title|Author|Subject|Keywords) \(((?:[^()\\]|\\.)*)\)", data)
    return "\n".join([*lines, *map(_told, titles)])


def _told(text: bytes) -> str:
    plain = _ESCAPED.sub(_unescaped, text)
    return plain.decode("utf-16" if plain[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1")


def _opened(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    told = found[1].strip()
    if b"/ASCII85Decode" in body:
        told = base64.a85decode(told.removeprefix(b"<~").removesuffix(b"~>"))
    return zlib.decompress(told) if b"/FlateDecode" in body else told


def _fonts(data: bytes) -> dict[bytes, dict[int, str]]:
    """Return for each font which letters its codes stand for."""
    objects = dict(_OBJECT.findall(data))
    fonts = {}
    for body in objects.values():
        name = re.search(rb"/Name /(F\S+)", body)
        table = re.search(rb"/ToUnicode (\d+) 0 R", body)
        if name and table:
            fonts[name[1]] = _letters(_opened(objects[table[1]]))
    return fonts


def _letters(table: bytes) -> dict[int, str]:
    letters = {}
    for start, several in re.findall(rb"<(\w+)> <\w+>\s*\[(.*?)\]", table, re.DOTALL):
        for n, code in enumerate(re.findall(rb"<(\w+)>", several)):
            letters[int(start, 16) + n] = bytes.fromhex(code.decode()).decode("utf-16-be")
    return letters


def _lines(page: bytes, fonts: dict[bytes, dict[int, str]]) -> list[str]:
    lines, line, letters = [], "", dict[int, str]()
    for font, shown, end, turn in _SHOWN.findall(page):
        if font:
            letters = fonts.get(font, {})
        elif end:
            lines.append(line)
            line = ""
        elif turn:
            line += " "
        else:
            plain = _ESCAPED.sub(_unescaped, shown)
            line += "".join(letters.get(code, chr(code)) for code in plain)
    return lines


def _unescaped(found: re.Match[bytes]) -> bytes:
    told = found[1]
    return bytes([int(told, 8)]) if len(told) == 3 else _LETTERS.get(told, told)
