"""What a drawn table shows of a line: columns of figures, and cells that hold two or are merged."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extraction.judge.lines.line_proof import are_even, are_shared_unevenly, to_entry
from extraction.judge.lines.pads import list_printed
from extraction.judge.lines.readings import is_canonical, is_held_open
from extraction.values.layout import AlignedBlock, Entry, Line, Reading, Token


def learn_slots(aligned: AlignedBlock, width: int) -> Mapping[int, Mapping[int, int]]:
    """Learn from a grid's full lines which of its columns hold which cell.

    Cells unevenly far apart are a layout's own where two lines have them so: in one line, a
    blank in between may be a cell, and one of the figures one too many.
    """
    learnt: dict[int, dict[int, int]] = {}
    seen: Counter[int] = Counter()
    unsure: set[int] = set()
    for line in aligned.lines:
        printed = list_printed(line.values)
        if len(printed) != width or any(v.place is None for v in printed):
            continue
        slots = {v.place.column: i for i, v in enumerate(printed) if v.place is not None}
        grid = printed[0].place.grid if printed[0].place else -1
        seen[grid] += 1
        if learnt.setdefault(grid, slots) != slots:
            unsure.add(grid)
    return {
        grid: slots
        for grid, slots in learnt.items()
        if grid not in unsure and (seen[grid] > 1 or are_even(list(slots)))
    }


def read_by_slots(
    line: Line, slots: Mapping[int, Mapping[int, int]], width: int, *, blank: bool = False
) -> Reading | None:
    """Read a line by the columns of the drawn table in which its figures stand.

    A line without any is read only where it may be `blank`: its cells stand under headers.
    """
    reading: list[Entry | None] = [None] * width
    places = [value.drawn for value in line.values if value.drawn is not None]
    drawn = {place.column for place in places}
    if not all(drawn >= slots.get(place.grid, {}).keys() for place in places):
        return None  # some cell of the line lies over several columns
    printed = list_printed(line.values)
    for value in printed:
        place = value.drawn
        slot = slots.get(place.grid, {}).get(place.column) if place is not None else None
        if slot is None or reading[slot] is not None or not is_canonical(value):
            return None
        reading[slot] = to_entry(value)
    known = any(place.grid in slots for place in places)
    return tuple(reading) if printed or (blank and known) else None


def keep_own_rows(line: Line) -> Line:
    """Leave out the blanks of drawn rows in which the line has no figure: those are empty rows."""
    rows = {value.place[:2] for value in line.values if value.place and value.kind != "blank"}
    if not rows or any(value.place is None for value in line.values):
        return line
    own = (value for value in line.values if value.place and value.place[:2] in rows)
    return replace(line, values=tuple(own))


def is_drawn_short(values: Sequence[Token], width: int) -> bool:
    """Whether the format draws fewer cells than the row has: a merged one is no blank."""
    if any(value.kind == "run" or not is_canonical(value) for value in values):
        return False  # figures ran together
    return 0 < len(values) < width and all(value.place is not None for value in values)


def is_crowded(values: Sequence[Token]) -> bool:
    """Whether two figures stand in one cell while another is blank: none is proven its own.

    In text, while others have cells of their own, and a blank one is held open.
    """
    drawn = [value.drawn for value in values if value.kind != "blank" and value.drawn]
    blank = any(value.kind == "blank" and value.drawn for value in values)
    if blank and len(set(drawn)) < len(drawn):
        return True
    held = any(
        value.kind == "blank" and is_held_open(values, at) for at, value in enumerate(values)
    )
    return held and are_shared_unevenly([value for value in values if value.kind != "blank"])


def is_split(
    values: Sequence[Token], reading: Reading, unkept: Mapping[int, Mapping[int, int]]
) -> bool:
    """Whether, counted, some figures of a drawn line come under their headers and others do not.

    A line that is shifted is so as a whole: all its figures stand as far from their headers. A
    blank at its end may then be a pad.
    """
    at = {entry.span: cell for cell, entry in enumerate(reading) if entry is not None}
    apart = set()
    for value in list_printed(values):
        place = value.drawn
        headers = unkept.get(place.grid, {}) if place is not None else {}
        columns = {cell: column for column, cell in headers.items()}
        if place is not None and at.get(value.span) in columns:
            apart.add(place.column - columns[at[value.span]])
    if apart and 0 not in apart:
        return reading[0] is None or reading[-1] is None
    return len(apart) > 1
