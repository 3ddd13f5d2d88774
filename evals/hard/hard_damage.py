"""Damage that makes a draft hard to read, beyond what the generator of reports has by weight."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from evals.synth.draft import Draft
from evals.synth.localities import replace_line, rows_in
from evals.synth.sheets import BoxLine, PrintedBox, is_header

MOST_LINES = 4
"""So many lines of a report are damaged at most, where not all of them are."""
LONG_HEAD = 4
"""Heads of so many characters are set in parts, one below the other."""

Change = Callable[[Draft, Random], Draft]


def wrap_digits(draft: Draft, rng: Random) -> Draft:
    """Break a number of two digits or more over two lines, in some rows: a narrow column does."""
    places: list[tuple[str, int, PrintedBox]] = []
    for sheet in draft.sheets:
        for index, _, boxes in rows_in(sheet):
            long = [box for box in boxes if len(box.text) > 1 and box.text.isdigit()]
            places += [(sheet.table, index, box) for box in long if len(boxes) > 1]
    count = min(len(places), rng.randint(1, MOST_LINES))
    for table, index, box in rng.sample(places, count):
        at = rng.randrange(1, len(box.text))
        broken = f"{box.text[:at]}\n{box.text[at:]}"
        draft = _print_other(draft, table, index, box, broken)
    return draft


def _print_other(draft: Draft, table: str, index: int, box: PrintedBox, text: str) -> Draft:
    """Return the draft with another text in one box of a table."""
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    line = [replace(box, text=text) if other is box else other for other in sheet.lines[index]]
    return draft.with_sheet(replace_line(sheet, index, line))


def lose_inner_labels(draft: Draft, rng: Random) -> Draft:
    """Print nothing where the labels of some rows stood, the rows around each still labelled."""
    for sheet in draft.sheets:
        labelled: list[tuple[int, PrintedBox]] = []
        for index, line in enumerate(sheet.lines):
            labelled += [(index, box) for box in line if box.role == "label"]
        places = range(1, len(labelled) - 1)
        lost: set[int] = set()
        for place in rng.sample(places, min(len(places), rng.randint(1, MOST_LINES))):
            if lost.isdisjoint((place - 1, place + 1)):
                lost.add(place)
        for index, box in (labelled[place] for place in sorted(lost)):
            draft = _print_other(draft, sheet.table, index, box, "")
    return draft


def part_heads(draft: Draft, rng: Random) -> Draft:
    """Set the heads of each line of heads in two lines or three, each a part of every head."""
    parts = rng.choice((2, 2, 3))
    for sheet in draft.sheets:
        lines: list[BoxLine] = []
        for line in sheet.lines:
            whole = is_header(line) and len(line) > 1
            texts = [box.text for box in line]
            if whole and all(len(text) >= LONG_HEAD for text in texts[:-1]):
                lines.extend(_part_line(line, parts))
            else:
                lines.append(line)
        draft = draft.with_sheet(replace(sheet, lines=tuple(lines)))
    return draft


def _part_line(line: BoxLine, parts: int) -> list[BoxLine]:
    """Return the lines that the parts of a line's heads make; short heads stand in the first."""
    rows: list[list[PrintedBox]] = [[] for _ in range(parts)]
    for box in line:
        size = -(-len(box.text) // parts)
        for number, row in enumerate(rows):
            part = box.text[number * size : (number + 1) * size]
            row.append(replace(box, text=part, rowspan=1))
    return [tuple(row) for row in rows]
