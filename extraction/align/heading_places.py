"""Headings over one line of figures that stand elsewhere than the form's, or are none of its."""

from collections.abc import Sequence
from itertools import dropwhile, pairwise

from extraction.align.form_headers import list_columns
from extraction.align.row_headings import ReadHeader
from extraction.align.thresholds import TOKENS_OVER
from extraction.forms.table import Block
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import doubts

_Headings = Sequence[ReadHeader]


def doubt_heading_order(
    headers: _Headings, block: Block, wrapped: Sequence[str]
) -> Bilingual | None:
    """Say whether the headers that can be read stand in another order than the form's.

    `wrapped` are the columns as headers in laid out text name them from left to right.
    """
    return _doubt_row_order(headers, block) or _doubt_column_order(headers, block, wrapped)


def _doubt_row_order(headers: _Headings, block: Block) -> Bilingual | None:
    rows = [row.key for row in block.rows]
    printed = [rows.index(header.key) for header in headers if header.kind == "row"]
    if len(set(printed)) < min(len(printed), len(rows)):
        return doubts.HEADING_TWICE
    if printed != sorted(printed) or _is_head_elsewhere(headers, rows):
        return doubts.HEADINGS_REORDERED
    return None


def _is_head_elsewhere(headers: _Headings, rows: Sequence[str]) -> bool:
    """Whether the heading over the later rows leads the first row's name, or is led by their own.

    It stands behind the name of the first row, and before the later rows'.
    """
    names = []
    for header in headers:
        if header.kind == "row":
            names.append(header.key)
        elif header.kind == "head":
            names.append("head")
    if "head" not in names:
        return False
    if names[0] == "head" and rows[0] in names:
        return True
    return names[0] in rows[1:]


def _doubt_column_order(
    headers: _Headings, block: Block, wrapped: Sequence[str]
) -> Bilingual | None:
    rows = len(block.rows)
    columns = list(list_columns(block))
    keys = [header.key for header in headers if header.kind == "column"]
    if len(wrapped) == rows * len(columns):
        keys = list(wrapped)
    if keys == columns * (rows + 1):
        return None  # without merged cells, the first row's stand once more on the line above
    if keys != columns and sorted(keys) == sorted(columns):
        return doubts.COLUMNS_REORDERED
    places = [columns.index(key) for key in keys]
    turns = 1 + sum(right <= left for left, right in pairwise(places))
    if turns > rows:
        return doubts.COLUMNS_REORDERED
    return None


def is_heading_out_of_place(labels: _Headings, block: Block) -> bool:
    """Whether as many labels as the form's headings stand there, but one that is read elsewhere.

    The form has two rows over the columns of the first, which stand before the later rows.
    """
    first, *later = [row.key for row in block.rows]
    columns = list_columns(block)
    wanted = [first, block.heads[0], *columns, *later, *columns * len(later)]
    begun = list(dropwhile(lambda header: header.key != first, labels))
    if _find_figures(begun) + 1 != len(wanted):
        return False
    pairs = zip(begun, wanted, strict=False)
    return any(header.is_read and header.key != key for header, key in pairs)


def _find_figures(labels: _Headings) -> int:
    """Return the label behind which the first figures stand; the last where there are none."""
    with_figures = (at for at, header in enumerate(labels) if header.figures)
    return next(with_figures, len(labels) - 1)


def is_label_in_between(labels: _Headings, block: Block) -> bool:
    """Whether, on one line, more labels stand between two columns' than the form has columns there.

    Then what cannot be read is not the columns that the form has in between.
    """
    columns = {key: place for place, key in enumerate(list_columns(block))}
    read = [at for at, header in enumerate(labels) if header.is_read]
    for left, right in pairwise(read):
        first, second = labels[left], labels[right]
        if first.line != second.line:
            continue
        if first.key not in columns or second.key not in columns:
            continue
        apart = columns[second.key] - columns[first.key]
        if 0 < apart < right - left:
            return True
    return False


def is_heading_renamed(labels: _Headings, block: Block) -> bool:
    """Whether plain words stand over the figures that are no heading of the form.

    Where each row has a line of its own, the headers are what stands right above the first. Else
    the later rows' stand behind the names of the first and of what is over the later ones.
    Over cells that are all blank, all labels are headers.
    """
    last = _find_figures(labels)
    rows = (at for at, header in enumerate(labels) if header.kind == "row")
    row = next(rows, len(labels))
    width = len(block.columns)
    begun = last - width
    if row < last:
        is_first = labels[row].key == block.rows[0].key
        begun = row if is_first else row - (width + TOKENS_OVER)
    return any(header.renamed for header in labels[max(0, begun) : last + 1])
