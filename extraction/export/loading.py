"""Written results read back: a file of lines, a file of one record, a folder of such."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from extraction.export.exact import parse_exact
from extraction.export.folder import write_whole
from extraction.export.lock import Lock, beside, cannot_write, lock_file, lock_folder
from extraction.export.ours import holds_something
from extraction.values.bilingual import Bilingual, alike
from extraction.values.errors import AlreadyThere, WrongUsage
from extraction.values.record import SCHEMA, Record
from extraction.values.refusals import explain_refusal

NO_PROBLEM = alike("")
_BEFORE = "gouji/1"
_PIECE = 1024 * 1024  # bytes
_FIRST_LINES = 20
"""A file of which none of so many lines may be a record is no file of records."""
_MADE_OF_RECORDS = frozenset({".xlsx", ".parquet", ".sqlite", ".sqlite3", ".db", ".duckdb"})


@dataclass(frozen=True, slots=True)
class Written:
    """One place where a record should be: the record, or what is wrong there in a sentence."""

    file: Path
    record: Record | None
    problem: Bilingual = NO_PROBLEM


def read_written(path: Path) -> Iterator[Written]:
    """Yield every record that was written to a file or a folder, in order.

    WrongUsage where none was.
    """
    if path.is_dir():
        pages = find_pages(path)
        if not pages:
            raise _no_results(path)
        for file in pages:
            yield _parse(file, alike(str(file)), _bytes_of(file))
    elif path.suffix.lower() == ".json":
        yield _parse(path, alike(str(path)), _bytes_of(path))
    elif path.suffix.lower() == ".csv":
        raise WrongUsage(
            f"{path} is a table, and cannot be checked: write results with --format jsonl or "
            "json for that.",
            f"{path} 是表格，无法复核：复核用的结果请以 --format jsonl 或 json 写出。",
        )
    elif path.suffix.lower() in _MADE_OF_RECORDS:
        raise WrongUsage(
            f"{path} is made of records, and cannot be read back: name the records, "
            f"{path.name}.jsonl or what it was exported from.",
            f"{path} 由结果生成，不能读回：请指定结果文件 {path.name}.jsonl 或导出时所用的结果。",
        )
    else:
        yield from _read_lines(path)


def count_written(path: Path) -> int:
    """Return how many records lie in a file or a folder, as far as a quick look tells."""
    if path.is_dir():
        return len(find_pages(path))
    if path.suffix.lower() == ".json":
        return 1
    try:
        with path.open("rb") as file:
            return sum(piece.count(b"\n") for piece in iter(lambda: file.read(_PIECE), b""))
    except OSError as error:
        raise _cannot_open(path, error) from error


@dataclass(slots=True)
class Copy:
    """Records written again elsewhere, as they lay: names in a folder, lines in a file.

    A file is there whole, or not at all, once `finish` was called. What is there already
    is overwritten only if `fresh`: it may hold corrections that nobody else has.
    """

    written: Path
    out: Path
    render: Callable[[Record], bytes]
    header: bytes = b""
    fresh: bool = False
    _lock: Lock = field(init=False)

    def __post_init__(self) -> None:
        self.out = Path(os.path.realpath(self.out))
        if self.out.exists() and self.out.samefile(self.written):
            raise WrongUsage(
                f"{self.out} is what is being checked: name another with -o.",
                f"{self.out} 正是要复核的文件：请用 -o 另指定。",
            )
        folder = self.written.is_dir()
        self._lock = lock_folder(self.out) if folder else lock_file(self.out)
        try:
            with ExitStack() as opened:
                opened.callback(self._lock.release)
                self._refuse()
                if not folder:
                    self._new.write_bytes(self.header)
                opened.pop_all()
        except OSError as error:
            raise cannot_write(self.out, error) from error

    def _refuse(self) -> None:
        """Refuse to overwrite what is there."""
        if self.fresh:
            return
        if not self.written.is_dir():
            if holds_something(self.out):
                raise AlreadyThere(
                    f"{self.out} is there and is not empty", f"{self.out} 已存在，且不为空"
                )
            return
        for file in map(self._in_folder, find_pages(self.written)):
            if file.exists():
                raise AlreadyThere(
                    f"{file} is there and would be overwritten", f"{file} 已存在，会被覆盖"
                )

    def _in_folder(self, file: Path) -> Path:
        return self.out / file.relative_to(self.written)

    @property
    def _new(self) -> Path:
        return beside(self.out, "new")

    def add(self, file: Path, record: Record) -> None:
        """Write one record; `file` is where it was read."""
        if self.written.is_dir():
            there = self._in_folder(file)
            there.parent.mkdir(parents=True, exist_ok=True)
            write_whole(there, self.render(record))
        else:
            with self._new.open("ab") as new:
                new.write(self.render(record))

    def finish(self) -> None:
        """Put the file in its place."""
        if not self.written.is_dir():
            self._new.replace(self.out)

    def close(self) -> None:
        """Let go of OUT; of a file that was not finished nothing stays."""
        if not self.written.is_dir():
            self._new.unlink(missing_ok=True)
        self._lock.release()


def find_pages(folder: Path) -> list[Path]:
    """Return the files of a folder that hold a record each, in order."""
    return sorted(folder.rglob("*.json"))


def _read_lines(path: Path) -> Iterator[Written]:
    try:
        with path.open("rb") as lines:
            if not _may_hold_records(path):
                raise _no_results(path)
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    where = Bilingual(f"{path}, line {number}", f"{path} 第 {number} 行")
                    yield _parse(path, where, line)
    except OSError as error:
        raise _cannot_open(path, error) from error


def _may_hold_records(path: Path) -> bool:
    """Say whether any of a file's first lines may be a record, or there is no line at all."""
    with path.open("rb") as lines:
        written = [line for line in islice(lines, _FIRST_LINES) if line.strip()]
    return not written or any(line.lstrip().startswith(b"{") for line in written)


def _no_results(path: Path) -> WrongUsage:
    return WrongUsage(
        f"{path} holds no results: name what extract has written.",
        f"{path} 中没有结果：请指定 extract 写出的结果。",
    )


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _cannot_open(path, error) from error


def _cannot_open(path: Path, error: OSError) -> WrongUsage:
    why = explain_refusal(error)
    return WrongUsage(
        f"{path} cannot be opened: {why.en}. Name what extract has written.",
        f"{path} 无法打开：{why.zh}。请指定 extract 写出的结果。",
    )


def _as_of_now(written: object) -> object:
    """Return what was written in today's shape: `gouji/2` only added to `gouji/1`."""
    if isinstance(written, dict) and written.get("schema") == _BEFORE:
        return {**written, "schema": SCHEMA}
    return written


def _parse(file: Path, where: Bilingual, text: bytes) -> Written:
    try:
        return Written(file, Record.model_validate(_as_of_now(parse_exact(text))))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        said = f"{place}: {first['msg']}" if place else first["msg"]
    except ValueError as error:
        said = str(error)
    return Written(
        file,
        None,
        Bilingual(
            f"{where.en} holds no record ({said}). Mend it or delete it.",
            f"{where.zh}没有可用的记录（{said}）。请修正或删除。",
        ),
    )
