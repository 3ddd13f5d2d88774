"""Sheets to the lines of flattened text that the web makes of them.

A break inside a cell is a newline in the box's text; every layout writes it in
its own way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from evals.synth.draft import LayoutStyle
from evals.synth.sheets import BoxLine, PrintedBox, PrintedSheet


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A line of a table as it will be written, and how many empty cells end it."""

    boxes: BoxLine
    pads: int

    @property
    def is_furniture(self) -> bool:
        """Whether this is a page's own line and no line of the table."""
        return self.boxes[0].role == "page"


@dataclass(frozen=True, slots=True)
class LaidSheet:
    """A table ready to be written; `variant` picks among a layout's ways."""

    lines: tuple[LaidLine, ...]
    width: int
    variant: int


LayoutWriter = Callable[[LaidSheet], str]


def lay_out(sheet: PrintedSheet, style: LayoutStyle, rng: Random) -> LaidSheet:
    """Place group labels and count the empty cells at the end of each line."""
    lines = [
        LaidLine(
            line,
            max(0, sheet.width - len(line)) + (rng.randint(0, style.pads) if style.pads else 0),
        )
        for line in lay_groups(sheet, style)
    ]
    return LaidSheet(tuple(lines), sheet.width, rng.randrange(4))


def lay_groups(sheet: PrintedSheet, style: LayoutStyle) -> Iterator[BoxLine]:
    """Yield the lines with the labels of row groups where the style has them."""
    covered: list[int] = []
    for line in sheet.lines:
        groups = tuple(box for box in line if box.role == "group")
        if style.groups == "own_line" and groups:
            yield from ((box,) for box in groups)
            yield tuple(box for box in line if box.role != "group")
        elif style.groups == "leading_empty" and _has_label(line):
            empties = sum(left > 0 for left in covered)
            covered = [left - 1 for left in covered if left > 1]
            covered += [group.rowspan - 1 for group in groups]
            yield (*(PrintedBox("", "group"),) * empties, *line)
        else:
            yield line


def _has_label(line: BoxLine) -> bool:
    return any(box.role == "label" for box in line)


def write_lines(gap: str) -> LayoutWriter:
    """Return the writer of one cell per line, `gap` between them."""

    def write(sheet: LaidSheet) -> str:
        boxes = [box for line in sheet.lines for box in line.boxes]
        return gap.join(box.text.replace("\n", gap) for box in boxes)

    return write


def write_pipes(between: str, opening: str = "", with_pads: bool = True) -> LayoutWriter:
    """Return the writer of pipe rows, whose colspans become trailing empties."""

    def write_line(line: LaidLine, is_last: bool) -> str:
        if line.is_furniture:
            return line.boxes[0].text
        pads = line.pads if with_pads and not is_last else 0
        cells = between.join(_inline(box) for box in line.boxes)
        return opening + cells + " |" + (" " + "|" * pads if pads else "")

    def write(sheet: LaidSheet) -> str:
        last = len(sheet.lines) - 1
        return "\n".join(write_line(line, index == last) for index, line in enumerate(sheet.lines))

    return write


def write_own_line_pipes(sheet: LaidSheet) -> str:
    """Write every pipe on a line of its own."""
    lines = []
    for line in sheet.lines:
        if line.is_furniture:
            lines.append(line.boxes[0].text)
        else:
            cells = "\n".join(f"{_inline(box)}\n|" for box in line.boxes)
            lines.append(cells + "\n|" * line.pads)
    return "\n".join(lines)


def write_spaced_pipes(sheet: LaidSheet) -> str:
    """Write pipe rows with runs of spaces and newlines in the cells."""
    before = ("\n      ", "\n  ", " ", "   ")[sheet.variant]
    after = ("  ", "\n", "    ", " \n  ")[sheet.variant]
    lines = []
    for line in sheet.lines:
        if line.is_furniture:
            lines.append(line.boxes[0].text)
        else:
            cells = "".join(f"|{before}{_inline(box)}{after}" for box in line.boxes)
            lines.append(cells + "|" * (line.pads + 1))
    return "\n".join(lines)


def write_run_together(sheet: LaidSheet) -> str:
    """Write every row without any separator."""
    lines = []
    for line in sheet.lines:
        printed = "".join(box.text for box in line.boxes)
        lines.append(printed.replace("\n", ""))
    return "\n".join(lines)


def write_one_line(sheet: LaidSheet) -> str:
    """Write a whole table in one line with spaces."""
    return " ".join(_inline(box) for line in sheet.lines for box in line.boxes)


def write_tabs(sheet: LaidSheet) -> str:
    """Write rows with tabs between the cells."""
    lines = []
    for line in sheet.lines:
        pads = 0 if line.is_furniture else line.pads
        lines.append("\t".join(map(_inline, line.boxes)) + "\t" * pads)
    return "\n".join(lines)


def write_markdown(sheet: LaidSheet) -> str:
    """Write a Markdown table: its first line, the separator row, the others."""
    rows: list[str] = []
    for line in sheet.lines:
        if line.is_furniture:
            rows.append(line.boxes[0].text)
            continue
        cells = [box.text.replace("\n", "<br>") for box in line.boxes]
        rows.append("| " + " | ".join(cells + [""] * line.pads) + " |")
        if len(rows) == 1:
            rows.append("|" + " --- |" * sheet.width)
    return "\n".join(rows)


def _inline(box: PrintedBox) -> str:
    return box.text.replace("\n", " ")


WRITERS: Mapping[str, LayoutWriter] = {
    "cell-per-line-spaced": write_lines("\n\n"),
    "cell-per-line": write_lines("\n"),
    "pipes": write_pipes(" | "),
    "pipes-in-front": write_pipes(" | ", "| "),
    "pipes-without-pads": write_pipes(" | ", with_pads=False),
    "pipe-lines": write_pipes(" |\n"),
    "pipe-lines-rows-closed": write_pipes(" |\n", "|\n"),
    "pipes-on-own-lines": write_own_line_pipes,
    "spaced-pipes": write_spaced_pipes,
    "run-together": write_run_together,
    "repeated-lines-dropped": write_lines("\n\n"),
    "no-tables": write_lines("\n\n"),
    "unrendered": write_pipes(" | "),
    "layout-table": write_pipes(" | "),
    "tabs": write_tabs,
    "one_line": write_one_line,
    "markdown": write_markdown,
}
