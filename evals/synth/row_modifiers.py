"""Changes to the rows and columns of printed tables: lost, moved, added, run together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from random import Random

from evals.synth.draft import Draft, Prose
from evals.synth.equations import form_named
from evals.synth.labelled import Label, PrintedExtra
from evals.synth.sheets import Box, Line, Sheet, head_lines, row_of, table_to_sheet
from extraction.forms.form import Block, CellKey

LOCAL_ROWS = ("其他主动公开文件", "党委政府联合发文", "其他政策文件", "内部制度文件")
IMAGES = ("图1.png", "捕获2.PNG", "image003.jpg", "附表.png", "", "无", "本年度未发生。")
EXCUSES = ("本单位未制作规章", "本机关无规章制定权", "不涉及")


def split_count(digits: str, parts: int) -> int:
    """Return in how many ways digits are so many whole numbers without leading zeros.

    >>> split_count("000", 3), split_count("1212", 3), split_count("750", 2)
    (1, 3, 2)
    """
    ways = [1] + [0] * len(digits)
    for _ in range(parts):
        ways = [
            sum(ways[start] for start in range(end) if end - start == 1 or digits[start] != "0")
            for end in range(len(digits) + 1)
        ]
    return ways[-1]


def can_be_split(raws: list[str]) -> bool:
    """Tell whether figures printed without separators can be told apart.

    >>> can_be_split(["0", "0", "7"]), can_be_split(["12", "0"]), can_be_split(["3.5"])
    (True, False, True)
    """
    digits = "".join(raws)
    if len(raws) == 1:
        return True
    return digits.isascii() and digits.isdigit() and split_count(digits, len(raws)) == 1


def rows_in(sheet: Sheet) -> Iterator[tuple[int, str, list[Box]]]:
    """Yield index, row and figures of every line, once for each row that has figures in it."""
    for index, line in enumerate(sheet.lines):
        boxes = [box for box in line if box.role == "figure" and box.key]
        for row, figures in groupby(boxes, key=lambda box: box.key.row if box.key else ""):
            yield index, row, list(figures)


def replace_line(sheet: Sheet, index: int, line: Iterable[Box]) -> Sheet:
    """Return the sheet with one line replaced."""
    return replace(sheet, lines=(*sheet.lines[:index], tuple(line), *sheet.lines[index + 1 :]))


def insert_line(sheet: Sheet, index: int, *lines: Line) -> Sheet:
    """Return the sheet with lines inserted before an index."""
    return replace(sheet, lines=(*sheet.lines[:index], *lines, *sheet.lines[index:]))


def _keys(boxes: Iterable[Box]) -> list[CellKey]:
    return [box.key for box in boxes if box.key and box.role == "figure"]


def _grouped_block(draft: Draft) -> tuple[str, Block]:
    """Return the block whose rows are grouped, and its table."""
    return next(
        (table.key, block)
        for table in form_named(draft.form).tables
        for block in table.blocks
        if block.row_groups
    )


def _first_sheet(draft: Draft) -> Sheet | None:
    return draft.sheet(form_named(draft.form).tables[0].key)


def _choose_sheet(draft: Draft, rng: Random) -> Sheet | None:
    return rng.choice(draft.sheets) if draft.sheets else None


def remove_blanks(draft: Draft, rng: Random) -> Draft:
    """Leave zeros blank and drop their cells, so that the rest moves to the left."""
    sheet = _choose_sheet(draft, rng)
    rows = [row for row in rows_in(sheet) if len(row[2]) > 1] if sheet else []
    if sheet is None or not rows:
        return draft
    for index, _, boxes in rng.sample(rows, rng.randint(1, max(1, len(rows) // 3))):
        zeros = [box for box in boxes if box.key and draft.cells[box.key].raw == "0"]
        if not zeros:
            continue
        gone = zeros if rng.random() < 0.6 else rng.sample(zeros, 1)
        unit = {box.key: draft.cells[box.key].unit for box in gone if box.key}
        draft = draft.relabel({key: Label("blank", unit=unit[key]) for key in unit})
        sheet = replace_line(sheet, index, [b for b in sheet.lines[index] if b not in gone])
        draft = draft.lose(_keys(sheet.lines[index]) + _keys(gone)).with_sheet(sheet)
    return draft


def lose_row_labels(draft: Draft, rng: Random) -> Draft:
    """Print nothing where the label of a row stood; the rows around it still tell which it is."""
    sheet = _choose_sheet(draft, rng)
    labelled = [
        index
        for index, line in enumerate(sheet.lines if sheet else ())
        if any(box.role == "label" for box in line)
    ]
    if sheet is None or not labelled:
        return draft
    index = rng.choice(labelled)
    line = [replace(b, text="") if b.role == "label" else b for b in sheet.lines[index]]
    return draft.with_sheet(replace_line(sheet, index, line))


def garble_row_label(draft: Draft, rng: Random) -> Draft:
    """Damage the label of a row beyond recognition; nobody can vouch for its figures."""
    sheet = _choose_sheet(draft, rng)
    rows = [
        index
        for index, line in enumerate(sheet.lines if sheet else ())
        if any(box.role == "label" for box in line)
    ]
    if sheet is None or not rows:
        return draft
    index = rng.choice(rows)
    garbage = rng.choice(("锟斤拷锟斤拷", "■■■■■■", "****", "烫烫烫屯屯屯", "????"))
    line = [replace(b, text=garbage) if b.role == "label" else b for b in sheet.lines[index]]
    return draft.with_sheet(replace_line(sheet, index, line)).lose(_keys(line))


def run_together(draft: Draft, rng: Random) -> Draft:
    """Print a row's figures, or two neighbours, without anything between them."""
    sheet = _choose_sheet(draft, rng)
    rows = [row for row in rows_in(sheet) if len(row[2]) > 1] if sheet else []
    if sheet is None or not rows:
        return draft
    for index, _, boxes in rng.sample(rows, rng.randint(1, min(4, len(rows)))):
        start = 0 if rng.random() < 0.6 else rng.randrange(len(boxes) - 1)
        joined = boxes if start == 0 else boxes[start : start + 2]
        raws = [box.text for box in boxes]
        if not all(raw.isascii() and raw.isdigit() for raw in raws):
            continue
        wide = sum(box.colspan for box in joined)
        run = replace(joined[0], text="".join(box.text for box in joined), colspan=wide)
        line = [run if b is joined[0] else b for b in sheet.lines[index] if b not in joined[1:]]
        sheet = replace_line(sheet, index, line)
        draft = draft.with_sheet(sheet)
        # Only a leading zero shows that a run is no figure of its own.
        if not (joined is boxes and run.text[0] == "0" and can_be_split(raws)):
            draft = draft.lose(_keys(boxes))
    return draft


def swap_rows(draft: Draft, rng: Random) -> Draft:
    """Exchange two neighbouring rows together with their labels."""
    sheet = _choose_sheet(draft, rng)
    pairs = [
        index
        for index, (upper, lower) in enumerate(
            zip(sheet.lines, sheet.lines[1:], strict=False) if sheet else ()
        )
        if _label_width(upper) == _label_width(lower) != 0
    ]
    if sheet is None or not pairs:
        return draft
    index = rng.choice(pairs)
    lines = list(sheet.lines)
    lines[index], lines[index + 1] = lines[index + 1], lines[index]
    return draft.with_sheet(replace(sheet, lines=tuple(lines)))


def _label_width(line: Line) -> int:
    """Return how wide the label is that a line starts with, 0 if it starts otherwise."""
    return line[0].colspan if line[0].role == "label" else 0


def swap_columns(draft: Draft, rng: Random) -> Draft:
    """Exchange two columns together with their headings, where one line heads them."""
    form = form_named(draft.form)
    block, table = rng.choice(
        [
            (block, table.key)
            for table in form.tables
            for block in table.blocks
            if block.arrangement == "down" and len(block.columns) > 1
        ]
    )
    inner = [c for c in block.columns if c.group] if block.column_groups else list(block.columns)
    first, second = rng.sample(inner, 2)
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    rows = {row.key for row in block.rows}
    heads = {first.label, second.label}
    lines = list(sheet.lines)
    start = next(i for i, line in enumerate(lines) if row_of(line) in rows)
    header = next(i for i in range(start - 1, -1, -1) if heads <= {b.text for b in lines[i]})
    for index, line in enumerate(lines):
        if index == header or row_of(line) in rows:
            lines[index] = _exchange(
                line, _is_in(first.key, first.label), _is_in(second.key, second.label)
            )
    return draft.with_sheet(replace(sheet, lines=tuple(lines)))


def _is_in(column: str, label: str) -> Callable[[Box], bool]:
    def test(box: Box) -> bool:
        if box.role == "head":
            return box.text == label
        return box.role == "figure" and box.key is not None and box.key.column == column

    return test


def _exchange(line: Line, first: Callable[[Box], bool], second: Callable[[Box], bool]) -> Line:
    one, other = next(filter(first, line), None), next(filter(second, line), None)
    if one is None or other is None:
        return line
    wide = {
        id(one): replace(other, colspan=one.colspan),
        id(other): replace(one, colspan=other.colspan),
    }
    return tuple(wide.get(id(box), box) for box in line)


def drop_column(draft: Draft, rng: Random) -> Draft:
    """Print no column for one of the grouped classes; its figures stand nowhere."""
    table, block = _grouped_block(draft)
    sheet = draft.sheet(table)
    if sheet is None:
        return draft
    column = rng.choice([c for c in block.columns if c.group][1:-1])
    is_gone = _is_in(column.key, column.label)
    full = len(block.columns), len(block.members(column.group or ""))
    lines = tuple(
        tuple(
            replace(b, colspan=b.colspan - 1) if b.role == "head" and b.colspan in full else b
            for b in line
            if not is_gone(b)
        )
        for line in sheet.lines
    )
    draft = draft.unprint(
        key for key in draft.cells if (key.table, key.column) == (table, column.key)
    )
    return draft.with_sheet(replace(sheet, width=sheet.width - 1, lines=lines))


def put_heads_last(draft: Draft, rng: Random) -> Draft:
    """Print the figures of a table before its headings."""
    sheet = _choose_sheet(draft, rng)
    if sheet is None or sheet == _first_sheet(draft):
        return draft
    heads = head_lines(sheet)
    return draft.with_sheet(replace(sheet, lines=(*sheet.lines[len(heads) :], *heads)))


def add_local_row(draft: Draft, rng: Random) -> Draft:
    """Print a row that the form does not know at the end of the first block."""
    sheet = _first_sheet(draft)
    if sheet is None:
        return draft
    block = form_named(draft.form).tables[0].blocks[0]
    last = [i for i, line in enumerate(sheet.lines) if row_of(line) == block.rows[-1].key]
    if not last:
        return draft
    label = rng.choice(LOCAL_ROWS)
    raws = tuple(str(rng.choice((0, 1, 3, 12, 40))) for _ in block.columns)
    line = (Box(label, "label"), *(Box(raw, "extra") for raw in raws))
    extra = PrintedExtra(sheet.table, label, raws)
    draft = replace(draft, extras=(*draft.extras, extra))
    return draft.with_sheet(insert_line(sheet, max(last) + 1, line))


def remove_tables(draft: Draft, rng: Random) -> Draft:
    """Print an image's name or nothing instead of a table or two."""
    sheets = draft.sheets
    gone = rng.sample(sheets, rng.choice((1, 1, 2)) if len(sheets) > 2 else 1)
    return replace_by_images(draft, gone, rng)


def replace_by_images(draft: Draft, gone: Iterable[Sheet], rng: Random) -> Draft:
    """Return the draft with these tables shown as images only."""
    gone = tuple(gone)
    parts = tuple(
        Prose("text", rng.choice(IMAGES), part.table) if part in gone else part
        for part in draft.parts
    )
    tables = {sheet.table for sheet in gone}
    extras = tuple(extra for extra in draft.extras if extra.table not in tables)
    unprinted = draft.unprint(key for key in draft.cells if key.table in tables)
    return replace(unprinted, parts=parts, extras=extras)


def cut_off(draft: Draft, rng: Random) -> Draft:
    """End the file in the middle of the grouped table."""
    table, _ = _grouped_block(draft)
    sheet = draft.sheet(table)
    rows = list(rows_in(sheet)) if sheet else []
    if sheet is None or len(rows) < 4:
        return draft
    index, _, boxes = rng.choice(rows[2:-1])
    left = rng.randrange(len(boxes))
    dropped = boxes[left:]
    line = [box for box in sheet.lines[index] if box not in dropped]
    lines = (*sheet.lines[:index], tuple(line)) if line else sheet.lines[:index]
    at = draft.parts.index(sheet)
    whole = {part.table for part in draft.parts[:at] if isinstance(part, Sheet)}
    above = {row for i, row, _ in rows if i < index}
    left_in_row = {*_keys(line)}
    gone = [
        key
        for key in draft.cells
        if key.table not in whole
        and not (key.table == table and key.row in above)
        and key not in left_in_row
    ]
    extras = tuple(extra for extra in draft.extras if extra.table in whole)
    style = replace(draft.style, cut_off=True)
    parts = (*draft.parts[:at], replace(sheet, lines=lines))
    draft = draft.unprint(gone).lose(left_in_row)
    return replace(draft, parts=parts, style=style, extras=extras)


def excuse_rules(draft: Draft, rng: Random) -> Draft:
    """Print a sentence across the cells of the first row."""
    sheet = _first_sheet(draft)
    rows = list(rows_in(sheet)) if sheet else []
    if sheet is None or not rows:
        return draft
    index, _, boxes = rows[0]
    keys = _keys(boxes)
    if any(draft.cells[key].value != 0 for key in keys):
        return draft
    text = rng.choice(EXCUSES)
    unit = draft.cells[keys[0]].unit
    labels = {key: Label("blank", unit=unit) for key in keys}
    labels[keys[0]] = Label("text", None, text, unit)
    words = replace(boxes[0], text=text, colspan=sum(box.colspan for box in boxes))
    line = [words if b is boxes[0] else b for b in sheet.lines[index] if b not in boxes[1:]]
    return draft.relabel(labels).lose(keys).with_sheet(replace_line(sheet, index, line))


def mix_forms(draft: Draft, rng: Random) -> Draft:
    """Print the first table after the other form, with figures of its own."""
    other = form_named(rng.choice([f for f in ("cn2021", "cn2019") if f != draft.form]))
    first = _first_sheet(draft)
    if first is None:
        return draft
    table = other.table(first.table)
    units = {
        CellKey(table.key, row.key, column.key): column.unit or block.unit
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    }
    drawn = {key: rng.choice((0, 0, 0, 1, 2, 5, 18, 231)) for key in table.cells()}
    cells = {key: label for key, label in draft.cells.items() if key.table != table.key}
    cells |= {key: Label("number", Decimal(n), str(n), units[key]) for key, n in drawn.items()}
    draft = replace(draft, cells=cells, expect="review")
    return draft.with_sheet(table_to_sheet(table, cells))
