"""What a cell shows of its value under its style, and why that may not be so."""

from typing import NamedTuple

from extraction.read.sheets.cell_styles import CellStyle
from extraction.read.sheets.column_widths import room_of
from extraction.read.sheets.number_format import show_number, show_text
from extraction.read.sheets.sheet_view import StoredCell
from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.doubts import (
    FORMAT_UNKNOWN,
    HIDDEN_TEXT,
    MAYBE_HIDDEN,
    STRUCK_TEXT,
)

HIDDEN = "〔隐藏〕"
"""Stands where a format shows nothing of what is there."""


class ShownValue(NamedTuple):
    """What a cell shows; `veil`: why no figure may be read in it."""

    text: str
    veil: Bilingual | None = None


def show_formatted_text(text: str, code: str | None, veil: Bilingual | None = None) -> ShownValue:
    """Return what a cell shows of a text; a code of None is not known.

    >>> show_formatted_text("203", ";;;").text
    '〔隐藏〕'
    """
    shown = None if code is None else show_text(text, code)
    if shown is None:
        return ShownValue(text, veil or FORMAT_UNKNOWN)
    if text.strip() and not shown.strip():
        return ShownValue(HIDDEN, HIDDEN_TEXT)
    return ShownValue(shown, veil)


def show_formatted_number(
    written: str, code: str | None, *, from_1904: bool, hides_zeros: bool
) -> ShownValue:
    """Return what a cell shows of a number; a code of None is not known.

    >>> show_formatted_number("0", "0", from_1904=False, hides_zeros=True).text
    '〔隐藏〕'
    """
    shown = None if code is None else show_number(written, code, from_1904=from_1904)
    if shown is None:
        return ShownValue(written, FORMAT_UNKNOWN)
    if not shown.strip() or (hides_zeros and not written.strip("-0.")):
        return ShownValue(HIDDEN, HIDDEN_TEXT)
    return ShownValue(shown)


def store_shown(shown: ShownValue, style: CellStyle, *, is_number: bool) -> StoredCell:
    """Return a cell that shows this in a style: ink, lines, and the room that it takes."""
    text, veil = shown
    if text.strip():
        veil = veil or (STRUCK_TEXT if style.struck else None)
        veil = veil or (MAYBE_HIDDEN if style.faint else None)
    measured = is_number or text.strip().isdecimal()
    room = room_of(text) * style.scale if measured else 0.0
    return StoredCell(text, veil, style.framed, room)
