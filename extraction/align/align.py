"""Printed labels to the form's rows and columns; figures follow their labels.

Rows come from the best chain of matches (chain.py). A figure line whose label is lost
is given its row only where the neighbours leave exactly one.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from extraction.align.chain import best_row_score, find_chain, find_items
from extraction.align.columns import find_columns, find_repeated_headers, find_slots
from extraction.align.drawn import drops_no_cell, find_block_rows, keeps_columns
from extraction.align.links import Item, Link, count_printed
from extraction.align.row_candidates import (
    RowCandidate,
    doubt_figures_in_labels,
    doubt_split_labels,
    doubt_stuck_figures,
    find_row_candidates,
    join_split_rows,
    join_tails,
    name_subtotals,
    place_out_of_order,
    width_of,
)
from extraction.align.shifted import doubt_shifted
from extraction.align.single_line import align_single_line
from extraction.align.split_headers import join_split_headers
from extraction.align.thresholds import CLEARLY_APART, OUT_OF_ORDER, PLACED_MARGIN, PLACED_ROW
from extraction.align.unknown_rows import departs, drop_unknown_rows
from extraction.align.unlabelled_rows import name_unlabelled_rows
from extraction.align.words import take_words
from extraction.align.wrapped_headers import read_wrapped_headers
from extraction.forms.label_index import UNREAD, FormLabel, LabelIndex
from extraction.forms.table import Block
from extraction.forms.thresholds import TRUNCATED_HEADER, UNCLEAR_HEADER
from extraction.values.catalogue import doubts
from extraction.values.document import Span
from extraction.values.layout import AlignedBlock, AlignedTable, Line, Token


def align_table(tokens: Sequence[Token], label_index: LabelIndex) -> AlignedTable:
    """Bring one region's labels to one form's table.

    Lines come in printed order; the score tells which form a table follows.
    """
    items, unlabelled = find_items(join_split_headers(tokens, label_index))
    region = Span(tokens[0].span.start, tokens[-1].span.end)
    table, form = label_index.table, label_index.form.form
    if table.blocks[0].arrangement == "across":
        blocks, score = align_single_line(items, unlabelled, label_index)
        return AlignedTable(table.key, form, blocks, score, region)
    links, score = find_chain(items, label_index)
    candidates = find_row_candidates(items, links, unlabelled)
    candidates = _give_rows(candidates, label_index)
    headers = _with_truncated_headers(items, links, label_index)
    over = _labels_over(items, links)
    aligned = []
    for index, block in enumerate(table.blocks):
        rows = [line.values for line in candidates if line.row and line.row.block == index]
        wrapped = read_wrapped_headers(over.get(index, ()), rows, label_index)
        aligned.append(_align_block(index, block, headers, candidates, wrapped))
    out_of_order = tuple(line.label for line in candidates if line.out_of_order)
    return AlignedTable(table.key, form, tuple(aligned), score, region, out_of_order)


def _give_rows(candidates: list[RowCandidate], label_index: LabelIndex) -> list[RowCandidate]:
    """Bring lines to the rows that they are sure to be; what is not sure is in doubt, or open."""
    candidates = place_out_of_order(candidates, label_index)
    candidates = join_split_rows(candidates, label_index)
    candidates = join_tails(candidates, label_index)
    candidates = drop_unknown_rows(candidates, label_index)
    candidates = take_words(candidates, label_index)
    candidates = doubt_split_labels(candidates, label_index)
    candidates = doubt_stuck_figures(candidates)
    candidates = doubt_figures_in_labels(candidates, label_index)
    candidates = name_subtotals(candidates, label_index)
    candidates = name_unlabelled_rows(candidates, label_index)
    candidates = doubt_shifted(candidates, label_index)
    candidates = _trust_by_neighbours(candidates, label_index)
    return _trust_out_of_order(candidates, label_index)


def _labels_over(items: Sequence[Item], links: Sequence[Link]) -> dict[int, list[Token]]:
    """Return what stands between each block's first row and the last row before it."""
    over: dict[int, list[Token]] = {}
    start = 0
    for link in links:
        if link.kind != "row":
            continue
        above = [item.label for item in items[start : link.start]]
        over.setdefault(link.target.block, above)
        start = link.end
    return over


def _with_truncated_headers(
    items: Sequence[Item], links: Sequence[Link], label_index: LabelIndex
) -> list[Link]:
    """Add the labels that only the beginning of a column's header is left of, and unread ones.

    All stand in printed order.
    """
    linked = {index for link in links for index in range(link.start, link.end)}
    rows = [link for link in links if link.kind == "row"]
    found = [_unless_renamed(link, label_index) for link in links]
    for index, item in enumerate(items):
        if index in linked or count_printed(item.values):
            continue
        below = (row.target.block for row in rows if row.start > index)
        label = item.label
        target, score = _read_truncated(label.text, below, label_index)
        read = (target, score, 0.0, label.text, ())
        found.append(Link(index, index + 1, *read, index, label, label))
    return sorted(found, key=attrgetter("start"))


def _read_truncated(
    text: str, below: Iterator[int], label_index: LabelIndex
) -> tuple[FormLabel, float]:
    """Return the header that a text is the beginning of, and how clear it is.

    `below` are the blocks of the rows that follow. What may be several columns' is taken for the
    last of them: no column may stand before it that comes later in the form.
    """
    headers = label_index.find_all_truncated(text, ("column", "column_group"))
    if not headers:
        return UNREAD, 0.0
    if len(headers) == 1:
        return headers[0], TRUNCATED_HEADER
    block = next(below, None)
    own = [header for header in headers if header.block == block]
    return (own or headers)[-1], UNCLEAR_HEADER


def _unless_renamed(link: Link, label_index: LabelIndex) -> Link:
    """Return a link, as unread if it is a header whose words are another thing's."""
    if link.kind not in ("column", "column_group") or count_printed(link.values):
        return link
    if departs(link.text, link.target, label_index):
        return link._replace(target=UNREAD, score=0.0)
    return link


def _trust_by_neighbours(
    candidates: Sequence[RowCandidate], label_index: LabelIndex
) -> list[RowCandidate]:
    """Take a damaged label's row as sure where both its neighbours leave no other."""
    places = _number_rows(label_index)
    trusted = list(candidates)
    lines = [
        (places[candidate.row], at)
        for at, candidate in enumerate(candidates)
        if candidate.row in places and not candidate.out_of_order
    ]
    bounded = [(-1, -1), *lines, (len(places), -1)]
    for (before, _), (place, at), (after, _) in zip(bounded, lines, bounded[2:], strict=False):
        if before + 1 == place == after - 1 and _names_no_other(candidates[at], label_index):
            trusted[at] = candidates[at]._replace(score=100.0, margin=1.0)
    return trusted


def _number_rows(label_index: LabelIndex) -> dict[FormLabel | None, int]:
    """Return the places of the form's rows among each other."""
    rows = (target for target in label_index.ordered if target.kind == "row")
    return {row: place for place, row in enumerate(rows)}


def _trust_out_of_order(
    candidates: Sequence[RowCandidate], label_index: LabelIndex
) -> list[RowCandidate]:
    """Take rows that changed places by their plain labels; else rows out of order are in doubt.

    A label is plain if it is one row's and hardly another's. It vouches for its figures
    where every row of the table is there once, with as many figures as columns.
    """
    if not any(candidate.out_of_order for candidate in candidates):
        return list(candidates)
    whole = _has_each_row_once(candidates, label_index)
    trusted = []
    for candidate in candidates:
        if whole and candidate.is_row and _is_plain(candidate, label_index):
            candidate = candidate._replace(margin=1.0)
        elif candidate.out_of_order:
            candidate = candidate._replace(doubt=candidate.doubt or doubts.ROW_OUT_OF_ORDER)
        trusted.append(candidate)
    return trusted


def _has_each_row_once(candidates: Sequence[RowCandidate], label_index: LabelIndex) -> bool:
    """Whether every row of the table is there once, with as many figures as columns."""
    lines = [candidate for candidate in candidates if candidate.is_row]
    rows = {line.row for line in lines}
    if not len(lines) == len(rows) == len(_number_rows(label_index)):
        return False
    return all(count_printed(line.values) == width_of(line, label_index) for line in lines)


def _is_plain(candidate: RowCandidate, label_index: LabelIndex) -> bool:
    """Whether a label is almost exactly its own row's, and much less any other row's."""
    own = other = 0.0
    for match in label_index.find(candidate.label):
        if match.target == candidate.row:
            own = match.score
        elif match.target.kind == "row":
            other = max(other, match.score)
    return own >= OUT_OF_ORDER and other <= own - CLEARLY_APART


def _names_no_other(candidate: RowCandidate, label_index: LabelIndex) -> bool:
    """Whether a label resembles no other row more than the one it is given to."""
    matches = label_index.find(candidate.label)
    own = (match.score for match in matches if match.target == candidate.row)
    return next(own, 0.0) >= best_row_score(matches)


def _align_block(
    index: int,
    block: Block,
    links: Sequence[Link],
    candidates: Sequence[RowCandidate],
    wrapped: tuple[str, ...],
) -> AlignedBlock:
    printed = find_columns(index, block, links, wrapped)
    columns = printed.keys
    lines = []
    current = 0
    for candidate in candidates:
        if candidate.target is not None and candidate.target.position is not None:
            current = candidate.target.block
        at = candidate.row.block if candidate.row is not None else current
        if at == index and count_wanted(candidate):
            lines.append(_to_line(candidate, block))
    repeated_headers = find_repeated_headers(index, block, links)
    slots: dict[int, dict[int, int]] = {}
    unkept: dict[int, dict[int, int]] = {}
    for grid, own in find_slots(index, columns, links).items():
        rows = find_block_rows(candidates, grid, index)
        whole = drops_no_cell(grid, links, candidates)
        kept = slots if keeps_columns(grid, own, block, rows, whole=whole) else unkept
        kept[grid] = own
    return AlignedBlock(
        block.key,
        columns,
        tuple(lines),
        printed.doubt,
        printed.headers,
        repeated_headers,
        slots,
        unkept,
        printed.shown_by,
        printed.units,
    )


def count_wanted(candidate: RowCandidate) -> bool:
    """Whether a row candidate is a line: it has a row of the form, or figures that need a home."""
    if candidate.row is not None and candidate.row.kind == "row":
        return True
    return count_printed(candidate.values) > 0


def _to_line(candidate: RowCandidate, block: Block) -> Line:
    row = candidate.row.key if candidate.row is not None else None
    if candidate.row is not None and candidate.row.key not in block.printed_rows:
        row = None  # figures behind a heading that has no subtotal
    doubt = candidate.doubt
    if row is None and not candidate.own:
        doubt = doubts.NO_LABEL
    if (
        row is not None
        and doubt is None
        and (candidate.score < PLACED_ROW or candidate.margin < PLACED_MARGIN)
    ):
        doubt = doubts.LABEL_UNCLEAR
    what = (row, candidate.label, candidate.span, candidate.values, doubt)
    return Line(*what, labelled=candidate.own, ambiguous=candidate.ambiguous)
