"""The arrangements that reports print tables in, beside a row's label before its figures.

Each takes the print as it stands: every label of the form once, every figure once. A cell that
is lost or a label that cannot be read leaves nothing to propose.
"""

from collections.abc import Iterator, Mapping, Sequence

from extraction.forms.table import Block
from extraction.judge.proposal import (
    Printed,
    PrintedLabel,
    PrintedTable,
    Proposal,
    Proposer,
)
from extraction.values.layout import Token
from extraction.values.record import CellKey

Placed = dict[CellKey, Token | None]


def propose_cell_by_cell(printed: PrintedTable) -> Iterator[Proposal]:
    """Each figure behind the label of its row and that of its column: `规章 制发: 5`.

    A row's label may lead several columns. A column's label without a figure is a blank cell.
    """
    cells: Placed = {}
    row: tuple[int, str] | None = None
    column: str | None = None
    for item in printed.items:
        if isinstance(item, PrintedLabel):
            if row is not None and column is not None:
                cells[CellKey(printed.table.key, row[1], column)] = None
            column = _next_column(item, row, printed, cells)
            if column is None:
                if len(item.rows) != 1:
                    return
                [row] = item.rows
        elif row is None or column is None:
            return
        else:
            cells[CellKey(printed.table.key, row[1], column)] = _figure(item)
            column = None
    if row is not None and column is not None:
        cells[CellKey(printed.table.key, row[1], column)] = None
    yield from _complete("cell by cell", printed, cells, labelled=True)


def _next_column(
    label: PrintedLabel, row: tuple[int, str] | None, printed: PrintedTable, cells: Placed
) -> str | None:
    """Return the column that a label names in the present row, if its cell is still free."""
    column = label.column_of(row[0]) if row is not None else None
    if row is None or column is None:
        return None
    return None if CellKey(printed.table.key, row[1], column) in cells else column


def propose_by_columns(printed: PrintedTable) -> Iterator[Proposal]:
    """A column's label and all its figures, then the next; the rows' labels before or behind.

    So stand tables that are turned, and those of pages that were read column by column.
    """
    cells: Placed = {}
    at = 0
    for index, block in enumerate(printed.table.blocks):
        found = _read_columns(printed.items, at, index, block)
        if found is None:
            return
        rows, columns, at = found
        for column, figures in columns.items():
            for row, figure in zip(rows, figures, strict=True):
                cells[CellKey(printed.table.key, row, column)] = _figure(figure)
    if at == len(printed.items):
        yield from _complete("by columns", printed, cells)


def _read_columns(
    items: Sequence[Printed], at: int, index: int, block: Block
) -> tuple[list[str], Mapping[str, list[Token]], int] | None:
    """Return a block's rows in printed order, each column's figures, and where it ends."""
    rows, at = _take_rows(items, at, index)
    columns: dict[str, list[Token]] = {}
    while at < len(items) and isinstance(label := items[at], PrintedLabel):
        column = label.column_of(index)
        if column is None or column in columns:
            break
        figures, at = _take_figures(items, at + 1)
        columns[column] = figures
    if not rows:
        rows, at = _take_rows(items, at, index)
    whole = rows == [row.key for row in block.rows]  # in another order, no sum can tell
    filled = all(len(figures) == len(rows) for figures in columns.values())
    if not whole or not filled or columns.keys() != {column.key for column in block.columns}:
        return None
    return rows, columns, at


def propose_figures_first(printed: PrintedTable) -> Iterator[Proposal]:
    """A row's figures before its label, below the columns' labels."""
    cells: Placed = {}
    at = 0
    for index, block in enumerate(printed.table.blocks):
        columns, at = _take_columns(printed.items, at, index)
        if columns != [column.key for column in block.columns]:
            return  # which figures are whose, only the order of the headers says
        for _ in block.rows:
            figures, at = _take_figures(printed.items, at)
            label = printed.items[at] if at < len(printed.items) else None
            row = label.row_of(index) if isinstance(label, PrintedLabel) else None
            if row is None or len(figures) != len(columns):
                return
            at += 1
            cells |= _line(printed, row, columns, figures)
    if at == len(printed.items):
        yield from _complete("figures first", printed, cells)


def propose_labels_first(printed: PrintedTable) -> Iterator[Proposal]:
    """All labels, then all figures: row by row, or column by column."""
    at = 0
    heads: list[tuple[list[str], list[str]]] = []
    for index, block in enumerate(printed.table.blocks):
        columns, at = _take_columns(printed.items, at, index)
        rows, at = _take_rows(printed.items, at, index)
        if not columns:
            columns, at = _take_columns(printed.items, at, index)
        in_order = columns == [column.key for column in block.columns]
        if not in_order or rows != [row.key for row in block.rows]:
            return  # which figures are whose, only the order of the labels says
        heads.append((rows, columns))
    figures, at = _take_figures(printed.items, at)
    total = sum(len(rows) * len(columns) for rows, columns in heads)
    if at != len(printed.items) or len(figures) != total:
        return
    table = printed.table.key
    by_rows = [CellKey(table, r, c) for rows, columns in heads for r in rows for c in columns]
    by_columns = [CellKey(table, r, c) for rows, columns in heads for c in columns for r in rows]
    for name, order in (("labels first", by_rows), ("labels first, by columns", by_columns)):
        cells = dict(zip(order, map(_figure, figures), strict=True))
        yield from _complete(name, printed, cells)


def _take_rows(items: Sequence[Printed], at: int, block: int) -> tuple[list[str], int]:
    """Take the labels of a block's rows that stand next to each other."""
    rows: list[str] = []
    while at < len(items) and isinstance(label := items[at], PrintedLabel):
        row = label.row_of(block)
        if row is None:
            break
        rows.append(row)
        at += 1
    return rows, at


def _take_columns(items: Sequence[Printed], at: int, block: int) -> tuple[list[str], int]:
    """Take the labels of a block's columns that stand next to each other."""
    columns: list[str] = []
    while at < len(items) and isinstance(label := items[at], PrintedLabel):
        column = label.column_of(block)
        if column is None or column in columns:
            break
        columns.append(column)
        at += 1
    return columns, at


def _take_figures(items: Sequence[Printed], at: int) -> tuple[list[Token], int]:
    """Take the figures that stand next to each other."""
    figures: list[Token] = []
    while at < len(items) and isinstance(figure := items[at], Token):
        figures.append(figure)
        at += 1
    return figures, at


def _line(
    printed: PrintedTable, row: str, columns: Sequence[str], figures: Sequence[Token]
) -> Placed:
    cells = (CellKey(printed.table.key, row, column) for column in columns)
    return dict(zip(cells, map(_figure, figures), strict=True))


def _figure(item: Printed) -> Token | None:
    """Return what stands in a cell; None where it is blank."""
    return item if isinstance(item, Token) and item.kind != "blank" else None


def _complete(
    by: str, printed: PrintedTable, cells: Placed, *, labelled: bool = False
) -> Iterator[Proposal]:
    """Yield a proposal if it fills every cell of the table, and uses every figure."""
    figures = sum(isinstance(item, Token) and item.kind != "blank" for item in printed.items)
    used = sum(token is not None for token in cells.values())
    if figures and used == figures and cells.keys() == set(printed.table.cells()):
        yield Proposal(by, cells, labelled)


PROPOSERS: tuple[Proposer, ...] = (
    propose_cell_by_cell,
    propose_by_columns,
    propose_figures_first,
    propose_labels_first,
)
"""All of them; whatever order they stand in, the judge decides alike."""
