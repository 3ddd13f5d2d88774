"""Records as a tidy table in CSV: one line for each report, table, row and column."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from extraction.export.index import Made, RecordPlace, name_reader, status_of
from extraction.export.spreadsheet import MARK, line_to_bytes
from extraction.forms.form import Form
from extraction.forms.mixed import find_known_form
from extraction.values.errors import WrongUsage
from extraction.values.record import Cell, Record

COLUMNS = (
    *("path", "part", "form", "status", "agency", "year"),
    *("table", "row", "column", "row_label", "column_label"),
    *("value", "raw", "state", "unit", "origin", "proof", "suggestion", "suggested_by"),
    *("span_start", "span_end", "check", "reason", "reason_code", "sha256", "gouji"),
    *("form_version", "reader", "schema", "parts", "line", "lines"),
)


MEANS = {
    "row_label": "The form's label of the row; where it has no such cell, the printed one.",
    "column_label": "The form's label of the column.",
    "suggestion": "What may stand in a cell that is open or in doubt: a number, a mark, `blank`.",
    "suggested_by": "Who suggests it: a model, or the name of a rule.",
    "check": "Codes of the findings that name the cell.",
    "line": "Which of the report's lines this is, counted from 1.",
    "lines": "How many lines the report has.",
}
"""What columns hold that are no field of a record; the others are described there."""

HEADER = MARK + line_to_bytes(COLUMNS)

_COUNT = re.compile(r"[1-9][0-9]{0,8}")
_LONGEST_FIELD = 256 * 1024 * 1024  # characters: more than the largest file that is read holds


def record_to_lines(record: Record, forms: Iterable[Form]) -> bytes:
    """Return the record's cells, one a line; a record without cells has one line.

    `line` and `lines` count them, so that a table that has lost some is told from a whole one.
    """
    form = find_known_form(record.form, record.mixed, forms)
    lines = [*_cell_lines(record, form), *_extra_lines(record)] or [{}]
    report = _report_of(record) | {"lines": len(lines)}
    written = []
    for number, line in enumerate(lines, start=1):
        row = report | line | {"line": number}
        written.append(line_to_bytes(map(row.get, COLUMNS)))
    return b"".join(written)


def _report_of(record: Record) -> dict[str, object]:
    return {
        "path": record.source.path,
        "part": record.source.part,
        "form": record.form,
        "status": record.status,
        "agency": record.metadata.agency,
        "year": record.metadata.year,
        "reason": record.reason,
        "reason_code": record.reason_code,
        "sha256": record.source.sha256,
        "gouji": record.versions.gouji,
        "form_version": record.versions.form,
        "reader": name_reader(record.versions.reader, record.versions.asking),
        "schema": record.schema_,
        "parts": record.source.parts,
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
    suggested = cell.suggestion
    return {
        "value": value,
        "raw": cell.raw,
        "state": cell.state,
        "unit": cell.unit,
        "origin": cell.origin,
        "proof": cell.proof,
        "suggestion": suggested.text if suggested else None,
        "suggested_by": suggested.by if suggested else None,
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


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of results: whose it is, and which of how many."""

    place: RecordPlace
    number: int
    numbers: int


def find_places_in_table(file: BinaryIO) -> Iterator[RecordPlace]:
    """Yield where the lines of each record lie; a last line without its end is left out.

    Lines that are missing, there twice or out of order make pieces, none of them whole.
    """
    place, first, last = None, None, None
    for line in _read_lines(file):
        if place and last and line.place == place and line.number == last.number + 1:
            place, last = replace(place, end=line.place.end), line
            continue
        if place and first and last:
            yield _judged(place, first, last)
        place, first, last = line.place, line, line
    if place and first and last:
        yield _judged(place, first, last)


def _judged(place: RecordPlace, first: _Line, last: _Line) -> RecordPlace:
    """Say of a record whether it is whole: from its first line to the last of so many."""
    whole = first.number == 1 and last.number == first.numbers == last.numbers
    return replace(place, whole=whole)


def _parse_line(fields: Sequence[str]) -> _Line:
    """Return what a line says of its record; ValueError or TypeError if it is no line of ours."""
    line = dict(zip(COLUMNS, fields, strict=True))
    part, number, numbers = (_count(line[name]) for name in ("part", "line", "lines"))
    form, version = line["form"] or None, line["form_version"] or None
    made = Made(line["sha256"], line["gouji"], form, version, line["reader"], line["schema"])
    parts = _count(line["parts"]) if line["parts"] else None
    place = RecordPlace(line["path"], part, made, status_of(line["status"]), parts=parts)
    return _Line(place, number, numbers)


def _count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _read_lines(file: BinaryIO) -> Iterator[_Line]:
    """Yield each line, with where it lies."""
    csv.field_size_limit(_LONGEST_FIELD)
    read = _Decoded(file)
    reader = csv.reader(read)
    try:
        next(reader, None)
        start = read.at
        for fields in reader:
            if read.cut:
                return
            line = _parse_line(fields)
            yield replace(line, place=replace(line.place, start=start, end=read.at))
            start = read.at
    except (csv.Error, ValueError, TypeError) as error:
        raise WrongUsage(
            f"{file.name}, line {reader.line_num}, is not a line of results: mend or delete "
            "it, or start over with --fresh.",
            f"{file.name} 第 {reader.line_num} 行不是结果："
            "请修正或删除该行，或用 --fresh 从头开始。",
        ) from error


class _Decoded:
    """The file's lines as text for the csv reader, counting the bytes that it has taken."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.at = 0
        self.cut = False

    def __iter__(self) -> "_Decoded":
        return self

    def __next__(self) -> str:
        line = self._file.readline(_LONGEST_FIELD)
        # A line that goes on in the next one is asked for to its end; a whole one is not.
        self.cut = not line.endswith(b"\n")
        if not line:
            raise StopIteration
        self.at += len(line)
        return "" if self.cut else line.decode("utf-8", "replace")
