"""From a record to the rows of a workbook's sheets."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from extraction.export.flat import (
    FINDINGS,
    REPORTS,
    FlatRow,
    FlatValue,
    model_values,
    record_to_rows,
)
from extraction.export.verdicts import cells_in_question
from extraction.export.workbook.marks import verdict
from extraction.export.workbook.sheet import EMPTY, ColumnHeader, Put
from extraction.export.workbook.sheet_words import HEADS, term
from extraction.export.workbook.shown_cells import (
    Around,
    number_shown,
    show_workbook_cell,
    suggestion_of,
)
from extraction.forms.form import Form
from extraction.forms.mixed import find_known_form
from extraction.forms.table import Table
from extraction.values.bilingual import Language, alike
from extraction.values.errors import WrongUsage
from extraction.values.record import Cell, CellKey, Finding, Record

_SHOWN_FIRST = ("path", "part", "agency", "year", "status")
_COUNTED = ("numbers", "open", "errors", "warnings")
_JUDGED = ("reason", "confidence", "form")
# What only a program asks for; the other formats have it.
_UNSHOWN = (
    "text_sha256",
    "media_type",
    "encoding",
    "parts",
    "schema",
    "repairs",
    "usage",
    "reason_zh",
)
_REST = tuple(
    column.name
    for column in REPORTS.columns
    if column.name not in (*_SHOWN_FIRST, *_JUDGED, *_UNSHOWN)
)
_REPORT = (*_SHOWN_FIRST, *_JUDGED, *_COUNTED, *_REST)
_TOLD = ("message", "message_zh", "left_text", "right_text", "difference_text", *_SHOWN_FIRST)
_FINDING = (
    *_SHOWN_FIRST,
    *("code", "severity", "result", "message"),
    *(c.name for c in FINDINGS.columns if c.name not in (*_TOLD, "code", "severity", "result")),
)
_OPEN = (*_SHOWN_FIRST, "table", "row", "column", "cell", "state", "raw", "suggestion", "message")
_EXTRA = (*_SHOWN_FIRST, "table", "label", "row", "column", "value", "state", "raw", "unit")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reports": _REPORT,
    "findings": _FINDING,
    "open": _OPEN,
    "extras": _EXTRA,
}
"""The columns of the sheets that every workbook has, by their keys."""
TABLE_COLUMNS = ("path", "agency", "year", "status", "part")
"""What stands before the cells of a form's table."""
FROZEN = 4
LINES = 2  # of a row on the sheets that every workbook has: longer texts are cut in sight

_WIDTHS: Mapping[str, float] = {
    **dict.fromkeys(("path", "agency", "title", "table", "row", "label"), 26),
    **dict.fromkeys(("reason", "message"), 60),
    **dict.fromkeys(("cells", "cell", "quote", "rule", "address", "raw", "suggestion"), 30),
    **dict.fromkeys(("part", "year", "numbers", "open", "errors", "warnings", "code"), 8),
    "status": 32,
    "uscc": 22,
}
_TERMS = frozenset(
    {
        *("severity", "result", "diagnosis", "state", "origin"),
        *("agency_type", "admin_level", "scope"),
    }
)
_SAFE = str.maketrans({c: f"%{ord(c):02X}" for c in '%#?\\"<>[]^`{} '})
_LONGEST_LINK = 2_000  # characters of a path, escaped: Excel takes 2,079


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes rows in one language; `base` is the folder that links to reports start from."""

    forms: Sequence[Form]
    lang: Language
    base: Path

    def headers(self, sheet: str) -> list[ColumnHeader]:
        """Return the headers of one of the sheets that every workbook has."""
        return [self._header(key) for key in COLUMNS[sheet]]

    def _header(self, key: str) -> ColumnHeader:
        label = HEADS.get(key, alike(key)).to(self.lang)
        return ColumnHeader((label, key), _WIDTHS.get(key, 12))

    def table_headers(self, table: Table) -> list[ColumnHeader]:
        """Return the headers of a form's table: row labels over column labels over keys."""
        headers = []
        for key in TABLE_COLUMNS:
            label = HEADS[key].to(self.lang)
            headers.append(ColumnHeader((table.label, label, key), _WIDTHS.get(key, 12)))
        for block in table.blocks:
            for row in block.rows:
                for column in block.columns:
                    labels = (row.label, column.label, f"{row.key}.{column.key}")
                    headers.append(ColumnHeader(labels, 12))
        return headers

    def rows(self, record: Record) -> dict[str, list[list[Put]]]:
        """Return the rows of each sheet that a record gives; a table's by `form table`."""
        found = find_known_form(record.form, record.mixed, self.forms)
        if found is None and record.tables:
            raise WrongUsage(
                f"{record.source.path} was read by the form {record.form}, which is not known "
                "here: put its file among the forms, or write it with --format csv.",
                f"{record.source.path} 使用的表样 {record.form} 未知："
                "请加入该表样文件，或改用 --format csv。",
            )
        flat = record_to_rows(record, self.forms)
        first = self._first(record)
        sheets = {
            "reports": [self._report(record, flat["reports"][0], first)],
            "findings": [self._finding(finding, first) for finding in record.findings],
            "open": list(self._open(record, found, first)),
            "extras": [self._extra(row, first) for row in flat["cells"] if row["extra"]],
        }
        if found is not None:
            for table in found.tables:
                if table.key in record.tables:
                    form = record.mixed.get(table.key, record.form)
                    line = self._table_line(record, table, first)
                    sheets[f"{form} {table.key}"] = [line]
        return sheets

    def _first(self, record: Record) -> dict[str, Put]:
        """Return what every sheet says of a report first."""
        status = record.status
        return {
            "path": Put(record.source.path),
            "part": Put(record.source.part, "number"),
            "agency": Put(record.metadata.agency),
            "year": Put(record.metadata.year, "number"),
            "status": Put(verdict(status).to(self.lang), f"verdict:{status}"),
        }

    def _report(self, record: Record, row: FlatRow, first: Mapping[str, Put]) -> list[Put]:
        counts = {
            "numbers": sum(cell.state == "number" for cell in _cells(record)),
            "open": sum(cell.state in ("missing", "text") for cell in _cells(record)),
            "errors": sum(finding.severity == "error" for finding in record.findings),
            "warnings": sum(finding.severity == "warning" for finding in record.findings),
        }
        puts = {key: self._put(key, value) for key, value in row.items()}
        puts |= {key: Put(count, "number") for key, count in counts.items()}
        puts["reason"] = Put(record.why.to(self.lang), "wrapped")
        puts |= first
        puts["path"] = self._linked(record.source.path)
        return [puts.get(key, EMPTY) for key in _REPORT]

    def _linked(self, path: str) -> Put:
        file = Path(path)
        try:
            there = file.is_file()
        except (OSError, ValueError):
            there = False
        link = link_to(file, self.base) if there else None
        return Put(path, "link" if link else "text", link=link)

    def _put(self, key: str, value: FlatValue) -> Put:
        if isinstance(value, bool):
            return Put(str(value).lower())
        if isinstance(value, Decimal):
            return Put(number_shown(value), "number")
        if key in _TERMS and isinstance(value, str):
            return Put(term(value).to(self.lang))
        if isinstance(value, float):
            return Put(value, "share")
        if isinstance(value, int):
            return Put(value, "number")
        return Put(value, "date" if isinstance(value, date) else "text")

    def _finding(self, finding: Finding, first: Mapping[str, Put]) -> list[Put]:
        puts = dict(first)
        for key, value in model_values(finding, "cells").items():
            puts[key] = self._put(key, value)
        puts["message"] = Put(finding.said.to(self.lang), "wrapped")
        puts["cells"] = Put(" ".join(finding.cells), "wrapped")
        puts["quote"] = Put(finding.quote, "wrapped")
        if (waived := finding.waived) is not None:
            puts["waived"] = Put(f"{waived.author}: {waived.reason}", "wrapped")
        return [puts.get(key, EMPTY) for key in _FINDING]

    def _open(
        self, record: Record, form: Form | None, first: Mapping[str, Put]
    ) -> Iterator[list[Put]]:
        findings = _by_cell(record)
        for table, rows in record.tables.items():
            for row, cells in rows.items():
                for column, cell in cells.items():
                    if cell.state not in ("missing", "text") and cell.suggestion is None:
                        continue
                    key = f"{table}.{row}.{column}"
                    names = form.named.get(CellKey(table, row, column)) if form else None
                    why = next((f.said.to(self.lang) for f in findings.get(key, ())), None)
                    puts = {
                        **first,
                        "table": Put(form.table(table).label if form else table),
                        "row": Put(names.row if names else row),
                        "column": Put(names.column if names else column),
                        "cell": Put(key),
                        "state": self._put("state", cell.state),
                        "raw": Put(cell.raw, "wrapped"),
                        "suggestion": Put(suggestion_of(cell)),
                        "message": Put(why, "wrapped"),
                    }
                    yield [puts[name] for name in _OPEN]

    def _extra(self, row: FlatRow, first: Mapping[str, Put]) -> list[Put]:
        puts = {key: self._put(key, value) for key, value in row.items()}
        puts |= first
        puts["label"] = self._put("label", row["row_label"])
        return [puts.get(key, EMPTY) for key in _EXTRA]

    def _table_line(self, record: Record, table: Table, first: Mapping[str, Put]) -> list[Put]:
        puts = [first[key] for key in TABLE_COLUMNS]
        rows, labels = record.tables[table.key], record.labels.get(table.key, {})
        blamed = (
            cells_in_question(record) if record.status == "source_inconsistent" else frozenset()
        )
        findings = _by_cell(record)
        for key in table.cells():
            cell = rows.get(key.row, {}).get(key.column)
            if cell is None:
                puts.append(EMPTY)
                continue
            name = str(key)
            around = Around(self.lang, name in blamed, findings.get(name, ()), labels.get(key.row))
            shown = show_workbook_cell(cell, around)
            look = f"mark:{shown.mark}" if shown.mark else "number"
            puts.append(Put(shown.value, look, shown.note))
        return puts


def _cells(record: Record) -> Iterator[Cell]:
    for rows in record.tables.values():
        for cells in rows.values():
            yield from cells.values()


def _by_cell(record: Record) -> dict[str, list[Finding]]:
    """Return the findings that name each cell, errors first, then the narrowest."""
    found: dict[str, list[Finding]] = {}
    grave = sorted(record.findings, key=lambda f: (f.severity != "error", len(f.cells)))
    for finding in grave:
        for cell in finding.cells:
            found.setdefault(cell, []).append(finding)
    return found


def link_to(file: Path, base: Path) -> str | None:
    """Return a link from a workbook in `base` to a file, relative where it can be.

    None where it would be longer than Excel allows.

    >>> link_to(Path("a/b 1.txt"), Path("a")), link_to(Path("a#%.txt"), Path("out"))
    ('external:b%201.txt', 'external:../a%23%25.txt')
    """
    try:
        path = Path(os.path.relpath(file, base))
    except ValueError:  # another drive
        path = file.absolute()
    link = path.as_posix().translate(_SAFE)
    return f"external:{link}" if len(link) <= _LONGEST_LINK else None
