"""Logical tables to drawn grids: boxes with spans, the way that templates and people draw them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from evals.fuzz.block_sheet import BlockSheet, SheetBlock, SheetLine
from evals.fuzz.figure_ink import label_mark, mark

BoxKind = Literal["over", "head", "group", "label", "figure", "pad", "turn"]


@dataclass(frozen=True, slots=True)
class GridBox:
    """One drawn cell; `turn` is what stands alone between two pages.

    hidden: the page's source has the cell, the browser does not show it.
    """

    text: str
    kind: BoxKind
    colspan: int = 1
    rowspan: int = 1
    hidden: bool = False


GridRow = tuple[GridBox, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """How tables are drawn.

    groups: headings of rows in columns of their own, or on lines of their own. flat: one
    line of heads alone. cases_down: the cases of table 4 one below the other.
    """

    groups: Literal["columns", "own_line"]
    flat: bool
    cases_down: bool


def draw_drawing(rng: Random, *, flat: bool | None = None) -> Drawing:
    """Choose how tables are drawn."""
    groups: Literal["columns", "own_line"] = "columns" if rng.random() < 0.5 else "own_line"
    flat = rng.random() < 0.4 if flat is None else flat
    return Drawing(groups, flat, rng.random() < 0.3)


def sheet_to_rows(sheet: BlockSheet, drawing: Drawing, first_label: int) -> list[GridRow]:
    """Draw a table; its labels are marked from a number on."""
    rows: list[GridRow] = []
    for block in sheet:
        if block.across and not drawing.cases_down:
            rows.extend(_across(block, first_label))
        else:
            rows.extend(_down(block, drawing, first_label))
        first_label += len(block.lines)
    width = max(width_of_rows(row) for row in rows)
    return [_widen(row, width) for row in rows]


def width_of_rows(row: GridRow) -> int:
    """Return how many columns a row draws itself."""
    return sum(box.colspan for box in row)


def _widen(row: GridRow, width: int) -> GridRow:
    """Let the last box of a head's or a short table's row reach to the table's edge."""
    if len(row) < 1 or row[-1].kind not in ("over", "head", "figure") or len(row) > 4:
        return row
    missing = width - width_of_rows(row)
    if missing <= 0 or any(box.rowspan > 1 for box in row):
        return row
    return (*row[:-1], replace(row[-1], colspan=row[-1].colspan + missing))


def _pads(count: int) -> GridRow:
    return (GridBox("", "pad"),) * count


def _figures(block: SheetBlock, line: SheetLine) -> Iterator[GridBox]:
    for index, figure in enumerate(line.figures):
        if block.gap == index and not line.loose:
            yield GridBox("", "pad")
        yield GridBox(mark(figure.mark), "figure", figure.span, hidden=block.hides(index))


def _head_boxes(block: SheetBlock) -> Iterator[GridBox]:
    for index, head in enumerate(block.heads):
        if block.gap == index:
            yield GridBox("", "pad")
        yield GridBox(head.text, "head", hidden=head.hidden)


def _down(block: SheetBlock, drawing: Drawing, first_label: int) -> Iterator[GridRow]:
    depth = 3 if block.has_groups and drawing.groups == "columns" else 1
    heads = list(_heads(block, drawing, depth))
    yield from heads
    shown: tuple[str, ...] = ()
    for index, line in enumerate(block.lines):
        if index in block.breaks:
            yield (GridBox("", "turn"),)
            yield from heads
        label = label_mark(first_label + index) + line.text
        before, behind, after = line.pads
        figures = (*_figures(block, line), *_pads(after))
        if depth == 1:
            for group in line.groups if line.groups != shown else ():
                if group not in shown:
                    yield (GridBox(group, "group"), *_pads(len(block.heads)))
            opening: GridRow = (GridBox(label, "label"),)
        else:
            opening = _grouped(block, index, shown, label)
        shown = line.groups
        row = (*_pads(before), *opening, *_pads(behind), *figures)
        if line.hidden:
            row = tuple(replace(box, hidden=True) for box in row)
        yield row


def _grouped(block: SheetBlock, index: int, shown: tuple[str, ...], label: str) -> GridRow:
    groups = block.lines[index].groups
    boxes = []
    for level, group in enumerate(groups, 1):
        if shown[:level] == groups[:level] and index not in block.breaks:
            continue
        rows = _count_rows_under(block, index, groups[:level])
        boxes.append(GridBox(group, "group", 1, rows))
    return (*boxes, GridBox(label, "label", 3 - len(groups)))


def _count_rows_under(block: SheetBlock, index: int, groups: tuple[str, ...]) -> int:
    """Count the rows that are shown under headings from a line on, to the end of its page."""
    rows = 0
    for place, line in enumerate(block.lines[index:], index):
        own = line.groups[: len(groups)]
        if own != groups or (place > index and place in block.breaks):
            break
        rows += not line.hidden
    return rows


def _heads(block: SheetBlock, drawing: Drawing, depth: int) -> Iterator[GridRow]:
    columns = tuple(_head_boxes(block))
    grouped = any(head.group for head in block.heads)
    if block.across:
        yield (GridBox("类别", "head"), *columns)
    elif grouped and not drawing.flat:
        yield from _two_levels(block, depth)
    elif grouped:
        yield (GridBox("项目", "head", depth), *columns)
    else:
        for text in block.over[:-1]:
            yield (GridBox(text, "over"),)
        corner = block.over[-1] if block.over else ""
        yield (GridBox(corner, "head", depth), *columns)


def _two_levels(block: SheetBlock, depth: int) -> Iterator[GridRow]:
    width = len(block.heads) + (block.gap is not None)
    note, over = block.over[0], block.over[-1]
    yield (GridBox(f"({note})", "head", depth, 3), GridBox(over, "head", width))
    upper: list[GridBox] = []
    lower: list[GridBox] = []
    before = ""
    for index, head in enumerate(block.heads):
        if block.gap == index:
            upper.append(GridBox("", "pad", 1, 2))
        if not head.group:
            upper.append(GridBox(head.text, "head", 1, 2, head.hidden))
        else:
            lower.append(GridBox(head.text, "head", hidden=head.hidden))
            if head.group == before and block.gap != index:
                upper[-1] = replace(upper[-1], colspan=upper[-1].colspan + 1)
            else:
                upper.append(GridBox(head.group, "head"))
        before = head.group
    yield tuple(upper)
    yield tuple(lower)


def _across(block: SheetBlock, first_label: int) -> Iterator[GridRow]:
    _, *others = block.lines
    width = len(block.heads)
    over = block.over[0] if block.over else ""
    labels = []
    for number, line in enumerate(block.lines, first_label):
        labels.append(label_mark(number) + line.text)
    yield (GridBox(labels[0], "head", width), GridBox(over, "head", width * len(others)))
    yield (
        *(GridBox(head.text, "head", 1, 2) for head in block.heads),
        *(GridBox(label, "head", width) for label in labels[1:]),
    )
    yield tuple(GridBox(head.text, "head") for _ in others for head in block.heads)
    yield tuple(
        GridBox(mark(f.mark), "figure", f.span) for line in block.lines for f in line.figures
    )


def spread(rows: Sequence[GridRow], *, repeat: bool = False) -> list[list[GridBox]]:
    """Return a matrix: what a span covers is empty, or words said again if `repeat`."""
    matrix: list[list[GridBox]] = []
    hanging: dict[int, tuple[int, GridBox]] = {}
    for row in rows:
        if row[0].kind == "turn":
            matrix.append(list(row))
            continue
        line: list[GridBox] = []
        boxes = list(row)
        while boxes or len(line) in hanging:
            if len(line) in hanging:
                left, box = hanging.pop(len(line))
                if left > 1:
                    hanging[len(line)] = (left - 1, box)
                # the column is held by what hangs down into it
                line.append(box)
                continue
            box = boxes.pop(0)
            again = replace(box, colspan=1, rowspan=1)
            cover = GridBox("", "pad")
            if repeat and box.kind != "figure":
                cover = again
            for shown in (again, *[cover] * (box.colspan - 1)):
                if box.rowspan > 1:
                    hanging[len(line)] = (box.rowspan - 1, cover)
                line.append(shown)
        matrix.append(line)
    width = max(map(len, matrix))
    return [_fill_up(line, width) for line in matrix]


def _fill_up(line: list[GridBox], width: int) -> list[GridBox]:
    """Let a line of a matrix reach to the table's edge."""
    if line[0].kind == "turn":
        return line
    missing = width - len(line)
    return [*line, *_pads(missing)]
