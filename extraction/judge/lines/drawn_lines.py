"""What a drawn table shows of a line: columns of figures, and cells that hold two or are merged."""

from collections.abc import Sequence
from dataclasses import replace

from extraction.judge.lines.printed import (
    Slots,
    are_even,
    are_shared_unevenly,
    is_canonical,
    is_held_open,
    list_printed,
    to_entry,
)
from extraction.values.layout import AlignedBlock, Entry, Line, Reading, Token


def learn_slots(aligned: AlignedBlock, width: int) -> Slots:
    """Learn from a grid's full lines which of its columns hold which cell.

    Cells unevenly far apart are a layout's own where two lines have them so: in one line, a
    blank in between may be a cell, and one of the figures one too many.
    """
    seen: dict[int, list[tuple[int, ...]]] = {}
    for line in aligned.lines:
        printed = list_printed(line.values)
        places = [value.place for value in printed if value.place is not None]
        if len(printed) == len(places) == width:
            grid = places[0].grid
            columns = tuple(place.column for place in places)
            seen.setdefault(grid, []).append(columns)
    learnt = {}
    for grid, ways in seen.items():
        columns = ways[0]
        alike = all(way == columns for way in ways)
        if alike and (len(ways) > 1 or are_even(columns)):
            learnt[grid] = {column: cell for cell, column in enumerate(columns)}
    return learnt


def read_by_slots(line: Line, slots: Slots, width: int, *, blank: bool = False) -> Reading | None:
    """Read a line by the columns of the drawn table in which its figures stand.

    A line without any is read only where it may be `blank`: its cells stand under headers.
    """
    places = [value.drawn for value in line.values if value.drawn is not None]
    drawn = {place.column for place in places}
    grids = [slots.get(place.grid, {}) for place in places]
    if not all(drawn >= columns.keys() for columns in grids):
        return None  # some cell of the line lies over several columns
    reading: list[Entry | None] = [None] * width
    printed = list_printed(line.values)
    for value in printed:
        slot = _find_slot(value, slots)
        if slot is None or reading[slot] is not None or not is_canonical(value):
            return None
        reading[slot] = to_entry(value)
    known = any(place.grid in slots for place in places)
    return tuple(reading) if printed or (blank and known) else None


def _find_slot(value: Token, slots: Slots) -> int | None:
    """Return which cell of a row a figure's drawn column holds; None where none is known."""
    place = value.drawn
    if place is None:
        return None
    columns = slots.get(place.grid, {})
    return columns.get(place.column)


def keep_own_rows(line: Line) -> Line:
    """Leave out the blanks of drawn rows in which the line has no figure: those are empty rows."""
    values = line.values
    rows = {value.place[:2] for value in list_printed(values) if value.place}
    if not rows or any(value.place is None for value in values):
        return line
    own = [value for value in values if value.place and value.place[:2] in rows]
    return replace(line, values=tuple(own))


def is_drawn_short(values: Sequence[Token], width: int) -> bool:
    """Whether the format draws fewer cells than the row has: a merged one is no blank."""
    if not 0 < len(values) < width:
        return False
    if any(value.kind == "run" or not is_canonical(value) for value in values):
        return False  # figures ran together
    return all(value.place is not None for value in values)


def is_crowded(values: Sequence[Token]) -> bool:
    """Whether two figures stand in one cell while another is blank: none is proven its own.

    In text, while others have cells of their own, and a blank one is held open.
    """
    blanks = [at for at, value in enumerate(values) if value.kind == "blank"]
    if not blanks:
        return False
    printed = list_printed(values)
    drawn = [value.drawn for value in printed if value.drawn]
    shared = len(set(drawn)) < len(drawn)
    if shared and any(values[at].drawn for at in blanks):
        return True
    held = any(is_held_open(values, at) for at in blanks)
    return held and are_shared_unevenly(printed)


def is_split(values: Sequence[Token], reading: Reading, unkept: Slots) -> bool:
    """Whether, counted, some figures of a drawn line come under their headers and others do not.

    A line that is shifted is so as a whole: all its figures stand as far from their headers. A
    blank at its end may then be a pad.
    """
    cells = {entry.span: cell for cell, entry in enumerate(reading) if entry is not None}
    apart = set()
    for value in list_printed(values):
        place = value.drawn
        if place is None:
            continue
        headers = unkept.get(place.grid, {})
        columns = {cell: column for column, cell in headers.items()}
        header = columns.get(cells.get(value.span, -1))
        if header is not None:
            apart.add(place.column - header)
    if apart and 0 not in apart:
        return reading[0] is None or reading[-1] is None
    return len(apart) > 1
