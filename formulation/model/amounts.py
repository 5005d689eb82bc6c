"""Lengths of time and ages in words, as a sentence says them."""

from __future__ import annotations

import re

__all__ = ["age_in_words", "amount_in_words"]

_MARKS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
_MONTHS_OF_AGE = re.compile(r"(\d{1,4})(?: *\.\. *(\d{1,4}))? *months? *[~?%]?")
_IN_YEARS = 24


def amount_in_words(text: str) -> str:
    """Return a length of time, or an age, as a sentence says it.

    >>> [amount_in_words(text) for text in ("4..5 weeks", "9months~", "15")]
    ['4 to 5 weeks', 'about 9 months', '15']
    """
    bare = text.rstrip("~?% ")
    told = re.sub(r" *\.\. *", " to ", bare)
    return _MARKS[text[len(bare) :].strip()] + re.sub(r"(?<=[0-9])(?=[^0-9 ])", " ", told)


def age_in_words(text: str) -> str:
    """Return an age as a sentence says it, from two years on in years where half years tell it.

    >>> [age_in_words(text) for text in ("36..42 months", "18 months", "31 months", "7")]
    ['3 to 3½ years', '18 months', '31 months', '7']
    """
    found = _MONTHS_OF_AGE.fullmatch(text.strip())
    months = [int(number) for number in found.groups() if number] if found else []
    if not months or min(months) < _IN_YEARS or any(number % 6 for number in months):
        return amount_in_words(text)
    years = (f"{number // 12}{'½' if number % 12 else ''}" for number in months)
    mark = _MARKS.get(text.strip()[-1], "")
    return f"{mark}{' to '.join(years)} years"
