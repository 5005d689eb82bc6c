"""All statements of one case, or of many, laid out as columns of numbers for the matcher.

One row is one statement.  Its onset and end are four whole numbers, the earliest and latest minute
of each; what it names (figures, symptoms, terms, other statements) are whole numbers too, one
column a kind and key.  People of different cases never meet: their numbers differ.

What a statement's end is depends on its kind, and is settled here once (clauses T5 to T7
of ``docs/decisions/semantics.md``): a bond or inner state with a single date was so at some time
then; an event's end is the second half of its interval, else unknown; a conflict without an end
of its own ends at the resolution that names it, else at the next one between the same parties.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from formulation.dates import FOREVER, Precision, Span, Truth, is_after, parse_span
from formulation.model.base import Statement
from formulation.model.case import ALL_KINDS, Case
from formulation.model.chronology import Gap

__all__ = ["NAMED", "Flags", "Ints", "Timeline"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: the key under which a resolution's conflict stands, beside its parties
NAMED = "conflict named"
_STATES = ("bonds", "inner")
#: fields that bind in time or tell of other accounts; they are never parties of a statement
_NOT_PARTIES = frozenset({"after", "before", "source", "said_by", "alternative_of"})


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
    rows: dict[str, list[int]] = field(default_factory=dict)
    parties: dict[tuple[str, str], tuple[list[int], list[int]]] = field(default_factory=dict)


class Timeline:
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
    account
        Rows with the same number are accounts of one fact and never join; -1 for the rest.
    """

    def __init__(self, *cases: Case) -> None:
        self.cases = cases
        self._codes: dict[tuple[int, str], int] = {}
        self._words: list[tuple[int, str]] = []
        self._first_row = [0]
        columns = _Columns()
        for number, case in enumerate(cases):
            _lay_out(self, columns, number, case)
            self._first_row.append(len(columns.case))
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
        self._rows = {kind: np.array(rows, dtype=np.int64) for kind, rows in columns.rows.items()}
        self._parties = {
            key: (np.array(rows, dtype=np.int64), np.array(codes, dtype=np.int64))
            for key, (rows, codes) in columns.parties.items()
        }
        self.own_code = np.array(
            [self.code(n, id) for n, case in enumerate(cases) for id in case.ids], dtype=np.int64
        )

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.case_of)

    def code(self, case: int, id: str) -> int:
        """Return the number that stands for an id of a case, or for a term (case -1)."""
        key = (case, id)
        if key not in self._codes:
            self._codes[key] = len(self._words)
            self._words.append(key)
        return self._codes[key]

    @property
    def vocabulary_size(self) -> int:
        """The number of ids and terms that have a number."""
        return len(self._words)

    def known_code(self, case: int, id: str) -> int:
        """Return the number of an id or a term, -1 where nothing here has it."""
        return self._codes.get((case, id), -1)

    def word(self, code: int) -> str:
        """Return the id or the term that a number stands for."""
        return self._words[code][1]

    def rows_of(self, kind: str) -> Ints:
        """Return the rows of one kind, in the order of the cases."""
        return self._rows.get(kind, np.empty(0, dtype=np.int64))

    def parties(self, kind: str, key: str) -> tuple[Ints, Ints]:
        """Return ``(rows, codes)``: what each row of a kind names under a key, one entry a name.

        Both arrays have one entry for each name; rows rise.
        """
        nothing = np.empty(0, dtype=np.int64)
        return self._parties.get((kind, key), (nothing, nothing))

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
        return self.word(int(self.own_code[row]))

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

    def gap(self, earlier: int, later: int) -> Gap | None:
        """Return what stated orders alone say of the distance between two rows' onsets."""
        case, a = self.place(earlier)
        other, b = self.place(later)
        return self.cases[case].chronology.gap(a, b) if case == other else None

    @cached_property
    def named(self) -> frozenset[tuple[int, int]]:
        """Every pair ``(row, code)`` in which a statement names another by its id."""
        pairs: set[tuple[int, int]] = set()
        for number, case in enumerate(self.cases):
            first = self._first_row[number]
            for index, statement in enumerate(case.statements):
                for _, id in statement.ids_named():
                    if id in case.index_of:
                        pairs.add((first + index, self.code(number, id)))
        return frozenset(pairs)

    def names(self, row: int, other: int) -> bool:
        """Tell whether either of two rows names the other."""
        named, codes = self.named, self.own_code
        return (row, int(codes[other])) in named or (other, int(codes[row])) in named

    def observed(self, case: int, kind: str) -> list[Span]:
        """Return the periods in which events of a kind would have been noticed."""
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
    spans = _settled(case)
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
        columns.account.append(-1 if account is None else timeline.code(number, account))
        columns.rows.setdefault(statement.kind, []).append(row)
        for key, is_term, words in _named_by(case, statement):
            rows, codes = columns.parties.setdefault((statement.kind, key), ([], []))
            rows.extend([row] * len(words))
            codes.extend(timeline.code(-1 if is_term else number, word) for word in words)


def _named_by(case: Case, statement: Statement) -> Iterable[tuple[str, bool, tuple[str, ...]]]:
    """Yield what a statement names: the key, whether its words are terms, the ids or words.

    Figures that go unsaid are filled in, as the case reads them.
    """
    keys, refs, terms = statement.keys(), statement.refs(), statement.terms()
    for name in (*refs, *terms):
        if name in _NOT_PARTIES:
            continue
        value = getattr(statement, name)
        words = (value,) if isinstance(value, str) else tuple(value or ())
        if name == "by":
            words = case.by_whom(statement)
        elif statement.kind == "rally" and name == "to":
            words = tuple(filter(None, (case.to_whom(statement),)))
        elif statement.kind == "resolution" and len(words) == 1 and name == "between":
            yield NAMED, False, words
            words = _parties_of(case, statement)
        if words:
            yield keys[name], name in terms, words


def _parties_of(case: Case, resolution: Statement) -> tuple[str, ...]:
    """Return between whom a resolution is: as said, or as the conflict it names says."""
    subjects = resolution.subjects
    if len(subjects) > 1:
        return subjects
    named = case.index_of.get(subjects[0])
    return () if named is None else case.statements[named].subjects


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


def _settled(case: Case) -> list[Span]:
    """Return one span a statement, with its end settled by its kind."""
    spans = list(case.chronology.spans)
    ends = _ends_of_conflicts(case, spans)
    for index, statement in enumerate(case.statements):
        span = spans[index]
        if statement.section in _STATES:
            continue
        if index in ends:
            end = ends[index]
            span = span._replace(
                end_earliest=max(span.start_earliest, end.start_earliest),
                end_latest=end.start_latest,
                end_precision=end.start_precision,
                is_interval=True,
            )
        elif not span.is_interval and not statement.recurring:
            span = span._replace(
                end_earliest=span.start_earliest,
                end_latest=FOREVER,
                end_precision=Precision.NONE,
                is_interval=True,
            )
        spans[index] = span
    return spans


def _ends_of_conflicts(case: Case, spans: Sequence[Span]) -> dict[int, Span]:
    """Return the span of the resolution that ends each conflict without an end of its own."""
    resolutions = [
        (index, statement)
        for index, statement in enumerate(case.statements)
        if statement.kind == "resolution" and not statement.recurring
    ]
    found: dict[int, Span] = {}
    for index, statement in enumerate(case.statements):
        if statement.kind != "conflict" or statement.recurring or _has_end(statement, spans[index]):
            continue
        naming = [spans[i] for i, r in resolutions if r.subjects == (case.ids[index],)]
        if naming:
            found[index] = _first_of(naming, naming)
        elif later := _later_ones(case, index, resolutions, spans):
            surely = [s for s in later if is_after(s, spans[index]) is Truth.CERTAIN]
            found[index] = _first_of(later, surely)
    return found


def _first_of(possible: Sequence[Span], certain: Sequence[Span]) -> Span:
    """Return when the first of several onsets was; only the `certain` ones surely count."""
    earliest = min(possible, key=lambda s: s.start_earliest)
    latest = max(possible, key=lambda s: s.start_latest)
    if certain:
        latest = min(certain, key=lambda s: s.start_latest)
    precision = earliest.start_precision
    return earliest._replace(
        start_latest=latest.start_latest,
        start_precision=precision if precision is latest.start_precision else Precision.NONE,
    )


def _later_ones(
    case: Case, index: int, resolutions: list[tuple[int, Statement]], spans: Sequence[Span]
) -> list[Span]:
    parties = set(case.statements[index].subjects)
    return [
        spans[i]
        for i, resolution in resolutions
        if len(resolution.subjects) > 1
        and set(resolution.subjects) == parties
        and is_after(spans[i], spans[index]) is not Truth.IMPOSSIBLE
    ]


def _has_end(conflict: Statement, span: Span) -> bool:
    """Tell whether a conflict's own interval or length says when it ended; ``..`` does."""
    if conflict.lasts:
        return True
    return span.is_interval and not (conflict.when or "").endswith("/")
