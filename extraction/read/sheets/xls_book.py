"""An old workbook (.xls, .et) to text and grids: calamine reads its values, not its formats."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from extraction.read.sheets.number_format import show_number
from extraction.read.sheets.sheet_names import Range
from extraction.read.sheets.sheet_rows import write_sheets
from extraction.read.sheets.sheet_view import StoredCell, StoredSheet
from extraction.read.writing import DocumentWriting
from extraction.values.catalogue.doubts import FORMAT_UNKNOWN
from extraction.values.document import Content

XlsValue = int | float | str | bool | time | date | datetime | timedelta
_DECIMALS = 2
"""A fraction of no more digits is what somebody has typed; how a longer one is cut is not told."""


def read_xls(data: bytes) -> Content:
    """Return what a workbook shows, as far as its values tell; calamine's errors otherwise."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    writing = DocumentWriting()
    seen = []
    for about in book.sheets_metadata:
        visible = about.visible == SheetVisibleEnum.Visible
        if visible and about.typ == SheetTypeEnum.WorkSheet:
            found = book.get_sheet_by_name(about.name)
            ranges = found.merged_cell_ranges or []
            stored = StoredSheet(about.name)
            stored.merged += [Range(*first, *last) for first, last in ranges]
            for row, column, cell in _read_rows(found.to_python(skip_empty_area=False)):
                stored.put(row, column, cell)
            seen.append(stored.seen())
    write_sheets(seen, writing)
    return writing.content("")


def _read_rows(rows: Sequence[Sequence[XlsValue]]) -> Iterator[tuple[int, int, StoredCell]]:
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                yield number, column, show_value(value)


def show_value(value: XlsValue) -> StoredCell:
    """Return what a cell shows: whole numbers whole; a long fraction may be shown shorter.

    >>> show_value(3.0).text, show_value(12.35).text, show_value(0.1 + 0.2).text
    ('3', '12.35', '0.3')
    >>> show_value(1 / 3).veil is FORMAT_UNKNOWN
    True
    """
    match value:
        case bool():
            return StoredCell("TRUE" if value else "FALSE")
        case int() | float():
            shown = show_number(repr(value), "General") or repr(value)
            exponent = Decimal(shown).as_tuple().exponent
            cut = isinstance(exponent, int) and exponent < -_DECIMALS
            return StoredCell(shown, FORMAT_UNKNOWN if cut else None)
        case datetime():
            return StoredCell(f"{value.year}年{value.month}月{value.day}日")
        case date():
            return StoredCell(f"{value.year}年{value.month}月{value.day}日")
        case time() | timedelta():
            return StoredCell(str(value), FORMAT_UNKNOWN)
    return StoredCell(value)
