"""A report that is redrawn as its case is saved, shown on this machine and to nobody else.

The server listens on loopback alone, under a path that nobody can guess, and answers only to the
name it was given, so that no page of another site can read the case through the browser.
"""

from __future__ import annotations

import json
import secrets
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

from formulation.cli.speaking import say
from formulation.errors import FormulationError

__all__ = ["Watched", "serving", "watch"]

#: how often the file is looked at
_LOOK_SECONDS = 0.15
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class _Drawn:
    """The last good page, its number, and what was wrong with the file since, if anything."""

    page: bytes
    version: int
    faults: str = ""


class Watched:
    """The file of a case, and the page of it as it was last good.

    Parameters
    ----------
    path
        The file.
    options
        What :func:`formulation.reporting.report_of` takes beside the case.

    Raises
    ------
    CaseError
        Where the file has faults from the beginning.
    """

    def __init__(self, path: str, options: Mapping[str, Any]) -> None:
        self.path, self.options = path, dict(options)
        self._seen = self._stamp()
        self.drawn = _Drawn(self._page(1), 1)

    def look(self) -> bool:
        """Redraw the page if the file was saved since; return whether it was."""
        stamp = self._stamp()
        if stamp == self._seen:
            return False
        self._seen, last = stamp, self.drawn
        try:
            self.drawn = _Drawn(self._page(last.version + 1), last.version + 1)
        except (FormulationError, OSError) as error:
            self.drawn = _Drawn(last.page, last.version, str(error))
        return True

    def _stamp(self) -> tuple[int, int] | None:
        """Return what changes when the file is saved; ``None`` while it is being replaced."""
        try:
            found = Path(self.path).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def _page(self, version: int) -> bytes:
        from formulation.casefile import read_case
        from formulation.reporting import report_of
        from formulation.views.report.html import page_of

        content = report_of(read_case(self.path), **self.options)
        page = page_of(content, script=_script(), sources="'self'", version=version)
        return page.encode()


@lru_cache(maxsize=1)
def _script() -> str:
    folder = files("formulation.views.report") / "templates"
    return (folder / "live.js").read_text(encoding="utf-8")


class _Server(ThreadingHTTPServer):
    """A server on loopback for one file, under a secret path."""

    daemon_threads = True

    def __init__(self, watched: Watched) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.watched, self.token = watched, secrets.token_urlsafe(24)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.server_port}/{self.token}/"


class _Answers(BaseHTTPRequestHandler):
    """Answers with the page, or with the news of it, to who knows the path."""

    server: _Server
    server_version, sys_version = "formulation", ""

    def do_GET(self) -> None:
        """Answer a question."""
        drawn, token = self.server.watched.drawn, self.server.token
        names = [f"{host}:{self.server.server_port}" for host in ("127.0.0.1", "localhost")]
        if self.headers.get("Host") not in names or not self._knows(token):
            self._answer(404, "text/plain", b"There is nothing here.\n")
        elif self.path == f"/{token}/":
            self._answer(200, "text/html; charset=utf-8", drawn.page)
        elif self.path == f"/{token}/news":
            news = {"version": drawn.version, "faults": drawn.faults}
            self._answer(200, "application/json", json.dumps(news).encode())
        else:
            self._answer(404, "text/plain", b"There is nothing here.\n")

    def _knows(self, token: str) -> bool:
        own = self.path[1 : len(token) + 1]
        return secrets.compare_digest(own.encode(), token.encode())

    def _answer(self, code: int, sort: str, body: bytes) -> None:
        self.send_response(code)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", sort)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: a log of questions would hold the secret path."""


def serving(watched: Watched) -> _Server:
    """Return a server that answers from a thread of its own, until it is shut down."""
    server = _Server(watched)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def watch(path: str, options: Mapping[str, Any]) -> None:
    """Show the report of a case and redraw it as the file is saved, until interrupted.

    Raises
    ------
    CaseError
        Where the file has faults from the beginning.
    """
    # a shell that starts it in the background has it pass over Ctrl+C, and it would never end
    signal.signal(signal.SIGINT, signal.default_int_handler)
    watched = Watched(path, options)
    server = serving(watched)
    say(f"The report of {path} is shown at {server.address}", "Ctrl+C ends it.")
    ended = threading.Event()
    try:
        while not ended.wait(_LOOK_SECONDS):
            watched.look()
    except KeyboardInterrupt:
        say("", "No longer watched.")
    finally:
        server.shutdown()
        server.server_close()
