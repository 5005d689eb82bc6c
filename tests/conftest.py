"""What holds for all tests: a terminal of one width, on however many cores they run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.browsing import started

os.environ["COLUMNS"] = "100"

# a busy machine is no reason to fail: nothing here is held to a clock
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser, started once a module."""
    yield from started()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run try one in so many of the tests that go through everything."""
    told = "of the tests marked 'every' try one in so many"
    parser.addoption("--one-in", type=int, default=1, metavar="N", help=told)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep one in N of those marked ``every``, evenly, and all others."""
    among = [item for item in items if item.get_closest_marker("every")]
    left_out = set(among) - set(among[:: config.getoption("--one-in")])
    if left_out:
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = [item for item in items if item not in left_out]
