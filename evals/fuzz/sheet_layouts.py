"""Twenty-one ways to lay tables out in text, each written without a look at evals.synth's."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.fuzz import listings
from evals.fuzz.desk import Desk, DrawSheet
from evals.fuzz.grid import Drawing, GridBox, GridRow, draw_drawing, sheet_to_rows, spread
from evals.fuzz.html_page import draw_html
from evals.fuzz.sheet import BlockSheet


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """How tables become lines of text.

    blanks: a blank cell can be seen. sure: a careful reader knows every cell, so that an
    open one in a settled record is wrong too. rowwise: a line has
    its labels with it: it is a row, a column or a cell.
    drawn: each figure stands visibly in a column.
    """

    draw: DrawSheet
    blanks: bool = True
    sure: bool = True
    rowwise: bool = False
    drawn: bool = False
    ending: str = ".txt"


def _rows(sheet: BlockSheet, desk: Desk, drawing: Drawing | None = None) -> list[GridRow]:
    return sheet_to_rows(sheet, drawing or draw_drawing(desk.rng), desk.first_label)


def _matrix(sheet: BlockSheet, desk: Desk, drawing: Drawing | None = None) -> list[list[GridBox]]:
    repeat = desk.rng.random() < 0.25
    return spread(_rows(sheet, desk, drawing), repeat=repeat)


def draw_lines(sheet: BlockSheet, desk: Desk) -> list[str]:
    """One cell a line; a blank one holds a hard space."""
    gap = desk.rng.random() < 0.5
    lines = []
    for row in _rows(sheet, desk):
        for box in row:
            if box.kind == "turn":
                lines.append(desk.turn())
            elif box.kind != "pad":
                empty = not desk.shown(box.text).strip()
                lines.append(box.text + "\xa0" if empty else box.text)
            if gap:
                lines.append("")
    return lines


def draw_pipes(sheet: BlockSheet, desk: Desk) -> list[str]:
    """A row a line, cells between pipes, spans as empty cells at the end."""
    lead = desk.rng.random() < 0.4
    lines = []
    for line in _matrix(sheet, desk):
        text = " | ".join(box.text for box in line)
        lines.append(desk.turn() if line[0].kind == "turn" else f"| {text} |" if lead else text)
    return lines


def draw_pipe_lines(sheet: BlockSheet, desk: Desk) -> list[str]:
    """A cell a line, each with a pipe behind it or on a line of its own."""
    style = desk.rng.choice((" |", "\n|"))
    lines = []
    for line in _matrix(sheet, desk):
        if line[0].kind == "turn":
            lines.append(desk.turn())
        else:
            lines.extend(part for box in line for part in f"{box.text}{style}".split("\n"))
    return lines


def draw_markdown(sheet: BlockSheet, desk: Desk) -> list[str]:
    """A Markdown grid with a rule below its first row."""
    lines: list[str] = []
    for index, line in enumerate(_matrix(sheet, desk)):
        if line[0].kind == "turn":
            lines.extend(("", desk.turn(), ""))
            continue
        lines.append("| " + " | ".join(box.text for box in line) + " |")
        if index == 0 or lines[-2:-1] == [""]:
            lines.append("|" + desk.rng.choice(("---|", ":---|", " --- |")) * len(line))
    return lines


def draw_tabs(sheet: BlockSheet, desk: Desk) -> list[str]:
    """A row a line, cells between tabs."""
    return [_join(line, "\t", desk) for line in _matrix(sheet, desk)]


def _join(boxes: Sequence[GridBox], between: str, desk: Desk) -> str:
    """Return a line's boxes with something between them, or the turn of a page."""
    if boxes[0].kind == "turn":
        return desk.turn()
    return between.join(box.text for box in boxes)


def draw_csv(sheet: BlockSheet, desk: Desk) -> list[str]:
    """Comma-separated values, quoted where they must be, or all of them."""
    comma = desk.rng.choice((",", ",", ",", ";"))
    quoting = desk.rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    lines = []
    for line in _matrix(sheet, desk):
        if line[0].kind == "turn":
            lines.append(desk.turn())
            continue
        fields = [_quoted(box.text, desk, comma, quoting) for box in line]
        lines.append(comma.join(fields))
    return lines


def _quoted(text: str, desk: Desk, comma: str, quoting: int) -> str:
    """Return a field; a figure's mark is quoted as what it prints will need."""
    shown = desk.shown(text)
    out = io.StringIO()
    csv.writer(out, delimiter=comma, quoting=quoting, lineterminator="").writerow([shown])  # type: ignore[arg-type]
    return f'"{text}"' if out.getvalue().startswith('"') and shown else text


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal.

    >>> width("总计0")
    5
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _widths(matrix: list[list[GridBox]], desk: Desk) -> list[int]:
    lines = [line for line in matrix if line[0].kind != "turn"]
    widths = []
    for place in range(len(lines[0])):
        shown = (desk.shown(line[place].text) for line in lines)
        widths.append(max(min(width(text), 60) for text in shown))
    return widths


def _fill(text: str, size: int, desk: Desk, side: str) -> str:
    missing = max(0, size - width(desk.shown(text)))
    left = {"left": 0, "right": missing, "centre": missing // 2}[side]
    return " " * left + text + " " * (missing - left)


def draw_aligned(sheet: BlockSheet, desk: Desk) -> list[str]:
    """Columns that spaces align."""
    matrix = _matrix(sheet, desk)
    sizes = _widths(matrix, desk)
    side = desk.rng.choice(("left", "right", "centre"))
    lines = []
    for line in matrix:
        cells = [
            _fill(b.text, n, desk, side if i else "left")
            for i, (b, n) in enumerate(zip(line, sizes, strict=False))
        ]
        lines.append(desk.turn() if line[0].kind == "turn" else "  ".join(cells).rstrip())
    return lines


def draw_spaces(sheet: BlockSheet, desk: Desk) -> list[str]:
    """A row a line with single spaces, as the text of a PDF."""
    lines = []
    for row in _rows(sheet, desk):
        printed = [box for box in row if box.kind != "pad"]
        lines.append(_join(printed, " ", desk) if printed else "")
    return lines


def draw_glued(sheet: BlockSheet, desk: Desk) -> list[str]:
    """A row a line without separators, or all of the table in one line."""
    lines = [_join(row, "", desk) for row in _rows(sheet, desk)]
    return ["".join(lines)] if desk.rng.random() < 0.3 else lines


def draw_boxes(sheet: BlockSheet, desk: Desk) -> list[str]:
    """Tables drawn with lines of box characters, or of plus and minus."""
    matrix = _matrix(sheet, desk)
    sizes = _widths(matrix, desk)
    flat, tall, cross = desk.rng.choice(
        (("─", "│", "┼"), ("-", "|", "+"), ("━", "┃", "╋"), ("=", "║", "╬"))
    )
    rule = cross + cross.join(flat * (size + 2) for size in sizes) + cross
    every = desk.rng.random() < 0.6
    lines = [rule]
    for index, line in enumerate(matrix):
        if line[0].kind == "turn":
            lines.extend((rule, desk.turn(), rule))
            continue
        cells = [_fill(box.text, size, desk, "left") for box, size in zip(line, sizes, strict=True)]
        lines.append(f"{tall} " + f" {tall} ".join(cells) + f" {tall}")
        if every or index == 0:
            lines.append(rule)
    return [*lines, rule] if lines[-1] != rule else lines


def _plain_rows(sheet: BlockSheet, desk: Desk) -> list[GridRow]:
    """Draw rows without spans, as converters do."""
    return [tuple(line) for line in _matrix(sheet, desk)]


LAYOUTS: Mapping[str, SheetLayout] = {
    "lines": SheetLayout(draw_lines),
    "pipes": SheetLayout(draw_pipes, drawn=True, rowwise=True),
    "pipe lines": SheetLayout(draw_pipe_lines, drawn=True),
    "markdown": SheetLayout(draw_markdown, drawn=True, rowwise=True, ending=".md"),
    "tabs": SheetLayout(draw_tabs, drawn=True, rowwise=True),
    "aligned": SheetLayout(draw_aligned, drawn=True, sure=False, rowwise=True),
    "spaces": SheetLayout(draw_spaces, blanks=False, rowwise=True),
    "glued": SheetLayout(draw_glued, blanks=False, sure=False, rowwise=True),
    "html": SheetLayout(
        lambda s, d: draw_html(_plain_rows(s, d), d.rng), drawn=True, ending=".html"
    ),
    "html spans": SheetLayout(
        lambda s, d: draw_html(_rows(s, d), d.rng), drawn=True, ending=".html"
    ),
    "boxes": SheetLayout(draw_boxes, drawn=True, rowwise=True),
    "csv": SheetLayout(draw_csv, drawn=True, rowwise=True),
    "key values": SheetLayout(listings.draw_key_values, rowwise=True),
    "nested keys": SheetLayout(listings.draw_nested_keys, rowwise=True),
    "row lists": SheetLayout(listings.draw_row_lists, blanks=False, sure=False, rowwise=True),
    "tidy": SheetLayout(listings.draw_tidy, rowwise=True),
    "prose": SheetLayout(listings.draw_prose, blanks=False, sure=False),
    "transposed": SheetLayout(listings.draw_transposed, blanks=False, sure=False, rowwise=True),
    "columns": SheetLayout(listings.draw_columns, blanks=False, sure=False),
    "figures first": SheetLayout(listings.draw_figures_first, blanks=False, sure=False),
    "labels first": SheetLayout(listings.draw_labels_first, blanks=False, sure=False),
}
