"""What every page of ours promises: nothing is loaded, only its own runs, and no text is obeyed."""

from __future__ import annotations

import doctest
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from formulation.views import lone_page
from formulation.views.lone_page import as_data, environment, policy

told = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda some: st.lists(some, max_size=4) | st.dictionaries(st.text(), some, max_size=4),
)


def test_its_examples_are_true() -> None:
    """What the docstrings show is what comes out."""
    assert doctest.testmod(lone_page).failed == 0


@given(told)
def test_data_reads_back_and_no_text_in_it_can_end_its_element(value: object) -> None:
    """Not even ``</script>``, ``<!--`` or a reference to a character."""
    text = as_data(value)

    assert json.loads(text) == value
    assert not set("<>&") & set(text)


def test_a_page_without_a_script_lets_none_run() -> None:
    """Only its style is named, by its sum: the one that an authority gives for no text at all."""
    empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

    assert policy("") == (
        f"default-src 'none'; style-src 'sha256-{empty}'; base-uri 'none'; form-action 'none'"
    )


def test_what_is_allowed_besides_is_named_one_by_one() -> None:
    """Images as data, and one place to ask for news."""
    told = policy(None, "x", sources="'self'", has_images=True).split("; ")

    assert told[0] == "default-src 'none'"
    assert told[1] == "style-src 'unsafe-inline'"
    assert told[2].startswith("script-src 'sha256-")
    assert told[3:] == [
        "img-src data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_a_template_escapes_texts_and_shows_what_would_turn_letters_around() -> None:
    """Markup of our own stays; a text is never taken for it."""
    page = environment(loud=str.upper).from_string("{{ own }}{{ word }}{{ word | loud }}{{ n }}")

    shown = page.render(own=Markup("<b>"), word="<i>\u202e", n=3)

    assert shown == "<b>&lt;i&gt;\ufffd&lt;I&gt;\ufffd3"


def test_what_a_template_was_not_told_is_an_error() -> None:
    """A word misspelt does not become nothing."""
    with pytest.raises(UndefinedError):
        environment().from_string("{{ untold }}").render()
