"""Where the commands ``exercise`` write to, looked at before anything is asked, made or marked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from formulation.cli.speaking import refuse
from formulation.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulation.exercises.marking import Marking

__all__ = ["refuse_filled_in", "refuse_no_place", "refuse_own_marks"]


def refuse_no_place(path: str | Path) -> None:
    """End the command where nothing can be written: no folder, or one that takes no files."""
    place = Path(path)
    if place.is_dir():
        refuse(f"{place} is a folder; -o names a file")
    if not place.parent.is_dir():
        refuse(f"{place} cannot be written: there is no folder {place.parent}")
    if not os.access(place if place.exists() else place.parent, os.W_OK):
        refuse(f"{place} cannot be written: it is not allowed here")


def refuse_filled_in(paths: Iterable[str | Path]) -> None:
    """End the command where a sheet would be written over what somebody has filled in."""
    for path in map(Path, paths):
        if path.is_file() and _is_filled_in(path):
            refuse(f"{path} is there already, and filled in; it is not written over: name another")


def _is_filled_in(path: Path) -> bool:
    """Tell whether a file holds answers; a text that is no empty sheet is somebody's too."""
    from formulation.cli.exercise_files import keys_of_file
    from formulation.exercises.markdown_sheet import answers_from_markdown

    if path.suffix.lower() == ".json":
        return "answers" in (keys_of_file(str(path)) or ())
    if path.suffix.lower() != ".md":
        return False
    text = path.read_bytes().decode("utf-8", "replace")
    try:
        answers = answers_from_markdown(text)
    except CaseError:
        return bool(text.strip())
    return bool(answers.given or answers.name)


def refuse_own_marks(path: str, marked: Sequence[Marking]) -> None:
    """End the command where a class's table would be written over marks that a teacher filled in.

    Marks that the new table holds too are no loss.
    """
    from formulation.exercises.overriding import read_own

    if not path.lower().endswith(".csv") or not Path(path).is_file():
        return
    if not Path(path).read_bytes().strip():
        return
    try:
        is_lost = bool(read_own(path).missing_in(marked))
    except CaseError:
        refuse(f"{path} is there already, and is no table of a class; -o names another file")
    if is_lost:
        refuse(
            f"{path} holds marks of your own, and is not written over: --overrides {path} reads "
            "them, and -o names another file"
        )
