"""What the tests of the commands share."""

import pytest

from extraction.batch import tried


@pytest.fixture(autouse=True)
def one_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one process try files before a model is asked: a second costs a second, each run.

    That two do it side by side is seen in tests/batch.
    """
    monkeypatch.setattr(tried, "_TRYING", 1)
