"""What holds for all tests: a terminal of one width, on however many cores they run."""

from __future__ import annotations

import os

os.environ["COLUMNS"] = "100"
