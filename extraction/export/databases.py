"""Flat tables in files that statistics packages and databases read: Parquet, SQLite, DuckDB.

Each holds the same tables (flat.py). Numbers are numbers where the format holds every digit;
the column `value_text` beside has the digits of all.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from extraction.export.extras import import_extra
from extraction.export.flat import (
    TABLES,
    ColumnKind,
    FlatColumn,
    FlatRow,
    FlatTable,
    FlatValue,
    is_exact,
    record_to_rows,
)
from extraction.forms.form import Form
from extraction.values.record import Record

_AT_A_TIME = {"cells": 20_000}  # rows of a table that are kept in memory
_OTHERS_AT_A_TIME = 2_000
_WIDTH, _SCALE = 38, 10  # digits of a decimal, and how many of them stand behind the point
_DATABASE_MEMORY = "256MB"
_LONGEST_LINE = 256 * 1024 * 1024  # bytes: four times the largest file that is read
_BOUND = Decimal(10) ** (_WIDTH - _SCALE)


@dataclass(slots=True)
class _Waiting:
    """Rows of each table that are not written yet."""

    forms: Sequence[Form]
    rows: dict[str, list[FlatRow]] = field(
        default_factory=lambda: {table.name: [] for table in TABLES}
    )

    def add(self, record: Record) -> Iterable[FlatTable]:
        """Take a record's rows; return the tables that have so many that they are to be written."""
        for name, rows in record_to_rows(record, self.forms).items():
            self.rows[name] += rows
        return [table for table in TABLES if self._is_full(table)]

    def _is_full(self, table: FlatTable) -> bool:
        limit = _AT_A_TIME.get(table.name, _OTHERS_AT_A_TIME)
        return len(self.rows[table.name]) >= limit

    def take(self, table: FlatTable) -> list[FlatRow]:
        """Return a table's rows, which wait no more."""
        rows = self.rows[table.name]
        self.rows[table.name] = []
        return rows


def fits_decimal(value: Decimal) -> bool:
    """Say whether a column of decimals holds a number with all its digits.

    >>> fits_decimal(Decimal("0.12")), fits_decimal(Decimal("0.12345678901"))
    (True, False)
    """
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_SCALE and abs(value) < _BOUND


def _text(value: str) -> str:
    """Return a text that every format holds: no lone surrogate, no character zero."""
    return value.encode("utf-8", "replace").decode().replace("\0", "\u2400")


@dataclass(slots=True)
class ParquetFiles:
    """Flat tables in Parquet: the cells in the file that is named, the others beside it."""

    folder: Path
    name: str
    forms: Sequence[Form]
    _arrow: Any = field(init=False)
    _writers: dict[str, Any] = field(init=False, default_factory=dict)
    _waiting: _Waiting = field(init=False)

    def __post_init__(self) -> None:
        self._arrow = import_extra("pyarrow", "parquet")
        parquet = import_extra("pyarrow.parquet", "parquet")
        self._waiting = _Waiting(self.forms)
        for table in TABLES:
            file = self.folder / table_file(self.name, table.name)
            schema = self._schema(table)
            self._writers[table.name] = parquet.ParquetWriter(file, schema, compression="zstd")

    def _schema(self, table: FlatTable) -> Any:
        arrow = self._arrow
        types: Mapping[ColumnKind, Any] = {
            "text": arrow.string(),
            "integer": arrow.int64(),
            "real": arrow.float64(),
            "decimal": arrow.decimal128(_WIDTH, _SCALE),
            "date": arrow.date32(),
            "flag": arrow.bool_(),
        }
        return arrow.schema([(column.name, types[column.kind]) for column in table.columns])

    def add(self, record: Record) -> None:
        """Write a record's rows."""
        for table in self._waiting.add(record):
            self._write(table)

    def _write(self, table: FlatTable) -> None:
        rows, writer = self._waiting.take(table), self._writers[table.name]
        arrays = []
        for column, kept in zip(table.columns, writer.schema, strict=True):
            values = [row.get(column.name) for row in rows]
            arrays.append(self._array(column, values, kept.type))
        writer.write_batch(self._arrow.RecordBatch.from_arrays(arrays, schema=writer.schema))

    def _array(self, column: FlatColumn, values: list[FlatValue], kind: Any) -> Any:
        """Return a column; texts are looked at one by one only if one of them is no Unicode."""
        if column.kind == "decimal":
            values = list(map(_fitting, values))
        try:
            return self._arrow.array(values, kind)
        except UnicodeEncodeError:
            return self._arrow.array(list(map(_fitting, values)), kind)

    def finish(self) -> None:
        """Write what waits, and the end of each file."""
        for table in TABLES:
            self._write(table)
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        while self._writers:
            self._writers.popitem()[1].close()


def table_file(name: str, table: str) -> str:
    """Return the name of a table's file: the cells have the name that was asked for.

    >>> table_file("out.parquet", "cells"), table_file("out.parquet", "findings")
    ('out.parquet', 'out.findings.parquet')
    """
    path = Path(name)
    return name if table == "cells" else f"{path.stem}.{table}{path.suffix}"


def _fitting(value: FlatValue) -> FlatValue:
    """Return a value as a column of its kind holds it; null for a number that none holds."""
    if isinstance(value, Decimal):
        return value if fits_decimal(value) else None
    return _text(value) if isinstance(value, str) else value


_SQLITE: Mapping[ColumnKind, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "real": "REAL",
    "decimal": "NUMERIC",
    "date": "TEXT",
    "flag": "INTEGER",
}


@dataclass(slots=True)
class SqliteTables:
    """Flat tables in a SQLite database."""

    folder: Path
    name: str
    forms: Sequence[Form]
    _database: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        self._database = sqlite3.connect(self.folder / self.name, isolation_level=None)
        # The file is put in its place once it is whole: nothing has to survive before.
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("BEGIN")
        for table in TABLES:
            self._database.execute(_create(table, _SQLITE))

    def add(self, record: Record) -> None:
        """Write a record's rows."""
        rows = record_to_rows(record, self.forms)
        for table in TABLES:
            names = [column.name for column in table.columns]
            marks = ", ".join("?" * len(names))
            insert = f"INSERT INTO {table.name} VALUES ({marks})"
            for row in rows[table.name]:
                self._database.execute(insert, [_for_sqlite(row.get(name)) for name in names])

    def finish(self) -> None:
        """Write the end of the file."""
        self._database.execute("CREATE INDEX cells_of ON cells (path, part)")
        self._database.execute('CREATE INDEX cell_named ON cells ("table", "row", "column")')
        self._database.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _for_sqlite(value: FlatValue) -> str | int | float | None:
    if isinstance(value, Decimal):
        if not is_exact(value):
            return None
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, int | float):
        return value
    return _text(str(value))


_DUCKDB: Mapping[ColumnKind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "real": "DOUBLE",
    "decimal": f"DECIMAL({_WIDTH}, {_SCALE})",
    "date": "DATE",
    "flag": "BOOLEAN",
}


@dataclass(slots=True)
class DuckdbTables:
    """Flat tables in a DuckDB database, filled through pieces of CSV: its quickest door."""

    folder: Path
    name: str
    forms: Sequence[Form]
    _database: Any = field(init=False)
    _waiting: _Waiting = field(init=False)

    def __post_init__(self) -> None:
        duckdb = import_extra("duckdb", "duckdb")
        config = {"threads": "1", "memory_limit": _DATABASE_MEMORY}
        self._database = duckdb.connect(str(self.folder / self.name), config=config)
        self._waiting = _Waiting(self.forms)
        for table in TABLES:
            self._database.execute(_create(table, _DUCKDB))

    def add(self, record: Record) -> None:
        """Write a record's rows."""
        for table in self._waiting.add(record):
            self._write(table)

    def _write(self, table: FlatTable) -> None:
        piece = self.folder / "piece.csv"
        with piece.open("w", encoding="utf-8", newline="") as file:
            for row in self._waiting.take(table):
                values = (_quoted(_fitting(row.get(column.name))) for column in table.columns)
                file.write(",".join(values) + "\n")
        columns = ", ".join(
            f"'{column.name}': '{_DUCKDB[column.kind]}'" for column in table.columns
        )
        self._database.execute(
            f"INSERT INTO {table.name} SELECT * FROM read_csv(?, columns = {{{columns}}}, "
            "header = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
            "new_line = '\\n', nullstr = '', allow_quoted_nulls = false, "
            f"max_line_size = {_LONGEST_LINE})",
            [str(piece)],
        )
        piece.unlink()

    def finish(self) -> None:
        """Write what waits, and the end of the file."""
        for table in TABLES:
            self._write(table)
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _quoted(value: FlatValue) -> str:
    """Return a field in quotes; nothing at all is null.

    >>> _quoted('a"b'), _quoted(""), _quoted(None)
    ('"a""b"', '""', '')
    """
    if value is None:
        return ""
    doubled = str(value).replace('"', '""')
    return f'"{doubled}"'


def _create(table: FlatTable, types: Mapping[ColumnKind, str]) -> str:
    columns = ", ".join(_defined(column, types) for column in table.columns)
    return f"CREATE TABLE {table.name} ({columns})"


def _defined(column: FlatColumn, types: Mapping[ColumnKind, str]) -> str:
    return f'"{column.name}" {types[column.kind]}'
