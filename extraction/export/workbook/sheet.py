"""One sheet of a workbook, which grows row by row and keeps none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from extraction.export.escaping import harmless
from extraction.export.workbook.styles import WorkbookStyles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST_TEXT = 32_767  # characters: Excel's cells hold no more
_NOTE_WIDTH, _NOTE_LINE, _NOTE_LETTERS = 300, 18, 22  # pixels, pixels a line, letters on a line
_LINE = 16  # points
_A3, _COLUMNS_ON_PAGE = 8, 50
_MARKS = frozenset({"-", "+", "－", "＋"})  # a lone sign is no formula, and is kept as printed


class Put(NamedTuple):
    """What goes into one cell: a value, its look, a note to it, a file that it opens."""

    value: str | int | float | date | None
    look: str = "text"
    note: str | None = None
    link: str | None = None


EMPTY = Put(None)


class ColumnHeader(NamedTuple):
    """The header of one column: the labels from top to bottom, the last one its key."""

    labels: tuple[str, ...]
    width: float


def _lines_of_label(header: ColumnHeader) -> int:
    """Return how many lines a label takes; a Chinese character is two wide."""
    return 1 + int(2 * len(header.labels[-2]) // (header.width + 2))


def _lines_of_key(header: ColumnHeader) -> int:
    """Return how many lines a key takes, which is written smaller."""
    return 1 + int(len(header.labels[-1]) // (header.width * 1.2))


def fit_for_workbook(text: str) -> str:
    """Return a text that a workbook's file can hold: Excel's line ends, no half of a character."""
    text = text.encode("utf-8", "replace").decode()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_for_cell(text: str) -> str:
    """Return a text as a cell takes it: harmless, and cut where Excel would refuse it."""
    if text in _MARKS:
        return text
    safe = harmless(fit_for_workbook(text))
    return safe if len(safe) <= _LONGEST_TEXT else safe[: _LONGEST_TEXT - 1] + "…"


@dataclass(slots=True)
class GrowingSheet:
    """A sheet, how many rows it has, and how many notes and links are on it."""

    sheet: "Worksheet"
    styles: WorkbookStyles
    rows: int = 0
    headers: int = 0
    notes: int = 0
    links: int = 0

    def open(self, headers: Sequence[ColumnHeader], frozen: int) -> None:
        """Write the headers; they stay in sight, and so do the first columns."""
        for column, header in enumerate(headers):
            self.sheet.set_column(column, column, header.width)
        *groups, labels, keys = zip(*(header.labels for header in headers), strict=True)
        for group in groups:
            self._write_groups(group)
        self._write_headers(labels, self.styles["head"], max(map(_lines_of_label, headers)))
        self._write_headers(keys, self.styles["key"], max(map(_lines_of_key, headers)))
        self.headers = self.rows
        self.sheet.freeze_panes(self.rows, frozen)
        self._print(len(headers), frozen)

    def _write_groups(self, labels: Sequence[str]) -> None:
        """Write what stands over several columns; equal labels side by side become one."""
        self.sheet.set_row(self.rows, 3 * _LINE)
        start = 0
        for label, run in groupby(labels):
            end, look = start + len(list(run)), self.styles["head"]
            if end - start > 1:
                self.sheet.merge_range(self.rows, start, self.rows, end - 1, label, look)
            else:
                self.sheet.write_string(self.rows, start, label, look)
            start = end
        self.rows += 1

    def _write_headers(self, labels: Sequence[str], look: "Format", lines: int) -> None:
        self.sheet.set_row(self.rows, _LINE * lines)
        for column, label in enumerate(labels):
            self.sheet.write_string(self.rows, column, label, look)
        self.rows += 1

    def _print(self, columns: int, frozen: int) -> None:
        """Let the sheet be printed on broad pages, with its headers on each."""
        self.sheet.set_landscape()
        self.sheet.set_paper(_A3)
        self.sheet.repeat_rows(0, self.rows - 1)
        if columns > _COLUMNS_ON_PAGE:
            self.sheet.repeat_columns(0, frozen - 1)
        else:
            self.sheet.fit_to_pages(1, 0)

    def add(self, puts: Sequence[Put], lines: int | None = None) -> None:
        """Write the next row: so many lines high, else as high as it needs to be."""
        if lines is not None:
            self.sheet.set_row(self.rows, _LINE * lines)
        for column, put in enumerate(puts):
            self._put(column, put)
        self.rows += 1

    def _put(self, column: int, put: Put) -> None:
        row, look = self.rows, self.styles[put.look]
        value = put.value
        if put.link is not None:
            self.sheet.write_url(row, column, put.link, look, text_for_cell(str(value)))
            self.links += 1
        elif isinstance(value, int | float):
            self.sheet.write_number(row, column, value, look)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self.styles["date"])
        elif value:
            self.sheet.write_string(row, column, text_for_cell(value), look)
        elif put.look != "text":
            self.sheet.write_blank(row, column, None, look)
        if put.note:
            self._note(column, put.note)

    def _note(self, column: int, note: str) -> None:
        text = harmless(fit_for_workbook(note))
        lines = sum(1 + len(line) // _NOTE_LETTERS for line in text.split("\n"))
        size = {"width": _NOTE_WIDTH, "height": _NOTE_LINE * (lines + 1)}
        self.sheet.write_comment(self.rows, column, text, {"author": "gouji", **size})
        self.notes += 1

    def close(self, columns: int) -> None:
        """Let the rows be filtered by the last line of the headers."""
        if self.headers:
            self.sheet.autofilter(
                self.headers - 1, 0, max(self.rows, self.headers + 1) - 1, columns - 1
            )
