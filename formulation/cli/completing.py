"""What the shell offers when a person presses Tab; it must come at once, so nothing is parsed."""

from __future__ import annotations

from pathlib import Path

import formulation

__all__ = ["catalogue_names", "example_names", "examples_folder", "vocabulary_names"]


def catalogue_names(incomplete: str = "") -> list[str]:
    """Return the names of the patterns that come with the library and begin so."""
    folder = Path(formulation.__file__).parent / "patterns" / "catalogue"
    return _stems(folder, incomplete)


def example_names(incomplete: str = "") -> list[str]:
    """Return the names of the example cases that begin so; the map of a diary is no case."""
    return [n for n in _stems(examples_folder(), incomplete) if not n.endswith("_map")]


def vocabulary_names(incomplete: str = "") -> list[str]:
    """Return the names of the vocabularies that begin so."""
    from formulation.terms import VOCABULARIES

    return [name for name in VOCABULARIES if name.startswith(incomplete)]


def examples_folder() -> Path:
    """Return where the examples stand: in the installed package, or beside it in its repository."""
    package = Path(formulation.__file__).parent
    installed = package / "_examples"
    return installed if installed.is_dir() else package.parent / "examples"


def _stems(folder: Path, beginning: str) -> list[str]:
    return sorted(p.stem for p in folder.glob("*.yaml") if p.stem.startswith(beginning))
