"""Which statements could stand for a step, whatever their time: one row a way to read its letters.

``conflict: [A, B]`` gives a row for each ordered pair of different parties, so that the search need
not know that a quarrel has two sides.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from itertools import combinations
from typing import Any

import numpy as np

from formulation.errors import LimitReached
from formulation.patterns.judging import CONDITION
from formulation.patterns.plan import Plan, Reading, StepPlan
from formulation.patterns.step import Step
from formulation.terms import vocabulary
from formulation.timeline import NAMED, Flags, Ints, Timeline, plainly_told

__all__ = ["Candidates", "candidates_for", "fitting", "refuse_too_many", "spread"]

#: tells which numbers a letter may stand for
Bound = Callable[[str, bool], Flags | None]
#: rows a table may hold before the search gives up rather than fill the memory
MOST_ROWS = 20_000_000
#: names below which it costs more to sift them than to join them
_WORTH_SIFTING = 2_000
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "": operator.eq,
}


class Candidates:
    """Statements that could stand for a step.

    Attributes
    ----------
    rows
        Rows of the timeline; a row comes once for each way to read its letters.
    letters
        For each letter the number that stands for it; for the name of another step, the number of
        the statement that must stand for that.
    is_whole
        Whether they are all statements of the kind, each once.
    """

    def __init__(
        self,
        rows: Ints,
        letters: dict[str, Ints],
        *,
        is_whole: bool = False,
        kept: tuple[str, Flags, Ints, Ints] | None = None,
    ) -> None:
        self.rows = rows
        self.letters = letters
        self.is_whole = is_whole
        self.kept = kept

    def sifted(self, t: Timeline, kind: str, key: str, allowed: Flags) -> tuple[Ints, Ints]:
        """Return the names that are allowed; two letters that may be the same are sifted once."""
        if self.kept is None or self.kept[0] != key or self.kept[1] is not allowed:
            self.kept = (key, allowed, *t.sifted(kind, key, allowed))
        return self.kept[2:]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

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


def spread(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Return, for runs that start at `first` and are `count` long, each run's number and places."""
    total = int(count.sum())
    refuse_too_many(total)
    run = np.repeat(np.arange(len(count)), count)
    # what is to be added to the running number to land in the run it belongs to
    shift = np.repeat(first - (np.cumsum(count) - count), count)
    return run, np.arange(total) + shift


def candidates_for(t: Timeline, plan: Plan, step: StepPlan, bound: Bound) -> Candidates:
    """Return the statements that could stand for `step`, one row a way to read its letters.

    Parameters
    ----------
    t, plan, step
        Where, and for what.
    bound
        Tells of a letter which of a case's numbers it may stand for (at ``case * stride +
        number``), ``None`` if any; whether it pays to ask what is bound already is passed to it.
    """
    found = Candidates(t.rows_of(step.step.kind), {}, is_whole=True)
    for reading in step.readings:
        found = _asked(t, step.step, reading, found, bound)
    if step.step.absent:
        return found
    named = [name for name in found.letters if name in plan.figures]
    for one, other in combinations(named, 2):
        same = found.letters[one] == found.letters[other]
        found = found.take(~same) if same.any() else found
    return found


def _asked(
    t: Timeline, step: Step, reading: Reading, found: Candidates, bound: Bound
) -> Candidates:
    """Keep what fits one thing that a step asks, a letter read in every way it can be."""
    kind, key, word = step.kind, reading.key, reading.word
    if reading.asks == "letter":
        return _by_letter(t, kind, reading, found, bound)
    if reading.asks == "text":
        return _named(t, reading, t.texts(kind, key, step.field(key)), found)
    if reading.asks == "step":  # a resolution names the conflict, beside its parties
        named = NAMED if kind == key == "resolution" else key
        return _named(t, reading, t.parties(kind, named), found)
    if reading.asks == "value":
        return found.take(_has_value(t, step, key, word, found.rows))
    wanted = _at_level if reading.asks == "level" else _the_term
    return found.take(_has_any(t, step, key, found.rows, wanted(t, step, key, word)))


def _by_letter(
    t: Timeline, kind: str, reading: Reading, found: Candidates, bound: Bound
) -> Candidates:
    """Read a letter as each of the names a candidate has under a key, of those it may stand for."""
    allowed = bound(reading.word, t.count_named(kind, reading.key) > _WORTH_SIFTING)
    if len(found) and t.names_one(kind, reading.key):
        rows, codes = t.parties(kind, reading.key)
        return _read_one(t, reading, codes[found.rows - rows[0]], found, allowed)
    if allowed is None:
        return _named(t, reading, t.parties(kind, reading.key), found)
    return _named(t, reading, found.sifted(t, kind, reading.key, allowed), found)


def _named(
    t: Timeline, reading: Reading, named: tuple[Ints, Ints], found: Candidates
) -> Candidates:
    """Read a letter as each of the names that candidates have: rows that rise, and numbers."""
    rows, codes = named
    if found.is_whole and reading.word not in found.letters:
        return Candidates(rows, {reading.word: codes}, kept=found.kept)
    which, place = spread(*_runs(rows, found.rows))
    return _read_one(t, reading, codes[place], found.take(which), None)


def _runs(rows: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Return where each wanted row begins among `rows`, which rise, and how often it stands."""
    if len(rows) > _WORTH_SIFTING and rows[-1] - rows[0] < 8 * len(rows):
        low, high = int(rows[0]), int(rows[-1])
        each = np.bincount(rows - low, minlength=high - low + 2)
        # what lies outside is found at the end, where nothing is
        place = np.where((wanted < low) | (wanted > high), high - low + 1, wanted - low)
        return (np.cumsum(each) - each)[place], each[place]
    first = np.searchsorted(rows, wanted, side="left")
    return first, np.searchsorted(rows, wanted, side="right") - first


def _read_one(
    t: Timeline, reading: Reading, read: Ints, found: Candidates, allowed: Flags | None
) -> Candidates:
    """Add what each candidate names for a letter, and keep those that may name it."""
    known = found.letters
    kept = [] if allowed is None else [allowed[t.flat(found.rows, read)]]
    kept += [known[reading.word] == read] if reading.word in known else []
    kept += [known[other] != read for other in reading.apart_from if other in known]
    wider = Candidates(found.rows, known | {reading.word: read})
    if not kept:
        return wider
    keep = np.flatnonzero(reduce(np.logical_and, kept))
    return wider if len(keep) == len(read) else wider.take(keep)


def _the_term(t: Timeline, step: Step, key: str, word: str) -> Ints:
    words = vocabulary(step.record.terms()[step.field(key)])
    return np.array([t.term_code(words.canonical(word) or word)])


def _at_level(t: Timeline, step: Step, key: str, condition: str) -> Ints:
    terms = vocabulary(step.record.terms()[step.field(key)]).terms
    words = [w.word for w in terms if w.level is not None and _meets(w.level, condition)]
    codes = np.array([t.term_code(word) for word in words], dtype=np.int64)
    return codes[codes >= 0]


def _has_any(t: Timeline, step: Step, key: str, rows: Ints, codes: Ints) -> Flags:
    """Tell which rows name one of `codes` under `key`."""
    named, words = t.parties(step.kind, key)
    return np.isin(rows, named[np.isin(words, codes)])


def _meets(value: float, condition: str) -> bool:
    found = CONDITION.fullmatch(condition)
    assert found is not None
    return bool(_COMPARE[found[1] or ""](value, float(found[2])))


def _has_value(t: Timeline, step: Step, key: str, word: str, rows: Ints) -> Flags:
    """Tell which rows have a plain value under a key that meets the condition."""
    name, folded = step.field(key), plainly_told(word)

    def fits(row: int) -> bool:
        value = getattr(t.statement(row), name)
        if isinstance(value, bool):
            return value is (word == "true")
        if isinstance(value, float):
            return _meets(value, word)
        texts = (value,) if isinstance(value, str) else value or ()
        return any(plainly_told(text) == folded for text in texts)

    return np.fromiter((fits(int(row)) for row in rows), dtype=np.bool_, count=len(rows))


def fitting(t: Timeline, plan: Plan, letter: str) -> Flags | None:
    """Return which figures or symptoms have the role and the kind that a letter must have.

    ``None`` where the pattern asks neither; at ``case * stride + number`` for the others.
    """
    found: Flags | None = None
    for field, asked in (("role", plan.pattern.roles), ("kind", plan.pattern.kinds)):
        if letter in asked:
            words = asked[letter]
            several = (words,) if isinstance(words, str) else words
            name = _VOCABULARIES[field, plan.spaces[letter] == "symptom"]
            usual = tuple(vocabulary(name).canonical(word) or word for word in several)
            having = t.having(field, usual)
            found = having if found is None else found & having
    return found


_VOCABULARIES = {
    ("role", False): "role",
    ("role", True): "role",
    ("kind", False): "figure_kind",
    ("kind", True): "symptom_kind",
}
