"""Texts by which a risk was asked about and not found: "none found today", "denies any".

The words are English; a text in another language is never taken for a denial.
"""

from __future__ import annotations

import re

__all__ = ["begins_as_no", "rules_out"]

_NOES = ("none", "nil", "no", "not", "denies", "denied")
#: "not found", and neither "not seen today" nor "not asked"
_NOT_SO = ("apparent", "evident", "found", "present", "suicidal")
#: words that leave a denial what it is
_PLAIN = frozenset(
    "a again all an and any apparent asked at by currently detected die dying elicited evidence "
    "evident expressed for found identified in it known moment nor now observed of on or present "
    "presently reported seen self session sign signs since such suicidal suicide that the this "
    "time to today voiced was week when".split()
)
#: words for the whole of a risk, and for a part of it
_WHOLE = frozenset(
    "danger harm idea ideas ideation risk risks self-harm thought thoughts urge urges wish "
    "wishes".split()
)
_PART = frozenset("intent intention intentions means plan planning plans".split())


def begins_as_no(text: str) -> bool:
    """Tell whether a text begins as an answer does that finds or admits nothing.

    What follows may be a danger all the same.

    >>> [begins_as_no(text) for text in ("None found.", "no plan, but pills", "pills, no plan")]
    [True, True, False]
    """
    return _words_in(text)[:1] in [[no] for no in _NOES]


def rules_out(text: str, what: str = "") -> bool:
    """Tell whether a text says no more than that a risk was not found or not admitted.

    A word that is not in a short list leaves the risk standing, since to pass over a danger is
    worse than to tell of one too many.  No plan and no intent alone rule nothing out, for who has
    neither may still think of it.

    Parameters
    ----------
    text
        What is said of the risk.
    what
        A short text beside it, which can take a denial back.

    Examples
    --------
    >>> rules_out("no suicidal thoughts or plans"), rules_out("no plan"), rules_out("no hope")
    (True, False, False)
    >>> rules_out("denies any", "but has bought pills")
    False
    """
    if not begins_as_no(text):
        return False
    first, *rest = _words_in(f"{text} {what}")
    if first == "not" and not (rest and rest[0] in _NOT_SO):
        return False
    is_plain = set(rest) <= _PLAIN | _PART | _WHOLE
    return is_plain and (_PART.isdisjoint(rest) or not _WHOLE.isdisjoint(rest))


def _words_in(text: str) -> list[str]:
    return re.findall(r"[\w'’-]+", text.casefold())
