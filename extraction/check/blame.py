"""Say which figures of a report cannot all be true, or what we may have misread."""

from collections.abc import Iterator
from itertools import chain

from extraction.check.fault_sets import Outcomes, find_faults, is_strict
from extraction.check.misreadings import (
    find_exchanged_columns,
    find_repeated_figure,
    find_shifted_row,
)
from extraction.check.split_numbers import (
    find_joined_figures,
    find_split_figure,
    find_split_mistake,
)
from extraction.check.thresholds import MOST_FAULTS
from extraction.forms.evaluate import Cells
from extraction.forms.form import Form
from extraction.forms.table import Block
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    COLUMNS_EXCHANGED,
    FIGURE_REPEATED,
    FIGURE_SPLIT,
    FIGURES_JOINED,
    MANY_FAULTS,
    MISTAKE_SPLIT,
    ROW_SHIFTED,
)
from extraction.values.catalogue.figures import FAULTS_LOCATED, FAULTS_UNEXPLAINED
from extraction.values.record import CellKey, Finding


def explain_failures(form: Form, outcomes: Outcomes, cells: Cells) -> Finding | None:
    """Say which figures cannot all be true; where that is no small set, doubt the reading.

    Many failures at once, or failures that a near misreading would mend, are more likely our
    misreading than the report's slips: then the finding is open.
    """
    shifted = find_shifted_row(outcomes, cells)
    if shifted is not None:
        doubt = ROW_SHIFTED.fill(row=_row_name(form, shifted, cells))
        return FAULTS_UNEXPLAINED.stays_open(doubt=doubt)
    if not any(is_strict(outcome) and outcome.result == "fail" for outcome in outcomes):
        return None
    near = _find_near_misreading(form, outcomes, cells)
    if near is not None:
        return FAULTS_UNEXPLAINED.stays_open(doubt=near)
    faults = find_faults(outcomes)
    if not faults:
        return FAULTS_UNEXPLAINED.stays_open(doubt=MANY_FAULTS.fill(most=MOST_FAULTS))
    blamed = sorted(frozenset().union(*faults))
    listed = ["/".join(form.name(cell)) for cell in blamed]
    return FAULTS_LOCATED.fails(least=len(faults[0]), figures=listed, cells=blamed)


def _find_near_misreading(form: Form, outcomes: Outcomes, cells: Cells) -> Bilingual | None:
    """Return the doubt that failures raise which a misreading near to ours explains."""
    split = find_split_figure(outcomes, cells)
    if split is not None:
        return FIGURE_SPLIT.fill(row=_row_name(form, split, cells))
    mistaken = find_split_mistake(outcomes, cells)
    if mistaken is not None:
        return MISTAKE_SPLIT.fill(row=_row_name(form, mistaken, cells))
    joined = find_joined_figures(outcomes, cells)
    if joined is not None:
        return FIGURES_JOINED.fill(row=_row_name(form, joined, cells))
    lines = _find_printed_lines(form, cells)
    repeated = find_repeated_figure(outcomes, cells, lines)
    if repeated is not None:
        return FIGURE_REPEATED.fill(row=_row_name(form, repeated, cells))
    values = {key: cell.value for key, cell in cells.items() if cell.value is not None}
    exchanged = find_exchanged_columns(outcomes, values)
    if exchanged is not None:
        names = {key.column: form.name(key).column for key in cells}
        left, right = exchanged
        return COLUMNS_EXCHANGED.fill(left=names[left], right=names[right])
    return None


def _find_printed_lines(form: Form, cells: Cells) -> Iterator[list[CellKey]]:
    """Yield the cells that stand on one printed line, where all of them are known."""
    for table in form.tables:
        for block in table.blocks:
            for line in _lines_of(table.key, block):
                if cells.keys() >= set(line):
                    yield line


def _lines_of(table: str, block: Block) -> list[list[CellKey]]:
    """Return the cells of a block line by line: a row's, or those of rows side by side."""
    lines: list[list[CellKey]] = []
    for row in block.rows:
        line = [CellKey(table, row.key, column.key) for column in block.columns]
        lines.append(line)
    if block.arrangement == "across":
        return [list(chain(*lines))]
    return lines


def _row_name(form: Form, row: str, cells: Cells) -> str:
    """Return what the form calls a row, by its key."""
    names = (form.name(key) for key in cells if key.row == row)
    return next(names).row
