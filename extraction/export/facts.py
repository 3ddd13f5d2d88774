"""The prose's facts by themselves: a line for each, as JSON or for a spreadsheet."""

import json
from collections.abc import Iterator
from typing import Literal

from extraction.export.spreadsheet import MARK, line_to_bytes
from extraction.record import Record

Format = Literal["jsonl", "csv"]

COLUMNS = (
    *("path", "part", "status", "agency", "year"),
    *("key", "label", "value", "unit", "kind", "approximate", "scope", "part_of"),
    *("quote", "span_start", "span_end", "sha256"),
)


HEADER = MARK + line_to_bytes(COLUMNS)


def facts_to_lines(record: Record) -> bytes:
    """Return a report's facts for a spreadsheet, one a line.

    `part_of` is the number of the fact that is the whole, counted from 0 in its report.
    """
    return b"".join(line_to_bytes(fact.get(c) for c in COLUMNS) for fact in _facts_of(record))


def facts_to_jsonl(record: Record) -> bytes:
    """Return a report's facts as JSON, one a line."""
    lines = (json.dumps(fact, ensure_ascii=False) for fact in _facts_of(record))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _facts_of(record: Record) -> Iterator[dict[str, object]]:
    report: dict[str, object] = {
        "path": record.source.path,
        "part": record.source.part,
        "status": record.status,
        "agency": record.metadata.agency,
        "year": record.metadata.year,
    }
    for fact in record.facts:
        told = fact.model_dump(mode="json")
        start, end = told.pop("span")
        yield {
            **report,
            **told,
            "span_start": start,
            "span_end": end,
            "sha256": record.source.sha256,
        }
