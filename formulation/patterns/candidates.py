"""Which statements could stand for a step, whatever their time: one row a way to read its letters.

``conflict: [A, B]`` gives a row for each ordered pair of different parties, so that the search need
not know that a quarrel has two sides.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from formulation.errors import LimitReached
from formulation.patterns.judging import CONDITION, space_of
from formulation.patterns.pattern import Asked, Pattern, Step, is_letter
from formulation.terms import vocabulary
from formulation.timeline import NAMED, Flags, Ints, Timeline

__all__ = ["CASE", "Candidates", "candidates_for", "figure_letters", "refuse_too_many"]

#: rows a table may hold before the search gives up rather than fill the memory
MOST_ROWS = 20_000_000

#: the name under which candidates and matches carry the number of their case
CASE = "the case"
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "": operator.eq,
}


@dataclass
class Candidates:
    """Statements that could stand for a step.

    Attributes
    ----------
    rows
        Rows of the timeline; a row comes once for each way to read its letters.
    letters
        For each letter (and :data:`CASE`, and names of steps) the number that stands for it.
    """

    rows: Ints
    letters: dict[str, Ints]

    def take(self, index: Ints | Flags) -> Candidates:
        """Return the candidates chosen by `index`."""
        chosen = {name: column[index] for name, column in self.letters.items()}
        return Candidates(self.rows[index], chosen)


def refuse_too_many(count: int) -> None:
    """Raise :class:`LimitReached` where there are more combinations than memory should hold."""
    if count > MOST_ROWS:
        raise LimitReached(
            f"the search met {count:,} combinations, more than {MOST_ROWS:,}: "
            "search fewer cases at once, or give the pattern fewer letters or narrower windows",
            MOST_ROWS,
        )


def figure_letters(pattern: Pattern) -> frozenset[str]:
    """Return the letters that stand for figures; different ones are different figures."""
    return frozenset(
        letter
        for step in pattern.steps
        for key, asked in step.asks.items()
        if space_of(step, key) == "figure"
        for letter in (asked if isinstance(asked, tuple) else ())
        if is_letter(letter)
    )


def candidates_for(t: Timeline, pattern: Pattern, step: Step) -> Candidates:
    """Return the statements that could stand for `step`, one row a way to read its letters."""
    rows = t.rows_of(step.kind)
    found = Candidates(rows, {CASE: t.case_of[rows]})
    for key, asked in step.asks.items():
        found = _narrowed(t, pattern, step, key, asked, found)
    found = _with_roles(t, pattern, found)
    if not step.absent:
        found = found.take(_all_differ(found, figure_letters(pattern)))
    found.letters[step.as_] = t.own_code[found.rows]
    return found


def _narrowed(
    t: Timeline, pattern: Pattern, step: Step, key: str, asked: Asked, found: Candidates
) -> Candidates:
    space = space_of(step, key)
    if isinstance(asked, dict):
        return found.take(
            _has_any(t, step.kind, key, found.rows, _codes_at_level(t, step, key, asked))
        )
    for word in (asked,) if isinstance(asked, str) else asked:
        if is_letter(word):
            found = _reading(t, step.kind, key, word, found, apart_from=_others(word, asked))
        elif word in pattern.by_name and space != "term":
            named = NAMED if space == "figure" else key
            found = _reading(t, step.kind, named, word, found, apart_from=())
        elif space == "term":
            code = t.known_code(-1, _canonical(step, key, word))
            found = found.take(_has_any(t, step.kind, key, found.rows, np.array([code])))
        else:
            found = found.take(_has_value(t, step, key, word, found.rows))
    return found


def _others(letter: str, asked: Asked) -> tuple[str, ...]:
    return tuple(w for w in asked if w != letter) if isinstance(asked, tuple) else ()


def _canonical(step: Step, key: str, word: str) -> str:
    name = step.field(key)
    return vocabulary(step.record.terms()[name]).canonical(word) or word


def _reading(
    t: Timeline, kind: str, key: str, letter: str, found: Candidates, *, apart_from: tuple[str, ...]
) -> Candidates:
    """Read `letter` as each of the names a candidate has under `key`."""
    rows, codes = t.parties(kind, key)
    first = np.searchsorted(rows, found.rows, side="left")
    count = np.searchsorted(rows, found.rows, side="right") - first
    total = int(count.sum())
    refuse_too_many(total)
    wider = found.take(np.repeat(np.arange(len(found.rows)), count))
    nth = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    read = codes[np.repeat(first, count) + nth] if total else np.empty(0, dtype=np.int64)
    keep = np.ones(total, dtype=np.bool_)
    if letter in wider.letters:
        keep &= wider.letters[letter] == read
    for other in apart_from:
        if other in wider.letters:
            keep &= wider.letters[other] != read
    wider.letters[letter] = read
    return wider.take(keep)


def _has_any(t: Timeline, kind: str, key: str, rows: Ints, codes: Ints) -> Flags:
    """Tell which rows name one of `codes` under `key`."""
    named, words = t.parties(kind, key)
    return np.isin(rows, named[np.isin(words, codes)])


def _codes_at_level(t: Timeline, step: Step, key: str, asked: dict[str, str]) -> Ints:
    name = step.field(key)
    terms = vocabulary(step.record.terms()[name]).terms
    at_level = [w.word for w in terms if w.level is not None and _meets(w.level, asked["level"])]
    return np.array([t.known_code(-1, word) for word in at_level], dtype=np.int64)


def _meets(value: float, condition: str) -> bool:
    found = CONDITION.fullmatch(condition)
    assert found is not None
    return bool(_COMPARE[found[1] or ""](value, float(found[2])))


def _has_value(t: Timeline, step: Step, key: str, word: str, rows: Ints) -> Flags:
    """Tell which rows have a plain value under `key` that meets the condition."""
    name = step.field(key)

    def fits(row: int) -> bool:
        value = getattr(t.statement(row), name)
        if isinstance(value, bool):
            return value is (word == "true")
        if isinstance(value, float):
            return _meets(value, word)
        return isinstance(value, str) and value.casefold() == word.casefold()

    return np.fromiter((fits(int(row)) for row in rows), dtype=np.bool_, count=len(rows))


def _all_differ(found: Candidates, figures: frozenset[str]) -> Flags:
    """Tell which candidates read different letters as different figures."""
    keep = np.ones(len(found.rows), dtype=np.bool_)
    named = [column for name, column in found.letters.items() if name in figures]
    for one, other in combinations(named, 2):
        keep &= one != other
    return keep


def _with_roles(t: Timeline, pattern: Pattern, found: Candidates) -> Candidates:
    """Keep candidates whose figures have the roles and kinds that the pattern asks of them."""
    for field, asked in (("role", pattern.roles), ("kind", pattern.kinds)):
        for letter, word in asked.items():
            if letter in found.letters:
                fitting = _people_with(t, field, word)
                found = found.take(np.isin(found.letters[letter], fitting))
    return found


def _people_with(t: Timeline, field: str, word: str) -> Ints:
    name = "role" if field == "role" else "figure_kind"
    usual = vocabulary(name).canonical(word) or word
    return np.array(
        [
            t.known_code(number, person.id)
            for number, case in enumerate(t.cases)
            for person in case.people
            if getattr(person, field) == usual
        ],
        dtype=np.int64,
    )
