"""Reports as workbooks: tables with the template's spans below each other on one sheet."""

from io import BytesIO
from random import Random

from evals.synth.draft import Draft, DraftProse
from evals.synth.sheets import PrintedBox, PrintedSheet
from extraction.text.numbers import parse_cell


def write_xlsx(draft: Draft, rng: Random) -> bytes:
    """Return the report as a workbook; figures are numbers, or texts as some have them."""
    from datetime import datetime

    from xlsxwriter import Workbook

    packed = BytesIO()
    book = Workbook(packed, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2025, 1, 1)})
    sheet = book.add_worksheet("Sheet1")
    framed = book.add_format({"border": 1, "text_wrap": True})
    plain = book.add_format({"text_wrap": True})
    as_text = rng.random() < 0.5
    row = 0
    for part in draft.parts:
        if isinstance(part, DraftProse):
            for line in part.text.split("\n"):
                sheet.write_string(row, 0, line, plain)
                row += 1
            continue
        for at, column, box in place_boxes(part):
            value = _value_of(box, as_text=as_text)
            last = at + box.rowspan - 1, column + box.colspan - 1
            if (at, column) == last:
                sheet.write(row + at, column, value, framed)
            else:
                sheet.merge_range(row + at, column, row + last[0], last[1], value, framed)
        row += len(part.lines) + 1
    book.close()
    return packed.getvalue()


def place_boxes(sheet: PrintedSheet) -> list[tuple[int, int, PrintedBox]]:
    """Return the row and column of each box once all spans are spread.

    >>> head, label = PrintedBox("一", "head", rowspan=2), PrintedBox("二", "label")
    >>> sheet = PrintedSheet("t", 2, ((head, label), (label,)))
    >>> [(row, column) for row, column, _ in place_boxes(sheet)]
    [(0, 0), (0, 1), (1, 1)]
    """
    taken: set[tuple[int, int]] = set()
    placed: list[tuple[int, int, PrintedBox]] = []
    for row, line in enumerate(sheet.lines):
        column = 0
        for box in line:
            while (row, column) in taken:
                column += 1
            placed.append((row, column, box))
            for below in range(row, row + box.rowspan):
                taken.update((below, column + right) for right in range(box.colspan))
            column += box.colspan
    return placed


def _value_of(box: PrintedBox, *, as_text: bool) -> str | int | None:
    """Return what is stored in a cell: a count as a number, all else as it is printed."""
    if not box.text.strip():
        return None
    whole = box.text.isdecimal() and parse_cell(box.text).canonical
    return int(box.text) if whole and not as_text else box.text
