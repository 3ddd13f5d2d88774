from pathlib import Path

import pytest

from tests.support.crashes import FORMATS, damages, kills


@pytest.mark.parametrize("form", FORMATS)
def test_a_run_killed_at_random_is_made_whole_by_the_next(tmp_path: Path, form: str) -> None:
    assert dict(kills(tmp_path / "k", form, 2, 10, seed=7)) == {"whole": 2}


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_spoilt_results_are_made_whole_or_refused_untouched(tmp_path: Path, form: str) -> None:
    ends = damages(tmp_path / "d", form, 6, 4, seed=3)
    assert {end.rpartition(": ")[2] for end in ends} <= {"whole", "refused"}
    assert any(end.endswith("whole") for end in ends)
