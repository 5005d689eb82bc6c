"""JSON to plain data where it is sound, and to nodes where it is not."""

from __future__ import annotations

import re
from contextlib import suppress
from math import isfinite
from typing import Any

from formulation.notation.building import Builder
from formulation.notation.nodes import USUAL, Document, Limits, Mapping, Sequence
from formulation.notation.stumbles import in_words


def parse_json(text: str, file: str = "", *, limits: Limits = USUAL) -> tuple[Any, Document | None]:
    """Return what a JSON text holds, or the document that says what is wrong in it.

    Parameters
    ----------
    text
        JSON.  Keys that stand twice, empty values, ``null`` and endless numbers are faults.
    file
        The name of the file for messages.
    limits
        How deep and how large.

    Returns
    -------
    tuple
        The data and ``None``; or, where anything is wrong, ``None`` and the :class:`Document`.
    """
    import json

    with suppress(ValueError, RecursionError):
        data = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_unrepeated,
            parse_int=_whole,
            parse_float=_finite,
            parse_constant=_finite,
        )
        if _is_sound(data, text, limits):
            return data, None
    return None, json_document(text, file, limits)


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        raise ValueError("a key stands twice")
    return whole


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise ValueError(number)
    return value


def _whole(number: str) -> int:
    _finite(number)  # refuses what has too many digits for Python to turn into a number and back
    return int(number)


def _is_sound(data: Any, text: str, limits: Limits) -> bool:
    """Tell whether nothing is empty, too deep or too much; halves of characters raise."""
    import json

    in_escapes = "\\ud" in text or "\\uD" in text
    (json.dumps(data, ensure_ascii=False) if in_escapes else text).encode("utf-8")
    if data is None or data == "":
        return False
    level, count = [data] if isinstance(data, dict | list) else [], 1
    for _ in range(limits.depth):
        deeper: list[Any] = []
        for holder in level:
            values = holder.values() if type(holder) is dict else holder
            count += len(holder) * (2 if type(holder) is dict else 1)
            if None in values or "" in values or "" in holder:
                return False
            deeper += [value for value in values if type(value) is dict or type(value) is list]
        level = deeper
    return not level and count <= limits.nodes


def json_document(text: str, file: str = "", limits: Limits = USUAL) -> Document:
    """Return the nodes of a JSON text with their places, and all that is wrong in it.

    Parameters
    ----------
    text, file, limits
        As for :func:`parse_json`.  Numbers, ``true`` and ``false`` are their text, ``null`` is
        an empty value.
    """
    return Builder(text, file, limits).read(_read_json)


_JSON_TOKEN = re.compile(r'[{}\[\]]|"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\s{}\[\],:"]+')


def _read_json(builder: Builder) -> None:
    """Read by lines what Python's reader has found to be JSON: no text of it spans two."""
    _end_unless_json(builder)
    for number, line in enumerate(builder.document.lines, 1):
        for found in _JSON_TOKEN.finditer(line):
            token, place = found[0], (number, found.start() + 1)
            if token in "{[":
                builder.open(Mapping([], *place) if token == "{" else Sequence([], *place))
            elif token in "]}":
                builder.frames.pop()
            elif token.startswith('"'):
                _take_text(builder, token, place)
            else:
                _take_word(builder, token, place)


def _end_unless_json(builder: Builder) -> None:
    import json

    if not builder.text.strip():
        return  # told as "nothing is written here"
    try:
        json.loads(builder.text, parse_int=str)
    except json.JSONDecodeError as error:
        problem, cure, _ = in_words(error.msg)
        builder.end((error.lineno, error.colno), problem, "", cure)
    except RecursionError:
        pass  # so the limit on depth is met long before anything that is not JSON


def _take_text(builder: Builder, token: str, place: tuple[int, int]) -> None:
    import json

    builder.scalar(json.loads(token), *place, is_plain=False)


def _take_word(builder: Builder, token: str, place: tuple[int, int]) -> None:
    if token not in ("true", "false", "null"):
        try:
            _finite(token)
        except ValueError:
            problem = "this number is endless or too large"
            builder.tell(place, problem, token, "a finite number, or a text in quotes")
    builder.scalar("" if token == "null" else token, *place, is_plain=True)
