"""What one filled cell says: so many statements, or none, where it says that nothing happened."""

from __future__ import annotations

import re
from typing import Any

from formulation.diary.cells import Cell, UnreadableError, read_number
from formulation.diary.columns import Column
from formulation.diary.lexicon import Lexicon

__all__ = ["read_cell"]

MOST_EVENTS = 50


def read_cell(
    column: Column, cell: Cell, lexicon: Lexicon, decimal: str | None = None
) -> list[dict[str, Any]]:
    """Return the statements that a cell makes, as the keys of a case file, without their date.

    Parameters
    ----------
    column
        What the map says of the column.
    cell
        The cell; not one that is missing.
    lexicon
        What its words mean.
    decimal
        The decimal mark that the map declares.

    Raises
    ------
    UnreadableError
        Where it is not what the map says it is.
    """
    if cell.kind == "wrong":
        raise UnreadableError(cell.problem, "the value itself, as a number or a text")
    if column.content == "answer":
        return [column.filled(None)] if lexicon.read_answer(cell) else []
    if column.content == "count":
        return [column.filled(None)] * lexicon.read_count(cell, MOST_EVENTS)
    is_rating = column.cls.kind == "rating"
    if not is_rating and lexicon.is_no(cell):
        return []
    if not is_rating and column.field != column.cls.kind and lexicon.is_yes(cell):
        return [column.without_cell()]
    if column.content == "number":
        return [column.filled(_on_scale(column, read_number(cell, decimal)))]
    if column.content in ("figures", "symptoms"):
        return [column.filled(_named(column, part, lexicon)) for part in _parts(column, cell)]
    return [column.filled(part) for part in _parts(column, cell)]


def _on_scale(column: Column, number: float) -> float:
    scale = column.reads.scale
    if scale and not scale.lowest <= number <= scale.highest:
        raise UnreadableError("lies outside the scale", f"{scale.sentence()}, as the map says")
    return number


def _parts(column: Column, cell: Cell) -> list[str]:
    """Return the events in one cell: names part at line ends and semicolons, texts as said."""
    split = column.reads.split
    if column.content in ("figures", "symptoms"):
        found = re.split(f"[\n]|{re.escape(split or ';')}", cell.text)
    else:
        found = cell.text.split(split) if split else [cell.text]
    parts = [part.strip() for part in found if part.strip()]
    if not parts or len(parts) > MOST_EVENTS:
        raise UnreadableError("is not so many events as a day has", f"1 to {MOST_EVENTS} events")
    return parts


def _named(column: Column, text: str, lexicon: Lexicon) -> str | list[str]:
    """Return the figures or symptoms that one event names."""
    is_figure = column.content == "figures"
    ids = lexicon.read_names(text, lexicon.figures if is_figure else lexicon.symptoms)
    beside = column.keys[column.field]
    others = [id for id in beside if id in ids] if isinstance(beside, list) else []
    what = column.content if column.fewest_names > 1 else column.content.removesuffix("s")
    if len(ids) - len(others) < column.fewest_names:
        told = f"names {len(ids)}, and a {column.cls.kind} needs {column.fewest_names} {what}"
        raise UnreadableError(told, "names joined with and, & or a comma; ; between two events")
    if not column.is_several:
        if len(ids) > 1:
            raise UnreadableError(f"names {len(ids)} where one is asked for", "one name")
        return ids[0]
    return ids
