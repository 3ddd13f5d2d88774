"""The names of formats, and which of them a file's ending asks for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from extraction.values.errors import WrongUsage

GrowingFormat = Literal["jsonl", "json", "csv"]
"""Formats that grow report by report, and can be continued."""
WholeFormat = Literal["wide-csv", "xlsx", "parquet", "sqlite", "duckdb"]
"""Formats that are made of finished records, all at once."""
ExportFormat = Literal[GrowingFormat, WholeFormat]

ENDINGS: Mapping[str, ExportFormat] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".wide.csv": "wide-csv",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".duckdb": "duckdb",
}
"""The format that an ending asks for; a longer ending comes before one that it ends in."""


def find_format(out: Path) -> ExportFormat:
    """Return the format that OUT's name asks for; WrongUsage if its ending is not understood.

    A folder asks for JSON files, a name without an ending for JSON lines.

    >>> find_format(Path("a/2024.wide.csv")), find_format(Path("a/年报.XLSX"))
    ('wide-csv', 'xlsx')
    """
    if out.is_dir():
        return "json"
    if not out.suffix:
        return "jsonl"
    for ending, form in ENDINGS.items():
        if out.name.lower().endswith(ending):
            return form
    known = " ".join(ENDINGS)
    raise WrongUsage(
        f"{out}: no format ends in {out.suffix}. Take one of {known}, or name it with --format.",
        f"{out}：没有以 {out.suffix} 结尾的格式。请用 {known} 之一，或用 --format 指定。",
    )
