"""A timeline made from columns of numbers, without records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formulation.dates import FOREVER
from formulation.errors import UnknownName
from formulation.model.kinds import kinds
from formulation.timeline import Flags, Ints, Timeline
from formulation.timeline.numbers import Numbers

__all__ = ["ColumnTimeline"]

_STATES = ("bonds", "inner")
#: the columns of a kind that are not names
_TIMES = frozenset({"start", "start_to", "end", "end_to", "case"})


class ColumnTimeline(Timeline):
    """Statements without records; a column is put together when it is first asked for."""

    def __init__(
        self, columns: Mapping[str, Mapping[str, ArrayLike]], roles: Mapping[str, ArrayLike]
    ) -> None:
        self.cases, self._names, self._terms, self._first_row = (), [], Numbers(), [0]
        self._roles, self._having, self._kinds = dict(roles), {}, {}
        self._rows, self._parties, self._flat = {}, {}, {}
        self._raw: dict[tuple[str, str], Ints] = {}
        self._flat_raw: dict[tuple[str, str], Ints] = {}
        self._told = {kind: _columns_of(kind, given) for kind, given in columns.items()}
        count, self.stride = 0, 2
        for kind, given in columns.items():
            size = len(self._told[kind]["starts_from"])
            rows = np.arange(count, count + size, dtype=np.int64)
            self._rows[kind] = rows
            for key in (k for k in given if k not in _TIMES):
                codes = _whole(kind, key, given[key], size)
                self._raw[kind, key] = codes
                # one number more than there are, so that -1 leads to a flag that is never set
                self.stride = max(self.stride, int(codes.max(initial=0)) + 2)
            count += size
        highest = (int(t["case_of"].max(initial=0)) for t in self._told.values() if "case_of" in t)
        self.case_count = 1 + max(highest, default=0)
        self._count, self.own_stride = count, self.stride + count
        self.is_plain = True

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._count

    def column(self, kind: str, name: str) -> NDArray[Any]:
        """Return one column of the rows of a kind."""
        told = self._told.get(kind, {"starts_from": _NOTHING})
        return told[name] if name in told else _left_out(name, told)

    def parties(self, kind: str, key: str) -> tuple[Ints, Ints]:
        """Return ``(rows, codes)``, one entry a name, put together when first asked for."""
        if (kind, key) not in self._parties and (kind, key) in self._raw:
            self._parties[kind, key] = _named(self.rows_of(kind), self._raw[kind, key])
        return super().parties(kind, key)

    def names_one(self, kind: str, key: str) -> bool:
        """Tell whether each row of a kind names just one under a key."""
        return (kind, key) in self._raw and self._raw[kind, key].ndim == 1

    def count_named(self, kind: str, key: str) -> int:
        """Return how many names a kind has under a key at the most."""
        return self._raw[kind, key].size if (kind, key) in self._raw else 0

    def sifted(self, kind: str, key: str, allowed: Flags) -> tuple[Ints, Ints]:
        """Return those of :meth:`parties` that are allowed, straight from the columns given."""
        codes, rows = self._raw.get((kind, key), _NOTHING), self.rows_of(kind)
        if codes.ndim == 1:
            return super().sifted(kind, key, allowed)
        if (kind, key) not in self._flat_raw:
            case = self.column(kind, "case_of")[:, None] * self.stride
            self._flat_raw[kind, key] = (case + codes if self.case_count > 1 else codes).reshape(-1)
        keep = np.flatnonzero(allowed[self._flat_raw[kind, key]])
        return rows[0] + keep // codes.shape[1] if len(rows) else rows, codes.reshape(-1)[keep]

    def _together(self, name: str) -> NDArray[Any]:
        parts = [self.column(kind, name) for kind in self._told]
        return np.concatenate(parts) if parts else _NOTHING

    @cached_property
    def starts_from(self) -> Ints:  # type: ignore[override]
        """Earliest onset of each row."""
        return self._together("starts_from")

    @cached_property
    def starts_to(self) -> Ints:  # type: ignore[override]
        """Latest onset of each row."""
        is_crisp = all("starts_to" not in told for told in self._told.values())
        return self.starts_from if is_crisp else self._together("starts_to")

    @cached_property
    def ends_from(self) -> Ints:  # type: ignore[override]
        """Earliest end of each row."""
        return self._together("ends_from")

    @cached_property
    def ends_to(self) -> Ints:  # type: ignore[override]
        """Latest end of each row."""
        return self._together("ends_to")

    @cached_property
    def case_of(self) -> Ints:  # type: ignore[override]
        """The number of the case of each row."""
        return self._together("case_of")

    @cached_property
    def is_crisp(self) -> Flags:  # type: ignore[override]
        """Whether the onset of each row is known to the minute."""
        return self._together("is_crisp")

    @cached_property
    def end_is_crisp(self) -> Flags:  # type: ignore[override]
        """Whether the end of each row is known to the minute."""
        return self._together("end_is_crisp")

    @cached_property
    def is_interval(self) -> Flags:  # type: ignore[override]
        """Whether each row has an onset and an end."""
        return self._together("is_interval")

    @cached_property
    def is_state(self) -> Flags:  # type: ignore[override]
        """Whether each row is a bond or an inner state."""
        return self._together("is_state")

    @cached_property
    def _no_flags(self) -> Flags:
        return np.zeros(self._count, dtype=np.bool_)

    @property
    def start_is_day(self) -> Flags:  # type: ignore[override]
        """Whether each onset is a whole day: none is, it lies somewhere between two minutes."""
        return self._no_flags

    end_is_day = recurring = ordered = start_is_day

    @cached_property
    def account(self) -> Ints:  # type: ignore[override]
        """Which rows are accounts of one fact: none."""
        return np.full(self._count, -1, dtype=np.int64)

    @cached_property
    def own_code(self) -> Ints:  # type: ignore[override]
        """The number of each row's own id."""
        return np.arange(self.stride, self.own_stride, dtype=np.int64)

    def id_ranks(self, rows: Ints) -> Ints:
        """Return numbers that sort rows as their ids would: the rows themselves."""
        return rows

    @cached_property
    def ranks(self) -> Ints:
        """The place of each number among those of its case: the number itself."""
        return np.tile(np.arange(self.stride, dtype=np.int64), self.case_count)


_NOTHING: Ints = np.empty(0, dtype=np.int64)


def _whole(kind: str, name: str, given: ArrayLike, size: int) -> Ints:
    """Return a column as whole numbers, refusing one of another length."""
    column = np.asarray(given, dtype=np.int64)
    if len(column) != size:
        raise ValueError(f"{kind}: {name!r} has {len(column)} entries and 'start' has {size}")
    return column


def _columns_of(kind: str, given: Mapping[str, ArrayLike]) -> dict[str, NDArray[Any]]:
    """Return the columns of a kind's times under the names of a timeline's."""
    if kind not in kinds():
        raise UnknownName(kind, "kind of statement", kinds())
    if "start" not in given:
        raise ValueError(f"{kind}: the column 'start' is missing")
    size = len(np.asarray(given["start"]))
    named = {
        "start": "starts_from",
        "start_to": "starts_to",
        "end": "ends_from",
        "end_to": "ends_to",
        "case": "case_of",
    }
    told = {own: _whole(kind, key, given[key], size) for key, own in named.items() if key in given}
    told["is_state"] = np.full(size, kinds()[kind].section in _STATES, dtype=np.bool_)
    return told


def _left_out(name: str, told: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """Return a column that was not given: what follows from those that were."""
    start, has_end = told["starts_from"], "ends_from" in told
    is_state = bool(told["is_state"].any()) if "is_state" in told else False
    count = len(start)
    if name in ("starts_to", "ends_from"):
        return start
    if name == "ends_to":
        return told["ends_from"] if has_end else np.full(count, FOREVER, dtype=np.int64)
    if name == "case_of":
        return np.zeros(count, dtype=np.int64)
    if name == "is_crisp":
        return _alike(told.get("starts_to", start), start)
    if name == "end_is_crisp" and has_end:
        return _alike(told.get("ends_to", told["ends_from"]), told["ends_from"])
    is_said = has_end if name == "end_is_crisp" else has_end or not is_state
    return np.full(count, is_said, dtype=np.bool_)


def _alike(one: NDArray[Any], other: NDArray[Any]) -> Flags:
    alike: Flags = one == other
    return alike


def _named(rows: Ints, codes: Ints) -> tuple[Ints, Ints]:
    """Return ``(rows, codes)`` of a column of names: one a row, or several with -1 for none."""
    if codes.ndim == 1:
        return rows, codes
    place = np.flatnonzero(codes.reshape(-1) >= 0)
    return rows[0] + place // codes.shape[1] if len(rows) else rows, codes.reshape(-1)[place]
