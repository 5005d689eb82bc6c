"""All statements of one case, or of many, laid out as columns of numbers for the matcher.

One row is one statement.  Its onset and end are four whole numbers, the earliest and latest minute
of each; what it names (figures, symptoms, terms, other statements) are whole numbers too, one
column a kind and key.  People of different cases never meet: their numbers differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formulation.dates import FOREVER, Precision, Span, parse_span
from formulation.doors import ShownRichly
from formulation.model.base import Statement
from formulation.model.case import ALL_KINDS, Case
from formulation.model.chronology import Gap
from formulation.model.ends import settled
from formulation.model.figures import Person, Symptom
from formulation.timeline.facts import KindFacts
from formulation.timeline.naming import NAMED, key_of, named_by, plainly_told, texts_in
from formulation.timeline.numbers import Numbers

__all__ = ["NAMED", "Flags", "Ints", "Timeline", "plainly_told"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_STATES = ("bonds", "inner")
_NOTHING: Ints = np.empty(0, dtype=np.int64)


@dataclass
class _Columns:
    """Columns while they are being filled, one entry a statement."""

    case: list[int] = field(default_factory=list)
    bounds: list[tuple[int, int, int, int]] = field(default_factory=list)
    precision: list[tuple[int, int]] = field(default_factory=list)
    is_interval: list[bool] = field(default_factory=list)
    recurring: list[bool] = field(default_factory=list)
    is_state: list[bool] = field(default_factory=list)
    account: list[int] = field(default_factory=list)
    own_code: list[int] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)
    parties: dict[tuple[str, str], tuple[list[int], list[int]]] = field(default_factory=dict)


class Timeline(ShownRichly):
    """Statements as columns.

    Parameters
    ----------
    cases
        The cases, whose people never meet.

    Attributes
    ----------
    starts_from, starts_to, ends_from, ends_to
        Earliest and latest onset and end of each row, in minutes since 0001-01-01T00:00.
    is_crisp, start_is_day, end_is_crisp, end_is_day
        Whether the onset, and the end, is told to the minute, and whether to the day.
    recurring, is_state
        Whether a row tells a repeated episode; whether it is a bond or an inner state.
    case_of
        The index of the case each row belongs to.
    own_code
        The number of each row's own id within its case.
    account
        Rows with the same number are accounts of one fact and never join; -1 for the rest.
    case_count, stride, own_stride
        How many cases there are, and how many numbers for names the fullest of them has: for those
        that statements name, and for statements' own.
    """

    def __init__(self, *cases: Case) -> None:
        self.cases = cases
        self.case_count = len(cases)
        self._names = [Numbers() for _ in cases]
        self._terms = Numbers()
        self._first_row = [0]
        columns = _Columns()
        for number, case in enumerate(cases):
            _lay_out(self, columns, number, case)
            self._first_row.append(len(columns.case))
        self.stride = max((len(names.words) for names in self._names), default=0)
        self.own_stride = self.stride
        bounds = np.array(columns.bounds, dtype=np.int64).reshape(-1, 4).T
        self.starts_from, self.starts_to, self.ends_from, self.ends_to = bounds
        precision = np.array(columns.precision, dtype=np.int64).reshape(-1, 2).T
        self.is_crisp: Flags = precision[0] == Precision.MINUTE
        self.start_is_day: Flags = precision[0] == Precision.DAY
        self.end_is_day: Flags = precision[1] == Precision.DAY
        self.end_is_crisp: Flags = precision[1] == Precision.MINUTE
        self.is_interval = np.array(columns.is_interval, dtype=np.bool_)
        self.recurring = np.array(columns.recurring, dtype=np.bool_)
        self.is_state = np.array(columns.is_state, dtype=np.bool_)
        self.case_of = np.array(columns.case, dtype=np.int64)
        self.account = np.array(columns.account, dtype=np.int64)
        self.own_code = np.array(columns.own_code, dtype=np.int64)
        self._rows = {kind: np.array(rows, dtype=np.int64) for kind, rows in columns.rows.items()}
        self._parties = {
            key: (np.array(rows, dtype=np.int64), np.array(codes, dtype=np.int64))
            for key, (rows, codes) in columns.parties.items()
        }
        self._roles: Mapping[str, ArrayLike] | None = None
        self._having: dict[tuple[str, tuple[str, ...]], Flags] = {}
        self._kinds: dict[str, KindFacts] = {}
        self._flat: dict[tuple[str, str], Ints] = {}

    @staticmethod
    def from_columns(
        columns: Mapping[str, Mapping[str, ArrayLike]],
        *,
        roles: Mapping[str, ArrayLike] = MappingProxyType({}),
    ) -> Timeline:
        """Lay out statements that are columns of numbers already, without records.

        Such a timeline can be searched (:func:`formulation.patterns.match.search`), and its
        matches are rows; there are no statements to tell of.

        Parameters
        ----------
        columns
            For each kind of statement its columns, all of one length: ``start``, the onset in
            whole minutes since 0001-01-01T00:00; ``start_to``, the latest onset, where it is not
            known to the minute; ``end`` and ``end_to`` likewise, ``start`` without end where they
            are left out; ``case``, the number of the case, 0 where it is left out; and under each
            key of a case file the numbers of those named, one a row or several (-1 for none).
        roles
            For each role the numbers of the figures that have it, alike in every case.

        Returns
        -------
        Timeline
            Its rows are the kinds one after another, in the order given.

        Notes
        -----
        Figures and symptoms share one numbering within each case, from 0 up.  People of different
        cases never meet, also where they have the same number.  Onsets with a ``start_to`` of their
        own are no days and no months: they lie somewhere between the two.
        """
        from formulation.timeline.columns import ColumnTimeline

        return ColumnTimeline(columns, roles)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.case_of)

    def code(self, case: int, id: str) -> int:
        """Return the number that stands for an id within its case, -1 where it has none."""
        return self._names[case].known(id)

    @property
    def term_count(self) -> int:
        """How many terms and texts have a number."""
        return len(self._terms.words)

    def term_code(self, word: str) -> int:
        """Return the number that stands for a term or a text in all cases, -1 where none has it."""
        return self._terms.known(word)

    def word(self, case: int, code: int) -> str:
        """Return the id that a number stands for in a case."""
        return self._names[case].words[code]

    def term(self, code: int) -> str:
        """Return the term or the text that a number stands for."""
        return self._terms.words[code]

    @cached_property
    def ranks(self) -> Ints:
        """The place of each number's id among the ids of its case, by code point.

        The number `code` of the case `n` stands at ``n * stride + code``.
        """
        ranks = np.zeros(self.case_count * self.stride, dtype=np.int64)
        for number, names in enumerate(self._names):
            order = sorted(range(len(names.words)), key=names.words.__getitem__)
            ranks[number * self.stride + np.array(order, dtype=np.int64)] = np.arange(len(order))
        return ranks

    def having(self, field: str, words: Sequence[str]) -> Flags:
        """Tell of each figure and symptom whether its `field` (role or kind) is one of `words`.

        The number `code` of the case `n` stands at ``n * stride + code``.
        """
        if (field, tuple(words)) not in self._having:
            self._having[field, tuple(words)] = self._look_up(field, words)
        return self._having[field, tuple(words)]

    def _look_up(self, field: str, words: Sequence[str]) -> Flags:
        flags = np.zeros((self.case_count, self.stride), dtype=np.bool_)
        if self._roles is not None:
            for word in words if field == "role" else ():
                flags[:, np.asarray(self._roles.get(word, ()), dtype=np.int64)] = True
            return flags.reshape(-1)
        for number, case in enumerate(self.cases):
            people: tuple[Person | Symptom, ...] = (*case.people, *case.symptoms)
            codes = [self.code(number, p.id) for p in people if getattr(p, field, None) in words]
            flags[number, [code for code in codes if code >= 0]] = True
        return flags.reshape(-1)

    def rows_of(self, kind: str) -> Ints:
        """Return the rows of one kind, in the order of the cases."""
        return self._rows.get(kind, _NOTHING)

    def column(self, kind: str, name: str) -> NDArray[Any]:
        """Return one column of the rows of a kind, by the name of the attribute."""
        found: NDArray[Any] = getattr(self, name)[self.rows_of(kind)]
        return found

    def facts_of(self, kind: str) -> KindFacts:
        """Return what holds of all statements of one kind."""
        if kind not in self._kinds:
            self._kinds[kind] = KindFacts(self, kind)
        return self._kinds[kind]

    def parties(self, kind: str, key: str) -> tuple[Ints, Ints]:
        """Return ``(rows, codes)``: what each row of a kind names under a key, one entry a name.

        Both arrays have one entry for each name; rows rise.
        """
        return self._parties.get((kind, key), (_NOTHING, _NOTHING))

    def flat(self, rows: Ints, codes: Ints) -> Ints:
        """Return numbers that tell the names of all cases apart: ``case * stride + number``."""
        return codes if self.case_count == 1 else self.flat_in(self.case_of[rows], codes)

    def flat_in(self, cases: Ints, codes: Ints) -> Ints:
        """Return the same for names whose cases are known by number."""
        return codes if self.case_count == 1 else cases * self.stride + codes

    def id_ranks(self, rows: Ints) -> Ints:
        """Return numbers that sort rows of a case as their ids do; what is no row comes last."""
        own = self.ranks[self.flat(rows, self.own_code[rows])] if len(self) else rows
        return np.where(rows < 0, self.own_stride, own)

    def flat_parties(self, kind: str, key: str) -> Ints:
        """Return the numbers of :meth:`parties` so that those of all cases are told apart."""
        if (kind, key) not in self._flat:
            self._flat[kind, key] = self.flat(*self.parties(kind, key))
        return self._flat[kind, key]

    def named_under(self, kind: str, key: str) -> Flags:
        """Tell of each figure, symptom and statement whether a kind names it under a key.

        The number `code` of the case `n` stands at ``n * stride + code``.
        """
        if (kind, (key,)) not in self._having:
            rows, codes = self.parties(kind, key)
            flags = np.zeros(self.case_count * self.stride, dtype=np.bool_)
            flags[codes if self.case_count == 1 else self.case_of[rows] * self.stride + codes] = (
                True
            )
            self._having[kind, (key,)] = flags
        return self._having[kind, (key,)]

    def names_one(self, kind: str, key: str) -> bool:
        """Tell whether each row of a kind names just one under a key, and the rows run on."""
        rows, named = self.rows_of(kind), self.parties(kind, key)[0]
        if len(rows) != len(named) or not len(rows) or rows[-1] - rows[0] != len(rows) - 1:
            return False
        return bool((named == rows).all())

    def count_named(self, kind: str, key: str) -> int:
        """Return how many names a kind has under a key."""
        return len(self.parties(kind, key)[0])

    def sifted(self, kind: str, key: str, allowed: Flags) -> tuple[Ints, Ints]:
        """Return those of :meth:`parties` that name a number that is allowed.

        `allowed` has a flag for the number `code` of the case `n` at ``n * stride + code``.
        """
        rows, codes = self.parties(kind, key)
        keep = np.flatnonzero(allowed[self.flat_parties(kind, key)])
        return (rows, codes) if len(keep) == len(rows) else (rows[keep], codes[keep])

    def texts(self, kind: str, key: str, name: str) -> tuple[Ints, Ints]:
        """Return ``(rows, codes)`` of the texts under a key, alike but for capitals and spaces.

        `name` is the Python name of the field that the key holds.
        """
        if (kind, key) not in self._parties:
            told = [
                (int(row), self._terms.of(text, f"text: {plainly_told(text)}"))
                for row in self.rows_of(kind)
                for text in texts_in(getattr(self.statement(int(row)), name))
            ]
            pairs = np.array(told, dtype=np.int64).reshape(-1, 2)
            self._parties[kind, key] = (pairs[:, 0].copy(), pairs[:, 1].copy())
        return self._parties[kind, key]

    def statement(self, row: int) -> Statement:
        """Return the record that a row was made from."""
        case, index = self.place(row)
        return self.cases[case].statements[index]

    def place(self, row: int) -> tuple[int, int]:
        """Return which case a row belongs to, and the index of its statement there."""
        case = int(self.case_of[row])
        return case, row - self._first_row[case]

    def id_of(self, row: int) -> str:
        """Return the id of a row's statement."""
        return self.word(int(self.case_of[row]), int(self.own_code[row]))

    def span(self, row: int) -> Span:
        """Return a row's onset and end as a span, ends settled."""
        return Span(
            int(self.starts_from[row]),
            int(self.starts_to[row]),
            int(self.ends_from[row]),
            int(self.ends_to[row]),
            _precision(self.is_crisp[row], self.start_is_day[row]),
            _precision(self.end_is_crisp[row], self.end_is_day[row]),
            bool(self.is_interval[row]),
        )

    @cached_property
    def ordered(self) -> Flags:
        """Whether a stated order or an age speaks of each row."""
        flags = np.zeros(len(self), dtype=np.bool_)
        for first, case in zip(self._first_row, self.cases, strict=False):
            rows = [first + n for n in case.chronology.ordered if n < len(case.statements)]
            flags[rows] = True
        return flags

    @cached_property
    def _limits(self) -> tuple[int, int]:
        if not len(self):
            return 0, 0
        first, last = int(self.starts_from.min()), int(self.starts_from.max())
        if first > -FOREVER and last < FOREVER:
            return first, last
        known = self.starts_from[np.abs(self.starts_from) < FOREVER]
        return (int(known.min()), int(known.max())) if len(known) else (0, 0)

    @property
    def first_minute(self) -> int:
        """The first onset that is known."""
        return self._limits[0]

    @property
    def minutes(self) -> int:
        """How many minutes lie between the first and the last onset that is known."""
        return self._limits[1] - self._limits[0]

    @cached_property
    def is_plain(self) -> bool:
        """Whether no row is recurring, tied by a stated order, or one of several accounts."""
        odd = self.recurring.any() or self.ordered.any() or (self.account >= 0).any()
        return not odd

    def gaps(self, earlier: Ints, later: Ints) -> NDArray[np.int64]:
        """Return what stated orders alone say of the distance between pairs of rows' onsets.

        Parameters
        ----------
        earlier, later
            Rows, one entry a pair.

        Returns
        -------
        numpy.ndarray
            Four rows of one entry a pair: least and most minutes, least and most days;
            ``±FOREVER`` where nothing bounds them.
        """
        found = np.empty((4, len(earlier)), dtype=np.int64)
        found[::2], found[1::2] = -FOREVER, FOREVER
        tied = np.flatnonzero(self.ordered[earlier] & self.ordered[later])
        for n in tied:
            gap = self._gap(int(earlier[n]), int(later[n]))
            if gap is not None:
                found[:, n] = gap
        return found

    def _gap(self, earlier: int, later: int) -> Gap | None:
        case, a = self.place(earlier)
        other, b = self.place(later)
        return self.cases[case].chronology.gap(a, b) if case == other else None

    @cached_property
    def named(self) -> frozenset[tuple[int, int]]:
        """Every pair of rows in which the first names the second by its id."""
        pairs: set[tuple[int, int]] = set()
        for first, case in zip(self._first_row, self.cases, strict=False):
            for index, statement in enumerate(case.statements):
                for _, id in statement.ids_named():
                    if id in case.index_of:
                        pairs.add((first + index, first + case.index_of[id]))
        return frozenset(pairs)

    def names(self, row: int, other: int) -> bool:
        """Tell whether either of two rows names the other."""
        return (row, other) in self.named or (other, row) in self.named

    def observed(self, case: int, kind: str) -> list[Span]:
        """Return the periods in which events of a kind would have been noticed."""
        if not self.cases:
            return []
        periods = self.cases[case].observed
        return [parse_span(when) for when in periods.get(kind, periods.get(ALL_KINDS, ()))]


def _precision(is_crisp: np.bool_, is_day: np.bool_) -> Precision:
    """Return how finely a moment is told, as far as relations ask."""
    if is_crisp:
        return Precision.MINUTE
    return Precision.DAY if is_day else Precision.NONE


def _lay_out(timeline: Timeline, columns: _Columns, number: int, case: Case) -> None:
    """Add one case's statements to the columns."""
    accounts = _accounts(case)
    spans = settled(case)
    for index, statement in enumerate(case.statements):
        row = len(columns.case)
        span = spans[index]
        columns.case.append(number)
        columns.bounds.append(span[:4])
        columns.precision.append((span.start_precision, span.end_precision))
        columns.is_interval.append(span.is_interval)
        columns.recurring.append(statement.recurring)
        columns.is_state.append(statement.section in _STATES)
        account = accounts.get(index)
        columns.account.append(
            -1 if account is None else timeline._first_row[number] + case.index_of[account]
        )
        columns.own_code.append(timeline._names[number].of(case.ids[index]))
        columns.rows.setdefault(statement.kind, []).append(row)
        for key, is_term, words in named_by(case, statement):
            rows, codes = columns.parties.setdefault((statement.kind, key), ([], []))
            rows.extend([row] * len(words))
            numbers = timeline._terms if is_term else timeline._names[number]
            for word in words:
                is_plain = is_term or word in case  # the usual: what follows is slower
                known_by = None if is_plain else key_of(case, statement, key, word)
                codes.append(numbers.of(word, known_by))


def _accounts(case: Case) -> dict[int, str]:
    """Return, for each statement that is one of several accounts, the id of the first account."""
    first: dict[int, str] = {}
    for index, statement in enumerate(case.statements):
        other = statement.alternative_of
        if other is None:
            continue
        while (named := case.statements[case.index_of[other]]).alternative_of:
            other = named.alternative_of
        first[index] = other
        first[case.index_of[other]] = other
    return first
