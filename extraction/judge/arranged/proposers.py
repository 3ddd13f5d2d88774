"""The arrangements that reports print tables in, beside a row's label before its figures.

Each takes the print as it stands: every label of the form once, every figure once. A cell that
is lost or a label that cannot be read leaves nothing to propose. Labels that stand apart from
their figures count in the form's order alone: in another, no sum could tell.
"""

from collections.abc import Iterator, Sequence

from extraction.forms.table import Block, Table
from extraction.judge.arranged.proposal import (
    PrintedItem,
    PrintedLabel,
    PrintedTable,
    Proposal,
    Proposer,
)
from extraction.values.layout import CellTokens, Token
from extraction.values.record import CellKey


def propose_cell_by_cell(printed: PrintedTable) -> Iterator[Proposal]:
    """Propose each figure for the row and the column whose labels lead it: `规章 制发: 5`.

    A row's label may lead several columns. A column's label without a figure is a blank cell.
    """
    cells: dict[CellKey, Token | None] = {}
    row: tuple[int, str] | None = None
    cell: CellKey | None = None
    for item in printed.items:
        if isinstance(item, Token):
            if cell is None:
                return
            cells[cell] = _figure(item)
            cell = None
            continue
        if cell is not None:
            cells[cell] = None
        cell = _next_cell(item, row, printed.table)
        if cell is None or cell in cells:
            cell = None
            if len(item.rows) != 1:
                return
            [row] = item.rows
    if cell is not None:
        cells[cell] = None
    yield from _complete("cell by cell", printed, cells, labelled=True)


def _next_cell(label: PrintedLabel, row: tuple[int, str] | None, table: Table) -> CellKey | None:
    """Return the cell of the present row whose column a label names."""
    if row is None:
        return None
    block, key = row
    column = label.column_of(block)
    return None if column is None else CellKey(table.key, key, column)


def propose_by_columns(printed: PrintedTable) -> Iterator[Proposal]:
    """Propose a column's figures behind its label, the rows' labels before or behind them all.

    So stand tables that are turned, and those of pages that were read column by column.
    """
    cells: dict[CellKey, Token | None] = {}
    reader = _Reader(printed)
    for block in reader.blocks():
        rows = reader.take_rows()
        columns: dict[str, list[Token]] = {}
        while (column := reader.take_column()) is not None and column not in columns:
            columns[column] = reader.take_figures()
        rows = rows or reader.take_rows()
        whole = columns.keys() == {column.key for column in block.columns}
        if not whole or rows != _row_keys(block):
            return
        for column, figures in columns.items():
            if len(figures) != len(rows):
                return
            keys = (CellKey(printed.table.key, row, column) for row in rows)
            cells |= _place(keys, figures)
    if reader.at_end:
        yield from _complete("by columns", printed, cells)


def propose_figures_first(printed: PrintedTable) -> Iterator[Proposal]:
    """Propose a row's figures for the label behind them, below the columns' labels."""
    cells: dict[CellKey, Token | None] = {}
    reader = _Reader(printed)
    for block in reader.blocks():
        columns = reader.take_columns()
        if columns != _column_keys(block):
            return
        for _ in block.rows:
            figures = reader.take_figures()
            row = reader.take_row()
            if row is None or len(figures) != len(columns):
                return
            keys = (CellKey(printed.table.key, row, column) for column in columns)
            cells |= _place(keys, figures)
    if reader.at_end:
        yield from _complete("figures first", printed, cells)


def propose_labels_first(printed: PrintedTable) -> Iterator[Proposal]:
    """Propose figures that all stand behind all labels: row by row, or column by column."""
    reader = _Reader(printed)
    for block in reader.blocks():
        columns = reader.take_columns()
        rows = reader.take_rows()
        columns = columns or reader.take_columns()
        if columns != _column_keys(block) or rows != _row_keys(block):
            return
    figures = reader.take_figures()
    by_rows = list(printed.table.cells())
    if not reader.at_end or len(figures) != len(by_rows):
        return
    yield from _complete("labels first", printed, _place(by_rows, figures))
    by_columns = _place(_cells_by_columns(printed.table), figures)
    yield from _complete("labels first, by columns", printed, by_columns)


def _cells_by_columns(table: Table) -> Iterator[CellKey]:
    for block in table.blocks:
        for column in block.columns:
            for row in block.rows:
                yield CellKey(table.key, row.key, column.key)


class _Reader:
    """Reads a print from its beginning, block by block of the form's table."""

    def __init__(self, printed: PrintedTable) -> None:
        self._table = printed.table
        self._items = printed.items
        self._at = 0
        self._block = 0

    @property
    def at_end(self) -> bool:
        """Whether all is read."""
        return self._at == len(self._items)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks; what is taken meanwhile is the present one's."""
        for number, block in enumerate(self._table.blocks):
            self._block = number
            yield block

    def take_row(self) -> str | None:
        """Take a row's label, if one stands next; return the row's key."""
        label = self._next_label()
        row = label.row_of(self._block) if label is not None else None
        self._at += row is not None
        return row

    def take_column(self) -> str | None:
        """Take a column's label, if one stands next; return the column's key."""
        label = self._next_label()
        column = label.column_of(self._block) if label is not None else None
        self._at += column is not None
        return column

    def take_rows(self) -> list[str]:
        """Take the labels of rows that stand next to each other."""
        rows: list[str] = []
        while (row := self.take_row()) is not None:
            rows.append(row)
        return rows

    def take_columns(self) -> list[str]:
        """Take the labels of columns that stand next to each other."""
        columns: list[str] = []
        while (column := self.take_column()) is not None:
            columns.append(column)
        return columns

    def take_figures(self) -> list[Token]:
        """Take the figures that stand next to each other."""
        figures: list[Token] = []
        while not self.at_end and isinstance(figure := self._items[self._at], Token):
            figures.append(figure)
            self._at += 1
        return figures

    def _next_label(self) -> PrintedLabel | None:
        item = None if self.at_end else self._items[self._at]
        return item if isinstance(item, PrintedLabel) else None


def _row_keys(block: Block) -> list[str]:
    return [row.key for row in block.rows]


def _column_keys(block: Block) -> list[str]:
    return [column.key for column in block.columns]


def _place(cells: Iterator[CellKey] | Sequence[CellKey], figures: Sequence[Token]) -> CellTokens:
    return dict(zip(cells, map(_figure, figures), strict=True))


def _figure(item: PrintedItem) -> Token | None:
    """Return what stands in a cell; None where it is blank."""
    return item if isinstance(item, Token) and item.kind != "blank" else None


def _complete(
    by: str, printed: PrintedTable, cells: CellTokens, *, labelled: bool = False
) -> Iterator[Proposal]:
    """Yield a proposal if it fills every cell of the table, and uses every figure."""
    figures = sum(_figure(item) is not None for item in printed.items)
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
