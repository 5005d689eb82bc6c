"""The command ``formulation``, also as ``python -m formulation``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and end with its exit code."""
    from formulation.cli.app import app
    from formulation.cli.running import run

    sys.exit(run(app))


if __name__ == "__main__":
    main()
