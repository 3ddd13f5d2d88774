"""Where tests run, and where things lie that they read: the project, its cases, real reports."""

import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
CASE_FILES = HOME / "tests" / "cases"
SHARED = HOME.parent / "shared"
"""Real reports: not part of the project, and not there everywhere."""

sends_signals = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no way to send another process such a signal"
)
closes_streams = pytest.mark.skipif(
    sys.platform == "win32", reason="on Windows exec makes another process, and ends this one"
)
