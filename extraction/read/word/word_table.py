"""The rows and cells of a table in a Word file, each in the columns that it really spans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from extraction.read.word.word_run import choose
from extraction.read.word.word_styles import is_on, read_shade
from extraction.read.xml_tree import Node

WRAPPERS = frozenset({"w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:sdtContent"})
_WIDEST = 1000
_LOWEST = 100
"""Twentieths of a point."""
_DELETED = ("w:del", "w:moveFrom")
_CHANGED = ("w:ins", "w:moveTo", "w:cellIns", "w:cellDel", "w:cellMerge")

Merge = Literal["", "begins", "goes on"]


@dataclass(slots=True)
class WordCell:
    """A cell as it lies in the grid; `blocks` are its paragraphs and tables.

    changed: its row, or the cell itself, was put in by a change that is tracked. doubtful: its
    row is too low for letters, or it has words and goes on below nothing. paper: the colour that
    it lays below them.
    """

    row: int
    column: int
    colspan: int
    blocks: tuple[Node, ...]
    changed: bool = False
    rowspan: int = 1
    doubtful: bool = False
    paper: str = ""


@dataclass(slots=True)
class WordTable:
    """A table: its rows of cells. Cells merged downwards stand in their first row alone."""

    rows: list[list[WordCell]] = field(default_factory=list)

    def cells(self) -> Iterator[WordCell]:
        """Yield all cells, row by row."""
        return chain.from_iterable(self.rows)


def unwrap(nodes: Sequence[Node], *wanted: str) -> Iterator[Node]:
    """Yield the elements of the wanted names, also out of content controls and the like.

    What is marked as deleted is left out.
    """
    for node in nodes:
        if node.name in wanted:
            yield node
        elif node.name == "w:sdt":
            content = node.first("w:sdtContent")
            yield from unwrap(content.children if content is not None else (), *wanted)
        elif node.name == "mc:AlternateContent":
            yield from unwrap(choose(node), *wanted)
        elif node.name in WRAPPERS:
            yield from unwrap(node.children, *wanted)


def read_word_table(node: Node) -> WordTable:
    """Return the rows and cells of a `w:tbl`."""
    table = WordTable()
    open_cells: dict[int, WordCell] = {}
    for row in unwrap(node.children, "w:tr"):
        properties = row.first("w:trPr")
        if properties is not None and _is_gone(properties):
            continue
        changed = properties is not None and _has(properties, _CHANGED)
        open_cells = _read_row(row, properties, table, open_cells, changed=changed)
    return table


def _read_row(
    row: Node,
    properties: Node | None,
    table: WordTable,
    above: dict[int, WordCell],
    *,
    changed: bool,
) -> dict[int, WordCell]:
    """Add a row to a table; return the merged cells that may go on below it, by column."""
    number = len(table.rows)
    column = _number(properties, "w:gridBefore", 0)
    cells: list[WordCell] = []
    below: dict[int, WordCell] = {}
    for node in unwrap(row.children, "w:tc"):
        own = node.first("w:tcPr")
        colspan = max(1, _number(own, "w:gridSpan", 1))
        merge = _merge(own)
        upper = above.get(column)
        if merge == "goes on" and upper is not None and upper.colspan == colspan:
            upper.rowspan += 1
            below[column] = upper
        elif _goes_on_sideways(own) and cells:
            cells[-1].colspan += colspan
        else:
            blocks = tuple(unwrap(node.children, "w:p", "w:tbl"))
            touched = changed or (own is not None and _has(own, _CHANGED))
            shade = own.first("w:shd") if own is not None else None
            cell = WordCell(number, column, colspan, blocks, touched)
            astray = merge == "goes on" and any(block.words().strip() for block in blocks)
            cell.doubtful = astray or _is_squeezed(properties)
            cell.paper = read_shade(shade) if shade is not None else ""
            cells.append(cell)
            if merge == "begins":
                below[column] = cell
        column += colspan
        if column > _WIDEST:
            break
    table.rows.append(cells)
    return below


def _merge(properties: Node | None) -> Merge:
    node = properties.first("w:vMerge") if properties is not None else None
    if node is None:
        return ""
    return "begins" if node.get("w:val") == "restart" else "goes on"


def _goes_on_sideways(properties: Node | None) -> bool:
    """Say whether a cell belongs to the one before it, in the way of old files."""
    node = properties.first("w:hMerge") if properties is not None else None
    return node is not None and node.get("w:val", "continue") == "continue"


def _is_gone(properties: Node) -> bool:
    """Say whether a row is hidden, or deleted by a tracked change."""
    return is_on(properties.first("w:hidden")) or _has(properties, _DELETED)


def _is_squeezed(properties: Node | None) -> bool:
    """Say whether a row is kept lower than any letters are high."""
    height = properties.first("w:trHeight") if properties is not None else None
    if height is None or height.get("w:hRule") != "exact":
        return False
    return _number(properties, "w:trHeight", 0) < _LOWEST


def _has(properties: Node, names: Sequence[str]) -> bool:
    return any(child.name in names for child in properties.children)


def _number(properties: Node | None, name: str, usual: int) -> int:
    node = properties.first(name) if properties is not None else None
    written = node.get("w:val") if node is not None else ""
    return min(int(written), _WIDEST) if written.isdecimal() and len(written) < 9 else usual
