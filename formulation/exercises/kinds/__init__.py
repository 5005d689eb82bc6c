"""The kinds of exercises, each in a module of its own, in the order of the ladder."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from formulation.errors import UnknownName
from formulation.exercises.kind import Kind

__all__ = ["KINDS", "kind_named", "kinds"]

#: what each kind is asked for by, in the order of the ladder, and the module that makes it
KINDS: dict[str, str] = {
    "find-pattern": "find_pattern",
    "near-miss": "near_miss",
    "observed-or-inferred": "observed_or_inferred",
    "match-formulation": "match_formulation",
    "order-scenes": "order_scenes",
    "dating-error": "dating_error",
    "four-cells": "four_cells",
    "rivals": "rivals",
    "predict": "predict",
    "missing-corner": "missing_corner",
    "code-defense": "code_defense",
    "idealization-or-splitting": "idealization_or_splitting",
    "whole-formulation": "whole_formulation",
}


@cache
def kind_named(name: str) -> Kind:
    """Return a kind of exercise by its name.

    Raises
    ------
    UnknownName
        Where there is none of that name; the nearest one is offered.
    """
    if name not in KINDS:
        raise UnknownName(name, "kind of exercise", KINDS)
    kind: Kind = import_module(f"formulation.exercises.kinds.{KINDS[name]}").KIND
    return kind


def kinds() -> tuple[Kind, ...]:
    """Return all kinds of exercises, in the order of the ladder."""
    return tuple(kind_named(name) for name in KINDS)
