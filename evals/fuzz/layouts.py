"""Twenty ways to lay tables out in text, each written without a look at evals.synth's."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from evals.fuzz.grid import Box, Drawing, Row, draw_drawing, sheet_to_rows, spread
from evals.fuzz.html import draw_html
from evals.fuzz.ink import FIGURE, Ink, label_mark, mark, print_marks, printed_in
from evals.fuzz.sheet import Block, Line, Sheet

TURNS = ("- 3 -", "第3页 共5页", "Page 3", "", "—3—", "3 / 7")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a layout is drawn with: chance, the inks, and which label's mark comes first."""

    rng: Random
    inks: Sequence[Ink]
    first_label: int

    def shown(self, text: str) -> str:
        """Return a text as it will be printed."""
        return print_marks(text, printed_in(self.inks))

    def turn(self) -> str:
        """Return what stands between two pages."""
        return self.rng.choice(TURNS)


Draw = Callable[[Sheet, Desk], list[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How tables become lines of text.

    blanks: a blank cell can be seen. sure: a careful reader knows every cell, so that an
    open one in a settled record is wrong too. rowwise: a line of text is a row of a table. drawn: each
    figure stands visibly in a column.
    """

    draw: Draw
    blanks: bool = True
    sure: bool = True
    rowwise: bool = False
    drawn: bool = False
    ending: str = ".txt"


def _rows(sheet: Sheet, desk: Desk, drawing: Drawing | None = None) -> list[Row]:
    return sheet_to_rows(sheet, drawing or draw_drawing(desk.rng), desk.first_label)


def _matrix(sheet: Sheet, desk: Desk, drawing: Drawing | None = None) -> list[list[Box]]:
    repeat = desk.rng.random() < 0.25
    return spread(_rows(sheet, desk, drawing), repeat=repeat)


def draw_lines(sheet: Sheet, desk: Desk) -> list[str]:
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


def draw_pipes(sheet: Sheet, desk: Desk) -> list[str]:
    """A row a line, cells between pipes, spans as empty cells at the end."""
    lead = desk.rng.random() < 0.4
    lines = []
    for line in _matrix(sheet, desk):
        text = " | ".join(box.text for box in line)
        lines.append(desk.turn() if line[0].kind == "turn" else f"| {text} |" if lead else text)
    return lines


def draw_pipe_lines(sheet: Sheet, desk: Desk) -> list[str]:
    """A cell a line, each with a pipe behind it or on a line of its own."""
    style = desk.rng.choice((" |", "\n|"))
    lines = []
    for line in _matrix(sheet, desk):
        if line[0].kind == "turn":
            lines.append(desk.turn())
        else:
            lines.extend(part for box in line for part in f"{box.text}{style}".split("\n"))
    return lines


def draw_markdown(sheet: Sheet, desk: Desk) -> list[str]:
    """A Markdown grid with a rule below its first row."""
    lines = []
    for index, line in enumerate(_matrix(sheet, desk)):
        if line[0].kind == "turn":
            lines.extend(("", desk.turn(), ""))
            continue
        lines.append("| " + " | ".join(box.text for box in line) + " |")
        if index == 0 or lines[-2:-1] == [""]:
            lines.append("|" + desk.rng.choice(("---|", ":---|", " --- |")) * len(line))
    return lines


def draw_tabs(sheet: Sheet, desk: Desk) -> list[str]:
    """A row a line, cells between tabs."""
    return [
        desk.turn() if line[0].kind == "turn" else "\t".join(box.text for box in line)
        for line in _matrix(sheet, desk)
    ]


def draw_csv(sheet: Sheet, desk: Desk) -> list[str]:
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


def _widths(matrix: list[list[Box]], desk: Desk) -> list[int]:
    lines = [line for line in matrix if line[0].kind != "turn"]
    return [
        max(min(width(desk.shown(line[place].text)), 60) for line in lines)
        for place in range(len(lines[0]))
    ]


def _fill(text: str, size: int, desk: Desk, side: str) -> str:
    missing = max(0, size - width(desk.shown(text)))
    left = {"left": 0, "right": missing, "centre": missing // 2}[side]
    return " " * left + text + " " * (missing - left)


def draw_aligned(sheet: Sheet, desk: Desk) -> list[str]:
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


def draw_spaces(sheet: Sheet, desk: Desk) -> list[str]:
    """A row a line with single spaces, as the text of a PDF."""
    return [
        desk.turn() if row[0].kind == "turn" else " ".join(b.text for b in row if b.kind != "pad")
        for row in _rows(sheet, desk)
    ]


def draw_glued(sheet: Sheet, desk: Desk) -> list[str]:
    """A row a line without separators, or all of the table in one line."""
    lines = [
        desk.turn() if row[0].kind == "turn" else "".join(box.text for box in row)
        for row in _rows(sheet, desk)
    ]
    return ["".join(lines)] if desk.rng.random() < 0.3 else lines


def draw_boxes(sheet: Sheet, desk: Desk) -> list[str]:
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


def _labelled(sheet: Sheet, desk: Desk) -> Iterator[tuple[Block, Line, str]]:
    label = desk.first_label
    for block in sheet:
        for line in block.lines:
            yield block, line, label_mark(label) + line.text
            label += 1


def draw_key_values(sheet: Sheet, desk: Desk) -> list[str]:
    """One cell a line, named by its row and column: `行政许可 本年处理决定数量: 203`."""
    colon = desk.rng.choice((":", "：", ": ", " = "))
    join = desk.rng.choice((" ", "-", "/", "·", "　"))
    lines, shown = [], ()
    for block, line, label in _labelled(sheet, desk):
        if line.groups != shown:
            lines.extend(line.groups[-1:])
            shown = line.groups
        for index, figure in enumerate(line.figures):
            head = block.heads[index].text if index < len(block.heads) else ""
            lines.append(f"{label}{join}{head}{colon}{mark(figure.mark)}")
    return lines


def draw_nested_keys(sheet: Sheet, desk: Desk) -> list[str]:
    """A row's label on a line, below it each column with its figure."""
    colon = desk.rng.choice((":", "：", ": "))
    indent = desk.rng.choice(("", "  ", "- ", "　　"))
    lines, shown = [], ()
    for block, line, label in _labelled(sheet, desk):
        if line.groups != shown:
            lines.extend(line.groups[-1:])
            shown = line.groups
        lines.append(label)
        for index, figure in enumerate(line.figures):
            head = block.heads[index].text if index < len(block.heads) else ""
            lines.append(f"{indent}{head}{colon}{mark(figure.mark)}")
    return lines


def draw_row_lists(sheet: Sheet, desk: Desk) -> list[str]:
    """A row a line: `行政许可:203`, `予以公开：自然人1，商业企业0，…`."""
    comma = desk.rng.choice((",", "，", "、", ";", " "))
    named = desk.rng.random() < 0.6
    lines = []
    for block, line, label in _labelled(sheet, desk):
        cells = []
        for index, figure in enumerate(line.figures):
            head = block.heads[index].text if named and index < len(block.heads) else ""
            cells.append(head + mark(figure.mark))
        lines.append(f"{label}：{comma.join(cells)}")
    return lines


def draw_tidy(sheet: Sheet, desk: Desk) -> list[str]:
    """One figure a line with its row and column, between tabs, commas or pipes."""
    comma = desk.rng.choice(("\t", ",", " | "))
    lines = [comma.join(("行", "列", "数值"))]
    for block, line, label in _labelled(sheet, desk):
        for index, figure in enumerate(line.figures):
            head = block.heads[index].text if index < len(block.heads) else ""
            lines.append(comma.join((label, head, mark(figure.mark))))
    return lines


def draw_prose(sheet: Sheet, desk: Desk) -> list[str]:
    """Sentences: `规章本年制发件数0件，本年废止件数0件。`."""
    lines = []
    for block, line, label in _labelled(sheet, desk):
        parts = [
            f"{block.heads[i].text if i < len(block.heads) else ''}{mark(f.mark)}"
            for i, f in enumerate(line.figures)
        ]
        lines.append(f"{label}{'，'.join(parts)}。")
    return lines


def draw_transposed(sheet: Sheet, desk: Desk) -> list[str]:
    """Rows side by side and columns one below the other."""
    comma = desk.rng.choice(("\t", " | ", " ", ","))
    lines = []
    label = desk.first_label
    for block in sheet:
        names = [label_mark(label + i) + line.text for i, line in enumerate(block.lines)]
        label += len(names)
        lines.append(comma.join(("项目", *names)))
        for index in range(max(len(line.figures) for line in block.lines)):
            head = block.heads[index].text if index < len(block.heads) else ""
            cells = [
                mark(line.figures[index].mark) if index < len(line.figures) else ""
                for line in block.lines
            ]
            lines.append(comma.join((head, *cells)))
    return lines


def draw_columns(sheet: Sheet, desk: Desk) -> list[str]:
    """One column after the other: its head, then its figures, one a line."""
    labels_first = desk.rng.random() < 0.7
    lines = []
    label = desk.first_label
    for block in sheet:
        names = [label_mark(label + i) + line.text for i, line in enumerate(block.lines)]
        label += len(names)
        columns = []
        for index in range(max(len(line.figures) for line in block.lines)):
            columns.append(block.heads[index].text if index < len(block.heads) else "")
            columns += [mark(x.figures[index].mark) for x in block.lines if index < len(x.figures)]
        lines += [*names, *columns] if labels_first else [*columns, *names]
    return lines


def draw_figures_first(sheet: Sheet, desk: Desk) -> list[str]:
    """Each row's figures, and then its label."""
    join = desk.rng.choice(("\n", " ", " | ", "\t"))
    lines = []
    shown: Block | None = None
    for block, line, label in _labelled(sheet, desk):
        if block is not shown:
            lines += [head.text for head in block.heads]
            shown = block
        lines += join.join((*(mark(f.mark) for f in line.figures), label)).split("\n")
    return lines


def draw_labels_first(sheet: Sheet, desk: Desk) -> list[str]:
    """All heads and labels, and then all figures, row by row."""
    names, rows = [], []
    before: Block | None = None
    for block, line, label in _labelled(sheet, desk):
        names += [head.text for head in block.heads] if block is not before else []
        names.append(label)
        rows.append(" ".join(mark(f.mark) for f in line.figures))
        before = block
    return [*names, *rows] if desk.rng.random() < 0.5 else [*names, *" ".join(rows).split(" ")]


def has_figure(text: str) -> bool:
    """Tell whether a figure stands in a line."""
    return FIGURE.search(text) is not None


LAYOUTS: Mapping[str, Layout] = {
    "lines": Layout(draw_lines),
    "pipes": Layout(draw_pipes, drawn=True, rowwise=True),
    "pipe lines": Layout(draw_pipe_lines, drawn=True),
    "markdown": Layout(draw_markdown, drawn=True, rowwise=True, ending=".md"),
    "tabs": Layout(draw_tabs, drawn=True, rowwise=True),
    "aligned": Layout(draw_aligned, drawn=True, sure=False, rowwise=True),
    "spaces": Layout(draw_spaces, blanks=False, rowwise=True),
    "glued": Layout(draw_glued, blanks=False, sure=False, rowwise=True),
    "html": Layout(lambda s, d: draw_html(_plain_rows(s, d), d.rng), drawn=True, ending=".html"),
    "html spans": Layout(lambda s, d: draw_html(_rows(s, d), d.rng), drawn=True, ending=".html"),
    "boxes": Layout(draw_boxes, drawn=True, rowwise=True),
    "csv": Layout(draw_csv, drawn=True, rowwise=True),
    "key values": Layout(draw_key_values),
    "nested keys": Layout(draw_nested_keys),
    "row lists": Layout(draw_row_lists, blanks=False, sure=False, rowwise=True),
    "tidy": Layout(draw_tidy),
    "prose": Layout(draw_prose, blanks=False, sure=False),
    "transposed": Layout(draw_transposed, blanks=False, sure=False),
    "columns": Layout(draw_columns, blanks=False, sure=False),
    "figures first": Layout(draw_figures_first, blanks=False, sure=False),
    "labels first": Layout(draw_labels_first, blanks=False, sure=False),
}


def _plain_rows(sheet: Sheet, desk: Desk) -> list[Row]:
    """Draw rows without spans, as converters do."""
    return [tuple(line) for line in _matrix(sheet, desk)]
