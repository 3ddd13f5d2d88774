"""Printed labels to the form's rows and columns; figures follow their labels.

Rows come from the best chain of matches (chain.py). A figure line whose label is lost
is given its row only where the neighbours leave exactly one.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extraction.across import align_across
from extraction.chain import Item, Link, best_row_score, count_printed, find_chain, find_items
from extraction.columns import find_columns, find_spread
from extraction.document import Span
from extraction.draft import AlignedBlock, AlignedTable, Line, Piece
from extraction.forms.form import Block
from extraction.lexicon import CUT_HEAD, Lexicon, Target, label_key

_SURE = 75.0
_MOVED = 90.0
_MARGIN = 0.2
_APART = 10.0
_PRINTS = re.compile(r"[1-9１-９]")


def align_table(pieces: Sequence[Piece], lexicon: Lexicon) -> AlignedTable:
    """Bring one region's labels to one form's table.

    Lines come in printed order; the score tells which form a table follows.
    """
    items, orphans = find_items(pieces)
    region = Span(pieces[0].span.start, pieces[-1].span.end)
    table, form = lexicon.table, lexicon.form
    if table.blocks[0].arrangement == "across":
        blocks, score = align_across(items, orphans, lexicon)
        return AlignedTable(table.key, form.form, blocks, score, region)
    links, score = find_chain(items, lexicon)
    strips = _find_strips(items, links, orphans)
    strips = _place_moved(strips, lexicon)
    strips = _join_torn(strips, lexicon)
    strips = _join_tails(strips, lexicon)
    strips = _name_subtotals(strips, lexicon)
    strips = _name_lost(strips, lexicon)
    strips = _pin(strips, lexicon)
    strips = _trust_moved(strips, lexicon)
    heads = _with_cut_heads(items, links, lexicon)
    blocks = tuple(
        _align_block(index, block, heads, strips) for index, block in enumerate(table.blocks)
    )
    moved = tuple(strip.label for strip in strips if strip.moved)
    return AlignedTable(table.key, form.form, blocks, score, region, moved)


def _with_cut_heads(items: Sequence[Item], links: Sequence[Link], lexicon: Lexicon) -> list[Link]:
    """Add the labels that only the beginning of a column's head is left of, in printed order."""
    linked = {index for link in links for index in range(link.start, link.end)}
    found = list(links)
    for index, item in enumerate(items):
        if index in linked or item.values:
            continue
        head = lexicon.find_cut(item.label.text, ("column", "column_group"))
        if head is not None:
            text = item.label.text
            cut = (head, CUT_HEAD, 0.0, text, (), index)
            found.append(Link(index, index + 1, *cut, item.label))
    return sorted(found, key=lambda link: link.start)


class Strip(NamedTuple):
    """A printed line of figures on its way to a row.

    target: what its label was read as; None if nothing in the form. own: whether the
    label is the line's own (a column head before a line whose label is lost is not).
    row: the form's row it is given to. moved: it stands out of the form's order. assumed:
    the print leaves another row open.
    """

    target: Target | None
    label: str
    span: Span
    values: tuple[Piece, ...]
    own: bool
    line: int = -1
    score: float = 0.0
    margin: float = 0.0
    row: Target | None = None
    moved: bool = False
    assumed: bool = False
    doubt: str | None = None


def _find_strips(
    items: Sequence[Item], links: Sequence[Link], orphans: tuple[Piece, ...]
) -> list[Strip]:
    strips = [_orphan(orphans)] if orphans else []
    index = 0
    for link in links:
        strips.extend(_unread(item) for item in items[index : link.start])
        strips.append(_read(link, items))
        index = link.end
    strips.extend(_unread(item) for item in items[index:])
    return strips


def _orphan(values: tuple[Piece, ...]) -> Strip:
    return Strip(None, "", Span(values[0].span.start, values[0].span.start), values, own=False)


def _unread(item: Item) -> Strip:
    own = bool(label_key(item.label.text))
    label = item.label
    return Strip(None, label.text, label.span, item.values, own=own, line=label.line)


def _read(link: Link, items: Sequence[Item]) -> Strip:
    span = Span(items[link.start].label.span.start, items[link.end - 1].label.span.end)
    kind = link.target.kind
    row = link.target if kind in ("row", "group") else None
    return Strip(
        link.target,
        link.text,
        span,
        link.values,
        kind in ("row", "group"),
        items[link.end - 1].label.line,
        link.score,
        link.margin,
        row,
    )


def _place_moved(strips: list[Strip], lexicon: Lexicon) -> list[Strip]:
    """Give lines whose label is plain but out of order to their row, and say so."""
    taken = {strip.row for strip in strips if strip.row is not None}
    placed = []
    for strip in strips:
        match = next(iter(lexicon.find(strip.label)), None) if strip.target is None else None
        if match and match.score >= _MOVED and match.target.kind == "row" and strip.values:
            doubt = "its label is printed twice" if match.target in taken else None
            taken.add(match.target)
            strip = strip._replace(
                target=match.target,
                row=match.target,
                score=match.score,
                margin=1.0,
                moved=True,
                doubt=doubt,
            )
        placed.append(strip)
    return placed


def _join_torn(strips: list[Strip], lexicon: Lexicon) -> list[Strip]:
    """Join a line that a repeated header cuts in two."""
    joined: list[Strip] = []
    torn: int | None = None
    for strip in strips:
        if strip.row is not None:
            torn = len(joined) if strip.row.kind == "row" else None
        elif strip.own:
            torn = None
        elif strip.values and torn is not None:
            begun = joined[torn]
            count = count_printed(begun.values)
            width = _width(begun, lexicon)
            if 0 < count < width == count + count_printed(strip.values):
                joined[torn] = begun._replace(values=begun.values + strip.values)
                strip = strip._replace(values=())
        joined.append(strip)
    return joined


def _join_tails(strips: list[Strip], lexicon: Lexicon) -> list[Strip]:
    """Hang figures on a row whose label goes on, beyond a stray pipe, on the same printed line."""
    joined = list(strips)
    for index, (strip, tail) in enumerate(pairwise(strips)):
        if strip.row is None or count_printed(strip.values) or tail.target is not None:
            continue
        on_one_line = strip.row.kind == "row" and strip.line == tail.line
        if on_one_line and count_printed(tail.values) == _width(strip, lexicon):
            joined[index] = strip._replace(values=tail.values)
            joined[index + 1] = tail._replace(values=())
    return joined


def _name_subtotals(strips: list[Strip], lexicon: Lexicon) -> list[Strip]:
    """Give a line that calls itself a subtotal to the group that it opens or closes."""
    groups = {target.key: target for target in lexicon.ordered if target.kind == "group"}
    named = list(strips)
    before: Target | None = None
    for index, strip in enumerate(strips):
        if strip.target is not None and strip.target.kind == "subtotal" and strip.values:
            block = lexicon.table.blocks[strip.target.block]
            key = block.subtotal_at(before.key) if before is not None else None
            if key in groups:
                named[index] = strip._replace(row=groups[key], own=True, margin=1.0)
        elif strip.row is not None:
            before = strip.row
    return named


def _width(strip: Strip, lexicon: Lexicon) -> int:
    return len(lexicon.table.blocks[strip.row.block].columns) if strip.row else 0


def _name_lost(strips: list[Strip], lexicon: Lexicon) -> list[Strip]:
    """Give lines without a label to the rows that are missing just there.

    Between two rows that are sure, the lines without a label must be exactly as many
    as the rows missing, and each as wide as its block.
    """
    strips = [part for strip in strips for part in _split_overfull(strip, lexicon)]
    taken = {strip.row for strip in strips if strip.row is not None}
    rows = [target for target in lexicon.ordered if target.kind == "row"]
    named = list(strips)
    headed = [i for i, strip in enumerate(strips) if _is_headed(strip)]
    if len(headed) == 1 and not _may_be_first_row(headed[0], strips, lexicon):
        headed = []
    for gap, before, after in _gaps(strips, lexicon):
        missing = [t for t in rows if before < (t.position or 0) < after and t not in taken]
        if len(headed) == 1 and _position(strips[headed[0]]) == before:
            gap = [*headed, *gap]
        lines = [i for i in gap if count_printed(strips[i].values) and not _stranger(strips[i])]
        if not lines or len(lines) != len(missing):
            continue
        widths = [len(lexicon.table.blocks[target.block].columns) for target in missing]
        if [count_printed(strips[i].values) for i in lines] == widths:
            for index, target in zip(lines, missing, strict=True):
                found = named[index]._replace(row=target, margin=1.0, score=_SURE)
                named[index] = found._replace(assumed=index in headed)
    return _rejoin(named)


def _is_headed(strip: Strip) -> bool:
    """Whether figures stand right behind a group's heading.

    They are its subtotal, or, where no other group has one, perhaps those of its first row.
    """
    return strip.row is not None and strip.row.kind == "group" and count_printed(strip.values) > 0


def _may_be_first_row(at: int, strips: Sequence[Strip], lexicon: Lexicon) -> bool:
    """Whether figures behind a group's heading can be told from its subtotal.

    The place of a lost label may be held open. Else only sums tell, and where the other
    rows hold nothing, a subtotal and the first row are the same figures.
    """
    headed = strips[at]
    figures = [value for value in headed.values if value.kind != "blank"]
    if headed.values[0].kind == "blank":
        return True
    steps = [right.line - left.line for left, right in pairwise(figures)]
    if steps and figures[0].line - headed.line > max(steps):
        return True
    others = (s for s in strips[at + 1 :] if _is_under(headed, s, lexicon))
    return any(_PRINTS.search(value.text) for strip in others for value in strip.values)


def _is_under(headed: Strip, strip: Strip, lexicon: Lexicon) -> bool:
    """Whether a line is that of a row in a headed group."""
    if headed.row is None or strip.row is None or strip.row.kind != "row":
        return False
    block = lexicon.table.blocks[headed.row.block]
    groups = [
        group.key for group in block.row_groups if headed.row.key in (group.key, group.subtotal)
    ]
    return any(strip.row.key in block.members(key) for key in groups)


def _position(strip: Strip) -> int | None:
    return strip.row.position if strip.row is not None else None


def _rejoin(strips: Sequence[Strip]) -> list[Strip]:
    """Put back what was parted from a line and found no row of its own."""
    joined: list[Strip] = []
    for strip in strips:
        if joined and not strip.label and strip.row is None and strip.values:
            joined[-1] = joined[-1]._replace(values=joined[-1].values + strip.values)
        else:
            joined.append(strip)
    return joined


def _stranger(strip: Strip) -> bool:
    """Whether a line has a label of its own, one that the form does not know."""
    return strip.own and strip.row is None


def _split_overfull(strip: Strip, lexicon: Lexicon) -> Iterator[Strip]:
    """Part a line that holds two lines' figures, the second one's label being lost."""
    width = _width(strip, lexicon)
    printed = [i for i, value in enumerate(strip.values) if value.kind != "blank"]
    if strip.row is None or strip.row.kind != "row" or not width or len(printed) != 2 * width:
        yield strip
        return
    cut = printed[width]
    if strip.line == strip.values[printed[0]].line == strip.values[cut].line:
        yield strip  # one printed line is one row
        return
    yield strip._replace(values=strip.values[: printed[width - 1] + 1])
    span = Span(strip.values[cut].span.start, strip.values[cut].span.start)
    yield Strip(None, "", span, strip.values[cut:], own=False)


def _gaps(strips: Sequence[Strip], lexicon: Lexicon) -> Iterator[tuple[list[int], int, int]]:
    """Yield the strips between two rows in order, with the rows' positions."""
    gap: list[int] = []
    before = -1
    for index, strip in enumerate(strips):
        if strip.target is not None and strip.target.position is not None and not strip.moved:
            yield gap, before, strip.target.position
            before = strip.target.position
            gap = [index] if strip.row is None else []
        else:
            gap.append(index)
    yield gap, before, len(lexicon.ordered)


def _pin(strips: Sequence[Strip], lexicon: Lexicon) -> list[Strip]:
    """Take a damaged label's row as sure where both its neighbours leave no other."""
    order = {t: i for i, t in enumerate(t for t in lexicon.ordered if t.kind == "row")}
    rows = [i for i, strip in enumerate(strips) if strip.row in order and not strip.moved]
    places = {i: order[row] for i in rows if (row := strips[i].row) is not None}
    pinned = list(strips)
    for at, index in enumerate(rows):
        before = places[rows[at - 1]] if at else -1
        after = places[rows[at + 1]] if at + 1 < len(rows) else len(order)
        if before + 1 == places[index] == after - 1 and _names_no_other(strips[index], lexicon):
            pinned[index] = strips[index]._replace(score=100.0, margin=1.0)
    return pinned


def _trust_moved(strips: Sequence[Strip], lexicon: Lexicon) -> list[Strip]:
    """Where rows changed places, take each by its plain label; else moved rows are in doubt.

    A label is plain if it is one row's and hardly another's. It vouches for its figures
    where every row of the table is there once, with as many figures as columns.
    """
    if not any(strip.moved for strip in strips):
        return list(strips)
    lines = [strip for strip in strips if strip.row is not None and strip.row.kind == "row"]
    rows = [target for target in lexicon.ordered if target.kind == "row"]
    full = all(count_printed(strip.values) == _width(strip, lexicon) for strip in lines)
    whole = full and len(lines) == len(rows) == len({strip.row for strip in lines})
    trusted = []
    for strip in strips:
        if whole and strip in lines and _is_plain(strip, lexicon):
            strip = strip._replace(margin=1.0)
        elif strip.moved:
            strip = strip._replace(doubt=strip.doubt or "it stands out of order")
        trusted.append(strip)
    return trusted


def _is_plain(strip: Strip, lexicon: Lexicon) -> bool:
    """Whether a label is almost exactly its own row's, and much less any other row's."""
    scores = {m.target: m.score for m in lexicon.find(strip.label) if m.target.kind == "row"}
    own = scores.pop(strip.row, 0.0) if strip.row is not None else 0.0
    return own >= _MOVED and max(scores.values(), default=0.0) <= own - _APART


def _names_no_other(strip: Strip, lexicon: Lexicon) -> bool:
    """Whether a label resembles no other row more than the one it is given to."""
    matches = lexicon.find(strip.label)
    own = next((match.score for match in matches if match.target == strip.row), 0.0)
    return own >= best_row_score(matches)


def _align_block(
    index: int, block: Block, links: Sequence[Link], strips: Sequence[Strip]
) -> AlignedBlock:
    columns, heads, doubt = find_columns(index, block, links)
    lines = []
    current = 0
    for strip in strips:
        if strip.target is not None and strip.target.position is not None:
            current = strip.target.block
        at = strip.row.block if strip.row is not None else current
        if at == index and count_wanted(strip):
            lines.append(_to_line(strip, block))
    spread = find_spread(index, block, links)
    return AlignedBlock(block.key, columns, tuple(lines), doubt, heads, spread)


def count_wanted(strip: Strip) -> bool:
    """Whether a strip is a line: it has a row of the form, or figures that need a home."""
    if strip.row is not None and strip.row.kind == "row":
        return True
    return count_printed(strip.values) > 0


def _to_line(strip: Strip, block: Block) -> Line:
    row = strip.row.key if strip.row is not None else None
    if strip.row is not None and strip.row.key not in block.printed_rows:
        row = None  # figures behind a heading that has no subtotal
    doubt = strip.doubt
    if row is None and not strip.own:
        doubt = "figures stand here without a label"
    if row is not None and doubt is None and (strip.score < _SURE or strip.margin < _MARGIN):
        doubt = "its label is not clear"
    what = (row, strip.label, strip.span, strip.values, doubt)
    return Line(*what, led=strip.own, assumed=strip.assumed)
