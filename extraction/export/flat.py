"""Records as flat tables with typed columns: reports, cells, findings and facts.

Columns follow the fields of the record, so that a new field comes along by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from extraction.export.exact import exact_json
from extraction.forms.form import Form
from extraction.forms.mixed import find_known_form
from extraction.values.record import Cell, CellKey, Fact, Finding, Metadata, Record

ColumnKind = Literal["text", "integer", "decimal", "real", "date", "flag"]
"""What a column holds; `decimal` is exact."""
FlatValue = str | int | float | Decimal | date | bool | None

_KINDS: Mapping[Any, ColumnKind] = {
    bool: "flag",
    int: "integer",
    float: "real",
    Decimal: "decimal",
    date: "date",
}


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """One column of a flat table."""

    name: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class FlatTable:
    """One flat table: its name and its columns."""

    name: str
    columns: tuple[FlatColumn, ...]


def _columns_of(model: type[BaseModel], *left_out: str) -> tuple[FlatColumn, ...]:
    """Return a model's fields as columns; a span becomes two, a number gets its digits beside."""
    columns: list[FlatColumn] = []
    for name, field in model.model_fields.items():
        if name in left_out:
            continue
        kind = _kind_of(field)
        if name == "span":
            columns += (FlatColumn("span_start", "integer"), FlatColumn("span_end", "integer"))
        else:
            columns.append(FlatColumn(name, kind))
        if kind == "decimal":
            columns.append(FlatColumn(f"{name}_text"))
    return tuple(columns)


def _kind_of(field: FieldInfo) -> ColumnKind:
    held = field.annotation
    if get_origin(held) in (Union, UnionType):
        [held] = [one for one in get_args(held) if one is not type(None)]
    if get_origin(held) is Literal:
        return "text"
    return _KINDS.get(_bare(held), "text")


def _bare(held: Any) -> Any:
    """Return the type below annotations: Number is a Decimal."""
    return get_args(held)[0] if hasattr(held, "__metadata__") else held


_REPORT = (FlatColumn("path"), FlatColumn("part", "integer"))
_FORMED = ("contact", "evidence")
_OWN = (
    *(
        FlatColumn("form"),
        FlatColumn("status"),
        FlatColumn("reason"),
        FlatColumn("reason_zh"),
        FlatColumn("reason_code"),
    ),
    FlatColumn("confidence", "real"),
    *_columns_of(Metadata, *_FORMED),
    *(FlatColumn(name) for name in ("address", "postcode", "phone", "email")),
    *(
        FlatColumn("mixed"),
        FlatColumn("sha256"),
        FlatColumn("text_sha256"),
        FlatColumn("media_type"),
    ),
    *(
        FlatColumn("encoding"),
        FlatColumn("parts", "integer"),
        FlatColumn("gouji"),
        FlatColumn("form_version"),
    ),
    *(FlatColumn("reader"), FlatColumn("schema"), FlatColumn("repairs"), FlatColumn("usage")),
)
REPORTS = FlatTable("reports", (*_REPORT, *_OWN))
_CELL = _columns_of(Cell)
CELLS = FlatTable(
    "cells",
    (
        *_REPORT,
        *map(FlatColumn, ("form", "status", "agency")),
        FlatColumn("year", "integer"),
        *map(FlatColumn, ("table", "row", "column", "row_label", "column_label", "printed_label")),
        *_CELL,
        FlatColumn("extra", "flag"),
        FlatColumn("checks"),
    ),
)
_FINDING = _columns_of(Finding, "cells")
FINDINGS = FlatTable("findings", (*_REPORT, *_FINDING, FlatColumn("cells")))
_FACT = _columns_of(Fact)
FACTS = FlatTable("facts", (*_REPORT, *_FACT))
TABLES = (REPORTS, CELLS, FINDINGS, FACTS)

FlatRow = dict[str, FlatValue]


def record_to_rows(record: Record, forms: Sequence[Form]) -> dict[str, list[FlatRow]]:
    """Return the rows of each flat table that a record gives, by the table's name."""
    report: FlatRow = {"path": record.source.path, "part": record.source.part}
    return {
        "reports": [report | _report_values(record)],
        "cells": [report | row for row in _cell_rows(record, forms)],
        "findings": [
            report | model_values(finding, "cells") | {"cells": " ".join(finding.cells)}
            for finding in record.findings
        ],
        "facts": [report | model_values(fact) for fact in record.facts],
    }


def model_values(model: BaseModel, *left_out: str) -> FlatRow:
    """Return a model's fields as values of columns; what holds more than one value is JSON."""
    values: FlatRow = {}
    for name in type(model).model_fields:
        if name in left_out:
            continue
        value = getattr(model, name)
        if name == "span":
            values["span_start"], values["span_end"] = value or (None, None)
        elif isinstance(value, Decimal):
            values |= {name: value, f"{name}_text": f"{value:f}"}
        elif isinstance(value, BaseModel):
            values[name] = exact_json(value).decode()
        else:
            values[name] = value
    return values


def _report_values(record: Record) -> FlatRow:
    versions, source, metadata = record.versions, record.source, record.metadata
    return {
        "form": record.form,
        "status": record.status,
        "reason": record.reason,
        "reason_zh": record.reason_zh,
        "reason_code": record.reason_code,
        "confidence": record.confidence,
        **model_values(metadata, *_FORMED),
        **model_values(metadata.contact),
        **model_values(source, "path", "part"),
        "mixed": " ".join(f"{table}:{form}" for table, form in record.mixed.items()) or None,
        "gouji": versions.gouji,
        "form_version": versions.form,
        "reader": versions.reader,
        "schema": record.schema_,
        "repairs": " ".join(f"{repair.kind}:{repair.count}" for repair in record.repairs) or None,
        "usage": exact_json(record.usage).decode() if record.usage.attempts else None,
    }


def _cell_rows(record: Record, forms: Sequence[Form]) -> Iterator[FlatRow]:
    report: FlatRow = {
        "form": record.form,
        "status": record.status,
        "agency": record.metadata.agency,
        "year": record.metadata.year,
    }
    form, checks = find_known_form(record.form, record.mixed, forms), find_checks(record)
    names = form.named if form else {}
    for table, rows in record.tables.items():
        printed = record.labels.get(table, {})
        for row, cells in rows.items():
            for column, cell in cells.items():
                named = names.get(CellKey(table, row, column))
                yield {
                    **report,
                    "table": table,
                    "row": row,
                    "column": column,
                    "row_label": named.row if named else None,
                    "column_label": named.column if named else None,
                    "printed_label": printed.get(row),
                    **model_values(cell),
                    "extra": False,
                    "checks": checks.get(f"{table}.{row}.{column}"),
                }
    for extra in record.extras:
        place: FlatRow = {"table": extra.table, "row": extra.row, "column": extra.column}
        for cell in extra.values:
            yield (
                report
                | place
                | {
                    "row_label": extra.label,
                    **model_values(cell),
                    "extra": True,
                }
            )


def find_checks(record: Record) -> dict[str, str]:
    """Return the codes of the findings that name a cell, by its dotted path."""
    codes: dict[str, list[str]] = {}
    for finding in record.findings:
        for cell in finding.cells:
            codes.setdefault(cell, []).append(finding.code)
    return {cell: " ".join(dict.fromkeys(found)) for cell, found in codes.items()}


def is_exact(value: Decimal, digits: int = 15) -> bool:
    """Say whether a double, as spreadsheets and SQLite keep it, shows every digit of a number.

    >>> is_exact(Decimal("3664.4476")), is_exact(Decimal("12345678901234567890"))
    (True, False)
    """
    return len(value.normalize().as_tuple().digits) <= digits and abs(value.adjusted()) < 300
