"""Grids whose rows stand beside their heads: nothing that a pad or a lost cell moves is settled."""

from itertools import product

import pytest

from evals.synth.closing import form_named
from extraction.pipeline import extract_document
from extraction.read import document_from_bytes
from extraction.values.record import CellKey, Record
from tests.support.places import HOME
from tests.support.scored import SETTLED, find_form_cells, settings

TEXT = (HOME / "examples" / "1-lines.txt").read_text("utf-8")
BEFORE, _, REST = TEXT.partition("三、收到和处理政府信息公开申请情况\n")
BEHIND = "四、政府信息公开行政复议" + REST.partition("四、政府信息公开行政复议")[2]
[BLOCK] = form_named("cn2021").table("requests").blocks
COLUMNS = [column.key for column in BLOCK.columns]
WIDTH = len(COLUMNS)
WITH_FIGURES = ("received", "granted", "closed_total")
PARTS = ("|", "\t", ",")
Row = list[str]


def figures_of(row: str, *, zeros: bool) -> Row:
    if zeros or row not in WITH_FIGURES:
        return ["0"] * WIDTH
    return ["4", "2", *["0"] * (WIDTH - 3), "6"]


def write(part: str, heads: Row, rows: dict[str, Row]) -> str:
    """A report whose table 3 has these cells behind its labels."""
    labels = {row.key: row.label.replace(",", "、") for row in BLOCK.rows}
    lines = [
        part.join(["", *heads]),
        *(part.join([labels[key], *own]) for key, own in rows.items()),
    ]
    return "\n".join([f"{BEFORE}三、收到和处理政府信息公开申请情况", *lines, BEHIND])


def read(part: str, heads: Row, rows: dict[str, Row]) -> Record:
    document = document_from_bytes("report.txt", write(part, heads, rows).encode())
    [record] = extract_document(document, settings())
    return record


def find_moved(record: Record, printed: dict[str, Row]) -> list[str]:
    """Cells of a settled record that hold a figure which was printed for another, or for none."""
    cells = find_form_cells(record) if record.status in SETTLED else {}
    moved = []
    for row, own in printed.items():
        for column, figure in zip(COLUMNS, own, strict=True):
            cell = cells.get(CellKey("requests", row, column))
            if cell is not None and cell.state == "number" and cell.raw != figure:
                moved.append(f"{row}.{column}: {cell.raw}, not {figure or 'blank'}")
            if cell is not None and cell.state == "blank" and figure:
                moved.append(f"{row}.{column}: blank, not {figure}")
    return moved


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("zeros", [True, False])
def test_no_pad_and_no_lost_cell_moves_a_figure(part: str, zeros: bool) -> None:
    heads = [column.label for column in BLOCK.columns]
    settled = 0
    for over, ahead, behind, lost in product((0, 1, 2), (0, 1, 2), (0, 1), (None, 2, WIDTH - 1)):
        if lost is not None and ahead == over + 1:
            continue  # the grid that is drawn so is another report's, and is read as that
        printed: dict[str, Row] = {}
        rows: dict[str, Row] = {}
        for row in BLOCK.rows:
            own = figures_of(row.key, zeros=zeros)
            printed[row.key] = ["" if at == lost else own[at] for at in range(WIDTH)]
            kept = [own[at] for at in range(WIDTH) if at != lost]
            rows[row.key] = [*[""] * ahead, *kept, *[""] * behind]
        record = read(part, [*[""] * over, *heads, *[""] * behind], rows)
        settled += record.status in SETTLED
        assert find_moved(record, printed) == [], (over, ahead, behind, lost)
    assert settled


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("place", range(1, WIDTH - 1))
@pytest.mark.parametrize("spaced", [True, False])
def test_no_figure_is_moved_to_where_its_sum_wants_it(part: str, place: int, spaced: bool) -> None:
    """In a row of blanks one figure stands in another column than the sums of columns need."""

    def draw(row: Row) -> Row:
        apart = [cell for own in row for cell in (own, "")][:-1]
        return ["", *apart] if spaced else row

    total = ["3", *["0"] * (WIDTH - 2), "3"]
    printed = {row.key: ["0"] * WIDTH for row in BLOCK.rows}
    printed |= dict.fromkeys(WITH_FIGURES, total)
    printed["granted"] = ["3" if at in (place, WIDTH - 1) else "" for at in range(WIDTH)]
    heads = draw([column.label for column in BLOCK.columns])
    record = read(part, heads, {key: draw(own) for key, own in printed.items()})
    assert record.status != "verified"
    assert find_moved(record, printed) == []
