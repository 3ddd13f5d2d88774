"""What speaks against the form's columns where some header over them is not read."""

from collections.abc import Container, Iterable, Iterator, Sequence

from extraction.align.form_headers import list_columns, list_levels
from extraction.align.header_order import are_in_order
from extraction.align.links import Link
from extraction.align.printed_headers import (
    ends_header,
    is_column_header,
    is_cut_off,
    is_last_corner,
    names_column,
)
from extraction.align.spelt import spell_headers, spell_wrapped_headers
from extraction.align.unknown_rows import names_another
from extraction.forms.table import Block, Column, Labelled, label_key
from extraction.forms.thresholds import TRUNCATED_HEADER
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import doubts
from extraction.values.layout import GridPlace, Token


def doubt_unread_headers(
    over: Sequence[Link], before: Sequence[Link], rows: Sequence[Link], block: Block
) -> Bilingual | None:
    """Say what, where some header is not read, speaks against its being the form's."""
    headers = [link for link in over if link.kind != "row"]
    if spell_headers((link.text for link in headers), block):
        return None
    if spell_wrapped_headers(_list_words(headers, block), block):
        return None
    if _is_one_twice(before):
        return doubts.COLUMN_TWICE
    if _is_one_misplaced(over, block):
        return doubts.COLUMN_MISPLACED
    renamed = _find_renamed(over, block) or _find_renamed_in_one(over, block)
    if renamed is not None:
        return doubts.COLUMN_RENAMED.fill(printed=renamed)
    if _is_one_gone(over, rows, block):
        return doubts.COLUMN_HEADER_GONE
    return None


def _list_words(headers: Sequence[Link], block: Block) -> list[list[str]]:
    """Return the words over a block's rows by printed lines, without those of its corners."""
    corners = [label_key(head) for head in block.heads]
    lines: dict[int, list[str]] = {}
    for link in headers:
        if link.kind in ("title", "head"):
            continue
        key = label_key(link.text)
        if not any(key in corner for corner in corners):
            line = lines.setdefault(link.line, [])
            line.extend(link.text.split())
    return list(lines.values())


def _is_one_gone(over: Sequence[Link], rows: Sequence[Link], block: Block) -> bool:
    """Whether a header is missing and nothing is printed in its place.

    Then those that are read may stand over other columns than the form's: of columns in another
    order, the rest is often in order. A header that cannot be read shows that it is there, and
    so does an empty cell, unless all below it is empty, too: what writes a table makes its rows
    as long as the longest.
    """
    begun = _find_first_header(over, block)
    if begun is None:
        return False
    if not is_last_corner(over[begun], block):
        begun = max(0, begun - 1)
    keys, free = _find_free_places(over[begun:], _find_filled(rows), block)
    if not keys or not are_in_order(keys, block):
        return False
    for name in list_columns(block):
        if name in keys:
            continue
        at = next((at for at in free if _fits_in(name, at, keys, block)), None)
        if at is None:
            return True
        free.remove(at)
    return False


def _find_first_header(over: Sequence[Link], block: Block) -> int | None:
    """Return where the first header of a column stands that is read, or the corner before it."""
    for at, link in enumerate(over):
        if is_column_header(link) or is_last_corner(link, block):
            return at
    return None


def _find_filled(rows: Sequence[Link]) -> set[tuple[int, int] | None]:
    """Return the drawn columns in which some row prints anything; None where none is drawn."""
    return {_column_of(v) for row in rows for v in row.values if v.kind != "blank"}


def _column_of(value: Token) -> tuple[int, int] | None:
    """Return the column that the format draws around a token: that of which grid, and which."""
    return None if value.place is None else (value.place.grid, value.place.column)


def _find_free_places(
    printed: Sequence[Link], filled: Container[tuple[int, int] | None], block: Block
) -> tuple[list[str], list[int]]:
    """Return the headers that are read, and behind how many of them another has its place."""
    keys: list[str] = []
    free: list[int] = []
    for link in printed:
        if not names_column(link):
            if link.kind == "unread" and not ends_header(link.text, block):
                free.append(len(keys))
        elif link.key in keys:
            free.append(len(keys) - 1)  # cut off, both begin alike: the first is another's
        else:
            keys.append(link.key)
        empty = filter(_is_kept_open, link.values)
        columns = map(_column_of, empty)
        free += [len(keys) for column in columns if column is None or column in filled]
    return keys, free


def _fits_in(name: str, at: int, keys: Sequence[str], block: Block) -> bool:
    """Whether headers are in order with one more among them."""
    return are_in_order([*keys[:at], name, *keys[at:]], block)


def doubt_places(
    before: Sequence[Link], rows: Sequence[Link], columns: Sequence[str]
) -> Bilingual | None:
    """Say whether, as the format draws them, a row has too few cells before a header's column.

    Only where headers stand on one level: those of two may be drawn without their spans.
    """
    named = (link for link in before if link.kind == "column" and link.key in columns)
    headers = [link for link in named if link.score > TRUNCATED_HEADER]
    for row in rows:
        places = [value.place for value in row.values if value.place is not None]
        if not places or len(places) < len(row.values):
            continue
        if any(_lacks_cells_before(header, places, columns) for header in headers):
            return doubts.COLUMN_OVER_ANOTHER
    return None


def _lacks_cells_before(header: Link, places: Sequence[GridPlace], columns: Sequence[str]) -> bool:
    """Whether fewer of a row's cells stand before a header than columns do in the table."""
    over = header.first.place
    if over is None:
        return False
    before = [place for place in places if place.grid == over.grid and place.column < over.column]
    return len(before) < columns.index(header.key)


def _is_one_misplaced(over: Sequence[Link], block: Block) -> bool:
    """Whether a header that cannot be read stands where no column of the form is missing.

    `over` is what stands over the block's first row, to that row. Behind a header that is cut
    off, one label may be the rest of it.
    """
    keys = list(dict.fromkeys(link.key for link in over if names_column(link)))
    if not keys or not are_in_order(keys, block):
        return False
    passed = set[str]()
    unread = 0
    bound = False
    for link in over:
        if link.kind == "unread":
            unread += not ends_header(link.text, block)
            continue
        if bound and unread > 0 and unread > _count_room(len(passed), keys, block):
            return True
        if names_column(link):
            passed.add(link.key)
        unread = -is_cut_off(link)
        bound = is_column_header(link) or link.key == block.heads[-1]
    return False


def _count_room(at: int, keys: Sequence[str], block: Block) -> int:
    """Count the headers of the form that are missing at one place among those that are read."""
    upper, lower = list_levels(block)
    missing = {*upper, *lower}.difference(keys)
    return sum(_fits_in(name, at, keys, block) for name in missing)


def _is_kept_open(value: Token) -> bool:
    """Whether a blank is a cell that the format draws, or that a no-break space holds open."""
    return value.kind == "blank" and (bool(value.text) or value.place is not None)


def _is_one_twice(headers: Sequence[Link]) -> bool:
    """Whether two whole headers name one column: on one printed line, or in other words."""
    named = [link for link in headers if link.kind == "column" and not is_cut_off(link)]
    lines = {link.line for link in named}
    keys = {link.key for link in named}
    on_lines = {(link.key, link.line) for link in named}
    alone = len(lines) == len(named)
    if len(keys if alone else on_lines) < len(named):
        return True
    texts = {(link.key, label_key(link.text)) for link in named}
    return len(keys) < len(texts)


def _find_renamed(over: Sequence[Link], block: Block) -> str | None:
    """Return plain words that stand where the header of a column should, and are none of its name.

    The first column's header stands right before the first that is read.
    """
    begun = _find_first_header(over, block)
    read = {link.key for link in over if names_column(link)}
    missing = [column for column in block.columns if column.key not in read]
    if begun is None or not missing:
        return None
    if block.columns[0] in missing and names_column(over[begun]):
        begun = max(0, begun - 1)
    glued = "".join(column.label for column in block.columns)
    labels = [*_list_labels(missing), *_list_labels(block.column_groups), glued]
    for link in over[begun:]:
        if link.kind != "unread" or ends_header(link.text, block):
            continue
        if names_another(link.text, labels):
            return link.text
    return None


def _list_labels(named: Iterable[Labelled]) -> list[str]:
    """Return all that columns or groups of them are called."""
    return [label for own in named for label in own.labels]


def _find_renamed_in_one(over: Sequence[Link], block: Block) -> str | None:
    """Return such words within one text that runs most headers together, in the form's order."""
    groups = _list_labels(block.column_groups)
    for link in over:
        if link.kind not in ("unread", "columns"):
            continue
        pieces = list(_cut_out_headers(label_key(link.text), block))
        missing = sum(len(columns) for _, columns in pieces)
        if 2 * missing >= len(block.columns):
            continue
        for text, columns in pieces:
            labels = _list_labels(columns)
            if names_another(text, [*labels, *groups]):
                return text
    return None


def _cut_out_headers(text: str, block: Block) -> Iterator[tuple[str, list[Column]]]:
    """Yield what stands between headers in a text, with the columns that are missing there.

    What stands before the first header may be a corner's and is left out.
    """
    end = 0
    missing: list[Column] = []
    for column in block.columns:
        rest = text[end:]
        labels = map(label_key, column.labels)
        label = next((label for label in labels if label in rest), None)
        if label is None:
            missing.append(column)
            continue
        at = text.index(label, end)
        if missing:
            yield text[end:at] if end else "", missing
            missing = []
        end = at + len(label)
    if missing:
        yield text[end:], missing
