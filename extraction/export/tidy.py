"""Records as a tidy table in CSV: one line for each report, table, row and column."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, cast

from extraction.errors import WrongUsage
from extraction.export.places import Made, Place
from extraction.export.spreadsheet import MARK, line_to_bytes
from extraction.forms.form import Form
from extraction.record import Cell, Record, Status

COLUMNS = (
    *("path", "part", "form", "status", "agency", "year"),
    *("table", "row", "column", "row_label", "column_label"),
    *("value", "raw", "state", "unit", "origin", "span_start", "span_end", "check"),
    *("reason", "sha256", "gouji", "form_version", "reader"),
)


HEADER = MARK + line_to_bytes(COLUMNS)


def record_to_lines(record: Record, forms: Iterable[Form]) -> bytes:
    """Return the record's cells, one a line; a record without cells has one line."""
    report = _report_of(record)
    form = next((form for form in forms if form.form == record.form), None)
    lines = [*_cell_lines(record, form), *_extra_lines(record)] or [{}]
    return b"".join(line_to_bytes((report | line).get(c) for c in COLUMNS) for line in lines)


def _report_of(record: Record) -> dict[str, object]:
    return {
        "path": record.source.path,
        "part": record.source.part,
        "form": record.form,
        "status": record.status,
        "agency": record.metadata.agency,
        "year": record.metadata.year,
        "reason": record.reason,
        "sha256": record.source.sha256,
        "gouji": record.versions.gouji,
        "form_version": record.versions.form,
        "reader": record.versions.reader,
    }


def _cell_lines(record: Record, form: Form | None) -> Iterator[dict[str, object]]:
    labels = form_labels(form) if form else {}
    checks: dict[str, list[str]] = defaultdict(list)
    for finding in record.findings:
        for name in finding.cells:
            checks[name].append(finding.code)
    for table, rows in record.tables.items():
        for row, cells in rows.items():
            for column, cell in cells.items():
                row_label, column_label = labels.get((table, row, column), (None, None))
                yield {
                    "table": table,
                    "row": row,
                    "column": column,
                    "row_label": row_label,
                    "column_label": column_label,
                    **_cell_of(cell),
                    "check": " ".join(dict.fromkeys(checks[f"{table}.{row}.{column}"])),
                }


def _extra_lines(record: Record) -> Iterator[dict[str, object]]:
    for extra in record.extras:
        for cell in extra.values:
            yield {
                "table": extra.table,
                "row": extra.row,
                "column": extra.column,
                "row_label": extra.label,
                **_cell_of(cell),
            }


def _cell_of(cell: Cell) -> dict[str, object]:
    start, end = cell.span or (None, None)
    value = None if cell.value is None else f"{cell.value:f}"
    return {
        "value": value,
        "raw": cell.raw,
        "state": cell.state,
        "unit": cell.unit,
        "origin": cell.origin,
        "span_start": start,
        "span_end": end,
    }


def form_labels(form: Form) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Return the printed names of each cell's row and column."""
    return {
        (table.key, row.key, column.key): (row.label, column.label)
        for table in form.tables
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    }


def find_places(file: BinaryIO) -> Iterator[Place]:
    """Yield where the lines of each record lie; a last line without its end is left out."""
    place: Place | None = None
    for line, start, end in _read_lines(file):
        found = _place_of(line)
        if found == place:  # where they lie is no part of it
            place = replace(place, end=end)
            continue
        if place:
            yield place
        place = replace(found, start=start, end=end)
    if place:
        yield place


def _place_of(line: Mapping[str, str]) -> Place:
    form, version = line["form"] or None, line["form_version"] or None
    made = Made(line["sha256"], line["gouji"], form, version, line["reader"])
    return Place(line["path"], int(line["part"]), made, cast(Status, line["status"]))


def _read_lines(file: BinaryIO) -> Iterator[tuple[Mapping[str, str], int, int]]:
    """Yield each line's fields as they stand there, and where it lies."""
    read = _Decoded(file)
    reader = csv.reader(read)
    next(reader, None)
    start = read.at
    for fields in reader:
        if read.cut:
            return
        if len(fields) != len(COLUMNS) or not fields[1].isdecimal():
            raise WrongUsage(
                f"{file.name}, line {reader.line_num}, is not a line of results: mend or delete "
                "it, or start over with --fresh."
            )
        yield dict(zip(COLUMNS, fields, strict=True)), start, read.at
        start = read.at


class _Decoded:
    """The file's lines as text for the csv reader, counting the bytes that it has taken."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.at = 0
        self.cut = False

    def __iter__(self) -> "_Decoded":
        return self

    def __next__(self) -> str:
        line = self._file.readline()
        # A line that goes on in the next one is asked for to its end; a whole one is not.
        self.cut = not line.endswith(b"\n")
        if not line:
            raise StopIteration
        self.at += len(line)
        return "" if self.cut else line.decode("utf-8", "replace")
