"""What the shell offers when a person presses Tab; it must come at once, so nothing is parsed."""

from __future__ import annotations

from pathlib import Path

import formulation

__all__ = ["catalogue_names", "example_names", "vocabulary_names"]


def catalogue_names(incomplete: str = "") -> list[str]:
    """Return the names of the patterns that come with the library and begin so."""
    folder = Path(formulation.__file__).parent / "patterns" / "catalogue"
    return sorted(p.stem for p in folder.glob("*.yaml") if p.stem.startswith(incomplete))


def example_names(incomplete: str = "") -> list[str]:
    """Return the names of the example cases that begin so."""
    from formulation.examples import example_names

    return [name for name in example_names() if name.startswith(incomplete)]


def vocabulary_names(incomplete: str = "") -> list[str]:
    """Return the names of the vocabularies that begin so."""
    from formulation.terms import VOCABULARIES

    return [name for name in VOCABULARIES if name.startswith(incomplete)]
