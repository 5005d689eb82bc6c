"""The one place that writes to a terminal, a pipe or a file: nothing from a case acts there.

People's words may hold characters that move a cursor, change a colour or turn a line around.  They
are shown as �; JSON writes them as escapes, so that nothing is lost to a program.
"""

from __future__ import annotations

import codecs
import errno
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import IO, Any, NoReturn

import typer

__all__ = [
    "Heading",
    "complain",
    "emit",
    "json_text",
    "paragraph",
    "refuse",
    "say",
    "shown",
    "speak_utf8",
    "speaks_utf8",
    "table",
    "width",
]

# controls but for tab and line end, line separators, what turns writing around, half characters
_UNSHOWABLE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WIDEST = 100
_NARROWEST = 40
#: what standard output asked for before it was told to speak UTF-8
_SPOKEN_BEFORE: list[str] = []


class Heading(str):
    """A line that stands over others: bold on a terminal, plain elsewhere."""

    __slots__ = ()


def shown(text: str) -> str:
    r"""Return `text` with every character that would act on a terminal shown as �.

    >>> shown("\x1b[31mred\u202e")
    '�[31mred�'
    """
    return _UNSHOWABLE.sub("\ufffd", text)


def json_text(value: Any) -> str:
    r"""Return `value` as one JSON document that is also safe to look at.

    >>> print(json_text({"name": "Zoë \u202e\x9b"}))
    {
      "name": "Zoë \u202e\u009b"
    }
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNSHOWABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def width() -> int:
    """Return how many characters a line may have here."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))


def paragraph(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    """Return `text` as lines that fit, each set in by `indent`, all but the first by `hanging`."""
    return textwrap.wrap(
        " ".join(text.split()),
        width(),
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def table(rows: Iterable[tuple[str, ...]], indent: str = "") -> list[str]:
    """Return rows as lines with their columns in line; the last column wraps within itself."""
    listed = [tuple(_on_one_line(cell) for cell in row) for row in rows]
    if not listed:
        return []
    widths = [max(len(row[n]) for row in listed) for n in range(len(listed[0]) - 1)]
    lines = []
    for row in listed:
        start = indent + "".join(f"{cell:<{w}}  " for cell, w in zip(row, widths, strict=False))
        hanging = " " * min(len(start), _NARROWEST)
        lines += paragraph(row[-1], start, hanging) or [start.rstrip()]
    return lines


def _on_one_line(cell: str) -> str:
    """Return a cell without line ends; blanks before it set it in."""
    return " " * (len(cell) - len(cell.lstrip(" "))) + " ".join(cell.split())


def say(*lines: str) -> None:
    """Write lines to standard output."""
    _write(lines, sys.stdout)


def complain(*lines: str) -> None:
    """Write lines to standard error: what is wrong, and what is worth a second look."""
    _write(lines, sys.stderr)


def refuse(reason: str) -> NoReturn:
    """Say why a command cannot be used so, and end it with exit code 2."""
    complain(f"Error: {reason}")
    raise typer.Exit(2)


def emit(lines: Iterable[str], output: str | None = None) -> None:
    """Write lines to the file `output`, whole or not at all, or to standard output."""
    if output is None or output == "-":
        say(*lines)
        return
    from formulation.notation import write_atomically

    write_atomically(output, "".join(f"{shown(line)}\n" for line in lines))


def speak_utf8() -> None:
    r"""Let both streams speak UTF-8 with ``\n``, whatever the locale says."""
    _SPOKEN_BEFORE.append(getattr(sys.stdout, "encoding", None) or "utf-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def speaks_utf8() -> bool:
    """Tell whether standard output asked for UTF-8; where it did not, a drawing is of ASCII.

    Words are written in UTF-8 all the same: a name that is replaced is lost, a line is not.
    """
    told = _SPOKEN_BEFORE[-1] if _SPOKEN_BEFORE else getattr(sys.stdout, "encoding", None)
    return codecs.lookup(told or "utf-8").name.startswith("utf")


def _write(lines: Iterable[str], stream: IO[str] | None) -> None:
    """Write lines; where nobody reads any more, be quiet and let the command end as it would."""
    text = "\n".join(_styled(line) for line in lines)
    if stream is None or not text:
        return
    try:
        typer.echo(text, file=stream)  # takes the bold out where there is no terminal
    except OSError as error:
        _stop_writing(stream)
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # EINVAL: a closed pipe on Windows
            raise


def _styled(line: str) -> str:
    if isinstance(line, Heading) and "NO_COLOR" not in os.environ:
        return typer.style(shown(line), bold=True)
    return shown(line)


def _stop_writing(stream: IO[str]) -> None:
    """Lead a stream nowhere, so that what is left in it cannot fail again when Python ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
