"""The arrangements of a table's print, each by the words that it puts in front of each value."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from extraction.forms.table import label_key
from extraction.judge.claimed.gaps import ValueGaps
from extraction.judge.label_words import Keys, speaks_of_other_unit
from extraction.values.record import CellKey

_NUMBERING = re.compile("^[一二三四五六七八九十]{1,2}")
T = TypeVar("T")
Expectation = Callable[[ValueGaps, int], bool]
BEHIND_LABELS = "labels first"
"""The one arrangement in which rows and columns could as well be exchanged."""
UNHEADED = "row by row, without headers"
"""The one arrangement in which the form's order alone says which column is which."""
UNREAD = "row by row, a label unread"
"""The one in which the words in front of a row are none of the form's."""


class Arrangement(NamedTuple):
    """How a table may be printed; `behind`: a row's label stands behind its figures."""

    name: str
    expects: Expectation
    behind: bool = False

    def find_stop(self, gaps: ValueGaps) -> int | None:
        """Return which value is the first whose gap is not as the arrangement has it."""
        last = len(gaps.placed)
        for at in range(last):
            if not self.expects(gaps, at):
                return at
        wanted = frozenset({gaps.cell(last - 1).row}) if self.behind else frozenset()
        return None if gaps.named_behind() == wanted else last


def _columns_of(cells: Sequence[CellKey]) -> list[str]:
    return [cell.column for cell in cells]


def _rows_of(cells: Sequence[CellKey]) -> list[str]:
    return [cell.row for cell in cells]


def _goes_on_in_row(gaps: ValueGaps, at: int) -> bool:
    """Whether a value stands in the row of the value before it."""
    return at > 0 and gaps.cell(at - 1).row == gaps.cell(at).row


def _goes_on_in_column(gaps: ValueGaps, at: int) -> bool:
    """Whether a value stands in the column, and the block, of the value before it."""
    if gaps.opens_block(at):
        return False
    return gaps.cell(at - 1).column == gaps.cell(at).column


def _find_row(gaps: ValueGaps, at: int) -> list[str] | None:
    """Return the columns of the row that begins with a value; None if it is not whole.

    All rows of a block must have their columns in one order.
    """
    width = len(gaps.block_at(at).columns)
    cells = gaps.cells_from(at, width)
    order = _columns_of(cells)
    if set(_rows_of(cells)) != {gaps.cell(at).row} or len(set(order)) != width:
        return None
    above = _columns_of(gaps.cells_from(gaps.opening_of_block(at), width))
    return order if above == order else None


def _find_column(gaps: ValueGaps, at: int) -> list[str] | None:
    """Return the rows of the column that begins with a value; None if it is not whole."""
    height = len(gaps.block_at(at).rows)
    cells = gaps.cells_from(at, height)
    order = _rows_of(cells)
    if set(_columns_of(cells)) != {gaps.cell(at).column} or len(set(order)) != height:
        return None
    first = _rows_of(gaps.cells_from(gaps.opening_of_block(at), height))
    return order if first == order else None


def is_row_led(gaps: ValueGaps, at: int) -> bool:
    """Whether a value stands in its row as the headers have it, behind the row's label."""
    words = gaps.words(at)
    if _goes_on_in_row(gaps, at):
        return not words
    labels = gaps.labels_at(at)
    front, named = labels.split_row(words)
    order = _find_row(gaps, at)
    if order is None or named != {gaps.cell(at).row}:
        return False
    label = words[len(front) :]
    if not gaps.opens_block(at):
        return labels.is_known(front, label)
    while front.endswith(label):  # a label over several columns, repeated
        front = front.removesuffix(label)
    return labels.end_with_headers(front, order, labels.columns)


def is_row_led_or_left(gaps: ValueGaps, at: int) -> bool:
    """Whether a value stands in its row, behind its label or between the rows around it.

    A label that is damaged beyond reading is that of the one row that the read ones in front of
    it and behind it leave; it says nothing that the table knows, nor is it like another row's.
    """
    return is_row_led(gaps, at) or _is_row_left(gaps, at)


def _is_row_left(gaps: ValueGaps, at: int) -> bool:
    block = gaps.block_at(at)
    own = gaps.cell(at).row
    width = len(block.columns)
    rows = [row.key for row in block.rows]
    place = rows.index(own)
    if not 0 < place < len(rows) - 1:
        return False
    if _find_row(gaps, at) is None:
        return False
    before = rows[place - 1]
    behind = rows[place + 1]
    if not _is_row_read(gaps, at - width, before):
        return False
    if not _is_row_read(gaps, at + width, behind):
        return False
    labels = gaps.labels_at(at)
    return labels.is_foreign(gaps.words(at), own)


def _is_row_read(gaps: ValueGaps, at: int, row: str) -> bool:
    """Whether a row begins with this value, and its label stands in front."""
    if not 0 <= at < len(gaps.placed):
        return False
    labels = gaps.labels_at(at)
    _, named = labels.split_row(gaps.words(at))
    return gaps.cell(at).row == row and named == {row}


def is_row_named(gaps: ValueGaps, at: int) -> bool:
    """Whether a value stands in its row as the form has it, behind the row's label and no headers.

    The title of its section stands right before the first row, and behind the last figure the
    heading of another: so no headers are printed above the rows, nor below.
    """
    words = gaps.words(at)
    if at == len(gaps.placed) - 1 and not _ends_section(gaps):
        return False
    if _goes_on_in_row(gaps, at):
        return not words
    labels = gaps.labels_at(at)
    front, named = labels.split_row(words)
    in_form = [column.key for column in gaps.block_at(at).columns]
    if _find_row(gaps, at) != in_form or named != {gaps.cell(at).row}:
        return False
    if at == 0:
        titles = filter(None, map(label_key, gaps.printed.titles))
        return front.endswith(tuple(titles))
    return labels.is_known(front, words[len(front) :])


def _ends_section(gaps: ValueGaps) -> bool:
    """Whether the heading of a section is next behind the last value, or nothing at all."""
    behind = _NUMBERING.sub("", gaps.words_after(), count=1)
    if not behind:
        return gaps.printed.values[-1].span.end <= gaps.extent.end
    headings = (_NUMBERING.sub("", label_key(text)) for text in gaps.printed.headings)
    return behind.startswith(tuple(filter(None, headings)))


def is_column_led(gaps: ValueGaps, at: int) -> bool:
    """Whether a value stands in its column as the rows' labels have it, behind its header."""
    words = gaps.words(at)
    if _goes_on_in_column(gaps, at):
        return not words
    labels = gaps.labels_at(at)
    front, named = labels.split_column(words)
    order = _find_column(gaps, at)
    if order is None or named != {gaps.cell(at).column}:
        return False
    if gaps.opens_block(at):
        return labels.end_with_headers(front, order, labels.rows)
    return not front


def is_cell_led(gaps: ValueGaps, at: int) -> bool:
    """Whether a value has its column's label in front, and before that its row's if it is new."""
    own, labels = gaps.cell(at), gaps.labels_at(at)
    front, named = labels.split_column(gaps.words(at))
    if named != {own.column}:
        return False
    if not front:
        return _goes_on_in_row(gaps, at)
    front, named = labels.split_row(front)
    if named != {own.row}:
        return False
    if gaps.opens_block(at):
        return not speaks_of_other_unit(front)
    return labels.is_known(front)


def is_followed(gaps: ValueGaps, at: int) -> bool:
    """Whether a value stands in its row as the headers have it, before the row's label."""
    if _goes_on_in_row(gaps, at):
        return not gaps.words(at)
    between = gaps.words_behind(at)
    order = _find_row(gaps, at)
    if order is None or between is None:
        return False
    labels = gaps.labels_at(at)
    if gaps.opens_block(at):
        return labels.end_with_headers(between, order, labels.columns)
    return labels.is_known(between)


def is_in_one_line(gaps: ValueGaps, at: int) -> bool:
    """Whether all rows stand side by side in one line, under their headings and columns."""
    if at:
        return not gaps.words(at)
    if gaps.block_at(0).arrangement != "across" or len(gaps.table.blocks) > 1:
        return False
    labels = gaps.labels_at(0)
    front, printed = labels.split_headers(gaps.words(0))
    if speaks_of_other_unit(front):
        return False
    named_rows = _keep_known(printed, labels.rows)
    named_columns = _keep_known(printed, labels.columns)
    cells = gaps.cells_from(0, len(gaps.placed))
    rows = [frozenset({row}) for row in _rows_of(cells)]
    columns = [frozenset({column}) for column in _columns_of(cells)]
    return named_columns == columns and _without_repeats(named_rows) == _without_repeats(rows)


def _keep_known(printed: Sequence[str], labels: Mapping[str, Keys]) -> list[Keys]:
    """Return what those labels name that are among these."""
    return [labels[label] for label in printed if label in labels]


def _without_repeats(named: Iterable[T]) -> list[T]:
    """Return what is named, once where it is named several times in a row."""
    return [one for one, _ in groupby(named)]


def is_behind_labels(gaps: ValueGaps, at: int) -> bool:
    """Whether all values stand behind all labels, row by row."""
    words = gaps.words(at)
    if at:
        return not words
    if len(gaps.table.blocks) > 1:
        return False
    cells = gaps.cells_from(0, len(gaps.placed))
    rows = _without_repeats(_rows_of(cells))
    order = _columns_of(cells)[: len(cells) // len(rows)]
    if _columns_of(cells) != order * len(rows):
        return False
    labels = gaps.labels_at(0)
    for row in reversed(rows):
        words, named = labels.split_row(words)
        if named != {row}:
            return False
    return labels.end_with_headers(words, order, labels.columns)


ARRANGEMENTS = (
    Arrangement("cell by cell", is_cell_led),
    Arrangement("row by row", is_row_led),
    Arrangement(UNREAD, is_row_led_or_left),
    Arrangement(UNHEADED, is_row_named),
    Arrangement("in one line", is_in_one_line),
    Arrangement("column by column", is_column_led),
    Arrangement(BEHIND_LABELS, is_behind_labels),
    Arrangement("figures first", is_followed, behind=True),
)
"""All of them; which is tried first decides only by what name it is called."""
