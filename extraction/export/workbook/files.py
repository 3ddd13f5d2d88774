"""A workbook that is written record by record, and goes on in another file where one is full."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.export.workbook import sheet_words
from extraction.export.workbook.dictionary_sheet import CREATED, write_dictionary
from extraction.export.workbook.legend import LegendFacts, write_legend
from extraction.export.workbook.rows import COLUMNS, FROZEN, LINES, RowMaker
from extraction.export.workbook.sheet import ColumnHeader, GrowingSheet, Put
from extraction.export.workbook.styles import WorkbookStyles
from extraction.forms.form import Form
from extraction.values.bilingual import Language
from extraction.values.record import Record, Status

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_NAME = 31  # characters of a sheet's name
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file takes: rows and links are Excel's limits; notes stay in memory till its end."""

    rows: int = 1_048_576
    links: int = 65_530
    notes: int = 20_000


LIMITS = Limits()
RowsBySheet = Mapping[str, list[list[Put]]]


@dataclass(slots=True)
class WorkbookFiles:
    """Records in `name` below `folder`, then in NAME-2, NAME-3; links start from `base`."""

    folder: Path
    name: str
    forms: Sequence[Form]
    lang: Language
    base: Path
    limits: Limits = LIMITS
    files: list[str] = field(default_factory=list)
    _book: "_Book" = field(init=False)
    _maker: RowMaker = field(init=False)

    def __post_init__(self) -> None:
        self._maker = RowMaker(self.forms, self.lang, self.base)
        self._book = self._open()

    def _open(self) -> "_Book":
        path, number = Path(self.name), len(self.files) + 1
        self.files.append(self.name if number == 1 else f"{path.stem}-{number}{path.suffix}")
        return _Book(self.folder / self.files[-1], self._maker, self.limits)

    def add(self, record: Record) -> None:
        """Write a record's rows into the file that has room for them."""
        rows = self._maker.rows(record)
        if not self._book.has_room(rows):
            full, self._book = self._book, self._open()
            full.finish(self.files[-1])
        self._book.add(record, rows)

    def finish(self) -> None:
        """Write the end of the last file."""
        self._book.finish()

    def close(self) -> None:
        """Let go of a file that was not finished."""
        self._book.close()


@dataclass(slots=True)
class _Book:
    """One file: its sheets, and the verdicts in it."""

    file: Path
    maker: RowMaker
    limits: Limits
    _book: "Workbook" = field(init=False)
    _styles: WorkbookStyles = field(init=False)
    _sheets: dict[str, GrowingSheet] = field(init=False, default_factory=dict)
    _columns: dict[str, int] = field(init=False, default_factory=dict)
    _forms: dict[str, Form] = field(init=False, default_factory=dict)
    _counts: dict[Status, int] = field(init=False, default_factory=dict)
    _unlinked: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        from xlsxwriter.workbook import Workbook

        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,
            "tmpdir": str(self.file.parent),
        }
        self._book = Workbook(str(self.file), options)
        self._book.set_properties({"author": "gouji", "created": CREATED})
        self._styles = WorkbookStyles(self._book)
        self._sheet("legend", sheet_words.SHEETS["legend"].to(self.maker.lang))
        for key in COLUMNS:
            name = sheet_words.SHEETS[key].to(self.maker.lang)
            self._open_sheet(key, name, self.maker.headers(key), 1)

    def _sheet(self, key: str, name: str) -> GrowingSheet:
        sheet = GrowingSheet(self._book.add_worksheet(self._free(name)), self._styles)
        self._sheets[key] = sheet
        return sheet

    def _free(self, name: str) -> str:
        """Return a name that no other sheet has; Excel's are short and take no case for one."""
        name = name.translate(_FORBIDDEN)[:_NAME]
        taken = {sheet.get_name().lower() for sheet in self._book.worksheets()}
        number, free = 1, name
        while free.lower() in taken:
            number += 1
            free = f"{name[: _NAME - 4]} {number}"
        return free

    def _open_sheet(self, key: str, name: str, headers: list[ColumnHeader], frozen: int) -> None:
        self._sheet(key, name).open(headers, frozen)
        self._columns[key] = len(headers)

    def _table_sheet(self, key: str) -> GrowingSheet:
        """Return the sheet of a form's table, which is made when its first report comes."""
        if key not in self._sheets:
            name, _, table = key.partition(" ")
            form = next(form for form in self.maker.forms if form.form == name)
            self._forms[name] = form
            own = form.table(table)
            label = own.label.partition("、")[2] or own.label
            title = f"{label[: _NAME - len(name) - 1]} {name}"
            self._open_sheet(key, title, self.maker.table_headers(own), FROZEN)
        return self._sheets[key]

    def has_room(self, rows: RowsBySheet) -> bool:
        """Say whether the rows of one more record fit; a file that has none takes any."""
        if not self._counts:
            return True
        for key, added in rows.items():
            sheet = self._sheets.get(key)
            if sheet is not None and sheet.rows + len(added) > self.limits.rows:
                return False
        notes = sum(put.note is not None for added in rows.values() for row in added for put in row)
        there = sum(sheet.notes for sheet in self._sheets.values())
        return there + notes <= self.limits.notes

    def add(self, record: Record, rows: RowsBySheet) -> None:
        """Write the rows of a record."""
        self._counts[record.status] = self._counts.get(record.status, 0) + 1
        for key, added in rows.items():
            sheet = self._sheets[key] if key in COLUMNS else self._table_sheet(key)
            lines = LINES if key in COLUMNS else None
            for row in added:
                sheet.add(self._within_links(sheet, row), lines)

    def _within_links(self, sheet: GrowingSheet, row: list[Put]) -> list[Put]:
        """Return a row; past Excel's limit, what would be a link is text."""
        first = row[0]
        if first.link is None or sheet.links < self.limits.links:
            return row
        self._unlinked += 1
        return [first._replace(link=None, look="text"), *row[1:]]

    def finish(self, further: str | None = None) -> None:
        """Write dictionary and legend, and the file; `further` is where the reports go on."""
        dictionary = self._sheet("dictionary", sheet_words.SHEETS["dictionary"].to(self.maker.lang))
        write_dictionary(dictionary, self._forms.values(), self.maker.lang)
        told = LegendFacts(self._counts, further, self.limits.links if self._unlinked else None)
        write_legend(self._sheets["legend"], told, self.maker.lang)
        for key, columns in self._columns.items():
            self._sheets[key].close(columns)
        self._book.close()

    def close(self) -> None:
        """Let go of a file that was not finished: what there is of it is thrown away."""
        if not self._book.fileclosed:
            with suppress(OSError):
                self._book.close()
