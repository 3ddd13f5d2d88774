"""Damage that makes a draft hard to read, beyond what the generator of reports has by weight."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from evals.synth.draft import Draft
from evals.synth.localities import find_long, replace_line, rows_in
from evals.synth.sheets import BoxLine, PrintedBox, is_header

MOST_LINES = 4
"""So many lines of a report are damaged at most, where not all of them are."""
LONG_HEAD = 4
"""Heads of so many characters are set in parts, one below the other."""

T = TypeVar("T")
Change = Callable[[Draft, Random], Draft]


def wrap_digits(draft: Draft, rng: Random) -> Draft:
    """Break a number of two digits or more over two lines, in some rows: a narrow column does."""
    places: list[tuple[str, int, PrintedBox]] = []
    for sheet in draft.sheets:
        for index, _, boxes in rows_in(sheet):
            if len(boxes) < 2:
                continue
            for box in find_long(boxes):
                places.append((sheet.table, index, box))
    for table, index, box in _draw_some(places, rng):
        whole = box.text
        at = rng.randrange(1, len(whole))
        broken = f"{whole[:at]}\n{whole[at:]}"
        draft = _print_other(draft, table, index, box, broken)
    return draft


def _draw_some(places: Sequence[T], rng: Random) -> list[T]:
    """Draw as many of some places as are damaged of a report."""
    count = rng.randint(1, MOST_LINES)
    return rng.sample(places, min(len(places), count))


def _print_other(draft: Draft, table: str, index: int, box: PrintedBox, text: str) -> Draft:
    """Return the draft with another text in one box of a table."""
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    printed = replace(box, text=text)
    line = [printed if other is box else other for other in sheet.lines[index]]
    return draft.with_sheet(replace_line(sheet, index, line))


def lose_inner_labels(draft: Draft, rng: Random) -> Draft:
    """Print nothing where the labels of some rows stood, the rows around each still labelled."""
    for sheet in draft.sheets:
        labelled: list[tuple[int, PrintedBox]] = []
        for index, line in enumerate(sheet.lines):
            for box in line:
                if box.role == "label":
                    labelled.append((index, box))
        inner = range(1, len(labelled) - 1)
        lost = set[int]()
        for place in _draw_some(inner, rng):
            if lost.isdisjoint((place - 1, place + 1)):
                lost.add(place)
        for place in sorted(lost):
            index, box = labelled[place]
            draft = _print_other(draft, sheet.table, index, box, "")
    return draft


def part_heads(draft: Draft, rng: Random) -> Draft:
    """Set the heads of each line of heads in two lines or three, each a part of every head."""
    parts = rng.choice((2, 2, 3))
    for sheet in draft.sheets:
        lines: list[BoxLine] = []
        for line in sheet.lines:
            if is_header(line) and _has_long_heads(line):
                lines.extend(_part_line(line, parts))
            else:
                lines.append(line)
        parted = replace(sheet, lines=tuple(lines))
        draft = draft.with_sheet(parted)
    return draft


def _has_long_heads(line: BoxLine) -> bool:
    """Whether a line has several heads, and all but the last are long."""
    *heads, _ = line
    shortest = min((len(head.text) for head in heads), default=0)
    return shortest >= LONG_HEAD


def _part_line(line: BoxLine, parts: int) -> list[BoxLine]:
    """Return the lines that the parts of a line's heads make; short heads stand in the first."""
    rows: list[list[PrintedBox]] = [[] for _ in range(parts)]
    for box in line:
        size = -(-len(box.text) // parts)
        for number, row in enumerate(rows):
            start = number * size
            part = box.text[start : start + size]
            row.append(replace(box, text=part, rowspan=1))
    return [tuple(row) for row in rows]
