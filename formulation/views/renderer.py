"""Graphviz in a room of its own: a lasting child process, and the near end of the pipe to it.

Graphviz can stop the whole process it runs in, cannot be interrupted, and serves one thread at a
time.  So it runs in a child: whatever happens there, the person's session goes on, and the next
picture gets a fresh child.  This file is both ends of the pipe, and the child's end needs nothing
but the standard library and pygraphviz, so that it can also be run by its path alone.

Messages are one letter, a length and that many bytes.  The child says ``R`` (ready) or ``I`` (no
Graphviz here).  To each request ``Q`` it answers ``T`` (taken), then ``P`` (the picture), ``M``
(not readable as DOT) or ``F`` (read, but not laid out).  A child that dies before ``T`` died of
something else, and the request goes to the next one.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, cast

__all__ = [
    "LayoutError",
    "MalformedError",
    "NoGraphvizError",
    "Renderer",
    "RendererError",
    "complaint",
    "ending",
    "is_fault",
    "layout_settings",
    "quiet_start",
    "too_slow",
    "with_fonts",
]

_HEADER = struct.Struct(">cI")
_HELLO = b"formulation renderer 1"
_START_SECONDS = 60.0  # a machine's first look at thousands of fonts is slow, and happens once
_KEPT_BYTES = 4096


class RendererError(Exception):
    """No picture came out; the message says why, as a sentence without its full stop."""


class NoGraphvizError(RendererError):
    """Graphviz cannot be used here at all."""


class MalformedError(RendererError):
    """The text is not DOT; no other layout will help."""


class LayoutError(RendererError):
    """Graphviz read the text and then stopped, gave up or took too long."""


# -- both ends ---------------------------------------------------------------------------------


def _send(stream: IO[bytes], letter: bytes, payload: bytes = b"") -> None:
    stream.write(_HEADER.pack(letter, len(payload)))
    stream.write(payload)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Return the next letter and its payload, or ``None`` where the other end is gone."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    letter, length = _HEADER.unpack(header)
    payload = stream.read(length)
    return (letter, payload) if len(payload) == length else None


def layout_settings(format: str, engine: str) -> dict[str, str]:
    """Return what a graph is drawn with unless its own text says otherwise.

    A PNG gets 144 dots an inch, or its text is grey on a good screen.  ``sfdp`` lets figures lie
    on top of each other unless told not to.

    Parameters
    ----------
    format
        ``svg``, ``png`` or ``pdf``.
    engine
        The name of a Graphviz layout, such as ``dot``.
    """
    settings = {"dpi": "144"} if format == "png" else {}
    if engine in ("sfdp", "neato", "fdp"):
        settings |= {"overlap": "voronoi", "splines": "true"}
    return settings


# -- the child ---------------------------------------------------------------------------------


def _open_graphviz(library: str) -> Any:
    """Return pygraphviz's view of Graphviz's own functions.

    `library` is the folder where the parent found it, for an isolated Python does not look into
    a user's own folder.  It comes last, so that it shadows nothing.
    """
    if library:
        sys.path.append(library)
    from pygraphviz import graphviz  # type: ignore[import-untyped, unused-ignore]

    return graphviz


def _parse(graphviz: Any, dot: bytes) -> Any:
    # Graphviz reads from files only, and takes the handle as it is: it must be a real one.
    with tempfile.TemporaryFile() as file:
        file.write(dot)
        file.seek(0)
        return graphviz.agread(file, None)


def _answer(graphviz: Any, context: Any, request: bytes) -> tuple[bytes, bytes]:
    """Return ``P`` and the picture, or ``M`` or ``F`` where there is none."""
    order, _, dot = request.partition(b"\n")
    format, engine, seconds = order.decode().split()
    _end_yourself_after(int(float(seconds)) + 5)
    try:
        graph = _parse(graphviz, dot)
    except ValueError:
        return b"M", b""
    for name, value in layout_settings(format, engine).items():
        if not _has_setting(graphviz, graph, name.encode()):
            graphviz.agattr(graph, 0, name.encode(), value.encode())
    picture = _draw(graphviz, context, graph, format.encode(), engine.encode())
    graphviz.agclose(graph)
    _end_yourself_after(0)
    return (b"P", picture) if picture else (b"F", b"")


def _draw(graphviz: Any, context: Any, graph: Any, format: bytes, engine: bytes) -> bytes:
    """Return the picture, or nothing where Graphviz gave up."""
    if graphviz.gvLayout(context, graph, engine):
        return b""
    failed, picture = graphviz.gvRenderData(context, graph, format)
    graphviz.gvFreeLayout(context, graph)
    return b"" if failed else bytes(picture)


def _end_yourself_after(seconds: int) -> None:
    """Let no layout go on without end where the parent is gone; nought takes the order back."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _has_setting(graphviz: Any, graph: Any, name: bytes) -> bool:
    try:
        return bool(graphviz.agget(graph, name))
    except KeyError:
        return False


def _serve(library: str = "") -> None:
    """Answer requests from standard input until it ends."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not enter the pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the parent
    try:
        graphviz = _open_graphviz(library)
    except (ImportError, OSError) as error:
        return _send(answers, b"I", str(error).encode())
    context = graphviz.gvContextWithBuiltins()
    _answer(graphviz, context, b"svg dot 60\ndigraph { ready }")  # the fonts are looked up now
    _send(answers, b"R", _HELLO)
    while (message := _receive(requests)) is not None:
        _send(answers, b"T")
        _send(answers, *_answer(graphviz, context, message[1]))
    return None


# -- the parent --------------------------------------------------------------------------------


def quiet_start() -> dict[str, Any]:
    """Return how a child is started so that no console window opens on Windows."""
    return {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}


def with_fonts(folder: Path) -> dict[str, str]:
    """Return the environment in which Graphviz finds the fonts that came with this package.

    A font configuration is written into `folder`.  ``SERVER_NAME`` is Graphviz's own way to be
    told that a text may not open files.
    """
    from formulation.views.fonts import font_configuration

    configuration = folder / "fonts.conf"
    configuration.write_text(font_configuration(folder / "cache"), encoding="utf-8", newline="\n")
    return {**os.environ, "FONTCONFIG_FILE": str(configuration), "SERVER_NAME": "formulation"}


def _usual_commands() -> list[list[str]]:
    """Return how to start the child: as an installed module, else by the path of this file."""
    spec = find_spec("pygraphviz")
    if spec is None or not spec.origin or not sys.executable:
        raise NoGraphvizError("the pygraphviz package is not installed")
    library = str(Path(spec.origin).parents[1])
    start = [sys.executable, "-I"]
    return [[*start, "-m", "formulation.views.renderer", library], [*start, __file__, library]]


class _Limit:
    """Ends a child that takes too long, so that whoever waits for it is woken."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        self.has_passed = False
        self._child = child
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def _end(self) -> None:
        self.has_passed = True
        self._child.kill()

    def __enter__(self) -> _Limit:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()


@dataclass
class _Child:
    """A child process with its pipes, its folder, and the file that takes its complaints."""

    process: subprocess.Popen[bytes]
    requests: IO[bytes]
    answers: IO[bytes]
    stderr: IO[bytes]
    folder: Path
    pictures: int = 0

    @classmethod
    def start(cls, command: Sequence[str]) -> _Child:
        """Start a child that is not yet ready."""
        folder = Path(tempfile.mkdtemp(prefix="formulation-"))
        stderr = (folder / "stderr").open("w+b")  # a file never fills up as a pipe does
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=with_fonts(folder),
                **quiet_start(),
            )
        except BaseException:
            stderr.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cls(
            process, cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout), stderr, folder
        )

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def said(self) -> str:
        """Return the end of what it wrote to standard error since it was last asked."""
        end = self.stderr.seek(0, os.SEEK_END)
        self.stderr.seek(max(0, end - _KEPT_BYTES))
        told = self.stderr.read().decode("utf-8", errors="replace")
        self.stderr.seek(0)
        self.stderr.truncate()
        return told

    def end(self) -> int:
        """End the process, clear up after it, and return how it ended."""
        self.process.kill()
        code = self.process.wait()
        self._let_go()
        shutil.rmtree(self.folder, ignore_errors=True)
        return code

    def disown(self) -> None:
        """Let go of another process's child without ending it."""
        self.process.returncode = 0  # not ours to wait for
        self._let_go()

    def _let_go(self) -> None:
        for stream in (self.requests, self.answers, self.stderr):
            with suppress(OSError):  # bytes for a child that is gone
                stream.close()


class Renderer:
    """One lasting child process that draws, started when it is first needed.

    Threads take turns.  A child that stopped, hung or met a text it could not read is replaced
    before the next picture; after a fork the forked process starts its own.

    Attributes
    ----------
    told
        What Graphviz said beside the last picture (its last 4,096 bytes).
    """

    def __init__(self, commands: Sequence[Sequence[str]] | None = None) -> None:
        self.told = ""
        self._commands = commands
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._child: _Child | None = None

    @property
    def pid(self) -> int | None:
        """The number of the child process, or ``None`` where there is none now."""
        return self._child.process.pid if self._child and self._child.is_alive else None

    def render(
        self, dot: bytes, format: str, *, seconds: float = 10.0, engine: str = "dot"
    ) -> bytes:
        """Return the picture that `dot` describes.

        Parameters
        ----------
        dot
            The text in the DOT language, UTF-8.
        format
            ``svg``, ``png`` or ``pdf``.
        seconds
            How long Graphviz may take; after that it is ended.
        engine
            The name of a Graphviz layout, such as ``dot``.

        Raises
        ------
        NoGraphvizError
            Where the child cannot use Graphviz at all.
        MalformedError
            Where the text is not DOT.
        LayoutError
            Where Graphviz stopped, gave up or took too long.
        """
        self._after_fork()
        request = f"{format} {engine} {seconds}\n".encode() + dot
        with self._lock:
            try:
                letter, payload = self._ask(request, seconds)
            except BaseException:  # also Ctrl-C: an answer half read is an answer lost
                self._end()
                raise
            if letter == b"P":
                return payload
            self._end()  # Graphviz leaks, and may lose its place, on a text it cannot read
            if letter == b"M":
                raise MalformedError(f"the picture's text is not valid DOT{complaint(self.told)}")
            raise LayoutError(f"Graphviz could not lay the picture out{complaint(self.told)}")

    def close(self) -> None:
        """End the child; the next picture starts another."""
        self._after_fork()
        with self._lock:
            self._end()

    def _ask(self, request: bytes, seconds: float) -> tuple[bytes, bytes]:
        """Return the answer of the child, or of the next one where the request was not at fault.

        So it is where the child was dead already, or where other pictures before this one left
        Graphviz's memory in disorder.
        """
        for _ in range(2):
            child = self._ready_child()
            reply, taken = None, None
            with _Limit(child.process, seconds) as limit, suppress(OSError):
                _send(child.requests, b"Q", request)
                taken = _receive(child.answers)
                reply = _receive(child.answers) if taken else None
            self.told = child.said()
            if reply:
                child.pictures += 1
                return reply
            code = self._end()
            if limit.has_passed or (taken and not (child.pictures and is_fault(code))):
                break
        if limit.has_passed:
            raise LayoutError(too_slow(seconds))
        raise LayoutError(f"Graphviz stopped ({ending(code)})")

    def _ready_child(self) -> _Child:
        if self._child is None or not self._child.is_alive:
            self._end()
            self._child = self._start()
        return self._child

    def _start(self) -> _Child:
        why = ""
        for command in self._commands or _usual_commands():
            try:
                child = _Child.start(command)
            except OSError as error:
                why = str(error)
                continue
            why = _greet(child)
            if not why:
                atexit.unregister(self.close)
                atexit.register(self.close)
                return child
            child.end()
        raise NoGraphvizError(f"the drawing process could not be started ({why})")

    def _end(self) -> int:
        child, self._child = self._child, None
        return child.end() if child else 0

    def _after_fork(self) -> None:
        """In a forked process, let go of the child, which is the other process's."""
        if self._owner != os.getpid():
            self._owner, self._lock = os.getpid(), threading.Lock()
            child, self._child = self._child, None
            if child:
                child.disown()


def _greet(child: _Child) -> str:
    """Wait until a child is ready; return ``""``, or why it never will be."""
    try:
        with _Limit(child.process, _START_SECONDS):
            hello = _receive(child.answers)
    except BaseException:
        child.end()
        raise
    told = child.said().strip().splitlines()
    if hello == (b"R", _HELLO):
        return ""
    if hello and hello[0] == b"I":
        return hello[1].decode(errors="replace")
    return told[-1] if told else "it ended without a word"


def complaint(told: str) -> str:
    """Return Graphviz's first complaint in `told`, ready to follow a sentence, or ``""``."""
    errors = [line for line in told.splitlines() if "rror: " in line]
    return f": {errors[0].partition('rror: ')[2].strip()}" if errors else ""


def too_slow(seconds: float) -> str:
    """Return the sentence for a layout that was ended after so many seconds."""
    return f"Graphviz did not finish within {seconds:g} second{'' if seconds == 1 else 's'}"


def is_fault(code: int) -> bool:
    """Return whether a process ended by a fault of its own, not by somebody's order."""
    faults = ("SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV")
    return -code in [getattr(signal, name, 0) for name in faults] or code >= 0xC0000000


def ending(code: int) -> str:
    """Return in words how a process ended: by a signal, or with an exit code."""
    return f"signal {-code}" if code < 0 else f"exit code {code}"


if __name__ == "__main__":
    _serve(*sys.argv[1:2])
