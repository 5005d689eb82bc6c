"""Pages in a real browser: Chromium, driven by playwright; passed over where neither is.

``pip install '.[browser]'`` and a Chromium on the path are all it takes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

__all__ = ["SIZES", "Opened", "pages_opened", "started", "until"]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
SIZES = {"phone": (360, 740), "laptop": (1280, 800)}

Opened = Callable[..., Any]


def started() -> Iterator[Any]:
    """A browser, for as long as it is held."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    with playwright.sync_playwright() as p:
        own = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield own
        own.close()


def pages_opened(
    browser: Any, folder: Path, text_of: Callable[[str], str], **usual: Any
) -> Iterator[Opened]:
    """What opens a page from a file; what the console says and what is asked for is kept."""
    contexts = []

    def open_page(name: str, size: str = "laptop", **options: Any) -> Any:
        file = folder / f"{name}.html"
        file.write_text(text_of(name), encoding="utf-8")
        width, height = SIZES[size]
        viewport = {"viewport": {"width": width, "height": height}}
        context = browser.new_context(**(viewport | usual | options))
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked, page.uri = [], [], file.as_uri()
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(page.uri)
        return page

    yield open_page
    for context in contexts:
        context.close()


def until(page: Any, is_so: Callable[[], bool]) -> None:
    """Wait for what a page comes to, asked from without: its policy lets no text be run within."""
    for _ in range(300):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError("the page did not come to it in a quarter of a minute")
