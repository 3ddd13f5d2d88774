"""A form's data dictionary as a sheet, and as a workbook of its own."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from extraction.export.dictionary import HEADS, list_entries
from extraction.export.workbook.sheet import ColumnHeader, GrowingSheet, Put
from extraction.export.workbook.sheet_words import SHEETS
from extraction.export.workbook.styles import WorkbookStyles
from extraction.forms.form import Form
from extraction.values.bilingual import Language

CREATED = datetime(2020, 1, 1)
"""When workbooks say that they were made: equal records are equal files."""

_WIDTHS: Mapping[str, float] = {
    **dict.fromkeys(("table", "row", "column", "table_label", "group_label", "meaning"), 30),
    **dict.fromkeys(("form", "unit"), 10),
    "rules": 70,
    "key": 56,
    "row_label": 40,
}


def write_dictionary(sheet: GrowingSheet, forms: Iterable[Form], lang: Language) -> None:
    """Fill a sheet with the data dictionaries of forms, one cell of a form a row."""
    headers = [
        ColumnHeader((label.to(lang), key), _WIDTHS.get(key, 16)) for key, label in HEADS.items()
    ]
    sheet.open(headers, 2)
    for form in forms:
        for entry in list_entries(form, lang):
            lines = 1 + entry.rules.count("\n")
            sheet.add([Put(text, "wrapped") for text in entry], lines)
    sheet.close(len(headers))


def write_dictionary_book(file: Path, form: Form, lang: Language) -> None:
    """Write a workbook that holds nothing but one form's data dictionary."""
    from xlsxwriter.workbook import Workbook

    with Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"author": "gouji", "created": CREATED})
        sheet = book.add_worksheet(SHEETS["dictionary"].to(lang))
        write_dictionary(GrowingSheet(sheet, WorkbookStyles(book)), [form], lang)
