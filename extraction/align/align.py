"""Printed labels to the form's rows and columns; figures follow their labels.

Rows come from the best chain of matches (chain.py). A figure line whose label is lost
is given its row only where the neighbours leave exactly one.
"""

from collections.abc import Sequence

from extraction.align.across import align_across
from extraction.align.chain import (
    Item,
    Link,
    best_row_score,
    count_printed,
    find_chain,
    find_items,
)
from extraction.align.columns import find_columns, find_slots, find_spread
from extraction.align.drawn import keeps_columns
from extraction.align.lost import name_lost
from extraction.align.shifted import doubt_shifted
from extraction.align.stacks import read_stacked
from extraction.align.strangers import departs, set_strangers_apart
from extraction.align.strips import (
    Strip,
    doubt_torn_labels,
    find_strips,
    join_tails,
    join_torn,
    name_subtotals,
    place_moved,
    width_of,
)
from extraction.align.words import take_words
from extraction.forms.label_index import CUT_HEAD, UNCLEAR_HEAD, UNREAD, Lexicon
from extraction.forms.table import Block
from extraction.values.document import Span
from extraction.values.layout import AlignedBlock, AlignedTable, Line, Token

_SURE = 75.0
_MOVED = 90.0
_MARGIN = 0.2
_APART = 10.0


def align_table(tokens: Sequence[Token], lexicon: Lexicon) -> AlignedTable:
    """Bring one region's labels to one form's table.

    Lines come in printed order; the score tells which form a table follows.
    """
    items, orphans = find_items(tokens)
    region = Span(tokens[0].span.start, tokens[-1].span.end)
    table, form = lexicon.table, lexicon.form
    if table.blocks[0].arrangement == "across":
        blocks, score = align_across(items, orphans, lexicon)
        return AlignedTable(table.key, form.form, tuple(blocks), score, region)
    links, score = find_chain(items, lexicon)
    strips = find_strips(items, links, orphans)
    strips = place_moved(strips, lexicon)
    strips = join_torn(strips, lexicon)
    strips = join_tails(strips, lexicon)
    strips = set_strangers_apart(strips, lexicon)
    strips = take_words(strips, lexicon)
    strips = doubt_torn_labels(strips, lexicon)
    strips = name_subtotals(strips, lexicon)
    strips = name_lost(strips, lexicon)
    strips = doubt_shifted(strips, lexicon)
    strips = _pin(strips, lexicon)
    strips = _trust_moved(strips, lexicon)
    heads = _with_poor_heads(items, links, lexicon)
    over = _labels_over(items, links)
    aligned = []
    for index, block in enumerate(table.blocks):
        rows = [strip.values for strip in strips if strip.row and strip.row.block == index]
        stacked = read_stacked(over.get(index, ()), rows, lexicon)
        aligned.append(_align_block(index, block, heads, strips, stacked))
    moved = tuple(strip.label for strip in strips if strip.moved)
    return AlignedTable(table.key, form.form, tuple(aligned), score, region, moved)


def _labels_over(items: Sequence[Item], links: Sequence[Link]) -> dict[int, list[Token]]:
    """Return what stands between each block's first row and the last row before it."""
    over: dict[int, list[Token]] = {}
    start = 0
    for link in (link for link in links if link.target.kind == "row"):
        above = [item.label for item in items[start : link.start]]
        over.setdefault(link.target.block, above)
        start = link.end
    return over


def _with_poor_heads(items: Sequence[Item], links: Sequence[Link], lexicon: Lexicon) -> list[Link]:
    """Add the labels that only the beginning of a column's head is left of, and unread ones.

    All stand in printed order. What may be several columns' is taken for the last of them:
    no column may stand before it that comes later in the form.
    """
    linked = {index for link in links for index in range(link.start, link.end)}
    rows = [link for link in links if link.target.kind == "row"]
    found = [_unless_renamed(link, lexicon) for link in links]
    for index, item in enumerate(items):
        if index in linked or count_printed(item.values):
            continue
        text = item.label.text
        poor = (UNREAD, 0.0)
        if heads := lexicon.find_cuts(text, ("column", "column_group")):
            below = next((row.target.block for row in rows if row.start > index), None)
            head = [*heads, *(head for head in heads if head.block == below)][-1]
            poor = (head, CUT_HEAD if len(heads) == 1 else UNCLEAR_HEAD)
        found.append(Link(index, index + 1, *poor, 0.0, text, (), index, item.label, item.label))
    return sorted(found, key=lambda link: link.start)


def _unless_renamed(link: Link, lexicon: Lexicon) -> Link:
    """Return a link, as unread if it is a head whose words are another thing's."""
    head = link.target.kind in ("column", "column_group")
    renamed = head and not count_printed(link.values) and departs(link.text, link.target, lexicon)
    return link._replace(target=UNREAD, score=0.0) if renamed else link


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
    full = all(count_printed(strip.values) == width_of(strip, lexicon) for strip in lines)
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
    index: int,
    block: Block,
    links: Sequence[Link],
    strips: Sequence[Strip],
    stacked: tuple[str, ...],
) -> AlignedBlock:
    columns, heads, doubt = find_columns(index, block, links, stacked)
    lines = []
    current = 0
    for strip in strips:
        if strip.target is not None and strip.target.position is not None:
            current = strip.target.block
        at = strip.row.block if strip.row is not None else current
        if at == index and count_wanted(strip):
            lines.append(_to_line(strip, block))
    spread = find_spread(index, block, links)
    slots = find_slots(index, columns, links)
    slots = {
        grid: own for grid, own in slots.items() if keeps_columns(grid, own, index, block, strips)
    }
    return AlignedBlock(block.key, columns, tuple(lines), doubt, heads, spread, slots)


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
