"""A table of a record at a terminal: figures that are never cut, and those in question marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from extraction.export.escaping import shown
from extraction.forms.table import Block, Column, Row, Table
from extraction.values.bilingual import Bilingual, Language
from extraction.values.record import Cell, CellKey, Origin

_LONG = 9  # rows that a person takes in at a glance
_HEADER = 6  # three Chinese characters of a column's header
_LABEL = 24
_ORIGINS: Mapping[Origin, Bilingual] = {
    "solved": Bilingual("solved", "勾稽"),
    "model": Bilingual("model", "模型"),
    "person": Bilingual("person", "人工"),
}
"""How a figure became known that was not simply read."""


@dataclass(frozen=True, slots=True)
class View:
    """How much room there is, in columns, and who looks at it."""

    width: int
    lang: Language


class _Line(NamedTuple):
    """A row of the form, and its cells as they are shown."""

    row: Row
    texts: list[Text]

    @property
    def is_zero(self) -> bool:
        return all(text.plain == "0" for text in self.texts)


def show_table(
    table: Table, cells: Mapping[str, Mapping[str, Cell]], blamed: frozenset[str], view: View
) -> Iterator[RenderableType]:
    """Yield a table's blocks; where it is long, rows of nothing but zeros are left out."""
    is_long = sum(len(block.rows) for block in table.blocks) > _LONG
    for block in table.blocks:
        lines: list[_Line] = []
        for row in block.rows:
            keys = [CellKey(table.key, row.key, column.key) for column in block.columns]
            printed = cells.get(row.key, {})
            texts = [
                show_screen_cell(printed.get(key.column), str(key) in blamed, view.lang)
                for key in keys
            ]
            lines.append(_Line(row, texts))
        told = [line for line in lines if not (is_long and line.is_zero)]
        yield _to_grid(block, told, view.width)
        left_out = len(lines) - len(told)
        if left_out:
            zeros = Bilingual(f"and {left_out} rows of zeros", f"另有 {left_out} 行全为零")
            yield Text(zeros.to(view.lang), "dim")


def _to_grid(block: Block, lines: Sequence[_Line], width: int) -> RichTable:
    grid = RichTable(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    widths = _find_widths(block.columns, lines, width)
    room = width - sum(widths) - 2 * len(widths)
    grid.add_column("", width=_find_label_width(block, lines, room))
    for column, own in zip(block.columns, widths, strict=True):
        header = break_header(column.label, own)
        grid.add_column(header, justify="right", width=own)
    shown_group = None
    labels = {heading.key: heading.label for heading in block.row_groups}
    for row, texts in lines:
        group = row.group
        if group != shown_group and group in labels:
            grid.add_row(Text(labels[group], "dim"))
        shown_group = group
        grid.add_row(Text(row.label), *texts)
    return grid


def _find_widths(columns: Sequence[Column], lines: Sequence[_Line], width: int) -> list[int]:
    """Return the columns' widths: figures are never cut, headers broken only where they must."""
    narrow: list[int] = []
    whole: list[int] = []
    for at, column in enumerate(columns):
        figures = [line.texts[at].cell_len for line in lines]
        needed = max([_HEADER, *figures])
        narrow.append(needed)
        whole.append(max(needed, cell_len(column.label)))
    fits = sum(whole) + 2 * len(whole) + _LABEL <= width
    return whole if fits else narrow


def _find_label_width(block: Block, lines: Sequence[_Line], room: int) -> int:
    labels = [line.row.label for line in lines]
    labels += [group.label for group in block.row_groups]
    wanted = max([_LABEL, *map(cell_len, labels)])
    return max(_LABEL // 2, min(wanted, room - 2))


def break_header(label: str, width: int) -> str:
    r"""Break a column's header into lines of about the same length, none wider than the column.

    >>> break_header("商业企业", 6), break_header("总计", 6), break_header("a(b)c", 4)
    ('商业\n企业', '总计', 'a(b\n)c')
    """
    lines = -(-cell_len(label) // width)
    step = -(-len(label) // lines)
    return "\n".join(label[at : at + step] for at in range(0, len(label), step))


def show_screen_cell(cell: Cell | None, blamed: bool, lang: Language) -> Text:
    """Return a cell as printed; what is no number says so, what is in question is marked."""
    suggested = cell.suggestion if cell else None
    doubt = f"? {shown(suggested.raw or '·')}" if suggested else "?"
    if cell is None or cell.state == "missing":
        return Text(doubt, "bold red")
    if cell.state == "blank":
        return Text("·", "dim")
    shown_as = shown(cell.raw or "")
    if suggested is not None:
        return Text(f"{shown_as} {doubt}", "bold red")
    if cell.state == "number" and cell.origin and cell.origin != "read":
        shown_as += f" ({_ORIGINS[cell.origin].to(lang)})"
    return Text(f"{shown_as} !", "bold red") if blamed else Text(shown_as)
