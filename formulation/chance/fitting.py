"""Which statements fit one step of a pattern, alone or with the steps it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from formulation.patterns.match import search
from formulation.patterns.pattern import AnyOf, Pattern, Step
from formulation.patterns.plan import readings_of, swaps_of
from formulation.patterns.step import read_step
from formulation.timeline import Flags, Ints, Timeline

__all__ = [
    "Binding",
    "Fitting",
    "alone",
    "fitting",
    "named_in",
    "named_step",
    "parts_of",
    "states_of",
    "with_referred",
]

#: what is said of a step's place and number, which a step that stands alone does without
_PLACE = (
    *("after", "from", "before", "during", "after_end_of", "anniversary_of", "within", "at_least"),
    *("times", "each", "optional", "absent"),
)
_NUMBER = ("times", "each", "optional", "absent")

#: the number that stands for each letter
Binding = Mapping[str, int]


def named_step(pattern: Pattern, name: str) -> Step | AnyOf:
    """Return the step or the choice of that name; a single alternative with what holds of all."""
    for one in pattern.settled_steps:
        if one.name == name:
            return one
    return pattern.by_name[name]


def with_referred(pattern: Pattern, names: Sequence[str]) -> Pattern:
    """Return the pattern cut down to some steps and those that they refer to, however far."""
    kept = list(dict.fromkeys(names))
    for name in kept:  # grows while it is read
        kept += [n for n in _referred(named_step(pattern, name)) if n not in kept]
    return _cut(pattern, kept, _NUMBER)


def alone(pattern: Pattern, name: str) -> Pattern:
    """Return the pattern cut down to one step, wherever it lies to others."""
    kept = [name]
    for one in kept:  # a statement named under one of its own keys is a part of what it is
        kept += [n for n in _named_in_keys(named_step(pattern, one)) if n not in kept]
    return _cut(pattern, kept, _PLACE)


def states_of(pattern: Pattern, name: str) -> list[str]:
    """Return the steps during which a step is to be, and those during which these are."""
    kept = [name]
    for one in kept:
        step = named_step(pattern, one)
        kept += [n for part in parts_of(step) for n in part.during if n not in kept]
    return kept[1:]


def parts_of(one: Step | AnyOf) -> tuple[Step, ...]:
    """Return the steps that a choice is among, or the one step that it is."""
    return (one,) if isinstance(one, Step) else one.placed()


def _referred(one: Step | AnyOf) -> Iterator[str]:
    for part in parts_of(one):
        yield from (other for _, other in part.relations())
    yield from _named_in_keys(one)


def _named_in_keys(one: Step | AnyOf) -> Iterator[str]:
    """Yield the steps that a step names as what it is about: ``resolution: quarrel``."""
    for part in parts_of(one):
        yield from (reading.word for reading in readings_of(part) if reading.asks == "step")


def _cut(pattern: Pattern, names: Sequence[str], without: Sequence[str]) -> Pattern:
    steps = [_bare(named_step(pattern, name), without) for name in names]
    letters = {letter for step in steps for letter in step.letters()}
    return Pattern(
        pattern=pattern.pattern,
        title=pattern.title,
        roles={k: v for k, v in pattern.roles.items() if k in letters},
        kinds={k: v for k, v in pattern.kinds.items() if k in letters},
        steps=tuple(steps),
    )


def _bare(one: Step | AnyOf, without: Sequence[str]) -> Step | AnyOf:
    def bared(keys: dict[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in keys.items() if key not in without}
        if "any_of" in kept:
            kept["any_of"] = [bared(part) for part in kept["any_of"]]
        return kept

    return read_step(bared(one.to_keys()))


@dataclass(frozen=True)
class Fitting:
    """The statements that fit some steps: rows by step, and numbers for each letter.

    `swaps` are renamings of letters that leave the steps alike; of matches that differ by one of
    them only one is held.
    """

    rows: Mapping[str, Ints]
    letters: Mapping[str, Ints]
    figures: frozenset[str]
    swaps: tuple[Mapping[str, str], ...]

    def __len__(self) -> int:
        """Return the number of matches."""
        return len(next(iter(self.rows.values()), ()))

    def bindings(self, letters: Sequence[str]) -> list[Binding]:
        """Return each way to bind letters."""
        if not letters:
            return [{}] if len(self) else []
        found = np.unique(np.column_stack([self.letters[letter] for letter in letters]), axis=0)
        return [dict(zip(letters, codes, strict=True)) for codes in found.tolist()]

    def agreeing(self, binding: Binding, swaps: Sequence[Mapping[str, str]] = ()) -> Flags:
        """Tell which matches can stand beside a binding: shared letters alike, others apart.

        `swaps` are those of the steps that the binding is of.
        """
        found = np.zeros(len(self), dtype=np.bool_)
        for wanted, taken in self._ways(binding, swaps):
            found[self._as_bound(wanted, taken)] = True
        return found

    def _ways(
        self, binding: Binding, swaps: Sequence[Mapping[str, str]]
    ) -> Iterable[tuple[Mapping[str, int], frozenset[int]]]:
        """Yield each different way to bind letters once they are renamed, with who is taken."""
        seen = set()
        for theirs in ({}, *swaps):
            renamed = {theirs.get(letter, letter): code for letter, code in binding.items()}
            taken = frozenset(code for name, code in renamed.items() if name in self.figures)
            for own in ({}, *self.swaps):
                said = {letter: renamed.get(own.get(letter, letter)) for letter in self.letters}
                wanted = {letter: code for letter, code in said.items() if code is not None}
                if (way := (frozenset(wanted.items()), taken)) not in seen:
                    seen.add(way)
                    yield wanted, taken

    def _as_bound(self, wanted: Mapping[str, int], taken: Iterable[int]) -> Ints:
        """Return which matches bind letters as wanted, and other figures to nobody taken."""
        rows = None
        for letter, code in wanted.items():
            codes = self.letters[letter] if rows is None else self.letters[letter][rows]
            places = np.flatnonzero(codes == code)
            rows = places if rows is None else rows[places]
        rows = np.arange(len(self)) if rows is None else rows
        for letter, codes in self.letters.items():
            if letter not in wanted and letter in self.figures:
                for code in taken:  # different letters are different figures
                    rows = rows[codes[rows] != code]
        return rows


def fitting(t: Timeline, whole: Pattern, part: Pattern) -> Fitting:
    """Return the statements that fit a part of a pattern, as certainly or possibly as may be.

    Parameters
    ----------
    t
        The timeline.
    whole, part
        The pattern, and the steps of it that are asked for.
    """
    table = search(t, part).table
    # a step that others name as what they are about has a letter of its own, which is nobody
    named = [letter for letter in table.letters if letter in part.plan.spaces]
    return Fitting(
        rows={name: table[name] for name in table.steps},
        letters={letter: table[letter] for letter in named},
        figures=whole.plan.figures,
        swaps=tuple(swaps_of(part)),
    )


def named_in(t: Timeline, pattern: Pattern, binding: Binding) -> dict[str, str]:
    """Return the ids or words that letters are bound to."""
    spaces = pattern.plan.spaces
    return {
        letter: t.term(code) if spaces[letter] in ("term", "text") else t.word(0, code)
        for letter, code in binding.items()
    }
