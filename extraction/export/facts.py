"""The prose's facts by themselves: a line for each, as JSON or for a spreadsheet."""

from collections.abc import Iterator
from typing import Literal

from extraction.export.exact import exact_values, values_to_json
from extraction.export.spreadsheet import MARK, line_to_bytes
from extraction.values.record import Record

FactFormat = Literal["jsonl", "csv"]

COLUMNS = (
    *("path", "part", "status", "agency", "year"),
    *("key", "label", "value", "unit", "kind", "approximate", "scope", "part_of"),
    *("quote", "span_start", "span_end", "sha256"),
)


HEADER = MARK + line_to_bytes(COLUMNS)
BEGINS = b'{"path": '
"""How every file of facts as JSON begins."""


def facts_to_lines(record: Record) -> bytes:
    """Return a report's facts for a spreadsheet, one a line.

    `part_of` is the number of the fact that is the whole, counted from 0 in its report.
    """
    lines = []
    for told, fact in zip(_facts_of(record), record.facts, strict=True):
        printed = told | {"value": f"{fact.value:f}"}
        lines.append(line_to_bytes(map(printed.get, COLUMNS)))
    return b"".join(lines)


def facts_to_jsonl(record: Record) -> bytes:
    """Return a report's facts as JSON, one a line."""
    return b"".join(values_to_json(fact) + b"\n" for fact in _facts_of(record))


def _facts_of(record: Record) -> Iterator[dict[str, object]]:
    report: dict[str, object] = {
        "path": record.source.path,
        "part": record.source.part,
        "status": record.status,
        "agency": record.metadata.agency,
        "year": record.metadata.year,
    }
    for fact in record.facts:
        told = exact_values(fact)
        del told["span"]
        start, end = fact.span
        yield {
            **report,
            **told,
            "span_start": start,
            "span_end": end,
            "sha256": record.source.sha256,
        }
