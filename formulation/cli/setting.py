"""Values that a person sets in patterns: ``--set within=7days``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer

from formulation.cli.speaking import refuse
from formulation.errors import PatternError, nearest_word, shortened

if TYPE_CHECKING:
    from formulation.patterns.pattern import Pattern

__all__ = ["Settings", "could_be_set", "with_settings"]

Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="Set a value of the patterns, such as within=7days; 'patterns show' tells which "
        "there are.  May be given again.",
    ),
]


#: so many patterns are still named one by one
_FEW = 4


class _Setting(NamedTuple):
    """A value for a parameter, and the words in which it was given."""

    name: str
    value: str
    given: str


def with_settings(patterns: Sequence[Pattern], given: Sequence[str] | None) -> list[Pattern]:
    """Return patterns with values set, each in every pattern that has the parameter.

    The command ends where a setting cannot be: that is wrong use.

    Parameters
    ----------
    patterns
        The patterns that are asked for.
    given
        As they stand on the command line: ``within=7days``.
    """
    settings = [_read(text, patterns) for text in given or ()]
    names = [setting.name for setting in settings]
    for setting in settings:
        if names.count(setting.name) > 1:
            refuse(f"--set {_told(setting.given)}: {setting.name!r} is set more than once")
    return [_set(pattern, settings) for pattern in patterns]


def _read(text: str, patterns: Sequence[Pattern]) -> _Setting:
    """Return a setting as name and value; end the command where it is none."""
    name, joint, value = (part.strip() for part in text.partition("="))
    known = {name: None for pattern in patterns for name in pattern.parameters}
    if not joint or not name or not value:
        refuse(
            f"--set {_told(text)}: a value is set as NAME=VALUE, such as within=7days "
            f"({could_be_set(patterns)})"
        )
    if name not in known:
        near = nearest_word(name, known)
        hint = f"; did you mean {near!r}?" if near else ""
        problem = f"no pattern asked for has a value called {shortened(name)!r}{hint}"
        refuse(f"--set {_told(text)}: {problem} ({could_be_set(patterns)})")
    if "$" in value:
        refuse(f"--set {_told(text)}: a value stands for itself, so it holds no $")
    return _Setting(name, _spaced(value), text)


def _told(text: str) -> str:
    """Return what was given, quoted where it would not be one word."""
    return repr(shortened(text)) if not text or " " in text else shortened(text)


def _spaced(value: str) -> str:
    """Return ``7days`` as ``7 days``, as sentences say it."""
    found = re.fullmatch(r"([0-9. ]*[0-9]) *([A-Za-z]+ *[~?%]?)", value)
    return f"{found[1]} {found[2]}" if found else value


def _set(pattern: Pattern, settings: Iterable[_Setting]) -> Pattern:
    for setting in settings:
        if setting.name in pattern.parameters:
            pattern = _set_one(pattern, setting)
    return pattern


def _set_one(pattern: Pattern, setting: _Setting) -> Pattern:
    try:
        return pattern.setting(**{setting.name: setting.value})
    except PatternError as error:
        _refuse_value(pattern, setting, error)


def _refuse_value(pattern: Pattern, setting: _Setting, error: PatternError) -> NoReturn:
    """Say what is wrong with a value: the first fault, for the others say it again."""
    told = str(error.faults[0]).removeprefix(f"{setting.name}: ")
    refuse(f"--set {_told(setting.given)}, for {pattern.pattern}: {told}")


def could_be_set(patterns: Sequence[Pattern]) -> str:
    """Return in words which values of these patterns could be set, with their defaults.

    Patterns that share a value and its default are told together.
    """
    from formulation.model.base import in_list

    together: dict[tuple[str, str], list[str]] = {}
    for pattern in patterns:
        for parameter in pattern.parameters.items():
            together.setdefault(parameter, []).append(pattern.pattern)
    told = [f"{n} ({value}) of {in_list(of)}" for (n, value), of in sorted(together.items())]
    if told:
        return f"could be set: {'; '.join(told)}"
    names = [pattern.pattern for pattern in patterns]
    return f"nothing can be set in {in_list(names, 'or') if len(names) < _FEW else 'any of them'}"
