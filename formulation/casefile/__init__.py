"""Case files, in and out: what a person wrote becomes a case, and a case becomes what one reads.

Reading is generous and judging complete: all that is wrong in a file is told at once, each fault
with its place and its cure.  Writing is canonical: the same case gives the same bytes.
"""

from __future__ import annotations

import codecs
import gc
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from formulation.casefile.reading import Reading
from formulation.casefile.writing import starting_file, write_case
from formulation.errors import CaseError, Fault
from formulation.model.case import Case
from formulation.notation import Limits, read_text

__all__ = ["case_files", "faults_in", "read_case", "read_cases", "starting_file", "write_case"]

_SUFFIXES = (".yaml", ".yml", ".json")
_Source = str | os.PathLike[str] | IO[str] | IO[bytes]


def read_case(source: _Source, *, limits: Limits | None = None) -> Case:
    """Read a case from its file, YAML or JSON.

    Parameters
    ----------
    source
        A path, ``"-"`` for standard input, or a file open for reading.
    limits
        How large and how deep a file is read; 32 MiB and 32 levels unless said.

    Raises
    ------
    CaseError
        Telling everything wrong with it at once; ``.faults`` holds each with its place.

    Examples
    --------
    >>> from io import StringIO
    >>> print(read_case(StringIO("{formulation: 1, id: one, people: {anna: {role: patient}}}")))
    one: 1 figure, 0 symptoms and 0 statements.
    """
    case, faults = faults_in(source, limits=limits)
    if case is None:
        raise CaseError(fault for fault in faults if not fault.is_warning)
    return case


def read_cases(
    paths: Iterable[str | os.PathLike[str]], *, limits: Limits | None = None
) -> tuple[list[Case], list[str]]:
    """Return the cases of files and folders, and a sentence for each file passed over.

    Parameters
    ----------
    paths
        Files, folders (see :func:`case_files`) and ``"-"``.
    limits
        How large and how deep each file is read.

    Raises
    ------
    CaseError
        With the faults of all files together.
    """
    files, passed_over = case_files(paths)
    told = [faults_in(file, limits=limits) for file in files]
    wrong = [f for case, faults in told if case is None for f in faults if not f.is_warning]
    if wrong:
        raise CaseError(wrong)
    return [case for case, _ in told if case is not None], passed_over


def case_files(
    paths: Iterable[str | os.PathLike[str]],
) -> tuple[list[str | os.PathLike[str]], list[str]]:
    """Return the files that paths stand for, and a sentence for each file passed over.

    A folder stands for its ``*.yaml``, ``*.yml`` and ``*.json`` files whose first key is
    ``formulation``, by name, without the folders in it.  A file that is named is always taken.
    """
    files: list[str | os.PathLike[str]] = []
    passed_over: list[str] = []
    for path in [paths] if isinstance(paths, str | os.PathLike) else paths:
        if path == "-" or not Path(path).is_dir():
            files.append(path)
            continue
        within = sorted(p for p in Path(path).iterdir() if p.suffix.lower() in _SUFFIXES)
        # a pipe would be waited for
        cases = [p for p in within if p.is_file() and _begins_as_case(p)]
        files += cases
        others = [p for p in within if p not in cases]
        passed_over += [f"{p}: passed over, its first key is not 'formulation'" for p in others]
        passed_over += [] if cases else [f"{path}: no case file is in this folder"]
    return files, passed_over


_FIRST_KEY = re.compile(r"""(?:\s|\#.*\n|---.*\n|\{)*["']?formulation["']?\s*:""")


def _begins_as_case(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(1 << 16)
    except OSError:
        return not path.is_dir()  # what cannot be opened is told, not passed over
    is_wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if is_wide else "utf-8-sig", "replace")
    return _FIRST_KEY.match(text) is not None


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep Python's collector of lost objects from going through a growing case.

    It looks at every record again and again, finds none to free, and takes a third of the time
    that a case of 100,000 statements needs.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def faults_in(source: _Source, *, limits: Limits | None = None) -> tuple[Case | None, list[Fault]]:
    """Return the case in a file with everything worth saying of it; no fault raises.

    Parameters
    ----------
    source, limits
        As for :func:`read_case`.

    Returns
    -------
    tuple
        The case, or ``None`` where it cannot stand; and the faults in the order of the file,
        those that leave the case standing marked ``is_warning``.
    """
    limits = limits or Limits()
    try:
        text, file = read_text(source, limits=limits)
    except CaseError as error:
        return None, list(error.faults)
    with _without_collecting():
        reading = Reading(text, file, limits)
        case, faults = reading.case(), reading.faults.told()
    return (case if all(fault.is_warning for fault in faults) else None), faults
