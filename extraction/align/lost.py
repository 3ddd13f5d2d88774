"""Lines whose label is lost: they get the rows that are missing just there, or none."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extraction.align.chain import count_printed
from extraction.align.shifted import name_printed_rows
from extraction.align.strips import Strip, width_of
from extraction.forms.label_index import Lexicon
from extraction.values.document import Span

_SURE = 75.0
_PRINTS = re.compile(r"[1-9１-９]")


def name_lost(strips: list[Strip], lexicon: Lexicon) -> list[Strip]:
    """Give lines without a label to the rows that are missing just there.

    Between two rows that are sure, the lines without a label must be exactly as many
    as the rows missing, and each as wide as its block.
    """
    strips = [part for strip in strips for part in _split_overfull(strip, lexicon)]
    taken = {strip.row for strip in strips if strip.row is not None}
    unplaced = name_printed_rows([s for s in strips if s.target is None], lexicon)
    taken |= {target for target in lexicon.ordered if target.key in unplaced}
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
    width = width_of(strip, lexicon)
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
