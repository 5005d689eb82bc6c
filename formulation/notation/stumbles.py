"""Where a reader of YAML or JSON stumbled, told in plain words instead of its own."""

from __future__ import annotations

import re

QUOTES = "put the text in quotes"
# what a reader says where it stumbles, the problem and the cure in words, and whether to show
# the place where the text or line began
_STUMBLES = (
    ("tab character|'\\\\t'", "a tab is used for indentation", "blanks", False),
    ("end of stream|^Unterminated", "this quote is never closed", "the closing quote", True),
    (
        "unexpected document",
        "this quote is still open at a line that begins with --- or ...",
        "the closing quote",
        True,
    ),
    (
        "mapping values",
        "a colon and a blank inside a text",
        f"{QUOTES}, or bring the key in line with the others",
        False,
    ),
    (
        "find expected ':'",
        "this line has no key",
        "a key, a colon, a blank and a value; a text that goes on is set further in",
        True,
    ),
    (
        "sequence entries",
        "an item of a list (- ) begins in mid-line",
        f"the list on lines of its own, or in brackets; {QUOTES} if it is one",
        False,
    ),
    (
        "a block collection",
        "this is not in line with the items of the list above",
        "a dash under their dashes",
        False,
    ),
    (
        "a block mapping",
        "this is neither in line with the keys above nor part of a value",
        "the indentation of those keys; a text with a quote or bracket wholly in quotes",
        False,
    ),
    (
        "<document start>",
        "this is outside of all that stands above",
        "the indentation of the first key, and nothing after its closing bracket",
        False,
    ),
    ("a tag|tag handle", "a text cannot begin with !", QUOTES, True),
    ("an anchor|an alias", "a text cannot begin with & or *", QUOTES, True),
    ("a block scalar", "a text cannot begin with | or >", QUOTES, True),
    (
        "escape|decimal",
        "this backslash means nothing that is known",
        r"two of them (\\) for a backslash",
        False,
    ),
    (
        "unexpected ':'",
        "a colon stands here without a blank",
        f"a blank after it, or {QUOTES}",
        False,
    ),
    ("mapping keys", "a text cannot begin with a question mark and a blank", QUOTES, False),
    ("directive|YAML document", "a line cannot begin with %", QUOTES, True),
    # JSON
    (
        "Expecting value",
        "a value is missing here",
        "a text in double quotes, a number, true, false, a list or a mapping",
        False,
    ),
    (
        "property name",
        "a key is missing here",
        "a key in double quotes, and no comma before the closing }",
        False,
    ),
    ("Expecting ':'", "a colon is missing here", "a colon between key and value", False),
    ("Expecting ','", "a comma is missing here", "a comma, or the closing bracket", False),
    ("Extra data", "this stands after the end", "one value in a file", False),
    (
        "Invalid control",
        "a line break, tab or control character stands in a text",
        r"\n for a line break, \t for a tab",
        False,
    ),
    ("Illegal trailing", "a comma stands before the closing bracket", "no comma there", False),
)


def in_words(said: str) -> tuple[str, str, bool]:
    """Return problem, cure, and whether to show where the text began."""
    for sign, problem, cure, is_at_start in _STUMBLES:
        if re.search(sign, said):
            return problem, cure, is_at_start
    return f"this cannot be read ({said})", "", False
