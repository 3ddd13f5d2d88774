"""A table whose rows stand side by side in one line of figures, each under its own heading."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, pairwise
from typing import NamedTuple

from extraction.align.drawn import keeps_blanks
from extraction.align.links import Item, count_printed
from extraction.align.other_units import name_other_unit
from extraction.align.spelt import spell_headings
from extraction.align.thresholds import HEADER_ALIKE, TOKENS_OVER, WHOLE_HEADER
from extraction.align.unknown_rows import departs, names_another
from extraction.align.words import take_words_in_single_line
from extraction.align.wrapped_headers import read_wrapped_headers
from extraction.forms.label_index import UNREAD, FormLabel, LabelIndex, Match
from extraction.forms.table import Block, Table
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import doubts
from extraction.values.document import Span
from extraction.values.layout import AlignedBlock, GridPlace, Line, Token
from extraction.values.record import Proof

_KINDS = frozenset({"row", "column", "head"})


class ReadHeader(NamedTuple):
    """A heading, whether it is read whole or cut off, and how many figures follow it.

    renamed: its words are plain, and another thing's. line: where it is printed.
    """

    target: FormLabel
    whole: bool
    figures: int
    renamed: bool
    line: int


def align_single_line(
    items: Sequence[Item], unlabelled: tuple[Token, ...], label_index: LabelIndex
) -> tuple[tuple[AlignedBlock, ...], float]:
    """Read a table whose rows stand side by side in one line of figures.

    Its headers repeat and are the most often cut off, so position decides; headers that
    can be read must not contradict it.
    """
    block = label_index.table.blocks[0]
    items = take_words_in_single_line(items, label_index)
    labels = list(_find_headers(items, label_index))
    headers = [header for header in labels if header.target is not UNREAD]
    groups = [v for v in (unlabelled, *(item.values for item in items)) if count_printed(v)]
    width = len(block.rows) * len(block.columns)
    full = [values for values in groups if count_printed(values) == width]
    wrapped = read_wrapped_headers(_labels_over(items), full, label_index)
    doubt = _doubt_headings(items, labels, label_index, wrapped)
    values = full[0] if len(full) == 1 else tuple(token for group in groups for token in group)
    slots = find_slots_in_single_line(items, values, label_index)
    if not values:
        values = _find_blank_line(items, slots)
    columns = tuple(column.key for column in block.columns)
    span = Span(values[0].span.start, values[-1].span.end) if values else Span(0, 0)
    line = Line(block.key, label_index.table.label, span, _on_one_line(values), labelled=False)
    lines = (line,) if values else ()
    whole = sum(header.whole and header.target.kind != "head" for header in headers)
    named = sum(header.whole and header.target.kind == "column" for header in headers)
    shown_by: Proof = "structure" if slots or named >= width - 1 else "order"
    aligned = AlignedBlock(block.key, columns, lines, doubt, whole, slots=slots, shown_by=shown_by)
    return (aligned,), float(whole)


def _doubt_headings(
    items: Sequence[Item],
    labels: Sequence[ReadHeader],
    label_index: LabelIndex,
    wrapped: Sequence[str],
) -> Bilingual | None:
    """Say what, in the headings, speaks against the figures' standing under the form's."""
    block = label_index.table.blocks[0]
    headers = [header for header in labels if header.target is not UNREAD]
    targets = [header.target for header in headers]
    doubt = _doubt_contradiction(targets, block, wrapped) or _doubt_transposed(headers, block)
    if doubt is not None:
        return doubt
    if _is_one_out_of_place(labels, block) or _is_one_in_between(labels, block):
        return doubts.HEADING_MISPLACED
    if not _are_spelt_out(items, label_index.table) and _is_one_renamed(labels, block):
        return doubts.HEADING_RENAMED
    if _is_one_too_long(items, label_index):
        return doubts.ROW_TOO_LONG
    if name_other_unit((item.label.text for item in items), block):
        return doubts.HEADING_OF_OTHER_UNIT
    return None


def _are_spelt_out(items: Sequence[Item], table: Table) -> bool:
    """Whether what stands over the figures is all headers of the table, torn as they may be."""
    last = len(items) - 1  # where all cells are blank
    first = next((i for i, item in enumerate(items) if count_printed(item.values)), last)
    return spell_headings((item.label.text for item in items[: first + 1]), table)


def _is_one_too_long(items: Sequence[Item], label_index: LabelIndex) -> bool:
    """Whether rows stand below each other, each behind its label, and one has too many figures.

    Put in one line, they would move what stands behind them.
    """
    led = [item for item in items if count_printed(item.values)]
    for item in led:
        best = next(iter(label_index.find(item.label.text)), None)
        if best is None or best.score < WHOLE_HEADER or best.target.kind != "row":
            return False
    columns = label_index.table.blocks[0].columns
    return len(led) > 1 and any(count_printed(item.values) > len(columns) for item in led)


def _find_blank_line(
    items: Sequence[Item], slots: Mapping[int, Mapping[int, int]]
) -> tuple[Token, ...]:
    """Return the blanks of the one drawn row that has a cell under each header, and no figure."""
    rows: dict[GridPlace, list[Token]] = {}
    for value in (value for item in items for value in item.values):
        if value.drawn is not None:
            rows.setdefault(value.drawn._replace(column=0), []).append(value)
    blank = [
        tuple(row)
        for place, row in rows.items()
        if slots.get(place.grid, {-1: 0}).keys() <= {v.drawn.column for v in row if v.drawn}
    ]
    return blank[0] if len(blank) == 1 else ()


def find_slots_in_single_line(
    items: Sequence[Item], values: Sequence[Token], label_index: LabelIndex
) -> dict[int, dict[int, int]]:
    """Learn from the headers over a line of figures which columns of a drawn table hold its cells.

    Each cell must have a header over it that is read whole, all in the form's order.
    """
    block = label_index.table.blocks[0]
    wanted = [column.key for column in block.columns] * len(block.rows)
    places: dict[int, dict[int, str]] = {}
    for label in (item.label for item in items if item.label.drawn is not None):
        best = next(iter(label_index.find(label.text)), None)
        if best is not None and best.score >= WHOLE_HEADER and best.target.kind == "column":
            place = label.drawn
            if place is not None:
                places.setdefault(place.grid, {})[place.column] = best.target.key
    slots = {}
    for grid, headers in places.items():
        own = {column: at for at, column in enumerate(sorted(headers))}
        if [headers[column] for column in own] == wanted and _fills(grid, own, values):
            slots[grid] = own
    return slots


def _fills(grid: int, slots: Mapping[int, int], values: Sequence[Token]) -> bool:
    """Whether all that a line prints stands under headers, and blanks have kept their cells."""
    printed = [v for v in values if v.kind != "blank"]
    places = {v.drawn.column for v in printed if v.drawn is not None and v.drawn.grid == grid}
    drawn = any(value.place is not None for value in values)
    return places <= slots.keys() and (drawn or keeps_blanks([places], slots.keys()))


def _on_one_line(values: tuple[Token, ...]) -> tuple[Token, ...]:
    """Leave out the pads of the headers: keep what stands on the line of the figures, if one."""
    lines = {value.line for value in values if value.kind != "blank"}
    return tuple(v for v in values if v.line in lines) if len(lines) == 1 else values


def _find_headers(items: Sequence[Item], label_index: LabelIndex) -> Iterator[ReadHeader]:
    """Yield the headings in printed order, and what cannot be read among them.

    Two labels may be one heading, unless their line has as many as there are headings.
    """
    index = 0
    named = _list_names(label_index)
    apart = _find_full_lines(items, label_index.table.blocks[0])
    while index < len(items):
        line = items[index].label.line
        texts = [item.label.text for item in items[index : index + (1 if line in apart else 2)]]
        alone, goes_on = label_index.find(texts[0])[:1], label_index.find("".join(texts))[:1]
        parted = max(map(_score, (alone, label_index.find(texts[-1])[:1])))
        width, best = (2, goes_on) if _score(goes_on) > parted else (1, alone)
        if best and best[0].score >= HEADER_ALIKE and best[0].target.kind in _KINDS:
            figures = count_printed(items[index + width - 1].values)
            text = "".join(texts[:width])
            renamed = departs(text, best[0].target, label_index)
            yield ReadHeader(best[0].target, True, figures, renamed, line)
            index += width
            continue
        cut = label_index.find_truncated(texts[0], _KINDS) or UNREAD
        renamed = cut is UNREAD and names_another(texts[0], named)
        yield ReadHeader(cut, False, count_printed(items[index].values), renamed, line)
        index += 1


def _find_full_lines(items: Sequence[Item], block: Block) -> set[int]:
    """Return the two lines with as many labels as the table has headings in either.

    Over the first row's columns and beside them the names of the later rows; over those their
    columns.
    """
    width, later = len(block.columns), len(block.rows) - 1
    labels = Counter(item.label.line for item in items)
    for lines in pairwise(labels):
        if [labels[line] for line in lines] == [width + later, width * later]:
            return set(lines)
    return set()


def _list_names(label_index: LabelIndex) -> list[str]:
    """Return all labels of a table, and those of its columns glued together."""
    block = label_index.table.blocks[0]
    glued = "".join(column.label for column in block.columns)
    rows = "".join(row.label for row in block.rows)
    later = "".join(row.label for row in block.rows[1:])
    lines = (glued + later, glued * len(block.rows), rows, "".join(block.heads) + glued)
    return [*(label for target in label_index.targets for label in target.labels), *lines]


def _is_one_renamed(labels: Sequence[ReadHeader], block: Block) -> bool:
    """Whether plain words stand over the figures that are no heading of the form.

    Where each row has a line of its own, the headers are what stands right above the first. Else
    the later rows' stand behind the names of the first and of what is over the later ones.
    Over cells that are all blank, all labels are headers.
    """
    first = next((at for at, header in enumerate(labels) if header.figures), len(labels) - 1)
    row = next((at for at, header in enumerate(labels) if header.target.kind == "row"), len(labels))
    width = len(block.columns)
    later = row < first and labels[row].target.key != block.rows[0].key
    begun = row - later * (width + TOKENS_OVER) if row < first else first - width
    return any(header.renamed for header in labels[max(0, begun) : first + 1])


def _score(found: Sequence[Match]) -> float:
    """Return the score of what a text resembles most; 0 of nothing."""
    return found[0].score if found else 0.0


def _is_one_out_of_place(labels: Sequence[ReadHeader], block: Block) -> bool:
    """Whether as many labels as the form's headings stand there, but one that is read elsewhere.

    The form has two rows over the columns of the first, which stand before the later rows.
    """
    first, *later = (row.key for row in block.rows)
    columns = [column.key for column in block.columns]
    wanted = [first, block.heads[0], *columns, *later, *columns * len(later)]
    begun = [
        *dropwhile(lambda header: header.target is UNREAD or header.target.key != first, labels)
    ]
    over = next((at + 1 for at, header in enumerate(begun) if header.figures), len(begun))
    pairs = zip(begun, wanted, strict=False)
    amiss = any(header.target is not UNREAD and header.target.key != key for header, key in pairs)
    return over == len(wanted) and amiss


def _is_one_in_between(labels: Sequence[ReadHeader], block: Block) -> bool:
    """Whether, on one line, more labels stand between two columns' than the form has columns there.

    Then what cannot be read is not the columns that the form has in between.
    """
    columns = {column.key: at for at, column in enumerate(block.columns)}
    read = [at for at, header in enumerate(labels) if header.target is not UNREAD]
    for left, right in pairwise(read):
        first, second = labels[left], labels[right]
        places = [columns.get(header.target.key, -1) for header in (first, second)]
        beside = first.line == second.line and -1 not in places
        if beside and 0 < places[1] - places[0] < right - left:
            return True
    return False


def _doubt_transposed(headers: Sequence[ReadHeader], block: Block) -> Bilingual | None:
    """Say whether a figure for each row stands behind what should be a column's header.

    Only the last header of a line may have the figures of the line below behind it.
    """
    inner = {column.key for column in block.columns[:-1]}
    lines = [h for h in headers if h.target.kind == "column" and h.target.key in inner]
    turned = any(header.figures == len(block.rows) for header in lines)
    return doubts.TABLE_TURNED if turned else None


def _labels_over(items: Sequence[Item]) -> Iterator[Token]:
    """Yield the labels that stand above the first figures."""
    for item in items:
        yield item.label
        if count_printed(item.values):
            return


def _doubt_contradiction(
    headers: Sequence[FormLabel], block: Block, wrapped: Sequence[str]
) -> Bilingual | None:
    """Say whether the headers that can be read stand in another order than the form's.

    The heading over the later rows stands behind the first row's, and before their own.
    """
    rows = [row.key for row in block.rows]
    columns = [column.key for column in block.columns]
    printed = [rows.index(header.key) for header in headers if header.kind == "row"]
    names = [h.key if h.kind == "row" else h.kind for h in headers if h.kind in ("head", "row")]
    turned = names[:1] == ["head"] and rows[0] in names
    turned = turned or ("head" in names and names[0] in rows[1:])
    if len(set(printed)) < min(len(printed), len(rows)):
        return doubts.HEADING_TWICE
    if printed != sorted(printed) or turned:
        return doubts.HEADINGS_REORDERED
    keys = [header.key for header in headers if header.kind == "column"]
    if len(wrapped) == len(rows) * len(columns):
        keys = list(wrapped)
    if keys == columns * (len(rows) + 1):
        return None  # without merged cells, the first row's stand once more on the line above
    if keys != columns and sorted(keys) == sorted(columns):
        return doubts.COLUMNS_REORDERED
    cycle = [columns.index(key) for key in keys]
    turns = 1 + sum(1 for left, right in pairwise(cycle) if right <= left)
    return doubts.COLUMNS_REORDERED if turns > len(rows) else None
