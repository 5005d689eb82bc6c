"""The fonts that come with this package, and what the fonts of this machine can show.

DejaVu Sans (and its bold) stands here with its licence, so that a picture has its words on a
machine without any font.  It shows Latin, Greek, Cyrillic, Hebrew and Arabic, but no Chinese and
few emoji: what no font here shows is named, instead of being drawn as a row of boxes.
"""

from __future__ import annotations

import os
import struct
import sys
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from itertools import groupby
from pathlib import Path

__all__ = ["font_configuration", "font_folders", "missing_glyphs", "uncovered", "with_stand_ins"]

#: The family that every picture asks for.
FAMILY = "DejaVu Sans"

_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_LARGEST_CMAP_BYTES = 4_000_000


def font_folders() -> list[Path]:
    """Return where fonts are looked for: this package's own folder first, then the usual ones."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - a user without a home is no error
    if sys.platform == "win32":
        usual = [Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")]
        usual.append(home / "AppData/Local/Microsoft/Windows/Fonts")
    elif sys.platform == "darwin":
        usual = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    else:
        usual = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts"]
        usual.append(Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share", "fonts"))
    return [Path(__file__).parent, *usual]


def font_configuration(cache: Path) -> str:
    """Return a configuration for fontconfig that knows our fonts and the machine's.

    `cache` is a folder for what fontconfig learns about the fonts, used where it may write into
    none of its own.  A family that is not here is replaced by DejaVu Sans.
    """
    folders = "\n".join(f"  <dir>{escape(str(folder))}</dir>" for folder in font_folders())
    return f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
  <match target="pattern">
    <edit name="family" mode="append_last"><string>{FAMILY}</string></edit>
  </match>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <cachedir>{escape(str(cache))}</cachedir>
</fontconfig>
"""


# -- which characters a font has: the cmap table ------------------------------------------------
# https://learn.microsoft.com/typography/opentype/spec/cmap


def covered_by(font: Path, wanted: frozenset[int]) -> frozenset[int]:
    """Return those of the `wanted` code points that the font file has a glyph for.

    A file that is no font, or a broken one, has none.
    """
    try:
        return frozenset(code for table in _cmaps(font) for code in _in_cmap(table, wanted))
    except (OSError, struct.error, IndexError):
        return frozenset()


def _cmaps(font: Path) -> Iterator[bytes]:
    """Yield the cmap table of each font in the file (a collection holds several)."""
    with font.open("rb") as file:
        head = file.read(12)
        starts: tuple[int, ...] = (0,)
        if head[:4] == b"ttcf":
            (count,) = struct.unpack_from(">I", head, 8)
            starts = struct.unpack(f">{min(count, 256)}I", file.read(4 * min(count, 256)))
        for start in starts:
            file.seek(start + 4)
            (count,) = struct.unpack(">H", file.read(2))
            file.seek(start + 12)
            for tag, _, offset, length in struct.iter_unpack(">4sIII", file.read(16 * count)):
                if tag == b"cmap":
                    file.seek(offset)
                    yield file.read(min(length, _LARGEST_CMAP_BYTES))


def _in_cmap(table: bytes, wanted: frozenset[int]) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", table, 2)
    for platform, _, at in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count]):
        (layout,) = struct.unpack_from(">H", table, at)
        if platform in (0, 3) and layout == 4:
            yield from _in_segments(table, at, wanted)
        elif platform in (0, 3) and layout == 12:
            yield from _in_groups(table, at, wanted)


def _in_segments(table: bytes, at: int, wanted: frozenset[int]) -> Iterator[int]:
    """Yield the wanted codes of a format 4 subtable: up to U+FFFF, in four parallel columns."""
    (double,) = struct.unpack_from(">H", table, at + 6)
    column = f">{double // 2}H"
    ends = struct.unpack_from(column, table, at + 14)
    starts = struct.unpack_from(column, table, at + 16 + double)
    deltas = struct.unpack_from(column, table, at + 16 + 2 * double)
    offsets_at = at + 16 + 3 * double
    offsets = struct.unpack_from(column, table, offsets_at)
    for code in wanted:
        i = bisect_left(ends, code)
        if i == len(ends) or code < starts[i]:
            continue
        glyph = code
        if offsets[i]:  # counted in bytes from where the offset itself stands
            there = offsets_at + 2 * i + offsets[i] + 2 * (code - starts[i])
            (glyph,) = struct.unpack_from(">H", table, there)
        if glyph and (glyph + deltas[i]) & 0xFFFF:
            yield code


def _in_groups(table: bytes, at: int, wanted: frozenset[int]) -> Iterator[int]:
    """Yield the wanted codes of a format 12 subtable: first code, last code, first glyph."""
    (count,) = struct.unpack_from(">I", table, at + 12)
    rows = list(struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * count]))
    lasts = [last for _, last, _ in rows]
    for code in wanted:
        i = bisect_left(lasts, code)
        if i < len(rows) and rows[i][0] <= code and rows[i][2] + code - rows[i][0]:
            yield code


# -- what no font here shows -------------------------------------------------------------------


def uncovered(text: str) -> frozenset[str]:
    """Return the characters of `text` that no font of this machine shows.

    Marks that are never seen by themselves (joiners, direction marks) are left out.
    """
    seen = frozenset(ord(c) for c in set(text) if ord(c) > 126 and not _is_unseen(c))
    return frozenset(map(chr, _uncovered_codes(seen))) if seen else frozenset()


@lru_cache(maxsize=64)
def _uncovered_codes(wanted: frozenset[int]) -> frozenset[int]:
    for folder in font_folders():
        for font in sorted(folder.rglob("*")):
            if font.suffix.lower() in _ENDINGS:
                wanted -= covered_by(font, wanted)
                if not wanted:
                    return wanted
    return wanted


def _is_unseen(character: str) -> bool:
    code = ord(character)
    is_selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return is_selector or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")


def script_of(character: str) -> str:
    """Return the plain name of the script a character belongs to.

    >>> [script_of(c) for c in "李한か😀ภ♜"]
    ['Chinese', 'Korean', 'Japanese', 'emoji', 'Thai', 'symbol']
    """
    code, name = ord(character), unicodedata.name(character, "")
    first = name.partition(" ")[0]
    if 0x1F000 <= code <= 0x1FAFF and unicodedata.category(character) != "Cn":
        return "emoji"
    if first in ("HANGUL", "HIRAGANA", "KATAKANA"):
        return "Korean" if first == "HANGUL" else "Japanese"
    if name and unicodedata.east_asian_width(character) in "WF":
        return "Chinese"
    if unicodedata.category(character)[0] in "LM" and name:
        return first.title()
    return "symbol" if name else "unknown character"


def with_stand_ins(text: str, missing: frozenset[str]) -> str:
    """Return `text` with each run of `missing` characters replaced by its script in brackets.

    >>> with_stand_ins("Dr 李小龙", frozenset("李小龙"))
    'Dr [Chinese]'
    """
    if not missing.intersection(text):
        return text
    script, before = "", ""

    def of_run(character: str) -> str:
        nonlocal script, before  # a joiner, and what it joins, belongs to what stands before it
        if before != "\u200d" and (not _is_unseen(character) or character.isspace()):
            script = script_of(character) if character in missing else ""
        before = character
        return script

    runs = ((name, "".join(run)) for name, run in groupby(text, of_run))
    return "".join(f"[{name}]" if name else run for name, run in runs)


def missing_glyphs(text: str) -> str:
    """Say which scripts of `text` no font of this machine shows, or ``""`` where all is well.

    It concerns PNG and PDF; in an SVG the letters are the viewer's business.
    """
    by_script: dict[str, list[str]] = {}
    missing = uncovered(text)
    for character in dict.fromkeys(c for c in text if c in missing):
        by_script.setdefault(script_of(character), []).append(character)
    if not by_script:
        return ""
    told = " or ".join(f"{name} ({', '.join(few[:3])})" for name, few in by_script.items())
    shown = " and ".join(f"[{name}]" for name in by_script)
    return (
        f"no font here covers {told}: PNG and PDF show {shown} instead; "
        f"install a font for it, or draw SVG"
    )
