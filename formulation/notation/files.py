"""Texts of files: read within limits, written wholly or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO, Any

from formulation.errors import CaseError, Fault, nearest_word
from formulation.notation.nodes import USUAL, Limits


def read_text(
    path_or_file: str | os.PathLike[str] | IO[str] | IO[bytes], *, limits: Limits = USUAL
) -> tuple[str, str]:
    r"""Return the text of a file, its lines ending in ``\n``, and its name for messages.

    Parameters
    ----------
    path_or_file
        A path, ``"-"`` for standard input, or a file open for reading text or bytes.
    limits
        How large the file may be, in bytes.

    Raises
    ------
    CaseError
        With one fault: no such file, a folder, no permission, too large, not UTF-8, or empty.
    """
    name = _name_of(path_or_file)
    try:
        if path_or_file == "-":
            if sys.stdin is None:
                raise CaseError([Fault("there is no standard input here", name, "a file")])
            data = _at_most(getattr(sys.stdin, "buffer", sys.stdin), name, limits.bytes)
        elif isinstance(path_or_file, str | os.PathLike):
            data = _bytes_of(name, limits.bytes)
        else:
            data = _at_most(path_or_file, name, limits.bytes)
    except (OSError, UnicodeError) as error:
        raise CaseError([_why_not(error, name, "read")]) from error
    return _decoded(data, name), name


def _name_of(path_or_file: str | os.PathLike[str] | IO[Any]) -> str:
    if path_or_file == "-":
        return "standard input"
    if isinstance(path_or_file, str | os.PathLike):
        return os.fspath(path_or_file)
    name = getattr(path_or_file, "name", None)
    return name if isinstance(name, str) else "text"  # a pipe's name is a number


def _bytes_of(name: str, most: int) -> bytes:
    if "\0" in name:
        raise FileNotFoundError(errno.ENOENT, "no such file")
    found = Path(name).stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "a folder")
    if found.st_size > most:
        raise _too_large(name, f"{found.st_size:,} bytes, more", most, found.st_size)
    with Path(name).open("rb") as file:
        return _at_most(file, name, most)


def _at_most(file: IO[Any], name: str, most: int) -> bytes:
    """Read what may be a pipe, a device without end, or text already decoded."""
    data = bytearray()
    while len(data) <= most and (part := file.read(most + 1 - len(data))):
        data += part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
    if len(data) > most:
        raise _too_large(name, "more", most, "…")
    return bytes(data)


def _too_large(name: str, size: str, most: int, wanted: int | str) -> CaseError:
    cure = f"a smaller file, or a higher limit: limits=Limits(bytes={wanted})"
    problem = f"this has {size} than the {most:,} bytes that are read"
    return CaseError([Fault(problem, accepted=cure, file=name)])


_BYTE_ORDER_MARKS = {  # UTF-32 first: its mark begins like that of UTF-16
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            cure = "the file saved as UTF-8"
            raise CaseError([Fault(f"this is {encoding}", accepted=cure, file=name)])
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if (at := data.find(b"\0")) >= 0:
        raise _bad_byte("a NUL byte: this is no text", data, at, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        raise _bad_byte(problem, data, error.start, name) from error
    if not text.strip():
        cure = "a case; `formulation new` writes one to start from"
        raise CaseError([Fault("the file is empty", accepted=cure, file=name)])
    return text


def _bad_byte(problem: str, data: bytes, at: int, name: str) -> CaseError:
    before = data[:at].decode("utf-8", "replace").split("\n")
    fault = Fault(problem, accepted="YAML or JSON saved as UTF-8")
    return CaseError([fault.at(name, len(before), len(before[-1]) + 1)])


def _why_not(error: Exception, name: str, done: str) -> Fault:
    """Say in plain words why a file could not be `done` ("read", "written")."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _missing(name)
    if isinstance(error, IsADirectoryError):
        return Fault("this is a folder, not a file", accepted="a file in it", file=name)
    if isinstance(error, PermissionError):
        return Fault(f"there is no permission for this file to be {done}", file=name)
    return Fault(
        f"this could not be {done} ({getattr(error, 'strerror', None) or error})", file=name
    )


def _missing(name: str) -> Fault:
    if "\n" in name:
        cure = "the name of a file, or io.StringIO(text) for the text itself"
        return Fault("this is no file", accepted=cure, file=name.split("\n")[0])
    path = Path(name)
    if not path.parent.is_dir():
        return Fault(f"there is no folder {str(path.parent)!r}", file=name)
    near = ""
    with suppress(OSError), os.scandir(path.parent) as entries:
        near = nearest_word(path.name, (entry.name for entry in islice(entries, 1000)))
    return Fault("there is no such file", nearest=near and str(path.with_name(near)), file=name)


def write_atomically(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file wholly or not at all, keeping its mode and the links that name it.

    Parameters
    ----------
    path
        Where to; what is no file (a pipe, a device) is written to as it is.
    content
        All of it; a text is written as UTF-8.

    Raises
    ------
    CaseError
        With one fault: no such folder, no permission, a folder, a full disk.  What stood there
        before still stands.
    """
    name = os.fspath(path)
    try:
        data = content.encode("utf-8") if isinstance(content, str) else content
        _replace(Path(name), data)
    except (OSError, ValueError, RuntimeError) as error:
        # a ValueError: half of a character, or a NUL in the name; a RuntimeError: links in a ring
        raise CaseError([_why_not(error, name, "written")]) from error


def _replace(path: Path, data: bytes) -> None:
    mode = path.stat().st_mode if path.exists() else None
    if mode is not None and not stat.S_ISREG(mode):
        path.write_bytes(data)  # a pipe or a device; a folder refuses
        return
    target = path.resolve()
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only")
    beside = target.with_name(f".{os.urandom(6).hex()}.part")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(stat.S_IMODE(mode))
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
