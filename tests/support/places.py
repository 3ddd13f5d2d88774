"""Where things lie that tests read: the project, its case files, the shared reports."""

from pathlib import Path

HOME = Path(__file__).parents[2]
CASE_FILES = HOME / "tests" / "cases"
SHARED = HOME.parent / "shared"
"""Real reports: not part of the project, and not there everywhere."""
