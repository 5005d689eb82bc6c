"""A pattern's own sentence: which letters and steps it may name in braces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from formulation.errors import Fault, nearest_word
from formulation.patterns.pattern import Pattern
from formulation.patterns.step import AnyOf

__all__ = ["BRACED", "wrong_words_in"]

#: a letter or a step's name in a pattern's own sentence
BRACED = re.compile(r"\{([^{}]*)\}")


def wrong_words_in(pattern: Pattern) -> Iterator[tuple[tuple[Any, ...], Fault]]:
    """Yield names in the sentence that not every finding could fill."""
    if pattern.says is None:
        return
    known = _always_known(pattern)
    for name in dict.fromkeys(BRACED.findall(pattern.says)):
        if name not in known:
            problem = f"the sentence names {name!r}, which not every finding has"
            yield ("says",), Fault(problem, name, ", ".join(known), nearest_word(name, known))
    left = BRACED.sub("", pattern.says)
    if "{" in left or "}" in left:
        problem = "a brace in the sentence has no partner"
        yield ("says",), Fault(problem, pattern.says, "{A} for a letter, {flare} for a step")


def _always_known(pattern: Pattern) -> tuple[str, ...]:
    """Return the letters and steps that every finding binds."""
    names: list[str] = []
    for one in pattern.required:
        sets = [s.letters() for s in one.any_of] if isinstance(one, AnyOf) else [one.letters()]
        names += [letter for letter in sets[0] if all(letter in other for other in sets)]
        names.append(one.name)
    return tuple(dict.fromkeys(names))
