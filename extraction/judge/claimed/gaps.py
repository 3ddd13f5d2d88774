"""A table's claimed values in printed order, and the words in front of each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from extraction.forms.table import Block, Table, label_key
from extraction.judge.label_words import Keys, LabelWords, find_label_words, index_keys
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    PRINT_FIGURE_LEFT_OUT,
    PRINT_FIGURE_SHARED,
    PRINT_OTHER_SIGN,
    PRINT_REPEATED,
)
from extraction.values.document import Span
from extraction.values.layout import Token
from extraction.values.record import CellKey

_LONG_LABEL = 4
"""A label of so many characters is a table's own, wherever it stands."""
_PLAIN = re.compile(
    r"[\s\u3400-\u9fff0-9|,，、;；:：=.．。·\-—–―─━═│┃║┼╋╬+()（）{}\[\]“”\"'‘’《》/／]+"
)
"""What may stand between two figures of a table, and changes neither; letters and % are none."""
_CLOSE_BEFORE = frozenset("(（[{+-−±–—―－")
_CLOSE_BEHIND = frozenset(")）]}.．+%‰")
"""Signs that belong to the figure that they touch: `(12)`, `12.`, `12%`, and -12 behind a label."""
_PAGE = re.compile(r"\n[ \t]*(?:[-—第]|Page|P\.)?[ \t]*\d{1,3}[ \t]*(?:[-—页].*)?(?=\n)")


class Placed(NamedTuple):
    """A printed value and the cell that a claim puts it in."""

    token: Token
    cell: CellKey

    @property
    def start(self) -> int:
        """Where the value begins."""
        return self.token.span.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.token.span.end


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A report's text as a claim is held against it: its window, and the values in it.

    titles: what the section of the claimed table may be called. headings: what any may be.
    """

    text: str
    window: Span
    values: Sequence[Token]
    titles: Sequence[str]
    headings: Sequence[str]


@dataclass(frozen=True)
class ValueGaps:
    """A table's values in printed order; they cut the text around them into gaps."""

    table: Table
    placed: tuple[Placed, ...]
    printed: PrintedText

    @cached_property
    def _blocks(self) -> Mapping[str, Block]:
        return {row.key: block for block in self.table.blocks for row in block.rows}

    @cached_property
    def extent(self) -> Span:
        """From the first value to the last."""
        return Span(self.placed[0].start, self.placed[-1].end)

    def cell(self, at: int) -> CellKey:
        """Return the cell of a value."""
        return self.placed[at].cell

    def block_at(self, at: int) -> Block:
        """Return the block that holds the cell of a value."""
        return self._blocks[self.cell(at).row]

    def labels_at(self, at: int) -> LabelWords:
        """Return the labels of the block at a value."""
        return find_label_words(self.table, self.block_at(at))

    def holds_change(self, at: int) -> bool:
        """Whether a value stands in a column that holds changes, which may have a sign."""
        key = self.cell(at).column
        for column in self.block_at(at).columns:
            if column.key == key:
                return column.holds == "change"
        return False

    def opens_block(self, at: int) -> bool:
        """Whether a value is the first of its block."""
        return at == 0 or self.block_at(at - 1) is not self.block_at(at)

    def cells_from(self, at: int, count: int) -> list[CellKey]:
        """Return the cells of so many values."""
        return [each.cell for each in self.placed[at : at + count]]

    def opening_of_block(self, at: int) -> int:
        """Return which value is the first of the block that holds this one."""
        while not self.opens_block(at):
            at -= 1
        return at

    def gap(self, at: int) -> str:
        """Return the text in front of a value, from the value before it, its unit left out."""
        placed = self.placed[at]
        if at == 0:
            return self.printed.text[self._before(placed.start) : placed.start]
        before = self.placed[at - 1]
        between = self.printed.text[before.end : placed.start]
        block = self.block_at(at - 1)
        own = [column.unit for column in block.columns if column.key == before.cell.column]
        return between.removeprefix(own[0] or block.unit or "")

    def _before(self, start: int) -> int:
        """Return where the last value before a place ends, or the window begins."""
        ends = [value.span.end for value in self.printed.values]
        return max((end for end in ends if end <= start), default=self.printed.window.start)

    def words(self, at: int) -> str:
        """Return what `label_key` leaves of a gap; turns of pages in it are no words."""
        return label_key(_PAGE.sub("\n", self.gap(at)))

    def words_behind(self, at: int) -> str | None:
        """Return a gap's words behind the label of the row before it; None if it has none."""
        said = self.words(at)
        if at == 0:
            return said
        row = self.cell(at - 1).row
        rows = self.labels_at(at - 1).rows
        fitting = [label for label in rows if rows[label] == {row} and said.startswith(label)]
        return said.removeprefix(max(fitting, key=len)) if fitting else None

    def words_after(self) -> str:
        """Return the words behind the last value, up to what is next a value."""
        end = self.extent.end
        starts = [v.span.start for v in self.printed.values if v.span.start >= end]
        behind = self.printed.text[end : min(starts, default=self.printed.window.end)]
        return label_key(_PAGE.sub("\n", behind))

    def named_behind(self) -> Keys:
        """Return the rows that are named right behind the last value, if any are."""
        words = self.words_after()
        rows = self.labels_at(len(self.placed) - 1).rows
        named = [label for label in rows if len(label) > 1 and words.startswith(label)]
        return rows[max(named, key=len)] if named else frozenset()

    def find_amiss(self) -> Bilingual | None:
        """Return what in the table's extent, or around it, speaks against a claim."""
        for before, behind in pairwise(self.placed):
            if behind.start < before.end:
                return PRINT_FIGURE_SHARED.fill(figure=before.token.text)
        for at, placed in enumerate(self.placed):
            if (sign := self._find_sign(at)) is not None:
                return PRINT_OTHER_SIGN.fill(figure=placed.token.text, sign=sign)
        for value in self.printed.values:
            if self._is_left_out(value):
                return PRINT_FIGURE_LEFT_OUT.fill(figure=value.text)
        return PRINT_REPEATED.fill(table=self.table.label) if self._is_repeated() else None

    def _find_sign(self, at: int) -> str | None:
        """Return a sign beside a value that is no mere border, if there is one.

        In front of the first value it is looked for on its own line alone.
        """
        text, placed = self.printed.text, self.placed[at]
        before = text[placed.start - 1 : placed.start] if placed.start else ""
        behind = text[placed.end : placed.end + 1]
        if before in _CLOSE_BEFORE or behind in _CLOSE_BEHIND:
            return before if before in _CLOSE_BEFORE else behind
        first = placed.token.text[0]
        if first in _CLOSE_BEFORE and before.isalpha() and not self.holds_change(at):
            return first
        if behind and not _PLAIN.fullmatch(behind):
            return behind
        gap = _PAGE.sub("\n", self.gap(at))
        own = gap if at else gap.rpartition("\n")[2]
        other = _PLAIN.sub("", own)
        return other[:1] or None

    def _is_left_out(self, value: Token) -> bool:
        """Whether a value stands among the table's own, and is neither of them nor a page's."""
        start = value.span.start
        if not self.extent.start < start < self.extent.end:
            return False
        if any(each.start <= start < each.end for each in self.placed):
            return False
        line = max(self.printed.text.rfind("\n", 0, start), 0)
        page = _PAGE.match(self.printed.text, line)
        return page is None or not page.start() < start < page.end()

    def _is_repeated(self) -> bool:
        """Whether half of the table's rows are named in front of figures elsewhere, too."""
        rows: dict[str, Keys] = {}
        for block in self.table.blocks:
            rows |= index_keys(block.rows)
        elsewhere = set[str]()
        end = self.printed.window.start
        for value in self.printed.values:
            if value.span.end <= self.extent.start or value.span.start >= self.extent.end:
                words = label_key(self.printed.text[end : value.span.start])
                for label, keys in rows.items():
                    if len(label) >= _LONG_LABEL and words.endswith(label):
                        elsewhere |= keys
            end = value.span.end
        return 2 * len(elsewhere) >= len(self._blocks)
