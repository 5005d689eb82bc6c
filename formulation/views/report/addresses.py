"""Addresses and long numbers that are taken out of free text: what tells where somebody is found.

They are known by their form alone: a number beside a road, a postcode, a plate, the digits of a
telephone.  The name of a town, or of a house without its number, has no form to be known by.
"""

from __future__ import annotations

import re

__all__ = ["LEFT_OUT", "unaddressed", "unnumbered"]

LEFT_OUT = "[left out]"
#: a number of so many digits is a telephone's, an account's or a patient's
_LONG_FROM = 7
_LONG = re.compile(
    r"(?<![\w.,])(?!(?:1[5-9]|20)\d\d\s*[-–/]\s*(?:(?:1[5-9]|20)\d\d|\d\d)(?!\d))"
    r"(?:\+|\()?\d[\d ()/.-]{4,}\d(?![\w%]|[.,]\d)|\b\d{6,}\b"
)
_ON_THE_NET = re.compile(
    r"(?i)(?<![\w.+-])[\w.+-]+@[\w-]{1,63}(?:\.[\w-]{1,63})+|\b(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)]|"
    r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.(?:com|org|net|info|edu|gov|co\.uk|ac\.uk|org\.uk|nhs\.uk|de|fr|ch|"
    r"nl|eu)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)])?|(?<![\w@])@[a-z_]\w{2,}"
)
_ROADS = (
    "Road|Rd|Street|Str|Lane|Ln|Avenue|Ave|Drive|Close|Crescent|Terrace|Gardens|Grove|Mews|"
    "Boulevard|Blvd|Highway"
)
#: what is a road's name beside the number of a house only
_PERHAPS_ROADS = "St|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Hill|Park|Row|Walk|Rise|Green|Quay|Wharf"
_NO_ROAD = r"(?!(?:The|In|On|At|From|To|Of|And|Her|His|My|Our|A|An|Down|Near|By|Off|Along)\b)"
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|"
    "T[NX]|UT|V[AT]|W[AIVY]"
)
_HOUSE = r"(?:(?i:flat|apt\.?|apartment|unit|suite)\s+\w{1,4},?\s+)?\b\d{1,4}[A-Za-z]?,?\s+"
_TELLING = tuple(
    re.compile(finds)
    for finds in (
        r"\bP\.?\s?O\.?\s?Box\s+\d+",
        # roads
        rf"{_HOUSE}(?:{_NO_ROAD}[A-ZÀ-Þ][\w'’.-]*\s+){{1,3}}(?:{_ROADS}|{_PERHAPS_ROADS})\b\.?(?!\w)",
        rf"\b(?:{_NO_ROAD}[A-ZÀ-Þ][\w'’-]*\s+){{1,2}}(?:{_ROADS})\b(?:\.?\s+\d{{1,4}}[a-z]?\b)?",
        r"(?<![\w-])[A-ZÀ-Þ][\w-]{0,40}(?:straße|strasse|str\.|weg|gasse|allee|platz)\s+\d{1,4}\s?[a-z]?\b",
        r"\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|place|chemin|quai|allée|via|calle)"
        r"\s+(?:(?:de|du|des|la|le|les)\s+|[dl]['’])*[A-ZÀ-Þ][\w'’-]*",
        # postcodes: British, Canadian, Dutch, with a country's letters, American, five digits
        r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b",
        r"\b[A-Z]\d[A-Z][ -]?\d[A-Z]\d\b",
        r"\b(?!(?:1[5-9]|20)\d\d)[1-9]\d{3}\s?(?!AD|BC|CE|AM|PM|MG|ML)[A-Z]{2}\b",
        r"\b[A-Z]{1,2}-\d{4,5}\b",
        rf"\b(?:(?:{_STATES})\b\.?,?\s+)?\d{{5}}-\d{{4}}\b|\b(?:{_STATES})\.?,?\s+\d{{5}}\b",
        r"\b\d{5}(?=\s+[A-ZÀ-Þ][a-zß-ÿ])|\b(?P<place>[A-ZÀ-Þ][a-zß-ÿ]+,?\s+)\d{5}\b(?!\s*[a-z])",
        # plates, accounts, insurance
        r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b|\b[A-Z]\d{1,3}\s[A-Z]{3}\b|\b[A-Z]{2}-\d{3}-[A-Z]{2}\b",
        r"\b(?!DSM|ICD)[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}\s?\d{1,4}\b|\b[A-Z]{3}-\d{4}\b|\b\d[A-Z]{3}\d{3}\b",
        r"\b[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){3,}(?:\s?[A-Z\d]{1,3})?\b",
        r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b|\b[A-Z]{1,4}[-/]?\d{5,}\b",
    )
)


def unaddressed(text: str) -> str:
    """Return a text without addresses, in a town or on the net, postcodes and plates.

    >>> unaddressed("She lives at 14 Elm Road, HG1 2AB, and drives AB12 CDE.")
    'She lives at [left out], and drives [left out].'
    """
    for finds in (_ON_THE_NET, *_TELLING):
        text = finds.sub(lambda found: (found.groupdict().get("place") or "") + LEFT_OUT, text)
    return re.sub(rf"{re.escape(LEFT_OUT)}(?:,?\s+{re.escape(LEFT_OUT)})+", LEFT_OUT, text)


def unnumbered(text: str) -> str:
    """Return a text without the numbers of telephones, accounts and patients.

    >>> unnumbered("Ring 01423 555 123; he took 50 mg from 1984 - 1985.")
    'Ring [left out]; he took 50 mg from 1984 - 1985.'
    """
    return _LONG.sub(_kept_if_short, text)


def _kept_if_short(found: re.Match[str]) -> str:
    """Leave a number out, but for one of few digits and a row of doses."""
    digits = sum(map(str.isdigit, found[0]))
    is_short = digits < _LONG_FROM and not found[0].isdigit()
    return found[0] if is_short or found[0].count("/") > 1 else LEFT_OUT
