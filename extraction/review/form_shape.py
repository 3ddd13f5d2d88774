"""A form as the page draws it: tables, rows under columns, and a number for every cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.forms.form import Form
from extraction.forms.table import Block, Group, Table
from extraction.review.page_json import Json
from extraction.values.record import CellKey, Record


@dataclass(frozen=True, slots=True)
class FormShape:
    """What the page knows of a form; `numbers` tells a cell's place in the page's list of cells."""

    key: str
    numbers: Mapping[str, int]
    drawn: Json
    form: Form | None = None

    def has_all(self, record: Record) -> bool:
        """Say whether every cell of a record has a number here."""
        return all(str(cell) in self.numbers for cell in cells_of(record))


def shape_of_form(key: str, form: Form) -> FormShape:
    """Return the shape of a known form; subtotals, which it does not draw, have numbers too."""
    names = list(form.printed_cells)
    numbers = _number(names)
    cells: list[Json] = []
    for cell in names:
        row, column = form.name(cell)
        cells.append([str(cell), row, column])
    tables = [_draw_table(table, numbers) for table in form.tables]
    return FormShape(key, numbers, {"cells": cells, "tables": tables}, form)


def shape_of_record(key: str, record: Record) -> FormShape:
    """Return the shape of a record whose form is not known here, drawn by the record's own keys."""
    names = list(cells_of(record))
    numbers = _number(names)
    tables: list[Json] = []
    for table, rows in record.tables.items():
        blocks: list[Json] = []
        for row, columns in rows.items():
            blocks.append(_draw_row(table, row, list(columns), numbers))
        tables.append({"key": table, "label": table, "blocks": blocks})
    cells: list[Json] = [[str(cell), cell.row, cell.column] for cell in names]
    return FormShape(key, numbers, {"cells": cells, "tables": tables})


def cells_of(record: Record) -> Iterator[CellKey]:
    """Yield the key of every cell that a record has."""
    for table, rows in record.tables.items():
        for row, columns in rows.items():
            for column in columns:
                yield CellKey(table, row, column)


def _number(names: Sequence[CellKey]) -> dict[str, int]:
    return {str(cell): number for number, cell in enumerate(names)}


def _draw_row(table: str, row: str, columns: Sequence[str], numbers: Mapping[str, int]) -> Json:
    line: Json = {
        "key": row,
        "label": row,
        "under": [],
        "cells": _find_cells(table, row, columns, numbers),
    }
    heads: list[Json] = [[column, 1] for column in columns]
    return {
        "heads": heads,
        "rows": [line],
    }


def _find_cells(
    table: str, row: str, columns: Sequence[str], numbers: Mapping[str, int]
) -> list[int]:
    """Return the numbers of a row's cells."""
    found: list[int] = []
    for column in columns:
        key = CellKey(table, row, column)
        found.append(numbers[str(key)])
    return found


def _draw_table(table: Table, numbers: Mapping[str, int]) -> Json:
    blocks: list[Json] = []
    for block in table.blocks:
        drawn: dict[str, Json] = {}
        if block.column_groups:
            drawn["over"] = _heads_over(block)
        drawn["heads"] = [[column.label, 1] for column in block.columns]
        drawn["rows"] = _draw_rows(table.key, block, numbers)
        blocks.append(drawn)
    return {
        "key": table.key,
        "label": table.label,
        "blocks": blocks,
    }


def _draw_rows(table: str, block: Block, numbers: Mapping[str, int]) -> Json:
    """Return a block's rows, each with the headings that open before it."""
    groups = {group.key: group for group in block.row_groups}
    columns = [column.key for column in block.columns]
    drawn: list[Json] = []
    last: tuple[str, ...] = ()
    for row in block.rows:
        around = _groups_around(row.group, groups)
        opened = [key for key in around if key not in last]
        last = around
        line: Json = {
            "key": row.key,
            "label": row.label,
            "under": [groups[key].label for key in opened],
            "cells": _find_cells(table, row.key, columns, numbers),
        }
        drawn.append(line)
    return drawn


def _groups_around(key: str | None, groups: Mapping[str, Group]) -> tuple[str, ...]:
    """Return the groups that a row stands in, the widest first."""
    around: list[str] = []
    while key is not None:
        around.insert(0, key)
        key = groups[key].within
    return tuple(around)


def _heads_over(block: Block) -> Json:
    """Return the heads over the columns' own, each with the number of columns that it covers."""
    labels = {group.key: group.label for group in block.column_groups}
    heads: list[tuple[str, int]] = []
    last: str | None = None
    for column in block.columns:
        if column.group is not None and column.group == last:
            label, width = heads.pop()
            heads.append((label, width + 1))
        else:
            heads.append((labels.get(column.group or "", ""), 1))
        last = column.group
    return [[label, width] for label, width in heads]
