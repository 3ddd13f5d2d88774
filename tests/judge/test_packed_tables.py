"""Tables without separators: cut where all tables of a report tell that no cell is blank."""

from pathlib import Path

import pytest

from extraction.values.record import Record
from tests.support.places import CASE_FILES
from tests.support.scored import SETTLED, extract_text, find_form_cells

TEXT = Path(CASE_FILES, "judge/made_up/run-together-zeros-in-others.txt").read_text("utf-8")
RUN = "102030160701012"


def find_printed(record: Record, table: str) -> list[str | None]:
    cells = find_form_cells(record)
    return [cell.raw for key, cell in cells.items() if key.table == table]


def test_zeros_in_other_tables_tell_that_no_cell_is_blank() -> None:
    assert TEXT.count(RUN) == 1
    _, [record] = extract_text(TEXT)
    assert record.status == "verified"
    assert find_printed(record, "review_litigation") == list(RUN)


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        pytest.param("2.重复申请1000001", "2.重复申请100001", id="another table has a blank"),
        pytest.param("2.重复申请1000001", "2.重复申请 1 0 0 0 0 0 1", id="a line has separators"),
        pytest.param(RUN, "102030160701013", id="a sum fails"),
        pytest.param(RUN, "10203016070101", id="a figure is gone"),
        pytest.param(RUN, "1020301607010120", id="two cuttings"),
    ],
)
def test_else_the_table_stays_open(printed: str, other: str) -> None:
    assert TEXT.count(printed) == 1
    _, [record] = extract_text(TEXT.replace(printed, other))
    assert record.status not in SETTLED
    assert None in find_printed(record, "review_litigation")
