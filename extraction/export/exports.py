"""Finished records into another format: a table, a workbook, a database, other files.

What is written lies in a folder of its own beside OUT until it is whole, and is then put in its
place: a run that is cut off leaves no half of a file under the name that was asked for.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from extraction.export import databases, jsonl, tidy, wide
from extraction.export.folder import Folder
from extraction.export.index import Current
from extraction.export.lock import Lock, beside, cannot_write, lock_file
from extraction.export.named_formats import ExportFormat
from extraction.export.ours import holds_something
from extraction.export.workbook import WorkbookFiles
from extraction.forms.form import Form
from extraction.values.bilingual import Language
from extraction.values.errors import AlreadyThere, WrongUsage
from extraction.values.record import Record


class RecordWriter(Protocol):
    """Writes records in one format, below a folder."""

    def add(self, record: Record) -> None:
        """Write one record."""

    def finish(self) -> None:
        """Write the end: what lies there now is whole."""

    def close(self) -> None:
        """Let go of what was not finished."""


@dataclass(frozen=True, slots=True)
class ExportLook:
    """How what is written looks: the forms that name its cells, and the language of its words."""

    forms: Sequence[Form]
    lang: Language


@dataclass(slots=True)
class _Lines:
    """Records as lines of one file."""

    file: Path
    render: Callable[[Record], bytes]
    header: bytes = b""
    _open: BinaryIO = field(init=False)

    def __post_init__(self) -> None:
        self._open = self.file.open("wb")
        self._open.write(self.header)

    def add(self, record: Record) -> None:
        self._open.write(self.render(record))

    def finish(self) -> None:
        self._open.close()

    def close(self) -> None:
        self._open.close()


def _open_writer(form: ExportFormat, folder: Path, out: Path, looks: ExportLook) -> RecordWriter:
    """Open what writes records of a format below a folder, named as OUT is."""
    name, forms = out.name, looks.forms
    match form:
        case "csv":
            return _Lines(
                folder / name, lambda record: tidy.record_to_lines(record, forms), tidy.HEADER
            )
        case "wide-csv":
            return _Lines(
                folder / name,
                lambda record: wide.record_to_wide_line(record, forms),
                wide.wide_header(forms),
            )
        case "xlsx":
            return WorkbookFiles(folder, name, forms, looks.lang, out.parent)
        case "parquet":
            return databases.ParquetFiles(folder, name, forms)
        case "sqlite":
            return databases.SqliteTables(folder, name, forms)
        case "duckdb":
            return databases.DuckdbTables(folder, name, forms)
    return _Lines(folder / name, jsonl.record_to_line)


@dataclass(slots=True)
class Export:
    """Records on their way to OUT, which is there whole once `finish` was called.

    What lies there already is overwritten only if `fresh`: it may hold somebody's work.
    """

    form: ExportFormat
    out: Path
    looks: ExportLook
    fresh: bool = False
    _lock: Lock = field(init=False)
    _writer: RecordWriter = field(init=False)

    def __post_init__(self) -> None:
        self.out = Path(os.path.realpath(self.out))
        self._lock = lock_file(self.out)
        try:
            with ExitStack() as opened:
                opened.callback(self._lock.release)
                if self.out.is_dir():
                    raise WrongUsage(
                        f"{self.out} is a folder: name a file with -o.",
                        f"{self.out} 是文件夹：请用 -o 指定文件。",
                    )
                if not self.fresh and holds_something(self.out):
                    raise AlreadyThere(
                        f"{self.out} is there and is not empty", f"{self.out} 已存在，且不为空"
                    )
                opened.callback(shutil.rmtree, self._new, ignore_errors=True)
                shutil.rmtree(self._new, ignore_errors=True)
                self._new.mkdir()
                self._writer = _open_writer(self.form, self._new, self.out, self.looks)
                opened.pop_all()
        except OSError as error:
            raise cannot_write(self.out, error) from error

    @property
    def _new(self) -> Path:
        return beside(self.out, "new")

    def add(self, record: Record) -> None:
        """Write one record."""
        self._writer.add(record)

    def finish(self) -> list[Path]:
        """Put what was written in its place; return its files, first the one that was named."""
        self._writer.finish()
        written = sorted(self._new.iterdir(), key=lambda file: (file.name != self.out.name, file))
        if not self.fresh:
            for file in written:
                there = self.out.parent / file.name
                if holds_something(there):
                    raise AlreadyThere(
                        f"{there} is there and is not empty", f"{there} 已存在，且不为空"
                    )
        return [file.replace(self.out.parent / file.name) for file in written]

    def close(self) -> None:
        """Let go of OUT; of what was not finished nothing stays."""
        self._writer.close()
        shutil.rmtree(self._new, ignore_errors=True)
        self._lock.release()


@dataclass(slots=True)
class FolderExport:
    """Records into a folder of JSON files, one a report."""

    out: Path
    fresh: bool = False
    _folder: Folder = field(init=False)
    _last: str | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if not self.fresh and self.out.is_dir() and any(self.out.rglob("*.json")):
            raise AlreadyThere(
                f"{self.out} is there and holds JSON files", f"{self.out} 已存在，其中有 JSON 文件"
            )
        self._folder = Folder(self.out, Path(), Current("", {}), self.fresh)

    def add(self, record: Record) -> None:
        """Write one record; those of one file follow each other."""
        path, page = record.source.path, jsonl.record_to_page(record)
        if self._last == path:
            self._folder.extend(path, (page,))
        else:
            self._folder.add(path, (page,))
        self._last = path

    def finish(self) -> list[Path]:
        """Return where the files are."""
        self._folder.finish()
        return [self.out]

    def close(self) -> None:
        """Let others write there."""
        self._folder.close()


def open_export(
    form: ExportFormat, out: Path, looks: ExportLook, *, fresh: bool
) -> Export | FolderExport:
    """Open OUT for finished records; AlreadyThere if it holds something and is not `fresh`."""
    if form == "json":
        return FolderExport(out, fresh)
    return Export(form, out, looks, fresh)
