"""Tables whose figures do not stand behind their rows' labels, read where no doubt is left."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from extraction.forms.table import Block, Table
from extraction.values.record import CellKey, Record
from tests.support.by_hand import FORM, Truth, draw_truth, find_false
from tests.support.scored import SETTLED, extract_text, find_form_cells

Lines = Iterator[str]


def cell_by_cell(table: Table, truth: Truth) -> Lines:
    for block in table.blocks:
        for row in block.rows:
            for column in block.columns:
                yield f"{row.label} {column.label}: {show(truth, table, row.key, column.key)}"


def nested(table: Table, truth: Truth) -> Lines:
    for block in table.blocks:
        for row in block.rows:
            yield row.label
            for column in block.columns:
                yield f"    {column.label}:{show(truth, table, row.key, column.key)}"


def row_lists(table: Table, truth: Truth) -> Lines:
    for block in table.blocks:
        for row in block.rows:
            cells = (c.label + show(truth, table, row.key, c.key) for c in block.columns)
            yield f"{row.label}:{'、'.join(cells)}"


def by_columns(table: Table, truth: Truth) -> Lines:
    for block in table.blocks:
        for column in block.columns:
            yield column.label
            yield from (show(truth, table, row.key, column.key) for row in block.rows)
        yield from (row.label for row in block.rows)


def transposed(table: Table, truth: Truth) -> Lines:
    for block in table.blocks:
        yield " ".join(["项目", *(row.label for row in block.rows)])
        for column in block.columns:
            figures = (show(truth, table, row.key, column.key) for row in block.rows)
            yield " ".join([column.label, *figures])


def figures_first(table: Table, truth: Truth) -> Lines:
    for block in table.blocks:
        yield from (column.label for column in block.columns)
        for row in block.rows:
            yield from line_of(block, table, truth, row.key)
            yield row.label


def labels_first(table: Table, truth: Truth) -> Lines:
    for block in table.blocks:
        yield from (column.label for column in block.columns)
        yield from (row.label for row in block.rows)
    for block in table.blocks:
        for row in block.rows:
            yield from line_of(block, table, truth, row.key)


ARRANGEMENTS: dict[str, Callable[[Table, Truth], Lines]] = {
    "cell by cell": cell_by_cell,
    "nested": nested,
    "row lists": row_lists,
    "by columns": by_columns,
    "transposed": transposed,
    "figures first": figures_first,
    "labels first": labels_first,
}
PROVEN_BY_LABELS = ("cell by cell", "nested", "row lists")


def show(truth: Truth, table: Table, row: str, column: str) -> str:
    return truth[CellKey(table.key, row, column)] or ""


def line_of(block: Block, table: Table, truth: Truth, row: str) -> list[str]:
    return [show(truth, table, row, column.key) for column in block.columns]


def write(truth: Truth, arrangement: str) -> list[list[str]]:
    """The lines of each table, its heading first."""
    return [[t.label, *ARRANGEMENTS[arrangement](t, truth)] for t in FORM.tables]


def read_lines(tables: Sequence[Sequence[str]]) -> Record:
    lines = [line for table in tables for line in table]
    text = "\n".join(
        (
            "山南县水务局2023年政府信息公开工作年度报告",
            "一、总体情况",
            "本局认真做好公开工作。",
            *lines,
            "五、存在的主要问题及改进情况",
            "今后继续努力。",
            "六、其他需要报告的事项",
            "无。",
        )
    )
    _, records = extract_text(text)
    return records[0]


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_a_table_in_another_arrangement_is_read(arrangement: str) -> None:
    truth = draw_truth()
    record = read_lines(write(truth, arrangement))
    assert record.status == "verified"
    assert {key: cell.raw for key, cell in find_form_cells(record).items()} == truth


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_every_figure_lies_where_its_span_says(arrangement: str) -> None:
    record = read_lines(write(draw_truth(), arrangement))
    spans = [cell.span for cell in find_form_cells(record).values()]
    assert None not in spans
    assert len(set(spans)) == len(spans)


@pytest.mark.parametrize("arrangement", PROVEN_BY_LABELS)
def test_a_slip_where_each_figure_has_both_labels_is_the_report_s(arrangement: str) -> None:
    truth = draw_truth() | {CellKey("requests", "granted", "natural_person"): "13"}
    record = read_lines(write(truth, arrangement))
    assert record.status == "source_inconsistent"
    assert find_false(record, truth) == {}


@pytest.mark.parametrize("arrangement", sorted(ARRANGEMENTS.keys() - {*PROVEN_BY_LABELS}))
def test_a_slip_where_only_sums_prove_the_arrangement_leaves_it_open(arrangement: str) -> None:
    truth = draw_truth() | {CellKey("requests", "granted", "natural_person"): "13"}
    assert read_lines(write(truth, arrangement)).status not in SETTLED


@pytest.mark.parametrize("arrangement", PROVEN_BY_LABELS)
def test_a_cell_that_holds_words_is_no_blank(arrangement: str) -> None:
    place = CellKey("requests", "granted", "natural_person")
    for words in ("五", "约10", "增10", "10余", "见附件", "【10】", "**", "?", "１０多"):
        truth = draw_truth() | {place: words}
        record = read_lines(write(truth, arrangement))
        assert record.status not in SETTLED


@pytest.mark.parametrize("arrangement", ["cell by cell", "nested"])
def test_a_label_of_a_column_without_a_figure_is_a_blank_cell(arrangement: str) -> None:
    place = CellKey("requests", "partially_granted", "commercial_enterprise")
    truth = draw_truth() | {place: None}
    record = read_lines(write(truth, arrangement))
    assert record.status == "verified"
    assert find_form_cells(record)[place].state == "blank"


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_words_of_another_unit_over_a_table_leave_it_open(arrangement: str) -> None:
    tables = write(draw_truth(), arrangement)
    tables[1].insert(1, "单位:万件")
    assert read_lines(tables).status not in SETTLED


@given(
    arrangement=st.sampled_from(sorted(ARRANGEMENTS)),
    table=st.integers(0, 2),
    at=st.integers(1, 10_000),
    damage=st.sampled_from(("lost", "twice", "exchanged", "cut", "foreign")),
)
@hypothesis_settings(max_examples=150, deadline=None)
def test_a_spoilt_arrangement_is_never_settled_wrongly(
    arrangement: str, table: int, at: int, damage: str
) -> None:
    truth = draw_truth()
    tables = write(truth, arrangement)
    lines = tables[table]
    at = 1 + at % (len(lines) - 1)
    line = lines[at]
    if damage == "lost":
        del lines[at]
    elif damage == "twice":
        lines.insert(at, line)
    elif damage == "exchanged" and not is_figures(line) and at + 1 < len(lines):
        lines[at : at + 2] = [lines[at + 1], line]  # two figures exchanged are printed so
    elif damage == "cut":
        lines[at] = line[: len(line) // 2]
    else:
        lines.insert(at, "另有 3")
    assert set(find_false(read_lines(tables), truth)) <= _printed_otherwise(damage, line)


def is_figures(line: str) -> bool:
    return not any(character.isalpha() for character in line)


def _printed_otherwise(damage: str, line: str) -> set[str]:
    """A figure cut in half is printed so: what is read there is what the page shows."""
    words = line.replace(":", " ").replace(".", "").split()
    digits = [word for word in words if word.isdigit() and len(word) > 1]
    return {str(key) for key in FORM.cells} if damage == "cut" and digits else set()
