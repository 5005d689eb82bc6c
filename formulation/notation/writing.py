"""Plain values to canonical YAML that every reader takes for the same."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from formulation.errors import CaseError, Fault

# what every YAML reader takes for one text, also between brackets, ...
_SAFE = re.compile(r'(?:[\w(]|[^\x00-\x7f])(?:[^,\[\]{}?:#"\\]*[^ ,\[\]{}?:#"\\])?')
# ... unless some of them take it for a switch, a number or a date
_NOT_TEXT = re.compile(
    r"null|true|false|yes|no|on|off|y|n|0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+"
    r"|[0-9][0-9_]*\.?[0-9_]*(?:e[-+]?[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t ].*)?",
    re.ASCII | re.IGNORECASE,
)
# what cannot be seen or would turn the line around
_UNSEEN = re.compile(
    '["\\\\\0-\x1f\x7f-\x9f\xad\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]'
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_scalar(text: str, *, quote: bool = False) -> str:
    r"""Return a text as YAML and JSON readers alike will read it back, quoted where need be.

    Parameters
    ----------
    text
        Any text.
    quote
        Whether to quote it even where that is not needed.

    Examples
    --------
    >>> write_scalar("chronic pain"), write_scalar("no"), write_scalar("a, b")
    ('chronic pain', '"no"', '"a, b"')
    """
    is_safe = _SAFE.fullmatch(text) and text.isprintable() and not _NOT_TEXT.fullmatch(text)
    return text if is_safe and not quote else f'"{_UNSEEN.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    code = f"{ord(found[0]):04x}"
    if "d800" <= code <= "dfff":
        raise CaseError([Fault("half of a character cannot be written", value=f"U+{code}")])
    return _ESCAPES.get(found[0]) or f"\\u{code}"


def write_flow(value: Any) -> str:
    """Return a value as YAML on one line.

    >>> write_flow({"id": "feud", "conflict": ["stephanie", "diane"], "recurring": True})
    '{id: feud, conflict: [stephanie, diane], recurring: true}'
    """
    if isinstance(value, str):
        return write_scalar(value)
    if isinstance(value, dict):
        pairs = (f"{_key(key)}: {write_flow(inner)}" for key, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(write_flow(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
        return str(value)
    raise CaseError([Fault("this cannot be written in a case file", value=repr(value))])


def _key(key: str) -> str:
    written = write_scalar(key)
    return f"? {written} " if len(written) > 1000 else written  # YAML's limit is 1024
