"""An old workbook (.xls, .et) to text and grids, by xlrd: its cells as they are seen.

[MS-XLS]. Drawings and conditional looks are not told by xlrd.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from extraction.read.sheets.cell_styles import CellStyle, Font, is_unreadable
from extraction.read.sheets.sheet_names import Range
from extraction.read.sheets.sheet_rows import write_sheets
from extraction.read.sheets.sheet_view import StoredSheet
from extraction.read.sheets.shown_values import (
    ShownValue,
    show_formatted_number,
    show_formatted_text,
    store_shown,
)
from extraction.read.writing import DocumentWriting
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import FORMULA_THERE, MAYBE_HIDDEN, STRUCK_TEXT
from extraction.values.document import Content

_DAMAGES: tuple[type[Exception], ...] = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What xlrd raises on a damaged file, depending on where it is damaged."""
_TWIPS = 20
"""In a point."""
_LOW, _NARROW = 2 * _TWIPS, 128
"""Twips, and 256ths of a digit's width: in less of it nobody reads anything."""
_SYSTEM_COLOURS = 64
_FILL, _SOLID, _GREYS = 4, 1, (0, 17, 18)


class BrokenWorkbookError(Exception):
    """An old workbook that cannot be taken apart."""


def read_xls(data: bytes) -> Content:
    """Return what a workbook shows; BrokenWorkbookError, CrowdedSheetError if it cannot be read."""
    writing = DocumentWriting()
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO()
        )
    except _DAMAGES as error:
        raise BrokenWorkbookError from error
    sheets = [_read_sheet(book, sheet) for sheet in book.sheets() if not sheet.visibility]
    write_sheets([sheet.seen() for sheet in sheets], writing)
    return writing.content("")


def _read_sheet(book: Any, sheet: Any) -> StoredSheet:
    stored = StoredSheet(sheet.name)
    for top, below, left, behind in sheet.merged_cells:
        stored.merged.append(Range(top, left, below - 1, behind - 1))
    for row in range(sheet.nrows):
        if _is_hidden(sheet, row):
            stored.hidden_rows.add(row)
    for column, about in sheet.colinfo_map.items():
        if about.hidden or about.width < _NARROW:
            stored.hidden_columns.append((column, column))
        stored.widths.put(column, column, about.width / 256)
    reader = _XlsReader(book, sheet, {})
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            reader.store(row, column, stored)
    return stored


def _is_hidden(sheet: Any, row: int) -> bool:
    about = sheet.rowinfo_map.get(row)
    if about is None:
        return bool(sheet.default_row_hidden)
    return bool(about.hidden) or about.height < _LOW


@dataclass(frozen=True, slots=True)
class _XlsReader:
    """Reads the cells of a sheet; `styles` are those that were looked up before."""

    book: Any
    sheet: Any
    styles: dict[int, CellStyle]

    def store(self, row: int, column: int, into: StoredSheet) -> None:
        """Note a cell that shows something, or is framed."""
        kind = self.sheet.cell_type(row, column)
        style = self._style(self.sheet.cell_xf_index(row, column))
        shown = self._show(row, column, style.code)
        is_number = kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
        cell = store_shown(shown, style, is_number=is_number)
        if is_number and self.sheet.show_formulas:
            cell.veil = cell.veil or FORMULA_THERE
        if cell.text or cell.framed:
            into.put(row, column, cell)

    def _show(self, row: int, column: int, code: str | None) -> ShownValue:
        value = self.sheet.cell_value(row, column)
        match self.sheet.cell_type(row, column):
            case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
                return show_formatted_number(
                    repr(int(value) if value.is_integer() else value),
                    code,
                    from_1904=bool(self.book.datemode),
                    hides_zeros=not self.sheet.show_zero_values,
                )
            case xlrd.XL_CELL_TEXT:
                runs = self.sheet.rich_text_runlist_map.get((row, column), ())
                text, veil = self._read_runs(value, runs)
                return show_formatted_text(text, code, veil)
            case xlrd.XL_CELL_BOOLEAN:
                return ShownValue("TRUE" if value else "FALSE")
            case xlrd.XL_CELL_ERROR:
                return ShownValue(xlrd.error_text_from_code.get(value, "#"))
        return ShownValue("")

    def _read_runs(self, text: str, runs: Any) -> tuple[str, Bilingual | None]:
        """Return a text of several looks, and why no figure may be read in it, if so."""
        veil = None
        starts = [start for start, _ in runs]
        ends = [*starts, len(text)]
        read = text[: ends[0]]
        for (start, number), end in zip(runs, ends[1:], strict=True):
            words = text[start:end]
            font = self._font(number)
            if font.struck:
                veil = STRUCK_TEXT
            elif font.is_faint_on("FFFFFF") and any(map(str.isalnum, words)):
                veil = veil or MAYBE_HIDDEN
            if self._is_raised(number) and read[-1:].isdecimal() and words[:1].isdecimal():
                read += " "  # the mark of a note is no digit of the figure before it
            read += words
        return read, veil

    def _style(self, number: int) -> CellStyle:
        if number not in self.styles:
            known = 0 <= number < len(self.book.xf_list)
            look = self._read_style(self.book.xf_list[number]) if known else CellStyle(None)
            self.styles[number] = look
        return self.styles[number]

    def _read_style(self, look: Any) -> CellStyle:
        font = self._font(look.font_index)
        lines, place = look.border, look.alignment
        crossed = lines.diag_line_style and (lines.diag_up or lines.diag_down)
        frame = ("left", "right", "top", "bottom")
        fitted = place.shrink_to_fit or place.rotation
        known = self.book.format_map.get(look.format_key)
        return CellStyle(
            known.format_str if known is not None else None,
            any(getattr(lines, f"{side}_line_style") for side in frame),
            font.struck or bool(crossed),
            font.is_faint_on(self._paper(look.background)) or place.hor_align == _FILL,
            0.0 if fitted else font.points / self._font(0).points,
        )

    def _is_raised(self, number: int) -> bool:
        fonts = self.book.font_list
        return number < len(fonts) and bool(fonts[number].escapement)

    def _font(self, number: int) -> Font:
        if number >= len(self.book.font_list):
            return Font(unreadable=True)
        font = self.book.font_list[number]
        points = font.height / _TWIPS
        unreadable = is_unreadable(points, font.name)
        ink = self._colour(font.colour_index, "000000")
        return Font(bool(font.struck_out), unreadable, ink, points or 11.0)

    def _paper(self, fill: Any) -> str | None:
        """Return the colour that a fill lays below text; None for one that is not known."""
        if fill.fill_pattern in _GREYS:
            return "FFFFFF"
        solid = fill.fill_pattern == _SOLID
        return self._colour(fill.pattern_colour_index, "FFFFFF") if solid else None

    def _colour(self, number: int, usual: str) -> str | None:
        """Return a colour of the book's palette in six digits; None for one that is not known."""
        known = self.book.colour_map.get(number)
        if known is not None:
            return "".join(f"{part:02X}" for part in known)
        return usual if number >= _SYSTEM_COLOURS else None


def is_locked(data: bytes) -> bool:
    """Tell an old workbook that only a password opens: a record after its first says so."""
    return any(_find_locks(data))


def _find_locks(data: bytes) -> Iterator[bool]:
    """Yield, for each beginning of a part, whether the record that follows is that of a lock."""
    begin = b"\x09\x08\x10\x00"
    at = data.find(begin)
    while at >= 0:
        behind = at + len(begin) + 16
        yield data[behind : behind + 2] == b"\x2f\x00"
        at = data.find(begin, at + 1)
