"""What a proposer sees of a table, and what it proposes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, Protocol

from extraction.forms.table import Block, Labelled, Table, label_key
from extraction.text.numbers import parse_cell
from extraction.values.document import Span
from extraction.values.layout import CellTokens, Token

_CORNERS = frozenset({"项目", "行", "列", "数值", "数量", "指标", "类别", "内容", "名称"})
"""Words that stand in the corner of a table and name no row and no column of it."""
_PUNCTUATION = frozenset(" \t\u00a0\u3000:：,，、;；。.．()（）“”\"'《》【】[]")
"""A label with another sign (`总计:**`, `总计:—`) may have a cell's print in it."""
_BEHIND = re.compile(r"[^0-9\u3400-\u9fff]*\Z")
"""The signs behind a label's last character: its own, a colon, or a cell's print (`总计:"`)."""
_ALIKE = str.maketrans("（）：“”＂", '():"""')
_NO_SIGNS = frozenset({""})
_VALUES = frozenset({"figure", "mark", "blank"})


class PrintedLabel(NamedTuple):
    """A label that is one of the form's, in the form's own words.

    rows, columns: the (block, key) pairs that it may name, blocks by their index in the table.
    """

    token: Token
    rows: tuple[tuple[int, str], ...]
    columns: tuple[tuple[int, str], ...]

    def row_of(self, block: int) -> str | None:
        """Return the row that it names in a block."""
        return next((key for at, key in self.rows if at == block), None)

    def column_of(self, block: int) -> str | None:
        """Return the column that it names in a block."""
        return next((key for at, key in self.columns if at == block), None)


PrintedItem = PrintedLabel | Token
"""A label of the form, or a figure, mark or blank cell."""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table's region as its labels and figures, in printed order, and nothing else."""

    table: Table
    items: tuple[PrintedItem, ...]

    def runs(self) -> Iterator[tuple[bool, list[PrintedItem]]]:
        """Yield runs of labels (True) and of figures (False), in order."""
        for labels, run in groupby(self.items, lambda item: isinstance(item, PrintedLabel)):
            yield labels, list(run)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One assignment of all figures of a region to all cells of a table.

    by: the arrangement that it rests on. cells: the figure or mark of each cell, None where
    the print leaves it blank. labelled: whether each cell has its own row's and its own
    column's label beside it.
    """

    by: str
    cells: CellTokens
    labelled: bool = False


class Proposer(Protocol):
    """Proposes how a table may be read; nothing where the print does not allow it."""

    def __call__(self, printed: PrintedTable) -> Iterator[Proposal]:
        """Yield proposals that use every figure once and fill every cell."""


_FIGURE_BEFORE = re.compile(r"(?P<figure>\d[\d.]*)\s+(?P<label>\D.*)", re.DOTALL)
"""A figure in front of a label in one line; it may be the label's number as well."""


def read_prints(tokens: Sequence[Token], table: Table) -> Iterator[PrintedTable]:
    """Yield the ways to read what a region prints of a table, none where it has what is no form's.

    A number in front of a label is its own, as it counts rows, or else a figure before it. Blanks
    at the end of a line may be cells, or fill up a sheet's shorter lines.
    """
    ways = [list(tokens)]
    for change in (_part_figures, _without_pads):
        for way in tuple(ways):
            changed = list(change(way))
            ways += [changed] if changed != way else []
    for way in ways:
        printed = read_print(way, table)
        if printed is not None:
            yield printed


def _without_pads(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens without the blanks that end lines and that nothing but the layout keeps."""
    for _, run in groupby(tokens, lambda token: token.line):
        line = list(run)
        while line and _is_pad(line[-1]):
            line.pop()
        yield from line


def _is_pad(token: Token) -> bool:
    """Whether a token is a blank that nothing but the layout keeps."""
    return token.kind == "blank" and not token.text


def _part_figures(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens with the numbers that stand in front of labels as figures of their own."""
    for token in tokens:
        if token.kind != "label":
            yield token
            continue
        before = _FIGURE_BEFORE.fullmatch(token.text)
        if before is None:
            yield _as_value(token) or token
            continue
        start, end = token.span
        figure = Span(start, start + before.end("figure"))
        label = Span(start + before.start("label"), end)
        yield token._replace(kind="figure", text=before["figure"], span=figure)
        yield token._replace(text=before["label"], span=label)


def read_print(tokens: Sequence[Token], table: Table) -> PrintedTable | None:
    """Return what a region prints of a table; None where it prints what the form has not.

    Headings, groups and words beside the headers are left out; any other words, a unit among
    them, may change what the figures are.
    """
    rows = _index(table, lambda block: block.rows)
    columns = _index(table, lambda block: block.columns)
    known = {label_key(label) for label in _other_labels(table)}
    plain = _PUNCTUATION.union(*_CORNERS, *_all_labels(table))
    ends = _ends_of(table)
    items: list[PrintedItem] = []
    for token in tokens:
        if token.kind == "label":
            key = label_key(token.text) if plain.issuperset(token.text) else ""
            if _signs_behind(token.text) not in ends.get(key, _NO_SIGNS):
                return None
            if key in rows or key in columns:
                items.append(PrintedLabel(token, rows.get(key, ()), columns.get(key, ())))
            elif key not in known and key not in _CORNERS:
                return None
        elif (value := _as_value(token)) is not None:
            items.append(value)
        else:
            return None
    return PrintedTable(table, tuple(items))


def _signs_behind(text: str) -> str:
    """Return the signs behind a label's last character, without one colon that ends it.

    >>> _signs_behind("(单位：万元） :"), _signs_behind('总计:"')
    (')', ':"')
    """
    behind = "".join(_BEHIND.findall(text)).translate(_ALIKE)
    return "".join(behind.split()).removesuffix(":")


def _ends_of(table: Table) -> dict[str, set[str]]:
    """Return, by what is left of a label, the signs that may stand behind it."""
    ends: dict[str, set[str]] = {}
    for label in _all_labels(table):
        ends.setdefault(label_key(label), {""}).add(_signs_behind(label))
    return ends


def _as_value(token: Token) -> Token | None:
    """Return a figure, mark or blank; digits that stick to their label are one figure."""
    if token.kind in _VALUES:
        return token if token.kind == "blank" or parse_cell(token.text).canonical else None
    figure = parse_cell(token.text)
    return token._replace(kind="figure") if figure.canonical and figure.value is not None else None


def _index(table: Table, of: "Of") -> dict[str, tuple[tuple[int, str], ...]]:
    """Return, by what is left of a label, the (block, key) pairs of what it may name."""
    found: dict[str, list[tuple[int, str]]] = {}
    for at, block in enumerate(table.blocks):
        for named in of(block):
            for label in dict.fromkeys(map(label_key, named.labels)):
                found.setdefault(label, []).append((at, named.key))
    return {label: tuple(pairs) for label, pairs in found.items()}


class Of(Protocol):
    """Picks the rows or the columns of a block."""

    def __call__(self, block: Block, /) -> Sequence[Labelled]:
        """Return them in the form's order."""


def _all_labels(table: Table) -> Iterator[str]:
    """Yield every label of a table."""
    yield from _other_labels(table)
    for block in table.blocks:
        for named in (*block.rows, *block.columns):
            yield from named.labels


def _other_labels(table: Table) -> Iterator[str]:
    """Yield what a table prints beside its rows and columns: headings, corners, groups."""
    yield table.label
    for block in table.blocks:
        yield from block.heads
        for group in (*block.row_groups, *block.column_groups):
            yield from group.labels
