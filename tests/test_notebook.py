"""A case shows itself in a notebook: as its map, or in words where nothing can be drawn."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from formulation.errors import DrawError
from formulation.model import Case, Idealization, Person
from formulation.views import draw


def household() -> Case:
    """Two people, one of whom idealizes the other."""
    return Case(id="two", title="Two <people>").adding(
        Person(id="liz", name="Liz", role="patient"),
        Person(id="sam", name="Sam"),
        Idealization(of="sam"),
    )


def test_a_case_shows_itself_as_its_map_with_the_words_beside() -> None:
    """The notebook gets a picture that parses, with both names, and the map in sentences."""
    shown = household()._repr_mimebundle_()

    assert set(shown) == {"image/svg+xml", "text/plain"}
    words = "".join(ElementTree.fromstring(shown["image/svg+xml"]).itertext())
    assert "Liz" in words
    assert "Sam" in words
    assert shown["text/plain"].startswith("Two <people>: 2 figures, 0 symptoms and 1 statement.")
    assert "Liz idealizes Sam" in shown["text/plain"]


def test_without_a_renderer_a_case_shows_itself_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Graphviz is missing the notebook still tells the map, and says what is missing."""

    def nothing_there(*_: object, **__: object) -> str:
        raise DrawError("Graphviz is not here")

    monkeypatch.setattr(draw, "draw", nothing_there)

    shown = household()._repr_mimebundle_()

    assert set(shown) == {"text/plain"}
    assert shown["text/plain"].endswith("(Graphviz is not here)")
