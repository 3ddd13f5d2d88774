"""A form's tables as they are printed, logically: heads over lines of figures.

Which cell a figure belongs to follows from the label and the head that it stands under,
so that whoever exchanges labels has changed the truth, and whoever moves a row with its
label has not. Only where that is undecidable (`loose`) does a figure keep its home.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from extraction.forms.form import Form
from extraction.forms.table import Block
from extraction.values.record import CellKey


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A column's head; `key` is None where it names no column of the form.

    hidden: the page's source has the column, the browser does not show it.
    """

    text: str
    key: str | None
    group: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class InkedFigure:
    """A printed figure's mark, the cell that it was made for, and over how many columns."""

    mark: int
    home: CellKey | None
    span: int = 1


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row's label with its figures; `key` is None where it names no row of the form.

    loose: nobody can tell which figure stands in which column. unsure: a careful reader may
    leave its cells open. pads: empty cells before the label, behind it, and at the end.
    hidden: the page's source has the row, the browser does not show it.
    """

    text: str
    key: str | None
    figures: tuple[InkedFigure, ...]
    groups: tuple[str, ...] = ()
    loose: bool = False
    unsure: bool = False
    pads: tuple[int, int, int] = (0, 0, 0)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """Lines under one set of heads; `across`: all lines side by side in one line of figures.

    over: what stands above the heads, the corner last. breaks: before which lines the page
    turns and the heads are repeated. gap: an empty column is drawn before this column.
    """

    table: str
    key: str
    across: bool
    over: tuple[str, ...]
    heads: tuple[SheetHead, ...]
    lines: tuple[SheetLine, ...]
    breaks: frozenset[int] = frozenset()
    gap: int | None = None
    dropped: frozenset[CellKey] = frozenset()

    @property
    def has_groups(self) -> bool:
        """Whether rows stand under headings of their own."""
        return any(line.groups for line in self.lines)

    def claim(self, line: SheetLine, index: int) -> CellKey | None:
        """Return the cell that the print gives a figure of a line to."""
        if line.loose or len(line.figures) != len(self.heads):
            return line.figures[index].home
        return self.place(line, index)

    def place(self, line: SheetLine, index: int) -> CellKey | None:
        """Return the cell under whose head a figure of a line is drawn."""
        head = self.heads[index].key if index < len(self.heads) else None
        return CellKey(self.table, line.key, head) if line.key and head else None

    def claims(self, *, drawn: bool) -> Iterator[tuple[CellKey, InkedFigure, bool]]:
        """Yield every figure with its cells, and whether they may be left open.

        Where a row has a figure too many or too few, it may have been meant for one cell and
        be drawn under another's head: both will do, the latter if heads and figures are
        drawn, or if the row is full.
        """
        for line in self.lines:
            unsure = line.loose or line.unsure
            full = len(line.figures) == len(self.heads)
            for index, figure in enumerate(line.figures):
                if line.hidden or self.hides(index):
                    continue
                cells = {self.claim(line, index)}
                if line.loose and (drawn or full):
                    cells.add(self.place(line, index))
                if not line.text:  # what a lost label said, nobody knows
                    cells.add(figure.home)
                for cell in cells:
                    if cell is not None:
                        yield cell, figure, unsure

    def hides(self, index: int) -> bool:
        """Tell whether a figure stands in a hidden column."""
        return index < len(self.heads) and self.heads[index].hidden

    def put(self, index: int, line: SheetLine) -> "SheetBlock":
        """Return the block with one line replaced."""
        return replace(self, lines=(*self.lines[:index], line, *self.lines[index + 1 :]))

    def loosen(self, index: int) -> "SheetBlock":
        """Return the block with one line whose figures keep the cells that they have now."""
        line = self.lines[index]
        figures = tuple(
            replace(figure, home=self.claim(line, place))
            for place, figure in enumerate(line.figures)
        )
        return self.put(index, replace(line, figures=figures, loose=True))

    def loosen_all(self) -> "SheetBlock":
        """Return the block with every line loose."""
        block = self
        for index in range(len(self.lines)):
            block = block.loosen(index)
        return block

    def doubt_all(self) -> "SheetBlock":
        """Return the block with cells that may all be left open."""
        return replace(self, lines=tuple(replace(line, unsure=True) for line in self.lines))

    @property
    def is_loose(self) -> bool:
        """Whether some line is loose."""
        return any(line.loose for line in self.lines)


BlockSheet = tuple[SheetBlock, ...]
SheetDamage = Callable[[SheetBlock, Random], SheetBlock]


def draw_sheets(form: Form, marks: dict[CellKey, int]) -> dict[str, BlockSheet]:
    """Return the form's tables with a mark for every figure."""
    sheets: dict[str, BlockSheet] = {}
    for table in form.tables:
        blocks = (_draw_block(table.key, block, marks) for block in table.blocks)
        sheets[table.key] = tuple(blocks)
    return sheets


def _draw_block(table: str, block: Block, marks: dict[CellKey, int]) -> SheetBlock:
    groups = {group.key: group.label for group in block.column_groups}
    heads = tuple(
        SheetHead(column.label, column.key, groups.get(column.group or "", ""))
        for column in block.columns
    )
    lines = []
    for row in block.rows:
        cells = [CellKey(table, row.key, column.key) for column in block.columns]
        figures = tuple(InkedFigure(marks[cell], cell) for cell in cells)
        lines.append(SheetLine(row.label, row.key, figures, _path(block, row.group)))
    across = block.arrangement == "across"
    return SheetBlock(table, block.key, across, block.heads, heads, tuple(lines))


def _path(block: Block, key: str | None) -> tuple[str, ...]:
    groups = {group.key: group for group in block.row_groups}
    path: tuple[str, ...] = ()
    while key:
        path = (groups[key].label, *path)
        key = groups[key].within
    return path


def any_head(block: SheetBlock, rng: Random) -> int:
    """Choose a column of a block."""
    return rng.randrange(len(block.heads))


def any_line(block: SheetBlock, rng: Random) -> int:
    """Return any line of a block."""
    return rng.randrange(len(block.lines))


def pair_of_lines(block: SheetBlock, rng: Random) -> tuple[int, int] | None:
    """Return two lines under the same headings; neighbours mostly."""
    pairs = [
        (i, j)
        for i in range(len(block.lines))
        for j in range(i + 1, len(block.lines))
        if block.lines[i].groups == block.lines[j].groups
    ]
    near = [pair for pair in pairs if pair[1] - pair[0] == 1]
    if not pairs:
        return None
    return rng.choice(near if near and rng.random() < 0.7 else pairs)


def opens(block: SheetBlock, index: int) -> bool:
    """Tell whether a line is the first under its headings."""
    return index == 0 or block.lines[index - 1].groups != block.lines[index].groups
