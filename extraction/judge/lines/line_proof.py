"""What one line's layout proves by itself: as many figures as cells, or blanks kept in place."""

from collections.abc import Sequence
from itertools import pairwise

from extraction.forms.table import Block
from extraction.judge.lines.readings import is_canonical, is_held_open, read_single_run
from extraction.values.layout import AlignedBlock, Entry, Reading, Token


def read_line(
    values: Sequence[Token], width: int, *, labelled: bool = True, padless: bool = True
) -> Reading | None:
    """Return the one reading that the layout proves, or None.

    Proof is: as many figures as cells; or blanks kept in place so that the cells up
    to the last figure are exactly as many; or nothing printed in that many cells.
    Without a label in front, blanks before the first figure may be pads of the line
    above: they count only where the format itself draws the line. Nor do they where no full
    line shows that labels have no pads behind them (`padless`).
    """
    values = list(values)
    printed = [i for i, value in enumerate(values) if value.kind != "blank"]
    if any(value.kind == "run" or not is_canonical(value) for value in values):
        return read_single_run(values, width)
    if not printed:
        return (None,) * width if labelled and len(values) >= width else None
    if are_shared_unevenly([values[i] for i in printed]):
        return None
    if len(printed) == width:
        return tuple(map(to_entry, (values[i] for i in printed))) if are_even(printed) else None
    if len(values) == width and _is_drawn_evenly(values):
        return tuple(map(to_entry, values))
    if _is_broken([values[i] for i in printed]):
        return None
    held = [i for i, value in enumerate(values) if value.kind != "blank" or is_held_open(values, i)]
    between = values[printed[0] : printed[-1] + 1]
    ahead = values[: printed[-1] + 1] if labelled and padless else _whole_line(values)
    for kept in (values[held[0] : held[-1] + 1], between, ahead):
        if len(kept) == width and len(printed) < width:
            return tuple(map(to_entry, kept))
    return None


def find_width(aligned: AlignedBlock, block: Block) -> int:
    """Return how many cells a line of the block has: side by side, it has those of all rows."""
    across = block.arrangement == "across"
    return len(block.rows) * len(block.columns) if across else len(aligned.columns)


def to_entry(value: Token) -> Entry | None:
    """Return what is printed in a cell, and where; nothing for a blank."""
    return None if value.kind == "blank" else Entry(value.text, value.span)


def are_even(columns: Sequence[int]) -> bool:
    """Whether columns stand equally far apart."""
    return len({right - left for left, right in pairwise(columns)}) < 2


def _is_broken(printed: Sequence[Token]) -> bool:
    """Whether a row's figures go on alone on another line: a blank beside the break may be none.

    Where each figure has a line of its own, none is broken off.
    """
    alone = {value.own_line for value in printed}
    return len(alone) > 1 and len({value.line for value in printed}) > 1


def _is_drawn_evenly(values: Sequence[Token]) -> bool:
    """Whether the format itself draws these values as cells of one row, all of one width."""
    places = [value.place for value in values if value.place is not None]
    if len(places) < len(values) or len({place[:2] for place in places}) > 1:
        return False
    return are_even([place.column for place in places])


def _whole_line(values: list[Token]) -> list[Token]:
    """Return the values if they are all that stands in one drawn line."""
    drawn = all(value.place is not None for value in values)
    return values if drawn and len({value.line for value in values}) == 1 else []


def are_shared_unevenly(printed: Sequence[Token]) -> bool:
    """Whether some figures share a printed cell and others do not: `6 1` may be 61."""
    cells = len({value.cell for value in printed})
    return 1 < cells < len(printed)
