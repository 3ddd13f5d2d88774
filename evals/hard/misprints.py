"""Rows that print as many figures as they have cells, and some of them are not their own.

Each is near to another table: whoever takes such a row by its count reads it wrong, and whoever
trusts its sums may take a slip of the report's own for the mistake.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import NamedTuple

from evals.synth.draft import Draft
from evals.synth.labelled import Label
from evals.synth.localities import find_long, replace_line, rows_in
from evals.synth.sheets import PrintedBox, PrintedSheet
from extraction.values.record import CellKey

STRAYS = (1, 2, 3, 12, 40)
Boxes = list[PrintedBox]


class MisprintedRow(NamedTuple):
    """A row as it is printed; `gone`: what is lost of it, `unsure`: what nobody need make out.

    What is unsure has the text of the cell if it is made out.
    """

    printed: Boxes
    gone: Boxes
    unsure: Boxes


RowMisprint = Callable[[Boxes, Random], MisprintedRow | None]
"""A row's boxes to how they are printed; None where there is nothing to misprint."""


def split_and_lose(boxes: Boxes, rng: Random) -> MisprintedRow | None:
    """Print a number as two, and lose a zero of its row."""
    long = find_long(boxes)
    return _split(boxes, rng.choice(long), rng) if long else None


def mistake_split_and_lose(boxes: Boxes, rng: Random) -> MisprintedRow | None:
    """Print a number with one digit wrong, that as two, and lose a zero of its row."""
    long = find_long(boxes)
    if not long:
        return None
    box = rng.choice(long)
    at = rng.randrange(len(box.text))
    others = "0123456789".replace(box.text[at], "")
    digit = rng.choice(others if at else others.replace("0", ""))
    wrong = replace(box, text=f"{box.text[:at]}{digit}{box.text[at + 1 :]}")
    row = [wrong if other is box else other for other in boxes]
    return _split(row, wrong, rng)


def _split(boxes: Boxes, box: PrintedBox, rng: Random) -> MisprintedRow | None:
    """Print a row's number as two, and lose a zero."""
    zeros = [other for other in boxes if other.text == "0"]
    if not zeros:
        return None
    gone = rng.choice(zeros)
    whole = box.text
    at = rng.randrange(1, len(whole))
    first = replace(box, text=whole[:at])
    rest = PrintedBox(whole[at:], "extra")
    printed = _put(boxes, box, [first, rest], gone)
    return MisprintedRow(printed, [gone], [box])


def add_and_lose(boxes: Boxes, rng: Random) -> MisprintedRow | None:
    """Print a number that is none of the table's among a row's figures, and lose one of them."""
    gone, box = rng.sample(boxes, 2)
    both = [box, _draw_stray(rng)]
    rng.shuffle(both)
    printed = _put(boxes, box, both, gone)
    return MisprintedRow(printed, [gone], [])


def repeat_and_lose(boxes: Boxes, rng: Random) -> MisprintedRow | None:
    """Print a figure twice, and lose another of its row."""
    gone, box = rng.sample(boxes, 2)
    again = PrintedBox(box.text, "extra")
    printed = _put(boxes, box, [box, again], gone)
    return MisprintedRow(printed, [gone], [])


def join_and_add(boxes: Boxes, rng: Random) -> MisprintedRow | None:
    """Print two neighbours as one number, and a number that is none of the table's."""
    at = rng.randrange(len(boxes) - 1)
    left, right = boxes[at : at + 2]
    joined = left.text + right.text
    if not joined.isdigit() or left.text == "0":
        return None
    both = replace(left, text=joined)
    printed = [*boxes[:at], both, *boxes[at + 2 :]]
    printed.append(_draw_stray(rng))
    return MisprintedRow(printed, [], [left, right])


def _draw_stray(rng: Random) -> PrintedBox:
    """Return a number that is none of the table's."""
    number = rng.choice(STRAYS)
    return PrintedBox(str(number), "extra")


def _put(boxes: Boxes, box: PrintedBox, by: Boxes, gone: PrintedBox) -> Boxes:
    """Return a row with several boxes for one, and without another."""
    printed: Boxes = []
    for other in boxes:
        if other is not gone:
            printed += by if other is box else [other]
    return printed


def misprint_row(draft: Draft, rng: Random, misprint: RowMisprint) -> Draft:
    """RowMisprint one row of a table with sums."""
    rows: list[tuple[PrintedSheet, int, Boxes]] = []
    for sheet in draft.sheets[1:]:
        for index, _, boxes in rows_in(sheet):
            if len(boxes) > 1:
                rows.append((sheet, index, boxes))
    for sheet, index, boxes in rng.sample(rows, len(rows)):
        made = misprint(boxes, rng)
        if made is not None and not _says_the_same(boxes, made.printed):
            return _print_row(draft, sheet, index, boxes, made)
    return draft


def _print_row(
    draft: Draft, sheet: PrintedSheet, index: int, boxes: Boxes, made: MisprintedRow
) -> Draft:
    line = sheet.lines[index]
    first = line.index(boxes[0])
    last = first + len(boxes)
    whole = [*line[:first], *made.printed, *line[last:]]
    gone = {}
    for key in _keys(made.gone):
        unit = draft.cells[key].unit
        gone[key] = Label("blank", unit=unit)
    unsure = {}
    for box in made.unsure:
        if box.key is not None:
            unit = draft.cells[box.key].unit
            unsure[box.key] = Label("number", Decimal(box.text), box.text, unit)
    changed = draft.relabel(gone | unsure)
    lost = changed.lose([*gone, *unsure])
    return lost.with_sheet(replace_line(sheet, index, whole))


def _says_the_same(boxes: Boxes, printed: Boxes) -> bool:
    """Whether at most one cell says another thing: that would be a slip like any other."""
    texts = zip(boxes, printed, strict=True)
    return sum(box.text != other.text for box, other in texts) < 2


def _keys(boxes: Boxes) -> list[CellKey]:
    return [box.key for box in boxes if box.key is not None]


MISPRINTS: Mapping[str, RowMisprint] = {
    "a number split, a zero lost": split_and_lose,
    "a mistaken number split, a zero lost": mistake_split_and_lose,
    "a number too many, a figure lost": add_and_lose,
    "a figure repeated, another lost": repeat_and_lose,
    "neighbours joined, a number too many": join_and_add,
}
