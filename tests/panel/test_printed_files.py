"""Planted breaks are found from files: reports printed in three formats and read as any other."""

from pathlib import Path

import pytest

from evals.synth.any_format import FileFormat
from tests.panel.planted import NAMES, Planted, plant
from tests.panel.printed import find_breaks

# A carry-over, a copy, a corrected version; two bodies, and the region that covers them.
SOME = (NAMES[0], NAMES[4], NAMES[5], *NAMES[14:17])


@pytest.fixture(scope="module")
def made() -> Planted:
    return plant().only(*SOME)


def test_the_part_of_the_set_has_breaks_of_every_kind(made: Planted) -> None:
    assert len(made.series) == 6
    assert {code for _, code, _ in made.expected} >= {"Y01", "Y02", "Y03", "Y10", "Y15", "H01"}


@pytest.mark.parametrize("file_format", ["txt", "html", "docx"])
def test_every_planted_break_is_found_from_files_and_no_other(
    file_format: FileFormat, made: Planted, tmp_path: Path
) -> None:
    found = find_breaks(made, file_format, tmp_path)
    assert found - made.expected == set()
    assert made.expected - found == set()
