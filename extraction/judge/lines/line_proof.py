"""What one line's layout proves by itself: as many figures as cells, or blanks kept in place."""

from collections.abc import Iterator, Sequence

from extraction.forms.table import Block
from extraction.judge.lines.digit_cuts import read_single_run
from extraction.judge.lines.printed import (
    are_even,
    are_shared_unevenly,
    find_printed,
    is_canonical,
    is_held_open,
    list_printed,
    to_entry,
)
from extraction.values.layout import AlignedBlock, Reading, Token


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
    if any(value.kind == "run" or not is_canonical(value) for value in values):
        return read_single_run(values, width)
    printed = list_printed(values)
    if not printed:
        return (None,) * width if labelled and len(values) >= width else None
    if are_shared_unevenly(printed):
        return None
    if len(printed) == width:
        return tuple(map(to_entry, printed)) if are_even(find_printed(values)) else None
    return _read_among_blanks(values, width, starts_at_label=labelled and padless)


def _read_among_blanks(
    values: Sequence[Token], width: int, *, starts_at_label: bool
) -> Reading | None:
    """Return the one reading of a line that prints fewer figures than it has cells, or None."""
    if len(values) == width and _is_drawn_evenly(values):
        return tuple(map(to_entry, values))
    printed = list_printed(values)
    if len(printed) > width or _is_broken(printed):
        return None
    for kept in _find_kept(values, starts_at_label=starts_at_label):
        if len(kept) == width:
            return tuple(map(to_entry, kept))
    return None


def _find_kept(values: Sequence[Token], *, starts_at_label: bool) -> Iterator[Sequence[Token]]:
    """Yield what may be all cells of a line with figures: what is held open, or lies between.

    starts_at_label: whether the first cell lies right behind the label.
    """
    printed = find_printed(values)
    first, last = printed[0], printed[-1]
    held = [at for at, value in enumerate(values) if at in printed or is_held_open(values, at)]
    yield values[held[0] : held[-1] + 1]
    yield values[first : last + 1]
    yield values[: last + 1] if starts_at_label else _whole_line(values)


def find_width(aligned: AlignedBlock, block: Block) -> int:
    """Return how many cells a line of the block has: side by side, it has those of all rows."""
    across = block.arrangement == "across"
    return len(block.rows) * len(block.columns) if across else len(aligned.columns)


def _is_broken(printed: Sequence[Token]) -> bool:
    """Whether a row's figures go on alone on another line: a blank beside the break may be none.

    Where each figure has a line of its own, none is broken off.
    """
    alone = {value.own_line for value in printed}
    return len(alone) > 1 and len({value.line for value in printed}) > 1


def _is_drawn_evenly(values: Sequence[Token]) -> bool:
    """Whether the format itself draws these values as cells of one row, all of one width."""
    places = [value.place for value in values if value.place is not None]
    rows = {place[:2] for place in places}
    if len(places) < len(values) or len(rows) > 1:
        return False
    return are_even([place.column for place in places])


def _whole_line(values: Sequence[Token]) -> Sequence[Token]:
    """Return the values if they are all that stands in one drawn line."""
    drawn = all(value.place is not None for value in values)
    lines = {value.line for value in values}
    return values if drawn and len(lines) == 1 else ()
