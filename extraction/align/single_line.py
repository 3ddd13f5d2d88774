"""A table whose rows stand side by side in one line of figures, each under its own heading."""

from collections.abc import Iterator, Sequence
from itertools import chain

from extraction.align.form_headers import list_columns
from extraction.align.heading_places import (
    doubt_heading_order,
    is_heading_out_of_place,
    is_heading_renamed,
    is_label_in_between,
)
from extraction.align.links import Item, count_printed, read_label
from extraction.align.other_units import name_other_unit
from extraction.align.row_headings import ReadHeader, read_headings
from extraction.align.single_line_slots import find_blank_line, find_slots_in_single_line
from extraction.align.spelt import spell_headings
from extraction.align.thresholds import WHOLE_HEADER
from extraction.align.words import take_words_in_single_line
from extraction.align.wrapped_headers import read_wrapped_headers
from extraction.forms.label_index import LabelIndex
from extraction.forms.table import Block, Table
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import doubts
from extraction.values.document import Span
from extraction.values.layout import AlignedBlock, Line, Token
from extraction.values.record import Proof


def align_single_line(
    items: Sequence[Item], unlabelled: tuple[Token, ...], label_index: LabelIndex
) -> tuple[tuple[AlignedBlock, ...], float]:
    """Read a table whose rows stand side by side in one line of figures.

    Its headers repeat and are the most often cut off, so position decides; headers that
    can be read must not contradict it.
    """
    block = label_index.table.blocks[0]
    width = len(block.rows) * len(block.columns)
    items = take_words_in_single_line(items, label_index)
    headings = list(read_headings(items, label_index))
    groups = (unlabelled, *(item.values for item in items))
    printed = [values for values in groups if count_printed(values)]
    full = [values for values in printed if count_printed(values) == width]
    wrapped = read_wrapped_headers(_labels_over(items), full, label_index)
    doubt = _doubt_headings(items, headings, label_index, wrapped)
    values = full[0] if len(full) == 1 else tuple(chain.from_iterable(printed))
    slots = find_slots_in_single_line(items, values, label_index)
    values = values or find_blank_line(items, slots)
    whole = [heading.kind for heading in headings if heading.whole and heading.kind != "head"]
    named = whole.count("column")
    shown_by: Proof = "structure" if slots or named >= width - 1 else "order"
    aligned = AlignedBlock(
        block.key,
        list_columns(block),
        (_to_single_line(values, label_index),) if values else (),
        doubt,
        len(whole),
        slots=slots,
        shown_by=shown_by,
    )
    return (aligned,), float(len(whole))


def _to_single_line(values: tuple[Token, ...], label_index: LabelIndex) -> Line:
    table = label_index.table
    span = Span(values[0].span.start, values[-1].span.end)
    return Line(table.blocks[0].key, table.label, span, _on_one_line(values), labelled=False)


def _on_one_line(values: tuple[Token, ...]) -> tuple[Token, ...]:
    """Leave out the pads of the headers: keep what stands on the line of the figures, if one."""
    lines = {value.line for value in values if value.kind != "blank"}
    if len(lines) != 1:
        return values
    return tuple(value for value in values if value.line in lines)


def _labels_over(items: Sequence[Item]) -> Iterator[Token]:
    """Yield the labels that stand above the first figures."""
    for item in items:
        yield item.label
        if count_printed(item.values):
            return


def _doubt_headings(
    items: Sequence[Item],
    labels: Sequence[ReadHeader],
    label_index: LabelIndex,
    wrapped: Sequence[str],
) -> Bilingual | None:
    """Say what, in the headings, speaks against the figures' standing under the form's."""
    block = label_index.table.blocks[0]
    headers = [header for header in labels if header.is_read]
    doubt = doubt_heading_order(headers, block, wrapped) or _doubt_transposed(headers, block)
    if doubt is not None:
        return doubt
    if is_heading_out_of_place(labels, block) or is_label_in_between(labels, block):
        return doubts.HEADING_MISPLACED
    if not _are_spelt_out(items, label_index.table) and is_heading_renamed(labels, block):
        return doubts.HEADING_RENAMED
    if _is_one_too_long(items, label_index):
        return doubts.ROW_TOO_LONG
    if name_other_unit((item.label.text for item in items), block):
        return doubts.HEADING_OF_OTHER_UNIT
    return None


def _doubt_transposed(headers: Sequence[ReadHeader], block: Block) -> Bilingual | None:
    """Say whether a figure for each row stands behind what should be a column's header.

    Only the last header of a line may have the figures of the line below behind it.
    """
    inner = list_columns(block)[:-1]
    for header in headers:
        if header.kind != "column" or header.key not in inner:
            continue
        if header.figures == len(block.rows):
            return doubts.TABLE_TURNED
    return None


def _are_spelt_out(items: Sequence[Item], table: Table) -> bool:
    """Whether what stands over the figures is all headers of the table, torn as they may be."""
    texts = [label.text for label in _labels_over(items)]
    return spell_headings(texts, table)


def _is_one_too_long(items: Sequence[Item], label_index: LabelIndex) -> bool:
    """Whether rows stand below each other, each behind its label, and one has too many figures.

    Put in one line, they would move what stands behind them.
    """
    counts: list[int] = []
    for label, values in items:
        printed = count_printed(values)
        if not printed:
            continue
        target = read_label(label.text, WHOLE_HEADER, label_index)
        if target is None or target.kind != "row":
            return False
        counts.append(printed)
    columns = label_index.table.blocks[0].columns
    return len(counts) > 1 and max(counts) > len(columns)
