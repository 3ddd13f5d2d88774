"""Written results read back: a file of lines, a file of one record, a folder of such."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from extraction.errors import WrongUsage
from extraction.export.folder import write_whole
from extraction.record import Record


@dataclass(frozen=True, slots=True)
class Written:
    """One place where a record should be: the record, or what is wrong there in a sentence."""

    file: Path
    record: Record | None
    problem: str = ""


def read_written(path: Path) -> Iterator[Written]:
    """Yield every record that was written to a file or a folder, in order."""
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield _parse(file, str(file), file.read_bytes())
    elif path.suffix.lower() == ".json":
        yield _parse(path, str(path), _bytes_of(path))
    elif path.suffix.lower() == ".csv":
        raise WrongUsage(
            f"{path} is a table, and cannot be checked: write results with --format jsonl or "
            "json for that."
        )
    else:
        yield from _read_lines(path)


@dataclass(slots=True)
class Copy:
    """Records written again elsewhere, as they lay: names in a folder, lines in a file.

    A file is there whole, or not at all, once `finish` was called.
    """

    written: Path
    out: Path
    render: Callable[[Record], bytes]
    header: bytes = b""

    def __post_init__(self) -> None:
        if self.out.exists() and self.out.samefile(self.written):
            raise WrongUsage(f"{self.out} is what is being checked: name another with -o.")
        self.out.parent.mkdir(parents=True, exist_ok=True)
        if not self.written.is_dir():
            self._new.write_bytes(self.header)

    @property
    def _new(self) -> Path:
        return self.out.with_name(self.out.name + ".new")

    def add(self, file: Path, record: Record) -> None:
        """Write one record; `file` is where it was read."""
        if self.written.is_dir():
            there = self.out / file.relative_to(self.written)
            there.parent.mkdir(parents=True, exist_ok=True)
            write_whole(there, self.render(record))
        else:
            with self._new.open("ab") as new:
                new.write(self.render(record))

    def finish(self) -> None:
        """Put the file in its place."""
        if not self.written.is_dir():
            self._new.replace(self.out)


def _read_lines(path: Path) -> Iterator[Written]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _parse(path, f"{path}, line {number}", line)
    except OSError as error:
        raise _cannot_open(path, error) from error


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _cannot_open(path, error) from error


def _cannot_open(path: Path, error: OSError) -> WrongUsage:
    return WrongUsage(f"{path} cannot be opened: {error.strerror}. Name what extract has written.")


def _parse(file: Path, where: str, text: bytes) -> Written:
    try:
        return Written(file, Record.model_validate_json(text))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        said = f"{place}: {first['msg']}" if place else first["msg"]
        return Written(file, None, f"{where} holds no record ({said}). Mend it or delete it.")
