"""What every page of ours has in common: it loads nothing, runs only its own, and obeys no text.

A page's policy lets its own style and its own script run, each by its sum, and nothing else;
people's words are escaped wherever a template shows them, and data cannot end its element.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from formulation.views.quoting import showable

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["as_data", "environment", "policy"]

_ANY_STYLE = "'unsafe-inline'"


def policy(
    look: str | None, script: str = "", *, sources: str = "", has_images: bool = False
) -> str:
    """Return the policy of a page, as its ``Content-Security-Policy`` says it.

    Parameters
    ----------
    look
        What stands in the page's one element of style, to the letter; ``None`` where a script
        writes styles of its own, of which nobody knows the sum.
    script
        What stands in its one script; without a script none may run.
    sources
        Where the script may ask for news; nowhere unless said.
    has_images
        Whether the page holds images, as data.

    Returns
    -------
    str
        Directives of CSP level 3, joined by semicolons.

    >>> policy("", "x")[:60]
    "default-src 'none'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JC"
    """
    parts = [
        "default-src 'none'",
        f"style-src {_sum(look) if look is not None else _ANY_STYLE}",
        *([f"script-src {_sum(script)}"] if script else []),
        *(["img-src data:"] if has_images else []),
        *([f"connect-src {sources}"] if sources else []),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(parts)


def _sum(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def as_data(told: object) -> str:
    r"""Return what a script is told, as JSON for an element of its own; no text in it can end that.

    >>> as_data({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(told, separators=(",", ":"))
    return re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", text)


def environment(**filters: Any) -> Environment:
    """Return what fills in a template: every text escaped, what is not told an error.

    Parameters
    ----------
    filters
        Functions by which the template may show a value.
    """
    from jinja2 import Environment, StrictUndefined

    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= filters
    return made


def _shown(value: Any) -> Any:
    """Return a text with whatever would turn letters around, or move a cursor, shown as �."""
    is_text = isinstance(value, str) and not hasattr(value, "__html__")
    return showable(value) if is_text else value
