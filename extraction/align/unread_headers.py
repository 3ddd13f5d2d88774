"""What speaks against the form's columns where some header over them is not read."""

from collections.abc import Iterator, Sequence

from extraction.align.chain import Link
from extraction.align.header_order import are_in_order, list_levels
from extraction.align.printed_headers import (
    ends_header,
    is_column_header,
    is_cut_off,
    is_last_corner,
    names_column,
)
from extraction.align.spelt import spell_headers, spell_wrapped_headers
from extraction.align.unknown_rows import names_another
from extraction.forms.table import Block, Column, label_key
from extraction.forms.thresholds import TRUNCATED_HEADER
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue import doubts
from extraction.values.layout import Token


def doubt_unread_headers(
    over: Sequence[Link], before: Sequence[Link], rows: Sequence[Link], block: Block
) -> Bilingual | None:
    """Say what, where some header is not read, speaks against its being the form's."""
    headers = [link for link in over if link.target.kind != "row"]
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
        corner = any(label_key(link.text) in head for head in corners)
        if link.target.kind not in ("title", "head") and not corner:
            lines.setdefault(link.first.line, []).extend(link.text.split())
    return list(lines.values())


def _is_one_gone(over: Sequence[Link], rows: Sequence[Link], block: Block) -> bool:
    """Whether a header is missing and nothing is printed in its place.

    Then those that are read may stand over other columns than the form's: of columns in another
    order, the rest is often in order. A header that cannot be read shows that it is there, and
    so does an empty cell, unless all below it is empty, too: what writes a table makes its rows
    as long as the longest.
    """
    values = [value for row in rows for value in row.values]
    filled = {value.place and value.place[::2] for value in values if value.kind != "blank"}
    begun = [
        at for at, link in enumerate(over) if is_column_header(link) or is_last_corner(link, block)
    ]
    if not begun:
        return False
    printed = over[max(0, begun[0] - (not is_last_corner(over[begun[0]], block))) :]
    keys: list[str] = []
    free: list[int] = []
    for link in printed:
        if names_column(link) and link.target.key not in keys:
            keys.append(link.target.key)
        elif names_column(link):
            free.append(len(keys) - 1)  # cut off, both begin alike: the first is another's
        elif link.target.kind == "unread" and not ends_header(link.text, block):
            free.append(len(keys))
        held = [value.place and value.place[::2] for value in link.values if _is_kept_open(value)]
        free += [len(keys) for at in held if at is None or at in filled]
    missing = [column.key for column in block.columns if column.key not in keys]
    if not keys or not are_in_order(keys, block):
        return False
    for name in missing:
        at = next((at for at in free if are_in_order([*keys[:at], name, *keys[at:]], block)), None)
        if at is None:
            return True
        free.remove(at)
    return False


def doubt_places(
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
    keys = list(dict.fromkeys(link.target.key for link in over if names_column(link)))
    missing = {name for level in list_levels(block) for name in level} - set(keys)
    if not keys or not are_in_order(keys, block):
        return False
    passed, unread, bound = set[str](), 0, False
    for link in over:
        if link.target.kind == "unread":
            unread += not ends_header(link.text, block)
            continue
        at = len(passed)
        room = sum(are_in_order([*keys[:at], name, *keys[at:]], block) for name in missing)
        if bound and unread > room:
            return True
        passed |= {link.target.key} if names_column(link) else set()
        unread = -is_cut_off(link)
        bound = is_column_header(link) or link.target.key == block.heads[-1]
    return False


def _is_kept_open(value: Token) -> bool:
    """Whether a blank is a cell that the format draws, or that a no-break space holds open."""
    return value.kind == "blank" and (bool(value.text) or value.place is not None)


def _is_one_twice(headers: Sequence[Link]) -> bool:
    """Whether two whole headers name one column: on one printed line, or in other words."""
    named = [link for link in headers if link.target.kind == "column" and not is_cut_off(link)]
    alone = len({link.first.line for link in named}) == len(named)
    lines = [(link.target.key, 0 if alone else link.first.line) for link in named]
    texts = {(link.target.key, label_key(link.text)) for link in named}
    return len(set(lines)) < len(lines) or len({key for key, _ in texts}) < len(texts)


def _find_renamed(over: Sequence[Link], block: Block) -> str | None:
    """Return plain words that stand where the header of a column should, and are none of its name.

    The first column's header stands right before the first that is read.
    """
    read = {link.target.key for link in over if names_column(link)}
    missing = [column for column in block.columns if column.key not in read]
    labels = [label for own in (*missing, *block.column_groups) for label in own.labels]
    labels.append("".join(column.label for column in block.columns))
    begun = [
        at for at, link in enumerate(over) if is_column_header(link) or is_last_corner(link, block)
    ]
    if not begun or not missing:
        return None
    first = begun[0]
    if block.columns[0] in missing and names_column(over[first]):
        first = max(0, first - 1)
    unread = (link.text for link in over[first:] if link.target.kind == "unread")
    renamed = (t for t in unread if names_another(t, labels) and not ends_header(t, block))
    return next(renamed, None)


def _find_renamed_in_one(over: Sequence[Link], block: Block) -> str | None:
    """Return such words within one text that runs most headers together, in the form's order."""
    groups = [label for group in block.column_groups for label in group.labels]
    for link in over:
        if link.target.kind not in ("unread", "columns"):
            continue
        pieces = list(_cut_out_headers(label_key(link.text), block))
        missing = sum(len(columns) for _, columns in pieces)
        if 2 * missing >= len(block.columns):
            continue
        for text, columns in pieces:
            labels = [label for column in columns for label in column.labels]
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
        labels = map(label_key, column.labels)
        label = next((label for label in labels if label in text[end:]), None)
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
