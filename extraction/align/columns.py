"""Find the columns that a block prints, and their order, as far as its headers can be read."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, groupby
from typing import NamedTuple

from extraction.align.chain import Link
from extraction.align.spelt import spell_headers
from extraction.align.strangers import names_another
from extraction.align.thresholds import GLUED_HEADERS, PROSE_OVER_TABLE
from extraction.forms.table import Block, label_key
from extraction.forms.thresholds import TRUNCATED_HEADER, UNCLEAR_HEADER
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import doubts
from extraction.values.layout import Token
from extraction.values.record import Proof

_UNIT = re.compile(r"[百千万亿]*元|[百千万亿]+[件条项个次宗份篇]")
_SCALE = re.compile(r"[(（[【][百千万亿]+[)）\]】]")


class PrintedColumns(NamedTuple):
    """A block's columns from left to right, how many headers are read whole, and what is unsure.

    proof: `structure` where all headers can be read but for one, else the form's `order`.
    """

    keys: tuple[str, ...]
    headers: int
    doubt: Bilingual | None
    proof: Proof


def find_columns(
    index: int, block: Block, links: Sequence[Link], wrapped: tuple[str, ...] = ()
) -> PrintedColumns:
    """Read a block's columns from its headers, as far as they can be read.

    Heads in the form's order, complete or not, mean the form's columns. Heads in
    another order are followed where every one is read; else they are a doubt. `wrapped`
    are the columns as headers in laid out text name them from left to right.
    """
    over = _over(index, links)
    before, after = _headers_of(index, links)
    columns = tuple(column.key for column in block.columns)
    doubt = None
    if sorted(wrapped) == sorted(columns):
        columns = wrapped
    elif not _follow_form(before, block):
        if _are_told_apart(before, block, spaced=_is_spaced(index, links)):
            columns = tuple(_unfold(before, block))
        else:
            doubt = doubts.COLUMNS_REORDERED
    elif _count_headers(before, block) < len(columns):
        rows = [link for link in links if _is_row(link, index)]
        doubt = _doubt_unread(over, before, rows, block)
        if doubt is None and not block.column_groups:
            doubt = _doubt_places(before, rows, columns)
    if not _follow_form(after, block):
        doubt = doubts.COLUMNS_REORDERED_BELOW
    proof = _prove(columns, before, block)
    rows = [link for link in links if _is_row(link, index)]
    near = (link.text for link in (*over, *rows) if link.target.block in (-1, index))
    if name_other_unit(near, block):
        doubt = doubts.OTHER_UNIT
    subtotal = next((link for link in before if link.target.kind == "subtotal"), None)
    if subtotal is not None:
        leads = _leads(subtotal, before, block)
        if leads is None:
            doubt = doubts.SUBTOTAL_UNCLEAR
        columns = _insert_subtotal(columns, subtotal.target.key, block, leads=bool(leads))
    return PrintedColumns(columns, _count_headers(before, block), doubt, proof)


def _doubt_unread(
    over: Sequence[Link], before: Sequence[Link], rows: Sequence[Link], block: Block
) -> Bilingual | None:
    """Say what, where some header is not read, speaks against its being the form's."""
    if spell_headers((link.text for link in over if link.target.kind != "row"), block):
        return None
    if _is_one_twice(before):
        return doubts.COLUMN_TWICE
    if _is_one_misplaced(over, block):
        return doubts.COLUMN_MISPLACED
    if _is_one_renamed(over, block):
        return doubts.COLUMN_RENAMED
    if _is_one_gone(over, rows, block):
        return doubts.COLUMN_HEADER_GONE
    return None


def _is_one_gone(over: Sequence[Link], rows: Sequence[Link], block: Block) -> bool:
    """Whether a header is missing and nothing is printed in its place.

    Then those that are read may stand over other columns than the form's: of columns in another
    order, the rest is often in order. A header that cannot be read shows that it is there, and
    so does an empty cell, unless all below it is empty, too: what writes a table makes its rows
    as long as the longest.
    """
    values = [value for row in rows for value in row.values]
    filled = {value.place and value.place[::2] for value in values if value.kind != "blank"}
    begun = [at for at, link in enumerate(over) if _is_header(link) or _is_last_corner(link, block)]
    if not begun:
        return False
    printed = over[max(0, begun[0] - (not _is_last_corner(over[begun[0]], block))) :]
    keys: list[str] = []
    free: list[int] = []
    for link in printed:
        if _is_named(link) and link.target.key not in keys:
            keys.append(link.target.key)
        elif _is_named(link):
            free.append(len(keys) - 1)  # cut off, both begin alike: the first is another's
        elif link.target.kind == "unread" and not _ends_a_header(link.text, block):
            free.append(len(keys))
        held = [value.place and value.place[::2] for value in link.values if _is_kept_open(value)]
        free += [len(keys) for at in held if at is None or at in filled]
    missing = [column.key for column in block.columns if column.key not in keys]
    if not keys or not _are_in_order(keys, block):
        return False
    for name in missing:
        at = next((at for at in free if _are_in_order([*keys[:at], name, *keys[at:]], block)), None)
        if at is None:
            return True
        free.remove(at)
    return False


def _doubt_places(
    before: Sequence[Link], rows: Sequence[Link], columns: Sequence[str]
) -> Bilingual | None:
    """Say whether, as the format draws them, a row has too few cells before a header's column.

    Only where headers stand on one level: those of two may be drawn without their spans.
    """
    headers = [
        link for link in before if link.target.kind == "column" and link.score > TRUNCATED_HEADER
    ]
    for row in rows:
        places = [value.place for value in row.values if value.place is not None]
        for header in headers:
            over = header.first.place
            if over is None or header.target.key not in columns or len(places) < len(row.values):
                continue
            before_it = sum(p.column < over.column for p in places if p.grid == over.grid)
            if places and before_it < columns.index(header.target.key):
                return doubts.COLUMN_OVER_ANOTHER
    return None


def _is_one_misplaced(over: Sequence[Link], block: Block) -> bool:
    """Whether a header that cannot be read stands where no column of the form is missing.

    `over` is what stands over the block's first row, to that row. Behind a header that is cut
    off, one label may be the rest of it.
    """
    keys = list(dict.fromkeys(link.target.key for link in over if _is_named(link)))
    missing = {name for level in _levels(block) for name in level} - set(keys)
    if not keys or not _are_in_order(keys, block):
        return False
    passed, unread, bound = set[str](), 0, False
    for link in over:
        if link.target.kind == "unread":
            unread += not _ends_a_header(link.text, block)
            continue
        at = len(passed)
        room = sum(_are_in_order([*keys[:at], name, *keys[at:]], block) for name in missing)
        if bound and unread > room:
            return True
        passed |= {link.target.key} if _is_named(link) else set()
        unread = -_is_cut(link)
        bound = _is_header(link) or link.target.key == block.heads[-1]
    return False


def _is_kept_open(value: Token) -> bool:
    """Whether a blank is a cell that the format draws, or that a no-break space holds open."""
    return value.kind == "blank" and (bool(value.text) or value.place is not None)


def _is_one_twice(headers: Sequence[Link]) -> bool:
    """Whether two whole headers name one column: on one printed line, or in other words."""
    named = [link for link in headers if link.target.kind == "column" and not _is_cut(link)]
    alone = len({link.first.line for link in named}) == len(named)
    lines = [(link.target.key, 0 if alone else link.first.line) for link in named]
    texts = {(link.target.key, label_key(link.text)) for link in named}
    return len(set(lines)) < len(lines) or len({key for key, _ in texts}) < len(texts)


def _is_one_renamed(over: Sequence[Link], block: Block) -> bool:
    """Whether plain words stand where the header of a column should, that are none of its name.

    The first column's header stands right before the first that is read.
    """
    read = {link.target.key for link in over if _is_named(link)}
    missing = [column for column in block.columns if column.key not in read]
    labels = [label for own in (*missing, *block.column_groups) for label in own.labels]
    labels.append("".join(column.label for column in block.columns))
    begun = [at for at, link in enumerate(over) if _is_header(link) or _is_last_corner(link, block)]
    if not begun or not missing:
        return False
    first = begun[0]
    if block.columns[0] in missing and _is_named(over[first]):
        first = max(0, first - 1)
    unread = (link.text for link in over[first:] if link.target.kind == "unread")
    return any(names_another(t, labels) and not _ends_a_header(t, block) for t in unread)


def _is_last_corner(link: Link, block: Block) -> bool:
    """Whether a label is the one that stands right before the headers of the columns."""
    return link.target.kind == "head" and link.target.key == block.heads[-1]


def _is_named(link: Link) -> bool:
    return _is_header(link) and link.target.kind in ("column", "column_group")


def _is_cut(link: Link) -> bool:
    return _is_named(link) and link.score <= TRUNCATED_HEADER


def _ends_a_header(text: str, block: Block) -> bool:
    """Whether a text is the second line of a header, or no words at all."""
    labels = (label_key(label) for column in block.columns for label in column.labels)
    return any(label.endswith(label_key(text)) for label in labels)


def name_other_unit(texts: Iterable[str], block: Block) -> bool:
    """Whether a header or label prints 元 where the form has 万元, or counts in 万件, 万."""
    own = set(_UNIT.findall("".join(label for column in block.columns for label in column.labels)))
    short = [t for t in texts if len(t) <= PROSE_OVER_TABLE and not _ends_a_header(t, block)]
    if any(_SCALE.search(text) for text in short):
        return True
    return any(set(_UNIT.findall(label_key(text))) - own for text in short)


def find_repeated_headers(index: int, block: Block, links: Sequence[Link]) -> tuple[str, ...]:
    """Return a block's columns as its headers repeat them side by side, or nothing.

    Converters that know no merged cells print what stands in one as often as it is wide.
    """
    before, _ = _headers_of(index, links)
    columns = [column.key for column in block.columns]
    lines = _by_line(before)
    if all(len(line) == 1 for line in lines):
        lines = [[link for line in lines for link in line]]
    for line in lines:
        keys = tuple(link.target.key for link in line)
        if len(keys) > len(columns) and [key for key, _ in groupby(keys)] == columns:
            return keys
    return ()


def find_slots(
    index: int, columns: Sequence[str], links: Sequence[Link]
) -> dict[int, dict[int, int]]:
    """Learn from a block's headers which columns of a drawn table hold which cell of a line.

    In each table all headers must be read whole, each must stand in one column, and these from
    left to right as the block's columns do.
    """
    before, _ = _headers_of(index, links)
    places: dict[int, dict[str, set[int]]] = {}
    for link in (link for link in before if link.target.key in columns):
        place = link.first.drawn
        if place is None or place != link.last.drawn or link.score <= TRUNCATED_HEADER:
            continue
        places.setdefault(place.grid, {}).setdefault(link.target.key, set()).add(place.column)
    slots = {}
    for grid, found in places.items():
        if found.keys() == set(columns) and all(len(where) == 1 for where in found.values()):
            order = [min(found[key]) for key in columns]
            if order == sorted(set(order)):
                slots[grid] = {column: at for at, column in enumerate(order)}
    return slots


def _count_headers(before: Sequence[Link], block: Block) -> int:
    """Count the headers that are read whole; glued together in order, they are all there."""
    glued = {link.target.key for link in before if link.target.kind == "columns"}
    if len(glued) == (2 if block.column_groups else 1):
        return len(block.columns)
    whole = {link.target.key for link in before if link.score > TRUNCATED_HEADER}
    return sum(column.key in whole for column in block.columns)


def _prove(columns: Sequence[str], before: Sequence[Link], block: Block) -> Proof:
    """Say what proves columns in the form's order: their headers, if all but one can be read.

    A header that is cut off is read where only one column's begins so. Columns in another order
    are taken only where each has its header.
    """
    in_form = tuple(column.key for column in block.columns)
    named = {link.target.key for link in before if link.score >= TRUNCATED_HEADER}
    read = max(len(named.intersection(in_form)), _count_headers(before, block))
    return "order" if tuple(columns) == in_form and read < len(in_form) - 1 else "structure"


def _follow_form(headers: Sequence[Link], block: Block) -> bool:
    """Whether headers stand in the form's order as far as they are read.

    Where a printed line holds several, each line must by itself: how high a header stands in
    its cell, as the text of a PDF has it, says nothing of its column.
    """
    lines = _by_line(headers)
    if any(len(line) > 1 for line in lines):
        parts = [[link.target.key for link in line] for line in lines]
    else:
        parts = [[link.target.key for link in headers]]
    return all(_are_in_order(keys, block) for keys in parts)


def _by_line(headers: Sequence[Link]) -> list[list[Link]]:
    """Return the headers of columns and of groups of them, printed line by printed line.

    A header that begins where the one before it ends is its neighbour: only their cells wrap.
    """
    lines: list[list[Link]] = []
    for link in (link for link in headers if link.target.kind in ("column", "column_group")):
        if lines and lines[-1][-1].last.line == link.first.line:
            lines[-1].append(link)
        else:
            lines.append([link])
    return lines


def _levels(block: Block) -> tuple[list[str], list[str]]:
    """Return what headers on two levels name: single columns groups, and the groups' columns."""
    over = dict.fromkeys(column.group or column.key for column in block.columns)
    return list(over), [column.key for column in block.columns if column.group]


def _are_in_order(keys: Sequence[str], block: Block) -> bool:
    """Whether headers, on one level or on two, stand in the form's order.

    On two levels the upper line names a group where its columns stand.
    """
    keys = list(dict.fromkeys(keys))
    columns = [column.key for column in block.columns]
    grouped = {column.key: column.group for column in block.columns if column.group}
    over = list(dict.fromkeys(column.group or column.key for column in block.columns))
    first = next((i for i, key in enumerate(keys) if key in grouped), len(keys))
    if any(key in columns and key not in grouped for key in keys[first:]):
        return _in_order([key for key in keys if key in columns], columns)
    top, under = [key for key in keys if key in over], [key for key in keys if key in grouped]
    return _in_order(top, over) and _in_order(under, columns)


def _are_told_apart(headers: Sequence[Link], block: Block, *, spaced: bool) -> bool:
    """Whether every header is read, and the print leaves no doubt in which order they stand.

    Those of one level must share a printed line; or each has one to itself, and how high
    a longer label stands in its cell does not account for their order. Where only spaces
    part the columns, what stands on a line above says nothing of left and right.
    """
    columns = [column.key for column in block.columns]
    grouped = {column.key for column in block.columns if column.group}
    keys = [link.target.key for link in headers if link.target.kind == "column"]
    unclear = any(link.score < TRUNCATED_HEADER for link in headers)
    if unclear or sorted(keys) != sorted(columns):
        return False
    lines = _by_line(headers)
    if all(len(line) == 1 for line in lines):
        by_height = all(link.first.own_line for link in headers) and _is_by_height(headers, block)
        return not (spaced or by_height)
    levels = [{link.target.key in grouped for link in line} for line in lines]
    return len(lines) == 1 or levels == [{False}, {True}]


def _is_spaced(index: int, links: Sequence[Link]) -> bool:
    """Whether a block's figures stand side by side with nothing but spaces between them."""
    lines = ([value.cell for value in link.values] for link in links if _is_row(link, index))
    return any(len(set(cells)) < len(cells) for cells in lines)


def _is_by_height(headers: Sequence[Link], block: Block) -> bool:
    """Whether the form's order comes out as printed, level by level, where long headers wrap."""
    return all(
        _wraps_into([link for link in headers if link.target.key in level], level)
        for level in _levels(block)
    )


def _wraps_into(headers: Sequence[Link], level: Sequence[str]) -> bool:
    """Whether headers stand as those of one row do: the longer ones wrap, and reach out further.

    The text of a PDF gives what reaches furthest up first, or what reaches furthest down last.
    """
    drawn = sorted(headers, key=lambda link: level.index(link.target.key))
    lengths = sorted({len(link.text) for link in headers})
    for wraps in chain.from_iterable(combinations(lengths, n) for n in range(len(lengths))):
        reach = [bisect_right(wraps, len(link.text)) for link in drawn]
        for last_first in (False, True):
            order = sorted(range(len(drawn)), key=reach.__getitem__, reverse=last_first)
            if [drawn[at] for at in order] == list(headers):
                return True
    return False


def _headers_of(index: int, links: Sequence[Link]) -> tuple[list[Link], list[Link]]:
    """Return the links of a block's column headers, before its first row and after it."""
    rows = [i for i, link in enumerate(links) if _is_row(link, index)]
    first = rows[0] if rows else len(links)
    ends = (i for i, link in enumerate(links) if i >= first and _opens_next(link, index))
    end = next(ends, len(links))
    over = _over(index, links)
    return list(filter(_is_header, over)), list(filter(_is_header, links[first:end]))


def _over(index: int, links: Sequence[Link]) -> Sequence[Link]:
    """Return what stands behind the rows of earlier blocks, to a block's first row and with it."""
    start = max((i + 1 for i, link in enumerate(links) if _belongs_before(link, index)), default=0)
    first = next((i for i, link in enumerate(links) if _is_row(link, index)), len(links))
    return links[start : first + 1]


def _is_row(link: Link, index: int) -> bool:
    return link.target.kind == "row" and link.target.block == index


def _belongs_before(link: Link, index: int) -> bool:
    return link.target.kind == "row" and link.target.block < index


def _opens_next(link: Link, index: int) -> bool:
    return link.target.position is not None and link.target.block > index


def _is_header(link: Link) -> bool:
    if link.target.kind == "columns":
        return link.score >= GLUED_HEADERS
    return (
        link.target.kind in ("column", "column_group", "subtotal") and link.score >= UNCLEAR_HEADER
    )


def _unfold(headers: Sequence[Link], block: Block) -> Iterator[str]:
    """Yield the columns of a header on two levels: those of a group stand where its name does."""
    groups = {group.key for group in block.column_groups}
    grouped = {column.key for column in block.columns if column.group}
    columns = {column.key for column in block.columns}
    keys = [link.target.key for link in headers]
    under = [key for key in keys if key in grouped]
    for key in dict.fromkeys(keys):
        if key in groups and keys.index(key) < keys.index(under[0]):
            yield from under
        elif key in columns - grouped or (key in grouped and not groups & set(keys)):
            yield key


def _in_order(printed: Sequence[str], columns: Sequence[str]) -> bool:
    places = [columns.index(key) for key in printed]
    return places == sorted(places)


def _leads(subtotal: Link, headers: Sequence[Link], block: Block) -> bool | None:
    """Whether a printed subtotal stands before the columns that it sums, or behind; None: unclear.

    Heads on its own printed line tell, or all where each has a line to itself. It may stand
    among the columns of its group, or above them, beside the group's name.
    """
    grouped = {column.key for column in block.columns if column.group}
    if not grouped <= {link.target.key for link in headers}:
        return None
    alone = len({link.first.line for link in headers}) == len(headers)
    near = [link for link in headers if alone or link.first.line == subtotal.first.line]
    at = near.index(subtotal)
    before, behind = ([link.target.key for link in part] for part in (near[:at], near[at + 1 :]))
    if not grouped.isdisjoint(before):
        return False
    if behind and behind[0] in grouped:
        return True
    groups = {group.key for group in block.column_groups}
    if groups.isdisjoint(before + behind):
        return None
    return not groups.isdisjoint(behind)


def _insert_subtotal(
    columns: tuple[str, ...], subtotal: str, block: Block, *, leads: bool
) -> tuple[str, ...]:
    """Put a printed subtotal before or behind the columns that it sums."""
    grouped = {column.key for column in block.columns if column.group}
    first = min((i for i, key in enumerate(columns) if key in grouped), default=0)
    last = max((i for i, key in enumerate(columns) if key in grouped), default=0)
    where = first if leads else last + 1
    return (*columns[:where], subtotal, *columns[where:])
