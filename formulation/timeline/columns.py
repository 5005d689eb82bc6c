"""A timeline made from columns of numbers, without records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formulation.dates import FOREVER
from formulation.errors import UnknownName
from formulation.model.kinds import kinds
from formulation.timeline.numbers import Numbers

if TYPE_CHECKING:
    from formulation.timeline import Ints, Timeline

__all__ = ["laid_out"]

_STATES = ("bonds", "inner")
#: the columns of a kind that are not names
_TIMES = frozenset({"start", "start_to", "end", "end_to", "case"})


def laid_out(
    t: Timeline, columns: Mapping[str, Mapping[str, ArrayLike]], roles: Mapping[str, ArrayLike]
) -> Timeline:
    """Fill an empty timeline from columns, kind by kind."""
    t.cases, t._names, t._terms, t._first_row = (), [], Numbers(), [0]
    t._roles, t._having, t._kinds, t._rows, t._parties = dict(roles), {}, {}, {}, {}
    made: dict[str, list[NDArray[Any]]] = {}
    count, stride, cases = 0, 1, 1
    for kind, given in columns.items():
        told = _columns_of(kind, given)
        size = len(told["starts_from"])
        rows = np.arange(count, count + size, dtype=np.int64)
        t._rows[kind] = rows
        for key in (k for k in given if k not in _TIMES):
            t._parties[kind, key] = _named(rows, np.asarray(given[key], dtype=np.int64))
            stride = max(stride, int(t._parties[kind, key][1].max(initial=0)) + 1)
        cases = max(cases, int(told["case_of"].max(initial=0)) + 1)
        for name, column in told.items():
            made.setdefault(name, []).append(column)
        count += size
    crisp = all("start_to" not in given for given in columns.values())
    for name, parts in made.items():
        setattr(t, name, np.concatenate(parts) if parts else np.empty(0, dtype=np.int64))
    if crisp:
        t.starts_to = t.starts_from
    nothing = np.zeros(count, dtype=np.bool_)
    t.start_is_day, t.end_is_day, t.recurring = nothing, nothing, nothing
    t.ordered, t.is_plain = nothing, True
    t.account = np.full(count, -1, dtype=np.int64)
    t.own_code = np.arange(stride, stride + count, dtype=np.int64)
    t.case_count, t.stride, t.own_stride = cases, stride, stride + count
    t.ranks = np.tile(np.arange(stride, dtype=np.int64), cases)
    return t


def _columns_of(kind: str, given: Mapping[str, ArrayLike]) -> dict[str, NDArray[Any]]:
    """Return the columns of a kind's times, those left out filled in."""
    if kind not in kinds():
        raise UnknownName(kind, "kind of statement", kinds())
    start = np.asarray(given["start"], dtype=np.int64)
    to = np.asarray(given.get("start_to", start), dtype=np.int64)
    has_end = "end" in given
    end = np.asarray(given.get("end", start), dtype=np.int64)
    forever = np.full(len(start), FOREVER, dtype=np.int64)
    end_to = np.asarray(given.get("end_to", end if has_end else forever), dtype=np.int64)
    is_state = kinds()[kind].section in _STATES
    return {
        "starts_from": start,
        "starts_to": to,
        "ends_from": end if has_end or not is_state else start,
        "ends_to": end_to,
        "is_crisp": start == to,
        "end_is_crisp": end == end_to,
        "is_interval": np.full(len(start), has_end or not is_state, dtype=np.bool_),
        "is_state": np.full(len(start), is_state, dtype=np.bool_),
        "case_of": np.asarray(given.get("case", np.zeros(len(start))), dtype=np.int64),
    }


def _named(rows: Ints, codes: Ints) -> tuple[Ints, Ints]:
    """Return ``(rows, codes)`` of a column of names: one a row, or several with -1 for none."""
    if codes.ndim == 1:
        return rows, codes
    flat, each = codes.reshape(-1), np.repeat(rows, codes.shape[1])
    keep = flat >= 0
    return each[keep], flat[keep]
