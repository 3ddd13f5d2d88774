"""Ways to write tables that are none: lists, keys and values, sentences, columns."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from evals.fuzz.block_sheet import BlockSheet, SheetBlock, SheetLine
from evals.fuzz.desk import Desk
from evals.fuzz.figure_ink import label_mark, mark

_HeadedFigure = tuple[str, str]
"""The head over a figure, and the figure's mark."""


class _ListedLine(NamedTuple):
    """A line of a sheet: its label, and each of its figures with the head over it, all marked.

    above: its block's heads, if it is the first line there. heading: what its group is called,
    if the line before is of another one.
    """

    label: str
    figures: list[_HeadedFigure]
    above: tuple[str, ...]
    heading: tuple[str, ...]

    @property
    def bare(self) -> list[str]:
        """Its figures without heads."""
        return [figure for _, figure in self.figures]


def _list_lines(sheet: BlockSheet, desk: Desk) -> Iterator[_ListedLine]:
    """Yield the lines of all blocks, their labels marked from the desk's first number on."""
    number = desk.first_label
    groups: tuple[str, ...] = ()
    for block in sheet:
        above = tuple(head.text for head in block.heads)
        for line in block.lines:
            label = label_mark(number) + line.text
            heading = () if line.groups == groups else line.groups[-1:]
            yield _ListedLine(label, _name_figures(block, line), above, heading)
            number += 1
            above = ()
            groups = line.groups


def _name_figures(block: SheetBlock, line: SheetLine) -> list[_HeadedFigure]:
    """Return the figures of a line, each with the head over it."""
    named = []
    for index, figure in enumerate(_mark_figures(line)):
        head = _head_of(block, index)
        named.append((head, figure))
    return named


def _head_of(block: SheetBlock, index: int) -> str:
    """Return the head over a figure; there may be more figures than heads."""
    return block.heads[index].text if index < len(block.heads) else ""


def _list_columns(block: SheetBlock) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each column's head, and a figure of every line, empty where the line is short."""
    rows = [_mark_figures(line) for line in block.lines]
    columns = zip_longest(*rows, fillvalue="")
    for index, figures in enumerate(columns):
        yield _head_of(block, index), figures


def _mark_figures(line: SheetLine) -> list[str]:
    return [mark(figure.mark) for figure in line.figures]


def _name_blocks(sheet: BlockSheet, desk: Desk) -> Iterator[tuple[SheetBlock, list[str]]]:
    """Yield each block with the labels of its lines, marked from the desk's first number on."""
    number = desk.first_label
    for block in sheet:
        labels = []
        for line in block.lines:
            labels.append(label_mark(number) + line.text)
            number += 1
        yield block, labels


def draw_key_values(sheet: BlockSheet, desk: Desk) -> list[str]:
    """One cell a line, named by its row and column: `行政许可 本年处理决定数量: 203`."""
    rng = desk.rng
    colon = rng.choice((":", "：", ": ", " = "))
    join = rng.choice((" ", "-", "/", "·", "　"))
    lines: list[str] = []
    for line in _list_lines(sheet, desk):
        lines += line.heading
        for head, figure in line.figures:
            lines.append(f"{line.label}{join}{head}{colon}{figure}")
    return lines


def draw_nested_keys(sheet: BlockSheet, desk: Desk) -> list[str]:
    """A row's label on a line, below it each column with its figure."""
    rng = desk.rng
    colon = rng.choice((":", "：", ": "))
    indent = rng.choice(("", "  ", "- ", "　　"))
    lines: list[str] = []
    for line in _list_lines(sheet, desk):
        lines += line.heading
        lines.append(line.label)
        for head, figure in line.figures:
            lines.append(f"{indent}{head}{colon}{figure}")
    return lines


def draw_row_lists(sheet: BlockSheet, desk: Desk) -> list[str]:
    """A row a line: `行政许可:203`, `予以公开：自然人1，商业企业0，…`."""
    rng = desk.rng
    comma = rng.choice((",", "，", "、", ";", " "))
    named = rng.random() < 0.6
    lines = []
    for line in _list_lines(sheet, desk):
        cells = map("".join, line.figures) if named else line.bare
        lines.append(f"{line.label}：{comma.join(cells)}")
    return lines


def draw_tidy(sheet: BlockSheet, desk: Desk) -> list[str]:
    """One figure a line with its row and column, between tabs, commas or pipes."""
    comma = desk.rng.choice(("\t", ",", " | "))
    lines = [comma.join(("行", "列", "数值"))]
    for line in _list_lines(sheet, desk):
        for head, figure in line.figures:
            lines.append(comma.join((line.label, head, figure)))
    return lines


def draw_prose(sheet: BlockSheet, desk: Desk) -> list[str]:
    """Sentences: `规章本年制发件数0件，本年废止件数0件。`."""
    lines = []
    for line in _list_lines(sheet, desk):
        parts = map("".join, line.figures)
        lines.append(f"{line.label}{'，'.join(parts)}。")
    return lines


def draw_transposed(sheet: BlockSheet, desk: Desk) -> list[str]:
    """Rows side by side and columns one below the other.

    A line that lacks a figure lacks a cell in the last column: an empty one would be drawn.
    """
    comma = desk.rng.choice(("\t", " | ", " ", ","))
    lines = []
    for block, labels in _name_blocks(sheet, desk):
        lines.append(comma.join(("项目", *labels)))
        for head, figures in _list_columns(block):
            lines.append(comma.join((head, *filter(None, figures))))
    return lines


def draw_columns(sheet: BlockSheet, desk: Desk) -> list[str]:
    """One column after the other: its head, then its figures, one a line."""
    labels_first = desk.rng.random() < 0.7
    lines: list[str] = []
    for block, labels in _name_blocks(sheet, desk):
        columns: list[str] = []
        for head, figures in _list_columns(block):
            columns.append(head)
            columns += filter(None, figures)
        lines += [*labels, *columns] if labels_first else [*columns, *labels]
    return lines


def draw_figures_first(sheet: BlockSheet, desk: Desk) -> list[str]:
    """Each row's figures, and then its label."""
    join = desk.rng.choice(("\n", " ", " | ", "\t"))
    lines: list[str] = []
    for line in _list_lines(sheet, desk):
        lines += line.above
        lines += join.join((*line.bare, line.label)).split("\n")
    return lines


def draw_labels_first(sheet: BlockSheet, desk: Desk) -> list[str]:
    """All heads and labels, and then all figures, row by row or one a line."""
    names: list[str] = []
    rows: list[str] = []
    for line in _list_lines(sheet, desk):
        names += (*line.above, line.label)
        rows.append(" ".join(line.bare))
    if desk.rng.random() < 0.5:
        return [*names, *rows]
    return [*names, *" ".join(rows).split(" ")]
