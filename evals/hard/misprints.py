"""Rows that print as many figures as they have cells, and some of them are not their own.

Each is near to another table: whoever takes such a row by its count reads it wrong, and whoever
trusts its sums may take a slip of the report's own for the mistake.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import NamedTuple

from evals.synth.draft import Draft
from evals.synth.labelled import Label
from evals.synth.localities import replace_line, rows_in
from evals.synth.sheets import PrintedBox, PrintedSheet
from extraction.values.record import CellKey

STRAYS = (1, 2, 3, 12, 40)
Boxes = list[PrintedBox]


class MisprintedRow(NamedTuple):
    """A row as it is printed; `gone`: what is lost of it, `unsure`: what nobody need make out."""

    printed: Boxes
    gone: Boxes
    unsure: Boxes


RowMisprint = Callable[[Boxes, Random], MisprintedRow | None]
"""A row's boxes to how they are printed; None where there is nothing to misprint."""


def split_and_lose(boxes: Boxes, rng: Random) -> MisprintedRow | None:
    """Print a number as two, and lose a zero of its row."""
    long = [box for box in boxes if box.text.isdigit() and len(box.text) > 1]
    zeros = [box for box in boxes if box.text == "0"]
    if not long or not zeros:
        return None
    box, gone = rng.choice(long), rng.choice(zeros)
    at = rng.randrange(1, len(box.text))
    halves = [replace(box, text=box.text[:at]), PrintedBox(box.text[at:], "extra")]
    return MisprintedRow(_put(boxes, box, halves, gone), [gone], [box])


def add_and_lose(boxes: Boxes, rng: Random) -> MisprintedRow | None:
    """Print a number that is none of the table's among a row's figures, and lose one of them."""
    gone, box = rng.sample(boxes, 2)
    both = [box, PrintedBox(str(rng.choice(STRAYS)), "extra")]
    rng.shuffle(both)
    return MisprintedRow(_put(boxes, box, both, gone), [gone], [])


def repeat_and_lose(boxes: Boxes, rng: Random) -> MisprintedRow | None:
    """Print a figure twice, and lose another of its row."""
    gone, box = rng.sample(boxes, 2)
    twice = [box, PrintedBox(box.text, "extra")]
    return MisprintedRow(_put(boxes, box, twice, gone), [gone], [])


def join_and_add(boxes: Boxes, rng: Random) -> MisprintedRow | None:
    """Print two neighbours as one number, and a number that is none of the table's."""
    at = rng.randrange(len(boxes) - 1)
    left, right = boxes[at : at + 2]
    if not (left.text.isdigit() and right.text.isdigit()) or left.text == "0":
        return None
    both = replace(left, text=left.text + right.text)
    stray = PrintedBox(str(rng.choice(STRAYS)), "extra")
    return MisprintedRow([*boxes[:at], both, *boxes[at + 2 :], stray], [], [left, right])


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
        rows += [(sheet, index, boxes) for index, _, boxes in rows_in(sheet) if len(boxes) > 1]
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
    whole = [*line[:first], *made.printed, *line[first + len(boxes) :]]
    gone = {key: Label("blank", unit=draft.cells[key].unit) for key in _keys(made.gone)}
    changed = draft.relabel(gone)
    lost = changed.lose([*gone, *_keys(made.unsure)])
    return lost.with_sheet(replace_line(sheet, index, whole))


def _says_the_same(boxes: Boxes, printed: Boxes) -> bool:
    """Whether at most one cell says another thing: that would be a slip like any other."""
    texts = zip(boxes, printed, strict=True)
    return sum(box.text != other.text for box, other in texts) < 2


def _keys(boxes: Boxes) -> list[CellKey]:
    return [box.key for box in boxes if box.key is not None]


MISPRINTS: Mapping[str, RowMisprint] = {
    "a number split, a zero lost": split_and_lose,
    "a number too many, a figure lost": add_and_lose,
    "a figure repeated, another lost": repeat_and_lose,
    "neighbours joined, a number too many": join_and_add,
}
