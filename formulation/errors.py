"""What can be wrong, told in one way: where it stands, what was written, what would do.

A :class:`Fault` is one thing wrong in one place.  The errors carry all the faults that one
reading found, so that a person mends a file in one go.  Three kinds of wrong are kept apart:
a text that cannot be read, a statement that cannot be true, and a picture that cannot be drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches

__all__ = [
    "CaseError",
    "DateError",
    "DrawError",
    "Fault",
    "FormulationError",
    "FormulationWarning",
    "LimitReached",
    "PatternError",
    "UnknownName",
    "nearest_word",
]

_SHOWN_CHARACTERS = 80
_LONGEST = 2_000
_JOINERS = "\u200c\u200d"  # unseen, and part of Persian words and of many emoji


def shortened(text: str, limit: int = _SHOWN_CHARACTERS) -> str:
    """Return `text` on one line, control characters shown as �, cut to `limit` characters."""
    line = " ".join(text.split())
    if not line.isprintable():
        line = "".join(c if c.isprintable() or c in _JOINERS else "�" for c in line)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "symptom"), counted(2, "symptom"), counted(2, "near miss", "near misses")
    ('1 symptom', '2 symptoms', '2 near misses')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


def nearest_word(word: str, words: Iterable[str]) -> str:
    """Return the word of `words` spelt most like `word`, or ``""`` where none is near.

    >>> nearest_word("escalaton", ["escalation", "remission"])
    'escalation'
    """
    by_folded = {w.casefold(): w for w in words}
    folded = word.casefold()
    near = get_close_matches(folded, by_folded, n=1, cutoff=0.72)
    # in a short word two letters swapped leave too little alike to be measured
    near = near or [w for w in by_folded if len(w) > 2 and sorted(w) == sorted(folded)]
    return by_folded[near[0]] if near else ""


def _tells(problem: str, value: str) -> bool:
    """Tell whether a problem names a value already, as a word and not within another."""
    if value not in problem:
        return False
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", problem) is not None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place, with its cure.

    Attributes
    ----------
    problem
        What is wrong, as a sentence without its full stop.
    value
        What was written there, as text; ``""`` where nothing was.
    accepted
        What would be accepted instead, in words; ``""`` where the problem says it.
    nearest
        The accepted word spelt most like `value`; ``""`` where none is near.
    file, line, column
        The place; lines and columns count from 1 and are ``None`` where there is no file.
    text
        The offending line itself.
    is_warning
        Whether the value is kept all the same (a new word in an open vocabulary).
    """

    problem: str
    value: str = ""
    accepted: str = ""
    nearest: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None
    text: str = ""
    is_warning: bool = False

    def at(self, file: str, line: int | None, column: int | None, text: str = "") -> Fault:
        """Return this fault with its place filled in."""
        return replace(self, file=file, line=line, column=column, text=text)

    @property
    def place(self) -> str:
        """Where it stands, as ``file:line:column``, as far as it is known."""
        parts = [self.file or ("" if self.line is None else "text")]
        parts += [str(n) for n in (self.line, self.column) if n is not None]
        return ":".join(p for p in parts if p)

    def to_dict(self) -> dict[str, str | int | None]:
        """Return the keys of ``formulation check --json``: place, value, problem, cure."""
        told = asdict(self)
        keys = ("file", "line", "column", "value", "problem", "accepted", "nearest")
        return {key: told[key] for key in keys}

    def __str__(self) -> str:
        """Return place, problem, value and cure, then the offending line with a caret."""
        problem = (
            self.problem if len(self.problem) <= _LONGEST else shortened(self.problem, _LONGEST)
        )
        told = f"{self.place}: {problem}" if self.place else problem
        if self.value and not _tells(self.problem, self.value):
            told += f": {shortened(self.value)!r}"
        if self.nearest:
            told += f"; did you mean {self.nearest!r}?"
        if self.accepted:
            told += f" (accepted: {self.accepted})"
        return told + self._line_with_caret()

    def _line_with_caret(self) -> str:
        if not self.text:
            return ""
        start = max(0, (self.column or 1) - 1 - _SHOWN_CHARACTERS // 2)
        part = self.text[start : start + _SHOWN_CHARACTERS]
        part = "".join(c if c.isprintable() else " " for c in part)
        caret = " " * ((self.column or 1) - 1 - start) + "^"
        return f"\n    {part}\n    {caret}"


class FormulationError(Exception):
    """Anything this library raises on purpose."""


class FormulationWarning(UserWarning):
    """Something kept as written that a reader should look at again."""


class _Faulty(FormulationError, ValueError):
    """An error made of faults, all told at once."""

    def __init__(self, faults: Iterable[Fault] | str) -> None:
        told = [Fault(faults)] if isinstance(faults, str) else list(faults)
        self.faults: tuple[Fault, ...] = tuple(told)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[_Faulty], tuple[tuple[Fault, ...]]]:
        """Pickle by the faults, so that an error crosses a process whole."""
        return type(self), (self.faults,)


class CaseError(_Faulty):
    """A case or a record that cannot be read or cannot be true; see ``.faults``."""


class PatternError(_Faulty):
    """A pattern that is misspelt or can never match; not one that merely does not fit."""


class DateError(_Faulty):
    """A date, duration or age that cannot be read; see ``.faults``."""


class UnknownName(FormulationError, LookupError):
    """A name that stands for nothing here; ``.name`` says which, ``.nearest`` what is near."""

    def __init__(self, name: str, kind: str, known: Iterable[str] = ()) -> None:
        self.name = name
        self.kind = kind
        self.known = tuple(known)
        self.nearest = nearest_word(name, self.known)
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        few = ", ".join(self.known[:12]) + (" …" if len(self.known) > 12 else "")
        listed = f" (known: {few})" if self.known else ""
        super().__init__(f"no {kind} is called {shortened(name)!r}{hint}{listed}")

    def __reduce__(self) -> tuple[type[UnknownName], tuple[str, str, tuple[str, ...]]]:
        """Pickle by what it was made from."""
        return type(self), (self.name, self.kind, self.known)


class DrawError(FormulationError, RuntimeError):
    """A picture that could not be made; ``.dot`` holds its text, which is never lost."""

    def __init__(self, problem: str, dot: str = "") -> None:
        self.dot = dot
        super().__init__(problem)


class LimitReached(FormulationError, RuntimeError):
    """More than was asked for; ``.limit`` says how much that was."""

    def __init__(self, problem: str, limit: int) -> None:
        self.limit = limit
        super().__init__(problem)

    def __reduce__(self) -> tuple[type[LimitReached], tuple[str, int]]:
        """Pickle by what it was made from."""
        return type(self), (str(self), self.limit)
