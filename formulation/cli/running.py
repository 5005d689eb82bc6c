"""How a command runs and ends: errors as sentences, and what the exit codes mean.

0: done.  1: a case has faults, a check fails, or something could not be done.  2: wrong use.
"""

from __future__ import annotations

import functools
import os
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

import typer

from formulation.cli.speaking import complain, speak_utf8
from formulation.errors import FormulationError, FormulationWarning, UnknownName

__all__ = ["run", "spoken"]

#: set to anything, it shows where in the program an unforeseen error arose
TRACEBACK = "FORMULATION_TRACEBACK"
_INTERRUPTED = 130  # as shells count it: 128 and the number of the signal

P = ParamSpec("P")


def spoken(command: Callable[P, None]) -> Callable[P, None]:
    """Return `command` so that it ends with a sentence and an exit code, never with a traceback."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with _warnings_in_words():
            code = _code_of(lambda: command(*args, **kwargs))
        if code:
            raise typer.Exit(code)

    return run


def _code_of(command: Callable[[], None]) -> int:
    try:
        command()
    except typer.Exit as end:
        return int(end.exit_code)
    except UnknownName as error:
        complain(f"Error: {error}")
        return 2
    except FormulationError as error:
        complain(str(error) if hasattr(error, "faults") else f"Error: {error}")
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:
        complain(f"Error: {_named(error)}")
        return 1
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, whatever went wrong
        return _unforeseen(error)
    return 0


def _named(error: OSError) -> str:
    told = (error.strerror or str(error) or type(error).__name__).lower()
    return f"{error.filename}: {told}" if error.filename else told


def _unforeseen(error: Exception) -> int:
    if TRACEBACK in os.environ:
        complain(*"".join(traceback.format_exception(error)).rstrip().split("\n"))
    what = ": ".join(filter(None, (type(error).__name__, " ".join(str(error).split()))))
    complain(
        f"Error: something went wrong that this program did not foresee ({what}). "
        f"Please report it, with what it tells after you set {TRACEBACK}=1."
    )
    return 1


@contextmanager
def _warnings_in_words() -> Iterator[None]:
    """Tell what was warned of as sentences, when all is done."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FormulationWarning)
        yield
    complain(*(f"Note: {warning.message}" for warning in caught))


def run(app: typer.Typer) -> int:
    """Run the command line and return its exit code."""
    speak_utf8()
    try:
        return _code_of(lambda: app(prog_name="formulation"))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
