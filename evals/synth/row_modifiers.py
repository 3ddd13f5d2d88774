"""Changes to the rows of printed tables: lost, moved, added, run together."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from evals.synth.closing import form_named
from evals.synth.draft import Draft
from evals.synth.labelled import Label, PrintedExtra
from evals.synth.localities import (
    can_be_split,
    choose_sheet,
    first_sheet,
    insert_line,
    keys_of,
    replace_line,
    rows_in,
)
from evals.synth.sheets import BoxLine, PrintedBox, PrintedSheet, row_of

LOCAL_ROWS = ("其他主动公开文件", "党委政府联合发文", "其他政策文件", "内部制度文件")


def remove_blanks(draft: Draft, rng: Random) -> Draft:
    """Leave zeros blank and drop their cells, so that the rest moves to the left."""
    sheet = choose_sheet(draft, rng)
    rows = _rows_to_change(sheet)
    if sheet is None or not rows:
        return draft
    most = max(1, len(rows) // 3)
    for index, _, boxes in rng.sample(rows, rng.randint(1, most)):
        zeros = [box for box in boxes if box.key and draft.cells[box.key].raw == "0"]
        if not zeros:
            continue
        gone = zeros if rng.random() < 0.6 else rng.sample(zeros, 1)
        blanks = {}
        for key in keys_of(gone):
            blanks[key] = Label("blank", unit=draft.cells[key].unit)
        kept = [box for box in sheet.lines[index] if box not in gone]
        sheet = replace_line(sheet, index, kept)
        lost = (*keys_of(kept), *blanks)
        draft = draft.relabel(blanks).lose(lost)
        draft = draft.with_sheet(sheet)
    return draft


def _rows_to_change(sheet: PrintedSheet | None) -> list[tuple[int, str, list[PrintedBox]]]:
    """Return the rows of more than one figure."""
    return [row for row in rows_in(sheet) if len(row[2]) > 1] if sheet else []


def _labelled_lines(sheet: PrintedSheet | None) -> list[int]:
    """Return the lines that have a row's label."""
    found = []
    for index, line in enumerate(sheet.lines if sheet else ()):
        if any(box.role == "label" for box in line):
            found.append(index)
    return found


def _relabel_line(line: BoxLine, text: str) -> list[PrintedBox]:
    """Return a line with another text for its row's label."""
    return [replace(box, text=text) if box.role == "label" else box for box in line]


def lose_row_labels(draft: Draft, rng: Random) -> Draft:
    """Print nothing where the label of a row stood; the rows around it still tell which it is."""
    sheet = choose_sheet(draft, rng)
    labelled = _labelled_lines(sheet)
    if sheet is None or not labelled:
        return draft
    index = rng.choice(labelled)
    line = _relabel_line(sheet.lines[index], "")
    return draft.with_sheet(replace_line(sheet, index, line))


def garble_row_label(draft: Draft, rng: Random) -> Draft:
    """Damage the label of a row beyond recognition; nobody can vouch for its figures."""
    sheet = choose_sheet(draft, rng)
    labelled = _labelled_lines(sheet)
    if sheet is None or not labelled:
        return draft
    index = rng.choice(labelled)
    garbage = rng.choice(("锟斤拷锟斤拷", "■■■■■■", "****", "烫烫烫屯屯屯", "????"))
    line = _relabel_line(sheet.lines[index], garbage)
    garbled = replace_line(sheet, index, line)
    return draft.with_sheet(garbled).lose(keys_of(line))


def run_together(draft: Draft, rng: Random) -> Draft:
    """Print a row's figures, or two neighbours, without anything between them."""
    sheet = choose_sheet(draft, rng)
    rows = _rows_to_change(sheet)
    if sheet is None or not rows:
        return draft
    most = min(4, len(rows))
    for index, _, boxes in rng.sample(rows, rng.randint(1, most)):
        start = 0 if rng.random() < 0.6 else rng.randrange(len(boxes) - 1)
        joined = boxes if start == 0 else boxes[start : start + 2]
        raws = [box.text for box in boxes]
        if not all(map(_is_digits, raws)):
            continue
        run = join_boxes(joined)
        line = put_for(sheet.lines[index], joined, run)
        sheet = replace_line(sheet, index, line)
        draft = draft.with_sheet(sheet)
        # Only a leading zero shows that a run is no figure of its own.
        if not (joined is boxes and run.text[0] == "0" and can_be_split(raws)):
            draft = draft.lose(keys_of(boxes))
    return draft


def _is_digits(raw: str) -> bool:
    return raw.isascii() and raw.isdigit()


def put_for(line: BoxLine, boxes: Sequence[PrintedBox], one: PrintedBox) -> list[PrintedBox]:
    """Return a line with one box in the place of several."""
    first, *others = boxes
    kept = (box for box in line if box not in others)
    return [one if box is first else box for box in kept]


def join_boxes(boxes: Sequence[PrintedBox]) -> PrintedBox:
    """Return one box with the text of several, as wide as they are."""
    text = "".join(box.text for box in boxes)
    width = sum(box.colspan for box in boxes)
    return replace(boxes[0], text=text, colspan=width)


def swap_rows(draft: Draft, rng: Random) -> Draft:
    """Exchange two neighbouring rows together with their labels."""
    sheet = choose_sheet(draft, rng)
    if sheet is None:
        return draft
    pairs = []
    for index, (upper, lower) in enumerate(pairwise(sheet.lines)):
        if _label_width(upper) == _label_width(lower) != 0:
            pairs.append(index)
    if not pairs:
        return draft
    index = rng.choice(pairs)
    lines = list(sheet.lines)
    upper, lower = lines[index : index + 2]
    lines[index : index + 2] = lower, upper
    return draft.with_sheet(replace(sheet, lines=tuple(lines)))


def _label_width(line: BoxLine) -> int:
    """Return how wide the label is that a line starts with, 0 if it starts otherwise."""
    return line[0].colspan if line[0].role == "label" else 0


def add_local_row(draft: Draft, rng: Random) -> Draft:
    """Print a row that the form does not know at the end of the first block."""
    sheet = first_sheet(draft)
    if sheet is None:
        return draft
    block = form_named(draft.form).tables[0].blocks[0]
    last = block.rows[-1].key
    places = [at for at, line in enumerate(sheet.lines) if row_of(line) == last]
    if not places:
        return draft
    label = rng.choice(LOCAL_ROWS)
    raws = tuple(str(rng.choice((0, 1, 3, 12, 40))) for _ in block.columns)
    line = (PrintedBox(label, "label"), *(PrintedBox(raw, "extra") for raw in raws))
    extra = PrintedExtra(sheet.table, label, raws)
    draft = replace(draft, extras=(*draft.extras, extra))
    return draft.with_sheet(insert_line(sheet, max(places) + 1, line))
