"""The form's tables as printed sheets: boxes in lines, with the template's spans."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from evals.synth.labelled import Label
from extraction.forms.table import Block, Row, Table
from extraction.values.record import CellKey

Role = Literal["head", "label", "group", "figure", "extra", "page"]

BALANCE_NOTE = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)"
_SUB_LABEL = re.compile(r"^[(（]")


@dataclass(frozen=True, slots=True)
class PrintedBox:
    """One cell of a printed table; `key` names the figure in it, or the row of a label."""

    text: str
    role: Role
    key: CellKey | None = None
    colspan: int = 1
    rowspan: int = 1


BoxLine = tuple[PrintedBox, ...]


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """One printed table, `width` columns wide when all spans are spread."""

    table: str
    width: int
    lines: tuple[BoxLine, ...]


CellLabels = Mapping[CellKey, Label]


def table_to_sheet(table: Table, cells: CellLabels, blank: str = "") -> PrintedSheet:
    """Lay a table out as the official template does; `blank` stands in blank cells."""
    lines: list[BoxLine] = []
    for block in table.blocks:
        lay_out = _across if block.arrangement == "across" else _plain
        if block.row_groups and lay_out is _plain:
            lay_out = _grouped
        lines.extend(lay_out(table.key, block, cells))
    width = 0
    filled: list[BoxLine] = []
    for line in lines:
        width = max(width, sum(box.colspan for box in line))
        filled.append(tuple(_fill_blank(box, blank) for box in line))
    return PrintedSheet(table.key, width, tuple(filled))


def _fill_blank(box: PrintedBox, blank: str) -> PrintedBox:
    return replace(box, text=blank) if box.role == "figure" and not box.text else box


def is_header(line: BoxLine) -> bool:
    """Tell whether a line holds headings only.

    >>> is_header((PrintedBox("自然人", "head"), PrintedBox("总计", "head")))
    True
    """
    return all(box.role == "head" for box in line)


def head_lines(sheet: PrintedSheet) -> tuple[BoxLine, ...]:
    """Return the lines at the top of a table that hold headings only."""
    count = 0
    for line in sheet.lines:
        if not is_header(line):
            break
        count += 1
    return sheet.lines[:count]


def row_of(line: BoxLine) -> str | None:
    """Return the key of the row whose figures or label stand in a line."""
    return next((box.key.row for box in line if box.key and box.role != "group"), None)


def _figures(table: str, block: Block, row: Row, cells: CellLabels) -> Iterator[PrintedBox]:
    for column in block.columns:
        key = CellKey(table, row.key, column.key)
        yield PrintedBox(cells[key].raw or "", "figure", key)


def _widen_last(line: list[PrintedBox], width: int) -> BoxLine:
    *before, last = line
    missing = width - sum(box.colspan for box in line)
    return (*before, replace(last, colspan=last.colspan + missing))


def _plain(table: str, block: Block, cells: CellLabels) -> Iterator[BoxLine]:
    """Lay out a block of a table such as table 2: a spanning head, then its columns."""
    width = 4
    head, *corner = block.heads or ("",)
    yield (PrintedBox(head, "head", colspan=width),)
    heads = [PrintedBox(text, "head") for text in corner or ("信息内容",)]
    heads += [PrintedBox(column.label, "head") for column in block.columns]
    yield _widen_last(heads, width)
    for row in block.rows:
        label = PrintedBox(row.label, "label", CellKey(table, row.key, ""))
        yield _widen_last([label, *_figures(table, block, row, cells)], width)


def _grouped(table: str, block: Block, cells: CellLabels) -> Iterator[BoxLine]:
    """Lay out a block of a table such as table 3: labels up to three columns deep."""
    yield from _grouped_heads(block)
    heads = _group_heads(block)
    for index, row in enumerate(block.rows):
        groups = [PrintedBox(group, "group", None, 1, rows) for group, rows in heads.get(index, ())]
        key = CellKey(table, row.key, "")
        label = PrintedBox(row.label, "label", key, colspan=3 - _depth(block, index))
        figures = _figures(table, block, row, cells)
        yield (*groups, label, *figures)


def _grouped_heads(block: Block) -> Iterator[BoxLine]:
    note, over = BALANCE_NOTE, block.heads[-1] if block.heads else "申请人情况"
    yield (
        PrintedBox(note, "head", colspan=3, rowspan=3),
        PrintedBox(over, "head", colspan=len(block.columns)),
    )
    second: list[PrintedBox] = []
    third: list[PrintedBox] = []
    seen: set[str] = set()
    for column in block.columns:
        if column.group is None:
            second.append(PrintedBox(column.label, "head", rowspan=2))
            continue
        third.append(PrintedBox(column.label, "head"))
        if column.group not in seen:
            seen.add(column.group)
            group = next(g for g in block.column_groups if g.key == column.group)
            second.append(PrintedBox(group.label, "head", colspan=len(block.members(group.key))))
    yield tuple(second)
    yield tuple(third)


def _paths(block: Block) -> list[tuple[str, ...]]:
    """Return for every row the labels of the groups it is printed under, outermost first.

    A row numbered in brackets stays under the outer group of the row before it, as
    (七)总计 does, though no sum counts it there.
    """
    groups = {group.key: group for group in block.row_groups}
    paths: list[tuple[str, ...]] = []
    for row in block.rows:
        path: list[str] = []
        key = row.group
        while key:
            path.insert(0, groups[key].label)
            key = groups[key].within
        if not path and paths and paths[-1] and _SUB_LABEL.match(row.label):
            path = [paths[-1][0]]
        paths.append(tuple(path))
    return paths


def _depth(block: Block, index: int) -> int:
    return len(_paths(block)[index])


def _group_heads(block: Block) -> dict[int, list[tuple[str, int]]]:
    """Return at which row each group label starts and over how many rows it stands."""
    paths = _paths(block)
    heads: dict[int, list[tuple[str, int]]] = {}
    for index, path in enumerate(paths):
        before = paths[index - 1] if index else ()
        for level, label in enumerate(path):
            if before[: level + 1] == path[: level + 1]:
                continue
            rows = 1
            while (
                index + rows < len(paths) and paths[index + rows][: level + 1] == path[: level + 1]
            ):
                rows += 1
            heads.setdefault(index, []).append((label, rows))
    return heads


def _across(table: str, block: Block, cells: CellLabels) -> Iterator[BoxLine]:
    """Lay out a block of a table such as table 4: all rows side by side in one line."""
    first, *others = block.rows
    columns = block.columns
    over = block.heads[0] if block.heads else ""
    yield (
        PrintedBox(first.label, "head", colspan=len(columns)),
        PrintedBox(over, "head", colspan=len(columns) * len(others)),
    )
    yield (
        *(PrintedBox(column.label, "head", rowspan=2) for column in columns),
        *(PrintedBox(row.label, "head", colspan=len(columns)) for row in others),
    )
    heads: list[PrintedBox] = []
    for _ in others:
        heads += [PrintedBox(column.label, "head") for column in columns]
    yield tuple(heads)
    figures: list[PrintedBox] = []
    for row in block.rows:
        figures += _figures(table, block, row, cells)
    yield tuple(figures)
